"""Numbers of memos and Keppres: one number is given once a year, however it is written (alur.md 5)."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from siapp.teks import bersih, kunci_nomor
from siapp.web.galat import GalatPengguna
from usulan.models import Keppres, Pertek

SAMA = "Huruf besar, spasi, dan jenis tanda hubung tidak membedakan nomor."


def pakai_nomor(keppres: Keppres, nomor: str, tanggal: date) -> None:
    """Give `keppres` the number of the decree, without signs that nobody sees.

    Raises GalatPengguna that names the Keppres of that year that has it. A number that stays as it is read is not
    looked at again, so that a title can be corrected whatever was let in before.
    """
    kunci = kunci_nomor(nomor)
    if (kunci, tanggal.year) != (kunci_nomor(keppres.nomor), keppres.tahun):
        _check_nomor(keppres, nomor, kunci, tanggal.year)
        keppres.kunci_nomor = kunci
    keppres.nomor, keppres.tanggal, keppres.tahun = bersih(nomor), tanggal, tanggal.year


def _check_nomor(keppres: Keppres, nomor: str, kunci: str, tahun: int) -> None:
    lain = Keppres.objects.exclude(pk=keppres.pk).filter(tahun=tahun, kunci_nomor=kunci).first()
    if lain is not None:
        raise GalatPengguna(
            f"Nomor {bersih(nomor)} sudah dipakai pada tahun yang sama oleh Keppres {lain.nomor} tanggal "
            f"{lain.tanggal:%d-%m-%Y} “{lain.judul}”. {SAMA}",
            bidang="nomor",
        )


def pakai_memo(keppres: Keppres, nomor: str, tanggal: date) -> None:
    """Give `keppres` the number of its memo. Raises GalatPengguna that names the draft of that year that has it."""
    kunci = kunci_nomor(nomor)
    lama = (kunci_nomor(keppres.nomor_memo), keppres.tanggal_memo.year if keppres.tanggal_memo else None)
    if (kunci, tanggal.year) != lama:
        _check_memo(keppres, nomor, kunci, tanggal.year)
        keppres.kunci_memo = kunci
    keppres.nomor_memo, keppres.tanggal_memo = bersih(nomor), tanggal


def _check_memo(keppres: Keppres, nomor: str, kunci: str, tahun: int) -> None:
    lain = Keppres.objects.exclude(pk=keppres.pk).filter(tanggal_memo__year=tahun, kunci_memo=kunci).first()
    if lain is not None:
        raise GalatPengguna(
            f"Nomor memo {bersih(nomor)} sudah dipakai pada tahun yang sama oleh rancangan {lain.nomor_memo} tanggal "
            f"{lain.tanggal_memo:%d-%m-%Y} “{lain.perihal}”. {SAMA}",
            bidang="nomor_memo",
        )


def segarkan_kunci() -> int:
    """Write the keys that are not what `kunci_nomor` says now; return how many were not.

    For what a release before ours wrote beside it, and for a number that is free again. One that is another's loses its
    key: a person corrects it (`usulan.nomor_kembar`). A key tells nothing new of a number, so no Peristiwa is written.
    """
    milik = ((Keppres, "nomor", "kunci_nomor"), (Keppres, "nomor_memo", "kunci_memo"), (Pertek, "nomor", "kunci_nomor"))
    return sum(_segarkan(*satu) for satu in milik)


def _segarkan(model: type[Keppres | Pertek], dari: str, ke: str) -> int:
    jumlah = 0
    for pk, nomor, ada in model._default_manager.exclude(**{dari: ""}).order_by("pk").values_list("pk", dari, ke):
        if ada != kunci_nomor(nomor):
            jumlah += _beri_kunci(model._default_manager.filter(pk=pk, **{dari: nomor}), ke, kunci_nomor(nomor), ada)
    return jumlah


def _beri_kunci(satu: QuerySet[Any], ke: str, kunci: str, ada: str) -> int:
    try:
        with transaction.atomic():
            return satu.update(**{ke: kunci})
    except IntegrityError:
        return satu.update(**{ke: ""}) if ada else 0
