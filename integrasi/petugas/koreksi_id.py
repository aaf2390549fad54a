"""Correcting an ID Usulan that people settled API 3 with and that proved to be another's (keputusan/0053).

Calls look the id up when they are made, so those not sent yet go out with the right one. What was sent under the wrong
id lies at SIASN with somebody else: each such call stops, is told to a person, and gets a new key, because SIASN would
take the old one for a repetition. What BKN said under the wrong id, Pertek and stages included,
was about somebody else and leaves the usulan. Two usulan that have each other's id, or three in a ring, are corrected
in one (`tukar`).
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
from usulan.tahap import SESUDAH_TERBIT

# Between the numbers of two usulan.
PEMISAH = " dan "
TUKAR_BERUBAH = "ID usulan yang ditukar sudah berubah. Ajukan koreksi yang baru."


@dataclass(frozen=True, slots=True)
class Akibat:
    """What a correction of the id touches: calls made under it, calls that wait, and notices that came under it.

    `terbit`: a Keppres of the usulan is published; it stays, and a person is told.
    """

    terkirim: Sequence[Pengiriman]
    menunggu: int
    masuk: int
    terbit: bool


def dapat_dikoreksi(baris: Pengiriman) -> bool:
    """Whether the id of this call is one that people gave: API 3, settled by hand."""
    milik_orang = baris.diselesaikan_oleh_id is not None
    return baris.api == Api.USULAN and KIRIMAN.bisa(GerakKiriman.ID_DIKOREKSI, baris.keadaan) and milik_orang


def akibat(baris: Pengiriman) -> Akibat:
    """Return what a correction would touch, for who decides about it."""
    lain = _sesudah(baris)
    menunggu = lain.exclude(keadaan__in=TUNTAS).exclude(pk__in=_salah_alamat(lain)).count()
    masuk = _masuk(baris, _id_kini(baris)).count()
    terbit = Usulan.objects.filter(pk=str(baris.usulan_id), tahap__in=SESUDAH_TERBIT).exists()
    return Akibat(list(_salah_alamat(lain).order_by("gelombang", "id")), menunggu, masuk, terbit)


@dataclass(frozen=True, slots=True)
class DiSiasn:
    """Whom a person read at SIASN: under the right id; where ids are swapped, under the id that we have now; and where
    three go round, under the id that the third usulan has now.
    """

    nip: str
    nama: str
    nip_lain: str = ""
    nama_lain: str = ""
    nip_ketiga: str = ""
    nama_ketiga: str = ""


def check_koreksi(baris: Pengiriman, id_usulan: str, orang: DiSiasn) -> list[Usulan]:
    """Raise unless `id_usulan`, under which SIASN has `orang`, can be the right id of the call.

    Returns the usulan whose ids go round with this one's: the one that has `id_usulan` now and, of three, the third,
    whose id that one gets. TidakMungkin for a call that was not settled by hand; GalatPengguna with the field that
    contradicts.
    """
    if not dapat_dikoreksi(baris):
        raise TidakMungkin(baris, "Hanya ID Usulan API 3 yang diisi petugas yang dapat dikoreksi.")
    lain = _tertukar_dengan(baris, id_usulan)
    _check_id(baris, id_usulan, tukar=lain)
    check_orang(_usulan(baris), orang.nip, orang.nama)
    return _check_tukar(baris, lain, orang) if lain else []


def isi_tukar(lain: Sequence[Usulan]) -> dict[str, str]:
    """What a proposal keeps of the usulan whose ids go round (`koreksi_id`'s `tukar` and `id_ketiga`)."""
    isi = {"tukar": PEMISAH.join(satu.nomor for satu in lain)} if lain else {}
    if lain[1:]:
        isi["id_ketiga"] = UsulanSiasn.objects.get(usulan=lain[1]).id_usulan
    return isi


def _usulan(baris: Pengiriman) -> Usulan:
    return Usulan.objects.get(pk=str(baris.usulan_id))


def _tertukar_dengan(baris: Pengiriman, id_usulan: str) -> Pengiriman | None:
    """The call of another usulan that has `id_usulan` from people, so that it may be a wrong one, too."""
    pemilik = UsulanSiasn.objects.filter(id_usulan__iexact=id_usulan).exclude(usulan=baris.usulan_id)
    return _diisi_petugas(Q(usulan__in=pemilik.values("usulan")))


def _diisi_petugas(syarat: Q) -> Pengiriman | None:
    calon = Pengiriman.objects.filter(syarat, api=Api.USULAN).order_by("-dibuat_pada")
    return next((satu for satu in calon if dapat_dikoreksi(satu) and _id_kini(satu)), None)


def _check_tukar(baris: Pengiriman, lain: Pengiriman, orang: DiSiasn) -> list[Usulan]:
    """People whose ids go round must be told apart one by one: each id that is given up must be the next one's."""
    usulan = _usulan(lain)
    if not (orang.nip_lain or orang.nama_lain):
        raise GalatPengguna(
            f"ID Usulan ini sekarang tercatat pada usulan {usulan.nomor}. Bila kedua ID tertukar, isi juga NIP dan "
            f"nama pada ID {_id_kini(baris)} menurut SIASN.",
            kode=409,
            bidang="nip_lain",
        )
    if ketiga := _ketiga(baris, lain, orang.nip_lain):
        _check_orang_pada(_usulan(ketiga), orang.nip_lain, orang.nama_lain, "lain")
        return [usulan, _check_ketiga(usulan, ketiga, orang)]
    _check_orang_pada(usulan, orang.nip_lain, orang.nama_lain, "lain")
    return [usulan]


def _ketiga(baris: Pengiriman, lain: Pengiriman, nip: str) -> Pengiriman | None:
    """The call of a third usulan, of the person who stands under the id that `baris` has now."""
    if nip == _usulan(lain).nip:
        return None
    return _diisi_petugas(Q(usulan__nip=nip) & ~Q(usulan__in=(baris.usulan_id, lain.usulan_id)))


def _check_ketiga(usulan: Usulan, ketiga: Pengiriman, orang: DiSiasn) -> Usulan:
    milik = _usulan(ketiga)
    if not (orang.nip_ketiga or orang.nama_ketiga):
        raise GalatPengguna(
            f"ID itu milik usulan {milik.nomor}, jadi tiga ID berputar. Isi juga NIP dan nama pada ID "
            f"{_id_kini(ketiga)} menurut SIASN, yang sekarang tercatat pada usulan {milik.nomor}.",
            kode=409,
            bidang="nip_ketiga",
        )
    _check_orang_pada(usulan, orang.nip_ketiga, orang.nama_ketiga, "ketiga")
    return milik


def _check_orang_pada(usulan: Usulan, nip: str, nama: str, bidang: str) -> None:
    try:
        check_orang(usulan, nip, nama)
    except GalatPengguna as galat:
        galat.bidang = f"{galat.bidang}_{bidang}"
        raise


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
    pengiriman_id: UUID,
    *,
    id_usulan: str,
    alasan: str,
    oleh: Pengguna,
    bersama: Pengguna,
    tukar: str = "",
    id_ketiga: str = "",
) -> Pengiriman:
    """Put the right id in the place of the wrong one, for one reason.

    Two people decided it (`penyelesaian_berdua`): `oleh` proposed, `bersama` confirmed. The usulan's history
    names both. `tukar`: the number of the usulan that has this id and gets the other in its place, "" for none. Of
    three that go round both numbers stand there (PEMISAH), and `id_ketiga` is the id of the last, which the first gets.

    What BKN said under the wrong id is taken back first, in its own transaction: repeated after a crash it finds
    nothing more to do. No notice of that id is worked meanwhile. A published decree that rests on it stays, and a
    person is told. Raises TidakBerwenang, TidakMungkin while a call of the usulan is being sent, GalatPengguna.
    """
    check_administrator(oleh)
    baris = Pengiriman.objects.get(pk=pengiriman_id)
    if _sama(_id_kini(baris), id_usulan):
        return baris
    semua = [baris, *_sekawan(baris, id_usulan, tukar)]
    ids = [id_usulan, *filter(None, [id_ketiga])]
    with ExitStack() as pegang:
        for kode in sorted(_id_kini(satu).upper() for satu in semua):
            if not pegang.enter_context(giliran(kode)):
                raise TidakMungkin(baris, "Pemberitahuan BKN dengan ID ini sedang diolah. Coba lagi sebentar lagi.")
        _check_id(baris, id_usulan, tukar=semua[1] if semua[1:] else None)
        for satu in semua:
            _check_diam(satu)
        for satu in semua:
            _tarik_masuk(satu, oleh, alasan)
        return _terapkan(semua, ids, alasan, (oleh, bersama))


