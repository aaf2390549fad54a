"""The queue as tables: which tabs there are, for whom they come first, how each is ordered, and its search.

Nothing here grows slower with more rows (janji.md 5): counts stop at `BATAS_HITUNG`, matches at `BATAS_CARI`, and
every order ends in an index of Usulan.
"""

import re
import secrets
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.teks import bersih, bersih_pengenal, kunci_cari
from siapp.web.galat import GalatPengguna
from siapp.web.tersusun import Tersusun
from usulan.models import Lembaga, Putusan, Usulan
from usulan.models.usulan import UsulanQuerySet
from usulan.pemegang import DIPEGANG_VERIFIKATOR, verifikator_masih
from usulan.tahap import Tahap
from usulan.tempat import asn_pindah

BATAS_HITUNG = 1_000
BATAS_CARI = 2_000
# Words that so many of the newest have together are found by walking a list in its own order.
DICOBA, SERING = 1_000, 30
CARI_TERPENDEK = 3
CARI_DIINGAT = 20
WAKTU_CARI_MS = 3_000
KUNCI_SESI_CARI = "antrean_cari"
_GELAR = re.compile(r"(?:[A-Za-z]{1,5}\.)+[A-Za-z]{0,4}")

TERLAMA_DULU = ("tahap_sejak", "id")
TERBARU_DULU = ("-diubah_pada", "-id")
# By days of sending a long list follows what is asked for: in any other order all that is newer would be passed first.
TERKIRIM_DULU = ("-diajukan_pada", "-id")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: `syarat` says which usulan it holds for a person, `kosong` what an empty one tells.

    `arti`: where the label does not say it, why these stand here and what helps.
    """

    kode: str
    label: str
    syarat: Callable[[Pengguna], Q]
    kosong: str
    urut: tuple[str, ...] = TERLAMA_DULU
    arti: str = ""


def tms_menunggu() -> Q:
    """A TMS proposed in the present round that waits for its second person."""
    tertunda = Putusan.objects.filter(
        usulan=OuterRef("pk"), putaran=OuterRef("putaran"), lembaga=Lembaga.BIRO_APP, terbit_pada=None
    )
    return Q(tahap=Tahap.DIVERIFIKASI) & Q(Exists(tertunda))


def tugas_milik(pengguna: Pengguna) -> Q:
    """What `pengguna` is to verify now: held by them, and not waiting for the confirmation of a TMS."""
    return Q(tahap=Tahap.DIVERIFIKASI, verifikator=pengguna) & ~tms_menunggu()


def tanpa_verifikator() -> Q:
    """What is under verification or correction with nobody who could go on: only who gives it out can help.

    A proposed TMS is with its second person, and what the PIC corrects comes back to be distributed, unless a verifier
    has to name the rows first.
    """
    ditinggalkan = Q(verifikator__isnull=False) & ~Q(verifikator_masih())
    belum_ditandai = Q(tahap=Tahap.PERBAIKAN, verifikator=None, perbaikan_ditandai=False)
    # The stages stand outside the OR: one look along what is held, and not a heap for each side of it.
    return Q(tahap__in=sorted(DIPEGANG_VERIFIKATOR)) & (ditinggalkan & ~tms_menunggu() | belum_ditandai)


def _tahap(*tahap: Tahap) -> Callable[[Pengguna], Q]:
    return lambda _: Q(tahap__in=tahap)


TAB: dict[str, Tab] = {
    t.kode: t
    for t in (
        Tab("tugas", "Tugas saya", tugas_milik, "Tekan “Ambil berikutnya” untuk mengambil usulan yang menunggu."),
        Tab("baru", "Belum dibagi", _tahap(Tahap.DIAJUKAN), "Semua usulan yang masuk sudah mempunyai verifikator."),
        Tab(
            "lepas",
            "Tanpa verifikator",
            lambda _: tanpa_verifikator(),
            "Setiap usulan yang diperiksa dipegang verifikator yang masih bertugas.",
            arti="Pemegangnya tidak lagi bertugas, atau belum ada. Koordinator membagikannya kepada verifikator lain.",
        ),
        Tab(
            "pindah",
            "Pindah instansi",
            lambda _: asn_pindah(),
            "Menurut Data ASN, setiap pegawai masih di instansi yang mengusulkannya.",
            arti="Menurut Data ASN, pegawainya sekarang di instansi lain. Buka usulannya untuk melihat di mana, dan "
            "untuk menyerahkannya.",
        ),
        Tab("tms", "Konfirmasi TMS", lambda _: tms_menunggu(), "Tidak ada usul TMS yang menunggu orang kedua."),
        Tab("siap", "Siap Keppres", _tahap(Tahap.SIAP_KEPPRES), "Belum ada usulan yang siap masuk rancangan Keppres."),
        Tab("perbaikan", "Menunggu perbaikan", _tahap(Tahap.PERBAIKAN), "Tidak ada usulan yang menunggu PIC."),
        Tab(
            "bkn", "Menunggu BKN", _tahap(Tahap.MENUNGGU_PERTEK), "Tidak ada usulan yang menunggu putusan atau Pertek."
        ),
        Tab("selesai", "Selesai", _tahap(Tahap.SELESAI, Tahap.TMS), "Belum ada usulan yang selesai.", TERBARU_DULU),
        Tab("semua", "Semua", lambda _: Q(), "Belum ada usulan yang dikirim PIC.", TERBARU_DULU),
    )
}

# Whose tabs come first; the first of them is what opens.
TAB_UTAMA: dict[JenisPeran, tuple[str, ...]] = {
    JenisPeran.VERIFIKATOR: ("tugas", "baru"),
    JenisPeran.KOORDINATOR: ("baru", "lepas", "pindah", "tms"),
    JenisPeran.KEPALA_BIRO: ("tms", "baru", "lepas", "pindah"),
    JenisPeran.DUKUNGAN: ("siap",),
}


def tab_untuk(pengguna: Pengguna) -> list[Tab]:
    """Return the tabs of `pengguna`, what is theirs to do first; only verifiers have tasks of their own."""
    utama = [k for peran, kode in TAB_UTAMA.items() if pengguna.berperan(peran) for k in kode]
    lain = [k for k in TAB if k != "tugas"]
    # A verifier who also distributes opens what waits to be distributed last: own work comes first.
    return [TAB[k] for k in dict.fromkeys([*utama, *lain])] if utama else [TAB["semua"], *_tanpa_semua(lain)]


def _tanpa_semua(kode: list[str]) -> list[Tab]:
    return [TAB[k] for k in kode if k != "semua"]


class HitungTerbatas(Subquery):
    """The number of rows of a (sliced) queryset as a value, so that all tabs are counted in one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _hitung)"
    output_field = IntegerField()


