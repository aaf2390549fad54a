"""The only writer of the lists that come from SIASN: whole or not at all (janji.md 1 and 5).

Pages go by COPY into working tables (`tabel_muatan`), outside any transaction, since HTTP waits between them. When the
last page is there, one transaction merges: new rows in, changed ones updated, missing ones marked `aktif = False`. A
list that would shrink by more than a fifth is not merged; it waits for a person. The old set lives on meanwhile.

A row that does not fit is set aside (`sisihan`), and what is in force for it stays. A field whose key was absent keeps
what is known. Ids are the same whatever their case and dashes (kontrak.md 1).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Field, Model
from django.utils import timezone
from psycopg import sql

from referensi import models
from referensi.orang_sama import ID_T, catat_penyatuan, kenali
from referensi.sisihan import (
    SISIHAN_SEMENTARA,
    Sisihan,
    baca_sisihan,
    catat_sisihan,
    kolom_sisihan,
    sisihan_tak_muat,
)
from referensi.tabel_muatan import TabelMuatan, muatan_baru

BATAS_SUSUT: Final = 0.20
SEMENTARA: Final = TabelMuatan("baris")
KELUARGA_SEMENTARA: Final = TabelMuatan("keluarga")

# Values in the order of the list's columns, and the columns whose keys were absent.
BarisMuat = tuple[Sequence[Any], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Daftar:
    """One list: its table, its columns in the order of the rows given to `Pemuatan.tambah`; the first is the key."""

    nama: str
    model: type[Model]
    kolom: tuple[str, ...]

    @property
    def tabel(self) -> sql.Identifier:
        return sql.Identifier(self.model._meta.db_table)

    @property
    def kunci(self) -> str:
        return self.kolom[0]

    @property
    def bidang(self) -> "tuple[Field[Any, Any], ...]":
        return tuple(self.model._meta.get_field(kolom) for kolom in self.kolom)  # type: ignore[misc]


MILIK_KITA: Final = frozenset({"aktif", "diubah_pada", "dilihat_pada", "ditanya_pada"})
"""Columns of `ASN` that tell of the row and not of the person: SIASN's answer has none of them."""
KOLOM_ASN: Final = tuple(kolom.attname for kolom in models.ASN._meta.concrete_fields if kolom.attname not in MILIK_KITA)
DAFTAR: Final[Mapping[str, Daftar]] = MappingProxyType(
    {
        daftar.nama: daftar
        for daftar in (
            Daftar("instansi", models.Instansi, ("id", "nama", "jenis")),
            Daftar("golongan", models.Golongan, ("id", "nama", "pangkat")),
            Daftar("eselon", models.Eselon, ("id", "nama", "jabatan")),
            Daftar("jabatan", models.Jabatan, ("id", "nama", "jenis_jabatan_id", "bup")),
            Daftar("jabatan-fungsional", models.JabatanFungsional, ("id", "nama", "jenjang", "bup")),
            Daftar("unor", models.Unor, ("id", "nama", "instansi_id", "atasan_id", "eselon_id")),
            Daftar("jenis-layanan", models.JenisLayanan, ("id", "nama", "layanan")),
            Daftar(
                "jenis-dokumen", models.JenisDokumen, ("id", "nama", "id_ref_dokumen", "detail_layanan_id", "wajib")
            ),
            Daftar("asn", models.ASN, KOLOM_ASN),
        )
    }
)
"""API 13's eight lists and Data ASN (API 1), in the order in which they are loaded."""


@dataclass(frozen=True, slots=True)
class Selisih:
    """What a merge would do or did: rows in the new list, how many of them are new, changed, and how many vanish.

    `sebelum`: rows in force; `disisihkan`: rows of the new list that did not fit. None of those vanishes.
    """

    baris: int
    baru: int
    berubah: int
    hilang: int
    sebelum: int
    disisihkan: int

    @property
    def menyusut(self) -> bool:
        """Whether more than a fifth of what is in force would vanish."""
        return self.hilang > self.sebelum * BATAS_SUSUT


