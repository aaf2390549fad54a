"""All ten APIs against the simulator in its own process, over HTTP, in its own envelopes and with its faults."""

import hashlib
import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
import requests
from django.conf import settings

from integrasi.enums import NAMA_REFERENSI
from integrasi.peragaan.simulator.data import semua_asn
from integrasi.sebab import Kode
from integrasi.siasn import asn, dokumen, pertek, pic, referensi, salinan, status, usulan, verifikasi
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, LihatDulu, SudahAda, TidakDitemukan
from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Transport
from referensi.katalog import muat_katalog
from tests.conftest import Simulator
from tests.sarana import SABAR

PDF = b"%PDF-1.7 dokumen contoh"


@dataclass
class Sim:
    url: str

    def kendali(self, jalur: str, **isi):
        jawaban = requests.post(f"{self.url}/_sim/{jalur}", json=isi, timeout=SABAR)
        jawaban.raise_for_status()
        return jawaban.json()

    def lihat(self, jalur: str):
        return requests.get(f"{self.url}/_sim/{jalur}", timeout=SABAR).json()


@pytest.fixture
def sim(simulator: Simulator) -> Iterator[Sim]:
    simulator.hapus()
    satu = Sim(simulator.url)
    satu.kendali("mode", mode_ganda="kunci")
    yield satu
    satu.kendali("gangguan", aturan=[])


@pytest.fixture(scope="module")
def konfigurasi(simulator: Simulator) -> Konfigurasi:
    return Konfigurasi(
        base_url=simulator.url,
        token_url=settings.SIASN_TOKEN_URL,
        client_id=settings.SIASN_CLIENT_ID,
        client_secret=settings.SIASN_CLIENT_SECRET,
        sso_url=settings.SIASN_SSO_URL,
        sso_client_id=settings.SIASN_SSO_CLIENT_ID,
        sso_username=settings.SIASN_SSO_USERNAME,
        sso_password=settings.SIASN_SSO_PASSWORD,
        read_timeout=SABAR,
    )


@pytest.fixture
def transport(konfigurasi: Konfigurasi, sim: Sim) -> Iterator[Transport]:
    with Transport(konfigurasi, GudangMemori()) as satu:
        yield satu


@pytest.fixture(scope="module")
def orang():
    return next(satu for satu in semua_asn() if satu["golongan_id"] == "43" and satu["kedudukan_hukum_id"] != "92")


def semua(transport, nama):
    return [baris for halaman in referensi.halaman(transport, nama, ukuran=50) for baris in halaman]


def isi_usulan(orang, acuan=None, kunci=None, layanan=109):
    return {
        "periode": None,
        "id_pns": orang["id_pns"],
        "detail_layanan_id": layanan,
        "data_usulan": {"referensi_siapp": acuan or str(uuid.uuid4())},
        "kunci": kunci or str(uuid.uuid4()),
    }


def berkas(isi=PDF):
    return BerkasKirim("sk.pdf", "application/pdf", len(isi), hashlib.sha256(isi).hexdigest(), lambda: io.BytesIO(isi))


def unggah(transport, id_usulan, id_ref_dokumen, kunci=None):
    dokumen.kirim(
        transport,
        id_usulan=id_usulan,
        id_ref_dokumen=id_ref_dokumen,
        berkas=berkas(),
        kunci=kunci or str(uuid.uuid4()),
    )


def teken(transport, id_usulan, kunci="teken"):
    usulan.setujui(
        transport,
        id_usulan=id_usulan,
        nip_approval="197001011995011001",
        nama_approval="Sekar Arum",
        jenis_usulan="Baru",
        catatan="",
        kunci=kunci,
    )


