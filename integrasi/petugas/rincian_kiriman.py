"""All that the page of one call shows, read and put into words."""

from dataclasses import dataclass, field

from integrasi.enums import DUA_ORANG, Api, fakta
from integrasi.izin import administrator, boleh_kirim_ulang
from integrasi.keadaan import DAPAT_DIPUTUS, KIRIMAN, TUNTAS, GerakKiriman, Keadaan
from integrasi.mitra.janji import cara_memastikan
from integrasi.models import Pengiriman, Percobaan
from integrasi.petugas.koreksi_id import dapat_dikoreksi
from integrasi.petugas.penyelesaian import bisa_diulang
from integrasi.petugas.samar import samarkan_isi
from integrasi.sebab import Sebab, sebab_untuk
from siapp.akun.models import Pengguna
from usulan.models import VersiDokumen


@dataclass(frozen=True, slots=True)
class RincianKiriman:
    """What the page shows.

    `menunggu`: open calls that must be finished first; `cara`: who settles an uncertain call; `putusan`: (name of
    the page, words) of what may be declared; the booleans: what the viewer may do.
    """

    apa: str
    sebab: Sebab | None
    menunggu: list[Pengiriman]
    percobaan: list[tuple[Percobaan, str]]
    muatan: list[tuple[str, str]]
    hasil: list[tuple[str, str]]
    dua_orang: bool
    boleh_ulang: bool = False
    putusan: list[tuple[str, str]] = field(default_factory=list)
    boleh_batal: bool = False
    boleh_koreksi: bool = False
    butuh_id: bool = field(default=False)
    cara: str = ""


def rincian_kiriman(baris: Pengiriman, pengguna: Pengguna) -> RincianKiriman:
    """Read what belongs to `baris` and decide what `pengguna` may press."""
    urus = administrator(pengguna) and baris.keadaan in DAPAT_DIPUTUS
    return RincianKiriman(
        apa=_apa(baris),
        sebab=sebab_untuk(baris.sebab) if baris.sebab else None,
        menunggu=_menunggu(baris),
        percobaan=[(satu, sebab_untuk(satu.sebab).kalimat if satu.sebab else "") for satu in _percobaan(baris)],
        muatan=list(samarkan_isi(baris.muatan)),
        hasil=list(samarkan_isi(baris.hasil)),
        dua_orang=baris.api in DUA_ORANG,
        boleh_ulang=boleh_kirim_ulang(pengguna) and bisa_diulang(baris),
        putusan=_putusan(baris) if urus else [],
        boleh_batal=urus,
        boleh_koreksi=administrator(pengguna) and dapat_dikoreksi(baris),
        butuh_id=baris.api == Api.USULAN,
        cara=_cara(baris) if baris.keadaan == Keadaan.TIDAK_PASTI else "",
    )


def _putusan(baris: Pengiriman) -> list[tuple[str, str]]:
    berhenti = KIRIMAN.bisa(GerakKiriman.NYATAKAN_TIDAK_SAMPAI, baris.keadaan)
    semua = [
        (berhenti, "integrasi:pengiriman_sampai", "Nyatakan sampai"),
        (baris.tidak_pasti_sejak is not None, "integrasi:pengiriman_tidak_sampai", "Nyatakan tidak sampai"),
        (berhenti, "integrasi:pengiriman_surat", "Tandai lewat surat"),
    ]
    return [(nama, kata) for boleh, nama, kata in semua if boleh]


def _cara(baris: Pengiriman) -> str:
    if cara_memastikan(baris.api):
        return "Dipastikan sendiri sesudah masa tenang, dengan cara yang dijanjikan SIASN."
    return f"SIASN belum terbukti dapat memastikan kiriman API {baris.api}, jadi seorang petugas yang memutuskan."


def _apa(baris: Pengiriman) -> str:
    isi = fakta(baris.api).isi
    if baris.api != Api.DOKUMEN:
        return isi
    versi = VersiDokumen.objects.filter(pk=baris.muatan.get("versi")).select_related("dokumen__persyaratan").first()
    return f"Dokumen “{versi.dokumen.persyaratan.nama}”" if versi else isi


def _menunggu(baris: Pengiriman) -> list[Pengiriman]:
    if baris.keadaan in TUNTAS:
        return []
    dulu = Pengiriman.objects.filter(aliran=baris.aliran, gelombang__lt=baris.gelombang)
    return list(dulu.exclude(keadaan__in=TUNTAS).order_by("gelombang", "id")[:20])


def _percobaan(baris: Pengiriman) -> list[Percobaan]:
    return list(baris.percobaan.select_related("oleh").order_by("-mulai", "-id")[:200])
