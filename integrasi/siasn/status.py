"""Lampiran API 7: Cek Status Verifikasi Usulan di BKN."""

from dataclasses import dataclass
from datetime import date

from integrasi.siasn.bentuk import angka_atau_teks, tanggal, teks
from integrasi.siasn.halaman import milik, wajib_daftar
from integrasi.siasn.transport import Permintaan, Transport


@dataclass(frozen=True)
class BarisStatus:
    """One stage of a usulan at BKN. `status_tahapan` is kept as received: new codes appear without notice."""

    id_usulan: str
    status_tahapan: int | str
    tahapan_nama: str
    tanggal: date | None
    keterangan: str


def baris(transport: Transport, id_usulan: str) -> tuple[BarisStatus, ...]:
    """The stages of a usulan in SIASN's order. Raises `TidakDitemukan`, `KirimUlangNanti`, `Ditolak`."""
    data = transport.panggil(Permintaan("status", "GET", params={"id_usulan": id_usulan}))
    return tuple(
        BarisStatus(
            id_usulan=id_usulan,
            status_tahapan=angka_atau_teks(teks(isi, "status_tahapan")),
            tahapan_nama=teks(isi, "tahapan_nama"),
            tanggal=tanggal(isi, "tanggal"),
            keterangan=teks(isi, "keterangan"),
        )
        for isi in milik(wajib_daftar(data), id_usulan, "status_tahapan", "tahapan_nama")
    )
