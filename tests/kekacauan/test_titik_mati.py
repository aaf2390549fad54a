"""A crash anywhere converges: the process is killed after every commit and every call, one by one (janji.md 1)."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone
from pytest_django import Settings

from integrasi.enums import KELUAR
from integrasi.keadaan import Keadaan
from integrasi.mitra.setelan import host
from integrasi.models import KeadaanMitra, Pengiriman, UsulanSiasn
from tests import dunia as d
from tests.integrasi.conftest import Siasn, pakai_mode
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa
from tests.kekacauan.arena import Pemati, lingkungan
from tests.kekacauan.ladang import sampai_keppres
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import ukuran
from tests.pengosongan import kosongkan
from tests.sarana import AKAR, SABAR
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_pic

pytestmark = pytest.mark.lambat

BERCOMMIT = (
    "keluar/relai.py",
    "keluar/antrean.py",
    "keluar/selesai.py",
    "mitra/gudang_token.py",
    "mitra/pemutus.py",
)
# An operator's word, not the sender's.
BUKAN_PENGIRIM = {"integrasi.mitra.gudang_token.sandikan_token_ulang"}
JALAN = {
    "http POST /siapp/role-pic",
    "http DELETE /siapp/role-pic/pic-1",
    "http POST /siapp/usulan",
    "http POST /siapp/usulan/dokumen",
    "http POST /siapp/usulan/approve",
    "http POST /siapp/usulan/verifikasi-biro",
    "http POST /siapp/salinan-keppres",
    "http POST /oauth2/token",
    "http POST /auth/realms/public-siasn/protocol/openid-connect/token",
    "http GET /siapp/referensi/golongan",
}
CATATAN_PENGIRIM = (
    "integrasi_percobaan",
    "integrasi_usulpenyelesaian",
    "integrasi_pengiriman",
    "integrasi_peristiwadirencanakan",
    "integrasi_usulansiasn",
    "integrasi_tokensiasn",
    "integrasi_keadaanmitra",
)


def commit_menurut_kode() -> set[str]:
    """Every function of the sender that is a transaction, read from the code: a new one must be passed too."""
    nama = set()
    for berkas in BERCOMMIT:
        modul = f"integrasi.{berkas.removesuffix('.py').replace('/', '.')}"
        pohon = ast.parse((AKAR / "integrasi" / berkas).read_text())
        for induk in [pohon, *(satu for satu in pohon.body if isinstance(satu, ast.ClassDef))]:
            awalan = f"{modul}.{induk.name}." if isinstance(induk, ast.ClassDef) else f"{modul}."
            nama |= {awalan + f.name for f in induk.body if isinstance(f, ast.FunctionDef) and _transaksi(f)}
    return nama - BUKAN_PENGIRIM


def _transaksi(fungsi: ast.FunctionDef) -> bool:
    return any("transaction.atomic" in ast.unparse(satu) for satu in [*fungsi.decorator_list, *_dengan(fungsi)])


def _dengan(fungsi: ast.FunctionDef) -> list[ast.expr]:
    return [
        bagian.context_expr for simpul in ast.walk(fungsi) if isinstance(simpul, ast.With) for bagian in simpul.items
    ]


@pytest.fixture
def pemati(siasn: Siasn) -> Iterator[Pemati]:
    satu = Pemati(lingkungan(SIASN_MASA_TENANG="0", SIASN_BATAS_WAKTU="20", LOG_LEVEL="CRITICAL"))
    try:
        yield satu
    finally:
        satu.tutup()


def _awal(siasn: Siasn) -> None:
    """As if nothing had been planned yet, with the breaker open and its probe due: the longest way there is."""
    requests.post(f"{siasn.url}/_sim/hapus", timeout=SABAR).raise_for_status()
    siasn.matikan_token()
    kosongkan(CATATAN_PENGIRIM)
    lalu = timezone.now() - timedelta(minutes=1)
    KeadaanMitra.objects.create(host=host(), terbuka_sejak=lalu, coba_lagi_pada=lalu, sebab="tidak_tersedia")


def _keadaan_akhir(siasn: Siasn, usulan: Usulan) -> dict[str, Any]:
    """What both sides hold in the end, without ids and times that differ from run to run."""
    (di_siasn,) = siasn.usulan(usulan)
    assert UsulanSiasn.objects.get(usulan=usulan).id_usulan == di_siasn["id"]
    apis = [siasn.hitungan(api) for api in KELUAR]
    return {
        "kiriman": sorted(Pengiriman.objects.values_list("api", "gelombang", "sasaran", "keadaan")),
        "dokumen": sorted((satu["id_ref_dokumen"], satu["sha256"]) for satu in di_siasn["dokumen"]),
        "teken": [(satu["jenis_usulan"], satu["nip_approval"]) for satu in di_siasn["approval"]],
        "biro": [(satu["status"], satu["keterangan"]) for satu in di_siasn["biro"]],
        "salinan": [(satu["nomor_keppres"], satu["download_url"]) for satu in di_siasn["salinan"]],
        "peran": siasn.peran(),
        "tahap": di_siasn["tahap"],
        "ganda": sum(satu["ganda"] for satu in apis),
        "tak_urut": sum(satu["tak_urut"] for satu in apis),
    }


def _lewatkan_sewa() -> None:
    """The dead worker's leases are over; nobody else is at work."""
    lalu = timezone.now() - timedelta(seconds=1)
    Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).update(sewa_sampai=lalu)


