"""Rules that hold papers against what the service asks: years, predicate, validity, signature (keputusan/0089)."""

from collections.abc import Iterator

from django.utils import timezone

from referensi.nip import NipTidakSah, urai_nip
from siapp.berkas.tte_kalimat import NadaTte, kalimat_berkas
from siapp.hari import hari_terakhir
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import BUKAN_DIRINYA, SEBAB, SEMUA, asing, milik, salah_rupa, temuan_isi
from usulan.bacaan.bentuk import Fakta, JenisFakta
from usulan.bacaan.naskah import HALAMAN_DIBACA
from usulan.bacaan.simpan import BacaanDokumen

SKP = (
    *("skp-tahun-pertama", "skp-tahun-kedua", "skp-satu-tahun-baik"),
    *("realisasi-skp-tahun-pertama", "realisasi-skp-tahun-kedua", "realisasi-skp-satu-tahun"),
)
BAIK = {"Baik", "Sangat Baik"}
SERTIFIKAT = ("sertifikat-uji-kompetensi", "sertifikat-bimtek-pengawas-sekolah")
TANPA_TANDA = {"cv", "pas-foto", "putusan-pengadilan"}
"""Papers that nobody signs, or that are copies of a court's."""
PENANDA = (JenisFakta.PENANDA_TANGAN, JenisFakta.NIP_PENANDA_TANGAN, JenisFakta.JABATAN_PENANDA_TANGAN)
BULAN_SKP = 3
"""Months of a year in which the assessment of the year before may not be there yet."""


@aturan(
    "isi-tahun-skp",
    "SKP dua tahun terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}: penilaian kinerja dua tahun terakhir",
    isi=SKP,
)
def isi_tahun_skp(konteks: Konteks) -> Iterator[Temuan]:
    acuan = timezone.localtime(konteks.usulan.diajukan_pada)
    paling_lama = acuan.year - 2 - (acuan.month <= BULAN_SKP)
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.TAHUN)
        if f and not paling_lama <= int(f.nilai) <= acuan.year:
            terbaca = f"{f.nilai}, yang diminta tidak lebih lama dari {paling_lama}"
            yield temuan_isi(b, f, "tahun penilaian", terbaca, "Unggah SKP dua tahun terakhir.")


@aturan(
    "isi-predikat",
    "Predikat kinerja sekurang-kurangnya Baik",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.PP99}; PP 30/2019",
    isi=SKP,
)
def isi_predikat(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SKP):
        f = b.fakta.satu(JenisFakta.PREDIKAT)
        if f and f.nilai not in BAIK:
            terbaca = f"{f.nilai}, sedangkan yang disyaratkan sekurang-kurangnya Baik"
            yield temuan_isi(b, f, "predikat kinerja", terbaca, "Pastikan orang ini sudah memenuhi syarat.")


@aturan(
    "isi-berlaku",
    "Sertifikat berlaku pada tanggal surat pengantar",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.BKN3}; {SEBAB}: sertifikat kompetensi habis masa berlakunya",
    isi=SERTIFIKAT,
)
def isi_berlaku(konteks: Konteks) -> Iterator[Temuan]:
    acuan = konteks.nilai("tanggal_surat_pengantar") or hari_terakhir()
    for b in milik(konteks, *SERTIFIKAT):
        f = b.fakta.satu(JenisFakta.BERLAKU_SAMPAI)
        if f and f.tanggal and f.tanggal < acuan:
            terbaca = f"sampai {f.teks}, sedangkan surat pengantar bertanggal {acuan:%d-%m-%Y}"
            yield temuan_isi(b, f, "masa berlakunya", terbaca, "Unggah sertifikat yang masih berlaku.")


@aturan(
    "isi-tmt-cpns",
    "TMT pada SK CPNS sesuai NIP",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.NIP_BKN}; {SEBAB}: TMT pada SK berbeda",
    isi=("sk-cpns",),
)
def isi_tmt_cpns(konteks: Konteks) -> Iterator[Temuan]:
    try:
        cpns = urai_nip(konteks.usulan.nip).cpns
    except NipTidakSah:
        return
    for b in milik(konteks, "sk-cpns"):
        semua = b.fakta.semua(JenisFakta.TMT)
        if semua and all(f.tanggal is None or f.tanggal.replace(day=1) != cpns for f in semua):
            terbaca = f"{semua[0].teks}, menurut NIP {cpns:%m-%Y}"
            yield temuan_isi(b, semua[0], "TMT", terbaca, "Unggah SK CPNS orang ini, atau mintakan ralatnya.")


