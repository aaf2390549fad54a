"""What the rest of the system says of this person and these files: two queries, whatever there is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from siapp.berkas.models import Berkas
from usulan import tahap as alur
from usulan.models import Usulan, VersiDokumen
from usulan.tahap import Tahap

# Papers of many people at once: one letter, one decision on places, one order to stand in.
BERSAMA = ("surat-pengantar", "penetapan-formasi", "surat-penunjukan-plt")


@dataclass(frozen=True, slots=True)
class UsulanLain:
    """Another unfinished usulan of the same person; drafts of the own instansi only."""

    nomor: str
    kategori: str
    instansi_id: str
    layanan: str
    draf: bool


@dataclass(frozen=True, slots=True)
class BerkasOrangLain:
    """A usulan of somebody else that holds the same bytes; `nomor` is blank when it is another instansi's."""

    nomor: str


def usulan_lain(usulan: Usulan) -> list[UsulanLain]:
    """The unfinished usulan of this person beside this one, of every kategori."""
    jalan = Q(tahap__in=alur.AKTIF) | Q(tahap=Tahap.DRAF, instansi=usulan.instansi_id)
    lain = Usulan.objects.filter(jalan, asn=usulan.asn_id).exclude(pk=usulan.pk).order_by("nomor")
    isi = lain.values_list("nomor", "kategori", "instansi_id", "layanan__nama", "tahap")
    return [UsulanLain(n, k, i, nama, tahap == Tahap.DRAF) for n, k, i, nama, tahap in isi]


def berkas_orang_lain(usulan: Usulan, sidik: Iterable[str]) -> dict[str, BerkasOrangLain]:
    """Of the hashes `sidik` those that stand in a usulan of another person, each with one such usulan."""
    # Two steps: with all of it in one query PostgreSQL may begin at the wrong end, and a million files are passed.
    berkas = dict(Berkas.objects.filter(sha256__in=sorted(set(sidik))).values_list("pk", "sha256"))
    versi = VersiDokumen.objects.filter(berkas__in=list(berkas)).select_related(
        "dokumen__usulan", "dokumen__persyaratan"
    )
    hasil = {}
    for satu in versi:
        lain = satu.dokumen.usulan
        asing = lain.asn_id != usulan.asn_id and lain.tahap != Tahap.DIHAPUS
        if asing and satu.dokumen.persyaratan.jenis not in BERSAMA:
            hasil[berkas[satu.berkas_id]] = BerkasOrangLain(
                lain.nomor if lain.instansi_id == usulan.instansi_id else ""
            )
    return hasil
