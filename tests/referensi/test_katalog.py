"""The catalogue against the agreement: what is asked here was counted by hand from its text, not from our file."""

import json
import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from referensi import katalog
from referensi.katalog import (
    KATEGORI,
    BidangKatalog,
    KatalogError,
    bidang_layanan,
    muat_alasan,
    muat_jenis,
    muat_katalog,
)
from referensi.katalog.baca import baca_alasan, baca_bidang, baca_katalog
from referensi.models import AlasanPenolakan, Layanan, Persyaratan
from usulan.models import MODEL_RINCIAN

# kode, kategori as printed, name in the agreement, rows, mandatory rows, first row, last row
PERJANJIAN = [
    ("KP-STRUKTURAL", "KP", "Pemberian Kenaikan Pangkat Struktural", 11, 8, "Surat Pengantar", "SPMT"),
    ("KP-FUNGSIONAL", "KP", "Pemberian Kenaikan Pangkat Fungsional", 13, 9, "Surat Pengantar", "SPMT (Surat"),
    ("KP-LB-STRUKTURAL", "KP", "Pemberian Kenaikan Pangkat Luar Biasa (Struktural)", 13, 11, "Surat P", "Hasil 3 nama"),
    (
        "KP-LB-FUNGSIONAL",
        "KP",
        "Pemberian Kenaikan Pangkat Luar Biasa (Fungsional Tertentu)",
        14,
        11,
        "Surat Pengantar",
        "Asli Klarifikasi PAK",
    ),
    (
        "KP-PB-STRUKTURAL",
        "KP",
        "Pemberian Kenaikan Pangkat Penemuan Baru (Struktural)",
        14,
        12,
        "Surat Pengantar",
        "Surat rekomendasi dari BRIN",
    ),
    (
        "KP-PB-FUNGSIONAL",
        "KP",
        "Pemberian Kenaikan Pangkat Penemuan Baru (Fungsional Tertentu)",
        16,
        13,
        "Surat Pengantar",
        "Surat rekomendasi dari BRIN",
    ),
    ("BERHENTI-BUP", "Pemberhentian", "BUP Non KPP", 11, 4, "Daftar Perorangan", "Putusan pengadilan"),
    ("BERHENTI-BUP-KPP", "Pemberhentian", "BUP KPP", 13, 6, "Daftar Perorangan", "Putusan pengadilan"),
    (
        "BERHENTI-JDA",
        "Pemberhentian",
        "Non BUP Janda/Duda/Anak non KPP",
        13,
        7,
        "Daftar Perorangan",
        "Putusan pengadilan",
    ),
    (
        "BERHENTI-JDA-KPP",
        "Pemberhentian",
        "Non BUP Janda/Duda/Anak KPP",
        12,
        7,
        "Daftar Perorangan",
        "Putusan pengadilan",
    ),
    (
        "BERHENTI-UZUR",
        "Pemberhentian",
        "Non BUP Tidak Cakap Jasmani/Rohani (Uzur)",
        13,
        5,
        "Daftar Perorangan",
        "Putusan pengadilan",
    ),
    (
        "BERHENTI-APS",
        "Pemberhentian",
        "Pemberhentian Dengan Hormat Atas Permintaan Sendiri",
        14,
        7,
        "Daftar Perorangan",
        "Putusan pengadilan",
    ),
    (
        "BERHENTI-TAPS",
        "Pemberhentian",
        "Pemberhentian Dengan Hormat Tidak Atas Permintaan Sendiri",
        13,
        5,
        "Daftar Perorangan",
        "Putusan pengadilan",
    ),
    ("BERHENTI-TEWAS", "Pemberhentian", "Tewas", 9, 5, "Daftar Perorangan", "Putusan pengadilan"),
    (
        "JFKU-KENAIKAN",
        "JFKU",
        "Kenaikan dalam Jabatan Fungsional Tertentu",
        14,
        8,
        "Surat Pengantar",
        "Rekomendasi hasil sidang tertutup",
    ),
    (
        "JFKU-PEMBERHENTIAN",
        "JFKU",
        "Pemberhentian dalam Jabatan Fungsional Tertentu",
        10,
        6,
        "Surat Pengantar",
        "Klarifikasi PAK",
    ),
    (
        "JFKU-PENGANGKATAN-KEMBALI",
        "JFKU",
        "Pengangkatan Kembali dalam Jabatan Fungsional Tertentu",
        12,
        8,
        "Surat Pengantar",
        "Surat Penunjukan PLT dari PPK",
    ),
    ("JFKU-PERPINDAHAN", "JFKU", "Perpindahan dalam Jabatan Fungsional Tertentu", 16, 10, "Surat Pengantar", "SK PAK"),
]

