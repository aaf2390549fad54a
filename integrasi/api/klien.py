"""OAuth2 clients of the partner: made, changed and revoked at the command line, each time recorded."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import Application, get_access_token_model

from integrasi.enums import LINGKUP
from integrasi.models import HakKlien
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat

NAMA_CONTOH = "BKN (contoh)"
PANJANG_RAHASIA = 32


class KlienSalah(ValueError):
    """What was asked for a client makes no sense; the text says what and why."""


def _aliran(klien: Application) -> str:
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
    klien = _simpan(Application(client_id=generate_client_id()), nama, rahasia)
    HakKlien.objects.create(klien=klien, lingkup=diminta)
    catat(_aliran(klien), "klien.dibuat", oleh=oleh, data={"nama": nama, "lingkup": diminta})
    return klien, rahasia


@transaction.atomic(durable=True)
def pasang_contoh(*, oleh: Mesin) -> Application:
    """Make or renew the demo client of SIAPP_OAUTH_CLIENT_ID and SIAPP_OAUTH_CLIENT_SECRET, with every scope.

    Raises KlienSalah when one is missing, or when the secret is short on an installation that is no demo.
    """
    id_klien, rahasia = settings.SIAPP_OAUTH_CLIENT_ID, settings.SIAPP_OAUTH_CLIENT_SECRET
    if not id_klien or not rahasia:
        raise KlienSalah("Isi SIAPP_OAUTH_CLIENT_ID dan SIAPP_OAUTH_CLIENT_SECRET dahulu.")
    if not settings.LOKAL and len(rahasia) < PANJANG_RAHASIA:
        raise KlienSalah(f"SIAPP_OAUTH_CLIENT_SECRET harus paling sedikit {PANJANG_RAHASIA} karakter.")
    ada = Application.objects.select_for_update().filter(client_id=id_klien).first()
    if ada is not None and _sama(ada, rahasia):
        return ada
    klien = _simpan(ada or Application(client_id=id_klien), NAMA_CONTOH, rahasia)
    lingkup = list(LINGKUP)
    HakKlien.objects.update_or_create(klien=klien, defaults={"lingkup": lingkup})
    catat(_aliran(klien), "klien.contoh_dipasang", oleh=oleh, data={"nama": NAMA_CONTOH, "lingkup": lingkup})
    return klien


@transaction.atomic(durable=True)
def cabut_klien(nama: str, *, oleh: Mesin) -> int:
    """Delete the client `nama` with its tokens; return how many tokens died. Raises KlienSalah if there is none."""
    klien = Application.objects.select_for_update().filter(name=nama).first()
    if klien is None:
        raise KlienSalah(f"Klien bernama {nama} tidak ada.")
    jumlah, _ = get_access_token_model().objects.filter(application=klien).delete()
    catat(_aliran(klien), "klien.dicabut", oleh=oleh, data={"nama": nama})
    klien.delete()
    return int(jumlah)


def _sama(klien: Application, rahasia: str) -> bool:
    """Whether `klien` is already what `pasang_contoh` would make of it."""
    hak = HakKlien.objects.filter(klien=klien).first()
    lengkap = hak is not None and set(hak.lingkup) == set(LINGKUP)
    return lengkap and check_password(rahasia, klien.client_secret)


def _simpan(klien: Application, nama: str, rahasia: str) -> Application:
    klien.name = nama
    klien.client_type = Application.CLIENT_CONFIDENTIAL
    klien.authorization_grant_type = Application.GRANT_CLIENT_CREDENTIALS
    klien.client_secret, klien.hash_client_secret = rahasia, True
    klien.save()
    return klien
