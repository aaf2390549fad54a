"""After a restore from backup nothing is sent blindly, and what can be settled settles itself."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, Pengiriman, Percobaan, PeristiwaDirencanakan, TokenSiasn, UsulanSiasn
from integrasi.petugas.pemulihan import gambaran, pulihkan, yang_diperiksa
from integrasi.petugas.penyelesaian import nyatakan_sampai, nyatakan_tidak_sampai
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, pakai_mode, terbukti
from tests.integrasi.keluar.pembantu import hanya_api3, pic_didaftarkan, sampai_tuntas
from usulan.models import Usulan

Kembalikan = Callable[[], None]


def cadangkan() -> Kembalikan:
    """Remember the calls as a backup would; the function given puts them back as they were."""
    lama = list(Pengiriman.objects.values())

    def kembalikan() -> None:
        Percobaan.objects.all().delete()
        UsulanSiasn.objects.all().delete()
        for satu in lama:
            Pengiriman.objects.filter(pk=satu["id"]).update(**satu)

    return kembalikan


def keadaan(usulan: Usulan) -> set[tuple[int, str]]:
    return set(Pengiriman.objects.filter(usulan=usulan).values_list("api", "keadaan"))


def cacah(siasn: Siasn) -> dict[int, tuple[int, int]]:
    return {api: (siasn.hitungan(api)["efek"], siasn.hitungan(api)["ganda"]) for api in (3, 4, 5)}


@pytest.fixture
def terkirim_lalu_dipulihkan(siasn: Siasn, selaras: Dunia) -> Usulan:
    """A usulan that SIASN has whole, and of which the restored database says that nothing was ever tried."""
    usulan = ajukan(selaras)
    rencanakan_tertunda()
    kembalikan = cadangkan()
    jalankan()
    assert {isi for _, isi in keadaan(usulan)} == {Keadaan.SELESAI}
    kembalikan()
    assert {isi for _, isi in keadaan(usulan)} == {Keadaan.BARU}
    return usulan


@pytest.mark.parametrize("mode", ["kunci", "tolak_ganda:3,4,5,11", "cari:3,4,5,11"])
def test_yang_terkirim_sesudah_cadangan_tidak_sampai_dua_kali(
    siasn: Siasn, terkirim_lalu_dipulihkan: Usulan, settings: Settings, mode: str
) -> None:
    pakai_mode(siasn, settings, mode)
    sebelum = cacah(siasn)
    hasil = pulihkan(oleh=Mesin.SISTEM)
    assert hasil.ragu[Api.USULAN] == [terkirim_lalu_dipulihkan.nomor]
    assert {isi for _, isi in keadaan(terkirim_lalu_dipulihkan)} == {Keadaan.TIDAK_PASTI}
    sampai_tuntas()
    assert {isi for _, isi in keadaan(terkirim_lalu_dipulihkan)} == {Keadaan.SELESAI}
    assert cacah(siasn) == sebelum
    assert UsulanSiasn.objects.filter(usulan=terkirim_lalu_dipulihkan).exists()


def test_tanpa_cara_melihat_tidak_ada_yang_dikirim_sebelum_orang_memutus(
    siasn: Siasn, selaras: Dunia, terkirim_lalu_dipulihkan: Usulan, settings: Settings
) -> None:
    id_usulan = str(siasn.usulan(terkirim_lalu_dipulihkan)[0]["id"])
    pakai_mode(siasn, settings, "manusia")
    sebelum = {api: siasn.hitungan(api)["tiba"] for api in (3, 4, 5)}
    pulihkan(oleh=Mesin.SISTEM)
    sampai_tuntas(kali=2)
    assert {api: siasn.hitungan(api)["tiba"] for api in (3, 4, 5)} == sebelum
    tercatat = Peristiwa.objects.get(aliran="pemulihan")
    assert tercatat.data["ragu"] == Pengiriman.objects.filter(keadaan=Keadaan.TIDAK_PASTI).count()
    for baris in Pengiriman.objects.filter(usulan=terkirim_lalu_dipulihkan).order_by("gelombang"):
        nyatakan_sampai(baris.pk, oleh=selaras.administrator, id_usulan=id_usulan if baris.api == Api.USULAN else "")
    assert {isi for _, isi in keadaan(terkirim_lalu_dipulihkan)} == {Keadaan.SELESAI}


def test_yang_belum_pernah_dikirim_akhirnya_terkirim_sekali(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    pulihkan(oleh=Mesin.SISTEM)
    for baris in Pengiriman.objects.filter(usulan=usulan, sebab="pemulihan_kunci_baru"):
        nyatakan_tidak_sampai(baris.pk, oleh=selaras.administrator)
    sampai_tuntas()
    assert {isi for _, isi in keadaan(usulan)} == {Keadaan.SELESAI}
    assert siasn.hitungan(3)["efek"] == 1


def test_yang_direncanakan_ulang_dengan_kunci_baru_dilihat_orang_dulu(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    jalankan()
    sebelum = cacah(siasn)
    Percobaan.objects.all().delete()
    UsulanSiasn.objects.all().delete()
    Pengiriman.objects.all().delete()
    PeristiwaDirencanakan.objects.all().delete()
    assert gambaran().belum_direncanakan == 1
    hasil = pulihkan(oleh=Mesin.SISTEM)
    assert hasil.belum_direncanakan == 1
    assert hasil.orang[Api.USULAN] == [usulan.nomor]
    sampai_tuntas(kali=2)
    assert cacah(siasn) == sebelum
    assert {isi for _, isi in keadaan(usulan)} == {Keadaan.MATI}


def test_kiriman_yang_menetapkan_keadaan_dikirim_ulang(siasn: Siasn, dunia: Dunia) -> None:
    baris = pic_didaftarkan()
    Pengiriman.objects.filter(pk=baris.pk).update(
        keadaan=Keadaan.KIRIM, sewa=uuid4(), sewa_sampai=timezone.now() + timedelta(hours=1)
    )
    hasil = pulihkan(oleh=Mesin.SISTEM)
    assert hasil.ulang == {Api.ROLE_PIC: [""]}
    assert hasil.sewa == 1
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert len(siasn.peran()) == 1


def test_sewa_token_pemutus_dan_pantauan_dimulai_lagi(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    jalankan()
    assert TokenSiasn.objects.exclude(isi="").count() == 2
    lain = hanya_api3(selaras)
    Pengiriman.objects.filter(pk=lain.pk).update(
        keadaan=Keadaan.KIRIM, sewa=uuid4(), sewa_sampai=timezone.now() + timedelta(hours=1)
    )
    nanti = timezone.now() + timedelta(hours=5)
    UsulanSiasn.objects.filter(usulan=usulan).update(pantau_berikut=nanti)
    KeadaanMitra.objects.update_or_create(
        host=host(), defaults={"terbuka_sejak": timezone.now(), "coba_lagi_pada": nanti, "sebab": "waktu_habis"}
    )
    pulihkan(oleh=Mesin.SISTEM)
    lain.refresh_from_db()
    assert (lain.keadaan, lain.sewa, lain.sebab) == (Keadaan.TIDAK_PASTI, None, "pemulihan")
    assert lain.tidak_pasti_sejak is not None
    assert Percobaan.objects.filter(pengiriman=lain, sebab="pemulihan").count() == 1
    assert not TokenSiasn.objects.exists()
    assert KeadaanMitra.objects.get(pk=host()).terbuka_sejak is None
    assert UsulanSiasn.objects.get(usulan=usulan).pantau_berikut <= timezone.now()


def test_yang_ditolak_tidak_dapat_dikirim_ulang_tanpa_dilihat(siasn: Siasn, selaras: Dunia) -> None:
    baris = hanya_api3(selaras)
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.DITOLAK, sebab="ditolak")
    assert pulihkan(oleh=Mesin.SISTEM).orang == {Api.USULAN: [baris.usulan.nomor if baris.usulan else ""]}
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.DITOLAK
    assert baris.tidak_pasti_sejak is not None


def test_yang_tuntas_tidak_disentuh_dan_dua_kali_tidak_merusak(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    jalankan()
    for _ in range(2):
        hasil = pulihkan(oleh=Mesin.SISTEM)
        assert (hasil.ragu, hasil.orang) == ({}, {})
    assert {isi for _, isi in keadaan(usulan)} == {Keadaan.SELESAI}
    assert Peristiwa.objects.filter(aliran="pemulihan").count() == 2


def test_perintah_tanpa_ya_hanya_memperlihatkan(
    siasn: Siasn, selaras: Dunia, capsys: pytest.CaptureFixture[str]
) -> None:
    baris = hanya_api3(selaras)
    with pytest.raises(CommandError, match="--ya"):
        call_command("setelah_pemulihan")
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.BARU
    assert not Peristiwa.objects.filter(aliran="pemulihan").exists()
    assert "API 3" in capsys.readouterr().out


def test_perintah_menyebut_yang_harus_diperiksa_tanpa_nama_orang(
    siasn: Siasn, selaras: Dunia, capsys: pytest.CaptureFixture[str]
) -> None:
    baris = hanya_api3(selaras)
    call_command("setelah_pemulihan", "--ya")
    cetakan = capsys.readouterr().out
    assert baris.usulan is not None
    assert baris.usulan.nomor in cetakan.replace("\n", "")
    assert "Periksa dengan tangan" in cetakan
    assert "Jejak terakhir" in cetakan
    assert baris.usulan.nama not in cetakan
    assert baris.usulan.nip not in cetakan


@pytest.mark.parametrize(
    ("mode", "orang", "sendiri"),
    [
        ("manusia", "“Tidak pasti” API 3, 4, 5, 11 di layar", ""),
        ("tolak_ganda:3,cari:3", "“Tidak pasti” API 4, 5, 11 di layar", "“Tidak pasti” API 3 diselesaikan sendiri"),
        ("kunci", "", "“Tidak pasti” API 3, 4, 5, 11 diselesaikan sendiri"),
    ],
)
def test_kalimatnya_menurut_janji_mitra_per_api(
    db: None, settings: Settings, mode: str, orang: str, sendiri: str
) -> None:
    settings.SIASN_MODE_GANDA = mode
    terbukti(mode)
    kalimat = yang_diperiksa(gambaran())
    for kata, semua in (("Putuskan setiap", orang), ("diselesaikan sendiri", sendiri)):
        assert any(kata in satu for satu in kalimat) is bool(semua)
        assert any(semua in satu for satu in kalimat)
