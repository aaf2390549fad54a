"""Every table of states, whole: from × to × move (docs/arsitektur.md 3.2), and the one door that rows go through."""

import ast
import re
from collections import defaultdict
from enum import StrEnum
from itertools import product
from typing import Any

import pytest
from django.db.models import Model
from structlog.testing import capture_logs

import referensi.keadaan
import usulan.keadaan
from integrasi.keadaan import (
    BERJALAN,
    DAPAT_DIPUTUS,
    DIOLAH_SENDIRI,
    KIRIMAN,
    MASUK,
    MASUK_PERLU_ORANG,
    MASUK_TERBUKA,
    PERLU_ORANG,
    TUNTAS,
    GerakKiriman,
    GerakMasuk,
    Penggerak,
)
from integrasi.models import KejadianMasuk, Pengiriman
from referensi.keadaan import SINKRON, GerakSinkron
from referensi.models import Sinkronisasi
from siapp.berkas import keadaan as berkas
from siapp.berkas.keadaan import (
    BACAAN,
    BERKAS,
    KESEHATAN,
    TERTAHAN,
    GerakBacaan,
    GerakBerkas,
    GerakKesehatan,
    GerakTertahan,
)
from siapp.berkas.models import Berkas, PerapianTertahan
from siapp.keadaan import GerakTakDikenal, TabelKeadaan, gerak
from siapp.pindah import pindah, pindahkan
from tests.test_rumah import AKAR, _sumber
from usulan.keadaan import KEPPRES, PERTEK, GerakKeppres, GerakPertek
from usulan.models import Keppres, Pertek

Tabel = TabelKeadaan[Any, Any]
Jalan = dict[tuple[str, str], set[str]]

