"""Who may do what: giving and taking roles, what is written down, and every refusal by name (docs/alur.md 1)."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from integrasi.enums import Api
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran, Mesin
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import pic
from usulan.actions.pic import PicDitolak
from usulan.models import PengaturanInstansi, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

NIP = "198804172012121007"
NIP_LAIN = "198804172012121008"
TUJUH = "e104e1b1-dcdc-52c5-a2df-e89e7630edd1"


def _daftarkan(dunia: d.Dunia, **ubahan: Any) -> tuple[Pengguna, str]:
    isi: dict[str, Any] = {
        "nip": NIP,
        "nama": "Prita Contoh",
        "instansi": dunia.instansi,
        "kelompok": {"KP": False, "JFKU": True},
        "oleh": dunia.administrator,
    }
    return pic.daftarkan_pic(**isi | ubahan)


def _staf(dunia: d.Dunia, jenis: JenisPeran = JenisPeran.AUDITOR, **ubahan: Any) -> tuple[Pengguna, str]:
    isi = {"nip": NIP_LAIN, "nama": "Satria Contoh", "oleh": dunia.administrator}
    return pic.daftarkan_staf(jenis=jenis, **isi | ubahan)


def _hak(orang: Pengguna) -> dict[tuple[str, str], bool]:
    """{(instansi, kategori): may sign} of a PIC's roles in force."""
    aktif = Peran.objects.filter(pengguna=orang, jenis=JenisPeran.PIC, aktif=True)
    return {(p.instansi_id or "", p.kategori): p.boleh_teken for p in aktif}


def _terakhir(aliran: str) -> Peristiwa:
    return Peristiwa.objects.filter(aliran=aliran).latest("urutan")


def _tercatat(orang: Pengguna, jenis: Jenis, oleh: Pengguna, alasan: str = "", /, **data: Any) -> None:
    satu = _terakhir(f"pic:{orang.pk}")
    assert (satu.jenis, satu.oleh_id, satu.alasan) == (jenis, oleh.pk, alasan)
    assert {kunci: satu.data.get(kunci) for kunci in data} == data


def _dikirim(orang: Pengguna) -> list[dict[str, Any]]:
    """What API 2 is to say of the person, oldest first."""
    rencanakan_tertunda()
    baris = Pengiriman.objects.filter(api=Api.ROLE_PIC, aliran=f"pic:{orang.pk}")
    return [satu.muatan for satu in baris.order_by("gelombang")]


def _segar(orang: Pengguna) -> Pengguna:
    return Pengguna.objects.get(pk=orang.pk)


# --- PICs -------------------------------------------------------------------------------------------------------------


def test_pic_baru_mendapat_akun_kelompok_dan_diberitahukan(dunia: d.Dunia) -> None:
    orang, sandi = _daftarkan(dunia, surel="prita@contoh.go.id")
    orang = _segar(orang)
    assert sandi
    assert orang.check_password(sandi)
    assert (orang.nip, orang.nama, orang.surel, orang.is_active) == (NIP, "Prita Contoh", "prita@contoh.go.id", True)
    assert _hak(orang) == {(dunia.instansi.pk, "KP"): False, (dunia.instansi.pk, "JFKU"): True}
    perubahan = {"KP": ["tidak ada", "menyusun"], "JFKU": ["tidak ada", "menyusun dan teken"]}
    _tercatat(
        orang,
        Jenis.PIC_DIDAFTARKAN,
        dunia.administrator,
        nip=NIP,
        instansi=dunia.instansi.nama,
        kelompok=["KP", "JFKU"],
        perubahan=perubahan,
    )
    isi = {"tindakan": "beri", "nip": NIP, "id": pic.id_pic(orang), "kp": "ya", "pemberhentian": "", "jfku": "ya"}
    assert _dikirim(orang) == [isi]


