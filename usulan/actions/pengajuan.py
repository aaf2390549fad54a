"""Teken: signing and sending a usulan, the first time and after corrections (API 5)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from referensi.katalog import bidang_layanan
from referensi.models import Eselon
from siapp.akun.models import Pengguna
from siapp.angka import tulis_desimal
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from usulan.actions.beda_asn import ketahui, perbarui_potret
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.aturan import Temuan, Tingkat, periksa
from usulan.catatan_bkn import PANJANG_CATATAN, panjang, ruang_catatan, sebut_panjang, tulis_catatan
from usulan.models import (
    BidangDiminta,
    Dokumen,
    HasilPenilaian,
    PenilaianDokumen,
    StatusPutusan,
    Usulan,
    VersiDokumen,
)
from usulan.pemegang import verifikator_sah
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.baca import baca_sebagai
from usulan.peristiwa.isi import DataDiubah, Diajukan, PerbaikanDiajukan
from usulan.tahap import Kerja, Tahap


class BelumLengkap(GalatPengguna):
    """Pemeriksaan awal found something; `temuan` holds the findings."""

    def __init__(self, temuan: list[Temuan]) -> None:
        self.temuan = temuan
        satu = temuan[0].pesan
        lebih = f" (dan {len(temuan) - 1} hal lain)" if len(temuan) > 1 else ""
        super().__init__(f"Usulan belum dapat dikirim: {satu}{lebih}", "Pemeriksaan awal belum bersih")


def _check_catatan(catatan: str) -> None:
    if panjang(catatan) > PANJANG_CATATAN:
        raise GalatPengguna(f"Catatan berisi {sebut_panjang(catatan)}; batasnya {PANJANG_CATATAN}.", bidang="catatan")


def _check_aturan(usulan: Usulan, penjelasan: Mapping[str, str], *, diketahui: bool) -> str:
    """Return in words how each warning was answered. Raises BelumLengkap for errors and for what nobody answered."""
    temuan = periksa(usulan)
    galat = [t for t in temuan if t.tingkat is Tingkat.GALAT]
    tanpa = [t for t in temuan if not penjelasan.get(t.sidik)]
    if galat or (tanpa and not diketahui):
        raise BelumLengkap(galat or tanpa)
    jawab = [f"{t.pesan} Alasan: {penjelasan[t.sidik]}" for t in temuan if t not in tanpa]
    return f"Peringatan yang dijelaskan: {' · '.join(jawab)}" if jawab else ""


@transaction.atomic(durable=True)
def ajukan(
    usulan_id: UUID,
    *,
    oleh: Pengguna,
    catatan: str = "",
    penjelasan: Mapping[str, str] = MappingProxyType({}),
    peringatan_diketahui: bool = False,
    diketahui: str = "",
    versi: int | None = None,
) -> Usulan:
    """Sign and send a draft to Biro APP and BKN (alur.md 3.4).

    `penjelasan` {mark of a warning: why it is right all the same}, kept with the event for the verifier;
    `peringatan_diketahui` is for samples, which nobody reads. `catatan` ≤ 255 characters and bytes (Lampiran API 5);
    `diketahui`: what differs in Data ASN, as the page showed it
    (usulan.perbedaan). From now on the usulan bears the name that Data ASN has. Raises BelumLengkap,
    TidakBerwenang, TidakMungkin, SudahBerubah; IntegrityError of `usulan_aktif_satu_per_orang_dan_kategori` if another
    one was sent meanwhile.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.AJUKAN, oleh=oleh, versi=versi)
    _check_catatan(catatan)
    alasan = _check_aturan(usulan, penjelasan, diketahui=peringatan_diketahui)
    ketahui(usulan, diketahui, "teken", oleh)
    bidang = pindah(usulan, Kerja.AJUKAN, Tahap.DIAJUKAN, oleh=oleh)
    usulan.penanda_tangan, usulan.diajukan_pada = oleh, timezone.now()
    simpan(usulan, *bidang, *perbarui_potret(usulan), "penanda_tangan", "diajukan_pada")
    usulan.dokumen.update(terbuka=False)
    dokumen = tuple(d.versi_kini_id for d in usulan.dokumen.exclude(versi_kini=None) if d.versi_kini_id)
    catat_usulan(usulan, Diajukan(usulan.putaran, oleh.nip, oleh.nama, catatan, dokumen), oleh=oleh, alasan=alasan)
    return usulan


def perubahan_data(usulan: Usulan) -> dict[str, list[Any]]:
    """Return {field: [old, new]} of all data changes since the correction round was opened."""
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk)).order_by("urutan")
    hasil: dict[str, list[Any]] = {}
    for data in aliran.filter(jenis=Jenis.DATA_DIUBAH, waktu__gte=usulan.tahap_sejak).values_list("data", flat=True):
        for bidang, (lama, baru) in baca_sebagai(DataDiubah, data).perubahan.items():
            hasil[bidang] = [hasil[bidang][0] if bidang in hasil else lama, baru]
    return {bidang: nilai for bidang, nilai in hasil.items() if nilai[0] != nilai[1]}


def _label(usulan: Usulan, kode: Collection[str]) -> dict[str, str]:
    """Return {code: label} of the data fields `kode`, in the catalogue's order; what every service has comes last."""
    katalog = {b.kode: b.label for b in bidang_layanan(usulan.layanan_id)}
    umum = {satu: satu.replace("_", " ").capitalize() for satu in sorted(set(kode) - katalog.keys())}
    return {satu: nama for satu, nama in {**katalog, **umum}.items() if satu in kode}


