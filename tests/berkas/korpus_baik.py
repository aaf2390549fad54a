"""Good files, as offices make them: 200 and more, made by code."""

import base64 as b64
import random
import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
from fpdf import FPDF
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String
from PIL import Image, ImageDraw

from tests.berkas.contoh import pdf, simpan_pdf
from tests.berkas.korpus_buruk import bersarang, susun_ulang


def surat(halaman: int, *, padat: bool = True, gambar: bool = False, tautan: bool = False) -> bytes:
    """A letter as a word processor exports it: metadata, outline, table, links to web and mail."""
    dokumen = FPDF()
    dokumen.set_compression(padat)
    dokumen.set_title("Surat pengantar")
    dokumen.set_author("Biro Kepegawaian")
    dokumen.set_lang("id-ID")
    dokumen.set_font("times", size=11)
    for nomor in range(1, halaman + 1):
        dokumen.add_page()
        if nomor % 10 == 1:
            dokumen.start_section(f"Bagian {nomor // 10 + 1}")
        dokumen.multi_cell(0, 6, f"Halaman {nomor}. " + "Dengan hormat kami sampaikan usulan. " * 20)
        if tautan:
            dokumen.cell(text="Laman instansi", link="https://instansi.contoh.go.id/JavaScript?Launch=1")
            dokumen.cell(text="Surel", link="mailto:kepegawaian@contoh.go.id")
        if gambar:
            dokumen.image(pindaian("RGB", 40), w=60)
    return bytes(dokumen.output())


def pindaian(mode: str, dpi: int, benih: int = 1) -> Image.Image:
    """An A4 page as a scanner sees it."""
    citra = Image.new(mode, (int(8.27 * dpi), int(11.69 * dpi)), "white")
    pena, acak = ImageDraw.Draw(citra), random.Random(benih)
    for _ in range(60):
        x, y = acak.randrange(citra.width), acak.randrange(citra.height)
        pena.line((x, y, x + citra.width // 4, y), fill="black")
    return citra


def dari_pemindai(mode: str, dpi: int, halaman: int) -> bytes:
    """What a scanner writes: one picture a page (CCITT for "1", JPEG for the others)."""
    lembar = [pindaian(mode, dpi, n) for n in range(halaman)]
    keluar = BytesIO()
    lembar[0].save(keluar, "PDF", resolution=dpi, save_all=True, append_images=lembar[1:])
    return keluar.getvalue()


def _formulir(dokumen: Pdf) -> None:
    isian = dokumen.make_indirect(
        Dictionary(FT=Name.Tx, T=String("nip"), V=String("isi"), Type=Name.Annot, Subtype=Name.Widget,
                   Rect=[50, 50, 200, 80], F=4)
    )  # fmt: skip
    dokumen.pages[0].Annots = dokumen.make_indirect(Array([isian]))
    dokumen.Root.AcroForm = Dictionary(Fields=[isian], DA=String("/Helv 0 Tf 0 g"))


def _buka_di_halaman(dokumen: Pdf) -> None:
    dokumen.Root.OpenAction = Dictionary(S=Name.GoTo, D=[dokumen.pages[0].obj, Name.Fit])


def _buka_larik(dokumen: Pdf) -> None:
    dokumen.Root.OpenAction = Array([dokumen.pages[0].obj, Name.XYZ, 0, 800, 0])


def _pohon_kosong(dokumen: Pdf) -> None:
    dokumen.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=[]), EmbeddedFiles=Dictionary(Names=[]), Dests=Dictionary(Names=[])
    )


def _bertag(dokumen: Pdf) -> None:
    akar = dokumen.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    unsur = [
        dokumen.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{s}"), P=akar)) for s in ("P", "H1", "Link")
    ]
    akar.K = Array(unsur)
    dokumen.Root.StructTreeRoot = akar
    dokumen.Root.MarkInfo = Dictionary(Marked=True)


def _nomor_halaman(dokumen: Pdf) -> None:
    dokumen.Root.PageLabels = Dictionary(Nums=[0, Dictionary(S=Name.r), 1, Dictionary(S=Name.D, St=1)])


def _catatan(dokumen: Pdf) -> None:
    sorot = Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=[10, 10, 90, 30], C=[1, 1, 0])
    sorot.QuadPoints = Array([10, 30, 90, 30, 10, 10, 90, 10])
    sorot.Contents = String("JavaScript dan Launch")
    cap = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[10, 40, 90, 80], Contents=String("/S /JavaScrip"))
    dokumen.pages[0].Annots = Array([sorot, cap])


def _metadata(dokumen: Pdf) -> None:
    with dokumen.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = "Keputusan tentang (JavaScript) /Launch"
        meta["pdf:Producer"] = "Microsoft Word 2019"


