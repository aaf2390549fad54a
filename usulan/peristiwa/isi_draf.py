"""What the Peristiwa between writer and signer say; the note is the reason of the Peristiwa."""

from dataclasses import dataclass

from usulan.peristiwa.isi import Isi


@dataclass(frozen=True, slots=True)
class DrafDikembalikan(Isi):
    """Who signs gave it back to who wrote it."""


@dataclass(frozen=True, slots=True)
class DrafDiserahkan(Isi):
    """Who wrote it handed it over to be signed once more."""
