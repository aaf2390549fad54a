"""Failures of SIASN, sorted by what the sender has to do next (janji.md 1).

| class            | what is known                     | what to do                                   |
|------------------|-----------------------------------|----------------------------------------------|
| KirimUlangNanti  | provably not accepted, or a read  | the same again later                         |
| LihatDulu        | bytes went out, the answer is lost| never resend blindly: settle first           |
| Ditolak          | refused                           | a person mends the data                      |
| SudahAda         | said to be there already          | done where that is promised, else a person   |
| TidakDitemukan   | SIASN says: no such data          | depends on the question                      |
| TokenDitolak     | refused for the tokens, twice     | mend the tokens, then the same again         |
| Dihentikan       | people stopped the exchange       | wait until they start it; the call never left|

`str(galat)` and `galat.pesan` are our own words and carry no personal data. `pesan_bkn` are BKN's words for
the person who works the case: long digit runs are masked, names cannot be, so it never goes to a log.
"""

import re

from integrasi.sebab import SEBAB, Kode

_DERET_ANGKA = re.compile(r"\d{8,}")
BATAS_PESAN_BKN = 500


def samarkan(teks: str) -> str:
    """BKN's words without NIPs and other long numbers, at most 500 characters."""
    return _DERET_ANGKA.sub("•••", teks)[:BATAS_PESAN_BKN]


class GalatSiasn(Exception):
    """Any failure of a call to SIASN.

    `kode` the cause, `status` the HTTP status if one came, `retry_after` the pause SIASN asked for in seconds
    (0 to 3600), `kode_bkn` and `pesan_bkn` BKN's own code and words, masked.
    """

    def __init__(
        self,
        kode: Kode,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        kode_bkn: str = "",
        pesan_bkn: str = "",
    ) -> None:
        self.kode = kode
        self.status = status
        self.retry_after = retry_after
        self.kode_bkn = samarkan(kode_bkn)[:32]
        self.pesan_bkn = samarkan(pesan_bkn)
        super().__init__(f"{kode}" if status is None else f"{kode} (HTTP {status})")

    @property
    def pesan(self) -> str:
        """What happened, in Indonesian, without personal data."""
        return SEBAB[self.kode].kalimat

    @property
    def gangguan_mitra(self) -> bool:
        """Whether this counts as SIASN being ill, for the breaker. Refusals and our own faults do not."""
        return False


# None of these is the partner's illness: a request to slow down has its own pause, the file is ours.
_BUKAN_GANGGUAN = frozenset({Kode.TERLALU_SERING, Kode.PEMUTUS_TERBUKA, Kode.BERKAS_TIDAK_TERBACA})


class KirimUlangNanti(GalatSiasn):
    """Proven not accepted, or only a read: the same call may be repeated later."""

    @property
    def gangguan_mitra(self) -> bool:
        return self.kode not in _BUKAN_GANGGUAN


class LihatDulu(GalatSiasn):
    """A write went out and its answer is lost or unreadable: find out before sending again."""

    @property
    def gangguan_mitra(self) -> bool:
        return True


class Ditolak(GalatSiasn):
    """SIASN refused; repeating changes nothing until a person does."""

    @property
    def asn_diblokir(self) -> bool:
        """The civil servant is blocked at BKN (kedudukan 92): told to the user in words of its own."""
        return self.kode is Kode.ASN_DIBLOKIR


class SudahAda(GalatSiasn):
    """HTTP 409 naming a usulan: one that an earlier try of ours made, if that is promised (keputusan/0036)."""

    def __init__(self, id_usulan: str, *, status: int | None = 409) -> None:
        super().__init__(Kode.SUDAH_ADA, status=status)
        self.id_usulan = id_usulan


class TidakDitemukan(GalatSiasn):
    """A read asked for something SIASN does not have (HTTP 404 or 200 with a sentence as data)."""

    def __init__(self, *, status: int | None = None, pesan_bkn: str = "") -> None:
        super().__init__(Kode.TIDAK_DITEMUKAN, status=status, pesan_bkn=pesan_bkn)


class TokenDitolak(GalatSiasn):
    """The tokens were refused after one refresh, or cannot be had. The call itself was not accepted."""


class Dihentikan(GalatSiasn):
    """The exchange is stopped as a whole (Pasal 8): the call was not made."""

    def __init__(self) -> None:
        super().__init__(Kode.DIHENTIKAN)


def ragu(kode: Kode, *, tulis: bool, status: int | None = None, pesan_bkn: str = "") -> LihatDulu | KirimUlangNanti:
    """The error for an answer that proves nothing: uncertain for a write, repeatable for a read."""
    kelas = LihatDulu if tulis else KirimUlangNanti
    return kelas(kode, status=status, pesan_bkn=pesan_bkn)
