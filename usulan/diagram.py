"""The workflow drawn from its table: what the docs show is what the code does."""

from collections import defaultdict
from collections.abc import Sequence

from usulan.tahap import AKHIR, BATAS_HARI_KERJA, GILIRAN, LABEL, TINDAKAN, TRANSISI, Pelaku, Tahap

KEPALA = """# The workflow

Generated from `usulan/tahap.py` by `python manage.py diagram`; `make check` fails when it is out of step.
"""


def _pelaku(pelaku: frozenset[Pelaku]) -> str:
    return ", ".join(sorted(p.value for p in pelaku))


def _panah() -> list[str]:
    nama = defaultdict(list)
    for transisi in TRANSISI.values():
        for dari in transisi.dari:
            for ke in transisi.ke:
                nama[dari, ke].append(transisi.nama)
    urutan = list(Tahap)
    pasangan = sorted(nama, key=lambda p: (urutan.index(p[0]), urutan.index(p[1])))
    return [f"    {dari} --> {ke}: {', '.join(sorted(nama[dari, ke]))}" for dari, ke in pasangan]


def _tabel(kepala: tuple[str, ...], baris: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(b)} |" for b in (kepala, ("---",) * len(kepala), *baris)]


def naskah() -> str:
    """Return the page as Markdown: a Mermaid state diagram and the three tables behind it."""
    tahap = [
        (f"`{t}`", LABEL[t], GILIRAN[t], str(BATAS_HARI_KERJA.get(t, "–")), "yes" if t in AKHIR else "") for t in Tahap
    ]
    transisi = [
        (f"`{t.nama}`", ", ".join(sorted(t.dari)), ", ".join(sorted(t.ke)), _pelaku(t.pelaku))
        for t in TRANSISI.values()
    ]
    tindakan = [(f"`{n}`", ", ".join(sorted(dari)), _pelaku(siapa)) for n, (dari, siapa) in TINDAKAN.items()]
    bagian = [
        KEPALA,
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {Tahap.DRAF}",
        *_panah(),
        *[f"    {t} --> [*]" for t in Tahap if t in AKHIR],
        "```",
        "",
        "## Stages",
        "",
        *_tabel(("stage", "label", "whose turn", "working days", "end"), tahap),
        "",
        "## Transitions",
        "",
        *_tabel(("name", "from", "to", "who"), transisi),
        "",
        "## Actions that leave the stage as it is",
        "",
        *_tabel(("name", "in", "who"), tindakan),
    ]
    return "\n".join(bagian) + "\n"
