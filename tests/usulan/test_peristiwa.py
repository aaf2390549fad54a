"""What the room tells the world: typed, versioned, in its own words; rows of version 1 stay readable for ever."""

import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

import usulan
from integrasi.keluar.rencana import RENCANA, rencanakan
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.audit.models import Peristiwa
from siapp.audit.rantai import periksa_rantai
from tests import dunia as d
from usulan.actions import pengajuan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa import isi as isi_usulan
from usulan.peristiwa.baca import IsiTidakTerbaca, baca, baca_peristiwa, simpanan
from usulan.peristiwa.daftar import ISI, JENIS
from usulan.peristiwa.isi import VERSI, Isi
from usulan.peristiwa.isi_orang import PicDidaftarkan
from usulan.tampilan.linimasa import Kamus, kejadian

# One row of each kind as version 1 stored it, what the timeline said of it and which calls it asked for: taken from the
# program of that time. Never to be changed.
VERSI_1: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "peristiwa_versi1.json").read_text())
# Kinds that are told since version 2 only.
BARU: set[str] = {
    Jenis.BEDA_ASN_DIKETAHUI,
    Jenis.DRAF_DIKEMBALIKAN,
    Jenis.DRAF_DISERAHKAN,
    Jenis.TEMUAN_DINILAI,
    Jenis.TEMUAN_DIJELASKAN,
    Jenis.NAMA_KEPPRES,
    Jenis.DILEPAS,
    Jenis.BERPINDAH_INSTANSI,
    Jenis.INSTANSI_BERALIH,
    Jenis.USULAN_DIOPER,
    Jenis.NIP_DIKOREKSI,
    Jenis.PUTUSAN_DITARIK,
    Jenis.ID_BKN_DIKOREKSI,
    Jenis.SALINAN_PERORANGAN,
    Jenis.RALAT_DITERIMA,
    Jenis.PERTEK_BERUBAH,
    Jenis.TAHAN_DIUSULKAN,
    Jenis.TAHAN_USUL_DITOLAK,
    Jenis.TENGGAT_DIHITUNG,
    Jenis.HARI_DITETAPKAN,
    Jenis.HARI_DICABUT,
    Jenis.PUSTAKA_BERGANTI,
    Jenis.TENGGAT_SELESAI,
    Jenis.LANGKAH_KEDUA_DIATUR,
}
HARI = date(2026, 11, 28)
RUANG = Path(usulan.__file__).parent


def _json(isi: Isi) -> dict[str, Any]:
    """What the database gives back of `isi`."""
    hasil: dict[str, Any] = json.loads(json.dumps(simpanan(isi), cls=DjangoJSONEncoder))
    return hasil


def _kalimat(jenis: str, data: dict[str, Any]) -> str:
    baris = Peristiwa(jenis=jenis, data=data, mesin=Mesin.SISTEM, waktu=datetime(2026, 11, 28, tzinfo=UTC))
    return kejadian(baris, Kamus({}, {}, {}, asal="KP-2026-000004")).isi


def _panggilan(jenis: str, data: dict[str, Any]) -> list[list[Any]]:
    return [[int(p.api), p.sasaran, dict(p.muatan)] for p in rencanakan(jenis, data)]


def test_setiap_jenis_punya_kelas_dan_satu_baris_versi_1() -> None:
    assert set(ISI) == set(Jenis) == set(VERSI_1) | BARU
    assert len(JENIS) == len(ISI)
    assert {jenis for jenis, satu in VERSI_1.items() if "panggilan" in satu} == set(RENCANA) - BARU


@pytest.mark.parametrize("jenis", list(VERSI_1))
def test_baris_versi_1_terbaca_dan_berkata_sama_seperti_dulu(jenis: str) -> None:
    satu = VERSI_1[jenis]
    assert "v" not in satu["data"]
    assert type(baca(jenis, satu["data"])) is ISI[Jenis(jenis)]
    assert _kalimat(jenis, satu["data"]) == satu.get("kalimat", "")
    assert _panggilan(jenis, satu["data"]) == satu.get("panggilan", [])


@pytest.mark.parametrize("jenis", list(VERSI_1))
def test_versi_2_berkata_sama_dengan_versi_1(jenis: str) -> None:
    isi = baca(jenis, VERSI_1[jenis]["data"])
    data = _json(isi)
    assert data["v"] == VERSI
    assert baca(jenis, data) == isi
    assert _kalimat(jenis, data) == _kalimat(jenis, VERSI_1[jenis]["data"])
    assert _panggilan(jenis, data) == _panggilan(jenis, VERSI_1[jenis]["data"])


@pytest.mark.parametrize("jenis", list(VERSI_1))
def test_data_pribadi_tidak_bertambah_pada_versi_2(jenis: str) -> None:
    lama, baru = (json.dumps(data) for data in (VERSI_1[jenis]["data"], _json(baca(jenis, VERSI_1[jenis]["data"]))))
    assert set(re.findall(r"\d{18}", baru)) <= set(re.findall(r"\d{18}", lama))
    assert set(re.findall(r"[A-Z][a-z]+ Contoh\b", baru)) <= set(re.findall(r"[A-Z][a-z]+ Contoh\b", lama))


def _yang_wajib() -> Iterator[tuple[str, str]]:
    for jenis in VERSI_1:
        for bidang in fields(ISI[Jenis(jenis)]):
            if bidang.default is MISSING:  # one with a default came later: rows without it are read all the same
                yield jenis, bidang.name


