"""What tests of actions ask again and again: what was written down, and with which words something was refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from integrasi.enums import Api
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.hari import hari_terakhir
from siapp.web.galat import GalatPengguna
from usulan.models import Keppres, Usulan
from usulan.peristiwa import Jenis, aliran_keppres, aliran_usulan


def besok() -> date:
    """The first day that is not yet today anywhere in Indonesia."""
    return hari_terakhir() + timedelta(days=1)


def kejadian(objek: Usulan | Keppres) -> list[Peristiwa]:
    """Its Peristiwa, oldest first."""
    aliran = aliran_usulan(objek.pk) if isinstance(objek, Usulan) else aliran_keppres(objek.pk)
    return list(Peristiwa.objects.filter(aliran=aliran).order_by("urutan"))


def tercatat(objek: Usulan | Keppres, jenis: Jenis, oleh: Pengguna, alasan: str = "", /, **data: Any) -> None:
    """Its newest Peristiwa is `jenis`, done by `oleh` for `alasan`, and says all of `data`."""
    satu = kejadian(objek)[-1]
    assert (satu.jenis, satu.oleh_id, satu.alasan) == (jenis, oleh.pk, alasan)
    assert {kunci: satu.data.get(kunci) for kunci in data} == data


def panggilan(usulan: Usulan, api: Api) -> list[dict[str, Any]]:
    """What SIASN is to be told of it by `api`, oldest first."""
    rencanakan_tertunda()
    return [baris.muatan for baris in Pengiriman.objects.filter(usulan=usulan, api=api).order_by("gelombang", "pk")]


@contextmanager
def ditolak(kelas: type[GalatPengguna], pesan: str, bidang: str = "") -> Iterator[None]:
    """What is done inside is refused, with a sentence that has `pesan` in it, at the field `bidang`."""
    with pytest.raises(GalatPengguna) as galat:
        yield
    assert type(galat.value) is kelas
    assert pesan in galat.value.pesan
    assert galat.value.bidang == bidang


@contextmanager
def tak_berubah(usulan: Usulan) -> Iterator[None]:
    """What is done inside leaves the usulan and its Peristiwa as they are."""
    sebelum = _keadaan(usulan)
    yield
    assert _keadaan(usulan) == sebelum


def _keadaan(usulan: Usulan) -> tuple[dict[str, Any], int]:
    return Usulan.objects.filter(pk=usulan.pk).values().get(), len(kejadian(usulan))
