"""The page of the quarantine: what lies there, what comes back, and how a stopped scrub goes on by two persons."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from integrasi.petugas import proses
from integrasi.petugas.proses import gangguan
from siapp.akun.models import Pengguna
from siapp.audit.models import Peristiwa
from siapp.berkas import karantina, rawat
from siapp.berkas.karantina import TerlaluBanyakYatim, isi_karantina, karantinakan
from siapp.berkas.keadaan import KeadaanTertahan
from siapp.berkas.models import PerapianTertahan
from siapp.berkas.pemasangan import pastikan_pemasangan
from siapp.berkas.rawat import bersihkan
from siapp.berkas.tasks import bersihkan as tugas_bersihkan
from siapp.jadwal.giliran import lengkapi
from siapp.jadwal.models import Jadwal
from siapp.kunci import Kunci, kunci_tunggal
from tests.berkas.contoh import pdf, semua_kunci
from tests.dunia import Dunia

HALAMAN = reverse("berkas:karantina")


def kunci_ke(nomor: int) -> str:
    return f"asli/{nomor % 256:02x}/{nomor % 256:02x}{nomor:030x}"


def simpan_yatim(jumlah: int, mulai: int = 0) -> list[str]:
    semua = [kunci_ke(nomor) for nomor in range(mulai, mulai + jumlah)]
    for satu in semua:
        default_storage.save(satu, ContentFile(pdf()))
    return semua


def masuk(pengguna: Pengguna) -> Client:
    klien = Client()
    klien.force_login(pengguna)
    return klien


@pytest.fixture
def yatim_seketika(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored now is old enough to be moved."""
    monkeypatch.setattr(rawat, "MASA_TUNGGU", timedelta(seconds=-60))


@pytest.fixture
def tertahan_kini(penyimpanan_lokal: Path, dunia: Dunia, yatim_seketika: None) -> PerapianTertahan:
    """A scrub that stopped before three files, on the day's turn."""
    pastikan_pemasangan()
    simpan_yatim(3)
    lengkapi()
    Jadwal.objects.filter(nama="bersihkan-berkas").update(jatuh_tempo=timezone.now())
    with pytest.raises(TerlaluBanyakYatim):
        tugas_bersihkan()
    return PerapianTertahan.objects.get()


def _isian(baris: PerapianTertahan, **lain: str) -> dict[str, str]:
    return {"perapian": str(baris.pk), "yatim": str(baris.yatim), **lain}


def _usulkan(baris: PerapianTertahan, oleh: Pengguna) -> None:
    jawaban = masuk(oleh).post(
        reverse("berkas:karantina_pindahkan"), _isian(baris, alasan="Sisa pemindahan server lama.", yakin="on")
    )
    assert jawaban.status_code == 302


def test_pengiriman_menunjukkan_jalan_ke_karantina_sebelum_daftarnya(dunia: Dunia) -> None:
    isi = masuk(dunia.administrator).get(reverse("integrasi:pengiriman")).content.decode()
    assert 0 < isi.find(f'href="{HALAMAN}"') < isi.find("judul-api")


def test_daftar_dibaca_sehalaman_demi_sehalaman_maju_dan_mundur(penyimpanan: str, dunia: Dunia) -> None:
    pastikan_pemasangan()
    semua = [karantinakan(satu) for satu in simpan_yatim(60)]
    klien, alamat, terlihat = masuk(dunia.administrator), HALAMAN, []
    halaman: list[list[str]] = []
    while True:
        isi = klien.get(alamat).text
        halaman.append(re.findall(r'name="kunci" value="([^"]+)"', isi))
        terlihat += halaman[-1]
        if not (berikut := re.search(r'rel="next" href="([^"]+)"', isi)):
            break
        alamat = HALAMAN + berikut[1]
    assert terlihat == sorted(semua)
    assert [len(satu) for satu in halaman] == [25, 25, 10]
    kembali = re.search(r'rel="prev" href="([^"]+)"', isi)
    assert kembali
    assert re.findall(r'name="kunci" value="([^"]+)"', klien.get(HALAMAN + kembali[1]).text) == halaman[1]
    assert "90 hari lagi" in isi
    assert "Tidak dikenal basis data" in isi


