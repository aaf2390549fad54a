"""The context of the queue's page, shared by the page, its fragments and every refused POST (layar.md 2.5)."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from siapp.web.halaman import HalamanKeyset, halaman_keyset
from siapp.web.permintaan import Permintaan
from usulan.antrean import (
    BATAS_HITUNG,
    TAB,
    TERBARU_DULU,
    TERKIRIM_DULU,
    Tab,
    cari_diingat,
    hitung_tab,
    saring_cari,
    tab_untuk,
)
from usulan.forms.antrean import (
    FormBagi,
    FormCari,
    FormKolom,
    FormTampilan,
    SaringAntrean,
    bersihkan_kueri,
    verifikator_untuk,
)
from usulan.izin import hak
from usulan.models import TampilanTersimpan, Usulan
from usulan.tahap import Kerja
from usulan.tampilan.antrean import (
    KOLOM,
    LAPANG,
    baris_antrean,
    beban_kata,
    keping_saring,
    kolom_pengguna,
)
from usulan.tampilan.saringan import Saringan, saringan_kini, tampilan_kini

UKURAN = 25


def susun_antrean(request: Permintaan) -> dict[str, Any]:
    """The context of the queue: what the URL asks for, as `request.user` may see it."""
    tab_milik = tab_untuk(request.user)
    tab = TAB.get(request.GET.get("tab", ""), tab_milik[0])
    kini = saringan_kini(request.GET)
    saring, teks_cari, terpotong = saring_usulan(request, tab.kode, kini)
    halaman = _beralamat(halaman_keyset(saring.qs.dengan_rujukan(), request, urutan(tab, saring), UKURAN))
    kolom, lapang = kolom_pengguna(request.user)
    return {
        "tab": susun_tab(request, tab.kode, kini.kueri),
        "tab_kini": tab,
        # Closed it is a link that fetches it: its lists of agencies and people were half of the page.
        "saring": None if saring.form.is_valid() else _saring_lengkap(request, kini).form,
        "keping": keping_saring(saring.form, kini.kueri, teks_cari) if saring.form.is_valid() else [],
        "kabar_saring": kini.kabar,
        "url_bersih": f"{reverse('usulan:antrean')}?tab={tab.kode}",
        "cari_kode": request.GET.get("cari", "") if teks_cari else "",
        "terpotong": terpotong,
        "cari_hilang": "cari" in request.GET and teks_cari is None,
        "halaman": halaman,
        "baris": baris_antrean(halaman.baris, kolom),
        "kolom": kolom,
        "lapang": lapang,
        "form_cari": FormCari(),
        # What a refused form is shown instead of.
        "form_kolom": None,
        "isian_kolom": isian_kolom((*(k.kode for k in kolom), *([LAPANG] if lapang else []))),
        "form_tampilan": FormTampilan(initial={"kueri": bersihkan_kueri(kini.kueri.urlencode())}),
        "tampilan": tampilan_kini(TampilanTersimpan.objects.untuk(request.user).select_related("pemilik")),
        "form_bagi": form_bagi(request),
        "boleh_ambil": hak.boleh(request.user, Kerja.AMBIL),
        "kueri": kini.kueri.urlencode(),
    }


def susun_saring(request: Permintaan) -> dict[str, Any]:
    """The context of the filter form by itself, filled with what the URL asks for."""
    kode = request.GET.get("cari", "")
    return {
        "tab_kini": TAB.get(request.GET.get("tab", ""), tab_untuk(request.user)[0]),
        "saring": _saring_lengkap(request, saringan_kini(request.GET)).form,
        "cari_kode": kode if cari_diingat(request.session, kode) else "",
        "remah": [("Antrean", reverse("usulan:antrean"))],
    }


def _saring_lengkap(request: Permintaan, kini: Saringan) -> SaringAntrean:
    # With all there is to choose from, over nothing: to be shown.
    return SaringAntrean(kini.kueri.copy(), queryset=Usulan.objects.none(), request=request, lengkap=True)


def urutan(tab: Tab, saring: SaringAntrean) -> tuple[str, ...]:
    """How the rows are sorted: as the tab says, a tab with history by the day of sending when days are asked for."""
    isian = saring.form.cleaned_data if saring.form.is_valid() else {}
    berhari = tab.urut == TERBARU_DULU and (isian.get("dari") or isian.get("sampai"))
    return TERKIRIM_DULU if berhari else tab.urut


def _beralamat(halaman: HalamanKeyset[Usulan]) -> HalamanKeyset[Usulan]:
    # The same list is also shown as the answer to a refused POST at another address.
    alamat = reverse("usulan:antrean")
    berikut, sebelum = (f"{alamat}{kueri}" if kueri else "" for kueri in (halaman.berikut, halaman.sebelum))
    return replace(halaman, berikut=berikut, sebelum=sebelum)


def saring_usulan(request: Permintaan, tab: str, kini: Saringan) -> tuple[SaringAntrean, str | None, bool]:
    """The filter set over the tab's usulan, the words searched for, and whether their matches were cut."""
    terlihat = Usulan.objects.untuk(request.user)
    dasar = terlihat.filter(TAB[tab].syarat(request.user))
    teks, terpotong = cari_diingat(request.session, request.GET.get("cari", "")), False
    if teks:
        riwayat = TAB[tab].urut == TERBARU_DULU
        dasar, terpotong = saring_cari(dasar, terlihat, teks, riwayat=riwayat)
    return SaringAntrean(kini.kueri.copy(), queryset=dasar, request=request, lengkap=False), teks, terpotong


def susun_tab(request: Permintaan, kini: str, saringan: QueryDict) -> list[dict[str, Any]]:
    """The tabs with their counts; a tab keeps the filters and forgets page and search."""
    semua = tab_untuk(request.user)
    jumlah = hitung_tab(request.user, semua)
    hasil = []
    for t in semua:
        kueri = bersihkan_kueri(saringan.urlencode() + f"&tab={t.kode}")
        banyak = jumlah[t.kode] >= BATAS_HITUNG
        hasil.append(
            {
                "kode": t.kode,
                "label": t.label,
                "url": f"{reverse('usulan:antrean')}?{kueri}",
                "jumlah": jumlah[t.kode],
                "lebih": banyak,
                "aktif": t.kode == kini,
            }
        )
    return hasil


def pilihan_kolom() -> list[tuple[str, str]]:
    return [*((k.kode, k.label) for k in KOLOM.values()), (LAPANG, "Baris lapang: teks utuh, beberapa baris")]


@lru_cache(maxsize=64)
def isian_kolom(dipilih: tuple[str, ...]) -> SafeString:
    """The boxes of the columns, drawn once for each choice of them: nothing in them is anybody's."""
    return FormKolom(pilihan=pilihan_kolom(), initial={"kolom": list(dipilih)}).render()


def form_bagi(request: Permintaan, data: QueryDict | None = None) -> FormBagi | None:
    """The form to distribute with, each verifier with the load; None for those who do not distribute."""
    if not hak.boleh(request.user, Kerja.BAGI):
        return None
    calon = verifikator_untuk(request.user)
    return FormBagi(data, calon=calon, beban=beban_kata(calon, hak.kategori(request.user, Kerja.BAGI)))
