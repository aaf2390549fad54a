import socket
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from integrasi.sebab import Kode
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, LihatDulu, TidakDitemukan, TokenDitolak
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Permintaan, Transport
from tests.integrasi.siasn import mitra as m
from tests.integrasi.siasn.conftest import konfigurasi
from tests.integrasi.siasn.mitra import SSO, TOKEN

BACA = Permintaan("status", "GET", params={"id_usulan": "abc-123456"})
TULIS = Permintaan("usulan", "POST", json={"a": 1}, kunci="kunci-1")
NIP = "199001012015011001"


def galat(transport, permintaan):
    with pytest.raises(GalatSiasn) as tangkapan:
        transport.panggil(permintaan)
    return tangkapan.value


def port_bebas():
    with closing(socket.socket()) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def test_kedua_token_kunci_dan_kepala_lain_terkirim(mitra, transport):
    mitra.jawab(m.sukses({"id": 1}))
    assert transport.panggil(TULIS) == {"id": 1}
    kepala = mitra.data[0].kepala
    assert kepala["Authorization"].startswith("Bearer ")
    assert kepala["Auth"].startswith("bearer ")
    assert kepala["Authorization"].split()[1] != kepala["Auth"].split()[1]
    assert kepala["Idempotency-Key"] == "kunci-1"
    assert kepala["User-Agent"] == "SIAPP-NV"
    assert mitra.data[0].isi == b'{"a": 1}'


def test_referensi_hanya_membawa_token_gerbang(mitra, transport):
    mitra.jawab(m.sukses([]))
    transport.panggil(Permintaan("referensi_unor", "GET", sso=False))
    assert "Auth" not in mitra.data[0].kepala
    assert mitra.token_dibuat[SSO] == 0


def test_sambungan_dan_token_dipakai_lagi(mitra, transport):
    mitra.jawab(m.sukses())
    for _ in range(5):
        transport.panggil(TULIS)
    assert len({c.asal for c in mitra.catatan}) == 1
    assert mitra.token_dibuat == {TOKEN: 1, SSO: 1}


def test_sambungan_dipakai_lagi_setelah_jawaban_terpotong_potong(mitra, transport):
    def chunked(h):
        h.send_response(200)
        h.send_header("Transfer-Encoding", "chunked")
        h.end_headers()
        for bagian in (b'{"code":1,', b'"data":[1]}'):
            h.wfile.write(b"%x\r\n%s\r\n" % (len(bagian), bagian))
        h.wfile.write(b"0\r\n\r\n")

    mitra.jawab(chunked)
    assert [transport.panggil(BACA) for _ in range(3)] == [[1]] * 3
    assert len({c.asal for c in mitra.data}) == 1


def test_sambungan_yang_lama_diam_tidak_dipakai_lagi(mitra):
    mitra.jawab(m.sukses())
    with Transport(konfigurasi(mitra.url, umur_diam=0.05), GudangMemori()) as transport:
        transport.panggil(TULIS)
        time.sleep(0.1)
        transport.panggil(TULIS)
    assert len({c.asal for c in mitra.data}) == 2


def test_setiap_utas_punya_sambungan_sendiri_dan_satu_pembaruan_token(mitra, transport):
    mitra.jawab(m.sukses())
    serentak = threading.Barrier(8)

    def kerja(_):
        serentak.wait()
        return [transport.panggil(TULIS) for _ in range(5)]

    with ThreadPoolExecutor(8) as kolam:
        list(kolam.map(kerja, range(8)))
    assert len(mitra.data) == 40
    assert len({c.asal for c in mitra.data}) <= 8
    assert mitra.token_dibuat == {TOKEN: 1, SSO: 1}


def test_proses_anak_tidak_memakai_sambungan_induknya(mitra, transport, monkeypatch):
    mitra.jawab(m.sukses())
    transport.panggil(TULIS)
    monkeypatch.setattr("os.getpid", lambda: 0)
    transport.panggil(TULIS)
    assert len({c.asal for c in mitra.data}) == 2


def test_token_tempel_tetap_dipakai_setelah_token_gerbang_diganti(mitra):
    mitra.jawab(m.isi({"code": "900901"}, 401), m.sukses("ya"))
    with Transport(konfigurasi(mitra.url, sso_token="tempel"), GudangMemori()) as transport:
        assert transport.panggil(TULIS) == "ya"
    assert [c.kepala["Auth"] for c in mitra.data] == ["bearer tempel"] * 2
    assert mitra.token_dibuat == {TOKEN: 2, SSO: 0}


