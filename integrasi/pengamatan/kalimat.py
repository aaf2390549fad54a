"""What `manage.py keadaan` says: a line for each thing that is well, and for each that is not, what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from integrasi.mitra import pemutus, perjanjian, sakelar
from integrasi.mitra.setelan import host
from integrasi.models import Peringatan, TokenSiasn
from integrasi.pengamatan import bacaan
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.petugas.peringatan import BATAS_MANDEK, belum_tercatat, kata_peringatan
from siapp.audit.jangkar import jeda, terakhir, tujuan_jangkar
from siapp.berkas.pemasangan import keluhan_pemasangan
from siapp.berkas.tesseract import PAKET, program
from siapp.jadwal.layanan import BATAS_HARIAN, layanan
from siapp.peran_basis_data import hak_berlebih
from siapp.surel import surel_diatur
from siapp.web.kesiapan import Penanya, migrasi_dibutuhkan, migrasi_terpasang
from usulan.nomor_kembar import nomor_kembar

BATAS_BERKAS = timedelta(minutes=5)
BATAS_BACAAN = timedelta(hours=1)
BATAS_SUREL = timedelta(minutes=10)
HARI_PERJANJIAN = 60
BATAS_KEMBAR = 20
BATAS_JANGKAR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Hal:
    """One thing that was looked at: well or not, and the sentence; of what is not well it ends in what to do."""

    baik: bool
    kalimat: str


def _lama(selang: timedelta) -> str:
    detik = int(selang.total_seconds())
    if detik < 120:
        return f"{detik} detik"
    return f"{detik // 60} menit" if detik < 7200 else f"{detik // 3600} jam"


def lihat() -> Iterator[Hal]:
    """Yield each thing as soon as it is known; without the database one line only: nothing else can be told."""
    try:
        kurang = migrasi_dibutuhkan() - Penanya(migrasi_terpasang).tanya()
    except (psycopg.Error, OSError):
        yield Hal(False, "Basis data tidak menjawab. Nyalakan PostgreSQL dan periksa DATABASE_URL.")
        return
    yield Hal(True, "Basis data menjawab.")
    if kurang:
        yield Hal(False, f"{len(kurang)} migrasi belum dipasang. Jalankan `manage.py migrate`.")
        return
    yield Hal(True, "Skema basis data sesuai dengan rilis ini.")
    for satu in SEMUA:
        try:
            with bacaan.terbatas():
                hasil = list(satu())
        except DatabaseError as galat:
            hasil = [Hal(False, f"{satu.__name__} tidak terbaca ({type(galat).__name__}). Lihat catatan PostgreSQL.")]
        yield from hasil


def kiriman() -> Iterator[Hal]:
    """Whether what is due for SIASN is on its way."""
    umur = umur_tertua()
    if umur > BATAS_MANDEK:
        yield Hal(
            False,
            f"Kiriman ke SIASN tertua menunggu {_lama(umur)}. Periksa layanan siapp-pekerja.",
        )
    else:
        yield Hal(True, "Tidak ada kiriman ke SIASN yang mandek.")
    umur = bacaan.umur_masuk()
    if umur > BATAS_MANDEK:
        yield Hal(False, f"Pemberitahuan BKN tertua belum diolah {_lama(umur)}. Periksa layanan pekerja.")


def proses() -> Iterator[Hal]:
    """That the timer and every queue gave a sign of life; of one that did not its alarm tells (`peringatan`)."""
    if not layanan().diam():
        yield Hal(True, "Timer dan semua antrean dilayani.")


def berkas() -> Iterator[Hal]:
    """Whether uploads are inspected."""
    umur = bacaan.umur_berkas()
    if umur > BATAS_BERKAS:
        yield Hal(
            False,
            f"Berkas tertua menunggu diperiksa {_lama(umur)}. Periksa layanan berkas (`systemctl status siapp-berkas`) "
            "dan ClamAV bila dipasang.",
        )
    else:
        yield Hal(True, "Berkas unggahan terperiksa.")
    if bacaan.penyimpanan_menjawab():
        keluhan = keluhan_pemasangan()
        yield Hal(not keluhan, keluhan or "Penyimpanan berkas dan basis data satu pemasangan.")
    else:
        yield Hal(False, "Penyimpanan berkas tidak menerima tulisan. Periksa ruang disk, izin folder, atau layanan S3.")


def bacaan_berkas() -> Iterator[Hal]:
    """Whether files are read, and scans too. Without a reader of scans everything else works: that is no fault."""
    umur, pindaian = bacaan.umur_bacaan(), bacaan.pindaian_menunggu()
    if umur > BATAS_BACAAN:
        yield Hal(False, f"Berkas tertua menunggu dibaca {_lama(umur)}. Periksa layanan berkas (siapp-berkas).")
    if not program():
        yield Hal(
            True,
            f"Tesseract tidak terpasang, jadi pindaian tidak dibaca ({pindaian} berkas menunggu). "
            f"Pasang bila diperlukan: apt install {PAKET}.",
        )
    else:
        yield Hal(True, f"Isi berkas dibaca, pindaian juga ({pindaian} berkas menunggu giliran).")


def mitra() -> Iterator[Hal]:
    """Breaker, switch, credentials and the term of the agreement."""
    if henti := sakelar.penghentian():
        sejak = timezone.localtime(henti.mulai)
        yield Hal(False, f"Pertukaran dihentikan sejak {sejak:%d-%m-%Y %H.%M}. Mulai lagi di layar Pertukaran.")
    elif sejak_putus := pemutus.terbuka_sejak(host()):
        lama = _lama(timezone.now() - sejak_putus)
        yield Hal(False, f"SIASN tidak menjawab sejak {lama} yang lalu; dicoba lagi sendiri. Bila lama, tanyakan BKN.")
    else:
        yield Hal(True, "Jalan ke SIASN terbuka.")
    for token in TokenSiasn.objects.filter(ditolak_sampai__gt=timezone.now()):
        yield Hal(False, f"SIASN menolak kredensial ({token.jenis}). Periksa SIASN_CLIENT_SECRET atau SIASN_SSO_… .")
    sisa = (perjanjian.masa().berakhir - timezone.localdate()).days
    if sisa < HARI_PERJANJIAN:
        yield Hal(False, f"Perjanjian berakhir {sisa} hari lagi. Lihat layar Pertukaran untuk perpanjangannya.")


def peringatan() -> Iterator[Hal]:
    """The open alarms, and whether they reach anybody."""
    tercatat = list(Peringatan.objects.terbuka().order_by("mulai"))
    terbuka = [*belum_tercatat(tercatat), *tercatat]
    for satu in terbuka:
        kata = kata_peringatan(satu.sebab)
        berapa = f" ({satu.jumlah})" if satu.jumlah > 1 else ""
        langkah = kata.langkah.replace("Minta pengelola server menjalankan", "Jalankan")
        yield Hal(False, f"{kata.kalimat.removesuffix('.')}{berapa}. {langkah}")
    if not terbuka:
        yield Hal(True, "Tidak ada peringatan yang terbuka.")
    if not surel_diatur():
        yield Hal(False, "EMAIL_URL belum diisi: peringatan hanya tampil di layar. Isi, lalu `siapp muat-ulang`.")
        return
    belum = [timezone.now() - satu.mulai for satu in tercatat if satu.diberitahukan_pada is None]
    if max(belum, default=timedelta()) > BATAS_SUREL:
        yield Hal(False, "Ada peringatan yang belum tersurelkan. Periksa EMAIL_URL dan surel Administrator.")
    else:
        yield Hal(True, "Surel peringatan terpasang.")


def harian() -> Iterator[Hal]:
    """Whether the daily work was done: sync, scrub."""
    sinkron = bacaan.sinkron_terakhir()
    tertua = min(sinkron.values(), default=None)
    yield _usia("Sinkronisasi SIASN", tertua, "Jalankan `manage.py sinkron` dan lihat layar Sinkronisasi.")
    yield _usia("Pemeriksaan sidik berkas", bacaan.gosok_terakhir(), "Periksa layanan timer dan berkas.")


def _usia(apa: str, saat: datetime | None, langkah: str) -> Hal:
    if saat is None:
        return Hal(False, f"{apa} belum pernah selesai. {langkah}")
    usia = timezone.now() - saat
    kalimat = f"{apa} terakhir {_lama(usia)} yang lalu."
    return Hal(usia <= BATAS_HARIAN, kalimat if usia <= BATAS_HARIAN else f"{kalimat} {langkah}")


def jejak() -> Iterator[Hal]:
    """Whether the trail was proven today, and whether its anchors leave the database."""
    bukti = layanan().harian.get("verifikasi-jejak")
    yield _usia(
        "Pembuktian jejak audit", bukti.selesai_pada if bukti else None, "Jalankan `manage.py verifikasi_audit`."
    )
    if not tujuan_jangkar():
        langkah = "Isi AUDIT_JANGKAR_FOLDER, lalu `siapp muat-ulang`."
        yield Hal(settings.LOKAL, f"Jangkar jejak audit tidak ditulis ke luar basis data. {langkah}")
    for tujuan in tujuan_jangkar():
        saat = terakhir(tujuan)
        lama = _lama(timezone.now() - saat) if saat else ""
        apa = f"Jangkar jejak audit ({tujuan.label.lower()})"
        if saat is None or timezone.now() - saat > jeda(tujuan) + BATAS_JANGKAR:
            yield Hal(False, f"{apa} tidak tertulis {lama}. Lihat catatan siapp-pekerja.".replace("  ", " "))
        else:
            yield Hal(True, f"{apa} terakhir {lama} yang lalu.")


def peran() -> Iterator[Hal]:
    """Whether the application's role of PostgreSQL can do its work and no more."""
    if settings.HTTPS and (lebih := hak_berlebih()):
        yield Hal(False, f"Peran basis data aplikasi {', '.join(lebih)}. Jalankan `manage.py peran_basis_data`.")


