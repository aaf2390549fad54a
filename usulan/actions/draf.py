"""Drafting: from a person and a service to a draft with its checklist, and its data."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from referensi.katalog import bidang_layanan, untuk_meninggal
from referensi.models import ASN, Keluarga, Layanan, Periode, Persyaratan
from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from usulan import kebijakan
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.actions.penomoran import beri_nomor
from usulan.models import MODEL_RINCIAN, BidangDiminta, Dokumen, Rincian, Usulan, rincian
from usulan.perbedaan import potret as potret_asn
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.isi import DataDiubah, Dibuat, Dihapus, Disalin
from usulan.tahap import Kerja, Tahap
from usulan.tempat import tempat_asn

GOLONGAN_PRESIDEN = ("IV/b", "IV/c", "IV/d", "IV/e")
BIDANG_USULAN = ("nomor_surat_pengantar", "tanggal_surat_pengantar", "pejabat_penanda_tangan", "periode")


class AsnDitolak(GalatPengguna):
    """This person cannot be proposed by this PIC; the message says why and what to do."""


def check_asn(asn: ASN, pengguna: Pengguna, kategori: str) -> str:
    """Return the id of the instansi for which `pengguna` may propose `asn` in `kategori`.

    Raises AsnDitolak: foreign instansi, golongan below IV/b, or blocked at BKN (kedudukan hukum 92).
    """
    milik = {p.instansi_id for p in pengguna.peran_aktif if p.jenis == JenisPeran.PIC and p.kategori == kategori}
    cocok = [i for i in tempat_asn(asn) if i in milik]
    if not cocok:
        raise AsnDitolak(
            "ASN ini bukan pegawai instansi Anda, jadi tidak dapat Anda usulkan. Periksa NIP-nya; "
            "bila ia baru pindah, tunggu sampai Data ASN di SIASN diperbarui.",
            bidang="nip",
        )
    if asn.golongan_baru not in GOLONGAN_PRESIDEN:
        raise AsnDitolak(
            f"Golongan ASN ini {asn.golongan_baru or 'tidak diketahui'}. SIAPP hanya melayani golongan IV/b ke atas; "
            "usulan di bawahnya diajukan langsung melalui SIASN.",
            bidang="nip",
        )
    if asn.diblokir:
        raise AsnDitolak(
            "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92), jadi BKN akan menolak usulannya. "
            "Selesaikan pemblokiran melalui pengelola SIASN instansi Anda lebih dahulu.",
            bidang="nip",
        )
    return cocok[0]


def alasan_bukan_untuknya(asn: ASN, kode: str) -> str:
    """Return why the service `kode` is not for `asn` as Data ASN has the person now: dead, or gone from it; else "".

    Services for the dead ask neither: who died is no active civil servant.
    """
    if untuk_meninggal(kode):
        return ""
    if asn.tanggal_meninggal:
        return (
            f"Menurut Data ASN, orang ini meninggal pada {asn.tanggal_meninggal:%d-%m-%Y}, sedangkan layanan ini untuk "
            "ASN yang masih hidup. Pilih layanan pemberhentian karena meninggal atau tewas; bila Data ASN keliru, "
            "perbaiki dahulu di SIASN."
        )
    return "" if asn.aktif else "ASN ini tidak ada lagi dalam Data ASN dari SIASN. Periksa di SIASN."


def check_layanan(asn: ASN, kode: str) -> None:
    """Raise AsnDitolak unless the service `kode` is for `asn`; see `alasan_bukan_untuknya`."""
    if alasan := alasan_bukan_untuknya(asn, kode):
        raise AsnDitolak(alasan, bidang="nip")


def isian_awal(layanan: Layanan, asn: ASN) -> dict[str, Any]:
    """Return the detail fields of `layanan` as Data ASN fills them in (kontrak.md 5)."""
    keluarga: dict[str, list[str]] = {"pasangan": [], "anak": []}
    for baris in asn.keluarga.all():
        keluarga["pasangan" if baris.hubungan == Keluarga.Hubungan.PASANGAN else "anak"].append(baris.nama)
    hasil = {}
    for bidang in bidang_layanan(layanan.kode):
        if bidang.asal in keluarga:
            hasil[bidang.kode] = "; ".join(keluarga[bidang.asal])
        elif bidang.asal:
            hasil[bidang.kode] = getattr(asn, bidang.asal)
    return {kode: nilai for kode, nilai in hasil.items() if nilai not in (None, "")}


def persyaratan_berlaku(usulan: Usulan, isi: Rincian) -> list[Persyaratan]:
    """Return the document rows asked of this person: conditional ones only of holders of that position."""
    jabatan = " ".join(
        [usulan.asn.nama_jabatan_terakhir]
        + [str(getattr(isi, b, "")) for b in ("nama_jabatan", "jabatan_lama", "jabatan_baru")]
    ).lower()
    semua = Persyaratan.objects.filter(layanan_id=usulan.layanan_id, aktif=True)
    return [p for p in semua if not p.kondisi or p.kondisi.lower() in jabatan]


def selaraskan_dokumen(usulan: Usulan, isi: Rincian) -> None:
    """Give the usulan the checklist rows that its data asks for; rows that hold a file are never taken away."""
    berlaku = persyaratan_berlaku(usulan, isi)
    Dokumen.objects.bulk_create([Dokumen(usulan=usulan, persyaratan=p) for p in berlaku], ignore_conflicts=True)
    usulan.dokumen.exclude(persyaratan__in=berlaku).filter(versi__isnull=True).delete()


@transaction.atomic(durable=True)
def buat_draf(
    *, layanan: Layanan, asn: ASN, oleh: Pengguna, periode: Periode | None = None, usulan_id: UUID | None = None
) -> Usulan:
    """Make a draft of `layanan` for `asn`, filled from Data ASN and the chosen period.

    `usulan_id`, the id that it gets: who may have to ask twice chooses it and gets no second draft. Raises AsnDitolak,
    and IntegrityError when that id is taken.
    """
    # The period is the TMT: nothing is asked twice (WCAG 3.3.7).
    tmt = {"tmt_golongan_baru": periode.tmt} if periode else {}
    return _buat(layanan, asn, oleh, periode, isian_awal(layanan, asn) | tmt, None, usulan_id)


def _buat(
    layanan: Layanan,
    asn: ASN,
    oleh: Pengguna,
    periode: Periode | None,
    isian: Mapping[str, Any],
    asal: Usulan | None,
    usulan_id: UUID | None = None,
) -> Usulan:
    instansi_id = check_asn(asn, oleh, layanan.kategori)
    check_layanan(asn, layanan.pk)
    kini = timezone.now()
    pk = usulan_id or uuid4()
    usulan = Usulan.objects.create(
        id=pk,
        # Seen by nobody: the number comes last, so that one that fails burns none and nobody waits longer than needed.
        nomor=pk.hex[:24],
        layanan=layanan,
        kategori=layanan.kategori,
        instansi_id=instansi_id,
        asn=asn,
        nip=asn.nip,
        nama=asn.nama,
        periode=periode,
        pembuat=oleh,
        diubah_pada=kini,
        tahap_sejak=kini,
        asal=asal,
        potret=potret_asn(asn),
    )
    isi = MODEL_RINCIAN[layanan.kategori].objects.create(usulan=usulan, **isian)
    selaraskan_dokumen(usulan, isi)
    dibuat = Disalin(layanan.kode, isian, asal=asal.nomor) if asal else Dibuat(layanan.kode, isian)
    catat_usulan(usulan, dibuat, oleh=oleh)
    beri_nomor(usulan)
    return usulan


@transaction.atomic(durable=True)
def salin_dari_tms(usulan_id: UUID, *, oleh: Pengguna) -> Usulan:
    """Start a new draft from a usulan that ended in TMS, with its data copied; files are taken over one by one."""
    lama = kunci(usulan_id)
    if lama.tahap_kini is not Tahap.TMS:
        raise kebijakan.TidakMungkin("Hanya usulan yang berakhir TMS yang dapat disalin menjadi usulan baru.")
    isi = rincian(lama)
    isian = {b.kode: getattr(isi, b.kode) for b in bidang_layanan(lama.layanan_id)}
    return _buat(lama.layanan, lama.asn, oleh, None, isian, lama)


def bidang_terbuka(usulan: Usulan) -> set[str] | None:
    """Return the codes of the data fields that may be changed now; None means all of them."""
    if usulan.tahap_kini is not Tahap.PERBAIKAN or not usulan.perbaikan_ditandai:
        return None
    diminta = BidangDiminta.objects.filter(usulan=usulan, putaran=usulan.putaran)
    return set(diminta.values_list("bidang", flat=True))


def _nilai_json(nilai: Any) -> Any:
    return nilai.tmt if isinstance(nilai, Periode) else nilai


def _terapkan(objek: Any, isian: Mapping[str, Any], kode: Iterable[str]) -> dict[str, list[Any]]:
    """Set the given fields that differ; return {field: [old, new]}."""
    perubahan = {}
    for nama in kode:
        if nama in isian and getattr(objek, nama) != isian[nama]:
            perubahan[nama] = [_nilai_json(getattr(objek, nama)), _nilai_json(isian[nama])]
            setattr(objek, nama, isian[nama])
    return perubahan


def cap(nilai: Any) -> str:
    """Return a short mark of a stored value: what a page was shown is known by it. Nothing has one mark, None or ""."""
    nilai = _nilai_json(nilai)
    return hashlib.sha256(("" if nilai is None else str(nilai)).encode()).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Bentrok:
    """A field that somebody else saved meanwhile: what is stored now, by whom and when."""

    kini: Any
    oleh: str
    pada: datetime


def _bentrok(usulan: Usulan, kode: str, kini: Any) -> Bentrok:
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk)).select_related("oleh").order_by("-urutan")
    satu = aliran.filter(jenis=Jenis.DATA_DIUBAH, data__perubahan__has_key=kode).first()
    return Bentrok(kini, str(satu.oleh) if satu else "sistem", satu.waktu if satu else usulan.diubah_pada)


@transaction.atomic(durable=True)
def ubah_bersama(
    usulan_id: UUID, *, isian: Mapping[str, Any], asal: Mapping[str, str], oleh: Pengguna, versi: int | None = None
) -> tuple[Usulan, dict[str, Bentrok]]:
    """Write data fields as `ubah_data` does, where several pages may be open: each field has its own version.

    `asal` {field: mark of what the page was shown}. A field that was left as shown is not written; one that somebody
    else changed to something else meanwhile is not written either, and comes back. The others are saved. A field
    without a mark is compared by `versi`, the version of the page.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UBAH_DATA, oleh=oleh)
    isi = rincian(usulan)
    bentrok, tulis = {}, {}
    for kode, baru in isian.items():
        kini = getattr(usulan if kode in BIDANG_USULAN else isi, kode)
        if asal.get(kode) == cap(baru):
            continue
        sama = asal[kode] == cap(kini) if kode in asal else versi in (None, usulan.versi)
        if sama or cap(kini) == cap(baru):
            tulis[kode] = baru
        else:
            bentrok[kode] = _bentrok(usulan, kode, kini)
    return _ubah(usulan, tulis, oleh), bentrok


