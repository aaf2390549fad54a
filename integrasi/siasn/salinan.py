"""Lampiran API 11: SIASN receives the copy of a finished Keppres."""

from datetime import date

from integrasi.siasn.bentuk import tulis_tanggal
from integrasi.siasn.transport import Permintaan, Transport


def kirim(
    transport: Transport,
    *,
    nomor_keppres: str,
    tanggal_keppres: date | str,
    judul_keppres: str,
    download_url: str,
    id_usulan: str,
    nip: str,
    kunci: str,
) -> None:
    """Announce a Keppres and where its copy can be fetched.

    `nomor_keppres` Varchar(20), `tanggal_keppres` Date, `judul_keppres` Varchar(255), `download_url` Varchar(255),
    `id_usulan` Varchar(36), `nip` Varchar(18), `kunci` our uuid of the call. Raises `errors`.
    """
    badan = {
        "nomor_keppres": nomor_keppres,
        "tanggal_keppres": tulis_tanggal(tanggal_keppres),
        "judul_keppres": judul_keppres,
        "download_url": download_url,
        "id_usulan": id_usulan,
        "nip": nip,
    }
    transport.panggil(Permintaan("salinan_keppres", "POST", json=badan, kunci=kunci))
