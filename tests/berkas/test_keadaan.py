"""Each line of a file's tables of states happens, and the database agrees with them."""

from collections.abc import Callable
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.berkas.keadaan import BERKAS, KESEHATAN, GerakBerkas, GerakKesehatan, KeadaanBerkas, KesehatanBerkas
from siapp.berkas.models import Berkas
from siapp.berkas.periksa import periksa_berkas
from siapp.berkas.rawat import gosok_berkas
from siapp.berkas.terima import terima
from tests.berkas.contoh import ganti_isi, pdf

ISI = {GerakBerkas.LOLOS: pdf(3), GerakBerkas.TIDAK_LOLOS: pdf(3)[:-200]}


@pytest.mark.parametrize(("dari", "ke", "gerak"), list(BERKAS.panah()))
def test_setiap_gerak_berkas_terjadi(
    penyimpanan_lokal: Path, pic: Pengguna, dari: KeadaanBerkas, ke: KeadaanBerkas, gerak: GerakBerkas
) -> None:
    berkas = terima(BytesIO(ISI[gerak]), oleh=pic, nama="surat.pdf")
    berkas.refresh_from_db()
    assert berkas.keadaan == dari
    assert periksa_berkas(berkas.pk)
    berkas.refresh_from_db()
    assert berkas.keadaan == ke
    # Decided once: an ended file is in nobody's hands, so that a late inspector finds nothing to write.
    assert not periksa_berkas(berkas.pk)


@pytest.mark.parametrize(("dari", "ke", "gerak"), list(KESEHATAN.panah()))
def test_setiap_gerak_kesehatan_terjadi(
    penyimpanan_lokal: Path,
    tersedia: Callable[..., Berkas],
    dari: KesehatanBerkas,
    ke: KesehatanBerkas,
    gerak: GerakKesehatan,
) -> None:
    berkas = tersedia(pdf(3))
    if dari is KesehatanBerkas.RUSAK:
        ganti_isi(berkas, pdf(2))
        gosok_berkas(berkas)
        berkas.refresh_from_db()
    assert berkas.kesehatan is dari
    ganti_isi(berkas, pdf(2) if gerak is GerakKesehatan.KEDAPATAN_RUSAK else pdf(3))
    gosok_berkas(berkas)
    berkas.refresh_from_db()
    assert berkas.kesehatan is ke


@pytest.mark.parametrize(
    ("keadaan", "bersebab", "diperiksa", "bersewa", "berhalaman"), list(product(KeadaanBerkas, *[[False, True]] * 4))
)
def test_basis_data_sepakat_dengan_tabel_berkas(
    penyimpanan_lokal: Path,
    pic: Pengguna,
    keadaan: KeadaanBerkas,
    bersebab: bool,
    diperiksa: bool,
    bersewa: bool,
    berhalaman: bool,
) -> None:
    berkas = terima(BytesIO(pdf(1)), oleh=pic, nama="surat.pdf")
    tuntas = keadaan in BERKAS.akhir
    sah = (
        diperiksa == tuntas
        and bersebab == (keadaan is BERKAS.tujuan(GerakBerkas.TIDAK_LOLOS))
        and not (tuntas and bersewa)
        and (berhalaman or keadaan is not BERKAS.tujuan(GerakBerkas.LOLOS))
    )
    isi: dict[str, Any] = {
        "keadaan": keadaan,
        "sebab_tolak": "RUSAK" if bersebab else "",
        "diperiksa_pada": timezone.now() if diperiksa else None,
        "sewa": uuid4() if bersewa else None,
        "halaman": 1 if berhalaman else None,
    }
    if sah:
        assert Berkas.objects.filter(pk=berkas.pk).update(**isi) == 1
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            Berkas.objects.filter(pk=berkas.pk).update(**isi)


def test_indeks_antrean_menyebut_keadaan_menurut_tabel(db: None) -> None:
    with connection.cursor() as kursor:
        kursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'berkas_antre'")
        (naskah,) = kursor.fetchone()
    assert tuple(satu for satu in KeadaanBerkas if f"'{satu}'" in naskah) == BERKAS.terbuka
