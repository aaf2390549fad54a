"""Each line of the table of a sync's run happens through its real door, and the doors refuse the other states."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from integrasi.mitra.setelan import buka_transport
from integrasi.petugas.peringatan import keadaan_kini
from integrasi.petugas.permintaan_sinkron import minta_sinkron, setujui_sinkron
from integrasi.sebab import Kode
from integrasi.tanya import sinkron
from integrasi.tanya.sinkron_mati import MASA_DIAM, PESAN_MATI, tutup_yang_mati
from integrasi.tasks import sinkron_disetujui
from referensi.keadaan import SINKRON, GerakSinkron, KeadaanSinkron
from referensi.models import Sinkronisasi
from tests.dunia import Dunia, bangun_dunia
from tests.integrasi.conftest import Siasn

SETENGAH = {"api": "13/instansi", "jenis": "daftar_setengah"}
RUSAK = {"api": "13/instansi", "jenis": "json_rusak"}


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


def _jalan() -> Sinkronisasi:
    with buka_transport() as transport:
        return sinkron.sinkronkan(transport, "instansi")


def _menunggu(siasn: Siasn, dunia: Dunia) -> Sinkronisasi:
    _jalan()
    siasn.gangguan(SETENGAH)
    return _jalan()


def _disetujui(siasn: Siasn, dunia: Dunia) -> Sinkronisasi:
    return setujui_sinkron(_menunggu(siasn, dunia).pk, oleh=dunia.administrator)


def _gagal(siasn: Siasn, dunia: Dunia) -> Sinkronisasi:
    siasn.gangguan(RUSAK)
    return _jalan()


SIAPKAN: dict[KeadaanSinkron, Callable[[Siasn, Dunia], Sinkronisasi]] = {
    KeadaanSinkron.BERJALAN: _disetujui,
    KeadaanSinkron.SELESAI: lambda siasn, dunia: _jalan(),
    KeadaanSinkron.MENUNGGU: _menunggu,
    KeadaanSinkron.GAGAL: _gagal,
}


def _gagalkan(siasn: Siasn, dunia: Dunia, baris: Sinkronisasi) -> None:
    siasn.gangguan(RUSAK)
    sinkron.jalankan_disetujui()


def _susutkan(siasn: Siasn, dunia: Dunia, baris: Sinkronisasi) -> None:
    siasn.gangguan({"api": "13/instansi", "jenis": "daftar_kosong"})
    sinkron.jalankan_disetujui()


def _selesaikan(siasn: Siasn, dunia: Dunia, baris: Sinkronisasi) -> None:
    sinkron.jalankan_disetujui()


def _setujui(siasn: Siasn, dunia: Dunia, baris: Sinkronisasi) -> None:
    setujui_sinkron(baris.pk, oleh=dunia.administrator)


def _diamkan(siasn: Siasn, dunia: Dunia, baris: Sinkronisasi) -> None:
    """What a worker that was killed leaves: its last sign of life, and nothing after it."""
    Sinkronisasi.objects.filter(pk=baris.pk).update(maju_pada=timezone.now() - MASA_DIAM - timedelta(seconds=1))
    tutup_yang_mati()


LAKUKAN: dict[GerakSinkron, Callable[[Siasn, Dunia, Sinkronisasi], None]] = {
    GerakSinkron.SELESAI: _selesaikan,
    GerakSinkron.MENYUSUT: _susutkan,
    GerakSinkron.GAGAL: _gagalkan,
    GerakSinkron.DISETUJUI: _setujui,
    GerakSinkron.MATI: _diamkan,
}


@pytest.mark.parametrize(("dari", "ke", "gerak"), list(SINKRON.panah()))
def test_setiap_gerak_sinkron_terjadi(
    siasn: Siasn, dunia: Dunia, dari: KeadaanSinkron, ke: KeadaanSinkron, gerak: GerakSinkron
) -> None:
    baris = SIAPKAN[dari](siasn, dunia)
    baris.refresh_from_db()
    assert baris.keadaan == dari
    LAKUKAN[gerak](siasn, dunia, baris)
    baris.refresh_from_db()
    assert baris.keadaan == ke


@pytest.mark.parametrize(
    ("dari", "gerak"), [(k, g) for k, g in product(KeadaanSinkron, GerakSinkron) if not SINKRON.bisa(g, k)]
)
def test_gerak_lain_tidak_mengubah_apa_pun(
    siasn: Siasn, dunia: Dunia, dari: KeadaanSinkron, gerak: GerakSinkron
) -> None:
    baris = SIAPKAN[dari](siasn, dunia)
    LAKUKAN[gerak](siasn, dunia, baris)
    baris.refresh_from_db()
    assert baris.keadaan == dari


def test_yang_disetujui_dan_dikerjakan_dua_pekerja_berakhir_menurut_yang_pertama(siasn: Siasn, dunia: Dunia) -> None:
    baris = _disetujui(siasn, dunia)
    terlambat = Sinkronisasi.objects.get(pk=baris.pk)
    assert sinkron.jalankan_disetujui() == 1
    selesai = Sinkronisasi.objects.get(pk=baris.pk)
    siasn.gangguan(RUSAK)
    with buka_transport() as transport:
        sinkron.sinkronkan(transport, "instansi", disetujui=terlambat)
    kini = Sinkronisasi.objects.get(pk=baris.pk)
    assert (kini.keadaan, kini.pesan, kini.selesai) == (KeadaanSinkron.SELESAI, selesai.pesan, selesai.selesai)


def test_data_asn_belum_selesai_sebelum_usulan_menyamakan_nipnya(
    siasn: Siasn, dunia: Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gagal() -> None:
        raise RuntimeError("gagal di tengah")

    monkeypatch.setattr(sinkron, "samakan_nip", gagal)
    with buka_transport() as transport, pytest.raises(RuntimeError, match="gagal di tengah"):
        sinkron.sinkronkan(transport, "asn")
    assert Sinkronisasi.objects.get(daftar="asn").keadaan == KeadaanSinkron.GAGAL


class Terbunuh(BaseException):
    """The worker's end in the midst: nothing after it runs that would catch an error."""


