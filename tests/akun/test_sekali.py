"""What was pressed twice is done once; what was refused may be pressed again."""

import base64
import inspect
import re
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import Pengiriman
from integrasi.peragaan.isian_contoh import pdf_contoh
from integrasi.petugas.pengumuman import umumkan
from referensi.models import Periode
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.narahubung.models import Narahubung
from siapp.web.sekali import SESAAT, TAMPIL
from tests import dunia as d
from tests.test_pintu import SEMUA
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


def test_sandi_sementara_tampil_lagi_sesaat_hanya_bagi_halaman_yang_sama(dunia: d.Dunia) -> None:
    klien = Client()  # by password: what gives access asks for a fresh sign-in
    klien.post("/akun/login/", {"login": dunia.administrator.nip, "password": d.SANDI})
    alamat = reverse("usulan:pic_tambah", args=[dunia.instansi.pk])
    isian = {"nip": "198804172012121007", "nama": "Prita Contoh", "surel": "", "kelompok_KP": "susun"}
    kiriman = _kiriman(klien, alamat, **isian)
    pertama, kedua = klien.post(alamat, kiriman), klien.post(alamat, kiriman)
    sandi = re.search(r"<kbd>([a-z0-9-]{19})</kbd>", pertama.text)
    assert sandi
    assert (kedua.status_code, sandi[1] in kedua.text) == (200, True)
    assert "no-store" in kedua["Cache-Control"]
    with connection.cursor() as kursor:
        kursor.execute("SELECT value FROM siapp_cache")
        simpanan = [base64.b64decode(isi) for (isi,) in kursor.fetchall()]
    assert not any(sandi[1].encode() in isi or str(kiriman["kunci_form"]).encode() in isi for isi in simpanan)
    lain = klien.post(alamat, _kiriman(klien, alamat, **isian))
    assert lain.status_code == 302, "another page of the same person, as on a second device"
    with time_machine.travel(time.time() + TAMPIL + 1):
        lewat = klien.post(alamat, kiriman)
        orang = Pengguna.objects.get(nip=isian["nip"])
        assert lewat["Location"] == reverse("usulan:pic_rinci", args=[orang.pk])
        halaman = klien.get(lewat["Location"]).text
    assert "Belum terbaca? Tekan “Atur ulang kata sandi”" in halaman
    assert sandi[1] not in halaman
    assert Peristiwa.objects.filter(jenis="pic.didaftarkan").count() == 1


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
    verifikasi.terbitkan(
        usulan.pk, status="TMS", keterangan="Tidak memenuhi", tak_dilihat="Nyata dari datanya", oleh=dunia.verifikator
    )
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


def _ragu(dunia: d.Dunia, api: Api) -> Pengiriman:
    """A call of a signed usulan whose answer was lost."""
    usulan = d.diajukan(dunia)
    rencanakan_tertunda()
    baris = Pengiriman.objects.filter(usulan=usulan, api=api).order_by("pk")[:1].get()
    sejak = timezone.now() - 2 * settings.SIASN_MASA_TENANG
    Pengiriman.objects.filter(pk=baris.pk).update(keadaan=Keadaan.TIDAK_PASTI, tidak_pasti_sejak=sejak)
    return baris


def _pengiriman_sampai(dunia: d.Dunia) -> Kasus:
    alamat = reverse("integrasi:pengiriman_sampai", args=[_ragu(dunia, Api.DOKUMEN).pk])
    return dunia.administrator, alamat, {"alasan": "Terlihat di SIASN", "yakin": "on"}


def _pengiriman_tidak_sampai(dunia: d.Dunia) -> Kasus:
    alamat = reverse("integrasi:pengiriman_tidak_sampai", args=[_ragu(dunia, Api.DOKUMEN).pk])
    return dunia.administrator, alamat, {"alasan": "Tidak ada di SIASN", "yakin": "on"}


def _pengiriman_surat(dunia: d.Dunia) -> Kasus:
    alamat = reverse("integrasi:pengiriman_surat", args=[_ragu(dunia, Api.DOKUMEN).pk])
    return dunia.administrator, alamat, {"nomor": "B-1/2026", "yakin": "on"}


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
LAMA = (_narahubung_hapus, _pengumuman_tarik, _periode_tambah)
# Settled by hand: each press is in the trail of the call, the second as one that changed nothing.
DISELESAIKAN = (_pengiriman_sampai, _pengiriman_tidak_sampai, _pengiriman_surat)
# Cases with a test of their own below: the same answer, without the row of the first table.
SENDIRI = {"usulan:unggah", "account_reauthenticate"}
SENDIRI |= {f"integrasi:{siapkan.__name__.strip('_')}" for siapkan in DISELESAIKAN}
# What the cases above press, by the name of the URL; each case is held against it.
DIKASUSKAN = {
    f"{ruang}:{nama}"
    for ruang, semua in {
        "usulan": (
            "teken bagi ambil terbitkan konfirmasi_tms tolak_tms hapus keppres_lepas keppres_hapus keppres_keluarkan "
            "keppres_maju keppres_turun keppres_terbit terima_salinan"
        ),
        "integrasi": "pengumuman_tarik pertukaran_hentikan",
        "referensi": "periode_tambah",
    }.items()
    for nama in semua.split()
} | {"narahubung_hapus"}


