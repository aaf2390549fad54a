"""A full disk: nothing half-written stays, and whoever uploads is told what to do."""

import errno
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile, File
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from siapp.berkas.gudang_folder import GudangFolder
from siapp.web.middleware import GalatMiddleware


class _HabisDiTengah(File):  # type: ignore[type-arg]
    """Content whose second piece finds the disk full."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"x" * 70_000
        raise OSError(errno.ENOSPC, "No space left on device")


def _semua(folder: Path) -> list[Path]:
    return [satu for satu in folder.rglob("*") if satu.is_file()]


@pytest.mark.django_db
def test_yang_terputus_di_tengah_tidak_meninggalkan_apa_pun(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space"):
        GudangFolder(location=tmp_path).save("asli/ab/abc", _HabisDiTengah(BytesIO(), "x"))
    assert _semua(tmp_path) == []


def test_nama_yang_terpakai_tidak_ditimpa(tmp_path: Path) -> None:
    gudang = GudangFolder(location=tmp_path)
    pertama, kedua = (gudang.save("asli/ab/abc", ContentFile(isi)) for isi in (b"satu", b"dua"))
    assert pertama == "asli/ab/abc"
    assert kedua != pertama
    assert sorted(satu.read_bytes() for satu in _semua(tmp_path)) == [b"dua", b"satu"]


@pytest.mark.django_db
def test_pada_disk_yang_sungguh_penuh_ruangnya_kembali(disk_kecil: Path) -> None:
    gudang = GudangFolder(location=disk_kecil)
    with pytest.raises(OSError, match="No space") as galat:
        gudang.save("asli/ab/besar", ContentFile(b"x" * 512 * 1024))
    assert galat.value.errno == errno.ENOSPC
    assert _semua(disk_kecil) == []
    assert gudang.save("asli/ab/kecil", ContentFile(b"x" * 128 * 1024)) == "asli/ab/kecil"


@pytest.mark.parametrize("nomor", [errno.ENOSPC, errno.EDQUOT])
def test_pengunggah_diberi_tahu_apa_yang_harus_dilakukan(rf: RequestFactory, nomor: int) -> None:
    permintaan: HttpRequest = rf.post("/", HTTP_HX_REQUEST="true")
    jawaban = GalatMiddleware(lambda _: HttpResponse()).process_exception(permintaan, OSError(nomor, "penuh"))
    assert jawaban is not None
    assert jawaban.status_code == 507
    assert "isian Anda masih ada" in jawaban.text
    lain = GalatMiddleware(lambda _: HttpResponse()).process_exception(permintaan, OSError(errno.EIO, "rusak"))
    assert lain is None
