"""Odd rows of SIASN's lists are set aside; the rest of the list arrives (kontrak.md 1)."""

from typing import Any
from uuid import UUID

import pytest
from django.db.models import CharField

from integrasi.mitra.setelan import buka_transport
from integrasi.peragaan.simulator.data import semua_asn
from integrasi.tanya import sinkron
from referensi.keadaan import KeadaanSinkron
from referensi.models import (
    ASN,
    BarisDisisihkan,
    Golongan,
    Instansi,
    Jabatan,
    JenisDokumen,
    Keluarga,
    Layanan,
    Sinkronisasi,
    Unor,
)
from tests.dunia import Dunia, buat_asn
from tests.integrasi.conftest import Siasn
from usulan.actions import draf

# Field of the list → odd value. None of them has a meaning.
ANEH: dict[str, Any] = {
    "id_pns": "x" * 65,
    "nip": "12345",
    "nama": "N" * 256,
    "tempat_lahir": "Kota\x00",
    "tanggal_lahir": "31-02-1970",
    "unit_kerja": {"nama": "Biro"},
    "gol_ruang_baru": "IV/f",
    "gol_ruang_lama": "Pembina",
    "tahun_masa_kerja_baru": 100,
    "bulan_masa_kerja_baru": 12,
    "tahun_masa_kerja_pns": "dua puluh",
    "nama_jabatan_terakhir": "J" * 1001,
    "tmt_pensiun": 20270101,
    "pensiun_pokok_janda_duda": "4.000",
    "pembulatan_pensiun_pokok_janda_duda": 10**13,
    "alamat_setelah_pensiun": "A" * 1001,
    "pasangan": "Sekar",
    "anak": [{"nama": "B" * 256}],
}


def _sinkron(nama: str) -> Sinkronisasi:
    with buka_transport() as transport:
        return sinkron.sinkronkan(transport, nama)


def _orang(jumlah: int) -> list[dict[str, Any]]:
    return [b for b in semua_asn() if b["golongan_id"] in ("42", "43") and b["kedudukan_hukum_id"] != "92"][:jumlah]


def _ubah(milik: str, bidang: str, nilai: Any) -> dict[str, Any]:
    return {"daftar": "asn", "kunci": milik, "isi": {bidang: nilai}}


@pytest.mark.parametrize("pernah", [False, True], ids=["baru", "dikenal"])
def test_setiap_macam_baris_aneh_disisihkan_dan_selebihnya_tiba(
    siasn: Siasn, transactional_db: None, pernah: bool
) -> None:
    if pernah:
        _sinkron("asn")
    sebelum = dict(ASN.objects.values_list("nip", "nama"))
    nip = dict(zip(ANEH, [b["nip"] for b in _orang(len(ANEH))], strict=True))
    siasn.ubahan(*[_ubah(nip[bidang], bidang, nilai) for bidang, nilai in ANEH.items()])
    hasil = _sinkron("asn")
    assert (hasil.keadaan, hasil.hilang, hasil.disisihkan) == (KeadaanSinkron.SELESAI, 0, len(ANEH))
    ada = set(ASN.objects.filter(aktif=True).values_list("nip", flat=True))
    assert ada.isdisjoint(nip.values()) is not pernah
    if pernah:
        assert dict(ASN.objects.values_list("nip", "nama")) == sebelum
    tercatat = set(BarisDisisihkan.objects.values_list("daftar", "bidang"))
    assert tercatat == {("asn", bidang) for bidang in ANEH}
    siasn.ubahan()
    assert _sinkron("asn").disisihkan == 0
    assert not BarisDisisihkan.objects.exists()
    assert ASN.objects.filter(nip__in=nip.values(), aktif=True).count() == len(ANEH)


