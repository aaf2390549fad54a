"""What the writing checks of `kesesuaian` send: one invented usulan, and whether it may be sent at all.

Everything sent is marked as a test, and nothing is sent to another machine unless its name was said.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO, cast
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from fpdf import FPDF

from integrasi.enums import KELUAR, Api
from integrasi.kesesuaian.baca import Penguji
from integrasi.siasn import dokumen, salinan, usulan, verifikasi
from integrasi.siasn.asn import DataAsn
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.konfigurasi import mesin_ini
from integrasi.siasn.referensi import BarisReferensi

TANDA = "UJI KONTRAK - bukan usulan sungguhan"


class MenulisDitolak(Exception):
    """Test data would be written to a machine whose name was not said; the text says how to go on."""


def check_boleh_menulis(url: str, boleh: str) -> None:
    """Raise MenulisDitolak unless `url` is this machine or `boleh` names its host (with or without the port)."""
    bagian = urlsplit(url)
    host = bagian.hostname or ""
    if not mesin_ini(host) and boleh.lower() not in {host, bagian.netloc.lower()}:
        raise MenulisDitolak(
            f"Uji ini membuat data uji di {bagian.netloc}. Pakai --baca-saja, atau tegaskan dengan "
            f"--boleh-menulis {bagian.netloc}."
        )


def berkas_uji(kata: str = TANDA) -> BerkasKirim:
    """A one-page PDF that says what it is."""
    lembar = FPDF()
    lembar.add_page()
    lembar.set_font("helvetica", size=14)
    lembar.cell(text=kata)
    isi = bytes(lembar.output())
    sidik = hashlib.sha256(isi).hexdigest()
    return BerkasKirim("uji-kontrak.pdf", "application/pdf", len(isi), sidik, lambda: cast(BinaryIO, BytesIO(isi)))


def layanan_uji(uji: Penguji) -> tuple[BarisReferensi, list[BarisReferensi]] | None:
    """The service outside periods (not KP) with the fewest mandatory documents, and those; None if there is none."""
    wajib: dict[str, list[BarisReferensi]] = {}
    for satu in uji.dokumen:
        if satu.wajib:
            wajib.setdefault(satu.detail_layanan_id, []).append(satu)
    calon = [satu for satu in uji.layanan if satu.layanan.strip().lower() != "kp" and satu.id in wajib]
    if not calon:
        return None
    layanan = min(calon, key=lambda satu: len(wajib[satu.id]))
    return layanan, wajib[layanan.id]


@dataclass
class UsulanUji:
    """The invented usulan: its reference and keys are new in each run, so a run never meets the one before.

    `kunci`: the key of each API's call; the same again is the same call again.
    """

    uji: Penguji
    orang: DataAsn
    layanan: BarisReferensi
    wajib: list[BarisReferensi]
    referensi: str = field(default_factory=lambda: str(uuid4()))
    kunci: Mapping[int, str] = field(default_factory=lambda: {api: str(uuid4()) for api in KELUAR})
    berkas: BerkasKirim = field(default_factory=berkas_uji)

    @property
    def nomor_keppres(self) -> str:
        return f"UJI/{self.referensi[:8]}"

    def usulan(self, kunci: str = "", referensi: str = "") -> str:
        """API 3, under another reference if one is given; returns the ID Usulan."""
        data: Mapping[str, object] = {
            "referensi_siapp": referensi or self.referensi,
            "uji_kontrak": True,
            "nomor_surat_pengantar": f"UJI-KONTRAK/{self.referensi[:8]}",
            "tanggal_surat_pengantar": f"{timezone.localdate():%d-%m-%Y}",
            "pejabat_penanda_tangan": TANDA,
        }
        return usulan.kirim(
            self.uji.transport,
            periode=None,
            id_pns=self.orang.id_pns,
            detail_layanan_id=self.layanan.id,
            data_usulan=data,
            kunci=kunci or self.kunci[Api.USULAN],
        )

    def dokumen(self, id_usulan: str = "", kunci: str = "") -> None:
        """API 4 for the first mandatory document."""
        self._dokumen(self.wajib[0], id_usulan, kunci or self.kunci[Api.DOKUMEN])

    def semua_dokumen(self) -> None:
        """API 4 for every mandatory document."""
        self.dokumen()
        for satu in self.wajib[1:]:
            self._dokumen(satu, "", str(uuid4()))

    def _dokumen(self, jenis: BarisReferensi, id_usulan: str, kunci: str, berkas: BerkasKirim | None = None) -> None:
        dokumen.kirim(
            self.uji.transport,
            id_usulan=id_usulan or self.uji.id_usulan,
            id_ref_dokumen=jenis.id,
            berkas=berkas or self.berkas,
            kunci=kunci,
        )

    def dokumen_lain(self) -> None:
        """API 4 for the first mandatory document with another file, as a correction sends it."""
        self._dokumen(self.wajib[0], "", str(uuid4()), berkas_uji(f"{TANDA}, perbaikan {self.referensi}"))

    def setujui(self, id_usulan: str = "", kunci: str = "", jenis: str = "Baru") -> None:
        """API 5."""
        usulan.setujui(
            self.uji.transport,
            id_usulan=id_usulan or self.uji.id_usulan,
            nip_approval=self.orang.nip,
            nama_approval="Uji Kontrak",
            jenis_usulan=jenis,
            catatan=TANDA,
            kunci=kunci or self.kunci[Api.APPROVE],
        )

    def verifikasi(self) -> None:
        """API 10."""
        verifikasi.kirim(
            self.uji.transport,
            id_usulan=self.uji.id_usulan,
            status="APPROVED",
            tanggal_verifikasi=timezone.localdate(),
            keterangan=TANDA,
            kunci=self.kunci[Api.VERIFIKASI_BIRO],
        )

    def salinan(self, id_usulan: str = "", kunci: str = "", nomor: str = "") -> None:
        """API 11; the address leads to a file that does not exist."""
        salinan.kirim(
            self.uji.transport,
            nomor_keppres=nomor or self.nomor_keppres,
            tanggal_keppres=timezone.localdate(),
            judul_keppres=TANDA,
            download_url=f"{settings.BASE_URL}/uji-kontrak",
            id_usulan=id_usulan or self.uji.id_usulan,
            nip=self.orang.nip,
            kunci=kunci or self.kunci[Api.SALINAN_KEPPRES],
        )
