"""What differs in Data ASN now from what a decision rests on? One answer for everybody who asks (alur.md 4).

A draft and each signing keep a picture (`Usulan.potret`) of the person as Data ASN had them; a row of a Keppres keeps
the picture of the last difference that somebody confirmed there. Who decides sees what differs and confirms it
knowingly. Usulan from before there were pictures are compared with what their file says: name and instansi, alive and
listed (keputusan/0040).
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from referensi.katalog import muat_katalog, untuk_meninggal
from referensi.models import ASN, Instansi
from siapp.web.galat import GalatPengguna
from siapp.web.templatetags.siapp import tanggal
from usulan.models import KeppresUsulan, Usulan
from usulan.tahap import MENUNGGU_KEPPRES
from usulan.tempat import tempat_banyak

LABEL: Mapping[str, str] = {
    "tanggal_meninggal": "Meninggal",
    "instansi": "Instansi",
    "nama": "Nama dan gelar",
    "pangkat_baru": "Pangkat",
    "golongan_baru": "Golongan ruang",
    "nama_jabatan_terakhir": "Jabatan",
    "unit_kerja": "Unit kerja",
    "kedudukan_hukum_id": "Kedudukan hukum",
    "aktif": "Data ASN",
}
"""What is compared, the gravest first. `instansi` is that of the usulan against both that Data ASN names."""


@dataclass(frozen=True, slots=True)
class Perbedaan:
    """One field: what the decision rested on, and what Data ASN says now.

    `sejak`: since when SIASN's row says so at the latest; `dilihat`: when SIASN last said it. `menghentikan`: the
    usulan cannot go on with it. Anything else is confirmed by whoever decides.
    """

    kode: str
    lama: str
    baru: str
    sejak: date
    dilihat: datetime
    menghentikan: bool = False

    @property
    def label(self) -> str:
        return LABEL[self.kode]


def potret(asn: ASN) -> dict[str, Any]:
    """Return the picture of `asn` to be kept: what is compared later, as JSON holds it."""
    return {kode: _json(getattr(asn, kode)) for kode in LABEL if kode != "instansi"}


def _json(nilai: Any) -> Any:
    return nilai.isoformat() if isinstance(nilai, date) else nilai


def perbedaan(usulan: Usulan) -> tuple[Perbedaan, ...]:
    """Return what differs now from the picture of the last signing (of a draft: of its beginning)."""
    return perbedaan_banyak([usulan])[usulan.pk]


def perbedaan_banyak(daftar: Collection[Usulan]) -> dict[Any, tuple[Perbedaan, ...]]:
    """The same of many at once, by id; two queries beside that of their `asn`, and none when
    nobody moved."""
    return _banding([(u, u.potret) for u in daftar])


def perbedaan_baris(daftar: Iterable[KeppresUsulan]) -> dict[Any, tuple[Perbedaan, ...]]:
    """What differs of each row of a Keppres from what was confirmed there last, by the id of its usulan."""
    return _banding([(b.usulan, b.potret or b.usulan.potret) for b in daftar])


def _banding(pasangan: list[tuple[Usulan, Mapping[str, Any]]]) -> dict[Any, tuple[Perbedaan, ...]]:
    mungkin = [u for u, dasar in pasangan if _instansi_lain(u, dasar)]
    tempat = tempat_banyak([u.asn for u in mungkin]) if mungkin else {}
    # Who still stands at the old name of the own instansi has not moved.
    pindah = {u.pk for u in mungkin if u.instansi_id not in tempat[u.asn.pk]}
    tujuan = {_instansi_asn(u.asn) for u in mungkin if u.pk in pindah}
    nama = dict(Instansi.objects.filter(pk__in=tujuan).values_list("pk", "nama")) if tujuan else {}
    return {u.pk: tuple(_beda(u, dasar, nama, u.pk in pindah)) for u, dasar in pasangan}


def _instansi_asn(asn: ASN) -> str:
    return asn.instansi_kerja_id or asn.instansi_induk_id


def _instansi_lain(usulan: Usulan, dasar: Mapping[str, Any]) -> bool:
    """Whether the person stands at another instansi than that of the usulan, and nobody confirmed this one yet."""
    kini = _instansi_asn(usulan.asn)
    milik = usulan.instansi_id in (usulan.asn.instansi_kerja_id, usulan.asn.instansi_induk_id)
    return bool(kini) and not milik and dasar.get("instansi", usulan.instansi_id) != kini


def _beda(usulan: Usulan, dasar: Mapping[str, Any], nama: Mapping[str, str], pindah: bool) -> Iterable[Perbedaan]:
    asn, mati = usulan.asn, untuk_meninggal(usulan.layanan_id)
    saat = (timezone.localdate(asn.diubah_pada), asn.dilihat)
    awal = {"nama": usulan.nama, "tanggal_meninggal": None, "aktif": True, **dasar}
    if mati and not dasar:
        awal["tanggal_meninggal"] = _json(asn.tanggal_meninggal)
    for kode in LABEL:
        if kode == "instansi" and pindah:
            kini = _instansi_asn(asn)
            lama = dasar.get("instansi", "")
            yield Perbedaan(kode, nama.get(lama) or usulan.instansi.nama, nama.get(kini, kini), *saat)
        elif kode == "aktif" and mati:
            continue  # who died is listed no more: nothing that anybody has to confirm
        elif kode in awal and awal[kode] != (baru := _json(getattr(asn, kode, None))) and kode != "instansi":
            gawat = kode == "tanggal_meninggal" and bool(baru) and not mati
            yield Perbedaan(kode, _kata(kode, awal[kode]), _kata(kode, baru), *saat, gawat)


def _kata(kode: str, nilai: Any) -> str:
    if kode == "tanggal_meninggal":
        return tanggal(date.fromisoformat(nilai)) if nilai else "Tidak tercatat meninggal"
    if kode == "aktif":
        return "Terdaftar" if nilai else "Tidak didaftar SIASN lagi"
    return str(nilai or "Kosong")


def potret_kini(usulan: Usulan) -> dict[str, Any]:
    """The picture of the person of `usulan` now, with the instansi: what a row of a Keppres keeps once confirmed."""
    return potret(usulan.asn) | {"instansi": _instansi_asn(usulan.asn)}


def sidik(*daftar: tuple[Perbedaan, ...]) -> str:
    """Return what the differences that a page showed are known by when it is sent; "" when there are none."""
    isi = [[(p.kode, p.lama, p.baru) for p in satu] for satu in daftar if satu]
    return hashlib.sha256(json.dumps(isi).encode()).hexdigest()[:32] if isi else ""


def check_diketahui(diketahui: str, *daftar: tuple[Perbedaan, ...]) -> None:
    """Raise GalatPengguna unless `diketahui` names exactly the differences that there are now (`sidik`)."""
    kini = sidik(*daftar)
    if kini and kini != diketahui:
        kata = "; ".join(f"{p.label}: {p.baru}" for satu in daftar for p in satu)
        raise GalatPengguna(
            f"Data ASN orang ini berbeda dengan yang menjadi dasar usulan ({kata}). Periksa perbedaannya, lalu centang "
            "bahwa Anda mengetahuinya.",
            bidang="diketahui",
        )


def tinggal_diakhiri(usulan: QuerySet[Usulan]) -> QuerySet[Usulan]:
    """Of `usulan` those that can enter no Keppres any more because their person died: two people end them."""
    mati = [layanan.kode for layanan in muat_katalog() if untuk_meninggal(layanan.kode)]
    menunggu = usulan.filter(tahap__in=MENUNGGU_KEPPRES, asn__tanggal_meninggal__isnull=False)
    return menunggu.exclude(layanan__in=mati)


def alasan_meninggal(usulan: Usulan) -> str:
    """Return why no Keppres may rest on `usulan`: its person died, and its service is for the living; else ""."""
    wafat = usulan.asn.tanggal_meninggal
    if wafat is None or untuk_meninggal(usulan.layanan_id):
        return ""
    return (
        f"Menurut Data ASN, orang ini meninggal pada {wafat:%d-%m-%Y}, sedangkan layanannya untuk ASN yang masih hidup."
    )
