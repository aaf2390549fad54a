"""The invented people and reference lists keep what the plans promise."""

from __future__ import annotations

from collections import Counter
from datetime import date

from integrasi.peragaan.simulator.data import ACUAN, INSTANSI, semua_asn
from integrasi.peragaan.simulator.referensi import daftar
from integrasi.peragaan.simulator.susunan import FUNGSIONAL, STRUKTURAL, UNOR
from referensi.katalog import muat_katalog

BATAS = {
    "id_pns": 32,
    "nip": 18,
    "nama": 100,
    "tempat_lahir": 32,
    "id_pendidikan_terakhir": 32,
    "id_instansi_induk": 32,
    "id_instansi_kerja": 32,
    "unit_kerja": 250,
    "pangkat_lama": 30,
    "gol_ruang_lama": 5,
    "nama_jabatan_lama": 250,
    "pangkat_baru": 30,
    "gol_ruang_baru": 5,
    "nama_jabatan_terakhir": 250,
    "nama_kantor_wilayah_taspen": 30,
    "alamat_setelah_pensiun": 150,
}


def _hari(teks: str) -> date:
    return date(*map(int, reversed(teks.split("-"))))


def test_ada_240_orang_lebih_di_8_instansi_dan_kebanyakan_ivb_ke_atas() -> None:
    asn = semua_asn()
    golongan = Counter(a["golongan_id"] for a in asn)
    assert len(asn) >= 240
    assert len({a["id_instansi_kerja"] for a in asn}) == len(INSTANSI) == 8
    assert set(golongan) >= {"34", "41", "42", "43", "44", "45"}
    assert sum(n for g, n in golongan.items() if g >= "42") > len(asn) / 2


def test_setiap_nip_sah_dan_sesuai_tanggal_lahir() -> None:
    asn = semua_asn()
    assert len({a["nip"] for a in asn}) == len({a["id_pns"] for a in asn}) == len(asn)
    for a in asn:
        nip = a["nip"]
        assert len(nip) == 18
        assert nip.isdecimal()
        assert nip[:8] == _hari(a["tanggal_lahir"]).strftime("%Y%m%d")
        assert 1 <= int(nip[12:14]) <= 12
        assert 18 <= int(nip[8:12]) - int(nip[:4]) <= 35
        assert nip[14] in "12"


def test_setiap_kolom_muat_dalam_batas_lampiran() -> None:
    for a in semua_asn():
        for kolom, batas in BATAS.items():
            assert len(a[kolom].encode()) <= batas, kolom
        for kolom in ("tahun_masa_kerja_lama", "tahun_masa_kerja_baru", "tahun_masa_kerja_pns", "bulan_masa_kerja_pns"):
            assert 0 <= a[kolom] <= 99


def test_urutan_hidup_masuk_akal() -> None:
    for a in semua_asn():
        assert _hari(a["tmt_gol_ruang_lama"]) < _hari(a["tmt_gol_ruang_baru"]) <= ACUAN
        assert _hari(a["tmt_jabatan_lama"]) < _hari(a["tmt_jabatan_terakhir"]) <= ACUAN
        lahir, pensiun = _hari(a["tanggal_lahir"]), _hari(a["tmt_pensiun"])
        assert pensiun.day == 1
        assert pensiun > ACUAN
        assert (pensiun.year - lahir.year) * 12 + pensiun.month - lahir.month == a["bup"] * 12 + 1


def test_ada_yang_diblokir_meninggal_dan_dekat_pensiun() -> None:
    asn = semua_asn()
    assert sum(a["kedudukan_hukum_id"] == "92" for a in asn) == 1
    meninggal = [a for a in asn if a["tmt_meninggal"]]
    assert len(meninggal) >= 8
    assert all(a["pasangan"] and a["anak"] and a["pensiun_pokok_janda_duda"] for a in meninggal)
    assert sum((_hari(a["tmt_pensiun"]) - ACUAN).days < 366 for a in asn) >= 8
    jabatan = {a["nama_jabatan_terakhir"] for a in asn}
    assert {"Widyaiswara Ahli Utama", "Pengawas Sekolah Ahli Utama", "Widyaiswara Ahli Madya"} <= jabatan


def test_setiap_acuan_orang_ada_dalam_daftar_referensi() -> None:
    unor, jabatan = {u.id for u in UNOR}, {j.id for j in (*STRUKTURAL, *FUNGSIONAL)}
    for a in semua_asn():
        assert a["unor_id"] in unor
        assert a["jabatan_id"] in jabatan


def test_daftar_layanan_dan_dokumen_lengkap_dan_cocok_menurut_nama_yang_dirapikan() -> None:
    def rapi(nama: str) -> str:
        return "".join(nama.lower().replace("kepres", "keppres").split())

    layanan = daftar()["jenis-layanan"]
    dokumen = daftar()["jenis-dokumen"]
    katalog = muat_katalog()
    assert [d["wajib"] for d in dokumen] == [d.wajib for k in katalog for d in k.dokumen]
    assert len({d["id"] for d in dokumen}) == len(dokumen)
    assert [rapi(b["nama"]) for b in layanan] == [rapi(k.nama) for k in katalog]
    assert [rapi(d["nama"]) for d in dokumen] == [rapi(d.nama) for k in katalog for d in k.dokumen]
    assert any(d["nama"] != asli.nama for d, asli in zip(dokumen, (d for k in katalog for d in k.dokumen), strict=True))
    assert {b["layanan"] for b in layanan} == {"KP", "Pemberhentian", "JFKU"}
