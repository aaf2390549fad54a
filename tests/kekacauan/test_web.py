"""The web stands without a broker, takes twenty presses for one, and loses no notice when it is killed itself."""

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from django.test import Client
from django.urls import reverse

from integrasi.api.klien import buat_klien
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import KejadianMasuk, Pengiriman, Percobaan
from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, jalankan
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa, pic_didaftarkan
from tests.kekacauan.arena import Arena, Proses, arena, lingkungan, tunggu
from tests.kekacauan.broker import broker_sendiri
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import ukuran
from tests.sarana import SABAR, port_bebas
from usulan.peristiwa import aliran_pic

pytestmark = pytest.mark.lambat

CSRF = "a" * 32
TINDAKAN = ukuran(60, 500)
# Seconds that the broker is away at least: so long that a worker's pauses between its attempts have grown.
BROKER_PERGI = ukuran(0, 240)
# What is promised of it is measured in the full campaign, on a machine that does nothing else.
BATAS_KEMBALI = ukuran(SABAR, 60)
NOTIFIKASI = ukuran(40, 5_000)
# Calls that a web server sees begin in its life: by their number, not by the clock, it is killed on any machine.
UMUR_WEB = ukuran((8, 16), (60, 160))
LAYAR = ("/", "/integrasi/pengiriman/", "/integrasi/masuk/", "/integrasi/sinkron/")


class Web:
    """A web server of this test's own, on one port over all its lives."""

    def __init__(self, tempat: Arena, env: dict[str, str]) -> None:
        self.tempat, self.env, self.port = tempat, env, port_bebas()
        self.url = f"http://127.0.0.1:{self.port}"
        self.proses = self._mulai()

    def _mulai(self) -> Proses:
        granian = str(Path(sys.executable).with_name("granian"))
        pilihan = ["--interface=wsgi", "--host=127.0.0.1", f"--port={self.port}", "--blocking-threads=4"]
        return self.tempat.mulai(granian, *pilihan, "siapp.wsgi:application", env=self.env)

    def tunggu(self) -> None:
        tunggu(self.menjawab, apa=self.proses.tulisan()[-2000:])

    def menjawab(self) -> bool:
        try:
            return requests.get(f"{self.url}/api/v1/info", timeout=SABAR).ok
        except requests.RequestException:
            assert self.proses.proses.poll() is None, self.proses.tulisan()[-2000:]
            return False

    def bunuh(self) -> None:
        """kill -9, and a new life."""
        self.proses.bunuh()
        self.proses = self._mulai()


@contextmanager
def web(folder: Path, **env: str) -> Iterator[tuple[Arena, Web]]:
    with arena(folder) as tempat:
        satu = Web(tempat, lingkungan(DJANGO_SETTINGS_MODULE="tests.kekacauan.setelan", **env))
        satu.tunggu()
        yield tempat, satu


def peramban(pengguna: Pengguna) -> requests.Session:
    """A signed-in browser."""
    klien = Client()
    klien.force_login(pengguna)
    sesi = requests.Session()
    sesi.cookies.update({"sesi": klien.cookies["sesi"].value, "csrf": CSRF})
    return sesi


def tekan(sesi: requests.Session, url: str) -> int:
    """Press a button; give the status of the answer, without following where it leads."""
    isi = {"csrfmiddlewaretoken": CSRF}
    return sesi.post(url, data=isi, headers={"Referer": url}, allow_redirects=False, timeout=SABAR).status_code


def ditolak(banyak: int) -> list[Pengiriman]:
    """API 2 that SIASN refused and that has been mended since: what waits for a press."""
    for nomor in range(banyak):
        peristiwa(aliran_pic(nomor), akses_pic(nomor))
    rencanakan_tertunda()
    semua = Pengiriman.objects.filter(keadaan=Keadaan.BARU)
    ids = list(semua.values_list("pk", flat=True))
    semua.update(keadaan=Keadaan.DITOLAK, sebab="ditolak")
    return list(Pengiriman.objects.filter(pk__in=ids).order_by("pk"))


