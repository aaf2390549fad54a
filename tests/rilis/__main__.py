"""`make uji-rilis-lama`: the last release's tests, in its own tree, on the schema of this one.

What they do is what its processes do while the schema is already ours (docs/operasi.md, "Upgrade, and back").
"""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from siapp.lokal import postgres
from tests.rilis.pengadil import CATATAN
from tests.sarana import AKAR

POHON = AKAR / "var" / "rilis-lama"
# Said in its own tree: under which name its tests look for their database, and its catalogue in ours.
SIDIK = "import tests.conftest; from tests import pola; print('SIDIK', pola.AWALAN + pola.sidik())"
KATALOG = """
import django; django.setup()
from referensi.isian_awal import muat_ke_basis_data
from tests import pengosongan
muat_ke_basis_data(); pengosongan.kosongkan(pengosongan.BERPENJAGA)
"""


def siapkan_pohon() -> None:
    """Check the release out into `POHON`. Raises CalledProcessError where git does not know it."""
    _git("worktree", "prune")
    if POHON.exists():
        _git("-C", str(POHON), "checkout", "--quiet", "--force", "--detach", CATATAN["commit"])
    else:
        _git("worktree", "add", "--quiet", "--force", "--detach", str(POHON), CATATAN["commit"])


def _git(*perintah: str) -> None:
    subprocess.run(["git", *perintah], cwd=AKAR, check=True)


def _python(pohon: Path, naskah: str, url: str) -> str:
    lingkungan = {**os.environ, **_setelan(url), "PYTHONPATH": str(pohon)}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", naskah],
        cwd=pohon,
        env=lingkungan,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _setelan(url: str) -> dict[str, str]:
    return {"DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"}


def _bersih() -> dict[str, str]:
    """Nothing of ours: loading the settings fills the environment, and the old tests would take that for theirs."""
    return {nama: os.environ[nama] for nama in ("PATH", "HOME", "LANG", "TMPDIR") if nama in os.environ}


def pola_baru(server: postgres.PostgresServer) -> None:
    """Make the pattern database of the old tests by this release's migrations, with the old catalogue in it."""
    induk = postgres.alamat(server, "postgres")
    (nama,) = (b.split()[1] for b in _python(POHON, SIDIK, induk).splitlines() if b.startswith("SIDIK"))
    url = postgres.alamat(server, nama)
    with psycopg.connect(induk, autocommit=True) as koneksi:
        for perintah in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
            koneksi.execute(sql.SQL(perintah).format(sql.Identifier(nama)))
    siap = "import tests.sarana as s; s.siapkan_lingkungan(); import os; os.environ['DATABASE_URL'] = {url!r}\n"
    siap = siap.format(url=url)
    skema = (
        "import django; django.setup()\nfrom django.core.management import call_command\n"
        "call_command('migrate', run_syncdb=True, interactive=False, verbosity=0)\ncall_command('createcachetable')\n"
    )
    _python(AKAR, siap + skema, induk)
    _python(POHON, siap + KATALOG, induk)
    with psycopg.connect(induk, autocommit=True) as koneksi:
        koneksi.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(nama)))


def utama() -> int:
    """Run them; the exit code of pytest."""
    siapkan_pohon()
    # The server that its tests start by themselves: they join it.
    server = postgres.nyalakan_uji(POHON / "var" / "uji" / "postgres")
    try:
        pola_baru(server)
        perintah = [Path(sys.executable).with_name("pytest"), "-q", *CATATAN["uji"], *sys.argv[1:]]
        return subprocess.run(perintah, cwd=POHON, env=_bersih(), check=False).returncode
    finally:
        postgres.matikan(server)


if __name__ == "__main__":
    sys.exit(utama())
