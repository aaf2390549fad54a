"""Whom to ask: a page for everybody, and what an administrator does with it (layar.md 2.14)."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods, require_safe

from siapp.narahubung import kelola
from siapp.narahubung.forms import FormNarahubung
from siapp.narahubung.izin import Urusan, hak
from siapp.narahubung.models import Narahubung
from siapp.web.akses import publik
from siapp.web.bergiliran import bergiliran
from siapp.web.galat import ditempel
from siapp.web.permintaan import Permintaan, kiriman

REMAH = [("Bantuan", reverse_lazy("bantuan")), ("Narahubung", reverse_lazy("narahubung"))]
_PERIHAL = {nilai: urut for urut, nilai in enumerate(Narahubung.Perihal.values)}


@publik
@require_safe
def narahubung(request: HttpRequest) -> HttpResponse:
    """Everybody's contacts; without a sign-in only offices that an administrator opened, without names."""
    masuk = request.user.is_authenticated
    semua = Narahubung.objects.all() if masuk else Narahubung.objects.terbuka()
    konteks = {
        "pihak": _per_pihak(semua),
        "masuk": masuk,
        "boleh_atur": request.user.is_authenticated and hak.boleh(request.user, Urusan.ATUR_NARAHUBUNG),
        "remah": REMAH[:1] if masuk else [],
    }
    return render(request, "narahubung/daftar.html", konteks)


def _per_pihak(semua: Iterable[Narahubung]) -> list[tuple[str, str, list[tuple[str, str, list[Narahubung]]]]]:
    """For each side, ours first: the name of its part of the page, its words, and its contacts by matter."""
    urut = sorted(semua, key=lambda n: (n.pihak == Narahubung.Pihak.BKN, _PERIHAL[n.perihal], n.pk))
    hasil = []
    for pihak, milik in groupby(urut, key=lambda n: n.pihak):
        isi = [(_jangkar(pihak, p), Narahubung.Perihal(p).label, [*n]) for p, n in groupby(milik, lambda n: n.perihal)]
        hasil.append((pihak.lower(), str(Narahubung.Pihak(pihak).label), isi))
    return hasil


def _jangkar(pihak: str, perihal: str) -> str:
    # Our own matters are meant by sentences; those of the other side have its name before.
    return perihal.lower() if pihak == Narahubung.Pihak.SIAPP else f"{pihak}-{perihal}".lower()


@hak.akses(Urusan.ATUR_NARAHUBUNG)
@require_http_methods(["GET", "POST"])
def tambah(request: Permintaan) -> HttpResponse:
    """Add a contact."""
    form = FormNarahubung(kiriman(request))
    if form.is_valid():
        kelola.tambah(form.cleaned_data, oleh=request.user)
        messages.success(request, "Narahubung ditambahkan.")
        return redirect("narahubung")
    konteks = {"form": form, "judul": "Tambah narahubung", "tombol": "Simpan narahubung", "remah": REMAH}
    return render(request, "narahubung/isian.html", konteks, status=422 if form.is_bound else 200)


@hak.akses(Urusan.ATUR_NARAHUBUNG)
@require_http_methods(["GET", "POST"])
@bergiliran
def ubah(request: Permintaan, narahubung_id: int) -> HttpResponse:
    """Change a contact."""
    baris = get_object_or_404(Narahubung, pk=narahubung_id)
    form = FormNarahubung.untuk(baris, kiriman(request))
    if form.is_valid():
        with ditempel(form):
            kelola.ubah(narahubung_id, form.cleaned_data, versi=baris.versi, oleh=request.user)
            messages.success(request, "Narahubung disimpan.")
            return redirect("narahubung")
    konteks = {"form": form, "judul": "Ubah narahubung", "tombol": "Simpan perubahan", "remah": REMAH, "hapus": baris}
    return render(request, "narahubung/isian.html", konteks, status=422 if form.is_bound else 200)


@hak.akses(Urusan.ATUR_NARAHUBUNG)
@require_http_methods(["GET", "POST"])
def hapus(request: Permintaan, narahubung_id: int) -> HttpResponse:
    """Remove a contact, after it was shown once more; who comes second reads that it is removed."""
    baris = Narahubung.objects.filter(pk=narahubung_id).first()
    if baris is None:
        messages.info(request, "Narahubung itu sudah dihapus.")
        return redirect("narahubung")
    if request.method == "POST":
        versi = request.POST.get("versi", "")
        kelola.hapus(narahubung_id, versi=int(versi) if versi.isascii() and versi.isdigit() else 0, oleh=request.user)
        messages.success(request, "Narahubung dihapus.")
        return redirect("narahubung")
    return render(request, "narahubung/hapus.html", {"baris": baris, "remah": REMAH})
