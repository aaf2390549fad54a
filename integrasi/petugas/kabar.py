"""What this room tells persons under the bell: proposals that wait for the second one, and announcements."""

from integrasi.izin import Urusan, hak
from integrasi.models import Pengumuman, UsulPencocokan, UsulPenyelesaian
from siapp.akun.models import Pengguna, Peran
from usulan.kabar.jenis import JenisKabar
from usulan.kabar.penerima import semua_orang
from usulan.kabar.tulis import kabari


def _penegas(selain: Pengguna) -> set[int]:
    """Return who may be the second person beside `selain`."""
    peran = Peran.objects.filter(aktif=True, pengguna__is_active=True, jenis__in=hak.peran(Urusan.TEGASKAN))
    return set(peran.order_by().values_list("pengguna", flat=True)) - {selain.pk}


def kabari_penyelesaian(usul: UsulPenyelesaian) -> None:
    """Tell who may confirm what was proposed about a call, in the transaction of the proposal."""
    isi = f"{usul.get_tindakan_display()} (API {usul.pengiriman.api}), diusulkan {usul.diusulkan_oleh}."
    _kabari(usul.diusulkan_oleh, f"penyelesaian:{usul.pk}", isi, "integrasi:pengiriman_rinci", usul.pengiriman_id)


def kabari_pencocokan(usul: UsulPencocokan) -> None:
    """Tell who may confirm that a notice of BKN is about a usulan, in the transaction of the proposal."""
    isi = f"Cocokkan pemberitahuan BKN dengan usulan {usul.usulan.nomor}, diusulkan {usul.diusulkan_oleh}."
    _kabari(usul.diusulkan_oleh, f"pencocokan:{usul.pk}", isi, "integrasi:masuk_rinci", usul.kejadian_id)


def _kabari(selain: Pengguna, kunci: str, isi: str, nama_url: str, rujukan: object) -> None:
    kabari(JenisKabar.ORANG_KEDUA, _penegas(selain), kunci, isi=isi, nama_url=nama_url, rujukan=str(rujukan))


def kabari_pengumuman(pengumuman: Pengumuman) -> None:
    """Tell all whom an announcement is for; its text stays on its page, where it can be changed and withdrawn."""
    orang = semua_orang(biro=pengumuman.untuk_biro, pic=pengumuman.untuk_pic)
    isi = f"{pengumuman.get_jenis_display()}. Isinya pada halaman Pengumuman."
    kabari(JenisKabar.PENGUMUMAN, orang, f"pengumuman:{pengumuman.pk}", isi=isi)
