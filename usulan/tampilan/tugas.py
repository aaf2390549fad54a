"""The task list of a draft: every task with its state, in any order (GOV.UK pattern)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse

from siapp.akun.models import Pengguna
from usulan import izin
from usulan.actions.draf import BIDANG_USULAN
from usulan.aturan import Temuan, Tingkat
from usulan.models import Usulan
from usulan.tahap import Kerja
from usulan.tampilan.dokumen import BarisDokumen, hitung


class Tugas(NamedTuple):
    """One line of komponen/_daftar_tugas.html."""

    judul: str
    url: str
    keterangan: str
    status: str
    kata: str = ""


def alamat_temuan(usulan: Usulan, temuan: Temuan) -> str:
    """Where a finding is mended: the field or the row; "" when it lies outside the draft."""
    if temuan.dokumen_id is not None:
        return f"{reverse('usulan:dokumen', args=[usulan.pk])}#dok-{temuan.dokumen_id}"
    if temuan.bidang in BIDANG_USULAN:
        return f"{reverse('usulan:surat', args=[usulan.pk])}#id_{temuan.bidang}"
    if temuan.bidang and temuan.bidang != "nip":
        return f"{reverse('usulan:data', args=[usulan.pk])}#id_{temuan.bidang}"
    return ""


def daftar_tugas(
    usulan: Usulan, baris: list[BarisDokumen], temuan: Sequence[Temuan], pengguna: Pengguna
) -> list[Tugas]:
    """The tasks of a draft in their usual order."""
    galat = [t for t in temuan if t.tingkat is Tingkat.GALAT]
    surat = [t for t in galat if t.bidang in BIDANG_USULAN]
    data = [t for t in galat if t.bidang and t.bidang != "nip" and t.bidang not in BIDANG_USULAN]
    return [
        _isian(usulan, "Data usulan", "data", data),
        _isian(usulan, "Surat pengantar", "surat", surat),
        _dokumen(usulan, baris, wajib=True),
        _dokumen(usulan, baris, wajib=False),
        _pemeriksaan(usulan, galat, len(temuan) - len(galat)),
        _teken(usulan, galat, pengguna),
    ]


def _isian(usulan: Usulan, judul: str, nama_url: str, galat: list[Temuan]) -> Tugas:
    url = reverse(f"usulan:{nama_url}", args=[usulan.pk])
    if galat:
        return Tugas(judul, url, f"{len(galat)} isian belum lengkap atau belum benar", "BELUM_LENGKAP")
    return Tugas(judul, url, "Semua terisi", "LENGKAP")


def _dokumen(usulan: Usulan, baris: list[BarisDokumen], *, wajib: bool) -> Tugas:
    ada, semua = hitung(baris, wajib=wajib)
    judul, jangkar = ("Dokumen wajib", "wajib") if wajib else ("Dokumen pelengkap", "pelengkap")
    url = f"{reverse('usulan:dokumen', args=[usulan.pk])}#{jangkar}"
    dipilih = [b for b in baris if b.wajib is wajib]
    teks = f"{ada} dari {semua} terunggah"
    if any(b.galat for b in dipilih):
        return Tugas(judul, url, teks, "ADA_GALAT")
    if any(b.keadaan == "DIPERIKSA" for b in dipilih):
        return Tugas(judul, url, teks, "DIPERIKSA")
    if not wajib:
        return Tugas(judul, url, teks, "LENGKAP" if ada else "BELUM_MULAI", "" if ada else "Boleh kosong")
    status = "LENGKAP" if ada == semua else "BELUM_LENGKAP" if ada else "BELUM_MULAI"
    return Tugas(judul, url, teks, status)


def _pemeriksaan(usulan: Usulan, galat: list[Temuan], peringatan: int) -> Tugas:
    url = reverse("usulan:periksa", args=[usulan.pk])
    if galat:
        kata = f"{len(galat)} hal harus diperbaiki"
        return Tugas("Pemeriksaan awal", url, "Sebelum Biro APP dan BKN melihatnya", "BELUM_LENGKAP", kata)
    if peringatan:
        return Tugas("Pemeriksaan awal", url, f"{peringatan} peringatan perlu dilihat", "LENGKAP", "Tidak ada galat")
    return Tugas("Pemeriksaan awal", url, "Tidak ada temuan pada yang diperiksa", "LENGKAP")


def _teken(usulan: Usulan, galat: list[Temuan], pengguna: Pengguna) -> Tugas:
    url = reverse("usulan:teken", args=[usulan.pk])
    if galat:
        return Tugas("Teken dan kirim", "", "Setelah pemeriksaan awal bersih", "BELUM_BISA")
    if not izin.boleh(pengguna, Kerja.AJUKAN, usulan):
        return Tugas("Teken dan kirim", url, "Oleh PIC penyetuju instansi Anda", "SEGERA", "Menunggu PIC penyetuju")
    return Tugas("Teken dan kirim", url, "Siap dikirim ke Biro APP dan BKN", "SEGERA", "Siap diteken")
