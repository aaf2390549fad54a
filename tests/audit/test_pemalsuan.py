"""What an administrator of the database, or a thief of its password, does to the trail: each is found."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from integrasi.pengamatan.kalimat import jejak
from siapp.akun.peran import Mesin
from siapp.audit import jangkar, tasks
from siapp.audit.catat import catat, catat_akses, sidik_peristiwa
from siapp.audit.kunci_jejak import kunci_kini
from siapp.audit.models import Akses, Jangkar, KepalaAliran, Peristiwa, Segel
from siapp.audit.pembuktian import JejakTidakUtuh, periksa_semua
from siapp.audit.segel import segel_semua
from siapp.jadwal.models import Jadwal
from tests.dunia import buat_pengguna

pytestmark = pytest.mark.django_db

JEJAK = ("audit_peristiwa", "audit_akses", "audit_kepalaaliran", "audit_segel", "audit_jangkar")
SEKARANG = timedelta()


def _sql(perintah: str, *isian: object) -> None:
    with connection.cursor() as kursor:
        kursor.execute(perintah, isian)


@contextmanager
def _pemilik() -> Iterator[None]:
    """Whoever owns the tables rests every trigger of the trail, and wakes them again when it is done."""
    _sql("SET CONSTRAINTS ALL IMMEDIATE")
    with ExitStack() as sesudah:
        for tabel in JEJAK:
            _sql(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
            sesudah.callback(_sql, f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
        yield


def _temuan() -> list[str]:
    return [f"{satu.aliran} #{satu.urutan}: {satu.arti}" for satu in periksa_semua()]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the anchors go."""
    settings.AUDIT_JANGKAR_FOLDER = str(tmp_path / "jangkar")
    return tmp_path / "jangkar" / jangkar.NAMA_BERKAS


@pytest.fixture
def terjangkar(folder: Path) -> None:
    """Three streams of four rows and four readings, sealed and anchored as the timer does."""
    oleh = buat_pengguna("Saksi Contoh")
    for nomor in range(4):
        for aliran in ("usulan:a", "usulan:b", "usulan:c"):
            catat(aliran, "uji.berubah", oleh=oleh, data={"nomor": nomor}, alasan="uji")
        catat_akses(Akses.Tindakan.LIHAT, "usulan:a", oleh=oleh, halaman=nomor)
    assert segel_semua(SEKARANG) == 2
    assert jangkar.tulis_yang_jatuh_tempo() == 1
    assert _temuan() == []


def _potong_ekor() -> None:
    lalu = Peristiwa.objects.get(aliran="usulan:b", urutan=3).sidik
    with _pemilik():
        _sql("DELETE FROM audit_peristiwa WHERE aliran = 'usulan:b' AND urutan = 4")
        _sql("UPDATE audit_kepalaaliran SET urutan = 3, sidik = %s WHERE aliran = 'usulan:b'", lalu)


def _hapus_aliran() -> None:
    with _pemilik():
        _sql("DELETE FROM audit_peristiwa WHERE aliran = 'usulan:b'")
        _sql("DELETE FROM audit_kepalaaliran WHERE aliran = 'usulan:b'")


def _tulis_ulang_tanpa_kunci() -> None:
    """A row is rewritten and every hash after it made anew, the way of rows that have no key."""
    sidik = ""
    with _pemilik():
        for satu in Peristiwa.objects.filter(aliran="usulan:b").order_by("urutan"):
            satu.kunci, satu.sidik_sebelum = "", sidik
            satu.alasan = "dipalsukan" if satu.urutan == 2 else satu.alasan
            satu.sidik = sidik = sidik_peristiwa(satu)
            satu.save()
        _sql("UPDATE audit_kepalaaliran SET sidik = %s WHERE aliran = 'usulan:b'", sidik)


def _kosongkan_semua() -> None:
    with _pemilik():
        for tabel in JEJAK:
            _sql(f"DELETE FROM {tabel}")  # noqa: S608 - names of our own


def _ganti_pembaca() -> None:
    with _pemilik():
        _sql("UPDATE audit_akses SET pengguna_id = %s WHERE rincian->>'halaman' = '2'", buat_pengguna("Lain Contoh").pk)


def _palsukan_sebagai_aplikasi() -> None:
    """Nothing but INSERT and a head that moves on by one: what the application's own role may do."""
    kepala = KepalaAliran.objects.get(aliran="usulan:b")
    palsu = Peristiwa(
        aliran="usulan:b", urutan=5, jenis="uji.berubah", mesin=Mesin.BKN, waktu=timezone.now(), kunci=kunci_kini()
    )
    palsu.sidik_sebelum, palsu.kunci = kepala.sidik, ""
    palsu.sidik = sidik_peristiwa(palsu)
    palsu.kunci = kunci_kini()
    palsu.save(force_insert=True)
    _sql("UPDATE audit_kepalaaliran SET urutan = 5, sidik = %s WHERE aliran = 'usulan:b'", palsu.sidik)