# The tables, written here a second time on purpose: (from, to) → the moves that lead there.
JALAN_KIRIMAN: Jalan = {
    ("BARU", "KIRIM"): {"diambil"},
    ("BARU", "SELESAI"): {"nyatakan_sampai", "lewat_surat"},
    ("BARU", "ULANG"): {"pulih_ulang"},
    ("BARU", "TIDAK_PASTI"): {"pulih_ragu"},
    ("BARU", "DITOLAK"): {"data_tidak_sah"},
    ("BARU", "MATI"): {"pulih_kunci_baru"},
    ("BARU", "BATAL"): {"batalkan"},
    ("KIRIM", "SELESAI"): {"terkirim"},
    ("KIRIM", "ULANG"): {"nanti", "sewa_habis", "pulih_ulang"},
    ("KIRIM", "TIDAK_PASTI"): {"hilang", "sewa_habis_ragu", "pulih_ragu"},
    ("KIRIM", "DITOLAK"): {"ditolak"},
    ("KIRIM", "MATI"): {"habis_waktu", "pulih_kunci_baru"},
    ("KIRIM", "BATAL"): {"digantikan"},
    ("ULANG", "KIRIM"): {"diambil"},
    ("ULANG", "SELESAI"): {"nyatakan_sampai", "lewat_surat"},
    ("ULANG", "ULANG"): {"kirim_ulang", "pulih_ulang"},
    ("ULANG", "TIDAK_PASTI"): {"pulih_ragu"},
    ("ULANG", "DITOLAK"): {"data_tidak_sah"},
    ("ULANG", "MATI"): {"pulih_kunci_baru"},
    ("ULANG", "BATAL"): {"batalkan"},
    ("TIDAK_PASTI", "KIRIM"): {"diambil"},
    ("TIDAK_PASTI", "SELESAI"): {"nyatakan_sampai", "lewat_surat"},
    ("TIDAK_PASTI", "ULANG"): {"nyatakan_tidak_sampai"},
    ("TIDAK_PASTI", "TIDAK_PASTI"): {"pulih_ragu"},
    ("TIDAK_PASTI", "MATI"): {"pulih_kunci_baru"},
    ("TIDAK_PASTI", "BATAL"): {"batalkan"},
    ("TIDAK_PASTI", "DITOLAK"): {"id_salah"},
    ("SELESAI", "SELESAI"): {"id_dikoreksi"},
    ("SELESAI", "DITOLAK"): {"id_salah"},
    ("DITOLAK", "SELESAI"): {"nyatakan_sampai", "lewat_surat"},
    ("DITOLAK", "ULANG"): {"kirim_ulang", "nyatakan_tidak_sampai"},
    ("DITOLAK", "TIDAK_PASTI"): {"pastikan_dulu"},
    ("DITOLAK", "DITOLAK"): {"id_salah"},
    ("DITOLAK", "BATAL"): {"batalkan", "ralat_mengganti"},
    ("MATI", "SELESAI"): {"nyatakan_sampai", "lewat_surat"},
    ("MATI", "ULANG"): {"kirim_ulang", "nyatakan_tidak_sampai"},
    ("MATI", "TIDAK_PASTI"): {"pastikan_dulu"},
    ("MATI", "DITOLAK"): {"id_salah"},
    ("MATI", "BATAL"): {"batalkan", "ralat_mengganti"},
}
JALAN_MASUK: Jalan = {
    ("BARU", "MENUNGGU"): {"belum_dikenal"},
    ("BARU", "DITERAPKAN"): {"diolah"},
    ("BARU", "BASI"): {"diolah"},
    ("BARU", "BERTENTANGAN"): {"diolah"},
    ("BARU", "TANPA_USULAN"): {"tak_kunjung_dikenal"},
    ("BARU", "DITUTUP"): {"ditutup"},
    ("MENUNGGU", "BARU"): {"coba_lagi"},
    ("MENUNGGU", "MENUNGGU"): {"belum_dikenal"},
    ("MENUNGGU", "DITERAPKAN"): {"diolah", "dicocokkan"},
    ("MENUNGGU", "BASI"): {"diolah", "dicocokkan"},
    ("MENUNGGU", "BERTENTANGAN"): {"diolah", "dicocokkan"},
    ("MENUNGGU", "TANPA_USULAN"): {"tak_kunjung_dikenal"},
    ("MENUNGGU", "DITUTUP"): {"ditutup"},
    ("TANPA_USULAN", "BARU"): {"coba_lagi"},
    ("TANPA_USULAN", "DITERAPKAN"): {"dicocokkan"},
    ("TANPA_USULAN", "BASI"): {"dicocokkan"},
    ("TANPA_USULAN", "BERTENTANGAN"): {"dicocokkan"},
    ("TANPA_USULAN", "DITUTUP"): {"ditutup"},
    ("DITERAPKAN", "TANPA_USULAN"): {"ditarik"},
    ("BASI", "TANPA_USULAN"): {"ditarik"},
    ("BERTENTANGAN", "TANPA_USULAN"): {"ditarik"},
    ("BERTENTANGAN", "BARU"): {"coba_lagi"},
    ("BERTENTANGAN", "DITUTUP"): {"ditutup"},
    ("BASI", "DITUTUP"): {"ditutup"},
    ("TIDAK_TERBACA", "DITUTUP"): {"ditutup"},
}
JALAN_BERKAS: Jalan = {("DIPERIKSA", "TERSEDIA"): {"lolos"}, ("DIPERIKSA", "DITOLAK"): {"tidak_lolos"}}
JALAN_KESEHATAN: Jalan = {("UTUH", "RUSAK"): {"kedapatan_rusak"}, ("RUSAK", "UTUH"): {"kedapatan_utuh"}}
JALAN_BACAAN: Jalan = {
    ("MENUNGGU", "SELESAI"): {"terbaca"},
    ("MENUNGGU", "PINDAIAN"): {"ternyata_pindaian"},
    ("MENUNGGU", "GAGAL"): {"tidak_terbaca"},
    ("PINDAIAN", "SELESAI"): {"pindaian_terbaca"},
    **{(dari, "MENUNGGU"): {"baca_ulang"} for dari in ("PINDAIAN", "SELESAI", "GAGAL")},
}
JALAN_TERTAHAN: Jalan = {
    ("TERTAHAN", "DIUSULKAN"): {"pindah_diusulkan"},
    ("DIUSULKAN", "TERTAHAN"): {"pindah_ditolak", "bertambah"},
    ("DIUSULKAN", "DISETUJUI"): {"pindah_disetujui"},
    ("DISETUJUI", "TERTAHAN"): {"bertambah"},
    **{(dari, "SELESAI"): {"perapian_selesai"} for dari in ("TERTAHAN", "DIUSULKAN", "DISETUJUI")},
}
# A Pertek is judged anew from all of them each time, so almost every state leads to almost every other.
_BELUM = ("DITUNGGU", "DIPERIKSA", "BERKAS_DITOLAK")
_LEPAS = ("DIGANTIKAN", "DIBATALKAN")
JALAN_KEPPRES: Jalan = {
    ("DRAF", "DILEPAS"): {"keppres_dilepas"},
    ("DILEPAS", "MAJU"): {"keppres_maju"},
    ("MAJU", "TURUN"): {"keppres_turun"},
    ("TURUN", "TERBIT"): {"keppres_terbit"},
}
JALAN_SINKRON: Jalan = {
    ("BERJALAN", "SELESAI"): {"sinkron_selesai"},
    ("BERJALAN", "MENUNGGU"): {"sinkron_menyusut"},
    ("BERJALAN", "GAGAL"): {"sinkron_gagal", "sinkron_mati"},
    ("MENUNGGU", "BERJALAN"): {"sinkron_disetujui"},
}
JALAN_PERTEK: Jalan = {
    **{(dari, "DITUNGGU"): {"ditunggu_lagi"} for dari in ("DIPERIKSA", "BERKAS_DITOLAK", "BERLAKU", *_LEPAS)},
    **{(dari, "DIPERIKSA"): {"berkas_datang"} for dari in ("DITUNGGU", "BERKAS_DITOLAK", *_LEPAS)},
    **{(dari, "BERLAKU"): {"pertek_lolos"} for dari in (*_BELUM, *_LEPAS)},
    **{(dari, "BERKAS_DITOLAK"): {"pertek_tidak_lolos"} for dari in ("DITUNGGU", "DIPERIKSA", *_LEPAS)},
    **{(dari, "DIGANTIKAN"): {"pertek_digantikan"} for dari in (*_BELUM, "BERLAKU", "DIBATALKAN")},
    **{(dari, "DIBATALKAN"): {"pertek_dibatalkan"} for dari in (*_BELUM, "BERLAKU", "DIGANTIKAN")},
}

