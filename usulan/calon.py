"""Find the person to be proposed, by NIP, in the kept Data ASN."""

from referensi.models import ASN, Layanan
from siapp.akun.models import Pengguna
from usulan.actions.draf import check_asn
from usulan.models import Usulan
from usulan.tahap import Tahap


def cari_calon(nip: str, layanan: Layanan, pengguna: Pengguna) -> ASN | None:
    """Return Data ASN of `nip` if `pengguna` may propose this person for `layanan`; None if the NIP is not known here.

    Looks among all ASN, not only those of the own instansi: a foreign NIP deserves the true reason. Raises AsnDitolak.
    """
    asn = ASN.objects.filter(nip=nip, aktif=True).first()
    if asn is not None:
        check_asn(asn, pengguna, layanan.kategori)
    return asn


def usulan_lain(asn: ASN, layanan: Layanan, pengguna: Pengguna) -> list[Usulan]:
    """The unfinished usulan of this person in the same kategori: only one of them can be on its way."""
    selesai = (Tahap.SELESAI, Tahap.TMS, Tahap.DIHAPUS)
    milik = Usulan.objects.untuk(pengguna).filter(asn=asn, kategori=layanan.kategori).exclude(tahap__in=selesai)
    return list(milik.select_related("layanan").order_by("-diubah_pada")[:5])
