"""What the verification screen shows: checklist, pages, data beside Data ASN, and who may do what (layar.md 2.6)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from referensi.katalog import bidang_layanan
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.web.templatetags.siapp import tanggal
from usulan.actions.dasar import dapat
from usulan.aturan.data import TANPA_BANDING
from usulan.models import (
    BidangDiminta,
    Dokumen,
    HasilPenilaian,
    Lembaga,
    PenilaianDokumen,
    Putusan,
    Usulan,
    VersiDokumen,
)
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.tahap import Kerja
from usulan.tampilan.nilai import baris_data, baris_surat, label_bidang, tulis

LEBAR_GAMBAR = 1000
ALAT_LEMBAR = (
    ("kecil", "-", "magnifying-glass-minus", "Perkecil halaman"),
    ("besar", "+", "magnifying-glass-plus", "Perbesar halaman"),
    ("lebar", "0", "arrows-pointing-out", "Selebar kolom"),
    ("putar", "r", "arrow-path", "Putar halaman ke kanan"),
    ("mundur", "[", "chevron-up", "Halaman sebelumnya"),
    ("maju", "]", "chevron-down", "Halaman berikutnya"),
)
"""Tools of a document's pages: what js does, its key, icon, name."""
LIHAT = {"halaman": "Halaman", "banding": "Versi sebelumnya", "asn": "Data ASN"}


@dataclass(slots=True)
class BarisPeriksa:
    """One document row: what is judged in this round, and how it was judged before."""

    dokumen: Dokumen
    versi: VersiDokumen | None
    penilaian: PenilaianDokumen | None
    lalu: PenilaianDokumen | None
    dibawa: bool
    url: str
    nomor: int = 0
    temuan: int = 0

    @property
    def rincian(self) -> str:
        """Whether the row is mandatory, and which version is judged, in words."""
        wajib = "wajib" if self.dokumen.persyaratan.wajib else "pelengkap"
        if self.versi is None:
            return wajib
        return f"{wajib}, versi {self.versi.nomor} dari {tanggal(self.versi.diunggah_pada, 'pendek')}"

    @property
    def perlu(self) -> bool:
        """Whether the round cannot be published without a verdict on this row."""
        return self.versi is not None or self.dokumen.persyaratan.wajib

    @property
    def boleh_tidak_ada(self) -> bool:
        return not self.perlu

    @property
    def keadaan(self) -> str:
        """A code of lencana.py."""
        if self.penilaian:
            return self.penilaian.hasil
        return "BELUM" if self.perlu else "KOSONG"

    @property
    def kata(self) -> str:
        """The badge's word where it is not the usual one."""
        if self.penilaian is None:
            return "Belum dinilai" if self.perlu else "Tidak diunggah"
        if self.dibawa:
            return f"{self.penilaian.get_hasil_display()} sejak putaran sebelumnya"
        return self.penilaian.get_hasil_display()


@dataclass(slots=True)
class Lembar:
    """The pages of one version as picture addresses; `pesan` instead of them when there is nothing to show."""

    versi: VersiDokumen | None
    gambar: list[str] = field(default_factory=list)
    pesan: str = ""
    unduh: str = ""

    @property
    def disiapkan(self) -> bool:
        """Whether the first page images are still to be drawn."""
        return bool(self.gambar) and self.versi is not None and self.versi.berkas.gambar_pada is None


def lembar(usulan: Usulan, versi: VersiDokumen | None) -> Lembar:
    """Return what to show of `versi`. Pictures come from PDFium: no active content of the file reaches the browser."""
    if versi is None:
        return Lembar(None, pesan="Tidak ada berkas pada baris ini.")
    berkas = versi.berkas
    if berkas.rusak_sejak or berkas.keadaan != KeadaanBerkas.TERSEDIA:
        kata = "rusak di penyimpanan" if berkas.rusak_sejak else berkas.get_keadaan_display().lower()
        return Lembar(versi, pesan=f"Berkas ini belum dapat ditampilkan: {kata}.")
    nomor = range(1, (berkas.halaman or 0) + 1)
    gambar = [f"{reverse('usulan:gambar_versi', args=[usulan.pk, versi.pk, n])}?lebar={LEBAR_GAMBAR}" for n in nomor]
    return Lembar(versi, gambar, unduh=reverse("usulan:unduh_versi", args=[usulan.pk, versi.pk]))


