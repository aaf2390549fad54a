"""The OAuth2 client of the simulator."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from oauth2_provider.models import Application
from pytest_django import Settings

from integrasi.models import HakKlien
from siapp.audit.models import Peristiwa
from tests.integrasi.api.conftest import SEMUA_LINGKUP, Mitra

pytestmark = pytest.mark.django_db(transaction=True)


def jalankan() -> str:
    keluaran = StringIO()
    call_command("klien_contoh", stdout=keluaran)
    return keluaran.getvalue()


def test_klien_contoh_dipasang_dari_lingkungan_dan_boleh_diulang(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOKAL = True
    monkeypatch.setenv("SIAPP_OAUTH_CLIENT_ID", "bkn-uji")
    monkeypatch.setenv("SIAPP_OAUTH_CLIENT_SECRET", "rahasia-lama-" * 3)
    assert jalankan() == "Klien contoh bkn-uji siap.\n"
    jalankan()
    assert Peristiwa.objects.filter(jenis="klien.contoh_dipasang").count() == 1
    mitra = Mitra(id="bkn-uji", rahasia="rahasia-lama-" * 3).masuk()
    assert set(HakKlien.objects.get().lingkup) == set(SEMUA_LINGKUP)
    monkeypatch.setenv("SIAPP_OAUTH_CLIENT_SECRET", "rahasia-baru-" * 3)
    jalankan()
    assert mitra.minta_token().status_code == 401
    assert Mitra(id="bkn-uji", rahasia="rahasia-baru-" * 3).masuk()
    assert Application.objects.count() == 1


def test_klien_contoh_ditolak_di_luar_pemasangan_percobaan(settings: Settings) -> None:
    settings.LOKAL = False
    with pytest.raises(CommandError, match="klien_oauth"):
        jalankan()
    assert not Application.objects.exists()
