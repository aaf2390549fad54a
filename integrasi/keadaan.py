"""States of what goes out and of what comes in, as plain tables (janji.md 1 and 2). No Django.

The diagrams in the docs are drawn from here, rows move through `siapp.pindah` only, and what a person may do in which
state is asked of these tables.
"""

from enum import StrEnum

from siapp.keadaan import TabelKeadaan, gerak


class Keadaan(StrEnum):
    """States of a Pengiriman (janji.md 1)."""

    BARU = "BARU"
    KIRIM = "KIRIM"
    SELESAI = "SELESAI"
    ULANG = "ULANG"
    TIDAK_PASTI = "TIDAK_PASTI"
    DITOLAK = "DITOLAK"
    MATI = "MATI"
    BATAL = "BATAL"


class KeadaanMasuk(StrEnum):
    """States of a KejadianMasuk (janji.md 2)."""

    BARU = "BARU"
    MENUNGGU = "MENUNGGU"
    DITERAPKAN = "DITERAPKAN"
    BASI = "BASI"
    TANPA_USULAN = "TANPA_USULAN"
    TIDAK_TERBACA = "TIDAK_TERBACA"
    BERTENTANGAN = "BERTENTANGAN"
    DITUTUP = "DITUTUP"


class Penggerak(StrEnum):
    """Who moves a row: a part of the exchange, or a person."""

    RELAI = "relay"
    PENGIRIM = "sender"
    PENERIMA = "inbox"
    PETUGAS = "person"
    PEMULIHAN = "restore"


class GerakKiriman(StrEnum):
    """Moves of a Pengiriman."""

    DATA_TIDAK_SAH = "data_tidak_sah"  # breaks the Lampiran before anything was sent
    DIAMBIL = "diambil"  # leased by a worker
    TERKIRIM = "terkirim"
    NANTI = "nanti"  # proven not accepted, or not ready: tried again by itself
    HILANG = "hilang"  # nobody knows whether it arrived
    DITOLAK = "ditolak"
    HABIS_WAKTU = "habis_waktu"  # 75 hours of trying
    SEWA_HABIS = "sewa_habis"  # its worker died; the call may be repeated
    SEWA_HABIS_RAGU = "sewa_habis_ragu"  # its worker died; the call may not be repeated
    KIRIM_ULANG = "kirim_ulang"
    PASTIKAN_DULU = "pastikan_dulu"  # asked to be sent again, but an earlier try may have arrived
    NYATAKAN_SAMPAI = "nyatakan_sampai"
    NYATAKAN_TIDAK_SAMPAI = "nyatakan_tidak_sampai"
    LEWAT_SURAT = "lewat_surat"
    BATALKAN = "batalkan"
    DIGANTIKAN = "digantikan"  # the sender finds that a later version says all it would
    RALAT_MENGGANTI = "ralat_mengganti"  # a person's correction replaced one that waited for a person
    ID_DIKOREKSI = "id_dikoreksi"  # two people put the right ID Usulan in the place of one that they gave before
    ID_SALAH = "id_salah"  # it went out, or may have, under that wrong id
    PULIH_RAGU = "pulih_ragu"  # restored from a backup: may have gone out since
    PULIH_ULANG = "pulih_ulang"  # restored, and may be repeated
    PULIH_KUNCI_BARU = "pulih_kunci_baru"  # planned again after a restore: SIASN would not know its key


class GerakMasuk(StrEnum):
    """Moves of a KejadianMasuk."""

    BELUM_DIKENAL = "belum_dikenal"
    TAK_KUNJUNG_DIKENAL = "tak_kunjung_dikenal"  # 24 hours after it came
    DIOLAH = "diolah"
    DICOCOKKAN = "dicocokkan"  # a person named the usulan
    COBA_LAGI = "coba_lagi"
    DITUTUP = "ditutup"
    DITARIK = "ditarik"  # a match made by hand proved wrong


_DAPAT_DIAMBIL = {Keadaan.BARU, Keadaan.ULANG, Keadaan.TIDAK_PASTI}
_BERHENTI = {Keadaan.DITOLAK, Keadaan.MATI}

