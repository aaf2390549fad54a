"""Who signed a PDF electronically, whether it holds, and what came into the file afterwards (keputusan/0088)."""

import base64
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from tempfile import TemporaryFile

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm

from siapp.akun.models import Pengguna
from siapp.berkas.anak import jalankan_anak
from siapp.berkas.antre import baca_semua
from siapp.berkas.models import AkarTepercaya, Berkas, PemeriksaanTte
from siapp.berkas.pembaca import catat_belum_dibaca
from siapp.berkas.tte_bentuk import GagalTte, IsiTte, Pencabutan, Perubahan, Rantai, TandaTangan
from siapp.berkas.tte_periksa import BATAS, isi_tte, tte_menunggu
from tests.berkas.contoh import pdf, simpan_pdf
from tests.berkas.penanda import HARI, Pemegang, tandatangani, terbitkan

AKAR = terbitkan("Akar Contoh", ca=True)
PERANTARA = terbitkan("Penerbit Contoh", AKAR, ca=True)
PEJABAT = terbitkan("Dra. Sri Contoh, M.Si.", PERANTARA)

Nilai = Callable[[bytes], IsiTte]


def percayai(pemegang: Pemegang, oleh: Pengguna) -> AkarTepercaya:
    return AkarTepercaya.objects.create(
        subjek=pemegang.nama, penerbit=pemegang.nama, sidik=pemegang.sidik, der=pemegang.der,
        berlaku_dari=pemegang.sertifikat.not_valid_before_utc, berlaku_sampai=pemegang.sertifikat.not_valid_after_utc,
        revisi=AkarTepercaya.objects.revisi_kini() + 1, ditambah_oleh=oleh,
    )  # fmt: skip


@pytest.fixture
def nilai(penyimpanan_lokal: object, tersedia: Callable[..., Berkas]) -> Nilai:
    """Take a file in by the real door, inspect it, and return what the worker found of its signatures."""

    def lakukan(isi: bytes) -> IsiTte:
        berkas = tersedia(isi)
        baca_semua()
        hasil = PemeriksaanTte.objects.get(pk=berkas.pk).isi
        assert hasil is not None
        return hasil

    return lakukan


@pytest.fixture
def akar(pic: Pengguna) -> AkarTepercaya:
    return percayai(AKAR, pic)


def lewat_anak(isi: bytes) -> IsiTte:
    """What the child says of a file that the inspection may refuse: it must not depend on that."""
    with TemporaryFile() as berkas:
        berkas.write(isi)
        berkas.flush()
        perintah = {"akar": [base64.b64encode(AKAR.der).decode()]}
        kode, keluaran = jalankan_anak("tte_anak.py", berkas, perintah, BATAS)
    assert kode == 0
    return IsiTte.dari_json(json.loads(keluaran))


def satu(hasil: IsiTte) -> TandaTangan:
    assert hasil.gagal is None
    (tanda,) = hasil.tanda
    return tanda


