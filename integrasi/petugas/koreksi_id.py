"""Correcting an ID Usulan that people settled API 3 with and that proved to be another's (keputusan/0053).

Calls look the id up when they are made, so those not sent yet go out with the right one. What was sent under the wrong
id lies at SIASN with somebody else: each such call stops, is told to a person, and gets a new key, because SIASN would
take the old one for a repetition. What BKN said under the wrong id, Pertek and stages included,
was about somebody else and leaves the usulan. Two usulan that have each other's id are corrected in one (`tukar`).
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from integrasi.enums import Api
from integrasi.izin import check_administrator
from integrasi.keadaan import KIRIMAN, MASUK, TUNTAS, GerakKiriman, GerakMasuk, Keadaan, KeadaanMasuk
from integrasi.masuk.penerima import giliran
from integrasi.models import KejadianMasuk, Pengiriman, Percobaan, UsulanSiasn
from integrasi.petugas.pencocokan import check_orang
from integrasi.petugas.penyelesaian import TidakMungkin, putuskan_di_dalam
from integrasi.sebab import SEBAB, Kode
from integrasi.siasn.bentuk import wajar_id
from siapp.akun.models import Pengguna
from siapp.bangun import bangunkan
from siapp.pindah import pindah, pindahkan
from siapp.web.galat import GalatPengguna
from usulan.actions.pencocokan import catat_id_bkn, lepas_jalur_bkn
from usulan.models import Usulan


@dataclass(frozen=True, slots=True)
class Akibat:
    """What a correction of the id touches: calls made under it, calls that wait, and notices that came under it."""

    terkirim: Sequence[Pengiriman]
    menunggu: int
    masuk: int


def dapat_dikoreksi(baris: Pengiriman) -> bool:
    """Whether the id of this call is one that people gave: API 3, settled by hand."""
    milik_orang = baris.diselesaikan_oleh_id is not None
    return baris.api == Api.USULAN and KIRIMAN.bisa(GerakKiriman.ID_DIKOREKSI, baris.keadaan) and milik_orang


def akibat(baris: Pengiriman) -> Akibat:
    """Return what a correction would touch, for who decides about it."""
    lain = _sesudah(baris)
    menunggu = lain.exclude(keadaan__in=TUNTAS).exclude(pk__in=_salah_alamat(lain)).count()
    return Akibat(
        list(_salah_alamat(lain).order_by("gelombang", "id")), menunggu, _masuk(baris, _id_kini(baris)).count()
    )


@dataclass(frozen=True, slots=True)
class DiSiasn:
    """Whom a person read at SIASN: under the right id, and where two are swapped under the id that we have now."""

    nip: str
    nama: str
    nip_lain: str = ""
    nama_lain: str = ""


def check_koreksi(baris: Pengiriman, id_usulan: str, orang: DiSiasn) -> Usulan | None:
    """Raise unless `id_usulan`, under which SIASN has `orang`, can be the right id of the call.

    Returns the usulan that has this id now, when both have each other's. TidakMungkin for a call that was
    not settled by hand; GalatPengguna with the field that contradicts.
    """
    if not dapat_dikoreksi(baris):
        raise TidakMungkin(baris, "Hanya ID Usulan API 3 yang diisi petugas yang dapat dikoreksi.")
    lain = _tertukar_dengan(baris, id_usulan)
    _check_id(baris, id_usulan, tukar=lain)
    check_orang(Usulan.objects.get(pk=str(baris.usulan_id)), orang.nip, orang.nama)
    return _check_tukar(baris, lain, orang) if lain else None


def _tertukar_dengan(baris: Pengiriman, id_usulan: str) -> Pengiriman | None:
    """The call of another usulan that has `id_usulan` from people, so that it may be the wrong one of the two."""
    pemilik = UsulanSiasn.objects.filter(id_usulan__iexact=id_usulan).exclude(usulan=baris.usulan_id)
    calon = Pengiriman.objects.filter(api=Api.USULAN, usulan__in=pemilik.values("usulan")).order_by("-dibuat_pada")
    return next((satu for satu in calon if dapat_dikoreksi(satu)), None)


def _check_tukar(baris: Pengiriman, lain: Pengiriman, orang: DiSiasn) -> Usulan:
    """Two people who are swapped must be told apart twice: the id that is given up must be the other's."""
    usulan = Usulan.objects.get(pk=str(lain.usulan_id))
    if not (orang.nip_lain or orang.nama_lain):
        raise GalatPengguna(
            f"ID Usulan ini sekarang tercatat pada usulan {usulan.nomor}. Bila kedua ID tertukar, isi juga NIP dan "
            f"nama pada ID {_id_kini(baris)} menurut SIASN.",
            kode=409,
            bidang="nip_lain",
        )
    try:
        check_orang(usulan, orang.nip_lain, orang.nama_lain)
    except GalatPengguna as galat:
        galat.bidang = f"{galat.bidang}_lain"
        raise
    return usulan


