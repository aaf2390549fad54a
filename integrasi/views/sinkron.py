"""The sync of SIASN's lists: how fresh each is, what is running, what waits for a person."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from integrasi.izin import Urusan, administrator, hak
from integrasi.petugas.permintaan_sinkron import minta_sinkron, setujui_sinkron
from integrasi.petugas.tampilan import REMAH
from referensi.keadaan import KeadaanSinkron
from referensi.models import Sinkronisasi
from referensi.pemuatan import DAFTAR
from siapp.web.fragmen import jajak, sajikan
from siapp.web.permintaan import Permintaan

RIWAYAT = 30


def label_daftar(nama: str) -> str:
    """What people call the list `nama`."""
    return "Data ASN" if nama == "asn" else nama.replace("-", " ").capitalize()


@dataclass(frozen=True, slots=True)
class BarisDaftar:
    """One list: its last run of any outcome, and the last one that was merged."""

    nama: str
    terakhir: Sinkronisasi | None
    berhasil: Sinkronisasi | None

    @property
    def label(self) -> str:
        return label_daftar(self.nama)

    @property
    def berjalan(self) -> bool:
        return self.terakhir is not None and self.terakhir.keadaan == KeadaanSinkron.BERJALAN

    @property
    def menunggu(self) -> bool:
        return self.terakhir is not None and self.terakhir.keadaan == KeadaanSinkron.MENUNGGU


def _daftar() -> list[BarisDaftar]:
    """The state of every list in two queries."""
    urut = Sinkronisasi.objects.order_by("daftar", "-mulai", "-id").distinct("daftar")
    terakhir = {satu.daftar: satu for satu in urut}
    berhasil = {satu.daftar: satu for satu in urut.filter(keadaan=KeadaanSinkron.SELESAI)}
    return [BarisDaftar(nama, terakhir.get(nama), berhasil.get(nama)) for nama in DAFTAR]


@require_safe
@hak.akses(Urusan.KIRIM_ULANG)
def sinkron(request: Permintaan) -> HttpResponse:
    """Every list with its last run, and the latest runs of all."""
    daftar = _daftar()
    konteks = {
        "daftar": daftar,
        "riwayat": [(label_daftar(r.daftar), r) for r in Sinkronisasi.objects.order_by("-mulai", "-id")[:RIWAYAT]],
        "ke": jajak(request, berjalan=any(satu.berjalan for satu in daftar)),
        "boleh": administrator(request.user),
        "remah": REMAH,
    }
    return sajikan(request, "integrasi/sinkron.html", konteks)


@require_POST
@hak.akses(Urusan.URUS)
def mulai(request: Permintaan, daftar: str) -> HttpResponse:
    """Ask for one list to be brought up to date now."""
    minta_sinkron(daftar, oleh=request.user)
    messages.success(request, f"Sinkronisasi {label_daftar(daftar)} diminta; hasilnya tampak di bawah.")
    return redirect("integrasi:sinkron")


@require_POST
@hak.akses(Urusan.URUS)
def setujui(request: Permintaan, sinkron_id: int) -> HttpResponse:
    """Let a list that waits shrink."""
    if not Sinkronisasi.objects.filter(pk=sinkron_id).exists():
        raise Http404
    setujui_sinkron(sinkron_id, oleh=request.user)
    messages.success(request, "Penyusutan disetujui. Daftar diambil lagi dan diterapkan.")
    return redirect("integrasi:sinkron")
