"""Usulan → Data_usulan (API 3)."""

import re
from datetime import date
from decimal import Decimal

import pytest

from integrasi.keluar.muatan import MuatanTidakSah, data_usulan, muatan_usulan, periksa
from integrasi.peragaan.isian_contoh import isian_contoh
from referensi.katalog import bidang_layanan, muat_katalog
from referensi.lampiran import MelebihiBatas
from tests.dunia import Dunia, bangun_dunia, buat_draf, segar
from usulan.actions import draf
from usulan.models import Usulan, rincian


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


def _terisi(dunia: Dunia, kode: str) -> Usulan:
    usulan = segar(buat_draf(dunia, kode))
    draf.ubah_data(usulan.pk, isian=isian_contoh(usulan), oleh=dunia.pic)
    return segar(usulan)


def test_setiap_layanan_mengirim_semua_bidang_wajibnya(dunia: Dunia) -> None:
    for layanan in muat_katalog():
        usulan = _terisi(dunia, layanan.kode)
        muatan = muatan_usulan(usulan, rincian(usulan))
        isi = muatan["data_usulan"]
        assert {b.kode for b in bidang_layanan(layanan.kode) if b.wajib} <= set(isi), layanan.kode
        assert isi["referensi_siapp"] == str(usulan.pk)
        assert muatan["id_pns"] == usulan.asn_id
        assert (muatan["periode"] is None) == (usulan.periode is None)
        for bidang in bidang_layanan(layanan.kode):
            if bidang.tipe == "tanggal" and bidang.kode in isi:
                assert re.fullmatch(r"\d{2}-\d{2}-\d{4}", isi[bidang.kode]), bidang.kode


def test_yang_kosong_tidak_dikirim_dan_nol_dikirim(dunia: Dunia) -> None:
    usulan = _terisi(dunia, "KP-STRUKTURAL")
    isi = rincian(usulan)
    isi.masa_kerja_bulan, isi.tmt_jabatan, isi.nama_unor = 0, None, ""  # type: ignore[union-attr]
    data = data_usulan(usulan, isi)
    assert data["masa_kerja_bulan"] == 0
    assert "tmt_jabatan" not in data
    assert "nama_unor" not in data


def test_angka_kredit_dikirim_tanpa_kehilangan_angka(dunia: Dunia) -> None:
    usulan = _terisi(dunia, "KP-FUNGSIONAL")
    isi = rincian(usulan)
    isi.angka_kredit = Decimal("1050.125")  # type: ignore[union-attr]
    isi.tanggal_pak = date(2026, 3, 1)  # type: ignore[union-attr]
    data = data_usulan(usulan, isi)
    assert (data["angka_kredit"], data["tanggal_pak"]) == ("1050.125", "01-03-2026")


def test_teks_yang_tidak_muat_menyebut_bidang_batas_dan_hitungannya(dunia: Dunia) -> None:
    usulan = _terisi(dunia, "KP-STRUKTURAL")
    isi = rincian(usulan)
    isi.nama_jabatan = "ä" * 130  # type: ignore[union-attr]
    with pytest.raises(MelebihiBatas, match=r"Jabatan saat ini paling panjang 250 bita; 130 karakter ini menjadi 260"):
        data_usulan(usulan, isi)
    with pytest.raises(MuatanTidakSah):
        muatan_usulan(usulan, isi)


def test_catatan_256_ditolak_sebelum_dikirim() -> None:
    periksa(5, {"catatan": "a" * 255})
    with pytest.raises(MuatanTidakSah, match="Catatan paling panjang 255 karakter; sekarang 256"):
        periksa(5, {"catatan": "a" * 256})
