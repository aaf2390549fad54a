"""Biro APP's track: distribution, a verdict per document, the usulan's verdict (alur.md 4)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from referensi.katalog import bidang_layanan
from referensi.models import AlasanPenolakan
from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.web.galat import GalatPengguna
from usulan import izin, kebijakan
from usulan.actions.beda_asn import ketahui
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, pindah, simpan
from usulan.actions.serah_terima import ganti_verifikator, lepaskan
from usulan.actions.tahanan import BIDANG, selaraskan
from usulan.catatan_bkn import panjang, sebut_panjang
from usulan.dilihat import belum_dilihat
from usulan.izin import hak
from usulan.kesiapan import kesiapan
from usulan.models import (
    BidangDiminta,
    Dokumen,
    HasilPenilaian,
    Lembaga,
    PenilaianDokumen,
    Putusan,
    StatusPutusan,
    Usulan,
    putusan_tertunda,
)
from usulan.pemegang import check_verifikator, pegang_peran, verifikator_sah
from usulan.perbedaan import alasan_meninggal
from usulan.peristiwa.isi import (
    Dibagi,
    DokumenDinilai,
    PerbaikanDitandai,
    PutusanBiro,
    TmsDitolak,
    TmsDiusulkan,
)
from usulan.tahap import Kerja, Tahap

PANJANG_KETERANGAN = 255  # Lampiran APIs 8 and 10
KERJA_PUTUSAN: Mapping[StatusPutusan, Kerja] = {
    StatusPutusan.APPROVED: Kerja.SETUJUI,
    StatusPutusan.BTL: Kerja.KEMBALIKAN,
    StatusPutusan.TMS: Kerja.USULKAN_TMS,
}


@transaction.atomic(durable=True)
def bagi(usulan_id: UUID, *, verifikator: Pengguna, oleh: Pengguna) -> Usulan:
    """Give a submitted usulan to a verifier of its pokja. Raises TidakMungkin if it was given already."""
    pegang_peran(verifikator)
    usulan = kunci(usulan_id)
    return _serahkan(usulan, Kerja.BAGI, verifikator, oleh)


@transaction.atomic(durable=True)
def ambil(usulan_id: UUID, *, oleh: Pengguna) -> Usulan:
    """Take a submitted usulan of the own pokja for oneself. Raises SudahBerubah when somebody was faster."""
    pegang_peran(oleh)
    usulan = kunci(usulan_id)
    izin.check_boleh(oleh, Kerja.AMBIL, usulan)
    if usulan.tahap_kini is Tahap.DIVERIFIKASI and usulan.verifikator:
        raise kebijakan.SudahBerubah(f"{usulan.nomor} sudah dipegang {usulan.verifikator}, jadi tidak Anda ambil.")
    return _serahkan(usulan, Kerja.AMBIL, oleh, oleh)


@transaction.atomic(durable=True)
def ambil_terlama(*, oleh: Pengguna) -> Usulan | None:
    """Take for oneself the submitted usulan of the own pokja that waits longest; None when nothing waits.

    Rows that somebody is handling at this moment are passed over, so that many may press at once.
    """
    pegang_peran(oleh)
    menunggu = Usulan.objects.filter(tahap=Tahap.DIAJUKAN, kategori__in=hak.kategori(oleh, Kerja.AMBIL)).order_by(
        "tahap_sejak", "id"
    )
    terkunci = menunggu.select_for_update(of=("self",), skip_locked=True)
    usulan = terkunci.select_related("layanan", "asn", "instansi").first()
    return _serahkan(usulan, Kerja.AMBIL, oleh, oleh) if usulan else None


def _serahkan(usulan: Usulan, kerja: Kerja, verifikator: Pengguna, oleh: Pengguna) -> Usulan:
    bidang = pindah(usulan, kerja, Tahap.DIVERIFIKASI, oleh=oleh)
    check_verifikator(verifikator, usulan.kategori)
    usulan.verifikator = verifikator
    simpan(usulan, *bidang, "verifikator")
    catat_usulan(usulan, Dibagi(verifikator.nama, verifikator.pk), oleh=oleh)
    return usulan


@transaction.atomic(durable=True)
def alihkan(usulan_id: UUID, *, verifikator: Pengguna, oleh: Pengguna, alasan: str = "") -> Usulan:
    """Give a usulan under verification or correction to another verifier; what was judged so far stays."""
    pegang_peran(verifikator)
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.ALIHKAN, oleh=oleh)
    check_verifikator(verifikator, usulan.kategori)
    ganti_verifikator(usulan, verifikator, oleh=oleh, alasan=alasan)
    return usulan


def check_tidak_menunggu(usulan: Usulan) -> None:
    """Raise TidakMungkin while a TMS waits for its second person: nothing is judged meanwhile."""
    if putusan_tertunda(usulan) is not None:
        raise kebijakan.TidakMungkin(
            "TMS sudah diusulkan dan menunggu konfirmasi koordinator atau Kepala Biro. "
            "Penilaian dapat diubah lagi bila usul TMS itu ditolak."
        )


@transaction.atomic(durable=True)
def nilai(
    usulan_id: UUID,
    *,
    dokumen_id: int,
    hasil: str,
    oleh: Pengguna,
    alasan: AlasanPenolakan | None = None,
    catatan: str = "",
    versi_dokumen_id: int | None = None,
) -> PenilaianDokumen:
    """Judge one document in this round; judging again replaces the earlier verdict of the same round.

    `hasil` is a HasilPenilaian; TIDAK_SESUAI needs a reason or a note. `versi_dokumen_id` is the version that the
    page showed: raises SudahBerubah if there is a newer one. Raises Dokumen.DoesNotExist for a row of another usulan.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.NILAI, oleh=oleh)
    check_tidak_menunggu(usulan)
    dokumen = usulan.dokumen.select_related("persyaratan").get(pk=dokumen_id)
    if versi_dokumen_id is not None and versi_dokumen_id != dokumen.versi_kini_id:
        raise kebijakan.SudahBerubah("Berkas ini sudah diganti versi yang lebih baru. Muat ulang, lalu nilai lagi.")
    _check_hasil(dokumen, hasil, alasan, catatan)
    lama = PenilaianDokumen.objects.filter(dokumen=dokumen, putaran=usulan.putaran).first()
    penilaian, _ = PenilaianDokumen.objects.update_or_create(
        dokumen=dokumen,
        putaran=usulan.putaran,
        defaults={
            "versi_id": dokumen.versi_kini_id,
            "hasil": hasil,
            "alasan": alasan,
            "catatan": catatan,
            "oleh": oleh,
            "pada": timezone.now(),
        },
    )
    dokumen.konsep.filter(oleh=oleh).delete()
    simpan(usulan)
    dinilai = DokumenDinilai(dokumen.persyaratan.kode, lama=lama.hasil if lama else "", baru=hasil)
    catat_usulan(usulan, dinilai, oleh=oleh, alasan=penilaian.teks_alasan)
    return penilaian


