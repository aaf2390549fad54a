"""The kinds of notices in one table: what each says, who may read it, where it leads, how it is mailed unasked."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from django.db import models

from siapp.akun.peran import JenisPeran


class JenisKabar(models.TextChoices):
    """What a notice is about, in the words of its reader."""

    # for PICs
    DIKEMBALIKAN = "DIKEMBALIKAN", "Dikembalikan untuk diperbaiki"
    MENUNGGU_TEKEN = "MENUNGGU_TEKEN", "Menunggu teken Anda"
    DRAF_KEMBALI = "DRAF_KEMBALI", "Draf dikembalikan penyetuju"
    BERKAS_DITOLAK = "BERKAS_DITOLAK", "Berkas ditolak"
    PERTEK_ADA = "PERTEK_ADA", "Pertek sudah ada"
    KEPPRES_TERBIT = "KEPPRES_TERBIT", "Keppres terbit"
    BERAKHIR_TMS = "BERAKHIR_TMS", "Dinyatakan tidak memenuhi syarat (TMS)"
    TENGGAT_DEKAT = "TENGGAT_DEKAT", "Tenggat dekat"
    DISERAHKAN = "DISERAHKAN", "Diserahkan kepada Anda"
    # for Biro APP
    DIBERIKAN = "DIBERIKAN", "Diberikan kepada Anda"
    DIAMBIL = "DIAMBIL", "Tidak lagi pada Anda"
    PERBAIKAN_KEMBALI = "PERBAIKAN_KEMBALI", "Perbaikan sudah dikirim"
    BKN_MENGEMBALIKAN = "BKN_MENGEMBALIKAN", "BKN mengembalikan yang Anda pegang"
    TMS_MENUNGGU = "TMS_MENUNGGU", "TMS menunggu konfirmasi"
    TMS_DITOLAK = "TMS_DITOLAK", "Usul TMS Anda ditolak"
    ORANG_KEDUA = "ORANG_KEDUA", "Menunggu orang kedua"
    RKP_MENUNGGU = "RKP_MENUNGGU", "Rancangan Keppres menunggu dilepas"
    DITAHAN = "DITAHAN", "Ditahan, perlu keputusan"
    BERTENTANGAN = "BERTENTANGAN", "Putusan bertentangan"
    TERLAMBAT = "TERLAMBAT", "Terlambat"
    TANPA_PEMEGANG = "TANPA_PEMEGANG", "Belum ada yang mengerjakan"
    # for all
    PENGUMUMAN = "PENGUMUMAN", "Pengumuman"


class CaraSurel(models.TextChoices):
    """When a notice is mailed."""

    SEKETIKA = "SEKETIKA", "Segera"
    HARIAN = "HARIAN", "Ringkasan harian"
    TIDAK = "TIDAK", "Tidak"


@dataclass(frozen=True, slots=True)
class Ketentuan:
    """`peran`: who may read the kind. `nama_url`: where it leads, with the usulan or what the notice refers to."""

    peran: Set[JenisPeran]
    nama_url: str
    cara: CaraSurel = CaraSurel.HARIAN


P = JenisPeran
_PIC = frozenset({P.PIC})
_POKJA = frozenset({P.KOORDINATOR, P.VERIFIKATOR})
_PEMBAGI = frozenset({P.KOORDINATOR, P.KEPALA_BIRO})
_KEPPRES = frozenset({P.DUKUNGAN, P.KEPALA_BIRO})
_SEGERA = CaraSurel.SEKETIKA

KETENTUAN: Mapping[JenisKabar, Ketentuan] = {
    JenisKabar.DIKEMBALIKAN: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.MENUNGGU_TEKEN: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.DRAF_KEMBALI: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.BERKAS_DITOLAK: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.PERTEK_ADA: Ketentuan(_PIC, "usulan:rinci"),
    JenisKabar.KEPPRES_TERBIT: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.BERAKHIR_TMS: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.TENGGAT_DEKAT: Ketentuan(_PIC, "usulan:rinci"),
    JenisKabar.DISERAHKAN: Ketentuan(_PIC, "usulan:rinci", _SEGERA),
    JenisKabar.DIBERIKAN: Ketentuan(_POKJA, "usulan:verifikasi"),
    JenisKabar.DIAMBIL: Ketentuan(_POKJA, "usulan:verifikasi"),
    JenisKabar.PERBAIKAN_KEMBALI: Ketentuan(_POKJA, "usulan:verifikasi"),
    JenisKabar.BKN_MENGEMBALIKAN: Ketentuan(_POKJA, "usulan:verifikasi", _SEGERA),
    JenisKabar.TMS_MENUNGGU: Ketentuan(_PEMBAGI, "usulan:verifikasi", _SEGERA),
    JenisKabar.TMS_DITOLAK: Ketentuan(_POKJA, "usulan:verifikasi"),
    JenisKabar.ORANG_KEDUA: Ketentuan(_KEPPRES | {P.ADMINISTRATOR}, "usulan:tahanan", _SEGERA),
    JenisKabar.RKP_MENUNGGU: Ketentuan(frozenset({P.KEPALA_BIRO}), "usulan:keppres_rinci", _SEGERA),
    JenisKabar.DITAHAN: Ketentuan(_KEPPRES, "usulan:tahanan", _SEGERA),
    JenisKabar.BERTENTANGAN: Ketentuan(_KEPPRES, "usulan:tahanan", _SEGERA),
    JenisKabar.TERLAMBAT: Ketentuan(_POKJA | _KEPPRES, "usulan:rinci"),
    JenisKabar.TANPA_PEMEGANG: Ketentuan(_PEMBAGI | {P.ADMINISTRATOR}, "usulan:antrean"),
    JenisKabar.PENGUMUMAN: Ketentuan(frozenset(P), "integrasi:pengumuman"),
}


def terbaca(peran: Set[str]) -> list[JenisKabar]:
    """Return the kinds that somebody who holds `peran` may read, in the order of the table."""
    return [jenis for jenis, ketentuan in KETENTUAN.items() if ketentuan.peran & peran]