def test_id_pic_tetap_dan_berbeda_bagi_setiap_orang(dunia: d.Dunia) -> None:
    assert pic.id_pic(Pengguna(pk=7)) == TUJUH, "SIASN knows people by these: they may never change"
    assert pic.id_pic(dunia.pic) == pic.id_pic(_segar(dunia.pic))
    assert len({pic.id_pic(o) for o in (dunia.pic, dunia.pic_lain, dunia.penyetuju)}) == 3


@pytest.mark.parametrize(
    ("ubahan", "kelas", "pesan", "bidang"),
    [
        ({"nip": "123"}, PicDitolak, "NIP terdiri atas 18 angka; yang diisi 3 angka.", "nip"),
        ({"kelompok": {}}, PicDitolak, "Pilih paling sedikit satu kelompok.", "kelompok"),
    ],
)
def test_pendaftaran_pic_yang_salah_ditolak(
    dunia: d.Dunia, ubahan: dict[str, Any], kelas: type[GalatPengguna], pesan: str, bidang: str
) -> None:
    with ditolak(kelas, pesan, bidang):
        _daftarkan(dunia, **ubahan)
    assert not Pengguna.objects.filter(nip=NIP).exists()


def test_pic_yang_sudah_terdaftar_di_instansi_itu_ditolak_dan_di_instansi_lain_ditambah(dunia: d.Dunia) -> None:
    orang, sandi = _daftarkan(dunia)
    with ditolak(PicDitolak, "Orang ini sudah menjadi PIC instansi ini.", "nip"):
        _daftarkan(dunia)
    sama, kosong = _daftarkan(dunia, instansi=dunia.instansi_lain, kelompok={"PEMBERHENTIAN": True})
    assert (sama, kosong) == (orang, "")
    assert _segar(orang).check_password(sandi)
    assert _hak(orang)[dunia.instansi_lain.pk, "PEMBERHENTIAN"] is True
    assert _dikirim(orang)[-1] | {"kp": "ya", "pemberhentian": "ya", "jfku": "ya"} == _dikirim(orang)[-1]


def test_kelompok_pic_diubah_ditambah_dan_diakhiri_sekaligus(dunia: d.Dunia) -> None:
    orang, _ = _daftarkan(dunia)
    kelompok = {"KP": True, "PEMBERHENTIAN": False}
    pic.ubah_pic(orang.pk, instansi=dunia.instansi, kelompok=kelompok, oleh=dunia.administrator, alasan="Rotasi")
    assert _hak(orang) == {(dunia.instansi.pk, "KP"): True, (dunia.instansi.pk, "PEMBERHENTIAN"): False}
    berakhir = Peran.objects.get(pengguna=orang, kategori="JFKU")
    assert (berakhir.aktif, berakhir.diakhiri_pada is not None) == (False, True)
    perubahan = {
        "KP": ["menyusun", "menyusun dan teken"],
        "PEMBERHENTIAN": ["tidak ada", "menyusun"],
        "JFKU": ["menyusun dan teken", "tidak ada"],
    }
    _tercatat(orang, Jenis.PIC_DIUBAH, dunia.administrator, "Rotasi", perubahan=perubahan)
    assert (
        _dikirim(orang)[-1] | {"tindakan": "beri", "kp": "ya", "pemberhentian": "ya", "jfku": ""} == _dikirim(orang)[-1]
    )
    jumlah = Peristiwa.objects.count()
    pic.ubah_pic(orang.pk, instansi=dunia.instansi, kelompok=kelompok, oleh=dunia.administrator)
    assert Peristiwa.objects.count() == jumlah, "nothing changed, nothing written"


def test_peran_biro_bukan_akses_pic(dunia: d.Dunia) -> None:
    """Who verifies for one kelompok and is PIC for another is known to SIASN for the second alone."""
    orang, _ = _daftarkan(dunia, kelompok={"KP": False})
    pic.beri_peran(orang.pk, jenis=JenisPeran.VERIFIKATOR, kategori="JFKU", oleh=dunia.administrator)
    pic.ubah_pic(orang.pk, instansi=dunia.instansi, kelompok={"KP": True}, oleh=dunia.administrator)
    _tercatat(orang, Jenis.PIC_DIUBAH, dunia.administrator, kelompok=["KP"])
    pic.cabut_pic(orang.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="x")
    _tercatat(orang, Jenis.PIC_DICABUT, dunia.administrator, "x", kelompok=[])
    assert _segar(orang).is_active


