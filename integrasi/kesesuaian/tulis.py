"""The writing checks of `kesesuaian`: one invented usulan goes through APIs 2, 3, 4, 5, 10 and 11.

After each call that must not be made twice, what the partner promises about that is tried.
"""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from integrasi.enums import FAKTA, KELUAR, Api
from integrasi.kesesuaian.baca import Penguji
from integrasi.kesesuaian.janji import uji_janji
from integrasi.kesesuaian.usulan_uji import UsulanUji, layanan_uji
from integrasi.siasn import pic
from integrasi.siasn.asn import DataAsn

TANPA_BAHAN = "Tidak diuji: tidak ada ASN atau layanan yang dapat dipakai."
TANPA_ID = "Tidak diuji: usulan ujinya tidak terbentuk."


def lewati_tulis(uji: Penguji, sebab: str, *, sesudah: int = 0) -> None:
    """Show every writing API after number `sesudah` as not checked."""
    for api in KELUAR:
        if api > sesudah:
            uji.lewati(api, FAKTA[api].nama, sebab)


def uji_tulis(uji: Penguji) -> None:
    """APIs 2, 3, 4, 5, 10 and 11 with one invented usulan; afterwards `uji.id_usulan` names it.

    Needs what `uji_baca` found: a person, a service and its documents.
    """
    bahan = layanan_uji(uji)
    if uji.asn is None or bahan is None:
        lewati_tulis(uji, TANPA_BAHAN)
        return
    _uji_pic(uji, uji.asn)
    satu = UsulanUji(uji, uji.asn, *bahan)
    id_usulan = uji.coba(Api.USULAN, FAKTA[Api.USULAN].nama, satu.usulan)
    if id_usulan is None:
        lewati_tulis(uji, TANPA_ID, sesudah=Api.USULAN)
        return
    uji.id_usulan = id_usulan
    uji_janji(satu, Api.USULAN)
    langkah: list[tuple[Api, Callable[[], None]]] = [
        (Api.DOKUMEN, satu.semua_dokumen),
        (Api.APPROVE, satu.setujui),
        (Api.VERIFIKASI_BIRO, satu.verifikasi),
        (Api.SALINAN_KEPPRES, satu.salinan),
    ]
    for api, panggil in langkah:
        diterima = uji.coba(api, FAKTA[api].nama, partial(_diterima, panggil))
        uji_janji(satu, api, diterima=bool(diterima))


def _diterima(panggil: Callable[[], None]) -> bool:
    panggil()
    return True


def _uji_pic(uji: Penguji, orang: DataAsn) -> None:
    """Access is given and taken away again, so that nothing stays."""
    id_pic = str(uuid4())
    beri = partial(pic.beri, uji.transport, nip=orang.nip, id=id_pic, kp="ya", pemberhentian="", jfku="")
    nama = FAKTA[Api.ROLE_PIC].nama
    uji.coba(Api.ROLE_PIC, f"{nama}, memberi", partial(beri, kunci=str(uuid4())))
    uji.coba(Api.ROLE_PIC, f"{nama}, mencabut", partial(pic.cabut, uji.transport, id=id_pic, kunci=str(uuid4())))
