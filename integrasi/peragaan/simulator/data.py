"""The invented civil servants: 256 people with the Lampiran's data utama, the same at every start.

Everything follows from `BENIH`; nothing depends on the clock, so that a NIP picked by a test stays the same NIP.
"Lama" is the grade before the present one, "Baru" and "Terakhir" the present one, as in SIASN's own profile.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from integrasi.peragaan.simulator import nama as kata
from integrasi.peragaan.simulator.susunan import (
    BKN,
    FUNGSIONAL_MENURUT_NAMA,
    INSTANSI,
    KEMENSETNEG,
    PANGKAT,
    RUMPUN_INSTANSI,
    UNOR,
    InstansiSim,
    JabatanSim,
    UnorSim,
    id_hex,
)

__all__ = ["ACUAN", "BKN", "INSTANSI", "KEMENSETNEG", "asn_menurut_id", "asn_menurut_nip", "semua_asn"]

BENIH = 20220817
ACUAN = date(2026, 11, 1)
"""The day the data describe: service years and "near retirement" are counted to it."""
KEDUDUKAN_AKTIF = "01"
KEDUDUKAN_BLOKIR = "92"
Baris = Mapping[str, Any]


class _Pola(NamedTuple):
    """What one place in an agency looks like: kind of position, rank in it, golongan, fate."""

    jenis: str
    tingkat: str
    golongan: str
    nasib: str = ""


def _pola() -> tuple[_Pola, ...]:
    """32 places an agency; 29 are IV/b and above (the agreement's circle), SIAPP must refuse the rest."""
    jpt = [
        _Pola("jpt", "madya", "45"),
        _Pola("jpt", "madya", "44"),
        _Pola("jpt", "pratama", "43"),
        _Pola("jpt", "pratama", "43", "dekat_pensiun"),
        _Pola("jpt", "pratama", "42"),
        _Pola("jpt", "pratama", "43", "meninggal"),
        _Pola("jpt", "pratama", "42"),
        _Pola("jpt", "pratama", "44"),
    ]
    utama = [_Pola("jf", "Ahli Utama", ("44", "45")[i % 2], _NASIB_UTAMA.get(i, "")) for i in range(10)]
    madya = [_Pola("jf", "Ahli Madya", ("42", "43")[i % 2], _NASIB_MADYA.get(i, "")) for i in range(11)]
    bawah = [_Pola("jf", "Ahli Madya", "41"), _Pola("jf", "Ahli Muda", "34"), _Pola("jf", "Ahli Madya", "41")]
    return tuple(jpt + utama + madya + bawah)


_NASIB_UTAMA = {1: "dekat_pensiun", 4: "meninggal"}
_NASIB_MADYA = {2: "dekat_pensiun", 5: "meninggal", 10: "blokir"}


def _tambah_bulan(hari: date, bulan: int) -> date:
    """The first of the month that lies `bulan` months after `hari`."""
    urut = hari.year * 12 + hari.month - 1 + bulan
    return date(urut // 12, urut % 12 + 1, 1)


def _selisih(awal: date, akhir: date) -> tuple[int, int]:
    """Whole (years, months) between two days; never negative."""
    bulan = max(0, (akhir.year - awal.year) * 12 + akhir.month - awal.month)
    return bulan // 12, bulan % 12


def _hari(hari: date | None) -> str:
    return hari.strftime("%d-%m-%Y") if hari else ""


class _Riwayat(NamedTuple):
    """The days of a career, in order."""

    lahir: date
    cpns: date
    golongan_lama: date
    golongan: date
    jabatan_lama: date
    jabatan: date
    pensiun: date


def _riwayat(acak: random.Random, bup: int, nasib: str) -> _Riwayat:
    sisa = acak.randint(2, 11) if nasib == "dekat_pensiun" else acak.randint(26, 26 + 12 * 7)
    pensiun = _tambah_bulan(ACUAN, sisa)
    lahir = _tambah_bulan(pensiun, -12 * bup - 1) + timedelta(days=acak.randint(0, 27))
    cpns = _tambah_bulan(lahir, 12 * acak.randint(23, 27) + acak.randint(0, 11))
    golongan = date(ACUAN.year - acak.randint(2, 5), acak.choice((4, 10)), 1)
    golongan_lama = golongan.replace(year=golongan.year - 4)
    jabatan = _tambah_bulan(ACUAN, -acak.randint(14, 60))
    return _Riwayat(lahir, cpns, golongan_lama, golongan, _tambah_bulan(jabatan, -48), jabatan, pensiun)


def _jabatan(acak: random.Random, instansi: InstansiSim, pola: _Pola, urut: int) -> tuple[JabatanSim, UnorSim]:
    unor = [u for u in UNOR if u.instansi_id == instansi.id]
    if pola.jenis == "jf":
        rumpun = RUMPUN_INSTANSI[instansi.id]
        return FUNGSIONAL_MENURUT_NAMA[f"{rumpun[urut % len(rumpun)]} {pola.tingkat}"], acak.choice(unor[1:])
    pilihan = [u for u in unor if (u.eselon_id == "11") == (pola.tingkat == "madya")]
    tempat = pilihan[urut % len(pilihan)]
    return tempat.pimpinan, tempat


def _nama(acak: random.Random, pria: bool) -> str:
    depan = acak.choice(kata.DEPAN_PRIA if pria else kata.DEPAN_WANITA)
    return f"{depan} {acak.choice(kata.BELAKANG)}"


def _keluarga(acak: random.Random, pria: bool, ahli_waris: bool) -> dict[str, list[dict[str, str]]]:
    """One spouse for nearly everybody, up to three children; a dead person always leaves heirs."""
    marga = acak.choice(kata.BELAKANG)
    lajang = acak.random() < 0.06 and not ahli_waris
    pasangan = [] if lajang else [{"nama": _nama(acak, not pria)}]
    depan = acak.sample(kata.DEPAN_PRIA + kata.DEPAN_WANITA, acak.randint(1 if ahli_waris else 0, 3))
    return {"pasangan": pasangan, "anak": [{"nama": f"{d} {marga}"} for d in depan]}


def _golongan(pola: _Pola, r: _Riwayat) -> dict[str, Any]:
    ruang, pangkat = PANGKAT[pola.golongan]
    ruang_lama, pangkat_lama = PANGKAT[str(int(pola.golongan) - 1) if pola.golongan != "41" else "34"]
    tahun_lama, bulan_lama = _selisih(r.cpns, r.golongan_lama)
    tahun, bulan = _selisih(r.cpns, r.golongan)
    return {
        "golongan_id": pola.golongan,
        "pangkat_lama": pangkat_lama,
        "gol_ruang_lama": ruang_lama,
        "tmt_gol_ruang_lama": _hari(r.golongan_lama),
        "tahun_masa_kerja_lama": tahun_lama,
        "bulan_masa_kerja_lama": bulan_lama,
        "pangkat_baru": pangkat,
        "gol_ruang_baru": ruang,
        "tmt_gol_ruang_baru": _hari(r.golongan),
        "tahun_masa_kerja_baru": tahun,
        "bulan_masa_kerja_baru": bulan,
    }


def _alamat(acak: random.Random) -> str:
    return f"Jalan {acak.choice(kata.JALAN)} No. {acak.randint(1, 90)}, {acak.choice(kata.KOTA)}"


def _akhir(acak: random.Random, r: _Riwayat, nasib: str) -> dict[str, Any]:
    """The fields about leaving service; a dead person has a pension for the survivors, a living one has none."""
    meninggal = ACUAN - timedelta(days=acak.randint(20, 150)) if nasib == "meninggal" else None
    berhenti = _tambah_bulan(meninggal, 1) if meninggal else (r.pensiun if nasib == "dekat_pensiun" else None)
    tahun, bulan = _selisih(r.cpns, min(meninggal or ACUAN, ACUAN))
    tahun_pensiun, bulan_pensiun = _selisih(r.cpns, berhenti or r.pensiun)
    pokok = acak.randint(2_400_000, 4_900_000) if meninggal else None
    return {
        "tmt_berhenti": _hari(berhenti),
        "tahun_masa_kerja_pns": tahun,
        "bulan_masa_kerja_pns": bulan,
        "tmt_pensiun": _hari(r.pensiun),
        "tahun_masa_kerja_pensiun": tahun_pensiun,
        "bulan_masa_kerja_pensiun": bulan_pensiun,
        "tmt_meninggal": _hari(meninggal),
        "pensiun_pokok_janda_duda": pokok,
        "pembulatan_pensiun_pokok_janda_duda": -(-pokok // 100) * 100 if pokok else None,
        "nama_kantor_wilayah_taspen": acak.choice(kata.TASPEN),
        "alamat_setelah_pensiun": _alamat(acak),
    }


def _nama_sebelum(jabatan: JabatanSim) -> str:
    """The position held before: one step down the ladder for functional ones, a deputy post for the others."""
    turun = {"Ahli Utama": "Ahli Madya", "Ahli Madya": "Ahli Muda", "Ahli Muda": "Ahli Pertama"}
    if jabatan.jenjang:
        return jabatan.nama.replace(jabatan.jenjang, turun[jabatan.jenjang])
    return f"Wakil {jabatan.nama}"[:250]


def _orang(acak: random.Random, instansi: InstansiSim, pola: _Pola, urut: int) -> dict[str, Any]:
    jabatan, unor = _jabatan(acak, instansi, pola, urut)
    r = _riwayat(acak, jabatan.bup, pola.nasib)
    pria = acak.random() < 0.55
    nip = f"{r.lahir:%Y%m%d}{r.cpns:%Y%m}{1 if pria else 2}{urut % 9 + 1:03d}"
    blokir = pola.nasib == "blokir" and instansi is KEMENSETNEG
    return {
        "id_pns": id_hex("pns", nip, instansi.id, urut),
        "nip": nip,
        "nama": f"{_nama(acak, pria)}, {acak.choice(kata.GELAR)}"[:100],
        "tempat_lahir": acak.choice(kata.KOTA),
        "tanggal_lahir": _hari(r.lahir),
        "id_pendidikan_terakhir": id_hex("pendidikan", acak.choice(("S-2", "S-3"))),
        "id_instansi_induk": instansi.id,
        "id_instansi_kerja": instansi.id,
        "unit_kerja": unor.nama,
        "unor_id": unor.id,
        **_golongan(pola, r),
        "nama_jabatan_lama": _nama_sebelum(jabatan),
        "tmt_jabatan_lama": _hari(r.jabatan_lama),
        "nama_jabatan_terakhir": jabatan.nama,
        "tmt_jabatan_terakhir": _hari(r.jabatan),
        "jabatan_id": jabatan.id,
        "jenis_jabatan_id": jabatan.jenis_jabatan_id,
        "jenis_jabatan": "Jabatan Fungsional" if pola.jenis == "jf" else "Jabatan Struktural",
        "eselon_id": "99" if pola.jenis == "jf" else unor.eselon_id,
        "bup": jabatan.bup,
        "kedudukan_hukum_id": KEDUDUKAN_BLOKIR if blokir else KEDUDUKAN_AKTIF,
        **_akhir(acak, r, pola.nasib),
        **_keluarga(acak, pria, pola.nasib == "meninggal"),
    }


@lru_cache(maxsize=1)
def semua_asn() -> tuple[Baris, ...]:
    """All invented civil servants, every golongan, in agency order; keys as API 1 has them (Lampiran "API Data ASN").

    Dates are text `DD-MM-YYYY` or `""`. The rows are shared: copy before changing one.
    """
    acak = random.Random(BENIH)  # noqa: S311  (invented data must repeat, nothing is secret)
    pola = _pola()
    baris = [_orang(acak, instansi, p, urut) for instansi in INSTANSI for urut, p in enumerate(pola)]
    return tuple({b["nip"]: b for b in baris}.values())


@lru_cache(maxsize=1)
def asn_menurut_nip() -> Mapping[str, Baris]:
    """NIP → person, all golongan."""
    return {b["nip"]: b for b in semua_asn()}


@lru_cache(maxsize=1)
def asn_menurut_id() -> Mapping[str, Baris]:
    """ID PNS → person, all golongan."""
    return {b["id_pns"]: b for b in semua_asn()}
