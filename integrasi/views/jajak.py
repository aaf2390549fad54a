"""Fragments that ask for themselves again while something is under way."""

from siapp.web.permintaan import Permintaan

# At one question in 5 s a page left open asks for ten minutes and then stops: it must not keep an idle session alive.
TERBANYAK = 120


def jajak(request: Permintaan, *, berjalan: bool) -> int:
    """Return the number of the next question (parameter `ke`), 0 when none is to be asked."""
    ke = request.GET.get("ke", "0")
    berikut = int(ke) + 1 if ke.isdecimal() and len(ke) < 4 else 1
    return berikut if berjalan and berikut <= TERBANYAK else 0
