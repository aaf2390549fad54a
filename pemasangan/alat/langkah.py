"""The words of `siapp`: each does one job of an administrator from beginning to end and says what it did."""

import os
import shutil
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from pemasangan.alat import arsip, basisdata, cadangan, keadaan, layanan, rilis, setelan
from pemasangan.alat.sistem import Gagal, ada_systemd, folder, jalankan, kabarkan, manage, tulis
from pemasangan.alat.tempat import PEMILIK, PENGGUNA, WIB, Tempat

PAKET = (
    *("postgresql", "redis-server", "nginx", "restic", "openssl", "ca-certificates"),
    *("tesseract-ocr", "tesseract-ocr-ind"),  # reads scans
)

# How long a change of the schema may wait for a lock, how often it is tried, and the pause between (seconds).
BATAS_KUNCI = "5s"
COBA_MIGRASI = 10
JEDA_MIGRASI = 6.0
# What PostgreSQL says when there was no moment for it, or when it and somebody's work waited for each other.
SIBUK = ("lock timeout", "deadlock detected")

_PERINTAH = """#!/bin/sh
# The command of the release in use; `perbarui` is the newest one's own.
PYTHONPATH=/opt/siapp/kini exec python3 -m pemasangan.alat "$@"
"""


def pasang(tempat: Tempat) -> None:
    """`pasang`: packages, user, folders, a release and the command. Repeatable; changes nothing that runs."""
    kabarkan("• Memasang paket sistem …")
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    jalankan([*apt, "update"])
    bisu = {"DEBIAN_FRONTEND": "noninteractive"}
    jalankan([*apt, "install", "--yes", "--no-install-recommends", *PAKET], lingkungan=bisu)
    _pengguna(tempat)
    jadi = rilis.buat(tempat)
    if not tempat.kini.exists():
        rilis.pakai(tempat, jadi)
    tulis(tempat.perintah, _PERINTAH, mode=0o755)
    rilis.rapikan(tempat)
    lanjut = "sudo siapp perbarui" if tempat.setelan.exists() else "sudo siapp mulai --domain siapp.contoh.go.id"
    kabarkan(f"✓ Rilis {jadi.name} terpasang. Lanjutkan dengan: {lanjut}")


def _pengguna(tempat: Tempat) -> None:
    try:
        jalankan(["id", "-u", PENGGUNA])
    except Gagal:
        jalankan(["useradd", "--system", "--home-dir", tempat.data, "--shell", "/usr/sbin/nologin", PENGGUNA])
    try:
        jalankan(["id", "-u", PEMILIK])
    except Gagal:
        # In the group of the services, to reach what is restored below their folder.
        siapa = ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "--groups", PENGGUNA, PEMILIK]
        jalankan(["useradd", "--system", "--user-group", *siapa])
    folder(tempat.data, mode=0o750, pemilik=PENGGUNA)
    folder(tempat.berkas, mode=0o750, pemilik=PENGGUNA)
    folder(tempat.setelan.parent, mode=0o755)


def mulai(tempat: Tempat, *, domain: str, siasn: Path | None, sertifikat: Path | None, kunci: Path | None) -> None:
    """`mulai`: settings, database, certificate, services and proxy; then the first synchronisation.

    Repeatable: what is there stays, a new domain or certificate is taken over.
    """
    if not ada_systemd():
        raise Gagal("Mesin ini tidak dijalankan oleh systemd; lihat docs/operasi.md bagian banyak mesin.")
    asal = tempat.kini.resolve()
    setelan.lengkapi(tempat, domain, siasn)
    jalankan(["systemctl", "enable", "--now", "postgresql", "redis-server"])
    basisdata.siapkan()
    _arsip(tempat, sela=not any(map(layanan.hidup, layanan.layanan())))
    for keluhan in keadaan.coba_dahulu(tempat):
        kabarkan(f"! {keluhan}")
    kabarkan("• Menyiapkan basis data …")
    _skema(tempat, asal)
    sendiri = layanan.pasang_sertifikat(tempat, domain, sertifikat, kunci)
    baru = cadangan.siapkan(tempat)
    kabarkan("• Menyalakan layanan …")
    layanan.pasang_unit(tempat, asal)
    layanan.nyalakan(tempat)
    layanan.pasang_situs(tempat, asal, domain)
    _kabarkan_siap(tempat, domain, sendiri=sendiri, kunci_baru=baru)


def _arsip(tempat: Tempat, *, sela: bool) -> None:
    """Let PostgreSQL archive; it is started again for that only where nobody is served yet (`sela`)."""
    try:
        perlu = arsip.siapkan(tempat)
    except Gagal as galat:
        kabarkan(f"! {galat}")
        return
    if perlu and sela:
        arsip.mulai_ulang_postgresql()
    elif perlu:
        kabarkan(
            "! Pemulihan sampai waktu tertentu mulai tersedia sesudah PostgreSQL dimulai ulang sekali: `sudo systemctl "
            "restart postgresql` (beberapa detik tanpa layanan), lalu `sudo siapp cadangkan`."
        )


