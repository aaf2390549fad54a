"""Screens 1, 2 and the list: start page, new usulan, task list, data, deletion."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referensi.katalog import bidang_layanan, muat_katalog
from siapp.audit.models import Akses
from tests import dunia as d
from tests.usulan.layar import HTMX, masuk
from usulan.actions import bkn, draf, verifikasi
from usulan.models import Usulan, rincian
from usulan.tahap import Tahap


def baru(klien: Client, nip: str, layanan: str = "KP-STRUKTURAL"):  # type: ignore[no-untyped-def]
    return klien.post(reverse("usulan:baru"), {"layanan": layanan, "nip": nip}, follow=True)


# --- new usulan ---------------------------------------------------------------------------------------------------
def test_dari_layanan_dan_nip_sampai_daftar_tugas(dunia: d.Dunia) -> None:
    asn, klien = d.buat_asn(dunia.instansi), masuk(dunia.pic)
    jawab = baru(klien, f"{asn.nip[:8]} {asn.nip[8:14]} {asn.nip[14]} {asn.nip[15:]}")
    assert asn.nama in jawab.text
    assert "Sekretaris Deputi Contoh" in jawab.text
    assert Akses.objects.filter(objek=f"asn:{asn.pk}", pengguna=dunia.pic).exists()
    periode = draf.periode_terbuka()[-1]
    jawab = klien.post(reverse("usulan:baru_asn"), {"periode": periode.pk, "buat": "ya"}, follow=True)
    usulan = Usulan.objects.get(asn=asn)
    assert jawab.redirect_chain[-1][0] == reverse("usulan:tugas", args=[usulan.pk])
    assert usulan.periode == periode
    assert rincian(usulan).golongan_lama == "IV/b"


def test_nip_tidak_pernah_ada_di_alamat(dunia: d.Dunia) -> None:
    asn, klien = d.buat_asn(dunia.instansi), masuk(dunia.pic)
    jawab = baru(klien, asn.nip)
    assert all(asn.nip not in alamat for alamat, _ in jawab.redirect_chain)


@pytest.mark.parametrize(
    ("nip", "kalimat"),
    [
        ("19680517199001100", "NIP terdiri atas 18 angka; yang diisi 17 angka."),
        ("", "Isi NIP pegawai yang diusulkan."),
        ("196813171990011001", "bukan tanggal"),
    ],
)
def test_nip_yang_salah_ditolak_di_isiannya(dunia: d.Dunia, nip: str, kalimat: str) -> None:
    jawab = baru(masuk(dunia.pic), nip)
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert f'value="{nip}"' in jawab.text or not nip


@pytest.mark.parametrize(
    ("ubahan", "kalimat"),
    [
        ({"golongan_baru": "IV/a"}, "Golongan ASN ini IV/a. SIAPP hanya melayani golongan IV/b ke atas"),
        ({"kedudukan_hukum_id": "92"}, "diblokir di SIASN (kedudukan hukum 92)"),
        ({"instansi_kerja_id": d.INSTANSI_LAIN, "instansi_induk_id": d.INSTANSI_LAIN}, "bukan pegawai instansi Anda"),
    ],
)
def test_asn_yang_tidak_dapat_diusulkan_ditolak_dengan_sebabnya(
    dunia: d.Dunia, ubahan: dict[str, str], kalimat: str
) -> None:
    asn = d.buat_asn(dunia.instansi, **ubahan)
    jawab = baru(masuk(dunia.pic), asn.nip)
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert asn.nama not in jawab.text


def test_nip_yang_belum_dikenal_dijelaskan(dunia: d.Dunia) -> None:
    jawab = baru(masuk(dunia.pic), d.nip_rekaan())
    assert "NIP belum ada dalam Data ASN" in jawab.text
    assert not Usulan.objects.exists()


def test_asn_yang_ternyata_tidak_dapat_diusulkan_sesudah_disegarkan_kembali_ke_isiannya(dunia: d.Dunia) -> None:
    asn, klien = d.buat_asn(dunia.instansi), masuk(dunia.pic)
    baru(klien, asn.nip)
    asn.kedudukan_hukum_id = "92"
    asn.save()
    for kirim in (klien.get, klien.post):
        jawab = kirim(reverse("usulan:baru_asn"))
        assert jawab.status_code == 422
        assert "diblokir di SIASN" in jawab.text
        assert f'value="{asn.nip}"' in jawab.text
    assert not Usulan.objects.exists()


def test_nip_yang_belum_dikenal_diambil_dari_siasn_dengan_post(dunia: d.Dunia) -> None:
    teks = baru(masuk(dunia.pic), d.nip_rekaan()).text
    assert f'action="{reverse("integrasi:segarkan_asn")}"' in teks
    assert "Ambil dari SIASN" in teks


def test_periode_kp_wajib_dipilih(dunia: d.Dunia) -> None:
    klien = masuk(dunia.pic)
    baru(klien, d.buat_asn(dunia.instansi).nip)
    jawab = klien.post(reverse("usulan:baru_asn"), {"buat": "ya"})
    assert jawab.status_code == 422
    assert "Pilih periodenya." in jawab.text


def test_layanan_tanpa_periode_langsung_jadi_draf(dunia: d.Dunia) -> None:
    klien = masuk(dunia.pic)
    baru(klien, d.buat_asn(dunia.instansi).nip, "BERHENTI-BUP-KPP")
    jawab = klien.post(reverse("usulan:baru_asn"), {"buat": "ya"})
    assert jawab.status_code == 302
    assert Usulan.objects.get().layanan_id == "BERHENTI-BUP-KPP"


def test_hanya_layanan_kelompok_sendiri_ditawarkan(dunia: d.Dunia) -> None:
    dunia.pic.peran.exclude(kategori="KP").update(aktif=False)
    klien = masuk(dunia.pic)
    assert "BERHENTI-BUP-KPP" not in klien.get(reverse("usulan:baru")).text
    assert baru(klien, d.buat_asn(dunia.instansi).nip, "BERHENTI-BUP-KPP").status_code == 422


def test_usulan_lain_yang_belum_selesai_disebut(dunia: d.Dunia) -> None:
    lama = d.buat_draf(dunia)
    assert lama.nomor in baru(masuk(dunia.pic), lama.nip).text


# --- task list ----------------------------------------------------------------------------------------------------
def test_daftar_tugas_menyebut_keadaan_setiap_bagian(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    alamat = reverse("usulan:tugas", args=[usulan.pk])
    wajib = usulan.dokumen.filter(persyaratan__wajib=True).count()
    teks = klien.get(alamat).text
    assert f"0 dari {wajib} terunggah" in teks
    assert "Setelah pemeriksaan awal bersih" in teks
    d.lengkapi(dunia, usulan)
    teks = klien.get(alamat).text
    assert f"{wajib} dari {wajib} terunggah" in teks
    assert "Menunggu PIC penyetuju" in teks
    assert "Siap diteken" in masuk(dunia.penyetuju).get(alamat).text


def test_daftar_tugas_usulan_yang_sudah_dikirim_mengarah_ke_usulannya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    jawab = masuk(dunia.pic).get(reverse("usulan:tugas", args=[usulan.pk]))
    assert jawab.headers["Location"] == reverse("usulan:rinci", args=[usulan.pk])


# --- data ---------------------------------------------------------------------------------------------------------
def isian(usulan: Usulan, **ubahan: str) -> dict[str, str]:
    return {"versi": str(d.segar(usulan).versi), **ubahan}


def test_data_disimpan_seperti_ditulis_orang_di_sini(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia, "KP-FUNGSIONAL"), masuk(dunia.pic)
    alamat = reverse("usulan:data", args=[usulan.pk])
    jawab = klien.post(alamat, isian(usulan, tanggal_pak="3-2-2026", angka_kredit="1.850,5", golongan_baru="IV/c"))
    assert jawab.headers["Location"] == reverse("usulan:tugas", args=[usulan.pk])
    isi = rincian(d.segar(usulan))
    assert isi.tanggal_pak == date(2026, 2, 3)
    assert str(isi.angka_kredit) == "1850.500"
    teks = klien.get(alamat).text
    assert 'value="03-02-2026"' in teks
    assert 'value="1.850,5"' in teks


def test_rupiah_dengan_titik_ribuan_diterima(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia, "BERHENTI-JDA")
    alamat = reverse("usulan:data", args=[usulan.pk])
    masuk(dunia.pic).post(alamat, isian(usulan, pensiun_pokok="4.500.000"))
    assert rincian(d.segar(usulan)).pensiun_pokok == 4_500_000


@pytest.mark.parametrize(
    ("kode", "isi", "kalimat"),
    [
        ("nomor_pak", "x" * 256, "Terisi 256 karakter; batasnya 255."),
        ("nomor_pak", "é" * 200, "Terisi 200 karakter, tetapi 400 bita"),
        ("tanggal_pak", "31-02-2026", "Tidak ada tanggal 31 pada “31-02-2026”: Februari 2026 sampai 28."),
        ("tanggal_pak", "03-02-1906", "Tahun 1906 tidak mungkin di sini"),
        ("tanggal_pak", "03-02-2966", "Tahun 2966 tidak mungkin di sini"),
        ("angka_kredit", "banyak", "Tulis angka dengan koma untuk desimal"),
        ("angka_kredit", "85O,5", "yang diisi “85O,5”: 3 angka dan huruf O, koma"),
        ("angka_kredit", "850.125", "Maksud Anda 850,125 atau 850125?"),
        ("masa_kerja_bulan", "12", "Paling besar 11."),
        ("masa_kerja_tahun", "dua", "Tulis angka bulat"),
    ],
)
def test_isian_yang_tidak_muat_ditolak_di_tempatnya_dan_tidak_hilang(
    dunia: d.Dunia, kode: str, isi: str, kalimat: str
) -> None:
    usulan = d.buat_draf(dunia, "KP-FUNGSIONAL")
    alamat = reverse("usulan:data", args=[usulan.pk])
    jawab = masuk(dunia.pic).post(alamat, isian(usulan, **{kode: isi, "nama_unor": "Biro Uji"}))
    assert jawab.status_code == 422
    assert kalimat in jawab.text
    assert f'href="#id_{kode}"' in jawab.text
    assert isi in jawab.text
    assert "Biro Uji" in jawab.text
    assert getattr(rincian(d.segar(usulan)), kode) != isi


def test_yang_muat_persis_diterima(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia, "KP-FUNGSIONAL")
    masuk(dunia.pic).post(reverse("usulan:data", args=[usulan.pk]), isian(usulan, nomor_pak="x" * 255))
    assert rincian(d.segar(usulan)).nomor_pak == "x" * 255


def test_yang_berbeda_dari_data_asn_ditandai(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    draf.ubah_data(usulan.pk, isian={"golongan_lama": "IV/c"}, oleh=dunia.pic)
    teks = masuk(dunia.pic).get(reverse("usulan:data", args=[usulan.pk])).text
    assert "Berbeda dari Data ASN: IV/b" in teks


def test_halaman_data_yang_basi_dijawab_409_tanpa_menghilangkan_ketikan(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    lama = isian(usulan, nama_unor="Ketikan saya")
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Orang lain"}, oleh=dunia.penyetuju)
    jawab = masuk(dunia.pic).post(reverse("usulan:data", args=[usulan.pk]), lama)
    assert jawab.status_code == 409
    assert f"Sementara itu {dunia.penyetuju} menyimpan “Orang lain”" in jawab.text
    assert "Ketikan saya" in jawab.text
    assert rincian(d.segar(usulan)).nama_unor == "Orang lain"


def test_simpan_otomatis_menyimpan_hanya_yang_diketik(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    alamat = reverse("usulan:data", args=[usulan.pk])
    jawab = klien.post(alamat, isian(usulan, nama_unor="Biro Uji", bidang="nama_unor"), **HTMX)
    segar = d.segar(usulan)
    assert jawab.json() == {
        "versi": segar.versi,
        "galat": {},
        "cap": {"nama_unor": draf.cap("Biro Uji")},
        "bentrok": {},
    }
    assert rincian(segar).nama_unor == "Biro Uji"
    assert rincian(segar).golongan_lama == "IV/b"


def test_simpan_otomatis_menyebut_isian_yang_salah_dan_menyimpan_yang_benar(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    kiriman = isian(usulan, nama_unor="Biro Uji", tmt_jabatan="besok", bidang="nama_unor,tmt_jabatan")
    jawab = masuk(dunia.pic).post(reverse("usulan:data", args=[usulan.pk]), kiriman, **HTMX)
    assert jawab.status_code == 422
    assert list(jawab.json()["galat"]) == ["tmt_jabatan"]
    assert rincian(d.segar(usulan)).nama_unor == "Biro Uji"


def test_simpan_otomatis_halaman_basi_dijawab_409(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    lama = isian(usulan, nama_unor="Saya", bidang="nama_unor")
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Orang lain"}, oleh=dunia.penyetuju)
    assert masuk(dunia.pic).post(reverse("usulan:data", args=[usulan.pk]), lama, **HTMX).status_code == 409


def _asal(klien: Client, alamat: str) -> dict[str, str]:
    """The marks that the page `alamat` was shown with."""
    return dict(re.findall(r'name="(asal-\w+)" value="(\w+)"', klien.get(alamat).text))


def test_dua_tab_pada_isian_yang_berbeda_menyimpan_keduanya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:data", args=[usulan.pk])
    satu, dua = masuk(dunia.pic), masuk(dunia.penyetuju)
    tab_satu, tab_dua = isian(usulan) | _asal(satu, alamat), isian(usulan) | _asal(dua, alamat)
    assert satu.post(alamat, tab_satu | {"nama_unor": "Biro Satu"}).status_code == 302
    assert dua.post(alamat, tab_dua | {"golongan_lama": "IV/c"}).status_code == 302
    kini = rincian(d.segar(usulan))
    assert (kini.nama_unor, kini.golongan_lama) == ("Biro Satu", "IV/c")


def test_isian_yang_sama_menampilkan_kedua_nilai_lalu_menyimpan_yang_dipilih(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:data", args=[usulan.pk])
    klien = masuk(dunia.pic)
    lama = isian(usulan, nama_unor="Biro Saya") | _asal(klien, alamat)
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Biro Lain"}, oleh=dunia.penyetuju)
    jawab = klien.post(alamat, lama | {"golongan_lama": "IV/c"})
    assert jawab.status_code == 409
    assert "Biro Saya" in jawab.text
    assert "menyimpan “Biro Lain”" in jawab.text
    assert rincian(d.segar(usulan)).golongan_lama == "IV/c", "isian lain tetap disimpan"
    lagi = lama | dict(re.findall(r'name="(asal-\w+)" value="(\w+)"', jawab.text))
    assert klien.post(alamat, lagi).status_code == 302
    assert rincian(d.segar(usulan)).nama_unor == "Biro Saya"


def test_simpan_otomatis_mengembalikan_isian_yang_bentrok_dengan_kedua_nilainya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:data", args=[usulan.pk])
    klien = masuk(dunia.pic)
    lama = isian(usulan, nama_unor="Biro Saya", golongan_lama="IV/c") | _asal(klien, alamat)
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Biro Lain"}, oleh=dunia.penyetuju)
    jawab = klien.post(alamat, lama | {"bidang": "nama_unor,golongan_lama"}, **HTMX)
    assert jawab.status_code == 409
    satu = jawab.json()["bentrok"]["nama_unor"]
    assert (satu["nilai"], satu["cap"]) == ("Biro Lain", draf.cap("Biro Lain"))
    assert str(dunia.penyetuju) in satu["pesan"]
    assert jawab.json()["cap"] == {"golongan_lama": draf.cap("IV/c")}


def test_perbaikan_menyimpan_sendiri_seperti_draf(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    verifikasi.terbitkan(
        usulan.pk, status="BTL", keterangan="Unit", bidang={"nama_unor": "Lengkapi"}, oleh=dunia.verifikator
    )
    alamat, klien = reverse("usulan:perbaikan", args=[usulan.pk]), masuk(dunia.pic)
    assert "data-simpan-otomatis" in klien.get(alamat).text
    kiriman = {"nama_unor": "Biro Lengkap", "bidang": "nama_unor"} | _asal(klien, alamat)
    jawab = klien.post(alamat, kiriman, **HTMX)
    assert (jawab.status_code, jawab.json()["galat"]) == (200, {})
    assert rincian(d.segar(usulan)).nama_unor == "Biro Lengkap"


def test_surat_pengantar_disimpan(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    isi = isian(usulan, nomor_surat_pengantar="B-1/CONTOH", tanggal_surat_pengantar="01-11-2026")
    masuk(dunia.pic).post(reverse("usulan:surat", args=[usulan.pk]), isi)
    assert d.segar(usulan).nomor_surat_pengantar == "B-1/CONTOH"


@pytest.mark.parametrize("kode", [layanan.kode for layanan in muat_katalog()])
def test_formulir_setiap_layanan_memuat_semua_bidangnya(dunia: d.Dunia, kode: str) -> None:
    usulan = d.buat_draf(dunia, kode)
    teks = masuk(dunia.pic).get(reverse("usulan:data", args=[usulan.pk])).text
    for bidang in bidang_layanan(kode):
        assert f'name="{bidang.kode}"' in teks


# --- end of a draft, and after a TMS --------------------------------------------------------------------------------
def test_hapus_bertanya_dahulu_lalu_menghapus(dunia: d.Dunia) -> None:
    usulan, klien = d.buat_draf(dunia), masuk(dunia.pic)
    alamat = reverse("usulan:hapus", args=[usulan.pk])
    assert "Hapus draf ini?" in klien.get(alamat).text
    assert d.segar(usulan).tahap == Tahap.DRAF
    klien.post(alamat)
    assert d.segar(usulan).tahap == Tahap.DIHAPUS
    assert klien.get(reverse("usulan:rinci", args=[usulan.pk])).status_code == 404


def test_usulan_tms_dapat_disalin_menjadi_draf_baru(dunia: d.Dunia) -> None:
    usulan, klien = d.diverifikasi(dunia), masuk(dunia.pic)
    verifikasi.terbitkan(
        usulan.pk,
        status="TMS",
        keterangan="Masa jabatan kurang",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    assert "Buat usulan baru dari data ini" in klien.get(reverse("usulan:rinci", args=[usulan.pk])).text
    klien.post(reverse("usulan:salin", args=[usulan.pk]))
    assert Usulan.objects.get(asal=usulan).tahap == Tahap.DRAF


# --- who gets in --------------------------------------------------------------------------------------------------
HALAMAN_SUSUN = ("tugas", "data", "surat", "dokumen", "periksa", "teken", "perbaikan", "hapus", "rinci", "linimasa")


@pytest.mark.parametrize("nama", HALAMAN_SUSUN)
def test_pic_lain_tidak_menemukan_usulan(dunia: d.Dunia, nama: str) -> None:
    usulan = d.buat_draf(dunia)
    assert masuk(dunia.pic_lain).get(reverse(f"usulan:{nama}", args=[usulan.pk])).status_code == 404


@pytest.mark.parametrize("peran", ["koordinator", "verifikator", "dukungan", "kepala_biro", "administrator"])
def test_draf_tidak_pernah_tampak_bagi_biro(dunia: d.Dunia, peran: str) -> None:
    usulan = d.buat_draf(dunia)
    klien = masuk(getattr(dunia, peran))
    assert klien.get(reverse("usulan:rinci", args=[usulan.pk])).status_code == 404
    assert usulan.nama not in klien.get(reverse("beranda")).text


@pytest.mark.parametrize("nama", ["tugas", "data", "dokumen", "teken", "baru"])
def test_biro_tidak_berhak_menyusun(dunia: d.Dunia, nama: str) -> None:
    isi = [] if nama == "baru" else [d.diajukan(dunia).pk]
    assert masuk(dunia.koordinator).get(reverse(f"usulan:{nama}", args=isi)).status_code == 403


def test_halaman_susun_usulan_yang_sedang_diperiksa_menyebut_gilirannya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    jawab = masuk(dunia.pic).get(reverse("usulan:data", args=[usulan.pk]))
    assert jawab.status_code == 422
    assert "Sekarang giliran Verifikator." in jawab.text


# --- start page and list ------------------------------------------------------------------------------------------
def test_beranda_pic_kosong_menyebut_langkah_pertama(dunia: d.Dunia) -> None:
    assert "Buat usulan pertama" in masuk(dunia.pic).get("/").text


def test_beranda_pic_mendahulukan_yang_dikembalikan(dunia: d.Dunia) -> None:
    draf_baru = d.buat_draf(dunia)
    siap = d.lengkapi(dunia, d.buat_draf(dunia))
    kembali = d.dikembalikan(dunia)
    teks = masuk(dunia.penyetuju).get("/").text
    urutan = [teks.index(u.nomor) for u in (kembali, siap, draf_baru)]
    assert urutan == sorted(urutan)
    assert "Periksa dan teken" in teks
    assert "Periksa dan teken" not in masuk(dunia.pic).get("/").text


def test_beranda_koordinator_menghitung_yang_belum_dibagi(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    d.diverifikasi(dunia)
    jawab = masuk(dunia.koordinator).get("/")
    hitungan = {h.kata: h.jumlah for h in jawab.context["biro"].hitungan}
    assert hitungan["Belum dibagi"] == 1
    assert {g.label: g.jumlah for g in jawab.context["biro"].giliran} == {"Diajukan": 1, "Diverifikasi": 1}


@pytest.mark.parametrize("peran", ["verifikator", "dukungan", "kepala_biro", "administrator", "auditor"])
def test_beranda_setiap_peran_biro_terbuka(dunia: d.Dunia, peran: str) -> None:
    d.diverifikasi(dunia)
    jawab = masuk(getattr(dunia, peran)).get("/")
    assert jawab.status_code == 200
    assert "Giliran siapa sekarang" in jawab.text


def test_daftar_disaring_menurut_tahap_dan_menyebut_saringannya(dunia: d.Dunia) -> None:
    konsep, kirim = d.buat_draf(dunia), d.diajukan(dunia)
    teks = masuk(dunia.pic).get(reverse("usulan:daftar"), {"tahap": "DRAF"}).text
    assert konsep.nomor in teks
    assert kirim.nomor not in teks
    assert "Hapus saringan </span>Draf" in teks


def test_pencarian_tidak_lewat_alamat_dan_butuh_tiga_huruf(dunia: d.Dunia) -> None:
    satu, dua, klien = d.buat_draf(dunia), d.buat_draf(dunia), masuk(dunia.pic)
    alamat = reverse("usulan:daftar")
    jawab = klien.post(f"{alamat}?tahap=DRAF", {"cari": satu.nip}, follow=True)
    assert jawab.redirect_chain == [(f"{alamat}?tahap=DRAF", 302)]
    assert satu.nomor in jawab.text
    assert dua.nomor not in jawab.text
    assert dua.nomor in klien.post(alamat, {"cari": ""}, follow=True).text
    jawab = klien.post(alamat, {"cari": "ab"})
    assert jawab.status_code == 422
    assert "Tulis sedikitnya 3 huruf" in jawab.text


def test_daftar_hanya_milik_instansi_dan_kelompok_sendiri(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    assert usulan.nomor not in masuk(dunia.pic_lain).get(reverse("usulan:daftar")).text
    dunia.penyetuju.peran.filter(kategori="KP").update(aktif=False)
    assert usulan.nomor not in masuk(dunia.penyetuju).get(reverse("usulan:daftar")).text


@pytest.mark.parametrize("nama", ["beranda", "usulan:daftar"])
def test_jumlah_kueri_tetap_berapa_pun_usulannya(
    dunia: d.Dunia, nama: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(2):
        d.buat_draf(dunia)
    klien = masuk(dunia.pic)
    klien.get(reverse(nama))
    with django_assert_max_num_queries(14) as sedikit:
        klien.get(reverse(nama))
    for _ in range(6):
        d.buat_draf(dunia)
    with django_assert_max_num_queries(len(sedikit)):
        klien.get(reverse(nama))


def test_beranda_pic_menghitung_menurut_tahap(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    d.diajukan(dunia)
    jawab = masuk(dunia.pic).get("/")
    assert {h.kata: h.jumlah for h in jawab.context["pic"].hitungan} == {
        "Perlu perbaikan": 0,
        "Draf": 1,
        "Menunggu tanda terima": 0,
        "Sedang diproses": 1,
    }
    alamat = next(h.url for h in jawab.context["pic"].hitungan if h.kata == "Sedang diproses")
    assert [u.tahap for u in masuk(dunia.pic).get(alamat).context["halaman"].baris] == [Tahap.DIAJUKAN]


def test_usulan_ditahan_dihitung_bagi_dukungan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Dibuka lagi")
    jawab = masuk(dunia.dukungan).get("/")
    assert {h.kata: h.jumlah for h in jawab.context["biro"].hitungan}["Ditahan, perlu keputusan"] == 1
