"""The certificates by which electronic signatures are believed: entered and withdrawn by an administrator.

Each change counts the list's `revisi` up, so that signatures judged by an older list are judged anew
(keputusan/0088).
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.berkas.izin import Urusan, hak
from siapp.berkas.models import AkarTepercaya
from siapp.kunci import Kunci, kunci_transaksi
from siapp.teks import bersih
from siapp.web.galat import GalatPengguna

UKURAN_MAKS = 4096
"""Bytes of a certificate; one of a root takes half of it."""
BANYAK_MAKS = 16
"""Certificates that are believed at a time: all of them go along with each file."""
BIT_RSA = 2048
DITAMBAH, DICABUT = "akar.ditambah", "akar.dicabut"
PERIKSA = "siapp.berkas.tasks.baca"


def baca_sertifikat(mentah: bytes) -> x509.Certificate:
    """Return the one certificate in `mentah` (PEM or DER) if people may be believed by it. Raises GalatPengguna."""
    try:
        semua = x509.load_pem_x509_certificates(mentah) if b"-----BEGIN" in mentah else [_der(mentah)]
    except ValueError as galat:
        raise _tolak("Berkas ini bukan sertifikat. Pilih berkas .pem, .cer, .crt, atau .der.") from galat
    if len(semua) != 1:
        raise _tolak("Berkas ini memuat beberapa sertifikat. Tambahkan satu per satu.")
    sertifikat = semua[0]
    if len(sertifikat.public_bytes(Encoding.DER)) > UKURAN_MAKS:
        raise _tolak("Sertifikat ini terlalu besar.")
    _check_penerbit(sertifikat)
    return sertifikat


def _der(mentah: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(mentah)


def _check_penerbit(sertifikat: x509.Certificate) -> None:
    """Raise GalatPengguna unless it may issue, its time is not over, and its key is no toy."""
    try:
        penerbit = sertifikat.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        kunci = sertifikat.public_key()
    except (ValueError, x509.ExtensionNotFound):
        penerbit, kunci = False, None
    if not penerbit:
        raise _tolak("Sertifikat ini milik penanda tangan, bukan penerbit. Pilih sertifikat penerbitnya.")
    if sertifikat.not_valid_after_utc < datetime.now(UTC):
        raise _tolak("Masa berlaku sertifikat ini sudah lewat. Minta yang baru dari penerbitnya.")
    if isinstance(kunci, rsa.RSAPublicKey) and kunci.key_size < BIT_RSA:
        raise _tolak("Kunci sertifikat ini terlalu pendek untuk dipercaya.")


def _tolak(kalimat: str, bidang: str = "berkas") -> GalatPengguna:
    return GalatPengguna(kalimat, "Sertifikat tidak ditambahkan", bidang=bidang)


def tambah_akar(mentah: bytes, sidik: str, *, oleh: Pengguna) -> AkarTepercaya:
    """Believe what this certificate issues; `sidik`: the SHA-256 that its issuer publishes, 64 hex digits.

    Raises TidakBerwenang, GalatPengguna when it is no issuer's, another than the fingerprint says, or there already.
    """
    hak.check(oleh, Urusan.ATUR_AKAR)
    sertifikat = baca_sertifikat(mentah)
    if sertifikat.fingerprint(hashes.SHA256()).hex() != sidik:
        kalimat = "Sidik ini bukan sidik berkas yang dipilih. Cocokkan lagi dengan yang diumumkan penerbitnya."
        raise _tolak(kalimat, "sidik")
    return _simpan(sertifikat, sidik, oleh)


@transaction.atomic(durable=True)
def _simpan(sertifikat: x509.Certificate, sidik: str, oleh: Pengguna) -> AkarTepercaya:
    kunci_transaksi(Kunci.AKAR)
    berlaku = AkarTepercaya.objects.berlaku()
    if berlaku.filter(sidik=sidik).exists():
        raise _tolak("Sertifikat ini sudah dipercaya.")
    if berlaku.count() >= BANYAK_MAKS:
        raise _tolak(f"Sudah ada {BANYAK_MAKS} sertifikat. Cabut dulu yang tidak diperlukan.")
    akar = AkarTepercaya.objects.create(
        subjek=_nama(sertifikat.subject),
        penerbit=_nama(sertifikat.issuer),
        sidik=sidik,
        der=sertifikat.public_bytes(Encoding.DER),
        berlaku_dari=sertifikat.not_valid_before_utc,
        berlaku_sampai=sertifikat.not_valid_after_utc,
        revisi=AkarTepercaya.objects.revisi_kini() + 1,
        ditambah_oleh=oleh,
    )
    catat(akar.aliran, DITAMBAH, oleh=oleh, data={"subjek": akar.subjek, "sidik": sidik})
    transaction.on_commit(lambda: bangunkan(PERIKSA))
    return akar


def _nama(nama: x509.Name) -> str:
    return bersih(nama.rfc4514_string())[:300]


@transaction.atomic(durable=True)
def cabut_akar(akar_id: int, alasan: str, *, oleh: Pengguna) -> AkarTepercaya:
    """Believe it no longer; what it vouched for is judged anew. Raises TidakBerwenang, GalatPengguna (409)."""
    hak.check(oleh, Urusan.ATUR_AKAR)
    kunci_transaksi(Kunci.AKAR)
    akar = AkarTepercaya.objects.berlaku().select_for_update().filter(pk=akar_id).first()
    if akar is None:
        raise GalatPengguna("Sertifikat ini sudah dicabut sebelumnya.", "Sudah berubah", 409)
    akar.dicabut_oleh, akar.dicabut_pada, akar.alasan_cabut = oleh, timezone.now(), alasan
    akar.revisi = AkarTepercaya.objects.revisi_kini() + 1
    akar.save(update_fields=["dicabut_oleh", "dicabut_pada", "alasan_cabut", "revisi"])
    catat(akar.aliran, DICABUT, oleh=oleh, data={"subjek": akar.subjek, "sidik": akar.sidik}, alasan=alasan)
    transaction.on_commit(lambda: bangunkan(PERIKSA))
    return akar
