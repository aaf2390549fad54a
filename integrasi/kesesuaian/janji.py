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
BELUM_DITERIMA = "Tidak diuji: kiriman pertamanya tidak diterima, jadi kiriman ulangnya tidak membuktikan apa-apa."
TANPA_TANDA = "SIASN menerima kiriman untuk ID Usulan yang tidak ada, jadi janji ini tidak dapat dibuktikan."
KUNCI_ASING = "SIASN tidak mengenali Idempotency-Key yang sudah dipakai; kiriman tidak pasti diputus orang."
GANDA_DITERIMA = "SIASN menerima kiriman yang sama untuk kedua kalinya; kiriman tidak pasti diputus orang."
LAIN_DIANGGAP_GANDA = "SIASN menolak kiriman lain sebagai ganda; kiriman tidak pasti diputus orang."
TIDAK_KETEMU = "Pencarian di SIASN tidak menunjukkan tepat satu kiriman ini; kiriman tidak pasti diputus orang."


def uji_janji(satu: UsulanUji, api: Api, *, diterima: bool = True) -> None:
    """Try every way that is promised for `api`, whose call of the invented usulan was just made.

    `diterima`: whether that call was accepted. A partner that refuses what it never took shows nothing about doubles.
    """
    if api not in API_GANDA:
        return
    nama = f"{FAKTA[api].nama}, dikirim ulang"
    cara = sorted(dijanjikan().get(api, ()))
    if not cara or not diterima:
        satu.uji.lewati(api, nama, BELUM_DITERIMA if cara else TANPA_JANJI)
        return
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


def _id_ulang(satu: UsulanUji, kunci: str, referensi: str = "") -> str:
    try:
        return satu.usulan(kunci, referensi)
    except SudahAda as galat:
        return galat.id_usulan


def _uji_tolak_ganda(satu: UsulanUji, api: Api) -> str:
    """The same content under a new key is refused with 409, for API 3 with the first one's id; other content is not.

    A partner that refuses a correction the same way would have us take a lost correction for delivered, and one that
    names the first usulan of the person whoever made it would give us somebody else's.
    """
    if api == Api.USULAN:
        return _uji_tolak_usulan(satu)
    if not _bentrok(partial(_kirim, satu, api, kunci=str(uuid4()))):
        return GANDA_DITERIMA
    return LAIN_DIANGGAP_GANDA if _bentrok(partial(_kirim_lain, satu, api), wajib=False) else ""


def _uji_tolak_usulan(satu: UsulanUji) -> str:
    if not _dianggap_pertama(satu, ""):
        return BUKAN_YANG_SAMA
    try:
        return LAIN_DIANGGAP_GANDA if _dianggap_pertama(satu, str(uuid4())) else ""
    except Ditolak:
        return ""


def _dianggap_pertama(satu: UsulanUji, referensi: str) -> bool:
    return _id_ulang(satu, str(uuid4()), referensi).lower() == satu.uji.id_usulan.lower()


def _bentrok(panggil: Callable[[], object], *, wajib: bool = True) -> bool:
    """Whether the call is refused with 409. `wajib`: any other refusal is raised."""
    try:
        panggil()
    except SudahAda:
        return True
    except Ditolak as galat:
        if wajib and galat.status != BENTROK:
            raise
        return galat.status == BENTROK
    return False


def _kirim_lain(satu: UsulanUji, api: Api) -> None:
    """What a later round or a correction sends: no double of the first."""
    kunci = str(uuid4())
    panggil: Mapping[Api, Callable[[], None]] = {
        Api.DOKUMEN: satu.dokumen_lain,
        Api.APPROVE: partial(satu.setujui, kunci=kunci, jenis="Perbaikan"),
        Api.SALINAN_KEPPRES: partial(satu.salinan, kunci=kunci, nomor=f"{satu.nomor_keppres}/R"),
    }
    panggil[api]()


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
