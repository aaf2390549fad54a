"""Screen 12 through the real door."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from referensi import suntingan
from referensi.isian_awal import muat_ke_basis_data
from referensi.models import (
    AlasanPenolakan,
    Instansi,
    JenisDokumen,
    JenisLayanan,
    Layanan,
    Periode,
    Persyaratan,
    Sinkronisasi,
    Unor,
)
from referensi.pemetaan import petakan
from referensi.tampilan import LIHAT
from siapp.akun.models import Kategori, Peran
from siapp.akun.peran import PERAN_BIRO, PERAN_POKJA, JenisPeran
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from tests.dunia import INSTANSI, buat_pengguna

pytestmark = pytest.mark.django_db

Masuk = Callable[[JenisPeran], Client]
BACA = ["/referensi/", "/referensi/pohon/", "/referensi/padanan/", "/referensi/periode/", "/referensi/alasan/"]
LAYANAN = "KP-STRUKTURAL"


@pytest.fixture
def masuk() -> Masuk:
    def _masuk(jenis: JenisPeran) -> Client:
        kategori = Kategori.KP if jenis in PERAN_POKJA else ""
        client = Client()
        client.force_login(buat_pengguna("Contoh", Peran(jenis=jenis, kategori=kategori)))
        return client

    return _masuk


@pytest.fixture
def admin(masuk: Masuk) -> Client:
    return masuk(JenisPeran.ADMINISTRATOR)


@pytest.fixture
def siasn() -> None:
    """The catalogue, and SIASN's own lists of services and documents for one service."""
    muat_ke_basis_data()
    kini = timezone.now()
    JenisLayanan.objects.create(id="101", nama="KENAIKAN  PANGKAT REGULER JABATAN STRUKTURAL?", diubah_pada=kini)
    layanan = Layanan.objects.get(pk=LAYANAN)
    JenisLayanan.objects.create(id="102", nama=layanan.nama.upper(), layanan="KP", diubah_pada=kini)
    for nomor, p in enumerate(layanan.persyaratan.all()[:3], start=1):
        JenisDokumen.objects.create(
            id=f"102:{nomor}", id_ref_dokumen=str(nomor), nama=p.nama, detail_layanan_id="102", diubah_pada=kini
        )


def _isi(client: Client, alamat: str) -> str:
    jawaban = client.get(alamat)
    assert jawaban.status_code == 200, alamat
    return jawaban.content.decode()


def _unor(pk: str, nama: str, atasan: str = "", instansi: str = INSTANSI) -> Unor:
    return Unor.objects.create(pk=pk, nama=nama, atasan_id=atasan, instansi_id=instansi, diubah_pada=timezone.now())


# --- who may ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("siasn")
@pytest.mark.parametrize("jenis", PERAN_BIRO)
def test_seluruh_biro_membaca_dan_hanya_administrator_melihat_tombol_ubah(masuk: Masuk, jenis: JenisPeran) -> None:
    client = masuk(jenis)
    daftar = [f"/referensi/daftar/{kode}/" for kode in LIHAT]
    for alamat in [*BACA, *daftar, f"/referensi/padanan/layanan/{LAYANAN}/"]:
        halaman = _isi(client, alamat)
        if jenis != JenisPeran.ADMINISTRATOR:
            assert "/ubah/" not in halaman
            assert "/tambah/" not in halaman


def _alamat_ubah() -> list[str]:
    persyaratan, periode = Persyaratan.objects.first(), Periode.objects.first()
    assert persyaratan
    assert periode
    return [
        f"/referensi/padanan/layanan/{LAYANAN}/ubah/",
        f"/referensi/padanan/dokumen/{persyaratan.pk}/ubah/",
        f"/referensi/periode/{periode.pk}/ubah/",
        "/referensi/periode/tambah/",
        "/referensi/alasan/buram/ubah/",
        "/referensi/alasan/tambah/",
    ]


@pytest.mark.usefixtures("siasn")
@pytest.mark.parametrize("jenis", [p for p in PERAN_BIRO if p != JenisPeran.ADMINISTRATOR])
def test_selain_administrator_tidak_mengubah(masuk: Masuk, jenis: JenisPeran) -> None:
    client = masuk(jenis)
    for alamat in _alamat_ubah():
        assert client.get(alamat).status_code == 403
        assert client.post(alamat).status_code == 403