TABEL: dict[str, Tabel] = {
    "kiriman": KIRIMAN,
    "masuk": MASUK,
    "berkas": BERKAS,
    "kesehatan": KESEHATAN,
    "bacaan": BACAAN,
    "tertahan": TERTAHAN,
    "pertek": PERTEK,
    "keppres": KEPPRES,
    "sinkron": SINKRON,
}
JALAN = {
    "kiriman": JALAN_KIRIMAN,
    "masuk": JALAN_MASUK,
    "berkas": JALAN_BERKAS,
    "kesehatan": JALAN_KESEHATAN,
    "bacaan": JALAN_BACAAN,
    "tertahan": JALAN_TERTAHAN,
    "pertek": JALAN_PERTEK,
    "keppres": JALAN_KEPPRES,
    "sinkron": JALAN_SINKRON,
}
MODEL: dict[str, type[Model]] = {
    "kiriman": Pengiriman,
    "masuk": KejadianMasuk,
    "berkas": Berkas,
    "tertahan": PerapianTertahan,
    "pertek": Pertek,
    "keppres": Keppres,
    "sinkron": Sinkronisasi,
}


@pytest.mark.parametrize("nama", TABEL)
def test_setiap_keadaan_setiap_tujuan_setiap_gerak(nama: str) -> None:
    tabel: Tabel = TABEL[nama]
    for dari, ke, satu in product(tabel.keadaan, tabel.keadaan, tabel.gerak):
        if satu in JALAN[nama].get((dari, ke), set()):
            assert tabel.pindah(satu, dari, ke) is ke
        else:
            with pytest.raises(GerakTakDikenal):
                tabel.pindah(satu, dari, ke)


@pytest.mark.parametrize("nama", TABEL)
def test_panah_yang_digambar_adalah_tabelnya(nama: str) -> None:
    panah = defaultdict(set)
    for dari, ke, satu in TABEL[nama].panah():
        panah[str(dari), str(ke)].add(str(satu))
    assert panah == JALAN[nama]


@pytest.mark.parametrize("nama", TABEL)
def test_setiap_keadaan_berlabel_dan_dapat_dicapai(nama: str) -> None:
    tabel: Tabel = TABEL[nama]
    assert set(tabel.label) == set(tabel.keadaan)
    assert {ke for satu in tabel.gerak.values() for ke in satu.ke} | set(tabel.awal) == set(tabel.keadaan)
    assert {*tabel.akhir, *tabel.terbuka} == set(tabel.keadaan)
    assert set(tabel.akhir) == set(tabel.keadaan) - {dari for dari, _ in JALAN[nama]}


