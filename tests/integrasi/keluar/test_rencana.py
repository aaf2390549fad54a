"""Peristiwa → calls: pure."""

from typing import Any

import pytest

from integrasi.enums import Api
from integrasi.keluar.rencana import LEBAR, RENCANA, rencanakan
from usulan.peristiwa import Jenis

TEKEN = {"putaran": 1, "nip_approval": "9" * 18, "nama_approval": "Damar Contoh", "catatan": ""}
SALINAN = {
    "keppres_id": "k-1",
    "nomor_keppres": "1/K/2026",
    "tanggal_keppres": "2026-11-20",
    "judul_keppres": "Judul",
    "versi": 1,
    "berkas_id": "b-1",
    "nip": "9" * 18,
}
PIC = {"nip": "9" * 18, "id": "p-1", "kp": "1", "pemberhentian": "0", "jfku": "0"}


def test_usulan_baru_menjadi_usulan_lalu_dokumen_lalu_teken() -> None:
    panggilan = rencanakan(Jenis.DIAJUKAN, {**TEKEN, "jenis_usulan": "Baru", "dokumen": [7, 8]})
    assert [(p.api, p.gelombang(3)) for p in panggilan] == [
        (Api.USULAN, 30),
        (Api.DOKUMEN, 31),
        (Api.DOKUMEN, 31),
        (Api.APPROVE, 32),
    ]
    assert [p.sasaran for p in panggilan] == ["", "7", "8", ""]


def test_perbaikan_tidak_pernah_membuat_usulan_lagi() -> None:
    panggilan = rencanakan(Jenis.PERBAIKAN_DIAJUKAN, {**TEKEN, "jenis_usulan": "Perbaikan", "dokumen": [9]})
    assert [p.api for p in panggilan] == [Api.DOKUMEN, Api.APPROVE]
    assert panggilan[1].muatan["jenis_usulan"] == "Perbaikan"


def test_perbaikan_tanpa_dokumen_hanya_meneken() -> None:
    panggilan = rencanakan(Jenis.PERBAIKAN_DIAJUKAN, {**TEKEN, "jenis_usulan": "Perbaikan", "dokumen": []})
    assert [p.api for p in panggilan] == [Api.APPROVE]


@pytest.mark.parametrize("jenis", [Jenis.KEPPRES_TERBIT, Jenis.KEPPRES_DIRALAT])
def test_keppres_terbit_dan_ralatnya_mengirim_salinan(jenis: Jenis) -> None:
    (panggilan,) = rencanakan(jenis, SALINAN)
    assert panggilan.api == Api.SALINAN_KEPPRES
    assert panggilan.muatan["berkas_id"] == "b-1"
    assert "keppres_id" not in panggilan.muatan


@pytest.mark.parametrize(
    ("jenis", "tindakan"),
    [(Jenis.PIC_DIDAFTARKAN, "beri"), (Jenis.PIC_DIUBAH, "beri"), (Jenis.PIC_DICABUT, "cabut")],
)
def test_akses_pic_diberi_atau_dicabut(jenis: Jenis, tindakan: str) -> None:
    (panggilan,) = rencanakan(jenis, PIC)
    assert (panggilan.api, panggilan.muatan["tindakan"]) == (Api.ROLE_PIC, tindakan)


def test_putusan_biro_diberitahukan() -> None:
    data: dict[str, Any] = {"status": "BTL", "tanggal_verifikasi": "2026-11-20", "keterangan": "kurang", "putaran": 1}
    (panggilan,) = rencanakan(Jenis.PUTUSAN_BIRO, data)
    assert panggilan.muatan == {"status": "BTL", "tanggal_verifikasi": "2026-11-20", "keterangan": "kurang"}


@pytest.mark.parametrize("jenis", sorted(set(Jenis.values) - set(RENCANA)))
def test_peristiwa_lain_tidak_memanggil_siasn(jenis: str) -> None:
    assert rencanakan(jenis, {}) == ()


def test_peristiwa_berikut_selalu_di_gelombang_sesudahnya() -> None:
    semua = [Jenis.DIAJUKAN, Jenis.PERBAIKAN_DIAJUKAN]
    data = {**TEKEN, "jenis_usulan": "Baru", "dokumen": [1]}
    for jenis in semua:
        terbesar = max(p.gelombang(4) for p in rencanakan(jenis, data))
        assert terbesar < 5 * LEBAR <= min(p.gelombang(5) for p in rencanakan(jenis, data))
