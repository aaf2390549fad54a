"""The page to play BKN: server-rendered, in Indonesian, no script at all."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from integrasi.peragaan.simulator import bkn, ubahan_pertek
from integrasi.peragaan.simulator.gangguan import BAWAAN, KETERANGAN, GangguanTidakDikenal
from integrasi.peragaan.simulator.keadaan import Baris
from integrasi.peragaan.simulator.mode import MODE_BAWAAN
from integrasi.peragaan.simulator.periksa import STATUS, Ditolak, TidakAda
from integrasi.peragaan.simulator.referensi import dokumen_layanan, layanan_menurut_id
from integrasi.peragaan.simulator.sim import Bersama, hitungan, rinci_usulan, setel_mode
from integrasi.peragaan.simulator.tahap import TAHAP

AKAR = Path(__file__).resolve().parent
PER_HALAMAN = 25
API_BERGANGGUAN = ("*", "token", "1", "2", "3", "4", "5", "6", "7", "10", "11", "13")
MODE_ARTI = {
    "kunci": "Idempotency-Key yang dikenal mendapat jawaban pertama",
    "tolak_ganda": "usulan (API 3) yang sama ditolak dengan 409 dan ID yang pertama",
    "cari": "kiriman ganda diterima; SIAPP dapat mencari usulan (API 3) menurut referensi",
    "manusia": "kiriman ganda diterima; tidak ada cara mencari",
}
KEPALA = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a browser hides the origin of a form, too, and `PenjagaAsal` would refuse our own page.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def jam(nilai: str) -> str:
    """ISO 8601 → `23-11-2026 12.31.46`, as read in Indonesia."""
    return f"{nilai[8:10]}-{nilai[5:7]}-{nilai[:4]} {nilai[11:19].replace(':', '.')}" if nilai else ""


def ribuan(nilai: int) -> str:
    """Whole number with a point each three digits."""
    return f"{nilai:,}".replace(",", ".")


def _mesin() -> Environment:
    mesin = Environment(
        loader=FileSystemLoader(AKAR / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    mesin.filters.update(jam=jam, ribuan=ribuan)
    mesin.globals.update(TAHAP=TAHAP, STATUS=STATUS, layanan=layanan_menurut_id())
    return mesin


Tindakan = Callable[[Request, FormData], str]


class Halaman:
    """The screens and their buttons."""

    def __init__(self, bersama: Bersama) -> None:
        self._b = bersama
        self._k = bersama.keadaan
        self._mesin = _mesin()

    def _tampil(self, permintaan: Request, templat: str, status: int = 200, **isi: Any) -> Response:
        isi["pesan"] = permintaan.query_params.get("pesan", "")
        isi["galat"] = isi.get("galat") or permintaan.query_params.get("galat", "")
        isi["mode"] = self._k.setelan("mode_ganda", MODE_BAWAAN)
        isi["aturan"] = self._b.papan.tampil()["aturan"]
        isi["otomatis"], isi["jeda"] = bkn.otomatis(self._k)
        return HTMLResponse(self._mesin.get_template(templat).render(isi), status, KEPALA)

    # --- screens --------------------------------------------------------------------------------------------------

    async def daftar(self, permintaan: Request) -> Response:
        """What arrived, newest first; search by name, NIP, id or reference, filter by stage."""
        cari, tahap = permintaan.query_params.get("cari", "").strip(), permintaan.query_params.get("tahap", "")
        halaman = int(h) if (h := permintaan.query_params.get("halaman", "1")).isdecimal() else 1
        saring = (
            "FROM usulan u WHERE (? = '' OR u.nama LIKE ? OR u.nip LIKE ? OR u.id = ? OR u.referensi_siapp = ?) "
            "AND ? IN ('', CAST(u.tahap AS TEXT))"
        )
        nilai = (cari, f"%{cari}%", f"{cari}%", cari.lower(), cari, tahap)
        jumlah = self._k.satu(f"SELECT count(*) AS n {saring}", *nilai)["n"]
        sql = (
            "SELECT u.*, (SELECT count(*) FROM dokumen d WHERE d.id_usulan = u.id) AS banyak_dokumen, "  # noqa: S608
            "(SELECT status FROM putusan p WHERE p.id_usulan = u.id ORDER BY id DESC LIMIT 1) AS putusan, "
            "(SELECT status FROM biro b WHERE b.id_usulan = u.id ORDER BY id DESC LIMIT 1) AS biro "
            f"{saring} ORDER BY u.rowid DESC LIMIT {PER_HALAMAN} OFFSET {max(0, halaman - 1) * PER_HALAMAN}"
        )
        isi = {"cari": cari, "tahap": tahap, "halaman": halaman, "jumlah": jumlah, "per": PER_HALAMAN}
        return self._tampil(permintaan, "daftar.jinja", baris=self._k.semua(sql, *nilai), **isi)

    async def usulan(self, permintaan: Request) -> Response:
        """One usulan: data, documents, signatures, verdicts of both sides, Pertek, copies, and BKN's buttons."""
        usulan = self._usulan(permintaan)
        rinci = rinci_usulan(self._k, usulan)
        nama_dokumen = {n: b["nama"] for n, b in dokumen_layanan()[usulan["detail_layanan_id"]].items()}
        saklar = ubahan_pertek.sakelar(self._k, usulan["id"])
        rapi = json.dumps(rinci["data_usulan"], ensure_ascii=False, indent=2)
        return self._tampil(permintaan, "usulan.jinja", u=rinci, nama_dokumen=nama_dokumen, data_rapi=rapi, s=saklar)

    async def kendali(self, permintaan: Request) -> Response:
        """Switches, counters and the journal."""
        return self._tampil(
            permintaan,
            "kendali.jinja",
            hitungan=sorted(hitungan(self._k).items(), key=lambda isi: (not isi[0].isdecimal(), isi[0].zfill(3))),
            panggilan=self._k.semua("SELECT * FROM panggilan ORDER BY id DESC LIMIT 100"),
            jenis_gangguan=sorted((n, saat, KETERANGAN[n]) for n, saat in BAWAAN.items()),
            api_bergangguan=API_BERGANGGUAN,
            mode_arti=MODE_ARTI,
            token=self._k.semua("SELECT jenis, count(*) AS n FROM token GROUP BY jenis"),
        )

    async def berkas(self, permintaan: Request) -> Response:
        """A document or Pertek file, as a download only."""
        tabel = {"dokumen": "nama_berkas", "pertek": "nomor_pertek"}
        jenis = permintaan.path_params["jenis"]
        if jenis not in tabel:
            raise TidakAda
        sql = f"SELECT berkas, {tabel[jenis]} AS nama FROM {jenis} WHERE id = ?"  # noqa: S608  (names from `tabel`)
        baris = self._k.mungkin(sql, permintaan.path_params["nomor"])
        if baris is None:
            raise TidakAda
        nama = baris["nama"] if jenis == "dokumen" else f"{baris['nama']}.pdf"
        tipe = "application/octet-stream"
        return FileResponse(self._k.folder / baris["berkas"], media_type=tipe, filename=nama, headers=KEPALA)

    def tidak_ada(self, permintaan: Request) -> Response:
        """What answers when something is not there."""
        return self._tampil(permintaan, "tidak_ada.jinja", 404)

    # --- buttons --------------------------------------------------------------------------------------------------

    def _usulan(self, permintaan: Request) -> Baris:
        usulan = self._k.usulan(permintaan.path_params["id"])
        if usulan is None:
            raise TidakAda
        return usulan

    def pindah(self, permintaan: Request, form: FormData) -> str:
        """Move to a stage."""
        tahap = str(form.get("status_tahapan") or "")
        if not tahap.isdecimal():
            raise Ditolak("status_tahapan", "pilih tahapan")
        bkn.pindahkan(self._k, permintaan.path_params["id"], int(tahap), str(form.get("keterangan") or ""))
        return f"Usulan dipindah ke tahapan {tahap}."

    def putus(self, permintaan: Request, form: FormData) -> str:
        """Give BKN's verdict; the date comes from a date field (YYYY-MM-DD)."""
        hari = "-".join(reversed(str(form.get("tanggal") or "").split("-")))
        status, keterangan = str(form.get("status")), str(form.get("keterangan") or "")
        kirim = form.get("kirim") == "ya"
        bkn.putuskan(self._k, permintaan.path_params["id"], status, keterangan, hari, kirim=kirim)
        return f"Putusan {status} disimpan" + (" dan akan dikirim ke SIAPP (API 9)." if kirim else ", tidak dikirim.")

    def terbit(self, permintaan: Request, form: FormData) -> str:
        """Issue a Pertek or a Ralat."""
        jenis, nomor = str(form.get("jenis")), str(form.get("nomor") or "").strip()
        rusak = form.get("rusak") == "ya"
        return f"Pertek {bkn.terbitkan(self._k, permintaan.path_params['id'], jenis, nomor, rusak=rusak)} diterbitkan."

    def batal(self, permintaan: Request, _form: FormData) -> str:
        """Cancel every Pertek."""
        bkn.batalkan_pertek(self._k, permintaan.path_params["id"])
        return "Semua Pertek dibatalkan: tahapan 75, dan API 6 tidak lagi menyebutnya."

    def sakelar(self, permintaan: Request, form: FormData) -> str:
        """Let the lists of APIs 6 and 7 be odd for this usulan."""
        kunci = permintaan.path_params["id"]
        nomor = {n: [v for v in str(form.get(n) or "").split() if v] for n in sorted(ubahan_pertek.DAFTAR)}
        nyala = {n: form.get(n) == "ya" for n in sorted(ubahan_pertek.SAKELAR)}
        ubahan_pertek.pasang(self._k, kunci, nomor | nyala)
        return "Daftar Pertek dan tahapan usulan ini diubah."

    def ulang(self, _permintaan: Request, form: FormData) -> str:
        """Send a verdict again."""
        self._b.pengirim.kirim_ulang(int(str(form.get("nomor") or "0")))
        return "Notifikasi akan dikirim ulang."

    def mode(self, _permintaan: Request, form: FormData) -> str:
        """Choose the treatment of repeated writes."""
        setel_mode(self._k, str(form.get("mode_per_api") or form.get("mode_ganda")).strip())
        return "Mode ganda diubah."

    def otomatis(self, _permintaan: Request, form: FormData) -> str:
        """Automatic mode on or off."""
        bkn.setel_otomatis(self._k, form.get("nyala") == "ya", float(str(form.get("jeda") or "5").replace(",", ".")))
        return "Mode otomatis diubah."

    def token(self, _permintaan: Request, form: FormData) -> str:
        """Kill tokens."""
        return f"{self._b.penjaga.matikan(str(form.get('jenis') or ''))} token dimatikan."

    def gangguan(self, _permintaan: Request, form: FormData) -> str:
        """Add one rule."""
        argumen = str(form.get("nilai") or "").strip().replace(",", ".")
        saat = str(form.get("saat") or "")
        jenis = str(form.get("jenis")) + (f"_{saat}" if saat else "") + (f":{argumen}" if argumen else "")
        aturan = {
            "api": str(form.get("api") or "*"),
            "jenis": jenis,
            "peluang": float(str(form.get("persen") or "100").replace(",", ".")) / 100,
            "sisa": str(form.get("sisa") or "") or None,
        }
        papan = self._b.papan
        papan.pasang([*papan.tampil()["aturan"], aturan], papan.benih)
        return "Gangguan dipasang."

    def tenang(self, _permintaan: Request, _form: FormData) -> str:
        """Remove all rules."""
        self._b.papan.pasang([])
        return "Semua gangguan dicabut."

    def hapus(self, _permintaan: Request, _form: FormData) -> str:
        """Forget all that arrived."""
        self._k.hapus()
        return "Semua yang diterima telah dihapus."


