"""Who may do what: PICs of the instansi (API 2), staff of Biro APP, the rule of two people (alur.md 1).

Only an administrator presses these (or the system, for the first one). Whoever loses the last role can no longer sign
in; whoever gets one again comes back with a new temporary password.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from referensi.models import Instansi
from referensi.nip import NipTidakSah, urai_nip
from siapp.akun import dua_langkah
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.pendaftaran import akun_untuk, beri_sandi_sementara, selaraskan_keaktifan
from siapp.akun.peran import PERAN_BIRO, PERAN_POKJA, JenisPeran, Mesin
from siapp.audit.catat import Pelaku
from siapp.bangun import bangunkan
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from usulan.actions.dasar import TUGAS_KIRIM
from usulan.actions.serah_terima import (
    BELUM_DIBAGI,
    Tujuan,
    ganti_penyusun,
    serahkan_draf_kelompok,
    serahkan_verifikasi,
)
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import PengaturanInstansi, Usulan
from usulan.peran_terakhir import halangan_terakhir, seperan
from usulan.peristiwa import aliran_instansi, aliran_pic
from usulan.peristiwa.isi_orang import (
    AksesPic,
    DuaLangkahDilepas,
    EmpatMataDiubah,
    PenggunaDiubah,
    PeranDiubah,
    PicDicabut,
    PicDidaftarkan,
    PicDiubah,
    SandiDiaturUlang,
)
from usulan.peristiwa.tulis import catat_isi
from usulan.tahap import DENGAN_PIC

# Which groups a PIC holds at an instansi, and in which of them the right to sign (teken).
Kelompok = Mapping[str, bool]

_RUANG_ID = uuid.UUID("5d1f6a52-8f0e-4d5b-9b0e-3a6d4f7c2e91")


class PicDitolak(GalatPengguna):
    """The role cannot be given or taken; the message says why and what to do."""


def id_pic(pengguna: Pengguna) -> str:
    """Return the id under which SIASN knows this person (Lampiran API 2, Varchar(36)): a uuid that never changes."""
    return str(uuid.uuid5(_RUANG_ID, str(pengguna.pk)))


def _check_boleh(oleh: Pelaku) -> None:
    if oleh is Mesin.SISTEM:
        return
    if not isinstance(oleh, Pengguna) or not hak.boleh(oleh, Urusan.ATUR_PIC):
        raise TidakBerwenang("Hanya administrator yang mengatur PIC dan peran.")


def _check_orang_lain(oleh: Pelaku, pengguna: Pengguna) -> None:
    if isinstance(oleh, Pengguna) and oleh.pk == pengguna.pk:
        raise PicDitolak("Anda tidak dapat mengubah peran Anda sendiri. Minta administrator lain melakukannya.")


def _check_nip(nip: str) -> None:
    try:
        urai_nip(nip)
    except NipTidakSah as galat:
        raise PicDitolak(str(galat), bidang="nip") from galat


def _kunci(pengguna_id: int, oleh: Pelaku) -> Pengguna:
    _check_boleh(oleh)
    pengguna = Pengguna.objects.select_for_update().get(pk=pengguna_id)
    _check_orang_lain(oleh, pengguna)
    return pengguna


def _peran_pic(pengguna: Pengguna, instansi: Instansi) -> dict[str, Peran]:
    aktif = pengguna.peran.filter(jenis=JenisPeran.PIC, instansi=instansi, aktif=True)
    return {peran.kategori: peran for peran in aktif}


def akhiri(peran: Peran) -> None:
    """End `peran`, whose row is locked."""
    peran.aktif = False
    peran.diakhiri_pada = timezone.now()
    peran.save(update_fields=["aktif", "diakhiri_pada"])


def _tulis_kelompok(pengguna: Pengguna, instansi: Instansi, kelompok: Kelompok) -> dict[str, list[str]]:
    """Make the PIC roles of `pengguna` at `instansi` be `kelompok`; return {group: [old, new]} of what changed."""
    ada = _peran_pic(pengguna, instansi)
    perubahan = {}
    for kategori in Kategori.values:
        lama, baru = ada.get(kategori), kelompok.get(kategori)
        if (lama.boleh_teken if lama else None) == baru:
            continue
        perubahan[kategori] = [kata_hak(lama.boleh_teken if lama else None), kata_hak(baru)]
        if lama and baru is None:
            akhiri(lama)
        elif lama:
            lama.boleh_teken = bool(baru)
            lama.save(update_fields=["boleh_teken"])
        else:
            pengguna.peran.create(jenis=JenisPeran.PIC, instansi=instansi, kategori=kategori, boleh_teken=bool(baru))
    return perubahan


def kata_hak(teken: bool | None) -> str:
    """What a PIC may do in a group, None for nothing, in words."""
    return {None: "tidak ada", False: "menyusun", True: "menyusun dan teken"}[teken]


def _check_kelompok(kelompok: Kelompok) -> None:
    if not kelompok:
        raise PicDitolak(
            "Pilih paling sedikit satu kelompok. Untuk mengakhiri semuanya, cabut akses PIC ini.", bidang="kelompok"
        )


def catat_pic(
    pengguna: Pengguna,
    kelas: type[AksesPic],
    instansi: Instansi,
    *,
    perubahan: Mapping[str, Any],
    oleh: Pelaku,
    alasan: str = "",
) -> None:
    """Append to the stream of `pengguna` what changed at `instansi`, and wake who tells SIASN (API 2)."""
    aktif = set(pengguna.peran.filter(jenis=JenisPeran.PIC, aktif=True).values_list("kategori", flat=True))
    kelompok = tuple(k for k in Kategori.values if k in aktif)
    isi = kelas(id_pic(pengguna), pengguna.nip, kelompok, instansi.nama, perubahan)
    catat_isi(aliran_pic(pengguna.pk), isi, oleh=oleh, alasan=alasan)
    transaction.on_commit(lambda: bangunkan(TUGAS_KIRIM))


@transaction.atomic(durable=True)
def daftarkan_pic(
    *, nip: str, nama: str, instansi: Instansi, kelompok: Kelompok, oleh: Pelaku, surel: str = ""
) -> tuple[Pengguna, str]:
    """Register a PIC of `instansi`; return the person and the temporary password, "" if the account existed.

    `kelompok` maps each group given to the right to sign in it. The registration goes to SIASN by API 2. Raises
    PicDitolak (no group, wrong NIP, already PIC there), GalatPengguna (another name) or TidakBerwenang.
    """
    _check_boleh(oleh)
    _check_nip(nip)
    _check_kelompok(kelompok)
    pengguna, sandi = akun_untuk(nip, nama, surel)
    _check_orang_lain(oleh, pengguna)
    if _peran_pic(pengguna, instansi):
        raise PicDitolak(
            "Orang ini sudah menjadi PIC instansi ini. Ubah kelompoknya lewat halaman orang itu.", bidang="nip"
        )
    perubahan = _tulis_kelompok(pengguna, instansi, kelompok)
    sandi = selaraskan_keaktifan(pengguna) or sandi
    catat_pic(pengguna, PicDidaftarkan, instansi, perubahan=perubahan, oleh=oleh)
    return pengguna, sandi


@transaction.atomic(durable=True)
def ubah_pic(
    pengguna_id: int,
    *,
    instansi: Instansi,
    kelompok: Kelompok,
    oleh: Pelaku,
    alasan: str = "",
    tujuan: Tujuan | None = None,
) -> Pengguna:
    """Change the groups and signing rights of a PIC at `instansi`. Nothing changed: nothing is written.

    `tujuan` says where the open drafts of groups that end go; raises PekerjaanTerbuka when there are and it is None.
    """
    pengguna = _kunci(pengguna_id, oleh)
    _check_kelompok(kelompok)
    if not _peran_pic(pengguna, instansi):
        raise PicDitolak("Orang ini bukan lagi PIC instansi ini. Muat ulang halaman.", kode=409)
    if perubahan := _tulis_kelompok(pengguna, instansi, kelompok):
        usai = set(perubahan) - set(kelompok)
        draf = serahkan_draf_kelompok(pengguna, instansi, usai, tujuan, oleh=oleh, alasan=alasan)
        catat_pic(pengguna, PicDiubah, instansi, perubahan=perubahan | draf, oleh=oleh, alasan=alasan)
    return pengguna


@transaction.atomic(durable=True)
def cabut_pic(
    pengguna_id: int, *, instansi: Instansi, oleh: Pelaku, alasan: str, tujuan: Tujuan | None = None
) -> Pengguna:
    """End all of a person's access as PIC of `instansi`; SIASN is told by API 2.

    `tujuan` says where the open drafts go; raises PekerjaanTerbuka when there are and it is None.
    """
    pengguna = _kunci(pengguna_id, oleh)
    perubahan = _tulis_kelompok(pengguna, instansi, {})
    if not perubahan:
        raise PicDitolak("Akses PIC ini sudah dicabut. Muat ulang halaman.", kode=409)
    perubahan |= serahkan_draf_kelompok(pengguna, instansi, perubahan, tujuan, oleh=oleh, alasan=alasan)
    selaraskan_keaktifan(pengguna)
    # Still PIC of another instansi: at SIASN the registration is replaced, not deleted.
    masih = pengguna.peran.filter(jenis=JenisPeran.PIC, aktif=True).exists()
    catat_pic(pengguna, PicDiubah if masih else PicDicabut, instansi, perubahan=perubahan, oleh=oleh, alasan=alasan)
    return pengguna


def draf_terbuka(pengguna: Pengguna, instansi: Instansi) -> int:
    """Return how many usulan of `pengguna` at `instansi` wait for a PIC (drafts and corrections)."""
    return Usulan.objects.filter(pembuat=pengguna, instansi=instansi, tahap__in=DENGAN_PIC).count()


@transaction.atomic(durable=True)
def serahkan_draf(
    pengguna_id: int, *, kepada: Pengguna, instansi: Instansi, oleh: Pelaku, alasan: str
) -> tuple[int, int]:
    """Hand the open drafts of a PIC over to `kepada`; return how many went over and how many remain.

    What remains is of a group that `kepada` does not hold. Raises PicDitolak when nothing can be handed over.
    """
    _check_boleh(oleh)
    if kepada.pk == pengguna_id:
        raise PicDitolak("Pilih PIC yang lain.", bidang="kepada")
    terbuka = Usulan.objects.select_for_update(of=("self",)).filter(
        pembuat_id=pengguna_id, instansi=instansi, tahap__in=DENGAN_PIC
    )
    kelompok = set(_peran_pic(kepada, instansi)) if kepada.is_active else set()
    semua = list(terbuka.order_by("pk"))
    pindah = [usulan for usulan in semua if usulan.kategori in kelompok]
    if not pindah:
        raise PicDitolak(
            f"Tidak ada draf yang dapat diserahkan kepada {kepada.nama}: draf yang ada di luar kelompoknya, "
            "atau sudah tidak ada. Pilih PIC lain, atau beri ia kelompok itu lebih dahulu.",
            bidang="kepada",
        )
    for usulan in pindah:
        ganti_penyusun(usulan, kepada, oleh=oleh, alasan=alasan)
    return len(pindah), len(semua) - len(pindah)


@transaction.atomic(durable=True)
def daftarkan_staf(
    *, nip: str, nama: str, jenis: JenisPeran, oleh: Pelaku, kategori: str = "", surel: str = ""
) -> tuple[Pengguna, str]:
    """Give a person of Biro APP, known or new, a role; return the person and the temporary password ("" if known)."""
    _check_boleh(oleh)
    _check_nip(nip)
    pengguna, sandi = akun_untuk(nip, nama, surel)
    _check_orang_lain(oleh, pengguna)
    return pengguna, _beri(pengguna, jenis, kategori, oleh) or sandi


@transaction.atomic(durable=True)
def beri_peran(pengguna_id: int, *, jenis: JenisPeran, oleh: Pelaku, kategori: str = "") -> str:
    """Give a known person one more role of Biro APP; return a temporary password if the account had been closed."""
    return _beri(_kunci(pengguna_id, oleh), jenis, kategori, oleh)


def _check_peran(pengguna: Pengguna, jenis: JenisPeran, kategori: str) -> None:
    if jenis not in PERAN_BIRO:
        raise PicDitolak("PIC didaftarkan lewat halaman instansinya.", bidang="jenis")
    if (jenis in PERAN_POKJA) != bool(kategori):
        raise PicDitolak(
            "Koordinator dan verifikator membutuhkan pokja; peran lain tidak memakainya.", bidang="kategori"
        )
    aktif = pengguna.peran.filter(aktif=True)
    if aktif.filter(jenis=jenis, kategori=kategori).exists():
        raise PicDitolak("Peran ini sudah dimiliki.", bidang="jenis")
    if kategori and aktif.filter(jenis__in=PERAN_POKJA, kategori=kategori).exists():
        raise PicDitolak("Satu orang memegang satu peran dalam satu pokja. Cabut peran lamanya dahulu.", bidang="jenis")


def _beri(pengguna: Pengguna, jenis: JenisPeran, kategori: str, oleh: Pelaku) -> str:
    _check_peran(pengguna, jenis, kategori)
    peran = pengguna.peran.create(jenis=jenis, kategori=kategori)
    sandi = selaraskan_keaktifan(pengguna)
    _catat_peran(pengguna, ["", str(peran)], oleh)
    return sandi


def _catat_peran(
    pengguna: Pengguna, perubahan: list[str], oleh: Pelaku, alasan: str = "", lain: Mapping[str, Any] | None = None
) -> None:
    isi = PeranDiubah(pengguna.nip, {"peran": perubahan, **(lain or {})})
    catat_isi(aliran_pic(pengguna.pk), isi, oleh=oleh, alasan=alasan)


@transaction.atomic(durable=True)
def cabut_peran(peran_id: int, *, oleh: Pelaku, alasan: str, tujuan: Tujuan | None = None) -> Pengguna:
    """End one role of Biro APP. Refuses for one's own, and for the last one that work still needs.

    `tujuan` says where goes what the person holds as verifier; raises PekerjaanTerbuka when there is and it is None.
    """
    _check_boleh(oleh)
    peran = Peran.objects.select_related("pengguna").get(pk=peran_id)
    # All of that kind, in one order: two administrators cannot remove each other at the same moment.
    list(seperan(peran).select_for_update(of=("self",)).order_by("pk"))
    peran = Peran.objects.select_for_update(of=("self",)).select_related("pengguna").get(pk=peran_id)
    _check_orang_lain(oleh, peran.pengguna)
    if not peran.aktif or peran.jenis == JenisPeran.PIC:
        raise PicDitolak("Peran ini sudah dicabut atau bukan peran Biro APP. Muat ulang halaman.", kode=409)
    if halangan := halangan_terakhir(peran):
        raise PicDitolak(halangan)
    akhiri(peran)
    pindah = serahkan_verifikasi(peran, tujuan, oleh=oleh, alasan=alasan)
    selaraskan_keaktifan(peran.pengguna)
    ke = tujuan.kepada.nama if tujuan and tujuan.kepada else BELUM_DIBAGI
    lain = {"usulan": [f"{pindah} pada {peran.pengguna}", ke]} if pindah else {}
    _catat_peran(peran.pengguna, [str(peran), ""], oleh, alasan, lain)
    return peran.pengguna


@transaction.atomic(durable=True)
def ubah_pengguna(pengguna_id: int, *, nama: str, surel: str, oleh: Pelaku) -> Pengguna:
    """Correct a person's name or mail address; old and new are recorded."""
    _check_boleh(oleh)
    pengguna = Pengguna.objects.select_for_update().get(pk=pengguna_id)
    baru = {"nama": nama, "surel": surel}
    perubahan = {k: [getattr(pengguna, k), v] for k, v in baru.items() if getattr(pengguna, k) != v}
    if perubahan:
        pengguna.nama, pengguna.surel = nama, surel
        pengguna.save(update_fields=["nama", "surel"])
        catat_isi(aliran_pic(pengguna.pk), PenggunaDiubah(perubahan), oleh=oleh)
    return pengguna


