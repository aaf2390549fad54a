"""Bad files whose danger one program sees and another does not: tricks with numbers, generations and tables."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name, String

from tests.berkas.contoh import pdf, simpan_pdf
from tests.berkas.korpus_buruk import BAHAYA, CARA, Buruk

KOSONG = b"<< /Type /Kosong >>"
"""What stands in the danger's place for who does not look closely."""


@dataclass
class Susunan:
    """A plain file in pieces. `n`: the number of the object that is the danger, which others refer to."""

    badan: dict[int, bytes]
    trailer: bytes
    n: int
    letak: dict[int, int] = field(default_factory=dict)
    isi: bytes = b"%PDF-1.7\n"

    def tulis(self, nomor: int, isi: bytes, generasi: int = 0) -> int:
        """Write one object and return where it stands."""
        tempat = len(self.isi)
        self.isi += b"%d %d obj\n%s\nendobj\n" % (nomor, generasi, isi)
        return tempat

    def tulis_semua(self, kecuali: int = 0) -> None:
        """Write all objects."""
        self.letak = {nomor: self.tulis(nomor, isi) for nomor, isi in self.badan.items() if nomor != kecuali}

    def tabel(self, *bagian: tuple[int, bytes], tambahan: bytes = b"", kecuali: int = 0) -> int:
        """Write a classic table of all objects and `bagian`, in this order; return where it stands."""
        mulai = len(self.isi)
        biasa = [(0, b"0000000000 65535 f ")]
        biasa += [(k, b"%010d 00000 n " % v) for k, v in self.letak.items() if k != kecuali]
        self.isi += b"xref\n" + b"".join(b"%d 1\n%s\n" % satu for satu in (*biasa, *bagian))
        self.isi += b"trailer << /Size %d %s %s >>\n" % (len(self.badan) + 9, self.trailer, tambahan)
        return mulai

    def aliran_tabel(self, entri: dict[int, tuple[int, int, int]], tambahan: bytes = b"") -> int:
        """Write a cross-reference stream, number → (type, place, generation); return where it stands."""
        mulai = len(self.isi)
        data = b"".join(b"%c%s%s" % (a, b.to_bytes(4, "big"), c.to_bytes(2, "big")) for a, b, c in entri.values())
        indeks = b" ".join(b"%d 1" % nomor for nomor in entri)
        kamus = b"<< /Type /XRef /Size %d /W [1 4 2] /Index [%s] /Length %d %s %s >>"
        isi = kamus % (len(self.badan) + 9, indeks, len(data), self.trailer, tambahan)
        self.tulis(len(self.badan) + 8, isi + b"\nstream\n" + data + b"\nendstream")
        return mulai

    def tutup(self, tabel: int) -> bytes:
        """Return the file that begins with this table."""
        self.isi += b"startxref\n%d\n%%%%EOF\n" % tabel
        return self.isi

    def aliran(self) -> dict[int, tuple[int, int, int]]:
        """Return the entries of a cross-reference stream of all objects."""
        return {0: (0, 0, 65535)} | {nomor: (1, tempat, 0) for nomor, tempat in self.letak.items()}


def _entri(pola: bytes) -> Callable[[Susunan], bytes]:
    """The danger's entry spelt in this way."""

    def buat(s: Susunan) -> bytes:
        s.tulis_semua()
        isi = pola % s.letak[s.n] if b"%" in pola else pola
        return s.tutup(s.tabel((s.n, isi), kecuali=s.n))

    return buat


def _rujukan(s: Susunan) -> bytes:
    s.badan = {k: re.sub(rb"\b%d 0 R" % s.n, b"%d 1 R" % s.n, v) for k, v in s.badan.items()}
    s.tulis_semua()
    return s.tutup(s.tabel())


def _kepala(s: Susunan) -> bytes:
    s.tulis_semua(kecuali=s.n)
    tempat = s.tulis(s.n, s.badan[s.n], generasi=3)
    return s.tutup(s.tabel((s.n, b"%010d 00003 n " % tempat)))


def _kepala_berkomentar(s: Susunan) -> bytes:
    s.tulis_semua(kecuali=s.n)
    s.isi += b"00%d%%%s\n0 %%x\robj\n%s\nendobj\n" % (s.n, b"k" * 400, s.badan[s.n])
    return s.tutup(s.tabel())


