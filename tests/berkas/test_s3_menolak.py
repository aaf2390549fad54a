"""A real S3 server behind a hostile proxy: what cannot be stored is 507 with a sentence, an alarm, and nothing left."""

import http.client
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import pytest
import time_machine
from botocore.config import Config
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from integrasi.api import galat as galat_api
from integrasi.petugas import proses
from integrasi.petugas.proses import MENOLAK, gangguan, kata_proses
from siapp.berkas.models import Berkas
from siapp.berkas.ruang import KUNCI, PenyimpananGagal
from siapp.web.galat import GalatPengguna
from tests import dunia as d
from tests.berkas.contoh import pdf
from tests.usulan.layar import HTMX, masuk
from tests.usulan.test_layar_dokumen import alamat, baris_wajib, kirim_berkas

PENUH = [(403, "QuotaExceeded"), (507, "InsufficientStorage"), (400, "EntityTooLarge"), (507, "XMinioStorageFull")]
GAGAL = [(500, "InternalError"), (503, "ServiceUnavailable"), (502, "")]


class Perantara(ThreadingHTTPServer):
    """Hands all on to `asli`; writing is answered with `tolak` (status, code) once `sabar` is spent. Or it is dead."""

    daemon_threads = True

    def __init__(self, asli: str) -> None:
        super().__init__(("127.0.0.1", 0), _Penerus)
        self.asli = urlsplit(asli).netloc
        self.tolak: tuple[int, str] | None = None
        self.sabar = 0
        self.mati = False

    @property
    def alamat(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Penerus(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Perantara

    def _teruskan(self) -> None:
        isi = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.server.mati:
            self.close_connection = True
            return
        if self.server.tolak and self.command == "PUT":
            self.server.sabar -= 1
            if self.server.sabar < 0:
                status, kode = self.server.tolak
                xml = f"<Error><Code>{kode}</Code><Message>uji</Message></Error>".encode() if kode else b"<html>"
                self._jawab(status, [("Content-Type", "application/xml")], xml)
                return
        sambungan = http.client.HTTPConnection(self.server.asli)
        sambungan.request(self.command, self.path, isi, dict(self.headers))
        jawaban = sambungan.getresponse()
        kepala = [k for k in jawaban.getheaders() if k[0].lower() not in {"transfer-encoding", "connection"}]
        self._jawab(jawaban.status, kepala, jawaban.read())
        sambungan.close()

    def _jawab(self, status: int, kepala: list[tuple[str, str]], isi: bytes) -> None:
        self.send_response(status)
        for nama, nilai in kepala:
            if nama.lower() != "content-length" or self.command == "HEAD":
                self.send_header(nama, nilai)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(isi)))
        self.end_headers()
        self.wfile.write(isi)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _teruskan  # noqa: N815  (http.server's names)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def perantara(s3: dict[str, Any], settings: Settings) -> Iterator[Perantara]:
    """Documents are kept on S3, behind the proxy."""
    server = Perantara(s3["endpoint_url"])
    Thread(target=server.serve_forever, daemon=True).start()
    pilihan = s3 | {
        "endpoint_url": server.alamat,
        "location": uuid4().hex,
        "client_config": Config(retries={"total_max_attempts": 1}),
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "siapp.berkas.gudang_s3.GudangS3", "OPTIONS": pilihan}
    }
    yield server
    server.shutdown()
    server.server_close()


