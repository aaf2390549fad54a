"""What is to be done now, and by whom: the box on top of the usulan's page."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran, Pelaku
from usulan import izin, kebijakan
from usulan import tahap as alur
from usulan.models import KeppresUsulan, Usulan
from usulan.perbedaan import alasan_meninggal
from usulan.tahap import Kerja, Tahap


@dataclass(frozen=True, slots=True)
class Kini:
    """`isi` says what happens; `url` and `label` lead to the viewer's own step, "" when it is not their turn.

    `salin` shows the form that starts a new draft from this usulan.
    """

    judul: str
    isi: str
    url: str = ""
    label: str = ""
    salin: bool = False


def alamat(nama_url: str, *isian: object) -> str:
    """Return the address of `nama_url`, "" while the room that serves it is not built."""
    try:
        return reverse(nama_url, args=isian)
    except NoReverseMatch:
        return ""


# What a PIC reads while others work.
MENUNGGU: dict[Tahap, tuple[str, str]] = {
    Tahap.DIAJUKAN: (
        "Menunggu dibagi",
        "Koordinator pokja membagi usulan ini kepada verifikator. BKN menerima usulan yang sama hari ini juga.",
    ),
    Tahap.DIVERIFIKASI: ("Sedang diverifikasi", "Verifikator Biro APP memeriksa dokumen dan data."),
    Tahap.MENUNGGU_PERTEK: ("Menunggu BKN", "Biro APP sudah menyetujui. Putusan dan Pertek dari BKN sedang ditunggu."),
    Tahap.SIAP_KEPPRES: ("Menunggu rancangan Keppres", "Dukungan Administrasi memasukkan usulan ini ke rancangan."),
    Tahap.RKP: ("Dalam rancangan Keppres", "Kepala Biro memeriksa rancangan sebelum maju ke Presiden."),
    Tahap.KEPPRES_MAJU: ("Keppres maju", "Rancangan Keppres ada pada Presiden."),
    Tahap.KEPPRES_TERBIT: ("Keppres terbit", "Salinan tersedia. Instansi mengunduhnya dan mencatat tanda terima."),
    Tahap.SELESAI: ("Selesai", "Salinan Keppres sudah diterima instansi. Tidak ada tindakan lagi."),
    Tahap.TMS: ("Berakhir: tidak memenuhi syarat", "Usulan ini berakhir. Usulan baru dapat dimulai dari datanya."),
    Tahap.DRAF: ("Draf", "Usulan ini masih disusun PIC instansi."),
    Tahap.PERBAIKAN: ("Menunggu perbaikan", "PIC instansi memperbaiki yang diminta, lalu mengirim ulang."),
    Tahap.DIHAPUS: ("Draf dihapus", "Draf ini sudah dihapus; isinya disimpan untuk audit."),
}

# A decree that was corrected after the usulan had ended.
RALAT = (
    "Keppres diralat, tanda terima ditunggu",
    "Usulan tetap selesai. Salinan dan petikan versi lama tidak berlaku lagi; instansi mengunduh salinan versi baru "
    "dan mencatat tanda terimanya.",
)


def apa_sekarang(usulan: Usulan, pengguna: Pengguna, baris: KeppresUsulan | None) -> Kini:
    """What is to be done with `usulan` now, with the step of `pengguna` if it is their turn."""
    ralat = usulan.tahap_kini is Tahap.SELESAI and baris is not None and baris.belum_diterima
    judul, isi = RALAT if ralat else MENUNGGU[usulan.tahap_kini]
    if ralat and izin.boleh(pengguna, Kerja.TERIMA_RALAT, usulan):
        return Kini(judul, isi, reverse("usulan:terima_salinan", args=[usulan.pk]), "Catat tanda terima ralat")
    milik = _langkah(usulan, pengguna, izin.pelaku(pengguna, usulan), baris)
    return milik or Kini(judul, isi)


def _langkah(
    usulan: Usulan, pengguna: Pengguna, sebagai: frozenset[Pelaku], baris: KeppresUsulan | None
) -> Kini | None:
    if JenisPeran.PIC in sebagai:
        return _langkah_pic(usulan)
    if sebagai & {JenisPeran.KOORDINATOR, JenisPeran.VERIFIKATOR}:
        return _langkah_pokja(usulan, pengguna)
    if sebagai & {JenisPeran.DUKUNGAN, JenisPeran.KEPALA_BIRO}:
        return _langkah_keppres(usulan, baris)
    return None


def _langkah_pic(usulan: Usulan) -> Kini | None:
    match usulan.tahap_kini:
        case Tahap.DRAF:
            url = reverse("usulan:tugas", args=[usulan.pk])
            return Kini("Lengkapi draf ini", "Usulan belum dikirim.", url, "Lanjutkan draf")
        case Tahap.PERBAIKAN:
            url = reverse("usulan:perbaikan", args=[usulan.pk])
            return Kini(
                "Perbaiki usulan ini",
                "Usulan dikembalikan karena berkas tidak lengkap (BTL). Jawab setiap yang diminta, lalu kirim ulang.",
                url,
                "Buka perbaikan",
            )
        case Tahap.KEPPRES_TERBIT:
            return Kini(
                "Unduh salinan dan catat tanda terima",
                "Keppres sudah terbit. Setelah salinannya diterima, catat tanda terima supaya usulan ini selesai.",
                reverse("usulan:terima_salinan", args=[usulan.pk]),
                "Catat tanda terima",
            )
        case Tahap.TMS:
            return Kini(*MENUNGGU[Tahap.TMS], salin=True)
    return None


def _langkah_pokja(usulan: Usulan, pengguna: Pengguna) -> Kini | None:
    periksa = alamat("usulan:verifikasi", usulan.pk)
    if usulan.tahap_kini is Tahap.DIAJUKAN:
        isi = "Usulan ini belum mempunyai verifikator."
        return Kini("Bagi atau ambil usulan ini", isi, alamat("usulan:antrean"), "Buka antrean")
    if usulan.tahap_kini is Tahap.DIVERIFIKASI and usulan.verifikator_id == pengguna.pk:
        return Kini("Verifikasi usulan ini", f"Putaran {usulan.putaran}.", periksa, "Buka verifikasi")
    if usulan.tahap_kini is Tahap.DIVERIFIKASI:
        isi = f"Dipegang {usulan.verifikator}, putaran {usulan.putaran}."
        return Kini("Sedang diverifikasi", isi, periksa, "Lihat verifikasi")
    if kebijakan.mungkin(usulan, Kerja.TANDAI_PERBAIKAN) and not usulan.perbaikan_ditandai:
        isi = "BKN mengembalikan usulan tanpa menyebut dokumennya, jadi semua baris terbuka bagi PIC."
        return Kini("Tandai yang harus diperbaiki", isi, periksa, "Tandai baris")
    return None


def _langkah_keppres(usulan: Usulan, baris: KeppresUsulan | None) -> Kini | None:
    rancangan = alamat("usulan:keppres_rinci", baris.keppres_id) if baris else ""
    if usulan.ditahan:
        return Kini("Putuskan penahanan", usulan.ditahan, alamat("usulan:tahanan", usulan.pk), "Buka penahanan")
    if usulan.tahap_kini in alur.MENUNGGU_KEPPRES and (meninggal := alasan_meninggal(usulan)):
        isi = f"{meninggal} Usulan ini tidak dapat masuk Keppres; dua orang mengakhirinya."
        return Kini("Akhiri usulan ini", isi, alamat("usulan:tahanan", usulan.pk), "Buka jalan keluar")
    match usulan.tahap_kini:
        case Tahap.SIAP_KEPPRES:
            isi = "Kedua jalur sudah menyetujui dan Pertek sudah ada."
            return Kini("Masukkan ke rancangan Keppres", isi, alamat("usulan:keppres_daftar"), "Buka daftar Keppres")
        case Tahap.RKP | Tahap.KEPPRES_MAJU | Tahap.KEPPRES_TERBIT:
            return Kini(*MENUNGGU[usulan.tahap_kini], rancangan, "Buka Keppres")
    return None
