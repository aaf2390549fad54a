"""The queue's rows: columns as a table, every value written once in Python (janji.md 5), filters as chips, loads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siapp.akun.models import Kategori, Pengguna
from siapp.web.halaman import PARAMETER
from siapp.web.templatetags.siapp import nip, status, tanggal
from siapp.web.tersusun import Tersusun
from usulan import tahap as alur
from usulan.antrean import tms_menunggu, tugas_milik
from usulan.kalender import Kalender, kalender_kini
from usulan.models import KolomAntrean, StatusPutusan, Usulan
from usulan.tahap import Tahap

SEGERA_HARI_KERJA = 1


@dataclass(frozen=True, slots=True)
class Tenggat:
    """How a due date stands: `kode` of lencana.py ("" = in time), `kata`."""

    kode: str
    kata: str


@dataclass(frozen=True, slots=True)
class Kini:
    """What a page reckons deadlines with, asked for once: the day that it is, and the calendar."""

    hari: date
    kalender: Kalender


def kini() -> Kini:
    """Return today and the calendar in force; one query."""
    return Kini(timezone.localdate(), kalender_kini())


def tenggat_kata(tenggat: date | None, kini: Kini) -> Tenggat:
    """Say in words how `tenggat` stands today, in working days; the clock is paused where there is none."""
    if tenggat is None:
        return Tenggat("", "–")
    if tenggat < kini.hari:
        lewat = max(1, kini.kalender.selisih_hari_kerja(tenggat, kini.hari))
        return Tenggat("TERLAMBAT", f"Terlambat {lewat} hari kerja")
    if tenggat == kini.hari:
        return Tenggat("SEGERA", "Jatuh tempo hari ini")
    sisa = kini.kalender.selisih_hari_kerja(kini.hari, tenggat)
    return Tenggat("SEGERA" if sisa <= SEGERA_HARI_KERJA else "", f"{sisa} hari kerja lagi")


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column that a person may show: its heading and how a usulan fills it."""

    kode: str
    label: str
    isi: Callable[[Usulan, Kini], tuple[str, str]]
    kelas: str = ""

    @property
    def kelas_html(self) -> SafeString:
        """The class as an attribute, nothing without one."""
        return format_html(' class="{}"', self.kelas) if self.kelas else SafeString()


def _putusan(kode: str) -> tuple[str, str]:
    return (kode, {"APPROVED": "Disetujui", "BTL": "BTL", "TMS": "TMS"}[kode]) if kode else ("", "–")


def _tenggat(usulan: Usulan, kini: Kini) -> tuple[str, str]:
    t = tenggat_kata(usulan.tenggat, kini)
    return t.kode, t.kata


def _tahap(usulan: Usulan, _: Kini) -> tuple[str, str]:
    if usulan.ditahan:
        return "DITAHAN", f"Ditahan: {alur.LABEL[usulan.tahap_kini]}"
    if usulan.tahap_kini is Tahap.PERBAIKAN and not usulan.perbaikan_ditandai:
        return usulan.tahap, "Perlu ditandai verifikator"
    return usulan.tahap, ""


KOLOM: dict[str, Kolom] = {
    k.kode: k
    for k in (
        Kolom("nip", "NIP", lambda u, _: ("", nip(u.nip)), "nip"),
        Kolom("instansi", "Instansi", lambda u, _: ("", str(u.instansi))),
        Kolom("layanan", "Layanan", lambda u, _: ("", str(u.layanan))),
        Kolom("kategori", "Kategori", lambda u, _: ("", Kategori(u.kategori).label)),
        Kolom("tahap", "Tahap", _tahap),
        Kolom("verifikator", "Verifikator", lambda u, _: ("", str(u.verifikator or "–"))),
        Kolom("tenggat", "Tenggat", _tenggat),
        Kolom("biro", "Biro APP", lambda u, _: _putusan(u.status_biro)),
        Kolom("bkn", "BKN", lambda u, _: _putusan(u.status_bkn)),
        Kolom("tahap_bkn", "Tahap di BKN", lambda u, _: ("", u.tahap_bkn or "–")),
        Kolom("dikirim", "Dikirim", lambda u, _: ("", tanggal(u.diajukan_pada, "pendek")), "angka"),
        Kolom("sejak", "Di tahap ini sejak", lambda u, _: ("", tanggal(u.tahap_sejak, "pendek")), "angka"),
        Kolom("putaran", "Putaran", lambda u, _: ("", str(u.putaran)), "angka"),
    )
}
LAPANG = "lapang"
"""Kept beside the columns: rows with their whole text, however many lines it takes."""
TERPOTONG = 22
"""Characters; a longer text may be cut in a row of one line, so the pointer can ask for it."""
KOLOM_BAWAAN = ("nip", "instansi", "layanan", "tahap", "verifikator", "tenggat", "bkn")


