"""From one HTTP answer to its data or to the error that says what to do. Pure (janji.md 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from integrasi.sebab import Kode
from integrasi.siasn.bentuk import (
    GERBANG_HENTI,
    GERBANG_OTENTIKASI_RUSAK,
    GERBANG_SIBUK,
    GERBANG_TOKEN,
    Asing,
    Bentuk,
    Gerbang,
    Isi,
    Tolakan,
    diblokir,
    teks,
    wajar_id,
)
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, SudahAda, TidakDitemukan, TokenDitolak, ragu

JEDA_MAKSIMUM = 3600.0
JEDA_GERBANG_HENTI = 30.0


@dataclass(frozen=True)
class Jawaban:
    """One answer: HTTP status, the pause it asks for in seconds, and its body unwrapped.

    `berkas`: the body was the file asked for and is already where it belongs.
    """

    status: int
    retry_after: float | None
    bentuk: Bentuk
    berkas: bool = False


BERKAS_UTUH = Jawaban(200, None, Isi(None), berkas=True)


def baca_retry_after(nilai: str | None, sekarang: datetime | None = None) -> float | None:
    """`Retry-After` in seconds from both of its forms (RFC 9110 10.2.3), held within 0 to 3600; None if unreadable."""
    if nilai is None:
        return None
    isi = nilai.strip()
    if isi.isascii() and isi.isdigit():
        return min(float(isi[:9]), JEDA_MAKSIMUM)
    try:
        saat = parsedate_to_datetime(isi)
    except ValueError:
        return None
    acuan = sekarang or datetime.now(UTC)
    jeda = (saat if saat.tzinfo else saat.replace(tzinfo=UTC)) - acuan
    return min(max(jeda.total_seconds(), 0.0), JEDA_MAKSIMUM)


def token_mati(jawaban: Jawaban) -> bool:
    """Whether the answer refuses our tokens, by HTTP status or by what the body says."""
    if isinstance(jawaban.bentuk, Gerbang):
        return jawaban.bentuk.kode in GERBANG_TOKEN
    return jawaban.status == 401


def nilai(jawaban: Jawaban, *, tulis: bool, boleh_kosong: bool = False) -> object:
    """The data of a success, else raises one of `errors`.

    `tulis`: the call changes something at SIASN, so an answer that proves nothing leaves it uncertain.
    `boleh_kosong`: HTTP 204 is a success too (DELETE).
    """
    if boleh_kosong and jawaban.status == 204:
        return None
    if token_mati(jawaban):
        raise TokenDitolak(Kode.TOKEN_DITOLAK, status=jawaban.status, kode_bkn=_kode_bkn(jawaban.bentuk))
    if isinstance(jawaban.bentuk, Gerbang) and (galat := _gerbang(jawaban, jawaban.bentuk.kode)):
        raise galat
    if 200 <= jawaban.status < 300:
        return _dua_ratus(jawaban, tulis)
    if 400 <= jawaban.status < 500:
        raise _empat_ratus(jawaban, tulis)
    if jawaban.status == 503:
        raise KirimUlangNanti(Kode.TIDAK_TERSEDIA, status=503, retry_after=jawaban.retry_after)
    raise ragu(
        Kode.PENGALIHAN if jawaban.status < 400 else Kode.GALAT_MITRA,
        tulis=tulis,
        status=jawaban.status,
        pesan_bkn=_pesan_bkn(jawaban.bentuk),
    )


def _gerbang(jawaban: Jawaban, kode: int) -> GalatSiasn | None:
    """Gateway faults that prove the request stopped there; others are judged by their status."""
    if kode in GERBANG_SIBUK:
        sebab, jeda = Kode.TERLALU_SERING, jawaban.retry_after
    elif kode == GERBANG_HENTI:
        sebab, jeda = Kode.GERBANG_HENTI, jawaban.retry_after or JEDA_GERBANG_HENTI
    elif kode == GERBANG_OTENTIKASI_RUSAK:
        sebab, jeda = Kode.GERBANG_GANGGUAN, jawaban.retry_after
    else:
        return None
    return KirimUlangNanti(sebab, status=jawaban.status, retry_after=jeda, kode_bkn=str(kode))


def _dua_ratus(jawaban: Jawaban, tulis: bool) -> object:
    bentuk = jawaban.bentuk
    if isinstance(bentuk, Isi):
        return bentuk.data
    if isinstance(bentuk, Tolakan):
        raise _ditolak(jawaban, Kode.DITOLAK, tulis)
    sebab = bentuk.sebab if isinstance(bentuk, Asing) else Kode.BENTUK_ASING
    raise ragu(sebab, tulis=tulis, status=jawaban.status, pesan_bkn=_pesan_bkn(bentuk))


_SEBAB_STATUS: Mapping[int, Kode] = {403: Kode.TANPA_IZIN, 404: Kode.ALAMAT_TIDAK_ADA, 405: Kode.ALAMAT_TIDAK_ADA}


def _empat_ratus(jawaban: Jawaban, tulis: bool) -> GalatSiasn:
    status = jawaban.status
    if status == 429:
        return KirimUlangNanti(Kode.TERLALU_SERING, status=429, retry_after=jawaban.retry_after)
    if status == 425:
        # RFC 8470: the server says that it did not process the request, so that it may be repeated.
        return KirimUlangNanti(Kode.TERLALU_DINI, status=425, retry_after=jawaban.retry_after)
    if status == 408:
        # Proxies also send it when the service behind them was slow, so it proves nothing.
        return ragu(Kode.WAKTU_HABIS_MITRA, tulis=tulis, status=408)
    if status == 409 and (id_usulan := _id_pertama(jawaban.bentuk)):
        return SudahAda(id_usulan)
    return _ditolak(jawaban, _SEBAB_STATUS.get(status, Kode.DITOLAK), tulis)


def _ditolak(jawaban: Jawaban, kode: Kode, tulis: bool) -> Ditolak | TidakDitemukan:
    bentuk = jawaban.bentuk
    pesan = _pesan_bkn(bentuk)
    if diblokir(bentuk):
        kode = Kode.ASN_DIBLOKIR
    elif isinstance(bentuk, Tolakan) and bentuk.tidak_ada:
        if not tulis:
            return TidakDitemukan(status=jawaban.status, pesan_bkn=pesan)
        kode = Kode.TIDAK_DITEMUKAN
    elif isinstance(bentuk, Tolakan):
        # A service that explains itself was found: 404 with an error body is its refusal, not a wrong path.
        kode = Kode.DITOLAK if kode is Kode.ALAMAT_TIDAK_ADA else kode
    return Ditolak(kode, status=jawaban.status, kode_bkn=_kode_bkn(bentuk), pesan_bkn=pesan)


def _id_pertama(bentuk: Bentuk) -> str:
    data = None if isinstance(bentuk, Gerbang) else bentuk.data
    id_usulan = teks(data, "id_usulan") if isinstance(data, Mapping) else ""
    return id_usulan if wajar_id(id_usulan) else ""


def _pesan_bkn(bentuk: Bentuk) -> str:
    return bentuk.pesan if isinstance(bentuk, Tolakan | Asing) else ""


def _kode_bkn(bentuk: Bentuk) -> str:
    return str(bentuk.kode) if isinstance(bentuk, Tolakan | Gerbang) else ""
