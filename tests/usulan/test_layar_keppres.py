"""Screens 8 and 9 through the real door."""

import csv
import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoAssertNumQueries

from integrasi.peragaan.isian_contoh import pdf_contoh
from siapp.akun.models import Pengguna
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from tests import dunia as d
from usulan import unggahan
from usulan.actions import bkn
from usulan.daftar_nip import baca_tempelan
from usulan.models import Keppres, Usulan
from usulan.tahap import Tahap


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


def alamat(nama: str, *isian: object) -> str:
    return reverse(f"usulan:keppres_{nama}", args=isian)


@pytest.fixture(autouse=True)
def tanpa_menunggu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unggahan, "TUNGGU", 0)


def _lembar(*isi: str) -> bytes:
    buku = Workbook()
    for baris in isi:
        buku.active.append(["pegawai", baris])
    keluaran = io.BytesIO()
    buku.save(keluaran)
    return keluaran.getvalue()


def test_dukungan_membuat_rancangan_dan_menambahkan_usulan_yang_siap(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    klien = masuk(dunia.dukungan)
    isian = {
        "kategori": "KP",
        "nomor_memo": "M-7/2026",
        "tanggal_memo": f"{timezone.localdate():%d-%m-%Y}",
        "perihal": "Kenaikan pangkat",
    }
    jawaban = klien.post(alamat("baru"), isian)
    rancangan = Keppres.objects.get()
    assert jawaban.headers["Location"] == alamat("tambah", rancangan.pk)
    assert usulan.nomor in klien.get(alamat("tambah", rancangan.pk)).content.decode()
    klien.post(alamat("tambah", rancangan.pk), {"tambahkan": "1", "usulan": [str(usulan.pk)]})
    assert d.segar(usulan).tahap == Tahap.RKP
    assert usulan.nama in klien.get(alamat("rinci", rancangan.pk)).content.decode()


@pytest.mark.parametrize("cara", ["tempel", "xlsx"])
def test_setiap_nip_diperiksa_sebelum_ditambahkan(dunia: d.Dunia, cara: str) -> None:
    siap, belum, dalam = d.siap_keppres(dunia), d.disetujui_biro(dunia), d.siap_keppres(dunia)
    d.rkp(dunia, dalam)
    rancangan = d.rkp(dunia)
    asing = d.nip_rekaan()
    daftar = [siap.nip, belum.nip, dalam.nip, asing]
    isian: dict[str, object] = {"nip": "\n".join(daftar)}
    if cara == "xlsx":
        isian = {"lembar": SimpleUploadedFile("nip.xlsx", _lembar(*daftar))}
    halaman = masuk(dunia.dukungan).post(alamat("tambah", rancangan.pk), isian).content.decode()
    assert f'value="{siap.pk}"' in halaman
    assert f'value="{belum.pk}"' not in halaman
    assert "masih pada tahap “Menunggu Pertek”" in halaman
    assert "sudah ada dalam Keppres lain" in halaman
    assert "Tidak ada usulan dengan NIP ini." in halaman


@pytest.mark.parametrize(
    ("isian", "pesan"),
    [
        ({}, "Isi salah satu"),
        ({"teks": "ab"}, "sedikitnya 3"),
        ({"nip": "tanpa angka"}, "Tidak ada NIP"),
        ({"lembar": SimpleUploadedFile("nip.xlsx", b"bukan lembar")}, "tidak dapat dibaca sebagai XLSX"),
    ],
)
def test_pencarian_salah_dijawab_kalimat(dunia: d.Dunia, isian: dict[str, object], pesan: str) -> None:
    rancangan = d.rkp(dunia)
    jawaban = masuk(dunia.dukungan).post(alamat("tambah", rancangan.pk), isian)
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()


def test_nip_terbaca_dengan_atau_tanpa_spasi_dan_hanya_sekali() -> None:
    teks = "a 19680517 199503 1 001; 196805171995031001\n1968051719950310012 196805171995032002"
    assert [satu.nip for satu in baca_tempelan(teks) if satu.nip] == ["196805171995031001", "196805171995032002"]


def test_kepala_biro_melepas_lalu_dukungan_memajukan_menurunkan_menerbitkan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    hari_ini = f"{timezone.localdate():%d-%m-%Y}"
    assert masuk(dunia.dukungan).post(alamat("lepas", rancangan.pk)).status_code == 403
    masuk(dunia.kepala_biro).post(alamat("lepas", rancangan.pk))
    klien = masuk(dunia.dukungan)
    klien.post(alamat("maju", rancangan.pk), {"tanggal": hari_ini})
    klien.post(alamat("turun", rancangan.pk), {"tanggal": hari_ini})
    isian = {"nomor": "7/K/2026", "tanggal": hari_ini, "judul": "Kenaikan pangkat"}
    pdf = SimpleUploadedFile("keppres.pdf", pdf_contoh("Keppres", "uji"), "application/pdf")
    pertama = klien.post(alamat("terbit", rancangan.pk), isian | {"berkas": pdf})
    assert pertama.status_code == 422
    assert "masih diperiksa" in pertama.content.decode()
    berkas = Berkas.objects.filter(diunggah_oleh=dunia.dukungan).latest("dibuat_pada")
    assert str(berkas.pk) in pertama.content.decode()
    periksa_berkas(berkas.pk)
    klien.post(alamat("terbit", rancangan.pk), isian | {"berkas_id": str(berkas.pk)})
    assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT
    unduhan = klien.get(alamat("unduh", rancangan.pk))
    assert b"".join(unduhan.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("ubahan", "pesan"),
    [
        ({"nomor": "N" * 21}, "20 karakter"),
        ({"judul": "J" * 256}, "255 karakter"),
        ({"tanggal": "31-02-2026"}, "misalnya 23-11-2026"),
        ({"tanggal": "01-01-2999"}, "Tahun 2999 tidak mungkin di sini"),
        ({"tanggal": f"31-12-{timezone.localdate().year + 1}"}, "antara tanggal maju dan hari ini"),
        ({"berkas_id": ""}, "Pilih berkas PDF"),
    ],
)
def test_terbit_dengan_isian_salah_dijawab_kalimat(dunia: d.Dunia, ubahan: dict[str, str], pesan: str) -> None:
    rancangan = d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia)))
    hari_ini = f"{timezone.localdate():%d-%m-%Y}"
    klien = masuk(dunia.dukungan)
    klien.post(alamat("turun", rancangan.pk), {"tanggal": hari_ini})
    berkas = d.berkas_siap(dunia.dukungan)
    isian = {"nomor": "8/K/2026", "tanggal": hari_ini, "judul": "Judul", "berkas_id": str(berkas.pk)} | ubahan
    jawaban = klien.post(alamat("terbit", rancangan.pk), isian)
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()


