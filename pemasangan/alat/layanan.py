"""systemd, nginx and the certificate."""

import os
import re
import shutil
import ssl
import time
import urllib.error
import urllib.request
from pathlib import Path
from string import Template

from pemasangan.alat.sistem import Gagal, baca_setelan, jalankan, kabarkan, tulis
from pemasangan.alat.tempat import TIMER, UNIT, Tempat

PINTU = (8001, 8002)
"""Ports of the web processes on loopback: two, so that one answers while the other is renewed."""

_NAMA_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def layanan() -> list[str]:
    """Return the names of all services, each web process by itself."""
    return [*(f"siapp-web@{pintu}" for pintu in PINTU), *UNIT[1:]]


def pasang_unit(tempat: Tempat, rilis: Path) -> None:
    """Put the unit files of `rilis` in place and let systemd read them; switch on what starts by itself."""
    berubah = [
        tulis(tempat.systemd / satu.name, satu.read_text())
        for satu in sorted((rilis / "pemasangan/systemd").iterdir())
        if satu.suffix in {".service", ".timer"}
    ]
    if any(berubah):
        jalankan(["systemctl", "daemon-reload"])
    jalankan(["systemctl", "enable", "--quiet", *layanan(), *(f"{nama}.timer" for nama in TIMER)])


def pasang_situs(tempat: Tempat, rilis: Path, domain: str) -> None:
    """Write the nginx site for `domain` and load it; a site that nginx refuses does not stay.

    Raises Gagal for what is no host name.
    """
    if not _NAMA_DOMAIN.fullmatch(domain):
        raise Gagal(f"“{domain}” bukan nama domain. Contoh: --domain siapp.contoh.go.id")
    rangka = Template((rilis / "pemasangan/nginx/siapp.conf").read_text())
    lama = tempat.nginx.read_text() if tempat.nginx.exists() else None
    isi = rangka.substitute(domain=domain, sertifikat=tempat.sertifikat, kunci=tempat.sertifikat.with_suffix(".key"))
    tulis(tempat.nginx, isi)
    tautan = tempat.nginx.parent.with_name("sites-enabled") / "siapp"
    if not tautan.is_symlink():
        tautan.symlink_to(tempat.nginx)
    (tautan.parent / "default").unlink(missing_ok=True)
    try:
        jalankan(["nginx", "-t", "-q"])
    except Gagal:
        if lama is None:
            tautan.unlink()
        else:
            tulis(tempat.nginx, lama)
        raise
    jalankan(["systemctl", "reload-or-restart", "nginx"])


def pasang_sertifikat(tempat: Tempat, domain: str, sertifikat: Path | None, kunci: Path | None) -> bool:
    """Use the certificate given, else keep the one that is there, else make one of our own.

    Returns True when what is in use is of our own making: browsers warn of it. Raises Gagal when certificate and key
    do not belong together.
    """
    tujuan, tujuan_kunci = tempat.sertifikat, tempat.sertifikat.with_suffix(".key")
    if sertifikat and kunci:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(sertifikat, kunci)
        except (ssl.SSLError, OSError) as galat:
            raise Gagal(f"Sertifikat {sertifikat} dan kunci {kunci} tidak dapat dipakai bersama: {galat}") from galat
        tulis(tujuan, sertifikat.read_text())
        tulis(tujuan_kunci, kunci.read_text(), mode=0o600)
    elif not tujuan.exists():
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        minta = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-nodes", "-days", "365", "-subj", f"/CN={domain}"]
        jalankan([*minta, "-addext", f"subjectAltName=DNS:{domain}", "-keyout", tujuan_kunci, "-out", tujuan])
        tujuan_kunci.chmod(0o600)
    return _buatan_sendiri(tujuan)


def _buatan_sendiri(sertifikat: Path) -> bool:
    siapa = jalankan(["openssl", "x509", "-in", sertifikat, "-noout", "-subject", "-issuer"]).splitlines()
    return len({baris.partition("=")[2] for baris in siapa}) == 1


def hari_sertifikat(tempat: Tempat) -> int:
    """Return for how many days the certificate is good; negative when it is not any more."""
    akhir = jalankan(["openssl", "x509", "-in", tempat.sertifikat, "-noout", "-enddate"]).partition("=")[2].strip()
    return int((ssl.cert_time_to_seconds(akhir) - time.time()) // 86_400)


def nyalakan(tempat: Tempat) -> None:
    """Start every service and wait until the web answers. Raises Gagal with where to look."""
    jalankan(["systemctl", "start", *layanan(), *(f"{nama}.timer" for nama in TIMER)])
    for pintu in PINTU:
        tunggu_menjawab(tempat, pintu)


def hentikan(*, web: bool = True) -> None:
    """Stop the services: all, or all but the web."""
    jalankan(["systemctl", "stop", *(nama for nama in layanan() if web or not nama.startswith("siapp-web"))])


def perbarui_bergilir(tempat: Tempat) -> None:
    """Restart the services onto the release in use: the web one by one, so that there is always one that answers."""
    for pintu in PINTU:
        jalankan(["systemctl", "restart", f"siapp-web@{pintu}"])
        tunggu_menjawab(tempat, pintu)
    jalankan(["systemctl", "restart", *UNIT[1:]])


def tunggu_menjawab(tempat: Tempat, pintu: int, batas: float = 120.0) -> None:
    """Wait until the web process at `pintu` says that it is ready. Raises Gagal after `batas` seconds."""
    if menjawab_dalam(tempat, pintu, batas):
        return
    unit = f"siapp-web@{pintu}"
    kabarkan(_catatan(unit))
    raise Gagal(f"{unit} belum menjawab setelah {batas:.0f} detik. Lihat `journalctl -u {unit}`.")


def menjawab_dalam(tempat: Tempat, pintu: int, batas: float) -> bool:
    """True as soon as the web process at `pintu` says that it is ready; False after `batas` seconds."""
    akhir = time.monotonic() + batas
    while not (siap := menjawab(tempat, pintu)) and time.monotonic() < akhir:
        time.sleep(0.5)
    return siap


def menjawab(tempat: Tempat, pintu: int, jalur: str = "/siap") -> bool:
    """True if the web process at `pintu` answers `jalur` with 200, asked as the proxy would."""
    host = baca_setelan(tempat.setelan).get("ALLOWED_HOSTS", "").partition(",")[0]
    alamat = f"http://127.0.0.1:{pintu}{jalur}"
    minta = urllib.request.Request(alamat, headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(minta, timeout=3) as jawab:
            return bool(jawab.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def hidup(unit: str) -> bool:
    """True if systemd says that `unit` runs."""
    try:
        jalankan(["systemctl", "is-active", "--quiet", unit])
    except Gagal:
        return False
    return True


def _catatan(unit: str) -> str:
    try:
        return jalankan(["journalctl", "-u", unit, "-n", "8", "--no-pager", "-o", "cat"])
    except Gagal:
        return ""


def copot_unit(tempat: Tempat) -> None:
    """Stop everything of ours and take it out of systemd and nginx."""
    hentikan()
    semua = [*layanan(), *(f"{nama}.timer" for nama in TIMER)]
    jalankan(["systemctl", "disable", "--quiet", "--now", *semua])
    for satu in tempat.systemd.glob("siapp-*"):
        satu.unlink()
    (tempat.nginx.parent.with_name("sites-enabled") / "siapp").unlink(missing_ok=True)
    tempat.nginx.unlink(missing_ok=True)
    jalankan(["systemctl", "daemon-reload"])
    if shutil.which("nginx") and os.path.exists("/run/nginx.pid"):
        jalankan(["systemctl", "reload", "nginx"])
