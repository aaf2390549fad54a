"""Correction rounds: which version of which document was judged how, round by round."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from siapp.web.templatetags.siapp import tanggal
from usulan.models import BidangDiminta, Dokumen, PenilaianDokumen, Putusan, Usulan, VersiDokumen
from usulan.tampilan.dokumen import putaran_terbit
from usulan.tampilan.nilai import label_bidang


@dataclass(frozen=True, slots=True)
class VersiTampil:
    """One version of a document with its verdict, "" while it has none that may be shown."""

    versi: VersiDokumen
    hasil: str
    alasan: str
    kini: bool

    @property
    def rincian(self) -> str:
        """Round and day in words, and whether a newer one took its place."""
        diganti = "" if self.kini else ", digantikan"
        return f"putaran {self.versi.putaran}, {tanggal(self.versi.diunggah_pada, 'pendek')}{diganti}"


@dataclass(frozen=True, slots=True)
class DokumenTampil:
    """A document row of the usulan's page with all its versions, newest first."""

    nama: str
    wajib: bool
    versi: list[VersiTampil]


@dataclass(frozen=True, slots=True)
class PutaranTampil:
    """One round: the verdicts given in it and what was asked for."""

    nomor: int
    putusan: list[Putusan]
    bidang: list[tuple[str, str]]


def versi_terkirim(usulan: Usulan, dalam: bool) -> QuerySet[VersiDokumen]:
    """The versions of `usulan`; for Biro APP (`dalam`) only what was sent: a correction being written is the PIC's."""
    semua = VersiDokumen.objects.filter(dokumen__usulan=usulan).select_related("berkas", "diunggah_oleh")
    return semua.filter(putaran__lte=usulan.putaran) if dalam else semua


def dokumen_tampil(usulan: Usulan, dalam: bool) -> list[DokumenTampil]:
    """The documents that have a file or are mandatory, with versions and the verdicts that may be shown."""
    penilaian = PenilaianDokumen.objects.filter(dokumen__usulan=usulan).select_related("alasan")
    if not dalam:
        penilaian = penilaian.filter(putaran__in=putaran_terbit(usulan))
    # The newest verdict of a version counts: an accepted one is carried into the next round.
    per_versi = {p.versi_id: p for p in penilaian.order_by("putaran") if p.versi_id}
    versi = defaultdict(list)
    for v in versi_terkirim(usulan, dalam).order_by("-nomor"):
        versi[v.dokumen_id].append(v)
    baris = usulan.dokumen.select_related("persyaratan").order_by("-persyaratan__wajib", "persyaratan__urutan")
    return [_tampil(d, versi[d.pk], per_versi) for d in baris if versi[d.pk] or d.persyaratan.wajib]


def _tampil(dokumen: Dokumen, versi: list[VersiDokumen], penilaian: dict[int, PenilaianDokumen]) -> DokumenTampil:
    daftar = []
    for v in versi:
        p = penilaian.get(v.pk)
        daftar.append(VersiTampil(v, p.hasil if p else "", p.teks_alasan if p else "", v.pk == dokumen.versi_kini_id))
    return DokumenTampil(dokumen.persyaratan.nama, dokumen.persyaratan.wajib, daftar)


def putaran_tampil(usulan: Usulan, putusan: list[Putusan]) -> list[PutaranTampil]:
    """The rounds, newest first. `putusan` are the published verdicts."""
    label = label_bidang(usulan)
    diminta = defaultdict(list)
    for b in BidangDiminta.objects.filter(usulan=usulan):
        diminta[b.putaran].append((label.get(b.bidang, b.bidang), b.catatan))
    return [
        PutaranTampil(n, [p for p in putusan if p.putaran == n], diminta[n])
        for n in range(usulan.putaran, 0, -1)
        if diminta[n] or any(p.putaran == n for p in putusan)
    ]