SEMUA_BIDANG = [
    (layanan.kategori, layanan.kode, bidang) for layanan in muat_katalog() for bidang in bidang_layanan(layanan.kode)
]


KODE_PERJANJIAN = {baris[0] for baris in PERJANJIAN}
# What was agreed in 2022 stays as it was agreed; services that an addendum adds may stand beside it.
DARI_PERJANJIAN = [entri for entri in muat_katalog() if entri.kode in KODE_PERJANJIAN]


def layanan(kode):
    return next(entri for entri in muat_katalog() if entri.kode == kode)


def bidang(kode_layanan, kode):
    return next(entri for entri in bidang_layanan(kode_layanan) if entri.kode == kode)


def panggil(*args):
    keluaran = StringIO()
    call_command("katalog", *args, stdout=keluaran)
    return keluaran.getvalue()


def test_layanan_dan_jumlah_dokumennya_sama_dengan_perjanjian():
    terbaca = [
        (entri.kode, KATEGORI[entri.kategori], entri.nama, len(entri.dokumen), sum(d.wajib for d in entri.dokumen))
        for entri in DARI_PERJANJIAN
    ]
    assert terbaca == [baris[:5] for baris in PERJANJIAN]


def test_layanan_menyatakan_jumlah_menurut_sumbernya():
    """The file's own count is one made by hand: for the agreement's services it is the one above."""
    mentah = tomllib.loads((Path(katalog.__file__).parent / "katalog.toml").read_text())["layanan"]
    pernyataan = {satu["kode"]: (satu["baris"], satu["wajib"]) for satu in mentah}
    assert {b[0]: (b[3], b[4]) for b in PERJANJIAN}.items() <= pernyataan.items()


@pytest.mark.parametrize("baris", PERJANJIAN, ids=lambda baris: baris[0])
def test_dokumen_pertama_dan_terakhir_seperti_di_perjanjian(baris):
    dokumen = layanan(baris[0]).dokumen
    assert dokumen[0].nama.startswith(baris[5])
    assert dokumen[-1].nama.startswith(baris[6])
    assert [d.urutan for d in dokumen] == list(range(1, len(dokumen) + 1))


def test_daftar_tewas_lengkap_menurut_urutan_dan_tanda_wajib():
    assert [(d.nama, d.wajib) for d in layanan("BERHENTI-TEWAS").dokumen] == [
        ("Daftar Perorangan Calon Penerima Pensiun (DPCP)", True),
        ("Surat Keputusan CPNS", True),
        ("Surat Keputusan Kenaikan Pangkat Terakhir", True),
        ("SK Penetapan Tewas dari Pejabat Pembina Kepegawaian", True),
        ("Surat Keterangan Janda/Duda dari Kelurahan/Kecamatan", True),
        ("Surat Keputusan Peninjauan Masa Kerja", False),
        ("SK Pengangkatan Pertama Dalam Jabatan Fungsional", False),
        ("Surat Keputusan Pengangkatan, Pemindahan dan Pemberhentian Jabatan", False),
        ("Putusan pengadilan yang sudah inkracht", False),
    ]


def test_surat_pengantar_wajib_untuk_kp_tetapi_tidak_untuk_jfku():
    wajib = {
        entri.kode: d.wajib for entri in DARI_PERJANJIAN for d in entri.dokumen if d.nama.startswith("Surat Pengantar")
    }
    assert wajib == {
        **{baris[0]: True for baris in PERJANJIAN if baris[1] == "KP"},
        **{baris[0]: False for baris in PERJANJIAN if baris[1] == "JFKU"},
    }


