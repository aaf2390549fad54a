"""Checking a SIASN against kontrak.md 2, API by API: the calls of `integrasi.siasn`, and what they came in.

Each check makes one row: reached, tokens taken, shape, lengths, envelope, time, verdict in words. Rows carry kinds and
lengths only, never what a field says of a person.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import partial
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from integrasi.enums import NAMA_REFERENSI, Api
from integrasi.mitra import sakelar
from integrasi.mitra import setelan as mitra
from integrasi.sebab import Kode
from integrasi.siasn import asn, pertek, referensi, status
from integrasi.siasn.amatan import Amatan, nama_amplop
from integrasi.siasn.asn import DataAsn
from integrasi.siasn.errors import GalatSiasn, TidakDitemukan, TokenDitolak
from integrasi.siasn.konfigurasi import Konfigurasi
from integrasi.siasn.referensi import BarisReferensi
from integrasi.siasn.selisih import RINGAN, Macam, Selisih, selisih
from integrasi.siasn.token import APIM, SSO, GudangMemori, Token
from integrasi.siasn.transport import Transport

# Rows asked for of a list: enough to see its shape, without taking whole lists from a production service.
UKURAN_CONTOH = 100
TOKEN_GAGAL = frozenset({Kode.TOKEN_TIDAK_DIDAPAT, Kode.TOKEN_KEDALUWARSA, Kode.KREDENSIAL_DITOLAK})
# After these no other call can fare better, so the rest is not tried. An absent SIASN costs one time-out only, and a
# wrong password one try only (Keycloak locks the account after a few).
BUNTU = TOKEN_GAGAL | {
    Kode.DIHENTIKAN,
    Kode.SAMBUNGAN_DITOLAK,
    Kode.DNS,
    Kode.TLS,
    Kode.PROKSI,
    Kode.WAKTU_SAMBUNG_HABIS,
}
_KATA_TOKEN = {APIM: "Token APIM", SSO: "Token SSO"}
T = TypeVar("T")
# Looks at what a call gave; what is wrong with it in words, "" for nothing.
Periksa = Callable[[T], str]


class HasilUji(StrEnum):
    """What a check came to."""

    SESUAI = "SESUAI"
    TIDAK_SESUAI = "TIDAK_SESUAI"
    TIDAK_DIUJI = "TIDAK_DIUJI"


@dataclass
class BarisUji:
    """One check. `api`: the agreement's number as text, or "token"; None where a column does not apply.

    `kata_siasn`: the partner's own words of a refusal, for the terminal only; they may name a person. `mode`: which
    promise about doubles it tries, "" for other checks.
    """

    api: str
    nama: str
    putusan: HasilUji
    keterangan: str
    terjangkau: bool | None = None
    token: bool | None = None
    bentuk: bool | None = None
    panjang: bool | None = None
    amplop: str = ""
    ms: int | None = None
    kata_siasn: str = ""
    mode: str = ""

    @property
    def kata(self) -> str:
        """The verdict for people."""
        return self.putusan.replace("_", " ").capitalize()


@dataclass
class Hasil:
    """A run: whom it asked, whether it only read, and its rows in the agreement's order."""

    host: str
    baca_saja: bool
    baris: list[BarisUji] = field(default_factory=list)

    @property
    def sesuai(self) -> bool:
        """Whether nothing that was checked breaks the contract, and something was checked."""
        putusan = {satu.putusan for satu in self.baris}
        return HasilUji.TIDAK_SESUAI not in putusan and HasilUji.SESUAI in putusan

    def sebagai_json(self) -> list[dict[str, Any]]:
        """The rows as they are stored, without the partner's own words."""
        tambahan = [{"putusan": str(satu.putusan), "kata": satu.kata, "kata_siasn": ""} for satu in self.baris]
        return [asdict(satu) | lain for satu, lain in zip(self.baris, tambahan, strict=True)]


class GudangUji(GudangMemori):
    """Tokens of one run, fetched anew, with what fetching came to. A refusal is asked for once only."""

    def __init__(self) -> None:
        super().__init__()
        self.detik = 0.0
        self.baris: dict[str, BarisUji] = {}
        self._ditolak: dict[str, TokenDitolak] = {}

    def segarkan(self, lama: Mapping[str, str | None], buat: Mapping[str, Callable[[], Token]]) -> dict[str, Token]:
        """See `GudangToken.segarkan`."""
        for jenis in lama:
            if jenis in self._ditolak:
                raise self._ditolak[jenis]
        return super().segarkan(lama, {jenis: partial(self._catat, jenis, buat[jenis]) for jenis in lama})

    def _catat(self, jenis: str, buat: Callable[[], Token]) -> Token:
        mulai = time.monotonic()
        galat: GalatSiasn | None = None
        try:
            token = buat()
        except GalatSiasn as satu:
            galat = satu
            if isinstance(satu, TokenDitolak):
                self._ditolak[jenis] = satu
            raise
        finally:
            lama = time.monotonic() - mulai
            self.detik += lama
            self.baris[jenis] = _baris_token(jenis, galat, round(lama * 1000))
        self.baris[jenis].keterangan = _umur(token)
        return token


