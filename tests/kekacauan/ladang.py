"""Many calls to make: one usulan walks its road through the actions, the others are its copies in the database."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.models import Berkas
from tests import dunia as d
from tests.integrasi.conftest import ajukan
from tests.integrasi.keluar.pembantu import akses_pic, peristiwa
from usulan.actions import bkn, verifikasi
from usulan.models import Usulan, VersiDokumen, rincian
from usulan.peristiwa import Jenis, aliran_pic, aliran_usulan
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import Diajukan, KeppresTerbit
from usulan.peristiwa.tulis import catat_isi
from usulan.tahap import Tahap

LAYANAN = "BERHENTI-BUP"
# API 3, four documents, APIs 5, 10 and 11.
PANGGILAN_PER_USULAN = 8
BERPANGGILAN = (Jenis.DIAJUKAN, Jenis.PUTUSAN_BIRO, Jenis.KEPPRES_TERBIT)


@dataclass(frozen=True)
class Ladang:
    """What was sown: our usulan and the PICs that API 2 tells."""

    usulan: list[UUID]
    pic: int

    @property
    def panggilan(self) -> int:
        return len(self.usulan) * PANGGILAN_PER_USULAN + self.pic


def sampai_keppres(dunia: d.Dunia) -> Usulan:
    """One usulan whose road asked for APIs 3, 4, 5, 10 and 11; not one call of it has been made."""
    usulan = ajukan(dunia, LAYANAN)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    usulan = d.segar(usulan)
    d.nilai_semua(dunia, usulan)
    verifikasi.terbitkan(usulan.pk, status="APPROVED", keterangan="", oleh=dunia.verifikator)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    d.terima_pertek(d.segar(usulan))
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, d.segar(usulan))))
    return d.segar(usulan)


@transaction.atomic
def salin(induk: Usulan, nomor: int, berkas: Berkas | None = None) -> UUID:
    """Copy `induk` with its documents and what was told of it; `berkas` takes the place of its files."""
    isi = rincian(induk)
    versi = list(VersiDokumen.objects.filter(dokumen__usulan=induk).select_related("dokumen"))
    telah = list(Peristiwa.objects.filter(aliran=aliran_usulan(induk.pk), jenis__in=BERPANGGILAN).order_by("urutan"))
    baru = Usulan.objects.get(pk=induk.pk)
    baru.pk, baru.nomor, baru.tahap = uuid4(), f"K-{nomor:06d}", Tahap.DRAF
    baru.save(force_insert=True)
    isi.pk = baru.pk
    isi.usulan = baru
    isi.save(force_insert=True)
    pengganti = {satu.pk: _salin_versi(satu, baru, berkas) for satu in versi}
    for satu in telah:
        ini = baca_peristiwa(satu)
        if isinstance(ini, Diajukan):
            ini = replace(ini, dokumen=tuple(pengganti[lama] for lama in ini.dokumen))
        if isinstance(ini, KeppresTerbit):
            # Of a series of its own: SIASN takes one number for one person once, and all copies are of one person.
            ini = replace(ini, nomor=f"{nomor}/SALINAN/2026")
        catat_isi(aliran_usulan(baru.pk), ini, oleh=Mesin.SISTEM)
    return baru.pk


def _salin_versi(satu: VersiDokumen, milik: Usulan, berkas: Berkas | None) -> int:
    dokumen = satu.dokumen
    dokumen.pk, dokumen.usulan, dokumen.versi_kini = None, milik, None
    dokumen.save(force_insert=True)
    satu.pk, satu.dokumen = None, dokumen
    if berkas is not None:
        satu.berkas = berkas
    satu.save(force_insert=True)
    return int(satu.pk)


def tanam(dunia: d.Dunia, panggilan: int) -> Ladang:
    """Let about `panggilan` calls be due: most of usulan, one in fifty of PICs."""
    pic = max(2, panggilan // 50)
    induk = sampai_keppres(dunia)
    banyak = max(1, (panggilan - pic) // PANGGILAN_PER_USULAN)
    usulan = [induk.pk, *(salin(d.segar(induk), nomor) for nomor in range(1, banyak))]
    for nomor in range(pic):
        peristiwa(aliran_pic(nomor), akses_pic(nomor))
    return Ladang(usulan, pic)
