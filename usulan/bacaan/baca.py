"""All facts of a paper, put together. Pure: words in, facts out."""

from usulan.bacaan.bentuk import Fakta, FaktaDokumen, JenisFakta
from usulan.bacaan.kepegawaian import (
    baca_angka_kredit,
    baca_jabatan,
    baca_pangkat,
    baca_predikat,
    baca_tahun,
    baca_tmt,
)
from usulan.bacaan.khusus import (
    baca_berlaku,
    baca_jabatan_penanda_tangan,
    baca_meninggal,
    baca_pensiun,
    baca_tanda,
)
from usulan.bacaan.naskah import Naskah
from usulan.bacaan.orang import baca_orang, semua_nip
from usulan.bacaan.rupa import baca_rupa
from usulan.bacaan.surat import baca_halaman, baca_nomor, baca_tanggal, baca_tanggal_lahir, baca_tujuan

BERKREDIT = {"sk-pak", "klarifikasi-pak"}
DINILAI = {"skp", "evaluasi-kinerja", "sk-pak"}
KEMATIAN = {"keterangan-kematian", "keterangan-janda-duda"}
BERMASA = {"sertifikat-uji-kompetensi", "sertifikat-bimtek"}
SEJENIS_MAKS = 10
"""Facts of one kind that are kept of a paper."""


def baca_fakta(teks: Naskah) -> FaktaDokumen:
    """Return what the paper says. Of a long list only the first `SEJENIS_MAKS` of each kind are kept."""
    if not teks.baris:
        return FaktaDokumen()
    rupa = baca_rupa(teks)
    orang = baca_orang(teks)
    dekat = _baris_subjek(teks, orang)
    satu = [
        rupa,
        baca_nomor(teks),
        baca_tanggal(teks),
        baca_tanggal_lahir(teks),
        baca_jabatan(teks, dekat),
        baca_tujuan(teks),
        baca_tanda(teks),
    ]
    banyak = [*orang, *baca_pangkat(teks, dekat), *baca_tmt(teks), *baca_halaman(teks)]
    if rupa and rupa.nilai in BERKREDIT:
        banyak += baca_angka_kredit(teks)
    if rupa and rupa.nilai in DINILAI:
        satu += [baca_tahun(teks), baca_predikat(teks)]
    satu += _khusus(rupa.nilai if rupa else "", teks, orang)
    if rupa and rupa.nilai == "dpcp":
        banyak += baca_pensiun(teks)
    return FaktaDokumen(_berurut([*(fakta for fakta in satu if fakta), *banyak]))


def _khusus(rupa: str, teks: Naskah, orang: list[Fakta]) -> list[Fakta | None]:
    """What is looked for in some kinds only."""
    hasil: list[Fakta | None] = []
    if rupa in KEMATIAN:
        hasil.append(baca_meninggal(teks))
    if rupa in BERMASA:
        hasil.append(baca_berlaku(teks))
    if rupa == "surat-pengantar":
        penanda = next((fakta for fakta in orang if fakta.jenis is JenisFakta.PENANDA_TANGAN), None)
        hasil.append(baca_jabatan_penanda_tangan(teks, penanda))
    return hasil


def _baris_subjek(teks: Naskah, orang: list[Fakta]) -> int | None:
    """The line on which the NIP of whom the paper speaks stands first."""
    subjek = next((fakta for fakta in orang if fakta.jenis is JenisFakta.NIP), None)
    return next((satu.nomor for satu in semua_nip(teks) if subjek and satu.nip == subjek.nilai), None)


def _berurut(semua: list[Fakta]) -> tuple[Fakta, ...]:
    hasil: list[Fakta] = []
    for jenis in JenisFakta:
        hasil += [fakta for fakta in semua if fakta.jenis is jenis][:SEJENIS_MAKS]
    return tuple(hasil)
