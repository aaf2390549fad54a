"""BKN's list of Pertek: recognised by what they are, judged anew each time (alur.md 2; Lampiran API 6)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.hari import hari_terakhir
from siapp.pindah import pindah as pindah_keadaan
from siapp.teks import kunci_nomor
from usulan.actions.bkn import TAHAP_MEMBATALKAN, disetujui_lagi, lanjut_bila_lengkap, simpan_jalur_bkn
from usulan.actions.dasar import Syarat, catat_usulan, kunci, tanpa_syarat
from usulan.actions.tahanan import BIDANG, selaraskan
from usulan.keadaan import GERAK_KE, FaktaPertek, KeadaanPertek, nilai_pertek
from usulan.models import Pertek, TahapBkn, Usulan
from usulan.peristiwa.isi import PertekBerubah, PertekDiterima

# Pauses until a refused file is asked for again: 15 minutes, doubled each time, a day at most.
JEDA_MINTA = timedelta(minutes=15)
JEDA_MINTA_TERLAMA = timedelta(days=1)
# A file that is known is fetched again after this time: a second Ralat may come under the same number and name.
MASA_ISI = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BarisPertek:
    """One line of BKN's list. `rujukan`: what BKN calls its file, "" while there is none.

    `berkas`: the file, where it was fetched and taken in; `sidik`: its fingerprint where it was fetched and is known;
    `tolak`: why it could not be taken in, in a sentence.
    """

    nomor: str
    tanggal: date | None
    jenis: str
    rujukan: str = ""
    berkas: Berkas | None = None
    sidik: str = ""
    tolak: str = ""

    @property
    def isi(self) -> str:
        """The fingerprint of the content, "" when it was not looked at."""
        return self.berkas.sha256 if self.berkas else self.sidik

    @property
    def rupa(self) -> tuple[str, date | None, str]:
        return kunci_nomor(self.nomor), self.tanggal, self.jenis


def _rupa(pertek: Pertek) -> tuple[str, date | None, str]:
    return BarisPertek(pertek.nomor, pertek.tanggal, pertek.jenis).rupa


def perlu_berkas(usulan_id: UUID, daftar: Iterable[BarisPertek]) -> list[bool]:
    """Say of each line whether its file must be fetched: unknown, refused and due again, or not looked at for a day."""
    daftar, kini = list(daftar), timezone.now()
    semua = sorted(Pertek.objects.filter(usulan=usulan_id), key=_kemungkinan) if daftar else []
    dikenal = {(_rupa(p), p.rujukan): p for p in reversed(semua)}
    return [bool(b.rujukan) and _perlu(dikenal.get((b.rupa, b.rujukan)), kini) for b in daftar]


def _perlu(pertek: Pertek | None, kini: datetime) -> bool:
    if pertek is None or (pertek.berkas_id is None and not pertek.tolak):
        return True
    return pertek.minta_lagi_pada is not None and pertek.minta_lagi_pada <= kini


@transaction.atomic(durable=True)
def terima_daftar_pertek(
    usulan_id: UUID,
    daftar: Sequence[BarisPertek],
    *,
    pada: datetime | None = None,
    syarat: Syarat = tanpa_syarat,
    oleh: Pelaku = Mesin.BKN,
) -> list[Pertek]:
    """Take in the whole list of Pertek of a usulan as BKN gave it at the time `pada`; return those that are new.

    What the list names no more is cancelled (alur.md 2), what it names again is not. The order of `daftar` says
    nothing. A Keppres that rests on another Pertek than the one in force is held. `syarat` is asked first, in the
    transaction that writes; nothing is written when it raises.
    """
    syarat()
    usulan = kunci(usulan_id)
    saat = pada or timezone.now()
    lama = list(usulan.pertek.select_related("berkas").order_by("id"))
    berkas = {p.sidik: p.berkas for p in lama if p.berkas}
    tersisa, terlihat, baru = list(lama), list[Pertek](), list[Pertek]()
    for baris in sorted(daftar, key=lambda b: (not b.nomor, b.rupa[0], b.tanggal or date.max, b.jenis, b.rujukan)):
        pertek = _cocokkan(tersisa, baris) or _kembar(terlihat, baris)
        if pertek is None:
            pertek = Pertek(usulan=usulan, jenis=baris.jenis, diterima_pada=saat)
            baru.append(pertek)
        elif pertek in tersisa:
            tersisa.remove(pertek)
        _isi(pertek, baris, baris.berkas or berkas.get(baris.sidik), saat)
        terlihat.append(pertek)
    _hilang(tersisa, saat)
    for pertek in baru:
        catat_usulan(usulan, PertekDiterima(pertek.nomor, pertek.tanggal, pertek.jenis), oleh=oleh)
    _nilai_semua(usulan, [*lama, *baru], oleh)
    return baru


def _cocokkan(lama: Sequence[Pertek], baris: BarisPertek) -> Pertek | None:
    """Find the known Pertek that `baris` is: the same in all we know, its content included, or announced by it."""
    rupa = sorted((p for p in lama if _rupa(p) == baris.rupa), key=_kemungkinan)
    if baris.isi:
        sama = [p for p in rupa if p.sidik == baris.isi]
    else:
        sama = [p for p in rupa if p.rujukan == baris.rujukan] or [p for p in rupa if not baris.rujukan]
    tanpa_isi = [p for p in rupa if not p.sidik or p.keadaan == KeadaanPertek.BERKAS_DITOLAK]
    diumumkan = [p for p in lama if _diumumkan(p, baris)]
    return next(iter([*sama, *tanpa_isi, *diumumkan]), None)


def _kemungkinan(pertek: Pertek) -> tuple[bool, int]:
    """Of several that look alike: those that BKN still lists come first, and of these the newest.

    One whose file was exchanged under the same number and name is listed no more; a line without content is not it.
    """
    return pertek.sebab_batal == Pertek.SebabBatal.HILANG, -pertek.pk


def _diumumkan(pertek: Pertek, baris: BarisPertek) -> bool:
    """Whether `pertek` was announced without number or date and `baris` tells them now."""
    if pertek.jenis != baris.jenis or pertek.sidik:
        return False
    nomor, tanggal, _ = _rupa(pertek)
    return nomor in ("", baris.rupa[0]) and tanggal in (None, baris.tanggal)


def _kembar(terlihat: Sequence[Pertek], baris: BarisPertek) -> Pertek | None:
    """The Pertek of this very list that `baris` only repeats."""
    return next((p for p in terlihat if _rupa(p) == baris.rupa and baris.isi in ("", p.sidik)), None)


def _isi(pertek: Pertek, baris: BarisPertek, berkas: Berkas | None, saat: datetime) -> None:
    """Put into `pertek` what `baris` tells of it; `berkas`: its file, also one that is known under another number."""
    if kunci_nomor(baris.nomor) != kunci_nomor(pertek.nomor):
        pertek.nomor, pertek.kunci_nomor = baris.nomor, kunci_nomor(baris.nomor)
    pertek.tanggal = baris.tanggal or pertek.tanggal
    pertek.rujukan = baris.rujukan or pertek.rujukan
    if pertek.sebab_batal == Pertek.SebabBatal.HILANG:
        pertek.sebab_batal, pertek.dibatalkan_pada = "", None
    if berkas is not None:
        pertek.berkas, pertek.sidik, pertek.tolak = berkas, berkas.sha256, ""
    elif baris.tolak and not pertek.sidik:
        pertek.tolak = baris.tolak[:500]
    if baris.isi or baris.tolak:
        _atur_permintaan(pertek, saat)


def _atur_permintaan(pertek: Pertek, saat: datetime) -> None:
    """Set when the file is fetched again: soon and ever less often while it is refused, else after a day."""
    if _keadaan_berkas(pertek) == KeadaanPertek.BERKAS_DITOLAK:
        _minta_lagi(pertek, saat)
    else:
        pertek.percobaan, pertek.minta_lagi_pada = 0, saat + MASA_ISI


def _minta_lagi(pertek: Pertek, saat: datetime) -> None:
    pertek.percobaan = min(pertek.percobaan + 1, 100)
    pertek.minta_lagi_pada = saat + min(JEDA_MINTA * 2 ** min(pertek.percobaan - 1, 10), JEDA_MINTA_TERLAMA)


def _hilang(tersisa: Iterable[Pertek], saat: datetime) -> None:
    for pertek in tersisa:
        if not pertek.sebab_batal:
            pertek.sebab_batal, pertek.dibatalkan_pada = Pertek.SebabBatal.HILANG, saat


def _keadaan_berkas(pertek: Pertek) -> KeadaanPertek:
    berkas = pertek.berkas
    if pertek.tolak or (berkas and berkas.ditolak):
        return KeadaanPertek.BERKAS_DITOLAK
    if berkas is None or not pertek.nomor or pertek.tanggal is None or pertek.tanggal > hari_terakhir():
        return KeadaanPertek.DITUNGGU
    return KeadaanPertek.BERLAKU if berkas.keadaan == KeadaanBerkas.TERSEDIA else KeadaanPertek.DIPERIKSA


def _batalkan_yang_ditarik(usulan: Usulan, semua: Iterable[Pertek]) -> None:
    """Cancel what BKN's newest cancelling stage cancels: the Pertek that were there on its day, or known when it came.

    One that was listed later counts, also with an older date, once BKN approved again on a later day.
    """
    tarik = usulan.riwayat_bkn.filter(status_tahapan__in=TAHAP_MEMBATALKAN).first()
    if tarik is None:
        return
    for pertek in semua:
        if pertek.sebab_batal != Pertek.SebabBatal.DITARIK and _kena(usulan, pertek, tarik):
            pertek.sebab_batal = Pertek.SebabBatal.DITARIK
            pertek.dibatalkan_pada = pertek.dibatalkan_pada or timezone.now()


def _kena(usulan: Usulan, pertek: Pertek, tarik: TahapBkn) -> bool:
    if pertek.diterima_pada < tarik.diterima_pada:
        return True
    if pertek.tanggal is None or pertek.tanggal > tarik.hari:
        return False
    menyusul = pertek.diterima_pada > tarik.diterima_pada
    return not (menyusul and disetujui_lagi(usulan, tarik.hari))


def lepaskan_semua(usulan: Usulan, oleh: Pelaku) -> None:
    """Cancel all Pertek of `usulan`: BKN listed them under an id that is another's. The caller holds its lock."""
    semua = list(usulan.pertek.select_related("berkas").order_by("id"))
    _hilang(semua, timezone.now())
    _nilai_semua(usulan, semua, oleh)


