"""Rules about the person."""

from collections.abc import Iterator

from referensi.nip import NipTidakSah, urai_nip
from usulan import tahap as alur
from usulan.actions.draf import GOLONGAN_PRESIDEN
from usulan.aturan.dasar import Konteks, Temuan, Tingkat, aturan
from usulan.models import Usulan


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
    if not asn.aktif:
        yield Temuan("ASN ini tidak ada lagi dalam Data ASN dari SIASN. Periksa di SIASN.", "nip")


@aturan("satu-usulan-aktif", "Tidak ada usulan lain yang berjalan")
def satu_usulan_aktif(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    lain = Usulan.objects.filter(asn=usulan.asn_id, kategori=usulan.kategori, tahap__in=alur.AKTIF).exclude(
        pk=usulan.pk
    )
    for nomor in lain.values_list("nomor", flat=True):
        yield Temuan(
            f"Orang ini masih mempunyai usulan {nomor} dalam kategori yang sama. Selesaikan dahulu usulan itu, "
            "atau hapus draf ini.",
            "nip",
        )


@aturan("meninggal", "Keadaan ASN cocok dengan layanan", Tingkat.PERINGATAN)
def keadaan_hidup(konteks: Konteks) -> Iterator[Temuan]:
    # A service for the survivors asks for the date of death.
    untuk_meninggal = any(b.kode == "tanggal_meninggal" for b in konteks.bidang)
    if konteks.asn.tanggal_meninggal and not untuk_meninggal:
        yield Temuan("Menurut Data ASN, orang ini sudah meninggal. Pastikan layanan yang dipilih benar.", "nip")
