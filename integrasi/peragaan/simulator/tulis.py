"""The writing APIs: 2, 3, 4, 5, 10, 11, a row each in TULISAN. An effect runs inside one SQLite transaction.

A double is an effect whose identity (the sender's `referensi_siapp`, the same document again, the same signature again,
the same copy again) or whose Idempotency-Key had an effect before. Where `kunci` is promised for the API a known key
gets its first answer, where `tolak_ganda` is a known identity gets a 409. Else the double is taken and counted.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from starlette.responses import Response

from integrasi.peragaan.simulator.amplop import ganda, sukses
from integrasi.peragaan.simulator.data import KEDUDUKAN_BLOKIR, asn_menurut_id
from integrasi.peragaan.simulator.keadaan import Baris, Keadaan, cap_waktu
from integrasi.peragaan.simulator.mode import dijanjikan
from integrasi.peragaan.simulator.periksa import (
    JENIS,
    STATUS,
    Ditolak,
    Pemeriksa,
    TidakAda,
    alamat,
    bulat,
    data_usulan,
    hak,
    nip,
    periksa,
    satu_dari,
    tanggal,
    teks,
)
from integrasi.peragaan.simulator.referensi import dokumen_layanan, dokumen_wajib, layanan_menurut_id

TAHAP_DISIMPAN = 2
Muatan = Mapping[str, Any]


class Efek(NamedTuple):
    """What a call did: its answer's content and the identity that tells a double (empty: none to tell by)."""

    isi: dict[str, Any]
    identitas: str = ""


class Tulisan(NamedTuple):
    """One writing API: the path it is posted to ("" where another module listens), its fields and its effect.

    `menetapkan`: it sets a whole state, so that sending it again changes nothing and is no double.
    """

    jalan: str
    aturan: Mapping[str, Pemeriksa]
    efek: Callable[[Keadaan, Muatan], Efek]
    menetapkan: bool = False


def _usulan(k: Keadaan, muatan: Muatan) -> Baris:
    usulan = k.usulan(str(muatan["id_usulan"]))
    if usulan is None:
        raise TidakAda(tak_urut=True)
    return usulan


def _peran(k: Keadaan, muatan: Muatan) -> Efek:
    """API 2: access of a PIC, replaced as a whole."""
    akses = {nama: "" if muatan.get(nama) is None else str(muatan[nama]) for nama in ("kp", "pemberhentian", "jfku")}
    k.ubah("DELETE FROM peran WHERE id = ?", muatan["id"])
    k.sisip("peran", {"id": muatan["id"], "nip": muatan["nip"], **akses, "dibuat": cap_waktu()})
    return Efek({"id": muatan["id"], "nip": muatan["nip"]})


def hapus_peran(k: Keadaan, id_peran: str) -> Response:
    """API 2, DELETE.

    Raises:
        TidakAda: no such role.
    """
    if k.mungkin("SELECT 1 FROM peran WHERE id = ?", id_peran) is None:
        raise TidakAda
    k.ubah("DELETE FROM peran WHERE id = ?", id_peran)
    k.hitung("2", "efek")
    return sukses("2", {"id": id_peran})


def identitas_usulan(muatan: Muatan) -> str:
    """API 3's identity: our reference."""
    return str(muatan["data_usulan"].get("referensi_siapp") or "")


def _buat_usulan(k: Keadaan, muatan: Muatan) -> Efek:
    """API 3."""
    orang = asn_menurut_id().get(muatan["id_pns"])
    if orang is None:
        raise Ditolak("id_pns", "ASN tidak ditemukan")
    if orang["kedudukan_hukum_id"] == KEDUDUKAN_BLOKIR:
        raise Ditolak("id_pns", "data ASN diblokir (kedudukan hukum 92)")
    layanan = layanan_menurut_id().get(int(muatan["detail_layanan_id"]))
    if layanan is None:
        raise Ditolak("detail_layanan_id", "tidak dikenal")
    if layanan["layanan"] == "KP" and not muatan.get("periode"):
        raise Ditolak("periode", "wajib diisi untuk kenaikan pangkat")
    kunci = str(uuid.uuid4())
    isi = {
        "id": kunci,
        "dibuat": cap_waktu(),
        "id_pns": orang["id_pns"],
        "nip": orang["nip"],
        "nama": orang["nama"],
        "periode": muatan.get("periode") or "",
        "detail_layanan_id": layanan["id"],
        "data_usulan": json.dumps(muatan["data_usulan"], ensure_ascii=False),
        "referensi_siapp": identitas_usulan(muatan) or None,
        "tahap": 1,
        "tahap_sejak": 0,
    }
    k.sisip("usulan", isi)
    k.pindah(kunci, 1)
    return Efek({"id_usulan": kunci}, identitas_usulan(muatan))


