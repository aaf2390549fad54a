"""How forms and formats appear."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from pytest_django.asserts import assertHTMLEqual

from siapp.web.formulir import FieldTanggal, PerenderFormulir
from siapp.web.galat import GalatPengguna
from siapp.web.lencana import LENCANA, lencana_untuk
from siapp.web.templatetags import siapp as saringan
from tests.web.rute import FormContoh


@pytest.fixture
def salah() -> str:
    return str(
        FormContoh({"nip": "1" * 19, "tmt": "31-02-2026", "catatan": "a" * 256, "jenis": "X", "golongan": "IVC"})
    )


@pytest.mark.parametrize("tulisan", ["23-11-2026", "2026-11-23", "23/11/2026", "23.11.2026", "23 November 2026"])
def test_tanggal_dibaca_dari_ketikan_dan_dari_kalender_peramban(tulisan: str) -> None:
    assert FieldTanggal().clean(tulisan) == date(2026, 11, 23)


@pytest.mark.parametrize("tulisan", ["01-04-1826", "01-04-3026", "01-04-0026"])
def test_tahun_di_luar_umur_manusia_ditolak_dengan_yang_mungkin(tulisan: str) -> None:
    with pytest.raises(forms.ValidationError, match=f"Tahun {tulisan[-4:]} tidak mungkin di sini; yang mungkin"):
        FieldTanggal().clean(tulisan)


@pytest.mark.parametrize("tulisan", ["31-02-2026", "11-23-2026", "kemarin"])
def test_tanggal_yang_tidak_ada_ditolak_dengan_contoh(tulisan: str) -> None:
    with pytest.raises(forms.ValidationError, match="misalnya 23-11-2026"):
        FieldTanggal().clean(tulisan)


def test_tanggal_awal_ditulis_hari_bulan_tahun() -> None:
    class Form(forms.Form):
        tmt = FieldTanggal(label="TMT")

    assert 'value="01-04-2026"' in str(Form(initial={"tmt": date(2026, 4, 1)}))


def test_ringkasan_galat_menunjuk_ke_setiap_isian_yang_salah(salah: str) -> None:
    for id_isian in ("id_nip", "id_tmt", "id_catatan", "id_jenis", "id_yakin"):
        assert f'<a href="#{id_isian}">' in salah
        assert f'id="{id_isian}"' in salah
    assert "id_golongan_error" not in salah


def test_setiap_id_pada_formulir_hanya_sekali(salah: str) -> None:
    semua = re.findall(r' id="([^"]+)"', salah)
    assert len(semua) == len(set(semua))


def test_galat_tanggal_tidak_mengulang_semua_yang_ditempel() -> None:
    with pytest.raises(forms.ValidationError) as galat:
        FieldTanggal().clean("Kata panjang " * 400)
    assert "“Kata panjang Kata panjang Kata panjang K…” bukan tanggal." in galat.value.messages[0]


def test_isian_menunjuk_petunjuk_dan_galatnya(salah: str) -> None:
    assert 'aria-describedby="id_nip_helptext id_nip_error"' in salah
    assert 'aria-describedby="id_catatan_error id_catatan_hitung"' in salah
    assert 'id="id_nip_helptext"' in salah
    assert 'id="id_catatan_hitung" data-hitung="id_catatan" data-batas="255"' in " ".join(salah.split())


def test_teks_yang_terlalu_panjang_tidak_dipotong_diam_diam(salah: str) -> None:
    assert "maxlength" not in salah
    assert "a" * 256 in salah


def test_hanya_isian_yang_boleh_kosong_yang_diberi_tanda(salah: str) -> None:
    assert salah.count("(boleh kosong)") == 1


def test_pilihan_yang_memuat_tidak_ada_tidak_lagi_disebut_boleh_kosong() -> None:
    class Form(forms.Form):
        hak = forms.ChoiceField(choices=[("", "Tidak ada"), ("a", "A")], required=False, widget=forms.RadioSelect)
        orang = forms.MultipleChoiceField(choices=[("a", "A")], required=False, widget=forms.CheckboxSelectMultiple)
        tanpa = forms.ChoiceField(choices=[("a", "A")], required=False, widget=forms.RadioSelect)
        catatan = forms.CharField(required=False)

    class SalahSatu(Form):
        salah_satu = True

    assert str(Form()).count("(boleh kosong)") == len(["tanpa", "catatan"])
    assert "(boleh kosong)" not in str(SalahSatu())


def test_penolakan_dapat_ditempel_pada_isian_atau_di_atas_formulir() -> None:
    form = FormContoh({})
    GalatPengguna("NIP milik instansi lain.", bidang="nip").tempel(form)
    GalatPengguna("SIASN sedang terganggu.", bidang="tidak_ada").tempel(form)
    assert "NIP milik instansi lain." in form.errors["nip"]
    assert form.non_field_errors() == ["SIASN sedang terganggu."]


def test_tanggal_ditulis_dengan_bulan_indonesia_dan_jam_wib() -> None:
    waktu = datetime(2026, 11, 22, 20, 5, tzinfo=UTC)
    assert saringan.tanggal(waktu) == "23 November 2026"
    assert saringan.tanggal(waktu, "pendek") == "23 Nov 2026"
    assert saringan.tanggal(waktu, "waktu") == "23 Nov 2026 03.05"
    assert saringan.tanggal(date(2026, 5, 1), "angka") == "01-05-2026"
    assert saringan.tanggal(None) == "–"


def test_nip_dikelompokkan_dan_yang_bukan_nip_dibiarkan() -> None:
    assert saringan.nip("190001011925011001") == "19000101 192501 1 001"
    assert saringan.nip("1234") == "1234"
    assert saringan.nip(None) == ""


def test_angka_lama_dan_ukuran_ditulis_cara_indonesia() -> None:
    assert saringan.angka(1234567) == "1.234.567"
    assert saringan.angka(0.5) == "0,5"
    assert saringan.lama(3) == "3 hari kerja"
    assert saringan.lama(timedelta(hours=50)) == "2 hari"
    assert saringan.lama(timedelta(seconds=59)) == "59 detik"
    assert saringan.ukuran(500) == "1 KB"
    assert saringan.ukuran(1_468_006) == "1,4 MB"


@pytest.mark.parametrize("kode", LENCANA)
def test_setiap_status_punya_kata_warna_dan_ikon(kode: str) -> None:
    html = saringan.status(kode)
    assert LENCANA[kode].kata in html
    assert f"lencana-{LENCANA[kode].warna}" in html
    assert "<svg" in html


def test_status_yang_tidak_dikenal_tampil_apa_adanya() -> None:
    assert lencana_untuk("26") == {"kata": "26", "warna": "abu", "ikon": "information-circle"}
    assert "Batal Pertek" in saringan.status("26", "Batal Pertek")


PILIHAN = [("", "Semua"), ("a", "Satu & dua"), ("Kelompok", [("b", "<Tiga>"), (4, "Empat")])]


@pytest.mark.parametrize(
    "widget", [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]
)
@pytest.mark.parametrize("pilihan", [PILIHAN, []], ids=["isi", "kosong"])
def test_pilihan_digambar_seperti_django_menggambarnya(widget: type[forms.Select], pilihan: list[Any]) -> None:
    satu = widget(choices=pilihan, attrs={"data-uji": 'kutip"', "required": True, "hidden": False, "class": "deret"})
    ikatan = {"id": "id_uji", "aria-describedby": "petunjuk"}
    nilai = ["a", "4"] if satu.allow_multiple_selected else "b"
    kita = satu.render("uji", nilai, ikatan, PerenderFormulir())
    assertHTMLEqual(kita, satu.render("uji", nilai, ikatan, DjangoTemplates()))
