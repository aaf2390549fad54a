"""Walking SIASN's lists, whose rows move between pages and whose `total` cannot be trusted."""

from collections.abc import Callable, Iterator, Mapping

from integrasi.sebab import Kode
from integrasi.siasn.baris import Sisihkan, abaikan, bukan_baris
from integrasi.siasn.bentuk import daftar, teks
from integrasi.siasn.errors import KirimUlangNanti, TidakDitemukan
from integrasi.siasn.transport import Permintaan, Transport

Baris = Mapping[str, object]
HALAMAN_TANPA_BARU = 3


def susuri(
    transport: Transport,
    api: str,
    *,
    ukuran: int,
    kunci: Callable[[Baris], str],
    sso: bool = True,
    sisihkan: Sisihkan = abaikan,
) -> Iterator[list[Baris]]:
    """Pages of rows not seen before, until SIASN has no more.

    `ukuran` is how many rows to ask for at a time; SIASN may give fewer, so the next page begins after what came.
    Rows for which `kunci` is empty (null ids) and repeated ones are dropped; `sisihkan` is told of what is no row.
    An empty page or "not found" ends the list. Raises `KirimUlangNanti` for an answer that is no list, and when pages
    only repeat: the rows given so far are then not the whole list.
    """
    dikenal: set[str] = set()
    mulai = tanpa_baru = 0
    while baris := _halaman(transport, api, {"limit": ukuran, "offset": mulai}, sso):
        mulai += len(baris)
        baru = list(_saring(baris, kunci, dikenal, sisihkan))
        tanpa_baru = 0 if baru else tanpa_baru + 1
        if tanpa_baru == HALAMAN_TANPA_BARU:
            raise KirimUlangNanti(Kode.DAFTAR_BERPUTAR)
        if baru:
            yield baru


def _halaman(transport: Transport, api: str, params: Mapping[str, int], sso: bool) -> list[object]:
    """One page with all its elements; that some are no rows does not stop a list, that all are does."""
    try:
        data = transport.panggil(Permintaan(api, "GET", params=params, sso=sso))
    except TidakDitemukan:
        return []
    if isinstance(data, list) and any(isinstance(satu, Mapping) for satu in data):
        return data
    return list(wajib_daftar(data))


def _saring(
    baris: list[object], kunci: Callable[[Baris], str], dikenal: set[str], sisihkan: Sisihkan
) -> Iterator[Baris]:
    for satu in baris:
        if not isinstance(satu, Mapping):
            sisihkan(bukan_baris(satu))
            continue
        nilai = kunci(satu)
        if nilai and nilai not in dikenal:
            dikenal.add(nilai)
            yield satu


def wajib_daftar(data: object) -> list[Baris]:
    """The rows of an answer that must be rows (one object counts as one row), without what is no row among them.

    Raises `KirimUlangNanti` when it is no list, or none of it is a row.
    """
    if isinstance(data, list) and any(isinstance(satu, Mapping) for satu in data):
        data = [satu for satu in data if isinstance(satu, Mapping)]
    baris = daftar(data if data is not None else [])
    if baris is None:
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    return baris


def milik(baris: list[Baris], id_usulan: str, *nama: str) -> list[Baris]:
    """Only rows of this usulan that say something in one of the fields `nama`. No id: ours.

    A partner that ignores the query must not hand us another one's, and a row of nulls says nothing. Raises
    `KirimUlangNanti` when none of several is left: that is no answer to what was asked, and not an empty list.
    """
    sendiri = [isi for isi in baris if teks(isi, "id_usulan").lower() in {"", id_usulan.lower()}]
    isi = [satu for satu in sendiri if any(teks(satu, bidang) for bidang in nama)]
    if baris and not isi:
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    return isi
