"""What `pasang` and `siapp mulai` put on a server, without a server: releases, settings, units, the site."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pemasangan.alat import keadaan, langkah, layanan, rilis, setelan, sistem
from pemasangan.alat.__main__ import _susun, _waktu
from pemasangan.alat.sistem import Gagal, baca_setelan
from pemasangan.alat.tempat import PEMILIK, PENGGUNA, TIMER, UNIT, Tempat
from siapp import laporan
from siapp.lingkungan import WAJIB, keluhan
from siapp.lokal import perkakas
from siapp.proses import JenisProses
from tests.sarana import AKAR

DARI_BKN = "\n".join(
    (
        "SIASN_BASE_URL=https://siasn.contoh.go.id",
        "SIASN_TOKEN_URL='https://siasn.contoh.go.id/token'",
        "SIASN_CLIENT_ID=siapp",
        "SIASN_CLIENT_SECRET=\"rahasia dengan spasi dan 'petik'\"",
        "SIASN_SSO_URL=https://sso.contoh.go.id",
        "SIASN_SSO_CLIENT_ID=siapp-sso",
        "# keterangan",
        "SIASN_SSO_TOKEN=ab$cd\\n#ef",
    )
)


@pytest.fixture
def tempat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tempat:
    """An empty machine, worked on as anybody but root: nothing changes its owner."""
    monkeypatch.setattr(sistem.os, "geteuid", lambda: 1000)
    return Tempat(tmp_path)


def _jawaban(tmp_path: Path, isi: str = DARI_BKN) -> Path:
    berkas = tmp_path / "bkn.env"
    berkas.write_text(isi)
    return berkas


# --- settings -------------------------------------------------------------------------------------------------------


def test_setelan_pertama_lengkap_bagi_aplikasi_dan_hanya_terbaca_pemiliknya(tempat: Tempat, tmp_path: Path) -> None:
    setelan.lengkapi(tempat, "siapp.contoh.go.id", _jawaban(tmp_path))
    isi = baca_setelan(tempat.setelan)
    assert keluhan(isi) == []
    assert set(WAJIB) <= set(isi)
    assert isi["BASE_URL"] == "https://siapp.contoh.go.id"
    assert isi["STORAGE_URL"] == f"file:{tempat.berkas}"
    assert isi["SIASN_CLIENT_SECRET"] == "rahasia dengan spasi dan 'petik'"
    assert isi["SIASN_SSO_TOKEN"] == "ab$cd\\n#ef"
    assert tempat.setelan.stat().st_mode & 0o777 == 0o640


def test_setelan_yang_sudah_ada_menang_dan_rahasia_tidak_dibuat_ulang(tempat: Tempat, tmp_path: Path) -> None:
    setelan.lengkapi(tempat, "lama.contoh.go.id", _jawaban(tmp_path))
    lama = baca_setelan(tempat.setelan)
    setelan.lengkapi(tempat, "baru.contoh.go.id", _jawaban(tmp_path, "SIASN_CLIENT_ID=lain"))
    baru = baca_setelan(tempat.setelan)
    assert baru == {**lama, "BASE_URL": "https://baru.contoh.go.id", "ALLOWED_HOSTS": "baru.contoh.go.id"}


def test_tanpa_jawaban_dan_tanpa_terminal_disebut_apa_yang_kurang(tempat: Tempat, tmp_path: Path) -> None:
    with pytest.raises(Gagal, match=r"SIASN_BASE_URL belum diketahui\..*--siasn BERKAS"):
        setelan.lengkapi(tempat, "siapp.contoh.go.id", _jawaban(tmp_path, "SIASN_CLIENT_ID=siapp"))
    assert not tempat.setelan.exists()


@pytest.mark.parametrize("nilai", ["dua\nbaris", "'\""])
def test_nilai_yang_tidak_dapat_disimpan_ditolak_dengan_namanya(tempat: Tempat, nilai: str) -> None:
    with pytest.raises(Gagal, match="SIASN_CLIENT_SECRET berisi tanda"):
        setelan.simpan(tempat, {"SIASN_CLIENT_SECRET": nilai})


def test_setiap_nama_setelan_diterangkan() -> None:
    contoh = (AKAR / ".env.example").read_text()
    nama = {*setelan.bawaan(Tempat(), "x"), *setelan.DARI_BKN, *rilis.SETELAN_BANGUN}
    assert [n for n in sorted(nama) if not re.search(rf"^#? ?{n}=", contoh, re.MULTILINE)] == []


# --- releases -------------------------------------------------------------------------------------------------------


def _rilis(tempat: Tempat, *nama: str) -> None:
    for satu in nama:
        (tempat.rilis / satu).mkdir(parents=True)
        (tempat.rilis / satu / ".lengkap").touch()


def test_yang_memperagakan_dan_yang_menguji_tidak_ikut_terpasang(tempat: Tempat) -> None:
    rilis._salin(tempat.akar / "r")
    ada = {str(p.relative_to(tempat.akar / "r")) for p in (tempat.akar / "r").rglob("*")}
    assert {"manage.py", "requirements-server.txt", "pemasangan/alat/__main__.py", "docs/operasi.md"} <= ada
    awal = ("tests", "var", ".git", ".venv", "integrasi/peragaan", "siapp/lokal", ".env")
    assert [a for a in sorted(ada) if a in awal or a.startswith(tuple(f"{x}/" for x in awal))] == []


def test_rilis_setengah_jadi_tidak_pernah_dipakai(tempat: Tempat) -> None:
    _rilis(tempat, "20260101-000000", "20260201-000000")
    (tempat.rilis / "20260301-000000").mkdir()
    assert [r.name for r in rilis.daftar(tempat)] == ["20260201-000000", "20260101-000000"]


def test_kembali_ke_rilis_sebelumnya_dan_merapikan_tanpa_menyentuh_yang_dipakai(tempat: Tempat) -> None:
    semua = [f"2026010{n}-000000" for n in range(1, 7)]
    _rilis(tempat, *semua)
    rilis.pakai(tempat, tempat.rilis / semua[1])
    assert rilis.sebelum(tempat).name == semua[0]
    rilis.rapikan(tempat)
    assert [r.name for r in rilis.daftar(tempat)] == [semua[5], semua[4], semua[3], semua[1]]
    rilis.pakai(tempat, tempat.rilis / semua[1])
    assert tempat.kini.resolve() == (tempat.rilis / semua[1]).resolve()


def test_tanpa_rilis_sebelumnya_disebut(tempat: Tempat) -> None:
    _rilis(tempat, "20260101-000000")
    rilis.pakai(tempat, tempat.rilis / "20260101-000000")
    with pytest.raises(Gagal, match="Tidak ada rilis sebelumnya"):
        rilis.sebelum(tempat)


# --- services and site ----------------------------------------------------------------------------------------------


def _unit(nama: str) -> configparser.ConfigParser:
    baca = configparser.ConfigParser(strict=False, interpolation=None)
    baca.optionxform = str  # type: ignore[assignment,method-assign]
    baca.read(AKAR / "pemasangan/systemd" / nama)
    return baca


def test_unit_memakai_kata_jalankan_yang_ada_dan_bersama_melayani_semua_antrean() -> None:
    kata = []
    for nama in UNIT:
        berkas = f"{nama}@.service" if nama == "siapp-web" else f"{nama}.service"
        isi = _unit(berkas)["Service"]
        cocok = re.search(r"manage\.py jalankan (\w+)", isi["ExecStart"])
        assert cocok, nama
        kata.append(JenisProses(cocok[1]))
        assert isi["User"] == "siapp"
        assert isi["NoNewPrivileges"] == "yes"
        assert isi["ProtectSystem"] == "strict"
    assert set(kata) == set(JenisProses)


def test_yang_berjadwal_punya_unit_dan_kata_yang_ada() -> None:
    bantuan = subprocess.run(
        [sys.executable, "-m", "pemasangan.alat", "--help"], cwd=AKAR, capture_output=True, text=True, check=True
    ).stdout
    for nama in TIMER:
        kata = _unit(f"{nama}.service")["Service"]["ExecStart"].split()[-1]
        assert re.search(rf"^    {kata}\s", bantuan, re.MULTILINE)
        assert _unit(f"{nama}.timer")["Timer"]["Persistent"] == "yes"


def test_nginx_menerima_situsnya(tempat: Tempat, monkeypatch: pytest.MonkeyPatch) -> None:
    # nginx itself judges the file; only where it looks for it and the reload are of this test.
    layanan.pasang_sertifikat(tempat, "siapp.contoh.go.id", None, None)
    (tempat.nginx.parent.with_name("sites-enabled")).mkdir(parents=True)
    jalan = perkakas.cari("nginx")
    assert jalan
    dasar = tempat.akar / "nginx.conf"
    dasar.write_text(
        f"pid {tempat.akar}/pid; error_log stderr; events {{}} "
        f"http {{ access_log off; include {tempat.nginx.parent.with_name('sites-enabled')}/*; }}"
    )
    asli = sistem.jalankan

    def di_sini(perintah: list[str], **pilihan: object) -> str:
        if perintah[0] == "systemctl":
            return ""
        periksa = perintah[0] == "nginx"
        return asli([jalan, "-t", "-c", str(dasar), "-p", str(tempat.akar)] if periksa else perintah, **pilihan)

    monkeypatch.setattr(layanan, "jalankan", di_sini)
    layanan.pasang_situs(tempat, AKAR, "siapp.contoh.go.id")
    isi = tempat.nginx.read_text()
    assert "server_name siapp.contoh.go.id;" in isi
    assert "proxy_set_header Host $host;" in isi
    tempat.sertifikat.write_text("rusak")
    with pytest.raises(Gagal):
        layanan.pasang_situs(tempat, AKAR, "lain.contoh.go.id")
    assert "server_name siapp.contoh.go.id;" in tempat.nginx.read_text()
    assert (tempat.nginx.parent.with_name("sites-enabled") / "siapp").exists()


@pytest.mark.parametrize(
    "domain", ["", "siapp contoh", "-a.go.id", "a_b.go.id", "x;}", "a" * 64 + ".id", "siapp.go.id\n"]
)
def test_bukan_nama_domain_ditolak(tempat: Tempat, domain: str) -> None:
    with pytest.raises(Gagal, match="bukan nama domain"):
        layanan.pasang_situs(tempat, AKAR, domain)


def test_sertifikat_buatan_sendiri_dikenali_dan_yang_tidak_sepasang_ditolak(tempat: Tempat) -> None:
    assert layanan.pasang_sertifikat(tempat, "siapp.contoh.go.id", None, None) is True
    assert 360 <= layanan.hari_sertifikat(tempat) <= 365
    assert tempat.sertifikat.with_suffix(".key").stat().st_mode & 0o777 == 0o600
    lain = Tempat(tempat.akar / "lain")
    layanan.pasang_sertifikat(lain, "lain.contoh.go.id", None, None)
    with pytest.raises(Gagal, match="tidak dapat dipakai bersama"):
        layanan.pasang_sertifikat(tempat, "x", tempat.sertifikat, lain.sertifikat.with_suffix(".key"))


def test_copot_tanpa_ya_tidak_mengerjakan_apa_pun(tempat: Tempat) -> None:
    with pytest.raises(Gagal, match="Ulangi dengan --ya"):
        langkah.copot(tempat, ya=False, termasuk_data=True)


def test_keadaan_menyebut_sertifikat_yang_hampir_habis(tempat: Tempat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layanan, "hari_sertifikat", lambda _tempat: 20)
    hal = keadaan._sertifikat(tempat)
    assert not hal.baik
    assert hal.kalimat.startswith("Sertifikat berlaku 20 hari lagi. Pasang yang baru")


@pytest.mark.parametrize(
    ("umum", "di_server"),
    [
        ("Jalankan `manage.py sinkron` dan lihat", "Jalankan `sudo siapp kelola sinkron` dan lihat"),
        ("Jalankan `manage.py migrate`.", "Jalankan `sudo siapp mulai --domain …`."),
        ("Jalankan `manage.py peran_basis_data`.", "Jalankan `sudo siapp mulai --domain …`."),
        ("Lihat `journalctl -u siapp-timer`, lalu", "Lihat `sudo journalctl -u siapp-timer`, lalu"),
        ("Jalankan `siapp cadangkan`.", "Jalankan `sudo siapp cadangkan`."),
        ("Coba `manage.py jalankan berkas` (layanan siapp-berkas).", "Coba `sudo systemctl start siapp-berkas`."),
    ],
)
def test_keadaan_menyebut_perintah_yang_ada_di_satu_server(
    tempat: Tempat, monkeypatch: pytest.MonkeyPatch, umum: str, di_server: str
) -> None:
    monkeypatch.setattr(keadaan, "_semua", lambda _tempat: iter([keadaan.Hal(False, umum)]))
    assert umum != di_server
    assert list(keadaan.lihat(tempat)) == [keadaan.Hal(False, di_server)]


def test_keadaan_berakhir_dengan_banyaknya_yang_perlu_dikerjakan(
    tempat: Tempat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hal = [keadaan.Hal(True, "Satu."), keadaan.Hal(False, "Dua."), keadaan.Hal(True, "Tiga.")]
    monkeypatch.setattr(keadaan, "lihat", lambda _tempat: iter(hal))
    assert langkah.tampilkan_keadaan(tempat) is False
    assert capsys.readouterr().out == "✓ Satu.\n✗ Dua.\n✓ Tiga.\n1 dari 3 hal perlu dikerjakan (✗).\n"
    del hal[1]
    assert langkah.tampilkan_keadaan(tempat) is True
    assert capsys.readouterr().out.endswith("2 hal dilihat, semuanya baik.\n")


def test_bukan_root_diberi_tahu_caranya() -> None:
    if os.geteuid() == 0:
        perintah = ["setpriv", "--reuid", "65534", "--clear-groups", "--", sys.executable]
    else:
        perintah = [sys.executable]
    hasil = subprocess.run(
        [*perintah, "-S", "-m", "pemasangan.alat", "keadaan"], cwd=AKAR, capture_output=True, text=True, check=False
    )
    assert hasil.returncode == 1
    assert hasil.stderr == "✗ Jalankan sebagai root: sudo siapp keadaan …\n"


SESUDAH = ["createcachetable", "peran_basis_data", "muat_katalog"]


@pytest.mark.parametrize("kata", ["canceling statement due to lock timeout", "deadlock detected"])
def test_perubahan_skema_tidak_mengantre_kunci_dan_diulang(
    tempat: Tempat, monkeypatch: pytest.MonkeyPatch, kata: str
) -> None:
    dipanggil: list[tuple[tuple[str, ...], object]] = []

    def manage(_tempat: Tempat, *perintah: str, tambahan: object = None, **_: object) -> str:
        dipanggil.append((perintah, tambahan))
        if perintah[0] == "migrate" and len(dipanggil) < 4:
            raise Gagal(f"python gagal (kode 1):\n    {kata}")
        return ""

    monkeypatch.setattr(langkah, "manage", manage)
    monkeypatch.setattr(langkah, "JEDA_MIGRASI", 0.0)
    langkah._skema(tempat, tempat.kini)
    assert [perintah[0] for perintah, _ in dipanggil] == ["check", *["migrate"] * 3, *SESUDAH]
    assert dipanggil[1][1] == {"PGOPTIONS": "-c lock_timeout=5s"}


def test_pemilik_skema_tidak_perlu_dapat_menulis_berkas(tempat: Tempat, monkeypatch: pytest.MonkeyPatch) -> None:
    dipanggil: dict[str, tuple[str, bool]] = {}

    def manage(_tempat: Tempat, nama: str, *lain: str, sebagai: str = PENGGUNA, **_: object) -> str:
        dipanggil[nama] = (sebagai, "--skip-checks" in lain)
        return ""

    monkeypatch.setattr(langkah, "manage", manage)
    langkah._skema(tempat, tempat.kini)
    assert dipanggil["check"] == (PENGGUNA, False)
    assert dipanggil["migrate"] == (PEMILIK, True)


def test_migrasi_yang_salah_tidak_diulang(tempat: Tempat, monkeypatch: pytest.MonkeyPatch) -> None:
    def manage(*_: object, **__: object) -> str:
        raise Gagal("python gagal (kode 1):\n    column does not exist")

    monkeypatch.setattr(langkah, "manage", manage)
    with pytest.raises(Gagal, match="column does not exist"):
        langkah._skema(tempat, tempat.kini)


def test_postgresql_dimulai_ulang_untuk_arsip_hanya_selama_belum_ada_yang_dilayani(
    tempat: Tempat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    dimulai: list[bool] = []
    monkeypatch.setattr(langkah.arsip, "siapkan", lambda _tempat: True)
    monkeypatch.setattr(langkah.arsip, "mulai_ulang_postgresql", lambda: dimulai.append(True))
    langkah._arsip(tempat, sela=False)
    assert dimulai == []
    assert "sudo systemctl restart postgresql" in capsys.readouterr().out
    langkah._arsip(tempat, sela=True)
    assert dimulai == [True]


def test_waktu_pemulihan_tanpa_zona_adalah_wib() -> None:
    pilihan = _susun().parse_args(["pulihkan", "--sampai", "2026-11-28T14:30", "--ya"])
    assert pilihan.sampai.isoformat() == "2026-11-28T14:30:00+07:00"
    with pytest.raises(Gagal, match=r"2100-01-01 00:00\+07:00 belum lewat"):
        langkah.pulihkan(Tempat(), snapshot="latest", sampai=_waktu("2100-01-01"), ya=True)


def test_pustaka_pelaporan_dipasang_hanya_bila_ada_penerimanya() -> None:
    assert rilis.kunci_pustaka({}) == rilis.kunci_pustaka({"SENTRY_DSN": ""}) == "requirements-server.txt"
    assert rilis.kunci_pustaka({"SENTRY_DSN": "https://x@galat.contoh.go.id/1"}) == "requirements-pantau.txt"
    assert set(rilis.PELAPORAN) == set(laporan.PUSTAKA)
    assert all((AKAR / f"requirements-{nama}.txt").exists() for nama in ("pantau", "server"))
