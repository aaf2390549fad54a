"""Rules about the person."""

from collections.abc import Iterator

from referensi.katalog import untuk_meninggal
from referensi.nip import NipTidakSah, urai_nip
from usulan import tahap as alur
from usulan.actions.draf import GOLONGAN_PRESIDEN, alasan_bukan_untuknya
from usulan.aturan.dasar import Konteks, Temuan, Tingkat, aturan
from usulan.calon import kata_di_instansi_lain
from usulan.models import Usulan
from usulan.tahap import Tahap
from usulan.tempat import pindah_ke


@aturan("nip-sah", "NIP sah dan sama dengan Data ASN")
def nip_sah(konteks: Konteks) -> Iterator[Temuan]:
    usulan, asn = konteks.usulan, konteks.asn
    try:
        bagian = urai_nip(usulan.nip)
    except NipTidakSah as galat:
        yield Temuan(str(galat), "nip")
        return
    if usulan.nip != asn.nip:
        yield Temuan("NIP pada usulan tidak sama dengan Data ASN. Buat usulan baru dengan NIP yang benar.", "nip")
    elif asn.tanggal_lahir and bagian.tanggal_lahir != asn.tanggal_lahir:
        yield Temuan("Tanggal lahir pada NIP tidak sama dengan Data ASN. Perbaiki Data ASN di SIASN.", "nip")


@aturan("asn-memenuhi", "ASN masih dapat diusulkan")
def asn_memenuhi(konteks: Konteks) -> Iterator[Temuan]:
    asn = konteks.asn
    if asn.diblokir:
        yield Temuan(
            "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92). Selesaikan pemblokirannya dahulu.", "nip"
        )
    if asn.golongan_baru not in GOLONGAN_PRESIDEN:
        yield Temuan(f"Golongan ASN sekarang {asn.golongan_baru}; SIAPP hanya melayani IV/b ke atas.", "nip")
    # Biro APP has it already: a correction goes back there, with the change confirmed, and the verifier ends it by TMS.
    diperbaiki = konteks.usulan.tahap_kini is alur.Tahap.PERBAIKAN
    if not diperbaiki and (alasan := alasan_bukan_untuknya(asn, konteks.usulan.layanan_id)):
        yield Temuan(alasan, "nip")


@aturan("satu-usulan-aktif", "Tidak ada usulan lain yang berjalan")
def satu_usulan_aktif(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    lain = Usulan.objects.filter(asn=usulan.asn_id, kategori=usulan.kategori, tahap__in=alur.AKTIF).exclude(
        pk=usulan.pk
    )
    for nomor, instansi_id in lain.values_list("nomor", "instansi_id"):
        if instansi_id != usulan.instansi_id:
            yield Temuan(kata_di_instansi_lain(usulan.layanan), "nip")
            continue
        yield Temuan(
            f"Orang ini masih mempunyai usulan {nomor} dalam kategori yang sama. Selesaikan dahulu usulan itu, "
            "atau hapus draf ini.",
            "nip",
        )


@aturan("instansi-asn", "ASN pegawai instansi ini")
def instansi_asn(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.usulan.tahap_kini is Tahap.DRAF and (ke := pindah_ke(konteks.usulan)):
        yield Temuan(
            f"Menurut Data ASN, orang ini sekarang pegawai {ke}; instansi itu yang mengusulkannya. Hapus draf ini. "
            "Bila Data ASN keliru, perbaiki di SIASN, lalu ambil lagi datanya.",
            "nip",
        )


@aturan("instansi-asn-pindah", "ASN belum pindah instansi", Tingkat.PERINGATAN)
def instansi_asn_pindah(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.usulan.tahap_kini is not Tahap.DRAF and (ke := pindah_ke(konteks.usulan)):
        yield Temuan(
            f"Menurut Data ASN, orang ini sekarang pegawai {ke}. Koordinator pokja dapat menyerahkan usulan ini kepada "
            "instansi itu.",
            "nip",
        )


@aturan("meninggal", "Data ASN mencatat kematian", Tingkat.PERINGATAN)
def kematian_tercatat(konteks: Konteks) -> Iterator[Temuan]:
    # The date itself is asked for by "data-wajib" and compared by "beda-data-asn".
    if untuk_meninggal(konteks.usulan.layanan_id) and konteks.asn.tanggal_meninggal is None:
        yield Temuan(
            "Data ASN belum mencatat tanggal meninggal orang ini. Pastikan layanan yang dipilih benar, lalu laporkan "
            "kematiannya di SIASN.",
            "tanggal_meninggal",
        )
