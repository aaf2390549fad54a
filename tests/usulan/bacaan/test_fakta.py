"""What a paper says, read by rules that never saw it, and kept with its file."""

import pytest

from referensi.katalog import muat_katalog
from siapp.berkas import pembaca
from siapp.berkas.antre import baca_semua
from siapp.berkas.baris import Kata
from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan
from tests.dunia import Dunia, berkas_siap, buat_draf
from tests.usulan.bacaan.korpus import korpus
from tests.usulan.bacaan.penulis import fpdf
from tests.usulan.bacaan.ukur import baca_lapisan, ukur
from usulan.actions.dokumen import lampirkan
from usulan.bacaan import simpan
from usulan.bacaan.baca import baca_fakta
from usulan.bacaan.bentuk import LABEL, SKEMA, FaktaDokumen, JenisFakta
from usulan.bacaan.kepegawaian import baku_angka, baku_golongan
from usulan.bacaan.naskah import naskah
from usulan.bacaan.orang import nama_inti
from usulan.bacaan.rupa import semua_rupa
from usulan.bacaan.simpan import fakta_berkas, fakta_usulan, tafsirkan_semua


def baris(teks: str, atas: int = 100, kiri: int = 100) -> list[list[object]]:
    """A line of words, each letter eight wide."""
    hasil: list[list[object]] = []
    for kata in teks.split(" "):
        if kata:
            hasil.append([kata, kiri, atas, kiri + 8 * len(kata), atas + 10])
        kiri += 8 * (len(kata) + 1)
    return hasil


def baca(*teks: str) -> FaktaDokumen:
    return baca_fakta(naskah([(1, [baris(satu, 100 + 16 * n) for n, satu in enumerate(teks)])]))


def baca_berkas() -> None:
    """What workers do when files were released."""
    pembaca.catat_belum_dibaca()
    baca_semua()


def nilai(fakta: FaktaDokumen, jenis: JenisFakta) -> str | None:
    satu = fakta.satu(jenis)
    return satu.nilai if satu else None


def test_hampir_semua_fakta_korpus_terbaca_benar() -> None:
    semua = korpus(per_pembuat=3, benih=23)
    hasil, salah = ukur([(k, fpdf(k)) for k in semua], baca_lapisan)
    benar, banyak = sum(h[True] for h in hasil.values()), sum(h.total() for h in hasil.values())
    assert benar >= 0.95 * banyak, salah
    assert hasil["jenis"][False] == 0, salah


def test_yang_terbaca_salah_jarang_mengaku_nip_lain() -> None:
    """A NIP that stands nowhere on the paper is never made up."""
    for kertas in korpus(per_pembuat=2, benih=5):
        fakta = baca_lapisan(fpdf(kertas))
        tertulis = "".join(c for blok in kertas.isi for c in str(blok) if c.isdigit())
        for satu in [*fakta.semua(JenisFakta.NIP), *fakta.semua(JenisFakta.NIP_PENANDA_TANGAN)]:
            assert satu.nilai in tertulis


@pytest.mark.parametrize(
    "tertulis", ["196805171993032001", "19680517 199303 2 001", "19680517.199303.2.001", "19680517 199303 2001"]
)
def test_nip_terbaca_dalam_semua_ejaannya(tertulis: str) -> None:
    assert (
        nilai(baca("SURAT KETERANGAN", "Nama : Siti Contoh", f"NIP : {tertulis}"), JenisFakta.NIP)
        == "196805171993032001"
    )


def test_nip_yang_terpotong_baris_terbaca_utuh() -> None:
    fakta = baca("atas nama Dr. Siti", "Contoh, M.Si., NIP 19680517", "199303 2 001 dari Pembina Utama Muda, IV/c")
    assert nilai(fakta, JenisFakta.NIP) == "196805171993032001"
    assert nilai(fakta, JenisFakta.NAMA) == "Siti Contoh"


def test_huruf_mirip_angka_hanya_dimaklumi_dari_mesin() -> None:
    def tulis(yakin: int) -> FaktaDokumen:
        kata = [
            Kata(t, 100 + 90 * n, 100, 180 + 90 * n, 110, yakin)
            for n, t in enumerate(["NIP", "l968O517", "199303", "2", "00l"])
        ]
        return baca_fakta(naskah([(1, [kata])]))

    fakta = tulis(70).satu(JenisFakta.NIP)
    assert fakta
    assert (fakta.nilai, fakta.pasti, fakta.tempat.yakin) == ("196805171993032001", False, 70)
    assert tulis(100).satu(JenisFakta.NIP) is None


