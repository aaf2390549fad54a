"""The parts of the statistics, each a page of its own: how much, how long, which verdicts, whose load (layar.md 2.13).

Each asks the kept cells a fixed number of times, however many usulan there are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from referensi.models import Instansi, Layanan
from siapp.web.templatetags.siapp import angka
from usulan import tahap as alur
from usulan.models import Lembaga, StatusPutusan, Ukuran
from usulan.statistik.bulan import sebut, sebut_pendek
from usulan.statistik.gambar import batang, batang_mendatar
from usulan.statistik.nama import nama_alasan, nama_dokumen
from usulan.statistik.papan import papan
from usulan.statistik.pilihan import Pilihan
from usulan.statistik.sajian import Nilai, Sajian, kuantil, persen, sebut_persen, tulis
from usulan.tahap import Tahap

VOLUME = (Ukuran.MASUK, Ukuran.DIPERBAIKI, Ukuran.TERBIT, Ukuran.SELESAI, Ukuran.TMS)
# Rows of instansi and of causes that a page shows; the files have all.
TAMPAK = 25
GAMBAR_TERBANYAK = 10
JEDA = (Tahap.DRAF, Tahap.PERBAIKAN, Tahap.MENUNGGU_PERTEK, Tahap.KEPPRES_MAJU)
# One in ten takes longer than this part of all.
SEMBILAN_DARI_SEPULUH = 0.9


# --- how much -------------------------------------------------------------------------------------------------------
def arus(pilihan: Pilihan) -> list[Sajian]:
    """What came in and went out, month by month, and what stands where now. Two queries."""
    return [_volume(pilihan), _posisi(pilihan)]


def _volume(pilihan: Pilihan) -> Sajian:
    isi = Counter[tuple[Any, str]]()
    for bulan, ukuran, jumlah in pilihan.hitungan(*VOLUME).values_list("bulan", "ukuran").annotate(n=Sum("jumlah")):
        isi[bulan, ukuran] = jumlah
    semua = {u: sum(isi[b, u] for b in pilihan.bulan) for u in VOLUME}
    kalimat = f"{pilihan.rentang}: " + ", ".join(f"{angka(semua[u])} {_kata(u)}" for u in VOLUME) + "."
    seri = {str(u.label): [float(isi[b, u]) for b in pilihan.bulan] for u in (Ukuran.MASUK, Ukuran.TERBIT, Ukuran.TMS)}
    return Sajian(
        "bulan",
        "Arus usulan",
        kalimat,
        ("Bulan", *(u.label for u in VOLUME)),
        [(sebut(b), *(isi[b, u] for u in VOLUME)) for b in pilihan.bulan],
        batang("Arus usulan", kalimat, [sebut_pendek(b) for b in pilihan.bulan], seri),
        catatan="Perbaikan masuk dihitung tiap kali dikirim ulang.",
    )


def _kata(ukuran: Ukuran) -> str:
    return ukuran.label[0].lower() + ukuran.label[1:] if ukuran is not Ukuran.TERBIT else "Keppres terbit"


def _posisi(pilihan: Pilihan) -> Sajian:
    baris = pilihan.posisi().values_list("tahap").annotate(Sum("jumlah"), Sum("terlambat"), Sum("ditahan"))
    isi = {tahap: jumlah for tahap, *jumlah in baris}
    tahap = [t for t in Tahap if t in alur.TERBUKA]
    jumlah = {t: isi.get(t, [0, 0, 0]) for t in tahap}
    terbuka, terlambat, ditahan = (sum(jumlah[t][n] for t in tahap) for n in range(3))
    kalimat = f"Sekarang {angka(terbuka)} usulan terbuka, {angka(terlambat)} lewat tenggat, {angka(ditahan)} ditahan."
    if terbuka:
        ramai = max(tahap, key=lambda t: jumlah[t][0])
        kalimat += f" Terbanyak pada tahap {alur.LABEL[ramai]}: {angka(jumlah[ramai][0])}."
    label = [alur.LABEL[t] for t in tahap]
    return Sajian(
        "posisi",
        "Di mana usulan berada",
        kalimat,
        ("Tahap", "Giliran", "Terbuka", "Lewat tenggat", "Ditahan"),
        [(alur.LABEL[t], alur.GILIRAN[t], *jumlah[t]) for t in tahap],
        batang_mendatar("Di mana usulan berada", kalimat, label, {"Terbuka": [jumlah[t][0] for t in tahap]}),
        catatan="Keadaan terakhir yang dihitung, tidak bergantung pada periode.",
    )


# --- how long -------------------------------------------------------------------------------------------------------
def lama(pilihan: Pilihan) -> list[Sajian]:
    """Working days in each stage: where Biro APP's clock runs, and where it waits for somebody. One query."""
    sebaran: dict[str, list[tuple[int, int]]] = defaultdict(list)
    baris = pilihan.hitungan(Ukuran.LAMA).values_list("rinci", "angka").annotate(n=Sum("jumlah")).order_by("angka")
    for tahap, hari, jumlah in baris:
        sebaran[tahap].append((hari, jumlah))
    berjalan = [t for t in Tahap if t in alur.BATAS_HARI_KERJA]
    return [
        _lama("kerja", "Lama di tahap Biro APP", pilihan, sebaran, berjalan),
        _lama("jeda", "Lama menunggu pihak lain", pilihan, sebaran, JEDA),
    ]


