"""The person changes while the usulan travels: what differs is confirmed where it is decided (alur.md 4, 5)."""

import csv
import io
import re
from datetime import date
from importlib import import_module
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referensi.katalog import muat_katalog
from referensi.models import ASN
from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian
from tests.usulan.layar import penjelasan
from usulan.actions import keppres, nama_keppres, pengajuan, verifikasi
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import Keppres, KeppresUsulan, Usulan
from usulan.perbedaan import alasan_meninggal, perbedaan, perbedaan_banyak, sidik
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

WAFAT = date(2026, 10, 1)
TAK_DIKETAHUI = "Data ASN orang ini berbeda"


def ubah_asn(usulan: Usulan, **isi: Any) -> Usulan:
    """SIASN says something else of the person from now on."""
    ASN.objects.filter(pk=usulan.asn_id).update(**isi, diubah_pada=timezone.now())
    return d.segar(usulan)


def beda(usulan: Usulan) -> list[tuple[str, str, str]]:
    return [(p.kode, p.lama, p.baru) for p in perbedaan(d.segar(usulan))]


def diketahui(usulan: Usulan) -> str:
    return sidik(perbedaan(d.segar(usulan)))


def terakhir(usulan: Usulan, jenis: Jenis) -> dict[str, Any]:
    return [p.data for p in kejadian(usulan) if p.jenis == jenis][-1]


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


# --- what differs -----------------------------------------------------------------------------------------------------
BIDANG = [
    ({"nama": "Rekaan, S.H., M.H."}, "nama", "Rekaan, S.H., M.H."),
    ({"golongan_baru": "IV/c"}, "golongan_baru", "IV/c"),
    ({"pangkat_baru": "Pembina Utama Muda"}, "pangkat_baru", "Pembina Utama Muda"),
    ({"nama_jabatan_terakhir": "Deputi Contoh"}, "nama_jabatan_terakhir", "Deputi Contoh"),
    ({"unit_kerja": "Unit Lain"}, "unit_kerja", "Unit Lain"),
    ({"kedudukan_hukum_id": "92"}, "kedudukan_hukum_id", "92"),
    ({"tanggal_meninggal": WAFAT}, "tanggal_meninggal", "1 Oktober 2026"),
    ({"aktif": False}, "aktif", "Tidak didaftar SIASN lagi"),
    (
        {"instansi_kerja_id": d.INSTANSI_LAIN, "instansi_induk_id": d.INSTANSI_LAIN},
        "instansi",
        "Badan Contoh Dua",
    ),
]


@pytest.mark.parametrize(("ubahan", "kode", "baru"), BIDANG)
def test_setiap_perubahan_orang_disebut_lama_dan_barunya(
    dunia: d.Dunia, ubahan: dict[str, Any], kode: str, baru: str
) -> None:
    usulan = d.buat_draf(dunia)
    assert beda(usulan) == []
    (satu,) = perbedaan(ubah_asn(usulan, **ubahan))
    assert (satu.kode, satu.baru) == (kode, baru)
    assert satu.lama not in ("", satu.baru)
    assert satu.sejak == timezone.localdate()


def test_pindah_di_dalam_instansinya_bukan_pindah_instansi(dunia: d.Dunia) -> None:
    usulan = ubah_asn(d.buat_draf(dunia), instansi_kerja_id=d.INSTANSI_LAIN)
    assert beda(usulan) == [], "the induk is still the one that proposes"


def test_usulan_lama_tanpa_potret_dibandingkan_dengan_berkasnya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(potret={})
    assert beda(usulan) == []
    ubah_asn(usulan, nama="Nama Baru", golongan_baru="IV/c", tanggal_meninggal=WAFAT)
    assert [kode for kode, _, _ in beda(usulan)] == ["tanggal_meninggal", "nama"], "golongan was never kept"


