"""One value of SIASN's lists: read when it has one meaning, named when it has none; nothing else ever happens."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrasi.siasn import asn, nilai, referensi
from integrasi.siasn.baris import BarisAneh
from integrasi.siasn.bentuk import Isi, buka_bytes
from integrasi.siasn.nilai import NilaiAneh
from integrasi.tanya import sinkron
from referensi.pemuatan import DAFTAR
from referensi.sisihan import sisihan_tak_muat

TRILIUN = 10**12


@pytest.mark.parametrize(
    ("isi", "arti"),
    [
        (22, 22),
        (22.0, 22),
        ("22", 22),
        (" 22 ", 22),
        ("22.0", 22),
        ("22,00", 22),
        ("22.000", 22),  # of 0–99 only one reading fits
        ("\uff12\uff12", 22),
        (None, None),
        ("", None),
        ("-", None),
        (0, 0),
    ],
)
def test_tahun_dibaca(isi: Any, arti: int | None) -> None:
    assert nilai.bilangan(isi, 0, 99) == arti


@pytest.mark.parametrize(
    "isi",
    [
        *("4.500.000", "4,500,000", "4.500.000,00", "4,500,000.00", "Rp 4.500.000,00", "Rp4.500.000,-", "IDR 4500000"),
        *(4_500_000, 4.5e6, "4500000.00", "4 500 000"),
    ],
)
def test_rupiah_dibaca(isi: Any) -> None:
    assert nilai.bilangan(isi, 0, TRILIUN) == 4_500_000


@pytest.mark.parametrize(
    "isi",
    [
        *("4.000", "22.5", "4.500.00", "4,5", "seribu", "1e5", "--5", "Rp", -1, 22.5, float("nan"), float("inf")),
        *(1e20, 10**13, True, [], {}, "9" * 5000, "\u00bd", "1.2.3"),
    ],
)
def test_rupiah_yang_tidak_berarti_satu_disebut(isi: Any) -> None:
    with pytest.raises(NilaiAneh):
        nilai.bilangan(isi, 0, TRILIUN)


@pytest.mark.parametrize(
    "isi", ["IV/b", "IV/B", "iv/b", "IV b", "IV.b", "IV-B", "IVb", "4b", "4/B", "Gol. IV/b", "42", 42, 42.0, "\u2163/b"]
)
def test_golongan_dibaca_dalam_satu_ejaan(isi: Any) -> None:
    assert nilai.golongan(isi) == "IV/b"


@pytest.mark.parametrize("isi", ["IV", "b", "V/a", "IV/f", "III/e", "Pembina", "46", "IV/b/c", [], True, 4.5])
def test_yang_bukan_golongan_disebut(isi: Any) -> None:
    with pytest.raises(NilaiAneh):
        nilai.golongan(isi)


@pytest.mark.parametrize(
    "isi",
    [
        "196805171990032001",
        196805171990032001,
        "'196805171990032001",
        "19680517 199003 2 001",
        "19680517.199003.2.001",
        "\ufeff196805171990032001\u00a0",
    ],
)
def test_nip_dibaca(isi: Any) -> None:
    assert nilai.nip(isi) == "196805171990032001"


@pytest.mark.parametrize(
    "isi", ["1.96805E+17", 1.96805171990032e17, "19680517199003200", "1968051719900320O1", [], True]
)
def test_yang_bukan_nip_disebut(isi: Any) -> None:
    with pytest.raises(NilaiAneh):
        nilai.nip(isi)


@pytest.mark.parametrize(
    ("isi", "arti"),
    [
        ("31-12-2026", date(2026, 12, 31)),
        ("2026-12-31T00:00:00Z", date(2026, 12, 31)),
        ("0001-01-01", None),
        ("-", None),
    ],
)
def test_tanggal_dibaca(isi: Any, arti: date | None) -> None:
    assert nilai.tanggal(isi) == arti


@pytest.mark.parametrize("isi", ["31-02-2026", "12/31/2026", 20261231, True, [], "besok", "9999-12-31T23:59:59-12:00"])
def test_yang_bukan_tanggal_disebut(isi: Any) -> None:
    with pytest.raises(NilaiAneh):
        nilai.tanggal(isi)


@pytest.mark.parametrize("isi", ["a\x00", "a\x07", "\ud800", True, [], {}, 4.5, float("nan")])
def test_yang_bukan_teks_disebut(isi: Any) -> None:
    with pytest.raises(NilaiAneh):
        nilai.teks(isi)


def test_angka_yang_sangat_panjang_tidak_menghentikan_jawaban() -> None:
    isi = buka_bytes(b'[{"id": 1, "bup": ' + b"9" * 5000 + b"}]")
    assert isinstance(isi, Isi)
    satu = referensi._referensi(isi.data[0])  # type: ignore[index]
    assert isinstance(satu, BarisAneh)
    assert satu.cacat[0].bidang == "bup"


ANEH = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=300)
    | st.sampled_from(["IV/B", "4b", "4.500.000", "31-02-2020", "x" * 1001, "\x00", "\ud800", "-", "01-01-0001"]),
    lambda isi: st.lists(isi, max_size=3) | st.dictionaries(st.text(max_size=5), isi, max_size=3),
    max_leaves=4,
)


def _tersimpan(isi: object) -> bool:
    """Whether PostgreSQL takes it as text."""
    return not isinstance(isi, str) or ("\x00" not in isi and isi.encode(errors="replace").decode() == isi)


@given(st.dictionaries(st.sampled_from(sorted(asn._PEMBACA)), ANEH))
def test_baris_orang_apa_pun_muat_di_tabel_atau_disebut_cacatnya(isi: dict[str, Any]) -> None:
    satu = asn._asn(isi)
    asn._kunci(isi)
    if isinstance(satu, BarisAneh):
        assert satu.cacat
        assert json.dumps([(c.macam, c.alasan) for c in satu.cacat])
        return
    assert satu.hadir <= isi.keys()
    baris, absen = sinkron._muat_asn(satu)
    if not sinkron._tak_muat(satu):
        assert sisihan_tak_muat(DAFTAR["asn"].bidang, baris) == []
        assert all(map(_tersimpan, [*baris, *absen, *satu.pasangan, *satu.anak]))
        assert all(len(nama) <= 255 for nama in (*satu.pasangan, *satu.anak))


@pytest.mark.parametrize("nama", [nama for nama in DAFTAR if nama != "asn"])
@given(isi=st.dictionaries(st.sampled_from(sorted(referensi._PEMBACA)), ANEH))
def test_baris_referensi_apa_pun_muat_di_tabel_atau_disebut_cacatnya(nama: str, isi: dict[str, Any]) -> None:
    satu = referensi._referensi(isi)
    if isinstance(satu, BarisAneh):
        assert satu.cacat
        return
    baris, absen = sinkron._muat_referensi(nama, satu)
    assert set(absen) <= set(DAFTAR[nama].kolom)
    if not sisihan_tak_muat(DAFTAR[nama].bidang, baris):
        assert all(map(_tersimpan, baris))
