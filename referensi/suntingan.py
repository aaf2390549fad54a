"""What an administrator edits by hand: the periods of KP and the reasons for refusing a document."""

import re
import unicodedata
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Max, Model, ProtectedError
from django.db.models.deletion import Collector
from django.utils import timezone

from referensi.isian_awal import BULAN_KE_DEPAN, geser_bulan, rentang_usulan, tmt_periode
from referensi.izin import Urusan, hak
from referensi.katalog.baca import BATAS_ALASAN
from referensi.models import AlasanPenolakan, Periode
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.kunci import Kunci, kunci_transaksi
from siapp.web.galat import GalatPengguna

ALIRAN_PERIODE = "referensi:periode"
ALIRAN_ALASAN = "referensi:alasan"


def _check_boleh(oleh: Pengguna) -> None:
    hak.check(oleh, Urusan.UBAH, pesan="Hanya administrator yang mengubah data referensi.")


def _ganti(objek: Model, **isian: Any) -> dict[str, list[Any]]:
    """Write the fields that differ; return {field: [old, new]}."""
    perubahan = {k: [getattr(objek, k), v] for k, v in isian.items() if getattr(objek, k) != v}
    for kunci, (_, baru) in perubahan.items():
        setattr(objek, kunci, baru)
    if perubahan:
        objek.save(update_fields=list(perubahan))
    return perubahan


def check_rentang(tmt: date, dibuka: date, ditutup: date) -> None:
    """Raise GalatPengguna with its field unless usulan for `tmt` can be taken from `dibuka` to `ditutup`."""
    if dibuka > ditutup:
        raise GalatPengguna("Periode ditutup sebelum dibuka. Periksa kedua tanggalnya.", bidang="ditutup")
    if dibuka > tmt:
        raise GalatPengguna("Periode baru dibuka setelah TMT-nya. Periksa tanggalnya.", bidang="dibuka")
    _check_tetangga(tmt, dibuka, ditutup)


def _check_tetangga(tmt: date, dibuka: date, ditutup: date) -> None:
    """Raise unless the window lies after that of every earlier TMT and before that of every later one."""
    lain = Periode.objects.exclude(tmt=tmt)
    if (lalu := lain.filter(tmt__lt=tmt, ditutup__gte=dibuka).order_by("tmt").last()) is not None:
        pesan = f"Periode TMT {lalu} menerima usulan sampai {lalu.ditutup:%d-%m-%Y}. Buka sesudah tanggal itu."
        raise GalatPengguna(pesan, bidang="dibuka")
    if (nanti := lain.filter(tmt__gt=tmt, dibuka__lte=ditutup).order_by("tmt").first()) is not None:
        pesan = f"Periode TMT {nanti} dibuka {nanti.dibuka:%d-%m-%Y}. Tutup sebelum tanggal itu."
        raise GalatPengguna(pesan, bidang="ditutup")


@transaction.atomic(durable=True)
def ubah_periode(periode_id: int, *, dibuka: date, ditutup: date, oleh: Pengguna) -> Periode:
    """Change from when to when usulan for a period are taken; both days belong to it."""
    _check_boleh(oleh)
    kunci_transaksi(Kunci.PERIODE)
    periode = Periode.objects.select_for_update().get(pk=periode_id)
    check_rentang(periode.tmt, dibuka, ditutup)
    if perubahan := _ganti(periode, dibuka=dibuka, ditutup=ditutup):
        data = {"tmt": periode.tmt, "perubahan": perubahan}
        catat(ALIRAN_PERIODE, "referensi.periode_diubah", oleh=oleh, data=data)
    return periode


@transaction.atomic(durable=True)
def tambah_periode(tmt: date, *, oleh: Pengguna, dibuka: date | None = None, ditutup: date | None = None) -> Periode:
    """Add a period; without days it takes usulan for the usual time before its TMT."""
    _check_boleh(oleh)
    kunci_transaksi(Kunci.PERIODE)
    if tmt.day != 1:
        raise GalatPengguna("TMT periode harus tanggal 1.", bidang="tmt")
    if Periode.objects.filter(tmt=tmt).exists():
        raise GalatPengguna("Periode dengan TMT itu sudah ada. Ubah tanggalnya di daftar.", bidang="tmt")
    biasa = rentang_usulan(tmt)
    dibuka, ditutup = dibuka or biasa[0], ditutup or biasa[1]
    check_rentang(tmt, dibuka, ditutup)
    periode = Periode.objects.create(tmt=tmt, dibuka=dibuka, ditutup=ditutup)
    data = {"tmt": tmt, "dibuka": dibuka, "ditutup": ditutup}
    catat(ALIRAN_PERIODE, "referensi.periode_ditambah", oleh=oleh, data=data)
    return periode


