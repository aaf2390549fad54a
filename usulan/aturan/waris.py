"""Rules about the survivors and what they are paid."""

from collections.abc import Iterator

from referensi.models import Keluarga
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.pensiun import WARIS

KELUARGA = (
    ("ahli_waris_pasangan", Keluarga.Hubungan.PASANGAN),
    ("ahli_waris_anak", Keluarga.Hubungan.ANAK),
)
RATUSAN = 100


@aturan("ahli-waris-ada", "Ada ahli waris", Tingkat.PERINGATAN, bagian=Bagian.DATA, sumber=batas.UU11, untuk=WARIS)
def ahli_waris_ada(konteks: Konteks) -> Iterator[Temuan]:
    if not any(konteks.nilai(bidang) for bidang, _ in KELUARGA):
        yield Temuan("Janda/duda dan anak kosong. Isi paling sedikit satu ahli waris.", "ahli_waris_pasangan")


def _nama(teks: str) -> str:
    """A name as it is compared: without titles after the comma, dots, case and spare spaces."""
    return " ".join(teks.partition(",")[0].lower().replace(".", " ").split())


@aturan(
    "ahli-waris-asn",
    "Ahli waris sama dengan Data keluarga",
    Tingkat.PERINGATAN,
    bagian=Bagian.DATA,
    sumber=batas.SIASN,
    untuk=WARIS,
)
def ahli_waris_asn(konteks: Konteks) -> Iterator[Temuan]:
    for bidang, hubungan in KELUARGA:
        tercatat = konteks.keluarga[hubungan]
        kenal = {_nama(nama) for nama in tercatat}
        asing = [n.strip() for n in (konteks.nilai(bidang) or "").split(";") if n.strip() and _nama(n) not in kenal]
        if asing and (kenal or hubungan == Keluarga.Hubungan.PASANGAN):
            data = "; ".join(tercatat) or "kosong"
            yield Temuan(
                f"{konteks.label(bidang)} “{'; '.join(asing)}” tidak ada pada Data ASN ({data}). Pastikan dokumennya "
                "mendukung, atau perbarui di SIASN.",
                bidang,
            )


@aturan(
    "pembulatan",
    "Pembulatan pensiun pokok ke ratusan rupiah",
    Tingkat.PERINGATAN,
    bagian=Bagian.DATA,
    sumber="Peraturan BKN tentang penetapan pensiun pokok: dibulatkan ke atas menjadi ratusan rupiah",
    perlu=("pensiun_pokok", "pembulatan_pensiun_pokok"),
)
def pembulatan(konteks: Konteks) -> Iterator[Temuan]:
    pokok, bulat = konteks.nilai("pensiun_pokok"), konteks.nilai("pembulatan_pensiun_pokok")
    if not 0 <= bulat - pokok < RATUSAN:
        benar = -(-pokok // RATUSAN) * RATUSAN
        yield Temuan(
            f"Pembulatan {bulat} tidak sesuai dengan pensiun pokok {pokok}; seharusnya {benar}.",
            "pembulatan_pensiun_pokok",
            terkait=("pensiun_pokok",),
        )
