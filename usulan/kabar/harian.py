"""Notices that follow from time alone: what is due, late, or nobody's. Looked for once a day, told once each."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from siapp.akun.models import Kategori
from siapp.akun.peran import JenisPeran
from usulan.antrean import tanpa_verifikator
from usulan.kabar import penerima
from usulan.kabar.jenis import JenisKabar
from usulan.kabar.tulis import kabari
from usulan.models import Kabar, Usulan
from usulan.pemegang import tanpa_pic
from usulan.tahap import AKTIF, DENGAN_PIC, Tahap

# Days before the end at which a PIC is told, and days after it in which one who holds something late is told.
DEKAT = timedelta(days=3)
LEWAT = timedelta(days=7)
# More at once is no work list any more; the others follow on the next days.
PALING_BANYAK = 2000


def kabarkan_harian() -> None:
    """Tell what came near, what is late and what nobody works."""
    hari_ini = timezone.localdate()
    for usulan, isi, kunci in _tenggat_pic(hari_ini):
        with transaction.atomic():
            kabari(JenisKabar.TENGGAT_DEKAT, penerima.pic(usulan), kunci, isi=isi, usulan=usulan)
    for usulan in _lewat(hari_ini):
        with transaction.atomic():
            isi, kunci = f"Tenggatnya {usulan.tenggat:%d-%m-%Y}.", f"lewat:{usulan.pk}:{usulan.tenggat}"
            kabari(JenisKabar.TERLAMBAT, penerima.verifikator(usulan), kunci, isi=isi, usulan=usulan)
    for kategori in Kategori.values:
        with transaction.atomic():
            _kabari_pembagi(kategori, hari_ini)
    with transaction.atomic():
        _kabari_administrator(hari_ini)
    _lupakan_yang_lama()


def _tenggat_pic(hari_ini: date) -> Iterator[tuple[Usulan, str, str]]:
    """Receipts that are due, and drafts and corrections of a period that closes soon."""
    dekat = (hari_ini, hari_ini + DEKAT)
    for usulan in Usulan.objects.filter(tahap=Tahap.KEPPRES_TERBIT, tenggat__range=dekat)[:PALING_BANYAK]:
        yield usulan, f"Catat tanda terima paling lambat {usulan.tenggat:%d-%m-%Y}.", f"tenggat:{usulan.pk}"
    tutup = Usulan.objects.filter(tahap__in=DENGAN_PIC, periode__ditutup__range=dekat).select_related("periode")
    for usulan in tutup[:PALING_BANYAK]:
        if usulan.periode is not None:
            isi = f"Periode ditutup {usulan.periode.ditutup:%d-%m-%Y}; kirim sebelum itu."
            yield usulan, isi, f"tutup:{usulan.pk}:{usulan.periode_id}"


def _lewat(hari_ini: date) -> Iterator[Usulan]:
    lewat = Usulan.objects.filter(tahap=Tahap.DIVERIFIKASI, tenggat__gte=hari_ini - LEWAT, tenggat__lt=hari_ini)
    yield from lewat[:PALING_BANYAK]


def _kabari_pembagi(kategori: str, hari_ini: date) -> None:
    """One line a day about all that is late or nobody's in a pokja: who gives work away reads counts, not files."""
    aktif = Usulan.objects.filter(kategori=kategori, tahap__in=AKTIF)
    belum = Q(tahap=Tahap.DIAJUKAN, tenggat__lt=hari_ini)
    jumlah = aktif.aggregate(
        lewat=Count("pk", filter=Q(tahap=Tahap.DIVERIFIKASI, tenggat__lt=hari_ini)),
        bebas=Count("pk", filter=belum | tanpa_verifikator()),
    )
    kepada = penerima.berperan(JenisPeran.KOORDINATOR, kategori=kategori) or penerima.berperan(
        JenisPeran.KEPALA_BIRO, kategori=kategori
    )
    nama = Kategori(kategori).label
    for jenis, berapa, kata in (
        (JenisKabar.TERLAMBAT, jumlah["lewat"], "usulan melewati tenggat verifikasi"),
        (JenisKabar.TANPA_PEMEGANG, jumlah["bebas"], "usulan menunggu dibagi"),
    ):
        if berapa:
            kunci, isi = f"{jenis}:{kategori}:{hari_ini}", f"{berapa} {kata}, {nama}."
            kabari(jenis, kepada, kunci, isi=isi, nama_url="usulan:antrean")


def _kabari_administrator(hari_ini: date) -> None:
    if berapa := Usulan.objects.filter(tanpa_pic()).count():
        admin, isi = penerima.berperan(JenisPeran.ADMINISTRATOR, kategori=""), f"{berapa} usulan tanpa PIC."
        kabari(JenisKabar.TANPA_PEMEGANG, admin, f"tanpa_pic:{hari_ini}", isi=isi, nama_url="usulan:pic_daftar")


def _lupakan_yang_lama() -> None:
    """Take away what is older than KABAR_MASA_SIMPAN days; the Peristiwa stay."""
    lama = Kabar.objects.filter(pada__lt=timezone.now() - timedelta(days=settings.KABAR_MASA_SIMPAN)).order_by("pada")
    while Kabar.objects.filter(pk__in=list(lama.values_list("pk", flat=True)[:PALING_BANYAK])).delete()[0]:
        pass