@transaction.atomic(durable=True)
def atur_ulang_sandi(pengguna_id: int, *, oleh: Pelaku, alasan: str) -> tuple[Pengguna, str]:
    """Give a person who cannot sign in a new temporary password and end all sessions; return both."""
    pengguna = _kunci(pengguna_id, oleh)
    if not pengguna.is_active:
        raise PicDitolak("Akun ini tidak aktif karena tidak mempunyai peran. Beri peran lebih dahulu.")
    sandi = beri_sandi_sementara(pengguna)
    catat_isi(aliran_pic(pengguna.pk), SandiDiaturUlang(), oleh=oleh, alasan=alasan)
    return pengguna, sandi


@transaction.atomic(durable=True)
def lepas_dua_langkah(pengguna_id: int, *, oleh: Pelaku, alasan: str) -> Pengguna:
    """Take away the second step of a person who lost the phone and the spare codes; the password stays.

    Raises PicDitolak when there is none.
    """
    pengguna = _kunci(pengguna_id, oleh)
    if not dua_langkah.lepas(pengguna):
        raise PicDitolak("Orang ini tidak memakai verifikasi dua langkah. Muat ulang halaman.", kode=409)
    catat_isi(aliran_pic(pengguna.pk), DuaLangkahDilepas(), oleh=oleh, alasan=alasan)
    return pengguna


@transaction.atomic(durable=True)
def atur_empat_mata(instansi: Instansi, *, aktif: bool, oleh: Pelaku) -> PengaturanInstansi:
    """Switch the rule that a draft's author may not be its only signer (alur.md 1) for `instansi`."""
    _check_boleh(oleh)
    PengaturanInstansi.objects.bulk_create([PengaturanInstansi(instansi=instansi)], ignore_conflicts=True)
    pengaturan = PengaturanInstansi.objects.select_for_update().get(pk=instansi.pk)
    if pengaturan.empat_mata != aktif:
        perubahan = {"empat_mata": [pengaturan.empat_mata, aktif]}
        pengaturan.empat_mata = aktif
        pengaturan.save(update_fields=["empat_mata"])
        catat_isi(aliran_instansi(instansi.pk), EmpatMataDiubah(instansi.nama, perubahan), oleh=oleh)
    return pengaturan
