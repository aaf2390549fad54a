"""What is written into the trail, what an anchor holds, and how stored values are said in words."""

import hashlib
import hmac
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit import kata, rantai
from siapp.audit.catat import catat, catat_akses, catat_akses_banyak, sidik_peristiwa
from siapp.audit.forms import FormSaringAkses, FormSaringPeristiwa
from siapp.audit.jangkar import JangkarRusak, periksa_jangkar
from siapp.audit.models import Akses, KepalaAliran, Peristiwa
from siapp.audit.rantai import periksa_rantai
from siapp.audit.saringan import akses_tersaring, cari_orang, keping, peristiwa_tersaring
from siapp.audit.templatetags import audit_tags
from tests.audit.test_rantai import _sql, _tanpa_pelatuk
from tests.dunia import buat_pengguna

# Thursday evening in UTC, Friday morning in Jakarta.
SAAT = datetime(2026, 11, 19, 18, 30, 15, 250, tzinfo=UTC)


@pytest.fixture
def orang(db: None) -> Pengguna:
    return buat_pengguna("Panji Contoh", Peran(jenis=JenisPeran.DUKUNGAN))


@pytest.fixture
def auditor(db: None) -> Pengguna:
    return buat_pengguna("Anggun Contoh", Peran(jenis=JenisPeran.AUDITOR))


# --- writing ----------------------------------------------------------------------------------------------------------


def test_peristiwa_menyambung_yang_sebelumnya_di_alirannya(orang: Pengguna) -> None:
    with time_machine.travel(SAAT, tick=False):
        satu = catat("uji:a", "uji.satu", oleh=orang, data={"x": 1}, alasan="Sebab")
    asing = catat("uji:b", "uji.satu", oleh=Mesin.BKN)
    dua = catat("uji:a", "uji.dua", oleh=Mesin.SISTEM)
    assert (satu.urutan, satu.sidik_sebelum, asing.urutan, asing.sidik_sebelum) == (1, "", 1, "")
    assert (dua.urutan, dua.sidik_sebelum) == (2, satu.sidik)
    assert (satu.oleh, satu.mesin, satu.waktu, satu.data, satu.alasan) == (orang, "", SAAT, {"x": 1}, "Sebab")
    assert (dua.oleh, dua.mesin, dua.data, dua.alasan) == (None, "SISTEM", {}, "")
    kepala = KepalaAliran.objects.get(aliran="uji:a")
    assert (kepala.urutan, kepala.sidik) == (2, dua.sidik)


def test_sidik_dapat_dihitung_ulang_dengan_tangan(orang: Pengguna) -> None:
    """Whoever checks the trail in twenty years has this test as the recipe."""
    with time_machine.travel(SAAT, tick=False):
        satu = catat("uji:a", "uji.satu", oleh=orang, data={"b": "é", "a": [1, None]}, alasan="Sebab")
    teks = (
        f'["uji:a",1,"uji.satu",{orang.pk},"","2026-11-20T01:30:15.000250+07:00",{{"a":[1,null],"b":"é"}},"Sebab","",'
        f'"{satu.kunci}"]'
    )
    kunci = hashlib.sha256(f"jejak-audit:{settings.SECRET_KEY}".encode()).digest()
    assert satu.kunci == hashlib.sha256(kunci).hexdigest()[:8]
    assert satu.sidik == hmac.new(kunci, teks.encode(), hashlib.sha256).hexdigest()
    assert len(satu.sidik) == 64


def test_sidik_rilis_sebelum_ada_kunci_tetap_terbukti(orang: Pengguna) -> None:
    satu = Peristiwa(aliran="uji:a", urutan=1, jenis="uji.satu", oleh_id=orang.pk, waktu=SAAT, data={"a": 1})
    waktu = "2026-11-20T01:30:15.000250+07:00"
    teks = f'["uji:a",1,"uji.satu",{orang.pk},"","{waktu}",{{"a":1}},"",""]'
    assert sidik_peristiwa(satu) == hashlib.sha256(teks.encode()).hexdigest()


@pytest.mark.parametrize(
    ("bidang", "nilai"),
    [
        ("aliran", "uji:b"),
        ("urutan", 2),
        ("jenis", "uji.lain"),
        ("oleh_id", 0),
        ("mesin", "BKN"),
        ("waktu", SAAT + timedelta(microseconds=1)),
        ("data", {"x": 2}),
        ("alasan", "Lain"),
        ("sidik_sebelum", "0" * 64),
        ("kunci", ""),
    ],
)
def test_setiap_hal_ikut_dalam_sidiknya(orang: Pengguna, bidang: str, nilai: Any) -> None:
    with time_machine.travel(SAAT, tick=False):
        satu = catat("uji:a", "uji.satu", oleh=orang, data={"x": 1}, alasan="Sebab")
    setattr(satu, bidang, nilai)
    assert sidik_peristiwa(satu) != satu.sidik


