"""Keppres drafts (RKP): gathering usulan, release, to the President and back (alur.md 5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.hari import hari_terakhir
from siapp.pindah import pindah as pindah_keadaan
from siapp.web.galat import GalatPengguna
from siapp.web.templatetags.siapp import tanggal as kata_tanggal
from usulan import kebijakan
from usulan.actions.beda_asn import ketahui, ketahui_baris
from usulan.actions.bkn import ikuti_putusan
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.actions.draf import cap
from usulan.actions.nama_keppres import check_nama, tetapkan_nama
from usulan.actions.nomor import pakai_memo
from usulan.actions.tahanan import BIDANG, akhiri
from usulan.actions.tahanan_berdua import check_pilihan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.keadaan import KEPPRES, GerakKeppres, KeadaanKeppres, KeadaanPertek
from usulan.kesiapan import alasan_belum_siap, check_rancangan
from usulan.models import Keppres, KeppresUsulan, Pertek, SebabTahan, Tahanan, Usulan, UsulTahanan
from usulan.perbedaan import potret_kini
from usulan.peristiwa import aliran_keppres
from usulan.peristiwa.isi import (
    KeluarRkp,
    KeppresDibuat,
    KeppresDihapus,
    KeppresDiubah,
    KeppresMaju,
    KeppresTurun,
    MasukRkp,
    RkpDilepas,
)
from usulan.peristiwa.tulis import catat_isi
from usulan.tahap import Kerja, Tahap

PANJANG_ALASAN = 500


def kunci_keppres(keppres_id: UUID) -> Keppres:
    """Return the Keppres with its row locked until the commit. Raises Keppres.DoesNotExist."""
    return Keppres.objects.select_for_update().get(pk=keppres_id)


def check_keadaan(keppres: Keppres, *keadaan: KeadaanKeppres) -> None:
    """Raise TidakMungkin unless the Keppres is in one of `keadaan`."""
    if keppres.keadaan not in keadaan:
        raise kebijakan.TidakMungkin(
            f"Keppres ini sudah pada keadaan “{keppres.get_keadaan_display()}”, jadi ini tidak dapat dilakukan."
        )


def kunci_baris(keppres: Keppres) -> list[Usulan]:
    """Lock the usulan of the Keppres, always in the order of their ids, so that two never wait for each other."""
    ids = sorted(keppres.baris.values_list("usulan_id", flat=True))
    return [kunci(i) for i in ids]


def check_isi(keppres: Keppres, daftar: list[Usulan]) -> list[KeppresUsulan]:
    """Raise TidakMungkin unless the Keppres holds usulan and may rest on all of them; `daftar` are they, locked.

    Return its rows with the locked usulan.
    """
    if not daftar:
        raise kebijakan.TidakMungkin("Rancangan Keppres ini belum berisi usulan. Tambahkan dahulu.")
    terkunci = {u.pk: u for u in daftar}
    baris = list(keppres.baris.select_related("pertek"))
    for satu in baris:
        satu.usulan = terkunci[satu.usulan_id]
    check_rancangan(baris)
    return baris


@transaction.atomic(durable=True)
def buat_keppres(*, kategori: str, nomor_memo: str, tanggal_memo: date, perihal: str, oleh: Pengguna) -> Keppres:
    """Start a draft (RKP) of one kategori. Raises GalatPengguna when the memo's number is another's of its year."""
    hak.check(oleh, Urusan.SUSUN_KEPPRES)
    keppres = Keppres(kategori=kategori, perihal=perihal, dibuat_oleh=oleh)
    pakai_memo(keppres, nomor_memo, tanggal_memo)
    keppres.save()
    dibuat = KeppresDibuat(kategori, keppres.nomor_memo, tanggal_memo, perihal)
    catat_isi(aliran_keppres(keppres.pk), dibuat, oleh=oleh)
    return keppres


@transaction.atomic(durable=True)
def ubah_keppres(
    keppres_id: UUID,
    *,
    nomor_memo: str,
    tanggal_memo: date,
    perihal: str,
    oleh: Pengguna,
    asal: Mapping[str, str] = MappingProxyType({}),
) -> Keppres:
    """Change the memo of a draft that was not released yet. Raises GalatPengguna as `buat_keppres` does.

    `asal` {field: mark of what the page was shown}: what was left as shown keeps what somebody else wrote meanwhile;
    on the same field GalatPengguna (409) names what is stored, and nothing is written.
    """
    hak.check(oleh, Urusan.SUSUN_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.DRAF)
    lama = {"nomor_memo": keppres.nomor_memo, "tanggal_memo": keppres.tanggal_memo, "perihal": keppres.perihal}
    isian: dict[str, Any] = {"nomor_memo": nomor_memo, "tanggal_memo": tanggal_memo, "perihal": perihal}
    isian = {k: _gabung(keppres, k, lama[k], baru, asal.get(k, cap(lama[k]))) for k, baru in isian.items()}
    nomor_memo, tanggal_memo, perihal = isian["nomor_memo"], isian["tanggal_memo"], isian["perihal"]
    pakai_memo(keppres, nomor_memo, tanggal_memo)
    keppres.perihal = perihal
    keppres.save(update_fields=["nomor_memo", "kunci_memo", "tanggal_memo", "perihal", "diubah_pada"])
    baru = {"nomor_memo": keppres.nomor_memo, "tanggal_memo": tanggal_memo, "perihal": perihal}
    perubahan = {k: [lama[k], baru[k]] for k in baru if lama[k] != baru[k]}
    catat_isi(aliran_keppres(keppres.pk), KeppresDiubah(perubahan), oleh=oleh)
    return keppres


def _gabung(keppres: Keppres, bidang: str, kini: Any, baru: Any, asal: str) -> Any:
    """Return what to write: `baru`, or `kini` where the page left the field as it was shown."""
    if cap(baru) in (asal, cap(kini)) or asal == cap(kini):
        return kini if cap(baru) == asal else baru
    terakhir = Peristiwa.objects.filter(aliran=aliran_keppres(keppres.pk), data__perubahan__has_key=bidang)
    satu = terakhir.select_related("oleh").order_by("-urutan").first()
    siapa = str(satu.oleh) if satu else "orang lain"
    tersimpan = kata_tanggal(kini) if isinstance(kini, date) else kini
    raise GalatPengguna(
        f"Sementara itu {siapa} menyimpan “{tersimpan}”. Simpan lagi untuk memakai isian Anda, atau tulis yang "
        "tersimpan itu.",
        kode=409,
        bidang=bidang,
    )


@transaction.atomic(durable=True)
def hapus_keppres(keppres_id: UUID, *, oleh: Pengguna, alasan: str = "") -> None:
    """End a draft: one that was not released, its usulan go back to SIAP_KEPPRES; or a later one that is empty by now.

    The later one needs an `alasan`: it went its way already. What happened to either stays in its stream. Raises
    TidakMungkin for one that was released and still holds usulan, or is published.
    """
    hak.check(oleh, Urusan.SUSUN_KEPPRES)
    keppres = kunci_keppres(keppres_id)
    kosong = () if keppres.baris.exists() else (KeadaanKeppres.DILEPAS, KeadaanKeppres.MAJU, KeadaanKeppres.TURUN)
    check_keadaan(keppres, KeadaanKeppres.DRAF, *kosong)
    alasan = alasan.strip()
    if (keppres.keadaan != KeadaanKeppres.DRAF and not alasan) or len(alasan) > PANJANG_ALASAN:
        raise GalatPengguna(
            f"Tulis mengapa rancangan ini diakhiri, paling panjang {PANJANG_ALASAN} karakter.", bidang="alasan"
        )
    for usulan in kunci_baris(keppres):
        _keluarkan(keppres, usulan, oleh, "Rancangan Keppres dihapus.")
    catat_isi(aliran_keppres(keppres.pk), KeppresDihapus(keppres.nomor_memo), oleh=oleh, alasan=alasan)
    keppres.delete()


@transaction.atomic(durable=True)
def tambah_usulan(
    keppres_id: UUID,
    *,
    usulan_ids: Sequence[UUID],
    oleh: Pengguna,
    diketahui: Mapping[UUID, str] = MappingProxyType({}),
    nama: Mapping[UUID, str] = MappingProxyType({}),
) -> Keppres:
    """Add ready usulan to a draft: all of them or, if one is not ready, none. Raises TidakMungkin with the reason.

    By id: `diketahui` what differs in Data ASN, as the page showed it (usulan.perbedaan); `nama` the name for the
    decree, where there are two and a person has decided already.
    """
    hak.check(oleh, Kerja.MASUK_RKP)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.DRAF)
    urutan = keppres.baris.order_by("-urutan").values_list("urutan", flat=True).first() or 0
    for nomor, usulan_id in enumerate(sorted(set(usulan_ids)), start=urutan + 1):
        usulan = kunci(usulan_id)
        if usulan.kategori != keppres.kategori:
            raise kebijakan.TidakMungkin(f"Usulan {usulan.nomor} bukan {keppres.get_kategori_display()}.")
        pertek = _check_siap(usulan)
        ketahui(usulan, diketahui.get(usulan_id, ""), "masuk rancangan Keppres", oleh)
        baris = KeppresUsulan(keppres=keppres, usulan=usulan, urutan=nomor, pertek=pertek, potret=potret_kini(usulan))
        baris.save(force_insert=True)
        tetapkan_nama(baris, nama.get(usulan_id, ""), oleh)
        simpan(usulan, *pindah(usulan, Kerja.MASUK_RKP, Tahap.RKP, oleh=oleh))
        catat_usulan(usulan, MasukRkp(keppres.nomor_memo), oleh=oleh)
    return keppres


def _check_siap(usulan: Usulan) -> Pertek:
    """Return the Pertek on which a draft with `usulan` would rest. Raises TidakMungkin when it may not be in one."""
    if alasan := alasan_belum_siap(usulan):
        raise kebijakan.TidakMungkin(alasan)
    return usulan.pertek.get(keadaan=KeadaanPertek.BERLAKU)


def _keluarkan(keppres: Keppres, usulan: Usulan, oleh: Pengguna, alasan: str) -> None:
    keppres.baris.filter(usulan=usulan).delete()
    bidang = pindah(usulan, Kerja.KELUAR_RKP, Tahap.SIAP_KEPPRES, oleh=oleh)
    akhiri(usulan, SebabTahan.RALAT, cara=Tahanan.Cara.DIKELUARKAN, oleh=oleh)
    simpan(usulan, *bidang, *BIDANG)
    catat_usulan(usulan, KeluarRkp(keppres.nomor_memo), oleh=oleh, alasan=alasan)


@transaction.atomic(durable=True)
def keluarkan_usulan(keppres_id: UUID, *, usulan_id: UUID, oleh: Pengguna, alasan: str = "") -> Keppres:
    """Take one usulan out of a draft that has not gone to the President."""
    hak.check(oleh, Kerja.KELUAR_RKP)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, KeadaanKeppres.DRAF, KeadaanKeppres.DILEPAS)
    if not keppres.baris.filter(usulan=usulan_id).exists():
        raise kebijakan.TidakMungkin("Usulan itu tidak ada dalam rancangan Keppres ini.")
    _keluarkan(keppres, kunci(usulan_id), oleh, alasan)
    return keppres


@transaction.atomic(durable=True)
def lepas(keppres_id: UUID, *, oleh: Pengguna, diketahui: str = "") -> Keppres:
    """Release a draft as Kepala Biro: from now on its memo is fixed. `diketahui`: see `ketahui_baris`."""
    hak.check(oleh, Kerja.LEPAS_RKP)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, *KEPPRES.dari(GerakKeppres.DILEPAS))
    daftar = kunci_baris(keppres)
    ketahui_baris(check_isi(keppres, daftar), diketahui, "rancangan dilepas", oleh)
    pindah_keadaan(keppres, GerakKeppres.DILEPAS)
    keppres.dilepas_oleh, keppres.dilepas_pada = oleh, timezone.now()
    keppres.save(update_fields=["keadaan", "dilepas_oleh", "dilepas_pada", "diubah_pada"])
    for usulan in daftar:
        check_dapat(usulan, Kerja.LEPAS_RKP, oleh=oleh)
        simpan(usulan)
        catat_usulan(usulan, RkpDilepas(keppres.nomor_memo), oleh=oleh)
    return keppres


@transaction.atomic(durable=True)
def majukan(keppres_id: UUID, *, tanggal: date, oleh: Pengguna, diketahui: str = "") -> Keppres:
    """Record that the released draft went up to the President on `tanggal` (not in the future).

    From now on the names on the decree are fixed. `diketahui`: see `ketahui_baris`. Raises TidakMungkin while one of
    the names is not decided.
    """
    hak.check(oleh, Kerja.MAJUKAN)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, *KEPPRES.dari(GerakKeppres.MAJU))
    _check_tanggal(tanggal, keppres.tanggal_memo, "tanggal_maju", "tanggal memo")
    daftar = kunci_baris(keppres)
    baris = check_isi(keppres, daftar)
    check_nama(baris)
    ketahui_baris(baris, diketahui, "Keppres maju", oleh)
    pindah_keadaan(keppres, GerakKeppres.MAJU)
    keppres.tanggal_maju = tanggal
    keppres.save(update_fields=["keadaan", "tanggal_maju", "diubah_pada"])
    for usulan in daftar:
        simpan(usulan, *pindah(usulan, Kerja.MAJUKAN, Tahap.KEPPRES_MAJU, oleh=oleh))
        catat_usulan(usulan, KeppresMaju(tanggal), oleh=oleh)
    return keppres


@transaction.atomic(durable=True)
def turunkan(keppres_id: UUID, *, tanggal: date, oleh: Pengguna) -> Keppres:
    """Record that the decree came down from the President, signed, on `tanggal`."""
    hak.check(oleh, Kerja.TURUNKAN)
    keppres = kunci_keppres(keppres_id)
    check_keadaan(keppres, *KEPPRES.dari(GerakKeppres.TURUN))
    _check_tanggal(tanggal, keppres.tanggal_maju, "tanggal_turun", "tanggal maju")
    pindah_keadaan(keppres, GerakKeppres.TURUN)
    keppres.tanggal_turun = tanggal
    keppres.save(update_fields=["keadaan", "tanggal_turun", "diubah_pada"])
    for usulan in kunci_baris(keppres):
        check_dapat(usulan, Kerja.TURUNKAN, oleh=oleh)
        simpan(usulan)
        catat_usulan(usulan, KeppresTurun(tanggal), oleh=oleh)
    return keppres


def _check_tanggal(tanggal: date, sejak: date | None, bidang: str, apa: str) -> None:
    if tanggal > hari_terakhir():
        raise GalatPengguna("Tanggal ini belum terjadi. Periksa tanggalnya.", bidang=bidang)
    if sejak and tanggal < sejak:
        raise GalatPengguna(f"Tanggal ini lebih dahulu daripada {apa} ({sejak:%d-%m-%Y}).", bidang=bidang)


def _check_ditahan(usulan: Usulan, alasan: str) -> None:
    if not usulan.ditahan:
        raise kebijakan.TidakMungkin("Usulan ini tidak sedang ditahan.")
    if not alasan.strip():
        raise GalatPengguna("Tulis apa yang sudah diperiksa.", bidang="alasan")


@transaction.atomic(durable=True)
def ikuti_bkn(usulan_id: UUID, *, oleh: Pengguna, alasan: str) -> Usulan:
    """Follow a verdict of BKN that came after the approval: out of the draft, back to the PIC (BTL) or ended (TMS).

    Once the draft went to the President two people do that (actions.tahanan_berdua). Raises TidakMungkin.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.IKUTI_BKN, oleh=oleh)
    _check_ditahan(usulan, alasan)
    check_pilihan(usulan, UsulTahanan.Pilihan.IKUTI)
    if usulan.tahap_kini is Tahap.KEPPRES_MAJU:
        raise kebijakan.TidakMungkin(
            "Keppres ini sudah maju ke Presiden. Usulkan, lalu minta orang kedua mengonfirmasi."
        )
    simpan(usulan, *ikuti_putusan(usulan, oleh, alasan), *BIDANG)
    return usulan
