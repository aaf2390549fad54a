"""What people say of findings: a verifier whether one was right (keputusan/0090), a PIC why all is well (0097)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.teks import bersih
from siapp.web.galat import GalatPengguna
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, simpan
from usulan.aturan import Tingkat, periksa, periksa_isi
from usulan.kebijakan import SudahBerubah
from usulan.models import PANJANG_ALASAN, PenilaianTemuan, PenjelasanTemuan, Usulan
from usulan.peristiwa.isi_temuan import TemuanDijelaskan, TemuanDinilai
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


@transaction.atomic(durable=True)
def jelaskan_temuan(usulan_id: UUID, *, sidik: str, alasan: str, oleh: Pengguna) -> Usulan:
    """Keep why the warning `sidik` is right all the same, before the signing; a blank `alasan` takes the answer back.

    `alasan` ≤ 200 characters. Whoever signs sees it and may change it. Raises SudahBerubah when the warning is gone or
    says something else by now, GalatPengguna for a longer text, TidakBerwenang, TidakMungkin.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UBAH_DATA, oleh=oleh)
    teks = " ".join(bersih(alasan).split())
    if len(teks) > PANJANG_ALASAN:
        raise GalatPengguna(f"Alasan berisi {len(teks)} karakter; batasnya {PANJANG_ALASAN}.", bidang="alasan")
    ragu = (t for t in periksa(usulan) if t.tingkat is Tingkat.PERINGATAN)
    temuan = next((t for t in ragu if t.sidik == sidik), None)
    if temuan is None:
        raise SudahBerubah("Peringatan ini tidak ada lagi: berkas atau datanya sudah berubah. Muat ulang halaman ini.")
    milik = PenjelasanTemuan.objects.filter(usulan=usulan, sidik=sidik)
    if teks == (milik.values_list("alasan", flat=True).first() or ""):
        return usulan
    if teks:
        isi = {"aturan": temuan.kode, "alasan": teks, "oleh": oleh, "pada": timezone.now()}
        PenjelasanTemuan.objects.update_or_create(usulan=usulan, sidik=sidik, defaults=isi)
    else:
        milik.delete()
    simpan(usulan)
    catat_usulan(usulan, TemuanDijelaskan(temuan.kode, temuan.pesan, teks), oleh=oleh)
    return usulan


def penjelasan(usulan: Usulan) -> dict[str, str]:
    """Return {mark of a warning: its answer} as far as they were given."""
    return dict(PenjelasanTemuan.objects.filter(usulan=usulan).values_list("sidik", "alasan"))
