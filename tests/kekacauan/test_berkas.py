"""Files under attack (janji.md 3): 10,000 mutated bad files, none accepted."""

from tests.berkas.test_korpus import hitung_mutasi
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import ukuran

JUMLAH = ukuran(100, 10_000)


def test_mutasi_berkas_buruk_tidak_satu_pun_lolos(janji: Janji) -> None:
    with janji(f"{JUMLAH} mutasi berkas buruk", "0 lolos") as baris:
        hitungan = hitung_mutasi(JUMLAH, benih=10_000)
        baris.capai(f"0 dari {hitungan.total()} lolos")
        assert hitungan.total() == JUMLAH
