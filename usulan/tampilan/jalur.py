"""The two lanes of a usulan: fixed steps, and where each lane stands (alur.md 2)."""

from collections.abc import Callable
from dataclasses import dataclass

from siapp.web.templatetags.siapp import tanggal
from usulan import tahap as alur
from usulan.models import Lembaga, Pertek, Putusan, StatusPutusan, Usulan
from usulan.tahap import Tahap


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step; `keadaan` is selesai, kini, gagal or nanti."""

    kata: str
    keadaan: str
    keterangan: str = ""


@dataclass(frozen=True, slots=True)
class Jalur:
    """One lane of komponen/_jalur.html."""

    nama: str
    langkah: list[Langkah]


# The steps of Biro APP's lane, each with the stages in which it is the current one.
LANGKAH_BIRO: tuple[tuple[str, frozenset[Tahap]], ...] = (
    ("Disusun dan diteken PIC", frozenset({Tahap.DRAF})),
    ("Dibagi kepada verifikator", frozenset({Tahap.DIAJUKAN})),
    ("Diverifikasi Biro APP", frozenset({Tahap.DIVERIFIKASI, Tahap.PERBAIKAN})),
    ("Menunggu BKN dan Pertek", frozenset({Tahap.MENUNGGU_PERTEK})),
    ("Rancangan Keppres disusun", frozenset({Tahap.SIAP_KEPPRES, Tahap.RKP})),
    ("Keppres ditetapkan Presiden", frozenset({Tahap.KEPPRES_MAJU})),
    ("Salinan diterima instansi", frozenset({Tahap.KEPPRES_TERBIT})),
)


def jalur_usulan(usulan: Usulan, putusan: list[Putusan], pertek: list[Pertek]) -> list[Jalur]:
    """Both lanes. `putusan` are the published verdicts, newest first; `pertek` all Pertek, newest first."""
    biro = next((p for p in putusan if p.lembaga == Lembaga.BIRO_APP), None)
    bkn = next((p for p in putusan if p.lembaga == Lembaga.BKN and p.berlaku), None)
    return [Jalur("Biro APP", _biro(usulan, biro)), Jalur("BKN", _bkn(usulan, bkn, pertek))]


def _ket_putusan(putusan: Putusan | None) -> str:
    if putusan is None:
        return ""
    teks = f"{putusan.get_status_display()}, {tanggal(putusan.tanggal)}, putaran {putusan.putaran}"
    return f"{teks}: {putusan.keterangan}" if putusan.keterangan else teks


def _kini_biro(usulan: Usulan) -> int:
    """The index of the current step; one past the end when all is done."""
    tahap = usulan.tahap_kini
    if tahap is Tahap.SELESAI:
        return len(LANGKAH_BIRO)
    if tahap is Tahap.TMS:
        return 3 if usulan.status_biro == StatusPutusan.APPROVED else 2
    return next((i for i, (_, dalam) in enumerate(LANGKAH_BIRO) if tahap in dalam), 0)


def _biro(usulan: Usulan, putusan: Putusan | None) -> list[Langkah]:
    kini = _kini_biro(usulan)
    hasil = []
    for i, (kata, _) in enumerate(LANGKAH_BIRO):
        keadaan = "selesai" if i < kini else "kini" if i == kini else "nanti"
        if keadaan == "kini" and usulan.tahap_kini is Tahap.TMS:
            keadaan = "gagal"
        keterangan = _KET_BIRO[i](usulan, putusan) if i in _KET_BIRO and i <= kini else ""
        hasil.append(Langkah(kata, keadaan, keterangan or (_ket_kini(usulan) if i == kini else "")))
    return hasil


def _ket_kini(usulan: Usulan) -> str:
    if not usulan.sedang_jalan:
        return ""
    return f"Giliran {usulan.giliran}, sejak {tanggal(usulan.tahap_sejak)}"


def _ket_diajukan(usulan: Usulan, _: Putusan | None) -> str:
    return f"Dikirim {tanggal(usulan.diajukan_pada)}" if usulan.diajukan_pada else ""


def _ket_verifikasi(usulan: Usulan, putusan: Putusan | None) -> str:
    if usulan.tahap_kini is Tahap.PERBAIKAN:
        if usulan.status_bkn == StatusPutusan.BTL:
            return f"Dikembalikan BKN untuk perbaikan, putaran {usulan.putaran}"
        return f"Dikembalikan untuk perbaikan. {_ket_putusan(putusan)}".strip()
    if putusan is None or putusan.putaran != usulan.putaran:
        return f"Putaran {usulan.putaran}. {_ket_kini(usulan)}" if usulan.tahap_kini is Tahap.DIVERIFIKASI else ""
    return _ket_putusan(putusan)


_KET_BIRO: dict[int, Callable[[Usulan, Putusan | None], str]] = {0: _ket_diajukan, 2: _ket_verifikasi}


def _bkn(usulan: Usulan, putusan: Putusan | None, pertek: list[Pertek]) -> list[Langkah]:
    terkirim = usulan.diajukan_pada is not None
    status = usulan.status_bkn
    ada = next((p for p in pertek if p.berlaku), None)
    dikembalikan = status in {StatusPutusan.BTL, StatusPutusan.TMS}
    berjalan = usulan.tahap_kini not in alur.AKHIR
    kini = "kini" if berjalan else "nanti"
    tahap_bkn = f"Tahap di SIASN: {usulan.tahap_bkn}" if usulan.tahap_bkn else ""
    if usulan.tahap_kini is Tahap.TMS and status != StatusPutusan.TMS:
        kini = "nanti"
    # Signed is not arrived: only what BKN says of it proves that it is there.
    tiba = bool(usulan.tahap_bkn or status or ada)
    dikirim = _ket_diajukan(usulan, None) if tiba or not terkirim else "Dalam pengiriman; BKN belum memberi kabar"
    return [
        Langkah("Dikirim ke BKN", "selesai" if tiba else kini if terkirim else "nanti", dikirim),
        Langkah("Diverifikasi BKN", "selesai" if status else kini if tiba else "nanti", tahap_bkn),
        Langkah(
            "Putusan BKN",
            "gagal" if dikembalikan else "selesai" if status else "nanti",
            _ket_putusan(putusan) if status else "",
        ),
        Langkah(
            "Pertek Kepala BKN",
            "selesai" if ada else kini if status == StatusPutusan.APPROVED else "nanti",
            f"{ada.get_jenis_display()} {ada.nomor}, {tanggal(ada.tanggal)}" if ada else "",
        ),
    ]
