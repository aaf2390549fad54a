"""Settings, read from the environment and nowhere else; `.env.example` names every switch.

With none of the production variables set, the embedded default of `siapp.lokal` fills them in (PostgreSQL and
Valkey from wheels in `var/`). As soon as one of them is set, all of them must be: a missing or malformed one stops
the start with its name.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from siapp.lingkungan import baris_rahasia, keluhan, muat_lingkungan, pengaturan_penyimpanan
from siapp.mode_ganda import MANUSIA

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()
LOKAL = muat_lingkungan(BASE_DIR)
if _keluhan := keluhan(os.environ):
    raise ImproperlyConfigured("Variabel lingkungan tidak lengkap; lihat .env.example.\n- " + "\n- ".join(_keluhan))

# --- who we are -------------------------------------------------------------------------------------------------
SECRET_KEY = env.str("SECRET_KEY")
# Former ones, which still open what they signed and encrypted.
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# Keys of the audit trail, the one that signs first; without them SECRET_KEY signs.
AUDIT_KUNCI: list[str] = [
    *baris_rahasia(env.str("AUDIT_KUNCI_BERKAS", default="")),
    *env.list("AUDIT_KUNCI", default=[]),
]
# Where the trail's anchors go, outside the database: a folder; mail addresses.
AUDIT_JANGKAR_FOLDER = env.str("AUDIT_JANGKAR_FOLDER", default="")
AUDIT_JANGKAR_SUREL: list[str] = env.list("AUDIT_JANGKAR_SUREL", default=[])
BASE_URL = env.str("BASE_URL").rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
DEBUG = False
VERSI_APLIKASI = "0.1.0"
HTTPS = urlsplit(BASE_URL).scheme == "https"
# `make kembang`: templates and static files are read from the checkout anew at each request. Never in production.
KEMBANG = LOKAL and env.bool("KEMBANG", default=False)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

# --- apps -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "oauth2_provider",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_filters",
    "heroicons",
    "csp",
    "siapp",
    "siapp.akun",
    "siapp.audit",
    "siapp.berkas",
    "siapp.jadwal",
    "siapp.narahubung",
    "siapp.web",
    "referensi",
    "usulan",
    "integrasi",
    # What demonstrates: made for the embedded installation, absent from a real one.
    *(["integrasi.peragaan"] if LOKAL else []),
]

MIDDLEWARE = [
    "siapp.web.jejak.JejakMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "siapp.web.disk.DiskPenuhMiddleware",
    "siapp.web.middleware.PermintaanMesinMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "siapp.web.pemampatan.PemampatanMiddleware",
    "siapp.web.middleware.TanpaSimpananMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "siapp.akun.middleware.BatasSesiMiddleware",
    "siapp.akun.middleware.WajibGantiSandiMiddleware",
    "siapp.akun.middleware.WajibDuaLangkahMiddleware",
    "siapp.akun.middleware.WajibKerahasiaanMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "siapp.web.middleware.BacaTidakMenulisMiddleware",
    "siapp.web.sekali.SekaliMiddleware",
    "siapp.web.middleware.AksesMiddleware",
    "siapp.web.middleware.GalatMiddleware",
]

ROOT_URLCONF = "siapp.urls"
WSGI_APPLICATION = "siapp.wsgi.application"

PEMUAT_TEMPLAT = ["siapp.web.pemuat.PemuatTanpaTakuk", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["siapp.web.templatetags.formulir"],
            # Kept once read, but where somebody is changing them.
            "loaders": PEMUAT_TEMPLAT if KEMBANG else [("django.template.loaders.cached.Loader", PEMUAT_TEMPLAT)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "siapp.web.context.halaman",
            ],
        },
    },
]
FORM_RENDERER = "siapp.web.formulir.PerenderFormulir"

# --- data -------------------------------------------------------------------------------------------------------
# A network that swallows what is sent says nothing, and a machine that died says nothing: without these a process would
# wait for a quarter of an hour, or for ever. Unix sockets do not know them.
BATAS_JARINGAN = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


def _basis_data(alamat: Mapping[str, Any]) -> dict[str, Any]:
    """One database; what its URL says of the network wins."""
    isi = dict(alamat)
    # A new connection per request costs most of the rate; persistent ones leak with Granian's idle threads: so a pool.
    kolam = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=12), "timeout": 10}
    isi["OPTIONS"] = {**BATAS_JARINGAN, **isi.get("OPTIONS", {}), "pool": kolam}
    return isi | {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0}


DATABASES = {"default": _basis_data(env.dj_db_url("DATABASE_URL"))}
# Lists and counts may be read there (keputusan/0071); it is no database of its own, so tests and migrations pass it by.
if env.str("DATABASE_REPLICA", default=""):
    DATABASES["replika"] = _basis_data(env.dj_db_url("DATABASE_REPLICA")) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["siapp.web.replika.Perute"]
    MIDDLEWARE.insert(MIDDLEWARE.index("siapp.web.sekali.SekaliMiddleware"), "siapp.web.replika.BaruMenulisMiddleware")
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database and not in Redis: the web must stand while the broker is gone (keputusan/0010).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "siapp_cache",
        # Django's 300 would throw away counters of failed sign-ins and what was done already on a busy morning.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

STORAGES = {
    "default": pengaturan_penyimpanan(env.str("STORAGE_URL"), BASE_DIR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if KEMBANG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = KEMBANG
WHITENOISE_MAX_AGE = 0 if KEMBANG else 60
# Nobody else's page loads our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_URL = ""
FILE_UPLOAD_HANDLERS = ["siapp.berkas.unggahan.PenampungTerbatas"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 50

# --- people -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "akun.Pengguna"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("nip", "nama", "surel")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "siapp.akun.sandi_kuat.SandiTertebak"},
]
ACCOUNT_ADAPTER = "siapp.akun.adapter.AdapterAkun"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "nip"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "surel"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "siapp.akun.forms.FormMasuk",
    "change_password": "siapp.akun.forms.FormGantiSandi",
    "reauthenticate": "siapp.akun.forms.FormPastikan",
}
# "key" is the account together with the address; the account alone is limited in `siapp.akun.adapter`. Nothing is
# counted per address alone, because behind one NAT sits a whole agency. But an address that fails for hundreds of
# accounts is guessing, and is stopped in browsers that nobody signed in with before.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
BATAS_GAGAL_MASUK_AKUN = "50/1h/key"
BATAS_GAGAL_MASUK_ALAMAT = 300  # in five minutes
# How long a sign-in counts as fresh for what has official effect (teken, verdicts, Keppres, roles).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# How long the second step counts as given for changing the second step itself.
MASA_LANGKAH_KEDUA = 5 * 60
MFA_ADAPTER = "siapp.akun.dua_langkah.AdapterDuaLangkah"
# Passkeys stand beside the codes, behind the password (keputusan/0086).
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "SIAPP NV"
# Mail addresses are written down by an administrator, not proven by their owners: nothing is sent there to sign in.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "siapp.akun.forms.FormKode",
    "reauthenticate": "siapp.akun.forms.FormPastikanKode",
    "activate_totp": "siapp.akun.forms.FormPasangDuaLangkah",
    "authenticate_webauthn": "siapp.akun.forms.FormPasskey",
    "add_webauthn": "siapp.akun.forms.FormTambahPasskey",
    "edit_webauthn": "siapp.akun.forms.FormNamaPasskey",
}
# Of Biro APP staff; the demo lets everybody in with the password alone, so that it can be looked at without a phone.
DUA_LANGKAH_WAJIB = not LOKAL
# Every person confirms the duty of secrecy (Pasal 11); tests of other things switch it off.
KERAHASIAAN_WAJIB = True
# How long a temporary password waits to be changed.
MASA_SANDI_SEMENTARA = timedelta(days=7)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "beranda"
SESI_MENGANGGUR = timedelta(minutes=15)
SESI_TERLAMA = timedelta(hours=8)
SESSION_COOKIE_AGE = int(SESI_TERLAMA.total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "siapp.web.views.galat_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"

# --- safety -----------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
# Monitors ask as they can; a machine that sends its token in the clear is refused, for a redirect would hide it.
SECURE_REDIRECT_EXEMPT = [r"^(sehat|hidup|siap)$", r"^(api|oauth2)/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# How many proxies of ours a request passes, and where the last one names the client ("": X-Forwarded-For).
PROKSI_TEPERCAYA = env.int("PROKSI_TEPERCAYA", default=0)
KEPALA_ALAMAT = env.str("KEPALA_ALAMAT", default="")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

# --- work in the background ------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL

# --- mail -------------------------------------------------------------------------------------------------------
# Without EMAIL_URL no mail goes out; what operators must know stands on the delivery monitor all the same.
globals().update(env.dj_email_url("EMAIL_URL", default="dummy:"))
EMAIL_TIMEOUT = 10
# Days that a notice stands under the bell.
KABAR_MASA_SIMPAN = env.int("KABAR_MASA_SIMPAN", default=180)
DEFAULT_FROM_EMAIL = env.str("EMAIL_PENGIRIM", default=f"siapp@{ALLOWED_HOSTS[0]}")

# --- the partner ------------------------------------------------------------------------------------------------
SIASN_BASE_URL = env.str("SIASN_BASE_URL").rstrip("/")
SIASN_TOKEN_URL = env.str("SIASN_TOKEN_URL")
SIASN_CLIENT_ID = env.str("SIASN_CLIENT_ID")
SIASN_CLIENT_SECRET = env.str("SIASN_CLIENT_SECRET")
SIASN_SSO_URL = env.str("SIASN_SSO_URL")
SIASN_SSO_CLIENT_ID = env.str("SIASN_SSO_CLIENT_ID")
SIASN_SSO_USERNAME = env.str("SIASN_SSO_USERNAME", default="")
SIASN_SSO_PASSWORD = env.str("SIASN_SSO_PASSWORD", default="")
SIASN_SSO_TOKEN = env.str("SIASN_SSO_TOKEN", default="")
# Whom to believe and which way to go, for calls to SIASN alone.
SIASN_CA = env.str("SIASN_CA", default="")
SIASN_PROKSI = env.str("SIASN_PROKSI", default="")
SIASN_PATHS = env.json("SIASN_PATHS", default={})
SIASN_MODE_GANDA = env.str("SIASN_MODE_GANDA", default=MANUSIA) or MANUSIA
# Longer than the partner's slowest request: only after it a look proves that a lost call did not arrive.
SIASN_MASA_TENANG = timedelta(seconds=env.float("SIASN_MASA_TENANG", default=180))
SIASN_BATAS_WAKTU = env.float("SIASN_BATAS_WAKTU", default=60)
SIASN_JEDA_PANTAU = timedelta(seconds=env.float("SIASN_JEDA_PANTAU", default=900))
# Zero: Data ASN are asked for by the nightly list and by hand only.
SIASN_UMUR_DATA_ASN = timedelta(hours=env.float("SIASN_UMUR_DATA_ASN_JAM", default=12))
PENGIRIM_UTAS = env.int("PENGIRIM_UTAS", default=16)

# --- files ------------------------------------------------------------------------------------------------------
BERKAS_UKURAN_MAKS = env.int("BERKAS_UKURAN_MAKS_MIB", default=10) * 1024 * 1024
BERKAS_KUOTA_PENGGUNA = env.int("BERKAS_KUOTA_PENGGUNA_MIB", default=2048) * 1024 * 1024
CLAMAV_ALAMAT = env.str("CLAMAV_ALAMAT", default="")
TESSERACT = env.str("TESSERACT", default="tesseract")

# --- APIs we serve ----------------------------------------------------------------------------------------------
# The migrations of integrasi name it: the library only has a default of its own for it.
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 900,
    # Only the token's SHA-256 is stored.
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    # Machines sign in with client credentials; what else the library offers stays shut (RFC 9700).
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "SCOPES_BACKEND_CLASS": "integrasi.api.lingkup.LingkupKlien",
}
# Calls a minute: of one client, and of one group of addresses that asks for tokens or opens file links.
API_LAJU_KLIEN = env.int("API_LAJU_KLIEN", default=1200)
API_LAJU_ALAMAT = env.int("API_LAJU_ALAMAT", default=120)
REST_FRAMEWORK = {
    # Read for the document alone: a call of the API passes none of it (`integrasi.api.dasar`).
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}

# --- being watched ------------------------------------------------------------------------------------------------
# Written by `siapp cadangkan` and `siapp uji-pulih`; read for the age of the last backup.
CATATAN_OPERASI = env.str("CATATAN_OPERASI", default="/var/lib/siapp/operasi.json")
# The proxy's certificate, where it lies on this machine: its last day is watched.
SERTIFIKAT = env.str("SERTIFIKAT", default="/etc/siapp/tls.crt")
# Asked once a minute by the timers; whoever keeps it raises an alarm when nobody asks ("": nobody is told).
DENYUT_URL = env.str("DENYUT_URL", default="")
# Receivers of traces (OTLP over HTTP) and of errors (Sentry's envelopes); "": none, and the libraries are not needed.
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
SENTRY_DSN = env.str("SENTRY_DSN", default="")

# --- what a log may say -------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"baris": {"()": "siapp.catatan_log.pembentuk"}},
    "handlers": {"konsol": {"class": "logging.StreamHandler", "formatter": "baris"}},
    "root": {"handlers": ["konsol"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own request lines carry paths and user input.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        # A line for each task is our own, under the id of the request that woke it (`siapp.jejak_tugas`).
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.beat": {"level": "WARNING"},
    },
}
