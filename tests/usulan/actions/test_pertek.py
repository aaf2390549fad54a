"""BKN's list of Pertek, receipt by receipt: which row a line is, when its file is asked for again, what is cancelled.

What a Pertek is does not ask for the stage of its usulan: where no Keppres is at stake a draft will do, which is quick.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian
from usulan.actions import bkn
from usulan.actions.pertek import (
    BarisPertek,
    periksa_ulang_pertek,
    periksa_ulang_yang_tertunda,
    perlu_berkas,
    terima_daftar_pertek,
)
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.models import Pertek, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap
from usulan.tasks import periksa_ulang_pertek as nilai_ulang_pertek

HARI = date(2026, 11, 20)
SAAT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MENIT = timedelta(minutes=1)
SEHARI = timedelta(days=1)


def _berkas(isi: str, periksa: str = "TERSEDIA") -> Berkas:
    """A file of BKN with these words in it, as its inspection left it."""
    diperiksa = {"diperiksa_pada": SAAT, "halaman": 1} if periksa != "DIPERIKSA" else {}
    return Berkas.objects.create(
        kunci=f"uji/{uuid4().hex}",
        sha256=hashlib.sha256(isi.encode()).hexdigest(),
        ukuran=len(isi),
        jenis=JenisBerkas.PDF,
        nama_asli="pertek.pdf",
        keadaan=periksa,
        sebab_tolak="RUSAK" if periksa == "DITOLAK" else "",
        mesin=Mesin.BKN,
        **diperiksa,
    )


@dataclass(frozen=True)
class B:
    """One line of BKN's list; `hari` counts from HARI, `isi` is what its file says, "" when it was not fetched."""

    nomor: str = "PH-1"
    hari: int | None = 0
    jenis: str = "Baru"
    rujukan: str = "r1"
    isi: str = ""
    periksa: str = "TERSEDIA"
    tolak: str = ""

    def baris(self) -> BarisPertek:
        berkas = _berkas(self.isi, self.periksa) if self.isi else None
        return BarisPertek(self.nomor, _hari(self.hari), self.jenis, self.rujukan, berkas, tolak=self.tolak)


def _hari(geser: int | None) -> date | None:
    return None if geser is None else HARI + timedelta(days=geser)


def _terima(usulan: Usulan, *daftar: B, jam: float = 0) -> list[Pertek]:
    return terima_daftar_pertek(usulan.pk, [b.baris() for b in daftar], pada=SAAT + timedelta(hours=jam))


def _kini(usulan: Usulan) -> list[tuple[str, int | None, str, str]]:
    return [
        (p.nomor, (p.tanggal - HARI).days if p.tanggal else None, p.jenis, p.keadaan)
        for p in usulan.pertek.order_by("pk")
    ]


def _semua(usulan: Usulan) -> list[Pertek]:
    return list(usulan.pertek.order_by("pk"))


@pytest.fixture
def usulan(dunia: d.Dunia) -> Usulan:
    return d.buat_draf(dunia)


# --- which row a line is ----------------------------------------------------------------------------------------------

BERKAS_A = B(isi="a")
RALAT = B("PH-2", 1, "Perbaikan", "r2", "b")
RALAT_SAJA = B("PH-2", 1, "Perbaikan", "r2")

