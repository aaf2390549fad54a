"""BKN's stages, one row of its list at a time: what is kept, what is new, and what one that takes back begins."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from siapp.akun.peran import Mesin
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian, tak_berubah
from usulan.actions.tahap_bkn import BarisTahap, catat_tahapan
from usulan.models import Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

HARI = date(2026, 11, 20)
TARIK = "BKN membuka kembali usulan ini: Perbaikan Pertek."


def _hari(geser: int) -> date:
    return HARI + timedelta(days=geser)


def _satu(kode: str, nama: str = "", geser: int | None = 0, keterangan: str = "") -> BarisTahap:
    return BarisTahap(kode, nama, None if geser is None else _hari(geser), keterangan)


@pytest.fixture
def usulan(dunia: d.Dunia) -> Usulan:
    return d.buat_draf(dunia)


def _kode(usulan: Usulan) -> list[str]:
    """Kept rows in the order they were written."""
    return list(usulan.riwayat_bkn.order_by("id").values_list("status_tahapan", flat=True))


def test_baris_disimpan_seperti_diterima_dan_tercatat(usulan: Usulan) -> None:
    pada = datetime(2026, 11, 21, 3, tzinfo=UTC)
    versi = usulan.versi
    (baru,) = catat_tahapan(usulan.pk, [_satu("12", "Terima Usulan", 0, "lengkap")], pada=pada, oleh=Mesin.SISTEM)
    satu = usulan.riwayat_bkn.get()
    assert satu == baru
    assert (satu.status_tahapan, satu.nama, satu.tanggal, satu.keterangan) == ("12", "Terima Usulan", HARI, "lengkap")
    assert satu.diterima_pada == pada
    peristiwa = kejadian(usulan)[-1]
    assert (peristiwa.jenis, peristiwa.mesin) == (Jenis.TAHAP_BKN, "SISTEM")
    isi = {k: v for k, v in peristiwa.data.items() if k != "v"}
    assert isi == {"status_tahapan": "12", "nama": "Terima Usulan", "tanggal": "2026-11-20", "keterangan": "lengkap"}
    kini = d.segar(usulan)
    assert (kini.tahap_bkn, kini.versi) == ("Terima Usulan", versi)


def test_tanpa_waktu_dan_tanpa_penyampai_berarti_bkn_sekarang(usulan: Usulan) -> None:
    sebelum = timezone.now()
    catat_tahapan(usulan.pk, [_satu("12")])
    assert sebelum <= usulan.riwayat_bkn.get().diterima_pada <= timezone.now()
    assert kejadian(usulan)[-1].mesin == "BKN"
    assert d.segar(usulan).tahap_bkn == "Tahap 12", "without a name its number is told"


def test_daftar_kosong_dan_yang_sudah_dikenal_tidak_mengubah_apa_pun(usulan: Usulan) -> None:
    daftar = [_satu("12"), _satu("16", geser=1)]
    assert catat_tahapan(usulan.pk, []) == []
    catat_tahapan(usulan.pk, daftar)
    with tak_berubah(usulan):
        assert catat_tahapan(usulan.pk, daftar) == []
        assert catat_tahapan(usulan.pk, []) == []
    assert _kode(usulan) == ["12", "16"]


def test_yang_baru_ditulis_menurut_hari_dan_yang_tanpa_hari_terakhir(usulan: Usulan) -> None:
    daftar = [_satu("30", geser=None), _satu("22", geser=5), _satu("12"), _satu("16", geser=2), _satu("12")]
    hasil = catat_tahapan(usulan.pk, daftar)
    assert [t.status_tahapan for t in hasil] == _kode(usulan) == ["12", "16", "22", "30"]
    catat_tahapan(usulan.pk, [*daftar, _satu("23", geser=6)])
    assert _kode(usulan) == ["12", "16", "22", "30", "23"], "of a list only what is not known yet"


def test_satu_baris_yang_kembali_baru_lagi_dan_dalam_daftar_tidak(usulan: Usulan) -> None:
    lama, lain = _satu("12", "A"), _satu("16", "B")
    catat_tahapan(usulan.pk, [lama])
    assert catat_tahapan(usulan.pk, [lama]) == []
    catat_tahapan(usulan.pk, [lain])
    assert catat_tahapan(usulan.pk, [lama, lain]) == []
    assert len(catat_tahapan(usulan.pk, [lama])) == 1
    assert (_kode(usulan), d.segar(usulan).tahap_bkn) == (["12", "16", "12"], "A")


def test_yang_lebih_lama_tidak_menggantikan_tahap_terakhir(usulan: Usulan) -> None:
    catat_tahapan(usulan.pk, [_satu("22", "Tanda tangan", 5)])
    catat_tahapan(usulan.pk, [_satu("12", "Terima", 0)])
    assert d.segar(usulan).tahap_bkn == "Tanda tangan"


@pytest.mark.parametrize(
    ("nama", "kata"), [("Perbaikan Pertek", TARIK), ("", TARIK.replace("Perbaikan Pertek", "Tahap 24"))]
)
def test_tahap_yang_menarik_menahan_dengan_namanya(usulan: Usulan, nama: str, kata: str) -> None:
    catat_tahapan(usulan.pk, [_satu("24", nama)], oleh=Mesin.SISTEM)
    tahanan = usulan.tahanan.get()
    assert (tahanan.sebab, tahanan.keterangan, tahanan.tanggal) == ("TAHAP", kata, HARI)
    assert d.segar(usulan).ditahan == kata
    assert (kejadian(usulan)[-1].jenis, kejadian(usulan)[-1].mesin) == (Jenis.DITAHAN, "SISTEM")


@pytest.mark.parametrize("tahap", [Tahap.TMS, Tahap.DIHAPUS])
def test_usulan_yang_berakhir_tidak_ditahan(dunia: d.Dunia, tahap: Tahap) -> None:
    usulan = d.diajukan(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap)
    catat_tahapan(usulan.pk, [_satu("24", "Perbaikan Pertek")])
    assert not usulan.tahanan.exists()
    assert _kode(usulan) == ["24"], "but it is kept"


def test_tanda_tangan_sesudahnya_melepas_dan_pada_hari_yang_sama_tidak(usulan: Usulan) -> None:
    catat_tahapan(usulan.pk, [_satu("24", "Perbaikan Pertek")])
    catat_tahapan(usulan.pk, [_satu("22", "Tanda tangan", 0)])
    catat_tahapan(usulan.pk, [_satu("22", "Tanda tangan", None)])
    catat_tahapan(usulan.pk, [_satu("23", "Lain", 3)])
    assert d.segar(usulan).ditahan == TARIK
    catat_tahapan(usulan.pk, [_satu("22", "Tanda tangan", 1)], oleh=Mesin.SISTEM)
    assert (d.segar(usulan).ditahan, usulan.tahanan.get().cara) == ("", "SEBAB_HILANG")
    assert (kejadian(usulan)[-1].mesin, kejadian(usulan)[-1].alasan) == (
        "SISTEM",
        "BKN menyetujui lagi pada 21-11-2026.",
    )


def test_penarikan_yang_lebih_tua_dari_persetujuan_tidak_menahan(usulan: Usulan) -> None:
    catat_tahapan(usulan.pk, [_satu("22", "Tanda tangan", 1)])
    catat_tahapan(usulan.pk, [_satu("24", "Perbaikan Pertek", 0)])
    assert not usulan.tahanan.exists()
    catat_tahapan(usulan.pk, [_satu("26", "Pembatalan", 2)])
    assert usulan.tahanan.get().tanggal == _hari(2)


def test_penarikan_menyegarkan_pertek(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    catat_tahapan(usulan.pk, [BarisTahap("26", "Pembatalan Pertek", timezone.localdate())])
    assert usulan.pertek.get().keadaan != "BERLAKU"
