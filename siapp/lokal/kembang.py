"""`make kembang`: the stack of `make run` while somebody changes it.

Templates, styles and scripts are read anew at each request (KEMBANG in the settings). Of Python a process knows what it
has loaded, so those that run it are started again when a file changes. Who dies of a fault in a changed file waits for
the next change; the rest stays up.
"""

import os
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from watchfiles import PythonFilter, watch

from siapp.lokal import jalan
from siapp.lokal.awas import Anak, Pengawas, tanpa_sela
from siapp.lokal.gerbang import Gerbang
from siapp.lokal.kabar import konsol
from siapp.lokal.susunan import AKAR, Susunan, port_bebas

KAMAR = tuple(AKAR / nama for nama in ("siapp", "referensi", "usulan", "integrasi"))
# A process reads the catalogue once, as it does Python.
DIPANTAU = PythonFilter(extra_extensions=(".toml",))
# What the simulator is made from: it keeps its state over a start, but a walk that waits for it would notice.
SIMULATOR = (AKAR / "integrasi" / "peragaan" / "simulator", AKAR / "referensi" / "katalog")
# Milliseconds after which the children are looked at though no file has changed.
JEDA = 500


def kembang() -> None:
    """Start the stack and hold it as `jalan` does, with changes seen. Raises GagalMulai."""
    os.environ["KEMBANG"] = "1"
    pintu: list[Gerbang] = []

    def gerbang(susunan: Susunan) -> Gerbang:
        pintu.append(Gerbang(susunan.port, port_bebas()))
        return pintu[0]

    jalan.jalan(lambda pengawas, hidup: pantau(pengawas, hidup, pintu[0]), gerbang)


def pantau(pengawas: Pengawas, hidup: Callable[[], bool], gerbang: Gerbang) -> None:
    """Watch files and children until interrupted; `gerbang` is told whether the web is worth waiting for."""
    konsol.print(
        "Perubahan templat, gaya, dan skrip terlihat pada permintaan berikutnya; perubahan Python juga, tetapi "
        "permintaan itu menunggu beberapa detik sampai web dimulai ulang.",
        soft_wrap=True,
    )
    tertunda: set[Path] = set()
    dikabarkan: dict[int, str] = {}
    for perubahan in watch(*KAMAR, watch_filter=DIPANTAU, rust_timeout=JEDA, yield_on_timeout=True):
        if perubahan:
            tertunda |= {Path(berkas) for _, berkas in perubahan}
            if galat := salah_tulis(tertunda):
                konsol.print(f"✗ {galat}Proses yang berjalan dibiarkan.", markup=False, style="red", soft_wrap=True)
            else:
                mulai_ulang(pengawas, sorted(tertunda), gerbang)
                tertunda.clear()
                dikabarkan.clear()
        pengawas.periksa(hanya_fondasi=True)
        jalan.lihat(pengawas, hidup)
        mati = pengawas.yang_mati()
        gerbang.mati = any(anak.nama == "web" for anak in mati)
        for anak in mati:
            _kabarkan(anak, dikabarkan)


def salah_tulis(berkas: Iterable[Path]) -> str:
    """Return what Python says of the first of the files `berkas` that it cannot read; "" if it can read all."""
    for satu in berkas:
        if satu.suffix == ".py" and satu.exists():
            try:
                compile(satu.read_bytes(), satu, "exec", dont_inherit=True)
            except (SyntaxError, ValueError) as galat:
                return "".join(traceback.format_exception_only(galat))
    return ""


def mulai_ulang(pengawas: Pengawas, berkas: Sequence[Path], gerbang: Gerbang) -> None:
    """Start again what runs the changed files `berkas`: the web first, somebody waits for it at `gerbang`."""
    nisbi = ", ".join(str(satu.relative_to(AKAR)) for satu in berkas[:3]) + (" …" if len(berkas) > 3 else "")
    konsol.print(f"↻ {nisbi} berubah: proses Python dimulai ulang.", markup=False, soft_wrap=True)
    if any("migrations" in satu.parts for satu in berkas):
        konsol.print("Migrasi dijalankan oleh mulai berikutnya: hentikan dengan Ctrl-C, lalu ulangi.", soft_wrap=True)
    simulator = any(tempat in satu.parents for satu in berkas for tempat in SIMULATOR)
    nama = {a.nama for a in pengawas.anak if not a.fondasi and not a.sambilan and (simulator or a.nama != "simulator")}
    with tanpa_sela():
        gerbang.ditahan = True
        pengawas.mulai_ulang({"web"} & nama)
        gerbang.ditahan = gerbang.mati = False
        pengawas.mulai_ulang(nama - {"web"})


def _kabarkan(anak: Anak, dikabarkan: dict[int, str]) -> None:
    """Tell once that `anak` has died, and of what, unless another one died of the same."""
    if anak.proses.pid in dikabarkan:
        return
    kutipan = _jejak(anak.baris_akhir(80))
    konsol.print(f"✗ {anak.nama} berhenti. Perbaiki berkasnya; sesudah disimpan ia dimulai lagi.", style="red")
    if kutipan not in dikabarkan.values():
        konsol.print(kutipan, markup=False, style="red", soft_wrap=True)
    dikabarkan[anak.proses.pid] = kutipan


def _jejak(baris: list[str]) -> str:
    """The last traceback in `baris`, else their end."""
    awal = [nomor for nomor, satu in enumerate(baris) if satu.startswith("Traceback ")]
    return "\n".join(baris[awal[-1] :] if awal else baris[-12:])
