"""Instansi are renamed, merged and split: people, drafts and usulan go to the successor in one act (keputusan/0042).

A usulan keeps all that hangs on it: documents, verdicts, calls to SIASN made and waiting, holds, its verifier. Only
whose it is changes, and with it who sees it (`Usulan.objects.untuk`).
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.kunci import Kunci, kunci_transaksi
from siapp.web.galat import GalatPengguna
from usulan.actions.dasar import catat_usulan, check_dapat, kunci, simpan
from usulan.actions.pic import akhiri, catat_pic, kata_hak
from usulan.hak import Urusan
from usulan.izin import hak
from usulan.models import PenerusInstansi, PengaturanInstansi, PeralihanInstansi, Usulan
from usulan.peralihan import Cakupan, Rencana, rencana
from usulan.peristiwa import aliran_instansi, aliran_usulan
from usulan.peristiwa.isi import BerpindahInstansi
from usulan.peristiwa.isi_orang import EmpatMataDiubah, InstansiBeralih, PicDiubah, UsulanDioper
from usulan.peristiwa.tulis import catat_isi
from usulan.tahap import Kerja
from usulan.tempat import Tempat, beralih, pindah_ke


class PeralihanDitolak(GalatPengguna):
    """The act cannot be done; the message says why and what to do."""


class RencanaBerubah(PeralihanDitolak):
    """What goes along is not what was seen before (HTTP 409)."""

    def __init__(self) -> None:
        super().__init__(
            "Yang akan dipindahkan berubah sejak Anda melihatnya. Periksa pratinjau yang baru, lalu tekan sekali lagi.",
            "Pratinjau tidak mutakhir",
            409,
        )


def check_cakupan(cakupan: Cakupan, tanggal: date) -> None:
    """Raise PeralihanDitolak for what can be no succession, whatever goes along."""
    if not cakupan.lama or cakupan.baru in cakupan.lama:
        raise PeralihanDitolak("Instansi lama dan penerusnya harus berbeda.")
    if cakupan.sebagian and len(cakupan.lama) != 1:
        raise PeralihanDitolak("Pemecahan memindahkan sebagian dari satu instansi. Lakukan untuk tiap instansi lama.")
    if tanggal > timezone.localdate():
        raise PeralihanDitolak(
            "Tanggal berlakunya belum tiba. Jalankan peralihan pada tanggal itu atau sesudahnya: setelah itu PIC "
            "instansi lama tidak melihat lagi yang dipindahkan.",
            bidang="tanggal",
        )


@transaction.atomic(durable=True)
def alihkan_instansi(
    cakupan: Cakupan, *, tanggal: date, dasar: str, sidik: str, oleh: Pengguna
) -> list[PeralihanInstansi]:
    """Let what `cakupan` names go over to its successor; return one row per old instansi.

    `tanggal`: since when, not later than today; `dasar`: the legal basis, ≤ 255 characters; `sidik`: the fingerprint of
    the plan that `oleh` saw. Raises RencanaBerubah, PeralihanDitolak or TidakBerwenang.
    """
    hak.check(oleh, Urusan.ATUR_PIC)
    check_cakupan(cakupan, tanggal)
    _kunci(cakupan)
    isi = rencana(cakupan, oleh=oleh)
    if isi.halangan:
        raise PeralihanDitolak(" ".join(isi.halangan))
    if isi.sidik != sidik:
        raise RencanaBerubah
    if cakupan.sebagian and not (isi.peran or isi.usulan):
        raise PeralihanDitolak("Belum ada yang dipilih untuk dipindahkan.")
    baris = [_baris(isi, lama, tanggal, dasar, oleh) for lama in cakupan.lama]
    _pindahkan_pic(isi, dasar, oleh)
    _pindahkan_usulan(isi, dasar, oleh)
    if isi.empat_mata:
        _wajibkan_dua_orang(cakupan.baru, dasar, oleh)
    return baris


def _kunci(cakupan: Cakupan) -> None:
    """Hold every row that the plan may read, in one order, until the commit."""
    kunci_transaksi(Kunci.PERALIHAN, "")
    semua = [*cakupan.lama, cakupan.baru]
    usulan = Usulan.objects.filter(instansi__in=cakupan.lama).order_by("pk")
    peran = Peran.objects.filter(instansi__in=semua, aktif=True).order_by("pk")
    orang = Pengguna.objects.filter(pk__in=peran.values("pengguna")).order_by("pk")
    for baris in (orang, peran, usulan):
        list(baris.select_for_update(of=("self",)).values_list("pk", flat=True))


def _baris(isi: Rencana, lama: Instansi, tanggal: date, dasar: str, oleh: Pengguna) -> PeralihanInstansi:
    c = isi.cakupan
    usulan = sum(u.instansi_id == lama.pk for u in isi.usulan)
    pic = len({p.pengguna_id for p in isi.peran if p.instansi_id == lama.pk})
    baris = PeralihanInstansi.objects.create(
        lama=lama,
        baru=c.baru,
        seluruhnya=not c.sebagian,
        tanggal=tanggal,
        dasar=dasar,
        jumlah_usulan=usulan,
        jumlah_pic=pic,
        oleh=oleh,
    )
    _tulis_penerus(baris, sorted(c.unit) if c.sebagian else None)
    kata = InstansiBeralih(
        lama.nama, c.baru.nama, tanggal, not c.sebagian, tuple(sorted(c.unit)), jumlah_usulan=usulan, jumlah_pic=pic
    )
    for satu in (lama, c.baru):
        catat_isi(aliran_instansi(satu.pk), kata, oleh=oleh, alasan=dasar)
    return baris


def _tulis_penerus(baris: PeralihanInstansi, unit: list[str] | None) -> None:
    lama: Tempat = {(p.lama_id, p.unit): p.baru_id for p in PenerusInstansi.objects.all()}
    baru = beralih(lama, baris.lama_id, baris.baru_id, unit)
    for dari, u in lama.keys() - baru.keys():
        PenerusInstansi.objects.filter(lama=dari, unit=u).delete()
    for (dari, u), ke in baru.items():
        if lama.get((dari, u)) != ke:
            isi = {"baru_id": ke, "peralihan": baris}
            PenerusInstansi.objects.update_or_create(lama_id=dari, unit=u, defaults=isi)


def _pindahkan_pic(isi: Rencana, dasar: str, oleh: Pengguna) -> None:
    baru = isi.cakupan.baru
    for orang, semua in isi.orang:
        perubahan = {}
        for peran in semua:
            akhiri(peran)
            teken = _beri_di(orang, baru, peran)
            kata = [f"{kata_hak(peran.boleh_teken)} di {peran.instansi}", f"{kata_hak(teken)} di {baru}"]
            perubahan[peran.kategori] = kata
        catat_pic(orang, PicDiubah, baru, perubahan=perubahan, oleh=oleh, alasan=dasar)


def _beri_di(orang: Pengguna, instansi: Instansi, peran: Peran) -> bool:
    """Give `orang` at `instansi` what `peran` gave; the greater right holds where two meet. Return whether to sign."""
    ada, _ = orang.peran.get_or_create(jenis=JenisPeran.PIC, instansi=instansi, kategori=peran.kategori, aktif=True)
    if peran.boleh_teken and not ada.boleh_teken:
        ada.boleh_teken = True
        ada.save(update_fields=["boleh_teken"])
    return ada.boleh_teken


def _pindahkan_usulan(isi: Rencana, dasar: str, oleh: Pengguna) -> None:
    for usulan in isi.usulan:
        kata = BerpindahInstansi(usulan.instansi.nama, isi.cakupan.baru.nama)
        usulan.instansi = isi.cakupan.baru
        simpan(usulan, "instansi")
        # Nobody waits for this: no call to SIASN follows, so nobody is woken for each of a thousand.
        catat_isi(aliran_usulan(usulan.pk), kata, oleh=oleh, alasan=dasar)


def _wajibkan_dua_orang(instansi: Instansi, dasar: str, oleh: Pengguna) -> None:
    PengaturanInstansi.objects.update_or_create(instansi=instansi, defaults={"empat_mata": True})
    isi = EmpatMataDiubah(instansi.nama, {"empat_mata": [False, True]})
    catat_isi(aliran_instansi(instansi.pk), isi, oleh=oleh, alasan=dasar)


@transaction.atomic(durable=True)
def oper_usulan(usulan_id: UUID, *, oleh: Pengguna, alasan: str, versi: int | None = None) -> Usulan:
    """Hand a running usulan to the instansi where Data ASN puts its person now; return it.

    Raises PeralihanDitolak when the person has not moved, or nobody there could go on with it; else what `check_dapat`
    raises.
    """
    usulan = kunci(usulan_id)
    check_dapat(usulan, Kerja.OPER_INSTANSI, oleh=oleh, versi=versi)
    ke = pindah_ke(usulan)
    if ke is None:
        raise PeralihanDitolak(
            "Menurut Data ASN, orang ini masih pegawai instansi usulan. Muat ulang halaman.", kode=409
        )
    pic = Peran.objects.filter(jenis=JenisPeran.PIC, instansi=ke.pk, kategori=usulan.kategori, aktif=True)
    if not pic.filter(pengguna__is_active=True).exists():
        raise PeralihanDitolak(
            f"{ke} belum mempunyai PIC {Kategori(usulan.kategori).label}, jadi usulan ini akan berhenti. Minta "
            "Administrator mendaftarkannya lebih dahulu."
        )
    lama, usulan.instansi = usulan.instansi, ke
    simpan(usulan, "instansi")
    catat_usulan(usulan, BerpindahInstansi(lama.nama, ke.nama), oleh=oleh, alasan=alasan)
    for satu in (lama, ke):
        catat_isi(aliran_instansi(satu.pk), UsulanDioper(usulan.nomor, lama.nama, ke.nama), oleh=oleh, alasan=alasan)
    return usulan