def test_hanya_tiga_dokumen_terikat_pada_jabatan_tertentu():
    bersyarat = [(e.kode, d.nama, d.wajib, d.kondisi) for e in DARI_PERJANJIAN for d in e.dokumen if d.kondisi]
    assert bersyarat == [
        ("KP-FUNGSIONAL", "Berita Acara Pelaksanaan Orasi Ilmiah (Jabatan Widyaiswara)", True, "Widyaiswara"),
        (
            "JFKU-KENAIKAN",
            "Sertifikat Bimbingan Teknis Penguatan Kompetensi Pengawas Sekolah (Jabatan Pengawas Sekolah)",
            False,
            "Pengawas Sekolah",
        ),
        ("JFKU-KENAIKAN", "Rekomendasi hasil sidang tertutup (Jabatan Widyaiswara)", False, "Widyaiswara"),
    ]


def test_tidak_ada_sisa_salah_pindai():
    for entri in muat_katalog():
        for nama in [entri.nama, *(d.nama for d in entri.dokumen)]:
            assert re.fullmatch(r"[A-Za-z0-9 ,./()]+", nama), nama
            assert not re.search(r"ljasah|limiah|PIt|\s\s| /|API?l|^ | $", nama), nama
            assert nama.count("(") == nama.count(")"), nama


def test_ejaan_berbeda_dari_dokumen_yang_sama_berbagi_jenis():
    def jenis(kode, nama):
        return next(d.jenis for d in layanan(kode).dokumen if d.nama == nama)

    assert jenis("KP-PB-STRUKTURAL", "Kepres tentang penemuan baru") == jenis(
        "KP-PB-FUNGSIONAL", "Keppres tentang penemuan baru"
    )
    assert jenis("KP-STRUKTURAL", "Dokumen SK KP Perorangan/ SK Petikan Terakhir") == jenis(
        "KP-FUNGSIONAL", "Dokumen SK KP Perorangan/SK Petikan Terakhir"
    )
    assert jenis("JFKU-KENAIKAN", "Sertifikat uji kompetensi teknis") == jenis(
        "JFKU-PERPINDAHAN", "Sertifikat Uji Kompetensi Teknis"
    )
    assert jenis("KP-STRUKTURAL", "Dokumen SK Jabatan (Atasan Langsung)") != jenis(
        "KP-STRUKTURAL", "Dokumen SK Jabatan (Atas Nama Sendiri)"
    )


def test_nama_yang_sama_selalu_berjenis_sama():
    jenis = {}
    for d in (d for entri in muat_katalog() for d in entri.dokumen):
        assert jenis.setdefault(d.nama.casefold(), d.jenis) == d.jenis


def test_hanya_pas_foto_boleh_berupa_gambar():
    gambar = {j.kode for j in muat_jenis() if set(j.berkas) - {"pdf"}}
    assert gambar == {"pas-foto"}
    assert all("pdf" in d.berkas for entri in muat_katalog() for d in entri.dokumen)


def test_kode_dokumen_unik_dalam_layanan():
    for entri in muat_katalog():
        assert len({d.kode for d in entri.dokumen}) == len(entri.dokumen)


def test_katalog_muat_di_tabel_referensi():
    def batas(model, kolom):
        return model._meta.get_field(kolom).max_length

    for entri in muat_katalog():
        assert len(entri.kode) <= batas(Layanan, "kode")
        assert len(entri.nama) <= batas(Layanan, "nama")
        for d in entri.dokumen:
            for kolom in ("kode", "nama", "jenis", "kondisi"):
                assert len(getattr(d, kolom)) <= batas(Persyaratan, kolom)
    for alasan in muat_alasan():
        assert len(alasan.kode) <= batas(AlasanPenolakan, "kode")
        assert len(alasan.teks) <= batas(AlasanPenolakan, "teks")


def test_perintah_json_mencetak_katalog_apa_adanya():
    data = json.loads(panggil("--json"))
    tercetak = [(e["kode"], e["kategori"], e["layanan"], len(e["dokumen"])) for e in data]
    assert [satu for satu in tercetak if satu[0] in KODE_PERJANJIAN] == [b[:4] for b in PERJANJIAN]
    assert [[d["wajib"] for d in e["dokumen"]] for e in data] == [[d.wajib for d in e.dokumen] for e in muat_katalog()]
    for entri in data:
        assert list(entri) == ["kategori", "layanan", "kode", "dokumen"]
        for dokumen in entri["dokumen"]:
            assert list(dokumen) == ["nama", "wajib", "kondisi"]
            assert dokumen["kondisi"] in ("", "Widyaiswara", "Pengawas Sekolah")