@pytest.mark.parametrize("kode", [layanan.kode for layanan in muat_katalog()])
def test_kematian_menghentikan_tepat_layanan_bagi_yang_hidup(dunia: d.Dunia, kode: str) -> None:
    usulan = ubah_asn(d.buat_draf(dunia, kode), tanggal_meninggal=WAFAT)
    hidup = kode not in {"BERHENTI-JDA", "BERHENTI-JDA-KPP", "BERHENTI-TEWAS"}
    assert [p.menghentikan for p in perbedaan(usulan)] == [hidup]
    assert bool(alasan_meninggal(usulan)) is hidup
    ubah_asn(usulan, aktif=False)
    assert ("aktif" in [kode for kode, _, _ in beda(usulan)]) is hidup


# --- the signing ------------------------------------------------------------------------------------------------------


def test_teken_menanyakan_perubahan_dan_memperbarui_potret(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    ubah_asn(usulan, nama="Rekaan, S.H.")
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    tahu = diketahui(usulan)
    ubah_asn(usulan, nama="Rekaan, S.H., M.H.")
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):  # something else than what the page had shown
        pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True, diketahui=tahu)
    lama = usulan.nama
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True, diketahui=diketahui(usulan))
    assert d.segar(usulan).nama == "Rekaan, S.H., M.H."
    assert beda(usulan) == []
    data = terakhir(usulan, Jenis.BEDA_ASN_DIKETAHUI)
    assert (data["langkah"], data["perubahan"]) == ("teken", {"Nama dan gelar": [lama, "Rekaan, S.H., M.H."]})


def test_halaman_teken_memperlihatkan_perubahan_dan_menerima_tanda_tahu(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    usulan = ubah_asn(usulan, nama_jabatan_terakhir="Deputi Contoh")
    alamat, klien = reverse("usulan:teken", args=[usulan.pk]), masuk(dunia.penyetuju)
    halaman = klien.get(alamat).content.decode()
    assert "Sekretaris Deputi Contoh → Deputi Contoh" in halaman
    isian = {"versi": usulan.versi, "catatan": "", **penjelasan(usulan)}
    assert TAK_DIKETAHUI in klien.post(alamat, isian).content.decode()
    assert d.segar(usulan).tahap_kini is Tahap.DRAF
    tanda = re.search(r'name="diketahui" value="(\w+)"', halaman)
    assert tanda
    assert klien.post(alamat, isian | {"diketahui": tanda[1]}).status_code == 302
    assert d.segar(usulan).tahap_kini is Tahap.DIAJUKAN


# --- the verdicts -----------------------------------------------------------------------------------------------------


def test_putusan_ditanyakan_perubahannya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    ubah_asn(usulan, golongan_baru="IV/c")
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator)
    halaman = masuk(dunia.verifikator).get(reverse("usulan:verifikasi", args=[usulan.pk])).content.decode()
    assert "IV/b → IV/c" in halaman
    verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator, diketahui=diketahui(usulan))
    assert terakhir(usulan, Jenis.BEDA_ASN_DIKETAHUI)["perubahan"] == {"Golongan ruang": ["IV/b", "IV/c"]}


@pytest.mark.parametrize("status", ["APPROVED", "BTL"])
def test_yang_meninggal_hanya_dapat_diputus_tms_dan_orang_kedua_ditanya_juga(dunia: d.Dunia, status: str) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1 if status == "BTL" else 0)
    ubah_asn(usulan, tanggal_meninggal=WAFAT)
    tahu = diketahui(usulan)
    with ditolak(TidakMungkin, "orang ini meninggal pada 01-10-2026"):
        verifikasi.terbitkan(usulan.pk, status=status, keterangan="Kurang", oleh=dunia.verifikator, diketahui=tahu)
    verifikasi.terbitkan(
        usulan.pk,
        status="TMS",
        keterangan="Meninggal",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
        diketahui=tahu,
    )
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator, diketahui=tahu)
    assert d.segar(usulan).tahap_kini is Tahap.TMS
    assert terakhir(usulan, Jenis.BEDA_ASN_DIKETAHUI)["langkah"] == "konfirmasi TMS"