@pytest.mark.parametrize(
    ("nama", "kata"),
    [
        ("kiriman", GerakKiriman),
        ("masuk", GerakMasuk),
        ("berkas", GerakBerkas),
        ("tertahan", GerakTertahan),
        ("pertek", GerakPertek),
        ("keppres", GerakKeppres),
        ("sinkron", GerakSinkron),
    ],
)
def test_setiap_kata_gerak_ada_di_tabelnya(nama: str, kata: type[StrEnum]) -> None:
    assert set(TABEL[nama].gerak) == set(kata)
    assert set(KESEHATAN.gerak) == set(GerakKesehatan)


def test_dua_tabel_tidak_memakai_kata_gerak_yang_sama() -> None:
    # Words of two enumerations are equal when they are spelt alike, so the door could not tell them apart.
    semua = [str(satu) for tabel in TABEL.values() for satu in tabel.gerak]
    assert len(semua) == len(set(semua))


def test_apa_yang_dikatakan_tentang_keadaan_diturunkan_dari_geraknya() -> None:
    assert TUNTAS == ("SELESAI", "BATAL")
    assert PERLU_ORANG == ("DITOLAK", "MATI")
    assert BERJALAN == ("BARU", "KIRIM", "ULANG")
    assert DAPAT_DIPUTUS == ("BARU", "ULANG", "TIDAK_PASTI", "DITOLAK", "MATI")
    assert DIOLAH_SENDIRI == ("BARU", "MENUNGGU")
    assert MASUK_PERLU_ORANG == ("BASI", "TANPA_USULAN", "TIDAK_TERBACA", "BERTENTANGAN")
    assert MASUK_TERBUKA == ("BARU", "MENUNGGU", "BASI", "TANPA_USULAN", "TIDAK_TERBACA", "BERTENTANGAN")
    assert MASUK.akhir == ("DITUTUP",)
    assert BERKAS.akhir == ("TERSEDIA", "DITOLAK")


@pytest.mark.parametrize("nama", MODEL)
def test_model_memakai_tabelnya(nama: str) -> None:
    tabel: Tabel = TABEL[nama]
    bidang = MODEL[nama]._meta.get_field("keadaan")
    assert getattr(MODEL[nama], "TABEL") is tabel  # noqa: B009 - a plain Model has none
    assert bidang.choices == tabel.pilihan  # type: ignore[union-attr]
    assert bidang.default in tabel.awal  # type: ignore[union-attr]


@pytest.mark.parametrize("nama", MODEL)
def test_pintu_memindahkan_yang_dikenal_tabel_dan_menolak_selebihnya(nama: str) -> None:
    tabel: Tabel = TABEL[nama]
    for dari, ke, satu in product(tabel.keadaan, tabel.keadaan, tabel.gerak):
        baris: Any = MODEL[nama](keadaan=dari)
        if satu in JALAN[nama].get((dari, ke), set()):
            pindah(baris, satu, ke)
            assert baris.keadaan == ke
        else:
            with pytest.raises(GerakTakDikenal), capture_logs():
                pindah(baris, satu, ke)
            assert baris.keadaan == dari


def test_penolakan_tercatat() -> None:
    with capture_logs() as catatan, pytest.raises(GerakTakDikenal):
        pindah(Pengiriman(keadaan="SELESAI"), GerakKiriman.DIAMBIL)
    assert [(c["event"], c["gerak"], c["dari"]) for c in catatan] == [("gerak_tak_dikenal", "diambil", "SELESAI")]


def test_gerak_tabel_lain_tidak_dikenal() -> None:
    with pytest.raises(GerakTakDikenal), capture_logs():
        pindah(Pengiriman(keadaan="BARU"), GerakMasuk.DITUTUP)
    with pytest.raises(GerakTakDikenal):
        pindahkan(Pengiriman.objects.all(), GerakBerkas.LOLOS)


def test_yang_berujung_banyak_harus_menyebut_tujuannya() -> None:
    with pytest.raises(GerakTakDikenal), capture_logs():
        pindah(KejadianMasuk(keadaan="BARU"), GerakMasuk.DIOLAH)
    with pytest.raises(GerakTakDikenal):
        pindahkan(KejadianMasuk.objects.all(), GerakMasuk.DIOLAH)


class _Pertek(StrEnum):
    DITUNGGU = "DITUNGGU"
    ADA = "ADA"


class _GerakPertek(StrEnum):
    DATANG = "datang"


