"""Odd rows of SIASN's lists are set aside; the rest of the list arrives (kontrak.md 1)."""

from typing import Any

import pytest

from integrasi.mitra.setelan import buka_transport
from integrasi.peragaan.simulator.data import semua_asn
from integrasi.tanya import sinkron
from referensi.models import ASN, BarisDisisihkan, Golongan, Instansi, Jabatan, Sinkronisasi, Unor
from tests.integrasi.conftest import Siasn

Keadaan = Sinkronisasi.Keadaan

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
    assert (hasil.keadaan, hasil.hilang, hasil.disisihkan) == (Keadaan.SELESAI, 0, len(ANEH))
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
    assert (hasil.keadaan, hasil.berubah) == (Keadaan.SELESAI, 1)
    assert BarisDisisihkan.objects.filter(daftar=nama, kunci=satu.pk, bidang=bidang).exists()
    dulu, satu.diubah_pada = satu.diubah_pada, None
    satu.refresh_from_db()
    assert (satu.aktif, satu.diubah_pada) == (True, dulu)
    assert model.objects.get(pk=lain.pk).nama != "Usang"
