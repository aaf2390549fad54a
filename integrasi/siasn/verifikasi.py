"""Lampiran API 10: Notifikasi Hasil Verifikasi Tim Teknis Biro APP. Sets a whole state; may be repeated."""

from datetime import date

from integrasi.siasn.bentuk import tulis_tanggal
from integrasi.siasn.transport import Permintaan, Transport


def kirim(
    transport: Transport, *, id_usulan: str, status: str, tanggal_verifikasi: date | str, keterangan: str, kunci: str
) -> None:
    """Tell BKN the verdict of Biro APP.

    `id_usulan` Varchar(36), `status` APPROVED, BTL or TMS, `tanggal_verifikasi` Date, `keterangan` Varchar(255),
    `kunci` our uuid of the call. Raises `errors`.
    """
    badan = {
        "id_usulan": id_usulan,
        "status": status,
        "tanggal_verifikasi": tulis_tanggal(tanggal_verifikasi),
        "keterangan": keterangan,
    }
    transport.panggil(Permintaan("verifikasi_biro", "POST", json=badan, kunci=kunci))