def _lama(
    kode: str, judul: str, pilihan: Pilihan, sebaran: Mapping[str, list[tuple[int, int]]], tahap: Iterable[Tahap]
) -> Sajian:
    baris = [_baris_lama(t, sebaran.get(t, [])) for t in tahap]
    ada = [satu for satu in baris if satu[1]]
    kalimat = f"{pilihan.rentang}: belum ada yang meninggalkan tahap ini."
    if ada:
        terlama = max(ada, key=lambda satu: (_angka(satu[3]), _angka(satu[2])))
        kalimat = (
            f"{pilihan.rentang}: paling lama di tahap {terlama[0]}. Separuh usulan melewatinya dalam "
            f"{tulis(terlama[2])} hari kerja atau kurang, sembilan dari sepuluh dalam {tulis(terlama[3])}."
        )
    seri = {"Median": [_angka(b[2]) for b in baris], "Sembilan dari sepuluh": [_angka(b[3]) for b in baris]}
    batas = ("Batas", "Lewat batas (%)") if kode == "kerja" else ()
    return Sajian(
        kode,
        judul,
        kalimat,
        ("Tahap", "Usulan", "Median (hari kerja)", "Sembilan dari sepuluh (hari kerja)", *batas),
        [satu if batas else satu[:4] for satu in baris],
        batang_mendatar(judul, kalimat, [str(b[0]) for b in baris], seri),
        catatan="Hari kerja menurut kalender SIAPP; 0 berarti selesai pada hari yang sama. Dihitung dari usulan yang "
        "meninggalkan tahap pada periode ini, sejak langkahnya dicatat.",
    )


def _angka(nilai: Nilai) -> float:
    return nilai if isinstance(nilai, int | float) else 0


def _baris_lama(tahap: Tahap, sebaran: list[tuple[int, int]]) -> tuple[Nilai, ...]:
    semua = sum(jumlah for _, jumlah in sebaran)
    batas = alur.BATAS_HARI_KERJA.get(tahap)
    lewat = sum(jumlah for hari, jumlah in sebaran if batas is not None and hari > batas)
    tengah, ekor = kuantil(sebaran, 0.5), kuantil(sebaran, SEMBILAN_DARI_SEPULUH)
    return alur.LABEL[tahap], semua, tengah, ekor, batas, persen(lewat, semua)


# --- which verdicts -------------------------------------------------------------------------------------------------
_RUANG = [(lembaga, status) for lembaga in Lembaga for status in StatusPutusan]
_KEPALA_RUANG = tuple(f"{status} {lembaga.label}" for lembaga, status in _RUANG)


