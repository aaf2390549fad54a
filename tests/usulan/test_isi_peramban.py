"""What a machine read badly stands beside its piece of the page, in a real Chromium."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from tests import dunia as d
from tests.peramban import periksa_rupa
from tests.usulan.layar import masuk
from tests.usulan.test_layar_isi import anggap_pindaian, bersurat

pytestmark = [pytest.mark.browser, pytest.mark.lambat, pytest.mark.django_db(transaction=True)]


def test_potongan_halaman_tampak_di_samping_pertanyaan(
    peramban: Browser, live_server: LiveServer, dunia: d.Dunia
) -> None:
    usulan, dokumen = bersurat(dunia)
    anggap_pindaian(dokumen)
    konteks = peramban.new_context(base_url=live_server.url, locale="id-ID", viewport={"width": 1366, "height": 900})
    kuki = masuk(dunia.pic).cookies[settings.SESSION_COOKIE_NAME]
    konteks.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kuki.value, "url": live_server.url}])
    halaman = konteks.new_page()
    alamat = reverse("usulan:periksa", args=[usulan.pk])
    with halaman.expect_response(lambda r: "/halaman/1/" in r.url) as gambar:
        halaman.goto(alamat)
    assert gambar.value.ok
    potongan = halaman.get_by_role("img", name="Potongan halaman 1 yang dibaca mesin")
    expect(potongan.first).to_be_visible()
    periksa_rupa(halaman, "isi-pertanyaan", alamat)