def segarkan(usulan: Usulan, oleh: Pelaku) -> None:
    """Judge all Pertek of `usulan` anew, hold or free what follows, and write it. The caller holds its lock."""
    _nilai_semua(usulan, list(usulan.pertek.select_related("berkas").order_by("id")), oleh)


def _nilai_semua(usulan: Usulan, semua: Sequence[Pertek], oleh: Pelaku) -> None:
    if semua:
        _batalkan_yang_ditarik(usulan, semua)
    _pindahkan(usulan, semua, oleh)
    selaras = selaraskan(usulan, oleh)
    bidang = lanjut_bila_lengkap(usulan)
    if selaras or bidang:
        simpan_jalur_bkn(usulan, *bidang, *BIDANG)


def _pindahkan(usulan: Usulan, semua: Sequence[Pertek], oleh: Pelaku) -> None:
    """Move each of `semua` to the state that follows from all of them, and write them all.

    The one in force is written last: there is never more than one.
    """
    keadaan = nilai_pertek(_fakta(urut, satu) for urut, satu in enumerate(semua))
    lama = {urut: satu.keadaan for urut, satu in enumerate(semua)}
    for urut in sorted(keadaan, key=lambda u: keadaan[u] == KeadaanPertek.BERLAKU):
        pertek, ke = semua[urut], keadaan[urut]
        if pertek.keadaan != ke:
            if (pertek.keadaan, ke) == (KeadaanPertek.DIPERIKSA, KeadaanPertek.BERKAS_DITOLAK):
                _minta_lagi(pertek, timezone.now())
            pindah_keadaan(pertek, GERAK_KE[ke])
            catat_usulan(usulan, PertekBerubah(pertek.nomor, pertek.jenis, lama[urut], ke), oleh=oleh)
        pertek.save()


