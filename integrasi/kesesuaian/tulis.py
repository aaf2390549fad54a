"""The writing checks of `kesesuaian`: one invented usulan goes through APIs 2, 3, 4, 5, 10 and 11.

Everything sent is marked as a test, and nothing is sent to another machine unless its name was said.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import BinaryIO, cast
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.utils import timezone
from fpdf import FPDF

from integrasi.enums import FAKTA, KELUAR, Api
from integrasi.kesesuaian.baca import Penguji
from integrasi.siasn import dokumen, pic, salinan, usulan, verifikasi
from integrasi.siasn.asn import DataAsn
from integrasi.siasn.dokumen import BerkasKirim
from integrasi.siasn.errors import SudahAda
from integrasi.siasn.konfigurasi import mesin_ini
from integrasi.siasn.referensi import BarisReferensi

TANDA = "UJI KONTRAK - bukan usulan sungguhan"
TANPA_BAHAN = "Tidak diuji: tidak ada ASN atau layanan yang dapat dipakai."
TANPA_ID = "Tidak diuji: usulan ujinya tidak terbentuk."


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


def berkas_uji() -> BerkasKirim:
    """A one-page PDF that says what it is."""
    lembar = FPDF()
    lembar.add_page()
    lembar.set_font("helvetica", size=14)
    lembar.cell(text=TANDA)
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
    """The invented usulan: its reference and key are new in each run, so a run never meets the one before."""

    uji: Penguji
    orang: DataAsn
    layanan: BarisReferensi
    wajib: list[BarisReferensi]
    referensi: str = field(default_factory=lambda: str(uuid4()))
    kunci: str = field(default_factory=lambda: str(uuid4()))

    def kirim(self) -> str:
        """API 3, always with the same key."""
        data: Mapping[str, object] = {
            "referensi_siapp": self.referensi,
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
            kunci=self.kunci,
        )

    def ulangi(self) -> str:
        """API 3 again, as after a lost answer, or the search for it: by the mode that the partner promised."""
        if settings.SIASN_MODE_GANDA == "cari":
            return ", ".join(usulan.cari(self.uji.transport, self.referensi))
        try:
            return self.kirim()
        except SudahAda as galat:
            return galat.id_usulan

    def dokumen(self) -> None:
        """API 4 for every mandatory document."""
        berkas = berkas_uji()
        for satu in self.wajib:
            dokumen.kirim(
                self.uji.transport,
                id_usulan=self.uji.id_usulan,
                id_ref_dokumen=satu.id,
                berkas=berkas,
                kunci=str(uuid4()),
            )

    def setujui(self) -> None:
        """API 5."""
        usulan.setujui(
            self.uji.transport,
            id_usulan=self.uji.id_usulan,
            nip_approval=self.orang.nip,
            nama_approval="Uji Kontrak",
            jenis_usulan="Baru",
            catatan=TANDA,
            kunci=str(uuid4()),
        )

    def verifikasi(self) -> None:
        """API 10."""
        verifikasi.kirim(
            self.uji.transport,
            id_usulan=self.uji.id_usulan,
            status="APPROVED",
            tanggal_verifikasi=timezone.localdate(),
            keterangan=TANDA,
            kunci=str(uuid4()),
        )

    def salinan(self) -> None:
        """API 11; the address leads to a file that does not exist."""
        salinan.kirim(
            self.uji.transport,
            nomor_keppres=f"UJI/{self.referensi[:8]}",
            tanggal_keppres=timezone.localdate(),
            judul_keppres=TANDA,
            download_url=f"{settings.BASE_URL}/uji-kontrak",
            id_usulan=self.uji.id_usulan,
            nip=self.orang.nip,
            kunci=str(uuid4()),
        )


def lewati_tulis(uji: Penguji, sebab: str, *, sesudah: int = 0) -> None:
    """Show every writing API after number `sesudah` as not checked."""
    for api in KELUAR:
        if api > sesudah:
            uji.lewati(api, FAKTA[api].nama, sebab)


def uji_tulis(uji: Penguji) -> None:
    """APIs 2, 3, 4, 5, 10 and 11 with one invented usulan; afterwards `uji.id_usulan` names it.

    Needs what `uji_baca` found: a person, a service and its documents.
    """
    bahan = layanan_uji(uji)
    if uji.asn is None or bahan is None:
        lewati_tulis(uji, TANPA_BAHAN)
        return
    _uji_pic(uji, uji.asn)
    satu = UsulanUji(uji, uji.asn, *bahan)
    id_usulan = uji.coba(Api.USULAN, FAKTA[Api.USULAN].nama, satu.kirim)
    if id_usulan is None:
        lewati_tulis(uji, TANPA_ID, sesudah=Api.USULAN)
        return
    uji.id_usulan = id_usulan
    _uji_ganda(uji, satu)
    langkah: list[tuple[Api, Callable[[], None]]] = [
        (Api.DOKUMEN, satu.dokumen),
        (Api.APPROVE, satu.setujui),
        (Api.VERIFIKASI_BIRO, satu.verifikasi),
        (Api.SALINAN_KEPPRES, satu.salinan),
    ]
    for api, panggil in langkah:
        uji.coba(api, FAKTA[api].nama, panggil)


def _uji_pic(uji: Penguji, orang: DataAsn) -> None:
    """Access is given and taken away again, so that nothing stays."""
    id_pic = str(uuid4())
    beri = partial(pic.beri, uji.transport, nip=orang.nip, id=id_pic, kp="ya", pemberhentian="", jfku="")
    nama = FAKTA[Api.ROLE_PIC].nama
    uji.coba(Api.ROLE_PIC, f"{nama}, memberi", partial(beri, kunci=str(uuid4())))
    uji.coba(Api.ROLE_PIC, f"{nama}, mencabut", partial(pic.cabut, uji.transport, id=id_pic, kunci=str(uuid4())))


def _uji_ganda(uji: Penguji, satu: UsulanUji) -> None:
    """Whether the partner keeps what SIASN_MODE_GANDA says of it: the promise that nothing is doubled rests on it."""
    mode = settings.SIASN_MODE_GANDA
    nama = f"{FAKTA[Api.USULAN].nama}, dikirim ulang (SIASN_MODE_GANDA={mode})"
    if mode == "manusia":
        uji.lewati(Api.USULAN, nama, "Tidak diuji: SIASN tidak menjanjikan apa-apa; kiriman tidak pasti diputus orang.")
        return
    keluhan = "SIASN tidak mengenali kiriman ulang sebagai usulan yang sama; pakai SIASN_MODE_GANDA=manusia."
    uji.coba(
        Api.USULAN, nama, satu.ulangi, lambda id_usulan: "" if id_usulan.lower() == uji.id_usulan.lower() else keluhan
    )
