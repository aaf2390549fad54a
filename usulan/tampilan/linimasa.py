"""The timeline: each Peristiwa as a heading, a person, a time and a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from referensi.models import Layanan, Persyaratan
from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from usulan import izin
from usulan.keadaan import PERTEK, KeadaanPertek
from usulan.models import HasilPenilaian, Pertek, StatusPutusan, Tahanan, Usulan, UsulTahanan
from usulan.peristiwa import Jenis, aliran_usulan, isi, isi_kalender, isi_temuan
from usulan.peristiwa.baca import IsiTidakTerbaca, baca_peristiwa
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
    # The usulan that this one was copied from; "" for readers who may not see it, and when it was not copied.
    asal: str = ""

    @classmethod
    def untuk(cls, usulan: Usulan, pengguna: Pengguna) -> "Kamus":
        dokumen = Persyaratan.objects.filter(layanan=usulan.layanan_id).values_list("kode", "nama")
        layanan = Layanan.objects.values_list("kode", "nama")
        return cls(label_bidang(usulan), dict(dokumen), dict(layanan), _asal(usulan, pengguna))


def _asal(usulan: Usulan, pengguna: Pengguna) -> str:
    if usulan.asal_id is None:
        return ""
    terlihat = Usulan.objects.untuk(pengguna).filter(pk=usulan.asal_id)
    return terlihat.values_list("nomor", flat=True).first() or ""


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
    teks = " ".join(filter(None, [_kalimat(peristiwa, kamus), peristiwa.alasan]))
    oleh = peristiwa.oleh.nama if peristiwa.oleh else peristiwa.get_mesin_display()
    return Kejadian(str(judul), str(oleh), peristiwa.waktu, teks)


def _kalimat(peristiwa: Peristiwa, kamus: Kamus) -> str:
    try:
        ini = baca_peristiwa(peristiwa)
    except IsiTidakTerbaca:
        return ""  # written by another room, or by a later program before it was taken back: the heading still tells
    return _ISI[type(ini)](ini, kamus) if type(ini) in _ISI else ""


def nilai_tersimpan(nilai: Any) -> str:
    """A value out of JSON: dates come back as text."""
    try:
        return tulis(date.fromisoformat(nilai)) if isinstance(nilai, str) else tulis(nilai)
    except ValueError:
        return str(nilai)


def _perubahan(ini: isi.DataDiubah, kamus: Kamus) -> str:
    return "; ".join(
        f"{kamus.bidang.get(kode, kode)}: {nilai_tersimpan(lama) or 'kosong'} → {nilai_tersimpan(baru) or 'kosong'}"
        for kode, (lama, baru) in ini.perubahan.items()
    )


def _pasangan(perubahan: isi.Perubahan) -> str:
    return "; ".join(f"{kata}: {lama} → {baru}" for kata, (lama, baru) in perubahan.items())


def _berkas(ini: isi.VersiBerkas, kamus: Kamus) -> str:
    return f"{kamus.dokumen.get(ini.dokumen, ini.dokumen)}, versi {ini.versi}."


def _dinilai(ini: isi.DokumenDinilai, kamus: Kamus) -> str:
    return f"{kamus.dokumen.get(ini.dokumen, ini.dokumen)}: {HasilPenilaian(ini.baru).label}."


def _temuan(ini: isi_temuan.TemuanDinilai, kamus: Kamus) -> str:
    dokumen = kamus.dokumen.get(ini.dokumen, ini.dokumen)
    return f"{dokumen}: temuan “{ini.aturan}” {'tepat' if ini.tepat else 'keliru'}."


def _tms(ini: isi.TmsDiusulkan, _: Kamus) -> str:
    return f"Tidak semua dokumen dilihat: {ini.tak_dilihat}" if ini.tak_dilihat else ""


def _dijelaskan(ini: isi_temuan.TemuanDijelaskan, _: Kamus) -> str:
    return f"{ini.temuan} Alasan: {ini.jawaban}" if ini.jawaban else f"{ini.temuan} Alasannya dicabut."


def _putusan(ini: isi.PutusanTerbit, _: Kamus) -> str:
    kepala = f"{StatusPutusan(ini.status).label}, putaran {ini.putaran}."
    return " ".join(filter(None, [kepala, ini.keterangan]))


def _putusan_bkn(ini: isi.PutusanBkn, kamus: Kamus) -> str:
    basi = "Datang terlambat: putusan yang lebih baru tetap berlaku." if ini.basi else ""
    orang = f"Dicocokkan oleh {' dan '.join(ini.dicocokkan_oleh)}." if ini.dicocokkan_oleh else ""
    return " ".join(filter(None, [_putusan(ini, kamus), basi, orang]))


def _ditarik(ini: isi.PutusanDitarik, _: Kamus) -> str:
    return f"{StatusPutusan(ini.status).label}, {tulis(ini.tanggal)}."


def _id_bkn(ini: isi.IdBknDikoreksi, _: Kamus) -> str:
    return f"Diputuskan oleh {' dan '.join(ini.oleh)}. Yang dikatakan BKN tentang ID yang salah tidak berlaku lagi."


def _teken(ini: isi.Teken, _: Kamus) -> str:
    catatan = f" Catatan: {ini.catatan}" if ini.catatan else ""
    return f"{len(ini.dokumen)} dokumen dikirim, putaran {ini.putaran}.{catatan}"


def _tandai(ini: isi.PerbaikanDitandai, kamus: Kamus) -> str:
    nama = [kamus.dokumen.get(k, k) for k in ini.dokumen]
    nama += [kamus.bidang.get(k, k) for k in ini.bidang]
    return f"Diminta diperbaiki: {', '.join(nama)}."


def _tahap_bkn(ini: isi.TahapBknBerubah, _: Kamus) -> str:
    return " ".join(filter(None, [ini.nama or ini.status_tahapan, ini.keterangan]))


def _pertek(ini: isi.PertekDiterima, _: Kamus) -> str:
    return f"{'Ralat Pertek' if ini.jenis == Pertek.Jenis.PERBAIKAN else 'Pertek'} {ini.nomor}."


def _pertek_berubah(ini: isi.PertekBerubah, _: Kamus) -> str:
    sebutan = "Ralat Pertek" if ini.jenis == Pertek.Jenis.PERBAIKAN else "Pertek"
    lama, baru = (PERTEK.label[KeadaanPertek(satu)].lower() for satu in (ini.lama, ini.baru))
    return f"{sebutan} {ini.nomor or 'tanpa nomor'}: {lama} → {baru}."


def _keppres(ini: isi.SalinanKeppres, _: Kamus) -> str:
    return f"Nomor {ini.nomor}, {tulis(ini.tanggal)}."


def _tenggat(ini: isi_kalender.TenggatDihitung, _: Kamus) -> str:
    return f"{tulis(ini.lama) or 'tanpa tenggat'} → {tulis(ini.baru) or 'tanpa tenggat'}."


def _tanggal(ini: isi.KeppresMaju | isi.KeppresTurun, _: Kamus) -> str:
    return f"Tanggal {tulis(ini.tanggal)}."


# Each takes its own class: the table is keyed by it. A kind that says nothing more than its heading is not here.
_ISI: Mapping[type[isi.Isi], Callable[[Any, Kamus], str]] = {
    isi.Dibuat: lambda ini, kamus: kamus.layanan.get(ini.layanan, ini.layanan),
    isi.Disalin: lambda _, kamus: f"Dari usulan {kamus.asal or 'terdahulu'}.",
    isi.DataDiubah: _perubahan,
    isi.NipDikoreksi: lambda ini, _: f"NIP {ini.lama} → {ini.baru}.",
    isi.BerpindahInstansi: lambda ini, _: f"Dari {ini.lama} kepada {ini.baru}.",
    isi.BedaAsnDiketahui: lambda ini, _: f"Sebelum {ini.langkah}. {_pasangan(ini.perubahan)}.",
    isi.NamaKeppres: lambda ini, _: f"{ini.nama}.",
    isi.DokumenDiunggah: _berkas,
    isi.DokumenDilepas: _berkas,
    isi.DokumenDinilai: _dinilai,
    isi.TmsDiusulkan: _tms,
    isi_temuan.TemuanDinilai: _temuan,
    isi_temuan.TemuanDijelaskan: _dijelaskan,
    isi.Diajukan: _teken,
    isi.PerbaikanDiajukan: _teken,
    isi.Dibagi: lambda ini, _: f"Verifikator: {ini.verifikator}.",
    isi.Dialihkan: lambda ini, _: f"Dari {ini.lama} ke {ini.baru}.",
    isi.Dilepas: lambda ini, _: f"Sebelumnya dipegang {ini.lama}.",
    isi.PutusanBiro: _putusan,
    isi.PutusanBkn: _putusan_bkn,
    isi.PutusanDitarik: _ditarik,
    isi.IdBknDikoreksi: _id_bkn,
    isi.PerbaikanDitandai: _tandai,
    isi.TahapBknBerubah: _tahap_bkn,
    isi.PertekDiterima: _pertek,
    isi.PertekBerubah: _pertek_berubah,
    isi.TahanDilepas: lambda ini, _: f"{Tahanan.Cara(ini.cara).label}." if ini.cara else "",
    isi.TahanDiusulkan: lambda ini, _: f"{UsulTahanan.Pilihan(ini.pilihan).label}.",
    isi.TahanUsulDitolak: lambda ini, _: f"{UsulTahanan.Pilihan(ini.pilihan).label}.",
    isi.KeppresMaju: _tanggal,
    isi.KeppresTurun: _tanggal,
    isi.KeppresTerbit: _keppres,
    isi.KeppresDiralat: _keppres,
    isi.SalinanPerorangan: _keppres,
    isi.RalatDiterima: lambda ini, _: f"Versi {ini.versi}.",
    isi.SalinanDiunggah: lambda ini, _: f"{ini.jenis.capitalize()} Keppres.",
    isi_kalender.TenggatDihitung: _tenggat,
}
