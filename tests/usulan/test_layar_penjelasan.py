"""Warnings answered while drafting, and pages that follow what a machine still reads (keputusan/0097)."""

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.utils import timezone

from siapp.audit.models import Peristiwa
from siapp.berkas.models import AkarTepercaya, Berkas, PemeriksaanTte
from siapp.berkas.tte_bentuk import SKEMA, IsiTte, Perubahan, TandaTangan
from tests import dunia as d
from tests.usulan.layar import masuk
from tests.usulan.test_layar_bacaan import baca, isi, url
from tests.usulan.test_layar_isi import bersurat
from usulan.actions.dokumen import lampirkan
from usulan.aturan import Tingkat, periksa
from usulan.models import PenjelasanTemuan, Usulan
from usulan.peristiwa.jenis import Jenis

ALASAN = "Sudah dicocokkan dengan aslinya."


def peringatan(usulan: Usulan) -> str:
    return next(t.sidik for t in periksa(usulan) if t.tingkat is Tingkat.PERINGATAN)


def jelaskan(dunia: d.Dunia, usulan: Usulan, sidik: str, alasan: str) -> HttpResponse:
    return masuk(dunia.pic).post(url("jelaskan", usulan), {"sidik": sidik, "alasan": alasan})


def test_pic_menjelaskan_satu_peringatan_saat_menyusun(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    sidik = peringatan(usulan)
    assert jelaskan(dunia, usulan, sidik, f" {ALASAN} ").status_code == 302
    satu = PenjelasanTemuan.objects.get()
    assert (satu.sidik, satu.alasan, satu.oleh) == (sidik, ALASAN, dunia.pic)
    halaman = isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert f'value="{ALASAN}"' in halaman
    assert "Dijelaskan" in halaman
    assert f"Dijelaskan: {ALASAN}" in isi(masuk(dunia.pic).get(url("tugas", usulan)))
    jelaskan(dunia, usulan, sidik, ALASAN)
    assert Peristiwa.objects.filter(jenis=Jenis.TEMUAN_DIJELASKAN).count() == 1


def test_alasan_yang_dikosongkan_dicabut(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    sidik = peringatan(usulan)
    jelaskan(dunia, usulan, sidik, ALASAN)
    jelaskan(dunia, usulan, sidik, "  ")
    assert not PenjelasanTemuan.objects.exists()
    assert "Alasannya dicabut." in isi(masuk(dunia.pic).get(url("linimasa", usulan)))


def test_alasan_yang_ditulis_saat_menyusun_menunggu_di_teken(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    usulan = d.lengkapi(dunia, usulan, semua=False)
    sidik = peringatan(usulan)
    jelaskan(dunia, usulan, sidik, ALASAN)
    form = masuk(dunia.penyetuju).get(url("teken", usulan)).context["form"]
    assert form[f"alasan_{sidik[:12]}"].value() == ALASAN


def test_peringatan_yang_berubah_tidak_membawa_alasan_lama(dunia: d.Dunia) -> None:
    usulan, dokumen = bersurat(dunia)
    sidik = peringatan(usulan)
    jelaskan(dunia, usulan, sidik, ALASAN)
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=d.berkas_siap(dunia.pic), oleh=dunia.pic)
    assert ALASAN not in isi(masuk(dunia.pic).get(url("periksa", usulan)))
    assert jelaskan(dunia, usulan, sidik, "Lain").status_code == 409


def test_alasan_yang_terlalu_panjang_ditolak_dengan_kata(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    jelaskan(dunia, usulan, peringatan(usulan), "a" * 201)
    assert not PenjelasanTemuan.objects.exists()


def test_galat_tidak_dapat_dijelaskan(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    galat = next(t.sidik for t in periksa(usulan) if t.tingkat is Tingkat.GALAT)
    assert jelaskan(dunia, usulan, galat, ALASAN).status_code == 409


def test_orang_lain_tidak_menjelaskan(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    for orang in (dunia.pic_lain, dunia.verifikator):
        jawaban = masuk(orang).post(url("jelaskan", usulan), {"sidik": peringatan(usulan), "alasan": ALASAN})
        assert jawaban.status_code in {403, 404}
    assert not PenjelasanTemuan.objects.exists()


def test_satu_peringatan_satu_penjelasan(dunia: d.Dunia) -> None:
    usulan, _ = bersurat(dunia)
    isi_baris = {"usulan": usulan, "sidik": "a" * 32, "alasan": "x", "oleh": dunia.pic, "pada": timezone.now()}
    PenjelasanTemuan.objects.create(**isi_baris)
    with pytest.raises(IntegrityError):
        PenjelasanTemuan.objects.create(**isi_baris)


@pytest.mark.parametrize("nama", ["periksa", "tugas"])
def test_halaman_mengikuti_apa_yang_masih_dibaca(dunia: d.Dunia, nama: str) -> None:
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.get(persyaratan__jenis="surat-pengantar")
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=d.berkas_siap(dunia.pic), oleh=dunia.pic)
    klien, alamat = masuk(dunia.pic), url(nama, usulan)
    halaman = isi(klien.get(alamat))
    assert "Sedang dibaca: 1 dokumen." in halaman
    assert f'hx-get="{alamat}?ke=1"' in halaman
    potongan = isi(klien.get(alamat, {"ke": "1"}, headers={"HX-Request": "true"}))
    assert "<html" not in potongan
    assert f'hx-get="{alamat}?ke=2"' in potongan
    assert "Muat ulang halaman ini" in isi(klien.get(alamat, {"ke": "999"}, headers={"HX-Request": "true"}))
    baca(dokumen)
    selesai = isi(klien.get(alamat, {"ke": "2"}, headers={"HX-Request": "true"}))
    assert "Sedang dibaca" not in selesai
    assert "hx-get" not in selesai


def tandai(berkas: Berkas, perubahan: Perubahan) -> None:
    """As the check of electronic signatures leaves it."""
    isi_tte = IsiTte((TandaTangan(utuh=True, penanda="Pejabat Rekaan", perubahan=perubahan),))
    revisi = AkarTepercaya.objects.revisi_kini()
    nilai = {"skema": SKEMA, "hasil": isi_tte.ke_json(), "revisi_akar": revisi, "diperiksa_pada": timezone.now()}
    ada = {f.name for f in PemeriksaanTte._meta.get_fields()}
    PemeriksaanTte.objects.update_or_create(berkas=berkas, defaults={k: v for k, v in nilai.items() if k in ada})


def test_yang_diubah_sesudah_ditandatangani_elektronik_diperingatkan_sekali(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.get(persyaratan__jenis="surat-pengantar")
    berkas = d.berkas_siap(dunia.pic)
    Berkas.objects.filter(pk=berkas.pk).update(peringatan=["TANDA_TANGAN_TIDAK_MENCAKUP"])
    lampirkan(usulan.pk, dokumen_id=dokumen.pk, berkas=berkas, oleh=dunia.pic)
    assert [t.kode for t in periksa(d.segar(usulan)) if t.dokumen_id == dokumen.pk] == ["berkas-berperingatan"]
    tandai(berkas, Perubahan.DIUBAH)
    assert [t.kode for t in periksa(d.segar(usulan)) if t.dokumen_id == dokumen.pk] == ["tte-utuh"]
    tandai(berkas, Perubahan.TANDA_TANGAN)
    assert [t.kode for t in periksa(d.segar(usulan)) if t.dokumen_id == dokumen.pk] == []
