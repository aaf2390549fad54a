"""What was committed is sent, once and in order, whatever dies on the way (janji.md 1). The partner's count judges."""

import itertools
import json
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.utils import timezone
from psutil import NoSuchProcess
from pytest_django import Settings

from integrasi.enums import KELUAR, Api
from integrasi.keadaan import TUNTAS, Keadaan
from integrasi.keluar.relai import belum_direncanakan
from integrasi.keluar.susun import bekali, id_dokumen
from integrasi.mitra.janji import api_dipastikan
from integrasi.models import Pengiriman, Percobaan, PeristiwaDirencanakan
from integrasi.petugas import penyelesaian
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, pakai_mode
from tests.kekacauan.arena import Arena, Proses, arena, lingkungan
from tests.kekacauan.broker import Broker, broker_sendiri
from tests.kekacauan.ladang import Ladang, tanam
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import PENUH, panggilan, ukuran
from tests.sarana import SABAR

pytestmark = pytest.mark.lambat

JAM = {
    "sambung": ukuran(0.5, 1.0),
    "kelonggaran": ukuran(0.5, 4.0),
    "proba": ukuran(0.3, 1.0),
    "jeda": 0.5,
    "sapu": 0.5,
}
BATAS_WAKTU = 2.0
# Slower than our time-out, and shorter than the quiet period after which a look proves something.
LAMBAT = 2.5
MASA_TENANG = ukuran(4.0, 8.0)
GANGGUAN = (
    {"jenis": "reset_sesudah", "peluang": 0.05},
    {"jenis": "reset_sebelum", "peluang": 0.03},
    {"jenis": f"tunda_sebelum:{LAMBAT}", "peluang": 0.02},
    {"jenis": "503", "peluang": 0.03},
)
MENYEMBUNYIKAN = ("reset_sesudah", "reset_sebelum", "tunda_sebelum")
JEDA_BUNUH = ukuran(0.7, 5.0)
BUNUH_MAKS = ukuran(4, 10_000)
BROKER_MATI = ukuran(3.0, 30.0)
BATAS = ukuran(SABAR, 3600.0)
TIDAK_IDEMPOTEN = (Api.USULAN, Api.DOKUMEN, Api.APPROVE, Api.SALINAN_KEPPRES)


@dataclass
class Kampanye:
    """Workers at work, and who disturbs them."""

    arena: Arena
    broker: Broker
    env: Mapping[str, str]
    pekerja: list[Proses] = field(default_factory=list)
    dibunuh: int = 0
    tumbang: int = 0
    dikosongkan: int = 0
    acak: random.Random = field(default_factory=lambda: random.Random(5))

    def mulai(self, banyak: int) -> None:
        self.pekerja = [self.arena.pekerja(env=self.env) for _ in range(banyak)]
        self.arena.mulai(sys.executable, "-m", "tests.kekacauan.pekerja", "timer", env=self.env)

    def bunuh_satu(self) -> None:
        """kill -9: three times one child, which its parent replaces, then a whole worker, which is started again."""
        self.dibunuh += 1
        nomor = self.acak.randrange(len(self.pekerja))
        anak = self.pekerja[nomor].anak()
        if self.dibunuh % 4 and anak:
            with suppress(NoSuchProcess):
                self.acak.choice(anak).send_signal(signal.SIGKILL)
            return
        self.pekerja[nomor].bunuh()
        self.pekerja[nomor] = self.arena.pekerja(env=self.env)

    def ganti_yang_tumbang(self) -> None:
        """Start again what ended by itself, as a supervisor does; more often than we disturbed is a fault of its own.

        kombu ends the worker when the broker goes while it gives back the message of a child that was just killed.
        """
        for nomor, satu in enumerate(self.pekerja):
            if satu.proses.poll() is not None:
                self.tumbang += 1
                assert self.tumbang <= self.dibunuh + self.dikosongkan, satu.tulisan()[-3000:]
                self.pekerja[nomor] = self.arena.pekerja(env=self.env)

    def ganggu_broker(self, bagian: float, mati_sampai: float) -> float:
        """Flush at a fifth and at a half of the way, stop for a while at a third; give until when it is down."""
        if mati_sampai and time.monotonic() > mati_sampai and self.broker.server is None:
            self.broker.nyala()
        if bagian > (0.2, 0.5, 2.0)[self.dikosongkan] and self.broker.server is not None:
            self.dikosongkan += 1
            self.broker.lupa()
        if bagian > 0.33 and not mati_sampai:
            self.broker.mati()
            return time.monotonic() + BROKER_MATI
        return mati_sampai

    def sampai_selesai(self, jumlah: int, selesai: tuple[str, ...], ganggu: bool = True) -> None:
        """Disturb until all `jumlah` calls are in one of the states `selesai`, or behind one that is.

        Afterwards the broker is there: nobody but this would start it again.
        """
        mulai, bunuh, mati_sampai = time.monotonic(), time.monotonic(), 0.0
        while sisa(jumlah, selesai):
            time.sleep(0.1)
            kini = time.monotonic()
            if kini - mulai > BATAS:
                keadaan = Counter(Pengiriman.objects.values_list("keadaan", "sebab"))
                raise TimeoutError(f"{keadaan}\n{self.pekerja[0].tulisan()[-2000:]}")
            self.ganti_yang_tumbang()
            bagian = Pengiriman.objects.filter(keadaan__in=selesai).count() / jumlah
            if ganggu:
                mati_sampai = self.ganggu_broker(bagian, mati_sampai)
                if bagian > 0 and self.dibunuh < BUNUH_MAKS and saatnya_bunuh(kini - bunuh):
                    bunuh = kini
                    self.bunuh_satu()
        if self.broker.server is None:
            self.broker.nyala()


