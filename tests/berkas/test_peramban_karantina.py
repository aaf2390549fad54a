"""The page of the quarantine in a real Chromium: both widths, light and dark, axe; the question answered by two."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from siapp.berkas.karantina import isi_karantina, karantinakan
from siapp.berkas.models import PerapianTertahan
from tests.berkas.test_layar_karantina import HALAMAN, simpan_yatim, tertahan_kini, yatim_seketika
from tests.dunia import Dunia
from tests.integrasi.views.test_peramban import halaman, masuk_sebagai
from tests.peramban import periksa_rupa

__all__ = ["halaman", "tertahan_kini", "yatim_seketika"]

pytestmark = [pytest.mark.browser, pytest.mark.lambat]


def test_karantina_dan_pertanyaannya_lolos_axe_dan_dijawab_dua_orang(
    tertahan_kini: PerapianTertahan,
    dunia: Dunia,
    halaman: Page,
    live_server: LiveServer,
) -> None:
    kunci = [karantinakan(satu) for satu in simpan_yatim(27, mulai=100)]
    masuk_sebagai(halaman, live_server.url, dunia.administrator)
    periksa_rupa(halaman, "karantina/bertanya", HALAMAN)
    halaman.get_by_role("button", name="Kembalikan").first.click()
    halaman.get_by_role("dialog").get_by_role("button", name="Kembalikan").click()
    expect(halaman.locator("#pesan")).to_contain_text("Berkas kembali di tempatnya semula.")
    assert kunci[0] not in list(isi_karantina())
    halaman.get_by_label("Mengapa berkas itu tidak diperlukan").fill("Sisa pemindahan server lama.")
    halaman.get_by_label("Basis data ini yang terbaru").check()
    halaman.get_by_role("button", name="Usulkan pemindahan ke karantina").click()
    expect(halaman.locator("#pesan")).to_contain_text("Usul dicatat.")
    masuk_sebagai(halaman, live_server.url, dunia.kepala_biro)
    periksa_rupa(halaman, "karantina/diusulkan", HALAMAN)
    halaman.get_by_role("button", name="Setujui pemindahan").click()
    halaman.get_by_role("dialog").get_by_role("button", name="Setujui pemindahan").click()
    expect(halaman.locator("#pesan")).to_contain_text("Disetujui.")
