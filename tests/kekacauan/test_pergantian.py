"""One release after the other while people write: nobody sees an error, and what was answered is there."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests
from django.db import connection
from django.urls import reverse
from pytest_django import DjangoDbBlocker, Settings

from integrasi.api.klien import buat_klien
from integrasi.models import KejadianMasuk, UsulanSiasn
from integrasi.peragaan.isian_contoh import pdf_contoh
from pemasangan.alat import langkah, layanan, rilis
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.lokal import perkakas
from tests import dunia as d
from tests.kekacauan.arena import arena, tunggu
from tests.kekacauan.rilis_tiruan import Peladen, peladen
from tests.kekacauan.susunan_simpul import basis_data, menjawab, tunjuk
from tests.kekacauan.tabel import Janji
from tests.kekacauan.test_banyak_simpul import Orang, isian_teken, peramban
from tests.kekacauan.test_web import _token
from tests.kekacauan.ukuran import PENUH
from usulan.models import Usulan, VersiDokumen
from usulan.peristiwa import Jenis, aliran_usulan
from usulan.tahap import Tahap

pytestmark = [
    pytest.mark.lambat,
    pytest.mark.skipif(not PENUH, reason="satu kampanye penuh: make kekacauan"),
]

DITEKEN = 40
ID_SIASN = "siasn-uji-pergantian"
# Longer than a change of the schema waits for a lock (`BATAS_KUNCI`).
BACA_LAMA = 8
MODEL, MIGRASI = "usulan/models/usulan.py", "usulan/migrations"
TANDA = "    tempat_diragukan = models.BooleanField("
LAMA = '    uji_lama = models.CharField(max_length=9, default="lama", editable=False)\n'
BARU = '    uji_baru = models.CharField(max_length=9, default="baru", db_default="", editable=False)\n'
INDEKS = '            models.Index(fields=["uji_baru"], name="usulan_uji_baru"),\n'
KEPALA = """from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = {atomic}
    dependencies = [("usulan", "{sebelum}")]
    operations = [{operasi}]
"""
# What the release in use has, and the one after the next has no more.
KOLOM_LAMA = 'migrations.AddField("usulan", "uji_lama", models.CharField(max_length=9, default="lama", editable=False))'
# The release after it: a column more, one out of the model, two that hold more (one of them read by API 8's function).
BERUBAH = """
    migrations.AddField("usulan", "uji_baru",
        models.CharField(max_length=9, default="baru", db_default="", editable=False)),
    migrations.AlterField("usulan", "uji_lama",
        models.CharField(max_length=9, default="lama", db_default="", editable=False)),
    migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("usulan", "uji_lama")]),
    migrations.AlterField("usulan", "nomor_surat_pengantar", models.CharField(max_length=120, blank=True)),
