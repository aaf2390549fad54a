"""How far a succession reaches: what it locks, which rows it rewrites, and who must be there to go on with a usulan."""

from contextlib import closing
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.kunci import Kunci
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import peralihan
from usulan.actions.peralihan import PeralihanDitolak
from usulan.kebijakan import SudahBerubah
from usulan.models import PenerusInstansi, PeralihanInstansi, Usulan
from usulan.peralihan import Cakupan, Rencana, rencana

DASAR = "Perpres contoh nomor 2"


def _instansi(pk: str) -> Instansi:
    return Instansi.objects.create(id=pk, nama=f"Instansi {pk}", diubah_pada=timezone.now())


@pytest.fixture
def penerus(dunia: d.Dunia) -> Instansi:
    return _instansi("BARU")


def _alihkan(dunia: d.Dunia, cakupan: Cakupan) -> PeralihanInstansi:
    sidik = rencana(cakupan, oleh=dunia.administrator).sidik
    hari = timezone.localdate()
    return peralihan.alihkan_instansi(cakupan, tanggal=hari, dasar=DASAR, sidik=sidik, oleh=dunia.administrator)[0]


# --- locks ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def dunia_tersimpan(transactional_db: None) -> d.Dunia:
    return d.bangun_dunia()


BEBAS: dict[type[Usulan | Peran | Pengguna], str] = {
    Usulan: "SELECT id FROM usulan_usulan FOR UPDATE SKIP LOCKED",
    Peran: "SELECT id FROM akun_peran FOR UPDATE SKIP LOCKED",
    Pengguna: "SELECT id FROM akun_pengguna FOR UPDATE SKIP LOCKED",
}


def _terkunci(model: type[Usulan | Peran | Pengguna]) -> set[object]:
    """Keys of the rows that another session could not lock now."""
    with closing(connection.copy()) as lain, lain.cursor() as kursor:
        kursor.execute(BEBAS[model])
        bebas = {baris[0] for baris in kursor.fetchall()}
    return set(model._base_manager.values_list("pk", flat=True)) - bebas


def _kunci_peralihan() -> list[tuple[int, int, int]]:
    with connection.cursor() as kursor:
        kursor.execute("SELECT classid, objid, objsubid FROM pg_locks WHERE locktype = 'advisory' AND granted")
        return [baris for baris in kursor.fetchall() if Kunci.PERALIHAN.value in baris]


def test_rencana_dibaca_sesudah_semua_yang_menyangkutnya_terkunci(dunia_tersimpan: d.Dunia) -> None:
    dunia, penerus = dunia_tersimpan, _instansi("BARU")
    ikut, lain = d.buat_draf(dunia), d.buat_asn(dunia.instansi_lain)
    d.draf.buat_draf(layanan=ikut.layanan, asn=lain, oleh=dunia.pic_lain)
    pic_penerus = d.buat_pengguna("Sari Contoh", Peran(jenis=JenisPeran.PIC, instansi=penerus, kategori="KP"))
    bekas = d.buat_pengguna(
        "Tono Contoh", Peran(jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori="KP", aktif=False)
    )
    menyangkut = set(
        Peran.objects.filter(instansi__in=[dunia.instansi, penerus], aktif=True).values_list("pk", flat=True)
    )
    cakupan, asli, terlihat = Cakupan((dunia.instansi,), penerus), rencana, []

    def lihat(cakupan: Cakupan, *, oleh: Pengguna) -> Rencana:
        terlihat.extend([_terkunci(Usulan), _terkunci(Peran), _terkunci(Pengguna), _kunci_peralihan()])
        return asli(cakupan, oleh=oleh)

    with mock.patch.object(peralihan, "rencana", lihat):
        _alihkan(dunia, cakupan)
    usulan, peran, orang, kunci = terlihat
    assert usulan == {ikut.pk}
    milik = {dunia.pic.pk, dunia.penyetuju.pk, pic_penerus.pk}
    assert peran == menyangkut
    assert orang == milik, f"neither {bekas.pk} nor who is elsewhere"
    assert kunci == [(0, Kunci.PERALIHAN.value, 1)]


# --- who goes along -----------------------------------------------------------------------------------------------


def test_sebagian_boleh_hanya_orang_atau_hanya_usulan(dunia: d.Dunia, penerus: Instansi) -> None:
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus, sebagian=True, orang=frozenset({dunia.penyetuju.pk})))
    usulan = d.buat_draf(dunia)
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus, sebagian=True, usulan=frozenset({usulan.pk})))
    assert d.segar(usulan).instansi == penerus
    assert PeralihanInstansi.objects.count() == 2


def test_peran_lama_yang_sudah_berakhir_tidak_dihidupkan(dunia: d.Dunia, penerus: Instansi) -> None:
    lama = Peran.objects.create(pengguna=dunia.pic, jenis=JenisPeran.PIC, instansi=penerus, kategori="KP", aktif=False)
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    lama.refresh_from_db()
    assert not lama.aktif
    aktif = Peran.objects.filter(pengguna=dunia.pic, instansi=penerus, aktif=True)
    assert {p.kategori for p in aktif} == set(Kategori.values)


# --- the table of successions -------------------------------------------------------------------------------------


def test_yang_kembali_menghapus_penerusnya_sendiri_saja(dunia: d.Dunia, penerus: Instansi) -> None:
    orang, unit = frozenset({dunia.penyetuju.pk}), frozenset({"Deputi Satu"})
    khusus, lain = _instansi("KHUSUS"), _instansi("LAIN")
    pecah = _alihkan(dunia, Cakupan((dunia.instansi,), khusus, sebagian=True, orang=orang, unit=unit))
    beda = _alihkan(dunia, Cakupan((dunia.instansi_lain,), lain))
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    kembali = _alihkan(dunia, Cakupan((penerus,), dunia.instansi))
    baris = set(PenerusInstansi.objects.values_list("lama", "unit", "baru", "peralihan"))
    assert baris == {
        (dunia.instansi.pk, "Deputi Satu", khusus.pk, pecah.pk),
        (dunia.instansi_lain.pk, "", lain.pk, beda.pk),
        (penerus.pk, "", dunia.instansi.pk, kembali.pk),
    }


# --- one person ---------------------------------------------------------------------------------------------------


def _pindah(usulan: Usulan, ke: Instansi) -> None:
    usulan.asn.instansi_kerja_id = usulan.asn.instansi_induk_id = ke.pk
    usulan.asn.save()


def test_usulan_yang_sudah_berubah_tidak_dioper(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    _pindah(usulan, dunia.instansi_lain)
    with pytest.raises(SudahBerubah):
        peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x", versi=usulan.versi - 1)
    peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x", versi=usulan.versi)
    assert d.segar(usulan).instansi == dunia.instansi_lain


@pytest.mark.parametrize(("kategori", "aktif"), [("JFKU", True), ("KP", False)])
def test_pic_yang_tidak_dapat_meneruskan_tidak_dihitung(
    dunia: d.Dunia, penerus: Instansi, kategori: str, aktif: bool
) -> None:
    usulan = d.diajukan(dunia)
    _pindah(usulan, penerus)
    d.buat_pengguna("Sari", Peran(jenis=JenisPeran.PIC, instansi=penerus, kategori=kategori, aktif=aktif))
    with ditolak(PeralihanDitolak, "belum mempunyai PIC Kenaikan Pangkat"):
        peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x")