KIRIMAN: TabelKeadaan[Keadaan, GerakKiriman] = TabelKeadaan(
    keadaan=Keadaan,
    label={
        Keadaan.BARU: "Menunggu giliran",
        Keadaan.KIRIM: "Sedang dikirim",
        Keadaan.SELESAI: "Terkirim",
        Keadaan.ULANG: "Akan dicoba lagi",
        Keadaan.TIDAK_PASTI: "Tidak pasti sampai",
        Keadaan.DITOLAK: "Ditolak SIASN",
        Keadaan.MATI: "Percobaan habis",
        Keadaan.BATAL: "Dibatalkan",
    },
    awal=(Keadaan.BARU, Keadaan.DITOLAK),
    gerak={
        GerakKiriman.DATA_TIDAK_SAH: gerak(
            {Keadaan.BARU, Keadaan.ULANG}, Keadaan.DITOLAK, Penggerak.RELAI, Penggerak.PETUGAS
        ),
        GerakKiriman.DIAMBIL: gerak(_DAPAT_DIAMBIL, Keadaan.KIRIM, Penggerak.PENGIRIM),
        GerakKiriman.TERKIRIM: gerak({Keadaan.KIRIM}, Keadaan.SELESAI, Penggerak.PENGIRIM),
        GerakKiriman.NANTI: gerak({Keadaan.KIRIM}, Keadaan.ULANG, Penggerak.PENGIRIM),
        GerakKiriman.HILANG: gerak({Keadaan.KIRIM}, Keadaan.TIDAK_PASTI, Penggerak.PENGIRIM),
        GerakKiriman.DITOLAK: gerak({Keadaan.KIRIM}, Keadaan.DITOLAK, Penggerak.PENGIRIM),
        GerakKiriman.HABIS_WAKTU: gerak({Keadaan.KIRIM}, Keadaan.MATI, Penggerak.PENGIRIM),
        GerakKiriman.SEWA_HABIS: gerak({Keadaan.KIRIM}, Keadaan.ULANG, Penggerak.PENGIRIM),
        GerakKiriman.SEWA_HABIS_RAGU: gerak({Keadaan.KIRIM}, Keadaan.TIDAK_PASTI, Penggerak.PENGIRIM),
        GerakKiriman.KIRIM_ULANG: gerak(_BERHENTI | {Keadaan.ULANG}, Keadaan.ULANG, Penggerak.PETUGAS),
        GerakKiriman.PASTIKAN_DULU: gerak(_BERHENTI, Keadaan.TIDAK_PASTI, Penggerak.PETUGAS),
        GerakKiriman.NYATAKAN_SAMPAI: gerak(_DAPAT_DIAMBIL | _BERHENTI, Keadaan.SELESAI, Penggerak.PETUGAS),
        GerakKiriman.NYATAKAN_TIDAK_SAMPAI: gerak(_BERHENTI | {Keadaan.TIDAK_PASTI}, Keadaan.ULANG, Penggerak.PETUGAS),
        GerakKiriman.LEWAT_SURAT: gerak(_DAPAT_DIAMBIL | _BERHENTI, Keadaan.SELESAI, Penggerak.PETUGAS),
        GerakKiriman.BATALKAN: gerak(_DAPAT_DIAMBIL | _BERHENTI, Keadaan.BATAL, Penggerak.PETUGAS),
        GerakKiriman.DIGANTIKAN: gerak({Keadaan.KIRIM}, Keadaan.BATAL, Penggerak.PENGIRIM),
        GerakKiriman.RALAT_MENGGANTI: gerak(_BERHENTI, Keadaan.BATAL, Penggerak.PETUGAS),
        GerakKiriman.ID_DIKOREKSI: gerak({Keadaan.SELESAI}, Keadaan.SELESAI, Penggerak.PETUGAS),
        GerakKiriman.ID_SALAH: gerak(
            _BERHENTI | {Keadaan.SELESAI, Keadaan.TIDAK_PASTI}, Keadaan.DITOLAK, Penggerak.PETUGAS
        ),
        GerakKiriman.PULIH_RAGU: gerak(_DAPAT_DIAMBIL | {Keadaan.KIRIM}, Keadaan.TIDAK_PASTI, Penggerak.PEMULIHAN),
        # Never uncertain before: a call that may be repeated is repeated.
        GerakKiriman.PULIH_ULANG: gerak(
            {Keadaan.BARU, Keadaan.KIRIM, Keadaan.ULANG}, Keadaan.ULANG, Penggerak.PEMULIHAN
        ),
        # Planned a moment ago; a worker that does not stand still may have taken it all the same.
        GerakKiriman.PULIH_KUNCI_BARU: gerak(_DAPAT_DIAMBIL | {Keadaan.KIRIM}, Keadaan.MATI, Penggerak.PEMULIHAN),
    },
)

