"""Finishing: what a call came to, written under the fence of its lease, with all that follows, in one transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import PERLU_ORANG, TUNTAS, GerakKiriman, Keadaan, KeadaanMasuk
from integrasi.keluar.antrean import buka_giliran
from integrasi.keluar.klasifikasi import Hasil, Ragu
from integrasi.mitra import sakelar
from integrasi.mitra.janji import cara_memastikan
from integrasi.models import KejadianMasuk, Pengiriman, Percobaan, UsulanSiasn
from integrasi.sebab import TAK_TERJAWAB, Kode
from siapp.bangun import bangunkan
from siapp.pindah import pindah

log = structlog.get_logger(__name__)

TUGAS_PERINGATAN = "integrasi.tasks.peringatan"
BATAS_MENCOBA = timedelta(hours=75)
# An outage through which the breaker was open spends no tries: time alone must not kill a row.
PERCOBAAN_MINIMAL = 10


@transaction.atomic(durable=True)
def simpan_hasil(baris: Pengiriman, hasil: Hasil, mulai: datetime) -> bool:
    """Write `hasil` to the row claimed as `baris`; False when the lease is in other hands, then nothing is written.

    `mulai`: when the try began.
    """
    kini = timezone.now()
    milik = Pengiriman.objects.select_for_update().filter(pk=baris.pk, keadaan=Keadaan.KIRIM, sewa=baris.sewa)
    terkunci = milik.first()
    if terkunci is None:
        log.warning("sewa_lepas", pengiriman=str(baris.pk), keadaan=hasil.keadaan)
        return False
    hasil = _batasi(terkunci, hasil, kini)
    if hasil.gerak is GerakKiriman.TERKIRIM:
        hasil = terapkan_selesai(terkunci, hasil)
    _tulis(terkunci, hasil, kini, mulai)
    if terkunci.keadaan in TUNTAS:
        buka_giliran(terkunci.aliran)
    if _perlu_orang(terkunci, hasil):
        transaction.on_commit(lambda: bangunkan(TUGAS_PERINGATAN))
    return True


def _perlu_orang(baris: Pengiriman, hasil: Hasil) -> bool:
    """Whether machines cannot go on from here: told at once, not at the next look (janji.md 1)."""
    if hasil.gerak is not GerakKiriman.HILANG:
        return hasil.keadaan in PERLU_ORANG
    return hasil.sebab in TAK_TERJAWAB or not cara_memastikan(baris.api)


def _batasi(baris: Pengiriman, hasil: Hasil, kini: datetime) -> Hasil:
    """After 75 h of trying the row is dead: a person decides, also about one that stays uncertain.

    Time in which the exchange was stopped does not count.
    """
    sejak = baris.dicoba_sejak or kini
    lama = kini - sejak >= BATAS_MENCOBA and baris.percobaan_ke >= PERCOBAAN_MINIMAL
    if hasil.gerak not in (GerakKiriman.NANTI, GerakKiriman.HILANG) or not hasil.hitung or not lama:
        return hasil
    if sejak <= sakelar.sebelum(BATAS_MENCOBA, kini):
        return replace(hasil, gerak=GerakKiriman.HABIS_WAKTU)
    return hasil


def terapkan_selesai(baris: Pengiriman, hasil: Hasil) -> Hasil:
    """What a delivered call starts; part of the transaction that finishes it. Returns `hasil`, or its refusal."""
    if baris.api == Api.USULAN:
        return _simpan_id(baris, hasil)
    if baris.api == Api.APPROVE:
        berikut = timezone.now() + settings.SIASN_JEDA_PANTAU
        UsulanSiasn.objects.filter(usulan=baris.usulan_id).update(pantau_berikut=berikut)
    return hasil


def _simpan_id(baris: Pengiriman, hasil: Hasil) -> Hasil:
    id_usulan = str(hasil.isi["id_usulan"])
    if bentrok := bentrokan_id(baris, id_usulan):
        return Hasil(GerakKiriman.DITOLAK, Kode.ID_BENTROK, bentrok, ragu=Ragu.BARU, isi=hasil.isi)
    UsulanSiasn.objects.update_or_create(
        usulan_id=str(baris.usulan_id),
        defaults={"id_usulan": id_usulan, "pantau_berikut": timezone.now() + settings.SIASN_JEDA_PANTAU},
    )
    dini = KejadianMasuk.objects.filter(id_usulan__iexact=id_usulan, keadaan=KeadaanMasuk.MENUNGGU)
    if dini.update(jatuh_tempo=timezone.now()):
        transaction.on_commit(lambda: bangunkan("integrasi.tasks.masuk"))
    return hasil


def bentrokan_id(baris: Pengiriman, id_usulan: str) -> str:
    """Why `id_usulan` cannot be the id of the row's usulan, in a sentence; empty when it can."""
    lain = UsulanSiasn.objects.filter(id_usulan__iexact=id_usulan).exclude(usulan=baris.usulan_id)
    pemilik = lain.select_related("usulan").first()
    if pemilik is not None:
        return f"ID Usulan ini sudah dipakai usulan {pemilik.usulan.nomor}. Periksa dengan BKN sebelum melanjutkan."
    milik = UsulanSiasn.objects.filter(usulan=baris.usulan_id).first()
    if milik is not None and milik.id_usulan.lower() != id_usulan.lower():
        return "Usulan ini sudah mempunyai ID Usulan lain dari SIASN. Periksa dengan BKN sebelum melanjutkan."
    return ""


def _tulis(baris: Pengiriman, hasil: Hasil, kini: datetime, mulai: datetime) -> None:
    pindah(baris, hasil.gerak)
    baris.sebab, baris.pesan = hasil.sebab or "", hasil.pesan[:500]
    baris.kode_http, baris.sewa, baris.sewa_sampai = hasil.kode_http, None, None
    baris.hasil = {**baris.hasil, **hasil.isi}
    baris.jatuh_tempo = kini + timedelta(seconds=hasil.jeda)
    if hasil.hitung:
        baris.percobaan_ke += 1
        baris.dicoba_sejak = baris.dicoba_sejak or mulai
    if hasil.gerak is GerakKiriman.TERKIRIM:
        baris.selesai_pada = kini
    _tulis_ragu(baris, hasil, kini)
    baris.save()
    Percobaan.objects.create(pengiriman=baris, mulai=mulai, selesai=kini, **_isi_percobaan(hasil))


def _tulis_ragu(baris: Pengiriman, hasil: Hasil, kini: datetime) -> None:
    if hasil.ragu is Ragu.BARU:
        baris.tidak_pasti_sejak = kini
    elif hasil.ragu is Ragu.TIDAK:
        baris.tidak_pasti_sejak = None
    if hasil.gerak is GerakKiriman.HILANG and baris.tidak_pasti_sejak is not None:
        tenang = baris.tidak_pasti_sejak + settings.SIASN_MASA_TENANG
        baris.jatuh_tempo = max(baris.jatuh_tempo, tenang)


def _isi_percobaan(hasil: Hasil) -> dict[str, Any]:
    return {
        "keadaan": hasil.keadaan,
        "sebab": hasil.sebab or "",
        "pesan": hasil.pesan[:500],
        "kode_http": hasil.kode_http,
    }
