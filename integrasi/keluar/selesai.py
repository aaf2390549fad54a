"""Finishing: what calls came to, written under the fence of their leases, with all that follows.

What was delivered and starts nothing unusual is written for many rows in one statement; anything else row by row, each
in a transaction of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from psycopg.types.json import Jsonb

from integrasi.enums import Api
from integrasi.keadaan import KIRIMAN, PERLU_ORANG, TUNTAS, GerakKiriman, Keadaan, KeadaanMasuk
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


_KIRIMAN, _PERCOBAAN = Pengiriman._meta.db_table, Percobaan._meta.db_table
# One statement, because the sender's time goes here: the fence, the row, its try. Answers the ids that it wrote.
_TERKIRIM = f"""
WITH isi AS (
    SELECT * FROM unnest(
        %(id)s::uuid[], %(sewa)s::uuid[], %(mulai)s::timestamptz[], %(hasil)s::jsonb[], %(kode)s::int[]
    ) AS isi (id, sewa, mulai, hasil, kode)
), tulis AS (
    UPDATE {_KIRIMAN} AS p
    SET keadaan = %(ke)s, sebab = '', pesan = '', kode_http = isi.kode, sewa = NULL, sewa_sampai = NULL,
        hasil = p.hasil || isi.hasil, jatuh_tempo = %(kini)s, selesai_pada = %(kini)s, tidak_pasti_sejak = NULL,
        percobaan_ke = p.percobaan_ke + 1, dicoba_sejak = COALESCE(p.dicoba_sejak, isi.mulai)
    FROM isi
    WHERE p.id = isi.id AND p.sewa = isi.sewa AND p.keadaan = ANY(%(dari)s)
    RETURNING p.id, isi.mulai, isi.kode
), coba AS (
    INSERT INTO {_PERCOBAAN} (pengiriman_id, mulai, selesai, keadaan, sebab, pesan, kode_http)
    SELECT id, mulai, %(kini)s, %(ke)s, '', '', kode FROM tulis
)
SELECT id FROM tulis
"""  # noqa: S608  (names of our tables)


class Selesai(NamedTuple):
    """A row as it was claimed, what its call came to, and when the try began."""

    baris: Pengiriman
    hasil: Hasil
    mulai: datetime


def simpan_semua(selesai: Sequence[Selesai]) -> None:
    """Write what these calls came to; a row whose lease is in other hands stays as it is."""
    lancar = [satu for satu in selesai if _lancar(satu.hasil)]
    tersimpan = _coba_bersama(lancar)
    for satu in selesai:
        if satu.baris.pk not in tersimpan:
            simpan_hasil(*satu)


def _lancar(hasil: Hasil) -> bool:
    """Delivered, and nothing else to say: no cause, no doubt left."""
    return hasil.gerak is GerakKiriman.TERKIRIM and hasil.hitung and not hasil.sebab and hasil.ragu is Ragu.TIDAK


def _coba_bersama(selesai: Sequence[Selesai]) -> set[UUID]:
    """Finish these together and return the ids of those that were; of the others nothing is written yet."""
    if not selesai:
        return set()
    try:
        with transaction.atomic(durable=True):
            return _simpan_bersama(_tanpa_bentrokan(selesai))
    except DatabaseError:
        # Two of them, or one and another drain, are in each other's way: one by one each finds out by itself.
        log.warning("simpan_bersama_gagal", jumlah=len(selesai), exc_info=True)
        return set()


def _simpan_bersama(selesai: Sequence[Selesai]) -> set[UUID]:
    tersimpan = _tulis_terkirim(selesai)
    beres = [satu for satu in selesai if satu.baris.pk in tersimpan]
    _simpan_id_bersama([satu for satu in beres if satu.baris.api == Api.USULAN])
    _pantau([satu.baris.usulan_id for satu in beres if satu.baris.api == Api.APPROVE])
    if beres:
        buka_giliran(*{satu.baris.aliran for satu in beres})
    return tersimpan


def _tulis_terkirim(selesai: Sequence[Selesai]) -> set[UUID]:
    with connection.cursor() as kursor:
        kursor.execute(
            _TERKIRIM,
            {
                "id": [satu.baris.pk for satu in selesai],
                "sewa": [satu.baris.sewa for satu in selesai],
                "mulai": [satu.mulai for satu in selesai],
                "hasil": [Jsonb(satu.hasil.isi) for satu in selesai],
                "kode": [satu.hasil.kode_http for satu in selesai],
                "kini": timezone.now(),
                "dari": list(KIRIMAN.dari(GerakKiriman.TERKIRIM)),
                "ke": KIRIMAN.tujuan(GerakKiriman.TERKIRIM),
            },
        )
        return {baris[0] for baris in kursor.fetchall()}


def _tanpa_bentrokan(selesai: Sequence[Selesai]) -> list[Selesai]:
    """Without those of API 3 whose id, or whose usulan, has another already: they are a person's to settle."""
    baru = {satu.baris.pk: str(satu.hasil.isi["id_usulan"]).upper() for satu in selesai if satu.baris.api == Api.USULAN}
    if not baru:
        return list(selesai)
    usulan = [str(satu.baris.usulan_id) for satu in selesai if satu.baris.pk in baru]
    ada = UsulanSiasn.objects.annotate(sidik=Upper("id_usulan")).filter(
        Q(usulan__in=usulan) | Q(sidik__in=baru.values())
    )
    terpakai = {nilai for pasangan in ada.values_list("usulan_id", "sidik") for nilai in pasangan}
    berulang = {sidik for sidik, kali in Counter(baru.values()).items() if kali > 1}
    bentrok = terpakai | berulang
    return [satu for satu in selesai if not {satu.baris.usulan_id, baru.get(satu.baris.pk)} & bentrok]


