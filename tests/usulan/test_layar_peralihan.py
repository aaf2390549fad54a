"""The screens of instansi that go over to another, and of people who went: nothing leaks, everybody has a way on."""

import re
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from referensi.models import Instansi
from siapp.akun.models import Pengguna
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions import peralihan
from usulan.models import PeralihanInstansi, TampilanTersimpan, Usulan
from usulan.peralihan import Cakupan, rencana

DASAR = "Perpres contoh nomor 1"


@pytest.fixture
def penerus(dunia: d.Dunia) -> Instansi:
    return Instansi.objects.create(id="BARU", nama="Kementerian Contoh Baru", diubah_pada=timezone.now())


@pytest.fixture
def admin(dunia: d.Dunia) -> Client:
    client = Client()
    client.post("/akun/login/", {"login": dunia.administrator.nip, "password": d.SANDI, "next": "/akun/profil/"})
    return client


def _isi(**lain: object) -> dict[str, object]:
    return {"tanggal": f"{timezone.localdate():%d-%m-%Y}", "dasar": DASAR, "cakupan": "seluruhnya"} | lain


def _sidik(halaman: str) -> str:
    cocok = re.search(r'name="sidik" value="([0-9a-f]{64})"', halaman)
    assert cocok
    return cocok[1]


def _pindah(usulan: Usulan, ke: Instansi) -> None:
    usulan.asn.instansi_kerja_id = usulan.asn.instansi_induk_id = ke.pk
    usulan.asn.save()


def _hitungan(orang: Pengguna, bagian: str) -> dict[str, tuple[int, str]]:
    return {h.kata: (h.jumlah, h.url) for h in masuk(orang).get("/").context[bagian].hitungan}


def test_dari_pilihan_lewat_pratinjau_sampai_dipindahkan(dunia: d.Dunia, penerus: Instansi, admin: Client) -> None:
    usulan, draf = d.diajukan(dunia), d.buat_draf(dunia)
    alamat = f"/pic/instansi/{penerus.pk}/peralihan/"
    assert {i.nama for i in admin.get(alamat).context["form"].fields["lama"].queryset} == {
        "Kementerian Contoh Satu",
        "Badan Contoh Dua",
    }
    assert "Pilih sedikitnya satu instansi lama." in admin.get(f"{alamat}?lanjut=1").content.decode()
    alamat += f"?lama={dunia.instansi.pk}"
    halaman = admin.get(alamat).content.decode()
    assert usulan.nama in halaman
    assert draf.nama not in halaman  # what is not signed is its instansi's own
    assert draf.nomor in halaman
    assert admin.post(alamat, _isi(dasar="")).status_code == 422
    pratinjau = admin.post(alamat, _isi()).content.decode()
    assert "2 usulan" in pratinjau
    assert "Tidak ada usulan yang tertinggal." in pratinjau
    assert not PeralihanInstansi.objects.exists()
    assert "Seluruhnya: berganti nama" in admin.post(alamat, _isi(langkah="ubah")).content.decode()
    jawaban = admin.post(alamat, _isi(sidik=_sidik(pratinjau)), follow=True).content.decode()
    assert "2 PIC dan 2 usulan dipindahkan kepada Kementerian Contoh Baru." in jawaban
    assert DASAR in jawaban
    assert {u.pk for u in Usulan.objects.filter(instansi=penerus)} == {usulan.pk, draf.pk}
    assert "Instansi ini sudah beralih" in admin.get(f"/pic/instansi/{dunia.instansi.pk}/").content.decode()
    assert DASAR in admin.get("/pic/peralihan/").content.decode()


def test_pratinjau_yang_basi_ditampilkan_lagi_dan_belum_memindahkan(
    dunia: d.Dunia, penerus: Instansi, admin: Client
) -> None:
    alamat = f"/pic/instansi/{penerus.pk}/peralihan/?lama={dunia.instansi.pk}"
    sidik = _sidik(admin.post(alamat, _isi()).content.decode())
    d.buat_draf(dunia)
    jawaban = admin.post(alamat, _isi(sidik=sidik))
    assert jawaban.status_code == 409
    assert "Yang akan dipindahkan berubah sejak Anda melihatnya." in jawaban.content.decode()
    assert not PeralihanInstansi.objects.exists()
    admin.post(alamat, _isi(sidik=_sidik(jawaban.content.decode())))
    assert PeralihanInstansi.objects.get().jumlah_usulan == 1


