"""What causes are called: codes of kept figures and their words."""

from collections.abc import Iterable, Mapping

from referensi.models import AlasanPenolakan, Persyaratan


def nama_alasan(kode: Iterable[str]) -> Mapping[str, str]:
    """The reasons of `kode`, and what stands for a note without one."""
    return dict(AlasanPenolakan.objects.filter(pk__in=kode).values_list("kode", "teks")) | {
        "": "Catatan verifikator saja"
    }


def nama_dokumen(kode: Iterable[str]) -> Mapping[str, str]:
    """The checklist rows of `kode`; rows of several services that mean one document have one code."""
    return dict(Persyaratan.objects.filter(kode__in=kode).values_list("kode", "nama"))