def test_perbaikan_bagi_yang_meninggal_kembali_ke_verifikator(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    ubah_asn(usulan, tanggal_meninggal=WAFAT)
    baris = usulan.dokumen.filter(terbuka=True).exclude(versi_kini=None).first()
    assert baris is not None
    d.unggah(dunia, usulan, baris.pk)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True, diketahui=diketahui(usulan))
    assert d.segar(usulan).tahap_kini is Tahap.DIVERIFIKASI, "else it would stay with the PIC for ever"
    with ditolak(TidakMungkin, "orang ini meninggal"):
        verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator)


# --- the decree -------------------------------------------------------------------------------------------------------


def _baris(usulan: Usulan) -> KeppresUsulan:
    return KeppresUsulan.objects.select_related("usulan__asn").get(usulan=usulan)


def test_yang_meninggal_tidak_masuk_dan_tidak_terbit_dalam_keppres(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, lain))
    for satu in (usulan, lain):
        ubah_asn(satu, tanggal_meninggal=WAFAT)
    with ditolak(TidakMungkin, "orang ini meninggal"):
        d.rkp(dunia, usulan)
    with ditolak(TidakMungkin, "orang ini meninggal"):
        d.terbit(dunia, rancangan)
    ubah_asn(lain, tanggal_meninggal=None)
    assert d.terbit(dunia, Keppres.objects.get(pk=rancangan.pk), turun=True).nomor, "Data ASN had been wrong"


def test_keppres_untuk_yang_meninggal_terbit(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi, tanggal_meninggal=WAFAT, aktif=False)
    usulan = d.diajukan(dunia, "BERHENTI-JDA", asn)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    assert alasan_meninggal(d.setujui_biro(dunia, usulan)) == ""


def test_nama_pada_keppres_dipilih_orang_sebelum_maju(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    diteken, baru = usulan.nama, "Rekaan, S.H., M.H."
    ubah_asn(usulan, nama=baru)
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        d.rkp(dunia, usulan)
    rancangan = d.rkp(dunia)
    tahu = {usulan.pk: diketahui(usulan)}
    keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], diketahui=tahu, oleh=dunia.dukungan)
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    hari = timezone.localdate()
    with ditolak(TidakMungkin, "belum dipilih"):
        keppres.majukan(rancangan.pk, tanggal=hari, oleh=dunia.dukungan)
    with ditolak(SudahBerubah, "salah satu dari dua nama"):
        nama_keppres.pilih_nama(rancangan.pk, usulan_id=usulan.pk, nama="Nama Ketiga", oleh=dunia.dukungan)
    alamat = reverse("usulan:keppres_nama", args=[rancangan.pk, usulan.pk])
    assert masuk(dunia.dukungan).post(alamat, {"nama": baru}).status_code == 302
    assert terakhir(usulan, Jenis.NAMA_KEPPRES) | {"v": 0} == {
        "v": 0,
        "nama": baru,
        "diteken": diteken,
        "data_asn": baru,
    }
    ekspor = masuk(dunia.dukungan).post(reverse("usulan:antrean_csv") + "?tab=semua").content.decode("utf-8-sig")
    (isi,) = [b for b in csv.DictReader(io.StringIO(ekspor), delimiter=";") if b["Nomor"] == usulan.nomor]
    assert (isi["Nama"], isi["Nama pada Keppres"]) == (diteken, baru)
    keppres.majukan(rancangan.pk, tanggal=hari, oleh=dunia.dukungan)
    with ditolak(TidakMungkin, "sudah maju"):
        nama_keppres.pilih_nama(rancangan.pk, usulan_id=usulan.pk, nama=diteken, oleh=dunia.dukungan)
    # Not changed silently afterwards: the next correction in Data ASN is confirmed and leaves the name.
    ubah_asn(usulan, nama="Nama Lain Lagi")
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        d.terbit(dunia, rancangan)
    assert _baris(usulan).nama_keppres == baru


