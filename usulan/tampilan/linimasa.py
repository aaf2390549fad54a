"""The timeline: each Peristiwa as a heading, a person, a time and a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from referensi.models import Layanan, Persyaratan
from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from usulan import izin
from usulan.models import HasilPenilaian, StatusPutusan, Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.tampilan.nilai import label_bidang, tulis

# What happens inside Biro APP before a round is published (alur.md 4).
DAPUR = (Jenis.DOKUMEN_DINILAI, Jenis.TMS_DIUSULKAN, Jenis.TMS_DITOLAK)


@dataclass(frozen=True, slots=True)
class Kejadian:
    """One entry of komponen/_lini_masa.html."""

    judul: str
    oleh: str
    waktu: datetime
    isi: str


@dataclass(frozen=True, slots=True)
class Kamus:
    """The words that the codes in a Peristiwa stand for."""

    bidang: dict[str, str]
    dokumen: dict[str, str]
    layanan: dict[str, str]

    @classmethod
    def untuk(cls, usulan: Usulan) -> "Kamus":
        dokumen = Persyaratan.objects.filter(layanan=usulan.layanan_id).values_list("kode", "nama")
        layanan = Layanan.objects.values_list("kode", "nama")
        return cls(label_bidang(usulan), dict(dokumen), dict(layanan))


def orang_dalam(pengguna: Pengguna, usulan: Usulan) -> bool:
    """Whether `pengguna` sees `usulan` as Biro APP does, not as a PIC only."""
    return bool(izin.pelaku(pengguna, usulan) - {JenisPeran.PIC})


def peristiwa_terlihat(usulan: Usulan, pengguna: Pengguna) -> QuerySet[Peristiwa]:
    """The Peristiwa of `usulan` that `pengguna` may read: a PIC not those of an unpublished round."""
    semua = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk)).select_related("oleh")
    return semua if orang_dalam(pengguna, usulan) else semua.exclude(jenis__in=DAPUR)


def kejadian(peristiwa: Peristiwa, kamus: Kamus) -> Kejadian:
    """Tell one Peristiwa in words; an unknown kind shows its name."""
    judul = Jenis(peristiwa.jenis).label if peristiwa.jenis in Jenis.values else peristiwa.jenis
    isi = _ISI[peristiwa.jenis](peristiwa.data, kamus) if peristiwa.jenis in _ISI else ""
    teks = " ".join(filter(None, [isi, peristiwa.alasan]))
    oleh = peristiwa.oleh.nama if peristiwa.oleh else peristiwa.get_mesin_display()
    return Kejadian(str(judul), str(oleh), peristiwa.waktu, teks)


def _nilai(nilai: Any) -> str:
    """A value out of JSON: dates come back as text."""
    try:
        return tulis(date.fromisoformat(nilai)) if isinstance(nilai, str) else tulis(nilai)
    except ValueError:
        return str(nilai)


def _perubahan(data: dict[str, Any], kamus: Kamus) -> str:
    return "; ".join(
        f"{kamus.bidang.get(kode, kode)}: {_nilai(lama) or 'kosong'} → {_nilai(baru) or 'kosong'}"
        for kode, (lama, baru) in data.get("perubahan", {}).items()
    )


def _dokumen(data: dict[str, Any], kamus: Kamus) -> str:
    return f"{kamus.dokumen.get(data['dokumen'], data['dokumen'])}, versi {data['versi']}."


def _dinilai(data: dict[str, Any], kamus: Kamus) -> str:
    nama = kamus.dokumen.get(data["dokumen"], data["dokumen"])
    return f"{nama}: {HasilPenilaian(data['baru']).label}."


def _putusan(data: dict[str, Any], _: Kamus) -> str:
    kepala = f"{StatusPutusan(data['status']).label}, putaran {data['putaran']}."
    basi = "Datang terlambat: putusan yang lebih baru tetap berlaku." if data.get("basi") else ""
    return " ".join(filter(None, [kepala, data.get("keterangan", ""), basi]))


def _teken(data: dict[str, Any], _: Kamus) -> str:
    catatan = f" Catatan: {data['catatan']}" if data.get("catatan") else ""
    return f"{len(data.get('dokumen', []))} dokumen dikirim, putaran {data['putaran']}.{catatan}"


def _tandai(data: dict[str, Any], kamus: Kamus) -> str:
    nama = [kamus.dokumen.get(k, k) for k in data.get("dokumen", [])]
    nama += [kamus.bidang.get(k, k) for k in data.get("bidang", {})]
    return f"Diminta diperbaiki: {', '.join(nama)}."


def _keppres(data: dict[str, Any], _: Kamus) -> str:
    return f"Nomor {data['nomor_keppres']}, {_nilai(data['tanggal_keppres'])}."


def _tanggal(data: dict[str, Any], _: Kamus) -> str:
    return f"Tanggal {_nilai(data['tanggal'])}." if data.get("tanggal") else ""


_ISI: dict[str, Callable[[dict[str, Any], Kamus], str]] = {
    Jenis.DIBUAT: lambda d, k: k.layanan.get(d["layanan"], d["layanan"]),
    Jenis.DISALIN: lambda d, _: f"Dari usulan {d['asal']}.",
    Jenis.DATA_DIUBAH: _perubahan,
    Jenis.DOKUMEN_DIUNGGAH: _dokumen,
    Jenis.DOKUMEN_DILEPAS: _dokumen,
    Jenis.DOKUMEN_DINILAI: _dinilai,
    Jenis.DIAJUKAN: _teken,
    Jenis.PERBAIKAN_DIAJUKAN: _teken,
    Jenis.DIBAGI: lambda d, _: f"Verifikator: {d['verifikator']}.",
    Jenis.DIALIHKAN: lambda d, _: f"Dari {d['lama']} ke {d['baru']}.",
    Jenis.PUTUSAN_BIRO: _putusan,
    Jenis.PUTUSAN_BKN: _putusan,
    Jenis.PERBAIKAN_DITANDAI: _tandai,
    Jenis.TAHAP_BKN: lambda d, _: " ".join(filter(None, [d.get("nama") or d["status_tahapan"], d.get("keterangan")])),
    Jenis.PERTEK_DITERIMA: lambda d, _: f"{'Ralat Pertek' if d['jenis'] == 'Perbaikan' else 'Pertek'} {d['nomor']}.",
    Jenis.KEPPRES_MAJU: _tanggal,
    Jenis.KEPPRES_TURUN: _tanggal,
    Jenis.KEPPRES_TERBIT: _keppres,
    Jenis.KEPPRES_DIRALAT: _keppres,
    Jenis.SALINAN_DIUNGGAH: lambda d, _: f"{str(d['jenis']).capitalize()} Keppres.",
}