@transaction.atomic(durable=True)
def ubah_data(usulan_id: UUID, *, isian: Mapping[str, Any], oleh: Pengguna, versi: int | None = None) -> Usulan:
    """Write the given data fields (already cleaned by the form) that differ from what is stored.

    Keys are those of `BIDANG_USULAN` and of the service's catalogue fields; others are ignored. In a correction round
    only the fields that were asked for are open. One Peristiwa holds old and new; nothing changed, none is written.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UBAH_DATA, oleh=oleh, versi=versi)
    return _ubah(usulan, isian, oleh)


def _ubah(usulan: Usulan, isian: Mapping[str, Any], oleh: Pengguna) -> Usulan:
    isi = rincian(usulan)
    kode_rincian = [b.kode for b in bidang_layanan(usulan.layanan_id)]
    perubahan = _terapkan(usulan, isian, BIDANG_USULAN) | _terapkan(isi, isian, kode_rincian)
    terbuka = bidang_terbuka(usulan)
    if terbuka is not None and (terkunci := perubahan.keys() - terbuka):
        raise kebijakan.TidakMungkin(
            "Data ini terkunci karena tidak diminta diperbaiki. Ubah hanya data yang ditandai verifikator.",
            bidang=min(terkunci),
        )
    if not perubahan:
        return usulan
    isi.save(update_fields=[k for k in kode_rincian if k in perubahan] or None)
    selaraskan_dokumen(usulan, isi)
    simpan(usulan, *[k for k in BIDANG_USULAN if k in perubahan])
    catat_usulan(usulan, DataDiubah(perubahan), oleh=oleh)
    return usulan


@transaction.atomic(durable=True)
def hapus_draf(usulan_id: UUID, *, oleh: Pengguna) -> Usulan:
    """Delete a draft for its people; the row and its Peristiwa stay for the audit."""
    usulan = kunci(usulan_id)
    bidang = pindah(usulan, Kerja.HAPUS, Tahap.DIHAPUS, oleh=oleh)
    simpan(usulan, *bidang)
    catat_usulan(usulan, Dihapus(), oleh=oleh)
    return usulan


def periode_terbuka(hari: date | None = None) -> list[Periode]:
    """Return the KP periods that take usulan on `hari` (today by default)."""
    hari = hari or timezone.localdate()
    return list(Periode.objects.filter(dibuka__lte=hari, ditutup__gte=hari))
