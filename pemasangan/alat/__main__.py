"""`siapp …`: what an administrator types. Everything it says is Indonesian; what it does stands in docs/operasi.md."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from pemasangan.alat import langkah
from pemasangan.alat.sistem import Gagal, berhenti, manage
from pemasangan.alat.tempat import WIB, Tempat


def _susun() -> argparse.ArgumentParser:
    urai = argparse.ArgumentParser(prog="siapp", description="Mengurus pemasangan SIAPP di mesin ini.")
    kata = urai.add_subparsers(dest="kata", required=True, metavar="PERINTAH")
    kata.add_parser("pasang", help="pasang paket, pengguna, dan rilis dari folder ini (lewat ./pemasangan/pasang)")
    satu = kata.add_parser("mulai", help="siapkan setelan, basis data, sertifikat, dan nyalakan semuanya")
    satu.add_argument("--domain", required=True, help="nama yang diketik orang, misalnya siapp.contoh.go.id")
    satu.add_argument("--siasn", type=Path, help="berkas NAMA=NILAI dari BKN; tanpa ini ditanyakan")
    satu.add_argument("--sertifikat", type=Path, help="sertifikat PEM beserta rantainya")
    satu.add_argument("--kunci", type=Path, help="kunci sertifikat itu")
    kata.add_parser("keadaan", help="apa yang baik, dan apa yang perlu dikerjakan")
    kata.add_parser("perbarui", help="pakai rilis terbaru yang terpasang, tanpa henti layanan")
    kata.add_parser("mundur", help="kembali ke rilis sebelumnya")
    kata.add_parser("muat-ulang", help="pakai setelan yang baru diubah")
    kata.add_parser("cadangkan", help="cadangkan basis data dan berkas")
    kata.add_parser("arsipkan", help="bawa semua perubahan basis data sampai kini ke gudang cadangan")
    kata.add_parser("uji-pulih", help="pulihkan cadangan terbaru di tempat coba, lalu bandingkan")
    satu = kata.add_parser("pulihkan", help="tampilkan cadangan; dengan --ya, kembalikan isinya")
    satu.add_argument("--cadangan", default="latest", help="nama cadangan; tanpa ini yang terbaru")
    satu.add_argument(
        "--sampai", type=_waktu, help="basis data seperti pada waktu itu (WIB), misalnya 2026-11-28T14:30"
    )
    satu.add_argument("--ya", action="store_true", help="sungguh kembalikan")
    satu = kata.add_parser("copot", help="hentikan dan hapus SIAPP dari mesin ini")
    satu.add_argument("--ya", action="store_true", help="sungguh copot")
    satu.add_argument("--termasuk-data", action="store_true", help="hapus juga basis data, berkas, dan setelan")
    satu = kata.add_parser("kelola", help="perintah manage.py sebagai layanan, misalnya: siapp kelola sinkron")
    satu.add_argument("perintah", nargs=argparse.REMAINDER)
    return urai


def _waktu(teks: str) -> datetime:
    saat = datetime.fromisoformat(teks)
    return saat if saat.tzinfo else saat.replace(tzinfo=WIB)


def _kerjakan(pilihan: argparse.Namespace) -> int:
    tempat, kata = Tempat(), pilihan.kata
    if kata == "mulai":
        isi = {nama: getattr(pilihan, nama) for nama in ("domain", "siasn", "sertifikat", "kunci")}
        langkah.mulai(tempat, **isi)
    elif kata == "pulihkan":
        langkah.pulihkan(tempat, snapshot=pilihan.cadangan, sampai=pilihan.sampai, ya=pilihan.ya)
    elif kata == "copot":
        langkah.copot(tempat, ya=pilihan.ya, termasuk_data=pilihan.termasuk_data)
    elif kata == "kelola":
        manage(tempat, *pilihan.perintah, tampil=True)
    elif kata == "keadaan":
        return 0 if langkah.tampilkan_keadaan(tempat) else 1
    else:
        getattr(langkah, kata.replace("-", "_"))(tempat)
    return 0


def utama() -> int:
    """Do what was typed; the exit code."""
    pilihan = _susun().parse_args()
    if os.geteuid() != 0:
        return berhenti(f"Jalankan sebagai root: sudo siapp {pilihan.kata} …")
    try:
        return _kerjakan(pilihan)
    except Gagal as galat:
        return berhenti(str(galat))
    except KeyboardInterrupt:
        return berhenti("Dihentikan. Ulangi perintahnya; langkah yang sudah selesai tidak diulang.")


if __name__ == "__main__":
    sys.exit(utama())
