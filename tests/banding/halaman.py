"""Every list that people read, with every filter, tab and search of it: taken from the product's own tables and forms.

So a tab or a filter more is walked without anybody thinking of it. tests/usulan/test_rencana.py holds that no control
of a list is missing here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrasi.models import UsulanSiasn
from integrasi.petugas.forms import FormSaringMasuk, FormSaringPengiriman
from integrasi.petugas.ikhtisar import ikhtisar
from referensi.tampilan import LIHAT
from siapp.akun.models import Pengguna
from siapp.audit.forms import FormSaringAkses, FormSaringPeristiwa
from siapp.audit.models import Peristiwa
from tests.banding.besar import Orang
from usulan.antrean import TAB
from usulan.forms.antrean import SaringAntrean
from usulan.forms.keppres import FormSaringKeppres
from usulan.forms.saring import FormSaringUsulan
from usulan.forms.statistik import FormStatistik
from usulan.keadaan import KeadaanKeppres
from usulan.models import Keppres, Usulan
from usulan.statistik.bagian import BAGIAN
from usulan.tampilan.pic import TAB_INSTANSI
from usulan.views.pertek import FormSaringPertek

# A word of very many, of some, of one, of nobody; and what people paste.
CARI = ("muhammad", "wahyu zainal", "taufik umar sukma", "19680000000000000017", "usl-000000042", "tidakadaorangnya")


@dataclass(frozen=True, slots=True)
class Halaman:
    """A page as one person opens it; `cari` is posted first to the address `pos`, as the search box does."""

    peran: str
    url: str
    cari: str = ""
    pos: str = ""

    @property
    def nama(self) -> str:
        return f"{self.peran} {self.url}" + (f" «{self.cari}»" if self.cari else "")


def buka(klien: Client, satu: Halaman) -> Any:
    """Open the page; with a search, the one that the search leads to, in the tab that `url` names."""
    if not satu.cari:
        return klien.get(satu.url)
    tujuan = klien.post(satu.pos, {"teks": satu.cari, "cari": satu.cari})
    kode = QueryDict(tujuan["Location"].partition("?")[2]).get("cari", "")
    return klien.get(f"{satu.url}{'&' if '?' in satu.url else '?'}cari={kode}")


def nilai(bidang: forms.Field) -> list[str]:
    """What somebody may put into a filter: each choice, a large and a small row, days near and long ago."""
    hari = timezone.localdate()
    if isinstance(bidang, forms.ModelChoiceField):
        semua = list(bidang.queryset.values_list("pk", flat=True))  # type: ignore[union-attr]
        return [str(satu) for satu in dict.fromkeys([*semua[:1], *semua[-1:]])]
    if isinstance(bidang, forms.ChoiceField):
        return [str(kode) for kode, _ in bidang.choices if kode]  # type: ignore[union-attr,misc]
    if isinstance(bidang, forms.BooleanField):
        return ["on"]
    if isinstance(bidang, forms.DateField):
        return [(hari - timedelta(days=n)).isoformat() for n in (3650, 2000, 0)]
    return []


def saringan(form: forms.Form, **tetap: Iterable[str]) -> list[dict[str, str]]:
    """No filter, each filter alone, and each pair of two filters with their first and last value."""
    isi = {nama: list(tetap.get(nama, nilai(bidang))) for nama, bidang in form.fields.items()}
    satu = [{nama: n} for nama, semua in isi.items() for n in semua]
    tepi = {nama: list(dict.fromkeys([*semua[:1], *semua[-1:]])) for nama, semua in isi.items()}
    nama = list(isi)
    dua = [{a: x, b: y} for i, a in enumerate(nama) for b in nama[i + 1 :] for x, y in product(tepi[a], tepi[b])]
    return [{}, *satu, *dua]


def _url(nama: str, kueri: dict[str, str] | None = None, *args: Any) -> str:
    return reverse(nama, args=args) + (f"?{urlencode(kueri)}" if kueri else "")


def semua_halaman(orang: Orang) -> Iterator[Halaman]:
    """Every page of the matrix. Few roles read the same list through different doors; each door is walked."""
    for peran in ("pic", "verifikator", "koordinator", "dukungan", "kepala_biro", "administrator", "auditor"):
        yield Halaman(peran, reverse("beranda"))
    yield from _antrean(orang)
    yield from _pic(orang)
    yield from _keppres()
    yield from _pertukaran()
    yield from _audit(orang)
    yield from _statistik(orang)
    yield from _lain()


def _antrean(orang: Orang) -> Iterator[Halaman]:
    saring = SaringAntrean(
        QueryDict(), lengkap=True, queryset=Usulan.objects.all(), request=_permintaan(orang.auditor)
    ).form
    semua = saringan(saring)
    for peran in ("verifikator", "koordinator", "dukungan", "kepala_biro", "auditor"):
        for tab in TAB:
            yield Halaman(peran, _url("usulan:antrean", {"tab": tab}))
    for peran, kueri in product(("koordinator", "auditor"), semua):
        yield Halaman(peran, _url("usulan:antrean", {"tab": "semua", **kueri}))
    for tab, kueri in product(TAB, (satu for satu in semua if len(satu) == 1)):
        yield Halaman("verifikator", _url("usulan:antrean", {"tab": tab, **kueri}))
    for tab, kata in product(("semua", "selesai", "tugas", "tms"), CARI):
        yield Halaman("verifikator", _url("usulan:antrean", {"tab": tab}), kata, reverse("usulan:antrean_cari"))
    yield Halaman("auditor", _url("usulan:antrean", {"tab": "semua"}), CARI[0], reverse("usulan:antrean_cari"))
    for peran in ("koordinator", "kepala_biro"):
        yield Halaman(peran, reverse("usulan:beban"))


def _pic(orang: Orang) -> Iterator[Halaman]:
    for kueri in saringan(FormSaringUsulan(pengguna=Pengguna.objects.get(pk=orang.pic))):
        yield Halaman("pic", _url("usulan:daftar", kueri))
    for kata in CARI:
        yield Halaman("pic", _url("usulan:daftar"), kata, reverse("usulan:daftar"))
    yield Halaman("pic", _url("usulan:daftar", {"tahap": "SELESAI"}), CARI[1], reverse("usulan:daftar"))


def _keppres() -> Iterator[Halaman]:
    for kueri in saringan(FormSaringKeppres()):
        yield Halaman("dukungan", _url("usulan:keppres_daftar", kueri))
    for kueri in saringan(FormSaringPertek()):
        yield Halaman("verifikator", _url("usulan:pertek_daftar", kueri))
        yield Halaman("dukungan", _url("usulan:pertek_daftar", kueri))
    yield Halaman("kepala_biro", reverse("usulan:tahanan_daftar"))
    for keadaan in (KeadaanKeppres.DRAF, KeadaanKeppres.TERBIT):
        satu = Keppres.objects.filter(keadaan=keadaan).order_by("id").first()
        if satu:
            yield Halaman("dukungan", _url("usulan:keppres_rinci", None, satu.pk))
            if keadaan == KeadaanKeppres.DRAF:
                yield Halaman("dukungan", _url("usulan:keppres_tambah", None, satu.pk))


def _pertukaran() -> Iterator[Halaman]:
    for kueri in saringan(FormSaringPengiriman(QueryDict(), sebab=ikhtisar().sebab)):
        yield Halaman("administrator", _url("integrasi:pengiriman", kueri))
    kenal = list(UsulanSiasn.objects.values_list("id_usulan", flat=True)[:1])
    for kueri in saringan(FormSaringMasuk(QueryDict()), id_usulan=[*kenal, "tidak-dikenal"]):
        yield Halaman("administrator", _url("integrasi:masuk", kueri))
    yield Halaman("kepala_biro", reverse("integrasi:menunggu_kedua"))
    yield Halaman("administrator", reverse("berkas:karantina"))
    yield Halaman("administrator", reverse("berkas:akar"))


def _audit(orang: Orang) -> Iterator[Halaman]:
    aliran = Peristiwa.objects.order_by("-id").values_list("aliran", flat=True)[:1]
    siapa = [str(orang.verifikator), str(orang.administrator)]
    for kueri in saringan(FormSaringPeristiwa(), orang=siapa, aliran=list(aliran)):
        yield Halaman("auditor", _url("audit:jejak", kueri))
    for kueri in saringan(FormSaringAkses(), orang=siapa, objek=list(aliran)):
        yield Halaman("auditor", _url("audit:akses", kueri))


def _statistik(orang: Orang) -> Iterator[Halaman]:
    """All tables with few choices, the busiest one with every one."""
    masa = {"dari": [f"{timezone.localdate().year - 2}-01"], "sampai": [f"{timezone.localdate():%Y-%m}"]}
    for peran, bagian in (*product(("kepala_biro", "pic"), BAGIAN), ("kepala_biro", "beban")):
        form = FormStatistik(pengguna=Pengguna.objects.get(pk=getattr(orang, peran)))
        for kueri in saringan(form, **masa):
            if bagian == "putusan" or len(kueri) < 2:
                yield Halaman(peran, _url("usulan:statistik_bagian", kueri, bagian))


def _lain() -> Iterator[Halaman]:
    for tab, cari in product(TAB_INSTANSI, ("", "rekaan 07")):
        yield Halaman("administrator", _url("usulan:pic_daftar", {"tab": tab, "cari": cari}))
    yield Halaman("administrator", reverse("usulan:pic_biro"))
    yield Halaman("administrator", reverse("usulan:peralihan_daftar"))
    yield Halaman("administrator", reverse("usulan:ketepatan"))
    yield Halaman("administrator", _url("usulan:pic_instansi", None, "INST000"))
    for kode in LIHAT:
        for kueri in ({}, {"cari": "rekaan 07"}, {"lama": "on"}):
            yield Halaman("administrator", reverse("referensi:daftar", args=[kode]) + f"?{urlencode(kueri)}")
    yield Halaman("administrator", _url("referensi:disisihkan", {"daftar": "asn"}))
    for nama in ("usulan:kalender", "referensi:periode", "referensi:alasan"):
        yield Halaman("administrator", reverse(nama))
    for nama in ("referensi:indeks", "referensi:pemetaan", "referensi:disisihkan", "integrasi:sinkron"):
        yield Halaman("administrator", reverse(nama))


class _Permintaan:
    def __init__(self, pengguna: Pengguna) -> None:
        self.user = pengguna


def _permintaan(pk: int) -> Any:
    return _Permintaan(Pengguna.objects.get(pk=pk))
