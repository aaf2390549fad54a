"""Workers that freeze, and tokens that die while eight of them are at work (janji.md 1)."""

import time
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from integrasi.enums import KELUAR
from integrasi.keadaan import Keadaan
from integrasi.keluar.antrean import lepaskan_sewa_habis
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman, Percobaan, UsulanSiasn
from integrasi.petugas import spanduk
from integrasi.petugas.peringatan import BATAS_MANDEK
from siapp.bangun import bangunkan
from siapp.kunci import Kunci, kunci_tunggal
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, jalankan, jatuhkan_tempo
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa, pic_didaftarkan
from tests.kekacauan.arena import Arena, Proses, arena, lingkungan, tunggu
from tests.kekacauan.ladang import tanam
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import PENUH, ukuran
from tests.sarana import SABAR
from usulan.peristiwa import aliran_pic

pytestmark = pytest.mark.lambat

KIRIM = "integrasi.tasks.kirim"
BATAS_ALARM = 120


def pekerja_siap(tempat: Arena, **pilihan: Any) -> Proses:
    """A worker that has worked something."""
    satu = tempat.pekerja(**pilihan)
    pertama = pic_didaftarkan(9_999)
    bangunkan(KIRIM)

    def sudah() -> bool:
        assert satu.proses.poll() is None, satu.tulisan()[-3000:]
        return Pengiriman.objects.filter(pk=pertama.pk, keadaan=Keadaan.SELESAI).exists()

    tunggu(sudah, apa="pekerja tidak mulai")
    return satu


def _menganggur() -> bool:
    """Whether no worker holds the planner's lock at this moment."""
    with kunci_tunggal(Kunci.RELAI) as dapat:
        return dapat


def bekukan_menganggur(pekerja: Proses) -> None:
    """Freeze it while it does not plan: then it would hold the others up (`kunci.BEKU`), which has its own test."""
    pekerja.bekukan()
    while not _menganggur():
        pekerja.lanjutkan()
        time.sleep(0.2)
        pekerja.bekukan()


def _potret() -> list[Any]:
    """Every row that a sender writes."""
    return [list(model._default_manager.order_by("pk").values()) for model in (Pengiriman, Percobaan, UsulanSiasn)]


def test_pekerja_beku_yang_terlambat_tidak_mengubah_satu_baris_pun(
    siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path
) -> None:
    env = lingkungan(SIASN_BATAS_WAKTU="20", SIASN_MASA_TENANG="0", PENGIRIM_UTAS="16")
    with (
        janji("pekerja yang beku melewati sewanya", "0 baris berubah olehnya") as baris,
        arena(tmp_path) as tempat,
    ):
        beku = pekerja_siap(tempat, banyak=1, env=env)
        bekukan_menganggur(beku)  # or it would send the first of them before they are slowed down
        tanam(selaras, ukuran(20, 160))
        rencanakan_tertunda()
        akan = Pengiriman.objects.filter(giliran=True, keadaan=Keadaan.BARU).count()
        siasn.gangguan({"api": "*", "jenis": "tunda_sesudah:6"})
        sebelum = sum(siasn.hitungan(api)["tiba"] for api in KELUAR)
        beku.lanjutkan()
        bangunkan(KIRIM)
        banyak = min(akan, 16)
        tunggu(lambda: sum(siasn.hitungan(api)["tiba"] for api in KELUAR) >= sebelum + banyak, jeda=0.02)
        beku.bekukan()
        dipegang = Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).count()
        assert dipegang >= banyak
        siasn.gangguan()
        _selesaikan_tanpa_dia()
        potret = _potret()
        beku.lanjutkan()
        tunggu(lambda: beku.tulisan().count("sewa_lepas") >= dipegang, apa="pekerja beku tidak menulis apa pun")
        berubah = sum(lama != baru for lama, baru in zip(potret, _potret(), strict=True))
        baris.capai(f"{berubah} tabel berubah; {dipegang} jawaban terlambat dibuang")
        assert berubah == 0
        assert sum(siasn.hitungan(api)["ganda"] for api in KELUAR) == 0


