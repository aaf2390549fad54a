"""Many documents at once: each file on the row that its name means, of the others it is asked; nothing is replaced."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from integrasi.peragaan.isian_contoh import gambar_contoh, pdf_contoh
from siapp.berkas.foto import asal_foto, susunan_foto
from siapp.berkas.models import Bacaan, Berkas, JenisBerkas
from siapp.berkas.penyimpanan import buka_terperiksa
from siapp.berkas.periksa import periksa_berkas
from tests import dunia as d
from tests.usulan.layar import HTMX, masuk
from tests.usulan.test_layar_dokumen import layanan_berfoto
from usulan.bacaan.bentuk import SKEMA, Fakta, FaktaDokumen, JenisFakta, Tempat
from usulan.models import Dokumen, Usulan


def alamat(nama: str, usulan: Usulan) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk])


def pdf(nama: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(nama, pdf_contoh("Uji", nama), "application/pdf")


def draf(dunia: d.Dunia) -> Usulan:
    return d.buat_draf(dunia)


def baris(usulan: Usulan, jenis: str) -> Dokumen:
    return usulan.dokumen.select_related("versi_kini__berkas").get(persyaratan__jenis=jenis)


def isi(usulan: Usulan, jenis: str) -> str:
    versi = baris(usulan, jenis).versi_kini
    return versi.berkas.nama_asli if versi else ""


def unggah(klien: Client, usulan: Usulan, *nama: str, **tambahan: str) -> str:
    berkas = [pdf(satu) for satu in nama]
    return klien.post(alamat("unggah_banyak", usulan), {"berkas": berkas}, follow=True, **tambahan).text  # type: ignore[arg-type]


def test_tanpa_javascript_setiap_berkas_ditaruh_di_barisnya(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    teks = unggah(klien, usulan, "Surat Pengantar.pdf", "SPP.pdf", "SK Jabatan (1).pdf", "scan0001.pdf")
    assert "3 berkas ditaruh di barisnya." in teks
    assert "Belum tahu dokumennya (1)" in teks
    assert isi(usulan, "surat-pengantar") == "Surat Pengantar.pdf"
    assert isi(usulan, "surat-pernyataan-pelantikan") == "SPP.pdf"
    assert isi(usulan, "sk-jabatan-terakhir") == "SK Jabatan (1).pdf"


def test_nama_ditanyakan_barisnya_tanpa_mengubah_apa_pun(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    unggah(klien, usulan, "SPP.pdf")
    nama = ["surat_pengantar.pdf", "scan0001.pdf", "SPP baru.pdf"]
    jawab = klien.post(alamat("cocokkan_nama", usulan), {"nama": nama}, **HTMX)
    assert jawab.json() == {"baris": [f"dok-{baris(usulan, 'surat-pengantar').pk}", "", ""]}
    assert Berkas.objects.count() == 1


def test_baris_berisi_tidak_diganti_tanpa_diminta(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    unggah(klien, usulan, "SPP.pdf")
    teks = unggah(klien, usulan, "SPP revisi.pdf")
    assert "yang sudah berisi berkas" in teks
    assert "(ganti yang ada)" in teks
    assert isi(usulan, "surat-pernyataan-pelantikan") == "SPP.pdf"
    baru = Berkas.objects.get(nama_asli="SPP revisi.pdf")
    pilihan = {f"baris-{baru.pk}": baris(usulan, "surat-pernyataan-pelantikan").pk}
    assert "1 berkas ditaruh di barisnya." in klien.post(alamat("tempatkan", usulan), pilihan, follow=True).text
    assert isi(usulan, "surat-pernyataan-pelantikan") == "SPP revisi.pdf"


def test_dua_berkas_untuk_satu_baris_tidak_saling_menimpa(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    teks = unggah(klien, usulan, "SPP.pdf", "SPP revisi.pdf")
    assert teks.count("Berkas lain juga; pilih salah satunya.") == 2
    assert "selected" not in teks
    spp = str(baris(usulan, "surat-pernyataan-pelantikan").pk)
    pilihan = {f"baris-{b.pk}": spp for b in Berkas.objects.all()}
    teks = klien.post(alamat("tempatkan", usulan), pilihan, follow=True).text
    assert "dipilih untuk lebih dari satu berkas" in teks
    assert not isi(usulan, "surat-pernyataan-pelantikan")
    assert "Belum tahu dokumennya (2)" in teks


def test_yang_belum_dikenali_tetap_ada_sampai_ditaruh_atau_dibuang(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    unggah(klien, usulan, "scan0001.pdf", "scan0002.pdf")
    satu, dua = Berkas.objects.order_by("nama_asli")
    pilihan = {f"baris-{satu.pk}": str(baris(usulan, "spmt").pk), f"baris-{dua.pk}": ""}
    teks = klien.post(alamat("tempatkan", usulan), pilihan, follow=True).text
    assert "Belum tahu dokumennya (1)" in teks
    assert isi(usulan, "spmt") == "scan0001.pdf"
    teks = klien.post(alamat("tempatkan", usulan), {f"baris-{dua.pk}": "buang"}, follow=True).text
    assert "Belum tahu" not in teks
    assert Berkas.objects.tanpa_pemilik().get() == dua


def test_isi_berkas_mengusulkan_barisnya(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    unggah(klien, usulan, "scan0001.pdf")
    berkas = Berkas.objects.get()
    assert periksa_berkas(berkas.pk)
    assert "Belum dikenali; pilih dokumennya." in klien.get(alamat("belum_berbaris", usulan), **HTMX).text
    fakta = FaktaDokumen((Fakta(JenisFakta.RUPA, "spmt", "SPMT", Tempat(1, (0, 0, 9, 9))),))
    Bacaan.objects.filter(pk=berkas.pk).update(fakta=fakta.ke_json(), skema_fakta=SKEMA, keadaan="SELESAI")
    teks = klien.get(alamat("belum_berbaris", usulan), **HTMX).text
    assert "Menurut isinya: SPMT. “SPMT” diusulkan." in teks
    assert f'value="{baris(usulan, "spmt").pk}" selected' in teks
    assert "hx-trigger" not in teks


def test_lewat_htmx_semua_ditanyakan_karena_yang_pasti_sudah_di_barisnya(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    teks = unggah(klien, usulan, "SPMT.pdf", **HTMX)
    assert "<html" not in teks
    assert "Menurut namanya: “SPMT” diusulkan." in teks
    assert not isi(usulan, "spmt")


def test_yang_tidak_diterima_disebut_dengan_namanya(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    surat = SimpleUploadedFile("surat.docx", b"PK\x03\x04 dst")
    for tambahan in ({}, HTMX):
        jawab = klien.post(alamat("unggah_banyak", usulan), {"berkas": [surat]}, follow=True, **tambahan)
        surat.seek(0)
        assert "surat.docx: Berkas ini dokumen Word" in jawab.text
    assert "Pilih berkasnya dahulu." in klien.post(alamat("unggah_banyak", usulan), follow=True).text


def _foto(*nama: str) -> dict[str, list[SimpleUploadedFile]]:
    return {"berkas": [SimpleUploadedFile(satu, gambar_contoh(satu), "image/jpeg") for satu in nama]}


def test_foto_yang_dipilih_untuk_baris_yang_sama_menjadi_satu_dokumen(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia, layanan_berfoto()), masuk(dunia.pic)
    klien.post(alamat("unggah_banyak", usulan), _foto("IMG_7.jpg", "IMG_8.jpg"))
    cv = baris(usulan, "cv")
    pilihan = {f"baris-{berkas.pk}": str(cv.pk) for berkas in Berkas.objects.all()}
    assert "2 berkas ditaruh" in klien.post(alamat("tempatkan", usulan), pilihan, follow=True).text
    cv.refresh_from_db()
    assert cv.versi_kini is not None
    asal = asal_foto(cv.versi_kini.berkas)
    assert asal is not None
    assert [satu.nama for satu in susunan_foto(asal).foto] == ["IMG_7.jpg", "IMG_8.jpg"]


def test_pas_foto_yang_belum_bernama_kembali_menjadi_gambar(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia, layanan_berfoto()), masuk(dunia.pic)
    klien.post(alamat("unggah_banyak", usulan), _foto("IMG_7.jpg"))
    foto = usulan.dokumen.get(persyaratan__gambar=True)
    assert Berkas.objects.get().jenis == JenisBerkas.FOTO
    klien.post(alamat("tempatkan", usulan), {f"baris-{Berkas.objects.get().pk}": str(foto.pk)})
    foto.refresh_from_db()
    assert foto.versi_kini is not None
    assert foto.versi_kini.berkas.jenis == JenisBerkas.JPEG
    with buka_terperiksa(foto.versi_kini.berkas) as isi_foto:
        assert isi_foto.read() == gambar_contoh("IMG_7.jpg")


def test_berkas_orang_lain_tidak_dapat_ditaruh(dunia: d.Dunia) -> None:
    usulan, klien = draf(dunia), masuk(dunia.pic)
    unggah(klien, usulan, "scan0001.pdf")
    Berkas.objects.update(diunggah_oleh=dunia.verifikator)
    pilihan = {f"baris-{Berkas.objects.get().pk}": str(baris(usulan, "spmt").pk)}
    assert "Belum tahu" not in klien.post(alamat("tempatkan", usulan), pilihan, follow=True).text
    assert not isi(usulan, "spmt")


@pytest.mark.parametrize("nama", ["cocokkan_nama", "unggah_banyak", "belum_berbaris", "tempatkan"])
def test_bukan_pemilik_tidak_dapat_mengunggah_banyak(dunia: d.Dunia, nama: str) -> None:
    usulan = draf(dunia)
    kirim = masuk(dunia.pic_lain)
    jawab = kirim.get(alamat(nama, usulan)) if nama == "belum_berbaris" else kirim.post(alamat(nama, usulan))
    assert jawab.status_code == 404
