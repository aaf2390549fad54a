"""Rules about what papers say: whose each is, which kind, all pages (keputusan/0089).

What stood in the file as text is told as it is; what a machine read of a picture is asked, with the place to look at.
"""

from collections.abc import Iterator

from siapp.teks import kunci_cari
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.silang import BERSAMA
from usulan.bacaan.bentuk import Fakta, JenisFakta
from usulan.bacaan.orang import nama_inti
from usulan.bacaan.rupa import menjawab, semua_rupa
from usulan.bacaan.simpan import BacaanDokumen

SEMUA = ("*",)
SEBAB = "Sebab pengembalian berkas oleh BKN"
BUKAN_DIRINYA = {*BERSAMA, "sk-jabatan-atasan", "keterangan-janda-duda", "putusan-pengadilan"} - {"surat-pengantar"}
"""Papers that speak of somebody else, or of many."""
SERUPA = ({"surat-pengantar", "usul-ppk-berhenti"}, {"permohonan-berhenti", "usul-ppk-berhenti"})
"""Kinds whose words do not tell them apart."""
BERULANG = {"sk-riwayat-jabatan", "sk-jabatan-fungsional-pertama", "sk-jabatan-atasan"}
"""Rows that a paper of another row may answer too."""
TYPO = 2
"""Digits in which a mistyped NIP differs; what differs more is another one."""


def temuan_isi(b: BacaanDokumen, f: Fakta, apa: str, terbaca: str, saran: str, terkait: tuple[str, ...] = ()) -> Temuan:
    """One finding on a paper. `terbaca`: both values ("X, di formulir Y"); `saran`: what to do when it is true."""
    kata, ekor = (
        ("tertulis", saran) if f.pasti else ("terbaca mesin", f"Periksa gambarnya; bila benar, {_kecil(saran)}")
    )
    pesan = f"“{b.dokumen.persyaratan.nama}” hlm. {f.tempat.halaman}: {apa} {kata} {terbaca}. {ekor}"
    return Temuan(pesan, dokumen_id=b.dokumen.pk, terkait=terkait, fakta=f, versi_id=b.versi.pk if b.versi else None)


def _kecil(kalimat: str) -> str:
    return kalimat[:1].lower() + kalimat[1:]


def milik(konteks: Konteks, *jenis: str) -> Iterator[BacaanDokumen]:
    """Yield what was read on the rows of these kinds, where the paper is this person's and of that kind."""
    for b in konteks.bacaan:
        if b.siap and b.dokumen.persyaratan.jenis in jenis and not asing(konteks, b) and not salah_rupa(b):
            yield b


def _nip(b: BacaanDokumen) -> set[str]:
    semua = (JenisFakta.NIP, JenisFakta.NIP_LAIN, JenisFakta.NIP_PENANDA_TANGAN)
    return {f.nilai for jenis in semua for f in b.fakta.semua(jenis)}


def beda_angka(satu: str, lain: str) -> list[int]:
    """Return the places (from 1) in which two NIPs differ; all of them when one is longer."""
    if len(satu) != len(lain):
        return list(range(1, 19))
    return [n for n, (a, b) in enumerate(zip(satu, lain, strict=True), start=1) if a != b]


def senama(konteks: Konteks, b: BacaanDokumen) -> bool:
    """Whether the paper's name may be this person's: a word of it is the same."""
    nama = b.fakta.satu(JenisFakta.NAMA)
    kata = set(kunci_cari(nama_inti(konteks.asn.nama)).split())
    return nama is not None and bool({k for k in kata if len(k) > 1} & set(kunci_cari(nama.nilai).split()))


def _nip_keliru(konteks: Konteks, b: BacaanDokumen) -> Fakta | None:
    """The NIP on the paper when it is not this person's, and he is not named by another one."""
    f = b.fakta.satu(JenisFakta.NIP)
    semua = _nip(b)
    if f is None or konteks.usulan.nip in semua or b.dokumen.persyaratan.jenis in BUKAN_DIRINYA:
        return None
    # Whoever is meant by a list of people may stand on a page that was not read.
    return f if len(semua) <= 2 or beda_angka(f.nilai, konteks.usulan.nip) == [] else None


def salah_ketik(konteks: Konteks, f: Fakta) -> bool:
    return len(beda_angka(f.nilai, konteks.usulan.nip)) <= TYPO


def asing(konteks: Konteks, b: BacaanDokumen) -> Fakta | None:
    """The fact that shows that the paper is somebody else's; None when it is not, or nothing tells."""
    if (f := _nip_keliru(konteks, b)) is not None:
        return None if salah_ketik(konteks, f) or (senama(konteks, b) and _lahir_sama(f, konteks)) else f
    nama = b.fakta.satu(JenisFakta.NAMA)
    tanpa_nip = nama is not None and not _nip(b) and b.dokumen.persyaratan.jenis not in BUKAN_DIRINYA
    return nama if tanpa_nip and not senama(konteks, b) else None


def _lahir_sama(f: Fakta, konteks: Konteks) -> bool:
    return f.nilai[:8] == konteks.usulan.nip[:8]


def salah_rupa(b: BacaanDokumen) -> Fakta | None:
    """The kind of the paper when the row asks for another one."""
    rupa, jenis = b.fakta.satu(JenisFakta.RUPA), b.dokumen.persyaratan.jenis
    dikenal = any(jenis in satu.katalog for satu in semua_rupa().values())
    if rupa is None or not dikenal or menjawab(rupa.nilai, jenis) or any({rupa.nilai, jenis} <= s for s in SERUPA):
        return None
    return rupa