def saatnya_bunuh(lama: float) -> bool:
    """Whether to kill, `lama` seconds after the last time: best while a call is on its way, where it hurts most."""
    if lama < JEDA_BUNUH:
        return False
    return lama > 3 * JEDA_BUNUH or Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).exists()


def sisa(jumlah: int, selesai: tuple[str, ...]) -> bool:
    """Whether a call is left that a worker can still do something about."""
    if belum_direncanakan().exists() or Pengiriman.objects.count() < jumlah:
        return True
    terbuka = Pengiriman.objects.filter(giliran=True).exclude(keadaan__in=[*TUNTAS, *selesai])
    return terbuka.exists()


@contextmanager
def kampanye(folder: Path, mode: str, banyak: int) -> Iterator[Kampanye]:
    """Workers, timer and a broker of their own; all of them have ended afterwards."""
    with broker_sendiri(folder / "valkey") as broker, arena(folder) as tempat:
        env = lingkungan(
            REDIS_URL=broker.url,
            SIASN_MODE_GANDA=mode,
            SIASN_BATAS_WAKTU=str(BATAS_WAKTU),
            SIASN_MASA_TENANG=str(MASA_TENANG),
            PENGIRIM_UTAS="8",
            KEKACAUAN_JAM=json.dumps(JAM),
        )
        satu = Kampanye(tempat, broker, env)
        satu.mulai(banyak)
        yield satu


@dataclass(frozen=True)
class Hitungan:
    """What the partner holds against what we committed."""

    hilang: int
    ganda: int
    tak_urut: int

    def __str__(self) -> str:
        return f"{self.hilang} hilang, {self.ganda} ganda, {self.tak_urut} tak urut"


def semua_usulan(siasn: Siasn) -> dict[str, list[dict[str, Any]]]:
    """What the partner holds, by our reference."""
    hasil: dict[str, list[dict[str, Any]]] = {}
    for awal in itertools.count(0, 500):
        isi = requests.get(f"{siasn.url}/_sim/usulan", params={"limit": 500, "offset": awal}, timeout=SABAR).json()
        for satu in isi:
            hasil.setdefault(str(satu["referensi_siapp"]), []).append(satu)
        if len(isi) < 500:
            return hasil
    return hasil


def hitung(siasn: Siasn, ladang: Ladang) -> Hitungan:
    """Compare the partner's store with what was sown: each effect there must be, once."""
    ada = semua_usulan(siasn)
    hilang = ganda = 0
    for pk in ladang.usulan:
        milik = ada.get(str(pk), [])
        jumlah = [len(milik)] + [sum(len(satu[tabel]) for satu in milik) for tabel in ("approval", "biro", "salinan")]
        dokumen = Counter((satu["id_ref_dokumen"], satu["sha256"]) for u in milik for satu in u["dokumen"])
        jumlah += list(dokumen.values()) + [0] * (4 - len(dokumen))
        hilang += sum(max(0, 1 - satu) for satu in jumlah)
        ganda += sum(max(0, satu - 1) for satu in jumlah)
    hilang += ladang.pic - len(siasn.peran())
    apis = [siasn.hitungan(api) for api in KELUAR]
    dihitung = sum(satu["ganda"] for satu in apis)
    return Hitungan(hilang, max(ganda, dihitung), sum(satu["tak_urut"] for satu in apis))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize("mode", ukuran(["kunci"], ["kunci", "tolak_ganda:3,4,5,11", "cari:3,4,5,11"]))
def test_yang_ter_commit_terkirim_satu_kali_dan_urut(
    siasn: Siasn, selaras: Dunia, settings: Settings, mode: str, janji: Janji, folder: Path
) -> None:
    pakai_mode(siasn, settings, mode)
    ladang = tanam(selaras, panggilan(40))
    siasn.gangguan(*({"api": "*", **satu} for satu in GANGGUAN))
    nama = f"yang ter-commit terkirim ({mode}, {ladang.panggilan} panggilan)"
    with janji(nama, "0 hilang, 0 ganda, 0 tak urut") as baris, kampanye(folder, mode, ukuran(1, 2)) as jalannya:
        jalannya.sampai_selesai(ladang.panggilan, (Keadaan.SELESAI,))
        hasil = hitung(siasn, ladang)
        baris.capai(f"{hasil} ({jalannya.dibunuh} pekerja dibunuh, {jalannya.tumbang} tumbang)")
        assert hasil == Hitungan(0, 0, 0)
        assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
        assert jalannya.dikosongkan == 2 or not PENUH


