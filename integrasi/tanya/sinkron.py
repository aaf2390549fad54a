"""The sync of SIASN's lists: APIs 13 and 1 into `referensi`, whole or not at all (janji.md 1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import structlog
from django.utils import timezone

from integrasi.enums import Api
from integrasi.mitra import sakelar
from integrasi.mitra.hitungan import hitung_panggilan
from integrasi.mitra.setelan import buka_transport
from integrasi.siasn import asn as api_asn
from integrasi.siasn import referensi as api_referensi
from integrasi.siasn.asn import BarisTidakTerbaca, DataAsn
from integrasi.siasn.baris import BarisAneh, Sisihkan
from integrasi.siasn.errors import Dihentikan, Ditolak, GalatSiasn, TidakDitemukan
from integrasi.siasn.referensi import BarisReferensi
from integrasi.siasn.transport import Transport
from referensi.keadaan import GerakSinkron, KeadaanSinkron
from referensi.models import ASN, PANJANG_NAMA, Keluarga, Sinkronisasi
from referensi.pemetaan import petakan
from referensi.pemuatan import BATAS_SUSUT, DAFTAR, BarisMuat, Pemuatan, muat
from referensi.sisihan import Sisihan, sisihan_tak_muat
from siapp.pindah import pindahkan
from usulan.actions.orang import pastikan_tempat, samakan_nip

log = structlog.get_logger(__name__)

# Told after every page: name of the list, rows so far.
Kemajuan = Callable[[str, int], None]
# What a run tells in figures.
HITUNGAN = ("baris", "baru", "berubah", "hilang", "disisihkan")
KEDUDUKAN_DIBLOKIR = "92"
PANJANG_LEBIH = f"lebih dari {PANJANG_NAMA} huruf"
# Odd rows that never make a list as a whole unreadable, however short it is.
SEDIKIT = 10

_KOLOM_REFERENSI: dict[str, Callable[[BarisReferensi], tuple[Any, ...]]] = {
    "instansi": lambda b: (b.id, b.nama, b.jenis),
    "golongan": lambda b: (b.id, b.nama, b.pangkat),
    "eselon": lambda b: (b.id, b.nama, b.jabatan),
    "jabatan": lambda b: (b.id, b.nama, b.jenis_jabatan_id, b.bup),
    "jabatan-fungsional": lambda b: (b.id, b.nama, b.jenjang, b.bup),
    "unor": lambda b: (b.id, b.nama, b.instansi_id, b.atasan_id, b.eselon_id),
    "jenis-layanan": lambda b: (b.id, b.nama, b.layanan),
    "jenis-dokumen": lambda b: (f"{b.detail_layanan_id}/{b.id}", b.nama, b.id, b.detail_layanan_id, bool(b.wajib)),
}

# Columns that bear the name of the field they come from, so that its absence can be told.
_ABSEN = frozenset(bidang.name for bidang in fields(BarisReferensi)) - {"id", "hadir"}

# Column of ASN → field of Lampiran API 1, where the names differ.
_NAMA_ASN = {
    "id_siasn": "id_pns",
    "pendidikan_id": "id_pendidikan_terakhir",
    "instansi_induk_id": "id_instansi_induk",
    "instansi_kerja_id": "id_instansi_kerja",
    "golongan_lama": "gol_ruang_lama",
    "tmt_golongan_lama": "tmt_gol_ruang_lama",
    "masa_kerja_tahun_lama": "tahun_masa_kerja_lama",
    "masa_kerja_bulan_lama": "bulan_masa_kerja_lama",
    "golongan_baru": "gol_ruang_baru",
    "tmt_golongan_baru": "tmt_gol_ruang_baru",
    "masa_kerja_tahun_baru": "tahun_masa_kerja_baru",
    "masa_kerja_bulan_baru": "bulan_masa_kerja_baru",
    "masa_kerja_tahun": "tahun_masa_kerja_pns",
    "masa_kerja_bulan": "bulan_masa_kerja_pns",
    "masa_kerja_pensiun_tahun": "tahun_masa_kerja_pensiun",
    "masa_kerja_pensiun_bulan": "bulan_masa_kerja_pensiun",
    "tanggal_meninggal": "tmt_meninggal",
    "pensiun_pokok": "pensiun_pokok_janda_duda",
    "pembulatan_pensiun_pokok": "pembulatan_pensiun_pokok_janda_duda",
    "kantor_taspen": "nama_kantor_wilayah_taspen",
    "alamat_pensiun": "alamat_setelah_pensiun",
    "kedudukan_hukum_id": "kedudukan",
}


def baris_asn(data: DataAsn) -> tuple[Any, ...]:
    """The row of `ASN` for one person, in the order of the list's columns."""
    return tuple(getattr(data, _NAMA_ASN.get(kolom, kolom)) for kolom in DAFTAR["asn"].kolom)


