"""Who gets through which door of the exchange's screens."""

import uuid

import pytest
from django.urls import reverse

from siapp.akun.models import Pengguna
from tests.dunia import Dunia
from tests.integrasi.views.conftest import Masuk

ADMIN, DUKUNGAN, KEPALA, AUDITOR = "administrator", "dukungan", "kepala_biro", "auditor"
SEMUA = ("pic", "koordinator", "verifikator", ADMIN, DUKUNGAN, KEPALA, AUDITOR)
ID = uuid.UUID(int=1)
PINTU: list[tuple[str, str, list[object], tuple[str, ...]]] = [
    ("get", "pengiriman", [], (ADMIN, DUKUNGAN, KEPALA, AUDITOR)),
    ("get", "pengiriman_rinci", [ID], (ADMIN, DUKUNGAN, KEPALA, AUDITOR)),
    ("get", "pengiriman_sampai", [ID], (ADMIN,)),
    ("get", "pengiriman_tidak_sampai", [ID], (ADMIN,)),
    ("get", "pengiriman_surat", [ID], (ADMIN,)),
    ("get", "pengiriman_batal", [ID], (ADMIN,)),
    ("get", "pengiriman_koreksi_id", [ID], (ADMIN,)),
    ("post", "pengiriman_kirim_ulang", [ID], (ADMIN, DUKUNGAN)),
    ("post", "kirim_ulang_banyak", [], (ADMIN, DUKUNGAN)),
    ("post", "kirim_ulang_sebab", [], (ADMIN, DUKUNGAN)),
    ("get", "menunggu_kedua", [], (ADMIN, KEPALA)),
    ("post", "usul_konfirmasi", [1], (ADMIN, KEPALA)),
    ("post", "usul_tolak", [1], (ADMIN, KEPALA)),
    ("get", "pic_status", [1], (ADMIN, KEPALA, AUDITOR)),
    ("post", "segarkan_asn", [], ("pic", "koordinator", "verifikator", ADMIN, DUKUNGAN, KEPALA)),
    ("get", "sinkron", [], (ADMIN, DUKUNGAN)),
    ("post", "sinkron_mulai", ["instansi"], (ADMIN,)),
    ("post", "sinkron_setujui", [1], (ADMIN,)),
    ("get", "masuk", [], (ADMIN, DUKUNGAN, KEPALA, AUDITOR)),
    ("get", "masuk_rinci", [ID], (ADMIN, DUKUNGAN, KEPALA, AUDITOR)),
    ("post", "masuk_coba_lagi", [ID], (ADMIN, DUKUNGAN)),
    ("post", "masuk_terapkan", [ID], (ADMIN, DUKUNGAN)),
    ("post", "masuk_tutup", [ID], (ADMIN, DUKUNGAN)),
    ("post", "masuk_cocok_konfirmasi", [1], (ADMIN, KEPALA)),
    ("post", "masuk_cocok_tolak", [1], (ADMIN, KEPALA)),
    ("post", "masuk_cocok_tarik", [1], (ADMIN, KEPALA)),
]


def test_setiap_pintu_terbuka_hanya_bagi_perannya(dunia: Dunia, masuk: Masuk) -> None:
    for peran in SEMUA:
        klien = masuk(getattr(dunia, peran))
        for metode, nama, isian, boleh in PINTU:
            jawaban = getattr(klien, metode)(reverse(f"integrasi:{nama}", args=isian))
            assert (jawaban.status_code != 403) == (peran in boleh), (peran, nama)
            assert jawaban.status_code in (200, 302, 403, 404), (peran, nama)


def test_pengiriman_dibuka(dunia: Dunia, masuk: Masuk) -> None:
    jawaban = masuk(dunia.administrator).get(reverse("integrasi:pengiriman"))
    assert jawaban.status_code == 200
    isi = jawaban.content.decode()
    assert "13 Referensi" in isi


@pytest.mark.parametrize("nama", ["pengiriman", "masuk", "sinkron"])
def test_yang_belum_masuk_diantar_ke_halaman_masuk(dunia: Dunia, nama: str) -> None:
    from django.test import Client

    jawaban = Client().get(reverse(f"integrasi:{nama}"))
    assert jawaban.status_code == 302
    assert "/akun/" in jawaban.headers["Location"]


def test_ringkasan_hanya_bagi_yang_boleh_melihat_usulan(dunia: Dunia, masuk: Masuk) -> None:
    from tests.dunia import diajukan

    usulan = diajukan(dunia)
    url = reverse("integrasi:ringkasan_usulan", args=[usulan.pk])

    def kode(pengguna: Pengguna) -> int:
        return int(masuk(pengguna).get(url).status_code)

    assert kode(dunia.pic) == 200
    assert kode(dunia.auditor) == 200
    assert kode(dunia.verifikator) == 200
    assert kode(dunia.pic_lain) == 404