@pytest.mark.parametrize(
    ("nilai", "tersimpan"),
    [
        (-0.0, 0.0),
        (1e16, 10**16),
        (-1e16, -(10**16)),
        (1e15, 1e15),
        (9999999999999998.0, 9999999999999998.0),
        (1.5, 1.5),
        (1e20, 10**20),
        (date(2026, 11, 20), "2026-11-20"),
        (Decimal("1.50"), "1.50"),
        ((1, 2), [1, 2]),
    ],
)
def test_data_dicatat_seperti_basis_data_mengembalikannya(db: None, nilai: Any, tersimpan: Any) -> None:
    satu = catat("uji:a", "uji.satu", oleh=Mesin.SISTEM, data={"x": nilai})
    assert (satu.data["x"], type(satu.data["x"])) == (tersimpan, type(tersimpan))
    dibaca = Peristiwa.objects.get(pk=satu.pk)
    assert dibaca.data == satu.data
    assert sidik_peristiwa(dibaca) == satu.sidik


def test_akses_satu_dan_banyak_menyebut_pembacanya(orang: Pengguna) -> None:
    catat_akses("LIHAT", "usulan:1", oleh=orang, halaman=3)
    catat_akses_banyak("UNDUH", ["berkas:1", "berkas:2"], oleh=Mesin.BKN, klien="SIASN")
    catat_akses("GAGAL", "akun:9", oleh=None)
    baris = list(Akses.objects.order_by("pk").values_list("tindakan", "objek", "pengguna", "mesin", "rincian"))
    assert baris == [
        ("LIHAT", "usulan:1", orang.pk, "", {"halaman": 3}),
        ("UNDUH", "berkas:1", None, "BKN", {"klien": "SIASN"}),
        ("UNDUH", "berkas:2", None, "BKN", {"klien": "SIASN"}),
        ("GAGAL", "akun:9", None, "", {}),
    ]


def test_jejak_hanya_bagi_pembacanya(orang: Pengguna, auditor: Pengguna) -> None:
    catat("uji:a", "uji.satu", oleh=orang)
    for siapa in (orang, auditor):
        catat_akses("LIHAT", "usulan:1", oleh=siapa)
    assert (Peristiwa.objects.untuk(auditor).count(), Peristiwa.objects.untuk(orang).count()) == (1, 0)
    assert Akses.objects.untuk(auditor).count() == 2
    assert [a.pengguna for a in Akses.objects.untuk(orang)] == [orang]


# --- proving ----------------------------------------------------------------------------------------------------------


def _rantai(*aliran: str) -> list[str]:
    return [f"{t.aliran} #{t.urutan}: {t.arti}" for t in periksa_rantai(*aliran)]


@pytest.fixture
def jejak(db: None) -> None:
    for aliran in ("uji:a", "uji:b"):
        for nomor in range(4):
            catat(aliran, "uji.satu", oleh=Mesin.SISTEM, data={"n": nomor})


@pytest.mark.usefixtures("jejak")
@pytest.mark.parametrize(
    ("perintah", "temuan"),
    [
        (
            "DELETE FROM audit_peristiwa WHERE aliran='uji:b' AND urutan IN (2, 3)",
            ["uji:b #4: dihapus atau dipindahkan: baris nomor 2 sampai 3 tidak ada"],
        ),
        (
            "DELETE FROM audit_peristiwa WHERE aliran='uji:b' AND urutan = 1",
            ["uji:b #2: dihapus atau dipindahkan: baris nomor 1 sampai 1 tidak ada"],
        ),
        (
            "DELETE FROM audit_peristiwa WHERE aliran='uji:b' AND urutan > 2",
            ["uji:b #4: ekor terpotong: baris sesudah nomor 2 hilang"],
        ),
        ("DELETE FROM audit_peristiwa WHERE aliran='uji:b'", ["uji:b #4: seluruh baris aliran ini hilang"]),
        ("DELETE FROM audit_kepalaaliran WHERE aliran='uji:b'", ["uji:b #4: kepala aliran hilang"]),
        (
            "UPDATE audit_kepalaaliran SET urutan = 3 WHERE aliran='uji:b'",
            ["uji:b #4: disisipkan: baris ini melewati kepala aliran"],
        ),
        (
            "UPDATE audit_kepalaaliran SET sidik = repeat('0', 64) WHERE aliran='uji:b'",
            ["uji:b #4: baris terakhir bukan yang dicatat kepala aliran"],
        ),
        (
            "UPDATE audit_peristiwa SET alasan = 'x' WHERE aliran='uji:b' AND urutan = 4",
            ["uji:b #4: isi diubah: tidak cocok dengan sidiknya"],
        ),
        (
            "UPDATE audit_peristiwa SET sidik_sebelum = repeat('0', 64) WHERE aliran='uji:b' AND urutan = 2",
            [
                "uji:b #2: rantai putus: bukan lanjutan baris sebelumnya",
                "uji:b #2: isi diubah: tidak cocok dengan sidiknya",
            ],
        ),
    ],
)
def test_setiap_kerusakan_disebut_tempat_dan_artinya(perintah: str, temuan: list[str]) -> None:
    with _tanpa_pelatuk(), _tanpa_pelatuk("audit_kepalaaliran"):
        _sql(perintah)
    assert _rantai() == temuan
    assert _rantai("uji:b") == temuan
    assert _rantai("uji:a") == []


