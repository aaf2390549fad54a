"""What papers say against the data, on the result page and beside the document that is verified."""

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from siapp.audit.models import Peristiwa
from siapp.berkas.models import Bacaan
from tests import dunia as d
from tests.usulan.bacaan.penulis import fpdf
from tests.usulan.layar import masuk
from tests.usulan.test_layar_bacaan import KERTAS, baca, diverifikasi, isi, url
from usulan.actions.dokumen import lampirkan
from usulan.aturan import periksa_isi
from usulan.models import Dokumen, PenilaianTemuan, Usulan
from usulan.peristiwa.jenis import Jenis


def bersurat(dunia: d.Dunia) -> tuple[Usulan, Dokumen]:
    """A draft whose letter is somebody else's, read by the workers."""
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.get(persyaratan__jenis="surat-pengantar")
    berkas = d.berkas_siap(dunia.pic, isi=fpdf(KERTAS))
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=berkas, oleh=dunia.pic)
    baca(dokumen)
    return d.segar(usulan), dokumen


def anggap_pindaian(dokumen: Dokumen) -> None:
    """As if a machine had read it of a picture."""
    bacaan = Bacaan.objects.get(pk=dokumen.versi.get().berkas_id)
    for satu in bacaan.fakta["fakta"]:
        satu[5] = 77
    bacaan.save()


def test_dokumen_orang_lain_disebut_dengan_halamannya(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    halaman = isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert f"hlm. 1: nama tertulis {KERTAS.benar['nama']}" in halaman
    assert KERTAS.benar["nip"] not in halaman
    assert "Potongan halaman" not in halaman


def test_yang_dibaca_mesin_ditanyakan_bersama_potongan_halamannya(dunia: d.Dunia) -> None:
    usulan, dokumen = bersurat(dunia)
    anggap_pindaian(dokumen)
    halaman = isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert f"hlm. 1: nama terbaca mesin {KERTAS.benar['nama']}" in halaman
    assert "Periksa gambarnya; bila benar, unggah dokumen milik orang ini." in halaman
    gambar = url("gambar_versi", usulan, dokumen.versi.get().pk, 1)
    assert f'href="{gambar}?lebar=1000"' in halaman
    assert "Potongan halaman 1 yang dibaca mesin" in halaman


def test_yang_belum_dibaca_tidak_disebut_sesuai(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia), semua=True)
    halaman = isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert "Setiap dokumen milik orang ini: menunggu isi" in halaman


def test_temuan_berdiri_di_samping_dokumen_yang_diverifikasi(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    klien = masuk(dunia.verifikator)
    halaman = isi(klien.get(url("verifikasi", usulan), {"dokumen": dokumen.pk}))
    assert "Temuan mesin" in halaman
    assert f'<a href="#hlm-1">“{dokumen.persyaratan.nama}” hlm. 1: nama tertulis' in halaman
    lain = usulan.dokumen.exclude(pk=dokumen.pk).filter(versi_kini__isnull=False)[0]
    assert "Temuan mesin" not in isi(klien.get(url("verifikasi", usulan), {"dokumen": lain.pk}))


def test_temuan_tidak_menambah_kueri_per_dokumen(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia, dibaca=False)
    klien, alamat = masuk(dunia.verifikator), url("verifikasi", usulan)

    def banyak() -> int:
        with CaptureQueriesContext(connection) as terekam:
            assert klien.get(alamat, {"dokumen": dokumen.pk}).status_code == 200
        return len(terekam)

    banyak()
    sebelum = banyak()
    baca(dokumen)
    assert banyak() == sebelum


def sidik_temuan(usulan: Usulan) -> str:
    return next(t.sidik for b in periksa_isi(usulan) for t in b.temuan if b.aturan.kode == "isi-orang")


def nyatakan(klien: Client, usulan: Usulan, dokumen: Dokumen, sidik: str, tepat: str) -> HttpResponse:
    return klien.post(url("nilai_temuan", usulan, dokumen.pk), {"sidik": sidik, "tepat": tepat})


def test_verifikator_menyatakan_temuan_tepat_atau_keliru(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    klien, sidik = masuk(dunia.verifikator), sidik_temuan(usulan)
    jawaban = nyatakan(klien, usulan, dokumen, sidik, "1")
    assert jawaban.status_code == 302
    assert jawaban.url == f"{url('verifikasi', usulan)}?dokumen={dokumen.pk}"
    satu = PenilaianTemuan.objects.get(versi__dokumen=dokumen)
    assert (satu.aturan, satu.tepat, satu.oleh) == ("isi-orang", True, dunia.verifikator)
    assert "Dinyatakan tepat oleh verifikator." in isi(klien.get(url("verifikasi", usulan), {"dokumen": dokumen.pk}))
    nyatakan(klien, usulan, dokumen, sidik, "1")
    nyatakan(klien, usulan, dokumen, sidik, "0")
    assert not PenilaianTemuan.objects.get(pk=satu.pk).tepat
    data = list(Peristiwa.objects.filter(jenis=Jenis.TEMUAN_DINILAI).order_by("pk").values_list("data", flat=True))
    assert [(x["aturan"], x["tepat"]) for x in data] == [("isi-orang", True), ("isi-orang", False)]


def test_temuan_yang_tidak_ada_lagi_tidak_dinilai(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    assert nyatakan(masuk(dunia.verifikator), usulan, dokumen, "0" * 32, "1").status_code == 409
    assert not PenilaianTemuan.objects.exists()


def test_orang_lain_tidak_menilai_temuan(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    for orang in (dunia.pic, dunia.koordinator):
        assert nyatakan(masuk(orang), usulan, dokumen, sidik_temuan(usulan), "1").status_code in {403, 404, 409}
    assert not PenilaianTemuan.objects.exists()


def test_ketepatan_tiap_aturan_dibaca_administrator(dunia: d.Dunia) -> None:
    usulan, dokumen = diverifikasi(dunia)
    nyatakan(masuk(dunia.verifikator), usulan, dokumen, sidik_temuan(usulan), "0")
    halaman = isi(masuk(dunia.administrator).get(reverse("usulan:ketepatan")))
    assert "Setiap dokumen milik orang ini" in halaman
    assert '<td class="kanan" data-label="Keliru">1</td>' in halaman
    assert masuk(dunia.pic).get(reverse("usulan:ketepatan")).status_code == 403
