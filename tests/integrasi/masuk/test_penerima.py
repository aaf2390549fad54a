"""The inbox: raw first, one effect per event, in order per ID Usulan."""

import hashlib
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan, KeadaanMasuk
from integrasi.masuk import penerima
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, Pengiriman, UsulanSiasn
from siapp.akun.peran import Mesin
from siapp.koneksi import lepas_koneksi
from siapp.web.galat import GalatPengguna
from tests.dunia import Dunia, bangun_dunia, buat_draf, diajukan, segar, siap_keppres
from tests.integrasi.keluar.pembantu import peristiwa
from usulan.actions import draf, pengajuan
from usulan.actions.bkn import HasilPutusan
from usulan.models import Putusan, Usulan
from usulan.peristiwa import aliran_usulan
from usulan.peristiwa.isi import PerbaikanDiajukan

ID = "1F0E9D8C-0000-4000-8000-1234567890ab"
HARI = date(2026, 11, 20)


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


@pytest.fixture
def usulan(dunia: Dunia) -> Usulan:
    satu = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=satu, id_usulan=ID)
    return satu


def _isi(status: str = "APPROVED", hari: date = HARI, keterangan: str = "", id_usulan: str = ID) -> dict[str, Any]:
    return {"id_usulan": id_usulan, "status": status, "tanggal_verifikasi": hari, "keterangan": keterangan}


def _datang(*arg: Any, **isi: Any) -> KejadianMasuk:
    return simpan_mentah(b"{}", _isi(*arg, **isi), "bkn")[0]


def test_pengulangan_mendapat_tanda_terima_yang_sama(db: None) -> None:
    satu, baru = simpan_mentah(b"{1}", _isi(), "bkn")
    dua, lagi = simpan_mentah(b"{2}", _isi(id_usulan=ID.lower()), "bkn")
    assert (baru, lagi) == (True, False)
    assert satu.pk == dua.pk
    assert satu.mentah == "{1}"


@pytest.mark.parametrize("lain", [{"status": "BTL"}, {"hari": date(2026, 11, 21)}, {"keterangan": "x"}])
def test_isi_yang_berbeda_adalah_kejadian_lain(db: None, lain: dict[str, Any]) -> None:
    _datang()
    _datang(**lain)
    assert KejadianMasuk.objects.count() == 2


def test_bts_diterima_sebagai_btl(db: None) -> None:
    assert _datang("BTS").status == "BTL"
    assert not simpan_mentah(b"", _isi("BTL"), "bkn")[1]


def test_yang_tidak_terbaca_tersimpan_juga_dengan_bita_anehnya(db: None) -> None:
    kejadian, baru = simpan_mentah(b"bukan json \x00 \xff", None, "bkn")
    assert baru
    assert kejadian.keadaan == KeadaanMasuk.TIDAK_TERBACA
    assert kejadian.mentah == "bukan json \\x00 \\xff"
    assert not simpan_mentah(b"bukan json \x00 \xff", None, "bkn")[1]
    assert olah() == 0


def test_penyimpanan_satu_kalimat_sql(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        _datang()


def test_putusan_diterapkan_pada_usulannya(usulan: Usulan) -> None:
    kejadian = _datang("TMS", keterangan="Tidak memenuhi syarat", id_usulan=ID.lower())
    assert olah() == 1
    kejadian.refresh_from_db()
    usulan.refresh_from_db()
    assert (kejadian.keadaan, kejadian.usulan_id) == (KeadaanMasuk.DITERAPKAN, usulan.pk)
    assert usulan.status_bkn == "TMS"
    assert olah() == 0


def test_tanggal_lama_tidak_menimpa_putusan_baru(usulan: Usulan) -> None:
    _datang("APPROVED", HARI)
    lama = _datang("BTL", HARI - timedelta(days=3))
    olah()
    lama.refresh_from_db()
    usulan.refresh_from_db()
    assert lama.keadaan == KeadaanMasuk.BASI
    assert usulan.status_bkn == "APPROVED"


def test_putusan_yang_bertentangan_sehari_yang_terakhir_berlaku_dan_api7_ditanya(usulan: Usulan) -> None:
    _datang("APPROVED")
    kedua = _datang("BTL", keterangan="Kurang satu")
    olah()
    kedua.refresh_from_db()
    usulan.refresh_from_db()
    assert kedua.keadaan == KeadaanMasuk.BERTENTANGAN
    assert usulan.status_bkn == "BTL"
    berikut = UsulanSiasn.objects.get(usulan=usulan).pantau_berikut
    assert berikut is not None
    assert berikut <= timezone.now()


def test_yang_datang_terlalu_dini_menunggu_lalu_diterapkan(dunia: Dunia) -> None:
    kejadian = _datang()
    olah()
    kejadian.refresh_from_db()
    assert kejadian.keadaan == KeadaanMasuk.MENUNGGU
    usulan = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=usulan, id_usulan=ID)
    KejadianMasuk.objects.update(jatuh_tempo=timezone.now())
    olah()
    kejadian.refresh_from_db()
    assert kejadian.keadaan == KeadaanMasuk.DITERAPKAN


