"""Screen 6 through the client: reading, verdicts, composer, publishing, TMS, reassigning, marking."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referensi.models import AlasanPenolakan, Layanan
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Akses, Peristiwa
from tests import dunia as d
from usulan.actions import bkn, pengajuan, verifikasi
from usulan.actions.draf import cap
from usulan.forms.verifikasi import alasan_untuk
from usulan.models import BidangDiminta, Dokumen, KonsepPutusan, PenilaianDokumen, Putusan, Usulan
from usulan.tahap import Tahap
from usulan.tampilan.nilai import label_bidang

HTMX = {"HX-Request": "true"}


def masuk(client: Client, pengguna: Pengguna) -> Client:
    client.force_login(pengguna)
    return client


def isi(jawaban: HttpResponse) -> str:
    """The page on one line: where a template breaks its tags is nobody's business here."""
    return " ".join(jawaban.content.decode().split())


def url(nama: str, usulan: Usulan, *lain: object) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk, *lain])


def pertama(usulan: Usulan) -> Dokumen:
    baris = usulan.dokumen.exclude(versi_kini=None).order_by("persyaratan__urutan").first()
    assert baris is not None
    return baris


def nilai(client: Client, usulan: Usulan, dokumen: Dokumen, hasil: str = "SESUAI", **data: Any) -> HttpResponse:
    kepala = data.pop("headers", {})
    data = {"hasil": hasil, "versi_dokumen": dokumen.versi_kini_id or "", **data}
    return client.post(url("nilai", usulan, dokumen.pk), data, headers=kepala)


def putusan(usulan: Usulan, status: str, **data: Any) -> dict[str, Any]:
    isian = {"status": status, "versi": d.segar(usulan).versi, **data}
    return {f"putusan-{k}": v for k, v in isian.items()}


