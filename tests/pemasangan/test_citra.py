"""The image: what it copies and leaves out, and that its SBOM names what its lock holds."""

import json
import re
import subprocess
import sys
from pathlib import Path

from pemasangan.alat.rilis import TIDAK_IKUT
from tests.pemasangan.berkas import perintah_citra
from tests.sarana import AKAR

BUKAN_RUANG = {"pemasangan", "docs", "tests", "var"}


def _disalin() -> set[str]:
    """What the build copies from the checkout."""
    salin = [baris.split()[1:-1] for baris in perintah_citra() if baris.startswith("COPY") and "--from" not in baris]
    return {satu for sumber in salin for satu in sumber}


def test_citra_menyalin_setiap_ruang_produk() -> None:
    ruang = {p.parent.name for p in AKAR.glob("*/__init__.py")} - BUKAN_RUANG
    assert ruang | {"static", "templates", "manage.py", "requirements-server.txt"} <= _disalin()
    assert all((AKAR / satu).exists() for satu in _disalin())


def test_citra_tidak_memuat_yang_tidak_ikut_ke_server() -> None:
    dibuang = re.findall(r"rm -rf ([\w/. ]+)", " ".join(perintah_citra()))
    buang = {Path(satu) for kelompok in dibuang for satu in kelompok.split()}
    for tidak in TIDAK_IKUT:
        termuat = tidak.parts[0] in {Path(satu).parts[0] for satu in _disalin()}
        assert not termuat or tidak in buang, tidak


def test_yang_disalin_citra_dikirim_ke_pembangun() -> None:
    boleh = {b[1:] for b in (AKAR / ".dockerignore").read_text().splitlines() if b.startswith("!")}
    assert boleh == _disalin()


def test_pustaka_citra_dipasang_menurut_sidiknya() -> None:
    pasang = [baris for baris in perintah_citra() if "pip install" in baris]
    assert len(pasang) == 1
    assert "--require-hashes --requirement requirements-server.txt" in pasang[0]


def test_citra_berjalan_tanpa_hak_root_dan_memulai_manage_py() -> None:
    akhir = perintah_citra()
    assert "USER 10001:10001" in akhir
    masuk = next(b for b in akhir if b.startswith("ENTRYPOINT"))
    assert json.loads(masuk.partition(" ")[2]) == ["/usr/bin/tini", "--", "python", "manage.py"]


def test_sbom_menyebut_setiap_pustaka_kunci(tmp_path: Path) -> None:
    kunci, hasil = AKAR / "requirements-server.txt", tmp_path / "sbom.json"
    perintah = ["-m", "cyclonedx_py", "requirements", "--output-reproducible", "--of", "JSON", "-o", str(hasil)]
    subprocess.run([sys.executable, *perintah, str(kunci)], check=True, capture_output=True)
    isi = json.loads(hasil.read_text())
    terkunci = set(re.findall(r"^([a-z0-9._-]+)==", kunci.read_text(), re.MULTILINE))
    assert isi["bomFormat"] == "CycloneDX"
    assert {satu["name"] for satu in isi["components"]} == terkunci
    assert all(satu["externalReferences"] or satu["version"] for satu in isi["components"])
