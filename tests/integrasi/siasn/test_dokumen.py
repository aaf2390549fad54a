import hashlib
import io
import json
import subprocess
import sys

import pytest

from integrasi.sebab import Kode
from integrasi.siasn import dokumen
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, LihatDulu
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Transport
from tests.integrasi.siasn import mitra as m
from tests.integrasi.siasn.conftest import konfigurasi
from tests.sarana import AKAR

ISI = b"%PDF-1.7 " + bytes(range(256)) * 4000
ID = "3f0c1c7e-5a70-4c52-9b0e-0b6a2c9e1d11"


class BerkasHitung(io.BytesIO):
    """A stored file that notes whether it was closed."""

    ditutup = 0

    def close(self):
        type(self).ditutup += not self.closed
        super().close()


def berkas(isi=ISI, **lain):
    bawaan = {
        "nama": "sk-cpns.pdf",
        "tipe": "application/pdf",
        "ukuran": len(isi),
        "sha256": hashlib.sha256(isi).hexdigest(),
        "buka": lambda: io.BufferedReader(BerkasHitung(isi)),
    }
    return BerkasKirim(**{**bawaan, **lain})


def kirim(transport, satu):
    dokumen.kirim(transport, id_usulan=ID, id_ref_dokumen="2001", berkas=satu, kunci="kunci-1")


def galat(transport, satu):
    with pytest.raises(GalatSiasn) as tangkapan:
        kirim(transport, satu)
    return tangkapan.value


def test_dokumen_sampai_utuh_dengan_isian_dan_nama(mitra, transport):
    mitra.jawab(m.sukses())
    kirim(transport, berkas())
    (catatan,) = mitra.data
    assert catatan.jalur == "/siapp/usulan/dokumen"
    assert catatan.kepala["Idempotency-Key"] == "kunci-1"
    assert int(catatan.kepala["Content-Length"]) == len(catatan.isi)
    assert ISI in catatan.isi
    for bagian in (b'name="id_usulan"', ID.encode(), b'name="id_ref_dokumen"', b"2001", b'filename="sk-cpns.pdf"'):
        assert bagian in catatan.isi


def test_badan_dibuat_baru_setelah_token_ditolak_dan_berkas_ditutup_setiap_kali(mitra, transport):
    BerkasHitung.ditutup = 0
    mitra.jawab(m.isi({"code": "900901"}, 401), m.sukses())
    kirim(transport, berkas())
    pertama, kedua = mitra.data
    assert ISI in pertama.isi
    assert ISI in kedua.isi
    assert BerkasHitung.ditutup == 2


@pytest.mark.parametrize(
    "salah",
    [
        {"sha256": "0" * 64},
        {"ukuran": len(ISI) + 10},
        {"ukuran": len(ISI) - 10},
        {"buka": lambda: io.BytesIO(ISI[:-1] + b"!")},
        {"buka": lambda: io.BytesIO(b"")},
    ],
)
def test_berkas_yang_berubah_tidak_pernah_sampai_utuh_ke_mitra(mitra, transport, salah):
    mitra.jawab(m.sukses())
    hasil = galat(transport, berkas(**salah))
    assert (type(hasil), hasil.kode) == (Ditolak, Kode.BERKAS_BERUBAH)
    for catatan in mitra.data:  # http.server hands over what it got; a real server refuses a short body
        assert len(catatan.isi) < int(catatan.kepala["Content-Length"])


class BerkasMacet(io.RawIOBase):
    def readinto(self, _):
        raise OSError("penyimpanan putus")

    def readable(self):
        return True


def test_penyimpanan_yang_putus_membuktikan_belum_terkirim(mitra, transport):
    mitra.jawab(m.sukses())

    def tidak_ada():
        raise FileNotFoundError("hilang")

    for buka in (tidak_ada, BerkasMacet):
        hasil = galat(transport, berkas(buka=buka))
        assert (type(hasil), hasil.kode) == (KirimUlangNanti, Kode.BERKAS_TIDAK_TERBACA)
        assert not hasil.gangguan_mitra


def test_jawaban_yang_hilang_setelah_unggah_tidak_pasti(mitra, transport):
    mitra.jawab(m.reset)
    assert isinstance(galat(transport, berkas()), LihatDulu)


def test_mitra_yang_berhenti_membaca_sebentar_tidak_memutus_unggahan(mitra):
    mitra.jawab(m.sukses())
    mitra.jeda_baca = 0.8  # longer than the connect time-out, with more than the sockets' buffers hold
    with Transport(konfigurasi(mitra.url, connect_timeout=0.3), GudangMemori()) as transport:
        kirim(transport, berkas(ISI * 25))
    assert len(mitra.data) == 1


def test_penolakan_di_tengah_unggahan_terbaca(mitra, transport):
    mitra.jawab(m.isi({"error": "true", "message": "dokumen tidak dikenal"}, 406))
    assert galat(transport, berkas()).pesan_bkn == "dokumen tidak dikenal"


_ANAK = """
import hashlib, io, json, resource, sys
from integrasi.siasn.dokumen import BerkasKirim, kirim
from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.token import GudangMemori
from integrasi.siasn.transport import Transport

UKURAN = 60 * 1024 * 1024
POTONG = bytes(range(256)) * 256


class Semu(io.RawIOBase):
    "60 MiB that exist nowhere."

    def __init__(self):
        self.sisa = UKURAN

    def readable(self):
        return True

    def readinto(self, wadah):
        jumlah = min(len(wadah), self.sisa, len(POTONG))
        wadah[:jumlah] = POTONG[:jumlah]
        self.sisa -= jumlah
        return jumlah


def alir():
    return io.BufferedReader(Semu(), 64 * 1024)


sidik = hashlib.sha256()
with alir() as isi:
    while bagian := isi.read(1 << 16):
        sidik.update(bagian)
transport = Transport(Konfigurasi(**json.loads(sys.argv[1])), GudangMemori())
id_usulan = "3f0c1c7e-5a70-4c52-9b0e-0b6a2c9e1d11"


def unggah(ukuran, sha256, buka):
    berkas = BerkasKirim("a.pdf", "application/pdf", ukuran, sha256, buka)
    kirim(transport, id_usulan=id_usulan, id_ref_dokumen=1, berkas=berkas, kunci="k")


unggah(1, hashlib.sha256(b"x").hexdigest(), lambda: io.BytesIO(b"x"))
awal = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
unggah(UKURAN, sidik.hexdigest(), alir)
akhir = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
transport.tutup()
print(json.dumps({"kib": akhir - awal, "sha256": sidik.hexdigest()}))
"""


def test_unggahan_60_mib_mengalir_tanpa_memakan_memori(mitra):
    mitra.jawab(m.sukses())
    url = mitra.url
    pengaturan = {
        "base_url": url,
        "token_url": url + m.TOKEN,
        "client_id": "k",
        "client_secret": "r",
        "sso_token": "tempel",
    }
    hasil = subprocess.run(
        [sys.executable, "-c", _ANAK, json.dumps(pengaturan)], cwd=AKAR, capture_output=True, text=True, timeout=120
    )
    assert hasil.returncode == 0, hasil.stderr
    terukur = json.loads(hasil.stdout.splitlines()[-1])
    assert terukur["kib"] < 30 * 1024
    kecil, besar = mitra.data
    assert len(besar.isi) > 60 * 1024 * 1024 > len(kecil.isi)
    awal = besar.isi.index(b"application/pdf\r\n\r\n") + len(b"application/pdf\r\n\r\n")
    assert hashlib.sha256(besar.isi[awal : awal + 60 * 1024 * 1024]).hexdigest() == terukur["sha256"]
