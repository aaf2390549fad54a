"""Running `kesesuaian` and keeping what came of it: asked for on the page, or by the command.

A request is a row, so a lost wake-up loses nothing. From the page nothing is ever written to SIASN.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.db import transaction
from django.utils import timezone

from integrasi.enums import Api
from integrasi.izin import check_administrator
from integrasi.kesesuaian.baca import Hasil, HasilUji, Penguji, konfigurasi_untuk, uji_baca, uji_status
from integrasi.kesesuaian.tulis import lewati_tulis, uji_tulis
from integrasi.kesesuaian.usulan_uji import check_boleh_menulis
from integrasi.mitra import sakelar
from integrasi.mitra.janji import simpan_bukti
from integrasi.mitra.setelan import host
from integrasi.models import UjiKontrak, UsulanSiasn
from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.bangun import bangunkan
from siapp.koneksi import lepas_koneksi

log = structlog.get_logger(__name__)

TUGAS = "integrasi.tasks.uji_kontrak"
ALIRAN = "kesesuaian"


def uji(*, url: str = "", baca_saja: bool, boleh_menulis: str = "") -> Hasil:
    """Check the configured SIASN, or the one at `url`; nothing is stored here.

    Raises KonfigurasiSalah for a bad address, MenulisDitolak when test data would go to a machine that
    `boleh_menulis` does not name.
    """
    konfigurasi = konfigurasi_untuk(url)
    if not baca_saja:
        check_boleh_menulis(konfigurasi.base_url, boleh_menulis)
    hasil = Hasil(urlsplit(konfigurasi.base_url).netloc, baca_saja)
    penguji = Penguji(konfigurasi, id_usulan=_id_dikenal(hasil.host))
    lepas_koneksi()
    try:
        uji_baca(penguji)
        if baca_saja:
            lewati_tulis(penguji, "Tidak diuji: hanya membaca.")
        else:
            uji_tulis(penguji)
        uji_status(penguji)
    finally:
        penguji.tutup()
    hasil.baris = penguji.semua_baris()
    return hasil


def _id_dikenal(tujuan: str) -> str:
    """The newest ID Usulan of ours, when the configured SIASN itself is asked; another one knows none."""
    if tujuan != host():
        return ""
    return UsulanSiasn.objects.order_by("-diterima_pada").values_list("id_usulan", flat=True).first() or ""


@transaction.atomic(durable=True)
def minta_uji(*, oleh: Pengguna) -> UjiKontrak:
    """Ask for a reading check of the configured SIASN; asked again while one is open, it is that one.

    Raises TidakBerwenang.
    """
    check_administrator(oleh)
    kini, tujuan = timezone.now(), host()
    baru = UjiKontrak(host=tujuan, diminta_pada=kini, diminta_oleh=oleh)
    UjiKontrak.objects.bulk_create([baru], ignore_conflicts=True)
    terbuka = UjiKontrak.objects.select_for_update().get(host=tujuan, selesai=None)
    if terbuka.diminta_pada == kini:
        catat(ALIRAN, "kesesuaian.diminta", oleh=oleh, data={"host": tujuan})
    transaction.on_commit(lambda: bangunkan(TUGAS))
    return terbuka


@transaction.atomic(durable=True)
def simpan(hasil: Hasil, *, mulai: datetime) -> UjiKontrak:
    """Keep a run of the command, which nobody asked for on the page, and what it proved of the partner's promises."""
    baru = UjiKontrak.objects.create(
        host=hasil.host,
        baca_saja=hasil.baca_saja,
        diminta_pada=mulai,
        mulai=mulai,
        selesai=timezone.now(),
        sesuai=hasil.sesuai,
        hasil=hasil.sebagai_json(),
    )
    diuji = [satu for satu in hasil.baris if satu.mode and satu.putusan is not HasilUji.TIDAK_DIUJI]
    simpan_bukti(
        hasil.host, [(Api(int(satu.api)), satu.mode, satu.putusan is HasilUji.SESUAI) for satu in diuji], mulai
    )
    catat(ALIRAN, "kesesuaian.diuji", oleh=Mesin.SISTEM, data=_ringkas(hasil))
    return baru


def _ringkas(hasil: Hasil) -> dict[str, Any]:
    return {"host": hasil.host, "baca_saja": hasil.baca_saja, "sesuai": hasil.sesuai}


@transaction.atomic(durable=True)
def _ambil() -> UjiKontrak | None:
    baris = UjiKontrak.objects.menunggu().select_for_update(skip_locked=True).order_by("diminta_pada").first()
    if baris is not None:
        baris.mulai = timezone.now()
        baris.save(update_fields=["mulai"])
    return baris


def jalankan_diminta() -> int:
    """Run every check that was asked for; return how many. While the exchange is stopped they wait."""
    jumlah = 0
    while not sakelar.dihentikan() and (baris := _ambil()) is not None:
        _selesaikan(baris, uji(baca_saja=True))
        jumlah += 1
    return jumlah


@transaction.atomic(durable=True)
def _selesaikan(baris: UjiKontrak, hasil: Hasil) -> None:
    """Write what came of it, unless another worker took the row over meanwhile."""
    milik = UjiKontrak.objects.filter(pk=baris.pk, mulai=baris.mulai, selesai=None)
    if milik.update(selesai=timezone.now(), sesuai=hasil.sesuai, hasil=hasil.sebagai_json()):
        log.info("uji_kontrak", host=hasil.host, sesuai=hasil.sesuai)
