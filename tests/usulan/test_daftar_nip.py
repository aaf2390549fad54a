"""Lists of NIPs: every line comes back, and what comes from outside is read behind the fence."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from siapp.berkas.daftar import BATAS_LEMBAR, KALIMAT, UKURAN_MAKS, baca_daftar
from siapp.web.galat import GalatPengguna
from usulan.daftar_nip import BULAT, RUMUS, SUDAH, TANPA_NIP, Terbaca, baca_sel, baca_tempelan

A, B = "196805171995031001", "196805171995032002"


@pytest.mark.parametrize(
    ("teks", "hasil"),
    [
        ("Budi 19680517 199503 1 001; gol. IV/c", [(A, "")]),
        (f"{A}, {B}", [(A, ""), (B, "")]),
        (f"{A} {B}", [(A, ""), (B, "")]),
        (f"'{A}\n\n1.96805E+17", [(A, ""), ("", BULAT)]),
        ("1,96805E+17", [("", BULAT)]),
        ("1.98703E+17", [("", BULAT)]),
        ("196805171995031000", [("", BULAT)]),
        (f"{A}\n{A}", [(A, ""), ("", SUDAH)]),
        ("1968051719950310", [("", "NIP terdiri atas 18 angka; di sini ada 16 angka.")]),
        ("1968051719950310012", [("", "NIP terdiri atas 18 angka; di sini ada 19 angka.")]),
        ("19680517199503100l", [("", "NIP terdiri atas 18 angka; di sini ada 17 angka dan huruf l.")]),
        ("1968O5171995031001 Budi", [("", "NIP terdiri atas 18 angka; di sini ada 17 angka dan huruf O.")]),
        ("1.96805171995031E+017", [("", BULAT)]),
        ("196805171995031012.0", [("", BULAT)]),
        (f"*{A}* Budi", [(A, "")]),
        ("Daftar nama", [("", TANPA_NIP)]),
        (f"1\t{A}\n2\t{B}", [(A, ""), (B, "")]),
        (f"12 19680517 199503 1 001 01-04-2027\n2026 {B} 5", [(A, ""), (B, "")]),
        ("19680517_199503_1_001", [(A, "")]),
        ("19680517:199503:1:001", [(A, "")]),
        ("１９６８０５１７１９９５０３１００１", [(A, "")]),
    ],
)
def test_setiap_baris_tempelan_dijawab(teks: str, hasil: list[tuple[str, str]]) -> None:
    assert [(satu.nip, satu.alasan) for satu in baca_tempelan(teks)] == hasil


def _xlsx(**lembar: list[list[object]]) -> bytes:
    buku = Workbook()
    buku.remove(buku.active)
    for nama, baris in lembar.items():
        isi = buku.create_sheet(nama)
        for satu in baris:
            isi.append(satu)
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def _baca(bita: bytes, nama: str = "daftar.xlsx") -> list[Terbaca]:
    return baca_sel(baca_daftar(io.BytesIO(bita), nama=nama, ukuran=len(bita), bidang="lembar"))


def test_lembar_dibaca_semua_dan_angka_yang_dibulatkan_dikenali() -> None:
    hasil = _baca(_xlsx(Satu=[["Nama", "NIP"], ["Budi", A], ["Sari", float(B)]], Dua=[["", f"'{B}"]]))
    assert [(satu.nip, satu.alasan) for satu in hasil] == [("", TANPA_NIP), (A, ""), ("", BULAT), (B, "")]
    assert hasil[2].asal == "1.96805E+17 (sel B3 lembar “Satu”)"


@pytest.mark.parametrize("akhir", ["\n", "\r\n", "\r"])
def test_csv_terbaca_dengan_akhir_baris_apa_pun(akhir: str) -> None:
    assert [satu.nip for satu in _baca(akhir.join(["Nama;NIP", f"Budi;{A}", f"Sari;{B}"]).encode(), "a.csv")] == [
        "",
        A,
        B,
    ]


@pytest.mark.parametrize("pemisah", [";", ",", "\t"])
@pytest.mark.parametrize("kode", ["utf-8-sig", "cp1252"])
def test_csv_terbaca_dengan_pemisah_dan_kode_apa_pun(pemisah: str, kode: str) -> None:
    teks = f"Nama{pemisah}NIP\nAndré{pemisah}{A}\n"
    assert [satu.nip for satu in _baca(teks.encode(kode), "daftar.csv")] == ["", A]


def _ganti(bagian: str, dari: bytes, ke: bytes, cara: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package with one value, some bytes of one of its parts exchanged."""
    asli = zipfile.ZipFile(io.BytesIO(_xlsx(Satu=[[A]])))
    keluaran = io.BytesIO()
    with zipfile.ZipFile(keluaran, "w", cara) as baru:
        for satu in asli.infolist():
            isi = asli.read(satu.filename)
            if satu.filename.startswith(bagian):
                assert dari in isi
                isi = isi.replace(dari, ke)
            baru.writestr(satu.filename, isi)
    return keluaran.getvalue()


