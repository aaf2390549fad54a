"""The files that came in together and have no row yet, as the screens that ask for it show them."""

from collections.abc import Sequence
from typing import Any

from siapp.web.fragmen import jajak
from siapp.web.permintaan import Permintaan
from usulan import berkas_banyak as banyak
from usulan.models import Usulan
from usulan.tampilan.dokumen import BarisDokumen


def konteks_belum(request: Permintaan, usulan: Usulan, baris: Sequence[BarisDokumen]) -> dict[str, Any]:
    """What `usulan/_belum_berbaris.html` shows; `ke` numbers its next question, 0 when nothing more is to come."""
    belum = banyak.belum_berbaris(request.session, usulan, request.user, baris)
    return {"belum": belum, "ke": jajak(request, berjalan=any(b.berjalan for b in belum)), "BUANG": banyak.BUANG}