def _simpan_id_bersama(selesai: Sequence[Selesai]) -> None:
    if not selesai:
        return
    berikut = timezone.now() + settings.SIASN_JEDA_PANTAU
    UsulanSiasn.objects.bulk_create(
        UsulanSiasn(
            usulan_id=str(satu.baris.usulan_id), id_usulan=str(satu.hasil.isi["id_usulan"]), pantau_berikut=berikut
        )
        for satu in selesai
    )
    _bangunkan_yang_dini([str(satu.hasil.isi["id_usulan"]) for satu in selesai])


def _bangunkan_yang_dini(id_usulan: Sequence[str]) -> None:
    """Notices that came before our answer of API 3 are due now."""
    dini = KejadianMasuk.objects.annotate(sidik=Upper("id_usulan")).filter(
        sidik__in=[satu.upper() for satu in id_usulan], keadaan=KeadaanMasuk.MENUNGGU
    )
    if dini.update(jatuh_tempo=timezone.now()):
        transaction.on_commit(lambda: bangunkan("integrasi.tasks.masuk"))


def _pantau(usulan: Sequence[UUID | None]) -> None:
    if usulan:
        berikut = timezone.now() + settings.SIASN_JEDA_PANTAU
        UsulanSiasn.objects.filter(usulan__in=usulan).update(pantau_berikut=berikut)


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
        _pantau([baris.usulan_id])
    return hasil


def _simpan_id(baris: Pengiriman, hasil: Hasil) -> Hasil:
    id_usulan = str(hasil.isi["id_usulan"])
    if bentrok := bentrokan_id(baris, id_usulan):
        return Hasil(GerakKiriman.DITOLAK, Kode.ID_BENTROK, bentrok, ragu=Ragu.BARU, isi=hasil.isi)
    UsulanSiasn.objects.update_or_create(
        usulan_id=str(baris.usulan_id),
        defaults={"id_usulan": id_usulan, "pantau_berikut": timezone.now() + settings.SIASN_JEDA_PANTAU},
    )
    _bangunkan_yang_dini([id_usulan])
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
