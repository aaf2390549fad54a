"""The texts of the help page that are lists: which keys, common questions."""

from typing import NamedTuple

from django.conf import settings


class Pintasan(NamedTuple):
    """One single-key shortcut and what it does."""

    tombol: str
    guna: str


class Tanya(NamedTuple):
    """A question and its answer."""

    tanya: str
    jawab: str


PINTASAN = (
    Pintasan("/", "Ke kotak pencarian, juga di dalam dokumen"),
    Pintasan("n", "Dokumen atau usulan berikutnya"),
    Pintasan("p", "Dokumen sebelumnya"),
    Pintasan("s", "Nyatakan dokumen sesuai"),
    Pintasan("a", "Nyatakan pelengkap memang tidak ada"),
    Pintasan("t", "Buka alasan tidak sesuai"),
    Pintasan("1–9", "Pilih alasan tidak sesuai"),
    Pintasan("c", "Tulis catatan dokumen"),
    Pintasan("x", "Simpan “Tidak sesuai”"),
    Pintasan("y", "Nyatakan temuan mesin yang pertama tepat"),
    Pintasan("m", "Nyatakan temuan mesin yang pertama keliru"),
    Pintasan("h", "Lihat halaman dokumen"),
    Pintasan("v", "Bandingkan dengan versi sebelumnya"),
    Pintasan("d", "Bandingkan dengan Data ASN"),
    Pintasan("k", "Tulis keterangan putusan"),
    Pintasan("u", "Terbitkan putusan"),
    Pintasan("b", "Berikutnya dalam antrean"),
    Pintasan("+ -", "Perbesar, perkecil halaman dokumen"),
    Pintasan("0", "Halaman selebar kolomnya"),
    Pintasan("r", "Putar halaman ke kanan"),
    Pintasan("[ ]", "Halaman sebelumnya, berikutnya"),
    Pintasan("g", "Ke halaman nomor …"),
    Pintasan("PgDn", "Gulirkan halaman dokumen; PgUp kembali"),
    Pintasan("Ctrl+Enter", "Di dalam isian: simpan atau terbitkan"),
    Pintasan("Esc", "Keluar dari isian; yang diketik tersimpan"),
    Pintasan("l", "Muat yang terbaru ketika usulan berubah"),
    Pintasan("y", "Di kotak konfirmasi verifikasi: ya"),
    Pintasan("?", "Buka daftar tombol ini"),
)

TANYA_JAWAB = (
    Tanya(
        "Apa arti BTL?",
        "Berkas tidak lengkap. Usulan kembali kepada PIC: perbaiki dokumen yang ditolak, lalu kirim ulang.",
    ),
    Tanya(
        "Apa arti TMS?",
        "Tidak memenuhi syarat. Usulan berakhir. Usulan baru dapat dimulai dari data usulan itu.",
    ),
    Tanya(
        "Mengapa ada dua jalur?",
        "Biro APP dan BKN memeriksa usulan yang sama pada waktu bersamaan. Keppres disiapkan setelah keduanya setuju "
        "dan Pertek dari BKN diterima.",
    ),
    Tanya(
        "Berkas apa yang diterima?",
        "PDF tanpa kata sandi, paling besar "
        f"{settings.BERKAS_UKURAN_MAKS // 1024**2} MB. Pas foto boleh JPEG atau PNG.",
    ),
    Tanya(
        "SIASN sedang tidak dapat dihubungi. Apakah pekerjaan saya hilang?",
        "Tidak. Semua tersimpan di sini dan dikirim sendiri ketika SIASN kembali.",
    ),
)
