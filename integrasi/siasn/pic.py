"""Lampiran API 2: Manage Role PIC Instansi. Each call sets a whole state, so an uncertain one may be repeated."""

from integrasi.sebab import Kode
from integrasi.siasn.errors import Ditolak
from integrasi.siasn.transport import Permintaan, Transport


def beri(transport: Transport, *, nip: str, id: str, kp: str, pemberhentian: str, jfku: str, kunci: str) -> None:
    """Give or change the access of a PIC Instansi.

    `nip` Varchar(18), `id` Varchar(36) our id of the registration, `kp`, `pemberhentian` and `jfku` Varchar(10) the
    access to each group, `kunci` our uuid of the call. Raises `errors`.
    """
    badan = {"nip": nip, "id": id, "kp": kp, "pemberhentian": pemberhentian, "jfku": jfku}
    transport.panggil(Permintaan("role_pic", "POST", json=badan, kunci=kunci))


def cabut(transport: Transport, *, id: str, kunci: str) -> None:
    """Take the access away again, by the `id` it was given with; that it is gone already is success too.

    Otherwise repeating a call whose answer was lost would end as a refusal. Raises `errors`.
    """
    try:
        transport.panggil(Permintaan("role_pic_hapus", "DELETE", isian={"id": id}, kunci=kunci))
    except Ditolak as galat:
        if galat.kode is not Kode.TIDAK_DITEMUKAN:
            raise
