"""Screen 5 through the client: tabs, filters, search, columns, saved views, bulk work, taking the next."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Akses, Peristiwa
from tests import dunia as d
from usulan import antrean as tabel
from usulan.actions import verifikasi
from usulan.ekspor import jaga_rumus
from usulan.models import KolomAntrean, PenilaianDokumen, TampilanTersimpan, Usulan
from usulan.tahap import Tahap

ANTREAN = "/antrean/"


def masuk(client: Client, pengguna: Pengguna) -> Client:
    client.force_login(pengguna)
    return client


def isi(jawaban: HttpResponse) -> str:
    """The page on one line: where a template breaks its tags is nobody's business here."""
    return " ".join(jawaban.content.decode().split())


@pytest.fixture
def buka(client: Client) -> Callable[..., HttpResponse]:
    def _buka(pengguna: Pengguna, kueri: str = "", **kepala: str) -> HttpResponse:
        return masuk(client, pengguna).get(f"{ANTREAN}{kueri}", **kepala)

    return _buka


Buka = Callable[..., HttpResponse]


def test_tab_yang_menjadi_tugas_peran_tampak_pertama(dunia: d.Dunia) -> None:
    pertama = {
        nama: tabel.tab_untuk(getattr(dunia, nama))[0].kode
        for nama in ("verifikator", "koordinator", "kepala_biro", "dukungan", "auditor", "administrator")
    }
    assert pertama == {
        "verifikator": "tugas",
        "koordinator": "baru",
        "kepala_biro": "tms",
        "dukungan": "siap",
        "auditor": "semua",
        "administrator": "semua",
    }
    assert "tugas" not in [t.kode for t in tabel.tab_untuk(dunia.koordinator)]


def test_setiap_tab_menghitung_dan_memuat_usulan_pada_tahapnya(dunia: d.Dunia, buka: Buka) -> None:
    baru, tugas, btl = d.diajukan(dunia), d.diverifikasi(dunia), d.dikembalikan(dunia)
    tms = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        tms.pk,
        status="TMS",
        keterangan="Tidak memenuhi syarat",
        tak_dilihat="Nyata dari datanya",
        oleh=dunia.verifikator,
    )
    pengguna = dunia.verifikator
    harapan = {"baru": [baru], "tugas": [tugas], "perbaikan": [btl], "tms": [tms], "bkn": [], "siap": []}
    jumlah = tabel.hitung_tab(pengguna, list(tabel.TAB.values()))
    for kode, usulan in harapan.items():
        assert jumlah[kode] == len(usulan), kode
        halaman = isi(buka(pengguna, f"?tab={kode}"))
        assert [u.nomor for u in Usulan.objects.all() if u.nomor in halaman] == [u.nomor for u in usulan], kode
    assert jumlah["semua"] == 4


