"""The inbox: what BKN tells us (API 9) is stored raw first, then worked in order per ID Usulan (janji.md 2)."""

import hashlib
import uuid
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Min, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from integrasi.keadaan import DIOLAH_SENDIRI, GerakMasuk, KeadaanMasuk
from integrasi.keluar.klasifikasi import jeda_mundur
from integrasi.masuk.putaran import sejak_putaran
from integrasi.mitra import sakelar
from integrasi.models import KejadianMasuk, UsulanSiasn
from integrasi.siasn.bentuk import baca_tanggal
from siapp.akun.peran import Mesin
from siapp.kunci import Kunci, kunci_transaksi, kunci_tunggal
from siapp.pindah import pindah
from siapp.web.galat import GalatPengguna
from usulan.actions.bkn import HasilPutusan, terima_putusan

log = structlog.get_logger(__name__)

MASA_TUNGGU = timedelta(hours=24)
# While its usulan is unknown a notice is looked at this often: our own answer from API 3 may be on its way.
JEDA_MENUNGGU = timedelta(seconds=60)
BATAS_SEKALI = 500
SEARTI = {"BTS": "BTL"}

# The key of what is said becomes that of the round, by the correction's signature that SIASN knows: as `putaran.py`
# reads it, in a function whose plans the session keeps (migration 0012; keputusan/0072).
_SIMPAN = "SELECT p_kunci, p_baru FROM integrasi_simpan_kejadian(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
# Its arguments before the last, which is the time zone.
_DITULIS = (
    *("id", "kunci", "id_usulan", "status", "tanggal", "keterangan", "mentah", "klien", "diterima_pada", "keadaan"),
)


def kunci_kejadian(id_usulan: str, status: str, tanggal: date, keterangan: str) -> str:
    """SHA-256 over what the notice says: the duplicate key within a round (API 9 carries no event id)."""
    isi = "\x1f".join([id_usulan.lower(), SEARTI.get(status, status), tanggal.isoformat(), keterangan])
    return hashlib.sha256(isi.encode()).hexdigest()


def _isi_terbaca(isi: dict[str, Any]) -> dict[str, Any]:
    tanggal = isi["tanggal_verifikasi"]
    hari = tanggal if isinstance(tanggal, date) else baca_tanggal(tanggal)
    if hari is None:
        raise ValueError("tanggal_verifikasi is empty")
    status = SEARTI.get(isi["status"], isi["status"])
    keterangan = isi.get("keterangan") or ""
    return {
        "id_usulan": isi["id_usulan"],
        "status": status,
        "tanggal": hari,
        "keterangan": keterangan,
        "kunci": kunci_kejadian(isi["id_usulan"], status, hari, keterangan),
        "keadaan": KeadaanMasuk.BARU,
    }


def _isi_tak_terbaca(mentah: str) -> dict[str, Any]:
    kunci = hashlib.sha256(b"mentah\x1f" + mentah.encode()).hexdigest()
    kosong = {"id_usulan": "", "status": "", "tanggal": None, "keterangan": ""}
    return {**kosong, "kunci": kunci, "keadaan": KeadaanMasuk.TIDAK_TERBACA}


def simpan_mentah(mentah: bytes | str, isi: dict[str, Any] | None, klien: str) -> tuple[KejadianMasuk, bool]:
    """Store one notice as it came and return its row and whether it is new; one statement, committed on return.

    `mentah`: the body; `isi`: its checked fields (id_usulan, status, tanggal_verifikasi, keterangan), None when it
    cannot be read; `klien`: the OAuth2 client. A repeat within the round gives the first row again, so the first
    receipt again; the same words after a correction are another verdict.
    """
    teks = mentah.decode("utf-8", "backslashreplace") if isinstance(mentah, bytes) else mentah
    teks = teks.replace("\x00", "\\x00")
    baris = _isi_terbaca(isi) if isi is not None else _isi_tak_terbaca(teks)
    nilai = {**baris, "id": uuid.uuid4(), "mentah": teks, "klien": klien[:100], "diterima_pada": timezone.now()}
    isian = [nilai[nama] for nama in _DITULIS]
    # As text: psycopg looks for a way to write each kind of value anew for each statement.
    tulis = [satu if satu is None else str(satu) for satu in (*isian, timezone.get_default_timezone_name())]
    with connection.cursor() as kursor:
        kursor.execute(_SIMPAN, tulis)
        kunci, baru = kursor.fetchone()
    if not baru:
        return KejadianMasuk.objects.get(kunci=kunci), False
    isian[_DITULIS.index("kunci")] = kunci
    # What was written just now needs no second look.
    return KejadianMasuk.from_db(connection.alias, _DITULIS, isian), True


def _perlu_diolah() -> QuerySet[KejadianMasuk]:
    return KejadianMasuk.objects.filter(keadaan__in=DIOLAH_SENDIRI)


def olah() -> int:
    """Work what is due, in order per ID Usulan; return how many notices were settled.

    Several may run at once: each ID Usulan is worked by one at a time.
    """
    jatuh_tempo = _perlu_diolah().filter(jatuh_tempo__lte=timezone.now())
    antrean = jatuh_tempo.values(atas=Upper("id_usulan")).annotate(awal=Min("diterima_pada")).order_by("awal")
    return sum(_olah_satu_id(satu["atas"]) for satu in antrean[:BATAS_SEKALI])