def _fakta(urut: int, pertek: Pertek) -> FaktaPertek:
    ralat = pertek.jenis == Pertek.Jenis.PERBAIKAN
    berkas = _keadaan_berkas(pertek)
    batal = bool(pertek.sebab_batal)
    tanggal = pertek.tanggal
    if tanggal and tanggal > hari_terakhir():
        # A date that lies ahead is a slip: it makes none newer than what came after it. BKN's own day, not Papua's.
        tanggal = timezone.localdate(pertek.diterima_pada)
    return FaktaPertek(urut, ralat, tanggal, pertek.diterima_pada, pertek.sidik, berkas, batal)


@transaction.atomic(durable=True)
def periksa_ulang_pertek(usulan_id: UUID, *, oleh: Pelaku = Mesin.SISTEM) -> None:
    """Judge the Pertek of a usulan anew: an inspection may have ended since, or the day of its date come."""
    segarkan(kunci(usulan_id), oleh)


def periksa_ulang_yang_tertunda() -> int:
    """Judge every usulan whose Pertek waited for what has come since; return how many. Nobody asks BKN for it.

    The poll of API 6 judges, too, but not while the exchange is stopped or SIASN is away.
    """
    sudah = Q(keadaan=KeadaanPertek.DIPERIKSA) & ~Q(berkas__keadaan=KeadaanBerkas.DIPERIKSA)
    tiba = Q(keadaan=KeadaanPertek.DITUNGGU, tanggal__lte=hari_terakhir(), berkas__isnull=False) & ~Q(nomor="")
    milik = Pertek.objects.filter(sudah | tiba).values_list("usulan", flat=True).order_by("usulan").distinct()
    for usulan_id in milik:
        periksa_ulang_pertek(usulan_id)
    return len(milik)
