"""Pages as scanners and phones deliver them, by code, with invented words: good ones, and bad ones by kind.

Written before the detector (siapp/berkas/bedah_mutu.py), which was not looked at for it. Every page is one of a seed:
the same seed is the same page. At 100 dots an inch, A4, as the detector sees them.
"""

import math
import random
from collections.abc import Callable
from functools import partial
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

LEBAR, TINGGI = 827, 1169
KATA = [
    "pegawai",
    "negeri",
    "sipil",
    "keputusan",
    "menteri",
    "tentang",
    "kenaikan",
    "pangkat",
    "jabatan",
    "fungsional",
    "ahli",
    "madya",
    "terhitung",
    "mulai",
    "tanggal",
    "golongan",
    "ruang",
    "pembina",
    "utama",
    "muda",
    "sekretariat",
    "jenderal",
    "menimbang",
    "bahwa",
    "berdasarkan",
    "pertimbangan",
    "teknis",
    "kepala",
    "badan",
    "kepegawaian",
    "negara",
    "menetapkan",
    "memutuskan",
    "yang",
    "bersangkutan",
    "dipandang",
    "cakap",
    "dan",
    "memenuhi",
    "syarat",
    "untuk",
    "diangkat",
    "dalam",
    "peraturan",
    "pemerintah",
    "nomor",
    "tahun",
    "lampiran",
    "salinan",
    "sesuai",
    "dengan",
    "aslinya",
]
Pembuat = Callable[[random.Random], Image.Image]


