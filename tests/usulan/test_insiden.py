"""The list that an incident asks for: whose data, which, by whom, when."""

import csv
import io
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from tests import dunia as d
from tests.akun.conftest import coba_masuk
from usulan.insiden import KEPALA, Sentuhan, sentuhan
from usulan.peristiwa import Jenis

pytestmark = pytest.mark.django_db


@pytest.fixture
def awal() -> datetime:
    return timezone.now()


def semua(awal: datetime, **saring: Any) -> list[Sentuhan]:
    return sentuhan(awal, timezone.now() + timedelta(seconds=1), **saring)


def milik(hasil: list[Sentuhan], nip: str) -> set[tuple[str, str, str]]:
    return {(satu.data, satu.perbuatan, satu.oleh) for satu in hasil if satu.subjek.nip == nip}


def test_membaca_usulan_dan_dokumennya_menyebut_orangnya(dunia: d.Dunia, awal: datetime) -> None:
    usulan = d.diajukan(dunia)
    versi = usulan.dokumen.exclude(versi_kini=None).select_related("versi_kini__berkas", "persyaratan")[0]
    klien = Client()
    klien.force_login(dunia.verifikator)
    for _ in range(3):
        klien.get(reverse("usulan:rinci", args=[usulan.pk]))
    catat_akses(Akses.Tindakan.UNDUH, versi.versi_kini.berkas.aliran, oleh=dunia.verifikator)  # type: ignore[union-attr]
    hasil = semua(awal)
    dibaca = milik(hasil, usulan.nip)
    assert (f"Data usulan {usulan.nomor}", "Melihat", "Vino Contoh") in dibaca
    assert (f"Dokumen: {versi.persyaratan.nama}", "Mengunduh", "Vino Contoh") in dibaca
    satu = next(s for s in hasil if s.perbuatan == "Melihat" and s.oleh == "Vino Contoh")
    assert (satu.kali, satu.subjek.instansi) == (3, "Kementerian Contoh Satu")
    assert awal <= satu.pertama <= satu.terakhir


def test_mengubah_juga_menyentuh(dunia: d.Dunia, awal: datetime) -> None:
    usulan = d.buat_draf(dunia)
    d.lengkapi(dunia, usulan)
    kata = {perbuatan for _, perbuatan, oleh in milik(semua(awal), usulan.nip) if oleh == "Ratih Contoh"}
    assert {Jenis.DIBUAT.label, Jenis.DATA_DIUBAH.label, Jenis.DOKUMEN_DIUNGGAH.label} <= kata


def test_berkas_keppres_menyentuh_semua_orang_di_dalamnya(dunia: d.Dunia, awal: datetime) -> None:
    usulan = [d.siap_keppres(dunia) for _ in range(2)]
    keppres = d.terbit(dunia, d.maju(dunia, d.rkp(dunia, *usulan)))
    assert keppres.berkas
    catat_akses(Akses.Tindakan.UNDUH, keppres.berkas.aliran, oleh=Mesin.BKN, klien="SIASN uji")
    hasil = [satu for satu in semua(awal) if satu.perbuatan == "Mengunduh"]
    assert {satu.subjek.nip for satu in hasil} == {satu.nip for satu in usulan}
    assert {satu.oleh for satu in hasil} == {"BKN (SIASN)"}


def test_masuk_menyebut_alamatnya_dan_asn_orangnya(dunia: d.Dunia, awal: datetime) -> None:
    coba_masuk(Client(), dunia.pic.nip, alamat="10.9.9.9")
    asn = d.buat_asn(dunia.instansi)
    catat_akses(Akses.Tindakan.LIHAT, f"asn:{asn.pk}", oleh=dunia.pic)
    catat_akses(Akses.Tindakan.EKSPOR, "antrean", oleh=dunia.koordinator)
    catat_akses(Akses.Tindakan.GAGAL, "akun:tidak-dikenal", oleh=None, alamat="10.9.9.9")
    hasil = semua(awal)
    masuk = next(satu for satu in hasil if satu.perbuatan == "Masuk")
    assert (masuk.subjek.nip, masuk.alamat) == (dunia.pic.nip, "10.9.9.9")
    assert milik(hasil, asn.nip) == {("Data ASN dan keluarga", "Melihat", "Ratih Contoh")}
    tanpa = {(satu.data, satu.oleh) for satu in hasil if not satu.subjek.nip}
    assert {("Antrean", "Kirana Contoh"), ("Akun tidak-dikenal", "tidak dikenal")} <= tanpa


