"""Child process: verify the electronic signatures of the PDF on standard input. Loaded by path (see anak.py).

Writes one JSON object, the `IsiTte` of the file. Whom to believe comes with the order (`akar`: certificates, base64).
Nothing is fetched: the fence has no network, and pyHanko is told so. What the file says against the rules of signatures
makes that signature "damaged", never an error of ours (keputusan/0088).
"""

import asyncio
import base64
import json
import mmap
import os
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    ModificationInfo,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureStatus
from pyhanko_certvalidator import ValidationContext

from siapp.berkas.tte_bentuk import (
    NAMA_MAKS,
    GagalTte,
    IsiTte,
    JenisTanda,
    Pencabutan,
    Perubahan,
    Rantai,
    TandaTangan,
)
from siapp.teks import bersih

TANDA_MAKS = 30
"""Signatures of a file that are looked at; no paper has as many."""
JENIS_DIKENAL = {str(satu.value) for satu in SigSeedSubFilter}
# What those who issue certificates to officials mark them for: either is a signature of a person.
GUNA = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
RANTAI: dict[object, Rantai] = {
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: Rantai.TAK_DIKENAL,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Rantai.KEDALUWARSA,
}


@dataclass(frozen=True)
class Naskah:
    """The file as pyHanko reads it, its bytes, whom to believe, and what it brings along about revocation."""

    pembaca: PdfFileReader
    bita: mmap.mmap
    akar: list[x509.Certificate]
    dss: DocumentSecurityStore | None

    def konteks(self, saat: datetime | None = None, *, wajib: bool = False) -> ValidationContext:
        """Return by what chains are judged at `saat` (None: now); `wajib`: only with answers about revocation."""
        isi: dict[str, Any] = {
            "trust_roots": self.akar,
            "allow_fetching": False,
            "revocation_mode": "require" if wajib else "soft-fail",
            # What the issuer said later about that time is as good.
            "retroactive_revinfo": True,
        } | ({"moment": saat} if saat else {})
        return self.dss.as_validation_context(isi) if self.dss else ValidationContext(**isi)


def periksa(isi: BinaryIO, akar: list[x509.Certificate]) -> IsiTte:
    """Return what can be said of all signatures in the file; never raises for anything that stands in it."""
    with mmap.mmap(isi.fileno(), 0, access=mmap.ACCESS_READ) as bita:
        hasil = _periksa(isi, bita, akar, ketat=True)
        # Word and others write tables that the strict reader refuses; what it says otherwise counts more.
        if hasil.gagal or any(satu.gagal for satu in hasil.tanda):
            hasil = _periksa(isi, bita, akar, ketat=False)
        pernah = bita.find(b"/ByteRange") >= 0
    if hasil.tanda or not hasil.gagal:
        return replace(hasil, sisa=pernah and not hasil.tanda)
    # A file that pyHanko cannot read and that names no signature is simply unsigned.
    return hasil if pernah or hasil.gagal is not GagalTte.TIDAK_TERBACA else IsiTte()


def _periksa(isi: BinaryIO, bita: mmap.mmap, akar: list[x509.Certificate], *, ketat: bool) -> IsiTte:
    try:
        isi.seek(0)
        pembaca = PdfFileReader(isi, strict=ketat)
        if pembaca.encrypted:
            pembaca.decrypt("")
        bidang = list(islice(enumerate_sig_fields(pembaca, filled_status=True), TANDA_MAKS + 1))
        if len(bidang) > TANDA_MAKS:
            return IsiTte(gagal=GagalTte.TERLALU_BANYAK)
        naskah = Naskah(pembaca, bita, akar, _dss(pembaca))
        semua = [(_revisi(naskah, satu[2]), nomor, satu) for nomor, satu in enumerate(bidang)]
        return IsiTte(tuple(_satu(naskah, nama, tempat) for _, _, (nama, _, tempat) in sorted(semua, key=_urutan)))
    except Exception:
        return IsiTte(gagal=GagalTte.TIDAK_TERBACA)


def _urutan(satu: tuple[int, int, Any]) -> tuple[int, int]:
    return satu[:2]


