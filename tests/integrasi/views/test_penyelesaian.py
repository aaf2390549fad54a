"""Settling what machines cannot: alone for most APIs, by two people for APIs 3, 5 and 11."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, Percobaan, UsulanSiasn, UsulPenyelesaian
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, jalankan
from tests.integrasi.views.conftest import Masuk, ditolak, tidak_pasti
from usulan.kabar.baca import tujuan
from usulan.kabar.jenis import JenisKabar
from usulan.models import Kabar


def url(nama: str, *isian: object) -> str:
    return reverse(f"integrasi:{nama}", args=isian)


def id_di_siasn(siasn: Siasn, baris: Pengiriman) -> str:
    assert baris.usulan is not None
    (ada,) = siasn.usulan(baris.usulan)
    return str(ada["id"])


def _nip(baris: Pengiriman) -> str:
    assert baris.usulan is not None
    return baris.usulan.nip


def usulkan(masuk: Masuk, oleh: Pengguna, baris: Pengiriman, id_usulan: str) -> UsulPenyelesaian:
    jawaban = masuk(oleh).post(
        url("pengiriman_sampai", baris.pk), {"id_usulan": id_usulan, "nip": _nip(baris), "yakin": "on"}
    )
    assert jawaban.status_code == 302, jawaban.content.decode()
    return UsulPenyelesaian.objects.terbuka().get(pengiriman=baris)


def test_api_3_dinyatakan_sampai_oleh_dua_orang(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, admin_lain: Pengguna, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    milik = id_di_siasn(siasn, baris)
    usul = usulkan(masuk, selaras.administrator, baris, milik)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI
    sendiri = masuk(selaras.administrator).post(url("usul_konfirmasi", usul.pk))
    assert sendiri.status_code == 403
    # The others who may confirm are told, who proposed is not.
    kabar = Kabar.objects.filter(jenis=JenisKabar.ORANG_KEDUA)
    assert {k.penerima_id for k in kabar} == {admin_lain.pk, selaras.kepala_biro.pk}
    assert {tujuan(k) for k in kabar} == {url("pengiriman_rinci", baris.pk)}
    halaman = masuk(admin_lain).get(url("pengiriman_rinci", baris.pk)).content.decode()
    assert milik in halaman
    assert "Konfirmasi usul" in halaman
    assert "Menunggu orang kedua" in masuk(admin_lain).get(url("pengiriman")).content.decode()
    selesai = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk), follow=True)
    assert "Kiriman dinyatakan sampai." in selesai.content.decode()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert baris.diselesaikan_oleh == selaras.administrator
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == milik
    usul.refresh_from_db()
    assert (usul.diterima, usul.dikonfirmasi_oleh) == (True, admin_lain)
    jejak = Peristiwa.objects.filter(aliran=f"pengiriman:{baris.pk}").order_by("urutan").values_list("jenis", "oleh")
    assert list(jejak) == [
        ("pengiriman.diusulkan", selaras.administrator.pk),
        ("pengiriman.nyatakan_sampai", selaras.administrator.pk),
        ("pengiriman.dikonfirmasi", admin_lain.pk),
    ]


@pytest.mark.parametrize(
    ("id_usulan", "pesan"), [("pendek", "8 sampai 64"), ("", "Isi ID Usulan"), ("spasi di tengah id", "8 sampai 64")]
)
def test_id_usulan_yang_salah_bentuk_ditunjuk_di_isiannya(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings, id_usulan: str, pesan: str
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    jawaban = masuk(selaras.administrator).post(
        url("pengiriman_sampai", baris.pk), {"id_usulan": id_usulan, "nip": _nip(baris), "yakin": "on"}
    )
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()
    assert not UsulPenyelesaian.objects.exists()


def test_id_usulan_milik_usulan_lain_ditolak(siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings) -> None:
    pertama, kedua = tidak_pasti(siasn, selaras, settings), tidak_pasti(siasn, selaras, settings)
    UsulanSiasn.objects.create(usulan=pertama.usulan, id_usulan=id_di_siasn(siasn, pertama))
    jawaban = masuk(selaras.administrator).post(
        url("pengiriman_sampai", kedua.pk),
        {"id_usulan": id_di_siasn(siasn, pertama).upper(), "nip": _nip(kedua), "yakin": "on"},
    )
    assert jawaban.status_code == 409
    assert "sudah dipakai usulan" in jawaban.content.decode()


def test_kepala_biro_mengonfirmasi_tidak_sampai_dan_kiriman_tiba_satu_kali(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings, "reset_sebelum")
    masuk(selaras.administrator).post(url("pengiriman_tidak_sampai", baris.pk), {"yakin": "on"})
    usul = UsulPenyelesaian.objects.get()
    assert masuk(selaras.dukungan).post(url("usul_konfirmasi", usul.pk)).status_code == 403
    masuk(selaras.kepala_biro).post(url("usul_konfirmasi", usul.pk))
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert siasn.hitungan(3)["efek"] == 1


def test_selama_masa_tenang_konfirmasi_ditunda_dan_usul_tetap_terbuka(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, admin_lain: Pengguna, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    settings.SIASN_MASA_TENANG = timedelta(minutes=3)
    masuk(selaras.administrator).post(url("pengiriman_tidak_sampai", baris.pk), {"yakin": "on"})
    usul = UsulPenyelesaian.objects.get()
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert jawaban.status_code == 409
    assert "Tunggu sampai pukul" in jawaban.content.decode()
    usul.refresh_from_db()
    assert usul.diputus_pada is None


def test_dua_puluh_konfirmasi_dua_orang_sekaligus_menyelesaikan_sekali(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, admin_lain: Pengguna, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    usul = usulkan(masuk, selaras.administrator, baris, id_di_siasn(siasn, baris))
    klien = [masuk(admin_lain), masuk(selaras.kepala_biro)]

    def tekan(ke: int) -> int:
        try:
            return int(klien[ke % 2].post(url("usul_konfirmasi", usul.pk)).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as kolam:
        kode = list(kolam.map(tekan, range(20)))
    assert set(kode) == {302}
    assert Percobaan.objects.filter(pengiriman=baris, sebab="nyatakan_sampai").count() == 1
    assert Peristiwa.objects.filter(jenis="pengiriman.dikonfirmasi").count() == 1


def test_usul_yang_sama_dua_kali_satu_dan_yang_lain_menunggu_giliran(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, admin_lain: Pengguna, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    milik = id_di_siasn(siasn, baris)
    usul = usulkan(masuk, selaras.administrator, baris, milik)
    assert usulkan(masuk, selaras.administrator, baris, milik) == usul
    lain = masuk(admin_lain).post(url("pengiriman_batal", baris.pk), {"alasan": "salah kirim", "yakin": "on"})
    assert lain.status_code == 409
    assert "sudah mengusulkan" in lain.content.decode()
    tolak = masuk(admin_lain).post(url("usul_tolak", usul.pk), follow=True)
    assert "Usul ditolak" in tolak.content.decode()
    telat = masuk(selaras.kepala_biro).post(url("usul_konfirmasi", usul.pk), follow=True)
    assert "sudah ditolak" in telat.content.decode()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI


def test_basis_data_menolak_orang_kedua_yang_sama(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    usul = usulkan(masuk, selaras.administrator, baris, id_di_siasn(siasn, baris))
    with pytest.raises(IntegrityError, match="orang_kedua"), transaction.atomic():
        UsulPenyelesaian.objects.filter(pk=usul.pk).update(diterima=True, dikonfirmasi_oleh=usul.diusulkan_oleh)


def test_api_2_diselesaikan_seorang_lewat_surat_atau_dibatalkan(siasn: Siasn, dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.administrator)
    surat, batal = ditolak(1), ditolak(2)
    tanpa = klien.post(url("pengiriman_surat", surat.pk), {"nomor": "B-7/2026"})
    assert tanpa.status_code == 422
    assert "Centang dulu" in tanpa.content.decode()
    jawaban = klien.post(url("pengiriman_surat", surat.pk), {"nomor": "B-7/2026", "yakin": "on"}, follow=True)
    assert "Disampaikan lewat surat B-7/2026" in jawaban.content.decode()
    kosong = klien.post(url("pengiriman_batal", batal.pk), {"alasan": " ", "yakin": "on"})
    assert kosong.status_code == 422
    klien.post(url("pengiriman_batal", batal.pk), {"alasan": "PIC pindah", "yakin": "on"})
    keadaan = dict(Pengiriman.objects.filter(api=Api.ROLE_PIC).values_list("pk", "keadaan"))
    assert keadaan == {surat.pk: Keadaan.SELESAI, batal.pk: Keadaan.BATAL}
    assert not UsulPenyelesaian.objects.exists()
    ulang = klien.post(url("pengiriman_kirim_ulang", surat.pk), follow=True)
    assert ulang.status_code == 200
    surat.refresh_from_db()
    assert surat.keadaan == Keadaan.SELESAI


def test_id_usulan_orang_lain_ditolak_dari_nipnya(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    """An id that nobody holds yet may still be another person's: NIP and id together say whose it is."""
    baris = tidak_pasti(siasn, selaras, settings)
    isian = {"id_usulan": id_di_siasn(siasn, baris), "yakin": "on"}
    for nip, pesan in ((selaras.pic.nip, "milik orang lain"), ("", "id_nip")):
        jawaban = masuk(selaras.administrator).post(url("pengiriman_sampai", baris.pk), isian | {"nip": nip})
        assert jawaban.status_code == 422
        assert pesan in jawaban.content.decode()
    assert not UsulPenyelesaian.objects.exists()