def _check_id(baris: Pengiriman, id_usulan: str, tukar: Pengiriman | None = None) -> None:
    if not wajar_id(id_usulan):
        raise GalatPengguna("ID Usulan terdiri atas 8 sampai 64 huruf, angka, atau tanda hubung.", bidang="id_usulan")
    pemilik = UsulanSiasn.objects.filter(id_usulan__iexact=id_usulan).select_related("usulan").first()
    if pemilik and pemilik.usulan_id == baris.usulan_id:
        raise GalatPengguna("ID ini yang sekarang tercatat. Isi ID yang benar.", bidang="id_usulan")
    if pemilik and (tukar is None or pemilik.usulan_id != tukar.usulan_id):
        raise GalatPengguna(
            f"ID Usulan ini sudah dipakai usulan {pemilik.usulan.nomor}, dan bukan petugas yang mengisinya. "
            "Periksa lagi di SIASN.",
            kode=409,
            bidang="id_usulan",
        )


def koreksi_id(
    pengiriman_id: UUID, *, id_usulan: str, alasan: str, oleh: Pengguna, bersama: Pengguna, tukar: str = ""
) -> Pengiriman:
    """Put the right id in the place of the wrong one, for one reason.

    Two people decided it (`penyelesaian_berdua`): `oleh` proposed, `bersama` confirmed. The usulan's history
    names both. `tukar`: the number of the usulan that has this id and gets the other in its place, "" for none.

    What BKN said under the wrong id is taken back first, in its own transaction: repeated after a crash it finds
    nothing more to do. No notice of that id is worked meanwhile. Raises TidakBerwenang, TidakMungkin while a call of
    the usulan is being sent or a decree that rests on such a verdict is published, GalatPengguna.
    """
    check_administrator(oleh)
    baris = Pengiriman.objects.get(pk=pengiriman_id)
    if _sama(_id_kini(baris), id_usulan):
        return baris
    lain = _tertukar_dengan(baris, id_usulan) if tukar else None
    semua = [baris, lain] if lain else [baris]
    with ExitStack() as pegang:
        for kode in sorted(_id_kini(satu).upper() for satu in semua):
            if not pegang.enter_context(giliran(kode)):
                raise TidakMungkin(baris, "Pemberitahuan BKN dengan ID ini sedang diolah. Coba lagi sebentar lagi.")
        _check_id(baris, id_usulan, tukar=lain)
        for satu in semua:
            _check_diam(satu)
        for satu in semua:
            _tarik_masuk(satu, oleh, alasan)
        return _terapkan(baris, lain, {"id_usulan": id_usulan, "alasan": alasan}, (oleh, bersama))


@transaction.atomic(durable=True)
def _terapkan(
    baris: Pengiriman, lain: Pengiriman | None, data: dict[str, Any], dua: tuple[Pengguna, Pengguna]
) -> Pengiriman:
    """Give `baris` the id of `data`, and `lain` the one that it gives up: both or none."""
    if lain is None:
        return _satu(baris, data, dua)
    list(Pengiriman.objects.select_for_update(of=("self",)).filter(pk__in=(baris.pk, lain.pk)).order_by("pk"))
    id_baris, id_lain = _id_kini(baris), _id_kini(lain)
    if not _sama(id_lain, data["id_usulan"]):
        raise TidakMungkin(baris, "ID usulan yang ditukar sudah berubah. Ajukan koreksi yang baru.")
    UsulanSiasn.objects.filter(usulan=baris.usulan_id).update(id_usulan=f"tukar-{baris.pk}")
    _satu(lain, data | {"id_usulan": id_baris, "lama": id_lain, "tukar": _nomor(baris)}, dua)
    return _satu(baris, data | {"lama": id_baris, "tukar": _nomor(lain)}, dua)


def _nomor(baris: Pengiriman) -> str:
    return Usulan.objects.get(pk=str(baris.usulan_id)).nomor


def _satu(baris: Pengiriman, data: dict[str, Any], dua: tuple[Pengguna, Pengguna]) -> Pengiriman:
    return putuskan_di_dalam(baris.pk, Kode.KOREKSI_ID, lambda b: _koreksi(b, dua, data), dua[0], data)


def _koreksi(baris: Pengiriman, dua: tuple[Pengguna, Pengguna], data: dict[str, Any]) -> bool:
    """Under the row's lock; `data` of the record gets what was wrong and which calls it went out with."""
    if not dapat_dikoreksi(baris):
        raise TidakMungkin(baris)
    lain = _sesudah(baris)
    list(lain.select_for_update(of=("self",)).order_by("gelombang", "id"))
    _check_diam(baris)
    id_usulan = data["id_usulan"]
    _check_id(baris, id_usulan)
    data.setdefault("lama", _id_kini(baris))
    data["salah_kirim"] = [str(satu) for satu in _salah_alamat(lain).values_list("pk", flat=True)]
    oleh, bersama = dua
    _hentikan(lain, oleh)
    kini = timezone.now()
    UsulanSiasn.objects.filter(usulan=baris.usulan_id).update(id_usulan=id_usulan, pantau_berikut=kini)
    _olah_lagi(id_usulan)
    pindah(baris, GerakKiriman.ID_DIKOREKSI)
    baris.hasil = {**baris.hasil, "id_usulan": id_usulan, "id_usulan_salah": data["lama"]}
    baris.diselesaikan_oleh, baris.catatan_penyelesaian = oleh, f"ID Usulan dikoreksi: {data['alasan']}"[:255]
    catat_id_bkn(Usulan.objects.get(pk=str(baris.usulan_id)), oleh=oleh, bersama=bersama, alasan=data["alasan"])
    return True


