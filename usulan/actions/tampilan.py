"""Saved views and columns of the queue: small, but shared ones are read by colleagues, so they are actions too."""

from collections.abc import Sequence

from django.db import transaction

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from usulan.models import KolomAntrean, TampilanTersimpan
from usulan.peristiwa import aliran_tampilan
from usulan.peristiwa.isi_orang import KolomDiatur, TampilanDihapus, TampilanDisimpan
from usulan.peristiwa.tulis import catat_isi

TAMPILAN_TERBANYAK = 20


@transaction.atomic(durable=True)
def simpan_tampilan(*, nama: str, kueri: str, bersama: bool, oleh: Pengguna) -> TampilanTersimpan:
    """Keep the filters `kueri` (≤ 1,000 characters, known parameters only) under `nama`; the same name replaces.

    Raises GalatPengguna when the person has `TAMPILAN_TERBANYAK` already.
    """
    milik = TampilanTersimpan.objects.filter(pemilik=oleh)
    if not milik.filter(nama=nama).exists() and milik.count() >= TAMPILAN_TERBANYAK:
        raise GalatPengguna(f"Paling banyak {TAMPILAN_TERBANYAK} tampilan. Hapus satu dahulu.", bidang="nama")
    tampilan, _ = TampilanTersimpan.objects.update_or_create(
        pemilik=oleh, nama=nama, defaults={"kueri": kueri, "bersama": bersama}
    )
    catat_isi(aliran_tampilan(oleh.pk), TampilanDisimpan(nama, kueri, bersama), oleh=oleh)
    return tampilan


@transaction.atomic(durable=True)
def hapus_tampilan(tampilan_id: int, *, oleh: Pengguna) -> None:
    """Delete one's own saved view. Raises TampilanTersimpan.DoesNotExist for anybody else's."""
    tampilan = TampilanTersimpan.objects.select_for_update().get(pk=tampilan_id, pemilik=oleh)
    tampilan.delete()
    catat_isi(aliran_tampilan(oleh.pk), TampilanDihapus(tampilan.nama), oleh=oleh)


@transaction.atomic(durable=True)
def atur_kolom(*, kolom: Sequence[str], oleh: Pengguna) -> None:
    """Keep which columns of the queue the person wants to see (codes, already checked by the form)."""
    KolomAntrean.objects.update_or_create(pengguna=oleh, defaults={"kolom": list(kolom)})
    catat_isi(aliran_tampilan(oleh.pk), KolomDiatur(tuple(kolom)), oleh=oleh)
