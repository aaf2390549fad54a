"""The data of a usulan in words, and where it differs from Data ASN."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from referensi.katalog import BidangKatalog, bidang_layanan
from referensi.models import ASN, Eselon
from siapp.angka import tulis_desimal
from siapp.web.templatetags.siapp import nip, tanggal
from usulan.aturan.data import TANPA_BANDING
from usulan.models import Usulan, rincian

LABEL_USULAN = {
    "periode": "Periode kenaikan pangkat",
    "nomor_surat_pengantar": "Nomor surat pengantar",
    "tanggal_surat_pengantar": "Tanggal surat pengantar",
    "pejabat_penanda_tangan": "Pejabat penanda tangan",
}


@dataclass(frozen=True, slots=True)
class Baris:
    """One line of a summary list (komponen/_ringkasan.html)."""

    kunci: str
    nilai: str
    berubah: str = ""
    url: str = ""


def label_bidang(usulan: Usulan) -> dict[str, str]:
    """Return {code of a data field: its label} of the service of `usulan`."""
    return LABEL_USULAN | {b.kode: b.label for b in bidang_layanan(usulan.layanan_id)}


def tulis(nilai: Any) -> str:
    """Write a stored value for the eye: dates in words, numbers the Indonesian way, nothing as ""."""
    if nilai is None or nilai == "":
        return ""
    if isinstance(nilai, date):
        return tanggal(nilai)
    if isinstance(nilai, Decimal):
        return tulis_desimal(nilai)
    return f"{nilai:,}".replace(",", ".") if isinstance(nilai, int) else str(nilai)


def beda_asn(bidang: BidangKatalog, asn: ASN, kini: Any) -> str:
    """Return "Berbeda dari Data ASN: …" when what is filled in is not what SIASN says, else ""."""
    if bidang.asal in TANPA_BANDING:
        return ""
    asal = getattr(asn, bidang.asal)
    if asal in (None, "") or asal == kini:
        return ""
    return f"Berbeda dari Data ASN: {tulis(asal)}"


def _nama_eselon(bidang: Iterable[BidangKatalog], isi: Any) -> dict[str, str]:
    kode = [str(getattr(isi, b.kode)) for b in bidang if b.tipe == "eselon"]
    return {e.pk: str(e) for e in Eselon.objects.filter(pk__in=kode)} if kode else {}


def baris_data(usulan: Usulan) -> list[Baris]:
    """The service's data fields of `usulan` as a summary list, each with its difference from Data ASN."""
    isi, bidang = rincian(usulan), bidang_layanan(usulan.layanan_id)
    eselon = _nama_eselon(bidang, isi)
    hasil = []
    for b in bidang:
        kini = getattr(isi, b.kode)
        teks = eselon.get(kini, kini) if b.tipe == "eselon" else tulis(kini)
        hasil.append(Baris(b.label, teks, beda_asn(b, usulan.asn, kini)))
    return hasil


def baris_surat(usulan: Usulan) -> list[Baris]:
    """Letter of transmittal and period as a summary list."""
    periode = Baris(LABEL_USULAN["periode"], tulis(usulan.periode.tmt) if usulan.periode else "")
    return [
        *([periode] if usulan.kategori == "KP" else []),
        Baris("Nomor surat pengantar", usulan.nomor_surat_pengantar),
        Baris("Tanggal surat pengantar", tulis(usulan.tanggal_surat_pengantar)),
        Baris("Pejabat penanda tangan", usulan.pejabat_penanda_tangan),
    ]


def baris_asn(asn: ASN, instansi: str) -> list[Baris]:
    """Data ASN as a summary list, before a draft is made from it."""
    masa = [f"{asn.masa_kerja_tahun_baru} tahun", f"{asn.masa_kerja_bulan_baru or 0} bulan"]
    return [
        Baris("Nama", asn.nama),
        Baris("NIP", nip(asn.nip)),
        Baris("Tanggal lahir", tulis(asn.tanggal_lahir)),
        Baris("Instansi", instansi),
        Baris("Unit kerja", asn.unit_kerja),
        Baris("Jabatan", asn.nama_jabatan_terakhir),
        Baris("TMT jabatan", tulis(asn.tmt_jabatan_terakhir)),
        Baris("Pangkat, golongan ruang", ", ".join(filter(None, [asn.pangkat_baru, asn.golongan_baru]))),
        Baris("TMT golongan", tulis(asn.tmt_golongan_baru)),
        Baris("Masa kerja golongan", " ".join(masa) if asn.masa_kerja_tahun_baru is not None else ""),
    ]
