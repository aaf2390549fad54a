"""Every field of Data ASN (Lampiran API 1): its label, its group and how it is written. Screens show these rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from typing import Any

from referensi.models import ASN, Instansi, Keluarga
from siapp.akun.models import Pengguna
from siapp.web.templatetags.siapp import nip, tanggal

BELUM_ADA = "Belum ada di SIASN"


class KelompokAsn(StrEnum):
    """How the fields stand together on a screen."""

    ORANG = "Orang"
    TEMPAT = "Tempat kerja"
    DAHULU = "Pangkat dan jabatan lama"
    KINI = "Pangkat dan jabatan terakhir"
    BERHENTI = "Masa kerja dan pemberhentian"
    PENSIUN = "Pensiun"


def _rupiah(nilai: int) -> str:
    return f"Rp{nilai:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class BidangAsn:
    """One field. `kode`: its column in `ASN`; `asal`: its name in API 1 (kontrak.md 2); `tulis`: for the eye.

    `rujukan`: the value is the id of an instansi, shown with its name.
    """

    kode: str
    asal: str
    label: str
    kelompok: KelompokAsn
    tulis: Callable[[Any], str] = str
    rujukan: bool = False


def _bidang() -> Iterator[BidangAsn]:
    k = KelompokAsn
    yield BidangAsn("nama", "nama", "Nama", k.ORANG)
    yield BidangAsn("nip", "nip", "NIP", k.ORANG, nip)
    yield BidangAsn("id_kini", "id_pns", "ID PNS", k.ORANG)
    yield BidangAsn("tempat_lahir", "tempat_lahir", "Tempat lahir", k.ORANG)
    yield BidangAsn("tanggal_lahir", "tanggal_lahir", "Tanggal lahir", k.ORANG, tanggal)
    yield BidangAsn("pendidikan_id", "id_pendidikan_terakhir", "ID pendidikan terakhir", k.ORANG)
    yield BidangAsn("kedudukan_hukum_id", "kedudukan", "Kedudukan hukum", k.ORANG)
    yield BidangAsn("tanggal_meninggal", "tmt_meninggal", "TMT meninggal", k.ORANG, tanggal)
    yield BidangAsn("instansi_induk_id", "id_instansi_induk", "Instansi induk", k.TEMPAT, rujukan=True)
    yield BidangAsn("instansi_kerja_id", "id_instansi_kerja", "Instansi kerja", k.TEMPAT, rujukan=True)
    yield BidangAsn("unit_kerja", "unit_kerja", "Unit kerja", k.TEMPAT)
    yield from _pangkat(k.DAHULU, "lama", "lama", "lama")
    yield from _pangkat(k.KINI, "baru", "baru", "terakhir")
    yield from _masa(k.BERHENTI, "masa_kerja", "masa_kerja_pns", "Masa kerja PNS")
    yield BidangAsn("tmt_berhenti", "tmt_berhenti", "TMT berhenti", k.BERHENTI, tanggal)
    yield BidangAsn("tmt_pensiun", "tmt_pensiun", "TMT pensiun", k.PENSIUN, tanggal)
    yield from _masa(k.PENSIUN, "masa_kerja_pensiun", "masa_kerja_pensiun", "Masa kerja pensiun")
    janda = "pensiun_pokok_janda_duda"
    yield BidangAsn("pensiun_pokok", janda, "Pensiun pokok janda/duda", k.PENSIUN, _rupiah)
    yield BidangAsn("pembulatan_pensiun_pokok", f"pembulatan_{janda}", "Pembulatannya", k.PENSIUN, _rupiah)
    yield BidangAsn("kantor_taspen", "nama_kantor_wilayah_taspen", "Kantor wilayah Taspen", k.PENSIUN)
    yield BidangAsn("alamat_pensiun", "alamat_setelah_pensiun", "Alamat setelah pensiun", k.PENSIUN)


def _pangkat(kelompok: KelompokAsn, saat: str, kata: str, jabatan: str) -> Iterator[BidangAsn]:
    yield BidangAsn(f"pangkat_{saat}", f"pangkat_{saat}", f"Pangkat {kata}", kelompok)
    yield BidangAsn(f"golongan_{saat}", f"gol_ruang_{saat}", f"Golongan ruang {kata}", kelompok)
    tmt = f"TMT golongan ruang {kata}"
    yield BidangAsn(f"tmt_golongan_{saat}", f"tmt_gol_ruang_{saat}", tmt, kelompok, tanggal)
    for satuan in ("tahun", "bulan"):
        label = f"Masa kerja golongan {kata}, {satuan}"
        yield BidangAsn(f"masa_kerja_{satuan}_{saat}", f"{satuan}_masa_kerja_{saat}", label, kelompok)
    yield BidangAsn(f"nama_jabatan_{jabatan}", f"nama_jabatan_{jabatan}", f"Jabatan {jabatan}", kelompok)
    tmt = f"TMT jabatan {jabatan}"
    yield BidangAsn(f"tmt_jabatan_{jabatan}", f"tmt_jabatan_{jabatan}", tmt, kelompok, tanggal)


def _masa(kelompok: KelompokAsn, kode: str, asal: str, label: str) -> Iterator[BidangAsn]:
    for satuan in ("tahun", "bulan"):
        yield BidangAsn(f"{kode}_{satuan}", f"{satuan}_{asal}", f"{label}, {satuan}", kelompok)


BIDANG: tuple[BidangAsn, ...] = tuple(_bidang())


@dataclass(frozen=True, slots=True)
class BarisAsn:
    """One field in words, as the summary list shows it."""

    kunci: str
    nilai: str


@dataclass(frozen=True, slots=True)
class LembarAsn:
    """All of Data ASN of one person, ready to print.

    `diubah_pada`: since when it says so; `dilihat`: when SIASN last said it.
    """

    kelompok: Sequence[tuple[str, Sequence[BarisAsn]]]
    keluarga: Sequence[Keluarga]
    diubah_pada: datetime
    dilihat: datetime
    nip: str


def terlihat(asn: ASN, pengguna: Pengguna) -> bool:
    """Whether `pengguna` may read Data ASN of this person: what `ASN.objects.untuk` says, without a query."""
    return pengguna.biro or asn.instansi_kerja_id in {p.instansi_id for p in pengguna.peran_aktif if p.instansi_id}


def lembar_asn(asn: ASN) -> LembarAsn:
    """Return every field and the family of `asn` in words; two queries."""
    id_instansi = [getattr(asn, b.kode) for b in BIDANG if b.rujukan]
    nama = dict(Instansi.objects.filter(pk__in=id_instansi).values_list("pk", "nama"))
    kelompok = [
        (str(k), [BarisAsn(b.label, _nilai(asn, b, nama)) for b in isi])
        for k, isi in groupby(BIDANG, key=lambda b: b.kelompok)
    ]
    keluarga = asn.keluarga.order_by("-hubungan", "urutan")
    return LembarAsn(kelompok, list(keluarga), asn.diubah_pada, asn.dilihat, asn.nip)


def _nilai(asn: ASN, bidang: BidangAsn, instansi: dict[str, str]) -> str:
    nilai = getattr(asn, bidang.kode)
    if nilai in (None, ""):
        return BELUM_ADA
    if bidang.rujukan:
        return instansi.get(nilai, f"ID {nilai}, tidak ada dalam daftar instansi")
    return bidang.tulis(nilai)
