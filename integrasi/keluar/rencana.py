"""From a Peristiwa to the calls it asks for. Pure: no database, no clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from integrasi.enums import Api, fakta
from usulan.peristiwa import Jenis

# Room between two Peristiwa of a stream: API 3, then all of API 4 at once, then API 5.
LEBAR = 10

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Panggilan:
    """One call to be made: `sasaran` tells it from others of its Peristiwa, `muatan` is what is known of it now."""

    api: Api
    sasaran: str = ""
    muatan: Mapping[str, Any] = field(default_factory=dict)

    def gelombang(self, urutan: int) -> int:
        """Its place within the stream, given the number of its Peristiwa there."""
        return urutan * LEBAR + fakta(self.api).urutan


def _dokumen(data: Data) -> tuple[Panggilan, ...]:
    return tuple(Panggilan(Api.DOKUMEN, str(versi), {"versi": versi}) for versi in data["dokumen"])


def _teken(data: Data) -> Panggilan:
    kunci = ("nip_approval", "nama_approval", "jenis_usulan", "catatan")
    return Panggilan(Api.APPROVE, muatan={nama: data[nama] for nama in kunci})


def _diajukan(data: Data) -> tuple[Panggilan, ...]:
    return (Panggilan(Api.USULAN), *_dokumen(data), _teken(data))


def _perbaikan(data: Data) -> tuple[Panggilan, ...]:
    # Never API 3 again: the agreement has no call that changes data; what changed stands in `catatan`.
    return (*_dokumen(data), _teken(data))


def _putusan_biro(data: Data) -> tuple[Panggilan, ...]:
    kunci = ("status", "tanggal_verifikasi", "keterangan")
    return (Panggilan(Api.VERIFIKASI_BIRO, muatan={nama: data[nama] for nama in kunci}),)


def _salinan(data: Data) -> tuple[Panggilan, ...]:
    kunci = ("nomor_keppres", "tanggal_keppres", "judul_keppres", "berkas_id", "nip")
    return (Panggilan(Api.SALINAN_KEPPRES, str(data["keppres_id"]), {nama: data[nama] for nama in kunci}),)


def _pic(data: Data) -> tuple[Panggilan, ...]:
    kunci = ("nip", "id", "kp", "pemberhentian", "jfku")
    return (Panggilan(Api.ROLE_PIC, muatan={"tindakan": "beri", **{nama: data[nama] for nama in kunci}}),)


def _pic_dicabut(data: Data) -> tuple[Panggilan, ...]:
    return (Panggilan(Api.ROLE_PIC, muatan={"tindakan": "cabut", "id": data["id"]}),)


RENCANA: Mapping[str, Callable[[Data], tuple[Panggilan, ...]]] = {
    Jenis.DIAJUKAN: _diajukan,
    Jenis.PERBAIKAN_DIAJUKAN: _perbaikan,
    Jenis.PUTUSAN_BIRO: _putusan_biro,
    Jenis.KEPPRES_TERBIT: _salinan,
    Jenis.KEPPRES_DIRALAT: _salinan,
    Jenis.PIC_DIDAFTARKAN: _pic,
    Jenis.PIC_DIUBAH: _pic,
    Jenis.PIC_DICABUT: _pic_dicabut,
}


def rencanakan(jenis: str, data: Data) -> tuple[Panggilan, ...]:
    """The calls that a Peristiwa of kind `jenis` with `data` asks for; none for a kind that is not in RENCANA.

    Raises KeyError when `data` lacks what a call needs.
    """
    buat = RENCANA.get(jenis)
    return buat(data) if buat else ()
