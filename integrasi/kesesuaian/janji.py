"""Whether the partner keeps what SIASN_MODE_GANDA says of it, API by API: that nothing is doubled rests on it.

Each way is tried so that a partner that does not keep it shows it. A repetition alone would prove nothing of APIs 4, 5
and 11: their answers need not tell the first effect from a second one.
"""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

from integrasi.enums import FAKTA, Api
from integrasi.keluar.klasifikasi import BENTROK
from integrasi.keluar.tinjau import cari, jumlah_di_mitra
from integrasi.kesesuaian.usulan_uji import UsulanUji
from integrasi.mitra.janji import dijanjikan
from integrasi.siasn.errors import Ditolak, SudahAda, TidakDitemukan
from integrasi.siasn.usulan import cari as cari_id
from siapp.mode_ganda import API_GANDA, CARI, KUNCI, TOLAK_GANDA

TANPA_JANJI = "Tidak diuji: SIASN tidak menjanjikan apa-apa; kiriman tidak pasti diputus orang."
BUKAN_YANG_SAMA = "SIASN tidak mengenali kiriman ulang sebagai usulan yang sama; kiriman tidak pasti diputus orang."
TANPA_TANDA = "SIASN menerima kiriman untuk ID Usulan yang tidak ada, jadi janji ini tidak dapat dibuktikan."
KUNCI_ASING = "SIASN tidak mengenali Idempotency-Key yang sudah dipakai; kiriman tidak pasti diputus orang."
GANDA_DITERIMA = "SIASN menerima kiriman yang sama untuk kedua kalinya; kiriman tidak pasti diputus orang."
TIDAK_KETEMU = "Pencarian di SIASN tidak menunjukkan tepat satu kiriman ini; kiriman tidak pasti diputus orang."


def uji_janji(satu: UsulanUji, api: Api) -> None:
    """Try every way that is promised for `api`, whose call of the invented usulan was just made."""
    if api not in API_GANDA:
        return
    nama = f"{FAKTA[api].nama}, dikirim ulang"
    cara = sorted(dijanjikan().get(api, ()))
    if not cara:
        satu.uji.lewati(api, nama, TANPA_JANJI)
    for mode in cara:
        satu.uji.coba(api, f"{nama} ({mode})", partial(UJI[mode], satu, api), str, mode=mode)


def _kirim(satu: UsulanUji, api: Api, id_usulan: str = "", kunci: str = "") -> None:
    panggil: Mapping[Api, Callable[[str, str], None]] = {
        Api.DOKUMEN: satu.dokumen,
        Api.APPROVE: satu.setujui,
        Api.SALINAN_KEPPRES: satu.salinan,
    }
    panggil[api](id_usulan, kunci)


def _diterima(satu: UsulanUji, api: Api, id_usulan: str, kunci: str) -> bool:
    try:
        _kirim(satu, api, id_usulan, kunci)
    except (Ditolak, SudahAda, TidakDitemukan):
        return False
    return True


def _uji_kunci(satu: UsulanUji, api: Api) -> str:
    """A known key gets its first answer, even with a usulan that does not exist, which a new key is refused with."""
    if api == Api.USULAN:
        return "" if _id_ulang(satu, "").lower() == satu.uji.id_usulan.lower() else BUKAN_YANG_SAMA
    tidak_ada = str(uuid4())
    if _diterima(satu, api, tidak_ada, str(uuid4())):
        return TANPA_TANDA
    if not _diterima(satu, api, tidak_ada, satu.kunci[api]):
        return KUNCI_ASING
    _kirim(satu, api)
    return ""


def _id_ulang(satu: UsulanUji, kunci: str) -> str:
    try:
        return satu.usulan(kunci)
    except SudahAda as galat:
        return galat.id_usulan


def _uji_tolak_ganda(satu: UsulanUji, api: Api) -> str:
    """The same content under a new key is refused with 409; API 3 names the first one's id."""
    kunci = str(uuid4())
    if api == Api.USULAN:
        return "" if _id_ulang(satu, kunci).lower() == satu.uji.id_usulan.lower() else BUKAN_YANG_SAMA
    try:
        _kirim(satu, api, kunci=kunci)
    except SudahAda:
        return ""
    except Ditolak as galat:
        if galat.status == BENTROK:
            return ""
        raise
    return GANDA_DITERIMA


def _uji_cari(satu: UsulanUji, api: Api) -> str:
    """Our reference shows what was sent exactly once, and an invented reference shows nothing."""
    transport, milik = satu.uji.transport, satu.uji.id_usulan
    if cari_id(transport, str(uuid4())):
        return TIDAK_KETEMU
    if api == Api.USULAN:
        temuan = tuple(satu_id.lower() for satu_id in cari_id(transport, satu.referensi))
        return "" if temuan == (milik.lower(),) else TIDAK_KETEMU
    jejak = {
        Api.DOKUMEN: {"id_ref_dokumen": satu.wajib[0].id, "sha256": satu.berkas.sha256},
        Api.APPROVE: {"jenis_usulan": "Baru"},
        Api.SALINAN_KEPPRES: {"nomor_keppres": satu.nomor_keppres, "nip": satu.orang.nip},
    }[api]
    jumlah = jumlah_di_mitra(cari(transport, satu.referensi), milik, FAKTA[api].daftar_cari, jejak)
    return "" if jumlah == 1 else TIDAK_KETEMU


UJI: Mapping[str, Callable[[UsulanUji, Api], str]] = {
    CARI: _uji_cari,
    KUNCI: _uji_kunci,
    TOLAK_GANDA: _uji_tolak_ganda,
}
