"""The workflow drawn from its table: what the docs show is what the code does."""

from siapp import diagram
from usulan.tahap import AKHIR, BATAS_HARI_KERJA, GILIRAN, LABEL, TINDAKAN, TRANSISI, Ketentuan, Syarat, Tahap

# How the page says a condition.
SYARAT = {
    Syarat.TEKEN: "with the right to sign",
    Syarat.BUKAN_PENYUSUN: "not who wrote it where two people are asked for",
    Syarat.PEMEGANG: "who holds it",
    Syarat.BUKAN_PENGUSUL: "not the one who proposed the TMS",
    Syarat.ORANG_KEDUA: "not the one who proposed it",
}


def _pelaku(ketentuan: Ketentuan) -> str:
    siapa = ", ".join(sorted(p.value for p in ketentuan.pelaku))
    return ", ".join([siapa, *(SYARAT[syarat] for syarat in ketentuan.syarat)])


def naskah() -> str:
    """Return the page as Markdown: a Mermaid state diagram and the three tables behind it."""
    tahap = [
        (f"`{t}`", LABEL[t], GILIRAN[t], str(BATAS_HARI_KERJA.get(t, "–")), "yes" if t in AKHIR else "") for t in Tahap
    ]
    transisi = [
        (f"`{t.kerja}`", ", ".join(sorted(t.dari)), ", ".join(sorted(t.ke)), _pelaku(t)) for t in TRANSISI.values()
    ]
    tindakan = [(f"`{t.kerja}`", ", ".join(sorted(t.dari)), _pelaku(t)) for t in TINDAKAN.values()]
    panah = [(dari, ke, t.kerja) for t in TRANSISI.values() for dari in t.dari for ke in t.ke]
    return diagram.gabung(
        [
            *diagram.kepala("The workflow", "usulan/tahap.py"),
            *diagram.gambar(Tahap, panah, [Tahap.DRAF], [t for t in Tahap if t in AKHIR]),
            *diagram.tabel("Stages", ("stage", "label", "whose turn", "working days", "end"), tahap),
            *diagram.tabel("Transitions", ("name", "from", "to", "who"), transisi),
            *diagram.tabel("Actions that leave the stage as it is", ("name", "in", "who"), tindakan),
        ]
    )