def _dokumen(k: Keadaan, muatan: Muatan) -> Efek:
    """API 4. The file is already on disk; `muatan` carries its name, size and SHA-256."""
    usulan = _usulan(k, muatan)
    jenis = int(muatan["id_ref_dokumen"])
    if jenis not in dokumen_layanan()[usulan["detail_layanan_id"]]:
        raise Ditolak("id_ref_dokumen", "bukan dokumen layanan usulan ini")
    sudah_teken = k.mungkin(
        "SELECT 1 FROM approval WHERE id_usulan = ? AND putaran >= ?", usulan["id"], usulan["putaran"]
    )
    nomor = k.sisip(
        "dokumen",
        {
            "id_usulan": usulan["id"],
            "id_ref_dokumen": jenis,
            "sha256": muatan["sha256"],
            "ukuran": muatan["ukuran"],
            "berkas": muatan["berkas"],
            "nama_berkas": muatan["nama_berkas"],
            "dibuat": cap_waktu(),
            "susulan": int(sudah_teken is not None),
        },
    )
    if sudah_teken:
        k.hitung("4", "susulan")
    if usulan["tahap"] < TAHAP_DISIMPAN:
        k.pindah(usulan["id"], TAHAP_DISIMPAN)
    isi = {"id_usulan": usulan["id"], "id_dokumen": nomor, "sha256": muatan["sha256"], "ukuran": muatan["ukuran"]}
    return Efek(isi, f"{usulan['id']}/{jenis}/{muatan['sha256']}")


def _kurang(k: Keadaan, usulan: Baris) -> dict[int, str]:
    """Mandatory documents that have not arrived."""
    ada = {b["id_ref_dokumen"] for b in k.semua("SELECT id_ref_dokumen FROM dokumen WHERE id_usulan = ?", usulan["id"])}
    jabatan = asn_menurut_id()[usulan["id_pns"]]["nama_jabatan_terakhir"]
    return {n: nama for n, nama in dokumen_wajib(usulan["detail_layanan_id"], jabatan).items() if n not in ada}


def _approve(k: Keadaan, muatan: Muatan) -> Efek:
    """API 5: moves through surat usulan and its approval (3, 4) to "terima usulan" (12)."""
    usulan = _usulan(k, muatan)
    kurang = _kurang(k, usulan)
    if kurang:
        pesan = f"{len(kurang)} dokumen wajib belum ada, antara lain: {next(iter(kurang.values()))}"
        raise Ditolak("id_usulan", pesan, tak_urut=True)
    k.sisip(
        "approval",
        {
            "id_usulan": usulan["id"],
            "nip_approval": muatan["nip_approval"],
            "nama_approval": muatan["nama_approval"],
            "jenis_usulan": muatan["jenis_usulan"],
            "catatan": muatan.get("catatan") or "",
            "putaran": usulan["putaran"],
            "dibuat": cap_waktu(),
        },
    )
    for tahap in (3, 4, 12):
        k.pindah(usulan["id"], tahap)
    isi = {"id_usulan": usulan["id"], "status_tahapan": 12}
    return Efek(isi, f"{usulan['id']}/{muatan['jenis_usulan']}/{usulan['putaran']}")


def _biro(k: Keadaan, muatan: Muatan) -> Efek:
    """API 10. A new BTL of Biro APP opens a correction round, a repeated one does not."""
    usulan = _usulan(k, muatan)
    nilai = (muatan["status"], muatan["tanggal_verifikasi"], muatan.get("keterangan") or "")
    sama = k.mungkin(
        "SELECT 1 FROM biro WHERE id_usulan = ? AND status = ? AND tanggal_verifikasi = ? AND keterangan = ?",
        usulan["id"],
        *nilai,
    )
    if sama is None:
        kolom = dict(zip(("status", "tanggal_verifikasi", "keterangan"), nilai, strict=True))
        k.sisip("biro", {"id_usulan": usulan["id"], **kolom, "dibuat": cap_waktu()})
    if sama is None and muatan["status"] == "BTL":
        k.ubah("UPDATE usulan SET putaran = putaran + 1 WHERE id = ?", usulan["id"])
    return Efek({"id_usulan": usulan["id"], "status": muatan["status"]})


def _salinan(k: Keadaan, muatan: Muatan) -> Efek:
    """API 11."""
    usulan = _usulan(k, muatan)
    if muatan["nip"] != usulan["nip"]:
        raise Ditolak("nip", "bukan NIP usulan ini")
    kolom = ("nomor_keppres", "tanggal_keppres", "judul_keppres", "download_url", "nip")
    nomor = k.sisip("salinan", {"id_usulan": usulan["id"], **{n: muatan[n] for n in kolom}, "dibuat": cap_waktu()})
    isi = {"id_usulan": usulan["id"], "id_salinan": nomor}
    return Efek(isi, f"{muatan['nomor_keppres']}/{muatan['nip']}")


