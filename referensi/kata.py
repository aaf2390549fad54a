"""Words of this room's Peristiwa and of the catalogue's fields, for the audit trail."""

from collections.abc import Mapping

from referensi.katalog import bidang_layanan, muat_katalog

JENIS: Mapping[str, str] = {
    "referensi.katalog_dimuat": "Katalog dimuat",
    "pemetaan.layanan": "Padanan layanan dengan SIASN diubah",
    "pemetaan.dokumen": "Padanan dokumen dengan SIASN diubah",
    "referensi.periode_diubah": "Periode diubah",
    "referensi.periode_ditambah": "Periode ditambah",
    "referensi.periode_dihapus": "Periode dihapus",
    "referensi.alasan_diubah": "Alasan penolakan diubah",
    "referensi.orang_dinyatakan": "Orang pada Data ASN dinyatakan sama",
    "referensi.alasan_ditambah": "Alasan penolakan ditambah",
}

_LAIN: Mapping[str, str] = {
    "nip": "NIP",
    "kp": "Akses KP",
    "pemberhentian": "Akses Pemberhentian",
    "jfku": "Akses JFKU",
    "KP": "Kelompok KP",
    "PEMBERHENTIAN": "Kelompok Pemberhentian",
    "JFKU": "Kelompok JFKU",
    "empat_mata": "Dua orang wajib",
    "tmt": "TMT",
    "id_siasn": "ID SIASN",
}


def kata_bidang() -> dict[str, str]:
    """Return the words of every field: the catalogue's label where all services agree on one."""
    label: dict[str, set[str]] = {}
    for layanan in muat_katalog():
        for bidang in bidang_layanan(layanan.kode):
            label.setdefault(bidang.kode, set()).add(bidang.label)
    return {kode: next(iter(kata)) for kode, kata in label.items() if len(kata) == 1} | dict(_LAIN)
