"""The archive between the nightly backups: PostgreSQL's own log, by which any second of the last week can be had back.

PostgreSQL writes each full segment to a folder beside its data, compressed. Every five minutes `arsipkan` has the
current one closed and puts the folder, and documents that are newer than the last backup, into the repository; every
night `dasar` adds a copy of the whole server to start from, and takes away segments that no copy needs.

A recovery runs a second server in a scratch folder up to the moment asked for and takes a dump of it: the server in
use, and its archive, go on as they were (keputusan/0058).
"""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pemasangan.alat import cadangan
from pemasangan.alat.basisdata import ADMIN, KERJA, banyak_baris, psql
from pemasangan.alat.sistem import Gagal, baca_setelan, folder, jalankan, kabarkan
from pemasangan.alat.tempat import Tempat

TANDA_DASAR, TANDA = "siapp-dasar", "siapp-arsip"
SIMPAN_DASAR = ("--keep-daily", "8")
UJI = "uji_sampai"
# Seconds: a change is written in its transaction, which ends some time after.
TENANG = 10
MATI = "/bin/true"
"""The archive command of who has no archive: an empty one would let PostgreSQL keep every segment for ever."""

# Seconds: for PostgreSQL to close a segment by itself, for it to put what is closed into the folder, to come up again.
BATAS_SEGMEN, BATAS_ARSIPKAN, BATAS_MULAI = 300, 120.0, 60.0
# Seconds between two looks at a recovery, which may take as long as it takes.
JEDA = 0.5
_SEGMEN = re.compile(r"[0-9A-F]{24}")
_PORT = "5432"


def _sistem() -> str:
    """The number that tells this server's log from that of any other."""
    return psql("SELECT system_identifier FROM pg_control_system()")


def _nilai(nama: str) -> str:
    return psql(f"SELECT setting FROM pg_settings WHERE name = '{nama}'")


def _perintah(ke: Path) -> str:
    # Whole or not at all, and on the disk before PostgreSQL forgets it.
    baru = f'"{ke}/.%f"'
    return f'gzip -1 <"%p" >{baru} && sync {baru} && mv {baru} "{ke}/%f.gz" && sync "{ke}"'


def siapkan(tempat: Tempat) -> bool:
    """Let PostgreSQL archive its log; True when it must be started again for that.

    Raises Gagal where it archives in another way already: that one is somebody's.
    """
    aktif, kini = _nilai("archive_mode") != "off", _nilai("archive_command")
    if aktif and kini not in {"", MATI} and str(tempat.arsip) not in kini:
        raise Gagal("PostgreSQL sudah diarsipkan dengan cara lain (archive_command); `--sampai` tidak tersedia.")
    ke = tempat.arsip / _sistem()
    for satu in (tempat.arsip, ke):
        folder(satu, mode=0o700, pemilik=ADMIN)
    setelan = {"archive_mode": "on", "archive_command": _perintah(ke), "archive_timeout": f"{BATAS_SEGMEN}s"}
    if _nilai("wal_level") == "minimal":
        setelan["wal_level"] = "replica"
    for nama, nilai in setelan.items():
        psql(f"ALTER SYSTEM SET {nama} = '{nilai}'")
    psql("SELECT pg_reload_conf()")
    return not aktif


def mulai_ulang_postgresql() -> None:
    """Start PostgreSQL again and wait until it archives. Raises Gagal when it does not come up."""
    jalankan(["systemctl", "restart", "postgresql"])
    batas = time.monotonic() + BATAS_MULAI
    while time.monotonic() < batas:
        with suppress(Gagal):
            if _nilai("archive_mode") == "on":
                return
        time.sleep(0.5)
    raise Gagal("PostgreSQL tidak menyala kembali. Periksa `journalctl -u postgresql@*`.")


def matikan() -> None:
    """Let PostgreSQL archive no more: whoever takes the product away must not leave it a log that grows for ever."""
    for perintah in (f"SET archive_command = '{MATI}'", "RESET archive_mode", "RESET archive_timeout"):
        psql(f"ALTER SYSTEM {perintah}")
    psql("SELECT pg_reload_conf()")


def arsipkan(tempat: Tempat) -> int:
    """Bring all that was committed until now into the repository; return the number of segments that are kept.

    Raises Gagal when PostgreSQL does not archive, with its own reason as far as there is one.
    """
    saat = datetime.now(UTC)
    _tutup_segmen()
    asal = tempat.arsip / _sistem()
    daftar = tempat.data / "cadangan/berkas-baru"
    daftar.parent.mkdir(parents=True, exist_ok=True)
    daftar.write_text(jalankan(["find", tempat.berkas, *_sesudah(tempat), "-print0"]))
    cadangan.restic(tempat, "backup", "--tag", TANDA, asal, "--files-from-raw", daftar)
    banyak = sum(1 for _ in asal.glob("*.gz"))
    cadangan.catat(tempat, "arsip", saat=saat, segmen=banyak)
    return banyak


