"""What each kind of Peristiwa says: one frozen class a kind, in the words of this room, never in the Lampiran's.

Version 2. What a class says may grow by fields that have a default; anything else is a new version (see `baca.py`).
Stored rows are never rewritten. Words that SIASN and this house share stay: nomor, tanggal, judul, catatan, keterangan.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

VERSI = 2

# {field: [old, new]}
Perubahan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Isi:
    """What a Peristiwa says besides who, when and why."""


# --- drafting -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DrafBaru(Isi):
    """A draft began; `layanan` is its code, `baru` the data it began with."""

    layanan: str
    baru: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dibuat(DrafBaru):
    """Filled in from Data ASN."""


@dataclass(frozen=True, slots=True)
class Disalin(DrafBaru):
    """Copied from the usulan numbered `asal`, which had ended in TMS."""

    asal: str


@dataclass(frozen=True, slots=True)
class DataDiubah(Isi):
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class NipDikoreksi(Isi):
    """SIASN corrected the person's NIP."""

    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class BedaAsnDiketahui(Isi):
    """Who decided saw what differs in Data ASN ({label: [then, now]}) and went on; `langkah` says with what."""

    langkah: str
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class Dihapus(Isi):
    pass


@dataclass(frozen=True, slots=True)
class Diserahkan(Isi):
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class VersiBerkas(Isi):
    """`dokumen` is the code of the checklist row, `versi` the number of its version."""

    dokumen: str
    versi: int


@dataclass(frozen=True, slots=True)
class DokumenDiunggah(VersiBerkas):
    sha256: str
    ukuran: int


@dataclass(frozen=True, slots=True)
class DokumenDilepas(VersiBerkas):
    pass


@dataclass(frozen=True, slots=True)
class BerpindahInstansi(Isi):
    """From the instansi named `lama` to the one named `baru`: these succeeded, or the person went there."""

    lama: str
    baru: str


# --- signing --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Teken(Isi):
    """Who signed which round, with which note; `dokumen` are the ids of the document versions that go along."""

    putaran: int
    nip_penanda_tangan: str
    nama_penanda_tangan: str
    catatan: str
    dokumen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Diajukan(Teken):
    """Signed and sent for the first time, with all documents."""


@dataclass(frozen=True, slots=True)
class PerbaikanDiajukan(Teken):
    """Signed and sent after corrections, with what changed."""


# --- Biro APP's track -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Dibagi(Isi):
    """`verifikator_id` and the ids below: 0 in rows of the time before notices (keputusan/0080)."""

    verifikator: str
    verifikator_id: int = 0


@dataclass(frozen=True, slots=True)
class Dialihkan(Isi):
    """From the verifier `lama` to the verifier `baru`."""

    lama: str
    baru: str
    lama_id: int = 0
    baru_id: int = 0


@dataclass(frozen=True, slots=True)
class Dilepas(Isi):
    """Taken from the verifier `lama`: it waits to be distributed again."""

    lama: str
    lama_id: int = 0


@dataclass(frozen=True, slots=True)
class DokumenDinilai(Isi):
    """The verdict on the checklist row `dokumen`; `lama` is "" when there was none in this round."""

    dokumen: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class TmsDiusulkan(Isi):
    """`tak_dilihat`: why not every document had to be seen; "" when all were."""

    tak_dilihat: str = ""


@dataclass(frozen=True, slots=True)
class TmsDitolak(Isi):
    keterangan: str


@dataclass(frozen=True, slots=True)
class PutusanTerbit(Isi):
    """A verdict (a StatusPutusan) of one authority on one round."""

    status: str
    tanggal: date
    keterangan: str
    putaran: int


@dataclass(frozen=True, slots=True)
class PutusanBiro(PutusanTerbit):
    """Biro APP's."""


@dataclass(frozen=True, slots=True)
class PutusanBkn(PutusanTerbit):
    """BKN's; `basi` when a newer one was known already and still counts.

    `dicocokkan_oleh`: the people who said that it is about this usulan, where BKN's id did not say so.
    """

    basi: bool
    dicocokkan_oleh: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PutusanDitarik(Isi):
    """A verdict of BKN that people had joined to this usulan is not about it."""

    status: str
    tanggal: date
    keterangan: str