def _baris_token(jenis: str, galat: GalatSiasn | None, ms: int) -> BarisUji:
    putusan = HasilUji.TIDAK_SESUAI if galat else HasilUji.SESUAI
    tiba = galat is None or galat.status is not None or isinstance(galat, TokenDitolak)
    return BarisUji("token", _KATA_TOKEN[jenis], putusan, galat.pesan if galat else "", tiba, galat is None, ms=ms)


def _umur(token: Token) -> str:
    if token.kedaluwarsa is None:
        return "Token didapat; masa berlakunya tidak disebut."
    return f"Token didapat; berlaku {round((token.kedaluwarsa - time.time()) / 60)} menit lagi."


def konfigurasi_untuk(url: str = "") -> Konfigurasi:
    """The client's configuration, with SIASN's base address replaced by `url` when given.

    The two token services move along: below the old base they stay below the new one, else they keep their path on the
    new host. Raises KonfigurasiSalah for an address that is none, or http to another machine.
    """
    dasar = mitra.konfigurasi()
    if not url:
        return dasar
    baru = url.rstrip("/")
    return replace(
        dasar,
        base_url=baru,
        token_url=_pindahkan(dasar.token_url, dasar.base_url, baru),
        sso_url=_pindahkan(dasar.sso_url, dasar.base_url, baru),
    )


def _pindahkan(url: str, lama: str, baru: str) -> str:
    lama = lama.rstrip("/")
    if not url or url.startswith(f"{lama}/"):
        return url and baru + url.removeprefix(lama)
    bagian = urlsplit(baru)
    return urlsplit(url)._replace(scheme=bagian.scheme, netloc=bagian.netloc).geturl()


class Penguji:
    """Makes checks on one SIASN and collects their rows; `tutup` it afterwards.

    `id_usulan`: an ID Usulan that SIASN knows, for APIs 6 and 7; without one an invented id must be "not found".
    """

    def __init__(self, konfigurasi: Konfigurasi, *, id_usulan: str = "") -> None:
        self.baris: list[BarisUji] = []
        self.id_usulan = id_usulan
        self.layanan: list[BarisReferensi] = []
        self.dokumen: list[BarisReferensi] = []
        self.asn: DataAsn | None = None
        self._gudang = GudangUji()
        self._amatan: list[Amatan] = []
        self.transport = Transport(konfigurasi, self._gudang, self._amatan.append, sakelar.pastikan_berjalan)
        self._buntu = ""

    def tutup(self) -> None:
        """Close the connections."""
        self.transport.tutup()

    def semua_baris(self) -> list[BarisUji]:
        """The rows so far: tokens first, then by API."""
        token = [self._gudang.baris[jenis] for jenis in (APIM, SSO) if jenis in self._gudang.baris]
        return [*token, *sorted(self.baris, key=lambda satu: int(satu.api))]

    def lewati(self, api: Api, nama: str, sebab: str) -> None:
        """Add a row for what is not checked, with the reason."""
        self.baris.append(BarisUji(str(api), nama, HasilUji.TIDAK_DIUJI, sebab))

    def coba(
        self, api: Api, nama: str, panggil: Callable[[], T], periksa: Periksa[T] | None = None, mode: str = ""
    ) -> T | None:
        """Make one check: `panggil` makes the calls, `periksa` looks at what they gave. None when it failed.

        "Not found" is an answer that conforms. Nothing is called after a failure that all calls share. `mode`: the
        promise that is tried.
        """
        if self._buntu:
            self.lewati(api, nama, self._buntu)
            return None
        self._amatan.clear()
        hasil, galat, keluhan = None, None, ""
        mulai, token = time.monotonic(), self._gudang.detik
        try:
            hasil = panggil()
            keluhan = periksa(hasil) if periksa else ""
        except GalatSiasn as satu:
            galat = satu
        ms = (time.monotonic() - mulai - self._gudang.detik + token) * 1000
        self._nilai(BarisUji(str(api), nama, HasilUji.SESUAI, "", ms=round(ms), mode=mode), galat, keluhan)
        return hasil

    def _nilai(self, baris: BarisUji, galat: GalatSiasn | None, keluhan: str) -> None:
        temuan = _gabung(self._amatan)
        macam = {satu.macam for satu in temuan}
        gagal = galat is not None and not isinstance(galat, TidakDitemukan)
        baris.terjangkau, baris.token = _sampai(galat, dijawab=bool(self._amatan))
        if not gagal:
            baris.bentuk = not macam & {Macam.BIDANG_HILANG, Macam.JENIS_BERUBAH, Macam.AMPLOP_ASING}
            baris.panjang = Macam.TERLALU_PANJANG not in macam
        baris.amplop = ", ".join(dict.fromkeys(nama_amplop(satu) for satu in self._amatan))
        if gagal or keluhan or macam - RINGAN:
            baris.putusan = HasilUji.TIDAK_SESUAI
        baris.keterangan, baris.kata_siasn = (
            _keterangan(galat, keluhan, temuan),
            galat.pesan_bkn if gagal and galat else "",
        )
        self.baris.append(baris)
        if galat is not None and galat.kode in BUNTU:
            self._buntu = f"Tidak diuji: {galat.pesan}"


