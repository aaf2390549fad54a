"""The embedded stack: what happens when somebody is in the way, is killed, or comes twice."""

import errno
import inspect
import io
import json
import logging.config
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import granian.server.mp
import psutil
import psycopg
import pytest
from pytest_django import Settings
from rich.console import Console

from siapp.catatan_log import SARAN_UTAS
from siapp.lokal import bersih, contoh, jalan, langkah, postgres, susunan, venv
from siapp.lokal.awas import Pengawas, bereskan_sisa
from siapp.lokal.galat import GagalMulai
from siapp.lokal.kunci import Terkunci, pegang
from siapp.proses import CATATAN_GRANIAN
from tests.sarana import AKAR, SABAR, VAR_UJI, port_bebas

TIDUR = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder below var/: when run as root, PostgreSQL's own user must be able to reach it."""
    tempat = VAR_UJI / f"lokal-{os.getpid()}-{time.time_ns()}"
    tempat.mkdir(parents=True)
    yield tempat
    shutil.rmtree(tempat)


@pytest.fixture
def pengawas(folder: Path) -> Iterator[Pengawas]:
    satu = Pengawas(folder / "log", folder / "proses.json")
    yield satu
    satu.hentikan()


@pytest.fixture
def tanpa_produksi(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for nama in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "PORT", "PORT_SIMULATOR"):
        monkeypatch.delenv(nama, raising=False)
    return monkeypatch


def _mati(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _tunggu(benar: Callable[[], bool], detik: float = SABAR) -> bool:
    batas = time.monotonic() + detik
    while not benar() and time.monotonic() < batas:
        time.sleep(0.05)
    return benar()


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def test_postgres_menyimpan_data_dan_pulih_sesudah_dibunuh(folder: Path) -> None:
    server = postgres.nyalakan(folder / "pg", postgres.SETELAN_BAWAAN)
    try:
        assert postgres.pastikan_basis_data(server, "siapp") is True
        assert postgres.pastikan_basis_data(server, "siapp") is False
        with psycopg.connect(postgres.alamat(server, "siapp")) as koneksi:
            koneksi.execute("CREATE TABLE catatan AS SELECT 7 AS isi")
            assert koneksi.execute("SHOW max_connections").fetchone() == ("200",)
        proses = psutil.Process(server.get_pid() or 0)
        anak = proses.children()
        proses.kill()
        psutil.wait_procs(anak, timeout=SABAR)
        assert _tunggu(lambda: not postgres.hidup(server))
    finally:
        postgres.matikan(server)

    server = postgres.nyalakan(folder / "pg", postgres.SETELAN_BAWAAN)
    try:
        with psycopg.connect(postgres.alamat(server, "siapp")) as koneksi:
            assert koneksi.execute("SELECT isi FROM catatan").fetchone() == (7,)
        assert postgres.dipakai(folder / "pg")
    finally:
        postgres.matikan(server)
    assert not postgres.hidup(server)
    assert not postgres.dipakai(folder / "pg")


def test_pemegang_yang_dibunuh_tidak_menahan_server_tetap_hidup(folder: Path) -> None:
    server = postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI)
    mati = subprocess.Popen(["true"])
    mati.wait()
    (folder / "pg" / ".handle_pids.json").write_text(json.dumps([mati.pid, os.getpid()]))
    postgres.matikan(server)
    assert not postgres.hidup(server)


@pytest.mark.parametrize("isi", ["", "999999999\n", "bukan angka\n", "{saya}\n/lain\n"])
def test_berkas_pid_basi_tidak_menghalangi(folder: Path, isi: str) -> None:
    """A number that belongs to nobody, or to a stranger (this very test process), is no server."""
    postgres.matikan(postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI))
    (folder / "pg" / "postmaster.pid").write_text(isi.format(saya=os.getpid()))
    server = postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI)
    try:
        assert postgres.hidup(server)
    finally:
        postgres.matikan(server)


def test_folder_postgres_setengah_jadi_mendapat_kalimat(folder: Path) -> None:
    (folder / "pg").mkdir()
    (folder / "pg" / "PG_VERSION").write_text("18\n")
    with pytest.raises(GagalMulai, match=r"setengah jadi.*make bersih"):
        postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI)