@aturan(
    "isi-tanda-tangan",
    "Dokumen ditandatangani sampai halaman terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: tidak ditandatangani; hanya halaman pertama, tanpa TMT dan tanda tangan",
    isi=SEMUA,
)
def isi_tanda_tangan(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        f = _tanpa_tanda(b)
        if f is None or b.versi is None or asing(konteks, b) or salah_rupa(b):
            continue
        tertulis = f"hlm. {f.tempat.halaman}: nama penanda tangan masih titik-titik"
        apa = tertulis if f.jenis is JenisFakta.TANDA_TANGAN else "nama penanda tangan tidak ditemukan"
        pesan = (
            f"“{b.dokumen.persyaratan.nama}” {apa}. Periksa apakah halamannya lengkap dan dokumennya sudah "
            "ditandatangani."
        )
        yield Temuan(pesan, dokumen_id=b.dokumen.pk, fakta=f, versi_id=b.versi.pk)


def _tanpa_tanda(b: BacaanDokumen) -> Fakta | None:
    """What shows that nobody signed: dots for a name, or a paper of a known kind that ends without anybody's."""
    rupa, tanda = b.fakta.satu(JenisFakta.RUPA), b.fakta.satu(JenisFakta.TANDA_TANGAN)
    if b.versi is None or rupa is None or b.dokumen.persyaratan.jenis in TANPA_TANDA:
        return None
    if any(b.fakta.satu(jenis) for jenis in PENANDA) or kalimat_berkas(b.versi.berkas):
        return None
    if tanda is not None:
        return tanda if tanda.nilai == "kosong" else None
    # A machine may fail to read a name under a stamp: then the date has to be missing too.
    terbaca = rupa.pasti or b.fakta.satu(JenisFakta.TANGGAL) is None
    return rupa if terbaca and (b.versi.berkas.halaman or 0) <= HALAMAN_DIBACA else None


@aturan(
    "isi-tak-dikenal",
    "Setiap dokumen menyebut orang ini atau dikenali jenisnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: dokumen yang sama sekali lain terunggah",
    isi=SEMUA,
)
def isi_tak_dikenal(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        f = next(iter(b.fakta.isi), None)
        if f is None or not b.siap or _berkenaan(b):
            continue
        pesan = (
            f"“{b.dokumen.persyaratan.nama}”: jenis dokumennya tidak dikenali, dan nama maupun NIP orang ini tidak "
            "ditemukan. Periksa apakah ini dokumen yang diminta."
        )
        yield Temuan(pesan, dokumen_id=b.dokumen.pk, fakta=f, versi_id=b.versi.pk if b.versi else None)


def _berkenaan(b: BacaanDokumen) -> bool:
    """Whether anything ties the paper to its row: its kind, this person, or that it speaks of others by its nature."""
    terkait = (
        JenisFakta.RUPA,
        JenisFakta.NIP,
        JenisFakta.NIP_LAIN,
        JenisFakta.NAMA,
        JenisFakta.KOSONG,
        JenisFakta.CACAT,
    )
    return b.dokumen.persyaratan.jenis in BUKAN_DIRINYA or any(b.fakta.satu(jenis) for jenis in terkait)


@aturan(
    "tte-utuh",
    "Dokumen tidak diubah sesudah ditandatangani elektronik",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber="UU 11/2008 jo. UU 1/2024 tentang ITE, Pasal 11; PP 71/2019, Pasal 59",
)
def tte_utuh(konteks: Konteks) -> Iterator[Temuan]:
    for dokumen in konteks.dokumen:
        versi = dokumen.versi_kini
        for kalimat in kalimat_berkas(versi.berkas) if versi else ():
            if kalimat.nada is NadaTte.BURUK:
                yield Temuan(f"“{dokumen.persyaratan.nama}”: {kalimat.teks}", dokumen_id=dokumen.pk)
