"""What screens say of instansi that went over to another, and of a person who is at another instansi now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from referensi.models import Instansi
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from usulan.actions.dasar import dapat
from usulan.models import PenerusInstansi, PeralihanInstansi, Usulan
from usulan.peristiwa import Jenis, aliran_instansi
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi_orang import InstansiBeralih, UsulanDioper
from usulan.tahap import Kerja, Tahap
from usulan.tampilan.kini import alamat
from usulan.tempat import pindah_ke

BARU_INI = timedelta(days=30)
BERITA = 10


@dataclass(frozen=True, slots=True)
class Pindah:
    """The person of a usulan is at `ke` now; `url` leads to who hands it over, "" for who may not."""

    ke: str
    isi: str
    url: str


@dataclass(frozen=True, slots=True)
class Berita:
    """What went to another instansi, or came from one."""

    waktu: datetime
    isi: str
    alasan: str


def instansi_berisi(selain: Instansi) -> QuerySet[Instansi]:
    """Return the instansi other than `selain` that have PICs or usulan, by name."""
    peran = Peran.objects.filter(instansi=OuterRef("pk"), jenis=JenisPeran.PIC, aktif=True)
    usulan = Usulan.objects.filter(instansi=OuterRef("pk")).exclude(tahap=Tahap.DIHAPUS)
    return Instansi.objects.filter(Exists(peran) | Exists(usulan)).exclude(pk=selain.pk).order_by("nama")


def peralihan_dari_atau_ke(instansi: Instansi) -> list[PeralihanInstansi]:
    """Return the acts in which `instansi` took part, the newest first."""
    milik = PeralihanInstansi.objects.filter(Q(lama=instansi) | Q(baru=instansi))
    return list(milik.select_related("lama", "baru", "oleh"))


def penerus_seluruhnya(instansi: Instansi) -> Instansi | None:
    """Return the instansi to which `instansi` went over as a whole, if it did."""
    baris = PenerusInstansi.objects.filter(lama=instansi, unit="").select_related("baru").first()
    return baris.baru if baris else None


def pindah_instansi(usulan: Usulan, pengguna: Pengguna) -> Pindah | None:
    """Say that the person of `usulan` moved and what follows for `pengguna`; None when they did not."""
    ke = pindah_ke(usulan)
    if ke is None:
        return None
    url = alamat("usulan:oper", usulan.pk) if dapat(usulan, Kerja.OPER_INSTANSI, oleh=pengguna) else ""
    if usulan.tahap_kini is Tahap.DRAF:
        isi = (
            f"Draf ini tidak dapat dikirim: {ke} yang mengusulkannya. Hapus draf ini; bila Data ASN keliru, perbaiki "
            "di SIASN, lalu ambil lagi datanya."
        )
    elif url:
        isi = f"Bila kepindahannya benar, serahkan usulan ini kepada {ke}; PIC-nya lalu meneruskannya."
    else:
        isi = f"Usulan tetap berjalan. Koordinator pokja atau Kepala Biro dapat menyerahkannya kepada {ke}."
    return Pindah(ke.nama, isi, url)


def berita_instansi(pengguna: Pengguna) -> list[Berita]:
    """Return what came to or left the instansi of `pengguna` as PIC in the last month, the newest first; one query."""
    aliran = {aliran_instansi(p.instansi_id) for p in pengguna.peran_aktif if p.instansi_id}
    baris = Peristiwa.objects.filter(
        aliran__in=aliran,
        jenis__in=(Jenis.INSTANSI_BERALIH, Jenis.USULAN_DIOPER),
        waktu__gte=timezone.now() - BARU_INI,
    )
    return [Berita(p.waktu, _kata(p), p.alasan) for p in baris.order_by("-waktu", "-id")[:BERITA]]


def _kata(peristiwa: Peristiwa) -> str:
    isi = baca_peristiwa(peristiwa)
    if isinstance(isi, UsulanDioper):
        return f"Usulan {isi.nomor} diserahkan {isi.lama} kepada {isi.baru}, karena pegawainya pindah."
    if isinstance(isi, InstansiBeralih):
        apa = isi.lama if isi.seluruhnya else f"Sebagian {isi.lama}"
        return f"{apa} beralih kepada {isi.baru}: {isi.jumlah_pic} PIC dan {isi.jumlah_usulan} usulan ikut."
    return ""