# What was delivered waits for nobody, though people can find that it went out under a wrong id.
TUNTAS = tuple(satu for satu in Keadaan if satu is Keadaan.SELESAI or satu in KIRIMAN.akhir)
PERLU_ORANG = tuple(satu for satu in KIRIMAN.hanya(Penggerak.PETUGAS) if satu not in TUNTAS)
# What a person may decide about: neither ended nor in a worker's hands.
DAPAT_DIPUTUS = KIRIMAN.dari(GerakKiriman.BATALKAN)
# What goes on by itself and is sure.
BERJALAN = tuple(satu for satu in KIRIMAN.terbuka if satu not in {*TUNTAS, *PERLU_ORANG, Keadaan.TIDAK_PASTI})

_DIOLAH = {KeadaanMasuk.BARU, KeadaanMasuk.MENUNGGU}
_BELUM_BERTUAN = {KeadaanMasuk.MENUNGGU, KeadaanMasuk.TANPA_USULAN}
_HASIL = {KeadaanMasuk.DITERAPKAN, KeadaanMasuk.BASI, KeadaanMasuk.BERTENTANGAN}

MASUK: TabelKeadaan[KeadaanMasuk, GerakMasuk] = TabelKeadaan(
    keadaan=KeadaanMasuk,
    label={
        KeadaanMasuk.BARU: "Baru",
        KeadaanMasuk.MENUNGGU: "Menunggu usulannya dikenal",
        KeadaanMasuk.DITERAPKAN: "Diterapkan",
        KeadaanMasuk.BASI: "Disimpan, sudah ada putusan yang lebih baru",
        KeadaanMasuk.TANPA_USULAN: "Usulan tidak dikenal",
        KeadaanMasuk.TIDAK_TERBACA: "Tidak terbaca",
        KeadaanMasuk.BERTENTANGAN: "Bertentangan, perlu dilihat",
        KeadaanMasuk.DITUTUP: "Ditutup petugas",
    },
    awal=(KeadaanMasuk.BARU, KeadaanMasuk.TIDAK_TERBACA),
    gerak={
        GerakMasuk.BELUM_DIKENAL: gerak(_DIOLAH, KeadaanMasuk.MENUNGGU, Penggerak.PENERIMA),
        GerakMasuk.TAK_KUNJUNG_DIKENAL: gerak(_DIOLAH, KeadaanMasuk.TANPA_USULAN, Penggerak.PENERIMA),
        GerakMasuk.DIOLAH: gerak(_DIOLAH, _HASIL, Penggerak.PENERIMA),
        GerakMasuk.DICOCOKKAN: gerak(_BELUM_BERTUAN, _HASIL, Penggerak.PETUGAS),
        GerakMasuk.DITARIK: gerak(_HASIL, KeadaanMasuk.TANPA_USULAN, Penggerak.PETUGAS),
        GerakMasuk.COBA_LAGI: gerak(_BELUM_BERTUAN | {KeadaanMasuk.BERTENTANGAN}, KeadaanMasuk.BARU, Penggerak.PETUGAS),
        GerakMasuk.DITUTUP: gerak(
            set(KeadaanMasuk) - {KeadaanMasuk.DITERAPKAN, KeadaanMasuk.DITUTUP}, KeadaanMasuk.DITUTUP, Penggerak.PETUGAS
        ),
    },
)

# What machines work on by themselves.
DIOLAH_SENDIRI = MASUK.dari(GerakMasuk.DIOLAH)
# What was applied can be taken back, but waits for nobody.
MASUK_PERLU_ORANG = tuple(satu for satu in MASUK.hanya(Penggerak.PETUGAS) if satu is not KeadaanMasuk.DITERAPKAN)
MASUK_TERBUKA = tuple(satu for satu in MASUK.terbuka if satu is not KeadaanMasuk.DITERAPKAN)