class Pemuatan:
    """One load of one list, on its working tables. Use `muat`."""

    def __init__(self, daftar: Daftar) -> None:
        self.daftar = daftar

    def tambah(self, baris: Iterable[BarisMuat]) -> None:
        """COPY the rows that fit the table; the others are set aside."""
        sisih: list[Sisihan] = []
        _salin(SEMENTARA, (*self.daftar.kolom, "absen"), self._yang_muat(baris, sisih))
        self.sisihkan(sisih)

    def _yang_muat(self, baris: Iterable[BarisMuat], sisih: list[Sisihan]) -> Iterator[Sequence[Any]]:
        for nilai, absen in baris:
            if tak_muat := sisihan_tak_muat(self.daftar.bidang, nilai):
                sisih.extend(tak_muat)
            else:
                yield (*nilai, list(absen))

    def sisihkan(self, baris: Iterable[Sisihan]) -> None:
        """COPY what is odd in rows that could not be read."""
        _salin(SISIHAN_SEMENTARA, kolom_sisihan(), (satu.nilai() for satu in baris))

    def tambah_keluarga(self, baris: Iterable[tuple[str, str, int, str]]) -> None:
        """COPY family members: the id as received (without one the NIP), hubungan, urutan, nama."""
        _salin(KELUARGA_SEMENTARA, ("asn_id", "hubungan", "urutan", "nama"), baris)

    def rapikan(self) -> None:
        """Make the loaded rows ready to be compared.

        Keys get the form in which they are known (persons: `orang_sama`), repeated ones go, absent fields get what is
        known, and rows without a name are set aside.
        """
        bagian = self._bagian()
        if self.daftar.model is models.ASN:
            kenali(SEMENTARA)
            _jalankan(_KELUARGA_LAIN, None, f=KELUARGA_SEMENTARA)
            _jalankan(_KELUARGA_MENGIKUTI, None, f=KELUARGA_SEMENTARA)
            _jalankan(_TANPA_KUNCI)
        else:
            _jalankan("UPDATE {s} s SET {k} = t.{k} FROM {t} t WHERE {sama} AND t.{k} <> s.{k}", None, **bagian)
            _jalankan("DELETE FROM {s} t USING {s} s WHERE {sama} AND t.ctid > s.ctid", None, **bagian)
        for kolom, model in _RUJUKAN.get(self.daftar.nama, {}).items():
            tabel = sql.Identifier(model._meta.db_table)
            _jalankan(_EJAAN_RUJUKAN, None, kolom=sql.Identifier(kolom), rujukan=tabel)
        _jalankan("UPDATE {s} s SET {lama} FROM {t} t WHERE t.{k} = s.{k} AND s.absen <> '{{}}'", None, **bagian)
        _jalankan(
            """WITH buang AS (DELETE FROM {s} WHERE nama = '' RETURNING {k} AS kunci)
               INSERT INTO {x} (kunci, nip, nama, bidang, macam, alasan)
               SELECT kunci, '', '', 'nama', 'kosong', 'kosong, padahal wajib' FROM buang""",
            None,
            **bagian,
        )

    def selisih(self) -> Selisih:
        """Compare the new list with what is in force."""
        hitung = """
            SELECT (SELECT count(*) FROM {s}),
                   (SELECT count(*) FROM {s} s WHERE NOT EXISTS (SELECT 1 FROM {t} t WHERE t.{k} = s.{k})),
                   (SELECT count(*) FROM {s} s JOIN {t} t ON t.{k} = s.{k} WHERE {beda} OR NOT t.aktif),
                   (SELECT count(*) FROM {t} t WHERE {hilang}),
                   (SELECT count(*) FROM {t} t WHERE t.aktif),
                   (SELECT count(DISTINCT (kunci, nip)) FROM {x})
        """
        with connection.cursor() as kursor:
            kursor.execute(_susun(hitung, **self._bagian()))
            return Selisih(*kursor.fetchone())

    def catat_sisihan(self, nip: str = "") -> list[Sisihan]:
        """Bring the kept list of odd rows in step with this load, and return what is odd; all its rows must be there.

        `nip`: the load is of this one person.
        """
        catat_sisihan(self.daftar.nama, nip)
        return baca_sisihan()

    @transaction.atomic(durable=True)
    def terapkan(self, *, sebagian: bool = False) -> None:
        """Merge; all of it or nothing. `sebagian`: the rows are not the whole list, so nothing is known to be gone."""
        bagian = self._bagian()
        isi = {"kini": timezone.now()}
        if self.daftar.model is models.ASN:
            catat_penyatuan(SEMENTARA)
        self._gabungkan(isi, bagian)
        if not sebagian:
            _jalankan("UPDATE {t} t SET aktif = false, diubah_pada = %(kini)s WHERE {hilang}", isi, **bagian)
        if self.daftar.model is models.ASN:
            _jalankan(_DILIHAT, isi)
            _terapkan_keluarga()

    def _gabungkan(self, isi: Mapping[str, Any], bagian: Mapping[str, sql.Composable]) -> None:
        _jalankan(
            """INSERT INTO {t} AS t ({kolom}, aktif, diubah_pada) SELECT {kolom}, true, %(kini)s FROM {s}
               ON CONFLICT ({k}) DO UPDATE SET {tetapkan}, aktif = true, diubah_pada = %(kini)s
               WHERE {beda_excluded} OR NOT t.aktif""",
            isi,
            **bagian,
        )

    def _bagian(self) -> dict[str, sql.Composable]:
        """The pieces of the statements that differ per list; all names come from the models."""
        nama = [sql.Identifier(kolom) for kolom in self.daftar.kolom]
        isi = nama[1:]
        asn = self.daftar.model is models.ASN
        kiri = sql.SQL(", ").join(sql.SQL("t.{}").format(n) for n in isi)
        return {
            "x": SISIHAN_SEMENTARA,
            "sama": sql.SQL(_SAMA).format(k=nama[0]),
            "hilang": sql.SQL(_HILANG).format(
                s=SEMENTARA,
                x=SISIHAN_SEMENTARA,
                k=nama[0],
                milik=sql.SQL(ID_T) if asn else sql.SQL("t.{}").format(nama[0]),
                nip=sql.SQL("t.nip" if asn else "NULL"),
            ),
            "lama": sql.SQL(", ").join(sql.SQL(_LAMA).format(sql.Identifier(n), n) for n in self.daftar.kolom[1:]),
            "t": self.daftar.tabel,
            "k": nama[0],
            "kolom": sql.SQL(", ").join(nama),
            "tetapkan": sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(n) for n in isi),
            "beda": _beda(kiri, "s", isi),
            "beda_excluded": _beda(kiri, "excluded", isi),
        }


