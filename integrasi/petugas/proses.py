"""Troubles of our own processes: a queue that nobody serves, a timer that does not run, a daily job that was missed.

The monitor asks for them at each look, so they are seen also when nothing runs that could write an alarm.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils import timezone

from integrasi.pengamatan.bacaan import operasi
from integrasi.sebab import Sebab
from siapp.audit.jangkar import JangkarRusak
from siapp.audit.pembuktian import JejakTidakUtuh
from siapp.berkas.pemasangan import PemasanganBerbeda
from siapp.berkas.ruang import menolak_sejak
from siapp.jadwal.layanan import Layanan, layanan
from siapp.jadwal.models import TandaHidup

TIMER, ANTREAN, HARIAN, BERHENTI = "proses:timer", "antrean:", "harian:", "karantina:berhenti"
BEDA, MENOLAK, UJI = "karantina:pemasangan", "penyimpanan:menolak", "uji:"
UJI_PULIH: Mapping[str, str] = {
    "uji_pulih": "Uji pemulihan cadangan",
    "uji_sampai": "Uji pemulihan sampai waktu tertentu",
}
KARANTINA = frozenset({BERHENTI, BEDA})
"""Troubles that are worked on the page of the quarantine."""
JEJAK = "jejak:tidak-utuh"
TUGAS_BUKTI = "verifikasi-jejak"
BERSIHKAN, TERLALU_BANYAK = "bersihkan-berkas", "TerlaluBanyakYatim"

_LAYANAN_PEKERJA = "Minta pengelola server menjalankan `manage.py jalankan {jenis}` (layanan siapp-{jenis})."
KERJA: Mapping[str, str] = {
    "kirim": "kiriman ke SIASN",
    "masuk": "pemberitahuan dari BKN",
    "berkas": "pemeriksaan berkas unggahan",
    "sinkron": "sinkronisasi dan hitungan tenggat",
}
"""Queue → what waits there."""

TUGAS_HARIAN: Mapping[str, str] = {
    "bersihkan-berkas": "Perapian berkas",
    "gosok-berkas": "Pemeriksaan sidik berkas",
    "kabar-harian": "Kabar harian",
    "sinkron-harian": "Sinkronisasi harian",
    "verifikasi-jejak": "Pembuktian jejak audit",
}


def gangguan(satu: Layanan | None = None) -> dict[str, datetime]:
    """What is wrong at this moment: cause → since when (now, where nothing is known)."""
    satu, kini = satu or layanan(), timezone.now()
    hasil = {_sebab(nama): saat or kini for nama, saat in satu.diam().items()}
    if menolak := menolak_sejak():
        hasil[MENOLAK] = menolak
    hasil |= {f"{HARIAN}{nama}": saat for nama, saat in satu.terlambat().items()}
    hasil |= {f"{UJI}{apa}": saat for apa, saat in _uji_gagal()}
    bersih = satu.harian.get(BERSIHKAN)
    if bersih and bersih.galat == TERLALU_BANYAK:
        hasil[BERHENTI] = bersih.mulai_pada or kini
    if bersih and bersih.galat == PemasanganBerbeda.__name__:
        hasil[BEDA] = bersih.mulai_pada or kini
    bukti = satu.harian.get(TUGAS_BUKTI)
    if bukti and bukti.galat in {JejakTidakUtuh.__name__, JangkarRusak.__name__}:
        # At once, and not after a day: what a judge believes is at stake.
        hasil[JEJAK] = bukti.mulai_pada or kini
    return hasil


def _uji_gagal() -> Iterator[tuple[str, datetime]]:
    """The rehearsals of restores that failed since they last went well, each with when."""
    saat = operasi()
    for apa in UJI_PULIH:
        gagal, baik = saat.get(f"{apa}_gagal"), saat.get(apa)
        if gagal and (baik is None or gagal > baik):
            yield apa, gagal


def _sebab(nama: str) -> str:
    return TIMER if nama == TandaHidup.TIMER else f"{ANTREAN}{nama}"


def kata_proses(sebab: str) -> Sebab | None:
    """Return what happened and what to do for a `sebab` of this module; None for any other."""
    if sebab == TIMER:
        langkah = "Minta pengelola server menjalankan `manage.py jalankan timer` (layanan siapp-timer)."
        return Sebab("Timer tidak berjalan: tidak ada yang membangunkan pekerjaan berkala.", langkah)
    if sebab.startswith(UJI):
        langkah = "Minta pengelola server menjalankan `siapp uji-pulih` dan melihat sebabnya."
        return Sebab(f"{UJI_PULIH[sebab.removeprefix(UJI)]} gagal: cadangan mungkin tidak dapat dipakai.", langkah)
    if sebab == JEJAK:
        langkah = (
            "Minta pengelola server menjalankan `manage.py verifikasi_audit`: ia menyebut tiap tempatnya. Simpan "
            "keluarannya, jangkar, dan cadangan terakhir sebelum mengubah apa pun."
        )
        return Sebab("Jejak audit tidak utuh: ada yang diubah, dihapus, atau disisipkan.", langkah)
    if sebab == MENOLAK:
        langkah = (
            "Beri tahu pengelola server: ruang disk, kuota bucket S3, atau layanannya. Berhenti sendiri seperempat jam "
            "sesudah berkas diterima lagi."
        )
        return Sebab("Penyimpanan berkas tidak menerima berkas: unggahan ditolak.", langkah)
    if sebab == BEDA:
        langkah = "Minta pengelola server menjalankan `manage.py pemasangan`: ia menyebut sebab dan langkahnya."
        return Sebab("Perapian berkas berhenti: penyimpanan dan basis data bukan satu pemasangan.", langkah)
    if sebab == BERHENTI:
        langkah = (
            "Buka Karantina berkas: di sana tertulis pertanyaannya dan jalan keluarnya. Pengelola server dapat juga "
            "menjalankan `manage.py karantina --pindahkan`."
        )
        return Sebab("Perapian berkas berhenti: lebih dari 1 % berkas tersimpan tidak dikenal basis data.", langkah)
    if sebab.startswith(ANTREAN):
        nama = sebab.removeprefix(ANTREAN)
        jenis = "berkas" if nama == "berkas" else "pekerja"
        kalimat = f"Antrean {nama} tidak dilayani: {KERJA.get(nama, 'pekerjaannya')} menunggu."
        return Sebab(kalimat, _LAYANAN_PEKERJA.format(jenis=jenis))
    if sebab.startswith(HARIAN):
        tugas = TUGAS_HARIAN.get(sebab.removeprefix(HARIAN), "Pekerjaan harian")
        langkah = "Lihat catatan layanan siapp-pekerja dan siapp-berkas; sesudah sebabnya hilang, dicoba lagi sendiri."
        return Sebab(f"{tugas} tidak selesai lebih dari 26 jam.", langkah)
    return None