def test_tabel_lain_hanya_perlu_tabelnya() -> None:
    tabel = TabelKeadaan(
        keadaan=_Pertek,
        label={_Pertek.DITUNGGU: "Ditunggu", _Pertek.ADA: "Ada"},
        awal=(_Pertek.DITUNGGU,),
        gerak={_GerakPertek.DATANG: gerak({_Pertek.DITUNGGU}, _Pertek.ADA, Penggerak.PENERIMA)},
    )
    assert tabel.pindah(_GerakPertek.DATANG, "DITUNGGU") is _Pertek.ADA
    assert (tabel.akhir, tabel.hanya(Penggerak.PENERIMA)) == ((_Pertek.ADA,), (_Pertek.DITUNGGU,))
    with pytest.raises(GerakTakDikenal):
        tabel.pindah(_GerakPertek.DATANG, "ADA")


# --- nobody goes around the door

PINTU = "siapp/pindah.py"
BERTABEL = tuple(model.__name__ for model in MODEL.values())
# The bytes' health is a date, which the scrub alone sets.
BIDANG = {"keadaan": {PINTU}, "tahap": {"usulan/actions/dasar.py"}, "rusak_sejak": {"siapp/berkas/rawat.py"}}


def memutar(naskah: str) -> list[str]:
    """What in a source sets the state of a row without the door: assignments, updates, rows born in a chosen state."""
    semua = ast.walk(ast.parse(naskah))
    return [ast.unparse(satu) for satu in semua if _tulisan(satu) or _panggilan(satu) or _sql(satu)]


def _sql(satu: ast.AST) -> bool:
    # One statement in bulk is fenced by the states that its move leaves, as `pindahkan` is.
    teks = satu.value if isinstance(satu, ast.Constant) and isinstance(satu.value, str) else ""
    if "keadaan = ANY(%(dari)s)" in teks:
        return False
    return any(re.search(rf"\bSET\b[^;]*\b{bidang}\s*=", teks) for bidang in BIDANG)


def _tulisan(satu: ast.AST) -> bool:
    return isinstance(satu, ast.Attribute) and satu.attr in BIDANG and isinstance(satu.ctx, ast.Store)


def _panggilan(satu: ast.AST) -> bool:
    if not isinstance(satu, ast.Call):
        return False
    nama = ast.unparse(satu.func)
    menulis = nama.split(".")[-1] in {"update", "update_or_create", "bulk_update", "setattr"}
    melahirkan = nama in BERTABEL or (any(f"{model}.objects." in nama for model in BERTABEL) and "create" in nama)
    kata = {k.arg for k in satu.keywords} | {c.value for c in ast.walk(satu) if isinstance(c, ast.Constant)}
    return (menulis or melahirkan) and not kata.isdisjoint(BIDANG)


@pytest.mark.parametrize(
    "naskah",
    [
        "baris.keadaan = Keadaan.SELESAI",
        "baris.keadaan, baris.sebab = Keadaan.ULANG, ''",
        "baris.keadaan += 'x'",
        "Pengiriman.objects.filter(pk=pk).update(keadaan=Keadaan.MATI, sebab='x')",
        "baris.update(**{'keadaan': 'MATI'})",
        "Pengiriman.objects.bulk_update(baris, ['keadaan'])",
        "setattr(baris, 'keadaan', 'MATI')",
        "Pengiriman(api=3, keadaan=Keadaan.SELESAI)",
        "KejadianMasuk.objects.create(keadaan='DITUTUP')",
        "Berkas.objects.update_or_create(pk=pk, defaults={'keadaan': 'TERSEDIA'})",
        "berkas.rusak_sejak = None",
        "usulan.tahap = Tahap.SELESAI",
        "Sinkronisasi.objects.filter(pk=1).update(keadaan='GAGAL')",
        "Keppres.objects.create(keadaan='TERBIT')",
        "kursor.execute('UPDATE integrasi_pengiriman SET sewa = NULL, keadaan = %s')",
    ],
)
def test_pemeriksa_melihat_jalan_yang_memutar(naskah: str) -> None:
    assert memutar(naskah)


@pytest.mark.parametrize(
    "naskah", ["if baris.keadaan == 'MATI': pass", "Percobaan(keadaan=k)", "baris.filter(keadaan=k).update(sebab='')"]
)
def test_pemeriksa_tidak_menuduh_yang_hanya_membaca(naskah: str) -> None:
    assert memutar(naskah) == []


