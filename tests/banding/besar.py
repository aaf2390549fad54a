"""A large installation after ten years, made by INSERT … SELECT within minutes: 95 % finished, thousands open.

The same function fills a small one, so that a page can be compared with itself. Everybody in it is invented.

    python -m tests.banding.besar [how many usulan, 1 000 000 unless told]

The database stays below `var/banding`; made once, it is used again until the schema changes.
"""

import hashlib
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siapp.lokal import postgres
from siapp.lokal.bawaan import BAWAAN_LOKAL

AKAR = Path(__file__).resolve().parent.parent.parent
FOLDER = AKAR / "var" / "banding"
SETELAN = postgres.SETELAN_UJI | {"shared_buffers": "1GB", "work_mem": "16MB", "max_wal_size": "8GB"}
SEJUTA = 1_000_000

INSTANSI, VERIFIKATOR = 80, 40
# Words of which names are made: a search for one of them finds many, for two fewer, for a NIP one.
KATA_NAMA = (  # noqa: SIM905 # sixty names one below the other say less
    "ABDUL AGUS AHMAD ANDI BAMBANG BUDI CAHYA DEDI DEWI DIAN DWI EKA ENDANG FITRI GUNAWAN HADI HENDRA HERI IMAM "
    "INDAH IRWAN JOKO KARTIKA LESTARI MADE MAYA MUHAMMAD NANI NENGAH NUR OKTAVIA PRASETYO PUTRI RAHMAT RATNA RETNO "
    "RINI RIZAL SANTOSO SARI SETIAWAN SITI SLAMET SRI SUHARTO SUKMA SURYA SUSANTI SUTRISNO TAUFIK TEGUH TRI UMAR "
    "UTAMI WAHYU WATI WIBOWO WIDODO YANTI YULIANA ZAINAL"
).split()
# Of 1,000 usulan among the newest 7 %: how many stand where; the other ones of these, and all older ones, are over.
TERBUKA = {
    "DRAF": 75,
    "DIAJUKAN": 30,
    "DIVERIFIKASI": 60,
    "PERBAIKAN": 45,
    "MENUNGGU_PERTEK": 300,
    "SIAP_KEPPRES": 45,
    "RKP": 40,
    "KEPPRES_MAJU": 25,
    "KEPPRES_TERBIT": 95,
}
BARU = 0.07
DI_KEPPRES = ("RKP", "KEPPRES_MAJU", "KEPPRES_TERBIT", "SELESAI")
SEBELUM_BKN = ("DRAF", "DIHAPUS")


@dataclass(frozen=True, slots=True)
class Orang:
    """One person per role, by whom the pages are opened."""

    pic: int
    verifikator: int
    koordinator: int
    dukungan: int
    kepala_biro: int
    administrator: int
    auditor: int


def _larik(isi: Any) -> str:
    return "ARRAY[" + ",".join(f"'{satu}'" for satu in isi) + "]"


def _acak(g: str, garam: str, banyak: int) -> str:
    """An SQL expression: a number from 0 to `banyak` - 1 that is always the same for `g`."""
    return f"(abs(hashint4extended(({g})::int4, hashtext('{garam}'))) % {banyak})::int"


def _id(g: str, garam: str) -> str:
    return f"md5('{garam}' || ({g}))::uuid"


def _isi(nama_model: str, kolom: Mapping[str, str], dari: str) -> None:
    """Fill a table from a query. Columns that `kolom` does not name get what the model gives a new row."""
    from django.apps import apps
    from django.db import connection

    model = apps.get_model(nama_model)
    nama, nilai, isian = [], [], []
    for bidang in model._meta.concrete_fields:
        if bidang.column in kolom:
            nama.append(bidang.column)
            nilai.append(kolom[bidang.column].replace("%", "%%"))
        elif not bidang.null and not bidang.primary_key:
            nama.append(bidang.column)
            nilai.append("%s")
            isian.append(bidang.get_db_prep_save(bidang.get_default() if bidang.has_default() else "", connection))
    with connection.cursor() as kursor:
        asal = dari.replace("%", "%%")
        perintah = f"INSERT INTO {model._meta.db_table} ({','.join(nama)}) SELECT {','.join(nilai)} FROM {asal}"  # noqa: S608
        kursor.execute(perintah, isian)


