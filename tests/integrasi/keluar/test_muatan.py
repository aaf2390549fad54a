"""Usulan → Data_usulan (API 3)."""

import re
from datetime import date
from decimal import Decimal

import pytest

from integrasi.keluar.muatan import MuatanTidakSah, data_usulan, muatan_usulan, periksa
from integrasi.peragaan.isian_contoh import isian_contoh
from referensi.katalog import bidang_layanan, muat_katalog
from referensi.lampiran import MelebihiBatas
from referensi.models import Periode
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


def test_muatan_usulan_tepat_seperti_ini(dunia: Dunia) -> None:
    """The whole of it: what a person typed, what the service asks for, in the Lampiran's forms, and nothing else."""
    usulan = _terisi(dunia, "KP-STRUKTURAL")
    isi = rincian(usulan)
    usulan.nomor_surat_pengantar, usulan.pejabat_penanda_tangan = "B-1", "Sekjen"
    usulan.tanggal_surat_pengantar = date(2026, 11, 2)
    usulan.periode = Periode(tmt=date(2027, 4, 1))
    for bidang in bidang_layanan("KP-STRUKTURAL"):
        setattr(isi, bidang.kode, {"tanggal": None, "bulat": None}.get(bidang.tipe, ""))
    isi.golongan_lama, isi.tmt_jabatan, isi.masa_kerja_tahun = "IV/b", date(2020, 1, 10), 0  # type: ignore[union-attr]
    isi.nomor_pak = "tidak diminta layanan ini"  # type: ignore[union-attr]
    assert muatan_usulan(usulan, isi) == {
        "periode": "01-04-2027",
        "id_pns": usulan.asn_id,
        "data_usulan": {
            "nomor_surat_pengantar": "B-1",
            "tanggal_surat_pengantar": "02-11-2026",
            "pejabat_penanda_tangan": "Sekjen",
            "golongan_lama": "IV/b",
            "tmt_jabatan": "10-01-2020",
            "masa_kerja_tahun": 0,
            "referensi_siapp": str(usulan.pk),
        },
    }
    usulan.periode = None
    assert muatan_usulan(usulan, isi)["periode"] is None


@pytest.mark.parametrize("bidang", ["nomor_surat_pengantar", "pejabat_penanda_tangan"])
def test_isian_umum_paling_panjang_seratus(dunia: Dunia, bidang: str) -> None:
    usulan = _terisi(dunia, "KP-STRUKTURAL")
    isi = rincian(usulan)
    for pas in ("a" * 100, "é" * 50):
        setattr(usulan, bidang, pas)
        assert data_usulan(usulan, isi)[bidang] == pas
    label = bidang.replace("_", " ").capitalize()
    for lebih, ukuran in (
        ("a" * 101, "100 karakter; sekarang 101"),
        ("é" * 51, "100 bita; 51 karakter ini menjadi 102"),
    ):
        setattr(usulan, bidang, lebih)
        with pytest.raises(MelebihiBatas, match=f"^{label} paling panjang {ukuran}"):
            data_usulan(usulan, isi)


def test_setiap_teks_diperiksa_menurut_batas_bidangnya(dunia: Dunia) -> None:
    usulan = _terisi(dunia, "KP-STRUKTURAL")
    isi = rincian(usulan)
    for bidang in bidang_layanan("KP-STRUKTURAL"):
        if bidang.tipe == "teks" and bidang.maks:
            semula = getattr(isi, bidang.kode)
            setattr(isi, bidang.kode, "a" * bidang.maks)
            data_usulan(usulan, isi)
            setattr(isi, bidang.kode, "a" * (bidang.maks + 1))
            with pytest.raises(MuatanTidakSah) as galat:
                muatan_usulan(usulan, isi)
            assert (
                str(galat.value) == f"{bidang.label} paling panjang {bidang.maks} karakter; sekarang {bidang.maks + 1}."
            )
            assert isinstance(galat.value.__cause__, MelebihiBatas)
            setattr(isi, bidang.kode, semula)


def test_bilangan_dengan_batas_bukan_teks_dan_tidak_dihitung_hurufnya(dunia: Dunia) -> None:
    usulan = _terisi(dunia, "KP-FUNGSIONAL")
    isi = rincian(usulan)
    isi.angka_kredit = Decimal("1234567.125")  # type: ignore[union-attr]
    assert data_usulan(usulan, isi)["angka_kredit"] == "1234567.125"