@pytest.mark.parametrize(
    "tolak",
    [
        m.isi({"code": "900901", "message": "Invalid Credentials"}, 401),
        m.isi(b"", 401),
        m.isi({"success": False, "message": "invalid or expired jwt"}, 200),
        m.isi({"error": "true", "message": "Token SSO mismatch"}, 406),
    ],
)
def test_token_mati_diganti_keduanya_sekali_lalu_dicoba_sekali_lagi(mitra, transport, tolak):
    mitra.jawab(m.sukses(), tolak, m.sukses("ya"))
    transport.panggil(TULIS)
    assert transport.panggil(TULIS) == "ya"
    assert mitra.token_dibuat == {TOKEN: 2, SSO: 2}
    lama, baru = mitra.data[1].kepala, mitra.data[2].kepala
    assert lama["Authorization"] != baru["Authorization"]
    assert lama["Auth"] != baru["Auth"]
    assert lama["Idempotency-Key"] == baru["Idempotency-Key"]


def test_token_yang_ditolak_dua_kali_tidak_dicoba_lagi(mitra, transport):
    mitra.jawab(m.isi({"code": "900901"}, 401))
    assert isinstance(galat(transport, TULIS), TokenDitolak)
    assert len(mitra.data) == 2


def test_token_mati_serentak_diperbarui_sekali(mitra, transport):
    mitra.jawab(m.sukses())
    transport.panggil(TULIS)
    lama = mitra.data[0].kepala["Authorization"]

    def menurut_token(h):
        (m.isi({"code": "900901"}, 401) if h.headers["Authorization"] == lama else m.sukses())(h)

    mitra.jawab(menurut_token)
    serentak = threading.Barrier(8)

    def kerja(_):
        serentak.wait()
        transport.panggil(TULIS)

    with ThreadPoolExecutor(8) as kolam:
        list(kolam.map(kerja, range(8)))
    assert mitra.token_dibuat == {TOKEN: 2, SSO: 2}


def test_token_yang_hampir_habis_diperbarui_sebelum_ditolak(mitra, transport):
    mitra.umur_token = 100
    mitra.jawab(m.sukses())
    transport.panggil(TULIS)
    with time_machine.travel(time.time() + 95):
        transport.panggil(TULIS)
    assert mitra.token_dibuat[TOKEN] == 2


@pytest.mark.parametrize("aksi", [m.reset, m.setengah, m.diam(2), m.isi(b"<html>", 502), m.isi({}, 500)])
def test_layanan_token_yang_terganggu_membuktikan_kiriman_belum_berangkat(mitra, transport, aksi):
    mitra.aksi_token = aksi
    hasil = galat(transport, TULIS)
    assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.TOKEN_TIDAK_DIDAPAT)
    assert mitra.data == []


@pytest.mark.parametrize(
    ("aksi", "kode"),
    [
        (m.reset, Kode.SAMBUNGAN_PUTUS),
        (m.tutup, Kode.SAMBUNGAN_PUTUS),
        (m.setengah, Kode.SAMBUNGAN_PUTUS),
        (m.potong_setengah, Kode.SAMBUNGAN_PUTUS),
        (m.diam(2), Kode.WAKTU_HABIS),
        (m.tetes(4), Kode.WAKTU_HABIS),
        (m.isi(b"", 200), Kode.JAWABAN_KOSONG),
        (m.isi(b"<html>", 200, "text/html"), Kode.BUKAN_JSON),
        (m.isi(b"bukan gzip", 200, Content_Encoding="gzip"), Kode.SAMBUNGAN_PUTUS),
    ],
)
def test_jawaban_yang_hilang_atau_rusak_tidak_pasti_bagi_kiriman_dan_boleh_diulang_bagi_bacaan(
    mitra, transport, aksi, kode
):
    mitra.jawab(aksi)
    tulis, baca = galat(transport, TULIS), galat(transport, BACA)
    assert (type(tulis), tulis.kode) == (LihatDulu, kode)
    assert (type(baca), baca.kode) == (KirimUlangNanti, kode)
    assert len(mitra.data) == 2, "nothing may be repeated on its own"


def test_mitra_yang_tidak_membaca_kiriman_ditinggalkan(mitra, transport):
    """A write may stall as long as a read may, no longer: the partner here would take it all in the end."""
    mitra.jeda_baca = 8
    mitra.jawab(m.sukses())
    hasil = galat(transport, Permintaan("usulan", "POST", json={"a": "x" * 30_000_000}, kunci="kunci-1"))
    assert (type(hasil), hasil.kode) == (LihatDulu, Kode.WAKTU_HABIS)


