"""The inbox: what BKN told us and machines could not place."""

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.keadaan import KeadaanMasuk
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, UsulanSiasn
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia, diajukan, segar
from tests.integrasi.views.conftest import Masuk

MASUK = "/integrasi/masuk/"
NIP, NAMA = "196805171995031999", "Kenari Rahasia"


def kejadian(id_usulan: str = "id-belum-dikenal", *, umur: timedelta = timedelta(0), **ubahan: Any) -> KejadianMasuk:
    """A notice as API 9 stores it, worked once."""
    isi = {
        "id_usulan": id_usulan,
        "status": "APPROVED",
        "tanggal_verifikasi": f"{timezone.localdate():%d-%m-%Y}",
        "keterangan": f"Sesuai untuk {NAMA} {NIP}",
        **ubahan,
    }
    baris, _ = simpan_mentah(json.dumps(isi).encode(), isi, "bkn-uji")
    KejadianMasuk.objects.filter(pk=baris.pk).update(diterima_pada=timezone.now() - umur)
    olah()
    baris.refresh_from_db()
    return baris


def tanpa_usulan(**ubahan: Any) -> KejadianMasuk:
    baris = kejadian(umur=timedelta(hours=25), **ubahan)
    assert baris.keadaan == KeadaanMasuk.TANPA_USULAN
    return baris


def url(nama: str, baris: KejadianMasuk) -> str:
    return reverse(f"integrasi:masuk_{nama}", args=[baris.pk])


def test_kotak_masuk_menghitung_menurut_keadaan_dan_menyaring(dunia: Dunia, masuk: Masuk) -> None:
    hilang, (rusak, _) = tanpa_usulan(), simpan_mentah(b"bukan json", None, "bkn-uji")
    klien = masuk(dunia.auditor)
    isi = klien.get(MASUK).content.decode()
    assert url("rinci", hilang) in isi
    assert url("rinci", rusak) in isi
    tersaring = klien.get(MASUK, {"keadaan": "TIDAK_TERBACA"}).content.decode()
    assert url("rinci", hilang) not in tersaring
    assert url("rinci", rusak) in tersaring
    assert url("rinci", hilang) in klien.get(MASUK, {"id_usulan": "ID-BELUM-DIKENAL"}).content.decode()
    assert url("rinci", hilang) not in klien.get(MASUK, {"id_usulan": "lain-lain"}).content.decode()


def test_isi_mentah_ditutup(dunia: Dunia, masuk: Masuk) -> None:
    klien = masuk(dunia.administrator)
    rusak, _ = simpan_mentah(f"{NAMA};{NIP}".encode(), None, "bkn-uji")
    baris = tanpa_usulan(nama=NAMA, nip=NIP)
    for satu in (baris, rusak):
        isi = klien.get(url("rinci", satu)).content.decode()
        assert NIP not in isi
    isi = klien.get(url("rinci", baris)).content.decode()
    assert "••••999" in isi
    assert NAMA not in klien.get(url("rinci", rusak)).content.decode()
    assert "Bukan objek JSON" in klien.get(url("rinci", rusak)).content.decode()


def test_pemberitahuan_diterapkan_ke_usulan_yang_disebut_petugas(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    klien = masuk(dunia.dukungan)
    salah = klien.post(url("terapkan", baris), {"rujukan": "KP-TIDAK-ADA"})
    assert salah.status_code == 422
    assert "Tidak ada usulan dengan nomor" in salah.content.decode()
    for _ in range(2):
        jawaban = klien.post(url("terapkan", baris), {"rujukan": usulan.nomor.lower()}, follow=True)
        assert "Pemberitahuan dicocokkan: Diterapkan." in jawaban.content.decode()
    baris.refresh_from_db()
    assert (baris.keadaan, baris.usulan) == (KeadaanMasuk.DITERAPKAN, usulan)
    assert segar(usulan).status_bkn == "APPROVED"
    assert usulan.putusan.filter(lembaga="BKN").count() == 1
    jejak = Peristiwa.objects.filter(aliran=f"kejadian_masuk:{baris.pk}").order_by("urutan")
    assert [p.data["berlaku"] for p in jejak] == [True, False]
    assert {p.oleh for p in jejak} == {dunia.dukungan}
    lain = klien.post(url("terapkan", baris), {"rujukan": diajukan(dunia).nomor})
    assert lain.status_code == 409
    assert "sudah “Diterapkan”" in lain.content.decode()


def test_coba_lagi_setelah_id_dikenal(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    UsulanSiasn.objects.create(usulan=usulan, id_usulan="ID-Belum-Dikenal")
    klien = masuk(dunia.administrator)
    assert "Olah ulang sekarang" in klien.get(url("rinci", baris)).content.decode()
    for _ in range(2):
        assert klien.post(url("coba_lagi", baris)).status_code == 302
    olah()
    baris.refresh_from_db()
    assert (baris.keadaan, baris.usulan) == (KeadaanMasuk.DITERAPKAN, usulan)
    assert klien.post(url("coba_lagi", baris)).status_code == 409


def test_ditutup_dengan_alasan_dan_tidak_dapat_ditutup_yang_sudah_diterapkan(dunia: Dunia, masuk: Masuk) -> None:
    baris, _ = simpan_mentah(b"{}", None, "bkn-uji")
    klien = masuk(dunia.administrator)
    kosong = klien.post(url("tutup", baris), {"alasan": ""})
    assert kosong.status_code == 422
    assert "Tulis mengapa" in kosong.content.decode()
    jawaban = klien.post(url("tutup", baris), {"alasan": "Uji coba BKN"}, follow=True)
    assert "Pemberitahuan ditutup." in jawaban.content.decode()
    assert klien.post(url("tutup", baris), {"alasan": "lagi"}).status_code == 302
    baris.refresh_from_db()
    assert (baris.keadaan, baris.catatan, baris.ditutup_oleh) == ("DITUTUP", "Uji coba BKN", dunia.administrator)
    usulan = diajukan(dunia)
    UsulanSiasn.objects.create(usulan=usulan, id_usulan="id-dikenal-0001")
    berlaku = kejadian("id-dikenal-0001")
    assert berlaku.keadaan == KeadaanMasuk.DITERAPKAN
    tolak = klien.post(url("tutup", berlaku), {"alasan": "tidak perlu"})
    assert tolak.status_code == 409
    assert "sudah “Diterapkan”" in tolak.content.decode()
    assert "Tidak ada yang perlu Anda lakukan" in klien.get(url("rinci", berlaku)).content.decode()


def test_daftar_panjang_berhalaman_dengan_kueri_tetap(
    dunia: Dunia, masuk: Masuk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    klien = masuk(dunia.administrator)
    simpan_mentah(b"ke-0", None, "bkn-uji")
    klien.get(MASUK)
    with CaptureQueriesContext(connection) as sedikit:
        klien.get(MASUK)
    for nomor in range(1, 40):
        simpan_mentah(f"ke-{nomor}".encode(), None, "bkn-uji")
    with django_assert_num_queries(len(sedikit)):
        isi = klien.get(MASUK).content.decode()
    assert "Berikutnya" in isi
    assert len(sedikit) <= 6
