"""The exchange's tests speak HTTP to the real simulator and commit to the real database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keluar import relai
from integrasi.keluar.kuras import Ringkasan, kuras
from integrasi.mitra import pemutus
from integrasi.mitra.janji import simpan_bukti
from integrasi.mitra.setelan import host
from integrasi.models import Pengiriman
from integrasi.tanya import sinkron
from referensi.models import ASN
from referensi.pemetaan import petakan
from siapp.mode_ganda import urai_mode_ganda
from tests.conftest import Simulator
from tests.dunia import Dunia, bangun_dunia, diajukan
from tests.integrasi.siasn.mitra import Mitra, nyalakan
from tests.sarana import SABAR
from usulan.models import Usulan
from usulan.tahap import AKTIF


@pytest.fixture
def mitra() -> Iterator[Mitra]:
    """A partner that answers whatever a test wants."""
    satu, peladen = nyalakan()
    yield satu
    peladen.shutdown()
    peladen.server_close()


@dataclass(frozen=True)
class Siasn:
    """The stand-in SIASN, emptied, with its switches at hand."""

    url: str

    def _kirim(self, jalur: str, isi: dict[str, Any] | None = None) -> Any:
        jawaban = requests.post(f"{self.url}/_sim/{jalur}", json=isi or {}, timeout=SABAR)
        jawaban.raise_for_status()
        return jawaban.json()

    def gangguan(self, *aturan: dict[str, Any]) -> None:
        """Replace all standing faults; none ends them."""
        self._kirim("gangguan", {"aturan": list(aturan)})

    def ubahan(self, *aturan: dict[str, Any], tambahan: dict[str, list[Any]] | None = None) -> None:
        """Replace all changes to the partner's lists; none ends them."""
        self._kirim("ubahan", {"aturan": list(aturan), "tambahan": tambahan or {}})

    def mode(self, mode: str) -> None:
        self._kirim("mode", {"mode_ganda": mode})

    def matikan_token(self) -> None:
        self._kirim("token/matikan")

    def hitungan(self, api: int | str) -> dict[str, Any]:
        """The partner's own count of one API."""
        semua = requests.get(f"{self.url}/_sim/hitungan", timeout=SABAR).json()
        kosong = {"tiba": 0, "efek": 0, "ganda": 0, "tak_urut": 0, "ulangan": 0, "ditolak": 0}
        return {**kosong, **semua.get(str(api), {})}

    def usulan(self, milik: Usulan) -> list[dict[str, Any]]:
        """What the partner holds of one of our usulan."""
        isi = requests.get(f"{self.url}/_sim/usulan", params={"referensi_siapp": str(milik.pk)}, timeout=SABAR)
        return list(isi.json())

    def tahap(self, id_usulan: str, status: int, keterangan: str = "") -> None:
        self._kirim(f"usulan/{id_usulan}/tahap", {"status_tahapan": status, "keterangan": keterangan})

    def pertek(self, id_usulan: str, jenis: str = "Baru", **isi: Any) -> str:
        """Issue a Pertek; besides `nomor`, `tanggal` (DD-MM-YYYY) and `rusak`, a file that is no PDF."""
        return str(self._kirim(f"usulan/{id_usulan}/pertek", {"jenis": jenis, **isi})["nomor_pertek"])

    def sakelar_pertek(self, id_usulan: str, **isi: Any) -> None:
        """Let the lists of one usulan be odd; see the simulator's ubahan_pertek."""
        self._kirim(f"usulan/{id_usulan}/pertek/sakelar", isi)

    def batalkan_pertek(self, id_usulan: str) -> None:
        self._kirim(f"usulan/{id_usulan}/pertek/batal")

    def perbaiki_pertek(self, id_usulan: str, nomor: str) -> None:
        self._kirim(f"usulan/{id_usulan}/pertek/perbaiki", {"nomor": nomor})

    def peran(self) -> list[dict[str, Any]]:
        return list(requests.get(f"{self.url}/_sim/peran", timeout=SABAR).json())


@pytest.fixture
def siasn(simulator: Simulator, transactional_db: None, settings: Settings) -> Iterator[Siasn]:
    """An empty, healthy partner that honours our keys; the quiet period is over in a moment."""
    satu = Siasn(simulator.url)
    simulator.hapus()
    satu.gangguan()
    satu.ubahan()
    pakai_mode(satu, settings, "kunci")
    settings.SIASN_MASA_TENANG = timedelta(0)
    settings.SIASN_BATAS_WAKTU = SABAR
    pemutus._tampungan.isi.clear()
    yield satu
    satu.gangguan()
    satu.ubahan()


def pakai_mode(siasn: Siasn, settings: Settings, mode: str) -> None:
    """Let the partner play `mode`, tell our side, and let its promises be proven."""
    siasn.mode(mode)
    settings.SIASN_MODE_GANDA = mode
    terbukti(mode)


def terbukti(mode: str) -> None:
    """Every promise of `mode` was kept when `uji_kontrak` tried it."""
    bukti = [(Api(api), cara, True) for api, semua in urai_mode_ganda(mode).items() for cara in semua]
    simpan_bukti(host(), bukti, timezone.now())


@pytest.fixture
def dunia(transactional_db: None) -> Dunia:
    return bangun_dunia()


@pytest.fixture
def selaras(siasn: Siasn, dunia: Dunia) -> Dunia:
    """The world with SIASN's lists of services and documents and its Data ASN."""
    with sinkron.buka_transport() as transport:
        for nama in ("jenis-layanan", "jenis-dokumen", "asn"):
            sinkron.sinkronkan(transport, nama)
    petakan()
    return dunia


def asn_siasn(dunia: Dunia, golongan: str = "IV/c") -> ASN:
    """One of SIASN's people at our instansi who has no submitted usulan yet."""
    milik = ASN.objects.filter(instansi_kerja_id=dunia.instansi.pk, golongan_baru=golongan, tanggal_meninggal=None)
    asn = milik.exclude(usulan__tahap__in=AKTIF).order_by("nip").first()
    assert asn is not None
    return asn


def ajukan(dunia: Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    """A submitted usulan of a person whom SIASN knows."""
    return diajukan(dunia, kode, asn_siasn(dunia))


def jatuhkan_tempo() -> None:
    """Let every wait be over."""
    Pengiriman.objects.update(jatuh_tempo=timezone.now() - timedelta(seconds=1))


def jalankan() -> Ringkasan:
    """What the task does once: plan, then drain."""
    relai.rencanakan_tertunda()
    return kuras(lama=20, utas=4)
