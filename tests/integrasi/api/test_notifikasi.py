"""API 9: stored and committed before the answer, once, whatever comes and however often."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
import requests
from django.db import connection, connections
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from integrasi.api import notifikasi
from integrasi.keadaan import KeadaanMasuk
from integrasi.models import KejadianMasuk, PanggilanBaca
from tests import dunia as d
from tests.integrasi.api.conftest import BuatMitra, Mitra, dikenal_siasn, masalah
from tests.sarana import SABAR

BAIK = {"id_usulan": "abc-12345", "status": "BTL", "tanggal_verifikasi": "14-03-2025", "keterangan": "Kurang."}


@pytest.fixture
def dibangunkan(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tasks that were asked for, instead of asking the broker."""
    tugas: list[str] = []
    monkeypatch.setattr(notifikasi, "bangunkan", tugas.append)
    return tugas


def test_notifikasi_tersimpan_dan_pekerja_dibangunkan(mitra: Mitra, dibangunkan: list[str]) -> None:
    jawaban = mitra.kirim(BAIK)
    assert jawaban.status_code == 200
    isi = jawaban.json()
    kejadian = KejadianMasuk.objects.get()
    assert isi["code"] == 1
    assert isi["data"]["id_tanda_terima"] == str(kejadian.pk)
    assert isi["data"]["diterima_pada"] == timezone.localtime(kejadian.diterima_pada).isoformat()
    assert (kejadian.keadaan, kejadian.status, kejadian.klien) == (KeadaanMasuk.BARU, "BTL", "SIASN uji")
    assert json.loads(kejadian.mentah) == BAIK
    assert dibangunkan == ["integrasi.tasks.masuk"]


def test_kiriman_berulang_mendapat_tanda_terima_yang_pertama(mitra: Mitra, dibangunkan: list[str]) -> None:
    pertama = mitra.kirim(BAIK).json()["data"]
    kedua = mitra.kirim({**BAIK, "tanggal_verifikasi": "2025-03-14"}).json()
    assert kedua["data"] == pertama
    assert "sudah pernah" in kedua["message"]
    assert KejadianMasuk.objects.count() == 1
    assert len(dibangunkan) == 1
    mitra.kirim({**BAIK, "keterangan": "Lain."})
    assert KejadianMasuk.objects.count() == 2


def test_yang_tidak_terbaca_tersimpan_dan_setiap_kesalahan_disebut(mitra: Mitra, dibangunkan: list[str]) -> None:
    jawaban = mitra.kirim({"id_usulan": "x" * 65, "status": "SETUJU"})
    isi = masalah(jawaban)
    assert jawaban.status_code == 400
    assert {satu["bidang"] for satu in isi["galat"]} == {"id_usulan", "status", "tanggal_verifikasi"}
    kejadian = KejadianMasuk.objects.get()
    assert isi["id_tanda_terima"] == str(kejadian.pk)
    assert kejadian.keadaan == KeadaanMasuk.TIDAK_TERBACA
    assert "SETUJU" in kejadian.mentah
    assert not dibangunkan


@pytest.mark.parametrize(
    "badan",
    [b"null", b"[]", b"[1,2]", b"bukan json", b"\x00", b'{"a":"\x00"}', b"\xff\xfe", b"1" * 6000, b"[" * 30_000]
    + [json.dumps({**BAIK, "keterangan": aneh}).encode() for aneh in ("\x00", "\ud800", 1e400, "x" * 256)],
)
def test_isi_aneh_dijawab_400_dan_tersimpan(mitra: Mitra, dibangunkan: list[str], badan: bytes) -> None:
    isi = masalah(mitra.kirim(badan))
    assert isi["status"] == 400
    assert KejadianMasuk.objects.get().pk == UUID(isi["id_tanda_terima"])
    assert masalah(mitra.kirim(badan))["id_tanda_terima"] == isi["id_tanda_terima"]


def test_isi_sampai_64_kib_diterima_lebih_dari_itu_413(mitra: Mitra, dibangunkan: list[str]) -> None:
    badan = json.dumps({**BAIK, "lain": ""}).encode()
    pas = badan.replace(b'"lain": ""', b'"lain": "' + b"x" * (64 * 1024 - len(badan)) + b'"')
    assert len(pas) == 64 * 1024
    assert mitra.kirim(pas).status_code == 200
    jawaban = mitra.kirim(pas + b" ")
    assert masalah(jawaban)["type"] == "urn:siapp:galat:terlalu-besar"
    assert KejadianMasuk.objects.count() == 1


