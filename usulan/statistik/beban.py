"""The load of each verifier: what they hold now, and what they decided in a period. Biro APP's own."""

from django.db.models import Sum

from siapp.akun.models import Kategori, Pengguna
from siapp.web.templatetags.siapp import angka
from usulan.forms.antrean import verifikator_untuk
from usulan.models import Ukuran
from usulan.statistik.bagian import GAMBAR_TERBANYAK
from usulan.statistik.gambar import batang_mendatar
from usulan.statistik.pilihan import Pilihan
from usulan.statistik.sajian import Nilai, Sajian
from usulan.tampilan.antrean import beban_pokja


def beban(pilihan: Pilihan, pengguna: Pengguna) -> list[Sajian]:
    """Return one table, the busiest first; five queries. Of all instansi, whatever instansi is chosen."""
    kategori = {pilihan.kategori} if pilihan.kategori else set(Kategori.values)
    hitungan = pilihan.hitungan(Ukuran.VERIFIKATOR).values_list("rinci").annotate(n=Sum("jumlah"))
    diputus = {int(kunci): jumlah for kunci, jumlah in hitungan}
    kini = beban_pokja(verifikator_untuk(pengguna, pilihan.kategori), kategori)
    baris: list[tuple[Nilai, ...]] = [
        (b.pengguna.nama, b.tugas, b.terlambat, b.konfirmasi, b.perbaikan, diputus.pop(b.pengguna.pk, 0)) for b in kini
    ]
    lain = dict(Pengguna.objects.filter(pk__in=diputus).values_list("pk", "nama"))
    baris += [(nama, 0, 0, 0, 0, diputus[kunci]) for kunci, nama in lain.items()]
    baris.sort(key=lambda satu: (-_bulat(satu[1]), -_bulat(satu[5]), str(satu[0])))
    return [_sajian(pilihan, baris)]


def _bulat(nilai: Nilai) -> int:
    return nilai if isinstance(nilai, int) else 0


def _sajian(pilihan: Pilihan, baris: list[tuple[Nilai, ...]]) -> Sajian:
    tugas, telat, putusan = (sum(_bulat(satu[n]) for satu in baris) for n in (1, 2, 5))
    kalimat = (
        f"Sekarang {angka(tugas)} usulan dipegang {angka(len(baris))} verifikator, {angka(telat)} lewat tenggat. "
        f"{pilihan.rentang}: {angka(putusan)} putusan diberikan."
    )
    atas = baris[:GAMBAR_TERBANYAK]
    seri = {"Tugas sekarang": [_bulat(b[1]) for b in atas], "Putusan pada periode": [_bulat(b[5]) for b in atas]}
    kepala = (
        "Tugas sekarang",
        "Lewat tenggat",
        "Menunggu konfirmasi TMS",
        "Menunggu perbaikan PIC",
        "Putusan pada periode",
    )
    gambar = batang_mendatar(
        "Beban verifikator", kalimat, [str(b[0]) for b in atas], {k: [*v] for k, v in seri.items()}
    )
    return Sajian("verifikator", "Beban verifikator", kalimat, ("Verifikator", *kepala), baris, gambar)