def baris_periksa(usulan: Usulan) -> list[BarisPeriksa]:
    """The checklist, in three queries: rows that need a verdict first, each group in the agreement's order.

    Only files that were sent are shown: what a PIC prepares during a correction is not Biro APP's to see yet.
    """
    versi: dict[int, list[VersiDokumen]] = defaultdict(list)
    terkirim = VersiDokumen.objects.filter(dokumen__usulan=usulan, putaran__lte=usulan.putaran)
    for v in terkirim.select_related("berkas__bacaan", "berkas__tte", "diunggah_oleh").order_by("-nomor"):
        versi[v.dokumen_id].append(v)
    penilaian: dict[int, list[PenilaianDokumen]] = defaultdict(list)
    semua = PenilaianDokumen.objects.filter(dokumen__usulan=usulan)
    for p in semua.select_related("alasan", "oleh", "versi__berkas", "dokumen").order_by("-putaran"):
        penilaian[p.dokumen_id].append(p)
    rujukan = usulan.dokumen.select_related("persyaratan").order_by("persyaratan__urutan")
    baris = [_baris(usulan, d, next(iter(versi[d.pk]), None), penilaian[d.pk]) for d in rujukan]
    baris.sort(key=lambda b: not b.perlu)
    for nomor, b in enumerate(baris, start=1):
        b.nomor = nomor
    return baris


def _baris(
    usulan: Usulan, dokumen: Dokumen, versi: VersiDokumen | None, penilaian: list[PenilaianDokumen]
) -> BarisPeriksa:
    kini = next((p for p in penilaian if p.putaran == usulan.putaran), None)
    lalu = next((p for p in penilaian if p.putaran < usulan.putaran), None)
    # A verdict carried into the next round keeps its day: it was not given again.
    dibawa = kini is not None and lalu is not None and kini.pada == lalu.pada
    url = f"{reverse('usulan:verifikasi', args=[usulan.pk])}?dokumen={dokumen.pk}"
    return BarisPeriksa(dokumen, versi, kini, lalu, dibawa, url)


def pilih_baris(baris: list[BarisPeriksa], dokumen_id: str | int) -> BarisPeriksa | None:
    """The row asked for; else the first without a verdict, else the first."""
    diminta = next((b for b in baris if str(b.dokumen.pk) == str(dokumen_id)), None)
    return diminta or next((b for b in baris if b.perlu and not b.penilaian), None) or next(iter(baris), None)


def baris_berikut(baris: list[BarisPeriksa], dokumen_id: int) -> BarisPeriksa | None:
    """The next row without a verdict after `dokumen_id`, from the top again at the end; None when all are judged."""
    posisi = next((i for i, b in enumerate(baris) if b.dokumen.pk == dokumen_id), 0)
    return next((b for b in [*baris[posisi + 1 :], *baris[: posisi + 1]] if b.perlu and not b.penilaian), None)


def susun_meja(usulan: Usulan, baris: list[BarisPeriksa], kini: BarisPeriksa | None, lihat: str) -> dict[str, Any]:
    """The context of the two left panes: the chosen row, its neighbours, and what to look at (`LIHAT`)."""
    lihat = lihat if lihat in LIHAT else "halaman"
    posisi = baris.index(kini) if kini else 0
    lama = kini.lalu.versi if kini and kini.lalu and kini.lalu.versi_id != (kini.versi and kini.versi.pk) else None
    return {
        "baris": baris,
        "kini": kini,
        "sebelum": baris[posisi - 1] if posisi else None,
        "berikut": baris[posisi + 1] if posisi + 1 < len(baris) else None,
        "lihat": lihat,
        "alat_lembar": ALAT_LEMBAR,
        "pilihan_lihat": [(k, v, f"{kini.url}&lihat={k}") for k, v in LIHAT.items() if k != "banding" or lama]
        if kini
        else [],
        "lembar": lembar(usulan, kini.versi) if kini else None,
        "lembar_lama": lembar(usulan, lama) if lama and lihat == "banding" else None,
        "banding_asn": data_periksa(usulan) if lihat == "asn" else [],
        "dinilai": sum(bool(b.penilaian) for b in baris if b.perlu),
        "harus_dinilai": sum(b.perlu for b in baris),
    }


@dataclass(slots=True)
class BidangPeriksa:
    """One data field: what the usulan says, what Data ASN says, and what was asked for in earlier rounds."""

    kode: str
    label: str
    nilai: str
    asn: str = ""
    beda: bool = False
    diminta_lalu: str = ""
    ditandai: bool = False
    catatan: str = ""