def _check_hasil(dokumen: Dokumen, hasil: str, alasan: AlasanPenolakan | None, catatan: str) -> None:
    ada = dokumen.versi_kini_id is not None
    if hasil == HasilPenilaian.TIDAK_SESUAI and alasan is None and not catatan:
        raise GalatPengguna(
            "Pilih alasan atau tulis catatan, supaya PIC tahu apa yang harus diperbaiki.", bidang="alasan"
        )
    if hasil == HasilPenilaian.SESUAI and not ada:
        raise GalatPengguna("Tidak ada berkas yang dapat dinyatakan sesuai pada baris ini.", bidang="hasil")
    if hasil == HasilPenilaian.TIDAK_ADA and (ada or dokumen.persyaratan.wajib):
        raise GalatPengguna("“Tidak ada” hanya untuk dokumen pelengkap yang memang tidak diunggah.", bidang="hasil")


def ringkasan_penilaian(usulan: Usulan) -> dict[str, Any]:
    """Return what this round's verdicts say: `status` proposed ("" while incomplete), `belum`, `ditolak` (rows)."""
    penilaian = {
        p.dokumen_id: p
        for p in PenilaianDokumen.objects.filter(dokumen__usulan=usulan, putaran=usulan.putaran).select_related(
            "alasan"
        )
    }
    belum, ditolak = [], []
    for dokumen in usulan.dokumen.select_related("persyaratan"):
        hasil = penilaian.get(dokumen.pk)
        if hasil is None and (dokumen.versi_kini_id or dokumen.persyaratan.wajib):
            belum.append(dokumen)
        elif hasil is not None and hasil.hasil == HasilPenilaian.TIDAK_SESUAI:
            ditolak.append((dokumen, hasil))
    status = "" if belum else StatusPutusan.BTL if ditolak else StatusPutusan.APPROVED
    return {"status": status, "belum": belum, "ditolak": ditolak}


