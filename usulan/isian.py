"""Saving a page of data: what the form took goes through the action, what was refused goes back to the form."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from siapp.web.fragmen import fragmen
from siapp.web.galat import GalatPengguna
from siapp.web.permintaan import Permintaan
from siapp.web.templatetags.siapp import tanggal
from usulan.actions import draf
from usulan.forms.draf import FormIsian
from usulan.models import Usulan
from usulan.tampilan.nilai import tulis


def simpan_isian(request: Permintaan, usulan: Usulan, form: FormIsian) -> int:
    """Save the whole form; return 0 when done, else the HTTP status of the page that shows it again.

    What somebody else changed meanwhile is shown beside what was typed: saving once more chooses the latter.
    """
    if not form.is_valid():
        return 422
    try:
        _, bentrok = _simpan(request, usulan, form)
    except GalatPengguna as galat:
        if galat.kode not in (409, 422):
            raise
        galat.tempel(form)
        return galat.kode
    for kode, apa in bentrok.items():
        form.add_error(kode, f"{_kalimat(apa)} Simpan lagi untuk memakai isian Anda, atau tulis yang tersimpan itu.")
        form.asal[kode] = draf.cap(apa.kini)
    return 409 if bentrok else 0


def _simpan(request: Permintaan, usulan: Usulan, form: FormIsian) -> tuple[Usulan, dict[str, draf.Bentrok]]:
    versi = form.cleaned_data.get("versi") or 0
    return draf.ubah_bersama(usulan.pk, isian=form.isian, asal=form.asal_dikirim, oleh=request.user, versi=versi)


def _kalimat(apa: draf.Bentrok) -> str:
    nilai = f"menyimpan “{tulis(apa.kini)}”" if tulis(apa.kini) else "mengosongkan isian ini"
    return f"Sementara itu {apa.oleh} {nilai} ({tanggal(apa.pada, 'waktu')})."


def minta_simpan_otomatis(request: Permintaan) -> bool:
    """Whether js/simpan.js sent what was typed; the form sent whole has no list of fields."""
    return fragmen(request) and request.method == "POST" and "bidang" in request.POST


def simpan_otomatis(request: Permintaan, usulan: Usulan, bagian: str) -> HttpResponse:
    """Answer js/simpan.js: keep what is right of what was typed, name what is wrong and what somebody else changed."""
    form = FormIsian(request.POST, usulan=usulan, bagian=bagian, hanya=set(request.POST["bidang"].split(",")))
    form.is_valid()
    galat = {kode: " ".join(map(str, pesan)) for kode, pesan in form.errors.items()}
    jawaban: dict[str, Any] = {"galat": galat}
    try:
        usulan, bentrok = _simpan(request, usulan, form)
    except GalatPengguna as ditolak:
        if ditolak.kode != 422 or ditolak.bidang not in form.fields:
            raise  # no answer of ours, so js/simpan.js never says "Tersimpan"
        galat[ditolak.bidang] = ditolak.pesan
    else:
        segar = FormIsian(usulan=usulan, bagian=bagian, hanya=set(form.isian))
        cap = {kode: nilai for kode, nilai in segar.asal.items() if kode not in bentrok}
        lain = {kode: {"pesan": _kalimat(apa), **_pilihan(segar, kode)} for kode, apa in bentrok.items()}
        jawaban |= {"versi": usulan.versi, "cap": cap, "bentrok": lain}
    kode = 409 if jawaban.get("bentrok") else 422 if galat else 200
    return JsonResponse(jawaban, status=kode)


def _pilihan(form: FormIsian, kode: str) -> dict[str, str]:
    """What is stored, as the field would show it, and its mark."""
    kini = form[kode].value()
    tampil = form.fields[kode].widget.format_value(kini)
    return {"nilai": tampil if isinstance(tampil, str) else str(kini or ""), "cap": form.asal[kode]}