@pytest.mark.parametrize("jenis", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
def test_selain_json_dijawab_415(mitra: Mitra, jenis: str) -> None:
    isi = masalah(mitra.kirim(json.dumps(BAIK), jenis=jenis))
    assert isi["status"] == 415
    assert "application/json" in isi["message"]
    assert (jenis.partition(";")[0] or "tanpa Content-Type") in isi["message"]
    assert not KejadianMasuk.objects.exists()


def test_parameter_kueri_ditolak_dengan_namanya(mitra: Mitra) -> None:
    jawaban = mitra.klien.post(
        "/api/v1/notifikasi-verifikasi?status=TMS", json.dumps(BAIK), "application/json", headers=mitra.kepala
    )
    isi = masalah(jawaban)
    assert isi["status"] == 400
    assert [satu["bidang"] for satu in isi["galat"]] == ["status"]
    assert not KejadianMasuk.objects.exists()


def test_json_dengan_charset_diterima(mitra: Mitra, dibangunkan: list[str]) -> None:
    assert mitra.kirim(json.dumps(BAIK), jenis="Application/JSON; charset=UTF-8").status_code == 200


def test_tanpa_token_atau_lingkup_tidak_ada_yang_tersimpan(buat_mitra: BuatMitra, dibangunkan: list[str]) -> None:
    mitra = buat_mitra()
    assert mitra.kirim(BAIK).status_code == 401
    mitra.masuk(scope="status-verifikasi")
    assert mitra.kirim(BAIK).status_code == 403
    assert not KejadianMasuk.objects.exists()


def test_tidak_ada_yang_diterapkan_di_dalam_permintaan(mitra: Mitra, dunia: d.Dunia, dibangunkan: list[str]) -> None:
    usulan = d.buat_draf(dunia)
    mitra.kirim({**BAIK, "id_usulan": dikenal_siasn(usulan)})
    assert not usulan.putusan.exists()
    assert KejadianMasuk.objects.get().usulan_id is None


@pytest.mark.usefixtures("ingatan_tetap")
def test_satu_notifikasi_satu_kueri(mitra: Mitra, dibangunkan: list[str], django_assert_num_queries: Any) -> None:
    mitra.kirim({**BAIK, "id_usulan": "pemanasan-1"})
    with django_assert_num_queries(1):
        assert mitra.kirim(BAIK).status_code == 200
    # A repeat reads the row that the first one made.
    with django_assert_num_queries(2):
        assert mitra.kirim(BAIK).status_code == 200


def test_panggilan_dihitung_menurut_hasilnya(mitra: Mitra, dibangunkan: list[str]) -> None:
    mitra.kirim(BAIK)
    mitra.kirim({})
    hitungan = PanggilanBaca.objects.get(api=9)
    assert (hitungan.berhasil, hitungan.gagal, hitungan.sebab) == (1, 1, "permintaan-salah")


@pytest.mark.django_db(transaction=True)
def test_hitungan_yang_gagal_tidak_menggagalkan_jawaban(
    mitra: Mitra, dibangunkan: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with connection.cursor() as kursor:
        kursor.execute("ALTER TABLE integrasi_panggilanbaca RENAME TO disembunyikan")
    try:
        assert mitra.kirim(BAIK).status_code == 200
    finally:
        with connection.cursor() as kursor:
            kursor.execute("ALTER TABLE disembunyikan RENAME TO integrasi_panggilanbaca")


@pytest.mark.django_db(transaction=True)
def test_dua_puluh_kiriman_serentak_satu_baris_satu_tanda_terima(
    live_server: LiveServer, buat_mitra: BuatMitra, dibangunkan: list[str]
) -> None:
    kepala = buat_mitra().masuk().kepala

    def kirim(_: int) -> str:
        jawaban = requests.post(
            f"{live_server.url}/api/v1/notifikasi-verifikasi", json=BAIK, headers=kepala, timeout=SABAR
        )
        assert jawaban.status_code == 200
        return str(jawaban.json()["data"]["id_tanda_terima"])

    with ThreadPoolExecutor(20) as kolam:
        tanda_terima = set(kolam.map(kirim, range(20)))
    assert tanda_terima == {str(KejadianMasuk.objects.get().pk)}
    assert dibangunkan == ["integrasi.tasks.masuk"]
    connections.close_all()
