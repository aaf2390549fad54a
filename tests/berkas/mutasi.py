"""Mutations of bad files: what disks, transfers and attackers make of them."""

import random
from collections.abc import Callable

from tests.berkas.korpus_buruk import Buruk


def _balik_bit(isi: bytearray, acak: random.Random) -> None:
    for _ in range(acak.choice((1, 1, 1, 2, 4, 16))):
        isi[acak.randrange(len(isi))] ^= 1 << acak.randrange(8)


def _ganti_bita(isi: bytearray, acak: random.Random) -> None:
    for _ in range(acak.choice((1, 2, 8))):
        isi[acak.randrange(len(isi))] = acak.choice(b"\x00\n ()<>[]/%019R\xff")


def _buang_irisan(isi: bytearray, acak: random.Random) -> None:
    mulai = acak.randrange(len(isi))
    del isi[mulai : mulai + acak.choice((1, 2, 10, 100))]


def _sisip(isi: bytearray, acak: random.Random) -> None:
    mulai = acak.randrange(len(isi))
    isi[mulai:mulai] = acak.randbytes(acak.choice((1, 4, 64)))


def _gandakan_irisan(isi: bytearray, acak: random.Random) -> None:
    mulai, panjang = acak.randrange(len(isi)), acak.choice((4, 40, 400))
    tujuan = acak.randrange(len(isi))
    isi[tujuan:tujuan] = isi[mulai : mulai + panjang]


def _potong(isi: bytearray, acak: random.Random) -> None:
    del isi[acak.randrange(len(isi) // 2, len(isi)) :]


def _ubah_angka(isi: bytearray, acak: random.Random) -> None:
    angka = [n for n, b in enumerate(isi) if 48 <= b <= 57]
    for _ in range(acak.choice((1, 1, 3)) if angka else 0):
        isi[acak.choice(angka)] = acak.randrange(48, 58)


def _tambah_ekor(isi: bytearray, acak: random.Random) -> None:
    isi += acak.choice((b"\n%%EOF\n", bytes(500), b"PK\x03\x04" + acak.randbytes(300), b"\nstartxref\n0\n%%EOF\n"))


CARA: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _balik_bit, _ganti_bita, _buang_irisan, _sisip, _gandakan_irisan, _potong, _ubah_angka, _tambah_ekor,
)  # fmt: skip


def mutasikan(buruk: Buruk, acak: random.Random) -> bytes:
    """Return the bad file after one to three random mutations.

    The first bytes stay, or the door would refuse it; and a mutation that wipes out the very spelling of the danger
    (`/Launch` becomes `/Laun(h`) is drawn again: what it leaves is harmless.
    """
    while True:
        hasil = bytearray(buruk.isi)
        for _ in range(acak.choice((1, 1, 2, 3))):
            if len(hasil) > 8:
                acak.choice(CARA)(hasil, acak)
        bita = buruk.isi[:8] + bytes(hasil[8:])
        if bita != buruk.isi and all(inti in bita for inti in buruk.inti):
            return bita
