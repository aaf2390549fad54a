"""The sync of SIASN's lists is whole or not at all, wherever it is cut (janji.md 1)."""

from typing import Any

import pytest
from django.apps import apps
from pytest_django import Settings

from referensi.models import Sinkronisasi
from referensi.pemuatan import DAFTAR
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn
from tests.kekacauan.arena import Pemati, lingkungan
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import ukuran

pytestmark = pytest.mark.lambat

# A damaged list either waits for a person or, where its pages contradict one another, counts as failed.
DITAHAN = {"MENUNGGU", "GAGAL"}
ANEH = {
    "daftar_setengah": DITAHAN,
    "daftar_kosong": DITAHAN,
    "daftar_ganda": {"SELESAI", "GAGAL"},
    "daftar_ganti_nama": {"SELESAI"},
}
BUKAN_ISI = ("id_keluarga", "diubah_pada", "dilihat_pada", "ditanya_pada")
TABEL = ("instansi", "golongan", "eselon", "jabatan", "unor", "jenislayanan", "jenisdokumen", "asn", "keluarga")


def _isi() -> dict[str, list[Any]]:
    """Every list as the product uses it."""
    hasil = {}
    for nama in TABEL:
        model = apps.get_model("referensi", nama)
        kolom = [f.attname for f in model._meta.concrete_fields if f.attname not in BUKAN_ISI]
        if nama == "keluarga":
            kolom.remove("id")
        hasil[nama] = sorted(map(str, model._default_manager.values_list(*kolom)))
    return hasil


def test_terputus_di_titik_mana_pun_daftar_lama_utuh(
    siasn: Siasn, dunia: Dunia, settings: Settings, janji: Janji
) -> None:
    pemati = Pemati(lingkungan(SIASN_BATAS_WAKTU="20", LOG_LEVEL="CRITICAL"))
    try:
        with janji("sinkron utuh atau tidak sama sekali", "setiap daftar lama atau baru, tak pernah campur") as baris:
            bersih = pemati.jalankan("sinkron")
            assert bersih["akhir"] == "selesai"
            baru = _isi()
            siasn.gangguan({"api": "*", "jenis": "daftar_ganti_nama"})
            titik = pemati.jalankan("sinkron")["titik"]
            lain = _isi()
            assert lain != baru
            halaman = [n for n, nama in enumerate(titik) if nama.startswith("http GET")]
            dicoba = halaman[:: ukuran(4, 1)]
            campur = [nomor for nomor in dicoba if not _satu(siasn, pemati, nomor, baru, lain)]
            baris.capai(f"{len(dicoba) - len(campur)} dari {len(dicoba)} halaman")
            assert campur == []
    finally:
        pemati.tutup()


def _satu(siasn: Siasn, pemati: Pemati, nomor: int, baru: dict[str, list[Any]], lain: dict[str, list[Any]]) -> bool:
    """From the renamed lists back to the right ones, killed after one page: each list is one or the other."""
    siasn.gangguan({"api": "*", "jenis": "daftar_ganti_nama"})
    pemati.jalankan("sinkron")
    siasn.gangguan()
    assert pemati.jalankan("sinkron", nomor)["akhir"] == "mati"
    return all(isi in (baru[nama], lain[nama]) for nama, isi in _isi().items())


def test_daftar_yang_aneh_tidak_menggantikan_yang_lama(siasn: Siasn, dunia: Dunia, janji: Janji) -> None:
    pemati = Pemati(lingkungan(SIASN_BATAS_WAKTU="20", LOG_LEVEL="CRITICAL"))
    try:
        with janji("daftar setengah, kosong, ganda, berganti nama", "yang menyusut > 20 % menunggu orang") as baris:
            pemati.jalankan("sinkron")
            sebelum, salah = _isi(), []
            for aneh, keadaan in ANEH.items():
                siasn.gangguan({"api": "*", "jenis": aneh})
                assert pemati.jalankan("sinkron")["akhir"] == "selesai"
                jadi = dict(Sinkronisasi.objects.order_by("pk").values_list("daftar", "keadaan"))
                salah += [(aneh, nama, isi) for nama, isi in jadi.items() if isi not in keadaan]
                berubah = _isi() != sebelum
                salah += [(aneh, "berubah", berubah)] if berubah != (aneh == "daftar_ganti_nama") else []
            baris.capai(f"{len(ANEH) * len(DAFTAR) - len(salah)} dari {len(ANEH) * len(DAFTAR)} benar")
            assert salah == [], list(Sinkronisasi.objects.values_list("daftar", "pesan"))
    finally:
        pemati.tutup()
        siasn.gangguan()
