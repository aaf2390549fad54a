"""The switch of the whole exchange (Pasal 8) and the end of the agreement (Pasal 7)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from integrasi import tasks
from integrasi.enums import KELUAR
from integrasi.keadaan import Keadaan, KeadaanMasuk
from integrasi.keluar.antrean import ambil
from integrasi.keluar.kuras import kerjakan, kuras
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.selesai import BATAS_MENCOBA, PERCOBAAN_MINIMAL
from integrasi.masuk import penerima
from integrasi.masuk.penerima import MASA_TUNGGU
from integrasi.mitra import pemutus, perjanjian, sakelar
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import (
    KejadianMasuk,
    MasaPerjanjian,
    PanggilanBaca,
    PenghentianPertukaran,
    Pengiriman,
    Peringatan,
    UsulanSiasn,
)
from integrasi.petugas import peringatan, spanduk
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.petugas.pertukaran import hentikan, mulai_lagi, ubah_masa
from integrasi.siasn import referensi
from integrasi.siasn.errors import Dihentikan
from integrasi.tanya.pantau import pantau
from integrasi.tanya.sinkron import segarkan_asn
from referensi.models import Sinkronisasi
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, asn_siasn, jalankan, jatuhkan_tempo
from tests.integrasi.keluar.pembantu import hanya_api3, pic_didaftarkan

KINI = timezone.now().replace(microsecond=0)
JAM = timedelta(hours=1)


def _henti(oleh: Pengguna, mulai_jam: float, akhir_jam: float | None) -> PenghentianPertukaran:
    """A stop so many hours ago."""
    akhir = {} if akhir_jam is None else {"akhir": KINI - akhir_jam * JAM, "dimulai_oleh": oleh, "alasan_mulai": "Uji."}
    return PenghentianPertukaran.objects.create(mulai=KINI - mulai_jam * JAM, oleh=oleh, alasan="Uji.", **akhir)


def _tiba(siasn: Siasn) -> int:
    semua = [*(str(int(api)) for api in KELUAR), "1", "6", "7", "13", "token"]
    return sum(siasn.hitungan(api)["tiba"] for api in semua)


@pytest.fixture
def berhenti(dunia: Dunia) -> PenghentianPertukaran:
    return hentikan("Serangan pada jalur pertukaran.", oleh=dunia.kepala_biro)


@pytest.mark.parametrize(
    ("henti", "lama", "harus"),
    [
        ([], 5, 5),
        ([(3, 2)], 1, 1),
        ([(3, 2)], 2, 2),
        ([(3, 2)], 5, 6),
        ([(2, None)], 1, 3),
        ([(10, 8), (3, 2)], 5, 6),
        ([(10, 8), (3, 2)], 8, 11),
        ([(1, None), (3, 2)], 2, 4),
    ],
)
def test_waktu_berhenti_tidak_dihitung(
    dunia: Dunia, henti: list[tuple[float, float | None]], lama: int, harus: int
) -> None:
    for mulai, akhir in henti:
        _henti(dunia.administrator, mulai, akhir)
    assert sakelar.sebelum(lama * JAM, KINI) == KINI - harus * JAM


def test_hanya_administrator_dan_kepala_biro_menghentikan_dengan_alasan_dan_jejak(dunia: Dunia) -> None:
    for orang in (dunia.pic, dunia.verifikator, dunia.koordinator, dunia.dukungan):
        with pytest.raises(TidakBerwenang):
            hentikan("Coba.", oleh=orang)
    with pytest.raises(GalatPengguna, match="alasan"):
        hentikan("  ", oleh=dunia.administrator)
    pertama = hentikan("Pembatalan perjanjian.", oleh=dunia.administrator)
    assert hentikan("Sekali lagi.", oleh=dunia.kepala_biro) == pertama
    with pytest.raises(TidakBerwenang):
        mulai_lagi("Coba.", oleh=dunia.dukungan)
    assert mulai_lagi("Sudah disepakati lagi.", oleh=dunia.kepala_biro) == pertama
    assert mulai_lagi("Sekali lagi.", oleh=dunia.kepala_biro) is None
    jejak = Peristiwa.objects.filter(aliran="pertukaran").order_by("urutan").values_list("jenis", "oleh", "alasan")
    assert list(jejak) == [
        ("pertukaran.dihentikan", dunia.administrator.pk, "Pembatalan perjanjian."),
        ("pertukaran.dimulai_lagi", dunia.kepala_biro.pk, "Sudah disepakati lagi."),
    ]


def test_basis_data_menolak_dua_penghentian_sekaligus(berhenti: PenghentianPertukaran, dunia: Dunia) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PenghentianPertukaran.objects.create(mulai=timezone.now(), oleh=dunia.administrator, alasan="Uji.")


def test_tidak_satu_panggilan_pun_keluar_selama_dihentikan(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    jalankan()
    UsulanSiasn.objects.update(pantau_berikut=timezone.now())
    pic_didaftarkan(7)
    hentikan("Uji.", oleh=selaras.administrator)
    nip, sebelum, tercatat = asn_siasn(selaras).nip, _tiba(siasn), PanggilanBaca.objects.count()
    catatan = Sinkronisasi.objects.count()
    for tugas in (tasks.kirim, tasks.kirim_menyeluruh, tasks.pantau, tasks.sinkron_harian, tasks.uji_kontrak):
        tugas()
    hasil = segarkan_asn(nip)
    assert hasil.asn is not None
    assert "dihentikan" in hasil.pesan
    assert "belum tersimpan" in segarkan_asn("190001011925011001").pesan
    with buka_transport() as transport, pytest.raises(Dihentikan):
        next(referensi.halaman(transport, "golongan", 1))
    assert _tiba(siasn) == sebelum
    assert (PanggilanBaca.objects.count(), Sinkronisasi.objects.count()) == (tercatat, catatan)
    assert UsulanSiasn.objects.get(usulan=usulan).pantau_berikut is not None
    mulai_lagi("Uji.", oleh=selaras.administrator)
    assert pantau() == 1
    jalankan()
    assert not Pengiriman.objects.exclude(keadaan=Keadaan.SELESAI).exists()


def test_yang_menunggu_terkirim_urut_tanpa_hilang_dan_tanpa_ganda(siasn: Siasn, selaras: Dunia) -> None:
    hentikan("Uji.", oleh=selaras.administrator)
    semua = [ajukan(selaras) for _ in range(2)]
    rencanakan_tertunda()
    assert jalankan().henti
    assert set(Pengiriman.objects.values_list("keadaan", "percobaan_ke")) == {(Keadaan.BARU, 0)}
    mulai_lagi("Uji.", oleh=selaras.administrator)
    jalankan()
    assert set(Pengiriman.objects.values_list("keadaan", "percobaan_ke")) == {(Keadaan.SELESAI, 1)}
    for api in ("3", "4", "5"):
        hitung = siasn.hitungan(api)
        assert (hitung["ganda"], hitung["tak_urut"]) == (0, 0)
    assert [len(siasn.usulan(satu)) for satu in semua] == [1, 1]


def test_baris_yang_terlanjur_diambil_kembali_menunggu_tanpa_percobaan(siasn: Siasn, selaras: Dunia) -> None:
    pic_didaftarkan(1)
    (baris,) = ambil(1)
    hentikan("Uji.", oleh=selaras.administrator)
    sebelum = _tiba(siasn)
    with buka_transport() as transport:
        hasil = kerjakan(transport, baris)
    assert hasil is not None
    assert hasil.henti
    baris.refresh_from_db()
    assert (baris.keadaan, baris.percobaan_ke, baris.dicoba_sejak) == (Keadaan.ULANG, 0, None)
    assert _tiba(siasn) == sebelum
    assert not pemutus.terbuka_sejak(host())
    mulai_lagi("Uji.", oleh=selaras.administrator)
    assert kuras(lama=20, utas=1).dikerjakan == 1


def test_yang_tidak_pasti_tetap_tidak_pasti_dan_tidak_diputuskan_sendiri(siasn: Siasn, selaras: Dunia) -> None:
    baris = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah"})
    jalankan()
    siasn.gangguan()
    hentikan("Uji.", oleh=selaras.administrator)
    jatuhkan_tempo()
    assert kuras(lama=20, utas=1).dikerjakan == 0
    baris.refresh_from_db()
    assert (baris.keadaan, baris.percobaan_ke) == (Keadaan.TIDAK_PASTI, 1)
    mulai_lagi("Uji.", oleh=selaras.administrator)
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.SELESAI
    assert siasn.hitungan("3")["ganda"] == 0


@pytest.mark.parametrize(("henti", "keadaan"), [(True, Keadaan.ULANG), (False, Keadaan.MATI)])
def test_tujuh_puluh_lima_jam_tidak_berjalan_selama_dihentikan(
    siasn: Siasn, selaras: Dunia, henti: bool, keadaan: Keadaan
) -> None:
    baris = pic_didaftarkan(1)
    kini = timezone.now()
    Pengiriman.objects.update(dicoba_sejak=kini - BATAS_MENCOBA - JAM, percobaan_ke=PERCOBAAN_MINIMAL)
    if henti:
        _henti(selaras.administrator, 50, 10)
    siasn.gangguan({"api": "2", "jenis": "503"})
    jalankan()
    baris.refresh_from_db()
    assert baris.keadaan == keadaan


def test_pemberitahuan_yang_belum_dikenal_ditunggu_lebih_lama(dunia: Dunia) -> None:
    kejadian, _ = penerima.simpan_mentah(
        b"{}",
        {"id_usulan": "belum-ada-1", "status": "BTL", "tanggal_verifikasi": date(2026, 1, 5), "keterangan": ""},
        "uji",
    )
    KejadianMasuk.objects.update(diterima_pada=KINI - MASA_TUNGGU - JAM, jatuh_tempo=KINI)
    _henti(dunia.administrator, 20, 10)
    penerima.olah()
    kejadian.refresh_from_db()
    assert kejadian.keadaan == KeadaanMasuk.MENUNGGU


def test_alarm_diam_untuk_yang_memang_menunggu(dunia: Dunia, settings: Settings) -> None:
    settings.SIASN_MODE_GANDA = "manusia"
    pic_didaftarkan(1)
    Pengiriman.objects.update(jatuh_tempo=timezone.now() - 5 * JAM)
    assert umur_tertua() > 4 * JAM
    hentikan("Uji.", oleh=dunia.administrator)
    assert umur_tertua() == timedelta()
    peringatan.periksa()
    assert set(Peringatan.objects.values_list("sebab", flat=True)) == {"pertukaran_dihentikan"}
    mulai_lagi("Uji.", oleh=dunia.administrator)
    assert umur_tertua() < peringatan.BATAS_MANDEK
    with time_machine.travel(timezone.now() + peringatan.BATAS_MANDEK * 2, tick=False):
        assert umur_tertua() > peringatan.BATAS_MANDEK


def _spanduk(orang: Pengguna, alamat: str = "/bantuan/") -> str:
    klien = Client()
    klien.force_login(orang)
    for ingatan in (spanduk.pertukaran_henti, spanduk.masa_perjanjian):
        ingatan.lupakan()
    return klien.get(alamat).content.decode()


def test_spanduk_berhenti_dibaca_semua_orang(dunia: Dunia) -> None:
    hentikan("Serangan pada jalur.", oleh=dunia.administrator)
    for orang in (dunia.pic, dunia.verifikator, dunia.kepala_biro):
        isi = _spanduk(orang)
        assert "Pertukaran dengan SIASN dihentikan sejak" in isi
        assert "Serangan pada jalur." in isi
    mulai_lagi("Uji.", oleh=dunia.administrator)
    assert "dihentikan sejak" not in _spanduk(dunia.pic)


def test_sakelar_dari_layar(dunia: Dunia) -> None:
    klien = Client()
    klien.force_login(dunia.administrator)
    alamat = "/integrasi/pertukaran/"
    assert klien.post(f"{alamat}hentikan/", {"alasan": "Uji."}).status_code == 422
    assert not sakelar.dihentikan()
    assert klien.post(f"{alamat}hentikan/", {"alasan": "Uji.", "yakin": "on"}).status_code == 302
    berhenti = klien.get(alamat).content.decode()
    assert "Mulai lagi pertukaran" in berhenti
    # The banner above, too, says at once what was decided here.
    assert "Pertukaran dengan SIASN dihentikan sejak" in berhenti
    assert klien.post(f"{alamat}mulai/", {"alasan": ""}).status_code == 422
    assert klien.post(f"{alamat}mulai/", {"alasan": "Aman lagi."}).status_code == 302
    assert not sakelar.dihentikan()
    berjalan = klien.get(alamat).content.decode()
    assert "Aman lagi." in berjalan
    assert "Pertukaran dengan SIASN dihentikan sejak" not in berjalan
    klien.force_login(dunia.dukungan)
    assert klien.get(alamat).status_code == 403


@pytest.mark.parametrize(
    ("hari", "ambang"),
    [
        (date(2026, 8, 22), None),
        (date(2026, 8, 23), 12),
        (date(2027, 2, 22), 12),
        (date(2027, 2, 23), 6),
        (date(2027, 5, 23), 3),
        (date(2027, 6, 22), 3),
        (date(2027, 6, 23), 2),
        (date(2027, 8, 23), 2),
        (date(2027, 8, 24), 0),
    ],
)
def test_akhir_perjanjian_memperingatkan_menurut_ambang(hari: date, ambang: int | None) -> None:
    masa = perjanjian.Masa(perjanjian.AKHIR_SEMULA, "")
    assert masa.ambang(hari) == ambang
    assert masa.minta_sebelum == date(2027, 7, 23)


def test_bulan_sebelum_memakai_hari_terakhir_bulan_yang_lebih_pendek() -> None:
    assert perjanjian.bulan_sebelum(date(2028, 8, 31), 6) == date(2028, 2, 29)
    assert perjanjian.bulan_sebelum(date(2027, 1, 31), 2) == date(2026, 11, 30)
    assert perjanjian.bulan_sebelum(date(2027, 12, 1), 12) == date(2026, 12, 1)


def test_akhir_perjanjian_tampak_di_beranda_administrator_dan_kepala_biro_serta_monitor(dunia: Dunia) -> None:
    ubah_masa(timezone.localdate() + timedelta(days=80), "Adendum 1", oleh=dunia.administrator)
    for orang, alamat in ((dunia.administrator, "/"), (dunia.kepala_biro, "/"), (dunia.administrator, PENGIRIMAN)):
        assert "80 hari lagi" in _spanduk(orang, alamat), alamat
    for orang, alamat in ((dunia.pic, "/"), (dunia.verifikator, "/"), (dunia.dukungan, PENGIRIMAN)):
        assert "80 hari lagi" not in _spanduk(orang, alamat)
    ubah_masa(timezone.localdate() + timedelta(days=900), "Perpanjangan 2", oleh=dunia.administrator)
    assert "Perjanjian dengan BKN berakhir" not in _spanduk(dunia.kepala_biro, "/")


PENGIRIMAN = "/integrasi/pengiriman/"


def test_akhir_perjanjian_diubah_dengan_dasar_dan_jejak(dunia: Dunia) -> None:
    with pytest.raises(TidakBerwenang):
        ubah_masa(date(2030, 1, 1), "Adendum", oleh=dunia.kepala_biro)
    with pytest.raises(GalatPengguna, match="memang berakhir"):
        ubah_masa(perjanjian.AKHIR_SEMULA, "Adendum", oleh=dunia.administrator)
    klien = Client()
    klien.force_login(dunia.administrator)
    alamat = "/integrasi/pertukaran/masa/"
    assert klien.post(alamat, {"masa-berakhir": "31-02-2030", "masa-dasar": "x"}).status_code == 422
    assert klien.post(alamat, {"masa-berakhir": "23-08-2032", "masa-dasar": "Adendum 3/2027"}).status_code == 302
    assert perjanjian.masa() == perjanjian.Masa(date(2032, 8, 23), "Adendum 3/2027")
    assert MasaPerjanjian.objects.get().oleh == dunia.administrator
    jejak = Peristiwa.objects.get(aliran="perjanjian")
    assert jejak.data["perubahan"]["berakhir"] == ["2027-08-23", "2032-08-23"]
