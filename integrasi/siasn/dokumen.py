"""Lampiran API 4: Kirim Dokumen Usulan, streamed from storage."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from requests_toolbelt import MultipartEncoder

from integrasi.sebab import Kode
from integrasi.siasn.errors import Ditolak, KirimUlangNanti
from integrasi.siasn.transport import Permintaan, Transport


@dataclass(frozen=True)
class BerkasKirim:
    """A file to send: `buka` opens it anew for each try, `ukuran` in bytes and `sha256` (hex) as stored at upload."""

    nama: str
    tipe: str
    ukuran: int
    sha256: str
    buka: Callable[[], BinaryIO]


class _Pembaca:
    """Hands the file to the encoder while counting and hashing it.

    The last bytes are let go only when size and hash are right. Otherwise the request ends short of the length it
    announced, which no server may take for complete (RFC 9112, 8). So nothing wrong is ever accepted, and a failure in
    here proves "not accepted" although bytes went out.
    """

    def __init__(self, berkas: BerkasKirim, isi: BinaryIO) -> None:
        self._berkas = berkas
        self._isi = isi
        self._sidik = hashlib.sha256()
        self.len = berkas.ukuran  # what the encoder asks for: bytes still to come

    def read(self, ukuran: int = -1) -> bytes:
        bagian = self._baca(self.len if ukuran < 0 else min(ukuran, self.len))
        if not bagian and self.len:
            raise Ditolak(Kode.BERKAS_BERUBAH)
        self._sidik.update(bagian)
        self.len -= len(bagian)
        if not self.len and (self._baca(1) or self._sidik.hexdigest() != self._berkas.sha256.lower()):
            raise Ditolak(Kode.BERKAS_BERUBAH)
        return bagian

    def _baca(self, ukuran: int) -> bytes:
        try:
            return self._isi.read(ukuran)
        except Exception as galat:  # each storage has its own exceptions; whichever, the file cannot be read now
            raise KirimUlangNanti(Kode.BERKAS_TIDAK_TERBACA) from galat


@contextmanager
def _badan(id_usulan: str, id_ref_dokumen: str | int, berkas: BerkasKirim) -> Iterator[MultipartEncoder]:
    try:
        isi = berkas.buka()
    except Exception as galat:  # as above
        raise KirimUlangNanti(Kode.BERKAS_TIDAK_TERBACA) from galat
    with isi:
        yield MultipartEncoder(
            {
                "id_usulan": id_usulan,
                "id_ref_dokumen": str(id_ref_dokumen),
                "file": (berkas.nama, _Pembaca(berkas, isi), berkas.tipe),
            }
        )


def kirim(transport: Transport, *, id_usulan: str, id_ref_dokumen: str | int, berkas: BerkasKirim, kunci: str) -> None:
    """Upload one document of a usulan without holding it in memory.

    `id_usulan` Varchar(36), `id_ref_dokumen` Int from API 13, `kunci` our uuid of the call. Raises `errors`;
    besides, before SIASN could accept anything, `Ditolak` with BERKAS_BERUBAH when the stored bytes are not those
    of `berkas.ukuran` and `berkas.sha256`, and `KirimUlangNanti` with BERKAS_TIDAK_TERBACA when storage fails.
    """
    transport.panggil(
        Permintaan("dokumen", "POST", badan=lambda: _badan(id_usulan, id_ref_dokumen, berkas), kunci=kunci)
    )
