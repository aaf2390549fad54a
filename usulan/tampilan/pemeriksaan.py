"""Pemeriksaan awal as a page: what was looked at and what was not, in the order of the work (keputusan/0077)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from siapp.berkas.keadaan import KeadaanBacaan, KeadaanBerkas
from usulan.actions.temuan import penjelasan
from usulan.aturan import ATURAN, Bagian, Butir, Temuan, Tingkat, periksa_isi
from usulan.bacaan.simpan import BacaanDokumen, fakta_usulan
from usulan.models import Dokumen, PenilaianTemuan, Usulan
from usulan.tampilan.potongan import Potongan, potongan
from usulan.tampilan.tugas import alamat_temuan

JUDUL = {
    Bagian.ORANG: "Orang",
    Bagian.LAYANAN: "Syarat layanan",
    Bagian.DATA: "Data dan surat",
    Bagian.DOKUMEN: "Dokumen",
}
# What these rules cannot know; it is said, so that nobody takes silence for a yes.
BUKAN_MESIN = (
    "coretan tanda tangan dan cap di atas kertas",
    "hukuman disiplin dan proses pidana",
    "keaslian dokumen, dan isi yang belum dibaca atau tidak dikenali mesin",
)

# Rules that say what is lacking: the task list counts it.
KELENGKAPAN = {ATURAN[kode].judul for kode in ("data-wajib", "surat-pengantar", "dokumen-wajib", "dokumen-jabatan")}


@dataclass(frozen=True, slots=True)
class BarisTemuan:
    """One finding: `galat` stops the signing; `sumber` is the answer to "Mengapa?".

    `potongan`: what to look at where a machine read it; `tepat`: what a verifier said of it; `alasan`: how a PIC
    answered the warning.
    """

    pesan: str
    url: str
    galat: bool
    judul: str
    sumber: str
    potongan: Potongan | None = None
    sidik: str = ""
    tepat: bool | None = None
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Kelompok:
    """One part of the page. `belum`: (title, what it waits for)."""

    kode: str
    judul: str
    temuan: list[BarisTemuan]
    lolos: list[Butir]
    belum: list[tuple[str, str]]

    @property
    def jumlah(self) -> int:
        return len(self.lolos) + len({t.judul for t in self.temuan})


def _baris(usulan: Usulan, butir: Butir, temuan: Temuan) -> BarisTemuan:
    galat = temuan.tingkat is Tingkat.GALAT
    satu, gambar = butir.aturan, potongan(usulan, temuan)
    url = alamat_temuan(usulan, temuan)
    return BarisTemuan(temuan.pesan, url, galat, satu.judul, satu.sumber, gambar, temuan.sidik)


def kelompok_pemeriksaan(usulan: Usulan, butir: Iterable[Butir]) -> list[Kelompok]:
    """Return the parts of the page in the order of the work; in each, errors stand first. One query."""
    semua, jawab = list(butir), penjelasan(usulan)
    hasil = []
    for bagian, judul in JUDUL.items():
        isi = [b for b in semua if b.aturan.bagian is bagian]
        temuan = [replace(_baris(usulan, b, t), alasan=jawab.get(t.sidik, "")) for b in isi for t in b.temuan]
        belum = [(b.aturan.judul, "menunggu " + ", ".join(b.kurang)) for b in isi if b.kurang]
        kelompok = Kelompok(bagian, judul, sorted(temuan, key=lambda t: not t.galat), [], belum)
        kelompok.lolos.extend(b for b in isi if b.lolos)
        hasil.append(kelompok)
    return hasil


Didapat = list[tuple[Butir, Temuan]]


def temuan_per_versi(usulan: Usulan) -> dict[int, Didapat]:
    """What the rules about papers found, by the version that they read."""
    hasil: dict[int, Didapat] = defaultdict(list)
    for butir in periksa_isi(usulan):
        for temuan in butir.temuan:
            if temuan.versi_id is not None and temuan.fakta:
                hasil[temuan.versi_id].append((butir, temuan))
    return hasil


def temuan_dokumen(usulan: Usulan, versi_id: int | None, didapat: Didapat) -> list[BarisTemuan]:
    """What was found in this version, for whoever judges it; a link leads to its page.

    Of a version that is being replaced nothing is said: what a PIC prepares is not Biro APP's to see yet.
    """
    if versi_id is None:
        return []
    tepat = dict(PenilaianTemuan.objects.filter(versi=versi_id).values_list("sidik", "tepat"))
    return [
        replace(_baris(usulan, b, t), url=f"#hlm-{t.fakta.tempat.halaman}", tepat=tepat.get(t.sidik))
        for b, t in didapat
        if t.fakta
    ]


def sejauh_ini(kelompok: Iterable[Kelompok]) -> list[BarisTemuan]:
    """The findings on what is there already; what is only lacking yet stands in the task list."""
    semua = [t for k in kelompok for t in k.temuan if t.judul not in KELENGKAPAN]
    return sorted(semua, key=lambda t: not t.galat)


def sedang_dibaca(usulan: Usulan) -> int:
    """How many documents a machine still inspects or reads: findings may come of them. One query."""
    return sum(map(_dibaca, fakta_usulan(usulan)))


def _dibaca(b: BacaanDokumen) -> bool:
    if b.versi is None or b.dokumen.persyaratan.gambar or b.versi.berkas.keadaan == KeadaanBerkas.DITOLAK:
        return False
    return b.keadaan in {None, KeadaanBacaan.MENUNGGU, KeadaanBacaan.PINDAIAN} or not b.siap


def belum_dikenal_siasn(usulan: Usulan, dokumen: Iterable[Dokumen]) -> list[str]:
    """Say what waits for the Administrator before BKN can be sent this; nothing that the PIC can mend."""
    hasil = []
    if usulan.layanan.jenis_layanan_id is None:
        hasil.append("Layanan ini belum dipasangkan dengan referensi SIASN.")
    kosong = sum(1 for d in dokumen if d.versi_kini and d.persyaratan.jenis_dokumen_id is None)
    if kosong:
        hasil.append(f"{kosong} dokumen belum dipasangkan dengan referensi SIASN.")
    return hasil
