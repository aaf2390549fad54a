"""Which documents has a person looked at? What a TMS asks before it is proposed (keputusan/0102)."""

from siapp.akun.models import Pengguna
from siapp.audit.models import Akses
from usulan.models import Dokumen, PenilaianDokumen, Usulan, VersiDokumen


def belum_dilihat(usulan: Usulan, pengguna: Pengguna) -> list[Dokumen]:
    """Return the documents of this round that nobody judged and of which `pengguna` never opened a page or the file.

    Opening a page at reading size is recorded by whoever serves it (`siapp.berkas.sajian`); at most two queries.
    """
    dinilai = PenilaianDokumen.objects.filter(dokumen__usulan=usulan, putaran=usulan.putaran).values("dokumen")
    terkirim = VersiDokumen.objects.filter(dokumen__usulan=usulan, putaran__lte=usulan.putaran)
    urut = terkirim.exclude(dokumen__in=dinilai).order_by("dokumen__persyaratan__urutan", "nomor")
    terbaru = {v.dokumen_id: v for v in urut.select_related("berkas", "dokumen__persyaratan")}
    aliran = {v.berkas.aliran: v.dokumen for v in terbaru.values()}
    dibuka = Akses.objects.filter(
        pengguna=pengguna, objek__in=aliran, tindakan__in=[Akses.Tindakan.LIHAT, Akses.Tindakan.UNDUH]
    )
    dilihat = set(dibuka.values_list("objek", flat=True)) if aliran else set()
    return [dokumen for satu, dokumen in aliran.items() if satu not in dilihat]
