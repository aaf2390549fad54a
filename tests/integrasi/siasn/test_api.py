"""The API modules against answers that the simulator is too well-behaved to give."""

import io
import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from integrasi.sebab import Kode
from integrasi.siasn import asn, pertek, pic, referensi, salinan, status, usulan, verifikasi
from integrasi.siasn.errors import Ditolak, GalatSiasn, KirimUlangNanti, LihatDulu, SudahAda, TidakDitemukan
from tests.integrasi.siasn import mitra as m

ID = "3F0C1C7E-5A70-4c52-9b0e-0b6a2c9e1d11"
LAIN = "11111111-5a70-4c52-9b0e-0b6a2c9e1d11"
NIP = "199001012015011001"
TIDAK_ADA = m.isi({"code": 1, "data": "Data tidak ditemukan"})
USULAN = {
    "periode": date(2026, 4, 1),
    "id_pns": "A" * 32,
    "detail_layanan_id": "101",
    "data_usulan": {"referensi_siapp": ID},
    "kunci": "k-1",
}


def badan(mitra, nomor=-1):
    return json.loads(mitra.data[nomor].isi)


@pytest.mark.parametrize(
    "jawaban",
    [
        {"code": 1, "data": {"id_usulan": ID}},
        {"code": 1, "data": {"ID_Usulan": ID}},
        {"code": "1", "data": [{"id_usulan": ID}]},
        {"success": True, "mapData": {"idUsulan": ID}},
        {"code": 1, "data": json.dumps({"id_usulan": ID})},
        {"code": 1, "data": ID},
    ],
)
def test_id_usulan_dibaca_dari_setiap_amplop(mitra, transport, jawaban):
    mitra.jawab(m.isi(jawaban))
    assert usulan.kirim(transport, **USULAN) == ID
    assert badan(mitra) == {
        "periode": "01-04-2026",
        "id_pns": "A" * 32,
        "detail_layanan_id": 101,
        "data_usulan": {"referensi_siapp": ID},
    }


@pytest.mark.parametrize("data", [None, {}, [], {"id_usulan": None}, {"id_usulan": ""}, {"id_usulan": "<b>1</b>"},
                                  "Berhasil disimpan", [{"id_usulan": ID}, {"id_usulan": LAIN}]])  # fmt: skip
def test_berhasil_tanpa_id_yang_wajar_tidak_pasti(mitra, transport, data):
    mitra.jawab(m.sukses(data))
    with pytest.raises(LihatDulu) as tangkapan:
        usulan.kirim(transport, **USULAN)
    assert tangkapan.value.kode is Kode.TANPA_ID


def test_kiriman_ganda_yang_ditolak_menyebut_id_pertama(mitra, transport):
    mitra.jawab(m.isi({"code": 0, "message": "sudah ada", "data": {"id_usulan": ID}}, 409))
    with pytest.raises(SudahAda) as tangkapan:
        usulan.kirim(transport, **USULAN)
    assert tangkapan.value.id_usulan == ID


def test_usulan_di_luar_periode_dikirim_tanpa_periode(mitra, transport):
    mitra.jawab(m.sukses({"id_usulan": ID}))
    usulan.kirim(transport, **{**USULAN, "periode": None})
    assert badan(mitra)["periode"] is None


@pytest.mark.parametrize(
    ("aksi", "ids"),
    [
        (m.sukses([]), ()),
        (m.sukses(None), None),
        (TIDAK_ADA, ()),
        (m.isi({"code": 0, "data": "Data tidak ditemukan"}, 404), ()),
        (m.sukses([{"id_usulan": ID}, {"id_usulan": LAIN}, {"id_usulan": ID}]), (ID, LAIN)),
        (m.sukses({"id_usulan": ID}), (ID,)),
        (m.sukses([ID]), (ID,)),
        (m.sukses([{"id": 1}]), None),
        (m.sukses([{"id_usulan": ID}, {"id_usulan": None}]), None),
        (m.sukses("entah"), None),
        (m.isi(b"<html>404</html>", 404), None),
        (m.isi({"code": "404", "message": "No matching resource found"}, 404), None),
    ],
)
def test_pencarian_hanya_berkata_tidak_ada_bila_siasn_berkata_begitu(mitra, transport, aksi, ids):
    mitra.jawab(aksi)
    if ids is None:
        with pytest.raises((KirimUlangNanti, Ditolak)):
            usulan.cari(transport, ID)
    else:
        assert usulan.cari(transport, ID) == ids
    assert parse_qs(urlsplit(mitra.data[0].jalur).query) == {"referensi_siapp": [ID]}


