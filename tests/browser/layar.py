"""People in the browser: a window per person, and the checks that every important page must pass."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from integrasi.peragaan.akun_contoh import ORANG, SANDI_CONTOH
from tests.browser.tumpukan import Tumpukan
from tests.peramban import BATAS_MS, LAYAR, pelanggaran, potret

# How long one look waits before the page is loaded again.
SABAR_MS = 1_000
NIP = {orang.kode: orang.nip for orang in ORANG}
SIMULATOR = "simulator"


@dataclass
class Panggung:
    """The windows of one test.

    Arguments: `folder`, of the screenshots below `var/layar/perjalanan`; `lebar`, of the windows in pixels; `tema`, the
    colours that the person's system asks for; `skrip`, whether JavaScript runs; `boleh`, beginnings of console messages
    that the test is about.
    """

    peramban: Browser
    tumpukan: Tumpukan
    sesi: dict[str, str]
    folder: str = ""
    lebar: int = 1366
    tema: Literal["light", "dark"] = "light"
    skrip: bool = True
    boleh: tuple[str, ...] = ()
    keluhan: list[str] = field(default_factory=list)
    _orang: dict[str, "Layar"] = field(default_factory=dict)
    _konteks: list[BrowserContext] = field(default_factory=list)
    _urutan: int = 0

    def orang(self, kode: str) -> "Layar":
        """The window of the demo person `kode` (integrasi/peragaan/akun_contoh.py), signed in at first use."""
        if kode not in self._orang:
            self._orang[kode] = self.jendela_baru(kode)
        return self._orang[kode]

    def jendela_baru(self, kode: str) -> "Layar":
        """One more window of `kode`, with a session of its own."""
        layar = self._buka(self.tumpukan.url)
        if kode in self.sesi:
            layar.page.context.add_cookies([{"name": "sesi", "value": self.sesi[kode], "url": self.tumpukan.url}])
            layar.ke("/")
        else:
            layar.masuk(kode)
            self.sesi[kode] = next(k["value"] for k in layar.page.context.cookies() if k["name"] == "sesi")
        return layar

    def bkn(self) -> "Layar":
        """The window of whoever plays BKN at the simulator's own page."""
        if SIMULATOR not in self._orang:
            self._orang[SIMULATOR] = self._buka(self.tumpukan.url_simulator)
            self._orang[SIMULATOR].ke("/")
        return self._orang[SIMULATOR]

    def _buka(self, alamat: str) -> "Layar":
        konteks = self.peramban.new_context(
            base_url=alamat,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            viewport={"width": self.lebar, "height": 900},
            color_scheme=self.tema,
            java_script_enabled=self.skrip or alamat != self.tumpukan.url,
        )
        konteks.set_default_timeout(BATAS_MS)
        self._konteks.append(konteks)
        page = konteks.new_page()
        page.on("console", self._dengar)
        page.on("pageerror", lambda galat: self.keluhan.append(str(galat)))
        page.on("request", self._awasi)
        return Layar(self, page)

    def _dengar(self, pesan: ConsoleMessage) -> None:
        if pesan.type == "error" and not pesan.text.startswith(self.boleh or ("\0",)):
            self.keluhan.append(f"{pesan.text} ({pesan.location.get('url')})")

    def _awasi(self, permintaan: Request) -> None:
        rumah = {urlsplit(self.tumpukan.url).netloc, urlsplit(self.tumpukan.url_simulator).netloc}
        tujuan = urlsplit(permintaan.url)
        if tujuan.scheme in {"http", "https", "ws", "wss"} and tujuan.netloc not in rumah:
            self.keluhan.append(f"permintaan ke luar: {tujuan.scheme}://{tujuan.netloc}")

    def potret(self, page: Page, nama: str) -> None:
        """Keep a screenshot, numbered in the order of the walk."""
        self._urutan += 1
        if self._urutan == 1:
            shutil.rmtree(LAYAR / "perjalanan" / self.folder, ignore_errors=True)
        potret(page, f"perjalanan/{self.folder}/{self._urutan:02}-{nama}")

    @contextmanager
    def sekilas(self) -> Iterator[None]:
        """Hurry: what is clicked inside is another test's matter, so its pages are neither kept nor examined."""
        folder, self.folder = self.folder, ""
        yield
        self.folder = folder

    def tutup(self) -> None:
        """Close every window."""
        for konteks in self._konteks:
            konteks.close()


