"""What comes from others, and what must not go to them: advisories on locked libraries, secrets in the history.

`python -m tests.pasokan` looks for both, without a network. Advisories are read from a checkout of the Python packaging
authority's database, the folder that the variable ADVISORI names; where there is none, that is said and nothing is
claimed (docs/keamanan.md).
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from detect_secrets.core.scan import scan_line
from detect_secrets.settings import transient_settings
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.sarana import AKAR

KUNCI_PUSTAKA = ("requirements.txt", "requirements-server.txt", "requirements-pantau.txt", "requirements-dev.txt")
_TERKUNCI = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)

# Those that know the shape of a secret. What only looks random (hashes, alphabets) is not asked for.
PENCARI = (
    "ArtifactoryDetector",
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)


def _advisori(folder: str) -> Iterator[str]:
    if not folder:
        print("Advisori pustaka tidak diperiksa: variabel ADVISORI belum menunjuk ke foldernya.", flush=True)
        return
    pustaka = terkunci(AKAR)
    berkas = [satu for nama, _ in pustaka for satu in sorted(Path(folder, "vulns", nama).glob("*.yaml"))]
    print(f"Advisori: {len(pustaka)} pustaka, {len(berkas)} advisori tentangnya.", flush=True)
    yield from terkena(pustaka, Path(folder))


def terkunci(akar: Path) -> list[tuple[str, str]]:
    """Return name and version of every library that a lock in `akar` names, each once."""
    semua = (baris for nama in KUNCI_PUSTAKA for baris in _TERKUNCI.findall((akar / nama).read_text()))
    return sorted({(canonicalize_name(nama), versi) for nama, versi in semua})


def terkena(pustaka: list[tuple[str, str]], folder: Path) -> Iterator[str]:
    """Yield a line for each advisory below `folder` (OSV's shape) that speaks of a version in `pustaka`."""
    for nama, versi in pustaka:
        for berkas in sorted((folder / "vulns" / nama).glob("*.yaml")):
            isi = yaml.safe_load(berkas.read_text())
            if "withdrawn" not in isi and any(_kena(satu, versi) for satu in isi["affected"]):
                lain = ", ".join(isi.get("aliases", []))
                yield f"{nama} {versi}: {isi['id']} ({lain}). Naikkan versinya, lalu `make kunci`."


def _kena(satu: dict[str, Any], versi: str) -> bool:
    rentang = (r["events"] for r in satu.get("ranges", []) if r["type"] == "ECOSYSTEM")
    return versi in satu.get("versions", []) or any(_dalam(kejadian, Version(versi)) for kejadian in rentang)


def _dalam(kejadian: list[dict[str, str]], versi: Version) -> bool:
    """Whether `versi` lies where the events, oldest first, say that the fault is."""
    dalam = False
    for satu in kejadian:
        if (mulai := satu.get("introduced")) and (mulai == "0" or versi >= Version(mulai)):
            dalam = True
        if ("fixed" in satu and versi >= Version(satu["fixed"])) or (
            "last_affected" in satu and versi > Version(satu["last_affected"])
        ):
            dalam = False
    return dalam


def _rahasia() -> Iterator[str]:
    if not (AKAR / ".git").exists():
        print("Riwayat tidak diperiksa: folder ini bukan klona git.", flush=True)
        return
    # Every line that any commit ever added, once; lines of locks are hashes.
    kecuali = [f":(exclude){nama}" for nama in KUNCI_PUSTAKA]
    perintah = ["git", "log", "--all", "--no-color", "-p", "--unified=0", "--format=%x00%h", "--", ".", *kecuali]
    with subprocess.Popen(perintah, cwd=AKAR, stdout=subprocess.PIPE, text=True, errors="replace") as git:
        assert git.stdout is not None
        yield from rahasia_dalam(git.stdout)
    if git.returncode:
        yield "`git log` gagal, jadi riwayat tidak diperiksa."


def rahasia_dalam(baris: Iterable[str]) -> Iterator[str]:
    """Yield "commit: kind" for each line added in `baris`, the output of `git log -p`, that holds a secret."""
    commit, sudah = "", set[int]()
    with transient_settings({"plugins_used": [{"name": nama} for nama in PENCARI]}):
        for satu in baris:
            if satu.startswith("\0"):
                commit = satu[1:].strip()
            elif satu.startswith("+") and not satu.startswith("+++") and (sidik := hash(satu)) not in sudah:
                sudah.add(sidik)
                yield from (f"{commit}: {temuan.type}" for temuan in scan_line(satu[1:]))


if __name__ == "__main__":
    temuan = [*_advisori(os.environ.get("ADVISORI", "")), *_rahasia()]
    print(*temuan, sep="\n", file=sys.stderr)
    sys.exit(bool(temuan))