def sudah_sampai(siasn_punya: Mapping[str, list[dict[str, Any]]], baris: Pengiriman) -> str:
    """What a person finds who asks BKN about an uncertain call: the id of the usulan, or nothing."""
    for satu in siasn_punya.get(str(baris.usulan_id), []):
        if baris.api == Api.DOKUMEN:
            versi = bekali([baris]).versi[baris.muatan["versi"]]
            cari = (int(id_dokumen(versi)), versi.berkas.sha256)
            ada = any((int(isi["id_ref_dokumen"]), isi["sha256"]) == cari for isi in satu["dokumen"])
        else:
            ada = bool(
                {Api.USULAN: [1], Api.APPROVE: satu["approval"], Api.SALINAN_KEPPRES: satu["salinan"]}[baris.api]
            )
        if ada:
            return str(satu["id"])
    return ""


def putuskan_oleh_orang(siasn: Siasn, dunia: Dunia) -> int:
    """Settle what nobody promised to settle as an administrator does who asked BKN; return how many there were."""
    lalu = timezone.now() - timedelta(seconds=MASA_TENANG)
    semua = Pengiriman.objects.filter(keadaan=Keadaan.TIDAK_PASTI, tidak_pasti_sejak__lt=lalu)
    ragu = list(semua.exclude(api__in=api_dipastikan()))
    punya = semua_usulan(siasn)
    for satu in ragu:
        if milik := sudah_sampai(punya, satu):
            penyelesaian.nyatakan_sampai(satu.pk, oleh=dunia.administrator, id_usulan=milik)
        else:
            penyelesaian.nyatakan_tidak_sampai(satu.pk, oleh=dunia.administrator)
    return len(ragu)


@pytest.mark.parametrize("mode", ukuran(["manusia"], ["manusia", "tolak_ganda:3", "cari:3", "tolak_ganda:3,cari:3"]))
def test_tanpa_cara_memastikan_tidak_ada_yang_dikirim_ulang(
    siasn: Siasn, selaras: Dunia, settings: Settings, mode: str, janji: Janji, folder: Path
) -> None:
    """The partner keeps to the letter: it promises for API 3 at most, so people settle APIs 4, 5 and 11."""
    pakai_mode(siasn, settings, mode)
    settings.SIASN_MASA_TENANG = timedelta(seconds=MASA_TENANG)
    ladang = tanam(selaras, panggilan(40))
    siasn.gangguan(*({"api": "*", **satu} for satu in GANGGUAN))
    nama = f"tidak ada yang dikirim ulang buta ({mode}, {ladang.panggilan} panggilan)"
    diminta = "0 hilang, 0 ganda; TIDAK_PASTI = hitungan mitra"
    with janji(nama, diminta) as baris, kampanye(folder, mode, ukuran(1, 2)) as jalannya:
        diputuskan = 0
        for putaran in itertools.count():
            jalannya.sampai_selesai(ladang.panggilan, (Keadaan.SELESAI, Keadaan.TIDAK_PASTI), ganggu=putaran == 0)
            if not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists():
                break
            time.sleep(MASA_TENANG)
            diputuskan += putuskan_oleh_orang(siasn, selaras)
        ragu, terbunuh, tersembunyi = _hitung_ragu(siasn)
        hasil = hitung(siasn, ladang)
        teks = f"{ragu} + {terbunuh} oleh pekerja mati; mitra menyembunyikan {tersembunyi}"
        baris.capai(f"{hasil.hilang} hilang, {hasil.ganda} ganda; {teks}")
        assert (hasil.hilang, hasil.ganda) == (0, 0)
        # A fault that strikes a call whose worker is killed meanwhile shows on our side as the killed worker's.
        assert ragu <= tersembunyi <= ragu + terbunuh
        assert diputuskan == ragu + terbunuh
    assert PeristiwaDirencanakan.objects.exists()


def _hitung_ragu(siasn: Siasn) -> tuple[int, int, int]:
    """Calls that became uncertain by an answer that never came; by a dead worker; answers that the partner hid.

    Only of APIs that people settle: the others may be lost more than once each.
    """
    orang = [api for api in TIDAK_IDEMPOTEN if api not in api_dipastikan()]
    ragu = Percobaan.objects.filter(keadaan=Keadaan.TIDAK_PASTI, oleh=None, pengiriman__api__in=orang)
    terbunuh = ragu.filter(sebab="sewa_habis").count()
    gangguan = [siasn.hitungan(api).get("gangguan", {}) for api in orang]
    tersembunyi = sum(satu.get(nama, 0) for satu in gangguan for nama in MENYEMBUNYIKAN)
    return ragu.count() - terbunuh, terbunuh, tersembunyi
