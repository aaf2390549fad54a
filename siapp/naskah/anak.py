"""The child that sets one paper: JSON in, PDF out. Started as a program of its own, without Django (keputusan/0104).

What is set is data: a template reads it as JSON, so that nothing in a name is ever markup. A letter that no font of
ours has is written as "?": a paper that is to be kept must not hold a sign that cannot be drawn.
"""

import json
import resource
import sys
from typing import Any

import typst

# Of a table of a thousand people a tenth is used; the typesetter's threads reserve more than they use.
MEMORI = 4 * 1024**3
DETIK = 30
STANDAR: Any = ["a-2a", "ua-1"]
# Up to here the fonts have every letter.
LATIN = 0x17F
_COBA = '#set document(title: "x")\n#set text(font: ("Libertinus Serif", "DejaVu Sans Mono"))\n#json("data.json")'


def _batasi() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORI, MEMORI))
    resource.setrlimit(resource.RLIMIT_CPU, (DETIK, DETIK))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _susun(berkas: dict[str, bytes], waktu: int) -> bytes:
    # A mapping of files is taken; the stub of this version does not say so.
    masukan: Any = berkas
    return bytes(typst.compile(masukan, format="pdf", pdf_standards=STANDAR, ignore_system_fonts=True, timestamp=waktu))


def _tergambar(huruf: str, waktu: int) -> bool:
    try:
        _susun({"main.typ": _COBA.encode(), "data.json": json.dumps(f"a{huruf}").encode()}, waktu)
    except typst.TypstError:
        return False
    return True


def susun(permintaan: dict[str, Any]) -> bytes:
    """Return the PDF of {"templat": {name: text}, "data": JSON text, "waktu": UNIX seconds}. Raises TypstError."""
    templat = {nama: isi.encode() for nama, isi in permintaan["templat"].items()}
    data, waktu = permintaan["data"], permintaan["waktu"]
    try:
        return _susun({**templat, "data.json": data.encode()}, waktu)
    except typst.TypstError:
        asing = {h for h in data if ord(h) > LATIN and not _tergambar(h, waktu)}
        if not asing:
            raise
    return _susun({**templat, "data.json": data.translate({ord(h): "?" for h in asing}).encode()}, waktu)


if __name__ == "__main__":
    _batasi()
    sys.stdout.buffer.write(susun(json.load(sys.stdin)))