@pytest.mark.parametrize(("jenis", "bidang"), list(_yang_wajib()))
def test_bidang_yang_hilang_tidak_ditebak(jenis: str, bidang: str) -> None:
    data = _json(baca(jenis, VERSI_1[jenis]["data"]))
    del data[bidang]
    with pytest.raises(IsiTidakTerbaca, match=re.escape(jenis)):
        baca(jenis, data)


@pytest.mark.parametrize(
    ("jenis", "ubah"),
    [
        (Jenis.KEPPRES_MAJU, {"tanggal": "28-11-2026"}),
        (Jenis.KEPPRES_MAJU, {"v": VERSI + 1}),
        (Jenis.KEPPRES_MAJU, {"v": 0}),
        ("uji.lain", {}),
    ],
)
def test_yang_tidak_dapat_dibaca_ditolak_tanpa_menyebut_isinya(jenis: str, ubah: dict[str, Any]) -> None:
    with pytest.raises(IsiTidakTerbaca) as galat:
        baca(jenis, {"v": VERSI, "tanggal": "2026-11-28", **ubah})
    assert "2026" not in str(galat.value)


def test_lini_masa_tetap_menyebut_judul_peristiwa_yang_tidak_terbaca() -> None:
    baris = Peristiwa(jenis=Jenis.KEPPRES_MAJU, data={"v": VERSI + 1}, mesin=Mesin.BKN, waktu=datetime.now(UTC))
    tampil = kejadian(baris, Kamus({}, {}, {}))
    assert (tampil.judul, tampil.isi) == (Jenis.KEPPRES_MAJU.label, "")


KALIMAT: list[tuple[Isi, str]] = [
    (isi_usulan.Diajukan(1, "1" * 18, "Damar Contoh", "Mohon segera", (1, 2)), "putaran 1. Catatan: Mohon segera"),
    (isi_usulan.PutusanBkn("TMS", HARI, "", 2, basi=True), "putaran 2. Datang terlambat: putusan yang lebih baru"),
    (isi_usulan.PertekDiterima("PH-1", None, "Baru"), "Pertek PH-1."),
    (isi_usulan.TahapBknBerubah("12", "", None, "Berkas fisik"), "12 Berkas fisik"),
]


@pytest.mark.parametrize(("isi", "kalimat"), KALIMAT, ids=lambda satu: type(satu).__name__)
def test_lini_masa_menyebut_yang_menyertai(isi: Isi, kalimat: str) -> None:
    assert kalimat in _kalimat(JENIS[type(isi)], _json(isi))


@pytest.mark.parametrize(
    ("kelompok", "hak"),
    [((), ("", "", "")), (("KP",), ("ya", "", "")), (("PEMBERHENTIAN", "JFKU"), ("", "ya", "ya"))],
)
def test_kelompok_pic_menjadi_kata_lampiran_hanya_dalam_rencana(
    kelompok: tuple[str, ...], hak: tuple[str, ...]
) -> None:
    isi = PicDidaftarkan("id-1", "1" * 18, kelompok, "Kementerian Contoh", {})
    ((_, _, muatan),) = _panggilan(Jenis.PIC_DIDAFTARKAN, _json(isi))
    assert (muatan["kp"], muatan["pemberhentian"], muatan["jfku"]) == hak


def test_kata_lampiran_tidak_ada_di_ruang_usulan() -> None:
    kata = re.compile(r"\b(n(ip|ama)_approval|jenis_usulan|tanggal_verifikasi|(nomor|tanggal|judul)_keppres)\b|\"ya\"")
    berkas = [p for p in RUANG.rglob("*.py") if "migrations" not in p.parts]
    ada = {str(p.relative_to(RUANG)) for p in berkas if kata.search(p.read_text())}
    assert ada == {"peristiwa/versi1.py"}


def test_aliran_yang_berisi_dua_versi_terbaca_dan_rantainya_utuh(dunia: d.Dunia) -> None:
    satu = d.dikembalikan(dunia)
    aliran = aliran_usulan(satu.pk)
    with transaction.atomic():
        lama = {"perubahan": {"nama_jabatan": ["Lama", "Sementara"]}}
        catat(aliran, Jenis.DATA_DIUBAH, oleh=dunia.pic, data=lama)
    baru = isi_usulan.DataDiubah({"nama_jabatan": ["Sementara", "Baru"]})
    with transaction.atomic():
        catat(aliran, Jenis.DATA_DIUBAH, oleh=dunia.pic, data=simpanan(baru))
    assert pengajuan.perubahan_data(satu) == {"nama_jabatan": ["Lama", "Baru"]}
    assert all(baca_peristiwa(p) for p in Peristiwa.objects.filter(aliran=aliran))
    assert list(periksa_rantai(aliran)) == []


def test_semua_yang_ditulis_perjalanan_berversi_2_dan_terbaca(dunia: d.Dunia) -> None:
    d.keppres_terbit(dunia)
    ditulis = list(Peristiwa.objects.filter(jenis__in=Jenis.values))
    assert {p.data["v"] for p in ditulis} == {VERSI}
    for peristiwa in ditulis:
        isi = baca_peristiwa(peristiwa)
        assert _json(isi) == peristiwa.data
