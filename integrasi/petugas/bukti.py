"""What can be proven of the files of a usulan: who gave each, what left for BKN, what BKN took (keputusan/0079).

Every fact comes from a row that is written once: a Peristiwa with the hash of that moment, a finished call whose bytes
were hashed on the way, a download that was compared with its hash before it was served.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from siapp.akun.peran import Mesin
from siapp.audit.models import Akses, Jangkar, JenisJejak, Peristiwa, Segel
from siapp.berkas.models import Berkas
from usulan.models import KeppresUsulan, Pertek, Usulan, VersiDokumen
from usulan.peristiwa import Jenis, aliran_usulan

_BERKAS_KEPPRES = ("keppres__berkas", "salinan", "petikan", "berkas_tanda_terima")
Unduhan = Mapping[str, list[tuple[datetime, str]]]


@dataclass(slots=True)
class BuktiBerkas:
    """One file. `kejadian`: (when, what happened, the hash that was recorded or compared then)."""

    nama: str
    berkas: Berkas
    kejadian: list[tuple[datetime, str, str]] = field(default_factory=list)

    @property
    def cocok(self) -> bool:
        """Whether every hash along the way is the one the file has now."""
        return all(sidik == self.berkas.sha256 for _, _, sidik in self.kejadian)


def bukti_berkas(usulan: Usulan) -> list[BuktiBerkas]:
    """Return the files of `usulan`, each with its way, oldest event first; the queries are constant."""
    semua = [*_dokumen(usulan), *_pertek(usulan), *_keppres(usulan)]
    unduhan = _diunduh_bkn([satu.berkas for satu in semua])
    for satu in semua:
        for saat, lewat in unduhan[satu.berkas.aliran]:
            satu.kejadian.append((saat, f"Diunduh BKN{lewat}", satu.berkas.sha256))
        satu.kejadian.sort(key=lambda kejadian: kejadian[0])
    return semua


def _dokumen(usulan: Usulan) -> Iterator[BuktiBerkas]:
    terkirim = {baris.muatan.get("versi"): baris for baris in _terkirim(usulan)}
    diunggah = _sidik_saat_diunggah(usulan)
    versi = VersiDokumen.objects.filter(dokumen__usulan=usulan).select_related(
        "berkas", "dokumen__persyaratan", "diunggah_oleh"
    )
    for satu in versi.order_by("dokumen__persyaratan__urutan", "nomor"):
        bukti = BuktiBerkas(f"{satu.dokumen.persyaratan.nama}, versi {satu.nomor}", satu.berkas)
        sidik = diunggah.get((satu.dokumen.persyaratan.kode, satu.nomor), satu.berkas.sha256)
        bukti.kejadian.append((satu.diunggah_pada, f"Diunggah {satu.diunggah_oleh}", sidik))
        if (kirim := terkirim.get(satu.pk)) and kirim.selesai_pada:
            bukti.kejadian.append((kirim.selesai_pada, "Diterima BKN (API 4)", satu.berkas.sha256))
        yield bukti


def _terkirim(usulan: Usulan) -> Any:
    return Pengiriman.objects.filter(usulan=usulan, api=Api.DOKUMEN, keadaan=Keadaan.SELESAI)


def _sidik_saat_diunggah(usulan: Usulan) -> dict[tuple[str, int], str]:
    """(code of the document, version) → the hash in the signed event of its upload."""
    baris = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis=Jenis.DOKUMEN_DIUNGGAH)
    isi = baris.values_list("data", flat=True)
    return {(satu["dokumen"], satu["versi"]): satu["sha256"] for satu in isi if "sha256" in satu}


def _pertek(usulan: Usulan) -> Iterator[BuktiBerkas]:
    for satu in Pertek.objects.filter(usulan=usulan, berkas__isnull=False).select_related("berkas").order_by("pk"):
        if satu.berkas:
            bukti = BuktiBerkas(f"Pertek {satu.nomor}", satu.berkas)
            bukti.kejadian.append((satu.diterima_pada, "Diterima dari BKN", satu.sidik or satu.berkas.sha256))
            yield bukti


def _keppres(usulan: Usulan) -> Iterator[BuktiBerkas]:
    baris = KeppresUsulan.objects.filter(usulan=usulan, terbit_pada__isnull=False)
    for satu in baris.select_related(*(f"{nama}__diunggah_oleh" for nama in _BERKAS_KEPPRES), "keppres"):
        milik = {
            f"Keppres {satu.keppres}": satu.keppres.berkas,
            f"Salinan Keppres {satu.keppres}": satu.salinan,
            f"Petikan Keppres {satu.keppres}": satu.petikan,
            "Tanda terima": satu.berkas_tanda_terima,
        }
        for nama, berkas in milik.items():
            if berkas:
                oleh = f"Diunggah {berkas.diunggah_oleh}" if berkas.diunggah_oleh else "Diterima"
                yield BuktiBerkas(nama, berkas, [(berkas.dibuat_pada, oleh, berkas.sha256)])


def _diunduh_bkn(berkas: list[Berkas]) -> Unduhan:
    hasil: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    aliran = [satu.aliran for satu in berkas]
    baris = Akses.objects.filter(objek__in=aliran, mesin=Mesin.BKN, tindakan=Akses.Tindakan.UNDUH).order_by("id")
    for objek, waktu, rincian in baris.values_list("objek", "waktu", "rincian"):
        hasil[objek].append((waktu, f" lewat {rincian['lewat']}" if rincian.get("lewat") else ""))
    return hasil


def keutuhan() -> dict[str, Any]:
    """Return the last seals and the last anchor: on paper they are an anchor, too."""
    return {
        "segel": [satu for jejak in JenisJejak.values if (satu := _segel(jejak))],
        "jangkar": Jangkar.objects.order_by("-waktu").first(),
    }


def _segel(jejak: str) -> Segel | None:
    return Segel.objects.filter(jejak=jejak).order_by("-nomor").first()
