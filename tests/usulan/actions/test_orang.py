"""What follows a usulan when SIASN corrects the NIP of its person (docs/alur.md 3)."""

from datetime import date

from referensi.models import ASN
from siapp.akun.peran import Mesin
from tests import dunia as d
from tests.usulan.actions.pembantu import kejadian, tak_berubah
from usulan.actions import verifikasi
from usulan.actions.orang import samakan_nip
from usulan.models import Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


def _koreksi(usulan: Usulan) -> tuple[str, str]:
    """SIASN gives the person another NIP; both are returned."""
    baru = d.nip_rekaan(date(1970, 2, 3))
    ASN.objects.filter(pk=usulan.asn_id).update(nip=baru)
    return usulan.nip, baru


def test_usulan_yang_berjalan_membawa_nip_yang_dikoreksi(dunia: d.Dunia) -> None:
    lain, draf, jalan = d.diajukan(dunia), d.buat_draf(dunia), d.diajukan(dunia)
    nip = {satu.pk: _koreksi(satu) for satu in (draf, jalan)}
    versi = {satu.pk: d.segar(satu).versi for satu in (draf, jalan)}
    with tak_berubah(lain):
        assert samakan_nip() == 2
    for satu in (draf, jalan):
        lama, baru = nip[satu.pk]
        kini, akhir = d.segar(satu), kejadian(satu)[-1]
        assert (kini.nip, kini.versi) == (baru, versi[satu.pk]), "the page that somebody has open is not stale"
        assert baru in kini.cari
        assert (akhir.jenis, akhir.mesin, akhir.oleh_id) == (Jenis.NIP_DIKOREKSI, Mesin.SISTEM, None)
        assert (akhir.data["lama"], akhir.data["baru"]) == (lama, baru)
        with tak_berubah(satu):
            assert samakan_nip() == 0


def test_usulan_yang_berakhir_tetap_bernip_lama_dan_ditemukan_dengan_yang_baru(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="x", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
    lama, baru = _koreksi(usulan)
    jumlah, semula = len(kejadian(usulan)), d.segar(usulan)
    for _ in range(2):
        assert samakan_nip() == 0
        kini = d.segar(usulan)
        assert (kini.tahap, kini.nip, kini.cari) == (Tahap.TMS, lama, f"{semula.cari} {baru}")
    assert (len(kejadian(usulan)), kini.versi) == (jumlah, semula.versi)
