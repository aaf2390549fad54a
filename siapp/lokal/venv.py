"""Makes `.venv` from a hashed lock, with the system's Python and its standard library only.

Run as a file by the Makefile (`python3 siapp/lokal/venv.py requirements.txt`), before anything is installed.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
import time
from pathlib import Path

AKAR = Path(__file__).resolve().parent.parent.parent
VENV = AKAR / ".venv"
PYTHON = VENV / "bin" / "python"
TERENDAH, TERTINGGI = (3, 11), (3, 12)


def utama(kunci: Path) -> str:
    """Bring `.venv` in step with the lock file `kunci`; return an Indonesian sentence if that is impossible."""
    if not TERENDAH <= sys.version_info[:2] <= TERTINGGI:
        return (
            f"Diperlukan Python 3.11 atau 3.12, sedangkan yang dipakai {sys.version.split()[0]}. "
            "Pasang Python 3.11, lalu ulangi dengan `make PYTHON=python3.11 …`."
        )
    (AKAR / "var").mkdir(exist_ok=True)
    with (AKAR / "var" / "venv.kunci").open("a") as pegangan:
        fcntl.flock(pegangan, fcntl.LOCK_EX)
        if _sudah_sesuai(kunci):
            return ""
        return _buat_venv() or _pasang(kunci)


def _cap(kunci: Path) -> Path:
    return VENV / f".siapp-{kunci.stem}"


def _sidik(kunci: Path) -> str:
    return hashlib.sha256(kunci.read_bytes()).hexdigest()


def _sudah_sesuai(kunci: Path) -> bool:
    cap = _cap(kunci)
    return _python_hidup() and cap.exists() and cap.read_text() == _sidik(kunci)


def _python_hidup() -> bool:
    """True if `.venv` holds a Python of ours with pip: a moved or half-made one does not."""
    try:
        hasil = subprocess.run([PYTHON, "-c", "import pip, sys; print(sys.prefix)"], capture_output=True, text=True)
    except OSError:
        return False
    return hasil.returncode == 0 and Path(hasil.stdout.strip()).resolve() == VENV.resolve()


def _buat_venv() -> str:
    if _python_hidup():
        return ""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        return (
            "Modul venv belum terpasang di Python mesin ini. "
            "Jalankan `sudo apt-get install python3-venv` (atau paket padanannya), lalu ulangi."
        )
    hasil = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if hasil.returncode:
        ekor = _ekor(hasil.stdout + hasil.stderr)
        return f"Folder .venv tidak dapat dibuat:\n{ekor}\nPeriksa ruang disk dan izin folder ini."
    return ""


def _pasang(kunci: Path) -> str:
    banyak = len(re.findall(r"^[\w.-]+==", kunci.read_text(), re.MULTILINE))
    print(f"• Memasang {banyak} pustaka dari {kunci.name} ke .venv (sekali saja, beberapa menit) …", flush=True)
    awal = time.monotonic()
    perintah = [str(PYTHON), "-m", "pip", "install", "--progress-bar", "off", "--require-hashes", "--requirement"]
    lingkungan = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    with subprocess.Popen(
        [*perintah, str(kunci)], env=lingkungan, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        keluaran = _tampilkan_kemajuan(pip, banyak)
    if pip.returncode:
        return (
            f"Pemasangan pustaka gagal:\n{_ekor(keluaran)}\n"
            "Periksa sambungan ke penyedia paket Python dan ruang disk, lalu ulangi; yang sudah terunduh tidak diulang."
        )
    _cap(kunci).write_text(_sidik(kunci))
    print(f"✓ Pustaka terpasang {time.monotonic() - awal:.0f} detik", flush=True)
    return ""


def _tampilkan_kemajuan(pip: "subprocess.Popen[str]", banyak: int) -> str:
    """Count what pip fetches, on one line of a terminal, in quarters elsewhere; return all that it said."""
    baris, terambil, langkah = [], 0, 1 if sys.stdout.isatty() else max(1, banyak // 4)
    for satu in pip.stdout or ():
        baris.append(satu)
        terambil += satu.startswith(("Collecting ", "Requirement already satisfied"))
        if satu.startswith(("Collecting ", "Installing ")) and (terambil % langkah == 0 or satu[0] == "I"):
            apa = "memasang" if satu[0] == "I" else f"mengambil {min(terambil, banyak)} dari {banyak}"
            print(f"\r  {apa} …\033[K" if langkah == 1 else f"  {apa} …", end="" if langkah == 1 else "\n", flush=True)
    if langkah == 1:
        print("\r\033[K", end="")
    return "".join(baris)


def _ekor(teks: str) -> str:
    return "\n".join(f"    {baris}" for baris in teks.strip().splitlines()[-8:])


if __name__ == "__main__":
    try:
        pesan = utama(AKAR / sys.argv[1])
    except KeyboardInterrupt:
        pesan = "Dihentikan. Ulangi perintahnya untuk melanjutkan."
    except OSError as galat:
        pesan = f"Sistem menolak: {galat.strerror} ({galat.filename}). Periksa ruang disk dan izin folder ini."
    if pesan:
        sys.exit(pesan)
