"""From DIPERIKSA to TERSEDIA or DITOLAK, through the child process."""

import json
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.db import connection
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas import anak, antre, clamav, periksa
from siapp.berkas.anak import AnakHabisWaktu, Batas, jalankan_anak
from siapp.berkas.antre import periksa_semua
from siapp.berkas.clamav import PemindaiTidakSiap, alamat_pemindai, pindai
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import BAGIAN, Berkas
from siapp.berkas.periksa import Hasil, periksa_berkas, putuskan
from siapp.berkas.sebab import TOLAK
from siapp.berkas.tasks import sapu
from siapp.berkas.terima import terima
from siapp.proses import PEMERIKSA
from tests.berkas.contoh import gambar, ganti_isi, pdf, simpan_pdf
from tests.berkas.korpus_baik import ditandatangani
from tests.berkas.korpus_buruk import berkas_buruk
from tests.sarana import SABAR

WAKIL_BURUK = (
    "js-pembuka-padat", "program-tersamar", "lampiran-lurus", "xfa-polos", "uri-otomatis-padat", "terkunci-6-rahasia",
    "bom-flate", "terpotong-60", "halaman-2001", "PNG-bom",
)  # fmt: skip


def masukkan(pic: Pengguna, isi: bytes) -> Berkas:
    return terima(BytesIO(isi), oleh=pic, nama="surat.pdf", boleh=("pdf", "jpeg", "png"))


def boleh_dicoba_lagi(berkas: Berkas) -> None:
    """Let the pause pass."""
    Berkas.objects.filter(pk=berkas.pk).update(jatuh_tempo=timezone.now())


