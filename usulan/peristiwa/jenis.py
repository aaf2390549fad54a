"""The kinds of Peristiwa of this room, and the streams they belong to."""

from uuid import UUID

from django.db import models


class Jenis(models.TextChoices):
    DIBUAT = "usulan.dibuat", "Draf dibuat"
    DISALIN = "usulan.disalin", "Draf disalin dari usulan TMS"
    DATA_DIUBAH = "usulan.data_diubah", "Data diubah"
    NIP_DIKOREKSI = "usulan.nip_dikoreksi", "NIP dikoreksi SIASN"
    BEDA_ASN_DIKETAHUI = "usulan.beda_asn_diketahui", "Perbedaan Data ASN diketahui"
    DIHAPUS = "usulan.dihapus", "Draf dihapus"
    DISERAHKAN = "usulan.diserahkan", "Diserahkan kepada PIC lain"
    BERPINDAH_INSTANSI = "usulan.berpindah_instansi", "Diserahkan kepada instansi lain"
    DOKUMEN_DIUNGGAH = "usulan.dokumen_diunggah", "Dokumen diunggah"
    DOKUMEN_DILEPAS = "usulan.dokumen_dilepas", "Dokumen dilepas dari daftar"
    DRAF_DIKEMBALIKAN = "usulan.draf_dikembalikan", "Draf dikembalikan kepada penyusunnya"
    DRAF_DISERAHKAN = "usulan.draf_diserahkan", "Draf diserahkan untuk diteken"
    DIAJUKAN = "usulan.diajukan", "Usulan diteken dan dikirim"
    PERBAIKAN_DIAJUKAN = "usulan.perbaikan_diajukan", "Perbaikan diteken dan dikirim"
    DIBAGI = "usulan.dibagi", "Dibagi kepada verifikator"
    DIALIHKAN = "usulan.dialihkan", "Dialihkan ke verifikator lain"
    DILEPAS = "usulan.dilepas", "Dikembalikan untuk dibagi lagi"
    DOKUMEN_DINILAI = "usulan.dokumen_dinilai", "Dokumen dinilai"
    TEMUAN_DINILAI = "usulan.temuan_dinilai", "Temuan mesin dinilai"
    TEMUAN_DIJELASKAN = "usulan.temuan_dijelaskan", "Peringatan dijelaskan"
    TMS_DIUSULKAN = "usulan.tms_diusulkan", "TMS diusulkan verifikator"
    TMS_DITOLAK = "usulan.tms_ditolak", "Usulan TMS ditolak"
    PUTUSAN_BIRO = "usulan.putusan_biro", "Putusan Biro APP diterbitkan"
    PERBAIKAN_DITANDAI = "usulan.perbaikan_ditandai", "Baris perbaikan ditandai"
    PUTUSAN_BKN = "usulan.putusan_bkn", "Putusan BKN diterima"
    ID_BKN_DIKOREKSI = "usulan.id_bkn_dikoreksi", "ID Usulan di BKN dikoreksi"
    PUTUSAN_DITARIK = "usulan.putusan_ditarik", "Putusan BKN ditarik: salah dicocokkan"
    TAHAP_BKN = "usulan.tahap_bkn", "Tahap di BKN berubah"
    PERTEK_DITERIMA = "usulan.pertek_diterima", "Pertek diterima"
    PERTEK_BERUBAH = "usulan.pertek_berubah", "Keadaan Pertek berubah"
    DITAHAN = "usulan.ditahan", "Ditahan: perlu konfirmasi"
    TAHAN_DILEPAS = "usulan.tahan_dilepas", "Penahanan dilepas"
    TAHAN_DIUSULKAN = "usulan.tahan_diusulkan", "Keputusan atas penahanan diusulkan"
    TAHAN_USUL_DITOLAK = "usulan.tahan_usul_ditolak", "Usul atas penahanan ditolak"
    MASUK_RKP = "usulan.masuk_rkp", "Masuk rancangan Keppres"
    KELUAR_RKP = "usulan.keluar_rkp", "Keluar dari rancangan Keppres"
    NAMA_KEPPRES = "usulan.nama_keppres", "Nama pada Keppres ditetapkan"
    RKP_DILEPAS = "usulan.rkp_dilepas", "Rancangan Keppres dilepas Kepala Biro"
    KEPPRES_MAJU = "usulan.keppres_maju", "Keppres maju"
    KEPPRES_TURUN = "usulan.keppres_turun", "Keppres turun"
    KEPPRES_TERBIT = "usulan.keppres_terbit", "Keppres terbit"
    SALINAN_DIUNGGAH = "usulan.salinan_diunggah", "Salinan atau petikan diunggah"
    SALINAN_PERORANGAN = "usulan.salinan_perorangan", "Salinan perorangan berlaku"
    KEPPRES_DIRALAT = "usulan.keppres_diralat", "Keppres diralat"
    SELESAI = "usulan.selesai", "Tanda terima dicatat, usulan selesai"
    RALAT_DITERIMA = "usulan.ralat_diterima", "Tanda terima ralat dicatat"

    TENGGAT_DIHITUNG = "usulan.tenggat_dihitung", "Tenggat dihitung ulang: kalender berubah"

    HARI_DITETAPKAN = "kalender.hari_ditetapkan", "Hari pada kalender ditetapkan"
    HARI_DICABUT = "kalender.hari_dicabut", "Hari pada kalender dikembalikan"
    PUSTAKA_BERGANTI = "kalender.pustaka_berganti", "Daftar hari libur pustaka berganti"
    TENGGAT_SELESAI = "kalender.tenggat_selesai", "Semua tenggat selesai dihitung ulang"

    KEPPRES_DIBUAT = "keppres.dibuat", "Rancangan Keppres dibuat"
    KEPPRES_DIUBAH = "keppres.diubah", "Rancangan Keppres diubah"
    KEPPRES_DIHAPUS = "keppres.dihapus", "Rancangan Keppres dihapus"

    PIC_DIDAFTARKAN = "pic.didaftarkan", "PIC didaftarkan"
    PIC_DIUBAH = "pic.diubah", "Akses PIC diubah"
    PIC_DICABUT = "pic.dicabut", "Akses PIC dicabut"
    PERAN_DIUBAH = "peran.diubah", "Peran diubah"
    PENGGUNA_DIUBAH = "pengguna.diubah", "Nama atau surel diubah"
    SANDI_DIATUR_ULANG = "pengguna.sandi_diatur_ulang", "Kata sandi diatur ulang oleh administrator"
    DUA_LANGKAH_DILEPAS = "pengguna.dua_langkah_dilepas", "Verifikasi dua langkah dilepas oleh administrator"
    LANGKAH_KEDUA_DIATUR = "aturan.langkah_kedua_diatur", "Langkah kedua penanda tangan diatur"
    EMPAT_MATA_DIUBAH = "instansi.empat_mata_diubah", "Aturan dua orang diubah"
    INSTANSI_BERALIH = "instansi.beralih", "Instansi beralih kepada penerusnya"
    USULAN_DIOPER = "instansi.usulan_dioper", "Usulan seorang pegawai diserahkan kepada instansi lain"

    TAMPILAN_DISIMPAN = "tampilan.disimpan", "Tampilan antrean disimpan"
    TAMPILAN_DIHAPUS = "tampilan.dihapus", "Tampilan antrean dihapus"
    KOLOM_DIATUR = "tampilan.kolom_diatur", "Kolom antrean diatur"


ALIRAN_KALENDER = "kalender"
ALIRAN_ATURAN_MASUK = "aturan-masuk"


def aliran_usulan(usulan_id: UUID | str) -> str:
    return f"usulan:{usulan_id}"


def aliran_keppres(keppres_id: UUID | str) -> str:
    return f"keppres:{keppres_id}"


def aliran_pic(pengguna_id: int) -> str:
    return f"pic:{pengguna_id}"


def aliran_instansi(instansi_id: str) -> str:
    return f"instansi:{instansi_id}"


def aliran_tampilan(pengguna_id: int) -> str:
    return f"tampilan:{pengguna_id}"
