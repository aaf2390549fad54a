"""Each line of a Keppres's table happens through its real door, and the doors refuse all other states."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from tests import dunia as d
from usulan.actions import keppres, salinan
from usulan.keadaan import KEPPRES, GerakKeppres, KeadaanKeppres
from usulan.kebijakan import TidakMungkin
from usulan.models import Keppres


def _terbitkan(dunia: d.Dunia, satu: Keppres) -> None:
    salinan.terbitkan_keppres(
        satu.pk,
        nomor="7/K TAHUN 2026",
        tanggal=timezone.localdate(),
        judul="Kenaikan pangkat",
        berkas=d.berkas_siap(dunia.dukungan, "keppres.pdf"),
        oleh=dunia.dukungan,
    )


LAKUKAN: dict[GerakKeppres, Callable[[d.Dunia, Keppres], object]] = {
    GerakKeppres.DILEPAS: lambda dunia, satu: keppres.lepas(satu.pk, oleh=dunia.kepala_biro),
    GerakKeppres.MAJU: lambda dunia, satu: keppres.majukan(satu.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan),
    GerakKeppres.TURUN: lambda dunia, satu: keppres.turunkan(
        satu.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan
    ),
    GerakKeppres.TERBIT: _terbitkan,
}
JALAN = [gerak for _, _, gerak in KEPPRES.panah()]


@pytest.mark.parametrize("dari", KeadaanKeppres)
def test_setiap_gerak_keppres_terjadi_dan_yang_lain_ditolak(dunia: d.Dunia, dari: KeadaanKeppres) -> None:
    satu = d.rkp(dunia, d.siap_keppres(dunia))
    for gerak in JALAN[: list(KeadaanKeppres).index(dari)]:
        LAKUKAN[gerak](dunia, satu)
    for gerak in (g for g in GerakKeppres if not KEPPRES.bisa(g, dari)):
        with pytest.raises(TidakMungkin, match="sudah pada keadaan"):
            LAKUKAN[gerak](dunia, satu)
    satu.refresh_from_db()
    assert satu.keadaan == dari
    for gerak in (g for g in GerakKeppres if KEPPRES.bisa(g, dari)):
        LAKUKAN[gerak](dunia, satu)
        satu.refresh_from_db()
        assert satu.keadaan == KEPPRES.tujuan(gerak)
