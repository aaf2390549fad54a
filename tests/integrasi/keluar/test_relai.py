"""The relay: every Peristiwa gets its calls, once, in the order of its stream."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import TUJUAN_TAUTAN, rencanakan_tertunda
from integrasi.keluar.rencana import LEBAR
from integrasi.models import Pengiriman, PeristiwaDirencanakan
from siapp.audit.models import Peristiwa
from siapp.berkas.models import TautanPendek
from siapp.koneksi import lepas_koneksi
from siapp.kunci import Kunci, kunci_tunggal
from tests.dunia import bangun_dunia, berkas_siap, buat_draf
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa, peristiwa_rusak, tekenan
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_pic, aliran_usulan
from usulan.peristiwa.isi import DataDiubah, KeppresTerbit

PIC, PIC_DIUBAH = akses_pic(), akses_pic(jenis=Jenis.PIC_DIUBAH)


@pytest.fixture
def usulan(db: None) -> Usulan:
    return buat_draf(bangun_dunia())


def test_direncanakan_satu_kali_walau_dijalankan_berulang(db: None) -> None:
    peristiwa(aliran_pic(1), PIC)
    assert [rencanakan_tertunda() for _ in range(3)] == [1, 0, 0]
    assert Pengiriman.objects.count() == 1


def test_tanda_yang_hilang_tidak_menggandakan_kiriman(db: None) -> None:
    peristiwa(aliran_pic(1), PIC)
    rencanakan_tertunda()
    lama = Pengiriman.objects.values().get()
    PeristiwaDirencanakan.objects.all().delete()
    assert rencanakan_tertunda() == 1
    assert Pengiriman.objects.values().get() == lama


def test_peristiwa_tanpa_panggilan_tidak_disentuh(db: None) -> None:
    peristiwa("usulan:0", DataDiubah({}))
    assert rencanakan_tertunda() == 0
    assert not PeristiwaDirencanakan.objects.exists()


def test_muatan_usulan_dibekukan_saat_direncanakan(usulan: Usulan) -> None:
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    rencanakan_tertunda()
    baris = Pengiriman.objects.get(api=Api.USULAN)
    assert baris.usulan_id == usulan.pk
    assert baris.muatan["id_pns"] == usulan.asn_id
    assert baris.muatan["data_usulan"]["referensi_siapp"] == str(usulan.pk)


def test_data_yang_melanggar_lampiran_ditolak_dengan_kalimat_dan_tidak_dikirim(usulan: Usulan) -> None:
    Usulan.objects.filter(pk=usulan.pk).update(pejabat_penanda_tangan="é" * 100)
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    rencanakan_tertunda()
    baris = Pengiriman.objects.get(api=Api.USULAN)
    assert (baris.keadaan, baris.sebab) == (Keadaan.DITOLAK, "data")
    assert "Pejabat penanda tangan paling panjang 100 bita" in baris.pesan


def test_peristiwa_lama_ditemukan_oleh_sapuan_menyeluruh(db: None) -> None:
    satu = peristiwa(aliran_pic(1), PIC)
    with connection.cursor() as kursor:
        kursor.execute("SET session_replication_role = replica")
        Peristiwa.objects.filter(pk=satu.pk).update(waktu=timezone.now() - timedelta(hours=3))
        kursor.execute("SET session_replication_role = origin")
    assert rencanakan_tertunda() == 0
    assert rencanakan_tertunda(menyeluruh=True) == 1


def test_peristiwa_lama_di_aliran_yang_sama_ikut_direncanakan_lebih_dulu(db: None) -> None:
    lama = peristiwa(aliran_pic(1), PIC)
    with connection.cursor() as kursor:
        kursor.execute("SET session_replication_role = replica")
        Peristiwa.objects.filter(pk=lama.pk).update(waktu=timezone.now() - timedelta(hours=3))
        kursor.execute("SET session_replication_role = origin")
    peristiwa(aliran_pic(1), PIC_DIUBAH)
    assert rencanakan_tertunda() == 2


def test_satu_peristiwa_rusak_menahan_alirannya_saja(db: None) -> None:
    peristiwa_rusak(aliran_pic(1))
    peristiwa(aliran_pic(1), PIC_DIUBAH)
    peristiwa(aliran_pic(2), PIC)
    assert rencanakan_tertunda() == 1
    assert list(Pengiriman.objects.values_list("aliran", flat=True)) == [aliran_pic(2)]


def test_peristiwa_yang_batal_tidak_dikirim(db: None) -> None:
    with transaction.atomic():
        peristiwa(aliran_pic(1), PIC)
        transaction.set_rollback(True)
    assert rencanakan_tertunda() == 0


def test_setiap_kiriman_ditulis_seperti_direncanakan(usulan: Usulan) -> None:
    satu = peristiwa(aliran_usulan(usulan.pk), tekenan(7, 8))
    sebelum = timezone.now()
    rencanakan_tertunda()
    baris = list(Pengiriman.objects.order_by("gelombang", "sasaran"))
    dasar = satu.urutan * LEBAR
    assert [(b.api, b.gelombang, b.sasaran) for b in baris] == [
        (Api.USULAN, dasar, ""),
        (Api.DOKUMEN, dasar + 1, "7"),
        (Api.DOKUMEN, dasar + 1, "8"),
        (Api.APPROVE, dasar + 2, ""),
    ]
    assert [b.muatan for b in baris[1:3]] == [{"versi": 7}, {"versi": 8}]
    for b in baris:
        assert (b.peristiwa, b.aliran, b.usulan_id, b.keadaan) == (satu, satu.aliran, usulan.pk, Keadaan.BARU)
        assert sebelum <= b.jatuh_tempo <= timezone.now()
    assert [b.giliran for b in baris] == [True, False, False, False]
    assert PeristiwaDirencanakan.objects.filter(peristiwa=satu).exists()


def test_kiriman_tanpa_usulan_tidak_menunjuk_usulan(db: None) -> None:
    peristiwa(aliran_pic(1), PIC)
    rencanakan_tertunda()
    baris = Pengiriman.objects.get()
    assert (baris.usulan_id, baris.aliran, baris.giliran) == (None, aliran_pic(1), True)


def test_salinan_mendapat_tautan_yang_sama_dengan_kiriman_ulangnya(usulan: Usulan) -> None:
    berkas = berkas_siap(usulan.pembuat)
    for nomor in ("1/K/2026", "2/K/2026"):
        isi = KeppresTerbit("k-1", nomor, date(2026, 11, 20), "Judul", 1, str(berkas.pk), usulan.nip)
        peristiwa(aliran_usulan(usulan.pk), isi)
        rencanakan_tertunda()
    assert Pengiriman.objects.filter(api=Api.SALINAN_KEPPRES).count() == 2
    tautan = TautanPendek.objects.get(berkas=berkas, dicabut_pada=None)
    assert tautan.tujuan == TUJUAN_TAUTAN == "salinan-keppres"


def test_pesan_yang_panjang_tetap_muat_dan_sisanya_direncanakan(usulan: Usulan) -> None:
    Usulan.objects.filter(pk=usulan.pk).update(pejabat_penanda_tangan="é" * 100)
    peristiwa(aliran_usulan(usulan.pk), tekenan(7))
    rencanakan_tertunda()
    keadaan = dict(Pengiriman.objects.values_list("api", "keadaan"))
    assert keadaan == {Api.USULAN: Keadaan.DITOLAK, Api.DOKUMEN: Keadaan.BARU, Api.APPROVE: Keadaan.BARU}


def test_jendela_satu_jam(db: None) -> None:
    for menit in (59, 61):
        with time_machine.travel(timezone.now() - timedelta(minutes=menit)):
            peristiwa(aliran_pic(menit), PIC)
    assert rencanakan_tertunda() == 1
    assert Pengiriman.objects.get().aliran == aliran_pic(59)


@pytest.mark.django_db(transaction=True)
def test_relai_bersamaan_tidak_menggandakan() -> None:
    for nomor in range(20):
        peristiwa(aliran_pic(nomor), PIC)

    def jalankan(_: int) -> int:
        try:
            return rencanakan_tertunda()
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(4) as kolam:
        assert sum(kolam.map(jalankan, range(8))) == 20
    assert Pengiriman.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_relai_yang_sedang_bekerja_tidak_disela() -> None:
    def coba() -> bool:
        try:
            with kunci_tunggal(Kunci.RELAI) as dapat:
                return dapat
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(1) as kolam:
        with kunci_tunggal(Kunci.RELAI) as dapat:
            assert dapat
            assert not kolam.submit(coba).result()
        assert kolam.submit(coba).result()


@pytest.mark.django_db(transaction=True)
def test_relai_yang_membeku_tidak_menahan_yang_lain(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frozen process keeps its transaction, and with it its locks, until the server ends it."""
    monkeypatch.setattr("siapp.kunci.BEKU", "1s")
    beku, selesai = threading.Event(), threading.Event()

    def membeku() -> None:
        try:
            with kunci_tunggal(Kunci.RELAI) as dapat:
                assert dapat
                beku.set()
                assert selesai.wait(30)
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(1) as kolam:
        lama = kolam.submit(membeku)
        assert beku.wait(30)
        with kunci_tunggal(Kunci.RELAI, tunggu=10) as dapat:
            selesai.set()
            assert dapat
        with pytest.raises(DatabaseError):
            lama.result()
