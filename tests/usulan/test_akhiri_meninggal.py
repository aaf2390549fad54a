"""Who dies after both approvals: two people end the usulan, so that one for the dead may begin (alur.md 2)."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from integrasi.api.status_verifikasi import status_biro
from integrasi.enums import Api
from integrasi.models import UsulanSiasn
from referensi.models import ASN
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from siapp.web.halaman import halaman_keyset
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, panggilan, tak_berubah
from tests.usulan.test_perbedaan import WAFAT, masuk, ubah_asn
from usulan.actions import bkn, pencocokan, tahanan_berdua
from usulan.kebijakan import TidakMungkin
from usulan.models import Usulan
from usulan.penahanan import baris_penahanan, menurut_sejak, perlu_diputuskan
from usulan.perbedaan import tinggal_diakhiri
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

ALASAN = "Surat kematian sudah dilihat"


def _meninggal(usulan: Usulan) -> Usulan:
    return ubah_asn(usulan, tanggal_meninggal=WAFAT, aktif=False)


def _usulkan(dunia: d.Dunia, usulan: Usulan) -> None:
    tahanan_berdua.usulkan(usulan.pk, pilihan="AKHIRI", alasan=ALASAN, oleh=dunia.dukungan)


def _akhiri(dunia: d.Dunia, usulan: Usulan) -> Usulan:
    _usulkan(dunia, usulan)
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    return d.segar(usulan)


@pytest.mark.parametrize("sampai", [d.siap_keppres, d.disetujui_biro])
def test_usulan_yang_meninggal_diakhiri_dua_orang_sebagai_tms(
    dunia: d.Dunia, sampai: Callable[[d.Dunia], Usulan]
) -> None:
    usulan = _meninggal(sampai(dunia))
    lama = list(usulan.putusan.values_list("pk", "status", "tanggal", "berlaku"))
    pertek = list(usulan.pertek.values())
    _usulkan(dunia, usulan)
    assert d.segar(usulan).tahap == usulan.tahap, "one person ends nothing"
    with pytest.raises(TidakBerwenang, match="orang lain"):
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.dukungan)
    tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)
    kini = d.segar(usulan)
    assert (kini.tahap_kini, kini.status_biro, kini.status_bkn) == (Tahap.TMS, "TMS", usulan.status_bkn)
    baru = kini.putusan.exclude(pk__in=[pk for pk, *_ in lama]).get()
    assert (baru.oleh, baru.dikonfirmasi_oleh, baru.catatan) == (dunia.dukungan, dunia.kepala_biro, ALASAN)
    assert list(kini.putusan.exclude(pk=baru.pk).values_list("pk", "status", "tanggal", "berlaku")) == lama
    assert list(kini.pertek.values()) == pertek, "nothing else is undone"


def test_bkn_diberi_tahu_lewat_api_10_dan_api_8_menjawab_tms(dunia: d.Dunia) -> None:
    usulan = _meninggal(d.siap_keppres(dunia))
    UsulanSiasn.objects.create(usulan=usulan, id_usulan=f"ID-{usulan.pk}")
    _akhiri(dunia, usulan)
    disetujui, tms = panggilan(usulan, Api.VERIFIKASI_BIRO)
    assert (disetujui["status"], tms["status"]) == ("APPROVED", "TMS")
    assert "meninggal pada 01-10-2026" in tms["keterangan"]
    jawab = status_biro(f"ID-{usulan.pk}", "bkn")
    assert jawab is not None
    assert jawab.status == "TMS"


def test_sesudah_diakhiri_usulan_untuk_yang_meninggal_dapat_dibuat(dunia: d.Dunia) -> None:
    usulan = _meninggal(d.siap_keppres(dunia, "BERHENTI-BUP"))
    _akhiri(dunia, usulan)
    baru = d.diajukan(dunia, "BERHENTI-JDA", ASN.objects.get(pk=usulan.asn_id))
    assert baru.tahap_kini is Tahap.DIAJUKAN


def test_yang_hidup_dan_layanan_untuk_yang_meninggal_tidak_dapat_diakhiri(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    with tak_berubah(usulan), ditolak(TidakMungkin, "tidak menyatakan orang ini meninggal"):
        _usulkan(dunia, usulan)
    asn = d.buat_asn(dunia.instansi, tanggal_meninggal=date(2026, 10, 1), aktif=False)
    mati = d.diajukan(dunia, "BERHENTI-JDA", asn)
    with tak_berubah(mati), ditolak(TidakMungkin, "Diajukan"):
        _usulkan(dunia, mati)


def test_data_asn_yang_dibetulkan_menggagalkan_konfirmasi(dunia: d.Dunia) -> None:
    usulan = _meninggal(d.siap_keppres(dunia))
    _usulkan(dunia, usulan)
    ubah_asn(usulan, tanggal_meninggal=None, aktif=True)
    with tak_berubah(usulan), ditolak(TidakMungkin, "tidak menyatakan orang ini meninggal"):
        tahanan_berdua.konfirmasi(usulan.pk, oleh=dunia.kepala_biro)


def test_alasan_wajib_ditulis(dunia: d.Dunia) -> None:
    usulan = _meninggal(d.siap_keppres(dunia))
    with ditolak(GalatPengguna, "Tulis apa yang sudah diperiksa", "alasan"):
        tahanan_berdua.usulkan(usulan.pk, pilihan="AKHIRI", alasan=" ", oleh=dunia.dukungan)


def test_penahanan_yang_terbuka_ikut_berakhir(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    kini = _akhiri(dunia, _meninggal(usulan))
    assert (kini.ditahan, kini.tahanan.terbuka().exists()) == ("", False)
    assert kini.tahanan.get().cara == "DIAKHIRI"


def test_putusan_bkn_yang_ditarik_tidak_membuka_lagi_yang_diakhiri(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    hari = timezone.localdate()
    sebelum = {"tahap": usulan.tahap, "putaran": usulan.putaran, "putusan": usulan.putusan.first().pk}  # type: ignore[union-attr]
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=hari)
    _akhiri(dunia, _meninggal(usulan))
    pencocokan.tarik_putusan(
        usulan.pk,
        status="APPROVED",
        tanggal=hari,
        keterangan="",
        sebelum=sebelum,
        oleh=dunia.kepala_biro,
        alasan="Salah orang",
    )
    assert d.segar(usulan).tahap_kini is Tahap.TMS


def test_layar_menyebut_sebab_dan_akibat_lalu_menjalankannya(dunia: d.Dunia) -> None:
    usulan = _meninggal(d.siap_keppres(dunia))
    alamat, dukungan = reverse("usulan:tahanan", args=[usulan.pk]), masuk(dunia.dukungan)
    daftar = dukungan.get(reverse("usulan:tahanan_daftar")).content.decode()
    assert (alamat in daftar, usulan.nomor in daftar, "01-10-2026" in daftar) == (True, True, True)
    rinci = dukungan.get(reverse("usulan:rinci", args=[usulan.pk])).content.decode()
    assert ("Akhiri usulan ini" in rinci, alamat in rinci) == (True, True)
    halaman = dukungan.get(alamat).content.decode()
    assert "orang ini meninggal pada 01-10-2026" in halaman
    assert "Akhiri sebagai TMS karena meninggal" in halaman
    assert dukungan.post(alamat, {"pilihan": "AKHIRI", "alasan": ALASAN}).status_code == 302
    kedua = masuk(dunia.kepala_biro)
    assert "Usulan berakhir: TMS." in kedua.get(alamat).content.decode()
    assert kedua.post(reverse("usulan:tahanan_konfirmasi", args=[usulan.pk])).status_code == 302
    assert d.segar(usulan).tahap_kini is Tahap.TMS
    assert usulan.nomor not in dukungan.get(reverse("usulan:tahanan_daftar")).content.decode()
    assert Jenis.PUTUSAN_BIRO in [p.jenis for p in kejadian(usulan)]


def test_yang_hidup_tidak_ditawari_jalan_itu(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    halaman = masuk(dunia.dukungan).get(reverse("usulan:tahanan", args=[usulan.pk])).content.decode()
    assert "karena meninggal" not in halaman


def test_beranda_menghitung_yang_tinggal_diakhiri(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    assert not tinggal_diakhiri(Usulan.objects.all()).exists()
    for satu in (usulan, lain):
        _meninggal(satu)
    d.tahap_bkn(lain, "24", "Perbaikan Pertek")
    assert set(tinggal_diakhiri(Usulan.objects.all())) == {usulan, lain}
    halaman = masuk(dunia.dukungan).get(reverse("beranda"))
    assert [h.jumlah for h in halaman.context["biro"].hitungan if h.kata == "Ditahan, perlu keputusan"] == [2]


def test_usulan_dengan_dua_sebab_satu_baris_dan_dihitung_sekali(dunia: d.Dunia) -> None:
    usulan, tms = d.siap_keppres(dunia), d.siap_keppres(dunia)
    d.maju(dunia, d.rkp(dunia, usulan))
    d.tahap_bkn(usulan, "26", "Pembatalan Pertek")
    d.terima_pertek(usulan, jenis="Perbaikan", nomor="PH-23500000999")
    assert usulan.tahanan.terbuka().count() == 2
    d.tahap_bkn(tms, "24", "Perbaikan Pertek")
    _meninggal(tms)
    _usulkan(dunia, tms)
    dukungan = masuk(dunia.dukungan)
    daftar = dukungan.get(reverse("usulan:tahanan_daftar"))
    assert {b.usulan: len(b.sebab) for b in daftar.context["baris"]} == {usulan: 2, tms: 2}
    assert [b.usul for b in daftar.context["baris"] if b.usulan == tms] == [tms.usul_tahanan.get()]
    teks = daftar.content.decode()
    assert [teks.count(satu.nomor) for satu in (usulan, tms)] == [1, 1]
    for satu in (*usulan.tahanan.terbuka(), *tms.tahanan.terbuka()):
        assert (satu.get_sebab_display() in teks, satu.keterangan in teks) == (True, True)
    assert "Orangnya meninggal" in teks
    beranda = dukungan.get(reverse("beranda")).context["biro"].hitungan
    assert [h.jumlah for h in beranda if h.kata == "Ditahan, perlu keputusan"] == [2]
    saring = masuk(dunia.kepala_biro).get(reverse("usulan:antrean"), {"tab": "semua", "ditahan": "on"})
    assert [u for u in saring.context["halaman"].baris if u in (usulan, tms)].count(usulan) == 1


def test_daftar_penahanan_berhalaman_per_usulan_dan_kuerinya_tetap(
    dunia: d.Dunia, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    semua = [_meninggal(d.siap_keppres(dunia)) for _ in range(3)]
    for satu in semua:
        d.tahap_bkn(satu, "24", "Perbaikan Pertek")
    permintaan = RequestFactory().get("/")
    with django_assert_num_queries(3):
        halaman = halaman_keyset(
            menurut_sejak(perlu_diputuskan(Usulan.objects.all()).select_related("asn")),
            permintaan,
            ("-sejak", "-id"),
            ukuran=2,
        )
        baris = baris_penahanan(halaman.baris)
    lanjut = halaman_keyset(
        menurut_sejak(perlu_diputuskan(Usulan.objects.all())),
        RequestFactory().get(f"/{halaman.berikut}"),
        ("-sejak", "-id"),
        ukuran=2,
    )
    assert [b.usulan for b in baris] + lanjut.baris == semua[::-1]
    assert all(len(b.sebab) == 2 for b in baris)
