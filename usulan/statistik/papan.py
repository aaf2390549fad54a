"""The board of one agency: what was returned and why, over time, beside all others without a name (issue 12)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet, Sum

from siapp.web.templatetags.siapp import angka
from usulan.models import HitunganBulan, Lembaga, StatusPutusan, Ukuran
from usulan.statistik.bulan import sebut, sebut_pendek
from usulan.statistik.gambar import batang, batang_mendatar
from usulan.statistik.nama import nama_alasan, nama_dokumen
from usulan.statistik.pilihan import Pilihan
from usulan.statistik.sajian import Nilai, Sajian, persen, sebut_persen, tulis

# Fewer others than these could be reckoned back to one of them.
LAIN_TERSEDIKIT = 3
GAMBAR_TERBANYAK = 10
_BTL = frozenset(f"{lembaga}:{StatusPutusan.BTL}" for lembaga in Lembaga)
_CATATAN = (
    f"Instansi lain dihitung bersama tanpa nama, dan hanya bila sedikitnya {LAIN_TERSEDIKIT} mempunyai putusan pada "
    "periode ini."
)


def papan(pilihan: Pilihan) -> list[Sajian]:
    """Returned shares and causes of one agency beside all others; seven queries. Biro APP chooses the agency."""
    if pilihan.semua_instansi:
        kalimat = "Pilih satu instansi pada saringan di atas untuk melihat papannya."
        return [Sajian("pilih", "Papan instansi", kalimat, ("Instansi",), [])]
    semua = replace(pilihan, cakupan=None, instansi="")
    banding = _cukup_lain(pilihan, semua)
    return [_kembali(pilihan, semua, banding), *_sebab(pilihan, semua, banding)]


def _sekelompok(pilihan: Pilihan, hitungan: QuerySet[HitunganBulan]) -> QuerySet[HitunganBulan]:
    """Of the kelompok that are compared: a PIC's own ones."""
    if pilihan.cakupan is None:
        return hitungan
    return hitungan.filter(layanan__kategori__in=sorted({k for satu in pilihan.cakupan.values() for k in satu}))


def _cukup_lain(pilihan: Pilihan, semua: Pilihan) -> bool:
    tiap = _sekelompok(pilihan, semua.hitungan_tiap_instansi(Ukuran.PUTUSAN)).values_list("instansi_id").distinct()
    sendiri = {pilihan.instansi} if pilihan.instansi else set(pilihan.cakupan or ())
    return len({instansi for (instansi,) in tiap} - sendiri) >= LAIN_TERSEDIKIT


def _kembali(pilihan: Pilihan, semua: Pilihan, banding: bool) -> Sajian:
    sendiri, bersama = (_per_bulan(pilihan, p.hitungan(Ukuran.PUTUSAN)) for p in (pilihan, semua))
    lain = bersama - sendiri if banding else Counter[tuple[Any, bool]]()
    baris = [_baris(sebut(b), [b], sendiri, lain) for b in pilihan.bulan]
    kalimat = _kalimat_kembali(pilihan, _baris("", pilihan.bulan, sendiri, lain), _beruntun(pilihan, sendiri))
    seri = {"Instansi ini": [_pecahan(b[3]) for b in baris], "Instansi lain": [_pecahan(b[4]) for b in baris]}
    if not banding:
        del seri["Instansi lain"]
    return Sajian(
        "kembali",
        "Berapa yang dikembalikan",
        kalimat,
        ("Bulan", "Putusan", "BTL", "BTL (%)", "BTL instansi lain (%)"),
        baris,
        batang("Bagian putusan yang BTL, persen", kalimat, [sebut_pendek(b) for b in pilihan.bulan], seri),
        catatan=f"Putusan Biro APP dan BKN bersama. {_CATATAN}",
    )


def _per_bulan(pilihan: Pilihan, hitungan: QuerySet[HitunganBulan]) -> Counter[tuple[Any, bool]]:
    """{(month, whether it was BTL): how many}."""
    hasil = Counter[tuple[Any, bool]]()
    baris = _sekelompok(pilihan, hitungan).values_list("bulan", "rinci").annotate(n=Sum("jumlah"))
    for bulan, rinci, jumlah in baris:
        hasil[bulan, rinci in _BTL] += jumlah
    return hasil


def _baris(nama: str, bulan: list[Any], sendiri: Counter[Any], lain: Counter[Any]) -> tuple[Nilai, ...]:
    btl, btl_lain = (sum(isi[b, True] for b in bulan) for isi in (sendiri, lain))
    semua, semua_lain = (sum(isi[b, satu] for b in bulan for satu in (True, False)) for isi in (sendiri, lain))
    return nama, semua, btl, persen(btl, semua), persen(btl_lain, semua_lain)