def _skema(tempat: Tempat, asal: Path) -> None:
    # Asked as the services, which write documents; the schema's owner cannot, and need not.
    manage(tempat, "check", rilis=asal)
    _migrasi(tempat, asal)
    manage(tempat, "createcachetable", rilis=asal, sebagai=PEMILIK)
    manage(tempat, "peran_basis_data", "--aplikasi", PENGGUNA, rilis=asal, sebagai=PEMILIK)
    manage(tempat, "muat_katalog", rilis=asal)


def _migrasi(tempat: Tempat, asal: Path) -> None:
    """Change the schema without ever queueing for a lock: all that came later would queue behind it.

    Raises Gagal when there was no moment for it in `COBA_MIGRASI` attempts; what was migrated by then stays, and the
    old release bears it.
    """
    for sisa in reversed(range(COBA_MIGRASI)):
        try:
            batas = {"PGOPTIONS": f"-c lock_timeout={BATAS_KUNCI}"}
            manage(tempat, "migrate", "--no-input", "--skip-checks", rilis=asal, tambahan=batas, sebagai=PEMILIK)
        except Gagal as galat:
            if not sisa or not any(kata in str(galat) for kata in SIBUK):
                raise
            kabarkan("  basis data sedang sibuk; dicoba lagi sebentar lagi …")
            time.sleep(JEDA_MIGRASI)
        else:
            return


def _kabarkan_siap(tempat: Tempat, domain: str, *, sendiri: bool, kunci_baru: bool) -> None:
    kabarkan(f"✓ SIAPP berjalan di https://{domain}")
    if sendiri:
        kabarkan("! Sertifikatnya buatan sendiri: peramban memperingatkan. Ganti dengan --sertifikat dan --kunci.")
    if kunci_baru:
        dua = f"{tempat.kunci_cadangan} dan {tempat.setelan}"
        kabarkan(f"! Salin {dua} ke tempat lain yang aman: tanpa keduanya cadangan tidak dapat dipakai utuh.")
    kabarkan("Berikutnya, sekali saja:")
    kabarkan("  sudo siapp kelola administrator_pertama --nip … --nama …   akun pertama, sandinya dicetak sekali")
    kabarkan("  sudo siapp kelola sinkron                                   data acuan dan Data ASN dari SIASN")
    kabarkan(
        "  sudo siapp keadaan                                          apa yang baik dan apa yang perlu dikerjakan"
    )


def perbarui(tempat: Tempat) -> None:
    """`perbarui`: the newest release takes over: backup, schema, then process by process; back again if it fails."""
    baru, lama = rilis.daftar(tempat)[0], tempat.kini.resolve()
    if baru.resolve() == lama:
        kabarkan(f"✓ Rilis terbaru, {baru.name}, sudah dipakai.")
        return
    if Path(__file__).resolve().parents[2] != baru.resolve():
        # The newest release knows best how it is put in place.
        os.execve(
            "/usr/bin/env", ["env", f"PYTHONPATH={baru}", "python3", "-m", "pemasangan.alat", "perbarui"], os.environ
        )
    cadangan.buat(tempat)
    basisdata.siapkan()
    _arsip(tempat, sela=False)
    kabarkan("• Menyesuaikan basis data (rilis lama tetap melayani) …")
    _skema(tempat, baru)
    kabarkan("• Mengganti proses satu demi satu …")
    _ganti(tempat, baru, lama)
    kabarkan(f"✓ {baru.name} dipakai. Kembali ke yang lama: sudo siapp mundur")


def _ganti(tempat: Tempat, ke: Path, dari: Path) -> None:
    layanan.pasang_unit(tempat, ke)
    rilis.pakai(tempat, ke)
    try:
        layanan.perbarui_bergilir(tempat)
    except Gagal as galat:
        kabarkan(f"! {galat}\n• Kembali ke {dari.name} …")
        rilis.pakai(tempat, dari)
        layanan.pasang_unit(tempat, dari)
        layanan.perbarui_bergilir(tempat)
        raise Gagal(
            f"Rilis {ke.name} tidak mau berjalan; {dari.name} dipakai lagi. Tidak ada data yang hilang."
        ) from galat


def mundur(tempat: Tempat) -> None:
    """`mundur`: back to the release before; the schema stays, which each release's code bears (docs/operasi.md)."""
    kini, sebelum = tempat.kini.resolve(), rilis.sebelum(tempat)
    _ganti(tempat, sebelum, kini)
    kabarkan(f"✓ {sebelum.name} dipakai lagi.")


def cadangkan(tempat: Tempat) -> None:
    """`cadangkan`: one snapshot of database and files."""
    isi = cadangan.buat(tempat)
    arsip.dasar(tempat)
    kabarkan(f"✓ Cadangan {isi['saat']}: {sum(isi['basisdata']['baris'].values())} baris, {len(isi['berkas'])} berkas.")
    if isi["berkas_di_s3"]:
        kabarkan("! Berkas ada di S3 dan tidak ikut: nyalakan versi dan salinan pada bucket-nya.")


