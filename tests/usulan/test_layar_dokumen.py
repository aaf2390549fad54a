"""Screen 3 and teken: files onto rows, pemeriksaan awal, signing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.enums import Api
from integrasi.peragaan.isian_contoh import gambar_contoh, pdf_contoh
from referensi.models import ASN, JenisDokumen, JenisLayanan, Layanan, Persyaratan
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.terimaan import DOKUMEN
from tests import dunia as d
from tests.usulan.actions.pembantu import panggilan
from tests.usulan.layar import HTMX, masuk, penjelasan
from usulan.actions import dokumen, draf, verifikasi
from usulan.actions.dokumen import versi_lama
from usulan.models import Dokumen, HasilPenilaian, PengaturanInstansi, PenilaianDokumen, Usulan, VersiDokumen
from usulan.tahap import Tahap
from usulan.tampilan.dokumen import baris_dokumen


def kirim_berkas(nama: str = "sk.pdf", isi: bytes | None = None) -> dict[str, SimpleUploadedFile]:
    return {"berkas": SimpleUploadedFile(nama, pdf_contoh("SK", "isi") if isi is None else isi)}


def baris_wajib(usulan: Usulan) -> Dokumen:
    return usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False).select_related("persyaratan")[0]


def layanan_berfoto() -> str:
    return Persyaratan.objects.filter(gambar=True, kondisi="")[0].layanan_id


def alamat(nama: str, usulan: Usulan, *lain: object) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk, *lain])


# --- uploads ------------------------------------------------------------------------------------------------------
def test_unggah_tanpa_javascript_kembali_ke_barisnya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    jawab = masuk(dunia.pic).post(alamat("unggah", usulan, baris.pk), kirim_berkas())
    assert jawab.headers["Location"] == f"{alamat('dokumen', usulan)}#dok-{baris.pk}"
    baris.refresh_from_db()
    assert baris.versi_kini is not None
    assert baris.versi_kini.berkas.keadaan == KeadaanBerkas.DIPERIKSA


def test_unggah_lewat_htmx_dijawab_barisnya_yang_menyegarkan_diri(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris = baris_wajib(usulan)
    jawab = klien.post(alamat("unggah", usulan, baris.pk), kirim_berkas(), **HTMX)
    assert jawab.status_code == 200
    assert "<html" not in jawab.text
    assert "Sedang diperiksa" in jawab.text
    assert f'hx-get="{alamat("baris", usulan, baris.pk)}"' in jawab.text
    assert 'id="hitung-wajib" hx-swap-oob="true"' in jawab.text
    d.unggah(dunia, usulan, baris.pk)
    jawab = klien.get(alamat("baris", usulan, baris.pk), **HTMX)
    assert "Diterima" in jawab.text
    assert "berkas diterima." in jawab.text
    assert "hx-trigger" not in jawab.text


@pytest.mark.parametrize(("umur", "jeda"), [(0, 700), (3, 3000), (60, 10_000), (3600, 0)])
def test_baris_menyegarkan_diri_makin_jarang_lalu_berhenti(dunia: d.Dunia, umur: int, jeda: int) -> None:
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    masuk(dunia.pic).post(alamat("unggah", usulan, baris.pk), kirim_berkas())
    baris.refresh_from_db()
    with time_machine.travel(baris.versi_kini.diunggah_pada + timedelta(seconds=umur), tick=False):  # type: ignore[union-attr]
        (satu,) = baris_dokumen(usulan, dunia.pic, baris.pk)
        assert satu.jeda_segar == jeda


@pytest.mark.parametrize(
    ("nama", "isi", "kalimat"),
    [
        (
            "halaman.pdf",
            b"<!doctype html><html></html>",
            "Berkas ini halaman web, bukan PDF atau foto (JPEG",
        ),
        ("kosong.pdf", b"", "Berkas ini kosong (0 bita)."),
        ("besar.pdf", b"%PDF-1.7" + b"0" * (10 * 1024 * 1024), "batasnya 10,0 MB"),
        ("surat.docx", b"PK\x03\x04 dst", "dokumen Word, Excel, PowerPoint, atau arsip ZIP, bukan PDF atau foto"),
    ],
)
@pytest.mark.parametrize("lewat_htmx", [True, False])
def test_berkas_yang_tidak_diterima_dijelaskan_di_barisnya(
    dunia: d.Dunia, nama: str, isi: bytes, kalimat: str, lewat_htmx: bool
) -> None:
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    tambahan = HTMX if lewat_htmx else {}
    jawab = masuk(dunia.pic).post(alamat("unggah", usulan, baris.pk), kirim_berkas(nama, isi), **tambahan)
    assert jawab.status_code == 422
    assert kalimat in jawab.text.replace("\xa0", " ")
    assert f'id="dok-{baris.pk}-galat"' in jawab.text
    assert not Berkas.objects.exists()


def test_tanpa_berkas_diminta_memilih(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    jawab = masuk(dunia.pic).post(alamat("unggah", usulan, baris_wajib(usulan).pk), {})
    assert "Pilih berkasnya dahulu." in jawab.text


def test_berkas_yang_ditolak_pemeriksaan_menyebut_sebabnya(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris = baris_wajib(usulan)
    klien.post(alamat("unggah", usulan, baris.pk), kirim_berkas())
    berkas = Berkas.objects.get()
    berkas.keadaan, berkas.sebab_tolak, berkas.diperiksa_pada = "DITOLAK", "TERENKRIPSI", berkas.dibuat_pada
    berkas.save()
    teks = klien.get(alamat("dokumen", usulan)).text
    assert "PDF ini terkunci kata sandi" in teks
    assert f"0 dari {usulan.dokumen.filter(persyaratan__wajib=True).count()}" in teks


def test_pas_foto_tetap_gambar_dan_foto_dokumen_lain_dijadikan_pdf(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia, layanan_berfoto()), masuk(dunia.pic)
    foto = usulan.dokumen.get(persyaratan__gambar=True)
    jpeg = kirim_berkas("foto.jpg", gambar_contoh("uji"))
    assert klien.post(alamat("unggah", usulan, foto.pk), jpeg).status_code == 302
    jpeg = kirim_berkas("foto.jpg", gambar_contoh("uji"))
    assert klien.post(alamat("unggah", usulan, baris_wajib(usulan).pk), jpeg).status_code == 302
    assert [b.jenis for b in Berkas.objects.order_by("dibuat_pada")] == [JenisBerkas.JPEG, JenisBerkas.FOTO]
    teks = klien.get(alamat("dokumen", usulan)).text
    assert teks.count(f'accept="{DOKUMEN.accept}"') == usulan.dokumen.count() + 1
    assert DOKUMEN.kata in teks


def test_berkas_sama_di_dua_baris_disebut(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    satu, dua = usulan.dokumen.filter(persyaratan__gambar=False)[:2]
    isi = pdf_contoh("SK", "kembar")
    for baris in (satu, dua):
        berkas = d.berkas_siap(dunia.pic, "kembar.pdf", isi)
        dokumen.lampirkan(usulan.pk, dokumen_id=baris.pk, berkas=berkas, oleh=dunia.pic)
    teks = masuk(dunia.pic).get(alamat("dokumen", usulan)).text
    assert teks.count("Berkas ini sama persis dengan") == 2


def test_dokumen_wajib_dahulu_dan_syarat_jabatan_disebut(dunia: d.Dunia) -> None:
    syarat = Persyaratan.objects.exclude(kondisi="").first()
    assert syarat is not None
    asn = d.buat_asn(dunia.instansi, nama_jabatan_terakhir=f"{syarat.kondisi} Ahli Utama")
    usulan = d.buat_draf(dunia, syarat.layanan_id, asn)
    jawab = masuk(dunia.pic).get(alamat("dokumen", usulan))
    assert f"Hanya untuk jabatan {syarat.kondisi}." in jawab.text
    urutan = [b.nama for b in jawab.context["wajib"]]
    harapan = usulan.dokumen.filter(persyaratan__wajib=True).order_by("persyaratan__urutan")
    assert urutan == list(harapan.values_list("persyaratan__nama", flat=True))


def test_ganti_lepas_dan_pindahkan_berkas(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    satu, dua = usulan.dokumen.filter(persyaratan__gambar=False)[:2]
    d.unggah(dunia, usulan, satu.pk)
    d.unggah(dunia, usulan, satu.pk)
    satu.refresh_from_db()
    assert satu.versi_kini is not None
    assert satu.versi_kini.nomor == 2
    berkas = satu.versi_kini.berkas
    klien.post(alamat("pindah", usulan, satu.pk), {"ke": dua.pk})
    satu.refresh_from_db()
    dua.refresh_from_db()
    assert satu.versi_kini is None
    assert dua.versi_kini is not None
    assert dua.versi_kini.berkas == berkas
    klien.post(alamat("lepas", usulan, dua.pk))
    dua.refresh_from_db()
    assert dua.versi_kini is None


def test_gambar_tidak_dapat_dipindahkan_ke_baris_pdf(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia, layanan_berfoto())
    foto = usulan.dokumen.get(persyaratan__gambar=True)
    d.unggah(dunia, usulan, foto.pk)
    tujuan = baris_wajib(usulan)
    jawab = masuk(dunia.pic).post(alamat("pindah", usulan, foto.pk), {"ke": tujuan.pk})
    assert "hanya menerima PDF" in jawab.text
    tujuan.refresh_from_db()
    assert tujuan.versi_kini is None


def test_berkas_usulan_lama_orang_yang_sama_dapat_dipakai_lagi(dunia: d.Dunia) -> None:
    lama = d.buat_draf(dunia)
    baris_lama = baris_wajib(lama)
    d.unggah(dunia, lama, baris_lama.pk)
    baru = d.buat_draf(dunia, asn=lama.asn)
    baris = baru.dokumen.get(persyaratan=baris_lama.persyaratan)
    klien = masuk(dunia.pic)
    assert "Pakai lagi dari usulan sebelumnya" in klien.get(alamat("dokumen", baru)).text
    baris_lama.refresh_from_db()
    klien.post(alamat("pakai_ulang", baru, baris.pk), {"versi": baris_lama.versi_kini_id})
    baris.refresh_from_db()
    assert baris.versi_kini is not None
    assert baris_lama.versi_kini is not None
    assert baris.versi_kini.berkas == baris_lama.versi_kini.berkas


def test_berkas_orang_lain_tidak_dapat_dipakai(dunia: d.Dunia) -> None:
    lain, usulan = d.buat_draf(dunia), d.buat_draf(dunia)
    d.unggah(dunia, lain, baris_wajib(lain).pk)
    baris_lain = baris_wajib(lain)
    jawab = masuk(dunia.pic).post(
        alamat("pakai_ulang", usulan, baris_wajib(usulan).pk), {"versi": baris_lain.versi_kini_id}
    )
    assert jawab.status_code == 422
    assert baris_wajib(usulan).versi_kini is None


def test_baris_usulan_lain_tidak_dapat_diisi_lewat_usulan_ini(dunia: d.Dunia) -> None:
    lain, usulan = d.buat_draf(dunia), d.buat_draf(dunia)
    jawab = masuk(dunia.pic).post(alamat("unggah", usulan, baris_wajib(lain).pk), kirim_berkas())
    assert jawab.status_code == 404


def _dua_usulan(dunia: d.Dunia) -> tuple[Usulan, Usulan]:
    """An earlier usulan with three files, and a new draft of the same person."""
    asn = d.buat_asn(dunia.instansi)
    lama = d.buat_draf(dunia, asn=asn)
    for baris in lama.dokumen.filter(persyaratan__gambar=False)[:3]:
        d.unggah(dunia, lama, baris.pk)
    return lama, d.buat_draf(dunia, asn=asn)


def test_berkas_usulan_sebelumnya_dipakai_semua_dengan_sekali_tekan(dunia: d.Dunia) -> None:
    lama, baru = _dua_usulan(dunia)
    klien = masuk(dunia.pic)
    halaman = klien.get(alamat("dokumen", baru)).text
    pilihan = re.findall(r'name="pakai" value="([^"]+)" checked', " ".join(halaman.split()))
    assert len(pilihan) == 3
    klien.post(alamat("pakai_semua", baru), {"pakai": pilihan[:2]})
    assert baru.dokumen.exclude(versi_kini=None).count() == 2
    sama = VersiDokumen.objects.filter(dokumen__usulan=baru).values_list("berkas", flat=True)
    assert set(sama) <= set(VersiDokumen.objects.filter(dokumen__usulan=lama).values_list("berkas", flat=True))
    kosong = klien.post(alamat("pakai_semua", baru), {}, follow=True).text
    assert "Centang berkas yang dipakai lagi." in kosong
    asing = klien.post(alamat("pakai_semua", baru), {"pakai": [f"{baru.dokumen.all()[0].pk}:999999"]}, follow=True)
    assert "Centang berkas yang dipakai lagi." in asing.text


def test_berkas_yang_diganti_atau_ditolak_tidak_ditawarkan_lagi(dunia: d.Dunia) -> None:
    lama = d.dikembalikan(dunia)
    ditolak = PenilaianDokumen.objects.get(dokumen__usulan=lama, hasil=HasilPenilaian.TIDAK_SESUAI)
    ditawarkan = versi_lama(d.buat_draf(dunia, "BERHENTI-APS", asn=lama.asn), dunia.pic)
    assert ditawarkan.count() == lama.dokumen.exclude(versi_kini=None).count() - 1
    assert ditolak.versi_id not in ditawarkan.values_list("pk", flat=True)
    d.perbaiki(dunia, lama)
    pengganti = lama.dokumen.get(pk=ditolak.dokumen_id).versi_kini_id
    tersedia = set(ditawarkan.values_list("pk", flat=True))
    assert pengganti in tersedia
    assert ditolak.versi_id not in tersedia


@pytest.mark.parametrize("nama", ["unggah", "lepas", "pindah", "pakai_ulang", "baris"])
def test_pic_lain_tidak_menemukan_baris(dunia: d.Dunia, nama: str) -> None:
    usulan = d.buat_draf(dunia)
    tujuan = alamat(nama, usulan, baris_wajib(usulan).pk)
    klien = masuk(dunia.pic_lain)
    assert (klien.get(tujuan) if nama == "baris" else klien.post(tujuan, {})).status_code == 404


def test_halaman_dokumen_jumlah_kuerinya_tetap(
    dunia: d.Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kosong, penuh = d.buat_draf(dunia), d.lengkapi(dunia, d.buat_draf(dunia), semua=True)
    klien = masuk(dunia.pic)
    klien.get(alamat("dokumen", kosong))
    with django_assert_max_num_queries(14) as jumlah:
        klien.get(alamat("dokumen", kosong))
    with django_assert_max_num_queries(len(jumlah) + 1):
        klien.get(alamat("dokumen", penuh))


# --- files to look at and download ----------------------------------------------------------------------------------
def test_halaman_berkas_tampil_sebagai_gambar_dan_aslinya_dapat_diunduh(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris = baris_wajib(usulan)
    d.unggah(dunia, usulan, baris.pk)
    baris.refresh_from_db()
    versi = baris.versi_kini_id
    assert alamat("gambar_versi", usulan, versi, 1) in klien.get(alamat("lihat_versi", usulan, versi)).text
    gambar = klien.get(alamat("gambar_versi", usulan, versi, 1), {"lebar": "160"})
    assert gambar.headers["Content-Type"] == "image/webp"
    assert klien.get(alamat("gambar_versi", usulan, versi, 2)).status_code == 404
    unduh = klien.get(alamat("unduh_versi", usulan, versi))
    assert b"".join(unduh.streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]
    assert usulan.nip not in unduh.headers["Content-Disposition"]


@pytest.mark.parametrize("peran", ["pic_lain", "koordinator", "verifikator"])
@pytest.mark.parametrize("nama", ["lihat_versi", "unduh_versi", "gambar_versi"])
def test_berkas_draf_tidak_ditemukan_orang_lain(dunia: d.Dunia, peran: str, nama: str) -> None:
    usulan = d.buat_draf(dunia)
    baris = baris_wajib(usulan)
    d.unggah(dunia, usulan, baris.pk)
    baris.refresh_from_db()
    halaman = [1] if nama == "gambar_versi" else []
    jawab = masuk(getattr(dunia, peran)).get(alamat(nama, usulan, baris.versi_kini_id, *halaman))
    assert jawab.status_code == 404


# --- pemeriksaan awal and teken -----------------------------------------------------------------------------------
def test_pemeriksaan_awal_mengantar_ke_isian_dan_baris(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    teks = klien.get(alamat("periksa", usulan)).text
    assert f"{alamat('dokumen', usulan)}#dok-{baris_wajib(usulan).pk}" in teks
    assert f"{alamat('surat', usulan)}#id_nomor_surat_pengantar" in teks
    assert f"{alamat('data', usulan)}#id_golongan_baru" in teks
    assert "Lanjut ke teken" not in teks


def _tanpa_peringatan(dunia: d.Dunia) -> Usulan:
    """A complete draft of a service that SIASN's reference lists know."""
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    kini = timezone.now()
    usulan.layanan.jenis_layanan = JenisLayanan.objects.create(id="L1", nama="Layanan", diubah_pada=kini)
    usulan.layanan.save()
    for urutan, syarat in enumerate(usulan.layanan.persyaratan.all()):
        syarat.jenis_dokumen = JenisDokumen.objects.create(
            id=f"L1:{urutan}", id_ref_dokumen=str(urutan), nama=syarat.nama, diubah_pada=kini
        )
        syarat.save()
    return usulan