# The family came under the id as received, or under the NIP where there was none; rows set aside have none here.
_KELUARGA_LAIN = """DELETE FROM {f} f
    WHERE NOT EXISTS (SELECT 1 FROM {s} s WHERE f.asn_id = coalesce(nullif(s.id_siasn, ''), s.nip))"""
_KELUARGA_MENGIKUTI = """UPDATE {f} f SET asn_id = s.id_pns FROM {s} s
    WHERE f.asn_id = coalesce(nullif(s.id_siasn, ''), s.nip)"""
# What the answer is silent about must not blank the key either.
_TANPA_KUNCI = """UPDATE {s} s SET id_siasn = coalesce(nullif(s.id_siasn, ''), t.id_siasn),
    nip = coalesce(nullif(s.nip, ''), t.nip) FROM referensi_asn t
    WHERE t.id_pns = s.id_pns AND (s.id_siasn = '' OR s.nip = '')"""
# Also of who did not change: how old the data are is another question than since when they say so.
_DILIHAT = "UPDATE referensi_asn t SET dilihat_pada = %(kini)s FROM {s} s WHERE s.id_pns = t.id_pns"
# Ids that name rows of other lists get the form in which those are known here.
_RUJUKAN: Final[Mapping[str, Mapping[str, type[Model]]]] = {
    "asn": {"instansi_induk_id": models.Instansi, "instansi_kerja_id": models.Instansi},
    "unor": {"instansi_id": models.Instansi, "atasan_id": models.Unor, "eselon_id": models.Eselon},
    "jenis-dokumen": {"detail_layanan_id": models.JenisLayanan},
}
_EJAAN_RUJUKAN = """UPDATE {s} s SET {kolom} = r.id FROM {rujukan} r
    WHERE lower(replace(r.id, '-', '')) = lower(replace(s.{kolom}, '-', '')) AND r.id <> s.{kolom}"""
