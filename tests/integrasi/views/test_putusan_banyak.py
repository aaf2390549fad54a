"""Uncertain calls of one cause are settled at once; the second person confirms at once (issue 13 part 3)."""

from django.urls import reverse
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, UsulPenyelesaian
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn
from tests.integrasi.views.conftest import Masuk, tidak_pasti

PUTUSKAN = reverse("integrasi:putuskan_banyak")
KONFIRMASI = reverse("integrasi:usul_konfirmasi_banyak")
MENUNGGU = reverse("integrasi:menunggu_kedua")


def test_sebab_yang_sama_diusulkan_sekaligus_dan_dikonfirmasi_orang_kedua_sekaligus(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, admin_lain: Pengguna, settings: Settings
) -> None:
    dua = [tidak_pasti(siasn, selaras, settings) for _ in range(2)]
    Pengiriman.objects.filter(pk__in=[b.pk for b in dua]).update(keadaan=Keadaan.TIDAK_PASTI, sebab="BELUM_PASTI")
    masuk(selaras.administrator)
    klien = masuk(selaras.administrator)
    daftar = klien.get(reverse("integrasi:pengiriman")).content.decode()
    assert f"{PUTUSKAN}?sebab=BELUM_PASTI" in daftar
    halaman = klien.get(PUTUSKAN, {"sebab": "BELUM_PASTI"}).content.decode()
    assert all(str(b.pk) in halaman for b in dua)
    isian = {"pilih": [str(b.pk) for b in dua], "tindakan": "TIDAK_SAMPAI"}
    assert klien.post(f"{PUTUSKAN}?sebab=BELUM_PASTI", isian).status_code == 422, "nobody said it was looked up"
    jawaban = klien.post(f"{PUTUSKAN}?sebab=BELUM_PASTI", isian | {"yakin": "on"}, follow=True)
    assert "2 usul dicatat" in jawaban.content.decode()
    usul = list(UsulPenyelesaian.objects.terbuka())
    assert len(usul) == 2
    assert set(Pengiriman.objects.filter(pk__in=isian["pilih"]).values_list("keadaan", flat=True)) == {"TIDAK_PASTI"}
    assert "Tidak ada yang ragu" in klien.get(PUTUSKAN, {"sebab": "BELUM_PASTI"}).content.decode()

    ya = {"usul": [u.pk for u in usul], "yakin": "on"}
    sendiri = klien.post(KONFIRMASI, ya, follow=True).content.decode()
    assert "2 tidak ikut: Usul dikonfirmasi Administrator lain atau Kepala Biro, bukan pengusulnya." in sendiri
    assert UsulPenyelesaian.objects.terbuka().count() == 2
    kedua = masuk(admin_lain)
    halaman = kedua.get(MENUNGGU).content.decode()
    assert all(f'name="usul" value="{u.pk}" checked' in " ".join(halaman.split()) for u in usul)
    assert kedua.post(KONFIRMASI, {"usul": ya["usul"]}).status_code == 302
    assert UsulPenyelesaian.objects.terbuka().count() == 2, "not without having looked"
    assert "Usul dikonfirmasi: 2." in kedua.post(KONFIRMASI, ya, follow=True).content.decode()
    assert not UsulPenyelesaian.objects.terbuka().exists()
    assert set(Pengiriman.objects.filter(pk__in=isian["pilih"]).values_list("keadaan", flat=True)) == {"ULANG"}
    for satu in dua:
        jenis = Peristiwa.objects.filter(aliran=f"pengiriman:{satu.pk}").values_list("jenis", flat=True)
        assert {"pengiriman.diusulkan", "pengiriman.dikonfirmasi"} <= set(jenis), "each on its own"


def test_yang_tidak_ikut_disebut_menurut_sebabnya(
    siasn: Siasn, selaras: Dunia, masuk: Masuk, settings: Settings
) -> None:
    baris = tidak_pasti(siasn, selaras, settings)
    klien = masuk(selaras.administrator)
    isian = {"pilih": [str(baris.pk)], "tindakan": "SAMPAI", "yakin": "on"}
    jawaban = klien.post(PUTUSKAN, isian, follow=True).content.decode()
    assert "1 tidak ikut: API 3 yang sampai diputuskan satu per satu" in jawaban
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.MATI, tidak_pasti_sejak=None)
    jawaban = klien.post(PUTUSKAN, isian | {"tindakan": "TIDAK_SAMPAI"}, follow=True).content.decode()
    assert "1 tidak ikut: Sudah tidak ragu lagi" in jawaban
    assert not UsulPenyelesaian.objects.exists()
    assert klien.post(PUTUSKAN, isian | {"pilih": []}).status_code == 422