RIWAYAT: dict[str, tuple[list[list[B]], list[tuple[str, int | None, str, str]]]] = {
    "diumumkan tanpa apa pun": ([[B("", None, rujukan="")]], [("", None, "Baru", "DITUNGGU")]),
    "nomor lalu tanggalnya menyusul": (
        [[B("", None, rujukan="")], [B("PH-1", None, rujukan="")], [B()]],
        [("PH-1", 0, "Baru", "DITUNGGU")],
    ),
    "tanggalnya lebih dahulu": ([[B("", 0)], [B()]], [("PH-1", 0, "Baru", "DITUNGGU")]),
    "berkasnya baik": ([[BERKAS_A]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "berkasnya baik tanpa nomor": ([[B("", isi="a")]], [("", 0, "Baru", "DITUNGGU")]),
    "berkasnya baik tanpa tanggal": ([[B(hari=None, isi="a")]], [("PH-1", None, "Baru", "DITUNGGU")]),
    "berkasnya diperiksa": ([[B(isi="a", periksa="DIPERIKSA")]], [("PH-1", 0, "Baru", "DIPERIKSA")]),
    "berkasnya ditolak pemeriksa": ([[B(isi="a", periksa="DITOLAK")]], [("PH-1", 0, "Baru", "BERKAS_DITOLAK")]),
    "berkasnya tak dapat diambil": ([[B(tolak="rusak")]], [("PH-1", 0, "Baru", "BERKAS_DITOLAK")]),
    "yang tak dapat diambil lalu datang": ([[B(tolak="rusak")], [BERKAS_A]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "yang ditolak diganti isi lain": (
        [[B(isi="a", periksa="DITOLAK")], [B(isi="b")]],
        [("PH-1", 0, "Baru", "BERLAKU")],
    ),
    "penggantinya pun ditolak dahulu": (
        [[B(tolak="rusak")], [B(isi="a", periksa="DITOLAK")], [B(tolak="rusak")], [B(isi="b")]],
        [("PH-1", 0, "Baru", "BERLAKU")],
    ),
    "yang baik tak dapat diambil ulang": ([[BERKAS_A], [B(tolak="rusak")]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "tidak terdaftar lagi": ([[BERKAS_A], []], [("PH-1", 0, "Baru", "DIBATALKAN")]),
    "terdaftar lagi": ([[BERKAS_A], [], [], [B()]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "nomornya ditulis lain": ([[BERKAS_A], [B("ph – 1")]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "nama berkasnya tidak disebut": ([[BERKAS_A], [B(rujukan="")]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "nama berkasnya lain dan isinya belum dilihat": (
        [[BERKAS_A], [B(rujukan="r2")]],
        [("PH-1", 0, "Baru", "DIBATALKAN"), ("PH-1", 0, "Baru", "DITUNGGU")],
    ),
    "Ralat": ([[BERKAS_A], [B(), RALAT]], [("PH-1", 0, "Baru", "DIGANTIKAN"), ("PH-2", 1, "Perbaikan", "BERLAKU")]),
    "Ralat yang hilang menghidupkan yang lama": (
        [[BERKAS_A], [B(), RALAT], [B()]],
        [("PH-1", 0, "Baru", "BERLAKU"), ("PH-2", 1, "Perbaikan", "DIBATALKAN")],
    ),
    "Ralat yang diumumkan sudah menggantikan": (
        [[BERKAS_A], [B(), B("", None, "Perbaikan", "")]],
        [("PH-1", 0, "Baru", "DIGANTIKAN"), ("", None, "Perbaikan", "DITUNGGU")],
    ),
    "Ralat pada hari yang sama": (
        [[B(isi="b"), B("PH-1", 0, "Perbaikan", "r2", "a")]],
        [("PH-1", 0, "Baru", "DIGANTIKAN"), ("PH-1", 0, "Perbaikan", "BERLAKU")],
    ),
    "Ralat yang diterima lebih dahulu daripada yang diralatnya": (
        [[B("PH-1", 0, "Perbaikan", "r2", "a")], [B("PH-1", 0, "Perbaikan", "r2"), B(isi="b")]],
        [("PH-1", 0, "Perbaikan", "BERLAKU"), ("PH-1", 0, "Baru", "DIGANTIKAN")],
    ),
    "Ralat kedua menggantikan isi yang pertama": (
        [[RALAT], [B("PH-2", 1, "Perbaikan", "r2", "c")]],
        [("PH-2", 1, "Perbaikan", "DIBATALKAN"), ("PH-2", 1, "Perbaikan", "BERLAKU")],
    ),
    "Ralat kedua di bawah nomor yang sama": (
        [[RALAT], [RALAT_SAJA, B("PH-2", 1, "Perbaikan", "r3", "c")], [RALAT_SAJA, B("PH-2", 1, "Perbaikan", "r3")]],
        [("PH-2", 1, "Perbaikan", "DIGANTIKAN"), ("PH-2", 1, "Perbaikan", "BERLAKU")],
    ),
    "tinggal Ralat kedua, dikenal dari nama berkasnya": (
        [[RALAT, B("PH-2", 1, "Perbaikan", "r3", "a")], [B("PH-2", 1, "Perbaikan", "r3")]],
        [("PH-2", 1, "Perbaikan", "DIBATALKAN"), ("PH-2", 1, "Perbaikan", "BERLAKU")],
    ),
    "tinggal Ralat kedua, dikenal dari isinya": (
        [[RALAT, B("PH-2", 1, "Perbaikan", "r3", "a")], [B("PH-2", 1, "Perbaikan", "r9", "a")]],
        [("PH-2", 1, "Perbaikan", "DIBATALKAN"), ("PH-2", 1, "Perbaikan", "BERLAKU")],
    ),
    "isi yang dikenal mendahului yang ditolak": (
        [[B(isi="a", periksa="DITOLAK"), B(rujukan="r2", isi="b")], [B(rujukan="r2", isi="b")]],
        [("PH-1", 0, "Baru", "DIBATALKAN"), ("PH-1", 0, "Baru", "BERLAKU")],
    ),
    "yang diumumkan menjadi yang bernomor, pengumuman lain tinggal": (
        [[B("", None, rujukan="")], [B("", None, rujukan=""), B(tolak="rusak")], [B(isi="b")]],
        [("PH-1", 0, "Baru", "BERLAKU"), ("", None, "Baru", "DIBATALKAN")],
    ),
    "diumumkan jenis lain": (
        [[B("", None, "Perbaikan", "")], [B()]],
        [("", None, "Perbaikan", "DIBATALKAN"), ("PH-1", 0, "Baru", "DITUNGGU")],
    ),
    "diumumkan dengan nomor lain": (
        [[B("PH-9", None)], [B()]],
        [("PH-9", None, "Baru", "DIBATALKAN"), ("PH-1", 0, "Baru", "DITUNGGU")],
    ),
    "diumumkan dengan tanggal lain": (
        [[B("", 1)], [B()]],
        [("", 1, "Baru", "DIBATALKAN"), ("PH-1", 0, "Baru", "DITUNGGU")],
    ),
    "yang berisi bukan pengumuman lagi": (
        [[B(hari=None, isi="a")], [B(isi="b")]],
        [("PH-1", None, "Baru", "DIBATALKAN"), ("PH-1", 0, "Baru", "BERLAKU")],
    ),
    "kembar dalam satu daftar": ([[BERKAS_A, BERKAS_A, B()]], [("PH-1", 0, "Baru", "BERLAKU")]),
    "kembar yang berkasnya belum dilihat": ([[B(), B(rujukan="r2")]], [("PH-1", 0, "Baru", "DITUNGGU")]),
    "nomor lain dalam satu daftar bukan kembar": (
        [[B(), B("PH-2", 1)]],
        [("PH-1", 0, "Baru", "DIGANTIKAN"), ("PH-2", 1, "Baru", "DITUNGGU")],
    ),
    "isi lain dalam satu daftar bukan kembar": (
        [[B(isi="b"), B(rujukan="r2", isi="a")]],
        # Nothing else tells the two apart: the greater fingerprint is taken, whatever the order.
        [("PH-1", 0, "Baru", "DIGANTIKAN"), ("PH-1", 0, "Baru", "BERLAKU")],
    ),
}


@pytest.mark.parametrize("riwayat", RIWAYAT)
def test_daftar_demi_daftar_meninggalkan_pertek_ini(usulan: Usulan, riwayat: str) -> None:
    daftar, harap = RIWAYAT[riwayat]
    for jam, satu in enumerate(daftar):
        _terima(usulan, *satu, jam=jam)
    assert _kini(usulan) == harap


def test_yang_lebih_dahulu_diterima_digantikan_yang_kemudian(usulan: Usulan) -> None:
    """Alike in date and kind: the later receipt counts, though its fingerprint is the smaller one."""
    besar, kecil = sorted("ab", key=lambda t: hashlib.sha256(t.encode()).hexdigest(), reverse=True)
    _terima(usulan, B(isi=besar))
    _terima(usulan, B(), B(rujukan="r2", isi=kecil), jam=1)
    assert [p.keadaan for p in _semua(usulan)] == ["DIGANTIKAN", "BERLAKU"]


@pytest.mark.parametrize(
    ("awal", "daftar", "harap"),
    [
        ([B("", None, rujukan="")], [B("PH-2", 0), B("PH-1", 1), B("", None, rujukan="")], ["PH-1", "PH-2", ""]),
        ([B("", None, rujukan="")], [B("PH-1", 1), B("PH-1", 0)], ["2026-11-20", "2026-11-21"]),
        ([B(hari=None)], [B(), B(hari=None)], ["2026-11-20", "None"]),
        ([], [B(jenis="Perbaikan"), B(jenis="Baru")], ["Baru", "Perbaikan"]),
        ([B(rujukan="")], [B(rujukan="r1"), B(rujukan="r2")], ["r2"]),
        ([], [B(rujukan="r1", isi="b"), B(rujukan="r2", isi="a")], ["r1", "r2"]),
    ],
    ids=["nomor", "tanggal", "tanpa tanggal", "jenis", "nama berkas", "isi"],
)
def test_urutan_dalam_daftar_tidak_menentukan(dunia: d.Dunia, awal: list[B], daftar: list[B], harap: list[str]) -> None:
    for urutan in permutations(daftar):
        usulan = d.buat_draf(dunia)
        _terima(usulan, *awal)
        _terima(usulan, *urutan, jam=1)
        rupa = [(p.nomor, str(p.tanggal), p.jenis, p.rujukan) for p in _semua(usulan)]
        assert [next(h for h in satu if h in harap) for satu in rupa] == harap


# --- what is written --------------------------------------------------------------------------------------------------


def test_pengumuman_ditulis_sebagaimana_diterima(usulan: Usulan) -> None:
    baris = BarisPertek("", None, "Baru")
    assert (baris.rujukan, baris.berkas, baris.sidik, baris.tolak, baris.isi) == ("", None, "", "", "")
    (baru,) = terima_daftar_pertek(usulan.pk, [baris], pada=SAAT)
    satu = usulan.pertek.get()
    assert satu == baru
    assert (satu.nomor, satu.kunci_nomor, satu.tanggal, satu.jenis, satu.rujukan) == ("", "", None, "Baru", "")
    assert (satu.berkas, satu.sidik, satu.tolak, satu.percobaan, satu.minta_lagi_pada) == (None, "", "", 0, None)
    assert (satu.sebab_batal, satu.dibatalkan_pada, satu.diterima_pada) == ("", None, SAAT)


def test_tanpa_waktu_terhitung_diterima_sekarang(usulan: Usulan) -> None:
    with time_machine.travel(SAAT, tick=False):
        terima_daftar_pertek(usulan.pk, [BERKAS_A.baris()])
    satu = usulan.pertek.get()
    assert (satu.diterima_pada, satu.minta_lagi_pada) == (SAAT, SAAT + SEHARI)


def test_nomor_tinggal_sebagaimana_pertama_ditulis_dan_berkasnya_tersimpan(usulan: Usulan) -> None:
    _terima(usulan, B(tolak="rusak"))
    assert _terima(usulan, B("ph –1", isi="a"), jam=1) == []
    satu = usulan.pertek.get()
    assert (satu.nomor, satu.kunci_nomor, satu.rujukan, satu.tolak) == ("PH-1", "ph-1", "r1", "")
    assert satu.berkas is not None
    assert (satu.sidik, satu.diterima_pada) == (satu.berkas.sha256, SAAT)
    _terima(usulan, B(rujukan="", tolak="x"), jam=2)
    satu.refresh_from_db()
    assert (satu.rujukan, satu.tolak) == ("r1", "")


def test_nomor_yang_menyusul_menjadi_nomornya(usulan: Usulan) -> None:
    _terima(usulan, B("", None, rujukan=""))
    _terima(usulan, B("PH–12"))
    satu = usulan.pertek.get()
    assert (satu.nomor, satu.kunci_nomor, satu.rujukan) == ("PH–12", "ph-12", "r1")


@pytest.mark.parametrize(("panjang", "ditulis"), [(500, 500), (501, 500)])
def test_sebab_penolakan_muat_dalam_kolomnya(usulan: Usulan, panjang: int, ditulis: int) -> None:
    _terima(usulan, B(tolak="x" * panjang))
    assert usulan.pertek.get().tolak == "x" * ditulis


def test_yang_baru_dan_yang_berubah_tercatat_atas_nama_penyampainya(usulan: Usulan) -> None:
    sebelum = len(kejadian(usulan))
    terima_daftar_pertek(usulan.pk, [BERKAS_A.baris()], oleh=Mesin.SISTEM)
    baru = terima_daftar_pertek(usulan.pk, [B().baris(), RALAT.baris()])
    terima_daftar_pertek(usulan.pk, [B().baris(), RALAT_SAJA.baris()])
    assert [p.nomor for p in baru] == ["PH-2"]
    catatan = [(p.jenis, p.mesin, p.data) for p in kejadian(usulan)[sebelum:]]
    diterima, berubah = Jenis.PERTEK_DITERIMA, Jenis.PERTEK_BERUBAH
    pertama, kedua = {"nomor": "PH-1", "jenis": "Baru"}, {"nomor": "PH-2", "jenis": "Perbaikan"}
    harap: Sequence[tuple[str, str, dict[str, Any]]] = [
        (diterima, "SISTEM", {**pertama, "tanggal": "2026-11-20"}),
        (berubah, "SISTEM", {**pertama, "lama": "DITUNGGU", "baru": "BERLAKU"}),
        (diterima, "BKN", {**kedua, "tanggal": "2026-11-21"}),
        (berubah, "BKN", {**pertama, "lama": "BERLAKU", "baru": "DIGANTIKAN"}),
        (berubah, "BKN", {**kedua, "lama": "DITUNGGU", "baru": "BERLAKU"}),
    ]
    assert [
        (j, m, {k: data.get(k) for k in isi}) for (j, m, data), (_, _, isi) in zip(catatan, harap, strict=True)
    ] == [*harap]


# --- when its file is asked for again ---------------------------------------------------------------------------------


def test_berkas_yang_ditolak_diminta_lagi_makin_jarang_sampai_sehari_sekali(usulan: Usulan) -> None:
    for urut, menit in enumerate([15, 30, 60, 120, 240, 480, 960, 1440, 1440], start=1):
        _terima(usulan, B(tolak="rusak"), jam=urut)
        satu = usulan.pertek.get()
        assert (satu.percobaan, satu.minta_lagi_pada) == (urut, SAAT + timedelta(hours=urut) + menit * MENIT)
    for percobaan in (100, 100):
        usulan.pertek.update(percobaan=99)
        _terima(usulan, B(tolak="rusak"))
        assert (usulan.pertek.get().percobaan, usulan.pertek.get().minta_lagi_pada) == (percobaan, SAAT + SEHARI)
    _terima(usulan, B(tolak="rusak"))
    assert usulan.pertek.get().percobaan == 100
    _terima(usulan, BERKAS_A)
    assert (usulan.pertek.get().percobaan, usulan.pertek.get().minta_lagi_pada) == (0, SAAT + SEHARI)


def test_berkas_yang_baik_dilihat_lagi_sesudah_sehari(usulan: Usulan) -> None:
    _terima(usulan, BERKAS_A)
    assert usulan.pertek.get().minta_lagi_pada == SAAT + SEHARI
    _terima(usulan, B(), jam=5)
    assert usulan.pertek.get().minta_lagi_pada == SAAT + SEHARI, "nobody looked at its content"
    sidik = usulan.pertek.get().sidik
    terima_daftar_pertek(usulan.pk, [BarisPertek("PH-1", HARI, "Baru", "r1", sidik=sidik)], pada=SAAT + 2 * SEHARI)
    assert usulan.pertek.get().minta_lagi_pada == SAAT + 3 * SEHARI, "fetched, and known"
    _terima(usulan, B(tolak="putus"), jam=72)
    assert usulan.pertek.get().minta_lagi_pada == SAAT + 4 * SEHARI


def test_berkas_yang_ditolak_pemeriksa_diminta_lagi_sejak_penolakannya(usulan: Usulan) -> None:
    _terima(usulan, B(isi="a", periksa="DIPERIKSA"))
    satu = usulan.pertek.get()
    Berkas.objects.filter(pk=satu.berkas_id).update(
        keadaan=KeadaanBerkas.DITOLAK, sebab_tolak="RUSAK", diperiksa_pada=SAAT
    )
    nanti = SAAT + timedelta(hours=7)
    with time_machine.travel(nanti, tick=False):
        periksa_ulang_pertek(usulan.pk)
        periksa_ulang_pertek(usulan.pk)
    satu.refresh_from_db()
    assert (satu.keadaan, satu.percobaan, satu.minta_lagi_pada) == ("BERKAS_DITOLAK", 1, nanti + 15 * MENIT)
    akhir = kejadian(usulan)[-1]
    assert (akhir.jenis, akhir.mesin, akhir.data["baru"]) == (Jenis.PERTEK_BERUBAH, "SISTEM", "BERKAS_DITOLAK")


@pytest.mark.parametrize(("berkas", "harap"), [("TERSEDIA", "BERLAKU"), ("DITOLAK", "BERKAS_DITOLAK")])
def test_akhir_pemeriksaan_menentukan_pertek_tanpa_bertanya_kepada_bkn(usulan: Usulan, berkas: str, harap: str) -> None:
    _terima(usulan, B(isi="a", periksa="DIPERIKSA"))
    nilai_ulang_pertek()
    assert usulan.pertek.get().keadaan == "DIPERIKSA"
    sebab = "RUSAK" if berkas == "DITOLAK" else ""
    Berkas.objects.update(keadaan=berkas, halaman=1, sebab_tolak=sebab, diperiksa_pada=SAAT)
    nilai_ulang_pertek()
    assert usulan.pertek.get().keadaan == harap
    assert periksa_ulang_yang_tertunda() == 0, "each is judged once"


def test_pertek_bertanggal_esok_berlaku_pada_harinya_tanpa_bertanya_kepada_bkn(usulan: Usulan) -> None:
    esok = timezone.localdate() + 3 * SEHARI
    terima_daftar_pertek(usulan.pk, [BarisPertek("PH-1", esok, "Baru", "r1", d.berkas_bkn("PH-1"))])
    assert periksa_ulang_yang_tertunda() == 0
    assert usulan.pertek.get().keadaan == "DITUNGGU"
    with time_machine.travel(timezone.now() + 4 * SEHARI):
        assert periksa_ulang_yang_tertunda() == 1
        assert usulan.pertek.get().keadaan == "BERLAKU"


def test_berkas_yang_lolos_pemeriksaan_berlaku_atas_nama_yang_memeriksa_ulang(usulan: Usulan) -> None:
    _terima(usulan, B(isi="a", periksa="DIPERIKSA"))
    diminta = usulan.pertek.get().minta_lagi_pada
    Berkas.objects.update(keadaan=KeadaanBerkas.TERSEDIA, halaman=1, diperiksa_pada=SAAT)
    periksa_ulang_pertek(usulan.pk, oleh=Mesin.BKN)
    satu = usulan.pertek.get()
    assert (satu.keadaan, satu.percobaan, satu.minta_lagi_pada) == ("BERLAKU", 0, diminta)
    assert kejadian(usulan)[-1].mesin == "BKN"


@pytest.mark.parametrize(
    ("dikenal", "jam", "baris", "perlu"),
    [
        ([], 0, B(), True),
        ([], 0, B(rujukan=""), False),
        ([B()], 0, B(), True),
        ([B()], 0, B(rujukan=""), False),
        ([BERKAS_A], 1, B(), False),
        ([BERKAS_A], 1, B("ph-1"), False),
        ([BERKAS_A], 24 - 1 / 3600, B(), False),
        ([BERKAS_A], 24, B(), True),
        ([BERKAS_A], 1, B(rujukan="r2"), True),
        ([BERKAS_A], 1, B("PH-2"), True),
        ([BERKAS_A], 1, B(hari=1), True),
        ([BERKAS_A], 1, B(jenis="Perbaikan"), True),
        ([B(tolak="rusak")], 0.2, B(), False),
        ([B(tolak="rusak")], 0.25, B(), True),
        ([B(isi="a", periksa="DITOLAK")], 0.2, B(), False),
        ([B(isi="a", periksa="DITOLAK")], 0.3, B(), True),
    ],
)
def test_berkas_diambil_bila_belum_dikenal_atau_sudah_waktunya(
    usulan: Usulan, dikenal: list[B], jam: float, baris: B, perlu: bool
) -> None:
    _terima(usulan, *dikenal)
    with time_machine.travel(SAAT + timedelta(hours=jam), tick=False):
        assert perlu_berkas(usulan.pk, [baris.baris(), B(rujukan="")]) == [perlu, False]


def test_berkas_dari_masa_sebelum_ada_jadwal_tidak_diambil_lagi(usulan: Usulan) -> None:
    _terima(usulan, BERKAS_A)
    usulan.pertek.update(minta_lagi_pada=None)
    assert perlu_berkas(usulan.pk, [B().baris()]) == [False]


def test_pertek_usulan_lain_tidak_membuatnya_dikenal(dunia: d.Dunia, usulan: Usulan) -> None:
    _terima(d.buat_draf(dunia), BERKAS_A)
    assert perlu_berkas(usulan.pk, [B().baris()]) == [True]


def test_dari_dua_ralat_senama_yang_terbaru_menentukan(usulan: Usulan) -> None:
    _terima(usulan, RALAT)
    _terima(usulan, B("PH-2", 1, "Perbaikan", "r2", "c"), jam=100)
    usulan.pertek.filter(pk=_semua(usulan)[0].pk).update(percobaan=1)  # written last
    with time_machine.travel(SAAT + timedelta(hours=101), tick=False):
        assert perlu_berkas(usulan.pk, [RALAT_SAJA.baris()]) == [False]


# --- what BKN cancels -------------------------------------------------------------------------------------------------


def _tahap(usulan: Usulan, kode: str, geser: int, jam: float = 0) -> None:
    catat_tahapan(usulan.pk, [BarisTahap(kode, "Tahap", _hari(geser))], pada=SAAT + timedelta(hours=jam))


@pytest.mark.parametrize("kode", ["26", "75", "99"])
def test_tahap_yang_membatalkan_membatalkan_pertek(usulan: Usulan, kode: str) -> None:
    _terima(usulan, BERKAS_A)
    with time_machine.travel(SAAT + SEHARI, tick=False):
        _tahap(usulan, kode, 0, jam=1)
    satu = usulan.pertek.get()
    assert (satu.keadaan, satu.sebab_batal, satu.dibatalkan_pada) == ("DIBATALKAN", "DITARIK", SAAT + SEHARI)


@pytest.mark.parametrize("kode", ["12", "22", "24"])
def test_tahap_lain_membiarkan_pertek(usulan: Usulan, kode: str) -> None:
    _terima(usulan, BERKAS_A)
    _tahap(usulan, kode, 0, jam=1)
    assert usulan.pertek.get().keadaan == "BERLAKU"


@pytest.mark.parametrize(
    ("jam", "hari", "lagi", "batal"),
    [
        (-1, 0, False, True),
        (-1, 1, True, True),
        (0, 0, False, True),
        (0, 0, True, True),
        (0, 1, False, False),
        (1, -1, False, True),
        (1, 0, False, True),
        (1, 0, True, False),
        (1, 1, False, False),
        (1, None, False, False),
    ],
)
def test_pembatalan_mengenai_yang_sudah_ada_pada_harinya(
    usulan: Usulan, jam: int, hari: int | None, lagi: bool, batal: bool
) -> None:
    _tahap(usulan, "26", 0)
    if lagi:
        _tahap(usulan, "22", 1, jam=0.5)
    _terima(usulan, B(hari=hari, isi="a"), jam=jam)
    satu = usulan.pertek.get()
    assert (satu.keadaan == "DIBATALKAN", satu.sebab_batal) == (batal, "DITARIK" if batal else "")


def test_pembatalan_yang_lebih_baru_mengenai_yang_datang_di_antaranya(usulan: Usulan) -> None:
    _tahap(usulan, "26", -5)
    _terima(usulan, B(hari=-3, isi="a"), jam=1)
    assert usulan.pertek.get().keadaan == "BERLAKU"
    _tahap(usulan, "75", -2, jam=2)
    _terima(usulan, B(hari=-3), B("PH-2", -1, rujukan="r2", isi="b"), jam=3)
    assert [p.keadaan for p in _semua(usulan)] == ["DIBATALKAN", "BERLAKU"]


def test_yang_ditarik_tetap_ditarik_hilang_atau_terdaftar_lagi(usulan: Usulan) -> None:
    _terima(usulan, BERKAS_A)
    _tahap(usulan, "26", 0, jam=1)
    pada = usulan.pertek.get().dibatalkan_pada
    for jam, daftar in enumerate(([], [B()], [BERKAS_A]), start=2):
        _terima(usulan, *daftar, jam=jam)
        satu = usulan.pertek.get()
        assert (satu.keadaan, satu.sebab_batal, satu.dibatalkan_pada) == ("DIBATALKAN", "DITARIK", pada)


def test_yang_hilang_lalu_ditarik_batal_sejak_hilangnya(usulan: Usulan) -> None:
    _terima(usulan, BERKAS_A)
    _terima(usulan, jam=1)
    _terima(usulan, jam=2)
    satu = usulan.pertek.get()
    assert (satu.sebab_batal, satu.dibatalkan_pada) == ("HILANG", SAAT + timedelta(hours=1))
    _tahap(usulan, "26", 0, jam=3)
    satu.refresh_from_db()
    assert (satu.sebab_batal, satu.dibatalkan_pada) == ("DITARIK", SAAT + timedelta(hours=1))


# --- what follows for the usulan --------------------------------------------------------------------------------------


def test_pertek_terakhir_membawa_ke_keppres(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=HARI)
    _terima(usulan, B(isi="a", periksa="DIPERIKSA"))
    assert d.segar(usulan).tahap == Tahap.MENUNGGU_PERTEK
    Berkas.objects.filter(pertek__usulan=usulan).update(keadaan=KeadaanBerkas.TERSEDIA, halaman=1, diperiksa_pada=SAAT)
    periksa_ulang_pertek(usulan.pk)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.versi, kini.tenggat is not None) == (Tahap.SIAP_KEPPRES, usulan.versi + 1, True)
    _terima(usulan, jam=1)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.versi) == (Tahap.SIAP_KEPPRES, usulan.versi + 2)
    assert kini.ditahan == "Pertek PH-1: tidak lagi didaftar BKN. Pertek yang baru belum ada."
    catatan = kejadian(usulan)[-1]
    assert (catatan.jenis, catatan.mesin, catatan.data["sebab"]) == (Jenis.DITAHAN, "BKN", "PERTEK")
    with time_machine.travel(d.segar(usulan).diubah_pada + SEHARI, tick=False):
        _terima(usulan, jam=2)
    assert d.segar(usulan).diubah_pada == kini.diubah_pada, "nothing new was said"
    _terima(usulan, B(), jam=3)
    assert d.segar(usulan).ditahan == ""
