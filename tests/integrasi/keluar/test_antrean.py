"""Claims, leases, order, the breaker and the tokens of the drain."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import KELUAR, Api
from integrasi.keadaan import GerakKiriman, Keadaan
from integrasi.keluar import kuras as modul_kuras
from integrasi.keluar.antrean import ambil, buka_giliran, buka_semua_giliran, lepaskan_sewa_habis, masa_sewa
from integrasi.keluar.kirim import SewaLewat, kirim
from integrasi.keluar.klasifikasi import Hasil, berhasil
from integrasi.keluar.kuras import kerjakan, kuras, masih_ada
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.selesai import simpan_hasil
from integrasi.keluar.susun import bekali
from integrasi.mitra import pemutus
from integrasi.mitra.setelan import batas_panggilan, buka_transport, host
from integrasi.models import KeadaanMitra, Pengiriman, Percobaan, TokenSiasn, UsulanSiasn
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.tasks import BATAS_WAKTU
from referensi.models import Layanan
from siapp.koneksi import lepas_koneksi
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, jatuhkan_tempo
from tests.integrasi.keluar.pembantu import hanya_api3, peristiwa_rusak, pic_didaftarkan, sampai_tuntas
from usulan.peristiwa import Jenis, aliran_pic


def _segar(baris: Pengiriman) -> Pengiriman:
    return Pengiriman.objects.get(pk=baris.pk)


def _ambil_satu(baris: Pengiriman) -> Pengiriman:
    (diambil,) = ambil(1)
    assert diambil.pk == baris.pk
    return diambil


def test_dokumen_menunggu_usulan_dan_teken_menunggu_dokumen(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    rencanakan_tertunda()
    (api3,) = ambil(100)
    assert api3.api == Api.USULAN
    assert ambil(100) == []
    simpan_hasil(api3, berhasil({"id_usulan": "abcd1234-0000"}), timezone.now())
    dokumen = ambil(100)
    assert {b.api for b in dokumen} == {Api.DOKUMEN}
    assert len(dokumen) == usulan.dokumen.exclude(versi_kini=None).count()
    assert ambil(100) == []


def test_usulan_yang_tertahan_tidak_menahan_usulan_lain(siasn: Siasn, selaras: Dunia) -> None:
    tertahan, lancar = hanya_api3(selaras), hanya_api3(selaras)
    Pengiriman.objects.filter(pk=tertahan.pk).update(keadaan=Keadaan.DITOLAK)
    jalankan()
    assert _segar(lancar).keadaan == Keadaan.SELESAI
    assert _segar(tertahan).keadaan == Keadaan.DITOLAK


@pytest.mark.django_db(transaction=True)
def test_banyak_pekerja_tidak_mengambil_baris_yang_sama() -> None:
    for nomor in range(30):
        pic_didaftarkan(nomor)
    mulai = threading.Barrier(4)

    def pekerja(_: int) -> list[str]:
        mulai.wait()
        dapat: list[str] = []
        while baris := ambil(2):
            dapat += [str(b.pk) for b in baris]
        lepas_koneksi()
        return dapat

    with ThreadPoolExecutor(4) as kolam:
        semua = [pk for satu in kolam.map(pekerja, range(4)) for pk in satu]
    assert len(semua) == len(set(semua)) == 30


def test_sewa_lebih_panjang_dari_panggilan_dan_tugas_dari_keduanya() -> None:
    for api in KELUAR:
        assert masa_sewa(api).total_seconds() > batas_panggilan(berkas=api == Api.DOKUMEN)
    assert modul_kuras.LAMA_KURAS + batas_panggilan(berkas=True) < BATAS_WAKTU


def test_sewa_yang_habis_membuat_usulan_tidak_pasti_dan_akses_diulang(siasn: Siasn, selaras: Dunia) -> None:
    usulan, akses = hanya_api3(selaras), pic_didaftarkan()
    assert len(ambil(10)) == 2
    assert lepaskan_sewa_habis() == 0
    Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).update(sewa_sampai=timezone.now() - timedelta(seconds=1))
    assert lepaskan_sewa_habis() == 2
    assert (_segar(usulan).keadaan, _segar(usulan).sebab) == (Keadaan.TIDAK_PASTI, "sewa_habis")
    assert _segar(usulan).tidak_pasti_sejak is not None
    assert _segar(akses).keadaan == Keadaan.ULANG
    assert Percobaan.objects.filter(sebab="sewa_habis").count() == 2


def test_pekerja_yang_terlambat_tidak_mengubah_apa_pun(siasn: Siasn, selaras: Dunia) -> None:
    lambat = _ambil_satu(hanya_api3(selaras))
    Pengiriman.objects.filter(pk=lambat.pk).update(sewa_sampai=timezone.now() - timedelta(seconds=1))
    lepaskan_sewa_habis()
    sebelum = Pengiriman.objects.filter(pk=lambat.pk).values().get()
    assert not simpan_hasil(lambat, berhasil({"id_usulan": "abcd1234-0000"}), timezone.now())
    assert Pengiriman.objects.filter(pk=lambat.pk).values().get() == sebelum
    assert not UsulanSiasn.objects.exists()
    assert Percobaan.objects.filter(pengiriman=lambat).count() == 1


def test_pekerja_yang_membeku_sebelum_mengirim_tidak_mengirim_lagi(siasn: Siasn, selaras: Dunia) -> None:
    beku = _ambil_satu(hanya_api3(selaras))
    beku.sewa_sampai = timezone.now() + timedelta(seconds=1)
    with buka_transport() as transport:
        with pytest.raises(SewaLewat):
            kirim(transport, beku, bekali([beku]))
        assert kerjakan(transport, beku) is None
    assert siasn.hitungan(3)["tiba"] == 0


def test_sewa_hanya_ada_saat_dikirim(db: None) -> None:
    baris = pic_didaftarkan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pengiriman.objects.filter(pk=baris.pk).update(sewa=uuid4())


def test_tujuh_puluh_lima_jam_mencoba_lalu_mati(siasn: Siasn, transactional_db: None) -> None:
    siasn.gangguan({"api": "2", "jenis": "503"})
    baris = pic_didaftarkan()
    lama = timezone.now() - timedelta(hours=76)
    Pengiriman.objects.update(percobaan_ke=3, dicoba_sejak=lama)
    jalankan()
    assert _segar(baris).keadaan == Keadaan.ULANG, "an outage that spent few tries must not kill the row"
    Pengiriman.objects.update(percobaan_ke=40, jatuh_tempo=timezone.now())
    jalankan()
    assert _segar(baris).keadaan == Keadaan.MATI


def test_pemutus_menahan_tanpa_menghabiskan_percobaan_lalu_pulih_sendiri(siasn: Siasn, transactional_db: None) -> None:
    siasn.gangguan({"api": "*", "jenis": "503"})
    for nomor in range(12):
        pic_didaftarkan(nomor)
    jalankan()
    jatuhkan_tempo()
    jalankan()
    assert pemutus.terbuka_sejak(host()) is not None
    tiba = siasn.hitungan(2)["tiba"]
    percobaan = sum(Pengiriman.objects.values_list("percobaan_ke", flat=True))
    for _ in range(3):
        jatuhkan_tempo()
        assert jalankan().henti
    assert siasn.hitungan(2)["tiba"] == tiba
    assert sum(Pengiriman.objects.values_list("percobaan_ke", flat=True)) == percobaan

    KeadaanMitra.objects.update(coba_lagi_pada=timezone.now())
    jalankan()
    assert siasn.hitungan(2)["tiba"] == tiba, "the probe reads; nothing is sent into an outage"
    siasn.gangguan()
    KeadaanMitra.objects.update(coba_lagi_pada=timezone.now())
    sampai_tuntas(kali=2)
    assert pemutus.terbuka_sejak(host()) is None
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}


def test_penolakan_tidak_pernah_membuka_pemutus(siasn: Siasn, transactional_db: None) -> None:
    for nomor in range(25):
        pic_didaftarkan(nomor)
    salah = {"tindakan": "beri", "nip": "17", "id": "x", "kp": "", "pemberhentian": "", "jfku": ""}
    Pengiriman.objects.update(muatan=salah)
    jalankan()
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.DITOLAK}
    assert pemutus.terbuka_sejak(host()) is None


def test_token_yang_mati_di_tengah_jalan_disegarkan_tanpa_satu_pun_gagal(siasn: Siasn, transactional_db: None) -> None:
    pic_didaftarkan(0)
    jalankan()
    for nomor in range(1, 25):
        pic_didaftarkan(nomor)
    siasn.matikan_token()
    kuras(lama=20, utas=8)
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
    assert siasn.hitungan("token")["tiba"] == 4
    assert TokenSiasn.objects.count() == 2


def test_kredensial_salah_menghentikan_pengurasan_tanpa_menghabiskan_percobaan(
    siasn: Siasn, transactional_db: None, settings: Settings
) -> None:
    settings.SIASN_CLIENT_SECRET = "salah"
    for nomor in range(10):
        pic_didaftarkan(nomor)
    assert jalankan().henti
    for _ in range(3):
        jatuhkan_tempo()
        jalankan()
    assert siasn.hitungan("token")["tiba"] == 1
    assert set(Pengiriman.objects.values_list("percobaan_ke", flat=True)) == {0}
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) <= {Keadaan.ULANG, Keadaan.BARU}


def test_layanan_yang_belum_dipetakan_menunggu_dan_tidak_dikirim(siasn: Siasn, selaras: Dunia) -> None:
    baris = hanya_api3(selaras)
    layanan = Layanan.objects.get(pk="BERHENTI-BUP")
    milik, layanan.jenis_layanan = layanan.jenis_layanan, None
    layanan.save()
    jalankan()
    assert (_segar(baris).keadaan, _segar(baris).sebab, _segar(baris).percobaan_ke) == (Keadaan.ULANG, "PEMETAAN", 0)
    assert siasn.hitungan(3)["tiba"] == 0
    layanan.jenis_layanan = milik
    layanan.save()
    sampai_tuntas(kali=1)
    assert _segar(baris).keadaan == Keadaan.SELESAI


def test_berkas_yang_berubah_di_penyimpanan_tidak_dikirim(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    berkas = usulan.dokumen.exclude(versi_kini=None).select_related("versi_kini__berkas")[0].versi_kini.berkas
    with default_storage.open(berkas.kunci, "r+b") as isi:
        isi.seek(100)
        isi.write(b"\x00")
    jalankan()
    rusak = Pengiriman.objects.get(api=Api.DOKUMEN, keadaan=Keadaan.DITOLAK)
    assert rusak.sebab == "berkas_berubah"
    (di_siasn,) = siasn.usulan(usulan)
    assert berkas.sha256 not in {d["sha256"] for d in di_siasn["dokumen"]}
    assert di_siasn["approval"] == [], "nothing overtakes a refused document"


def test_akses_yang_dicabut_dua_kali_tetap_selesai(siasn: Siasn, transactional_db: None) -> None:
    pic_didaftarkan()
    jalankan()
    for _ in range(2):
        baris = pic_didaftarkan(jenis=Jenis.PIC_DICABUT)
        jalankan()
        assert _segar(baris).keadaan == Keadaan.SELESAI
    assert siasn.peran() == []


def test_id_usulan_milik_usulan_lain_tidak_diterima(siasn: Siasn, selaras: Dunia) -> None:
    satu, dua = hanya_api3(selaras), hanya_api3(selaras)
    UsulanSiasn.objects.create(usulan_id=satu.usulan_id, id_usulan="ABCD1234-0000")
    dua = next(b for b in ambil(2) if b.pk == dua.pk)
    simpan_hasil(dua, berhasil({"id_usulan": "abcd1234-0000"}), timezone.now())
    assert (_segar(dua).keadaan, _segar(dua).sebab) == (Keadaan.DITOLAK, "id_bentrok")
    assert UsulanSiasn.objects.count() == 1


def test_kemacetan_terlihat_dari_baris_tertua(db: None) -> None:
    assert umur_tertua() == timedelta()
    baris = pic_didaftarkan()
    Pengiriman.objects.filter(pk=baris.pk).update(jatuh_tempo=timezone.now() - timedelta(seconds=300))
    assert timedelta(seconds=299) < umur_tertua() < timedelta(seconds=310)
    assert masih_ada()


def test_yang_menunggu_orang_tidak_membunyikan_alarm(db: None) -> None:
    baris = pic_didaftarkan()
    simpan = Hasil(GerakKiriman.DITOLAK, "ditolak")
    diambil = _ambil_satu(baris)
    simpan_hasil(diambil, simpan, timezone.now())
    assert umur_tertua() == timedelta()


def test_peristiwa_yang_tidak_direncanakan_siapa_pun_membunyikan_alarm(db: None) -> None:
    peristiwa_rusak(aliran_pic(1))
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        assert umur_tertua() > timedelta(seconds=119)


def test_riwayat_yang_pernah_dilihat_terencana_tidak_ditanyakan_lagi(db: None) -> None:
    pic_didaftarkan()
    with CaptureQueriesContext(connection) as pertama:
        umur_tertua()
    with CaptureQueriesContext(connection) as kedua:
        umur_tertua()
    tanya = [[q["sql"] for q in k.captured_queries if "peristiwadirencanakan" in q["sql"]] for k in (pertama, kedua)]
    assert ['"waktu" >=' in sql for sql in chain(*tanya)] == [False, True]


def test_peristiwa_yang_tertinggal_tetap_terlihat_walau_lebih_dari_sejam(db: None) -> None:
    peristiwa_rusak(aliran_pic(1))
    assert umur_tertua() < timedelta(minutes=1)
    for jam in (2, 3, 30):
        with time_machine.travel(timezone.now() + timedelta(hours=jam)):
            assert umur_tertua() >= timedelta(hours=jam)


def test_sewa_yang_lewat_di_tangan_pekerja_beku_membunyikan_alarm(db: None) -> None:
    pic_didaftarkan()
    ambil(1)
    assert umur_tertua() == timedelta()
    Pengiriman.objects.update(sewa_sampai=timezone.now() - timedelta(seconds=200))
    assert umur_tertua() > timedelta(seconds=199)


def test_dua_dokumen_terakhir_yang_selesai_bersamaan_tetap_membuka_giliran_teken(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    rencanakan_tertunda()
    for api in (Api.USULAN, Api.DOKUMEN):
        diambil = ambil(50)
        assert {b.api for b in diambil} == {api}
        isi = {"id_usulan": "abcd1234-0000"} if api == Api.USULAN else {}
        mulai = threading.Barrier(len(diambil))

        def selesai(baris: Pengiriman, isi: dict[str, str] = isi, mulai: threading.Barrier = mulai) -> None:
            mulai.wait()
            simpan_hasil(baris, berhasil(isi), timezone.now())
            lepas_koneksi()

        with ThreadPoolExecutor(len(diambil)) as kolam:
            list(kolam.map(selesai, diambil))
    assert [b.api for b in ambil(50)] == [Api.APPROVE]
    assert usulan.pk


def test_giliran_yang_hilang_diperbaiki_sapuan_menyeluruh(db: None) -> None:
    baris = pic_didaftarkan()
    Pengiriman.objects.update(giliran=False)
    assert ambil(1) == []
    buka_semua_giliran()
    assert _ambil_satu(baris).pk == baris.pk


def test_giliran_tidak_dibuka_selama_pendahulunya_belum_selesai(db: None) -> None:
    pic_didaftarkan()
    kedua = pic_didaftarkan(jenis=Jenis.PIC_DIUBAH)
    with transaction.atomic():
        buka_giliran(kedua.aliran)
    assert not _segar(kedua).giliran
