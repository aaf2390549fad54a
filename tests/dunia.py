"""The people, instansi and steps that tests share. Everyone here is invented.

A stage is reached by performing the steps that lead there, through the actions that the screens call. Only where a
step repeats for each row of the checklist are its rows written at once; tests/usulan/test_dunia.py holds them equal to
what the actions leave.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from integrasi.peragaan.isian_contoh import berkas_contoh, isian_contoh, pdf_contoh
from referensi.isian_awal import muat_ke_basis_data
from referensi.models import ASN, AlasanPenolakan, Instansi, Keluarga, Layanan
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.penyimpanan import kunci_asli, simpan
from usulan.actions import bkn, dokumen, draf, keppres, pengajuan, pertek, salinan, tahanan_berdua, verifikasi
from usulan.actions.pertek import BarisPertek
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.models import Dokumen, HasilPenilaian, Keppres, PenilaianDokumen, Usulan, VersiDokumen
from usulan.peristiwa import aliran_usulan
from usulan.peristiwa.isi import DokumenDinilai, DokumenDiunggah
from usulan.peristiwa.tulis import catat_isi

INSTANSI = "A5EB03E23AFCF6A0E040640A040252AD"
INSTANSI_LAIN = "A5EB03E23B00F6A0E040640A040252AD"
SANDI = "sandi-pengujian-siapp"


@dataclass
class Dunia:
    """One world: two instansi, a person per role, Data ASN of each."""

    instansi: Instansi
    instansi_lain: Instansi
    pic: Pengguna
    penyetuju: Pengguna
    pic_lain: Pengguna
    koordinator: Pengguna
    verifikator: Pengguna
    verifikator_lain: Pengguna
    dukungan: Pengguna
    kepala_biro: Pengguna
    administrator: Pengguna
    auditor: Pengguna

    @cached_property
    def alasan(self) -> AlasanPenolakan:
        alasan = AlasanPenolakan.objects.first()
        assert alasan is not None
        return alasan


_urutan = iter(range(1, 1_000_000))
# Per row of the checklist: the file name and the bytes of an example.
_contoh: dict[int, tuple[str, bytes]] = {}


def nip_rekaan(lahir: date = date(1968, 5, 17)) -> str:
    """Return an invented, formally valid NIP that no other call returned."""
    nomor = next(_urutan)
    cpns = max(1990, lahir.year + 20)
    return f"{lahir:%Y%m%d}{cpns + nomor // 999 % 10}{nomor // 9990 % 12 + 1:02d}1{nomor % 999 + 1:03d}"


def buat_pengguna(nama: str, *peran: Peran) -> Pengguna:
    """Create a person with the password `SANDI` and the given unsaved roles."""
    pengguna = Pengguna.objects.create(nip=nip_rekaan(date(1985, 1, 2)), nama=nama, password=make_password(SANDI))
    for p in peran:
        p.pengguna = pengguna
    Peran.objects.bulk_create(peran)
    return pengguna


def _pic(nama: str, instansi: Instansi, teken: bool) -> Pengguna:
    peran = [Peran(jenis=JenisPeran.PIC, instansi=instansi, kategori=k, boleh_teken=teken) for k in Kategori]
    return buat_pengguna(nama, *peran)


def _pokja(nama: str, jenis: JenisPeran) -> Pengguna:
    return buat_pengguna(nama, *[Peran(jenis=jenis, kategori=k) for k in Kategori])


def bangun_dunia() -> Dunia:
    """Create the world in the test database; the catalogue too where a test before emptied everything."""
    if not Layanan.objects.exists():
        muat_ke_basis_data()
    kini = timezone.now()
    instansi, lain = Instansi.objects.bulk_create(
        Instansi(id=i, nama=n, diubah_pada=kini)
        for i, n in ((INSTANSI, "Kementerian Contoh Satu"), (INSTANSI_LAIN, "Badan Contoh Dua"))
    )
    return Dunia(
        instansi=instansi,
        instansi_lain=lain,
        pic=_pic("Ratih Contoh", instansi, teken=False),
        penyetuju=_pic("Damar Contoh", instansi, teken=True),
        pic_lain=_pic("Wulan Contoh", lain, teken=True),
        koordinator=_pokja("Kirana Contoh", JenisPeran.KOORDINATOR),
        verifikator=_pokja("Vino Contoh", JenisPeran.VERIFIKATOR),
        verifikator_lain=_pokja("Viska Contoh", JenisPeran.VERIFIKATOR),
        dukungan=buat_pengguna("Dewi Contoh", Peran(jenis=JenisPeran.DUKUNGAN)),
        kepala_biro=buat_pengguna("Krisna Contoh", Peran(jenis=JenisPeran.KEPALA_BIRO)),
        administrator=buat_pengguna("Adi Contoh", Peran(jenis=JenisPeran.ADMINISTRATOR)),
        auditor=buat_pengguna("Aulia Contoh", Peran(jenis=JenisPeran.AUDITOR)),
    )


def buat_asn(instansi: Instansi, **ubahan: object) -> ASN:
    """Create Data ASN of an invented person of golongan IV/b at `instansi`."""
    nip = nip_rekaan()
    isi: dict[str, object] = {
        "id_pns": f"PNS{nip}",
        "nip": nip,
        "nama": f"Pegawai Rekaan {nip[-3:]}",
        "tanggal_lahir": date(1968, 5, 17),
        "instansi_induk_id": instansi.pk,
        "instansi_kerja_id": instansi.pk,
        "unit_kerja": "Sekretariat Contoh",
        "pangkat_baru": "Pembina Tingkat I",
        "golongan_baru": "IV/b",
        "tmt_golongan_baru": date(2021, 4, 1),
        "masa_kerja_tahun_baru": 25,
        "masa_kerja_bulan_baru": 3,
        "nama_jabatan_terakhir": "Sekretaris Deputi Contoh",
        "tmt_jabatan_terakhir": date(2020, 1, 10),
        "diubah_pada": timezone.now(),
    }
    asn = ASN.objects.create(**(isi | ubahan))
    Keluarga.objects.create(asn=asn, hubungan=Keluarga.Hubungan.PASANGAN, urutan=1, nama="Sekar Contoh")
    return asn


def berkas_siap(oleh: Pengguna, nama: str = "berkas.pdf", isi: bytes = b"") -> Berkas:
    """A stored and released file, as intake and inspection leave it; both have their own tests (keputusan/0012)."""
    berkas = _berkas(oleh, nama, isi)
    berkas.save(force_insert=True)
    return berkas


def _berkas(oleh: Pengguna, nama: str, isi: bytes) -> Berkas:
    isi = isi or pdf_contoh("Berkas uji", f"{nama} {next(_urutan)}")
    kini = timezone.now()
    berkas = Berkas(
        sha256=hashlib.sha256(isi).hexdigest(),
        ukuran=len(isi),
        jenis=JenisBerkas.JPEG if nama.endswith(".jpg") else JenisBerkas.PDF,
        nama_asli=nama,
        halaman=1,
        keadaan=KeadaanBerkas.TERSEDIA,
        diunggah_oleh=oleh,
        diperiksa_pada=kini,
        digosok_pada=kini,
    )
    berkas.kunci = simpan(kunci_asli(berkas.pk.hex), io.BytesIO(isi))
    return berkas


# Who is proposed for these holds a functional post.
JABATAN = {"JFKU-KENAIKAN": "Perencana Ahli Madya", "JFKU-PEMBERHENTIAN": "Perencana Ahli Utama"}


def buat_draf(dunia: Dunia, kode: str = "KP-STRUKTURAL", asn: ASN | None = None) -> Usulan:
    jabatan = {"nama_jabatan_terakhir": JABATAN[kode]} if kode in JABATAN else {}
    asn = asn or buat_asn(dunia.instansi, **jabatan)
    return draf.buat_draf(layanan=Layanan.objects.get(pk=kode), asn=asn, oleh=dunia.pic)


def lengkapi(dunia: Dunia, usulan: Usulan, *, semua: bool = False) -> Usulan:
    """Fill in the data and upload a file for every mandatory row (`semua`: for every row)."""
    usulan.refresh_from_db()
    usulan = draf.ubah_data(usulan.pk, isian=isian_contoh(usulan), oleh=dunia.pic)
    baris = usulan.dokumen.filter(versi_kini=None).select_related("persyaratan", "usulan").prefetch_related("versi")
    _unggah_banyak(dunia, usulan, [b for b in baris if semua or b.persyaratan.wajib])
    return segar(usulan)


@transaction.atomic
def _unggah_banyak(dunia: Dunia, usulan: Usulan, baris: list[Dokumen]) -> None:
    """What `unggah` leaves for each of `baris`."""
    berkas = Berkas.objects.bulk_create(_berkas(dunia.pic, *_isi_contoh(b)) for b in baris)
    versi = VersiDokumen.objects.bulk_create(
        VersiDokumen(
            dokumen=b,
            nomor=len(b.versi.all()) + 1,
            putaran=dokumen.putaran_unggahan(usulan),
            berkas=satu,
            diunggah_oleh=dunia.pic,
            diunggah_pada=timezone.now(),
        )
        for b, satu in zip(baris, berkas, strict=True)
    )
    for v in versi:
        v.dokumen.versi_kini = v
        kode = v.dokumen.persyaratan.kode
        isi = DokumenDiunggah(kode, v.nomor, sha256=v.berkas.sha256, ukuran=v.berkas.ukuran)
        catat_isi(aliran_usulan(usulan.pk), isi, oleh=dunia.pic)
    Dokumen.objects.bulk_update(baris, ["versi_kini"])
    Usulan.objects.filter(pk=usulan.pk).update(versi=F("versi") + len(baris), diubah_pada=timezone.now())


def unggah(dunia: Dunia, usulan: Usulan, dokumen_id: int) -> None:
    baris = usulan.dokumen.select_related("persyaratan", "usulan").get(pk=dokumen_id)
    berkas = berkas_siap(dunia.pic, *_isi_contoh(baris))
    dokumen.lampirkan(usulan.pk, dokumen_id=dokumen_id, berkas=berkas, oleh=dunia.pic)


def _isi_contoh(baris: Dokumen) -> tuple[str, bytes]:
    """Name and bytes of an example for the row; a remark behind the end makes each another file without drawing it."""
    if baris.persyaratan_id not in _contoh:
        _contoh[baris.persyaratan_id] = berkas_contoh(baris)
    nama, isi = _contoh[baris.persyaratan_id]
    return nama, isi + b"\n%%%d" % next(_urutan)


def segar(usulan: Usulan | UUID) -> Usulan:
    return Usulan.objects.select_related("layanan", "asn").get(pk=getattr(usulan, "pk", usulan))


def diajukan(dunia: Dunia, kode: str = "KP-STRUKTURAL", asn: ASN | None = None) -> Usulan:
    usulan = lengkapi(dunia, buat_draf(dunia, kode, asn))
    return segar(pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True))


def diverifikasi(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    usulan = diajukan(dunia, kode)
    return segar(verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator))


@transaction.atomic
def nilai_semua(dunia: Dunia, usulan: Usulan, *, tolak: int = 0) -> None:
    """Judge every row that has a file: the first `tolak` refused, the rest accepted."""
    usulan = segar(usulan)
    lama = dict(
        PenilaianDokumen.objects.filter(dokumen__usulan=usulan, putaran=usulan.putaran).values_list(
            "dokumen_id", "hasil"
        )
    )
    penilaian = [
        PenilaianDokumen(
            dokumen=baris,
            putaran=usulan.putaran,
            versi_id=baris.versi_kini_id,
            hasil=HasilPenilaian.TIDAK_SESUAI if posisi < tolak else HasilPenilaian.SESUAI,
            alasan=dunia.alasan if posisi < tolak else None,
            oleh=dunia.verifikator,
            pada=timezone.now(),
        )
        for posisi, baris in enumerate(
            usulan.dokumen.exclude(versi_kini=None).select_related("persyaratan").order_by("pk")
        )
    ]
    ditulis = PenilaianDokumen.objects.bulk_create(
        penilaian,
        update_conflicts=True,
        unique_fields=["dokumen", "putaran"],
        update_fields=["versi", "hasil", "alasan", "catatan", "oleh", "pada"],
    )
    for p in ditulis:
        isi = DokumenDinilai(p.dokumen.persyaratan.kode, lama=lama.get(p.dokumen_id, ""), baru=p.hasil)
        catat_isi(aliran_usulan(usulan.pk), isi, oleh=dunia.verifikator, alasan=p.teks_alasan)
    Usulan.objects.filter(pk=usulan.pk).update(versi=F("versi") + len(penilaian), diubah_pada=timezone.now())


def disetujui_biro(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    return setujui_biro(dunia, diverifikasi(dunia, kode))


def setujui_biro(dunia: Dunia, usulan: Usulan) -> Usulan:
    nilai_semua(dunia, usulan)
    return segar(verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator))


def dikembalikan(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    usulan = diverifikasi(dunia, kode)
    nilai_semua(dunia, usulan, tolak=1)
    verifikasi.terbitkan(usulan.pk, status="BTL", keterangan="Berkas pertama tidak terbaca", oleh=dunia.verifikator)
    return segar(usulan)


def perbaiki(dunia: Dunia, usulan: Usulan) -> Usulan:
    """The PIC answers a correction: one document more, signed and sent."""
    usulan = segar(usulan)
    baris = usulan.dokumen.filter(terbuka=True).exclude(versi_kini=None).first()
    assert baris is not None
    unggah(dunia, usulan, baris.pk)
    return segar(pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True))


def siap_keppres(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    usulan = disetujui_biro(dunia, kode)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    terima_pertek(usulan)
    return segar(usulan)


def terima_pertek(usulan: Usulan, jenis: str = "Baru", nomor: str = "", tanggal: date | None = None) -> BarisPertek:
    """BKN lists one Pertek more, with a good file, beside those it listed before."""
    nomor = nomor or f"PH-{next(_urutan):011d}"
    berkas = berkas_bkn(nomor)
    baru = BarisPertek(nomor, tanggal or timezone.localdate(), jenis, f"pertek/{berkas.pk}", berkas)
    pertek.terima_daftar_pertek(usulan.pk, [*daftar_bkn(usulan), baru])
    return baru


def daftar_bkn(usulan: Usulan) -> list[BarisPertek]:
    """BKN's list of Pertek as it was last seen."""
    terdaftar = usulan.pertek.exclude(sebab_batal="HILANG").order_by("pk")
    return [BarisPertek(p.nomor, p.tanggal, p.jenis, p.rujukan) for p in terdaftar]


