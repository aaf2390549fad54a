"""Files at the door: measured, recognised, stored, counted."""

import hashlib
import threading
import tracemalloc
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from siapp.akun.models import Pengguna
from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas, JenisBerkas
from siapp.berkas.terima import nama_bersih, terima
from siapp.web.galat import GalatPengguna
from tests.berkas.contoh import gambar, isi_tersimpan, pdf, semua_kunci
from tests.berkas.korpus_buruk import DI_PINTU

MIB = 1024 * 1024


class Deras:
    """An endless body that begins like a PDF and counts what was read of it."""

    def __init__(self, panjang: int) -> None:
        self.sisa, self.terbaca = panjang, 0

    def read(self, n: int, /) -> bytes:
        n = min(n, self.sisa)
        awal = b"%PDF-1.7" if self.terbaca == 0 else b""
        self.sisa, self.terbaca = self.sisa - n, self.terbaca + n
        return awal + bytes(n - len(awal)) if n else b""


def test_isi_tersimpan_utuh_dengan_sidiknya(penyimpanan: str, pic: Pengguna) -> None:
    isi = pdf(3)
    berkas = terima(BytesIO(isi), oleh=pic, nama="Surat pengantar.pdf")
    berkas.refresh_from_db()
    assert isi_tersimpan(berkas.kunci) == isi
    assert berkas.sha256 == hashlib.sha256(isi).hexdigest()
    assert (berkas.ukuran, berkas.jenis, berkas.keadaan) == (len(isi), JenisBerkas.PDF, KeadaanBerkas.DIPERIKSA)
    assert (berkas.diunggah_oleh, berkas.nama_asli) == (pic, "Surat pengantar.pdf")
    peristiwa = Peristiwa.objects.get(aliran=berkas.aliran)
    assert (peristiwa.jenis, peristiwa.oleh) == ("berkas_diterima", pic)
    assert "Surat" not in str(peristiwa.data)


