"""Screen 4, after the signing: what was sent, what follows, until when, and the proof on paper."""

from datetime import UTC, datetime

import time_machine
from django.conf import settings
from django.urls import reverse

from siapp.audit.models import Akses
from siapp.web.qr import qr_svg
from tests import dunia as d
from tests.usulan.layar import masuk, penjelasan
from usulan.models import Usulan

JUMAT = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)


def alamat(usulan: Usulan) -> str:
    return reverse("usulan:terkirim", args=[usulan.pk])


def test_sesudah_teken_pic_membaca_apa_yang_dikirim_dan_sampai_kapan_menunggu(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    kiriman = {"versi": usulan.versi, "catatan": "Dokumen asli disimpan.", **penjelasan(usulan)}
    with time_machine.travel(JUMAT, tick=True):
        klien = masuk(dunia.penyetuju)
        jawab = klien.post(reverse("usulan:teken", args=[usulan.pk]), kiriman, follow=True)
        rinci = reverse("usulan:rinci", args=[usulan.pk])
        halaman_usulan = klien.get(rinci).text
    assert jawab.redirect_chain == [(alamat(usulan), 302)]
    for kata in (usulan.nomor, "27 Nov 2026 10.00", dunia.penyetuju.nama, "Dokumen asli disimpan."):
        assert kata in jawab.text
    # One working day to be distributed, five more to be verified: the weekends do not count.
    assert "Paling lambat 30 November 2026" in jawab.text
    assert "Paling lambat 7 Desember 2026" in jawab.text
    assert qr_svg(f"{settings.BASE_URL}{rinci}") in jawab.text
    assert alamat(usulan) in halaman_usulan
    assert Akses.objects.filter(tindakan="LIHAT", objek=f"usulan:{usulan.pk}", pengguna=dunia.penyetuju).count() == 2


def test_bukti_perbaikan_menyebut_putarannya_dan_tidak_dibagi_lagi(dunia: d.Dunia) -> None:
    usulan = d.perbaiki(dunia, d.dikembalikan(dunia))
    halaman = masuk(dunia.pic).get(alamat(usulan)).text
    assert "Perbaikan sudah terkirim" in halaman
    assert "yang diganti, putaran 2" in " ".join(halaman.split())
    assert "Dibagi kepada verifikator" not in halaman


def test_draf_yang_belum_diteken_tidak_mempunyai_bukti(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    rinci = reverse("usulan:rinci", args=[usulan.pk])
    assert masuk(dunia.pic).get(alamat(usulan)).headers["Location"] == rinci
    assert alamat(usulan) not in masuk(dunia.pic).get(rinci).text


def test_bukti_tidak_ada_bagi_orang_di_luar_instansi(dunia: d.Dunia) -> None:
    assert masuk(dunia.pic_lain).get(alamat(d.diajukan(dunia))).status_code == 404
