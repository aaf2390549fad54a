"""GET never writes; refusals and violated constraints are told in words."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

from siapp.akun.models import Pengguna
from siapp.web.middleware import BacaMenulisError


@pytest.mark.django_db
@pytest.mark.parametrize("apa", ["tambah", "ubah", "hapus", "gabung", "dalam"])
def test_get_yang_menulis_gagal(client: Client, apa: str) -> None:
    with pytest.raises(BacaMenulisError, match="akun_pengguna"):
        client.get(f"/menulis/?apa={apa}")


@pytest.mark.django_db
@pytest.mark.parametrize("metode", ["head", "options"])
def test_head_dan_options_juga_tidak_menulis(client: Client, metode: str) -> None:
    with pytest.raises(BacaMenulisError):
        getattr(client, metode)("/menulis/?apa=hapus")


@pytest.mark.django_db
@pytest.mark.parametrize("apa", ["cache", "kunci"])
def test_get_boleh_mengurus_cache_dan_membaca(client: Client, apa: str) -> None:
    assert client.get(f"/menulis/?apa={apa}").status_code == 200


@pytest.mark.django_db
def test_post_boleh_menulis(client: Client) -> None:
    assert client.post("/menulis/?apa=ubah").status_code == 200


@pytest.mark.django_db
def test_penolakan_tampil_sebagai_halaman_dengan_jalan_kembali(client: Client) -> None:
    jawaban = client.post("/menolak/", headers={"Referer": "http://testserver/usulan/7/?tab=2"})
    isi = jawaban.content.decode()
    assert jawaban.status_code == 409
    assert "Usulan sudah dikirim orang lain. Muat ulang halaman." in isi
    assert 'href="/usulan/7/?tab=2"' in isi
    assert "<html" in isi


@pytest.mark.django_db
def test_penolakan_lewat_htmx_tampil_di_daerah_pesan(client: Client) -> None:
    jawaban = client.post("/menolak/", headers={"HX-Request": "true"})
    assert jawaban.status_code == 409
    assert (jawaban["HX-Retarget"], jawaban["HX-Reswap"]) == ("#pesan", "innerHTML")
    assert "<html" not in jawaban.content.decode()


@pytest.mark.django_db
def test_kendala_yang_dilanggar_diceritakan_dengan_kalimatnya(client: Client) -> None:
    jawaban = client.post("/kendala/")
    assert jawaban.status_code == 422
    assert "Hak teken hanya untuk PIC instansi." in jawaban.content.decode()


@pytest.mark.django_db
def test_kendala_tanpa_kalimat_tetap_menjadi_kesalahan_program(client: Client) -> None:
    client.raise_request_exception = False
    jawaban = client.post("/kendala-tanpa-kata/")
    assert jawaban.status_code == 500
    assert "Ada gangguan pada sistem" in jawaban.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rusak", ["templat", "gaya"])
def test_halaman_gangguan_yang_rusak_pun_dijawab_dengan_kata(
    client: Client, monkeypatch: pytest.MonkeyPatch, rusak: str
) -> None:
    def gagal(*_: object, **__: object) -> str:
        raise ValueError("no such entry in the manifest")

    if rusak == "templat":
        monkeypatch.setattr("siapp.web.views.get_template", gagal)
    else:
        monkeypatch.setattr(staticfiles_storage, "url", gagal)
    client.raise_request_exception = False
    jawaban = client.post("/kendala-tanpa-kata/")
    assert (jawaban.status_code, jawaban["Content-Type"]) == (500, "text/plain; charset=utf-8")
    assert "Muat ulang halaman sebelumnya" in jawaban.text
    nomor = jawaban.text.rpartition("Nomor permintaan: ")[2].strip()
    assert re.fullmatch(r"[0-9a-f]{32}", nomor)
    assert client.get("/api/gagal").json() == {"detail": "Gangguan pada sistem."}


@pytest.mark.django_db
def test_formulir_tanpa_token_csrf_mendapat_penjelasan() -> None:
    jawaban = Client(enforce_csrf_checks=True).post("/terbuka/")
    assert jawaban.status_code == 403
    assert "terlalu lama terbuka" in jawaban.content.decode()


@pytest.mark.django_db
def test_pemantau_melihat_sehat_tanpa_masuk(client: Client) -> None:
    jawaban = client.get("/sehat")
    assert jawaban.json()["status"] == "sehat"
    assert "no-store" in jawaban["Cache-Control"]
    assert not Pengguna.objects.exists()
