"""An ID Usulan that people gave to the wrong usulan is corrected by two people, and what went out with it is named."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan, KeadaanMasuk
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.keluar.susun import bekali, id_usulan
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, Pengiriman, UsulanSiasn, UsulPenyelesaian
from integrasi.petugas import koreksi_id, penyelesaian
from integrasi.sebab import Kode
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from tests import dunia as d
from tests.integrasi.views.conftest import Masuk
from usulan.actions import bkn, verifikasi
from usulan.keadaan import KeadaanPertek
from usulan.kebijakan import TidakMungkin
from usulan.models import Usulan
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.tahap import Tahap

SALAH, BENAR = "1f0e9d8c-0000-4000-8000-1234567890ab", "1f0e9d8c-0000-4000-8000-1234567890cd"


def url(nama: str, *isian: object) -> str:
    return reverse(f"integrasi:{nama}", args=isian)


@pytest.fixture
def baris(dunia: d.Dunia) -> Pengiriman:
    """API 3 of a signed usulan, settled by hand with an id that is another's."""
    usulan = d.diajukan(dunia)
    rencanakan_tertunda()
    api3 = Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)
    Pengiriman.objects.filter(pk=api3.pk).update(keadaan=Keadaan.TIDAK_PASTI, tidak_pasti_sejak=timezone.now())
    return penyelesaian.nyatakan_sampai(api3.pk, oleh=dunia.administrator, id_usulan=SALAH)


def _isi(baris: Pengiriman, **lain: str) -> dict[str, str]:
    assert baris.usulan is not None
    isi = {"id_usulan": BENAR, "nip": baris.usulan.nip, "nama": baris.usulan.nama, "yakin": "on"}
    return isi | {"alasan": "Tertukar baris di SIASN"} | lain


def _kirim(baris: Pengiriman, keadaan: Keadaan, **isi: object) -> Pengiriman:
    """The next call of the stream, brought to `keadaan`."""
    satu = Pengiriman.objects.filter(aliran=baris.aliran, keadaan=Keadaan.BARU).order_by("gelombang", "id").first()
    assert satu is not None
    Pengiriman.objects.filter(pk=satu.pk).update(keadaan=keadaan, **isi)
    return satu


def _usul(masuk: Masuk, oleh: Pengguna, baris: Pengiriman) -> UsulPenyelesaian:
    jawaban = masuk(oleh).post(url("pengiriman_koreksi_id", baris.pk), _isi(baris))
    assert jawaban.status_code == 302, jawaban.text
    return UsulPenyelesaian.objects.terbuka().get(pengiriman=baris)


