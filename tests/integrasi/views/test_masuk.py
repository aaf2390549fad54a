"""The inbox: what BKN told us and machines could not place."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.keadaan import KeadaanMasuk
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, UsulanSiasn, UsulPencocokan
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia, diajukan, rkp, segar, siap_keppres
from tests.integrasi.views.conftest import Masuk
from usulan.actions.bkn import terima_putusan
from usulan.models import Usulan

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


def isian(usulan: Usulan, **ubahan: str) -> dict[str, str]:
    dasar = {"rujukan": usulan.nomor.lower(), "nip": usulan.nip, "nama": usulan.nama, "alasan": "Dipastikan BKN"}
    return dasar | ubahan


def cocokkan(masuk: Masuk, dunia: Dunia, baris: KejadianMasuk, usulan: Usulan) -> UsulPencocokan:
    """Propose as Dukungan, confirm as Kepala Biro."""
    masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan))
    usul = UsulPencocokan.objects.latest("pk")
    masuk(dunia.kepala_biro).post(url_usul("konfirmasi", usul))
    usul.refresh_from_db()
    assert usul.diterima
    return usul


def url_usul(nama: str, usul: UsulPencocokan) -> str:
    return reverse(f"integrasi:masuk_cocok_{nama}", args=[usul.pk])


def test_usul_pencocokan_dihitung_di_beranda_yang_boleh_mengonfirmasi(
    dunia: Dunia, masuk: Masuk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    menunggu = reverse("integrasi:menunggu_kedua")
    masuk(dunia.administrator).post(url("terapkan", baris), isian(usulan))
    kedua, sendiri = masuk(dunia.kepala_biro), masuk(dunia.administrator)
    assert f'hx-get="{menunggu}"' in kedua.get(reverse("beranda")).text
    assert menunggu not in masuk(dunia.verifikator).get(reverse("beranda")).text
    with django_assert_max_num_queries(12):
        halaman = kedua.get(menunggu).text
    assert "1 usul menunggu konfirmasi Anda" in halaman
    assert url("rinci", baris) in halaman
    assert usulan.nomor in halaman
    assert "tidak ada usul yang menunggu Anda" in sendiri.get(menunggu).text
    kedua.post(url_usul("konfirmasi", UsulPencocokan.objects.get()))
    sepotong = kedua.get(menunggu, headers={"HX-Request": "true"}).text
    assert "Tidak ada usul orang lain" in sepotong
    assert "<html" not in sepotong


def test_pemberitahuan_dicocokkan_dua_orang_yang_disebut_riwayat_usulan(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    klien = masuk(dunia.dukungan)
    for _ in range(2):
        jawaban = klien.post(url("terapkan", baris), isian(usulan), follow=True)
        assert "Usul pencocokan dicatat" in jawaban.content.decode()
    usul = UsulPencocokan.objects.get()
    assert segar(usulan).status_bkn == ""
    assert klien.post(url_usul("konfirmasi", usul)).status_code == 403
    kedua = masuk(dunia.kepala_biro)
    assert "Dipastikan BKN" in kedua.get(url("rinci", baris)).content.decode()
    for _ in range(2):
        jawaban = kedua.post(url_usul("konfirmasi", usul), follow=True)
        assert "Pemberitahuan dicocokkan." in jawaban.content.decode()
    baris.refresh_from_db()
    assert (baris.keadaan, baris.usulan) == (KeadaanMasuk.DITERAPKAN, usulan)
    assert segar(usulan).status_bkn == "APPROVED"
    assert usulan.putusan.filter(lembaga="BKN").count() == 1
    jejak = Peristiwa.objects.filter(aliran=f"kejadian_masuk:{baris.pk}").order_by("urutan")
    assert [(p.jenis, p.oleh) for p in jejak] == [
        ("kejadian_masuk.diusulkan", dunia.dukungan),
        ("kejadian_masuk.dicocokkan", dunia.kepala_biro),
    ]
    riwayat = masuk(dunia.pic).get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    assert f"Dicocokkan oleh {dunia.dukungan} dan {dunia.kepala_biro}." in riwayat
    lain = klien.post(url("terapkan", baris), isian(diajukan(dunia)))
    assert lain.status_code == 409


def test_pengusul_tidak_menjadi_orang_kedua(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    masuk(dunia.administrator).post(url("terapkan", baris), isian(usulan))
    usul = UsulPencocokan.objects.get()
    assert masuk(dunia.administrator).post(url_usul("konfirmasi", usul)).status_code == 403
    masuk(dunia.administrator).post(url_usul("tolak", usul))
    usul.refresh_from_db()
    assert usul.diterima is False
    masuk(dunia.kepala_biro).post(url_usul("konfirmasi", usul))
    assert segar(usulan).status_bkn == ""
    with pytest.raises(IntegrityError, match="orang_kedua"), transaction.atomic():
        UsulPencocokan.objects.update(diterima=True)


@pytest.mark.parametrize(
    ("ubahan", "pesan"),
    [
        ({"rujukan": "KP-TIDAK-ADA"}, "Tidak ada usulan dengan nomor"),
        ({"nip": "196805171995031009"}, "bukan NIP usulan"),
        ({"nama": "Orang Lain Sekali"}, "Nama ini bukan nama pada usulan"),
        ({"alasan": " "}, "dari mana Anda tahu"),
    ],
)
def test_yang_bertentangan_ditolak_dengan_kalimat(
    dunia: Dunia, masuk: Masuk, ubahan: dict[str, str], pesan: str
) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    jawaban = masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan, **ubahan))
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()
    assert not UsulPencocokan.objects.exists()


def test_id_yang_berlainan_dengan_id_usulan_itu_ditolak(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    UsulanSiasn.objects.create(usulan=usulan, id_usulan="id-yang-lain-0001")
    jawaban = masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan))
    assert jawaban.status_code == 422
    assert "mempunyai ID Usulan lain di SIASN (id-yang-lain-0001)" in jawaban.content.decode()


def test_id_milik_usulan_lain_dan_nip_lain_di_isi_mentah_ditolak(dunia: Dunia, masuk: Masuk) -> None:
    usulan, pemilik, baris = diajukan(dunia), diajukan(dunia), tanpa_usulan(nip=NIP)
    jawaban = masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan))
    assert "NIP di dalam pemberitahuan bukan NIP usulan itu." in jawaban.content.decode()
    UsulanSiasn.objects.create(usulan=pemilik, id_usulan="ID-BELUM-DIKENAL")
    jawaban = masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan))
    assert f"milik usulan {pemilik.nomor}" in jawaban.content.decode()


def test_id_yang_dikenal_kemudian_menggugurkan_usul(dunia: Dunia, masuk: Masuk) -> None:
    usulan, pemilik, baris = diajukan(dunia), diajukan(dunia), tanpa_usulan()
    masuk(dunia.dukungan).post(url("terapkan", baris), isian(usulan))
    UsulanSiasn.objects.create(usulan=pemilik, id_usulan="id-belum-dikenal")
    usul = UsulPencocokan.objects.get()
    assert masuk(dunia.kepala_biro).post(url_usul("konfirmasi", usul)).status_code == 422
    assert segar(usulan).status_bkn == ""


@pytest.mark.parametrize(("status", "tahap"), [("BTL", "PERBAIKAN"), ("TMS", "TMS"), ("APPROVED", "DIAJUKAN")])
def test_pencocokan_yang_salah_ditarik_dan_akibatnya_kembali(
    dunia: Dunia, masuk: Masuk, status: str, tahap: str
) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan(status=status)
    usul = cocokkan(masuk, dunia, baris, usulan)
    assert (segar(usulan).tahap, segar(usulan).status_bkn) == (tahap, status)
    klien = masuk(dunia.administrator)
    assert klien.post(url_usul("tarik", usul), {"alasan": ""}).status_code == 422
    for _ in range(2):
        jawaban = klien.post(url_usul("tarik", usul), {"alasan": "Salah orang"}, follow=True)
        assert "Pencocokan ditarik." in jawaban.content.decode()
    baris.refresh_from_db()
    assert (baris.keadaan, baris.usulan) == (KeadaanMasuk.TANPA_USULAN, None)
    kini = segar(usulan)
    assert (kini.tahap, kini.status_bkn) == ("DIAJUKAN", "")
    assert not usulan.putusan.filter(lembaga="BKN").exists()
    ditarik = Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").latest("urutan")
    assert (ditarik.jenis, ditarik.oleh, ditarik.alasan) == (
        "usulan.putusan_ditarik",
        dunia.administrator,
        "Salah orang",
    )
    ulang = diajukan(dunia)
    cocokkan(masuk, dunia, baris, ulang)
    assert segar(ulang).status_bkn == status


def test_penarikan_melepas_rancangan_yang_ditahan_karenanya(dunia: Dunia, masuk: Masuk) -> None:
    rancangan, baris = siap_keppres(dunia), tanpa_usulan(status="BTL")
    rkp(dunia, rancangan)
    usul = cocokkan(masuk, dunia, baris, rancangan)
    assert segar(rancangan).ditahan != ""
    masuk(dunia.administrator).post(url_usul("tarik", usul), {"alasan": "Salah orang"})
    kini = segar(rancangan)
    assert (kini.tahap, kini.status_bkn, kini.ditahan) == ("RKP", "APPROVED", "")


def test_menarik_tidak_mengambil_putusan_yang_dikatakan_bkn_sendiri(dunia: Dunia, masuk: Masuk) -> None:
    usulan, baris = diajukan(dunia), tanpa_usulan()
    assert baris.tanggal is not None
    terima_putusan(usulan.pk, status="APPROVED", tanggal=baris.tanggal, keterangan=baris.keterangan)
    usul = cocokkan(masuk, dunia, baris, usulan)
    masuk(dunia.kepala_biro).post(url_usul("tarik", usul), {"alasan": "Salah orang"})
    assert segar(usulan).status_bkn == "APPROVED"
    assert usulan.putusan.filter(lembaga="BKN").count() == 1


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
