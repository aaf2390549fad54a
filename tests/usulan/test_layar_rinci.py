"""Screens 4 and 7: the usulan's page for every role, corrections, Keppres and its receipt."""

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.peragaan.isian_contoh import pdf_contoh
from referensi.katalog import muat_katalog
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import Hasil, putuskan
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions import bkn, draf, salinan, verifikasi
from usulan.models import Usulan, rincian
from usulan.tahap import Tahap


def alamat(nama: str, usulan: Usulan, *lain: object) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk, *lain])


def btl(dunia: d.Dunia, *, bidang: dict[str, str] | None = None, tolak: int = 1) -> Usulan:
    """A usulan returned by Biro APP with `tolak` refused documents and named data fields."""
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=tolak)
    verifikasi.terbitkan(
        usulan.pk,
        status="BTL",
        keterangan="SK pangkat terpotong",
        catatan="Mohon pindai ulang semua halaman.",
        bidang=bidang,
        oleh=dunia.verifikator,
    )
    return d.segar(usulan)


# --- the usulan's page --------------------------------------------------------------------------------------------
JFKU = next(layanan.kode for layanan in muat_katalog() if layanan.kategori == "JFKU")
SEMUA_TAHAP = {
    "draf": d.buat_draf,
    "diajukan": d.diajukan,
    "diverifikasi": d.diverifikasi,
    "perbaikan": d.dikembalikan,
    "disetujui": d.disetujui_biro,
    "siap": d.siap_keppres,
    "terbit": d.keppres_terbit,
}


@pytest.mark.parametrize("tahap", SEMUA_TAHAP)
@pytest.mark.parametrize("kode", ["KP-STRUKTURAL", "BERHENTI-JDA", JFKU])
def test_halaman_usulan_terbuka_pada_setiap_tahap(dunia: d.Dunia, tahap: str, kode: str) -> None:
    usulan = SEMUA_TAHAP[tahap](dunia, kode)
    for orang in (dunia.pic, dunia.verifikator, dunia.dukungan):
        jawab = masuk(orang).get(alamat("rinci", usulan))
        boleh = tahap != "draf" or orang == dunia.pic
        assert jawab.status_code == (200 if boleh else 404)
        assert (usulan.nomor in jawab.text) is boleh