def test_sehari_tidak_dikenal_diserahkan_kepada_orang(db: None) -> None:
    kejadian = _datang()
    KejadianMasuk.objects.update(diterima_pada=timezone.now() - timedelta(hours=25))
    assert olah() == 1
    kejadian.refresh_from_db()
    assert kejadian.keadaan == KeadaanMasuk.TANPA_USULAN


def test_putusan_sesudah_giliran_bkn_lewat_ditandai(dunia: Dunia) -> None:
    usulan = siap_keppres(dunia)
    UsulanSiasn.objects.create(usulan=usulan, id_usulan=ID)
    kejadian = _datang("BTL", timezone.localdate(), "Dibuka lagi")
    olah()
    kejadian.refresh_from_db()
    usulan.refresh_from_db()
    assert kejadian.keadaan == KeadaanMasuk.BERTENTANGAN
    assert usulan.ditahan


def test_galat_pada_satu_usulan_tidak_menahan_yang_lain(usulan: Usulan, monkeypatch: pytest.MonkeyPatch) -> None:
    asli = penerima.terima_putusan

    def rusak(usulan_id: Any, **isi: Any) -> Any:
        if isi["keterangan"] == "rusak":
            raise ZeroDivisionError
        return asli(usulan_id, **isi)

    monkeypatch.setattr(penerima, "terima_putusan", rusak)
    pertama = _datang("BTL", keterangan="rusak")
    menyusul = _datang("APPROVED", HARI + timedelta(days=1))
    asing = _datang(id_usulan="lain-00000001")
    olah()
    for satu in (pertama, menyusul, asing):
        satu.refresh_from_db()
    assert (pertama.keadaan, pertama.percobaan_ke) == (KeadaanMasuk.BARU, 1)
    assert menyusul.keadaan == KeadaanMasuk.BARU, "a later notice must not overtake"
    assert asing.keadaan == KeadaanMasuk.MENUNGGU


@pytest.mark.django_db(transaction=True)
def test_delapan_pekerja_dan_kejadian_ganda_berakhir_pada_keadaan_yang_benar() -> None:
    dunia = bangun_dunia()
    usulan = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=usulan, id_usulan=ID)
    acak = random.Random(7)
    kejadian = [_isi("APPROVED", HARI - timedelta(days=n), f"ke-{n}") for n in range(6)] * 3
    acak.shuffle(kejadian)

    def datang(isi: dict[str, Any]) -> None:
        try:
            simpan_mentah(b"{}", isi, "bkn")
            olah()
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(8) as kolam:
        list(kolam.map(datang, kejadian))
    olah()
    assert KejadianMasuk.objects.count() == 6
    assert Putusan.objects.filter(usulan=usulan, lembaga="BKN").count() == 6
    berlaku = Putusan.objects.get(usulan=usulan, lembaga="BKN", berlaku=True)
    assert (berlaku.tanggal, berlaku.keterangan) == (HARI, "ke-0")


# --- what is stored, to the letter ------------------------------------------------------------------------------------


def test_pemberitahuan_tersimpan_seperti_datangnya(db: None) -> None:
    kejadian, _ = simpan_mentah(b'{"a": 1}', _isi("TMS", keterangan="Kurang"), "klien-" + "x" * 200)
    kejadian.refresh_from_db()
    assert (kejadian.id_usulan, kejadian.status, kejadian.tanggal, kejadian.keterangan) == (ID, "TMS", HARI, "Kurang")
    assert (kejadian.mentah, kejadian.klien) == ('{"a": 1}', ("klien-" + "x" * 200)[:100])
    assert (kejadian.keadaan, kejadian.catatan, kejadian.percobaan_ke) == (KeadaanMasuk.BARU, "", 0)
    assert kejadian.jatuh_tempo == kejadian.diterima_pada <= timezone.now()


