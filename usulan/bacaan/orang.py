"""Of whom a paper speaks and who signed it: NIP and names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from referensi.nip import NipTidakSah, urai_nip
from siapp.berkas.baris import Kata
from siapp.teks import bersih_pengenal
from usulan.bacaan.bentuk import Fakta, JenisFakta, Tempat
from usulan.bacaan.isian import isian, label
from usulan.bacaan.naskah import Baris, Naskah

# Eighteen digits, however they are grouped.
NIP = re.compile(r"(?<!\d)(?=(\d(?:[ .\-]{0,2}\d){17})(?!\d))")
DERET = re.compile(r"(?<![\d/])\d(?:[ .\-]{0,2}\d){17,24}(?![\d/])")
# What a machine takes for digits, behind the word NIP.
NIP_MIRIP = re.compile(r"\bN\s?[I1l]\s?P\b[\s.:]*(?P<isi>[\dOoQIl|SBZ](?:[ .\-]{0,2}[\dOoQIl|SBZ]){17})(?!\w)")
# After how many digits people put a blank or a dot.
KELOMPOK_NIP = {8, 14, 15}
MIRIP = str.maketrans("OoQIl|SBZ", "000111582")
LABEL_NAMA = label(r"nama(?:\s+(?:lengkap|pegawai|pns|penerima\s+pensiun))?(?:\s*/\s*nip)?")
_SEBUTAN = (
    r"(?:atas\s+nama|a\.\s?n\.|mengangkat|saudara/?i?|sdri?\.?|kepada)\s+(?:saudara/?i?\s+|sdri?\.?\s+)?"
    r"(?P<nama>[A-Z][^:;()\d]{2,70}?)\s*[,(]?\s*"
)
SEBUTAN = re.compile(_SEBUTAN + r"(?:dengan\s+)?NIP\b", re.IGNORECASE)
SEBUTAN_AKHIR = re.compile(_SEBUTAN + "$", re.IGNORECASE)
_DEPAN = re.compile(
    r"^(?:(?:prof|dr|drs|dra|ir|h|hj|kh|tn|ny|sdr|sdri|drg|apt|ns|st|rr|raden|bapak|ibu)\b\.?\s*)+", re.IGNORECASE
)
# Words that no name has: what stands over a name in a signature.
_BUKAN_NAMA = re.compile(
    r"\b(?:menteri|kepala|sekretaris|direktur|deputi|gubernur|lurah|camat|bupati|pejabat|biro|badan|pembina|tanggal"
    r"|jakarta|saya|dengan|yang|pegawai|nip|ketua|rektor|presiden|penilai|kinerja|tembusan|halaman|ditetapkan|plt|republik"
    r"|dokumen|elektronik|sertifikat)\b|[\d:]",
    re.IGNORECASE,
)
BERTANDA_TANGAN = re.compile(r"bertanda\s*tangan\s+di\s*bawah\s+ini", re.IGNORECASE)
MENYATAKAN = re.compile(r"\b(?:menyatakan|menerangkan)\b.{0,80}(?:bahwa|sipil)\b.{0,4}$", re.IGNORECASE)
DEKAT = 4
"""Lines between a name and the NIP that belongs to it."""
DI_ATAS = 5
"""Lines over the NIP of a signature among which its name stands."""


@dataclass(frozen=True, slots=True)
class NipTertulis:
    """A NIP on the paper: the number of its line, its column, the digits, as written, and where."""

    nomor: int
    sel: Baris
    nip: str
    teks: str
    tempat: Tempat

    @property
    def sah(self) -> bool:
        return _sah(self.nip)

    @property
    def di_tanda_tangan(self) -> bool:
        """Whether it stands as under a signature: alone, or behind the word NIP without a colon far away."""
        sisa = self.sel.teks.replace(self.teks, "").strip()
        return re.fullmatch(r"(?:n\s?i\s?p\s?[.:]{0,2})?", sisa, re.IGNORECASE) is not None and self.sel.kiri > 250


def _sah(nip: str) -> bool:
    try:
        urai_nip(nip)
    except NipTidakSah:
        return False
    return True


def nama_inti(nama: str) -> str:
    """Return a name without titles before and behind it, and without what a form puts around it.

    "Dr. Siti Aminah, M.Si." → "Siti Aminah". What is left of two spellings is compared by `siapp.teks.kunci_cari`.
    """
    inti = re.sub(r"^(?:[^A-Za-z]+|[a-z] )+", "", nama).strip(" .:;,-()").split(",")[0]
    return " ".join(_DEPAN.sub("", inti).split())


def semua_nip(teks: Naskah) -> list[NipTertulis]:
    """Return every NIP of the paper in reading order. Of what a machine read, only what is a NIP is mended."""
    hasil = list(_nip(teks))
    ada = {(satu.nomor, satu.nip) for satu in hasil}
    return sorted(
        [*hasil, *(satu for satu in _nip_mirip(teks) if (satu.nomor, satu.nip) not in ada)], key=lambda satu: satu.nomor
    )


def _nip(teks: Naskah) -> Iterator[NipTertulis]:
    for nomor, baris, cocok in teks.cari_terlipat(DERET):
        for satu in _delapan_belas(cocok[0]):
            mulai, akhir = (cocok.start() + batas for batas in satu)
            if not _satu_nomor(baris.kata_dari(mulai, akhir)):
                continue
            tertulis = baris.teks[mulai:akhir]
            sel, tempat = _sel(baris, mulai), baris.tempat(mulai, akhir)
            yield NipTertulis(nomor, sel, bersih_pengenal(tertulis), tertulis, tempat)


def _satu_nomor(kata: list[Kata]) -> bool:
    """Whether words of digits are one NIP: grouped as people group it, or torn apart by a machine on one line."""
    panjang, batas = 0, set[int]()
    for satu in kata[:-1]:
        panjang += sum(map(str.isdigit, satu.teks))
        batas.add(panjang)
    rapat = all(0 <= b.kiri - a.kanan < 1.4 * a.tinggi for a, b in pairwise(kata))
    # Only a machine tears words apart.
    return batas <= KELOMPOK_NIP or (rapat and min(satu.yakin for satu in kata) < 100)


def _delapan_belas(deret: str) -> list[tuple[int, int]]:
    """Where in a row of digits a NIP stands: one that is valid, for a number of a list may stand before; else any."""
    semua = [cocok.span(1) for cocok in NIP.finditer(deret)]
    sah = [satu for satu in semua if _sah(bersih_pengenal(deret[slice(*satu)]))]
    return sah[:1] or semua[:1]


def _nip_mirip(teks: Naskah) -> Iterator[NipTertulis]:
    for nomor, baris, cocok in teks.cari(NIP_MIRIP):
        tempat = baris.tempat(*cocok.span("isi"))
        satu = NipTertulis(
            nomor, _sel(baris, cocok.start()), bersih_pengenal(cocok["isi"].translate(MIRIP)), cocok["isi"], tempat
        )
        if tempat.yakin < 100 and satu.sah:
            yield satu


def _sel(baris: Baris, posisi: int) -> Baris:
    """The column in which the character stands."""
    awal = 0
    for sel in baris.sel:
        awal += len(sel.teks) + 1
        if posisi < awal:
            return sel
    return baris


def baca_orang(teks: Naskah) -> list[Fakta]:
    """Return NIP and name of whom the paper speaks, then of who signed it, then all other NIPs."""
    nip = semua_nip(teks)
    tanda = _nip_tanda_tangan(nip, teks)
    lain = [satu for satu in nip if satu.nip != (tanda.nip if tanda else "")]
    subjek = _subjek(teks, lain, tanda)
    nama = _nama_subjek(teks, subjek)
    hasil = [*_fakta_nip(JenisFakta.NIP, [subjek] if subjek else [])]
    hasil += [nama] if nama else []
    hasil += _fakta_nip(JenisFakta.NIP_PENANDA_TANGAN, [tanda] if tanda else [])
    penanda = _penanda_tangan(teks, tanda)
    hasil += [penanda] if penanda else []
    sudah = {satu.nip for satu in (subjek, tanda) if satu}
    return hasil + _fakta_nip(JenisFakta.NIP_LAIN, [satu for satu in lain if satu.nip not in sudah])


def _fakta_nip(jenis: JenisFakta, nip: list[NipTertulis]) -> list[Fakta]:
    return [Fakta(jenis, satu.nip, satu.teks, satu.tempat) for satu in nip]


def _nip_tanda_tangan(nip: list[NipTertulis], teks: Naskah) -> NipTertulis | None:
    """The last NIP, when it stands under a name and not beside a label."""
    terakhir = nip[-1] if nip else None
    if terakhir is None or not terakhir.di_tanda_tangan:
        return None
    # A certificate has the name of whom it is for in the same way, and its text below.
    sesudah = sum(
        len(baris.teks) for baris in teks.baris[terakhir.nomor + 1 :] if baris.halaman == terakhir.tempat.halaman
    )
    return terakhir if sesudah < 600 and _nama_di_atas(teks, terakhir) else None


def _subjek(teks: Naskah, lain: list[NipTertulis], tanda: NipTertulis | None) -> NipTertulis | None:
    """The first NIP that is valid; of an official's statement the first behind his own: he stands at its head."""
    batas = _batas_pejabat(teks)
    sesudah = [satu for satu in lain if satu.nomor > batas]
    if lain and not sesudah and tanda:
        # One of them was read badly: better no NIP than the official's.
        return None
    calon = sesudah or lain
    return next((satu for satu in calon if satu.sah), None) or next(iter(calon), None) or _diri_sendiri(teks, tanda)


