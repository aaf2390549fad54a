"""What BKN's people do: move stages, decide, issue a Pertek or its Ralat; and the automatic mode that does it alone."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping

from integrasi.peragaan.simulator import ubahan_pertek
from integrasi.peragaan.simulator.berkas_pertek import tulis_pertek
from integrasi.peragaan.simulator.keadaan import Baris, Keadaan, cap_waktu, kini
from integrasi.peragaan.simulator.periksa import JENIS, STATUS, Ditolak, TidakAda, satu_dari, tanggal, teks
from integrasi.peragaan.simulator.referensi import layanan_menurut_id
from integrasi.peragaan.simulator.tahap import PUTUSAN

TAHAP_TTD = 22
TAHAP_BATAL = 75
NOMOR_PERTAMA = 23_500_000_123


def _wajib_ada(k: Keadaan, id_usulan: str) -> Baris:
    usulan = k.usulan(id_usulan)
    if usulan is None:
        raise TidakAda
    return usulan


def _tegas(kolom: str, salah: str) -> None:
    if salah:
        raise Ditolak(kolom, salah)


def pindahkan(k: Keadaan, id_usulan: str, tahap: int, keterangan: str = "") -> None:
    """Move a usulan to any stage, known or not: the product must survive an unknown code.

    Raises:
        TidakAda, Ditolak: unknown usulan; stage not 0–999; keterangan over 255.
    """
    usulan = _wajib_ada(k, id_usulan)
    _tegas("status_tahapan", "" if 0 <= tahap <= 999 else "harus 0 sampai 999")
    _tegas("keterangan", teks(255, wajib=False)(keterangan))
    with k.transaksi():
        k.pindah(usulan["id"], tahap, keterangan)


def putuskan(
    k: Keadaan, id_usulan: str, status: str, keterangan: str = "", tanggal_verifikasi: str = "", *, kirim: bool = True
) -> int:
    """Give BKN's verdict and line up its notice (API 9).

    Args:
        status: APPROVED, BTL or TMS.
        tanggal_verifikasi: DD-MM-YYYY; empty means today.
        kirim: False keeps the verdict to be seen by API 7 only.

    Returns:
        The verdict's number.
    """
    usulan = _wajib_ada(k, id_usulan)
    _tegas("status", satu_dari(*STATUS)(status))
    _tegas("keterangan", teks(255, wajib=False)(keterangan))
    hari = tanggal_verifikasi or kini().strftime("%d-%m-%Y")
    _tegas("tanggal", tanggal()(hari))
    with k.transaksi():
        if status == "BTL":
            k.ubah("UPDATE usulan SET putaran = putaran + 1 WHERE id = ?", usulan["id"])
        k.pindah(usulan["id"], PUTUSAN[status], keterangan)
        isi = {
            "id_usulan": usulan["id"],
            "status": status,
            "tanggal_verifikasi": hari,
            "keterangan": keterangan,
            "dibuat": cap_waktu(),
            "kiriman": "menunggu" if kirim else "tidak dikirim",
        }
        return k.sisip("putusan", isi)


def nomor_berikut(k: Keadaan) -> str:
    """The next Pertek number in BKN's shape, `PH-` and eleven digits."""
    urut = k.satu("SELECT coalesce(max(id), 0) AS n FROM pertek")["n"]
    return f"PH-{NOMOR_PERTAMA + urut}"


def _isi_pertek(usulan: Baris, nomor: str, hari: str) -> Mapping[str, str]:
    return {
        "Nomor": nomor,
        "Tanggal": hari,
        "ID Usulan": usulan["id"],
        "Layanan": layanan_menurut_id()[usulan["detail_layanan_id"]]["nama"],
        "Nama": usulan["nama"],
        "NIP": usulan["nip"],
    }


