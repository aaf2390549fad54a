"""What the start page says: counts that lead somewhere, and the few usulan that wait for this person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from usulan import tahap as alur
from usulan.antrean import tanpa_verifikator
from usulan.forms.saring import DIPROSES, KODE_DIPROSES, KODE_DITINGGALKAN, KODE_PINDAH, KODE_RALAT
from usulan.keadaan import KeadaanKeppres
from usulan.models import Dokumen, Keppres, Lembaga, Putusan, Usulan
from usulan.models.usulan import BATAS_RALAT, RALAT_BELUM_DITERIMA, UsulanQuerySet
from usulan.pemegang import DIPEGANG_VERIFIKATOR, ditinggalkan, tanpa_pic
from usulan.penahanan import perlu_diputuskan
from usulan.pengembalian import pengembali
from usulan.tahap import Tahap
from usulan.tampilan.kini import alamat
from usulan.tampilan.peralihan import Berita, berita_instansi
from usulan.tempat import asn_pindah

PERLU_TINDAKAN = 8
# Of those that wait longest the next steps are compared.
DITIMBANG = 200
TERBARU = 8


@dataclass(frozen=True, slots=True)
class Hitungan:
    """A count that is a link."""

    jumlah: int
    kata: str
    url: str


@dataclass(frozen=True, slots=True)
class Tindakan:
    """One usulan that waits for this person, with the verb of the next step."""

    usulan: Usulan
    kata: str
    url: str


@dataclass(slots=True)
class BerandaPic:
    tindakan: list[Tindakan]
    hitungan: list[Hitungan]
    terbaru: list[Usulan]
    berita: list[Berita] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Giliran:
    """How many usulan stand in a stage, and whose turn it is there."""

    tahap: str
    label: str
    giliran: str
    jumlah: int
    terlambat: int


@dataclass(slots=True)
class BerandaBiro:
    hitungan: list[Hitungan]
    giliran: list[Giliran]
    pintasan: list[tuple[str, str]] = field(default_factory=list)
    # The other room's second-person work, as its fragment by URL; "" for who is nobody's second person there.
    url_kedua: str = ""


def beranda_pic(pengguna: Pengguna) -> BerandaPic:
    """A PIC's start page, in nine queries; what is finished is not counted."""
    milik = Usulan.objects.untuk(pengguna)
    terbuka = milik.filter(tahap__in=alur.TERBUKA).order_by()
    per_tahap = dict(terbuka.values_list("tahap").annotate(n=Count("pk")))
    yatim, pindah = (milik.filter(syarat).order_by().count() for syarat in (ditinggalkan(), asn_pindah()))
    ralat = list(milik.filter(RALAT_BELUM_DITERIMA).order_by().values_list("pk", flat=True)[:BATAS_RALAT])
    daftar = alamat("usulan:daftar")
    hitungan = [
        Hitungan(per_tahap.get(tahap, 0), kata, f"{daftar}?tahap={tahap}")
        for tahap, kata in (
            (Tahap.PERBAIKAN, "Perlu perbaikan"),
            (Tahap.DRAF, "Draf"),
            (Tahap.KEPPRES_TERBIT, "Menunggu tanda terima"),
        )
    ]
    if ralat:
        hitungan.append(Hitungan(len(ralat), "Ralat menunggu tanda terima", f"{daftar}?tahap={KODE_RALAT}"))
    diproses = sum(per_tahap.get(t, 0) for t in DIPROSES)
    hitungan.append(Hitungan(diproses, "Sedang diproses", f"{daftar}?tahap={KODE_DIPROSES}"))
    if yatim:
        hitungan.insert(0, Hitungan(yatim, "Ditinggalkan penyusunnya", f"{daftar}?tahap={KODE_DITINGGALKAN}"))
    terbaru = list(milik.dengan_rujukan().order_by("-diubah_pada", "-id")[:TERBARU])
    if pindah:
        hitungan.insert(0, Hitungan(pindah, "Pegawainya pindah instansi", f"{daftar}?tahap={KODE_PINDAH}"))
    return BerandaPic(_perlu_tindakan(milik, ralat, pengguna), hitungan, terbaru, berita_instansi(pengguna))