def belum_dijawab(usulan: Usulan) -> list[str]:
    """Return in words what the correction round still asks of the PIC; empty when each is answered."""
    hasil = []
    diganti = set(
        VersiDokumen.objects.filter(dokumen__usulan=usulan, putaran=usulan.putaran + 1).values_list(
            "dokumen_id", flat=True
        )
    )
    if usulan.perbaikan_ditandai:
        terbuka = usulan.dokumen.filter(terbuka=True).select_related("persyaratan")
        hasil += [
            f"Dokumen “{d.persyaratan.nama}” belum diganti."
            for d in terbuka
            if d.pk not in diganti or d.versi_kini_id is None
        ]
        berubah = perubahan_data(usulan)
        diminta = BidangDiminta.objects.filter(usulan=usulan, putaran=usulan.putaran).exclude(bidang__in=berubah)
        hasil += [f"Data “{label}” belum diperbaiki." for label in _label(usulan, {d.bidang for d in diminta}).values()]
    elif not diganti and not perubahan_data(usulan):
        hasil.append("Belum ada dokumen atau data yang diperbaiki.")
    return hasil


def data_berubah(usulan: Usulan) -> dict[str, Any]:
    """Return {label of a data field: new value} of what this correction round changed, in the catalogue's order.

    Values are as BKN's people read them: an eselon by its name, a decimal with a comma ("850.125" has two readings).
    """
    perubahan = perubahan_data(usulan)
    tipe = {b.kode: b.tipe for b in bidang_layanan(usulan.layanan_id)}
    return {
        label: _terbaca(tipe.get(kode, ""), perubahan[kode][1]) for kode, label in _label(usulan, perubahan).items()
    }


def _terbaca(tipe: str, nilai: Any) -> Any:
    if nilai in (None, ""):
        return nilai
    if tipe == "desimal":
        return tulis_desimal(Decimal(str(nilai)))
    if tipe == "eselon":
        eselon = Eselon.objects.filter(pk=nilai).first()
        return str(eselon or nilai)
    return nilai


def catatan_perbaikan(usulan: Usulan, catatan: str) -> str:
    """Return what BKN reads with the resubmission: the PIC's words and which data changed, in ≤ 255.

    Raises GalatPengguna with the room that is left when the words do not fit beside the changes.
    """
    berubah = data_berubah(usulan)
    teks = tulis_catatan(catatan, berubah)
    if teks is None:
        raise GalatPengguna(
            f"Catatan berisi {sebut_panjang(catatan)}; tersisa {ruang_catatan(berubah)} dari {PANJANG_CATATAN}, "
            f"karena BKN juga harus membaca data yang berubah: {', '.join(berubah)}.",
            bidang="catatan",
        )
    return teks


@transaction.atomic(durable=True)
def ajukan_perbaikan(
    usulan_id: UUID,
    *,
    oleh: Pengguna,
    catatan: str = "",
    penjelasan: Mapping[str, str] = MappingProxyType({}),
    peringatan_diketahui: bool = False,
    diketahui: str = "",
    versi: int | None = None,
) -> Usulan:
    """Sign and send the corrections: the next round, for the same verifier; only what changed goes to SIASN.

    If that verifier has left the pokja meanwhile, the usulan waits to be distributed.

    What was accepted keeps its verdict. Requested data that the PIC found right as it stands needs a `catatan`.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.AJUKAN_PERBAIKAN, oleh=oleh, versi=versi)
    _check_catatan(catatan)
    kurang = belum_dijawab(usulan)
    if kurang and not (catatan and all(k.startswith("Data ") for k in kurang)):
        raise BelumLengkap([Temuan(k) for k in kurang])
    alasan = _check_aturan(usulan, penjelasan, diketahui=peringatan_diketahui)
    ketahui(usulan, diketahui, "teken perbaikan", oleh)
    berubah = list(
        usulan.dokumen.filter(versi_kini__putaran=usulan.putaran + 1).values_list("versi_kini_id", flat=True)
    )
    keterangan = catatan_perbaikan(usulan, catatan)
    if not verifikator_sah(usulan.verifikator, usulan.kategori):
        usulan.verifikator = None
    ke = Tahap.DIVERIFIKASI if usulan.verifikator else Tahap.DIAJUKAN
    bidang = pindah(usulan, Kerja.AJUKAN_PERBAIKAN, ke, oleh=oleh)
    _buka_putaran(usulan)
    usulan.penanda_tangan = oleh
    bidang += ["penanda_tangan", "verifikator", "putaran", "status_biro", "status_bkn", "perbaikan_ditandai"]
    simpan(usulan, *bidang, *perbarui_potret(usulan))
    isi = PerbaikanDiajukan(usulan.putaran, oleh.nip, oleh.nama, keterangan, tuple(berubah))
    catat_usulan(usulan, isi, oleh=oleh, alasan=alasan)
    return usulan


def _buka_putaran(usulan: Usulan) -> None:
    lama = usulan.putaran
    usulan.putaran += 1
    usulan.status_biro = ""
    if usulan.status_bkn != StatusPutusan.APPROVED:  # keputusan/0003
        usulan.status_bkn = ""
    usulan.perbaikan_ditandai = False
    usulan.dokumen.update(terbuka=False)
    tetap = Dokumen.objects.filter(usulan=usulan).exclude(versi_kini__putaran=usulan.putaran)
    lolos = PenilaianDokumen.objects.filter(dokumen__in=tetap, putaran=lama).exclude(hasil=HasilPenilaian.TIDAK_SESUAI)
    for penilaian in lolos:
        penilaian.pk, penilaian.putaran = None, usulan.putaran
        penilaian.save(force_insert=True)