"""
# Another table is another migration: who holds the one and waits for the other meets whoever goes the other way.
MELEBAR = 'migrations.RunSQL("ALTER TABLE integrasi_usulansiasn ALTER id_usulan TYPE varchar(200)", "")'
BERINDEKS = 'AddIndexConcurrently("usulan", models.Index(fields=["uji_baru"], name="usulan_uji_baru"))'
# The one after that: the column goes.
DIBUANG = 'migrations.RunSQL("ALTER TABLE usulan_usulan DROP COLUMN uji_lama", migrations.RunSQL.noop)'


def _migrasi(satu: Path, nama: str, operasi: str, *, atomic: bool = True) -> None:
    """Add a migration of usulan behind the newest of the release."""
    semua = sorted(berkas.stem for berkas in (satu / MIGRASI).glob("[0-9]*.py"))
    isi = KEPALA.format(atomic=atomic, sebelum=semua[-1], operasi=operasi)
    (satu / MIGRASI / f"{nama}.py").write_text(isi)


def _ubah_model(satu: Path, *ganti: tuple[str, str]) -> None:
    berkas = satu / MODEL
    isi = berkas.read_text()
    for dari, menjadi in ganti:
        assert dari in isi, dari
        isi = isi.replace(dari, menjadi, 1)
    berkas.write_text(isi)


def _tiga_rilis(p: Peladen) -> tuple[Path, Path, Path]:
    """The release in use, whole; the next two, not yet seen by `siapp`."""
    lama = p.rilis_pertama("1-lama")
    _ubah_model(lama, (TANDA, LAMA + TANDA))
    _migrasi(lama, "9001_kolom_lama", KOLOM_LAMA)
    baru = p.rilis_berikut(lama, "2-baru")
    indeks = '            GinIndex(OpClass("cari"'
    panjang = '"nomor surat pengantar", max_length=100'
    _ubah_model(baru, (LAMA, BARU), (indeks, INDEKS + indeks), (panjang, panjang.replace("100", "120")))
    _migrasi(baru, "9002_berubah", BERUBAH)
    _migrasi(baru, "9003_melebar", MELEBAR)
    _migrasi(baru, "9004_berindeks", BERINDEKS, atomic=False)
    kelak = p.rilis_berikut(baru, "3-kelak")
    _migrasi(kelak, "9005_dibuang", DIBUANG)
    return p.lengkap(lama), baru, kelak


# --- who works meanwhile ----------------------------------------------------------------------------------------------


class Penulis(Orang):
    """Does `sekali` again and again; notes what was answered as done."""

    jeda = 0.05

    def __init__(self, sesi: requests.Session, muka: str) -> None:
        super().__init__(sesi, muka)
        self.tercatat, self.terlama = list[str](), 0.0

    def run(self) -> None:
        nomor = 0
        while not self.cukup.is_set():
            nomor += 1
            self.sekali(nomor)
            time.sleep(self.jeda)

    def sekali(self, nomor: int) -> None:
        raise NotImplementedError

    def minta(self, cara: str, jalan: str, baik: tuple[int, ...], **isi: object) -> requests.Response | None:
        mulai = time.monotonic()
        try:
            return super().minta(cara, jalan, baik, **isi)
        finally:
            self.terlama = max(self.terlama, time.monotonic() - mulai)

    def formulir(self, jalan: str) -> dict[str, str] | None:
        """What the page carries unseen; None when it did not come."""
        halaman = self.minta("GET", jalan, (200,))
        return None if halaman is None else isian_teken(halaman.text)


class Penyusun(Penulis):
    """Saves the covering letter of a draft, another number each time."""

    def __init__(self, sesi: requests.Session, muka: str, usulan: Usulan) -> None:
        super().__init__(sesi, muka)
        self.usulan = usulan

    def sekali(self, nomor: int) -> None:
        jalan, isi = reverse("usulan:surat", args=[self.usulan.pk]), f"B-{nomor}/UJI"
        if form := self.formulir(jalan):
            form |= {"nomor_surat_pengantar": isi, "tanggal_surat_pengantar": "01-11-2026"}
            if self.minta("POST", jalan, (302,), data=form | {"pejabat_penanda_tangan": "Uji"}):
                self.tercatat.append(isi)


class Pengunggah(Penulis):
    """Uploads a document of a draft, another file each time."""

    jeda = 0.3

    def __init__(self, sesi: requests.Session, muka: str, usulan: Usulan, baris: int) -> None:
        super().__init__(sesi, muka)
        self.usulan, self.baris = usulan, baris

    def sekali(self, nomor: int) -> None:
        jalan = reverse("usulan:unggah", args=[self.usulan.pk, self.baris])
        if form := self.formulir(reverse("usulan:dokumen", args=[self.usulan.pk])):
            berkas = {"berkas": (f"uji-{nomor}.pdf", pdf_contoh("Uji", str(nomor)), "application/pdf")}
            if self.minta("POST", jalan, (302,), data=form, files=berkas):
                self.tercatat.append(f"uji-{nomor}.pdf")


class Penyetuju(Penulis):
    """Signs one draft after the other."""

    jeda = 1.0

    def __init__(self, sesi: requests.Session, muka: str, draf: list[Usulan]) -> None:
        super().__init__(sesi, muka)
        self.draf = draf

    def sekali(self, nomor: int) -> None:
        if nomor > len(self.draf):
            return
        jalan = reverse("usulan:teken", args=[self.draf[nomor - 1].pk])
        if (form := self.formulir(jalan)) and self.minta("POST", jalan, (302,), data=form):
            self.tercatat.append(str(self.draf[nomor - 1].pk))


class Bkn(Penulis):
    """Tells verdicts (API 9) and asks for ours (API 8)."""

    def __init__(self, muka: str, token: str) -> None:
        super().__init__(requests.Session(), muka)
        self.sesi.headers["Authorization"] = f"Bearer {token}"

    def sekali(self, nomor: int) -> None:
        isi = {"id_usulan": f"siasn-{nomor:08d}", "status": "BTL", "tanggal_verifikasi": "14-03-2025"}
        jawaban = self.minta("POST", "/api/v1/notifikasi-verifikasi", (200, 201, 202), json=isi)
        if jawaban is not None:
            self.tercatat.append(str(jawaban.json()["data"]["id_tanda_terima"]))
        self.minta("GET", f"/api/v1/usulan/{ID_SIASN}/status-verifikasi", (200,))


class Pembaca(Penulis):
    """Looks at lists and at a page."""

    def sekali(self, nomor: int) -> None:
        self.minta("GET", ("/", "/usulan/", "/usulan/?cari=contoh")[nomor % 3], (200,))


@dataclass
class Kerja:
    """Everybody who works, and what they did."""

    penyusun: list[Penyusun]
    pengunggah: Pengunggah
    penyetuju: Penyetuju
    bkn: Bkn
    pembaca: list[Pembaca]

    @property
    def semua(self) -> list[Penulis]:
        return [*self.penyusun, self.pengunggah, self.penyetuju, self.bkn, *self.pembaca]

    @property
    def galat(self) -> list[str]:
        return [satu for siapa in self.semua for satu in siapa.galat]

    @property
    def permintaan(self) -> int:
        return sum(len(siapa.berhasil) for siapa in self.semua) + len(self.galat)

    @property
    def terlama(self) -> float:
        """The longest wait for an answer, in seconds."""
        return max(siapa.terlama for siapa in self.semua)

    @property
    def tulisan(self) -> int:
        """How many writes were answered as done."""
        return sum(len(siapa.tercatat) for siapa in self.semua)

    def hilang(self) -> list[str]:
        """What was answered as done and is not there, or is there twice."""
        ada = {str(satu) for satu in KejadianMasuk.objects.values_list("pk", flat=True)}
        diteken = Usulan.objects.filter(pk__in=self.penyetuju.tercatat, tahap=Tahap.DIAJUKAN).count()
        versi = Counter(
            VersiDokumen.objects.filter(dokumen__usulan=self.pengunggah.usulan).values_list(
                "berkas__nama_asli", flat=True
            )
        )
        return [
            *(f"notifikasi {satu}" for satu in self.bkn.tercatat if satu not in ada),
            *(f"unggahan {satu}: {versi[satu]}" for satu in self.pengunggah.tercatat if versi[satu] != 1),
            *(["teken"] if diteken != len(self.penyetuju.tercatat) else []),
            *(f"surat {satu.usulan}" for satu in self.penyusun if not _surat_lengkap(satu)),
        ]


def _surat_lengkap(satu: Penyusun) -> bool:
    """Whether the letter has the number saved last, and each save left its line in the trail."""
    with connection.cursor() as kursor:
        kursor.execute("SELECT nomor_surat_pengantar FROM usulan_usulan WHERE id = %s", [satu.usulan.pk])
        (isi,) = kursor.fetchone()
    jejak = Peristiwa.objects.filter(aliran=aliran_usulan(satu.usulan.pk), jenis=Jenis.DATA_DIUBAH).count()
    return (isi, jejak) == ((satu.tercatat or [""])[-1], len(satu.tercatat))


def _kerja(p: Peladen) -> Kerja:
    """A world in the server's database, and people who have signed in."""
    dunia = d.bangun_dunia()
    draf = [d.lengkapi(dunia, d.buat_draf(dunia)) for _ in range(DITEKEN)]
    ditanya = d.setujui_biro(dunia, d.diverifikasi(dunia))
    UsulanSiasn.objects.create(usulan=ditanya, id_usulan=ID_SIASN)
    klien, rahasia = buat_klien("BKN uji", ("notifikasi-verifikasi", "status-verifikasi"), oleh=Mesin.SISTEM)
    token = _token(klien.client_id, rahasia)
    milik = [d.buat_draf(dunia) for _ in range(3)]
    return Kerja(
        [Penyusun(peramban(dunia.pic), p.muka, satu) for satu in milik[:2]],
        Pengunggah(peramban(dunia.pic), p.muka, milik[2], milik[2].dokumen.order_by("pk")[0].pk),
        Penyetuju(peramban(dunia.penyetuju), p.muka, draf),
        Bkn(p.muka, token),
        [Pembaca(peramban(satu), p.muka) for satu in (dunia.pic, dunia.penyetuju)],
    )


