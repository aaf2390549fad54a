"""From a Peristiwa to the calls it asks for. Pure: no database, no clock.

Here the words of `usulan` become the Lampiran's, and nowhere before.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrasi.enums import Api, fakta
from usulan.peristiwa import Jenis
from usulan.peristiwa.baca import baca
from usulan.peristiwa.isi import Diajukan, PerbaikanDiajukan, PutusanBiro, SalinanKeppres, Teken
from usulan.peristiwa.isi_orang import AksesPic

# Room between two Peristiwa of a stream: API 3, then all of API 4 at once, then API 5.
LEBAR = 10

# Jenis_usulan of API 5.
BARU, PERBAIKAN = "Baru", "Perbaikan"
# API 2 asks for each kelompok by a field of its own: {its name there: our Kategori}.
KELOMPOK_PIC = {"kp": "KP", "pemberhentian": "PEMBERHENTIAN", "jfku": "JFKU"}


@dataclass(frozen=True, slots=True)
class Panggilan:
    """One call to be made: `sasaran` tells it from others of its Peristiwa, `muatan` is what is known of it now."""

    api: Api
    sasaran: str = ""
    muatan: Mapping[str, Any] = field(default_factory=dict)

    def gelombang(self, urutan: int) -> int:
        """Its place within the stream, given the number of its Peristiwa there."""
        return urutan * LEBAR + fakta(self.api).urutan


def _dokumen(isi: Teken) -> tuple[Panggilan, ...]:
    return tuple(Panggilan(Api.DOKUMEN, str(versi), {"versi": versi}) for versi in isi.dokumen)


def _teken(isi: Teken, jenis_usulan: str) -> Panggilan:
    muatan = {
        "nip_approval": isi.nip_penanda_tangan,
        "nama_approval": isi.nama_penanda_tangan,
        "jenis_usulan": jenis_usulan,
        "catatan": isi.catatan,
    }
    return Panggilan(Api.APPROVE, muatan=muatan)


def _diajukan(isi: Diajukan) -> tuple[Panggilan, ...]:
    return (Panggilan(Api.USULAN), *_dokumen(isi), _teken(isi, BARU))


def _perbaikan(isi: PerbaikanDiajukan) -> tuple[Panggilan, ...]:
    # Never API 3 again: the agreement has no call that changes data; what changed stands in `catatan`.
    return (*_dokumen(isi), _teken(isi, PERBAIKAN))


def _putusan_biro(isi: PutusanBiro) -> tuple[Panggilan, ...]:
    muatan = {
        "status": isi.status,
        "tanggal_verifikasi": isi.tanggal.isoformat(),
        "keterangan": isi.keterangan,
    }
    return (Panggilan(Api.VERIFIKASI_BIRO, muatan=muatan),)


def _salinan(isi: SalinanKeppres) -> tuple[Panggilan, ...]:
    muatan = {
        "nomor_keppres": isi.nomor,
        "tanggal_keppres": isi.tanggal.isoformat(),
        "judul_keppres": isi.judul,
        "berkas_id": isi.berkas_id,
        "nip": isi.nip,
    }
    return (Panggilan(Api.SALINAN_KEPPRES, isi.keppres_id, muatan),)


def _pic(isi: AksesPic) -> tuple[Panggilan, ...]:
    kelompok = {nama: "ya" if kategori in isi.kelompok else "" for nama, kategori in KELOMPOK_PIC.items()}
    return (Panggilan(Api.ROLE_PIC, muatan={"tindakan": "beri", "nip": isi.nip, "id": isi.id, **kelompok}),)


def _pic_dicabut(isi: AksesPic) -> tuple[Panggilan, ...]:
    return (Panggilan(Api.ROLE_PIC, muatan={"tindakan": "cabut", "id": isi.id}),)


# Each takes the class that tells its kind (usulan.peristiwa.daftar).
RENCANA: Mapping[str, Callable[[Any], tuple[Panggilan, ...]]] = {
    Jenis.DIAJUKAN: _diajukan,
    Jenis.PERBAIKAN_DIAJUKAN: _perbaikan,
    Jenis.PUTUSAN_BIRO: _putusan_biro,
    Jenis.KEPPRES_TERBIT: _salinan,
    Jenis.KEPPRES_DIRALAT: _salinan,
    Jenis.SALINAN_PERORANGAN: _salinan,
    Jenis.PIC_DIDAFTARKAN: _pic,
    Jenis.PIC_DIUBAH: _pic,
    Jenis.PIC_DICABUT: _pic_dicabut,
}

# Each replaces what those before it told of one person's copy.
JENIS_SALINAN = frozenset(jenis for jenis, buat in RENCANA.items() if buat is _salinan)


def rencanakan(jenis: str, data: Mapping[str, Any]) -> tuple[Panggilan, ...]:
    """The calls that a stored Peristiwa of kind `jenis` with `data` asks for; none for a kind not in RENCANA.

    Rows of every version are read. Raises IsiTidakTerbaca when `data` lacks what its kind says.
    """
    buat = RENCANA.get(jenis)
    return buat(baca(jenis, data)) if buat else ()