def test_halaman_pertama_tidak_membaca_seluruh_karantina(
    penyimpanan_lokal: Path, dunia: Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    pastikan_pemasangan()
    for satu in simpan_yatim(60):
        karantinakan(satu)
    dibaca: list[str] = []
    asli = karantina.isi_folder

    def catat(folder: str) -> list[str]:
        dibaca.append(folder)
        return asli(folder)

    monkeypatch.setattr(karantina, "isi_folder", catat)
    assert masuk(dunia.administrator).get(HALAMAN).status_code == 200
    assert len(dibaca) == 26


def test_kuerinya_tetap_berapa_pun_barisnya(penyimpanan_lokal: Path, dunia: Dunia) -> None:
    pastikan_pemasangan()
    klien = masuk(dunia.administrator)
    klien.get(HALAMAN)
    jumlah = []
    for mulai, banyak in ((0, 2), (2, 20)):
        for satu in simpan_yatim(banyak, mulai):
            karantinakan(satu)
        with CaptureQueriesContext(connection) as kueri:
            assert klien.get(HALAMAN).text.count('name="kunci"') == mulai + banyak
        jumlah.append(len(kueri))
    assert jumlah[0] == jumlah[1]


def test_satu_berkas_dikembalikan_dan_tercatat_atas_nama_orangnya(penyimpanan: str, dunia: Dunia) -> None:
    pastikan_pemasangan()
    (asal,) = simpan_yatim(1)
    kunci = karantinakan(asal)
    klien = masuk(dunia.administrator)
    jawaban = klien.post(reverse("berkas:karantina_kembalikan"), {"kunci": kunci}, follow=True)
    assert "Berkas kembali di tempatnya semula." in jawaban.text
    assert "Karantina kosong" in jawaban.text
    assert semua_kunci() == [asal]
    assert Peristiwa.objects.get(jenis="berkas_dikembalikan").oleh == dunia.administrator
    lagi = klien.post(reverse("berkas:karantina_kembalikan"), {"kunci": kunci})
    assert (lagi.status_code, "tidak ada di karantina" in lagi.text) == (409, True)
    asing = klien.post(reverse("berkas:karantina_kembalikan"), {"kunci": "karantina/../../etc/passwd"})
    assert asing.status_code == 409


@pytest.mark.usefixtures("penyimpanan_lokal")
def test_selagi_yang_lain_memindahkan_diminta_menunggu(dunia: Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    pastikan_pemasangan()
    monkeypatch.setattr(karantina, "TUNGGU", 0.0)
    kunci = karantinakan(simpan_yatim(1)[0])
    with kunci_tunggal(Kunci.GOSOK) as dapat:
        assert dapat
        jawaban = masuk(dunia.administrator).post(reverse("berkas:karantina_kembalikan"), {"kunci": kunci})
        with pytest.raises(karantina.SedangDirapikan):
            bersihkan()
    assert (jawaban.status_code, "sedang dirapikan" in jawaban.text) == (409, True)
    assert list(isi_karantina()) == [kunci]


def test_yang_hanya_membaca_tidak_melihat_tombol(penyimpanan_lokal: Path, dunia: Dunia) -> None:
    pastikan_pemasangan()
    karantinakan(simpan_yatim(1)[0])
    for orang in (dunia.auditor, dunia.kepala_biro, dunia.dukungan):
        isi = masuk(orang).get(HALAMAN).text
        assert "00000000-0000-0000-0000-000000000000" in isi
        assert "Kembalikan" not in isi


def test_perapian_yang_berhenti_bertanya_dan_berjalan_sesudah_dua_orang(
    tertahan_kini: PerapianTertahan, dunia: Dunia
) -> None:
    isi = masuk(dunia.administrator).get(HALAMAN).text
    assert "3 dari 3 berkas tersimpan" in isi
    assert "Basis data baru dipulihkan dari cadangan yang lebih lama?" in isi
    _usulkan(tertahan_kini, dunia.administrator)
    sendiri = masuk(dunia.administrator).post(reverse("berkas:karantina_setujui"), _isian(tertahan_kini))
    assert (sendiri.status_code, "orang lain" in sendiri.text) == (403, True)
    beranda = masuk(dunia.kepala_biro).get(reverse("integrasi:menunggu_kedua")).text
    assert HALAMAN in beranda
    assert "Setujui pemindahan" in masuk(dunia.kepala_biro).get(HALAMAN).text
    assert "Setujui pemindahan" not in masuk(dunia.administrator).get(HALAMAN).text
    assert masuk(dunia.kepala_biro).post(reverse("berkas:karantina_setujui"), _isian(tertahan_kini)).status_code == 302
    assert "Disetujui, menunggu pekerja berkas" in masuk(dunia.auditor).get(HALAMAN).text
    assert list(isi_karantina()) == []
    tugas_bersihkan()
    assert len(list(isi_karantina())) == 3
    tertahan_kini.refresh_from_db()
    assert (tertahan_kini.keadaan, tertahan_kini.dipindahkan) == (KeadaanTertahan.SELESAI, 3)
    jejak = Peristiwa.objects.filter(aliran=tertahan_kini.aliran).order_by("urutan")
    assert [(satu.jenis, satu.oleh) for satu in jejak] == [
        ("perapian.berhenti", None),
        ("perapian.diusulkan", dunia.administrator),
        ("perapian.disetujui", dunia.kepala_biro),
        ("perapian.selesai", None),
    ]
    assert Jadwal.objects.get(nama="bersihkan-berkas").galat == ""


def test_yang_disetujui_hanya_sebanyak_dan_sejaman_yang_dilihat(tertahan_kini: PerapianTertahan, dunia: Dunia) -> None:
    _usulkan(tertahan_kini, dunia.administrator)
    simpan_yatim(1, mulai=50)
    with pytest.raises(TerlaluBanyakYatim):
        bersihkan()
    lama = masuk(dunia.kepala_biro).post(reverse("berkas:karantina_setujui"), _isian(tertahan_kini))
    assert (lama.status_code, "Keadaannya berubah" in lama.text) == (409, True)
    tertahan_kini.refresh_from_db()
    assert (tertahan_kini.keadaan, tertahan_kini.yatim, tertahan_kini.alasan) == (KeadaanTertahan.TERTAHAN, 4, "")
    assert tertahan_kini.diusulkan_oleh is None
    assert list(isi_karantina()) == []
    PerapianTertahan.objects.update(keadaan=KeadaanTertahan.DISETUJUI, terbaru=timezone.now() - timedelta(days=1))
    with pytest.raises(TerlaluBanyakYatim):
        bersihkan()
    assert list(isi_karantina()) == []


def test_usul_ditolak_atau_ditarik_dan_perapian_tetap_berhenti(tertahan_kini: PerapianTertahan, dunia: Dunia) -> None:
    for orang in (dunia.kepala_biro, dunia.administrator):
        _usulkan(tertahan_kini, dunia.administrator)
        tanpa = masuk(orang).post(reverse("berkas:karantina_tolak"), _isian(tertahan_kini))
        assert (tanpa.status_code, "Tulis alasannya" in tanpa.text) == (422, True)
        masuk(orang).post(reverse("berkas:karantina_tolak"), _isian(tertahan_kini, alasan="Belum diperiksa."))
        tertahan_kini.refresh_from_db()
        assert tertahan_kini.keadaan == KeadaanTertahan.TERTAHAN
    assert Peristiwa.objects.filter(jenis="perapian.ditolak", alasan="Belum diperiksa.").count() == 2
    with pytest.raises(TerlaluBanyakYatim):
        bersihkan()


def test_usul_tanpa_alasan_atau_tanpa_centang_kembali_dengan_isinya(
    tertahan_kini: PerapianTertahan, dunia: Dunia
) -> None:
    alamat, klien = reverse("berkas:karantina_pindahkan"), masuk(dunia.administrator)
    jawaban = klien.post(alamat, _isian(tertahan_kini, alasan="Sisa lama."))
    assert jawaban.status_code == 422
    assert "Sisa lama." in jawaban.text
    assert "Periksa dulu kedua hal itu" in jawaban.text
    assert klien.post(reverse("berkas:karantina_setujui"), {"perapian": "x"}).status_code == 409
    tertahan_kini.refresh_from_db()
    assert tertahan_kini.keadaan == KeadaanTertahan.TERTAHAN


def test_perintah_pengelola_menutup_pertanyaan_yang_sama(tertahan_kini: PerapianTertahan) -> None:
    call_command("karantina", "--pindahkan")
    tertahan_kini.refresh_from_db()
    assert (tertahan_kini.keadaan, tertahan_kini.dipindahkan) == (KeadaanTertahan.SELESAI, 3)
    call_command("karantina", "--pindahkan")
    assert PerapianTertahan.objects.count() == 1


def test_basis_data_menjaga_dua_orang_dan_satu_pertanyaan(tertahan_kini: PerapianTertahan, dunia: Dunia) -> None:
    satu = dunia.administrator
    with pytest.raises(IntegrityError, match="perapian_dua_orang"), transaction.atomic():
        PerapianTertahan.objects.update(diusulkan_oleh=satu, disetujui_oleh=satu)
    tertahan_kini.pk = None
    with pytest.raises(IntegrityError, match="perapian_satu_terbuka"), transaction.atomic():
        tertahan_kini.save(force_insert=True)


def test_penyimpanan_yang_tak_terjangkau_tidak_menyembunyikan_pertanyaannya(
    tertahan_kini: PerapianTertahan, dunia: Dunia, penyimpanan_lokal: Path
) -> None:
    folder = penyimpanan_lokal / "karantina"
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("bukan folder")
    isi = masuk(dunia.administrator).get(HALAMAN).text
    assert "Penyimpanan tidak terjangkau" in isi
    assert "3 dari 3 berkas tersimpan" in isi


def test_peringatan_di_pengiriman_menuntun_ke_halaman_ini(
    tertahan_kini: PerapianTertahan, dunia: Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proses, "gangguan", gangguan)
    isi = masuk(dunia.dukungan).get(reverse("integrasi:pengiriman")).text
    assert isi.count(f'href="{HALAMAN}"') == 2
