"""Failures of SIASN, sorted by what the sender has to do next (janji.md 1).

| class            | what is known                     | what to do                                   |
|------------------|-----------------------------------|----------------------------------------------|
| KirimUlangNanti  | provably not accepted, or a read  | the same again later                         |
| LihatDulu        | bytes went out, the answer is lost| never resend blindly: settle first           |
| Ditolak          | refused                           | a person mends the data                      |
| SudahAda         | an earlier try was accepted       | done; take `id_usulan`                       |
| TidakDitemukan   | SIASN says: no such data          | depends on the question                      |
| TokenDitolak     | refused for the tokens, twice     | mend the tokens, then the same again         |

`str(galat)` and `galat.pesan` are our own words and carry no personal data. `pesan_bkn` are BKN's words for
the person who works the case: long digit runs are masked, names cannot be, so it never goes to a log.
"""

import re
from enum import StrEnum


class Kode(StrEnum):
    """Cause of a failure, fit for grouping in the delivery monitor."""

    SAMBUNGAN_DITOLAK = "sambungan_ditolak"
    DNS = "dns"
    TLS = "tls"
    WAKTU_SAMBUNG_HABIS = "waktu_sambung_habis"
    TERLALU_SERING = "terlalu_sering"
    GERBANG_HENTI = "gerbang_henti"
    GERBANG_GANGGUAN = "gerbang_gangguan"
    TIDAK_TERSEDIA = "tidak_tersedia"
    PEMUTUS_TERBUKA = "pemutus_terbuka"
    TERLALU_DINI = "terlalu_dini"
    TOKEN_TIDAK_DIDAPAT = "token_tidak_didapat"  # noqa: S105  (a cause, not a secret)
    BERKAS_TIDAK_TERBACA = "berkas_tidak_terbaca"
    DAFTAR_BERPUTAR = "daftar_berputar"

    WAKTU_HABIS = "waktu_habis"
    SAMBUNGAN_PUTUS = "sambungan_putus"
    GALAT_MITRA = "galat_mitra"
    WAKTU_HABIS_MITRA = "waktu_habis_mitra"
    PENGALIHAN = "pengalihan"
    JAWABAN_KOSONG = "jawaban_kosong"
    BUKAN_JSON = "bukan_json"
    BENTUK_ASING = "bentuk_asing"
    TANPA_ID = "tanpa_id"
    JAWABAN_TERLALU_BESAR = "jawaban_terlalu_besar"

    DITOLAK = "ditolak"
    TANPA_IZIN = "tanpa_izin"
    ALAMAT_TIDAK_ADA = "alamat_tidak_ada"
    ASN_DIBLOKIR = "asn_diblokir"
    TIDAK_DITEMUKAN = "tidak_ditemukan"
    BERKAS_BERUBAH = "berkas_berubah"
    BERKAS_TERLALU_BESAR = "berkas_terlalu_besar"
    BUKAN_PDF = "bukan_pdf"

    SUDAH_ADA = "sudah_ada"
    TOKEN_DITOLAK = "token_ditolak"  # noqa: S105  (a cause, not a secret)
    TOKEN_KEDALUWARSA = "token_kedaluwarsa"  # noqa: S105  (a cause, not a secret)
    KREDENSIAL_DITOLAK = "kredensial_ditolak"


PESAN: dict[Kode, str] = {
    Kode.SAMBUNGAN_DITOLAK: "SIASN tidak dapat dihubungi.",
    Kode.DNS: "Nama server SIASN tidak dapat ditemukan di jaringan.",
    Kode.TLS: "Sambungan aman ke SIASN tidak dapat dibuat; sertifikatnya tidak dapat diperiksa.",
    Kode.WAKTU_SAMBUNG_HABIS: "SIASN tidak menjawab saat dihubungi.",
    Kode.TERLALU_SERING: "SIASN meminta pengiriman diperlambat.",
    Kode.GERBANG_HENTI: "Layanan SIASN sedang dihentikan sementara oleh gerbangnya.",
    Kode.GERBANG_GANGGUAN: "Gerbang SIASN sedang terganggu.",
    Kode.TIDAK_TERSEDIA: "SIASN sedang tidak tersedia.",
    Kode.PEMUTUS_TERBUKA: "Pengiriman ke SIASN ditahan sampai SIASN pulih.",
    Kode.TERLALU_DINI: "SIASN belum mau mengolah kiriman ini.",
    Kode.TOKEN_TIDAK_DIDAPAT: "Layanan token SIASN tidak dapat dihubungi.",
    Kode.BERKAS_TIDAK_TERBACA: "Berkas tidak dapat dibaca dari penyimpanan.",
    Kode.DAFTAR_BERPUTAR: "SIASN mengulang halaman daftar yang sama terus-menerus.",
    Kode.WAKTU_HABIS: "SIASN tidak menjawab dalam waktu yang ditentukan.",
    Kode.SAMBUNGAN_PUTUS: "Sambungan ke SIASN terputus sebelum jawabannya lengkap.",
    Kode.GALAT_MITRA: "SIASN mengalami galat saat mengolah kiriman.",
    Kode.WAKTU_HABIS_MITRA: "SIASN kehabisan waktu saat menerima kiriman.",
    Kode.PENGALIHAN: "SIASN mengalihkan ke alamat lain; pengalihan tidak diikuti.",
    Kode.JAWABAN_KOSONG: "Jawaban SIASN kosong.",
    Kode.BUKAN_JSON: "Jawaban SIASN tidak dapat dibaca.",
    Kode.BENTUK_ASING: "Bentuk jawaban SIASN tidak dikenal.",
    Kode.TANPA_ID: "SIASN menjawab berhasil tetapi tanpa ID Usulan.",
    Kode.JAWABAN_TERLALU_BESAR: "Jawaban SIASN melebihi batas ukuran.",
    Kode.DITOLAK: "SIASN menolak kiriman ini.",
    Kode.TANPA_IZIN: "SIASN tidak mengizinkan panggilan ini.",
    Kode.ALAMAT_TIDAK_ADA: "Alamat layanan SIASN tidak ada; periksa pengaturan path.",
    Kode.ASN_DIBLOKIR: "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92). "
    "Selesaikan pemblokirannya melalui pengelola SIASN instansi lebih dahulu.",
    Kode.TIDAK_DITEMUKAN: "Data tidak ditemukan di SIASN.",
    Kode.BERKAS_BERUBAH: "Isi berkas berbeda dari saat diunggah; kiriman dibatalkan.",
    Kode.BERKAS_TERLALU_BESAR: "Berkas dari SIASN melebihi batas ukuran.",
    Kode.BUKAN_PDF: "Berkas dari SIASN bukan PDF.",
    Kode.SUDAH_ADA: "Kiriman ini sudah diterima SIASN sebelumnya.",
    Kode.TOKEN_DITOLAK: "SIASN menolak token, juga setelah diperbarui.",
    Kode.TOKEN_KEDALUWARSA: "Token SSO yang ditempel sudah kedaluwarsa; tempel token baru.",
    Kode.KREDENSIAL_DITOLAK: "Layanan token SIASN menolak kredensial; periksa kredensial atau pakai token tempel.",
}