def test_perintah_tanpa_pilihan_mencetak_jumlah():
    keluaran = panggil()
    assert f" {sum(len(entri.dokumen) for entri in muat_katalog())} " in keluaran
    assert f" {sum(entri.jumlah_wajib for entri in muat_katalog())} " in keluaran
    assert all(entri.kode in keluaran for entri in muat_katalog())


def test_perintah_layanan_mencetak_dokumennya():
    keluaran = panggil("--layanan", "jfku-kenaikan")
    assert "14 dokumen, 8 wajib" in keluaran
    assert "Widyaiswara" in keluaran


def test_perintah_menolak_layanan_tak_dikenal_dan_menyebut_yang_ada():
    with pytest.raises(CommandError, match="KP-STRUKTURAL"):
        panggil("--layanan", "KP-ENTAH")


# Data fields


@pytest.mark.parametrize("kategori", KATEGORI)
def test_setiap_kolom_rincian_diminta_suatu_layanan(kategori):
    kolom = {f.name for f in MODEL_RINCIAN[kategori]._meta.get_fields() if f.concrete and not f.is_relation}
    assert {b.kode for k, _, b in SEMUA_BIDANG if k == kategori} == kolom


@pytest.mark.parametrize(("kategori", "kode", "entri"), SEMUA_BIDANG, ids=lambda nilai: getattr(nilai, "kode", nilai))
def test_bidang_muat_dan_sesuai_dengan_kolomnya(kategori: str, kode: str, entri: BidangKatalog):
    kolom = MODEL_RINCIAN[kategori]._meta.get_field(entri.kode)
    if entri.tipe == "tanggal":
        assert isinstance(kolom, models.DateField)
    elif entri.tipe == "bulat":
        assert isinstance(kolom, models.IntegerField)
        assert entri.maks is not None
    elif entri.tipe == "desimal":
        assert isinstance(kolom, models.DecimalField)
        assert entri.maks is not None
        assert entri.maks - len(",") <= kolom.max_digits
    else:
        assert isinstance(kolom, models.CharField | models.TextField)
        assert entri.maks is not None
        # The partner's words may be longer than what may be sent: such a column has no limit of its own.
        assert kolom.max_length is None or entri.maks <= kolom.max_length


def test_data_baru_di_siasn_menjadi_data_lama_usulan():
    assert bidang("KP-STRUKTURAL", "golongan_lama").asal == "golongan_baru"
    assert bidang("KP-STRUKTURAL", "nama_jabatan").asal == "nama_jabatan_terakhir"
    assert bidang("BERHENTI-BUP", "golongan_terakhir").asal == "golongan_baru"
    assert bidang("JFKU-PERPINDAHAN", "jabatan_asal").asal == "nama_jabatan_terakhir"


@pytest.mark.parametrize(
    "kode", ["golongan_baru", "pangkat_baru", "tmt_golongan_baru", "jabatan_baru", "golongan_pengabdian"]
)
def test_yang_diusulkan_tidak_terisi_dari_data_asn(kode):
    asal = {b.asal for _, _, b in SEMUA_BIDANG if b.kode == kode}
    assert asal == {""}


@pytest.mark.parametrize(
    ("kode", "wajib_di"),
    [
        ("eselon", {"KP-STRUKTURAL", "KP-LB-STRUKTURAL", "KP-PB-STRUKTURAL"}),
        ("nomor_sk_prestasi", {"KP-LB-STRUKTURAL", "KP-LB-FUNGSIONAL"}),
        ("nomor_rekomendasi_brin", {"KP-PB-STRUKTURAL", "KP-PB-FUNGSIONAL"}),
        ("pangkat_pengabdian", {"BERHENTI-BUP-KPP", "BERHENTI-JDA-KPP"}),
        ("tanggal_meninggal", {"BERHENTI-JDA", "BERHENTI-JDA-KPP", "BERHENTI-TEWAS"}),
        ("nomor_surat_tim_penguji", {"BERHENTI-UZUR"}),
        ("nomor_permohonan", {"BERHENTI-APS"}),
        ("nomor_sk_penjatuhan", {"BERHENTI-TAPS"}),
        ("jabatan_asal", {"JFKU-PERPINDAHAN"}),
        ("nomor_keppres_pemberhentian", {"JFKU-PENGANGKATAN-KEMBALI"}),
        ("alasan_pemberhentian", {"JFKU-PEMBERHENTIAN"}),
        ("nomor_sertifikat_ukom", {"JFKU-KENAIKAN", "JFKU-PERPINDAHAN"}),
        ("formasi_sisa", {"JFKU-KENAIKAN", "JFKU-PENGANGKATAN-KEMBALI", "JFKU-PERPINDAHAN"}),
    ],
)
def test_bidang_khusus_hanya_wajib_di_layanannya(kode, wajib_di):
    pemakai = [(layanan, b.wajib) for _, layanan, b in SEMUA_BIDANG if b.kode == kode and layanan in KODE_PERJANJIAN]
    assert {layanan for layanan, _ in pemakai} == wajib_di
    assert all(wajib for _, wajib in pemakai)


