"""Teken: what is asked before it, what it leaves, and what BKN reads with it (docs/alur.md 3 and 4)."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from integrasi.enums import Api
from referensi.katalog import bidang_layanan
from referensi.models import ASN, Eselon
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, panggilan, tak_berubah, tercatat
from usulan.actions import bkn, draf, pengajuan, verifikasi
from usulan.actions.pengajuan import BelumLengkap
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import BidangDiminta, HasilPenilaian, PenilaianDokumen, Usulan, VersiDokumen, rincian
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


def _siap(dunia: d.Dunia, kode: str = "KP-STRUKTURAL") -> Usulan:
    return d.lengkapi(dunia, d.buat_draf(dunia, kode))


def _ajukan(dunia: d.Dunia, usulan: Usulan, **ubahan: Any) -> Usulan:
    return pengajuan.ajukan(usulan.pk, **{"oleh": dunia.penyetuju, "peringatan_diketahui": True} | ubahan)


def _perbaiki(dunia: d.Dunia, usulan: Usulan, **ubahan: Any) -> Usulan:
    return pengajuan.ajukan_perbaikan(usulan.pk, **{"oleh": dunia.penyetuju, "peringatan_diketahui": True} | ubahan)


def _label(usulan: Usulan, kode: str) -> str:
    return next(b.label for b in bidang_layanan(usulan.layanan_id) if b.kode == kode)


# --- the first time ---------------------------------------------------------------------------------------------------


def test_teken_mengirim_usulan_dengan_dokumen_dan_penandatangannya(dunia: d.Dunia) -> None:
    usulan = _siap(dunia)
    kosong = usulan.dokumen.filter(versi_kini=None).count()
    assert kosong, "the service has rows that need no file"
    _ajukan(dunia, usulan, catatan="Mohon diproses")
    kini = d.segar(usulan)
    assert (kini.tahap, kini.penanda_tangan, kini.versi) == (Tahap.DIAJUKAN, dunia.penyetuju, usulan.versi + 1)
    assert kini.diajukan_pada is not None
    assert kini.tahap_sejak > usulan.tahap_sejak
    assert kini.tenggat is not None
    assert not kini.dokumen.filter(terbuka=True).exists()
    tercatat(usulan, Jenis.DIAJUKAN, dunia.penyetuju, putaran=1)
    (teken,) = panggilan(usulan, Api.APPROVE)
    assert teken == {
        "nip_approval": dunia.penyetuju.nip,
        "nama_approval": dunia.penyetuju.nama,
        "jenis_usulan": "Baru",
        "catatan": "Mohon diproses",
    }
    terkirim = {isi["versi"] for isi in panggilan(usulan, Api.DOKUMEN)}
    assert terkirim == set(kini.dokumen.exclude(versi_kini=None).values_list("versi_kini_id", flat=True))


def test_yang_belum_lengkap_menyebut_yang_pertama_dan_jumlah_sisanya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    with tak_berubah(usulan), pytest.raises(BelumLengkap) as galat:
        _ajukan(dunia, usulan)
    temuan = galat.value.temuan
    assert {t.tingkat.value for t in temuan} == {"galat"}
    assert galat.value.pesan == f"Usulan belum dapat dikirim: {temuan[0].pesan} (dan {len(temuan) - 1} hal lain)"
    assert galat.value.judul == "Pemeriksaan awal belum bersih"


def test_satu_kekurangan_disebut_tanpa_hitungan(dunia: d.Dunia) -> None:
    usulan = _siap(dunia)
    draf.ubah_data(usulan.pk, isian={"pejabat_penanda_tangan": ""}, oleh=dunia.pic)
    with ditolak(BelumLengkap, "Usulan belum dapat dikirim: Pejabat penanda tangan belum diisi."):
        _ajukan(dunia, usulan)
    with pytest.raises(BelumLengkap) as galat:
        _ajukan(dunia, usulan)
    assert galat.value.pesan == "Usulan belum dapat dikirim: Pejabat penanda tangan belum diisi."
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": ""}, oleh=dunia.pic)
    with ditolak(BelumLengkap, "(dan 1 hal lain)"):
        _ajukan(dunia, usulan)


def test_peringatan_minta_diketahui_dahulu(dunia: d.Dunia) -> None:
    usulan = draf.ubah_data(_siap(dunia).pk, isian={"nama_unor": "Pusat Lain"}, oleh=dunia.pic)
    with tak_berubah(usulan), ditolak(BelumLengkap, "tertulis “Pusat Lain”, sedangkan Data ASN"):
        pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju)
    _ajukan(dunia, usulan, peringatan_diketahui=True)


@pytest.mark.parametrize("catatan", ["a" * 255, "é" * 127])
def test_catatan_sampai_255_diterima(dunia: d.Dunia, catatan: str) -> None:
    usulan = _siap(dunia)
    _ajukan(dunia, usulan, catatan=catatan)
    assert panggilan(usulan, Api.APPROVE)[0]["catatan"] == catatan


@pytest.mark.parametrize(
    ("catatan", "berisi"),
    [("a" * 256, "256 karakter"), ("é" * 128, "128 karakter (256 bita)"), ("😀" * 64, "64 karakter (256 bita)")],
)
def test_catatan_256_ditolak(dunia: d.Dunia, catatan: str, berisi: str) -> None:
    usulan = _siap(dunia)
    with tak_berubah(usulan), ditolak(GalatPengguna, f"Catatan berisi {berisi}; batasnya 255.", "catatan"):
        _ajukan(dunia, usulan, catatan=catatan)


def test_teken_menolak_orang_tahap_dan_halaman_yang_salah(dunia: d.Dunia) -> None:
    usulan = _siap(dunia)
    with ditolak(TidakBerwenang, "belum mempunyai hak teken"):
        _ajukan(dunia, usulan, oleh=dunia.pic)
    with ditolak(SudahBerubah, "baru saja diubah orang lain"):
        _ajukan(dunia, usulan, versi=usulan.versi - 1)
    with ditolak(TidakMungkin, "pada tahap “Draf”"):
        _perbaiki(dunia, usulan)
    _ajukan(dunia, usulan, versi=usulan.versi)
    with ditolak(TidakMungkin, "pada tahap “Diajukan”"):
        _ajukan(dunia, usulan)


# --- corrections ------------------------------------------------------------------------------------------------------


def _minta(dunia: d.Dunia, bidang: dict[str, str] | None = None, *, tolak: int = 1) -> Usulan:
    """Returned with `tolak` documents refused and the data fields `bidang` asked for."""
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=tolak)
    verifikasi.terbitkan(usulan.pk, status="BTL", keterangan="Perbaiki", bidang=bidang or {}, oleh=dunia.verifikator)
    return d.segar(usulan)


def _ganti_yang_terbuka(dunia: d.Dunia, usulan: Usulan) -> list[int]:
    terbuka = list(usulan.dokumen.filter(terbuka=True).values_list("pk", flat=True))
    for pk in terbuka:
        d.unggah(dunia, usulan, pk)
    return list(usulan.dokumen.filter(pk__in=terbuka).values_list("versi_kini_id", flat=True))


def test_perbaikan_membuka_putaran_baru_untuk_verifikator_yang_sama(dunia: d.Dunia) -> None:
    usulan = _minta(dunia)
    baru = _ganti_yang_terbuka(dunia, usulan)
    lama = d.segar(usulan)
    _perbaiki(dunia, usulan, catatan="Sudah diganti")
    kini = d.segar(usulan)
    assert (kini.tahap, kini.putaran, kini.verifikator) == (Tahap.DIVERIFIKASI, 2, dunia.verifikator)
    assert (kini.status_biro, kini.status_bkn, kini.perbaikan_ditandai) == ("", "", False)
    assert (kini.penanda_tangan, kini.versi) == (dunia.penyetuju, lama.versi + 1)
    assert not kini.dokumen.filter(terbuka=True).exists()
    tercatat(usulan, Jenis.PERBAIKAN_DIAJUKAN, dunia.penyetuju, putaran=2)
    teken = panggilan(usulan, Api.APPROVE)[-1]
    assert teken == {
        "nip_approval": dunia.penyetuju.nip,
        "nama_approval": dunia.penyetuju.nama,
        "jenis_usulan": "Perbaikan",
        "catatan": "Sudah diganti",
    }
    dokumen = [isi["versi"] for isi in panggilan(usulan, Api.DOKUMEN)]
    assert dokumen[-len(baru) :] == baru
    assert len(dokumen) == kini.dokumen.exclude(versi_kini=None).count() + len(baru)


def test_yang_sudah_sesuai_tetap_dinilai_dan_yang_diganti_dinilai_lagi(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, tolak=2)
    (satu, dua) = usulan.dokumen.filter(terbuka=True)
    _ganti_yang_terbuka(dunia, usulan)
    _perbaiki(dunia, usulan)
    tetap = PenilaianDokumen.objects.filter(dokumen__usulan=usulan, putaran=2)
    assert set(tetap.values_list("hasil", flat=True)) == {HasilPenilaian.SESUAI}
    berisi = usulan.dokumen.exclude(versi_kini=None)
    assert set(tetap.values_list("dokumen_id", flat=True)) == {b.pk for b in berisi} - {satu.pk, dua.pk}
    assert PenilaianDokumen.objects.filter(dokumen__usulan=usulan, putaran=1).count() == berisi.count()


def test_perbaikan_usulan_tanpa_verifikator_kembali_ke_antrean(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="SK tidak terbaca")
    baris = usulan.dokumen.exclude(versi_kini=None).first()
    assert baris is not None
    d.unggah(dunia, usulan, baris.pk)
    _perbaiki(dunia, usulan)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.putaran, kini.verifikator, kini.status_bkn) == (Tahap.DIAJUKAN, 2, None, "")


def test_persetujuan_bkn_tetap_berlaku_pada_putaran_berikut(dunia: d.Dunia) -> None:
    usulan = _minta(dunia)
    bkn.terima_putusan(usulan.pk, status="APPROVED", tanggal=timezone.localdate())
    usulan = d.segar(usulan)
    if usulan.tahap == Tahap.PERBAIKAN:
        _ganti_yang_terbuka(dunia, usulan)
        _perbaiki(dunia, usulan)
    assert d.segar(usulan).status_bkn == "APPROVED"


def test_dokumen_dan_data_yang_belum_dijawab_disebut_satu_per_satu(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nama_jabatan": "keliru", "nama_unor": "keliru"})
    baris = usulan.dokumen.get(terbuka=True)
    kurang = {
        f"Dokumen “{baris.persyaratan.nama}” belum diganti.",
        f"Data “{_label(usulan, 'nama_jabatan')}” belum diperbaiki.",
        f"Data “{_label(usulan, 'nama_unor')}” belum diperbaiki.",
    }
    assert set(pengajuan.belum_dijawab(usulan)) == kurang
    with tak_berubah(usulan), pytest.raises(BelumLengkap) as galat:
        _perbaiki(dunia, usulan, catatan="Tetap")
    assert {t.pesan for t in galat.value.temuan} == kurang
    _ganti_yang_terbuka(dunia, usulan)
    draf.ubah_data(usulan.pk, isian={"nama_jabatan": "Direktur"}, oleh=dunia.pic)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == [f"Data “{_label(usulan, 'nama_unor')}” belum diperbaiki."]


def test_data_yang_ternyata_benar_cukup_dijelaskan_dalam_catatan(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nama_unor": "keliru"})
    _ganti_yang_terbuka(dunia, usulan)
    with ditolak(BelumLengkap, f"Data “{_label(usulan, 'nama_unor')}” belum diperbaiki."):
        _perbaiki(dunia, usulan)
    _perbaiki(dunia, usulan, catatan="Nama unor sudah benar menurut SK")
    assert d.segar(usulan).tahap == Tahap.DIVERIFIKASI


def test_dokumen_yang_dilepas_belum_menjawab(dunia: d.Dunia) -> None:
    from usulan.actions import dokumen

    usulan = _minta(dunia)
    baris = usulan.dokumen.get(terbuka=True)
    d.unggah(dunia, usulan, baris.pk)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == []
    dokumen.lepas_dokumen(usulan.pk, dokumen_id=baris.pk, oleh=dunia.pic)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == [f"Dokumen “{baris.persyaratan.nama}” belum diganti."]


def test_tanpa_tanda_verifikator_satu_perbaikan_pun_cukup(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Perbaiki")
    usulan = d.segar(usulan)
    lama = rincian(usulan).nama_unor  # type: ignore[union-attr]
    assert pengajuan.belum_dijawab(usulan) == ["Belum ada dokumen atau data yang diperbaiki."]
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Unor lain"}, oleh=dunia.pic)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == []
    draf.ubah_data(usulan.pk, isian={"nama_unor": lama}, oleh=dunia.pic)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == ["Belum ada dokumen atau data yang diperbaiki."]
    baris = usulan.dokumen.exclude(versi_kini=None).first()
    assert baris is not None
    d.unggah(dunia, usulan, baris.pk)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == []


def test_yang_dikerjakan_pada_usulan_lain_atau_putaran_lain_bukan_jawaban(dunia: d.Dunia) -> None:
    lain = _minta(dunia)
    _ganti_yang_terbuka(dunia, lain)
    BidangDiminta.objects.create(usulan=lain, putaran=1, bidang="nama_unor")
    usulan = _minta(dunia, {"nomor_surat_pengantar": "keliru"}, tolak=0)
    BidangDiminta.objects.create(usulan=usulan, putaran=7, bidang="nama_unor")
    assert pengajuan.belum_dijawab(usulan) == ["Data “Nomor surat pengantar” belum diperbaiki."]
    Usulan.objects.filter(pk=usulan.pk).update(perbaikan_ditandai=False)
    assert pengajuan.belum_dijawab(d.segar(usulan)) == ["Belum ada dokumen atau data yang diperbaiki."]


def test_penilaian_lama_dan_milik_usulan_lain_tidak_terbawa(dunia: d.Dunia) -> None:
    lain = _minta(dunia)
    usulan = _minta(dunia)
    baris = usulan.dokumen.exclude(versi_kini=None).filter(terbuka=False).first()
    assert baris is not None
    PenilaianDokumen.objects.filter(dokumen=baris).update(putaran=9)
    _ganti_yang_terbuka(dunia, usulan)
    _perbaiki(dunia, usulan)
    assert not PenilaianDokumen.objects.filter(dokumen=baris, putaran=2).exists()
    assert not PenilaianDokumen.objects.filter(dokumen__usulan=lain, putaran=2).exists()


def test_teken_tanpa_catatan(dunia: d.Dunia) -> None:
    usulan = _siap(dunia)
    _ajukan(dunia, usulan)
    assert panggilan(usulan, Api.APPROVE)[0]["catatan"] == ""


def test_perubahan_data_dihitung_sejak_perbaikan_dibuka_dan_dari_nilai_awalnya(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nama_jabatan": "keliru", "nama_unor": "keliru"})
    assert pengajuan.perubahan_data(usulan) == {}, "what the draft changed belongs to another round"
    lama = rincian(usulan).nama_jabatan  # type: ignore[union-attr]
    for isi in ("Kepala Biro", "Direktur"):
        draf.ubah_data(usulan.pk, isian={"nama_jabatan": isi}, oleh=dunia.pic)
    assert pengajuan.perubahan_data(d.segar(usulan)) == {"nama_jabatan": [lama, "Direktur"]}
    draf.ubah_data(usulan.pk, isian={"nama_jabatan": lama}, oleh=dunia.pic)
    assert pengajuan.perubahan_data(d.segar(usulan)) == {}


def test_bkn_membaca_data_yang_berubah_dalam_catatan(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nama_jabatan": "keliru", "tmt_jabatan": "keliru"}, tolak=0)
    assert pengajuan.catatan_perbaikan(usulan, "Sudah") == "Sudah"
    isian = {"nama_jabatan": "Direktur", "tmt_jabatan": date(2024, 3, 1)}
    draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic)
    usulan = d.segar(usulan)
    nama = [_label(usulan, kode) for kode in isian]
    lengkap = f"Perbaikan data: {nama[0]}: Direktur; {nama[1]}: 01-03-2024"
    assert pengajuan.catatan_perbaikan(usulan, "") == lengkap
    assert pengajuan.catatan_perbaikan(usulan, "Sudah") == f"Sudah. {lengkap}"
    muat = "a" * (255 - len(f". {lengkap}"))
    assert pengajuan.catatan_perbaikan(usulan, muat) == f"{muat}. {lengkap}"
    assert pengajuan.catatan_perbaikan(usulan, f"{muat}a") == f"{muat}a. Perbaikan data: {nama[0]}; {nama[1]}"


def test_bkn_membaca_desimal_dengan_koma_dan_eselon_dengan_namanya(dunia: d.Dunia) -> None:
    assert pengajuan._terbaca("desimal", "850.125") == "850,125"
    assert pengajuan._terbaca("desimal", "850125.000") == "850125"
    usulan = _minta(dunia, {"eselon": "keliru"}, tolak=0)
    eselon = Eselon.objects.create(pk="12", nama="I.b", diubah_pada=timezone.now())
    draf.ubah_data(usulan.pk, isian={"eselon": eselon.pk}, oleh=dunia.pic)
    catatan = pengajuan.catatan_perbaikan(d.segar(usulan), "")
    assert catatan == f"Perbaikan data: {_label(usulan, 'eselon')}: {eselon}"


def test_data_umum_yang_berubah_disebut_dengan_labelnya(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nomor_surat_pengantar": "keliru"}, tolak=0)
    draf.ubah_data(usulan.pk, isian={"nomor_surat_pengantar": "B-9"}, oleh=dunia.pic)
    catatan = pengajuan.catatan_perbaikan(d.segar(usulan), "")
    assert catatan == "Perbaikan data: Nomor surat pengantar: B-9"


def test_perubahan_yang_panjang_disebut_namanya_dan_catatan_yang_tidak_muat_ditolak(dunia: d.Dunia) -> None:
    usulan = _minta(dunia, {"nama_jabatan": "keliru", "nama_unor": "keliru"}, tolak=0)
    draf.ubah_data(usulan.pk, isian={"nama_jabatan": "J" * 200, "nama_unor": "U" * 200}, oleh=dunia.pic)
    usulan = d.segar(usulan)
    nama = [_label(usulan, kode) for kode in ("nama_jabatan", "nama_unor")]
    ringkas = f"Perbaikan data: {nama[0]}; {nama[1]}"
    assert pengajuan.catatan_perbaikan(usulan, "") == ringkas
    ruang = 255 - len(f". {ringkas}")
    pas = "b" * ruang
    assert pengajuan.catatan_perbaikan(usulan, pas) == f"{pas}. {ringkas}"
    pesan = f"Catatan berisi {ruang + 1} karakter; tersisa {ruang} dari 255"
    with ditolak(GalatPengguna, pesan, "catatan"):
        _perbaiki(dunia, usulan, catatan=f"{pas}b")
    assert d.segar(usulan).tahap == "PERBAIKAN", "nothing was sent"
    _perbaiki(dunia, usulan)
    assert panggilan(usulan, Api.APPROVE)[-1]["catatan"] == ringkas


def test_perbaikan_menolak_catatan_panjang_dan_halaman_lama(dunia: d.Dunia) -> None:
    usulan = _minta(dunia)
    _ganti_yang_terbuka(dunia, usulan)
    usulan = d.segar(usulan)
    with ditolak(GalatPengguna, "Catatan berisi 256 karakter; batasnya 255.", "catatan"):
        _perbaiki(dunia, usulan, catatan="a" * 256)
    with ditolak(SudahBerubah, "baru saja diubah orang lain"):
        _perbaiki(dunia, usulan, versi=usulan.versi - 1)
    with ditolak(TidakBerwenang, "belum mempunyai hak teken"):
        _perbaiki(dunia, usulan, oleh=dunia.pic)
    ASN.objects.filter(pk=usulan.asn_id).update(nama_jabatan_terakhir="Jabatan Lain")
    with ditolak(BelumLengkap, "sedangkan Data ASN “Jabatan Lain”"):
        pengajuan.ajukan_perbaikan(usulan.pk, oleh=dunia.penyetuju)
    assert len(VersiDokumen.objects.filter(dokumen__usulan=usulan, putaran=2)) == 1
    assert kejadian(usulan)[-1].jenis == Jenis.DOKUMEN_DIUNGGAH
