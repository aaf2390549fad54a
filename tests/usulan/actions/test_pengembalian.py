"""Between writer and signer: given back with a note, handed over once more (keputusan/0103)."""

import pytest
from django.urls import reverse

from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.actions import draf, pengajuan
from usulan.actions.pengembalian import kembalikan_draf, serahkan_draf
from usulan.kabar.jenis import JenisKabar
from usulan.kabar.susun import kabarkan_tertunda
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import Kabar, Usulan
from usulan.pengembalian import pengembali, pengembalian
from usulan.peristiwa import Jenis, aliran_usulan

CATATAN = "Nama unit belum sama dengan SK jabatan."


def alamat(nama: str, usulan: Usulan) -> str:
    return reverse(f"usulan:{nama}", args=[usulan.pk])


def dikabari(orang: Pengguna, jenis: JenisKabar) -> list[str]:
    kabarkan_tertunda()
    return list(Kabar.objects.untuk(orang).filter(jenis=jenis).values_list("isi", flat=True))


def jenis_terakhir(usulan: Usulan) -> str:
    return Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk)).order_by("-urutan")[0].jenis


def test_penyetuju_mengembalikan_draf_dan_penyusunnya_diberi_tahu(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=f" {CATATAN} ", versi=usulan.versi)
    lalu = pengembalian(usulan)
    assert lalu is not None
    assert (lalu.oleh, lalu.catatan) == (dunia.penyetuju.nama, CATATAN)
    assert jenis_terakhir(usulan) == Jenis.DRAF_DIKEMBALIKAN
    assert pengembali([usulan]) == {usulan.pk: dunia.penyetuju.pk}
    assert d.segar(usulan).versi == usulan.versi + 1
    assert dikabari(dunia.pic, JenisKabar.DRAF_KEMBALI) == [CATATAN]
    assert dikabari(dunia.penyetuju, JenisKabar.DRAF_KEMBALI) == []
    assert CATATAN in masuk(dunia.pic).get(alamat("tugas", usulan)).text
    assert "Perbaiki draf" in masuk(dunia.pic).get("/").text
    assert "Menunggu penyusunnya" in masuk(dunia.penyetuju).get("/").text


def test_yang_dikembalikan_diserahkan_lagi_dan_pengembalinya_diberi_tahu(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    with pytest.raises(GalatPengguna, match="tidak sedang dikembalikan"):
        serahkan_draf(usulan.pk, oleh=dunia.pic)
    kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=CATATAN)
    Kabar.objects.all().delete()
    assert masuk(dunia.pic).post(alamat("serahkan_draf", usulan)).status_code == 302
    assert (pengembalian(usulan), pengembali([usulan])) == (None, {})
    assert "Sudah diperbaiki menurut catatan penyetuju." in dikabari(dunia.penyetuju, JenisKabar.MENUNGGU_TEKEN)
    assert "Periksa dan teken" in masuk(dunia.penyetuju).get("/").text


def test_teken_mengakhiri_pengembalian(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=CATATAN)
    pengajuan.ajukan(usulan.pk, oleh=dunia.penyetuju, peringatan_diketahui=True)
    assert pengembalian(usulan) is None


def test_perbaikan_pun_dapat_dikembalikan_kepada_penyusunnya(dunia: d.Dunia) -> None:
    usulan = d.dikembalikan(dunia)
    kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=CATATAN)
    assert CATATAN in masuk(dunia.pic).get(alamat("perbaikan", usulan)).text


def test_hanya_yang_berhak_teken_mengembalikan_selagi_pada_pic(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    with pytest.raises(TidakBerwenang):
        kembalikan_draf(usulan.pk, oleh=dunia.pic, catatan=CATATAN)
    with pytest.raises(SudahBerubah):
        kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=CATATAN, versi=usulan.versi - 1)
    terkirim = d.diajukan(dunia)
    with pytest.raises(TidakMungkin):
        kembalikan_draf(terkirim.pk, oleh=dunia.penyetuju, catatan=CATATAN)
    assert (pengembalian(usulan), pengembalian(terkirim)) == (None, None)


def test_tanpa_catatan_draf_tidak_kembali_dan_layar_mengatakannya(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    klien, kiriman = masuk(dunia.penyetuju), {"versi_draf": usulan.versi, "catatan_penyusun": " "}
    jawab = klien.post(alamat("kembalikan_draf", usulan), kiriman)
    assert jawab.status_code == 422
    assert "Tulis apa yang harus diperbaiki" in jawab.text
    with pytest.raises(GalatPengguna, match="Tulis apa"):
        kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=" ")
    assert klien.post(alamat("kembalikan_draf", usulan), kiriman | {"catatan_penyusun": CATATAN}).status_code == 302
    assert pengembalian(usulan) is not None


def test_penyetuju_melihat_yang_berubah_sejak_draf_terakhir_padanya(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    klien = masuk(dunia.penyetuju)
    assert "Baru bagi Anda" in klien.get(alamat("teken", usulan)).text
    kembalikan_draf(usulan.pk, oleh=dunia.penyetuju, catatan=CATATAN)
    assert "Tidak ada data atau dokumen yang berubah" in klien.get(alamat("teken", usulan)).text
    draf.ubah_data(usulan.pk, isian={"nama_unor": "Biro Umum"}, oleh=dunia.pic)
    baris = usulan.dokumen.filter(persyaratan__wajib=True, persyaratan__gambar=False).select_related("persyaratan")[0]
    d.unggah(dunia, usulan, baris.pk)
    halaman = " ".join(klien.get(alamat("teken", usulan)).text.split())
    assert "Biro Umum" in halaman
    assert f"<strong>{baris.persyaratan.nama}</strong>: berkas baru, versi 2" in halaman
    assert f"({dunia.pic.nama})" in halaman


def test_dokumen_dibaca_di_halaman_teken(dunia: d.Dunia) -> None:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    versi = usulan.dokumen.exclude(versi_kini=None)[0].versi_kini_id
    lihat = reverse("usulan:lihat_versi", args=[usulan.pk, versi])
    klien = masuk(dunia.penyetuju)
    assert f'hx-get="{lihat}"' in klien.get(alamat("teken", usulan)).text
    potongan = klien.get(lihat, headers={"HX-Request": "true"}).text
    assert "<html" not in potongan
    assert reverse("usulan:gambar_versi", args=[usulan.pk, versi, 1]) in potongan
