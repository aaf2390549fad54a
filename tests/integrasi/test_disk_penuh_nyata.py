"""A full disk, met through the real doors on a real file system: said with 507, nothing left behind, mended by room."""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from integrasi.api import galat as galat_api
from integrasi.models import UsulanSiasn
from integrasi.tanya.pantau import pantau
from siapp.berkas.models import Berkas
from siapp.wsgi import application
from tests import dunia as d
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from tests.integrasi.tanya.test_pantau import jatuh_tempo
from tests.usulan.layar import HTMX, masuk
from tests.usulan.test_layar_dokumen import alamat, baris_wajib, kirim_berkas
from usulan import ekspor
from usulan.management.commands.laporan_insiden import Command as LaporanInsiden
from usulan.models import Pertek, Usulan

PENGISI = "pengisi"


def _penuhi(disk: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        _tulis_terus(disk / PENGISI)


def _tulis_terus(ke: Path) -> None:
    with ke.open("wb", buffering=0) as isi:
        while isi.write(b"x" * 4096):
            pass


def _isi(disk: Path) -> list[str]:
    return sorted(p.name for p in disk.rglob("*") if p.is_file() and p.name != PENGISI)


@pytest.fixture
def simpanan_penuh(disk_kecil: Path, settings: Settings) -> Path:
    """The documents lie on a disk without room."""
    _pakai(disk_kecil, settings)
    _penuhi(disk_kecil)
    return disk_kecil


def _pakai(disk: Path, settings: Settings) -> None:
    bawaan = {"BACKEND": "siapp.berkas.gudang_folder.GudangFolder", "OPTIONS": {"location": str(disk)}}
    settings.STORAGES = settings.STORAGES | {"default": bawaan}


def _peramban_gagal(pengguna: Any) -> Client:
    klien = masuk(pengguna)
    klien.raise_request_exception = False
    return klien


def test_dokumen_pic_ditolak_dengan_kalimat_lalu_diterima_sesudah_ada_ruang(
    dunia: d.Dunia, simpanan_penuh: Path
) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    ke = alamat("unggah", usulan, baris_wajib(usulan).pk)
    for kepala in ({}, HTMX):
        jawaban = klien.post(ke, kirim_berkas(), **kepala)
        assert jawaban.status_code == 507
        assert "isian Anda masih ada" in jawaban.text
    assert (_isi(simpanan_penuh), Berkas.objects.count()) == ([], 0)
    (simpanan_penuh / PENGISI).unlink()
    assert klien.post(ke, kirim_berkas()).status_code == 302
    assert len(_isi(simpanan_penuh)) == 1


def test_salinan_keppres_ditolak_dengan_kalimat(dunia: d.Dunia, disk_kecil: Path, settings: Settings) -> None:
    usulan = d.keppres_terbit(dunia)
    _pakai(disk_kecil, settings)
    _penuhi(disk_kecil)
    sebelum = Berkas.objects.count()
    ke = reverse("usulan:keppres_salinan", args=[usulan.baris_keppres.keppres_id, usulan.pk])
    isian = {"jenis": "salinan", "nip": usulan.nip, **kirim_berkas()}
    jawaban = masuk(dunia.dukungan).post(ke, isian)
    assert (jawaban.status_code, _isi(disk_kecil), Berkas.objects.count()) == (507, [], sebelum)


@pytest.mark.parametrize("kepala", [{}, HTMX])
def test_formulir_yang_tidak_muat_dibaca_ditolak_dengan_kalimat(
    dunia: d.Dunia, disk_kecil: Path, settings: Settings, kepala: dict[str, Any]
) -> None:
    _penuhi(disk_kecil)
    settings.FILE_UPLOAD_TEMP_DIR = str(disk_kecil)
    usulan = d.buat_draf(dunia)
    ke = alamat("unggah", usulan, baris_wajib(usulan).pk)
    jawaban = _peramban_gagal(dunia.pic).post(ke, kirim_berkas(), **kepala)
    assert jawaban.status_code == 507
    assert "isian Anda masih ada" in jawaban.text
    assert _isi(disk_kecil) == []


def test_formulir_yang_tidak_muat_diterima_gerbang_ditolak_dengan_kalimat(
    disk_kecil: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    _penuhi(disk_kecil)
    monkeypatch.setattr(tempfile, "tempdir", str(disk_kecil))
    status: list[str] = []
    lingkungan = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "SERVER_NAME": "testserver", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": "70000",
        "wsgi.input": io.BytesIO(b"x" * 70_000), "wsgi.errors": io.StringIO(),
    }  # fmt: skip
    isi = b"".join(application(lingkungan, lambda kode, *_: status.append(kode)))  # type: ignore[arg-type,func-returns-value]
    assert status[0].startswith("507")
    assert b"isian Anda masih ada" in isi
    assert _isi(disk_kecil) == []


def test_pertek_tercatat_dan_berkasnya_diambil_sesudah_ada_ruang(
    siasn: Siasn, selaras: d.Dunia, disk_kecil: Path, settings: Settings
) -> None:
    usulan: Usulan = ajukan(selaras)
    jalankan()
    id_usulan = UsulanSiasn.objects.get(usulan=usulan).id_usulan
    siasn.tahap(id_usulan, 16)
    nomor = siasn.pertek(id_usulan)
    _pakai(disk_kecil, settings)
    _penuhi(disk_kecil)
    jatuh_tempo()
    pantau()
    assert list(Pertek.objects.values_list("nomor", "keadaan", "berkas")) == [(nomor, "DITUNGGU", None)]
    assert _isi(disk_kecil) == []
    (disk_kecil / PENGISI).unlink()
    jatuh_tempo()
    pantau()
    assert Pertek.objects.get().keadaan == "BERLAKU"


def test_ekspor_tidak_meninggalkan_berkas_sementara(disk_kecil: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(disk_kecil))

    def baris() -> Iterator[list[str]]:
        for nomor in range(20_000):
            yield [f"{nomor}", "isi" * 20]

    with pytest.raises(OSError, match="ENOSPC"):
        ekspor._xlsx(baris(), "Antrean")
    assert _isi(disk_kecil) == []


def test_laporan_insiden_tidak_meninggalkan_sebagian(disk_kecil: Path) -> None:
    ke = disk_kecil / "insiden.csv"
    with pytest.raises(CommandError, match="No space"):
        LaporanInsiden._tulis(ke, b"x" * 512 * 1024)
    assert not ke.exists()
    LaporanInsiden._tulis(ke, b"x" * 1024)
    assert ke.stat().st_size == 1024


def test_api_menjawab_507_dengan_waktu_tunggu() -> None:
    basis_data = OperationalError("no space")
    basis_data.__cause__ = psycopg.errors.DiskFull("could not extend file")
    for sebab in (OSError(28, "No space left on device"), basis_data):
        jawaban = galat_api.jawab_galat(galat_api.kenali(sebab))
        assert (jawaban.status_code, jawaban.headers["Content-Type"]) == (507, "application/problem+json")
        assert jawaban.headers["Retry-After"] == "5"
    assert galat_api.kenali(OSError(5, "I/O")).macam.status == 500
