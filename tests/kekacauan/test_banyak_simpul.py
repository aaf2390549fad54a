"""An installation on eleven machines, each broken in its turn while people file usulan: what they saw, what arrived.

Every machine is a network namespace (tests/kekacauan/simpul.py). People come through nginx, everybody works through
PgBouncer on a PostgreSQL whose replica must have a commit before it counts, and SIASN is a machine of its own. The
processes are the product's, with its own clock; only the time that one call may take is shorter. KEKACAUAN_PUTUS says
how many seconds a cut lasts (300: what issue 10 asks for).
"""

import os
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from integrasi.tanya import sinkron
from referensi.models import ASN
from referensi.pemetaan import petakan
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from tests import dunia as d
from tests.integrasi.conftest import Siasn, pakai_mode
from tests.kekacauan.arena import arena, tunggu
from tests.kekacauan.simpul import halangan, jaringan
from tests.kekacauan.susunan_simpul import Susunan, basis_data, jeda_terlama, tunjuk
from tests.kekacauan.tabel import Janji
from tests.kekacauan.test_web import CSRF, LAYAR
from tests.kekacauan.ukuran import PENUH
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.tahap import Tahap

pytestmark = pytest.mark.lambat

MODE = "kunci:3,4,5,11"
LAYANAN = "BERHENTI-BUP"
PUTUS = float(os.environ.get("KEKACAUAN_PUTUS", "60"))
# Whoever refuses to be root.
NOBODY = "65534"
SEBENTAR = 25.0
SETIAP = int(os.environ.get("KEKACAUAN_USULAN", "8"))
# What a person waits for before pressing again, and what the last call may take after a fault is over (seconds).
SABAR_ORANG = 30.0
SABAR_KIRIM = 600.0
TERSEMBUNYI = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
ALASAN = re.compile(r'name="(alasan_[^"]+)"')


def peramban(pengguna: Pengguna) -> requests.Session:
    """A browser whose person has just signed in, and stays so fresh for the whole campaign."""
    klien = Client()
    klien.force_login(pengguna)
    catatan = klien.session
    catatan["account_authentication_methods"] = [{"method": "password", "at": time.time() + 7200}]
    catatan.save()
    sesi = requests.Session()
    sesi.cookies.update({"sesi": klien.cookies["sesi"].value, "csrf": CSRF})
    return sesi


def isian_teken(halaman: str) -> dict[str, str]:
    """What is sent with the press that signs: what the page carries, and a reason for each warning."""
    return {
        **dict(TERSEMBUNYI.findall(halaman)),
        **dict.fromkeys(ALASAN.findall(halaman), "Sudah diperiksa."),
        "csrfmiddlewaretoken": CSRF,
        "catatan": "",
    }


class Orang(threading.Thread):
    """Somebody at a browser: notes when a page came, and what came instead."""

    def __init__(self, sesi: requests.Session, muka: str) -> None:
        super().__init__(daemon=True)
        self.sesi, self.muka, self.cukup = sesi, muka, threading.Event()
        self.berhasil, self.galat = list[float](), list[str]()

    def minta(self, cara: str, jalan: str, baik: tuple[int, ...], **isi: object) -> requests.Response | None:
        """Ask once; None for what a person sees as an error."""
        try:
            pilihan = {"timeout": SABAR_ORANG, "allow_redirects": False, **isi}
            jawaban = self.sesi.request(cara, self.muka + jalan, **pilihan)  # type: ignore[arg-type]
        except requests.RequestException as galat:
            self.galat.append(f"{cara} {type(galat).__name__}")
            return None
        if jawaban.status_code not in baik:
            self.galat.append(f"{cara} {jawaban.status_code}")
            return None
        self.berhasil.append(time.monotonic())
        return jawaban

    def berhenti(self) -> None:
        """Let what is being asked for be the last."""
        self.cukup.set()
        self.join()


class Pembaca(Orang):
    """Reads one page after the other."""

    def run(self) -> None:
        nomor = 0
        while not self.cukup.is_set():
            nomor += 1
            self.minta("GET", LAYAR[nomor % len(LAYAR)], (200,))
            time.sleep(0.2)


class Penyetuju(Orang):
    """Signs the drafts that are laid before them, one each `jeda` seconds, and again where an error came."""

    def __init__(self, sesi: requests.Session, muka: str, draf: list[Usulan], jeda: float) -> None:
        super().__init__(sesi, muka)
        self.draf, self.jeda, self.diterima = draf, jeda, 0

    def run(self) -> None:
        for satu in self.draf:
            mulai = time.monotonic()
            while not self._teken(satu):
                time.sleep(1)
            self.diterima += 1
            time.sleep(max(0.0, self.jeda - (time.monotonic() - mulai)))

    def _teken(self, usulan: Usulan) -> bool:
        """Open the page and press; True when it is done, now or by a press whose answer never came."""
        jalan = reverse("usulan:teken", args=[usulan.pk])
        halaman = self.minta("GET", jalan, (200, 403, 404, 409))
        if halaman is None:
            return False
        if halaman.status_code != 200:
            return True
        jawaban = self.minta("POST", jalan, (302, 409), data=(isi := isian_teken(halaman.text)))
        assert jawaban is None or jawaban.status_code != 302 or str(usulan.pk) in jawaban.headers["Location"], isi
        return jawaban is not None and jawaban.status_code == 302