def arsipkan(tempat: Tempat) -> None:
    """`arsipkan`: all that was committed until now goes into the repository."""
    kabarkan(f"✓ Perubahan sampai kini tersimpan di gudang cadangan ({arsip.arsipkan(tempat)} segmen).")


def uji_pulih(tempat: Tempat) -> None:
    """`uji-pulih`: restore the newest snapshot, and a moment ago by the archive, into a scratch place and compare.

    The one is tried also where the other fails. Raises Gagal with what failed.
    """
    gagal = []
    for coba in (cadangan.uji, *([arsip.uji] if arsip.menyala(tempat) else [])):
        try:
            kabarkan(f"✓ {coba(tempat)}")
        except Gagal as galat:
            gagal.append(str(galat))
    if gagal:
        raise Gagal("\n".join(gagal))
    if not arsip.menyala(tempat):
        kabarkan("! PostgreSQL tidak diarsipkan oleh SIAPP: pemulihan sampai waktu tertentu tidak dicoba.")


def pulihkan(tempat: Tempat, *, snapshot: str, sampai: datetime | None, ya: bool) -> None:
    """`pulihkan`: put a backup, or the database as it was at `sampai`, in the place of what is there.

    Without `ya` it only shows what there is.
    """
    if not ya:
        _tampilkan_cadangan(tempat)
        return
    if sampai and sampai > datetime.now(UTC):
        raise Gagal(f"{sampai.isoformat(sep=' ', timespec='minutes')} belum lewat.")
    pemilik = _pemilik_penyimpanan(tempat)
    kabarkan("• Menghentikan layanan …")
    layanan.hentikan()
    try:
        kabarkan(f"✓ {arsip.pulihkan(tempat, sampai) if sampai else cadangan.pulihkan(tempat, snapshot)}")
        _skema(tempat, tempat.kini.resolve())
        kabarkan(manage(tempat, "setelah_pemulihan", "--ya"))
        if pemilik:
            kabarkan(manage(tempat, "pemasangan", "--nyatakan", "--alasan", f"Dipulihkan dari {sampai or snapshot}"))
        else:
            kabarkan("• Penyimpanan bukan milik basis data yang lama: lihat `sudo siapp kelola pemasangan`.")
    finally:
        layanan.nyalakan(tempat)
    kabarkan("✓ Layanan berjalan lagi.")


def _tampilkan_cadangan(tempat: Tempat) -> None:
    for nama, saat in cadangan.daftar(tempat):
        kabarkan(f"  {nama}  {saat}")
    kabarkan("Pilih satu: sudo siapp pulihkan --cadangan NAMA --ya (tanpa --cadangan: yang terbaru).")
    if awal := arsip.rentang(tempat):
        saat = awal.astimezone(WIB).isoformat(timespec="minutes")[:16]
        kabarkan(f"Atau basis data pada waktu mana pun sejak {saat} WIB: sudo siapp pulihkan --sampai WAKTU --ya")


def _pemilik_penyimpanan(tempat: Tempat) -> bool:
    """Whether the database that is replaced owned the storage: only then the restored one may take its place."""
    try:
        manage(tempat, "pemasangan")
    except Gagal:
        return False
    return True


def tampilkan_keadaan(tempat: Tempat) -> bool:
    """`keadaan`: print each thing, and in the end how many need a hand; True when all is well."""
    semua = []
    for hal in keadaan.lihat(tempat):
        kabarkan(f"{'✓' if hal.baik else '✗'} {hal.kalimat}")
        semua.append(hal.baik)
    buruk = semua.count(False)
    baik = f"{len(semua)} hal dilihat, semuanya baik."
    kabarkan(f"{buruk} dari {len(semua)} hal perlu dikerjakan (✗)." if buruk else baik)
    return not buruk


def muat_ulang(tempat: Tempat) -> None:
    """`muat-ulang`: let the services take over changed settings, one by one."""
    for keluhan in keadaan.coba_dahulu(tempat):
        kabarkan(f"! {keluhan}")
    layanan.perbarui_bergilir(tempat)
    kabarkan("✓ Setelan baru dipakai.")


def copot(tempat: Tempat, *, ya: bool, termasuk_data: bool) -> None:
    """`copot`: take services, site, command and code away; data, settings and backups only when asked."""
    if not ya:
        raise Gagal("Ulangi dengan --ya. Data, setelan, dan cadangan tetap ada, kecuali dengan --termasuk-data.")
    layanan.copot_unit(tempat)
    with suppress(Gagal):
        arsip.matikan()
    tempat.perintah.unlink(missing_ok=True)
    shutil.rmtree(tempat.kini.parent, ignore_errors=True)
    if termasuk_data:
        basisdata.hapus(PENGGUNA)
        for satu in (tempat.data, tempat.arsip, tempat.setelan.parent):
            shutil.rmtree(satu, ignore_errors=True)
        kabarkan(f"✓ SIAPP beserta datanya dihapus. Cadangan di {tempat.cadangan} dibiarkan; kuncinya ikut terhapus.")
    else:
        kabarkan(f"✓ SIAPP dicopot. Yang dibiarkan: {tempat.data}, {tempat.setelan.parent}, basis data, cadangan.")
