"""The door Granian opens."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siapp.settings")
_dalam = get_wsgi_application()

# After Django was set up.
from django.conf import settings  # noqa: E402

from siapp.berkas.unggahan import KELIPATAN  # noqa: E402
from siapp.proses import SAKLAR_WEB, UNGGAHAN_WEB, UTAS_WEB  # noqa: E402
from siapp.web.gerbang import Gerbang  # noqa: E402

sys.setswitchinterval(SAKLAR_WEB)
application = Gerbang(
    _dalam, serentak=UTAS_WEB, unggahan=UNGGAHAN_WEB, terbesar=settings.BERKAS_UKURAN_MAKS * KELIPATAN
)
