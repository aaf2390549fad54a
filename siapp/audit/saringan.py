"""What the audit screen reads: the filtered rows, and the filters in force as chips."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.audit.models import Akses, Peristiwa
from siapp.teks import bersih_pengenal


def _hari(tanggal: Any, geser: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(tanggal + timedelta(days=geser), time()))


def _rentang(isi: dict[str, Any]) -> dict[str, Any]:
    saringan = {}
    if isi.get("dari"):
        saringan["waktu__gte"] = _hari(isi["dari"])
    if isi.get("sampai"):
        saringan["waktu__lt"] = _hari(isi["sampai"], 1)
    return saringan


def peristiwa_tersaring(pengguna: Pengguna, isi: dict[str, Any]) -> QuerySet[Peristiwa]:
    """Return the Peristiwa that `pengguna` may read and `isi` (a cleaned FormSaringPeristiwa) asks for.

    Each row carries `sidik_lalu`, the hash of the row before it, so that a page can tell whether the chain holds.
    """
    saringan = _rentang(isi)
    if isi.get("orang"):
        saringan["oleh"] = isi["orang"]
    for kunci in ("jenis", "aliran"):
        if isi.get(kunci):
            saringan[kunci] = isi[kunci]
    lalu = Peristiwa.objects.filter(aliran=OuterRef("aliran"), urutan=OuterRef("urutan") - 1).values("sidik")
    semua = Peristiwa.objects.untuk(pengguna).filter(**saringan).select_related("oleh")
    return semua.annotate(sidik_lalu=Subquery(lalu[:1]))


def akses_tersaring(pengguna: Pengguna, isi: dict[str, Any]) -> QuerySet[Akses]:
    """Return the Akses that `pengguna` may read and `isi` (a cleaned FormSaringAkses) asks for."""
    saringan = _rentang(isi)
    if isi.get("orang"):
        saringan["pengguna"] = isi["orang"]
    for kunci in ("tindakan", "objek"):
        if isi.get(kunci):
            saringan[kunci] = isi[kunci]
    return Akses.objects.untuk(pengguna).filter(**saringan).select_related("pengguna")


def cari_orang(kata: str) -> QuerySet[Pengguna]:
    """Return people by a part of the name or by the whole NIP, closest first; at most twenty."""
    angka = bersih_pengenal(kata)
    if angka.isdigit():
        return Pengguna.objects.filter(nip=angka)
    return Pengguna.objects.filter(nama__icontains=kata.strip()).order_by(F("nama"), "pk")[:20]


def keping(request: HttpRequest, form: Form) -> list[dict[str, str]]:
    """Return the filters in force as chips for komponen/_saring.html."""
    hasil = []
    for nama, nilai in form.cleaned_data.items():
        if nilai in (None, ""):
            continue
        parameter = request.GET.copy()
        for kunci in (nama, "kursor"):
            parameter.pop(kunci, None)
        pilihan = dict(getattr(form.fields[nama], "choices", []) if nama in {"jenis", "tindakan"} else [])
        kata = pilihan.get(nilai) or (f"{nilai:%d-%m-%Y}" if hasattr(nilai, "strftime") else str(nilai))
        hasil.append({"label": f"{form[nama].label}: {kata}", "url_hapus": f"?{parameter.urlencode()}"})
    return hasil
