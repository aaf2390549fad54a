"""Drafting and its documents: who may be proposed, what is filled in, what may be changed (docs/alur.md 3)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from referensi.models import ASN, Keluarga, Layanan, Periode, Persyaratan
from siapp.berkas.models import Berkas, KeadaanBerkas
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, tak_berubah, tercatat
from usulan.actions import dokumen, draf, verifikasi
from usulan.actions.draf import AsnDitolak
from usulan.calon import cari_calon
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import Dokumen, Usulan, VersiDokumen, rincian
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


def _layanan(kode: str = "KP-STRUKTURAL") -> Layanan:
    return Layanan.objects.get(pk=kode)


def _periode(dibuka: int = -1, ditutup: int = 1, tmt: date = date(2031, 4, 1)) -> Periode:
    hari_ini = timezone.localdate()
    isi = {"dibuka": hari_ini + timedelta(days=dibuka), "ditutup": hari_ini + timedelta(days=ditutup)}
    return Periode.objects.update_or_create(tmt=tmt, defaults=isi)[0]


# --- who may be proposed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ubahan", "pesan"),
    [
        ({"instansi_kerja_id": "X", "instansi_induk_id": "Y"}, "ASN ini bukan pegawai instansi Anda"),
        ({"instansi_kerja_id": "", "instansi_induk_id": ""}, "ASN ini bukan pegawai instansi Anda"),
        ({"golongan_baru": "IV/a"}, "Golongan ASN ini IV/a. SIAPP hanya melayani golongan IV/b ke atas"),
        ({"golongan_baru": ""}, "Golongan ASN ini tidak diketahui."),
        ({"kedudukan_hukum_id": "92"}, "sedang diblokir di SIASN (kedudukan hukum 92)"),
    ],
)
def test_asn_yang_tidak_dapat_diusulkan_ditolak_dengan_sebabnya(
    dunia: d.Dunia, ubahan: dict[str, str], pesan: str
) -> None:
    asn = d.buat_asn(dunia.instansi, **ubahan)
    with ditolak(AsnDitolak, pesan, "nip"):
        d.buat_draf(dunia, asn=asn)
    assert not Usulan.objects.exists()


WAFAT = date(2026, 10, 1)


@pytest.mark.parametrize("aktif", [True, False])
def test_yang_meninggal_hanya_diusulkan_untuk_layanan_baginya(dunia: d.Dunia, aktif: bool) -> None:
    asn = d.buat_asn(dunia.instansi, aktif=aktif, tanggal_meninggal=WAFAT)
    with ditolak(AsnDitolak, "orang ini meninggal pada 01-10-2026", "nip"):
        cari_calon(asn.nip, _layanan("BERHENTI-BUP"), dunia.pic)
    with ditolak(AsnDitolak, "orang ini meninggal pada 01-10-2026", "nip"):
        d.buat_draf(dunia, "BERHENTI-BUP", asn)
    assert cari_calon(asn.nip, _layanan("BERHENTI-JDA"), dunia.pic) == asn
    assert rincian(d.buat_draf(dunia, "BERHENTI-JDA", asn)).tanggal_meninggal == WAFAT


def test_yang_tidak_didaftar_lagi_ditanyakan_dahulu_kepada_siasn(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi, aktif=False)
    assert cari_calon(asn.nip, _layanan(), dunia.pic) is None
    with ditolak(AsnDitolak, "tidak ada lagi dalam Data ASN", "nip"):
        d.buat_draf(dunia, asn=asn)
    assert cari_calon(asn.nip, _layanan("BERHENTI-TEWAS"), dunia.pic) == asn


@pytest.mark.parametrize("golongan", ["IV/b", "IV/c", "IV/d", "IV/e"])
def test_golongan_iv_b_ke_atas_dilayani(dunia: d.Dunia, golongan: str) -> None:
    asn = d.buat_asn(dunia.instansi, golongan_baru=golongan)
    assert draf.check_asn(asn, dunia.pic, "KP") == dunia.instansi.pk


def test_pegawai_yang_dipekerjakan_diusulkan_instansi_kerjanya_lebih_dahulu(dunia: d.Dunia) -> None:
    satu, dua = dunia.instansi.pk, dunia.instansi_lain.pk
    asn = d.buat_asn(dunia.instansi, instansi_kerja_id=dua, instansi_induk_id=satu)
    assert draf.check_asn(asn, dunia.pic_lain, "KP") == dua
    assert draf.check_asn(asn, dunia.pic, "KP") == satu


def test_pic_kelompok_lain_tidak_mengusulkan(dunia: d.Dunia) -> None:
    dunia.pic.peran.filter(kategori="KP").update(aktif=False)
    pic = type(dunia.pic).objects.get(pk=dunia.pic.pk)
    asn = d.buat_asn(dunia.instansi)
    with ditolak(AsnDitolak, "bukan pegawai instansi Anda", "nip"):
        draf.check_asn(asn, pic, "KP")
    assert draf.check_asn(asn, pic, "JFKU") == dunia.instansi.pk


def test_verifikator_tidak_mengusulkan(dunia: d.Dunia) -> None:
    with ditolak(AsnDitolak, "bukan pegawai instansi Anda", "nip"):
        draf.check_asn(d.buat_asn(dunia.instansi), dunia.verifikator, "KP")


# --- a new draft ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kode", "awalan"), [("KP-STRUKTURAL", "KP"), ("BERHENTI-BUP", "PBH"), ("JFKU-KENAIKAN", "JFKU")]
)
def test_draf_baru_menyalin_orangnya_dan_bernomor(dunia: d.Dunia, kode: str, awalan: str) -> None:
    asn = d.buat_asn(dunia.instansi)
    satu = d.segar(d.buat_draf(dunia, kode, asn))
    assert satu.nomor == f"{awalan}-{timezone.localdate().year}-{int(satu.nomor[-6:]):06d}"
    assert (satu.nip, satu.nama, satu.asn, satu.pembuat) == (asn.nip, asn.nama, asn, dunia.pic)
    assert (satu.kategori, satu.layanan_id, satu.instansi_id) == (_layanan(kode).kategori, kode, dunia.instansi.pk)
    assert (satu.tahap, satu.putaran, satu.versi, satu.asal, satu.periode) == (Tahap.DRAF, 1, 1, None, None)
    assert satu.cari == f"{satu.nomor} {asn.nama} {asn.nip}".lower()
    dua = d.buat_draf(dunia, kode, d.buat_asn(dunia.instansi))
    assert int(dua.nomor[-6:]) == int(satu.nomor[-6:]) + 1
    tercatat(satu, Jenis.DIBUAT, dunia.pic, layanan=kode)


def test_id_yang_dipilih_sendiri_dipakai(dunia: d.Dunia) -> None:
    satu = uuid4()
    asn = d.buat_asn(dunia.instansi)
    assert draf.buat_draf(layanan=_layanan(), asn=asn, oleh=dunia.pic, usulan_id=satu).pk == satu
    lain = {d.buat_draf(dunia, "JFKU-KENAIKAN", d.buat_asn(dunia.instansi)).pk for _ in range(2)}
    assert len(lain - {None, satu}) == 2


def test_periode_yang_dipilih_menjadi_tmt(dunia: d.Dunia) -> None:
    periode = _periode()
    asn = d.buat_asn(dunia.instansi)
    usulan = draf.buat_draf(layanan=_layanan(), asn=asn, oleh=dunia.pic, periode=periode)
    assert (d.segar(usulan).periode, rincian(d.segar(usulan)).tmt_golongan_baru) == (periode, periode.tmt)  # type: ignore[union-attr]
    assert kejadian(usulan)[0].data["baru"]["tmt_golongan_baru"] == "2031-04-01"


def test_isian_awal_dari_data_asn_tanpa_yang_kosong(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi, alamat_pensiun="Jalan Contoh 1", kantor_taspen="")
    Keluarga.objects.create(asn=asn, hubungan=Keluarga.Hubungan.PASANGAN, urutan=2, nama="Pasangan Dua")
    for urutan, nama in enumerate(("Anak Satu", "Anak Dua"), start=1):
        Keluarga.objects.create(asn=asn, hubungan=Keluarga.Hubungan.ANAK, urutan=urutan, nama=nama)
    isi = draf.isian_awal(_layanan("BERHENTI-JDA"), asn)
    assert isi["ahli_waris_pasangan"] == "Sekar Contoh; Pasangan Dua"
    assert isi["ahli_waris_anak"] == "Anak Satu; Anak Dua"
    assert isi["alamat_pensiun"] == "Jalan Contoh 1"
    assert "kantor_taspen" not in isi
    assert "tanggal_meninggal" not in isi
    kp = draf.isian_awal(_layanan(), asn)
    assert (kp["golongan_lama"], kp["tmt_golongan_lama"], kp["nama_jabatan"]) == (
        "IV/b",
        date(2021, 4, 1),
        "Sekretaris Deputi Contoh",
    )
    assert "golongan_baru" not in kp


def test_usulan_tms_disalin_dengan_datanya_tanpa_periodenya(dunia: d.Dunia) -> None:
    lama = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        lama.pk, status="TMS", keterangan="Belum", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    verifikasi.konfirmasi_tms(lama.pk, oleh=dunia.koordinator)
    baru = d.segar(draf.salin_dari_tms(lama.pk, oleh=dunia.pic))
    assert (baru.asal, baru.tahap, baru.periode, baru.asn) == (lama, Tahap.DRAF, None, lama.asn)
    bidang = [nama for nama in vars(rincian(lama)) if not nama.startswith("_") and nama != "usulan_id"]
    assert {n: getattr(rincian(baru), n) for n in bidang} == {n: getattr(rincian(d.segar(lama)), n) for n in bidang}
    assert not baru.dokumen.exclude(versi_kini=None).exists()
    tercatat(baru, Jenis.DISALIN, dunia.pic, layanan="KP-STRUKTURAL", asal=lama.nomor)
    assert kejadian(baru)[-1].data["baru"]["golongan_lama"] == "IV/b"


@pytest.mark.parametrize("tahap", [Tahap.DRAF, Tahap.DIHAPUS])
def test_hanya_yang_berakhir_tms_yang_disalin(dunia: d.Dunia, tahap: Tahap) -> None:
    usulan = d.buat_draf(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap)
    with ditolak(TidakMungkin, "Hanya usulan yang berakhir TMS yang dapat disalin menjadi usulan baru."):
        draf.salin_dari_tms(usulan.pk, oleh=dunia.pic)


def test_draf_dihapus_dan_barisnya_tetap_ada(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    draf.hapus_draf(usulan.pk, oleh=dunia.pic)
    assert (d.segar(usulan).tahap, d.segar(usulan).versi) == (Tahap.DIHAPUS, 2)
    tercatat(usulan, Jenis.DIHAPUS, dunia.pic)
    with ditolak(TidakMungkin, "pada tahap “Dihapus”"):
        draf.hapus_draf(usulan.pk, oleh=dunia.pic)


def test_periode_terbuka_dari_hari_pertama_sampai_terakhir(dunia: d.Dunia) -> None:
    periode = _periode(-1, 1)
    for geser, terbuka in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        hari = timezone.localdate() + timedelta(days=geser)
        assert (periode in draf.periode_terbuka(hari)) is terbuka
    assert periode in draf.periode_terbuka()


# --- conditional rows -------------------------------------------------------------------------------------------------


def _berkondisi(usulan: Usulan) -> set[str]:
    return set(usulan.dokumen.exclude(persyaratan__kondisi="").values_list("persyaratan__kondisi", flat=True))


def _layanan_berkondisi() -> str:
    layanan = Layanan.objects.filter(persyaratan__kondisi="Widyaiswara").order_by("urutan").first()
    assert layanan is not None
    return layanan.pk


def test_baris_bersyarat_hanya_bagi_pemegang_jabatannya(dunia: d.Dunia) -> None:
    kode = _layanan_berkondisi()
    biasa = d.buat_draf(dunia, kode, d.buat_asn(dunia.instansi, nama_jabatan_terakhir="Analis"))
    widya = d.buat_draf(dunia, kode, d.buat_asn(dunia.instansi, nama_jabatan_terakhir="WIDYAISWARA Ahli Utama"))
    assert "Widyaiswara" not in _berkondisi(biasa)
    assert "Widyaiswara" in _berkondisi(widya)


def test_baris_bersyarat_datang_dan_pergi_dengan_jabatannya_tetapi_tidak_yang_berisi(dunia: d.Dunia) -> None:
    kode = _layanan_berkondisi()
    bidang = "jabatan_baru" if kode.startswith("JFKU") else "nama_jabatan"
    usulan = d.buat_draf(dunia, kode, d.buat_asn(dunia.instansi, nama_jabatan_terakhir="Analis"))
    draf.ubah_data(usulan.pk, isian={bidang: "Widyaiswara"}, oleh=dunia.pic)
    baris = usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara").first()
    assert baris is not None
    jumlah = usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara").count()
    draf.ubah_data(usulan.pk, isian={bidang: "Analis"}, oleh=dunia.pic)
    assert not usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara").exists()
    draf.ubah_data(usulan.pk, isian={bidang: "Widyaiswara"}, oleh=dunia.pic)
    baris = usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara").first()
    assert baris is not None
    d.unggah(dunia, usulan, baris.pk)
    draf.ubah_data(usulan.pk, isian={bidang: "Analis"}, oleh=dunia.pic)
    assert list(usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara")) == [baris]
    draf.ubah_data(usulan.pk, isian={bidang: "Widyaiswara lagi"}, oleh=dunia.pic)
    assert usulan.dokumen.filter(persyaratan__kondisi="Widyaiswara").count() == jumlah


@pytest.mark.parametrize("bidang", ["jabatan_lama", "jabatan_baru"])
def test_setiap_jabatan_dalam_isian_dapat_meminta_baris_bersyarat(dunia: d.Dunia, bidang: str) -> None:
    satu = Persyaratan.objects.create(
        layanan=_layanan("JFKU-KENAIKAN"), urutan=99, kode="uji", nama="Uji", jenis="uji", wajib=False, kondisi="Dosen"
    )
    usulan = d.buat_draf(dunia, "JFKU-KENAIKAN", d.buat_asn(dunia.instansi, nama_jabatan_terakhir="Analis"))
    assert not usulan.dokumen.filter(persyaratan=satu).exists()
    draf.ubah_data(usulan.pk, isian={bidang: "DOSEN Lektor"}, oleh=dunia.pic)
    assert usulan.dokumen.filter(persyaratan=satu).exists()


def test_jabatan_menurut_data_asn_cukup_untuk_baris_bersyarat(dunia: d.Dunia) -> None:
    """A dismissal has no field of its own for the position."""
    satu = Persyaratan.objects.create(
        layanan=_layanan("BERHENTI-BUP"), urutan=99, kode="uji", nama="Uji", jenis="uji", wajib=False, kondisi="Dosen"
    )
    for jabatan, diminta in (("Dosen Utama", True), ("Analis", False)):
        asn = d.buat_asn(dunia.instansi, nama_jabatan_terakhir=jabatan)
        usulan = d.buat_draf(dunia, "BERHENTI-BUP", asn)
        assert usulan.dokumen.filter(persyaratan=satu).exists() is diminta


def test_salinan_meminta_baris_menurut_data_yang_disalin(dunia: d.Dunia) -> None:
    lama = d.diverifikasi(dunia)
    verifikasi.terbitkan(
        lama.pk, status="TMS", keterangan="Belum", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
    verifikasi.konfirmasi_tms(lama.pk, oleh=dunia.koordinator)
    satu = Persyaratan.objects.create(
        layanan=_layanan(), urutan=99, kode="uji", nama="Uji", jenis="uji", wajib=False, kondisi="Dosen"
    )
    type(rincian(lama)).objects.filter(usulan=lama).update(nama_jabatan="Dosen Utama")
    baru = draf.salin_dari_tms(lama.pk, oleh=dunia.pic)
    assert baru.dokumen.filter(persyaratan=satu).exists()


def test_persyaratan_yang_tidak_dipakai_lagi_tidak_diminta(dunia: d.Dunia) -> None:
    satu = _layanan().persyaratan.filter(kondisi="").first()
    assert satu is not None
    satu.aktif = False
    satu.save()
    try:
        assert satu.pk not in set(d.buat_draf(dunia).dokumen.values_list("persyaratan_id", flat=True))
    finally:
        satu.aktif = True
        satu.save()


# --- data -------------------------------------------------------------------------------------------------------------


def test_data_diubah_dan_hanya_yang_berbeda_dicatat(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    periode = _periode()
    isian: dict[str, Any] = {
        "nomor_surat_pengantar": "B-1",
        "tanggal_surat_pengantar": date(2026, 11, 2),
        "pejabat_penanda_tangan": "Sekjen",
        "periode": periode,
        "golongan_baru": "IV/c",
        "golongan_lama": "IV/b",
        "asing": "diabaikan",
        "tahap": "SELESAI",
    }
    draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic)
    kini = d.segar(usulan)
    assert (kini.nomor_surat_pengantar, kini.tanggal_surat_pengantar, kini.pejabat_penanda_tangan) == (
        "B-1",
        date(2026, 11, 2),
        "Sekjen",
    )
    assert (kini.periode, rincian(kini).golongan_baru) == (periode, "IV/c")  # type: ignore[union-attr]
    assert (kini.tahap, kini.versi) == (Tahap.DRAF, usulan.versi + 1)
    perubahan = {
        "nomor_surat_pengantar": ["", "B-1"],
        "tanggal_surat_pengantar": [None, "2026-11-02"],
        "pejabat_penanda_tangan": ["", "Sekjen"],
        "periode": [None, "2031-04-01"],
        "golongan_baru": ["", "IV/c"],
    }
    tercatat(usulan, Jenis.DATA_DIUBAH, dunia.pic, perubahan=perubahan)


def test_menyimpan_yang_sama_tidak_menulis_apa_pun(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    with tak_berubah(usulan):
        draf.ubah_data(usulan.pk, isian={"golongan_lama": "IV/b", "nomor_surat_pengantar": ""}, oleh=dunia.pic)
        draf.ubah_data(usulan.pk, isian={}, oleh=dunia.pic)


def test_data_hanya_diubah_oleh_pic_dari_halaman_terbaru(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    isian = {"golongan_baru": "IV/c"}
    with tak_berubah(usulan):
        with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
            draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic_lain)
        with ditolak(SudahBerubah, "baru saja diubah orang lain"):
            draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic, versi=usulan.versi + 1)
    draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic, versi=usulan.versi)


def _diminta(dunia: d.Dunia, *bidang: str) -> Usulan:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    verifikasi.terbitkan(
        usulan.pk, status="BTL", keterangan="Perbaiki", bidang=dict.fromkeys(bidang, "keliru"), oleh=dunia.verifikator
    )
    return d.segar(usulan)


def test_dalam_perbaikan_hanya_data_yang_diminta_terbuka(dunia: d.Dunia) -> None:
    assert draf.bidang_terbuka(d.buat_draf(dunia)) is None
    usulan = _diminta(dunia, "nama_jabatan")
    assert draf.bidang_terbuka(usulan) == {"nama_jabatan"}
    assert draf.bidang_terbuka(_diminta(dunia, "nama_unor")) == {"nama_unor"}
    pesan = "Data ini terkunci karena tidak diminta diperbaiki."
    with tak_berubah(usulan), ditolak(TidakMungkin, pesan, "golongan_baru"):
        isian = {"nama_unor": "x", "golongan_baru": "IV/d", "nama_jabatan": "y"}
        draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic)
    draf.ubah_data(usulan.pk, isian={"nama_jabatan": "y", "golongan_lama": "IV/b"}, oleh=dunia.pic)
    assert rincian(d.segar(usulan)).nama_jabatan == "y"  # type: ignore[union-attr]
    Usulan.objects.filter(pk=usulan.pk).update(perbaikan_ditandai=False)
    assert draf.bidang_terbuka(d.segar(usulan)) is None
    Usulan.objects.filter(pk=usulan.pk).update(perbaikan_ditandai=True, putaran=2)
    assert draf.bidang_terbuka(d.segar(usulan)) == set()


# --- documents --------------------------------------------------------------------------------------------------------


def _baris(usulan: Usulan, urutan: int = 0) -> Dokumen:
    return usulan.dokumen.order_by("persyaratan__urutan")[urutan]


def test_setiap_berkas_menjadi_versi_baru(dunia: d.Dunia) -> None:
    usulan = d.segar(d.buat_draf(dunia))
    baris = _baris(usulan)
    for nomor in (1, 2):
        berkas = d.berkas_siap(dunia.pic)
        versi = dokumen.lampirkan(usulan.pk, dokumen_id=baris.pk, berkas=berkas, oleh=dunia.pic)
        assert (versi.nomor, versi.putaran, versi.berkas, versi.diunggah_oleh) == (nomor, 1, berkas, dunia.pic)
        assert _baris(usulan).versi_kini == versi
        isi = {"dokumen": baris.persyaratan.kode, "versi": nomor, "sha256": berkas.sha256, "ukuran": berkas.ukuran}
        tercatat(usulan, Jenis.DOKUMEN_DIUNGGAH, dunia.pic, **isi)
    assert (baris.versi.count(), d.segar(usulan).versi) == (2, usulan.versi + 2)


def test_berkas_perbaikan_terhitung_putaran_berikut_dan_hanya_di_baris_terbuka(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    assert dokumen.putaran_unggahan(usulan) == 2
    assert dokumen.putaran_unggahan(d.buat_draf(dunia)) == 1
    terbuka, terkunci = usulan.dokumen.get(terbuka=True), usulan.dokumen.filter(terbuka=False).first()
    assert terkunci is not None
    berkas = d.berkas_siap(dunia.pic)
    versi = dokumen.lampirkan(usulan.pk, dokumen_id=terbuka.pk, berkas=berkas, oleh=dunia.pic)
    assert versi.putaran == 2
    pesan = f"Dokumen “{terkunci.persyaratan.nama}” sudah diterima pada putaran sebelumnya dan terkunci."
    with ditolak(TidakMungkin, pesan):
        dokumen.lampirkan(usulan.pk, dokumen_id=terkunci.pk, berkas=berkas, oleh=dunia.pic)
    with ditolak(TidakMungkin, pesan):
        dokumen.lepas_dokumen(usulan.pk, dokumen_id=terkunci.pk, oleh=dunia.pic)


def test_baris_usulan_lain_tidak_ada(dunia: d.Dunia) -> None:
    usulan, lain = d.buat_draf(dunia), d.buat_draf(dunia)
    with pytest.raises(Dokumen.DoesNotExist):
        dokumen.lampirkan(usulan.pk, dokumen_id=_baris(lain).pk, berkas=d.berkas_siap(dunia.pic), oleh=dunia.pic)


def test_berkas_dilepas_dan_versinya_tetap_ada(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    baris = _baris(usulan)
    d.unggah(dunia, usulan, baris.pk)
    versi = d.segar(usulan).versi
    dokumen.lepas_dokumen(usulan.pk, dokumen_id=baris.pk, oleh=dunia.pic)
    assert (_baris(usulan).versi_kini, baris.versi.count(), d.segar(usulan).versi) == (None, 1, versi + 1)
    tercatat(usulan, Jenis.DOKUMEN_DILEPAS, dunia.pic, dokumen=baris.persyaratan.kode, versi=1)
    with tak_berubah(usulan):
        dokumen.lepas_dokumen(usulan.pk, dokumen_id=baris.pk, oleh=dunia.pic)


def test_orang_dan_tahap_yang_salah_tidak_menyentuh_berkas(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    baris, berkas = _baris(usulan), d.berkas_siap(dunia.pic)
    d.unggah(dunia, usulan, baris.pk)
    versi = VersiDokumen.objects.get(dokumen=baris)
    for oleh, tahap, kelas in ((dunia.pic_lain, Tahap.DRAF, TidakBerwenang), (dunia.pic, Tahap.DIHAPUS, TidakMungkin)):
        Usulan.objects.filter(pk=usulan.pk).update(tahap=tahap)
        pesan = "Peran Anda tidak mencakup" if kelas is TidakBerwenang else "pada tahap “Dihapus”"
        with ditolak(kelas, pesan):
            dokumen.lampirkan(usulan.pk, dokumen_id=baris.pk, berkas=berkas, oleh=oleh)
        with ditolak(kelas, pesan):
            dokumen.lepas_dokumen(usulan.pk, dokumen_id=baris.pk, oleh=oleh)
        with ditolak(kelas, pesan):
            dokumen.pakai_ulang(usulan.pk, dokumen_id=baris.pk, versi_id=versi.pk, oleh=oleh)


def _lama_dan_baru(dunia: d.Dunia, asn: ASN) -> tuple[VersiDokumen, Usulan]:
    lama = d.buat_draf(dunia, asn=asn)
    d.unggah(dunia, lama, _baris(lama).pk)
    return VersiDokumen.objects.get(dokumen__usulan=lama), d.buat_draf(dunia, asn=asn)


def test_berkas_usulan_lama_orang_yang_sama_dipakai_lagi(dunia: d.Dunia) -> None:
    versi, baru = _lama_dan_baru(dunia, d.buat_asn(dunia.instansi))
    assert list(dokumen.versi_lama(baru, dunia.pic)) == [versi]
    hasil = dokumen.pakai_ulang(baru.pk, dokumen_id=_baris(baru).pk, versi_id=versi.pk, oleh=dunia.pic)
    assert (hasil.berkas, hasil.dokumen, hasil.nomor) == (versi.berkas, _baris(baru), 1)
    assert list(dokumen.versi_lama(baru, dunia.pic)) == [versi]


def test_berkas_yang_tidak_cocok_tidak_dipakai_lagi(dunia: d.Dunia) -> None:
    pesan = "Berkas itu tidak dapat dipakai lagi di sini. Unggah berkas yang baru."
    versi, baru = _lama_dan_baru(dunia, d.buat_asn(dunia.instansi))
    with ditolak(TidakMungkin, pesan):  # another kind of document
        dokumen.pakai_ulang(baru.pk, dokumen_id=_baris(baru, 1).pk, versi_id=versi.pk, oleh=dunia.pic)
    asing, _ = _lama_dan_baru(dunia, d.buat_asn(dunia.instansi))
    with ditolak(TidakMungkin, pesan):  # of another person
        dokumen.pakai_ulang(baru.pk, dokumen_id=_baris(baru).pk, versi_id=asing.pk, oleh=dunia.pic)
    d.unggah(dunia, baru, _baris(baru).pk)
    sendiri = VersiDokumen.objects.get(dokumen=_baris(baru))
    with ditolak(TidakMungkin, pesan):  # of this very usulan
        dokumen.pakai_ulang(baru.pk, dokumen_id=_baris(baru).pk, versi_id=sendiri.pk, oleh=dunia.pic)
    Berkas.objects.filter(pk=versi.berkas_id).update(keadaan=KeadaanBerkas.DITOLAK, sebab_tolak="RUSAK")
    with ditolak(TidakMungkin, pesan):  # refused meanwhile
        dokumen.pakai_ulang(baru.pk, dokumen_id=_baris(baru).pk, versi_id=versi.pk, oleh=dunia.pic)


def test_berkas_instansi_lain_tidak_terlihat(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi, instansi_induk_id=dunia.instansi_lain.pk)
    _lama_dan_baru(dunia, asn)
    milik_lain = draf.buat_draf(layanan=_layanan(), asn=asn, oleh=dunia.pic_lain)
    assert list(dokumen.versi_lama(milik_lain, dunia.pic_lain)) == []
