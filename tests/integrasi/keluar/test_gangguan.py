"""What the partner's faults do to a call that may be made once only (API 3)."""

from datetime import timedelta

import pytest
from pytest_django import Settings

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, Percobaan, UsulanSiasn
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, pakai_mode
from tests.integrasi.keluar.pembantu import hanya_api3, pic_didaftarkan, sampai_tuntas

# The answer proves that the call was not accepted.
TERBUKTI = ["503", "429:1", "429_tanggal:1", "suspended", "401", "401_sso"]
# Nobody can tell from what came back; "sebelum": nothing was stored, "sesudah": it was.
TAK_TERBUKTI = [
    "reset_sebelum",
    "reset_sesudah",
    "500_sebelum",
    "500_sesudah",
    "502_html_sebelum",
    "502_html_sesudah",
    "504_sesudah",
    "kosong_sesudah",
    "json_rusak_sesudah",
    "amplop_salah_sesudah",
    "diam_sebelum:2",
    "tunda_sesudah:2",
]


@pytest.fixture(autouse=True)
def tanpa_pemutus(monkeypatch: pytest.MonkeyPatch) -> None:
    """One fault after the other would open the breaker, which has tests of its own."""
    monkeypatch.setattr("integrasi.mitra.pemutus.BATAS_GAGAL", 10_000)
    monkeypatch.setattr("integrasi.mitra.pemutus.CONTOH", 10_000)


def _selesai_sekali(siasn: Siasn, baris: Pengiriman, gangguan: str) -> None:
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI, (gangguan, baris.sebab, baris.pesan)
    assert baris.usulan is not None
    (di_siasn,) = siasn.usulan(baris.usulan)
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == di_siasn["id"], gangguan


def test_yang_terbukti_tidak_diterima_dikirim_lagi_dan_tiba_satu_kali(siasn: Siasn, selaras: Dunia) -> None:
    for gangguan in TERBUKTI:
        baris = hanya_api3(selaras)
        siasn.gangguan({"api": "3", "jenis": gangguan, "sisa": 2})
        jalankan()
        baris.refresh_from_db()
        assert baris.keadaan in {Keadaan.ULANG, Keadaan.SELESAI}, gangguan
        sampai_tuntas(kali=3)
        _selesai_sekali(siasn, baris, gangguan)
    assert siasn.hitungan(3)["ganda"] == 0


@pytest.mark.parametrize("mode", ["kunci", "tolak_ganda", "cari"])
def test_yang_tidak_pasti_diselesaikan_tanpa_ganda_dan_tanpa_hilang(
    siasn: Siasn, selaras: Dunia, settings: Settings, mode: str
) -> None:
    pakai_mode(siasn, settings, mode)
    settings.SIASN_BATAS_WAKTU = 1.0
    for gangguan in TAK_TERBUKTI:
        baris = hanya_api3(selaras)
        siasn.gangguan({"api": "3", "jenis": gangguan, "sisa": 1})
        jalankan()
        baris.refresh_from_db()
        assert baris.keadaan in {Keadaan.TIDAK_PASTI, Keadaan.SELESAI}, gangguan
        siasn.gangguan()
        sampai_tuntas(kali=2)
        _selesai_sekali(siasn, baris, gangguan)
        tidak_pasti = Percobaan.objects.filter(pengiriman=baris, keadaan=Keadaan.TIDAK_PASTI)
        assert tidak_pasti.exists(), gangguan
    assert siasn.hitungan(3)["ganda"] == 0
    assert siasn.hitungan(3)["efek"] == len(TAK_TERBUKTI)


def test_tanpa_cara_menyelesaikan_tidak_ada_yang_dikirim_ulang(
    siasn: Siasn, selaras: Dunia, settings: Settings
) -> None:
    pakai_mode(siasn, settings, "manusia")
    settings.SIASN_BATAS_WAKTU = 1.0
    for gangguan in TAK_TERBUKTI[:4]:
        baris = hanya_api3(selaras)
        siasn.gangguan({"api": "3", "jenis": gangguan, "sisa": 1})
        sampai_tuntas(kali=2)
        baris.refresh_from_db()
        assert baris.keadaan == Keadaan.TIDAK_PASTI, gangguan
    assert siasn.hitungan(3)["tiba"] == 4
    assert siasn.hitungan(3)["efek"] == 2


def test_selama_masa_tenang_tidak_ada_yang_dikirim_ulang(siasn: Siasn, selaras: Dunia, settings: Settings) -> None:
    settings.SIASN_MASA_TENANG = timedelta(minutes=3)
    baris = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    jalankan()
    baris.refresh_from_db()
    assert baris.tidak_pasti_sejak is not None
    assert baris.jatuh_tempo - baris.tidak_pasti_sejak >= timedelta(minutes=3)
    assert siasn.hitungan(3)["tiba"] == 1


def test_mitra_yang_mati_di_tengah_pencarian_tidak_menyelesaikan_apa_pun(
    siasn: Siasn, selaras: Dunia, settings: Settings
) -> None:
    pakai_mode(siasn, settings, "cari")
    baris = hanya_api3(selaras)
    siasn.gangguan(
        {"api": "3", "jenis": "reset_sesudah", "sisa": 1}, {"api": "3/cari", "jenis": "amplop_salah", "sisa": 1}
    )
    jalankan()
    sampai_tuntas(kali=1)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI
    sampai_tuntas(kali=1)
    _selesai_sekali(siasn, baris, "cari")
    assert siasn.hitungan(3)["efek"] == 1


@pytest.mark.parametrize("mode", ["kunci", "tolak_ganda:3,4,5,11", "cari:3,4,5,11"])
def test_dokumen_teken_dan_putusan_yang_jawabannya_hilang_tiba_satu_kali(
    siasn: Siasn, selaras: Dunia, settings: Settings, mode: str
) -> None:
    pakai_mode(siasn, settings, mode)
    usulan = ajukan(selaras)
    siasn.gangguan(*({"api": api, "jenis": "reset_sesudah", "sisa": 2} for api in ("3", "4", "5")))
    jalankan()
    sampai_tuntas()
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
    (di_siasn,) = siasn.usulan(usulan)
    assert len(di_siasn["dokumen"]) == usulan.dokumen.exclude(versi_kini=None).count()
    assert len(di_siasn["approval"]) == 1
    for api in (3, 4, 5):
        assert (siasn.hitungan(api)["ganda"], siasn.hitungan(api)["tak_urut"]) == (0, 0)


def test_penolakan_menunggu_orang_dengan_kata_kata_siasn(siasn: Siasn, selaras: Dunia) -> None:
    baris = hanya_api3(selaras)
    baris.muatan["id_pns"] = "bukan-orang-siapa-pun"
    baris.save()
    jalankan()
    sampai_tuntas(kali=2)
    baris.refresh_from_db()
    assert (baris.keadaan, baris.kode_http, baris.percobaan_ke) == (Keadaan.DITOLAK, 406, 1)
    assert "ASN tidak ditemukan" in baris.pesan
    assert siasn.hitungan(3)["tiba"] == 1


def test_akses_pic_boleh_dikirim_ulang_walau_jawabannya_hilang(
    siasn: Siasn, transactional_db: None, settings: Settings
) -> None:
    pakai_mode(siasn, settings, "manusia")
    siasn.gangguan({"api": "2", "jenis": "reset_sesudah", "sisa": 1})
    baris = pic_didaftarkan()
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.ULANG
    sampai_tuntas(kali=1)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert [p["id"] for p in siasn.peran()] == ["pic-1"]
