"""The partner's side of our API: a client, its token, and usulan that SIASN knows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from integrasi.api import dasar, laju, otentikasi
from integrasi.api.klien import buat_klien
from integrasi.api.laju import jatah
from integrasi.api.otentikasi import ingatan
from integrasi.enums import LINGKUP
from integrasi.mitra import hitungan, sakelar
from integrasi.models import UsulanSiasn
from siapp.akun.peran import Mesin
from tests import dunia as d
from usulan.models import Usulan

SEMUA_LINGKUP = tuple(LINGKUP)


@dataclass
class Mitra:
    """BKN as a caller: asks for a token once, sends it with every call."""

    klien: Client = field(default_factory=Client)
    id: str = ""
    rahasia: str = ""
    token: str = ""

    def minta_token(self, **isi: str) -> Any:
        dasar = {"grant_type": "client_credentials", "client_id": self.id, "client_secret": self.rahasia}
        return self.klien.post("/oauth2/token", "&".join(f"{k}={v}" for k, v in {**dasar, **isi}.items()), FORMULIR)

    def masuk(self, **isi: str) -> "Mitra":
        jawaban = self.minta_token(**isi)
        assert jawaban.status_code == 200, jawaban.content
        self.token = jawaban.json()["access_token"]
        return self

    @property
    def kepala(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}

    def ambil(self, alamat: str, **kueri: str) -> Any:
        return self.klien.get(alamat, kueri, headers=self.kepala)

    def kirim(self, isi: Any, *, jenis: str = "application/json") -> Any:
        return self.klien.post("/api/v1/notifikasi-verifikasi", isi, jenis, headers=self.kepala)


FORMULIR = "application/x-www-form-urlencoded"
BuatMitra = Callable[..., Mitra]


@pytest.fixture(autouse=True)
def bersih() -> Iterator[None]:
    """What a process remembers must not reach the next test's database."""
    ingatan.kosongkan()
    jatah.kosongkan()
    yield
    ingatan.kosongkan()
    jatah.kosongkan()


@pytest.fixture
def ingatan_tetap(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that count queries: what is remembered stays so between two calls."""
    monkeypatch.setattr(laju, "PANJANG_MENIT", 10**10)
    # The count is written by a thread of its own, once a second.
    monkeypatch.setattr(hitungan, "nanti", lambda _: None)
    monkeypatch.setattr(sakelar.Ingatan, "UMUR", 3600.0)
    monkeypatch.setattr(dasar, "_sakelar", sakelar.Ingatan())
    monkeypatch.setattr(otentikasi, "INGAT", 3600.0)


@pytest.fixture
def buat_mitra(db: None) -> BuatMitra:
    def buat(nama: str = "SIASN uji", lingkup: tuple[str, ...] = SEMUA_LINGKUP) -> Mitra:
        klien, rahasia = buat_klien(nama, lingkup, oleh=Mesin.SISTEM)
        return Mitra(id=klien.client_id, rahasia=rahasia)

    return buat


@pytest.fixture
def mitra(buat_mitra: BuatMitra) -> Mitra:
    return buat_mitra().masuk()


@pytest.fixture
def dunia(db: None) -> d.Dunia:
    return d.bangun_dunia()


def dikenal_siasn(usulan: Usulan, id_usulan: str = "") -> str:
    """Note the ID Usulan as the answer of API 3 does; return it."""
    return UsulanSiasn.objects.create(usulan=usulan, id_usulan=id_usulan or f"siasn-{usulan.nomor}").id_usulan


def masalah(jawaban: HttpResponse) -> dict[str, Any]:
    """Return the problem document of an error after checking its shape (RFC 9457 and BKN's members)."""
    assert jawaban["Content-Type"] == "application/problem+json"
    isi: dict[str, Any] = jawaban.json()  # type: ignore[attr-defined]
    assert isi["status"] == jawaban.status_code
    assert isi["code"] == 0
    assert isi["message"] == isi["detail"]
    assert isi["type"].startswith("urn:siapp:galat:")
    assert isi["title"]
    return isi
