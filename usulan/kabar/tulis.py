"""Writing notices: each once per person and `kunci`, however often it is asked for."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from siapp.akun.models import Pengguna
from usulan.kabar.jenis import KETENTUAN, CaraSurel, JenisKabar
from usulan.models import Kabar, PilihanKabar, Usulan

PANJANG_ISI = 300
# The hour (WIB) at which the digest goes out.
JAM_RINGKASAN = time(7, 0)
SEKALIGUS = 500


def kabari(
    jenis: JenisKabar,
    kepada: Iterable[int],
    kunci: str,
    *,
    isi: str = "",
    usulan: Usulan | None = None,
    rujukan: str = "",
    nama_url: str = "",
) -> None:
    """Tell the persons with the ids `kepada`, each once for `kunci` (≤ 80 characters), in the caller's transaction.

    `isi` is cut to 300 characters and names no third person but staff; `nama_url` replaces where the kind leads.
    """
    alamat = nama_url or KETENTUAN[jenis].nama_url
    tulis_kabar(
        Kabar(
            penerima_id=orang,
            jenis=jenis,
            kunci=kunci,
            usulan=usulan,
            rujukan=rujukan,
            nama_url=alamat,
            isi=_ringkas(isi),
            pada=timezone.now(),
        )
        for orang in kepada
    )


def _ringkas(isi: str) -> str:
    isi = " ".join(isi.split())
    return isi if len(isi) <= PANJANG_ISI else f"{isi[: PANJANG_ISI - 1]}…"


def tulis_kabar(baris: Iterable[Kabar]) -> None:
    """Write notices in few statements; those that are there already stay as they are."""
    daftar = list(baris)
    _jadwalkan_surel(daftar)
    Kabar.objects.bulk_create(daftar, batch_size=SEKALIGUS, ignore_conflicts=True)


def _jadwalkan_surel(daftar: list[Kabar]) -> None:
    """Set when each is to be mailed, as its reader chose. Who has no mail address is mailed nothing."""
    orang = {satu.penerima_id for satu in daftar}
    bersurel = set(Pengguna.objects.filter(pk__in=orang).exclude(surel="").values_list("pk", flat=True))
    if not bersurel:
        return
    pilihan = PilihanKabar.objects.filter(pengguna__in=bersurel).values_list("pengguna", "jenis", "cara")
    dipilih = {(pengguna, jenis): cara for pengguna, jenis, cara in pilihan}
    for satu in daftar:
        if satu.penerima_id in bersurel:
            cara = dipilih.get((satu.penerima_id, satu.jenis), KETENTUAN[JenisKabar(satu.jenis)].cara)
            satu.surel_pada = jadwal_surel(CaraSurel(cara), satu.pada)


def jadwal_surel(cara: CaraSurel, pada: datetime) -> datetime | None:
    """Return when what happened at `pada` is mailed: at once, at the next 07.00 WIB, or never."""
    if cara is CaraSurel.TIDAK:
        return None
    if cara is CaraSurel.SEKETIKA:
        return pada
    lokal = timezone.localtime(pada)
    pagi = datetime.combine(lokal.date(), JAM_RINGKASAN, lokal.tzinfo)
    return pagi if pagi > lokal else pagi + timedelta(days=1)
