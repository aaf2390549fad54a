"""The bell, its list and the choice of mails in both widths and themes; opening and marking with keys."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.peramban import RUPA, periksa_rupa
from tests.usulan.test_layar_peramban import buka, halaman_baru, keluhan
from usulan.kabar.susun import kabarkan_tertunda
from usulan.models import Kabar

__all__ = ["keluhan"]

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dunia(transactional_db: None) -> d.Dunia:
    return d.bangun_dunia()


def test_kabar_lolos_axe_dan_dibuka_dengan_tombol(
    dunia: d.Dunia, peramban: Browser, live_server: LiveServer, keluhan: list[str]
) -> None:
    usulan = d.dikembalikan(dunia)
    d.dikembalikan(dunia, "JFKU-KENAIKAN")
    kabarkan_tertunda()
    with buka(peramban, live_server, dunia.pic) as konteks:
        halaman = halaman_baru(konteks, keluhan)
        for nama, alamat in (("kabar", "usulan:kabar"), ("kabar-surel", "usulan:kabar_surel")):
            periksa_rupa(halaman, f"usulan/{nama}", reverse(alamat), RUPA)
        halaman.goto(reverse("usulan:kabar"))
        halaman.get_by_role("button", name=f"Buka Dikembalikan untuk diperbaiki {usulan.nomor}").press("Enter")
        halaman.wait_for_url(f"**{reverse('usulan:rinci', args=[usulan.pk])}")
        assert halaman.get_by_role("link", name="1 kabar belum dibaca").is_visible()
    assert Kabar.objects.filter(penerima=dunia.pic, dibaca_pada=None).count() == 1
    assert keluhan == []
