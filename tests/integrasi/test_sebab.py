"""Every cause is told to people in words, with what to do next, and nothing writes a cause that is not in the table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from integrasi.api.galat import SEMUA
from integrasi.keadaan import MASUK_PERLU_ORANG, KeadaanMasuk
from integrasi.models import KeadaanMitra, PanggilanBaca, Pengiriman, Percobaan, TokenSiasn
from integrasi.petugas.peringatan import KIRIMAN, SEBAB_MASUK, kata_peringatan
from integrasi.sebab import SEBAB, Kode, KodeApi, sebab_untuk

RUMAH = Path(settings.BASE_DIR) / "integrasi"
SUMBER = [
    berkas
    for berkas in RUMAH.rglob("*.py")
    if "migrations" not in berkas.parts and "simulator" not in berkas.parts and berkas.name != "sebab.py"
]

# What the server's manager types: settings and a command.
BERNAMA = re.compile(r"\b(STORAGE_URL|SIASN_(BASE_URL|PROKSI|PATHS|MODE_GANDA)|manage\.py uji_kontrak)\b")


def test_setiap_sebab_mempunyai_kalimat_dan_langkah() -> None:
    assert set(SEBAB) == set(Kode)


@pytest.mark.parametrize("kode", list(Kode))
def test_kalimat_diakhiri_titik_dan_bukan_kata_sandi_program(kode: Kode) -> None:
    for teks in (SEBAB[kode].kalimat, SEBAB[kode].langkah):
        assert teks[0].isupper()
        assert teks.endswith(".")
        assert "_" not in BERNAMA.sub("", teks)


def test_sebab_yang_tidak_dikenal_tetap_mendapat_kalimat() -> None:
    assert "tidak dikenal" in sebab_untuk("entah_apa").kalimat


@pytest.mark.parametrize("lama", ["PEMETAAN", "data", "sewa_habis", "pemulihan", "batalkan", "tidak_tersedia"])
def test_sebab_yang_sudah_tersimpan_tetap_terbaca(lama: str) -> None:
    """Values that stand in databases since the first version."""
    assert sebab_untuk(lama) is SEBAB[Kode(lama)]


@pytest.mark.parametrize("model", [Pengiriman, Percobaan, KeadaanMitra, TokenSiasn, PanggilanBaca])
def test_sebab_muat_dalam_kolomnya(model: type) -> None:
    lebar = model._meta.get_field("sebab").max_length  # type: ignore[attr-defined]
    assert all(len(kode) <= lebar for kode in (*Kode, *KodeApi))


def test_masalah_pertukaran_memakai_kata_yang_sama() -> None:
    # A notice that a newer verdict has overtaken may be closed, but holds nothing up.
    assert set(SEBAB_MASUK) == set(MASUK_PERLU_ORANG) - {KeadaanMasuk.BASI}
    for kode in (Kode.SIASN_PUTUS, Kode.MANDEK, *SEBAB_MASUK.values()):
        assert kata_peringatan(kode) is SEBAB[kode]
    assert kata_peringatan(f"{KIRIMAN}{Kode.DITOLAK}") is SEBAB[Kode.DITOLAK]


def test_setiap_penolakan_kepada_bkn_mempunyai_kata() -> None:
    assert [macam.kode for macam in SEMUA] == list(KodeApi)


def _nilai(simpul: ast.AST) -> Iterator[ast.expr]:
    """What is written to something called `sebab`: keywords, attributes, also within an assignment of several."""
    if isinstance(simpul, ast.keyword) and simpul.arg == "sebab":
        yield simpul.value
    if isinstance(simpul, ast.Call) and isinstance(simpul.func, ast.Name) and simpul.func.id in {"Hasil", "BelumSiap"}:
        yield from simpul.args[:-1] if simpul.func.id == "BelumSiap" else simpul.args[1:2]
    if isinstance(simpul, ast.Assign):
        for sasaran in simpul.targets:
            pasangan = isinstance(sasaran, ast.Tuple) and isinstance(simpul.value, ast.Tuple)
            kiri = sasaran.elts if isinstance(sasaran, ast.Tuple) else [sasaran]
            kanan = simpul.value.elts if pasangan and isinstance(simpul.value, ast.Tuple) else [simpul.value]
            for nama, isi in zip(kiri, kanan, strict=False):
                if isinstance(nama, ast.Attribute) and nama.attr == "sebab":
                    yield isi


def _teks_bebas(pohon: ast.AST) -> list[str]:
    tulisan = [nilai for simpul in ast.walk(pohon) for nilai in _nilai(simpul)]
    return [str(n.value) for n in tulisan if isinstance(n, ast.Constant) and n.value not in ("", None, False)]


@pytest.mark.parametrize(
    "baris",
    [
        'semua.update(sebab="asal")',
        'baris.sebab = "asal"',
        'baris.keadaan, baris.sebab, baris.pesan = x, "asal", y',
        'Hasil(keadaan, "asal", pesan)',
        'BelumSiap("asal", pesan)',
    ],
)
def test_pemeriksa_mengenali_sebab_yang_ditulis_bebas(baris: str) -> None:
    assert _teks_bebas(ast.parse(baris)) == ["asal"]


def test_tidak_ada_yang_menulis_sebab_di_luar_daftar() -> None:
    bebas = {berkas.name: isi for berkas in SUMBER if (isi := _teks_bebas(ast.parse(berkas.read_text())))}
    assert bebas == {}


def test_setiap_sebab_ada_yang_memakai() -> None:
    simpul = [simpul for berkas in SUMBER for simpul in ast.walk(ast.parse(berkas.read_text()))]
    dipakai = {(s.value.id, s.attr) for s in simpul if isinstance(s, ast.Attribute) and isinstance(s.value, ast.Name)}
    daftar = {*(("Kode", kode.name) for kode in Kode), *(("KodeApi", kode.name) for kode in KodeApi)}
    assert daftar - dipakai == set()
