"""The demo accounts: one person per role, several instansi. Everybody here is invented.

They exist on an installation of the embedded default only (`settings.LOKAL`): all share one printed password.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from referensi.models import Instansi
from siapp.akun.kerahasiaan import naskah, nyatakan
from siapp.akun.models import Kategori, Pengguna
from siapp.akun.peran import JenisPeran, Mesin
from siapp.web.galat import GalatPengguna
from usulan.actions import pic

SANDI_CONTOH = "contoh-siapp-2026"

KEMENSETNEG = "A5EB03E23AFCF6A0E040640A040252AD"
BKN = "A5EB03E23B00F6A0E040640A040252AD"

_SEMUA = tuple(Kategori)


@dataclass(frozen=True)
class OrangContoh:
    """A demo person. A PIC has `instansi` (its place in `instansi_contoh`) and groups; staff have roles."""

    kode: str
    nip: str
    nama: str
    instansi: int | None = None
    kelompok: tuple[Kategori, ...] = ()
    teken: bool = False
    peran: tuple[tuple[JenisPeran, str], ...] = ()

    @property
    def keterangan(self) -> str:
        """What the person may do, in words."""
        if self.instansi is None:
            return ", ".join(" ".join(filter(None, [jenis.label, kategori])) for jenis, kategori in self.peran)
        hak = "PIC penyetuju" if self.teken else "PIC"
        return f"{hak} ({', '.join(self.kelompok)})"


P = JenisPeran
K = Kategori

ORANG: tuple[OrangContoh, ...] = (
    OrangContoh("pic", "198703142010122001", "Ratri Puspaningrum", 0, _SEMUA),
    OrangContoh("penyetuju", "197505202000031002", "Bagus Adiwangsa", 0, _SEMUA, teken=True),
    OrangContoh("pic-kedua", "199002082014021003", "Yoga Prasetyaka", 1, (K.KP,)),
    OrangContoh("penyetuju-kedua", "197811112003122004", "Laksmi Wirandari", 1, _SEMUA, teken=True),
    OrangContoh("pic-ketiga", "198106252006041005", "Hendra Sasmitajaya", 2, _SEMUA, teken=True),
    OrangContoh("koordinator-kp", "197609032001121006", "Surya Kertapati", peran=((P.KOORDINATOR, K.KP),)),
    OrangContoh(
        "koordinator-pensiun", "197412182000032007", "Endah Lestariwati", peran=((P.KOORDINATOR, K.PEMBERHENTIAN),)
    ),
    OrangContoh("koordinator-jfku", "197702272002121008", "Wahyu Nirbaya", peran=((P.KOORDINATOR, K.JFKU),)),
    OrangContoh(
        "verifikator",
        "198904092013122009",
        "Nadia Kusumawardhani",
        peran=((P.VERIFIKATOR, K.KP), (P.VERIFIKATOR, K.PEMBERHENTIAN)),
    ),
    OrangContoh("verifikator-kp", "199107152015031010", "Galih Permanajati", peran=((P.VERIFIKATOR, K.KP),)),
    OrangContoh(
        "verifikator-pensiun",
        "198811302012122011",
        "Safira Anindyajati",
        peran=((P.VERIFIKATOR, K.PEMBERHENTIAN), (P.VERIFIKATOR, K.JFKU)),
    ),
    OrangContoh("verifikator-jfku", "199206222016031012", "Bayu Raharjanto", peran=((P.VERIFIKATOR, K.JFKU),)),
    OrangContoh("dukungan", "198505172009122013", "Mira Handayanti", peran=((P.DUKUNGAN, ""),)),
    OrangContoh("kepala-biro", "196910051995031014", "Darmawan Setyaki", peran=((P.KEPALA_BIRO, ""),)),
    OrangContoh("administrator", "198302212008011015", "Teguh Wicaksana", peran=((P.ADMINISTRATOR, ""),)),
    OrangContoh("auditor", "197904132005022016", "Ayu Paramastri", peran=((P.AUDITOR, ""),)),
)


class BelumBisa(GalatPengguna):
    """The demo accounts cannot be made here or now; the message says what to do."""


def check_lokal() -> None:
    """Raise BelumBisa unless this is an installation of the embedded default."""
    if not settings.LOKAL:
        raise BelumBisa(
            "Akun contoh memakai satu kata sandi bersama, jadi hanya dibuat pada pemasangan percobaan (`make run`). "
            "Di sini, buat administrator pertama dengan `manage.py administrator_pertama`."
        )


def instansi_contoh() -> list[Instansi]:
    """Return the three instansi of the demo PICs: Kemensetneg, BKN, and the first other by id. Raises BelumBisa."""
    dikenal = Instansi.objects.in_bulk([KEMENSETNEG, BKN])
    lain = Instansi.objects.filter(aktif=True).exclude(pk__in=dikenal).order_by("pk").first()
    if len(dikenal) < 2 or lain is None:
        raise BelumBisa("Daftar instansi belum lengkap. Jalankan `manage.py sinkron` lebih dahulu.")
    return [dikenal[KEMENSETNEG], dikenal[BKN], lain]


def buat_akun_contoh() -> Iterator[tuple[OrangContoh, bool]]:
    """Make each demo account that is missing; yield every person and whether the account is new. Raises BelumBisa."""
    check_lokal()
    instansi = instansi_contoh()
    sandi = make_password(SANDI_CONTOH)  # slow by design, and the same for all of them
    for orang in ORANG:
        baru = not Pengguna.objects.filter(nip=orang.nip, peran__isnull=False).exists()
        if baru:
            _buat(orang, instansi, sandi)
        # Nobody is behind a demo account; whoever tries the product is not held up on each of them.
        nyatakan(naskah().versi, oleh=Pengguna.objects.get(nip=orang.nip))
        yield orang, baru


def _buat(orang: OrangContoh, instansi: list[Instansi], sandi: str) -> None:
    # Known already, so that the registration does not hash a temporary password for each of them.
    Pengguna.objects.get_or_create(nip=orang.nip, defaults={"nama": orang.nama, "password": sandi})
    if orang.instansi is not None:
        kelompok = {kategori.value: orang.teken for kategori in orang.kelompok}
        pic.daftarkan_pic(
            nip=orang.nip, nama=orang.nama, instansi=instansi[orang.instansi], kelompok=kelompok, oleh=Mesin.SISTEM
        )
    for jenis, kategori in orang.peran:
        pic.daftarkan_staf(nip=orang.nip, nama=orang.nama, jenis=jenis, kategori=kategori, oleh=Mesin.SISTEM)