def test_satu_usulan_berjalan_melalui_semua_api(transport, sim, orang):
    id_usulan = usulan.kirim(transport, **isi_usulan(orang))
    syarat = [b for b in semua(transport, "jenis-dokumen") if b.detail_layanan_id == "109" and b.wajib]
    assert syarat
    for baris in syarat:
        unggah(transport, id_usulan, baris.id)
    teken(transport, id_usulan)
    assert [b.status_tahapan for b in status.baris(transport, id_usulan)][-1] == 12

    verifikasi.kirim(
        transport, id_usulan=id_usulan, status="APPROVED", tanggal_verifikasi=date(2026, 3, 2), keterangan="", kunci="v"
    )
    assert pertek.baris(transport, id_usulan) == ()
    nomor = sim.kendali(f"usulan/{id_usulan}/pertek", tanggal="03-03-2026")["nomor_pertek"]
    sim.kendali(f"usulan/{id_usulan}/pertek", jenis="Perbaikan")
    baru, ralat = pertek.baris(transport, id_usulan)
    assert (baru.nomor_pertek, baru.tanggal_pertek, baru.jenis_pertek) == (nomor, date(2026, 3, 3), "Baru")
    assert ralat.jenis_pertek == "Perbaikan"
    tujuan = io.BytesIO()
    pertek.unduh(transport, baru.berkas, tujuan)
    assert tujuan.getvalue().rstrip().endswith(b"%%EOF")

    salinan.kirim(
        transport,
        nomor_keppres="1/K TAHUN 2026",
        tanggal_keppres="2026-03-09",
        judul_keppres="Pemberhentian dengan hormat",
        download_url="https://siapp.contoh.go.id/api/v1/unduh/abc",
        id_usulan=id_usulan,
        nip=orang["nip"],
        kunci="s",
    )
    diterima = sim.lihat(f"usulan/{id_usulan}")
    assert [d["sha256"] for d in diterima["dokumen"]] == [hashlib.sha256(PDF).hexdigest()] * len(syarat)
    assert [len(diterima[apa]) for apa in ("approval", "biro", "salinan")] == [1, 1, 1]
    assert diterima["salinan"][0]["tanggal_keppres"] == "09-03-2026"
    assert all(h["tak_urut"] == h["ditolak"] == h["ganda"] == 0 for h in sim.lihat("hitungan").values() if "ganda" in h)


def test_akses_pic_diberi_diganti_dan_dicabut(transport, sim):
    id_pic = str(uuid.uuid4())
    for kp in ("ya", ""):
        pic.beri(transport, nip="197001011995011001", id=id_pic, kp=kp, pemberhentian="ya", jfku="", kunci=f"p{kp}")
    (peran,) = sim.lihat("peran")
    assert (peran["id"], peran["kp"], peran["pemberhentian"]) == (id_pic, "", "ya")
    pic.cabut(transport, id=id_pic, kunci="c")
    assert sim.lihat("peran") == []
    pic.cabut(transport, id=id_pic, kunci="c2")


@pytest.mark.parametrize("nama", NAMA_REFERENSI)
def test_setiap_daftar_referensi_terbaca_utuh(transport, nama):
    baris = semua(transport, nama)
    assert baris
    assert all(satu.id and satu.nama for satu in baris)
    assert len({(satu.id, satu.detail_layanan_id) for satu in baris}) == len(baris)
    kolom = {
        "instansi": ("jenis",),
        "jabatan": ("jenis_jabatan_id", "bup"),
        "jenis-dokumen": ("detail_layanan_id",),
        "jenis-layanan": ("layanan",),
        "unor": ("instansi_id", "eselon_id"),
        "jabatan-fungsional": ("jenjang", "bup"),
        "golongan": ("pangkat",),
        "eselon": ("jabatan",),
    }[nama]
    assert all(getattr(satu, satu_kolom) for satu in baris for satu_kolom in kolom)


def test_jenis_layanan_dan_dokumen_sebanyak_katalog(transport):
    katalog = muat_katalog()
    assert len(semua(transport, "jenis-layanan")) == len(katalog)
    assert [b.wajib for b in semua(transport, "jenis-dokumen")] == [d.wajib for k in katalog for d in k.dokumen]


def test_data_asn_dibaca_satu_dan_semua(transport, orang):
    satu = asn.satu(transport, orang["nip"])
    assert (satu.id_pns, satu.nama, satu.tmt_meninggal) == (orang["id_pns"], orang["nama"], None)
    assert satu.tanggal_lahir is not None
    banyak = {b.nip: b for halaman in asn.halaman(transport, ukuran=60) for b in halaman}
    assert len(banyak) > 100
    assert banyak[orang["nip"]] == satu
    assert any(b.pasangan and b.anak for b in banyak.values())


