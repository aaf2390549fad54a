"""Small calls for tests of the sender: one that needs no documents, and one that needs no usulan at all."""

from typing import cast

from django.db import transaction

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.audit.models import Peristiwa
from tests.dunia import Dunia, buat_draf
from tests.integrasi.conftest import asn_siasn, jalankan, jatuhkan_tempo
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_pic, aliran_usulan
from usulan.peristiwa.daftar import ISI
from usulan.peristiwa.isi import Diajukan, Isi
from usulan.peristiwa.isi_orang import AksesPic
from usulan.peristiwa.tulis import catat_isi


@transaction.atomic
def peristiwa(aliran: str, isi: Isi) -> Peristiwa:
    return catat_isi(aliran, isi, oleh=Mesin.SISTEM)


@transaction.atomic
def peristiwa_rusak(aliran: str) -> Peristiwa:
    """A row that lacks what its kind has to say."""
    return catat(aliran, Jenis.PIC_DIDAFTARKAN, oleh=Mesin.SISTEM, data={"nip": "x"})


def tekenan(*dokumen: int) -> Diajukan:
    return Diajukan(1, "198501022010011001", "Damar Contoh", "", dokumen)


def akses_pic(nomor: int = 1, jenis: Jenis = Jenis.PIC_DIDAFTARKAN) -> Isi:
    """What is told of an invented PIC."""
    kelompok = () if jenis == Jenis.PIC_DICABUT else ("KP",)
    kelas = cast(type[AksesPic], ISI[jenis])
    return kelas(f"pic-{nomor}", f"1985010220100{nomor:05d}", kelompok, "Kementerian Contoh", {})


def usulan_ringan(dunia: Dunia, kode: str = "BERHENTI-BUP") -> Usulan:
    """A usulan whose submission is told without its documents: API 3 goes out, API 5 will be refused."""
    usulan = buat_draf(dunia, kode, asn_siasn(dunia))
    peristiwa(aliran_usulan(usulan.pk), tekenan())
    rencanakan_tertunda()
    return usulan


def pic_didaftarkan(nomor: int = 1, jenis: Jenis = Jenis.PIC_DIDAFTARKAN) -> Pengiriman:
    """API 2 for an invented PIC."""
    satu = peristiwa(aliran_pic(nomor), akses_pic(nomor, jenis))
    rencanakan_tertunda()
    return Pengiriman.objects.get(peristiwa=satu)


def hanya_api3(dunia: Dunia) -> Pengiriman:
    """A fresh usulan of which only API 3 is left to be sent."""
    usulan = usulan_ringan(dunia)
    Pengiriman.objects.filter(usulan=usulan, api=Api.APPROVE).update(keadaan=Keadaan.BATAL)
    return Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)


def sampai_tuntas(*, kali: int = 6) -> None:
    """Drain, letting every wait be over, until nothing but what waits for a person is left."""
    for _ in range(kali):
        jatuhkan_tempo()
        jalankan()