def test_yang_tidak_terbaca_tersimpan_tanpa_isi(db: None) -> None:
    kejadian, _ = simpan_mentah("teks \x00 biasa", None, "bkn")
    assert (kejadian.id_usulan, kejadian.status, kejadian.tanggal, kejadian.keterangan) == ("", "", None, "")
    assert kejadian.mentah == "teks \\x00 biasa"
    assert kejadian.kunci == hashlib.sha256(b"mentah\x1fteks \\x00 biasa").hexdigest()


def test_kunci_ganda_dapat_dihitung_dengan_tangan() -> None:
    harap = hashlib.sha256(f"{ID.lower()}\x1fBTL\x1f2026-11-20\x1fk".encode()).hexdigest()
    for status in ("BTL", "BTS"):
        assert penerima.kunci_kejadian(ID, status, HARI, "k") == harap
    assert penerima.kunci_kejadian(ID.upper(), "BTL", HARI, "k") == harap


def test_tanggal_berupa_teks_dibaca_dan_yang_kosong_ditolak(db: None) -> None:
    satu, _ = simpan_mentah(b"1", _isi() | {"tanggal_verifikasi": "20-11-2026", "keterangan": None}, "bkn")
    assert (satu.tanggal, satu.keterangan) == (HARI, "")
    assert not simpan_mentah(b"2", _isi(), "bkn")[1]
    with pytest.raises(ValueError, match="tanggal_verifikasi is empty"):
        simpan_mentah(b"3", _isi() | {"tanggal_verifikasi": ""}, "bkn")


# --- waiting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("jam", "keadaan"), [(23.99, KeadaanMasuk.MENUNGGU), (24.0, KeadaanMasuk.TANPA_USULAN)])
def test_ditunggu_tepat_24_jam(db: None, jam: float, keadaan: KeadaanMasuk) -> None:
    kejadian = _datang()
    with time_machine.travel(kejadian.diterima_pada + timedelta(hours=jam), tick=False):
        assert olah() == (1 if keadaan == KeadaanMasuk.TANPA_USULAN else 0)
        kejadian.refresh_from_db()
        assert kejadian.keadaan == keadaan
        if keadaan == KeadaanMasuk.MENUNGGU:
            assert kejadian.jatuh_tempo == timezone.now() + timedelta(seconds=60)
            assert kejadian.percobaan_ke == 1
            assert kejadian.catatan == "ID Usulan ini belum dikenal; ditunggu sampai 24 jam."
        else:
            assert kejadian.catatan == "ID Usulan ini tidak dikenal selama 24 jam."


def test_yang_belum_jatuh_tempo_tidak_dibangunkan_tetapi_ikut_yang_sudah(usulan: Usulan) -> None:
    kelak = _datang("APPROVED", keterangan="kelak")
    KejadianMasuk.objects.update(jatuh_tempo=timezone.now() + timedelta(hours=1))
    assert olah() == 0
    _datang("APPROVED", HARI + timedelta(days=1), id_usulan=ID.lower())
    assert olah() == 2
    kelak.refresh_from_db()
    assert kelak.keadaan == KeadaanMasuk.DITERAPKAN


def test_satu_id_dikerjakan_satu_pekerja(usulan: Usulan) -> None:
    _datang()
    dipegang, selesai = threading.Event(), threading.Event()

    def pegang() -> None:
        try:
            with penerima.giliran(ID.upper()) as dapat:
                assert dapat
                dipegang.set()
                assert selesai.wait(60)
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(1) as kolam:
        lain = kolam.submit(pegang)
        assert dipegang.wait(60)
        assert olah() == 0
        selesai.set()
        lain.result()
    assert olah() == 1


# --- what becomes of it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hasil", "keadaan", "catatan"),
    [
        ("DITERAPKAN", "DITERAPKAN", ""),
        ("SAMA", "DITERAPKAN", "Putusan ini sudah tercatat."),
        ("BASI", "BASI", "Sudah ada putusan dengan tanggal yang lebih baru."),
        (
            "BERTENTANGAN",
            "BERTENTANGAN",
            "Bertentangan dengan putusan atau tahap yang ada; statusnya ditanyakan lagi ke SIASN.",
        ),
    ],
)
def test_setiap_hasil_dicatat_pada_pemberitahuannya(
    usulan: Usulan, monkeypatch: pytest.MonkeyPatch, hasil: str, keadaan: str, catatan: str
) -> None:
    diteruskan: list[dict[str, Any]] = []

    def putuskan(usulan_id: Any, **isi: Any) -> HasilPutusan:
        diteruskan.append({"usulan_id": usulan_id, **isi})
        return HasilPutusan(hasil)

    monkeypatch.setattr(penerima, "terima_putusan", putuskan)
    kejadian = _datang("BTL", keterangan="k")
    assert olah() == 1
    kejadian.refresh_from_db()
    assert (kejadian.keadaan, kejadian.catatan, kejadian.usulan_id) == (keadaan, catatan, usulan.pk)
    isi = {"usulan_id": usulan.pk, "status": "BTL", "tanggal": HARI, "keterangan": "k"}
    assert diteruskan == [{**isi, "sejak": None, "oleh": Mesin.BKN, "dicocokkan_oleh": ()}]
    ditanya = UsulanSiasn.objects.get(usulan=usulan).pantau_berikut
    assert (ditanya is not None) == (hasil == "BERTENTANGAN")