def _perlu_tindakan(milik: UsulanQuerySet, ralat: list[UUID], pengguna: Pengguna) -> list[Tindakan]:
    """Returned ones first, then what waits for a signature, receipts, drafts; the longest waiting first."""
    kosong = Dokumen.objects.filter(usulan=OuterRef("pk"), persyaratan__wajib=True, versi_kini=None)
    calon = milik.dengan_rujukan().annotate(belum_lengkap=Exists(kosong)).order_by("tahap_sejak")
    # Two questions and not one with OR: which would look at all that is finished for the few that were corrected.
    terbuka = calon.filter(tahap__in=[Tahap.DRAF, Tahap.PERBAIKAN, Tahap.KEPPRES_TERBIT])[:DITIMBANG]
    diralat = calon.filter(pk__in=ralat)[:DITIMBANG]
    boleh_teken = {p.kategori for p in pengguna.peran_aktif if p.boleh_teken}
    ditimbang = sorted([*terbuka, *diralat], key=lambda u: u.tahap_sejak)[:DITIMBANG]
    dikembalikan = pengembali(u for u in ditimbang if u.tahap_kini is Tahap.DRAF)
    hasil = []
    for u in ditimbang:
        belum_lengkap: bool = u.belum_lengkap  # type: ignore[attr-defined]
        langkah = _langkah(u, belum_lengkap, u.kategori in boleh_teken)
        if u.pk in dikembalikan:
            langkah = DITUNGGU if dikembalikan[u.pk] == pengguna.pk else DIPERBAIKI
        hasil.append((langkah, u))
    hasil.sort(key=lambda satu: satu[0][0])
    return [Tindakan(u, kata, alamat(nama, u.pk)) for (_, kata, nama), u in hasil[:PERLU_TINDAKAN]]


# A draft that who signs gave back: for its writers, and for that one.
DIPERBAIKI = (0, "Perbaiki draf", "usulan:tugas")
DITUNGGU = (3, "Menunggu penyusunnya", "usulan:rinci")


def _langkah(usulan: Usulan, belum_lengkap: bool, boleh_teken: bool) -> tuple[int, str, str]:
    """(rank, verb, URL name) of what a PIC does next with `usulan`."""
    match usulan.tahap_kini:
        case Tahap.PERBAIKAN:
            return 0, "Perbaiki", "usulan:perbaikan"
        case Tahap.KEPPRES_TERBIT:
            return 2, "Catat tanda terima", "usulan:terima_salinan"
        case Tahap.SELESAI:
            return 2, "Catat tanda terima ralat", "usulan:terima_salinan"
    if not belum_lengkap and boleh_teken:
        return 1, "Periksa dan teken", "usulan:teken"
    return 3, "Lanjutkan draf", "usulan:tugas"


def beranda_biro(pengguna: Pengguna) -> BerandaBiro:
    """The start page of Biro APP: the counts of each role the person holds, and whose turn it is over all."""
    terlihat = Usulan.objects.untuk(pengguna).filter(tahap__in=alur.AKTIF)
    lewat = Q(tenggat__lt=timezone.localdate())
    baris = terlihat.order_by().values_list("tahap").annotate(n=Count("pk"), telat=Count("pk", filter=lewat))
    jumlah = {t: (n, telat) for t, n, telat in baris}
    giliran = [Giliran(t.value, alur.LABEL[t], alur.GILIRAN[t], *jumlah[t]) for t in Tahap if t in jumlah]
    hitungan = [h for jenis, buat in HITUNGAN.items() if pengguna.berperan(jenis) for h in buat(pengguna, terlihat)]
    # Two roles may count the same thing; it is told once.
    satu_kali = list({h.kata: h for h in hitungan}.values())
    pintasan = [(kata, url) for jenis, kata, nama in PINTASAN if pengguna.berperan(jenis) and (url := alamat(nama))]
    return BerandaBiro(satu_kali, giliran, pintasan, url_kedua=_url_kedua(pengguna))


def _url_kedua(pengguna: Pengguna) -> str:
    kedua = pengguna.berperan(JenisPeran.ADMINISTRATOR) or pengguna.berperan(JenisPeran.KEPALA_BIRO)
    return alamat("integrasi:menunggu_kedua") if kedua else ""


def _antrean(tab: str) -> str:
    url = alamat("usulan:antrean")
    return f"{url}?tab={tab}" if url else ""


def _tms(terlihat: QuerySet[Usulan]) -> Hitungan:
    menunggu = Putusan.objects.filter(usulan__in=terlihat, lembaga=Lembaga.BIRO_APP, terbit_pada=None)
    return Hitungan(menunggu.count(), "TMS menunggu konfirmasi", _antrean("tms"))


def _ditahan(pengguna: Pengguna) -> Hitungan:
    jumlah = perlu_diputuskan(Usulan.objects.untuk(pengguna)).count()
    return Hitungan(jumlah, "Ditahan, perlu keputusan", alamat("usulan:tahanan_daftar"))