@pytest.mark.parametrize(
    ("bidang", "kolom", "nilai", "arti"),
    [
        ("gol_ruang_baru", "golongan_baru", "IV/B", "IV/b"),
        ("gol_ruang_baru", "golongan_baru", "IV B", "IV/b"),
        ("gol_ruang_baru", "golongan_baru", "4b", "IV/b"),
        ("gol_ruang_baru", "golongan_baru", 42, "IV/b"),
        ("tahun_masa_kerja_baru", "masa_kerja_tahun_baru", 22.0, 22),
        ("tahun_masa_kerja_baru", "masa_kerja_tahun_baru", "22,00", 22),
        ("pensiun_pokok_janda_duda", "pensiun_pokok", "4.500.000", 4_500_000),
        ("pensiun_pokok_janda_duda", "pensiun_pokok", "Rp 4.500.000,00", 4_500_000),
        ("pensiun_pokok_janda_duda", "pensiun_pokok", 4500000.0, 4_500_000),
        ("tmt_pensiun", "tmt_pensiun", "-", None),
        ("nama", "nama", " Sekar\u200b\u00a0 Contoh ", "Sekar Contoh"),
    ],
)
def test_nilai_yang_berarti_satu_dibaca(
    siasn: Siasn, transactional_db: None, bidang: str, kolom: str, nilai: Any, arti: Any
) -> None:
    (orang,) = _orang(1)
    siasn.ubahan(_ubah(orang["nip"], bidang, nilai))
    assert _sinkron("asn").disisihkan == 0
    assert getattr(ASN.objects.get(nip=orang["nip"]), kolom) == arti
    hasil = sinkron.segarkan_asn(orang["nip"])
    assert (getattr(hasil.asn, kolom), hasil.pesan) == (arti, "")


@pytest.mark.parametrize(("bidang", "nilai"), [(b, n) for b, n in ANEH.items() if b != "nip"])
def test_pic_yang_menyegarkan_orang_yang_barisnya_aneh_mendapat_kalimat(
    siasn: Siasn, transactional_db: None, bidang: str, nilai: Any
) -> None:
    (orang,) = _orang(1)
    siasn.ubahan(_ubah(orang["nip"], bidang, nilai))
    hasil = sinkron.segarkan_asn(orang["nip"])
    assert hasil.asn is None
    assert "tidak dapat dibaca pada" in hasil.pesan
    assert BarisDisisihkan.objects.filter(daftar="asn", nip=orang["nip"]).exists()
    siasn.ubahan()
    assert sinkron.segarkan_asn(orang["nip"]).asn is not None
    assert not BarisDisisihkan.objects.exists()


@pytest.mark.parametrize(
    ("nama", "model", "bidang", "nilai"),
    [
        ("instansi", Instansi, "nama", "I" * 501),
        ("instansi", Instansi, "nama", None),
        ("golongan", Golongan, "pangkat", ["Pembina"]),
        ("jabatan", Jabatan, "bup", 600),
        ("jabatan", Jabatan, "jenis_jabatan_id", "j" * 65),
        ("unor", Unor, "atasan_id", {"id": 1}),
        ("unor", Unor, "nama", "Biro\x00"),
    ],
)
def test_baris_aneh_daftar_referensi_disisihkan_dan_yang_berlaku_tetap(
    siasn: Siasn, transactional_db: None, nama: str, model: Any, bidang: str, nilai: Any
) -> None:
    _sinkron(nama)
    satu = model.objects.order_by("pk").first()
    lain = model.objects.order_by("pk").last()
    model.objects.filter(pk=lain.pk).update(nama="Usang")
    siasn.ubahan({"daftar": nama, "kunci": satu.pk, "isi": {bidang: nilai}}, tambahan={nama: [None, "baris", 7]})
    hasil = _sinkron(nama)
    assert (hasil.keadaan, hasil.berubah) == (KeadaanSinkron.SELESAI, 1)
    assert BarisDisisihkan.objects.filter(daftar=nama, kunci=satu.pk, bidang=bidang).exists()
    dulu, satu.diubah_pada = satu.diubah_pada, None
    satu.refresh_from_db()
    assert (satu.aktif, satu.diubah_pada) == (True, dulu)
    assert model.objects.get(pk=lain.pk).nama != "Usang"


