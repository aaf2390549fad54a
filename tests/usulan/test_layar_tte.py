"""What is said of electronic signatures at a document: in the PIC's list, on its page, and for the verifier."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from siapp.berkas.antre import baca_semua
from siapp.berkas.models import AkarTepercaya, PemeriksaanTte
from tests import dunia as d
from tests.berkas.contoh import pdf
from tests.berkas.penanda import tandatangani
from tests.berkas.test_tte import AKAR, PEJABAT, PERANTARA, ditambah, isi_halaman, percayai
from tests.usulan.layar import masuk
from usulan.actions import pengajuan, verifikasi
from usulan.actions.dokumen import lampirkan
from usulan.models import Dokumen, Usulan


def isi(jawaban: HttpResponse) -> str:
    assert jawaban.status_code == 200
    return " ".join(jawaban.content.decode().split())


def periksa_tte() -> None:
    """What workers do when the file of a row was released."""
    for dokumen in Dokumen.objects.exclude(versi_kini=None).select_related("versi_kini__berkas"):
        assert dokumen.versi_kini is not None
        PemeriksaanTte.objects.get_or_create(berkas=dokumen.versi_kini.berkas)
    baca_semua()


def draf(dunia: d.Dunia, berkas: bytes, *, diperiksa: bool = True) -> tuple[Usulan, Dokumen]:
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.order_by("persyaratan__urutan")[0]
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=d.berkas_siap(dunia.pic, isi=berkas), oleh=dunia.pic)
    if diperiksa:
        periksa_tte()
    return usulan, dokumen


def di_daftar(klien: Client, usulan: Usulan) -> str:
    return isi(klien.get(reverse("usulan:dokumen", args=[usulan.pk])))


@pytest.fixture
def akar(dunia: d.Dunia) -> AkarTepercaya:
    return percayai(AKAR, dunia.administrator)


def test_pic_membaca_siapa_yang_menandatangani_dan_bahwa_dokumennya_utuh(dunia: d.Dunia, akar: AkarTepercaya) -> None:
    usulan, dokumen = draf(dunia, tandatangani(pdf(), PEJABAT, PERANTARA))
    klien = masuk(dunia.pic)
    lihat = reverse("usulan:lihat_versi", args=[usulan.pk, dokumen.versi.get().pk])
    for halaman in (di_daftar(klien, usulan), isi(klien.get(lihat))):
        assert "Ditandatangani elektronik oleh Dra. Sri Contoh, M.Si. pada" in halaman
        assert "dokumen utuh; penerbit dipercaya; pencabutan tidak diperiksa." in halaman


def test_yang_diubah_sesudah_ditandatangani_dikatakan(dunia: d.Dunia, akar: AkarTepercaya) -> None:
    usulan, _ = draf(dunia, ditambah(tandatangani(pdf(), PEJABAT, PERANTARA), isi_halaman))
    halaman = di_daftar(masuk(dunia.pic), usulan)
    assert "diubah setelah ditandatangani." in halaman
    assert "penerbit dipercaya" not in halaman


def test_penerbit_yang_belum_dikenal_disebut_namanya(dunia: d.Dunia) -> None:
    usulan, _ = draf(dunia, tandatangani(pdf(), PEJABAT, PERANTARA))
    halaman = di_daftar(masuk(dunia.pic), usulan)
    assert "dokumen utuh; penerbit belum dikenal (Penerbit Contoh)." in halaman
    assert "pencabutan" not in halaman


def test_berkas_tanpa_tanda_tangan_tidak_berkata_apa_apa(dunia: d.Dunia) -> None:
    usulan, _ = draf(dunia, pdf())
    assert "itandatangani elektronik" not in di_daftar(masuk(dunia.pic), usulan)


def test_verifikator_membaca_kalimat_yang_sama_di_samping_halamannya(dunia: d.Dunia, akar: AkarTepercaya) -> None:
    usulan, dokumen = draf(dunia, tandatangani(pdf(), PEJABAT, PERANTARA))
    usulan = d.lengkapi(dunia, usulan)
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    periksa_tte()
    alamat = reverse("usulan:verifikasi", args=[usulan.pk])
    halaman = isi(masuk(dunia.verifikator).get(alamat, {"dokumen": dokumen.pk}))
    assert "oleh Dra. Sri Contoh, M.Si. pada" in halaman
    assert "dokumen utuh; penerbit dipercaya" in halaman


def test_kalimat_tanda_tangan_tidak_menambah_pertanyaan(dunia: d.Dunia, akar: AkarTepercaya) -> None:
    usulan, _ = draf(dunia, tandatangani(pdf(), PEJABAT, PERANTARA), diperiksa=False)
    klien = masuk(dunia.pic)

    def banyak() -> int:
        with CaptureQueriesContext(connection) as terekam:
            di_daftar(klien, usulan)
        return len(terekam)

    banyak()
    sebelum = banyak()
    periksa_tte()
    assert banyak() == sebelum
