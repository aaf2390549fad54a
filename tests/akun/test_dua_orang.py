"""Two people on one form: different fields both stay, on the same field both values are shown (`siapp.web.asal`)."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import unescape
from http.cookies import SimpleCookie
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integrasi.models import Pengumuman
from integrasi.petugas.pengumuman import umumkan
from referensi.models import AlasanPenolakan, JenisLayanan, Layanan, Periode
from siapp.akun.models import Kategori
from siapp.narahubung.models import Narahubung
from siapp.web.asal import FormBerasal
from tests import dunia as d
from usulan.models import Keppres

# The address of a form; a field with what the first and what the second types there; another field; how it is read.
Kasus = tuple[str, str, Any, Any, str, Any, Callable[[], dict[str, Any]]]


def _baris(model: Any, pk: Any) -> Callable[[], dict[str, Any]]:
    return lambda: model.objects.filter(pk=pk).values().get()


def _periode(_dunia: d.Dunia) -> Kasus:
    p = Periode.objects.latest("tmt")
    alamat = reverse("usulan:periode_ubah", args=[p.pk])
    a, b = (f"{p.ditutup.replace(day=hari):%d-%m-%Y}" for hari in (11, 12))
    return alamat, "ditutup", a, b, "dibuka", f"{p.dibuka.replace(day=20):%d-%m-%Y}", _baris(Periode, p.pk)


def _alasan(_dunia: d.Dunia) -> Kasus:
    pk = AlasanPenolakan.objects.earliest("urutan").pk
    alamat = reverse("referensi:alasan_ubah", args=[pk])
    return alamat, "teks", "Pindai lagi berwarna", "Unggah yang asli", "urutan", "77", _baris(AlasanPenolakan, pk)


def _narahubung(_dunia: d.Dunia) -> Kasus:
    n = Narahubung.objects.create(pihak="BKN", perihal="INTEGRASI", fungsi="Unit", telepon="021-555", terbuka=True)
    alamat = reverse("narahubung_ubah", args=[n.pk])
    return alamat, "telepon", "021-777", "021-888", "terbuka", "", _baris(Narahubung, n.pk)


def _pengumuman(dunia: d.Dunia) -> Kasus:
    isi = {"jenis": "KENDALA", "mulai": timezone.now(), "selesai": None, "teks": "Lambat."}
    siapa = {"untuk_biro": True, "untuk_pic": True, "untuk_bkn": True}
    satu = umumkan(isi | siapa, oleh=dunia.administrator)
    alamat = reverse("integrasi:pengumuman_ubah", args=[satu.pk])
    return alamat, "teks", "Mati.", "Putus.", "untuk_bkn", "", lambda: Pengumuman.objects.values().latest("pk")


def _pengguna(dunia: d.Dunia) -> Kasus:
    alamat = reverse("usulan:pengguna_ubah", args=[dunia.pic.pk])
    baca = _baris(type(dunia.pic), dunia.pic.pk)
    return alamat, "nama", "Ani Contoh", "Ana Contoh", "surel", "ani@contoh.go.id", baca


def _akses_pic(dunia: d.Dunia) -> Kasus:
    alamat = reverse("usulan:pic_ubah", args=[dunia.pic.pk, dunia.instansi.pk])

    def baca() -> dict[str, Any]:
        milik = dunia.pic.peran.filter(aktif=True)
        ada = {f"kelompok_{p.kategori}": "teken" if p.boleh_teken else "susun" for p in milik}
        return {f"kelompok_{k}": "" for k in Kategori.values} | ada

    kini = baca()
    satu, dua = list(kini)[:2]
    a, b = sorted({"", "susun", "teken"} - {kini[satu]})
    return alamat, satu, b, a, dua, "susun" if kini[dua] != "susun" else "teken", baca


BERBEDA = (_periode, _alasan, _narahubung, _pengumuman, _pengguna, _akses_pic)


def _isian(klien: Client, alamat: str) -> dict[str, str]:
    """What the form on a page would send if nobody typed anything."""
    halaman = klien.get(alamat).text
    utama = halaman[halaman.index("<main") : halaman.index("</main>")]
    formulir = next(f for f in re.findall(r"<form.*?</form>", utama, re.DOTALL) if "asal-" in f)
    isi = {}
    for tanda in re.findall(r"<input[^>]*>", formulir):
        nama, nilai, jenis = (_sifat(tanda, s) for s in ("name", "value", "type"))
        if jenis not in ("radio", "checkbox", "file") or " checked" in tanda:
            isi[nama] = nilai or ("on" if jenis == "checkbox" else "")
    for nama, teks in re.findall(r'<textarea name="([^"]+)"[^>]*>\s?(.*?)</textarea>', formulir, re.DOTALL):
        isi[nama] = unescape(teks)
    for nama, pilihan in re.findall(r'<select name="([^"]+)"(.*?)</select>', formulir, re.DOTALL):
        isi[nama] = next(iter(re.findall(r'value="([^"]*)" selected', pilihan)), "")
    return isi


def _sifat(tanda: str, nama: str) -> str:
    cocok = re.search(rf'\b{nama}="([^"]*)"', tanda)
    return unescape(cocok[1]) if cocok else ""


def _dua_halaman(dunia: d.Dunia, alamat: str) -> tuple[Client, dict[str, str], dict[str, str]]:
    klien = Client()
    masuk = {"login": dunia.administrator.nip, "password": d.SANDI}  # a sign-in of just now, as some forms ask
    assert klien.post("/akun/login/", masuk).status_code == 302
    return klien, _isian(klien, alamat), _isian(klien, alamat)


@pytest.mark.parametrize("siapkan", BERBEDA, ids=lambda f: f.__name__.strip("_"))
def test_isian_yang_berbeda_sama_sama_tersimpan(dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]) -> None:
    alamat, bidang, satu, _, lain, nilai, baca = siapkan(dunia)
    klien, pertama, kedua = _dua_halaman(dunia, alamat)
    assert klien.post(alamat, pertama | {bidang: satu}).status_code == 302
    sesudah = baca()[bidang]
    jawaban = klien.post(alamat, kedua | {lain: nilai})
    assert jawaban.status_code == 302, jawaban.context["form"].errors
    akhir = baca()
    assert akhir[bidang] == sesudah
    tertulis = f"{akhir[lain]:%d-%m-%Y}" if hasattr(akhir[lain], "strftime") else str(akhir[lain] or "")
    assert tertulis == nilai


@pytest.mark.parametrize("siapkan", BERBEDA, ids=lambda f: f.__name__.strip("_"))
def test_isian_yang_sama_ditunjukkan_kedua_nilainya_lalu_dipilih(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    alamat, bidang, satu, dua, _lain, _nilai, baca = siapkan(dunia)
    klien, pertama, kedua = _dua_halaman(dunia, alamat)
    klien.post(alamat, pertama | {bidang: satu})
    sebelum = baca()
    jawaban = klien.post(alamat, kedua | {bidang: dua})
    assert jawaban.status_code == 422
    assert "Sementara itu orang lain" in jawaban.text
    assert baca() == sebelum, "yang ditolak tidak menyimpan apa pun"
    tanda = _sifat(next(t for t in re.findall(r"<input[^>]*>", jawaban.text) if f'name="asal-{bidang}"' in t), "value")
    assert klien.post(alamat, kedua | {bidang: dua, f"asal-{bidang}": tanda}).status_code == 302
    assert baca()[bidang] != sebelum[bidang]


def _bersamaan(monkeypatch: pytest.MonkeyPatch, klien: Client, alamat: str, *isian: dict[str, str]) -> list[int]:
    """Press at once: who has compared waits a moment for the other to have compared, too, and then writes."""
    asli, bertemu = FormBerasal.clean, Barrier(len(isian))

    def bersihkan(form: FormBerasal) -> dict[str, Any]:
        hasil = asli(form)
        with suppress(BrokenBarrierError):
            bertemu.wait(timeout=1.5)
        return hasil

    def tekan(isi: dict[str, str]) -> int:
        satu = Client()
        satu.cookies = SimpleCookie({nama: kuki.value for nama, kuki in klien.cookies.items()})
        try:
            return int(satu.post(alamat, isi).status_code)
        finally:
            connections.close_all()

    with monkeypatch.context() as tiruan, ThreadPoolExecutor(len(isian)) as kolam:
        tiruan.setattr(FormBerasal, "clean", bersihkan)
        return list(kolam.map(tekan, isian))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("siapkan", BERBEDA, ids=lambda f: f.__name__.strip("_"))
def test_dua_tekanan_serentak_pada_isian_yang_berbeda_sama_sama_tersimpan(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus], monkeypatch: pytest.MonkeyPatch
) -> None:
    alamat, bidang, satu, _, lain, nilai, baca = siapkan(dunia)
    klien, pertama, kedua = _dua_halaman(dunia, alamat)
    sebelum = baca()
    assert _bersamaan(monkeypatch, klien, alamat, pertama | {bidang: satu}, kedua | {lain: nilai}) == [302, 302]
    akhir = baca()
    assert [nama for nama in (bidang, lain) if akhir[nama] == sebelum[nama]] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("siapkan", BERBEDA, ids=lambda f: f.__name__.strip("_"))
def test_dua_tekanan_serentak_pada_satu_isian_menyimpan_satu_dan_menunjukkan_keduanya(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus], monkeypatch: pytest.MonkeyPatch
) -> None:
    alamat, bidang, satu, dua, _lain, _nilai, _ = siapkan(dunia)
    klien, pertama, kedua = _dua_halaman(dunia, alamat)
    kode = _bersamaan(monkeypatch, klien, alamat, pertama | {bidang: satu}, kedua | {bidang: dua})
    assert sorted(kode) == [302, 422]


def test_padanan_yang_sudah_dipilih_orang_lain_disebut_namanya(dunia: d.Dunia) -> None:
    layanan = Layanan.objects.earliest("pk")
    for kode in ("j1", "j2"):
        JenisLayanan.objects.create(pk=kode, nama=f"Layanan {kode}", diubah_pada=timezone.now())
    alamat = reverse("referensi:padanan_layanan", args=[layanan.pk])
    klien, pertama, kedua = _dua_halaman(dunia, alamat)
    klien.post(alamat, pertama | {"jenis_layanan": "j1"})
    jawaban = klien.post(alamat, kedua | {"jenis_layanan": "j2"})
    assert "menyimpan “Layanan j1”" in jawaban.text
    layanan.refresh_from_db()
    assert layanan.jenis_layanan_id == "j1"


def test_ralat_menanyakan_juga_isian_yang_tidak_disentuh(dunia: d.Dunia) -> None:
    d.keppres_terbit(dunia)
    keppres = Keppres.objects.get()
    alamat = reverse("usulan:keppres_ralat", args=[keppres.pk])
    klien = Client()
    klien.force_login(dunia.dukungan)
    isian = _isian(klien, alamat) | {"alasan": "Salah ketik", "berkas_id": str(d.berkas_siap(dunia.dukungan).pk)}
    Keppres.objects.filter(pk=keppres.pk).update(judul="Judul yang sudah diralat")
    jawaban = klien.post(alamat, isian)
    assert jawaban.status_code == 422
    assert "menyimpan “Judul yang sudah diralat”" in jawaban.text
