"""At which instansi a person is: what Data ASN says, read through the table of successions (docs/alur.md 1).

BKN's Data ASN follows a reorganisation by months. Until then the successor acts for people who still stand at the old
instansi.
"""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q

from referensi.models import ASN, Instansi
from usulan.models import PenerusInstansi, Usulan
from usulan.tahap import AKHIR, TERBUKA


def _tertulis(asn: ASN) -> list[str]:
    return [satu for satu in dict.fromkeys((asn.instansi_kerja_id, asn.instansi_induk_id)) if satu]


def _penerus(asn: ASN) -> list[PenerusInstansi]:
    """Rows that concern this person; those that name the unit come last and so win."""
    return _baris_penerus([asn])


def _baris_penerus(daftar: Iterable[ASN]) -> list[PenerusInstansi]:
    """Rows that may concern any of these persons, in one query."""
    lama, unit = set(), {""}
    for asn in daftar:
        lama.update(_tertulis(asn))
        unit.add(asn.unit_kerja)
    return list(PenerusInstansi.objects.filter(lama__in=lama, unit__in=unit).order_by("unit"))


def tempat_asn(asn: ASN) -> list[str]:
    """Return the ids of the instansi that may act for `asn`: where the person works, then where from."""
    return tempat_banyak([asn])[asn.pk]


def tempat_banyak(daftar: Iterable[ASN]) -> dict[str, list[str]]:
    """Return {key of the person: what `tempat_asn` returns} for many, in one query."""
    orang = list(daftar)
    baris = _baris_penerus(orang)
    hasil = {}
    for asn in orang:
        penerus = {b.lama_id: b.baru_id for b in baris if b.unit in ("", asn.unit_kerja)}
        hasil[asn.pk] = list(dict.fromkeys(penerus.get(satu, satu) for satu in _tertulis(asn)))
    return hasil


def asn_pindah() -> Q:
    """Usulan on their way whose person is at another instansi now.

    The old name of the own instansi is none other; nor is any successor of it. Only what is in doubt is compared: the
    database marks a usulan when its person, its instansi or a succession changes (keputusan/0073).
    """
    di_sini = Q(asn__instansi_kerja_id=F("instansi_id")) | Q(asn__instansi_induk_id=F("instansi_id"))
    tak_diketahui = Q(asn__instansi_kerja_id="", asn__instansi_induk_id="")
    tempat = Q(lama=OuterRef("asn__instansi_kerja_id")) | Q(lama=OuterRef("asn__instansi_induk_id"))
    unit = Q(unit="") | Q(unit=OuterRef("asn__unit_kerja"))
    diteruskan = Exists(PenerusInstansi.objects.filter(tempat, unit, baru=OuterRef("instansi_id")))
    return Q(tempat_diragukan=True, tahap__in=sorted(TERBUKA)) & ~di_sini & ~tak_diketahui & ~Q(diteruskan)


def pindah_ke(usulan: Usulan) -> Instansi | None:
    """Return the instansi where the person of `usulan` is now, None when it is the usulan's or nobody knows.

    An instansi that our lists do not know has its id for a name.
    """
    asn = usulan.asn
    tertulis = _tertulis(asn)
    if usulan.tahap_kini in AKHIR or not tertulis or usulan.instansi_id in tertulis:
        return None
    if usulan.instansi_id in {baris.baru_id for baris in _penerus(asn)}:
        return None
    tujuan = tempat_asn(asn)[0]
    return Instansi.objects.filter(pk=tujuan).first() or Instansi(id=tujuan, nama=tujuan)


Tempat = dict[tuple[str, str], str]


def beralih(kini: Tempat, lama: str, baru: str, unit: Iterable[str] | None) -> Tempat:
    """Return what {(instansi, unit): successor} becomes when `lama` goes over to `baru`: these units, or the rest.

    Chains are closed: what had come to `lama` goes on to `baru`. Units that went elsewhere before stay there.
    """
    hasil = dict(kini)
    if unit is None:
        hasil |= {kunci: baru for kunci, ke in kini.items() if ke == lama}
        hasil[lama, ""] = baru
    else:
        for satu in unit:
            hasil |= {(dari, satu): baru for (dari, u), ke in kini.items() if ke == lama and u in {"", satu}}
            hasil[lama, satu] = baru
    return _tanpa_kembali(hasil)


def _tanpa_kembali(tempat: Tempat) -> Tempat:
    """What came back to where it began is no succession, unless it is an exception from one."""
    umum = {kunci: ke for kunci, ke in tempat.items() if not kunci[1] and kunci[0] != ke}
    khusus = {(dari, u): ke for (dari, u), ke in tempat.items() if u and (dari != ke or (dari, "") in umum)}
    return umum | khusus