def _lapisan(dokumen: Pdf) -> None:
    lapis = dokumen.make_indirect(Dictionary(Type=Name.OCG, Name=String("Cap air")))
    dokumen.Root.OCProperties = Dictionary(OCGs=[lapis], D=Dictionary(Order=[lapis], ON=[lapis]))


def _diputar(dokumen: Pdf) -> None:
    for halaman in dokumen.pages:
        halaman.Rotate = 90
        halaman.CropBox = Array([20, 20, 500, 700])


def _penyaring_lama(dokumen: Pdf) -> None:
    isi = b"BT /F1 12 Tf (Surat lama) Tj ET"
    runlength = bytes([len(isi) - 1]) + isi + b"\x80"
    heksa = isi.hex().encode() + b">"
    bagian = [
        (runlength, Name.RunLengthDecode),
        (heksa, Name.ASCIIHexDecode),
        (b64.a85encode(isi) + b"~>", Name.ASCII85Decode),
    ]
    dokumen.pages[0].Contents = Array([dokumen.make_indirect(Stream(dokumen, d, Filter=f)) for d, f in bagian])


UBAHAN: list[Callable[[Pdf], None]] = [
    _formulir, _buka_di_halaman, _buka_larik, _pohon_kosong, _bertag, _nomor_halaman, _catatan, _metadata, _lapisan,
    _diputar, _penyaring_lama,
]  # fmt: skip

SIMPANAN = [
    {"object_stream_mode": ObjectStreamMode.generate},
    {"object_stream_mode": ObjectStreamMode.disable},
    {"linearize": True},
    {"qdf": True},
    {"compress_streams": False},
    {"object_stream_mode": ObjectStreamMode.generate, "linearize": True, "recompress_flate": True},
    {"min_version": "1.7"},
    {"force_version": "1.4", "object_stream_mode": ObjectStreamMode.disable},
]


def ditandatangani(isi: bytes, kali: int = 1) -> bytes:
    """Append `kali` signatures, each in an incremental update that covers all the bytes before and around it."""
    for _ in range(kali):
        isi = _tambah_tanda_tangan(isi)
    return isi


def _tambah_tanda_tangan(isi: bytes) -> bytes:
    with pikepdf.open(BytesIO(isi)) as dokumen:
        akar, ukuran = dokumen.Root.objgen[0], int(dokumen.trailer.Size)
        katalog = dokumen.Root.unparse(resolved=True).rsplit(b">>", 1)[0]
    katalog = re.sub(rb"/AcroForm <<.*?>>", b"", katalog)
    sebelum = int(isi.rsplit(b"startxref", 1)[1].split()[0])
    keluar, letak = bytearray(isi), {}

    def objek(nomor: int, teks: bytes) -> None:
        letak[nomor] = len(keluar)
        keluar.extend(b"%d 0 obj\n%s\nendobj\n" % (nomor, teks))

    objek(akar, katalog + b" /AcroForm << /SigFlags 3 /Fields [%d 0 R] >> >>" % (ukuran + 1))
    objek(
        ukuran + 1,
        b"<< /FT /Sig /T (Tanda%d) /V %d 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>" % (ukuran, ukuran),
    )
    tempat = b"<" + b"0" * 512 + b">"
    objek(
        ukuran,
        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [%-60s] /Contents %s >>"
        % (b"?", tempat),
    )
    awal_xref = len(keluar)
    keluar += b"xref\n"
    for nomor in sorted(letak):
        keluar += b"%d 1\n%010d 00000 n \n" % (nomor, letak[nomor])
    keluar += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        ukuran + 2,
        akar,
        sebelum,
        awal_xref,
    )
    mulai = keluar.index(tempat, letak[ukuran])
    selesai = mulai + len(tempat)
    rentang = b"%-60s" % (b"0 %d %d %d" % (mulai, selesai, len(keluar) - selesai))
    posisi = keluar.index(b"%-60s" % b"?", letak[ukuran])
    keluar[posisi : posisi + 60] = rentang
    return bytes(keluar)


def _tak_terpakai_di_nol(isi: bytes) -> bytes:
    """Give the table one more number in use at offset 0, as macOS Quartz and Word do."""
    jumlah = int(re.search(rb"xref\n0 (\d+)", isi)[1])  # type: ignore[index]
    isi = isi.replace(b"xref\n0 %d" % jumlah, b"xref\n0 %d" % (jumlah + 1), 1)
    kepala, ekor = isi.split(b"trailer", 1)
    ekor = ekor.replace(b"/Size %d" % jumlah, b"/Size %d" % (jumlah + 1))
    rujuk = kepala.replace(b"/Type /Catalog", b"/Kosong %d 0 R" % jumlah + b" /Type /Catalog")
    return susun_ulang(rujuk.split(b"\nxref\n")[0] + b"\n", kepala + b"trailer" + ekor).replace(
        b"trailer", b"%d 1\n0000000000 00000 n \ntrailer" % jumlah
    )


