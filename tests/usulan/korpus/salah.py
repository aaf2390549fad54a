"""The mistakes of the corpus, all of them."""

from tests.usulan.korpus import salah_isi as isi
from tests.usulan.korpus import salah_orang as orang

SALAH = [
    *(*orang.ORANG, *orang.SILANG, *orang.PANGKAT, *orang.PERIODE, *orang.SIASN, *isi.ANGKA_KREDIT, *isi.SURAT),
    *(*isi.PENSIUN, *isi.PENGABDIAN, *isi.AHLI_WARIS, *isi.FUNGSIONAL, *isi.DOKUMEN),
]