def check_hapus_periode(periode: Periode) -> None:
    """Raise GalatPengguna while `periode` must stay: usulan name it, or the pattern would bring it back by night."""
    if periode.tmt in tmt_periode(geser_bulan(timezone.localdate(), BULAN_KE_DEPAN)):
        raise GalatPengguna(
            "Periode ini termasuk pola kenaikan pangkat BKN dan akan dibuat lagi malam nanti. Bila tanggalnya salah, "
            "ubah tanggal buka dan tutupnya.",
            kode=409,
        )
    kolektor = Collector(using=DEFAULT_DB_ALIAS)
    try:
        kolektor.collect([periode])
    except ProtectedError as galat:
        raise GalatPengguna(
            f"{len(galat.protected_objects)} usulan atau draf memakai periode ini, juga yang sudah berakhir. "
            "Periode ini tetap ada; ubah tanggal buka dan tutupnya supaya tidak ada yang memilihnya lagi.",
            kode=409,
        ) from None


@transaction.atomic(durable=True)
def hapus_periode(periode_id: int, *, alasan: str, oleh: Pengguna) -> None:
    """Remove a period that was added by mistake. A second press changes nothing.

    Raises TidakBerwenang, and GalatPengguna with the way on while it must stay (`check_hapus_periode`).
    """
    _check_boleh(oleh)
    kunci_transaksi(Kunci.PERIODE)
    periode = Periode.objects.select_for_update().filter(pk=periode_id).first()
    if periode is None:
        return
    check_hapus_periode(periode)
    periode.delete()
    data = {"tmt": periode.tmt, "dibuka": periode.dibuka, "ditutup": periode.ditutup, "alasan": alasan}
    catat(ALIRAN_PERIODE, "referensi.periode_dihapus", oleh=oleh, data=data)


def _check_teks(teks: str) -> None:
    if len(teks) > BATAS_ALASAN:
        raise GalatPengguna(f"Alasan paling panjang {BATAS_ALASAN} karakter; sekarang {len(teks)}.", bidang="teks")


@transaction.atomic(durable=True)
def ubah_alasan(kode: str, *, teks: str, urutan: int, aktif: bool, oleh: Pengguna) -> AlasanPenolakan:
    """Change a reason. Past verdicts keep it: an inactive one is only offered no more."""
    _check_boleh(oleh)
    _check_teks(teks)
    alasan = AlasanPenolakan.objects.select_for_update().get(pk=kode)
    if perubahan := _ganti(alasan, teks=teks, urutan=urutan, aktif=aktif):
        data = {"alasan": alasan.teks, "perubahan": perubahan}
        catat(ALIRAN_ALASAN, "referensi.alasan_diubah", oleh=oleh, data=data)
    return alasan


def _kode_baru(teks: str) -> str:
    datar = unicodedata.normalize("NFKD", teks).encode("ascii", "ignore").decode().lower()
    dasar = "-".join(re.findall(r"[a-z0-9]+", datar))[:32].strip("-") or "alasan"
    dipakai = set(AlasanPenolakan.objects.filter(kode__startswith=dasar).values_list("kode", flat=True))
    calon = [dasar, *(f"{dasar}-{nomor}" for nomor in range(2, len(dipakai) + 3))]
    return next(kode for kode in calon if kode not in dipakai)


@transaction.atomic(durable=True)
def tambah_alasan(teks: str, *, oleh: Pengguna) -> AlasanPenolakan:
    """Add a reason at the end of the list."""
    _check_boleh(oleh)
    _check_teks(teks)
    if AlasanPenolakan.objects.filter(teks__iexact=teks).exists():
        raise GalatPengguna("Alasan yang sama sudah ada.", bidang="teks")
    terakhir = AlasanPenolakan.objects.aggregate(n=Max("urutan"))["n"] or 0
    alasan = AlasanPenolakan.objects.create(kode=_kode_baru(teks), teks=teks, urutan=terakhir + 1)
    catat(ALIRAN_ALASAN, "referensi.alasan_ditambah", oleh=oleh, data={"alasan": teks})
    return alasan
