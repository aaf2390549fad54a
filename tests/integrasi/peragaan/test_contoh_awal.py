"""Making the sample usulan: broken off at any point and gone on with, without doubles, telling what is waited for."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.utils import timezone
from pytest_django import Settings

from integrasi.models import UsulanSiasn
from integrasi.peragaan.contoh import awal, langkah, papan, tunggu
from integrasi.peragaan.contoh.awal import BUKTI, CONTOH, TUJUAN, Contoh, Pembuat, belum_jadi, langkah_berikut
from integrasi.peragaan.contoh.bkn import BknContoh
from integrasi.peragaan.contoh.tunggu import TidakSampai
from integrasi.tanya.pantau import pantau
from referensi.models import Layanan
from siapp.akun.models import Kategori
from siapp.audit.models import Peristiwa
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.lokal.kunci import pegang
from tests.dunia import Dunia
from tests.integrasi.conftest import jalankan, jatuhkan_tempo
from tests.integrasi.keluar.pembantu import usulan_ringan
from usulan.actions import bkn, draf
from usulan.models import Keppres, Usulan, VersiDokumen
from usulan.tahap import Tahap

PERINTAH = "integrasi.peragaan.management.commands.contoh_awal"
# where a sample stops → the stage that its usulan is in then
TIBA = {
    "draf": Tahap.DRAF,
    "siap_diteken": Tahap.DRAF,
    "diajukan": Tahap.DIAJUKAN,
    "diverifikasi": Tahap.DIVERIFIKASI,
    "dikembalikan": Tahap.PERBAIKAN,
    "tms": Tahap.TMS,
    "disetujui": Tahap.MENUNGGU_PERTEK,
    "siap_keppres": Tahap.SIAP_KEPPRES,
    "selesai": Tahap.SELESAI,
}


class Mati(BaseException):
    """What `kill -9` is to a process: nothing of ours runs any more."""


class Pekerja(threading.Event):
    """The workers, doing all their work whenever a road waits; `membeku` lets them do nothing."""

    membeku = False
    bekerja = False

    def wait(self, timeout: float | None = None) -> bool:
        if not self.is_set() and not self.membeku:
            self.bekerja = True
            # The inspection has its own tests; a file costs a process each there.
            kini = timezone.now()
            isi = {"keadaan": KeadaanBerkas.TERSEDIA, "halaman": 1, "diperiksa_pada": kini, "digosok_pada": kini}
            # Who had begun to inspect it finds it judged.
            isi |= {"sewa": None}
            Berkas.objects.filter(keadaan=KeadaanBerkas.DIPERIKSA).update(**isi)
            jatuhkan_tempo()
            jalankan()
            pantau()
            _notifikasi_bkn()
            self.bekerja = False
        return self.is_set()


def _notifikasi_bkn() -> None:
    """What API 9 would bring: nobody listens where the simulator of the tests sends it."""
    for milik in UsulanSiasn.objects.filter(usulan__status_bkn="", usulan__tahap=Tahap.MENUNGGU_PERTEK):
        for putusan in BknContoh().lihat(milik.id_usulan)["putusan"]:
            bkn.terima_putusan(milik.usulan_id, status=putusan["status"], tanggal=timezone.localdate())


@pytest.fixture
def pekerja(monkeypatch: pytest.MonkeyPatch) -> Pekerja:
    satu = Pekerja()
    for modul in (tunggu, awal):
        monkeypatch.setattr(modul, "berhenti", satu)
    monkeypatch.setattr(f"{PERINTAH}.berhenti", satu)
    return satu


@pytest.fixture
def var(settings: Settings, tmp_path: Any) -> Any:
    """A folder of its own for the locks: a product may run from this very checkout."""
    settings.VAR_DIR = tmp_path
    return tmp_path


def _contoh(kategori: Kategori, tujuan: str) -> Contoh:
    return next(c for c in CONTOH if (c.kategori, c.tujuan) == (kategori, tujuan))


def _jumlah() -> dict[str, int]:
    return {m.__name__: m.objects.count() for m in (Usulan, Keppres)}


def test_setiap_contoh_punya_satu_id_yang_tetap() -> None:
    """An installation that has them already would get doubles of any whose id changes."""
    assert len({c.usulan_id for c in CONTOH}) == len(CONTOH)
    assert str(_contoh(Kategori.KP, "selesai").usulan_id) == "ec7f5be4-1ff4-54a5-bf46-f1b00eb808e8"


def test_setiap_langkah_setiap_tujuan_ada_buktinya_dan_kerjanya() -> None:
    langkah_semua = {nama for jalan in TUJUAN.values() for nama in jalan}
    assert langkah_semua - {"isi"} == set(BUKTI)
    assert [nama for nama in langkah_semua if not hasattr(Pembuat, f"_{nama}")] == []
    assert {c.tujuan for c in CONTOH} == set(TUJUAN) == set(TIBA)


@pytest.mark.lambat
@pytest.mark.parametrize(
    ("kategori", "tujuan"),
    [(Kategori.KP, "selesai"), (Kategori.KP, "dikembalikan"), (Kategori.JFKU, "tms"), (Kategori.KP, "siap_diteken")],
)
def test_dibunuh_sesudah_setiap_perubahan_lalu_dilanjutkan_menjadi_satu(
    selaras: Dunia, maut: None, var: Any, kategori: Kategori, tujuan: str
) -> None:
    """The next one goes on, and nothing is made or sent twice."""
    contoh = _contoh(kategori, tujuan)
    kematian = 0
    while langkah_berikut(contoh) is not None:
        assert kematian < 200
        try:
            Pembuat(kategori).lanjutkan(contoh)
        except Mati:
            kematian += 1
    usulan = Usulan.objects.get()
    assert (usulan.pk, usulan.tahap) == (contoh.usulan_id, TIBA[tujuan])
    assert kematian > len(TUJUAN[tujuan])
    assert Keppres.objects.count() == (tujuan == "selesai")
    versi = Counter(VersiDokumen.objects.values_list("dokumen", flat=True))
    assert set(versi.values()) == {1}
    if tujuan == "selesai":
        rinci = BknContoh().lihat(langkah.id_siasn(usulan))
        assert (len(rinci["putusan"]), len(rinci["pertek"])) == (1, 1)


@pytest.fixture
def maut(pekerja: Pekerja) -> Iterator[None]:
    """Whoever makes samples dies right after each commit that told of a usulan or a Keppres; the workers live on."""

    def bersiap(instance: Peristiwa, **_: object) -> None:
        if not pekerja.bekerja and instance.aliran.startswith(("usulan:", "keppres:")):
            transaction.on_commit(_mati)

    post_save.connect(bersiap, sender=Peristiwa)
    yield
    post_save.disconnect(bersiap, sender=Peristiwa)


def _mati() -> None:
    raise Mati


def test_contoh_yang_dihapus_orang_tidak_dibuat_lagi(selaras: Dunia, pekerja: Pekerja, var: Any) -> None:
    contoh = _contoh(Kategori.KP, "draf")
    pembuat = Pembuat(Kategori.KP)
    pembuat.lanjutkan(contoh)
    draf.hapus_draf(contoh.usulan_id, oleh=pembuat.orang.penyetuju)
    assert langkah_berikut(contoh) is None
    assert langkah_berikut(_contoh(Kategori.KP, "diajukan")) == "draf"


def test_contoh_yang_dilanjutkan_orang_dibiarkan(selaras: Dunia, pekerja: Pekerja, var: Any) -> None:
    contoh = _contoh(Kategori.KP, "diajukan")
    pembuat = Pembuat(Kategori.KP)
    pembuat.lanjutkan(contoh)
    langkah.bagi(pembuat.orang, Usulan.objects.get())
    sebelum = Usulan.objects.get().versi
    pembuat.lanjutkan(contoh)
    assert Usulan.objects.get().versi == sebelum


def test_dua_jalan_yang_mulai_bersamaan_memilih_orang_yang_berbeda(selaras: Dunia, pekerja: Pekerja, var: Any) -> None:
    orang = langkah.orang_untuk(Kategori.KP)
    layanan = Layanan.objects.get(pk="KP-STRUKTURAL")

    def satu() -> None:
        try:
            langkah.buat_draf(orang, layanan)
        finally:
            connection.close()

    utas = [threading.Thread(target=satu) for _ in range(6)]
    for u in utas:
        u.start()
    for u in utas:
        u.join()
    assert Usulan.objects.values("asn").distinct().count() == 6


def test_contoh_yang_sama_oleh_dua_proses_tetap_satu(selaras: Dunia, pekerja: Pekerja, var: Any) -> None:
    contoh = _contoh(Kategori.KP, "draf")
    Pembuat(Kategori.KP)._draf(contoh)
    Pembuat(Kategori.KP)._draf(contoh)
    assert Usulan.objects.count() == 1


# --- waiting --------------------------------------------------------------------------------------------------------


def test_berkas_yang_ditolak_tidak_ditunggu_selamanya(selaras: Dunia, pekerja: Pekerja, var: Any) -> None:
    pekerja.membeku = True
    orang = langkah.orang_untuk(Kategori.KP)
    usulan = langkah.buat_draf(orang, Layanan.objects.get(pk="KP-STRUKTURAL"))
    baris = usulan.dokumen.filter(persyaratan__wajib=True).select_related("persyaratan", "usulan").first()
    assert baris is not None
    langkah.unggah(orang, usulan, baris)
    Berkas.objects.update(keadaan=KeadaanBerkas.DITOLAK, sebab_tolak="rusak", diperiksa_pada=timezone.now())
    with pytest.raises(TidakSampai, match="ditolak pemeriksaan"):
        langkah.tunggu_diperiksa(usulan)


def test_pengiriman_yang_ditolak_siasn_tidak_ditunggu_selamanya(selaras: Dunia, pekerja: Pekerja) -> None:
    usulan = usulan_ringan(selaras)
    with pytest.raises(TidakSampai, match="API 5"):
        langkah.tunggu_terkirim(usulan)


def test_papan_menyebut_yang_ditunggu_sesudah_sekian_lama(monkeypatch: pytest.MonkeyPatch) -> None:
    jam = [100.0]
    monkeypatch.setattr(papan, "time", SimpleNamespace(monotonic=lambda: jam[0]))
    baris: list[str] = []
    satu = papan.Papan(baris.append, jumlah=17, jadi=3)
    satu.menunggu("KP", "pemeriksaan berkas KP-1")
    satu.menunggu("JFKU", "giliran")
    satu.menunggu("JFKU", "")
    jam[0] += papan.JEDA_KABAR - 1
    satu.denyut()
    assert baris == []
    jam[0] += 1
    satu.denyut()
    satu.denyut()
    assert baris == ["Contoh: 3 dari 17 usulan; menunggu pemeriksaan berkas KP-1 (15 detik)"]
    satu.selesai()
    satu.gagal("JFKU-KENAIKAN (draf)", "tidak ada orangnya")
    assert baris[1:] == [
        "Contoh: 4 dari 17 usulan",
        "Contoh: JFKU-KENAIKAN (draf) belum jadi: tidak ada orangnya",
    ]


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C means here what it means in a terminal; a test process may have another idea of it."""
    lama = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, lama)


