"""What a verifier typed and has not given yet, as the verification page shows it again (layar.md 1.1, 2.6)."""

from dataclasses import dataclass, field
from typing import Any

from siapp.akun.models import Pengguna
from siapp.web.templatetags.siapp import tanggal
from usulan.actions.draf import cap
from usulan.models import KonsepPutusan, PenilaianDokumen, Usulan
from usulan.tampilan.komposer import DIUSULKAN, usul_putusan
from usulan.tampilan.nilai import label_bidang

BIDANG_NILAI = ("alasan", "catatan")
DAFTAR = "bidang"
"""The field of the composer that is a list; it is kept with commas."""


@dataclass
class Konsep:
    """The fields kept of one form: texts, the mark of each that the form knows, and when it was last written."""

    nama: tuple[str, ...]
    baris: dict[str, KonsepPutusan] = field(default_factory=dict)

    @property
    def isi(self) -> dict[str, Any]:
        """{field: value as the form takes it}"""
        return {k: b.teks.split(",") if k == DAFTAR else b.teks for k, b in self.baris.items()}

    @property
    def asal(self) -> dict[str, str]:
        """{field: mark of what is kept}"""
        return {k: cap(self.baris[k].teks if k in self.baris else "") for k in self.nama}

    @property
    def kata(self) -> str:
        """When it was written, in words; "" when nothing is kept."""
        if not self.baris:
            return ""
        akhir = max(b.pada for b in self.baris.values())
        return f"Konsep Anda, tersimpan {tanggal(akhir, 'waktu')}; belum dibaca siapa pun."


def bidang_putusan(usulan: Usulan) -> tuple[str, ...]:
    """Return the fields of the composer of `usulan` that are kept."""
    return (*DIUSULKAN, "tak_dilihat", DAFTAR, *(f"catatan_{kode}" for kode in label_bidang(usulan)))


def konsep(usulan: Usulan, pengguna: Pengguna, dokumen_id: int | None) -> tuple[Konsep, Konsep]:
    """Return what `pengguna` typed: in the composer, and in the verdict of the document `dokumen_id`; one query."""
    putusan, nilai = Konsep(bidang_putusan(usulan)), Konsep(BIDANG_NILAI)
    for satu in usulan.konsep.filter(oleh=pengguna):
        if satu.dokumen_id in (None, dokumen_id):
            (nilai if satu.dokumen_id else putusan).baris[satu.bidang] = satu
    return putusan, nilai


def tanpa_konsep(usulan: Usulan, dokumen_id: int | None) -> dict[str, str]:
    """Return {field: what the page shows in it when nothing is kept}: the proposal, or the verdict given already."""
    if dokumen_id is None:
        return {nama: str(nilai) for nama, nilai in usul_putusan(usulan)[1].items()}
    penilaian = PenilaianDokumen.objects.filter(dokumen=dokumen_id, putaran=usulan.putaran).first()
    if penilaian is None:
        return {}
    return {"alasan": str(penilaian.alasan_id or ""), "catatan": penilaian.catatan}
