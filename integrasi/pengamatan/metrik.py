"""The metrics, in Prometheus' form: read when they are asked for. What each means stands in docs/operasi.md."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import psycopg
import structlog
from django.conf import settings
from django.db import DatabaseError
from django.db.models import Sum
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from integrasi.mitra import pemutus, perjanjian, sakelar
from integrasi.mitra.setelan import host
from integrasi.models import PanggilanBaca, Peringatan, TokenSiasn
from integrasi.pengamatan import bacaan
from integrasi.pengamatan.hitungan import Hitungan
from integrasi.petugas.kesehatan import umur_tertua
from siapp.jadwal.layanan import layanan
from siapp.koneksi import lepas_koneksi
from siapp.surel import surel_diatur
from siapp.web.kesiapan import Penanya, migrasi_dibutuhkan, migrasi_terpasang

log = structlog.get_logger(__name__)

Kelompok = Callable[[], Iterable[Metric]]


def _satu(nama: str, arti: str, nilai: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(nama, arti, value=nilai)


def _banyak(nama: str, arti: str, label: str, isi: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    keluarga = GaugeMetricFamily(nama, arti, labels=[label])
    for satu, nilai in isi:
        keluarga.add_metric([satu], nilai)
    return keluarga


def _saat(isi: Iterable[tuple[str, datetime]]) -> Iterator[tuple[str, float]]:
    return ((nama, saat.timestamp()) for nama, saat in isi)


def antrean() -> Iterator[Metric]:
    """How long the oldest of each kind of work has been waiting, and how much there is."""
    for nama, arti, umur in (
        ("siapp_kiriman_tertua_seconds", "Umur kiriman ke SIASN tertua yang sudah jatuh tempo", umur_tertua()),
        ("siapp_masuk_tertua_seconds", "Umur pemberitahuan BKN tertua yang belum diolah", bacaan.umur_masuk()),
        ("siapp_berkas_tertua_seconds", "Umur berkas tertua yang belum diperiksa", bacaan.umur_berkas()),
    ):
        yield _satu(nama, arti, umur.total_seconds())
    menunggu = ((str(api), float(banyak)) for api, banyak in sorted(bacaan.menunggu_per_api().items()))
    yield _banyak("siapp_kiriman_menunggu", "Kiriman yang belum tuntas, per API", "api", menunggu)


def mitra() -> Iterator[Metric]:
    """Breaker, switch, tokens, agreement."""
    yield _satu("siapp_pemutus_terbuka", "1 bila SIASN dianggap putus", pemutus.terbuka_sejak(host()) is not None)
    yield _satu("siapp_pertukaran_dihentikan", "1 bila pertukaran dihentikan orang", sakelar.dihentikan())
    token = list(TokenSiasn.objects.order_by("pk"))
    berakhir = ((satu.jenis, satu.kedaluwarsa) for satu in token if satu.kedaluwarsa)
    yield _banyak("siapp_token_berakhir_timestamp_seconds", "Saat token SIASN berakhir", "jenis", _saat(berakhir))
    kini = timezone.now()
    ditolak = ((satu.jenis, float(bool(satu.ditolak_sampai and satu.ditolak_sampai > kini))) for satu in token)
    yield _banyak("siapp_token_ditolak", "1 bila SIASN menolak kredensial", "jenis", ditolak)
    akhir = datetime.combine(perjanjian.masa().berakhir, datetime.min.time(), timezone.get_default_timezone())
    yield _satu("siapp_perjanjian_berakhir_timestamp_seconds", "Saat perjanjian berakhir", akhir.timestamp())


def peringatan() -> Iterator[Metric]:
    """The troubles that are not over, and those nobody was mailed of."""
    terbuka = list(Peringatan.objects.terbuka().order_by("sebab"))
    isi = ((satu.sebab, float(satu.jumlah)) for satu in terbuka)
    yield _banyak("siapp_peringatan", "Peringatan yang belum reda, dengan jumlah yang tertahan", "sebab", isi)
    belum = [timezone.now() - satu.mulai for satu in terbuka if satu.diberitahukan_pada is None]
    lama = max(belum, default=timedelta()).total_seconds()
    yield _satu("siapp_peringatan_belum_disurelkan_seconds", "Umur peringatan tertua yang belum dikirim", lama)
    yield _satu("siapp_surel_terpasang", "1 bila EMAIL_URL diisi", surel_diatur())


def panggilan() -> Iterator[Metric]:
    """What we asked SIASN and what BKN asked us, by API and result."""
    keluarga = CounterMetricFamily(
        "siapp_panggilan", "Panggilan baca (API 1, 6, 7, 13) dan yang dilayani (8, 9, 12)", labels=["api", "hasil"]
    )
    jumlah = PanggilanBaca.objects.order_by("api").values_list("api").annotate(Sum("berhasil"), Sum("gagal"))
    for api, berhasil, gagal in jumlah:
        keluarga.add_metric([str(api), "berhasil"], berhasil)
        keluarga.add_metric([str(api), "gagal"], gagal)
    yield keluarga


def proses() -> Iterator[Metric]:
    """The last sign of life of the timer and of each queue, and the last good end of each daily job."""
    fakta = layanan()
    tanda = ((nama, saat.timestamp() if saat else 0.0) for nama, saat in sorted(fakta.tanda.items()))
    yield _banyak("siapp_tanda_hidup_timestamp_seconds", "Tanda hidup terakhir; 0 bila belum pernah", "bagian", tanda)
    selesai = _saat((nama, satu.selesai_pada or satu.dibuat_pada) for nama, satu in sorted(fakta.harian.items()))
    yield _banyak("siapp_jadwal_harian_timestamp_seconds", "Pekerjaan harian terakhir selesai", "jadwal", selesai)


def harian() -> Iterator[Metric]:
    """When the daily work was last done."""
    sinkron = _saat(sorted(bacaan.sinkron_terakhir().items()))
    yield _banyak("siapp_sinkron_terakhir_timestamp_seconds", "Sinkronisasi berhasil terakhir", "daftar", sinkron)
    if saat := bacaan.gosok_terakhir():
        yield _satu("siapp_gosok_terakhir_timestamp_seconds", "Pemeriksaan sidik berkas terakhir", saat.timestamp())


def mesin() -> Iterator[Metric]:
    """Disk, backups and certificate of this machine. Asks no database."""
    sisa, semua = bacaan.disk()
    yield _satu("siapp_disk_sisa_bytes", "Ruang kosong tempat berkas", sisa)
    yield _satu("siapp_disk_bytes", "Ruang seluruhnya tempat berkas", semua)
    operasi = _saat(sorted(bacaan.operasi().items()))
    yield _banyak("siapp_operasi_terakhir_timestamp_seconds", "Cadangan dan uji pulih terakhir", "apa", operasi)
    if akhir := bacaan.sertifikat_berakhir():
        yield _satu("siapp_sertifikat_berakhir_timestamp_seconds", "Saat sertifikat berakhir", akhir.timestamp())


DARI_BASIS_DATA: tuple[Kelompok, ...] = (antrean, proses, mitra, peringatan, panggilan, harian)


class Pengumpul(Collector):
    """Reads everything anew at each scrape, one scrape at a time; a group that fails takes no other with it."""

    def __init__(self) -> None:
        self._kunci = threading.Lock()
        self._hitungan = Hitungan()
        self._penanya = Penanya(migrasi_terpasang)
        self.penyimpanan = True
        """Whether the storage answered last; asked apart from scrapes, since S3 may be silent for long."""
        self.satu_pemasangan = True
        """Whether storage and database belonged together when both last answered; asked apart likewise."""

    def describe(self) -> Iterable[Metric]:
        """Say nothing beforehand: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield every family that could be read."""
        with self._kunci:
            yield from self._baca()

    def _baca(self) -> Iterator[Metric]:
        info = GaugeMetricFamily("siapp_aplikasi", "Versi yang berjalan", labels=["versi"])
        info.add_metric([settings.VERSI_APLIKASI], 1)
        yield info
        yield _satu("siapp_penyimpanan_menjawab", "1 bila penyimpanan berkas menjawab", self.penyimpanan)
        arti = "1 bila penyimpanan berkas dan basis data satu pemasangan; bila 0 perapian berkas berhenti"
        yield _satu("siapp_satu_pemasangan", arti, self.satu_pemasangan)
        yield from mesin()
        gagal: list[str] = []
        try:
            kurang = migrasi_dibutuhkan() - self._penanya.tanya()
        except (psycopg.Error, OSError) as galat:  # TimeoutError is an OSError
            log.warning("metrik_tanpa_basis_data", galat=type(galat).__name__)
            yield _satu("siapp_basisdata_menjawab", "1 bila basis data menjawab dalam satu detik", 0)
            return
        yield _satu("siapp_basisdata_menjawab", "1 bila basis data menjawab dalam satu detik", 1)
        yield _satu("siapp_migrasi_tertunda", "Migrasi rilis ini yang belum dipasang", len(kurang))
        try:
            for kelompok in (*DARI_BASIS_DATA, self._terhitung):
                yield from _dengan_batas(kelompok, gagal)
        finally:
            lepas_koneksi()
        yield _satu("siapp_bacaan_gagal", "Kelompok angka yang tidak terbaca pada pengambilan ini", len(gagal))

    def _terhitung(self) -> Iterator[Metric]:
        self._hitungan.perbarui()
        yield from self._hitungan.keluarga()


def _dengan_batas(kelompok: Kelompok, gagal: list[str]) -> list[Metric]:
    try:
        with bacaan.terbatas():
            return list(kelompok())
    except DatabaseError as galat:
        log.warning("metrik_gagal", kelompok=kelompok.__name__, galat=type(galat).__name__)
        gagal.append(kelompok.__name__)
        return []
