"""The checklist rows: the state of each in words, what may be done with it, and which file could be used again."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.foto import asal_foto
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.terimaan import DOKUMEN, GAMBAR, Terimaan
from siapp.berkas.tte_kalimat import KalimatTte, kalimat_berkas
from siapp.web.templatetags.siapp import ukuran
from usulan import kebijakan
from usulan.actions.dokumen import putaran_unggahan, versi_lama
from usulan.models import Dokumen, HasilPenilaian, Lembaga, PenilaianDokumen, Putusan, Usulan, VersiDokumen
from usulan.tahap import Kerja, Tahap

TERIMAAN = {False: DOKUMEN, True: GAMBAR}
"""What a row takes, by whether its requirement is a picture."""
SARAN_PAKAI_ULANG = 5
MIB = 1024 * 1024
# While its file is inspected a row asks for itself after as long a pause as the file has waited already; a page that is
# left open must not keep an idle session alive, so it stops asking.
JEDA_SEGAR = (timedelta(seconds=0.7), timedelta(seconds=10))
SEGAR_TERLAMA = timedelta(minutes=10)
RUSAK = "Isi berkas di penyimpanan berubah, jadi tidak dapat dipakai. Unggah ulang berkasnya."


@dataclass(slots=True)
class BarisDokumen:
    """One row as the screen shows it. `keadaan` is a code of lencana.py, `kata` its word if not the usual one."""

    pk: int
    nama: str
    wajib: bool
    kondisi: str
    keadaan: str
    jenis: str
    gambar: bool
    ukuran_maks: int
    kata: str = ""
    galat: str = ""
    catatan: str = ""
    versi: VersiDokumen | None = None
    lama: VersiDokumen | None = None
    terkunci: bool = False
    dijawab: bool = False
    harus_diganti: bool = False
    pakai_ulang: list[VersiDokumen] = field(default_factory=list)

    @property
    def terimaan(self) -> Terimaan:
        return TERIMAAN[self.gambar]

    @property
    def berfoto(self) -> bool:
        """Whether its file was made of photos, whose order may be changed."""
        return self.versi is not None and asal_foto(self.versi.berkas) is not None

    def diminta(self) -> str:
        """What is wanted, before anything is uploaded."""
        return f"{self.terimaan.kata}, paling besar {ukuran(self.ukuran_maks)}"

    @property
    def id(self) -> str:
        """The id of its element on the page."""
        return f"dok-{self.pk}"

    @property
    def tte(self) -> list[KalimatTte]:
        """What is said of the electronic signatures of its file."""
        return kalimat_berkas(self.versi.berkas) if self.versi else []

    @property
    def rincian(self) -> str:
        """Size, pages and number of the version in words; "" without one."""
        if self.versi is None:
            return ""
        halaman = f"{self.versi.berkas.halaman} halaman" if self.versi.berkas.halaman else ""
        return ", ".join(filter(None, (ukuran(self.versi.berkas.ukuran), halaman, f"versi {self.versi.nomor}")))

    @property
    def jeda_segar(self) -> int:
        """Milliseconds until the row asks for itself again; 0 when there is nothing to wait for any more."""
        if self.keadaan != KeadaanBerkas.DIPERIKSA or self.versi is None:
            return 0
        umur = timezone.now() - self.versi.diunggah_pada
        tersingkat, terlama = JEDA_SEGAR
        return min(max(umur, tersingkat), terlama) // timedelta(milliseconds=1) if umur < SEGAR_TERLAMA else 0

    @property
    def kosong(self) -> bool:
        """Whether a file may be put here unasked: there is none, or one that has to be replaced."""
        return self.keadaan in {"KOSONG", "TIDAK_SESUAI", "DITOLAK"}

    @property
    def ada(self) -> bool:
        return self.versi is not None


def baris_dokumen(usulan: Usulan, pengguna: Pengguna, hanya: int | None = None) -> list[BarisDokumen]:
    """The rows of `usulan`, mandatory ones first, each in the agreement's order; `hanya` gives one row alone.

    A constant number of queries, however many rows there are.
    """
    rujukan = ("persyaratan", "versi_kini__berkas__tte", "versi_kini__berkas__asli", "usulan")
    semua = list(usulan.dokumen.select_related(*rujukan).order_by("-persyaratan__wajib", "persyaratan__urutan"))
    sama = _berkas_sama(semua)
    alasan = alasan_ditolak(usulan) if usulan.tahap_kini is Tahap.PERBAIKAN else {}
    ulang = _pakai_ulang(usulan, pengguna) if kebijakan.mungkin(usulan, Kerja.UNGGAH) else {}
    dilihat = [d for d in semua if hanya is None or d.pk == hanya]
    baris = [_baris(usulan, d, sama.get(d.pk, ""), alasan.get(d.pk), ulang) for d in dilihat]
    _isi_versi_lama(usulan, baris)
    return baris


def _berkas_sama(semua: list[Dokumen]) -> dict[int, str]:
    """{row: name of the other row that holds the same bytes}."""
    per_sidik = defaultdict(list)
    for dokumen in semua:
        if dokumen.versi_kini:
            per_sidik[dokumen.versi_kini.berkas.sha256].append(dokumen)
    return {
        d.pk: next(lain.persyaratan.nama for lain in kembar if lain is not d)
        for kembar in per_sidik.values()
        if len(kembar) > 1
        for d in kembar
    }


def putaran_terbit(usulan: Usulan) -> list[int]:
    """The rounds whose verdict Biro APP has published: only these are shown to a PIC (alur.md 4)."""
    terbit = Putusan.objects.filter(usulan=usulan, lembaga=Lembaga.BIRO_APP, terbit_pada__isnull=False)
    return list(terbit.values_list("putaran", flat=True))


def alasan_ditolak(usulan: Usulan) -> dict[int, PenilaianDokumen]:
    """{row: its refusal in the present round}, once that round is published."""
    if usulan.putaran not in putaran_terbit(usulan):
        return {}
    ditolak = PenilaianDokumen.objects.filter(
        dokumen__usulan=usulan, putaran=usulan.putaran, hasil=HasilPenilaian.TIDAK_SESUAI
    )
    return {p.dokumen_id: p for p in ditolak.select_related("alasan")}


def _pakai_ulang(usulan: Usulan, pengguna: Pengguna) -> dict[str, list[VersiDokumen]]:
    """{document type: newest usable files of earlier usulan of this person}."""
    hasil: dict[str, list[VersiDokumen]] = defaultdict(list)
    calon = versi_lama(usulan, pengguna)
    dilihat = set()
    for versi in calon.select_related("dokumen__usulan").order_by("-diunggah_pada")[:200]:
        jenis = versi.dokumen.persyaratan.jenis
        if (jenis, versi.berkas.sha256) not in dilihat and len(hasil[jenis]) < SARAN_PAKAI_ULANG:
            dilihat.add((jenis, versi.berkas.sha256))
            hasil[jenis].append(versi)
    return hasil


def _baris(
    usulan: Usulan,
    dokumen: Dokumen,
    sama: str,
    penilaian: PenilaianDokumen | None,
    ulang: dict[str, list[VersiDokumen]],
) -> BarisDokumen:
    syarat, versi = dokumen.persyaratan, dokumen.versi_kini
    keadaan, kata, galat = _keadaan(versi.berkas if versi else None, sama)
    dijawab = versi is not None and versi.putaran == putaran_unggahan(usulan)
    harus_diganti = usulan.perbaikan_ditandai and dokumen.terbuka and not dijawab
    if harus_diganti and not galat:
        keadaan, kata = ("TIDAK_SESUAI", "Harus diganti") if versi else ("KOSONG", "Harus diunggah")
    terkunci = not kebijakan.mungkin(usulan, Kerja.UNGGAH) or (
        usulan.tahap_kini is Tahap.PERBAIKAN and not dokumen.terbuka
    )
    return BarisDokumen(
        pk=dokumen.pk,
        nama=syarat.nama,
        wajib=syarat.wajib,
        kondisi=f"Hanya untuk jabatan {syarat.kondisi}." if syarat.kondisi else "",
        keadaan=keadaan,
        jenis=syarat.jenis,
        gambar=syarat.gambar,
        ukuran_maks=syarat.ukuran_maks_mib * MIB if syarat.ukuran_maks_mib else settings.BERKAS_UKURAN_MAKS,
        kata=kata,
        galat=galat,
        catatan=f"Ditolak: {penilaian.teks_alasan}" if penilaian else "",
        versi=versi,
        terkunci=terkunci,
        dijawab=dijawab,
        harus_diganti=harus_diganti,
        pakai_ulang=[] if terkunci or versi else ulang.get(syarat.jenis, []),
    )


def _keadaan(berkas: Berkas | None, sama: str) -> tuple[str, str, str]:
    """(code, word, sentence) of a row's file."""
    if berkas is None:
        return "KOSONG", "", ""
    if berkas.rusak_sejak:
        return "DITOLAK", "Rusak", RUSAK
    if berkas.keadaan == KeadaanBerkas.DITOLAK:
        return "DITOLAK", "", berkas.kalimat_tolak
    if berkas.keadaan == KeadaanBerkas.DIPERIKSA:
        return "DIPERIKSA", "", ""
    if sama:
        return "ADA_GALAT", "Berkas sama", f"Berkas ini sama persis dengan “{sama}”. Ganti salah satunya."
    return "TERSEDIA", "Diterima", ""


def _isi_versi_lama(usulan: Usulan, baris: list[BarisDokumen]) -> None:
    """In a correction, put beside each answered row the version that was sent before."""
    if usulan.tahap_kini is not Tahap.PERBAIKAN:
        return
    lama = VersiDokumen.objects.filter(dokumen__in=[b.pk for b in baris], putaran__lte=usulan.putaran)
    terakhir = {v.dokumen_id: v for v in lama.select_related("berkas__asli").order_by("nomor")}
    for b in baris:
        b.lama = terakhir.get(b.pk) if not b.terkunci else None


def hitung(baris: list[BarisDokumen], *, wajib: bool) -> tuple[int, int]:
    """(rows with a usable or waiting file, rows) among the mandatory or the supporting ones."""
    dipilih = [b for b in baris if b.wajib is wajib]
    return sum(b.ada and b.keadaan != "DITOLAK" for b in dipilih), len(dipilih)
