"""The whole road by clicking, for one service of each kategori, each with a BTL round."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.browser.jalan import Layanan, Perjalanan
from tests.browser.layar import Panggung

pytestmark = [pytest.mark.browser, pytest.mark.lambat]

KP = Layanan(
    kode="KP-STRUKTURAL",
    kategori="Kenaikan Pangkat",
    nama="Pemberian Kenaikan Pangkat Struktural",
    nip="197507212001112007",
    koordinator="koordinator-kp",
    verifikator="verifikator-kp",
    periode=True,
    data={
        "Pangkat yang diusulkan": "Pembina Utama Muda",
        "Golongan ruang yang diusulkan": "IV/c",
        "Eselon": "II.a",
    },
)
PEMBERHENTIAN = Layanan(
    kode="BERHENTI-BUP",
    kategori="Pemberhentian",
    nama="BUP Non KPP",
    nip="196703211992061004",
    koordinator="koordinator-pensiun",
    verifikator="verifikator-pensiun",
    data={"Alamat setelah pensiun": "Jalan Melati Contoh No. 5, Kota Contoh"},
)
TANPA_SKRIP = replace(PEMBERHENTIAN, nip="196701031991072003")
JFKU = Layanan(
    kode="JFKU-KENAIKAN",
    kategori="Jabatan Fungsional Keahlian Utama",
    nama="Kenaikan dalam Jabatan Fungsional Tertentu",
    nip="197312011997121001",
    koordinator="koordinator-jfku",
    verifikator="verifikator-jfku",
    data={
        "Jenjang saat ini": "Ahli Madya",
        "Jabatan fungsional yang diusulkan": "Perencana Ahli Utama",
        "Jenjang yang diusulkan": "Ahli Utama",
        "TMT yang diusulkan": "01-12-2026",
        "Nomor PAK": "PAK-88/Contoh/2026",
        "Tanggal PAK": "05-10-2026",
        "Angka kredit": "1.050,5",
        "Jumlah formasi": "4",
        "Formasi terisi": "1",
        "Sisa formasi": "3",
        "Nomor sertifikat uji kompetensi": "UKOM-21/Contoh/2026",
        "Tanggal sertifikat uji kompetensi": "09-09-2026",
    },
)


def _sampai_diteken(jalan: Perjalanan) -> None:
    jalan.pic_membuat_draf()
    jalan.pic_melihat_yang_kurang()
    jalan.pic_mengisi_data()
    jalan.pic_menjatuhkan_banyak_berkas()
    jalan.pic_mengunggah_satu(jalan.wajib[0])
    jalan.pic_siap_diteken()
    jalan.penyetuju_meneken()


def _sampai_disetujui(jalan: Perjalanan) -> None:
    jalan.koordinator_membagi()
    jalan.verifikator_mengembalikan()
    jalan.pic_memperbaiki()
    jalan.penyetuju_meneken(perbaikan=True)
    jalan.verifikator_menyetujui()


def _sampai_selesai(jalan: Perjalanan) -> None:
    jalan.pic_melihat_pertek()
    jalan.dukungan_menyusun_rkp()
    jalan.kepala_biro_melepas()
    jalan.dukungan_menerbitkan()
    jalan.pic_menerima_salinan()


@pytest.mark.parametrize("panggung", [{"folder": "kp"}], indirect=True)
def test_kenaikan_pangkat_dari_draf_sampai_salinan_diterima(panggung: Panggung, tmp_path: Path) -> None:
    jalan = Perjalanan(panggung, KP, tmp_path)
    _sampai_diteken(jalan)
    _sampai_disetujui(jalan)
    jalan.bkn_menyetujui_di_halamannya()
    _sampai_selesai(jalan)


@pytest.mark.parametrize("panggung", [{"folder": "pemberhentian-390", "lebar": 390}], indirect=True)
def test_pemberhentian_seluruhnya_dari_layar_ponsel(panggung: Panggung, tmp_path: Path) -> None:
    jalan = Perjalanan(panggung, PEMBERHENTIAN, tmp_path)
    _sampai_diteken(jalan)
    _sampai_disetujui(jalan)
    jalan.bkn_menyetujui()
    _sampai_selesai(jalan)


@pytest.mark.parametrize("panggung", [{"folder": "jfku-gelap", "tema": "dark"}], indirect=True)
def test_jfku_dalam_warna_gelap_dan_bkn_lebih_dahulu_menyetujui(panggung: Panggung, tmp_path: Path) -> None:
    jalan = Perjalanan(panggung, JFKU, tmp_path)
    _sampai_diteken(jalan)
    jalan.bkn_menyetujui()
    _sampai_disetujui(jalan)
    _sampai_selesai(jalan)


@pytest.mark.parametrize("panggung", [{"folder": "tanpa-javascript", "skrip": False}], indirect=True)
def test_jalan_pokok_tanpa_javascript(panggung: Panggung, tmp_path: Path) -> None:
    jalan = Perjalanan(panggung, TANPA_SKRIP, tmp_path)
    jalan.pic_membuat_draf()
    jalan.pic_mengisi_data()
    panggung.orang("pic").tekan("Dokumen wajib")
    for satu in jalan.wajib:
        jalan.pic_mengunggah_satu(satu)
    jalan.pic_siap_diteken()
    jalan.penyetuju_meneken()
    jalan.koordinator_membagi()
    jalan.verifikator_mengembalikan()
    jalan.pic_memperbaiki()
    jalan.penyetuju_meneken(perbaikan=True)
    jalan.verifikator_menyetujui()
