"""What each paper of a Keppres says, as data for its template of the same name."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils import timezone

from siapp.naskah.tata import tata
from siapp.web.templatetags.siapp import nip, tanggal
from usulan.keadaan import KeadaanKeppres
from usulan.models import Keppres, KeppresUsulan
from usulan.naskah.orang import nama_nip, perubahan

FOLDER = Path(__file__).parent
PENERBIT = "Biro Administrasi Pejabat Pemerintahan, Kementerian Sekretariat Negara"
Belum = Sequence[tuple[KeppresUsulan, Iterable[str]]]


class Naskah(StrEnum):
    """The papers, by the name in their address and of their template."""

    RKP = "rkp"
    MEMO = "memo"
    PETIKAN = "petikan"
    SAMPUL = "sampul"
    TANDA_TERIMA = "tanda_terima"


class Urutan(StrEnum):
    """In which order the people stand."""

    SUSUNAN = "susunan"
    NAMA = "nama"
    INSTANSI = "instansi"
    PANGKAT = "pangkat"


LABEL: Mapping[Naskah, str] = {
    Naskah.RKP: "Rancangan Keputusan Presiden (RKP)",
    Naskah.MEMO: "Memo pengantar",
    Naskah.PETIKAN: "Petikan, satu halaman per orang",
    Naskah.SAMPUL: "Sampul salinan, satu halaman per orang",
    Naskah.TANDA_TERIMA: "Tanda terima per instansi",
}
LABEL_URUTAN: Mapping[Urutan, str] = {
    Urutan.SUSUNAN: "Seperti disusun",
    Urutan.NAMA: "Nama",
    Urutan.INSTANSI: "Instansi, lalu nama",
    Urutan.PANGKAT: "Pangkat, yang tertinggi dahulu",
}
# What goes out with a decree needs its number and day.
SESUDAH_TERBIT = frozenset({Naskah.PETIKAN, Naskah.SAMPUL, Naskah.TANDA_TERIMA})


def tersedia(keppres: Keppres) -> list[Naskah]:
    """Return the papers that can be printed of a Keppres in its present state."""
    return [n for n in Naskah if keppres.keadaan == KeadaanKeppres.TERBIT or n not in SESUDAH_TERBIT]


def _golongan(baris: KeppresUsulan) -> tuple[str, ...]:
    asn = baris.usulan.asn
    return tuple(reversed(asn.golongan_baru.split("/"))) if asn.golongan_baru else ("",)


def urutkan(baris: Iterable[KeppresUsulan], urutan: Urutan) -> list[KeppresUsulan]:
    """Return the lines in the order that was chosen; within the same, by name."""
    semua = list(baris)
    if urutan is Urutan.SUSUNAN:
        return semua
    semua.sort(key=lambda b: b.nama_keppres.casefold())
    if urutan is Urutan.INSTANSI:
        semua.sort(key=lambda b: b.usulan.instansi.nama.casefold())
    elif urutan is Urutan.PANGKAT:
        semua.sort(key=_golongan, reverse=True)
    return semua


def _kepala(keppres: Keppres, judul: str) -> dict[str, Any]:
    return {
        "judul": judul,
        "penerbit": PENERBIT,
        "kaki": f"{judul} · memo {keppres.nomor_memo} · dicetak {tanggal(timezone.now(), 'waktu')} WIB",
        "tempat": "Jakarta, ...............................",
        "jabatan_penanda": "Kepala Biro Administrasi Pejabat Pemerintahan",
    }


def _nomor(keppres: Keppres) -> dict[str, str]:
    nomor = f"Nomor {keppres.nomor} tanggal {tanggal(keppres.tanggal)}"
    return {"nomor": nomor, "tentang": keppres.judul}


def _rkp(keppres: Keppres, baris: Sequence[KeppresUsulan], belum: Belum) -> dict[str, Any]:
    """Who, from which rank or post to which, from when, on which Pertek; and what keeps it from going on."""
    return _kepala(keppres, "Rancangan Keputusan Presiden") | {
        "keterangan": [
            ["Tentang", keppres.perihal],
            ["Memo", f"{keppres.nomor_memo}, {tanggal(keppres.tanggal_memo)}"],
            ["Jumlah", f"{len(baris)} orang"],
        ],
        "kepala": ["No.", "Nama dan NIP", "Instansi dan jabatan", "Dari", "Menjadi", "TMT", "Pertek"],
        "baris": [_baris_rkp(n, b) for n, b in enumerate(baris, start=1)],
        "catatan": [
            *(f"{b.usulan.nomor}, {b.nama_keppres}: {' '.join(alasan)}" for b, alasan in belum),
            *(
                f"Nama belum dipilih: {b.usulan.nomor}, menurut usulan “{b.usulan.nama}”, menurut Data ASN "
                f"“{b.usulan.asn.nama}”."
                for b in baris
                if not b.nama_dipilih
            ),
        ],
    }


def _baris_rkp(nomor: int, baris: KeppresUsulan) -> list[str]:
    ubah, pertek = perubahan(baris.usulan), baris.pertek
    return [
        str(nomor),
        nama_nip(baris),
        f"{baris.usulan.instansi.nama}\n{ubah.jabatan}",
        ubah.dari,
        ubah.menjadi,
        ubah.tmt,
        f"{pertek.nomor}\n{tanggal(pertek.tanggal)}",
    ]


def _memo(keppres: Keppres, baris: Sequence[KeppresUsulan], _: Belum) -> dict[str, Any]:
    per_instansi = Counter((b.usulan.instansi.nama, b.usulan.layanan.nama) for b in baris)
    return _kepala(keppres, "Memorandum") | {
        "keterangan": [
            ["Nomor", keppres.nomor_memo],
            ["Tanggal", tanggal(keppres.tanggal_memo)],
            ["Perihal", keppres.perihal],
        ],
        "pembuka": f"Bersama ini disampaikan rancangan Keputusan Presiden untuk {len(baris)} orang, sebagai berikut.",
        "kepala": ["Instansi dan layanan", "Jumlah"],
        "baris": [[f"{i}\n{layanan}", f"{n} orang"] for (i, layanan), n in sorted(per_instansi.items())],
        "penutup": "Daftar lengkapnya terlampir. Mohon keputusan lebih lanjut.",
    }


def _petikan(keppres: Keppres, baris: Sequence[KeppresUsulan], _: Belum) -> dict[str, Any]:
    return (
        _kepala(keppres, "Petikan Keputusan Presiden Republik Indonesia")
        | _nomor(keppres)
        | {
            "pembuka": "Presiden Republik Indonesia memutuskan, antara lain, untuk:",
            "penutup": "Petikan ini sesuai dengan aslinya dan diberikan kepada yang bersangkutan untuk dilaksanakan.",
            "orang": [{"keterangan": _keterangan_petikan(b)} for b in baris],
        }
    )


def _keterangan_petikan(baris: KeppresUsulan) -> list[list[str]]:
    ubah = perubahan(baris.usulan)
    return [
        ["Nama", baris.nama_keppres],
        ["NIP", nip(baris.usulan.nip)],
        ["Instansi", baris.usulan.instansi.nama],
        ["Jabatan", ubah.jabatan],
        ["Dari", ubah.dari],
        ["Menjadi", ubah.menjadi],
        ["Terhitung mulai", ubah.tmt],
    ]


def _sampul(keppres: Keppres, baris: Sequence[KeppresUsulan], _: Belum) -> dict[str, Any]:
    orang = [
        {
            "keterangan": [
                ["Untuk", b.nama_keppres],
                ["NIP", nip(b.usulan.nip)],
                ["Instansi", b.usulan.instansi.nama],
                ["Nomor usulan", b.usulan.nomor],
            ]
        }
        for b in baris
    ]
    return _kepala(keppres, "Salinan Keputusan Presiden Republik Indonesia") | _nomor(keppres) | {"orang": orang}


def _tanda_terima(keppres: Keppres, baris: Sequence[KeppresUsulan], _: Belum) -> dict[str, Any]:
    """A page per agency, whatever the order: it is signed there."""
    per_instansi = groupby(urutkan(baris, Urutan.INSTANSI), key=lambda b: b.usulan.instansi.nama)
    return _kepala(keppres, "Tanda terima salinan Keputusan Presiden") | {
        "jabatan_penanda": "Yang menerima",
        "keterangan": [["Keppres", _nomor(keppres)["nomor"]], ["Tentang", keppres.judul]],
        "kepala": ["No.", "Nama dan NIP", "Salinan dan petikan", "Tanda tangan"],
        "bagian": [
            {"instansi": nama, "baris": [[str(n), nama_nip(b), "", ""] for n, b in enumerate(isi, start=1)]}
            for nama, isi in per_instansi
        ],
    }


_ISI: Mapping[Naskah, Callable[[Keppres, Sequence[KeppresUsulan], Belum], dict[str, Any]]] = {
    Naskah.RKP: _rkp,
    Naskah.MEMO: _memo,
    Naskah.PETIKAN: _petikan,
    Naskah.SAMPUL: _sampul,
    Naskah.TANDA_TERIMA: _tanda_terima,
}


def cetak(
    naskah: Naskah,
    keppres: Keppres,
    baris: Iterable[KeppresUsulan],
    belum: Belum = (),
    urutan: Urutan = Urutan.SUSUNAN,
) -> bytes:
    """Return the paper as PDF. `belum`: the rows on which no Keppres may rest now, each with the reasons.

    Raises NaskahGagal. Whether the paper is there in this state is asked of `tersedia` before.
    """
    return tata(FOLDER, naskah, _ISI[naskah](keppres, urutkan(baris, urutan), belum))