@aturan(
    "isi-orang",
    "Setiap dokumen milik orang ini",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: dokumen orang lain terunggah",
    isi=SEMUA,
)
def isi_orang(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        if f := asing(konteks, b):
            nama = b.fakta.satu(JenisFakta.NAMA)
            siapa = nama.nilai if nama else "orang lain"
            ekor = f" (NIP berakhiran {f.nilai[-4:]})" if f.jenis is JenisFakta.NIP else ""
            yield temuan_isi(
                b,
                f,
                "nama",
                f"{siapa}{ekor}, usulan ini untuk {konteks.asn.nama} (NIP berakhiran {konteks.usulan.nip[-4:]})",
                "Unggah dokumen milik orang ini.",
            )


@aturan(
    "isi-nip",
    "NIP pada dokumen benar",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: NIP pada SK salah satu angka, SK perlu diralat",
    isi=SEMUA,
)
def isi_nip(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        f = _nip_keliru(konteks, b)
        if f is None or asing(konteks, b) or salah_rupa(b):
            continue
        letak = beda_angka(f.nilai, konteks.usulan.nip)
        di = ", ".join(str(n) for n in letak)
        salah, benar = ("".join(nip[n - 1] for n in letak if n <= len(nip)) for nip in (f.nilai, konteks.usulan.nip))
        yield temuan_isi(
            b,
            f,
            f"NIP pada angka ke-{di}",
            f"{salah}, seharusnya {benar}",
            "Mintakan ralatnya kepada penerbit dokumen.",
        )


@aturan(
    "isi-rupa",
    "Setiap dokumen di barisnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: dokumen tertukar baris; {batas.PERJANJIAN}",
    isi=SEMUA,
)
def isi_rupa(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        if (f := salah_rupa(b)) and not asing(konteks, b):
            rupa = semua_rupa()[f.nilai].nama
            yield temuan_isi(
                b, f, "judulnya", f"sebagai {rupa}, baris ini meminta dokumen lain", "Unggah dokumen yang diminta."
            )


@aturan(
    "isi-kembar",
    "Satu dokumen menjawab satu baris",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: satu berkas untuk dua baris",
    isi=SEMUA,
)
def isi_kembar(konteks: Konteks) -> Iterator[Temuan]:
    sudah: dict[tuple[str, ...], BacaanDokumen] = {}
    for b in konteks.bacaan:
        rupa, tanda = b.fakta.satu(JenisFakta.RUPA), _tanda(b)
        if rupa is None or tanda is None or asing(konteks, b) or salah_rupa(b):
            continue
        kunci = (b.dokumen.persyaratan.jenis[:3], *(f.nilai for f in tanda))
        if pertama := sudah.setdefault(kunci, b) if b.dokumen.persyaratan.jenis not in BERULANG else None:
            if pertama is b:
                continue
            apa = "tahun penilaian" if len(tanda) == 1 else "nomor dan tanggal"
            isi = " tanggal ".join(f.teks if f.jenis is not JenisFakta.TAHUN else f.nilai for f in tanda)
            terbaca = f"{isi}, sama dengan “{pertama.dokumen.persyaratan.nama}”"
            yield temuan_isi(b, tanda[0], apa, terbaca, "Unggah dokumen yang benar di salah satunya.")


def _tanda(b: BacaanDokumen) -> tuple[Fakta, ...] | None:
    """By what a paper is known from another of its kind: the year of an assessment, else number and date."""
    if tahun := b.fakta.satu(JenisFakta.TAHUN):
        return (tahun,) if "skp" in b.dokumen.persyaratan.jenis else None
    nomor, tanggal, rupa = (b.fakta.satu(j) for j in (JenisFakta.NOMOR, JenisFakta.TANGGAL, JenisFakta.RUPA))
    return (nomor, tanggal, rupa)[:2] if nomor and tanggal and rupa and rupa.nilai == "sk-jabatan" else None


@aturan(
    "isi-halaman",
    "Semua halaman ada",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: hanya halaman pertama, tanpa TMT dan tanda tangan",
    isi=SEMUA,
)
def isi_halaman(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        halaman = b.versi.berkas.halaman if b.versi else None
        for f in b.fakta.semua(JenisFakta.HALAMAN)[:1]:
            semua = int(f.nilai.split("/")[1])
            if halaman and semua > halaman:
                terbaca = f"{f.nilai.replace('/', ' dari ')}, berkasnya hanya {halaman} halaman"
                yield temuan_isi(b, f, "halaman", terbaca, "Unggah semua halamannya.")


@aturan(
    "isi-kosong",
    "Tidak ada halaman kosong",
    Tingkat.PERINGATAN,
    bagian=Bagian.DOKUMEN,
    sumber=f"{SEBAB}: halaman kosong, bagian belakang kertas",
    isi=SEMUA,
)
def isi_kosong(konteks: Konteks) -> Iterator[Temuan]:
    for b in konteks.bacaan:
        semua = b.fakta.semua(JenisFakta.KOSONG)
        if semua:
            di = ", ".join(f.nilai for f in semua)
            pesan = f"“{b.dokumen.persyaratan.nama}” hlm. {di}: kosong. Buang halaman itu, atau unggah yang lengkap."
            yield Temuan(pesan, dokumen_id=b.dokumen.pk, fakta=semua[0], versi_id=b.versi.pk if b.versi else None)
