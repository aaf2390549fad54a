"""Answers js/simpan.js on the verification page: what is typed there is kept as it is typed (layar.md 2.6)."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from siapp.web.permintaan import Permintaan
from siapp.web.templatetags.siapp import tanggal
from usulan.actions.draf import cap
from usulan.actions.konsep import simpan_konsep
from usulan.ambil import ambil_untuk_diverifikasi
from usulan.forms.verifikasi import AWALAN_PUTUSAN
from usulan.izin import hak
from usulan.models import KonsepPutusan
from usulan.tahap import Kerja
from usulan.tampilan.konsep import BIDANG_NILAI, bidang_putusan, tanpa_konsep

TERPANJANG = 8000
"""Characters of one field; longer than any of them may be when it is sent."""


@require_POST
@hak.akses(Kerja.NILAI)
def konsep(request: Permintaan, usulan_id: UUID, dokumen_id: int | None = None) -> HttpResponse:
    usulan = ambil_untuk_diverifikasi(request, usulan_id)
    awalan = "" if dokumen_id else f"{AWALAN_PUTUSAN}-"
    semua = {f"{awalan}{k}": k for k in (BIDANG_NILAI if dokumen_id else bidang_putusan(usulan))}
    terkirim = {n: k for n, k in semua.items() if n in request.POST.get("bidang", "").split(",")}
    isian = {k: ",".join(request.POST.getlist(n)).replace("\r\n", "\n") for n, k in terkirim.items()}
    galat = {n: kalimat for n, k in terkirim.items() if (kalimat := _kalimat_galat(isian[k]))}
    baik = {k: isian[k] for n, k in terkirim.items() if n not in galat}
    asal = {k: request.POST.get(f"asal-{n}", "") for n, k in terkirim.items()}
    if dokumen_id:
        get_object_or_404(usulan.dokumen, pk=dokumen_id)
    tanpa = tanpa_konsep(usulan, dokumen_id)
    bentrok = simpan_konsep(usulan.pk, isian=baik, asal=asal, tanpa=tanpa, oleh=request.user, dokumen_id=dokumen_id)
    tersimpan = {f"{awalan}{k}": cap("" if t == tanpa.get(k, "") else t) for k, t in baik.items() if k not in bentrok}
    lain = {f"{awalan}{k}": _pilihan(apa) for k, apa in bentrok.items()}
    kode = 409 if lain else 422 if galat else 200
    return JsonResponse({"cap": tersimpan, "bentrok": lain, "galat": galat}, status=kode)


def _kalimat_galat(teks: str) -> str:
    if len(teks) > TERPANJANG:
        return f"Terlalu panjang: {len(teks)} karakter, paling banyak {TERPANJANG}. Ringkas isinya."
    return "Ada karakter yang tidak dapat disimpan. Ketik ulang bagian itu." if "\0" in teks else ""


def _pilihan(apa: KonsepPutusan) -> dict[str, str]:
    """What is kept, its mark, and a sentence about it."""
    kata = f"menulis “{apa.teks}”" if apa.teks else "mengosongkan isian ini"
    pesan = f"Di tab atau perangkat lain Anda {kata} ({tanggal(apa.pada, 'waktu')})."
    return {"pesan": pesan, "nilai": apa.teks, "cap": cap(apa.teks)}