def _null_dan_unsur(d: pikepdf.Pdf) -> None:
    catatan = pikepdf.Object.parse(b"<< /Subtype /Text /Rect [0 0 9 9] /Contents (catatan) >>")
    d.pages[0].obj.Annots = pikepdf.Array([None, catatan])
    d.Root.Unsur = pikepdf.Object.parse(b"<< /S /Figure /P null /A << /O /Layout /S /Lain >> >>")
    d.Root.Unsur.P = d.make_indirect(pikepdf.Dictionary())


def _hak_pembaca(d: pikepdf.Pdf) -> None:
    d.Root.Hak = pikepdf.Object.parse(b"<< /Type /TransformParams /Annots [/Create] /EF [/Create] /V /2.2 >>")


def _nama_bukan_utf8(d: pikepdf.Pdf) -> None:
    d.Root.Huruf = pikepdf.Object.parse(b"<< /Type /Font /BaseFont /#cb#ce#cc#e5 /#b7abc 1 >>")


def _bilas_tanpa_akhir(d: pikepdf.Pdf) -> None:
    pemadat = zlib.compressobj()
    data = pemadat.compress(b"0 0 10 10 re f ") + pemadat.flush(zlib.Z_SYNC_FLUSH)
    d.pages[0].obj.Cadangan = d.make_indirect(pikepdf.Stream(d, data, Filter=pikepdf.Name.FlateDecode))


def _tautan_web(d: pikepdf.Pdf) -> None:
    alamat = (
        "https://asn.contoh/a",
        "mailto:a@b.contoh",
        "www.bkn.contoh:8080/a",
        "halaman.html",
        "tel:+62215",
        "#bab",
    )
    d.Root.Tautan = pikepdf.Array([pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(a)) for a in alamat])


def _lapisan_biasa(d: pikepdf.Pdf) -> None:
    guna = pikepdf.Object.parse(b"<< /Print << /PrintState /ON >> /View << /ViewState /ON >> >>")
    lapisan = d.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("cap"), Usage=guna))
    d.Root.OCProperties = pikepdf.Dictionary(OCGs=[lapisan], D=pikepdf.Dictionary(OFF=[]))


def pembuat_lain() -> Iterator[tuple[str, bytes]]:
    """What the programs of others write, and every viewer reads (keputusan/0067)."""
    polos = simpan_pdf(pdf(2), lambda _: None, object_stream_mode=ObjectStreamMode.disable)
    yield "nomor-di-nol", _tak_terpakai_di_nol(polos)
    yield "spasi-sebelum-xref", polos.replace(b"\nxref\n", b"\n\nxref\n")
    yield "tanpa-resources", simpan_pdf(pdf(), lambda d: d.pages[0].obj.__delattr__("Resources"))
    for ubah in (_null_dan_unsur, _hak_pembaca, _nama_bukan_utf8, _bilas_tanpa_akhir, _tautan_web, _lapisan_biasa):
        yield ubah.__name__, simpan_pdf(pdf(), ubah, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    yield "bersarang-20", bersarang(20)
    for versi in (2, 3, 4, 6):
        kunci = pikepdf.Encryption(owner="pemilik", user="", R=versi, aes=versi >= 4, metadata=versi >= 4)
        yield f"dibatasi-{versi}", simpan_pdf(pdf(), lambda _: None, encryption=kunci)


def berkas_baik() -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every good file."""
    for halaman in (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 80, 120, 200, 300, 500):
        yield f"polos-{halaman}", pdf(halaman)
    for halaman in (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40):
        yield f"surat-{halaman}", surat(halaman)
    for halaman in (1, 2, 5, 20):
        yield f"tak-padat-{halaman}", surat(halaman, padat=False)
        yield f"tautan-{halaman}", surat(halaman, padat=False, tautan=True)
        yield f"bergambar-{halaman}", surat(halaman, gambar=True, tautan=True)
    for mode in ("1", "L", "RGB"):
        for dpi in (72, 100, 150):
            for halaman in (1, 3):
                yield f"pindai-{mode}-{dpi}-{halaman}", dari_pemindai(mode, dpi, halaman)
    dasar = {"surat": surat(3, tautan=True), "pindai": dari_pemindai("L", 72, 2)}
    for nama, isi in dasar.items():
        for ubah in UBAHAN:
            for n, cara in enumerate(SIMPANAN):
                yield f"{nama}{ubah.__name__}-{n}", simpan_pdf(isi, ubah, **cara)
    klasik = simpan_pdf(surat(2), lambda _: None, object_stream_mode=ObjectStreamMode.disable)
    for kali in (1, 2, 3):
        yield f"tertandatangani-{kali}", ditandatangani(klasik, kali)
    yield "baris-sisa", klasik + b"\r\n\r\n\x00\x00"
    yield "halaman-kosong-di-tengah", simpan_pdf(surat(2), lambda d: d.add_blank_page())
    yield from pembuat_lain()
