"""Each line of the tables of states happens: through the real doors, in the real database."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import Api
from integrasi.keadaan import KIRIMAN, MASUK, TUNTAS, GerakKiriman, GerakMasuk, Keadaan, KeadaanMasuk
from integrasi.keluar.antrean import ambil, lepaskan_sewa_habis
from integrasi.keluar.klasifikasi import Digantikan, Hasil, Kiriman, berhasil, nilai_galat
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.selesai import simpan_hasil
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, Pengiriman, UsulanSiasn
from integrasi.petugas import kotak_masuk, pemulihan, pencocokan, penyelesaian
from integrasi.siasn.errors import Ditolak, KirimUlangNanti, Kode, LihatDulu
from siapp.akun.peran import Mesin
from siapp.pindah import pindahkan
from tests.dunia import Dunia, bangun_dunia, buat_asn, buat_draf, diajukan
from tests.integrasi.conftest import terbukti
from tests.integrasi.keluar.pembantu import peristiwa, pic_didaftarkan, tekenan
from usulan.actions.bkn import terima_putusan
from usulan.models import Usulan
from usulan.peristiwa import aliran_usulan

NANTI = KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503)
HILANG = LihatDulu(Kode.SAMBUNGAN_PUTUS)
DITOLAK = Ditolak(Kode.DITOLAK, status=406)
# Longer than the Lampiran allows, once its characters are counted as bytes.
TERLALU_PANJANG = "é" * 100


@pytest.fixture
def dunia(db: None, settings: Settings) -> Dunia:
    settings.SIASN_MASA_TENANG = timedelta(0)
    settings.SIASN_MODE_GANDA = "kunci"
    terbukti("kunci")
    return bangun_dunia()


# --- calls


def _diminta(dunia: Dunia) -> Usulan:
    """A usulan of which API 3 is asked for and not planned yet."""
    usulan = buat_draf(dunia, asn=buat_asn(dunia.instansi))
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    return usulan


def _baru(dunia: Dunia) -> Pengiriman:
    usulan = _diminta(dunia)
    rencanakan_tertunda()
    return Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)


def _ambil(baris: Pengiriman) -> Pengiriman:
    (diambil,) = [satu for satu in ambil(50) if satu.pk == baris.pk]
    return diambil


def _jatuh_tempo() -> None:
    Pengiriman.objects.update(jatuh_tempo=timezone.now() - timedelta(seconds=1))


def _kirim(baris: Pengiriman, hasil: Hasil | Exception) -> None:
    """Claim, as far as that has not been done, and finish with what the call came to."""
    _jatuh_tempo()
    milik = Pengiriman.objects.get(pk=baris.pk)
    diambil = milik if milik.keadaan == Keadaan.KIRIM else _ambil(baris)
    if isinstance(hasil, Exception):
        ragu = diambil.tidak_pasti_sejak is not None
        hasil = nilai_galat(hasil, Kiriman(diambil.api, diambil.percobaan_ke, ragu))
    assert simpan_hasil(diambil, hasil, timezone.now())


def _mati(baris: Pengiriman) -> None:
    Pengiriman.objects.filter(pk=baris.pk).update(percobaan_ke=40, dicoba_sejak=timezone.now() - timedelta(hours=76))
    _kirim(baris, NANTI)


# How a fresh row comes into a state, by doing the steps.
CAPAI: dict[Keadaan, Callable[[Pengiriman], Any]] = {
    Keadaan.BARU: lambda baris: None,
    Keadaan.KIRIM: _ambil,
    Keadaan.ULANG: lambda baris: _kirim(baris, NANTI),
    Keadaan.TIDAK_PASTI: lambda baris: _kirim(baris, HILANG),
    Keadaan.DITOLAK: lambda baris: _kirim(baris, DITOLAK),
    Keadaan.MATI: _mati,
}


def _sewa_habis(dunia: Dunia, baris: Pengiriman) -> None:
    Pengiriman.objects.filter(pk=baris.pk).update(sewa_sampai=timezone.now() - timedelta(seconds=1))
    assert lepaskan_sewa_habis() == 1


def _rusak_lalu_ulang(dunia: Dunia, baris: Pengiriman) -> None:
    Usulan.objects.filter(pk=baris.usulan_id).update(pejabat_penanda_tangan=TERLALU_PANJANG)
    penyelesaian.kirim_ulang(baris.pk, oleh=dunia.administrator)


def _kirim_ulang(dunia: Dunia, baris: Pengiriman) -> None:
    penyelesaian.kirim_ulang(baris.pk, oleh=dunia.administrator)


def _mungkin_sampai(baris: Pengiriman) -> None:
    """A restore in between: what had been refused or was dead may have been sent again since the backup."""
    if baris.tidak_pasti_sejak is None:
        pemulihan.pulihkan(oleh=Mesin.SISTEM)


def _pastikan_dulu(dunia: Dunia, baris: Pengiriman) -> None:
    _mungkin_sampai(baris)
    _kirim_ulang(dunia, baris)


def _tidak_sampai(dunia: Dunia, baris: Pengiriman) -> None:
    _mungkin_sampai(baris)
    penyelesaian.nyatakan_tidak_sampai(baris.pk, oleh=dunia.administrator)


def _sampai(dunia: Dunia, baris: Pengiriman) -> None:
    penyelesaian.nyatakan_sampai(baris.pk, id_usulan=str(uuid4()), oleh=dunia.administrator)


def _surat(dunia: Dunia, baris: Pengiriman) -> None:
    penyelesaian.tandai_lewat_surat(baris.pk, nomor="B-1/2026", id_usulan=str(uuid4()), oleh=dunia.administrator)


def _batalkan(dunia: Dunia, baris: Pengiriman) -> None:
    penyelesaian.batalkan(baris.pk, alasan="Salah kirim", oleh=dunia.administrator)


def _pulihkan(dunia: Dunia, baris: Pengiriman) -> None:
    pemulihan.pulihkan(oleh=Mesin.SISTEM)


def _hasil(hasil: Hasil | Exception) -> Callable[[Dunia, Pengiriman], None]:
    return lambda dunia, baris: _kirim(baris, hasil)


LAKUKAN: dict[GerakKiriman, Callable[[Dunia, Pengiriman], None]] = {
    GerakKiriman.DATA_TIDAK_SAH: _rusak_lalu_ulang,
    GerakKiriman.DIAMBIL: lambda dunia, baris: (_jatuh_tempo(), _ambil(baris))[0],
    GerakKiriman.TERKIRIM: _hasil(berhasil({"id_usulan": "abcd1234-0000"})),
    GerakKiriman.NANTI: _hasil(NANTI),
    GerakKiriman.HILANG: _hasil(HILANG),
    GerakKiriman.DITOLAK: _hasil(DITOLAK),
    GerakKiriman.DIGANTIKAN: _hasil(Digantikan()),
    GerakKiriman.HABIS_WAKTU: lambda dunia, baris: _mati(baris),
    GerakKiriman.SEWA_HABIS: _sewa_habis,
    GerakKiriman.SEWA_HABIS_RAGU: _sewa_habis,
    GerakKiriman.KIRIM_ULANG: _kirim_ulang,
    GerakKiriman.PASTIKAN_DULU: _pastikan_dulu,
    GerakKiriman.NYATAKAN_SAMPAI: _sampai,
    GerakKiriman.NYATAKAN_TIDAK_SAMPAI: _tidak_sampai,
    GerakKiriman.LEWAT_SURAT: _surat,
    GerakKiriman.BATALKAN: _batalkan,
    GerakKiriman.PULIH_RAGU: _pulihkan,
    GerakKiriman.PULIH_ULANG: _pulihkan,
}
BOLEH_DIULANG = {GerakKiriman.SEWA_HABIS, GerakKiriman.PULIH_ULANG}
# At planning: the row has not been stored before.
SEBELUM_TERSIMPAN = {(GerakKiriman.DATA_TIDAK_SAH, Keadaan.BARU)}
# Within the restore itself, for API 11 alone, or of an id that people gave: see the tests of their own below, in
# test_salinan.py and test_koreksi_id.py.
SENDIRI = {
    GerakKiriman.PULIH_KUNCI_BARU,
    GerakKiriman.RALAT_MENGGANTI,
    GerakKiriman.ID_DIKOREKSI,
    GerakKiriman.ID_SALAH,
}
PANAH_KIRIMAN = [p for p in KIRIMAN.panah() if p[2] not in SENDIRI and (p[2], p[0]) not in SEBELUM_TERSIMPAN]


@pytest.mark.parametrize(("dari", "ke", "gerak"), PANAH_KIRIMAN)
def test_setiap_gerak_kiriman_terjadi(dunia: Dunia, dari: Keadaan, ke: Keadaan, gerak: GerakKiriman) -> None:
    baris = pic_didaftarkan() if gerak in BOLEH_DIULANG else _baru(dunia)
    CAPAI[dari](baris)
    baris.refresh_from_db()
    assert baris.keadaan == dari
    LAKUKAN[gerak](dunia, baris)
    baris.refresh_from_db()
    assert baris.keadaan == ke


def test_data_yang_tidak_sah_ditolak_saat_direncanakan(dunia: Dunia) -> None:
    usulan = _diminta(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(pejabat_penanda_tangan=TERLALU_PANJANG)
    rencanakan_tertunda()
    assert Pengiriman.objects.get(usulan=usulan, api=Api.USULAN).keadaan == Keadaan.DITOLAK


@pytest.mark.parametrize("dari", KIRIMAN.dari(GerakKiriman.PULIH_KUNCI_BARU))
def test_yang_direncanakan_pemulihan_menunggu_orang_walau_pekerja_tidak_diam(
    dunia: Dunia, dari: Keadaan, monkeypatch: pytest.MonkeyPatch
) -> None:
    usulan = _diminta(dunia)
    milik = Pengiriman.objects.filter(usulan=usulan, api=Api.USULAN)

    def rencanakan(**pilihan: bool) -> int:
        jumlah = rencanakan_tertunda(**pilihan)
        CAPAI[dari](milik.get())
        assert milik.get().keadaan == dari
        return jumlah

    monkeypatch.setattr(pemulihan, "rencanakan_tertunda", rencanakan)
    pemulihan.pulihkan(oleh=Mesin.SISTEM)
    baris = milik.get()
    assert (baris.keadaan, baris.sebab, baris.sewa) == (Keadaan.MATI, Kode.PEMULIHAN_KUNCI_BARU, None)
    assert not ambil(50)


@pytest.mark.parametrize("keadaan", [Keadaan.KIRIM, *TUNTAS])
def test_orang_tidak_menggerakkan_yang_sedang_dikirim_atau_tuntas(dunia: Dunia, keadaan: Keadaan) -> None:
    baris = _baru(dunia)
    if keadaan is Keadaan.KIRIM:
        _ambil(baris)
    else:
        (_sampai if keadaan is Keadaan.SELESAI else _batalkan)(dunia, baris)
    for lakukan in (_kirim_ulang, _sampai, _surat, _batalkan):
        with suppress(penyelesaian.TidakMungkin):
            lakukan(dunia, baris)
        baris.refresh_from_db()
        assert baris.keadaan == keadaan


def test_pintu_banyak_tidak_menyentuh_yang_tidak_dapat_bergerak(dunia: Dunia) -> None:
    dipegang, menunggu = _baru(dunia), _baru(dunia)
    _ambil(dipegang)
    CAPAI[Keadaan.ULANG](menunggu)
    sebelum = Pengiriman.objects.filter(pk=dipegang.pk).values().get()
    dua = Pengiriman.objects.filter(pk__in=[dipegang.pk, menunggu.pk])
    assert pindahkan(dua, GerakKiriman.BATALKAN, catatan_penyelesaian="Uji") == 1
    menunggu.refresh_from_db()
    assert (menunggu.keadaan, menunggu.catatan_penyelesaian) == (Keadaan.BATAL, "Uji")
    assert Pengiriman.objects.filter(pk=dipegang.pk).values().get() == sebelum


# --- notices

HARI = date(2026, 11, 20)


def _datang() -> KejadianMasuk:
    isi = {"id_usulan": f"id-{uuid4()}", "status": "APPROVED", "tanggal_verifikasi": HARI, "keterangan": ""}
    return simpan_mentah(b"{}", isi, "bkn")[0]


def _olah(kejadian: KejadianMasuk, *, umur: timedelta = timedelta(0)) -> None:
    kini = timezone.now()
    KejadianMasuk.objects.filter(pk=kejadian.pk).update(jatuh_tempo=kini, diterima_pada=kini - umur)
    olah()


def _usulan(dunia: Dunia, ke: KeadaanMasuk) -> Usulan:
    """A usulan to which an approval of HARI comes so that the notice ends in `ke`."""
    usulan = diajukan(dunia, asn=buat_asn(dunia.instansi))
    sebelum = {KeadaanMasuk.BASI: ("APPROVED", HARI + timedelta(days=1)), KeadaanMasuk.BERTENTANGAN: ("BTL", HARI)}
    if ke in sebelum:
        status, tanggal = sebelum[ke]
        terima_putusan(usulan.pk, status=status, tanggal=tanggal, keterangan="", oleh=Mesin.BKN)
    return usulan


def _dikenal(dunia: Dunia, kejadian: KejadianMasuk, ke: KeadaanMasuk) -> None:
    UsulanSiasn.objects.create(usulan=_usulan(dunia, ke), id_usulan=kejadian.id_usulan)
    _olah(kejadian)


def _sehari(kejadian: KejadianMasuk) -> None:
    _olah(kejadian, umur=timedelta(hours=25))


def _masuk_dalam(dunia: Dunia, keadaan: KeadaanMasuk) -> KejadianMasuk:
    """A notice in `keadaan`, by doing the steps."""
    if keadaan is KeadaanMasuk.TIDAK_TERBACA:
        return simpan_mentah(b"bukan json", None, "bkn")[0]
    kejadian = _datang()
    if keadaan is KeadaanMasuk.MENUNGGU:
        _olah(kejadian)
    elif keadaan is KeadaanMasuk.TANPA_USULAN:
        _sehari(kejadian)
    elif keadaan is not KeadaanMasuk.BARU:
        _dikenal(dunia, kejadian, keadaan)
    return kejadian


def _dicocokkan(dunia: Dunia, kejadian: KejadianMasuk, ke: KeadaanMasuk) -> None:
    usulan = _usulan(dunia, ke)
    siapa = {"rujukan": usulan.nomor, "nip": usulan.nip, "nama": usulan.nama}
    usul = pencocokan.usulkan(kejadian.pk, **siapa, alasan="Dipastikan BKN", oleh=dunia.dukungan)
    pencocokan.konfirmasi(usul.pk, oleh=dunia.kepala_biro)


def _ditarik(dunia: Dunia, kejadian: KejadianMasuk, ke: KeadaanMasuk) -> None:
    """Only what was matched by hand can be taken back, so it is matched first."""
    keadaan = KeadaanMasuk(kejadian.keadaan)
    baru = _masuk_dalam(dunia, KeadaanMasuk.TANPA_USULAN)
    _dicocokkan(dunia, baru, keadaan)
    baru.refresh_from_db()
    assert baru.keadaan == keadaan
    pencocokan.tarik(baru.usul_pencocokan.get().pk, alasan="Salah orang", oleh=dunia.administrator)
    baru.refresh_from_db()
    KejadianMasuk.objects.filter(pk=kejadian.pk).update(keadaan=baru.keadaan)


LAKUKAN_MASUK: dict[GerakMasuk, Callable[[Dunia, KejadianMasuk, KeadaanMasuk], Any]] = {
    GerakMasuk.BELUM_DIKENAL: lambda dunia, kejadian, ke: _olah(kejadian),
    GerakMasuk.TAK_KUNJUNG_DIKENAL: lambda dunia, kejadian, ke: _sehari(kejadian),
    GerakMasuk.DIOLAH: _dikenal,
    GerakMasuk.DICOCOKKAN: _dicocokkan,
    GerakMasuk.DITARIK: _ditarik,
    GerakMasuk.COBA_LAGI: lambda dunia, kejadian, ke: kotak_masuk.coba_lagi(kejadian.pk, oleh=dunia.dukungan),
    GerakMasuk.DITUTUP: lambda dunia, kejadian, ke: kotak_masuk.tutup(
        kejadian.pk, alasan="Uji coba BKN", oleh=dunia.dukungan
    ),
}


@pytest.mark.parametrize(("dari", "ke", "gerak"), list(MASUK.panah()))
def test_setiap_gerak_pemberitahuan_terjadi(
    dunia: Dunia, dari: KeadaanMasuk, ke: KeadaanMasuk, gerak: GerakMasuk
) -> None:
    kejadian = _masuk_dalam(dunia, dari)
    kejadian.refresh_from_db()
    assert kejadian.keadaan == dari
    LAKUKAN_MASUK[gerak](dunia, kejadian, ke)
    kejadian.refresh_from_db()
    assert kejadian.keadaan == ke


@pytest.mark.parametrize("keadaan", KeadaanMasuk)
def test_orang_hanya_menggerakkan_pemberitahuan_yang_dikatakan_tabel(dunia: Dunia, keadaan: KeadaanMasuk) -> None:
    for gerak in (GerakMasuk.DICOCOKKAN, GerakMasuk.COBA_LAGI, GerakMasuk.DITUTUP):
        if keadaan is KeadaanMasuk.DITUTUP:
            kejadian = _datang()
            kotak_masuk.tutup(kejadian.pk, alasan="Uji coba BKN", oleh=dunia.dukungan)
        else:
            kejadian = _masuk_dalam(dunia, keadaan)
        # Asked for what it is already: nothing to do, and no refusal either.
        if MASUK.bisa(gerak, keadaan) or MASUK.gerak[gerak].ke == {keadaan}:
            LAKUKAN_MASUK[gerak](dunia, kejadian, KeadaanMasuk.DITERAPKAN)
        else:
            with pytest.raises(kotak_masuk.SudahLain):
                LAKUKAN_MASUK[gerak](dunia, kejadian, KeadaanMasuk.DITERAPKAN)


# --- what the database says of the states


@pytest.mark.parametrize(("keadaan", "bersewa", "ragu", "bertanggal"), list(product(Keadaan, *[[False, True]] * 3)))
def test_basis_data_sepakat_dengan_tabel_kiriman(
    db: None, keadaan: Keadaan, bersewa: bool, ragu: bool, bertanggal: bool
) -> None:
    baris, kini = pic_didaftarkan(), timezone.now()
    sah = (
        bersewa == (keadaan is KIRIMAN.tujuan(GerakKiriman.DIAMBIL))
        and (ragu or keadaan is not KIRIMAN.tujuan(GerakKiriman.HILANG))
        and (bertanggal or keadaan is not KIRIMAN.tujuan(GerakKiriman.TERKIRIM))
    )
    isi = {
        "keadaan": keadaan,
        "sewa": uuid4() if bersewa else None,
        "sewa_sampai": kini if bersewa else None,
        "tidak_pasti_sejak": kini if ragu else None,
        "selesai_pada": kini if bertanggal else None,
    }
    if sah:
        assert Pengiriman.objects.filter(pk=baris.pk).update(**isi) == 1
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            Pengiriman.objects.filter(pk=baris.pk).update(**isi)


@pytest.mark.parametrize(
    ("indeks", "keadaan"),
    [
        ("pengiriman_jatuh_tempo", KIRIMAN.dari(GerakKiriman.DIAMBIL)),
        ("pengiriman_sewa", (KIRIMAN.tujuan(GerakKiriman.DIAMBIL),)),
        ("pengiriman_urutan", TUNTAS),
        ("pengiriman_terkirim", (KIRIMAN.tujuan(GerakKiriman.TERKIRIM),)),
        ("kejadian_masuk_kerja", MASUK.dari(GerakMasuk.DIOLAH)),
    ],
)
def test_indeks_sebagian_menyebut_keadaan_menurut_tabel(db: None, indeks: str, keadaan: tuple[str, ...]) -> None:
    with connection.cursor() as kursor:
        kursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [indeks])
        (naskah,) = kursor.fetchone()
    syarat = naskah.partition(" WHERE ")[2]
    assert tuple(satu for satu in {**dict(KIRIMAN.pilihan), **dict(MASUK.pilihan)} if f"'{satu}'" in syarat) == keadaan
