"""The workflow as plain tables: stages, whose turn, transitions (alur.md 2). No Django.

The diagram in the docs is generated from here and the test walks verb × role × stage. Who may do what stands in
KETENTUAN and nowhere else: actions, pages and their doors all ask it.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from siapp.akun.peran import JenisPeran, Mesin, Pelaku


class Tahap(StrEnum):
    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    DIVERIFIKASI = "DIVERIFIKASI"
    PERBAIKAN = "PERBAIKAN"
    MENUNGGU_PERTEK = "MENUNGGU_PERTEK"
    SIAP_KEPPRES = "SIAP_KEPPRES"
    RKP = "RKP"
    KEPPRES_MAJU = "KEPPRES_MAJU"
    KEPPRES_TERBIT = "KEPPRES_TERBIT"
    SELESAI = "SELESAI"
    TMS = "TMS"
    DIHAPUS = "DIHAPUS"


class Giliran(StrEnum):
    """Whose turn it is."""

    PIC = "PIC instansi"
    KOORDINATOR = "Koordinator pokja"
    VERIFIKATOR = "Verifikator"
    BKN = "BKN"
    DUKUNGAN = "Dukungan administrasi"
    KEPALA_BIRO = "Kepala Biro"
    PRESIDEN = "Presiden"
    TIDAK_ADA = "—"


class Kerja(StrEnum):
    """The verbs of the workflow: what is done with a usulan."""

    # These lead to another stage.
    AJUKAN = "ajukan"
    HAPUS = "hapus"
    BAGI = "bagi"
    AMBIL = "ambil"
    LEPASKAN = "lepaskan"
    SETUJUI = "setujui"
    KEMBALIKAN = "kembalikan"
    KONFIRMASI_TMS = "konfirmasi_tms"
    AJUKAN_PERBAIKAN = "ajukan_perbaikan"
    BKN_BTL = "bkn_btl"
    BKN_TMS = "bkn_tms"
    BKN_LENGKAP = "bkn_lengkap"
    TEGASKAN_PERTEK = "tegaskan_pertek"
    IKUTI_BKN = "ikuti_bkn"
    MASUK_RKP = "masuk_rkp"
    KELUAR_RKP = "keluar_rkp"
    KELUAR_MAJU = "keluar_maju"
    MAJUKAN = "majukan"
    TERBITKAN_KEPPRES = "terbitkan_keppres"
    TERIMA_SALINAN = "terima_salinan"
    TARIK_PUTUSAN = "tarik_putusan"
    AKHIRI_MENINGGAL = "akhiri_meninggal"
    # These leave the stage as it is.
    UBAH_DATA = "ubah_data"
    UNGGAH = "unggah"
    KEMBALIKAN_DRAF = "kembalikan_draf"
    SERAHKAN_DRAF = "serahkan_draf"
    NILAI = "nilai"
    USULKAN_TMS = "usulkan_tms"
    TOLAK_TMS = "tolak_tms"
    ALIHKAN = "alihkan"
    TANDAI_PERBAIKAN = "tandai_perbaikan"
    USULKAN_TAHAN = "usulkan_tahan"
    KONFIRMASI_TAHAN = "konfirmasi_tahan"
    TOLAK_TAHAN = "tolak_tahan"
    KETAHUI_PERUBAHAN = "ketahui_perubahan"
    LEPAS_RKP = "lepas_rkp"
    TURUNKAN = "turunkan"
    TERIMA_RALAT = "terima_ralat"
    OPER_INSTANSI = "oper_instansi"


class Syarat(StrEnum):
    """What a person needs besides the role."""

    TEKEN = "TEKEN"  # the right to sign, given with the role of PIC
    BUKAN_PENYUSUN = "BUKAN_PENYUSUN"  # not to have written it, where the instansi asks for two people
    PEMEGANG = "PEMEGANG"  # to hold the usulan: a colleague of the same pokja reads only
    BUKAN_PENGUSUL = "BUKAN_PENGUSUL"  # not to be the one who proposed the TMS
    ORANG_KEDUA = "ORANG_KEDUA"  # not to be the one who proposed what to do about a hold


LABEL: Mapping[Tahap, str] = {
    Tahap.DRAF: "Draf",
    Tahap.DIAJUKAN: "Diajukan",
    Tahap.DIVERIFIKASI: "Diverifikasi",
    Tahap.PERBAIKAN: "Perbaikan",
    Tahap.MENUNGGU_PERTEK: "Menunggu Pertek",
    Tahap.SIAP_KEPPRES: "Siap Keppres",
    Tahap.RKP: "Rancangan Keppres",
    Tahap.KEPPRES_MAJU: "Keppres maju",
    Tahap.KEPPRES_TERBIT: "Keppres terbit",
    Tahap.SELESAI: "Selesai",
    Tahap.TMS: "Tidak memenuhi syarat (TMS)",
    Tahap.DIHAPUS: "Dihapus",
}

GILIRAN: Mapping[Tahap, Giliran] = {
    Tahap.DRAF: Giliran.PIC,
    Tahap.DIAJUKAN: Giliran.KOORDINATOR,
    Tahap.DIVERIFIKASI: Giliran.VERIFIKATOR,
    Tahap.PERBAIKAN: Giliran.PIC,
    Tahap.MENUNGGU_PERTEK: Giliran.BKN,
    Tahap.SIAP_KEPPRES: Giliran.DUKUNGAN,
    Tahap.RKP: Giliran.KEPALA_BIRO,
    Tahap.KEPPRES_MAJU: Giliran.PRESIDEN,
    Tahap.KEPPRES_TERBIT: Giliran.DUKUNGAN,
    Tahap.SELESAI: Giliran.TIDAK_ADA,
    Tahap.TMS: Giliran.TIDAK_ADA,
    Tahap.DIHAPUS: Giliran.TIDAK_ADA,
}

AKHIR = frozenset({Tahap.SELESAI, Tahap.TMS, Tahap.DIHAPUS})
TERBUKA = frozenset(Tahap) - AKHIR
AKTIF = TERBUKA - {Tahap.DRAF}
DENGAN_PIC = frozenset({Tahap.DRAF, Tahap.PERBAIKAN})
# "any of the verification stages" of alur.md 2: while BKN's verdict still decides.
VERIFIKASI = frozenset({Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.PERBAIKAN, Tahap.MENUNGGU_PERTEK})
# Judged by Biro APP and in no Keppres: who dies here would wait for ever (keputusan/0040).
MENUNGGU_KEPPRES = frozenset({Tahap.MENUNGGU_PERTEK, Tahap.SIAP_KEPPRES})
# From here on a contradiction of BKN stops the Keppres and waits for a person.
KEPPRES_DISUSUN = frozenset({Tahap.SIAP_KEPPRES, Tahap.RKP, Tahap.KEPPRES_MAJU})

# The decree is out: a change of BKN can only be told to a person.
SESUDAH_TERBIT = frozenset({Tahap.KEPPRES_TERBIT, Tahap.SELESAI})

# Working days until a stage is late; stages that wait for the PIC or BKN pause the clock.
BATAS_HARI_KERJA: Mapping[Tahap, int] = {
    Tahap.DIAJUKAN: 1,
    Tahap.DIVERIFIKASI: 5,
    Tahap.SIAP_KEPPRES: 3,
    Tahap.RKP: 5,
    Tahap.KEPPRES_TERBIT: 5,
}


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """What holds for one verb: in which stages, by whom, where it leads (no `ke`: nowhere), on what terms."""

    kerja: Kerja
    dari: Set[Tahap]
    pelaku: Set[Pelaku]
    ke: Set[Tahap] = frozenset()
    syarat: tuple[Syarat, ...] = ()


_PIC = frozenset({JenisPeran.PIC})
_VERIFIKATOR = frozenset({JenisPeran.VERIFIKATOR})
_PEMBAGI = frozenset({JenisPeran.KOORDINATOR, JenisPeran.KEPALA_BIRO})
# Who ends a role gives back what its holder held.
_PELEPAS: frozenset[Pelaku] = frozenset({*_PEMBAGI, JenisPeran.ADMINISTRATOR, Mesin.SISTEM})
_DUKUNGAN = frozenset({JenisPeran.DUKUNGAN})
_KEPPRES = frozenset({JenisPeran.DUKUNGAN, JenisPeran.KEPALA_BIRO})
_PENEGAS = frozenset({JenisPeran.ADMINISTRATOR, JenisPeran.KEPALA_BIRO})
_BKN = frozenset({Mesin.BKN})
# Who hands a usulan to the instansi where its person is now.
_PENGOPER = frozenset({*_PEMBAGI, JenisPeran.ADMINISTRATOR})
_DAPAT_DITAHAN = VERIFIKASI | KEPPRES_DISUSUN
_DINILAI = frozenset({Tahap.DIVERIFIKASI})
_TEKEN = (Syarat.TEKEN, Syarat.BUKAN_PENYUSUN)
_PEMEGANG = (Syarat.PEMEGANG,)

KETENTUAN: Mapping[Kerja, Ketentuan] = {
    k.kerja: k
    for k in (
        Ketentuan(Kerja.AJUKAN, {Tahap.DRAF}, _PIC, {Tahap.DIAJUKAN}, _TEKEN),
        Ketentuan(Kerja.HAPUS, {Tahap.DRAF}, _PIC, {Tahap.DIHAPUS}),
        Ketentuan(Kerja.BAGI, {Tahap.DIAJUKAN}, _PEMBAGI, {Tahap.DIVERIFIKASI}),
        Ketentuan(Kerja.AMBIL, {Tahap.DIAJUKAN}, _VERIFIKATOR, {Tahap.DIVERIFIKASI}),
        Ketentuan(Kerja.LEPASKAN, _DINILAI, _PELEPAS, {Tahap.DIAJUKAN}),
        Ketentuan(Kerja.SETUJUI, _DINILAI, _VERIFIKATOR, {Tahap.MENUNGGU_PERTEK, Tahap.SIAP_KEPPRES}, _PEMEGANG),
        Ketentuan(Kerja.KEMBALIKAN, _DINILAI, _VERIFIKATOR, {Tahap.PERBAIKAN}, _PEMEGANG),
        Ketentuan(Kerja.KONFIRMASI_TMS, _DINILAI, _PEMBAGI, {Tahap.TMS}, (Syarat.BUKAN_PENGUSUL,)),
        Ketentuan(Kerja.AJUKAN_PERBAIKAN, {Tahap.PERBAIKAN}, _PIC, {Tahap.DIVERIFIKASI, Tahap.DIAJUKAN}, _TEKEN),
        Ketentuan(Kerja.BKN_BTL, {Tahap.DIAJUKAN, Tahap.DIVERIFIKASI, Tahap.MENUNGGU_PERTEK}, _BKN, {Tahap.PERBAIKAN}),
        Ketentuan(Kerja.BKN_TMS, VERIFIKASI, _BKN, {Tahap.TMS}),
        Ketentuan(Kerja.BKN_LENGKAP, {Tahap.MENUNGGU_PERTEK}, _BKN, {Tahap.SIAP_KEPPRES}),
        Ketentuan(Kerja.TEGASKAN_PERTEK, {Tahap.MENUNGGU_PERTEK}, _KEPPRES, {Tahap.SIAP_KEPPRES}),
        Ketentuan(Kerja.IKUTI_BKN, KEPPRES_DISUSUN, _KEPPRES, {Tahap.PERBAIKAN, Tahap.TMS}),
        Ketentuan(Kerja.MASUK_RKP, {Tahap.SIAP_KEPPRES}, _DUKUNGAN, {Tahap.RKP}),
        Ketentuan(Kerja.KELUAR_RKP, {Tahap.RKP}, _KEPPRES, {Tahap.SIAP_KEPPRES}),
        Ketentuan(Kerja.KELUAR_MAJU, {Tahap.KEPPRES_MAJU}, _KEPPRES, {Tahap.SIAP_KEPPRES}),
        Ketentuan(Kerja.MAJUKAN, {Tahap.RKP}, _DUKUNGAN, {Tahap.KEPPRES_MAJU}),
        Ketentuan(Kerja.TERBITKAN_KEPPRES, {Tahap.KEPPRES_MAJU}, _DUKUNGAN, {Tahap.KEPPRES_TERBIT}),
        Ketentuan(Kerja.TERIMA_SALINAN, {Tahap.KEPPRES_TERBIT}, _PIC | _DUKUNGAN, {Tahap.SELESAI}),
        Ketentuan(Kerja.TARIK_PUTUSAN, {Tahap.PERBAIKAN, Tahap.TMS, Tahap.SIAP_KEPPRES}, _PENEGAS, VERIFIKASI),
        Ketentuan(Kerja.AKHIRI_MENINGGAL, MENUNGGU_KEPPRES, _KEPPRES, {Tahap.TMS}),
        Ketentuan(Kerja.UBAH_DATA, DENGAN_PIC, _PIC),
        Ketentuan(Kerja.UNGGAH, DENGAN_PIC, _PIC),
        Ketentuan(Kerja.KEMBALIKAN_DRAF, DENGAN_PIC, _PIC, syarat=(Syarat.TEKEN,)),
        Ketentuan(Kerja.SERAHKAN_DRAF, DENGAN_PIC, _PIC),
        Ketentuan(Kerja.NILAI, _DINILAI, _VERIFIKATOR, syarat=_PEMEGANG),
        Ketentuan(Kerja.USULKAN_TMS, _DINILAI, _VERIFIKATOR, syarat=_PEMEGANG),
        Ketentuan(Kerja.TOLAK_TMS, _DINILAI, _PEMBAGI),
        Ketentuan(Kerja.ALIHKAN, {Tahap.DIVERIFIKASI, Tahap.PERBAIKAN}, _PEMBAGI),
        Ketentuan(Kerja.TANDAI_PERBAIKAN, {Tahap.PERBAIKAN}, {JenisPeran.VERIFIKATOR, JenisPeran.KOORDINATOR}),
        Ketentuan(Kerja.USULKAN_TAHAN, _DAPAT_DITAHAN, _KEPPRES),
        Ketentuan(Kerja.KONFIRMASI_TAHAN, _DAPAT_DITAHAN, _KEPPRES, syarat=(Syarat.ORANG_KEDUA,)),
        Ketentuan(Kerja.TOLAK_TAHAN, _DAPAT_DITAHAN, _KEPPRES),
        Ketentuan(Kerja.KETAHUI_PERUBAHAN, SESUDAH_TERBIT, _KEPPRES),
        Ketentuan(Kerja.LEPAS_RKP, {Tahap.RKP}, {JenisPeran.KEPALA_BIRO}),
        Ketentuan(Kerja.TURUNKAN, {Tahap.KEPPRES_MAJU}, _DUKUNGAN),
        Ketentuan(Kerja.TERIMA_RALAT, {Tahap.SELESAI}, _PIC | _DUKUNGAN),
        Ketentuan(Kerja.OPER_INSTANSI, AKTIF, _PENGOPER),
    )
}

# What leads out of a stage, and what may be done in one without leaving it.
TRANSISI: Mapping[Kerja, Ketentuan] = {kerja: k for kerja, k in KETENTUAN.items() if k.ke}
TINDAKAN: Mapping[Kerja, Ketentuan] = {kerja: k for kerja, k in KETENTUAN.items() if not k.ke}
