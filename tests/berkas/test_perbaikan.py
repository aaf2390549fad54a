"""A repaired copy beside the untouched original: only of what stands around a document, never of what is signed."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.bedah_perbaiki import perbaiki, sama_terlihat
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import buka_terperiksa
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.rawat import buang
from siapp.berkas.terima import terima
from tests.berkas.contoh import pdf, simpan_pdf

UTUH = pdf()
RUSAK = {
    "baris-surel": b"Content-Type: application/pdf\r\n\r\n" + UTUH,
    "bom": b"\xef\xbb\xbf" + UTUH,
    "startxref": UTUH.replace(b"startxref\n", b"startxref\n9"),
    "tanpa-startxref": UTUH[: UTUH.rindex(b"startxref")] + b"%%EOF",
    "ekor": UTUH + bytes(5000),
}
PENGGAL = {
    "terpotong": UTUH[: len(UTUH) * 2 // 3],
    "terpotong-berakhir": UTUH[: len(UTUH) * 2 // 3] + b"\nstartxref\n1\n%%EOF",
    "bukan-pdf": b"%PDF-1.7\nbukan\n%%EOF",
}


def masuk(pic: Pengguna, isi: bytes) -> Berkas:
    berkas = terima(BytesIO(isi), oleh=pic, nama="surat.pdf")
    assert periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    return berkas


def isi_dari(berkas: Berkas) -> bytes:
    with buka_terperiksa(berkas) as isi:
        return isi.read()


@pytest.mark.parametrize("rupa", RUSAK)
def test_salinan_yang_diperbaiki_dilepas_dan_aslinya_tetap_utuh(rupa: str, penyimpanan: str, pic: Pengguna) -> None:
    berkas = masuk(pic, RUSAK[rupa])
    assert berkas.tersedia
    if berkas.asli is None:
        # What the inspection takes as it is needs no copy.
        assert (rupa, isi_dari(berkas)) == ("ekor", RUSAK[rupa])
        return
    assert isi_dari(berkas).startswith(b"%PDF-")
    assert isi_dari(berkas.asli) == RUSAK[rupa]
    assert berkas.asli.sha256 == hashlib.sha256(RUSAK[rupa]).hexdigest()
    assert berkas.asli.keadaan == KeadaanBerkas.DITOLAK
    jejak = Peristiwa.objects.get(jenis="berkas_diperbaiki")
    assert (jejak.aliran, jejak.data["sha256_asli"]) == (berkas.aliran, berkas.asli.sha256)


def test_yang_dibuang_membawa_aslinya_sesudah_dirinya(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masuk(pic, RUSAK["bom"])
    assert berkas.asli is not None
    assert not buang(berkas.asli.pk, oleh=Mesin.SISTEM)
    assert buang(berkas.pk, oleh=Mesin.SISTEM)
    assert buang(berkas.asli.pk, oleh=Mesin.SISTEM)
    assert not Berkas.objects.exists()


@pytest.mark.parametrize("rupa", PENGGAL)
def test_yang_kehilangan_isi_tetap_ditolak(rupa: str, penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masuk(pic, PENGGAL[rupa])
    assert (berkas.sebab_tolak, berkas.asli) == ("RUSAK", None)


def bertanda_tangan(d: pikepdf.Pdf) -> None:
    tanda = Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3]), Contents=String("x"))
    kotak = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("ttd"), V=d.make_indirect(tanda))
    d.Root.AcroForm = Dictionary(Fields=Array([d.make_indirect(kotak)]), SigFlags=3)


def berskrip(d: pikepdf.Pdf) -> None:
    d.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.parametrize("padat", [True, False])
@pytest.mark.parametrize("ubah", [bertanda_tangan, berskrip])
def test_yang_bertanda_tangan_atau_berbahaya_tidak_pernah_ditulis_ulang(
    ubah: Callable[[pikepdf.Pdf], None], padat: bool
) -> None:
    cara = pikepdf.ObjectStreamMode.generate if padat else pikepdf.ObjectStreamMode.disable
    isi = simpan_pdf(pdf(), ubah, object_stream_mode=cara)
    assert perbaiki(b"\r\n" + isi) == b""
    assert perbaiki(b"\r\n" + simpan_pdf(pdf(), lambda _: None, object_stream_mode=cara)) != b""


def test_yang_terkunci_tidak_ditulis_ulang() -> None:
    kunci = pikepdf.Encryption(owner="pemilik", user="", R=6)
    assert perbaiki(b"\r\n" + simpan_pdf(pdf(), lambda _: None, encryption=kunci)) == b""


def test_yang_tampak_berbeda_tidak_diterima() -> None:
    assert sama_terlihat(UTUH, UTUH)
    assert not sama_terlihat(UTUH, pdf(teks="Dokumen lain"))
    assert not sama_terlihat(UTUH, pdf(halaman=2))


def test_salinannya_selalu_sama() -> None:
    assert perbaiki(RUSAK["bom"]) == perbaiki(RUSAK["bom"])
