"""Every field of what becomes of a row, per kind of failure, in one table (janji.md 1)."""

from dataclasses import asdict
from typing import Any

import pytest

from integrasi.enums import Api
from integrasi.keluar import klasifikasi
from integrasi.keluar.klasifikasi import BelumSiap, Digantikan, Kiriman, Ragu, berhasil, jeda_mundur, nilai_galat
from integrasi.keluar.muatan import MuatanTidakSah, PemetaanBelumAda
from integrasi.sebab import SEBAB, Kode
from integrasi.siasn.errors import Ditolak, KirimUlangNanti, LihatDulu, SudahAda, TokenDitolak
from siapp.berkas.penyimpanan import BerkasRusak
from siapp.mode_ganda import TOLAK_GANDA

ID = "abcd1234-0000"
NANTI: dict[str, Any] = {"keadaan": "ULANG", "jeda": 77.0}
SAMPAI: dict[str, Any] = {"keadaan": "SELESAI", "gangguan": False}
DITOLAK: dict[str, Any] = {"keadaan": "DITOLAK", "gangguan": False}
HILANG: dict[str, Any] = {"keadaan": "TIDAK_PASTI", "jeda": 77.0, "ragu": Ragu.BARU}
BAWAAN: dict[str, Any] = {
    "jeda": 0.0,
    "hitung": True,
    "gangguan": None,
    "henti": False,
    "ragu": Ragu.TIDAK,
    "isi": {},
    "kode_http": None,
}


def _berkas_rusak() -> KirimUlangNanti:
    galat = KirimUlangNanti(Kode.BERKAS_TIDAK_TERBACA)
    galat.__cause__ = BerkasRusak("sidik lain")
    return galat


