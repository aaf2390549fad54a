"""The working-day clock as a table (docs/alur.md 4)."""

from datetime import UTC, date, datetime

import pytest

from usulan import kalender
from usulan.tahap import Tahap

POLOS = kalender.Kalender()
JUMAT, SABTU, MINGGU, SENIN = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)
NATAL_BERSAMA, NATAL = date(2026, 12, 24), date(2026, 12, 25)


@pytest.mark.parametrize(
    ("hari", "bekerja"),
    [
        (JUMAT, True),
        (SABTU, False),
        (MINGGU, False),
        (SENIN, True),
        (date(2026, 12, 23), True),
        (NATAL_BERSAMA, False),  # cuti bersama
        (NATAL, False),  # a national holiday on a Friday
        (date(2026, 12, 28), True),
        (date(2025, 12, 25), False),  # each year has holidays of its own
        (date(2025, 3, 28), False),  # cuti bersama of 2025
        (date(2026, 3, 27), True),
        (date(2027, 1, 1), False),
        (date(2026, 11, 19), True),
        (date(2026, 11, 18), True),
        (date(2026, 11, 17), True),
        (date(2026, 11, 26), True),  # Thanksgiving in another country
    ],
)
def test_hari_kerja_bukan_akhir_pekan_libur_nasional_atau_cuti_bersama(hari: date, bekerja: bool) -> None:
    assert POLOS.hari_kerja(hari) is bekerja


@pytest.mark.parametrize(
    ("mulai", "jumlah", "sampai"),
    [
        (JUMAT, 0, JUMAT),
        (SABTU, 0, SABTU),
        (date(2026, 11, 19), 1, JUMAT),
        (JUMAT, 1, SENIN),
        (SABTU, 1, SENIN),
        (MINGGU, 1, SENIN),
        (JUMAT, 5, date(2026, 11, 27)),
        (JUMAT, 6, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 12, 23), 5, date(2027, 1, 4)),  # over Christmas, a weekend and the new year
    ],
)
def test_sekian_hari_kerja_sesudahnya(mulai: date, jumlah: int, sampai: date) -> None:
    assert POLOS.tambah_hari_kerja(mulai, jumlah) == sampai


@pytest.mark.parametrize(
    ("mulai", "selesai", "jumlah"),
    [
        (JUMAT, JUMAT, 0),
        (JUMAT, SABTU, 0),
        (JUMAT, MINGGU, 0),
        (JUMAT, SENIN, 1),
        (SABTU, SENIN, 1),
        (date(2026, 11, 19), JUMAT, 1),
        (JUMAT, date(2026, 11, 27), 5),
        (date(2026, 12, 23), date(2027, 1, 4), 5),
        (SENIN, JUMAT, -1),
        (date(2026, 11, 27), JUMAT, -5),
        (MINGGU, JUMAT, 0),
    ],
)
def test_hari_kerja_di_antara_dua_tanggal(mulai: date, selesai: date, jumlah: int) -> None:
    assert POLOS.selisih_hari_kerja(mulai, selesai) == jumlah


# Stage → its last day when it begins on Thursday 2026-11-19; None: the clock is paused.
TENGGAT: dict[Tahap, date | None] = {
    Tahap.DRAF: None,
    Tahap.DIAJUKAN: JUMAT,
    Tahap.DIVERIFIKASI: date(2026, 11, 26),
    Tahap.PERBAIKAN: None,
    Tahap.MENUNGGU_PERTEK: None,
    Tahap.SIAP_KEPPRES: date(2026, 11, 24),
    Tahap.RKP: date(2026, 11, 26),
    Tahap.KEPPRES_MAJU: None,
    Tahap.KEPPRES_TERBIT: date(2026, 11, 26),
    Tahap.SELESAI: None,
    Tahap.TMS: None,
    Tahap.DIHAPUS: None,
}


@pytest.mark.django_db
@pytest.mark.parametrize("tahap", Tahap)
def test_tenggat_setiap_tahap(tahap: Tahap) -> None:
    assert kalender.tenggat_tahap(tahap, datetime(2026, 11, 19, 3, tzinfo=UTC)) == TENGGAT[tahap]


@pytest.mark.django_db
def test_tenggat_dihitung_dari_tanggal_di_jakarta() -> None:
    # Thursday 18.30 in UTC is Friday 01.30 in Jakarta: the next working day is Monday.
    assert kalender.tenggat_tahap(Tahap.DIAJUKAN, datetime(2026, 11, 19, 18, 30, tzinfo=UTC)) == SENIN


# --- corrected by an administrator ------------------------------------------------------------------------------------

LIBUR, CUTI, KERJA = kalender.JenisHari.LIBUR, kalender.JenisHari.CUTI_BERSAMA, kalender.JenisHari.KERJA


@pytest.mark.parametrize(
    ("diatur", "hari", "bekerja"),
    [
        ({SENIN: LIBUR}, SENIN, False),
        ({SENIN: CUTI}, SENIN, False),
        ({SENIN: CUTI}, JUMAT, True),
        ({NATAL_BERSAMA: KERJA}, NATAL_BERSAMA, True),
        ({NATAL_BERSAMA: KERJA}, NATAL, False),
        ({SABTU: KERJA}, SABTU, False),  # no correction makes people work at the weekend
        ({NATAL: LIBUR}, NATAL, False),
    ],
)
def test_hari_yang_diatur_menang_atas_pustaka(
    diatur: dict[date, kalender.JenisHari], hari: date, bekerja: bool
) -> None:
    assert kalender.kalender_dengan(diatur).hari_kerja(hari) is bekerja


def test_tenggat_melompati_hari_yang_ditambah_dan_memakai_hari_yang_dicabut() -> None:
    assert kalender.kalender_dengan({SENIN: CUTI}).tenggat(Tahap.DIAJUKAN, JUMAT) == date(2026, 11, 24)
    natal = date(2026, 12, 23)
    assert kalender.kalender_dengan({NATAL_BERSAMA: KERJA}).tenggat(Tahap.DIAJUKAN, natal) == NATAL_BERSAMA
    assert kalender.kalender_dengan({SENIN: CUTI}).tenggat(Tahap.PERBAIKAN, JUMAT) is None


def test_hari_pustaka_bernama_indonesia_dan_berjenis() -> None:
    hari = kalender.hari_pustaka(2026)
    assert hari[NATAL] == (LIBUR, "Hari Raya Natal")
    assert hari[NATAL_BERSAMA][0] == CUTI
    assert SENIN not in hari
    assert kalender.PERKIRAAN in kalender.hari_pustaka(2027)[date(2027, 3, 10)][1]
