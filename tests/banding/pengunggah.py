"""Many people who upload at once, in a process of their own: what they cost must not be the measurer's."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.sarana import SABAR

CSRF = "a" * 32


def unggah(alamat: str, sesi: str, isi: bytes) -> int:
    """Upload one file as the signed-in session `sesi`; the status of the answer."""
    jawaban = requests.post(
        alamat,
        data={"csrfmiddlewaretoken": CSRF},
        files={"berkas": ("surat.pdf", isi, "application/pdf")},
        headers={"Referer": alamat, "HX-Request": "true"},
        cookies={"sesi": sesi, "csrf": CSRF},
        timeout=SABAR,
    )
    return jawaban.status_code


def semua(perintah: dict[str, object], isi: bytes) -> list[int]:
    """Let all of `perintah["kiriman"]` ([address, session]) upload at once, each a file of its own."""
    kiriman: list[list[str]] = json.loads(json.dumps(perintah["kiriman"]))
    with ThreadPoolExecutor(len(kiriman)) as utas:
        hasil = [utas.submit(unggah, a, s, isi + b"\n%%%d" % n) for n, (a, s) in enumerate(kiriman)]
    return [satu.result() for satu in hasil]


if __name__ == "__main__":
    masukan = json.load(sys.stdin)
    sys.stdout.write(json.dumps(semua(masukan, Path(masukan["berkas"]).read_bytes())))
