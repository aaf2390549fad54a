"""From a claimed row to the call that is ready to be made: ids, files and links looked up, lengths checked.

Everything here reads the database and nothing is sent; what comes back is a function that only talks HTTP.
"""

from collections.abc import Callable, Mapping
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
from integrasi.keluar.ralat import salinan_digantikan
from integrasi.models import Pengiriman, UsulanSiasn
from integrasi.sebab import Kode
from integrasi.siasn import dokumen, pic, salinan, usulan, verifikasi
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.transport import Transport
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.penyimpanan import buka_terperiksa
from siapp.berkas.tautan import token_tautan
from usulan.models import Usulan, VersiDokumen
from usulan.models.keppres import TUJUAN_TAUTAN

# A call ready to be made; returns what must be kept of the answer.
Panggilan = Callable[[Transport], dict[str, Any]]
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


def id_usulan(baris: Pengiriman) -> str:
    """SIASN's id of the row's usulan. Raises BelumSiap while there is none (API 3 was settled without one)."""
    ada = UsulanSiasn.objects.filter(usulan=baris.usulan_id).values_list("id_usulan", flat=True).first()
    if ada is None:
        raise BelumSiap(
            Kode.TANPA_ID_USULAN, "ID Usulan dari SIASN belum ada; selesaikan dulu kiriman API 3 usulan ini."
        )
    return ada


def id_layanan(baris: Pengiriman) -> str:
    """SIASN's id of the row's service. Raises PemetaanBelumAda, also for an id that SIASN has withdrawn."""
    layanan = Usulan.objects.select_related("layanan__jenis_layanan").get(pengiriman=baris).layanan
    if layanan.jenis_layanan is None:
        raise PemetaanBelumAda(f"Layanan “{layanan.nama}” belum dicocokkan dengan daftar SIASN.")
    if not layanan.jenis_layanan.aktif:
        raise PemetaanBelumAda(f"Padanan layanan “{layanan.nama}” tidak ada lagi di daftar SIASN.")
    return layanan.jenis_layanan.pk


def versi_dokumen(baris: Pengiriman) -> VersiDokumen:
    """The document version that the row sends, with its file and its counterpart in SIASN's list."""
    sumber = VersiDokumen.objects.select_related("berkas", "dokumen__persyaratan__jenis_dokumen")
    return sumber.get(pk=baris.muatan["versi"])


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


def _peran(baris: Pengiriman) -> Panggilan:
    isi = {k: v for k, v in _dengan(baris.muatan, Api.ROLE_PIC).items() if k != "tindakan"}
    panggil = pic.cabut if baris.muatan["tindakan"] == "cabut" else pic.beri
    return _tanpa_isi(lambda transport: panggil(transport, **isi, kunci=baris.kunci))


def _usulan(baris: Pengiriman) -> Panggilan:
    isi = {**_dengan(baris.muatan, Api.USULAN), "detail_layanan_id": id_layanan(baris)}
    return lambda transport: {"id_usulan": usulan.kirim(transport, **isi, kunci=baris.kunci)}


def _dokumen(baris: Pengiriman) -> Panggilan:
    versi = versi_dokumen(baris)
    berkas = versi.berkas
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        raise MuatanTidakSah("Berkas dokumen ini ditolak pemeriksaan; minta PIC mengganti berkasnya.")
    if berkas.keadaan != KeadaanBerkas.TERSEDIA:
        raise BelumSiap(Kode.BERKAS_DIPERIKSA, "Berkas dokumen ini masih diperiksa.")
    isi = {"id_usulan": id_usulan(baris), "id_ref_dokumen": id_dokumen(versi)}
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
    return cast(BinaryIO, BerkasBertenggat(buka_terperiksa(berkas), baris.sewa_sampai))


def _approve(baris: Pengiriman) -> Panggilan:
    isi = _dengan({**baris.muatan, "id_usulan": id_usulan(baris)}, Api.APPROVE)
    return _tanpa_isi(lambda transport: usulan.setujui(transport, **isi, kunci=baris.kunci))


def _verifikasi(baris: Pengiriman) -> Panggilan:
    isi = _dengan({**baris.muatan, "id_usulan": id_usulan(baris)}, Api.VERIFIKASI_BIRO)
    return _tanpa_isi(lambda transport: verifikasi.kirim(transport, **isi, kunci=baris.kunci))


def alamat_unduh(token: str) -> str:
    """The short link that BKN downloads from (≤ 255, Lampiran API 11)."""
    return settings.BASE_URL + reverse("api:unduh", args=[token])


def _salinan(baris: Pengiriman) -> Panggilan:
    if salinan_digantikan(baris.peristiwa):
        raise Digantikan
    isi = dict(baris.muatan)
    berkas = UUID(isi.pop("berkas_id"))
    token = token_tautan([berkas], TUJUAN_TAUTAN).get(berkas)
    if token is None:
        raise MuatanTidakSah("Tautan salinan Keppres sudah dicabut; terbitkan ulang salinannya.")
    isi.update(id_usulan=id_usulan(baris), download_url=alamat_unduh(token))
    isi = _dengan(isi, Api.SALINAN_KEPPRES)
    return _tanpa_isi(lambda transport: salinan.kirim(transport, **isi, kunci=baris.kunci))


SUSUN: Mapping[int, Callable[[Pengiriman], Panggilan]] = {
    Api.ROLE_PIC: _peran,
    Api.USULAN: _usulan,
    Api.DOKUMEN: _dokumen,
    Api.APPROVE: _approve,
    Api.VERIFIKASI_BIRO: _verifikasi,
    Api.SALINAN_KEPPRES: _salinan,
}


def susun(baris: Pengiriman) -> Panggilan:
    """Make the call of `baris` ready. Raises MuatanTidakSah, PemetaanBelumAda, BelumSiap, Digantikan."""
    return SUSUN[baris.api](baris)
