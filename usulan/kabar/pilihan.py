"""How a person wants each kind of notice mailed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from siapp.akun.models import Pengguna
from usulan.kabar.jenis import KETENTUAN, CaraSurel, JenisKabar, terbaca
from usulan.kabar.tulis import jadwal_surel
from usulan.models import Kabar, PilihanKabar


@dataclass(frozen=True, slots=True)
class Baris:
    """One kind with how it is mailed now, chosen or not."""

    jenis: JenisKabar
    cara: CaraSurel


def pilihan(pengguna: Pengguna) -> list[Baris]:
    """Return the kinds that the person's roles may read, each with how it is mailed."""
    dipilih = dict(PilihanKabar.objects.filter(pengguna=pengguna).values_list("jenis", "cara"))
    jenis = terbaca({peran.jenis for peran in pengguna.peran_aktif})
    return [Baris(satu, CaraSurel(dipilih.get(satu, KETENTUAN[satu].cara))) for satu in jenis]


@transaction.atomic(durable=True)
def pilih(pengguna: Pengguna, cara: Mapping[str, str]) -> None:
    """Keep `cara` ({kind: CaraSurel}) of the person; what waits to be mailed follows it. Other kinds stay."""
    boleh = {baris.jenis for baris in pilihan(pengguna)}
    baru = [
        PilihanKabar(pengguna=pengguna, jenis=JenisKabar(jenis), cara=CaraSurel(satu))
        for jenis, satu in cara.items()
        if jenis in boleh
    ]
    PilihanKabar.objects.bulk_create(
        baru, update_conflicts=True, unique_fields=["pengguna", "jenis"], update_fields=["cara"]
    )
    menunggu = list(
        Kabar.objects.filter(penerima=pengguna, surel_pada__isnull=False, tersurel_pada=None, percobaan=0)
        .select_for_update()
        .order_by("pk")
    )
    for kabar in menunggu:
        if kabar.jenis in cara:
            kabar.surel_pada = jadwal_surel(CaraSurel(cara[kabar.jenis]), kabar.pada)
    Kabar.objects.bulk_update(menunggu, ["surel_pada"])