def operasi() -> Iterator[Hal]:
    """Backups, where this machine makes them."""
    catatan = bacaan.operasi()
    if "cadangan" in catatan:
        yield _usia("Cadangan", catatan["cadangan"], "Jalankan `siapp cadangkan` dan lihat sebabnya.")


def nomor() -> Iterator[Hal]:
    """Numbers that stand twice, and keys that a release before this one wrote."""
    kembar, usang = nomor_kembar()
    for satu in kembar[:BATAS_KEMBAR]:
        dua = f"{satu.apa} “{satu.tanpa_kunci}” dan “{satu.pemegang}” ({satu.tahun}) terbaca sama."
        yield Hal(False, f"{dua} Perbaiki yang salah di halaman Keppres itu, lalu jalankan `manage.py kunci_nomor`.")
    if len(kembar) > BATAS_KEMBAR:
        yield Hal(False, f"{len(kembar) - BATAS_KEMBAR} pasang nomor lain terbaca sama. Perbaiki yang di atas dahulu.")
    if usang:
        yield Hal(False, f"{usang} kunci nomor ditulis rilis sebelum ini. Jalankan `manage.py kunci_nomor`.")
    if not kembar and not usang:
        yield Hal(True, "Nomor Keppres dan memo masing-masing satu.")


SEMUA: tuple[Callable[[], Iterator[Hal]], ...] = (
    proses,
    kiriman,
    berkas,
    bacaan_berkas,
    mitra,
    peringatan,
    harian,
    jejak,
    peran,
    operasi,
    nomor,
)
