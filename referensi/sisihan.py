"""Rows of SIASN's lists that do not fit: set aside with list, key, field, kind of value and reason (kontrak.md 1).

What is in force for such a row stays. The next load that reads the row takes it off the list. Nothing of a value is
kept but its kind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import CharField, Field, IntegerField
from django.utils import timezone
from psycopg import sql

from referensi.izin import Urusan, hak
from referensi.models import PANJANG_NAMA, BarisDisisihkan
from referensi.tabel_muatan import TabelMuatan
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat
from siapp.web.galat import GalatPengguna

SISIHAN_SEMENTARA: Final = TabelMuatan("sisihan")
# What is odd when of a row of Data ASN it cannot be said whose it is.
BIDANG_ORANG: Final = "orang"
# What of those a person may decide: another id or NIP, and no other person claims either.
NIP_BERUBAH: Final = "NIP berubah, tetapi nama dan tanggal lahirnya juga"
ID_BERUBAH: Final = "ID berubah, tetapi nama dan tanggal lahirnya juga"
DAPAT_DINYATAKAN: Final = frozenset({NIP_BERUBAH, ID_BERUBAH})
ALIRAN_ORANG: Final = "referensi:orang"
# Of one list; a list with more has a fault of its own, and its run says how many there were.
TERBANYAK: Final = 1000


@dataclass(frozen=True, slots=True)
class Sisihan:
    """One odd field of one row: `kunci`, `nip`, `nama` as far as they could be read; `bidang` "" for the row."""

    kunci: str
    nip: str
    nama: str
    bidang: str
    macam: str
    alasan: str

    def nilai(self) -> tuple[str, ...]:
        """The values of `kolom_sisihan`, short enough for the table."""
        muat = {"kunci": BarisDisisihkan._meta.get_field("kunci").max_length, "nama": PANJANG_NAMA}
        return tuple(isi[: muat.get(bidang.name)] for bidang, isi in zip(fields(self), astuple(self), strict=True))


def kolom_sisihan() -> tuple[str, ...]:
    """The columns of a row that is set aside, in the order of `Sisihan`."""
    return tuple(bidang.name for bidang in fields(Sisihan))


def sisihan_tak_muat(bidang: "Sequence[Field[Any, Any]]", nilai: Sequence[Any]) -> list[Sisihan]:
    """What of a row (`nilai`, in the order of `bidang`) does not fit: texts too long, numbers out of range."""
    menurut_nama = {satu.attname: isi for satu, isi in zip(bidang, nilai, strict=True)}
    kunci, nip, nama = str(nilai[0]), menurut_nama.get("nip", ""), menurut_nama.get("nama", "")
    tak_muat = (
        (satu.attname, *alasan) for satu, isi in zip(bidang, nilai, strict=True) for alasan in _alasan(satu, isi)
    )
    return [Sisihan(kunci, nip, nama, *isi) for isi in tak_muat]


def _alasan(bidang: "Field[Any, Any]", isi: Any) -> Iterator[tuple[str, str]]:
    if isinstance(bidang, CharField) and bidang.max_length and len(isi) > bidang.max_length:
        yield f"teks {len(isi)} huruf", f"lebih dari {bidang.max_length} huruf"
    if isinstance(bidang, IntegerField) and isi is not None:
        terkecil, terbesar = connection.ops.integer_field_range(bidang.get_internal_type())
        if not terkecil <= isi <= terbesar:
            yield "angka bulat", "di luar jangkauan"


@transaction.atomic(durable=True)
def catat_sisihan(daftar: str, nip: str = "") -> None:
    """Bring the kept list of odd rows of `daftar` in step with the load at hand: those read again go.

    `nip`: the load is of this one person, and only what was kept of this NIP is touched.
    """
    kini = timezone.now()
    with connection.cursor() as kursor:
        kursor.execute(
            sql.SQL(
                """INSERT INTO referensi_barisdisisihkan AS b
                       (daftar, kunci, nip, nama, bidang, macam, alasan, sejak, terakhir)
                   SELECT DISTINCT ON (kunci, nip, bidang)
                       %(daftar)s, kunci, nip, nama, bidang, macam, alasan, %(kini)s, %(kini)s FROM {} LIMIT %(batas)s
                   ON CONFLICT (daftar, kunci, nip, bidang) DO UPDATE
                   SET nama = excluded.nama, macam = excluded.macam, alasan = excluded.alasan, terakhir = %(kini)s"""
            ).format(SISIHAN_SEMENTARA),
            {"daftar": daftar, "kini": kini, "batas": TERBANYAK},
        )
    basi = BarisDisisihkan.objects.filter(daftar=daftar, terakhir__lt=kini)
    (basi.filter(nip=nip) if nip else basi).delete()


def baca_sisihan() -> list[Sisihan]:
    """What is odd in the load at hand."""
    nama = sql.SQL(", ").join(map(sql.Identifier, kolom_sisihan()))
    with connection.cursor() as kursor:
        kursor.execute(sql.SQL("SELECT {} FROM {}").format(nama, SISIHAN_SEMENTARA))
        return [Sisihan(*baris) for baris in kursor.fetchall()]


def dapat_dinyatakan(baris: BarisDisisihkan) -> bool:
    """Whether a person may say that the row is the known person: only id or NIP speaks for it, nothing against."""
    return baris.bidang == BIDANG_ORANG and baris.disetujui_pada is None and baris.alasan in DAPAT_DINYATAKAN


@transaction.atomic(durable=True)
def nyatakan_orang_sama(sisihan_id: int, *, oleh: Pengguna) -> BarisDisisihkan:
    """Say that a row of Data ASN is the known person whose id or NIP it bears; the next load takes it in.

    Said again it changes nothing. Raises TidakBerwenang, and GalatPengguna for a row that contradicts.
    """
    hak.check(oleh, Urusan.UBAH, pesan="Hanya administrator yang menyatakan siapa orangnya.")
    baris = BarisDisisihkan.objects.select_for_update().get(pk=sisihan_id)
    if baris.disetujui_pada is not None:
        return baris
    if not dapat_dinyatakan(baris):
        raise GalatPengguna("Baris ini bertentangan dengan data lain; minta SIASN memperbaikinya.", kode=409)
    baris.disetujui_oleh, baris.disetujui_pada = oleh, timezone.now()
    baris.save(update_fields=["disetujui_oleh", "disetujui_pada"])
    data = {"id_siasn": baris.kunci, "nip": baris.nip}
    catat(ALIRAN_ORANG, "referensi.orang_dinyatakan", oleh=oleh, data=data, alasan=baris.alasan)
    return baris