def test_web_berdiri_tanpa_broker(siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path) -> None:
    with (
        broker_sendiri(tmp_path / "valkey") as broker,
        web(tmp_path, REDIS_URL=broker.url, SIASN_BATAS_WAKTU="20") as (tempat, peladen),
    ):
        # Before there is a worker, who would send some of them while they are being made.
        menunggu = ditolak(TINDAKAN // 2 * 2)
        assert len(menunggu) == TINDAKAN // 2 * 2
        pekerja = tempat.pekerja(banyak=1, env=peladen.env)
        timer = tempat.mulai(sys.executable, "-m", "tests.kekacauan.pekerja", "timer", env=peladen.env)
        pertama = pic_didaftarkan(99_999)
        tunggu(lambda: Pengiriman.objects.filter(pk=pertama.pk, keadaan=Keadaan.SELESAI).exists())
        sesi = peramban(selaras.administrator)
        for nomor, (cara, pergi, kembali) in enumerate(
            (("mati", broker.mati, broker.nyala), ("beku", broker.beku, broker.cair))
        ):
            with janji(
                f"web tanpa broker ({cara}, {TINDAKAN} tindakan, ≥ {BROKER_PERGI} detik)",
                "0 galat; terkirim ≤ 30 detik sesudah kembali",
            ) as baris:
                ditekan = menunggu[nomor::2]
                pergi()
                galat, terlama = _bertindak(sesi, peladen.url, ditekan)
                kembali()
                baris.capai(f"{galat} galat, terlama {terlama:.1f} detik; belum terkirim")
                lama = _sampai_terkirim(ditekan, pekerja, timer)
                baris.capai(f"{galat} galat, terlama {terlama:.1f} detik; terkirim {lama:.0f} detik sesudah kembali")
                assert galat == 0
                assert lama <= ukuran(BATAS_KEMBALI, 30)


def _bertindak(sesi: requests.Session, url: str, menunggu: list[Pengiriman]) -> tuple[int, float]:
    """Read pages and press buttons for `BROKER_PERGI` seconds at least; how many failed, how long the slowest took."""
    galat, terlama, batas = 0, 0.0, time.monotonic() + BROKER_PERGI
    for nomor in range(TINDAKAN):
        mulai = time.monotonic()
        galat += _satu_tindakan(sesi, url, nomor, menunggu)
        terlama = max(terlama, time.monotonic() - mulai)
    time.sleep(max(0.0, batas - time.monotonic()))
    return galat, terlama


def _sampai_terkirim(ditekan: list[Pengiriman], pekerja: Proses, timer: Proses) -> float:
    """Wait until all of `ditekan` arrived; seconds."""
    milik = Pengiriman.objects.filter(pk__in=[satu.pk for satu in ditekan])
    try:
        return tunggu(lambda: not milik.exclude(keadaan=Keadaan.SELESAI).exists(), BATAS_KEMBALI)
    except TimeoutError:
        keadaan = Counter(milik.values_list("keadaan", "sebab"))
        pytest.fail(f"{keadaan}\n{pekerja.tulisan()[-2500:]}\nTIMER\n{timer.tulisan()[-2500:]}")


def _satu_tindakan(sesi: requests.Session, url: str, nomor: int, menunggu: list[Pengiriman]) -> int:
    """Read a page or press a button in turn; 1 when it failed."""
    if nomor % 2 and nomor // 2 < len(menunggu):
        jalan = reverse("integrasi:pengiriman_kirim_ulang", args=[menunggu[nomor // 2].pk])
        return int(tekan(sesi, url + jalan) != 302)
    jawaban = sesi.get(url + LAYAR[nomor // 2 % len(LAYAR)], timeout=SABAR)
    return int(jawaban.status_code != 200)


def test_dua_puluh_tekanan_dua_orang_satu_percobaan(siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path) -> None:
    with (
        janji("ditekan 20 kali oleh dua orang", "satu percobaan baru, keduanya tercatat") as baris,
        web(tmp_path) as (_, peladen),
    ):
        (satu,) = ditolak(1)
        url = peladen.url + reverse("integrasi:pengiriman_kirim_ulang", args=[satu.pk])
        sesi = [peramban(selaras.administrator), peramban(selaras.dukungan)]
        with ThreadPoolExecutor(20) as kolam:
            status = list(kolam.map(lambda n: tekan(sesi[n % 2], url), range(20)))
        jalankan()
        mesin = Percobaan.objects.filter(pengiriman=satu, oleh=None).count()
        jejak = Peristiwa.objects.filter(aliran=f"pengiriman:{satu.pk}")
        orang = jejak.values("oleh").distinct().count()
        baris.capai(f"{mesin} percobaan; {jejak.count()} tekanan oleh {orang} orang tercatat")
        assert set(status) == {302}
        assert (mesin, jejak.count(), orang) == (1, 20, 2)
        assert siasn.hitungan(2)["efek"] == 1


def test_web_yang_dibunuh_tidak_kehilangan_notifikasi(selaras: Dunia, janji: Janji, tmp_path: Path) -> None:
    with (
        janji(f"API 9: web dibunuh selama {NOTIFIKASI} panggilan", "0 jawaban 2xx tanpa baris") as baris,
        web(tmp_path, API_LAJU_KLIEN="1000000", API_LAJU_ALAMAT="1000000") as (_, peladen),
    ):
        klien, rahasia = buat_klien("SIASN kekacauan", ("notifikasi-verifikasi",), oleh=Mesin.SISTEM)
        token = _token(klien.client_id, rahasia)
        berhenti, dibunuh, dimulai = threading.Event(), [0], list[int]()
        pembunuh = threading.Thread(target=_bunuh_acak, args=(peladen, berhenti, dibunuh, dimulai))
        pembunuh.start()
        try:
            with ThreadPoolExecutor(8) as kolam:
                tanda = list(kolam.map(lambda n: _lapor(peladen.url, token, n, dimulai), range(NOTIFIKASI)))
        finally:
            berhenti.set()
            pembunuh.join()
        ada = {str(satu) for satu in KejadianMasuk.objects.values_list("pk", flat=True)}
        diterima = [satu for satu in tanda if satu]
        tanpa = sum(satu not in ada for satu in diterima)
        baris.capai(f"{tanpa} dari {len(diterima)} jawaban 2xx tanpa baris ({dibunuh[0]} kali dibunuh)")
        assert tanpa == 0
        assert len(diterima) == len(set(diterima)) == NOTIFIKASI
        assert dibunuh[0] >= 1


def _token(kunci: str, rahasia: str) -> str:
    formulir = f"grant_type=client_credentials&client_id={kunci}&client_secret={rahasia}"
    jawaban = Client().post("/oauth2/token", formulir, "application/x-www-form-urlencoded")
    return str(jawaban.json()["access_token"])


def _bunuh_acak(peladen: Web, berhenti: threading.Event, dibunuh: list[int], dimulai: list[int]) -> None:
    """Kill the web each time when so many more calls have begun, until `berhenti`."""
    acak = random.Random(9)
    ajal = acak.randint(*UMUR_WEB)
    while not berhenti.wait(0.002):
        if len(dimulai) < ajal:
            continue
        peladen.bunuh()
        dibunuh[0] += 1
        while not berhenti.is_set() and not peladen.menjawab():
            time.sleep(0.1)
        ajal = len(dimulai) + acak.randint(*UMUR_WEB)


def _lapor(url: str, token: str, nomor: int, dimulai: list[int]) -> str:
    """Tell a verdict as BKN does: again until it is answered; give the receipt."""
    isi: dict[str, Any] = {"id_usulan": f"siasn-{nomor:08d}", "status": "BTL", "tanggal_verifikasi": "14-03-2025"}
    dimulai.append(nomor)
    kepala = {"Authorization": f"Bearer {token}"}
    batas = time.monotonic() + SABAR
    while time.monotonic() < batas:
        try:
            jawaban = requests.post(f"{url}/api/v1/notifikasi-verifikasi", json=isi, headers=kepala, timeout=SABAR)
        except requests.RequestException:
            time.sleep(0.2)
            continue
        if jawaban.ok:
            return str(jawaban.json()["data"]["id_tanda_terima"])
        time.sleep(0.2)
    return ""
