"""The table of facts about the 13 APIs, and every other table keyed by them, held complete."""

import pytest
from django.urls import get_resolver

from integrasi.api.dasar import TampilanMitra
from integrasi.enums import DUA_ORANG, FAKTA, IDEMPOTEN, KELUAR, LINGKUP, Api, Arah, fakta
from integrasi.keluar.susun import SUSUN, Bekal
from integrasi.keluar.tinjau import JEJAK
from integrasi.models import PILIHAN_API, Pengiriman
from integrasi.siasn.konfigurasi import PATH_BAWAAN
from integrasi.siasn.kontrak import JAWABAN, NOMOR
from referensi.lampiran import BATAS

DILAYANI = tuple(api for api, satu in FAKTA.items() if satu.arah is Arah.DIPANGGIL)
DIBACA = tuple(api for api, satu in FAKTA.items() if satu.arah is Arah.MEMBACA)


def test_tabel_memuat_ketiga_belas_api_dengan_nama_masing_masing() -> None:
    assert [int(api) for api in FAKTA] == list(range(1, 14)) == [int(api) for api in Api]
    assert all(satu.api is api for api, satu in FAKTA.items())
    assert len({satu.nama for satu in FAKTA.values()}) == 13
    assert all(satu.nama for satu in FAKTA.values())


def test_arah_menurut_perjanjian() -> None:
    """SIASN provides ten of which we change something with six; BKN calls three of ours (kontrak.md 2 and 3)."""
    assert KELUAR == (2, 3, 4, 5, 10, 11)
    assert DIBACA == (1, 6, 7, 13)
    assert DILAYANI == (8, 9, 12)


def test_yang_boleh_diulang_dan_yang_butuh_dua_orang_menurut_janji() -> None:
    """janji.md 1: APIs 2 and 10 set a whole state; 3, 5 and 11 cannot be taken back."""
    assert {Api.ROLE_PIC, Api.VERIFIKASI_BIRO} == IDEMPOTEN
    assert {Api.USULAN, Api.APPROVE, Api.SALINAN_KEPPRES} == DUA_ORANG
    assert not DUA_ORANG & IDEMPOTEN


def test_sekali_teken_mengirim_data_lalu_dokumen_lalu_tanda_tangan() -> None:
    sekali = [api for api in KELUAR if FAKTA[api].sekali_teken]
    assert sorted(sekali, key=lambda api: FAKTA[api].urutan) == [Api.USULAN, Api.DOKUMEN, Api.APPROVE]
    assert len({FAKTA[api].urutan for api in sekali}) == len(sekali)


@pytest.mark.parametrize("api", KELUAR)
def test_setiap_kiriman_mempunyai_kata_penyusun_dan_batas_panjang(api: Api) -> None:
    satu = FAKTA[api]
    assert satu.langkah
    assert satu.isi
    assert satu.alamat
    assert api in SUSUN
    assert api in BATAS
    assert Pengiriman(api=api).get_api_display() == f"API {int(api)} – {satu.nama}"


def test_tabel_fungsi_tidak_memuat_yang_bukan_kiriman() -> None:
    assert set(SUSUN) == set(KELUAR)
    assert [nomor for nomor, _ in PILIHAN_API] == list(KELUAR)
    assert set(BATAS) == {*KELUAR, Api.STATUS_BIRO, Api.NOTIFIKASI_BKN}  # API 12 carries what API 11 does


def test_setiap_kiriman_yang_tak_boleh_diulang_dapat_ditinjau() -> None:
    """API 3 is found by `referensi_siapp` itself, the others in a list of the usulan that is found."""
    assert set(JEJAK) == set(KELUAR) - IDEMPOTEN - {Api.USULAN}
    assert {api for api in KELUAR if FAKTA[api].daftar_cari} == set(JEJAK)
    assert {FAKTA[Api(api)].daftar_cari for api in JEJAK} == set(JAWABAN["usulan_cari"]) - {"id_usulan"}


def test_jejak_memakai_bidang_yang_dijanjikan_siasn() -> None:
    muatan = {"jenis_usulan": "Baru", "nomor_keppres": "1/P", "nip": "198501022010011001"}
    for api in (Api.APPROVE, Api.SALINAN_KEPPRES):
        bidang = JAWABAN["usulan_cari"][FAKTA[api].daftar_cari].isi
        assert set(JEJAK[api](Pengiriman(api=api, muatan=muatan), Bekal())) <= set(bidang)


def test_setiap_alamat_siasn_milik_satu_api() -> None:
    kunci = [nama for satu in FAKTA.values() for nama in satu.alamat]
    assert len(kunci) == len(set(kunci))
    assert set(kunci) == set(PATH_BAWAAN) == set(NOMOR)
    assert {api for api, satu in FAKTA.items() if satu.alamat} == {*KELUAR, *DIBACA}


def test_setiap_api_yang_dilayani_mempunyai_alamat_dan_lingkupnya() -> None:
    dilayani = {}
    for pola in get_resolver("integrasi.api.urls").url_patterns:
        kelas = getattr(pola.callback, "view_class", None) if hasattr(pola, "callback") else None
        if kelas is not None and issubclass(kelas, TampilanMitra):
            dilayani[kelas.nomor_api] = kelas().lingkup
    assert dilayani == {api: FAKTA[api].lingkup for api in DILAYANI}
    assert set(dilayani.values()) == set(LINGKUP)


def test_nomor_yang_tidak_ada_dalam_perjanjian_ditolak() -> None:
    with pytest.raises(ValueError, match="99"):
        fakta(99)
