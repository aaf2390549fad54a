"""Rules about what scans look like: always a question with the page beside it, never an error (keputusan/0096)."""

from collections.abc import Iterator

from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.isi import SEMUA
from usulan.bacaan.bentuk import JenisFakta
from usulan.bacaan.mutu import KATA

SUMBER = "Sebab pengembalian berkas oleh BKN: pindaian kosong, terbalik, terpotong, gelap, atau kasar"
SARAN = {
    "KOSONG": "buang halaman itu, atau unggah yang lengkap",
    "TERBALIK": "putar halamannya, lalu unggah lagi",
    "REBAH": "putar halamannya, lalu unggah lagi",
    "TERPOTONG": "pindai lagi seluruh kertasnya",
    "GELAP": "pindai atau potret lagi di tempat terang",
    "RENDAH": "pindai lagi dengan 150–200 dpi",
}


def temuan_cacat(konteks: Konteks, *kode: str) -> Iterator[Temuan]:
    """Yield one question for each paper and flaw, with all its pages."""
    for b in konteks.bacaan:
        for satu in kode:
            semua = [f for f in b.fakta.semua(JenisFakta.CACAT) if f.nilai == satu]
            if semua and b.versi:
                di = ", ".join(dict.fromkeys(str(f.tempat.halaman) for f in semua))
                awal = f"“{b.dokumen.persyaratan.nama}” hlm. {di}: {KATA[satu]}."
                pesan = f"{awal} Periksa gambarnya; bila benar, {SARAN[satu]}."
                yield Temuan(pesan, dokumen_id=b.dokumen.pk, fakta=semua[0], versi_id=b.versi.pk)


def _daftarkan(kode_aturan: str, judul: str, *kode: str) -> None:
    @aturan(kode_aturan, judul, Tingkat.PERINGATAN, bagian=Bagian.DOKUMEN, sumber=SUMBER, isi=SEMUA)
    def _jalankan(konteks: Konteks) -> Iterator[Temuan]:
        yield from temuan_cacat(konteks, *kode)


_daftarkan("pindaian-kosong", "Tidak ada pindaian kosong atau bagian belakang", "KOSONG")
_daftarkan("pindaian-arah", "Halaman pindaian tegak", "TERBALIK", "REBAH")
_daftarkan("pindaian-terpotong", "Tulisan pindaian tidak terpotong", "TERPOTONG")
_daftarkan("pindaian-gelap", "Pindaian cukup terang", "GELAP")
_daftarkan("pindaian-kasar", "Pindaian paling sedikit 100 dpi", "RENDAH")