def test_pak_wajib_diisi_bila_dokumennya_wajib():
    for entri in muat_katalog():
        dokumen = {d.jenis: d.wajib for d in entri.dokumen}
        isian = {b.kode: b.wajib for b in bidang_layanan(entri.kode)}
        assert isian.get("nomor_pak") == dokumen.get("sk-pak"), entri.kode


def test_panjang_mengikuti_lampiran():
    maks = {b.kode: b.maks for _, _, b in SEMUA_BIDANG}
    lampiran = {"nama_jabatan": 250, "alamat_pensiun": 150, "kantor_taspen": 30, "pangkat_lama": 30, "golongan_baru": 5}
    assert {kode: maks[kode] for kode in lampiran} == lampiran
    assert maks["pensiun_pokok"] == 10
    assert maks["nomor_keppres_pemberhentian"] == 20


def test_masa_kerja_bulan_paling_banyak_sebelas():
    assert {b.terbesar for _, _, b in SEMUA_BIDANG if b.kode.endswith("_bulan")} == {11}


def test_layanan_tak_dikenal_tidak_punya_bidang():
    with pytest.raises(KeyError):
        bidang_layanan("KP-ENTAH")


# Refusal reasons


def test_dua_alasan_terpanjang_muat_dalam_keterangan_siasn():
    panjang = sorted(len(alasan.teks) for alasan in muat_alasan())
    assert panjang[-1] + panjang[-2] + len("; ") <= 255
    assert len(panjang) >= 20


def test_setiap_jenis_dokumen_punya_alasan_yang_cocok():
    for jenis in muat_jenis():
        assert any(not alasan.jenis or jenis.kode in alasan.jenis for alasan in muat_alasan())
    assert any("pas-foto" in alasan.jenis for alasan in muat_alasan())


# What loading refuses

KATALOG_KECIL = """
[jenis.sk-pak]
nama = "SK PAK"
berkas = ["pdf"]

[[layanan]]
kode = "KP-UJI"
kategori = "KP"
nama = "Layanan uji"
baris = 1
wajib = 1
dokumen = [
  { wajib = true, jenis = "sk-pak", nama = "SK PAK" },
]
"""

BIDANG_KECIL = """
[[bidang]]
kategori = "KP"
kode = "nomor_pak"
label = "Nomor PAK"
tipe = "teks"
maks = 100
bantuan = "Nomor pada SK PAK."
wajib = ["semua"]
"""