_SAMA = "lower(replace(t.{k}, '-', '')) = lower(replace(s.{k}, '-', ''))"
_LAMA = "{0} = CASE WHEN {1} = ANY (s.absen) THEN t.{0} ELSE s.{0} END"
# In force, but neither in the new list nor among its rows that did not fit. While one of those cannot be told whose it
# is, nothing is known to be gone.
_HILANG = """t.aktif AND NOT EXISTS (SELECT 1 FROM {s} s WHERE s.{k} = t.{k})
    AND NOT EXISTS (SELECT 1 FROM {x} x WHERE x.kunci = '' AND x.nip = '')
    AND NOT EXISTS (SELECT 1 FROM {x} x
                    WHERE x.kunci <> '' AND lower(replace(x.kunci, '-', '')) = lower(replace({milik}, '-', '')))
    AND NOT EXISTS (SELECT 1 FROM {x} x WHERE x.nip <> '' AND x.nip = {nip})"""


def _beda(kiri: sql.Composable, lain: str, kolom: Sequence[sql.Identifier]) -> sql.Composed:
    kanan = sql.SQL(", ").join(sql.SQL("{}.{}").format(sql.Identifier(lain), n) for n in kolom)
    return sql.SQL("ROW({}) IS DISTINCT FROM ROW({})").format(kiri, kanan)


def _susun(teks: str, **bagian: sql.Composable) -> sql.Composed:
    return sql.SQL(teks).format(s=SEMENTARA, **bagian)


def _jalankan(teks: str, isi: Mapping[str, Any] | None = None, **bagian: sql.Composable) -> int:
    with connection.cursor() as kursor:
        kursor.execute(_susun(teks, **bagian), isi)
        return int(kursor.rowcount)


def _salin(tabel: TabelMuatan, kolom: Sequence[str], baris: Iterable[Sequence[Any]]) -> None:
    nama = sql.SQL(", ").join(map(sql.Identifier, kolom))
    with connection.cursor() as kursor, kursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(tabel, nama)) as salin:
        for satu in baris:
            salin.write_row(satu)


def _terapkan_keluarga() -> None:
    """Families as the new list has them; those of persons who are not in it stay."""
    _jalankan(
        """DELETE FROM referensi_keluarga f USING {s} s
           WHERE f.asn_id = s.id_pns AND NOT lower(f.hubungan) = ANY (s.absen) AND NOT EXISTS (
               SELECT 1 FROM {f} n WHERE n.asn_id = f.asn_id AND n.hubungan = f.hubungan AND n.urutan = f.urutan)""",
        f=KELUARGA_SEMENTARA,
    )
    _jalankan(
        """INSERT INTO referensi_keluarga AS f (asn_id, hubungan, urutan, nama)
           SELECT DISTINCT ON (n.asn_id, n.hubungan, n.urutan) n.asn_id, n.hubungan, n.urutan, n.nama
           FROM {f} n JOIN {s} s ON s.id_pns = n.asn_id
           ON CONFLICT (asn_id, hubungan, urutan) DO UPDATE SET nama = excluded.nama
           WHERE f.nama IS DISTINCT FROM excluded.nama""",
        f=KELUARGA_SEMENTARA,
    )


@contextmanager
def muat(nama: str) -> Iterator[Pemuatan]:
    """Open a load of the list `nama` (a key of DAFTAR). Nothing of it remains unless `terapkan` was called."""
    daftar = DAFTAR[nama]
    bentuk = sql.SQL("CREATE UNLOGGED TABLE {} AS SELECT {} FROM {} WITH NO DATA")
    kolom = sql.SQL("{}, '{{}}'::text[] AS absen").format(sql.SQL(", ").join(map(sql.Identifier, daftar.kolom)))
    keluarga = sql.SQL("asn_id, hubungan, urutan, nama")
    sisihan = sql.SQL(", ").join(map(sql.Identifier, kolom_sisihan()))
    with muatan_baru():
        with connection.cursor() as kursor:
            kursor.execute(bentuk.format(SEMENTARA, kolom, daftar.tabel))
            kursor.execute(bentuk.format(KELUARGA_SEMENTARA, keluarga, sql.Identifier("referensi_keluarga")))
            kursor.execute(bentuk.format(SISIHAN_SEMENTARA, sisihan, sql.Identifier("referensi_barisdisisihkan")))
        yield Pemuatan(daftar)
