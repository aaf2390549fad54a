"""Finding the usulan for a Keppres draft and checking each before it is added (layar.md 2.8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from siapp.akun.models import Pengguna
from siapp.web.galat import GalatPengguna
from usulan import tahap as alur
from usulan.antrean import rapikan_cari
from usulan.daftar_nip import Terbaca
from usulan.kesiapan import RUJUKAN, alasan_belum_siap
from usulan.models import Keppres, Usulan
from usulan.tahap import Tahap

BATAS = 200


@dataclass(frozen=True, slots=True)
class Calon:
    """One line of the check: the usulan if there is one, and why it cannot be added ("" if it can)."""

    dicari: str
    usulan: Usulan | None
    alasan: str

    @property
    def nip_saja(self) -> bool:
        """Whether what was looked for is a NIP, to be shown in its groups."""
        return self.dicari.isdigit()


def _alasan(keppres: Keppres, usulan: Usulan) -> str:
    if usulan.kategori != keppres.kategori:
        return f"Usulan {usulan.nomor} berkategori {usulan.get_kategori_display()}, rancangan ini bukan."
    return alasan_belum_siap(usulan)


def _terdekat(keppres: Keppres, calon: Iterable[Usulan]) -> Usulan | None:
    """Of several usulan of one person the one that is meant: ready first, running before ended, newest first."""
    urut = sorted(
        calon,
        key=lambda u: (
            bool(_alasan(keppres, u)),
            u.kategori != keppres.kategori,
            u.tahap_kini in alur.AKHIR,
            -u.diubah_pada.timestamp(),
        ),
    )
    return urut[0] if urut else None


def calon_menurut_daftar(keppres: Keppres, daftar: Sequence[Terbaca], pengguna: Pengguna) -> list[Calon]:
    """Check each line of a list: ready, no Pertek, in another draft, unknown, or no NIP at all. Nothing disappears.

    Five queries, however long the list. Raises GalatPengguna for more than BATAS NIPs.
    """
    dicari = [satu.nip for satu in daftar if satu.nip]
    if len(dicari) > BATAS:
        raise GalatPengguna(f"Daftar berisi {len(dicari)} NIP; sekali tambah paling banyak {BATAS}.", bidang="nip")
    semua: dict[str, list[Usulan]] = {}
    for satu in Usulan.objects.untuk(pengguna).filter(nip__in=dicari).dengan_rujukan().prefetch_related(*RUJUKAN):
        semua.setdefault(satu.nip, []).append(satu)
    return [_calon(keppres, satu, semua.get(satu.nip, [])) for satu in daftar]


def _calon(keppres: Keppres, baris: Terbaca, milik: list[Usulan]) -> Calon:
    if not baris.nip:
        return Calon(baris.asal, None, baris.alasan)
    usulan = _terdekat(keppres, milik)
    return Calon(baris.nip, usulan, _alasan(keppres, usulan) if usulan else "Tidak ada usulan dengan NIP ini.")


def calon_menurut_teks(keppres: Keppres, teks: str, pengguna: Pengguna) -> list[Calon]:
    """Search by name, NIP or nomor within the kategori of the draft."""
    cocok = Usulan.objects.untuk(pengguna).filter(kategori=keppres.kategori)
    for kata in rapikan_cari(teks):
        cocok = cocok.filter(cari__contains=kata)
    return [
        Calon(u.nomor, u, _alasan(keppres, u))
        for u in cocok.dengan_rujukan().prefetch_related(*RUJUKAN).order_by("-diubah_pada")[:BATAS]
    ]


def calon_siap(keppres: Keppres, pengguna: Pengguna) -> list[Calon]:
    """Every usulan of the kategori that is ready now, the longest waiting first."""
    siap = Usulan.objects.untuk(pengguna).filter(kategori=keppres.kategori, tahap=Tahap.SIAP_KEPPRES)
    return [
        Calon(u.nomor, u, _alasan(keppres, u))
        for u in siap.dengan_rujukan().prefetch_related(*RUJUKAN).order_by("tahap_sejak")[:BATAS]
    ]