@dataclass
class Layar:
    """One window."""

    panggung: Panggung
    page: Page

    def masuk(self, kode: str) -> None:
        """Sign in with NIP and password as people do."""
        self.ke("/akun/login/")
        self.page.get_by_label("NIP", exact=True).fill(NIP[kode])
        self.page.get_by_label("Kata sandi").fill(SANDI_CONTOH)
        self.tekan("Masuk")
        self.lihat_judul("Beranda")

    def ke(self, jalur: str) -> None:
        self.page.goto(jalur)

    def tekan(self, nama: str, di: Locator | None = None) -> None:
        """Press the button `nama`, or follow the link of that name."""
        tempat = di or self.page
        tempat.get_by_role("button", name=nama, exact=True).or_(
            tempat.get_by_role("link", name=nama, exact=True)
        ).first.click()

    def tekan_dan_setuju(self, nama: str) -> None:
        """Press `nama` and agree in the dialog that asks (there is none without JavaScript)."""
        self.tekan(nama)
        if self.panggung.skrip:
            self.page.locator("dialog#konfirmasi [data-ya]").click()

    def akui_peringatan(self) -> None:
        """Answer each warning on the page before the signature, where there are any."""
        self.lihat_judul("Teken dan kirim")
        for alasan in self.page.locator("[name^=alasan_]").all():
            alasan.fill("Sesuai dengan SK yang terlampir")

    def isi(self, isian: dict[str, str]) -> None:
        """Type into the fields that have these labels, or choose in them."""
        for label, nilai in isian.items():
            bidang = self.page.get_by_label(label, exact=True).or_(
                self.page.get_by_label(f"{label} (boleh kosong)", exact=True)
            )
            if bidang.first.evaluate("b => b.tagName") == "SELECT":
                bidang.first.select_option(label=self.pilihan_berawal(bidang.first, nilai))
            else:
                bidang.first.fill(nilai)

    def lihat(self, teks: str) -> None:
        """Wait until the page says `teks`."""
        expect(self.page.get_by_text(teks).first).to_be_visible()

    def lihat_judul(self, judul: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(judul)

    def lihat_pesan(self, teks: str) -> None:
        """Wait until the page tells what has just happened."""
        expect(self.page.locator("#pesan")).to_contain_text(teks)

    def lihat_galat(self, teks: str) -> None:
        """Wait until the error summary says `teks`."""
        expect(self.page.locator(".ringkasan-galat")).to_contain_text(teks)

    def tunggu(self, harapkan: Callable[[float], None]) -> None:
        """Wait for what `harapkan(limit in ms)` expects, loading the page again in between, as people do who wait."""
        for _ in range(int(BATAS_MS / SABAR_MS)):
            try:
                return harapkan(SABAR_MS)
            except AssertionError:
                self.page.reload()
        return harapkan(SABAR_MS)

    def menu(self, butir: str) -> None:
        """Follow an entry of the menu; on a narrow window it has to be opened first."""
        tombol = self.page.get_by_role("button", name="Menu", exact=True)
        if tombol.is_visible():
            tombol.click()
        self.page.get_by_role("navigation", name="Menu utama").get_by_role("link", name=butir, exact=True).click()

    def baris_berisi(self, teks: str) -> Locator:
        """The table row that holds `teks`."""
        return self.page.locator("tbody tr").filter(has_text=teks).first

    @staticmethod
    def pilihan_berawal(pilihan: Locator, awal: str) -> str:
        """The choice of a list that begins with `awal`."""
        return next(kata for kata in pilihan.locator("option").all_inner_texts() if kata.startswith(awal))

    def unduh(self, nama: str, *, tombol: bool = False) -> bytes:
        """Follow the link (or press the button) `nama` and return the file that it gives."""
        with self.page.expect_download() as unduhan:
            self.page.get_by_role("button" if tombol else "link", name=nama, exact=True).click()
        return Path(unduhan.value.path()).read_bytes()

    def periksa(self, nama: str) -> None:
        """Keep a screenshot; let axe look at the page; nobody may have complained so far.

        In the dark axe looks at the colours only: the light walks show it the same pages.
        """
        if not self.panggung.folder:
            return
        self.panggung.potret(self.page, nama)
        if self.panggung.skrip:
            assert pelanggaran(self.page, warna_saja=self.panggung.tema == "dark") == []
        assert self.panggung.keluhan == []
