"""The tables of the workflow against the same tables written a second time, in plain words (docs/alur.md 2).

Whoever changes a stage, a right or a term has to say it twice. That actions and pages obey the tables is asked in
test_tahap.py, which reads the stages from the table itself and so cannot know that they are right.
"""

import pytest

from usulan import tahap as alur
from usulan.tahap import Kerja, Syarat, Tahap

# Stage → label, whose turn, working days until it is late (None: the clock is paused).
TAHAP: dict[str, tuple[str, str, int | None]] = {
    "DRAF": ("Draf", "PIC instansi", None),
    "DIAJUKAN": ("Diajukan", "Koordinator pokja", 1),
    "DIVERIFIKASI": ("Diverifikasi", "Verifikator", 5),
    "PERBAIKAN": ("Perbaikan", "PIC instansi", None),
    "MENUNGGU_PERTEK": ("Menunggu Pertek", "BKN", None),
    "SIAP_KEPPRES": ("Siap Keppres", "Dukungan administrasi", 3),
    "RKP": ("Rancangan Keppres", "Kepala Biro", 5),
    "KEPPRES_MAJU": ("Keppres maju", "Presiden", None),
    "KEPPRES_TERBIT": ("Keppres terbit", "Dukungan administrasi", 5),
    "SELESAI": ("Selesai", "—", None),
    "TMS": ("Tidak memenuhi syarat (TMS)", "—", None),
    "DIHAPUS": ("Dihapus", "—", None),
}

KELOMPOK: dict[str, str] = {
    "AKHIR": "SELESAI TMS DIHAPUS",
    "AKTIF": "DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK SIAP_KEPPRES RKP KEPPRES_MAJU KEPPRES_TERBIT",
    "DENGAN_PIC": "DRAF PERBAIKAN",
    "VERIFIKASI": "DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK",
    "KEPPRES_DISUSUN": "SIAP_KEPPRES RKP KEPPRES_MAJU",
    "SESUDAH_TERBIT": "KEPPRES_TERBIT SELESAI",
}

DAPAT_DITAHAN = "DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK SIAP_KEPPRES RKP KEPPRES_MAJU"