def test_asn_yang_diblokir_dan_yang_tidak_ada_dikatakan_berbeda(transport):
    blokir = next(b for b in semua_asn() if b["kedudukan_hukum_id"] == "92")
    with pytest.raises(Ditolak) as tangkapan:
        asn.satu(transport, blokir["nip"])
    assert tangkapan.value.asn_diblokir
    with pytest.raises(Ditolak) as tangkapan:
        usulan.kirim(transport, **isi_usulan(blokir))
    assert tangkapan.value.asn_diblokir
    with pytest.raises(TidakDitemukan):
        asn.satu(transport, "190001012015011001")


def test_penolakan_menyebut_sebab_dari_bkn(transport, orang):
    with pytest.raises(Ditolak) as tangkapan:
        usulan.kirim(transport, **isi_usulan(orang, layanan=101))
    assert "periode" in tangkapan.value.pesan_bkn
    id_usulan = usulan.kirim(transport, **isi_usulan(orang))
    with pytest.raises(Ditolak) as tangkapan:
        teken(transport, id_usulan)
    assert "dokumen wajib" in tangkapan.value.pesan_bkn


@pytest.mark.parametrize("panggil", [pertek.baris, status.baris])
def test_usulan_yang_tidak_dikenal_tidak_punya_data(transport, panggil):
    asing = str(uuid.uuid4())
    if panggil is pertek.baris:
        assert panggil(transport, asing) == ()
    else:
        with pytest.raises(TidakDitemukan):
            panggil(transport, asing)


def test_kunci_yang_sama_mendapat_id_yang_sama(transport, sim, orang):
    isi = isi_usulan(orang)
    assert usulan.kirim(transport, **isi) == usulan.kirim(transport, **isi)
    assert len(sim.lihat("usulan")) == 1


def test_mode_tolak_ganda_menyebut_usulan_pertama(transport, sim, orang):
    sim.kendali("mode", mode_ganda="tolak_ganda")
    isi = isi_usulan(orang)
    pertama = usulan.kirim(transport, **isi)
    with pytest.raises(SudahAda) as tangkapan:
        usulan.kirim(transport, **{**isi, "kunci": "lain"})
    assert tangkapan.value.id_usulan == pertama


def test_mode_cari_menemukan_yang_jawabannya_hilang(transport, sim, orang):
    sim.kendali("mode", mode_ganda="cari")
    acuan = str(uuid.uuid4())
    assert usulan.cari(transport, acuan) == ()
    sim.kendali("gangguan", aturan=[{"api": "3", "jenis": "reset_sesudah", "sisa": 1}])
    with pytest.raises(LihatDulu):
        usulan.kirim(transport, **isi_usulan(orang, acuan))
    (id_usulan,) = usulan.cari(transport, acuan)
    assert sim.lihat(f"usulan/{id_usulan}")["referensi_siapp"] == acuan


HASIL = {
    "reset_sebelum": (LihatDulu, Kode.SAMBUNGAN_PUTUS),
    "reset_sesudah": (LihatDulu, Kode.SAMBUNGAN_PUTUS),
    "diam:2": (LihatDulu, Kode.WAKTU_HABIS),
    "429:900": (KirimUlangNanti, Kode.TERLALU_SERING),
    "429_tanggal:900": (KirimUlangNanti, Kode.TERLALU_SERING),
    "500": (LihatDulu, Kode.GALAT_MITRA),
    "502_html": (LihatDulu, Kode.GALAT_MITRA),
    "503": (KirimUlangNanti, Kode.TIDAK_TERSEDIA),
    "504": (LihatDulu, Kode.GALAT_MITRA),
    "suspended": (KirimUlangNanti, Kode.GERBANG_HENTI),
    "kosong": (LihatDulu, Kode.JAWABAN_KOSONG),
    "amplop_salah": (LihatDulu, Kode.BENTUK_ASING),
    "json_rusak": (LihatDulu, Kode.BUKAN_JSON),
}