@pytest.mark.parametrize("mode", ukuran(["kunci"], ["kunci", "tolak_ganda:3,4,5,11", "cari:3,4,5,11"]))
def test_mati_di_titik_mana_pun_berakhir_pada_keadaan_yang_sama(
    siasn: Siasn, selaras: d.Dunia, settings: Settings, mode: str, janji: Janji, request: pytest.FixtureRequest
) -> None:
    pakai_mode(siasn, settings, mode)
    pemati: Pemati = request.getfixturevalue("pemati")
    peristiwa(aliran_pic(1), akses_pic())
    peristiwa(aliran_pic(1), akses_pic(jenis=Jenis.PIC_DICABUT))
    usulan = sampai_keppres(selaras)
    with janji(f"mati di mana pun, berakhir sama ({mode})", "keadaan akhir sama di setiap titik") as baris:
        titik = {kerja: _tanpa_mati(siasn, pemati, kerja) for kerja in ("kirim", "satu_satu")}
        seharusnya = _keadaan_akhir(siasn, usulan)
        assert {satu[3] for satu in seharusnya["kiriman"]} == {Keadaan.SELESAI}
        assert (seharusnya["ganda"], seharusnya["tak_urut"]) == (0, 0)
        lewat = set().union(*titik.values())
        assert lewat >= JALAN, JALAN - lewat
        dilalui = {nama.partition(" ")[2] for nama in lewat if not nama.startswith("http ")}
        assert dilalui >= commit_menurut_kode(), commit_menurut_kode() - dilalui
        salah = [
            f"{kerja}: {nama}"
            for kerja, milik in titik.items()
            for nomor, nama in enumerate(milik)
            if not _satu(siasn, pemati, usulan, kerja, nomor, milik, seharusnya)
        ]
        semua = sum(len(milik) for milik in titik.values())
        baris.capai(f"{semua - len(salah)} dari {semua} titik")
        assert salah == []


def _tanpa_mati(siasn: Siasn, pemati: Pemati, kerja: str) -> list[str]:
    """The points that `kerja` passes when nobody dies."""
    _awal(siasn)
    bersih = pemati.jalankan(kerja)
    assert bersih["akhir"] == "selesai"
    return list(bersih["titik"])


def _satu(
    siasn: Siasn,
    pemati: Pemati,
    usulan: Usulan,
    kerja: str,
    nomor: int,
    titik: list[str],
    seharusnya: dict[str, Any],
) -> bool:
    """Die at one point, let a fresh worker go on, compare."""
    _awal(siasn)
    mati = pemati.jalankan(kerja, nomor)
    assert (mati["akhir"], mati["titik"]) == ("mati", titik[: nomor + 1])
    _lewatkan_sewa()
    KeadaanMitra.objects.update(coba_lagi_pada=timezone.now())
    assert pemati.jalankan("pulih")["akhir"] == "selesai"
    return _keadaan_akhir(siasn, usulan) == seharusnya
