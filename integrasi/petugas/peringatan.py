"""Operators learn of trouble without looking: once per cause when it begins and once when it is over.

By mail to the administrators and by the bell (a list on the delivery monitor, a count in a banner). The web computes
"stands still" itself as well, since the worker that would send the mail may be what stands still.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from integrasi.izin import boleh_melihat
from integrasi.keadaan import PERLU_ORANG, Keadaan, KeadaanMasuk
from integrasi.mitra import pemutus, sakelar
from integrasi.mitra.janji import dapat_dipastikan, keadaan_janji
from integrasi.mitra.setelan import host
from integrasi.models import KejadianMasuk, Pengiriman, Peringatan
from integrasi.petugas import proses
from integrasi.petugas.kesehatan import umur_tertua
from integrasi.petugas.proses import kata_proses
from integrasi.sebab import TAK_TERJAWAB, Kode, Sebab, sebab_untuk
from integrasi.tanya.sinkron_mati import daftar_gagal
from referensi.tampilan import padanan_ditarik
from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran
from siapp.kunci import Kunci, kunci_tunggal
from siapp.surel import surel_diatur
from usulan.keadaan import KeadaanPertek
from usulan.models import Pertek

log = structlog.get_logger(__name__)

# Told at 75 s, looked at every 30 s: nothing stands still for more than 120 s unseen (janji.md 1).
BATAS_MANDEK = timedelta(seconds=75)
# A trouble that comes and goes within this time is one trouble.
MASA_REDA = timedelta(minutes=2)
# A promised way settles in one or two tries after the quiet period; what takes longer a person should look at.
BATAS_RAGU = timedelta(minutes=15)
# Causes that keep a call waiting until somebody mends the setting, though it is tried again by itself.
PERLU_PENGELOLA = (
    Kode.PEMETAAN,
    Kode.TOKEN_DITOLAK,
    Kode.TOKEN_KEDALUWARSA,
    Kode.KREDENSIAL_DITOLAK,
    Kode.TLS,
    Kode.PROKSI,
)
# What every page says in a banner of its own.
BERSPANDUK = (Kode.SIASN_PUTUS, Kode.DIHENTIKAN)
# A trouble is a cause of the exchange as a whole, or `kiriman:<cause of the calls that it holds up>`.
KIRIMAN = "kiriman:"
SEBAB_MASUK = {
    KeadaanMasuk.TANPA_USULAN: Kode.MASUK_TANPA_USULAN,
    KeadaanMasuk.TIDAK_TERBACA: Kode.MASUK_TIDAK_TERBACA,
    KeadaanMasuk.BERTENTANGAN: Kode.MASUK_BERTENTANGAN,
}


@dataclass(frozen=True, slots=True)
class Lonceng:
    """A trouble as the monitor shows it: words, how many calls or notices, and where they are."""

    peringatan: Peringatan
    kata: Sebab
    url: str

    @property
    def tak_tersurel(self) -> str:
        """Why no mail told of it; "" when one did or will at the next run."""
        if self.peringatan.diberitahukan_pada:
            return ""
        return "" if surel_diatur() else "tidak terkirim: surel belum diatur"


def kata_peringatan(sebab: str) -> Sebab:
    """Return what happened and what to do next for a trouble's `sebab`."""
    return kata_proses(sebab) or sebab_untuk(sebab.removeprefix(KIRIMAN))


