"""What is mutated, and by which tests each file is held. Their order does not matter: the tests of a line are found.

Left out are declarations (models, forms, addresses): that models and migrations agree is held by `make check`.
"""

import tomllib
from pathlib import Path

# Below this share of killed mutants the run fails.
BATAS = 0.9

_AKSI = "tests/usulan/actions/test_{}.py"
_TAHAP = ("tests/usulan/test_tabel_tahap.py", "tests/usulan/test_tahap.py")
_ATURAN = ("tests/usulan/test_aturan.py",)
_KORPUS = ("tests/usulan/test_korpus.py",)
_KORPUS_ISI = ("tests/usulan/test_korpus_isi.py",)
_SERAH = "tests/usulan/test_serah_terima.py"
_KEADAAN = ("tests/usulan/test_keadaan_pertek.py", "tests/usulan/test_kesiapan.py")
_SEGEL = ("tests/audit/test_pemalsuan.py",)
_AUDIT = ("tests/audit/test_catat.py", "tests/audit/test_rantai.py", "tests/audit/test_jejak.py")

SASARAN: dict[str, tuple[str, ...]] = {
    "siapp/berkas/akar.py": ("tests/berkas/test_layar_akar.py",),
    "siapp/berkas/tertahan.py": ("tests/berkas/test_layar_karantina.py",),
    "siapp/berkas/perapian_berdua.py": ("tests/berkas/test_layar_karantina.py",),
    **dict.fromkeys(
        ("usulan/kabar/aturan.py", "usulan/kabar/penerima.py", "usulan/kabar/susun.py", "usulan/kabar/harian.py"),
        ("tests/usulan/test_kabar.py",),
    ),
    "usulan/kabar/surel.py": ("tests/usulan/test_surel_kabar.py",),
    "usulan/kalender.py": ("tests/usulan/test_kalender.py", "tests/usulan/actions/test_kalender.py"),
    "usulan/tahap.py": ("tests/usulan/test_tabel_tahap.py", "tests/usulan/test_kalender.py"),
    "usulan/kebijakan.py": (*_TAHAP, "tests/usulan/test_kebijakan.py"),
    "usulan/izin.py": ("tests/usulan/test_izin.py", *_TAHAP, _AKSI.format("keppres")),
    "usulan/penyusun.py": ("tests/usulan/test_dua_orang_menulis.py",),
    "usulan/aturan/dasar.py": _ATURAN,
    "usulan/aturan/batas.py": _ATURAN,
    "usulan/aturan/data.py": _ATURAN,
    "usulan/aturan/orang.py": _ATURAN,
    "usulan/aturan/berkas.py": _ATURAN,
    "usulan/aturan/pangkat.py": _KORPUS,
    "usulan/aturan/fungsional.py": _KORPUS,
    "usulan/aturan/pensiun.py": _KORPUS,
    "usulan/aturan/surat.py": _KORPUS,
    "usulan/aturan/waris.py": _KORPUS,
    "usulan/aturan/silang.py": _KORPUS,
    "usulan/aturan/waktu.py": _KORPUS,
    "usulan/aturan/isi.py": _KORPUS_ISI,
    "usulan/aturan/isi_data.py": _KORPUS_ISI,
    "usulan/aturan/isi_surat.py": _KORPUS_ISI,
    "usulan/aturan/isi_syarat.py": _KORPUS_ISI,
    "usulan/aturan/pindaian.py": ("tests/usulan/test_pindaian.py",),
    "usulan/actions/dasar.py": (_AKSI.format("dasar"), "tests/usulan/test_tahap.py"),
    "usulan/actions/draf.py": (_AKSI.format("draf"),),
    "usulan/actions/dokumen.py": (_AKSI.format("draf"),),
    "usulan/actions/pengembalian.py": (_AKSI.format("pengembalian"),),
    "usulan/pengembalian.py": (_AKSI.format("pengembalian"),),
    "usulan/actions/pengajuan.py": (_AKSI.format("pengajuan"), _SERAH),
    "usulan/actions/verifikasi.py": (_AKSI.format("verifikasi"), _SERAH, *_KEADAAN),
    "usulan/actions/bkn.py": (
        _AKSI.format("bkn"),
        "tests/usulan/test_jalur_bkn.py",
        _AKSI.format("keppres"),
        *_KEADAAN,
    ),
    "usulan/actions/keppres.py": (_AKSI.format("keppres"),),
    "usulan/actions/konsep.py": ("tests/usulan/test_layar_verifikasi.py",),
    "usulan/actions/temuan.py": ("tests/usulan/test_layar_isi.py", "tests/usulan/test_layar_penjelasan.py"),
    "usulan/actions/penomoran.py": (_AKSI.format("penomoran"),),
    "usulan/actions/nomor.py": (_AKSI.format("nomor"),),
    "usulan/actions/aturan_masuk.py": ("tests/usulan/test_aturan_masuk.py",),
    "usulan/actions/kalender.py": (_AKSI.format("kalender"),),
    "usulan/actions/nama_keppres.py": ("tests/usulan/test_perbedaan.py",),
    "usulan/actions/beda_asn.py": ("tests/usulan/test_perbedaan.py",),
    "usulan/actions/salinan.py": (_AKSI.format("salinan"), "tests/integrasi/api/test_salinan.py"),
    "usulan/actions/pic.py": (_AKSI.format("pic"), _SERAH, "tests/usulan/test_pic.py"),
    "usulan/actions/peralihan.py": (_AKSI.format("peralihan"), _AKSI.format("peralihan_cakupan")),
    "usulan/peralihan.py": (_AKSI.format("peralihan"),),
    "usulan/tempat.py": (_AKSI.format("peralihan"), _AKSI.format("draf")),
    "usulan/peran_terakhir.py": ("tests/usulan/test_peran_terakhir.py", _AKSI.format("pic")),
    "usulan/actions/orang.py": (_AKSI.format("orang"), "tests/usulan/test_tempat_diragukan.py"),
    "usulan/actions/serah_terima.py": (_SERAH, _AKSI.format("pic")),
    "usulan/actions/tahap_bkn.py": (_AKSI.format("tahap_bkn"),),
    "usulan/actions/pertek.py": (_AKSI.format("pertek"), "tests/usulan/test_keadaan_pertek.py"),
    "usulan/actions/pencocokan.py": (
        _AKSI.format("pencocokan"),
        "tests/integrasi/views/test_masuk.py",
        "tests/integrasi/views/test_koreksi_id.py",
    ),
    "usulan/actions/tahanan.py": (_AKSI.format("tahanan"),),
    "usulan/actions/tahanan_berdua.py": (_AKSI.format("tahanan_berdua"),),
    "usulan/actions/tampilan.py": (_AKSI.format("tampilan"),),
    "integrasi/keluar/rencana.py": ("tests/integrasi/keluar/test_rencana.py",),
    "integrasi/keluar/relai.py": ("tests/integrasi/keluar/test_relai.py", _AKSI.format("salinan")),
    "integrasi/keluar/muatan.py": ("tests/integrasi/keluar/test_muatan.py",),
    "integrasi/keluar/klasifikasi.py": (
        "tests/integrasi/keluar/test_putusan_kiriman.py",
        "tests/integrasi/keluar/test_klasifikasi.py",
    ),
    "integrasi/masuk/penerima.py": ("tests/integrasi/masuk/test_penerima.py",),
    "integrasi/petugas/koreksi_id.py": ("tests/integrasi/views/test_koreksi_id.py",),
    "integrasi/petugas/pertukaran.py": ("tests/integrasi/test_pertukaran.py",),
    "integrasi/petugas/pengumuman.py": ("tests/integrasi/test_pengumuman.py",),
    "integrasi/kesesuaian/janji.py": (
        "tests/integrasi/kesesuaian/test_kesesuaian.py",
        "tests/integrasi/kesesuaian/test_janji_dilanggar.py",
    ),
    "referensi/suntingan.py": ("tests/usulan/test_layar_periode.py", "tests/referensi/test_layar.py"),
    "usulan/catatan_bkn.py": ("tests/usulan/test_catatan_bkn.py",),
    "usulan/pemegang.py": ("tests/usulan/test_peran_saat_dibagi.py", _SERAH),
    "siapp/web/asal.py": ("tests/akun/test_dua_orang.py",),
    "siapp/akun/kerahasiaan.py": ("tests/akun/test_kerahasiaan.py",),
    "siapp/narahubung/kelola.py": ("tests/narahubung/test_narahubung.py",),
    "siapp/audit/catat.py": _AUDIT,
    "siapp/audit/rantai.py": _AUDIT,
    "siapp/audit/kunci_jejak.py": _SEGEL,
    "siapp/audit/segel.py": _SEGEL,
    "siapp/audit/jangkar.py": _SEGEL,
    "siapp/audit/saringan.py": _AUDIT,
    "siapp/audit/kata.py": _AUDIT,
    "siapp/audit/views.py": _AUDIT,
    "siapp/audit/templatetags/audit_tags.py": _AUDIT,
    "siapp/audit/management/commands/verifikasi_audit.py": _AUDIT,
}

_SETARA = Path(__file__).with_name("setara.toml")


def setara() -> dict[str, dict[str, str]]:
    """Per file the equivalent mutants, by name, with the reason."""
    return tomllib.loads(_SETARA.read_text())