def test_nip_pejabat_yang_salah_dibaca_mesin_tidak_menjadi_nip_yang_dibicarakan() -> None:
    kanan = " " * 35
    kepala = (
        "Yang bertanda tangan di bawah ini:",
        "Nama : Budi Hartono",
        "NIP : 196501011990031002",
        "menyatakan bahwa:",
    )
    kaki = (f"{kanan}Budi Hartono", f"{kanan}NIP 196501011990031003")
    fakta = baca(*kepala, "Nama : Siti Contoh", "NIP : 196805171993032001", "telah dilantik.", *kaki)
    assert nilai(fakta, JenisFakta.NIP) == "196805171993032001"
    assert nilai(baca(*kepala, "Nama : Siti Contoh", "telah dilantik.", *kaki), JenisFakta.NIP) is None


def test_golongan_di_baris_berikutnya_ikut_terbaca() -> None:
    fakta = baca("dinaikkan pangkatnya menjadi Pembina Utama Muda,", "golongan ruang IV/c dengan masa kerja")
    assert nilai(fakta, JenisFakta.GOLONGAN) == "IV/c"
    assert nilai(fakta, JenisFakta.PANGKAT) == "Pembina Utama Muda"


def test_setiap_fakta_membawa_halaman_dan_kotaknya() -> None:
    halaman = [(1, [baris("SURAT PERNYATAAN PELANTIKAN")]), (2, [baris("NIP : 19680517 199303 2 001", 300)])]
    fakta = baca_fakta(naskah(halaman)).satu(JenisFakta.NIP)
    assert fakta
    assert (fakta.tempat.halaman, fakta.tempat.kotak) == (2, (148, 300, 316, 310))


def test_tanggal_pendek_dan_panjang_sama() -> None:
    for tertulis in ("1 April 2024", "01-04-2024", "1/4/2024", "1 APRIL 2024", "01 Apr 2024"):
        assert nilai(baca(f"terhitung mulai tanggal {tertulis} diangkat"), JenisFakta.TMT) == "2024-04-01"
    assert nilai(baca("terhitung mulai tanggal 31 Februari 2024"), JenisFakta.TMT) is None


def test_yang_melantik_dan_yang_dilantik_tidak_tertukar() -> None:
    kanan = " " * 35
    fakta = baca(
        "SURAT PERNYATAAN PELANTIKAN",
        "Yang bertanda tangan di bawah ini:",
        "Nama : Budi Hartono",
        "NIP : 196501011990031002",
        "menyatakan bahwa:",
        "Nama : Siti Contoh",
        "NIP : 196805171993032001",
        "telah dilantik.",
        f"{kanan}Jakarta, 3 Mei 2024",
        f"{kanan}Sekretaris Jenderal,",
        f"{kanan}Budi Hartono",
        f"{kanan}NIP 196501011990031002",
    )
    assert nilai(fakta, JenisFakta.NAMA) == "Siti Contoh"
    assert nilai(fakta, JenisFakta.NIP) == "196805171993032001"
    assert nilai(fakta, JenisFakta.PENANDA_TANGAN) == "Budi Hartono"
    assert nilai(fakta, JenisFakta.NIP_PENANDA_TANGAN) == "196501011990031002"
    assert nilai(fakta, JenisFakta.TANGGAL) == "2024-05-03"


@pytest.mark.parametrize(
    ("huruf", "ruang", "baku"), [("IV", "c", "IV/c"), ("lV", "B", "IV/b"), ("1V", "d", "IV/d"), ("V", "a", "")]
)
def test_golongan_dibakukan(huruf: str, ruang: str, baku: str) -> None:
    assert baku_golongan(huruf, ruang) == baku


@pytest.mark.parametrize(
    ("tertulis", "angka"),
    [("1.050,25", "1050.25"), ("867,125", "867.125"), ("867.125", "867.125"), ("1.050", "1050"), ("450", "450")],
)
def test_angka_kredit_dibakukan(tertulis: str, angka: str) -> None:
    assert str(baku_angka(tertulis)) == angka