def _muat_asn(data: DataAsn) -> BarisMuat:
    """The row of one person with the columns, and the kinds of family, that the answer was silent about."""
    kolom = [kolom for kolom in DAFTAR["asn"].kolom if _NAMA_ASN.get(kolom, kolom) not in data.hadir]
    return baris_asn(data), [*kolom, *({"pasangan", "anak"} - data.hadir)]


def _muat_referensi(nama: str, data: BarisReferensi) -> BarisMuat:
    return _KOLOM_REFERENSI[nama](data), [kolom for kolom in DAFTAR[nama].kolom[1:] if kolom in _ABSEN - data.hadir]


def _sisihan(baris: BarisAneh) -> list[Sisihan]:
    """A row that the client could not read, as the reference room keeps it."""
    return [Sisihan(baris.kunci, baris.nip, baris.nama, c.bidang, c.macam, c.alasan) for c in baris.cacat]


def _tak_muat(data: DataAsn) -> list[Sisihan]:
    """What of a person does not fit our tables, the family included."""
    keluarga = [
        Sisihan(data.id_pns, data.nip, data.nama, hubungan.lower(), f"teks {len(nama)} huruf", PANJANG_LEBIH)
        for _, hubungan, _, nama in baris_keluarga(data)
        if len(nama) > PANJANG_NAMA
    ]
    sendiri = sisihan_tak_muat(DAFTAR["asn"].bidang, baris_asn(data))
    return [replace(satu, bidang=_NAMA_ASN.get(satu.bidang, satu.bidang)) for satu in sendiri] + keluarga


def baris_keluarga(data: DataAsn) -> Iterator[tuple[str, str, int, str]]:
    """The rows of `Keluarga` for one person."""
    for hubungan, nama in ((Keluarga.Hubungan.PASANGAN, data.pasangan), (Keluarga.Hubungan.ANAK, data.anak)):
        for urutan, satu in enumerate(nama, start=1):
            yield data.id_pns or data.nip, hubungan.value, urutan, satu


def _isi(pemuatan: Pemuatan, transport: Transport, nama: str, kemajuan: Kemajuan) -> None:
    """Fetch all pages of a list into the load. Raises the client's errors; then the load is worthless."""
    jumlah = 0
    for halaman in _halaman(pemuatan, transport, nama):
        jumlah += halaman
        hitung_panggilan(_api(nama), berhasil=True)
        kemajuan(nama, jumlah)


def _halaman(pemuatan: Pemuatan, transport: Transport, nama: str) -> Iterator[int]:
    """Load page by page and yield how many rows each had; rows that could not be read are told at the end."""
    aneh: list[BarisAneh] = []
    yield from (_halaman_asn if nama == "asn" else _halaman_referensi)(pemuatan, transport, nama, aneh.append)
    pemuatan.sisihkan(sisihan for baris in aneh for sisihan in _sisihan(baris))


def _halaman_referensi(pemuatan: Pemuatan, transport: Transport, nama: str, sisihkan: Sisihkan) -> Iterator[int]:
    for isi in api_referensi.halaman(transport, nama, sisihkan=sisihkan):
        pemuatan.tambah(_muat_referensi(nama, satu) for satu in isi)
        yield len(isi)


def _halaman_asn(pemuatan: Pemuatan, transport: Transport, _nama: str, sisihkan: Sisihkan) -> Iterator[int]:
    for orang in api_asn.halaman(transport, sisihkan=sisihkan):
        cacat = [_tak_muat(satu) for satu in orang]
        layak = [satu for satu, milik in zip(orang, cacat, strict=True) if not milik]
        pemuatan.sisihkan(sisihan for milik in cacat for sisihan in milik)
        pemuatan.tambah(map(_muat_asn, layak))
        pemuatan.tambah_keluarga(baris for satu in layak for baris in baris_keluarga(satu))
        yield len(orang)


def _api(nama: str) -> Api:
    return Api.DATA_ASN if nama == "asn" else Api.REFERENSI


def sinkronkan(
    transport: Transport, nama: str, *, kemajuan: Kemajuan = lambda *_: None, disetujui: Sinkronisasi | None = None
) -> Sinkronisasi:
    """Bring the list `nama` up to date; what happened is in the row returned, also when it failed.

    A list that is empty or shrinks by more than a fifth waits (MENUNGGU). `disetujui`: such a run that a person has
    approved; this one may lose as many rows as that one would have, not more.
    """
    kini = timezone.now()
    catatan = disetujui or Sinkronisasi.objects.create(daftar=nama, mulai=kini, maju_pada=kini)
    batas = disetujui.hilang if disetujui else None
    try:
        with muat(nama) as pemuatan:
            _isi(pemuatan, transport, nama, _dengan_catatan(catatan, kemajuan))
            _terapkan(pemuatan, catatan, batas)
    except GalatSiasn as galat:
        if not isinstance(galat, Dihentikan):
            hitung_panggilan(_api(nama), berhasil=False, sebab=galat.kode)
        _tutup(catatan, GerakSinkron.GAGAL, galat.pesan)
    except Exception:
        _tutup(catatan, GerakSinkron.GAGAL, "Galat pada aplikasi sendiri; lihat catatan server.")
        raise
    return catatan