def test_tidak_ada_yang_memindahkan_baris_tanpa_pintunya() -> None:
    temuan = {}
    for berkas_sumber in _sumber():
        nama = str(berkas_sumber.relative_to(AKAR))
        if nama.startswith("integrasi/peragaan/simulator/"):  # a stranger with tables of its own
            continue
        boleh = {bidang for bidang, tempat in BIDANG.items() if nama in tempat}
        isi = [satu for satu in memutar(berkas_sumber.read_text()) if not any(bidang in satu for bidang in boleh)]
        temuan.update({nama: isi} if isi else {})
    assert temuan == {}


# Who works in which module.
KERJA: dict[str, StrEnum] = {
    "integrasi/keluar/relai.py": Penggerak.RELAI,
    "integrasi/keluar/ralat.py": Penggerak.PETUGAS,  # who corrected the Keppres
    "integrasi/keluar/antrean.py": Penggerak.PENGIRIM,
    "integrasi/keluar/klasifikasi.py": Penggerak.PENGIRIM,
    "integrasi/keluar/selesai.py": Penggerak.PENGIRIM,
    "integrasi/keluar/tinjau.py": Penggerak.PENGIRIM,
    "integrasi/masuk/penerima.py": Penggerak.PENERIMA,
    "integrasi/petugas/kotak_masuk.py": Penggerak.PETUGAS,
    "integrasi/petugas/koreksi_id.py": Penggerak.PETUGAS,
    "integrasi/petugas/pencocokan.py": Penggerak.PETUGAS,
    "integrasi/petugas/penyelesaian.py": Penggerak.PETUGAS,
    "integrasi/petugas/pemulihan.py": Penggerak.PEMULIHAN,
    "integrasi/petugas/permintaan_sinkron.py": referensi.keadaan.Penggerak.PETUGAS,
    "integrasi/tanya/sinkron.py": referensi.keadaan.Penggerak.PEKERJA,
    "integrasi/tanya/sinkron_mati.py": referensi.keadaan.Penggerak.PEKERJA,
    "siapp/berkas/pembaca.py": berkas.Penggerak.PEMBACA,
    "siapp/berkas/perbaikan.py": berkas.Penggerak.PEMERIKSA,
    "siapp/berkas/periksa.py": berkas.Penggerak.PEMERIKSA,
    "siapp/berkas/rawat.py": berkas.Penggerak.PERAWAT,
    "siapp/berkas/tertahan.py": berkas.Penggerak.PERAWAT,
    "siapp/berkas/perapian_berdua.py": berkas.Penggerak.ORANG,
    "usulan/actions/keppres.py": usulan.keadaan.Penggerak.BIRO,
    "usulan/actions/salinan.py": usulan.keadaan.Penggerak.BIRO,
}
# A person who sends again has the data checked again, by the relay's function.
MELALUI: dict[StrEnum, set[StrEnum]] = {GerakKiriman.DATA_TIDAK_SAH: {Penggerak.PETUGAS}}
KATA = (
    GerakKiriman,
    GerakMasuk,
    GerakBerkas,
    GerakKesehatan,
    GerakBacaan,
    GerakTertahan,
    GerakKeppres,
    GerakSinkron,
)
GERAK: dict[str, type[StrEnum]] = {k.__name__: k for k in KATA}


def test_yang_menggerakkan_adalah_yang_disebut_tabel() -> None:
    oleh: dict[StrEnum, set[StrEnum]] = defaultdict(set)
    for nama, siapa in KERJA.items():
        for satu in ast.walk(ast.parse((AKAR / nama).read_text())):
            if isinstance(satu, ast.Attribute) and isinstance(satu.value, ast.Name) and satu.value.id in GERAK:
                oleh[GERAK[satu.value.id][satu.attr]].add(siapa)
    # A Pertek is moved to where the judgement of all of them puts it: no module names one of its moves.
    bernama = [t for t in TABEL.values() if t is not PERTEK]
    tabel = {satu: set(isi.oleh) - MELALUI.get(satu, set()) for t in bernama for satu, isi in t.gerak.items()}
    assert oleh == tabel


def test_hanya_yang_bekerja_memakai_pintu() -> None:
    pemakai = {str(p.relative_to(AKAR)) for p in _sumber() if "from siapp.pindah import" in p.read_text()}
    assert pemakai <= set(KERJA) | {"usulan/actions/pertek.py"}