def _koordinator(pengguna: Pengguna, terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    pokja = terlihat.filter(kategori__in=pengguna.kategori_peran(JenisPeran.KOORDINATOR))
    return [*_perlu_dibagi(pokja), _tms(pokja)]


def _perlu_dibagi(terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    """What waits to be given to a verifier: new, or with nobody who still verifies."""
    return [
        Hitungan(terlihat.filter(tahap=Tahap.DIAJUKAN).count(), "Belum dibagi", _antrean("baru")),
        Hitungan(terlihat.filter(tanpa_verifikator()).count(), "Tanpa verifikator", _antrean("lepas")),
        Hitungan(terlihat.filter(asn_pindah()).count(), "Pegawainya pindah instansi", _antrean("pindah")),
    ]


def _administrator(_: Pengguna, terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    menunggu = Usulan.objects.filter(tanpa_pic()).count()
    url = alamat("usulan:pic_daftar")
    return [
        Hitungan(menunggu, "Usulan menunggu instansi tanpa PIC", f"{url}?tab=tanpa"),
        Hitungan(terlihat.filter(asn_pindah()).count(), "Pegawainya pindah instansi", _antrean("pindah")),
    ]


def _verifikator(pengguna: Pengguna, terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    saya = terlihat.filter(verifikator=pengguna, tahap__in=DIPEGANG_VERIFIKATOR)
    dihitung = saya.aggregate(
        tugas=Count("pk", filter=Q(tahap=Tahap.DIVERIFIKASI)),
        telat=Count("pk", filter=Q(tahap=Tahap.DIVERIFIKASI, tenggat__lt=timezone.localdate())),
        tandai=Count("pk", filter=Q(tahap=Tahap.PERBAIKAN, perbaikan_ditandai=False)),
    )
    return [
        Hitungan(dihitung["tugas"], "Tugas saya", _antrean("tugas")),
        Hitungan(dihitung["telat"], "Tugas saya yang terlambat", _antrean("tugas")),
        Hitungan(dihitung["tandai"], "BTL dari BKN belum ditandai", _antrean("perbaikan")),
    ]


def _dukungan(pengguna: Pengguna, terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    keppres = alamat("usulan:keppres_daftar")
    siap = terlihat.filter(tahap=Tahap.SIAP_KEPPRES).count()
    # A question of its own for the finished ones: an OR would look at all of them.
    ralat = Usulan.objects.untuk(pengguna).filter(RALAT_BELUM_DITERIMA).count()
    terbit = terlihat.filter(tahap=Tahap.KEPPRES_TERBIT).count() + ralat
    return [
        Hitungan(siap, "Siap masuk rancangan Keppres", keppres),
        Hitungan(terbit, "Menunggu tanda terima instansi", keppres),
        _ditahan(pengguna),
    ]


def _kepala_biro(pengguna: Pengguna, terlihat: QuerySet[Usulan]) -> list[Hitungan]:
    rancangan = Keppres.objects.untuk(pengguna).filter(keadaan=KeadaanKeppres.DRAF).count()
    kata = "Rancangan Keppres belum dilepas"
    return [
        Hitungan(rancangan, kata, alamat("usulan:keppres_daftar")),
        *_perlu_dibagi(terlihat),
        _tms(terlihat),
        _ditahan(pengguna),
    ]


HITUNGAN: dict[JenisPeran, Callable[[Pengguna, QuerySet[Usulan]], list[Hitungan]]] = {
    JenisPeran.KOORDINATOR: _koordinator,
    JenisPeran.VERIFIKATOR: _verifikator,
    JenisPeran.DUKUNGAN: _dukungan,
    JenisPeran.KEPALA_BIRO: _kepala_biro,
    JenisPeran.ADMINISTRATOR: _administrator,
}
PINTASAN = (
    (JenisPeran.ADMINISTRATOR, "PIC dan peran", "usulan:pic_daftar"),
    (JenisPeran.ADMINISTRATOR, "Referensi dan pemasangan SIASN", "referensi:indeks"),
    (JenisPeran.ADMINISTRATOR, "Pengiriman ke SIASN", "integrasi:pengiriman"),
    (JenisPeran.ADMINISTRATOR, "Kotak masuk dari BKN", "integrasi:masuk"),
    (JenisPeran.AUDITOR, "Jejak audit", "audit:jejak"),
    (JenisPeran.AUDITOR, "Antrean semua pokja", "usulan:antrean"),
)
