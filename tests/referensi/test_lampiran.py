"""The Lampiran's lengths, in characters and in bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from referensi.lampiran import BATAS, MelebihiBatas, periksa_panjang, periksa_teks


def test_teks_sepanjang_batas_diterima_dan_satu_lebih_ditolak_dengan_hitungannya() -> None:
    periksa_teks("Catatan", "a" * 255, 255)
    with pytest.raises(MelebihiBatas, match=r"Catatan paling panjang 255 karakter; sekarang 256\."):
        periksa_teks("Catatan", "a" * 256, 255)


def test_huruf_beraksen_dihitung_menurut_bita() -> None:
    with pytest.raises(MelebihiBatas, match="255 karakter ini menjadi 256 bita"):
        periksa_teks("Catatan", "é" + "a" * 254, 255)


@given(st.text(max_size=40))
def test_yang_diterima_selalu_muat_dalam_karakter_dan_bita(teks: str) -> None:
    muat = len(teks) <= 20 and len(teks.encode("utf-8", "surrogatepass")) <= 20
    if any("\ud800" <= huruf <= "\udfff" for huruf in teks):
        return
    if muat:
        periksa_teks("Nomor", teks, 20)
    else:
        with pytest.raises(MelebihiBatas):
            periksa_teks("Nomor", teks, 20)


@pytest.mark.parametrize(("api", "kunci"), [(api, kunci) for api, isi in BATAS.items() for kunci in isi])
def test_setiap_bidang_lampiran_dijaga(api: int, kunci: str) -> None:
    batas = BATAS[api][kunci]
    periksa_panjang(api, {kunci: "x" * batas.maks})
    with pytest.raises(MelebihiBatas, match=batas.label):
        periksa_panjang(api, {kunci: "x" * (batas.maks + 1)})