def _sesudah(tempat: Tempat) -> list[str | Path]:
    # By the time of the last change of name or right: an upload gets its name at its end.
    manifes = tempat.data / "cadangan/manifes.json"
    syarat: list[str | Path] = ["-cnewer", manifes] if manifes.exists() else []
    return ["-type", "f", *syarat]


def _tutup_segmen() -> None:
    if _nilai("archive_mode") == "off":
        raise Gagal("PostgreSQL belum mengarsipkan. Jalankan sekali: sudo systemctl restart postgresql")
    psql("SELECT pg_switch_wal()")
    batas = time.monotonic() + BATAS_ARSIPKAN
    while psql("SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'") != "0":
        if time.monotonic() > batas:
            gagal = psql("SELECT last_failed_wal FROM pg_stat_archiver WHERE last_failed_time > last_archived_time")
            raise Gagal(f"PostgreSQL tidak dapat mengarsipkan {gagal or 'catatannya'}. Periksa ruang disk dan log-nya.")
        time.sleep(0.2)


def dasar(tempat: Tempat) -> None:
    """Put a copy of the whole server into the repository, to start recoveries from; forget what is too old."""
    ke = tempat.arsip / "dasar"
    kabarkan("• Menyalin PostgreSQL untuk pemulihan sampai waktu tertentu …")
    shutil.rmtree(ke, ignore_errors=True)
    folder(ke, mode=0o700, pemilik=ADMIN)
    try:
        jalankan(["pg_basebackup", "-D", ke, "-X", "stream", "-c", "fast"], sebagai=ADMIN)
        awal = re.search(r"START WAL LOCATION: .*\(file ([0-9A-F]{24})\)", (ke / "backup_label").read_text())
        sistem = _sistem()
        tanda = (TANDA_DASAR, f"wal-{awal[1] if awal else ''}", f"sistem-{sistem}")
        cadangan.restic(tempat, "backup", "--tag", ",".join(tanda), ke)
    finally:
        shutil.rmtree(ke, ignore_errors=True)
    cadangan.restic(tempat, "forget", "--tag", TANDA_DASAR, *SIMPAN_DASAR)
    # Each holds all segments that are needed; the last but one stands in where the last was cut short.
    cadangan.restic(tempat, "forget", "--tag", TANDA, "--group-by", "", "--keep-last", "2", "--prune")
    _buang_segmen(tempat, sistem)


def _buang_segmen(tempat: Tempat, sistem: str) -> None:
    """Take away the segments from before the oldest copy of the server."""
    perlu = min((satu["wal"][8:] for satu in _semua_dasar(tempat) if satu["sistem"] == sistem), default="")
    for berkas in (tempat.arsip / sistem).iterdir():
        if (cocok := _SEGMEN.match(berkas.name)) and cocok[0][8:] < perlu:
            berkas.unlink()


def _semua_dasar(tempat: Tempat) -> list[dict[str, str]]:
    """Id, time (UTC), first segment and number of the server of each copy, the oldest first."""
    hasil = []
    for satu in cadangan.daftar_rinci(tempat, TANDA_DASAR):
        tanda = dict(nama.split("-", 1) for nama in satu["tags"] if "-" in nama)
        hasil.append({"id": satu["id"], "saat": _utc(satu["time"]), "wal": tanda["wal"], "sistem": tanda["sistem"]})
    return hasil


def rentang(tempat: Tempat) -> datetime | None:
    """Return the first moment that can be had back; None when there is no copy of the server yet."""
    semua = _semua_dasar(tempat)
    return datetime.fromisoformat(semua[0]["saat"]) if semua else None


def _utc(saat: str) -> str:
    return datetime.fromisoformat(saat).astimezone(UTC).isoformat(timespec="seconds")


def pulihkan(tempat: Tempat, sampai: datetime) -> str:
    """Put the database as it was at `sampai` in the place of what is there, and bring missing documents back.

    The services must be down. Returns what became of the former database. Raises Gagal when that moment is not in the
    archive.
    """
    with cadangan.tempat_gores(tempat) as gores, _dipulihkan(tempat, sampai) as dump:
        tujuan = gores / dump.name
        shutil.move(dump, tujuan)
        lama = cadangan.ganti_basis_data(tempat, tujuan)
        _kembalikan_dokumen(tempat, gores)
    return (
        f"Basis data sudah seperti pada {sampai.isoformat(sep=' ', timespec='seconds')}. Yang lama disimpan sebagai "
        f"{lama}; hapus dengan `sudo -u postgres dropdb {lama}` bila tidak diperlukan lagi."
    )


