"""The sync of SIASN's lists: whole or not at all."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from integrasi.enums import Api
from integrasi.mitra.setelan import buka_transport
from integrasi.models import PanggilanBaca, Pengiriman
from integrasi.peragaan.simulator.data import KEDUDUKAN_BLOKIR, semua_asn
from integrasi.petugas.peringatan import keadaan_kini
from integrasi.petugas.permintaan_sinkron import setujui_sinkron
from integrasi.sebab import Kode
from integrasi.siasn import referensi as api_referensi
from integrasi.tanya import sinkron
from referensi.katalog import muat_katalog
from referensi.keadaan import KeadaanSinkron
from referensi.models import (
    ASN,
    Golongan,
    Instansi,
    Jabatan,
    JenisDokumen,
    JenisLayanan,
    Keluarga,
    Layanan,
    Persyaratan,
    Sinkronisasi,
    Unor,
)
from referensi.pemetaan import nama_baku, petakan, tetapkan_dokumen, tetapkan_layanan
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests.dunia import Dunia, bangun_dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan, jatuhkan_tempo
from usulan.models import VersiDokumen


def _sinkron(nama: str, **isi: Any) -> Sinkronisasi:
    with buka_transport() as transport:
        return sinkron.sinkronkan(transport, nama, **isi)


def _isi(model: Any) -> list[tuple[str, str, bool]]:
    return list(model.objects.order_by("pk").values_list("pk", "nama", "aktif"))


@pytest.fixture
def halaman_kecil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows a page, so that a list has many."""
    asli = api_referensi.halaman
    monkeypatch.setattr(api_referensi, "halaman", lambda t, nama, **lain: asli(t, nama, 3, **lain))


@pytest.fixture
def dunia(db: None) -> Dunia:
    return bangun_dunia()


def test_semua_daftar_dan_data_asn_masuk_lewat_perintah(siasn: Siasn, dunia: Dunia) -> None:
    keluaran = StringIO()
    call_command("sinkron", stdout=keluaran)
    assert keluaran.getvalue().count("selesai") == 9
    assert ASN.objects.filter(aktif=True).count() >= 200
    assert Keluarga.objects.filter(hubungan="PASANGAN").exists()
    assert Instansi.objects.filter(aktif=True).count() >= 6
    for model in (Golongan, Jabatan, Unor):
        assert model._default_manager.exists()
    assert Layanan.objects.filter(jenis_layanan=None).count() == 0
    assert Persyaratan.objects.filter(jenis_dokumen=None).count() == 0
    assert PanggilanBaca.objects.get(api=13).berhasil >= 8
    assert PanggilanBaca.objects.get(api=1).gagal == 0


