"""What SIASN's lists hold that does not fit or changed, through the real door."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referensi.models import BarisDisisihkan, PenyatuanAsn
from referensi.sisihan import BIDANG_ORANG, DAPAT_DINYATAKAN, NIP_BERUBAH
from siapp.audit.models import Akses, Peristiwa
from tests.dunia import Dunia, buat_asn

Masuk = Callable[..., Client]
DAFTAR = "/referensi/disisihkan/"


@pytest.fixture
def admin(dunia: Dunia) -> Client:
    return _masuk(dunia.administrator)


def _masuk(pengguna: object) -> Client:
    client = Client()
    client.force_login(pengguna)  # type: ignore[arg-type]
    return client


def _sisih(**isi: str) -> BarisDisisihkan:
    kini = timezone.now()
    bawaan = {"daftar": "asn", "kunci": "A1", "bidang": "nama", "macam": "teks 300 huruf", "alasan": "lebih dari 255"}
    return BarisDisisihkan.objects.create(**(bawaan | isi), sejak=kini, terakhir=kini)


def test_baris_disisihkan_tampak_dan_dapat_disaring_menurut_daftar(admin: Client, dunia: Dunia) -> None:
    _sisih(nama="Sekar Contoh", nip="196805171990032001")
    _sisih(daftar="unor", kunci="U9", nama="Biro Contoh", bidang="atasan_id", macam="objek", alasan="bukan teks")
    halaman = admin.get(DAFTAR).content.decode()
    for kata in ("Sekar Contoh", "196805171990032001", "teks 300 huruf", "Biro Contoh", "bukan teks", "Data ASN"):
        assert kata in halaman
    saring = admin.get(DAFTAR, {"daftar": "unor"}).content.decode()
    assert ("Biro Contoh" in saring, "Sekar Contoh" in saring) == (True, False)
    assert Akses.objects.filter(objek="referensi:disisihkan", pengguna=dunia.administrator).count() == 2
    assert "Baris yang disisihkan (2)" in admin.get("/referensi/").content.decode()


@pytest.mark.parametrize("alamat", [DAFTAR, "/referensi/penyatuan/"])
def test_hanya_administrator_yang_melihat_nama_orang_di_sini(dunia: Dunia, alamat: str) -> None:
    for orang in (dunia.kepala_biro, dunia.koordinator, dunia.verifikator, dunia.dukungan, dunia.auditor, dunia.pic):
        assert _masuk(orang).get(alamat).status_code == 403
    assert "disisihkan" not in _masuk(dunia.verifikator).get("/referensi/").content.decode()


def test_jumlah_kueri_tidak_naik_dengan_jumlah_baris(
    admin: Client, dunia: Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for nomor in range(40):
        _sisih(kunci=f"K{nomor}")
        asn = buat_asn(dunia.instansi)
        PenyatuanAsn.objects.create(
            asn=asn, id_lama="A", id_baru="B", nip_lama=asn.nip, nip_baru=asn.nip, pada=timezone.now()
        )
    for alamat in (DAFTAR, "/referensi/penyatuan/"):
        with django_assert_max_num_queries(18):
            assert admin.get(alamat).status_code == 200


@pytest.mark.parametrize("alasan", sorted(DAPAT_DINYATAKAN))
def test_administrator_menyatakan_orang_yang_sama_sekali_saja(admin: Client, dunia: Dunia, alasan: str) -> None:
    baris = _sisih(bidang=BIDANG_ORANG, macam="orang", alasan=alasan, nip="196805171990032001")
    for _ in range(2):
        admin.post(f"{DAFTAR}{baris.pk}/nyatakan/")
    baris.refresh_from_db()
    assert (baris.disetujui_oleh, baris.disetujui_pada is not None) == (dunia.administrator, True)
    assert Peristiwa.objects.filter(jenis="referensi.orang_dinyatakan", oleh=dunia.administrator).count() == 1
    assert "menunggu sinkronisasi" in admin.get(DAFTAR).content.decode()


@pytest.mark.parametrize(
    "isi",
    [
        {"bidang": BIDANG_ORANG, "alasan": "ID milik satu orang, NIP milik orang lain"},
        {"bidang": "nama", "alasan": NIP_BERUBAH},
    ],
)
def test_yang_bertentangan_tidak_dapat_dinyatakan_sama(admin: Client, isi: dict[str, str]) -> None:
    baris = _sisih(macam="orang", **isi)
    assert admin.post(f"{DAFTAR}{baris.pk}/nyatakan/").status_code == 409
    baris.refresh_from_db()
    assert baris.disetujui_pada is None


def test_bukan_administrator_tidak_dapat_menyatakan(dunia: Dunia) -> None:
    baris = _sisih(bidang=BIDANG_ORANG, macam="orang", alasan=NIP_BERUBAH)
    assert _masuk(dunia.kepala_biro).post(f"{DAFTAR}{baris.pk}/nyatakan/").status_code == 403


def test_penyatuan_menyebut_akun_yang_masih_memakai_nip_lama(admin: Client, dunia: Dunia) -> None:
    asn = buat_asn(dunia.instansi)
    PenyatuanAsn.objects.create(
        asn=asn, id_lama="A", id_baru="A", nip_lama=dunia.pic.nip, nip_baru=asn.nip, pada=timezone.now()
    )
    halaman = admin.get("/referensi/penyatuan/").content.decode()
    assert asn.nama in halaman
    assert "Akun masih memakai NIP lama" in halaman
