"""Matching our services and documents with SIASN's lists: by name once, then kept; a person's correction wins.

A counterpart that SIASN has withdrawn is no counterpart: it is not sent, and waits until the same name comes back under
another id or a person matches it anew.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from referensi.izin import Urusan, hak
from referensi.models import JenisDokumen, JenisLayanan, Layanan, Persyaratan
from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.catat import Pelaku, catat
from siapp.bangun import bangunkan
from siapp.web.galat import GalatPengguna

# Spellings of one word (kontrak.md 4).
_SEARTI = {"kepres": "keppres", "ijasah": "ijazah"}


@dataclass(frozen=True, slots=True)
class HasilPemetaan:
    """How many were matched now, and how many still have no counterpart."""

    layanan: int
    dokumen: int
    sisa_layanan: int
    sisa_dokumen: int


def nama_baku(nama: str) -> str:
    """`nama` without case, accents, punctuation and doubled spaces, in one spelling; what two lists are compared by."""
    datar = unicodedata.normalize("NFKD", nama).encode("ascii", "ignore").decode().lower()
    return " ".join(_SEARTI.get(kata, kata) for kata in re.findall(r"[a-z0-9]+", datar))


def _tunggal(baris: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Normalised name → id; names that stand there twice are left out, because picking one would be a guess."""
    ids: dict[str, set[str]] = defaultdict(set)
    for kunci, nama in baris:
        ids[nama_baku(nama)].add(kunci)
    return {nama: next(iter(milik)) for nama, milik in ids.items() if len(milik) == 1}


# Without a counterpart that is in force.
LAYANAN_LEPAS = Q(jenis_layanan=None) | Q(jenis_layanan__aktif=False)
DOKUMEN_LEPAS = Q(jenis_dokumen=None) | Q(jenis_dokumen__aktif=False)


@transaction.atomic(durable=True)
def petakan() -> HasilPemetaan:
    """Match what has no counterpart in force. What was matched before stays, whoever matched it."""
    layanan = _petakan_layanan()
    dokumen = _petakan_dokumen()
    return HasilPemetaan(
        layanan,
        dokumen,
        Layanan.objects.filter(LAYANAN_LEPAS).count(),
        Persyaratan.objects.filter(DOKUMEN_LEPAS, aktif=True).count(),
    )


def _petakan_layanan() -> int:
    terpakai = Layanan.objects.exclude(jenis_layanan=None).values("jenis_layanan")
    bebas = JenisLayanan.objects.filter(aktif=True).exclude(pk__in=terpakai)
    calon = _tunggal(bebas.values_list("id", "nama"))
    jumlah = 0
    lepas = Layanan.objects.select_for_update(of=("self",)).select_related("jenis_layanan").filter(LAYANAN_LEPAS)
    for layanan in lepas:
        kunci = calon.pop(nama_baku(layanan.jenis_layanan.nama if layanan.jenis_layanan else layanan.nama), None)
        if kunci is not None:
            lama, layanan.jenis_layanan_id = layanan.jenis_layanan_id, kunci
            layanan.save(update_fields=["jenis_layanan"])
            _catat_ganti("pemetaan.layanan", layanan.pk, lama, kunci)
            jumlah += 1
    return jumlah


def _petakan_dokumen() -> int:
    jumlah = 0
    for layanan in Layanan.objects.filter(jenis_layanan__aktif=True):
        milik = JenisDokumen.objects.filter(aktif=True, detail_layanan_id=layanan.jenis_layanan_id)
        bebas = milik.filter(persyaratan_kami=None)
        calon = _tunggal(bebas.values_list("id", "nama"))
        baris = Persyaratan.objects.select_for_update(of=("self",)).select_related("jenis_dokumen")
        for satu in baris.filter(DOKUMEN_LEPAS, layanan=layanan, aktif=True):
            kunci = calon.pop(nama_baku(satu.jenis_dokumen.nama if satu.jenis_dokumen else satu.nama), None)
            if kunci is not None:
                lama, satu.jenis_dokumen_id = satu.jenis_dokumen_id, kunci
                satu.save(update_fields=["jenis_dokumen"])
                _catat_ganti("pemetaan.dokumen", str(satu.pk), lama, kunci)
                jumlah += 1
    return jumlah


def _catat_ganti(jenis: str, sasaran: str, lama: str | None, baru: str) -> None:
    """A match that takes another's place is told; the first one of an empty place is not."""
    if lama is not None:
        _catat(jenis, sasaran, lama, baru, Mesin.SISTEM)


def _check_boleh(oleh: Pengguna) -> None:
    hak.check(oleh, Urusan.UBAH, pesan="Hanya Administrator yang dapat mencocokkan daftar.")


def _catat(jenis: str, sasaran: str, lama: str | None, baru: str | None, oleh: Pelaku) -> None:
    catat("pemetaan", jenis, oleh=oleh, data={"sasaran": sasaran, "lama": lama, "baru": baru})
    transaction.on_commit(lambda: bangunkan("integrasi.tasks.kirim"))


@transaction.atomic(durable=True)
def tetapkan_layanan(kode: str, jenis_layanan_id: str | None, *, oleh: Pengguna) -> Layanan:
    """Match the service `kode` with a row of SIASN's list, or with none; a person's word that no sync overwrites.

    Its documents that stood under another detail layanan lose their match and are matched anew by name.
    Raises GalatPengguna when another service holds that row.
    """
    _check_boleh(oleh)
    layanan = Layanan.objects.select_for_update().get(pk=kode)
    lama = layanan.jenis_layanan_id
    if jenis_layanan_id and Layanan.objects.filter(jenis_layanan=jenis_layanan_id).exclude(pk=kode).exists():
        raise GalatPengguna("Baris itu sudah dicocokkan dengan layanan lain.", kode=409, bidang="jenis_layanan")
    if lama != jenis_layanan_id:
        layanan.jenis_layanan_id = jenis_layanan_id
        layanan.save(update_fields=["jenis_layanan"])
        asing = layanan.persyaratan.exclude(jenis_dokumen=None).exclude(
            jenis_dokumen__detail_layanan_id=jenis_layanan_id or ""
        )
        asing.update(jenis_dokumen=None)
        _petakan_dokumen()
        _catat("pemetaan.layanan", kode, lama, jenis_layanan_id, oleh)
    return layanan


@transaction.atomic(durable=True)
def tetapkan_dokumen(persyaratan_id: int, jenis_dokumen_id: str | None, *, oleh: Pengguna) -> Persyaratan:
    """Match one document row with a row of SIASN's list, or with none. Raises GalatPengguna when that row is taken
    or belongs to another service."""
    _check_boleh(oleh)
    satu = Persyaratan.objects.select_for_update(of=("self",)).select_related("layanan").get(pk=persyaratan_id)
    lama = satu.jenis_dokumen_id
    if jenis_dokumen_id:
        jenis = JenisDokumen.objects.get(pk=jenis_dokumen_id)
        if jenis.detail_layanan_id != satu.layanan.jenis_layanan_id:
            raise GalatPengguna("Baris itu milik layanan lain di SIASN.", bidang="jenis_dokumen")
        if Persyaratan.objects.filter(jenis_dokumen=jenis).exclude(pk=satu.pk).exists():
            raise GalatPengguna("Baris itu sudah dicocokkan dengan dokumen lain.", kode=409, bidang="jenis_dokumen")
    if lama != jenis_dokumen_id:
        satu.jenis_dokumen_id = jenis_dokumen_id
        satu.save(update_fields=["jenis_dokumen"])
        _catat("pemetaan.dokumen", str(satu.pk), lama, jenis_dokumen_id, oleh)
    return satu
