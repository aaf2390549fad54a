"""Who wrote what is signed next: told by the Peristiwa, and not by who holds the draft now (keputusan/0085)."""

from dataclasses import dataclass, field
from typing import Any

from siapp.audit.models import Peristiwa
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.baca import baca_sebagai
from usulan.peristiwa.isi import DataDiubah, DokumenDilepas, DokumenDiunggah

_TEKEN = (Jenis.DIAJUKAN, Jenis.PERBAIKAN_DIAJUKAN)
_AWAL = (Jenis.DIBUAT, Jenis.DISALIN)
_DITULIS = (*_TEKEN, *_AWAL, Jenis.DATA_DIUBAH, Jenis.DOKUMEN_DIUNGGAH, Jenis.DOKUMEN_DILEPAS)


@dataclass
class _Tulisan:
    """The last writer of each piece since the last signing, and what was there at that signing."""

    penulis: dict[str, int] = field(default_factory=dict)
    semula: dict[str, Any] = field(default_factory=dict)
    berkas: set[str] = field(default_factory=set)
    berkas_diteken: set[str] = field(default_factory=set)

    def teken(self) -> None:
        self.penulis, self.semula, self.berkas_diteken = {}, {}, set(self.berkas)

    def ubah(self, isi: DataDiubah, oleh: int) -> None:
        for bidang, (lama, baru) in isi.perubahan.items():
            if self.semula.setdefault(bidang, lama) == baru:
                self.penulis.pop(f"data {bidang}", None)
            else:
                self.penulis[f"data {bidang}"] = oleh

    def unggah(self, kode: str, oleh: int) -> None:
        self.berkas.add(kode)
        self.penulis[f"dokumen {kode}"] = oleh

    def lepas(self, kode: str, oleh: int) -> None:
        self.berkas.discard(kode)
        if kode in self.berkas_diteken:
            self.penulis[f"dokumen {kode}"] = oleh
        else:
            self.penulis.pop(f"dokumen {kode}", None)


def penyusun_isi(usulan: Usulan) -> frozenset[int]:
    """Return the ids of the people who wrote what is signed next, since the last signing.

    Each piece has one writer: the draft who began it, a data field who changed it last, a row of the checklist who
    uploaded or took off its file last. What is again as it was at the last signing was written by nobody. Handing the
    draft over writes nothing.
    """
    tulisan = _Tulisan()
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis__in=_DITULIS, oleh__isnull=False)
    for jenis, data, oleh in aliran.order_by("urutan").values_list("jenis", "data", "oleh_id"):
        _baca(tulisan, jenis, data, oleh)
    return frozenset(tulisan.penulis.values())


def _baca(tulisan: _Tulisan, jenis: str, data: dict[str, Any], oleh: int) -> None:
    if jenis in _TEKEN:
        tulisan.teken()
    elif jenis in _AWAL:
        tulisan.penulis["draf"] = oleh
    elif jenis == Jenis.DATA_DIUBAH:
        tulisan.ubah(baca_sebagai(DataDiubah, data), oleh)
    elif jenis == Jenis.DOKUMEN_DIUNGGAH:
        tulisan.unggah(baca_sebagai(DokumenDiunggah, data).dokumen, oleh)
    else:
        tulisan.lepas(baca_sebagai(DokumenDilepas, data).dokumen, oleh)
