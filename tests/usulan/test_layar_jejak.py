"""Who read whose data: asked by NIP, name or nomor, answered in words and numbers."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from tests.dunia import Dunia, buat_asn, buat_pengguna, keppres_terbit
from usulan.models import Usulan

pytestmark = pytest.mark.django_db


@pytest.fixture
def usulan(dunia: Dunia) -> Usulan:
    return keppres_terbit(dunia)


@pytest.fixture
def auditor(client: Client) -> Client:
    client.force_login(buat_pengguna("Anggun Contoh", Peran(jenis=JenisPeran.AUDITOR)))
    return client


def _cari(klien: Client, kata: str) -> str:
    return klien.post(reverse("usulan:jejak_cari"), {"kata": kata}).headers.get("Location", "")


def test_orang_ditemukan_dengan_nip_nama_dan_nomor_tanpa_menyebutnya_di_alamat(auditor: Client, usulan: Usulan) -> None:
    tujuan = reverse("usulan:jejak_orang", args=[usulan.pk])
    for kata in (usulan.nip, usulan.nama, usulan.nomor):
        assert _cari(auditor, kata) == tujuan
    assert usulan.nip not in tujuan
    assert usulan.asn_id not in tujuan
    jawaban = auditor.post(reverse("usulan:jejak_cari"), {"kata": "tidak ada orangnya"})
    assert "Tidak ada orang, pengguna, atau usulan yang cocok" in jawaban.content.decode()
    assert auditor.post(reverse("usulan:jejak_cari"), {"kata": "ab"}).status_code == 422


def test_orang_tanpa_usulan_ditemukan_dengan_nipnya(auditor: Client, dunia: Dunia) -> None:
    asn = buat_asn(dunia.instansi)
    catat_akses(Akses.Tindakan.LIHAT, f"asn:{asn.pk}", oleh=dunia.pic)
    isi = auditor.post(reverse("usulan:jejak_cari"), {"kata": asn.nip}).content.decode()
    assert f'name="asn" value="{asn.pk}"' in isi
    halaman = auditor.post(reverse("usulan:jejak_cari"), {"asn": asn.pk})
    assert (dunia.pic.nama, 1) in {(b.oleh, b.kali) for b in halaman.context["dilihat"]}
    assert auditor.post(reverse("usulan:jejak_cari"), {"asn": "tidak-ada"}).status_code == 404


def test_pengguna_ditawarkan_dengan_yang_dibaca_dan_diubahnya(auditor: Client, dunia: Dunia) -> None:
    isi = auditor.post(reverse("usulan:jejak_cari"), {"kata": dunia.verifikator.nip}).content.decode()
    assert dunia.verifikator.nama in isi
    assert f"{reverse('audit:akses')}?orang={dunia.verifikator.pk}" in isi
    assert f"{reverse('audit:jejak')}?orang={dunia.verifikator.pk}" in isi


def test_pembaca_tampil_dengan_kata_dan_hitungan(auditor: Client, dunia: Dunia, usulan: Usulan) -> None:
    for _ in range(3):
        catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=dunia.verifikator)
    dokumen = usulan.dokumen.exclude(versi_kini=None).first()
    assert dokumen is not None
    assert dokumen.versi_kini is not None
    catat_akses(Akses.Tindakan.UNDUH, dokumen.versi_kini.berkas.aliran, oleh=dunia.pic)
    catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=Mesin.BKN, api=8)
    catat_akses(Akses.Tindakan.LIHAT, "usulan:lain", oleh=dunia.koordinator)
    jawaban = auditor.get(reverse("usulan:jejak_orang", args=[usulan.pk]))
    keluar = {(b.oleh, b.tindakan, b.data, b.kali) for b in jawaban.context["keluar"]}
    dilihat = {(b.oleh, b.tindakan, b.data, b.kali) for b in jawaban.context["dilihat"]}
    assert (dunia.verifikator.nama, "Melihat", f"Data usulan {usulan.nomor}", 3) in dilihat
    assert (dunia.pic.nama, "Mengunduh", dokumen.persyaratan.nama, 1) in keluar
    assert ("BKN (SIASN)", "Melihat", f"Data usulan {usulan.nomor}", 1) in keluar
    assert dunia.koordinator.nama not in {satu[0] for satu in dilihat}
    terakhir = Akses.objects.latest("id")
    assert (terakhir.objek, terakhir.rincian) == (f"asn:{usulan.asn_id}", {"apa": "jejak pembacaan"})


def test_daftar_jejak_menyebut_objek_dengan_kata(auditor: Client, dunia: Dunia, usulan: Usulan) -> None:
    catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=dunia.verifikator)
    catat_akses(Akses.Tindakan.LIHAT, "usulan:bukan-uuid", oleh=dunia.verifikator)
    isi = auditor.get(reverse("audit:akses")).content.decode()
    assert f"Data usulan {usulan.nomor} ({usulan.nama})" in isi
    assert "Usulan bukan-uuid" in isi
    assert f"Data usulan {usulan.nomor} ({usulan.nama})" in auditor.get(reverse("audit:jejak")).content.decode()


def test_dari_halaman_usulan_satu_ketukan_bagi_pembaca_jejak(auditor: Client, dunia: Dunia, usulan: Usulan) -> None:
    tujuan = reverse("usulan:jejak_orang", args=[usulan.pk])
    assert tujuan in auditor.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    pic = Client()
    pic.force_login(dunia.pic)
    assert tujuan not in pic.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    assert pic.get(tujuan).status_code == 403


def test_kueri_jejak_tetap_berapa_pun_yang_membaca(
    auditor: Client, usulan: Usulan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    alamat = reverse("usulan:jejak_orang", args=[usulan.pk])
    auditor.get(alamat)
    for nomor in range(5):
        catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=buat_pengguna(f"Pembaca {nomor}"))
    with django_assert_num_queries(16):
        auditor.get(alamat)