@pytest.mark.usefixtures("jejak")
def test_setiap_baris_dihitung_untuk_kemajuan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rantai, "SEKALI_BACA", 3)
    hitungan: list[int] = []
    assert list(periksa_rantai("", lambda: hitungan.append(1))) == []
    assert len(hitungan) == 8
    assert list(periksa_rantai("uji:a", lambda: hitungan.append(1))) == []
    assert len(hitungan) == 12


@pytest.mark.parametrize(("isi", "nomor"), [("bukan json", 1), ('["uji:a", 1]', 1), ('["a",1,"x"]\n{}', 2)])
def test_jangkar_yang_rusak_menyebut_barisnya(db: None, isi: str, nomor: int) -> None:
    with pytest.raises(JangkarRusak, match=f"^Baris {nomor} berkas jangkar tidak dapat dibaca.$"):
        list(periksa_jangkar(isi.splitlines()))


@pytest.mark.usefixtures("jejak")
def test_perintah_memeriksa_satu_aliran_dan_menulis_jangkar_hanya_bila_utuh(tmp_path: Any) -> None:
    def jalankan(*isian: str) -> str:
        keluaran = io.StringIO()
        call_command("verifikasi_audit", *isian, stdout=keluaran)
        return keluaran.getvalue()

    jangkar = tmp_path / "jangkar"
    assert jalankan("--aliran", "uji:a") == "4 peristiwa diperiksa.\nJejak audit utuh.\n"
    assert jalankan() == "8 peristiwa diperiksa.\nJejak audit utuh.\n"
    with pytest.raises(CommandError, match="Jangkar tidak dapat dipakai: "):
        jalankan("--jangkar", str(jangkar))
    assert jalankan("--tulis-jangkar", str(jangkar)).endswith(f"Jangkar ditambahkan ke {jangkar}.\n")
    with _tanpa_pelatuk():
        _sql("UPDATE audit_peristiwa SET alasan = 'x' WHERE aliran='uji:b' AND urutan < 3")
    jangkar.unlink()
    with pytest.raises(CommandError, match=r"Jejak audit TIDAK utuh: 2 temuan\."):
        jalankan("--tulis-jangkar", str(jangkar))
    assert not jangkar.exists()
    assert "utuh." in jalankan("--aliran", "uji:a")


# --- filters ----------------------------------------------------------------------------------------------------------


def _pada(hari: str, orang: Pengguna, jenis: str = "uji.satu", aliran: str = "uji:a") -> Peristiwa:
    """A Peristiwa and an Akses at the moment `hari` of Jakarta."""
    saat = datetime.fromisoformat(hari).replace(tzinfo=timezone.get_default_timezone())
    with time_machine.travel(saat, tick=False):
        catat_akses("LIHAT", aliran, oleh=orang)
        return catat(aliran, jenis, oleh=orang)


def test_rentang_mencakup_hari_pertama_dan_hari_terakhir(orang: Pengguna, auditor: Pengguna) -> None:
    saat = ("2026-11-18T23:59:59", "2026-11-19T00:00:00", "2026-11-20T23:59:59", "2026-11-21T00:00:00")
    semua = [_pada(satu, orang) for satu in saat]
    isi = {"dari": date(2026, 11, 19), "sampai": date(2026, 11, 20)}
    assert list(peristiwa_tersaring(auditor, isi).order_by("urutan")) == semua[1:3]
    assert akses_tersaring(auditor, isi).count() == 2
    assert list(peristiwa_tersaring(auditor, {"dari": isi["dari"]}).order_by("urutan")) == semua[1:]
    assert list(peristiwa_tersaring(auditor, {"sampai": isi["sampai"]}).order_by("urutan")) == semua[:3]
    assert list(peristiwa_tersaring(auditor, {}).order_by("urutan")) == semua
    assert list(peristiwa_tersaring(orang, {})) == []