def _sekawan(baris: Pengiriman, id_usulan: str, tukar: str) -> list[Pengiriman]:
    """The calls of the usulan whose numbers stand in `tukar`, in the order in which they give their ids on."""
    nomor = tukar.split(PEMISAH) if tukar else []
    if not nomor:
        return []
    semua = [_tertukar_dengan(baris, id_usulan), *(_diisi_petugas(Q(usulan__nomor=satu)) for satu in nomor[1:])]
    ada = [satu for satu in semua if satu is not None]
    if [_nomor(satu) for satu in ada] != nomor:
        raise TidakMungkin(baris, TUKAR_BERUBAH)
    return ada


@transaction.atomic(durable=True)
def _terapkan(
    semua: Sequence[Pengiriman], ids: Sequence[str], alasan: str, dua: tuple[Pengguna, Pengguna]
) -> Pengiriman:
    """Give each of `semua` the id of the next, and the last that of the first, or none any. `ids`: as they were read,
    of all but the first."""
    baris, *lain = semua
    if not lain:
        return _satu(baris, {"id_usulan": ids[0], "alasan": alasan}, dua)
    list(Pengiriman.objects.select_for_update(of=("self",)).filter(pk__in=[s.pk for s in semua]).order_by("pk"))
    lama = [_id_kini(satu) for satu in semua]
    if len(ids) != len(lain) or not all(map(_sama, lama[1:], ids)):
        raise TidakMungkin(baris, TUKAR_BERUBAH)
    for satu in semua[:-1]:
        UsulanSiasn.objects.filter(usulan=satu.usulan_id).update(id_usulan=f"tukar-{satu.pk}")
    baru = [*lama[1:], lama[0]]
    kawan = [*semua[1:], baris]
    # From the last: each id is free by then.
    for satu, dari, ke, asal in reversed(list(zip(semua, lama, baru, kawan, strict=True))):
        isi = {"id_usulan": ke, "lama": dari, "alasan": alasan, "tukar": _nomor(asal)}
        hasil = _satu(satu, isi, dua)
    return hasil


def _nomor(baris: Pengiriman) -> str:
    return _usulan(baris).nomor


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
    lain = KejadianMasuk.objects.filter(usulan=usulan, keadaan__in=MASUK.dari(GerakMasuk.DITARIK))
    tetap = {(s, t, k) for s, t, k in lain.exclude(pk__in=salah).values_list("status", "tanggal", "keterangan") if t}
    lepas_jalur_bkn(usulan.pk, tetap=tetap, oleh=oleh, alasan=alasan)
    catatan = f"Datang dengan ID yang salah dicatat untuk usulan {usulan.nomor}."
    pindahkan(salah, GerakMasuk.DITARIK, usulan=None, catatan=catatan)
