"""`siapp keadaan`: in words what is well, and of what is not, what to do."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pemasangan.alat import arsip, cadangan, layanan
from pemasangan.alat.sistem import Gagal, baca_setelan, jalankan, manage
from pemasangan.alat.tempat import TIMER, Tempat

SISA_DISK = 0.1
HARI_SERTIFIKAT = 21
BATAS_CADANGAN = timedelta(hours=26)
BATAS_ARSIP = timedelta(minutes=20)
BATAS_UJI = timedelta(days=8)
# What the product says for any installation → the same on one server. The first two belong to the schema's owner.
PERINTAH = (
    (r"`manage\.py (migrate|peran_basis_data)`", "`sudo siapp mulai --domain …`"),
    (r"`manage\.py jalankan (\w+)` \(layanan siapp-\w+\)", r"`sudo systemctl start siapp-\1`"),
    (r"`manage\.py ", "`sudo siapp kelola "),
    (r"`(siapp|systemctl|journalctl) ", r"`sudo \1 "),
)


@dataclass(frozen=True)
class Hal:
    """One thing that was looked at: well or not, and the sentence."""

    baik: bool
    kalimat: str


def lihat(tempat: Tempat) -> Iterator[Hal]:
    """Yield each thing as soon as it is known: services, proxy, disk, certificate, backups, then the product itself."""
    for hal in _semua(tempat):
        yield Hal(hal.baik, _di_server_ini(hal.kalimat))


def _di_server_ini(kalimat: str) -> str:
    """The commands of a sentence as they are typed on one server, where there is no `manage.py` to call."""
    for pola, ganti in PERINTAH:
        kalimat = re.sub(pola, ganti, kalimat)
    return kalimat


def _semua(tempat: Tempat) -> Iterator[Hal]:
    yield from _unit(tempat)
    for nama in ("postgresql", "redis-server", "nginx"):
        hidup = layanan.hidup(nama)
        yield Hal(hidup, f"{nama} berjalan." if hidup else f"{nama} mati. Jalankan `systemctl start {nama}`.")
    yield _disk(tempat)
    yield _sertifikat(tempat)
    yield _usia(tempat, "cadangan", BATAS_CADANGAN, "Cadangan", "siapp cadangkan")
    yield _usia(tempat, "arsip", BATAS_ARSIP, "Arsip PostgreSQL", "siapp arsipkan")
    yield _uji(tempat, cadangan.UJI, "Uji pemulihan")
    if arsip.menyala(tempat):
        yield _uji(tempat, arsip.UJI, "Uji pemulihan sampai waktu tertentu")
    yield from _aplikasi(tempat)


def _unit(tempat: Tempat) -> Iterator[Hal]:
    mati = [nama for nama in [*layanan.layanan(), *(f"{t}.timer" for t in TIMER)] if not layanan.hidup(nama)]
    for nama in mati:
        yield Hal(False, f"{nama} tidak berjalan. Lihat `journalctl -u {nama}`, lalu `systemctl start {nama}`.")
    if not mati:
        yield Hal(True, f"{len(layanan.layanan())} layanan SIAPP berjalan.")
    for pintu in layanan.PINTU:
        # One answer may be late on a busy machine.
        if not layanan.menjawab_dalam(tempat, pintu, 10.0):
            yield Hal(
                False, f"Proses web di port {pintu} belum siap melayani. Sebabnya ada di bagian aplikasi di bawah."
            )


def _disk(tempat: Tempat) -> Hal:
    ruang = shutil.disk_usage(tempat.data)
    sisa = ruang.free / ruang.total
    kalimat = f"Ruang disk tersisa {sisa:.0%} ({ruang.free // 2**30} GiB)."
    return Hal(sisa >= SISA_DISK, kalimat if sisa >= SISA_DISK else f"{kalimat} Tambah ruang sebelum unggahan ditolak.")


def _sertifikat(tempat: Tempat) -> Hal:
    hari = layanan.hari_sertifikat(tempat)
    kalimat = f"Sertifikat berlaku {hari} hari lagi." if hari >= 0 else "Sertifikat sudah tidak berlaku."
    if hari < HARI_SERTIFIKAT:
        kalimat += " Pasang yang baru: `siapp mulai --domain … --sertifikat … --kunci …`."
    return Hal(hari >= HARI_SERTIFIKAT, kalimat)


def _uji(tempat: Tempat, apa: str, sebut: str) -> Hal:
    """How old the last good rehearsal is; one that failed since then is named first."""
    gagal, baik = cadangan.terakhir(tempat, f"{apa}_gagal"), cadangan.terakhir(tempat, apa)
    if gagal and (baik is None or gagal > baik):
        saat = gagal.astimezone().strftime("%d-%m-%Y %H.%M")
        return Hal(False, f"{sebut} gagal pada {saat}. Jalankan `siapp uji-pulih` dan lihat sebabnya.")
    return _usia(tempat, apa, BATAS_UJI, sebut, "siapp uji-pulih")


def _usia(tempat: Tempat, apa: str, batas: timedelta, sebut: str, perintah: str) -> Hal:
    saat = cadangan.terakhir(tempat, apa)
    if saat is None:
        return Hal(False, f"{sebut} belum pernah berhasil. Jalankan `{perintah}`.")
    usia = datetime.now(UTC) - saat
    menit = usia.total_seconds() / 60
    lama = f"{menit:.0f} menit" if menit < 120 else f"{menit / 60:.0f} jam"
    kalimat = f"{sebut} terakhir {lama} yang lalu."
    return Hal(usia <= batas, kalimat if usia <= batas else f"{kalimat} Jalankan `{perintah}` dan lihat sebabnya.")


def _aplikasi(tempat: Tempat) -> Iterator[Hal]:
    try:
        baris = manage(tempat, "keadaan").splitlines()
    except Gagal as galat:
        baris = [satu.strip() for satu in str(galat).splitlines()[1:]]
    for satu in baris:
        if satu[:1] in {"✓", "✗"}:
            yield Hal(satu[0] == "✓", satu[1:].strip())


def coba_dahulu(tempat: Tempat) -> list[str]:
    """Return a sentence for each real thing that does not work: settings, database, storage, SIASN, clock, disk."""
    keluhan = []
    setelan = baca_setelan(tempat.setelan)
    try:
        manage(tempat, "check", "--deploy", "--fail-level", "ERROR")
    except Gagal as galat:
        keluhan.append(str(galat))
    if not _jam_selaras():
        keluhan.append("Jam mesin ini tidak diselaraskan. Pasang dan nyalakan `systemd-timesyncd` atau `chrony`.")
    if setelan.get("STORAGE_URL", "").startswith("file:") and shutil.disk_usage(tempat.data).free < 5 * 2**30:
        keluhan.append(f"Ruang disk di {tempat.data} kurang dari 5 GiB.")
    return keluhan


def _jam_selaras() -> bool:
    try:
        return jalankan(["timedatectl", "show", "-p", "NTPSynchronized", "--value"]).strip() == "yes"
    except Gagal:
        return False