def kolom_pengguna(pengguna: Pengguna) -> tuple[list[Kolom], bool]:
    """The columns that `pengguna` chose, in the order of the table, and whether rows show their whole text.

    Without a choice the usual ones, and a line a row: more of them are in sight (layar.md 2.5).
    """
    pilihan = KolomAntrean.objects.filter(pengguna=pengguna).values_list("kolom", flat=True).first()
    kode = KOLOM_BAWAAN if pilihan is None else pilihan
    return [k for k in KOLOM.values() if k.kode in kode], LAPANG in kode


@dataclass(frozen=True, slots=True)
class BarisAntrean:
    """One row, ready to print."""

    pk: UUID
    nomor: str
    nama: str
    sel: SafeString


def baris_antrean(usulan: Iterable[Usulan], kolom: list[Kolom]) -> list[BarisAntrean]:
    """Write the rows. `usulan` come with what a row shows (`dengan_rujukan`)."""
    saat = kini()
    return [BarisAntrean(u.pk, u.nomor, u.nama, _baris_sel(kolom, u, saat)) for u in usulan]


def _baris_sel(kolom: list[Kolom], usulan: Usulan, saat: Kini) -> SafeString:
    return SafeString("".join(_sel(k, usulan, saat) for k in kolom))


def _sel(kolom: Kolom, usulan: Usulan, saat: Kini) -> SafeString:
    """Draw one cell: a text, or a badge (code of lencana.py) with its word. In a template, cells took half the page."""
    kode, kata = kolom.isi(usulan, saat)
    isi = status(kode, kata) if kode else kata
    utuh = format_html(' title="{}"', kata) if not kode and len(kata) > TERPOTONG else SafeString()
    return format_html('<td data-label="{}"{}{}>{}</td>', kolom.label, kolom.kelas_html, utuh, isi)


@dataclass(frozen=True, slots=True)
class Keping:
    """A filter in force and the address without it."""

    label: str
    url_hapus: str


def _tanpa(parameter: QueryDict, *nama: str) -> str:
    sisa = parameter.copy()
    for n in (*nama, PARAMETER):
        sisa.pop(n, None)
    return f"{reverse('usulan:antrean')}?{sisa.urlencode()}"


def keping_saring(form: Any, parameter: QueryDict, teks_cari: str | None) -> list[Keping]:
    """The filters in force as chips; `form` is the bound, validated form of SaringAntrean."""
    hasil = [Keping(f"Cari: {teks_cari}", _tanpa(parameter, "cari"))] if teks_cari else []
    for nama, nilai in form.cleaned_data.items():
        if nilai in (None, "", False):
            continue
        bidang = form.fields[nama]
        kata = dict(getattr(bidang, "choices", ())).get(nilai) if isinstance(nilai, str) else nilai
        label = bidang.label if nilai is True else f"{bidang.label}: {_kata(kata)}"
        hasil.append(Keping(label, _tanpa(parameter, nama)))
    return hasil


def _kata(nilai: Any) -> str:
    return tanggal(nilai, "pendek") if isinstance(nilai, date) else str(nilai)


@dataclass(frozen=True, slots=True)
class Beban:
    """The load of one verifier now: `disetujui` are approved and still on their way to a Keppres.

    `bertugas` is False for who holds usulan of the pokja but verifies there no longer.
    """

    pengguna: Pengguna
    bertugas: bool
    tugas: int
    terlambat: int
    konfirmasi: int
    perbaikan: int
    disetujui: int


