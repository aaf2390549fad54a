"""API 8: the verdict of Biro APP, and nothing before it is published."""

from typing import Any

import pytest

from integrasi.models import PanggilanBaca
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses
from tests import dunia as d
from tests.integrasi.api.conftest import Mitra, dikenal_siasn, masalah
from usulan.actions import draf, pengajuan, verifikasi
from usulan.models import Usulan

pytestmark = pytest.mark.django_db(transaction=True)


def tanya(mitra: Mitra, id_usulan: str) -> Any:
    return mitra.ambil(f"/api/v1/usulan/{id_usulan}/status-verifikasi")


def data(mitra: Mitra, usulan: Usulan) -> dict[str, Any]:
    jawaban = tanya(mitra, dikenal_siasn(usulan, f"ID-{usulan.pk}"))
    assert jawaban.status_code == 200, jawaban.content
    isi = jawaban.json()
    assert set(isi) == {"code", "message", "data"}
    assert isi["code"] == 1
    assert set(isi["data"]) == {"id_usulan", "status", "tanggal_verifikasi", "keterangan", "nomor_keppres"}
    hasil: dict[str, Any] = isi["data"]
    return hasil


def test_belum_ada_putusan_status_null(mitra: Mitra, dunia: d.Dunia) -> None:
    isi = data(mitra, d.diajukan(dunia))
    assert isi.pop("id_usulan").startswith("ID-")
    assert set(isi.values()) == {None}


def test_putusan_btl_yang_terbit_terlihat(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    isi = data(mitra, usulan)
    putusan = usulan.putusan.get()
    assert (isi["status"], isi["keterangan"]) == ("BTL", putusan.keterangan)
    assert isi["tanggal_verifikasi"] == f"{putusan.tanggal:%d-%m-%Y}"
    assert isi["nomor_keppres"] is None


def test_yang_dijawab_putusan_putaran_terakhir(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    d.unggah(dunia, usulan, usulan.dokumen.get(terbuka=True).pk)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    assert data(mitra, usulan)["status"] == "BTL", "the second round has no verdict yet"
    d.nilai_semua(dunia, usulan)
    verifikasi.terbitkan(usulan.pk, status="APPROVED", keterangan="Sudah lengkap.", oleh=dunia.verifikator)
    isi = tanya(mitra, f"ID-{usulan.pk}").json()["data"]
    assert (isi["status"], isi["keterangan"]) == ("APPROVED", "Sudah lengkap.")


def test_tms_yang_menunggu_orang_kedua_tidak_terlihat(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="Rahasia dahulu", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    assert data(mitra, usulan)["status"] is None
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    assert tanya(mitra, f"ID-{usulan.pk}").json()["data"]["status"] == "TMS"


def test_putusan_bkn_tidak_terbaca_sebagai_putusan_biro(mitra: Mitra, dunia: d.Dunia) -> None:
    from django.utils import timezone

    from usulan.actions import bkn

    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    assert data(mitra, usulan)["status"] is None


def test_nomor_keppres_hanya_setelah_terbit(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.maju(dunia, d.rkp(dunia, usulan))
    isi = data(mitra, usulan)
    assert (isi["status"], isi["nomor_keppres"]) == ("APPROVED", None)
    d.terbit(dunia, rancangan, nomor="7/K/2026")
    assert tanya(mitra, f"ID-{usulan.pk}").json()["data"]["nomor_keppres"] == "7/K/2026"


@pytest.mark.parametrize("id_usulan", ["tidak-ada-1", "x" * 64, "x" * 65, "x" * 300, "%00", "%2e%2e", "é", "a b"])
def test_id_tak_dikenal_dijawab_404_yang_sama(mitra: Mitra, id_usulan: str) -> None:
    jawaban = tanya(mitra, id_usulan)
    assert masalah(jawaban)["type"] == "urn:siapp:galat:tidak-ditemukan"


def test_id_kami_sendiri_dan_usulan_terhapus_dijawab_404_yang_sama(mitra: Mitra, dunia: d.Dunia) -> None:
    asing = tanya(mitra, "tidak-ada-1").content
    terhapus = d.buat_draf(dunia)
    dikenal_siasn(terhapus, "terhapus-1")
    draf.hapus_draf(terhapus.pk, oleh=dunia.pic)
    assert tanya(mitra, "terhapus-1").content == asing
    assert tanya(mitra, str(d.diajukan(dunia).pk)).content == asing


def test_setiap_jawaban_dihitung_dan_yang_berisi_data_dicatat(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    data(mitra, usulan)
    tanya(mitra, "tidak-ada-1")
    hitungan = PanggilanBaca.objects.get(api=8)
    assert (hitungan.berhasil, hitungan.gagal, hitungan.sebab) == (1, 1, "tidak-ditemukan")
    akses = Akses.objects.get(mesin=Mesin.BKN)
    assert (akses.objek, akses.tindakan) == (f"usulan:{usulan.pk}", "LIHAT")
    assert akses.rincian == {"klien": "SIASN uji", "api": 8}
    assert mitra.token not in str(akses.rincian)


@pytest.mark.usefixtures("ingatan_tetap")
def test_satu_jawaban_satu_kueri(mitra: Mitra, dunia: d.Dunia, django_assert_num_queries: Any) -> None:
    usulan = d.dikembalikan(dunia)
    data(mitra, usulan)
    with django_assert_num_queries(1):
        assert tanya(mitra, f"ID-{usulan.pk}").status_code == 200
    assert Akses.objects.filter(objek=f"usulan:{usulan.pk}", mesin=Mesin.BKN).count() == 2


def test_head_dijawab_tanpa_isi(mitra: Mitra, dunia: d.Dunia) -> None:
    id_usulan = dikenal_siasn(d.diajukan(dunia))
    jawaban = mitra.klien.head(f"/api/v1/usulan/{id_usulan}/status-verifikasi", headers=mitra.kepala)
    assert (jawaban.status_code, jawaban.content) == (200, b"")