def giliran(id_usulan: str) -> AbstractContextManager[bool]:
    """Hold the turn of one ID Usulan (in upper case). A session lock: the actions begin transactions of their own."""
    return kunci_tunggal(Kunci.MASUK, id_usulan)


def giliran_transaksi(id_usulan: str) -> None:
    """Wait for the turn of one ID Usulan (in upper case) and hold it to the commit; before any row is locked."""
    kunci_transaksi(Kunci.MASUK, id_usulan)


def _olah_satu_id(id_usulan: str) -> int:
    """Apply the open notices of one ID Usulan in the order they came; stops at the first that cannot be."""
    jumlah = 0
    with giliran(id_usulan) as dapat:
        if not dapat:
            return 0
        milik = UsulanSiasn.objects.filter(id_usulan__iexact=id_usulan).first()
        for kejadian in _perlu_diolah().filter(id_usulan__iexact=id_usulan).order_by("diterima_pada", "id"):
            if milik is None:
                jumlah += _belum_dikenal(kejadian)
                continue
            try:
                terapkan(kejadian, milik)
            except Exception:
                log.exception("masuk_gagal", kejadian=str(kejadian.pk))
                _tunda(kejadian, timedelta(seconds=jeda_mundur(kejadian.percobaan_ke)))
                break
            jumlah += 1
    return jumlah


def _tunda(kejadian: KejadianMasuk, jeda: timedelta) -> None:
    kejadian.percobaan_ke += 1
    kejadian.jatuh_tempo = timezone.now() + jeda
    kejadian.save(update_fields=["percobaan_ke", "jatuh_tempo", "keadaan", "catatan"])


def _belum_dikenal(kejadian: KejadianMasuk) -> int:
    """An id we do not know yet: wait for a day of exchange, then a person looks. Returns 1 when it was settled so."""
    if kejadian.diterima_pada <= sakelar.sebelum(MASA_TUNGGU):
        pindah(kejadian, GerakMasuk.TAK_KUNJUNG_DIKENAL)
        _tutup(kejadian, "ID Usulan ini tidak dikenal selama 24 jam.")
        return 1
    pindah(kejadian, GerakMasuk.BELUM_DIKENAL)
    kejadian.catatan = "ID Usulan ini belum dikenal; ditunggu sampai 24 jam."
    _tunda(kejadian, JEDA_MENUNGGU)
    return 0


def _tutup(kejadian: KejadianMasuk, catatan: str) -> None:
    kejadian.catatan = catatan[:500]
    kejadian.save(update_fields=["keadaan", "catatan", "usulan"])


HASIL: dict[HasilPutusan, tuple[KeadaanMasuk, str]] = {
    HasilPutusan.DITERAPKAN: (KeadaanMasuk.DITERAPKAN, ""),
    HasilPutusan.SAMA: (KeadaanMasuk.DITERAPKAN, "Putusan ini sudah tercatat."),
    HasilPutusan.BASI: (KeadaanMasuk.BASI, "Sudah ada putusan dengan tanggal yang lebih baru."),
    HasilPutusan.BERTENTANGAN: (
        KeadaanMasuk.BERTENTANGAN,
        "Bertentangan dengan putusan atau tahap yang ada; statusnya ditanyakan lagi ke SIASN.",
    ),
}


def terapkan(
    kejadian: KejadianMasuk,
    milik: UsulanSiasn,
    gerak: GerakMasuk = GerakMasuk.DIOLAH,
    dicocokkan_oleh: tuple[str, ...] = (),
) -> None:
    """Pass one notice to its usulan and note the outcome as `gerak`. Done twice it changes nothing more (SAMA).

    `dicocokkan_oleh`: the people who joined it to the usulan by hand.
    """
    if kejadian.tanggal is None:
        raise ValueError("a readable notice has a date")
    kejadian.usulan_id = milik.usulan_id
    try:
        hasil = terima_putusan(
            milik.usulan_id,
            status=kejadian.status,
            tanggal=kejadian.tanggal,
            keterangan=kejadian.keterangan,
            sejak=sejak_putaran(milik.usulan_id, kejadian.tanggal, kejadian.diterima_pada),
            oleh=Mesin.BKN,
            dicocokkan_oleh=dicocokkan_oleh,
        )
    except GalatPengguna as galat:
        pindah(kejadian, gerak, KeadaanMasuk.BERTENTANGAN)
        _tutup(kejadian, galat.pesan)
        return
    keadaan, catatan = HASIL[hasil]
    pindah(kejadian, gerak, keadaan)
    _tutup(kejadian, catatan)
    if hasil is HasilPutusan.BERTENTANGAN:
        tanyakan_segera(milik)


def tanyakan_segera(milik: UsulanSiasn, pada: datetime | None = None) -> None:
    """Ask SIASN for this usulan at the next poll (API 7)."""
    with transaction.atomic():
        UsulanSiasn.objects.filter(pk=milik.pk).update(pantau_berikut=pada or timezone.now())
