"""What events about findings of pemeriksaan awal say (keputusan/0090, keputusan/0097)."""

from dataclasses import dataclass

from usulan.peristiwa.isi import Isi


@dataclass(frozen=True, slots=True)
class TemuanDinilai(Isi):
    """Whether a finding of the rule `aturan` on the row `dokumen` was right."""

    dokumen: str
    aturan: str
    tepat: bool


@dataclass(frozen=True, slots=True)
class TemuanDijelaskan(Isi):
    """Why the warning `temuan` of the rule `aturan` is right all the same; a blank `jawaban` takes it back."""

    aturan: str
    temuan: str
    jawaban: str