def test_sambungan_lama_yang_diputus_peladen_tidak_pasti_bagi_kiriman(mitra, transport):
    mitra.jawab(m.sukses(), m.tutup)
    transport.panggil(TULIS)
    assert isinstance(galat(transport, TULIS), LihatDulu)
    assert len(mitra.data) == 2


def test_jawaban_yang_terlalu_besar_tidak_dimuat(mitra):
    mitra.jawab(m.isi({"code": 1, "data": "x" * 5000}))
    with Transport(konfigurasi(mitra.url, batas_json=4096), GudangMemori()) as transport:
        assert galat(transport, BACA).kode is Kode.JAWABAN_TERLALU_BESAR
        assert isinstance(galat(transport, TULIS), LihatDulu)


def test_sambungan_yang_ditolak_membuktikan_belum_terkirim(mitra, transport):
    mitra.jawab(m.sukses())
    transport.panggil(TULIS)
    lain = konfigurasi(f"http://127.0.0.1:{port_bebas()}", token_url=mitra.url + TOKEN, sso_url=mitra.url + SSO)
    with Transport(lain, GudangMemori()) as mati:
        hasil = galat(mati, TULIS)
    assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.SAMBUNGAN_DITOLAK)


def test_nama_server_yang_tidak_dikenal_membuktikan_belum_terkirim(mitra):
    lain = konfigurasi("https://tidak-ada.invalid", token_url=mitra.url + TOKEN, sso_url=mitra.url + SSO)
    with Transport(lain, GudangMemori()) as buta:
        hasil = galat(buta, TULIS)
    assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.DNS)


def test_waktu_sambung_habis_membuktikan_belum_terkirim(mitra):
    with closing(socket.socket()) as penuh, closing(socket.socket()) as satu, closing(socket.socket()) as dua:
        penuh.bind(("127.0.0.1", 0))
        penuh.listen(0)
        for soket in (satu, dua):  # fills the queue of a listener that never accepts
            soket.setblocking(False)
            soket.connect_ex(penuh.getsockname())
        lain = konfigurasi(
            f"http://127.0.0.1:{penuh.getsockname()[1]}",
            token_url=mitra.url + TOKEN,
            sso_url=mitra.url + SSO,
            connect_timeout=0.3,
        )
        with Transport(lain, GudangMemori()) as lambat:
            hasil = galat(lambat, TULIS)
    assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.WAKTU_SAMBUNG_HABIS)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_pengalihan_tidak_diikuti(mitra, transport, status):
    mitra.jawab(m.isi(b"", status, Location="/lain"))
    assert galat(transport, TULIS).kode is Kode.PENGALIHAN
    assert galat(transport, BACA).kode is Kode.PENGALIHAN
    assert [c.jalur.partition("?")[0] for c in mitra.data] == ["/siapp/usulan", "/siapp/usulan/status"]


