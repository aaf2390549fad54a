"""Finding the usulan for a Keppres draft and checking each before it is added (layar.md 2.8)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import load_workbook

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from usulan import tahap as alur
from usulan.kesiapan import RUJUKAN, alasan_belum_siap
from usulan.models import Keppres, Usulan
from usulan.tahap import Tahap

BATAS = 200
BATAS_BARIS_XLSX = 5000
BATAS_UKURAN_XLSX = 2 * 1024 * 1024
_NIP = re.compile(r"(?<!\d)\d{8}\s?\d{6}\s?\d\s?\d{3}(?!\d)")


@dataclass(frozen=True, slots=True)
class Calon:
    """One line of the check: the usulan if there is one, and why it cannot be added ("" if it can)."""

    dicari: str
    usulan: Usulan | None
    alasan: str


def nip_dalam(teks: str) -> list[str]:
    """Return the NIPs in `teks`, grouped with spaces or not, each once, in order."""
    return list(dict.fromkeys(re.sub(r"\s", "", temuan) for temuan in _NIP.findall(teks)))


def nip_dalam_xlsx(berkas: IO[Any], ukuran: int) -> list[str]:
    """Return the NIPs in the first sheet of an XLSX file. Raises GalatPengguna when it is none or too large."""
    if ukuran > BATAS_UKURAN_XLSX:
        raise GalatPengguna("Lembar lebih besar dari 2 MB. Hapus kolom selain NIP, lalu coba lagi.", bidang="lembar")
    try:
        buku = load_workbook(berkas, read_only=True, data_only=True)
        sel = (
            str(s) for baris in buku.worksheets[0].iter_rows(max_row=BATAS_BARIS_XLSX, values_only=True) for s in baris
        )
        return nip_dalam("\n".join(sel))
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as galat:
        raise GalatPengguna(
            "Berkas ini tidak dapat dibaca sebagai XLSX. Simpan ulang dari aplikasi lembar kerja.", bidang="lembar"
        ) from galat


def _alasan(keppres: Keppres, usulan: Usulan) -> str:
    if usulan.kategori != keppres.kategori:
        return f"Usulan {usulan.nomor} berkategori {usulan.get_kategori_display()}, rancangan ini bukan."
    return alasan_belum_siap(usulan)


def _terdekat(keppres: Keppres, calon: Iterable[Usulan]) -> Usulan | None:
    """Of several usulan of one person the one that is meant: ready first, running before ended, newest first."""
    urut = sorted(
        calon,
        key=lambda u: (
            bool(_alasan(keppres, u)),
            u.kategori != keppres.kategori,
            u.tahap_kini in alur.AKHIR,
            -u.diubah_pada.timestamp(),
        ),
    )
    return urut[0] if urut else None


def calon_menurut_nip(keppres: Keppres, daftar_nip: list[str], pengguna: Pengguna) -> list[Calon]:
    """Check each NIP: ready, no Pertek, in another draft, unknown. Five queries, however long the list (≤ BATAS)."""
    if len(daftar_nip) > BATAS:
        raise GalatPengguna(f"Daftar berisi {len(daftar_nip)} NIP; sekali tambah paling banyak {BATAS}.", bidang="nip")
    semua: dict[str, list[Usulan]] = {}
    for satu in Usulan.objects.untuk(pengguna).filter(nip__in=daftar_nip).dengan_rujukan().prefetch_related(*RUJUKAN):
        semua.setdefault(satu.nip, []).append(satu)
    hasil = []
    for nip in daftar_nip:
        usulan = _terdekat(keppres, semua.get(nip, []))
        alasan = _alasan(keppres, usulan) if usulan else "Tidak ada usulan dengan NIP ini."
        hasil.append(Calon(nip, usulan, alasan))
    return hasil


def calon_menurut_teks(keppres: Keppres, teks: str, pengguna: Pengguna) -> list[Calon]:
    """Search by name, NIP or nomor within the kategori of the draft."""
    cocok = Usulan.objects.untuk(pengguna).filter(kategori=keppres.kategori, cari__contains=teks.strip().lower())
    return [
        Calon(u.nomor, u, _alasan(keppres, u))
        for u in cocok.dengan_rujukan().prefetch_related(*RUJUKAN).order_by("-diubah_pada")[:BATAS]
    ]


def calon_siap(keppres: Keppres, pengguna: Pengguna) -> list[Calon]:
    """Every usulan of the kategori that is ready now, the longest waiting first."""
    siap = Usulan.objects.untuk(pengguna).filter(kategori=keppres.kategori, tahap=Tahap.SIAP_KEPPRES)
    return [
        Calon(u.nomor, u, _alasan(keppres, u))
        for u in siap.dengan_rujukan().prefetch_related(*RUJUKAN).order_by("tahap_sejak")[:BATAS]
    ]
