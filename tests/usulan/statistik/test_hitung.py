"""What is counted per month against a scan of the rows themselves, after the steps of real usulan."""

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from siapp.kunci import Kunci, kunci_tunggal
from tests import dunia as d
from usulan.actions import bkn
from usulan.kalender import kalender_kini
from usulan.models import (
    BulanTerhitung,
    HitunganBulan,
    LangkahTahap,
    PenilaianDokumen,
    PosisiTahap,
    Putusan,
    StatusPutusan,
    Ukuran,
    Usulan,
)
from usulan.statistik import hitung
from usulan.statistik.bulan import awal_bulan, deret, geser, sebut_rentang
from usulan.tahap import TERBUKA, Tahap

pytestmark = pytest.mark.django_db


def _hitungan(ukuran: Ukuran, *, instansi: bool) -> Counter[tuple[object, ...]]:
    baris = HitunganBulan.objects.filter(ukuran=ukuran, instansi__isnull=not instansi)
    hasil = Counter[tuple[object, ...]]()
    for bulan, layanan, rinci, angka, jumlah in baris.values_list("bulan", "layanan_id", "rinci", "angka", "jumlah"):
        hasil[bulan, layanan, rinci, angka] += jumlah
    return hasil


def _pindaian_lama() -> Counter[tuple[object, ...]]:
    kalender = kalender_kini()
    hasil = Counter[tuple[object, ...]]()
    for satu in LangkahTahap.objects.exclude(sejak=None):
        sampai = timezone.localdate(satu.pada)
        hari = kalender.selisih_hari_kerja(timezone.localdate(satu.sejak), sampai)
        hasil[awal_bulan(sampai), satu.layanan_id, satu.dari, hari] += 1
    return hasil


def _pindaian_putusan() -> Counter[tuple[object, ...]]:
    hasil = Counter[tuple[object, ...]]()
    for satu in Putusan.objects.exclude(terbit_pada=None).select_related("usulan"):
        bulan = awal_bulan(timezone.localdate(satu.terbit_pada))
        hasil[bulan, satu.usulan.layanan_id, f"{satu.lembaga}:{satu.status}", satu.putaran] += 1
    return hasil


def test_hitungan_sama_dengan_pindaian_catatannya(dunia: d.Dunia) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        d.perbaiki(dunia, d.dikembalikan(dunia))
        d.keppres_terbit(dunia, "KP-STRUKTURAL")
    d.disetujui_biro(dunia)
    lain = d.diverifikasi(dunia)
    bkn.terima_putusan(lain.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP tidak terbaca")
    hitung.hitung_semua()

    for instansi in (False, True):
        assert _hitungan(Ukuran.LAMA, instansi=instansi) == _pindaian_lama()
        assert _hitungan(Ukuran.PUTUSAN, instansi=instansi) == _pindaian_putusan()
    ditolak = PenilaianDokumen.objects.filter(hasil="TIDAK_SESUAI").count()
    assert ditolak > 0
    for ukuran in (Ukuran.ALASAN, Ukuran.DOKUMEN):
        assert sum(_hitungan(ukuran, instansi=False).values()) == ditolak
    assert sum(_hitungan(Ukuran.MASUK, instansi=True).values()) == Usulan.objects.exclude(diajukan_pada=None).count()
    assert sum(_hitungan(Ukuran.TERBIT, instansi=False).values()) == 1
    assert _hitungan(Ukuran.VERIFIKATOR, instansi=True) == Counter()
    oleh = Putusan.objects.exclude(oleh=None).count()
    assert sum(_hitungan(Ukuran.VERIFIKATOR, instansi=False).values()) == oleh


def test_posisi_sama_dengan_usulan_yang_terbuka(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    d.diverifikasi(dunia)
    d.keppres_terbit(dunia)
    hitung.hitung_yang_berubah()
    for instansi in (None, dunia.pic.peran_aktif[0].instansi):
        posisi = dict(PosisiTahap.objects.filter(instansi=instansi).values_list("tahap", "jumlah"))
        assert posisi == Counter(Usulan.objects.filter(tahap__in=TERBUKA).values_list("tahap", flat=True))


def test_tiap_langkah_dicatat_dengan_kapan_tahap_sebelumnya_mulai(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    langkah = list(LangkahTahap.objects.filter(usulan=usulan).order_by("pk").values_list("dari", "ke"))
    assert langkah == [(Tahap.DRAF, Tahap.DIAJUKAN), (Tahap.DIAJUKAN, Tahap.DIVERIFIKASI)]
    satu, dua = LangkahTahap.objects.filter(usulan=usulan).order_by("pk")
    assert dua.sejak == satu.pada
    assert dua.pada == d.segar(usulan).tahap_sejak


def test_bulan_yang_tidak_berubah_tidak_dihitung_lagi(dunia: d.Dunia) -> None:
    d.diverifikasi(dunia)
    assert hitung.hitung_yang_berubah()
    with time_machine.travel(timezone.now() + hitung.TERTINGGAL * 2, tick=False):
        ini = awal_bulan(timezone.localdate())
        # What was written shortly before the first counting is looked for once more.
        hitung.hitung_yang_berubah()
        assert hitung.hitung_yang_berubah() == []
        d.disetujui_biro(dunia)
        assert hitung.hitung_yang_berubah() == [ini]
        assert sum(_hitungan(Ukuran.PUTUSAN, instansi=False).values()) == 1


def test_hitungan_yang_rusak_dipulihkan_oleh_perintah(dunia: d.Dunia, capsys: pytest.CaptureFixture[str]) -> None:
    d.dikembalikan(dunia)
    hitung.hitung_semua()
    benar = _hitungan(Ukuran.PUTUSAN, instansi=True)
    HitunganBulan.objects.filter(ukuran=Ukuran.PUTUSAN).update(jumlah=99)
    palsu = HitunganBulan.objects.filter(ukuran=Ukuran.MASUK).first()
    assert palsu is not None
    palsu.pk, palsu.rinci = None, "palsu"
    palsu.save()
    call_command("hitung_statistik")
    assert "bulan dihitung" in capsys.readouterr().out
    assert _hitungan(Ukuran.PUTUSAN, instansi=True) == benar
    assert not HitunganBulan.objects.filter(rinci="palsu").exists()


def test_putusan_yang_hilang_hilang_pula_dari_hitungan(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status=StatusPutusan.APPROVED, tanggal=timezone.localdate())
    hitung.hitung_semua()
    Putusan.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        hitung.hitung_yang_berubah()
    assert _hitungan(Ukuran.PUTUSAN, instansi=False) == Counter()


def test_hanya_satu_yang_menghitung(dunia: d.Dunia, capsys: pytest.CaptureFixture[str]) -> None:
    with kunci_tunggal(Kunci.STATISTIK) as dapat:
        assert dapat
        assert hitung.hitung_semua() == []
        call_command("hitung_statistik")
    assert "sedang berjalan" in capsys.readouterr().out
    assert not BulanTerhitung.objects.exists()


def test_rentang_bulan_disebut_sependek_mungkin() -> None:
    satu = awal_bulan(timezone.datetime(2026, 3, 17).date())
    assert sebut_rentang(satu, satu) == "Maret 2026"
    assert sebut_rentang(geser(satu, -2), satu) == "Januari–Maret 2026"
    assert sebut_rentang(geser(satu, -4), satu) == "November 2025–Maret 2026"
    assert len(list(deret(geser(satu, -14), satu))) == 15