# Of a partner that promised to refuse doubles.
# What it is, the failure, the API, is an earlier try uncertain, had the client been called; what differs from BAWAAN.
KASUS: list[tuple[str, Exception, Api, bool, bool, dict[str, Any]]] = [
    (
        "terbukti belum diterima",
        KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503),
        Api.USULAN,
        False,
        True,
        NANTI | {"sebab": Kode.TIDAK_TERSEDIA, "kode_http": 503, "gangguan": True},
    ),
    (
        "terbukti belum diterima, percobaan lama meragukan",
        KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503),
        Api.USULAN,
        True,
        True,
        HILANG | {"sebab": Kode.TIDAK_TERSEDIA, "kode_http": 503, "gangguan": True, "ragu": Ragu.LAMA},
    ),
    (
        "keraguan tidak berarti bagi yang boleh diulang",
        KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503),
        Api.ROLE_PIC,
        True,
        True,
        NANTI | {"sebab": Kode.TIDAK_TERSEDIA, "kode_http": 503, "gangguan": True},
    ),
    (
        "jawaban hilang",
        LihatDulu(Kode.SAMBUNGAN_PUTUS),
        Api.DOKUMEN,
        False,
        True,
        HILANG | {"sebab": Kode.SAMBUNGAN_PUTUS, "gangguan": True},
    ),
    (
        "jawaban hilang lagi: keraguan yang baru",
        LihatDulu(Kode.SAMBUNGAN_PUTUS),
        Api.DOKUMEN,
        True,
        True,
        HILANG | {"sebab": Kode.SAMBUNGAN_PUTUS, "gangguan": True},
    ),
    (
        "jawaban hilang, boleh diulang",
        LihatDulu(Kode.WAKTU_HABIS),
        Api.VERIFIKASI_BIRO,
        False,
        True,
        NANTI | {"sebab": Kode.WAKTU_HABIS, "gangguan": True},
    ),
    (
        "ditolak",
        Ditolak(Kode.DITOLAK, status=406),
        Api.APPROVE,
        False,
        True,
        DITOLAK | {"sebab": Kode.DITOLAK, "kode_http": 406, "jeda": 77.0},
    ),
    (
        "ditolak, percobaan lama meragukan",
        Ditolak(Kode.DITOLAK, status=406),
        Api.APPROVE,
        True,
        True,
        DITOLAK | {"sebab": Kode.DITOLAK, "kode_http": 406, "jeda": 77.0, "ragu": Ragu.LAMA},
    ),
    (
        "ditolak sebagai ganda, tanpa keraguan",
        Ditolak(Kode.DITOLAK, status=409),
        Api.DOKUMEN,
        False,
        True,
        DITOLAK | {"sebab": Kode.DITOLAK, "kode_http": 409, "jeda": 77.0},
    ),
    (
        "ditolak sebagai ganda sesudah keraguan: sudah sampai",
        Ditolak(Kode.DITOLAK, status=409),
        Api.DOKUMEN,
        True,
        True,
        SAMPAI | {"sebab": Kode.DITOLAK, "kode_http": 409, "jeda": 77.0},
    ),
    (
        "usulan yang ditolak sebagai ganda tanpa ID tetap dilihat orang",
        Ditolak(Kode.DITOLAK, status=409),
        Api.USULAN,
        True,
        True,
        DITOLAK | {"sebab": Kode.DITOLAK, "kode_http": 409, "jeda": 77.0, "ragu": Ragu.LAMA},
    ),
    (
        "mencabut akses yang tidak ada: selesai",
        Ditolak(Kode.TIDAK_DITEMUKAN, status=404),
        Api.ROLE_PIC,
        False,
        True,
        SAMPAI | {"sebab": Kode.TIDAK_DITEMUKAN, "kode_http": 404, "jeda": 77.0},
    ),
    (
        "yang tidak ditemukan selain akses ditolak",
        Ditolak(Kode.TIDAK_DITEMUKAN, status=404),
        Api.DOKUMEN,
        False,
        True,
        DITOLAK | {"sebab": Kode.TIDAK_DITEMUKAN, "kode_http": 404, "jeda": 77.0},
    ),
    (
        "berkas kami berubah: bukan kabar tentang mitra",
        Ditolak(Kode.BERKAS_BERUBAH),
        Api.DOKUMEN,
        False,
        True,
        DITOLAK | {"sebab": Kode.BERKAS_BERUBAH, "gangguan": None, "jeda": 77.0},
    ),
    (
        "berkas kami rusak di penyimpanan",
        _berkas_rusak(),
        Api.DOKUMEN,
        False,
        True,
        DITOLAK | {"sebab": Kode.BERKAS_BERUBAH, "gangguan": None},
    ),
    (
        "token ditolak",
        TokenDitolak(Kode.TOKEN_DITOLAK, status=401),
        Api.USULAN,
        False,
        True,
        {"keadaan": "ULANG", "jeda": 60.0, "sebab": Kode.TOKEN_DITOLAK, "kode_http": 401}
        | {"hitung": False, "henti": True},
    ),
    (
        "sudah ada, dengan ID",
        SudahAda(ID),
        Api.USULAN,
        False,
        True,
        SAMPAI | {"sebab": Kode.SUDAH_ADA, "kode_http": 409, "isi": {"id_usulan": ID}},
    ),
    (
        "sudah ada, bukan usulan, tanpa percobaan yang meragukan",
        SudahAda(ID),
        Api.DOKUMEN,
        False,
        True,
        DITOLAK | {"sebab": Kode.SUDAH_ADA, "kode_http": 409},
    ),
    (
        "salinan yang sudah ada: ralat yang tidak diterima",
        SudahAda(ID),
        Api.SALINAN_KEPPRES,
        False,
        True,
        DITOLAK | {"sebab": Kode.SUDAH_ADA, "kode_http": 409},
    ),
    (
        "salinan yang sudah ada sesudah keraguan: sampai",
        SudahAda(ID),
        Api.SALINAN_KEPPRES,
        True,
        True,
        SAMPAI | {"sebab": Kode.SUDAH_ADA, "kode_http": 409},
    ),
    (
        "pemetaan belum ada",
        PemetaanBelumAda("belum cocok"),
        Api.USULAN,
        False,
        False,
        {"keadaan": "ULANG", "sebab": Kode.PEMETAAN, "jeda": 60.0, "hitung": False},
    ),
    (
        "belum siap",
        BelumSiap(Kode.BERKAS_DIPERIKSA, "masih diperiksa"),
        Api.DOKUMEN,
        False,
        False,
        {"keadaan": "ULANG", "sebab": Kode.BERKAS_DIPERIKSA, "jeda": 30.0, "hitung": False},
    ),
    (
        "digantikan kabar yang lebih baru",
        Digantikan(),
        Api.SALINAN_KEPPRES,
        False,
        False,
        {"keadaan": "BATAL", "sebab": Kode.DIGANTIKAN, "hitung": False},
    ),
    (
        "muatan tidak sah",
        MuatanTidakSah("Catatan terlalu panjang"),
        Api.APPROVE,
        False,
        False,
        {"keadaan": "DITOLAK", "sebab": Kode.DATA, "hitung": False},
    ),
    (
        "galat kami sebelum mengirim",
        ZeroDivisionError(),
        Api.USULAN,
        False,
        False,
        NANTI | {"sebab": Kode.GALAT_APLIKASI},
    ),
    (
        "galat kami sesudah mengirim",
        ZeroDivisionError(),
        Api.USULAN,
        False,
        True,
        HILANG | {"sebab": Kode.GALAT_APLIKASI},
    ),
    (
        "galat kami sesudah mengirim, boleh diulang",
        ZeroDivisionError(),
        Api.ROLE_PIC,
        False,
        True,
        NANTI | {"sebab": Kode.GALAT_APLIKASI},
    ),
    (
        "galat kami sebelum mengirim, percobaan lama meragukan",
        ZeroDivisionError(),
        Api.USULAN,
        True,
        False,
        HILANG | {"sebab": Kode.GALAT_APLIKASI, "ragu": Ragu.LAMA},
    ),
]


