"""The road of a usulan as people click it; each step leaves the person where the next one starts."""

import base64
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from integrasi.peragaan.akun_contoh import ORANG
from integrasi.peragaan.isian_contoh import pdf_contoh
from tests.browser.berkas import Dokumen, dokumen_layanan, tulis
from tests.browser.layar import Layar, Panggung

SURAT = {
    "Nomor surat pengantar": "B-117/Contoh/2026",
    "Tanggal surat pengantar": "16-11-2026",
    "Pejabat penanda tangan": "Sekretaris Kementerian",
}
CATATAN = "Halaman kedua tidak terbaca, pindai ulang."

# Gives the drop area the files of the arguments, as the system does when a person lets go of them.
JATUHKAN = """berkas => {
  const titipan = new DataTransfer();
  for (const { nama, jenis, isi } of berkas) {
    const bita = Uint8Array.from(atob(isi), (huruf) => huruf.charCodeAt(0));
    titipan.items.add(new File([bita], nama, { type: jenis }));
  }
  return titipan;
}"""
# Notes the name of every progress bar that ever stood on the page.
CATAT_KEMAJUAN = """() => {
  window.kemajuan = [];
  new MutationObserver((perubahan) => {
    for (const { addedNodes } of perubahan)
      for (const simpul of addedNodes)
        if (simpul.nodeName === "PROGRESS") window.kemajuan.push(simpul.getAttribute("aria-label"));
  }).observe(document.body, { childList: true, subtree: true });
}"""


@dataclass
class Layanan:
    """What a walk needs to know of its service.

    Arguments: `nama`, as the choice reads; `nip`, of the person proposed; `data`, label → what is typed where Data ASN
    says nothing; `periode`, whether KP's question for the period comes; `koordinator`, `verifikator`, demo people.
    """

    kode: str
    kategori: str
    nama: str
    nip: str
    koordinator: str
    verifikator: str
    data: dict[str, str]
    periode: bool = False

    def untuk(self, nip: str) -> "Layanan":
        """The same for somebody else."""
        return replace(self, nip=nip)