@dataclass(frozen=True)
class Gangguan:
    """What breaks, for how many seconds, and how it is put right; `diminta`: what is promised of it besides."""

    nama: str
    rusak: Callable[[Susunan], None]
    pulih: Callable[[Susunan], None]
    lama: float = SEBENTAR


def _nyalakan(*nama: str) -> Callable[[Susunan], None]:
    def hidupkan(s: Susunan) -> None:
        for satu in nama:
            if satu in s.simpul:
                s[satu].hidup()
            s.nyalakan(satu)

    return hidupkan


def _valkey_kembali(s: Susunan) -> None:
    s["valkey"].hidup()
    s.nyalakan_valkey()


def _bouncer_kembali(s: Susunan) -> None:
    s["bouncer"].hidup()
    s.nyalakan_penyatu()


def _promosi(s: Susunan) -> None:
    """The machine of the primary goes; ten seconds later somebody promotes the replica."""
    s["pg1"].mati()
    time.sleep(10)
    s.promosikan()


GANGGUAN = (
    Gangguan("tidak ada gangguan", lambda s: None, lambda s: None, 15.0),
    Gangguan("satu web mati", lambda s: s["web1"].mati(), _nyalakan("web1")),
    Gangguan("satu pengirim mati", lambda s: s["kirim1"].mati(), _nyalakan("kirim1")),
    Gangguan("simpul berkas dan timer mati", lambda s: s["berkas"].mati(), _nyalakan("berkas", "timer")),
    Gangguan("Valkey hilang bersama isinya", lambda s: s["valkey"].mati(), _valkey_kembali),
    Gangguan(
        "pengirim putus dari PostgreSQL",
        lambda s: s["kirim1"].putus(s["bouncer"]),
        lambda s: s["kirim1"].sambung(),
        PUTUS,
    ),
    Gangguan(
        "pengirim putus dari SIASN", lambda s: s["kirim2"].putus(s["siasn"]), lambda s: s["kirim2"].sambung(), PUTUS
    ),
    Gangguan(
        "web putus dari PostgreSQL",
        lambda s: s["web2"].putus(s["bouncer"]),
        lambda s: s["web2"].sambung(),
        SEBENTAR * 2,
    ),
    Gangguan("PgBouncer mati dan kembali", lambda s: s["bouncer"].mati(), _bouncer_kembali),
    Gangguan("PostgreSQL hilang, replika dipromosikan", _promosi, lambda s: None, SEBENTAR * 2),
)


