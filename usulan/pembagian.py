"""Many usulan given to several verifiers at once: whom each goes to (layar.md 2.5)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from siapp.akun.models import Pengguna
from usulan.forms.antrean import verifikator_untuk
from usulan.models import PenilaianDokumen, Usulan
from usulan.tampilan.antrean import beban_pokja


def bagi_rata(usulan: Sequence[Usulan], oleh: Pengguna) -> dict[UUID, Pengguna]:
    """Return {usulan: verifier}: who judged an earlier round of it, else who has the least to verify in its pokja.

    What is given out here counts at once. An usulan of a pokja without a verifier is left out. Five queries a pokja.
    """
    pernah = _pernah_menilai(usulan)
    hasil: dict[UUID, Pengguna] = {}
    for kategori in dict.fromkeys(u.kategori for u in usulan):
        calon = {p.pk: p for p in verifikator_untuk(oleh, kategori)}
        beban = Counter({b.pengguna.pk: b.tugas for b in beban_pokja(calon.values(), {kategori}) if b.bertugas})
        for satu in (u for u in usulan if u.kategori == kategori and calon):
            terpilih = pernah.get(satu.pk, 0)
            if terpilih not in calon:
                terpilih = min(calon, key=lambda pk: (beban[pk], calon[pk].nama))
            beban[terpilih] += 1
            hasil[satu.pk] = calon[terpilih]
    return hasil


def _pernah_menilai(usulan: Iterable[Usulan]) -> dict[UUID, int]:
    """{usulan: who judged a document of it last}"""
    semua = PenilaianDokumen.objects.filter(dokumen__usulan__in=[u.pk for u in usulan]).order_by("pada", "pk")
    return dict(semua.values_list("dokumen__usulan", "oleh"))