def _olah_lagi(id_usulan: str) -> None:
    """Let what BKN said under the right id, and nobody was known for, find its usulan."""
    milik = KejadianMasuk.objects.filter(id_usulan__iexact=id_usulan, tanggal__isnull=False)
    menunggu = milik.filter(keadaan__in=(KeadaanMasuk.MENUNGGU, KeadaanMasuk.TANPA_USULAN))
    if pindahkan(menunggu, GerakMasuk.COBA_LAGI, jatuh_tempo=timezone.now(), catatan="", usulan=None):
        bangunkan("integrasi.tasks.masuk")


def _hentikan(lain: QuerySet[Pengiriman], oleh: Pengguna) -> None:
    """Stop what went out, or may have, under the wrong id; sent again it is a call of its own."""
    kini, keadaan = timezone.now(), KIRIMAN.tujuan(GerakKiriman.ID_SALAH)
    for satu in list(_salah_alamat(lain)):
        isi = {"sebab": Kode.ID_SALAH, "pesan": SEBAB[Kode.ID_SALAH].kalimat}
        milik = Pengiriman.objects.filter(pk=satu.pk)
        kosong = {"selesai_pada": None, "tidak_pasti_sejak": None, "dicoba_sejak": None, "diselesaikan_oleh": None}
        pindahkan(milik, GerakKiriman.ID_SALAH, kunci_lain=uuid4(), catatan_penyelesaian="", **isi, **kosong)
        Percobaan.objects.create(pengiriman=satu, mulai=kini, selesai=kini, keadaan=keadaan, oleh=oleh, **isi)


def _sesudah(baris: Pengiriman) -> QuerySet[Pengiriman]:
    return Pengiriman.objects.filter(aliran=baris.aliran).exclude(api=Api.USULAN)


def _salah_alamat(lain: QuerySet[Pengiriman]) -> QuerySet[Pengiriman]:
    """Those that went out, or may have. A letter names the person and not the id: it arrived at the right place."""
    ragu = Q(tidak_pasti_sejak__isnull=False, keadaan__in=KIRIMAN.dari(GerakKiriman.ID_SALAH))
    lewat_surat = Percobaan.objects.filter(sebab=Kode.LEWAT_SURAT, pengiriman__in=lain).values("pengiriman")
    return lain.filter(ragu | Q(keadaan=Keadaan.SELESAI)).exclude(pk__in=lewat_surat)


def _check_diam(baris: Pengiriman) -> None:
    if _sesudah(baris).filter(keadaan=Keadaan.KIRIM).exists():
        raise TidakMungkin(baris, "Satu kiriman usulan ini sedang dikirim. Tunggu beberapa menit, lalu coba lagi.")


def _id_kini(baris: Pengiriman) -> str:
    return UsulanSiasn.objects.filter(usulan=baris.usulan_id).values_list("id_usulan", flat=True).first() or ""


def _sama(satu: str, lain: str) -> bool:
    return satu.casefold() == lain.casefold()


def _masuk(baris: Pengiriman, id_usulan: str) -> QuerySet[KejadianMasuk]:
    """What came under this id and was taken as said of the call's usulan."""
    return KejadianMasuk.objects.filter(
        usulan=baris.usulan_id, id_usulan__iexact=id_usulan, keadaan__in=MASUK.dari(GerakMasuk.DITARIK)
    )


def _tarik_masuk(baris: Pengiriman, oleh: Pengguna, alasan: str) -> None:
    """Take back all that BKN said under the wrong id: notices, and what stages and Pertek were read with it."""
    usulan = Usulan.objects.get(pk=str(baris.usulan_id))
    salah = _masuk(baris, _id_kini(baris))
    lain = KejadianMasuk.objects.filter(
        usulan=usulan, keadaan__in=MASUK.dari(GerakMasuk.DITARIK), tanggal__isnull=False
    )
    tetap = {(s, t, k) for s, t, k in lain.exclude(pk__in=salah).values_list("status", "tanggal", "keterangan") if t}
    lepas_jalur_bkn(usulan.pk, tetap=tetap, oleh=oleh, alasan=alasan)
    catatan = f"Datang dengan ID yang salah dicatat untuk usulan {usulan.nomor}."
    pindahkan(salah, GerakMasuk.DITARIK, usulan=None, catatan=catatan)
