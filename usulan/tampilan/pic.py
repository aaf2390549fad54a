"""What screen 11 shows: instansi with their PICs, staff with their roles, and what to watch out for."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import PERAN_BIRO, JenisPeran
from usulan.forms.pic import BidangTujuan
from usulan.models import PengaturanInstansi, Usulan
from usulan.pemegang import dipegang, draf_penyusun, instansi_tanpa_pic
from usulan.tahap import DENGAN_PIC
from usulan.tampilan.kini import alamat

_PIC_AKTIF = Q(peran__aktif=True, peran__jenis=JenisPeran.PIC)

TAB_INSTANSI = {
    "pic": "Dengan PIC",
    "perhatian": "Perlu perhatian",
    "tanpa": "Menunggu tanpa PIC",
    "semua": "Semua instansi",
}


@dataclass(frozen=True, slots=True)
class HakPic:
    """One person as PIC of one instansi: groups as "KP (teken)", open work, the address of the state at SIASN."""

    pengguna: Pengguna
    kelompok: tuple[str, ...]
    teken: bool
    draf: int
    url_siasn: str


@dataclass(frozen=True, slots=True)
class Kelompok:
    """The roles of one person at one instansi."""

    instansi: Instansi
    peran: tuple[Peran, ...]


def daftar_instansi(tab: str, cari: str) -> QuerySet[Instansi]:
    """Return the instansi of a tab with `jumlah_pic` and `jumlah_teken`, by a part of the name."""
    semua = Instansi.objects.filter(aktif=True).annotate(
        jumlah_pic=Count("peran__pengguna", filter=_PIC_AKTIF, distinct=True),
        jumlah_teken=Count("peran__pengguna", filter=_PIC_AKTIF & Q(peran__boleh_teken=True), distinct=True),
    )
    if cari:
        semua = semua.filter(nama__icontains=cari)
    if tab == "semua":
        return semua
    if tab == "tanpa":
        return semua.filter(pk__in=instansi_tanpa_pic().values("pk"))
    semua = semua.filter(jumlah_pic__gt=0)
    return semua.filter(Q(jumlah_pic=1) | Q(jumlah_teken=0)) if tab == "perhatian" else semua


def perhatian(jumlah_pic: int, jumlah_teken: int, empat_mata: bool = False) -> list[str]:
    """Return in words what is risky about the PICs of an instansi."""
    pesan = []
    if jumlah_pic == 0:
        pesan.append("Instansi ini belum mempunyai PIC, jadi belum dapat mengusulkan.")
    if jumlah_pic == 1:
        pesan.append("Hanya ada satu PIC: bila ia berhalangan, usulan instansi ini berhenti. Daftarkan PIC kedua.")
    if jumlah_pic and jumlah_teken == 0:
        pesan.append("Belum ada PIC dengan hak teken, jadi usulan belum dapat dikirim.")
    if empat_mata and jumlah_pic and jumlah_teken == 1:
        pesan.append("Dua orang wajib, tetapi hanya satu yang boleh teken: yang ia tulis sendiri tertahan.")
    return pesan


def _kata_kelompok(peran: Iterable[Peran]) -> tuple[str, ...]:
    return tuple(f"{p.get_kategori_display()}{' (teken)' if p.boleh_teken else ''}" for p in peran)


def pic_instansi(instansi: Instansi) -> list[HakPic]:
    """Return the PICs in force of `instansi`, by name."""
    peran = Peran.objects.filter(instansi=instansi, aktif=True, jenis=JenisPeran.PIC).select_related("pengguna")
    terbuka = Usulan.objects.filter(instansi=instansi, tahap__in=DENGAN_PIC)
    draf = dict(terbuka.values_list("pembuat").annotate(n=Count("pk")))
    hasil = []
    for pengguna, isi in groupby(peran.order_by("pengguna__nama", "pengguna", "id"), key=lambda p: p.pengguna):
        milik = list(isi)
        teken = any(p.boleh_teken for p in milik)
        url = alamat("integrasi:pic_status", pengguna.pk)
        hasil.append(HakPic(pengguna, _kata_kelompok(milik), teken, draf.get(pengguna.pk, 0), url))
    return hasil


def draf_tanpa_pic(instansi: Instansi) -> list[tuple[Pengguna, int]]:
    """Return the people who are PIC of `instansi` no longer but still hold open drafts, and how many."""
    terbuka = Usulan.objects.filter(instansi=instansi, tahap__in=DENGAN_PIC)
    masih = Peran.objects.filter(instansi=instansi, aktif=True, jenis=JenisPeran.PIC).values("pengguna")
    jumlah = dict(terbuka.exclude(pembuat__in=masih).values_list("pembuat").annotate(n=Count("pk")))
    return [(orang, jumlah[orang.pk]) for orang in Pengguna.objects.filter(pk__in=jumlah).order_by("nama", "pk")]


def penanda_tangan(*, tanpa_langkah_kedua: bool = False) -> int:
    """Count who may sign, all of them or those who sign in with the password alone."""
    milik = Peran.objects.filter(aktif=True, boleh_teken=True)
    orang = Pengguna.objects.filter(pk__in=milik.values("pengguna"), is_active=True)
    return (orang.filter(authenticator=None) if tanpa_langkah_kedua else orang).count()


def empat_mata(instansi: Instansi) -> bool:
    """Whether `instansi` asks for two people."""
    return PengaturanInstansi.objects.filter(pk=instansi.pk, empat_mata=True).exists()


def kelompok_pic(pengguna: Pengguna) -> list[Kelompok]:
    """Return where `pengguna` is PIC, instansi by instansi."""
    peran = pengguna.peran.filter(aktif=True, jenis=JenisPeran.PIC).select_related("instansi")
    urut = sorted(peran, key=lambda p: (str(p.instansi), p.pk))
    return [Kelompok(i, tuple(isi)) for i, isi in groupby(urut, key=lambda p: p.instansi) if i is not None]


def daftar_staf() -> QuerySet[Pengguna]:
    """Return the people of Biro APP with their roles in force in `peran_biro`."""
    milik = Peran.objects.filter(aktif=True, jenis__in=PERAN_BIRO).order_by("id")
    staf = Pengguna.objects.filter(pk__in=milik.values("pengguna"))
    return staf.prefetch_related(Prefetch("peran", milik, to_attr="peran_biro"))


def kelompok_awal(peran: Iterable[Peran]) -> dict[str, Any]:
    """Return the initial values of FormKelompok."""
    ada = {f"kelompok_{p.kategori}": "teken" if p.boleh_teken else "susun" for p in peran}
    return {f"kelompok_{kategori}": "" for kategori in Kategori} | ada


def tujuan_draf(instansi: Instansi, orang: Pengguna, kategori: set[str]) -> BidangTujuan | None:
    """Return the question where the open drafts of `orang` in these groups go, None when there are none."""
    jumlah = draf_penyusun(orang, instansi, kategori).count()
    if not jumlah:
        return None
    calon = calon_penerima(instansi, orang.pk)
    kembali = "Tetap pada instansi: PIC lain yang melanjutkan" if calon else "Tetap pada instansi: menunggu PIC baru"
    return BidangTujuan(calon, kembali, jumlah)


def tujuan_verifikasi(peran: Peran) -> BidangTujuan | None:
    """Return the question where goes what the holder of `peran` verifies, None when there is nothing."""
    jumlah = dipegang(peran.pengguna, peran.kategori).count() if peran.jenis == JenisPeran.VERIFIKATOR else 0
    if not jumlah:
        return None
    calon = Pengguna.objects.filter(
        peran__jenis=JenisPeran.VERIFIKATOR, peran__kategori=peran.kategori, peran__aktif=True, is_active=True
    ).exclude(pk=peran.pengguna_id)
    return BidangTujuan(calon.order_by("nama", "pk"), "Kembali ke “Belum dibagi”: koordinator membaginya", jumlah)


def calon_penerima(instansi: Instansi, selain: int) -> QuerySet[Pengguna]:
    """Return the PICs in force of `instansi` other than the person `selain`."""
    milik = Peran.objects.filter(instansi=instansi, aktif=True, jenis=JenisPeran.PIC, kategori__in=Kategori.values)
    return Pengguna.objects.filter(pk__in=milik.values("pengguna"), is_active=True).exclude(pk=selain).order_by("nama")
