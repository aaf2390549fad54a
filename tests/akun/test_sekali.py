"""What was pressed twice is done once; what was refused may be pressed again."""

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrasi.petugas.pengumuman import umumkan
from referensi.models import Periode
from siapp.audit.models import Peristiwa
from siapp.narahubung.models import Narahubung
from siapp.web.sekali import SESAAT
from tests import dunia as d
from usulan.actions import keppres as keppres_aksi
from usulan.actions import verifikasi
from usulan.models import Keppres, Usulan


def _kiriman(klien: Client, alamat: str, **isian: object) -> dict[str, object]:
    kunci = re.search(r'name="kunci_form" value="([^"]+)"', klien.get(alamat).text)
    assert kunci
    return {"kunci_form": kunci[1], **isian}


def _masuk(orang: object) -> Client:
    klien = Client()
    klien.force_login(orang)  # type: ignore[arg-type]
    return klien


def test_kembali_lalu_menekan_lagi_mendapat_hasil_yang_pertama(dunia: d.Dunia) -> None:
    klien = _masuk(dunia.dukungan)
    alamat = reverse("usulan:keppres_baru")
    isian = {"nomor_memo": "M-1", "tanggal_memo": "23-11-2026", "perihal": "Uji", "kategori": "KP"}
    kiriman = _kiriman(klien, alamat, **isian)
    pertama = klien.post(alamat, kiriman)
    kedua = klien.post(alamat, kiriman)
    assert (kedua.status_code, kedua["Location"]) == (302, pertama["Location"])
    assert re.search(r"Sudah disimpan pukul \d\d\.\d\d", klien.get(kedua["Location"]).text)
    assert Peristiwa.objects.filter(jenis="keppres.dibuat").count() == 1
    halaman_baru = _kiriman(klien, alamat, **isian | {"nomor_memo": "M-2"})
    assert klien.post(alamat, halaman_baru)["Location"] != pertama["Location"], "halaman baru adalah tekanan baru"


