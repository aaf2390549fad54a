"""`make run`: everything from the database to the sample accounts, then watching until somebody stops it.

Nothing here ends by a clock of its own: while the processes live, what is not ready yet only needs time.
"""

import os
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from threading import Thread

import psycopg

from siapp.lingkungan import BERKAS_LOKAL
from siapp.lokal import bagian, contoh, langkah, postgres
from siapp.lokal.awas import SINYAL_AKHIR, Anak, Pengawas, bereskan_sisa, tanpa_sela
from siapp.lokal.galat import GagalMulai
from siapp.lokal.gerbang import Gerbang
from siapp.lokal.kabar import konsol
from siapp.lokal.kabar import langkah as _langkah
from siapp.lokal.kelahiran import Lahirkan, jadikan_proses
from siapp.lokal.kunci import Terkunci, pegang
from siapp.lokal.pembantu import Pembantu
from siapp.lokal.susunan import (
    VAR,
    Susunan,
    baca_susunan,
    pastikan_port_bebas,
    susun_lingkungan,
    tulis_lingkungan,
)

# Seconds between two attempts of a step.
JEDA_ULANG = 3.0
# Seconds between two looks at what runs.
JEDA_LIHAT = 1.0
# What watches the stack once it stands; it is given the children and a test of PostgreSQL's life.
Awasi = Callable[[Pengawas, Callable[[], bool]], None]


def jalan(awasi: Awasi | None = None, gerbang: Callable[[Susunan], Gerbang] | None = None) -> None:
    """Start the whole stack and hold it until Ctrl-C, SIGTERM, or the death of a part.

    Arguments: `awasi`, in the place of the watching of `make run`; `gerbang` makes who holds the web's
    port. Raises GagalMulai with a sentence for people;
    whatever was started has ended by then.
    """
    pengawas = Pengawas(VAR / "log", VAR / "proses.json")
    for sinyal in SINYAL_AKHIR:
        signal.signal(sinyal, pengawas.minta_akhir)
    susunan = baca_susunan()
    try:
        # The helper first: it is forked, and must not hold the lock with us.
        with Pembantu() as pembantu, pegang(VAR / "lokal.kunci", tunggu=False), ExitStack() as akhir:
            hidup = _jalan(susunan, pengawas, akhir, pembantu, gerbang)
            with tanpa_sela():
                pembantu.selesai()
            (awasi or _awasi)(pengawas, hidup)
    except Terkunci as galat:
        raise GagalMulai(
            "`make run` sudah berjalan dari folder ini (alamatnya ada di var/lokal.env). "
            "Pakai yang itu, atau hentikan dahulu dengan Ctrl-C di terminalnya."
        ) from galat
    except KeyboardInterrupt:
        konsol.print("Semua proses sudah berhenti. Data tetap tersimpan di var/.")


def _jalan(
    susunan: Susunan,
    pengawas: Pengawas,
    akhir: ExitStack,
    pembantu: Pembantu,
    gerbang: Callable[[Susunan], Gerbang] | None,
) -> Callable[[], bool]:
    """Start all of it; return a test of PostgreSQL's life."""
    if sisa := bereskan_sisa(VAR / "proses.json"):
        konsol.print(f"[yellow]•[/] Sisa proses dari mulai sebelumnya dihentikan: {', '.join(sisa)}", soft_wrap=True)
    pastikan_port_bebas(susunan.port, "PORT")
    pastikan_port_bebas(susunan.port_simulator, "PORT_SIMULATOR")
    hidup = _nyalakan_data(susunan, pengawas, akhir, pembantu)
    # Before the rest ends: it may be using the database.
    akhir.callback(pembantu.selesai)
    if gerbang:
        susunan = replace(susunan, port_web=akhir.enter_context(gerbang(susunan)).port_web)
    # Where files change, each start has to load what they say then.
    lahirkan = jadikan_proses if gerbang else bagian.mulai_induk(pengawas)
    _nyalakan_aplikasi(susunan, pengawas, pembantu, lahirkan)
    bagian.mulai_timer(pengawas, lahirkan)
    _sambut(susunan, pembantu)
    if susunan.contoh:
        contoh.mulai(pengawas, pembantu)
    return hidup