@pytest.mark.parametrize(
    ("galat", "api", "ragu", "terkirim", "harap"), [k[1:] for k in KASUS], ids=[k[0] for k in KASUS]
)
def test_setiap_kegagalan_menjadi_tepat_satu_hasil(
    galat: Exception, api: Api, ragu: bool, terkirim: bool, harap: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(klasifikasi, "jeda_mundur", lambda *_: 77.0)
    hasil = nilai_galat(galat, Kiriman(api, 3, ragu, terkirim, {TOLAK_GANDA}))
    isi = asdict(hasil) | {"keadaan": hasil.keadaan.value}
    del isi["gerak"], isi["pesan"]
    assert isi == BAWAAN | harap


@pytest.mark.parametrize(
    ("galat", "pesan"),
    [
        (Ditolak(Kode.DITOLAK, pesan_bkn="NIP salah"), f"{SEBAB[Kode.DITOLAK].kalimat} NIP salah"),
        (Ditolak(Kode.DITOLAK), SEBAB[Kode.DITOLAK].kalimat),
        (_berkas_rusak(), SEBAB[Kode.BERKAS_BERUBAH].kalimat),
        (PemetaanBelumAda("belum cocok"), "belum cocok"),
        (BelumSiap(Kode.BERKAS_DIPERIKSA, "masih diperiksa"), "masih diperiksa"),
        (MuatanTidakSah("Catatan terlalu panjang"), "Catatan terlalu panjang"),
        (Digantikan(), SEBAB[Kode.DIGANTIKAN].kalimat),
        (ZeroDivisionError("rahasia"), "Galat pada aplikasi sendiri; lihat catatan server."),
    ],
)
def test_pesan_mengatakan_sebabnya_dan_kata_bkn(galat: Exception, pesan: str) -> None:
    assert nilai_galat(galat, Kiriman(Api.DOKUMEN, terkirim=False)).pesan == pesan


def test_jeda_dihitung_dari_percobaan_dan_permintaan_mitra(monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: list[tuple[Any, ...]] = []

    def catat(*isi: Any) -> float:
        dipanggil.append(isi)
        return 1.0

    monkeypatch.setattr(klasifikasi, "jeda_mundur", catat)
    pelan = KirimUlangNanti(Kode.TERLALU_SERING, status=429, retry_after=90)
    nilai_galat(pelan, Kiriman(Api.USULAN, 4))
    nilai_galat(ZeroDivisionError(), Kiriman(Api.USULAN, 6))
    assert dipanggil == [(4, 90), (6,)]


@pytest.mark.parametrize(
    ("percobaan", "atap"), [(0, 5), (1, 10), (2, 20), (9, 2560), (10, 3600), (12, 3600), (13, 3600), (10_000, 3600)]
)
def test_atap_jeda_berlipat_dua_sampai_satu_jam(percobaan: int, atap: float, monkeypatch: pytest.MonkeyPatch) -> None:
    rentang: list[tuple[float, float]] = []

    def dadu(bawah: float, atas: float) -> float:
        rentang.append((bawah, atas))
        return atas

    monkeypatch.setattr(klasifikasi.random, "uniform", dadu)
    assert jeda_mundur(percobaan) == atap
    assert rentang == [(0, atap)]


@pytest.mark.parametrize(
    ("dadu", "minta", "jeda"), [(0.2, None, 1.0), (3.0, None, 3.0), (3.0, 2.0, 3.0), (3.0, 9.0, 9.0)]
)
def test_jeda_tidak_kurang_dari_satu_detik_atau_yang_diminta(
    dadu: float, minta: float | None, jeda: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(klasifikasi.random, "uniform", lambda *_: dadu)
    assert jeda_mundur(0, minta) == jeda


def test_yang_diterima_selesai_dengan_jawabannya() -> None:
    for isi in ({"id_usulan": ID}, None):
        hasil = berhasil(isi)
        kini = asdict(hasil) | {"keadaan": hasil.keadaan.value}
        del kini["gerak"], kini["pesan"]
        assert kini == BAWAAN | SAMPAI | {"sebab": None, "isi": isi or {}}
        assert hasil.pesan == ""


def test_yang_tidak_dikatakan_tentang_kiriman_adalah_yang_biasa() -> None:
    biasa = Kiriman(Api.USULAN)
    assert (biasa.percobaan, biasa.ragu, biasa.terkirim, biasa.janji) == (0, False, True, ())
