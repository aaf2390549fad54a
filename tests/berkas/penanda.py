"""Makes people with certificates, and has them sign PDFs as programs of signing services do: by pyHanko."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

HARI = timedelta(days=1)


@dataclass(frozen=True)
class Pemegang:
    """Who holds a key, and the certificate that somebody issued for it."""

    nama: str
    kunci: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    sertifikat: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.sertifikat.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.sertifikat.public_bytes(serialization.Encoding.PEM)

    @property
    def sidik(self) -> str:
        return self.sertifikat.fingerprint(hashes.SHA256()).hex()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def kunci_asn1(self) -> keys.PrivateKeyInfo:
        return keys.PrivateKeyInfo.load(
            self.kunci.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )


def terbitkan(
    nama: str,
    oleh: Pemegang | None = None,
    *,
    ca: bool = False,
    dari: datetime | None = None,
    sampai: datetime | None = None,
    stempel: bool = False,
) -> Pemegang:
    """Issue a certificate; without `oleh` it signs itself."""
    kini = datetime.now(UTC)
    # The stamper of pyHanko's own tests signs with RSA only.
    kunci = rsa.generate_private_key(65537, 2048) if stempel else ec.generate_private_key(ec.SECP256R1())
    subjek = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, nama)])
    pembuat = (
        x509.CertificateBuilder()
        .subject_name(subjek)
        .issuer_name(oleh.sertifikat.subject if oleh else subjek)
        .public_key(kunci.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dari or kini - 400 * HARI)
        .not_valid_after(sampai or kini + 400 * HARI)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(_guna(ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(kunci.public_key()), critical=False)
    )
    if stempel:
        pembuat = pembuat.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return Pemegang(nama, kunci, pembuat.sign(oleh.kunci if oleh else kunci, hashes.SHA256()))


def _guna(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=ca, crl_sign=ca, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def penanda(pemegang: Pemegang, *perantara: Pemegang) -> signers.SimpleSigner:
    """Return who signs for pyHanko, with the certificates between him and the root."""
    toko = SimpleCertificateStore()
    toko.register_multiple([satu.asn1 for satu in perantara])
    return signers.SimpleSigner(signing_cert=pemegang.asn1, signing_key=pemegang.kunci_asn1, cert_registry=toko)


def tandatangani(
    isi: bytes,
    pemegang: Pemegang,
    *perantara: Pemegang,
    bidang: str = "Tanda1",
    stempel: Pemegang | None = None,
    izin: MDPPerm | None = None,
    pades: bool = True,
) -> bytes:
    """Return the PDF signed by `pemegang`; `stempel`: whose time stamp is put to it; `izin`: certified so far."""
    penulis = IncrementalPdfFileWriter(BytesIO(isi), strict=False)
    rinci: dict[str, Any] = {"certify": True, "docmdp_permissions": izin} if izin else {}
    subfilter = SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    penanda_pdf = signers.PdfSigner(
        signers.PdfSignatureMetadata(field_name=bidang, subfilter=subfilter, **rinci),
        signer=penanda(pemegang, *perantara),
        timestamper=DummyTimeStamper(stempel.asn1, stempel.kunci_asn1) if stempel else None,
        new_field_spec=SigFieldSpec(bidang),
    )
    # In a thread: pyHanko starts a loop of its own, and a test of the browser leaves one running in ours.
    with ThreadPoolExecutor(1) as utas:
        keluar = utas.submit(penanda_pdf.sign_pdf, penulis).result()
    return bytes(keluar.getbuffer())
