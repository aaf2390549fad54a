"""One press at a time on one form over stored values: the next one compares with what the one before stored.

`siapp.web.asal` compares what was typed with what is stored; between that look and the action's write somebody else
could store something. So who sends such a form waits for the one who is sending it (keputusan/0059).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse

from siapp.kunci import Kunci, kunci_tunggal
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan

P = ParamSpec("P")
# A press takes a part of a second; who waits longer waits for something that hangs.
TUNGGU = 10.0
View = Callable[Concatenate[Permintaan, P], HttpResponse]


def bergiliran(view: View[P]) -> View[P]:
    """Let the view of one address answer one POST at a time. Raises GalatPengguna (409) after TUNGGU seconds.

    For views that read what is stored, build a form over it and let an action write.
    """

    @wraps(view)
    def bergilir(request: Permintaan, /, *isian: P.args, **lain: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *isian, **lain)
        with kunci_tunggal(Kunci.FORMULIR, request.path, tunggu=TUNGGU) as dapat:
            if not dapat:
                raise GalatPengguna("Orang lain sedang menyimpan halaman ini. Tunggu, lalu simpan lagi.", kode=409)
            return view(request, *isian, **lain)

    return bergilir
