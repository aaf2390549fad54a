"""How calls look to people: plain rows for templates. Pure: takes what was read, asks nothing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.forms import ChoiceField, Form
from django.http import QueryDict
from django.urls import reverse_lazy

from integrasi.enums import Api, fakta
from integrasi.keadaan import BERJALAN, MASUK_TERBUKA, TUNTAS, Keadaan, KeadaanMasuk
from integrasi.keluar.rencana import LEBAR
from integrasi.models import Pengiriman, UsulPenyelesaian
from integrasi.petugas.penyelesaian_berdua import boleh_konfirmasi, boleh_tolak
from integrasi.sebab import sebab_untuk
from siapp.akun.models import Pengguna
from siapp.web.halaman import PARAMETER
from siapp.web.templatetags.siapp import tanggal

# The way back from every page below the delivery monitor.
REMAH = [("Pengiriman", reverse_lazy("integrasi:pengiriman"))]


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """What went over the wire of one usulan. `masalah` are sentences."""

    id_usulan: str
    langkah: list[dict[str, str]] = field(default_factory=list)
    dokumen: int = 0
    dokumen_terkirim: int = 0
    masalah: list[str] = field(default_factory=list)
    berjalan: bool = False

    @property
    def kata_dokumen(self) -> str:
        return f"{self.dokumen_terkirim} dari {self.dokumen} dokumen terkirim"


def ringkas(baris: Sequence[Pengiriman], id_usulan: str, *, ditunggu: bool, dipastikan: Collection[int]) -> Ringkasan:
    """Tell the calls of one usulan in words.

    Arguments: `baris`, its calls by gelombang; `id_usulan`, SIASN's id or ""; `ditunggu`, whether calls are about to
    be planned; `dipastikan`, the APIs whose uncertain calls machines settle. A cancelled call is left out of the
    counts.
    """
    dokumen = [satu for satu in baris if satu.api == Api.DOKUMEN and satu.keadaan != Keadaan.BATAL]
    return Ringkasan(
        id_usulan=id_usulan,
        langkah=_semua_langkah(baris),
        dokumen=len(dokumen),
        dokumen_terkirim=_terkirim(dokumen),
        masalah=list(dict.fromkeys(kalimat for satu in baris if (kalimat := masalah(satu)))),
        berjalan=ditunggu or _bergerak(baris, dipastikan),
    )


def _terkirim(baris: Iterable[Pengiriman]) -> int:
    return sum(satu.keadaan == Keadaan.SELESAI for satu in baris)


def _bergerak(baris: Sequence[Pengiriman], dipastikan: Collection[int]) -> bool:
    """Whether something can go on by itself: not when all of it waits behind a call that a person must settle."""

    def jalan(satu: Pengiriman) -> bool:
        return satu.keadaan in BERJALAN or (satu.keadaan == Keadaan.TIDAK_PASTI and satu.api in dipastikan)

    henti = min((s.gelombang for s in baris if s.keadaan not in TUNTAS and not jalan(s)), default=None)
    return any(jalan(s) and (henti is None or s.gelombang <= henti) for s in baris)


def _semua_langkah(baris: Sequence[Pengiriman]) -> list[dict[str, str]]:
    """One step for the calls of an API that one event asked for; from the second signature on with its round."""
    langkah, teken = [], list[int]()
    for (urutan, api), isi in groupby(baris, key=lambda satu: (satu.gelombang // LEBAR, satu.api)):
        if fakta(api).sekali_teken and urutan not in teken:
            teken.append(urutan)
        putaran = f", putaran {len(teken)}" if len(teken) > 1 and api != Api.SALINAN_KEPPRES else ""
        langkah.append(_langkah(list(isi), putaran))
    return langkah


def _langkah(baris: list[Pengiriman], putaran: str) -> dict[str, str]:
    pertama = baris[0]
    nama = fakta(pertama.api).langkah
    if pertama.api == Api.DOKUMEN:
        nama = f"{_terkirim(baris)} dari {len(baris)} dokumen terkirim"
    terburuk = max(baris, key=lambda satu: _BERAT[Keadaan(satu.keadaan)])
    return {
        "kata": nama + putaran,
        "keadaan": _RUPA[Keadaan(terburuk.keadaan)],
        "keterangan": _keterangan(terburuk, max((s.selesai_pada for s in baris if s.selesai_pada), default=None)),
    }


_RUPA = {
    Keadaan.SELESAI: "selesai",
    Keadaan.BATAL: "nanti",
    Keadaan.BARU: "nanti",
    Keadaan.KIRIM: "kini",
    Keadaan.ULANG: "kini",
    Keadaan.TIDAK_PASTI: "ragu",
    Keadaan.DITOLAK: "gagal",
    Keadaan.MATI: "gagal",
}
# Which state stands for a group of calls: the one that needs most attention.
_BERAT = {keadaan: posisi for posisi, keadaan in enumerate(_RUPA)}


def _keterangan(baris: Pengiriman, selesai: Any) -> str:
    if baris.keadaan == Keadaan.SELESAI:
        surat = f" · {baris.catatan_penyelesaian}" if baris.catatan_penyelesaian else ""
        return f"Terkirim {tanggal(selesai, 'waktu')}{surat}"
    if baris.keadaan == Keadaan.ULANG:
        return f"{baris.get_keadaan_display()}, {tanggal(baris.jatuh_tempo, 'waktu')}"
    return baris.get_keadaan_display()


def masalah(baris: Pengiriman) -> str:
    """What is wrong with a call, in a sentence for whoever follows the usulan; "" when nothing is."""
    if baris.keadaan in TUNTAS or not baris.sebab:
        return ""
    sebab = sebab_untuk(baris.sebab)
    penutup = {
        Keadaan.TIDAK_PASTI: "Sedang dipastikan apakah kiriman sampai; jangan mengirim lagi.",
        Keadaan.DITOLAK: "Biro APP menindaklanjutinya dan menghubungi Anda bila data perlu diperbaiki.",
        Keadaan.MATI: "Biro APP menindaklanjutinya.",
    }.get(Keadaan(baris.keadaan), "Kiriman dicoba lagi sendiri.")
    isi = baris.pesan if baris.keadaan == Keadaan.DITOLAK and baris.pesan else sebab.kalimat
    return f"{fakta(baris.api).langkah}: {isi} {penutup}"


def keping_saring(form: Form, parameter: QueryDict) -> list[dict[str, str]]:
    """The filters in force as chips: what is set, and the address without it (and without the page's cursor)."""
    keping = []
    for bidang in form:
        nilai = form.cleaned_data.get(bidang.name)
        if nilai:
            sisa = parameter.copy()
            for nama in (bidang.name, PARAMETER):
                sisa.pop(nama, None)
            pilihan: Any = bidang.field.choices if isinstance(bidang.field, ChoiceField) else ()
            kata = dict(pilihan).get(nilai, nilai)
            keping.append({"label": f"{bidang.label}: {kata}", "url_hapus": f"?{sisa.urlencode()}"})
    return keping


def tab_masuk(jumlah: Mapping[str, int], kini: str) -> list[dict[str, Any]]:
    """Tabs of the inbox: the open ones with counts, then the finished ones without; they are too many to count."""
    tab: list[dict[str, Any]] = [{"label": "Perlu dilihat", "url": "?", "jumlah": None, "aktif": not kini}]
    return tab + [
        {
            "label": label,
            "url": f"?keadaan={keadaan}",
            "jumlah": jumlah.get(keadaan, 0) if keadaan in MASUK_TERBUKA else None,
            "aktif": kini == keadaan,
        }
        for keadaan, label in _TAB_MASUK.items()
    ]


_TAB_MASUK = {
    KeadaanMasuk.TANPA_USULAN: "Tanpa usulan",
    KeadaanMasuk.TIDAK_TERBACA: "Tidak terbaca",
    KeadaanMasuk.BERTENTANGAN: "Bertentangan",
    KeadaanMasuk.BASI: "Kedaluwarsa",
    KeadaanMasuk.MENUNGGU: "Ditunggu 24 jam",
    KeadaanMasuk.BARU: "Belum diolah",
    KeadaanMasuk.DITERAPKAN: "Diterapkan",
    KeadaanMasuk.DITUTUP: "Ditutup",
}


@dataclass(frozen=True, slots=True)
class UsulTampil:
    """A proposal as shown to one person. `rincian` as `komponen/_ringkasan.html` wants it."""

    usul: UsulPenyelesaian
    rincian: list[dict[str, str]]
    bisa_dikonfirmasi: bool
    bisa_ditolak: bool
    milik_sendiri: bool

    @property
    def kalimat(self) -> str:
        nomor = self.usul.pengiriman.usulan.nomor if self.usul.pengiriman.usulan else "tanpa usulan"
        return f"{self.usul.diusulkan_oleh} mengusulkan “{self.usul}” untuk API {self.usul.pengiriman.api}, {nomor}."


_LABEL_ISIAN = {
    "id_usulan": "ID Usulan SIASN",
    "tukar": "ID-nya ditukar dengan usulan",
    "id_ketiga": "ID yang didapat usulan itu",
    "nomor": "Nomor surat",
    "alasan": "Alasan",
}


def tampilkan_usul(usul: UsulPenyelesaian, pengguna: Pengguna) -> UsulTampil:
    """Put a proposal (with its call, usulan and author) into words for `pengguna`."""
    return UsulTampil(
        usul,
        [{"kunci": _LABEL_ISIAN[nama], "nilai": nilai} for nama, nilai in usul.isian.items() if nilai],
        boleh_konfirmasi(usul, pengguna),
        boleh_tolak(pengguna),
        usul.diusulkan_oleh_id == pengguna.pk,
    )