def _tak_terdaftar(s: Susunan) -> bytes:
    s.tulis_semua()
    return s.tutup(s.tabel(kecuali=s.n))


def _ganda(asli_dahulu: bool) -> Callable[[Susunan], bytes]:
    def buat(s: Susunan) -> bytes:
        s.tulis_semua()
        dua = [(s.n, b"%010d 00000 n " % s.letak[s.n]), (s.n, b"%010d 00000 n " % s.tulis(s.n, KOSONG))]
        return s.tutup(s.tabel(*(dua if asli_dahulu else dua[::-1]), kecuali=s.n))

    return buat


def _dua_generasi(s: Susunan) -> bytes:
    s.tulis_semua(kecuali=s.n)
    kosong, asli = s.tulis(s.n, KOSONG), s.tulis(s.n, s.badan[s.n], generasi=1)
    return s.tutup(s.tabel((s.n, b"%010d 00000 n " % kosong), (s.n, b"%010d 00001 n " % asli)))


def _dibebaskan_kemudian(s: Susunan) -> bytes:
    s.tulis_semua()
    lama = s.tabel()
    s.tutup(lama)
    s.letak = {}
    return s.tutup(s.tabel((s.n, b"0000000000 00001 f "), tambahan=b"/Prev %d" % lama))


def _aliran(jenis: int, generasi: int) -> Callable[[Susunan], bytes]:
    def buat(s: Susunan) -> bytes:
        s.tulis_semua()
        return s.tutup(s.aliran_tabel(s.aliran() | {s.n: (jenis, s.letak[s.n] if jenis else 0, generasi)}))

    return buat


def _indeks_ganda(asli_dahulu: bool) -> Callable[[Susunan], bytes]:
    def buat(s: Susunan) -> bytes:
        s.tulis_semua()
        entri, kosong = s.aliran(), s.tulis(s.n, KOSONG)
        asli, palsu = entri.pop(s.n), (1, kosong, 0)
        # Under a number of its own until the stream is written: a dict holds each but once.
        entri |= {900: asli, 901: palsu} if asli_dahulu else {900: palsu, 901: asli}
        tabel = s.aliran_tabel(entri)
        s.isi = re.sub(rb"90[01] 1", b"%d 1" % s.n, s.isi)
        return s.tutup(tabel)

    return buat


def _campuran(tabel: str, aliran: str, generasi: int = 0) -> Callable[[Susunan], bytes]:
    """A hybrid file: what stands for the danger in the table and in the stream beside it."""

    def buat(s: Susunan) -> bytes:
        s.tulis_semua()
        tempat = {"asli": s.letak[s.n], "palsu": s.tulis(s.n, KOSONG), "bebas": 0}
        samping = s.aliran_tabel({s.n: (int(aliran != "bebas"), tempat[aliran], generasi)})
        bagian = []
        if tabel != "tiada":
            bagian = [(s.n, b"%010d 00000 %c " % (tempat[tabel], b"f" if tabel == "bebas" else b"n"))]
        return s.tutup(s.tabel(*bagian, tambahan=b"/XRefStm %d" % samping, kecuali=s.n))

    return buat


def _dalam_wadah(jumlah: int, jenis: int) -> Callable[[Susunan], bytes]:
    """In an object stream that everybody knows, but free in the table or beyond the stream's own count."""

    def buat(s: Susunan) -> bytes:
        s.tulis_semua(kecuali=s.n)
        awal = b"%d 0 " % s.n
        wadah = b"<< /Type /ObjStm /N %d /First %d /Length %d >>\nstream\n%s\nendstream"
        isi = awal + s.badan[s.n]
        nomor = len(s.badan) + 7
        s.letak[nomor] = s.tulis(nomor, wadah % (jumlah, len(awal), len(isi), isi))
        return s.tutup(s.aliran_tabel(s.aliran() | {s.n: (jenis, nomor if jenis else 0, 0)}))

    return buat


