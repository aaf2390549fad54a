"""The whole exchange is stopped and started again while real workers are at it (Pasal 8; janji.md 1)."""

import time
from pathlib import Path

import pytest

from integrasi.enums import KELUAR
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from integrasi.petugas.pertukaran import hentikan, mulai_lagi
from siapp.bangun import bangunkan
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn
from tests.kekacauan.arena import arena, lingkungan, tunggu
from tests.kekacauan.ladang import tanam
from tests.kekacauan.tabel import Janji
from tests.kekacauan.test_pekerja import KIRIM, pekerja_siap
from tests.kekacauan.ukuran import ukuran
from tests.sarana import SABAR

pytestmark = pytest.mark.lambat


def _tiba(siasn: Siasn) -> int:
    return sum(siasn.hitungan(api)["tiba"] for api in KELUAR)


def _hitung(siasn: Siasn, apa: str) -> int:
    return sum(siasn.hitungan(api)[apa] for api in KELUAR)


def test_dihentikan_di_tengah_jalan_lalu_berjalan_lagi_tanpa_kehilangan(
    siasn: Siasn, selaras: Dunia, janji: Janji, tmp_path: Path
) -> None:
    env = lingkungan(SIASN_BATAS_WAKTU="20", SIASN_MASA_TENANG="0", PENGIRIM_UTAS="4")
    with (
        janji("pertukaran dihentikan di tengah jalan", "0 panggilan selama berhenti, 0 hilang, 0 ganda") as baris,
        arena(tmp_path) as tempat,
    ):
        pekerja_siap(tempat, banyak=2, env=env)
        siasn.gangguan({"api": "*", "jenis": "tunda_sebelum:0.2"})
        tanam(selaras, ukuran(48, 1_600))
        rencanakan_tertunda()
        bangunkan(KIRIM)
        awal = _tiba(siasn)
        tunggu(lambda: _tiba(siasn) >= awal + 4, jeda=0.05)
        hentikan("Uji penghentian.", oleh=selaras.administrator)
        tunggu(lambda: not Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).exists(), apa="yang di jalan tidak selesai")
        henti, tersisa = _tiba(siasn), Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).count()
        assert tersisa > 0
        for _ in range(10):
            bangunkan(KIRIM)
            time.sleep(0.3)
        assert _tiba(siasn) == henti
        assert not Pengiriman.objects.filter(keadaan__in=(Keadaan.MATI, Keadaan.DITOLAK)).exists()
        siasn.gangguan()
        mulai_lagi("Uji selesai.", oleh=selaras.administrator)
        belum = Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI)
        tunggu(lambda: not belum.exists(), ukuran(SABAR, 600), jeda=0.3)
        ganda, tak_urut = _hitung(siasn, "ganda"), _hitung(siasn, "tak_urut")
        baris.capai(f"{tersisa} menunggu dan terkirim; {ganda} ganda, {tak_urut} tak urut")
        assert (ganda, tak_urut) == (0, 0)
        # Each call was made once: what was claimed at the moment of the stop waited without spending a try.
        assert set(Pengiriman.objects.values_list("percobaan_ke", flat=True)) == {1}