def test_perubahan_pic_yang_tidak_mungkin_ditolak(dunia: d.Dunia) -> None:
    oleh = dunia.administrator
    with ditolak(PicDitolak, "Pilih paling sedikit satu kelompok.", "kelompok"):
        pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi, kelompok={}, oleh=oleh)
    with ditolak(PicDitolak, "Orang ini bukan lagi PIC instansi ini. Muat ulang halaman."):
        pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi_lain, kelompok={"KP": True}, oleh=oleh)
    with ditolak(PicDitolak, "Akses PIC ini sudah dicabut. Muat ulang halaman."):
        pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi_lain, oleh=oleh, alasan="x")
    with pytest.raises(PicDitolak) as galat:
        pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi_lain, oleh=oleh, alasan="x")
    assert galat.value.kode == 409
    with pytest.raises(PicDitolak) as galat:
        pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi_lain, kelompok={"KP": True}, oleh=oleh)
    assert galat.value.kode == 409


def test_akses_dicabut_satu_instansi_lalu_seluruhnya(dunia: d.Dunia) -> None:
    orang, lama = _daftarkan(dunia)
    _daftarkan(dunia, instansi=dunia.instansi_lain, kelompok={"KP": True})
    pic.cabut_pic(orang.pk, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Pindah")
    assert _hak(orang) == {(dunia.instansi_lain.pk, "KP"): True}
    assert _segar(orang).is_active
    _tercatat(orang, Jenis.PIC_DIUBAH, dunia.administrator, "Pindah", kelompok=["KP"], instansi=dunia.instansi.nama)
    pic.cabut_pic(orang.pk, instansi=dunia.instansi_lain, oleh=dunia.administrator, alasan="Pensiun")
    assert _hak(orang) == {}
    assert not _segar(orang).is_active
    _tercatat(orang, Jenis.PIC_DICABUT, dunia.administrator, "Pensiun", kelompok=[])
    assert _dikirim(orang)[-1] == {"tindakan": "cabut", "id": pic.id_pic(orang)}
    kembali, baru = _daftarkan(dunia)
    assert kembali == orang
    assert baru not in {"", lama}
    assert _segar(orang).check_password(baru)


def test_draf_dan_perbaikan_diserahkan_kepada_yang_memegang_kelompoknya(dunia: d.Dunia) -> None:
    penerima, _ = _daftarkan(dunia, kelompok={"KP": False})
    draf, jfku = d.buat_draf(dunia), d.buat_draf(dunia, "JFKU-KENAIKAN")
    terkirim = d.diajukan(dunia)
    assert pic.draf_terbuka(dunia.pic, dunia.instansi) == 2
    assert pic.draf_terbuka(dunia.pic, dunia.instansi_lain) == pic.draf_terbuka(penerima, dunia.instansi) == 0
    hasil = pic.serahkan_draf(
        dunia.pic.pk, kepada=penerima, instansi=dunia.instansi, oleh=dunia.administrator, alasan="Cuti"
    )
    assert hasil == (1, 1)
    assert d.segar(draf).pembuat == penerima
    assert d.segar(jfku).pembuat == d.segar(terkirim).pembuat == dunia.pic
    assert d.segar(draf).versi == draf.versi + 1
    satu = _terakhir(f"usulan:{draf.pk}")
    assert (satu.jenis, satu.oleh, satu.alasan) == (Jenis.DISERAHKAN, dunia.administrator, "Cuti")
    assert satu.data["perubahan"] == {"pembuat": [dunia.pic.nama, penerima.nama]}


def test_draf_tidak_diserahkan_kepada_yang_tidak_dapat_menerimanya(dunia: d.Dunia) -> None:
    d.buat_draf(dunia)
    isi: dict[str, Any] = {"instansi": dunia.instansi, "oleh": dunia.administrator, "alasan": "x"}
    with ditolak(PicDitolak, "Pilih PIC yang lain.", "kepada"):
        pic.serahkan_draf(dunia.pic.pk, kepada=dunia.pic, **isi)
    pesan = "Tidak ada draf yang dapat diserahkan kepada"
    with ditolak(PicDitolak, pesan, "kepada"):
        pic.serahkan_draf(dunia.pic.pk, kepada=dunia.pic_lain, **isi)
    tutup = _segar(dunia.penyetuju)
    tutup.is_active = False
    with ditolak(PicDitolak, pesan, "kepada"):
        pic.serahkan_draf(dunia.pic.pk, kepada=tutup, **isi)
    Usulan.objects.update(tahap=Tahap.DIHAPUS)
    with ditolak(PicDitolak, pesan, "kepada"):
        pic.serahkan_draf(dunia.pic.pk, kepada=dunia.penyetuju, **isi)


# --- Biro APP ---------------------------------------------------------------------------------------------------------


def test_staf_baru_mendapat_peran_dan_sandi(dunia: d.Dunia) -> None:
    orang, sandi = _staf(dunia, JenisPeran.VERIFIKATOR, kategori="KP", surel="s@contoh.go.id")
    assert _segar(orang).check_password(sandi)
    assert _segar(orang).surel == "s@contoh.go.id"
    peran = Peran.objects.get(pengguna=orang)
    assert (peran.jenis, peran.kategori, peran.aktif) == (JenisPeran.VERIFIKATOR, "KP", True)
    _tercatat(orang, Jenis.PERAN_DIUBAH, dunia.administrator, nip=NIP_LAIN, perubahan={"peran": ["", str(peran)]})
    lagi, kosong = _staf(dunia, JenisPeran.AUDITOR)
    assert (lagi, kosong) == (orang, "")


def test_staf_dengan_nip_yang_salah_ditolak(dunia: d.Dunia) -> None:
    with ditolak(PicDitolak, "17 angka", "nip"):
        _staf(dunia, nip=NIP_LAIN[:17])
    assert not Pengguna.objects.filter(nip__startswith=NIP_LAIN[:17]).exists()


def test_pic_suatu_kelompok_boleh_menjadi_verifikatornya(dunia: d.Dunia) -> None:
    """Only two roles of the pokja itself exclude one another."""
    pic.beri_peran(dunia.pic.pk, jenis=JenisPeran.VERIFIKATOR, kategori="KP", oleh=dunia.administrator)
    assert Peran.objects.filter(pengguna=dunia.pic, jenis=JenisPeran.VERIFIKATOR, aktif=True).exists()


def test_peran_kedua_diberikan_tanpa_sandi_dan_yang_kembali_mendapat_sandi(dunia: d.Dunia) -> None:
    orang, _ = _staf(dunia)
    oleh = dunia.administrator
    assert pic.beri_peran(orang.pk, jenis=JenisPeran.DUKUNGAN, oleh=oleh) == ""
    for peran in Peran.objects.filter(pengguna=orang):
        pic.cabut_peran(peran.pk, oleh=oleh, alasan="Rotasi")
    assert not _segar(orang).is_active
    sandi = pic.beri_peran(orang.pk, jenis=JenisPeran.AUDITOR, oleh=oleh)
    assert _segar(orang).is_active
    assert _segar(orang).check_password(sandi)


@pytest.mark.parametrize(
    ("jenis", "kategori", "pesan", "bidang"),
    [
        (JenisPeran.PIC, "KP", "PIC didaftarkan lewat halaman instansinya.", "jenis"),
        (JenisPeran.VERIFIKATOR, "", "Koordinator dan verifikator membutuhkan pokja", "kategori"),
        (JenisPeran.KOORDINATOR, "", "Koordinator dan verifikator membutuhkan pokja", "kategori"),
        (JenisPeran.AUDITOR, "KP", "peran lain tidak memakainya", "kategori"),
        (JenisPeran.VERIFIKATOR, "KP", "Peran ini sudah dimiliki.", "jenis"),
        (JenisPeran.KOORDINATOR, "KP", "Satu orang memegang satu peran dalam satu pokja.", "jenis"),
    ],
)
def test_peran_yang_tidak_mungkin_ditolak(
    dunia: d.Dunia, jenis: JenisPeran, kategori: str, pesan: str, bidang: str
) -> None:
    orang, _ = _staf(dunia, JenisPeran.VERIFIKATOR, kategori="KP")
    with ditolak(PicDitolak, pesan, bidang):
        pic.beri_peran(orang.pk, jenis=jenis, kategori=kategori, oleh=dunia.administrator)


def test_peran_lain_di_pokja_lain_dan_peran_lama_yang_berakhir_tidak_menghalangi(dunia: d.Dunia) -> None:
    orang, _ = _staf(dunia, JenisPeran.VERIFIKATOR, kategori="KP")
    oleh = dunia.administrator
    pic.beri_peran(orang.pk, jenis=JenisPeran.KOORDINATOR, kategori="JFKU", oleh=oleh)
    pic.beri_peran(orang.pk, jenis=JenisPeran.AUDITOR, oleh=oleh)
    pic.cabut_peran(Peran.objects.get(pengguna=orang, kategori="KP").pk, oleh=oleh, alasan="x")
    pic.beri_peran(orang.pk, jenis=JenisPeran.KOORDINATOR, kategori="KP", oleh=oleh)
    aktif = Peran.objects.filter(pengguna=orang, aktif=True).values_list("jenis", "kategori")
    assert set(aktif) == {("KOORDINATOR", "JFKU"), ("AUDITOR", ""), ("KOORDINATOR", "KP")}


def test_peran_dicabut_dan_tercatat(dunia: d.Dunia) -> None:
    orang, _ = _staf(dunia)
    peran = Peran.objects.get(pengguna=orang)
    pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="Mutasi")
    peran.refresh_from_db()
    assert not peran.aktif
    assert peran.diakhiri_pada is not None
    assert not _segar(orang).is_active
    perubahan = {"peran": [str(peran), ""]}
    _tercatat(orang, Jenis.PERAN_DIUBAH, dunia.administrator, "Mutasi", nip=NIP_LAIN, perubahan=perubahan)
    with pytest.raises(PicDitolak, match="Peran ini sudah dicabut atau bukan peran Biro APP") as galat:
        pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="x")
    assert galat.value.kode == 409


