"""States of a stored file, of its bytes and of what was read in it, as plain tables (janji.md 3). No Django."""

from enum import StrEnum

from siapp.keadaan import TabelKeadaan, gerak


class KeadaanBerkas(StrEnum):
    """What the inspection says of a file."""

    DIPERIKSA = "DIPERIKSA"
    TERSEDIA = "TERSEDIA"
    DITOLAK = "DITOLAK"


class KesehatanBerkas(StrEnum):
    """Whether the stored bytes are the received ones; kept as the date since when they are not (`rusak_sejak`)."""

    UTUH = "UTUH"
    RUSAK = "RUSAK"


class KeadaanTertahan(StrEnum):
    """Where a scrub stands that stopped because too much is unknown to the database."""

    TERTAHAN = "TERTAHAN"
    DIUSULKAN = "DIUSULKAN"
    DISETUJUI = "DISETUJUI"
    SELESAI = "SELESAI"


class Penggerak(StrEnum):
    """Who moves a file, or a scrub that stopped."""

    PEMERIKSA = "inspector"
    PERAWAT = "scrub"
    PEMBACA = "reader"
    ORANG = "person"


class GerakBerkas(StrEnum):
    """Moves of the inspection."""

    LOLOS = "lolos"
    TIDAK_LOLOS = "tidak_lolos"


class GerakKesehatan(StrEnum):
    """Moves of the scrub."""

    KEDAPATAN_RUSAK = "kedapatan_rusak"
    KEDAPATAN_UTUH = "kedapatan_utuh"  # a restore made the bytes good again


class GerakTertahan(StrEnum):
    """Moves of a scrub that stopped."""

    PINDAH_DIUSULKAN = "pindah_diusulkan"
    PINDAH_DITOLAK = "pindah_ditolak"
    PINDAH_DISETUJUI = "pindah_disetujui"
    BERTAMBAH = "bertambah"  # what was proposed or agreed to was less
    PERAPIAN_SELESAI = "perapian_selesai"


BERKAS: TabelKeadaan[KeadaanBerkas, GerakBerkas] = TabelKeadaan(
    keadaan=KeadaanBerkas,
    label={
        KeadaanBerkas.DIPERIKSA: "Sedang diperiksa",
        KeadaanBerkas.TERSEDIA: "Tersedia",
        KeadaanBerkas.DITOLAK: "Ditolak",
    },
    awal=(KeadaanBerkas.DIPERIKSA,),
    gerak={
        GerakBerkas.LOLOS: gerak({KeadaanBerkas.DIPERIKSA}, KeadaanBerkas.TERSEDIA, Penggerak.PEMERIKSA),
        GerakBerkas.TIDAK_LOLOS: gerak({KeadaanBerkas.DIPERIKSA}, KeadaanBerkas.DITOLAK, Penggerak.PEMERIKSA),
    },
)

KESEHATAN: TabelKeadaan[KesehatanBerkas, GerakKesehatan] = TabelKeadaan(
    keadaan=KesehatanBerkas,
    label={KesehatanBerkas.UTUH: "Utuh", KesehatanBerkas.RUSAK: "Rusak di penyimpanan"},
    awal=(KesehatanBerkas.UTUH,),
    gerak={
        GerakKesehatan.KEDAPATAN_RUSAK: gerak({KesehatanBerkas.UTUH}, KesehatanBerkas.RUSAK, Penggerak.PERAWAT),
        GerakKesehatan.KEDAPATAN_UTUH: gerak({KesehatanBerkas.RUSAK}, KesehatanBerkas.UTUH, Penggerak.PERAWAT),
    },
)


class KeadaanBacaan(StrEnum):
    """How far the words of a released PDF have been read."""

    MENUNGGU = "MENUNGGU"
    PINDAIAN = "PINDAIAN"
    SELESAI = "SELESAI"
    GAGAL = "GAGAL"


class GerakBacaan(StrEnum):
    """Moves of the reader."""

    TERBACA = "terbaca"
    TERNYATA_PINDAIAN = "ternyata_pindaian"
    PINDAIAN_TERBACA = "pindaian_terbaca"
    TIDAK_TERBACA = "tidak_terbaca"
    BACA_ULANG = "baca_ulang"


BACAAN: TabelKeadaan[KeadaanBacaan, GerakBacaan] = TabelKeadaan(
    keadaan=KeadaanBacaan,
    label={
        KeadaanBacaan.MENUNGGU: "Menunggu dibaca",
        KeadaanBacaan.PINDAIAN: "Pindaian menunggu dibaca",
        KeadaanBacaan.SELESAI: "Sudah dibaca",
        KeadaanBacaan.GAGAL: "Tidak terbaca",
    },
    awal=(KeadaanBacaan.MENUNGGU,),
    gerak={
        GerakBacaan.TERBACA: gerak({KeadaanBacaan.MENUNGGU}, KeadaanBacaan.SELESAI, Penggerak.PEMBACA),
        GerakBacaan.TERNYATA_PINDAIAN: gerak({KeadaanBacaan.MENUNGGU}, KeadaanBacaan.PINDAIAN, Penggerak.PEMBACA),
        GerakBacaan.PINDAIAN_TERBACA: gerak({KeadaanBacaan.PINDAIAN}, KeadaanBacaan.SELESAI, Penggerak.PEMBACA),
        GerakBacaan.TIDAK_TERBACA: gerak({KeadaanBacaan.MENUNGGU}, KeadaanBacaan.GAGAL, Penggerak.PEMBACA),
        # A reader who has learnt more, by the command of the manual.
        GerakBacaan.BACA_ULANG: gerak(
            {KeadaanBacaan.PINDAIAN, KeadaanBacaan.SELESAI, KeadaanBacaan.GAGAL},
            KeadaanBacaan.MENUNGGU,
            Penggerak.PEMBACA,
        ),
    },
)

_T = KeadaanTertahan
TERTAHAN: TabelKeadaan[KeadaanTertahan, GerakTertahan] = TabelKeadaan(
    keadaan=KeadaanTertahan,
    label={
        _T.TERTAHAN: "Menunggu keputusan",
        _T.DIUSULKAN: "Menunggu orang kedua",
        _T.DISETUJUI: "Disetujui, menunggu pekerja berkas",
        _T.SELESAI: "Selesai",
    },
    awal=(_T.TERTAHAN,),
    gerak={
        GerakTertahan.PINDAH_DIUSULKAN: gerak({_T.TERTAHAN}, _T.DIUSULKAN, Penggerak.ORANG),
        GerakTertahan.PINDAH_DITOLAK: gerak({_T.DIUSULKAN}, _T.TERTAHAN, Penggerak.ORANG),
        GerakTertahan.PINDAH_DISETUJUI: gerak({_T.DIUSULKAN}, _T.DISETUJUI, Penggerak.ORANG),
        GerakTertahan.BERTAMBAH: gerak({_T.DIUSULKAN, _T.DISETUJUI}, _T.TERTAHAN, Penggerak.PERAWAT),
        GerakTertahan.PERAPIAN_SELESAI: gerak({_T.TERTAHAN, _T.DIUSULKAN, _T.DISETUJUI}, _T.SELESAI, Penggerak.PERAWAT),
    },
)