def test_sinkron_kedua_tidak_mengubah_apa_pun(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("asn")
    sebelum = dict(ASN.objects.values_list("pk", "diubah_pada"))
    keluarga = list(Keluarga.objects.order_by("pk").values_list("pk", flat=True))
    kedua = _sinkron("asn")
    assert (kedua.baru, kedua.berubah, kedua.hilang) == (0, 0, 0)
    assert dict(ASN.objects.values_list("pk", "diubah_pada")) == sebelum
    assert list(Keluarga.objects.order_by("pk").values_list("pk", flat=True)) == keluarga


def test_yang_berubah_hilang_dan_kembali_diikuti(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("golongan")
    satu = Golongan.objects.order_by("pk")[0]
    asli = satu.nama
    Golongan.objects.filter(pk=satu.pk).update(nama="Nama lama", aktif=False)
    Golongan.objects.create(id="tambahan", nama="Sudah dihapus BKN", diubah_pada=timezone.now())
    hasil = _sinkron("golongan")
    assert (hasil.keadaan, hasil.berubah, hasil.hilang) == (KeadaanSinkron.SELESAI, 1, 1)
    satu.refresh_from_db()
    assert (satu.nama, satu.aktif) == (asli, True)
    assert not Golongan.objects.get(pk="tambahan").aktif


@pytest.mark.parametrize("halaman", range(5))
def test_terputus_di_halaman_mana_pun_daftar_lama_utuh(
    siasn: Siasn, transactional_db: None, halaman_kecil: None, halaman: int
) -> None:
    _sinkron("golongan")
    Golongan.objects.update(nama="Lama")
    sebelum = _isi(Golongan)
    siasn.gangguan({"api": "13/golongan", "jenis": "503", "lewati": halaman, "sisa": 1})
    hasil = _sinkron("golongan")
    panggilan = len(sebelum) // 3 + 1  # full pages, and the empty one that ends the list
    terputus = halaman < panggilan
    assert hasil.keadaan == (KeadaanSinkron.GAGAL if terputus else KeadaanSinkron.SELESAI)
    assert (_isi(Golongan) == sebelum) == terputus
    assert not _ada_tabel_sementara()


def _ada_tabel_sementara() -> bool:
    with connection.cursor() as kursor:
        kursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'pemuatan_%' AND relpersistence = 't'")
        return bool(kursor.fetchone()[0])


@pytest.mark.parametrize(
    ("jenis", "keadaan"),
    [
        ("daftar_setengah", KeadaanSinkron.MENUNGGU),
        ("daftar_kosong", KeadaanSinkron.MENUNGGU),
        ("daftar_ganda", KeadaanSinkron.SELESAI),
        ("daftar_ganti_nama", KeadaanSinkron.SELESAI),
        ("json_rusak", KeadaanSinkron.GAGAL),
        ("amplop_salah", KeadaanSinkron.GAGAL),
    ],
)
def test_daftar_yang_aneh(siasn: Siasn, transactional_db: None, jenis: str, keadaan: KeadaanSinkron) -> None:
    _sinkron("instansi")
    sebelum = _isi(Instansi)
    siasn.gangguan({"api": "13/instansi", "jenis": jenis})
    assert _sinkron("instansi").keadaan == keadaan
    if jenis == "daftar_ganti_nama":
        assert all(nama.endswith("(baru)") for _, nama, _ in _isi(Instansi))
    else:
        assert _isi(Instansi) == sebelum


def test_daftar_kosong_pada_pemasangan_baru_bukan_daftar(siasn: Siasn, transactional_db: None) -> None:
    siasn.gangguan({"api": "13/eselon", "jenis": "daftar_kosong"})
    assert _sinkron("eselon").keadaan == KeadaanSinkron.GAGAL


def test_penyusutan_menunggu_orang_lalu_diterapkan_sekali(siasn: Siasn, dunia: Dunia) -> None:
    _sinkron("instansi")
    siasn.gangguan({"api": "13/instansi", "jenis": "daftar_setengah"})
    menunggu = _sinkron("instansi")
    with pytest.raises(TidakBerwenang):
        setujui_sinkron(menunggu.pk, oleh=dunia.pic)
    for _ in range(3):
        setujui_sinkron(menunggu.pk, oleh=dunia.administrator)
    assert sinkron.jalankan_disetujui() == 1
    assert sinkron.jalankan_disetujui() == 0
    menunggu.refresh_from_db()
    assert menunggu.keadaan == KeadaanSinkron.SELESAI
    assert Instansi.objects.filter(aktif=False).count() == menunggu.hilang


def test_persetujuan_tidak_berlaku_bagi_penyusutan_yang_lebih_besar(siasn: Siasn, dunia: Dunia) -> None:
    _sinkron("instansi")
    siasn.gangguan({"api": "13/instansi", "jenis": "daftar_setengah"})
    menunggu = _sinkron("instansi")
    setujui_sinkron(menunggu.pk, oleh=dunia.administrator)
    siasn.gangguan({"api": "13/instansi", "jenis": "daftar_kosong"})
    sinkron.jalankan_disetujui()
    menunggu.refresh_from_db()
    assert menunggu.keadaan == KeadaanSinkron.MENUNGGU
    assert Instansi.objects.filter(aktif=False).count() == 0


def test_persetujuan_usang_ditolak(siasn: Siasn, dunia: Dunia) -> None:
    _sinkron("instansi")
    siasn.gangguan({"api": "13/instansi", "jenis": "daftar_setengah"})
    lama = _sinkron("instansi")
    _sinkron("instansi")
    with pytest.raises(GalatPengguna, match="lebih baru"):
        setujui_sinkron(lama.pk, oleh=dunia.administrator)


def test_pemetaan_menurut_nama_baku_dan_koreksi_orang_bertahan(siasn: Siasn, dunia: Dunia) -> None:
    for nama in ("jenis-layanan", "jenis-dokumen"):
        _sinkron(nama)
    hasil = petakan()
    dokumen = sum(len(layanan.dokumen) for layanan in muat_katalog())
    assert (hasil.layanan, hasil.dokumen) == (len(muat_katalog()), dokumen)
    assert (hasil.sisa_layanan, hasil.sisa_dokumen) == (0, 0)
    satu, dua = Persyaratan.objects.filter(layanan="KP-STRUKTURAL")[:2]
    dipilih = dua.jenis_dokumen_id
    with pytest.raises(GalatPengguna, match="dokumen lain"):
        tetapkan_dokumen(satu.pk, dipilih, oleh=dunia.administrator)
    tetapkan_dokumen(dua.pk, None, oleh=dunia.administrator)
    tetapkan_dokumen(satu.pk, dipilih, oleh=dunia.administrator)
    petakan()
    satu.refresh_from_db()
    dua.refresh_from_db()
    assert satu.jenis_dokumen_id == dipilih
    assert dua.jenis_dokumen_id is None, "its own counterpart is taken by the correction"


def test_layanan_yang_salah_dipasangkan_dapat_dikoreksi(siasn: Siasn, dunia: Dunia) -> None:
    for nama in ("jenis-layanan", "jenis-dokumen"):
        _sinkron(nama)
    petakan()
    lama = Layanan.objects.get(pk="KP-STRUKTURAL").jenis_layanan_id
    tetapkan_layanan("KP-STRUKTURAL", None, oleh=dunia.administrator)
    assert not Persyaratan.objects.filter(layanan="KP-STRUKTURAL").exclude(jenis_dokumen=None).exists()
    tetapkan_layanan("KP-STRUKTURAL", lama, oleh=dunia.administrator)
    assert not Persyaratan.objects.filter(layanan="KP-STRUKTURAL", jenis_dokumen=None).exists()
    with pytest.raises(GalatPengguna, match="layanan lain"):
        tetapkan_layanan("KP-FUNGSIONAL", lama, oleh=dunia.administrator)
    with pytest.raises(GalatPengguna, match="Administrator"):
        tetapkan_layanan("KP-FUNGSIONAL", None, oleh=dunia.pic)


def test_nama_yang_ada_dua_kali_tidak_ditebak(dunia: Dunia) -> None:
    nama, kini = Layanan.objects.get(pk="KP-STRUKTURAL").nama, timezone.now()
    for kunci in ("1", "2"):
        JenisLayanan.objects.create(id=kunci, nama=nama.upper(), diubah_pada=kini)
    petakan()
    assert Layanan.objects.get(pk="KP-STRUKTURAL").jenis_layanan is None


@pytest.mark.parametrize(
    ("satu", "dua"),
    [
        ("Kepres tentang penemuan baru", "KEPPRES  Tentang Penemuan Baru "),
        ("Dokumen SK KP Perorangan/ SK Petikan Terakhir", "Dokumen SK KP Perorangan/SK Petikan Terakhir"),
    ],
)
def test_ejaan_yang_berarti_sama_dianggap_satu(satu: str, dua: str) -> None:
    assert nama_baku(satu) == nama_baku(dua)


def test_id_dokumen_yang_sama_di_dua_layanan_tidak_bertabrakan(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("jenis-dokumen")
    satu = JenisDokumen.objects.all()[0]
    assert satu.pk == f"{satu.detail_layanan_id}/{satu.id_ref_dokumen}"


def test_satu_nip_disegarkan_saat_ditanya(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("asn")
    asn = ASN.objects.filter(keluarga__isnull=False).first()
    assert asn is not None
    ASN.objects.filter(pk=asn.pk).update(nama="Usang")
    hasil = sinkron.segarkan_asn(asn.nip)
    assert hasil.asn is not None
    assert (hasil.asn.nama, hasil.pesan) == (asn.nama, "")
    assert sinkron.segarkan_asn("190001011920011001").asn is None


def test_asn_yang_diblokir_dijelaskan(siasn: Siasn, transactional_db: None) -> None:
    blokir = next(b for b in semua_asn() if b["kedudukan_hukum_id"] == KEDUDUKAN_BLOKIR)
    hasil = sinkron.segarkan_asn(blokir["nip"])
    assert "diblokir" in hasil.pesan


def test_siasn_mati_data_lama_tetap_dipakai(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("asn")
    asn = ASN.objects.first()
    assert asn is not None
    siasn.gangguan({"api": "1", "jenis": "503"})
    hasil = sinkron.segarkan_asn(asn.nip)
    assert hasil.asn == asn
    assert "data terakhir yang tersimpan" in hasil.pesan


def test_perintah_berakhir_tidak_nol_bila_daftar_gagal(siasn: Siasn, dunia: Dunia) -> None:
    siasn.gangguan({"api": "13/golongan", "jenis": "503"})
    with pytest.raises(CommandError, match="golongan"):
        call_command("sinkron", daftar="golongan", stdout=StringIO())


def test_catatan_sinkron_tidak_pernah_menggantung(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("eselon")
    catatan = Sinkronisasi.objects.get()
    assert catatan.selesai is not None
    assert catatan.selesai - catatan.mulai < timedelta(minutes=1)


def _tarik(siasn: Siasn, nama: str, kunci: str, *pengganti: dict[str, Any]) -> None:
    """SIASN withdraws one row, and puts others in its place."""
    siasn.ubahan({"daftar": nama, "kunci": kunci, "hilang": True}, tambahan={nama: list(pengganti)})
    assert _sinkron(nama).keadaan == KeadaanSinkron.SELESAI
    petakan()


@pytest.mark.parametrize("nama", ["jenis-layanan", "jenis-dokumen"])
def test_id_yang_ditarik_siasn_tidak_dikirim_lagi_sampai_dicocokkan(siasn: Siasn, selaras: Dunia, nama: str) -> None:
    usulan = ajukan(selaras)
    versi = VersiDokumen.objects.filter(dokumen__usulan=usulan).first()
    assert versi is not None
    satu = usulan.layanan if nama == "jenis-layanan" else versi.dokumen.persyaratan
    padanan = satu.jenis_layanan if isinstance(satu, Layanan) else satu.jenis_dokumen
    api = Api.USULAN if nama == "jenis-layanan" else Api.DOKUMEN
    _tarik(siasn, nama, padanan.pk)
    jalankan()
    jatuhkan_tempo()
    jalankan()
    tertahan = Pengiriman.objects.filter(usulan=usulan, api=api, sebab=Kode.PEMETAAN)
    assert all("tidak ada lagi di daftar SIASN" in baris.pesan for baris in tertahan)
    assert tertahan.count() == 1
    assert keadaan_kini()[Kode.PADANAN_DITARIK] == 1
    klien = Client()
    klien.force_login(selaras.pic)
    halaman = klien.get(f"/integrasi/usulan/{usulan.pk}/ringkasan/").content.decode()
    assert "tidak cocok lagi" in halaman
    siasn.ubahan()
    assert _sinkron(nama).keadaan == KeadaanSinkron.SELESAI
    petakan()
    assert Kode.PADANAN_DITARIK not in keadaan_kini()
    jatuhkan_tempo()
    jalankan()
    assert not Pengiriman.objects.filter(usulan=usulan, sebab=Kode.PEMETAAN).exists()


def test_layanan_yang_diberi_id_baru_oleh_siasn_dicocokkan_lagi_dengan_dokumennya(siasn: Siasn, selaras: Dunia) -> None:
    layanan = Layanan.objects.select_related("jenis_layanan").get(pk="KP-STRUKTURAL")
    lama = layanan.jenis_layanan
    assert lama is not None
    tetapkan_layanan("KP-FUNGSIONAL", None, oleh=selaras.administrator)
    dokumen = list(JenisDokumen.objects.filter(detail_layanan_id=lama.pk))
    siasn.ubahan(
        {"daftar": "jenis-layanan", "kunci": lama.pk, "isi": {"id": "9001"}},
        *[
            {"daftar": "jenis-dokumen", "kunci": satu.pk, "isi": {"detail_layanan_id": "9001", "id": f"9{n}"}}
            for n, satu in enumerate(dokumen)
        ],
    )
    for nama in ("jenis-layanan", "jenis-dokumen"):
        assert _sinkron(nama).keadaan == KeadaanSinkron.SELESAI
    petakan()
    layanan.refresh_from_db()
    assert layanan.jenis_layanan_id == "9001"
    assert not Persyaratan.objects.filter(layanan=layanan).exclude(jenis_dokumen__detail_layanan_id="9001").exists()
    assert Peristiwa.objects.filter(jenis="pemetaan.layanan", data__baru="9001").exists()
