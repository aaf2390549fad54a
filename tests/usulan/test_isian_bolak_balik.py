"""What the screens print of a field comes back as the same value: every field of every service."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from referensi.katalog import BidangKatalog, bidang_layanan, muat_katalog
from referensi.models import Eselon
from siapp.web.templatetags.siapp import tanggal
from usulan.forms.bidang import GOLONGAN, PEMBUAT, field_dari
from usulan.tampilan.nilai import tulis

LAYANAN = [layanan.kode for layanan in muat_katalog()]
# Values of each type that screens print in a way of their own.
NILAI: dict[str, list[Any]] = {
    "teks": ["Biro Kepegawaian", "Nur’aini, S.H."],
    "tanggal": [date(2026, 1, 1), date(2025, 12, 31)],
    "bulat": [0, 7, 11],
    "desimal": [Decimal("850.125"), Decimal("850125.000"), Decimal("1850.500"), Decimal("1000.000"), Decimal("0.125")],
    "golongan": list(GOLONGAN),
    "eselon": ["12"],
    "jabatan_fungsional": ["Analis Kebijakan Ahli Utama"],
}


def _nilai(bidang: BidangKatalog) -> list[Any]:
    if bidang.tipe == "pilihan":
        return list(bidang.pilihan)
    besar = [1_000, 12_345] if bidang.tipe == "bulat" and bidang.maks and bidang.maks >= 5 else []
    return [*NILAI[bidang.tipe], *besar, *([4_000, 4_500_000] if bidang.kode.endswith("pensiun_pokok") else [])]


def _tercetak(bidang: BidangKatalog, field: forms.Field, nilai: Any) -> list[str]:
    """All ways in which screens print `nilai`: in the form, in summaries, and as amounts and dates elsewhere."""
    isian = str(field.widget.format_value(field.prepare_value(nilai)))
    if bidang.tipe == "tanggal":
        return [isian, tulis(nilai), *(tanggal(nilai, bentuk) for bentuk in ("panjang", "pendek", "angka"))]
    if bidang.tipe == "bulat":
        return [isian, tulis(nilai), f"Rp {tulis(nilai)},00", f"Rp{tulis(nilai)}"]
    return [isian, tulis(nilai)] if bidang.tipe in {"desimal", "teks", "jabatan_fungsional"} else [str(nilai)]


def test_setiap_tipe_bidang_diuji() -> None:
    assert set(NILAI) | {"pilihan"} == set(PEMBUAT)


@pytest.mark.django_db
@pytest.mark.parametrize("kode", LAYANAN)
def test_yang_dicetak_layar_terbaca_kembali(kode: str) -> None:
    Eselon.objects.create(pk="12", nama="I.b", diubah_pada=timezone.now())
    for bidang in bidang_layanan(kode):
        field = field_dari(bidang, None)
        for nilai in _nilai(bidang):
            for tulisan in _tercetak(bidang, field, nilai):
                assert field.clean(tulisan) == nilai, (bidang.kode, tulisan)
                sampul = f"\ufeff {tulisan}\u00a0\u200b" if bidang.tipe in {"tanggal", "bulat", "desimal"} else tulisan
                assert field.clean(sampul) == nilai, (bidang.kode, sampul)


@pytest.mark.django_db
@pytest.mark.parametrize("kode", LAYANAN)
def test_yang_bermakna_dua_ditanyakan_dan_tahun_yang_mustahil_ditolak(kode: str) -> None:
    for bidang in bidang_layanan(kode):
        field = field_dari(bidang, None)
        salah = {"desimal": ["850.125"], "tanggal": ["01-01-1866", "01-01-2966", "01-01-0026"]}.get(bidang.tipe, [])
        for tulisan in salah:
            with pytest.raises(forms.ValidationError, match=r"Maksud Anda|tidak mungkin di sini"):
                field.clean(tulisan)


@pytest.mark.django_db
@pytest.mark.parametrize("kode", LAYANAN)
def test_nomor_surat_disimpan_seperti_terlihat(kode: str) -> None:
    for bidang in bidang_layanan(kode):
        if bidang.kode.startswith("nomor_"):
            assert field_dari(bidang, None).clean("\ufeffB\u201312/K\u00a0/2026\u200b") == "B-12/K /2026"
