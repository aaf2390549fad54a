"""Short links: 256 bits, stored hashed, one per purpose, said again without being stored."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.models import Berkas, TautanPendek
from siapp.berkas.tautan import TautanBerakhir, berkas_dari_tautan, buat_tautan, cabut_tautan, token_tautan

pytestmark = pytest.mark.usefixtures("penyimpanan_lokal")
TUJUAN = "salinan keppres"


def test_tautan_membuka_berkasnya_dan_hanya_sidiknya_disimpan(tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    token = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
    assert len(token) == 43
    assert berkas_dari_tautan(token) == berkas
    tautan = TautanPendek.objects.get()
    assert tautan.sidik == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(list(TautanPendek.objects.values())) + str(list(Peristiwa.objects.values()))


def test_tautan_yang_sama_dikatakan_lagi_tanpa_menulis(
    tersedia: Callable[..., Berkas], django_assert_num_queries: Any
) -> None:
    satu, dua = tersedia(), tersedia()
    token = {b.pk: buat_tautan(b, tujuan=TUJUAN, oleh=Mesin.SISTEM) for b in (satu, dua)}
    assert buat_tautan(satu, tujuan=TUJUAN, oleh=Mesin.SISTEM) == token[satu.pk]
    with django_assert_num_queries(1):
        assert token_tautan([satu.pk, dua.pk], TUJUAN) == token
    assert token_tautan([satu.pk], "tujuan lain") == {}
    assert TautanPendek.objects.count() == 2


def test_tautan_ikut_transaksi_pemanggilnya(tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    with transaction.atomic():
        buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
        transaction.set_rollback(True)
    assert not TautanPendek.objects.exists()


@pytest.mark.parametrize("token", ["", "a", "A" * 43, "A" * 44, "../" * 15, "é" * 43, "A" * 42 + "\n", "A" * 42 + "="])
def test_token_sembarang_tidak_membuka_apa_pun(token: str, tersedia: Callable[..., Berkas]) -> None:
    buat_tautan(tersedia(), tujuan=TUJUAN, oleh=Mesin.SISTEM)
    assert berkas_dari_tautan(token) is None


def test_sidik_dari_basis_data_bukan_token(tersedia: Callable[..., Berkas]) -> None:
    buat_tautan(tersedia(), tujuan=TUJUAN, oleh=Mesin.SISTEM)
    assert berkas_dari_tautan(TautanPendek.objects.get().sidik[:43]) is None


def test_tautan_kedaluwarsa_tidak_membuka_dan_diganti(tersedia: Callable[..., Berkas]) -> None:
    berkas, kini = tersedia(), timezone.now()
    token = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM, kedaluwarsa=kini + timedelta(days=1))
    assert berkas_dari_tautan(token) == berkas
    TautanPendek.objects.update(dibuat_pada=kini - timedelta(days=2), kedaluwarsa_pada=kini - timedelta(days=1))
    with pytest.raises(TautanBerakhir):
        berkas_dari_tautan(token)
    assert token_tautan([berkas.pk], TUJUAN) == {}
    baru = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
    assert baru != token
    assert berkas_dari_tautan(baru) == berkas


def test_tautan_yang_dicabut_mati_seketika_dan_tercatat(tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    token = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
    cabut_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM, alasan="salah kirim")
    cabut_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM, alasan="sekali lagi")
    with pytest.raises(TautanBerakhir):
        berkas_dari_tautan(token)
    assert [p.alasan for p in Peristiwa.objects.filter(jenis="tautan_dicabut")] == ["salah kirim"]


def test_tautan_lama_tetap_membuka_sesudah_kunci_rahasia_diganti(
    tersedia: Callable[..., Berkas], settings: Any
) -> None:
    berkas = tersedia()
    lama = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
    settings.SECRET_KEY = "kunci-rahasia-yang-baru-" * 3
    assert berkas_dari_tautan(lama) == berkas
    assert token_tautan([berkas.pk], TUJUAN) == {}
    assert buat_tautan(berkas, tujuan="lain", oleh=Mesin.SISTEM) != lama


def test_tautan_disebut_sama_sesudah_kunci_rahasia_dua_kali_diganti(
    tersedia: Callable[..., Berkas], settings: Settings
) -> None:
    berkas = tersedia()
    token = buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM)
    for ke in range(2):
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = f"kunci-{ke}-" * 8, [settings.SECRET_KEY]
        assert token_tautan([berkas.pk], TUJUAN) == {berkas.pk: token}
        call_command("sandikan_ulang")
        settings.SECRET_KEY_FALLBACKS = []
        assert buat_tautan(berkas, tujuan=TUJUAN, oleh=Mesin.SISTEM) == token
    assert berkas_dari_tautan(token) == berkas
    assert token not in str(list(TautanPendek.objects.values()))