def test_yang_ditolak_aturan_ditandai_dengan_kalimatnya(usulan: Usulan, monkeypatch: pytest.MonkeyPatch) -> None:
    def menolak(*_: Any, **__: Any) -> HasilPutusan:
        raise GalatPengguna("p" * 600)

    monkeypatch.setattr(penerima, "terima_putusan", menolak)
    kejadian = _datang()
    assert olah() == 1
    kejadian.refresh_from_db()
    assert (kejadian.keadaan, kejadian.catatan, kejadian.usulan_id) == ("BERTENTANGAN", "p" * 500, usulan.pk)
    assert UsulanSiasn.objects.get(usulan=usulan).pantau_berikut is None


def test_galat_menunda_dengan_jeda_yang_tumbuh(usulan: Usulan, monkeypatch: pytest.MonkeyPatch) -> None:
    jeda: list[int] = []

    def mundur(percobaan: int) -> float:
        jeda.append(percobaan)
        return 100.0

    def rusak(*_: Any, **__: Any) -> HasilPutusan:
        raise ZeroDivisionError

    monkeypatch.setattr(penerima, "jeda_mundur", mundur)
    monkeypatch.setattr(penerima, "terima_putusan", rusak)
    kejadian = _datang()
    with time_machine.travel(timezone.now(), tick=False):
        for kali in (1, 2):
            KejadianMasuk.objects.update(jatuh_tempo=timezone.now())
            assert olah() == 0
            kejadian.refresh_from_db()
            assert (kejadian.percobaan_ke, kejadian.jatuh_tempo) == (kali, timezone.now() + timedelta(seconds=100))
    assert jeda == [0, 1]


def test_status_ditanyakan_pada_waktunya(dunia: Dunia, usulan: Usulan) -> None:
    lain = UsulanSiasn.objects.create(usulan=buat_draf(dunia), id_usulan="lain-00000001")
    milik = UsulanSiasn.objects.get(usulan=usulan)
    pada = timezone.now() + timedelta(hours=3)
    penerima.tanyakan_segera(milik, pada)
    milik.refresh_from_db()
    lain.refresh_from_db()
    assert (milik.pantau_berikut, lain.pantau_berikut) == (pada, None)


def test_pemberitahuan_tanpa_tanggal_tidak_diterapkan(usulan: Usulan) -> None:
    milik = UsulanSiasn.objects.get(usulan=usulan)
    with pytest.raises(ValueError, match="a readable notice has a date"):
        penerima.terapkan(KejadianMasuk(tanggal=None), milik)


# --- rounds


def _teken(usulan: Usulan, gelombang: int, **isi: Any) -> Pengiriman:
    """A signature of `usulan` as it stands in the outbox; it reached SIASN now."""
    satu = peristiwa(aliran_usulan(usulan.pk), PerbaikanDiajukan(gelombang, "198501022010011001", "Damar", "", ()))
    bawaan = {"keadaan": Keadaan.SELESAI, "selesai_pada": timezone.now(), "muatan": {"jenis_usulan": "Perbaikan"}}
    return Pengiriman.objects.create(
        peristiwa=satu,
        api=Api.APPROVE,
        aliran=satu.aliran,
        gelombang=1000 + gelombang,
        usulan=usulan,
        jatuh_tempo=timezone.now(),
        **(bawaan | isi),
    )


def _perbaiki(dunia: Dunia, usulan: Usulan) -> None:
    """The PIC corrects something and signs again."""
    unor = f"Unor ke-{segar(usulan).putaran + 1}"
    draf.ubah_data(usulan.pk, isian={"nama_unor": unor}, oleh=dunia.pic)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)


def _btl(geser: int = 0) -> tuple[KejadianMasuk, bool]:
    hari = timezone.localdate() + timedelta(days=geser)
    return simpan_mentah(b"{}", _isi("BTL", hari, "Surat pengantar belum ditandatangani"), "bkn")


