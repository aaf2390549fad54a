"""May this user? Each rule as `check_x`, which raises with the reason, and `x`, which answers."""

from collections.abc import Callable, Mapping

from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin, Pelaku
from siapp.audit.catat import Pelaku as PelakuPeristiwa
from siapp.audit.models import Peristiwa
from siapp.web.hak import TabelHak, TidakBerwenang
from siapp.web.templatetags.siapp import tanggal
from usulan.hak import HAK
from usulan.models import PengaturanInstansi, Usulan, putusan_tertunda, usul_terbuka
from usulan.penyusun import penyusun_isi
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.peristiwa.baca import baca_peristiwa
from usulan.peristiwa.isi import Dialihkan, Dilepas
from usulan.tahap import KETENTUAN, Kerja, Syarat, Tahap

hak = TabelHak(HAK)


def _mencakup(peran: Peran, usulan: Usulan) -> bool:
    if peran.jenis == JenisPeran.PIC:
        return peran.instansi_id == usulan.instansi_id and peran.kategori == usulan.kategori
    return peran.kategori in {"", usulan.kategori}


def pelaku(oleh: PelakuPeristiwa, usulan: Usulan) -> frozenset[Pelaku]:
    """Return as what `oleh` may act on `usulan`: the roles that reach its instansi and kategori, or the machine.

    A person whose account is closed acts as nothing.
    """
    if isinstance(oleh, Mesin):
        return frozenset({oleh})
    if not oleh.is_active:
        return frozenset()
    return frozenset(JenisPeran(peran.jenis) for peran in oleh.peran_aktif if _mencakup(peran, usulan))


def _berhak_teken(oleh: Pengguna, usulan: Usulan) -> bool:
    return any(peran.boleh_teken and _mencakup(peran, usulan) for peran in oleh.peran_aktif)


def wajib_dua_orang(usulan: Usulan) -> frozenset[int]:
    """Return the ids of those who may not sign `usulan` because they wrote it; empty where two people are not asked."""
    if not PengaturanInstansi.objects.filter(instansi=usulan.instansi_id, empat_mata=True).exists():
        return frozenset()
    return penyusun_isi(usulan)


def _bukan_pengusul(oleh: Pengguna, usulan: Usulan) -> bool:
    tertunda = putusan_tertunda(usulan)
    return tertunda is None or tertunda.oleh_id != oleh.pk


def _orang_kedua(oleh: Pengguna, usulan: Usulan) -> bool:
    usul = usul_terbuka(usulan)
    return usul is None or usul.diusulkan_oleh_id != oleh.pk


SYARAT: Mapping[Syarat, Callable[[Pengguna, Usulan], bool]] = {
    Syarat.TEKEN: _berhak_teken,
    Syarat.BUKAN_PENYUSUN: lambda oleh, usulan: oleh.pk not in wajib_dua_orang(usulan),
    Syarat.PEMEGANG: lambda oleh, usulan: usulan.verifikator_id == oleh.pk,
    Syarat.BUKAN_PENGUSUL: _bukan_pengusul,
    Syarat.ORANG_KEDUA: _orang_kedua,
}


def _kurang(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> Syarat | None:
    """Return the first condition of `kerja` that `oleh` does not meet; a machine has none to meet."""
    if isinstance(oleh, Mesin):
        return None
    return next((s for s in KETENTUAN[kerja].syarat if not SYARAT[s](oleh, usulan)), None)


def boleh(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> bool:
    """Whether `oleh` may do `kerja` to `usulan`, whatever its stage."""
    return _berperan(oleh, kerja, usulan) and _kurang(oleh, kerja, usulan) is None


def _berperan(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> bool:
    return bool(pelaku(oleh, usulan) & KETENTUAN[kerja].pelaku)


def check_boleh(oleh: PelakuPeristiwa, kerja: Kerja, usulan: Usulan) -> None:
    """Raise TidakBerwenang with what is missing, unless `oleh` may do `kerja` to `usulan`."""
    if not _berperan(oleh, kerja, usulan):
        raise TidakBerwenang(
            "Peran Anda tidak mencakup tindakan ini. Hubungi Administrator SIAPP bila seharusnya boleh."
        )
    if kurang := _kurang(oleh, kerja, usulan):
        raise TidakBerwenang(_pesan_pemegang(usulan, oleh) if kurang is Syarat.PEMEGANG else PESAN[kurang])


PESAN: Mapping[Syarat, str] = {
    Syarat.TEKEN: "Anda belum mempunyai hak teken. Minta PIC penyetuju instansi Anda mengirim usulan ini.",
    Syarat.BUKAN_PENYUSUN: (
        "Instansi Anda mewajibkan dua orang, dan sebagian isi usulan ini Anda tulis sendiri sejak teken terakhir: "
        "drafnya, datanya, atau dokumennya. Minta PIC penyetuju lain membaca dan mengirim usulan ini."
    ),
    Syarat.BUKAN_PENGUSUL: "TMS harus dikonfirmasi orang lain, bukan pengusulnya.",
    Syarat.ORANG_KEDUA: "Usul atas penahanan harus dikonfirmasi orang lain, bukan pengusulnya.",
}


def kehilangan(oleh: PelakuPeristiwa, usulan: Usulan) -> str:
    """Say to `oleh` that the usulan was taken from them last: when, by whom, why, where it is; "" when it was not."""
    aliran = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis__in=(Jenis.DIALIHKAN, Jenis.DILEPAS))
    lalu = aliran.select_related("oleh").order_by("-urutan").first()
    isi = baca_peristiwa(lalu) if lalu else None
    if lalu is None or not isinstance(isi, Dialihkan | Dilepas) or isi.lama_id != getattr(oleh, "pk", None):
        return ""
    ke = f"dialihkan kepada {isi.baru}" if isinstance(isi, Dialihkan) else "dikembalikan untuk dibagi lagi"
    siapa = lalu.oleh.nama if lalu.oleh else Mesin(lalu.mesin).label
    alasan = f" Alasan: {lalu.alasan}" if lalu.alasan else ""
    return f"Usulan ini tidak lagi pada Anda: {ke} oleh {siapa} pada {tanggal(lalu.waktu, 'waktu')}.{alasan}"


def _pesan_pemegang(usulan: Usulan, oleh: PelakuPeristiwa) -> str:
    if usulan.verifikator_id != getattr(oleh, "pk", None) and (kata := kehilangan(oleh, usulan)):
        return f"{kata} Anda masih dapat membacanya; salin dari halaman ini yang belum tersimpan."
    if usulan.verifikator_id is None:
        return "Usulan ini belum mempunyai verifikator. Ambil dahulu, lalu verifikasi."
    if usulan.tahap_kini is Tahap.DIVERIFIKASI:
        return f"Usulan ini sedang diverifikasi oleh {usulan.verifikator}. Anda dapat membacanya."
    return f"Verifikator usulan ini {usulan.verifikator}, bukan Anda. Anda dapat membacanya."
