"""The calendar of working days: what an administrator corrects, and deadlines that follow (keputusan/0038)."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.bangun import bangunkan
from siapp.kunci import Kunci, kunci_transaksi, kunci_tunggal
from siapp.web.galat import GalatPengguna
from siapp.web.templatetags.siapp import tanggal as tulis_tanggal
from usulan.actions.dasar import simpan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.kalender import akhir_pekan, hari_pustaka, kalender_kini, tenggat_tahap, versi_pustaka
from usulan.models import HariKalender, JenisHari, Usulan, VersiKalender
from usulan.peristiwa import ALIRAN_KALENDER, aliran_usulan
from usulan.peristiwa.isi_kalender import (
    HariDicabut,
    HariDitetapkan,
    PustakaBerganti,
    TenggatDihitung,
    TenggatSelesai,
)
from usulan.peristiwa.tulis import catat_isi

TUGAS_TENGGAT = "usulan.tasks.hitung_tenggat"
# Usulan looked at between two notes of how far the recomputing is.
UKURAN = 200
TAHUN_KE_BELAKANG, TAHUN_KE_DEPAN = 1, 3


def check_hari(tanggal: date, jenis: JenisHari) -> None:
    """Raise GalatPengguna unless `jenis` makes `tanggal` another day than it is without an administrator."""
    tahun = timezone.localdate().year
    if not tahun - TAHUN_KE_BELAKANG <= tanggal.year <= tahun + TAHUN_KE_DEPAN:
        raise GalatPengguna("Tahunnya terlalu jauh dari sekarang. Periksa tanggalnya.", bidang="tanggal")
    kata, pustaka = tulis_tanggal(tanggal), hari_pustaka(tanggal.year).get(tanggal)
    if akhir_pekan(tanggal):
        raise GalatPengguna(f"{kata} hari Sabtu atau Minggu: memang bukan hari kerja.", bidang="tanggal")
    if jenis == JenisHari.KERJA and pustaka is None:
        raise GalatPengguna(f"{kata} memang hari kerja; tidak ada libur yang dicabut.", bidang="tanggal")
    if jenis != JenisHari.KERJA and pustaka is not None:
        raise GalatPengguna(f"{kata} sudah libur: {pustaka[1]}.", bidang="tanggal")


@transaction.atomic(durable=True)
def tetapkan_hari(tanggal: date, *, jenis: JenisHari, nama: str, dasar: str, oleh: Pengguna) -> HariKalender:
    """Write down that `tanggal` is otherwise than the library says; deadlines follow in the background.

    `dasar`: the announcement it rests on. The same again returns what was written first. Raises GalatPengguna.
    """
    hak.check(oleh, Urusan.ATUR_KALENDER)
    kunci_transaksi(Kunci.KALENDER)
    check_hari(tanggal, jenis)
    isi = {"jenis": jenis, "nama": nama, "dasar": dasar}
    lama = HariKalender.objects.filter(tanggal=tanggal).first()
    if lama is not None and {kunci: getattr(lama, kunci) for kunci in isi} != isi:
        pesan = f"{tulis_tanggal(tanggal)} sudah diatur sebagai “{lama.nama}”. Kembalikan dahulu, lalu tetapkan lagi."
        raise GalatPengguna(pesan, bidang="tanggal")
    if lama is not None:
        return lama
    hari = HariKalender.objects.create(tanggal=tanggal, oleh=oleh, pada=timezone.now(), **isi)
    catat_isi(ALIRAN_KALENDER, HariDitetapkan(tanggal, jenis, nama, dasar), oleh=oleh)
    _mulai_hitung()
    return hari


@transaction.atomic(durable=True)
def cabut_hari(hari_id: int, *, alasan: str, oleh: Pengguna) -> None:
    """Take a correction back: the day is again what the library says. A second press changes nothing."""
    hak.check(oleh, Urusan.ATUR_KALENDER)
    kunci_transaksi(Kunci.KALENDER)
    hari = HariKalender.objects.filter(pk=hari_id).first()
    if hari is None:
        return
    hari.delete()
    catat_isi(ALIRAN_KALENDER, HariDicabut(hari.tanggal, hari.jenis, hari.nama, hari.dasar), oleh=oleh, alasan=alasan)
    _mulai_hitung()


def _mulai_hitung() -> None:
    """Give the calendar a new version and let every deadline be looked at again; who calls holds Kunci.KALENDER."""
    isi = {
        "versi": uuid4(),
        "sejak": timezone.now(),
        "pustaka": versi_pustaka(),
        "kursor": None,
        "jumlah": _bertenggat().count(),
        "diperiksa": 0,
        "berubah": 0,
        "selesai_pada": None,
    }
    VersiKalender.objects.update_or_create(nomor=1, defaults=isi)
    transaction.on_commit(lambda: bangunkan(TUGAS_TENGGAT))


def _bertenggat() -> QuerySet[Usulan]:
    return Usulan.objects.filter(tenggat__isnull=False)


def hitung_tenggat() -> None:
    """Bring the deadline of every usulan whose clock runs in step with the calendar in force.

    One worker at a time. Each deadline is its own transaction; how far it came is noted after every `UKURAN`. Where a
    worker dies, the next one goes on from the last note: looking twice changes nothing.
    """
    with kunci_tunggal(Kunci.TENGGAT) as dapat:
        if not dapat:
            return
        if VersiKalender.objects.values_list("pustaka", flat=True).first() != versi_pustaka():
            _ikuti_pustaka()
        while (versi := VersiKalender.objects.filter(selesai_pada=None).first()) is not None:
            _hitung_sebagian(versi)


@transaction.atomic(durable=True)
def _ikuti_pustaka() -> None:
    kunci_transaksi(Kunci.KALENDER)
    lama = VersiKalender.objects.values_list("pustaka", flat=True).first() or ""
    if lama != versi_pustaka():
        catat_isi(ALIRAN_KALENDER, PustakaBerganti(lama, versi_pustaka()), oleh=Mesin.SISTEM)
        _mulai_hitung()


def _hitung_sebagian(versi: VersiKalender) -> None:
    kalender, sisa = kalender_kini(), _bertenggat()
    if versi.kursor is not None:
        sisa = sisa.filter(pk__gt=versi.kursor)
    bagian = list(sisa.order_by("pk")[:UKURAN])
    for usulan in bagian:
        if kalender.tenggat(usulan.tahap_kini, timezone.localdate(usulan.tahap_sejak)) != usulan.tenggat:
            _ganti_tenggat(usulan.pk)
    _catat_kemajuan(versi, bagian)


@transaction.atomic(durable=True)
def _ganti_tenggat(usulan_id: UUID) -> None:
    usulan = Usulan.objects.select_for_update().get(pk=usulan_id)
    lama, baru = usulan.tenggat, tenggat_tahap(usulan.tahap_kini, usulan.tahap_sejak)
    if lama == baru:
        return  # it moved on meanwhile
    usulan.tenggat = baru
    simpan(usulan, "tenggat", menua=False)
    catat_isi(aliran_usulan(usulan.pk), TenggatDihitung(lama, baru), oleh=Mesin.SISTEM)
    VersiKalender.objects.update(berubah=F("berubah") + 1)


@transaction.atomic(durable=True)
def _catat_kemajuan(versi: VersiKalender, bagian: list[Usulan]) -> None:
    """Note how far it is; when the calendar changed meanwhile, that begins anew and nothing is noted."""
    kunci_transaksi(Kunci.KALENDER, bersama=True)
    milik = VersiKalender.objects.filter(versi=versi.versi)
    kursor = bagian[-1].pk if bagian else versi.kursor
    if not milik.update(diperiksa=F("diperiksa") + len(bagian), kursor=kursor) or len(bagian) == UKURAN:
        return
    milik.update(selesai_pada=timezone.now())
    kini = milik.get()
    if kini.berubah:
        catat_isi(ALIRAN_KALENDER, TenggatSelesai(kini.diperiksa, kini.berubah), oleh=Mesin.SISTEM)