@pytest.mark.usefixtures("terjangkar")
@pytest.mark.parametrize(
    ("pemalsuan", "temuan"),
    [
        (_potong_ekor, "segel:PERISTIWA #1: 12 baris disegel"),
        (_hapus_aliran, "segel:PERISTIWA #1: 12 baris disegel"),
        (_tulis_ulang_tanpa_kunci, "segel:PERISTIWA #1: isi baris"),
        (_kosongkan_semua, "jangkar #1: segel PERISTIWA nomor 1"),
        (_ganti_pembaca, "segel:AKSES #1: isi baris"),
        (_palsukan_sebagai_aplikasi, "usulan:b #5: isi diubah"),
    ],
)
def test_setiap_pemalsuan_ditemukan(pemalsuan: Callable[[], None], temuan: str) -> None:
    pemalsuan()
    assert [satu for satu in _temuan() if satu.startswith(temuan)], _temuan()
    with pytest.raises(CommandError, match="TIDAK utuh"):
        call_command("verifikasi_audit", stdout=StringIO())


@pytest.mark.usefixtures("terjangkar")
def test_pembacaan_yang_dihapus_atau_disisipkan_ditemukan() -> None:
    with _pemilik():
        _sql("DELETE FROM audit_akses WHERE rincian->>'halaman' = '2'")
    assert any("4 baris disegel" in satu and "kini 3" in satu for satu in _temuan())
    with _pemilik():
        _sql("UPDATE audit_akses SET id = id - 1 WHERE rincian->>'halaman' = '3'")
        _sql("INSERT INTO audit_akses (id, waktu, mesin, tindakan, objek, rincian) "
             "SELECT max(id) + 1, now(), 'BKN', 'LIHAT', 'usulan:z', '{}' FROM audit_akses")  # fmt: skip
    assert any("isi baris" in satu for satu in _temuan())


@pytest.mark.usefixtures("terjangkar")
def test_pemegang_kunci_yang_menyegel_ulang_ditemukan_oleh_jangkar() -> None:
    """Owner of the database and of the key: chain and seals are made anew and fit; the anchor was written before."""
    with _pemilik():
        _sql("UPDATE audit_akses SET objek = 'usulan:lain' WHERE rincian->>'halaman' = '2'")
        _sql("DELETE FROM audit_segel")
    segel_semua(SEKARANG)
    assert _temuan() != []
    assert all(satu.startswith("jangkar #1: segel ") for satu in _temuan())


@pytest.mark.usefixtures("terjangkar")
def test_baris_tanpa_kunci_ditemukan_sesudah_masa_peralihan() -> None:
    """Whoever can insert but has no key writes as releases without keys did: one day after the first seal no more."""
    with _pemilik():
        _sql("UPDATE audit_segel SET waktu = waktu - interval '25 hours'")
    kepala = KepalaAliran.objects.get(aliran="usulan:b")
    palsu = Peristiwa(aliran="usulan:b", urutan=5, jenis="uji.berubah", mesin=Mesin.BKN, waktu=timezone.now())
    palsu.sidik_sebelum = kepala.sidik
    palsu.sidik = sidik_peristiwa(palsu)
    palsu.save(force_insert=True)
    assert any(satu.startswith("usulan:b #5: ditulis tanpa kunci") for satu in _temuan())


@pytest.mark.usefixtures("terjangkar")
def test_jangkar_yang_dipalsukan_dipotong_atau_hilang_ditemukan(folder: Path) -> None:
    asli = folder.read_text()
    folder.write_text(asli.replace('"aliran":', '"aliran":1'))
    assert any("tidak ditandatangani aplikasi" in satu for satu in _temuan())
    folder.write_text("")
    assert any("berkas jangkar hilang, terpotong" in satu for satu in _temuan())
    folder.unlink()
    assert any("berkas jangkar hilang, terpotong" in satu for satu in _temuan())
    folder.write_text(asli)
    jangkar.tambah_ke_berkas(folder)
    jangkar.tambah_ke_berkas(folder)
    baris = folder.read_text().splitlines()
    folder.write_text("\n".join([baris[0], baris[2]]) + "\n")
    assert any("baris jangkar sebelum ini hilang" in satu for satu in _temuan())


@pytest.mark.usefixtures("terjangkar")
def test_jangkar_yang_rusak_disebut_barisnya(folder: Path) -> None:
    folder.write_text("bukan json\n")
    with pytest.raises(CommandError, match="Baris 1"):
        call_command("verifikasi_audit", stdout=StringIO())