def usulkan_keterangan(ditolak: list[tuple[Dokumen, PenilaianDokumen]]) -> str:
    """Compose from the reasons the text that BKN and the PIC read first, in ≤ 255 characters and bytes.

    Documents that do not fit are counted, not cut in the middle; the long form goes to the PIC separately.
    """
    bagian: list[str] = []
    for posisi, (dokumen, hasil) in enumerate(ditolak):
        satu = f"{dokumen.persyaratan.nama}: {hasil.teks_alasan}"
        sisa = len(ditolak) - posisi - 1
        ekor = f"; (+{sisa} dokumen lain)" if sisa else ""
        if len("; ".join([*bagian, satu]).encode()) + len(ekor.encode()) > PANJANG_KETERANGAN:
            ringkas = f"{len(ditolak)} dokumen tidak sesuai" if not bagian else f"(+{sisa + 1} dokumen lain)"
            return "; ".join([*bagian, ringkas])
        bagian.append(satu)
    return "; ".join(bagian)


def _check_keterangan(status: str, keterangan: str) -> None:
    if panjang(keterangan) > PANJANG_KETERANGAN:
        raise GalatPengguna(
            f"Keterangan berisi {sebut_panjang(keterangan)}; BKN menerima paling banyak "
            f"{PANJANG_KETERANGAN}. Persingkat.",
            bidang="keterangan",
        )
    if status != StatusPutusan.APPROVED and not keterangan.strip():
        raise GalatPengguna("Tulis keterangan: BKN dan PIC perlu tahu sebabnya.", bidang="keterangan")


def _check_putusan(usulan: Usulan, status: str, bidang: Mapping[str, str]) -> None:
    if alasan := alasan_meninggal(usulan):
        raise kebijakan.TidakMungkin(f"{alasan} Usulkan TMS, atau minta Data ASN diperbaiki di SIASN bila keliru.")
    ringkasan = ringkasan_penilaian(usulan)
    if ringkasan["belum"]:
        nama = ringkasan["belum"][0].persyaratan.nama
        raise kebijakan.TidakMungkin(f"{len(ringkasan['belum'])} dokumen belum dinilai, pertama “{nama}”.")
    if status == StatusPutusan.APPROVED and ringkasan["ditolak"]:
        raise kebijakan.TidakMungkin("Usulan tidak dapat disetujui selama ada dokumen yang tidak sesuai.")
    if status == StatusPutusan.BTL and not (ringkasan["ditolak"] or bidang):
        raise kebijakan.TidakMungkin("Tandai dahulu dokumen yang tidak sesuai atau data yang harus diperbaiki.")
    dikenal = {b.kode for b in bidang_layanan(usulan.layanan_id)} | {
        "nomor_surat_pengantar",
        "tanggal_surat_pengantar",
        "pejabat_penanda_tangan",
        "periode",
    }
    if asing := bidang.keys() - dikenal:
        raise GalatPengguna(f"Data “{min(asing)}” tidak ada pada layanan ini.", bidang="bidang")


