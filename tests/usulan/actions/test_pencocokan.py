"""Taking back a verdict that was joined to the wrong usulan: what goes, what stays (keputusan/0034)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian, tak_berubah, tercatat
from usulan.actions import bkn
from usulan.actions.pencocokan import tarik_putusan
from usulan.actions.tahanan_berdua import ketahui
from usulan.models import Putusan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

HARI = date(2026, 11, 20)
ESOK = HARI + timedelta(days=1)
KATA = "Salah orang"


def _putus(usulan: Usulan, status: str, hari: date = HARI, keterangan: str = "k") -> Putusan:
    bkn.terima_putusan(usulan.pk, status=status, tanggal=hari, keterangan=keterangan)
    return _putusan(usulan).latest("pk")


def _putusan(usulan: Usulan) -> Any:
    return Putusan.objects.filter(usulan=usulan, lembaga="BKN")


def _sebelum(usulan: Usulan) -> dict[str, Any]:
    kini = d.segar(usulan)
    terakhir = _putusan(usulan).order_by("-pk").first()
    return {"tahap": kini.tahap, "putaran": kini.putaran, "putusan": terakhir.pk if terakhir else 0}


def _tarik(usulan: Usulan, putusan: Putusan, sebelum: dict[str, Any], oleh: Pengguna) -> Usulan:
    isi = {"status": putusan.status, "tanggal": putusan.tanggal, "keterangan": putusan.keterangan}
    return d.segar(tarik_putusan(usulan.pk, **isi, sebelum=sebelum, oleh=oleh, alasan=KATA))


def _keadaan(usulan: Usulan) -> tuple[str, str]:
    kini = d.segar(usulan)
    return kini.tahap, kini.status_bkn


# --- who, and what is written ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("siapa", ["pic", "verifikator", "koordinator", "dukungan", "auditor"])
@pytest.mark.parametrize("status", ["BTL", "APPROVED"])
def test_yang_bukan_penegas_tidak_menarik_putusan(dunia: d.Dunia, siapa: str, status: str) -> None:
    usulan = d.diajukan(dunia)
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, status)
    with tak_berubah(usulan), pytest.raises(TidakBerwenang):
        _tarik(usulan, putusan, sebelum, getattr(dunia, siapa))
    assert _putusan(usulan).exists()


@pytest.mark.parametrize("siapa", ["administrator", "kepala_biro"])
@pytest.mark.parametrize("status", ["BTL", "TMS", "APPROVED"])
def test_putusan_pergi_tahap_kembali_dan_penarikan_tercatat(dunia: d.Dunia, status: str, siapa: str) -> None:
    usulan, oleh = d.diverifikasi(dunia), getattr(dunia, siapa)
    sebelum, sejak = _sebelum(usulan), d.segar(usulan).tahap_sejak
    putusan = _putus(usulan, status)
    jumlah = len(kejadian(usulan))
    kini = _tarik(usulan, putusan, sebelum, oleh)
    assert (kini.tahap, kini.status_bkn, _putusan(usulan).count()) == (Tahap.DIVERIFIKASI, "", 0)
    assert (kini.tahap_sejak == sejak) == (status == "APPROVED"), "an approval had not moved it"
    ditarik = kejadian(usulan)[jumlah]
    assert (ditarik.jenis, ditarik.oleh, ditarik.alasan) == (Jenis.PUTUSAN_DITARIK, oleh, KATA)
    assert ditarik.data["status"] == status
    assert (ditarik.data["tanggal"], ditarik.data["keterangan"]) == (HARI.isoformat(), "k")
    assert {satu.oleh_id for satu in kejadian(usulan)[jumlah:]} == {oleh.pk}


# --- which verdict goes, which counts again -------------------------------------------------------------------------


def test_yang_bkn_katakan_sendiri_sebelum_dicocokkan_tidak_diambil(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    putusan = _putus(usulan, "APPROVED")
    with tak_berubah(usulan):
        _tarik(usulan, putusan, _sebelum(usulan), dunia.administrator)
    assert _putusan(usulan).get().berlaku


@pytest.mark.parametrize(
    "lain", [("TMS", HARI, "k"), ("APPROVED", ESOK, "k"), ("APPROVED", HARI, "lain")], ids=["status", "hari", "kata"]
)
def test_putusan_lain_yang_datang_kemudian_tinggal_dan_berlaku(dunia: d.Dunia, lain: tuple[str, date, str]) -> None:
    usulan = d.diajukan(dunia)
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "APPROVED")
    tinggal = _putus(usulan, *lain)
    kini = _tarik(usulan, putusan, sebelum, dunia.administrator)
    assert kini.status_bkn == lain[0]
    assert (_putusan(usulan).get(), _putusan(usulan).get().berlaku) == (tinggal, True)


def test_yang_sama_bunyinya_dari_sebelum_pencocokan_tinggal(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    lama = _putus(usulan, "APPROVED")
    sebelum = _sebelum(usulan)
    isi = {"status": "APPROVED", "tanggal": HARI, "keterangan": "k"}
    # After a correction BKN may say the same again: then both stand.
    bkn.terima_putusan(usulan.pk, **isi, sejak=timezone.now())
    assert _putusan(usulan).count() == 2
    assert _tarik(usulan, lama, sebelum, dunia.administrator).status_bkn == "APPROVED"
    assert (_putusan(usulan).get(), _putusan(usulan).get().berlaku) == (lama, True)


def test_yang_berlaku_lagi_ialah_yang_terbaru_menurut_harinya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    _putus(usulan, "APPROVED", HARI, "pertama")
    terbaru = _putus(usulan, "APPROVED", HARI, "kedua")
    _putus(usulan, "BTL", HARI - timedelta(days=1), "terlambat datang")
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "TMS", ESOK)
    assert _keadaan(usulan) == (Tahap.TMS, "TMS")
    kini = _tarik(usulan, putusan, sebelum, dunia.administrator)
    assert (kini.tahap, kini.status_bkn) == (Tahap.DIAJUKAN, "APPROVED")
    assert list(_putusan(usulan).filter(berlaku=True)) == [terbaru]


# --- where the stage does not go back -------------------------------------------------------------------------------


def test_yang_sudah_diperbaiki_tetap_di_tahapnya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "BTL")
    d.perbaiki(dunia, usulan)
    _putus(usulan, "BTL", ESOK, "putaran kedua")
    kini = _tarik(usulan, putusan, sebelum, dunia.administrator)
    assert (kini.tahap, kini.status_bkn, kini.putaran > sebelum["putaran"]) == (Tahap.PERBAIKAN, "BTL", True)


def test_yang_sudah_diambil_verifikator_tetap_di_tahapnya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    sebelum = {**_sebelum(usulan), "tahap": Tahap.DIAJUKAN.value}
    putusan = _putus(usulan, "APPROVED")
    assert _tarik(usulan, putusan, sebelum, dunia.administrator).tahap == Tahap.DIVERIFIKASI


# --- Keppres --------------------------------------------------------------------------------------------------------


def _siap_karena_dicocokkan(dunia: d.Dunia) -> tuple[Usulan, Putusan, dict[str, Any]]:
    usulan = d.disetujui_biro(dunia)
    d.terima_pertek(usulan)
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "APPROVED")
    assert _keadaan(usulan) == (Tahap.SIAP_KEPPRES, "APPROVED")
    return usulan, putusan, sebelum


def test_yang_baru_siap_keppres_kembali_menunggu_bkn(dunia: d.Dunia) -> None:
    usulan, putusan, sebelum = _siap_karena_dicocokkan(dunia)
    kini = _tarik(usulan, putusan, sebelum, dunia.kepala_biro)
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (sebelum["tahap"], "", "")


def test_rancangan_yang_bersandar_padanya_ditahan(dunia: d.Dunia) -> None:
    usulan, putusan, sebelum = _siap_karena_dicocokkan(dunia)
    d.rkp(dunia, usulan)
    kini = _tarik(usulan, putusan, sebelum, dunia.kepala_biro)
    kata = f"Putusan BKN ditarik karena salah dicocokkan: {KATA}"
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (Tahap.RKP, "", kata)
    satu = usulan.tahanan.terbuka().get()
    assert (satu.sebab, satu.tanggal) == ("PUTUSAN", timezone.localdate())
    tercatat(usulan, Jenis.DITAHAN, dunia.kepala_biro, kata)


def test_keppres_yang_terbit_atasnya_tetap_dan_seseorang_dikabari(dunia: d.Dunia) -> None:
    usulan, putusan, sebelum = _siap_karena_dicocokkan(dunia)
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, usulan)))
    kini = _tarik(usulan, putusan, sebelum, dunia.kepala_biro)
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (Tahap.KEPPRES_TERBIT, "APPROVED", "")
    assert not _putusan(usulan).exists()
    assert [k.jenis for k in kejadian(usulan)[-2:]] == [Jenis.PUTUSAN_DITARIK, Jenis.DITAHAN]
    satu = usulan.tahanan.terbuka().get()
    assert satu.sebab == "PUTUSAN"
    assert satu.keterangan.startswith(f"Keppres terbit atas persetujuan BKN yang ternyata tentang orang lain: {KATA}.")
    assert "ralat Keppresnya" in satu.keterangan
    ketahui(usulan.pk, oleh=dunia.dukungan, alasan="BKN menyetujui orang ini juga")
    assert not usulan.tahanan.terbuka().exists()


@pytest.mark.parametrize("terbit", [False, True])
def test_penahanan_yang_timbul_darinya_berakhir(dunia: d.Dunia, terbit: bool) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    if terbit:
        d.terbit(dunia, d.maju(dunia, rancangan))
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "BTL", timezone.localdate() + timedelta(days=1))
    tahanan = usulan.tahanan.terbuka().get()
    kini = _tarik(usulan, putusan, sebelum, dunia.administrator)
    tahanan.refresh_from_db()
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == (sebelum["tahap"], "APPROVED", "")
    assert (tahanan.selesai_pada is not None, tahanan.cara) == (True, "SEBAB_HILANG")
    tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.administrator, KATA)


def test_penahanan_dari_hari_lain_tinggal(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    besok = timezone.localdate() + timedelta(days=1)
    _putus(usulan, "BTL", besok)
    _putus(usulan, "APPROVED", besok, "hari yang sama")
    sebelum = _sebelum(usulan)
    putusan = _putus(usulan, "TMS", timezone.localdate() - timedelta(days=9))
    assert not putusan.berlaku
    kini = _tarik(usulan, putusan, sebelum, dunia.administrator)
    assert (kini.status_bkn, kini.ditahan != "") == ("APPROVED", True)
    assert usulan.tahanan.terbuka().filter(sebab="PUTUSAN").exists()