def _tombol(tindakan: Tindakan, kembali: str) -> Callable[[Request], Awaitable[Response]]:
    """POST → action → back to the screen with a sentence."""

    async def endpoint(permintaan: Request) -> Response:
        async with permintaan.form() as form:
            try:
                kata, nilai = "pesan", tindakan(permintaan, form)
            except (Ditolak, GangguanTidakDikenal, ValueError) as galat:
                kata, nilai = "galat", str(galat)
        return RedirectResponse(f"{kembali.format(**permintaan.path_params)}?{kata}={quote(nilai)}", 303)

    return endpoint


def rute_halaman(bersama: Bersama) -> tuple[list[BaseRoute], Callable[[Request], Response]]:
    """Routes of the page, and what answers when something is not there."""
    h = Halaman(bersama)
    usulan, kendali = "/usulan/{id}", "/kendali"
    tombol: dict[str, tuple[Tindakan, str]] = {
        f"{usulan}/tahap": (h.pindah, usulan),
        f"{usulan}/putusan": (h.putus, usulan),
        f"{usulan}/pertek": (h.terbit, usulan),
        f"{usulan}/pertek-batal": (h.batal, usulan),
        f"{usulan}/pertek-sakelar": (h.sakelar, usulan),
        f"{usulan}/kirim-ulang": (h.ulang, usulan),
        f"{kendali}/mode": (h.mode, kendali),
        f"{kendali}/otomatis": (h.otomatis, kendali),
        f"{kendali}/token": (h.token, kendali),
        f"{kendali}/gangguan": (h.gangguan, kendali),
        f"{kendali}/tenang": (h.tenang, kendali),
        f"{kendali}/hapus": (h.hapus, kendali),
    }
    rute: list[BaseRoute] = [
        Route("/", h.daftar),
        Route(usulan, h.usulan),
        Route(kendali, h.kendali),
        Route("/berkas/{jenis}/{nomor:int}", h.berkas),
        Mount("/statis", StaticFiles(directory=AKAR / "statis")),
        *(Route(jalur, _tombol(t, kembali), methods=["POST"]) for jalur, (t, kembali) in tombol.items()),
    ]
    return rute, h.tidak_ada