def test_setiap_saringan_menyaring_sendiri(orang: Pengguna, auditor: Pengguna) -> None:
    satu = _pada("2026-11-19T08:00:00", orang)
    dua = _pada("2026-11-19T09:00:00", auditor, "uji.dua", "uji:b")
    for isi, harap in (
        ({"orang": orang}, satu),
        ({"orang": auditor}, dua),
        ({"jenis": "uji.satu"}, satu),
        ({"aliran": "uji:b"}, dua),
    ):
        assert list(peristiwa_tersaring(auditor, isi)) == [harap], isi
    catat_akses("UNDUH", "berkas:1", oleh=orang)
    for isi, jumlah in (({"orang": orang}, 2), ({"tindakan": "UNDUH"}, 1), ({"objek": "uji:b"}, 1), ({}, 3)):
        assert akses_tersaring(auditor, isi).count() == jumlah, isi


def test_setiap_baris_membawa_sidik_baris_sebelumnya(orang: Pengguna, auditor: Pengguna) -> None:
    asing, satu = catat("uji:b", "uji.satu", oleh=orang), catat("uji:a", "uji.satu", oleh=orang)
    dua = catat("uji:a", "uji.dua", oleh=orang)
    catat("uji:b", "uji.dua", oleh=orang)
    lalu = {(p.aliran, p.urutan): p.sidik_lalu for p in peristiwa_tersaring(auditor, {})}  # type: ignore[attr-defined]
    assert lalu == {("uji:a", 1): None, ("uji:a", 2): satu.sidik, ("uji:b", 1): None, ("uji:b", 2): asing.sidik}
    assert dua.sidik_sebelum == satu.sidik


def test_orang_dicari_dengan_bagian_nama_atau_nip_utuh(orang: Pengguna, auditor: Pengguna) -> None:
    nip = orang.nip
    assert list(cari_orang(f"{nip[:8]} {nip[8:14]} {nip[14:]}")) == [orang]
    assert list(cari_orang(nip[:17])) == []
    assert list(cari_orang(" PANJI ")) == [orang]
    assert list(cari_orang("contoh")) == [auditor, orang]
    for nomor in range(25):
        buat_pengguna(f"Banyak {nomor:02d}")
    assert len(cari_orang("banyak")) == 20


def test_keping_menyebut_saringan_dan_cara_melepasnya(orang: Pengguna) -> None:
    alamat = QueryDict(mutable=True)
    alamat.update({"aliran": "uji:a", "jenis": "usulan.dihapus", "dari": "19-11-2026", "sampai": "", "kursor": "k1"})
    form = FormSaringPeristiwa(alamat)
    assert form.is_valid()
    satu = keping(RequestFactory().get(f"/audit/?{alamat.urlencode()}"), form)
    assert [k["label"] for k in satu] == [
        "Kejadian: Draf dihapus",
        "Aliran: uji:a",
        "Dari tanggal: 19-11-2026",
    ]
    lepas = [QueryDict(k["url_hapus"].removeprefix("?")) for k in satu]
    assert [k["url_hapus"][0] for k in satu] == ["?"] * 3
    assert all("kursor" not in sisa for sisa in lepas)
    assert [{"jenis", "aliran", "dari"} - set(sisa) for sisa in lepas] == [{"jenis"}, {"aliran"}, {"dari"}]
    akses = FormSaringAkses({"tindakan": "UNDUH", "orang": str(orang.pk)})
    assert akses.is_valid()
    assert [k["label"] for k in keping(RequestFactory().get("/audit/akses/"), akses)] == [
        f"Orang: {orang}",
        "Tindakan: Mengunduh",
    ]


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nilai", "kalimat"),
    [
        (None, "(kosong)"),
        ("", "(kosong)"),
        ([], "(kosong)"),
        ({}, "(kosong)"),
        (0, "0"),
        (True, "ya"),
        (False, "tidak"),
        (7, "7"),
        ("teks", "teks"),
        ([1, None, True], "1, (kosong), ya"),
        ({"nama_jabatan_lain": "x", "ulang": False}, "Nama jabatan lain: x; Ulang: tidak"),
        ("2026-11-20", "20 November 2026"),
        ("2026-11-20 ", "2026-11-20 "),
        ("2026-13-20", "2026-13-20"),
        ("2026-11-20T03:30:00Z", "20 Nov 2026 10.30"),
        ("2026-11-20T03:30:00+07:00", "20 Nov 2026 03.30"),
        ("2026-11-20T99:30:00Z", "2026-11-20T99:30:00Z"),
    ],
)
def test_nilai_dikatakan_dengan_kata(nilai: Any, kalimat: str) -> None:
    assert kata.kata_nilai(nilai) == kalimat


