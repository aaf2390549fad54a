"""Lampiran API 3 (Usulan) and API 5 (Simpan/Approve Usulan oleh PIC), and the search that settles a lost answer."""

from collections.abc import Mapping
from datetime import date

from integrasi.sebab import Kode
from integrasi.siasn.bentuk import angka_atau_teks, teks, tulis_tanggal, wajar_id
from integrasi.siasn.errors import KirimUlangNanti, LihatDulu, TidakDitemukan
from integrasi.siasn.transport import Permintaan, Transport


def kirim(
    transport: Transport,
    *,
    periode: date | str | None,
    id_pns: str,
    detail_layanan_id: str | int,
    data_usulan: Mapping[str, object],
    kunci: str,
) -> str:
    """Send a new usulan; returns SIASN's ID Usulan (text of at most 64).

    `periode` Date (None for what stands outside periods), `id_pns` Varchar(32), `detail_layanan_id` Int from API 13,
    `data_usulan` Json with `referensi_siapp` inside, `kunci` our uuid of the call. Raises `errors`: `LihatDulu` also
    for a success without a usable id, `SudahAda` when SIASN names the usulan an earlier try made.
    """
    badan = {
        "periode": tulis_tanggal(periode) if periode else None,
        "id_pns": id_pns,
        "detail_layanan_id": angka_atau_teks(detail_layanan_id),
        "data_usulan": data_usulan,
    }
    id_usulan = _id_usulan(transport.panggil(Permintaan("usulan", "POST", json=badan, kunci=kunci)))
    if not wajar_id(id_usulan):
        raise LihatDulu(Kode.TANPA_ID)
    return id_usulan


def setujui(
    transport: Transport,
    *,
    id_usulan: str,
    nip_approval: str,
    nama_approval: str,
    jenis_usulan: str,
    catatan: str,
    kunci: str,
) -> None:
    """Sign ("teken") a usulan whose documents have arrived (Lampiran API 5).

    `id_usulan` Varchar(36), `nip_approval` Varchar(18), `nama_approval` Varchar(100), `jenis_usulan` "Baru" or
    "Perbaikan", `catatan` Varchar(255), `kunci` our uuid of the call. Raises `errors`.
    """
    badan = {
        "id_usulan": id_usulan,
        "nip_approval": nip_approval,
        "nama_approval": nama_approval,
        "jenis_usulan": jenis_usulan,
        "catatan": catatan,
    }
    transport.panggil(Permintaan("approve", "POST", json=badan, kunci=kunci))


def cari(transport: Transport, referensi_siapp: str) -> tuple[str, ...]:
    """ID Usulan of everything SIASN made for our reference; empty only when SIASN itself says that there is none.

    Raises `KirimUlangNanti` for an answer it cannot read in full: taking that for "none" would send twice.
    """
    try:
        data = transport.panggil(Permintaan("usulan_cari", "GET", params={"referensi_siapp": referensi_siapp}))
    except TidakDitemukan:
        return ()
    isi = [data] if isinstance(data, Mapping) else data
    if not isinstance(isi, list):
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    ditemukan = tuple(_id_usulan(satu) for satu in isi)
    if not all(wajar_id(satu) for satu in ditemukan):
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    return tuple(dict.fromkeys(ditemukan))


def _id_usulan(data: object) -> str:
    """The id in an object or in a list of one, or alone as text."""
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if isinstance(data, Mapping):
        return teks(data, "id_usulan")
    return data.strip() if isinstance(data, str) else ""