def _dengan_catatan(catatan: Sinkronisasi, kemajuan: Kemajuan) -> Kemajuan:
    """Note after each page how far the run is, so that the screen can show it."""

    def maju(nama: str, jumlah: int) -> None:
        Sinkronisasi.objects.filter(pk=catatan.pk).update(baris=jumlah, maju_pada=timezone.now())
        kemajuan(nama, jumlah)

    return maju


def _terapkan(pemuatan: Pemuatan, catatan: Sinkronisasi, batas: int | None) -> None:
    pemuatan.rapikan()
    selisih = pemuatan.selisih()
    catatan.baris, catatan.baru = selisih.baris, selisih.baru
    catatan.berubah, catatan.hilang = selisih.berubah, selisih.hilang
    catatan.disisihkan = selisih.disisihkan
    pemuatan.catat_sisihan()
    if selisih.disisihkan > (selisih.baris + selisih.disisihkan) * BATAS_SUSUT and selisih.disisihkan > SEDIKIT:
        pesan = f"{selisih.disisihkan} baris tidak dapat dibaca; daftar lama dipakai. Hubungi narahubung SIASN di BKN."
        _tutup(catatan, GerakSinkron.GAGAL, pesan)
        return
    if selisih.baris == 0 and selisih.sebelum == 0:
        _tutup(catatan, GerakSinkron.GAGAL, "SIASN memberi daftar kosong.")
        return
    if selisih.menyusut and (batas is None or selisih.hilang > batas):
        pesan = f"{selisih.hilang} dari {selisih.sebelum} baris akan hilang; daftar lama dipakai sampai disetujui."
        _tutup(catatan, GerakSinkron.MENYUSUT, pesan)
        return
    pemuatan.terapkan()
    if catatan.daftar == "asn":
        samakan_nip()
        pastikan_tempat()
    pesan = f"{selisih.disisihkan} baris disisihkan; lihat layar Referensi." if selisih.disisihkan else ""
    _tutup(catatan, GerakSinkron.SELESAI, pesan)


def _tutup(catatan: Sinkronisasi, gerak: GerakSinkron, pesan: str) -> None:
    """End the run. Two workers may do the same approved one: it ends as the first of them says."""
    hitungan = {nama: getattr(catatan, nama) for nama in HITUNGAN}
    milik = Sinkronisasi.objects.filter(pk=catatan.pk)
    pindahkan(milik, gerak, pesan=pesan[:500], selesai=timezone.now(), **hitungan)
    catatan.refresh_from_db()
    log.info("sinkron", daftar=catatan.daftar, keadaan=catatan.keadaan, baris=catatan.baris, hilang=catatan.hilang)


def sinkron_semua(nama: str | None = None, kemajuan: Kemajuan = lambda *_: None) -> list[Sinkronisasi]:
    """Bring one list or all of them up to date, then match services and documents by name."""
    with buka_transport() as transport:
        hasil = [sinkronkan(transport, satu, kemajuan=kemajuan) for satu in ([nama] if nama else DAFTAR)]
    petakan()
    return hasil


class SinkronGagal(Exception):
    """At least one list of the daily sync could not be brought up to date; each says why on its own row."""


def sinkron_sehari() -> None:
    """Run what people approved, then bring all lists up to date; nothing while the exchange is stopped.

    Raises SinkronGagal at the end when a list failed. One that waits for a person has not.
    """
    if sakelar.dihentikan():
        return
    jalankan_disetujui()
    gagal = [satu.daftar for satu in sinkron_semua() if satu.keadaan == KeadaanSinkron.GAGAL]
    if gagal:
        raise SinkronGagal(", ".join(gagal))


def jalankan_disetujui() -> int:
    """Run what people have approved (BERJALAN once more, though it had ended); return how many.

    While the exchange is stopped it waits.
    """
    if sakelar.dihentikan():
        return 0
    menunggu = Sinkronisasi.objects.filter(
        keadaan=KeadaanSinkron.BERJALAN, selesai__isnull=False, maju_pada__isnull=True
    )
    with buka_transport() as transport:
        jumlah = sum(bool(sinkronkan(transport, s.daftar, disetujui=s)) for s in menunggu if _ambil(s))
    if jumlah:
        petakan()
    return jumlah


