"""Every URL × method × role × (own, another instansi's, nobody's): an unlisted URL fails the build (janji.md 4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from integrasi.keluar.relai import rencanakan_tertunda
from integrasi.models import KejadianMasuk, Pengiriman
from referensi.models import Sinkronisasi
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import PERAN_MENYELURUH, JenisPeran
from siapp.web.akses import Macam, aturan_akses
from tests import dunia as d
from usulan.models import Keppres, Usulan

# People of `Dunia`, and the roles that reach everywhere: a role that is added later is walked as well.
ORANG = ("pic", "penyetuju", "pic_lain", "koordinator", "verifikator", *PERAN_MENYELURUH)
METODE = ("get", "post")
# Signing out or changing the password in the middle of a walk would end the walk.
MENGAKHIRI_SESI = {"account_logout"}


@dataclass(frozen=True)
class Pintu:
    """One URL: its name, its pattern as text, the arguments it takes, and its view."""

    nama: str
    jalan: str
    argumen: tuple[str, ...]
    view: Any


def _telusuri(
    penyelesai: URLResolver, awal: str = "", ruang: tuple[str, ...] = (), argumen: tuple[str, ...] = ()
) -> Iterator[Pintu]:
    for pola in penyelesai.url_patterns:
        jalan, semua = awal + str(pola.pattern), (*argumen, *pola.pattern.regex.groupindex)
        if isinstance(pola, URLResolver):
            yield from _telusuri(pola, jalan, (*ruang, pola.namespace) if pola.namespace else ruang, semua)
        elif isinstance(pola, URLPattern):
            yield Pintu(":".join((*ruang, pola.name or "")), jalan, semua, pola.callback)


SEMUA = list(_telusuri(get_resolver()))
ORANG_SAJA = [p for p in SEMUA if not p.nama.startswith("api:")]


@pytest.fixture
def isi(dunia: d.Dunia) -> dict[str, Any]:
    """An example for every argument that any URL takes: rows of one usulan whose Keppres is published."""
    usulan = d.keppres_terbit(dunia)
    d.terima_pertek(usulan, jenis="Perbaikan")
    rencanakan_tertunda()
    kejadian = KejadianMasuk.objects.create(
        kunci="k" * 64, mentah="{}", diterima_pada=timezone.now(), jatuh_tempo=timezone.now()
    )
    dokumen = usulan.dokumen.exclude(versi_kini=None).first()
    assert dokumen is not None
    pengiriman = Pengiriman.objects.filter(usulan=usulan).first()
    assert pengiriman is not None
    return _contoh(dunia, usulan) | {
        "dokumen_id": dokumen.pk,
        "versi_id": dokumen.versi_kini_id,
        "pengiriman_id": pengiriman.pk,
        "kejadian_id": kejadian.pk,
    }


def _contoh(dunia: d.Dunia, usulan: Usulan) -> dict[str, Any]:
    peran = dunia.pic.peran.first()
    pertek = usulan.pertek.first()
    keppres = Keppres.objects.first()
    assert peran is not None
    assert pertek is not None
    assert keppres is not None
    sinkron = Sinkronisasi.objects.create(daftar="golongan", mulai=timezone.now())
    return {
        "usulan_id": usulan.pk,
        "keppres_id": keppres.pk,
        "pertek_id": pertek.pk,
        "halaman": 1,
        "jenis": "salinan",
        "pengguna_id": dunia.pic.pk,
        "peran_id": peran.pk,
        "instansi_id": dunia.instansi.pk,
        "sinkron_id": sinkron.pk,
        "daftar": "golongan",
        "tampilan_id": 999_999,
        "nomor": 999_999,
        "usul_id": 999_999,
        "periode_id": 999_999,
        "kabar_id": 999_999,
        "hari_id": 999_999,
        "narahubung_id": 999_999,
        "pengumuman_id": 999_999,
        "sisihan_id": 999_999,
        "persyaratan_id": 999_999,
        "layanan_id": usulan.layanan_id,
        "unor_id": "tidak-ada",
        "kode": "tidak-ada",
        "bagian": "arus",
        "sajian": "bulan",
        "akar_id": 999_999,
        "key": "x",
        "pk": 999_999,
        "uidb36": "1",
    }


def _alamat(pintu: Pintu, isi: dict[str, Any]) -> str:
    kurang = set(pintu.argumen) - isi.keys()
    assert not kurang, f"Beri contoh untuk argumen {kurang} dari {pintu.nama} di tests/test_pintu.py."
    jalan = pintu.jalan
    if jalan.count("(?P<"):
        return "/akun/" + ("confirm-email/x/" if "confirm-email" in jalan else "password/reset/key/1-x/")
    for bagian in [b for b in jalan.split("/") if b.startswith("<")]:
        nama = bagian.strip("<>").rpartition(":")[2]
        jalan = jalan.replace(bagian, str(isi[nama]))
    return f"/{jalan}"


def _panggil(klien: Client, metode: str, alamat: str) -> int:
    jawaban = getattr(klien, metode)(alamat)
    for tutup in jawaban._resource_closers if jawaban.streaming else ():
        tutup()  # a served file; `jawaban.close()` would close the test's database connection too
    return int(jawaban.status_code)


def test_setiap_url_menyatakan_siapa_yang_boleh() -> None:
    tanpa = [p.nama or p.jalan for p in SEMUA if aturan_akses(p.view) is None and not _pihak_ketiga(p)]
    assert tanpa == []


def _pihak_ketiga(pintu: Pintu) -> bool:
    from siapp.web.akses import PIHAK_KETIGA

    return pintu.nama in PIHAK_KETIGA


def _aturan(pintu: Pintu) -> Any:
    from siapp.web.akses import PIHAK_KETIGA

    return aturan_akses(pintu.view) or PIHAK_KETIGA[pintu.nama]


def test_orang_tak_dikenal_hanya_membuka_yang_publik(isi: dict[str, Any]) -> None:
    klien = Client()
    for pintu in ORANG_SAJA:
        for metode in METODE:
            kode = _panggil(klien, metode, _alamat(pintu, isi))
            if _aturan(pintu).macam is Macam.PUBLIK:
                assert kode < 500, (pintu.nama, metode, kode)
            else:
                assert kode in {302, 404}, (pintu.nama, metode, kode)


def _orang(dunia: d.Dunia, nama: str) -> Pengguna:
    if nama in PERAN_MENYELURUH:
        return d.buat_pengguna("Contoh Uji", Peran(jenis=nama))
    orang: Pengguna = getattr(dunia, nama)
    return orang


def test_setiap_peran_berjalan_lewat_semua_pintu(dunia: d.Dunia) -> None:
    peran = {peran.jenis for nama in ORANG for peran in _orang(dunia, nama).peran.all()}
    assert peran == set(JenisPeran)


@pytest.mark.parametrize("nama", ORANG)
def test_setiap_peran_hanya_membuka_pintunya(dunia: d.Dunia, isi: dict[str, Any], nama: str) -> None:
    orang = _orang(dunia, nama)
    klien = Client()
    klien.force_login(orang)
    for pintu in (p for p in ORANG_SAJA if p.nama not in MENGAKHIRI_SESI):
        aturan = _aturan(pintu)
        for metode in METODE:
            kode = _panggil(klien, metode, _alamat(pintu, isi))
            assert kode < 500, (pintu.nama, metode, kode)
            if aturan.macam is Macam.PERAN and not orang.berperan(*aturan.peran):
                assert kode == 403, (pintu.nama, metode, kode)
        assert SESSION_KEY in klien.session, f"{pintu.nama} mengakhiri sesi: sebut di MENGAKHIRI_SESI."


def test_pic_instansi_lain_tidak_menemukan_apa_pun_milik_usulan(dunia: d.Dunia, isi: dict[str, Any]) -> None:
    klien = Client()
    klien.force_login(dunia.pic_lain)
    sebelum = d.segar(isi["usulan_id"])
    for pintu in (p for p in ORANG_SAJA if "usulan_id" in p.argumen or "keppres_id" in p.argumen):
        for metode in METODE:
            kode = _panggil(klien, metode, _alamat(pintu, isi))
            assert kode in {403, 404, 405}, (pintu.nama, metode, kode)
    assert d.segar(isi["usulan_id"]).versi == sebelum.versi


def test_yang_tidak_ada_dan_yang_dihapus_sama_sama_404(dunia: d.Dunia, isi: dict[str, Any]) -> None:
    from usulan.actions import draf

    dihapus = d.buat_draf(dunia)
    draf.hapus_draf(dihapus.pk, oleh=dunia.pic)
    klien = Client()
    klien.force_login(dunia.pic)
    for usulan_id in (uuid4(), dihapus.pk):
        for pintu in (p for p in ORANG_SAJA if "usulan_id" in p.argumen):
            alamat = _alamat(pintu, isi | {"usulan_id": usulan_id})
            # Its own people are told that it is deleted when they delete it again (test_dikerjakan_lagi.py).
            diberi_tahu = {302} if (pintu.nama, usulan_id) == ("usulan:hapus", dihapus.pk) else set()
            for metode in METODE:
                assert _panggil(klien, metode, alamat) in {403, 404, 405} | diberi_tahu, (pintu.nama, metode)


def test_draf_tidak_terlihat_oleh_biro(dunia: d.Dunia, isi: dict[str, Any]) -> None:
    draf = d.buat_draf(dunia)
    for nama in ("koordinator", "verifikator", "dukungan", "kepala_biro", "administrator"):
        klien = Client()
        klien.force_login(getattr(dunia, nama))
        for pintu in (p for p in ORANG_SAJA if "usulan_id" in p.argumen):
            alamat = _alamat(pintu, isi | {"usulan_id": draf.pk})
            for metode in METODE:
                assert _panggil(klien, metode, alamat) in {403, 404, 405}, (nama, pintu.nama, metode)
