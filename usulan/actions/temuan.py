"""A verifier says of a finding whether it was right (keputusan/0090)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, simpan
from usulan.aturan import periksa_isi
from usulan.kebijakan import SudahBerubah
from usulan.models import PenilaianTemuan
from usulan.peristiwa.isi import TemuanDinilai
from usulan.tahap import Kerja


@transaction.atomic(durable=True)
def nilai_temuan(usulan_id: UUID, *, dokumen_id: int, sidik: str, tepat: bool, oleh: Pengguna) -> PenilaianTemuan:
    """Keep whether the finding `sidik` on the document's present version is right; judging again replaces it.

    Raises SudahBerubah when no such finding is there any more: file, data or rule changed since the page was drawn.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.NILAI, oleh=oleh)
    semua = [t for b in periksa_isi(usulan) for t in b.temuan]
    temuan = next((t for t in semua if t.sidik == sidik and t.dokumen_id == dokumen_id), None)
    if temuan is None or temuan.versi_id is None:
        raise SudahBerubah("Temuan ini tidak ada lagi: berkas atau datanya sudah berubah. Muat ulang halaman ini.")
    lama = PenilaianTemuan.objects.filter(versi_id=temuan.versi_id, sidik=sidik).first()
    if lama and lama.tepat == tepat:
        return lama
    isi = {"aturan": temuan.kode, "tepat": tepat, "oleh": oleh, "pada": timezone.now()}
    penilaian, _ = PenilaianTemuan.objects.update_or_create(versi_id=temuan.versi_id, sidik=sidik, defaults=isi)
    simpan(usulan)
    kode = usulan.dokumen.values_list("persyaratan__kode", flat=True).get(pk=dokumen_id)
    catat_usulan(usulan, TemuanDinilai(kode, temuan.kode, tepat), oleh=oleh)
    return penilaian