def _nyalakan_aplikasi(susunan: Susunan, pengawas: Pengawas, pembantu: Pembantu, lahirkan: Lahirkan) -> None:
    """Prepare the database and start what uses it, as much as possible at the same time."""
    bagian.mulai_simulator(susunan, pengawas)
    with _langkah("Memuat aplikasi"):
        pembantu.muat(VAR / "log" / "perintah.log")
    # A broker of our own is empty: until the timers or the web begin, workers touch no database.
    lebih_awal = not susunan.redis
    if lebih_awal:
        bagian.mulai_pekerja(pengawas, lahirkan)
    selesaikan = _beriringan(langkah.STATIS, pembantu)
    _jalankan_semua(langkah.sebelum(dua_peran=not susunan.basis_data), pengawas, pembantu)
    selesaikan()
    bagian.mulai_web(susunan, pengawas, lahirkan)
    if not lebih_awal:
        bagian.mulai_pekerja(pengawas, lahirkan)
    simulator, web = f"{susunan.url_simulator}/_sim/sehat", f"{susunan.url}/sehat"
    with _langkah("Menunggu simulator"):
        bagian.tunggu(pengawas, "simulator", lambda: pembantu.minta(bagian.menjawab, simulator))
    _jalankan_semua(langkah.SESUDAH, pengawas, pembantu)
    with _langkah("Menyalakan web dan pekerja") as menunggu:
        bagian.tunggu(pengawas, "web", lambda: pembantu.minta(bagian.menjawab, web), menunggu)
        bagian.tunggu(pengawas, "pekerja", lambda: pembantu.minta(bagian.pekerja_siap), menunggu)


def _tutup(pengawas: Pengawas) -> None:
    # Ending takes a few seconds; a second Ctrl-C in between would leave processes behind.
    for sinyal in SINYAL_AKHIR:
        signal.signal(sinyal, signal.SIG_IGN)
    # A closed terminal takes no more words, but what was started must end all the same.
    with suppress(OSError):
        konsol.print("\nMenghentikan semua proses …")
    pengawas.hentikan()


def _jalankan_semua(daftar: tuple[langkah.Langkah, ...], pengawas: Pengawas, pembantu: Pembantu) -> None:
    for satu in daftar:
        pengawas.periksa()
        if not pembantu.minta(satu.perlu):
            konsol.print(f"[dim]–[/] {satu.judul} [dim]sudah[/]")
            continue
        with _langkah(satu.judul, bercerita=satu.bercerita) as menunggu:
            _jalankan(satu, pengawas, pembantu, menunggu)
            pembantu.minta(satu.selesai)


def _jalankan(satu: langkah.Langkah, pengawas: Pengawas, pembantu: Pembantu, menunggu: Callable[[str], None]) -> None:
    """Run one step; one that may be repeated is tried until it works or the start can do without it."""
    while True:
        try:
            pembantu.minta(langkah.jalankan, satu.perintah, pemilik=satu.pemilik)
        except GagalMulai as galat:
            if satu.ulangi is None:
                raise
            pengawas.periksa()
            sebab = str(galat).partition("\n")[0]
            if not pembantu.minta(satu.ulangi):
                konsol.print(f"[yellow]![/] {satu.judul}: yang tersimpan dipakai. {sebab}", soft_wrap=True)
                return
            menunggu(f"percobaan berikutnya: {sebab}")
            time.sleep(JEDA_ULANG)
        else:
            return


def _beriringan(satu: langkah.Langkah, pembantu: Pembantu) -> Callable[[], None]:
    """Begin a step beside the others; the function returned waits for its end and raises what went wrong."""
    if not pembantu.minta(satu.perlu):
        return lambda: konsol.print(f"[dim]–[/] {satu.judul} [dim]sudah[/]")
    galat: list[GagalMulai] = []

    def kerjakan() -> None:
        try:
            pembantu.minta(langkah.jalankan, satu.perintah)
        except GagalMulai as gagal:
            galat.append(gagal)

    def selesaikan() -> None:
        with _langkah(satu.judul):
            utas.join()
            if galat:
                raise galat[0]
        pembantu.minta(satu.selesai)

    utas = Thread(target=kerjakan, daemon=True)
    utas.start()
    return selesaikan


