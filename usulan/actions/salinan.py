"""The published Keppres: number, copies, extracts, corrections, receipts (alur.md 5; Lampiran APIs 11 and 12)."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.hari import hari_terakhir
from siapp.web.galat import GalatPengguna
from usulan import kebijakan
from usulan.actions.dasar import catat_usulan, kunci, pindah, simpan
from usulan.actions.keppres import check_keadaan, kunci_baris, kunci_keppres
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import KeadaanKeppres, Keppres, KeppresUsulan, RiwayatKeppres, Usulan
from usulan.peristiwa.isi import KeppresDiralat, KeppresTerbit, SalinanDiunggah, Selesai
from usulan.tahap import Kerja, Tahap

PANJANG_NOMOR = 20
PANJANG_JUDUL = 255


def _check_terbit(nomor: str, judul: str, tanggal: date, berkas: Berkas, sejak: date | None) -> None:
    for nilai, batas, bidang in ((nomor, PANJANG_NOMOR, "nomor"), (judul, PANJANG_JUDUL, "judul")):
        panjang = max(len(nilai), len(nilai.encode()))
        if not nilai.strip() or panjang > batas:
            raise GalatPengguna(
                f"Isi {bidang} Keppres, paling banyak {batas} karakter (terisi {panjang}).", bidang=bidang
            )
    if tanggal > hari_terakhir() or (sejak and tanggal < sejak):
        raise GalatPengguna("Tanggal Keppres harus antara tanggal maju dan hari ini.", bidang="tanggal")
    _check_berkas(berkas)


def _check_berkas(berkas: Berkas) -> None:
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        raise GalatPengguna(berkas.kalimat_tolak, bidang="berkas")
    if berkas.keadaan != KeadaanBerkas.TERSEDIA:
        raise kebijakan.TidakMungkin("Berkas masih diperiksa. Tunggu beberapa detik, lalu ulangi.")


def _isi_salinan(keppres: Keppres, baris: KeppresUsulan, nip: str) -> dict[str, Any]:
    """Return the fields of SalinanKeppres for one person's row."""
    return {
        "keppres_id": str(keppres.pk),
        "nomor": keppres.nomor,
        "tanggal": keppres.tanggal,
        "judul": keppres.judul,
        "versi": keppres.versi,
        "berkas_id": str(baris.salinan_id or keppres.berkas_id),
        "nip": nip,
    }


@transaction.atomic(durable=True)
def terbitkan_keppres(
    keppres_id: UUID, *, nomor: str, tanggal: date, judul: str, berkas: Berkas, oleh: Pengguna
) -> Keppres:
    """Publish: nomor ≤ 20 and unique in its year, judul ≤ 255, the signed PDF; each usulan then has its copy.

    Raises GalatPengguna with the field at fault; IntegrityError of `keppres_nomor_unik_per_tahun`.
    """
    hak.check(oleh, Kerja.TERBITKAN_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.TURUN)
    _check_terbit(nomor, judul, tanggal, berkas, keppres.tanggal_maju)
    daftar = kunci_baris(keppres)
    if ditahan := [u.nomor for u in daftar if u.ditahan]:
        raise kebijakan.TidakMungkin(f"Usulan {', '.join(ditahan)} ditahan. Konfirmasi perubahan BKN dahulu.")
    keppres.keadaan, keppres.nomor, keppres.judul = KeadaanKeppres.TERBIT, nomor, judul
    keppres.tanggal, keppres.tahun, keppres.berkas = tanggal, tanggal.year, berkas
    keppres.save()
    keppres.baris.update(terbit_pada=timezone.now())
    baris = {b.usulan_id: b for b in keppres.baris.all()}
    for usulan in daftar:
        simpan(usulan, *pindah(usulan, Kerja.TERBITKAN_KEPPRES, Tahap.KEPPRES_TERBIT, oleh=oleh))
        catat_usulan(usulan, KeppresTerbit(**_isi_salinan(keppres, baris[usulan.pk], usulan.nip)), oleh=oleh)
    return keppres


