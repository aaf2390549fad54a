"""The ID Usulan that API 3 brings: kept once, never another's, and it wakes the notices that came before it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrasi.keadaan import Keadaan, KeadaanMasuk
from integrasi.keluar import selesai
from integrasi.keluar.antrean import ambil
from integrasi.keluar.klasifikasi import berhasil
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.selesai import bentrokan_id, simpan_hasil
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, Pengiriman, UsulanSiasn
from tests.dunia import Dunia, bangun_dunia, buat_draf, diajukan
from tests.integrasi.keluar.pembantu import peristiwa, tekenan
from usulan.models import Usulan
from usulan.peristiwa import aliran_usulan

ID = "1F0E9D8C-0000-4000-8000-1234567890ab"
ID_LAIN = "2F0E9D8C-0000-4000-8000-1234567890ab"
SUDAH_PUNYA = "Usulan ini sudah mempunyai ID Usulan lain dari SIASN. Periksa dengan BKN sebelum melanjutkan."


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


def _diambil(dunia: Dunia) -> Pengiriman:
    """API 3 of a fresh usulan in a worker's hands."""
    usulan = buat_draf(dunia)
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    rencanakan_tertunda()
    (baris,) = ambil(1)
    return baris


def _terkirim(baris: Pengiriman, id_usulan: str) -> Pengiriman:
    assert simpan_hasil(baris, berhasil({"id_usulan": id_usulan}), timezone.now())
    return Pengiriman.objects.get(pk=baris.pk)


def _datang(id_usulan: str) -> KejadianMasuk:
    isi: dict[str, Any] = {
        "id_usulan": id_usulan,
        "status": "TMS",
        "tanggal_verifikasi": date(2026, 11, 20),
        "keterangan": "",
    }
    return simpan_mentah(b"{}", isi, "bkn")[0]


def test_id_pertama_disimpan_dan_dipantau(dunia: Dunia, settings: Any) -> None:
    baris = _diambil(dunia)
    sebelum = timezone.now()
    assert _terkirim(baris, ID).keadaan == Keadaan.SELESAI
    milik = UsulanSiasn.objects.get(usulan=baris.usulan_id)
    assert milik.id_usulan == ID
    assert milik.pantau_berikut is not None
    assert sebelum + settings.SIASN_JEDA_PANTAU <= milik.pantau_berikut <= timezone.now() + settings.SIASN_JEDA_PANTAU


def test_id_kedua_yang_berbeda_tidak_menimpa_yang_pertama(dunia: Dunia) -> None:
    baris = _diambil(dunia)
    UsulanSiasn.objects.create(usulan_id=str(baris.usulan_id), id_usulan=ID)
    akhir = _terkirim(baris, ID_LAIN)
    assert (akhir.keadaan, akhir.sebab, akhir.pesan) == (Keadaan.DITOLAK, "id_bentrok", SUDAH_PUNYA)
    assert akhir.hasil == {"id_usulan": ID_LAIN}, "who decides must see what SIASN gave"
    assert akhir.tidak_pasti_sejak is not None
    assert UsulanSiasn.objects.get(usulan=baris.usulan_id).id_usulan == ID


def test_id_yang_sama_dalam_huruf_lain_bukan_bentrokan(dunia: Dunia) -> None:
    baris = _diambil(dunia)
    UsulanSiasn.objects.create(usulan_id=str(baris.usulan_id), id_usulan=ID.lower())
    assert bentrokan_id(baris, ID.upper()) == ""
    assert _terkirim(baris, ID.upper()).keadaan == Keadaan.SELESAI


def test_id_milik_usulan_lain_ditolak_dengan_nomornya(dunia: Dunia) -> None:
    pemilik = buat_draf(dunia)
    UsulanSiasn.objects.create(usulan=pemilik, id_usulan=ID.lower())
    baris = _diambil(dunia)
    akhir = _terkirim(baris, ID.upper())
    assert (akhir.keadaan, akhir.sebab) == (Keadaan.DITOLAK, "id_bentrok")
    assert akhir.pesan == (
        f"ID Usulan ini sudah dipakai usulan {pemilik.nomor}. Periksa dengan BKN sebelum melanjutkan."
    )
    assert not UsulanSiasn.objects.filter(usulan=baris.usulan_id).exists()


def test_pemberitahuan_yang_datang_terlalu_dini_dibangunkan_oleh_id_nya(
    dunia: Dunia, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    dibangunkan: list[str] = []
    monkeypatch.setattr(selesai, "bangunkan", dibangunkan.append)
    dini, asing = _datang(ID.lower()), _datang(ID_LAIN)
    olah()
    besok = timezone.now() + timedelta(days=1)
    KejadianMasuk.objects.update(jatuh_tempo=besok)
    assert olah() == 0
    diajukan(dunia)
    rencanakan_tertunda()
    (baris,) = ambil(1)
    with django_capture_on_commit_callbacks(execute=True):
        _terkirim(baris, ID.upper())
    dini.refresh_from_db()
    asing.refresh_from_db()
    assert dini.jatuh_tempo <= timezone.now()
    assert asing.jatuh_tempo == besok
    assert "integrasi.tasks.masuk" in dibangunkan
    assert olah() == 1
    dini.refresh_from_db()
    assert dini.keadaan == KeadaanMasuk.DITERAPKAN
    assert Usulan.objects.get(pk=baris.usulan_id).status_bkn == "TMS"


def test_tanpa_pemberitahuan_dini_kotak_masuk_tidak_dibangunkan(
    dunia: Dunia, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    dibangunkan: list[str] = []
    monkeypatch.setattr(selesai, "bangunkan", dibangunkan.append)
    baris = _diambil(dunia)
    with django_capture_on_commit_callbacks(execute=True):
        _terkirim(baris, ID)
    assert "integrasi.tasks.masuk" not in dibangunkan