def _tiruan(nomor: int, asal: dict[str, Any]) -> dict[str, Any]:
    """An invented person more, of 5,000."""
    nip = f"1968{nomor // 1000 + 1:02d}{nomor // 100 % 10 + 1:02d}1990{nomor // 10 % 10 + 1:02d}1{nomor % 1000:03d}"
    return {**asal, "id_pns": f"T{nomor:031d}", "nip": nip, "nama": f"Tiruan Contoh {nomor}"}


def test_lima_ribu_baris_dengan_satu_baris_aneh_dari_tiap_macam(siasn: Siasn, transactional_db: None) -> None:
    (asal,) = _orang(1)
    tiruan = [_tiruan(nomor, asal) for nomor in range(5000)]
    assert len({b["nip"] for b in tiruan}) == 5000
    sehat = _sinkron("asn").baris
    for nomor, (bidang, nilai) in enumerate(ANEH.items()):
        tiruan[nomor * 250] = {**tiruan[nomor * 250], bidang: nilai}
    siasn.ubahan(tambahan={"asn": [*tiruan, None, "baris", {"nip": None, "id_pns": None}]})
    hasil = _sinkron("asn")
    assert (hasil.keadaan, hasil.baris) == (KeadaanSinkron.SELESAI, sehat + 5000 - len(ANEH))
    assert hasil.disisihkan == len(ANEH) + 1  # what is no row at all counts once: nothing tells one from another
    assert ASN.objects.filter(nama__startswith="Tiruan Contoh", aktif=True).count() == 5000 - len(ANEH)
    siasn.ubahan(tambahan={"asn": tiruan[:1000]})
    assert _sinkron("asn").keadaan == KeadaanSinkron.MENUNGGU
    assert ASN.objects.filter(aktif=False).count() == 0


def test_daftar_yang_hampir_seluruhnya_aneh_tidak_diterapkan_tetapi_tampak(
    siasn: Siasn, transactional_db: None
) -> None:
    _sinkron("asn")
    sebelum = list(ASN.objects.order_by("pk").values())
    siasn.ubahan({"daftar": "asn", "kunci": "*", "isi": {"tanggal_lahir": "1970/01/02", "nama": "Baru"}})
    hasil = _sinkron("asn")
    assert hasil.keadaan == KeadaanSinkron.GAGAL
    assert "tidak dapat dibaca" in hasil.pesan
    assert list(ASN.objects.order_by("pk").values()) == sebelum
    assert BarisDisisihkan.objects.count() == hasil.disisihkan