def test_peran_pic_dan_administrator_terakhir_tidak_dicabut_lewat_pintu_ini(dunia: d.Dunia) -> None:
    peran = Peran.objects.filter(pengguna=dunia.pic).first()
    assert peran is not None
    with ditolak(PicDitolak, "Peran ini sudah dicabut atau bukan peran Biro APP."):
        pic.cabut_peran(peran.pk, oleh=dunia.administrator, alasan="x")
    terakhir = Peran.objects.get(pengguna=dunia.administrator)
    with ditolak(PicDitolak, "Ini administrator terakhir."):
        pic.cabut_peran(terakhir.pk, oleh=Mesin.SISTEM, alasan="x")
    kedua, _ = _staf(dunia, JenisPeran.ADMINISTRATOR)
    Pengguna.objects.filter(pk=kedua.pk).update(is_active=False)
    with ditolak(PicDitolak, "Ini administrator terakhir."):
        pic.cabut_peran(terakhir.pk, oleh=Mesin.SISTEM, alasan="x")
    Pengguna.objects.filter(pk=kedua.pk).update(is_active=True)
    Peran.objects.filter(pengguna=kedua).update(aktif=False)
    with ditolak(PicDitolak, "Ini administrator terakhir."):
        pic.cabut_peran(terakhir.pk, oleh=Mesin.SISTEM, alasan="x")
    Peran.objects.filter(pengguna=kedua).update(aktif=True)
    pic.cabut_peran(terakhir.pk, oleh=_segar(kedua), alasan="x")


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_nama_dan_surel_dibetulkan_dan_hanya_yang_berbeda_dicatat(dunia: d.Dunia) -> None:
    orang = dunia.auditor
    pic.ubah_pengguna(orang.pk, nama="Aulia Contoh", surel="a@contoh.go.id", oleh=dunia.administrator)
    assert (_segar(orang).nama, _segar(orang).surel) == ("Aulia Contoh", "a@contoh.go.id")
    _tercatat(orang, Jenis.PENGGUNA_DIUBAH, dunia.administrator, perubahan={"surel": ["", "a@contoh.go.id"]})
    jumlah = Peristiwa.objects.count()
    pic.ubah_pengguna(orang.pk, nama="Aulia Contoh", surel="a@contoh.go.id", oleh=dunia.administrator)
    assert Peristiwa.objects.count() == jumlah
    pic.ubah_pengguna(orang.pk, nama="Aulia C.", surel="a@contoh.go.id", oleh=dunia.administrator)
    assert _segar(orang).nama == "Aulia C."


