"""Repeated writes in the four modes, and memory over a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from integrasi.peragaan.simulator.data import Baris
from tests.integrasi.peragaan.simulator.conftest import (
    Sim,
    buat_usulan,
    dokumen_wajib,
    kirim_dokumen,
    muatan_teken,
    muatan_usulan,
    usulan_diteken,
)


def _salinan(id_usulan: str, orang: Baris) -> dict[str, Any]:
    return {
        "nomor_keppres": "7/K",
        "tanggal_keppres": "10-12-2026",
        "judul_keppres": "Judul",
        "download_url": "https://siapp.contoh.invalid/u/1",
        "id_usulan": id_usulan,
        "nip": orang["nip"],
    }


def test_kunci_dikenal_mendapat_jawaban_pertama_pada_setiap_api(sim: Sim, orang: Baris) -> None:
    muatan = muatan_usulan(orang)
    jawaban = [sim.kirim("/siapp/usulan", muatan, kunci="k-3").content for _ in range(3)]
    assert len(set(jawaban)) == 1
    id_usulan = json.loads(jawaban[0])["mapData"]["id_usulan"]
    for jenis in dokumen_wajib(sim, 101):
        dokumen = [kirim_dokumen(sim, id_usulan, jenis, kunci=f"k-4-{jenis}").content for _ in range(2)]
        assert dokumen[0] == dokumen[1]
    for jalur, isi in (
        ("/siapp/usulan/approve", muatan_teken(id_usulan, orang)),
        ("/siapp/salinan-keppres", _salinan(id_usulan, orang)),
    ):
        assert sim.kirim(jalur, isi, kunci="k").content == sim.kirim(jalur, isi, kunci="k").content
    isi = sim.ambil(f"/_sim/usulan/{id_usulan}").json()
    assert (len(isi["dokumen"]), len(isi["approval"]), len(isi["salinan"])) == (8, 1, 1)
    for api, efek, ulangan in (("3", 1, 2), ("4", 8, 8), ("5", 1, 1), ("11", 1, 1)):
        h = sim.hitungan(api)
        assert (h["efek"], h["ulangan"], h["ganda"]) == (efek, ulangan, 0)
    assert len(list(sim.berkas.with_name(sim.berkas.name + ".berkas").iterdir())) == 8


def test_kunci_sesudah_jawaban_hilang_memberi_id_yang_sama(sim: Sim, orang: Baris) -> None:
    muatan = muatan_usulan(orang)
    with pytest.raises(requests.ConnectionError):
        sim.kirim("/siapp/usulan", muatan, kunci="k", gangguan="reset_sesudah")
    sim.kirim("/siapp/usulan", muatan, kunci="k").raise_for_status()
    assert (sim.hitungan("3")["efek"], sim.hitungan("3")["ganda"]) == (1, 0)


def test_penolakan_tidak_diingat_di_bawah_kunci(sim: Sim, orang: Baris) -> None:
    assert sim.kirim("/siapp/usulan", muatan_usulan(orang) | {"detail_layanan_id": 1}, kunci="k").status_code == 406
    assert sim.kirim("/siapp/usulan", muatan_usulan(orang), kunci="k").status_code == 200


def test_tolak_ganda_menjawab_409_dengan_id_yang_pertama(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    sim.mode("tolak_ganda:3,4,5,11")
    acuan = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["referensi_siapp"]
    sim.kirim("/siapp/salinan-keppres", _salinan(id_usulan, orang)).raise_for_status()
    ulangan = (
        sim.kirim("/siapp/usulan", muatan_usulan(orang, acuan=acuan), kunci="lain"),
        kirim_dokumen(sim, id_usulan, dokumen_wajib(sim, 101)[0]),
        sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang)),
        sim.kirim("/siapp/salinan-keppres", _salinan(id_usulan, orang)),
    )
    for jawaban in ulangan:
        assert (jawaban.status_code, jawaban.json()["data"]["id_usulan"]) == (409, id_usulan)
    assert [sim.hitungan(api)["ganda"] for api in ("3", "4", "5", "11")] == [0, 0, 0, 0]


def test_janji_berlaku_untuk_api_yang_disebut_saja(sim: Sim, orang: Baris) -> None:
    id_usulan = usulan_diteken(sim, orang)
    sim.mode("tolak_ganda")
    acuan = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["referensi_siapp"]
    assert sim.kirim("/siapp/usulan", muatan_usulan(orang, acuan=acuan)).status_code == 409
    assert kirim_dokumen(sim, id_usulan, dokumen_wajib(sim, 101)[0]).status_code == 200
    assert sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang)).status_code == 200
    assert [sim.hitungan(api)["ganda"] for api in ("3", "4", "5")] == [0, 1, 1]
    sim.mode("kunci:5")
    for _ in range(2):
        sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang), kunci="satu").raise_for_status()
    assert sim.hitungan("5")["ganda"] == 2, "the second one got the first answer"


@pytest.mark.parametrize("mode", ["", "nekat", "kunci:2", "manusia:3", "cari:3;4"])
def test_janji_yang_tidak_ada_ditolak(sim: Sim, mode: str) -> None:
    assert sim.kirim("/_sim/mode", {"mode_ganda": mode}).status_code >= 400


def test_dokumen_dengan_isi_lain_bukan_ganda(sim: Sim, orang: Baris) -> None:
    sim.mode("tolak_ganda:4")
    id_usulan = buat_usulan(sim, orang)
    assert [kirim_dokumen(sim, id_usulan, 2001, isi).status_code for isi in (b"%PDF-a", b"%PDF-b")] == [200, 200]


@pytest.mark.parametrize("mode", ["cari", "manusia"])
def test_mode_lain_menerima_ganda_dan_menghitungnya(sim: Sim, orang: Baris, mode: str) -> None:
    sim.mode(mode)
    muatan = muatan_usulan(orang)
    acuan = muatan["data_usulan"]["referensi_siapp"]
    ids = {sim.kirim("/siapp/usulan", muatan, kunci="k").json()["mapData"]["id_usulan"] for _ in range(2)}
    assert len(ids) == 2
    assert (sim.hitungan("3")["efek"], sim.hitungan("3")["ganda"]) == (2, 1)
    dicari = sim.ambil(f"/siapp/usulan?referensi_siapp={acuan}")
    if mode == "cari":
        assert {b["id_usulan"] for b in dicari.json()["data"]} == ids
    else:
        assert dicari.status_code == 404


def test_cari_menurut_kontrak_hanya_menunjukkan_id_usulan(sim: Sim, orang: Baris) -> None:
    sim.mode("cari")
    id_usulan = usulan_diteken(sim, orang)
    acuan = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["referensi_siapp"]
    assert sim.ambil(f"/siapp/usulan?referensi_siapp={acuan}").json()["data"] == [{"id_usulan": id_usulan}]


def test_cari_menunjukkan_dokumen_teken_dan_salinan_bila_dijanjikan_juga(sim: Sim, orang: Baris) -> None:
    sim.mode("cari:3,4,5,11")
    id_usulan = usulan_diteken(sim, orang)
    sim.kirim("/siapp/salinan-keppres", _salinan(id_usulan, orang)).raise_for_status()
    acuan = sim.ambil(f"/_sim/usulan/{id_usulan}").json()["referensi_siapp"]
    (baris,) = sim.ambil(f"/siapp/usulan?referensi_siapp={acuan}").json()["data"]
    assert [d["id_ref_dokumen"] for d in baris["dokumen"]] == dokumen_wajib(sim, 101)
    assert all(len(d["sha256"]) == 64 for d in baris["dokumen"])
    assert baris["approval"] == [{"jenis_usulan": "Baru", "putaran": 1}]
    assert baris["salinan"] == [{"nomor_keppres": "7/K", "nip": orang["nip"]}]
    assert sim.ambil("/siapp/usulan?referensi_siapp=00000000-0000-4000-8000-000000000000").json()["data"] == []


def test_panggilan_yang_menetapkan_keadaan_tidak_pernah_ganda(sim: Sim, orang: Baris) -> None:
    sim.mode("manusia")
    isi = {"id_usulan": buat_usulan(sim, orang), "status": "BTL", "tanggal_verifikasi": "01-12-2026", "keterangan": ""}
    for _ in range(3):
        sim.kirim("/siapp/usulan/verifikasi-biro", isi, kunci="k").raise_for_status()
    assert sim.hitungan("10")["ganda"] == 0
    assert len(sim.ambil(f"/_sim/usulan/{isi['id_usulan']}").json()["biro"]) == 1


def test_hapus_melupakan_semua_yang_diterima(sim: Sim, orang: Baris) -> None:
    usulan_diteken(sim, orang)
    sim.kirim("/_sim/hapus").raise_for_status()
    assert sim.ambil("/_sim/usulan").json() == []
    assert sim.ambil("/_sim/hitungan").json() == {}
    assert sim.ambil("/siapp/asn?limit=1").status_code == 200


def test_keadaan_bertahan_walau_proses_dibunuh(buat_sim: Callable[..., Sim], orang: Baris) -> None:
    sim = buat_sim("--mode-ganda", "tolak_ganda:5")
    sim.masuk()
    id_usulan = usulan_diteken(sim, orang)
    sim.kirim("/_sim/gangguan", {"aturan": [{"api": "7", "jenis": "503"}]}).raise_for_status()
    hitungan = sim.ambil("/_sim/hitungan").json()
    sim.matikan(paksa=True)
    sim.hidupkan()
    assert sim.ambil("/_sim/hitungan").json() == hitungan
    assert sim.ambil(f"/_sim/usulan/{id_usulan}").json()["tahap"] == 12
    assert sim.ambil("/siapp/asn?limit=1").status_code == 200
    assert sim.ambil(f"/siapp/usulan/status?id_usulan={id_usulan}").status_code == 503
    assert sim.kirim("/siapp/usulan/approve", muatan_teken(id_usulan, orang)).status_code == 409
