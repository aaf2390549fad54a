"""API 12 and the file behind its links."""

import hashlib
import io
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from structlog.testing import capture_logs

from integrasi.api import salinan as api_salinan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import PanggilanBaca
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses, Peristiwa
from siapp.berkas.models import TautanPendek
from tests import dunia as d
from tests.integrasi.api.conftest import Mitra, dikenal_siasn, masalah
from usulan.actions import salinan
from usulan.models import KeppresUsulan, Usulan

pytestmark = pytest.mark.django_db(transaction=True)
ALAMAT = "/api/v1/salinan-keppres"
BIDANG = {"nomor_keppres", "tanggal_keppres", "judul_keppres", "download_url", "id_usulan", "nip"}


def terbit(dunia: d.Dunia, jumlah: int = 1) -> list[Usulan]:
    """Publish one Keppres with so many usulan and let the relay make the link."""
    usulan = [d.siap_keppres(dunia) for _ in range(jumlah)]
    for satu in usulan:
        dikenal_siasn(satu)
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, *usulan)))
    rencanakan_tertunda()
    return usulan


def baris(mitra: Mitra, **kueri: str) -> list[dict[str, Any]]:
    jawaban = mitra.ambil(ALAMAT, **kueri)
    assert jawaban.status_code == 200, jawaban.content
    isi = jawaban.json()
    assert set(isi) == {"code", "message", "data", "kursor_berikut"}
    assert isi["code"] == 1
    hasil: list[dict[str, Any]] = isi["data"]
    return hasil


def test_salinan_terbit_terbaca_lengkap(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia)[0]
    (satu,) = baris(mitra)
    keppres = usulan.baris_keppres.keppres
    assert set(satu) == BIDANG
    assert (satu["nomor_keppres"], satu["judul_keppres"]) == (keppres.nomor, keppres.judul)
    assert satu["tanggal_keppres"] == f"{keppres.tanggal:%d-%m-%Y}"
    assert (satu["id_usulan"], satu["nip"]) == (usulan.siasn.id_usulan, usulan.nip)
    assert satu["download_url"].startswith(f"{settings.BASE_URL}/api/v1/unduh/")
    assert len(satu["download_url"]) <= 255


def test_keppres_yang_belum_terbit_tidak_terlihat(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    dikenal_siasn(usulan)
    rancangan = d.maju(dunia, d.rkp(dunia, usulan))
    assert baris(mitra) == []
    d.terbit(dunia, rancangan)
    (satu,) = baris(mitra)
    assert satu["download_url"] is None
    rencanakan_tertunda()
    assert baris(mitra)[0]["download_url"]


def test_bertanya_lagi_tidak_menambah_tautan(mitra: Mitra, dunia: d.Dunia) -> None:
    terbit(dunia)
    tautan = {baris(mitra)[0]["download_url"] for _ in range(3)}
    assert len(tautan) == 1
    assert TautanPendek.objects.count() == 1
    token = tautan.pop().rpartition("/")[2]
    assert TautanPendek.objects.get().sidik == hashlib.sha256(token.encode()).hexdigest()


def test_saringan_memilih_baris_yang_tepat(mitra: Mitra, dunia: d.Dunia) -> None:
    satu, dua = terbit(dunia, 2)
    assert [b["nip"] for b in baris(mitra, nip=satu.nip)] == [satu.nip]
    assert [b["nip"] for b in baris(mitra, id_usulan=dua.siasn.id_usulan.upper())] == [dua.nip]
    assert baris(mitra, id_usulan=dua.siasn.id_usulan, nip=satu.nip) == []
    assert baris(mitra, id_usulan="tidak-ada-1") == []
    assert len(baris(mitra, id_usulan="", nip="", sejak="", kursor="")) == 2


def test_sejak_menyaring_menurut_waktu_terbit(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia)[0]
    waktu = usulan.baris_keppres.terbit_pada
    assert waktu
    assert len(baris(mitra, sejak=waktu.isoformat())) == 1
    assert len(baris(mitra, sejak=timezone.localtime(waktu).isoformat().replace("+", " "))) == 1
    assert len(baris(mitra, sejak=(waktu - timedelta(days=1)).strftime("%d-%m-%Y"))) == 1
    assert len(baris(mitra, sejak=timezone.localdate(waktu).isoformat())) == 1
    assert baris(mitra, sejak=(waktu + timedelta(microseconds=1)).isoformat().replace("+00:00", "Z")) == []


@pytest.mark.parametrize(
    ("nama", "nilai"),
    [
        ("nip", "12345678901234567"),
        ("nip", "1" * 19),
        ("nip", "١" * 18),
        ("nip", "\x00"),
        ("id_usulan", "x" * 65),
        ("id_usulan", "a b"),
        ("id_usulan", "\x00"),
        ("sejak", "kemarin"),
        ("sejak", "31-02-2025"),
        ("sejak", "2025-01-01T25:00:00Z"),
        ("sejak", "0001-01-01"),
        ("sejak", "0001-01-01T00:00:00+14:00"),
        ("sejak", "9999-12-31T23:59:59-14:00"),
        ("sejak", "\x00"),
        ("kursor", "x"),
        ("kursor", "1-"),
        ("kursor", "-1"),
        ("kursor", "1" * 17 + "-1"),
        ("kursor", "1-" + "1" * 19),
    ],
)
def test_isian_yang_salah_disebut(mitra: Mitra, nama: str, nilai: str) -> None:
    isi = masalah(mitra.ambil(ALAMAT, **{nama: nilai}))
    assert isi["status"] == 400
    assert [satu["bidang"] for satu in isi["galat"]] == [nama]


def test_halaman_berkursor_membawa_setiap_baris_tepat_sekali(
    mitra: Mitra, dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_salinan, "HALAMAN", 2)
    semua = [*terbit(dunia, 3), *terbit(dunia, 2)]
    didapat: list[str] = []
    kursor, halaman = "", 0
    while kursor is not None:
        isi = mitra.ambil(ALAMAT, kursor=kursor).json()
        didapat += [satu["nip"] for satu in isi["data"]]
        kursor, halaman = isi["kursor_berikut"], halaman + 1
    urut = KeppresUsulan.objects.order_by("terbit_pada", "id").values_list("usulan__nip", flat=True)
    assert didapat == list(urut)
    assert sorted(didapat) == sorted(satu.nip for satu in semua)
    assert halaman == 3


def test_salinan_perorangan_dan_ralat_mengganti_tautannya(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia)[0]
    lama = baris(mitra)[0]["download_url"]
    assert b"".join(mitra.klien.get(urlsplit(lama).path)).startswith(b"%PDF-")
    berkas = d.berkas_siap(dunia.dukungan, "salinan.pdf")
    salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=berkas, nip=usulan.nip, oleh=dunia.dukungan)
    rencanakan_tertunda()
    baru = baris(mitra)[0]["download_url"]
    assert baru != lama
    jawaban = mitra.klien.get(urlsplit(baru).path)
    assert hashlib.sha256(b"".join(jawaban)).hexdigest() == berkas.sha256
    assert b"".join(mitra.klien.get(urlsplit(lama).path)).startswith(b"%PDF-")  # the decree itself is not replaced


