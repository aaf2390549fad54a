"""Sample usulan of every kategori some way along their road, so that no screen is empty on the first start."""

from collections.abc import Callable, Iterator

from integrasi.peragaan.contoh import langkah as jalan
from integrasi.peragaan.contoh.bkn import BknContoh
from referensi.models import Layanan
from siapp.akun.models import Kategori
from usulan.actions import verifikasi
from usulan.models import StatusPutusan, Usulan
from usulan.tahap import Tahap

# kategori → (stage to stop at, service). Every stage occurs; a file costs an inspection, so not every stage in each.
CONTOH: dict[Kategori, tuple[tuple[str, str], ...]] = {
    Kategori.KP: (
        ("draf", "KP-STRUKTURAL"),
        ("siap_diteken", "KP-FUNGSIONAL"),
        ("diajukan", "KP-STRUKTURAL"),
        ("diverifikasi", "KP-FUNGSIONAL"),
        ("dikembalikan", "KP-STRUKTURAL"),
        ("siap_keppres", "KP-FUNGSIONAL"),
        ("selesai", "KP-STRUKTURAL"),
    ),
    Kategori.PEMBERHENTIAN: (
        ("siap_diteken", "BERHENTI-APS"),
        ("diajukan", "BERHENTI-BUP"),
        ("diverifikasi", "BERHENTI-BUP-KPP"),
        ("disetujui", "BERHENTI-BUP"),
        ("siap_keppres", "BERHENTI-APS"),
    ),
    Kategori.JFKU: (
        ("draf", "JFKU-KENAIKAN"),
        ("diajukan", "JFKU-PENGANGKATAN-KEMBALI"),
        ("dikembalikan", "JFKU-PERPINDAHAN"),
        ("tms", "JFKU-PENGANGKATAN-KEMBALI"),
        ("siap_keppres", "JFKU-PENGANGKATAN-KEMBALI"),
    ),
}


class Awal:
    """The samples of one kategori; each is independent of the others and waits for its workers only."""

    def __init__(self, kategori: Kategori) -> None:
        self.kategori = kategori
        self.orang = jalan.orang_untuk(kategori)
        self.bkn = BknContoh()

    def langkah(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield (title, step), one per sample."""
        for tahap, kode in CONTOH[self.kategori]:
            yield f"{kode}: {tahap.replace('_', ' ')}", lambda t=tahap, k=kode: getattr(self, f"_{t}")(k)  # type: ignore[misc]

    def _buat(self, kode: str, *, isi: bool = True) -> Usulan:
        return jalan.buat(self.orang, Layanan.objects.get(pk=kode), isi=isi)

    def _draf(self, kode: str) -> None:
        self._buat(kode, isi=False)

    def _siap_diteken(self, kode: str) -> Usulan:
        return self._buat(kode)

    def _diajukan(self, kode: str) -> Usulan:
        usulan = self._buat(kode)
        jalan.kirim(self.orang, usulan)
        return usulan

    def _diverifikasi(self, kode: str) -> Usulan:
        usulan = self._diajukan(kode)
        jalan.bagi(self.orang, usulan)
        return usulan

    def _dikembalikan(self, kode: str) -> None:
        usulan = self._diverifikasi(kode)
        jalan.nilai(self.orang, usulan, tolak=True)
        jalan.terbitkan(self.orang, usulan, StatusPutusan.BTL)

    def _tms(self, kode: str) -> None:
        usulan = self._diverifikasi(kode)
        verifikasi.terbitkan(
            usulan.pk, status=StatusPutusan.TMS, keterangan="Belum memenuhi masa jabatan", oleh=self.orang.verifikator
        )
        verifikasi.konfirmasi_tms(usulan.pk, oleh=self.orang.koordinator)

    def _disetujui(self, kode: str) -> Usulan:
        usulan = self._diverifikasi(kode)
        jalan.nilai(self.orang, usulan)
        jalan.terbitkan(self.orang, usulan, StatusPutusan.APPROVED)
        return usulan

    def _siap_keppres(self, kode: str) -> Usulan:
        usulan = self._disetujui(kode)
        jalan.tunggu_terkirim(usulan)
        self.bkn.putusan(jalan.id_siasn(usulan), StatusPutusan.APPROVED, "Berkas disetujui")
        self.bkn.pertek(jalan.id_siasn(usulan))
        jalan.pantau_sekarang(usulan)
        jalan.tunggu_tahap(usulan, Tahap.SIAP_KEPPRES)
        return usulan

    def _selesai(self, kode: str) -> None:
        usulan = self._siap_keppres(kode)
        rancangan = jalan.susun_rkp(self.orang, usulan)
        jalan.majukan(self.orang, rancangan)
        jalan.terbitkan_keppres(self.orang, rancangan, usulan)
        jalan.akui_salinan(self.orang, usulan)
