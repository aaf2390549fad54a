"""What is known of the electronic signatures in a file: shared by the child, the worker, screens and rules. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

SKEMA = 1
"""Version of what is kept; what another version wrote is made anew."""
NAMA_MAKS = 200


class Rantai(StrEnum):
    """Who answers for the signer's certificate."""

    DIPERCAYA = "DIPERCAYA"
    KEDALUWARSA = "KEDALUWARSA"  # a trusted root stands behind it, and its time is over (or has not come)
    TAK_DIKENAL = "TAK_DIKENAL"
    DICABUT = "DICABUT"
    TIDAK_SAH = "TIDAK_SAH"  # known, and not meant for this, or of a kind that is no longer safe
    TAK_DINILAI = "TAK_DINILAI"  # the signature itself does not hold


class Perubahan(StrEnum):
    """What came into the file after the signature."""

    TIDAK_ADA = "TIDAK_ADA"
    TANDA_TANGAN = "TANDA_TANGAN"  # further signatures, and nothing else
    ISIAN = "ISIAN"  # what the signature allows: fields that were filled in
    DIUBAH = "DIUBAH"


class Pencabutan(StrEnum):
    """Whether somebody looked up that the certificate was taken back. We never ask the net."""

    TIDAK_DIPERIKSA = "TIDAK_DIPERIKSA"
    BERLAKU = "BERLAKU"  # by signed answers that stand in the file
    DICABUT = "DICABUT"


class JenisTanda(StrEnum):
    """What a signature is for."""

    ORANG = "ORANG"
    STEMPEL_WAKTU = "STEMPEL_WAKTU"


class GagalTte(StrEnum):
    """Why nothing can be said of a signature, or of all in a file."""

    RUSAK = "RUSAK"
    JENIS_LAMA = "JENIS_LAMA"
    ALGORITMA_LEMAH = "ALGORITMA_LEMAH"
    TIDAK_TERBACA = "TIDAK_TERBACA"
    TERLALU_BERAT = "TERLALU_BERAT"
    TERLALU_BANYAK = "TERLALU_BANYAK"


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """One signature. `utuh`: the signed bytes are as they were, and nothing of that state lies outside of them.

    `waktu`: when it was signed; `waktu_terbukti`: a trusted time stamp says so, else the signer claims it.
    `sertifikasi`: the changes that it allows afterwards (DocMDP: 1 none, 2 filling in, 3 notes too); 0: not said.
    """

    jenis: JenisTanda = JenisTanda.ORANG
    utuh: bool = False
    penanda: str = ""
    penerbit: str = ""
    waktu: datetime | None = None
    waktu_terbukti: bool = False
    rantai: Rantai = Rantai.TAK_DINILAI
    berlaku_sampai: datetime | None = None
    pencabutan: Pencabutan = Pencabutan.TIDAK_DIPERIKSA
    perubahan: Perubahan = Perubahan.DIUBAH
    sertifikasi: int = 0
    gagal: GagalTte | None = None

    @property
    def diubah(self) -> bool:
        """Whether what is seen now is not what was signed."""
        return self.gagal is None and (not self.utuh or self.perubahan is Perubahan.DIUBAH)

    @property
    def sah(self) -> bool:
        """Whether it holds: whole, unchanged, and somebody trusted answers for the signer."""
        return self.gagal is None and not self.diubah and self.rantai is Rantai.DIPERCAYA

    def ke_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(self).items()}

    @classmethod
    def dari_json(cls, isi: Mapping[str, Any]) -> "TandaTangan":
        """Read what `ke_json` wrote."""
        bentuk = {"jenis": JenisTanda, "rantai": Rantai, "pencabutan": Pencabutan, "perubahan": Perubahan}
        rinci = dict(isi) | {kunci: jenis(isi[kunci]) for kunci, jenis in bentuk.items()}
        for kunci in ("waktu", "berlaku_sampai"):
            rinci[kunci] = datetime.fromisoformat(isi[kunci]) if isi[kunci] else None
        rinci["gagal"] = GagalTte(isi["gagal"]) if isi["gagal"] else None
        return cls(**rinci)


@dataclass(frozen=True, slots=True)
class IsiTte:
    """All signatures of a file, the first signed first.

    `gagal`: why none could be looked at. `sisa`: there are bytes of a signature that no field shows any more.
    """

    tanda: tuple[TandaTangan, ...] = ()
    gagal: GagalTte | None = None
    sisa: bool = False

    @property
    def orang(self) -> tuple[TandaTangan, ...]:
        """The signatures of people and offices, without document time stamps."""
        return tuple(satu for satu in self.tanda if satu.jenis is JenisTanda.ORANG)

    @property
    def bertanda(self) -> bool:
        """Whether anything in the file is, or was, signed electronically."""
        return bool(self.tanda or self.gagal or self.sisa)

    @property
    def diubah(self) -> bool:
        """Whether the file was changed after somebody signed it."""
        return any(satu.diubah for satu in self.tanda)

    def ke_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"tanda": [satu.ke_json() for satu in self.tanda], "gagal": self.gagal, "sisa": self.sisa}

    @classmethod
    def dari_json(cls, isi: Mapping[str, Any]) -> "IsiTte":
        """Read what `ke_json` wrote."""
        tanda = tuple(map(TandaTangan.dari_json, isi["tanda"]))
        return cls(tanda, GagalTte(isi["gagal"]) if isi["gagal"] else None, bool(isi["sisa"]))