def test_id_yang_salah_diganti_oleh_dua_orang_dan_kiriman_sisanya_memakai_yang_benar(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    sampai = _kirim(baris, Keadaan.SELESAI, selesai_pada=timezone.now())
    ragu = _kirim(baris, Keadaan.TIDAK_PASTI, tidak_pasti_sejak=timezone.now())
    belum = Pengiriman.objects.filter(aliran=baris.aliran, keadaan=Keadaan.BARU)
    jumlah = belum.count()
    assert jumlah
    admin = masuk(dunia.administrator)
    assert url("pengiriman_koreksi_id", baris.pk) in admin.get(url("pengiriman_rinci", baris.pk)).text
    halaman = admin.get(url("pengiriman_koreksi_id", baris.pk)).text
    assert url("pengiriman_rinci", sampai.pk) in halaman
    assert f"{jumlah} kiriman; memakai ID yang benar" in halaman
    usul = _usul(masuk, dunia.administrator, baris)
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == SALAH
    assert admin.post(url("usul_konfirmasi", usul.pk)).status_code == 403
    assert "Koreksi ID Usulan" in masuk(admin_lain).get(url("menunggu_kedua")).text
    assert BENAR in masuk(admin_lain).get(url("pengiriman_rinci", baris.pk)).text
    assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 302
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == BENAR
    assert {id_usulan(satu, bekali([satu])) for satu in belum} == {BENAR}
    assert belum.count() == jumlah
    for satu in (sampai, ragu):
        satu.refresh_from_db()
        assert (satu.keadaan, satu.sebab) == (Keadaan.DITOLAK, Kode.ID_SALAH)
        assert satu.kunci != str(satu.pk)
        assert "ID Usulan yang salah" in admin.get(url("pengiriman_rinci", satu.pk)).text
        assert satu.percobaan.get(sebab=Kode.ID_SALAH).oleh == dunia.administrator
    baris.refresh_from_db()
    assert (baris.hasil["id_usulan"], baris.hasil["id_usulan_salah"]) == (BENAR, SALAH)
    assert "tukar" not in usul.isian
    ulang = penyelesaian.kirim_ulang(sampai.pk, oleh=dunia.administrator)
    assert (ulang.keadaan, ulang.kunci) == (Keadaan.ULANG, sampai.kunci)
    jejak = Peristiwa.objects.filter(aliran=f"pengiriman:{baris.pk}").order_by("urutan")
    assert list(jejak.values_list("jenis", "oleh"))[1:] == [
        ("pengiriman.diusulkan", dunia.administrator.pk),
        ("pengiriman.koreksi_id", dunia.administrator.pk),
        ("pengiriman.dikonfirmasi", admin_lain.pk),
    ]
    data = jejak.get(jenis="pengiriman.koreksi_id").data
    assert (data["lama"], data["id_usulan"]) == (SALAH, BENAR)
    assert set(data["salah_kirim"]) == {str(sampai.pk), str(ragu.pk)}


@pytest.mark.parametrize(
    ("lain", "bidang"),
    [
        ({"nip": "198501022010011001"}, "nip"),
        ({"nama": "Orang Lain"}, "nama"),
        ({"id_usulan": SALAH.upper()}, "id_usulan"),
        ({"id_usulan": "x"}, "id_usulan"),
        ({"alasan": ""}, "alasan"),
    ],
)
def test_koreksi_yang_bertentangan_ditolak(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, lain: dict[str, str], bidang: str
) -> None:
    jawaban = masuk(dunia.administrator).post(url("pengiriman_koreksi_id", baris.pk), _isi(baris, **lain))
    assert jawaban.status_code >= 400
    assert bidang in jawaban.context["form"].errors
    assert not UsulPenyelesaian.objects.exists()


def test_id_milik_usulan_lain_bukan_koreksi(dunia: d.Dunia, baris: Pengiriman, masuk: Masuk) -> None:
    UsulanSiasn.objects.create(usulan=d.diajukan(dunia), id_usulan=BENAR)
    jawaban = masuk(dunia.administrator).post(url("pengiriman_koreksi_id", baris.pk), _isi(baris))
    assert (jawaban.status_code, "sudah dipakai usulan" in jawaban.text) == (409, True)


def test_id_yang_diberikan_siasn_sendiri_tidak_dikoreksi_petugas(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk
) -> None:
    Pengiriman.objects.filter(pk=baris.pk).update(diselesaikan_oleh=None)
    admin = masuk(dunia.administrator)
    assert url("pengiriman_koreksi_id", baris.pk) not in admin.get(url("pengiriman_rinci", baris.pk)).text
    assert admin.post(url("pengiriman_koreksi_id", baris.pk), _isi(baris)).status_code == 409


def test_koreksi_menunggu_kiriman_yang_sedang_di_jalan(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    usul = _usul(masuk, dunia.administrator, baris)
    sampai = timezone.now() + timedelta(minutes=1)
    di_jalan = _kirim(baris, Keadaan.KIRIM, sewa=uuid4(), sewa_sampai=sampai)
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert (jawaban.status_code, "sedang dikirim" in jawaban.text) == (409, True)
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == SALAH
    Pengiriman.objects.filter(pk=di_jalan.pk).update(keadaan=Keadaan.ULANG, sewa=None, sewa_sampai=None)
    assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 302
    di_jalan.refresh_from_db()
    assert (di_jalan.keadaan, id_usulan(di_jalan, bekali([di_jalan]))) == (Keadaan.ULANG, BENAR)


def test_yang_disampaikan_lewat_surat_tetap_sampai(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    surat = _kirim(baris, Keadaan.MATI)
    penyelesaian.tandai_lewat_surat(surat.pk, nomor="B-1/2026", oleh=dunia.administrator)
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    surat.refresh_from_db()
    assert surat.keadaan == Keadaan.SELESAI


def test_putusan_yang_datang_dengan_id_salah_ditarik(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    hari = timezone.localdate()
    isi = {"id_usulan": SALAH, "status": "APPROVED", "tanggal_verifikasi": hari, "keterangan": ""}
    simpan_mentah("{}", isi, "uji")
    olah()
    kejadian = KejadianMasuk.objects.get()
    assert (kejadian.keadaan, kejadian.usulan) == (KeadaanMasuk.DITERAPKAN, baris.usulan)
    assert baris.usulan is not None
    assert d.segar(baris.usulan).status_bkn == "APPROVED"
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    kejadian.refresh_from_db()
    assert (kejadian.keadaan, kejadian.usulan) == (KeadaanMasuk.TANPA_USULAN, None)
    assert d.segar(baris.usulan).status_bkn == ""
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == BENAR


def _biro_setuju_dan_bkn_lengkap(dunia: d.Dunia, baris: Pengiriman) -> Usulan:
    """Biro APP approved; a stage, the verdict that was read from it and a Pertek were read under the wrong id."""
    assert baris.usulan is not None
    usulan = verifikasi.bagi(baris.usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    d.setujui_biro(dunia, usulan)
    d.tahap_bkn(usulan, "22", "Sudah TTD Pertek")
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    d.terima_pertek(usulan)
    return d.segar(usulan)


def test_pertek_tahap_dan_putusan_dari_tahap_milik_orang_lain_tidak_menjadi_dasar_keppres(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    usulan = _biro_setuju_dan_bkn_lengkap(dunia, baris)
    assert usulan.tahap == Tahap.SIAP_KEPPRES
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    kini = d.segar(usulan)
    assert (kini.tahap, kini.status_bkn, kini.tahap_bkn) == (Tahap.MENUNGGU_PERTEK, "", "")
    assert not usulan.riwayat_bkn.exists()
    assert [p.keadaan for p in usulan.pertek.all()] == [KeadaanPertek.DIBATALKAN]
    with pytest.raises(TidakMungkin, match="BKN belum memberi putusan"):
        d.rkp(dunia, kini)


def test_rancangan_keppres_yang_bersandar_pada_id_salah_ditahan(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    usulan = _biro_setuju_dan_bkn_lengkap(dunia, baris)
    rancangan = d.rkp(dunia, usulan)
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    kini = d.segar(usulan)
    assert kini.ditahan
    assert set(kini.tahanan.terbuka().values_list("sebab", flat=True)) == {"PUTUSAN", "PERTEK"}
    with pytest.raises(TidakMungkin, match="belum boleh dilanjutkan"):
        d.maju(dunia, rancangan)


def test_usulan_yang_diakhiri_tms_orang_lain_hidup_lagi(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    hari = timezone.localdate()
    simpan_mentah("{}", {"id_usulan": SALAH, "status": "TMS", "tanggal_verifikasi": hari, "keterangan": ""}, "uji")
    olah()
    assert baris.usulan is not None
    assert d.segar(baris.usulan).tahap == Tahap.TMS
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    kini = d.segar(baris.usulan)
    assert (kini.tahap, kini.status_bkn) == (Tahap.DIAJUKAN, "")


def test_koreksi_menunggu_pemberitahuan_yang_sedang_diolah(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna, monkeypatch: pytest.MonkeyPatch
) -> None:
    usul = _usul(masuk, dunia.administrator, baris)
    monkeypatch.setattr(koreksi_id, "giliran", lambda _: nullcontext(False))
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert (jawaban.status_code, "sedang diolah" in jawaban.text) == (409, True)
    assert UsulanSiasn.objects.get(usulan=baris.usulan).id_usulan == SALAH


def test_riwayat_usulan_menyebut_kedua_orang_dan_tidak_menyebut_id_orang_lain(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    assert baris.usulan is not None
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    (jejak,) = Peristiwa.objects.filter(aliran=aliran_usulan(baris.usulan.pk), jenis=Jenis.ID_BKN_DIKOREKSI)
    assert (jejak.oleh, jejak.alasan) == (dunia.administrator, "Tertukar baris di SIASN")
    assert SALAH not in str(jejak.data)
    halaman = masuk(dunia.kepala_biro).get(reverse("usulan:linimasa", args=[baris.usulan.pk])).text
    assert "ID Usulan di BKN dikoreksi" in halaman
    assert f"Diputuskan oleh {dunia.administrator} dan {admin_lain}." in halaman


@pytest.fixture
def tertukar(dunia: d.Dunia, baris: Pengiriman) -> tuple[Pengiriman, Pengiriman]:
    """API 3 of two signed usulan of two people, each settled by hand with the id of the other."""
    usulan = d.diajukan(dunia)
    rencanakan_tertunda()
    lain = Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)
    Pengiriman.objects.filter(pk=lain.pk).update(keadaan=Keadaan.TIDAK_PASTI, tidak_pasti_sejak=timezone.now())
    return baris, penyelesaian.nyatakan_sampai(lain.pk, oleh=dunia.administrator, id_usulan=BENAR)


def _isi_tukar(satu: Pengiriman, lain: Pengiriman, **isi: str) -> dict[str, str]:
    assert lain.usulan is not None
    return _isi(satu, nip_lain=lain.usulan.nip, nama_lain=lain.usulan.nama) | isi


def _ids(*semua: Pengiriman) -> list[str]:
    return [UsulanSiasn.objects.get(usulan=satu.usulan).id_usulan for satu in semua]


def test_dua_id_yang_tertukar_dikoreksi_sekaligus_dan_yang_dikatakan_bkn_sampai_pada_orangnya(
    dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman], masuk: Masuk, admin_lain: Pengguna
) -> None:
    satu, lain = tertukar
    hari = timezone.localdate()
    for kode, status in ((SALAH, "APPROVED"), (BENAR, "TMS")):
        isi = {"id_usulan": kode, "status": status, "tanggal_verifikasi": hari, "keterangan": "Kata BKN"}
        simpan_mentah("{}", isi, kode)
    olah()
    assert satu.usulan is not None
    assert lain.usulan is not None
    assert [d.segar(b.usulan).status_bkn for b in (satu, lain) if b.usulan] == ["APPROVED", "TMS"]
    terkirim = Pengiriman.objects.filter(aliran=lain.aliran, keadaan=Keadaan.BARU).order_by("gelombang", "id")[0]
    Pengiriman.objects.filter(pk=terkirim.pk).update(keadaan=Keadaan.SELESAI, selesai_pada=timezone.now())
    jawaban = masuk(dunia.administrator).post(url("pengiriman_koreksi_id", satu.pk), _isi_tukar(satu, lain))
    assert jawaban.status_code == 302, jawaban.text
    usul = UsulPenyelesaian.objects.terbuka().get(pengiriman=satu)
    halaman = masuk(admin_lain).get(url("pengiriman_rinci", satu.pk)).text
    assert "ID-nya ditukar dengan usulan" in halaman
    assert lain.usulan.nomor in halaman
    assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 302
    assert _ids(satu, lain) == [BENAR, SALAH]
    olah()
    assert [d.segar(b.usulan).status_bkn for b in (satu, lain) if b.usulan] == ["TMS", "APPROVED"]
    assert d.segar(satu.usulan).tahap == Tahap.TMS
    terkirim.refresh_from_db()
    assert (terkirim.keadaan, terkirim.sebab) == (Keadaan.DITOLAK, Kode.ID_SALAH)
    for baris, kawan, lama in ((satu, lain, SALAH), (lain, satu, BENAR)):
        data = Peristiwa.objects.get(aliran=f"pengiriman:{baris.pk}", jenis="pengiriman.koreksi_id").data
        assert kawan.usulan is not None
        assert (data["lama"], data["tukar"]) == (lama, kawan.usulan.nomor)


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({"nip_lain": "", "nama_lain": ""}, "nip_lain"),
        ({"nip_lain": "198501022010011001"}, "nip_lain"),
        ({"nip_lain": "", "nama_lain": "Orang Lain"}, "nip_lain"),
        ({"nama_lain": "Orang Lain"}, "nama_lain"),
        ({"nip": "198501022010011001"}, "nip"),
    ],
)
def test_tukar_id_tanpa_dua_orang_yang_cocok_ditolak(
    dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman], masuk: Masuk, isi: dict[str, str], bidang: str
) -> None:
    jawaban = masuk(dunia.administrator).post(
        url("pengiriman_koreksi_id", tertukar[0].pk), _isi_tukar(*tertukar, **isi)
    )
    assert jawaban.status_code >= 400
    assert bidang in jawaban.context["form"].errors
    assert _ids(*tertukar) == [SALAH, BENAR]
    assert not UsulPenyelesaian.objects.exists()


def test_tukar_id_menunggu_kiriman_yang_sedang_di_jalan_dari_usulan_yang_lain(
    dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman], masuk: Masuk, admin_lain: Pengguna
) -> None:
    satu, lain = tertukar
    masuk(dunia.administrator).post(url("pengiriman_koreksi_id", satu.pk), _isi_tukar(satu, lain))
    usul = UsulPenyelesaian.objects.terbuka().get(pengiriman=satu)
    sampai = timezone.now() + timedelta(minutes=1)
    di_jalan = _kirim(lain, Keadaan.KIRIM, sewa=uuid4(), sewa_sampai=sampai)
    assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 409
    assert _ids(satu, lain) == [SALAH, BENAR]
    Pengiriman.objects.filter(pk=di_jalan.pk).update(keadaan=Keadaan.ULANG, sewa=None, sewa_sampai=None)
    for _ in range(2):  # pressed twice
        masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
        assert _ids(satu, lain) == [BENAR, SALAH]


def test_orang_pada_id_sekarang_yang_ternyata_pemiliknya_sendiri_ditolak(
    dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman], masuk: Masuk
) -> None:
    satu, _ = tertukar
    assert satu.usulan is not None
    isi = _isi(satu, nip_lain=satu.usulan.nip, nama_lain=satu.usulan.nama)
    jawaban = masuk(dunia.administrator).post(url("pengiriman_koreksi_id", satu.pk), isi)
    assert jawaban.status_code == 422
    assert set(jawaban.context["form"].errors) == {"nip_lain"}


def test_tukar_dengan_kiriman_yang_bukan_lagi_isian_petugas_minta_koreksi_baru(
    dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman], masuk: Masuk, admin_lain: Pengguna
) -> None:
    satu, lain = tertukar
    masuk(dunia.administrator).post(url("pengiriman_koreksi_id", satu.pk), _isi_tukar(satu, lain))
    usul = UsulPenyelesaian.objects.terbuka().get(pengiriman=satu)
    Pengiriman.objects.filter(pk=lain.pk).update(diselesaikan_oleh=None)
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert (jawaban.status_code, koreksi_id.TUKAR_BERUBAH in jawaban.text) == (409, True)
    assert _ids(satu, lain) == [SALAH, BENAR]


def test_kiriman_yang_bukan_lagi_isian_petugas_saat_dikonfirmasi_tidak_dikoreksi(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    usul = _usul(masuk, dunia.administrator, baris)
    Pengiriman.objects.filter(pk=baris.pk).update(diselesaikan_oleh=None)
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert (jawaban.status_code, "jadi ini tidak dapat dilakukan" in jawaban.text) == (409, True)
    assert _ids(baris) == [SALAH]


def test_pemberitahuan_yang_menunggu_id_benar_diolah_saat_itu_juga(
    dunia: d.Dunia,
    baris: Pengiriman,
    masuk: Masuk,
    admin_lain: Pengguna,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    simpan_mentah("{}", _putusan(BENAR), "uji")
    olah()
    assert KejadianMasuk.objects.get().usulan is None
    bangun: list[str] = []
    monkeypatch.setattr(koreksi_id, "bangunkan", bangun.append)
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    assert bangun == ["integrasi.tasks.masuk"]


def test_yang_datang_dengan_id_lain_untuk_usulan_itu_tidak_ikut_ditarik(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    for kode in (SALAH, "1f0e9d8c-0000-4000-8000-123456789999"):
        simpan_mentah("{}", _putusan(kode), kode)
    olah()
    KejadianMasuk.objects.update(usulan=baris.usulan, keadaan=KeadaanMasuk.DITERAPKAN)
    masuk(admin_lain).post(url("usul_konfirmasi", _usul(masuk, dunia.administrator, baris).pk))
    milik = dict(KejadianMasuk.objects.values_list("id_usulan", "usulan"))
    assert baris.usulan is not None
    assert milik == {SALAH: None, "1f0e9d8c-0000-4000-8000-123456789999": baris.usulan.pk}


def _putusan(kode: str) -> dict[str, object]:
    return {"id_usulan": kode, "status": "APPROVED", "tanggal_verifikasi": timezone.localdate(), "keterangan": ""}


KETIGA = "1f0e9d8c-0000-4000-8000-1234567890ef"


@pytest.fixture
def berputar(dunia: d.Dunia, tertukar: tuple[Pengiriman, Pengiriman]) -> tuple[Pengiriman, Pengiriman, Pengiriman]:
    """A has the id of C, B that of A, C that of B: each settled by hand."""
    usulan = d.diajukan(dunia)
    rencanakan_tertunda()
    tiga = Pengiriman.objects.get(usulan=usulan, api=Api.USULAN)
    Pengiriman.objects.filter(pk=tiga.pk).update(keadaan=Keadaan.TIDAK_PASTI, tidak_pasti_sejak=timezone.now())
    return *tertukar, penyelesaian.nyatakan_sampai(tiga.pk, oleh=dunia.administrator, id_usulan=KETIGA)


def _isi_putar(a: Pengiriman, b: Pengiriman, c: Pengiriman, **isi: str) -> dict[str, str]:
    """`a` gets the id of `b`, `b` that of `c`, and `c` that of `a`."""
    assert b.usulan is not None
    assert c.usulan is not None
    orang = {"nip_lain": c.usulan.nip, "nama_lain": c.usulan.nama}
    return _isi(a, **orang, nip_ketiga=b.usulan.nip, nama_ketiga=b.usulan.nama) | isi


def test_tiga_id_yang_berputar_dikoreksi_sekaligus(
    dunia: d.Dunia, berputar: tuple[Pengiriman, Pengiriman, Pengiriman], masuk: Masuk, admin_lain: Pengguna
) -> None:
    a, b, c = berputar
    assert _ids(*berputar) == [SALAH, BENAR, KETIGA]
    alamat = url("pengiriman_koreksi_id", a.pk)
    admin = masuk(dunia.administrator)
    tanya = admin.post(alamat, _isi_putar(*berputar, nip_ketiga="", nama_ketiga=""))
    assert tanya.status_code == 409
    (kalimat,) = tanya.context["form"].errors["nip_ketiga"]
    assert "tiga ID berputar" in kalimat
    assert KETIGA in kalimat
    assert admin.post(alamat, _isi_putar(*berputar)).status_code == 302
    usul = UsulPenyelesaian.objects.terbuka().get(pengiriman=a)
    halaman = masuk(admin_lain).get(url("pengiriman_rinci", a.pk)).text
    for satu in (b, c):
        assert satu.usulan is not None
        assert satu.usulan.nomor in halaman
    for _ in range(2):  # pressed twice
        assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 302
        assert _ids(*berputar) == [BENAR, KETIGA, SALAH]
    for baris, kawan, lama in ((a, b, SALAH), (b, c, BENAR), (c, a, KETIGA)):
        data = Peristiwa.objects.get(aliran=f"pengiriman:{baris.pk}", jenis="pengiriman.koreksi_id").data
        assert kawan.usulan is not None
        assert (data["lama"], data["tukar"]) == (lama, kawan.usulan.nomor)


@pytest.mark.parametrize(
    ("isi", "bidang"),
    [
        ({"nip_ketiga": "198501022010011001"}, "nip_ketiga"),
        ({"nama_ketiga": "Orang Lain"}, "nama_ketiga"),
        ({"nama_lain": "Orang Lain"}, "nama_lain"),
    ],
)
def test_putaran_tiga_id_yang_salah_orang_ditolak(
    dunia: d.Dunia,
    berputar: tuple[Pengiriman, Pengiriman, Pengiriman],
    masuk: Masuk,
    isi: dict[str, str],
    bidang: str,
) -> None:
    jawaban = masuk(dunia.administrator).post(
        url("pengiriman_koreksi_id", berputar[0].pk), _isi_putar(*berputar, **isi)
    )
    assert jawaban.status_code >= 400
    assert bidang in jawaban.context["form"].errors
    assert not UsulPenyelesaian.objects.exists()


def test_putaran_yang_berubah_sejak_diusulkan_tidak_dijalankan(
    dunia: d.Dunia, berputar: tuple[Pengiriman, Pengiriman, Pengiriman], masuk: Masuk, admin_lain: Pengguna
) -> None:
    a, _, c = berputar
    masuk(dunia.administrator).post(url("pengiriman_koreksi_id", a.pk), _isi_putar(*berputar))
    usul = UsulPenyelesaian.objects.terbuka().get(pengiriman=a)
    UsulanSiasn.objects.filter(usulan=c.usulan).update(id_usulan="1f0e9d8c-0000-4000-8000-123456789000")
    jawaban = masuk(admin_lain).post(url("usul_konfirmasi", usul.pk))
    assert (jawaban.status_code, "sudah berubah" in jawaban.text) == (409, True)
    assert _ids(*berputar[:2]) == [SALAH, BENAR]


def test_keppres_yang_terbit_atas_id_salah_tetap_dan_halaman_menyebut_langkahnya(
    dunia: d.Dunia, baris: Pengiriman, masuk: Masuk, admin_lain: Pengguna
) -> None:
    usulan = _biro_setuju_dan_bkn_lengkap(dunia, baris)
    d.terbit(dunia, d.maju(dunia, d.rkp(dunia, usulan)))
    admin = masuk(dunia.administrator)
    assert "Sudah terbit atas persetujuan" in admin.get(url("pengiriman_koreksi_id", baris.pk)).text
    usul = _usul(masuk, dunia.administrator, baris)
    assert masuk(admin_lain).post(url("usul_konfirmasi", usul.pk)).status_code == 302
    kini = d.segar(usulan)
    assert (kini.tahap, kini.status_bkn) == (Tahap.KEPPRES_TERBIT, "APPROVED")
    assert UsulanSiasn.objects.get(usulan=usulan).id_usulan == BENAR
    assert set(kini.tahanan.terbuka().values_list("sebab", flat=True)) == {"PUTUSAN", "PERTEK"}
    halaman = masuk(dunia.dukungan).get(reverse("usulan:tahanan", args=[usulan.pk])).text
    assert "ternyata tentang orang lain: Tertukar baris di SIASN. Tanyakan putusan" in halaman
    assert "Catat sudah diketahui" in halaman
