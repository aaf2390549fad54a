"""Two people over a hold: what one may propose, what the second confirms, and what is written down of both."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, tak_berubah, tercatat
from usulan.actions import bkn, tahanan_berdua
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import KeppresUsulan, Usulan, UsulTahanan
from usulan.perbedaan import alasan_meninggal
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

ALASAN = "Sudah dibandingkan dengan BKN"


def _hari(geser: int = 0) -> date:
    return timezone.localdate() + timedelta(days=geser)


def _usulkan(dunia: d.Dunia, usulan: Usulan, pilihan: str = "LEPAS", alasan: str = ALASAN) -> UsulTahanan:
    return tahanan_berdua.usulkan(usulan.pk, pilihan=pilihan, alasan=alasan, oleh=dunia.dukungan)


def _konfirmasi(dunia: d.Dunia, usulan: Usulan) -> Usulan:
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    return d.segar(usulan)


def _diputus(dunia: d.Dunia, hasil: str) -> UsulTahanan:
    """The proposal, settled by the second person just now."""
    usul = UsulTahanan.objects.get()
    assert (usul.hasil, usul.diputus_oleh) == (hasil, dunia.kepala_biro)
    assert usul.diputus_pada is not None
    return usul


def _dalih(dunia: d.Dunia) -> str:
    return f"{ALASAN} (diusulkan {dunia.dukungan.nama})"


@pytest.fixture
def ralat(dunia: d.Dunia) -> Usulan:
    """In a draft that rests on another Pertek than the one in force."""
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    d.terima_pertek(usulan, "Perbaikan", "PH-BARU")
    return d.segar(usulan)


def _bkn(usulan: Usulan, status: str) -> Usulan:
    bkn.terima_putusan(usulan.pk, status=status, tanggal=_hari(), keterangan="k")
    return d.segar(usulan)


# --- to propose -------------------------------------------------------------------------------------------------------


def test_usul_tersimpan_tercatat_dan_belum_melakukan_apa_pun(dunia: d.Dunia, ralat: Usulan) -> None:
    usul = _usulkan(dunia, ralat)
    assert UsulTahanan.objects.get() == usul
    assert (usul.usulan, usul.pilihan, usul.alasan, usul.diusulkan_oleh) == (ralat, "LEPAS", ALASAN, dunia.dukungan)
    tercatat(ralat, Jenis.TAHAN_DIUSULKAN, dunia.dukungan, ALASAN, pilihan="LEPAS")
    kini = d.segar(ralat)
    assert (kini.ditahan, kini.versi) == (ralat.ditahan, ralat.versi + 1)
    with tak_berubah(ralat):
        assert _usulkan(dunia, ralat, alasan="Lagi") == usul
    lain = {"pilihan": "LEPAS", "alasan": "x", "oleh": dunia.kepala_biro}
    pesan = f"{dunia.dukungan} sudah mengusulkan “Lanjutkan dengan Pertek yang berlaku”"
    with tak_berubah(ralat), pytest.raises(GalatPengguna, match=pesan) as galat:
        tahanan_berdua.usulkan(ralat.pk, **lain)  # type: ignore[arg-type]
    assert galat.value.kode == 409


def test_usul_tanpa_alasan_dan_dari_yang_tidak_berwenang_ditolak(dunia: d.Dunia, ralat: Usulan) -> None:
    with ditolak(GalatPengguna, "Tulis apa yang sudah diperiksa dan mengapa ini diusulkan.", "alasan"):
        _usulkan(dunia, ralat, alasan="  ")
    with pytest.raises(TidakBerwenang):
        tahanan_berdua.usulkan(ralat.pk, pilihan="LEPAS", alasan="x", oleh=dunia.pic)
    assert not UsulTahanan.objects.exists()


def test_yang_tidak_ada_dasarnya_tidak_dapat_diusulkan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    for pilihan, pesan in (
        ("LEPAS", "Usulan ini tidak sedang ditahan."),
        ("IKUTI", "BKN tidak sedang menyatakan BTL atau TMS untuk usulan ini."),
    ):
        with tak_berubah(usulan), ditolak(TidakMungkin, pesan):
            _usulkan(dunia, usulan, pilihan)
    bebas = d.siap_keppres(dunia)
    pesan = "Data ASN tidak menyatakan orang ini meninggal, atau layanannya memang untuk yang meninggal."
    with tak_berubah(bebas), ditolak(TidakMungkin, pesan):
        _usulkan(dunia, bebas, "AKHIRI")
    with tak_berubah(bebas), pytest.raises(GalatPengguna):
        _usulkan(dunia, bebas, "KELUAR")


def test_yang_ditahan_btl_tidak_dapat_dilepas(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    _bkn(usulan, "BTL")
    with tak_berubah(usulan), ditolak(TidakMungkin, "Penahanan tidak dapat dilepas. "):
        _usulkan(dunia, usulan)
    with ditolak(TidakMungkin, " Tunggu BKN, ikuti putusannya, atau keluarkan usulan ini."):
        _usulkan(dunia, usulan)


# --- to confirm, to refuse --------------------------------------------------------------------------------------------


def test_dilepas_dua_orang_dan_rancangan_bersandar_pada_pertek_yang_berlaku(dunia: d.Dunia, ralat: Usulan) -> None:
    lain = d.siap_keppres(dunia)
    d.rkp(dunia, lain)
    sandaran = KeppresUsulan.objects.get(usulan=lain).pertek
    _usulkan(dunia, ralat)
    with pytest.raises(TidakBerwenang):
        tahanan_berdua.konfirmasi(ralat.pk, oleh=dunia.dukungan)
    versi = d.segar(ralat).versi
    kini = _konfirmasi(dunia, ralat)
    assert (kini.ditahan, kini.tahap_kini, kini.versi) == ("", Tahap.RKP, versi + 1)
    assert ralat.tahanan.get().cara == "DIPUTUSKAN"
    assert KeppresUsulan.objects.get(usulan=ralat).pertek.nomor == "PH-BARU"
    assert KeppresUsulan.objects.get(usulan=lain).pertek == sandaran
    tercatat(ralat, Jenis.TAHAN_DILEPAS, dunia.kepala_biro, _dalih(dunia), cara="DIPUTUSKAN")
    _diputus(dunia, "DISETUJUI")
    with ditolak(SudahBerubah, "Tidak ada usul yang menunggu pada usulan ini. Muat ulang, lalu periksa lagi."):
        _konfirmasi(dunia, ralat)


def test_yang_menunggu_pertek_dan_dilepas_menjadi_siap(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    _bkn(usulan, "APPROVED")
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    d.terima_pertek(usulan)
    assert d.segar(usulan).tahap_kini is Tahap.MENUNGGU_PERTEK
    _usulkan(dunia, usulan)
    assert _konfirmasi(dunia, usulan).tahap_kini is Tahap.SIAP_KEPPRES


def test_dasar_usul_yang_hilang_sebelum_dikonfirmasi_menggagalkannya(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    usulan.asn.tanggal_meninggal = date(2026, 10, 1)
    usulan.asn.save()
    _usulkan(dunia, usulan, "AKHIRI")
    usulan.asn.tanggal_meninggal = None
    usulan.asn.save()
    with tak_berubah(usulan), ditolak(TidakMungkin, "Data ASN tidak menyatakan orang ini meninggal"):
        _konfirmasi(dunia, usulan)


def test_usul_yang_ditolak_membiarkan_penahanan(dunia: d.Dunia, ralat: Usulan) -> None:
    _usulkan(dunia, ralat)
    versi = d.segar(ralat).versi
    tahanan_berdua.tolak(ralat.pk, oleh=dunia.kepala_biro, alasan="Belum jelas")
    kini = d.segar(ralat)
    assert (kini.ditahan, kini.versi) == (ralat.ditahan, versi + 1)
    tercatat(ralat, Jenis.TAHAN_USUL_DITOLAK, dunia.kepala_biro, "Belum jelas", pilihan="LEPAS")
    _diputus(dunia, "DITOLAK")
    with ditolak(SudahBerubah, "Tidak ada usul yang menunggu"):
        tahanan_berdua.tolak(ralat.pk, oleh=dunia.kepala_biro)
    _usulkan(dunia, ralat)
    with pytest.raises(TidakBerwenang):
        tahanan_berdua.tolak(ralat.pk, oleh=dunia.pic)
    tahanan_berdua.tolak(ralat.pk, oleh=dunia.dukungan)
    tercatat(ralat, Jenis.TAHAN_USUL_DITOLAK, dunia.dukungan, "", pilihan="LEPAS")


@pytest.mark.parametrize(("status", "tahap"), [("BTL", Tahap.PERBAIKAN), ("TMS", Tahap.TMS)])
def test_putusan_bkn_diikuti(dunia: d.Dunia, status: str, tahap: Tahap) -> None:
    usulan = d.siap_keppres(dunia)
    d.rkp(dunia, usulan)
    _bkn(usulan, status)
    _usulkan(dunia, usulan, "IKUTI")
    kini = _konfirmasi(dunia, usulan)
    assert (kini.tahap_kini, kini.ditahan) == (tahap, "")
    assert not KeppresUsulan.objects.exists()
    assert {t.cara for t in usulan.tahanan.all()} == {"DIIKUTI"}
    tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.kepala_biro, _dalih(dunia), cara="DIIKUTI")


def test_dikeluarkan_dari_keppres_yang_sudah_maju(dunia: d.Dunia) -> None:
    usulan, tinggal = d.siap_keppres(dunia), d.siap_keppres(dunia)
    keppres = d.maju(dunia, d.rkp(dunia, usulan, tinggal))
    d.terima_pertek(usulan, "Perbaikan", "PH-BARU")
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    _usulkan(dunia, usulan, "KELUAR")
    kini = _konfirmasi(dunia, usulan)
    assert kini.tahap_kini is Tahap.SIAP_KEPPRES
    assert KeppresUsulan.objects.get().usulan == tinggal
    (keluar,) = [p for p in kejadian(usulan) if p.jenis == Jenis.KELUAR_RKP]
    assert (keluar.oleh, keluar.alasan) == (dunia.kepala_biro, _dalih(dunia))
    assert keluar.data["nomor_memo"] == keppres.nomor_memo
    assert {t.sebab: t.cara for t in usulan.tahanan.all()} == {"RALAT": "DIKELUARKAN", "TAHAP": ""}
    assert kini.ditahan.startswith("BKN membuka kembali")


def test_yang_meninggal_diakhiri_sebagai_tms_biro(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    usulan.asn.tanggal_meninggal = date(2026, 10, 1)
    usulan.asn.save()
    _usulkan(dunia, usulan, "AKHIRI")
    kini = _konfirmasi(dunia, usulan)
    assert (kini.tahap_kini, kini.status_biro, kini.ditahan) == (Tahap.TMS, "TMS", "")
    putusan = usulan.putusan.get(mengakhiri=True)
    assert (putusan.lembaga, putusan.status, putusan.putaran) == ("BIRO_APP", "TMS", usulan.putaran)
    assert (putusan.tanggal, putusan.keterangan, putusan.catatan) == (_hari(), alasan_meninggal(usulan), ALASAN)
    assert (putusan.oleh, putusan.dikonfirmasi_oleh) == (dunia.dukungan, dunia.kepala_biro)
    assert putusan.terbit_pada is not None
    terakhir = [p for p in kejadian(usulan) if p.jenis == Jenis.PUTUSAN_BIRO][-1]
    assert (terakhir.oleh, terakhir.alasan, terakhir.data["status"]) == (dunia.kepala_biro, ALASAN, "TMS")
    assert terakhir.data["keterangan"] == putusan.keterangan
    assert (terakhir.data["tanggal"], terakhir.data["putaran"]) == (_hari().isoformat(), usulan.putaran)
    tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.kepala_biro, _dalih(dunia), cara="DIAKHIRI")


# --- after the publication --------------------------------------------------------------------------------------------


def test_perubahan_sesudah_terbit_diketahui(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    with ditolak(TidakMungkin, "Tidak ada perubahan dari BKN yang menunggu diketahui pada usulan ini."):
        tahanan_berdua.ketahui(usulan.pk, oleh=dunia.dukungan, alasan="x")
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    versi = d.segar(usulan).versi
    with ditolak(GalatPengguna, "Tulis apa yang dilakukan.", "alasan"):
        tahanan_berdua.ketahui(usulan.pk, oleh=dunia.dukungan, alasan=" ")
    with pytest.raises(TidakBerwenang):
        tahanan_berdua.ketahui(usulan.pk, oleh=dunia.pic, alasan="x")
    tahanan_berdua.ketahui(usulan.pk, oleh=dunia.dukungan, alasan="Dilaporkan kepada pimpinan")
    assert (usulan.tahanan.get().cara, d.segar(usulan).versi) == ("DIKETAHUI", versi + 1)
    tercatat(usulan, Jenis.TAHAN_DILEPAS, dunia.dukungan, "Dilaporkan kepada pimpinan", cara="DIKETAHUI")