def _tergesa(konfigurasi: Konfigurasi, jenis: str) -> Konfigurasi:
    """Give up soon only where nothing is to come."""
    return replace(konfigurasi, read_timeout=1.0) if jenis.startswith("diam") else konfigurasi


@pytest.mark.parametrize(("jenis", "hasil"), HASIL.items())
def test_setiap_gangguan_pada_kiriman_berarti_satu_tindakan(konfigurasi, sim, orang, jenis, hasil):
    sim.kendali("gangguan", aturan=[{"api": "3", "jenis": jenis}])
    tergesa = Transport(_tergesa(konfigurasi, jenis), GudangMemori())
    with tergesa as transport, pytest.raises(GalatSiasn) as tangkapan:
        usulan.kirim(transport, **isi_usulan(orang))
    assert (type(tangkapan.value), tangkapan.value.kode) == hasil
    if jenis.startswith("429"):
        assert 600 <= tangkapan.value.retry_after <= 900
    if hasil[0] is KirimUlangNanti:
        assert sim.lihat("usulan") == []


@pytest.mark.parametrize("jenis", sorted(HASIL))
def test_setiap_gangguan_pada_bacaan_boleh_diulang(konfigurasi, sim, jenis):
    sim.kendali("gangguan", aturan=[{"api": "7", "jenis": jenis}])
    tergesa = Transport(_tergesa(konfigurasi, jenis), GudangMemori())
    with tergesa as transport, pytest.raises(KirimUlangNanti):
        status.baris(transport, str(uuid.uuid4()))


@pytest.mark.parametrize("jenis", ["401", "401_sso"])
def test_penolakan_token_sekali_tidak_terasa(transport, sim, orang, jenis):
    sim.kendali("gangguan", aturan=[{"api": "3", "jenis": jenis, "sisa": 1}])
    assert usulan.kirim(transport, **isi_usulan(orang))
    assert len(sim.lihat("usulan")) == 1


def test_token_yang_dimatikan_mitra_diganti_di_tengah_unggahan(transport, sim, orang):
    id_usulan = usulan.kirim(transport, **isi_usulan(orang))
    baris = next(b for b in semua(transport, "jenis-dokumen") if b.detail_layanan_id == "109")
    sim.kendali("token/matikan")
    unggah(transport, id_usulan, baris.id)
    (diterima,) = sim.lihat(f"usulan/{id_usulan}")["dokumen"]
    assert diterima["sha256"] == hashlib.sha256(PDF).hexdigest()


def test_unggahan_yang_batal_karena_berkas_berubah_tidak_sampai_di_mitra(transport, sim, orang):
    id_usulan = usulan.kirim(transport, **isi_usulan(orang))
    baris = next(b for b in semua(transport, "jenis-dokumen") if b.detail_layanan_id == "109")
    besar = PDF * 50_000
    rusak = replace(berkas(besar), buka=lambda: io.BytesIO(besar[:-1] + b"!"))
    with pytest.raises(Ditolak) as tangkapan:
        dokumen.kirim(transport, id_usulan=id_usulan, id_ref_dokumen=baris.id, berkas=rusak, kunci="r")
    assert tangkapan.value.kode is Kode.BERKAS_BERUBAH
    assert sim.lihat(f"usulan/{id_usulan}")["dokumen"] == []


@pytest.mark.parametrize("jenis", ["daftar_ganda", "daftar_ganti_nama"])
def test_daftar_yang_diganggu_tetap_tanpa_ganda(transport, sim, jenis):
    asli = [b.id for b in semua(transport, "eselon")]
    sim.kendali("gangguan", aturan=[{"api": "13", "jenis": jenis}])
    assert [b.id for b in semua(transport, "eselon")] == asli


def test_gangguan_dapat_diminta_lewat_kepala(konfigurasi, sim):
    terganggu = replace(konfigurasi, kepala={"X-Sim-Gangguan": "503"})
    gudang = GudangMemori()
    with Transport(konfigurasi, gudang) as sehat:
        assert semua(sehat, "golongan")
    with Transport(terganggu, gudang) as transport, pytest.raises(KirimUlangNanti):
        semua(transport, "golongan")