def test_membaca_usulan_dicatat(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    masuk(dunia.koordinator).get(alamat("rinci", usulan))
    assert Akses.objects.filter(tindakan="LIHAT", objek=f"usulan:{usulan.pk}", pengguna=dunia.koordinator).count() == 1


@pytest.mark.parametrize(
    ("buat", "orang", "kalimat"),
    [
        (d.buat_draf, "pic", "Lanjutkan draf"),
        (d.diajukan, "pic", "Menunggu dibagi"),
        (d.diajukan, "koordinator", "Bagi atau ambil usulan ini"),
        (d.diverifikasi, "verifikator", "Verifikasi usulan ini"),
        (d.diverifikasi, "verifikator_lain", "Dipegang Vino Contoh"),
        (d.dikembalikan, "pic", "Buka perbaikan"),
        (d.disetujui_biro, "pic", "Menunggu BKN"),
        (d.siap_keppres, "dukungan", "Masukkan ke rancangan Keppres"),
        (d.keppres_terbit, "pic", "Catat tanda terima"),
    ],
)
def test_apa_sekarang_menurut_peran(dunia: d.Dunia, buat, orang: str, kalimat: str) -> None:  # type: ignore[no-untyped-def]
    usulan = buat(dunia)
    assert kalimat in masuk(getattr(dunia, orang)).get(alamat("rinci", usulan)).text


def test_dua_jalur_berjalan_sendiri_sendiri(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    biro, di_bkn = masuk(dunia.pic).get(alamat("rinci", usulan)).context["jalur"]
    assert [langkah.keadaan for langkah in biro.langkah[:4]] == ["selesai", "selesai", "kini", "nanti"]
    assert [langkah.keadaan for langkah in di_bkn.langkah] == ["selesai", "selesai", "selesai", "kini"]


def test_lini_masa_menyebut_asal_salinan_hanya_kepada_yang_boleh_melihatnya(dunia: d.Dunia) -> None:
    lama = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        lama.pk, status="TMS", keterangan="Belum", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    verifikasi.konfirmasi_tms(lama.pk, oleh=dunia.koordinator)
    baru = draf.salin_dari_tms(lama.pk, oleh=dunia.pic)
    assert f"Dari usulan {lama.nomor}." in masuk(dunia.pic).get(alamat("linimasa", baru)).text
    # What was copied goes over to another instansi; the usulan that it was copied from stays with the first.
    Usulan.objects.filter(pk=lama.pk).update(instansi=dunia.instansi_lain)
    teks = masuk(dunia.pic).get(alamat("linimasa", baru)).text
    assert "Dari usulan terdahulu." in teks
    assert lama.nomor not in teks


def test_penilaian_tersembunyi_dari_pic_sampai_terbit(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    pic, verifikator = masuk(dunia.pic), masuk(dunia.verifikator)
    for nama in ("rinci", "linimasa"):
        teks = pic.get(alamat(nama, usulan)).text
        assert "Tidak sesuai" not in teks
        assert "Dokumen dinilai" not in teks
        assert dunia.alasan.teks not in teks
    assert "Tidak sesuai" in verifikator.get(alamat("rinci", usulan)).text
    verifikasi.terbitkan(usulan.pk, status="BTL", keterangan="Satu dokumen", oleh=dunia.verifikator)
    teks = pic.get(alamat("rinci", usulan)).text
    assert "Tidak sesuai" in teks
    assert dunia.alasan.teks in teks


def test_usul_tms_yang_menunggu_tidak_tampak_bagi_pic(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk,
        status="TMS",
        keterangan="Masa jabatan kurang",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    teks = masuk(dunia.pic).get(alamat("rinci", usulan)).text
    assert "TMS" not in teks
    assert "Masa jabatan kurang" not in teks


def test_ralat_pertek_berdampingan_dengan_yang_pertama(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-RALAT-1")
    teks = masuk(dunia.pic).get(alamat("rinci", usulan)).text
    assert "Ralat Pertek" in teks
    assert "nomor, isi berkas berubah" in teks
    assert "Digantikan" in teks


def test_usulan_yang_ditahan_menyebut_apa_yang_harus_diputuskan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.terima_pertek(usulan, jenis="Perbaikan")
    teks = masuk(dunia.dukungan).get(alamat("rinci", usulan)).text
    assert "Usulan ini ditahan" in teks
    assert "Putuskan penahanan" in teks


def test_riwayat_terbaru_dahulu_dan_berhalaman(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    klien = masuk(dunia.pic)
    jawab = klien.get(alamat("rinci", usulan))
    assert jawab.context["kejadian"][0].judul == "Usulan diteken dan dikirim"
    penuh = klien.get(alamat("linimasa", usulan))
    assert len(penuh.context["kejadian"]) > len(jawab.context["kejadian"])


def test_riwayat_menyebut_nilai_lama_dan_baru(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    draf.ubah_data(usulan.pk, isian={"golongan_lama": "IV/c"}, oleh=dunia.pic)
    assert "Golongan ruang saat ini: IV/b → IV/c" in masuk(dunia.pic).get(alamat("rinci", usulan)).text


def test_halaman_usulan_jumlah_kuerinya_tetap(
    dunia: d.Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    satu, klien = d.diajukan(dunia), masuk(dunia.pic)
    penuh = d.keppres_terbit(dunia)
    klien.get(alamat("rinci", satu))
    with django_assert_max_num_queries(26) as jumlah:
        klien.get(alamat("rinci", satu))
    with django_assert_max_num_queries(len(jumlah) + 1):
        klien.get(alamat("rinci", penuh))


# --- correction ---------------------------------------------------------------------------------------------------
def test_perbaikan_membuka_yang_ditolak_dan_mengunci_sisanya(dunia: d.Dunia) -> None:
    usulan = btl(dunia)
    jawab = masuk(dunia.pic).get(alamat("perbaikan", usulan))
    assert [b.pk for b in jawab.context["terbuka"]] == [baris.pk for baris in usulan.dokumen.filter(terbuka=True)]
    assert all(b.terkunci for b in jawab.context["terkunci"])
    assert "Mohon pindai ulang semua halaman." in jawab.text
    assert f"Ditolak: {dunia.alasan.teks}" in jawab.text
    assert "0 dari 1 dijawab" in jawab.text
    assert "1 dokumen belum diganti." in jawab.text
    assert "Lanjut ke teken" not in jawab.text


def test_perbaikan_dijawab_lalu_diteken_dan_dikirim(dunia: d.Dunia) -> None:
    usulan = btl(dunia)
    baris = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, baris.pk)
    klien = masuk(dunia.penyetuju)
    teks = klien.get(alamat("perbaikan", usulan)).text
    assert "1 dari 1 dijawab" in teks
    assert "Versi lama" in teks
    assert "Versi baru" in teks
    assert "Lanjut ke teken" in teks
    assert "Perbaikan, putaran 2" in klien.get(alamat("teken", usulan)).text
    versi = d.segar(usulan).versi
    klien.post(alamat("teken", usulan), {"versi": versi, "peringatan_diketahui": "on"})
    segar = d.segar(usulan)
    assert (segar.tahap, segar.putaran) == (Tahap.DIVERIFIKASI, 2)


def test_bidang_yang_diminta_terbuka_dengan_catatannya_dan_yang_lain_tidak(dunia: d.Dunia) -> None:
    usulan = btl(dunia, bidang={"nama_unor": "Tulis unit eselon I"}, tolak=0)
    klien = masuk(dunia.pic)
    jawab = klien.get(alamat("perbaikan", usulan))
    assert "Tulis unit eselon I" in jawab.text
    assert 'name="nama_unor"' in jawab.text
    assert 'name="golongan_lama"' not in jawab.text
    assert "1 data belum diperbaiki." in jawab.text
    versi = d.segar(usulan).versi
    klien.post(alamat("perbaikan", usulan), {"versi": versi, "nama_unor": "Sekretariat", "golongan_lama": "IV/e"})
    isi = rincian(d.segar(usulan))
    assert (isi.nama_unor, isi.golongan_lama) == ("Sekretariat", "IV/b")
    assert "1 dari 1 dijawab" in klien.get(alamat("perbaikan", usulan)).text


def test_dokumen_terkunci_tidak_dapat_diganti(dunia: d.Dunia) -> None:
    usulan = btl(dunia)
    terkunci = usulan.dokumen.filter(terbuka=False).exclude(versi_kini=None)[0]
    kiriman = {"berkas": SimpleUploadedFile("sk.pdf", pdf_contoh("SK", "baru"))}
    jawab = masuk(dunia.pic).post(alamat("unggah", usulan, terkunci.pk), kiriman, follow=True)
    assert "sudah diterima pada putaran sebelumnya dan terkunci" in jawab.text
    lama = terkunci.versi_kini_id
    terkunci.refresh_from_db()
    assert terkunci.versi_kini_id == lama


def test_btl_bkn_membuka_semua_baris_dan_menyebut_keterangan_bkn(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP tidak terbaca")
    jawab = masuk(dunia.pic).get(alamat("perbaikan", usulan))
    assert "SKP tidak terbaca" in jawab.text
    assert "BKN tidak menyebut dokumennya" in jawab.text
    assert jawab.context["terkunci"] == []
    assert "Belum ada dokumen atau data yang diperbaiki." in jawab.text


def test_versi_perbaikan_belum_tampak_bagi_biro_sampai_dikirim(dunia: d.Dunia) -> None:
    usulan = btl(dunia)
    baris = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, baris.pk)
    baris.refresh_from_db()
    versi = baris.versi_kini_id
    assert masuk(dunia.verifikator).get(alamat("lihat_versi", usulan, versi)).status_code == 404
    assert "Versi 2" not in masuk(dunia.verifikator).get(alamat("rinci", usulan)).text
    assert masuk(dunia.pic).get(alamat("lihat_versi", usulan, versi)).status_code == 200


# --- Keppres and receipt ------------------------------------------------------------------------------------------
def test_pic_mengunduh_salinan_lalu_mencatat_tanda_terima(dunia: d.Dunia) -> None:
    usulan, klien = d.keppres_terbit(dunia), masuk(dunia.pic)
    assert "Unduh salinan" in klien.get(alamat("rinci", usulan)).text
    unduh = klien.get(alamat("unduh_salinan", usulan, "salinan"))
    assert b"".join(unduh.streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]
    assert klien.get(alamat("unduh_salinan", usulan, "petikan")).status_code == 404
    assert klien.get(alamat("unduh_salinan", usulan, "rahasia")).status_code == 404
    klien.post(alamat("terima_salinan", usulan))
    assert d.segar(usulan).tahap == Tahap.SELESAI


def test_ralat_sesudah_selesai_meminta_tanda_terima_dan_tidak_memberi_petikan_lama(dunia: d.Dunia) -> None:
    usulan, klien = d.keppres_terbit(dunia), masuk(dunia.pic)
    for jenis in ("salinan", "petikan"):
        isi: dict[str, Any] = {"jenis": jenis, "berkas": d.berkas_siap(dunia.dukungan), "nip": usulan.nip}
        salinan.unggah_salinan(usulan.pk, **isi, oleh=dunia.dukungan)
    klien.post(alamat("terima_salinan", usulan))
    assert "Tidak ada tindakan lagi" in klien.get(alamat("rinci", usulan)).text
    keppres, berkas = usulan.baris_keppres.keppres, d.berkas_siap(dunia.dukungan, "ralat.pdf")
    tetap = {"nomor": keppres.nomor, "tanggal": keppres.tanggal, "judul": keppres.judul}
    salinan.ralat_keppres(keppres.pk, **tetap, berkas=berkas, alasan="Salah nama", oleh=dunia.dukungan)
    halaman = klien.get(alamat("rinci", usulan)).text
    assert "Tidak ada tindakan lagi" not in halaman
    assert "Catat tanda terima ralat" in halaman
    assert "Petikan belum ada untuk versi ini." in halaman
    assert klien.get(alamat("unduh_salinan", usulan, "petikan")).status_code == 404
    unduh = klien.get(alamat("unduh_salinan", usulan, "salinan"))
    assert sha256(b"".join(unduh.streaming_content)).hexdigest() == berkas.sha256  # type: ignore[arg-type]
    assert alamat("terima_salinan", usulan) in klien.get("/").text
    assert "Ralat menunggu tanda terima" in klien.get("/").text
    assert usulan.nomor in klien.get("/usulan/?tahap=RALAT").text
    assert "usulan tetap selesai" in " ".join(klien.get(alamat("terima_salinan", usulan)).text.split())
    klien.post(alamat("terima_salinan", usulan))
    assert "Tidak ada tindakan lagi" in klien.get(alamat("rinci", usulan)).text
    assert usulan.nomor not in klien.get("/usulan/?tahap=RALAT").text


def test_pindaian_tanda_terima_yang_masih_diperiksa_tidak_perlu_diunggah_lagi(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usulan.unggahan.TUNGGU", 0.0)
    usulan, klien = d.keppres_terbit(dunia), masuk(dunia.pic)
    kiriman = {"berkas": SimpleUploadedFile("tanda.pdf", pdf_contoh("Tanda terima", "isi"))}
    jawab = klien.post(alamat("terima_salinan", usulan), kiriman)
    assert jawab.status_code == 422
    assert "masih diperiksa" in jawab.text
    berkas = Berkas.objects.latest("dibuat_pada")
    assert f'value="{berkas.pk}"' in jawab.text
    sewa = uuid4()
    Berkas.objects.filter(pk=berkas.pk).update(sewa=sewa)
    assert putuskan(berkas.pk, sewa, Hasil(halaman=1), oleh=Mesin.SISTEM)
    klien.post(alamat("terima_salinan", usulan), {"berkas_id": str(berkas.pk)})
    assert d.segar(usulan).tahap == Tahap.SELESAI
    unduh = klien.get(alamat("unduh_salinan", usulan, "tanda-terima"))
    assert b"".join(unduh.streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]


def test_verifikator_tidak_mencatat_tanda_terima(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    assert masuk(dunia.verifikator).post(alamat("terima_salinan", usulan)).status_code == 403
    assert masuk(dunia.pic_lain).post(alamat("terima_salinan", usulan)).status_code == 404
    assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT


def test_salinan_belum_ada_sebelum_keppres_terbit(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    assert masuk(dunia.pic).get(alamat("unduh_salinan", usulan, "salinan")).status_code == 404