@contextmanager
def _bekerja(kerja: Kerja) -> Iterator[None]:
    for siapa in kerja.semua:
        siapa.start()
    try:
        yield
    finally:
        for siapa in kerja.semua:
            siapa.berhenti()


def _baca_lama(p: Peladen) -> None:
    """Somebody who reads the table for longer than a change of it waits."""
    with psycopg.connect(p.url()) as koneksi:
        koneksi.execute("SELECT count(*) FROM usulan_usulan")
        time.sleep(BACA_LAMA)


def _ganti_rilis(p: Peladen, ganti: pytest.MonkeyPatch, baru: Path, kelak: Path) -> None:
    """Forth and back and forth, each word of `siapp` as it is."""
    _perbarui(p, ganti, baru)
    langkah.mundur(p.tempat)
    langkah._ganti(p.tempat, baru, p.tempat.kini.resolve())
    _perbarui(p, ganti, kelak)
    langkah.mundur(p.tempat)


def _perbarui(p: Peladen, ganti: pytest.MonkeyPatch, ke: Path) -> None:
    """`siapp perbarui`, while somebody reads for long."""
    # The newest release puts itself in place: this process takes its part.
    ganti.setattr(langkah, "__file__", str(ke / "pemasangan/alat/langkah.py"))
    p.lengkap(ke)
    pembaca = threading.Thread(target=_baca_lama, args=(p,))
    pembaca.start()
    langkah.perbarui(p.tempat)
    pembaca.join()


