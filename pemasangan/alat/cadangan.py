"""Backups as one thing: database, then files, then a manifest with their hashes, in one snapshot of restic.

The database goes first: a file that came in between is then only unknown to the dump, never missing from the files.
restic encrypts, keeps each block once, and forgets by rule (docs/operasi.md).
"""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pemasangan.alat import basisdata
from pemasangan.alat.sistem import Gagal, baca_setelan, folder, jalankan, kabarkan, manage, tulis
from pemasangan.alat.tempat import PEMILIK, PENGGUNA, Tempat

SIMPAN = ("--keep-last", "7", "--keep-daily", "14", "--keep-weekly", "8", "--keep-monthly", "24")
TANDA = "siapp"
BASIS = PENGGUNA
BASIS_UJI = f"{BASIS}_uji_pulih"
UJI = "uji_pulih"


def restic(tempat: Tempat, *perintah: str | Path) -> str:
    """Run restic on the repository of this installation and return what it wrote.

    One that forgets waits until the others have ended, and they for it: restic itself would give up.
    """
    with (tempat.data / "restic.kunci").open("w") as kunci:
        fcntl.flock(kunci, fcntl.LOCK_EX if "forget" in perintah else fcntl.LOCK_SH)
        return _restic(tempat, *perintah)


def _restic(tempat: Tempat, *perintah: str | Path) -> str:
    setelan = baca_setelan(tempat.setelan)
    rahasia = {nama: nilai for nama, nilai in setelan.items() if nama.startswith(("AWS_", "RESTIC_"))}
    gudang = setelan.get("RESTIC_REPOSITORY") or str(tempat.cadangan)
    dasar = {"RESTIC_REPOSITORY": gudang, "RESTIC_PASSWORD_FILE": str(tempat.kunci_cadangan), "HOME": "/root"}
    return jalankan(["restic", "--quiet", *perintah], lingkungan={**dasar, **rahasia})


def siapkan(tempat: Tempat) -> bool:
    """Make the passphrase and the repository unless they are there; True when the passphrase is new."""
    baru = not tempat.kunci_cadangan.exists()
    if baru:
        tulis(tempat.kunci_cadangan, secrets.token_urlsafe(32) + "\n", mode=0o600)
    folder(tempat.cadangan, mode=0o700)
    try:
        _restic(tempat, "cat", "config")
    except Gagal:
        _restic(tempat, "init")
    return baru


def _kerja(tempat: Tempat) -> Path:
    kerja = tempat.data / "cadangan"
    folder(kerja, mode=0o700, pemilik=PENGGUNA)
    return kerja


def buat(tempat: Tempat) -> dict[str, Any]:
    """Back up database and files into one snapshot and return its manifest.

    With documents on S3 the files are not in it: the bucket has to keep versions itself, and the manifest says so.
    """
    mulai = time.monotonic()
    url = baca_setelan(tempat.setelan)["DATABASE_URL"]
    kerja = _kerja(tempat)
    dump, manifes = kerja / "basisdata.dump", kerja / "manifes.json"
    lama = json.loads(manifes.read_text()) if manifes.exists() else {}
    kabarkan("• Mencadangkan basis data …")
    basisdata.cadangkan(dump, url=url)
    kabarkan("• Mencadangkan berkas …")
    isi: dict[str, Any] = {
        "saat": datetime.now(UTC).isoformat(timespec="seconds"),
        "rilis": tempat.kini.resolve().name,
        "basisdata": {"sha256": _sidik(dump), "baris": basisdata.banyak_baris(url)},
        "berkas": _daftar(tempat.berkas, lama.get("berkas", {})),
        "berkas_di_s3": not baca_setelan(tempat.setelan)["STORAGE_URL"].startswith("file:"),
    }
    tulis(manifes, json.dumps(isi, indent=1))
    restic(tempat, "backup", "--tag", TANDA, dump, manifes, *([tempat.berkas] if tempat.berkas.exists() else []))
    restic(tempat, "forget", "--tag", TANDA, *SIMPAN, "--prune")
    dump.unlink()
    catat(tempat, "cadangan", lama_detik=time.monotonic() - mulai, berkas=len(isi["berkas"]))
    return isi


