"""What waits for a second person, and for whom: settlements of calls and matches of notices alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from integrasi.izin import Urusan, hak
from integrasi.models import UsulPencocokan, UsulPenyelesaian
from integrasi.petugas.penyelesaian_berdua import usul_terbuka
from siapp.akun.models import Pengguna
from siapp.berkas.keadaan import KeadaanTertahan
from siapp.berkas.models import PerapianTertahan


@dataclass(frozen=True, slots=True)
class Menunggu:
    """One proposal: what it is, of which usulan, by whom, and the page on which it is decided.

    `usul`: the id of one that may be confirmed together with others.
    """

    kata: str
    nomor: str
    oleh: str
    pada: datetime
    url: str
    usul: int | None = None


def menunggu_kedua(pengguna: Pengguna) -> list[Menunggu]:
    """Return the proposals that `pengguna` may confirm, the oldest first; none for who may confirm nothing."""
    if not hak.boleh(pengguna, Urusan.TEGASKAN):
        return []
    semua = [*_penyelesaian(pengguna), *_pencocokan(pengguna), *_karantina(pengguna)]
    return sorted(semua, key=lambda satu: satu.pada)


def _karantina(pengguna: Pengguna) -> Iterator[Menunggu]:
    diusulkan = PerapianTertahan.objects.filter(keadaan=KeadaanTertahan.DIUSULKAN).exclude(diusulkan_oleh=pengguna)
    for satu in diusulkan.select_related("diusulkan_oleh"):
        pada = satu.diusulkan_pada or satu.ditahan_pada
        kata = "Pindahkan berkas yang tidak dikenal ke karantina"
        yield Menunggu(kata, "", str(satu.diusulkan_oleh), pada, reverse("berkas:karantina"))


def _penyelesaian(pengguna: Pengguna) -> Iterator[Menunggu]:
    for usul in usul_terbuka(pengguna).exclude(diusulkan_oleh=pengguna):
        kiriman = usul.pengiriman
        nomor = kiriman.usulan.nomor if kiriman.usulan else ""
        url = reverse("integrasi:pengiriman_rinci", args=[kiriman.pk])
        kata = f"{usul.get_tindakan_display()} (API {kiriman.api})"
        serentak = usul.pk if usul.tindakan == UsulPenyelesaian.Tindakan.TIDAK_SAMPAI or not usul.isian else None
        yield Menunggu(kata, nomor, str(usul.diusulkan_oleh), usul.diusulkan_pada, url, serentak)


def _pencocokan(pengguna: Pengguna) -> Iterator[Menunggu]:
    terbuka = UsulPencocokan.objects.untuk(pengguna).terbuka().exclude(diusulkan_oleh=pengguna)
    for usul in terbuka.select_related("usulan", "diusulkan_oleh"):
        url = reverse("integrasi:masuk_rinci", args=[usul.kejadian_id])
        kata = "Cocokkan pemberitahuan BKN dengan usulan"
        yield Menunggu(kata, usul.usulan.nomor, str(usul.diusulkan_oleh), usul.diusulkan_pada, url)
