"""Which Peristiwa tells whom what: a small function a kind. They ask the usulan as it is when the notice is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.sebab import kalimat_tolak
from usulan.kabar import penerima
from usulan.kabar.jenis import JenisKabar
from usulan.keadaan import KeadaanPertek
from usulan.models import Dokumen, KeppresUsulan, SebabTahan, StatusPutusan, Usulan, VersiDokumen
from usulan.penyusun import penyusun_isi
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


@dataclass(frozen=True, slots=True)
class Kejadian:
    """A Peristiwa of a usulan: what it says (`isi`, a class of `usulan.peristiwa.isi`), and the usulan now."""

    peristiwa: Peristiwa
    isi: Any
    usulan: Usulan


@dataclass(frozen=True, slots=True)
class Ditujukan:
    """A notice before it is written. `sekali`: what it is about when several Peristiwa tell the same, else "".

    `juga_pelaku`: told to who did it, too, as what came of it is news to them.
    `rujukan`: what the address takes in place of the usulan; the notice is then about no single usulan.
    """

    jenis: JenisKabar
    kepada: penerima.Orang
    isi: str = ""
    sekali: str = ""
    rujukan: str = ""
    juga_pelaku: bool = False


class Nanti(Exception):
    """What is to be told is not decided yet: look again soon."""


Aturan = Callable[[Kejadian], Iterator[Ditujukan]]


def _putusan(k: Kejadian) -> Iterator[Ditujukan]:
    """A verdict that returns the usulan or ends it: the PICs are told, of BKN's the verifier too."""
    if k.isi.status == StatusPutusan.APPROVED or getattr(k.isi, "basi", False):
        return
    btl, dari_bkn = k.isi.status == StatusPutusan.BTL, k.peristiwa.jenis == Jenis.PUTUSAN_BKN
    if k.usulan.tahap_kini in {Tahap.PERBAIKAN, Tahap.TMS}:
        jenis = JenisKabar.DIKEMBALIKAN if btl else JenisKabar.BERAKHIR_TMS
        yield Ditujukan(jenis, penerima.pic(k.usulan), f"{'BKN' if dari_bkn else 'Biro APP'}: {k.isi.keterangan}")
    if dari_bkn:
        kata = f"{StatusPutusan(k.isi.status).label}. {k.isi.keterangan}"
        yield Ditujukan(JenisKabar.BKN_MENGEMBALIKAN, penerima.verifikator(k.usulan), kata)


def _dokumen(k: Kejadian) -> Iterator[Ditujukan]:
    """A file that the inspection refused, and the last one that was missing: then who signs is told, once a round.

    Raises Nanti while the file is inspected.
    """
    versi = VersiDokumen.objects.filter(
        dokumen__usulan=k.usulan, dokumen__persyaratan__kode=k.isi.dokumen, nomor=k.isi.versi
    )
    berkas = Berkas.objects.filter(pk__in=versi.values("berkas")).first()
    if berkas is not None and berkas.keadaan == KeadaanBerkas.DIPERIKSA:
        raise Nanti
    if berkas is not None and berkas.keadaan == KeadaanBerkas.DITOLAK:
        orang = penerima.pic(k.usulan, k.peristiwa.oleh_id)
        yield Ditujukan(JenisKabar.BERKAS_DITOLAK, orang, kalimat_tolak(berkas.sebab_tolak), juga_pelaku=True)
    elif k.usulan.tahap_kini is Tahap.DRAF:
        yield from _lengkap(k)


def _lengkap(k: Kejadian) -> Iterator[Ditujukan]:
    kosong = Dokumen.objects.filter(usulan=k.usulan, persyaratan__wajib=True, versi_kini=None)
    if not kosong.exists():
        kepada = penerima.penanda_tangan(k.usulan)
        yield Ditujukan(JenisKabar.MENUNGGU_TEKEN, kepada, "Dokumen wajib sudah lengkap.", f"teken:{k.usulan.pk}")


def _draf_dikembalikan(k: Kejadian) -> Iterator[Ditujukan]:
    """Who signs wants something changed: who began the draft is told, and who wrote in it since the last signing."""
    kepada = penerima.pic(k.usulan, *penyusun_isi(k.usulan))
    yield Ditujukan(JenisKabar.DRAF_KEMBALI, kepada, k.peristiwa.alasan)


def _draf_diserahkan(k: Kejadian) -> Iterator[Ditujukan]:
    """What was given back is ready: who signs is told, whoever of them gave it back among them."""
    lalu = Peristiwa.objects.filter(aliran=k.peristiwa.aliran, jenis=Jenis.DRAF_DIKEMBALIKAN)
    pengembali = lalu.filter(urutan__lt=k.peristiwa.urutan).order_by("-urutan").values_list("oleh_id", flat=True)
    kepada = penerima.penanda_tangan(k.usulan) | penerima.pic_dari(k.usulan, *pengembali[:1])
    yield Ditujukan(JenisKabar.MENUNGGU_TEKEN, kepada, "Sudah diperbaiki menurut catatan penyetuju.")


def _pertek(k: Kejadian) -> Iterator[Ditujukan]:
    if k.isi.baru == KeadaanPertek.BERLAKU:
        yield Ditujukan(JenisKabar.PERTEK_ADA, penerima.pic(k.usulan), f"Nomor {k.isi.nomor}.")


def _terbit(k: Kejadian) -> Iterator[Ditujukan]:
    kata = "Diralat. " if k.peristiwa.jenis == Jenis.KEPPRES_DIRALAT else ""
    isi = f"{kata}Nomor {k.isi.nomor}. Unduh salinannya, lalu catat tanda terima."
    yield Ditujukan(JenisKabar.KEPPRES_TERBIT, penerima.pic(k.usulan), isi)