def test_status_baru_dan_ejaan_lain_tetap_terbaca(mitra, transport):
    mitra.jawab(
        m.sukses(
            [
                {
                    "Id_Usulan": ID,
                    "Status_Tahapan": "15",
                    "Tahapan_Nama": "validasi",
                    "Tanggal": "2026-03-02T00:00:00Z",
                },
                {"id_usulan": ID, "status_tahapan": "BARU", "tanggal": "entah", "kolom_baru": {"x": 1}},
                {"status_tahapan": 999, "keterangan": None},
                {"id_usulan": LAIN, "status_tahapan": 6},
            ]
        )
    )
    baris = status.baris(transport, ID)
    assert [(b.id_usulan, b.status_tahapan, b.tanggal) for b in baris] == [
        (ID, 15, date(2026, 3, 2)),
        (ID, "BARU", None),
        (ID, 999, None),
    ]
    assert baris[0].tahapan_nama == "validasi"
    assert baris[2].keterangan == ""


def test_status_usulan_yang_tidak_dikenal_siasn_tidak_ditemukan(mitra, transport):
    mitra.jawab(TIDAK_ADA)
    with pytest.raises(TidakDitemukan):
        status.baris(transport, ID)


@pytest.mark.parametrize("aksi", [m.sukses("entah"), m.sukses([1, 2]), m.sukses(7)])
def test_daftar_yang_bukan_daftar_tidak_dianggap_kosong(mitra, transport, aksi):
    mitra.jawab(aksi)
    with pytest.raises(KirimUlangNanti):
        pertek.baris(transport, ID)


def test_pertek_yang_belum_ada_berarti_daftar_kosong(mitra, transport):
    mitra.jawab(TIDAK_ADA, m.sukses([]), m.sukses(None))
    assert [pertek.baris(transport, ID) for _ in range(3)] == [(), (), ()]


@pytest.mark.parametrize("baca", [pertek.baris, status.baris])
@pytest.mark.parametrize(
    "isi",
    [{}, {"id_usulan": ID, "nomor_pertek": None, "status_tahapan": None}, {"id_usulan": LAIN, "nomor_pertek": "PH-1"}],
)
def test_baris_yang_kosong_atau_milik_usulan_lain_bukan_daftar_kosong(mitra, transport, baca, isi):
    mitra.jawab(m.sukses([isi]))
    with pytest.raises(KirimUlangNanti):
        baca(transport, ID)


def test_pertek_usulan_lain_tidak_terbawa_dan_nomornya_tetap_teks(mitra, transport):
    mitra.jawab(
        m.isi(
            {
                "results": [
                    {"Id_Usulan": LAIN, "Nomor_Pertek": "PH-1"},
                    {"Id_Usulan": ID.lower(), "Nomor_Pertek": "PH-23500000123", "Tanggal_Pertek": "2026-03-02 00:00:00",
                     "Jenis_Pertek": "Baru", "File": "pertek/a.pdf"},
                    {"Id_Usulan": ID, "Nomor_Pertek": 7},
                ]
            }
        )
    )  # fmt: skip
    satu, dua = pertek.baris(transport, ID)
    assert (satu.nomor_pertek, satu.tanggal_pertek, satu.jenis_pertek, satu.berkas) == (
        "PH-23500000123",
        date(2026, 3, 2),
        "Baru",
        "pertek/a.pdf",
    )
    assert (dua.nomor_pertek, dua.tanggal_pertek, dua.berkas) == ("7", None, "")


def test_path_berkas_pertek_dikirim_sebagai_kueri(mitra, transport):
    mitra.jawab(m.isi(b"%PDF-1.4"))
    tujuan = io.BytesIO()
    pertek.unduh(transport, "https://lain.contoh.go.id/a b.pdf?x=1&y=2", tujuan)
    assert tujuan.getvalue() == b"%PDF-1.4"
    alamat = urlsplit(mitra.data[0].jalur)
    assert alamat.path == "/siapp/unduh"
    assert parse_qs(alamat.query) == {"path": ["https://lain.contoh.go.id/a b.pdf?x=1&y=2"]}