def _revisi(naskah: Naskah, bidang: Any) -> int:
    """In which state of the file the signature came in."""
    try:
        return int(naskah.pembaca.xrefs.get_last_change(bidang.get_object().raw_get("/V").reference))
    except Exception:
        return 0


def _dss(pembaca: PdfFileReader) -> DocumentSecurityStore | None:
    try:
        return DocumentSecurityStore.read_dss(pembaca)
    except NoDSSFoundError:
        return None
    except Exception:
        # Damaged answers are none.
        return None


def _satu(naskah: Naskah, nama: str, bidang: Any) -> TandaTangan:
    try:
        jenis = bidang.get_object()["/V"].get("/SubFilter")
        if str(jenis) not in JENIS_DIKENAL:
            return TandaTangan(gagal=GagalTte.JENIS_LAMA)
        tanda = EmbeddedPdfSignature(naskah.pembaca, bidang, nama)
        if tanda.sig_object_type == "/DocTimeStamp":
            return asyncio.run(_stempel(naskah, tanda))
        return asyncio.run(_orang(naskah, tanda))
    except Exception:
        return TandaTangan(gagal=GagalTte.RUSAK)


async def _stempel(naskah: Naskah, tanda: EmbeddedPdfSignature) -> TandaTangan:
    status = await async_validate_pdf_timestamp(tanda, naskah.konteks())
    rantai = _rantai(status)
    return replace(
        _dasar(naskah, tanda, status, status),
        jenis=JenisTanda.STEMPEL_WAKTU,
        waktu=status.timestamp,
        waktu_terbukti=rantai is Rantai.DIPERCAYA,
        rantai=rantai,
    )


async def _orang(naskah: Naskah, tanda: EmbeddedPdfSignature) -> TandaTangan:
    status = await _nilai(naskah, tanda, naskah.konteks(), lewati=False)
    waktu, terbukti = _waktu(status)
    dasar = replace(_dasar(naskah, tanda, status, status), waktu=waktu, waktu_terbukti=terbukti)
    rantai = _rantai(status)
    if rantai in {Rantai.KEDALUWARSA, Rantai.TIDAK_SAH} and waktu:
        dulu = await _nilai(naskah, tanda, naskah.konteks(waktu))
        # Without a proof of the time, anybody who has an old key may claim an old day.
        rantai = (Rantai.DIPERCAYA if terbukti else Rantai.KEDALUWARSA) if dulu.trusted else rantai
    pencabutan = await _pencabutan(naskah, tanda, status, waktu)
    if pencabutan is Pencabutan.DICABUT:
        rantai = Rantai.DICABUT
    return replace(dasar, rantai=rantai, pencabutan=pencabutan)


async def _nilai(
    naskah: Naskah, tanda: EmbeddedPdfSignature, konteks: ValidationContext, *, lewati: bool = True
) -> PdfSignatureStatus:
    """Judge the signature; `lewati`: without comparing the states of the file, which was done before."""
    return await async_validate_pdf_signature(
        tanda, konteks, naskah.konteks(), key_usage_settings=GUNA, skip_diff=lewati
    )


async def _pencabutan(
    naskah: Naskah, tanda: EmbeddedPdfSignature, status: PdfSignatureStatus, waktu: datetime | None
) -> Pencabutan:
    if status.revoked:
        return Pencabutan.DICABUT
    if naskah.dss is None or not (naskah.dss.ocsps or naskah.dss.crls):
        return Pencabutan.TIDAK_DIPERIKSA
    dulu = await _nilai(naskah, tanda, naskah.konteks(waktu, wajib=True))
    if dulu.revoked:
        return Pencabutan.DICABUT
    return Pencabutan.BERLAKU if dulu.trusted else Pencabutan.TIDAK_DIPERIKSA


def _waktu(status: PdfSignatureStatus) -> tuple[datetime | None, bool]:
    """When it was signed, and whether a trusted time stamp proves it."""
    stempel = status.timestamp_validity
    if stempel is not None and stempel.valid and stempel.intact:
        return stempel.timestamp, stempel.trusted
    waktu = status.signer_reported_dt
    return (waktu.astimezone() if waktu else None), False


