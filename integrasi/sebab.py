"""Causes of failed calls, told to people: what it means and what to do next (layar.md 2.10)."""

from dataclasses import dataclass

from integrasi.siasn.errors import PESAN, Kode

# The causes of this kind are those of a call that tries again by itself, and of one that has stopped trying.
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


@dataclass(frozen=True, slots=True)
class Sebab:
    """One cause: `kalimat` what happened, `langkah` what to do next."""

    kalimat: str
    langkah: str


_LANGKAH_SIASN: dict[Kode, str] = {
    Kode.SAMBUNGAN_DITOLAK: _TUNGGU,
    Kode.DNS: _JARINGAN,
    Kode.TLS: (
        f"Minta pengelola server memeriksa sertifikat SIASN dan jam server; kiriman lalu berjalan sendiri. {_BERHENTI}"
    ),
    Kode.WAKTU_SAMBUNG_HABIS: _JARINGAN,
    Kode.TERLALU_SERING: f"Kiriman melambat sendiri sesuai permintaan SIASN. {_BERHENTI}",
    Kode.GERBANG_HENTI: _TUNGGU,
    Kode.GERBANG_GANGGUAN: _TUNGGU,
    Kode.TIDAK_TERSEDIA: _TUNGGU,
    Kode.PEMUTUS_TERBUKA: _TUNGGU,
    Kode.TERLALU_DINI: _TUNGGU,
    Kode.TOKEN_TIDAK_DIDAPAT: _TUNGGU,
    Kode.BERKAS_TIDAK_TERBACA: (
        f"Periksa penyimpanan berkas (STORAGE_URL); sesudah pulih kiriman dicoba lagi sendiri. {_BERHENTI}"
    ),
    Kode.DAFTAR_BERPUTAR: "Ulangi sinkronisasi. Bila tetap, hubungi narahubung SIASN di BKN.",
    Kode.WAKTU_HABIS: _PASTIKAN,
    Kode.SAMBUNGAN_PUTUS: _PASTIKAN,
    Kode.GALAT_MITRA: _PASTIKAN,
    Kode.WAKTU_HABIS_MITRA: _PASTIKAN,
    Kode.PENGALIHAN: "Periksa SIASN_BASE_URL di pengaturan server; alamat SIASN mungkin sudah pindah.",
    Kode.JAWABAN_KOSONG: _PASTIKAN,
    Kode.BUKAN_JSON: _PASTIKAN,
    Kode.BENTUK_ASING: f"{_PASTIKAN} Bila berulang, hubungi narahubung SIASN di BKN.",
    Kode.TANPA_ID: "Cari usulannya di SIASN, lalu nyatakan sampai dengan ID Usulan yang tertera di sana.",
    Kode.JAWABAN_TERLALU_BESAR: _BKN,
    Kode.DITOLAK: _DATA,
    Kode.TANPA_IZIN: _BKN,
    Kode.ALAMAT_TIDAK_ADA: "Periksa SIASN_PATHS di pengaturan server, lalu kirim ulang.",
    Kode.ASN_DIBLOKIR: "Minta instansi menyelesaikan pemblokiran di BKN, lalu kirim ulang atau batalkan kiriman.",
    Kode.TIDAK_DITEMUKAN: _DATA,
    Kode.BERKAS_BERUBAH: "Minta PIC mengunggah ulang dokumennya; berkas tersimpan tidak lagi sama dengan aslinya.",
    Kode.BERKAS_TERLALU_BESAR: _BKN,
    Kode.BUKAN_PDF: _BKN,
    Kode.SUDAH_ADA: "Cocokkan dengan yang ada di SIASN, lalu nyatakan sampai atau batalkan kiriman.",
    Kode.TOKEN_DITOLAK: _TOKEN,
    Kode.TOKEN_KEDALUWARSA: _TOKEN,
    Kode.KREDENSIAL_DITOLAK: _TOKEN,
}

_SENDIRI: dict[str, Sebab] = {
    "PEMETAAN": Sebab(
        "Layanan atau dokumen ini belum dicocokkan dengan daftar SIASN.",
        "Cocokkan di layar Referensi; sesudah itu kiriman berjalan sendiri.",
    ),
    "tanpa_id_usulan": Sebab(
        "ID Usulan dari SIASN belum ada.", "Selesaikan dulu kiriman API 3 usulan ini; sisanya menyusul sendiri."
    ),
    "berkas_diperiksa": Sebab(
        "Berkas dokumen masih diperiksa.", "Tidak perlu apa-apa: kiriman berjalan setelah pemeriksaan selesai."
    ),
    "data": Sebab(
        "Data kiriman tidak memenuhi ketentuan Lampiran perjanjian.",
        "Minta PIC memperbaiki isian yang disebut, lalu kirim ulang.",
    ),
    "galat_aplikasi": Sebab(
        "Galat pada aplikasi sendiri.",
        f"Minta pengelola server membaca catatan server; kiriman dicoba lagi sendiri. {_BERHENTI}",
    ),
    "sewa_habis": Sebab("Pekerja pengirim berhenti sebelum jawaban SIASN tercatat.", _PASTIKAN),
    "ganda_di_mitra": Sebab(
        "SIASN menyimpan usulan ini lebih dari sekali.",
        "Pilih satu ID, minta BKN menghapus lainnya, lalu nyatakan sampai dengan ID yang dipilih.",
    ),
    "id_bentrok": Sebab(
        "ID Usulan dari SIASN bertentangan dengan yang sudah tercatat.",
        "Periksa dengan BKN ID mana yang benar, lalu nyatakan sampai dengan ID itu.",
    ),
    "pemulihan": Sebab(
        "Basis data dipulihkan dari cadangan; belum pasti apakah kiriman ini sudah sampai.",
        "Cari kirimannya di SIASN, lalu nyatakan sampai atau tidak sampai.",
    ),
    "pemulihan_kunci_baru": Sebab(
        "Basis data dipulihkan dari cadangan; kiriman ini mungkin sudah sampai dengan nomor kiriman yang hilang.",
        "Cari dulu kirimannya di SIASN, lalu nyatakan sampai atau tidak sampai; jangan langsung mengirim ulang.",
    ),
    # What people decided; shown among the attempts.
    "kirim_ulang": Sebab("Diminta kirim ulang.", "Tunggu hasil kiriman."),
    "nyatakan_sampai": Sebab("Dinyatakan sampai.", "Selesai."),
    "nyatakan_tidak_sampai": Sebab("Dinyatakan tidak sampai.", "Tunggu hasil kiriman."),
    "lewat_surat": Sebab("Disampaikan lewat surat.", "Selesai."),
    "batalkan": Sebab("Dibatalkan petugas.", "Selesai."),
}

SEBAB: dict[str, Sebab] = {
    **{str(kode): Sebab(PESAN[kode], langkah) for kode, langkah in _LANGKAH_SIASN.items()},
    **_SENDIRI,
}
_LAIN = Sebab("Sebabnya tidak dikenal aplikasi ini.", "Baca pesan di bawahnya, lalu minta pengelola server memeriksa.")


def sebab_untuk(kode: str) -> Sebab:
    """Return what to tell people about the cause `kode` ("" or an unknown one gives a general sentence)."""
    return SEBAB.get(kode, _LAIN)