def _sampai(galat: GalatSiasn | None, *, dijawab: bool) -> tuple[bool | None, bool | None]:
    """Whether the service was reached and took the tokens; None where the call did not come so far."""
    if galat is not None and galat.kode in TOKEN_GAGAL:
        return None, False
    # A file is not shown to the observer: that it came is answer enough.
    tiba = dijawab or galat is None or galat.status is not None
    return tiba, not isinstance(galat, TokenDitolak) if tiba else None


_KATA_MACAM = {
    Macam.BIDANG_BARU: "bidang baru",
    Macam.BIDANG_HILANG: "bidang hilang",
    Macam.JENIS_BERUBAH: "jenis isi lain",
    Macam.TERLALU_PANJANG: "terlalu panjang",
    Macam.KODE_BARU: "kode belum dikenal",
    Macam.AMPLOP_ASING: "amplop tidak dikenal",
}


def _gabung(amatan: Iterable[Amatan]) -> list[Selisih]:
    semua: dict[tuple[Macam, str], Selisih] = {}
    for satu in amatan:
        semua |= selisih(satu)
    return list(semua.values())


def _keterangan(galat: GalatSiasn | None, keluhan: str, temuan: list[Selisih]) -> str:
    """The verdict in words: what failed, what is wrong with the answer, what differs."""
    bagian = []
    if isinstance(galat, TidakDitemukan):
        bagian.append("Jawaban “tidak ditemukan” dikenali.")
    elif galat is not None:
        bagian.append(galat.pesan + (f" (HTTP {galat.status})" if galat.status else ""))
    if keluhan:
        bagian.append(keluhan)
    bagian += [f"{_KATA_MACAM[satu.macam].capitalize()}: {satu.kunci} ({satu.contoh})." for satu in temuan]
    return " ".join(bagian) or "Menurut kontrak."


def _isi_daftar(baris: Iterable[object]) -> str:
    return "" if list(baris) else "Daftarnya kosong."


def dapat_dipakai(orang: DataAsn) -> bool:
    """Whether a test usulan can be made for this person: not blocked, alive, in service."""
    return bool(orang.id_pns) and not orang.diblokir and orang.tmt_meninggal is None and orang.tmt_berhenti is None


def uji_baca(uji: Penguji) -> None:
    """APIs 13 and 1, which need nothing of ours, and fill in what the writing checks need."""
    for nama in NAMA_REFERENSI:
        isi = uji.coba(Api.REFERENSI, f"Referensi {nama}", partial(_daftar, uji, nama), _isi_daftar) or []
        if nama == "jenis-layanan":
            uji.layanan = isi
        elif nama == "jenis-dokumen":
            uji.dokumen = isi
    orang = uji.coba(
        Api.DATA_ASN, "Data ASN, daftar", lambda: next(asn.halaman(uji.transport, UKURAN_CONTOH), ()), _isi_daftar
    )
    uji.asn = next(filter(dapat_dipakai, orang or ()), None)
    milik = uji.asn
    if milik is None:
        uji.lewati(Api.DATA_ASN, "Data ASN, menurut NIP", "Tidak diuji: tidak ada ASN yang dapat ditanyakan.")
    else:
        uji.coba(Api.DATA_ASN, "Data ASN, menurut NIP", lambda: asn.satu(uji.transport, milik.nip), _orang_sama(milik))


def _daftar(uji: Penguji, nama: str) -> list[BarisReferensi]:
    """The first page of a list; the whole of the two short ones that sending relies on."""
    halaman = referensi.halaman(uji.transport, nama, UKURAN_CONTOH)
    if nama in {"jenis-layanan", "jenis-dokumen"}:
        return [baris for satu in halaman for baris in satu]
    return list(next(halaman, ()))


def _orang_sama(diminta: DataAsn) -> Periksa[DataAsn]:
    return lambda orang: "" if orang.id_pns == diminta.id_pns else "ID PNS lain daripada di daftar."


def uji_status(uji: Penguji) -> None:
    """APIs 7 and 6 with the file of a Pertek, of `uji.id_usulan` or of an id that nobody has."""
    dikenal, id_usulan = bool(uji.id_usulan), uji.id_usulan or str(uuid4())
    uji.coba(
        Api.STATUS_BKN,
        "Status verifikasi BKN",
        lambda: status.baris(uji.transport, id_usulan),
        lambda baris: "Usulan ini tidak bertahap di SIASN." if dikenal and not baris else "",
    )
    daftar = uji.coba(Api.PERTEK, "Pertek", lambda: pertek.baris(uji.transport, id_usulan))
    berkas = next((satu.berkas for satu in daftar or () if satu.berkas), "")
    if berkas:
        uji.coba(Api.PERTEK, "Pertek, unduh berkas", lambda: pertek.unduh(uji.transport, berkas, BytesIO()))
    else:
        uji.lewati(Api.PERTEK, "Pertek, unduh berkas", "Tidak diuji: belum ada Pertek yang dapat diunduh.")
