"""Notices: who is told what by which step, once, and only while they may know it (keputusan/0080)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referensi.models import Layanan
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from tests import dunia as d
from tests.usulan.layar import HTMX, masuk
from usulan.actions import bkn, verifikasi
from usulan.actions.serah_terima import ganti_penyusun
from usulan.kabar import susun
from usulan.kabar.baca import jumlah_belum, tujuan
from usulan.kabar.harian import kabarkan_harian
from usulan.kabar.jenis import KETENTUAN, JenisKabar
from usulan.kabar.susun import kabarkan_tertunda
from usulan.models import Kabar, PeristiwaBerkabar, Usulan

J = JenisKabar
DAFTAR = "/kabar/"


def milik(pengguna: Pengguna) -> list[str]:
    """Tell what is to be told, and return the kinds that `pengguna` reads, the oldest first."""
    kabarkan_tertunda()
    return list(Kabar.objects.untuk(pengguna).order_by("pk").values_list("jenis", flat=True))


def satu(pengguna: Pengguna, jenis: JenisKabar) -> Kabar:
    kabarkan_tertunda()
    return Kabar.objects.untuk(pengguna).get(jenis=jenis)


def test_setiap_jenis_kabar_punya_pembaca_dan_tujuan() -> None:
    assert set(KETENTUAN) == set(JenisKabar)
    for ketentuan in KETENTUAN.values():
        assert ketentuan.peran
        ruang, nama = ketentuan.nama_url.split(":")
        assert ruang in {"usulan", "integrasi"}
        assert nama


def test_semua_layanan_memberi_kabar_lewat_jalan_yang_sama(dunia: d.Dunia) -> None:
    kode = list(Layanan.objects.order_by("pk").values_list("pk", flat=True))
    assert len(kode) == 18
    for layanan in kode:
        Kabar.objects.all().delete()
        usulan = d.dikembalikan(dunia, layanan)
        assert milik(dunia.penyetuju) == milik(dunia.pic) == [J.DIKEMBALIKAN], layanan
        assert milik(dunia.verifikator) == [J.DIBERIKAN], layanan
        assert set(Kabar.objects.values_list("usulan", flat=True)) == {usulan.pk}


def test_draf_yang_lengkap_menunggu_teken_penyetuju_dan_bukan_penyusunnya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    assert milik(dunia.penyetuju) == []
    d.lengkapi(dunia, usulan)
    assert milik(dunia.penyetuju) == [J.MENUNGGU_TEKEN]
    assert milik(dunia.pic) == []
    # One document more tells nothing again.
    d.lengkapi(dunia, usulan, semua=True)
    assert milik(dunia.penyetuju) == [J.MENUNGGU_TEKEN]


def test_alasan_pengembalian_tampak_ringkas(dunia: d.Dunia) -> None:
    d.dikembalikan(dunia)
    assert satu(dunia.pic, J.DIKEMBALIKAN).isi == "Biro APP: Berkas pertama tidak terbaca"


def test_kabar_ditulis_sekali_walau_dikerjakan_dua_kali(dunia: d.Dunia) -> None:
    d.dikembalikan(dunia)
    kabarkan_tertunda()
    sebelum = Kabar.objects.count()
    for peristiwa in Kabar.objects.filter(kunci__startswith="peristiwa:").values_list("kunci", flat=True).distinct():
        PeristiwaBerkabar.objects.get_or_create(
            peristiwa_id=int(peristiwa.split(":")[1]), defaults={"jatuh_tempo": timezone.now()}
        )
    assert kabarkan_tertunda() > 0
    assert Kabar.objects.count() == sebelum
    assert not PeristiwaBerkabar.objects.exists()


def test_satu_yang_gagal_tidak_menahan_yang_lain(dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    d.dikembalikan(dunia)

    def rusak(_: object) -> None:
        raise RuntimeError("rule at fault")

    monkeypatch.setattr(susun, "ATURAN", {**susun.ATURAN, "usulan.dibagi": rusak})
    assert milik(dunia.penyetuju) == [J.DIKEMBALIKAN]
    assert [p.peristiwa.jenis for p in PeristiwaBerkabar.objects.all()] == ["usulan.dibagi"]
    monkeypatch.undo()
    PeristiwaBerkabar.objects.update(jatuh_tempo=timezone.now())
    assert milik(dunia.verifikator) == [J.DIBERIKAN]


def test_yang_berbuat_tidak_dikabari_perbuatannya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    verifikasi.ambil(usulan.pk, oleh=dunia.verifikator)
    assert milik(dunia.verifikator) == []


def test_yang_kehilangan_pekerjaan_diberi_tahu_kepada_siapa_dan_mengapa(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator, alasan="Cuti.")
    assert milik(dunia.verifikator) == [J.DIBERIKAN, J.DIAMBIL]
    assert satu(dunia.verifikator, J.DIAMBIL).isi == "Dialihkan kepada Viska Contoh. Cuti."
    assert satu(dunia.verifikator_lain, J.DIBERIKAN).isi == "Sebelumnya pada Vino Contoh. Cuti."


def test_tms_dikabarkan_kepada_orang_kedua_lalu_kepada_pic(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="Tidak memenuhi", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    assert milik(dunia.koordinator) == milik(dunia.kepala_biro) == [J.TMS_MENUNGGU]
    assert J.BERAKHIR_TMS not in milik(dunia.pic)
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    assert J.BERAKHIR_TMS in milik(dunia.pic)


def test_btl_bkn_sampai_kepada_pic_dan_pemegangnya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SK tidak ada")
    assert satu(dunia.pic, J.DIKEMBALIKAN).isi == "BKN: SK tidak ada"
    assert "SK tidak ada" in satu(dunia.verifikator, J.BKN_MENGEMBALIKAN).isi


def test_rancangan_menunggu_kepala_biro_dan_keppres_terbit_sampai_kepada_pic(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    assert J.RKP_MENUNGGU in milik(dunia.kepala_biro)
    assert {J.PERTEK_ADA, J.KEPPRES_TERBIT} <= set(milik(dunia.pic))
    assert tujuan(satu(dunia.pic, J.KEPPRES_TERBIT)) == reverse("usulan:rinci", args=[usulan.pk])


def test_penahanan_sampai_kepada_yang_memutuskan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Berubah")
    for orang in (dunia.dukungan, dunia.kepala_biro):
        assert J.BERTENTANGAN in milik(orang)


def test_draf_yang_diserahkan_sampai_kepada_penerimanya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    ganti_penyusun(usulan, dunia.penyetuju, oleh=dunia.administrator, alasan="PIC lama pindah.")
    assert satu(dunia.penyetuju, J.DISERAHKAN).isi == "PIC lama pindah."


def test_instansi_lain_tidak_mendapat_dan_tidak_membaca_kabar(dunia: d.Dunia) -> None:
    d.keppres_terbit(dunia)
    assert milik(dunia.pic_lain) == []
    for kabar in Kabar.objects.all():
        assert masuk(dunia.pic_lain).post(reverse("usulan:kabar_buka", args=[kabar.pk])).status_code == 404
    # Even a notice that was written to the wrong person is not read.
    Kabar.objects.filter(pk=Kabar.objects.filter(penerima=dunia.pic).earliest("pk").pk).update(penerima=dunia.pic_lain)
    assert milik(dunia.pic_lain) == []
    assert jumlah_belum(dunia.pic_lain) == 0


@pytest.mark.parametrize("siapa", ["pic", "verifikator", "kepala_biro"])
def test_yang_kehilangan_peran_tidak_lagi_membaca_kabarnya(dunia: d.Dunia, siapa: str) -> None:
    d.keppres_terbit(dunia)
    orang = getattr(dunia, siapa)
    assert milik(orang)
    Peran.objects.filter(pengguna=orang).update(aktif=False)
    orang = Pengguna.objects.get(pk=orang.pk)
    assert milik(orang) == []
    assert jumlah_belum(orang) == 0
    kabar = Kabar.objects.filter(penerima=orang).earliest("pk")
    assert masuk(orang).post(reverse("usulan:kabar_buka", args=[kabar.pk])).status_code == 404


def test_auditor_dan_peran_lain_tidak_dikabari_yang_bukan_urusannya(dunia: d.Dunia) -> None:
    d.keppres_terbit(dunia)
    assert milik(dunia.auditor) == milik(dunia.administrator) == milik(dunia.verifikator_lain) == []


def test_membuka_menandai_dibaca_dan_menuju_usulannya(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    kabar, klien = satu(dunia.pic, J.DIKEMBALIKAN), masuk(dunia.pic)
    jawaban = klien.post(reverse("usulan:kabar_buka", args=[kabar.pk]))
    assert jawaban["Location"] == reverse("usulan:rinci", args=[usulan.pk])
    kabar.refresh_from_db()
    assert kabar.dibaca_pada is not None
    assert klien.get(reverse("usulan:kabar_buka", args=[kabar.pk])).status_code == 405


def test_lonceng_menghitung_dan_daftar_menandai(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    d.lengkapi(dunia, usulan)
    kabarkan_tertunda()
    d.dikembalikan(dunia)
    klien = masuk(dunia.penyetuju)
    kabarkan_tertunda()
    halaman = klien.get("/").content.decode()
    assert 'id="lonceng"' in halaman
    assert ">2</strong>" in halaman
    kabar = Kabar.objects.filter(penerima=dunia.penyetuju).earliest("pk")
    klien.post(reverse("usulan:kabar_dibaca", args=[kabar.pk]))
    belum = klien.get(f"{DAFTAR}?lihat=belum").content.decode()
    assert J.DIKEMBALIKAN.label in belum
    assert J.MENUNGGU_TEKEN.label not in belum
    klien.post(reverse("usulan:kabar_dibaca_semua"))
    assert "Semua sudah dibaca" in klien.get(f"{DAFTAR}?lihat=belum").content.decode()
    assert J.MENUNGGU_TEKEN.label in klien.get(DAFTAR).content.decode()


def test_halaman_yang_bertanya_dijawab_kosong_selama_tidak_ada_yang_baru(dunia: d.Dunia) -> None:
    klien, alamat = masuk(dunia.pic), reverse("usulan:kabar_jumlah")
    assert klien.get(f"{alamat}?tahu=0").status_code == 204
    d.dikembalikan(dunia)
    kabarkan_tertunda()
    jawaban = klien.get(f"{alamat}?tahu=0")
    assert ">1</strong>" in jawaban.content.decode()
    assert klien.get(f"{alamat}?tahu=1").status_code == 204


def test_bertanya_sendiri_tidak_memperpanjang_sesi(dunia: d.Dunia, client: Client) -> None:
    client.force_login(dunia.pic)
    client.get("/")
    sesi = client.session
    sesi["sesi_terakhir"] -= 300
    sesi.save()
    lama = sesi["sesi_terakhir"]
    client.get(reverse("usulan:kabar_jumlah"))
    assert client.session["sesi_terakhir"] == lama
    client.get(DAFTAR)
    assert client.session["sesi_terakhir"] > lama


def test_jumlah_kueri_daftar_tetap(dunia: d.Dunia) -> None:
    klien = masuk(dunia.pic)
    usulan = d.dikembalikan(dunia)
    kabarkan_tertunda()
    klien.get(DAFTAR)  # what is remembered from page to page
    with CaptureQueriesContext(connection) as sedikit:
        klien.get(DAFTAR)
    Kabar.objects.bulk_create(
        Kabar(penerima=dunia.pic, jenis=J.PERTEK_ADA, kunci=f"uji:{n}", usulan=usulan, pada=timezone.now())
        for n in range(40)
    )
    with CaptureQueriesContext(connection) as banyak:
        klien.get(DAFTAR)
    assert len(banyak) == len(sedikit)


def test_lonceng_berhenti_menghitung_di_batas(dunia: d.Dunia) -> None:
    Kabar.objects.bulk_create(
        Kabar(penerima=dunia.pic, jenis=J.PENGUMUMAN, kunci=f"uji:{n}", pada=timezone.now()) for n in range(130)
    )
    assert jumlah_belum(dunia.pic) == 100
    assert ">99+</strong>" in masuk(dunia.pic).get("/").content.decode()


def test_kabar_pokja_lain_tidak_sampai(dunia: d.Dunia) -> None:
    orang = d.buat_pengguna("Kemal Contoh", Peran(jenis=JenisPeran.KOORDINATOR, kategori="JFKU"))
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=1)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="Tidak memenuhi", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    assert milik(orang) == []


def test_yang_kehilangan_pekerjaan_membaca_sebabnya_di_halaman_itu_juga(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    klien, alamat = masuk(dunia.verifikator), reverse("usulan:verifikasi", args=[usulan.pk])
    assert "tidak lagi pada Anda" not in klien.get(alamat).content.decode()
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator, alasan="Cuti.")
    nilai = reverse("usulan:pratinjau", args=[usulan.pk])
    jawaban = klien.post(nilai, {}, **HTMX)  # type: ignore[arg-type]
    assert (jawaban.status_code, jawaban["HX-Retarget"]) == (409, "#pesan")
    for halaman in (jawaban.content.decode(), klien.get(alamat).content.decode()):
        assert "tidak lagi pada Anda: dialihkan kepada Viska Contoh oleh Kirana Contoh" in halaman
        assert "Alasan: Cuti." in halaman
    # Who never held it is told nothing of that.
    assert "tidak lagi pada Anda" not in masuk(dunia.auditor).get(alamat).content.decode()


def test_tanpa_hak_kepada_htmx_berupa_kata_di_tempat_pesan(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    jawaban = masuk(dunia.pic).post(reverse("usulan:terbitkan", args=[usulan.pk]), **HTMX)  # type: ignore[arg-type]
    assert (jawaban.status_code, jawaban["HX-Retarget"]) == (409, "#pesan")
    assert "Peran Anda tidak mencakup halaman ini" in jawaban.content.decode()
    assert "<html" not in jawaban.content.decode()


def test_yang_terlambat_dan_yang_tanpa_pemegang_dikabarkan_sekali_sehari(dunia: d.Dunia) -> None:
    dipegang, baru = d.diverifikasi(dunia), d.diajukan(dunia)
    kemarin = timezone.localdate() - timedelta(days=1)
    Usulan.objects.filter(pk__in=[dipegang.pk, baru.pk]).update(tenggat=kemarin)
    for _ in range(2):
        kabarkan_harian()
    assert milik(dunia.verifikator) == [J.TERLAMBAT, J.DIBERIKAN]
    assert satu(dunia.koordinator, J.TERLAMBAT).isi == "1 usulan melewati tenggat verifikasi, Kenaikan Pangkat."
    kabar = satu(dunia.koordinator, J.TANPA_PEMEGANG)
    assert kabar.isi == "1 usulan menunggu dibagi, Kenaikan Pangkat."
    assert tujuan(kabar) == reverse("usulan:antrean")
    assert milik(dunia.verifikator_lain) == milik(dunia.pic) == []


def test_tanda_terima_dan_periode_yang_hampir_tutup_dikabarkan_kepada_pic(dunia: d.Dunia) -> None:
    usulan, draf = d.keppres_terbit(dunia), d.lengkapi(dunia, d.buat_draf(dunia))
    Usulan.objects.filter(pk=usulan.pk).update(tenggat=timezone.localdate() + timedelta(days=2))
    assert draf.periode is not None
    draf.periode.ditutup = timezone.localdate() + timedelta(days=1)
    draf.periode.dibuka = timezone.localdate()
    draf.periode.save(update_fields=["ditutup", "dibuka"])
    kabarkan_harian()
    isi = set(Kabar.objects.untuk(dunia.pic).filter(jenis=J.TENGGAT_DEKAT).values_list("usulan", flat=True))
    assert isi == {usulan.pk, draf.pk}


def test_usulan_tanpa_pic_dikabarkan_kepada_administrator(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    Peran.objects.filter(jenis=JenisPeran.PIC, instansi=dunia.instansi).update(aktif=False)
    kabarkan_harian()
    assert satu(dunia.administrator, J.TANPA_PEMEGANG).isi == "1 usulan tanpa PIC."


def test_berkas_yang_ditolak_pemeriksaan_dikabarkan_kepada_pengunggahnya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    baris = usulan.dokumen.order_by("pk")[0]
    d.unggah(dunia, usulan, baris.pk)
    berkas = Berkas.objects.filter(versi_dokumen__dokumen=baris)
    berkas.update(keadaan=KeadaanBerkas.DIPERIKSA, diperiksa_pada=None)
    assert milik(dunia.pic) == []
    assert PeristiwaBerkabar.objects.count() == 1
    berkas.update(keadaan=KeadaanBerkas.DITOLAK, sebab_tolak="TERENKRIPSI", diperiksa_pada=timezone.now())
    PeristiwaBerkabar.objects.update(jatuh_tempo=timezone.now())
    assert satu(dunia.pic, J.BERKAS_DITOLAK).isi
    assert not PeristiwaBerkabar.objects.exists()


def test_kabar_lama_dihapus_dan_yang_baru_tinggal(dunia: d.Dunia) -> None:
    d.dikembalikan(dunia)
    assert milik(dunia.pic)
    kabarkan_harian()
    assert milik(dunia.pic)
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        kabarkan_harian()
        assert J.DIKEMBALIKAN not in milik(dunia.pic)
