"""Many files at once: each finds its row by its name, or is kept until its row is chosen (keputusan/0082).

What is kept lies in the file room like any upload, and its id in the session of the person. What finds no row is taken
away by the nightly care of the file room, as any file that nothing points at.
"""

from collections import Counter
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.foto import asal_foto, foto_tunggal, susun_ulang, susunan_foto, terima_dokumen
from siapp.berkas.keadaan import KeadaanBacaan, KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.web.galat import GalatPengguna
from usulan.bacaan.bentuk import FaktaDokumen, JenisFakta
from usulan.bacaan.nama_berkas import BarisTujuan, Tebakan, cocokkan
from usulan.bacaan.rupa import menjawab, semua_rupa
from usulan.bacaan.simpan import fakta_bacaan
from usulan.models import Usulan
from usulan.tampilan.dokumen import MIB, BarisDokumen, baris_dokumen

SESI = "berkas_belum_berbaris"
TERBANYAK = 50
"""Files that wait for a row, of one usulan and one session."""
BUANG = "buang"


@dataclass(slots=True)
class BelumBerbaris:
    """A file that waits for its row: what is known of it, and the row that is proposed."""

    berkas: Berkas
    kalimat: str = ""
    diusulkan: int | None = None
    pilihan: list[BarisDokumen] = field(default_factory=list)

    @property
    def isian(self) -> str:
        """The name of its field in the form."""
        return f"baris-{self.berkas.pk}"

    @property
    def berjalan(self) -> bool:
        """Whether more will be known of it soon."""
        if self.berkas.keadaan == KeadaanBerkas.DIPERIKSA:
            return True
        bacaan = getattr(self.berkas, "bacaan", None)
        return bacaan is not None and bacaan.keadaan == KeadaanBacaan.MENUNGGU


def baris_terbuka(usulan: Usulan, pengguna: Pengguna) -> list[BarisDokumen]:
    """Return the rows on which files may be put."""
    return [b for b in baris_dokumen(usulan, pengguna) if not b.terkunci]


def tebak(usulan: Usulan, baris: Sequence[BarisDokumen], nama: Sequence[str]) -> list[Tebakan]:
    """Return for each file name the rows that it fits; `satu` is never a row that holds a good file already."""
    tujuan = [BarisTujuan(b.pk, b.jenis, b.nama) for b in baris]
    isi = {b.pk for b in baris if not b.kosong}
    hasil = cocokkan(nama, tujuan, orang=usulan.asn.nama, tahun=timezone.localdate().year)
    return [Tebakan(t.calon) if t.satu in isi else t for t in hasil]


def muat(baris: BarisDokumen, berkas: Berkas) -> None:
    """Raise GalatPengguna when a row does not take a file of this kind or size."""
    if not baris.terimaan.muat(berkas):
        raise GalatPengguna(f"“{baris.nama}” hanya menerima {baris.terimaan.kata}.")
    if berkas.ukuran > baris.ukuran_maks:
        raise GalatPengguna(f"“{baris.nama}” menerima berkas paling besar {baris.ukuran_maks // MIB} MB.")


def untuk_baris(baris: BarisDokumen, berkas: Sequence[Berkas], oleh: Pengguna) -> Berkas:
    """Return what goes on a row for which `berkas` were chosen: the one file, or their photos as one document.

    A row for a picture gets the picture itself. Raises GalatPengguna: more than one file that is not of photos, or a
    kind or size that the row does not take.
    """
    foto = [asal for satu in berkas if (asal := asal_foto(satu))]
    if len(foto) < len(berkas):
        if len(berkas) > 1:
            raise GalatPengguna(f"“{baris.nama}” dipilih untuk lebih dari satu berkas. Pilih salah satunya.")
        muat(baris, berkas[0])
        return berkas[0]
    if len(foto) == 1 and baris.gambar:
        with foto_tunggal(foto[0]) as satu:
            return terima_dokumen([satu], oleh=oleh, terimaan=baris.terimaan, ukuran_maks=baris.ukuran_maks)
    sudah = len(foto) == 1 and susunan_foto(foto[0]).maks <= baris.ukuran_maks
    return berkas[0] if sudah else susun_ulang(foto, oleh=oleh, maks=baris.ukuran_maks)


