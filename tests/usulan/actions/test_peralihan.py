"""Instansi split, merge and are renamed: nothing is lost or doubled, and who sees it changes whole (docs/alur.md 1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from referensi.models import Instansi
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.audit.models import Peristiwa
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, tercatat
from usulan.actions import pengajuan, peralihan, pic
from usulan.actions.draf import AsnDitolak, hapus_draf
from usulan.actions.peralihan import PeralihanDitolak, RencanaBerubah
from usulan.izin import boleh
from usulan.models import PenerusInstansi, PengaturanInstansi, PeralihanInstansi, Tahanan, Usulan
from usulan.peralihan import Cakupan, Rencana, rencana
from usulan.peristiwa import Jenis
from usulan.tahap import Kerja, Tahap
from usulan.tempat import asn_pindah, beralih, pindah_ke, tempat_asn

DASAR = "Perpres contoh nomor 1"


@pytest.fixture
def penerus(dunia: d.Dunia) -> Instansi:
    return Instansi.objects.create(id="BARU", nama="Kementerian Contoh Baru", diubah_pada=timezone.now())


def _segar(orang: Pengguna) -> Pengguna:
    return Pengguna.objects.get(pk=orang.pk)


def _alihkan(dunia: d.Dunia, cakupan: Cakupan) -> Rencana:
    isi = rencana(cakupan, oleh=dunia.administrator)
    peralihan.alihkan_instansi(
        cakupan, tanggal=timezone.localdate(), dasar=DASAR, sidik=isi.sidik, oleh=dunia.administrator
    )
    return isi


def _terlihat(orang: Pengguna) -> set[Usulan]:
    return set(Usulan.objects.untuk(_segar(orang)))


def _pic(orang: Pengguna) -> set[tuple[str, str, bool]]:
    aktif = Peran.objects.filter(pengguna=orang, jenis=JenisPeran.PIC, aktif=True)
    return {(str(p.instansi_id), p.kategori, p.boleh_teken) for p in aktif}


# --- the whole --------------------------------------------------------------------------------------------------------


def test_berganti_nama_memindahkan_orang_draf_yang_berjalan_dan_yang_selesai(dunia: d.Dunia, penerus: Instansi) -> None:
    semua = [d.buat_draf(dunia), d.dikembalikan(dunia), d.disetujui_biro(dunia), d.keppres_terbit(dunia)]
    semua.append(d.terima_salinan(dunia, d.keppres_terbit(dunia)))
    lain = d.buat_draf(replace(dunia, pic=dunia.pic_lain), asn=d.buat_asn(dunia.instansi_lain))
    isi = _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    assert (isi.tertahan, isi.tinggal, isi.halangan) == ([], 0, [])
    assert {u.pk for u in isi.usulan} == {u.pk for u in semua}
    for usulan in semua:
        usulan.refresh_from_db()
        assert usulan.instansi == penerus
        tercatat(
            usulan,
            Jenis.BERPINDAH_INSTANSI,
            dunia.administrator,
            DASAR,
            lama="Kementerian Contoh Satu",
            baru="Kementerian Contoh Baru",
        )
    assert _terlihat(dunia.pic) == _terlihat(dunia.penyetuju) == set(semua)
    assert _terlihat(dunia.pic_lain) == {lain}
    assert _pic(dunia.pic) == {(penerus.pk, k, False) for k in Kategori.values}
    assert _pic(dunia.penyetuju) == {(penerus.pk, k, True) for k in Kategori.values}
    baris = PeralihanInstansi.objects.get()
    assert (baris.lama, baris.baru, baris.seluruhnya) == (dunia.instansi, penerus, True)
    assert (baris.jumlah_usulan, baris.jumlah_pic, baris.dasar) == (5, 2, DASAR)


def test_yang_pindah_dapat_diteruskan_sampai_terkirim(dunia: d.Dunia, penerus: Instansi) -> None:
    draf, kembali = d.lengkapi(dunia, d.buat_draf(dunia)), d.dikembalikan(dunia)
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    dunia.pic, dunia.penyetuju = _segar(dunia.pic), _segar(dunia.penyetuju)
    pengajuan.ajukan(draf.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    kembali = d.perbaiki(dunia, kembali)
    assert (kembali.tahap, kembali.verifikator) == (Tahap.DIVERIFIKASI, dunia.verifikator)
    # Data ASN still names the old instansi: the successor acts for these people.
    baru = d.buat_draf(dunia)
    assert baru.instansi == penerus
    assert not Usulan.objects.filter(asn_pindah()).exists()


def test_kiriman_penahanan_dan_verifikator_tetap_melekat(dunia: d.Dunia, penerus: Instansi) -> None:
    usulan = d.siap_keppres(dunia)
    rencanakan_tertunda()
    d.bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Berkas kurang")
    d.rkp(dunia, lain := d.siap_keppres(dunia))
    rencanakan_tertunda()
    kiriman = list(Pengiriman.objects.order_by("pk").values())
    tahanan = list(Tahanan.objects.order_by("pk").values())
    assert kiriman
    assert tahanan
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    rencanakan_tertunda()
    assert list(Pengiriman.objects.exclude(aliran__startswith="pic:").order_by("pk").values()) == kiriman
    assert list(Tahanan.objects.order_by("pk").values()) == tahanan
    assert d.segar(usulan).verifikator == dunia.verifikator
    assert d.segar(lain).tahap == Tahap.RKP
    pic_ulang = Pengiriman.objects.filter(aliran__startswith="pic:").values_list("aliran", flat=True)
    assert set(pic_ulang) == {f"pic:{dunia.pic.pk}", f"pic:{dunia.penyetuju.pk}"}
    assert set(Pengiriman.objects.untuk(_segar(dunia.pic))) >= set(Pengiriman.objects.filter(usulan=usulan))


def test_penggabungan_memindahkan_beberapa_instansi_sekaligus(dunia: d.Dunia, penerus: Instansi) -> None:
    satu = d.buat_draf(dunia)
    dua = d.buat_draf(replace(dunia, pic=dunia.pic_lain), asn=d.buat_asn(dunia.instansi_lain))
    pic.daftarkan_pic(
        nip=dunia.pic.nip,
        nama=dunia.pic.nama,
        instansi=dunia.instansi_lain,
        kelompok={"KP": True},
        oleh=dunia.administrator,
    )
    _alihkan(dunia, Cakupan((dunia.instansi, dunia.instansi_lain), penerus))
    assert _terlihat(dunia.pic) == _terlihat(dunia.pic_lain) == {satu, dua}
    # The greater right holds where two roles meet, and there is one of them.
    assert _pic(dunia.pic) == {
        (penerus.pk, "KP", True),
        (penerus.pk, "PEMBERHENTIAN", False),
        (penerus.pk, "JFKU", False),
    }
    assert Peran.objects.filter(pengguna=dunia.pic, kategori="KP", aktif=True).count() == 1
    assert PeralihanInstansi.objects.count() == 2


def test_aturan_dua_orang_ikut(dunia: d.Dunia, penerus: Instansi) -> None:
    pic.atur_empat_mata(dunia.instansi, aktif=True, oleh=dunia.administrator)
    draf = d.buat_draf(replace(dunia, pic=dunia.penyetuju))
    isi = _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    assert isi.empat_mata
    assert PengaturanInstansi.objects.get(pk=penerus.pk).empat_mata
    assert not boleh(_segar(dunia.penyetuju), Kerja.AJUKAN, d.segar(draf))
    terakhir = Peristiwa.objects.filter(aliran=f"instansi:{penerus.pk}").latest("urutan")
    assert (terakhir.jenis, terakhir.alasan) == (Jenis.EMPAT_MATA_DIUBAH, DASAR)
    assert terakhir.data["instansi"] == "Kementerian Contoh Baru"
    assert terakhir.data["perubahan"] == {"empat_mata": [False, True]}
    assert not rencana(Cakupan((dunia.instansi_lain,), penerus), oleh=dunia.administrator).empat_mata


def test_draf_yang_dihapus_tinggal_pada_jejak_lama(dunia: d.Dunia, penerus: Instansi) -> None:
    usulan = d.buat_draf(dunia)
    hapus_draf(usulan.pk, oleh=dunia.pic)
    assert _alihkan(dunia, Cakupan((dunia.instansi,), penerus)).usulan == []
    assert d.segar(usulan).instansi_id == dunia.instansi.pk


def test_tercatat_pada_kedua_instansi_dan_pada_orangnya(dunia: d.Dunia, penerus: Instansi) -> None:
    d.buat_draf(dunia)
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    for instansi in (dunia.instansi, penerus):
        satu = Peristiwa.objects.get(aliran=f"instansi:{instansi.pk}")
        assert (satu.jenis, satu.alasan, satu.oleh) == (Jenis.INSTANSI_BERALIH, DASAR, dunia.administrator)
        assert (satu.data["jumlah_usulan"], satu.data["jumlah_pic"], satu.data["seluruhnya"]) == (1, 2, True)
        assert satu.data["tanggal"] == timezone.localdate().isoformat()
        assert (satu.data["lama"], satu.data["baru"]) == ("Kementerian Contoh Satu", "Kementerian Contoh Baru")
        assert satu.data["unit"] == []
    orang = Peristiwa.objects.filter(aliran=f"pic:{dunia.pic.pk}").latest("urutan")
    assert orang.alasan == DASAR
    assert orang.data["perubahan"]["KP"] == [
        "menyusun di Kementerian Contoh Satu",
        "menyusun di Kementerian Contoh Baru",
    ]


# --- a part -----------------------------------------------------------------------------------------------------------


def test_pemecahan_memindahkan_unit_dan_orang_yang_dipilih_saja(dunia: d.Dunia, penerus: Instansi) -> None:
    ikut = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, unit_kerja="Deputi Satu"))
    satu = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, unit_kerja="Deputi Dua"))
    tinggal = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, unit_kerja="Deputi Dua"))
    cakupan = Cakupan(
        (dunia.instansi,),
        penerus,
        sebagian=True,
        orang=frozenset({dunia.penyetuju.pk}),
        unit=frozenset({"Deputi Satu"}),
        usulan=frozenset({satu.pk}),
    )
    isi = _alihkan(dunia, cakupan)
    assert (isi.tinggal, [p for p, _ in isi.orang]) == (1, [dunia.penyetuju])
    assert _terlihat(dunia.pic) == {tinggal}
    assert _terlihat(dunia.penyetuju) == {ikut, satu}
    assert not PeralihanInstansi.objects.get().seluruhnya
    assert Peristiwa.objects.get(aliran=f"instansi:{penerus.pk}").data["unit"] == ["Deputi Satu"]
    # From now on the successor proposes the people of that unit, and the old instansi the others.
    deputi_satu, deputi_dua = (d.buat_asn(dunia.instansi, unit_kerja=f"Deputi {u}") for u in ("Satu", "Dua"))
    assert tempat_asn(deputi_satu) == [penerus.pk]
    assert tempat_asn(deputi_dua) == [dunia.instansi.pk]
    with pytest.raises(AsnDitolak):
        d.buat_draf(replace(dunia, pic=_segar(dunia.pic)), asn=deputi_satu)


def test_usulan_tidak_ditinggalkan_tanpa_pic(dunia: d.Dunia, penerus: Instansi) -> None:
    d.diajukan(dunia)
    cakupan = Cakupan((dunia.instansi,), penerus, sebagian=True, orang=frozenset({dunia.pic.pk, dunia.penyetuju.pk}))
    isi = rencana(cakupan, oleh=dunia.administrator)
    pesan = (
        "Kementerian Contoh Satu tidak mempunyai PIC Kenaikan Pangkat lagi, padahal 1 usulannya yang berjalan tinggal. "
        "Sisakan seorang PIC, atau pindahkan juga usulan itu."
    )
    assert isi.halangan == [pesan]
    with ditolak(PeralihanDitolak, pesan):
        _alihkan(dunia, cakupan)
    assert not PeralihanInstansi.objects.exists()
    assert len(_pic(dunia.pic)) == 3


def test_usulan_tidak_dipindahkan_ke_instansi_yang_tanpa_pic_selagi_yang_lama_punya(
    dunia: d.Dunia, penerus: Instansi
) -> None:
    usulan = d.diajukan(dunia)
    isi = rencana(
        Cakupan((dunia.instansi,), penerus, sebagian=True, usulan=frozenset({usulan.pk})), oleh=dunia.administrator
    )
    assert (isi.usulan, isi.tinggal) == ([], 1)
    (satu,) = isi.tertahan
    assert satu.apa == f"{usulan.nomor} ({usulan.layanan})"
    assert "Kementerian Contoh Baru tidak mempunyai PIC Kenaikan Pangkat. Daftarkan dahulu" in satu.sebab


def test_peran_sendiri_tidak_ikut_dan_disebut(dunia: d.Dunia, penerus: Instansi) -> None:
    Peran.objects.create(pengguna=dunia.administrator, jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori="KP")
    isi = _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    assert [t.apa for t in isi.tertahan] == [f"PIC instansi · Kenaikan Pangkat {dunia.administrator}"]
    assert "peran Anda sendiri" in isi.tertahan[0].sebab
    assert _pic(dunia.administrator) == {(dunia.instansi.pk, "KP", False)}


def test_yang_perlu_diketahui_disebut(dunia: d.Dunia, penerus: Instansi) -> None:
    d.buat_draf(dunia, asn=d.buat_asn(dunia.instansi, unit_kerja="Deputi Satu"))
    pindah = d.diajukan(dunia)
    _pindah(pindah, dunia.instansi_lain)
    cakupan = Cakupan(
        (dunia.instansi,),
        penerus,
        sebagian=True,
        orang=frozenset({dunia.penyetuju.pk}),
        unit=frozenset({"Deputi Satu"}),
        usulan=frozenset({pindah.pk}),
    )
    perhatian = " ".join(rencana(cakupan, oleh=dunia.administrator).perhatian)
    assert "Penyusun 1 draf atau perbaikan tidak ikut pindah" in perhatian
    assert "1 usulan ikut pindah walaupun menurut Data ASN pegawainya di instansi lain" in perhatian
    Peran.objects.filter(instansi=dunia.instansi).update(aktif=False)
    perhatian = " ".join(rencana(Cakupan((dunia.instansi,), penerus), oleh=dunia.administrator).perhatian)
    assert "1 usulan akan menunggu, karena Kementerian Contoh Baru belum mempunyai PIC Kenaikan Pangkat" in perhatian


def test_instansi_yang_sudah_beralih_dan_kosong_disebut_sebelum_dialihkan_lagi(
    dunia: d.Dunia, penerus: Instansi
) -> None:
    satu = d.diajukan(dunia)
    assert not any("sudah dialihkan" in kata for kata in _alihkan(dunia, Cakupan((dunia.instansi,), penerus)).perhatian)
    (kata,) = _alihkan(dunia, Cakupan((dunia.instansi,), dunia.instansi_lain)).perhatian
    assert kata.startswith(f"{dunia.instansi} sudah dialihkan seluruhnya ke {penerus}")
    assert d.segar(satu).instansi == penerus
    kembali = _alihkan(dunia, Cakupan((penerus,), dunia.instansi))
    assert not any("sudah dialihkan" in kata for kata in kembali.perhatian)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_pratinjau_yang_basi_ditolak(dunia: d.Dunia, penerus: Instansi) -> None:
    cakupan = Cakupan((dunia.instansi,), penerus)
    sidik = rencana(cakupan, oleh=dunia.administrator).sidik
    usulan = d.buat_draf(dunia)
    with pytest.raises(RencanaBerubah) as galat:
        peralihan.alihkan_instansi(
            cakupan, tanggal=timezone.localdate(), dasar=DASAR, sidik=sidik, oleh=dunia.administrator
        )
    assert (galat.value.kode, galat.value.judul) == (409, "Pratinjau tidak mutakhir")
    assert "berubah sejak Anda melihatnya" in galat.value.pesan
    assert d.segar(usulan).instansi_id == dunia.instansi.pk


def test_hanya_administrator_yang_mengalihkan(dunia: d.Dunia, penerus: Instansi) -> None:
    cakupan = Cakupan((dunia.instansi,), penerus)
    sidik = rencana(cakupan, oleh=dunia.kepala_biro).sidik
    with pytest.raises(TidakBerwenang):
        peralihan.alihkan_instansi(
            cakupan, tanggal=timezone.localdate(), dasar=DASAR, sidik=sidik, oleh=dunia.kepala_biro
        )


def test_peralihan_yang_bukan_peralihan_ditolak(dunia: d.Dunia, penerus: Instansi) -> None:
    hari = timezone.localdate()

    def coba(cakupan: Cakupan, tanggal: date = hari) -> None:
        sidik = rencana(cakupan, oleh=dunia.administrator).sidik
        peralihan.alihkan_instansi(cakupan, tanggal=tanggal, dasar=DASAR, sidik=sidik, oleh=dunia.administrator)

    with ditolak(PeralihanDitolak, "Instansi lama dan penerusnya harus berbeda."):
        coba(Cakupan((penerus,), penerus))
    with ditolak(PeralihanDitolak, "Instansi lama dan penerusnya harus berbeda."):
        coba(Cakupan((), penerus))
    with ditolak(PeralihanDitolak, "Pemecahan memindahkan sebagian dari satu instansi."):
        coba(Cakupan((dunia.instansi, dunia.instansi_lain), penerus, sebagian=True))
    with ditolak(PeralihanDitolak, "Tanggal berlakunya belum tiba.", "tanggal"):
        coba(Cakupan((dunia.instansi,), penerus), hari + timedelta(days=1))
    with ditolak(PeralihanDitolak, "Belum ada yang dipilih untuk dipindahkan."):
        coba(Cakupan((dunia.instansi,), penerus, sebagian=True))
    assert not PeralihanInstansi.objects.exists()


# --- chains -----------------------------------------------------------------------------------------------------------


def test_rantai_peralihan_berujung_pada_penerus_terakhir() -> None:
    tempat = beralih({}, "A", "B", None)
    assert beralih(tempat, "B", "C", None) == {("A", ""): "C", ("B", ""): "C"}
    assert beralih(tempat, "B", "C", ["u"]) == {("A", ""): "B", ("A", "u"): "C", ("B", "u"): "C"}
    assert beralih(tempat, "B", "A", None) == {("B", ""): "A"}
    kembali = beralih(tempat, "B", "A", ["u"])
    assert kembali == {("A", ""): "B", ("A", "u"): "A", ("B", "u"): "A"}
    assert beralih(kembali, "B", "A", None) == {("B", "u"): "A", ("B", ""): "A"}


def test_sisa_instansi_yang_dipecah_pergi_ke_penerus_lain(dunia: d.Dunia, penerus: Instansi) -> None:
    satu = d.diajukan(dunia, asn=d.buat_asn(dunia.instansi, unit_kerja="Deputi Satu"))
    dua = d.diajukan(dunia)
    orang, unit = frozenset({dunia.penyetuju.pk}), frozenset({"Deputi Satu"})
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus, sebagian=True, orang=orang, unit=unit))
    _alihkan(dunia, Cakupan((dunia.instansi,), dunia.instansi_lain))
    assert _terlihat(dunia.penyetuju) == {satu}
    assert _terlihat(dunia.pic) == _terlihat(dunia.pic_lain) == {dua}
    assert tempat_asn(satu.asn) == [penerus.pk]
    assert tempat_asn(dua.asn) == [dunia.instansi_lain.pk]
    assert not Usulan.objects.filter(asn_pindah()).exists()
    assert PenerusInstansi.objects.count() == 2


# --- one person -------------------------------------------------------------------------------------------------------


def _pindah(usulan: Usulan, ke: Instansi | str) -> None:
    pk = getattr(ke, "pk", ke)
    usulan.asn.instansi_kerja_id = usulan.asn.instansi_induk_id = pk
    usulan.asn.save()


def test_usulan_pegawai_yang_pindah_dioper_kepada_instansi_barunya(dunia: d.Dunia) -> None:
    usulan, tetap = d.dikembalikan(dunia), d.dikembalikan(dunia)
    _pindah(usulan, dunia.instansi_lain)
    assert list(Usulan.objects.filter(asn_pindah())) == [usulan]
    assert pindah_ke(d.segar(usulan)) == dunia.instansi_lain
    peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="Pindah instansi")
    nama = {"lama": str(dunia.instansi), "baru": str(dunia.instansi_lain)}
    tercatat(usulan, Jenis.BERPINDAH_INSTANSI, dunia.koordinator, "Pindah instansi", **nama)
    for instansi in (dunia.instansi, dunia.instansi_lain):
        satu = Peristiwa.objects.get(aliran=f"instansi:{instansi.pk}")
        assert (satu.jenis, satu.alasan, satu.oleh) == (Jenis.USULAN_DIOPER, "Pindah instansi", dunia.koordinator)
        assert {k: satu.data[k] for k in ("nomor", *nama)} == {"nomor": usulan.nomor, **nama}
    assert _terlihat(dunia.pic) == {tetap}
    assert _terlihat(dunia.pic_lain) == {usulan}
    dunia.pic = dunia.penyetuju = dunia.pic_lain
    assert d.perbaiki(dunia, usulan).tahap == Tahap.DIVERIFIKASI


def test_usulan_pegawai_yang_tidak_pindah_tidak_dioper(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    with pytest.raises(PeralihanDitolak, match="orang ini masih pegawai instansi usulan") as galat:
        peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x")
    assert galat.value.kode == 409
    _pindah(usulan, "")
    assert not Usulan.objects.filter(asn_pindah()).exists()
    assert pindah_ke(d.segar(usulan)) is None


def test_usulan_tidak_dioper_ke_instansi_tanpa_pic(dunia: d.Dunia, penerus: Instansi) -> None:
    usulan = d.diajukan(dunia)
    _pindah(usulan, penerus)
    with ditolak(PeralihanDitolak, "Kementerian Contoh Baru belum mempunyai PIC Kenaikan Pangkat"):
        peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x")
    _pindah(usulan, "TAK-DIKENAL")
    with ditolak(PeralihanDitolak, "TAK-DIKENAL belum mempunyai PIC"):
        peralihan.oper_usulan(usulan.pk, oleh=dunia.koordinator, alasan="x")


def test_pic_tidak_mengoper_sendiri_dan_yang_selesai_tidak_disebut_pindah(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    _pindah(usulan, dunia.instansi_lain)
    for orang in (dunia.pic, dunia.pic_lain, dunia.verifikator):
        with pytest.raises(TidakBerwenang):
            peralihan.oper_usulan(usulan.pk, oleh=orang, alasan="x")
    selesai = d.terima_salinan(dunia, d.keppres_terbit(dunia))
    _pindah(selesai, dunia.instansi_lain)
    assert pindah_ke(d.segar(selesai)) is None
    assert set(Usulan.objects.filter(asn_pindah())) == {usulan}