@dataclass
class Perjalanan:
    """One usulan on its road through the windows of `panggung`; files are written to `folder`."""

    panggung: Panggung
    layanan: Layanan
    folder: Path
    nomor: str = ""

    @property
    def dokumen(self) -> list[Dokumen]:
        return dokumen_layanan(self.layanan.kode)

    @property
    def wajib(self) -> list[Dokumen]:
        return [d for d in self.dokumen if d.wajib]

    # --- the PIC ------------------------------------------------------------------------------------------------

    def pic_membuat_draf(self) -> None:
        """Choose the service, type the NIP, look at Data ASN, make the draft."""
        pic = self.panggung.orang("pic")
        pic.ke("/")
        pic.periksa("beranda-pic")
        pic.tekan("Buat usulan")
        pic.page.get_by_label(self.layanan.nama, exact=True).check()
        nip = self.layanan.nip
        pic.isi({"NIP pegawai yang diusulkan": f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"})
        pic.periksa("usulan-baru")
        pic.tekan("Lanjutkan")
        pic.lihat_judul("Periksa Data ASN")
        if self.layanan.periode:
            pic.page.get_by_label("Periode kenaikan pangkat (TMT)").select_option(index=1)
        pic.periksa("data-asn")
        pic.tekan("Buat draf")
        pic.lihat_pesan("dibuat dan diisi dari Data ASN")
        self.nomor = pic.page.locator(".judul .angka").inner_text()
        pic.periksa("daftar-tugas")

    def pic_melihat_yang_kurang(self) -> None:
        """Pemeriksaan awal of an empty draft names what is missing."""
        pic = self.panggung.orang("pic")
        pic.tekan("Pemeriksaan awal")
        pic.lihat("hal harus diperbaiki")
        for satu in self.wajib:
            pic.lihat(f"“{satu.nama}” wajib, tetapi belum diunggah.")
        pic.periksa("pemeriksaan-awal-kurang")
        pic.page.go_back()

    def pic_mengisi_data(self) -> None:
        """Type the data; with JavaScript it saves itself."""
        pic = self.panggung.orang("pic")
        pic.tekan("Data usulan")
        pic.isi(self.layanan.data)
        if self.panggung.skrip:
            expect(pic.page.locator("[data-tersimpan]")).to_contain_text("Tersimpan")
        pic.periksa("data-usulan")
        pic.tekan("Simpan dan kembali")
        pic.lihat_pesan("Data usulan disimpan")
        pic.tekan("Surat pengantar")
        pic.isi(SURAT)
        pic.periksa("surat-pengantar")
        pic.tekan("Simpan dan kembali")
        pic.lihat_pesan("Surat pengantar disimpan")

    def pic_menjatuhkan_banyak_berkas(self) -> None:
        """Let go of all files but the first at once; each finds its row by its name."""
        pic = self.panggung.orang("pic")
        pic.tekan("Dokumen wajib")
        pic.lihat_judul("Dokumen")
        pic.periksa("dokumen-kosong")
        pic.page.evaluate(CATAT_KEMAJUAN)
        jatuhkan(pic.page, [tulis(self.folder, d) for d in self.wajib[1:]])
        for satu in self.wajib[1:]:
            self.tunggu_tersedia(pic, satu)
        assert set(pic.page.evaluate("window.kemajuan")) == {f"Mengunggah {d.nama}" for d in self.wajib[1:]}

    def pic_mengunggah_satu(self, dokumen: Dokumen, tanda: str = "") -> None:
        """Choose one file in its row; it goes at once, without JavaScript by the button."""
        pic = self.panggung.orang("pic")
        baris = self.baris(pic, dokumen)
        baris.locator("input[type=file]").set_input_files(tulis(self.folder, dokumen, tanda))
        if not self.panggung.skrip:
            baris.locator("button").filter(has_text=dokumen.nama).first.click()
        self.tunggu_tersedia(pic, dokumen)

    def baris(self, layar: Layar, dokumen: Dokumen) -> Locator:
        """The checklist row of `dokumen`."""
        return layar.page.locator(f'ul.unggahan > li:has([data-unggah="{dokumen.nama}"])')

    def tunggu_tersedia(self, layar: Layar, dokumen: Dokumen) -> None:
        """Wait until the file of the row has been inspected and found good; without JavaScript by loading again."""
        diterima = expect(self.baris(layar, dokumen))
        if self.panggung.skrip:
            diterima.to_contain_text("Diterima")
        else:
            layar.tunggu(lambda batas: diterima.to_contain_text("Diterima", timeout=batas))

    def pic_siap_diteken(self) -> None:
        """Pemeriksaan awal is clean; the author, who may not sign, reads who may."""
        pic = self.panggung.orang("pic")
        pic.periksa("dokumen-lengkap")
        pic.tekan("Pemeriksaan awal")
        pic.lihat("Lanjut ke teken")
        pic.periksa("pemeriksaan-awal-bersih")
        pic.tekan("Lanjut ke teken")
        pic.lihat("Anda belum dapat meneken usulan ini")
        pic.periksa("teken-bukan-penyetuju")

    def penyetuju_meneken(self, *, perbaikan: bool = False) -> None:
        """Open it from the start page, read it once more, sign."""
        penyetuju = self.panggung.orang("penyetuju")
        penyetuju.ke("/")
        penyetuju.baris_berisi(self.nomor).locator("a").last.click()
        if perbaikan:
            penyetuju.tekan("Lanjut ke teken")
        penyetuju.akui_peringatan()
        penyetuju.isi({"Catatan untuk BKN dan Biro APP": "Dokumen asli tersimpan di Biro Kepegawaian."})
        apa = "perbaikan" if perbaikan else "usulan"
        penyetuju.periksa(f"teken-{apa}")
        penyetuju.tekan(f"Teken dan kirim {apa}")
        penyetuju.lihat_pesan("diteken dan dikirim ke Biro APP dan BKN")
        penyetuju.periksa(f"sesudah-teken-{apa}")

    def buka_dari_antrean(self, orang: Layar, tab: str) -> None:
        """Open the usulan from the tab `tab` of the queue."""
        orang.ke("/antrean/")
        orang.page.get_by_role("navigation", name="Antrean", exact=True).get_by_role("link", name=tab).click()
        orang.baris_berisi(self.nomor).get_by_role("link").first.click()

    # --- Biro APP -----------------------------------------------------------------------------------------------

    def koordinator_membagi(self) -> None:
        """Tick the usulan in the queue and give it to the verifier."""
        koordinator = self.panggung.orang(self.layanan.koordinator)
        koordinator.ke("/")
        koordinator.periksa("beranda-koordinator")
        koordinator.menu("Antrean")
        koordinator.page.get_by_label(f"Pilih {self.nomor}").check()
        pilihan = koordinator.page.locator("form#banyak select")
        pilihan.select_option(label=koordinator.pilihan_berawal(pilihan, self.nama(self.layanan.verifikator)))
        koordinator.periksa("antrean-koordinator")
        koordinator.tekan("Bagikan yang dipilih")
        koordinator.lihat_pesan("1 dari 1 usulan dibagi")
        koordinator.periksa("antrean-sesudah-dibagi")

    @staticmethod
    def nama(kode: str) -> str:
        return next(orang.nama for orang in ORANG if orang.kode == kode)

    def verifikator_membuka(self) -> Layar:
        """From the start page to the queue to the usulan."""
        verifikator = self.panggung.orang(self.layanan.verifikator)
        verifikator.ke("/")
        verifikator.menu("Antrean")
        verifikator.periksa("antrean-verifikator")
        verifikator.baris_berisi(self.nomor).get_by_role("link").first.click()
        verifikator.lihat("sudah dinilai")
        return verifikator

    def verifikator_mengembalikan(self) -> None:
        """Refuse the first document, accept the others, publish BTL."""
        verifikator = self.verifikator_membuka()
        verifikator.periksa("verifikasi-awal")
        self._tolak(verifikator)
        verifikator.periksa("verifikasi-satu-ditolak")
        for ke in range(1, len(self.wajib)):
            self._terima(verifikator, ke)
        verifikator.lihat("diusulkan BTL")
        verifikator.periksa("verifikasi-usul-btl")
        verifikator.tekan_dan_setuju("Terbitkan putusan")
        verifikator.lihat_pesan("Berkas tidak lengkap (BTL)")
        verifikator.periksa("verifikasi-btl-terbit")

    def _tolak(self, verifikator: Layar) -> None:
        page = verifikator.page
        page.get_by_text("Tidak sesuai…").click()
        page.locator("fieldset.chip input").first.check()
        page.get_by_label("Catatan", exact=False).locator("visible=true").first.fill(CATATAN)
        verifikator.tekan("Simpan “Tidak sesuai”")
        self._tunggu_dinilai(verifikator, 1)

    def _terima(self, verifikator: Layar, sudah: int) -> None:
        verifikator.tekan("Sesuai")
        self._tunggu_dinilai(verifikator, sudah + 1)

    def _tunggu_dinilai(self, verifikator: Layar, banyak: int) -> None:
        expect(verifikator.page.locator(".panel-periksa")).to_contain_text(
            f"{banyak} dari {len(self.wajib)} sudah dinilai",
        )

    def pic_memperbaiki(self) -> None:
        """Read the reason, replace the refused document, see that the rest is locked."""
        pic = self.panggung.orang("pic")
        pic.ke("/")
        pic.periksa("beranda-pic-perbaikan")
        pic.baris_berisi(self.nomor).locator("a").last.click()
        pic.lihat_judul("Perbaikan usulan")
        pic.lihat(CATATAN)
        pic.lihat(f"Dokumen lain, terkunci ({len(self.dokumen) - 1})")
        pic.periksa("perbaikan")
        self.pic_mengunggah_satu(self.wajib[0], " perbaikan")
        pic.lihat("Semua yang diminta sudah dijawab")
        pic.periksa("perbaikan-dijawab")

    def verifikator_menyetujui(self) -> None:
        """Judge what was replaced beside its earlier version, publish the approval."""
        verifikator = self.verifikator_membuka()
        self._bandingkan(verifikator)
        self._terima(verifikator, len(self.wajib) - 1)
        verifikator.lihat("Semua dokumen sesuai: diusulkan disetujui")
        verifikator.periksa("verifikasi-usul-disetujui")
        verifikator.tekan_dan_setuju("Terbitkan putusan")
        verifikator.lihat_pesan("diterbitkan untuk")
        verifikator.periksa("verifikasi-disetujui")

    def _bandingkan(self, verifikator: Layar) -> None:
        verifikator.tekan("Versi sebelumnya")
        verifikator.lihat("Versi sekarang")
        verifikator.periksa("verifikasi-banding")

    # --- BKN ----------------------------------------------------------------------------------------------------

    def bkn_menyetujui_di_halamannya(self) -> None:
        """Verdict and Pertek by hand on the simulator's own page."""
        self.panggung.tumpukan.id_siasn(self.layanan.nip)
        bkn = self.panggung.bkn()
        bkn.ke("/")
        bkn.isi({"Nama, NIP, ID usulan, atau referensi SIAPP": self.layanan.nip})
        bkn.tekan("Cari")
        bkn.periksa("simulator-daftar")
        bkn.page.locator("tbody a").first.click()
        bkn.periksa("simulator-usulan")
        bkn.isi({"Putusan": "Disetujui (APPROVED)"})
        bkn.tekan("Simpan putusan")
        bkn.lihat("APPROVED tertanggal")
        bkn.tekan("Terbitkan Pertek")
        bkn.lihat("Baru: ")
        bkn.periksa("simulator-pertek")

    def bkn_menyetujui(self) -> None:
        """Verdict and Pertek by the simulator's door for scripts."""
        kunci = self.panggung.tumpukan.id_siasn(self.layanan.nip)
        isi = {"status": "APPROVED", "keterangan": "Berkas disetujui", "kirim": True}
        self.panggung.tumpukan.sim(f"usulan/{kunci}/putusan", isi)
        self.panggung.tumpukan.sim(f"usulan/{kunci}/pertek", {"jenis": "Baru"})

    def pic_melihat_pertek(self) -> None:
        """Follow the usulan until the Pertek is there."""
        pic = self.panggung.orang("pic")
        pic.menu("Usulan")
        pic.baris_berisi(self.nomor).get_by_role("link").first.click()
        pic.tunggu(lambda batas: expect(pic.page.locator("main")).to_contain_text("Siap Keppres", timeout=batas))
        pic.lihat("Menunggu rancangan Keppres")
        pic.periksa("usulan-siap-keppres")

    # --- Keppres ------------------------------------------------------------------------------------------------

    def dukungan_menyusun_rkp(self) -> None:
        """Make the draft, add the usulan that is ready, print it."""
        dukungan = self.panggung.orang("dukungan")
        dukungan.ke("/")
        dukungan.periksa("beranda-dukungan")
        dukungan.menu("Keppres")
        dukungan.periksa("keppres-daftar")
        dukungan.tekan("Buat rancangan")
        dukungan.page.get_by_label(self.layanan.kategori, exact=True).check()
        dukungan.isi({"Nomor memo": self.memo, "Perihal": f"Rancangan Keppres {self.layanan.nama}"})
        dukungan.isi({"Tanggal memo": hari_ini()})
        dukungan.periksa("keppres-baru")
        dukungan.tekan("Buat rancangan")
        dukungan.lihat_judul("Tambah usulan")
        dukungan.page.get_by_label(f"Pilih {self.nomor}").check()
        dukungan.periksa("keppres-tambah")
        dukungan.tekan("Tambahkan yang dicentang")
        dukungan.lihat_pesan("1 usulan ditambahkan")
        dukungan.periksa("keppres-rancangan")
        assert dukungan.unduh("Cetak (PDF)", tombol=True).startswith(b"%PDF-")

    @property
    def memo(self) -> str:
        return f"M-{self.nomor[-6:]}/Biro-APP/2026"

    def kepala_biro_melepas(self) -> None:
        kepala = self.panggung.orang("kepala-biro")
        kepala.ke("/")
        kepala.periksa("beranda-kepala-biro")
        kepala.menu("Keppres")
        kepala.tekan(self.memo)
        kepala.periksa("keppres-sebelum-dilepas")
        kepala.tekan_dan_setuju("Lepas rancangan")
        kepala.lihat_pesan("Rancangan dilepas")
        kepala.periksa("keppres-dilepas")

    def dukungan_menerbitkan(self) -> None:
        """Up to the President, down again, published with nomor and file."""
        dukungan = self.panggung.orang("dukungan")
        dukungan.page.reload()
        for langkah, pesan in (
            ("Catat maju ke Presiden", "Keppres dicatat maju"),
            ("Catat turun dari Presiden", "Keppres dicatat turun"),
        ):
            dukungan.tekan(langkah)
            dukungan.lihat_judul(langkah)
            dukungan.periksa(langkah.split()[1] + "-keppres")
            dukungan.tekan(langkah)
            dukungan.lihat_pesan(pesan)
        dukungan.tekan("Terbitkan Keppres")
        dukungan.isi({"Nomor Keppres": f"{self.nomor[-4:]}/K/2026", "Tanggal Keppres": hari_ini()})
        dukungan.isi({"Judul Keppres": f"{self.layanan.nama} contoh"})
        keppres = self.folder / "keppres.pdf"
        keppres.write_bytes(pdf_contoh("Keputusan Presiden contoh", self.nomor))
        dukungan.page.get_by_label("Berkas PDF yang sudah ditandatangani").set_input_files(keppres)
        dukungan.periksa("keppres-terbitkan")
        dukungan.tekan("Terbitkan Keppres")
        dukungan.lihat_pesan("Keppres terbit")
        dukungan.periksa("keppres-terbit")

    def pic_menerima_salinan(self) -> None:
        """Download the copy, record the receipt: the usulan is finished."""
        pic = self.panggung.orang("pic")
        pic.ke("/")
        pic.periksa("beranda-pic-terbit")
        pic.baris_berisi(self.nomor).get_by_role("link", name=self.nomor, exact=True).click()
        pic.lihat("Unduh salinan dan catat tanda terima")
        pic.periksa("usulan-terbit")
        assert pic.unduh("Unduh salinan").startswith(b"%PDF-")
        pic.tekan("Catat tanda terima")
        pic.lihat_judul("Catat tanda terima salinan Keppres")
        pic.periksa("tanda-terima")
        pic.tekan("Catat tanda terima")
        pic.lihat_pesan("Usulan selesai")
        expect(pic.page.locator("main")).to_contain_text("Selesai")
        pic.periksa("usulan-selesai")


def hari_ini() -> str:
    """Today as a person types it."""
    return f"{timezone.localdate():%d-%m-%Y}"


def jatuhkan(page: Page, berkas: list[Path]) -> None:
    """Drop `berkas` onto the drop area, once its script is there."""
    area = page.locator("[data-jatuhan]")
    page.wait_for_load_state("load")
    isi = [
        {
            "nama": b.name,
            "jenis": "image/jpeg" if b.suffix == ".jpg" else "application/pdf",
            "isi": base64.b64encode(b.read_bytes()).decode(),
        }
        for b in berkas
    ]
    titipan = page.evaluate_handle(JATUHKAN, isi)
    area.dispatch_event("drop", {"dataTransfer": titipan})