def _huruf(ukuran: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(ukuran)


def _lembar(acak: random.Random) -> Image.Image:
    return Image.new("L", (LEBAR, TINGGI), acak.randint(225, 255))


def _kalimat(acak: random.Random, banyak: int) -> str:
    return " ".join(acak.choices(KATA, k=banyak))


def _alinea(gambar: Image.Image, acak: random.Random, *, atas: int, baris: int, kiri: int = 95, kata: int = 9) -> int:
    """Write lines of words; return where the next one would stand."""
    pena, tinta = ImageDraw.Draw(gambar), acak.randint(0, 60)
    for _ in range(baris):
        pena.text((kiri, atas), _kalimat(acak, kata)[: (LEBAR - 2 * 95) // 7], tinta, _huruf(15))
        atas += acak.choice((20, 22, 24))
    return atas


# --- good pages ---------------------------------------------------------------------------------------------------
def surat(acak: random.Random) -> Image.Image:
    gambar = _lembar(acak)
    pena = ImageDraw.Draw(gambar)
    pena.text((230, 70), "KEPUTUSAN MENTERI CONTOH", 10, _huruf(24))
    pena.line((95, 110, LEBAR - 95, 110), 20, 3)
    atas = _alinea(gambar, acak, atas=140, baris=acak.randint(20, 36))
    pena.text((480, min(atas + 20, 1050)), "Menteri Contoh", 20, _huruf(15))
    pena.text((480, min(atas + 90, 1090)), "Sari Contoh", 20, _huruf(15))
    return gambar


def tabel(acak: random.Random) -> Image.Image:
    gambar = _lembar(acak)
    pena, tinggi = ImageDraw.Draw(gambar), acak.choice((28, 34, 44))
    kolom = sorted({60, LEBAR - 60, *acak.sample(range(120, LEBAR - 120, 40), acak.randint(3, 7))})
    pena.text((250, 60), "DAFTAR RIWAYAT PEKERJAAN", 10, _huruf(20))
    for nomor in range(acak.randint(8, 24)):
        atas = 110 + nomor * tinggi
        pena.line((60, atas, LEBAR - 60, atas), 30, acak.choice((1, 2)))
        for kiri, kanan in pairwise(kolom):
            pena.text((kiri + 5, atas + 6), _kalimat(acak, 4)[: (kanan - kiri - 10) // 8], 20, _huruf(14))
    for x in kolom:
        pena.line((x, 110, x, 110 + nomor * tinggi), 30, 2)
    return gambar


def formulir(acak: random.Random) -> Image.Image:
    """A form with little on it."""
    gambar = _lembar(acak)
    pena = ImageDraw.Draw(gambar)
    pena.text((260, 90), "SURAT PERNYATAAN", 10, _huruf(20))
    for nomor, label in enumerate(("Nama", "NIP", "Pangkat", "Jabatan", "Unit kerja")[: acak.randint(3, 5)]):
        pena.text((95, 170 + 40 * nomor), f"{label}", 30, _huruf(15))
        pena.text((240, 170 + 40 * nomor), ": " + "." * acak.randint(30, 60), 60, _huruf(15))
    return gambar


def berstempel(acak: random.Random) -> Image.Image:
    gambar = surat(acak).convert("RGB")
    pena, x, y = ImageDraw.Draw(gambar), acak.randint(380, 520), acak.randint(800, 950)
    warna = acak.choice([(70, 40, 150), (30, 60, 160), (160, 30, 60)])
    pena.ellipse((x, y, x + 150, y + 150), outline=warna, width=4)
    pena.ellipse((x + 25, y + 25, x + 125, y + 125), outline=warna, width=2)
    titik = [(x + 60 + 9 * n, y + 60 + round(40 * math.sin(n * acak.uniform(0.5, 1.4)))) for n in range(20)]
    pena.line(titik, fill=(20, 20, 120), width=3)
    return gambar.convert("L")


def foto_kertas(acak: random.Random) -> Image.Image:
    """A photo of a paper on a table, unevenly lit."""
    kertas = acak.choice((surat, tabel, berstempel))(acak)
    meja = Image.new("L", (LEBAR, TINGGI), acak.randint(30, 120))
    pena = ImageDraw.Draw(meja)
    for y in range(0, TINGGI, acak.randint(7, 15)):
        if acak.random() < 0.7:
            pena.line((0, y, LEBAR, y + acak.randint(-9, 9)), acak.randint(20, 140), acak.randint(1, 5))
    skala = acak.uniform(0.8, 0.93)
    ukuran = (round(LEBAR * skala), round(TINGGI * skala))
    sudut, isi = acak.uniform(-3, 3), kertas.resize(ukuran, Image.Resampling.LANCZOS)
    putar = isi.rotate(sudut, expand=True, resample=Image.Resampling.BICUBIC)
    tutup = Image.new("L", ukuran, 255).rotate(sudut, expand=True)
    meja.paste(putar, ((LEBAR - putar.width) // 2, (TINGGI - putar.height) // 2), tutup)
    return ImageChops.multiply(meja, _cahaya(acak, 150))


def _cahaya(acak: random.Random, gelap: int) -> Image.Image:
    """Light that falls off from one side to the other."""
    arah = Image.linear_gradient("L").rotate(acak.choice((0, 90, 180, 270)))
    return arah.resize((LEBAR, TINGGI)).point(lambda abu: gelap + abu * (255 - gelap) // 255)


def dua_baris(acak: random.Random) -> Image.Image:
    """A last page on which only two lines are left."""
    gambar = _lembar(acak)
    _alinea(gambar, acak, atas=acak.randint(70, 140), baris=2, kata=acak.randint(3, 8))
    return gambar


def sertifikat(acak: random.Random) -> Image.Image:
    """A certificate with a patterned frame near all its edges."""
    gambar = _lembar(acak)
    pena, tepi = ImageDraw.Draw(gambar), acak.choice((0, 2, 6, 20))
    for n in range(tepi, LEBAR - tepi, 14):
        for y in (tepi, TINGGI - tepi - 12):
            pena.ellipse((n, y, n + 10, y + 10), fill=acak.randint(40, 110))
    for n in range(tepi, TINGGI - tepi, 14):
        for x in (tepi, LEBAR - tepi - 12):
            pena.ellipse((x, n, x + 10, n + 10), fill=acak.randint(40, 110))
    pena.text((280, 200), "SERTIFIKAT", 20, _huruf(46))
    _alinea(gambar, acak, atas=330, baris=acak.randint(4, 8), kata=8)
    return gambar


def bertepi_pemindai(acak: random.Random) -> Image.Image:
    """A scan with the dark edge or the shadow of the lid at one or two sides."""
    gambar = acak.choice((surat, tabel, dua_baris, formulir))(acak)
    pena, tebal = ImageDraw.Draw(gambar), acak.randint(2, 14)
    for kotak in acak.sample(
        [
            (0, 0, tebal, TINGGI),
            (LEBAR - tebal, 0, LEBAR, TINGGI),
            (0, 0, LEBAR, tebal),
            (0, TINGGI - tebal, LEBAR, TINGGI),
        ],
        acak.randint(1, 2),
    ):
        pena.rectangle(kotak, fill=acak.randint(0, 120))
    return gambar


def pudar(acak: random.Random) -> Image.Image:
    """Printed with too little toner, still legible: ink at two thirds of the paper's grey."""
    return surat(acak).point(lambda abu: 150 + abu * 100 // 255 if abu < 200 else abu)


def kartu(acak: random.Random) -> Image.Image:
    """A card in the middle of a sheet."""
    gambar = _lembar(acak)
    pena, x, y = ImageDraw.Draw(gambar), acak.randint(150, 330), acak.randint(150, 600)
    pena.rectangle((x, y, x + 340, y + 214), fill=acak.randint(150, 210), outline=90)
    pena.rectangle((x + 250, y + 60, x + 325, y + 160), fill=acak.randint(60, 140))
    for nomor in range(6):
        pena.text((x + 12, y + 20 + 28 * nomor), _kalimat(acak, 3)[:26], 20, _huruf(14))
    return gambar


def bernomor_halaman(acak: random.Random) -> Image.Image:
    """Numbered near the lower edge, with two punched holes."""
    gambar = surat(acak)
    pena = ImageDraw.Draw(gambar)
    pena.text((LEBAR // 2, TINGGI - acak.randint(28, 60)), f"- {acak.randint(2, 30)} -", 20, _huruf(14))
    for y in (420, 740):
        pena.ellipse((22, y, 46, y + 24), fill=acak.randint(20, 90))
    return gambar


def berpita(acak: random.Random) -> Image.Image:
    """A letterhead with a banner from edge to edge."""
    gambar = surat(acak)
    pena = ImageDraw.Draw(gambar)
    pena.rectangle((0, 0, LEBAR, acak.randint(40, 62)), fill=acak.randint(40, 120))
    pena.rectangle((0, TINGGI - acak.randint(12, 40), LEBAR, TINGGI), fill=acak.randint(40, 120))
    return gambar


BAIK: dict[str, tuple[Pembuat, int]] = {
    "surat": (surat, 25),
    "tabel": (tabel, 18),
    "formulir": (formulir, 15),
    "berstempel": (berstempel, 12),
    "foto-kertas": (foto_kertas, 20),
    "dua-baris": (dua_baris, 16),
    "sertifikat": (sertifikat, 12),
    "bertepi-pemindai": (bertepi_pemindai, 16),
    "pudar": (pudar, 6),
    "kartu": (kartu, 6),
    "bernomor": (bernomor_halaman, 8),
    "berpita": (berpita, 8),
}


# --- bad pages ----------------------------------------------------------------------------------------------------
def kosong(acak: random.Random) -> Image.Image:
    """Nothing, or dust, or the scanner's edge, or a fold."""
    gambar = _lembar(acak)
    pena = ImageDraw.Draw(gambar)
    for _ in range(acak.randint(0, 40)):
        x, y = acak.randrange(LEBAR), acak.randrange(TINGGI)
        pena.point((x, y), acak.randint(40, 160))
        if acak.random() < 0.2:
            pena.ellipse((x, y, x + 2, y + 2), fill=acak.randint(80, 180))
    if acak.random() < 0.4:
        pena.rectangle((0, 0, acak.randint(2, 14), TINGGI), fill=acak.randint(0, 120))
    if acak.random() < 0.3:
        pena.line((0, TINGGI // 2, LEBAR, TINGGI // 2 + 6), acak.randint(200, 235), 3)
    return gambar


def belakang(acak: random.Random) -> Image.Image:
    """The back of a printed paper: the front shines through, mirrored and faint."""
    depan = acak.choice((surat, tabel, berstempel))(acak).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    kuat = acak.uniform(0.05, 0.13)
    tembus = depan.filter(ImageFilter.GaussianBlur(1.2)).point(lambda abu: round(250 - (255 - abu) * kuat))
    return tembus


def terbalik(acak: random.Random) -> Image.Image:
    return acak.choice((surat, berstempel))(acak).rotate(180)


def rebah(acak: random.Random) -> Image.Image:
    return acak.choice((surat, berstempel, tabel))(acak).rotate(acak.choice((90, 270)), expand=True)


def terpotong(acak: random.Random) -> Image.Image:
    """A part of the words lies outside, at one side."""
    gambar, sisi = acak.choice((surat, berstempel))(acak), acak.choice(("kiri", "kanan", "atas", "bawah"))
    geser = acak.randint(130, 260)
    pindah = {"kiri": (-geser, 0), "kanan": (geser + 130, 0), "atas": (0, -geser - 30), "bawah": (0, geser + 480)}[sisi]
    lembar = Image.new("L", gambar.size, gambar.getpixel((2, 2)))
    lembar.paste(gambar, pindah)
    return lembar


def gelap(acak: random.Random) -> Image.Image:
    """A photo taken in the dark."""
    gambar, kuat = acak.choice((surat, tabel, foto_kertas))(acak), acak.uniform(0.15, 0.42)
    return gambar.point(lambda abu: round(abu * kuat))


BURUK: dict[str, tuple[Pembuat, int]] = {
    "KOSONG": (kosong, 24),
    "KOSONG-BELAKANG": (belakang, 24),
    "TERBALIK": (terbalik, 20),
    "REBAH": (rebah, 20),
    "TERPOTONG": (terpotong, 24),
    "GELAP": (gelap, 24),
}
DPI_RENDAH = range(40, 90, 2)
"""Dots an inch of scans that are too coarse; those of `DPI_CUKUP` are not."""
DPI_CUKUP = range(100, 320, 10)


# --- what a scanner adds --------------------------------------------------------------------------------------------
def dipindai(gambar: Image.Image, acak: random.Random) -> Image.Image:
    """A little skew, blur, noise and JPEG, as of any scan."""
    miring = acak.uniform(-1.2, 1.2) if acak.random() < 0.5 else 0
    tepi = gambar.getpixel((LEBAR // 2, 60)) if gambar.mode == "L" else 255
    hasil = gambar.rotate(miring, resample=Image.Resampling.BICUBIC, fillcolor=tepi)
    hasil = hasil.filter(ImageFilter.GaussianBlur(acak.uniform(0, 0.7)))
    kuat = acak.uniform(0.03, 0.2)
    bising = Image.frombytes("L", hasil.size, acak.randbytes(hasil.width * hasil.height))
    bising = bising.point(lambda abu: round(128 + (abu - 128) * kuat))
    hasil = ImageChops.add(hasil, bising, 1, -128)
    bita = BytesIO()
    hasil.save(bita, "JPEG", quality=acak.randint(35, 90))
    return Image.open(bita).convert("L")


def halaman(nama: str, pembuat: Pembuat, nomor: int) -> Image.Image:
    """Return page `nomor` of a kind."""
    acak = random.Random(f"{nama} {nomor}")
    return dipindai(pembuat(acak), acak)


def semua(korpus: dict[str, tuple[Pembuat, int]]) -> list[tuple[str, Callable[[], Image.Image]]]:
    """Return (kind, maker) of every page of a corpus."""
    return [
        (nama, partial(halaman, nama, pembuat, nomor))
        for nama, (pembuat, banyak) in korpus.items()
        for nomor in range(banyak)
    ]
