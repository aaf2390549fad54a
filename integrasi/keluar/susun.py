"""From claimed rows to the calls that are ready to be made: ids, files and links looked up, lengths checked.

What a handful of rows needs is read for all of them at once (`Bekal`); nothing is sent here, and what comes back is a
function that only talks HTTP.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keluar import muatan
from integrasi.keluar.klasifikasi import BelumSiap, Digantikan
from integrasi.keluar.muatan import MuatanTidakSah, PemetaanBelumAda
from integrasi.keluar.ralat import yang_digantikan
from integrasi.models import Pengiriman, UsulanSiasn
from integrasi.sebab import Kode
from integrasi.siasn import dokumen, pic, salinan, usulan, verifikasi
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.transport import Transport
from referensi.models import Layanan
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import buka_asli
from siapp.berkas.tautan import token_tautan
from usulan.models import VersiDokumen
from usulan.models.keppres import TUJUAN_TAUTAN

# A call ready to be made; returns what must be kept of the answer.
Panggilan = Callable[[Transport], dict[str, Any]]
# Calls that name the usulan by the id that API 3 brought.
BERNOMOR = (Api.DOKUMEN, Api.APPROVE, Api.VERIFIKASI_BIRO, Api.SALINAN_KEPPRES)
AKHIRAN = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class BerkasBertenggat:
    """A file that stops giving bytes at a moment, so that a dripping upload ends before its lease does.

    The client holds back the last bytes until all were read: stopping proves that nothing was accepted.
    """

    def __init__(self, isi: BinaryIO, tenggat: datetime) -> None:
        self._isi, self._tenggat = isi, tenggat

    def read(self, ukuran: int = -1) -> bytes:
        if timezone.now() > self._tenggat:
            raise TimeoutError("the upload took too long")
        return self._isi.read(ukuran)

    def close(self) -> None:
        self._isi.close()

    def __enter__(self) -> "BerkasBertenggat":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class Bekal:
    """What rows need to be sent, as the database had it when they were claimed; made by `bekali`.

    `id_usulan` by the id of the usulan, `layanan` by that of the row, `versi` by that of the document version, `tautan`
    (tokens) by that of the file; `digantikan`: ids of Peristiwa whose copy a later one replaced.
    """

    id_usulan: Mapping[UUID, str] = field(default_factory=dict)
    layanan: Mapping[UUID, Layanan] = field(default_factory=dict)
    versi: Mapping[int, VersiDokumen] = field(default_factory=dict)
    tautan: Mapping[UUID, str] = field(default_factory=dict)
    digantikan: frozenset[int] = frozenset()


def bekali(baris: Iterable[Pengiriman]) -> Bekal:
    """Read what all of `baris` need: one query for each kind of thing, however many rows."""
    menurut_api: dict[int, list[Pengiriman]] = {}
    for satu in baris:
        menurut_api.setdefault(satu.api, []).append(satu)
    bernomor = [satu for api in BERNOMOR for satu in menurut_api.get(api, ())]
    salinan_keppres = menurut_api.get(Api.SALINAN_KEPPRES, [])
    return Bekal(
        id_usulan=_id_usulan([satu.usulan_id for satu in bernomor if satu.usulan_id is not None]),
        layanan=_layanan([satu.pk for satu in menurut_api.get(Api.USULAN, ())]),
        versi=_versi([satu.muatan["versi"] for satu in menurut_api.get(Api.DOKUMEN, ())]),
        tautan=_tautan(salinan_keppres),
        digantikan=yang_digantikan([satu.peristiwa_id for satu in salinan_keppres]),
    )


def _id_usulan(usulan: list[UUID]) -> dict[UUID, str]:
    milik = UsulanSiasn.objects.filter(usulan__in=usulan)
    return dict(milik.values_list("usulan_id", "id_usulan")) if usulan else {}


def _layanan(pengiriman: list[UUID]) -> dict[UUID, Layanan]:
    sumber = Pengiriman.objects.select_related("usulan__layanan__jenis_layanan").filter(pk__in=pengiriman)
    return {satu.pk: satu.usulan.layanan for satu in sumber if satu.usulan is not None} if pengiriman else {}


def _versi(pk: list[int]) -> dict[int, VersiDokumen]:
    sumber = VersiDokumen.objects.select_related("berkas", "dokumen__persyaratan__jenis_dokumen")
    return sumber.in_bulk(pk) if pk else {}


def _tautan(baris: list[Pengiriman]) -> dict[UUID, str]:
    return token_tautan([UUID(satu.muatan["berkas_id"]) for satu in baris], TUJUAN_TAUTAN) if baris else {}


def id_usulan(baris: Pengiriman, bekal: Bekal) -> str:
    """SIASN's id of the row's usulan. Raises BelumSiap while there is none (API 3 was settled without one)."""
    if baris.usulan_id is None or (ada := bekal.id_usulan.get(baris.usulan_id)) is None:
        raise BelumSiap(
            Kode.TANPA_ID_USULAN, "ID Usulan dari SIASN belum ada; selesaikan dulu kiriman API 3 usulan ini."
        )
    return ada


def id_layanan(layanan: Layanan) -> str:
    """SIASN's id of a service. Raises PemetaanBelumAda, also for an id that SIASN has withdrawn."""
    if layanan.jenis_layanan is None:
        raise PemetaanBelumAda(f"Layanan “{layanan.nama}” belum dicocokkan dengan daftar SIASN.")
    if not layanan.jenis_layanan.aktif:
        raise PemetaanBelumAda(f"Padanan layanan “{layanan.nama}” tidak ada lagi di daftar SIASN.")
    return layanan.jenis_layanan.pk