def test_sesudah_ralat_hanya_versi_baru_yang_diberikan(mitra: Mitra, dunia: d.Dunia) -> None:
    """API 12 gives the new copy or none, never the new number with an old copy; the old links are dead."""
    usulan = terbit(dunia)[0]
    perorangan = d.berkas_siap(dunia.dukungan, "salinan.pdf")
    seluruhnya = unduh(mitra)
    salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=perorangan, nip=usulan.nip, oleh=dunia.dukungan)
    rencanakan_tertunda()
    lama, sejak = unduh(mitra), usulan.baris_keppres.terbit_pada
    keppres, baru = usulan.baris_keppres.keppres, d.berkas_siap(dunia.dukungan, "ralat.pdf")
    isi = {"nomor": "77/K/2026", "tanggal": keppres.tanggal, "judul": "Judul yang benar", "alasan": "Salah nomor"}
    salinan.ralat_keppres(keppres.pk, **isi, berkas=baru, oleh=dunia.dukungan)
    with capture_logs() as catatan:
        for tautan in (seluruhnya, lama):
            isi_galat = masalah(mitra.klien.get(tautan))
            assert (isi_galat["status"], isi_galat["type"]) == (410, "urn:siapp:galat:tautan-berakhir")
    assert [satu["event"] for satu in catatan].count("tautan_berakhir_dipakai") == 2
    (satu,) = baris(mitra)
    assert (satu["nomor_keppres"], satu["download_url"]) == ("77/K/2026", None)
    rencanakan_tertunda()
    (satu,) = baris(mitra, sejak=f"{sejak:%Y-%m-%dT%H:%M:%S}Z")
    isi_berkas = b"".join(mitra.klien.get(urlsplit(satu["download_url"]).path))
    assert hashlib.sha256(isi_berkas).hexdigest() == baru.sha256


@pytest.mark.usefixtures("ingatan_tetap")
def test_query_tidak_bertambah_dengan_jumlah_baris(
    mitra: Mitra, dunia: d.Dunia, django_assert_max_num_queries: Any
) -> None:
    terbit(dunia, 1)
    baris(mitra)
    # Whether the exchange is on, rows, links, the count, and the record of who was read (with its BEGIN and COMMIT).
    with django_assert_max_num_queries(7):
        assert len(baris(mitra)) == 1
    terbit(dunia, 4)
    with django_assert_max_num_queries(7):
        assert len(baris(mitra)) == 5


def test_setiap_orang_yang_terbaca_dicatat(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia, 2)
    baris(mitra)
    akses = Akses.objects.filter(mesin=Mesin.BKN)
    assert {satu.objek for satu in akses} == {f"usulan:{satu.pk}" for satu in usulan}
    assert akses[0].rincian == {"klien": "SIASN uji", "api": 12}
    assert PanggilanBaca.objects.get(api=12).berhasil == 1


