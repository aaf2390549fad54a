"""Whom electronic signatures are believed by: entered and withdrawn by an administrator, seen by who watches."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.berkas import akar as tindakan
from siapp.berkas.models import AkarTepercaya
from siapp.web.hak import TidakBerwenang
from tests.berkas.penanda import HARI, Pemegang, terbitkan
from tests.dunia import Dunia

HALAMAN = reverse("berkas:akar")
AKAR = terbitkan("Root CA Contoh", ca=True)


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


def isi(jawaban: HttpResponse) -> str:
    return " ".join(jawaban.content.decode().split())


def tambah(klien: Client, mentah: bytes, sidik: str) -> HttpResponse:
    berkas = SimpleUploadedFile("akar.pem", mentah)
    return klien.post(HALAMAN, {"berkas": berkas, "sidik": sidik}, follow=True)


@pytest.mark.parametrize("bentuk", ["pem", "der"])
def test_administrator_menambah_penerbit_dengan_sidiknya(dunia: Dunia, bentuk: str) -> None:
    sidik = ":".join(AKAR.sidik[n : n + 2] for n in range(0, 64, 2)).upper()
    halaman = isi(tambah(masuk(dunia.administrator), getattr(AKAR, bentuk), sidik))
    assert "dipercaya. Tanda tangan yang sudah ada dinilai ulang sekarang." in halaman
    akar = AkarTepercaya.objects.get()
    assert (akar.sidik, bytes(akar.der), akar.revisi) == (AKAR.sidik, AKAR.der, 1)
    assert (akar.ditambah_oleh, akar.berlaku_sampai) == (dunia.administrator, AKAR.sertifikat.not_valid_after_utc)
    assert "CN=Root CA Contoh" in halaman
    assert akar.sidik_terbaca in halaman
    peristiwa = Peristiwa.objects.get(aliran=akar.aliran)
    assert (peristiwa.jenis, peristiwa.data["sidik"]) == (tindakan.DITAMBAH, AKAR.sidik)


def test_sidik_yang_lain_ditolak(dunia: Dunia) -> None:
    jawaban = tambah(masuk(dunia.administrator), AKAR.pem, "0" * 64)
    assert jawaban.status_code == 422
    assert "Sidik ini bukan sidik berkas yang dipilih." in isi(jawaban)
    assert not AkarTepercaya.objects.exists()


def test_sidik_yang_bukan_sidik_ditolak_dengan_kalimat(dunia: Dunia) -> None:
    assert "terdiri atas 64 angka" in isi(tambah(masuk(dunia.administrator), AKAR.pem, "abc"))


def kecil() -> Pemegang:
    """An issuer whose key is a toy."""
    kunci = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    nama = AKAR.sertifikat.subject
    pembuat = (
        x509.CertificateBuilder()
        .subject_name(nama)
        .issuer_name(nama)
        .public_key(kunci.public_key())
        .serial_number(1)
        .not_valid_before(AKAR.sertifikat.not_valid_before_utc)
        .not_valid_after(AKAR.sertifikat.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    return Pemegang("Kecil", kunci, pembuat.sign(kunci, hashes.SHA256()))


@pytest.mark.parametrize(
    ("mentah", "kalimat"),
    [
        (b"bukan sertifikat", "Berkas ini bukan sertifikat."),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "Berkas ini bukan sertifikat."),
        (AKAR.pem * 2, "memuat beberapa sertifikat"),
        (terbitkan("Penanda Contoh", AKAR).pem, "milik penanda tangan, bukan penerbit"),
        (
            terbitkan("Lama", ca=True, sampai=AKAR.sertifikat.not_valid_before_utc + HARI).pem,
            "Masa berlaku sertifikat ini sudah lewat",
        ),
        (kecil().pem, "terlalu pendek"),
        (
            AKAR.kunci.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            "Berkas ini bukan sertifikat.",
        ),
    ],
)
def test_yang_bukan_penerbit_ditolak_dengan_kalimat(dunia: Dunia, mentah: bytes, kalimat: str) -> None:
    jawaban = tambah(masuk(dunia.administrator), mentah, "0" * 64)
    assert jawaban.status_code == 422
    assert kalimat in isi(jawaban)


def test_yang_sudah_dipercaya_tidak_ditambah_lagi(dunia: Dunia) -> None:
    tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.administrator)
    assert "Sertifikat ini sudah dipercaya." in isi(tambah(masuk(dunia.administrator), AKAR.der, AKAR.sidik))
    assert AkarTepercaya.objects.count() == 1


def test_daftar_berhenti_pada_batasnya(dunia: Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tindakan, "BANYAK_MAKS", 1)
    tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.administrator)
    lain = terbitkan("Lain", ca=True)
    assert "Cabut dulu yang tidak diperlukan." in isi(tambah(masuk(dunia.administrator), lain.der, lain.sidik))


def test_pencabutan_mencatat_alasan_dan_menaikkan_revisi(dunia: Dunia) -> None:
    akar = tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.administrator)
    klien, alamat = masuk(dunia.administrator), reverse("berkas:akar_cabut", args=[akar.pk])
    tanpa = klien.post(alamat, {"alasan": ""})
    assert tanpa.status_code == 422
    assert "Tulis mengapa sertifikat ini tidak dipercaya lagi." in isi(tanpa)
    halaman = isi(klien.post(alamat, {"alasan": "Kuncinya bocor"}, follow=True))
    assert "tidak dipercaya lagi" in halaman
    assert "Kuncinya bocor" in halaman
    akar.refresh_from_db()
    assert (akar.dicabut_oleh, akar.alasan_cabut, akar.revisi) == (dunia.administrator, "Kuncinya bocor", 2)
    assert not AkarTepercaya.objects.berlaku().exists()
    terakhir = Peristiwa.objects.filter(aliran=akar.aliran).latest("urutan")
    assert (terakhir.jenis, terakhir.alasan) == (tindakan.DICABUT, "Kuncinya bocor")
    assert masuk(dunia.administrator).post(alamat, {"alasan": "Lagi"}).status_code == 409
    tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.administrator)
    assert AkarTepercaya.objects.revisi_kini() == 3


def test_auditor_hanya_melihat_dan_pic_tidak_melihat(dunia: Dunia) -> None:
    akar = tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.administrator)
    auditor = masuk(dunia.auditor)
    halaman = isi(auditor.get(HALAMAN))
    assert "CN=Root CA Contoh" in halaman
    assert "Percayai penerbit ini" not in halaman
    assert "Cabut kepercayaan" not in halaman
    assert tambah(auditor, AKAR.der, AKAR.sidik).status_code == 403
    assert masuk(dunia.pic).get(HALAMAN).status_code == 403
    for lakukan in (
        lambda: tindakan.tambah_akar(AKAR.der, AKAR.sidik, oleh=dunia.kepala_biro),
        lambda: tindakan.cabut_akar(akar.pk, "x", oleh=dunia.kepala_biro),
    ):
        with pytest.raises(TidakBerwenang):
            lakukan()