def menyala(tempat: Tempat) -> bool:
    """Whether PostgreSQL keeps its log for us: where another archives it, or nobody, no moment can be had back."""
    return _nilai("archive_mode") != "off" and str(tempat.arsip) in _nilai("archive_command")


def uji(tempat: Tempat) -> str:
    """Have the database back as it was a moment ago, in a scratch place, compare, and take it away; return a sentence.

    It is the road of `pulihkan`, without the exchange of names. Compared are each table's number of rows, the chain of
    the audit trail, and that nothing is missing of what was written to it until shortly before that moment.
    """
    mulai = time.monotonic()
    with cadangan.gagal_dicatat(tempat, UJI), cadangan.tempat_uji(tempat) as gores:
        sampai = datetime.fromisoformat(psql("SELECT to_json(clock_timestamp())").strip('"'))
        baris, jejak = banyak_baris(baca_setelan(tempat.setelan)["DATABASE_URL"]), _jejak(cadangan.BASIS, sampai)
        with _dipulihkan(tempat, sampai) as dump:
            # Within reach of the schema's owner, who may not enter the folder of PostgreSQL.
            shutil.move(dump, gores / dump.name)
        with cadangan.dicoba(tempat, gores / dump.name, baris):
            if _jejak(cadangan.BASIS_UJI, sampai) != jejak:
                raise Gagal(
                    f"Jejak audit sampai {sampai.isoformat(sep=' ', timespec='seconds')} tidak kembali seluruhnya."
                )
    lama = time.monotonic() - mulai
    cadangan.catat(tempat, UJI, lama_detik=lama, baris=sum(baris.values()))
    return f"{sum(baris.values())} baris dipulihkan sampai {sampai:%H.%M.%S} UTC dan sama, {lama:.0f} detik."


def _jejak(basis: str, sampai: datetime) -> str:
    """How many Peristiwa there are, and the last, without those whose commit may have come after `sampai`."""
    batas = f"'{sampai.isoformat()}'::timestamptz - interval '{TENANG} seconds'"
    return psql(f"SELECT count(*), max(id) FROM audit_peristiwa WHERE waktu <= {batas}", basis=basis)


def _kembalikan_dokumen(tempat: Tempat, gores: Path) -> None:
    """Bring back the documents that are missing: those of the last backup, and those that came after it."""
    if cadangan.kurang_berkas(tempat):
        _, berkas, isi = cadangan.ambil(tempat, "latest", gores / "cadangan")
        cadangan.kembalikan_berkas(berkas, tempat.berkas, isi["berkas"])
    if cadangan.daftar_rinci(tempat, TANDA):
        ke = gores / "baru"
        cadangan.restic(tempat, "restore", "latest", "--tag", TANDA, "--include", tempat.berkas, "--target", ke)
        cadangan.kembalikan_yang_hilang(ke / tempat.berkas.relative_to("/"), tempat.berkas)


@contextmanager
def _dipulihkan(tempat: Tempat, sampai: datetime) -> Iterator[Path]:
    """Give a dump of the database as it was at `sampai`, taken of a second server that ends with the context."""
    kerja, program = tempat.arsip / "pulih", _program()
    salinan = _salinan_sebelum(tempat, sampai)
    shutil.rmtree(kerja, ignore_errors=True)
    folder(kerja, mode=0o700, pemilik=ADMIN)
    data = kerja / "dasar" / (tempat.arsip / "dasar").relative_to("/")
    try:
        kabarkan(f"• Mengambil salinan {salinan['saat']} …")
        cadangan.restic(tempat, "restore", salinan["id"], "--target", kerja / "dasar")
        _tulis_setelan(data, sampai, _segmen(tempat, salinan, kerja), kerja)
        if os.geteuid() == 0:
            jalankan(["chown", "-R", f"{ADMIN}:", kerja])
        jalankan([program / "pg_verifybackup", "--no-parse-wal", *_DIABAIKAN, data], sebagai=ADMIN)
        kabarkan("• Memutar ulang catatan PostgreSQL …")
        yield _jalankan_ulang(program, data, kerja, sampai)
    finally:
        with suppress(Gagal):
            jalankan([program / "pg_ctl", "-D", data, "-m", "immediate", "stop"], sebagai=ADMIN)
        shutil.rmtree(kerja, ignore_errors=True)


