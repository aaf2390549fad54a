"""The nightly care: scrub, and removal of what belongs to nobody."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from siapp.akun.models import Kategori, Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas import karantina, rawat
from siapp.berkas.gambar import LEBAR_KECIL, gambar_halaman, kunci_gambar
from siapp.berkas.models import Berkas, TautanPendek
from siapp.berkas.penyimpanan import hapus
from siapp.berkas.rawat import bersihkan, gosok_semua
from siapp.berkas.tasks import gosok, gosok_satu
from siapp.berkas.tautan import buat_tautan
from siapp.berkas.terima import terima
from tests.berkas.contoh import ganti_isi, pdf, semua_kunci
from usulan.models import Keppres


def tuakan(berkas: Berkas, jam: int = 25) -> None:
    Berkas.objects.filter(pk=berkas.pk).update(dibuat_pada=timezone.now() - timedelta(hours=jam))


def test_gosokan_menandai_yang_rusak_dan_yang_hilang(penyimpanan: str, tersedia: Callable[..., Berkas]) -> None:
    utuh, rusak, hilang = tersedia(), tersedia(), tersedia()
    ganti_isi(rusak, pdf(2))
    hapus(hilang.kunci)
    assert gosok_semua() == (3, 2)
    for berkas, sehat in ((utuh, True), (rusak, False), (hilang, False)):
        berkas.refresh_from_db()
        assert (berkas.rusak_sejak is None) is sehat
        assert berkas.digosok_pada > berkas.diperiksa_pada
    assert Peristiwa.objects.filter(jenis="berkas_rusak").count() == 2


def test_rusak_dicatat_sekali_dan_pulih_dicatat(penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    ganti_isi(berkas, pdf(2))
    gosok_satu(str(berkas.pk))
    gosok_satu(str(berkas.pk))
    ganti_isi(berkas, pdf(3))
    gosok_satu(str(berkas.pk))
    berkas.refresh_from_db()
    assert berkas.rusak_sejak is None
    jenis = Peristiwa.objects.filter(aliran=berkas.aliran).order_by("urutan").values_list("jenis", flat=True)
    assert list(jenis)[2:] == ["berkas_rusak", "berkas_pulih"]


def test_penyimpanan_yang_tidak_terjangkau_bukan_kerusakan(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    berkas = tersedia()
    jalur = penyimpanan_lokal / berkas.kunci
    jalur.unlink()
    jalur.mkdir()
    with pytest.raises(IsADirectoryError):
        gosok_semua()
    berkas.refresh_from_db()
    assert berkas.rusak_sejak is None


def test_gosokan_bekerja_dalam_kelompok(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rawat, "KELOMPOK", 2)
    for _ in range(5):
        tersedia()
    assert gosok_semua() == (5, 0)


def test_berkas_tanpa_pemilik_dibuang_seluruhnya(penyimpanan: str, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia()
    gambar_halaman(berkas, 1, LEBAR_KECIL)
    buat_tautan(berkas, tujuan="uji", oleh=Mesin.SISTEM)
    tuakan(berkas)
    assert bersihkan() == (1, 0)
    assert not Berkas.objects.exists()
    assert not TautanPendek.objects.exists()
    assert semua_kunci() == []
    assert not default_storage.exists(kunci_gambar(berkas, 1, LEBAR_KECIL))
    assert Peristiwa.objects.filter(aliran=berkas.aliran).latest("urutan").jenis == "berkas_dibuang"


def test_berkas_milik_usulan_baru_dan_yang_diperiksa_tidak_dibuang(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas], pic: Pengguna
) -> None:
    dimiliki, baru = tersedia(), tersedia()
    diperiksa = terima(BytesIO(pdf()), oleh=pic, nama="a.pdf")
    Keppres.objects.create(
        kategori=Kategori.KP,
        nomor_memo="M-1",
        tanggal_memo=date(2026, 7, 1),
        perihal="Uji",
        berkas=dimiliki,
        dibuat_oleh=pic,
    )
    tuakan(dimiliki)
    tuakan(diperiksa)
    assert bersihkan() == (0, 0)
    assert set(Berkas.objects.all()) == {dimiliki, baru, diperiksa}


def test_setiap_tabel_yang_menunjuk_berkas_dihitung_pemilik() -> None:
    penunjuk = {
        medan.column: model._meta.db_table
        for model in apps.get_models()
        for medan in model._meta.local_concrete_fields
        if medan.related_model is Berkas and model is not TautanPendek
    }
    assert len(penunjuk) >= 4
    kueri = str(Berkas.objects.tanpa_pemilik().query)
    for kolom, tabel in penunjuk.items():
        assert f'"{tabel}"' in kueri
        assert f'"{kolom}"' in kueri


def test_isi_tanpa_baris_dikarantina_sesudah_orang_setuju_dan_dapat_kembali(
    penyimpanan: str, tersedia: Callable[..., Berkas], monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = tersedia()
    yatim = f"asli/ab/ab{'0' * 30}"
    default_storage.save(yatim, ContentFile(pdf()))
    gosok()
    assert set(semua_kunci()) == {berkas.kunci, yatim}
    monkeypatch.setattr(rawat, "MASA_TUNGGU", timedelta(seconds=-60))
    Berkas.objects.update(dibuat_pada=timezone.now() + timedelta(hours=1))
    with pytest.raises(karantina.TerlaluBanyakYatim):
        bersihkan()
    assert set(semua_kunci()) == {berkas.kunci, yatim}
    assert bersihkan(disetujui=True) == (0, 1)
    assert semua_kunci() == [berkas.kunci]
    (aside,) = karantina.isi_karantina()
    call_command("karantina", kembalikan=aside)
    assert set(semua_kunci()) == {berkas.kunci, yatim}
    assert list(karantina.isi_karantina()) == []
    with pytest.raises(CommandError, match="tidak ada di karantina"):
        call_command("karantina", kembalikan=berkas.kunci)