def test_data_asn_lengkap_dengan_keluarga(mitra, transport):
    mitra.jawab(
        m.sukses(
            {
                "ID_PNS": "B" * 32,
                "nip": NIP,
                "nama": " Wiratmoko ",
                "tanggal_lahir": "01-01-1990",
                "Unit_Organisasi": "Biro",
                "tahun_masa_kerja_pns": "11",
                "tmt_meninggal": "0001-01-01",
                "pensiun_pokok_janda_duda": 2500000,
                "pasangan": [{"Nama": "Sulastri"}, {"nama": None}],
                "anak": [{"nama": "Banyu"}, "Laras"],
                "kedudukan_hukum_id": "1",
            }
        )
    )
    hasil = asn.satu(transport, NIP)
    assert (hasil.id_pns, hasil.nama, hasil.unit_kerja) == ("B" * 32, "Wiratmoko", "Biro")
    assert (hasil.tanggal_lahir, hasil.tmt_meninggal) == (date(1990, 1, 1), None)
    assert (hasil.tahun_masa_kerja_pns, hasil.pensiun_pokok_janda_duda) == (11, 2500000)
    assert (hasil.pasangan, hasil.anak) == (("Sulastri",), ("Banyu", "Laras"))
    assert not hasil.diblokir


def test_data_asn_orang_lain_tidak_diterima(mitra, transport):
    mitra.jawab(m.sukses({"nip": "199001012015011002", "nama": "Bukan dia"}))
    with pytest.raises(TidakDitemukan):
        asn.satu(transport, NIP)


def test_asn_yang_diblokir_dikatakan(mitra, transport):
    mitra.jawab(m.isi({"error": "true", "message": "Data ASN diblokir (kedudukan hukum 92)"}, 406))
    with pytest.raises(Ditolak) as tangkapan:
        asn.satu(transport, NIP)
    assert tangkapan.value.asn_diblokir


def _halaman(*halaman):
    """Answers by offset; `total` lies."""
    mulai, peta = 0, {}
    for baris in halaman:
        peta[mulai] = baris
        mulai += len(baris)

    def aksi(h):
        kueri = parse_qs(urlsplit(h.path).query)
        m.isi({"code": 1, "count": 1, "total": 1, "data": peta.get(int(kueri["offset"][0]), [])})(h)

    return aksi


def _baris(*nomor):
    return [{"id": n, "nama": f"nama {n}"} for n in nomor]


def test_daftar_dibaca_sampai_habis_tanpa_ganda_dan_tanpa_id_kosong(mitra, transport):
    mitra.jawab(_halaman(_baris(1, 2, None), _baris(2, 3), _baris(3), [{"nama": "tanpa id"}], _baris(4)))
    halaman = list(referensi.halaman(transport, "unor", ukuran=500))
    assert [[b.id for b in satu] for satu in halaman] == [["1", "2"], ["3"], ["4"]]
    assert [parse_qs(urlsplit(c.jalur).query)["offset"] for c in mitra.data] == [
        ["0"],
        ["3"],
        ["5"],
        ["6"],
        ["7"],
        ["8"],
    ]


@pytest.mark.parametrize("akhir", [TIDAK_ADA, m.isi({"code": 0, "data": "Data tidak ditemukan"}, 404), m.sukses(None)])
def test_daftar_juga_berakhir_dengan_tidak_ditemukan(mitra, transport, akhir):
    mitra.jawab(m.sukses(_baris(1)), akhir)
    assert [[b.id for b in satu] for satu in referensi.halaman(transport, "eselon")] == [["1"]]


def test_daftar_yang_berputar_tidak_dianggap_utuh(mitra, transport):
    mitra.jawab(m.sukses(_baris(1, 2)))
    with pytest.raises(KirimUlangNanti) as tangkapan:
        list(referensi.halaman(transport, "golongan"))
    assert tangkapan.value.kode is Kode.DAFTAR_BERPUTAR