@pytest.mark.parametrize(
    ("lama", "baru", "pesan"),
    [
        ('nama = "SK PAK" }', 'nama = "SK PAK*" }', "left over from scanning"),
        ('nama = "SK PAK" }', 'nama = "SK PAK (Jabatan Widyaiswara)" }', "make them agree"),
        ('nama = "SK PAK" }', 'nama = "SK PAK (Jabatan Guru)", kondisi = "Guru" }', "'Guru' is unknown"),
        ('jenis = "sk-pak"', 'jenis = "sk-pok"', "jenis = 'sk-pok' is unknown; use one of sk-pak"),
        ("wajib = true", 'wajib = "ya"', "wajib = 'ya' must be of type bool"),
        ("wajib = true,", "", "wajib is missing"),
        ("baris = 1", "baris = 2", r"KP-UJI states \(baris, wajib\) = \(2, 1\), but has \(1, 1\)"),
        ("wajib = 1", "wajib = 0", r"= \(1, 0\), but has \(1, 1\)"),
        ("baris = 1\n", "", "baris is missing"),
        ("wajib = true", "wajib = true, wajip = true", r"unknown key \['wajip'\]"),
        ("dokumen = [", 'dokumen = [{ wajib = true, jenis = "sk-pak", nama = "PAK" },', "'sk-pak' stands there twice"),
        ('kategori = "KP"', 'kategori = "PENSIUN"', "kategori = 'PENSIUN' is unknown"),
        ('kode = "KP-UJI"', 'kode = "kp uji"', "malformed"),
        ('berkas = ["pdf"]', 'berkas = ["docx"]', "which nobody knows"),
        ('berkas = ["pdf"]', "berkas = []", "berkas is empty"),
        (
            "[[layanan]]",
            '[jenis.cv]\nnama = "CV"\nberkas = ["pdf"]\n[[layanan]]',
            r"no service asks for jenis \['cv'\]",
        ),
        ("[[layanan]]", "[[layanan", "cannot be read as TOML"),
    ],
)
def test_katalog_yang_salah_ditolak_dengan_petunjuk(tmp_path: Path, lama: str, baru: str, pesan: str):
    berkas = tmp_path / "katalog.toml"
    berkas.write_text(KATALOG_KECIL)
    assert len(baca_katalog(berkas)[1]) == 1
    assert lama in KATALOG_KECIL
    berkas.write_text(KATALOG_KECIL.replace(lama, baru, 1))
    with pytest.raises(KatalogError, match=pesan):
        baca_katalog(berkas)


@pytest.mark.parametrize(
    ("lama", "baru", "pesan"),
    [
        ("maks = 100\n", "", "maks must be given"),
        ('tipe = "teks"', 'tipe = "tanggal"', "only a tanggal goes without"),
        ('tipe = "teks"', 'tipe = "pilihan"', "pilihan must list the values"),
        ('tipe = "teks"', 'tipe = "angka"', "tipe = 'angka' is unknown"),
        ("maks = 100", 'maks = 3\npilihan = ["panjang"]\n', "pilihan must list"),
        ('tipe = "teks"\nmaks = 100', 'tipe = "pilihan"\nmaks = 3\npilihan = ["panjang"]', "exceed maks = 3"),
        ("maks = 100", "maks = 100\nterbesar = 5", "terbesar bounds a bulat"),
        ("maks = 100", 'maks = 100\nasal = "nomor_hp"', "no field of Data ASN"),
        ('wajib = ["semua"]', 'wajib = ["JFKU-UJI"]', "which nobody knows"),
        ('wajib = ["semua"]', 'wajib = ["semua"]\nopsional = ["KP-UJI"]', "say it once"),
        ('wajib = ["semua"]', "", "no service uses the field"),
        ("[[bidang]]", BIDANG_KECIL + "[[bidang]]", "'nomor_pak' stands there twice"),
        ("[[bidang]]", BIDANG_KECIL.replace("100", "90") + "[[bidang]]", "one column has one length"),
    ],
)
def test_bidang_yang_salah_ditolak_dengan_petunjuk(tmp_path: Path, lama: str, baru: str, pesan: str):
    katalog, berkas = tmp_path / "katalog.toml", tmp_path / "bidang.toml"
    katalog.write_text(KATALOG_KECIL)
    layanan = baca_katalog(katalog)[1]
    berkas.write_text(BIDANG_KECIL)
    assert [b.kode for b in baca_bidang(berkas, layanan)["KP-UJI"]] == ["nomor_pak"]
    assert lama in BIDANG_KECIL
    berkas.write_text(BIDANG_KECIL.replace(lama, baru, 1))
    with pytest.raises(KatalogError, match=pesan):
        baca_bidang(berkas, layanan)


def test_alasan_yang_terlalu_panjang_atau_berjenis_asing_ditolak(tmp_path: Path):
    berkas = tmp_path / "alasan.toml"
    berkas.write_text(f'[[alasan]]\nkode = "panjang"\nteks = "{"x" * 101}"\n')
    with pytest.raises(KatalogError, match="101 characters, 100 at the most"):
        baca_alasan(berkas, {"sk-pak"})
    berkas.write_text('[[alasan]]\nkode = "asing"\nteks = "Asing"\njenis = ["sk-pok"]\n')
    with pytest.raises(KatalogError, match="which nobody knows"):
        baca_alasan(berkas, {"sk-pak"})