def test_basis_data_yang_rusak_mendapat_kalimat_dengan_sebabnya(folder: Path) -> None:
    postgres.matikan(postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI))
    (folder / "pg" / "global" / "pg_control").unlink()
    with pytest.raises(GagalMulai, match=r"tidak mau menyala.*pg_control.*make bersih"):
        postgres.nyalakan(folder / "pg", postgres.SETELAN_UJI)


# --- locks and ports ------------------------------------------------------------------------------------------------


def test_kunci_hanya_untuk_satu_pemegang(tmp_path: Path) -> None:
    with pegang(tmp_path / "kunci", tunggu=False), pytest.raises(Terkunci), pegang(tmp_path / "kunci", tunggu=False):
        pytest.fail("dua pemegang")
    with pegang(tmp_path / "kunci", tunggu=False):
        pass


def test_port_yang_dipakai_mendapat_kalimat_dengan_port_lain() -> None:
    with socket.socket() as penghalang:
        penghalang.bind(("127.0.0.1", 0))
        penghalang.listen()
        port = penghalang.getsockname()[1]
        with pytest.raises(GagalMulai, match=rf"Port {port} sedang dipakai.*`PORT={port + 1} make run`"):
            susunan.pastikan_port_bebas(port, "PORT")
    susunan.pastikan_port_bebas(port, "PORT")


@pytest.mark.parametrize("isi", ["delapan", "0", "65536", "-1"])
def test_port_yang_bukan_port_ditolak(tanpa_produksi: pytest.MonkeyPatch, isi: str) -> None:
    tanpa_produksi.setenv("PORT_SIMULATOR", isi)
    with pytest.raises(GagalMulai, match="PORT_SIMULATOR harus berupa angka"):
        susunan.baca_susunan()