def ukuran_terbesar(baris: Iterable[BarisDokumen]) -> int:
    """Return how large a file may be of which the row is not known yet (bytes)."""
    return max((b.ukuran_maks for b in baris), default=settings.BERKAS_UKURAN_MAKS)


# --- what waits ---------------------------------------------------------------------------------------------------
def simpan_belum(sesi: MutableMapping[str, Any], usulan: Usulan, berkas: Iterable[Berkas]) -> None:
    """Remember files that wait for a row; the oldest are forgotten beyond `TERBANYAK`."""
    semua = dict(sesi.get(SESI, {}))
    semua[str(usulan.pk)] = [*semua.get(str(usulan.pk), []), *(str(b.pk) for b in berkas)][-TERBANYAK:]
    sesi[SESI] = semua


def lupakan(sesi: MutableMapping[str, Any], usulan: Usulan, berkas: Iterable[Berkas]) -> None:
    """Forget files that have their row, or that nobody wants."""
    hilang, semua = {str(b.pk) for b in berkas}, dict(sesi.get(SESI, {}))
    semua[str(usulan.pk)] = [satu for satu in semua.get(str(usulan.pk), []) if satu not in hilang]
    sesi[SESI] = {kunci: isi for kunci, isi in semua.items() if isi}


def berkas_belum(sesi: MutableMapping[str, Any], usulan: Usulan, pengguna: Pengguna) -> list[Berkas]:
    """Return the files of this person that wait for a row of `usulan`; no query when none does."""
    pk = [UUID(satu) for satu in sesi.get(SESI, {}).get(str(usulan.pk), [])]
    if not pk:
        return []
    milik = Berkas.objects.filter(pk__in=pk, diunggah_oleh=pengguna, versi_dokumen=None)
    return sorted(milik.select_related("bacaan", "asli"), key=lambda b: pk.index(b.pk))


def belum_berbaris(
    sesi: MutableMapping[str, Any], usulan: Usulan, pengguna: Pengguna, baris: Sequence[BarisDokumen]
) -> list[BelumBerbaris]:
    """Return what waits for a row of `usulan`, each with the row that its page or its name proposes."""
    semua = berkas_belum(sesi, usulan, pengguna)
    if not semua:
        return []
    terbuka = [b for b in baris if not b.terkunci]
    tebakan = tebak(usulan, terbuka, [b.nama_asli for b in semua])
    hasil = [_usulkan(berkas, satu, terbuka) for berkas, satu in zip(semua, tebakan, strict=True)]
    sering = Counter(satu.diusulkan for satu in hasil)
    for satu in hasil:
        if satu.diusulkan and sering[satu.diusulkan] > 1:
            satu.diusulkan, satu.kalimat = None, f"{satu.kalimat} Berkas lain juga; pilih salah satunya."
    return hasil


def _usulkan(berkas: Berkas, tebakan: Tebakan, terbuka: Sequence[BarisDokumen]) -> BelumBerbaris:
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        return BelumBerbaris(berkas, berkas.kalimat_tolak)
    bacaan = getattr(berkas, "bacaan", None)
    fakta = fakta_bacaan(bacaan) if bacaan else FaktaDokumen()
    rupa, nama = fakta.satu(JenisFakta.RUPA), [b for b in terbuka if b.pk in tebakan.calon]
    isi = [b for b in terbuka if rupa and menjawab(rupa.nilai, b.jenis)]
    # What the page says goes before the name; where it leaves a choice, the name may tell.
    calon = [b for b in isi if b in nama] or isi or nama
    asal = f"Menurut isinya: {semua_rupa()[rupa.nilai].nama}." if rupa and isi else ""
    return BelumBerbaris(berkas, *_kalimat(asal, calon), pilihan=list(terbuka))


def _kalimat(asal: str, calon: Sequence[BarisDokumen]) -> tuple[str, int | None]:
    kosong = [b for b in calon if b.kosong]
    if len(calon) == 1 and kosong:
        return f"{asal or 'Menurut namanya:'} “{kosong[0].nama}” diusulkan.", kosong[0].pk
    if len(calon) == 1:
        return f"{asal} Cocok dengan “{calon[0].nama}”, yang sudah berisi berkas.".strip(), None
    if len(calon) > 1:
        return f"{asal} Cocok dengan lebih dari satu dokumen; pilih yang benar.".strip(), None
    return "Belum dikenali; pilih dokumennya.", None
