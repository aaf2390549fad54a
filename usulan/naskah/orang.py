"""What a paper says of one person: rank, post and day, before and after, by the kind of the usulan."""

from dataclasses import dataclass
from datetime import date

from referensi.models import ASN
from siapp.web.templatetags.siapp import nip, tanggal
from usulan.models import KeppresUsulan, RincianJFKU, RincianKP, RincianPemberhentian, Usulan, rincian

KOSONG = "–"


@dataclass(frozen=True, slots=True)
class Perubahan:
    """What the decree changes; each part is "–" where the usulan does not say it."""

    jabatan: str
    dari: str
    menjadi: str
    tmt: str


def pangkat(nama: str, golongan: str) -> str:
    """Write a rank as decrees do: "Pembina Tingkat I (IV/b)"."""
    return f"{nama} ({golongan})" if nama and golongan else nama or golongan or KOSONG


def _jabatan(nama: str, jenjang: str) -> str:
    return f"{nama}, {jenjang}" if nama and jenjang and jenjang not in nama else nama or jenjang or KOSONG


def _hari(*pilihan: date | None) -> str:
    return next((tanggal(satu) for satu in pilihan if satu), KOSONG)


def perubahan(usulan: Usulan) -> Perubahan:
    """Return what the decree changes for the person of `usulan`."""
    isi, asn = rincian(usulan), usulan.asn
    if isinstance(isi, RincianKP):
        return _kp(isi, asn)
    return _berhenti(isi, usulan) if isinstance(isi, RincianPemberhentian) else _jfku(isi)


def _kp(isi: RincianKP, asn: ASN) -> Perubahan:
    return Perubahan(
        isi.nama_jabatan or asn.nama_jabatan_terakhir or KOSONG,
        pangkat(isi.pangkat_lama, isi.golongan_lama),
        pangkat(isi.pangkat_baru, isi.golongan_baru),
        _hari(isi.tmt_golongan_baru),
    )


def _berhenti(isi: RincianPemberhentian, usulan: Usulan) -> Perubahan:
    pengabdian = pangkat(isi.pangkat_pengabdian, isi.golongan_pengabdian)
    menjadi = usulan.layanan.nama if pengabdian == KOSONG else f"{usulan.layanan.nama}; {pengabdian}"
    return Perubahan(
        usulan.asn.nama_jabatan_terakhir or KOSONG,
        pangkat(isi.pangkat_terakhir, isi.golongan_terakhir),
        menjadi,
        _hari(isi.tmt_berhenti, isi.tmt_pensiun),
    )


def _jfku(isi: RincianJFKU) -> Perubahan:
    lama = _jabatan(isi.jabatan_lama or isi.jabatan_asal, isi.jenjang_lama)
    baru = _jabatan(isi.jabatan_baru, isi.jenjang_baru)
    return Perubahan(baru if baru != KOSONG else lama, lama, baru, _hari(isi.tmt_jabatan))


def nama_nip(baris: KeppresUsulan) -> str:
    """Name and NIP below one another."""
    return f"{baris.nama_keppres}\nNIP {nip(baris.usulan.nip)}"
