"""The workflow table, whole: from × to × role (arsitektur.md 3.2)."""

from itertools import product

import pytest

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from usulan import izin, kebijakan
from usulan import tahap as alur
from usulan.actions import draf
from usulan.actions.dasar import check_dapat, dapat, pindah
from usulan.models import PengaturanInstansi, Usulan
from usulan.tahap import Kerja, Syarat, Tahap

# The road of alur.md 2, written here a second time on purpose: (from, to) → who may.
BOLEH: dict[tuple[str, str], set[str]] = {
    ("DRAF", "DIAJUKAN"): {"PIC TEKEN BUKAN_PENYUSUN"},
    ("DRAF", "DIHAPUS"): {"PIC"},
    ("DIAJUKAN", "DIVERIFIKASI"): {"KOORDINATOR", "KEPALA_BIRO", "VERIFIKATOR"},
    ("DIAJUKAN", "PERBAIKAN"): {"BKN"},
    ("DIAJUKAN", "TMS"): {"BKN"},
    ("DIVERIFIKASI", "MENUNGGU_PERTEK"): {"VERIFIKATOR"},
    ("DIVERIFIKASI", "DIAJUKAN"): {"KOORDINATOR", "KEPALA_BIRO", "ADMINISTRATOR", "SISTEM"},
    ("DIVERIFIKASI", "SIAP_KEPPRES"): {"VERIFIKATOR"},
    ("DIVERIFIKASI", "PERBAIKAN"): {"VERIFIKATOR", "BKN"},
    ("DIVERIFIKASI", "TMS"): {"KOORDINATOR", "KEPALA_BIRO", "BKN"},
    ("PERBAIKAN", "DIVERIFIKASI"): {"PIC TEKEN BUKAN_PENYUSUN"},
    ("PERBAIKAN", "DIAJUKAN"): {"PIC TEKEN BUKAN_PENYUSUN"},
    ("PERBAIKAN", "TMS"): {"BKN"},
    ("MENUNGGU_PERTEK", "SIAP_KEPPRES"): {"BKN", "DUKUNGAN", "KEPALA_BIRO"},
    ("MENUNGGU_PERTEK", "PERBAIKAN"): {"BKN"},
    ("MENUNGGU_PERTEK", "TMS"): {"BKN", "DUKUNGAN", "KEPALA_BIRO"},
    ("SIAP_KEPPRES", "RKP"): {"DUKUNGAN"},
    ("SIAP_KEPPRES", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("SIAP_KEPPRES", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "SIAP_KEPPRES"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "KEPPRES_MAJU"): {"DUKUNGAN"},
    ("RKP", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("RKP", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_MAJU", "SIAP_KEPPRES"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_MAJU", "KEPPRES_TERBIT"): {"DUKUNGAN"},
    ("KEPPRES_MAJU", "PERBAIKAN"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_MAJU", "TMS"): {"DUKUNGAN", "KEPALA_BIRO"},
    ("KEPPRES_TERBIT", "SELESAI"): {"PIC", "DUKUNGAN"},
}

# A verdict of BKN that was joined to the wrong usulan is taken back: the stage goes back with it.
for _pasangan in product(
    ("PERBAIKAN", "TMS", "SIAP_KEPPRES"), ("DIAJUKAN", "DIVERIFIKASI", "PERBAIKAN", "MENUNGGU_PERTEK")
):
    BOLEH[_pasangan] = BOLEH.get(_pasangan, set()) | {"ADMINISTRATOR", "KEPALA_BIRO"}

TEKEN = {Syarat.TEKEN, Syarat.BUKAN_PENYUSUN}

# The same for what people press, with their conditions: who of the world's people may, were the stage right.
BOLEH_KERJA: dict[Kerja, set[str]] = {
    Kerja.AJUKAN: {"penyetuju"},
    Kerja.HAPUS: {"pic", "penyetuju"},
    Kerja.BAGI: {"koordinator", "kepala_biro"},
    Kerja.AMBIL: {"verifikator", "verifikator_lain"},
    Kerja.LEPASKAN: {"koordinator", "kepala_biro", "administrator", "SISTEM"},
    Kerja.SETUJUI: {"verifikator"},
    Kerja.KEMBALIKAN: {"verifikator"},
    Kerja.KONFIRMASI_TMS: {"koordinator", "kepala_biro"},
    Kerja.AJUKAN_PERBAIKAN: {"penyetuju"},
    Kerja.BKN_BTL: {"BKN"},
    Kerja.BKN_TMS: {"BKN"},
    Kerja.BKN_LENGKAP: {"BKN"},
    Kerja.TEGASKAN_PERTEK: {"dukungan", "kepala_biro"},
    Kerja.IKUTI_BKN: {"dukungan", "kepala_biro"},
    Kerja.MASUK_RKP: {"dukungan"},
    Kerja.KELUAR_RKP: {"dukungan", "kepala_biro"},
    Kerja.KELUAR_MAJU: {"dukungan", "kepala_biro"},
    Kerja.MAJUKAN: {"dukungan"},
    Kerja.TERBITKAN_KEPPRES: {"dukungan"},
    Kerja.TERIMA_SALINAN: {"pic", "penyetuju", "dukungan"},
    Kerja.TERIMA_RALAT: {"pic", "penyetuju", "dukungan"},
    Kerja.OPER_INSTANSI: {"koordinator", "kepala_biro", "administrator"},
    Kerja.TARIK_PUTUSAN: {"kepala_biro", "administrator"},
    Kerja.AKHIRI_MENINGGAL: {"dukungan", "kepala_biro"},
    Kerja.UBAH_DATA: {"pic", "penyetuju"},
    Kerja.UNGGAH: {"pic", "penyetuju"},
    Kerja.KEMBALIKAN_DRAF: {"penyetuju"},
    Kerja.SERAHKAN_DRAF: {"pic", "penyetuju"},
    Kerja.NILAI: {"verifikator"},
    Kerja.USULKAN_TMS: {"verifikator"},
    Kerja.TOLAK_TMS: {"koordinator", "kepala_biro"},
    Kerja.ALIHKAN: {"koordinator", "kepala_biro"},
    Kerja.TANDAI_PERBAIKAN: {"verifikator", "verifikator_lain", "koordinator"},
    Kerja.USULKAN_TAHAN: {"dukungan", "kepala_biro"},
    Kerja.KONFIRMASI_TAHAN: {"dukungan", "kepala_biro"},
    Kerja.TOLAK_TAHAN: {"dukungan", "kepala_biro"},
    Kerja.KETAHUI_PERUBAHAN: {"dukungan", "kepala_biro"},
    Kerja.LEPAS_RKP: {"kepala_biro"},
    Kerja.TURUNKAN: {"dukungan"},
}
ORANG = (
    *("pic", "penyetuju", "pic_lain", "koordinator", "verifikator", "verifikator_lain"),
    *("dukungan", "kepala_biro", "administrator", "auditor"),
)


@pytest.mark.parametrize(("dari", "ke"), list(product(Tahap, Tahap)))
def test_siapa_boleh_berpindah_dari_setiap_tahap_ke_setiap_tahap(dari: Tahap, ke: Tahap) -> None:
    hak = (k for k in alur.TRANSISI.values() if dari in k.dari and ke in k.ke)
    # Who holds the usulan is asked of the people below, not of the road.
    boleh = {" ".join((p, *(s for s in k.syarat if s in TEKEN))) for k in hak for p in k.pelaku}
    assert boleh == BOLEH.get((dari.value, ke.value), set())


def _pelaku(dunia: d.Dunia) -> dict[str, Pengguna | Mesin]:
    return {nama: getattr(dunia, nama) for nama in ORANG} | {mesin.value: mesin for mesin in Mesin}


def _jawaban(usulan: Usulan, kerja: Kerja, oleh: Pengguna | Mesin, versi: int | None = None) -> str:
    """What a person is told who presses `kerja`: the name of the refusal, "" when it is done."""
    try:
        check_dapat(usulan, kerja, oleh=oleh, versi=versi)
    except (kebijakan.TidakMungkin, kebijakan.SudahBerubah, TidakBerwenang) as galat:
        return type(galat).__name__
    return ""


def test_hak_ditanya_sebelum_tahap_dan_tahap_sebelum_versi_pada_setiap_kata_kerja(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    usulan.verifikator = dunia.verifikator
    for kerja, tahap, (nama, oleh) in product(Kerja, Tahap, _pelaku(dunia).items()):
        usulan.tahap = tahap
        if nama not in BOLEH_KERJA[kerja]:
            harap = ("TidakBerwenang", "TidakBerwenang")
        elif tahap not in alur.KETENTUAN[kerja].dari:
            harap = ("TidakMungkin", "TidakMungkin")
        else:
            harap = ("", "SudahBerubah")
        kini, basi = (_jawaban(usulan, kerja, oleh, versi) for versi in (usulan.versi, usulan.versi + 1))
        assert (kini, basi) == harap, (kerja, tahap, nama)
        assert dapat(usulan, kerja, oleh=oleh) == (kini == "")


def test_pindah_menolak_setiap_pasangan_yang_tidak_ada_dalam_tabel(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    usulan.verifikator = dunia.verifikator
    for ketentuan, dari, (nama, oleh) in product(alur.TRANSISI.values(), Tahap, _pelaku(dunia).items()):
        usulan.tahap = dari
        ke = min(ketentuan.ke)
        if dari in ketentuan.dari and nama in BOLEH_KERJA[ketentuan.kerja]:
            pindah(usulan, ketentuan.kerja, ke, oleh=oleh)
            assert usulan.tahap == ke
        else:
            with pytest.raises((kebijakan.TidakMungkin, TidakBerwenang)):
                pindah(usulan, ketentuan.kerja, ke, oleh=oleh)
            assert usulan.tahap == dari


@pytest.mark.parametrize("ketentuan", alur.TRANSISI.values(), ids=lambda k: k.kerja)
def test_pindah_menolak_tujuan_yang_bukan_milik_kata_kerjanya(dunia: d.Dunia, ketentuan: alur.Ketentuan) -> None:
    usulan = d.buat_draf(dunia)
    usulan.verifikator, usulan.tahap = dunia.verifikator, min(ketentuan.dari)
    oleh = _pelaku(dunia)[min(BOLEH_KERJA[ketentuan.kerja])]
    for ke in set(Tahap) - ketentuan.ke:
        with pytest.raises(ValueError, match="does not lead to"):
            pindah(usulan, ketentuan.kerja, ke, oleh=oleh)


def test_setiap_kata_kerja_punya_tahap_dan_pelaku() -> None:
    assert set(alur.KETENTUAN) == set(Kerja) == set(BOLEH_KERJA)
    assert alur.TRANSISI.keys() | alur.TINDAKAN.keys() == set(Kerja)
    assert all(k.dari and k.pelaku for k in alur.KETENTUAN.values())


def test_setiap_syarat_ditanyakan_dan_punya_kalimat() -> None:
    assert set(izin.SYARAT) == set(Syarat) == set(izin.PESAN) | {Syarat.PEMEGANG}
    assert {s for k in alur.KETENTUAN.values() for s in k.syarat} == set(Syarat)


def test_akun_yang_ditutup_tidak_boleh_apa_pun(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    usulan.verifikator = dunia.verifikator
    for nama, kerja in product(ORANG, Kerja):
        orang = getattr(dunia, nama)
        orang.is_active = False
        assert not izin.boleh(orang, kerja, usulan)


def test_setiap_tahap_punya_label_dan_pemilik() -> None:
    assert set(alur.LABEL) == set(alur.GILIRAN) == set(Tahap)


def test_setiap_tahap_dapat_dicapai_dan_ditinggalkan() -> None:
    tujuan = {ke for t in alur.TRANSISI.values() for ke in t.ke}
    asal = {dari for t in alur.TRANSISI.values() for dari in t.dari}
    assert tujuan | {Tahap.DRAF} == set(Tahap)
    assert asal | alur.AKHIR == set(Tahap)


def test_pic_instansi_lain_tidak_menjadi_pelaku(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    assert izin.pelaku(dunia.pic_lain, usulan) == frozenset()
    assert not Usulan.objects.untuk(dunia.pic_lain).filter(pk=usulan.pk).exists()


def test_verifikator_lain_membaca_tetapi_tidak_menilai(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    assert Usulan.objects.untuk(dunia.verifikator_lain).filter(pk=usulan.pk).exists()
    with pytest.raises(TidakBerwenang, match="Vino Contoh"):
        izin.check_boleh(dunia.verifikator_lain, Kerja.NILAI, usulan)


def test_penolakan_hak_menyebut_sebabnya_pada_setiap_tahap(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)

    def kata(oleh: Pengguna, kerja: Kerja, tahap: Tahap) -> str:
        usulan.tahap = tahap
        with pytest.raises(TidakBerwenang) as galat:
            check_dapat(usulan, kerja, oleh=oleh)
        assert galat.value.kode == 403
        return galat.value.pesan

    assert "tidak mencakup" in kata(dunia.auditor, Kerja.NILAI, Tahap.DIVERIFIKASI)
    assert "belum mempunyai verifikator" in kata(dunia.verifikator, Kerja.NILAI, Tahap.DIAJUKAN)
    usulan.verifikator = dunia.verifikator
    assert "sedang diverifikasi oleh Vino" in kata(dunia.verifikator_lain, Kerja.SETUJUI, Tahap.DIVERIFIKASI)
    # Nobody is verifying any more: the page must not say so.
    lewat = kata(dunia.verifikator_lain, Kerja.SETUJUI, Tahap.SIAP_KEPPRES)
    assert "sedang" not in lewat
    assert "Vino Contoh, bukan Anda" in lewat
    assert "hak teken" in kata(dunia.pic, Kerja.AJUKAN, Tahap.SELESAI)


def test_dua_orang_ditanya_sebagai_hak_sebelum_tahap(dunia: d.Dunia) -> None:
    PengaturanInstansi.objects.create(instansi=dunia.instansi, empat_mata=True)
    usulan = d.buat_draf(dunia)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-1/2026"}, oleh=dunia.penyetuju)
    usulan.tahap = Tahap.SELESAI
    with pytest.raises(TidakBerwenang, match="dua orang"):
        check_dapat(usulan, Kerja.AJUKAN, oleh=dunia.penyetuju)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-2/2026"}, oleh=dunia.pic)
    with pytest.raises(kebijakan.TidakMungkin):
        check_dapat(usulan, Kerja.AJUKAN, oleh=dunia.penyetuju)