def test_pemeriksaan_awal_yang_bersih_mengatakannya_dan_apa_yang_belum_dibaca(dunia: d.Dunia) -> None:
    usulan = _tanpa_peringatan(dunia)
    ASN.objects.filter(pk=usulan.asn_id).update(kedudukan_hukum_id="01")
    teks = masuk(dunia.pic).get(alamat("periksa", usulan)).text
    assert "Belum ada temuan" in teks
    assert "hal belum dapat diperiksa" in teks
    assert "Lanjut ke teken" in teks


def test_yang_belum_diperiksa_tidak_dikatakan_sesuai(dunia: d.Dunia) -> None:
    """A draft without data has no findings on them, and the page says what waits and what no machine looks at."""
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    teks = klien.get(alamat("periksa", usulan)).text
    assert "Tidak ada temuan" not in teks
    assert "menunggu Golongan ruang yang diusulkan" in " ".join(teks.split())
    assert "hukuman disiplin dan proses pidana" in teks


def test_halaman_draf_menunjukkan_temuan_tanpa_ditekan_beserta_dasarnya(dunia: d.Dunia) -> None:
    usulan, klien = d.lengkapi(dunia, d.buat_draf(dunia)), masuk(dunia.pic)
    assert "Belum ada temuan pada yang sudah diisi" in klien.get(alamat("tugas", usulan)).text
    draf.ubah_data(usulan.pk, isian={"pangkat_baru": "Pembina Utama"}, oleh=dunia.pic)
    teks = klien.get(alamat("tugas", usulan)).text
    assert "sedangkan golongan IV/c adalah Pembina Utama Muda" in teks
    assert "Mengapa?" in teks
    assert "PP 99/2000" in teks