def url_peringatan(sebab: str) -> str:
    """Return the path of the page where the trouble is worked."""
    if sebab == Kode.DIHENTIKAN:
        return reverse("integrasi:pertukaran")
    if sebab in proses.KARANTINA:
        return reverse("berkas:karantina")
    if sebab == Kode.PADANAN_DITARIK:
        return reverse("referensi:pemetaan")
    if sebab == Kode.JANJI_BELUM_TERBUKTI:
        return reverse("integrasi:kesesuaian")
    if sebab == Kode.SINKRON_GAGAL:
        return reverse("integrasi:sinkron")
    masuk = next((keadaan for keadaan, kode in SEBAB_MASUK.items() if kode == sebab), None)
    if masuk is not None:
        return f"{reverse('integrasi:masuk')}?keadaan={masuk}"
    if sebab == Kode.PERTEK_DITOLAK:
        return f"{reverse('usulan:pertek_daftar')}?keadaan={KeadaanPertek.BERKAS_DITOLAK}"
    kode = sebab.removeprefix(KIRIMAN) if sebab.startswith(KIRIMAN) else ""
    return f"{reverse('integrasi:pengiriman')}{f'?sebab={kode}' if kode else ''}"


def lonceng(pengguna: Pengguna) -> list[Lonceng]:
    """The troubles that are not over, the newest first; the outage and the stop stand in a banner already."""
    terbuka = list(Peringatan.objects.untuk(pengguna).terbuka().exclude(sebab__in=BERSPANDUK).order_by("-mulai"))
    semua = [*(belum_tercatat(terbuka) if boleh_melihat(pengguna) else []), *terbuka]
    return [Lonceng(satu, kata_peringatan(satu.sebab), url_peringatan(satu.sebab)) for satu in semua]


def belum_tercatat(tercatat: Iterable[Peringatan]) -> list[Peringatan]:
    """Troubles of our own processes that nothing wrote down yet: who would may be what stands still. Not saved."""
    ada, kini = {satu.sebab for satu in tercatat}, timezone.now()
    baru = ((sebab, sejak) for sebab, sejak in proses.gangguan().items() if sebab not in ada)
    return [Peringatan(sebab=sebab, jumlah=1, mulai=sejak, terlihat_pada=kini) for sebab, sejak in baru]


def keadaan_kini() -> dict[str, int]:
    """What is wrong at this moment: cause → how many calls or notices it holds up."""
    kini: dict[str, int] = {Kode.DIHENTIKAN: 1} if sakelar.dihentikan() else {}
    if pemutus.terbuka_sejak(host()) is not None:
        kini[Kode.SIASN_PUTUS] = 1
    elif umur_tertua() > BATAS_MANDEK:
        kini[Kode.MANDEK] = 1
    for sebab, jumlah in _kiriman_tertahan().values_list("sebab").annotate(Count("pk")):
        kini[f"{KIRIMAN}{sebab}"] = jumlah
    if ditarik := padanan_ditarik():
        kini[Kode.PADANAN_DITARIK] = ditarik
    if gagal := daftar_gagal():
        kini[Kode.SINKRON_GAGAL] = gagal
    masuk = KejadianMasuk.objects.filter(keadaan__in=SEBAB_MASUK).order_by()
    for keadaan, jumlah in masuk.values_list("keadaan").annotate(Count("pk")):
        kini[SEBAB_MASUK[keadaan]] = jumlah
    if ditolak := Pertek.objects.filter(keadaan=KeadaanPertek.BERKAS_DITOLAK).count():
        kini[Kode.PERTEK_DITOLAK] = ditolak
    if belum := sum(satu.mode != "" and not satu.terbukti for satu in keadaan_janji()):
        kini[Kode.JANJI_BELUM_TERBUKTI] = belum
    return kini | dict.fromkeys(proses.gangguan(), 1)


def _kiriman_tertahan() -> QuerySet[Pengiriman]:
    """Calls that wait for a person."""
    orang = Q(keadaan__in=PERLU_ORANG) | Q(keadaan=Keadaan.ULANG, sebab__in=PERLU_PENGELOLA) | _ragu_tertahan()
    return Pengiriman.objects.filter(orang).exclude(sebab="").order_by()


def _ragu_tertahan() -> Q:
    """Uncertain ones that nobody promised to settle, whose settling was not answered, or takes too long."""
    lama = sakelar.sebelum(settings.SIASN_MASA_TENANG + BATAS_RAGU)
    tak_selesai = ~dapat_dipastikan() | Q(sebab__in=TAK_TERJAWAB) | Q(dicoba_sejak__lt=lama)
    return Q(keadaan=Keadaan.TIDAK_PASTI) & tak_selesai