@pytest.mark.parametrize(
    "nama", ["Dr. Siti Contoh, M.Si.", "Siti Contoh", "Hj. Siti Contoh, S.H., M.H.", "Prof. Dr. Ir. Siti Contoh"]
)
def test_nama_dilepas_dari_gelarnya(nama: str) -> None:
    assert nama_inti(nama) == "Siti Contoh"


def test_halaman_berapa_dari_berapa() -> None:
    assert nilai(baca("SERTIFIKAT", "Halaman 1 dari 2"), JenisFakta.HALAMAN) == "1/2"


def test_rupa_menyebut_jenis_katalog_yang_ada() -> None:
    jenis = {baris.jenis for layanan in muat_katalog() for baris in layanan.dokumen}
    for rupa in semua_rupa().values():
        assert set(rupa.katalog) <= jenis, rupa.kode
    assert jenis - {satu for rupa in semua_rupa().values() for satu in rupa.katalog} <= {"pas-foto", *LAIN_DARI_JUDUL}


# Told from others by what they are about, not by a title of their own.
LAIN_DARI_JUDUL = {"sk-prestasi-luar-biasa", "keppres-penemuan-baru", "rekomendasi-sidang-tertutup"}


def test_kertas_asing_tidak_diberi_rupa() -> None:
    assert baca("Daftar belanja", "beras dan telur").satu(JenisFakta.RUPA) is None


def test_setiap_jenis_fakta_berlabel() -> None:
    assert set(LABEL) == set(JenisFakta)


def test_fakta_pulang_utuh_dari_simpanan() -> None:
    fakta = baca_lapisan(fpdf(korpus(1)[0]))
    assert FaktaDokumen.dari_json(fakta.ke_json()) == fakta


@pytest.mark.django_db
def test_fakta_usulan_dibaca_dalam_satu_pertanyaan(dunia: Dunia, django_assert_num_queries: object) -> None:
    usulan = buat_draf(dunia)
    dokumen = list(usulan.dokumen.all())
    kertas = korpus(1)[:3]
    for baris_dokumen, satu in zip(dokumen, kertas, strict=False):
        berkas = berkas_siap(dunia.pic, isi=fpdf(satu))
        lampirkan(usulan.pk, dokumen_id=baris_dokumen.pk, berkas=berkas, oleh=dunia.pic)
    baca_berkas()
    assert tafsirkan_semua() == 3
    assert tafsirkan_semua() == 0
    with django_assert_num_queries(1):  # type: ignore[operator]
        hasil = fakta_usulan(usulan)
    assert [b.dokumen.pk for b in hasil] == [d.pk for d in dokumen]
    for bacaan, satu in zip(hasil, kertas, strict=False):
        assert bacaan.siap
        assert bacaan.keadaan == KeadaanBacaan.SELESAI
        assert nilai(bacaan.fakta, JenisFakta.NIP) == satu.benar["nip"]
    assert not any(b.siap or b.fakta.isi for b in hasil[3:])


@pytest.mark.django_db
def test_aturan_baru_membaca_ulang_dan_kata_baru_membatalkan_yang_lama(
    dunia: Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    berkas = berkas_siap(dunia.pic, isi=fpdf(korpus(1)[0]))
    baca_berkas()
    monkeypatch.setattr(simpan, "SKEMA", SKEMA + 1)
    assert tafsirkan_semua() == 1
    assert Bacaan.objects.get(pk=berkas.pk).skema_fakta == SKEMA + 1
    pembaca.baca_ulang()
    baca_berkas()
    assert not fakta_berkas(berkas).isi
    assert tafsirkan_semua() == 1
    assert fakta_berkas(berkas).isi


@pytest.mark.django_db
def test_kata_yang_ganjil_tidak_menghentikan_yang_lain(dunia: Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    for satu in korpus(1)[:2]:
        berkas_siap(dunia.pic, isi=fpdf(satu))
    baca_berkas()

    def rusak(_: object) -> FaktaDokumen:
        raise ValueError("ganjil")

    monkeypatch.setattr(simpan, "baca_fakta", rusak)
    assert tafsirkan_semua() == 2
    assert not Bacaan.objects.belum_ditafsirkan(SKEMA).exists()