def test_yang_ditinggal_mati_pekerjanya_berakhir_dan_dikatakan_kepada_administrator(
    siasn: Siasn, dunia: Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mati(*_: object) -> None:
        raise Terbunuh

    baris = minta_sinkron("instansi", oleh=dunia.administrator)
    monkeypatch.setattr(sinkron, "_terapkan", mati)
    with pytest.raises(Terbunuh):
        sinkron_disetujui()
    monkeypatch.undo()
    sinkron_disetujui()
    assert minta_sinkron("instansi", oleh=dunia.administrator).pk == baris.pk, "it may still be at work"
    assert Kode.SINKRON_GAGAL not in keadaan_kini()
    _diamkan(siasn, dunia, baris)
    baris.refresh_from_db()
    assert (baris.keadaan, baris.pesan) == (KeadaanSinkron.GAGAL, PESAN_MATI)
    assert keadaan_kini()[Kode.SINKRON_GAGAL] == 1
    assert minta_sinkron("instansi", oleh=dunia.administrator).pk != baris.pk
    sinkron_disetujui()
    assert Kode.SINKRON_GAGAL not in keadaan_kini()


def test_yang_diminta_dan_belum_diambil_pekerja_menunggu_berapa_lama_pun(dunia: Dunia) -> None:
    baris = minta_sinkron("instansi", oleh=dunia.administrator)
    Sinkronisasi.objects.update(mulai=timezone.now() - 3 * MASA_DIAM)
    assert tutup_yang_mati() == 0
    assert minta_sinkron("instansi", oleh=dunia.administrator).pk == baris.pk
