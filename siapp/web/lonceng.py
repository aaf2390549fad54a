"""The bell in the header: how many notices a person has not read, and where they stand.

The room that keeps notices registers itself in its `AppConfig.ready`; this package knows it by name only.
"""

from collections.abc import Callable
from dataclasses import dataclass

from siapp.akun.models import Pengguna
from siapp.akun.sesi import hanya_bertanya
from siapp.web.menu import url_jika_ada


@dataclass(frozen=True, slots=True)
class Lonceng:
    """`jumlah`: how many are unread, `banyak` when there are that many or more; `url`: the list, `tanya`: the count."""

    jumlah: int
    banyak: bool
    url: str
    tanya: str

    @property
    def kata(self) -> str:
        """The number as it is shown."""
        return f"{self.jumlah - 1}+" if self.banyak else str(self.jumlah)


Hitung = Callable[[Pengguna], int]
_sumber: list[tuple[Hitung, int, str, str]] = []


def daftarkan_lonceng(hitung: Hitung, batas: int, nama_url: str, nama_tanya: str) -> None:
    """Name who counts (one query, asked once a page; at the most `batas`) and the addresses of list and count."""
    _sumber[:] = [(hitung, batas, nama_url, nama_tanya)]
    hanya_bertanya(nama_tanya)


def lonceng_untuk(pengguna: Pengguna) -> Lonceng | None:
    """Return the bell of `pengguna`; none where no room keeps notices."""
    for hitung, batas, nama_url, nama_tanya in _sumber:
        if url := url_jika_ada(nama_url):
            jumlah = hitung(pengguna)
            return Lonceng(jumlah, jumlah >= batas, url, url_jika_ada(nama_tanya))
    return None
