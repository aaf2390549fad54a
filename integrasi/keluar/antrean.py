"""Claiming: who works which row, until when (janji.md 1)."""

import uuid
from collections.abc import Collection
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from integrasi.enums import IDEMPOTEN, Api, fakta
from integrasi.keadaan import KIRIMAN, TUNTAS, GerakKiriman, Keadaan
from integrasi.mitra.janji import dapat_dipastikan
from integrasi.mitra.setelan import batas_panggilan
from integrasi.models import Pengiriman, Percobaan
from integrasi.sebab import SEBAB, Kode
from siapp.bangun import bangunkan
from siapp.kunci import Kunci, kunci_transaksi
from siapp.pindah import pindahkan

log = structlog.get_logger(__name__)

# A claimed row goes to a thread at once; this much is granted for preparing and for writing the end.
KELONGGARAN = timedelta(seconds=30)


def masa_sewa(api: int) -> timedelta:
    """How long a row of `api` is leased: longer than its call can take."""
    return timedelta(seconds=batas_panggilan(berkas=fakta(api).berkas)) + KELONGGARAN


def _tanpa_pendahulu(baris: QuerySet[Pengiriman]) -> QuerySet[Pengiriman]:
    lebih_dulu = Pengiriman.objects.filter(aliran=OuterRef("aliran"), gelombang__lt=OuterRef("gelombang"))
    # The partial index's own words, so that PostgreSQL uses it.
    return baris.filter(~Exists(lebih_dulu.filter(~Q(keadaan__in=TUNTAS))))


def buka_giliran(*aliran: str) -> None:
    """Note which rows of these streams have their turn now; the last step of each transaction that plans or ends rows.

    One at a time per stream. Two that finish the last rows of a gelombang at once would each see the other's still
    open, and the next gelombang would wait for ever. Locked rows are left to who holds them: that one comes here too.
    """
    kunci_transaksi(Kunci.ALIRAN, *aliran)
    belum = Pengiriman.objects.filter(~Q(keadaan__in=TUNTAS), aliran__in=aliran, giliran=False)
    siap = _tanpa_pendahulu(belum).select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    if ids := list(siap):
        Pengiriman.objects.filter(pk__in=ids).update(giliran=True)


def buka_semua_giliran() -> None:
    """Do so for every stream that waits: the hourly repair."""
    menunggu = Pengiriman.objects.filter(~Q(keadaan__in=TUNTAS), giliran=False)
    for aliran in list(menunggu.order_by("aliran").values_list("aliran", flat=True).distinct()):
        with transaction.atomic():
            buka_giliran(aliran)


def bisa_dikerjakan() -> QuerySet[Pengiriman]:
    """Rows whose turn it is: due, and no unfinished row of a smaller gelombang in their stream.

    Uncertain ones belong to them only when the partner's promise for their API was proven (`mitra.janji`).
    """
    # In the partial index's words; the look for predecessors is cheap here, and the last word on order.
    dapat_diambil = Q(giliran=True, keadaan__in=KIRIMAN.dari(GerakKiriman.DIAMBIL))
    jatuh_tempo = Pengiriman.objects.filter(dapat_diambil, jatuh_tempo__lte=timezone.now())
    return _tanpa_pendahulu(jatuh_tempo.filter(~Q(keadaan=Keadaan.TIDAK_PASTI) | dapat_dipastikan()))


_AMBIL = """
WITH antre AS MATERIALIZED ({antre} FOR UPDATE OF {kiriman} SKIP LOCKED)
UPDATE {kiriman} AS p
SET keadaan = %(ke)s, sewa = %(sewa)s, sewa_sampai = CASE WHEN p.api = %(dokumen)s THEN %(panjang)s ELSE %(pendek)s END
FROM antre WHERE p.id = antre.id AND p.keadaan = ANY(%(dari)s)
RETURNING p.*
"""


def ambil(jumlah: int) -> list[Pengiriman]:
    """Claim up to `jumlah` rows, the longest due first; each comes with its lease in `sewa` and `sewa_sampai`.

    One statement, committed before it returns: call it outside transactions, for calls follow.
    """
    antre = bisa_dikerjakan().order_by("jatuh_tempo", "id").values("id")[:jumlah]
    sql, isian = antre.query.sql_with_params()
    bernama = {f"isian{nomor}": satu for nomor, satu in enumerate(isian)}
    sql = sql % tuple(f"%({nama})s" for nama in bernama)
    kini = timezone.now()
    isi = {
        "ke": KIRIMAN.tujuan(GerakKiriman.DIAMBIL),
        "dari": list(KIRIMAN.dari(GerakKiriman.DIAMBIL)),
        "sewa": uuid.uuid4(),
        "dokumen": Api.DOKUMEN,
        "panjang": kini + masa_sewa(Api.DOKUMEN),
        "pendek": kini + masa_sewa(Api.USULAN),
    }
    baris = Pengiriman.objects.raw(_AMBIL.format(antre=sql, kiriman=Pengiriman._meta.db_table), {**bernama, **isi})
    return sorted(baris, key=lambda satu: (satu.jatuh_tempo, satu.pk))


@transaction.atomic(durable=True)
def lepaskan_sewa_habis() -> int:
    """Take rows out of the hands of workers that died or froze; return how many.

    Whether their call went out nobody knows: uncertain, unless it may be repeated anyway.
    """
    habis = Pengiriman.objects.filter(keadaan=Keadaan.KIRIM, sewa_sampai__lt=timezone.now())
    baris = list(habis.select_for_update(skip_locked=True).only("pk", "api", "dicoba_sejak"))
    boleh = [satu.pk for satu in baris if satu.api in IDEMPOTEN]
    ragu = [satu.pk for satu in baris if satu.api not in IDEMPOTEN]
    _lepaskan(boleh, GerakKiriman.SEWA_HABIS)
    _lepaskan(ragu, GerakKiriman.SEWA_HABIS_RAGU)
    if ragu:
        transaction.on_commit(lambda: bangunkan("integrasi.tasks.peringatan"))
    if baris:
        log.warning("sewa_habis", jumlah=len(baris), tidak_pasti=len(ragu))
    return len(baris)


def _lepaskan(pk: Collection[uuid.UUID], gerak: GerakKiriman) -> None:
    kini, keadaan = timezone.now(), KIRIMAN.tujuan(gerak)
    ragu = gerak is GerakKiriman.SEWA_HABIS_RAGU
    pindahkan(
        Pengiriman.objects.filter(pk__in=pk),
        gerak,
        sebab=Kode.SEWA_HABIS,
        pesan=SEBAB[Kode.SEWA_HABIS].kalimat,
        sewa=None,
        sewa_sampai=None,
        percobaan_ke=F("percobaan_ke") + 1,
        dicoba_sejak=Coalesce("dicoba_sejak", kini),
        jatuh_tempo=kini + settings.SIASN_MASA_TENANG if ragu else kini,
        **({"tidak_pasti_sejak": kini} if ragu else {}),
    )
    Percobaan.objects.bulk_create(
        Percobaan(pengiriman_id=satu, mulai=kini, selesai=kini, keadaan=keadaan, sebab=Kode.SEWA_HABIS) for satu in pk
    )
