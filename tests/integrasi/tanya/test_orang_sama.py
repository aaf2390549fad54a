"""A person stays the same person when SIASN changes id or NIP; what contradicts waits for a person (kontrak.md 1)."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from integrasi.mitra.setelan import buka_transport
from integrasi.peragaan.simulator.data import semua_asn
from integrasi.tanya import sinkron
from referensi.keadaan import KeadaanSinkron
from referensi.models import ASN, BarisDisisihkan, PenyatuanAsn, Sinkronisasi
from referensi.pemuatan import KOLOM_ASN
from referensi.sisihan import nyatakan_orang_sama
from tests.dunia import Dunia, buat_draf, segar
from tests.integrasi.conftest import Siasn, ajukan, asn_siasn
from tests.usulan.actions.pembantu import kejadian
from usulan.peristiwa import Jenis

UUID_BARU = str(UUID(int=0xA5EB03E23AFC4F6A80E040640A040252))
LAIN = {"nama": "Orang Lain Sama Sekali", "tanggal_lahir": "03-03-1963"}


def _sinkron() -> Sinkronisasi:
    with buka_transport() as transport:
        return sinkron.sinkronkan(transport, "asn")


def _orang(urutan: int = 0) -> dict[str, Any]:
    return [b for b in semua_asn() if b["golongan_id"] == "43" and b["kedudukan_hukum_id"] != "92"][urutan]


def _ubah(orang: dict[str, Any], **isi: Any) -> dict[str, Any]:
    return {"daftar": "asn", "kunci": orang["nip"], "isi": isi}


def _nip_lain(orang: dict[str, Any]) -> str:
    """The NIP after the CPNS month was corrected."""
    return f"{orang['nip'][:8]}198001{orang['nip'][14:]}"


@pytest.fixture(params=["daftar", "satu"])
def perbarui(request: pytest.FixtureRequest) -> Any:
    """Both doors by which Data ASN comes in."""
    return (lambda nip: _sinkron()) if request.param == "daftar" else sinkron.segarkan_asn


@pytest.mark.parametrize(
    ("bentuk", "disatukan"),
    [
        (lambda id: id.upper(), 0),
        (lambda id: id.lower(), 0),
        (lambda id: str(UUID(id)), 0),
        (lambda id: str(UUID(id)).upper(), 0),
        (lambda id: UUID_BARU, 1),
    ],
    ids=["besar", "kecil", "uuid", "uuid besar", "id lain"],
)
def test_id_berubah_orangnya_tetap(
    siasn: Siasn, transactional_db: None, perbarui: Any, bentuk: Any, disatukan: int
) -> None:
    _sinkron()
    orang = _orang()
    kunci = ASN.objects.get(nip=orang["nip"]).pk
    jumlah = ASN.objects.count()
    baru = bentuk(orang["id_pns"])
    siasn.ubahan(_ubah(orang, id_pns=baru))
    perbarui(orang["nip"])
    asn = ASN.objects.get(nip=orang["nip"])
    assert (asn.pk, asn.id_kini, asn.aktif) == (kunci, baru, True)
    assert asn.keluarga.count() == len(orang["pasangan"]) + len(orang["anak"])
    assert (ASN.objects.count(), ASN.objects.filter(aktif=False).count()) == (jumlah, 0)
    assert PenyatuanAsn.objects.filter(asn=asn, id_lama=orang["id_pns"], id_baru=baru).count() == disatukan
    perbarui(orang["nip"])
    assert PenyatuanAsn.objects.count() == disatukan


def test_id_semua_orang_berganti_bentuk_tidak_menjadi_daftar_penyatuan(siasn: Siasn, transactional_db: None) -> None:
    _sinkron()
    ASN.objects.update(id_siasn=F("id_pns"))
    siasn.ubahan(*[_ubah(b, id_pns=str(UUID(b["id_pns"]))) for b in semua_asn()])
    hasil = _sinkron()
    assert (hasil.keadaan, hasil.baru, hasil.hilang, hasil.disisihkan) == (KeadaanSinkron.SELESAI, 0, 0, 0)
    assert not PenyatuanAsn.objects.exists()


def test_nip_dikoreksi_draf_dan_usulan_mengikuti(siasn: Siasn, selaras: Dunia, perbarui: Any) -> None:
    orang = asn_siasn(selaras)
    draf, usulan = buat_draf(selaras, "KP-STRUKTURAL", orang), ajukan(selaras, "KP-STRUKTURAL")
    lama = next(b for b in semua_asn() if b["nip"] == orang.nip)
    lama_usulan = next(b for b in semua_asn() if b["nip"] == usulan.nip)
    baru, baru_usulan = _nip_lain(lama), _nip_lain(lama_usulan)
    siasn.ubahan(_ubah(lama, nip=baru), _ubah(lama_usulan, nip=baru_usulan))
    perbarui(lama["nip"])
    perbarui(lama_usulan["nip"])
    for satu, nip in ((segar(draf), baru), (segar(usulan), baru_usulan)):
        assert (satu.nip, satu.asn.nip) == (nip, nip)
        assert nip in satu.cari
        terakhir = kejadian(satu)[-1]
        assert (terakhir.jenis, terakhir.data["baru"]) == (Jenis.NIP_DIKOREKSI, nip)
    penyatuan = PenyatuanAsn.objects.get(asn=orang.pk)
    assert (penyatuan.nip_lama, penyatuan.nip_baru) == (lama["nip"], baru)


@pytest.mark.parametrize(
    ("isi", "alasan"),
    [
        ({"id_pns": UUID_BARU, **LAIN}, "ID berubah"),
        ({"nip": "196001011990011009", **LAIN}, "NIP berubah"),
        ({"nip": "LAIN"}, "ID milik satu orang, NIP milik orang lain"),
        ({"id_pns": "LAIN"}, "ID milik satu orang, NIP milik orang lain"),
    ],
)
def test_yang_bertentangan_disisihkan_tidak_ditebak(
    siasn: Siasn, transactional_db: None, isi: dict[str, str], alasan: str
) -> None:
    _sinkron()
    sebelum = list(ASN.objects.order_by("pk").values(*KOLOM_ASN, "aktif", "diubah_pada"))
    orang, lain = _orang(), _orang(1)
    isi = {nama: lain[nama] if nilai == "LAIN" else nilai for nama, nilai in isi.items()}
    siasn.ubahan(_ubah(orang, **isi), {"daftar": "asn", "kunci": lain["nip"], "hilang": True})
    hasil = _sinkron()
    assert hasil.keadaan == KeadaanSinkron.SELESAI
    assert list(ASN.objects.exclude(nip=lain["nip"]).order_by("pk").values(*KOLOM_ASN, "aktif", "diubah_pada")) == [
        satu for satu in sebelum if satu["nip"] != lain["nip"]
    ]
    (baris,) = BarisDisisihkan.objects.all()
    assert (baris.bidang, baris.alasan.startswith(alasan)) == ("orang", True)
    assert not PenyatuanAsn.objects.exists()
    siasn.ubahan()
    _sinkron()
    assert not BarisDisisihkan.objects.exists()


def test_dua_baris_satu_nip_dalam_satu_daftar_disisihkan_keduanya(siasn: Siasn, transactional_db: None) -> None:
    orang = _orang()
    siasn.ubahan(tambahan={"asn": [{**orang, "id_pns": UUID_BARU, "nama": "Orang Lain"}]})
    assert _sinkron().disisihkan == 2
    assert not ASN.objects.filter(nip=orang["nip"]).exists()
    assert set(BarisDisisihkan.objects.values_list("alasan", flat=True)) == {"NIP ini ada pada dua ID dalam daftar"}


@pytest.mark.parametrize("bidang", ["id_pns", "nip"])
def test_baris_tanpa_id_atau_tanpa_nip_dari_orang_yang_dikenal_tetap_terbaca(
    siasn: Siasn, transactional_db: None, bidang: str
) -> None:
    _sinkron()
    orang = _orang()
    dulu = ASN.objects.get(nip=orang["nip"])
    for aturan in ({"isi": {bidang: None}}, {"buang": [bidang]}):
        siasn.ubahan({"daftar": "asn", "kunci": orang["nip"], **aturan})
        ASN.objects.filter(pk=dulu.pk).update(nama="Usang")
        assert _sinkron().disisihkan == 0
        asn = ASN.objects.get(pk=dulu.pk)
        assert (asn.nip, asn.id_kini, asn.nama, asn.aktif) == (dulu.nip, dulu.id_kini, orang["nama"], True)
        assert asn.keluarga.count() == len(orang["pasangan"]) + len(orang["anak"])


def test_instansi_orang_dalam_ejaan_lain_tetap_instansi_yang_sama(siasn: Siasn, dunia: Dunia, perbarui: Any) -> None:
    orang = next(b for b in semua_asn() if b["id_instansi_kerja"] == dunia.instansi.pk and b["golongan_id"] == "43")
    ejaan = str(UUID(dunia.instansi.pk))
    siasn.ubahan(_ubah(orang, id_instansi_kerja=ejaan, id_instansi_induk=ejaan.upper()))
    perbarui(orang["nip"])
    asn = ASN.objects.get(nip=orang["nip"])
    assert (asn.instansi_kerja_id, asn.instansi_induk_id) == (dunia.instansi.pk, dunia.instansi.pk)


def test_usulan_dikirim_dengan_id_yang_dikenal_siasn_sekarang(siasn: Siasn, selaras: Dunia) -> None:
    from integrasi.keluar.muatan import muatan_usulan
    from usulan.models import rincian

    usulan = ajukan(selaras)
    ASN.objects.filter(pk=usulan.asn_id).update(id_siasn=UUID_BARU)
    assert muatan_usulan(segar(usulan), rincian(usulan))["id_pns"] == UUID_BARU


@pytest.mark.parametrize("isi", [{"id_pns": UUID_BARU, **LAIN}, {"nip": "196001011990011009", **LAIN}])
def test_yang_dinyatakan_sama_oleh_orang_masuk_pada_sinkronisasi_berikutnya(
    siasn: Siasn, dunia: Dunia, isi: dict[str, str]
) -> None:
    _sinkron()
    orang = _orang()
    kunci = ASN.objects.get(nip=orang["nip"]).pk
    siasn.ubahan(_ubah(orang, **isi))
    _sinkron()
    nyatakan_orang_sama(BarisDisisihkan.objects.get().pk, oleh=dunia.administrator)
    assert _sinkron().disisihkan == 0
    asn = ASN.objects.get(pk=kunci)
    assert (asn.nama, asn.nip, asn.id_kini) == (
        LAIN["nama"],
        isi.get("nip", orang["nip"]),
        isi.get("id_pns", orang["id_pns"]),
    )
    assert PenyatuanAsn.objects.filter(asn=asn).count() == 1
    assert not BarisDisisihkan.objects.exists()