def test_hitungan_semua_tab_satu_kueri_dan_berhenti_di_batas(
    dunia: d.Dunia, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        d.diajukan(dunia)
    monkeypatch.setattr(tabel, "BATAS_HITUNG", 2)
    tab = tabel.tab_untuk(dunia.koordinator)
    assert dunia.koordinator.peran_aktif
    with django_assert_num_queries(1):
        assert tabel.hitung_tab(dunia.koordinator, tab)["baru"] == 2


def test_pic_tidak_dapat_membuka_antrean_dan_orang_luar_diminta_masuk(dunia: d.Dunia, client: Client) -> None:
    assert client.get(ANTREAN).status_code == 302
    assert masuk(client, dunia.pic).get(ANTREAN).status_code == 403


def test_anggota_pokja_lain_tidak_melihat_usulan(dunia: d.Dunia, buka: Buka) -> None:
    usulan = d.diajukan(dunia)
    lain = d.buat_pengguna("Jati Contoh", Peran(jenis=JenisPeran.KOORDINATOR, kategori=Kategori.JFKU))
    halaman = isi(buka(lain, "?tab=semua"))
    assert usulan.nomor not in halaman
    assert usulan.nomor in isi(buka(dunia.koordinator, "?tab=semua"))


def test_yang_paling_lama_menunggu_di_atas(dunia: d.Dunia, buka: Buka) -> None:
    satu, dua = d.diajukan(dunia), d.diajukan(dunia)
    Usulan.objects.filter(pk=dua.pk).update(tahap_sejak=timezone.now() - timedelta(days=9))
    halaman = isi(buka(dunia.koordinator, "?tab=baru"))
    assert halaman.index(dua.nomor) < halaman.index(satu.nomor)


def test_tenggat_disebut_dengan_kata(dunia: d.Dunia, buka: Buka) -> None:
    usulan = d.diverifikasi(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(tenggat=timezone.localdate() - timedelta(days=30))
    assert "Terlambat" in isi(buka(dunia.verifikator))
    Usulan.objects.filter(pk=usulan.pk).update(tenggat=timezone.localdate())
    assert "Jatuh tempo hari ini" in isi(buka(dunia.verifikator))


@pytest.mark.parametrize(
    ("kueri", "cocok"),
    [
        ("kategori=KP", True),
        ("kategori=JFKU", False),
        ("layanan=KP-STRUKTURAL", True),
        (f"instansi={d.INSTANSI}", True),
        ("tahap=DIAJUKAN", True),
        ("tahap=SELESAI", False),
        ("status_biro=BELUM", True),
        ("status_bkn=TMS", False),
        ("terlambat=on", False),
        ("ditahan=on", False),
        ("dari=01-01-2020", True),
        ("sampai=01-01-2020", False),
    ],
)
def test_saringan_di_url_menyaring_dan_dapat_dihapus(dunia: d.Dunia, buka: Buka, kueri: str, cocok: bool) -> None:
    usulan = d.diajukan(dunia)
    halaman = isi(buka(dunia.koordinator, f"?tab=semua&{kueri}"))
    assert (usulan.nomor in halaman) is cocok
    assert "Hapus saringan" in halaman
    assert f'href="{ANTREAN}?tab=semua"' in halaman


def test_saringan_yang_salah_tulis_diberi_tahu_dan_tidak_menyaring(dunia: d.Dunia, buka: Buka) -> None:
    usulan = d.diajukan(dunia)
    halaman = isi(buka(dunia.koordinator, "?tab=semua&dari=31-02-2026&tahap=ENTAH"))
    assert "misalnya 23-11-2026" in halaman
    assert usulan.nomor in halaman


def test_saringan_verifikator_hanya_menawarkan_verifikator_pokja(dunia: d.Dunia, buka: Buka) -> None:
    usulan = d.diverifikasi(dunia)
    assert usulan.nomor in isi(buka(dunia.koordinator, f"?tab=semua&verifikator={dunia.verifikator.pk}"))
    assert usulan.nomor not in isi(buka(dunia.koordinator, f"?tab=semua&verifikator={dunia.verifikator_lain.pk}"))


def _perbanyak(dunia: d.Dunia, contoh: Usulan, jumlah: int) -> None:
    """Rows like `contoh`: as many as sixty would take minutes to walk through the actions."""
    sama = ("layanan", "kategori", "instansi", "pembuat", "penanda_tangan", "diajukan_pada", "tahap")
    isian = {b: getattr(contoh, b) for b in (*sama, "diubah_pada", "tahap_sejak", "tenggat")}
    for n in range(jumlah):
        asn = d.buat_asn(dunia.instansi)
        Usulan.objects.create(nomor=f"KP-2026-9{n:05d}", asn=asn, nip=asn.nip, nama=asn.nama, **isian)


def test_jumlah_kueri_tetap_untuk_1_dan_60_baris(dunia: d.Dunia, client: Client) -> None:
    contoh = d.diajukan(dunia)
    masuk(client, dunia.koordinator).get(ANTREAN)
    with CaptureQueriesContext(connection) as satu:
        client.get(ANTREAN)
    _perbanyak(dunia, contoh, 60)
    with CaptureQueriesContext(connection) as banyak:
        jawaban = client.get(ANTREAN)
    assert isi(jawaban).count('name="pilih"') == 25
    assert len(banyak) == len(satu)
    assert len(banyak) <= 14, [q["sql"][:90] for q in banyak]


def test_halaman_berikut_memuat_sisanya_tanpa_ulangan(
    dunia: d.Dunia, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    semua = {d.diajukan(dunia).nomor for _ in range(3)}
    masuk(client, dunia.koordinator)
    monkeypatch.setattr("usulan.tampilan.susunan_antrean.UKURAN", 2)
    satu = isi(client.get(f"{ANTREAN}?tab=baru"))
    cocok = re.search(r'rel="next" href="([^"]+)"', satu)
    assert cocok is not None
    alamat = cocok[1].replace("&amp;", "&")
    assert alamat.startswith(ANTREAN)
    dua = isi(client.get(alamat))
    di = [{n for n in semua if n in halaman} for halaman in (satu, dua)]
    assert (len(di[0]), len(di[1])) == (2, 1)
    assert di[0] | di[1] == semua


def test_htmx_menerima_bagian_dan_riwayat_menerima_halaman_utuh(dunia: d.Dunia, buka: Buka) -> None:
    utuh = isi(buka(dunia.koordinator))
    bagian = buka(dunia.koordinator, "", headers={"HX-Request": "true"})
    kembali = buka(dunia.koordinator, "", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in utuh
    assert "<html" not in isi(bagian)
    assert 'id="antrean"' in isi(bagian)
    assert "HX-Request" in bagian["Vary"]
    assert "<html" in isi(kembali)


@pytest.mark.parametrize("potongan", ["nama", "nip", "nip_berspasi", "nomor"])
def test_cari_menemukan_tanpa_menulis_yang_dicari_di_alamat(dunia: d.Dunia, client: Client, potongan: str) -> None:
    # The parts of the example names are numbers, which a NIP may hold too.
    usulan = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, nama="Sekar Melati Contoh"))
    lain = d.diajukan(dunia)
    teks = {
        "nama": usulan.nama.upper(),
        "nip": usulan.nip,
        "nip_berspasi": f"{usulan.nip[:8]} {usulan.nip[8:14]} {usulan.nip[14:]}",
        "nomor": usulan.nomor,
    }[potongan]
    jawaban = masuk(client, dunia.koordinator).post(reverse("usulan:antrean_cari"), {"teks": teks})
    assert jawaban.status_code == 302
    for rahasia in (usulan.nip, usulan.nama, usulan.nomor):
        assert rahasia not in jawaban["Location"]
    halaman = isi(client.get(jawaban["Location"]))
    assert usulan.nomor in halaman
    assert lain.nomor not in halaman


def test_cari_kurang_dari_tiga_huruf_ditolak_dengan_kalimat(dunia: d.Dunia, client: Client) -> None:
    jawaban = masuk(client, dunia.koordinator).post(reverse("usulan:antrean_cari"), {"teks": "ab c"})
    assert jawaban.status_code == 422
    assert "sedikitnya 3 huruf" in isi(jawaban)
    assert 'value="ab c"' in isi(jawaban)


def test_cari_yang_terlalu_luas_diminta_dipersempit(
    dunia: d.Dunia, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        d.diajukan(dunia)
    monkeypatch.setattr(tabel, "BATAS_CARI", 2)
    jawaban = masuk(client, dunia.koordinator).post(reverse("usulan:antrean_cari"), {"teks": "rekaan"}, follow=True)
    assert "Persempit" in isi(jawaban)
    assert isi(jawaban).count('name="pilih"') == 2


def test_kata_yang_sangat_sering_menampilkan_semua_yang_cocok_dari_yang_terbaru(
    dunia: d.Dunia, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    semua = [d.diajukan(dunia) for _ in range(3)]
    lain = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, nama="Sekar Melati Contoh"))
    monkeypatch.setattr(tabel, "BATAS_CARI", 2)
    monkeypatch.setattr(tabel, "SERING", 3)
    halaman = isi(
        masuk(client, dunia.koordinator).post(reverse("usulan:antrean_cari"), {"teks": "rekaan"}, follow=True)
    )
    tempat = [halaman.index(u.nomor) for u in reversed(semua)]
    assert tempat == sorted(tempat)
    assert lain.nomor not in halaman
    assert "Persempit" not in halaman


def test_nomor_utuh_menemukan_satu_dan_tidak_yang_nomornya_lebih_panjang(dunia: d.Dunia) -> None:
    satu, panjang = d.diajukan(dunia), d.diajukan(dunia)
    panjang.nomor = f"{satu.nomor}9"
    panjang.save(update_fields=["nomor", "cari"])
    terlihat = Usulan.objects.untuk(dunia.koordinator)
    assert tabel.cari_usulan(terlihat, satu.nomor.lower()).ids == [satu.pk]
    assert set(tabel.cari_usulan(terlihat, satu.nomor[:-1]).ids) >= {satu.pk, panjang.pk}


def test_kode_cari_milik_sesi_lain_tidak_membuka_apa_apa(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    masuk(client, dunia.koordinator).post(reverse("usulan:antrean_cari"), {"teks": usulan.nama})
    (kode,) = client.session[tabel.KUNCI_SESI_CARI]
    lain = Client()
    lain.force_login(dunia.kepala_biro)
    halaman = isi(lain.get(f"{ANTREAN}?tab=semua&cari={kode}"))
    assert "Pencarian sudah tidak diingat" in halaman
    assert usulan.nama not in halaman.split("<table")[0]


def test_pencarian_yang_diingat_dibatasi_dan_yang_sama_tidak_digandakan() -> None:
    sesi: dict[str, object] = {}
    kode = tabel.ingat_cari(sesi, "pegawai")
    assert tabel.ingat_cari(sesi, "pegawai") == kode
    for n in range(tabel.CARI_DIINGAT):
        tabel.ingat_cari(sesi, f"lain {n}")
    assert tabel.cari_diingat(sesi, kode) is None
    assert len(sesi[tabel.KUNCI_SESI_CARI]) == tabel.CARI_DIINGAT  # type: ignore[arg-type]


def test_kolom_pilihan_berlaku_untuk_orang_itu_saja(dunia: d.Dunia, client: Client) -> None:
    d.diajukan(dunia)
    masuk(client, dunia.koordinator)
    client.post(reverse("usulan:antrean_kolom"), {"kolom": ["putaran", "dikirim"], "kueri": "tab=baru"})
    kepala = '<th scope="col">'
    halaman = isi(client.get(f"{ANTREAN}?tab=baru"))
    assert f"{kepala}Putaran" in halaman
    assert f"{kepala}Instansi" not in halaman
    assert KolomAntrean.objects.get(pengguna=dunia.koordinator).kolom == ["putaran", "dikirim"]
    assert f"{kepala}Instansi" in isi(masuk(client, dunia.kepala_biro).get(f"{ANTREAN}?tab=baru"))
    client.post(reverse("usulan:antrean_kolom"), {"kolom": ["sandi"]})
    assert not KolomAntrean.objects.filter(pengguna=dunia.kepala_biro).exists()


def test_tampilan_tersimpan_milik_sendiri_dan_yang_dibagikan(dunia: d.Dunia, client: Client) -> None:
    masuk(client, dunia.koordinator)
    alamat = reverse("usulan:tampilan_simpan")
    kueri = "tab=semua&kategori=KP&kursor=abc&cari=xyz&asing=1"
    jawaban = client.post(alamat, {"nama": "KP saja", "kueri": kueri, "bersama": "on"})
    assert jawaban["Location"] == f"{ANTREAN}?tab=semua&kategori=KP"
    client.post(alamat, {"nama": "Milik saya", "kueri": "tab=baru"})
    lain = isi(masuk(Client(), dunia.verifikator).get(ANTREAN))
    assert "KP saja" in lain
    assert "Milik saya" not in lain
    assert Peristiwa.objects.filter(jenis="tampilan.disimpan").count() == 2


def test_tampilan_orang_lain_tidak_dapat_dihapus(dunia: d.Dunia, client: Client) -> None:
    tampilan = TampilanTersimpan.objects.create(pemilik=dunia.koordinator, nama="Satu", bersama=True)
    alamat = reverse("usulan:tampilan_hapus", args=[tampilan.pk])
    assert masuk(client, dunia.verifikator).post(alamat).status_code == 404
    assert masuk(client, dunia.koordinator).post(alamat).status_code == 302
    assert not TampilanTersimpan.objects.exists()


def test_nama_tampilan_yang_sama_mengganti_dan_jumlahnya_terbatas(
    dunia: d.Dunia, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("usulan.actions.tampilan.TAMPILAN_TERBANYAK", 1)
    masuk(client, dunia.koordinator)
    alamat = reverse("usulan:tampilan_simpan")
    client.post(alamat, {"nama": "Satu", "kueri": "tab=baru"})
    client.post(alamat, {"nama": "Satu", "kueri": "tab=semua"})
    assert TampilanTersimpan.objects.get().kueri == "tab=semua"
    jawaban = client.post(alamat, {"nama": "Dua", "kueri": ""})
    assert jawaban.status_code == 422
    assert "Paling banyak 1 tampilan" in isi(jawaban)


def _bagi(client: Client, verifikator: Pengguna, **data: object) -> HttpResponse:
    alamat = f"{reverse('usulan:bagi_banyak')}?tab=baru"
    return client.post(alamat, {"verifikator": verifikator.pk, **data}, follow=True)


def test_bagi_banyak_menyebut_yang_berhasil_dan_yang_tidak(dunia: d.Dunia, client: Client) -> None:
    satu, dua, terlambat = d.diajukan(dunia), d.diajukan(dunia), d.diverifikasi(dunia)
    masuk(client, dunia.koordinator)
    jawaban = _bagi(client, dunia.verifikator_lain, pilih=[satu.pk, dua.pk, terlambat.pk])
    halaman = isi(jawaban)
    assert "2 dari 3 usulan dibagi kepada Viska Contoh" in halaman
    assert f"{terlambat.nomor} tidak dibagi" in halaman
    assert d.segar(satu).verifikator == dunia.verifikator_lain
    assert d.segar(terlambat).verifikator == dunia.verifikator


def test_bagi_rata_kepada_yang_paling_ringan_dan_kepada_yang_menilai_putaran_lalu(
    dunia: d.Dunia, client: Client
) -> None:
    for _ in range(3):
        d.diverifikasi(dunia)
    empat = [d.diajukan(dunia) for _ in range(4)]
    kenal = empat[-1]
    dokumen = kenal.dokumen.exclude(versi_kini=None)[0]
    PenilaianDokumen.objects.create(
        dokumen=dokumen,
        putaran=kenal.putaran,
        versi=dokumen.versi_kini,
        hasil="SESUAI",
        oleh=dunia.verifikator,
        pada=timezone.now(),
    )
    masuk(client, dunia.koordinator)
    alamat = f"{reverse('usulan:bagi_banyak')}?tab=baru"
    jawaban = isi(client.post(alamat, {"rata": "1", "pilih": [u.pk for u in empat]}, follow=True))
    assert d.segar(kenal).verifikator == dunia.verifikator, "who knows it"
    assert {d.segar(u).verifikator for u in empat[:3]} == {dunia.verifikator_lain}, "three are held by the other"
    assert f"3 dari 4 usulan dibagi kepada {dunia.verifikator_lain}" in jawaban
    assert f"1 dari 4 usulan dibagi kepada {dunia.verifikator}" in jawaban


def test_bagi_semua_baris_di_halaman_tanpa_javascript(dunia: d.Dunia, client: Client) -> None:
    usulan = [d.diajukan(dunia) for _ in range(2)]
    masuk(client, dunia.koordinator)
    _bagi(client, dunia.verifikator, semua="on", halaman=[u.pk for u in usulan])
    assert {d.segar(u).tahap for u in usulan} == {Tahap.DIVERIFIKASI}


def test_bagi_tanpa_pilihan_atau_tanpa_verifikator_ditolak_dan_pilihan_tetap(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    masuk(client, dunia.koordinator)
    kosong = _bagi(client, dunia.verifikator)
    assert kosong.status_code == 422
    assert "Pilih sedikitnya satu usulan" in isi(kosong)
    tanpa = client.post(f"{reverse('usulan:bagi_banyak')}?tab=baru", {"pilih": [usulan.pk]})
    assert tanpa.status_code == 422
    assert "Pilih verifikator" in isi(tanpa)
    assert f'value="{usulan.pk}" aria-label="Pilih {usulan.nomor}" checked' in isi(tanpa)


def test_bagi_hanya_untuk_koordinator_dan_kepala_biro(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    for orang in (dunia.verifikator, dunia.dukungan, dunia.auditor, dunia.administrator, dunia.pic):
        assert _bagi(masuk(client, orang), dunia.verifikator, pilih=[usulan.pk]).status_code == 403
        assert client.get(reverse("usulan:beban")).status_code == 403
    assert d.segar(usulan).tahap == Tahap.DIAJUKAN


def test_verifikator_dari_pokja_lain_tidak_ditawarkan(dunia: d.Dunia, client: Client) -> None:
    usulan = d.diajukan(dunia)
    lain = d.buat_pengguna("Jati Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.JFKU))
    kp = d.buat_pengguna("Kopi Contoh", Peran(jenis=JenisPeran.KOORDINATOR, kategori=Kategori.KP))
    assert _bagi(masuk(client, kp), lain, pilih=[usulan.pk]).status_code == 422
    assert d.segar(usulan).verifikator is None


def test_beban_menyebut_tugas_dan_keterlambatan_tiap_verifikator(
    dunia: d.Dunia, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    usulan = [d.diverifikasi(dunia) for _ in range(2)]
    Usulan.objects.filter(pk=usulan[0].pk).update(tenggat=timezone.localdate() - timedelta(days=7))
    masuk(client, dunia.koordinator)
    with django_assert_max_num_queries(12):
        halaman = isi(client.get(reverse("usulan:beban")))
    assert halaman.index("Viska Contoh") < halaman.index("Vino Contoh")
    assert "Vino Contoh – 2 tugas, 1 terlambat" in isi(client.get(f"{ANTREAN}?tab=semua"))


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_ekspor_memuat_yang_disaring_dan_dicatat(dunia: d.Dunia, client: Client, bentuk: str) -> None:
    asn = d.buat_asn(dunia.instansi, nama='=HYPERLINK("x")')
    usulan, lain = d.diajukan(dunia, asn=asn), d.diverifikasi(dunia)
    masuk(client, dunia.koordinator)
    jawaban = client.post(f"{reverse(f'usulan:antrean_{bentuk}')}?tab=semua&tahap=DIAJUKAN")
    assert jawaban.status_code == 200
    assert f".{bentuk}" in jawaban["Content-Disposition"]
    if bentuk == "csv":
        teks = jawaban.content.decode("utf-8-sig")
        assert "'=HYPERLINK" in teks
        assert lain.nomor not in teks
    else:
        baris = list(load_workbook(io.BytesIO(jawaban.content)).active.iter_rows(values_only=True))
        assert [b[0] for b in baris[1:]] == [usulan.nomor]
        assert str(baris[1][1]).startswith("'=")
    assert Akses.objects.filter(tindakan="EKSPOR", objek="antrean", pengguna=dunia.koordinator).count() == 1
    assert Akses.objects.filter(tindakan="EKSPOR", objek=f"usulan:{usulan.pk}").exists()
    assert not Akses.objects.filter(tindakan="EKSPOR", objek=f"usulan:{lain.pk}").exists()


def test_ekspor_baris_terpilih_saja_dan_tidak_yang_tak_terlihat(dunia: d.Dunia, client: Client) -> None:
    satu, dua = d.diajukan(dunia), d.diajukan(dunia)
    alamat = f"{reverse('usulan:antrean_csv')}?tab=semua"
    teks = masuk(client, dunia.koordinator).post(alamat, {"pilih": [satu.pk]}).content.decode()
    assert satu.nomor in teks
    assert dua.nomor not in teks
    lain = d.buat_pengguna("Jati Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.JFKU))
    assert satu.nomor not in masuk(client, lain).post(alamat, {"pilih": [satu.pk]}).content.decode()
    assert masuk(client, dunia.pic).post(alamat).status_code == 403


def test_ekspor_terlalu_banyak_ditolak(dunia: d.Dunia, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    d.diajukan(dunia)
    monkeypatch.setattr("usulan.views.antrean_banyak.BATAS_EKSPOR", 0)
    jawaban = masuk(client, dunia.koordinator).post(f"{reverse('usulan:antrean_csv')}?tab=semua")
    assert jawaban.status_code == 422
    assert "Persempit" in isi(jawaban)
    assert not Akses.objects.filter(tindakan="EKSPOR").exists()


@pytest.mark.parametrize("awal", ["=", "+", "-", "@", "\t", "\r"])
def test_sel_yang_menyerupai_rumus_dijinakkan(awal: str) -> None:
    assert jaga_rumus(f"{awal}1+1") == f"'{awal}1+1"
    assert jaga_rumus("1+1=2") == "1+1=2"


def test_ambil_berikutnya_membuka_tugas_sendiri_lalu_mengambil_yang_terlama(dunia: d.Dunia, client: Client) -> None:
    lama, baru = d.diajukan(dunia), d.diajukan(dunia)
    Usulan.objects.filter(pk=baru.pk).update(tahap_sejak=timezone.now() - timedelta(days=3))
    milik = d.diverifikasi(dunia)
    masuk(client, dunia.verifikator)
    alamat = reverse("usulan:ambil_berikutnya")
    assert client.post(alamat)["Location"] == reverse("usulan:verifikasi", args=[milik.pk])
    assert client.post(alamat, {"selain": milik.pk})["Location"] == reverse("usulan:verifikasi", args=[baru.pk])
    assert d.segar(baru).verifikator == dunia.verifikator
    assert d.segar(lama).verifikator is None


def test_ambil_berikutnya_saat_tidak_ada_lagi_kembali_ke_antrean(dunia: d.Dunia, client: Client) -> None:
    jawaban = masuk(client, dunia.verifikator).post(
        reverse("usulan:ambil_berikutnya"), {"selain": "bukan-id"}, follow=True
    )
    assert jawaban.status_code == 200
    assert "Tidak ada lagi usulan yang menunggu" in isi(jawaban)
    assert masuk(client, dunia.koordinator).post(reverse("usulan:ambil_berikutnya")).status_code == 403


def test_verifikator_tidak_mengambil_usulan_pokja_lain(dunia: d.Dunia, client: Client) -> None:
    d.diajukan(dunia)
    lain = d.buat_pengguna("Jati Contoh", Peran(jenis=JenisPeran.VERIFIKATOR, kategori=Kategori.JFKU))
    assert masuk(client, lain).post(reverse("usulan:ambil_berikutnya"))["Location"] == ANTREAN


@pytest.mark.django_db(transaction=True)
def test_dua_verifikator_menekan_ambil_bersamaan_mendapat_usulan_berbeda(dunia: d.Dunia) -> None:
    usulan = [d.diajukan(dunia) for _ in range(2)]

    def tekan(orang: Pengguna) -> str:
        close_old_connections()
        klien = Client()
        klien.force_login(orang)
        try:
            return str(klien.post(reverse("usulan:ambil_berikutnya"))["Location"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as kolam:
        tujuan = list(kolam.map(tekan, [dunia.verifikator, dunia.verifikator_lain]))
    assert sorted(tujuan) == sorted(reverse("usulan:verifikasi", args=[u.pk]) for u in usulan)
    assert {d.segar(u).verifikator for u in usulan} == {dunia.verifikator, dunia.verifikator_lain}


def test_hitungan_tab_disusun_sekali_dan_mengikuti_peran(dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    d.diajukan(dunia)
    orang, tab = dunia.koordinator, [tabel.TAB["baru"]]
    assert tabel.hitung_tab(orang, tab) == {"baru": 1}
    d.diajukan(dunia)
    with monkeypatch.context() as m:
        m.delattr(tabel, "_hitungan")
        assert tabel.hitung_tab(orang, tab) == {"baru": 2}, "kept is the question, never the answer"
    orang.peran.update(aktif=False)
    assert tabel.hitung_tab(Pengguna.objects.get(pk=orang.pk), tab) == {"baru": 0}
