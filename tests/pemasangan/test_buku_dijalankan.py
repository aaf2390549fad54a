"""The manual: every command in it is executed, here or by the test that is named beside it.

Each stands in one of the tables; a command that is new in the manual stands in none, and fails.
"""

import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pemasangan.alat import cadangan, langkah
from pemasangan.alat.tempat import Tempat
from siapp.akun.peran import Mesin
from siapp.berkas.pemasangan import nyatakan
from tests.pemasangan.test_buku import MANAGE, SIAPP
from tests.sarana import AKAR

NIP = "198001012005011001"

# Executed below, as they stand or with what the manual leaves open; why there is nothing to add to them, or what.
DIJALANKAN: dict[str, dict[str, str]] = {
    "administrator_pertama --nip … --nama …": {"--nip …": f"--nip {NIP}", "--nama …": "--nama Uji"},
    "baca_berkas": {},
    "check": {},
    "check --database default": {},
    "createcachetable": {},
    "karantina": {},
    "klien_oauth --nama BKN --scope status-verifikasi notifikasi-verifikasi salinan-keppres": {},
    "laporan_insiden --dari 2026-11-25T08:30 --sampai 2026-11-25T17:00 --ke insiden.xlsx": {},
    "hitung_statistik": {},
    "kunci_nomor": {},
    "migrate": {},
    "muat_katalog": {},
    "pemasangan": {},
    'pemasangan --nyatakan --alasan "…"': {"…": "disk diganti"},
    "sandikan_ulang": {},
    "verifikasi_audit": {},
}
# Executed below: without more it only looks, and says so by ending non-zero.
HANYA_MELIHAT = {"setelah_pemulihan": "Belum ada yang diubah"}
# Executed by a test of their own, with the world that they need: test → what it calls there.
DI_TEMPAT_LAIN: dict[str, tuple[str, str]] = {
    "check --deploy --fail-level WARNING": ("tests/siapp/test_produksi.py", '"check", deploy=True'),
    "collectstatic --no-input": ("tests/siapp/test_produksi.py", '"collectstatic"'),
    "ganti_tautan '12/K/2026' --tahun 2026 --alasan \"…\"": ("tests/integrasi/api/test_salinan.py", '"ganti_tautan"'),
    "jalankan berkas": ("tests/siapp/test_produksi.py", '"berkas"'),
    "jalankan metrik": ("tests/siapp/test_produksi.py", '"metrik"'),
    "jalankan metrik --host 0.0.0.0 --port 9108": ("tests/siapp/test_produksi.py", '"metrik"'),
    "jalankan pekerja": ("tests/siapp/test_produksi.py", '"pekerja"'),
    "jalankan timer": ("tests/siapp/test_produksi.py", '"timer"'),
    "jalankan web --host 0.0.0.0 --port 8000": ("tests/siapp/test_produksi.py", '"web"'),
    "keadaan": ("tests/integrasi/pengamatan/test_keadaan.py", '"keadaan"'),
    "lepas_dua_langkah --nip … --alasan …": ("tests/akun/test_dua_langkah.py", '"lepas_dua_langkah"'),
    "peran_basis_data": ("tests/siapp/test_peran_basis_data.py", '"peran_basis_data"'),
    "sinkron": ("tests/integrasi/tanya/test_sinkron.py", '"sinkron"'),
    "uji_kontrak": ("tests/integrasi/kesesuaian/test_kesesuaian.py", '"uji_kontrak")'),
    "uji_kontrak --baca-saja": ("tests/integrasi/kesesuaian/test_kesesuaian.py", '"uji_kontrak", "--baca-saja"'),
}
# The words of `siapp`: the function behind each runs in that test. Those without one need a machine of their own under
# systemd, and why is said.
SIAPP_DI: dict[str, tuple[str, str]] = {
    "arsipkan": ("tests/pemasangan/test_arsip.py", "arsip.arsipkan("),
    "cadangkan": ("tests/pemasangan/test_cadangan.py", "cadangan.buat("),
    "pulihkan --cadangan NAMA --ya": ("tests/pemasangan/test_cadangan.py", "cadangan.pulihkan("),
    "pulihkan --sampai 2026-11-28T14:30 --ya": ("tests/pemasangan/test_arsip.py", "arsip.pulihkan("),
    "uji-pulih": ("tests/pemasangan/test_cadangan.py", "cadangan.uji("),
}
SIAPP_TIDAK: dict[str, str] = {
    "copot --ya": "takes services, site and code from the machine; without --ya it is tried",
    "keadaan": "asks systemd of each service; each of its sentences is tried by itself",
    "muat-ulang": "starts services again one by one",
    "mulai --domain siapp.contoh.go.id": "starts PostgreSQL, nginx and services; each step is tried by itself",
    "mundur": "starts services again one by one; which release it takes is tried",
    "perbarui": "as `mundur`, after the change of the schema, which is tried",
}


def test_setiap_perintah_buku_dijalankan_atau_disebut_sebabnya() -> None:
    assert set(MANAGE) == DIJALANKAN.keys() | HANYA_MELIHAT.keys() | DI_TEMPAT_LAIN.keys()
    sisa = {satu for satu in SIAPP if satu.split()[0] != "kelola"}  # what follows it stands in MANAGE
    assert sisa == SIAPP_DI.keys() | SIAPP_TIDAK.keys() | {"pulihkan"}
    assert not SIAPP_DI.keys() & SIAPP_TIDAK.keys()


@pytest.mark.parametrize(("berkas", "panggilan"), sorted({*DI_TEMPAT_LAIN.values(), *SIAPP_DI.values()}))
def test_yang_dijalankan_di_tempat_lain_memang_dipanggil_di_sana(berkas: str, panggilan: str) -> None:
    assert panggilan in (AKAR / berkas).read_text()


@pytest.mark.parametrize("baris", sorted(DIJALANKAN))
def test_perintah_buku_berhasil(
    baris: str, transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    isi = baris
    for kosong, nilai in DIJALANKAN[baris].items():
        isi = isi.replace(kosong, nilai)
    nyatakan(oleh=Mesin.SISTEM, alasan="Uji.")  # the storage outlives the databases of the tests
    call_command(*shlex.split(isi), stdout=StringIO(), stderr=StringIO())
    if "--ke " in isi:
        assert (tmp_path / "insiden.xlsx").stat().st_size


@pytest.mark.parametrize("baris", sorted(HANYA_MELIHAT))
def test_perintah_buku_yang_hanya_melihat(baris: str, transactional_db: None) -> None:
    with pytest.raises(CommandError, match=HANYA_MELIHAT[baris]):
        call_command(*shlex.split(baris), stdout=StringIO())


def test_pulihkan_tanpa_ya_hanya_memperlihatkan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cadangan, "daftar_rinci", lambda _tempat, _tanda: [])
    langkah.pulihkan(Tempat(tmp_path), snapshot="latest", sampai=None, ya=False)
    assert "sudo siapp pulihkan --cadangan NAMA --ya" in capsys.readouterr().out
