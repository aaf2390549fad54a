"""Many rows at once: what they need is read together, and what came of them is written together."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar import selesai as modul
from integrasi.keluar.antrean import ambil, buka_giliran
from integrasi.keluar.klasifikasi import Hasil, berhasil
from integrasi.keluar.kuras import kuras
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.selesai import Selesai, simpan_semua
from integrasi.keluar.susun import bekali
from integrasi.models import Pengiriman, Percobaan, UsulanSiasn
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan
from tests.integrasi.keluar.pembantu import hanya_api3, pic_didaftarkan
from tests.sarana import tunggu
from usulan.peristiwa import Jenis

ID = "ABCD1234-0000"


def _selesai(baris: list[Pengiriman], isi: list[dict[str, Any]] | None = None) -> list[Selesai]:
    kini = timezone.now()
    return [Selesai(satu, berhasil(hasil), kini) for satu, hasil in zip(baris, isi or [{}] * len(baris), strict=True)]


def _kueri(django_assert_max_num_queries: Any, kerja: Any) -> int:
    with django_assert_max_num_queries(1000) as kueri:
        kerja()
    return len(kueri)


@pytest.mark.django_db(transaction=True)
def test_banyak_kiriman_selesai_dengan_kueri_sebanyak_satu(django_assert_max_num_queries: Any) -> None:
    banyak = []
    for jumlah in (1, 12):
        for _ in range(jumlah):
            pic_didaftarkan(len(Pengiriman.objects.all()))
        baris = ambil(jumlah)
        assert len(baris) == jumlah
        banyak.append(_kueri(django_assert_max_num_queries, lambda baris=baris: simpan_semua(_selesai(baris))))
    assert banyak[0] == banyak[1]
    assert set(Pengiriman.objects.values_list("keadaan", "percobaan_ke")) == {(Keadaan.SELESAI, 1)}
    assert Percobaan.objects.filter(keadaan=Keadaan.SELESAI).count() == 13


@pytest.mark.django_db(transaction=True)
def test_yang_sewanya_berpindah_tidak_ikut_ditulis() -> None:
    for nomor in range(3):
        pic_didaftarkan(nomor)
    baris = ambil(3)
    Pengiriman.objects.filter(pk=baris[1].pk).update(sewa=uuid4())
    simpan_semua(_selesai(baris))
    assert [Pengiriman.objects.get(pk=satu.pk).keadaan for satu in baris] == ["SELESAI", "KIRIM", "SELESAI"]
    assert set(Percobaan.objects.values_list("pengiriman", flat=True)) == {baris[0].pk, baris[2].pk}


def test_semua_id_usulan_disimpan_dan_giliran_berikutnya_terbuka(siasn: Siasn, selaras: Dunia) -> None:
    usulan = [ajukan(selaras) for _ in range(3)]
    rencanakan_tertunda()
    baris = ambil(10)
    isi = [{"id_usulan": f"{ID}{nomor}"} for nomor in range(3)]
    simpan_semua(_selesai(baris, isi))
    tersimpan = dict(UsulanSiasn.objects.values_list("usulan_id", "id_usulan"))
    assert tersimpan == {satu.usulan_id: hasil["id_usulan"] for satu, hasil in zip(baris, isi, strict=True)}
    assert set(tersimpan) == {satu.pk for satu in usulan}
    assert {satu.api for satu in ambil(100)} == {Api.DOKUMEN}


def test_satu_id_untuk_dua_usulan_diterima_sekali_saja(siasn: Siasn, selaras: Dunia) -> None:
    for _ in range(3):
        hanya_api3(selaras)
    baris = ambil(3)
    simpan_semua(_selesai(baris, [{"id_usulan": ID}, {"id_usulan": ID.lower()}, {"id_usulan": f"{ID}9"}]))
    akhir = [Pengiriman.objects.get(pk=satu.pk) for satu in baris]
    assert [(satu.keadaan, satu.sebab) for satu in akhir] == [
        (Keadaan.SELESAI, ""),
        (Keadaan.DITOLAK, "id_bentrok"),
        (Keadaan.SELESAI, ""),
    ]
    assert UsulanSiasn.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_yang_gagal_ditulis_bersama_ditulis_satu_per_satu(monkeypatch: pytest.MonkeyPatch) -> None:
    for nomor in range(3):
        pic_didaftarkan(nomor)
    baris = ambil(3)

    def gagal(*_: object) -> None:
        raise DatabaseError("deadlock detected")

    monkeypatch.setattr(modul, "_pantau", gagal)
    simpan_semua(_selesai(baris))
    assert set(Pengiriman.objects.values_list("keadaan", "percobaan_ke")) == {(Keadaan.SELESAI, 1)}
    assert Percobaan.objects.count() == 3


def test_bekal_dibaca_dengan_kueri_yang_sama_untuk_satu_dan_banyak(
    siasn: Siasn, selaras: Dunia, django_assert_max_num_queries: Any
) -> None:
    banyak = []
    for jumlah in (1, 3):
        for _ in range(jumlah):
            ajukan(selaras)
        rencanakan_tertunda()
        api3 = ambil(10)
        simpan_semua(_selesai(api3, [{"id_usulan": f"{ID}{jumlah}{nomor}"} for nomor in range(len(api3))]))
        dokumen = ambil(100)
        assert {satu.api for satu in dokumen} == {Api.DOKUMEN}
        banyak.append(_kueri(django_assert_max_num_queries, lambda baris=[*api3, *dokumen]: bekali(baris)))
        simpan_semua(_selesai(dokumen))
        simpan_semua(_selesai(ambil(10)))
    assert banyak == [3, 3]


@pytest.mark.django_db(transaction=True)
def test_giliran_banyak_aliran_dibuka_sekaligus() -> None:
    baris = [pic_didaftarkan(nomor) for nomor in range(4)]
    kedua = pic_didaftarkan(3, Jenis.PIC_DIUBAH)
    Pengiriman.objects.update(giliran=False)
    with transaction.atomic():
        buka_giliran(*{satu.aliran for satu in baris})
    assert set(Pengiriman.objects.filter(giliran=True)) == set(baris)
    assert not Pengiriman.objects.get(pk=kedua.pk).giliran


def test_galat_aplikasi_di_satu_kiriman_tidak_menghentikan_yang_lain(
    siasn: Siasn, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    baris = [pic_didaftarkan(nomor) for nomor in range(5)]
    asli = kuras.__globals__["kirim"]

    def rusak(transport: object, satu: Pengiriman, bekal: object) -> Hasil:
        if satu.pk == baris[2].pk:
            raise RuntimeError("fault of ours")
        hasil: Hasil = asli(transport, satu, bekal)
        return hasil

    monkeypatch.setitem(kuras.__globals__, "kirim", rusak)
    assert kuras(lama=20, utas=2).dikerjakan == 5
    assert Pengiriman.objects.get(pk=baris[2].pk).keadaan == Keadaan.KIRIM, "its lease will end"
    tunggu(lambda: Pengiriman.objects.filter(keadaan=Keadaan.SELESAI).count() == 4)