def _perintah(*isian: str) -> str:
    keluaran = StringIO()
    call_command("contoh_awal", *isian, stdout=keluaran)
    return keluaran.getvalue()


class PembuatPalsu:
    """Makers whose samples do what a test says."""

    kerja: Callable[[Contoh], None]

    def __init__(self, kategori: Kategori) -> None:
        self.kategori = kategori

    def lanjutkan(self, contoh: Contoh) -> None:
        type(self).kerja(contoh)


@pytest.fixture
def palsu(monkeypatch: pytest.MonkeyPatch, var: Any, transactional_db: None) -> type[PembuatPalsu]:
    class Satu(PembuatPalsu):
        pass

    monkeypatch.setattr(f"{PERINTAH}.Pembuat", Satu)
    return Satu


def test_ctrl_c_tidak_menunggu_langkah_yang_sedang_menunggu(ctrl_c: None, palsu: type[PembuatPalsu]) -> None:
    dimulai = []

    def selamanya(contoh: Contoh) -> None:
        dimulai.append(contoh.kategori)
        if len(dimulai) == len(Kategori):
            os.kill(os.getpid(), signal.SIGINT)
        tunggu.tunggu("yang tidak datang", lambda: False)

    palsu.kerja = staticmethod(selamanya)  # type: ignore[assignment]
    with pytest.raises(CommandError, match="jalankan lagi") as galat:
        _perintah()
    assert galat.value.returncode == 130
    assert sorted(dimulai) == sorted(Kategori)