def test_pdf_baik_menjadi_tersedia(penyimpanan: str, pic: Pengguna, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia(pdf(4))
    assert (berkas.keadaan, berkas.halaman, berkas.peringatan) == (KeadaanBerkas.TERSEDIA, 4, [])
    assert berkas.diperiksa_pada is not None
    assert berkas.sewa is None
    jenis = list(Peristiwa.objects.filter(aliran=berkas.aliran).order_by("urutan").values_list("jenis", flat=True))
    assert jenis == ["berkas_diterima", "berkas_tersedia"]


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_gambar_baik_menjadi_tersedia(format_: str, penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    berkas = tersedia(gambar(format_), boleh=("jpeg", "png"))
    assert (berkas.keadaan, berkas.halaman) == (KeadaanBerkas.TERSEDIA, 1)


def test_berkas_buruk_ditolak_dengan_kalimat(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    wakil = [buruk for buruk in berkas_buruk() if buruk.nama in WAKIL_BURUK]
    assert len(wakil) == len(WAKIL_BURUK)
    for buruk in wakil:
        berkas = masukkan(pic, buruk.isi)
        assert periksa_berkas(berkas.pk)
        berkas.refresh_from_db()
        assert berkas.keadaan == KeadaanBerkas.DITOLAK, buruk.nama
        assert berkas.sebab_tolak in buruk.kode, buruk.nama
        assert "nggah" in berkas.kalimat_tolak


@pytest.mark.parametrize("kode", TOLAK)
def test_setiap_kalimat_tolak_mengatakan_apa_yang_harus_dilakukan(kode: str) -> None:
    assert "nggah" in TOLAK[kode]
    assert TOLAK[kode].endswith(".")


@pytest.mark.parametrize("kali", [1, 2])
def test_tanda_tangan_yang_mencakup_tidak_diperingatkan(
    kali: int, penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    dasar = simpan_pdf(pdf(), lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert tersedia(ditandatangani(dasar, kali)).peringatan == []


def test_tanda_tangan_yang_tidak_mencakup_lagi_diperingatkan(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    dasar = simpan_pdf(pdf(), lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    berkas = tersedia(ditandatangani(dasar) + b"% diubah sesudahnya\n")
    assert berkas.peringatan == ["TANDA_TANGAN_TIDAK_MENCAKUP"]
    assert "sesudah ditandatangani" in berkas.kalimat_peringatan[0]


def test_pdf_yang_seluruhnya_kosong_diperingatkan(penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]) -> None:
    keluar = BytesIO()
    with pikepdf.Pdf.new() as dokumen:
        dokumen.add_blank_page()
        dokumen.save(keluar)
    assert tersedia(keluar.getvalue()).peringatan == ["HALAMAN_KOSONG"]


# --- who inspects -------------------------------------------------------------------------------------------------
def test_berkas_yang_sudah_diputuskan_tidak_diperiksa_lagi(
    penyimpanan_lokal: Path, tersedia: Callable[..., Berkas]
) -> None:
    berkas = tersedia()
    assert not periksa_berkas(berkas.pk)
    assert Peristiwa.objects.filter(aliran=berkas.aliran).count() == 2


@pytest.mark.django_db(transaction=True)
def test_dua_pemeriksa_bersamaan_hanya_satu_yang_memutuskan(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas, mulai, hasil = masukkan(pic, pdf()), threading.Barrier(4), []

    def jalan() -> None:
        mulai.wait()
        try:
            hasil.append(periksa_berkas(berkas.pk))
        finally:
            connection.close()

    utas = [threading.Thread(target=jalan) for _ in range(4)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join()
    assert sorted(hasil) == [False, False, False, True]
    assert Peristiwa.objects.filter(aliran=berkas.aliran, jenis="berkas_tersedia").count() == 1


def test_pemeriksa_yang_terlambat_tidak_menimpa(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masukkan(pic, pdf())
    lama = periksa._ambil(berkas.pk)
    assert lama is not None
    assert lama.sewa is not None
    boleh_dicoba_lagi(berkas)
    assert periksa_berkas(berkas.pk)
    assert not putuskan(berkas.pk, lama.sewa, Hasil(sebab="RUSAK"), oleh=Mesin.SISTEM)
    berkas.refresh_from_db()
    assert berkas.keadaan == KeadaanBerkas.TERSEDIA


def test_pemeriksa_yang_mati_digantikan_sesudah_sewanya_habis(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masukkan(pic, pdf())
    assert periksa._ambil(berkas.pk) is not None
    assert not periksa_berkas(berkas.pk)
    Berkas.objects.update(jatuh_tempo=timezone.now() - timedelta(seconds=1))
    assert periksa_berkas(berkas.pk)


def test_sapuan_menemukan_yang_tidak_dibangunkan(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masukkan(pic, pdf(2))
    sapu()
    berkas.refresh_from_db()
    assert berkas.keadaan == KeadaanBerkas.TERSEDIA
    assert berkas.gambar_pada is not None


def test_isi_yang_berubah_sebelum_diperiksa_tidak_pernah_dilepas(penyimpanan: str, pic: Pengguna) -> None:
    berkas = masukkan(pic, pdf())
    ganti_isi(berkas, pdf(2))
    assert not periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    assert berkas.keadaan == KeadaanBerkas.DIPERIKSA
    assert berkas.jatuh_tempo > timezone.now()


# --- the child's limits -------------------------------------------------------------------------------------------
def test_anak_tidak_melihat_rahasia_dan_tidak_dapat_menulis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "rahasia-induk")
    # A fence that has inspected a file holds the parsers' own modules, which every child then has.
    anak._pagar.tutup()
    program = tmp_path / "intip.py"
    program.write_text(
        "import json, os, sys\n"
        "def utama(perintah):\n"
        "    try:\n"
        f"        open({str(tmp_path / 'tulisan')!r}, 'wb', 0).write(b'x')\n"
        "        tulis = 'berhasil'\n"
        "    except OSError as galat:\n"
        "        tulis = type(galat).__name__\n"
        # The packages' names are there, so that programs find each other; nothing of them was run.
        "    dimuat = [m for m, modul in sys.modules.items()\n"
        "              if m.split('.')[0] in ('django', 'siapp') and getattr(modul, '__file__', None)]\n"
        "    print(json.dumps([sorted(os.environ), dimuat, tulis, sys.stdin.read()]))\n"
    )
    isi = tmp_path / "isi"
    isi.write_bytes(b"isi berkas")
    with isi.open("rb") as terbuka:
        kode, keluaran = jalankan_anak(str(program), terbuka, {}, Batas())
    assert kode == 0
    assert json.loads(keluaran) == [["LC_ALL"], [], "OSError", "isi berkas"]


def test_anak_yang_macet_dihentikan(tmp_path: Path) -> None:
    program = tmp_path / "tidur.py"
    program.write_text("import time\ndef utama(perintah):\n    time.sleep(60)\n")
    with program.open("rb") as terbuka, pytest.raises(AnakHabisWaktu):
        jalankan_anak(str(program), terbuka, {}, Batas(dinding=0.5))


def test_berkas_yang_menghabiskan_waktu_prosesor_ditolak(
    penyimpanan_lokal: Path, pic: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    padat = zlib.compress(bytes(49 * 1024 * 1024), 9)

    def banyak_aliran(dokumen: pikepdf.Pdf) -> None:
        aliran = [pikepdf.Stream(dokumen, padat, Filter=pikepdf.Name.FlateDecode) for _ in range(40)]
        dokumen.Root.Beban = pikepdf.Array([dokumen.make_indirect(a) for a in aliran])

    monkeypatch.setattr(periksa, "BATAS", replace(periksa.BATAS, cpu=1))
    berkas = masukkan(pic, simpan_pdf(pdf(), banyak_aliran, stream_decode_level=pikepdf.StreamDecodeLevel.none))
    assert periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    assert berkas.sebab_tolak == "TERLALU_BERAT"


def test_pemeriksaan_yang_gagal_dicoba_lagi_lalu_ditolak(
    penyimpanan_lokal: Path, pic: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(periksa, "BATAS", replace(periksa.BATAS, dinding=1e-6))
    berkas = masukkan(pic, pdf())
    for _ in range(periksa.PERCOBAAN_MAKS - 1):
        assert not periksa_berkas(berkas.pk)
        berkas.refresh_from_db()
        assert berkas.keadaan == KeadaanBerkas.DIPERIKSA
        boleh_dicoba_lagi(berkas)
    assert periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    assert berkas.sebab_tolak == "TERLALU_BERAT"


# --- ClamAV -------------------------------------------------------------------------------------------------------
BERVIRUS = b"%CONTOH-VIRUS-BUATAN%"


class Pemindai:
    """A listener that speaks clamd's INSTREAM; `jawab` makes the answer out of the bytes it was sent."""

    def __init__(self, soket: socket.socket, jawab: Callable[[bytes], bytes]) -> None:
        self.soket, self.jawab, self.diterima = soket, jawab, b""

    def layani(self) -> None:
        while True:
            try:
                sambungan, _ = self.soket.accept()
            except OSError:
                return
            with sambungan, sambungan.makefile("rb") as masuk:
                assert masuk.read(10) == b"zINSTREAM\0"
                self.diterima = b""
                while panjang := int.from_bytes(masuk.read(4), "big"):
                    self.diterima += masuk.read(panjang)
                sambungan.sendall(self.jawab(self.diterima))


@contextmanager
def pemindai(soket: socket.socket, jawab: Callable[[bytes], bytes]) -> Iterator[Pemindai]:
    server = Pemindai(soket, jawab)
    soket.listen()
    utas = threading.Thread(target=server.layani)
    utas.start()
    try:
        yield server
    finally:
        soket.shutdown(socket.SHUT_RDWR)
        soket.close()
        utas.join(timeout=SABAR)


def soket_tcp() -> tuple[socket.socket, str]:
    soket = socket.socket()
    soket.bind(("127.0.0.1", 0))
    return soket, f"tcp://127.0.0.1:{soket.getsockname()[1]}"


def vonis(isi: bytes) -> bytes:
    return b"stream: Uji.Virus FOUND\0" if BERVIRUS in isi else b"stream: OK\0"


def test_clamav_menolak_yang_bervirus_dan_melepas_yang_bersih(
    penyimpanan_lokal: Path, pic: Pengguna, settings: Any
) -> None:
    soket, settings.CLAMAV_ALAMAT = soket_tcp()
    with pemindai(soket, vonis) as server:
        bersih, kotor = masukkan(pic, pdf()), masukkan(pic, pdf(2) + BERVIRUS)
        assert periksa_berkas(bersih.pk)
        assert server.diterima == pdf()
        assert periksa_berkas(kotor.pk)
    bersih.refresh_from_db()
    kotor.refresh_from_db()
    assert bersih.keadaan == KeadaanBerkas.TERSEDIA
    assert (kotor.keadaan, kotor.sebab_tolak) == (KeadaanBerkas.DITOLAK, "BERVIRUS")


def test_clamav_lewat_soket_unix(tmp_path: Path) -> None:
    soket = socket.socket(socket.AF_UNIX)
    soket.bind(str(tmp_path / "clamd"))
    with pemindai(soket, vonis):
        assert pindai(BytesIO(b"bersih" * 50_000), f"unix:{tmp_path / 'clamd'}") is None
        assert pindai(BytesIO(BERVIRUS), f"unix:{tmp_path / 'clamd'}") == "Uji.Virus"


@pytest.mark.parametrize("jawaban", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKE\0", b"\xff\xff\0"])
def test_jawaban_clamav_yang_aneh_tidak_melepas(
    jawaban: bytes, penyimpanan_lokal: Path, pic: Pengguna, settings: Any
) -> None:
    soket, settings.CLAMAV_ALAMAT = soket_tcp()
    berkas = masukkan(pic, pdf())
    with pemindai(soket, lambda _: jawaban):
        assert not periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    assert berkas.keadaan == KeadaanBerkas.DIPERIKSA


def test_clamav_yang_pulih_melepas_yang_tertahan(penyimpanan_lokal: Path, pic: Pengguna, settings: Any) -> None:
    soket, settings.CLAMAV_ALAMAT = soket_tcp()
    berkas = masukkan(pic, pdf())
    assert not periksa_berkas(berkas.pk)
    boleh_dicoba_lagi(berkas)
    with pemindai(soket, vonis):
        assert periksa_berkas(berkas.pk)


def test_clamav_yang_diam_tidak_ditunggu_selamanya(monkeypatch: pytest.MonkeyPatch) -> None:
    soket, alamat = soket_tcp()
    soket.listen()
    monkeypatch.setattr(clamav, "BATAS_WAKTU", 0.3)
    with soket, pytest.raises(PemindaiTidakSiap):
        pindai(BytesIO(b"isi"), alamat)


@pytest.mark.parametrize("alamat", ["localhost:3310", "tcp://", "tcp://host", "unix:relatif", "http://host:1"])
def test_alamat_clamav_yang_salah_ditolak(alamat: str) -> None:
    with pytest.raises(ValueError, match="CLAMAV_ALAMAT"):
        alamat_pemindai(alamat)


# --- whose turn it is ---------------------------------------------------------------------------------------------
def test_berkas_seorang_tidak_menahan_berkas_orang_lain(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    lain = Pengguna.objects.create_user("199001012015011002", nama="Rani Contoh")
    banyak = [masukkan(pic, pdf()) for _ in range(4)]
    satu = masukkan(lain, pdf(2))
    dipegang = [periksa._ambil(berkas.pk) for berkas in (banyak[0], banyak[1])]
    assert all(dipegang)
    assert list(Berkas.objects.bergiliran()) == [satu]
    Berkas.objects.filter(pk=banyak[0].pk).update(sewa=None, jatuh_tempo=timezone.now())
    assert list(Berkas.objects.bergiliran()) == [satu, banyak[2], banyak[3], banyak[0]]


@pytest.mark.django_db(transaction=True)
def test_pemeriksa_menghabiskan_yang_menunggu_walau_hanya_dibangunkan_sekali(
    penyimpanan_lokal: Path, pic: Pengguna
) -> None:
    for _ in range(BAGIAN + 2):
        masukkan(pic, pdf())
    periksa_semua()
    assert not Berkas.objects.exclude(keadaan=KeadaanBerkas.TERSEDIA).exists()
    assert not Berkas.objects.exclude(gambar_pada=None).exists()


def test_yang_tidak_mendapat_giliran_tidak_menunggu(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = masukkan(pic, pdf())
    for _ in range(PEMERIKSA):
        antre._memeriksa.acquire()
    try:
        periksa_semua()
    finally:
        antre._memeriksa.release(PEMERIKSA)
    berkas.refresh_from_db()
    assert berkas.keadaan == KeadaanBerkas.DIPERIKSA


def test_seorang_tidak_memakai_semua_pemeriksa() -> None:
    assert PEMERIKSA > BAGIAN >= 2