def test_pemecahan_memilih_unit_dan_halangannya_disebut(dunia: d.Dunia, penerus: Instansi, admin: Client) -> None:
    d.diajukan(dunia)
    alamat = f"/pic/instansi/{penerus.pk}/peralihan/?lama={dunia.instansi.pk}"
    semua = [str(dunia.pic.pk), str(dunia.penyetuju.pk)]
    kosong = admin.post(alamat, _isi(cakupan="sebagian"))
    assert kosong.status_code == 422
    assert "Centang sedikitnya satu PIC" in kosong.content.decode()
    halaman = admin.post(alamat, _isi(cakupan="sebagian", orang=semua)).content.decode()
    assert "Sisakan seorang PIC, atau pindahkan juga usulan itu." in halaman
    assert "Pindahkan sekarang" not in halaman
    pratinjau = admin.post(alamat, _isi(cakupan="sebagian", orang=semua, unit=["Sekretariat Contoh"]))
    admin.post(
        alamat,
        _isi(
            cakupan="sebagian",
            orang=semua,
            unit=["Sekretariat Contoh"],
            sidik=_sidik(pratinjau.content.decode()),
        ),
    )
    assert not PeralihanInstansi.objects.get().seluruhnya
    assert Usulan.objects.get().instansi == penerus


