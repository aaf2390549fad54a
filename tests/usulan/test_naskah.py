"""The papers of a Keppres: what they say, what they are made of, and that nothing in a name is markup."""

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse

from siapp.naskah import anak, tata
from siapp.naskah.tata import NaskahGagal, dapat_patah
from siapp.web.templatetags.siapp import nip
from tests import dunia as d
from tests.usulan.layar import masuk
from usulan.models import Keppres, KeppresUsulan, rincian
from usulan.naskah import isi
from usulan.naskah.isi import LABEL, LABEL_URUTAN, SESUDAH_TERBIT, Naskah, Urutan, cetak, tersedia, urutkan
from usulan.tampilan.orang_keppres import baris_keppres

USIL = "#panic() *tebal* $x$ <script> \\ ` @a // [a] é ő"
TANPA_HURUF = "ꦱꦸꦫ 漢字"


def teks(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as dokumen:
        semua = [halaman.get_textpage().get_text_range() for halaman in dokumen]
    return " ".join(" ".join(semua).replace("\u200b", "").split())


def _rancangan(dunia: d.Dunia, jumlah: int = 2) -> tuple[Keppres, list[KeppresUsulan]]:
    rancangan = d.rkp(dunia, *(d.siap_keppres(dunia) for _ in range(jumlah)))
    return rancangan, baris_keppres(rancangan)


def test_rkp_menyebut_pangkat_dari_dan_menjadi_jabatan_tmt_instansi_dan_pertek(dunia: d.Dunia) -> None:
    rancangan, baris = _rancangan(dunia, 1)
    lembar, usulan = teks(cetak(Naskah.RKP, rancangan, baris)), baris[0].usulan
    rinci: Any = rincian(usulan)
    for kata in (
        f"{rinci.pangkat_lama} ({rinci.golongan_lama})",
        f"{rinci.pangkat_baru} ({rinci.golongan_baru})",
        rinci.nama_jabatan or usulan.asn.nama_jabatan_terakhir,
        usulan.instansi.nama,
        nip(usulan.nip),
        baris[0].pertek.nomor,
        "Halaman 1 dari 1",
    ):
        assert kata in lembar
    for dalam in ("DRAF", "KP-STRUKTURAL", "Keadaan"):
        assert dalam not in lembar


@pytest.mark.parametrize("kode", ["BERHENTI-APS", "JFKU-KENAIKAN"])
def test_rkp_pemberhentian_dan_jabatan_fungsional(dunia: d.Dunia, kode: str) -> None:
    rancangan = d.rkp(dunia, d.siap_keppres(dunia, kode))
    (baris,) = baris_keppres(rancangan)
    lembar, rinci = teks(cetak(Naskah.RKP, rancangan, [baris])), rincian(baris.usulan)
    menjadi = getattr(rinci, "jabatan_baru", baris.usulan.layanan.nama)
    assert menjadi
    assert menjadi in lembar


def test_setiap_naskah_bertanda_dapat_diarsipkan_dan_memuat_hurufnya(dunia: d.Dunia) -> None:
    keppres = Keppres.objects.get(baris__usulan=d.keppres_terbit(dunia))
    baris = baris_keppres(keppres)
    assert tersedia(keppres) == list(Naskah)
    for naskah in Naskah:
        pdf = cetak(naskah, keppres, baris)
        assert nip(baris[0].usulan.nip) in teks(pdf) or naskah is Naskah.MEMO
        with pikepdf.open(io.BytesIO(pdf)) as dokumen:
            assert dokumen.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in dokumen.Root
            assert str(dokumen.Root.Lang).startswith("id")
            assert dokumen.Root.ViewerPreferences.DisplayDocTitle
            meta = dokumen.open_metadata()
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
            for objek in dokumen.objects:
                if isinstance(objek, pikepdf.Dictionary) and objek.get("/Type") == "/FontDescriptor":
                    assert {"/FontFile2", "/FontFile3"} & set(objek.keys())


def test_nama_berisi_tanda_markah_kata_panjang_dan_aksara_lain_tetap_tercetak(dunia: d.Dunia) -> None:
    rancangan, baris = _rancangan(dunia, 1)
    panjang = "Kertawidjajakusumadiningratsasranegara" * 3
    baris[0].nama = f"{USIL} {panjang} {TANPA_HURUF}"
    lembar = teks(cetak(Naskah.RKP, rancangan, baris))
    assert USIL in lembar
    assert panjang in lembar.replace(" ", "")
    assert "??? ??" in lembar
    assert "\u200b" not in dapat_patah("Nama biasa dengan beberapa kata")


def test_urutan_orang_dipilih(dunia: d.Dunia) -> None:
    _, baris = _rancangan(dunia, 3)
    for b, nama, instansi, golongan in zip(
        baris, ("Citra", "ani", "Budi"), ("B", "C", "A"), ("IV/c", "IV/e", "IV/d"), strict=True
    ):
        b.nama, b.usulan.instansi.nama, b.usulan.asn.golongan_baru = nama, instansi, golongan
    nama = {u: [b.nama for b in urutkan(baris, u)] for u in Urutan}
    assert nama[Urutan.SUSUNAN] == ["Citra", "ani", "Budi"]
    assert nama[Urutan.NAMA] == ["ani", "Budi", "Citra"]
    assert nama[Urutan.PANGKAT] == ["ani", "Budi", "Citra"]
    assert set(nama[Urutan.INSTANSI]) == {"ani", "Budi", "Citra"}
    assert (set(LABEL), set(LABEL_URUTAN)) == (set(Naskah), set(Urutan))


def test_naskah_diunduh_lewat_pintunya_dan_yang_belum_ada_ditolak(dunia: d.Dunia) -> None:
    rancangan, _ = _rancangan(dunia, 1)
    klien, alamat = masuk(dunia.dukungan), reverse("usulan:keppres_cetak", args=[rancangan.pk])
    halaman = klien.get(reverse("usulan:keppres_rinci", args=[rancangan.pk])).text
    assert re.findall(r'<option value="(\w+)">', halaman)[:2] == ["rkp", "memo"]
    memo = klien.get(alamat, {"naskah": "memo", "urutan": "nama"})
    assert (memo["Content-Type"], memo.content[:5]) == ("application/pdf", b"%PDF-")
    assert "Perihal" in teks(memo.content)
    for naskah in (*SESUDAH_TERBIT, "lain"):
        assert klien.get(alamat, {"naskah": naskah}).status_code == 404
    assert masuk(dunia.pic).get(alamat).status_code == 403


def test_naskah_yang_gagal_disusun_atau_terlalu_lama_dikatakan(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "rusak.typ").write_text("#panic()")
    (tmp_path / "lama.typ").write_text("#{ let n = 0; while true { n += 1 } }")
    with pytest.raises(NaskahGagal, match="tidak dapat disusun"):
        tata.tata(tmp_path, "rusak", {})
    monkeypatch.setattr(anak, "DETIK", 1)
    with pytest.raises(NaskahGagal, match="tidak dapat disusun"):
        tata.tata(tmp_path, "lama", {})


def test_pencetak_yang_penuh_meminta_menunggu(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(tata, "TUNGGU", 0.01)
    giliran = tata._giliran
    for _ in range(tata.SEKALIGUS):
        assert giliran.acquire(blocking=False)
    (tmp_path / "a.typ").write_text("a")
    try:
        with pytest.raises(NaskahGagal, match="penuh"):
            tata.tata(tmp_path, "a", {"hari": str(date(2026, 1, 1))})
    finally:
        giliran.release(tata.SEKALIGUS)


def test_isi_setiap_naskah_adalah_data_belaka(dunia: d.Dunia) -> None:
    def polos(nilai: object) -> bool:
        if isinstance(nilai, Mapping):
            return all(map(polos, nilai.values()))
        return all(map(polos, nilai)) if isinstance(nilai, list) else isinstance(nilai, str)

    rancangan, baris = _rancangan(dunia, 1)
    for naskah in Naskah:
        assert polos(isi._ISI[naskah](rancangan, baris, []))
