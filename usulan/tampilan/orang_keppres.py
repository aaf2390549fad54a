"""The people of a Keppres beside Data ASN: what differs, and which of two names stands on the decree (alur.md 5)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from usulan.calon_keppres import Calon
from usulan.keadaan import KeadaanKeppres
from usulan.models import Keppres, KeppresUsulan, Usulan
from usulan.models.rincian import NAMA_RINCIAN
from usulan.perbedaan import Perbedaan, perbedaan_banyak, perbedaan_baris, sidik


@dataclass(frozen=True, slots=True)
class Orang:
    """One person: `beda` what differs and is not confirmed yet; `sidik` what that is known by when confirmed."""

    usulan: Usulan
    beda: tuple[Perbedaan, ...]
    baris: KeppresUsulan | None = None

    @property
    def sidik(self) -> str:
        return sidik(self.beda)

    @property
    def dua_nama(self) -> bool:
        """Whether the name as signed and the one in Data ASN differ: a person decides."""
        return self.usulan.nama != self.usulan.asn.nama

    @property
    def ditanya_nama(self) -> bool:
        """Whether the page asks for the name: there are two, or the one that was chosen is neither any longer."""
        return self.dua_nama or (self.baris is not None and not self.baris.nama_dipilih)

    @property
    def bidang_nama(self) -> str:
        """The name of the field that chooses between the two."""
        return f"nama-{self.usulan.pk}"

    @property
    def perlu(self) -> bool:
        return bool(self.beda) or self.ditanya_nama


def calon_orang(calon: Iterable[Calon]) -> list[tuple[Calon, Orang | None]]:
    """Put beside each candidate what differs of the person; None where there is no usulan."""
    daftar = list(calon)
    beda = perbedaan_banyak([c.usulan for c in daftar if c.usulan])
    return [(c, Orang(c.usulan, beda[c.usulan.pk]) if c.usulan else None) for c in daftar]


def baris_keppres(keppres: Keppres) -> list[KeppresUsulan]:
    """Return the lines of a draft with all that a row shows, in one query."""
    rinci = (f"usulan__{nama}" for nama in NAMA_RINCIAN.values())
    rujukan = ("usulan__layanan", "usulan__instansi", "usulan__asn", *rinci, "pertek", "salinan", "petikan")
    return list(keppres.baris.select_related(*rujukan).order_by("urutan"))


def orang_keppres(keppres: Keppres, baris: list[KeppresUsulan]) -> dict[str, Any]:
    """The context that shows, of a Keppres not published yet, who differs and what has to be confirmed as a whole."""
    if keppres.keadaan == KeadaanKeppres.TERBIT:
        return {"orang": [], "sidik_beda": "", "nama_terbuka": False}
    beda = perbedaan_baris(baris)
    orang = [Orang(b.usulan, beda[b.usulan_id], b) for b in baris]
    return {
        "orang": [o for o in orang if o.perlu],
        "sidik_beda": sidik(*(o.beda for o in orang)),
        "nama_terbuka": keppres.nama_terbuka,
    }