def test_sandi_diatur_ulang_hanya_bagi_akun_yang_aktif(dunia: d.Dunia) -> None:
    orang, sandi = pic.atur_ulang_sandi(dunia.auditor.pk, oleh=dunia.administrator, alasan="Lupa")
    assert orang == dunia.auditor
    assert _segar(orang).check_password(sandi)
    assert _segar(orang).perlu_ganti_sandi
    _tercatat(orang, Jenis.SANDI_DIATUR_ULANG, dunia.administrator, "Lupa")
    Pengguna.objects.filter(pk=orang.pk).update(is_active=False)
    with ditolak(PicDitolak, "Akun ini tidak aktif karena tidak mempunyai peran. Beri peran lebih dahulu."):
        pic.atur_ulang_sandi(orang.pk, oleh=dunia.administrator, alasan="x")


def test_langkah_kedua_dilepas_dan_tercatat(dunia: d.Dunia) -> None:
    Authenticator.objects.create(user=dunia.auditor, type=Authenticator.Type.TOTP, data={"secret": "x"})
    pic.lepas_dua_langkah(dunia.auditor.pk, oleh=dunia.administrator, alasan="Ponsel hilang")
    assert not Authenticator.objects.filter(user=dunia.auditor).exists()
    _tercatat(dunia.auditor, Jenis.DUA_LANGKAH_DILEPAS, dunia.administrator, "Ponsel hilang")