def _daftar(asal: Path, lama: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Return path → [size, time, SHA-256]; a file whose size and time did not change is not read again."""
    hasil = {}
    for satu in sorted(p for p in asal.rglob("*") if p.is_file()) if asal.exists() else []:
        nama, stat = str(satu.relative_to(asal)), satu.stat()
        dahulu = lama.get(nama)
        sama = dahulu and dahulu[:2] == [stat.st_size, stat.st_mtime_ns]
        hasil[nama] = [stat.st_size, stat.st_mtime_ns, dahulu[2] if dahulu and sama else _sidik(satu)]
    return hasil


def _sidik(berkas: Path) -> str:
    with berkas.open("rb") as isi:
        return hashlib.file_digest(isi, "sha256").hexdigest()


def catat(tempat: Tempat, apa: str, *, saat: datetime | None = None, **isi: Any) -> None:
    """Keep when `apa` last went well (`saat`, now if None), for `siapp keadaan` and the metrics."""
    berkas = tempat.data / "operasi.json"
    semua = json.loads(berkas.read_text()) if berkas.exists() else {}
    semua[apa] = {"saat": (saat or datetime.now(UTC)).isoformat(timespec="seconds"), **isi}
    tulis(berkas, json.dumps(semua, indent=1))


def terakhir(tempat: Tempat, apa: str) -> datetime | None:
    """Return when `apa` last went well; None if it never did."""
    berkas = tempat.data / "operasi.json"
    semua = json.loads(berkas.read_text()) if berkas.exists() else {}
    return datetime.fromisoformat(semua[apa]["saat"]) if apa in semua else None


def ambil(tempat: Tempat, snapshot: str, ke: Path) -> tuple[Path, Path, dict[str, Any]]:
    """Bring `snapshot` ("latest" for the newest) to the empty folder `ke` and hold it against its manifest.

    Returns the dump, the folder of files and the manifest. Raises Gagal naming what is missing or differs.
    """
    restic(tempat, "restore", snapshot, "--tag", TANDA, "--target", ke)
    dump = ke / (tempat.data / "cadangan/basisdata.dump").relative_to("/")
    berkas = ke / tempat.berkas.relative_to("/")
    isi = json.loads(dump.with_name("manifes.json").read_text())
    beda = [] if _sidik(dump) == isi["basisdata"]["sha256"] else ["basisdata.dump"]
    beda += [n for n, (_, _, sidik) in isi["berkas"].items() if not _sama(berkas / n, sidik)]
    if beda:
        raise Gagal(f"{len(beda)} isi cadangan tidak sama dengan daftarnya, mulai dari {beda[0]}.")
    return dump, berkas, isi


def _sama(berkas: Path, sidik: str) -> bool:
    return berkas.is_file() and _sidik(berkas) == sidik


def uji(tempat: Tempat) -> str:
    """Restore the newest snapshot into a scratch place, compare, and take it away again; return a sentence.

    Compared are each file's hash, each table's number of rows, and the chain of the audit trail.
    """
    mulai = time.monotonic()
    with gagal_dicatat(tempat, UJI), tempat_uji(tempat) as gores:
        dump, _, isi = ambil(tempat, "latest", gores)
        with dicoba(tempat, dump, isi["basisdata"]["baris"]):
            pass
    lama, baris = time.monotonic() - mulai, sum(isi["basisdata"]["baris"].values())
    catat(tempat, UJI, lama_detik=lama, berkas=len(isi["berkas"]), baris=baris)
    return f"{baris} baris dan {len(isi['berkas'])} berkas dipulihkan dan sama, {lama:.0f} detik."


@contextmanager
def gagal_dicatat(tempat: Tempat, apa: str) -> Iterator[None]:
    """Note for the alarm that the rehearsal `apa` failed, whatever it was that failed; the error itself goes on."""
    try:
        yield
    except BaseException:
        catat(tempat, f"{apa}_gagal")
        raise


@contextmanager
def tempat_uji(tempat: Tempat) -> Iterator[Path]:
    """Give the folder of a rehearsal, of which nothing is left afterwards."""
    gores = tempat.data / "uji-pulih"
    shutil.rmtree(gores, ignore_errors=True)
    folder(gores, mode=0o700, pemilik=PEMILIK)
    try:
        yield gores
    finally:
        shutil.rmtree(gores, ignore_errors=True)


@contextmanager
def dicoba(tempat: Tempat, dump: Path, baris: dict[str, int]) -> Iterator[None]:
    """Fill a scratch database from `dump`, hold it against the numbers of rows `baris` and the chain; gone afterwards.

    Raises Gagal naming the tables that differ.
    """
    _milik_pemilik(dump)
    basisdata.hapus(BASIS_UJI)
    try:
        basisdata.buat(BASIS_UJI)
        basisdata.pulihkan(dump, basis=BASIS_UJI)
        url = _url_lokal(BASIS_UJI)
        # Rows are counted as the services, who may read nothing in it before.
        beri_hak(tempat, url)
        if beda := _beda_baris(baris, basisdata.banyak_baris(url)):
            raise Gagal(f"Jumlah baris berbeda setelah dipulihkan: {', '.join(beda[:5])}.")
        # Anchors that were written since the backup cannot fit it.
        manage(tempat, "verifikasi_audit", tambahan={"DATABASE_URL": url, "AUDIT_JANGKAR_FOLDER": ""})
        yield
    finally:
        basisdata.hapus(BASIS_UJI)


def _beda_baris(dahulu: dict[str, int], kini: dict[str, int]) -> list[str]:
    """Name the tables that have fewer rows than were counted just after the dump began."""
    # Rows that came between the dump and the count are in the count only: a table may lack those of some seconds.
    return [nama for nama, banyak in dahulu.items() if kini.get(nama, -1) < banyak * 0.999 - 20]


def _url_lokal(basis: str) -> str:
    return f"postgresql://%2Fvar%2Frun%2Fpostgresql/{basis}"


def beri_hak(tempat: Tempat, url: str, *, rilis: Path | None = None) -> None:
    """Give the services' role its rights in the database at `url`, as its owner."""
    perintah = ("peran_basis_data", "--aplikasi", PENGGUNA)
    manage(tempat, *perintah, rilis=rilis, tambahan={"DATABASE_URL": url}, sebagai=PEMILIK)


def _milik_pemilik(dump: Path) -> None:
    """Let the owner of the schema reach the restored dump: the folders above it were made by root."""
    for satu in (dump, *dump.parents):
        if satu.name == "uji-pulih" or satu.name.startswith("pulih-"):
            break
        if os.geteuid() == 0:
            shutil.chown(satu, PEMILIK)


def pulihkan(tempat: Tempat, snapshot: str) -> str:
    """Put `snapshot` in the place of what is there; the services must be down. Returns what became of the former.

    The former database stays under another name and no file is deleted: what the backup does not know stays aside.
    """
    with tempat_gores(tempat) as gores:
        dump, berkas, isi = ambil(tempat, snapshot, gores)
        kembalikan_berkas(berkas, tempat.berkas, isi["berkas"])
        lama = ganti_basis_data(tempat, dump)
    return (
        f"Isi cadangan {isi['saat']} sudah menggantikan basis data. Yang lama disimpan sebagai {lama}; hapus dengan "
        f"`sudo -u postgres dropdb {lama}` bila tidak diperlukan lagi."
    )


@contextmanager
def tempat_gores(tempat: Tempat) -> Iterator[Path]:
    """Give a folder for what is brought back, of which nothing is left afterwards."""
    gores = tempat.data / f"pulih-{_cap()}"
    folder(gores, mode=0o700, pemilik=PEMILIK)
    try:
        yield gores
    finally:
        shutil.rmtree(gores, ignore_errors=True)


def _cap() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S")


def ganti_basis_data(tempat: Tempat, dump: Path) -> str:
    """Let a new database, filled from `dump`, take the place of ours; return the name under which ours is kept."""
    _milik_pemilik(dump)
    cap = _cap()
    baru, lama = f"{BASIS}_baru_{cap}", f"{BASIS}_lama_{cap}"
    basisdata.buat(baru)
    basisdata.pulihkan(dump, basis=baru, serempak=os.cpu_count() or 1)
    # A dump knows nothing of how rows are spread: without this the first hour of a large one is slow.
    basisdata.psql("ANALYZE", basis=baru)
    beri_hak(tempat, _url_lokal(baru))
    basisdata.tukar(baru, BASIS, lama)
    return lama


def kurang_berkas(tempat: Tempat) -> bool:
    """Whether a document of the last backup is missing here."""
    manifes = tempat.data / "cadangan/manifes.json"
    if not manifes.exists():
        return bool(daftar(tempat))
    return any(not (tempat.berkas / nama).exists() for nama in json.loads(manifes.read_text())["berkas"])


def kembalikan_yang_hilang(dari: Path, ke: Path) -> None:
    """Move the files of `dari` to `ke` that are not there."""
    semua = {str(p.relative_to(dari)) for p in dari.rglob("*") if p.is_file()} if dari.exists() else set()
    kembalikan_berkas(dari, ke, {nama: [0, 0, _sidik(dari / nama)] for nama in semua if not (ke / nama).exists()})


def kembalikan_berkas(dari: Path, ke: Path, daftar: dict[str, list[Any]]) -> None:
    """Move the files of `daftar` from `dari` to `ke` that are missing there or differ."""
    for nama, (_, _, sidik) in daftar.items():
        tujuan = ke / nama
        if _sama(tujuan, sidik):
            continue
        tujuan.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(dari / nama, tujuan)
    if os.geteuid() == 0 and ke.exists():
        jalankan(["chown", "-R", f"{PENGGUNA}:{PENGGUNA}", ke])


def daftar(tempat: Tempat) -> list[tuple[str, str]]:
    """Return id and time of each snapshot, newest last."""
    return [(satu["short_id"], satu["time"][:19]) for satu in daftar_rinci(tempat, TANDA)]


def daftar_rinci(tempat: Tempat, tanda: str) -> list[dict[str, Any]]:
    """Return what restic knows of each snapshot with that tag, newest last."""
    isi: list[dict[str, Any]] = json.loads(restic(tempat, "snapshots", "--tag", tanda, "--json") or "[]") or []
    return sorted(isi, key=lambda satu: str(satu["time"]))