def _batas_pejabat(teks: Naskah) -> int:
    """The line behind which a statement speaks of somebody else; -1 when it is no official's."""
    kepala = next((nomor for nomor, _, _ in teks.cari(BERTANDA_TANGAN)), None)
    if kepala is None:
        return -1
    return next((nomor for nomor, _, _ in teks.cari(MENYATAKAN) if nomor > kepala), -1)


def _diri_sendiri(teks: Naskah, tanda: NipTertulis | None) -> NipTertulis | None:
    """Who speaks of himself signs too: his NIP stands beside a label and under the signature."""
    if tanda is None:
        return None
    semua = [satu for satu in semua_nip(teks) if satu.nip == tanda.nip]
    return semua[0] if len(semua) > 1 else None


def _nama_subjek(teks: Naskah, subjek: NipTertulis | None) -> Fakta | None:
    """The name beside a label near the NIP; else before the NIP in the text; else over it."""
    calon = [(satu.nomor, satu.teks, satu.tempat) for satu in isian(teks, LABEL_NAMA)]
    for pola in (SEBUTAN, SEBUTAN_AKHIR):
        cari = teks.cari_terlipat(pola) if pola is SEBUTAN else teks.cari(pola)
        calon += [(nomor, cocok["nama"], baris.tempat(*cocok.span("nama"))) for nomor, baris, cocok in cari]
    if subjek is not None:
        dekat = [satu for satu in calon if abs(satu[0] - subjek.nomor) <= DEKAT]
        dekat.sort(key=lambda satu: (abs(satu[0] - subjek.nomor), satu[2].kotak[0]))
        if not dekat and (atas := _nama_di_atas(teks, subjek)):
            dekat = [(subjek.nomor, atas.teks, atas.tempat())]
        calon = dekat or calon
    for _, nama, tempat in calon:
        if len(nama_inti(nama)) > 2 and "." not in nama_inti(nama)[:3]:
            return Fakta(JenisFakta.NAMA, nama_inti(nama), nama.strip(" :"), tempat)
    return None