def data_periksa(usulan: Usulan) -> list[BidangPeriksa]:
    """The data fields of `usulan` beside Data ASN, the letter of transmittal last; differences are marked."""
    label = label_bidang(usulan)
    hasil = []
    for bidang, isi in zip(bidang_layanan(usulan.layanan_id), baris_data(usulan), strict=True):
        asal = getattr(usulan.asn, bidang.asal) if bidang.asal not in TANPA_BANDING else None
        hasil.append(BidangPeriksa(bidang.kode, bidang.label, isi.nilai, tulis(asal), bool(isi.berubah)))
    kode_surat = {kata: kode for kode, kata in label.items()}
    hasil += [BidangPeriksa(kode_surat[b.kunci], b.kunci, b.nilai) for b in baris_surat(usulan)]
    return hasil


def tandai_bidang(usulan: Usulan, bidang: list[BidangPeriksa], isian: dict[str, Any]) -> list[BidangPeriksa]:
    """Put beside each field what was asked in earlier rounds and what is ticked and typed now (`isian`)."""
    lalu = BidangDiminta.objects.filter(usulan=usulan).order_by("putaran")
    diminta = {b.bidang: f"Diminta pada putaran {b.putaran}. {b.catatan}".strip() for b in lalu}
    for b in bidang:
        b.diminta_lalu = diminta.get(b.kode, "")
        b.ditandai = b.kode in isian.get("bidang", ())
        b.catatan = isian.get(f"catatan_{b.kode}", "")
    return bidang


@dataclass(frozen=True, slots=True)
class Boleh:
    """What the person may do with the usulan now."""

    nilai: bool
    konfirmasi: bool
    tolak: bool
    ambil: bool
    bagi: bool
    alihkan: bool
    tandai: bool


def boleh_apa(usulan: Usulan, pengguna: Pengguna, tertunda: Putusan | None) -> Boleh:
    """Ask the policies, so that a page shows no button that would be refused."""

    def bisa(kerja: Kerja) -> bool:
        return dapat(usulan, kerja, oleh=pengguna)

    return Boleh(
        nilai=tertunda is None and bisa(Kerja.NILAI),
        konfirmasi=tertunda is not None and tertunda.oleh_id != pengguna.pk and bisa(Kerja.KONFIRMASI_TMS),
        tolak=tertunda is not None and bisa(Kerja.TOLAK_TMS),
        ambil=bisa(Kerja.AMBIL),
        bagi=bisa(Kerja.BAGI),
        alihkan=bisa(Kerja.ALIHKAN),
        tandai=bisa(Kerja.TANDAI_PERBAIKAN),
    )


def putusan_tampil(usulan: Usulan) -> tuple[list[Putusan], Putusan | None]:
    """The published verdicts of both authorities, newest first, and the TMS that waits for confirmation; one query."""
    semua = list(usulan.putusan.select_related("oleh", "dikonfirmasi_oleh"))
    tertunda = next(
        (p for p in semua if (p.lembaga, p.putaran, p.terbit_pada) == (Lembaga.BIRO_APP, usulan.putaran, None)), None
    )
    return [p for p in semua if p.terbit_pada], tertunda


def tms_tak_dilihat(usulan: Usulan) -> str:
    """Why the verifier proposed the TMS that waits without having seen every document; "" when all were seen."""
    usul = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis=Jenis.TMS_DIUSULKAN).order_by("pk").last()
    return str(usul.data.get("tak_dilihat", "")) if usul else ""


def rincian_putusan(putusan: Putusan) -> str:
    """Day, round, who, and what BKN or the PIC was told, as one sentence of the history."""
    dikonfirmasi = f"dikonfirmasi {putusan.dikonfirmasi_oleh}" if putusan.dikonfirmasi_oleh else ""
    hari, putaran = tanggal(putusan.tanggal, "pendek"), f"putaran {putusan.putaran}"
    isi = ", ".join(filter(None, (hari, putaran, str(putusan.oleh or ""), dikonfirmasi)))
    berlaku = "" if putusan.berlaku else " (tidak berlaku lagi)"
    return f"{isi}{berlaku}" + (f". {putusan.keterangan}" if putusan.keterangan else "")


def catatan_panjang(ditolak: Iterable[tuple[Dokumen, PenilaianDokumen]]) -> str:
    """The long form for the PIC: every refused document with its reason, one a line."""
    return "\n".join(f"{n}. {d.persyaratan.nama}: {p.teks_alasan}" for n, (d, p) in enumerate(ditolak, start=1))


def hasil_lalu(baris: BarisPeriksa) -> str:
    """The verdict of the earlier round in words."""
    if baris.lalu is None:
        return ""
    alasan = f": {baris.lalu.teks_alasan}" if baris.lalu.hasil == HasilPenilaian.TIDAK_SESUAI else ""
    return f"Putaran {baris.lalu.putaran}: {baris.lalu.get_hasil_display()}{alasan}"