def test_teken_mengirim_usulan(dunia: d.Dunia) -> None:
    usulan, klien = _tanpa_peringatan(dunia), masuk(dunia.penyetuju)
    teks = klien.get(alamat("teken", usulan)).text
    assert dunia.penyetuju.nip[:8] in teks
    assert "Peringatan: tulis mengapa" not in teks
    jawab = klien.post(alamat("teken", usulan), {"versi": usulan.versi, "catatan": "Segera"})
    assert jawab.headers["Location"] == alamat("terkirim", usulan)
    segar = d.segar(usulan)
    assert segar.tahap == Tahap.DIAJUKAN
    assert segar.penanda_tangan == dunia.penyetuju


def test_tiap_peringatan_dijelaskan_dan_alasannya_dibaca_verifikator(dunia: d.Dunia) -> None:
    usulan, klien = d.lengkapi(dunia, d.buat_draf(dunia)), masuk(dunia.penyetuju)
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Pusat Lain", "nama_jabatan": "Deputi Lain"}, oleh=dunia.pic)
    usulan = d.segar(usulan)
    satu, dua = penjelasan(usulan)
    jawab = klien.post(alamat("teken", usulan), {"versi": usulan.versi, satu: "Unit berganti nama"})
    assert jawab.status_code == 422
    assert jawab.text.count("Tulis mengapa ini tetap benar, atau perbaiki dahulu.") >= 1
    isian = {"versi": usulan.versi, satu: "Unit berganti nama", dua: "SK jabatan terlampir"}
    assert klien.post(alamat("teken", usulan), isian).status_code == 302
    assert d.segar(usulan).tahap == Tahap.DIAJUKAN
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    riwayat = masuk(dunia.verifikator).get(alamat("linimasa", usulan)).text
    assert "Alasan: Unit berganti nama" in riwayat
    assert "Alasan: SK jabatan terlampir" in riwayat


