"""Rules that compare what papers say with the form and with Data ASN: one table, one way to judge (keputusan/0098)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import SEBAB, milik, temuan_isi
from usulan.bacaan.bentuk import BERTANGGAL, Fakta, JenisFakta
from usulan.bacaan.simpan import BacaanDokumen

BENARKAN = "Perbaiki isiannya, atau unggah dokumen yang benar."
MASA_PENSIUN = ("masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan")
# What a machine takes for each other.
MIRIP = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})


@dataclass(frozen=True, slots=True)
class Banding:
    """A fact of a paper and the fields it must agree with, by the catalogue's kind of paper (`bidang`).

    Of several facts any that agrees is enough where `semua` is set; else the most likely counts alone. `boleh`:
    fields whose value is right too. `apa` names the fact in the sentence, `saran` says what to do.
    """

    fakta: JenisFakta
    apa: str
    bidang: Mapping[str, tuple[str, ...]]
    saran: str = BENARKAN
    semua: bool = False
    boleh: tuple[str, ...] = ()


NOMOR = {
    "surat-pengantar": ("nomor_surat_pengantar",),
    "sk-pak": ("nomor_pak",),
    "sertifikat-uji-kompetensi": ("nomor_sertifikat_ukom",),
    "keterangan-tim-penguji-kesehatan": ("nomor_surat_tim_penguji",),
    "permohonan-berhenti": ("nomor_permohonan",),
    "usul-ppk-berhenti": ("nomor_usul_ppk",),
    "sk-penjatuhan-pemberhentian": ("nomor_sk_penjatuhan",),
    "sk-prestasi-luar-biasa": ("nomor_sk_prestasi",),
    "keppres-pemberhentian-jabatan": ("nomor_keppres_pemberhentian",),
    "keppres-penemuan-baru": ("nomor_keppres_penemuan",),
    "rekomendasi-brin": ("nomor_rekomendasi_brin",),
}
BERLAHIR = ("dpcp", "sk-kp-terakhir", "sk-cpns", "sk-pak", "keterangan-kematian")
"""Papers that name the day of birth of the person alone."""
TANGGAL = {jenis: (kode.replace("nomor", "tanggal"),) for jenis, (kode,) in NOMOR.items()}


def _padat(teks: str, pasti: bool) -> str:
    """A number without what lies between its signs; of what a machine read, what looks alike is alike."""
    isi = re.sub(r"[^0-9A-Z]", "", teks.upper())
    return isi if pasti else isi.translate(MIRIP)


def _nomor_sama(f: Fakta, isian: Sequence[Any]) -> bool:
    # "-" is what a PIC types for a paper without a number.
    return not any(map(str.isdigit, isian[0])) or _padat(isian[0], f.pasti) in _padat(f.nilai, f.pasti)


SAMA: Mapping[JenisFakta, Callable[[Fakta, Sequence[Any]], bool]] = {
    JenisFakta.NOMOR: _nomor_sama,
    JenisFakta.ANGKA_KREDIT: lambda f, isian: f.angka == Decimal(isian[0]),
    JenisFakta.GOLONGAN: lambda f, isian: f.nilai == isian[0],
    JenisFakta.MASA_KERJA_PENSIUN: lambda f, isian: f.nilai == "/".join(map(str, isian)),
    **{jenis: lambda f, isian: f.tanggal == isian[0] for jenis in BERTANGGAL},
}
"""Whether a fact says what the fields hold."""


def _tulis(isian: Sequence[Any]) -> str:
    match isian:
        case [date() as hari]:
            return f"{hari:%d-%m-%Y}"
        case [Decimal() as angka]:
            return f"{angka:f}".rstrip("0").rstrip(".").replace(".", ",")
        case [tahun, bulan]:
            return f"{tahun} tahun {bulan} bulan"
    return str(isian[0])


def _beda(konteks: Konteks, b: BacaanDokumen, banding: Banding) -> Temuan | None:
    """The finding where the paper says anything else than the fields; None where either says nothing."""
    bidang = banding.bidang.get(b.dokumen.persyaratan.jenis, ())
    isian = [konteks.nilai(kode) for kode in bidang if konteks.ada(kode)]
    fakta = b.fakta.semua(banding.fakta)[: None if banding.semua else 1]
    if not fakta or not isian or None in isian:
        return None
    benar = [isian, *([konteks.nilai(kode)] for kode in banding.boleh)]
    if any(SAMA[banding.fakta](f, satu) for f in fakta for satu in benar):
        return None
    f, asn = fakta[0], bidang[0].startswith("asn.")
    # Is the form unlike Data ASN in the same, that is told, and this waits.
    terkait = tuple(satu.kode for satu in konteks.bidang if f"asn.{satu.asal}" in bidang) if asn else bidang
    tertulis = f.nilai if f.jenis in {JenisFakta.NOMOR, JenisFakta.GOLONGAN} else f.teks
    terbaca = f"{tertulis}, {'menurut Data ASN' if asn else 'di formulir'} {_tulis(isian)}"
    return temuan_isi(b, f, banding.apa, terbaca, banding.saran, terkait)


def _bandingkan(semua: Sequence[Banding], konteks: Konteks) -> Iterator[Temuan]:
    """Judge each paper by the first comparison that fails: one cause, one line."""
    for b in milik(konteks, *{jenis for satu in semua for jenis in satu.bidang}):
        temuan = (t for satu in semua if (t := _beda(konteks, b, satu)) is not None)
        yield from [t for t in [next(temuan, None)] if t]


def _daftarkan(
    kode: str,
    judul: str,
    sumber: str,
    *semua: Banding,
    bagian: Bagian = Bagian.DATA,
    untuk: tuple[str, ...] = (),
) -> None:
    """Register comparisons as a rule. Of one kind of paper it waits for its fields; of many it takes what is there."""
    isi = tuple(dict.fromkeys(jenis for satu in semua for jenis in satu.bidang))
    perlu = [kode for satu in semua for kode in next(iter(satu.bidang.values()))]
    aturan(
        kode,
        judul,
        Tingkat.PERINGATAN,
        bagian=bagian,
        sumber=sumber,
        perlu=tuple(dict.fromkeys(perlu)) if len(isi) == 1 else (),
        untuk=untuk,
        isi=isi,
    )(partial(_bandingkan, semua))


PANGKAT_TERAKHIR = "Unggah SK pangkat yang terakhir"
_daftarkan(
    "isi-nomor",
    "Nomor dokumen sama dengan isian",
    f"{SEBAB}: nomor PAK, surat, SK, atau sertifikat salah ketik",
    Banding(JenisFakta.NOMOR, "nomor", NOMOR),
)
_daftarkan(
    "isi-tanggal",
    "Tanggal dokumen sama dengan isian",
    f"{SEBAB}: tanggal PAK, surat, SK, atau sertifikat salah ketik",
    Banding(JenisFakta.TANGGAL, "tanggal", TANGGAL),
)
_daftarkan(
    "isi-angka-kredit",
    "Angka kredit sama dengan PAK",
    f"{SEBAB}: angka kredit tidak sama dengan PAK; {batas.BKN3}",
    Banding(JenisFakta.ANGKA_KREDIT, "angka kredit", {"sk-pak": ("angka_kredit",)}, semua=True),
)
_daftarkan(
    "isi-pangkat",
    "SK pangkat yang terakhir",
    f"{SEBAB}: SK pangkat yang diunggah bukan yang terakhir",
    Banding(JenisFakta.GOLONGAN, "golongan", {"sk-kp-terakhir": ("asn.golongan_baru",)}, f"{PANGKAT_TERAKHIR}."),
    Banding(
        JenisFakta.TMT,
        "TMT",
        {"sk-kp-terakhir": ("asn.tmt_golongan_baru",)},
        f"{PANGKAT_TERAKHIR}, atau perbaiki Data ASN di SIASN.",
        semua=True,
    ),
    bagian=Bagian.DOKUMEN,
)
_daftarkan(
    "isi-tmt-jabatan",
    "TMT pada SK jabatan sama dengan Data ASN",
    f"{SEBAB}: TMT pada SK berbeda",
    Banding(
        JenisFakta.TMT,
        "TMT",
        {"sk-jabatan-terakhir": ("asn.tmt_jabatan_terakhir",)},
        "Unggah SK jabatan yang terakhir, atau perbaiki Data ASN di SIASN.",
        semua=True,
    ),
    bagian=Bagian.DOKUMEN,
)
_daftarkan(
    "isi-pangkat-usul",
    "Pangkat pada surat pengantar sama dengan isian",
    f"{SEBAB}: pangkat yang diusulkan di surat berbeda",
    Banding(
        JenisFakta.GOLONGAN,
        "golongan",
        {"surat-pengantar": ("golongan_baru",)},
        "Perbaiki isiannya atau suratnya.",
        boleh=("asn.golongan_baru",),
    ),
    untuk=("KP",),
)
_daftarkan(
    "isi-golongan-dpcp",
    "Golongan pada DPCP sama dengan isian",
    f"{batas.BKN2}; {SEBAB}: golongan pada DPCP berbeda",
    Banding(
        JenisFakta.GOLONGAN,
        "golongan",
        {"dpcp": ("golongan_terakhir",)},
        boleh=("golongan_pengabdian", "asn.golongan_baru"),
    ),
)
_daftarkan(
    "isi-lahir",
    "Tanggal lahir pada dokumen sama dengan Data ASN",
    f"{batas.BKN2}; {SEBAB}: tanggal lahir pada dokumen berbeda",
    Banding(
        JenisFakta.TANGGAL_LAHIR,
        "tanggal lahir",
        dict.fromkeys(BERLAHIR, ("asn.tanggal_lahir",)),
        "Mintakan ralatnya kepada penerbit dokumen, atau perbaiki Data ASN di SIASN.",
    ),
    bagian=Bagian.DOKUMEN,
)
_daftarkan(
    "isi-masa-kerja",
    "Masa kerja pensiun sama dengan DPCP",
    f"{batas.BKN2}; {SEBAB}: masa kerja pada DPCP berbeda",
    Banding(JenisFakta.MASA_KERJA_PENSIUN, "masa kerja pensiun", {"dpcp": MASA_PENSIUN}),
)
_daftarkan(
    "isi-tmt-pensiun",
    "TMT pensiun sama dengan DPCP",
    f"{batas.BKN2}; {SEBAB}: TMT pada DPCP berbeda",
    Banding(JenisFakta.TMT_PENSIUN, "TMT pensiun", {"dpcp": ("tmt_pensiun",)}),
)
_daftarkan(
    "isi-meninggal",
    "Tanggal meninggal sama dengan surat kematian",
    f"{batas.BKN2}; {SEBAB}: tanggal meninggal berbeda",
    Banding(JenisFakta.TANGGAL_MENINGGAL, "tanggal meninggal", {"keterangan-kematian": ("tanggal_meninggal",)}),
)
