"""Who is who in Data ASN when SIASN changes ids or NIPs: both together decide (kontrak.md 1).

A row is a known person when id or NIP says so and nothing contradicts; case and dashes make no other id. A new id under
a known NIP, or a new NIP under a known id, counts when name or birth date is the same too. Whatever contradicts is set
aside and waits for a person; it is never guessed. Our key (`ASN.id_pns`) stays, so what hangs on a person
follows (keputusan/0035).
"""

from typing import Final

from django.db import connection
from django.utils import timezone
from psycopg import sql

from referensi.sisihan import BIDANG_ORANG, ID_BERUBAH, NIP_BERUBAH, SISIHAN_SEMENTARA
from referensi.tabel_muatan import TabelMuatan

PADANAN: Final = TabelMuatan("padanan")

_BAKU = "lower(replace({}, '-', ''))"
_ID_S = _BAKU.format("s.id_siasn")
ID_T: Final = "coalesce(nullif(t.id_siasn, ''), t.id_pns)"
_ID_T = _BAKU.format(ID_T)
# Names without titles, case, spaces and points.
_NAMA = "lower(regexp_replace(split_part({}.nama, ',', 1), '[^[:alpha:]]', '', 'g'))"
_SERUPA = f"""(p.nama = '' OR {_NAMA.format("p")} = {_NAMA.format("o")}
               OR coalesce(p.tanggal_lahir = o.tanggal_lahir, false))"""

_SUSUN = f"""
    CREATE UNLOGGED TABLE {{p}} AS
    SELECT s.baris, s.baku, s.id_siasn, s.nip, s.nama, s.tanggal_lahir,
           a.id_pns AS menurut_id, b.id_pns AS menurut_nip, coalesce(a.id_pns, b.id_pns) AS orang,
           count(*) OVER (PARTITION BY s.baku) AS seid, count(*) OVER (PARTITION BY s.nip) AS senip,
           count(*) OVER (PARTITION BY coalesce(a.id_pns, b.id_pns)) AS seorang
    FROM (SELECT s.ctid AS baris, s.*, {_ID_S} AS baku FROM {{s}} s) s
    LEFT JOIN (SELECT t.id_pns, {_ID_T} AS baku FROM referensi_asn t) a ON a.baku = s.baku AND s.baku <> ''
    LEFT JOIN referensi_asn b ON b.nip = s.nip AND s.nip <> ''
"""  # noqa: S608  (every part is ours)
# A person's word that a row which only id or NIP speaks for is the known person all the same.
_DINYATAKAN = """EXISTS (SELECT 1 FROM referensi_barisdisisihkan d WHERE d.daftar = 'asn' AND d.bidang = %(bidang)s
    AND d.kunci = p.id_siasn AND d.nip = p.nip AND d.disetujui_pada IS NOT NULL)"""
_NILAI = f"""
    SELECT p.baris, p.id_siasn, p.nip, p.nama, CASE
        WHEN p.baku <> '' AND p.seid > 1 THEN 'ID ini ada pada dua NIP dalam daftar'
        WHEN p.nip <> '' AND p.senip > 1 THEN 'NIP ini ada pada dua ID dalam daftar'
        WHEN p.menurut_id <> p.menurut_nip THEN 'ID milik satu orang, NIP milik orang lain'
        WHEN p.orang IS NOT NULL AND p.seorang > 1 THEN 'dua baris untuk orang yang sama'
        WHEN p.orang IS NULL AND p.baku = '' THEN 'tanpa ID, dan NIP-nya belum dikenal'
        WHEN p.orang IS NULL AND p.nip = '' THEN 'tanpa NIP, dan ID-nya belum dikenal'
        WHEN p.menurut_nip IS NULL AND p.menurut_id IS NOT NULL AND p.nip <> '' AND NOT {_SERUPA}
            AND NOT {_DINYATAKAN} THEN '{NIP_BERUBAH}'
        WHEN p.menurut_id IS NULL AND p.menurut_nip IS NOT NULL AND p.baku <> '' AND NOT {_SERUPA}
            AND NOT {_DINYATAKAN} THEN '{ID_BERUBAH}'
        END AS alasan
    FROM {{p}} p LEFT JOIN referensi_asn o ON o.id_pns = p.orang
"""  # noqa: S608  (every part is ours)
_SISIHKAN = f"""
    WITH nilai AS ({_NILAI}),
    buang AS (DELETE FROM {{s}} s USING nilai n WHERE s.ctid = n.baris AND n.alasan IS NOT NULL
              RETURNING n.id_siasn, n.nip, n.nama, n.alasan)
    INSERT INTO {{x}} (kunci, nip, nama, bidang, macam, alasan)
    SELECT id_siasn, nip, nama, %(bidang)s, 'ID dan NIP', alasan FROM buang
"""  # noqa: S608  (every part is ours)
# A new person whose id was once the first id of somebody else gets a key of our own.
_BERI_KUNCI = """
    UPDATE {s} s SET id_pns = coalesce(p.orang, CASE
        WHEN EXISTS (SELECT 1 FROM referensi_asn t WHERE t.id_pns = s.id_siasn) THEN gen_random_uuid()::text
        ELSE s.id_siasn END)
    FROM {p} p WHERE p.baris = s.ctid
"""
_SEKALI = f"""DELETE FROM {{s}} t USING {{s}} s
    WHERE {_BAKU.format("t.id_siasn")} = {_ID_S} AND t.nip = s.nip AND t.ctid > s.ctid"""  # noqa: S608  (every part is ours)


def kenali(sementara: TabelMuatan) -> None:
    """Give each loaded row of Data ASN the key of its person, and set aside those of which that cannot be said.

    `sementara`: the table of the load, whose rows have `id_pns` = `id_siasn` = the id as received.
    """
    isi = {"bidang": BIDANG_ORANG}
    buang = "DROP TABLE IF EXISTS {p}"
    with connection.cursor() as kursor:
        for perintah, nilai in (
            (_SEKALI, None),
            (buang, None),
            (_SUSUN, None),
            (_SISIHKAN, isi),
            (_BERI_KUNCI, None),
            (buang, None),
        ):
            kursor.execute(sql.SQL(perintah).format(s=sementara, p=PADANAN, x=SISIHAN_SEMENTARA), nilai)


def catat_penyatuan(sementara: TabelMuatan) -> None:
    """Note every known person whose id or NIP the load at hand changes; call it before the load is merged.

    Another case or form of the same id is no other id.
    """
    with connection.cursor() as kursor:
        kursor.execute(
            sql.SQL(
                f"""INSERT INTO referensi_penyatuanasn (asn_id, id_lama, id_baru, nip_lama, nip_baru, pada)
                    SELECT t.id_pns, {ID_T}, s.id_siasn, t.nip, s.nip, %(kini)s
                    FROM {{s}} s JOIN referensi_asn t ON t.id_pns = s.id_pns
                    WHERE t.nip <> s.nip OR {_ID_T} <> {_ID_S}"""  # noqa: S608  (every part is ours)
            ).format(s=sementara),
            {"kini": timezone.now()},
        )
