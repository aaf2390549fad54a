"""Peristiwa → calls: pure."""

import json
from datetime import date

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from integrasi.enums import Api
from integrasi.keluar.rencana import JENIS_SALINAN, LEBAR, RENCANA, Panggilan, rencanakan
from usulan.peristiwa import Jenis
from usulan.peristiwa.baca import simpanan
from usulan.peristiwa.daftar import JENIS
from usulan.peristiwa.isi import (
    Diajukan,
    Isi,
    KeppresDiralat,
    KeppresTerbit,
    PerbaikanDiajukan,
    PutusanBiro,
    SalinanKeppres,
    SalinanPerorangan,
)
from usulan.peristiwa.isi_orang import AksesPic, PicDicabut, PicDidaftarkan, PicDiubah

NIP = "9" * 18
SALINAN = {
    "keppres_id": "k-1",
    "nomor": "1/K/2026",
    "tanggal": date(2026, 11, 20),
    "judul": "Judul",
    "versi": 1,
    "berkas_id": "b-1",
    "nip": NIP,
}


def _rencana(isi: Isi) -> tuple[Panggilan, ...]:
    """The calls for what was told, as the database gives it back."""
    return rencanakan(JENIS[type(isi)], json.loads(json.dumps(simpanan(isi), cls=DjangoJSONEncoder)))


def _diajukan(*dokumen: int) -> Diajukan:
    return Diajukan(1, NIP, "Damar Contoh", "Catatan", dokumen)


def _perbaikan(*dokumen: int) -> PerbaikanDiajukan:
    return PerbaikanDiajukan(2, NIP, "Damar Contoh", "", dokumen)


def test_usulan_baru_menjadi_usulan_lalu_dokumen_lalu_teken() -> None:
    panggilan = _rencana(_diajukan(7, 8))
    assert [(p.api, p.gelombang(3)) for p in panggilan] == [
        (Api.USULAN, 30),
        (Api.DOKUMEN, 31),
        (Api.DOKUMEN, 31),
        (Api.APPROVE, 32),
    ]
    assert [p.sasaran for p in panggilan] == ["", "7", "8", ""]
    assert [p.muatan for p in panggilan[:3]] == [{}, {"versi": 7}, {"versi": 8}]
    assert panggilan[3].muatan == {
        "nip_approval": NIP,
        "nama_approval": "Damar Contoh",
        "jenis_usulan": "Baru",
        "catatan": "Catatan",
    }


def test_perbaikan_tidak_pernah_membuat_usulan_lagi() -> None:
    panggilan = _rencana(_perbaikan(9))
    assert [p.api for p in panggilan] == [Api.DOKUMEN, Api.APPROVE]
    assert panggilan[1].muatan["jenis_usulan"] == "Perbaikan"


def test_perbaikan_tanpa_dokumen_hanya_meneken() -> None:
    panggilan = _rencana(_perbaikan())
    assert [p.api for p in panggilan] == [Api.APPROVE]


@pytest.mark.parametrize("kelas", [KeppresTerbit, KeppresDiralat, SalinanPerorangan])
def test_keppres_terbit_ralat_dan_salinan_perorangan_mengirim_salinan(kelas: type[SalinanKeppres]) -> None:
    (panggilan,) = _rencana(kelas(**SALINAN))
    assert (panggilan.api, panggilan.sasaran) == (Api.SALINAN_KEPPRES, "k-1")
    assert panggilan.muatan == {
        "nomor_keppres": "1/K/2026",
        "tanggal_keppres": "2026-11-20",
        "judul_keppres": "Judul",
        "berkas_id": "b-1",
        "nip": NIP,
    }


@pytest.mark.parametrize(("kelas", "tindakan"), [(PicDidaftarkan, "beri"), (PicDiubah, "beri"), (PicDicabut, "cabut")])
def test_akses_pic_diberi_atau_dicabut(kelas: type[AksesPic], tindakan: str) -> None:
    (panggilan,) = _rencana(kelas("p-1", NIP, ("KP",), "Kementerian Contoh", {}))
    hak = {"nip": NIP, "kp": "ya", "pemberhentian": "", "jfku": ""} if tindakan == "beri" else {}
    assert panggilan.api == Api.ROLE_PIC
    assert panggilan.muatan == {"tindakan": tindakan, "id": "p-1", **hak}


def test_setiap_kelompok_pic_disebut_dengan_namanya_di_lampiran() -> None:
    (panggilan,) = _rencana(PicDiubah("p-1", NIP, ("KP", "PEMBERHENTIAN", "JFKU"), "Kementerian Contoh", {}))
    assert {k: panggilan.muatan[k] for k in ("kp", "pemberhentian", "jfku")} == dict.fromkeys(
        ("kp", "pemberhentian", "jfku"), "ya"
    )


def test_kabar_salinan_adalah_terbit_ralat_dan_salinan_perorangan() -> None:
    assert {Jenis.KEPPRES_TERBIT, Jenis.KEPPRES_DIRALAT, Jenis.SALINAN_PERORANGAN} == JENIS_SALINAN


def test_putusan_biro_diberitahukan() -> None:
    (panggilan,) = _rencana(PutusanBiro("BTL", date(2026, 11, 20), "kurang", putaran=1))
    assert panggilan.api == Api.VERIFIKASI_BIRO
    assert panggilan.muatan == {"status": "BTL", "tanggal_verifikasi": "2026-11-20", "keterangan": "kurang"}


@pytest.mark.parametrize("jenis", sorted(set(Jenis.values) - set(RENCANA)))
def test_peristiwa_lain_tidak_memanggil_siasn(jenis: str) -> None:
    assert rencanakan(jenis, {}) == ()


def test_peristiwa_berikut_selalu_di_gelombang_sesudahnya() -> None:
    for isi in (_diajukan(1), _perbaikan(1)):
        terbesar = max(p.gelombang(4) for p in _rencana(isi))
        assert terbesar < 5 * LEBAR <= min(p.gelombang(5) for p in _rencana(isi))