def putusan(pilihan: Pilihan) -> list[Sajian]:
    """BTL and TMS by authority and round, service, reason, document and (all instansi) agency. Six queries at most."""
    isi = Counter[tuple[str, str, int]]()
    baris = pilihan.hitungan(Ukuran.PUTUSAN).values_list("layanan_id", "rinci", "angka").annotate(n=Sum("jumlah"))
    for layanan, rinci, putaran, jumlah in baris:
        isi[layanan, rinci, putaran] += jumlah
    hasil = [_putaran(pilihan, isi), _layanan(pilihan, isi)]
    if pilihan.semua_instansi:
        hasil.append(_instansi(pilihan))
    return [*hasil, *_sebab(pilihan)]


def _putaran(pilihan: Pilihan, isi: Counter[tuple[str, str, int]]) -> Sajian:
    putaran = sorted({satu for _, _, satu in isi}) or [1]
    baris = [
        (f"{lembaga.label}, putaran {satu}", *_pecah(isi, lembaga, putaran=satu))
        for lembaga in Lembaga
        for satu in putaran
    ]
    kata = [_kata_lembaga(lembaga, _pecah(isi, lembaga)) for lembaga in Lembaga]
    kalimat = f"{pilihan.rentang}: {'; '.join(kata)}."
    seri = {status.value: [b[2 + n] for b in baris] for n, status in enumerate(StatusPutusan)}
    return Sajian(
        "putaran",
        "Putusan per putaran",
        kalimat,
        ("Lembaga dan putaran", "Putusan", *(s.value for s in StatusPutusan), "BTL (%)"),
        baris,
        batang("Putusan per putaran", kalimat, [str(b[0]) for b in baris], _angka_seri(seri)),
    )


def _angka_seri(seri: Mapping[str, list[Any]]) -> dict[str, list[float | None]]:
    return {nama: [*isi] for nama, isi in seri.items()}


def _pecah(isi: Counter[tuple[str, str, int]], lembaga: Lembaga, putaran: int = 0) -> tuple[Nilai, ...]:
    jumlah = [
        sum(n for (_, rinci, p), n in isi.items() if rinci == f"{lembaga}:{status}" and putaran in {0, p})
        for status in StatusPutusan
    ]
    semua = sum(jumlah)
    return semua, *jumlah, persen(jumlah[1], semua)


def _kata_lembaga(lembaga: Lembaga, pecah: tuple[Nilai, ...]) -> str:
    semua, _, btl, tms = (int(_angka(satu)) for satu in pecah[:4])
    bagian = f", {sebut_persen(btl, semua)} BTL dan {sebut_persen(tms, semua)} TMS" if semua else ""
    return f"{lembaga.label} memberi {angka(semua)} putusan{bagian}"


def _layanan(pilihan: Pilihan, isi: Counter[tuple[str, str, int]]) -> Sajian:
    per_layanan = Counter[tuple[str, str]]()
    for (layanan, rinci, _), jumlah in isi.items():
        per_layanan[layanan, rinci] += jumlah
    nama = dict(Layanan.objects.order_by("urutan").values_list("kode", "nama"))
    ada = [kode for kode in nama if any(per_layanan[kode, f"{a}:{b}"] for a, b in _RUANG)]
    return _tabel_putusan("layanan", "Putusan per layanan", pilihan, {kode: nama[kode] for kode in ada}, per_layanan)


def _instansi(pilihan: Pilihan) -> Sajian:
    per_instansi = Counter[tuple[str, str]]()
    baris = pilihan.hitungan_tiap_instansi(Ukuran.PUTUSAN).values_list("instansi_id", "rinci")
    for instansi, rinci, jumlah in baris.annotate(n=Sum("jumlah")):
        per_instansi[str(instansi), rinci] += jumlah
    ada = {instansi for instansi, _ in per_instansi}
    nama = dict(Instansi.objects.filter(pk__in=ada).values_list("pk", "nama"))
    return _tabel_putusan("instansi", "Putusan per instansi", pilihan, nama, per_instansi)