def test_nomor_keppres_kembar_pada_tahun_yang_sama_ditolak(dunia: d.Dunia) -> None:
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia))), nomor="9/K/2026")
    kedua = d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia)))
    hari_ini = f"{timezone.localdate():%d-%m-%Y}"
    klien = masuk(dunia.dukungan)
    klien.post(alamat("turun", kedua.pk), {"tanggal": hari_ini})
    berkas = d.berkas_siap(dunia.dukungan)
    isian = {"nomor": "9/K/2026", "tanggal": hari_ini, "judul": "Judul", "berkas_id": str(berkas.pk)}
    jawaban = klien.post(alamat("terbit", kedua.pk), isian)
    assert jawaban.status_code == 422
    assert "sudah dipakai pada tahun yang sama" in jawaban.content.decode()


def test_nomor_memo_yang_dipakai_ditolak_tanpa_menghilangkan_ketikan(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia)
    hari_ini = f"{timezone.localdate():%d-%m-%Y}"
    isian = {"nomor_memo": rancangan.nomor_memo.lower(), "tanggal_memo": hari_ini, "perihal": "Perihal yang panjang"}
    jawaban = masuk(dunia.dukungan).post(reverse("usulan:keppres_baru"), isian | {"kategori": "KP"})
    assert jawaban.status_code == 422
    assert f"oleh rancangan {rancangan.nomor_memo}" in jawaban.text
    assert "Perihal yang panjang" in jawaban.text
    lain = d.rkp(dunia)
    jawaban = masuk(dunia.dukungan).post(alamat("ubah", lain.pk), isian)
    assert jawaban.status_code == 422
    assert "Perihal yang panjang" in jawaban.text