def test_catatan_teken_lebih_dari_255_ditolak_tanpa_hilang(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    isi = {"versi": usulan.versi, "catatan": "z" * 256, "peringatan_diketahui": "on"}
    jawab = masuk(dunia.penyetuju).post(alamat("teken", usulan), isi)
    assert jawab.status_code == 422
    assert "Terisi 256 karakter; batasnya 255." in jawab.text
    assert "z" * 256 in jawab.text


def test_catatan_teken_menjadi_satu_baris_dan_dihitung_sesudahnya(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    baris = "\r\n".join(["e\u0301" * 30] * 4)
    klien, isi = masuk(dunia.penyetuju), {"versi": usulan.versi, "peringatan_diketahui": "on"}
    assert "data-bita" in klien.get(alamat("teken", usulan)).text
    jawab = klien.post(alamat("teken", usulan), isi | {"catatan": baris})
    assert jawab.status_code == 302, "123 characters and 243 bytes as BKN gets them"
    assert panggilan(usulan, Api.APPROVE)[0]["catatan"] == " ".join(["é" * 30] * 4)


def test_pic_tanpa_hak_teken_melihat_siapa_yang_dapat(dunia: d.Dunia) -> None:
    usulan, klien = d.lengkapi(dunia, d.buat_draf(dunia)), masuk(dunia.pic)
    teks = klien.get(alamat("teken", usulan)).text
    assert dunia.penyetuju.nama in teks
    assert "Teken dan kirim usulan</button>" not in teks
    jawab = klien.post(alamat("teken", usulan), {"versi": usulan.versi, "peringatan_diketahui": "on"})
    assert jawab.status_code == 403
    assert "belum mempunyai hak teken" in jawab.text


def test_empat_mata_penyusun_tidak_dapat_meneken_sendiri(dunia: d.Dunia) -> None:
    PengaturanInstansi.objects.create(instansi=dunia.instansi, empat_mata=True)
    usulan = draf.buat_draf(
        layanan=Layanan.objects.get(pk="KP-STRUKTURAL"), asn=d.buat_asn(dunia.instansi), oleh=dunia.penyetuju
    )
    usulan = d.lengkapi(dunia, usulan)
    klien = masuk(dunia.penyetuju)
    assert "Belum ada PIC penyetuju" in klien.get(alamat("teken", usulan)).text
    jawab = klien.post(alamat("teken", usulan), {"versi": usulan.versi, "peringatan_diketahui": "on"})
    assert jawab.status_code == 403


def test_teken_dari_halaman_basi_ditolak(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    jawab = masuk(dunia.penyetuju).post(
        alamat("teken", usulan), {"versi": usulan.versi - 1, "peringatan_diketahui": "on"}
    )
    assert jawab.status_code == 409
    assert d.segar(usulan).tahap == Tahap.DRAF


def test_teken_draf_yang_belum_lengkap_ditolak(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    klien = masuk(dunia.penyetuju)
    assert "Teken dan kirim usulan</button>" not in klien.get(alamat("teken", usulan)).text
    jawab = klien.post(alamat("teken", usulan), {"versi": usulan.versi, "peringatan_diketahui": "on"})
    assert jawab.status_code == 422
    assert "Usulan belum dapat dikirim" in jawab.text


# --- a repaired copy ----------------------------------------------------------------------------------------------
def test_berkas_yang_diperbaiki_disebut_dan_aslinya_dapat_diunduh(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris, isi = baris_wajib(usulan), b"\xef\xbb\xbf" + pdf_contoh("SK", "isi")
    klien.post(alamat("unggah", usulan, baris.pk), kirim_berkas(isi=isi))
    assert periksa_berkas(Berkas.objects.get().pk)
    versi = baris.versi.get()
    asli = alamat("unduh_asli", usulan, versi.pk)
    for halaman in (alamat("dokumen", usulan), alamat("lihat_versi", usulan, versi.pk)):
        teks = klien.get(halaman).text
        assert "diperbaiki tanpa mengubah yang tampak" in teks
        assert f'href="{asli}"' in teks
    assert b"".join(klien.get(asli).streaming_content) == isi  # type: ignore[arg-type]
    assert b"".join(klien.get(alamat("unduh_versi", usulan, versi.pk)).streaming_content).startswith(b"%PDF-")  # type: ignore[arg-type]
    assert masuk(dunia.pic_lain).get(asli).status_code == 404
    # The same file from a second device is the version that is there.
    klien.post(alamat("unggah", usulan, baris.pk), kirim_berkas(isi=isi))
    assert baris.versi.get() == versi


def test_berkas_yang_tidak_diperbaiki_tidak_punya_aslinya(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    baris = baris_wajib(usulan)
    d.unggah(dunia, usulan, baris.pk)
    assert klien.get(alamat("unduh_asli", usulan, baris.versi.get().pk)).status_code == 404
    assert "diperbaiki tanpa" not in klien.get(alamat("dokumen", usulan)).text