def _rantai(status: SignatureStatus) -> Rantai:
    if not (status.valid and status.intact):
        return Rantai.TAK_DINILAI
    if status.trusted:
        return Rantai.DIPERCAYA
    if status.revoked:
        return Rantai.DICABUT
    sendiri = status.signing_cert.self_signed in {"yes", "maybe"}
    asal = Rantai.TAK_DIKENAL if sendiri else Rantai.TIDAK_SAH
    return RANTAI.get(status.trust_problem_indic, asal)


def _dasar(
    naskah: Naskah, tanda: EmbeddedPdfSignature, status: SignatureStatus, ubahan: ModificationInfo
) -> TandaTangan:
    """What both kinds say: whole, by whom, and what came afterwards."""
    sertifikat, tingkat = status.signing_cert, tanda.docmdp_level
    utuh = status.valid and status.intact and _mencakup(naskah, tanda, ubahan)
    return TandaTangan(
        utuh=utuh,
        penanda=_nama(sertifikat.subject.native),
        penerbit=_nama(sertifikat.issuer.native),
        berlaku_sampai=sertifikat.not_valid_after,
        perubahan=_perubahan(naskah, tanda, ubahan) if utuh else Perubahan.DIUBAH,
        sertifikasi=tingkat.value if tingkat else 0,
    )


def _nama(subjek: dict[str, Any]) -> str:
    """Return how a certificate calls its holder, tamed like all that comes out of a file."""
    nama = subjek.get("common_name") or subjek.get("organization_name") or ""
    return bersih(nama if isinstance(nama, str) else ", ".join(map(str, nama)))[:NAMA_MAKS]


def _mencakup(naskah: Naskah, tanda: EmbeddedPdfSignature, ubahan: ModificationInfo) -> bool:
    """Whether all of the signed state is signed but the hole that holds the signature itself, and nothing else."""
    if ubahan.coverage is None or ubahan.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return False
    _, mulai, lanjut, _ = (int(angka) for angka in tanda.byte_range)
    lubang = naskah.bita[mulai:lanjut]
    if lubang[:1] != b"<" or lubang[-1:] != b">":
        return False
    try:
        return bytes.fromhex(lubang[1:-1].decode("ascii")) == tanda.pkcs7_content
    except ValueError:
        return False


def _perubahan(naskah: Naskah, tanda: EmbeddedPdfSignature, ubahan: ModificationInfo) -> Perubahan:
    _, _, lanjut, panjang = (int(angka) for angka in tanda.byte_range)
    terakhir = tanda.signed_revision == naskah.pembaca.total_revisions - 1
    if terakhir and naskah.bita[lanjut + panjang :].strip(b"\0\t\n\f\r "):
        # Behind the end stands what is no state of the file: nobody signed it, and some program may show it.
        return Perubahan.DIUBAH
    hasil = ubahan.diff_result
    if not isinstance(hasil, DiffResult) or ubahan.docmdp_ok is False:
        return Perubahan.DIUBAH
    if hasil.modification_level in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return Perubahan.TIDAK_ADA
    if hasil.modification_level is ModificationLevel.OTHER:
        return Perubahan.DIUBAH
    return Perubahan.TANDA_TANGAN if _hanya_tanda(naskah, hasil) else Perubahan.ISIAN


def _hanya_tanda(naskah: Naskah, hasil: DiffResult) -> bool:
    bidang_tanda = {nama for nama, _, _ in enumerate_sig_fields(naskah.pembaca)}
    return hasil.modification_level is ModificationLevel.FORM_FILLING and hasil.changed_form_fields <= bidang_tanda


def utama(perintah: dict[str, Any]) -> None:
    """Verify the PDF on standard input against the certificates in `perintah["akar"]`."""
    os.lseek(0, 0, os.SEEK_SET)
    akar = [x509.Certificate.load(base64.b64decode(satu)) for satu in perintah["akar"]]
    print(json.dumps(periksa(os.fdopen(0, "rb"), akar).ke_json()))  # noqa: T201 - the child's answer
