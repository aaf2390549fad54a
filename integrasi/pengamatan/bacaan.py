"""What is read of the product to tell whether it is well: by the metrics, and by `manage.py keadaan`.

Reads PostgreSQL and this machine only. Nothing here asks a worker: what is watched may be what stands still.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from cryptography import x509
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils import timezone

from integrasi.keadaan import DIOLAH_SENDIRI, TUNTAS
from integrasi.models import KejadianMasuk, Pengiriman
from referensi.keadaan import KeadaanSinkron
from referensi.models import Sinkronisasi
from siapp.berkas.keadaan import KeadaanBacaan
from siapp.berkas.models import Bacaan, Berkas
from siapp.berkas.pemasangan import keluhan_pemasangan
from siapp.web.kesiapan import dapat_ditulis

log = structlog.get_logger(__name__)

BATAS_TANYA = "3s"
"""How long one question to the database may take: a monitor must not hold what it watches."""


@contextmanager
def terbatas() -> Iterator[None]:
    """Cut off every question inside after `BATAS_TANYA`."""
    with transaction.atomic():
        with connection.cursor() as kursor:
            kursor.execute("SELECT set_config('statement_timeout', %s, true)", [BATAS_TANYA])
        yield


def _umur(sejak: datetime | None) -> timedelta:
    return max(timezone.now() - sejak, timedelta()) if sejak else timedelta()


def umur_berkas() -> timedelta:
    """How long the oldest uploaded file has been waiting for its inspection; zero when none waits."""
    return _umur(Berkas.objects.jatuh_tempo().values_list("jatuh_tempo", flat=True).first())


def umur_bacaan() -> timedelta:
    """How long the oldest released file has been waiting for its text layer to be read; zero when none waits."""
    menunggu = Bacaan.objects.jatuh_tempo(KeadaanBacaan.MENUNGGU)
    return _umur(menunggu.values_list("jatuh_tempo", flat=True).first())


def pindaian_menunggu() -> int:
    """Files with pages that wait for tesseract."""
    return Bacaan.objects.filter(keadaan=KeadaanBacaan.PINDAIAN).count()


def umur_masuk() -> timedelta:
    """How long the oldest notice of BKN has been due; zero when none is."""
    jatuh = KejadianMasuk.objects.filter(keadaan__in=list(DIOLAH_SENDIRI), jatuh_tempo__lte=timezone.now())
    return _umur(jatuh.order_by("jatuh_tempo").values_list("jatuh_tempo", flat=True).first())


def menunggu_per_api() -> dict[int, int]:
    """Calls that are not finished, by API."""
    terbuka = Pengiriman.objects.exclude(keadaan__in=list(TUNTAS)).order_by()
    return dict(terbuka.values_list("api").annotate(Count("pk")))


def sinkron_terakhir() -> dict[str, datetime]:
    """When each of SIASN's lists was last brought up to date."""
    selesai = Sinkronisasi.objects.filter(keadaan=KeadaanSinkron.SELESAI, selesai__isnull=False).order_by()
    return dict(selesai.values_list("daftar").annotate(Max("selesai")))


def gosok_terakhir() -> datetime | None:
    """When a stored file was last compared with its hash; None before the first night."""
    saat: datetime | None = Berkas.objects.aggregate(saat=Max("digosok_pada"))["saat"]
    return saat


def operasi() -> dict[str, datetime]:
    """When the machine's own jobs last went well: `cadangan`, `arsip`, `uji_pulih`, `uji_sampai`
    (and when a rehearsal failed: `uji_pulih_gagal`, `uji_sampai_gagal`; settings.CATATAN_OPERASI)."""
    catatan = Path(settings.CATATAN_OPERASI)
    try:
        isi = json.loads(catatan.read_text())
        return {apa: datetime.fromisoformat(satu["saat"]) for apa, satu in isi.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def sertifikat_berakhir() -> datetime | None:
    """Until when the certificate of the domain is good; None where it is not kept here (settings.SERTIFIKAT)."""
    try:
        return x509.load_pem_x509_certificate(Path(settings.SERTIFIKAT).read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None


def disk() -> tuple[int, int]:
    """Free and total bytes where documents are kept, or where the code is when they are kept on S3."""
    tempat = default_storage.location if isinstance(default_storage, FileSystemStorage) else settings.BASE_DIR
    ada = next(calon for calon in (Path(tempat), *Path(tempat).parents) if calon.exists())
    ruang = shutil.disk_usage(ada)
    return ruang.free, ruang.total


def penyimpanan_menjawab() -> bool:
    """Whether the folder of documents takes bytes, or S3 answers with our key. S3 may take a minute to be silent."""
    if isinstance(default_storage, FileSystemStorage):
        return dapat_ditulis(Path(default_storage.location))
    try:
        default_storage.exists("siapp-ditanya")
    except Exception:
        return False
    return True


def satu_pemasangan(*, sebelumnya: bool) -> bool:
    """Whether storage and database belong together (keputusan/0054); `sebelumnya` when one of them does not answer."""
    try:
        return not keluhan_pemasangan()
    except Exception as galat:  # each kind of storage has its own
        log.warning("pemasangan_tak_terbaca", galat=type(galat).__name__)
        return sebelumnya