def test_pic_dan_tamu_tidak_masuk(client: Client) -> None:
    instansi = Instansi.objects.create(pk=INSTANSI, nama="Kementerian Contoh", diubah_pada=timezone.now())
    pic = buat_pengguna("Contoh", Peran(jenis=JenisPeran.PIC, instansi=instansi, kategori="KP"))
    for alamat in BACA:
        assert client.get(alamat).status_code == 302
    client.force_login(pic)
    for alamat in BACA:
        assert client.get(alamat).status_code == 403


@pytest.mark.usefixtures("siasn")
def test_tindakan_menolak_yang_bukan_administrator() -> None:
    oleh = buat_pengguna("Contoh", Peran(jenis=JenisPeran.DUKUNGAN))
    periode = Periode.objects.latest("tmt")
    for tindakan in (
        lambda: suntingan.ubah_periode(periode.pk, dibuka=periode.dibuka, ditutup=periode.dibuka, oleh=oleh),
        lambda: suntingan.tambah_periode(date(2031, 1, 1), oleh=oleh),
        lambda: suntingan.ubah_alasan("buram", teks="x", urutan=1, aktif=False, oleh=oleh),
        lambda: suntingan.tambah_alasan("x", oleh=oleh),
    ):
        with pytest.raises(GalatPengguna) as galat:
            tindakan()
        assert galat.value.kode == 403


# --- overview and lists -----------------------------------------------------------------------------------------------