def test_rancangan_kosong_di_presiden_menawarkan_diakhiri(dunia: d.Dunia) -> None:
    rancangan = d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia)))
    klien = masuk(dunia.dukungan)
    assert "Akhiri rancangan" not in klien.get(alamat("rinci", rancangan.pk)).text
    rancangan.baris.all().delete()
    halaman = klien.get(alamat("rinci", rancangan.pk)).text
    assert "Akhiri rancangan" in halaman
    for lain in ("Catat turun dari Presiden", "Tambah usulan"):
        assert lain not in halaman
    klien.post(alamat("hapus", rancangan.pk), {"alasan": "Tidak ada isinya lagi"})
    assert not Keppres.objects.filter(pk=rancangan.pk).exists()


def test_ralat_menyimpan_versi_lama(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    rancangan = Keppres.objects.get()
    berkas = d.berkas_siap(dunia.dukungan)
    isian = {
        "nomor": rancangan.nomor,
        "tanggal": f"{rancangan.tanggal:%d-%m-%Y}",
        "judul": "Judul yang benar",
        "berkas_id": str(berkas.pk),
        "alasan": "Salah ketik nama jabatan",
    }
    masuk(dunia.dukungan).post(alamat("ralat", rancangan.pk), isian)
    rancangan.refresh_from_db()
    assert (rancangan.versi, rancangan.judul) == (2, "Judul yang benar")
    assert rancangan.riwayat.get().judul == "Keputusan Presiden contoh"
    assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT


def test_penahanan_tampak_dan_dilepas_dua_orang(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, usulan)
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-RALAT")
    satu, dua = masuk(dunia.dukungan), masuk(dunia.kepala_biro)
    assert f"{usulan.nomor} belum boleh terbit" in satu.get(alamat("rinci", rancangan.pk)).text
    tujuan = reverse("usulan:tahanan", args=[usulan.pk])
    assert tujuan in satu.get(reverse("usulan:tahanan_daftar")).text
    halaman = satu.get(tujuan).text
    assert "bersandar pada Ralat Pertek PH-RALAT" in halaman
    assert satu.post(tujuan, {"pilihan": "LEPAS"}).status_code == 422
    satu.post(tujuan, {"pilihan": "LEPAS", "alasan": "Nomor saja yang berubah"})
    assert "Konfirmasi sebagai orang kedua" not in satu.get(tujuan).text
    konfirmasi = reverse("usulan:tahanan_konfirmasi", args=[usulan.pk])
    assert satu.post(konfirmasi).status_code == 403
    assert "Nomor saja yang berubah" in dua.get(tujuan).text
    dua.post(konfirmasi)
    assert d.segar(usulan).ditahan == ""


def test_usul_ditolak_atau_ditarik_dari_halamannya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    tujuan = reverse("usulan:tahanan", args=[usulan.pk])
    klien = masuk(dunia.dukungan)
    klien.post(tujuan, {"pilihan": "LEPAS", "alasan": "Sudah ditanyakan"})
    assert "Tarik usul" in klien.get(tujuan).text
    klien.post(reverse("usulan:tahanan_tolak", args=[usulan.pk]))
    assert d.segar(usulan).ditahan
    assert "Jalan keluar" in klien.get(tujuan).text


def test_usul_dan_catatan_tahanan_yang_salah_menyebutnya_di_isiannya(dunia: d.Dunia) -> None:
    tertahan, terbit = d.siap_keppres(dunia), d.keppres_terbit(dunia)
    d.rkp(dunia, tertahan)
    d.tahap_bkn(tertahan, "24", "Perbaikan Pertek")
    d.tahap_bkn(terbit, "26", "Pembatalan Pertek")
    klien, panjang = masuk(dunia.dukungan), "Sudah ditanyakan " * 300
    usul = klien.post(reverse("usulan:tahanan", args=[tertahan.pk]), {"alasan": panjang})
    assert usul.status_code == 422
    assert 'id="id_pilihan_error"' in usul.text
    ditolak = klien.post(reverse("usulan:tahanan", args=[tertahan.pk]), {"pilihan": "IKUTI", "alasan": "Ikuti saja"})
    assert ditolak.status_code == 422
    assert "Ikuti saja" in ditolak.text
    catatan = klien.post(reverse("usulan:tahanan_ketahui", args=[terbit.pk]), {"alasan": panjang})
    assert catatan.status_code == 422
    assert panjang.strip() in catatan.text
    assert 'id="id_alasan_error"' in catatan.text


def test_btl_diikuti_seorang_sebelum_maju(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan, d.siap_keppres(dunia))
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Dibuka lagi")
    tujuan = reverse("usulan:tahanan", args=[usulan.pk])
    klien = masuk(dunia.dukungan)
    halaman = klien.get(tujuan).text
    assert "1 usulan lain tetap di dalamnya" in halaman
    assert "Penahanan tidak dapat dilepas." in halaman
    klien.post(tujuan, {"pilihan": "IKUTI", "alasan": "Mengikuti BKN"})
    assert d.segar(usulan).tahap == Tahap.PERBAIKAN


def test_perubahan_sesudah_terbit_dicatat_diketahui(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    klien = masuk(dunia.dukungan)
    assert "Ada perubahan dari BKN sesudah Keppres terbit" in klien.get(reverse("usulan:rinci", args=[usulan.pk])).text
    tujuan = reverse("usulan:tahanan_ketahui", args=[usulan.pk])
    assert klien.post(tujuan).status_code == 422
    klien.post(tujuan, {"alasan": "Dilaporkan"})
    assert not usulan.tahanan.terbuka().exists()


def test_rkp_tercetak_sebagai_pdf(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia, d.siap_keppres(dunia))
    jawaban = masuk(dunia.dukungan).get(alamat("cetak", rancangan.pk))
    assert jawaban.headers["Content-Type"] == "application/pdf"
    assert jawaban.content.startswith(b"%PDF-")


def test_rkp_dan_ekspor_menyebut_usulan_yang_belum_boleh_dilanjutkan(dunia: d.Dunia) -> None:
    baik, batal = d.siap_keppres(dunia), d.siap_keppres(dunia)
    rancangan = d.rkp(dunia, baik, batal)
    klien = masuk(dunia.dukungan)
    assert "Belum dapat dilanjutkan" not in _teks_pdf(klien.get(alamat("cetak", rancangan.pk)).content)
    d.tahap_bkn(batal, "26", "Pembatalan Pertek")
    _, belum = _teks_pdf(klien.get(alamat("cetak", rancangan.pk)).content).split("Belum dapat dilanjutkan")
    assert batal.nomor in belum
    assert baik.nomor not in belum
    ekspor = klien.post(reverse("usulan:antrean_csv") + "?tab=semua").content.decode("utf-8-sig")
    baris = {b["Nomor"]: b for b in csv.DictReader(io.StringIO(ekspor), delimiter=";")}
    assert baris[baik.nomor]["Halangan Keppres"] == ""
    assert "Pembatalan Pertek" in baris[batal.nomor]["Halangan Keppres"]


def _teks_pdf(isi: bytes) -> str:
    halaman = pypdfium2.PdfDocument(isi)[0].get_textpage().get_text_range()
    return " ".join(halaman.split())


def test_pic_dan_orang_luar_tidak_membuka_keppres(dunia: d.Dunia) -> None:
    rancangan = d.rkp(dunia)
    assert masuk(dunia.pic).get(alamat("rinci", rancangan.pk)).status_code == 403
    assert Client().get(alamat("rinci", rancangan.pk)).status_code == 302


def test_pertek_dan_ralatnya_berdampingan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-99999999999")
    halaman = masuk(dunia.dukungan).get(reverse("usulan:pertek_daftar")).content.decode()
    assert halaman.count("PH-99999999999") == 4  # its own row and file, and beside the first one in both
    assert "Ralat Pertek" in halaman
    assert usulan.nomor not in masuk(dunia.pic_lain).get(reverse("usulan:pertek_daftar")).content.decode()


def test_daftar_keppres_dan_pertek_tetap_jumlah_kuerinya(
    dunia: d.Dunia, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    semua: list[Usulan] = [d.siap_keppres(dunia) for _ in range(4)]
    for usulan in semua[:3]:
        d.rkp(dunia, usulan)
    klien = masuk(dunia.dukungan)
    for nama in ("usulan:keppres_daftar", "usulan:pertek_daftar"):
        klien.get(reverse(nama))
        with django_assert_max_num_queries(9):
            klien.get(reverse(nama))


def test_memo_yang_diubah_dua_orang_memperlihatkan_keduanya(dunia: d.Dunia, client: Client) -> None:
    rancangan = d.rkp(dunia)
    alamat = reverse("usulan:keppres_ubah", args=[rancangan.pk])
    client.force_login(dunia.dukungan)
    halaman = client.get(alamat)
    kirim = {f"asal-{k}": v for k, v in halaman.context["asal"].items()} | {
        k: halaman.context["form"][k].value() for k in ("nomor_memo", "tanggal_memo", "perihal")
    }
    assert client.post(alamat, kirim | {"perihal": "Dari yang pertama"}).status_code == 302
    assert client.post(alamat, kirim | {"nomor_memo": "M-99/2026"}).status_code == 302
    rancangan.refresh_from_db()
    assert (rancangan.nomor_memo, rancangan.perihal) == ("M-99/2026", "Dari yang pertama"), "bidang lain tetap"
    ditolak = client.post(alamat, kirim | {"perihal": "Dari yang kedua"})
    assert ditolak.status_code == 422
    assert f"{dunia.dukungan} menyimpan “Dari yang pertama”" in ditolak.context["form"].errors["perihal"][0]
    kirim |= {f"asal-{k}": v for k, v in ditolak.context["asal"].items()}
    assert client.post(alamat, kirim | {"perihal": "Dari yang kedua"}).status_code == 302
    rancangan.refresh_from_db()
    assert rancangan.perihal == "Dari yang kedua"


def test_judul_keppres_diusulkan_dari_keppres_sejenis_dan_bukan_dari_perihal_memo(dunia: d.Dunia) -> None:
    pertama, klien = d.rkp(dunia, d.siap_keppres(dunia)), masuk(dunia.dukungan)
    d.maju(dunia, pertama)
    tanpa = klien.get(reverse("usulan:keppres_terbit", args=[pertama.pk]))
    assert tanpa.context["form"]["judul"].value() == ""
    assert "Terakhir tercatat" not in tanpa.text
    d.terbit(dunia, pertama, "41/K/2026")
    pertama.refresh_from_db()
    kedua = d.rkp(dunia, d.siap_keppres(dunia))
    d.maju(dunia, kedua)
    lain = klien.get(reverse("usulan:keppres_terbit", args=[kedua.pk]))
    assert lain.context["form"]["judul"].value() == pertama.judul
    assert "Terakhir tercatat: 41/K/2026" in lain.text