def _jalankan(perintah: str) -> None:
    from django.db import connection

    with connection.cursor() as kursor:
        kursor.execute(perintah)


@contextmanager
def tanpa_indeks(*nama_model: str) -> Iterator[None]:
    """Drop what only speeds up reading while millions of rows are written, and build it afterwards in one go."""
    from django.apps import apps
    from django.db import connection

    tabel = [apps.get_model(nama)._meta.db_table for nama in nama_model]
    with connection.cursor() as kursor:
        kursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND NOT EXISTS "
            "(SELECT FROM pg_constraint WHERE conindid = (quote_ident(indexname))::regclass)",
            [tabel],
        )
        indeks = kursor.fetchall()
        for satu, _ in indeks:
            kursor.execute(f'DROP INDEX "{satu}"')
        yield
        for _, buat in indeks:
            kursor.execute(buat)


def isi(banyak: int) -> Orang:
    """Fill the migrated, empty database with `banyak` usulan and what belongs to them; return who may open pages.

    As a superuser: foreign keys and the guards of append-only tables are not asked for rows that are right by making.
    """
    from referensi.isian_awal import muat_ke_basis_data
    from referensi.models import Layanan
    from usulan.statistik.hitung import hitung_semua

    if not Layanan.objects.exists():
        muat_ke_basis_data()
    _jalankan("SET session_replication_role = replica")
    try:
        orang = _orang()
        _asn(max(int(banyak * 0.6), 1))
        _usulan(banyak)
        _dokumen(banyak)
        _putusan()
        _keppres()
        _tahanan()
        _peristiwa()
        _langkah()
        _siasn()
        _akses(banyak // 2)
    finally:
        _jalankan("SET session_replication_role = origin")
    _jalankan("ANALYZE")
    hitung_semua()
    return orang


def _orang() -> Orang:
    """80 instansi with two PIC each, 40 verifiers, and one person of every other role."""
    from django.utils import timezone

    from referensi.models import Instansi
    from siapp.akun.models import Kategori, Pengguna, Peran
    from siapp.akun.peran import JenisPeran as J

    kini = timezone.now()
    instansi = Instansi.objects.bulk_create(
        Instansi(id=f"INST{n:03d}", nama=f"Kementerian Rekaan {n:03d}", diubah_pada=kini) for n in range(INSTANSI)
    )
    jabatan = [J.PIC] * (2 * INSTANSI) + [J.VERIFIKATOR] * VERIFIKATOR
    tunggal = [J.KOORDINATOR, J.DUKUNGAN, J.KEPALA_BIRO, J.ADMINISTRATOR, J.AUDITOR]
    semua = Pengguna.objects.bulk_create(
        Pengguna(nip=f"19850102201001{n:04d}", nama=f"{KATA_NAMA[n % 60].title()} Rekaan {n}", password="!")
        for n, _ in enumerate([*jabatan, *tunggal])
    )
    peran = []
    for n, (satu, jenis) in enumerate(zip(semua, [*jabatan, *tunggal], strict=True)):
        if jenis == J.PIC:
            tempat = instansi[n // 2]
            peran += [
                Peran(pengguna=satu, jenis=jenis, instansi=tempat, kategori=k, boleh_teken=True) for k in Kategori
            ]
        elif jenis in (J.VERIFIKATOR, J.KOORDINATOR):
            peran += [Peran(pengguna=satu, jenis=jenis, kategori=k) for k in Kategori]
        else:
            peran.append(Peran(pengguna=satu, jenis=jenis))
    Peran.objects.bulk_create(peran)
    return orang_ada()


def orang_ada() -> Orang:
    """Return who may open pages in a filled database; the PIC is of the largest instansi, where most is to be read."""
    from siapp.akun.models import Pengguna

    kunci = list(Pengguna.objects.filter(nama__contains="Rekaan").order_by("pk").values_list("pk", flat=True))
    return Orang(kunci[0], kunci[2 * INSTANSI], *kunci[2 * INSTANSI + VERIFIKATOR :])


def _asn(banyak: int) -> None:
    # A third of all people are at the first tenth of the instansi; two in a thousand have moved, one has died.
    tempat = f"(power({_acak('g', 'tempat', 1000)} / 1000.0, 2) * {INSTANSI})::int % {INSTANSI}"
    kata = " || ' ' || ".join(
        f"({_larik(KATA_NAMA)})[1 + {_acak('g', garam, len(KATA_NAMA))}]" for garam in ("depan", "tengah", "belakang")
    )
    _jalankan(
        f"""CREATE TEMP TABLE _asn AS SELECT g, 'PNS' || lpad(g::text, 9, '0') AS id, {kata} AS nama,
        '1968' || lpad(g::text, 14, '0') AS nip, 'INST' || lpad(({tempat})::text, 3, '0') AS tempat
        FROM generate_series(0, {banyak - 1}) AS g"""  # noqa: S608
    )
    _jalankan("CREATE UNIQUE INDEX ON _asn (g)")
    _jalankan("ANALYZE _asn")
    pindah = f"CASE WHEN {_acak('g', 'pindah', 500)} = 0 THEN 'INST079' ELSE tempat END"
    wafat = f"CASE WHEN {_acak('g', 'wafat', 1000)} = 0 THEN current_date - 30 END"
    with tanpa_indeks("referensi.ASN"):
        _isi(
            "referensi.ASN",
            {
                "id_pns": "id",
                "nip": "nip",
                "nama": "nama",
                "instansi_induk_id": pindah,
                "instansi_kerja_id": pindah,
                "tanggal_meninggal": wafat,
                "golongan_baru": "'IV/b'",
                "diubah_pada": "now()",
            },
            "_asn",
        )


def _usulan(banyak: int) -> None:
    """Ten years of usulan in the order of their making; what is open lies among the newest."""
    batas, arah = 0, []
    for tahap, seribu in TERBUKA.items():
        batas += seribu
        arah.append(f"WHEN baru AND r < {batas} THEN '{tahap}'")
    tahap = f"CASE {' '.join(arah)} WHEN r % 100 < 1 THEN 'DIHAPUS' WHEN r % 100 < 4 THEN 'TMS' ELSE 'SELESAI' END"
    _jalankan(
        f"""CREATE TEMP TABLE _u AS
        SELECT s.*, s.g || '' AS teks, a.id AS asn, a.g AS orang, a.nip, a.nama, a.tempat,
            (SELECT min(id) FROM akun_pengguna) + 2 * substr(a.tempat, 5)::int AS pic,
            (SELECT min(id) FROM akun_pengguna) + {2 * INSTANSI} + {_acak("s.g", "periksa", VERIFIKATOR)}
                AS verifikator,
            CASE WHEN baru THEN now() - make_interval(mins => ({banyak} - s.g) % 172800)
                 ELSE now() - interval '10 years' * ({banyak} - s.g) / {banyak} END AS saat
        FROM (SELECT g, r, baru, {tahap} AS tahap, l.kode AS layanan, l.kategori, {_id("g", "usulan")} AS id
            FROM (SELECT g, {_acak("g", "tahap", 1000)} AS r, g >= {banyak * (1 - BARU)} AS baru,
                {_acak("g", "layanan", 10_000)} AS pilih FROM generate_series(0, {banyak - 1}) AS g) AS awal
            JOIN (SELECT kode, kategori, row_number() OVER (ORDER BY urutan) - 1 AS n, count(*) OVER () AS semua
                FROM referensi_layanan) AS l ON l.n = awal.pilih % l.semua) AS s
        JOIN _asn AS a ON a.g = s.g % (SELECT count(*) FROM _asn)
        ORDER BY s.g"""  # noqa: S608
    )
    _jalankan("CREATE UNIQUE INDEX ON _u (id)")
    _jalankan("ANALYZE _u")
    draf = f"tahap IN {SEBELUM_BKN}"
    setuju = f"tahap IN ('SIAP_KEPPRES', {str(DI_KEPPRES)[1:-1]})"
    with tanpa_indeks("usulan.Usulan"):
        _isi(
            "usulan.Usulan",
            {
                "id": "id",
                "nomor": "'USL-' || lpad(g::text, 9, '0')",
                "layanan_id": "layanan",
                "kategori": "kategori",
                "instansi_id": "tempat",
                "asn_id": "asn",
                "nip": "nip",
                "nama": "nama",
                "tahap": "tahap",
                "status_biro": f"CASE WHEN {setuju} OR (tahap = 'MENUNGGU_PERTEK' AND r % 10 > 0) THEN 'APPROVED' "
                "WHEN tahap = 'TMS' THEN 'TMS' WHEN tahap = 'PERBAIKAN' THEN 'BTL' ELSE '' END",
                "status_bkn": f"CASE WHEN {setuju} OR (tahap = 'MENUNGGU_PERTEK' AND r % 3 = 0) THEN 'APPROVED' "
                "WHEN tahap = 'TMS' AND r % 2 = 0 THEN 'TMS' ELSE '' END",
                "ditahan": "CASE WHEN tahap IN ('SIAP_KEPPRES', 'RKP') AND r % 8 = 0 THEN 'BKN mengubah putusannya' "
                "ELSE '' END",
                "perbaikan_ditandai": "r % 4 > 0",
                "pembuat_id": "pic",
                "penanda_tangan_id": f"CASE WHEN NOT ({draf}) THEN pic + 1 END",
                "verifikator_id": f"CASE WHEN NOT ({draf}) AND tahap <> 'DIAJUKAN' THEN verifikator END",
                "dibuat_pada": "saat - interval '3 days'",
                "diubah_pada": "saat",
                "diajukan_pada": f"CASE WHEN NOT ({draf}) THEN saat - interval '2 days' END",
                "tahap_sejak": "saat",
                "tenggat": "CASE WHEN tahap IN ('DIAJUKAN', 'DIVERIFIKASI', 'SIAP_KEPPRES', 'RKP', 'KEPPRES_TERBIT') "
                "THEN current_date + (r % 40) - 15 END",
                # As triggers and the daily load would leave it: whoever moved at any time.
                "tempat_diragukan": f"{_acak('orang', 'pindah', 500)} = 0",
                "cari": "lower('USL-' || lpad(g::text, 9, '0') || ' ' || nama || ' ' || nip)",
            },
            "_u ORDER BY g",
        )


def _dokumen(banyak: int) -> None:
    """Ten rows of the checklist for each of the newest usulan: 1.4 million documents on a million usulan."""
    with tanpa_indeks("usulan.Dokumen"):
        _isi(
            "usulan.Dokumen",
            {"usulan_id": "u.id", "persyaratan_id": "p.id", "terbuka": "u.tahap = 'DRAF'"},
            f"_u AS u JOIN referensi_persyaratan AS p ON p.layanan_id = u.layanan AND p.urutan <= 10 "
            f"WHERE g >= {banyak * 0.86}",
        )


def _putusan() -> None:
    """A verdict of each authority; one in ten under verification waits for the second person of a TMS."""
    biro = "tahap NOT IN ('DRAF', 'DIHAPUS', 'DIAJUKAN') AND (tahap <> 'DIVERIFIKASI' OR r % 10 = 0)"
    terbit = "CASE WHEN tahap <> 'DIVERIFIKASI' THEN saat END"
    status = (
        "CASE WHEN tahap IN ('TMS', 'DIVERIFIKASI') THEN 'TMS' WHEN tahap = 'PERBAIKAN' THEN 'BTL' ELSE 'APPROVED' END"
    )
    sama = {"usulan_id": "id", "putaran": "1", "tanggal": "saat::date", "dibuat_pada": "saat"}
    with tanpa_indeks("usulan.Putusan"):
        _isi(
            "usulan.Putusan",
            sama
            | {"lembaga": "'BIRO_APP'", "status": status, "oleh_id": "verifikator", "terbit_pada": terbit}
            | {"dikonfirmasi_oleh_id": "CASE WHEN tahap = 'TMS' THEN pic END"},
            f"_u WHERE {biro}",
        )
        bkn = "tahap NOT IN ('DRAF', 'DIHAPUS', 'DIAJUKAN', 'DIVERIFIKASI', 'PERBAIKAN')"
        status = "CASE WHEN tahap = 'TMS' THEN 'TMS' ELSE 'APPROVED' END"
        _isi("usulan.Putusan", sama | {"lembaga": "'BKN'", "status": status, "terbit_pada": "saat"}, f"_u WHERE {bkn}")


def _keppres() -> None:
    """A Pertek for each usulan that has one, and a Keppres for each fifty of a kategori."""
    oleh = "(SELECT max(id) - 3 FROM akun_pengguna)"
    _jalankan(
        f"""CREATE TEMP TABLE _k AS SELECT *, {_id("tahap || kategori || (n / 50)", "keppres")} AS keppres FROM (
            SELECT *, row_number() OVER (PARTITION BY tahap, kategori ORDER BY g) AS n FROM _u
            WHERE tahap IN {DI_KEPPRES}) AS satu ORDER BY g"""  # noqa: S608
    )
    _jalankan("ANALYZE _k")
    _berkas(oleh)
    # Those who wait for a second person know one Pertek whose file was refused.
    keadaan = "CASE WHEN tahap = 'MENUNGGU_PERTEK' THEN 'BERKAS_DITOLAK' ELSE 'BERLAKU' END"
    pertek = (
        f"_u WHERE tahap IN ('SIAP_KEPPRES', {str(DI_KEPPRES)[1:-1]}) OR (tahap = 'MENUNGGU_PERTEK' AND r % 500 = 0)"
    )
    with tanpa_indeks("usulan.Pertek", "usulan.KeppresUsulan"):
        _isi(
            "usulan.Pertek",
            {
                "id": "g + 1",
                "usulan_id": "id",
                "nomor": "'PT-' || g",
                "kunci_nomor": "'pt-' || g",
                "tanggal": "saat::date",
                "jenis": "CASE WHEN r % 50 = 0 THEN 'Perbaikan' ELSE 'Baru' END",
                "keadaan": keadaan,
                "berkas_id": _id("'0'", "berkas"),
                "sidik": "md5(teks)",
                "diterima_pada": "saat",
            },
            pertek,
        )
        _jalankan("SELECT setval('usulan_pertek_id_seq', (SELECT max(id) FROM usulan_pertek))")
        belum = "tahap = 'KEPPRES_TERBIT' OR (tahap = 'SELESAI' AND baru AND r % 200 = 7)"
        _isi(
            "usulan.KeppresUsulan",
            {
                "keppres_id": "keppres",
                "usulan_id": "id",
                "urutan": "n",
                "pertek_id": "g + 1",
                "terbit_pada": "CASE WHEN tahap IN ('SELESAI', 'KEPPRES_TERBIT') THEN saat END",
                "diterima_pada": f"CASE WHEN tahap = 'SELESAI' AND NOT ({belum}) THEN saat END",
            },
            "_k",
        )
    terbit = "tahap IN ('SELESAI', 'KEPPRES_TERBIT')"
    _isi(
        "usulan.Keppres",
        {
            "id": "keppres",
            "kategori": "min(kategori)",
            "keadaan": "CASE min(tahap) WHEN 'RKP' THEN 'DRAF' WHEN 'KEPPRES_MAJU' THEN 'MAJU' ELSE 'TERBIT' END",
            "nomor_memo": "'M-' || min(g)",
            "kunci_memo": "'m-' || min(g)",
            "tanggal_memo": "max(saat)::date",
            "perihal": "'Keppres rekaan'",
            "dilepas_oleh_id": oleh,
            "dilepas_pada": "max(saat)",
            "nomor": f"CASE WHEN bool_and({terbit}) THEN min(g) || '/K' ELSE '' END",
            "kunci_nomor": f"CASE WHEN bool_and({terbit}) THEN min(g) || '/k' ELSE '' END",
            "tahun": "extract(year FROM max(saat))::int",
            "tanggal": "max(saat)::date",
            "judul": "'Keppres rekaan'",
            "berkas_id": _id("'0'", "berkas"),
            "dibuat_oleh_id": oleh,
            "dibuat_pada": "min(saat)",
            "diubah_pada": "max(saat)",
        },
        "_k GROUP BY keppres",
    )


def _berkas(oleh: str) -> None:
    _isi(
        "berkas.Berkas",
        {
            "id": _id("'0'", "berkas"),
            "kunci": "'rekaan'",
            "sha256": "md5('') || md5('')",
            "ukuran": "1",
            "jenis": "'application/pdf'",
            "nama_asli": "'rekaan.pdf'",
            "halaman": "1",
            "keadaan": "'TERSEDIA'",
            "diperiksa_pada": "now()",
            "gambar_pada": "now()",
            "diunggah_oleh_id": oleh,
            "dibuat_pada": "now()",
            "jatuh_tempo": "now()",
        },
        "(SELECT 1) AS satu",
    )


def _tahanan() -> None:
    """A hold for each held usulan, and one of the past for each fiftieth finished one."""
    sama = {"usulan_id": "id", "sebab": "'PUTUSAN'", "keterangan": "'BKN mengubah putusannya'"}
    sama |= {"tanggal": "saat::date", "sejak": "saat"}
    _isi("usulan.Tahanan", sama, "_u WHERE tahap IN ('SIAP_KEPPRES', 'RKP') AND r % 8 = 0")
    lama = {"selesai_pada": "saat + interval '1 day'", "cara": "'SEBAB_HILANG'"}
    _isi("usulan.Tahanan", sama | lama, "_u WHERE tahap = 'SELESAI' AND r % 50 = 0")


def _peristiwa() -> None:
    """1.6 events and 1.5 calls per usulan, planned; a few thousand calls are not finished."""
    semua = "_u, generate_series(1, 2) AS n WHERE n = 1 OR r < 600"
    with tanpa_indeks("audit.Peristiwa", "integrasi.PeristiwaDirencanakan", "integrasi.Pengiriman"):
        _isi(
            "audit.Peristiwa",
            {
                "id": "1000 + 2 * g + n",
                "aliran": "'usulan:' || id",
                "urutan": "n",
                "jenis": "CASE WHEN n = 2 THEN 'usulan.diverifikasi' WHEN r % 3 = 0 THEN 'usulan.diajukan' "
                "ELSE 'usulan.data_diubah' END",
                "oleh_id": "CASE WHEN n = 1 THEN pic ELSE verifikator END",
                "waktu": "saat + n * interval '1 minute'",
                "sidik_sebelum": "CASE WHEN n = 2 THEN md5('1' || teks) || md5('1' || teks) ELSE '' END",
                "sidik": "md5(n || teks) || md5(n || teks)",
            },
            semua,
        )
        _jalankan("SELECT setval('audit_peristiwa_id_seq', (SELECT max(id) FROM audit_peristiwa))")
        _isi("integrasi.PeristiwaDirencanakan", {"peristiwa_id": "id", "pada": "waktu"}, "audit_peristiwa")
        terbuka = "(_u.baru AND r < 30)"
        keadaan = f"""CASE WHEN {terbuka} AND n = 1 THEN ({_larik(("BARU", "ULANG", "DITOLAK", "MATI", "TIDAK_PASTI"))})
            [1 + r % 5] ELSE 'SELESAI' END"""
        _isi(
            "integrasi.Pengiriman",
            {
                "id": _id("n || ':' || g", "kiriman"),
                "peristiwa_id": "1001 + 2 * g",
                "api": "CASE WHEN n = 1 THEN 3 ELSE 4 END",
                "aliran": "'usulan:' || id",
                "gelombang": "n",
                "giliran": "true",
                "usulan_id": "id",
                "sasaran": "n::text",
                "keadaan": keadaan,
                "sebab": f"CASE WHEN {terbuka} AND n = 1 AND r % 5 > 1 THEN 'DITOLAK_ISI' ELSE '' END",
                "jatuh_tempo": "saat",
                "tidak_pasti_sejak": f"CASE WHEN {terbuka} AND r % 5 = 4 THEN saat END",
                "dibuat_pada": "saat",
                "selesai_pada": f"CASE WHEN NOT ({terbuka} AND n = 1) THEN saat END",
            },
            "_u, generate_series(1, 2) AS n WHERE n = 1 OR r >= 500",
        )
    _jalankan(
        "INSERT INTO integrasi_percobaan (pengiriman_id, mulai, selesai, keadaan, sebab, pesan) "
        "SELECT id, dibuat_pada, dibuat_pada, keadaan, sebab, '' FROM integrasi_pengiriman WHERE keadaan <> 'BARU'"
    )


def _langkah() -> None:
    """Two moves of each usulan that was sent: into the house, and to where it stands."""
    sama = {"usulan_id": "id", "layanan_id": "layanan", "instansi_id": "tempat"}
    masuk = {"kerja": "'ajukan'", "dari": "'DRAF'", "ke": "'DIAJUKAN'", "sejak": "saat - interval '3 days'"}
    kini = {"kerja": "'rekaan'", "dari": "'DIVERIFIKASI'", "ke": "tahap", "sejak": "saat - interval '2 days'"}
    with tanpa_indeks("usulan.LangkahTahap"):
        _isi(
            "usulan.LangkahTahap",
            sama | masuk | {"pada": "saat - interval '2 days'"},
            f"_u WHERE tahap NOT IN {SEBELUM_BKN}",
        )
        _isi("usulan.LangkahTahap", sama | kini | {"pada": "saat"}, f"_u WHERE tahap NOT IN {SEBELUM_BKN}")


def _siasn() -> None:
    """SIASN's ids, and a notice of BKN for every second usulan; a few hundred wait for a person."""
    diajukan = f"_u WHERE tahap NOT IN {SEBELUM_BKN}"
    with tanpa_indeks("integrasi.UsulanSiasn", "integrasi.KejadianMasuk"):
        _isi("integrasi.UsulanSiasn", {"usulan_id": "id", "id_usulan": "id::text", "diterima_pada": "saat"}, diajukan)
        terbuka = f"(baru AND {_acak('g', 'masuk', 100)} = 0)"
        keadaan = _larik(("TANPA_USULAN", "TIDAK_TERBACA", "BERTENTANGAN", "BASI", "MENUNGGU", "BARU"))
        _isi(
            "integrasi.KejadianMasuk",
            {
                "id": _id("g", "kejadian"),
                "kunci": "md5(teks)",
                "id_usulan": "id::text",
                "status": "'APPROVED'",
                "mentah": "'{}'",
                "diterima_pada": "saat",
                "keadaan": f"CASE WHEN {terbuka} THEN ({keadaan})[1 + r % 6] ELSE 'DITERAPKAN' END",
                "usulan_id": f"CASE WHEN NOT {terbuka} THEN id END",
                "jatuh_tempo": "saat",
            },
            f"{diajukan} AND g % 2 = 0",
        )


def _akses(banyak: int) -> None:
    with tanpa_indeks("audit.Akses"):
        _isi(
            "audit.Akses",
            {
                "waktu": "saat",
                "pengguna_id": "verifikator",
                "tindakan": f"({_larik(('LIHAT', 'LIHAT', 'UNDUH', 'MASUK'))})[1 + r % 4]",
                "objek": "'usulan:' || id",
            },
            f"_u WHERE g % 2 = 0 LIMIT {banyak}",
        )


def _sidik() -> str:
    """What a filled database depends on; later migrations are applied to it as to any other."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]


def sediakan(banyak: int) -> str:
    """Return the DATABASE_URL of a filled database, made first if there is none; starts the server of `var/banding`.

    Sets the settings of this process to it, so call it before Django reads them.
    """
    server = postgres.nyalakan(FOLDER / "postgres", SETELAN)
    nama = f"besar_{banyak:07}"  # dropping goes by how a name begins
    os.environ["DATABASE_URL"] = url = postgres.alamat(server, nama)
    for kunci, nilai in BAWAAN_LOKAL.items():
        os.environ.setdefault(kunci, nilai)
    os.environ.setdefault("SECRET_KEY", "hanya-untuk-banding-" * 3)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
    tanda = FOLDER / f"{nama}.siap"
    baru = postgres.pastikan_basis_data(server, nama)
    ada = not baru and tanda.exists() and tanda.read_text() == _sidik()
    if not ada:
        tanda.unlink(missing_ok=True)
        postgres.hapus_basis_data(postgres.alamat(server, "postgres"), nama)
        postgres.pastikan_basis_data(server, nama)
    berubah = _siapkan_skema()
    if not ada:
        _buat(banyak)
        tanda.write_text(_sidik())
    if berubah or not ada:
        _rapikan()
    return url


def _siapkan_skema() -> bool:
    """Bring the schema to today's; True when a migration had to run."""
    import django
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    pelaksana = MigrationExecutor(connection)
    berubah = bool(pelaksana.migration_plan(pelaksana.loader.graph.leaf_nodes()))
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return berubah


def _rapikan() -> None:
    """What autovacuum does in a living installation: without a visibility map index-only scans read the table too."""
    from django.db import connection

    with connection.cursor() as kursor:
        kursor.execute("VACUUM (ANALYZE)")
    connection.close()


def _buat(banyak: int) -> None:
    from django.db import connection

    mulai = time.monotonic()
    with connection.cursor() as kursor:
        kursor.execute("SET maintenance_work_mem = '512MB'")
    isi(banyak)
    sys.stderr.write(f"{banyak} usulan dalam {time.monotonic() - mulai:.0f} detik\n")


if __name__ == "__main__":
    sys.stdout.write(sediakan(int(sys.argv[1]) if len(sys.argv) > 1 else SEJUTA) + "\n")