def test_rilis_berganti_dua_kali_dan_mundur_tanpa_satu_pun_galat(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    janji: Janji,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if not perkakas.cari("nginx"):
        pytest.skip("nginx tidak ada")
    with (
        arena(tmp_path) as tempat,
        peladen(tmp_path / "mesin", tempat, monkeypatch) as p,
        django_db_blocker.unblock(),
        basis_data(),
        janji("perbarui dan mundur di bawah beban", "0 galat; semua yang dijawab ada") as baris,
    ):
        tunjuk(p.url())
        simpanan = {**settings.STORAGES["default"], "OPTIONS": {"location": str(p.tempat.berkas), "base_url": None}}
        settings.STORAGES = {**settings.STORAGES, "default": simpanan}
        kerja = _kerja(p)
        lama, baru, kelak = _tiga_rilis(p)
        _nyalakan(p, lama)
        with _bekerja(kerja):
            _ganti_rilis(p, monkeypatch, baru, kelak)
        hilang = kerja.hilang()
        sebutan = ", ".join(f"{apa} {kali}×" for apa, kali in Counter(kerja.galat).items())
        baris.capai(
            f"{len(kerja.galat)} dari {kerja.permintaan} galat{f' ({sebutan})' if sebutan else ''}; "
            f"{len(hilang)} dari {kerja.tulisan} tulisan hilang; terlama {kerja.terlama:.1f} s"
        )
        assert not kerja.galat, sebutan
        assert not hilang
        assert all(siapa.tercatat for siapa in (*kerja.penyusun, kerja.pengunggah, kerja.penyetuju, kerja.bkn))


def _nyalakan(p: Peladen, lama: Path) -> None:
    """What `siapp mulai` does with the first release."""
    rilis.pakai(p.tempat, lama)
    langkah._skema(p.tempat, lama)
    layanan.pasang_unit(p.tempat, lama)
    layanan.perbarui_bergilir(p.tempat)
    p.proksi()
    tunggu(lambda: menjawab(f"{p.muka}/hidup"), apa="nginx tidak menjawab")