def _tersisa(s3: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What lies in the bucket below this test's folder, and what is half uploaded."""
    klien = boto3.client(
        "s3",
        endpoint_url=s3["endpoint_url"],
        aws_access_key_id=s3["access_key"],
        aws_secret_access_key=s3["secret_key"],
        region_name=s3["region_name"],
    )
    awal = default_storage.location
    isi = klien.list_objects_v2(Bucket=s3["bucket_name"], Prefix=awal).get("Contents", [])
    separuh = klien.list_multipart_uploads(Bucket=s3["bucket_name"]).get("Uploads", [])
    return [satu["Key"] for satu in isi], [satu["Key"] for satu in separuh if satu["Key"].startswith(awal)]


@pytest.mark.parametrize(
    ("tolak", "kata"),
    [
        *((t, "ruang penyimpanan server habis") for t in PENUH),
        *((t, "penyimpanan berkas sedang tidak dapat dipakai") for t in GAGAL),
    ],
)
@pytest.mark.parametrize("kepala", [{}, HTMX])
def test_unggahan_yang_tak_tersimpan_dijawab_507_dengan_kalimat_dan_diulang_setelah_ada_ruang(
    perantara: Perantara,
    s3: dict[str, Any],
    dunia: d.Dunia,
    tolak: tuple[int, str],
    kata: str,
    kepala: dict[str, Any],
) -> None:
    usulan = d.buat_draf(dunia)
    sebelum, ke = Berkas.objects.count(), alamat("unggah", usulan, baris_wajib(usulan).pk)
    semula = _tersisa(s3)
    perantara.tolak = tolak
    jawaban = masuk(dunia.pic).post(ke, kirim_berkas(), **kepala)
    assert (jawaban.status_code, kata in jawaban.text) == (507, True)
    assert "isian Anda masih ada" in " ".join(jawaban.text.split())
    assert (_tersisa(s3), Berkas.objects.count()) == (semula, sebelum)
    perantara.tolak = None
    assert masuk(dunia.pic).post(ke, kirim_berkas(), **kepala).status_code < 400
    assert Berkas.objects.count() == sebelum + 1


@pytest.mark.parametrize("tolak", [(403, "QuotaExceeded"), (503, "SlowDown")])
def test_berkas_besar_yang_terputus_di_potongan_kedua_tidak_meninggalkan_separuh(
    perantara: Perantara, s3: dict[str, Any], db: None, tolak: tuple[int, str]
) -> None:
    perantara.tolak, perantara.sabar = tolak, 1
    with pytest.raises(OSError, match=tolak[1]):
        default_storage.save("asli/ab/besar", ContentFile(b"x" * 20 * 1024 * 1024))
    assert _tersisa(s3) == ([], [])


def test_s3_yang_mati_dikatakan_pada_unggahan_dan_pada_bacaan(perantara: Perantara, dunia: d.Dunia) -> None:
    default_storage.save("asli/ab/ada", ContentFile(pdf()))
    perantara.mati = True
    for tanya in (default_storage.open, default_storage.exists, default_storage.delete, default_storage.listdir):
        with pytest.raises(PenyimpananGagal):
            tanya("asli/ab/ada")
    halaman = masuk(dunia.administrator).get(reverse("berkas:karantina"))
    assert (halaman.status_code, "Penyimpanan tidak terjangkau" in halaman.text) == (200, True)
    usulan = d.buat_draf(dunia)
    jawaban = masuk(dunia.pic).post(alamat("unggah", usulan, baris_wajib(usulan).pk), kirim_berkas())
    assert (jawaban.status_code, "tidak dapat dipakai" in jawaban.text) == (507, True)
    assert galat_api.kenali(PenyimpananGagal("S3: 503")).macam.status == 503


def test_petugas_diperingatkan_dan_peringatannya_reda(
    perantara: Perantara, dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proses, "gangguan", gangguan)
    cache.delete(KUNCI)
    assert MENOLAK not in gangguan()
    perantara.tolak = PENUH[0]
    with pytest.raises(OSError, match="QuotaExceeded"):
        default_storage.save("asli/ab/x", ContentFile(b"x"))
    sejak = gangguan()[MENOLAK]
    with pytest.raises(OSError, match="QuotaExceeded"):
        default_storage.save("asli/ab/x", ContentFile(b"x"))
    assert gangguan()[MENOLAK] == sejak
    isi = masuk(dunia.administrator).get(reverse("integrasi:pengiriman")).text
    kata = kata_proses(MENOLAK)
    assert kata
    assert "kuota bucket S3" in kata.langkah
    assert kata.kalimat in isi
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert MENOLAK not in gangguan()


def test_salah_setelan_tidak_disebut_penuh(perantara: Perantara, db: None) -> None:
    perantara.tolak = (403, "AccessDenied")
    with pytest.raises(Exception, match="AccessDenied") as galat:
        default_storage.save("asli/ab/x", ContentFile(b"x"))
    assert not isinstance(galat.value, OSError | GalatPengguna)
