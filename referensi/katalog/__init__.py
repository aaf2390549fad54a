"""The agreement's services, their document rows, their data fields and the verifiers' refusal reasons.

The data stand in TOML beside this module, where a person can hold them against the agreement (keputusan/0023). This
package only reads and checks them. It knows nothing of Django, so that a migration, a test or a command may use it
alike.
"""

from referensi.katalog.baca import bidang_layanan, muat_alasan, muat_jenis, muat_katalog, untuk_meninggal
from referensi.katalog.bentuk import (
    KATEGORI,
    KATEGORI_PANJANG,
    AlasanKatalog,
    BidangKatalog,
    DokumenKatalog,
    JenisKatalog,
    KatalogError,
    LayananKatalog,
)

__all__ = [
    "KATEGORI",
    "KATEGORI_PANJANG",
    "AlasanKatalog",
    "BidangKatalog",
    "DokumenKatalog",
    "JenisKatalog",
    "KatalogError",
    "LayananKatalog",
    "bidang_layanan",
    "muat_alasan",
    "muat_jenis",
    "muat_katalog",
    "untuk_meninggal",
]
