"""The composer of a verdict: what is proposed, what was typed, and what BKN will read (alur.md 4)."""

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from usulan.actions.verifikasi import PANJANG_KETERANGAN, ringkasan_penilaian, usulkan_keterangan
from usulan.forms.verifikasi import AWALAN_PUTUSAN, FormPutusan
from usulan.models import StatusPutusan, Usulan
from usulan.tampilan.nilai import label_bidang
from usulan.tampilan.verifikasi import catatan_panjang

DIUSULKAN = ("status", "keterangan", "panjang")


@dataclass(frozen=True, slots=True)
class Pratinjau:
    """What BKN will read (Lampiran API 10), with its length in both measures."""

    status: str
    keterangan: str
    karakter: int
    bita: int
    batas: int = PANJANG_KETERANGAN

    @property
    def lewat(self) -> bool:
        return max(self.karakter, self.bita) > self.batas


def pratinjau(status: str, keterangan: str) -> Pratinjau:
    """Return the preview of a verdict as it would be sent: on one line."""
    teks = unicodedata.normalize("NFC", " ".join(keterangan.split()))
    return Pratinjau(status if status in StatusPutusan else "", teks, len(teks), len(teks.encode()))


def usul_putusan(usulan: Usulan) -> tuple[dict[str, Any], dict[str, str]]:
    """Return this round's summary and the proposal made of it: {status, keterangan, panjang}."""
    ringkasan = ringkasan_penilaian(usulan)
    ditolak = ringkasan["ditolak"]
    usul = {
        "status": ringkasan["status"],
        "keterangan": usulkan_keterangan(ditolak),
        "panjang": catatan_panjang(ditolak),
    }
    return ringkasan, usul


def isian_putusan(usul: dict[str, str], ketikan: QueryDict | None, konsep: dict[str, Any]) -> dict[str, Any]:
    """Return the composer's values: what a person typed stays, what was only proposed follows the new proposal.

    `konsep`: what was kept of an earlier visit; `ketikan`: what came with this request, which is newer.
    """
    isian: dict[str, Any] = usul | konsep
    if ketikan:
        for nama in ketikan:
            kode = nama.removeprefix(f"{AWALAN_PUTUSAN}-")
            if kode != nama:
                isian[kode] = ketikan.getlist(nama) if kode == "bidang" else ketikan[nama]
        for nama in DIUSULKAN:
            if _sama(isian.get(nama, ""), isian.get(f"usul_{nama}", "")):
                isian[nama] = konsep.get(nama, usul[nama])
    return isian | {f"usul_{nama}": usul[nama] for nama in DIUSULKAN}


def _sama(satu: str, dua: str) -> bool:
    # A browser sends line breaks as two characters.
    return satu.replace("\r\n", "\n") == dua.replace("\r\n", "\n")


def form_putusan(usulan: Usulan, isian: dict[str, Any]) -> FormPutusan:
    """The composer with `isian` and the version that the page shows."""
    return FormPutusan(prefix=AWALAN_PUTUSAN, initial=isian | {"versi": usulan.versi}, label=label_bidang(usulan))


def ulang_putusan(usulan: Usulan, ketikan: QueryDict) -> FormPutusan:
    """The composer as it was sent, for showing it again: with the present version, so that it may be sent again."""
    isi = ketikan.copy()
    isi[f"{AWALAN_PUTUSAN}-versi"] = str(usulan.versi)
    return FormPutusan(isi, prefix=AWALAN_PUTUSAN, label=label_bidang(usulan))