def test_langkah_kedua_yang_tidak_ada_tidak_dapat_dilepas(dunia: d.Dunia) -> None:
    with pytest.raises(PicDitolak, match="Orang ini tidak memakai verifikasi dua langkah") as galat:
        pic.lepas_dua_langkah(dunia.auditor.pk, oleh=dunia.administrator, alasan="x")
    assert galat.value.kode == 409


def test_aturan_dua_orang_dinyalakan_dan_dimatikan(dunia: d.Dunia) -> None:
    for aktif in (True, False):
        pengaturan = pic.atur_empat_mata(dunia.instansi, aktif=aktif, oleh=dunia.administrator)
        assert pengaturan.empat_mata is aktif
        assert PengaturanInstansi.objects.get(pk=dunia.instansi.pk).empat_mata is aktif
        satu = _terakhir(f"instansi:{dunia.instansi.pk}")
        assert (satu.jenis, satu.oleh) == (Jenis.EMPAT_MATA_DIUBAH, dunia.administrator)
        assert satu.data["perubahan"] == {"empat_mata": [not aktif, aktif]}
        assert satu.data["instansi"] == dunia.instansi.nama
    jumlah = Peristiwa.objects.count()
    pic.atur_empat_mata(dunia.instansi, aktif=False, oleh=dunia.administrator)
    assert Peristiwa.objects.count() == jumlah
    assert not PengaturanInstansi.objects.filter(pk=dunia.instansi_lain.pk).exists()