def _ambil(catatan: Sinkronisasi) -> bool:
    """Whether this worker is the first that takes the run up."""
    milik = Sinkronisasi.objects.filter(pk=catatan.pk, keadaan=KeadaanSinkron.BERJALAN, maju_pada__isnull=True)
    return bool(milik.update(maju_pada=timezone.now()))


@dataclass(frozen=True, slots=True)
class HasilSegar:
    """What SIASN said of one NIP: the person, or a sentence why there is none to work with.

    `galat`: why it could not be asked, or what it refused with.
    """

    asn: ASN | None
    pesan: str = ""
    galat: GalatSiasn | None = None


def segarkan_asn(nip: str) -> HasilSegar:
    """Fetch Data ASN of one NIP (18 digits; Lampiran API 1) and keep it.

    Does not raise when SIASN is away or its answer is odd: the kept data, if any, comes with a sentence that says so.
    """
    lama = ASN.objects.filter(nip=nip).first()
    try:
        with buka_transport() as transport:
            data = api_asn.satu(transport, nip, lama.id_kini if lama else "")
    except GalatSiasn as galat:
        return _tanpa_data_segar(nip, galat)
    except BarisTidakTerbaca as galat:
        hitung_panggilan(Api.DATA_ASN, berhasil=True)
        return _tak_terbaca(lama, _simpan_satu(nip, None, _sisihan(galat.baris)))
    hitung_panggilan(Api.DATA_ASN, berhasil=True)
    if sisihan := _simpan_satu(nip, data, _tak_muat(data)):
        return _tak_terbaca(lama, sisihan)
    asn = ASN.objects.get(pk=lama.pk) if lama else ASN.objects.get(nip=data.nip)
    samakan_nip(asn.pk)
    return _hasil(nip, asn)


def _hasil(nip: str, asn: ASN) -> HasilSegar:
    pesan = "" if asn.nip == nip else "NIP orang ini dikoreksi di SIASN; cari lagi dengan NIP yang baru."
    return HasilSegar(asn, pesan)


def _simpan_satu(nip: str, data: DataAsn | None, sisihan: list[Sisihan]) -> list[Sisihan]:
    """Merge one person as the sync does; return what was odd, which is kept for the administrator instead."""
    with muat("asn") as pemuatan:
        pemuatan.sisihkan(replace(satu, nip=nip) for satu in sisihan)
        if data is not None and not sisihan:
            pemuatan.tambah([_muat_asn(data)])
            pemuatan.tambah_keluarga(baris_keluarga(data))
        pemuatan.rapikan()
        aneh = pemuatan.catat_sisihan(nip)
        if not aneh:
            pemuatan.terapkan(sebagian=True)
    return aneh


def _tak_terbaca(lama: ASN | None, sisihan: list[Sisihan]) -> HasilSegar:
    """An answer that cannot be used, with a sentence for who asked."""
    bidang = ", ".join(sorted({satu.bidang or "seluruhnya" for satu in sisihan}))
    sisa = "Data yang dipakai adalah data terakhir yang tersimpan. " if lama else ""
    return HasilSegar(
        lama,
        f"Data dari SIASN untuk NIP ini tidak dapat dibaca pada: {bidang}. {sisa}"
        "Administrator melihatnya di layar Referensi; minta pengelola SIASN instansi memperbaikinya.",
    )


def _tanpa_data_segar(nip: str, galat: GalatSiasn) -> HasilSegar:
    if isinstance(galat, Dihentikan):
        return _hanya_tersimpan(nip, galat, "Data ASN orang ini belum tersimpan; tunggu sampai dimulai lagi.")
    hitung_panggilan(Api.DATA_ASN, berhasil=isinstance(galat, TidakDitemukan | Ditolak), sebab=galat.kode)
    ada = ASN.objects.filter(nip=nip)
    if isinstance(galat, TidakDitemukan):
        return HasilSegar(None, "NIP ini tidak ada di SIASN. Periksa angkanya.", galat)
    if isinstance(galat, Ditolak) and galat.asn_diblokir:
        kini = timezone.now()
        ada.exclude(kedudukan_hukum_id=KEDUDUKAN_DIBLOKIR).update(
            kedudukan_hukum_id=KEDUDUKAN_DIBLOKIR, diubah_pada=kini
        )
        ada.update(dilihat_pada=kini)
        return HasilSegar(ada.first(), galat.pesan, galat)
    return _hanya_tersimpan(nip, galat, "Coba lagi beberapa menit lagi.")


def _hanya_tersimpan(nip: str, galat: GalatSiasn, bila_tiada: str) -> HasilSegar:
    lama = ASN.objects.filter(nip=nip).first()
    sisa = "Data yang dipakai adalah data terakhir yang tersimpan." if lama else bila_tiada
    return HasilSegar(lama, f"{galat.pesan} {sisa}", galat)