def _nama_di_atas(teks: Naskah, nip: NipTertulis) -> Baris | None:
    """The nearest column over the NIP that may be a name, and that begins about where the NIP does."""
    for baris in reversed(teks.baris[max(0, nip.nomor - DI_ATAS) : nip.nomor]):
        for sel in baris.sel:
            tumpang = sel.kiri < nip.sel.kata[-1].kanan and sel.kata[-1].kanan > nip.sel.kiri
            if tumpang and seperti_nama(sel.teks):
                return sel
    return None


def seperti_nama(teks: str) -> bool:
    """Whether a line may be a person's name: a few words with capitals, none of them an office's."""
    inti = nama_inti(teks)
    kata = inti.split()
    if not any(len(satu) >= 3 and "." not in satu for satu in kata):
        return False  # the titles that a name took along to the next line
    return len(kata) <= 7 and 3 <= len(inti) <= 60 and not _BUKAN_NAMA.search(inti) and kata[0][0].isupper()


def _penanda_tangan(teks: Naskah, tanda: NipTertulis | None) -> Fakta | None:
    """The name over the NIP of the signature; without a NIP the name under a line that ends in a comma."""
    sel = _nama_di_atas(teks, tanda) if tanda else _nama_tanpa_nip(teks)
    if sel is None:
        return None
    return Fakta(JenisFakta.PENANDA_TANGAN, nama_inti(sel.teks), sel.teks, sel.tempat())


def _nama_tanpa_nip(teks: Naskah) -> Baris | None:
    jabatan: Baris | None = None
    hasil: Baris | None = None
    for _, sel in teks.sel:
        # Titles that run on to the next line leave a comma behind the name too.
        putus = "," in sel.teks[:-1] or not sel.teks.endswith(",")
        if jabatan and putus and _sekolom(jabatan, sel) and seperti_nama(sel.teks):
            hasil, jabatan = sel, None
        elif sel.teks.endswith(",") and sel.kiri > 350:
            jabatan = sel
    return hasil


def _sekolom(jabatan: Baris, sel: Baris) -> bool:
    return sel.halaman == jabatan.halaman and abs(sel.kiri - jabatan.kiri) < 200
