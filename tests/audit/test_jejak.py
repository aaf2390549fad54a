"""The audit screen through the real door."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.catat import catat, catat_akses
from siapp.audit.forms import FormCariOrang, FormSaringAkses, FormSaringPeristiwa
from siapp.audit.models import Akses
from siapp.audit.templatetags.audit_tags import perubahan
from tests.audit.test_rantai import _sql, _tanpa_pelatuk
from tests.dunia import buat_pengguna

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client: Client) -> Pengguna:
    pengguna = buat_pengguna("Anggun Contoh", Peran(jenis=JenisPeran.AUDITOR))
    client.force_login(pengguna)
    return pengguna


@pytest.fixture
def pelaku() -> Pengguna:
    return buat_pengguna("Panji Contoh", Peran(jenis=JenisPeran.DUKUNGAN))


def _halaman(client: Client, alamat: str = "/audit/") -> str:
    jawaban = client.get(alamat)
    assert jawaban.status_code == 200
    return jawaban.content.decode()


@pytest.mark.parametrize("jenis", [JenisPeran.AUDITOR, JenisPeran.ADMINISTRATOR, JenisPeran.KEPALA_BIRO])
def test_pembaca_audit_boleh_masuk(client: Client, jenis: JenisPeran) -> None:
    client.force_login(buat_pengguna("Contoh", Peran(jenis=jenis)))
    for alamat in ("/audit/", "/audit/akses/"):
        assert client.get(alamat).status_code == 200


@pytest.mark.parametrize("jenis", [JenisPeran.DUKUNGAN, JenisPeran.KOORDINATOR, JenisPeran.VERIFIKATOR])
def test_peran_lain_ditolak(client: Client, jenis: JenisPeran) -> None:
    kategori = "" if jenis == JenisPeran.DUKUNGAN else Kategori.KP
    client.force_login(buat_pengguna("Contoh", Peran(jenis=jenis, kategori=kategori)))
    for alamat in ("/audit/", "/audit/akses/"):
        assert client.get(alamat).status_code == 403
    assert client.post("/audit/orang/", {"kata": "contoh"}).status_code == 403


def test_perubahan_terbaca_dengan_kata_lama_dan_baru(client: Client, auditor: Pengguna, pelaku: Pengguna) -> None:
    isi = {"perubahan": {"golongan_baru": ["IV/b", "IV/c"], "tanggal_pak": [None, "2026-01-31"]}, "ulang": True}
    catat("usulan:a", "usulan.data_diubah", oleh=pelaku, data=isi, alasan="Salah ketik")
    halaman = _halaman(client)
    for kata in (
        "Data diubah",
        "Panji Contoh",
        "Golongan ruang yang diusulkan",
        "<del>IV/b</del>",
        "<ins>IV/c</ins>",
        "<del>(kosong)</del>",
        "31 Januari 2026",
        "Alasan: Salah ketik",
        "Utuh",
    ):
        assert kata in halaman, kata
    assert "Tidak cocok" not in halaman


def test_isi_yang_diubah_diam_diam_terlihat_pada_barisnya(client: Client, auditor: Pengguna) -> None:
    for nomor in range(3):
        catat("usulan:a", "uji.sesuatu", oleh=Mesin.BKN, data={"nomor": nomor})
    with _tanpa_pelatuk():
        _sql("UPDATE audit_peristiwa SET alasan = 'x' WHERE urutan = 2")
    halaman = _halaman(client)
    assert halaman.count("Tidak cocok") == 1
    assert halaman.count("Utuh") == 2
    assert "BKN (SIASN)" in halaman
    assert "Uji: sesuatu" in halaman


def test_saringan_ada_di_alamat_dan_dapat_dilepas(client: Client, auditor: Pengguna, pelaku: Pengguna) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        catat("usulan:a", "uji.lama", oleh=pelaku)
    catat("usulan:a", "uji.baru", oleh=auditor)
    catat("usulan:b", "usulan.dihapus", oleh=pelaku)
    hari = f"{timezone.localdate():%d-%m-%Y}"
    harapan = {
        f"?orang={pelaku.pk}": {"Uji: lama", "Draf dihapus"},
        "?aliran=usulan:a": {"Uji: lama", "Uji: baru"},
        "?jenis=usulan.dihapus": {"Draf dihapus"},
        f"?dari={hari}": {"Uji: baru", "Draf dihapus"},
        f"?sampai={hari}&orang={auditor.pk}": {"Uji: baru"},
    }
    for alamat, kata in harapan.items():
        halaman = _halaman(client, f"/audit/{alamat}").partition("<tbody>")[2]
        assert {k for k in ("Uji: lama", "Uji: baru", "Draf dihapus") if k in halaman} == kata, alamat
    assert "Hapus saringan" in _halaman(client, "/audit/?aliran=usulan:a")
    assert "Tidak ada kejadian" in _halaman(client, "/audit/?aliran=tidak-ada")


def test_rentang_terbalik_disebut_dengan_kata(client: Client, auditor: Pengguna) -> None:
    assert "lebih awal daripada tanggal mulai" in _halaman(client, "/audit/?dari=02-01-2026&sampai=01-01-2026")


def test_daftar_panjang_berhalaman_dengan_jumlah_kueri_tetap(
    client: Client, auditor: Pengguna, pelaku: Pengguna, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for nomor in range(60):
        catat(f"usulan:{nomor % 7}", "uji.baru", oleh=pelaku, data={"nomor": nomor})
    _halaman(client)
    with django_assert_num_queries(6):  # session, person, roles, the page with the hashes, the bell, what was read
        halaman = _halaman(client)
    assert halaman.count("<tr>") == 26
    assert 'rel="next"' in halaman


def test_pencarian_orang_tidak_menaruh_nama_atau_nip_di_alamat(
    client: Client, auditor: Pengguna, pelaku: Pengguna
) -> None:
    for kata in ("panji", pelaku.nip, f"{pelaku.nip[:8]} {pelaku.nip[8:]}"):
        jawaban = client.post("/audit/orang/", {"kata": kata, "tujuan": "akses"})
        assert jawaban["Location"] == f"/audit/akses/?orang={pelaku.pk}"
    banyak = client.post("/audit/orang/", {"kata": "contoh"}).content.decode()
    assert f'href="/audit/?orang={pelaku.pk}"' in banyak
    assert "Tidak ditemukan" in client.post("/audit/orang/", {"kata": "entah siapa"}).content.decode()
    pendek = client.post("/audit/orang/", {"kata": "ab"})
    assert pendek.status_code == 422
    assert "tiga huruf" in pendek.content.decode()


def test_pembacaan_terlihat_dan_membaca_jejak_juga_tercatat(
    client: Client, auditor: Pengguna, pelaku: Pengguna
) -> None:
    catat_akses(Akses.Tindakan.UNDUH, "berkas:7", oleh=pelaku, halaman=3)
    catat_akses(Akses.Tindakan.GAGAL, f"akun:{pelaku.pk}", oleh=None, alamat="10.0.0.9")
    halaman = _halaman(client, "/audit/akses/")
    for kata in ("Mengunduh", "Berkas 7", "Halaman: 3", "Panji Contoh", "Tidak dikenal", "10.0.0.9"):
        assert kata in halaman, kata
    assert "Berkas 7" not in _halaman(client, "/audit/akses/?tindakan=GAGAL").partition("<tbody>")[2]
    terakhir = Akses.objects.filter(pengguna=auditor).latest("id")
    assert (terakhir.tindakan, terakhir.objek, terakhir.rincian) == (
        "LIHAT",
        "audit:akses",
        {"saringan": {"tindakan": "GAGAL"}},
    )


def test_tag_perubahan_menyembunyikan_yang_teknis_kecuali_diminta(auditor: Pengguna) -> None:
    peristiwa = catat("uji:a", "uji.a", oleh=auditor, data={"sha256": "abc", "catatan": "", "jenis": "Baru"})
    assert [b.kunci for b in perubahan(peristiwa)["baris"]] == ["Jenis"]
    assert [b.nilai for b in perubahan(peristiwa, teknis=True)["baris"]] == ["abc", "(kosong)", "Baru"]


# --- what the pages are given -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alamat", "kelas", "aktif"),
    [("/audit/", FormSaringPeristiwa, "Perubahan"), ("/audit/akses/", FormSaringAkses, "Pembacaan dan masuk")],
)
def test_halaman_diberi_saringan_tab_dan_pencarian_orang(
    client: Client, auditor: Pengguna, pelaku: Pengguna, alamat: str, kelas: type, aktif: str
) -> None:
    catat("usulan:a", "usulan.dihapus", oleh=pelaku)
    catat_akses(Akses.Tindakan.LIHAT, "usulan:a", oleh=pelaku)
    konteks = client.get(f"{alamat}?orang={pelaku.pk}").context
    assert type(konteks["form"]) is kelas
    assert [k["label"] for k in konteks["keping"]] == [f"Orang: {pelaku}"]
    assert konteks["url_bersih"] == alamat
    tab = [(t["label"], t["url"], t["jumlah"], t["aktif"]) for t in konteks["tab"]]
    assert tab == [
        ("Perubahan", "/audit/", None, aktif == "Perubahan"),
        ("Pembacaan dan masuk", "/audit/akses/", None, aktif == "Pembacaan dan masuk"),
        ("Data seseorang", "/jejak-data/", None, False),
    ]
    assert len(konteks["halaman"].baris) == 1
    assert isinstance(konteks["form_orang"], FormCariOrang)
    assert 'id="cari_kata"' in str(konteks["form_orang"]["kata"])


def test_setiap_baris_membawa_peristiwa_dan_keutuhannya(client: Client, auditor: Pengguna, pelaku: Pengguna) -> None:
    for nomor in range(3):
        catat("uji:a", "uji.satu", oleh=pelaku, data={"nomor": nomor})
    with _tanpa_pelatuk():
        _sql("UPDATE audit_peristiwa SET sidik_sebelum = repeat('0', 64) WHERE urutan = 3")
    baris = client.get("/audit/?aliran=uji:a").context["baris"]
    assert [(b.peristiwa.urutan, b.utuh) for b in baris] == [(3, False), (2, True), (1, True)]


@pytest.mark.parametrize(("alamat", "objek"), [("/audit/", "audit:jejak"), ("/audit/akses/", "audit:akses")])
def test_membaca_tercatat_dengan_saringan_yang_dipakai(
    client: Client, auditor: Pengguna, pelaku: Pengguna, alamat: str, objek: str
) -> None:
    client.get(f"{alamat}?orang={pelaku.pk}&dari=19-11-2026&sampai=")
    satu = Akses.objects.filter(pengguna=auditor).latest("id")
    saringan = {"orang": str(pelaku.pk), "dari": "2026-11-19"}
    assert (satu.tindakan, satu.objek, satu.rincian) == ("LIHAT", objek, {"saringan": saringan})


@pytest.mark.parametrize(("tujuan", "alamat"), [("akses", "/audit/akses/"), ("jejak", "/audit/"), ("", "/audit/")])
def test_orang_yang_ditemukan_kembali_ke_daftar_asalnya(
    client: Client, auditor: Pengguna, pelaku: Pengguna, tujuan: str, alamat: str
) -> None:
    satu = client.post("/audit/orang/", {"kata": "panji", "tujuan": tujuan})
    assert (satu.status_code, satu["Location"]) == (302, f"{alamat}?orang={pelaku.pk}")
    banyak = client.post("/audit/orang/", {"kata": "contoh", "tujuan": tujuan})
    assert banyak.status_code == 200
    assert {p.pk for p in banyak.context["hasil"]} == {auditor.pk, pelaku.pk}
    assert (banyak.context["tujuan"], banyak.context["asal"]) == (alamat, tujuan)
    pendek = client.post("/audit/orang/", {"kata": "ab", "tujuan": tujuan})
    assert (pendek.status_code, pendek.context["hasil"]) == (422, [])
    assert pendek.context["form_orang"].errors["kata"]
    assert 'id="cari_kata"' in str(pendek.context["form_orang"]["kata"])


@pytest.mark.parametrize(("alamat", "cara"), [("/audit/", "post"), ("/audit/akses/", "post"), ("/audit/orang/", "get")])
def test_cara_yang_salah_ditolak(client: Client, auditor: Pengguna, alamat: str, cara: str) -> None:
    assert getattr(client, cara)(alamat).status_code == 405