TIPUAN: dict[str, Callable[[Susunan], bytes]] = {
    "generasi-terlalu-besar": _entri(b"%010d 90000 n "),
    "generasi-lain": _entri(b"%010d 00006 n "),
    "bebas-bertempat": _entri(b"%010d 00000 f "),
    "bebas": _entri(b"0000000000 00001 f "),
    "tempat-nol": _entri(b"0000000000 00000 n "),
    "rujukan-bergenerasi": _rujukan,
    "kepala-bergenerasi": _kepala,
    "kepala-berkomentar": _kepala_berkomentar,
    "tak-terdaftar": _tak_terdaftar,
    "ganda-asli-dahulu": _ganda(True),
    "ganda-asli-kemudian": _ganda(False),
    "dua-generasi": _dua_generasi,
    "dibebaskan-kemudian": _dibebaskan_kemudian,
    "aliran-generasi": _aliran(1, 6),
    "aliran-generasi-besar": _aliran(1, 65535),
    "aliran-bebas": _aliran(0, 0),
    "indeks-ganda-asli-dahulu": _indeks_ganda(True),
    "indeks-ganda-asli-kemudian": _indeks_ganda(False),
    "campuran-di-aliran": _campuran("bebas", "asli"),
    "campuran-generasi": _campuran("bebas", "asli", 7),
    "campuran-asli-di-tabel": _campuran("asli", "palsu"),
    "campuran-tiada": _campuran("tiada", "asli"),
    "campuran-tiada-generasi": _campuran("tiada", "asli", 7),
    "campuran-bebas": _campuran("bebas", "bebas"),
    "dalam-wadah-bebas": _dalam_wadah(1, 0),
    "dalam-wadah-di-luar-hitungan": _dalam_wadah(0, 2),
}


def _buka_alamat(d: pikepdf.Pdf) -> None:
    d.Root.OpenAction = d.make_indirect(Dictionary(S=Name.URI, URI=String("http://penyerang.contoh")))


# Danger → (change, code, what only its object holds).
SASARAN: dict[str, tuple[Callable[[pikepdf.Pdf], object], str, bytes]] = {
    "js-pembuka": (*BAHAYA["js-pembuka"], b"/JavaScript"),
    "tautan-folder-bersama": (*BAHAYA["tautan-folder-bersama"], b"/URI"),
    "uri-otomatis": (_buka_alamat, "AKSI_OTOMATIS", b"/URI"),
    "lapisan-padam": (*BAHAYA["lapisan-padam"], b"/PrintState"),
}


def urai(isi: bytes, tanda: bytes) -> Susunan:
    """Take a plain file with its own table apart."""
    badan = {int(c[1]): c[2] for c in re.finditer(rb"(?ms)^(\d+) 0 obj\n(.*?)\nendobj$", isi)}
    akar = re.search(rb"/Root \d+ 0 R", isi)
    assert akar
    (n,) = (nomor for nomor, satu in badan.items() if tanda in satu)
    return Susunan(badan, akar[0], n)


def pecahan(nama: str) -> Susunan:
    """Return one danger in pieces."""
    ubah, _, tanda = SASARAN[nama]
    return urai(simpan_pdf(pdf(), ubah, **CARA["polos"]), tanda)


def tersembunyi() -> Iterator[Buruk]:
    """Yield every danger behind every trick; `inti` is what must not come back in a repaired copy."""
    for tipu, buat in TIPUAN.items():
        for nama, (_, kode, tanda) in SASARAN.items():
            yield Buruk(f"{tipu}-{nama}", buat(pecahan(nama)), frozenset({kode, "RUSAK"}), inti=(tanda,))


def tidak_berbahaya() -> Iterator[tuple[str, bytes]]:
    """Yield what looks like a trick and is none: nothing refers to it, or to nothing that is there."""
    tanpa = pecahan("tautan-folder-bersama")
    tanpa.tulis_semua()
    lama = tanpa.tabel()
    tanpa.tutup(lama)
    # The page written anew without its link, and the link free, as programs do that save changes behind the file.
    for nomor, isi in tanpa.badan.items():
        if b"/Annots" in isi:
            tanpa.letak = {nomor: tanpa.tulis(nomor, re.sub(rb"/Annots \[[^]]*\]", b"", isi))}
    yield "dihapus-kemudian", tanpa.tutup(tanpa.tabel((tanpa.n, b"0000000000 00001 f "), tambahan=b"/Prev %d" % lama))
    hilang = pecahan("tautan-folder-bersama")
    hilang.tulis_semua(kecuali=hilang.n)
    yield "rujukan-ke-ketiadaan", hilang.tutup(hilang.tabel())
    campuran = pecahan("tautan-folder-bersama")
    campuran.badan[campuran.n] = KOSONG.replace(b"/Type /Kosong", b"/Type /Annot /Subtype /Link /Rect [0 0 1 1]")
    yield "campuran", _campuran("tiada", "asli")(campuran)
