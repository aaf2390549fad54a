"""The calendar and the sheet of Data ASN in both widths and themes."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.peramban import RUPA, periksa_rupa
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.actions import kalender
from usulan.models import JenisHari

__all__ = ["keluhan"]

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dunia(transactional_db: None) -> d.Dunia:
    return d.bangun_dunia()


def test_kalender_dan_data_asn_lolos_axe(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = d.diajukan(dunia)
    hari = kalender.tetapkan_hari(
        date(2027, 12, 27),
        jenis=JenisHari.CUTI_BERSAMA,
        nama="Cuti bersama contoh",
        dasar="SKB 3 Menteri 1/2027",
        oleh=dunia.administrator,
    )
    halaman_nama = {
        "kalender": f"{reverse('usulan:kalender')}?tahun=2027",
        "kalender-tetapkan": reverse("usulan:kalender_tetapkan"),
        "kalender-cabut": reverse("usulan:kalender_cabut", args=[hari.pk]),
        "data-asn": reverse("usulan:data_asn", args=[usulan.pk]),
        "cari-asn": reverse("referensi:asn"),
    }
    with buka(peramban, live_server, dunia.administrator) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for nama, alamat in halaman_nama.items():
            periksa_rupa(halaman, f"usulan/{nama}", alamat, RUPA)
    assert keluhan == []
