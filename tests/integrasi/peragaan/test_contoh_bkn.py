"""Who plays BKN in the sample walk: the simulator's buttons here, the people of another test system elsewhere."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from integrasi.peragaan.contoh.bkn import BknContoh
from referensi.models import Layanan


def test_tombol_bkn_hanya_ditekan_di_simulator_sendiri(settings: Settings) -> None:
    settings.SIASN_BASE_URL = "https://latihan.contoh.invalid"
    with pytest.raises(RuntimeError, match="bukan simulator"):
        BknContoh()
    lain = BknContoh(simulator=False)
    lain.putusan("id-apa-pun", "APPROVED")
    lain.pertek("id-apa-pun")


def test_sistem_uji_lain_dijalani_hanya_bila_hostnya_disebut(db: None, settings: Settings) -> None:
    settings.SIASN_BASE_URL = "https://latihan.contoh.invalid"
    assert Layanan.objects.filter(pk="KP-STRUKTURAL").exists()
    with pytest.raises(CommandError, match=r"--boleh-menulis latihan\.contoh\.invalid"):
        call_command("contoh_perjalanan", "--boleh-menulis", "lain.contoh.invalid")