def ditambah(isi: bytes, ubah: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Append a state of the file that nobody signed."""
    penulis, keluar = IncrementalPdfFileWriter(BytesIO(isi), strict=False), BytesIO()
    ubah(penulis)
    penulis.write(keluar)
    return keluar.getvalue()


def isi_halaman(penulis: IncrementalPdfFileWriter) -> None:
    halaman = penulis.root["/Pages"]["/Kids"][0].get_object()
    halaman["/Contents"] = penulis.add_object(generic.StreamObject(stream_data=b"0 0 90 90 re f"))
    penulis.update_container(halaman)


def test_tanda_tangan_yang_utuh_menyebut_siapa_kapan_dan_penerbitnya(akar: AkarTepercaya, nilai: Nilai) -> None:
    tanda = satu(nilai(tandatangani(pdf(), PEJABAT, PERANTARA)))
    assert (tanda.penanda, tanda.penerbit) == ("Dra. Sri Contoh, M.Si.", "Penerbit Contoh")
    assert (tanda.utuh, tanda.rantai, tanda.perubahan) == (True, Rantai.DIPERCAYA, Perubahan.TIDAK_ADA)
    assert tanda.waktu is not None
    assert abs(tanda.waktu - datetime.now(UTC)) < timedelta(hours=1)
    assert not tanda.waktu_terbukti
    assert tanda.pencabutan is Pencabutan.TIDAK_DIPERIKSA
    assert tanda.sah


def test_berkas_tanpa_tanda_tangan_dikatakan_tanpa(akar: AkarTepercaya, nilai: Nilai) -> None:
    assert nilai(pdf()) == IsiTte()
    assert not PemeriksaanTte.objects.get().bertanda


def test_penerbit_yang_tidak_dikenal_tetap_menyebut_penandanya(nilai: Nilai) -> None:
    tanda = satu(nilai(tandatangani(pdf(), PEJABAT, PERANTARA)))
    assert (tanda.penanda, tanda.utuh) == ("Dra. Sri Contoh, M.Si.", True)
    assert tanda.rantai is Rantai.TAK_DIKENAL
    assert not tanda.sah


def test_yang_menerbitkan_untuk_dirinya_sendiri_tidak_dikenal(akar: AkarTepercaya, nilai: Nilai) -> None:
    assert satu(nilai(tandatangani(pdf(), terbitkan("Sendiri")))).rantai is Rantai.TAK_DIKENAL


def test_sertifikat_yang_lewat_waktu_dikatakan_kedaluwarsa(akar: AkarTepercaya, nilai: Nilai) -> None:
    lama = terbitkan("Lama Contoh", PERANTARA, sampai=datetime.now(UTC) - HARI)
    tanda = satu(nilai(tandatangani(pdf(), lama, PERANTARA)))
    assert (tanda.utuh, tanda.rantai) == (True, Rantai.KEDALUWARSA)


def test_cap_waktu_yang_dipercaya_membuktikan_waktunya(akar: AkarTepercaya, nilai: Nilai) -> None:
    stempel = terbitkan("Cap Waktu Contoh", AKAR, stempel=True)
    tanda = satu(nilai(tandatangani(pdf(), PEJABAT, PERANTARA, stempel=stempel)))
    assert (tanda.waktu_terbukti, tanda.rantai) == (True, Rantai.DIPERCAYA)


def test_cap_waktu_dari_orang_tak_dikenal_tidak_membuktikan(akar: AkarTepercaya, nilai: Nilai) -> None:
    stempel = terbitkan("Cap Waktu Asing", terbitkan("Akar Asing", ca=True), stempel=True)
    assert not satu(nilai(tandatangani(pdf(), PEJABAT, PERANTARA, stempel=stempel))).waktu_terbukti


def test_bita_yang_diganti_di_dalamnya_tidak_utuh(akar: AkarTepercaya, nilai: Nilai) -> None:
    asli = tandatangani(pdf(), PEJABAT, PERANTARA)
    letak = asli.index(b"/MediaBox")
    palsu = asli[:letak] + asli[letak : letak + 60].replace(b"0", b"1", 1) + asli[letak + 60 :]
    assert palsu != asli
    assert len(palsu) == len(asli)
    tanda = satu(nilai(palsu))
    assert (tanda.utuh, tanda.diubah, tanda.rantai) == (False, True, Rantai.TAK_DINILAI)


def test_halaman_yang_diganti_sesudahnya_dikatakan_diubah(akar: AkarTepercaya, nilai: Nilai) -> None:
    tanda = satu(nilai(ditambah(tandatangani(pdf(), PEJABAT, PERANTARA), isi_halaman)))
    assert (tanda.utuh, tanda.perubahan, tanda.diubah) == (True, Perubahan.DIUBAH, True)
    assert not tanda.sah


def test_tanda_tangan_kedua_bukan_perubahan(akar: AkarTepercaya, nilai: Nilai) -> None:
    pertama = tandatangani(pdf(), PEJABAT, PERANTARA)
    hasil = nilai(tandatangani(pertama, terbitkan("Ani Contoh", PERANTARA), PERANTARA, bidang="Tanda2"))
    assert [t.penanda for t in hasil.tanda] == ["Dra. Sri Contoh, M.Si.", "Ani Contoh"]
    assert [t.perubahan for t in hasil.tanda] == [Perubahan.TANDA_TANGAN, Perubahan.TIDAK_ADA]
    assert all(t.sah for t in hasil.tanda)


def test_tanda_tangan_kedua_pada_yang_melarang_perubahan_adalah_perubahan(akar: AkarTepercaya, nilai: Nilai) -> None:
    pertama = tandatangani(pdf(), PEJABAT, PERANTARA, izin=MDPPerm.FILL_FORMS)
    assert satu(nilai(pertama)).sertifikasi == 2
    terkunci = tandatangani(pdf(2), PEJABAT, PERANTARA, izin=MDPPerm.NO_CHANGES)
    diubah = nilai(ditambah(terkunci, isi_halaman))
    assert (diubah.tanda[0].sertifikasi, diubah.diubah) == (1, True)


def test_ekor_di_belakang_akhir_berkas_adalah_perubahan(akar: AkarTepercaya, nilai: Nilai) -> None:
    asli = tandatangani(pdf(), PEJABAT, PERANTARA)
    assert satu(nilai(asli + b"\n\n\x00")).perubahan is Perubahan.TIDAK_ADA
    assert satu(nilai(asli + b"\n% ekor")).perubahan is Perubahan.DIUBAH


def test_disimpan_ulang_seluruhnya_tidak_utuh(akar: AkarTepercaya, nilai: Nilai) -> None:
    assert satu(nilai(simpan_pdf(tandatangani(pdf(), PEJABAT, PERANTARA), lambda _: None))).diubah


def test_bidang_yang_dilepas_meninggalkan_sisa(akar: AkarTepercaya, nilai: Nilai) -> None:
    def lepas(penulis: IncrementalPdfFileWriter) -> None:
        del penulis.root["/AcroForm"]
        penulis.update_root()

    hasil = nilai(ditambah(tandatangani(pdf(), PEJABAT, PERANTARA), lepas))
    assert (hasil.tanda, hasil.sisa) == ((), True)


# --- damaged and hostile ------------------------------------------------------------------------------------------
def rentang(teks: bytes) -> Callable[[bytes], bytes]:
    return lambda isi: re.sub(
        rb"/ByteRange \[[^\]]*\]", lambda m: b"/ByteRange [" + teks.ljust(len(m[0]) - 13) + b"]", isi
    )


@pytest.mark.parametrize(
    "rusakkan",
    [
        rentang(b"0 1 2"),
        rentang(b"0 9999999 99 99"),
        rentang(b"0 -5 10 10"),
        rentang(b"/A /B /C /D"),
        rentang(b"0 20 30 40"),
        lambda isi: re.sub(rb"/Contents <....", b"/Contents <ffff", isi),
        lambda isi: isi.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "),
        lambda isi: isi.replace(b"/ByteRange", b"/ByteRangf"),
    ],
)
def test_tanda_tangan_yang_cacat_menjadi_kalimat_bukan_galat(
    rusakkan: Callable[[bytes], bytes],
) -> None:
    asli = tandatangani(pdf(), PEJABAT, PERANTARA)
    cacat = rusakkan(asli)
    assert cacat != asli
    tanda = satu(lewat_anak(cacat))
    assert not tanda.sah
    assert tanda.gagal or tanda.diubah


def test_bidang_yang_berputar_tidak_menggantung() -> None:
    def lingkar(dokumen: pikepdf.Pdf) -> None:
        anak = dokumen.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a")))
        anak.Kids = pikepdf.Array([anak])
        dokumen.Root.AcroForm = dokumen.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([anak])))

    assert not lewat_anak(simpan_pdf(pdf(), lingkar)).tanda


def test_tanda_tangan_yang_terlalu_banyak_dikatakan() -> None:
    def ribuan(dokumen: pikepdf.Pdf) -> None:
        bidang = [
            dokumen.make_indirect(
                pikepdf.Dictionary(
                    FT=pikepdf.Name.Sig, T=pikepdf.String(f"t{n}"), V=dokumen.make_indirect(pikepdf.Dictionary())
                )
            )
            for n in range(500)
        ]
        dokumen.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(bidang))

    hasil = lewat_anak(simpan_pdf(pdf(), ribuan))
    assert (hasil.gagal, hasil.tanda) == (GagalTte.TERLALU_BANYAK, ())


# --- whose turn it is ---------------------------------------------------------------------------------------------
def test_daftar_akar_yang_berubah_menilai_ulang_yang_bertanda_saja(nilai: Nilai, pic: Pengguna) -> None:
    assert satu(nilai(tandatangani(pdf(), PEJABAT, PERANTARA))).rantai is Rantai.TAK_DIKENAL
    nilai(pdf(3))
    assert not tte_menunggu().exists()
    percayai(AKAR, pic)
    bertanda = tte_menunggu().get()
    assert bertanda.bertanda
    baca_semua()
    bertanda.refresh_from_db()
    assert bertanda.isi is not None
    assert satu(bertanda.isi).rantai is Rantai.DIPERCAYA
    assert not tte_menunggu().exists()


def test_berkas_dari_rilis_lama_diantrekan_tiap_malam(nilai: Nilai) -> None:
    nilai(pdf())
    PemeriksaanTte.objects.all().delete()
    catat_belum_dibaca()
    assert tte_menunggu().get().berkas == Berkas.objects.get()


def test_aturan_membaca_semua_berkas_dalam_satu_pertanyaan(
    akar: AkarTepercaya, nilai: Nilai, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    asli = tandatangani(pdf(), PEJABAT, PERANTARA)
    for isi in (asli, ditambah(asli, isi_halaman), pdf(2)):
        nilai(isi)
    semua = list(Berkas.objects.order_by("dibuat_pada").values_list("pk", flat=True))
    PemeriksaanTte.objects.filter(pk=semua[2]).update(skema=0)
    with django_assert_num_queries(1):
        hasil = isi_tte(semua)
    assert [hasil[satu].diubah for satu in semua[:2]] == [False, True]
    assert len(hasil[semua[0]].orang) == 1
    assert semua[2] not in hasil