def _nyalakan_data(susunan: Susunan, pengawas: Pengawas, akhir: ExitStack, pembantu: Pembantu) -> Callable[[], bool]:
    """Bring up PostgreSQL and Valkey, write the stack's variables; return a test of PostgreSQL's life."""
    if susunan.basis_data:
        with _langkah("Menghubungi PostgreSQL dari DATABASE_URL"):
            _periksa_basis_data(susunan.basis_data)
        url, hidup = susunan.basis_data, _selalu
    else:
        with _langkah("Menyalakan PostgreSQL"):
            server = postgres.nyalakan(VAR / "postgres", postgres.SETELAN_BAWAAN)
            akhir.callback(postgres.matikan, server)
            postgres.pastikan_basis_data(server, "siapp")
            postgres.siapkan_peran(server, "siapp")
        url, hidup = postgres.alamat(server, "siapp", postgres.APLIKASI), lambda: postgres.hidup(server)
    akhir.callback(_tutup, pengawas)
    if susunan.redis:
        alamat_redis = susunan.redis
        with _langkah("Menghubungi Valkey dari REDIS_URL"):
            if not pembantu.minta(bagian.redis_menjawab, alamat_redis):
                raise GagalMulai(
                    "Valkey/Redis pada REDIS_URL tidak menjawab. Periksa alamatnya, atau kosongkan REDIS_URL."
                )
    else:
        with _langkah("Menyalakan Valkey"):
            alamat_redis = bagian.mulai_valkey(pengawas, pembantu)
    lingkungan = susun_lingkungan(susunan, basis_data=url, redis=alamat_redis)
    os.environ.update(lingkungan)
    tulis_lingkungan(lingkungan)
    return hidup


def _selalu() -> bool:
    return True


def _periksa_basis_data(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as galat:
        raise GagalMulai(
            f"PostgreSQL pada DATABASE_URL tidak dapat dihubungi ({str(galat).strip().splitlines()[-1]}). "
            "Periksa alamat, nama basis data, dan sandinya, atau kosongkan DATABASE_URL."
        ) from galat


def _sambut(susunan: Susunan, pembantu: Pembantu) -> None:
    akun = pembantu.minta(langkah.jalankan, langkah.DAFTAR_AKUN)
    konsol.rule("SIAPP NV siap dipakai")
    konsol.print(f"SIAPP NV           [bold]{susunan.url}[/]")
    konsol.print(f"Simulator SIASN    [bold]{susunan.url_simulator}[/]")
    konsol.print(f"Catatan proses     var/log/ (variabel untuk manage.py: var/{BERKAS_LOKAL})\n")
    konsol.print(akun.rstrip(), markup=False, soft_wrap=True)
    konsol.rule("Tekan Ctrl-C untuk berhenti")


def _awasi(pengawas: Pengawas, hidup: Callable[[], bool]) -> None:
    """Watch until interrupted; show warnings of the children with their names."""
    while True:
        pengawas.periksa()
        lihat(pengawas, hidup)
        time.sleep(JEDA_LIHAT)


def lihat(pengawas: Pengawas, hidup: Callable[[], bool]) -> None:
    """Show what the children have to say; GagalMulai when PostgreSQL has died."""
    if not hidup():
        raise GagalMulai("PostgreSQL berhenti sendiri, jadi semuanya dihentikan. Baca var/postgres/log.")
    for anak in pengawas.anak:
        _kabarkan(anak)
    for anak in pengawas.ambil_usai():
        contoh.tutup(anak)


def _kabarkan(anak: Anak) -> None:
    if anak.sambilan:
        contoh.kabarkan(anak)
        return
    for baris in anak.peringatan_baru():
        konsol.print(f"{anak.nama} | {baris}", markup=False, style="yellow", soft_wrap=True)
