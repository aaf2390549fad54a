"""Find the person to be proposed, by NIP, in the kept Data ASN."""

from referensi.katalog import untuk_meninggal
from referensi.models import ASN, Layanan
from siapp.akun.models import Pengguna
from usulan.actions.draf import check_asn, check_layanan
from usulan.models import Usulan
from usulan.tahap import AKTIF, Tahap


def cari_calon(nip: str, layanan: Layanan, pengguna: Pengguna) -> ASN | None:
    """Return Data ASN of `nip` if `pengguna` may propose this person for `layanan`; None if the NIP is not known here.

    Looks among all ASN, not only those of the own instansi: a foreign NIP deserves the true reason. Who is in the list
    no more counts as not known, so that SIASN is asked; but the dead are no longer listed, and the services for them
    do not ask for it. Raises AsnDitolak.
    """
    asn = ASN.objects.filter(nip=nip).first()
    if asn is None or not (asn.aktif or asn.tanggal_meninggal or untuk_meninggal(layanan.pk)):
        return None
    check_asn(asn, pengguna, layanan.kategori)
    check_layanan(asn, layanan.pk)
    return asn


def kata_di_instansi_lain(layanan: Layanan) -> str:
    """Say that the person's running usulan is another instansi's, without telling anything of it, and what to do."""
    return (
        "Orang ini masih mempunyai usulan yang berjalan dalam kategori yang sama, dari instansi lain; satu orang hanya "
        f"dapat mempunyai satu. Minta koordinator pokja {layanan.get_kategori_display()} di Biro APP menyerahkannya "
        "kepada instansi Anda, atau tunggu sampai usulan itu selesai."
    )


def berjalan_di_lain(asn: ASN, layanan: Layanan, pengguna: Pengguna) -> bool:
    """Whether a usulan of this person in the same kategori runs that `pengguna` may not see."""
    berjalan = Usulan.objects.filter(asn=asn, kategori=layanan.kategori, tahap__in=AKTIF)
    return berjalan.exclude(pk__in=Usulan.objects.untuk(pengguna).values("pk")).exists()


def usulan_lain(asn: ASN, layanan: Layanan, pengguna: Pengguna) -> list[Usulan]:
    """The unfinished usulan of this person in the same kategori: only one of them can be on its way."""
    selesai = (Tahap.SELESAI, Tahap.TMS, Tahap.DIHAPUS)
    milik = Usulan.objects.untuk(pengguna).filter(asn=asn, kategori=layanan.kategori).exclude(tahap__in=selesai)
    return list(milik.select_related("layanan").order_by("-diubah_pada")[:5])
