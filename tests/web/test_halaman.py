"""Pages of long lists."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from siapp.akun.models import Pengguna
from siapp.web.halaman import HalamanKeyset, halaman_keyset

# With microseconds, as the database has them: a cursor that loses them skips or repeats rows.
WAKTU = datetime(2026, 1, 1, microsecond=123_457, tzinfo=UTC)
URUT = ("-dibuat_pada", "-id")


@pytest.fixture
def dua_puluh_tiga(db: None) -> list[int]:
    """23 people, three of each moment, so that the time alone does not order them; newest first."""
    for i in range(23):
        p = Pengguna.objects.create(nip=f"{i:018}", nama=f"Contoh {i % 7}")
        Pengguna.objects.filter(pk=p.pk).update(dibuat_pada=WAKTU + timedelta(hours=i // 3))
    return list(Pengguna.objects.order_by(*URUT).values_list("pk", flat=True))


def ambil(kursor: str, urut: tuple[str, ...] = URUT, dari: QuerySet[Any] | None = None) -> HalamanKeyset[Any]:
    permintaan = RequestFactory().get(f"/daftar/{kursor}")
    return halaman_keyset(Pengguna.objects.all() if dari is None else dari, permintaan, urut, 5)


@pytest.mark.parametrize("urut", [URUT, ("dibuat_pada", "id"), ("nama", "id")])
def test_maju_sampai_habis_lalu_mundur_sampai_awal_melihat_setiap_baris_sekali(
    dua_puluh_tiga: list[int], urut: tuple[str, ...]
) -> None:
    semua = list(Pengguna.objects.order_by(*urut).values_list("pk", flat=True))
    halaman = ambil("", urut)
    assert halaman.sebelum == ""
    maju = [halaman]
    while halaman.berikut:
        halaman = ambil(halaman.berikut, urut)
        maju.append(halaman)
    assert [p.pk for h in maju for p in h.baris] == semua
    mundur = [halaman]
    while halaman.sebelum:
        halaman = ambil(halaman.sebelum, urut)
        mundur.append(halaman)
    assert [p.pk for h in reversed(mundur) for p in h.baris] == semua


def test_setiap_halaman_satu_kueri_tanpa_offset_dan_count(dua_puluh_tiga: list[int]) -> None:
    kursor = ambil("").berikut
    with CaptureQueriesContext(
        connection,
    ) as tangkapan:
        ambil(kursor)
    assert len(tangkapan) == 1
    sql = tangkapan[0]["sql"]
    assert '("akun_pengguna"."dibuat_pada", "akun_pengguna"."id") <' in sql
    assert "OFFSET" not in sql
    assert "COUNT" not in sql


def test_saringan_tetap_ada_pada_alamat_halaman_berikutnya(dua_puluh_tiga: list[int]) -> None:
    berikut = ambil("?tab=semua&cari=contoh").berikut
    assert berikut.startswith("?tab=semua&cari=contoh&kursor=")


@pytest.mark.parametrize("kursor", ["?kursor=", "?kursor=ngawur", "?kursor=gAAAAABm-palsu", "?kursor=%00é"])
def test_kursor_yang_rusak_memberi_halaman_pertama(dua_puluh_tiga: list[int], kursor: str) -> None:
    halaman = ambil(kursor)
    assert [p.pk for p in halaman.baris] == dua_puluh_tiga[:5]
    assert halaman.sebelum == ""


def test_kursor_dari_daftar_dengan_urutan_lain_memberi_halaman_pertama(dua_puluh_tiga: list[int]) -> None:
    berikut = ambil("", ("nama", "id")).berikut
    assert [p.pk for p in ambil(berikut).baris] == dua_puluh_tiga[:5]


def test_kursor_tidak_memperlihatkan_isi_baris(dua_puluh_tiga: list[int]) -> None:
    kursor = ambil("", ("nama", "id")).berikut.removeprefix("?kursor=")
    assert b"Contoh" not in base64.urlsafe_b64decode(kursor + "==")


def test_anotasi_dapat_menjadi_urutan(dua_puluh_tiga: list[int]) -> None:
    dari = Pengguna.objects.annotate(kapan=F("dibuat_pada"))
    halaman = ambil(ambil("", ("-kapan", "-id"), dari).berikut, ("-kapan", "-id"), dari)
    assert [p.pk for p in halaman.baris] == dua_puluh_tiga[5:10]


def test_daftar_kosong_tidak_punya_tetangga(db: None) -> None:
    assert ambil("") == HalamanKeyset([], "", "")


def test_urutan_berlawanan_arah_ditolak() -> None:
    with pytest.raises(ValueError, match="direction"):
        ambil("", ("-dibuat_pada", "id"))