def test_pegawai_yang_pindah_tampak_pada_yang_memutuskan_dan_dapat_diserahkan(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    _pindah(usulan, dunia.instansi_lain)
    for orang in (dunia.koordinator, dunia.kepala_biro, dunia.administrator):
        jumlah, url = _hitungan(orang, "biro")["Pegawainya pindah instansi"]
        assert jumlah == 1
        assert [b.pk for b in masuk(orang).get(url).context["baris"]] == [usulan.pk]
    kata = "Menurut Data ASN, pegawai ini sekarang di Badan Contoh Dua"
    assert kata in masuk(dunia.verifikator).get(f"/antrean/{usulan.pk}/").content.decode()
    koordinator = masuk(dunia.koordinator)
    rinci = koordinator.get(f"/usulan/{usulan.pk}/").content.decode()
    assert kata in rinci
    assert f"/usulan/{usulan.pk}/oper/" in rinci
    alamat = f"/usulan/{usulan.pk}/oper/"
    assert koordinator.post(alamat, {"alasan": ""}).status_code == 422
    jawaban = koordinator.post(alamat, {"alasan": "SK pindah contoh"}, follow=True).content.decode()
    assert f"{usulan.nomor} diserahkan kepada Badan Contoh Dua." in jawaban
    assert kata not in jawaban
    for orang in (dunia.pic, dunia.pic_lain):
        assert f"Usulan {usulan.nomor} diserahkan Kementerian Contoh Satu" in masuk(orang).get("/").content.decode()
    assert masuk(dunia.pic).get(f"/usulan/{usulan.pk}/").status_code == 404
    assert masuk(dunia.pic_lain).get(f"/usulan/{usulan.pk}/").status_code == 200


def test_draf_pegawai_yang_pindah_menyebut_jalannya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    _pindah(usulan, dunia.instansi_lain)
    jumlah, url = _hitungan(dunia.pic, "pic")["Pegawainya pindah instansi"]
    assert jumlah == 1
    assert list(masuk(dunia.pic).get(url).context["halaman"].baris) == [usulan]
    halaman = masuk(dunia.pic).get(f"/usulan/{usulan.pk}/susun/").content.decode()
    assert "Draf ini tidak dapat dikirim: Badan Contoh Dua yang mengusulkannya. Hapus draf ini" in halaman
    assert "/oper/" not in halaman


def test_perbaikan_pegawai_yang_pindah_tetap_berjalan_dan_memberi_tahu(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    _pindah(usulan, dunia.instansi_lain)
    halaman = masuk(dunia.pic).get(f"/usulan/{usulan.pk}/perbaikan/").content.decode()
    assert "Usulan tetap berjalan. Koordinator pokja atau Kepala Biro dapat menyerahkannya" in halaman


def test_instansi_baru_tidak_membaca_nomor_usulan_instansi_lain(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    _pindah(usulan, dunia.instansi_lain)
    client = masuk(dunia.pic_lain)
    client.post("/usulan/baru/", {"layanan": "KP-STRUKTURAL", "nip": usulan.nip})
    halaman = client.get("/usulan/baru/asn/").content.decode()
    assert "Draf ini belum akan dapat dikirim" in halaman
    assert "Minta koordinator pokja Kenaikan Pangkat di Biro APP menyerahkannya kepada instansi Anda" in halaman
    assert usulan.nomor not in halaman
    dunia.pic = dunia.pic_lain
    draf = d.buat_draf(dunia, asn=usulan.asn)
    periksa = client.get(reverse("usulan:periksa", args=[draf.pk])).content.decode()
    assert "dari instansi lain; satu orang hanya" in periksa
    assert usulan.nomor not in periksa


# --- filters that name the old one ----------------------------------------------------------------------------------


def _alihkan(dunia: d.Dunia, cakupan: Cakupan) -> None:
    kini, oleh = timezone.localdate(), dunia.administrator
    sidik = rencana(cakupan, oleh=oleh).sidik
    peralihan.alihkan_instansi(cakupan, tanggal=kini, dasar=DASAR, sidik=sidik, oleh=oleh)


def _tersimpan(dunia: d.Dunia, **isian: str) -> TampilanTersimpan:
    kueri = QueryDict(mutable=True)
    kueri.update({"tab": "semua", "instansi": dunia.instansi.pk} | isian)
    return TampilanTersimpan.objects.create(pemilik=dunia.koordinator, nama="Milik Satu", kueri=kueri.urlencode())


def test_tampilan_tersimpan_mengikuti_instansi_yang_beralih(dunia: d.Dunia, penerus: Instansi) -> None:
    ikut = d.diajukan(dunia)
    lain = d.diajukan(replace(dunia, pic=dunia.pic_lain, penyetuju=dunia.pic_lain), asn=d.buat_asn(dunia.instansi_lain))
    tersimpan = _tersimpan(dunia, kategori="KP")
    klien = masuk(dunia.koordinator)
    assert "beralih kepada" not in klien.get("/antrean/?" + tersimpan.kueri).content.decode()
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    (kini,) = klien.get("/antrean/").context["tampilan"]
    assert (kini.tampilan, kini.kueri) == (tersimpan, "tab=semua&instansi=BARU&kategori=KP")
    assert "Kementerian Contoh Satu beralih kepada Kementerian Contoh Baru sejak" in kini.kabar
    for kueri in (kini.kueri, tersimpan.kueri):  # the link, and the bookmark that somebody made of it before
        jawaban = klien.get("/antrean/?" + kueri)
        assert [b.pk for b in jawaban.context["baris"]] == [ikut.pk] != [lain.pk]
    halaman = " ".join(jawaban.content.decode().split())
    assert "Instansi di saringan ini beralih" in halaman
    assert "Instansi: Kementerian Contoh Baru" in halaman
    ekspor = klien.post("/antrean/ekspor.csv?" + tersimpan.kueri, {}).content.decode()
    assert (ikut.nomor in ekspor, lain.nomor in ekspor) == (True, False)


def test_yang_disimpan_lagi_memakai_penerusnya(dunia: d.Dunia, penerus: Instansi) -> None:
    d.diajukan(dunia)
    _alihkan(dunia, Cakupan((dunia.instansi,), penerus))
    halaman = masuk(dunia.koordinator).get(f"/antrean/?tab=semua&instansi={dunia.instansi.pk}")
    assert halaman.context["form_tampilan"].initial["kueri"] == "tab=semua&instansi=BARU"


def test_instansi_yang_beralih_sebagian_tetap_disaring_dan_dikatakan(dunia: d.Dunia, penerus: Instansi) -> None:
    tinggal = d.diajukan(dunia)
    tersimpan = _tersimpan(dunia)
    asn = d.buat_asn(dunia.instansi, unit_kerja="Direktorat Contoh")
    pindah = d.diajukan(dunia, asn=asn)
    orang, unit = frozenset({dunia.penyetuju.pk}), frozenset({"Direktorat Contoh"})
    cakupan = Cakupan((dunia.instansi,), penerus, True, orang=orang, unit=unit, usulan=frozenset({pindah.pk}))
    _alihkan(dunia, cakupan)
    jawaban = masuk(dunia.koordinator).get("/antrean/?" + tersimpan.kueri)
    assert [b.pk for b in jawaban.context["baris"]] == [tinggal.pk]
    (kini,) = jawaban.context["tampilan"]
    assert (kini.kueri, jawaban.context["kabar_saring"]) == (tersimpan.kueri, kini.kabar)
    assert kini.kabar.startswith("Sebagian Kementerian Contoh Satu beralih kepada Kementerian Contoh Baru")