_DERET_ANGKA = re.compile(r"\d{8,}")
BATAS_PESAN_BKN = 500


def samarkan(teks: str) -> str:
    """BKN's words without NIPs and other long numbers, at most 500 characters."""
    return _DERET_ANGKA.sub("•••", teks)[:BATAS_PESAN_BKN]


class GalatSiasn(Exception):
    """Any failure of a call to SIASN.

    `kode` the cause, `status` the HTTP status if one came, `retry_after` the pause SIASN asked for in seconds
    (0 to 3600), `kode_bkn` and `pesan_bkn` BKN's own code and words, masked.
    """

    def __init__(
        self,
        kode: Kode,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        kode_bkn: str = "",
        pesan_bkn: str = "",
    ) -> None:
        self.kode = kode
        self.status = status
        self.retry_after = retry_after
        self.kode_bkn = samarkan(kode_bkn)[:32]
        self.pesan_bkn = samarkan(pesan_bkn)
        super().__init__(f"{kode}" if status is None else f"{kode} (HTTP {status})")

    @property
    def pesan(self) -> str:
        """What happened, in Indonesian, without personal data."""
        return PESAN[self.kode]

    @property
    def gangguan_mitra(self) -> bool:
        """Whether this counts as SIASN being ill, for the breaker. Refusals and our own faults do not."""
        return False


# None of these is the partner's illness: a request to slow down has its own pause, the file is ours.
_BUKAN_GANGGUAN = frozenset({Kode.TERLALU_SERING, Kode.PEMUTUS_TERBUKA, Kode.BERKAS_TIDAK_TERBACA})


class KirimUlangNanti(GalatSiasn):
    """Proven not accepted, or only a read: the same call may be repeated later."""

    @property
    def gangguan_mitra(self) -> bool:
        return self.kode not in _BUKAN_GANGGUAN


class LihatDulu(GalatSiasn):
    """A write went out and its answer is lost or unreadable: find out before sending again."""

    @property
    def gangguan_mitra(self) -> bool:
        return True


class Ditolak(GalatSiasn):
    """SIASN refused; repeating changes nothing until a person does."""

    @property
    def asn_diblokir(self) -> bool:
        """The civil servant is blocked at BKN (kedudukan 92): told to the user in words of its own."""
        return self.kode is Kode.ASN_DIBLOKIR


class SudahAda(GalatSiasn):
    """HTTP 409 naming the usulan that an earlier try made: the work is done."""

    def __init__(self, id_usulan: str, *, status: int | None = 409) -> None:
        super().__init__(Kode.SUDAH_ADA, status=status)
        self.id_usulan = id_usulan


class TidakDitemukan(GalatSiasn):
    """A read asked for something SIASN does not have (HTTP 404 or 200 with a sentence as data)."""

    def __init__(self, *, status: int | None = None, pesan_bkn: str = "") -> None:
        super().__init__(Kode.TIDAK_DITEMUKAN, status=status, pesan_bkn=pesan_bkn)


class TokenDitolak(GalatSiasn):
    """The tokens were refused after one refresh, or cannot be had. The call itself was not accepted."""


def ragu(kode: Kode, *, tulis: bool, status: int | None = None, pesan_bkn: str = "") -> LihatDulu | KirimUlangNanti:
    """The error for an answer that proves nothing: uncertain for a write, repeatable for a read."""
    kelas = LihatDulu if tulis else KirimUlangNanti
    return kelas(kode, status=status, pesan_bkn=pesan_bkn)