def pokja_lain() -> Pengguna:
    return d.buat_pengguna("Jati Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.JFKU))


# ---- reading ----


def test_halaman_memuat_gambar_daftar_data_dan_putusan_lalu_dicatat(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    halaman = isi(masuk(client, dunia.verifikator).get(url("verifikasi", usulan)))
    dokumen = pertama(usulan)
    assert f"/versi/{dokumen.versi_kini_id}/halaman/1/?lebar=1000" in halaman
    assert 'loading="lazy"' in halaman
    for teks in ("Data usulan", "Yang akan dibaca BKN", "Terbitkan putusan", dokumen.persyaratan.nama):
        assert teks in halaman
    assert Akses.objects.filter(tindakan="LIHAT", objek=f"usulan:{usulan.pk}", pengguna=dunia.verifikator).count() == 1


def test_bagian_htmx_berisi_dokumen_yang_diminta_saja(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    dua = usulan.dokumen.exclude(versi_kini=None)[1]
    jawaban = masuk(client, dunia.verifikator).get(f"{url('verifikasi', usulan)}?dokumen={dua.pk}", headers=HTMX)
    assert "<html" not in isi(jawaban)
    assert f"/versi/{dua.versi_kini_id}/" in isi(jawaban)
    assert "HX-Request" in jawaban["Vary"]


@pytest.mark.parametrize(
    ("nama", "harapan"),
    [
        *(("verifikator", 200), ("verifikator_lain", 200), ("koordinator", 200), ("kepala_biro", 200)),
        *(("dukungan", 200), ("administrator", 200), ("auditor", 200), ("pic", 403), ("pic_lain", 403)),
    ],
)
def test_siapa_boleh_membuka_halaman(dunia: d.Dunia, client: Client, nama: str, harapan: int) -> None:
    usulan = d.diverifikasi(dunia)
    assert masuk(client, getattr(dunia, nama)).get(url("verifikasi", usulan)).status_code == harapan


def test_pokja_lain_dan_draf_tidak_ditemukan(dunia: d.Dunia, client: Client) -> None:
    usulan, draf = d.diverifikasi(dunia), d.buat_draf(dunia)
    assert masuk(client, pokja_lain()).get(url("verifikasi", usulan)).status_code == 404
    assert masuk(client, dunia.verifikator).get(url("verifikasi", draf)).status_code == 404


def test_jumlah_kueri_tetap_untuk_sedikit_dan_banyak_dokumen(dunia: d.Dunia, client: Client) -> None:
    masuk(client, dunia.verifikator)
    baris, kueri = set(), set()
    for kode in Layanan.objects.filter(kategori=Kategori.JFKU).values_list("pk", flat=True):
        usulan = d.diverifikasi(dunia, kode)
        d.nilai_semua(dunia, usulan, tolak=2)
        client.get(url("verifikasi", usulan))
        with CaptureQueriesContext(connection) as terekam:
            client.get(url("verifikasi", usulan))
        baris.add(usulan.dokumen.count())
        kueri.add(len(terekam))
    assert len(baris) > 1
    assert len(kueri) == 1, kueri
    assert kueri.pop() <= 21


def test_data_asn_berdampingan_dan_perbedaan_disebut(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    usulan.asn.golongan_baru = "IV/d"
    usulan.asn.save(update_fields=["golongan_baru"])
    halaman = isi(masuk(client, dunia.auditor).get(f"{url('verifikasi', usulan)}?lihat=asn"))
    assert '<tr class="beda">' in halaman
    assert "Berbeda" in halaman
    assert "Data ASN: IV/d" in halaman


def test_verifikator_kedua_melihat_pemegang_dan_tidak_dapat_memutus(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator_lain)
    halaman = isi(client.get(url("verifikasi", usulan)))
    assert "sedang diverifikasi oleh Vino Contoh" in halaman
    for tombol in ("data-terbit", 'value="SESUAI"', "Centang data yang harus"):
        assert tombol not in halaman
    assert nilai(client, usulan, pertama(usulan)).status_code == 403
    assert client.post(url("terbitkan", usulan), putusan(usulan, "APPROVED")).status_code == 403
    assert client.post(url("pratinjau", usulan), putusan(usulan, "APPROVED")).status_code == 403
    assert not PenilaianDokumen.objects.exists()


def test_pintu_setiap_tindakan_menolak_peran_lain(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    boleh = {
        "terbitkan": set(),
        "ambil": {dunia.verifikator_lain},
        "bagi": {dunia.koordinator, dunia.kepala_biro},
        "alihkan": {dunia.koordinator, dunia.kepala_biro},
        "konfirmasi_tms": {dunia.koordinator, dunia.kepala_biro},
        "tolak_tms": {dunia.koordinator, dunia.kepala_biro},
        "tandai": {dunia.koordinator, dunia.verifikator_lain},
    }
    orang = ("verifikator_lain", "koordinator", "kepala_biro", "dukungan", "administrator", "auditor", "pic")
    for nama, berhak in boleh.items():
        assert client.get(url(nama, usulan)).status_code in {302, 403, 405}
        for o in map(dunia.__getattribute__, orang):
            ditolak = masuk(client, o).post(url(nama, usulan)).status_code == 403
            assert ditolak is (o not in berhak), (nama, o)
    assert d.segar(usulan).versi == usulan.versi


# ---- a verdict per document ----


def test_nilai_tanpa_javascript_mengantar_ke_dokumen_berikutnya(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    semua = list(usulan.dokumen.exclude(versi_kini=None).order_by("persyaratan__urutan"))
    jawaban = nilai(client, usulan, semua[0])
    assert jawaban.status_code == 302
    assert jawaban["Location"].endswith(f"?dokumen={semua[1].pk}")
    for baris in semua[1:]:
        jawaban = nilai(client, usulan, baris)
    assert jawaban["Location"].endswith("#putusan")
    halaman = isi(client.get(url("verifikasi", usulan)))
    assert "Semua dokumen sesuai" in halaman


def test_nilai_htmx_membawa_dokumen_berikut_dan_usul_putusan(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    satu, dua = list(usulan.dokumen.exclude(versi_kini=None).order_by("persyaratan__urutan"))[:2]
    jawaban = nilai(client, usulan, satu, "TIDAK_SESUAI", alasan="buram", headers=HTMX)
    teks = isi(jawaban)
    assert jawaban["HX-Push-Url"].endswith(f"?dokumen={dua.pk}")
    assert f"/versi/{dua.versi_kini_id}/" in teks
    assert 'id="putusan"' in teks
    assert 'hx-swap-oob="true"' in teks
    assert f"{satu.persyaratan.nama}: Tidak sesuai. 1 dari" in teks
    assert "Hasil pindai buram" in teks


def test_yang_diketik_di_putusan_tidak_hilang_saat_menilai_dokumen(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    ketikan = putusan(usulan, "BTL", keterangan="Ketikan saya", usul_keterangan="", panjang="", usul_panjang="")
    teks = isi(nilai(client, usulan, pertama(usulan), "TIDAK_SESUAI", alasan="buram", headers=HTMX, **ketikan))
    assert "Ketikan saya</textarea>" in teks
    assert f"1. {pertama(usulan).persyaratan.nama}: Hasil pindai buram" in teks


def test_tidak_sesuai_tanpa_alasan_ditolak_dan_catatan_tetap_ada(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    jawaban = nilai(masuk(client, dunia.verifikator), usulan, pertama(usulan), "TIDAK_SESUAI", headers=HTMX)
    assert jawaban.status_code == 422
    assert "Pilih alasan atau tulis catatan" in isi(jawaban)
    panjang = "x" * 1001
    jawaban = nilai(client, usulan, pertama(usulan), "TIDAK_SESUAI", catatan=panjang)
    assert jawaban.status_code == 422
    assert panjang in isi(jawaban)
    assert not PenilaianDokumen.objects.exists()


def test_berkas_yang_sudah_diganti_tidak_dapat_dinilai_dari_halaman_basi(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    dokumen = pertama(usulan)
    data = {"versi_dokumen": 999_999, "catatan": "Ketikan saya"}
    jawaban = nilai(masuk(client, dunia.verifikator), usulan, dokumen, "TIDAK_SESUAI", **data)
    assert jawaban.status_code == 409
    assert "sudah diganti versi yang lebih baru" in isi(jawaban)
    assert "Ketikan saya" in isi(jawaban)


def test_dokumen_usulan_lain_tidak_ditemukan(dunia: d.Dunia, client: Client) -> None:
    satu, dua = d.diverifikasi(dunia), d.diverifikasi(dunia)
    assert nilai(masuk(client, dunia.verifikator), satu, pertama(dua)).status_code == 404


def test_pelengkap_yang_tidak_diunggah_dapat_dinyatakan_tidak_ada(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    kosong = usulan.dokumen.filter(versi_kini=None, persyaratan__wajib=False).first()
    assert kosong is not None
    masuk(client, dunia.verifikator)
    assert "Memang tidak ada" in isi(client.get(f"{url('verifikasi', usulan)}?dokumen={kosong.pk}"))
    assert nilai(client, usulan, kosong, "TIDAK_ADA").status_code == 302
    assert nilai(client, usulan, pertama(usulan), "TIDAK_ADA").status_code == 422


def test_alasan_dibatasi_menurut_jenis_dokumen(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    per_jenis = {
        x.persyaratan.jenis: set(alasan_untuk(x.persyaratan).values_list("pk", flat=True)) for x in usulan.dokumen.all()
    }
    surat = {"buram"} | {a.pk for a in AlasanPenolakan.objects.filter(teks__startswith="Surat pengantar tidak")}
    assert surat <= per_jenis["surat-pengantar"]
    assert all("buram" in kode for kode in per_jenis.values())
    lain = next(kode for jenis, kode in per_jenis.items() if jenis != "surat-pengantar")
    assert not (surat - {"buram"}) <= lain


def test_alasan_di_luar_jenisnya_ditolak(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    dokumen = usulan.dokumen.exclude(versi_kini=None).exclude(persyaratan__jenis="surat-pengantar")[0]
    alasan = AlasanPenolakan.objects.get(teks__startswith="Surat pengantar tidak")
    jawaban = nilai(masuk(client, dunia.verifikator), usulan, dokumen, "TIDAK_SESUAI", alasan=alasan.pk)
    assert jawaban.status_code == 422


# ---- the usulan's verdict ----


def test_tms_tanpa_melihat_dokumen_ditolak_di_isiannya_dan_alasannya_dibaca_orang_kedua(
    dunia: d.Dunia, client: Client
) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    assert "Mengapa tidak semua dokumen perlu dilihat" in isi(client.get(url("verifikasi", usulan)))
    jawaban = client.post(url("terbitkan", usulan), putusan(usulan, "TMS", keterangan="Usia lewat"))
    assert jawaban.status_code == 422
    assert "dokumen belum Anda lihat, pertama" in isi(jawaban)
    data = putusan(usulan, "TMS", keterangan="Usia lewat", tak_dilihat="Usia nyata dari Data ASN")
    assert client.post(url("terbitkan", usulan), data).status_code == 302
    halaman = isi(masuk(client, dunia.koordinator).get(url("verifikasi", usulan)))
    assert "Alasan verifikator: Usia nyata dari Data ASN" in halaman


def test_terbitkan_setuju_lalu_tombol_berikutnya(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), putusan(usulan, "APPROVED"), follow=True)
    assert "Berikutnya dalam antrean" in isi(jawaban)
    assert (d.segar(usulan).tahap, d.segar(usulan).status_biro) == (Tahap.MENUNGGU_PERTEK, "APPROVED")


def test_terbitkan_btl_membuka_baris_dan_data_yang_diminta(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    data = putusan(
        usulan,
        "BTL",
        keterangan="Berkas pertama\r\n  tidak terbaca",
        panjang="Panjang sekali",
        bidang=["tmt_golongan_baru"],
        catatan_tmt_golongan_baru="Salah tahun",
        catatan_nomor_surat_pengantar="Tidak sama dengan surat",
    )
    assert masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data).status_code == 302
    terbit = Putusan.objects.get(usulan=usulan)
    assert (terbit.keterangan, terbit.catatan) == ("Berkas pertama tidak terbaca", "Panjang sekali")
    assert dict(BidangDiminta.objects.values_list("bidang", "catatan")) == {
        "tmt_golongan_baru": "Salah tahun",
        "nomor_surat_pengantar": "Tidak sama dengan surat",
    }
    assert usulan.dokumen.filter(terbuka=True).count() == 1


@pytest.mark.parametrize(
    ("status", "data", "kalimat"),
    [
        ("BTL", {"keterangan": "x" * 256}, "256"),
        ("BTL", {"keterangan": "é" * 200}, "Terisi 200 karakter, tetapi 400 bita"),
        ("BTL", {"keterangan": ""}, "Tulis keterangan"),
        ("APPROVED", {}, "tidak dapat disetujui selama ada dokumen yang tidak sesuai"),
        ("APPROVED", {"bidang": ["tmt_golongan_baru"]}, "Pilih BTL"),
        ("ENTAH", {}, "Putusan"),
    ],
)
def test_putusan_yang_ditolak_menyebut_sebab_dan_tidak_menghapus_ketikan(
    dunia: d.Dunia, client: Client, status: str, data: dict[str, Any], kalimat: str
) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    isian = {"panjang": "Ketikan panjang", **data}
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), putusan(usulan, status, **isian))
    assert jawaban.status_code == 422
    assert kalimat in isi(jawaban)
    assert "Ketikan panjang" in isi(jawaban)
    assert d.segar(usulan).tahap == Tahap.DIVERIFIKASI


def test_putusan_selama_ada_yang_belum_dinilai_menyebut_dokumennya(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), putusan(usulan, "APPROVED"))
    assert jawaban.status_code == 422
    assert "dokumen belum dinilai, pertama" in isi(jawaban)


def test_halaman_basi_409_dan_ketikan_tampil_lagi_dengan_versi_baru(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    data = putusan(usulan, "BTL", keterangan="Ketikan saya", panjang="Panjang", bidang=["pangkat_lama"])
    d.nilai_semua(dunia, usulan, tolak=1)  # meanwhile, in another window
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data)
    teks = isi(jawaban)
    assert jawaban.status_code == 409
    assert "baru saja diubah orang lain" in teks
    assert "Ketikan saya</textarea>" in teks
    assert 'value="pangkat_lama" checked' in teks
    assert f'name="putusan-versi" value="{d.segar(usulan).versi}"' in teks
    assert not Putusan.objects.filter(usulan=usulan).exists()


def test_kabar_bkn_yang_tidak_memindahkan_usulan_tidak_membasikan_halaman(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    data = putusan(usulan, "BTL", keterangan="Ketikan saya")
    d.tahap_bkn(usulan, "12", "Terima usulan")
    assert masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data).status_code == 302
    assert Putusan.objects.get(usulan=usulan).keterangan == "Ketikan saya"


def test_usulan_yang_sementara_itu_dikembalikan_bkn_menampilkan_ketikan_untuk_disalin(
    dunia: d.Dunia, client: Client
) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    data = putusan(usulan, "BTL", keterangan="Ketikan saya")
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Dari BKN")
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data)
    assert jawaban.status_code == 422
    assert "Yang Anda tulis" in isi(jawaban)
    assert "Ketikan saya" in isi(jawaban)


def test_tekanan_kedua_tidak_menerbitkan_dua_kali(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    data = putusan(usulan, "APPROVED")
    masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data)
    kedua = client.post(url("terbitkan", usulan), data, follow=True)
    assert kedua.status_code == 200
    assert "sudah diterbitkan" in isi(kedua)
    assert Putusan.objects.filter(usulan=usulan).count() == 1


def test_pratinjau_menghitung_karakter_dan_bita_dan_tidak_menulis(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    data = putusan(usulan, "BTL", keterangan="é  é\r\né")
    bagian = masuk(client, dunia.verifikator).post(url("pratinjau", usulan), data, headers=HTMX)
    assert "é é é" in isi(bagian)
    assert "5 karakter, 8 bita" in isi(bagian)
    assert "<html" not in isi(bagian)
    utuh = client.post(url("pratinjau", usulan), data)
    assert "5 karakter, 8 bita" in isi(utuh)
    assert "<html" in isi(utuh)
    assert d.segar(usulan).versi == usulan.versi


def test_penilaian_tersembunyi_dari_pic_sampai_terbit(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    nilai(client, usulan, pertama(usulan), "TIDAK_SESUAI", catatan="Rahasia sampai terbit")
    halaman = reverse("usulan:rinci", args=[usulan.pk])
    assert "Rahasia sampai terbit" not in isi(masuk(client, dunia.pic).get(halaman))
    assert client.get(url("verifikasi", usulan)).status_code == 403


# ---- TMS -----------------------------------------------------------------------------------------------------------


def usul_tms(dunia: d.Dunia) -> Usulan:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk,
        status="TMS",
        keterangan="Belum empat tahun",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    return d.segar(usulan)


def test_tms_diusulkan_lalu_dikonfirmasi_orang_kedua(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    data = putusan(usulan, "TMS", keterangan="Belum empat tahun", tak_dilihat="Nyata dari datanya")
    jawaban = masuk(client, dunia.verifikator).post(url("terbitkan", usulan), data, follow=True)
    assert "TMS menunggu konfirmasi" in isi(jawaban)
    assert "data-terbit" not in isi(jawaban)
    assert nilai(client, usulan, pertama(usulan)).status_code == 422
    halaman = isi(masuk(client, dunia.koordinator).get(url("verifikasi", usulan)))
    assert "Konfirmasi TMS" in halaman
    versi = {"versi": d.segar(usulan).versi}
    assert client.post(url("konfirmasi_tms", usulan), versi).status_code == 302
    assert d.segar(usulan).tahap == Tahap.TMS
    assert client.post(url("konfirmasi_tms", usulan), versi).status_code == 422


def test_konfirmasi_tms_dari_halaman_basi_ditolak(dunia: d.Dunia, client: Client) -> None:
    usulan = usul_tms(dunia)
    masuk(client, dunia.kepala_biro)
    assert client.post(url("konfirmasi_tms", usulan), {"versi": usulan.versi - 1}).status_code == 409
    assert client.post(url("konfirmasi_tms", usulan)).status_code == 422
    assert d.segar(usulan).tahap == Tahap.DIVERIFIKASI


def test_pengusul_yang_juga_koordinator_tidak_mengonfirmasi_sendiri(dunia: d.Dunia, client: Client) -> None:
    Peran.objects.create(pengguna=dunia.verifikator, jenis=JenisPeran.KOORDINATOR, kategori=Kategori.KP)
    usulan = usul_tms(dunia)
    masuk(client, Pengguna.objects.get(pk=dunia.verifikator.pk))
    assert "Konfirmasi TMS" not in isi(client.get(url("verifikasi", usulan)))
    assert client.post(url("konfirmasi_tms", usulan), {"versi": usulan.versi}).status_code == 403


def test_tolak_tms_butuh_alasan_lalu_verifikator_melanjutkan(dunia: d.Dunia, client: Client) -> None:
    usulan = usul_tms(dunia)
    masuk(client, dunia.koordinator)
    kosong = client.post(url("tolak_tms", usulan), {"alasan": " "})
    assert kosong.status_code == 422
    assert "Tulis alasannya" in isi(kosong)
    assert client.post(url("tolak_tms", usulan), {"alasan": "Periksa lagi SK-nya"}).status_code == 302
    assert "Terbitkan putusan" in isi(masuk(client, dunia.verifikator).get(url("verifikasi", usulan)))
    assert Peristiwa.objects.get(jenis="usulan.tms_ditolak").alasan == "Periksa lagi SK-nya"


# ---- giving and taking ----


def test_bagi_satu_dan_alihkan_menyebut_beban(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    masuk(client, dunia.koordinator)
    assert "Vino Contoh – 0 tugas" in isi(client.get(url("verifikasi", usulan)))
    client.post(url("bagi", usulan), {"verifikator": dunia.verifikator.pk})
    assert d.segar(usulan).verifikator == dunia.verifikator
    halaman = isi(client.get(url("verifikasi", usulan)))
    assert "Alihkan ke verifikator lain" in halaman
    data = {"verifikator": dunia.verifikator_lain.pk, "alasan": "Cuti"}
    assert client.post(url("alihkan", usulan), data).status_code == 302
    assert d.segar(usulan).verifikator == dunia.verifikator_lain
    assert Peristiwa.objects.get(jenis="usulan.dialihkan").alasan == "Cuti"


def test_bagi_yang_sudah_dibagi_atau_tanpa_verifikator_ditolak_dengan_kalimat(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.koordinator)
    assert client.post(url("bagi", usulan), {"verifikator": dunia.verifikator_lain.pk}).status_code == 422
    kosong = client.post(url("alihkan", usulan), {"alasan": "Ketikan saya"})
    assert kosong.status_code == 422
    assert "Pilih verifikator" in isi(kosong)
    assert "> Ketikan saya</textarea>" in isi(kosong)
    assert client.post(url("alihkan", usulan), {"verifikator": pokja_lain().pk}).status_code == 422


def test_ambil_satu_dan_yang_kalah_cepat_diberi_tahu(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    assert "Ambil usulan ini" in isi(masuk(client, dunia.verifikator).get(url("verifikasi", usulan)))
    assert client.post(url("ambil", usulan)).status_code == 302
    kalah = masuk(client, dunia.verifikator_lain).post(url("ambil", usulan), follow=True)
    assert f"sudah dipegang {dunia.verifikator}, jadi tidak Anda ambil." in isi(kalah)
    assert d.segar(usulan).verifikator == dunia.verifikator


# ---- rounds ----


def putaran_dua(dunia: d.Dunia) -> tuple[Usulan, Dokumen]:
    usulan = d.dikembalikan(dunia)
    terbuka = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, terbuka.pk)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    terbuka.refresh_from_db()
    return d.segar(usulan), terbuka


def test_putaran_kedua_menampilkan_alasan_dan_versi_lama_di_samping_yang_baru(dunia: d.Dunia, client: Client) -> None:
    usulan, diganti = putaran_dua(dunia)
    masuk(client, dunia.verifikator)
    lama = diganti.versi.get(nomor=1)
    halaman = isi(client.get(f"{url('verifikasi', usulan)}?dokumen={diganti.pk}&lihat=banding"))
    assert f"/versi/{lama.pk}/halaman/1/" in halaman
    assert f"/versi/{diganti.versi_kini_id}/halaman/1/" in halaman
    assert f"Putaran 1: Tidak sesuai: {dunia.alasan.teks}" in halaman
    assert "Sesuai sejak putaran sebelumnya" in halaman
    assert "1 dokumen belum dinilai" in halaman


def test_berkas_perbaikan_yang_belum_dikirim_tidak_tampak(dunia: d.Dunia, client: Client) -> None:
    usulan = d.dikembalikan(dunia)
    terbuka = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, terbuka.pk)
    terbuka.refresh_from_db()
    halaman = isi(masuk(client, dunia.verifikator).get(f"{url('verifikasi', usulan)}?dokumen={terbuka.pk}"))
    assert f"/versi/{terbuka.versi_kini_id}/" not in halaman
    assert f"/versi/{terbuka.versi.get(nomor=1).pk}/halaman/1/" in halaman


def test_btl_bkn_ditandai_verifikator(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SKP belum ada")
    masuk(client, dunia.verifikator)
    halaman = isi(client.get(url("verifikasi", usulan)))
    assert "Tandai yang harus diperbaiki" in halaman
    assert "SKP belum ada" in halaman
    kosong = client.post(url("tandai", usulan), {})
    assert kosong.status_code == 422
    assert "Tandai sedikitnya satu" in isi(kosong)
    baris = pertama(usulan)
    data = {"dokumen": [baris.pk], "bidang": ["pangkat_lama"], "catatan_pangkat_lama": "Salah ketik"}
    assert client.post(url("tandai", usulan), data).status_code == 302
    assert list(usulan.dokumen.filter(terbuka=True)) == [baris]
    assert BidangDiminta.objects.get(usulan=usulan).catatan == "Salah ketik"
    asing = pertama(d.diverifikasi(dunia))
    assert client.post(url("tandai", usulan), {"dokumen": [asing.pk]}).status_code == 422


# ---- two at once ----


def _bersamaan(*tekanan: tuple[Pengguna, str, dict[str, Any]]) -> list[int]:
    def tekan(satu: tuple[Pengguna, str, dict[str, Any]]) -> int:
        close_old_connections()
        klien = Client()
        klien.force_login(satu[0])
        try:
            return int(klien.post(satu[1], satu[2]).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tekanan)) as kolam:
        return list(kolam.map(tekan, tekanan))


@pytest.mark.django_db(transaction=True)
def test_dua_verifikator_mengambil_usulan_yang_sama_hanya_satu_yang_dapat(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    alamat = url("ambil", usulan)
    kode = _bersamaan((dunia.verifikator, alamat, {}), (dunia.verifikator_lain, alamat, {}))
    assert kode == [302, 302]  # the loser is told who holds it
    assert Peristiwa.objects.filter(jenis="usulan.dibagi").count() == 1


@pytest.mark.django_db(transaction=True)
def test_dua_putusan_bertentangan_bersamaan_hanya_satu_yang_terbit(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    alamat = url("terbitkan", usulan)
    kode = _bersamaan(
        (dunia.verifikator, alamat, putusan(usulan, "BTL", keterangan="Buram")),
        (
            dunia.verifikator,
            alamat,
            putusan(usulan, "TMS", keterangan="Tidak memenuhi syarat", tak_dilihat="Nyata dari datanya"),
        ),
    )
    assert sorted(kode)[0] == 302
    assert sorted(kode)[1] in {409, 422}
    assert Putusan.objects.filter(usulan=usulan).count() == 1


@pytest.mark.django_db(transaction=True)
def test_konfirmasi_dan_penolakan_tms_bersamaan_hanya_satu_yang_berlaku(dunia: d.Dunia) -> None:
    usulan = usul_tms(dunia)
    kode = _bersamaan(
        (dunia.koordinator, url("konfirmasi_tms", usulan), {"versi": usulan.versi}),
        (dunia.kepala_biro, url("tolak_tms", usulan), {"alasan": "Periksa lagi"}),
    )
    assert sorted(kode)[0] == 302
    assert sorted(kode)[1] in {409, 422}
    tahap, ada = d.segar(usulan).tahap, Putusan.objects.filter(usulan=usulan).exists()
    assert (tahap, ada) in {(Tahap.TMS, True), (Tahap.DIVERIFIKASI, False)}


# ---- what is typed is kept before it is given ----


def ketik(client: Client, usulan: Usulan, dokumen: Dokumen | None = None, asal: str = "", **isian: Any) -> HttpResponse:
    """What js/simpan.js sends: the fields typed in, each with the mark of what the page was shown."""
    nama = {f"{'' if dokumen else 'putusan-'}{k}": v for k, v in isian.items()}
    tanda = {f"asal-{n}": asal or cap("") for n in nama}
    alamat = url("konsep_dokumen", usulan, dokumen.pk) if dokumen else url("konsep", usulan)
    return client.post(alamat, nama | tanda | {"bidang": ",".join(nama)}, headers=HTMX)


def test_yang_diketik_verifikator_ikut_ke_perangkat_lain(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    dokumen = pertama(usulan)
    bidang = next(iter(label_bidang(usulan)))
    masuk(client, dunia.verifikator)
    kirim = {"keterangan": "Belum lengkap.", "panjang": "Pindai ulang.", f"catatan_{bidang}": "Salah ketik"}
    assert ketik(client, usulan, **kirim).status_code == 200
    assert ketik(client, usulan, bidang=[bidang]).status_code == 200
    assert ketik(client, usulan, dokumen, catatan="Cap tidak terbaca").status_code == 200
    lain = masuk(Client(), dunia.verifikator)
    halaman = lain.get(f"{url('verifikasi', usulan)}?dokumen={dokumen.pk}")
    assert halaman.context["form_putusan"]["keterangan"].value() == "Belum lengkap."
    assert halaman.context["form_putusan"]["panjang"].value() == "Pindai ulang."
    assert halaman.context["form_nilai"]["catatan"].value() == "Cap tidak terbaca"
    ditandai = {b.kode: b.catatan for b in halaman.context["bidang"] if b.ditandai}
    assert ditandai == {bidang: "Salah ketik"}
    assert "Konsep Anda, tersimpan" in isi(halaman)


def test_konsep_tidak_terbaca_siapa_pun_selain_penulisnya(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    dokumen = pertama(usulan)
    masuk(client, dunia.verifikator)
    ketik(client, usulan, keterangan="RAHASIA KONSEP")
    ketik(client, usulan, dokumen, catatan="RAHASIA DOKUMEN")
    for orang in (dunia.pic, dunia.penyetuju, dunia.koordinator, dunia.verifikator_lain, dunia.administrator):
        lain = masuk(Client(), orang)
        for nama in ("verifikasi", "rinci", "linimasa"):
            assert "RAHASIA" not in lain.get(url(nama, usulan)).text, (orang, nama)
    for orang in (dunia.pic, dunia.koordinator, dunia.verifikator_lain):
        assert ketik(masuk(Client(), orang), usulan, keterangan="Milik orang").status_code == 409
    assert KonsepPutusan.objects.exclude(oleh=dunia.verifikator).count() == 0
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    assert "RAHASIA" not in masuk(Client(), dunia.verifikator_lain).get(url("verifikasi", usulan)).text


def test_dua_tab_pada_catatan_yang_sama_tidak_saling_menimpa(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    ketik(client, usulan, keterangan="Dari tab satu")
    jawaban = ketik(client, usulan, keterangan="Dari tab dua", panjang="Bidang lain ikut tersimpan")
    assert jawaban.status_code == 409
    bentrok = jawaban.json()["bentrok"]["putusan-keterangan"]
    assert "menulis “Dari tab satu”" in bentrok["pesan"]
    assert set(jawaban.json()["cap"]) == {"putusan-panjang"}
    tersimpan = dict(KonsepPutusan.objects.values_list("bidang", "teks"))
    assert tersimpan == {"keterangan": "Dari tab satu", "panjang": "Bidang lain ikut tersimpan"}
    assert ketik(client, usulan, asal=bentrok["cap"], keterangan="Dari tab dua").status_code == 200
    assert KonsepPutusan.objects.get(bidang="keterangan").teks == "Dari tab dua"


def test_konsep_usulan_orang_dan_dokumen_lain_tidak_ikut_berselisih_dan_tidak_ikut_terhapus(
    dunia: d.Dunia, client: Client
) -> None:
    usulan, sebelah = d.diverifikasi(dunia), d.diverifikasi(dunia, "KP-FUNGSIONAL")
    satu, dua = usulan.dokumen.exclude(versi_kini=None).order_by("persyaratan__urutan")[:2]
    masuk(client, dunia.verifikator)
    tempat = [(usulan, None), (sebelah, None), (usulan, satu), (usulan, dua)]
    for nomor, (milik, dokumen) in enumerate(tempat):
        kirim = {"catatan" if dokumen else "keterangan": f"Tempat {nomor}"}
        assert ketik(client, milik, dokumen, **kirim).status_code == 200, nomor
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    lain = masuk(Client(), dunia.verifikator_lain)
    assert ketik(lain, usulan, keterangan="Orang lain").status_code == 200
    assert ketik(lain, usulan, asal=cap("Orang lain"), keterangan="").status_code == 200
    assert ketik(lain, usulan, dua, catatan="Orang lain").status_code == 200
    assert ketik(lain, usulan, dua, asal=cap("Orang lain"), catatan="").status_code == 200
    tersisa = KonsepPutusan.objects.values_list("usulan", "dokumen", "oleh", "teks")
    assert set(tersisa) == {
        (milik.pk, dokumen and dokumen.pk, dunia.verifikator.pk, f"Tempat {nomor}")
        for nomor, (milik, dokumen) in enumerate(tempat)
    }


def test_konsep_hilang_setelah_putusan_diberikan_dan_bertahan_selama_tms_menunggu(
    dunia: d.Dunia, client: Client
) -> None:
    usulan = d.diverifikasi(dunia)
    dokumen = pertama(usulan)
    masuk(client, dunia.verifikator)
    ketik(client, usulan, dokumen, catatan="Cap tidak terbaca")
    ketik(client, usulan, keterangan="Tidak memenuhi syarat usia.")
    nilai(client, usulan, dokumen, "TIDAK_SESUAI", catatan="Cap tidak terbaca")
    assert list(usulan.konsep.values_list("bidang", flat=True)) == ["keterangan"]
    kirim = putusan(usulan, "TMS", keterangan="Tidak memenuhi syarat usia.", tak_dilihat="Nyata dari datanya")
    assert client.post(url("terbitkan", usulan), kirim).status_code == 302
    assert ketik(client, usulan, keterangan="Terlambat").status_code == 422
    assert "json" not in ketik(client, usulan, keterangan="Terlambat")["Content-Type"], "dibaca sebagai tersimpan"
    verifikasi.tolak_tms(usulan.pk, oleh=dunia.koordinator, alasan="Periksa lagi.")
    halaman = client.get(url("verifikasi", usulan))
    assert halaman.context["form_putusan"]["keterangan"].value() == "Tidak memenuhi syarat usia."
    d.nilai_semua(dunia, usulan)
    assert client.post(url("terbitkan", usulan), putusan(usulan, "APPROVED")).status_code == 302
    assert not usulan.konsep.exists()


def test_yang_sama_dengan_usul_mengikuti_usul_berikutnya(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    masuk(client, dunia.verifikator)
    usul = client.get(url("verifikasi", usulan)).context["form_putusan"]["keterangan"].value()
    ketik(client, usulan, keterangan=usul + " Segera.")
    ketik(client, usulan, asal=cap(usul + " Segera."), keterangan=usul)
    assert not usulan.konsep.exists()
    d.nilai_semua(dunia, usulan, tolak=2)
    assert client.get(url("verifikasi", usulan)).context["form_putusan"]["keterangan"].value() != usul


def test_konsep_yang_tidak_dapat_disimpan_ditolak_dengan_sebabnya(dunia: d.Dunia, client: Client) -> None:
    usulan, lain = d.diverifikasi(dunia), d.diverifikasi(dunia, "KP-FUNGSIONAL")
    masuk(client, dunia.verifikator)
    jawaban = ketik(client, usulan, panjang="x" * 8001, keterangan="a\0b", status="BTL", asing="bukan bidang")
    assert jawaban.status_code == 422
    assert "8001 karakter" in jawaban.json()["galat"]["putusan-panjang"]
    assert set(jawaban.json()["galat"]) == {"putusan-panjang", "putusan-keterangan"}
    assert list(usulan.konsep.values_list("bidang", flat=True)) == ["status"]
    assert ketik(client, usulan, pertama(lain), catatan="Baris usulan lain").status_code == 404
