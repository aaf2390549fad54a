"""Which class tells which kind of Peristiwa: one table, read both ways."""

from collections.abc import Mapping

from usulan.peristiwa import isi, isi_orang
from usulan.peristiwa.isi import Isi
from usulan.peristiwa.jenis import Jenis

ISI: Mapping[Jenis, type[Isi]] = {
    Jenis.DIBUAT: isi.Dibuat,
    Jenis.DISALIN: isi.Disalin,
    Jenis.DATA_DIUBAH: isi.DataDiubah,
    Jenis.NIP_DIKOREKSI: isi.NipDikoreksi,
    Jenis.DIHAPUS: isi.Dihapus,
    Jenis.DISERAHKAN: isi.Diserahkan,
    Jenis.DOKUMEN_DIUNGGAH: isi.DokumenDiunggah,
    Jenis.DOKUMEN_DILEPAS: isi.DokumenDilepas,
    Jenis.DIAJUKAN: isi.Diajukan,
    Jenis.PERBAIKAN_DIAJUKAN: isi.PerbaikanDiajukan,
    Jenis.DIBAGI: isi.Dibagi,
    Jenis.DIALIHKAN: isi.Dialihkan,
    Jenis.DILEPAS: isi.Dilepas,
    Jenis.DOKUMEN_DINILAI: isi.DokumenDinilai,
    Jenis.TMS_DIUSULKAN: isi.TmsDiusulkan,
    Jenis.TMS_DITOLAK: isi.TmsDitolak,
    Jenis.PUTUSAN_BIRO: isi.PutusanBiro,
    Jenis.PERBAIKAN_DITANDAI: isi.PerbaikanDitandai,
    Jenis.PUTUSAN_BKN: isi.PutusanBkn,
    Jenis.PUTUSAN_DITARIK: isi.PutusanDitarik,
    Jenis.TAHAP_BKN: isi.TahapBknBerubah,
    Jenis.PERTEK_DITERIMA: isi.PertekDiterima,
    Jenis.PERTEK_BERUBAH: isi.PertekBerubah,
    Jenis.DITAHAN: isi.Ditahan,
    Jenis.TAHAN_DILEPAS: isi.TahanDilepas,
    Jenis.TAHAN_DIUSULKAN: isi.TahanDiusulkan,
    Jenis.TAHAN_USUL_DITOLAK: isi.TahanUsulDitolak,
    Jenis.MASUK_RKP: isi.MasukRkp,
    Jenis.KELUAR_RKP: isi.KeluarRkp,
    Jenis.RKP_DILEPAS: isi.RkpDilepas,
    Jenis.KEPPRES_MAJU: isi.KeppresMaju,
    Jenis.KEPPRES_TURUN: isi.KeppresTurun,
    Jenis.KEPPRES_TERBIT: isi.KeppresTerbit,
    Jenis.SALINAN_DIUNGGAH: isi.SalinanDiunggah,
    Jenis.SALINAN_PERORANGAN: isi.SalinanPerorangan,
    Jenis.KEPPRES_DIRALAT: isi.KeppresDiralat,
    Jenis.SELESAI: isi.Selesai,
    Jenis.RALAT_DITERIMA: isi.RalatDiterima,
    Jenis.KEPPRES_DIBUAT: isi.KeppresDibuat,
    Jenis.KEPPRES_DIUBAH: isi.KeppresDiubah,
    Jenis.KEPPRES_DIHAPUS: isi.KeppresDihapus,
    Jenis.PIC_DIDAFTARKAN: isi_orang.PicDidaftarkan,
    Jenis.PIC_DIUBAH: isi_orang.PicDiubah,
    Jenis.PIC_DICABUT: isi_orang.PicDicabut,
    Jenis.PERAN_DIUBAH: isi_orang.PeranDiubah,
    Jenis.PENGGUNA_DIUBAH: isi_orang.PenggunaDiubah,
    Jenis.SANDI_DIATUR_ULANG: isi_orang.SandiDiaturUlang,
    Jenis.DUA_LANGKAH_DILEPAS: isi_orang.DuaLangkahDilepas,
    Jenis.EMPAT_MATA_DIUBAH: isi_orang.EmpatMataDiubah,
    Jenis.TAMPILAN_DISIMPAN: isi_orang.TampilanDisimpan,
    Jenis.TAMPILAN_DIHAPUS: isi_orang.TampilanDihapus,
    Jenis.KOLOM_DIATUR: isi_orang.KolomDiatur,
}

JENIS: Mapping[type[Isi], Jenis] = {kelas: jenis for jenis, kelas in ISI.items()}
