"""S3 by many threads. Nothing here is asked of a server: files on a real one are the other tests' matter."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from botocore.loaders import JSONFileLoader

from siapp.berkas.gudang_s3 import GudangS3
from tests.sarana import SABAR

UTAS = 4


def test_setiap_utas_bersambungan_sendiri_dan_uraian_layanan_dibaca_sekali(monkeypatch: pytest.MonkeyPatch) -> None:
    dibaca: list[str] = []
    asli = JSONFileLoader.load_file

    def catat(self: JSONFileLoader, file_path: str) -> object:
        dibaca.append(file_path)
        return asli(self, file_path)

    monkeypatch.setattr(JSONFileLoader, "load_file", catat)
    gudang = GudangS3(bucket_name="ember", access_key="k", secret_key="r", endpoint_url="http://127.0.0.1:9")
    serentak = Barrier(UTAS)

    def sambung(_: int) -> tuple[object, bool]:
        serentak.wait(timeout=SABAR)
        sambungan = gudang.connection
        return sambungan, gudang.connection is sambungan

    with ThreadPoolExecutor(UTAS) as kolam:
        hasil = list(kolam.map(sambung, range(UTAS)))
    assert len({id(sambungan) for sambungan, _ in hasil}) == UTAS
    assert all(tetap for _, tetap in hasil)
    assert sum("/s3/" in jalan and jalan.endswith("/service-2") for jalan in dibaca) == 1