def test_nama_dipilih_penyusun_untuk_usulan_dalam_rancangannya(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan, asing = d.rkp(dunia, usulan), d.rkp(dunia, lain)
    baru = "Rekaan, S.H., M.H."
    ubah_asn(usulan, nama=baru)
    isi = {"usulan_id": usulan.pk, "oleh": dunia.dukungan}
    with pytest.raises(TidakBerwenang):
        nama_keppres.pilih_nama(rancangan.pk, usulan_id=usulan.pk, nama=baru, oleh=dunia.verifikator)
    for keppres_id, nama in ((asing.pk, baru), (rancangan.pk, "")):
        with ditolak(TidakMungkin, "Pilih salah satu nama untuk usulan yang ada dalam rancangan ini."):
            nama_keppres.pilih_nama(keppres_id, nama=nama, **isi)
    with ditolak(TidakMungkin, "Pilih salah satu nama"):
        nama_keppres.pilih_nama(rancangan.pk, usulan_id=lain.pk, nama=lain.nama, oleh=dunia.dukungan)
    versi = d.segar(usulan).versi
    nama_keppres.pilih_nama(rancangan.pk, nama=baru, **isi)
    assert (_baris(usulan).nama, d.segar(usulan).versi) == (baru, versi + 1)


def test_satu_nama_tidak_ditanyakan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    assert _baris(usulan).nama == "", "the day of the draft decides nothing"
    d.maju(dunia, rancangan)
    assert _baris(usulan).nama == usulan.nama
    assert Jenis.NAMA_KEPPRES not in [p.jenis for p in kejadian(usulan)]


@pytest.mark.parametrize("dilepas", [False, True])
def test_nama_yang_berubah_sesudah_rancangan_dibuat_dipilih_orang(dunia: d.Dunia, dilepas: bool) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    if dilepas:
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    ubah_asn(usulan, nama="Rekaan, S.H.")
    klien, tahu = masuk(dunia.dukungan), diketahui(usulan)
    rinci = reverse("usulan:keppres_rinci", args=[rancangan.pk])
    halaman = klien.get(rinci).content.decode()
    assert "Belum dipilih" in halaman
    assert "Nama belum dipilih" in halaman
    cetakan = klien.get(reverse("usulan:keppres_cetak", args=[rancangan.pk])).content
    assert "Nama belum dipilih" in pypdfium2.PdfDocument(cetakan)[0].get_textpage().get_text_range()
    if not dilepas:
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro, diketahui=sidik(perbedaan(d.segar(usulan))))
    langkah = klien.get(reverse("usulan:keppres_maju", args=[rancangan.pk])).content.decode()
    assert "Belum dipilih" in langkah
    assert "Pilih namanya dahulu pada rancangan" in langkah
    with ditolak(TidakMungkin, "belum dipilih"):
        keppres.majukan(rancangan.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan, diketahui=tahu)


def test_migrasi_membuka_nama_rancangan_yang_tidak_dipilih_siapa_pun(dunia: d.Dunia) -> None:
    bawaan, dipilih, sudah_maju = (d.siap_keppres(dunia) for _ in range(3))
    rancangan = d.rkp(dunia, bawaan, dipilih)
    d.maju(dunia, d.rkp(dunia, sudah_maju))
    KeppresUsulan.objects.filter(usulan=bawaan).update(nama=bawaan.nama)
    ubah_asn(dipilih, nama="Rekaan, S.H.")
    nama_keppres.pilih_nama(rancangan.pk, usulan_id=dipilih.pk, nama="Rekaan, S.H.", oleh=dunia.dukungan)
    with connection.cursor() as kursor:
        kursor.execute(import_module("usulan.migrations.0028_nama_belum_dipilih").BUKA)
    assert [_baris(u).nama for u in (bawaan, dipilih, sudah_maju)] == ["", "Rekaan, S.H.", sudah_maju.nama]


