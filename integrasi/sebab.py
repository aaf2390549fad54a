"""Why something failed: the one vocabulary of causes, each with what happened and what to do next (layar.md 2.10).

No Django: the client of SIASN names its failures with it, the sender and the operators' screens what is theirs. A
value is what the database keeps, so it never changes; one that an older version wrote gets a general sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Kode(StrEnum):
    """A cause, fit for grouping in the delivery monitor."""

    # Proven not accepted, or only a read: tried again by itself.
    SAMBUNGAN_DITOLAK = "sambungan_ditolak"
    DNS = "dns"
    TLS = "tls"
    PROKSI = "proksi"
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

    # The answer is lost or cannot be read.
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

    # Refused.
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

    # Found by the sender itself.
    PEMETAAN = "PEMETAAN"
    PADANAN_DITARIK = "PADANAN_DITARIK"
    SINKRON_GAGAL = "sinkron_gagal"
    TANPA_ID_USULAN = "tanpa_id_usulan"
    BERKAS_DIPERIKSA = "berkas_diperiksa"
    DATA = "data"
    GALAT_APLIKASI = "galat_aplikasi"
    SEWA_HABIS = "sewa_habis"
    GANDA_DI_MITRA = "ganda_di_mitra"
    ID_BENTROK = "id_bentrok"
    ID_SALAH = "id_salah"
    BELUM_PASTI = "belum_pasti"
    DIGANTIKAN = "digantikan"
    PEMULIHAN = "pemulihan"
    PEMULIHAN_KUNCI_BARU = "pemulihan_kunci_baru"

    # What people decided; shown among the attempts.
    KIRIM_ULANG = "kirim_ulang"
    NYATAKAN_SAMPAI = "nyatakan_sampai"
    NYATAKAN_TIDAK_SAMPAI = "nyatakan_tidak_sampai"
    LEWAT_SURAT = "lewat_surat"
    BATALKAN = "batalkan"
    KOREKSI_ID = "koreksi_id"

    # Troubles of the exchange as a whole.
    DIHENTIKAN = "pertukaran_dihentikan"
    SIASN_PUTUS = "pemutus"
    MANDEK = "mandek"
    MASUK_TANPA_USULAN = "masuk:TANPA_USULAN"
    MASUK_TIDAK_TERBACA = "masuk:TIDAK_TERBACA"
    PERTEK_DITOLAK = "pertek_ditolak"
    MASUK_BERTENTANGAN = "masuk:BERTENTANGAN"
    JANJI_BELUM_TERBUKTI = "janji_belum_terbukti"


# Of an uncertain call: SIASN was asked in the promised way, and what it answered settles nothing.
TAK_TERJAWAB: Final = frozenset({Kode.BENTUK_ASING})


class KodeApi(StrEnum):
    """Why a call of BKN was not answered as it wished: the last word of `type` in the problem that we answered with."""

    PERMINTAAN_SALAH = "permintaan-salah"
    TANPA_TOKEN = "tanpa-token"  # noqa: S105  (a cause, not a secret)
    TOKEN_TIDAK_BERLAKU = "token-tidak-berlaku"  # noqa: S105  (a cause, not a secret)
    LINGKUP_KURANG = "lingkup-kurang"
    TIDAK_DITEMUKAN = "tidak-ditemukan"
    TAUTAN_BERAKHIR = "tautan-berakhir"
    METODE_SALAH = "metode-salah"
    BELUM_TERSEDIA = "belum-tersedia"
    TERLALU_BESAR = "terlalu-besar"
    JENIS_ISI_SALAH = "jenis-isi-salah"
    TERLALU_CEPAT = "terlalu-cepat"
    KESALAHAN_KAMI = "kesalahan-kami"
    PENYIMPANAN_PENUH = "penyimpanan-penuh"
    SIBUK = "sibuk"
    DIHENTIKAN = "dihentikan"


@dataclass(frozen=True, slots=True)
class Sebab:
    """One cause: `kalimat` what happened, `langkah` what to do next. Neither holds personal data."""

    kalimat: str
    langkah: str


# A cause of this kind is that of a call that tries again by itself, and of one that has stopped trying.
_BERHENTI = "Yang sudah berhenti dicoba, kirim ulang sesudah itu."
_TUNGGU = f"Kiriman dicoba lagi sendiri sampai SIASN kembali. {_BERHENTI}"
_JARINGAN = (
    "Kiriman dicoba lagi sendiri. Bila lebih dari satu jam, minta pengelola jaringan memeriksa jalur ke SIASN. "
    f"{_BERHENTI}"
)
_PASTIKAN = "Cari kirimannya di SIASN, lalu nyatakan sampai atau tidak sampai."
_BKN = "Hubungi narahubung SIASN di BKN dengan kutipan pesan ini, lalu kirim ulang setelah diperbaiki."
_DATA = "Baca alasan dari SIASN, minta PIC memperbaiki datanya, lalu kirim ulang atau batalkan kiriman."
_TOKEN = f"Perbarui kredensial atau token SIASN di pengaturan server; kiriman lalu berjalan sendiri. {_BERHENTI}"

_ULANG_SENDIRI: Mapping[Kode, Sebab] = {
    Kode.SAMBUNGAN_DITOLAK: Sebab("SIASN tidak dapat dihubungi.", _TUNGGU),
    Kode.DNS: Sebab("Nama server SIASN tidak dapat ditemukan di jaringan.", _JARINGAN),
    Kode.TLS: Sebab(
        "Sambungan aman ke SIASN tidak dapat dibuat; sertifikatnya tidak dapat diperiksa.",
        f"Minta pengelola server memeriksa sertifikat SIASN dan jam server; kiriman lalu berjalan sendiri. {_BERHENTI}",
    ),
    Kode.PROKSI: Sebab(
        "Proksi keluar tidak meneruskan sambungan ke SIASN.",
        "Minta pengelola server memeriksa alamat dan izin proksi keluar (SIASN_PROKSI); kiriman lalu berjalan sendiri. "
        f"{_BERHENTI}",
    ),
    Kode.WAKTU_SAMBUNG_HABIS: Sebab("SIASN tidak menjawab saat dihubungi.", _JARINGAN),
    Kode.TERLALU_SERING: Sebab(
        "SIASN meminta pengiriman diperlambat.", f"Kiriman melambat sendiri sesuai permintaan SIASN. {_BERHENTI}"
    ),
    Kode.GERBANG_HENTI: Sebab("Layanan SIASN sedang dihentikan sementara oleh gerbangnya.", _TUNGGU),
    Kode.GERBANG_GANGGUAN: Sebab("Gerbang SIASN sedang terganggu.", _TUNGGU),
    Kode.TIDAK_TERSEDIA: Sebab("SIASN sedang tidak tersedia.", _TUNGGU),
    Kode.PEMUTUS_TERBUKA: Sebab("Pengiriman ke SIASN ditahan sampai SIASN pulih.", _TUNGGU),
    Kode.TERLALU_DINI: Sebab("SIASN belum mau mengolah kiriman ini.", _TUNGGU),
    Kode.TOKEN_TIDAK_DIDAPAT: Sebab("Layanan token SIASN tidak dapat dihubungi.", _TUNGGU),
    Kode.BERKAS_TIDAK_TERBACA: Sebab(
        "Berkas tidak dapat dibaca dari penyimpanan.",
        f"Periksa penyimpanan berkas (STORAGE_URL); sesudah pulih kiriman dicoba lagi sendiri. {_BERHENTI}",
    ),
    Kode.DAFTAR_BERPUTAR: Sebab(
        "SIASN mengulang halaman daftar yang sama terus-menerus.",
        "Ulangi sinkronisasi. Bila tetap, hubungi narahubung SIASN di BKN.",
    ),
    Kode.TOKEN_DITOLAK: Sebab("SIASN menolak token, juga setelah diperbarui.", _TOKEN),
    Kode.TOKEN_KEDALUWARSA: Sebab("Token SSO yang ditempel sudah kedaluwarsa; tempel token baru.", _TOKEN),
    Kode.KREDENSIAL_DITOLAK: Sebab(
        "Layanan token SIASN menolak kredensial; periksa kredensial atau pakai token tempel.", _TOKEN
    ),
}

_JAWABAN_HILANG: Mapping[Kode, Sebab] = {
    Kode.WAKTU_HABIS: Sebab("SIASN tidak menjawab dalam waktu yang ditentukan.", _PASTIKAN),
    Kode.SAMBUNGAN_PUTUS: Sebab("Sambungan ke SIASN terputus sebelum jawabannya lengkap.", _PASTIKAN),
    Kode.GALAT_MITRA: Sebab("SIASN mengalami galat saat mengolah kiriman.", _PASTIKAN),
    Kode.WAKTU_HABIS_MITRA: Sebab("SIASN kehabisan waktu saat menerima kiriman.", _PASTIKAN),
    Kode.PENGALIHAN: Sebab(
        "SIASN mengalihkan ke alamat lain; pengalihan tidak diikuti.",
        "Periksa SIASN_BASE_URL di pengaturan server; alamat SIASN mungkin sudah pindah.",
    ),
    Kode.JAWABAN_KOSONG: Sebab("Jawaban SIASN kosong.", _PASTIKAN),
    Kode.BUKAN_JSON: Sebab("Jawaban SIASN tidak dapat dibaca.", _PASTIKAN),
    Kode.BENTUK_ASING: Sebab(
        "Bentuk jawaban SIASN tidak dikenal.", f"{_PASTIKAN} Bila berulang, hubungi narahubung SIASN di BKN."
    ),
    Kode.TANPA_ID: Sebab(
        "SIASN menjawab berhasil tetapi tanpa ID Usulan.",
        "Cari usulannya di SIASN, lalu nyatakan sampai dengan ID Usulan yang tertera di sana.",
    ),
    Kode.JAWABAN_TERLALU_BESAR: Sebab("Jawaban SIASN melebihi batas ukuran.", _BKN),
}

_DITOLAK: Mapping[Kode, Sebab] = {
    Kode.DITOLAK: Sebab("SIASN menolak kiriman ini.", _DATA),
    Kode.TANPA_IZIN: Sebab("SIASN tidak mengizinkan panggilan ini.", _BKN),
    Kode.ALAMAT_TIDAK_ADA: Sebab(
        "Alamat layanan SIASN tidak ada; periksa pengaturan path.",
        "Periksa SIASN_PATHS di pengaturan server, lalu kirim ulang.",
    ),
    Kode.ASN_DIBLOKIR: Sebab(
        "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92). "
        "Selesaikan pemblokirannya melalui pengelola SIASN instansi lebih dahulu.",
        "Minta instansi menyelesaikan pemblokiran di BKN, lalu kirim ulang atau batalkan kiriman.",
    ),
    Kode.TIDAK_DITEMUKAN: Sebab("Data tidak ditemukan di SIASN.", _DATA),
    Kode.BERKAS_BERUBAH: Sebab(
        "Isi berkas berbeda dari saat diunggah; kiriman dibatalkan.",
        "Minta PIC mengunggah ulang dokumennya; berkas tersimpan tidak lagi sama dengan aslinya.",
    ),
    Kode.BERKAS_TERLALU_BESAR: Sebab("Berkas dari SIASN melebihi batas ukuran.", _BKN),
    Kode.BUKAN_PDF: Sebab("Berkas dari SIASN bukan PDF.", _BKN),
    Kode.SUDAH_ADA: Sebab(
        "Kiriman ini sudah diterima SIASN sebelumnya.",
        "Cocokkan dengan yang ada di SIASN, lalu nyatakan sampai atau batalkan kiriman.",
    ),
}

_PENGIRIM: Mapping[Kode, Sebab] = {
    Kode.PEMETAAN: Sebab(
        "Layanan atau dokumen ini belum cocok, atau tidak cocok lagi, dengan daftar SIASN.",
        "Cocokkan di layar Referensi; sesudah itu kiriman berjalan sendiri.",
    ),
    Kode.TANPA_ID_USULAN: Sebab(
        "ID Usulan dari SIASN belum ada.", "Selesaikan dulu kiriman API 3 usulan ini; sisanya menyusul sendiri."
    ),
    Kode.BERKAS_DIPERIKSA: Sebab(
        "Berkas dokumen masih diperiksa.", "Tidak perlu apa-apa: kiriman berjalan setelah pemeriksaan selesai."
    ),
    Kode.DATA: Sebab(
        "Data kiriman tidak memenuhi ketentuan Lampiran perjanjian.",
        "Minta PIC memperbaiki isian yang disebut, lalu kirim ulang.",
    ),
    Kode.GALAT_APLIKASI: Sebab(
        "Galat pada aplikasi sendiri.",
        f"Minta pengelola server membaca catatan server; kiriman dicoba lagi sendiri. {_BERHENTI}",
    ),
    Kode.SEWA_HABIS: Sebab("Pekerja pengirim berhenti sebelum jawaban SIASN tercatat.", _PASTIKAN),
    Kode.GANDA_DI_MITRA: Sebab(
        "SIASN menyimpan usulan ini lebih dari sekali.",
        "Pilih satu ID, minta BKN menghapus lainnya, lalu nyatakan sampai dengan ID yang dipilih.",
    ),
    Kode.ID_BENTROK: Sebab(
        "ID Usulan dari SIASN bertentangan dengan yang sudah tercatat.",
        "Periksa dengan BKN ID mana yang benar, lalu nyatakan sampai dengan ID itu.",
    ),
    Kode.ID_SALAH: Sebab(
        "Kiriman ini keluar dengan ID Usulan yang salah, jadi di SIASN tercatat pada usulan lain.",
        "Minta BKN menghapusnya dari ID yang salah, lalu kirim ulang: ID yang benar dipakai sendiri.",
    ),
    Kode.BELUM_PASTI: Sebab(
        "Diminta kirim ulang, tetapi belum pasti apakah kiriman yang lama sudah sampai.", _PASTIKAN
    ),
    Kode.DIGANTIKAN: Sebab(
        "Salinan ini sudah diganti versi yang lebih baru, jadi tidak dikirim lagi.",
        "Tidak perlu apa-apa: salinan yang baru dikirim sendiri.",
    ),
    Kode.PEMULIHAN: Sebab(
        "Basis data dipulihkan dari cadangan; belum pasti apakah kiriman ini sudah sampai.", _PASTIKAN
    ),
    Kode.PEMULIHAN_KUNCI_BARU: Sebab(
        "Basis data dipulihkan dari cadangan; kiriman ini mungkin sudah sampai dengan nomor kiriman yang hilang.",
        "Cari dulu kirimannya di SIASN, lalu nyatakan sampai atau tidak sampai; jangan langsung mengirim ulang.",
    ),
}

_KEPUTUSAN: Mapping[Kode, Sebab] = {
    Kode.KIRIM_ULANG: Sebab("Diminta kirim ulang.", "Tunggu hasil kiriman."),
    Kode.NYATAKAN_SAMPAI: Sebab("Dinyatakan sampai.", "Selesai."),
    Kode.NYATAKAN_TIDAK_SAMPAI: Sebab("Dinyatakan tidak sampai.", "Tunggu hasil kiriman."),
    Kode.LEWAT_SURAT: Sebab("Disampaikan lewat surat.", "Selesai."),
    Kode.BATALKAN: Sebab("Dibatalkan petugas.", "Selesai."),
    Kode.KOREKSI_ID: Sebab("ID Usulan dikoreksi.", "Periksa kiriman lain usulan ini yang memakai ID yang salah."),
}

_PERTUKARAN: Mapping[Kode, Sebab] = {
    Kode.DIHENTIKAN: Sebab(
        "Pertukaran dengan SIASN dihentikan.",
        "Tidak perlu apa-apa: yang belum terkirim menunggu dan berjalan sendiri setelah pertukaran dimulai lagi.",
    ),
    Kode.SIASN_PUTUS: Sebab(
        "SIASN tidak terjangkau; pengiriman ditahan.",
        "Tidak perlu apa-apa: SIASN dicoba setiap 30 detik dan kiriman berjalan lagi sendiri.",
    ),
    Kode.MANDEK: Sebab(
        "Pengiriman berhenti: ada pekerjaan yang tidak diambil pekerja.",
        "Minta pengelola server memeriksa proses pekerja (Celery) dan menyalakannya lagi.",
    ),
    Kode.PADANAN_DITARIK: Sebab(
        "Layanan atau dokumen yang sudah dicocokkan tidak ada lagi di daftar SIASN; usulannya tidak dikirim.",
        "Cocokkan lagi di layar Referensi, bagian Padanan; sesudah itu kiriman berjalan sendiri.",
    ),
    Kode.SINKRON_GAGAL: Sebab(
        "Daftar dari SIASN tidak dapat diperbarui; daftar lama tetap dipakai.",
        "Buka layar Sinkronisasi: sebabnya tertulis di sana. Mulai lagi dari sana bila sebabnya sudah hilang.",
    ),
    Kode.MASUK_TANPA_USULAN: Sebab(
        "Pemberitahuan BKN menyebut ID Usulan yang tidak dikenal.", "Buka Kotak masuk dan sebutkan usulannya."
    ),
    Kode.MASUK_TIDAK_TERBACA: Sebab(
        "Pemberitahuan BKN tidak dapat dibaca.", "Buka Kotak masuk, lalu hubungi narahubung SIASN di BKN."
    ),
    Kode.PERTEK_DITOLAK: Sebab(
        "Berkas Pertek dari BKN tidak dapat dipakai dan diminta lagi.",
        "Buka daftar Pertek, lalu hubungi narahubung SIASN di BKN bila berkasnya tetap ditolak.",
    ),
    Kode.JANJI_BELUM_TERBUKTI: Sebab(
        "Pengaturan menyebut janji SIASN tentang kiriman ulang yang belum terbukti, jadi janji itu tidak dipakai.",
        "Buka Kesesuaian SIASN untuk melihat API-nya, lalu minta pengelola server membuktikannya "
        "(manage.py uji_kontrak) atau menghapusnya dari SIASN_MODE_GANDA.",
    ),
    Kode.MASUK_BERTENTANGAN: Sebab(
        "Pemberitahuan BKN bertentangan dengan putusan yang ada.", "Buka Kotak masuk dan bandingkan kedua putusan."
    ),
}

SEBAB: Final[Mapping[Kode, Sebab]] = MappingProxyType(
    {**_ULANG_SENDIRI, **_JAWABAN_HILANG, **_DITOLAK, **_PENGIRIM, **_KEPUTUSAN, **_PERTUKARAN}
)
_LAIN = Sebab("Sebabnya tidak dikenal aplikasi ini.", "Baca pesan di bawahnya, lalu minta pengelola server memeriksa.")


def sebab_untuk(kode: str) -> Sebab:
    """Return what to tell people about a cause as it was stored ("" or an unknown one gives a general sentence)."""
    try:
        return SEBAB[Kode(kode)]
    except ValueError:
        return _LAIN
