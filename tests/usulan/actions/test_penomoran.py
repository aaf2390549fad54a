"""Official numbers: none is burned by a draft that failed, none is given twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from referensi.models import Layanan
from tests import dunia as d
from usulan.actions import draf
from usulan.antrean import cari_usulan
from usulan.models import NomorTahun, Usulan


class Putus(Exception):
    """The draft fails in the middle."""


@pytest.mark.django_db(transaction=True)
def test_draf_gagal_dan_bersamaan_tanpa_lompatan_dan_tanpa_ganda(monkeypatch: pytest.MonkeyPatch) -> None:
    dunia = d.bangun_dunia()
    orang = [d.buat_asn(dunia.instansi) for _ in range(24)]
    layanan = Layanan.objects.get(pk="KP-STRUKTURAL")
    asli = draf.catat_usulan
    gagal = {satu.pk for satu in orang[::3]}

    def catat(usulan: Usulan, *isi: object, **lain: object) -> object:
        if usulan.asn_id in gagal:
            raise Putus
        return asli(usulan, *isi, **lain)  # type: ignore[arg-type]

    monkeypatch.setattr(draf, "catat_usulan", catat)

    def satu(nomor: int) -> bool:
        try:
            draf.buat_draf(layanan=layanan, asn=orang[nomor], oleh=dunia.pic)
        except Putus:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as kolam:
        hasil = list(kolam.map(satu, range(len(orang))))
    assert hasil.count(False) == len(gagal)
    nomor = sorted(Usulan.objects.values_list("nomor", flat=True))
    tahun = timezone.localdate().year
    assert nomor == [f"KP-{tahun}-{urutan:06d}" for urutan in range(1, 17)]


def test_yang_sudah_bernomor_dilanjutkan_dan_nomor_kode_lama_dilewati(dunia: d.Dunia) -> None:
    pertama = d.buat_draf(dunia, "KP-STRUKTURAL", d.buat_asn(dunia.instansi))
    tahun = timezone.localdate().year
    # As of 0.1.0: no row of the year yet, numbers from the sequence.
    Usulan.objects.filter(pk=pertama.pk).update(nomor=f"KP-{tahun}-000041")
    NomorTahun.objects.all().delete()
    kedua = d.buat_draf(dunia, "KP-STRUKTURAL", d.buat_asn(dunia.instansi))
    assert kedua.nomor == f"KP-{tahun}-000042"
    # Old code still serves and takes the next one.
    Usulan.objects.filter(pk=pertama.pk).update(nomor=f"KP-{tahun}-000043")
    assert d.buat_draf(dunia, "KP-STRUKTURAL", d.buat_asn(dunia.instansi)).nomor == f"KP-{tahun}-000044"


def test_setiap_kelompok_berawalan_sendiri_dalam_satu_urutan_dan_dapat_dicari(dunia: d.Dunia) -> None:
    kode = {"KP-STRUKTURAL": "KP", "BERHENTI-BUP": "PBH", "JFKU-KENAIKAN": "JFKU"}
    draf_baru = {awalan: d.buat_draf(dunia, satu, d.buat_asn(dunia.instansi)) for satu, awalan in kode.items()}
    nomor = {awalan: satu.nomor for awalan, satu in draf_baru.items()}
    awal, tahun = int(nomor["KP"][-6:]), timezone.localdate().year
    assert nomor == {satu: f"{satu}-{tahun}-{awal + ke:06d}" for ke, satu in enumerate(kode.values())}
    for satu in draf_baru.values():
        assert cari_usulan(Usulan.objects.untuk(dunia.pic), satu.nomor).ids == [satu.pk]