_HITUNG_TAB = Tersusun(Usulan)


def hitung_tab(pengguna: Pengguna, tab: list[Tab]) -> dict[str, int]:
    """Return {tab: number of usulan in it}, counting no further than `BATAS_HITUNG`; one query."""
    kode = tuple(t.kode for t in tab)
    peran = tuple((p.jenis, p.instansi_id, p.kategori) for p in pengguna.peran_aktif)
    (baris,) = _HITUNG_TAB.tanya((pengguna.pk, peran, kode, BATAS_HITUNG), lambda: _hitungan(pengguna, tab))
    return {satu: jumlah or 0 for satu, jumlah in zip(kode, baris, strict=True)}


def _hitungan(pengguna: Pengguna, tab: list[Tab]) -> QuerySet[Any, Any]:
    # What stands here may depend on nothing but the person, the roles and the tabs: it is kept (Tersusun).
    terlihat = Usulan.objects.untuk(pengguna).order_by()
    isi = (terlihat.filter(t.syarat(pengguna)).values("pk")[:BATAS_HITUNG] for t in tab)
    return Pengguna.objects.filter(pk=pengguna.pk).values_list(*map(HitungTerbatas, isi))


@dataclass(frozen=True, slots=True)
class HasilCari:
    """The ids that match, at most `BATAS_CARI`; `terpotong` when there are more."""

    ids: list[Any]
    terpotong: bool


