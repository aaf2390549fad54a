"""What changed since the draft was last somebody's: for who reads it again before signing."""

from dataclasses import dataclass, field
from datetime import datetime

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import DataDiubah, DokumenDilepas, DokumenDiunggah
from usulan.tampilan.linimasa import Kamus, nilai_tersimpan

_TEKEN = (Jenis.DIAJUKAN, Jenis.PERBAIKAN_DIAJUKAN)
_PERUBAHAN = (Jenis.DATA_DIUBAH, Jenis.DOKUMEN_DIUNGGAH, Jenis.DOKUMEN_DILEPAS)


@dataclass(slots=True)
class Berubah:
    """One thing that changed: its name, from what to what, and who did it last."""

    kunci: str
    lama: str
    baru: str
    oleh: str


@dataclass(slots=True)
class Sejak:
    """`waktu`: since when, None when it never was theirs; `milik`: it was theirs then, else it was signed then."""

    waktu: datetime | None
    milik: bool = False
    semua: dict[str, Berubah] = field(default_factory=dict)

    @property
    def isi(self) -> list[Berubah]:
        """What is not as it was: a value changed there and back is no change."""
        return [b for b in self.semua.values() if b.lama != b.baru]


def sejak_terakhir(usulan: Usulan, pengguna: Pengguna) -> Sejak:
    """Return what changed in `usulan` since `pengguna` last did something to it, else since the last signing."""
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk))
    milik = aliran.filter(oleh=pengguna).order_by("-urutan").first()
    mulai = milik or aliran.filter(jenis__in=_TEKEN).order_by("-urutan").first()
    if mulai is None:
        return Sejak(None)
    sejak, kamus = Sejak(mulai.waktu, milik is not None), Kamus.untuk(usulan, pengguna)
    sesudah = aliran.filter(jenis__in=_PERUBAHAN, urutan__gt=mulai.urutan)
    for p in sesudah.select_related("oleh").order_by("urutan"):
        _tambah(sejak, p, kamus)
    return sejak


def _tambah(sejak: Sejak, p: Peristiwa, kamus: Kamus) -> None:
    isi, oleh = baca_peristiwa(p), p.oleh.nama if p.oleh else p.get_mesin_display()
    if isinstance(isi, DataDiubah):
        for kode, (lama, baru) in isi.perubahan.items():
            _catat(sejak, kamus.bidang.get(kode, kode), nilai_tersimpan(lama), nilai_tersimpan(baru), oleh)
    elif isinstance(isi, DokumenDiunggah):
        _catat(sejak, kamus.dokumen.get(isi.dokumen, isi.dokumen), "", f"berkas baru, versi {isi.versi}", oleh)
    elif isinstance(isi, DokumenDilepas):
        _catat(sejak, kamus.dokumen.get(isi.dokumen, isi.dokumen), "berkas sebelumnya", "dilepas", oleh)


def _catat(sejak: Sejak, kunci: str, lama: str, baru: str, oleh: str) -> None:
    dulu = sejak.semua.get(kunci)
    sejak.semua[kunci] = Berubah(kunci, dulu.lama if dulu else lama, baru, str(oleh))
