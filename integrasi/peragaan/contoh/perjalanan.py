"""One usulan's whole road, with a correction round, through all 13 APIs."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import PanggilanBaca, Pengiriman, Percobaan
from integrasi.peragaan.contoh import langkah as jalan
from integrasi.peragaan.contoh.bkn import BknContoh
from integrasi.peragaan.contoh.tunggu import TidakSampai, tunggu
from integrasi.tanya.sinkron import segarkan_asn, sinkron_semua
from referensi.keadaan import KeadaanSinkron
from referensi.models import Instansi, Layanan
from siapp.akun.peran import Mesin
from usulan.actions import pic
from usulan.models import Keppres, StatusPutusan, Usulan
from usulan.tahap import Tahap

Cacah = dict[int, tuple[int, int]]


def cacah_panggilan() -> Cacah:
    """Return {API: (calls made, calls answered well)} since the database was made."""
    tulis = Percobaan.objects.filter(oleh=None).values("pengiriman__api")
    hasil = {
        b["pengiriman__api"]: (b["dibuat"], b["dijawab"])
        for b in tulis.annotate(dibuat=Count("id"), dijawab=Count("id", filter=Q(keadaan=Keadaan.SELESAI)))
    }
    baca = PanggilanBaca.objects.values("api").annotate(ya=Sum("berhasil"), tidak=Sum("gagal"))
    return hasil | {b["api"]: (b["ya"] + b["tidak"], b["ya"]) for b in baca}


def selisih(sebelum: Cacah, sesudah: Cacah) -> Cacah:
    kosong = (0, 0)
    return {
        api: (
            sesudah.get(api, kosong)[0] - sebelum.get(api, kosong)[0],
            sesudah.get(api, kosong)[1] - sebelum.get(api, kosong)[1],
        )
        for api in Api
    }


@dataclass
class Perjalanan:
    """A road of one service: `langkah()` yields (title, step); each step waits until it arrived.

    `simulator`: whether SIASN is our simulator; elsewhere the people of that test system do what BKN does.
    """

    layanan: Layanan
    simulator: bool = True

    def __post_init__(self) -> None:
        self.orang = jalan.orang_untuk(self.layanan.kategori)
        self.bkn = BknContoh(simulator=self.simulator)
        self.usulan: Usulan
        self.keppres: Keppres

    def langkah(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """Yield every step of the road, in order."""
        yield "Menarik referensi golongan (API 13)", self._tarik_golongan
        yield "Menyegarkan Data ASN (API 1)", self._segarkan_asn
        yield "Mendaftarkan dan mencabut PIC di SIASN (API 2)", self._daftarkan_pic
        yield "PIC menyusun draf dan mengunggah dokumen", self._susun
        yield "PIC penyetuju meneken; usulan, dokumen, dan approval terkirim (API 3, 4, 5)", self._kirim
        yield "Koordinator membagi, verifikator mengembalikan satu dokumen (API 10)", self._kembalikan
        yield "BKN menanyakan status Biro APP (API 8)", self._tanya_status
        yield "PIC memperbaiki; hanya yang berubah terkirim (API 4, 5)", self._perbaiki
        yield "Verifikator menyetujui (API 10)", self._setujui
        yield "BKN menyetujui dan memberi tahu (API 9); tahapnya terbaca (API 7)", self._putusan_bkn
        yield "Pertek terbit dan terambil (API 6)", self._pertek
        yield "RKP disusun, dilepas Kepala Biro, maju ke Presiden", self._rkp
        yield "Keppres terbit, salinan terkirim (API 11)", self._terbit
        yield "BKN mengambil salinan dan berkasnya (API 12)", self._ambil_salinan
        yield "PIC mencatat tanda terima", self._selesai

    def _tarik_golongan(self) -> None:
        hasil = sinkron_semua("golongan")
        if hasil[0].keadaan != KeadaanSinkron.SELESAI:
            raise TidakSampai(f"Referensi golongan: {hasil[0].pesan}")

    def _segarkan_asn(self) -> None:
        asn = jalan.pilih_asn(self.orang.instansi_id, self.orang.kategori)
        if asn is not None:
            segarkan_asn(asn.nip)

    def _daftarkan_pic(self) -> None:
        """Register an invented PIC at SIASN and take the access back: both halves of API 2."""
        instansi = Instansi.objects.get(pk=self.orang.instansi_id)
        urutan = int(time.time())
        nip = f"19900101{2010 + urutan // 1000 % 10}{urutan // 10_000 % 12 + 1:02d}1{urutan % 999 + 1:03d}"
        orang, _ = pic.daftarkan_pic(
            nip=nip,
            nama="PIC Contoh Perjalanan",
            instansi=instansi,
            kelompok={self.orang.kategori: False},
            oleh=Mesin.SISTEM,
        )
        pic.cabut_pic(orang.pk, instansi=instansi, oleh=Mesin.SISTEM, alasan="Contoh perjalanan")
        terkirim = Pengiriman.objects.filter(aliran=f"pic:{orang.pk}", keadaan=Keadaan.SELESAI)
        tunggu("pendaftaran dan pencabutan PIC di SIASN", lambda: terkirim.count() == 2)

    def _susun(self) -> None:
        self.usulan = jalan.buat(self.orang, self.layanan)

    def _kirim(self) -> None:
        jalan.kirim(self.orang, self.usulan)
        jalan.id_siasn(self.usulan)
        jalan.tunggu_terkirim(self.usulan)

    def _kembalikan(self) -> None:
        jalan.bagi(self.orang, self.usulan)
        jalan.nilai(self.orang, self.usulan, tolak=True)
        jalan.terbitkan(self.orang, self.usulan, StatusPutusan.BTL)
        jalan.tunggu_tahap(self.usulan, Tahap.PERBAIKAN)
        jalan.tunggu_terkirim(self.usulan)

    def _tanya_status(self) -> None:
        data = self.bkn.tanya(f"usulan/{jalan.id_siasn(self.usulan)}/status-verifikasi")
        if data["status"] != StatusPutusan.BTL:
            raise TidakSampai(f"API 8 menjawab status {data['status']}, bukan BTL.")

    def _perbaiki(self) -> None:
        jalan.perbaiki(self.orang, self.usulan)
        jalan.tunggu_terkirim(self.usulan)

    def _setujui(self) -> None:
        jalan.nilai(self.orang, self.usulan)
        jalan.terbitkan(self.orang, self.usulan, StatusPutusan.APPROVED)
        jalan.tunggu_tahap(self.usulan, Tahap.MENUNGGU_PERTEK)
        jalan.tunggu_terkirim(self.usulan)

    def _putusan_bkn(self) -> None:
        id_usulan = jalan.id_siasn(self.usulan)
        self.bkn.putusan(id_usulan, StatusPutusan.APPROVED, "Berkas disetujui")
        tunggu(
            f"persetujuan BKN atas usulan {id_usulan} (API 9)",
            lambda: jalan.segar(self.usulan).status_bkn == StatusPutusan.APPROVED,
        )
        jalan.pantau_sekarang(self.usulan)
        tunggu("tahap BKN dari API 7", lambda: jalan.segar(self.usulan).tahap_bkn != "")

    def _pertek(self) -> None:
        self.bkn.pertek(jalan.id_siasn(self.usulan))
        jalan.pantau_sekarang(self.usulan)
        jalan.tunggu_tahap(self.usulan, Tahap.SIAP_KEPPRES)

    def _rkp(self) -> None:
        self.keppres = jalan.susun_rkp(self.orang, self.usulan)
        jalan.majukan(self.orang, self.keppres)
        jalan.tunggu_tahap(self.usulan, Tahap.KEPPRES_MAJU)

    def _terbit(self) -> None:
        jalan.terbitkan_keppres(self.orang, self.keppres, self.usulan)
        jalan.tunggu_tahap(self.usulan, Tahap.KEPPRES_TERBIT)
        jalan.tunggu_terkirim(self.usulan)

    def _ambil_salinan(self) -> None:
        baris = self.bkn.tanya("salinan-keppres", id_usulan=jalan.id_siasn(self.usulan))
        if len(baris) != 1 or not self.bkn.unduh(baris[0]["download_url"]).startswith(b"%PDF-"):
            raise TidakSampai("API 12 tidak memberi tepat satu salinan berupa PDF.")

    def _selesai(self) -> None:
        jalan.akui_salinan(self.orang, self.usulan)
        jalan.tunggu_tahap(self.usulan, Tahap.SELESAI)