# What a recovery writes into the copy itself.
_TULISAN = ("postgresql.conf", "postgresql.auto.conf", "pg_hba.conf", "pg_ident.conf", "recovery.signal")
_DIABAIKAN = [isi for nama in _TULISAN for isi in ("--ignore", nama)]


def _salinan_sebelum(tempat: Tempat, sampai: datetime) -> dict[str, str]:
    batas = _utc(sampai.isoformat())
    calon = [satu for satu in _semua_dasar(tempat) if satu["saat"] <= batas]
    if not calon:
        raise Gagal("Tidak ada salinan PostgreSQL dari sebelum waktu itu. Lihat `sudo siapp pulihkan`.")
    return calon[-1]


def _segmen(tempat: Tempat, salinan: dict[str, str], kerja: Path) -> Path:
    """The folder with all segments since `salinan`: the server's own, or what the repository has where that is lost."""
    sini = tempat.arsip / salinan["sistem"]
    if (sini / f"{salinan['wal']}.gz").exists():
        with suppress(Gagal):
            # A commit after the moment asked for: without one PostgreSQL cannot know that it has come so far.
            psql("SELECT pg_current_xact_id()")
            _tutup_segmen()
        return sini
    cadangan.restic(tempat, "restore", "latest", "--tag", TANDA, "--include", sini, "--target", kerja / "arsip")
    return kerja / "arsip" / sini.relative_to("/")


def _tulis_setelan(data: Path, sampai: datetime, segmen: Path, kerja: Path) -> None:
    isi = {
        "restore_command": f'gzip -dc "{segmen}/%f.gz" >"%p"',
        "recovery_target_time": sampai.isoformat(),
        "recovery_target_action": "promote",
        # Nobody asks it before it has arrived; so it needs not be as large as the server that it copies.
        "hot_standby": "off",
        "archive_mode": "off",
        "fsync": "off",
        "listen_addresses": "",
        "port": _PORT,
        "unix_socket_directories": str(kerja),
    }
    (data / "postgresql.conf").write_text("".join(f"{nama} = '{nilai}'\n" for nama, nilai in isi.items()))
    (data / "postgresql.auto.conf").write_text("")
    (data / "pg_hba.conf").write_text("local all all trust\n")
    (data / "pg_ident.conf").write_text("")
    (data / "recovery.signal").write_text("")


def _jalankan_ulang(program: Path, data: Path, kerja: Path, sampai: datetime) -> Path:
    catatan, dump = kerja / "log", kerja / "basisdata.dump"
    tanya: list[str | Path] = ["-h", kerja, "-p", _PORT, "-U", ADMIN]
    # Its children keep what they were given as output open: it must not be ours.
    mulai: list[str | Path] = [
        "sh",
        "-c",
        '"$0" "$@" >/dev/null 2>&1',
        program / "pg_ctl",
        "-D",
        data,
        "-l",
        catatan,
        "-w",
        "start",
    ]
    try:
        jalankan(mulai, sebagai=ADMIN)
        while not _menjawab(tanya):
            jalankan([program / "pg_ctl", "-D", data, "status"], sebagai=ADMIN)
            time.sleep(JEDA)
    except Gagal as galat:
        raise Gagal(_sebab(catatan, sampai)) from galat
    jalankan([program / "pg_dump", "-Fc", "-Z", "0", "-N", KERJA, *tanya, "-f", dump, cadangan.BASIS], sebagai=ADMIN)
    return dump


def _menjawab(tanya: list[str | Path]) -> bool:
    try:
        jalankan(["psql", "-X", *tanya, "-d", "postgres", "-c", "SELECT 1"], sebagai=ADMIN)
    except Gagal:
        return False
    return True


def _sebab(catatan: Path, sampai: datetime) -> str:
    teks = catatan.read_text(errors="replace") if catatan.exists() else ""
    if "recovery ended before configured recovery target" in teks:
        akhir = re.findall(r"last completed transaction was at log time (\S+ \S+)", teks)
        sejauh = f" Perubahan terakhir di dalamnya: {akhir[-1][:19]}." if akhir else ""
        return f"Arsip tidak sampai {sampai.isoformat(sep=' ', timespec='seconds')}.{sejauh} Pilih waktu sebelumnya."
    return "PostgreSQL tidak dapat memutar ulang catatannya:\n" + "\n".join(teks.splitlines()[-8:])


def _program() -> Path:
    """Where the programs of the running server are."""
    return Path(psql("SELECT setting FROM pg_config WHERE name = 'BINDIR'"))