@pytest.mark.parametrize("siapkan", TINDAKAN, ids=lambda f: f.__name__.strip("_"))
def test_dua_perangkat_mendapat_hasil_yang_pertama_bukan_galat(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    assert resolve(alamat).view_name in DIKASUSKAN
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


@pytest.mark.parametrize("siapkan", LAMA, ids=lambda f: f.__name__.strip("_"))
def test_hasil_pertama_berlaku_juga_lama_sesudahnya_selama_tidak_ada_yang_mengubah(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    satu, dua = _masuk(orang), _masuk(orang)
    kiriman = [_kiriman(klien, "/bantuan/", **isi) for klien in (satu, dua)]
    pertama = satu.post(alamat, kiriman[0])
    with time_machine.travel(time.time() + 2 * SESAAT):
        assert dua.post(alamat, kiriman[1])["Location"] == pertama["Location"]


@pytest.mark.parametrize("siapkan", DISELESAIKAN, ids=lambda f: f.__name__.strip("_"))
def test_kiriman_yang_diselesaikan_petugas_berlaku_sekali_juga_berjam_jam_sesudahnya(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    satu, dua = _masuk(orang), _masuk(orang)
    kiriman = [_kiriman(klien, "/bantuan/", **isi) for klien in (satu, dua)]
    pertama = satu.post(alamat, kiriman[0])
    assert pertama.status_code == 302, pertama.content.decode()[-3000:]
    with time_machine.travel(time.time() + 2 * SESAAT):
        kedua = dua.post(alamat, kiriman[1])
    assert (kedua.status_code, kedua["Location"]) == (302, pertama["Location"])
    jejak = Peristiwa.objects.filter(aliran__startswith="pengiriman:").order_by("pk")
    assert [satu.data["berlaku"] for satu in jejak] == [True, False]


def test_berkas_yang_sama_dari_perangkat_kedua_bukan_versi_baru(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    dokumen = usulan.dokumen.order_by("pk")[:1].get()
    alamat = reverse("usulan:unggah", args=[usulan.pk, dokumen.pk])
    isi, tujuan = pdf_contoh("SK", "satu"), []
    for klien in (_masuk(dunia.pic), _masuk(dunia.pic)):
        berkas = SimpleUploadedFile("sk.pdf", isi, "application/pdf")
        jawaban = klien.post(alamat, _kiriman(klien, "/bantuan/", berkas=berkas))
        tujuan.append((jawaban.status_code, jawaban["Location"]))
    assert tujuan[0] == tujuan[1] == (302, f"{reverse('usulan:dokumen', args=[usulan.pk])}#dok-{dokumen.pk}")
    assert dokumen.versi.count() == 1


def test_pastikan_ini_anda_di_perangkat_kedua_berlaku_untuk_perangkat_itu(dunia: d.Dunia) -> None:
    alamat = f"{reverse('account_reauthenticate')}?next=/antrean/"
    jawaban = []
    for klien in (_masuk(dunia.verifikator), _masuk(dunia.verifikator)):
        jawaban += [klien.post(alamat, {"password": d.SANDI, "next": "/antrean/"}) for _ in range(2)]
    assert {(satu.status_code, satu.get("Location")) for satu in jawaban} == {(302, "/antrean/")}


# --- every POST URL -------------------------------------------------------------------------------------------------


def _menerima_post(view: Any) -> bool:
    """Whether `view` takes POST: what its decorator of methods says, or its class; without either it takes all."""
    while view is not None:
        tertutup = inspect.getclosurevars(view).nonlocals if inspect.isfunction(view) else {}
        if "request_method_list" in tertutup:
            return "POST" in tertutup["request_method_list"]
        kelas = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if kelas is not None:
            return hasattr(kelas, "post")
        view = getattr(view, "__wrapped__", None)
    return True


def test_setiap_tindakan_punya_kasus_dua_perangkat_atau_alasan() -> None:
    daftar = tomllib.loads((Path(__file__).parent / "dua_perangkat.toml").read_text())
    dikecualikan = daftar["pengecualian"]
    assert set(dikecualikan.values()) == set(daftar["alasan"])
    berkasus = DIKASUSKAN | SENDIRI
    assert berkasus & set(dikecualikan) == set()
    assert {pintu.nama for pintu in SEMUA if _menerima_post(pintu.view)} == berkasus | set(dikecualikan)
    assert len(DIKASUSKAN) == len(TINDAKAN)
