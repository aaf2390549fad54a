"""The published Keppres: number, copies, extracts, corrections, receipts (alur.md 5; Lampiran APIs 11 and 12)."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.tautan import cabut_tautan
from siapp.hari import hari_terakhir
from siapp.pindah import pindah as pindah_keadaan
from siapp.teks import bersih
from siapp.web.galat import GalatPengguna
from usulan import kebijakan
from usulan.actions.beda_asn import ketahui_baris
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.actions.keppres import check_isi, check_keadaan, kunci_baris, kunci_keppres
from usulan.actions.nomor import pakai_nomor
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.keadaan import KEPPRES, GerakKeppres, KeadaanKeppres
from usulan.models import Keppres, KeppresUsulan, RiwayatKeppres, RiwayatSalinan, Usulan
from usulan.models.keppres import TUJUAN_TAUTAN
from usulan.peristiwa.isi import (
    KeppresDiralat,
    KeppresTerbit,
    RalatDiterima,
    SalinanDiunggah,
    SalinanKeppres,
    SalinanPerorangan,
    Selesai,
)
from usulan.tahap import Kerja, Tahap

T = TypeVar("T", bound=SalinanKeppres)
PANJANG_NOMOR = 20
PANJANG_JUDUL = 255
# What a row of KeppresUsulan has of one version.
BIDANG_VERSI = ("salinan", "petikan", "berkas_tanda_terima", "diterima_oleh", "diterima_pada")


def _check_terbit(nomor: str, judul: str, tanggal: date, berkas: Berkas, sejak: date | None) -> None:
    for nilai, batas, bidang in ((bersih(nomor), PANJANG_NOMOR, "nomor"), (judul, PANJANG_JUDUL, "judul")):
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


def _isi_salinan(kelas: type[T], keppres: Keppres, baris: KeppresUsulan, nip: str) -> T:
    """Return what `kelas` tells of one person's row."""
    return kelas(
        keppres_id=str(keppres.pk),
        nomor=keppres.nomor,
        tanggal=cast(date, keppres.tanggal),
        judul=keppres.judul,
        versi=keppres.versi,
        berkas_id=str(baris.salinan_id or keppres.berkas_id),
        nip=nip,
    )


@transaction.atomic(durable=True)
def terbitkan_keppres(
    keppres_id: UUID, *, nomor: str, tanggal: date, judul: str, berkas: Berkas, oleh: Pengguna, diketahui: str = ""
) -> Keppres:
    """Publish: nomor ≤ 20 and unique in its year, judul ≤ 255, the signed PDF; each usulan then has its copy.

    `diketahui`: what differs in Data ASN, as the page showed it (`ketahui_baris`). Raises GalatPengguna with the field
    at fault, also when the number is another's of that year.
    """
    hak.check(oleh, Kerja.TERBITKAN_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, *KEPPRES.dari(GerakKeppres.TERBIT))
    _check_terbit(nomor, judul, tanggal, berkas, keppres.tanggal_maju)
    daftar = kunci_baris(keppres)
    ketahui_baris(check_isi(keppres, daftar), diketahui, "Keppres terbit", oleh)
    pakai_nomor(keppres, nomor, tanggal)
    pindah_keadaan(keppres, GerakKeppres.TERBIT)
    keppres.judul, keppres.berkas = judul, berkas
    keppres.save()
    keppres.baris.update(terbit_pada=timezone.now())
    baris = {b.usulan_id: b for b in keppres.baris.all()}
    for usulan in daftar:
        simpan(usulan, *pindah(usulan, Kerja.TERBITKAN_KEPPRES, Tahap.KEPPRES_TERBIT, oleh=oleh))
        catat_usulan(usulan, _isi_salinan(KeppresTerbit, keppres, baris[usulan.pk], usulan.nip), oleh=oleh)
    return keppres


def _baris(usulan: Usulan) -> KeppresUsulan:
    baris = KeppresUsulan.objects.select_related("keppres").filter(usulan=usulan, terbit_pada__isnull=False).first()
    if baris is None:
        raise kebijakan.TidakMungkin("Keppres untuk usulan ini belum terbit.")
    return baris


def _cabut(berkas: Iterable[Berkas], oleh: Pengguna, alasan: str) -> None:
    """End the links by which BKN takes these files: they were replaced (keputusan/0032)."""
    for satu in sorted(berkas, key=lambda satu: satu.pk):
        cabut_tautan(satu, tujuan=TUJUAN_TAUTAN, oleh=oleh, alasan=alasan)


def check_nip_berkas(usulan: Usulan, nip: str) -> None:
    """Raise GalatPengguna unless `nip`, as a person read it on the file, is that of `usulan`."""
    if nip != usulan.nip:
        raise GalatPengguna(
            f"NIP pada berkas bukan NIP usulan {usulan.nomor}. Pastikan berkas ini milik {usulan.nama}.", bidang="nip"
        )