def _selesaikan_tanpa_dia() -> None:
    """Another worker takes over after the lease and brings all to its end."""
    Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).update(sewa_sampai=timezone.now() - timedelta(seconds=1))
    assert lepaskan_sewa_habis() > 0
    for _ in range(20):
        jatuhkan_tempo()
        jalankan()
        if not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists():
            return
    pytest.fail(str(Counter(Pengiriman.objects.values_list("keadaan", "sebab"))))


def _daftarkan(nomor: range) -> None:
    """Let API 2 be due for so many PICs."""
    for satu in nomor:
        peristiwa(aliran_pic(satu), akses_pic(satu))
    rencanakan_tertunda()


def test_token_mati_di_tengah_jalan_disegarkan_satu_kali(
    siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path
) -> None:
    env = lingkungan(SIASN_BATAS_WAKTU="20", PENGIRIM_UTAS="4", DATABASE_POOL="4")
    banyak = ukuran(120, 4_000)
    with (
        janji(f"token mati, 8 pekerja, {banyak} panggilan", "satu penyegaran, 0 baris gagal") as baris,
        arena(tmp_path) as tempat,
    ):
        pekerja_siap(tempat, banyak=8, env=env)
        # Some only after the tokens died: a fast machine has sent all the others by then.
        sesudah = banyak // 2
        _daftarkan(range(sesudah))
        siasn.gangguan({"api": "2", "jenis": "tunda_sebelum:0.2"})
        awal = siasn.hitungan("token")["tiba"]
        for _ in range(8):
            bangunkan(KIRIM)
        selesai = Pengiriman.objects.filter(keadaan=Keadaan.SELESAI)
        tunggu(lambda: selesai.count() > banyak * 0.3)
        siasn.matikan_token()
        _daftarkan(range(sesudah, banyak))
        for _ in range(8):
            bangunkan(KIRIM)
        tunggu(lambda: selesai.count() > banyak, ukuran(SABAR, 600), jeda=0.3)
        segar = siasn.hitungan("token")["tiba"] - awal
        gagal = Percobaan.objects.exclude(keadaan=Keadaan.SELESAI).count()
        baris.capai(f"{segar} panggilan token (satu per jenis), {gagal} baris gagal")
        # Both tokens died; each is fetched once, by one of the eight.
        assert (segar, gagal) == (2, 0)


def _mandek() -> bool:
    """What the banner of the web asks, without its memory of a few seconds."""
    return spanduk._perlu_operator()[1]


def test_semua_pekerja_beku_membunyikan_alarm(siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path) -> None:
    with (
        janji("semua pekerja beku", f"alarm ≤ {BATAS_ALARM} detik") as baris,
        arena(tmp_path) as tempat,
    ):
        beku = pekerja_siap(tempat, banyak=2, env=lingkungan(SIASN_BATAS_WAKTU="20"))
        bekukan_menganggur(beku)
        pic_didaftarkan(1)
        bangunkan(KIRIM)
        assert not _mandek()
        lama = _lama_sampai_alarm()
        baris.capai(f"alarm sesudah {lama:.0f} detik")
        assert lama <= BATAS_ALARM
        beku.lanjutkan()
        tunggu(lambda: not _mandek(), apa="alarm tidak berhenti")


def _lama_sampai_alarm() -> float:
    """In full the seconds are waited for, in short this process's clock is moved."""
    mulai = timezone.now()
    for detik in range(int(BATAS_MANDEK.total_seconds()) - 5, BATAS_ALARM + 20):
        if PENUH:
            time.sleep(max(0.0, detik - (timezone.now() - mulai).total_seconds()))
        with nullcontext() if PENUH else time_machine.travel(mulai + timedelta(seconds=detik)):
            if _mandek():
                return float(detik)
    return float("inf")