def test_baris_yang_tidak_diketahui_milik_siapa_menahan_penghapusan(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("golongan")
    hilang = Golongan.objects.order_by("pk").first()
    assert hilang is not None
    aturan = {"daftar": "golongan", "kunci": hilang.pk, "hilang": True}
    siasn.ubahan(aturan, tambahan={"golongan": ["bukan baris"]})
    assert _sinkron("golongan").hilang == 0
    siasn.ubahan(aturan)
    assert _sinkron("golongan").hilang == 1


@pytest.mark.parametrize("pintu", ["daftar", "satu"])
def test_kunci_yang_tidak_ada_tidak_mengosongkan_yang_diketahui(
    siasn: Siasn, transactional_db: None, pintu: str
) -> None:
    _sinkron("asn")
    orang = next(b for b in _orang(60) if b["anak"] and b["pasangan"])
    dulu = ASN.objects.get(nip=orang["nip"])
    keluarga = sorted(dulu.keluarga.values_list("hubungan", "nama"))
    tetap = ("id_pns", "nip", "nama")
    siasn.ubahan({"daftar": "asn", "kunci": orang["nip"], "buang": [k for k in orang if k not in tetap]})
    perbarui = (lambda: _sinkron("asn")) if pintu == "daftar" else (lambda: sinkron.segarkan_asn(orang["nip"]))
    perbarui()
    kini = ASN.objects.get(nip=orang["nip"])
    abaikan = {"diubah_pada", "dilihat_pada", "_state"}
    assert {k: v for k, v in vars(kini).items() if k not in abaikan} == {
        k: v for k, v in vars(dulu).items() if k not in abaikan
    }
    assert sorted(kini.keluarga.values_list("hubungan", "nama")) == keluarga
    siasn.ubahan(*[_ubah(orang["nip"], k, v) for k, v in (("unit_kerja", None), ("anak", []), ("tempat_lahir", ""))])
    perbarui()
    kini.refresh_from_db()
    assert (kini.unit_kerja, kini.tempat_lahir, kini.keluarga.filter(hubungan="ANAK").count()) == ("", "", 0)
    assert kini.keluarga.filter(hubungan="PASANGAN").count() == len(orang["pasangan"])


@pytest.mark.parametrize(
    ("nama", "model", "buang", "kolom"),
    [
        ("unor", Unor, ["atasan_id", "eselon_id", "instansi_id", "nama"], ["atasan_id", "eselon_id", "nama"]),
        ("jabatan", Jabatan, ["bup", "jenis_jabatan_id"], ["bup", "jenis_jabatan_id"]),
        ("jenis-dokumen", JenisDokumen, ["wajib"], ["wajib"]),
    ],
)
def test_daftar_referensi_tanpa_sebagian_kunci_tidak_mengosongkan(
    siasn: Siasn, transactional_db: None, nama: str, model: Any, buang: list[str], kolom: list[str]
) -> None:
    _sinkron(nama)
    dulu = list(model.objects.order_by("pk").values_list("pk", *kolom))
    siasn.ubahan({"daftar": nama, "kunci": "*", "buang": buang})
    hasil = _sinkron(nama)
    assert (hasil.keadaan, hasil.berubah, hasil.hilang) == (KeadaanSinkron.SELESAI, 0, 0)
    assert list(model.objects.order_by("pk").values_list("pk", *kolom)) == dulu


def test_id_referensi_dalam_ejaan_lain_tetap_baris_yang_sama(siasn: Siasn, transactional_db: None) -> None:
    _sinkron("instansi")
    dulu = set(Instansi.objects.values_list("pk", flat=True))
    siasn.ubahan(*[{"daftar": "instansi", "kunci": pk, "isi": {"id": str(UUID(pk))}} for pk in dulu])
    hasil = _sinkron("instansi")
    assert (hasil.keadaan, hasil.baru, hasil.hilang) == (KeadaanSinkron.SELESAI, 0, 0)
    assert set(Instansi.objects.values_list("pk", flat=True)) == dulu


def test_draf_dari_data_asn_yang_selebar_lebarnya_tetap_dapat_dibuat(dunia: Dunia) -> None:
    asn = buat_asn(dunia.instansi, **{nama: "W" * lebar for nama, lebar in _kolom_teks().items()})
    Keluarga.objects.bulk_create(Keluarga(asn=asn, hubungan="ANAK", urutan=n, nama="A" * 255) for n in range(1, 101))
    for layanan in Layanan.objects.all():
        assert draf.buat_draf(layanan=layanan, asn=asn, oleh=dunia.pic).nama == asn.nama


def _kolom_teks() -> dict[str, int]:
    """Columns of Data ASN that hold words, with their width."""
    teks = [satu for satu in ASN._meta.concrete_fields if isinstance(satu, CharField) and satu.max_length]
    bukan = {"id_pns", "id_siasn", "nip", "golongan_lama", "golongan_baru"}
    return {b.attname: b.max_length or 0 for b in teks if b.attname not in bukan and not b.attname.endswith("_id")}
