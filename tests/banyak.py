"""Many usulan for a list, written at once: copies of one that took its steps, each of a person of its own."""

from datetime import timedelta
from uuid import uuid4

from django.forms.models import model_to_dict

from referensi.models import ASN, Instansi
from tests.dunia import nip_rekaan
from usulan.models import Usulan


def perbanyak(usulan: Usulan, banyak: int) -> None:
    """Write `banyak` copies of `usulan`; their details, rows and trail are not copied: lists do not read them."""
    orang, salinan = [], []
    for nomor in range(banyak):
        nama = f"Contoh {nomor} Bin {uuid4().hex[:12]}"
        asn = ASN(**{b.attname: getattr(usulan.asn, b.attname) for b in ASN._meta.concrete_fields})
        asn.pk, asn.nip, asn.nama = uuid4().hex.upper(), nip_rekaan(), nama
        satu = Usulan(**{b.attname: getattr(usulan, b.attname) for b in Usulan._meta.concrete_fields})
        satu.pk, satu.asn, satu.nip, satu.nama = uuid4(), asn, asn.nip, nama
        satu.nomor = f"B-{uuid4().hex[:12]}"
        satu.tahap_sejak = usulan.tahap_sejak + timedelta(seconds=nomor)
        orang.append(asn)
        salinan.append(satu)
    ASN.objects.bulk_create(orang)
    Usulan.objects.bulk_create(salinan)


def perbanyak_instansi(usulan: Usulan, banyak: int) -> None:
    """Give one copy of `usulan` to each of `banyak` new agencies."""
    for nomor in range(banyak):
        nama = f"Pemerintah Kabupaten Contoh {nomor}"
        usulan.instansi = Instansi.objects.create(**_isi_instansi(usulan.instansi), id=uuid4().hex.upper(), nama=nama)
        perbanyak(usulan, 1)


def _isi_instansi(instansi: Instansi) -> dict[str, object]:
    return {n: v for n, v in model_to_dict(instansi).items() if n not in {"id", "nama"}}
