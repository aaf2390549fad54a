"""SIASN's tokens in the database: encrypted, shared by all workers, one refresh at a time.

The two are replaced together (keputusan/0009).
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from integrasi.models import TokenSiasn
from integrasi.sebab import Kode
from integrasi.siasn.errors import TokenDitolak
from integrasi.siasn.token import APIM, SSO, Token, sudah_diganti
from siapp.koneksi import koneksi_sebentar
from siapp.sandi import Sandian, penyandi, sandikan_ulang

TUJUAN_SANDI = "integrasi.mitra.gudang_token"

# How long refused credentials rest. A Keycloak account is locked after a few wrong passwords.
JEDA_DITOLAK = timedelta(seconds=60)

# The threads of one process queue up here, so that only one of them holds a database connection while it waits.
_kunci_proses = {APIM: threading.Lock(), SSO: threading.Lock()}


def _token(baris: TokenSiasn | None) -> Token | None:
    if baris is None or not baris.isi or baris.diambil_pada is None:
        return None
    try:
        nilai = penyandi(TUJUAN_SANDI).decrypt(baris.isi.encode()).decode()
    except InvalidToken:
        return None  # SECRET_KEY changed: fetch a new one
    akhir = baris.kedaluwarsa.timestamp() if baris.kedaluwarsa else None
    return Token(nilai, diambil=baris.diambil_pada.timestamp(), kedaluwarsa=akhir)


def _saat(detik: float | None) -> datetime | None:
    return None if detik is None else datetime.fromtimestamp(detik, tz=UTC)


class GudangTokenBasisData:
    """The token store of `integrasi.siasn.token.GudangToken` over `TokenSiasn`.

    Remembers what it read: a token that another worker replaced meanwhile is refused once, and `segarkan` then finds
    the new one. It gives its database connection back, since a call to SIASN follows.
    """

    def __init__(self) -> None:
        self._ingatan: dict[str, Token] = {}

    def ambil(self, jenis: str) -> Token | None:
        """See `GudangToken.ambil`."""
        ingat = self._ingatan.get(jenis)
        if ingat is not None and ingat.segar():
            return ingat
        with koneksi_sebentar():
            dibaca = _token(TokenSiasn.objects.filter(pk=jenis).first())
        if dibaca is not None:
            self._ingatan[jenis] = dibaca
        return dibaca

    def segarkan(self, lama: Mapping[str, str | None], buat: Mapping[str, Callable[[], Token]]) -> dict[str, Token]:
        """See `GudangToken.segarkan`. Raises TokenDitolak without asking while refused credentials rest."""
        with ExitStack() as kunci:
            for jenis in sorted(lama):
                kunci.enter_context(_kunci_proses[jenis])
            kunci.enter_context(koneksi_sebentar())
            hasil = self._segarkan_terkunci(lama, buat)
        if isinstance(hasil, TokenDitolak):
            raise hasil
        self._ingatan.update(hasil)
        return hasil

    @transaction.atomic(durable=True)
    def _segarkan_terkunci(
        self, lama: Mapping[str, str | None], buat: Mapping[str, Callable[[], Token]]
    ) -> dict[str, Token] | TokenDitolak:
        """The one place where a transaction stays open while HTTP waits: the rows *are* the lock of the refresh.

        It is held for one token call of each kind at most, by one connection per process, and a killed worker frees
        it. A refusal is returned, not raised, so that the rest it asks for is committed.
        """
        TokenSiasn.objects.bulk_create([TokenSiasn(jenis=jenis) for jenis in sorted(lama)], ignore_conflicts=True)
        # Always in the same order, so that two never wait for each other.
        baris = list(TokenSiasn.objects.select_for_update().filter(pk__in=lama).order_by("pk"))
        if terganti := sudah_diganti(lama, {satu.jenis: _token(satu) for satu in baris}):
            return terganti
        for satu in baris:
            if satu.ditolak_sampai and satu.ditolak_sampai > timezone.now():
                return TokenDitolak(Kode(satu.sebab))
        hasil = {}
        for satu in baris:
            try:
                hasil[satu.jenis] = buat[satu.jenis]()
            except TokenDitolak as galat:
                satu.ditolak_sampai, satu.sebab = timezone.now() + JEDA_DITOLAK, galat.kode
                satu.save(update_fields=["ditolak_sampai", "sebab"])
                return galat
            self._simpan(satu, hasil[satu.jenis])
        return hasil

    def _simpan(self, baris: TokenSiasn, token: Token) -> None:
        baris.isi = penyandi(TUJUAN_SANDI).encrypt(token.nilai.encode()).decode()
        baris.diambil_pada, baris.kedaluwarsa = _saat(token.diambil), _saat(token.kedaluwarsa)
        baris.ditolak_sampai, baris.sebab = None, ""
        baris.save(update_fields=["isi", "diambil_pada", "kedaluwarsa", "ditolak_sampai", "sebab"])


@transaction.atomic
def sandikan_token_ulang() -> Sandian:
    """Encrypt the stored tokens under SECRET_KEY; one that no key opens is forgotten, a new one is fetched."""
    diubah = gagal = 0
    for baris in TokenSiasn.objects.select_for_update().exclude(isi="").order_by("pk"):
        try:
            baru = sandikan_ulang(TUJUAN_SANDI, baris.isi)
        except InvalidToken:
            baru, gagal = "", gagal + 1
        if baru is not None:
            baris.isi = baru
            baris.save(update_fields=["isi"])
            diubah += bool(baru)
    return Sandian(diubah, gagal)
