"""What each way out of a hold leads to, in words, for those who decide: cause and consequence on one page."""

from dataclasses import dataclass

from usulan import kebijakan
from usulan.actions.tahanan_berdua import KERJA_PILIHAN, check_pilihan
from usulan.kesiapan import kesiapan
from usulan.models import KeppresUsulan, StatusPutusan, Usulan, UsulTahanan
from usulan.perbedaan import alasan_meninggal
from usulan.tahap import Tahap

Pilihan = UsulTahanan.Pilihan


@dataclass(frozen=True, slots=True)
class JalanKeluar:
    """One way out: `akibat`, a sentence each; `halangan` why it cannot be taken now, "" when it can.

    `seorang`: one person is enough, since it leads to the safe side before the President has the decree.
    """

    pilihan: str
    label: str
    akibat: tuple[str, ...]
    halangan: str
    seorang: bool


def jalan_keluar(usulan: Usulan) -> list[JalanKeluar]:
    """The ways out that the stage of `usulan` knows, each with what follows from it."""
    baris = KeppresUsulan.objects.select_related("keppres", "pertek").filter(usulan=usulan).first()
    akibat = {Pilihan.LEPAS: _lepas, Pilihan.IKUTI: _ikuti, Pilihan.KELUAR: _keluar, Pilihan.AKHIRI: _akhiri}
    return [
        JalanKeluar(
            pilihan.value,
            pilihan.label,
            tuple(akibat[pilihan](usulan, baris)),
            _halangan(usulan, pilihan),
            pilihan is Pilihan.IKUTI and usulan.tahap_kini is not Tahap.KEPPRES_MAJU,
        )
        for pilihan in Pilihan
        if kebijakan.mungkin(usulan, KERJA_PILIHAN[pilihan]) and _ada_gunanya(usulan, pilihan)
    ]


def _ada_gunanya(usulan: Usulan, pilihan: UsulTahanan.Pilihan) -> bool:
    if pilihan is Pilihan.LEPAS:
        return bool(usulan.ditahan)
    if pilihan is Pilihan.AKHIRI:
        return bool(alasan_meninggal(usulan))
    return pilihan is not Pilihan.IKUTI or usulan.status_bkn in {StatusPutusan.BTL, StatusPutusan.TMS}


def _halangan(usulan: Usulan, pilihan: UsulTahanan.Pilihan) -> str:
    try:
        check_pilihan(usulan, pilihan)
    except kebijakan.TidakMungkin as galat:
        return galat.pesan
    return ""


def _lepas(usulan: Usulan, baris: KeppresUsulan | None) -> list[str]:
    berlaku = kesiapan(usulan).pertek
    if berlaku is None:
        return ["Penahanan berakhir hanya bila ada Pertek yang berlaku."]
    dasar = f"{berlaku.sebutan}" + (f" tanggal {berlaku.tanggal:%d-%m-%Y}" if berlaku.tanggal else "")
    if baris is None:
        return [f"Usulan dapat dimasukkan ke rancangan Keppres dengan {dasar}."]
    ganti = f", bukan lagi {baris.pertek.sebutan}" if baris.pertek_id != berlaku.pk else ""
    return [f"Keppres {baris.keppres} bersandar pada {dasar}{ganti}.", "Rancangan dapat dilanjutkan sampai terbit."]


def _ikuti(usulan: Usulan, baris: KeppresUsulan | None) -> list[str]:
    tms = usulan.status_bkn == StatusPutusan.TMS
    nasib = "Usulan berakhir: TMS." if tms else "Usulan kembali kepada PIC untuk diperbaiki, semua barisnya terbuka."
    return [*_tinggal(baris), nasib]


def _keluar(_: Usulan, baris: KeppresUsulan | None) -> list[str]:
    return [*_tinggal(baris), "Usulan kembali ke “Siap Keppres”; yang menahannya tetap menahannya di sana."]


def _akhiri(_: Usulan, baris: KeppresUsulan | None) -> list[str]:
    return [
        *_tinggal(baris),
        "Usulan berakhir: TMS. BKN dan PIC diberi tahu; putusan dan Pertek yang sudah ada tetap tercatat.",
        "Usulan baru untuk yang meninggal (misalnya JDA) kemudian dapat dibuat.",
    ]


def _tinggal(baris: KeppresUsulan | None) -> list[str]:
    """What leaving means for the decree and for the others in it."""
    if baris is None:
        return []
    lain = baris.keppres.baris.count() - 1
    keluar = f"Usulan keluar dari Keppres {baris.keppres}"
    if not lain:
        return [f"{keluar}. Tidak ada usulan lain di dalamnya, jadi Keppres itu tidak dapat diterbitkan."]
    hasil = [f"{keluar}; {lain} usulan lain tetap di dalamnya."]
    if baris.usulan.tahap_kini is Tahap.KEPPRES_MAJU:
        hasil.append(
            "Naskah dan lampiran yang sudah di Presiden masih memuat nama ini: mintakan penggantinya sebelum terbit."
        )
    return hasil
