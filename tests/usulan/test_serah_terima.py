"""Nothing is left with nobody: whoever's role ends, the open work moves with the act (docs/alur.md 1)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, tercatat
from usulan.actions import pengajuan, pic, verifikasi
from usulan.actions.serah_terima import PekerjaanTerbuka, Tujuan
from usulan.antrean import TAB, tanpa_verifikator
from usulan.models import Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


@pytest.fixture
def admin(dunia: d.Dunia) -> Client:
    return _masuk(dunia.administrator)


def _masuk(pengguna: Pengguna) -> Client:
    client = Client()
    isian = {"login": pengguna.nip, "password": d.SANDI, "next": "/akun/profil/"}
    assert client.post("/akun/login/", isian).status_code == 302
    return client


def _peran(orang: Pengguna, kategori: str = "KP") -> Peran:
    return Peran.objects.get(pengguna=orang, kategori=kategori, aktif=True)


def _pergi(dunia: d.Dunia, tujuan: Tujuan | None = None) -> None:
    peran = _peran(dunia.verifikator)
    pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="Mutasi", tujuan=tujuan or Tujuan())


def _hilang(dunia: d.Dunia) -> None:
    """A role that ended without anybody asking: an older release, a restored database."""
    Peran.objects.filter(pengguna=dunia.verifikator).update(aktif=False)
    Pengguna.objects.filter(pk=dunia.verifikator.pk).update(is_active=False)


def _jenis(usulan: Usulan) -> str:
    return Peristiwa.objects.filter(aliran=f"usulan:{usulan.pk}").latest("urutan").jenis


# --- verifiers ----------------------------------------------------------------------------------------------------


def test_peran_verifikator_tidak_berakhir_sebelum_pekerjaannya_punya_tujuan(dunia: d.Dunia) -> None:
    d.diverifikasi(dunia)
    with ditolak(PekerjaanTerbuka, "Orang ini masih memegang 1 usulan. Pilih ke mana pekerjaan itu pergi.", "tujuan"):
        pic.cabut_peran(_peran(dunia.verifikator).pk, oleh=dunia.administrator, alasan="Mutasi")
    assert _peran(dunia.verifikator).aktif


def test_pekerjaan_kembali_menjadi_belum_dibagi_bersama_pencabutan(dunia: d.Dunia) -> None:
    diperiksa, dikembalikan = d.diverifikasi(dunia), d.dikembalikan(dunia)
    _pergi(dunia)
    diperiksa, dikembalikan = d.segar(diperiksa), d.segar(dikembalikan)
    assert (diperiksa.tahap, diperiksa.verifikator) == (Tahap.DIAJUKAN, None)
    assert (dikembalikan.tahap, dikembalikan.verifikator) == (Tahap.PERBAIKAN, None)
    for satu in (diperiksa, dikembalikan):
        tercatat(satu, Jenis.DILEPAS, dunia.administrator, "Mutasi", lama=dunia.verifikator.nama)
    riwayat = Peristiwa.objects.filter(aliran=f"pic:{dunia.verifikator.pk}").latest("urutan")
    assert riwayat.data["perubahan"]["usulan"] == [f"2 pada {dunia.verifikator}", "belum dibagi"]


def test_pekerjaan_pindah_ke_verifikator_lain_dan_penilaiannya_tetap(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    _pergi(dunia, Tujuan(dunia.verifikator_lain))
    usulan = d.segar(usulan)
    assert (usulan.tahap, usulan.verifikator) == (Tahap.DIVERIFIKASI, dunia.verifikator_lain)
    nama = {"lama": dunia.verifikator.nama, "baru": dunia.verifikator_lain.nama}
    tercatat(usulan, Jenis.DIALIHKAN, dunia.administrator, "Mutasi", **nama)
    verifikasi.terbitkan(usulan.pk, status="APPROVED", oleh=dunia.verifikator_lain)


def test_pekerjaan_tidak_pindah_ke_orang_yang_bukan_verifikator_pokja_itu(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    with ditolak(GalatPengguna, f"{dunia.auditor} bukan verifikator pokja ini. Pilih orang lain.", "tujuan"):
        _pergi(dunia, Tujuan(dunia.auditor))
    lain = d.buat_pengguna("Bukan Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori="JFKU"))
    with ditolak(GalatPengguna, f"{lain} bukan verifikator pokja ini. Pilih orang lain.", "tujuan"):
        _pergi(dunia, Tujuan(lain))
    assert d.segar(usulan).verifikator == dunia.verifikator
    assert _peran(dunia.verifikator).aktif


def test_yang_belum_dibagi_dialihkan_dari_siapa_pun(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    _pergi(dunia)
    orang = dunia.verifikator_lain
    verifikasi.alihkan(usulan.pk, verifikator=orang, oleh=dunia.koordinator, alasan="Giliran")
    tercatat(usulan, Jenis.DIALIHKAN, dunia.koordinator, "Giliran", lama="belum dibagi", baru=orang.nama)
    assert d.segar(usulan).verifikator == orang


def test_pokja_lain_orang_itu_tetap_miliknya(dunia: d.Dunia) -> None:
    lain = d.diverifikasi(dunia, "BERHENTI-BUP")
    _pergi(dunia)
    assert d.segar(lain).verifikator == dunia.verifikator


def test_usul_tms_tetap_pada_orang_kedua_lalu_dibagi_lagi_bila_ditolak(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="Belum cukup", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    _pergi(dunia)
    menunggu = Usulan.objects.filter(TAB["tms"].syarat(dunia.koordinator))
    assert list(menunggu) == [usulan]
    verifikasi.tolak_tms(usulan.pk, oleh=dunia.koordinator, alasan="Masih dapat dilengkapi")
    usulan = d.segar(usulan)
    assert (usulan.tahap, usulan.verifikator) == (Tahap.DIAJUKAN, None)


def test_perbaikan_tidak_kembali_kepada_verifikator_yang_sudah_pergi(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    _hilang(dunia)
    d.unggah(dunia, usulan, usulan.dokumen.get(terbuka=True).pk)
    pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    usulan = d.segar(usulan)
    assert (usulan.tahap, usulan.verifikator) == (Tahap.DIAJUKAN, None)


def test_yang_ditinggalkan_tampak_di_beranda_antrean_beban_dan_saringan(dunia: d.Dunia) -> None:
    usulan = [d.diverifikasi(dunia), d.dikembalikan(dunia)]
    Usulan.objects.filter(pk=usulan[0].pk).update(tenggat=timezone.localdate() - timedelta(days=8))
    _hilang(dunia)
    assert set(Usulan.objects.filter(tanpa_verifikator())) == set(usulan)
    for orang in (dunia.koordinator, dunia.kepala_biro):
        client = _masuk(orang)
        hitungan = {h.kata: h.jumlah for h in client.get("/").context["biro"].hitungan}
        assert hitungan["Tanpa verifikator"] == 2
        antrean = client.get("/antrean/?tab=lepas")
        assert {b.pk for b in antrean.context["baris"]} == {u.pk for u in usulan}
        saring = client.get(f"/antrean/?tab=semua&verifikator={dunia.verifikator.pk}")
        assert len(saring.context["baris"]) == 2
        beban = client.get("/antrean/beban/")
        satu = beban.context["beban"][0]
        assert (satu.pengguna, satu.bertugas, satu.tugas, satu.perbaikan) == (dunia.verifikator, False, 1, 1)
        assert satu.terlambat == 1, "late work of who is gone stays counted as late"
        assert "Tidak lagi bertugas" in beban.content.decode()


def test_koordinator_membagikan_sekaligus_yang_ditinggalkan(dunia: d.Dunia) -> None:
    usulan = [d.diverifikasi(dunia), d.dikembalikan(dunia)]
    _hilang(dunia)
    client = _masuk(dunia.koordinator)
    isi = {"pilih": [str(u.pk) for u in usulan], "verifikator": dunia.verifikator_lain.pk}
    assert client.post("/antrean/bagi/?tab=lepas", isi).status_code == 302
    assert [d.segar(u).verifikator for u in usulan] == [dunia.verifikator_lain] * 2
    assert not Usulan.objects.filter(tanpa_verifikator()).exists()


def test_bagi_sekaligus_tidak_merebut_dari_verifikator_yang_bertugas(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    isi = {"pilih": [str(usulan.pk)], "verifikator": dunia.verifikator_lain.pk}
    _masuk(dunia.koordinator).post("/antrean/bagi/?tab=semua", isi)
    assert d.segar(usulan).verifikator == dunia.verifikator


def test_btl_bkn_pada_usulan_yang_belum_dibagi_tampak_bagi_koordinator(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    d.bkn.terima_putusan(usulan.pk, status="BTL", tanggal=d.timezone.localdate(), keterangan="Berkas kurang")
    assert list(Usulan.objects.filter(tanpa_verifikator())) == [usulan]


def test_layar_pencabutan_menanyakan_tujuan_dan_memindahkan(dunia: d.Dunia, admin: Client) -> None:
    usulan = d.diverifikasi(dunia)
    alamat = f"/pic/peran/{_peran(dunia.verifikator).pk}/cabut/"
    halaman = admin.get(alamat).content.decode()
    assert "Pekerjaan yang masih terbuka" in halaman
    assert dunia.verifikator_lain.nama in halaman
    kosong = admin.post(alamat, {"alasan": "Mutasi", "tujuan": ""})
    assert kosong.status_code == 422
    assert "Pilih ke mana pekerjaan yang masih terbuka pergi." in kosong.content.decode()
    assert admin.post(alamat, {"alasan": "Mutasi", "tujuan": dunia.verifikator_lain.pk}).status_code == 302
    assert d.segar(usulan).verifikator == dunia.verifikator_lain


# --- PICs ---------------------------------------------------------------------------------------------------------


def test_akses_pic_tidak_berakhir_sebelum_drafnya_punya_tujuan(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    with ditolak(PekerjaanTerbuka, "Orang ini masih memegang 1 usulan.", "tujuan"):
        pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah")
    with ditolak(PekerjaanTerbuka, "Orang ini masih memegang 1 usulan.", "tujuan"):
        pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi, kelompok={"JFKU": False}, oleh=dunia.administrator)


def test_draf_pic_pindah_bersama_pencabutan_dan_tercatat_pada_keduanya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    tujuan = Tujuan(dunia.penyetuju)
    pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah", tujuan=tujuan)
    assert d.segar(usulan).pembuat == dunia.penyetuju
    assert _jenis(usulan) == Jenis.DISERAHKAN
    riwayat = Peristiwa.objects.filter(aliran=f"pic:{dunia.pic.pk}").latest("urutan")
    assert riwayat.data["perubahan"]["draf"] == [f"1 pada {dunia.pic}", f"1 kepada {dunia.penyetuju}"]


@pytest.mark.parametrize("siapa", ["kelompok lain", "instansi lain", "akun ditutup"])
def test_draf_tidak_pindah_kepada_yang_tidak_dapat_memegangnya(dunia: d.Dunia, siapa: str) -> None:
    usulan, kedua = d.buat_draf(dunia), d.buat_draf(dunia, "BERHENTI-BUP")
    milik = Peran(jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori="PEMBERHENTIAN")
    orang = dunia.pic_lain if siapa == "instansi lain" else d.buat_pengguna("Separuh Contoh", milik)
    if siapa == "akun ditutup":
        Pengguna.objects.filter(pk=orang.pk).update(is_active=False)
        orang.refresh_from_db()
    sah = siapa == "kelompok lain"
    tujuan = Tujuan(orang)
    pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah", tujuan=tujuan)
    assert d.segar(usulan).pembuat == dunia.pic
    assert d.segar(kedua).pembuat == (orang if sah else dunia.pic)
    riwayat = Peristiwa.objects.filter(aliran=f"pic:{dunia.pic.pk}").latest("urutan")
    kata = f"1 kepada {orang}, 1 tetap pada instansi" if sah else "2 tetap pada instansi"
    assert riwayat.data["perubahan"]["draf"] == [f"2 pada {dunia.pic}", kata]


def test_draf_yang_tetap_pada_instansi_tampak_pada_pic_lain(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah", tujuan=Tujuan())
    client = _masuk(dunia.penyetuju)
    hitungan = client.get("/").context["pic"].hitungan
    assert (hitungan[0].kata, hitungan[0].jumlah) == ("Ditinggalkan penyusunnya", 1)
    assert list(client.get(hitungan[0].url).context["halaman"].baris) == [usulan]


def test_usulan_instansi_tanpa_pic_tampak_di_beranda_administrator(dunia: d.Dunia, admin: Client) -> None:
    d.buat_draf(dunia)
    for orang in (dunia.pic, dunia.penyetuju):
        pic.cabut_pic(orang.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah", tujuan=Tujuan())
    hitungan = {h.kata: h for h in admin.get("/").context["biro"].hitungan}
    menunggu = hitungan["Usulan menunggu instansi tanpa PIC"]
    assert menunggu.jumlah == 1
    assert [i for i, _ in admin.get(menunggu.url).context["baris"]] == [dunia.instansi]


def test_layar_cabut_pic_menanyakan_tujuan_draf(dunia: d.Dunia, admin: Client) -> None:
    usulan = d.buat_draf(dunia)
    alamat = f"/pic/orang/{dunia.pic.pk}/instansi/{dunia.instansi.pk}/cabut/"
    assert "Tetap pada instansi: PIC lain yang melanjutkan" in admin.get(alamat).content.decode()
    assert admin.post(alamat, {"alasan": "Pindah"}).status_code == 422
    assert admin.post(alamat, {"alasan": "Pindah", "tujuan": dunia.penyetuju.pk}).status_code == 302
    assert d.segar(usulan).pembuat == dunia.penyetuju
    assert not Peran.objects.filter(pengguna=dunia.pic, jenis=JenisPeran.PIC, aktif=True).exists()
