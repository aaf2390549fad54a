"""What the papers of one faultless usulan say, and which mistake makes one of them say something else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.usulan.korpus_naskah.naskah import Nilai
from usulan.models import Usulan, rincian

TURUN = {"IV/e": "IV/d", "IV/d": "IV/c", "IV/c": "IV/b", "IV/b": "IV/a", "IV/a": "III/d"}
ISIAN = {
    "surat-pengantar": "surat_pengantar",
    "sk-pak": "pak",
    "sertifikat-uji-kompetensi": "sertifikat_ukom",
    "keterangan-tim-penguji-kesehatan": "surat_tim_penguji",
    "usul-ppk-berhenti": "usul_ppk",
    "permohonan-berhenti": "permohonan",
    "sk-penjatuhan-pemberhentian": "sk_penjatuhan",
    "sk-prestasi-luar-biasa": "sk_prestasi",
    "keppres-pemberhentian-jabatan": "keppres_pemberhentian",
    "keppres-penemuan-baru": "keppres_penemuan",
    "rekomendasi-brin": "rekomendasi_brin",
}
TAHUN = {"pertama": 2024, "kedua": 2025, "satu": 2025}


@dataclass(frozen=True)
class Tanam:
    """One mistake. `jenis`: the row whose paper says it; `lain`: what it says, from the values of the right paper.

    `kertas`: another kind of paper on the row; `di`: other rows or fields where a finding is right too; `isian`, `asn`:
    what is typed, or what Data ASN says, instead; `untuk`: beginnings of services, none for all that have the row.
    """

    nama: str
    kelompok: str
    jenis: str = ""
    lain: Callable[[Nilai], dict[str, Any]] | None = None
    kertas: str = ""
    di: tuple[str, ...] = ()
    isian: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    asn: dict[str, Any] = field(default_factory=dict)
    tanpa: tuple[str, ...] = ()
    untuk: tuple[str, ...] = ()
    kosong: int = 0
    kaki: str = ""


def nilai(usulan: Usulan, jenis: str, gaya: int) -> Nilai:
    """Return what the paper `jenis` says when nobody has made a mistake."""
    asn, data = usulan.asn, rincian(usulan)
    nama = asn.nama.rstrip(" 0123456789")
    v: Nilai = {
        "gaya": gaya,
        "layanan": usulan.layanan_id,
        "nip": asn.nip,
        "nama": nama,
        "bergelar": f"Drs. {nama}, M.M.",
        "lahir": asn.tanggal_lahir,
        "golongan": asn.golongan_baru,
        "sebelum": TURUN[asn.golongan_baru],
        "jabatan": asn.nama_jabatan_terakhir,
        "usul": getattr(data, "golongan_baru", None),
        "pejabat": f"{usulan.pejabat_penanda_tangan},",
        "nomor": "KP.03.02/512/2023",
        "tanggal": date(2023, 2, 20),
        "wafat": getattr(data, "tanggal_meninggal", None),
        "masa": (getattr(data, "masa_kerja_pensiun_tahun", None), getattr(data, "masa_kerja_pensiun_bulan", None)),
        "pensiun": getattr(data, "tmt_pensiun", None),
        "angka": _angka(getattr(data, "angka_kredit", None)),
        "predikat": "Baik",
        "tahun": next((t for kata, t in TAHUN.items() if kata in jenis), 2025),
    }
    tmt = {"sk-kp-terakhir": asn.tmt_golongan_baru, "sk-jabatan-terakhir": asn.tmt_jabatan_terakhir}
    if jenis in tmt:
        v["tmt"] = tmt[jenis]
    if jenis == "sk-jabatan-lama":
        v |= {"nomor": "KP.03.02/88/2017", "tanggal": date(2017, 6, 12)}
    if kode := ISIAN.get(jenis):
        sumber = usulan if jenis == "surat-pengantar" else data
        for apa in ("nomor", "tanggal"):
            isi = getattr(sumber, f"{apa}_{kode}", None)
            v[apa] = isi if isi and isi != "-" else v[apa]
    return v


def _angka(angka: Any) -> str:
    return "" if angka is None else f"{angka:.3f}".rstrip("0").rstrip(".").replace(".", ",")
