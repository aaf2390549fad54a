"""The inbox: raw first, one effect per event, in order per ID Usulan."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from integrasi.keadaan import KeadaanMasuk
from integrasi.masuk import penerima
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, UsulanSiasn
from siapp.koneksi import lepas_koneksi
from tests.dunia import Dunia, bangun_dunia, diajukan, siap_keppres
from usulan.models import Putusan, Usulan

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
    with django_assert_num_queries(2):
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