def test_nama_yang_dipilih_dan_tidak_ada_lagi_dipilih_kembali(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    isi = {"usulan_id": usulan.pk, "oleh": dunia.dukungan}
    ubah_asn(usulan, nama="Rekan, S.H.")
    nama_keppres.pilih_nama(rancangan.pk, nama="Rekan, S.H.", **isi)
    ubah_asn(usulan, nama="Rekaan, S.H.")
    assert not _baris(usulan).nama_dipilih
    halaman = masuk(dunia.dukungan).get(reverse("usulan:keppres_rinci", args=[rancangan.pk])).content.decode()
    assert "“Rekan, S.H.” dipilih dahulu dan bukan lagi salah satunya." in halaman
    # Corrected back to what was signed: one name is left, and still nobody's choice was replaced in silence.
    ubah_asn(usulan, nama=usulan.nama)
    assert (
        "Tetapkan nama"
        in masuk(dunia.dukungan).get(reverse("usulan:keppres_rinci", args=[rancangan.pk])).content.decode()
    )
    nama_keppres.pilih_nama(rancangan.pk, nama=usulan.nama, **isi)
    assert terakhir(usulan, Jenis.NAMA_KEPPRES)["nama"] == usulan.nama
    d.maju(dunia, rancangan)
    assert _baris(usulan).nama_keppres == usulan.nama


def test_yang_sudah_diketahui_tidak_ditanyakan_lagi_pada_langkah_berikut(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    ubah_asn(usulan, instansi_kerja_id=d.INSTANSI_LAIN, instansi_induk_id=d.INSTANSI_LAIN)
    klien = masuk(dunia.kepala_biro)
    halaman = klien.get(reverse("usulan:keppres_rinci", args=[rancangan.pk])).content.decode()
    assert "Kementerian Contoh Satu → Badan Contoh Dua" in halaman
    tanda = re.search(r'name="diketahui" value="(\w+)"', halaman)
    assert tanda
    with ditolak(GalatPengguna, TAK_DIKETAHUI, "diketahui"):
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    klien.post(reverse("usulan:keppres_lepas", args=[rancangan.pk]), {"diketahui": tanda[1]})
    keppres.majukan(rancangan.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)
    d.terbit(dunia, Keppres.objects.get(pk=rancangan.pk))
    langkah = [p.data["langkah"] for p in kejadian(usulan) if p.jenis == Jenis.BEDA_ASN_DIKETAHUI]
    assert langkah == ["rancangan dilepas"]


def test_halaman_calon_memperlihatkan_perubahan_dan_kedua_nama(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    ubah_asn(usulan, nama="Rekaan, S.H.")
    rancangan, klien = d.rkp(dunia), masuk(dunia.dukungan)
    alamat = reverse("usulan:keppres_tambah", args=[rancangan.pk])
    halaman = klien.get(alamat).content.decode()
    assert f"{usulan.nama} → Rekaan, S.H." in halaman
    isian = {"tambahkan": "1", "usulan": str(usulan.pk), f"nama-{usulan.pk}": usulan.nama}
    jawab = klien.post(alamat, isian)
    assert (jawab.status_code, TAK_DIKETAHUI in jawab.content.decode()) == (422, True)
    assert klien.post(alamat, isian | {f"diketahui-{usulan.pk}": diketahui(usulan)}).status_code == 302
    assert _baris(usulan).nama == usulan.nama


def test_banyak_yang_pindah_dibandingkan_dengan_kueri_yang_tetap(dunia: d.Dunia) -> None:
    semua = [d.buat_draf(dunia, asn=d.buat_asn(dunia.instansi)) for _ in range(6)]
    lain = dunia.instansi_lain
    ASN.objects.filter(pk__in=[u.asn_id for u in semua]).update(instansi_kerja_id=lain.pk, instansi_induk_id=lain.pk)
    jumlah = set()
    for banyak in (1, 3, 6):
        daftar = list(Usulan.objects.filter(pk__in=[u.pk for u in semua[:banyak]]).select_related("asn", "instansi"))
        with CaptureQueriesContext(connection) as terekam:
            hasil = perbedaan_banyak(daftar)
        assert [p.kode for satu in hasil.values() for p in satu] == ["instansi"] * banyak
        jumlah.add(len(terekam))
    assert jumlah == {2}
