"""Screen 11: PICs and roles, through the real door and through the actions."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.models import Akses, Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from usulan.actions import draf, pengajuan, pic
from usulan.actions.serah_terima import Tujuan
from usulan.models import PengaturanInstansi
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi_orang import PicDidaftarkan

NIP_BARU = "198804172012121007"
AKSES_BARU = {"kelompok_KP": "susun", "kelompok_JFKU": "teken"}


@pytest.fixture
def admin(dunia: d.Dunia) -> Client:
    return _masuk(dunia.administrator)


def _masuk(pengguna: Pengguna) -> Client:
    client = Client()
    isian = {"login": pengguna.nip, "password": d.SANDI, "next": "/akun/profil/"}
    assert client.post("/akun/login/", isian).status_code == 302
    return client


def _terakhir(pengguna: Pengguna) -> Peristiwa:
    return Peristiwa.objects.filter(aliran=f"pic:{pengguna.pk}").latest("urutan")


def _daftarkan(dunia: d.Dunia, **ubahan: object) -> tuple[Pengguna, str]:
    isi: dict[str, object] = {
        "nip": NIP_BARU,
        "nama": "Prita Contoh",
        "instansi": dunia.instansi,
        "kelompok": {"KP": False, "JFKU": True},
        "oleh": dunia.administrator,
    }
    return pic.daftarkan_pic(**(isi | ubahan))  # type: ignore[arg-type]


# --- registering -------------------------------------------------------------------------------------------------


def test_pic_baru_mendapat_sandi_sementara_yang_terlihat_sekali_dan_harus_diganti(
    dunia: d.Dunia, admin: Client
) -> None:
    alamat = f"/pic/instansi/{dunia.instansi.pk}/tambah/"
    assert "Daftarkan PIC" in admin.get(alamat).content.decode()
    jawaban = admin.post(alamat, {"nip": "19880417 201212 1 007", "nama": "Prita Contoh", "surel": "", **AKSES_BARU})
    assert jawaban.status_code == 200
    assert "no-store" in jawaban["Cache-Control"]
    sandi = re.search(r"<kbd>([a-z0-9-]{19})</kbd>", jawaban.content.decode())
    assert sandi
    orang = Pengguna.objects.get(nip=NIP_BARU)
    baru = Client()
    baru.post("/akun/login/", {"login": NIP_BARU, "password": sandi[1], "next": "/akun/profil/"})
    assert baru.get("/akun/profil/")["Location"] == "/akun/password/change/"
    assert sandi[1] not in admin.get(f"/pic/orang/{orang.pk}/").content.decode()
    assert sandi[1] not in str(list(Peristiwa.objects.values_list("data", flat=True)))


def test_pendaftaran_menulis_peristiwa_yang_cukup_untuk_api_2(dunia: d.Dunia) -> None:
    orang, _ = _daftarkan(dunia)
    kejadian = _terakhir(orang)
    assert kejadian.jenis == "pic.didaftarkan"
    assert kejadian.oleh == dunia.administrator
    isi = baca_peristiwa(kejadian)
    assert isinstance(isi, PicDidaftarkan)
    assert (isi.nip, isi.kelompok, isi.instansi) == (NIP_BARU, ("KP", "JFKU"), dunia.instansi.nama)
    assert str(uuid.UUID(isi.id)) == isi.id == pic.id_pic(orang)
    assert set(orang.peran.values_list("kategori", "boleh_teken")) == {("KP", False), ("JFKU", True)}


def test_pengirim_dibangunkan_setelah_pendaftaran_tersimpan(
    dunia: d.Dunia,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    bangun: list[str] = []
    monkeypatch.setattr(pic, "bangunkan", bangun.append)
    with django_capture_on_commit_callbacks(execute=True):
        _daftarkan(dunia)
        assert bangun == []
    assert bangun == ["integrasi.tasks.kirim"]


@pytest.mark.parametrize(
    ("isian", "pesan"),
    [
        ({"nip": "1988041720121210"}, "NIP terdiri atas 18 angka"),
        ({"nip": "198813172012121007"}, "tanggal lahir"),
        ({"nama": ""}, "harus diisi"),
        ({"surel": "bukan-surel"}, "surel"),
        ({"kelompok_KP": "", "kelompok_JFKU": ""}, "Pilih paling sedikit satu kelompok"),
    ],
)
def test_pendaftaran_yang_salah_ditolak_dengan_kalimat_dan_isian_tetap(
    dunia: d.Dunia, admin: Client, isian: dict[str, str], pesan: str
) -> None:
    isi = {"nip": NIP_BARU, "nama": "Prita Contoh", "surel": "", **AKSES_BARU} | isian
    jawaban = admin.post(f"/pic/instansi/{dunia.instansi.pk}/tambah/", isi)
    assert jawaban.status_code == 422
    halaman = jawaban.content.decode()
    assert pesan.lower() in halaman.lower()
    assert isi["nip"] in halaman
    assert not Pengguna.objects.filter(nama="Prita Contoh").exists()


def test_nip_milik_orang_lain_tidak_diberi_peran(dunia: d.Dunia) -> None:
    with pytest.raises(GalatPengguna, match="sudah terdaftar atas nama Wulan Contoh"):
        _daftarkan(dunia, nip=dunia.pic_lain.nip)
    with pytest.raises(GalatPengguna, match="sudah menjadi PIC instansi ini"):
        _daftarkan(dunia, nip=dunia.pic.nip, nama=dunia.pic.nama)


def test_pic_dua_instansi_memakai_akun_dan_sandi_yang_sama(dunia: d.Dunia) -> None:
    orang, sandi = _daftarkan(
        dunia, nip=dunia.pic_lain.nip, nama=dunia.pic_lain.nama.upper(), instansi=dunia.instansi, kelompok={"KP": True}
    )
    assert (orang, sandi) == (dunia.pic_lain, "")
    pic.cabut_pic(orang.pk, instansi=dunia.instansi_lain, oleh=dunia.administrator, alasan="Pindah")
    kejadian = _terakhir(orang)
    assert (kejadian.jenis, kejadian.alasan) == ("pic.diubah", "Pindah")
    assert kejadian.data["kelompok"] == ["KP"]


# --- changing and revoking -----------------------------------------------------------------------------------------


def test_mengubah_kelompok_menyimpan_lama_dan_baru(dunia: d.Dunia, admin: Client) -> None:
    orang, _ = _daftarkan(dunia)
    alamat = f"/pic/orang/{orang.pk}/instansi/{dunia.instansi.pk}/"
    halaman = admin.get(alamat).content.decode()
    assert re.search(r'value="susun"[^>]*checked', halaman)
    isian = {"kelompok_KP": "teken", "kelompok_PEMBERHENTIAN": "susun", "alasan": "Surat S-1"}
    assert admin.post(alamat, isian).status_code == 302
    kejadian = _terakhir(orang)
    assert kejadian.data["perubahan"] == {
        "KP": ["menyusun", "menyusun dan teken"],
        "PEMBERHENTIAN": ["tidak ada", "menyusun"],
        "JFKU": ["menyusun dan teken", "tidak ada"],
    }
    assert (kejadian.alasan, kejadian.data["kelompok"]) == ("Surat S-1", ["KP", "PEMBERHENTIAN"])
    assert orang.peran.get(kategori="JFKU").diakhiri_pada is not None
    riwayat = admin.get(f"/pic/orang/{orang.pk}/").content.decode()
    assert "<del>menyusun</del>" in riwayat
    banyak = Peristiwa.objects.count()
    admin.post(alamat, isian)
    assert Peristiwa.objects.count() == banyak, "tidak ada yang berubah, tidak ada yang dicatat"


def test_mencabut_menutup_pintu_pada_permintaan_berikutnya(dunia: d.Dunia, admin: Client) -> None:
    pic_lama = _masuk(dunia.pic_lain)
    assert pic_lama.get("/akun/profil/").status_code == 200
    alamat = f"/pic/orang/{dunia.pic_lain.pk}/instansi/{dunia.instansi_lain.pk}/cabut/"
    assert "tidak dapat lagi membuka usulan" in admin.get(alamat).content.decode()
    assert admin.post(alamat, {"alasan": ""}).status_code == 422
    assert admin.post(alamat, {"alasan": "Mutasi"}).status_code == 302
    assert pic_lama.get("/akun/profil/").status_code == 302
    kejadian = _terakhir(dunia.pic_lain)
    assert kejadian.jenis == "pic.dicabut"
    assert kejadian.data["id"] == pic.id_pic(dunia.pic_lain)
    lagi = admin.post(alamat, {"alasan": "Mutasi"})
    assert "sudah dicabut" in lagi.content.decode()


def test_yang_kembali_mendapat_sandi_baru(dunia: d.Dunia) -> None:
    orang = dunia.pic_lain
    pic.cabut_pic(orang.pk, instansi=dunia.instansi_lain, oleh=dunia.administrator, alasan="Cuti")
    orang, sandi = _daftarkan(dunia, nip=orang.nip, nama=orang.nama, instansi=dunia.instansi_lain)
    assert sandi
    assert orang.is_active
    assert orang.perlu_ganti_sandi
    assert orang.check_password(sandi)


def test_ubah_pic_yang_sudah_bukan_pic_ditolak(dunia: d.Dunia) -> None:
    with pytest.raises(pic.PicDitolak, match="bukan lagi PIC"):
        pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi_lain, kelompok={"KP": True}, oleh=dunia.administrator)


# --- handing over -----------------------------------------------------------------------------------------------------


def test_draf_diserahkan_kepada_pic_lain_dalam_kelompoknya(dunia: d.Dunia, admin: Client) -> None:
    satu, dua = d.buat_draf(dunia), d.buat_draf(dunia, "JFKU-KENAIKAN")
    penerima, _ = _daftarkan(dunia, kelompok={"KP": False})
    alamat = f"/pic/orang/{dunia.pic.pk}/instansi/{dunia.instansi.pk}/serahkan/"
    halaman = admin.get(alamat).content.decode()
    assert "2 draf" in halaman
    assert dunia.pic_lain.nama not in halaman, "hanya PIC instansi itu"
    jawaban = admin.post(alamat, {"kepada": penerima.pk, "alasan": "Cuti"}, follow=True)
    assert "1 draf diserahkan kepada Prita Contoh. 1 draf tetap" in jawaban.content.decode()
    assert (d.segar(satu).pembuat, d.segar(dua).pembuat) == (penerima, dunia.pic)
    kejadian = Peristiwa.objects.get(aliran=f"usulan:{satu.pk}", jenis="usulan.diserahkan")
    assert kejadian.data["perubahan"] == {"pembuat": [dunia.pic.nama, penerima.nama]}
    lagi = admin.post(alamat, {"kepada": penerima.pk, "alasan": "Cuti"})
    assert "Tidak ada draf yang dapat diserahkan" in lagi.content.decode()


def test_draf_yang_sudah_diajukan_tidak_ikut_diserahkan(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    with pytest.raises(pic.PicDitolak, match="Tidak ada draf"):
        pic.serahkan_draf(
            dunia.pic.pk, kepada=dunia.penyetuju, instansi=dunia.instansi, oleh=dunia.administrator, alasan="-"
        )
    assert d.segar(usulan).pembuat == dunia.pic
    with pytest.raises(pic.PicDitolak, match="Pilih PIC yang lain"):
        pic.serahkan_draf(dunia.pic.pk, kepada=dunia.pic, instansi=dunia.instansi, oleh=dunia.administrator, alasan="-")


def test_draf_orang_yang_dicabut_terlihat_untuk_diserahkan(dunia: d.Dunia, admin: Client) -> None:
    d.buat_draf(dunia)
    tetap = Tujuan()
    pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pensiun", tujuan=tetap)
    halaman = admin.get(f"/pic/instansi/{dunia.instansi.pk}/").content.decode()
    assert "Serahkan draf Ratih Contoh" in halaman


# --- staff ------------------------------------------------------------------------------------------------------------


def test_staf_baru_lalu_peran_kedua_lalu_dicabut(dunia: d.Dunia, admin: Client) -> None:
    isian = {"nip": NIP_BARU, "nama": "Prita Contoh", "surel": "", "jenis": "VERIFIKATOR", "kategori": "KP"}
    assert "Kata sandi sementara" in admin.post("/pic/biro/tambah/", isian).content.decode()
    orang = Pengguna.objects.get(nip=NIP_BARU)
    beri = f"/pic/orang/{orang.pk}/peran/"
    assert admin.post(beri, {"jenis": "KOORDINATOR", "kategori": "JFKU"}).status_code == 302
    dua = admin.post(beri, {"jenis": "KOORDINATOR", "kategori": "KP"})
    assert "satu peran dalam satu pokja" in dua.content.decode()
    sama = admin.post(beri, {"jenis": "VERIFIKATOR", "kategori": "KP"})
    assert "Peran ini sudah dimiliki" in sama.content.decode()
    salah = admin.post(beri, {"jenis": "AUDITOR", "kategori": "KP"})
    assert "peran lain tidak memakainya" in salah.content.decode()
    peran = orang.peran.get(jenis="KOORDINATOR")
    assert admin.post(f"/pic/peran/{peran.pk}/cabut/", {"alasan": "Rotasi"}).status_code == 302
    kejadian = _terakhir(orang)
    assert (kejadian.jenis, kejadian.alasan) == ("peran.diubah", "Rotasi")
    assert [p.jenis for p in Pengguna.objects.get(pk=orang.pk).peran_aktif] == ["VERIFIKATOR"]


def test_peran_pic_tidak_diberikan_lewat_pintu_staf(dunia: d.Dunia) -> None:
    with pytest.raises(pic.PicDitolak, match="halaman instansinya"):
        pic.beri_peran(dunia.dukungan.pk, jenis=JenisPeran.PIC, oleh=dunia.administrator)
    peran = dunia.pic.peran.first()
    assert peran
    with pytest.raises(pic.PicDitolak, match="bukan peran Biro APP"):
        pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="-")


def test_administrator_tidak_mengubah_peran_sendiri(dunia: d.Dunia, admin: Client) -> None:
    peran = dunia.administrator.peran.get()
    jawaban = admin.post(f"/pic/peran/{peran.pk}/cabut/", {"alasan": "-"})
    assert "peran Anda sendiri" in jawaban.content.decode()
    jawaban = admin.post(f"/pic/orang/{dunia.administrator.pk}/peran/", {"jenis": "KEPALA_BIRO", "kategori": ""})
    assert "peran Anda sendiri" in jawaban.content.decode()
    assert "Ini Anda sendiri" in admin.get(f"/pic/orang/{dunia.administrator.pk}/").content.decode()
    with pytest.raises(pic.PicDitolak, match="sendiri"):
        _daftarkan(dunia, nip=dunia.administrator.nip, nama=dunia.administrator.nama)


def test_administrator_terakhir_tidak_dapat_dicabut(dunia: d.Dunia) -> None:
    peran = dunia.administrator.peran.get()
    with pytest.raises(pic.PicDitolak, match="administrator terakhir"):
        pic.cabut_peran(peran.pk, oleh=Mesin.SISTEM, alasan="-")
    kedua = d.buat_pengguna("Kedua Contoh", Peran(jenis=JenisPeran.ADMINISTRATOR))
    pic.cabut_peran(peran.pk, oleh=kedua, alasan="Pindah")
    assert not Pengguna.objects.get(pk=dunia.administrator.pk).is_active


def test_sandi_diatur_ulang_mengakhiri_sesi_dan_tercatat(dunia: d.Dunia, admin: Client) -> None:
    lama = _masuk(dunia.dukungan)
    jawaban = admin.post(f"/pic/orang/{dunia.dukungan.pk}/sandi/", {"alasan": "Lupa, surat S-2"})
    assert "Hanya terlihat sekali" in jawaban.content.decode()
    assert lama.get("/akun/profil/").status_code == 302
    assert _terakhir(dunia.dukungan).alasan == "Lupa, surat S-2"


def test_nama_dan_surel_dibetulkan(dunia: d.Dunia, admin: Client) -> None:
    alamat = f"/pic/orang/{dunia.dukungan.pk}/data/"
    assert admin.post(alamat, {"nama": "Dewi Contoh, S.E.", "surel": "dewi@contoh.test"}).status_code == 302
    assert _terakhir(dunia.dukungan).data["perubahan"]["nama"] == ["Dewi Contoh", "Dewi Contoh, S.E."]


# --- two people -------------------------------------------------------------------------------------------------------


def test_dua_orang_wajib_berlaku_pada_teken(dunia: d.Dunia, admin: Client) -> None:
    alamat = f"/pic/instansi/{dunia.instansi.pk}/dua-orang/"
    assert admin.post(alamat, {"aktif": "1"}).status_code == 302
    assert admin.post(alamat, {"aktif": "1"}).status_code == 302
    assert PengaturanInstansi.objects.get(pk=dunia.instansi.pk).empat_mata
    assert Peristiwa.objects.filter(aliran=f"instansi:{dunia.instansi.pk}").count() == 1
    usulan = d.buat_draf(dunia)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-1/2026"}, oleh=dunia.penyetuju)
    with pytest.raises(TidakBerwenang, match="dua orang"):
        pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju)
    admin.post(alamat, {"aktif": "0"})
    assert not PengaturanInstansi.objects.get(pk=dunia.instansi.pk).empat_mata


# --- the lists ----------------------------------------------------------------------------------------------------


def test_instansi_dengan_satu_pic_diperingatkan(dunia: d.Dunia, admin: Client) -> None:
    assert "Hanya ada satu PIC" in admin.get(f"/pic/instansi/{dunia.instansi_lain.pk}/").content.decode()
    halaman = admin.get("/pic/?tab=perhatian").content.decode()
    assert dunia.instansi_lain.nama in halaman
    assert dunia.instansi.nama not in halaman
    kosong = Instansi.objects.create(pk="C" * 32, nama="Lembaga Contoh Tiga", diubah_pada=timezone.now())
    assert kosong.nama not in admin.get("/pic/").content.decode()
    assert kosong.nama in admin.get("/pic/?tab=semua&cari=tiga").content.decode()
    assert "belum mempunyai PIC" in admin.get(f"/pic/instansi/{kosong.pk}/").content.decode()


@pytest.mark.parametrize(("alamat", "kueri"), [("/pic/", 5), ("/pic/?tab=semua", 5), ("/pic/biro/", 6)])
def test_daftar_membutuhkan_kueri_tetap(
    dunia: d.Dunia, admin: Client, django_assert_num_queries: DjangoAssertNumQueries, alamat: str, kueri: int
) -> None:
    for nomor in range(30):
        instansi = Instansi.objects.create(pk=f"{nomor:032}", nama=f"Lembaga {nomor:02}", diubah_pada=timezone.now())
        d.buat_pengguna(f"Pic {nomor}", Peran(jenis=JenisPeran.PIC, instansi=instansi, kategori=Kategori.KP))
        d.buat_pengguna(f"Staf {nomor}", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.KP))
    admin.get(alamat)
    with django_assert_num_queries(kueri):
        halaman = admin.get(alamat).content.decode()
    assert 'rel="next"' in halaman


def test_halaman_instansi_membutuhkan_kueri_tetap(
    dunia: d.Dunia, admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for nomor in range(10):
        d.buat_pengguna(
            f"Pic {nomor}", *[Peran(jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori=k) for k in Kategori]
        )
    alamat = f"/pic/instansi/{dunia.instansi.pk}/"
    admin.get(alamat)
    with django_assert_num_queries(11):
        admin.get(alamat)


def test_melihat_data_seseorang_tercatat(dunia: d.Dunia, admin: Client) -> None:
    admin.get(f"/pic/orang/{dunia.pic.pk}/")
    assert Akses.objects.filter(pengguna=dunia.administrator, objek=f"akun:{dunia.pic.pk}", tindakan="LIHAT").exists()


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.fixture
def alamat_baca(dunia: d.Dunia) -> list[str]:
    return ["/pic/", "/pic/biro/", f"/pic/instansi/{dunia.instansi.pk}/", f"/pic/orang/{dunia.pic.pk}/"]


@pytest.fixture
def alamat_ubah(dunia: d.Dunia) -> list[str]:
    orang, instansi = f"/pic/orang/{dunia.pic.pk}/", dunia.instansi.pk
    peran = dunia.verifikator.peran.first()
    assert peran
    return [
        f"/pic/instansi/{instansi}/tambah/",
        f"/pic/instansi/{instansi}/dua-orang/",
        "/pic/biro/tambah/",
        f"{orang}data/",
        f"{orang}sandi/",
        f"{orang}peran/",
        f"{orang}instansi/{instansi}/",
        f"{orang}instansi/{instansi}/cabut/",
        f"{orang}instansi/{instansi}/serahkan/",
        f"/pic/peran/{peran.pk}/cabut/",
    ]


@pytest.mark.parametrize("siapa", ["kepala_biro", "auditor"])
def test_kepala_biro_dan_auditor_hanya_membaca(
    dunia: d.Dunia, alamat_baca: list[str], alamat_ubah: list[str], siapa: str
) -> None:
    client = _masuk(getattr(dunia, siapa))
    for alamat in alamat_baca:
        jawaban = client.get(alamat)
        assert jawaban.status_code == 200, alamat
        assert "/tambah/" not in jawaban.content.decode()
        assert "/cabut/" not in jawaban.content.decode()
    for alamat in alamat_ubah:
        assert client.post(alamat, {"alasan": "x"}).status_code == 403, alamat
    assert not Peristiwa.objects.filter(aliran__startswith="pic:").exists()


@pytest.mark.parametrize("siapa", ["pic", "penyetuju", "koordinator", "verifikator", "dukungan"])
def test_peran_lain_tidak_masuk_sama_sekali(
    dunia: d.Dunia, alamat_baca: list[str], alamat_ubah: list[str], siapa: str
) -> None:
    client = _masuk(getattr(dunia, siapa))
    for alamat in alamat_baca:
        assert client.get(alamat).status_code == 403, alamat
    for alamat in alamat_ubah:
        assert client.post(alamat).status_code == 403, alamat


def test_tamu_diarahkan_ke_halaman_masuk(dunia: d.Dunia, alamat_baca: list[str], alamat_ubah: list[str]) -> None:
    for alamat in alamat_baca + alamat_ubah:
        assert Client().post(alamat)["Location"].startswith("/akun/login/"), alamat


def test_yang_tidak_ada_dijawab_404(dunia: d.Dunia, admin: Client) -> None:
    for alamat in ("/pic/instansi/entah/", "/pic/orang/999999/", "/pic/peran/999999/cabut/"):
        assert admin.get(alamat).status_code == 404


@pytest.mark.parametrize("siapa", ["auditor", "kepala_biro", "pic", "dukungan"])
def test_tindakan_menolak_yang_bukan_administrator(dunia: d.Dunia, siapa: str) -> None:
    oleh = getattr(dunia, siapa)
    with pytest.raises(TidakBerwenang):
        _daftarkan(dunia, oleh=oleh)
    with pytest.raises(TidakBerwenang):
        pic.cabut_pic(dunia.pic_lain.pk, instansi=dunia.instansi_lain, oleh=oleh, alasan="-")
    with pytest.raises(TidakBerwenang):
        pic.atur_empat_mata(dunia.instansi, aktif=True, oleh=oleh)
    with pytest.raises(TidakBerwenang):
        _daftarkan(dunia, oleh=Mesin.BKN)


@pytest.fixture
def jam() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False) as penjelajah:
        yield penjelajah


def test_tindakan_meminta_sandi_bila_masuknya_sudah_lama_lalu_dilanjutkan(
    dunia: d.Dunia, jam: time_machine.Traveller
) -> None:
    admin = _masuk(dunia.administrator)
    for _ in range(2):
        jam.shift(timedelta(minutes=10))
        admin.get("/pic/")
    alamat = f"/pic/instansi/{dunia.instansi.pk}/tambah/"
    jawaban = admin.post(alamat, {"nip": NIP_BARU, "nama": "Prita Contoh", "surel": "", **AKSES_BARU})
    assert jawaban["Location"].startswith("/akun/reauthenticate/")
    assert not Pengguna.objects.filter(nip=NIP_BARU).exists()
    lanjut = admin.post(jawaban["Location"], {"password": d.SANDI, "next": alamat})
    assert "Kata sandi sementara" in lanjut.content.decode()
    assert Pengguna.objects.filter(nip=NIP_BARU).exists()


def test_isian_yang_salah_setelah_pertanyaan_sandi_tetap_terkirim_ke_halamannya(
    dunia: d.Dunia, jam: time_machine.Traveller
) -> None:
    admin = _masuk(dunia.administrator)
    for _ in range(2):
        jam.shift(timedelta(minutes=10))
        admin.get("/pic/")
    alamat = f"/pic/orang/{dunia.pic.pk}/data/"
    jawaban = admin.post(alamat, {"nama": "", "surel": ""})
    lanjut = admin.post(jawaban["Location"], {"password": d.SANDI, "next": alamat})
    assert lanjut.status_code == 422
    assert f'action="{alamat}"' in lanjut.content.decode()


def test_nip_tidak_menjadi_bagian_alamat(dunia: d.Dunia, admin: Client) -> None:
    halaman = admin.get(f"/pic/orang/{dunia.pic.pk}/").content.decode()
    assert not re.search(r'(?:href|action|hx-get)="[^"]*\d{18}', halaman)
