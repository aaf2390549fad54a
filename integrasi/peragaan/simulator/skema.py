"""The simulator's tables. One file holds all of it, so that a restart remembers everything but open connections."""

from __future__ import annotations

SKEMA = """
CREATE TABLE IF NOT EXISTS token (nilai TEXT PRIMARY KEY, jenis TEXT NOT NULL, habis REAL NOT NULL);
CREATE TABLE IF NOT EXISTS usulan (
    id TEXT PRIMARY KEY, dibuat TEXT NOT NULL, id_pns TEXT NOT NULL, nip TEXT NOT NULL, nama TEXT NOT NULL,
    periode TEXT NOT NULL, detail_layanan_id INTEGER NOT NULL, data_usulan TEXT NOT NULL, referensi_siapp TEXT,
    tahap INTEGER NOT NULL, tahap_sejak REAL NOT NULL, keterangan TEXT NOT NULL DEFAULT '',
    putaran INTEGER NOT NULL DEFAULT 1);
CREATE INDEX IF NOT EXISTS usulan_referensi ON usulan (referensi_siapp);
CREATE INDEX IF NOT EXISTS usulan_tahap ON usulan (tahap);
CREATE TABLE IF NOT EXISTS dokumen (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, id_ref_dokumen INTEGER NOT NULL, sha256 TEXT NOT NULL,
    ukuran INTEGER NOT NULL, berkas TEXT NOT NULL UNIQUE, nama_berkas TEXT NOT NULL, dibuat TEXT NOT NULL,
    susulan INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS dokumen_usulan ON dokumen (id_usulan);
CREATE TABLE IF NOT EXISTS approval (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, nip_approval TEXT NOT NULL, nama_approval TEXT NOT NULL,
    jenis_usulan TEXT NOT NULL, catatan TEXT NOT NULL, putaran INTEGER NOT NULL, dibuat TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS approval_usulan ON approval (id_usulan);
CREATE TABLE IF NOT EXISTS biro (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, status TEXT NOT NULL, tanggal_verifikasi TEXT NOT NULL,
    keterangan TEXT NOT NULL, dibuat TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS biro_usulan ON biro (id_usulan);
CREATE TABLE IF NOT EXISTS salinan (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, nomor_keppres TEXT NOT NULL, tanggal_keppres TEXT NOT NULL,
    judul_keppres TEXT NOT NULL, download_url TEXT NOT NULL, nip TEXT NOT NULL, dibuat TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS salinan_usulan ON salinan (id_usulan);
CREATE TABLE IF NOT EXISTS pertek (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, nomor_pertek TEXT NOT NULL, tanggal_pertek TEXT NOT NULL,
    jenis_pertek TEXT NOT NULL, berkas TEXT NOT NULL UNIQUE, dibuat TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS pertek_usulan ON pertek (id_usulan);
CREATE TABLE IF NOT EXISTS putusan (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, status TEXT NOT NULL, tanggal_verifikasi TEXT NOT NULL,
    keterangan TEXT NOT NULL, dibuat TEXT NOT NULL, kiriman TEXT NOT NULL, kode INTEGER,
    jawaban TEXT NOT NULL DEFAULT '', percobaan INTEGER NOT NULL DEFAULT 0, lagi REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS putusan_usulan ON putusan (id_usulan);
CREATE INDEX IF NOT EXISTS putusan_kiriman ON putusan (kiriman, lagi);
CREATE TABLE IF NOT EXISTS riwayat (
    id INTEGER PRIMARY KEY, id_usulan TEXT NOT NULL, tahap INTEGER NOT NULL, keterangan TEXT NOT NULL,
    dibuat TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS riwayat_usulan ON riwayat (id_usulan);
CREATE TABLE IF NOT EXISTS peran (
    id TEXT PRIMARY KEY, nip TEXT NOT NULL, kp TEXT NOT NULL, pemberhentian TEXT NOT NULL, jfku TEXT NOT NULL,
    dibuat TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS kunci (
    api TEXT NOT NULL, nilai TEXT NOT NULL, status INTEGER NOT NULL, badan BLOB NOT NULL, PRIMARY KEY (api, nilai))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS jejak (
    api TEXT NOT NULL, identitas TEXT NOT NULL, acuan TEXT NOT NULL, PRIMARY KEY (api, identitas)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hitungan (
    api TEXT NOT NULL, nama TEXT NOT NULL, nilai INTEGER NOT NULL, PRIMARY KEY (api, nama)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS panggilan (
    id INTEGER PRIMARY KEY, waktu TEXT NOT NULL, api TEXT NOT NULL, metode TEXT NOT NULL, titik TEXT NOT NULL,
    status INTEGER NOT NULL, gangguan TEXT NOT NULL, ms REAL NOT NULL);
CREATE TABLE IF NOT EXISTS setelan (nama TEXT PRIMARY KEY, nilai TEXT NOT NULL);
"""

TABEL_HAPUS = (
    "usulan",
    "dokumen",
    "approval",
    "biro",
    "salinan",
    "pertek",
    "putusan",
    "riwayat",
    "peran",
    "kunci",
    "jejak",
    "hitungan",
    "panggilan",
)
"""What a reset empties: everything that arrived; tokens and switches stay."""
