"""From a usulan to what SIASN is sent: Data_usulan (API 3), checked against the Lampiran. Pure: reads, asks nothing.

The agreement leaves the inside of Data_usulan open; ours is serialised here and nowhere else (kontrak.md 5).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from integrasi.siasn.bentuk import tulis_tanggal
from referensi.katalog import BidangKatalog, bidang_layanan
from referensi.lampiran import MelebihiBatas, periksa_panjang, periksa_teks
from usulan.models import Rincian, Usulan

# Limits of what every service has besides its own fields (Data_usulan is ours, so these are its columns' lengths).
BATAS_UMUM = {"nomor_surat_pengantar": 100, "pejabat_penanda_tangan": 100}


class MuatanTidakSah(ValueError):
    """What would be sent breaks the Lampiran; `str()` names the field, the limit and the count in Indonesian."""


class PemetaanBelumAda(Exception):
    """A service or document has no counterpart in SIASN's lists yet: nothing may be sent with a guessed id."""


def _nilai(isi: object) -> object:
    """One value as JSON: dates DD-MM-YYYY, decimals as text, so that no digit is lost on the way."""
    if isinstance(isi, date):
        return tulis_tanggal(isi)
    return str(isi) if isinstance(isi, Decimal) else isi


def _bidang(rincian: Rincian, bidang: BidangKatalog) -> object:
    isi = getattr(rincian, bidang.kode)
    nilai = _nilai(isi)
    if bidang.maks is not None and isinstance(isi, str):
        periksa_teks(bidang.label, isi, bidang.maks)
    return nilai


def data_usulan(usulan: Usulan, rincian: Rincian) -> dict[str, object]:
    """Return Data_usulan (Lampiran API 3, Json) of `usulan`: what its service asks for, without empty fields.

    Raises MelebihiBatas for a text that does not fit.
    """
    umum: dict[str, object] = {
        "nomor_surat_pengantar": usulan.nomor_surat_pengantar,
        "tanggal_surat_pengantar": _nilai(usulan.tanggal_surat_pengantar),
        "pejabat_penanda_tangan": usulan.pejabat_penanda_tangan,
    }
    for kunci, maks in BATAS_UMUM.items():
        periksa_teks(kunci.replace("_", " ").capitalize(), str(umum[kunci]), maks)
    khusus = {b.kode: _bidang(rincian, b) for b in bidang_layanan(usulan.layanan_id)}
    isi = {**umum, **khusus, "referensi_siapp": str(usulan.pk)}
    return {kunci: nilai for kunci, nilai in isi.items() if nilai not in (None, "")}


def muatan_usulan(usulan: Usulan, rincian: Rincian) -> dict[str, Any]:
    """Return what API 3 needs but the id of the service, which is looked up when it is sent.

    `periode` is the TMT of the period, None for services outside periods. Raises MuatanTidakSah.
    """
    try:
        isi = data_usulan(usulan, rincian)
    except MelebihiBatas as galat:
        raise MuatanTidakSah(str(galat)) from galat
    return {
        "periode": tulis_tanggal(usulan.periode.tmt) if usulan.periode else None,
        "id_pns": usulan.asn.id_kini,
        "data_usulan": isi,
    }


def periksa(api: int, isi: Mapping[str, object]) -> None:
    """The last net before a call: hold `isi` against the Lampiran. Raises MuatanTidakSah."""
    try:
        periksa_panjang(api, isi)
    except MelebihiBatas as galat:
        raise MuatanTidakSah(str(galat)) from galat