def beban_pokja(calon: Iterable[Pengguna], kategori: set[str]) -> list[Beban]:
    """Return the load of `calon` and, before them, of whoever else holds work in these pokja; at most three queries."""
    per_orang, bertugas = _hitung_beban(kategori), {p.pk: p for p in calon}
    lain = [kunci for kunci, h in per_orang.items() if kunci not in bertugas and _memegang(h)]
    ditinggalkan = [_beban(p, per_orang[p.pk], bertugas=False) for p in Pengguna.objects.filter(pk__in=lain)]
    hasil = [*ditinggalkan, *(_beban(p, per_orang.get(p.pk)) for p in bertugas.values())]
    return sorted(hasil, key=lambda b: (b.bertugas, *_paling_ringan(b)))


def _paling_ringan(beban: Beban) -> tuple[int, str]:
    return beban.tugas, beban.pengguna.nama


def _hitung_beban(kategori: set[str]) -> dict[int, Any]:
    milik = Usulan.objects.filter(verifikator__isnull=False, kategori__in=kategori, tahap__in=sorted(alur.AKTIF))
    dipegang = Q(tahap=Tahap.DIVERIFIKASI)
    hitungan = (
        milik.order_by()
        .values("verifikator")
        .annotate(
            tugas=Count("pk", filter=dipegang),
            terlambat=Count("pk", filter=dipegang & Q(tenggat__lt=timezone.localdate())),
            konfirmasi=Count("pk", filter=tms_menunggu()),
            perbaikan=Count("pk", filter=Q(tahap=Tahap.PERBAIKAN)),
            disetujui=Count("pk", filter=Q(status_biro=StatusPutusan.APPROVED)),
        )
    )
    return {h["verifikator"]: h for h in hitungan}


def _memegang(hitungan: Any) -> bool:
    return bool(hitungan["tugas"] or hitungan["perbaikan"])


def _beban(pengguna: Pengguna, hitungan: Any, bertugas: bool = True) -> Beban:
    nama = ("tugas", "terlambat", "konfirmasi", "perbaikan", "disetujui")
    return Beban(pengguna, bertugas, **{n: hitungan[n] if hitungan else 0 for n in nama})


_BEBAN_SINGKAT = Tersusun(Usulan)


def beban_kata(calon: Iterable[Pengguna], kategori: set[str]) -> dict[int, str]:
    """Return {verifier: what they have to verify in these pokja now, in words} for a list to choose from.

    It stands beside names on every page of the queue: nothing else is counted. One query, and one for `calon`.
    """
    hari, pokja = timezone.localdate(), tuple(sorted(kategori))
    baris = _BEBAN_SINGKAT.tanya((hari, pokja), lambda: _beban_singkat(hari, pokja)) if pokja else []
    beban = {kunci: (tugas, terlambat) for kunci, tugas, terlambat in baris}
    return {p.pk: _kata_beban(*beban.get(p.pk, (0, 0))) for p in calon}


def _beban_singkat(hari: date, pokja: tuple[str, ...]) -> QuerySet[Usulan, Any]:
    dipegang = Usulan.objects.filter(verifikator__isnull=False, kategori__in=pokja, tahap=Tahap.DIVERIFIKASI)
    hitungan = {"tugas": Count("pk"), "terlambat": Count("pk", filter=Q(tenggat__lt=hari))}
    return dipegang.order_by().values_list("verifikator").annotate(**hitungan)


def _kata_beban(tugas: int, terlambat: int) -> str:
    return f"{tugas} tugas" + (f", {terlambat} terlambat" if terlambat else "")


def tugas_berikut(pengguna: Pengguna, selain: UUID | None = None) -> Usulan | None:
    """The task of `pengguna` that waits longest, another one than `selain` if there is another."""
    milik = Usulan.objects.untuk(pengguna).filter(tugas_milik(pengguna)).order_by("tahap_sejak", "id")
    return milik.exclude(pk=selain).first() if selain else milik.first()
