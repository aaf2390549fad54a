"""Rules about what the letter of transmittal says: to whom, numbered, by whom, which rank (keputusan/0089)."""

import re
from collections.abc import Iterator

from siapp.teks import kunci_cari
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import SEBAB, milik, temuan_isi
from usulan.aturan.surat import BERTUGAS, BUKAN_PPK
from usulan.bacaan.bentuk import JenisFakta

SURAT = ("surat-pengantar",)
TUJUAN = re.compile(r"\b(presiden|sekretaris negara|mensesneg|setneg|sekretariat negara)\b")
BERJABATAN = re.compile(r"^a\.?\s?n\.?\s", re.IGNORECASE)


@aturan(
    "isi-tujuan",
    "Surat pengantar ditujukan kepada Presiden",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.NASKAH}; {SEBAB}: surat ditujukan kepada BKN",
    isi=SURAT,
)
def isi_tujuan(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SURAT):
        f = b.fakta.satu(JenisFakta.TUJUAN)
        if f and not TUJUAN.search(kunci_cari(f"{f.nilai} {f.teks}")):
            yield temuan_isi(
                b,
                f,
                "tujuan",
                f"{f.nilai}, seharusnya Presiden melalui Menteri Sekretaris Negara",
                "Minta surat dengan tujuan yang benar; BKN mendapat tembusan.",
            )


@aturan(
    "isi-surat-lengkap",
    "Surat pengantar bernomor dan bertanggal",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{batas.NASKAH}; {SEBAB}: konsep surat tanpa nomor dan tanggal",
    isi=SURAT,
)
def isi_surat_lengkap(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SURAT):
        rupa = b.fakta.satu(JenisFakta.RUPA)
        # On a picture number and date may be written by hand: that no machine read them says nothing.
        if rupa is None or not rupa.pasti:
            continue
        kosong = [k for k, j in (("nomor", JenisFakta.NOMOR), ("tanggal", JenisFakta.TANGGAL)) if not b.fakta.satu(j)]
        if kosong:
            apa = f"{' dan '.join(kosong)}nya tidak ditemukan di surat"
            pesan = f"“{b.dokumen.persyaratan.nama}”: {apa}. Periksa apakah ini bukan konsep."
            yield Temuan(pesan, dokumen_id=b.dokumen.pk, fakta=rupa, versi_id=b.versi.pk if b.versi else None)


@aturan(
    "isi-pangkat-usul",
    "Pangkat pada surat pengantar sama dengan isian",
    Tingkat.PERINGATAN,
    sumber=f"{SEBAB}: pangkat yang diusulkan di surat berbeda",
    untuk=("KP",),
    perlu=("golongan_baru", "asn.golongan_baru"),
    isi=SURAT,
)
def isi_pangkat_usul(konteks: Konteks) -> Iterator[Temuan]:
    usul, kini = konteks.nilai("golongan_baru"), konteks.nilai("asn.golongan_baru")
    for b in milik(konteks, *SURAT):
        f = b.fakta.satu(JenisFakta.GOLONGAN)
        if f and f.nilai not in {usul, kini}:
            terbaca = f"{f.nilai}, di formulir {usul}"
            yield temuan_isi(b, f, "golongan", terbaca, "Perbaiki isiannya atau suratnya.", ("golongan_baru",))


@aturan(
    "isi-ppk",
    "Surat pengantar ditandatangani PPK",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=batas.NASKAH,
    isi=SURAT,
)
def isi_ppk(konteks: Konteks) -> Iterator[Temuan]:
    for b in milik(konteks, *SURAT):
        f = b.fakta.satu(JenisFakta.JABATAN_PENANDA_TANGAN)
        if f is None:
            continue
        baris = [satu for satu in f.nilai.split("; ") if not BERJABATAN.search(satu)]
        jabatan = " ".join(baris)
        if any(BUKAN_PPK.search(satu) for satu in (jabatan, *baris)):
            yield temuan_isi(
                b,
                f,
                "penanda tangannya",
                f"{jabatan}, yang berwenang adalah PPK",
                "Minta surat yang ditandatangani PPK.",
                ("pejabat_penanda_tangan",),
            )
        elif BERTUGAS.search(jabatan) and not _ada_penunjukan(konteks):
            terbaca = f"{jabatan}, tanpa surat penunjukan"
            saran = "Unggah surat penunjukannya."
            yield temuan_isi(b, f, "penanda tangannya", terbaca, saran, ("pejabat_penanda_tangan",))


def _ada_penunjukan(konteks: Konteks) -> bool:
    return any(d.persyaratan.jenis == "surat-penunjukan-plt" and d.versi_kini for d in konteks.dokumen)