def test_satu_contoh_yang_gagal_tidak_menghalangi_yang_lain(palsu: type[PembuatPalsu]) -> None:
    def gagal_satu(contoh: Contoh) -> None:
        if contoh == CONTOH[0]:
            raise TidakSampai("orangnya tidak ada.")

    palsu.kerja = staticmethod(gagal_satu)  # type: ignore[assignment]
    keluaran = StringIO()
    with pytest.raises(CommandError, match="16 dari 17 usulan contoh jadi; 1 belum"):
        call_command("contoh_awal", stdout=keluaran)
    assert "Contoh: KP-STRUKTURAL (draf) belum jadi: orangnya tidak ada." in keluaran.getvalue()


def test_yang_datang_kedua_menunggu_yang_pertama_dan_berkata_begitu(
    palsu: type[PembuatPalsu], var: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    palsu.kerja = staticmethod(lambda _contoh: None)  # type: ignore[assignment]
    monkeypatch.setattr(papan, "JEDA_KABAR", 0.0)
    keluaran = StringIO()

    def kedua() -> None:
        try:
            call_command("contoh_awal", stdout=keluaran)
        finally:
            connection.close()

    utas = threading.Thread(target=kedua)
    with pegang(var / "contoh.kunci", tunggu=False):
        utas.start()
        while utas.is_alive() and "menunggu proses lain" not in keluaran.getvalue():
            time.sleep(0.01)
        assert utas.is_alive()
    utas.join()
    assert keluaran.getvalue().endswith("Contoh: lengkap, 17 dari 17 usulan.\n")


@pytest.mark.django_db(transaction=True)
def test_sisa_menghitung_tanpa_membuat() -> None:
    assert _perintah("--sisa") == str(len(CONTOH)) + "\n"
    assert Usulan.objects.count() == 0
    assert belum_jadi() == list(CONTOH)