def test_proksi_dan_netrc_dari_lingkungan_tidak_dipakai(mitra, transport, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login siapa password apa")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    mitra.jawab(m.sukses("ya"))
    assert transport.panggil(TULIS) == "ya"
    assert mitra.data[0].kepala["Authorization"].startswith("Bearer ")


def test_kuki_peladen_tidak_disimpan(mitra, transport):
    mitra.jawab(m.isi({"code": 1, "data": None}, Set_Cookie="sesi=rahasia; Path=/"))
    transport.panggil(TULIS)
    transport.panggil(TULIS)
    assert "Cookie" not in mitra.data[1].kepala


def test_retry_after_sampai_ke_pemanggil(mitra, transport):
    mitra.jawab(m.isi({"code": "900800"}, 429, Retry_After="17"))
    assert galat(transport, TULIS).retry_after == 17


def test_nip_tidak_masuk_log_dan_tidak_masuk_jejak_galat(mitra, transport):
    mitra.jawab(m.reset)
    with capture_logs() as catatan:
        hasil = galat(transport, Permintaan("asn", "GET", isian={"nip": NIP}))
    jejak = "".join(traceback.format_exception(hasil))
    assert NIP not in jejak + str(catatan)
    assert hasil.__context__ is None
    assert [(c["event"], c["api"], c["kode"]) for c in catatan] == [("siasn_dipanggil", "asn", "sambungan_putus")]
    assert NIP in mitra.data[0].jalur


# --- TLS --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sertifikat(tmp_path_factory):
    kunci = ec.generate_private_key(ec.SECP256R1())
    nama = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    kini = datetime.now(UTC)
    surat = (
        x509.CertificateBuilder()
        .subject_name(nama)
        .issuer_name(nama)
        .public_key(kunci.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(kini - timedelta(days=1))
        .not_valid_after(kini + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(kunci, hashes.SHA256())
    )
    pem = tmp_path_factory.mktemp("tls") / "mitra.pem"
    pem.write_bytes(
        kunci.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + surat.public_bytes(serialization.Encoding.PEM)
    )
    return pem


@pytest.fixture
def mitra_tls(sertifikat):
    satu, peladen = m.nyalakan(sertifikat)
    yield satu
    peladen.shutdown()
    peladen.server_close()


def test_sertifikat_yang_tidak_dikenal_membuktikan_belum_terkirim(mitra, mitra_tls):
    lain = konfigurasi(mitra_tls.url, token_url=mitra.url + TOKEN, sso_url=mitra.url + SSO)
    with Transport(lain, GudangMemori()) as curiga:
        hasil = galat(curiga, TULIS)
    assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.TLS)
    assert mitra_tls.data == []


def test_tls_yang_putus_setelah_terkirim_tidak_pasti(mitra_tls, sertifikat):
    def putus_kasar(h):
        mentah = socket.socket(fileno=socket.dup(h.connection.fileno()))
        mentah.sendall(b"bukan rekaman TLS")
        mentah.close()
        h.close_connection = True

    with Transport(konfigurasi(mitra_tls.url, ca_bundle=str(sertifikat)), GudangMemori()) as transport:
        mitra_tls.jawab(m.sukses("ya"), putus_kasar)
        assert transport.panggil(TULIS) == "ya"
        hasil = galat(transport, TULIS)
    assert (type(hasil), hasil.kode) == (LihatDulu, Kode.SAMBUNGAN_PUTUS)


# --- unduhan ----------------------------------------------------------------------------------------------------------

UNDUH = Permintaan("unduh", "GET", params={"path": "a"})


def unduh(transport, tujuan, batas=1000):
    transport.unduh(UNDUH, tujuan, batas=batas, awalan=b"%PDF-")


def test_berkas_diunduh_utuh(mitra, transport, tmp_path):
    mitra.jawab(m.isi(b"", 401), m.isi(b"%PDF-1.7 isi", tipe="application/octet-stream"))
    with (tmp_path / "a").open("wb") as tujuan:
        unduh(transport, tujuan)
    assert (tmp_path / "a").read_bytes() == b"%PDF-1.7 isi"


@pytest.mark.parametrize(
    ("aksi", "kelas", "kode"),
    [
        (m.isi({"code": 0, "data": "Data tidak ditemukan"}, 404), TidakDitemukan, Kode.TIDAK_DITEMUKAN),
        (m.isi({"code": 1, "data": "record not found"}), TidakDitemukan, Kode.TIDAK_DITEMUKAN),
        (m.isi({"code": 1, "data": {}}), Ditolak, Kode.BUKAN_PDF),
        (m.isi(b"<html>masuk</html>", tipe="text/html"), KirimUlangNanti, Kode.BUKAN_JSON),
        (m.isi(b"%PDF-1.7" + b"x" * 2000), Ditolak, Kode.BERKAS_TERLALU_BESAR),
        (m.isi(b"%PDF-1.7", 500), KirimUlangNanti, Kode.GALAT_MITRA),
        (m.isi(b"%PD"), KirimUlangNanti, Kode.BUKAN_JSON),
        (m.setengah, KirimUlangNanti, Kode.SAMBUNGAN_PUTUS),
    ],
)
def test_unduhan_yang_gagal_dikatakan_sebabnya(mitra, transport, tmp_path, aksi, kelas, kode):
    mitra.jawab(aksi)
    with (tmp_path / "a").open("wb") as tujuan, pytest.raises(GalatSiasn) as tangkapan:
        unduh(transport, tujuan)
    assert (type(tangkapan.value), tangkapan.value.kode) == (kelas, kode)


def test_berkas_yang_terpotong_tidak_dianggap_utuh(mitra, transport, tmp_path):
    def terpotong(h):
        h.send_response(200)
        h.send_header("Content-Length", "500")
        h.end_headers()
        h.wfile.write(b"%PDF-1.7 belum selesai")
        h.close_connection = True

    mitra.jawab(terpotong)
    with (tmp_path / "a").open("wb") as tujuan, pytest.raises(KirimUlangNanti):
        unduh(transport, tujuan)