def test_hanya_rentang_dan_akun_yang_diminta(dunia: d.Dunia, awal: datetime) -> None:
    catat_akses(Akses.Tindakan.EKSPOR, "antrean", oleh=dunia.koordinator)
    catat_akses(Akses.Tindakan.EKSPOR, "antrean", oleh=dunia.verifikator)
    assert {satu.oleh for satu in semua(awal, oleh=dunia.koordinator)} == {"Kirana Contoh"}
    assert sentuhan(awal - timedelta(hours=2), awal - timedelta(hours=1)) == []


def test_jumlah_kueri_tetap(dunia: d.Dunia, awal: datetime, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        usulan = d.diajukan(dunia)
        catat_akses(Akses.Tindakan.LIHAT, f"usulan:{usulan.pk}", oleh=dunia.verifikator)
        for versi in usulan.dokumen.exclude(versi_kini=None).select_related("versi_kini__berkas"):
            catat_akses(Akses.Tindakan.LIHAT, versi.versi_kini.berkas.aliran, oleh=dunia.verifikator)
    with django_assert_max_num_queries(8):
        assert len(semua(awal)) > 10


# --- the command ----------------------------------------------------------------------------------------------------
def jalankan(ke: Path, *isian: str) -> None:
    call_command("laporan_insiden", "--ke", str(ke), *isian)


@pytest.mark.parametrize("bentuk", ["csv", "xlsx"])
def test_perintah_menulis_berkas_yang_hanya_terbaca_pemiliknya(
    dunia: d.Dunia, tmp_path: Path, capsys: Any, bentuk: str
) -> None:
    usulan = d.diajukan(dunia)
    ke = tmp_path / f"insiden.{bentuk}"
    jalankan(ke, "--dari", f"{timezone.localdate():%Y-%m-%d}")
    assert stat.S_IMODE(ke.stat().st_mode) == 0o600
    assert "orang" in capsys.readouterr().out
    assert Akses.objects.get(objek="insiden").mesin == Mesin.SISTEM
    if bentuk == "csv":
        baris = list(csv.reader(io.StringIO(ke.read_text("utf-8-sig")), delimiter=";"))
        assert tuple(baris[0]) == KEPALA
        assert any(usulan.nama == satu[0] for satu in baris)


@pytest.mark.parametrize(
    ("isian", "kalimat"),
    [
        (["--dari", "kemarin"], "tidak terbaca"),
        (["--dari", "2026-13-45"], "tidak terbaca"),
        (["--dari", "2026-11-25", "--sampai", "2026-11-24"], "harus sebelum"),
        (["--dari", "2026-11-25", "--oleh", "0" * 18], "Tidak ada akun"),
    ],
)
def test_isian_yang_salah_dijelaskan(tmp_path: Path, isian: list[str], kalimat: str) -> None:
    with pytest.raises(CommandError, match=kalimat):
        jalankan(tmp_path / "x.csv", *isian)
    assert not (tmp_path / "x.csv").exists()


def test_berkas_yang_sudah_ada_tidak_ditimpa(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("milik lain")
    with pytest.raises(CommandError, match="sudah ada"):
        jalankan(tmp_path / "x.csv", "--dari", "2026-11-25")
    with pytest.raises(CommandError, match=r"\.csv atau \.xlsx"):
        jalankan(tmp_path / "x.txt", "--dari", "2026-11-25")
    assert (tmp_path / "x.csv").read_text() == "milik lain"