def id_dokumen(versi: VersiDokumen) -> str:
    """SIASN's id of the document type. Raises PemetaanBelumAda, also for an id that SIASN has withdrawn."""
    persyaratan = versi.dokumen.persyaratan
    if persyaratan.jenis_dokumen is None:
        raise PemetaanBelumAda(f"Dokumen “{persyaratan.nama}” belum dicocokkan dengan daftar SIASN.")
    if not persyaratan.jenis_dokumen.aktif:
        raise PemetaanBelumAda(f"Padanan dokumen “{persyaratan.nama}” tidak ada lagi di daftar SIASN.")
    return persyaratan.jenis_dokumen.id_ref_dokumen


def _dengan(isi: Mapping[str, Any], api: int) -> dict[str, Any]:
    muatan.periksa(api, isi)
    return dict(isi)


def _tanpa_isi(panggil: Callable[[Transport], None]) -> Panggilan:
    """A call whose answer holds nothing worth keeping."""

    def jalan(transport: Transport) -> dict[str, Any]:
        panggil(transport)
        return {}

    return jalan


def _peran(baris: Pengiriman, _: Bekal) -> Panggilan:
    isi = {k: v for k, v in _dengan(baris.muatan, Api.ROLE_PIC).items() if k != "tindakan"}
    panggil = pic.cabut if baris.muatan["tindakan"] == "cabut" else pic.beri
    return _tanpa_isi(lambda transport: panggil(transport, **isi, kunci=baris.kunci))


def _usulan(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    isi = {**_dengan(baris.muatan, Api.USULAN), "detail_layanan_id": id_layanan(bekal.layanan[baris.pk])}
    return lambda transport: {"id_usulan": usulan.kirim(transport, **isi, kunci=baris.kunci)}


def _dokumen(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    versi = bekal.versi[baris.muatan["versi"]]
    berkas = versi.berkas
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        raise MuatanTidakSah("Berkas dokumen ini ditolak pemeriksaan; minta PIC mengganti berkasnya.")
    if berkas.keadaan != KeadaanBerkas.TERSEDIA:
        raise BelumSiap(Kode.BERKAS_DIPERIKSA, "Berkas dokumen ini masih diperiksa.")
    isi = {"id_usulan": id_usulan(baris, bekal), "id_ref_dokumen": id_dokumen(versi)}
    kirim = BerkasKirim(
        nama=f"{versi.dokumen.persyaratan.kode}.{AKHIRAN[berkas.jenis]}",
        tipe=berkas.jenis,
        ukuran=berkas.ukuran,
        sha256=berkas.sha256,
        buka=lambda: _buka(berkas, baris),
    )
    return _tanpa_isi(lambda transport: dokumen.kirim(transport, **isi, berkas=kirim, kunci=baris.kunci))


def _buka(berkas: Berkas, baris: Pengiriman) -> BinaryIO:
    if baris.sewa_sampai is None:
        raise ValueError("a row is sent under a lease only")
    # Its SHA-256 is compared on the way: the last bytes leave only when it is right (`siasn.dokumen`).
    return cast(BinaryIO, BerkasBertenggat(buka_asli(berkas), baris.sewa_sampai))


def _approve(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    isi = _dengan({**baris.muatan, "id_usulan": id_usulan(baris, bekal)}, Api.APPROVE)
    return _tanpa_isi(lambda transport: usulan.setujui(transport, **isi, kunci=baris.kunci))


def _verifikasi(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    isi = _dengan({**baris.muatan, "id_usulan": id_usulan(baris, bekal)}, Api.VERIFIKASI_BIRO)
    return _tanpa_isi(lambda transport: verifikasi.kirim(transport, **isi, kunci=baris.kunci))


def alamat_unduh(token: str) -> str:
    """The short link that BKN downloads from (≤ 255, Lampiran API 11)."""
    return settings.BASE_URL + reverse("api:unduh", args=[token])


def _salinan(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    if baris.peristiwa_id in bekal.digantikan:
        raise Digantikan
    isi = dict(baris.muatan)
    berkas = UUID(isi.pop("berkas_id"))
    token = bekal.tautan.get(berkas)
    if token is None:
        raise MuatanTidakSah("Tautan salinan Keppres sudah dicabut; terbitkan ulang salinannya.")
    isi.update(id_usulan=id_usulan(baris, bekal), download_url=alamat_unduh(token))
    isi = _dengan(isi, Api.SALINAN_KEPPRES)
    return _tanpa_isi(lambda transport: salinan.kirim(transport, **isi, kunci=baris.kunci))


SUSUN: Mapping[int, Callable[[Pengiriman, Bekal], Panggilan]] = {
    Api.ROLE_PIC: _peran,
    Api.USULAN: _usulan,
    Api.DOKUMEN: _dokumen,
    Api.APPROVE: _approve,
    Api.VERIFIKASI_BIRO: _verifikasi,
    Api.SALINAN_KEPPRES: _salinan,
}


def susun(baris: Pengiriman, bekal: Bekal) -> Panggilan:
    """Make the call of `baris` ready. Raises MuatanTidakSah, PemetaanBelumAda, BelumSiap, Digantikan."""
    return SUSUN[baris.api](baris, bekal)
