"""May a Keppres rest on this usulan now, and if not, why? One answer for everybody who asks (alur.md 2).

Drafts, release, maju, publication, holds, lists of candidates and screens ask here. What stands in the way is read from
the two verdicts, the Pertek and the open holds as they are now; nothing is remembered from an earlier answer.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from siapp.teks import menyebut_nomor
from usulan import tahap as alur
from usulan.keadaan import KeadaanPertek
from usulan.kebijakan import TidakMungkin
from usulan.models import KeppresUsulan, Lembaga, Pertek, Putusan, StatusPutusan, Tahanan, Usulan
from usulan.models.tahanan import SebabTahan
from usulan.perbedaan import alasan_meninggal
from usulan.tahap import Tahap

# What `kesiapan` reads of each usulan: fetched together for a list, so that a list costs the same whatever its length.
RUJUKAN = ("pertek", "tahanan", "putusan", "asn")
DALAM_KEPPRES = frozenset({Tahap.RKP, Tahap.KEPPRES_MAJU, Tahap.KEPPRES_TERBIT, Tahap.SELESAI})

_KATA_PERTEK = {
    KeadaanPertek.DITUNGGU: "sudah diumumkan BKN, tetapi nomor, tanggal, atau berkasnya belum ada, atau tanggalnya "
    "belum tiba",
    KeadaanPertek.DIPERIKSA: "sedang diperiksa berkasnya",
    KeadaanPertek.BERKAS_DITOLAK: "berkasnya ditolak dan diminta lagi kepada BKN",
}


@dataclass(frozen=True, slots=True)
class Kesiapan:
    """`pertek`: the one in force, if any; `alasan`: what stands in the way, a sentence each; none when nothing does."""

    pertek: Pertek | None
    alasan: tuple[str, ...]

    @property
    def siap(self) -> bool:
        return not self.alasan


def kesiapan(usulan: Usulan, *, tanpa: Collection[int] = ()) -> Kesiapan:
    """Answer for `usulan`; holds whose ids are in `tanpa` are left aside (what would hold if they were ended?)."""
    pertek = pertek_berlaku(usulan)
    terbuka = {t.sebab: t for t in usulan.tahanan.all() if t.selesai_pada is None}
    meninggal = alasan_meninggal(usulan)
    alasan = [
        *([meninggal] if meninggal else []),
        *_putusan(usulan),
        *(t.keterangan for t in terbuka.values() if t.pk not in tanpa),
    ]
    # A hold says it already; one that is left aside is not asked about again.
    if pertek is None and (SebabTahan.PERTEK not in terbuka or terbuka[SebabTahan.PERTEK].pk in tanpa):
        alasan.append(alasan_tanpa_pertek(usulan))
    if pertek and SebabTahan.PERTEK_LAMA not in terbuka and (lama := alasan_pertek_lama(usulan, pertek)):
        alasan.append(lama)
    return Kesiapan(pertek, tuple(alasan))


def pertek_berlaku(usulan: Usulan) -> Pertek | None:
    """Return the Pertek of `usulan` that is in force now."""
    return next((p for p in usulan.pertek.all() if p.berlaku), None)


def _putusan(usulan: Usulan) -> Iterable[str]:
    for lembaga, status in ((Lembaga.BIRO_APP, usulan.status_biro), (Lembaga.BKN, usulan.status_bkn)):
        if not status:
            yield f"{lembaga.label} belum memberi putusan."
        elif status != StatusPutusan.APPROVED:
            yield f"Putusan {lembaga.label} sekarang {StatusPutusan(status).label}."


def alasan_tanpa_pertek(usulan: Usulan) -> str:
    """Say of a usulan without a Pertek in force what became of it."""
    semua = list(usulan.pertek.all())
    for satu in semua:
        if kata := _KATA_PERTEK.get(KeadaanPertek(satu.keadaan)):
            return f"{satu.sebutan} {kata}."
    if batal := next((p for p in semua if p.keadaan == KeadaanPertek.DIBATALKAN), None):
        sebab = Pertek.SebabBatal(batal.sebab_batal).label
        return f"{batal.sebutan}: {sebab[0].lower()}{sebab[1:]}. Pertek yang baru belum ada."
    return "Pertek dari BKN belum diterima."


def btl_terakhir(usulan: Usulan) -> Putusan | None:
    """BKN's last BTL on `usulan`, if it ever gave one: by its day, of one day the one that came later."""
    semua = [p for p in usulan.putusan.all() if (p.lembaga, p.status) == (Lembaga.BKN, StatusPutusan.BTL)]
    return max(semua, key=lambda p: (p.tanggal, p.pk), default=None)


