"""Operators are told once per cause, and once when it is over."""

from datetime import datetime, timedelta
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.masuk.penerima import simpan_mentah
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, Pengiriman, Peringatan
from integrasi.petugas import spanduk
from integrasi.petugas.peringatan import BATAS_MANDEK, MASA_REDA, kata_peringatan, periksa
from siapp.celery import JADWAL
from tests.dunia import Dunia
from tests.integrasi.keluar.pembantu import pic_didaftarkan


@pytest.fixture(autouse=True)
def berpelanggan(dunia: Dunia, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox.clear()
    for orang in (dunia.administrator, dunia.dukungan):
        orang.surel = f"petugas{orang.pk}@contoh.go.id"
        orang.save(update_fields=["surel"])


def ditolak(nomor: int, sebab: str = "ditolak") -> Pengiriman:
    baris = pic_didaftarkan(nomor)
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.DITOLAK, sebab=sebab)
    return baris


def nanti(lama: timedelta) -> datetime:
    return timezone.now() + lama


def test_satu_surel_tiap_sebab_hanya_kepada_administrator_dan_sekali_saat_berakhir(dunia: Dunia) -> None:
    for nomor in (1, 2, 3):
        ditolak(nomor)
    ditolak(4, "tanpa_izin")
    for _ in range(3):
        periksa()
    assert sorted(surat.subject for surat in mail.outbox) == [
        "[SIAPP] SIASN menolak kiriman ini.",
        "[SIAPP] SIASN tidak mengizinkan panggilan ini.",
    ]
    (surat,) = [satu for satu in mail.outbox if "menolak" in satu.subject]
    assert (surat.to, surat.bcc) == ([], [dunia.administrator.surel])
    assert "Jumlah: 3." in surat.body
    assert "Langkah berikutnya:" in surat.body
    assert "/integrasi/pengiriman/?sebab=ditolak" in surat.body
    mail.outbox.clear()
    Pengiriman.objects.filter(sebab="ditolak").update(keadaan=Keadaan.BATAL)
    assert periksa() == 0
    with time_machine.travel(nanti(MASA_REDA + timedelta(seconds=1)), tick=True):
        for _ in range(3):
            periksa()
    assert [surat.subject for surat in mail.outbox] == ["[SIAPP] Sudah pulih: SIASN menolak kiriman ini."]
    assert Peringatan.objects.terbuka().get().sebab == "kiriman:tanpa_izin"


def test_yang_hilang_timbul_sebentar_tidak_dikabarkan_dua_kali(dunia: Dunia) -> None:
    baris = ditolak(1)
    periksa()
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.ULANG)
    periksa()
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.DITOLAK)
    periksa()
    assert len(mail.outbox) == 1


def test_siasn_tidak_terjangkau_dikabarkan_tanpa_menyebut_pengiriman_mandek(dunia: Dunia) -> None:
    pic_didaftarkan(1)
    Pengiriman.objects.update(jatuh_tempo=timezone.now() - 2 * BATAS_MANDEK)
    KeadaanMitra.objects.create(host=host(), terbuka_sejak=timezone.now(), coba_lagi_pada=timezone.now())
    periksa()
    assert set(Peringatan.objects.values_list("sebab", flat=True)) == {"pemutus"}
    assert "tidak terjangkau" in mail.outbox[0].subject


def test_pekerja_yang_berhenti_tampak_dalam_120_detik_tanpa_pekerja_mana_pun(dunia: Dunia) -> None:
    baris = pic_didaftarkan(1)
    klien = Client()
    klien.force_login(dunia.dukungan)
    assert "Pengiriman berhenti." not in klien.get("/bantuan/").content.decode()
    Pengiriman.objects.filter(pk=baris.pk).update(jatuh_tempo=timezone.now() - timedelta(seconds=120))
    spanduk.perlu_operator.lupakan()
    assert "Pengiriman berhenti." in klien.get("/bantuan/").content.decode()
    assert BATAS_MANDEK.total_seconds() + JADWAL["peringatan-petugas"][1] <= 120
    periksa()
    assert Peringatan.objects.get().sebab == "mandek"
    pic = Client()
    pic.force_login(dunia.pic)
    assert "Pengiriman berhenti." not in pic.get("/bantuan/").content.decode()


def test_lonceng_di_pengiriman_dan_hitungan_di_spanduk(dunia: Dunia) -> None:
    ditolak(1)
    simpan_mentah(b"bukan json", None, "bkn-uji")
    periksa()
    klien = Client()
    klien.force_login(dunia.administrator)
    assert "2 hal pada pengiriman perlu ditangani." in klien.get("/bantuan/").content.decode()
    isi = klien.get("/integrasi/pengiriman/").content.decode()
    assert "Pemberitahuan BKN tidak dapat dibaca." in isi
    assert "/integrasi/masuk/?keadaan=TIDAK_TERBACA" in isi


def test_surel_yang_gagal_dikirim_pada_giliran_berikutnya(dunia: Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(_: EmailMessage) -> int:
        raise SMTPException("peladen surel tidak ada")

    ditolak(1)
    with monkeypatch.context() as sementara:
        sementara.setattr(EmailMessage, "send", gagal)
        assert periksa() == 0
    assert periksa() == 1
    assert len(mail.outbox) == 1


def test_setiap_peringatan_punya_kata() -> None:
    for sebab in ("pemutus", "mandek", "kiriman:ditolak", "masuk:TANPA_USULAN", "masuk:BERTENTANGAN"):
        assert "tidak dikenal aplikasi" not in kata_peringatan(sebab).kalimat
