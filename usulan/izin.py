"""May this user? Each rule as `check_x`, which raises with the reason, and `x`, which answers."""

from siapp.akun.models import Pengguna
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.catat import Pelaku as PelakuPeristiwa
from siapp.web.galat import GalatPengguna
from usulan import tahap as alur
from usulan.models import Usulan
from usulan.tahap import Pelaku

# These may be pressed by the verifier who holds the usulan, not by a colleague of the same pokja.
HANYA_PEMEGANG = frozenset({"nilai", "setujui", "kembalikan", "usulkan_tms"})


class TidakBerwenang(GalatPengguna):
    """The person may see the usulan but not do this (HTTP 403)."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, "Anda tidak berwenang", 403)


def pelaku(oleh: PelakuPeristiwa, usulan: Usulan) -> frozenset[Pelaku]:
    """Return as what `oleh` may act on `usulan`: the roles that reach its instansi and kategori."""
    if isinstance(oleh, Mesin):
        return frozenset({Pelaku(oleh.value)})
    hasil: set[Pelaku] = set()
    for peran in oleh.peran_aktif:
        if peran.jenis == JenisPeran.PIC:
            if peran.instansi_id == usulan.instansi_id and peran.kategori == usulan.kategori:
                hasil |= {Pelaku.PIC, Pelaku.PENYETUJU} if peran.boleh_teken else {Pelaku.PIC}
        elif peran.kategori in {"", usulan.kategori}:
            hasil.add(Pelaku(peran.jenis))
    return frozenset(hasil)


def yang_boleh(nama: str) -> frozenset[Pelaku]:
    """Return who may do the transition or action `nama`."""
    return alur.TRANSISI[nama].pelaku if nama in alur.TRANSISI else alur.TINDAKAN[nama][1]


def boleh(oleh: PelakuPeristiwa, nama: str, usulan: Usulan) -> bool:
    """Whether `oleh` may do `nama` to `usulan`, whatever its stage."""
    if not isinstance(oleh, Mesin) and not oleh.is_active:
        return False
    if nama in HANYA_PEMEGANG and isinstance(oleh, Pengguna) and usulan.verifikator_id != oleh.pk:
        return False
    return bool(pelaku(oleh, usulan) & yang_boleh(nama))


def check_boleh(oleh: PelakuPeristiwa, nama: str, usulan: Usulan) -> None:
    """Raise TidakBerwenang with who may, unless `oleh` may do `nama` to `usulan`."""
    if boleh(oleh, nama, usulan):
        return
    if nama in HANYA_PEMEGANG and usulan.verifikator_id is not None:
        raise TidakBerwenang(f"Usulan ini sedang diverifikasi oleh {usulan.verifikator}. Anda dapat membacanya.")
    if nama in {"ajukan", "ajukan_perbaikan"} and Pelaku.PIC in pelaku(oleh, usulan):
        raise TidakBerwenang("Anda belum mempunyai hak teken. Minta PIC penyetuju instansi Anda mengirim usulan ini.")
    raise TidakBerwenang("Peran Anda tidak mencakup tindakan ini. Hubungi administrator bila seharusnya boleh.")