def _baris(usulan: Usulan) -> KeppresUsulan:
    baris = KeppresUsulan.objects.select_related("keppres").filter(usulan=usulan, terbit_pada__isnull=False).first()
    if baris is None:
        raise kebijakan.TidakMungkin("Keppres untuk usulan ini belum terbit.")
    return baris


@transaction.atomic(durable=True)
def unggah_salinan(usulan_id: UUID, *, jenis: str, berkas: Berkas, oleh: Pengguna) -> KeppresUsulan:
    """Put the copy (`jenis` "salinan") or the extract ("petikan") of one person beside the decree.

    A copy that replaces what BKN has already is told to BKN again (API 11).
    """
    hak.check(oleh, Urusan.RALAT_KEPPRES)
    usulan = kunci(usulan_id)
    baris = _baris(usulan)
    _check_berkas(berkas)
    setattr(baris, {"salinan": "salinan", "petikan": "petikan"}[jenis], berkas)
    if jenis == "salinan":
        baris.terbit_pada = timezone.now()  # what API 12 offers has changed: `sejak` must find it again
    baris.save(update_fields=[jenis, "terbit_pada"])
    simpan(usulan)
    catat_usulan(usulan, SalinanDiunggah(jenis, berkas.sha256), oleh=oleh)
    if jenis == "salinan":
        diralat = KeppresDiralat(**_isi_salinan(baris.keppres, baris, usulan.nip))
        catat_usulan(usulan, diralat, oleh=oleh, alasan="Salinan perorangan tersedia.")
    return baris


@transaction.atomic(durable=True)
def ralat_keppres(
    keppres_id: UUID, *, nomor: str, tanggal: date, judul: str, berkas: Berkas, alasan: str, oleh: Pengguna
) -> Keppres:
    """Correct a published Keppres as a new version; what it said before stays in RiwayatKeppres."""
    hak.check(oleh, Urusan.RALAT_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.TERBIT)
    _check_terbit(nomor, judul, tanggal, berkas, keppres.tanggal_maju)
    if not alasan.strip():
        raise GalatPengguna("Tulis alasan ralat.", bidang="alasan")
    if keppres.tanggal is None or keppres.berkas is None:
        raise ValueError("a published Keppres has a date and a file: constraint keppres_terbit_lengkap")
    RiwayatKeppres.objects.create(
        keppres=keppres,
        versi=keppres.versi,
        nomor=keppres.nomor,
        tanggal=keppres.tanggal,
        judul=keppres.judul,
        berkas=keppres.berkas,
        alasan=alasan,
        digantikan_oleh=oleh,
        digantikan_pada=timezone.now(),
    )
    keppres.versi += 1
    keppres.nomor, keppres.judul, keppres.berkas = nomor, judul, berkas
    keppres.tanggal, keppres.tahun = tanggal, tanggal.year
    keppres.save()
    keppres.baris.update(terbit_pada=timezone.now())
    baris = {b.usulan_id: b for b in keppres.baris.all()}
    for usulan in kunci_baris(keppres):
        simpan(usulan)
        diralat = KeppresDiralat(**_isi_salinan(keppres, baris[usulan.pk], usulan.nip))
        catat_usulan(usulan, diralat, oleh=oleh, alasan=alasan)
    return keppres


@transaction.atomic(durable=True)
def terima_salinan(usulan_id: UUID, *, oleh: Pengguna, berkas: Berkas | None = None) -> Usulan:
    """Record the agency's receipt (tanda terima), with its scan if there is one: the usulan is finished."""
    usulan = kunci(usulan_id)
    bidang = pindah(usulan, Kerja.TERIMA_SALINAN, Tahap.SELESAI, oleh=oleh)
    baris = _baris(usulan)
    if berkas is not None:
        _check_berkas(berkas)
    baris.diterima_oleh, baris.diterima_pada, baris.berkas_tanda_terima = oleh, timezone.now(), berkas
    baris.save(update_fields=["diterima_oleh", "diterima_pada", "berkas_tanda_terima"])
    simpan(usulan, *bidang)
    catat_usulan(usulan, Selesai(), oleh=oleh)
    return usulan
