"""What people decide about a call."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman, Percobaan, UsulanSiasn
from integrasi.petugas import penyelesaian
from integrasi.petugas.penyelesaian import TidakMungkin
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from siapp.koneksi import lepas_koneksi
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests.dunia import Dunia, bangun_dunia, buat_asn, buat_draf, buat_pengguna
from tests.integrasi.conftest import Siasn, jalankan, pakai_mode
from tests.integrasi.keluar.pembantu import hanya_api3, peristiwa, pic_didaftarkan, sampai_tuntas, tekenan
from usulan.peristiwa import aliran_usulan

ID = "1f0e9d8c-0000-4000-8000-1234567890ab"


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


def _dalam(dunia: Dunia, keadaan: Keadaan, **isi: object) -> Pengiriman:
    """API 3 of a fresh usulan, in the given state."""
    usulan = buat_draf(dunia, asn=buat_asn(dunia.instansi))
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    rencanakan_tertunda()
    baris = Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)
    if keadaan == Keadaan.TIDAK_PASTI:
        isi = {"tidak_pasti_sejak": timezone.now() - timedelta(hours=1), **isi}
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=keadaan, sebab="ditolak", percobaan_ke=7, **isi)
    return baris


def _jejak(baris: Pengiriman) -> list[str]:
    return list(
        Peristiwa.objects.filter(aliran=f"pengiriman:{baris.pk}").order_by("urutan").values_list("jenis", flat=True)
    )


@pytest.mark.parametrize("keadaan", [Keadaan.DITOLAK, Keadaan.MATI])
def test_yang_ditolak_atau_mati_dapat_dikirim_ulang(dunia: Dunia, keadaan: Keadaan) -> None:
    baris = penyelesaian.kirim_ulang(_dalam(dunia, keadaan).pk, oleh=dunia.administrator)
    assert (baris.keadaan, baris.percobaan_ke, baris.sebab) == (Keadaan.ULANG, 0, "")
    assert baris.jatuh_tempo <= timezone.now()
    assert Percobaan.objects.get(pengiriman=baris).oleh == dunia.administrator
    assert _jejak(baris) == ["pengiriman.kirim_ulang"]


def test_kirim_ulang_memakai_data_yang_sudah_diperbaiki(dunia: Dunia) -> None:
    baris = _dalam(dunia, Keadaan.DITOLAK)
    assert baris.usulan is not None
    type(baris.usulan).objects.filter(pk=baris.usulan_id).update(nomor_surat_pengantar="B-2/2026")
    baris = penyelesaian.kirim_ulang(baris.pk, oleh=dunia.administrator)
    assert baris.muatan["data_usulan"]["nomor_surat_pengantar"] == "B-2/2026"


def test_yang_mungkin_sudah_sampai_tidak_dikirim_buta(dunia: Dunia) -> None:
    baris = _dalam(dunia, Keadaan.MATI, tidak_pasti_sejak=timezone.now())
    assert penyelesaian.kirim_ulang(baris.pk, oleh=dunia.administrator).keadaan == Keadaan.TIDAK_PASTI
    with pytest.raises(TidakMungkin, match="Nyatakan dulu"):
        penyelesaian.kirim_ulang(baris.pk, oleh=dunia.administrator)


def test_kirim_ulang_satu_sebab_tidak_menyentuh_sebab_lain(dunia: Dunia) -> None:
    satu, dua = _dalam(dunia, Keadaan.DITOLAK), _dalam(dunia, Keadaan.MATI)
    lain = _dalam(dunia, Keadaan.DITOLAK)
    Pengiriman.objects.filter(pk=lain.pk).update(sebab="asn_diblokir")
    assert penyelesaian.kirim_ulang_sebab("ditolak", oleh=dunia.dukungan) == 2
    keadaan = dict(Pengiriman.objects.filter(api=Api.USULAN).values_list("pk", "keadaan"))
    assert keadaan == {satu.pk: Keadaan.ULANG, dua.pk: Keadaan.ULANG, lain.pk: Keadaan.DITOLAK}


def test_dinyatakan_sampai_dengan_id_yang_benar(dunia: Dunia) -> None:
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI)
    baris = penyelesaian.nyatakan_sampai(baris.pk, oleh=dunia.administrator, id_usulan=f" {ID} ")
    assert (baris.keadaan, baris.diselesaikan_oleh) == (Keadaan.SELESAI, dunia.administrator)
    siasn = UsulanSiasn.objects.get(usulan=baris.usulan_id)
    assert siasn.id_usulan == ID
    assert siasn.pantau_berikut is not None


@pytest.mark.parametrize("salah", ["", "123", "id dengan spasi 1", "a" * 65, "tanpaangka-sama-sekali"])
def test_id_yang_bentuknya_salah_ditolak(dunia: Dunia, salah: str) -> None:
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI)
    with pytest.raises(GalatPengguna, match="ID Usulan terdiri atas"):
        penyelesaian.nyatakan_sampai(baris.pk, oleh=dunia.administrator, id_usulan=salah)
    baris.refresh_from_db()
    assert baris.keadaan == Keadaan.TIDAK_PASTI


def test_id_milik_usulan_lain_ditolak_juga_bila_hurufnya_berbeda(dunia: Dunia) -> None:
    satu, dua = _dalam(dunia, Keadaan.TIDAK_PASTI), _dalam(dunia, Keadaan.TIDAK_PASTI)
    penyelesaian.nyatakan_sampai(satu.pk, oleh=dunia.administrator, id_usulan=ID)
    with pytest.raises(GalatPengguna, match="sudah dipakai usulan"):
        penyelesaian.nyatakan_sampai(dua.pk, oleh=dunia.administrator, id_usulan=ID.upper())


def test_tidak_sampai_baru_boleh_dinyatakan_sesudah_masa_tenang(dunia: Dunia, settings: Settings) -> None:
    settings.SIASN_MASA_TENANG = timedelta(minutes=3)
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI, tidak_pasti_sejak=timezone.now())
    with pytest.raises(TidakMungkin, match="Tunggu sampai pukul"):
        penyelesaian.nyatakan_tidak_sampai(baris.pk, oleh=dunia.administrator)
    Pengiriman.objects.filter(pk=baris.pk).update(tidak_pasti_sejak=timezone.now() - timedelta(minutes=4))
    baris = penyelesaian.nyatakan_tidak_sampai(baris.pk, oleh=dunia.administrator)
    assert (baris.keadaan, baris.tidak_pasti_sejak) == (Keadaan.ULANG, None)


def test_disampaikan_lewat_surat_mencatat_nomornya(dunia: Dunia) -> None:
    baris = penyelesaian.tandai_lewat_surat(
        _dalam(dunia, Keadaan.MATI).pk, nomor="B-17/2026", id_usulan=ID, oleh=dunia.administrator
    )
    assert (baris.keadaan, baris.catatan_penyelesaian) == (Keadaan.SELESAI, "Disampaikan lewat surat B-17/2026")


def test_membatalkan_usulan_ikut_membatalkan_sisa_alirannya(dunia: Dunia) -> None:
    baris = penyelesaian.batalkan(_dalam(dunia, Keadaan.DITOLAK).pk, alasan="Salah orang", oleh=dunia.administrator)
    assert set(Pengiriman.objects.filter(aliran=baris.aliran).values_list("keadaan", flat=True)) == {Keadaan.BATAL}


@pytest.mark.parametrize("keadaan", [Keadaan.SELESAI, Keadaan.KIRIM])
def test_yang_sudah_atau_sedang_dikirim_tidak_dapat_dibatalkan(dunia: Dunia, keadaan: Keadaan) -> None:
    isi: dict[str, object] = (
        {"selesai_pada": timezone.now()}
        if keadaan == Keadaan.SELESAI
        else {"sewa": "1f0e9d8c-0000-4000-8000-1234567890ab", "sewa_sampai": timezone.now()}
    )
    baris = _dalam(dunia, keadaan, **isi)
    with pytest.raises(TidakMungkin):
        penyelesaian.batalkan(baris.pk, alasan="Terlambat", oleh=dunia.administrator)


def test_hanya_yang_berwenang(dunia: Dunia) -> None:
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI)
    for oleh in (dunia.pic, dunia.verifikator, dunia.auditor, dunia.kepala_biro, dunia.dukungan):
        with pytest.raises(TidakBerwenang):
            penyelesaian.nyatakan_sampai(baris.pk, oleh=oleh, id_usulan=ID)
        with pytest.raises(TidakBerwenang):
            penyelesaian.batalkan(baris.pk, oleh=oleh, alasan="x")
    for oleh in (dunia.pic, dunia.verifikator, dunia.auditor):
        with pytest.raises(TidakBerwenang):
            penyelesaian.kirim_ulang(baris.pk, oleh=oleh)
    assert _jejak(baris) == []


def test_dua_puluh_tekanan_dua_orang_membuat_satu_percobaan(siasn: Siasn, transactional_db: None) -> None:
    dunia = bangun_dunia()
    baris = pic_didaftarkan()
    Pengiriman.objects.update(muatan={**baris.muatan, "nip": "17"})
    jalankan()
    Pengiriman.objects.update(muatan=baris.muatan)

    def tekan(oleh: Pengguna) -> None:
        try:
            penyelesaian.kirim_ulang(baris.pk, oleh=oleh)
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(20) as kolam:
        list(kolam.map(tekan, [dunia.administrator, dunia.dukungan] * 10))
    sampai_tuntas(kali=1)
    assert Percobaan.objects.filter(pengiriman=baris, oleh__isnull=False).count() == 1
    assert siasn.hitungan(2)["tiba"] == 2
    tekanan = Peristiwa.objects.filter(aliran=f"pengiriman:{baris.pk}")
    assert tekanan.count() == 20
    assert set(tekanan.values_list("oleh", flat=True)) == {dunia.administrator.pk, dunia.dukungan.pk}
    assert tekanan.filter(data__berlaku=True).count() == 1


def test_orang_menyelesaikan_yang_hilang_di_jalan(siasn: Siasn, selaras: Dunia, settings: Settings) -> None:
    pakai_mode(siasn, settings, "manusia")
    sampai = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sesudah", "sisa": 1})
    jalankan()
    hilang = hanya_api3(selaras)
    siasn.gangguan({"api": "3", "jenis": "reset_sebelum", "sisa": 1})
    jalankan()
    assert sampai.usulan is not None
    (di_siasn,) = siasn.usulan(sampai.usulan)
    penyelesaian.nyatakan_sampai(sampai.pk, oleh=selaras.administrator, id_usulan=di_siasn["id"])
    penyelesaian.nyatakan_tidak_sampai(hilang.pk, oleh=selaras.administrator)
    sampai_tuntas(kali=1)
    assert set(Pengiriman.objects.filter(api=Api.USULAN).values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
    assert siasn.hitungan(3)["efek"] == 2
    assert siasn.hitungan(3)["ganda"] == 0


def _dokumen_ragu(dunia: Dunia) -> Pengiriman:
    """A document (API 4, settled by one person) of which nobody knows whether it arrived."""
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI)
    Pengiriman.objects.filter(pk=baris.pk).update(api=Api.DOKUMEN)
    return baris


def test_dua_petugas_yang_berlawanan_yang_kedua_diberi_tahu(dunia: Dunia) -> None:
    lain = buat_pengguna("Ade Contoh", Peran(jenis=JenisPeran.ADMINISTRATOR))
    sampai, tidak = _dokumen_ragu(dunia), _dokumen_ragu(dunia)
    penyelesaian.nyatakan_sampai(sampai.pk, oleh=dunia.administrator)
    with pytest.raises(TidakMungkin, match="Adi Contoh sudah menyelesaikan kiriman ini: Dinyatakan sampai"):
        penyelesaian.nyatakan_tidak_sampai(sampai.pk, oleh=lain)
    penyelesaian.nyatakan_tidak_sampai(tidak.pk, oleh=dunia.administrator)
    with pytest.raises(TidakMungkin, match="Adi Contoh sudah menyatakan kiriman ini tidak sampai"):
        penyelesaian.nyatakan_sampai(tidak.pk, oleh=lain)
    with pytest.raises(TidakMungkin, match="Tunggu hasilnya"):
        penyelesaian.tandai_lewat_surat(tidak.pk, nomor="B-1/2026", oleh=lain)
    keadaan = dict(Pengiriman.objects.values_list("pk", "keadaan"))
    assert (keadaan[sampai.pk], keadaan[tidak.pk]) == (Keadaan.SELESAI, Keadaan.ULANG)


def test_yang_selesai_dengan_id_lain_tidak_dianggap_sama(dunia: Dunia) -> None:
    baris = _dalam(dunia, Keadaan.TIDAK_PASTI)
    penyelesaian.nyatakan_sampai(baris.pk, oleh=dunia.administrator, id_usulan=ID)
    assert penyelesaian.nyatakan_sampai(baris.pk, oleh=dunia.administrator, id_usulan=ID.upper()).pk == baris.pk
    with pytest.raises(TidakMungkin, match="selesai dengan ID Usulan lain"):
        penyelesaian.nyatakan_sampai(baris.pk, oleh=dunia.administrator, id_usulan=ID[:-1] + "0")