def alasan_pertek_lama(usulan: Usulan, pertek: Pertek) -> str:
    """Return why `pertek` is older than BKN's last BTL and nobody has said since that it holds; "" if that is not so.

    BKN says so by an approval after the BTL that names the number; people by ending the hold, two of them.
    """
    btl = btl_terakhir(usulan)
    if btl is None or pertek.tanggal is None or pertek.tanggal > btl.tanggal:
        return ""
    if _ditegaskan_bkn(usulan, pertek, btl) or _ditegaskan_orang(usulan, pertek, btl):
        return ""
    return (
        f"{pertek.sebutan} ({pertek.tanggal:%d-%m-%Y}) terbit sebelum BKN menyatakan BTL ({btl.tanggal:%d-%m-%Y}); BKN "
        "belum menerbitkan Pertek baru atau menyebut Pertek itu lagi."
    )


def _ditegaskan_bkn(usulan: Usulan, pertek: Pertek, btl: Putusan) -> bool:
    return any(
        (p.lembaga, p.status) == (Lembaga.BKN, StatusPutusan.APPROVED)
        and (p.tanggal, p.pk) > (btl.tanggal, btl.pk)
        and menyebut_nomor(p.keterangan, pertek.nomor)
        for p in usulan.putusan.all()
    )


def _ditegaskan_orang(usulan: Usulan, pertek: Pertek, btl: Putusan) -> bool:
    return any(
        t.sebab == SebabTahan.PERTEK_LAMA
        and t.cara == Tahanan.Cara.DIPUTUSKAN
        and t.pertek_id == pertek.pk
        and t.tanggal >= btl.tanggal
        and t.selesai_pada is not None
        and t.selesai_pada > btl.dibuat_pada
        for t in usulan.tahanan.all()
    )


def alasan_belum_siap(usulan: Usulan) -> str:
    """Return in words why `usulan` may not enter a Keppres draft now, "" if it may."""
    if usulan.tahap_kini in DALAM_KEPPRES:
        return f"Usulan {usulan.nomor} sudah ada dalam Keppres lain."
    alasan = kesiapan(usulan).alasan
    if usulan.tahap_kini is not Tahap.SIAP_KEPPRES:
        tahap = f"Usulan {usulan.nomor} masih pada tahap “{alur.LABEL[usulan.tahap_kini]}”."
        return " ".join([tahap, *alasan]) if usulan.tahap_kini is Tahap.MENUNGGU_PERTEK else tahap
    return " ".join([f"Usulan {usulan.nomor} belum dapat dipakai.", *alasan]) if alasan else ""


def alasan_baris(baris: KeppresUsulan) -> tuple[str, ...]:
    """Why the Keppres of `baris` may not go on with its usulan: `kesiapan`, and the Pertek that the draft rests on."""
    hasil = kesiapan(baris.usulan)
    beda = hasil.pertek is not None and baris.pertek_id != hasil.pertek.pk
    ditahan = any(t.sebab == SebabTahan.RALAT for t in baris.usulan.tahanan.all() if t.selesai_pada is None)
    return (*hasil.alasan, *([ralat(baris, hasil.pertek)] if beda and hasil.pertek and not ditahan else []))


def bersandar(baris: KeppresUsulan) -> str:
    """On which Pertek the draft, or the published Keppres, of `baris` rests."""
    apa = "Keppres" if baris.usulan.tahap_kini in alur.SESUDAH_TERBIT else "Rancangan"
    return f"{apa} bersandar pada {baris.pertek.sebutan}"


def ralat(baris: KeppresUsulan, berlaku: Pertek) -> str:
    """The sentence that says on which Pertek `baris` rests, and which one is in force."""
    return f"{bersandar(baris)}; yang berlaku sekarang {berlaku.sebutan}."


def muat(usulan: Iterable[Usulan]) -> None:
    """Fetch what `kesiapan` reads of all `usulan` at once."""
    prefetch_related_objects(list(usulan), *RUJUKAN)


def check_rancangan(baris: Iterable[KeppresUsulan]) -> None:
    """Raise TidakMungkin, naming each usulan and why, unless a Keppres may rest on all of `baris` as they are now."""
    daftar = list(baris)
    muat(b.usulan for b in daftar)
    halangan = [f"{b.usulan.nomor}: {' '.join(alasan)}" for b in daftar if (alasan := alasan_baris(b))]
    if halangan:
        kata = "Keppres ini belum boleh dilanjutkan. Selesaikan dahulu, atau keluarkan usulannya."
        raise TidakMungkin(" ".join([kata, *halangan]))