def _lembar(ke: bytes) -> bytes:
    return _ganti("xl/worksheets/", b"</sheetData>", ke + b"</sheetData>")


def _entitas() -> bytes:
    """A billion laughs in the sheet."""
    dtd = b'<!DOCTYPE x [<!ENTITY a0 "ha">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
    )
    return _ganti("xl/worksheets/", b"<worksheet", dtd + b"]><worksheet")


def _bohong() -> bytes:
    """A package whose directory says that the sheet has ten bytes, which has five million."""
    isi = bytearray(_lembar(b"<row>" + b"<c/>" * 1_000_000 + b"</row>"))
    awal = isi.rindex(b"PK\x01\x02", 0, isi.rindex(b"xl/worksheets/"))
    isi[awal + 24 : awal + 28] = (10).to_bytes(4, "little")
    return bytes(isi)


KOSONG = {"TERLALU_BANYAK_SEL_KOSONG"}


@pytest.mark.parametrize(
    ("buat", "kode"),
    [
        (lambda: b"bukan lembar", {"BUKAN_LEMBAR"}),
        (lambda: b"PK\x03\x04" + b"x" * 100, {"BUKAN_LEMBAR"}),
        (lambda: _ganti("xl/worksheets/", A.encode(), b"x" * (60 * 1024 * 1024)), {"TERLALU_BESAR"}),
        (_entitas, {"BUKAN_LEMBAR"}),
        (_bohong, {"BUKAN_LEMBAR"}),
        (lambda: _ganti("xl/", b"<", b"<", zipfile.ZIP_BZIP2), {"BUKAN_LEMBAR"}),
        (lambda: _lembar(b"<row>" + b"<c/>" * 9_000_000 + b"</row>"), KOSONG),
        (lambda: _lembar((b"<row>" + b"<c/>" * 100 + b"</row>") * 4_900), KOSONG),
        (lambda: _lembar(b"".join(b'<row r="%d"><c r="XFD%d"/></row>' % (n, n) for n in range(2, 4_900))), KOSONG),
        (lambda: _lembar(b"<row/>" * 8_000_000), {"TERLALU_BANYAK_BARIS"}),
        (lambda: _lembar(b"<x/>" * 8_000_000), {"TERLALU_BERAT"}),
        (lambda: _ganti("xl/styles", b"</cellXfs>", b"<xf/>" * 300_000 + b"</cellXfs>"), {"TERLALU_BERAT"}),
        (lambda: _xlsx(Satu=[["x"]] * (BATAS_LEMBAR.baris + 1)), {"TERLALU_BANYAK_BARIS"}),
        (lambda: _xlsx(Satu=[["x"] * (BATAS_LEMBAR.kolom + 1)]), {"TERLALU_BANYAK_KOLOM"}),
        (lambda: _xlsx(Satu=[["x"] * 20] * (BATAS_LEMBAR.sel // 20 + 1)), {"TERLALU_BANYAK_SEL"}),
    ],
)
def test_lembar_yang_merusak_ditolak_dengan_kalimat(buat: object, kode: set[str]) -> None:
    with pytest.raises(GalatPengguna) as galat:
        _baca(buat())  # type: ignore[operator]
    assert galat.value.pesan in {KALIMAT[satu] for satu in kode}
    assert galat.value.bidang == "lembar"


def test_sel_kosong_yang_berformat_tidak_menghalangi_lembar_yang_wajar() -> None:
    kosong = b"".join(b'<row r="%d">%s</row>' % (n, b'<c s="0"/>' * 60) for n in range(2, 3_000))
    assert [satu.nip for satu in _baca(_lembar(kosong))] == [A]


def test_lembar_di_atas_dua_mib_ditolak_tanpa_dibuka() -> None:
    with pytest.raises(GalatPengguna, match="2 MB"):
        baca_daftar(io.BytesIO(b""), nama="x.xlsx", ukuran=UKURAN_MAKS + 1, bidang="lembar")


def test_lembar_hanya_dibuka_di_balik_pagar() -> None:
    sumber = [p for kamar in ("siapp", "referensi", "usulan", "integrasi") for p in Path(kamar).rglob("*.py")]
    pemakai = {str(p) for p in sumber if "load_workbook" in p.read_text()}
    assert pemakai == {"siapp/berkas/lembar.py"}


def _terbaca(isi: bytes, nama: str) -> list[Terbaca]:
    return baca_sel(baca_daftar(io.BytesIO(isi), nama=nama, ukuran=len(isi), bidang="lembar"))


BANYAK = [f"196805171990011{urut:03d}" for urut in range(1, 60)]


@pytest.mark.parametrize(
    "isi",
    [" ".join(BANYAK), "|".join(BANYAK), '1,"Ani,' + "\n2,Budi,".join(BANYAK)],
    ids=["satu sel", "pemisah lain", "kutip yang tidak ditutup"],
)
def test_tidak_ada_nip_yang_hilang_dalam_sel_yang_panjang(isi: str) -> None:
    assert [satu.nip for satu in _terbaca(isi.encode(), "daftar.csv")] == BANYAK
    assert [satu.nip for satu in _terbaca(_xlsx(Lembar=[[isi]]), "daftar.xlsx")] == BANYAK


def test_rumus_tanpa_hasil_dijawab() -> None:
    hasil = _terbaca(_xlsx(Lembar=[[f'="{A}"'], ["=B1&C1"], ["=ROW()", B]]), "daftar.xlsx")
    assert [(satu.nip, satu.alasan) for satu in hasil] == [(A, ""), ("", RUMUS), (B, "")]


def test_sel_yang_jauh_di_kanan_tidak_hilang() -> None:
    buku = Workbook()
    buku.active["A1"], buku.active["XFD1"] = A, B
    keluaran = io.BytesIO()
    buku.save(keluaran)
    with pytest.raises(GalatPengguna, match="kolom"):
        _terbaca(keluaran.getvalue(), "daftar.xlsx")


def test_teks_unicode_dari_excel_terbaca() -> None:
    assert [satu.nip for satu in _terbaca(f"{A}\n{B}".encode("utf-16"), "daftar.txt")] == [A, B]


@pytest.mark.parametrize("kode", ["utf-16-le", "utf-16-be"])
def test_csv_utf_16_tanpa_tanda_terbaca(kode: str) -> None:
    isi = f"NIP;Nama\r\n{A};Ana – Contoh\r\n{B};Budi\r\n"
    assert [satu.nip for satu in _terbaca(isi.encode(kode), "daftar.csv") if satu.nip] == [A, B]


@pytest.mark.parametrize("rusak", [b"\0", f"{A}\n".encode("utf-16-le")[:-1], f"{A}\n".encode("utf-32-le")])
def test_nol_yang_bukan_utf_16_bukan_daftar(rusak: bytes) -> None:
    with pytest.raises(GalatPengguna):
        _terbaca(rusak, "daftar.csv")
