"""As what a person acts on a usulan, and what is asked besides the role (docs/alur.md 1)."""

import pytest

from siapp.akun.models import Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from usulan import izin
from usulan.actions import draf, verifikasi
from usulan.models import PengaturanInstansi, Usulan
from usulan.tahap import Kerja


def _pic(dunia: d.Dunia, *peran: tuple[str, bool], lain: bool = False) -> d.Pengguna:
    """A PIC at our instansi (`lain`: at the other) with these groups, each with or without the right to sign."""
    instansi = dunia.instansi_lain if lain else dunia.instansi
    baris = [Peran(jenis=JenisPeran.PIC, instansi=instansi, kategori=k, boleh_teken=t) for k, t in peran]
    return d.buat_pengguna("Tari Contoh", *baris)


@pytest.fixture
def usulan(dunia: d.Dunia) -> Usulan:
    """Of the kategori KP, written by `dunia.pic`."""
    return d.segar(d.buat_draf(dunia))


def test_pic_bertindak_hanya_dalam_kelompok_dan_instansinya(dunia: d.Dunia, usulan: Usulan) -> None:
    pic = frozenset({JenisPeran.PIC})
    assert izin.pelaku(_pic(dunia, ("KP", False)), usulan) == pic
    assert izin.pelaku(_pic(dunia, ("JFKU", False), ("KP", False)), usulan) == pic
    assert izin.pelaku(_pic(dunia, ("JFKU", True), ("PEMBERHENTIAN", True)), usulan) == frozenset()
    assert izin.pelaku(_pic(dunia, ("KP", True), lain=True), usulan) == frozenset()


def test_anggota_pokja_bertindak_hanya_dalam_pokjanya_dan_biro_dalam_semuanya(dunia: d.Dunia, usulan: Usulan) -> None:
    jenis = JenisPeran.KOORDINATOR
    sini = d.buat_pengguna("Sini Contoh", Peran(jenis=jenis, kategori="KP"))
    sana = d.buat_pengguna("Sana Contoh", Peran(jenis=jenis, kategori="JFKU"))
    assert (izin.pelaku(sini, usulan), izin.pelaku(sana, usulan)) == (frozenset({jenis}), frozenset())
    assert izin.pelaku(dunia.dukungan, usulan) == frozenset({JenisPeran.DUKUNGAN})


def test_peran_yang_berakhir_dan_akun_yang_ditutup_tidak_bertindak(dunia: d.Dunia, usulan: Usulan) -> None:
    orang = _pic(dunia, ("KP", True))
    orang.peran.update(aktif=False)
    assert izin.pelaku(d.Pengguna.objects.get(pk=orang.pk), usulan) == frozenset()
    dunia.pic.is_active = False
    assert izin.pelaku(dunia.pic, usulan) == frozenset()


@pytest.mark.parametrize("mesin", Mesin)
def test_mesin_bertindak_sebagai_dirinya(usulan: Usulan, mesin: Mesin) -> None:
    assert izin.pelaku(mesin, usulan) == frozenset({mesin})
    assert izin.boleh(mesin, Kerja.BKN_TMS, usulan) is (mesin is Mesin.BKN)


def test_hak_teken_berlaku_per_kelompok(dunia: d.Dunia, usulan: Usulan) -> None:
    assert izin.boleh(_pic(dunia, ("KP", True)), Kerja.AJUKAN, usulan)
    separuh = _pic(dunia, ("KP", False), ("JFKU", True))
    assert izin.boleh(separuh, Kerja.HAPUS, usulan)
    assert not izin.boleh(separuh, Kerja.AJUKAN, usulan)
    with pytest.raises(TidakBerwenang) as galat:
        izin.check_boleh(separuh, Kerja.AJUKAN, usulan)
    assert galat.value.pesan == (
        "Anda belum mempunyai hak teken. Minta PIC penyetuju instansi Anda mengirim usulan ini."
    )
    with pytest.raises(TidakBerwenang, match=r"^Peran Anda tidak mencakup tindakan ini"):
        izin.check_boleh(_pic(dunia, ("KP", True), lain=True), Kerja.AJUKAN, usulan)


def test_penyusun_tidak_meneken_sendiri_hanya_bila_instansinya_meminta(dunia: d.Dunia, usulan: Usulan) -> None:
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-1/2026"}, oleh=dunia.penyetuju)
    PengaturanInstansi.objects.create(instansi=dunia.instansi_lain, empat_mata=True)
    PengaturanInstansi.objects.create(instansi=dunia.instansi, empat_mata=False)
    assert izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan)
    PengaturanInstansi.objects.filter(instansi=dunia.instansi).update(empat_mata=True)
    assert not izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-2/2026"}, oleh=dunia.pic)
    assert izin.boleh(dunia.penyetuju, Kerja.AJUKAN, usulan)


def test_pengusul_tms_tidak_mengonfirmasinya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    assert izin.boleh(dunia.koordinator, Kerja.KONFIRMASI_TMS, usulan)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="x", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    assert izin.boleh(dunia.koordinator, Kerja.KONFIRMASI_TMS, usulan)
    usulan.putusan.update(oleh=dunia.koordinator)
    assert not izin.boleh(dunia.koordinator, Kerja.KONFIRMASI_TMS, usulan)
    assert izin.boleh(dunia.kepala_biro, Kerja.KONFIRMASI_TMS, usulan)
    with pytest.raises(TidakBerwenang, match=r"^TMS harus dikonfirmasi orang lain, bukan pengusulnya\.$"):
        izin.check_boleh(dunia.koordinator, Kerja.KONFIRMASI_TMS, usulan)


def test_hanya_pemegang_yang_menilai(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    for kerja in (Kerja.NILAI, Kerja.SETUJUI, Kerja.KEMBALIKAN, Kerja.USULKAN_TMS):
        assert izin.boleh(dunia.verifikator, kerja, usulan)
        assert not izin.boleh(dunia.verifikator_lain, kerja, usulan)