def periksa() -> int:
    """Bring the list of troubles up to date and send the mails that are due; return how many mails went out.

    One at a time. A mail that fails is sent at the next run; after a crash in between it may come twice.
    """
    with kunci_tunggal(Kunci.PERINGATAN) as dapat:
        if not dapat:
            return 0
        _selaraskan(keadaan_kini())
        return _kirim_surel()


def _selaraskan(kini: Mapping[str, int]) -> None:
    saat = timezone.now()
    terbuka = {satu.sebab: satu for satu in Peringatan.objects.terbuka()}
    for sebab, jumlah in kini.items():
        if sebab in terbuka:
            Peringatan.objects.filter(pk=terbuka[sebab].pk).update(jumlah=jumlah, terlihat_pada=saat)
        else:
            log.warning("peringatan_mulai", sebab=sebab, jumlah=jumlah)
            Peringatan.objects.create(sebab=sebab, jumlah=jumlah, mulai=saat, terlihat_pada=saat)
    reda = Peringatan.objects.terbuka().exclude(sebab__in=list(kini)).filter(terlihat_pada__lt=saat - MASA_REDA)
    if jumlah := reda.update(berakhir_pada=F("terlihat_pada")):
        log.info("peringatan_berakhir", jumlah=jumlah)


def _kirim_surel() -> int:
    # What was never told of needs no word of its end either.
    belum = Peringatan.objects.filter(diberitahukan_pada=None, berakhir_pada=None)
    akhir = Peringatan.objects.filter(
        diberitahukan_pada__isnull=False, berakhir_pada__isnull=False, akhir_diberitahukan_pada=None
    )
    penerima = _penerima()
    jumlah = 0
    for satu in belum.order_by("mulai"):
        jumlah += _kabari(satu, "diberitahukan_pada", penerima)
    for satu in akhir.order_by("mulai"):
        jumlah += _kabari(satu, "akhir_diberitahukan_pada", penerima)
    return jumlah


def _penerima() -> list[str]:
    admin = Pengguna.objects.filter(is_active=True, peran__jenis=JenisPeran.ADMINISTRATOR, peran__aktif=True)
    return list(admin.exclude(surel="").order_by("surel").values_list("surel", flat=True).distinct())


def _kabari(satu: Peringatan, bidang: str, penerima: list[str]) -> int:
    """Send one mail and note it, if it was sent; what was told to nobody stays untold, and the monitor says so."""
    if not (penerima and surel_diatur()):
        return 0
    try:
        surel(satu, penerima, selesai=bidang == "akhir_diberitahukan_pada").send()
    except (SMTPException, OSError) as galat:
        log.warning("peringatan_surel_gagal", galat=type(galat).__name__)
        return 0
    Peringatan.objects.filter(pk=satu.pk).update(**{bidang: timezone.now()})
    return 1


def surel(satu: Peringatan, penerima: list[str], *, selesai: bool) -> EmailMessage:
    """The mail that tells of a trouble's beginning or end; no personal data in it."""
    kata = kata_peringatan(satu.sebab)
    pukul = timezone.localtime(satu.berakhir_pada if selesai and satu.berakhir_pada else satu.mulai)
    judul = f"[SIAPP] {'Sudah pulih: ' if selesai else ''}{kata.kalimat}"
    isi = [
        kata.kalimat,
        f"{'Berakhir' if selesai else 'Mulai'} {pukul:%d-%m-%Y pukul %H.%M} WIB. Jumlah: {satu.jumlah}.",
        *([] if selesai else [f"Langkah berikutnya: {kata.langkah}"]),
        f"{settings.BASE_URL}{url_peringatan(satu.sebab)}",
    ]
    return EmailMessage(judul, "\n\n".join(isi), bcc=penerima)
