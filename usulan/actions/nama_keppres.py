"""Which name stands on the decree: decided by a person, not by the day of the draft (alur.md 5)."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from siapp.akun.models import Pengguna
from usulan import kebijakan
from usulan.actions.dasar import catat_usulan, kunci, simpan
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import Keppres, KeppresUsulan
from usulan.peristiwa.isi import NamaKeppres


def tetapkan_nama(baris: KeppresUsulan, nama: str, oleh: Pengguna) -> None:
    """Write `nama` as the one on the decree; with "" nothing: the day of the draft decides no name (keputusan/0040).

    Raises SudahBerubah unless it is the name as signed or as Data ASN has it now.
    """
    diteken, data_asn = baris.usulan.nama, baris.usulan.asn.nama
    if not nama:
        return
    if nama not in (diteken, data_asn):
        raise kebijakan.SudahBerubah("Nama itu bukan lagi salah satu dari dua nama yang ada. Muat ulang, lalu pilih.")
    if nama == baris.nama:
        return
    dahulu, baris.nama = baris.nama, nama
    baris.save(update_fields=["nama"])
    if dahulu or diteken != data_asn:
        catat_usulan(baris.usulan, NamaKeppres(nama, diteken, data_asn), oleh=oleh)


def check_nama(daftar: Iterable[KeppresUsulan]) -> None:
    """Raise TidakMungkin, naming the usulan, while the name on the decree is not decided; the usulan are locked."""
    for baris in daftar:
        if not baris.nama_dipilih:
            raise kebijakan.TidakMungkin(
                f"Nama pada Keppres untuk {baris.usulan.nomor} belum dipilih: menurut usulan “{baris.usulan.nama}”, "
                f"menurut Data ASN “{baris.usulan.asn.nama}”. Pilih dahulu pada rancangan."
            )
        if not baris.nama:
            baris.nama = baris.usulan.nama
            baris.save(update_fields=["nama"])


@transaction.atomic(durable=True)
def pilih_nama(keppres_id: UUID, *, usulan_id: UUID, nama: str, oleh: Pengguna) -> KeppresUsulan:
    """Decide which of the two names of one person stands on a decree that has not gone up yet.

    Raises TidakBerwenang, TidakMungkin, SudahBerubah.
    """
    hak.check(oleh, Urusan.SUSUN_KEPPRES)
    keppres = Keppres.objects.select_for_update().get(pk=keppres_id)
    if not keppres.nama_terbuka:
        raise kebijakan.TidakMungkin("Keppres ini sudah maju ke Presiden, jadi nama di dalamnya tidak diubah lagi.")
    usulan = kunci(usulan_id)
    baris = KeppresUsulan.objects.filter(keppres=keppres, usulan=usulan).first()
    if baris is None or not nama:
        raise kebijakan.TidakMungkin("Pilih salah satu nama untuk usulan yang ada dalam rancangan ini.")
    baris.usulan = usulan
    tetapkan_nama(baris, nama, oleh)
    simpan(usulan)
    return baris