def test_isi_yang_diubah_sesudah_kembali_adalah_kiriman_baru(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    klien, alamat = _masuk(dunia.pic), reverse("usulan:surat", args=[usulan.pk])
    kiriman = _kiriman(klien, alamat, nomor_surat_pengantar="B-1")
    klien.post(alamat, kiriman)
    klien.post(alamat, kiriman | {"nomor_surat_pengantar": "B-2", "versi": d.segar(usulan).versi})
    assert d.segar(usulan).nomor_surat_pengantar == "B-2"


def test_kunci_halaman_orang_lain_tidak_memberi_hasilnya(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    alamat = reverse("usulan:surat", args=[usulan.pk])
    klien = _masuk(dunia.pic)
    kiriman = _kiriman(klien, alamat, nomor_surat_pengantar="B-1")
    klien.post(alamat, kiriman)
    lain = _masuk(dunia.verifikator).post(alamat, kiriman)
    assert lain.status_code in (403, 404)


def test_yang_ditolak_boleh_ditekan_lagi(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    klien, alamat = _masuk(dunia.pic), reverse("usulan:surat", args=[usulan.pk])
    kiriman = _kiriman(klien, alamat, tanggal_surat_pengantar="besok")
    assert [klien.post(alamat, kiriman).status_code for _ in range(2)] == [422, 422]


@pytest.mark.django_db(transaction=True)
def test_dua_tekanan_bersamaan_menghasilkan_satu(dunia: d.Dunia) -> None:
    asn = d.buat_asn(dunia.instansi)
    klien = _masuk(dunia.pic)
    klien.post(reverse("usulan:baru"), {"layanan": "KP-STRUKTURAL", "nip": asn.nip})
    alamat = reverse("usulan:baru_asn")
    periode = re.search(r'<option value="(\d+)"', klien.get(alamat).text)
    assert periode
    kiriman = _kiriman(klien, alamat, periode=periode[1], buat="ya")
    kuki, tujuan = klien.cookies, []

    def tekan() -> None:
        satu = Client()
        satu.cookies = kuki
        tujuan.append(satu.post(alamat, kiriman).headers.get("Location"))
        connection.close()

    utas = [threading.Thread(target=tekan) for _ in range(2)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join()
    assert Usulan.objects.filter(asn=asn).count() == 1
    assert len(set(tujuan)) == 1


# --- two devices --------------------------------------------------------------------------------------------------
Kasus = tuple[Any, str, dict[str, Any]]
HARI = f"{timezone.localdate():%d-%m-%Y}"


def _teken(dunia: d.Dunia) -> Kasus:
    usulan = d.lengkapi(dunia, d.buat_draf(dunia))
    isi = {"versi": d.segar(usulan).versi, "peringatan_diketahui": "on", "catatan": "Mohon diproses"}
    return dunia.penyetuju, reverse("usulan:teken", args=[usulan.pk]), isi


def _bagi(dunia: d.Dunia) -> Kasus:
    alamat = reverse("usulan:bagi", args=[d.diajukan(dunia).pk])
    return dunia.koordinator, alamat, {"verifikator": dunia.verifikator.pk}


def _ambil(dunia: d.Dunia) -> Kasus:
    return dunia.verifikator, reverse("usulan:ambil", args=[d.diajukan(dunia).pk]), {}


def _putusan(dunia: d.Dunia) -> Kasus:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan)
    isi = {"putusan-status": "APPROVED", "putusan-versi": d.segar(usulan).versi}
    return dunia.verifikator, reverse("usulan:terbitkan", args=[usulan.pk]), isi


def _usul_tms(dunia: d.Dunia) -> Usulan:
    usulan = d.diverifikasi(dunia)
    verifikasi.terbitkan(usulan.pk, status="TMS", keterangan="Tidak memenuhi", oleh=dunia.verifikator)
    return d.segar(usulan)


def _konfirmasi_tms(dunia: d.Dunia) -> Kasus:
    usulan = _usul_tms(dunia)
    return dunia.koordinator, reverse("usulan:konfirmasi_tms", args=[usulan.pk]), {"versi": usulan.versi}


def _tolak_tms(dunia: d.Dunia) -> Kasus:
    return dunia.koordinator, reverse("usulan:tolak_tms", args=[_usul_tms(dunia).pk]), {"alasan": "Periksa lagi"}


def _hapus(dunia: d.Dunia) -> Kasus:
    return dunia.pic, reverse("usulan:hapus", args=[d.buat_draf(dunia).pk]), {}


def _rancangan(dunia: d.Dunia) -> Keppres:
    keppres = keppres_aksi.buat_keppres(
        kategori="KP", nomor_memo="M-1", tanggal_memo=timezone.localdate(), perihal="Uji", oleh=dunia.dukungan
    )
    return keppres_aksi.tambah_usulan(keppres.pk, usulan_ids=[d.siap_keppres(dunia).pk], oleh=dunia.dukungan)


def _lepas(dunia: d.Dunia) -> Kasus:
    return dunia.kepala_biro, reverse("usulan:keppres_lepas", args=[_rancangan(dunia).pk]), {}


def _hapus_rancangan(dunia: d.Dunia) -> Kasus:
    return dunia.dukungan, reverse("usulan:keppres_hapus", args=[_rancangan(dunia).pk]), {}


def _keluarkan(dunia: d.Dunia) -> Kasus:
    keppres = _rancangan(dunia)
    usulan = keppres.baris.get().usulan_id
    return dunia.dukungan, reverse("usulan:keppres_keluarkan", args=[keppres.pk, usulan]), {}


def _maju(dunia: d.Dunia) -> Kasus:
    keppres = keppres_aksi.lepas(_rancangan(dunia).pk, oleh=dunia.kepala_biro)
    return dunia.dukungan, reverse("usulan:keppres_maju", args=[keppres.pk]), {"tanggal": HARI}


def _turun(dunia: d.Dunia) -> Kasus:
    orang, _alamat, isi = _maju(dunia)
    keppres = Keppres.objects.get()
    keppres_aksi.majukan(keppres.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)
    return orang, reverse("usulan:keppres_turun", args=[keppres.pk]), isi


def _terbit(dunia: d.Dunia) -> Kasus:
    orang, _, __ = _turun(dunia)
    keppres = Keppres.objects.get()
    keppres_aksi.turunkan(keppres.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)
    isi = {"nomor": "7/K/2026", "tanggal": HARI, "judul": "Uji", "berkas_id": str(d.berkas_siap(dunia.dukungan).pk)}
    return orang, reverse("usulan:keppres_terbit", args=[keppres.pk]), isi


def _terima_salinan(dunia: d.Dunia) -> Kasus:
    usulan = d.keppres_terbit(dunia)
    return dunia.pic, reverse("usulan:terima_salinan", args=[usulan.pk]), {}


def _narahubung_hapus(dunia: d.Dunia) -> Kasus:
    baris = Narahubung.objects.create(pihak="BKN", perihal="INTEGRASI", fungsi="Unit", telepon="021-555")
    return dunia.administrator, reverse("narahubung_hapus", args=[baris.pk]), {"versi": 1}


def _pengumuman_tarik(dunia: d.Dunia) -> Kasus:
    isi = {"jenis": "KENDALA", "mulai": timezone.now(), "selesai": None, "teks": "Lambat."}
    baris = umumkan(isi | {"untuk_biro": True, "untuk_pic": True, "untuk_bkn": True}, oleh=dunia.administrator)
    alamat = reverse("integrasi:pengumuman_tarik", args=[baris.pk])
    return dunia.administrator, alamat, {"alasan": "Salah alamat"}


def _periode_tambah(dunia: d.Dunia) -> Kasus:
    terakhir = Periode.objects.latest("tmt").tmt
    return dunia.administrator, reverse("referensi:periode_tambah"), {"tmt": f"01-{terakhir:%m}-{terakhir.year + 2}"}


def _pertukaran_hentikan(dunia: d.Dunia) -> Kasus:
    return dunia.administrator, reverse("integrasi:pertukaran_hentikan"), {"alasan": "Diminta BKN", "yakin": "on"}


TINDAKAN: tuple[Callable[[d.Dunia], Kasus], ...] = (
    _teken,
    _bagi,
    _ambil,
    _putusan,
    _konfirmasi_tms,
    _tolak_tms,
    _hapus,
    _lepas,
    _hapus_rancangan,
    _keluarkan,
    _maju,
    _turun,
    _terbit,
    _terima_salinan,
    _narahubung_hapus,
    _pengumuman_tarik,
    _periode_tambah,
    _pertukaran_hentikan,
)


@pytest.mark.parametrize("siapkan", TINDAKAN, ids=lambda f: f.__name__.strip("_"))
def test_dua_perangkat_mendapat_hasil_yang_pertama_bukan_galat(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    satu, dua = _masuk(orang), _masuk(orang)
    kiriman = [_kiriman(klien, "/bantuan/", **isi) for klien in (satu, dua)]
    pertama = satu.post(alamat, kiriman[0])
    assert pertama.status_code == 302, pertama.content.decode()[-3000:]
    sebelum = Peristiwa.objects.count()
    kedua = dua.post(alamat, kiriman[1])
    assert (kedua.status_code, kedua["Location"]) == (302, pertama["Location"])
    assert Peristiwa.objects.count() == sebelum


def test_yang_sudah_diubah_orang_lain_tetap_ditolak_dengan_sebabnya(dunia: d.Dunia) -> None:
    orang, alamat, isi = _bagi(dunia)
    satu, dua = _masuk(orang), _masuk(orang)
    kiriman = [_kiriman(klien, "/bantuan/", **isi) for klien in (satu, dua)]
    satu.post(alamat, kiriman[0])
    usulan = Usulan.objects.get()
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    assert dua.post(alamat, kiriman[1]).status_code == 422


@pytest.mark.parametrize("siapkan", [_narahubung_hapus, _pengumuman_tarik, _periode_tambah], ids=lambda f: f.__name__)
def test_hasil_pertama_berlaku_juga_lama_sesudahnya_selama_tidak_ada_yang_mengubah(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    satu, dua = _masuk(orang), _masuk(orang)
    kiriman = [_kiriman(klien, "/bantuan/", **isi) for klien in (satu, dua)]
    pertama = satu.post(alamat, kiriman[0])
    with time_machine.travel(time.time() + 2 * SESAAT):
        assert dua.post(alamat, kiriman[1])["Location"] == pertama["Location"]