# --- who may press ----------------------------------------------------------------------------------------------------


def _semua(dunia: d.Dunia, oleh: Any) -> list[Any]:
    """Every door of this module, pressed by `oleh`."""
    peran = Peran.objects.get(pengguna=dunia.dukungan)
    return [
        lambda: _daftarkan(dunia, oleh=oleh),
        lambda: _staf(dunia, oleh=oleh),
        lambda: pic.ubah_pic(dunia.pic.pk, instansi=dunia.instansi, kelompok={"KP": True}, oleh=oleh),
        lambda: pic.cabut_pic(dunia.pic.pk, instansi=dunia.instansi, oleh=oleh, alasan="x"),
        lambda: pic.serahkan_draf(dunia.pic.pk, kepada=dunia.penyetuju, instansi=dunia.instansi, oleh=oleh, alasan="x"),
        lambda: pic.beri_peran(dunia.auditor.pk, jenis=JenisPeran.DUKUNGAN, oleh=oleh),
        lambda: pic.cabut_peran(peran.pk, oleh=oleh, alasan="x"),
        lambda: pic.ubah_pengguna(dunia.pic.pk, nama="x", surel="", oleh=oleh),
        lambda: pic.atur_ulang_sandi(dunia.pic.pk, oleh=oleh, alasan="x"),
        lambda: pic.lepas_dua_langkah(dunia.pic.pk, oleh=oleh, alasan="x"),
        lambda: pic.atur_empat_mata(dunia.instansi, aktif=True, oleh=oleh),
    ]


@pytest.mark.parametrize("siapa", ["pic", "kepala_biro", "auditor", "dukungan", "BKN", "ditutup"])
def test_hanya_administrator_atau_sistem_yang_mengatur(dunia: d.Dunia, siapa: str) -> None:
    oleh = Mesin.BKN if siapa == "BKN" else getattr(dunia, "administrator" if siapa == "ditutup" else siapa)
    if siapa == "ditutup":
        oleh.is_active = False
    for pintu in _semua(dunia, oleh):
        with ditolak(TidakBerwenang, "Hanya administrator yang mengatur PIC dan peran."):
            pintu()


def test_sistem_membuat_administrator_pertama(dunia: d.Dunia) -> None:
    orang, _ = _staf(dunia, JenisPeran.ADMINISTRATOR, oleh=Mesin.SISTEM)
    satu = _terakhir(f"pic:{orang.pk}")
    assert (satu.mesin, satu.oleh) == (Mesin.SISTEM, None)


def test_administrator_tidak_mengubah_dirinya_sendiri(dunia: d.Dunia) -> None:
    saya = dunia.administrator
    pesan = "Anda tidak dapat mengubah peran Anda sendiri. Minta administrator lain melakukannya."
    sendiri: dict[str, Any] = {"nip": saya.nip, "nama": saya.nama}
    for pintu in (
        lambda: _daftarkan(dunia, **sendiri),
        lambda: _staf(dunia, JenisPeran.AUDITOR, **sendiri),
        lambda: pic.ubah_pic(saya.pk, instansi=dunia.instansi, kelompok={"KP": True}, oleh=saya),
        lambda: pic.cabut_pic(saya.pk, instansi=dunia.instansi, oleh=saya, alasan="x"),
        lambda: pic.beri_peran(saya.pk, jenis=JenisPeran.AUDITOR, oleh=saya),
        lambda: pic.cabut_peran(Peran.objects.get(pengguna=saya).pk, oleh=saya, alasan="x"),
        lambda: pic.atur_ulang_sandi(saya.pk, oleh=saya, alasan="x"),
        lambda: pic.lepas_dua_langkah(saya.pk, oleh=saya, alasan="x"),
    ):
        with ditolak(PicDitolak, pesan):
            pintu()
