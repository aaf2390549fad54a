"""Tables at the end of a run: promises of the campaign, figures of the comparison, the corpus of pemeriksaan awal."""

import os
import platform
import re
from pathlib import Path
from typing import Any

# Property of a test's report → heading of its table, and of its columns.
TABEL = {
    "janji": ("kekacauan: janji dan angkanya", ("janji", "diminta", "dicapai", "detik", "")),
    "korpus": ("pemeriksaan awal: kesalahan yang ditanam", ("kelompok", "ditemukan", "dari")),
    "aturan": ("pemeriksaan awal: tiap aturan pada korpus", ("aturan", "tepat", "meleset")),
    "banding": (
        "banding: nisbah terhadap program tertipis",
        ("pekerjaan", "sasaran", "dicapai", "setiap kali", "beban", ""),
    ),
}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print each table that has lines."""
    laporan = [satu for kelompok in ("passed", "failed") for satu in terminalreporter.stats.get(kelompok, [])]
    for sifat, (judul, kepala) in TABEL.items():
        isi = [
            nilai for satu in laporan if satu.when == "call" for nama, nilai in satu.user_properties if nama == sifat
        ]
        if isi:
            _tulis(terminalreporter, judul, [kepala, *isi])
            if sifat == "banding":
                terminalreporter.write_line(f"mesin: {kartu_mesin()}")


def kartu_mesin() -> str:
    """The machine that the figures are of: processor, cores, memory, system, Python."""
    memori = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_prosesor()}, {os.cpu_count()} inti, {memori:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def _prosesor() -> str:
    info = Path("/proc/cpuinfo")
    cocok = re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    return cocok[1] if cocok else platform.machine()


def _tulis(terminalreporter: Any, judul: str, semua: list[tuple[str, ...]]) -> None:
    lebar = [max(len(str(baris[kolom])) for baris in semua) for kolom in range(len(semua[0]))]
    terminalreporter.section(judul)
    for baris in semua:
        terminalreporter.write_line(
            "  ".join(str(satu).ljust(n) for satu, n in zip(baris, lebar, strict=True)).rstrip()
        )
