"""After a restore from backup: what was sent since the backup nobody here remembers, so nothing open is sent blindly.

The database says "not sent" of calls that went out between the backup and the loss, also of those that had not been
tried when the backup was made. So *every* open call that is not idempotent becomes uncertain and is settled the way
the partner promised for its API (`mitra.janji`); those that set a whole state (2, 10) are sent again. What was begun
after the backup is not in the database at all: that a person must compare with BKN.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from integrasi.enums import IDEMPOTEN, KELUAR, Api
from integrasi.keadaan import DIOLAH_SENDIRI, KIRIMAN, PERLU_ORANG, TUNTAS, GerakKiriman, Keadaan
from integrasi.keluar.relai import belum_direncanakan, rencanakan_tertunda
from integrasi.mitra.janji import api_dipastikan, cara_memastikan
from integrasi.models import KeadaanMitra, KejadianMasuk, Pengiriman, Percobaan, TokenSiasn, UsulanSiasn
from integrasi.sebab import SEBAB, Kode
from siapp.akun.peran import Mesin
from siapp.audit.catat import catat
from siapp.audit.models import Peristiwa
from siapp.bangun import bangunkan
from siapp.mode_ganda import KUNCI
from siapp.pindah import pindahkan

log = structlog.get_logger(__name__)

PESAN = SEBAB[Kode.PEMULIHAN].kalimat
ALIRAN = "pemulihan"
# A row in nobody's hands.
_BEBAS: dict[str, Any] = {"sewa": None, "sewa_sampai": None, "tidak_pasti_sejak": None}


@dataclass
class Pemulihan:
    """What a restore leaves to be done.

    `jejak_terakhir`: the newest Peristiwa, about when the backup was made. `ragu`, `orang` and `ulang`: API → numbers
    of the usulan ("" for a call of none) whose calls became uncertain, wait for a person, or are sent again.
    """

    jejak_terakhir: datetime | None = None
    ragu: dict[int, list[str]] = field(default_factory=dict)
    orang: dict[int, list[str]] = field(default_factory=dict)
    ulang: dict[int, list[str]] = field(default_factory=dict)
    belum_direncanakan: int = 0
    sewa: int = 0
    token: int = 0
    dipantau: int = 0
    masuk: int = 0

    @property
    def cacah(self) -> dict[str, int]:
        """The figures, as the Peristiwa keeps them."""
        kelompok = {"ragu": self.ragu, "orang": self.orang, "ulang": self.ulang}
        return {
            **{nama: sum(map(len, isi.values())) for nama, isi in kelompok.items()},
            "belum_direncanakan": self.belum_direncanakan,
            "sewa": self.sewa,
            "token": self.token,
            "dipantau": self.dipantau,
            "masuk": self.masuk,
        }


def _terbuka() -> QuerySet[Pengiriman]:
    return Pengiriman.objects.exclude(keadaan__in=TUNTAS)


def _dapat(gerak: GerakKiriman) -> QuerySet[Pengiriman]:
    return Pengiriman.objects.filter(keadaan__in=KIRIMAN.dari(gerak))


def _ragu() -> QuerySet[Pengiriman]:
    return _dapat(GerakKiriman.PULIH_RAGU).exclude(api__in=IDEMPOTEN)


def _orang() -> QuerySet[Pengiriman]:
    """Refused and dead: somebody may have had them sent again after the backup."""
    return Pengiriman.objects.filter(keadaan__in=PERLU_ORANG).exclude(api__in=IDEMPOTEN)


def _ulang() -> QuerySet[Pengiriman]:
    return _dapat(GerakKiriman.PULIH_ULANG).filter(api__in=IDEMPOTEN)


def _per_api(baris: QuerySet[Pengiriman]) -> dict[int, list[str]]:
    hasil: dict[int, list[str]] = {}
    for api, nomor in baris.order_by("api", "usulan__nomor", "gelombang").values_list("api", "usulan__nomor"):
        hasil.setdefault(api, []).append(nomor or "")
    return hasil


def gambaran() -> Pemulihan:
    """What a recovery would do now; reads only."""
    return Pemulihan(
        jejak_terakhir=Peristiwa.objects.exclude(aliran=ALIRAN)
        .order_by("-waktu")
        .values_list("waktu", flat=True)
        .first(),
        ragu=_per_api(_ragu()),
        orang=_per_api(_orang()),
        ulang=_per_api(_ulang()),
        belum_direncanakan=belum_direncanakan().count(),
        sewa=Pengiriman.objects.filter(keadaan=Keadaan.KIRIM).count(),
        token=TokenSiasn.objects.exclude(isi="").count(),
        dipantau=UsulanSiasn.objects.filter(pantau_berikut__isnull=False).count(),
        masuk=_kotak_masuk().count(),
    )


def pulihkan(*, oleh: Mesin) -> Pemulihan:
    """Let every open call start as uncertain, forget tokens and the breaker, ask SIASN for everything at once.

    Workers should stand still meanwhile; one that does not cannot overwrite, since its lease is gone. Running it twice
    does no harm. Returns what was done, with what there is to check.
    """
    lama = set(_terbuka().values_list("pk", flat=True))
    # Planned now rather than by the relay later: what an unplanned Peristiwa asks for may have gone out as well.
    direncanakan = rencanakan_tertunda(menyeluruh=True)
    hasil = _pulihkan(_terbuka().exclude(pk__in=lama), direncanakan, oleh)
    log.warning("pemulihan", **hasil.cacah)
    return hasil


@transaction.atomic(durable=True)
def _pulihkan(baru: QuerySet[Pengiriman], direncanakan: int, oleh: Mesin) -> Pemulihan:
    kini = timezone.now()
    list(_terbuka().select_for_update(of=("self",)).values_list("pk", flat=True))
    _tahan_kunci_baru(baru.filter(api__in=_hanya_kunci()), kini)
    hasil = replace(gambaran(), belum_direncanakan=direncanakan)
    _ragukan(_ragu(), kini)
    # What was refused for its data before anything was sent has no payload that could be looked for.
    _orang().exclude(api=Api.USULAN, muatan={}).update(tidak_pasti_sejak=kini)
    pindahkan(_ulang(), GerakKiriman.PULIH_ULANG, sebab=Kode.PEMULIHAN, pesan=PESAN, jatuh_tempo=kini, **_BEBAS)
    TokenSiasn.objects.all().delete()
    KeadaanMitra.objects.update(terbuka_sejak=None, coba_lagi_pada=None, sebab="", jendela=[])
    UsulanSiasn.objects.filter(pantau_berikut__isnull=False).update(pantau_berikut=kini)
    _kotak_masuk().update(jatuh_tempo=kini)
    catat(ALIRAN, "pemulihan.dijalankan", oleh=oleh, data=hasil.cacah)
    transaction.on_commit(_bangunkan)
    return hasil


def _ragukan(baris: QuerySet[Pengiriman], kini: datetime) -> None:
    """Uncertain from now on: a look before the quiet period is over proves nothing."""
    _catat_percobaan(baris, GerakKiriman.PULIH_RAGU, Kode.PEMULIHAN, kini)
    pindahkan(
        baris,
        GerakKiriman.PULIH_RAGU,
        sebab=Kode.PEMULIHAN,
        pesan=PESAN,
        dicoba_sejak=None,
        jatuh_tempo=kini + settings.SIASN_MASA_TENANG,
        **(_BEBAS | {"tidak_pasti_sejak": kini}),
    )


def _hanya_kunci() -> list[int]:
    """The APIs whose doubles SIASN keeps away by our key and by nothing else."""
    return [api for api in KELUAR if cara_memastikan(api) == {KUNCI}]


def _tahan_kunci_baru(baris: QuerySet[Pengiriman], kini: datetime) -> None:
    """Planned a second time, so with a new key: SIASN would not know the call again. A person must look first."""
    gerak = GerakKiriman.PULIH_KUNCI_BARU
    terbuka = baris.filter(keadaan__in=KIRIMAN.dari(gerak))
    _catat_percobaan(terbuka, gerak, Kode.PEMULIHAN_KUNCI_BARU, kini)
    pindahkan(terbuka, gerak, sebab=Kode.PEMULIHAN_KUNCI_BARU, pesan=PESAN, **(_BEBAS | {"tidak_pasti_sejak": kini}))


def _catat_percobaan(baris: QuerySet[Pengiriman], gerak: GerakKiriman, sebab: Kode, kini: datetime) -> None:
    keadaan = KIRIMAN.tujuan(gerak)
    Percobaan.objects.bulk_create(
        (
            Percobaan(pengiriman_id=pk, mulai=kini, selesai=kini, keadaan=keadaan, sebab=sebab)
            for pk in baris.values_list("pk", flat=True)
        ),
        batch_size=1000,
    )


def _kotak_masuk() -> QuerySet[KejadianMasuk]:
    return KejadianMasuk.objects.filter(keadaan__in=DIOLAH_SENDIRI)


def _bangunkan() -> None:
    for tugas in ("integrasi.tasks.kirim", "integrasi.tasks.masuk", "integrasi.tasks.pantau"):
        bangunkan(tugas)


def yang_diperiksa(hasil: Pemulihan) -> list[str]:
    """What people must compare by hand, in sentences."""
    saat = f"{timezone.localtime(hasil.jejak_terakhir):%d-%m-%Y pukul %H.%M}" if hasil.jejak_terakhir else "cadangan"
    return [
        f"Jejak terakhir di basis data: {saat}. Yang terjadi sesudahnya tidak ada lagi di sini.",
        *_cara_memastikan(),
        "Kiriman “Ditolak” dan “Percobaan habis”: cari dulu di SIASN sebelum mengirim ulang.",
        f"Minta BKN daftar usulan, dokumen, dan teken dari SIAPP sejak {saat}; yang tidak dikenal di sini dimasukkan "
        "lagi tanpa dikirim dua kali.",
        f"Minta BKN mengirim ulang pemberitahuan hasil verifikasi (API 9) sejak {saat}; tahap dan Pertek ditanyakan "
        "sendiri.",
        f"Kenali Keppres yang terbit sejak {saat}: tautan unduhnya yang sudah diterima BKN tidak berlaku lagi.",
        "Jalankan manage.py verifikasi_audit, dan periksa hak akses PIC (API 2) yang berubah sejak saat itu.",
    ]


def _cara_memastikan() -> list[str]:
    """Who settles what is uncertain: machines where SIASN's promise was proven, people elsewhere."""
    sendiri = sorted(api_dipastikan())
    orang = [int(api) for api in KELUAR if api not in {*sendiri, *IDEMPOTEN}]
    kalimat = []
    if orang:
        kalimat.append(
            f"Putuskan setiap kiriman “Tidak pasti” {_sebut(orang)} di layar Pengiriman: cari di SIASN, lalu nyatakan "
            "sampai atau tidak."
        )
    if sendiri:
        kalimat.append(
            f"Kiriman “Tidak pasti” {_sebut(sendiri)} diselesaikan sendiri setelah masa tenang; pantau di layar "
            "Pengiriman sampai tidak ada lagi."
        )
    return kalimat


def _sebut(api: list[int]) -> str:
    return f"API {', '.join(map(str, api))}"