def terbitkan(
    k: Keadaan, id_usulan: str, jenis: str = "Baru", nomor: str = "", tanggal_pertek: str = "", *, rusak: bool = False
) -> str:
    """Issue a Pertek (`Baru`) or its Ralat (`Perbaikan`), with its PDF; moves to "sudah TTD" (22).

    `rusak`: its file begins like a PDF and is none. The number may be one that is there already.

    Returns:
        The number.

    Raises:
        TidakAda, Ditolak: unknown usulan; bad jenis; Ralat before any Pertek; number over 64 characters.
    """
    usulan = _wajib_ada(k, id_usulan)
    _tegas("jenis", satu_dari(*JENIS)(jenis))
    _tegas("nomor", teks(64, wajib=False)(nomor))
    hari = tanggal_pertek or kini().strftime("%d-%m-%Y")
    _tegas("tanggal", tanggal()(hari))
    pertama = k.mungkin("SELECT 1 FROM pertek WHERE id_usulan = ?", usulan["id"]) is None
    _tegas("jenis", "ralat memerlukan Pertek yang sudah terbit" if pertama and jenis == "Perbaikan" else "")
    nomor = nomor or nomor_berikut(k)
    berkas = f"pertek-{secrets.token_hex(12)}.pdf"
    if rusak:
        (k.folder / berkas).write_bytes(b"%PDF-1.7 " + secrets.token_bytes(200))
    else:
        tulis_pertek(k.folder / berkas, jenis, {**_isi_pertek(usulan, nomor, hari), "Seri": secrets.token_hex(8)})
    baris = {
        "id_usulan": usulan["id"],
        "nomor_pertek": nomor,
        "tanggal_pertek": hari,
        "jenis_pertek": jenis,
        "berkas": berkas,
        "dibuat": cap_waktu(),
    }
    with k.transaksi():
        k.sisip("pertek", baris)
        k.pindah(usulan["id"], TAHAP_TTD)
    return nomor


def perbaiki_berkas(k: Keadaan, id_usulan: str, nomor: str) -> None:
    """Put a good file in the place of every file that the Pertek `nomor` has. Raises TidakAda."""
    usulan = _wajib_ada(k, id_usulan)
    baris = k.semua("SELECT * FROM pertek WHERE id_usulan = ? AND nomor_pertek = ?", usulan["id"], nomor)
    if not baris:
        raise TidakAda
    for satu in baris:
        isi = _isi_pertek(usulan, nomor, satu["tanggal_pertek"])
        tulis_pertek(k.folder / satu["berkas"], satu["jenis_pertek"], isi)


def batalkan_pertek(k: Keadaan, id_usulan: str) -> None:
    """Cancel every Pertek of a usulan: the stage says so (75), and API 6 lists none of them any more."""
    usulan = _wajib_ada(k, id_usulan)
    nomor = [b["nomor_pertek"] for b in k.semua("SELECT nomor_pertek FROM pertek WHERE id_usulan = ?", usulan["id"])]
    ubahan_pertek.pasang(k, usulan["id"], {**ubahan_pertek.sakelar(k, usulan["id"]), "hilang": nomor})
    with k.transaksi():
        k.pindah(usulan["id"], TAHAP_BATAL, "Pertek dibatalkan")


def setel_otomatis(k: Keadaan, nyala: bool, jeda: float) -> None:
    """Switch the automatic mode; `jeda` in seconds from signature to approval and from approval to Pertek.

    Raises:
        Ditolak: jeda outside 0–3600.
    """
    _tegas("jeda", "" if 0 <= jeda <= 3600 else "harus 0 sampai 3600 detik")
    k.setel("otomatis", {"nyala": nyala, "jeda": jeda})


def otomatis(k: Keadaan) -> tuple[bool, float]:
    """(on, seconds) of the automatic mode."""
    isi = k.setelan("otomatis", {"nyala": False, "jeda": 5.0})
    return bool(isi["nyala"]), float(isi["jeda"])


def langkah_otomatis(k: Keadaan) -> int:
    """Do what is due in automatic mode: approve what was signed, issue the Pertek of what was approved.

    Returns:
        How many usulan were moved. The stage itself says what is due, so a restart forgets nothing.
    """
    nyala, jeda = otomatis(k)
    if not nyala:
        return 0
    batas = time.time() - jeda
    tiba = k.semua("SELECT id FROM usulan WHERE tahap = 12 AND tahap_sejak <= ? LIMIT 20", batas)
    setuju = k.semua("SELECT id FROM usulan WHERE tahap = 16 AND tahap_sejak <= ? LIMIT 20", batas)
    for baris in tiba:
        putuskan(k, baris["id"], "APPROVED", "Disetujui otomatis oleh simulator")
    for baris in setuju:
        ada = k.mungkin("SELECT 1 FROM pertek WHERE id_usulan = ?", baris["id"])
        terbitkan(k, baris["id"], "Perbaikan" if ada else "Baru")
    return len(tiba) + len(setuju)


async def jalankan_otomatis(k: Keadaan) -> None:
    """Look twice a second, forever."""
    while True:
        langkah_otomatis(k)
        await asyncio.sleep(0.5)