_ID = teks(36)
TULISAN: dict[str, Tulisan] = {
    "2": Tulisan(
        "/siapp/role-pic",
        {"nip": nip, "id": _ID, "kp": hak, "pemberhentian": hak, "jfku": hak},
        _peran,
        menetapkan=True,
    ),
    # `id_pns` is 64 wide because real ids do not fit Varchar(32).
    "3": Tulisan(
        "/siapp/usulan",
        {
            "periode": tanggal(wajib=False),
            "id_pns": teks(64),
            "detail_layanan_id": bulat,
            "data_usulan": data_usulan,
        },
        _buat_usulan,
    ),
    "4": Tulisan("", {"id_usulan": _ID, "id_ref_dokumen": bulat}, _dokumen),
    "5": Tulisan(
        "/siapp/usulan/approve",
        {
            "id_usulan": _ID,
            "nip_approval": nip,
            "nama_approval": teks(100),
            "jenis_usulan": satu_dari(*JENIS),
            "catatan": teks(255, wajib=False),
        },
        _approve,
    ),
    "10": Tulisan(
        "/siapp/usulan/verifikasi-biro",
        {
            "id_usulan": _ID,
            "status": satu_dari(*STATUS),
            "tanggal_verifikasi": tanggal(),
            "keterangan": teks(255, wajib=False),
        },
        _biro,
        menetapkan=True,
    ),
    "11": Tulisan(
        "/siapp/salinan-keppres",
        {
            "nomor_keppres": teks(20),
            "tanggal_keppres": tanggal(),
            "judul_keppres": teks(255),
            "download_url": alamat,
            "id_usulan": _ID,
            "nip": nip,
        },
        _salinan,
    ),
}


def _ulangan_kunci(k: Keadaan, api: str, kunci: str) -> Response | None:
    baris = k.mungkin("SELECT status, badan FROM kunci WHERE api = ? AND nilai = ?", api, kunci)
    return Response(baris["badan"], baris["status"], media_type="application/json") if baris else None


def _identitas_awal(k: Keadaan, api: str, muatan: Muatan) -> str:
    """The identity as it can be told before the effect; needed to refuse a double."""
    if api == "3":
        return identitas_usulan(muatan)
    if api == "11":
        return f"{muatan['nomor_keppres']}/{muatan['nip']}"
    if api not in ("4", "5"):
        return ""
    usulan = k.usulan(str(muatan["id_usulan"]))
    if usulan is None:
        return ""
    if api == "4":
        return f"{usulan['id']}/{int(muatan['id_ref_dokumen'])}/{muatan['sha256']}"
    return f"{usulan['id']}/{muatan['jenis_usulan']}/{usulan['putaran']}"


def laksanakan(k: Keadaan, api: str, muatan: Muatan, kunci: str, mode: str) -> Response:
    """Carry out one writing call: doubles by `mode`, effect, counting, first answer kept under its key.

    Args:
        kunci: the Idempotency-Key, "" when the caller sent none.
        mode: the promises in force (`mode.janji`).

    Raises:
        Ditolak, TidakAda: the caller rolls back; nothing is stored.
    """
    tulisan = TULISAN[api]
    periksa(tulisan.aturan, muatan)
    lama = _ulangan_kunci(k, api, kunci) if kunci else None
    if lama is not None:
        k.hitung(api, "ulangan")
        if dijanjikan(mode, api, "kunci"):
            return lama
    identitas = _identitas_awal(k, api, muatan)
    jejak = k.mungkin("SELECT acuan FROM jejak WHERE api = ? AND identitas = ?", api, identitas) if identitas else None
    if jejak is not None and dijanjikan(mode, api, "tolak_ganda"):
        k.hitung(api, "ulangan")
        return ganda("data yang sama sudah pernah diterima", json.loads(jejak["acuan"]))
    efek = tulisan.efek(k, muatan)
    k.hitung(api, "efek")
    if not tulisan.menetapkan and (jejak is not None or lama is not None):
        k.hitung(api, "ganda")
    return _simpan_jawaban(k, api, efek, kunci)


def _simpan_jawaban(k: Keadaan, api: str, efek: Efek, kunci: str) -> Response:
    jawaban = sukses(api, efek.isi)
    if efek.identitas:
        k.ubah("INSERT OR IGNORE INTO jejak VALUES (?, ?, ?)", api, efek.identitas, json.dumps(efek.isi))
    if kunci:
        k.ubah("INSERT OR IGNORE INTO kunci VALUES (?, ?, ?, ?)", api, kunci, jawaban.status_code, bytes(jawaban.body))
    return jawaban