@pytest.mark.parametrize("nama", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_peragaan_menolak_pemasangan_sungguhan(tanpa_produksi: pytest.MonkeyPatch, nama: str) -> None:
    tanpa_produksi.setenv(nama, "terisi")
    with pytest.raises(GagalMulai, match=f"Kosongkan {nama}"):
        susunan.baca_susunan()


def test_basis_data_dari_luar_boleh_dipakai_peragaan(tanpa_produksi: pytest.MonkeyPatch) -> None:
    tanpa_produksi.setenv("DATABASE_URL", "postgresql://contoh/siapp")
    tanpa_produksi.setenv("PORT", "8001")
    hasil = susunan.baca_susunan()
    assert (hasil.basis_data, hasil.redis, hasil.url) == ("postgresql://contoh/siapp", "", "http://127.0.0.1:8001")


def test_lingkungan_peragaan_memakai_port_yang_dipilih(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(susunan, "VAR", tmp_path)
    for nama in susunan.BAWAAN_LOKAL:
        monkeypatch.delenv(nama, raising=False)
    pilihan = susunan.Susunan(port=8001, port_simulator=8101, basis_data="", redis="")
    hasil = susunan.susun_lingkungan(pilihan, basis_data="postgresql:///a", redis="redis://b")
    assert hasil["BASE_URL"] == "http://127.0.0.1:8001"
    assert hasil["SIASN_TOKEN_URL"].startswith("http://127.0.0.1:8101/")
    assert len(hasil["SIAPP_OAUTH_CLIENT_SECRET"]) >= 50
    susunan.tulis_lingkungan(hasil)
    assert susunan.load_dotenv(tmp_path / "lokal.env", override=True)
    assert os.environ["DATABASE_URL"] == "postgresql:///a"
    assert (tmp_path / "lokal.env").stat().st_mode & 0o077 == 0


# --- children -------------------------------------------------------------------------------------------------------


def test_anak_yang_mati_disebut_dengan_baris_akhir_catatannya(pengawas: Pengawas) -> None:
    anak = pengawas.mulai(
        "web", [sys.executable, "-c", "print('tidak kuat'); raise SystemExit(3)"], lingkungan=os.environ, folder=AKAR
    )
    anak.proses.wait()
    with pytest.raises(GagalMulai, match=r"(?s)`web` berhenti sendiri \(kode 3\).*web\.log.*tidak kuat"):
        pengawas.periksa()


def test_menghentikan_anak_juga_menghentikan_cucunya(pengawas: Pengawas) -> None:
    ibu = "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)"
    anak = pengawas.mulai("pekerja", [sys.executable, "-c", ibu, *TIDUR], lingkungan=os.environ, folder=AKAR)
    assert _tunggu(lambda: bool(anak.baris_akhir()))
    cucu = int(anak.baris_akhir()[0])
    pengawas.hentikan()
    assert anak.proses.returncode == -signal.SIGTERM
    assert _tunggu(lambda: _mati(cucu))
    assert not pengawas.daftar.exists()


def _sela(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a file that was open when it came
def test_ctrl_c_di_saat_mana_pun_dari_pengawasan_tidak_menggantung(pengawas: Pengawas) -> None:
    anak = pengawas.mulai("web", TIDUR, lingkungan=os.environ, folder=AKAR)
    lama = signal.signal(signal.SIGALRM, _sela)
    try:
        for ke in range(3_000):
            with suppress(KeyboardInterrupt):
                signal.setitimer(signal.ITIMER_REAL, 50e-6 + ke % 100 * 1e-6)
                while True:
                    pengawas.periksa()
        signal.alarm(int(SABAR))
        pengawas.hentikan()
        signal.alarm(0)
    finally:
        signal.signal(signal.SIGALRM, lama)
    assert anak.proses.returncode == -signal.SIGTERM


def test_ctrl_c_selagi_anak_dimulai_tidak_kehilangan_anaknya(
    pengawas: Pengawas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes when the process is there and nobody has noted it yet."""

    def mulai_lalu_sela(*isi: Any, **lain: Any) -> "subprocess.Popen[bytes]":
        proses = asli(*isi, **lain)
        os.kill(os.getpid(), signal.SIGINT)
        return proses

    asli = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", mulai_lalu_sela)
    with pytest.raises(KeyboardInterrupt):
        pengawas.mulai("web", TIDUR, lingkungan=os.environ, folder=AKAR)
    (anak,) = pengawas.anak
    pengawas.hentikan()
    assert anak.proses.returncode == -signal.SIGTERM


class Telantar:
    """Python ignores what its end raises: a signal that comes just then would not be heard."""

    def __init__(self, sinyal: Callable[..., None]) -> None:
        self._sinyal = sinyal

    def __del__(self) -> None:
        self._sinyal(signal.SIGINT, None)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_yang_tertelan_terdengar_pada_pemeriksaan_berikutnya(pengawas: Pengawas) -> None:
    pengawas.periksa()
    Telantar(pengawas.minta_akhir)
    with pytest.raises(KeyboardInterrupt):
        pengawas.periksa()


class TerminalTertutup(io.StringIO):
    """What is left of a terminal whose window was closed."""

    def write(self, _teks: str) -> int:
        raise OSError(errno.EIO, "Input/output error")


def test_terminal_yang_ditutup_tidak_menyisakan_proses(pengawas: Pengawas, monkeypatch: pytest.MonkeyPatch) -> None:
    anak = pengawas.mulai("web", TIDUR, lingkungan=os.environ, folder=AKAR)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(jalan, "konsol", Console(file=TerminalTertutup()))
    jalan._tutup(pengawas)
    assert anak.proses.poll() is not None


def test_sisa_dari_pengawas_yang_dibunuh_dihentikan_pada_mulai_berikutnya(pengawas: Pengawas) -> None:
    anak = pengawas.mulai("beat", TIDUR, lingkungan=os.environ, folder=AKAR)
    assert bereskan_sisa(pengawas.daftar) == ["beat"]
    assert anak.proses.wait(timeout=SABAR) == -signal.SIGKILL
    assert bereskan_sisa(pengawas.daftar) == []


def test_proses_orang_lain_dengan_nomor_yang_sama_tidak_disentuh(pengawas: Pengawas) -> None:
    anak = pengawas.mulai("web", TIDUR, lingkungan=os.environ, folder=AKAR)
    isi = json.loads(pengawas.daftar.read_text())
    pengawas.daftar.write_text(json.dumps([satu | {"lahir": satu["lahir"] - 1000} for satu in isi]))
    assert bereskan_sisa(pengawas.daftar) == []
    assert anak.proses.poll() is None


def test_hanya_peringatan_yang_sampai_ke_terminal(pengawas: Pengawas) -> None:
    baris = [
        {"level": "info", "event": "biasa"},
        {"level": "warning", "event": "mitra_lambat\nrincian panjang"},
        {"level": "error", "event": "mitra_hilang", "logger": "integrasi", "sebab": "antrean:berkas"},
    ]
    kode = f"print('bukan json'); [print(b) for b in {[json.dumps(satu) for satu in baris]!r}]"
    anak = pengawas.mulai("pekerja", [sys.executable, "-c", kode], lingkungan=os.environ, folder=AKAR)
    anak.proses.wait()
    assert list(anak.peringatan_baru()) == ["warning: mitra_lambat", "error: mitra_hilang sebab=antrean:berkas"]
    assert list(anak.peringatan_baru()) == []


def test_saran_granian_atas_utas_yang_dipilih_tidak_dicatat(capsys: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(json.loads(CATATAN_GRANIAN.read_text()))
    for kalimat in (SARAN_UTAS, "Unable to bind"):
        logging.getLogger("_granian").warning(kalimat)
    assert [json.loads(baris)["event"] for baris in capsys.readouterr().err.splitlines()] == ["Unable to bind"]


def test_saran_granian_yang_disaring_masih_berbunyi_demikian() -> None:
    assert SARAN_UTAS in inspect.getsource(granian.server.mp)


@pytest.mark.parametrize(
    ("kode", "kalimat"),
    [
        ("print('Contoh: 17 dari 17 usulan')", ""),
        ("import sys; sys.exit('CommandError: 3 dari 17 usulan contoh jadi.')", "3 dari 17 usulan contoh jadi."),
        ("raise SystemExit(4)", "prosesnya berhenti (kode 4)."),
    ],
)
def test_pembuat_contoh_yang_berakhir_tidak_mengakhiri_yang_lain(
    pengawas: Pengawas, monkeypatch: pytest.MonkeyPatch, kode: str, kalimat: str
) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(contoh, "konsol", Console(file=terminal, width=80))
    lain = pengawas.mulai("web", TIDUR, lingkungan=os.environ, folder=AKAR)
    anak = pengawas.mulai("contoh", [sys.executable, "-c", kode], lingkungan=os.environ, folder=AKAR, sambilan=True)
    assert _tunggu(lambda: anak.mati)
    pengawas.periksa()
    (usai,) = pengawas.ambil_usai()
    contoh.tutup(usai)
    if kalimat:
        assert terminal.getvalue().startswith(
            f"Usulan contoh belum lengkap: {kalimat} Aplikasi tetap menyala. Lanjutkan"
        )
    else:
        assert terminal.getvalue() == "Contoh: 17 dari 17 usulan\n"
    assert pengawas.anak == [lain]


def test_peragaan_memakai_dua_peran_dan_menyerahkan_yang_dahulu_dibuat_superuser(folder: Path) -> None:
    server = postgres.nyalakan(folder / "pg", postgres.SETELAN_BAWAAN)
    try:
        postgres.pastikan_basis_data(server, "siapp")
        with psycopg.connect(postgres.alamat(server, "siapp")) as lama:
            lama.execute("CREATE EXTENSION pg_trgm")
            lama.execute("CREATE TABLE catatan (id bigserial, isi int)")
            lama.execute("CREATE FUNCTION tujuh() RETURNS int LANGUAGE sql AS 'SELECT 7'")
        for _ in range(2):
            postgres.siapkan_peran(server, "siapp")
        with psycopg.connect(postgres.alamat(server, "siapp", postgres.PEMILIK)) as pemilik:
            pemilik.execute("ALTER TABLE catatan ADD COLUMN lain int")
            pemilik.execute("CREATE OR REPLACE FUNCTION tujuh() RETURNS int LANGUAGE sql AS 'SELECT 8'")
            assert pemilik.execute("SELECT current_setting('is_superuser')").fetchone() == ("off",)
        with psycopg.connect(postgres.alamat(server, "siapp", postgres.APLIKASI)) as aplikasi:
            assert aplikasi.execute("SELECT current_setting('is_superuser')").fetchone() == ("off",)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                aplikasi.execute("CREATE TABLE sendiri (isi int)")
    finally:
        postgres.matikan(server)


# --- steps and forgetting -------------------------------------------------------------------------------------------


def test_setiap_langkah_memakai_perintah_yang_ada() -> None:
    from django.core.management import get_commands

    perintah = {satu.perintah[0] for satu in (*langkah.SEBELUM, langkah.STATIS, *langkah.SESUDAH)} | {
        langkah.DAFTAR_AKUN[0]
    }
    assert perintah - set(get_commands()) == set()


@pytest.mark.django_db
def test_setelan_pemasangan_yang_salah_menghentikan_mulai(settings: Settings) -> None:
    langkah.jalankan(langkah.SEBELUM[0].perintah)
    settings.SIASN_MASA_TENANG = timedelta(seconds=1)
    with pytest.raises(GagalMulai, match="SIASN_MASA_TENANG harus lebih lama"):
        langkah.jalankan(langkah.SEBELUM[0].perintah)


def test_langkah_yang_gagal_menyebut_perintahnya() -> None:
    with pytest.raises(GagalMulai, match=r"manage.py perintah_khayal` gagal"):
        langkah.jalankan(("perintah_khayal",))


def test_bersih_menolak_selagi_make_run_berjalan(folder: Path) -> None:
    with pegang(folder / "lokal.kunci", tunggu=False), pytest.raises(GagalMulai, match="Ctrl-C"):
        bersih.bersih(folder)


def test_bersih_menolak_selagi_pengujian_berjalan(folder: Path) -> None:
    (folder / "uji" / "postgres").mkdir(parents=True)
    (folder / "uji" / "postgres" / ".handle_pids.json").write_text(json.dumps([os.getpid()]))
    with pytest.raises(GagalMulai, match="Pengujian sedang berjalan"):
        bersih.bersih(folder)


def test_bersih_menghapus_data_dan_server_yang_tertinggal(folder: Path) -> None:
    var = folder / "var"
    server = postgres.nyalakan(var / "postgres", postgres.SETELAN_UJI)
    try:
        bersih.bersih(var)
        assert not var.exists()
        assert _tunggu(lambda: not postgres.hidup(server))
        bersih.bersih(var)
    finally:
        var.mkdir()
        (var / "postgres").mkdir()
        postgres.matikan(server)


def _make_run(lingkungan: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "siapp.lokal", "jalan"], cwd=AKAR, env=lingkungan, capture_output=True, text=True
    )


def test_make_run_dengan_port_terpakai_keluar_dengan_satu_kalimat(tanpa_produksi: pytest.MonkeyPatch) -> None:
    with socket.socket() as penghalang:
        penghalang.bind(("127.0.0.1", 0))
        penghalang.listen()
        port = penghalang.getsockname()[1]
        hasil = _make_run(dict(os.environ) | {"PORT": str(port), "PORT_SIMULATOR": str(port_bebas())})
    assert hasil.returncode == 1
    assert hasil.stderr.startswith((f"Port {port} sedang dipakai", "`make run` sudah berjalan"))
    assert "Traceback" not in hasil.stdout + hasil.stderr


# --- .venv ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def venv_kosong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """`siapp.lokal.venv` pointed at an empty checkout; returns its lock file."""
    monkeypatch.setattr(venv, "AKAR", tmp_path)
    monkeypatch.setattr(venv, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(venv, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    kunci = tmp_path / "requirements.txt"
    kunci.write_text("")
    return kunci


def test_venv_dibuat_sekali_dan_dipasang_lagi_bila_kunci_berubah(
    venv_kosong: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert venv.utama(venv_kosong) == ""
    assert "terpasang" in capsys.readouterr().out
    assert venv.utama(venv_kosong) == ""
    assert capsys.readouterr().out == ""
    venv_kosong.write_text("# berubah\n")
    assert venv.utama(venv_kosong) == ""
    assert "terpasang" in capsys.readouterr().out


def test_pustaka_tanpa_sidik_ditolak_dengan_kalimat(venv_kosong: Path) -> None:
    (venv_kosong.parent / "paket").mkdir()
    venv_kosong.write_text("./paket\n")
    assert venv.utama(venv_kosong).startswith("Pemasangan pustaka gagal")


def test_tanpa_modul_venv_ada_kalimat_dengan_paketnya(venv_kosong: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(venv.importlib.util, "find_spec", {"venv": object()}.get)
    assert "sudo apt-get install python3-venv" in venv.utama(venv_kosong)


@pytest.mark.parametrize("versi", [(3, 10), (3, 13)])
def test_python_yang_tidak_cocok_ditolak(
    venv_kosong: Path, monkeypatch: pytest.MonkeyPatch, versi: tuple[int, int]
) -> None:

    monkeypatch.setattr(venv.sys, "version_info", (*versi, 0))
    assert venv.utama(venv_kosong).startswith("Diperlukan Python 3.11 atau 3.12")
