"""What becomes of a row after each kind of failure: the table of janji.md 1."""

import statistics
from typing import Any

import pytest

from integrasi.enums import KELUAR, Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.klasifikasi import BelumSiap, Hasil, Kiriman, Ragu, jeda_mundur, nilai_galat
from integrasi.keluar.muatan import MuatanTidakSah, PemetaanBelumAda
from integrasi.sebab import Kode
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, LihatDulu, SudahAda, TokenDitolak

TAK_IDEMPOTEN = [Api.USULAN, Api.DOKUMEN, Api.APPROVE, Api.SALINAN_KEPPRES]
IDEMPOTEN = [Api.ROLE_PIC, Api.VERIFIKASI_BIRO]


def _nilai(galat: Exception, api: int = Api.USULAN, *, terkirim: bool = True, **lain: Any) -> Hasil:
    return nilai_galat(galat, Kiriman(api, terkirim=terkirim, **lain))


@pytest.mark.parametrize("api", KELUAR)
def test_yang_terbukti_tidak_diterima_diulang(api: Api) -> None:
    hasil = _nilai(KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503), api)
    assert (hasil.keadaan, hasil.ragu, hasil.gangguan, hasil.hitung) == (Keadaan.ULANG, Ragu.TIDAK, True, True)


@pytest.mark.parametrize("api", TAK_IDEMPOTEN)
def test_jawaban_yang_hilang_membuat_kiriman_tidak_pasti(api: Api) -> None:
    hasil = _nilai(LihatDulu(Kode.SAMBUNGAN_PUTUS), api)
    assert (hasil.keadaan, hasil.ragu) == (Keadaan.TIDAK_PASTI, Ragu.BARU)


@pytest.mark.parametrize("api", IDEMPOTEN)
def test_panggilan_yang_menetapkan_keadaan_boleh_diulang_walau_jawabannya_hilang(api: Api) -> None:
    assert _nilai(LihatDulu(Kode.SAMBUNGAN_PUTUS), api).keadaan == Keadaan.ULANG


@pytest.mark.parametrize("api", KELUAR)
def test_penolakan_menunggu_orang_dan_tidak_dihitung_gangguan(api: Api) -> None:
    hasil = _nilai(Ditolak(Kode.DITOLAK, status=406), api)
    assert (hasil.keadaan, hasil.gangguan) == (Keadaan.DITOLAK, False)


@pytest.mark.parametrize("api", TAK_IDEMPOTEN)
def test_keraguan_lama_bertahan_bila_kiriman_ulang_tidak_diterima(api: Api) -> None:
    hasil = _nilai(KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503), api, ragu=True)
    assert (hasil.keadaan, hasil.ragu) == (Keadaan.TIDAK_PASTI, Ragu.LAMA)


@pytest.mark.parametrize("api", TAK_IDEMPOTEN)
def test_keraguan_lama_tercatat_juga_pada_penolakan(api: Api) -> None:
    hasil = _nilai(Ditolak(Kode.DITOLAK, status=406), api, ragu=True)
    assert (hasil.keadaan, hasil.ragu) == (Keadaan.DITOLAK, Ragu.LAMA)


@pytest.mark.parametrize("api", [Api.DOKUMEN, Api.APPROVE, Api.SALINAN_KEPPRES])
@pytest.mark.parametrize("galat", [Ditolak(Kode.DITOLAK, status=409), SudahAda("abcd1234-0000")])
def test_ditolak_sebagai_ganda_berarti_sampai_hanya_bila_ragu_dan_dijanjikan(api: Api, galat: GalatSiasn) -> None:
    assert _nilai(galat, api, ragu=True, janji={"tolak_ganda"}).keadaan == Keadaan.SELESAI
    for lain in ({"ragu": True, "janji": {"cari", "kunci"}}, {"ragu": True}, {"janji": {"tolak_ganda"}}):
        hasil = _nilai(galat, api, **lain)
        assert hasil.keadaan == Keadaan.DITOLAK, lain
        assert hasil.ragu is (Ragu.LAMA if "ragu" in lain else Ragu.TIDAK)


@pytest.mark.parametrize("ragu", [False, True])
def test_usulan_yang_sudah_ada_membawa_id_nya_bila_dijanjikan(ragu: bool) -> None:
    hasil = _nilai(SudahAda("abcd1234-0000"), ragu=ragu, janji={"tolak_ganda"})
    assert (hasil.keadaan, hasil.isi) == (Keadaan.SELESAI, {"id_usulan": "abcd1234-0000"})


