"""Child process: inspect the PDF on standard input and print the finding as one line of JSON.

Loaded by path, without Django and with an empty environment (see anak.py and pagar.py). Prints {"kode": "" or a code
of sebab.py, "halaman": n, "peringatan": [codes], "galat": name of an unexpected error}.

A PDF is judged by its objects, walked one by one and with their names decoded: a search in the bytes alone misses
object streams, escapes and encodings. A search in the bytes comes on top, for objects that the cross-reference
table of this parser leaves out but another program's repair would find. Nothing is repaired: what programs would
repair differently is refused, what all of them read alike is not (keputusan/0067).

Decisions: links to web addresses stay allowed (every word processor makes them, and a browser only ever sees page
images), unless something opens them by itself; form fields without script, metadata and tags stay allowed.
"""

import io
import json
import mmap
import os
import re
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import pikepdf

from siapp.berkas.bedah_selisih import periksa_aliran_samar, periksa_gantung, periksa_tabel, salin_dengan_pdfium
from siapp.berkas.sasaran import SASARAN, Ditolak, nama

HALAMAN_MAKS = 2_000
ALIRAN_MAKS = 50 * 1024 * 1024
POTONGAN = 1024 * 1024
# PDFium draws no form below its 40th.
SARANG_MAKS = 30

# Key → refusal, wherever the key stands.
KUNCI: dict[str, str] = {
    "/JS": "SKRIP",
    "/Collection": "LAMPIRAN",
    "/XFA": "XFA",
    "/RichMediaContent": "MULTIMEDIA",
    "/RichMediaSettings": "MULTIMEDIA",
    "/3DD": "MULTIMEDIA",
}
# Name trees that some programs leave behind empty.
KUNCI_POHON: dict[str, str] = {"/JavaScript": "SKRIP", "/EmbeddedFiles": "LAMPIRAN", "/Renditions": "MULTIMEDIA"}
# (key, name) → refusal.
NILAI: dict[tuple[str, str], str] = {
    ("/S", "/JavaScript"): "SKRIP",
    ("/S", "/Launch"): "PROGRAM",
    ("/S", "/GoToR"): "AKSI_JARAK_JAUH",
    ("/S", "/GoToE"): "AKSI_JARAK_JAUH",
    ("/S", "/SubmitForm"): "AKSI_JARAK_JAUH",
    ("/S", "/ImportData"): "AKSI_JARAK_JAUH",
    ("/FS", "/URL"): "AKSI_JARAK_JAUH",
    ("/S", "/Rendition"): "MULTIMEDIA",
    ("/S", "/Movie"): "MULTIMEDIA",
    ("/S", "/Sound"): "MULTIMEDIA",
    ("/S", "/GoTo3DView"): "MULTIMEDIA",
    ("/S", "/RichMediaExecute"): "MULTIMEDIA",
    ("/Subtype", "/RichMedia"): "MULTIMEDIA",
    ("/Subtype", "/3D"): "MULTIMEDIA",
    ("/Subtype", "/Movie"): "MULTIMEDIA",
    ("/Subtype", "/Screen"): "MULTIMEDIA",
    ("/Subtype", "/Sound"): "MULTIMEDIA",
    ("/Subtype", "/FileAttachment"): "LAMPIRAN",
    ("/Type", "/EmbeddedFile"): "LAMPIRAN",
}
# Where an action or an annotation stands, only the known harmless kinds pass.
AKSI_BOLEH = {"/GoTo", "/GoToDp", "/URI", "/Named", "/ResetForm", "/Hide", "/SetOCGState", "/Trans", "/Thread"}
ANOTASI_BOLEH = {
    "/Link", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Popup", "/Widget", "/PrinterMark", "/TrapNet",
    "/Watermark", "/Redact",
}  # fmt: skip
FLATE = {"/FlateDecode", "/Fl"}
AKHIR_BILAS = b"\x00\x00\xff\xff"
# Nothing can hide in what these decode to but pixels; the page's drawing is limited on its own.
PENYARING_GAMBAR = {
    "/DCTDecode", "/DCT", "/JPXDecode", "/CCITTFaxDecode", "/CCF", "/JBIG2Decode",
}  # fmt: skip
# What the parser mentions and every program reads alike; any other warning means damage.
PERINGATAN_WAJAR = re.compile(
    r"reported number of objects|duplicated key|unreasonable maximum object number|"
    r"self-referential object|name with stray #|loop detected in /Kids|"
    # macOS Quartz and Word leave unused numbers in the table; LibreOffice's table leaves itself out.
    r"object has offset 0|entry for the xref stream itself is missing|"
    r"extraneous whitespace seen before xref|stream keyword followed by carriage return only|expected endobj|"
    r"Resources is missing or invalid|setting missing or invalid /Type|doesn't point to the root|"
    r"appears more than once in the pages tree|bad indirect reference \(0 0 R\)|invalid /ID in trailer"
)
# Drawing operators of a page.
MELUKIS = re.compile(rb"(?:^|[\s\]\)>])(?:Tj|TJ|'|\"|Do|EI|sh|f\*?|F|S|s|B\*?|b\*?)(?=[\s%/\[(<]|$)")


