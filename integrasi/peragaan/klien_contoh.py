"""The OAuth2 client by which the simulator calls our APIs: its id and secret come from the embedded default."""

import os

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from oauth2_provider.models import Application

from integrasi.api.klien import aliran_klien, simpan_klien
from integrasi.enums import LINGKUP
from integrasi.models import HakKlien
from integrasi.peragaan.akun_contoh import BelumBisa
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat

NAMA_CONTOH = "BKN (contoh)"


def kredensial() -> tuple[str, str]:
    """Return id and secret of the client."""
    return os.environ["SIAPP_OAUTH_CLIENT_ID"], os.environ["SIAPP_OAUTH_CLIENT_SECRET"]


@transaction.atomic(durable=True)
def pasang_contoh() -> Application:
    """Make or renew the client, with every scope; safe to run at every start. Raises BelumBisa in production."""
    if not settings.LOKAL:
        raise BelumBisa(
            "Klien contoh hanya dipasang pada pemasangan percobaan (`make run`). "
            "Di sini, buat klien BKN dengan `manage.py klien_oauth`."
        )
    id_klien, rahasia = kredensial()
    ada = Application.objects.select_for_update().filter(client_id=id_klien).first()
    if ada is not None and _sama(ada, rahasia):
        return ada
    klien = simpan_klien(ada or Application(client_id=id_klien), NAMA_CONTOH, rahasia)
    lingkup = list(LINGKUP)
    HakKlien.objects.update_or_create(klien=klien, defaults={"lingkup": lingkup})
    data = {"nama": NAMA_CONTOH, "lingkup": lingkup}
    catat(aliran_klien(klien), "klien.contoh_dipasang", oleh=Mesin.SISTEM, data=data)
    return klien


def _sama(klien: Application, rahasia: str) -> bool:
    """Whether `klien` is already what `pasang_contoh` would make of it."""
    hak = HakKlien.objects.filter(klien=klien).first()
    lengkap = hak is not None and set(hak.lingkup) == set(LINGKUP)
    return lengkap and check_password(rahasia, klien.client_secret)
