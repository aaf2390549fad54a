"""The rules of the house that no other tool holds (arsitektur.md 3)."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from siapp import celery
from siapp.proses import ANTREAN_PROSES

AKAR = Path(__file__).resolve().parent.parent
KAMAR = ("siapp", "referensi", "usulan", "integrasi")


def _sumber() -> Iterator[Path]:
    for kamar in KAMAR:
        yield from (p for p in (AKAR / kamar).rglob("*.py") if "migrations" not in p.parts)


def _fungsi() -> Iterator[tuple[str, int]]:
    for berkas in _sumber():
        for simpul in ast.walk(ast.parse(berkas.read_text())):
            if isinstance(simpul, ast.FunctionDef | ast.AsyncFunctionDef) and simpul.end_lineno:
                yield f"{berkas.relative_to(AKAR)}:{simpul.lineno} {simpul.name}", simpul.end_lineno - simpul.lineno + 1


def test_fungsi_tetap_kecil() -> None:
    panjang = dict(_fungsi())
    semua = sorted(panjang.values())
    assert statistics.median(semua) <= 8
    assert semua[int(len(semua) * 0.9)] <= 30
    assert [nama for nama, baris in panjang.items() if baris > 50] == []


def test_berkas_tetap_pendek() -> None:
    panjang = {str(p.relative_to(AKAR)): len(p.read_text().splitlines()) for p in _sumber()}
    assert {nama: n for nama, n in panjang.items() if n > 400} == {}


def test_setiap_pustaka_menyebut_alasannya() -> None:
    baris = [b.strip() for b in (AKAR / "pyproject.toml").read_text().splitlines()]
    pustaka = [b for b in baris if re.match(r'^"[a-z][\w.\-\[\],]*\s*[<>=~!]', b) or re.match(r'^"[a-z-]+",\s*#', b)]
    assert len(pustaka) > 30
    assert [b for b in pustaka if not re.search(r"# \w.{9,}", b)] == []


def test_setiap_antrean_punya_pekerja() -> None:
    assert set(celery.ANTREAN) == {antrean for antreannya in ANTREAN_PROSES.values() for antrean in antreannya}


def test_setiap_tugas_berjadwal_ada_dan_punya_antrean() -> None:
    celery.app.loader.import_default_modules()
    for tugas, _ in celery.JADWAL.values():
        assert tugas in celery.app.tasks, tugas
        assert celery.rute(tugas)["queue"] in celery.ANTREAN


def test_migrasi_bernama() -> None:
    nama = [p.name for p in AKAR.rglob("migrations/0*.py") if ".venv" not in p.parts and "var" not in p.parts]
    assert [n for n in nama if re.match(r"\d{4}_(auto|initial)", n)] == []


def _layar_yang_diimpor(pohon: ast.AST) -> Iterator[str]:
    """Modules of screens that a module imports: `….views`, or one in a package of that name."""
    layar = re.compile(rf"^(?:{'|'.join(KAMAR)})\.(?:\w+\.)*views(?:\.|$)")
    for simpul in ast.walk(pohon):
        if isinstance(simpul, ast.Import):
            yield from (nama.name for nama in simpul.names if layar.match(nama.name))
        if isinstance(simpul, ast.ImportFrom) and simpul.module:
            yield from (n for n in (f"{simpul.module}.{nama.name}" for nama in simpul.names) if layar.match(n))


@pytest.mark.parametrize(
    "baris", ["import usulan.views.draf", "from usulan.views import draf", "from siapp.audit.views import jejak"]
)
def test_pemeriksa_mengenali_impor_layar(baris: str) -> None:
    assert list(_layar_yang_diimpor(ast.parse(baris))) != []


def test_layar_hanya_diimpor_daftar_alamat() -> None:
    """No view imports a view of another screen: what two share stands in a module of what it is about."""
    impor = {str(p.relative_to(AKAR)): list(_layar_yang_diimpor(ast.parse(p.read_text()))) for p in _sumber()}
    assert [nama for nama, isi in impor.items() if isi and "urls" not in nama] == []


def test_halaman_atau_potongan_diputuskan_di_satu_tempat() -> None:
    pemakai = {str(p.relative_to(AKAR)) for p in _sumber() if "request.htmx" in p.read_text()}
    assert pemakai == {"siapp/web/fragmen.py"}