def _beruntun(pilihan: Pilihan, sendiri: Counter[Any]) -> int:
    """How many months up to the last, of those with verdicts, had no BTL."""
    jumlah = 0
    for bulan in reversed(pilihan.bulan):
        if sendiri[bulan, True]:
            break
        jumlah += bool(sendiri[bulan, False])
    return jumlah


def _kalimat_kembali(pilihan: Pilihan, semua: tuple[Nilai, ...], beruntun: int) -> str:
    _, putusan, btl, _, lain = semua
    if not isinstance(putusan, int) or not putusan or not isinstance(btl, int):
        return f"{pilihan.rentang}: belum ada putusan untuk instansi ini."
    kata = f"{pilihan.rentang}: {angka(btl)} dari {angka(putusan)} putusan BTL ({sebut_persen(btl, putusan)})"
    kata += f"; instansi lain {tulis(lain)} %." if lain is not None else "."
    return f"{kata} Nol BTL {beruntun} bulan berturut-turut." if beruntun else kata


def _pecahan(nilai: Nilai) -> float | None:
    return nilai if isinstance(nilai, int | float) else None


def _sebab(pilihan: Pilihan, semua: Pilihan, banding: bool) -> list[Sajian]:
    """Own causes first, each beside how large a part of the others' it is."""
    sendiri, bersama = (_per_sebab(pilihan, p) for p in (pilihan, semua))
    hasil = []
    for ukuran, kode, judul, nama in (
        (Ukuran.ALASAN, "alasan", "Mengapa dikembalikan", nama_alasan),
        (Ukuran.DOKUMEN, "dokumen", "Dokumen yang dikembalikan", nama_dokumen),
    ):
        lain = bersama[ukuran] - sendiri[ukuran] if banding else Counter[str]()
        hasil.append(_tabel(pilihan, kode, judul, sendiri[ukuran], lain, nama(sendiri[ukuran])))
    return hasil


def _per_sebab(pilihan: Pilihan, siapa: Pilihan) -> Mapping[str, Counter[str]]:
    hasil: dict[str, Counter[str]] = {Ukuran.ALASAN: Counter(), Ukuran.DOKUMEN: Counter()}
    hitungan = _sekelompok(pilihan, siapa.hitungan(*hasil))
    for ukuran, rinci, jumlah in hitungan.values_list("ukuran", "rinci").annotate(n=Sum("jumlah")):
        hasil[ukuran][rinci] += jumlah
    return hasil


def _tabel(
    pilihan: Pilihan, kode: str, judul: str, sendiri: Counter[str], lain: Counter[str], nama: Mapping[str, str]
) -> Sajian:
    total, total_lain = sendiri.total(), lain.total()
    baris: list[tuple[Nilai, ...]] = [
        (nama.get(k, k), n, persen(n, total), persen(lain[k], total_lain)) for k, n in sendiri.most_common()
    ]
    kalimat = f"{pilihan.rentang}: tidak ada dokumen yang ditolak Biro APP."
    if baris:
        kalimat = f"{pilihan.rentang}: terbanyak “{baris[0][0]}”, {tulis(baris[0][2])} % dari {angka(total)} penolakan."
        kalimat += _lebih_baik(baris)
    atas = baris[:GAMBAR_TERBANYAK]
    seri = {"Instansi ini": [_pecahan(b[2]) for b in atas]}
    if total_lain:
        seri["Instansi lain"] = [_pecahan(b[3]) for b in atas]
    gambar = batang_mendatar(f"{judul}, persen", kalimat, [str(b[0]) for b in atas], seri)
    kepala = (judul.split(maxsplit=1)[0] if kode == "dokumen" else "Alasan", "Kali", "Bagian (%)", "Instansi lain (%)")
    return Sajian(kode, judul, kalimat, kepala, baris, gambar if atas else type(gambar)(), _CATATAN)


def _lebih_baik(baris: list[tuple[Nilai, ...]]) -> str:
    """Say where others did better: the cause whose part here exceeds theirs the most."""
    beda = [
        (sini - sana, str(nama), sana)
        for nama, _, sini, sana in baris
        if isinstance(sini, int | float) and isinstance(sana, int | float) and sini > sana
    ]
    if not beda:
        return ""
    _, nama, sana = max(beda)
    return f" Instansi lain lebih jarang ditolak karena “{nama}”: {tulis(sana)} %."