def berkas_bkn(nama: str) -> Berkas:
    berkas = _berkas(Pengguna(), f"{nama}.pdf", b"")
    berkas.diunggah_oleh, berkas.mesin = None, Mesin.BKN
    berkas.save(force_insert=True)
    return berkas


def tahap_bkn(usulan: Usulan, kode: str, nama: str = "", tanggal: date | None = None, keterangan: str = "") -> bool:
    """BKN says where the usulan stands now; True when that was new."""
    tahap = BarisTahap(kode, nama, tanggal or timezone.localdate(), keterangan)
    return bool(catat_tahapan(usulan.pk, [tahap]))


def lepas_tahanan(dunia: Dunia, usulan: Usulan, alasan: str = "Sudah dibandingkan dengan BKN") -> Usulan:
    """Two people let a held usulan go on."""
    tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan=alasan, oleh=dunia.dukungan)
    return tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)


def rkp(dunia: Dunia, *usulan: Usulan) -> Keppres:
    """A draft that holds the given usulan (which must be SIAP_KEPPRES)."""
    rancangan = keppres.buat_keppres(
        kategori=usulan[0].kategori if usulan else "KP",
        nomor_memo=f"M-{next(_urutan)}/CONTOH/2026",
        tanggal_memo=timezone.localdate(),
        perihal="Rancangan Keppres contoh",
        oleh=dunia.dukungan,
    )
    if usulan:
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[u.pk for u in usulan], oleh=dunia.dukungan)
    return Keppres.objects.get(pk=rancangan.pk)


def maju(dunia: Dunia, rancangan: Keppres) -> Keppres:
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    return keppres.majukan(rancangan.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)


def terbit(dunia: Dunia, rancangan: Keppres, nomor: str = "", *, turun: bool = False) -> Keppres:
    """Publish a draft that is at the President (`turun`: that came down already)."""
    if not turun:
        keppres.turunkan(rancangan.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)
    return salinan.terbitkan_keppres(
        rancangan.pk,
        nomor=nomor or f"{next(_urutan)}/K/2026",
        tanggal=timezone.localdate(),
        judul="Keputusan Presiden contoh",
        berkas=berkas_siap(dunia.dukungan, "keppres.pdf"),
        oleh=dunia.dukungan,
    )


def keppres_terbit(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    usulan = siap_keppres(dunia, kode)
    terbit(dunia, maju(dunia, rkp(dunia, usulan)))
    return segar(usulan)


def terima_salinan(dunia: Dunia, usulan: Usulan) -> Usulan:
    return segar(salinan.terima_salinan(usulan.pk, oleh=dunia.pic))
