"""What an inspection says, as sentences that tell the person what to do (janji.md 3)."""

_SIMPAN_ULANG = "Buka dokumen aslinya, pilih Cetak lalu Simpan sebagai PDF, dan unggah hasilnya."

# Code → why the file was refused and what to do about it.
TOLAK: dict[str, str] = {
    "RUSAK": "PDF ini rusak atau terpotong. Pindai atau simpan ulang dokumennya, lalu unggah lagi.",
    "TERENKRIPSI": (
        "PDF ini terkunci kata sandi atau sertifikat sehingga tidak dapat dibuka. Simpan ulang tanpa kunci, "
        "lalu unggah lagi."
    ),
    "TANPA_HALAMAN": f"PDF ini tidak mempunyai halaman. {_SIMPAN_ULANG}",
    "HALAMAN_TERLALU_BANYAK": "PDF ini lebih dari 2.000 halaman. Unggah hanya halaman yang diminta.",
    "SKRIP": f"PDF ini berisi skrip (JavaScript), yang tidak diterima. {_SIMPAN_ULANG}",
    "PROGRAM": f"PDF ini menyuruh komputer menjalankan program. {_SIMPAN_ULANG}",
    "LAMPIRAN": "PDF ini menyimpan berkas lain di dalamnya. Unggah tiap dokumen sebagai PDF tersendiri.",
    "XFA": f"PDF ini formulir XFA yang isinya bisa berubah. {_SIMPAN_ULANG}",
    "AKSI_JARAK_JAUH": f"PDF ini mengambil atau mengirim data ke tempat lain. {_SIMPAN_ULANG}",
    "AKSI_OTOMATIS": f"PDF ini melakukan sesuatu dengan sendirinya saat dibuka. {_SIMPAN_ULANG}",
    "TAUTAN_BERBAHAYA": f"PDF ini berisi tautan ke berkas di komputer atau ke program lain. {_SIMPAN_ULANG}",
    "CETAK_TERSEMBUNYI": f"Bila dicetak, PDF ini memuat isi yang tidak tampak di layar. {_SIMPAN_ULANG}",
    "ISI_TAK_DIKENAL": f"PDF ini berisi bagian interaktif yang tidak dikenal. {_SIMPAN_ULANG}",
    "MULTIMEDIA": f"PDF ini berisi video, suara, atau objek tiga dimensi. {_SIMPAN_ULANG}",
    "ALIRAN_TERLALU_BESAR": (
        "Isi PDF ini mengembang melebihi 50 MiB saat dibuka. Pindai ulang dengan resolusi 300 dpi, lalu unggah lagi."
    ),
    "TERLALU_BERAT": (
        "Berkas ini terlalu rumit untuk diperiksa. Pindai ulang atau simpan ulang sebagai PDF biasa, lalu unggah lagi."
    ),
    "TAK_TERLUKIS": f"Ada halaman PDF ini yang tidak dapat ditampilkan. {_SIMPAN_ULANG}",
    "GAMBAR_RUSAK": "Gambar ini rusak atau terpotong. Simpan ulang sebagai JPEG atau PNG, lalu unggah lagi.",
    "GAMBAR_TERLALU_BESAR": "Gambar ini lebih dari 50 juta piksel. Kecilkan ukurannya, lalu unggah lagi.",
    "FOTO_RUSAK": "{foto} rusak atau terpotong. Kirim ulang dari ponsel atau potret lagi, lalu unggah lagi.",
    "FOTO_TERLALU_BESAR": (
        "{foto} terlalu besar untuk dibuka. Potret lagi dengan resolusi biasa (12 megapiksel), lalu unggah lagi."
    ),
    "FOTO_TERLALU_KECIL": "{foto} terlalu kecil untuk dibaca. Unggah foto aslinya, bukan gambar kecilnya.",
    "FOTO_BERGERAK": "{foto} gambar bergerak (animasi). Potret dokumennya, lalu unggah fotonya.",
    "FOTO_TAK_MUAT": (
        "Foto-foto ini tidak muat dalam batas ukuran dokumen bila tetap terbaca (150 dpi). "
        "Unggah lebih sedikit halaman, atau pindai sebagai PDF hitam putih."
    ),
    "FOTO_ASLI": "Ini foto aslinya; yang dipakai PDF yang dibuat darinya. Unggah foto lain bila keliru.",
    "BERVIRUS": (
        "Berkas ini dikenali sebagai berkas berbahaya. Periksa komputer Anda dengan antivirus, "
        "buat ulang dokumennya, lalu unggah lagi."
    ),
}

# Code → what the person should know; the file is accepted.
PERINGATAN: dict[str, str] = {
    "TANDA_TANGAN_TIDAK_MENCAKUP": (
        "PDF ini diubah sesudah ditandatangani secara elektronik. Periksa apakah ini dokumen yang benar."
    ),
    "HALAMAN_KOSONG": "Semua halaman PDF ini kosong. Periksa apakah ini dokumen yang benar.",
}


def kalimat_tolak(kode: str) -> str:
    """Return the sentence of a refusal code; "" for the empty code. Raises KeyError for a code not in the table.

    "KODE:3" is said of the third photo of several.
    """
    nama, _, nomor = kode.partition(":")
    return TOLAK[nama].replace("{foto}", f"Foto ke-{nomor}" if nomor else "Foto ini") if nama else ""


def kalimat_peringatan(kode: str) -> str:
    """Return the sentence of a warning code. Raises KeyError for a code not in the table."""
    return PERINGATAN[kode]