@pytest.mark.parametrize("aksi", [m.isi(b"", 200), m.isi(b"<html>", 502), m.sukses([1]), m.sukses("x"), m.isi({}, 503)])
def test_halaman_yang_rusak_menghentikan_pembacaan(mitra, transport, aksi):
    mitra.jawab(m.sukses(_baris(1)), aksi)
    halaman = referensi.halaman(transport, "jabatan")
    assert [b.id for b in next(halaman)] == ["1"]
    with pytest.raises(KirimUlangNanti):
        next(halaman)


def test_dokumen_yang_sama_untuk_layanan_lain_bukan_ganda(mitra, transport):
    baris = [{"id": 9, "nama": "SK", "detail_layanan_id": n, "wajib": w} for n, w in ((1, True), (2, "0"), (1, True))]
    mitra.jawab(m.isi(baris), m.isi([]))
    (satu,) = referensi.halaman(transport, "jenis-dokumen")
    assert [(b.id, b.detail_layanan_id, b.wajib) for b in satu] == [("9", "1", True), ("9", "2", False)]


def test_daftar_referensi_yang_tidak_dikenal_ditolak(transport):
    with pytest.raises(ValueError, match="agama"):
        next(referensi.halaman(transport, "agama"))


def test_asn_dibaca_per_halaman_menurut_nip(mitra, transport):
    mitra.jawab(m.sukses([{"nip": NIP}, {"nip": None}, {"nip": NIP}]), m.sukses([]))
    assert [[b.nip for b in satu] for satu in asn.halaman(transport)] == [[NIP]]


def test_kiriman_lain_membawa_isian_lampiran(mitra, transport):
    mitra.jawab(m.sukses())
    usulan.setujui(
        transport, id_usulan=ID, nip_approval=NIP, nama_approval="Sekar", jenis_usulan="Baru", catatan="", kunci="k"
    )
    verifikasi.kirim(
        transport, id_usulan=ID, status="BTL", tanggal_verifikasi="2026-03-02", keterangan="SKP kurang", kunci="k"
    )
    salinan.kirim(transport, nomor_keppres="1/K TAHUN 2026", tanggal_keppres=date(2026, 3, 2), judul_keppres="J",
                  download_url="https://a", id_usulan=ID, nip=NIP, kunci="k")  # fmt: skip
    pic.beri(transport, nip=NIP, id=LAIN, kp="ya", pemberhentian="", jfku="ya", kunci="k")
    assert [c.jalur for c in mitra.data] == [
        "/siapp/usulan/approve",
        "/siapp/usulan/verifikasi-biro",
        "/siapp/salinan-keppres",
        "/siapp/role-pic",
    ]
    assert badan(mitra, 0) == {
        "id_usulan": ID,
        "nip_approval": NIP,
        "nama_approval": "Sekar",
        "jenis_usulan": "Baru",
        "catatan": "",
    }
    assert badan(mitra, 1)["tanggal_verifikasi"] == "02-03-2026"
    assert badan(mitra, 2)["tanggal_keppres"] == "02-03-2026"
    assert badan(mitra, 3) == {"nip": NIP, "id": LAIN, "kp": "ya", "pemberhentian": "", "jfku": "ya"}


def test_akses_pic_dicabut_dengan_id_dan_boleh_dijawab_kosong(mitra, transport):
    mitra.jawab(m.isi(b"", 204))
    pic.cabut(transport, id=LAIN, kunci="k")
    assert (mitra.data[0].metode, mitra.data[0].jalur) == ("DELETE", f"/siapp/role-pic/{LAIN}")


def test_galat_dari_api_selalu_salah_satu_galat_kita(mitra, transport):
    mitra.jawab(m.isi({"error": "true", "message": "Periode ditutup"}, 406))
    for panggil in (
        lambda: usulan.kirim(transport, **USULAN),
        lambda: pertek.baris(transport, ID),
        lambda: asn.satu(transport, NIP),
        lambda: pic.cabut(transport, id=LAIN, kunci="k"),
    ):
        with pytest.raises(GalatSiasn) as tangkapan:
            panggil()
        assert tangkapan.value.pesan_bkn == "Periode ditutup"