def rapikan_cari(teks: str) -> list[str]:
    """Return the words to look for, in any order; a NIP comes as one word however it is written.

    Titles that are written with dots ("Dr.", "M.Si.") are left out: not every list has them.
    """
    pengenal = bersih_pengenal(teks)
    if pengenal.isdigit():
        return [pengenal]
    kata = bersih(teks).replace(",", " ").split()
    return kunci_cari(" ".join(satu for satu in kata if not _GELAR.fullmatch(satu)) or teks).split()


def saring_cari(
    dasar: UsulanQuerySet, terlihat: UsulanQuerySet, teks: str, *, riwayat: bool
) -> tuple[UsulanQuerySet, bool]:
    """Return those of `dasar` that match `teks`, and whether matches among `terlihat` were cut.

    `riwayat`: `dasar` holds what is finished too; what is open is few enough to be searched itself. A word of a hundred
    thousand names is not looked up: the page wants the next 25 in its order, and they are near. Raises GalatPengguna if
    it takes too long.
    """
    cocok = mengandung(rapikan_cari(teks))
    if not riwayat or _sering(terlihat, cocok):
        return dasar.filter(cocok), False
    hasil = _cari(terlihat, cocok)
    return dasar.filter(pk__in=hasil.ids), hasil.terpotong


def _sering(terlihat: UsulanQuerySet, cocok: Q) -> bool:
    terbaru = terlihat.order_by(*TERBARU_DULU)[:DICOBA]
    return bool(terbaru.aggregate(n=Count("pk", filter=cocok))["n"] >= SERING)


def mengandung(kata: list[str]) -> Q:
    """Each of `kata` occurs in name, NIP or nomor; a whole nomor names its usulan and no other. At most one query."""
    if len(kata) == 1 and Usulan.objects.filter(nomor=kata[0].upper()).exists():
        return Q(nomor=kata[0].upper())
    return Q(*(Q(cari__contains=satu) for satu in kata))


def cari_usulan(terlihat: QuerySet[Usulan], teks: str) -> HasilCari:
    """Look up name, NIP and nomor: each word of `teks` must occur. Raises GalatPengguna if it takes too long.

    The trigram index needs three characters, so at least one word must have as many (the form checks it).
    """
    return _cari(terlihat, mengandung(rapikan_cari(teks)))


def _cari(terlihat: QuerySet[Usulan], cocok: Q) -> HasilCari:
    try:
        with transaction.atomic(), connection.cursor() as kursor:
            kursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(WAKTU_CARI_MS)])
            ids = list(terlihat.order_by().filter(cocok).values_list("pk", flat=True)[: BATAS_CARI + 1])
    except OperationalError as galat:
        raise GalatPengguna("Pencarian ini terlalu luas. Tulis nama yang lebih lengkap, NIP, atau nomor.") from galat
    return HasilCari(ids[:BATAS_CARI], len(ids) > BATAS_CARI)


# A name or a NIP may stand in no URL and no log: the words stay in the session, the URL carries a random code for
# them. So every tab and page of the browser keeps its own search, and a copied link shows nothing to anybody else.
def ingat_cari(sesi: MutableMapping[str, Any], teks: str) -> str:
    """Keep `teks` in the session and return the code that stands for it in the URL; the oldest of many is forgotten."""
    diingat: dict[str, str] = dict(sesi.get(KUNCI_SESI_CARI, {}))
    lama = next((kode for kode, isi in diingat.items() if isi == teks), None)
    kode = lama or secrets.token_urlsafe(6)
    diingat.pop(kode, None)
    diingat[kode] = teks
    sesi[KUNCI_SESI_CARI] = dict(list(diingat.items())[-CARI_DIINGAT:])
    return kode


def cari_diingat(sesi: MutableMapping[str, Any], kode: str) -> str | None:
    """Return the words that `kode` stands for in this session, None when it is not of this session."""
    teks: str | None = sesi.get(KUNCI_SESI_CARI, {}).get(kode)
    return teks