@pytest.mark.parametrize(
    ("kode", "kata_"),
    [
        ("usulan.dihapus", "Draf dihapus"),
        ("entah.apa_saja", "Entah: apa saja"),
        ("tanpa_ruang", "Tanpa ruang"),
        ("a.b.c", "A: b.c"),
    ],
)
def test_jenis_yang_tidak_terdaftar_dibaca_dari_kodenya(kode: str, kata_: str) -> None:
    assert kata.kata_jenis(kode) == kata_
    assert audit_tags.kata_jenis(kode) == kata_


def test_semua_jenis_terurut_menurut_katanya() -> None:
    semua = kata.semua_jenis()
    assert ("usulan.dihapus", "Draf dihapus") in semua
    assert semua == sorted(semua, key=lambda satu: satu[1].lower())


def test_kata_baru_terdaftar_dan_dipakai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kata, "_jenis", dict(kata._jenis))
    monkeypatch.setattr(kata, "_sumber", list(kata._sumber))
    dipanggil: list[int] = []

    def sumber() -> dict[str, str]:
        dipanggil.append(1)
        return {"golongan_uji": "Golongan (uji)"}

    try:
        assert kata.kata_bidang("golongan_uji") == "Golongan uji"
        kata.daftarkan_kata(jenis={"uji.kata": "Kata uji"}, bidang=sumber)
        kata.daftarkan_kata(bidang=sumber)
        assert kata.kata_jenis("uji.kata") == "Kata uji"
        assert [kata.kata_bidang("golongan_uji") for _ in range(2)] == ["Golongan (uji)"] * 2
        assert len(dipanggil) == 1
        assert kata._sumber.count(sumber) == 1
    finally:
        kata._bidang.cache_clear()


def test_baris_perubahan_lama_dan_baru_lalu_sisanya_tanpa_yang_teknis() -> None:
    data = {
        "v": 2,
        "perubahan": {"nama_unor_lain": ["A", "B"], "kosong_lama": [None, True]},
        "alasan_lain": "x",
        "kosong": "",
        **{nama: nama for nama in ("id", "sha256", "berkas_id", "keppres_id", "dokumen", "versi")},
    }
    biasa = [(b.kunci, b.nilai, b.lama) for b in kata.baris_perubahan(data)]
    assert biasa == [("Nama unor lain", "B", "A"), ("Kosong lama", "ya", "(kosong)"), ("Alasan lain", "x", None)]
    teknis = [(b.kunci, b.nilai, b.lama) for b in kata.baris_perubahan(data, teknis=True)]
    assert teknis[3] == ("Kosong", "(kosong)", None)
    assert [nilai for _, nilai, _ in teknis[4:]] == ["id", "sha256", "berkas_id", "keppres_id", "dokumen", "versi"]
    assert kata.baris_perubahan({"perubahan": None}) == kata.baris_perubahan({}) == []


def test_pelaku_disebut_namanya_mesinnya_atau_tidak_dikenal(orang: Pengguna) -> None:
    assert audit_tags.pelaku(Peristiwa(oleh=orang)) == str(orang)
    assert audit_tags.pelaku(Akses(pengguna=orang)) == str(orang)
    assert audit_tags.pelaku(Peristiwa(mesin=Mesin.BKN)) == "BKN (SIASN)"
    assert audit_tags.pelaku(Akses()) == "Tidak dikenal"
    assert (audit_tags.kata_nilai(""), audit_tags.kata_nilai(True)) == ("", "ya")
    with transaction.atomic():
        satu = catat("uji:a", "uji.satu", oleh=orang, data={"x": "y", "sha256": "z"}, alasan="Sebab")
    isi = audit_tags.perubahan(satu)
    assert (isi["alasan"], [b.kunci for b in isi["baris"]]) == ("Sebab", ["X"])
    assert [b.kunci for b in audit_tags.perubahan(satu, teknis=True)["baris"]] == ["X", "Sha256"]