# Verb → in which stages, by whom, where it leads ("": nowhere), on what terms beyond the role.
KERJA: dict[str, tuple[str, str, str, str]] = {
    "ajukan": ("DRAF", "PIC", "DIAJUKAN", "TEKEN BUKAN_PENYUSUN"),
    "hapus": ("DRAF", "PIC", "DIHAPUS", ""),
    "bagi": ("DIAJUKAN", "KOORDINATOR KEPALA_BIRO", "DIVERIFIKASI", ""),
    "ambil": ("DIAJUKAN", "VERIFIKATOR", "DIVERIFIKASI", ""),
    "lepaskan": ("DIVERIFIKASI", "KOORDINATOR KEPALA_BIRO ADMINISTRATOR SISTEM", "DIAJUKAN", ""),
    "setujui": ("DIVERIFIKASI", "VERIFIKATOR", "MENUNGGU_PERTEK SIAP_KEPPRES", "PEMEGANG"),
    "kembalikan": ("DIVERIFIKASI", "VERIFIKATOR", "PERBAIKAN", "PEMEGANG"),
    "konfirmasi_tms": ("DIVERIFIKASI", "KOORDINATOR KEPALA_BIRO", "TMS", "BUKAN_PENGUSUL"),
    "ajukan_perbaikan": ("PERBAIKAN", "PIC", "DIVERIFIKASI DIAJUKAN", "TEKEN BUKAN_PENYUSUN"),
    "bkn_btl": ("DIAJUKAN DIVERIFIKASI MENUNGGU_PERTEK", "BKN", "PERBAIKAN", ""),
    "bkn_tms": ("DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK", "BKN", "TMS", ""),
    "bkn_lengkap": ("MENUNGGU_PERTEK", "BKN", "SIAP_KEPPRES", ""),
    "tegaskan_pertek": ("MENUNGGU_PERTEK", "DUKUNGAN KEPALA_BIRO", "SIAP_KEPPRES", ""),
    "ikuti_bkn": ("SIAP_KEPPRES RKP KEPPRES_MAJU", "DUKUNGAN KEPALA_BIRO", "PERBAIKAN TMS", ""),
    "masuk_rkp": ("SIAP_KEPPRES", "DUKUNGAN", "RKP", ""),
    "keluar_rkp": ("RKP", "DUKUNGAN KEPALA_BIRO", "SIAP_KEPPRES", ""),
    "keluar_maju": ("KEPPRES_MAJU", "DUKUNGAN KEPALA_BIRO", "SIAP_KEPPRES", ""),
    "majukan": ("RKP", "DUKUNGAN", "KEPPRES_MAJU", ""),
    "terbitkan_keppres": ("KEPPRES_MAJU", "DUKUNGAN", "KEPPRES_TERBIT", ""),
    "terima_salinan": ("KEPPRES_TERBIT", "PIC DUKUNGAN", "SELESAI", ""),
    "tarik_putusan": (
        "PERBAIKAN TMS SIAP_KEPPRES",
        "ADMINISTRATOR KEPALA_BIRO",
        "DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK",
        "",
    ),
    "akhiri_meninggal": ("MENUNGGU_PERTEK SIAP_KEPPRES", "DUKUNGAN KEPALA_BIRO", "TMS", ""),
    "ubah_data": ("DRAF PERBAIKAN", "PIC", "", ""),
    "unggah": ("DRAF PERBAIKAN", "PIC", "", ""),
    "kembalikan_draf": ("DRAF PERBAIKAN", "PIC", "", "TEKEN"),
    "serahkan_draf": ("DRAF PERBAIKAN", "PIC", "", ""),
    "nilai": ("DIVERIFIKASI", "VERIFIKATOR", "", "PEMEGANG"),
    "usulkan_tms": ("DIVERIFIKASI", "VERIFIKATOR", "", "PEMEGANG"),
    "tolak_tms": ("DIVERIFIKASI", "KOORDINATOR KEPALA_BIRO", "", ""),
    "alihkan": ("DIVERIFIKASI PERBAIKAN", "KOORDINATOR KEPALA_BIRO", "", ""),
    "tandai_perbaikan": ("PERBAIKAN", "VERIFIKATOR KOORDINATOR", "", ""),
    "usulkan_tahan": (DAPAT_DITAHAN, "DUKUNGAN KEPALA_BIRO", "", ""),
    "konfirmasi_tahan": (DAPAT_DITAHAN, "DUKUNGAN KEPALA_BIRO", "", "ORANG_KEDUA"),
    "tolak_tahan": (DAPAT_DITAHAN, "DUKUNGAN KEPALA_BIRO", "", ""),
    "ketahui_perubahan": ("KEPPRES_TERBIT SELESAI", "DUKUNGAN KEPALA_BIRO", "", ""),
    "lepas_rkp": ("RKP", "KEPALA_BIRO", "", ""),
    "turunkan": ("KEPPRES_MAJU", "DUKUNGAN", "", ""),
    "terima_ralat": ("SELESAI", "PIC DUKUNGAN", "", ""),
    "oper_instansi": (
        "DIAJUKAN DIVERIFIKASI PERBAIKAN MENUNGGU_PERTEK SIAP_KEPPRES RKP KEPPRES_MAJU KEPPRES_TERBIT",
        "KOORDINATOR KEPALA_BIRO ADMINISTRATOR",
        "",
        "",
    ),
}


def _nama(isi: str) -> set[str]:
    return set(isi.split())


def test_tabel_tahap_lengkap() -> None:
    assert [t.value for t in Tahap] == list(TAHAP)
    assert [t.name for t in Tahap] == list(TAHAP)


@pytest.mark.parametrize("tahap", TAHAP)
def test_setiap_tahap_berlabel_bergiliran_dan_berbatas_waktu(tahap: str) -> None:
    satu = Tahap(tahap)
    assert (alur.LABEL[satu], alur.GILIRAN[satu].value, alur.BATAS_HARI_KERJA.get(satu)) == TAHAP[tahap]


@pytest.mark.parametrize("nama", KELOMPOK)
def test_kelompok_tahap(nama: str) -> None:
    assert {t.value for t in getattr(alur, nama)} == _nama(KELOMPOK[nama])


def test_tabel_kata_kerja_lengkap() -> None:
    assert [k.value for k in Kerja] == list(KERJA)
    assert list(alur.KETENTUAN) == list(Kerja)


@pytest.mark.parametrize("kerja", KERJA)
def test_setiap_kata_kerja_menurut_tabel(kerja: str) -> None:
    k = alur.KETENTUAN[Kerja(kerja)]
    dari, pelaku, ke, syarat = KERJA[kerja]
    assert {t.value for t in k.dari} == _nama(dari)
    assert {p.value for p in k.pelaku} == _nama(pelaku)
    assert {t.value for t in k.ke} == _nama(ke)
    assert [s.value for s in k.syarat] == syarat.split()
    assert (Kerja(kerja) in alur.TRANSISI, Kerja(kerja) in alur.TINDAKAN) == (bool(ke), not ke)


def test_tabel_tidak_dapat_diubah_diam_diam() -> None:
    with pytest.raises(AttributeError):
        alur.KETENTUAN[Kerja.AJUKAN].dari = frozenset(Tahap)  # type: ignore[misc]
    assert [s.value for s in Syarat] == ["TEKEN", "BUKAN_PENYUSUN", "PEMEGANG", "BUKAN_PENGUSUL", "ORANG_KEDUA"]