@transaction.atomic(durable=True)
def unggah_salinan(usulan_id: UUID, *, jenis: str, berkas: Berkas, nip: str, oleh: Pengguna) -> KeppresUsulan:
    """Put the copy (`jenis` "salinan") or the extract ("petikan") of one person beside the decree's present version.

    `nip`: as the uploader reads it on the file. A copy is told to BKN in place of what was handed out before (API 11).
    The same file again, from a second device, is the one that is there: nothing is told twice.
    """
    hak.check(oleh, Urusan.RALAT_KEPPRES)
    usulan = kunci(usulan_id)
    baris = _baris(usulan)
    _check_berkas(berkas)
    check_nip_berkas(usulan, nip)
    if _sama(getattr(baris, jenis), berkas):
        return baris
    diganti = {baris.salinan} if jenis == "salinan" and baris.salinan else set()
    setattr(baris, {"salinan": "salinan", "petikan": "petikan"}[jenis], berkas)
    if jenis == "salinan":
        baris.terbit_pada = timezone.now()  # what API 12 offers has changed: `sejak` must find it again
    baris.save(update_fields=[jenis, "terbit_pada"])
    simpan(usulan)
    catat_usulan(usulan, SalinanDiunggah(jenis, berkas.sha256), oleh=oleh)
    if jenis == "salinan":
        _cabut(diganti - {berkas}, oleh, "Salinan perorangan diganti.")
        catat_usulan(usulan, _isi_salinan(SalinanPerorangan, baris.keppres, baris, usulan.nip), oleh=oleh)
    return baris


def _sama(ada: Berkas | None, berkas: Berkas) -> bool:
    return ada is not None and ada.sha256 == berkas.sha256


@transaction.atomic(durable=True)
def ralat_keppres(
    keppres_id: UUID, *, nomor: str, tanggal: date, judul: str, berkas: Berkas, alasan: str, oleh: Pengguna
) -> Keppres:
    """Correct a published Keppres as a new version; what it said before stays in RiwayatKeppres.

    All that derives from the old version ends with it: copies, extracts, receipts and links. BKN is told at once, with
    the decree as a whole; a usulan that was finished stays so, and its agency confirms this version too.
    The same correction again, from a second device, is the version that is there.
    """
    hak.check(oleh, Urusan.RALAT_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.TERBIT)
    _check_terbit(nomor, judul, tanggal, berkas, keppres.tanggal_maju)
    if not alasan.strip():
        raise GalatPengguna("Tulis alasan ralat.", bidang="alasan")
    isi_sama = (keppres.nomor, keppres.tanggal, keppres.judul) == (bersih(nomor), tanggal, judul)
    if isi_sama and _sama(keppres.berkas, berkas) and _sudah_diralat(keppres, oleh, alasan):
        return keppres
    daftar = kunci_baris(keppres)
    lama = _simpan_versi_lama(keppres, oleh, alasan)
    keppres.versi += 1
    pakai_nomor(keppres, nomor, tanggal)
    keppres.judul, keppres.berkas = judul, berkas
    keppres.save()
    _cabut(lama - {berkas}, oleh, f"Keppres diralat: {alasan}")
    baris = {b.usulan_id: b for b in keppres.baris.all()}
    for usulan in daftar:
        simpan(usulan)
        catat_usulan(
            usulan, _isi_salinan(KeppresDiralat, keppres, baris[usulan.pk], usulan.nip), oleh=oleh, alasan=alasan
        )
    return keppres


def _sudah_diralat(keppres: Keppres, oleh: Pengguna, alasan: str) -> bool:
    """Whether the version in force is this person's correction, for this reason."""
    return keppres.riwayat.filter(versi=keppres.versi - 1, alasan=alasan, digantikan_oleh=oleh).exists()


def _simpan_versi_lama(keppres: Keppres, oleh: Pengguna, alasan: str) -> set[Berkas]:
    """Move what the present version says and what each person has of it to the history; return its files."""
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
    semua = list(keppres.baris.select_related("salinan"))
    RiwayatSalinan.objects.bulk_create(
        RiwayatSalinan(
            usulan_id=baris.usulan_id,
            keppres=keppres,
            versi=keppres.versi,
            **{bidang: getattr(baris, bidang) for bidang in BIDANG_VERSI},
        )
        for baris in semua
    )
    keppres.baris.update(**dict.fromkeys(BIDANG_VERSI), terbit_pada=timezone.now())
    return {keppres.berkas} | {baris.salinan for baris in semua if baris.salinan}


def kerja_terima(usulan: Usulan) -> Kerja:
    """Which verb records the agency's receipt now: of the first version it ends the usulan, of a later one not."""
    return Kerja.TERIMA_RALAT if usulan.tahap_kini is Tahap.SELESAI else Kerja.TERIMA_SALINAN


@transaction.atomic(durable=True)
def terima_salinan(usulan_id: UUID, *, oleh: Pengguna, berkas: Berkas | None = None) -> Usulan:
    """Record the agency's receipt (tanda terima) of the present version, with its scan if there is one.

    The usulan is finished by it, or was before: then it is the receipt of a correction. Raises TidakMungkin when
    nothing waits for a receipt.
    """
    usulan = kunci(usulan_id)
    ralat = kerja_terima(usulan) is Kerja.TERIMA_RALAT
    bidang = [] if ralat else pindah(usulan, Kerja.TERIMA_SALINAN, Tahap.SELESAI, oleh=oleh)
    if ralat:
        check_dapat(usulan, Kerja.TERIMA_RALAT, oleh=oleh)
    baris = _baris(usulan)
    if not baris.belum_diterima:
        raise kebijakan.TidakMungkin("Tanda terima untuk versi Keppres ini sudah dicatat.")
    if berkas is not None:
        _check_berkas(berkas)
    baris.diterima_oleh, baris.diterima_pada, baris.berkas_tanda_terima = oleh, timezone.now(), berkas
    baris.save(update_fields=["diterima_oleh", "diterima_pada", "berkas_tanda_terima"])
    simpan(usulan, *bidang)
    catat_usulan(usulan, RalatDiterima(baris.keppres.versi) if ralat else Selesai(), oleh=oleh)
    return usulan