def unduh(mitra: Mitra) -> str:
    return urlsplit(baris(mitra)[0]["download_url"]).path


def test_tautan_memberi_berkas_aslinya_tanpa_token_oauth(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia)[0]
    alamat = unduh(mitra)
    jawaban = mitra.klien.get(alamat)
    keppres = usulan.baris_keppres.keppres
    assert keppres.berkas
    assert hashlib.sha256(b"".join(jawaban)).hexdigest() == keppres.berkas.sha256
    assert jawaban["Content-Type"] == "application/pdf"
    assert jawaban["Content-Length"] == str(keppres.berkas.ukuran)
    assert jawaban["Cache-Control"] == "private, no-store"
    assert "attachment" in jawaban["Content-Disposition"]
    assert "sandbox" in jawaban["Content-Security-Policy"]
    akses = Akses.objects.get(tindakan="UNDUH")
    assert (akses.objek, akses.mesin) == (keppres.berkas.aliran, "BKN")
    assert alamat.rpartition("/")[2] not in str(akses.rincian)


def test_head_pada_tautan_tanpa_isi(mitra: Mitra, dunia: d.Dunia) -> None:
    terbit(dunia)
    jawaban = mitra.klien.head(unduh(mitra))
    assert jawaban.status_code == 200
    assert int(jawaban["Content-Length"]) > 0
    assert b"".join(jawaban) == b""


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 44, "%00", "..%2f..%2fetc", "é" * 43])
def test_tautan_karangan_404_yang_sama(mitra: Mitra, token: str) -> None:
    assert masalah(mitra.klien.get(f"/api/v1/unduh/{token}"))["status"] == 404


def ganti_tautan(*isian: str) -> str:
    keluaran = io.StringIO()
    call_command("ganti_tautan", *isian, stdout=keluaran)
    return keluaran.getvalue()


def test_tautan_yang_diganti_mati_seketika_dan_api_12_menyebut_yang_baru(mitra: Mitra, dunia: d.Dunia) -> None:
    keppres = terbit(dunia)[0].baris_keppres.keppres
    lama = unduh(mitra)
    keluaran = ganti_tautan(keppres.nomor, "--tahun", str(keppres.tahun), "--alasan", "Terkirim ke alamat yang salah")
    assert keluaran.startswith("1 tautan diganti.")
    assert masalah(mitra.klien.get(lama))["status"] == 410
    baru = unduh(mitra)
    assert baru != lama
    assert b"".join(mitra.klien.get(baru)).startswith(b"%PDF-")
    assert keppres.berkas
    dicabut = Peristiwa.objects.get(aliran=keppres.berkas.aliran, jenis="tautan_dicabut")
    assert dicabut.alasan == "Terkirim ke alamat yang salah"


@pytest.mark.parametrize(
    ("ubahan", "kalimat"),
    [
        ({"nomor": "tidak-ada"}, "Tidak ada Keppres terbit bernomor tidak-ada"),
        ({"tahun": "1999"}, "tahun 1999"),
        ({"alasan": " "}, "Tulis alasannya"),
    ],
)
def test_ganti_tautan_yang_keliru_ditolak_dan_yang_lama_tetap(
    mitra: Mitra, dunia: d.Dunia, ubahan: dict[str, str], kalimat: str
) -> None:
    keppres = terbit(dunia)[0].baris_keppres.keppres
    isian = {"nomor": keppres.nomor, "tahun": str(keppres.tahun), "alasan": "Uji"} | ubahan
    with pytest.raises(CommandError, match=kalimat):
        ganti_tautan(isian["nomor"], "--tahun", isian["tahun"], "--alasan", isian["alasan"])
    assert b"".join(mitra.klien.get(unduh(mitra))).startswith(b"%PDF-")


def test_berkas_yang_berubah_di_penyimpanan_tidak_diberikan(mitra: Mitra, dunia: d.Dunia) -> None:
    usulan = terbit(dunia)[0]
    alamat = unduh(mitra)
    berkas = usulan.baris_keppres.keppres.berkas
    assert berkas
    with default_storage.open(berkas.kunci, "r+b") as isi:
        isi.seek(20)
        isi.write(b"\x00")
    assert masalah(mitra.klien.get(alamat))["type"] == "urn:siapp:galat:belum-tersedia"


def test_parameter_yang_salah_ejaannya_ditolak_supaya_tidak_memberi_semuanya(mitra: Mitra) -> None:
    isi = masalah(mitra.ambil("/api/v1/salinan-keppres?id_usulan=abc-12345&sejka=2026-01-01"))
    assert isi["status"] == 400
    assert isi["galat"] == [
        {
            "bidang": "sejka",
            "pesan": "Parameter ini tidak dikenal. Yang dikenal: id_usulan, nip, sejak, kursor.",
        }
    ]
    assert mitra.ambil("/api/v1/salinan-keppres?ID_Usulan=abc-12345").status_code == 200
    assert masalah(mitra.ambil("/api/v1/usulan/abc-12345/status-verifikasi?x=1"))["status"] == 400