@pytest.mark.parametrize("ragu", [False, True])
@pytest.mark.parametrize("janji", [(), ("kunci", "cari")])
def test_id_yang_disebut_tanpa_janji_dilihat_orang_dan_tidak_diambil(ragu: bool, janji: tuple[str, ...]) -> None:
    hasil = _nilai(SudahAda("abcd1234-0000"), ragu=ragu, janji=janji)
    assert (hasil.keadaan, hasil.isi, hasil.ragu) == (Keadaan.DITOLAK, {}, Ragu.BARU)
    assert "abcd1234-0000" in hasil.pesan
    assert "milik siapa" in hasil.pesan


def test_ralat_salinan_yang_dianggap_ganda_dilihat_orang() -> None:
    assert _nilai(SudahAda("abcd1234-0000"), Api.SALINAN_KEPPRES).keadaan == Keadaan.DITOLAK


@pytest.mark.parametrize(
    ("galat", "keadaan", "sebab"),
    [
        (TokenDitolak(Kode.KREDENSIAL_DITOLAK), Keadaan.ULANG, "kredensial_ditolak"),
        (PemetaanBelumAda("belum cocok"), Keadaan.ULANG, "PEMETAAN"),
        (BelumSiap("berkas_diperiksa", "masih diperiksa"), Keadaan.ULANG, "berkas_diperiksa"),
        (MuatanTidakSah("Catatan terlalu panjang"), Keadaan.DITOLAK, "data"),
    ],
)
def test_yang_belum_dikirim_tidak_menghabiskan_percobaan(galat: Exception, keadaan: Keadaan, sebab: str) -> None:
    hasil = _nilai(galat, terkirim=False)
    assert (hasil.keadaan, hasil.sebab, hasil.hitung) == (keadaan, sebab, False)


def test_token_yang_ditolak_menghentikan_pengurasan() -> None:
    assert _nilai(TokenDitolak(Kode.TOKEN_DITOLAK, status=401)).henti


def test_galat_sendiri_sebelum_dan_sesudah_mengirim_berbeda_artinya() -> None:
    assert _nilai(ZeroDivisionError(), terkirim=False).keadaan == Keadaan.ULANG
    assert _nilai(ZeroDivisionError(), terkirim=True).keadaan == Keadaan.TIDAK_PASTI
    assert _nilai(ZeroDivisionError(), Api.ROLE_PIC, terkirim=True).keadaan == Keadaan.ULANG


def test_setiap_sebab_klien_mempunyai_tempat() -> None:
    for kelas in (KirimUlangNanti, LihatDulu, Ditolak, TokenDitolak):
        for kode in Kode:
            galat: GalatSiasn = kelas(kode)
            assert _nilai(galat, Api.DOKUMEN).keadaan in list(Keadaan)


# What says nothing of the partner's health: it asks for a pause, the breaker already stands open, the file is ours.
BUKAN_GANGGUAN = {Kode.TERLALU_SERING, Kode.PEMUTUS_TERBUKA, Kode.BERKAS_TIDAK_TERBACA}


@pytest.mark.parametrize("kode", sorted(Kode))
def test_yang_dihitung_gangguan_mitra_dan_yang_tidak(kode: Kode) -> None:
    diulang = _nilai(KirimUlangNanti(kode), Api.ROLE_PIC).gangguan
    assert diulang is (None if kode in BUKAN_GANGGUAN else True)
    assert _nilai(LihatDulu(kode), Api.ROLE_PIC).gangguan is True


def test_permintaan_melambat_menunda_tanpa_menyalahkan_mitra() -> None:
    hasil = _nilai(KirimUlangNanti(Kode.TERLALU_SERING, status=429, retry_after=90), Api.DOKUMEN)
    assert (hasil.keadaan, hasil.gangguan, hasil.kode_http) == (Keadaan.ULANG, None, 429)
    assert hasil.jeda == 90


def test_jeda_tumbuh_sampai_satu_jam_dan_menyebar() -> None:
    for percobaan, atap in [(0, 5), (1, 10), (5, 160), (10, 3600), (100, 3600)]:
        contoh = [jeda_mundur(percobaan) for _ in range(300)]
        assert 1 <= min(contoh) <= max(contoh) <= atap
        assert statistics.pstdev(contoh) > atap / 8


def test_permintaan_menunggu_dari_siasn_dipatuhi() -> None:
    assert jeda_mundur(0, 120.0) == 120.0
    assert _nilai(KirimUlangNanti(Kode.TERLALU_SERING, status=429, retry_after=90)).jeda >= 90
