"""Notices by mail, received by a real SMTP server in a process of its own (keputusan/0081)."""

import mailbox
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_binary_file
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from django.urls import reverse
from django.utils import timezone

from siapp.akun.models import Peran
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.kabar.jenis import CaraSurel, JenisKabar
from usulan.kabar.surel import kirim_surel
from usulan.kabar.susun import kabarkan_tertunda
from usulan.kabar.tulis import jadwal_surel
from usulan.models import Kabar, PilihanKabar, Usulan

J = JenisKabar
Nyalakan = Callable[[], None]


class KotakSurat:
    """The server: off at first, so that a test can see what happens while nobody takes mail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as soket:
            soket.bind(("127.0.0.1", 0))
            self.port: int = soket.getsockname()[1]
        self._proses: subprocess.Popen[bytes] | None = None

    def nyalakan(self) -> None:
        perintah = ["-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{self.port}", "-c", "aiosmtpd.handlers.Mailbox"]
        self._proses = subprocess.Popen([sys.executable, *perintah, str(self.folder)])
        batas = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < batas, "the SMTP server does not listen"
                time.sleep(0.05)

    def padamkan(self) -> None:
        if self._proses is not None:
            self._proses.terminate()
            self._proses.wait(30)

    def isi(self) -> list[Message]:
        if not self.folder.exists():
            return []
        return list(mailbox.Maildir(self.folder, lambda berkas: message_from_binary_file(berkas, policy=default)))  # type: ignore[arg-type]


@pytest.fixture
def kotak(tmp_path: Path, settings: LazySettings) -> Iterator[KotakSurat]:
    kotak = KotakSurat(tmp_path / "surat")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", kotak.port
    settings.BASE_URL = "https://siapp.contoh.go.id"
    yield kotak
    kotak.padamkan()


@pytest.fixture
def usulan(dunia: d.Dunia) -> Usulan:
    """Returned to its PIC, who has a mail address; the signer has none."""
    dunia.pic.surel = "ratih@contoh.go.id"
    dunia.pic.save(update_fields=["surel"])
    usulan = d.dikembalikan(dunia)
    kabarkan_tertunda()
    return usulan


def teks(pesan: Message) -> str:
    isi = pesan.get_payload(decode=True)
    assert isinstance(isi, bytes)
    return isi.decode()


@pytest.mark.usefixtures("dunia")
def test_surel_menyebut_nomor_jenis_dan_tautan_tanpa_nama_dan_nip(kotak: KotakSurat, usulan: Usulan) -> None:
    kotak.nyalakan()
    assert kirim_surel() == 1
    (pesan,) = kotak.isi()
    assert pesan["To"] == "ratih@contoh.go.id"
    assert usulan.nomor in pesan["Subject"]
    semua = f"{pesan['Subject']} {teks(pesan)}"
    assert f"Usulan {usulan.nomor}: {J.DIKEMBALIKAN.label}" in semua
    assert f"https://siapp.contoh.go.id{reverse('usulan:rinci', args=[usulan.pk])}" in semua
    for rahasia in (usulan.nip, usulan.nama, "Berkas pertama tidak terbaca", "Vino"):
        assert rahasia not in semua


@pytest.mark.usefixtures("usulan")
def test_yang_sudah_disurelkan_tidak_disurelkan_lagi(kotak: KotakSurat) -> None:
    kotak.nyalakan()
    assert [kirim_surel(), kirim_surel()] == [1, 0]
    with time_machine.travel(timezone.now() + timedelta(hours=12)):
        assert kirim_surel() == 0
    assert len(kotak.isi()) == 1


@pytest.mark.usefixtures("usulan")
def test_surel_yang_tidak_diterima_siapa_pun_belum_terkirim_dan_dicoba_lagi(kotak: KotakSurat) -> None:
    assert kirim_surel() == 0
    kabar = Kabar.objects.get(surel_pada__isnull=False)
    assert (kabar.tersurel_pada, kabar.percobaan) == (None, 1)
    kotak.nyalakan()
    assert kirim_surel() == 0  # its next try is not due yet
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert kirim_surel() == 1
    assert len(kotak.isi()) == 1
    kabar.refresh_from_db()
    assert kabar.tersurel_pada is not None


@pytest.mark.usefixtures("usulan")
def test_yang_lama_tidak_terkirim_tidak_disurelkan_lagi(kotak: KotakSurat) -> None:
    kotak.nyalakan()
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert kirim_surel() == 0
    assert kotak.isi() == []


@pytest.mark.usefixtures("usulan")
def test_tanpa_surel_yang_diatur_tidak_ada_yang_dianggap_terkirim(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert kirim_surel() == 0
    assert not Kabar.objects.filter(tersurel_pada__isnull=False).exists()
    assert Kabar.objects.get(surel_pada__isnull=False).percobaan == 0


def test_yang_kehilangan_hak_tidak_disureli(kotak: KotakSurat, dunia: d.Dunia, usulan: Usulan) -> None:
    kotak.nyalakan()
    Peran.objects.filter(pengguna=dunia.pic).update(aktif=False)
    assert kirim_surel() == 0
    Peran.objects.filter(pengguna=dunia.pic).update(aktif=True)
    assert kirim_surel() == 0
    assert kotak.isi() == []
    assert usulan.nomor


def test_yang_sudah_dibaca_tidak_disurelkan(kotak: KotakSurat, dunia: d.Dunia, usulan: Usulan) -> None:
    kotak.nyalakan()
    kabar = Kabar.objects.get(penerima=dunia.pic, jenis=J.DIKEMBALIKAN, usulan=usulan)
    masuk(dunia.pic).post(reverse("usulan:kabar_buka", args=[kabar.pk]))
    assert kirim_surel() == 0
    assert kotak.isi() == []


def test_pilihan_tidak_menghentikan_surel_yang_menunggu(kotak: KotakSurat, dunia: d.Dunia, usulan: Usulan) -> None:
    kotak.nyalakan()
    alamat = reverse("usulan:kabar_surel")
    halaman = masuk(dunia.pic).get(alamat).content.decode()
    assert J.DIKEMBALIKAN.label in halaman
    assert J.RKP_MENUNGGU.label not in halaman
    semua = dict.fromkeys((j for j in JenisKabar if f'name="{j}"' in halaman), CaraSurel.TIDAK.value)
    jawaban = masuk(dunia.pic).post(alamat, semua | {J.RKP_MENUNGGU.value: CaraSurel.SEKETIKA.value})
    assert jawaban.status_code == 302
    assert not PilihanKabar.objects.filter(jenis=J.RKP_MENUNGGU).exists()
    assert kirim_surel() == 0
    assert kotak.isi() == []
    assert usulan.nomor


def test_ringkasan_harian_satu_surel_untuk_semuanya(kotak: KotakSurat, dunia: d.Dunia) -> None:
    dunia.pic.surel = "ratih@contoh.go.id"
    dunia.pic.save(update_fields=["surel"])
    for jenis in (J.DIKEMBALIKAN, J.PERTEK_ADA, J.KEPPRES_TERBIT):
        PilihanKabar.objects.create(pengguna=dunia.pic, jenis=jenis, cara=CaraSurel.HARIAN)
    satu, dua = d.dikembalikan(dunia), d.dikembalikan(dunia, "JFKU-KENAIKAN")
    kabarkan_tertunda()
    kotak.nyalakan()
    assert kirim_surel() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert kirim_surel() == 1
    (pesan,) = kotak.isi()
    assert pesan["Subject"] == "[SIAPP] 2 kabar untuk Anda"
    assert satu.nomor in teks(pesan)
    assert dua.nomor in teks(pesan)


def test_jam_ringkasan_pukul_tujuh_berikutnya() -> None:
    wib = timezone.get_default_timezone()
    pagi, siang = datetime(2026, 11, 28, 6, 59, tzinfo=wib), datetime(2026, 11, 28, 7, 0, tzinfo=wib)
    assert jadwal_surel(CaraSurel.HARIAN, pagi) == siang
    assert jadwal_surel(CaraSurel.HARIAN, siang) == siang + timedelta(days=1)
    assert jadwal_surel(CaraSurel.SEKETIKA, pagi) == pagi
    assert jadwal_surel(CaraSurel.TIDAK, pagi) is None