def test_kata_yang_sama_pada_hari_yang_sama_sesudah_perbaikan_adalah_putusan_baru(usulan: Usulan, dunia: Dunia) -> None:
    pertama, _ = _btl()
    olah()
    assert segar(usulan).tahap == "PERBAIKAN"
    _perbaiki(dunia, usulan)
    assert not _btl()[1], "SIASN has not got the correction yet: this is still the first round"
    _teken(usulan, 2)
    kedua, baru = _btl()
    assert baru
    assert kedua.pk != pertama.pk
    olah()
    kedua.refresh_from_db()
    assert kedua.keadaan == KeadaanMasuk.DITERAPKAN
    assert kedua.catatan == ""
    assert segar(usulan).tahap == "PERBAIKAN"
    assert sorted(Putusan.objects.filter(usulan=usulan, lembaga="BKN").values_list("putaran", flat=True)) == [1, 2]

    ulang, baru = _btl()
    assert (ulang.pk, baru) == (kedua.pk, False), "a real repeat within the round is the first receipt"
    _perbaiki(dunia, usulan)
    _teken(usulan, 3)
    assert _btl()[1]


def test_mengolah_kejadian_putaran_kedua_dua_kali_tidak_mengubah_apa_pun(usulan: Usulan, dunia: Dunia) -> None:
    _btl()
    olah()
    _perbaiki(dunia, usulan)
    _teken(usulan, 2)
    kedua, _ = _btl()
    olah()
    KejadianMasuk.objects.filter(pk=kedua.pk).update(keadaan=KeadaanMasuk.BARU)
    olah()
    kedua.refresh_from_db()
    assert (kedua.keadaan, kedua.catatan) == (KeadaanMasuk.DITERAPKAN, "Putusan ini sudah tercatat.")
    assert Putusan.objects.filter(usulan=usulan, lembaga="BKN").count() == 2


@pytest.mark.parametrize(
    ("isi", "baru"),
    [
        ({"keadaan": Keadaan.BARU, "selesai_pada": None}, False),
        ({"keadaan": Keadaan.DITOLAK, "selesai_pada": None}, False),
        ({"keadaan": Keadaan.BATAL, "selesai_pada": None, "tidak_pasti_sejak": timezone.now()}, False),
        # It may have arrived, so what SIASN says now may be about it: a verdict lost would be worse than one twice.
        ({"keadaan": Keadaan.TIDAK_PASTI, "selesai_pada": None, "tidak_pasti_sejak": timezone.now()}, True),
        ({"muatan": {"jenis_usulan": "Baru"}}, False),
    ],
)
def test_putaran_dimulai_saat_teken_perbaikan_sampai_di_siasn(usulan: Usulan, isi: dict[str, Any], baru: bool) -> None:
    _btl()
    _teken(usulan, 2, **isi)
    assert _btl()[1] is baru


def test_pemberitahuan_dini_yang_diulang_sesudah_idnya_dikenal_tetap_yang_pertama(dunia: Dunia) -> None:
    dini, _ = _btl()
    usulan = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=usulan, id_usulan=ID)
    _teken(usulan, 1, muatan={"jenis_usulan": "Baru"})
    assert _btl() == (dini, False)


def test_teken_usulan_lain_tidak_memulai_putaran(usulan: Usulan, dunia: Dunia) -> None:
    pertama, _ = _btl()
    lain = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=lain, id_usulan="2F0E9D8C-0000-4000-8000-1234567890ab")
    _teken(lain, 2)
    assert _btl() == (pertama, False)


def test_btl_lama_yang_diulang_bkn_sesudah_perbaikan_tidak_mengembalikan_usulan(usulan: Usulan, dunia: Dunia) -> None:
    pertama, _ = _btl(-1)
    olah()
    _perbaiki(dunia, usulan)
    _teken(usulan, 2)
    assert _btl(-1) == (pertama, False), "what is dated before the correction cannot be about it"
    KejadianMasuk.objects.filter(pk=pertama.pk).update(keadaan=KeadaanMasuk.BARU, diterima_pada=timezone.now())
    olah()
    assert segar(usulan).tahap != "PERBAIKAN"
    assert Putusan.objects.filter(usulan=usulan, lembaga="BKN").count() == 1


def test_ulangan_dari_putaran_tengah_mendapat_tanda_terima_putarannya(usulan: Usulan) -> None:
    kini = timezone.now()
    _teken(usulan, 2, selesai_pada=kini - timedelta(days=2))
    kedua, _ = _btl(-1)
    _teken(usulan, 3, selesai_pada=kini)
    assert _btl(-1) == (kedua, False)
    assert _btl()[1]