@pytest.mark.usefixtures("terjangkar")
def test_kunci_berganti_tanpa_jejak_menjadi_tidak_terbukti(settings: Settings) -> None:
    lama = kunci_kini()
    settings.AUDIT_KUNCI = ["k" * 40]
    assert kunci_kini() != lama
    catat("usulan:b", "uji.berubah", oleh=Mesin.SISTEM)
    segel_semua(SEKARANG)
    assert _temuan() == []
    assert set(Peristiwa.objects.values_list("kunci", flat=True)) == {lama, kunci_kini()}
    settings.SECRET_KEY = "s" * 60
    hilang = _temuan()
    assert any(f"kunci {lama} tidak ada lagi di AUDIT_KUNCI" in satu for satu in hilang)
    assert all(lama in satu for satu in hilang)


@pytest.mark.usefixtures("terjangkar")
def test_jangkar_ditulis_sekali_sejam_dan_bertambah(folder: Path) -> None:
    assert jangkar.tulis_yang_jatuh_tempo() == 0
    with _pemilik():
        _sql("UPDATE audit_jangkar SET waktu = waktu - interval '1 hour'")
    catat_akses(Akses.Tindakan.UNDUH, "berkas:1", oleh=Mesin.BKN)
    segel_semua(SEKARANG)
    tasks.segel()
    assert len(folder.read_text().splitlines()) == 2
    assert _temuan() == []


def test_yang_belum_tenang_belum_disegel() -> None:
    """A number may have been taken whose row nobody sees yet."""
    catat_akses(Akses.Tindakan.LIHAT, "usulan:a", oleh=Mesin.BKN)
    assert segel_semua() == 0
    assert segel_semua(SEKARANG) == 1
    assert segel_semua(SEKARANG) == 0


@pytest.mark.django_db(transaction=True)
def test_transaksi_yang_masih_berjalan_menahan_segel() -> None:
    """Its rows have lower numbers than those that others commit meanwhile."""
    lain = connection.copy()
    try:
        with lain.cursor() as kursor:
            kursor.execute("BEGIN")
            kursor.execute(
                "INSERT INTO audit_akses (waktu, mesin, tindakan, objek, rincian) "
                "VALUES (clock_timestamp(), 'BKN', 'LIHAT', 'usulan:lambat', '{}')"
            )
            catat_akses(Akses.Tindakan.LIHAT, "usulan:cepat", oleh=Mesin.BKN)
            assert segel_semua(SEKARANG) == 0
            kursor.execute("COMMIT")
    finally:
        lain.close()
    assert segel_semua(SEKARANG) == 1
    assert Segel.objects.get().jumlah == 2
    assert list(periksa_semua()) == []


@pytest.mark.usefixtures("terjangkar")
def test_pemeriksaan_harian_gagal_bila_jejak_tidak_utuh() -> None:
    jatuh = timezone.now() - timedelta(minutes=1)
    Jadwal.objects.create(nama="verifikasi-jejak", jatuh_tempo=jatuh)
    tasks.verifikasi()
    assert Jadwal.objects.get(nama="verifikasi-jejak").selesai_pada is not None
    _potong_ekor()
    Jadwal.objects.filter(nama="verifikasi-jejak").update(jatuh_tempo=jatuh)
    with pytest.raises(JejakTidakUtuh):
        tasks.verifikasi()
    assert Jadwal.objects.get(nama="verifikasi-jejak").galat == "JejakTidakUtuh"


@pytest.mark.usefixtures("terjangkar")
def test_pihak_kedua_menerima_jangkar_yang_dapat_dibandingkan(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_JANGKAR_SUREL = ["inspektorat@contoh.go.id"]
    assert jangkar.tulis_yang_jatuh_tempo() == 1
    assert jangkar.tulis_yang_jatuh_tempo() == 0
    (surat,) = mail.outbox
    assert surat.bcc == ["inspektorat@contoh.go.id"]
    ((nama, isi, _),) = surat.attachments
    simpanan = tmp_path / nama
    simpanan.write_text(isi)
    call_command("verifikasi_audit", jangkar=simpanan, stdout=StringIO())
    _ganti_pembaca()
    with _pemilik():
        _sql("DELETE FROM audit_segel")
    segel_semua(SEKARANG)
    settings.AUDIT_JANGKAR_FOLDER = ""  # the host belongs to the accused, too
    assert _temuan() == []
    with pytest.raises(CommandError, match="TIDAK utuh"):
        call_command("verifikasi_audit", jangkar=simpanan, stdout=StringIO())


def test_tujuan_yang_menolak_tidak_menahan_yang_lain(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    settings.AUDIT_JANGKAR_FOLDER = str(tmp_path / "berkas" / "folder")
    settings.AUDIT_JANGKAR_SUREL = ["inspektorat@contoh.go.id"]
    with pytest.raises(OSError, match="berkas"):
        jangkar.tulis_yang_jatuh_tempo()
    assert [satu.tujuan for satu in Jangkar.objects.all()] == [Jangkar.Tujuan.SUREL]
    belum, baik = [satu for satu in jejak() if "Jangkar" in satu.kalimat]
    assert (belum.baik, baik.baik) == (False, True)