def nama_longgar(nama: str) -> bytes:
    """Return a pattern for a PDF name in any of its spellings (`/J#53` is `/JS`)."""
    huruf = (f"(?:{re.escape(h)}|#{ord(h):02x}|#{ord(h):02X})" for h in nama[1:])
    return b"/" + "".join(huruf).encode() + rb"(?=[\s()<>\[\]{}/%]|$)"


_SELA = rb"(?:\s|%[^\r\n]{0,200}[\r\n])*"
POLA_BITA: list[tuple[re.Pattern[bytes], str]] = [
    (re.compile(nama_longgar(kunci) + _SELA + nama_longgar(nama)), kode) for (kunci, nama), kode in NILAI.items()
]
POLA_BITA.append((re.compile(nama_longgar("/EF") + _SELA + b"<<"), "LAMPIRAN"))
POLA_BITA.append((re.compile(nama_longgar("/XFA") + _SELA + rb"(?:\[|\d+\s+\d+\s+R)"), "XFA"))


def cari_bita(isi: bytes | mmap.mmap) -> None:
    """Refuse bytes that spell a forbidden action, whether or not the document seems to use them."""
    for pola, kode in POLA_BITA:
        if pola.search(isi):
            raise Ditolak(kode)


# --- objects ----------------------------------------------------------------------------------------------------
def telusuri(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary and stream of the file, also those that nothing refers to."""
    for pokok in [pdf.trailer, *pdf.objects]:
        tumpukan = [pokok]
        while tumpukan:
            objek = tumpukan.pop()
            if isinstance(objek, pikepdf.Array):
                anak = list(objek)
            elif isinstance(objek, pikepdf.Dictionary | pikepdf.Stream):
                yield objek
                anak = [nilai for _, nilai in objek.items()]
            else:
                continue
            # An indirect child comes by itself.
            tumpukan += [a for a in anak if isinstance(a, pikepdf.Object) and not a.is_indirect]


def periksa_kamus(kamus: Any) -> None:
    """Refuse a dictionary that holds or does something forbidden."""
    for kunci, nilai in kamus.items():
        if kunci in KUNCI:
            raise Ditolak(KUNCI[kunci])
        if kunci in KUNCI_POHON and not pohon_kosong(nilai):
            raise Ditolak(KUNCI_POHON[kunci])
        if (kunci, nama(nilai)) in NILAI:
            raise Ditolak(NILAI[kunci, nama(nilai)])
        if kunci in {"/OpenAction", "/AA"}:
            periksa_otomatis(nilai)
        # An element of the document's structure keeps its attributes, not an action, under /A.
        unsur = kunci == "/A" and "/S" in kamus and "/P" in kamus and "/Subtype" not in kamus
        if kunci in {"/A", "/OpenAction", "/Next", "/AA"} and not unsur:
            periksa_aksi(kunci, nilai)
        if kunci in SASARAN:
            SASARAN[kunci](nilai, kamus)


def periksa_aksi(kunci: str, nilai: Any) -> None:
    """Refuse an action of a kind that is not known to be harmless, under one of the keys that hold actions."""
    calon = [nilai]
    if kunci == "/AA" and isinstance(nilai, pikepdf.Dictionary):
        calon = [aksi for _, aksi in nilai.items()]
    elif kunci == "/Next" and isinstance(nilai, pikepdf.Array):
        calon = list(nilai)
    for aksi in calon:
        if isinstance(aksi, pikepdf.Dictionary) and "/S" in aksi and nama(aksi.S) not in AKSI_BOLEH:
            raise Ditolak(NILAI.get(("/S", nama(aksi.S)), "ISI_TAK_DIKENAL"))


def periksa_anotasi(larik: Any) -> None:
    """Refuse an annotation of a kind that is not known to be harmless."""
    for anotasi in larik:
        # What is none (null, or a name among a reader's rights) is passed over by every program.
        subtipe = nama(anotasi.get("/Subtype")) if isinstance(anotasi, pikepdf.Dictionary) else "/Text"
        if subtipe not in ANOTASI_BOLEH:
            raise Ditolak(NILAI.get(("/Subtype", subtipe), "ISI_TAK_DIKENAL"))


def pohon_kosong(nilai: Any) -> bool:
    """Whether a name tree has neither names nor branches."""
    if not isinstance(nilai, pikepdf.Dictionary):
        return False
    return not len(nilai.get("/Names", [])) and not len(nilai.get("/Kids", []))


def periksa_otomatis(aksi: Any) -> None:
    """Refuse an action that starts by itself and leads to a web address; all others are judged where they stand."""
    antre, dilihat = [aksi], 0
    while antre and dilihat < 1_000:
        kini = antre.pop()
        dilihat += 1
        if isinstance(kini, pikepdf.Array):
            antre += [a for a in kini if isinstance(a, pikepdf.Dictionary)]
        elif isinstance(kini, pikepdf.Dictionary):
            if kini.get("/S") == pikepdf.Name.URI:
                raise Ditolak("AKSI_OTOMATIS")
            # Of an /AA each value is an action; of an action only /Next leads on.
            lanjutan = [kini.get("/Next")] if "/S" in kini else [nilai for _, nilai in kini.items()]
            antre += [a for a in lanjutan if isinstance(a, pikepdf.Array | pikepdf.Dictionary)]


# --- streams ----------------------------------------------------------------------------------------------------
def kembangkan(padat: bytes, simpan: bool) -> bytes:
    """Unpack one Flate layer in pieces and refuse it beyond `ALIRAN_MAKS`; return it only if `simpan`.

    A wrong checksum is damage; a missing one is not (some programs forget it), as long as the data came to its end or
    to a mark that its writer flushed all (some browsers end so).
    """
    if not padat:
        return b""
    # Past the two bytes of zlib's header, so that the end of the data and the checksum are told apart.
    pengurai, sidik, jumlah, hasil, sisa = zlib.decompressobj(-zlib.MAX_WBITS), 1, 0, [], padat[2:]
    while sisa and not pengurai.eof:
        try:
            potongan = pengurai.decompress(sisa, POTONGAN)
        except zlib.error as galat:
            raise Ditolak("RUSAK") from galat
        sidik, jumlah = zlib.adler32(potongan, sidik), jumlah + len(potongan)
        if jumlah > ALIRAN_MAKS:
            raise Ditolak("ALIRAN_TERLALU_BESAR")
        if simpan:
            hasil.append(potongan)
        sisa = pengurai.unconsumed_tail
    sidik_tertulis = pengurai.unused_data[:4]
    if not pengurai.eof and padat.endswith(AKHIR_BILAS):
        return b"".join(hasil)
    if not pengurai.eof or (len(sidik_tertulis) == 4 and int.from_bytes(sidik_tertulis, "big") != sidik):
        raise Ditolak("RUSAK")
    return b"".join(hasil)


def penyaring(aliran: Any) -> list[str]:
    """Return the names of a stream's filters, outermost first."""
    nilai = aliran.get("/Filter")
    if nilai is None:
        return []
    return [nama(satu) for satu in nilai] if isinstance(nilai, pikepdf.Array) else [nama(nilai)]


def terurai(aliran: Any) -> bytes:
    """Return a stream's data without its lossless filters, through the parser with its own limits."""
    try:
        data: bytes = aliran.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except pikepdf.PdfError as galat:
        raise Ditolak("ALIRAN_TERLALU_BESAR" if "memory limit" in str(galat) else "RUSAK") from galat
    return data


def periksa_aliran(aliran: Any) -> None:
    """Unpack a stream as far as it is no picture; refuse bombs, damage and data that lies outside the file."""
    if "/F" in aliran or "/FFilter" in aliran:
        raise Ditolak("AKSI_JARAK_JAUH")
    lapis = penyaring(aliran)
    if len(lapis) > 8:
        raise Ditolak("TERLALU_BERAT")
    wadah = aliran.get("/Type") == pikepdf.Name.ObjStm
    data = aliran.read_raw_bytes()
    while lapis and lapis[0] in FLATE:
        lapis.pop(0)
        data = kembangkan(data, simpan=bool(lapis))
    if lapis and not PENYARING_GAMBAR & set(lapis) and len(terurai(aliran)) > ALIRAN_MAKS:
        raise Ditolak("ALIRAN_TERLALU_BESAR")
    if wadah:
        cari_bita(terurai(aliran))


# --- document ---------------------------------------------------------------------------------------------------
def periksa_halaman(pdf: pikepdf.Pdf) -> int:
    """Return the number of pages; refuse none and too many."""
    jumlah = len(pdf.pages)
    if jumlah == 0:
        raise Ditolak("TANPA_HALAMAN")
    if jumlah > HALAMAN_MAKS:
        raise Ditolak("HALAMAN_TERLALU_BANYAK")
    return jumlah


def semua_kosong(pdf: pikepdf.Pdf) -> bool:
    """Whether no page draws anything."""
    return not any(MELUKIS.search(isi_halaman(h)) or "/Annots" in h.obj for h in pdf.pages)


def isi_halaman(halaman: pikepdf.Page) -> bytes:
    """Return the drawing instructions of a page, unpacked."""
    isi = halaman.obj.get("/Contents")
    bagian = list(isi) if isinstance(isi, pikepdf.Array) else [isi]
    return b"\n".join(terurai(b) for b in bagian if isinstance(b, pikepdf.Stream))


def batas_tanda_tangan(kamus: Any) -> int:
    """Return up to which byte a signature covers the file; -1 for any other dictionary."""
    rentang = kamus.get("/ByteRange")
    if not isinstance(rentang, pikepdf.Array) or "/Contents" not in kamus or len(rentang) < 4:
        return -1
    if not all(isinstance(angka, int) for angka in rentang) or rentang[0] != 0:
        return 0
    return int(rentang[-2]) + int(rentang[-1])


def periksa_sarang(pdf: pikepdf.Pdf) -> None:
    """Refuse drawings within drawings so deep that PDFium leaves out the inner ones without a word."""
    isi_sarang = {o.objgen: digambar(o) for o in pdf.objects if nama_subtipe(o) == "/Form" and "/Resources" in o}
    kini = set(isi_sarang)
    for _ in range(SARANG_MAKS):
        kini = {anak for induk in kini for anak in isi_sarang[induk] if anak in isi_sarang}
    if kini:
        raise Ditolak("TAK_TERLUKIS")


def nama_subtipe(objek: Any) -> str:
    """Return what kind of XObject a stream is; "" for any other object."""
    return nama(objek.get("/Subtype")) if isinstance(objek, pikepdf.Stream) else ""


def digambar(gambar: Any) -> list[tuple[int, int]]:
    """Return which XObjects a form draws, by number."""
    sumber = gambar.Resources.get("/XObject") if isinstance(gambar.Resources, pikepdf.Dictionary) else None
    if not isinstance(sumber, pikepdf.Dictionary):
        return []
    isi = terurai(gambar)
    return [nilai.objgen for kunci, nilai in sumber.items() if kunci.encode(errors="surrogateescape") in isi]


def terbungkus(pdf: pikepdf.Pdf) -> Iterator[int]:
    """Yield the numbers of all objects in object streams, also of those that the table leaves out."""
    for objek in pdf.objects:
        if isinstance(objek, pikepdf.Stream) and objek.get("/Type") == pikepdf.Name.ObjStm:
            yield from (int(angka) for angka in terurai(objek)[: int(objek.First)].split()[::2])


def periksa_salinan(salinan: bytes) -> None:
    """Judge what another program reached as the file itself was judged (keputusan/0106)."""
    try:
        with pikepdf.open(io.BytesIO(salinan), attempt_recovery=False, suppress_warnings=True) as pdf:
            for objek in telusuri(pdf):
                periksa_kamus(objek)
    except pikepdf.PdfError as galat:
        raise Ditolak("RUSAK") from galat


def bedah_pdf(isi: BinaryIO, hasil: dict[str, Any]) -> None:
    """Inspect a PDF; fill `hasil` or raise Ditolak."""
    ukuran = os.fstat(isi.fileno()).st_size
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=ALIRAN_MAKS,
        run_length_max_memory=ALIRAN_MAKS,
        png_max_memory=ALIRAN_MAKS,
        max_stream_filters=8,
    )
    try:
        pdf = pikepdf.open(isi, attempt_recovery=False, suppress_warnings=True)
    except pikepdf.PasswordError as galat:
        raise Ditolak("TERENKRIPSI") from galat
    except pikepdf.PdfError as galat:
        # Locked to a certificate, or in a way that is not known here; all else is damage.
        raise Ditolak("TERENKRIPSI" if "encryption" in str(galat) else "RUSAK") from galat
    hasil["halaman"] = periksa_halaman(pdf)
    with mmap.mmap(isi.fileno(), 0, access=mmap.ACCESS_READ) as bita:
        cari_bita(bita)
        if bita[:5] != b"%PDF-":
            raise Ditolak("RUSAK")
    tertutup = -1
    for objek in telusuri(pdf):
        periksa_kamus(objek)
        tertutup = max(tertutup, batas_tanda_tangan(objek))
        if isinstance(objek, pikepdf.Stream):
            periksa_aliran(objek)
    if 0 <= tertutup < ukuran:
        hasil["peringatan"].append("TANDA_TANGAN_TIDAK_MENCAKUP")
    if semua_kosong(pdf):
        hasil["peringatan"].append("HALAMAN_KOSONG")
    # To ask for them is to empty them.
    disebut = pdf.get_warnings()
    if any(not PERINGATAN_WAJAR.search(peringatan) for peringatan in disebut):
        raise Ditolak("RUSAK")
    periksa_sarang(pdf)
    salinan = salin_dengan_pdfium(isi, hasil["halaman"])
    with mmap.mmap(isi.fileno(), 0, access=mmap.ACCESS_READ) as bita:
        periksa_tabel(pdf, bita)
        periksa_aliran_samar(disebut, bita)
        periksa_gantung(pdf, bita, salinan, terbungkus(pdf))
    periksa_salinan(salinan)


def bedah(isi: BinaryIO) -> dict[str, Any]:
    """Return the finding for the open file; never raises for anything that the file contains."""
    hasil: dict[str, Any] = {"kode": "", "halaman": 0, "peringatan": [], "galat": ""}
    try:
        bedah_pdf(isi, hasil)
    except Ditolak as galat:
        hasil["kode"] = galat.args[0]
    except MemoryError:
        hasil["kode"] = "TERLALU_BERAT"
    except Exception as galat:
        # A malformed structure makes a parser raise anything; none of it is a file that we can vouch for.
        hasil |= {"kode": "RUSAK", "galat": type(galat).__name__}
    return hasil


def utama(_perintah: dict[str, Any]) -> None:
    """Inspect the PDF on standard input."""
    os.lseek(0, 0, os.SEEK_SET)
    print(json.dumps(bedah(os.fdopen(0, "rb"))))  # noqa: T201 - the child's answer