def _diserahkan(k: Kejadian) -> Iterator[Ditujukan]:
    yield Ditujukan(JenisKabar.DISERAHKAN, {k.usulan.pembuat_id} & penerima.pic(k.usulan), k.peristiwa.alasan)


def _berpindah(k: Kejadian) -> Iterator[Ditujukan]:
    yield Ditujukan(JenisKabar.DISERAHKAN, penerima.pic(k.usulan), f"Dari {k.isi.lama}.")


def _dibagi(k: Kejadian) -> Iterator[Ditujukan]:
    yield Ditujukan(JenisKabar.DIBERIKAN, penerima.orang_pokja(k.usulan, k.isi.verifikator_id))


def _dialihkan(k: Kejadian) -> Iterator[Ditujukan]:
    alasan = f" {k.peristiwa.alasan}" if k.peristiwa.alasan else ""
    kepada = penerima.orang_pokja(k.usulan, k.isi.baru_id)
    yield Ditujukan(JenisKabar.DIBERIKAN, kepada, f"Sebelumnya pada {k.isi.lama}.{alasan}")
    yield Ditujukan(
        JenisKabar.DIAMBIL, penerima.orang_pokja(k.usulan, k.isi.lama_id), f"Dialihkan kepada {k.isi.baru}.{alasan}"
    )


def _dilepas(k: Kejadian) -> Iterator[Ditujukan]:
    isi = f"Menunggu dibagi lagi. {k.peristiwa.alasan}"
    yield Ditujukan(JenisKabar.DIAMBIL, penerima.orang_pokja(k.usulan, k.isi.lama_id), isi)
    yield Ditujukan(JenisKabar.TANPA_PEMEGANG, penerima.pembagi(k.usulan), f"Sebelumnya pada {k.isi.lama}.")


def _perbaikan(k: Kejadian) -> Iterator[Ditujukan]:
    isi = f"Putaran {k.isi.putaran}."
    if k.usulan.tahap_kini is Tahap.DIVERIFIKASI:
        yield Ditujukan(JenisKabar.PERBAIKAN_KEMBALI, penerima.verifikator(k.usulan), isi)


def _tms_diusulkan(k: Kejadian) -> Iterator[Ditujukan]:
    pembagi = penerima.berperan(JenisPeran.KOORDINATOR, JenisPeran.KEPALA_BIRO, kategori=k.usulan.kategori)
    yield Ditujukan(JenisKabar.TMS_MENUNGGU, pembagi)


def _tms_ditolak(k: Kejadian) -> Iterator[Ditujukan]:
    yield Ditujukan(JenisKabar.TMS_DITOLAK, penerima.verifikator(k.usulan), k.isi.keterangan)


def _keppres(usulan: Usulan) -> penerima.Orang:
    return penerima.berperan(JenisPeran.DUKUNGAN, JenisPeran.KEPALA_BIRO, kategori=usulan.kategori)


def _ditahan(k: Kejadian) -> Iterator[Ditujukan]:
    bertentangan = k.isi.sebab == SebabTahan.PUTUSAN
    jenis = JenisKabar.BERTENTANGAN if bertentangan else JenisKabar.DITAHAN
    yield Ditujukan(jenis, _keppres(k.usulan), k.peristiwa.alasan)


def _tahan_diusulkan(k: Kejadian) -> Iterator[Ditujukan]:
    yield Ditujukan(JenisKabar.ORANG_KEDUA, _keppres(k.usulan), "Keputusan atas penahanan menunggu konfirmasi Anda.")


def _masuk_rkp(k: Kejadian) -> Iterator[Ditujukan]:
    """The first usulan of a draft tells of the draft, the others tell nothing more."""
    keppres = KeppresUsulan.objects.filter(usulan=k.usulan).values_list("keppres_id", flat=True).first()
    if keppres is not None:
        kepala, isi = penerima.berperan(JenisPeran.KEPALA_BIRO, kategori=""), f"Memo {k.isi.nomor_memo}."
        yield Ditujukan(JenisKabar.RKP_MENUNGGU, kepala, isi, f"rkp:{keppres}", rujukan=str(keppres))


ATURAN: Mapping[str, Aturan] = {
    Jenis.PUTUSAN_BIRO: _putusan,
    Jenis.PUTUSAN_BKN: _putusan,
    Jenis.DOKUMEN_DIUNGGAH: _dokumen,
    Jenis.DRAF_DIKEMBALIKAN: _draf_dikembalikan,
    Jenis.DRAF_DISERAHKAN: _draf_diserahkan,
    Jenis.PERTEK_BERUBAH: _pertek,
    Jenis.KEPPRES_TERBIT: _terbit,
    Jenis.KEPPRES_DIRALAT: _terbit,
    Jenis.DISERAHKAN: _diserahkan,
    Jenis.BERPINDAH_INSTANSI: _berpindah,
    Jenis.DIBAGI: _dibagi,
    Jenis.DIALIHKAN: _dialihkan,
    Jenis.DILEPAS: _dilepas,
    Jenis.PERBAIKAN_DIAJUKAN: _perbaikan,
    Jenis.TMS_DIUSULKAN: _tms_diusulkan,
    Jenis.TMS_DITOLAK: _tms_ditolak,
    Jenis.DITAHAN: _ditahan,
    Jenis.TAHAN_DIUSULKAN: _tahan_diusulkan,
    Jenis.MASUK_RKP: _masuk_rkp,
}
