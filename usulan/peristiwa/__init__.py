"""What this room tells the world: the kinds, what each says, how it is written and read.

Here for everybody: the kinds and the streams. The classes stand in `isi` and its neighbours; `tulis` appends, `baca`
gives back what a stored row of any version says.
"""

from usulan.peristiwa.jenis import (
    ALIRAN_ATURAN_MASUK,
    ALIRAN_KALENDER,
    Jenis,
    aliran_instansi,
    aliran_keppres,
    aliran_pic,
    aliran_tampilan,
    aliran_usulan,
)

__all__ = [
    "ALIRAN_ATURAN_MASUK",
    "ALIRAN_KALENDER",
    "Jenis",
    "aliran_instansi",
    "aliran_keppres",
    "aliran_pic",
    "aliran_tampilan",
    "aliran_usulan",
]
