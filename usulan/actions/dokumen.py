"""Files onto checklist rows: every file is a new version, nothing is overwritten."""

from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from usulan import kebijakan
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, simpan
from usulan.models import (
    Dokumen,
    HasilPenilaian,
    Lembaga,
    PenilaianDokumen,
    Putusan,
    Usulan,
    VersiDokumen,
)
from usulan.peristiwa.isi import DokumenDilepas, DokumenDiunggah
from usulan.tahap import Kerja, Tahap


def _dokumen(usulan: Usulan, dokumen_id: int) -> Dokumen:
    return usulan.dokumen.select_related("persyaratan", "versi_kini__berkas__asli").get(pk=dokumen_id)


def putaran_unggahan(usulan: Usulan) -> int:
    """The round for which a file given now counts: in a correction the next one, which is not open yet."""
    return usulan.putaran + (usulan.tahap_kini is Tahap.PERBAIKAN)


@transaction.atomic(durable=True)
def lampirkan(usulan_id: UUID, *, dokumen_id: int, berkas: Berkas, oleh: Pengguna) -> VersiDokumen:
    """Put `berkas` (taken in by `siapp.berkas`) on a checklist row as its newest version.

    The same content again, by the same person in the same round, is the version that is there.
    Raises TidakMungkin (stage, locked row), Dokumen.DoesNotExist (a row of another usulan).
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UNGGAH, oleh=oleh)
    dokumen = _dokumen(usulan, dokumen_id)
    return _sudah_ada(usulan, dokumen, berkas, oleh) or _tambah_versi(usulan, dokumen, berkas, oleh)


def _sudah_ada(usulan: Usulan, dokumen: Dokumen, berkas: Berkas, oleh: Pengguna) -> VersiDokumen | None:
    """The version in force when it is this content, put there by the same person in this round: a second device.

    A file that its inspection did not pass, or that is damaged, is no answer: it may be put there again.
    """
    kini = dokumen.versi_kini
    if kini is None or (kini.diunggah_oleh_id, kini.putaran) != (oleh.pk, putaran_unggahan(usulan)):
        return None
    baik = kini.berkas.keadaan != KeadaanBerkas.DITOLAK and kini.berkas.rusak_sejak is None
    # What was repaired is told by what was uploaded.
    diterima = kini.berkas.asli or kini.berkas
    return kini if baik and diterima.sha256 == berkas.sha256 else None


def _tambah_versi(usulan: Usulan, dokumen: Dokumen, berkas: Berkas, oleh: Pengguna) -> VersiDokumen:
    kebijakan.check_dokumen_terbuka(usulan, dokumen)
    terakhir = dokumen.versi.order_by("-nomor").values_list("nomor", flat=True).first() or 0
    versi = VersiDokumen.objects.create(
        dokumen=dokumen,
        nomor=terakhir + 1,
        putaran=putaran_unggahan(usulan),
        berkas=berkas,
        diunggah_oleh=oleh,
        diunggah_pada=timezone.now(),
    )
    dokumen.versi_kini = versi
    dokumen.save(update_fields=["versi_kini"])
    simpan(usulan)
    isi = DokumenDiunggah(dokumen.persyaratan.kode, versi.nomor, sha256=berkas.sha256, ukuran=berkas.ukuran)
    catat_usulan(usulan, isi, oleh=oleh)
    return versi


@transaction.atomic(durable=True)
def pakai_ulang(usulan_id: UUID, *, dokumen_id: int, versi_id: int, oleh: Pengguna) -> VersiDokumen:
    """Put a file of an earlier usulan of the same person on a checklist row. Raises TidakMungkin."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UNGGAH, oleh=oleh)
    dokumen = _dokumen(usulan, dokumen_id)
    asal = versi_lama(usulan, oleh).filter(pk=versi_id).first()
    if asal is None or asal.dokumen.persyaratan.jenis != dokumen.persyaratan.jenis:
        raise kebijakan.TidakMungkin("Berkas itu tidak dapat dipakai lagi di sini. Unggah berkas yang baru.")
    return _tambah_versi(usulan, dokumen, asal.berkas, oleh)


def versi_lama(usulan: Usulan, pengguna: Pengguna) -> models.QuerySet[VersiDokumen]:
    """Good files of earlier usulan of the same person that `pengguna` may see.

    The last version of each row, passed by its inspection, whole, and not refused in a round that was published.
    """
    terlihat = Usulan.objects.untuk(pengguna).filter(asn=usulan.asn_id).exclude(pk=usulan.pk)
    terbit = Putusan.objects.filter(
        usulan=models.OuterRef("dokumen__usulan"),
        putaran=models.OuterRef("putaran"),
        lembaga=Lembaga.BIRO_APP,
        terbit_pada__isnull=False,
    )
    ditolak = PenilaianDokumen.objects.filter(models.Exists(terbit), hasil=HasilPenilaian.TIDAK_SESUAI)
    baik = VersiDokumen.objects.filter(
        dokumen__usulan__in=terlihat,
        dokumen__versi_kini=models.F("pk"),
        berkas__keadaan=KeadaanBerkas.TERSEDIA,
        berkas__rusak_sejak=None,
    )
    tertolak = ditolak.filter(versi=models.OuterRef("pk"))
    return baik.exclude(models.Exists(tertolak)).select_related("berkas", "dokumen__persyaratan")


@transaction.atomic(durable=True)
def lepas_dokumen(usulan_id: UUID, *, dokumen_id: int, oleh: Pengguna) -> Usulan:
    """Take the current file off a checklist row of a draft or of an open row; its versions stay in the history."""
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.UNGGAH, oleh=oleh)
    dokumen = _dokumen(usulan, dokumen_id)
    kebijakan.check_dokumen_terbuka(usulan, dokumen)
    if dokumen.versi_kini is None:
        return usulan
    versi = dokumen.versi_kini.nomor
    dokumen.versi_kini = None
    dokumen.save(update_fields=["versi_kini"])
    simpan(usulan)
    catat_usulan(usulan, DokumenDilepas(dokumen.persyaratan.kode, versi), oleh=oleh)
    return usulan