@dataclass(frozen=True, slots=True)
class IdBknDikoreksi(Isi):
    """BKN knew the usulan under an id that was another's; `oleh`: the people who said which is right.

    Neither id is here: the wrong one is somebody else's.
    """

    oleh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PerbaikanDitandai(Isi):
    """Which rows stay open: the codes of `dokumen`, and {field: what is wrong with it}."""

    dokumen: tuple[str, ...]
    bidang: Mapping[str, str]


# --- BKN's track ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class TahapBknBerubah(Isi):
    """BKN's stage as it was received."""

    status_tahapan: str
    nama: str
    tanggal: date | None
    keterangan: str


@dataclass(frozen=True, slots=True)
class PertekDiterima(Isi):
    """`jenis` is one of Pertek.Jenis."""

    nomor: str
    tanggal: date | None
    jenis: str


@dataclass(frozen=True, slots=True)
class PertekBerubah(Isi):
    """From the state `lama` to the state `baru` (KeadaanPertek)."""

    nomor: str
    jenis: str
    lama: str
    baru: str


@dataclass(frozen=True, slots=True)
class Ditahan(Isi):
    """`sebab` is a SebabTahan, "" in rows of the time before there were kinds."""

    sebab: str = ""


@dataclass(frozen=True, slots=True)
class TahanDilepas(Isi):
    """`ditahan` is why it had been held; `cara` (Tahanan.Cara) how it ended."""

    ditahan: str
    cara: str = ""


@dataclass(frozen=True, slots=True)
class AtasTahanan(Isi):
    """What somebody proposed about a held usulan: `pilihan` is an UsulTahanan.Pilihan."""

    pilihan: str


@dataclass(frozen=True, slots=True)
class TahanDiusulkan(AtasTahanan):
    pass


@dataclass(frozen=True, slots=True)
class TahanUsulDitolak(AtasTahanan):
    pass


# --- Keppres --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class DalamRkp(Isi):
    """Something about one usulan and the draft (RKP) with this memo."""

    nomor_memo: str


@dataclass(frozen=True, slots=True)
class MasukRkp(DalamRkp):
    pass


@dataclass(frozen=True, slots=True)
class KeluarRkp(DalamRkp):
    pass


@dataclass(frozen=True, slots=True)
class NamaKeppres(Isi):
    """A person decided which name stands on the decree: `diteken` as signed, `data_asn` as Data ASN had it then."""

    nama: str
    diteken: str
    data_asn: str


@dataclass(frozen=True, slots=True)
class RkpDilepas(DalamRkp):
    pass


@dataclass(frozen=True, slots=True)
class KeppresMaju(Isi):
    tanggal: date


@dataclass(frozen=True, slots=True)
class KeppresTurun(Isi):
    tanggal: date


@dataclass(frozen=True, slots=True)
class SalinanKeppres(Isi):
    """One person's copy of a decree: `berkas_id` is the copy itself, or the decree where there is none."""

    keppres_id: str
    nomor: str
    tanggal: date
    judul: str
    versi: int
    berkas_id: str
    nip: str


@dataclass(frozen=True, slots=True)
class KeppresTerbit(SalinanKeppres):
    """Published."""


@dataclass(frozen=True, slots=True)
class KeppresDiralat(SalinanKeppres):
    """Corrected: all that was told of the version before, the copies of one's own too, ended with it."""


@dataclass(frozen=True, slots=True)
class SalinanPerorangan(SalinanKeppres):
    """The person's own copy is what is handed out from now on, in place of the decree as a whole."""


@dataclass(frozen=True, slots=True)
class SalinanDiunggah(Isi):
    """A file of one person was put beside the decree; `jenis` is "salinan" or "petikan"."""

    jenis: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Selesai(Isi):
    pass


@dataclass(frozen=True, slots=True)
class RalatDiterima(Isi):
    """The agency has the corrected version `versi`; the usulan had ended before."""

    versi: int


@dataclass(frozen=True, slots=True)
class KeppresDibuat(Isi):
    kategori: str
    nomor_memo: str
    tanggal_memo: date
    perihal: str


@dataclass(frozen=True, slots=True)
class KeppresDiubah(Isi):
    perubahan: Perubahan


@dataclass(frozen=True, slots=True)
class KeppresDihapus(Isi):
    nomor_memo: str