def test_kunci_penyimpanan_tidak_memuat_nama_maupun_nip(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = terima(BytesIO(pdf()), oleh=pic, nama=f"{pic.nip} {pic.nama}.pdf")
    assert berkas.kunci == f"asli/{berkas.pk.hex[:2]}/{berkas.pk.hex}"


def test_berkas_dari_mesin_menempuh_jalan_yang_sama(penyimpanan: str, db: None, settings: Any) -> None:
    settings.BERKAS_KUOTA_PENGGUNA = 1
    berkas = terima(BytesIO(pdf()), oleh=Mesin.BKN, nama="Pertek.pdf")
    assert (berkas.mesin, berkas.diunggah_oleh, berkas.keadaan) == (Mesin.BKN, None, KeadaanBerkas.DIPERIKSA)


@pytest.mark.parametrize("nama", DI_PINTU)
def test_yang_bukan_pdf_ditolak_dengan_petunjuk(nama: str, penyimpanan_lokal: Path, pic: Pengguna) -> None:
    isi, sebutan = DI_PINTU[nama]
    with pytest.raises(GalatPengguna) as galat:
        terima(BytesIO(isi), oleh=pic, nama="surat.pdf")
    assert sebutan in galat.value.pesan
    assert "unggah" in galat.value.pesan
    assert semua_kunci() == []
    assert not Berkas.objects.exists()


def test_berkas_kosong_ditolak(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    with pytest.raises(GalatPengguna, match="kosong"):
        terima(BytesIO(b""), oleh=pic, nama="surat.pdf")


def test_terlalu_besar_menyebut_ukuran_dan_batas(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    aliran = BytesIO(b"%PDF-1.7" + bytes(3 * MIB))
    aliran.size = 3 * MIB  # type: ignore[attr-defined]
    with pytest.raises(GalatPengguna) as galat:
        terima(aliran, oleh=pic, nama="besar.pdf", ukuran_maks=2 * MIB)
    assert filesizeformat(3 * MIB) in galat.value.pesan
    assert filesizeformat(2 * MIB) in galat.value.pesan


def test_pembacaan_berhenti_begitu_batas_terlewati(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    deras = Deras(500 * MIB)
    with pytest.raises(GalatPengguna):
        terima(deras, oleh=pic, nama="besar.pdf", ukuran_maks=5 * MIB)
    assert deras.terbaca <= 6 * MIB


def test_batas_tepat_masih_diterima(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    isi = pdf()
    assert terima(BytesIO(isi), oleh=pic, nama="pas.pdf", ukuran_maks=len(isi)).ukuran == len(isi)
    with pytest.raises(GalatPengguna):
        terima(BytesIO(isi), oleh=pic, nama="lebih.pdf", ukuran_maks=len(isi) - 1)


def test_memori_tidak_tumbuh_bersama_berkas(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    terima(BytesIO(pdf()), oleh=pic, nama="pemanasan.pdf")
    tracemalloc.start()
    try:
        terima(Deras(100 * MIB), oleh=pic, nama="besar.pdf", ukuran_maks=200 * MIB)
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert puncak < 5 * MIB


@pytest.mark.parametrize("format_", ["JPEG", "PNG"])
def test_pas_foto_menerima_gambar(format_: str, penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = terima(BytesIO(gambar(format_)), oleh=pic, nama="foto", boleh=("jpeg", "png"))
    assert berkas.jenis == f"image/{format_.lower()}"


def test_pdf_ditolak_bila_yang_diminta_gambar(penyimpanan_lokal: Path, pic: Pengguna) -> None:
    with pytest.raises(GalatPengguna, match="JPEG atau PNG"):
        terima(BytesIO(pdf()), oleh=pic, nama="foto.jpg", boleh=("jpeg", "png"))


@pytest.mark.parametrize(
    ("nama", "bersih"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Dokumen\\SK KP.pdf", "SK KP.pdf"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("gambar\u202efdp.exe", "gambarfdp.exe"),
        ("", "berkas"),
        ("...", "berkas"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("y" * 300, "y" * 150),
    ],
)
def test_nama_dibersihkan(nama: str, bersih: str) -> None:
    assert nama_bersih(nama) == bersih


def test_tanpa_baris_tidak_ada_isi_tertinggal(penyimpanan: str, db: None) -> None:
    with pytest.raises(Pengguna.DoesNotExist):
        terima(BytesIO(pdf()), oleh=Pengguna(pk=987_654_321, nip="1" * 18), nama="surat.pdf")
    assert semua_kunci() == []


def test_kuota_menyebut_yang_terpakai_dan_batasnya(penyimpanan_lokal: Path, pic: Pengguna, settings: Any) -> None:
    isi = pdf()
    settings.BERKAS_KUOTA_PENGGUNA = len(isi) + 10
    terima(BytesIO(isi), oleh=pic, nama="satu.pdf")
    with pytest.raises(GalatPengguna) as galat:
        terima(BytesIO(isi), oleh=pic, nama="dua.pdf")
    assert filesizeformat(len(isi)) in galat.value.pesan
    assert len(semua_kunci()) == 1


def test_kuota_berlaku_lagi_sesudah_sehari(penyimpanan_lokal: Path, pic: Pengguna, settings: Any) -> None:
    settings.BERKAS_KUOTA_PENGGUNA = len(pdf()) + 10
    terima(BytesIO(pdf()), oleh=pic, nama="kemarin.pdf")
    Berkas.objects.update(dibuat_pada=timezone.now() - timedelta(hours=25))
    terima(BytesIO(pdf()), oleh=pic, nama="hari-ini.pdf")
    assert set(Berkas.objects.values_list("nama_asli", flat=True)) == {"kemarin.pdf", "hari-ini.pdf"}
    with pytest.raises(GalatPengguna):
        terima(BytesIO(pdf()), oleh=pic, nama="lebih.pdf")


@pytest.mark.django_db(transaction=True)
def test_kuota_bertahan_saat_diserbu_bersamaan(penyimpanan: str, pic: Pengguna, settings: Any) -> None:
    isi, jatah, serbuan = pdf(), 3, 10
    settings.BERKAS_KUOTA_PENGGUNA = len(isi) * jatah + 10
    mulai, hasil = threading.Barrier(serbuan), []

    def unggah() -> None:
        mulai.wait()
        try:
            terima(BytesIO(isi), oleh=pic, nama="surat.pdf")
            hasil.append("diterima")
        except GalatPengguna:
            hasil.append("ditolak")
        finally:
            connection.close()

    utas = [threading.Thread(target=unggah) for _ in range(serbuan)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join()
    assert (hasil.count("diterima"), hasil.count("ditolak")) == (jatah, serbuan - jatah)
    assert len(semua_kunci()) == Berkas.objects.count() == jatah


@pytest.mark.parametrize(
    "ubah",
    [
        {"ukuran": 0},
        {"sha256": "bukan sidik"},
        {"mesin": Mesin.BKN},
        {"keadaan": KeadaanBerkas.TERSEDIA},
        {"keadaan": KeadaanBerkas.DITOLAK},
        {"sebab_tolak": "RUSAK"},
    ],
)
def test_basis_data_menolak_keadaan_yang_mustahil(ubah: dict[str, Any], penyimpanan_lokal: Path, pic: Pengguna) -> None:
    berkas = terima(BytesIO(pdf()), oleh=pic, nama="surat.pdf")
    with pytest.raises(IntegrityError), transaction.atomic():
        Berkas.objects.filter(pk=berkas.pk).update(**ubah)
