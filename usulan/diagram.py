"""The workflow drawn from its table: what the docs show is what the code does."""

from collections import defaultdict
from collections.abc import Sequence

from usulan.tahap import AKHIR, BATAS_HARI_KERJA, GILIRAN, LABEL, TINDAKAN, TRANSISI, Ketentuan, Syarat, Tahap

KEPALA = """# The workflow

Generated from `usulan/tahap.py` by `python manage.py diagram`; `make check` fails when it is out of step.
"""


# How the page says a condition.
SYARAT = {
    Syarat.TEKEN: "with the right to sign",
    Syarat.BUKAN_PENYUSUN: "not its author where four eyes are asked for",
    Syarat.PEMEGANG: "who holds it",
    Syarat.BUKAN_PENGUSUL: "not the one who proposed the TMS",
}


def _pelaku(ketentuan: Ketentuan) -> str:
    siapa = ", ".join(sorted(p.value for p in ketentuan.pelaku))
    return ", ".join([siapa, *(SYARAT[syarat] for syarat in ketentuan.syarat)])


def _panah() -> list[str]:
    nama = defaultdict(list)
    for transisi in TRANSISI.values():
        for dari in transisi.dari:
            for ke in transisi.ke:
                nama[dari, ke].append(transisi.kerja)
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
        (f"`{t.kerja}`", ", ".join(sorted(t.dari)), ", ".join(sorted(t.ke)), _pelaku(t)) for t in TRANSISI.values()
    ]
    tindakan = [(f"`{t.kerja}`", ", ".join(sorted(t.dari)), _pelaku(t)) for t in TINDAKAN.values()]
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