def _check_dilihat(usulan: Usulan, oleh: Pengguna, alasan: str) -> str:
    """Return the reason to be kept; "" when everything was seen. Raises GalatPengguna when it is missing."""
    belum = belum_dilihat(usulan, oleh)
    if belum and not alasan.strip():
        raise GalatPengguna(
            f"{len(belum)} dokumen belum Anda lihat, pertama “{belum[0].persyaratan.nama}”. Lihat dahulu, atau tulis "
            "mengapa TMS tidak memerlukannya.",
            bidang="tak_dilihat",
        )
    return alasan.strip() if belum else ""


@transaction.atomic(durable=True)
def terbitkan(
    usulan_id: UUID,
    *,
    status: str,
    oleh: Pengguna,
    keterangan: str = "",
    catatan: str = "",
    bidang: Mapping[str, str] | None = None,
    diketahui: str = "",
    tak_dilihat: str = "",
    versi: int | None = None,
) -> Usulan:
    """Publish Biro APP's verdict of this round; a TMS is proposed only and waits for a second person.

    `keterangan` ≤ 255 characters and bytes (Lampiran API 10; obligatory for BTL and TMS), `catatan` the long form for
    the PIC, `bidang` {data field: what is wrong with it} opened for correction, `diketahui` what differs in
    Data ASN, as the page showed it (usulan.perbedaan), `tak_dilihat` why a TMS needs no look at documents that `oleh`
    has not opened (usulan.dilihat); the second person reads it. Raises TidakMungkin, TidakBerwenang, SudahBerubah.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, KERJA_PUTUSAN[StatusPutusan(status)], oleh=oleh, versi=versi)
    check_tidak_menunggu(usulan)
    _check_keterangan(status, keterangan)
    if status == StatusPutusan.TMS:
        tak_dilihat = _check_dilihat(usulan, oleh, tak_dilihat)
    else:
        _check_putusan(usulan, status, bidang or {})
    ketahui(usulan, diketahui, "putusan", oleh)
    putusan = Putusan(
        usulan=usulan,
        lembaga=Lembaga.BIRO_APP,
        putaran=usulan.putaran,
        status=status,
        tanggal=timezone.localdate(),
        keterangan=keterangan,
        catatan=catatan,
        oleh=oleh,
    )
    if status == StatusPutusan.TMS:
        putusan.save()
        simpan(usulan)
        catat_usulan(usulan, TmsDiusulkan(tak_dilihat), oleh=oleh, alasan=keterangan)
        return usulan
    ubahan = _setujui(usulan, oleh) if status == StatusPutusan.APPROVED else _kembalikan(usulan, oleh, bidang or {})
    return _terbit(usulan, putusan, ubahan, oleh)


def _setujui(usulan: Usulan, oleh: Pengguna) -> list[str]:
    usulan.status_biro = StatusPutusan.APPROVED
    selaraskan(usulan, Mesin.SISTEM)
    ke = Tahap.SIAP_KEPPRES if kesiapan(usulan).siap else Tahap.MENUNGGU_PERTEK
    return [*pindah(usulan, Kerja.SETUJUI, ke, oleh=oleh), *BIDANG]


def _kembalikan(usulan: Usulan, oleh: Pengguna, bidang: Mapping[str, str]) -> list[str]:
    ubahan = pindah(usulan, Kerja.KEMBALIKAN, Tahap.PERBAIKAN, oleh=oleh)
    ditolak = [dokumen.pk for dokumen, _ in ringkasan_penilaian(usulan)["ditolak"]]
    usulan.dokumen.filter(pk__in=ditolak).update(terbuka=True)
    _minta_bidang(usulan, bidang)
    usulan.perbaikan_ditandai = True
    return [*ubahan, "perbaikan_ditandai"]


def _minta_bidang(usulan: Usulan, bidang: Mapping[str, str]) -> None:
    BidangDiminta.objects.bulk_create(
        [BidangDiminta(usulan=usulan, putaran=usulan.putaran, bidang=k, catatan=c) for k, c in bidang.items()],
        ignore_conflicts=True,
    )


def _terbit(usulan: Usulan, putusan: Putusan, ubahan: list[str], oleh: Pengguna) -> Usulan:
    putusan.terbit_pada = timezone.now()
    putusan.tanggal = timezone.localdate()
    putusan.save()
    usulan.konsep.all().delete()
    usulan.status_biro = putusan.status
    simpan(usulan, *ubahan, "status_biro")
    isi = PutusanBiro(putusan.status, putusan.tanggal, putusan.keterangan, putaran=putusan.putaran)
    catat_usulan(usulan, isi, oleh=oleh)
    return usulan


def _putusan_tms(usulan: Usulan) -> Putusan:
    putusan = putusan_tertunda(usulan)
    if putusan is None:
        raise kebijakan.TidakMungkin("Tidak ada usul TMS yang menunggu konfirmasi pada usulan ini.")
    return putusan


@transaction.atomic(durable=True)
def konfirmasi_tms(usulan_id: UUID, *, oleh: Pengguna, diketahui: str = "", versi: int | None = None) -> Usulan:
    """Confirm a proposed TMS as the second person: the usulan ends, BKN is told. Raises TidakBerwenang.

    `diketahui`: what differs in Data ASN, as the page showed it (usulan.perbedaan).
    """
    usulan = kunci(usulan_id)
    ubahan = pindah(usulan, Kerja.KONFIRMASI_TMS, Tahap.TMS, oleh=oleh, versi=versi)
    putusan = _putusan_tms(usulan)
    ketahui(usulan, diketahui, "konfirmasi TMS", oleh)
    putusan.dikonfirmasi_oleh = oleh
    return _terbit(usulan, putusan, ubahan, oleh)


@transaction.atomic(durable=True)
def tolak_tms(usulan_id: UUID, *, oleh: Pengguna, alasan: str) -> Usulan:
    """Refuse a proposed TMS with a reason: the verifier goes on; the proposal stays in the Peristiwa.

    If that verifier has left the pokja meanwhile, the usulan waits to be distributed again.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.TOLAK_TMS, oleh=oleh)
    if not alasan.strip():
        raise GalatPengguna("Tulis alasannya, supaya verifikator tahu apa yang harus diperiksa lagi.", bidang="alasan")
    putusan = _putusan_tms(usulan)
    ditolak = TmsDitolak(putusan.keterangan)
    putusan.delete()
    simpan(usulan)
    catat_usulan(usulan, ditolak, oleh=oleh, alasan=alasan)
    if not verifikator_sah(usulan.verifikator, usulan.kategori):
        lepaskan(usulan, oleh=oleh, alasan="Verifikatornya tidak lagi bertugas di pokja ini.")
    return usulan


@transaction.atomic(durable=True)
def tandai_perbaikan(
    usulan_id: UUID, *, dokumen: list[int], oleh: Pengguna, bidang: Mapping[str, str] | None = None
) -> Usulan:
    """Name the rows that stay open after a BTL of BKN, which names none (alur.md 4); the others are locked again."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.TANDAI_PERBAIKAN, oleh=oleh)
    if not dokumen and not bidang:
        raise GalatPengguna("Tandai sedikitnya satu dokumen atau data yang harus diperbaiki.", bidang="dokumen")
    usulan.dokumen.update(terbuka=False)
    dibuka = usulan.dokumen.filter(pk__in=dokumen)
    dibuka.update(terbuka=True)
    usulan.bidang_diminta.filter(putaran=usulan.putaran).delete()  # marking again says anew what is asked for
    _minta_bidang(usulan, bidang or {})
    usulan.perbaikan_ditandai = True
    simpan(usulan, "perbaikan_ditandai")
    kode = tuple(dibuka.values_list("persyaratan__kode", flat=True))
    catat_usulan(usulan, PerbaikanDitandai(kode, dict(bidang or {})), oleh=oleh)
    return usulan
