"""Sample usulan of every kategori some way along their road, so that no screen is empty on the first start
(keputusan/0029).

A sample is recognised by the id of its usulan, which follows from its name; how far it has come is read from its
Peristiwa. Both last, so making them may be broken off at any point and gone on with later. What is there is not made
again. What people did to a sample in between is left as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError

from integrasi.peragaan.contoh import langkah as jalan
from integrasi.peragaan.contoh.bkn import BknContoh
from integrasi.peragaan.contoh.tunggu import TidakSampai, berhenti, tunggu
from referensi.models import Layanan
from siapp.akun.models import Kategori
from siapp.audit.models import Peristiwa
from usulan.actions import verifikasi
from usulan.models import Keppres, StatusPutusan, Usulan
from usulan.peristiwa import Jenis, aliran_usulan

_DIKIRIM = ("draf", "isi", "kirim")
_DISETUJUI = (*_DIKIRIM, "bagi", "setujui")
_SIAP = (*_DISETUJUI, "putusan_bkn", "pertek")
# where a sample stops → the steps to there
TUJUAN: Mapping[str, tuple[str, ...]] = {
    "draf": ("draf",),
    "siap_diteken": ("draf", "isi"),
    "diajukan": _DIKIRIM,
    "diverifikasi": (*_DIKIRIM, "bagi"),
    "dikembalikan": (*_DIKIRIM, "bagi", "kembalikan"),
    "tms": (*_DIKIRIM, "bagi", "usul_tms", "sahkan_tms"),
    "disetujui": _DISETUJUI,
    "siap_keppres": _SIAP,
    "selesai": (*_SIAP, "susun_rkp", "majukan", "terbitkan", "terima"),
}
# step → the Peristiwa that tells that it was done; "isi" is told by the files (`_terisi`).
BUKTI: Mapping[str, Jenis] = {
    "draf": Jenis.DIBUAT,
    "kirim": Jenis.DIAJUKAN,
    "bagi": Jenis.DIBAGI,
    "kembalikan": Jenis.PUTUSAN_BIRO,
    "usul_tms": Jenis.TMS_DIUSULKAN,
    "sahkan_tms": Jenis.PUTUSAN_BIRO,
    "setujui": Jenis.PUTUSAN_BIRO,
    "putusan_bkn": Jenis.PUTUSAN_BKN,
    "pertek": Jenis.PERTEK_DITERIMA,
    "susun_rkp": Jenis.MASUK_RKP,
    "majukan": Jenis.KEPPRES_MAJU,
    "terbitkan": Jenis.KEPPRES_TERBIT,
    "terima": Jenis.SELESAI,
}


@dataclass(frozen=True)
class Contoh:
    """One sample: a service, and where its usulan stops. There is one of each kategori and `tujuan`."""

    kategori: Kategori
    tujuan: str
    layanan: str

    def __str__(self) -> str:
        return f"{self.layanan} ({self.tujuan.replace('_', ' ')})"

    @property
    def usulan_id(self) -> UUID:
        """The id of its usulan, in every installation the same."""
        return uuid5(NAMESPACE_URL, f"siapp-contoh:{self.kategori}:{self.tujuan}")


# Every stage occurs; a file costs an inspection, so not every stage in each kategori.
CONTOH: tuple[Contoh, ...] = (
    Contoh(Kategori.KP, "draf", "KP-STRUKTURAL"),
    Contoh(Kategori.KP, "siap_diteken", "KP-FUNGSIONAL"),
    Contoh(Kategori.KP, "diajukan", "KP-STRUKTURAL"),
    Contoh(Kategori.KP, "diverifikasi", "KP-FUNGSIONAL"),
    Contoh(Kategori.KP, "dikembalikan", "KP-STRUKTURAL"),
    Contoh(Kategori.KP, "siap_keppres", "KP-FUNGSIONAL"),
    Contoh(Kategori.KP, "selesai", "KP-STRUKTURAL"),
    Contoh(Kategori.PEMBERHENTIAN, "siap_diteken", "BERHENTI-APS"),
    Contoh(Kategori.PEMBERHENTIAN, "diajukan", "BERHENTI-BUP"),
    Contoh(Kategori.PEMBERHENTIAN, "diverifikasi", "BERHENTI-BUP-KPP"),
    Contoh(Kategori.PEMBERHENTIAN, "disetujui", "BERHENTI-BUP"),
    Contoh(Kategori.PEMBERHENTIAN, "siap_keppres", "BERHENTI-APS"),
    Contoh(Kategori.JFKU, "draf", "JFKU-KENAIKAN"),
    Contoh(Kategori.JFKU, "diajukan", "JFKU-PENGANGKATAN-KEMBALI"),
    Contoh(Kategori.JFKU, "dikembalikan", "JFKU-PERPINDAHAN"),
    Contoh(Kategori.JFKU, "tms", "JFKU-PENGANGKATAN-KEMBALI"),
    Contoh(Kategori.JFKU, "siap_keppres", "JFKU-PENGANGKATAN-KEMBALI"),
)


def belum_jadi() -> list[Contoh]:
    """Return the samples that are missing or half made."""
    return [contoh for contoh in CONTOH if langkah_berikut(contoh) is not None]


def langkah_berikut(contoh: Contoh) -> str | None:
    """Return the step that comes next for this sample; None when it has arrived or people have deleted it."""
    aliran = aliran_usulan(contoh.usulan_id)
    terjadi = set(Peristiwa.objects.filter(aliran=aliran).values_list("jenis", flat=True))
    if Jenis.DIHAPUS in terjadi:
        return None
    return next((nama for nama in TUJUAN[contoh.tujuan] if not _sudah(nama, contoh, terjadi)), None)


def _sudah(nama: str, contoh: Contoh, terjadi: set[str]) -> bool:
    if nama == "isi":
        return Jenis.DIAJUKAN in terjadi or _terisi(contoh)
    return BUKTI[nama] in terjadi


def _terisi(contoh: Contoh) -> bool:
    """True when every mandatory row has had a file, also where people took it away again."""
    wajib = Usulan.objects.get(pk=contoh.usulan_id).dokumen.filter(persyaratan__wajib=True)
    return not wajib.filter(versi=None).exists()


class Pembuat:
    """Makes the samples of one kategori; each waits for its workers only."""

    def __init__(self, kategori: Kategori) -> None:
        self.kategori = kategori
        self.bkn = BknContoh()

    @cached_property
    def orang(self) -> jalan.Orang:
        """Who acts. Raises TidakSampai when the demo accounts are missing."""
        return jalan.orang_untuk(self.kategori)

    def lanjutkan(self, contoh: Contoh) -> None:
        """Bring `contoh` where it is to stop. Raises TidakSampai, GalatPengguna, or an error of HTTP or database."""
        for _ in TUJUAN[contoh.tujuan]:
            if berhenti.is_set():
                raise TidakSampai("dihentikan.")
            if nama := langkah_berikut(contoh):
                self._kerjakan(nama, contoh)

    def _kerjakan(self, nama: str, contoh: Contoh) -> None:
        if nama == "draf":
            self._draf(contoh)
        else:
            getattr(self, f"_{nama}")(jalan.segar(Usulan(pk=contoh.usulan_id)))

    def _draf(self, contoh: Contoh) -> None:
        try:
            jalan.buat_draf(self.orang, Layanan.objects.get(pk=contoh.layanan), contoh.usulan_id)
        except IntegrityError:
            # Another process was faster: then it is there, and so is its Peristiwa.
            Usulan.objects.get(pk=contoh.usulan_id)

    def _isi(self, usulan: Usulan) -> None:
        jalan.lengkapi(self.orang, usulan)

    def _kirim(self, usulan: Usulan) -> None:
        jalan.tunggu_diperiksa(usulan)
        jalan.kirim(self.orang, usulan)

    def _bagi(self, usulan: Usulan) -> None:
        jalan.bagi(self.orang, usulan)

    def _kembalikan(self, usulan: Usulan) -> None:
        jalan.nilai(self.orang, usulan, tolak=True)
        jalan.terbitkan(self.orang, usulan, StatusPutusan.BTL)

    def _setujui(self, usulan: Usulan) -> None:
        jalan.nilai(self.orang, usulan)
        jalan.terbitkan(self.orang, usulan, StatusPutusan.APPROVED)

    def _usul_tms(self, usulan: Usulan) -> None:
        verifikasi.terbitkan(
            usulan.pk,
            status=StatusPutusan.TMS,
            keterangan="Belum memenuhi masa jabatan",
            tak_dilihat="Masa jabatan terlihat pada Data ASN; dokumen tidak mengubahnya.",
            oleh=self.orang.verifikator,
        )

    def _sahkan_tms(self, usulan: Usulan) -> None:
        verifikasi.konfirmasi_tms(usulan.pk, oleh=self.orang.koordinator)

    def _putusan_bkn(self, usulan: Usulan) -> None:
        kunci = jalan.id_siasn(usulan)
        jalan.tunggu_terkirim(usulan)
        if not self.bkn.lihat(kunci)["putusan"]:
            self.bkn.putusan(kunci, StatusPutusan.APPROVED, "Berkas disetujui")
        tunggu(f"putusan BKN untuk {usulan.nomor} (API 9)", lambda: _terjadi(usulan, Jenis.PUTUSAN_BKN))

    def _pertek(self, usulan: Usulan) -> None:
        kunci = jalan.id_siasn(usulan)
        if not self.bkn.lihat(kunci)["pertek"]:
            self.bkn.pertek(kunci)
        jalan.pantau_sekarang(usulan)
        tunggu(f"Pertek untuk {usulan.nomor} (API 6)", lambda: _terjadi(usulan, Jenis.PERTEK_DITERIMA))

    def _susun_rkp(self, usulan: Usulan) -> None:
        jalan.susun_rkp(self.orang, usulan)

    def _majukan(self, usulan: Usulan) -> None:
        jalan.majukan(self.orang, _rancangan(usulan))

    def _terbitkan(self, usulan: Usulan) -> None:
        jalan.terbitkan_keppres(self.orang, _rancangan(usulan), usulan)

    def _terima(self, usulan: Usulan) -> None:
        jalan.akui_salinan(self.orang, usulan)


def _terjadi(usulan: Usulan, jenis: Jenis) -> bool:
    return Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis=jenis).exists()


def _rancangan(usulan: Usulan) -> Keppres:
    return Keppres.objects.get(baris__usulan=usulan)