def test_ringkasan_menyebut_sinkronisasi_terakhir_dan_yang_menunggu(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kini = timezone.now()
    selesai = {"keadaan": "SELESAI", "mulai": kini, "selesai": kini}
    Sinkronisasi.objects.create(daftar="unor", baris=12345, baru=17, **selesai)
    Sinkronisasi.objects.create(daftar="unor", keadaan="MENUNGGU", mulai=kini, pesan="9.000 baris akan hilang.")
    Sinkronisasi.objects.create(daftar="golongan", keadaan="GAGAL", mulai=kini)
    admin.get("/referensi/")
    with django_assert_num_queries(9):
        halaman = _isi(admin, "/referensi/")
    for kata in ("12.345", "Unit organisasi menunggu persetujuan", "9.000 baris akan hilang", "Gagal terakhir kali"):
        assert kata in halaman, kata
    assert 'href="/integrasi/sinkron/"' in halaman
    assert "Belum pernah" in halaman


def test_daftar_dapat_dicari_dan_berhalaman(admin: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for nomor in range(120):
        _unor(f"U{nomor:03}", f"Bagian Contoh {nomor:03}")
    Unor.objects.filter(pk="U007").update(aktif=False)
    admin.get("/referensi/daftar/unor/")
    with django_assert_num_queries(5):
        halaman = _isi(admin, "/referensi/daftar/unor/")
    assert halaman.count('<th scope="row">') == 50
    assert 'rel="next"' in halaman
    assert "Bagian Contoh 042" in _isi(admin, "/referensi/daftar/unor/?cari=CONTOH+042")
    assert "Tidak ada baris" in _isi(admin, "/referensi/daftar/unor/?cari=contoh+007")
    assert "Tidak berlaku lagi" in _isi(admin, "/referensi/daftar/unor/?cari=contoh+007&lama=on")
    assert "tiga huruf" in _isi(admin, "/referensi/daftar/unor/?cari=ab")


def test_daftar_yang_tidak_dikenal_dijawab_404(admin: Client) -> None:
    assert admin.get("/referensi/daftar/asn/").status_code == 404
    assert admin.get("/referensi/padanan/layanan/ENTAH/").status_code == 404


# --- the tree ---------------------------------------------------------------------------------------------------


def test_pohon_unor_dibuka_setingkat_demi_setingkat(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Instansi.objects.create(pk=INSTANSI, nama="Kementerian Contoh", diubah_pada=timezone.now())
    _unor("A", "Sekretariat")
    _unor("B", "Biro Contoh", "A")
    _unor("C", "Bagian Contoh", "B")
    _unor("Y", "Yatim", "tidak-ada")
    _unor("X", "Milik instansi lain", instansi="lain")
    puncak = f"/referensi/pohon/?instansi={INSTANSI}"
    halaman = _isi(admin, puncak)
    assert "Sekretariat" in halaman
    assert "Yatim" in halaman
    assert "Biro Contoh" not in halaman
    assert "Milik instansi lain" not in halaman
    tengah = _isi(admin, f"{puncak}&induk=B")
    assert "Bagian Contoh" in tengah
    assert "Sekretariat" in tengah, "letaknya disebut"
    with django_assert_num_queries(5):
        pecahan = admin.get(f"{puncak}&induk=A", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in pecahan
    assert "Biro Contoh" in pecahan
    assert 'hx-get="/referensi/pohon/?instansi=' in pecahan
    assert "Tidak ada unit di bawahnya" in _isi(admin, f"{puncak}&induk=C")


def test_lingkaran_pada_daftar_siasn_tidak_menggantung(admin: Client) -> None:
    Instansi.objects.create(pk=INSTANSI, nama="Kementerian Contoh", diubah_pada=timezone.now())
    _unor("P", "Unit P", "Q")
    _unor("Q", "Unit Q", "P")
    assert "Unit Q" in _isi(admin, f"/referensi/pohon/?instansi={INSTANSI}&induk=P")


# --- matching ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("siasn")
def test_padanan_terlihat_dan_yang_belum_cocok_disebut(
    admin: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    petakan()
    admin.get("/referensi/padanan/")
    with django_assert_num_queries(5):
        halaman = _isi(admin, "/referensi/padanan/")
    jumlah = Persyaratan.objects.filter(layanan=LAYANAN).count()
    assert f"3 dari {jumlah}" in halaman
    assert halaman.count("Layanan belum cocok") == Layanan.objects.count() - 1
    # In the catalogue's order, by which everybody knows them.
    tampil = re.findall(r"/referensi/padanan/layanan/([^/]+)/\"", halaman)
    assert tampil == list(Layanan.objects.values_list("kode", flat=True))
    with django_assert_num_queries(6):
        rinci = _isi(admin, f"/referensi/padanan/layanan/{LAYANAN}/")
    assert rinci.count("Belum cocok") == jumlah - 3
    assert "Usulan yang memuatnya tertahan" in _isi(admin, "/referensi/")


@pytest.mark.usefixtures("siasn")
def test_administrator_membetulkan_padanan_layanan_dan_dokumen(admin: Client) -> None:
    alamat = f"/referensi/padanan/layanan/{LAYANAN}/ubah/"
    assert admin.post(alamat, {"jenis_layanan": "102"}).status_code == 302
    assert Layanan.objects.get(pk=LAYANAN).jenis_layanan_id == "102"
    persyaratan = list(Persyaratan.objects.filter(layanan=LAYANAN))
    assert persyaratan[0].jenis_dokumen_id == "102:1"
    dokumen = f"/referensi/padanan/dokumen/{persyaratan[3].pk}/ubah/"
    pilihan = _isi(admin, dokumen)
    assert 'value="102:1"' not in pilihan, "yang sudah dipakai tidak ditawarkan"
    assert admin.post(dokumen, {"jenis_dokumen": "102:1"}).status_code == 422
    admin.post(f"/referensi/padanan/dokumen/{persyaratan[0].pk}/ubah/", {"jenis_dokumen": ""})
    assert admin.post(dokumen, {"jenis_dokumen": "102:1"}).status_code == 302
    persyaratan[3].refresh_from_db()
    assert persyaratan[3].jenis_dokumen_id == "102:1"
    assert list(Peristiwa.objects.filter(aliran="pemetaan").order_by("urutan").values_list("jenis", flat=True)) == [
        "pemetaan.layanan",
        "pemetaan.dokumen",
        "pemetaan.dokumen",
    ]


# --- periods and reasons ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("siasn")
def test_periode_diubah_dan_ditambah(admin: Client) -> None:
    periode = Periode.objects.get(tmt=date(2026, 12, 1))
    alamat = f"/referensi/periode/{periode.pk}/ubah/"
    assert 'value="15-11-2026"' in _isi(admin, alamat)
    assert admin.post(alamat, {"dibuka": "20-10-2026", "ditutup": "15-11-2026"}).status_code == 302
    periode.refresh_from_db()
    assert (periode.dibuka, periode.ditutup) == (date(2026, 10, 20), date(2026, 11, 15))
    kejadian = Peristiwa.objects.get(aliran="referensi:periode")
    assert kejadian.data == {"tmt": "2026-12-01", "perubahan": {"dibuka": ["2026-10-16", "2026-10-20"]}}
    assert admin.post("/referensi/periode/tambah/", {"tmt": "01-02-2031"}).status_code == 302
    baru = Periode.objects.get(tmt=date(2031, 2, 1))
    assert (baru.dibuka, baru.ditutup) == (date(2030, 12, 16), date(2031, 1, 15))
    assert "1 Februari 2031" in _isi(admin, "/referensi/periode/")


@pytest.mark.usefixtures("siasn")
@pytest.mark.parametrize(
    ("isian", "pesan"),
    [
        ({"tmt": "15-02-2031"}, "harus tanggal 1"),
        ({"tmt": "01-12-2026"}, "sudah ada"),
        ({"tmt": "01-02-2031", "dibuka": "02-02-2030", "ditutup": "01-02-2030"}, "ditutup sebelum dibuka"),
        ({"tmt": "01-02-2031", "dibuka": "02-02-2031", "ditutup": "03-02-2031"}, "setelah TMT-nya"),
        ({"tmt": "31-02-2031"}, "misalnya 23-11-2026"),
    ],
)
def test_periode_yang_salah_ditolak_dengan_kalimat(admin: Client, isian: dict[str, str], pesan: str) -> None:
    jawaban = admin.post("/referensi/periode/tambah/", isian)
    assert jawaban.status_code == 422
    assert pesan in jawaban.content.decode()


@pytest.mark.usefixtures("siasn")
@pytest.mark.parametrize(
    ("dibuka", "ditutup", "bidang", "pesan"),
    [
        ("15-10-2026", "15-11-2026", "dibuka", "TMT 01-11-2026 menerima usulan sampai 15-10-2026"),
        ("16-10-2026", "16-11-2026", "ditutup", "TMT 01-01-2027 dibuka 16-11-2026"),
        ("16-08-2026", "20-08-2026", "dibuka", "TMT 01-11-2026"),  # an earlier window for a later TMT
        ("01-09-2026", "30-11-2026", "dibuka", "TMT 01-11-2026"),
    ],
)
def test_jendela_yang_bertindih_atau_terbalik_ditolak(
    admin: Client, dibuka: str, ditutup: str, bidang: str, pesan: str
) -> None:
    periode = Periode.objects.get(tmt=date(2026, 12, 1))
    jawaban = admin.post(f"/referensi/periode/{periode.pk}/ubah/", {"dibuka": dibuka, "ditutup": ditutup})
    assert jawaban.status_code == 422
    assert pesan in " ".join(jawaban.context["form"].errors[bidang])
    assert Periode.objects.get(pk=periode.pk).ditutup == date(2026, 11, 15)


@pytest.mark.usefixtures("siasn")
def test_jendela_yang_bersambung_tanpa_bertindih_diterima(admin: Client) -> None:
    periode = Periode.objects.get(tmt=date(2026, 12, 1))
    isian = {"dibuka": "16-10-2026", "ditutup": "15-11-2026"}
    assert admin.post(f"/referensi/periode/{periode.pk}/ubah/", isian).status_code == 302


@pytest.mark.usefixtures("siasn")
def test_alasan_diubah_ditambah_dan_tidak_ditawarkan_lagi(admin: Client) -> None:
    isian = {"teks": "Tidak terbaca", "urutan": "3"}
    assert admin.post("/referensi/alasan/buram/ubah/", isian).status_code == 302
    alasan = AlasanPenolakan.objects.get(pk="buram")
    assert (alasan.teks, alasan.urutan, alasan.aktif) == ("Tidak terbaca", 3, False)
    assert admin.post("/referensi/alasan/tambah/", {"teks": "Belum bermeterai"}).status_code == 302
    assert AlasanPenolakan.objects.get(pk="belum-bermeterai").aktif
    sama = admin.post("/referensi/alasan/tambah/", {"teks": "belum bermeterai"})
    assert "sudah ada" in sama.content.decode()
    panjang = admin.post("/referensi/alasan/tambah/", {"teks": "a" * 101})
    assert panjang.status_code == 422
    assert "100" in panjang.content.decode()
    halaman = _isi(admin, "/referensi/alasan/")
    assert "Tidak ditawarkan" in halaman
    assert Peristiwa.objects.filter(aliran="referensi:alasan").count() == 2


@pytest.mark.usefixtures("siasn")
def test_kode_alasan_yang_sama_mendapat_nomor(admin: Client) -> None:
    oleh = buat_pengguna("Contoh", Peran(jenis=JenisPeran.ADMINISTRATOR))
    kode = [suntingan.tambah_alasan(teks, oleh=oleh).kode for teks in ("Meterai?", "Meterai!", "Meterai")]
    assert kode == ["meterai", "meterai-2", "meterai-3"]
    assert suntingan.tambah_alasan("…", oleh=oleh).kode == "alasan"