@pytest.fixture(scope="module")
def tempat() -> Iterator[Path]:
    """A folder that PostgreSQL's user may reach; a test's own lies below one that only root may enter."""
    with tempfile.TemporaryDirectory(prefix="siapp-simpul-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@contextmanager
def _arah_siasn(settings: Settings, isi: dict[str, str]) -> Iterator[None]:
    for nama, nilai in isi.items():
        if nama.startswith("SIASN_") and (nilai.startswith("http") or nama == "SIASN_CA"):
            setattr(settings, nama, nilai)
    yield


def _draf(dunia: d.Dunia, banyak: int) -> list[Usulan]:
    """Drafts that lack nothing but the signature, each of another person whom SIASN knows, all of one instansi."""
    tercakup = ASN.objects.filter(golongan_baru__in=("IV/b", "IV/c", "IV/d", "IV/e"), tanggal_meninggal=None)
    orang = list(tercakup.filter(usulan=None).order_by("nip")[:banyak])
    assert len(orang) == banyak, "SIASN tidak mengenal cukup orang: kecilkan KEKACAUAN_USULAN"
    ASN.objects.filter(pk__in=[satu.pk for satu in orang]).update(instansi_kerja_id=dunia.instansi.pk)
    return [d.lengkapi(dunia, d.buat_draf(dunia, LAYANAN, ASN.objects.get(pk=satu.pk))) for satu in orang]


def _terkirim(usulan: list[Usulan]) -> bool:
    milik = Pengiriman.objects.filter(usulan__in=usulan)
    approve = milik.filter(api=Api.APPROVE, keadaan=Keadaan.SELESAI).count()
    return approve == len(usulan) and not milik.exclude(keadaan=Keadaan.SELESAI).exists()


def _hitung(siasn: Siasn, usulan: list[Usulan]) -> tuple[int, int]:
    """What SIASN lacks of these usulan, and what it has more than once."""
    hilang = ganda = 0
    for satu in usulan:
        ada = siasn.usulan(satu)
        wajib = satu.dokumen.exclude(versi_kini=None).count()
        dokumen = [isi["sha256"] for u in ada for isi in u["dokumen"]]
        jumlah = (len(ada), 1), (sum(len(u["approval"]) for u in ada), 1), (len(set(dokumen)), wajib)
        hilang += sum(max(0, perlu - punya) for punya, perlu in jumlah)
        ganda += sum(max(0, punya - perlu) for punya, perlu in jumlah) + len(dokumen) - len(set(dokumen))
    return hilang, ganda


def _terlama_sampai(usulan: list[Usulan]) -> float:
    """The longest way of a usulan from the signature to the last answer of SIASN (seconds)."""
    aliran = {aliran_usulan(satu.pk): satu.pk for satu in usulan}
    lama = timedelta(0)
    for satu in Peristiwa.objects.filter(aliran__in=aliran, jenis=Jenis.DIAJUKAN):
        akhir = Pengiriman.objects.filter(usulan=aliran[satu.aliran]).order_by("-selesai_pada").first()
        assert akhir is not None
        assert akhir.selesai_pada is not None
        lama = max(lama, akhir.selesai_pada - satu.waktu)
    return lama.total_seconds()


def _ganggu(satu: Gangguan, s: Susunan, siasn: Siasn, dunia: d.Dunia, janji: Janji) -> None:
    """Break, let people work, mend, wait for the last call; one line of the table."""
    draf = _draf(dunia, SETIAP)
    with janji(f"{satu.nama} ({satu.lama:.0f} detik)", "0 hilang, 0 ganda") as baris:
        penyetuju = Penyetuju(peramban(dunia.penyetuju), s.muka, draf, satu.lama / SETIAP)
        pembaca = Pembaca(peramban(dunia.administrator), s.muka)
        mulai = time.monotonic()
        penyetuju.start()
        pembaca.start()
        try:
            satu.rusak(s)
            tunjuk(s.alamat_basis(simpul=s.induk))
            time.sleep(max(0.0, satu.lama - (time.monotonic() - mulai)))
            satu.pulih(s)
            penyetuju.join(SABAR_KIRIM)
            assert not penyetuju.is_alive(), penyetuju.galat
            tunggu(lambda: _terkirim(draf), SABAR_KIRIM, jeda=0.5)
        finally:
            pembaca.berhenti()
        hilang, ganda = _hitung(siasn, draf)
        diam = jeda_terlama(pembaca.berhasil + penyetuju.berhasil, mulai, time.monotonic())
        galat = pembaca.galat + penyetuju.galat
        panggilan = Pengiriman.objects.filter(usulan__in=draf, keadaan=Keadaan.SELESAI).count()
        halaman = len(galat) + len(pembaca.berhasil) + len(penyetuju.berhasil)
        sebutan = ", ".join(f"{apa} {kali}×" for apa, kali in Counter(galat).items())
        baris.capai(
            f"{len(draf)} usulan, {panggilan} panggilan, {hilang} hilang, {ganda} ganda; "
            f"{len(galat)} dari {halaman} halaman galat{f' ({sebutan})' if sebutan else ''}, "
            f"tanpa jawaban {diam:.0f} detik; terlama ke SIASN {_terlama_sampai(draf):.0f} detik"
        )
        assert set(Usulan.objects.filter(pk__in=[u.pk for u in draf]).values_list("tahap", flat=True)) == {
            Tahap.DIAJUKAN
        }
        assert (hilang, ganda) == (0, 0)


@pytest.mark.skipif(not PENUH, reason="satu kampanye penuh: make kekacauan")
def test_tiap_mesin_mati_atau_terputus_dan_tidak_ada_yang_hilang(
    django_db_blocker: DjangoDbBlocker, settings: Settings, janji: Janji, tempat: Path
) -> None:
    if kurang := halangan():
        pytest.skip(kurang)
    gagal = list[str]()
    pilih = os.environ.get("KEKACAUAN_GANGGUAN", "")
    with arena(tempat) as a, jaringan(a) as j, django_db_blocker.unblock():
        s = Susunan(tempat, j, NOBODY, {"SIASN_MODE_GANDA": MODE, "SIASN_BATAS_WAKTU": "10", "SIASN_MASA_TENANG": "15"})
        s.bangun()
        with basis_data(), _arah_siasn(settings, s.lingkungan()):
            tunjuk(s.alamat_basis(simpul=s.induk))
            siasn = Siasn(s.kendali_siasn)
            simpanan = {
                **settings.STORAGES["default"],
                "OPTIONS": {"location": str(tempat / "berkas"), "base_url": None},
            }
            settings.STORAGES = {**settings.STORAGES, "default": simpanan}
            dunia = d.bangun_dunia()
            pakai_mode(siasn, settings, MODE)
            with sinkron.buka_transport() as transport:
                for nama in ("jenis-layanan", "jenis-dokumen", "asn"):
                    sinkron.sinkronkan(transport, nama)
            petakan()
            for satu in GANGGUAN:
                if re.search(pilih, satu.nama):
                    try:
                        _ganggu(satu, s, siasn, dunia, janji)
                    except (AssertionError, TimeoutError) as galat:
                        gagal.append(f"{satu.nama}: {galat}")
    assert not gagal, gagal
