"""Joining a notice of BKN to a usulan by hand: identities compared, two people, and a way back (keputusan/0034).

A verdict on the wrong person is worse than one that waits. So whoever joins says by NIP, name and reason whom the
notice is about. What contradicts is refused, a second person confirms, and the history of the usulan names both.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from integrasi.izin import Urusan, check_kirim_ulang, hak
from integrasi.keadaan import MASUK, GerakMasuk
from integrasi.masuk import penerima
from integrasi.models import KejadianMasuk, UsulanSiasn, UsulPencocokan
from integrasi.petugas.kabar import kabari_pencocokan
from integrasi.petugas.kotak_masuk import SudahLain, cari_usulan
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.pindah import pindah
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from usulan.actions.pencocokan import tarik_putusan
from usulan.models import Usulan

PANJANG_ALASAN = 255


def _kata_nama(nama: str) -> set[str]:
    """The words of a name without titles behind it, so that "Budi Contoh, S.H." and "BUDI CONTOH" are the same."""
    return set(re.findall(r"[^\W\d_]{2,}", nama.partition(",")[0].casefold()))


def _mentah(kejadian: KejadianMasuk) -> Mapping[str, Any]:
    """What BKN sent besides the agreed fields, by lower-case key; nothing when it cannot be read."""
    try:
        isi = json.loads(kejadian.mentah)
    except ValueError:
        return {}
    return {str(kunci).lower(): nilai for kunci, nilai in isi.items()} if isinstance(isi, dict) else {}


def check_identitas(kejadian: KejadianMasuk, usulan: Usulan) -> None:
    """Raise GalatPengguna when what is known of the notice contradicts what is known of `usulan`."""
    pemilik = UsulanSiasn.objects.filter(id_usulan__iexact=kejadian.id_usulan).exclude(usulan=usulan)
    if satu := pemilik.select_related("usulan").first():
        raise GalatPengguna(f"ID Usulan pemberitahuan ini milik usulan {satu.usulan.nomor}.", bidang="rujukan")
    milik = UsulanSiasn.objects.filter(usulan=usulan).exclude(id_usulan__iexact=kejadian.id_usulan).first()
    if milik is not None:
        raise GalatPengguna(
            f"Usulan {usulan.nomor} mempunyai ID Usulan lain di SIASN ({milik.id_usulan}), jadi pemberitahuan ini "
            "bukan tentang usulan itu. Tanyakan kepada BKN.",
            bidang="rujukan",
        )
    nip = "".join(str(_mentah(kejadian).get("nip") or "").split())
    if nip and nip != usulan.nip:
        raise GalatPengguna("NIP di dalam pemberitahuan bukan NIP usulan itu.", bidang="rujukan")


def check_orang(usulan: Usulan, nip: str, nama: str) -> None:
    """Raise GalatPengguna unless NIP and name, as a person read them at BKN, are those of `usulan`."""
    if nip != usulan.nip:
        raise GalatPengguna(
            f"NIP ini bukan NIP usulan {usulan.nomor}. Periksa di SIASN tentang siapa putusan itu.", bidang="nip"
        )
    tertulis, tercatat = _kata_nama(nama), _kata_nama(usulan.nama)
    if not tertulis or not (tertulis <= tercatat or tercatat <= tertulis):
        raise GalatPengguna(f"Nama ini bukan nama pada usulan {usulan.nomor}.", bidang="nama")


def _check_alasan(alasan: str) -> str:
    alasan = alasan.strip()
    if not alasan or len(alasan) > PANJANG_ALASAN:
        raise GalatPengguna(f"Isi alasan, paling panjang {PANJANG_ALASAN} karakter.", bidang="alasan")
    return alasan


def _catat(usul: UsulPencocokan, jenis: str, oleh: Pengguna, alasan: str = "") -> None:
    data = {"usul": usul.pk, "usulan": str(usul.usulan_id), "nomor": usul.usulan.nomor}
    catat(f"kejadian_masuk:{usul.kejadian_id}", f"kejadian_masuk.{jenis}", oleh=oleh, data=data, alasan=alasan)


@transaction.atomic(durable=True)
def usulkan(kejadian_id: UUID, *, rujukan: str, nip: str, nama: str, alasan: str, oleh: Pengguna) -> UsulPencocokan:
    """Propose that a notice whose id we do not know is about the usulan `rujukan` (its nomor or SIASN id).

    `nip` and `nama`: of whom the notice is, as `oleh` read them at BKN. The same proposal again is the first one.
    Raises TidakBerwenang, SudahLain, and GalatPengguna with the field that contradicts.
    """
    check_kirim_ulang(oleh)
    usulan, alasan = cari_usulan(rujukan, oleh), _check_alasan(alasan)
    kejadian = KejadianMasuk.objects.select_for_update(of=("self",)).get(pk=kejadian_id)
    if not MASUK.bisa(GerakMasuk.DICOCOKKAN, kejadian.keadaan) or kejadian.tanggal is None:
        raise SudahLain(kejadian)
    check_identitas(kejadian, usulan)
    check_orang(usulan, nip, nama)
    ada = UsulPencocokan.objects.terbuka().filter(kejadian=kejadian).select_related("usulan", "diusulkan_oleh").first()
    if ada and ada.usulan_id == usulan.pk:
        return ada
    if ada:
        raise GalatPengguna(
            f"{ada.diusulkan_oleh} sudah mengusulkan {ada.usulan.nomor}. Konfirmasi atau tolak dulu usul itu.", kode=409
        )
    usul = UsulPencocokan.objects.create(kejadian=kejadian, usulan=usulan, alasan=alasan, diusulkan_oleh=oleh)
    _catat(usul, "diusulkan", oleh, alasan)
    kabari_pencocokan(usul)
    return usul


def boleh_konfirmasi(usul: UsulPencocokan, pengguna: Pengguna) -> bool:
    """Whether the person may be the second one: administrator or head of the bureau, and not the one who proposed."""
    return hak.boleh(pengguna, Urusan.TEGASKAN) and usul.diusulkan_oleh_id != pengguna.pk


def boleh_tolak(pengguna: Pengguna) -> bool:
    """Whether the person may refuse a proposal, or take back an own one."""
    return hak.boleh(pengguna, Urusan.TEGASKAN)


def konfirmasi(usul_id: int, *, oleh: Pengguna) -> UsulPencocokan:
    """Confirm as the second person: the verdict goes to the usulan, in the name of both.

    The action has its own transaction, so a crash in between leaves the proposal open; confirmed again nothing more
    changes. Raises TidakBerwenang, SudahLain, GalatPengguna when the identities contradict by now.
    """
    usul = UsulPencocokan.objects.select_related("kejadian", "usulan", "diusulkan_oleh").get(pk=usul_id)
    if not boleh_konfirmasi(usul, oleh):
        raise TidakBerwenang("Pencocokan dikonfirmasi Administrator lain atau Kepala Biro, bukan pengusulnya.")
    with penerima.giliran(usul.kejadian.id_usulan.upper()) as dapat:
        if not dapat:
            raise GalatPengguna("Pemberitahuan ini sedang diolah. Muat ulang halaman.", kode=409)
        usul.refresh_from_db()
        if usul.diputus_pada is not None:
            return usul
        kejadian = KejadianMasuk.objects.get(pk=usul.kejadian_id)
        if not MASUK.bisa(GerakMasuk.DICOCOKKAN, kejadian.keadaan):
            raise SudahLain(kejadian)
        check_identitas(kejadian, usul.usulan)
        _terapkan(usul, kejadian, oleh)
        return _putuskan(usul, oleh, diterima=True)


def _terapkan(usul: UsulPencocokan, kejadian: KejadianMasuk, oleh: Pengguna) -> None:
    if not usul.sebelum:  # kept before the verdict changes it, and by a repeat after a crash not again
        usulan = Usulan.objects.get(pk=usul.usulan_id)
        terakhir = usulan.putusan.order_by("-pk").values_list("pk", flat=True).first()
        usul.sebelum = {"tahap": usulan.tahap, "putaran": usulan.putaran, "putusan": terakhir or 0}
        with transaction.atomic():
            usul.save(update_fields=["sebelum"])
    orang = (str(usul.diusulkan_oleh), str(oleh))
    penerima.terapkan(kejadian, UsulanSiasn(usulan_id=usul.usulan_id), GerakMasuk.DICOCOKKAN, dicocokkan_oleh=orang)


def tolak(usul_id: int, *, oleh: Pengguna) -> UsulPencocokan:
    """Refuse a proposal, or take back the own one; nothing happens to the notice. Raises TidakBerwenang."""
    usul = UsulPencocokan.objects.select_related("usulan").get(pk=usul_id)
    if not boleh_tolak(oleh):
        raise TidakBerwenang("Usul ditolak Administrator atau Kepala Biro.")
    return usul if usul.diputus_pada else _putuskan(usul, oleh, diterima=False)


@transaction.atomic(durable=True)
def _putuskan(usul: UsulPencocokan, oleh: Pengguna, *, diterima: bool) -> UsulPencocokan:
    usul.dikonfirmasi_oleh, usul.diputus_pada, usul.diterima = oleh, timezone.now(), diterima
    usul.save(update_fields=["dikonfirmasi_oleh", "diputus_pada", "diterima"])
    _catat(usul, "dicocokkan" if diterima else "usul_ditolak", oleh)
    return usul


def tarik(usul_id: int, *, alasan: str, oleh: Pengguna) -> UsulPencocokan:
    """Take back a match that proved wrong: the verdict leaves the usulan, the notice waits for its usulan again.

    Raises TidakBerwenang, GalatPengguna without a reason or for what was not matched by hand.
    """
    hak.check(oleh, Urusan.TEGASKAN)
    alasan = _check_alasan(alasan)
    usul = UsulPencocokan.objects.select_related("kejadian", "usulan", "diusulkan_oleh").get(pk=usul_id)
    with penerima.giliran(usul.kejadian.id_usulan.upper()) as dapat:
        if not dapat:
            raise GalatPengguna("Pemberitahuan ini sedang diolah. Muat ulang halaman.", kode=409)
        usul.refresh_from_db()
        if not usul.diterima:
            raise GalatPengguna("Pencocokan ini belum berlaku, jadi tidak ada yang ditarik.", kode=409)
        if usul.ditarik_pada is not None:
            return usul
        kejadian = usul.kejadian
        if kejadian.tanggal is None:
            raise ValueError("a notice that was matched has a date")
        isi: dict[str, Any] = {
            "status": kejadian.status,
            "tanggal": kejadian.tanggal,
            "keterangan": kejadian.keterangan,
        }
        tarik_putusan(usul.usulan_id, **isi, sebelum=usul.sebelum, oleh=oleh, alasan=alasan)
        return _tandai_ditarik(usul, oleh, alasan)


@transaction.atomic(durable=True)
def _tandai_ditarik(usul: UsulPencocokan, oleh: Pengguna, alasan: str) -> UsulPencocokan:
    kejadian = KejadianMasuk.objects.select_for_update(of=("self",)).get(pk=usul.kejadian_id)
    pindah(kejadian, GerakMasuk.DITARIK)
    kejadian.usulan, kejadian.catatan = None, f"Pencocokan dengan {usul.usulan.nomor} ditarik."
    kejadian.save(update_fields=["keadaan", "usulan", "catatan"])
    usul.ditarik_oleh, usul.ditarik_pada = oleh, timezone.now()
    usul.save(update_fields=["ditarik_oleh", "ditarik_pada"])
    _catat(usul, "ditarik", oleh, alasan)
    return usul
