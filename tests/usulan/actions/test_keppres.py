"""Keppres drafts: who may, in which state, with which dates, and what is left behind (docs/alur.md 5)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import besok, ditolak, kejadian, tercatat
from usulan.actions import bkn, keppres, tahanan_berdua
from usulan.keadaan import KeadaanKeppres
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import Keppres, KeppresUsulan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

MEMO = {"nomor_memo": "M-7/2026", "tanggal_memo": date(2026, 11, 2), "perihal": "Kenaikan pangkat"}
HANYA_DUKUNGAN = "Hanya Dukungan administrasi yang dapat melakukan ini."


def hari(geser: int = 0) -> date:
    return timezone.localdate() + timedelta(days=geser)


def _segar(rancangan: Keppres) -> Keppres:
    return Keppres.objects.get(pk=rancangan.pk)


def _buat(dunia: d.Dunia, kategori: str = "KP") -> Keppres:
    return keppres.buat_keppres(kategori=kategori, oleh=dunia.dukungan, **MEMO)


def _isi(rancangan: Keppres) -> list[tuple[object, int]]:
    return [(baris.usulan_id, baris.urutan) for baris in rancangan.baris.order_by("urutan")]


# --- the memo ---------------------------------------------------------------------------------------------------------


def test_rancangan_dibuat_seperti_diisi(dunia: d.Dunia) -> None:
    rancangan = _segar(_buat(dunia, "JFKU"))
    assert (rancangan.kategori, rancangan.keadaan, rancangan.dibuat_oleh) == ("JFKU", "DRAF", dunia.dukungan)
    assert {nama: getattr(rancangan, nama) for nama in MEMO} == MEMO
    tercatat(rancangan, Jenis.KEPPRES_DIBUAT, dunia.dukungan, kategori="JFKU", nomor_memo="M-7/2026")
    tercatat(rancangan, Jenis.KEPPRES_DIBUAT, dunia.dukungan, tanggal_memo="2026-11-02", perihal="Kenaikan pangkat")


def test_memo_diubah_dan_hanya_yang_berbeda_dicatat(dunia: d.Dunia) -> None:
    rancangan = _buat(dunia)
    keppres.ubah_keppres(
        rancangan.pk, nomor_memo="M-7/2026", tanggal_memo=date(2026, 11, 3), perihal="Lain", oleh=dunia.dukungan
    )
    baru = _segar(rancangan)
    assert (baru.nomor_memo, baru.tanggal_memo, baru.perihal) == ("M-7/2026", date(2026, 11, 3), "Lain")
    perubahan = {"tanggal_memo": ["2026-11-02", "2026-11-03"], "perihal": ["Kenaikan pangkat", "Lain"]}
    tercatat(rancangan, Jenis.KEPPRES_DIUBAH, dunia.dukungan, perubahan=perubahan)
    keppres.ubah_keppres(
        rancangan.pk, nomor_memo="M-8", tanggal_memo=date(2026, 11, 3), perihal="Lain", oleh=dunia.dukungan
    )
    perubahan = {"nomor_memo": ["M-7/2026", "M-8"]}
    tercatat(rancangan, Jenis.KEPPRES_DIUBAH, dunia.dukungan, perubahan=perubahan)


def test_hanya_dukungan_yang_menyusun_rancangan(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia)
    isian = MEMO | {"oleh": dunia.kepala_biro}
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.buat_keppres(kategori="KP", **isian)
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.ubah_keppres(rancangan.pk, **isian)
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.hapus_keppres(rancangan.pk, oleh=dunia.kepala_biro)
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[], oleh=dunia.kepala_biro)
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.kepala_biro)
    with ditolak(TidakBerwenang, HANYA_DUKUNGAN):
        keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.kepala_biro)
    with ditolak(TidakBerwenang, "Hanya Kepala Biro yang dapat melakukan ini."):
        keppres.lepas(rancangan.pk, oleh=dunia.dukungan)
    with ditolak(TidakBerwenang, "Dukungan administrasi atau Kepala Biro"):
        keppres.keluarkan_usulan(rancangan.pk, usulan_id=rancangan.pk, oleh=dunia.verifikator)


def test_rancangan_yang_sudah_dilepas_tidak_dapat_diubah_dihapus_atau_ditambah(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    pesan = "Keppres ini sudah pada keadaan “Dilepas Kepala Biro”"
    with ditolak(TidakMungkin, pesan):
        keppres.ubah_keppres(rancangan.pk, oleh=dunia.dukungan, **MEMO)
    with ditolak(TidakMungkin, pesan):
        keppres.hapus_keppres(rancangan.pk, oleh=dunia.dukungan)
    with ditolak(TidakMungkin, pesan):
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], oleh=dunia.dukungan)
    with ditolak(TidakMungkin, pesan):
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    with ditolak(TidakMungkin, pesan):
        keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)


def test_rancangan_yang_dihapus_mengembalikan_usulannya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    keppres.hapus_keppres(rancangan.pk, oleh=dunia.dukungan)
    assert not Keppres.objects.filter(pk=rancangan.pk).exists()
    assert d.segar(usulan).tahap == Tahap.SIAP_KEPPRES
    tercatat(rancangan, Jenis.KEPPRES_DIHAPUS, dunia.dukungan, nomor_memo=rancangan.nomor_memo)
    alasan = "Rancangan Keppres dihapus."
    tercatat(usulan, Jenis.KELUAR_RKP, dunia.dukungan, alasan, nomor_memo=rancangan.nomor_memo)


def test_rancangan_yang_kosong_sesudah_maju_diakhiri_dengan_alasan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, usulan))
    with ditolak(TidakMungkin, "Keppres ini sudah pada keadaan “Maju ke Presiden”"):
        keppres.hapus_keppres(rancangan.pk, oleh=dunia.dukungan, alasan="Tidak jadi")
    d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    tahanan_berdua.usulkan(usulan.pk, pilihan="KELUAR", alasan="BKN membatalkan", oleh=dunia.dukungan)
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    for alasan in ("  ", "x" * 501):
        with ditolak(GalatPengguna, "Tulis mengapa rancangan ini diakhiri", "alasan"):
            keppres.hapus_keppres(rancangan.pk, oleh=dunia.dukungan, alasan=alasan)
    with pytest.raises(TidakBerwenang):
        keppres.hapus_keppres(rancangan.pk, oleh=dunia.verifikator, alasan="Tidak jadi")
    keppres.hapus_keppres(rancangan.pk, oleh=dunia.dukungan, alasan="Satu-satunya usulan dibatalkan BKN")
    assert not Keppres.objects.filter(pk=rancangan.pk).exists()
    alasan = "Satu-satunya usulan dibatalkan BKN"
    tercatat(rancangan, Jenis.KEPPRES_DIHAPUS, dunia.dukungan, alasan, nomor_memo=rancangan.nomor_memo)


# --- what is in it ----------------------------------------------------------------------------------------------------


def test_usulan_masuk_berurutan_dengan_pertek_yang_berlaku(dunia: d.Dunia) -> None:
    satu, dua, tiga = sorted((d.siap_keppres(dunia) for _ in range(3)), key=lambda u: u.pk)
    rancangan = d.rkp(dunia, dua)
    keppres.tambah_usulan(rancangan.pk, usulan_ids=[tiga.pk, satu.pk, tiga.pk], oleh=dunia.dukungan)
    assert _isi(rancangan) == [(dua.pk, 1), (satu.pk, 2), (tiga.pk, 3)]
    for usulan in (satu, dua, tiga):
        kini = d.segar(usulan)
        assert (kini.tahap, kini.versi) == (Tahap.RKP, usulan.versi + 1)
        assert kini.tahap_sejak > usulan.tahap_sejak
        assert kini.tenggat is not None
        assert usulan.baris_keppres.pertek == usulan.pertek.get(keadaan="BERLAKU")
        tercatat(usulan, Jenis.MASUK_RKP, dunia.dukungan, nomor_memo=rancangan.nomor_memo)


def test_satu_yang_belum_siap_menggagalkan_semuanya(dunia: d.Dunia) -> None:
    siap, belum = d.siap_keppres(dunia), d.disetujui_biro(dunia)
    rancangan = d.rkp(dunia)
    with ditolak(TidakMungkin, f"Usulan {belum.nomor} masih pada tahap “Menunggu Pertek”."):
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[siap.pk, belum.pk], oleh=dunia.dukungan)
    assert _isi(rancangan) == []
    assert d.segar(siap).tahap == Tahap.SIAP_KEPPRES


def test_usulan_kelompok_lain_tidak_masuk(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = _buat(dunia, "JFKU")
    with ditolak(TidakMungkin, f"Usulan {usulan.nomor} bukan {rancangan.get_kategori_display()}."):
        keppres.tambah_usulan(rancangan.pk, usulan_ids=[usulan.pk], oleh=dunia.dukungan)


@pytest.mark.parametrize("dilepas", [False, True])
def test_usulan_dikeluarkan_dari_rancangan_yang_belum_maju(dunia: d.Dunia, dilepas: bool) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan, lain)
    if dilepas:
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    keppres.keluarkan_usulan(rancangan.pk, usulan_id=usulan.pk, oleh=dunia.kepala_biro, alasan="Nama keliru")
    assert [pk for pk, _ in _isi(rancangan)] == [lain.pk]
    assert (d.segar(usulan).tahap, d.segar(lain).tahap) == (Tahap.SIAP_KEPPRES, Tahap.RKP)
    tercatat(usulan, Jenis.KELUAR_RKP, dunia.kepala_biro, "Nama keliru", nomor_memo=rancangan.nomor_memo)


def test_yang_tidak_ada_di_dalamnya_tidak_dapat_dikeluarkan(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan, _ = d.rkp(dunia, usulan), d.rkp(dunia, lain)
    with ditolak(TidakMungkin, "Usulan itu tidak ada dalam rancangan Keppres ini."):
        keppres.keluarkan_usulan(rancangan.pk, usulan_id=lain.pk, oleh=dunia.dukungan)


def test_yang_sudah_maju_tidak_dapat_dikeluarkan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, usulan))
    with ditolak(TidakMungkin, "Keppres ini sudah pada keadaan “Maju ke Presiden”"):
        keppres.keluarkan_usulan(rancangan.pk, usulan_id=usulan.pk, oleh=dunia.dukungan)


# --- to the President and back ----------------------------------------------------------------------------------------


def test_rancangan_dilepas_kepala_biro(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    sebelum = d.segar(usulan)
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    kini = _segar(rancangan)
    assert (kini.keadaan, kini.dilepas_oleh) == (KeadaanKeppres.DILEPAS, dunia.kepala_biro)
    assert kini.dilepas_pada is not None
    assert (d.segar(usulan).tahap, d.segar(usulan).versi) == (Tahap.RKP, sebelum.versi + 1)
    tercatat(usulan, Jenis.RKP_DILEPAS, dunia.kepala_biro, nomor_memo=rancangan.nomor_memo)


def test_rancangan_kosong_tidak_dilepas(dunia: d.Dunia) -> None:
    with ditolak(TidakMungkin, "Rancangan Keppres ini belum berisi usulan."):
        keppres.lepas(d.rkp(dunia).pk, oleh=dunia.kepala_biro)


def test_yang_ditahan_menghentikan_pelepasan_dan_pengajuan_ke_presiden(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan, lain)
    pesan = f"{usulan.nomor}: BKN membuka kembali usulan ini: Perbaikan Pertek."
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    with ditolak(TidakMungkin, pesan):
        keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    d.lepas_tahanan(dunia, usulan)
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek", keterangan="lagi")
    with ditolak(TidakMungkin, pesan):
        keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    assert _segar(rancangan).keadaan == KeadaanKeppres.DILEPAS


def test_keppres_maju_lalu_turun(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    assert (_segar(rancangan).keadaan, _segar(rancangan).tanggal_maju) == (KeadaanKeppres.MAJU, hari())
    maju = d.segar(usulan)
    assert (maju.tahap, maju.tenggat) == (Tahap.KEPPRES_MAJU, None)
    tercatat(usulan, Jenis.KEPPRES_MAJU, dunia.dukungan, tanggal=hari().isoformat())
    keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)
    assert (_segar(rancangan).keadaan, _segar(rancangan).tanggal_turun) == (KeadaanKeppres.TURUN, hari())
    turun = d.segar(usulan)
    assert (turun.tahap, turun.versi) == (Tahap.KEPPRES_MAJU, maju.versi + 1)
    tercatat(usulan, Jenis.KEPPRES_TURUN, dunia.dukungan, tanggal=hari().isoformat())


def test_rancangan_yang_belum_dilepas_tidak_maju(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia, d.siap_keppres(dunia))
    with ditolak(TidakMungkin, "Keppres ini sudah pada keadaan “Rancangan disusun”"):
        keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)


def test_tanggal_maju_antara_memo_dan_hari_ini(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia, d.siap_keppres(dunia))
    Keppres.objects.filter(pk=rancangan.pk).update(tanggal_memo=hari(-3))
    keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro)
    with ditolak(GalatPengguna, "Tanggal ini belum terjadi. Periksa tanggalnya.", "tanggal_maju"):
        keppres.majukan(rancangan.pk, tanggal=besok(), oleh=dunia.dukungan)
    pesan = f"Tanggal ini lebih dahulu daripada tanggal memo ({hari(-3):%d-%m-%Y})."
    with ditolak(GalatPengguna, pesan, "tanggal_maju"):
        keppres.majukan(rancangan.pk, tanggal=hari(-4), oleh=dunia.dukungan)
    keppres.majukan(rancangan.pk, tanggal=hari(-3), oleh=dunia.dukungan)


def test_tanggal_turun_antara_maju_dan_hari_ini(dunia: d.Dunia) -> None:
    rancangan = d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia)))
    Keppres.objects.filter(pk=rancangan.pk).update(tanggal_maju=hari(-2))
    with ditolak(GalatPengguna, "Tanggal ini belum terjadi. Periksa tanggalnya.", "tanggal_turun"):
        keppres.turunkan(rancangan.pk, tanggal=besok(), oleh=dunia.dukungan)
    pesan = f"Tanggal ini lebih dahulu daripada tanggal maju ({hari(-2):%d-%m-%Y})."
    with ditolak(GalatPengguna, pesan, "tanggal_turun"):
        keppres.turunkan(rancangan.pk, tanggal=hari(-3), oleh=dunia.dukungan)
    keppres.turunkan(rancangan.pk, tanggal=hari(-2), oleh=dunia.dukungan)


def test_setiap_langkah_menyegarkan_saat_perubahannya(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia, d.siap_keppres(dunia))
    sejak = _segar(rancangan).diubah_pada
    memo = {"nomor_memo": "M-9", "tanggal_memo": hari(), "perihal": "x"}
    for langkah in (
        lambda: keppres.ubah_keppres(rancangan.pk, oleh=dunia.dukungan, **memo),
        lambda: keppres.lepas(rancangan.pk, oleh=dunia.kepala_biro),
        lambda: keppres.majukan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan),
        lambda: keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan),
    ):
        langkah()
        assert _segar(rancangan).diubah_pada > sejak
        sejak = _segar(rancangan).diubah_pada


# --- held -------------------------------------------------------------------------------------------------------------


def _ditahan(dunia: d.Dunia, status: str = "BTL") -> Usulan:
    """In a draft when BKN changed its mind."""
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    bkn.terima_putusan(usulan.pk, status=status, tanggal=hari(), keterangan="Dibuka lagi")
    return d.segar(usulan)


def test_penahanan_dilepas_dua_orang_setelah_bkn_menyetujui_lagi(dunia: d.Dunia) -> None:
    usulan = _ditahan(dunia)
    isi = {"pilihan": "LEPAS", "alasan": "Sudah dibandingkan"}
    with ditolak(TidakMungkin, "Putusan BKN sekarang Berkas tidak lengkap (BTL)."):
        tahanan_berdua.usulkan(usulan.pk, oleh=dunia.dukungan, **isi)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="Tetap")
    # A Pertek of the day after, on that day: one dated ahead would wait.
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        d.terima_pertek(usulan, "Perbaikan", nomor="PH-RALAT", tanggal=hari())
        usulan = d.segar(usulan)
        lama = usulan.ditahan
        assert lama
        tahanan_berdua.usulkan(usulan.pk, oleh=dunia.dukungan, **isi)
        tercatat(usulan, Jenis.TAHAN_DIUSULKAN, dunia.dukungan, "Sudah dibandingkan", pilihan="LEPAS")
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
        kini = d.segar(usulan)
        assert (kini.ditahan, kini.tahap) == ("", Tahap.RKP)
        assert kini.baris_keppres.pertek.nomor == "PH-RALAT"
        alasan = f"Sudah dibandingkan (diusulkan {dunia.dukungan.nama})"
        tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.kepala_biro, alasan, ditahan=lama, cara="DIPUTUSKAN")


def test_penahanan_berakhir_sendiri_bila_bkn_menyetujui_pada_hari_sesudahnya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(1), keterangan="Tetap")
    assert d.segar(usulan).ditahan == ""
    terakhir = next(k for k in reversed(kejadian(usulan)) if k.jenis == Jenis.TAHAN_DILEPAS)
    assert (terakhir.mesin, terakhir.data["cara"]) == ("BKN", "SEBAB_HILANG")


def test_usul_yang_ditolak_membiarkan_penahanan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="x", oleh=dunia.dukungan)
    with ditolak(GalatPengguna, f"{dunia.dukungan} sudah mengusulkan"):
        tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", alasan="y", oleh=dunia.kepala_biro)
    tahanan_berdua.tolak(usulan.pk, oleh=dunia.kepala_biro, alasan="Belum jelas")
    tercatat(usulan, Jenis.TAHAN_USUL_DITOLAK, dunia.kepala_biro, "Belum jelas", pilihan="LEPAS")
    assert d.segar(usulan).ditahan
    with ditolak(SudahBerubah, "Tidak ada usul yang menunggu"):
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)


def test_yang_tidak_ditahan_tidak_perlu_dilepas(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    with ditolak(TidakMungkin, "Usulan ini tidak sedang ditahan."):
        keppres.ikuti_bkn(usulan.pk, oleh=dunia.dukungan, alasan="x")
    with ditolak(TidakMungkin, "Usulan ini tidak sedang ditahan."):
        tahanan_berdua.usulkan(usulan.pk, pilihan="LEPAS", oleh=dunia.dukungan, alasan="x")


def test_keputusan_atas_penahanan_butuh_alasan_dan_peran(dunia: d.Dunia) -> None:
    usulan = _ditahan(dunia)
    with ditolak(GalatPengguna, "Tulis apa yang sudah diperiksa.", "alasan"):
        keppres.ikuti_bkn(usulan.pk, oleh=dunia.dukungan, alasan="  ")
    with ditolak(GalatPengguna, "Tulis apa yang sudah diperiksa", "alasan"):
        tahanan_berdua.usulkan(usulan.pk, pilihan="IKUTI", oleh=dunia.dukungan, alasan="  ")
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        keppres.ikuti_bkn(usulan.pk, oleh=dunia.verifikator, alasan="x")
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        tahanan_berdua.usulkan(usulan.pk, pilihan="IKUTI", oleh=dunia.verifikator, alasan="x")


@pytest.mark.parametrize(("status", "tahap"), [("BTL", Tahap.PERBAIKAN), ("TMS", Tahap.TMS)])
def test_sesudah_maju_putusan_bkn_diikuti_dua_orang(dunia: d.Dunia, status: str, tahap: Tahap) -> None:
    usulan = d.siap_keppres(dunia)
    d.maju(dunia, d.rkp(dunia, usulan, d.siap_keppres(dunia)))
    bkn.terima_putusan(usulan.pk, status=status, tanggal=hari(), keterangan="Dibuka lagi")
    with ditolak(TidakMungkin, "sudah maju ke Presiden. Usulkan"):
        keppres.ikuti_bkn(usulan.pk, oleh=dunia.dukungan, alasan="x")
    tahanan_berdua.usulkan(usulan.pk, pilihan="IKUTI", alasan="Mengikuti BKN", oleh=dunia.kepala_biro)
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.dukungan)
    assert (d.segar(usulan).tahap, d.segar(usulan).ditahan) == (tahap, "")
    assert not KeppresUsulan.objects.filter(usulan=usulan).exists()


@pytest.mark.parametrize(("status", "tahap"), [("BTL", Tahap.PERBAIKAN), ("TMS", Tahap.TMS)])
def test_putusan_bkn_yang_berubah_diikuti(dunia: d.Dunia, status: str, tahap: Tahap) -> None:
    usulan = _ditahan(dunia, status)
    usulan.dokumen.update(terbuka=False)
    lama = usulan.ditahan
    keppres.ikuti_bkn(usulan.pk, oleh=dunia.dukungan, alasan="Mengikuti BKN")
    kini = d.segar(usulan)
    assert (kini.tahap, kini.ditahan) == (tahap, "")
    assert not KeppresUsulan.objects.filter(usulan=usulan).exists()
    terbuka = kini.dokumen.filter(terbuka=True).count()
    assert terbuka == (kini.dokumen.count() if status == "BTL" else 0)
    tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.dukungan, "Mengikuti BKN", ditahan=lama, cara="DIIKUTI")


def test_bkn_yang_menyetujui_tidak_dapat_diikuti_keluar(dunia: d.Dunia) -> None:
    usulan = _ditahan(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari(), keterangan="Tetap")
    with ditolak(TidakMungkin, "BKN tidak sedang menyatakan BTL atau TMS untuk usulan ini."):
        keppres.ikuti_bkn(usulan.pk, oleh=dunia.dukungan, alasan="x")
    assert [k.jenis for k in kejadian(usulan)].count(Jenis.TAHAN_DILEPAS) == 0