def _tabel_putusan(
    kode: str, judul: str, pilihan: Pilihan, nama: Mapping[str, str], isi: Counter[tuple[str, str]]
) -> Sajian:
    baris = [_baris_putusan(label, kunci, isi) for kunci, label in nama.items()]
    baris.sort(key=lambda satu: (-_angka(satu[-2]), str(satu[0])))
    atas = [satu for satu in baris if satu[-2]][:GAMBAR_TERBANYAK]
    kalimat = f"{pilihan.rentang}: tidak ada yang dikembalikan."
    if atas:
        kalimat = f"{pilihan.rentang}: paling banyak dikembalikan (BTL) {atas[0][0]}, {tulis(atas[0][-2])} kali."
    gambar = batang_mendatar(judul, kalimat, [str(b[0]) for b in atas], {"BTL": [_angka(b[-2]) for b in atas]})
    kepala = (judul.removeprefix("Putusan per ").capitalize(), *_KEPALA_RUANG, "BTL bersama", "BTL (%)")
    return Sajian(kode, judul, kalimat, kepala, baris, gambar if atas else type(gambar)(), tampak=TAMPAK)


def _baris_putusan(label: str, kunci: str, isi: Counter[tuple[str, str]]) -> tuple[Nilai, ...]:
    jumlah = [isi[kunci, f"{lembaga}:{status}"] for lembaga, status in _RUANG]
    btl = sum(isi[kunci, f"{lembaga}:{StatusPutusan.BTL}"] for lembaga in Lembaga)
    return label, *jumlah, btl, persen(btl, sum(jumlah))


def _sebab(pilihan: Pilihan) -> list[Sajian]:
    """Why Biro APP returned: which reasons and which documents."""
    isi = pilihan.hitungan(Ukuran.ALASAN, Ukuran.DOKUMEN).values_list("ukuran", "rinci").annotate(n=Sum("jumlah"))
    jumlah: dict[str, Counter[str]] = {Ukuran.ALASAN: Counter(), Ukuran.DOKUMEN: Counter()}
    for ukuran, rinci, n in isi:
        jumlah[ukuran][rinci] += n
    alasan, dokumen = nama_alasan(jumlah[Ukuran.ALASAN]), nama_dokumen(jumlah[Ukuran.DOKUMEN])
    return [
        _tabel_sebab("alasan", "Alasan penolakan dokumen", "Alasan", pilihan, jumlah[Ukuran.ALASAN], alasan),
        _tabel_sebab("dokumen", "Dokumen yang ditolak", "Dokumen", pilihan, jumlah[Ukuran.DOKUMEN], dokumen),
    ]


def _tabel_sebab(
    kode: str, judul: str, kepala: str, pilihan: Pilihan, jumlah: Counter[str], nama: Mapping[str, str]
) -> Sajian:
    semua = jumlah.total()
    baris: list[tuple[Nilai, ...]] = [(nama.get(k, k), n, persen(n, semua)) for k, n in jumlah.most_common()]
    kalimat = f"{pilihan.rentang}: tidak ada dokumen yang ditolak Biro APP."
    if baris:
        kalimat = f"{pilihan.rentang}: {angka(semua)} penolakan; terbanyak “{baris[0][0]}” ({tulis(baris[0][2])} %)."
    atas = baris[:GAMBAR_TERBANYAK]
    gambar = batang_mendatar(judul, kalimat, [str(b[0]) for b in atas], {"Kali": [_angka(b[1]) for b in atas]})
    catatan = "Dari putusan BTL Biro APP yang terbit. BKN tidak menyebut dokumen; alasannya ada di keterangannya."
    gambar = gambar if atas else type(gambar)()
    return Sajian(kode, judul, kalimat, (kepala, "Kali", "Bagian (%)"), baris, gambar, catatan, TAMPAK)


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part: its words on a tab, and what it shows."""

    label: str
    isi: Callable[[Pilihan], list[Sajian]]


BAGIAN: Mapping[str, Bagian] = {
    "arus": Bagian("Arus dan posisi", arus),
    "lama": Bagian("Lama per tahap", lama),
    "putusan": Bagian("BTL dan TMS", putusan),
    "papan": Bagian("Papan instansi", papan),
}
