"""What goes along when one instansi goes over to another, what cannot and why: read only (docs/alur.md 1).

The same plan is shown before the act and carried out by it (`usulan.actions.peralihan`); its fingerprint tells whether
what was seen is still so.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q

from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from usulan import tahap as alur
from usulan.models import PengaturanInstansi, PeralihanInstansi, Usulan
from usulan.pemegang import MENUNGGU_INSTANSI
from usulan.tahap import DENGAN_PIC, Tahap
from usulan.tempat import asn_pindah


@dataclass(frozen=True, slots=True)
class Cakupan:
    """What was chosen: all of `lama`, or (`sebagian`, one `lama` only) these people, units and usulan of it."""

    lama: tuple[Instansi, ...]
    baru: Instansi
    sebagian: bool = False
    orang: frozenset[int] = frozenset()
    unit: frozenset[str] = frozenset()
    usulan: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Tertahan:
    """One thing that cannot go along."""

    apa: str
    sebab: str


@dataclass(slots=True)
class Rencana:
    """What the act does. `halangan` is why it cannot be done at all."""

    cakupan: Cakupan
    peran: list[Peran] = field(default_factory=list)
    usulan: list[Usulan] = field(default_factory=list)
    tertahan: list[Tertahan] = field(default_factory=list)
    tinggal: int = 0
    empat_mata: bool = False
    perhatian: list[str] = field(default_factory=list)
    halangan: list[str] = field(default_factory=list)

    @property
    def orang(self) -> list[tuple[Pengguna, list[Peran]]]:
        """The people who go along, by name, with their roles."""
        semua: dict[int, tuple[Pengguna, list[Peran]]] = {}
        for peran in self.peran:
            semua.setdefault(peran.pengguna_id, (peran.pengguna, []))[1].append(peran)
        return list(semua.values())

    @property
    def per_tahap(self) -> list[tuple[str, int]]:
        """How many usulan of each stage go along, in the order of the workflow."""
        jumlah = Counter(u.tahap_kini for u in self.usulan)
        return [(alur.LABEL[t], jumlah[t]) for t in Tahap if jumlah[t]]

    @property
    def sidik(self) -> str:
        """Tells this plan from any other: what goes along, from where and to where."""
        c = self.cakupan
        isi = [c.baru.pk, *sorted(i.pk for i in c.lama), str(c.sebagian), *sorted(c.unit), str(self.empat_mata)]
        isi += [f"peran:{p.pk}:{p.boleh_teken}" for p in self.peran]
        isi += [f"usulan:{u.pk}:{u.tahap}" for u in self.usulan]
        return hashlib.sha256("\n".join(isi).encode()).hexdigest()


def pic_di(instansi: Iterable[Instansi]) -> list[Peran]:
    """Return the roles in force of the PICs of these instansi, by name."""
    peran = Peran.objects.filter(instansi__in=list(instansi), jenis=JenisPeran.PIC, aktif=True)
    return list(peran.select_related("pengguna", "instansi").order_by("pengguna__nama", "pengguna", "pk"))


def usulan_di(instansi: Iterable[Instansi]) -> list[Usulan]:
    """Return the usulan of these instansi, ended ones too; deleted drafts stay where they were deleted."""
    usulan = Usulan.objects.filter(instansi__in=list(instansi)).exclude(tahap=Tahap.DIHAPUS)
    return list(usulan.select_related("layanan", "asn", "instansi", "pembuat").order_by("nomor"))


def unit_kerja(usulan: Usulan) -> str:
    """Return the unit of the person of `usulan` by Data ASN, "" when Data ASN does not put the person at its instansi.

    By it an instansi is divided: who is elsewhere belongs to no unit of it.
    """
    di_sini = usulan.instansi_id in {usulan.asn.instansi_kerja_id, usulan.asn.instansi_induk_id}
    return usulan.asn.unit_kerja if di_sini else ""


def rencana(cakupan: Cakupan, *, oleh: Pengguna) -> Rencana:
    """Return what happens when `oleh` lets `cakupan` go over."""
    hasil = Rencana(cakupan)
    tetap = _pilih_peran(hasil, oleh)
    ada = {p.kategori for p in pic_di([cakupan.baru]) if p.pengguna.is_active}
    ada |= {p.kategori for p in hasil.peran if p.pengguna.is_active}
    masih = {(str(p.instansi_id), p.kategori) for p in tetap if p.pengguna.is_active}
    _pilih_usulan(hasil, ada, masih)
    setelan = PengaturanInstansi.objects.filter(instansi__in=[*cakupan.lama, cakupan.baru], empat_mata=True)
    wajib = set(setelan.values_list("pk", flat=True))
    hasil.empat_mata = bool(wajib) and cakupan.baru.pk not in wajib
    _perhatikan(hasil, ada)
    hasil.perhatian += _sudah_beralih(hasil)
    return hasil


def _pilih_peran(hasil: Rencana, oleh: Pengguna) -> list[Peran]:
    """Put into `hasil` the roles that go along; return those that stay."""
    tetap = []
    for peran in pic_di(hasil.cakupan.lama):
        if hasil.cakupan.sebagian and peran.pengguna_id not in hasil.cakupan.orang:
            tetap.append(peran)
        elif peran.pengguna_id == oleh.pk:
            tetap.append(peran)
            sebab = "Anda tidak dapat memindahkan peran Anda sendiri. Minta administrator lain melakukannya."
            hasil.tertahan.append(Tertahan(f"{peran} {peran.pengguna}", sebab))
        else:
            hasil.peran.append(peran)
    return tetap


def _pilih_usulan(hasil: Rencana, ada: set[str], masih: set[tuple[str, str]]) -> None:
    """Put into `hasil` the usulan that go along, those that cannot, and what stays with nobody."""
    c = hasil.cakupan
    tanpa: Counter[tuple[str, str]] = Counter()
    for usulan in usulan_di(c.lama):
        dipilih = not c.sebagian or usulan.pk in c.usulan or (unit_kerja(usulan) or None) in c.unit
        berpic = (usulan.instansi_id, usulan.kategori) in masih
        if dipilih and berpic and usulan.sedang_jalan and usulan.kategori not in ada:
            kelompok = Kategori(usulan.kategori).label
            sebab = f"{c.baru} tidak mempunyai PIC {kelompok}. Daftarkan dahulu, atau pindahkan juga PIC-nya."
            hasil.tertahan.append(Tertahan(f"{usulan.nomor} ({usulan.layanan})", sebab))
        elif dipilih:
            hasil.usulan.append(usulan)
            continue
        hasil.tinggal += 1
        if usulan.sedang_jalan and not berpic:
            tanpa[str(usulan.instansi), usulan.kategori] += 1
    dipindah = {(str(p.instansi), p.kategori) for p in hasil.peran}
    hasil.halangan += [
        f"{lama} tidak mempunyai PIC {Kategori(k).label} lagi, padahal {n} usulannya yang berjalan tinggal. "
        "Sisakan seorang PIC, atau pindahkan juga usulan itu."
        for (lama, k), n in tanpa.items()
        if (lama, k) in dipindah
    ]


def _sudah_beralih(hasil: Rencana) -> list[str]:
    """Say of an agency that went over as a whole before, and has nothing left, that only its people follow anew."""
    if hasil.peran or hasil.usulan:
        return []
    lalu = PeralihanInstansi.objects.filter(lama__in=hasil.cakupan.lama, seluruhnya=True).select_related("lama", "baru")
    return [
        f"{satu.lama} sudah dialihkan seluruhnya ke {satu.baru} dan tidak mempunyai usulan atau PIC lagi. Yang sudah "
        f"pindah tetap di {satu.baru}; hanya pegawai {satu.lama} yang akan diusulkan {hasil.cakupan.baru}."
        for satu in {satu.lama_id: satu for satu in lalu.order_by("pada", "id")}.values()
    ]


def _perhatikan(hasil: Rencana, ada: set[str]) -> None:
    """Say what the one who decides should know; nothing of it stops the act."""
    baru = hasil.cakupan.baru
    menunggu = Counter(u.kategori for u in hasil.usulan if u.tahap in MENUNGGU_INSTANSI and u.kategori not in ada)
    hasil.perhatian += [
        f"{n} usulan akan menunggu, karena {baru} belum mempunyai PIC {Kategori(k).label}. Daftarkan sesudah ini."
        for k, n in menunggu.items()
    ]
    pic = {(p.pengguna_id, p.kategori) for p in [*pic_di([baru]), *hasil.peran]}
    yatim = sum(u.tahap in DENGAN_PIC and (u.pembuat_id, u.kategori) not in pic for u in hasil.usulan)
    if yatim:
        hasil.perhatian.append(
            f"Penyusun {yatim} draf atau perbaikan tidak ikut pindah; PIC {baru} melihatnya sebagai “Ditinggalkan "
            "penyusunnya”."
        )
    pindah = Usulan.objects.filter(asn_pindah(), pk__in=[u.pk for u in hasil.usulan])
    di_lain = pindah.exclude(Q(asn__instansi_kerja_id=baru.pk) | Q(asn__instansi_induk_id=baru.pk)).count()
    if di_lain:
        hasil.perhatian.append(
            f"{di_lain} usulan ikut pindah walaupun menurut Data ASN pegawainya di instansi lain. Sesudah ini "
            "koordinator pokja dapat menyerahkannya satu per satu kepada instansi itu."
        )
    if hasil.empat_mata:
        hasil.perhatian.append(f"Aturan dua orang instansi lama ikut: mulai sekarang {baru} juga mewajibkannya.")
