"""Documents stream out: the worker's memory does not notice how large they are (janji.md 1)."""

import hashlib
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models import Count
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.bangun import bangunkan
from siapp.berkas.models import Berkas
from siapp.berkas.terima import terima
from tests.dunia import Dunia, segar
from tests.integrasi.conftest import Siasn
from tests.kekacauan.arena import Proses, arena, lingkungan, tunggu
from tests.kekacauan.ladang import salin, sampai_keppres
from tests.kekacauan.tabel import Janji
from tests.kekacauan.test_kiriman import semua_usulan
from tests.kekacauan.ukuran import ukuran
from tests.sarana import SABAR

pytestmark = pytest.mark.lambat

MIB = 1024 * 1024
BANYAK, UKURAN = ukuran((4, 30), (50, 100))
BATAS_TUMBUH = 30


class Isian(io.RawIOBase):
    """A file of `sisa` bytes that begins as a PDF and is made while it is read."""

    def __init__(self, benih: bytes, ukuran_bita: int) -> None:
        self._pola = hashlib.sha512(benih).digest() * 1024
        self._awal, self._sisa = b"%PDF-1.7\n", ukuran_bita

    def read(self, banyak: int = -1) -> bytes:
        banyak = min(self._sisa, banyak if banyak > 0 else 65_536)
        isi = (self._awal + self._pola * (banyak // len(self._pola) + 1))[:banyak]
        self._awal = b""
        self._sisa -= len(isi)
        return isi


def berkas_besar(dunia: Dunia, nomor: int, ukuran_bita: int = UKURAN * MIB) -> Berkas:
    """A released file of the full size; what inspection would say of it is not the matter here."""
    isi = Isian(str(nomor).encode(), ukuran_bita)
    satu = terima(isi, oleh=dunia.pic, nama="besar.pdf", boleh=("pdf",), ukuran_maks=ukuran_bita)
    Berkas.objects.filter(pk=satu.pk).update(keadaan="TERSEDIA", halaman=1, diperiksa_pada=satu.dibuat_pada)
    return satu


class Timbangan:
    """Weighs the worker's processes again and again; keeps the most."""

    def __init__(self, pekerja: Proses) -> None:
        self.anak, self.puncak, self._henti = pekerja.anak(), 0, threading.Event()
        self._utas = threading.Thread(target=self._timbang)

    def berat(self) -> int:
        return max(satu.memory_info().rss for satu in self.anak)

    def _timbang(self) -> None:
        while not self._henti.wait(0.05):
            self.puncak = max(self.puncak, self.berat())

    def __enter__(self) -> "Timbangan":
        self.awal = self.puncak = self.berat()
        self._utas.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._henti.set()
        self._utas.join()

    @property
    def tumbuh(self) -> float:
        """Growth in MiB."""
        return (self.puncak - self.awal) / MIB


@pytest.fixture
def besar(selaras: Dunia, settings: Settings) -> Iterator[int]:
    """BANYAK large documents, four of each file, that wait to be sent; the files go away afterwards."""
    settings.BERKAS_KUOTA_PENGGUNA = 10**12
    induk = segar(sampai_keppres(selaras))
    banyak = -(-BANYAK // 4)
    berkas = [berkas_besar(selaras, nomor) for nomor in range(banyak)]
    for nomor, satu in enumerate(berkas, start=1):
        salin(segar(induk), nomor, satu)
    yield banyak
    for satu in berkas:
        default_storage.delete(satu.kunci)


def test_dokumen_mengalir_tanpa_membebani_memori(
    siasn: Siasn, selaras: Dunia, besar: int, janji: Janji, tmp_path: Path
) -> None:
    nama = f"{BANYAK} dokumen {UKURAN} MiB, dua sekaligus"
    with janji(nama, f"memori tumbuh < {BATAS_TUMBUH} MiB; SHA-256 sama") as baris, arena(tmp_path) as tempat:
        pekerja = tempat.pekerja(banyak=1, env=lingkungan(SIASN_BATAS_WAKTU="120", PENGIRIM_UTAS="2"))
        bangunkan("integrasi.tasks.kirim")
        kecil = Pengiriman.objects.filter(api=Api.DOKUMEN, keadaan=Keadaan.SELESAI)
        tunggu(kecil.exists, apa=pekerja.tulisan()[-2000:])
        with Timbangan(pekerja) as timbangan:
            tunggu(_terkirim, ukuran(SABAR, 1800), pekerja.tulisan()[-2000:], jeda=0.5)
        di_mitra = [d for milik in semua_usulan(siasn).values() for u in milik for d in u["dokumen"]]
        besar_di_mitra = [d for d in di_mitra if d["ukuran"] == UKURAN * MIB]
        kami = dict(
            Berkas.objects.filter(ukuran=UKURAN * MIB).annotate(n=Count("versi_dokumen")).values_list("sha256", "n")
        )
        sama = sum(d["sha256"] in kami for d in besar_di_mitra)
        baris.capai(f"tumbuh {timbangan.tumbuh:.1f} MiB; {sama} dari {len(besar_di_mitra)} SHA-256 sama")
        assert timbangan.tumbuh < BATAS_TUMBUH
        assert sama == len(besar_di_mitra) == besar * 4
    siasn._kirim("hapus")


def _terkirim() -> bool:
    semua = Pengiriman.objects.filter(api=Api.DOKUMEN)
    return semua.exists() and not semua.exclude(keadaan=Keadaan.SELESAI).exists()
