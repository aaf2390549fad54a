"""What is uncertain is settled by what the partner promised for its API and was seen to keep, by nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar import selesai
from integrasi.keluar.antrean import ambil, lepaskan_sewa_habis
from integrasi.keluar.kuras import kerjakan
from integrasi.mitra.janji import simpan_bukti
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import JanjiMitra, Pengiriman
from integrasi.petugas.penyelesaian import kirim_ulang, nyatakan_sampai, nyatakan_tidak_sampai
from integrasi.petugas.peringatan import keadaan_kini
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, jatuhkan_tempo, pakai_mode
from tests.integrasi.keluar.pembantu import hanya_api3, sampai_tuntas
from usulan.models import Usulan

# Of one usulan, the answer of one call of each kind is lost after SIASN took it.
HILANG = [{"api": api, "jenis": "reset_sesudah", "sisa": 1} for api in ("3", "4", "5")]


def keadaan(usulan: Usulan) -> dict[int, list[str]]:
    hasil: dict[int, list[str]] = {}
    for api, satu in Pengiriman.objects.filter(usulan=usulan).order_by("gelombang").values_list("api", "keadaan"):
        hasil.setdefault(api, []).append(satu)
    return hasil


@pytest.mark.parametrize("mode", ["tolak_ganda", "cari", "tolak_ganda:3,cari:3"])
def test_yang_tidak_dijanjikan_tidak_dikirim_ulang_dan_segera_tampak(
    siasn: Siasn, selaras: Dunia, settings: Settings, mode: str
) -> None:
    pakai_mode(siasn, settings, mode)
    usulan = ajukan(selaras)
    siasn.gangguan(*HILANG)
    jalankan()
    sampai_tuntas(kali=3)
    kini = keadaan(usulan)
    assert kini[Api.USULAN] == [Keadaan.SELESAI], "promised and proven: settled by itself"
    assert sorted(set(kini[Api.DOKUMEN])) == [Keadaan.SELESAI, Keadaan.TIDAK_PASTI]
    assert kini[Api.DOKUMEN].count(Keadaan.TIDAK_PASTI) == 1
    assert kini[Api.APPROVE] == [Keadaan.BARU], "nothing overtakes what nobody knows"
    assert keadaan_kini() == {"kiriman:sambungan_putus": 1}

    ragu = Pengiriman.objects.get(keadaan=Keadaan.TIDAK_PASTI)
    nyatakan_sampai(ragu.pk, oleh=selaras.administrator)
    sampai_tuntas(kali=2)
    teken = Pengiriman.objects.get(usulan=usulan, api=Api.APPROVE)
    assert teken.keadaan == Keadaan.TIDAK_PASTI
    assert keadaan_kini() == {"kiriman:sambungan_putus": 1}
    nyatakan_sampai(teken.pk, oleh=selaras.administrator)
    (di_siasn,) = siasn.usulan(usulan)
    assert len(di_siasn["dokumen"]) == len(kini[Api.DOKUMEN])
    assert len(di_siasn["approval"]) == 1
    assert [siasn.hitungan(api)["ganda"] for api in (3, 4, 5)] == [0, 0, 0]


def test_janji_per_api_boleh_berbeda_caranya(siasn: Siasn, selaras: Dunia, settings: Settings) -> None:
    pakai_mode(siasn, settings, "tolak_ganda:3,cari:3,kunci:4")
    usulan = ajukan(selaras)
    siasn.gangguan(*HILANG)
    jalankan()
    sampai_tuntas(kali=3)
    kini = keadaan(usulan)
    assert {*kini[Api.USULAN], *kini[Api.DOKUMEN]} == {Keadaan.SELESAI}
    assert kini[Api.APPROVE] == [Keadaan.TIDAK_PASTI]


def test_janji_yang_disebut_tetapi_belum_terbukti_tidak_dipakai(siasn: Siasn, selaras: Dunia) -> None:
    JanjiMitra.objects.all().delete()
    baris = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    sampai_tuntas(kali=3)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI
    assert siasn.hitungan(3)["tiba"] == 1
    assert keadaan_kini() == {"kiriman:sambungan_putus": 1, "janji_belum_terbukti": 4}
    simpan_bukti(host(), [(Api.USULAN, "kunci", True)], timezone.now())
    assert keadaan_kini() == {"janji_belum_terbukti": 3}
    sampai_tuntas(kali=1)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert siasn.hitungan(3)["ganda"] == 0


def test_janji_yang_gugur_saat_kiriman_sudah_diambil_tidak_mengirim(siasn: Siasn, selaras: Dunia) -> None:
    baris = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    jatuhkan_tempo()
    (diambil,) = ambil(1)
    JanjiMitra.objects.update(terbukti=False)
    with buka_transport() as transport:
        kerjakan(transport, diambil)
    baris.refresh_from_db()
    assert (baris.keadaan, baris.sebab, baris.percobaan_ke) == (Keadaan.TIDAK_PASTI, "sambungan_putus", 1)
    assert siasn.hitungan(3)["tiba"] == 1


def test_pencarian_yang_tidak_menjawab_membunyikan_alarm_saat_itu_juga(
    siasn: Siasn, selaras: Dunia, settings: Settings
) -> None:
    pakai_mode(siasn, settings, "cari:3,4,5,11")
    siasn.mode("cari")
    usulan = ajukan(selaras)
    siasn.gangguan({"api": "4", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    sampai_tuntas(kali=1)
    ragu = Pengiriman.objects.get(usulan=usulan, keadaan=Keadaan.TIDAK_PASTI)
    assert ragu.sebab == "bentuk_asing"
    assert keadaan_kini() == {"kiriman:bentuk_asing": 1}


def test_yang_lama_tidak_pasti_membunyikan_alarm_dan_tidak_berputar_selamanya(
    siasn: Siasn, selaras: Dunia, settings: Settings
) -> None:
    baris = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 30})
    jalankan()
    assert keadaan_kini() == {}
    Pengiriman.objects.filter(pk=baris.pk).update(dicoba_sejak=timezone.now() - timedelta(minutes=16))
    assert keadaan_kini() == {"kiriman:sambungan_putus": 1}
    lama = timezone.now() - timedelta(hours=76)
    Pengiriman.objects.filter(pk=baris.pk).update(dicoba_sejak=lama, percobaan_ke=40)
    sampai_tuntas(kali=1)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.MATI
    assert baris.tidak_pasti_sejak is not None, "who sends it again must look first"


@pytest.fixture
def dibangunkan(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    nama: list[str] = []
    monkeypatch.setattr(selesai, "bangunkan", nama.append)
    monkeypatch.setattr("integrasi.keluar.antrean.bangunkan", nama.append)
    return nama


@pytest.mark.parametrize(("mode", "alarm"), [("kunci", 0), ("manusia", 1)])
def test_peringatan_dibangunkan_begitu_orang_diperlukan(
    siasn: Siasn, selaras: Dunia, settings: Settings, dibangunkan: list[str], mode: str, alarm: int
) -> None:
    pakai_mode(siasn, settings, mode)
    hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    assert dibangunkan.count("integrasi.tasks.peringatan") == alarm


def test_peringatan_dibangunkan_bila_pekerja_mati_di_tengah_panggilan(
    siasn: Siasn, selaras: Dunia, dibangunkan: list[str]
) -> None:
    hanya_api3(selaras)
    ambil(1)
    Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).update(sewa_sampai=timezone.now() - timedelta(seconds=1))
    assert lepaskan_sewa_habis() == 1
    assert dibangunkan == ["integrasi.tasks.peringatan"]


def test_kirim_ulang_yang_harus_dipastikan_dulu_tampak_sebagai_peringatan(
    siasn: Siasn, selaras: Dunia, settings: Settings
) -> None:
    pakai_mode(siasn, settings, "manusia")
    baris = hanya_api3(selaras)
    Pengiriman.objects.filter(pk=baris.pk).update(
        keadaan=Keadaan.DITOLAK, sebab="ditolak", tidak_pasti_sejak=timezone.now()
    )
    kirim_ulang(baris.pk, oleh=selaras.administrator)
    baris.refresh_from_db()
    assert (baris.keadaan, baris.sebab) == (Keadaan.TIDAK_PASTI, "belum_pasti")
    assert keadaan_kini() == {"kiriman:belum_pasti": 1}
    nyatakan_tidak_sampai(baris.pk, oleh=selaras.administrator)
    sampai_tuntas(kali=1)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
