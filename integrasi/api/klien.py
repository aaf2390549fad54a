"""OAuth2 clients of the partner: made, changed and revoked at the command line, each time recorded."""

from collections.abc import Iterable

from django.db import transaction
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import Application, get_access_token_model

from integrasi.enums import LINGKUP
from integrasi.models import HakKlien
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat


class KlienSalah(ValueError):
    """What was asked for a client makes no sense; the text says what and why."""


def aliran_klien(klien: Application) -> str:
    """The stream of Peristiwa of a client."""
    return f"klien:{klien.pk}"


def _periksa_lingkup(lingkup: Iterable[str]) -> list[str]:
    dikenal = LINGKUP
    diminta = list(dict.fromkeys(lingkup))
    asing = [nama for nama in diminta if nama not in dikenal]
    if asing or not diminta:
        raise KlienSalah(f"Lingkup {', '.join(asing) or '(kosong)'} tidak dikenal; yang ada: {', '.join(dikenal)}.")
    return diminta


@transaction.atomic(durable=True)
def buat_klien(nama: str, lingkup: Iterable[str], *, oleh: Mesin) -> tuple[Application, str]:
    """Make a client that may ask for `lingkup`; return it and its secret, which cannot be read again.

    Raises KlienSalah for an unknown scope, none at all, or a name that is taken.
    """
    diminta = _periksa_lingkup(lingkup)
    if Application.objects.filter(name=nama).exists():
        raise KlienSalah(f"Klien bernama {nama} sudah ada.")
    rahasia = generate_client_secret()
    klien = simpan_klien(Application(client_id=generate_client_id()), nama, rahasia)
    HakKlien.objects.create(klien=klien, lingkup=diminta)
    catat(aliran_klien(klien), "klien.dibuat", oleh=oleh, data={"nama": nama, "lingkup": diminta})
    return klien, rahasia


@transaction.atomic(durable=True)
def cabut_klien(nama: str, *, oleh: Mesin) -> int:
    """Delete the client `nama` with its tokens; return how many tokens died. Raises KlienSalah if there is none."""
    klien = Application.objects.select_for_update().filter(name=nama).first()
    if klien is None:
        raise KlienSalah(f"Klien bernama {nama} tidak ada.")
    jumlah, _ = get_access_token_model().objects.filter(application=klien).delete()
    catat(aliran_klien(klien), "klien.dicabut", oleh=oleh, data={"nama": nama})
    klien.delete()
    return int(jumlah)


def simpan_klien(klien: Application, nama: str, rahasia: str) -> Application:
    """Store `klien` as a machine that signs in with client credentials; of the secret only a hash is kept."""
    klien.name = nama
    klien.client_type = Application.CLIENT_CONFIDENTIAL
    klien.authorization_grant_type = Application.GRANT_CLIENT_CREDENTIALS
    klien.client_secret, klien.hash_client_secret = rahasia, True
    klien.save()
    return klien
