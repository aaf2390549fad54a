"""What people decide about the exchange as a whole: stop it, start it again, when the agreement ends (Pasal 7 and 8).

One person may stop at once, since an emergency does not wait for a second; starting again is recorded alike.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from integrasi.izin import Urusan, hak
from integrasi.mitra.perjanjian import masa
from integrasi.models import MasaPerjanjian, PenghentianPertukaran
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.kunci import Kunci, kunci_transaksi
from siapp.web.galat import GalatPengguna

ALIRAN = "pertukaran"
# What a start wakes: all that waited for it. Each would also be found by its timer.
DIBANGUNKAN = ("kirim", "masuk", "pantau", "sinkron_disetujui", "uji_kontrak", "peringatan")


@transaction.atomic(durable=True)
def hentikan(alasan: str, *, oleh: Pengguna) -> PenghentianPertukaran:
    """Stop the whole exchange with SIASN from now on; pressed again it is the stop in force.

    `alasan`: at most 500 characters; BKN reads it, too. Raises TidakBerwenang, GalatPengguna without a reason.
    """
    hak.check(oleh, Urusan.HENTIKAN)
    alasan = _alasan(alasan)
    kunci_transaksi(Kunci.PERTUKARAN, ALIRAN)
    terbuka = PenghentianPertukaran.objects.terbuka().first()
    if terbuka is not None:
        return terbuka
    baru = PenghentianPertukaran.objects.create(mulai=timezone.now(), oleh=oleh, alasan=alasan)
    catat(ALIRAN, "pertukaran.dihentikan", oleh=oleh, data={"penghentian": baru.pk}, alasan=alasan)
    transaction.on_commit(lambda: bangunkan("integrasi.tasks.peringatan"))
    return baru


@transaction.atomic(durable=True)
def mulai_lagi(alasan: str, *, oleh: Pengguna) -> PenghentianPertukaran | None:
    """Start the exchange again and wake what waited; pressed again it changes nothing and returns None.

    Raises TidakBerwenang, GalatPengguna without a reason.
    """
    hak.check(oleh, Urusan.HENTIKAN)
    alasan = _alasan(alasan)
    kunci_transaksi(Kunci.PERTUKARAN, ALIRAN)
    henti = PenghentianPertukaran.objects.terbuka().select_for_update().first()
    if henti is None:
        return None
    henti.akhir, henti.dimulai_oleh, henti.alasan_mulai = timezone.now(), oleh, alasan
    henti.save(update_fields=["akhir", "dimulai_oleh", "alasan_mulai"])
    catat(ALIRAN, "pertukaran.dimulai_lagi", oleh=oleh, data={"penghentian": henti.pk}, alasan=alasan)
    transaction.on_commit(_bangunkan_semua)
    return henti


def _bangunkan_semua() -> None:
    for tugas in DIBANGUNKAN:
        bangunkan(f"integrasi.tasks.{tugas}")


def _alasan(alasan: str) -> str:
    if not alasan.strip():
        raise GalatPengguna("Tulis alasannya.", bidang="alasan")
    return alasan.strip()


@transaction.atomic(durable=True)
def ubah_masa(berakhir: date, dasar: str, *, oleh: Pengguna) -> MasaPerjanjian:
    """Note that the agreement ends on another day, by an extension, an addendum or an early end.

    `dasar`: the document, at most 255 characters. Raises TidakBerwenang, GalatPengguna for the day that it is already.
    """
    hak.check(oleh, Urusan.ATUR_PERJANJIAN)
    kunci_transaksi(Kunci.PERTUKARAN, ALIRAN)
    lama = masa().berakhir
    if berakhir == lama:
        raise GalatPengguna("Perjanjian memang berakhir pada tanggal itu.", bidang="berakhir")
    baru = MasaPerjanjian.objects.create(berakhir=berakhir, dasar=dasar, oleh=oleh)
    data = {"perubahan": {"berakhir": [lama, berakhir]}, "dasar": dasar}
    catat("perjanjian", "perjanjian.masa_diubah", oleh=oleh, data=data)
    return baru
