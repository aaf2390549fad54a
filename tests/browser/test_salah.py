"""Bad input in the browser: each is answered by a sentence that says what is wrong and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from integrasi.peragaan.simulator.data import BKN, KEMENSETNEG, Baris, semua_asn
from tests.berkas.contoh import pdf, simpan_pdf
from tests.browser.jalan import Layanan, Perjalanan
from tests.browser.layar import Layar, Panggung

pytestmark = [pytest.mark.browser, pytest.mark.lambat]

# Chromium logs each refused request; here they are the point.
DITOLAK = ("Failed to load resource: the server responded with a status of 4", "Response Status Error Code 4")
BERHENTI = Layanan(
    kode="BERHENTI-BUP",
    kategori="Pemberhentian",
    nama="BUP Non KPP",
    nip="",
    koordinator="koordinator-pensiun",
    verifikator="verifikator-pensiun",
    data={"TMT berhenti": "01-05-2027"},
)


def panggung_salah(nama: str) -> pytest.MarkDecorator:
    isi = {"folder": f"salah-{nama}", "boleh": DITOLAK}
    return pytest.mark.parametrize("panggung", [pytest.param(isi, id=nama)], indirect=True)


def pegawai(cocok: Callable[[Baris], bool], ke: int = 0) -> str:
    """The NIP of the invented civil servant number `ke` for whom `cocok` holds."""
    return str([b["nip"] for b in semua_asn() if cocok(b)][ke])


def usulkan(panggung: Panggung, nip: str) -> Layar:
    """Ask for a usulan of `nip`."""
    pic = panggung.orang("pic")
    pic.ke("/usulan/baru/")
    pic.page.get_by_label("BUP Non KPP", exact=True).check()
    pic.isi({"NIP pegawai yang diusulkan": nip})
    pic.tekan("Lanjutkan")
    return pic


def draf(panggung: Panggung, folder: Path, ke: int) -> Perjalanan:
    """A new draft for a person of Kemensetneg that no other test proposes; it stands open before the PIC."""
    bebas = pegawai(
        lambda b: b["id_instansi_induk"] == KEMENSETNEG.id and "Ahli Utama" in b["nama_jabatan_terakhir"], ke
    )
    jalan = Perjalanan(panggung, BERHENTI.untuk(bebas), folder)
    with panggung.sekilas():
        jalan.pic_membuat_draf()
    return jalan


@panggung_salah("nip")
def test_nip_yang_tidak_dapat_diusulkan_ditolak_dengan_sebabnya(panggung: Panggung) -> None:
    milik = KEMENSETNEG.id
    asing = pegawai(lambda b: b["id_instansi_induk"] == BKN.id and b["gol_ruang_baru"] == "IV/d")
    rendah = pegawai(lambda b: b["id_instansi_induk"] == milik and b["gol_ruang_baru"] == "III/d")
    blokir = pegawai(lambda b: b["id_instansi_induk"] == milik and b["kedudukan_hukum_id"] == "92")

    pic = usulkan(panggung, "19750721200111200")
    pic.lihat_galat("NIP terdiri atas 18 angka; yang diisi 17 angka.")
    pic.periksa("nip-17-angka")

    pic = usulkan(panggung, asing)
    pic.lihat_galat("ASN ini bukan pegawai instansi Anda")
    pic.periksa("nip-instansi-lain")

    pic = usulkan(panggung, rendah)
    pic.lihat_judul("NIP belum ada dalam Data ASN")
    pic.periksa("nip-belum-dikenal")
    pic.tekan("Ambil dari SIASN")
    pic.lihat("SIAPP hanya melayani golongan IV/b ke atas")
    pic.periksa("nip-golongan-rendah")

    pic = usulkan(panggung, blokir)
    pic.tekan("Ambil dari SIASN")
    pic.lihat_pesan("Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92).")
    pic.periksa("nip-diblokir")


@panggung_salah("teks")
def test_teks_yang_lebih_panjang_dari_batas_ditolak_dengan_hitungannya(panggung: Panggung) -> None:
    nomor = panggung.tumpukan.usulan_contoh(BERHENTI.kode)
    penyetuju = panggung.orang("penyetuju")
    penyetuju.ke("/")
    penyetuju.baris_berisi(nomor).locator("a").last.click()
    penyetuju.akui_peringatan()
    penyetuju.isi({"Catatan untuk BKN dan Biro APP": "x" * 256})
    penyetuju.lihat("Kelebihan 1 karakter. Ringkas isinya.")
    penyetuju.tekan("Teken dan kirim usulan")
    penyetuju.lihat_galat("Terisi 256 karakter; batasnya 255. Persingkat 1 karakter.")
    penyetuju.periksa("catatan-256")
    penyetuju.isi({"Catatan untuk BKN dan Biro APP": "x" * 255})
    penyetuju.tekan("Teken dan kirim usulan")
    penyetuju.lihat_pesan("diteken dan dikirim")


@panggung_salah("berkas")
def test_berkas_yang_bukan_pdf_terkunci_kosong_atau_terlalu_besar_ditolak(panggung: Panggung, tmp_path: Path) -> None:
    jalan = draf(panggung, tmp_path, 1)
    pic = panggung.orang("pic")
    pic.tekan("Dokumen wajib")
    terkunci = simpan_pdf(pdf(), lambda _: None, encryption={"owner": "rahasia", "user": "rahasia"})
    buruk = {
        "Berkas ini halaman web, bukan PDF atau foto": b"<!doctype html><title>Unduhan gagal</title>",
        "PDF ini terkunci kata sandi atau sertifikat": terkunci,
        "Berkas ini kosong": b"",
        "Berkas ini terlalu besar; batasnya 10,0": pdf() + b"\n" * (10 * 1024 * 1024),
    }
    for (kalimat, isi), dokumen in zip(buruk.items(), jalan.wajib, strict=True):
        berkas = tmp_path / f"{dokumen.nama.replace('/', '-')}.pdf"
        berkas.write_bytes(isi)
        jalan.baris(pic, dokumen).locator("input[type=file]").set_input_files(berkas)
        expect(jalan.baris(pic, dokumen)).to_contain_text(kalimat)
    pic.periksa("berkas-ditolak")


@panggung_salah("berdua")
def test_dua_orang_memutuskan_bersamaan_hanya_yang_pertama_berlaku(panggung: Panggung, tmp_path: Path) -> None:
    nomor = panggung.tumpukan.usulan_contoh(BERHENTI.kode, "kirim")
    jalan = Perjalanan(panggung, BERHENTI, tmp_path, nomor)
    pertama, kedua = panggung.orang("verifikator-pensiun"), panggung.orang("verifikator")
    for orang in (pertama, kedua):
        jalan.buka_dari_antrean(orang, "Semua")
        orang.lihat("Belum ada verifikator")
    pertama.tekan("Ambil usulan ini")
    pertama.lihat_pesan("sekarang menjadi tugas Anda")
    kedua.tekan("Ambil usulan ini")
    kedua.lihat_pesan(f"sudah dipegang {Perjalanan.nama('verifikator-pensiun')}, jadi tidak Anda ambil.")
    kedua.periksa("sudah-diambil-orang-lain")

    pertama.page.get_by_label("Tidak memenuhi syarat (TMS)").check()
    pertama.isi({"Keterangan untuk BKN dan PIC": "Belum mencapai batas usia pensiun."})
    pertama.isi({"Mengapa tidak semua dokumen perlu dilihat": "Usianya terlihat pada Data ASN."})
    pertama.tekan_dan_setuju("Terbitkan putusan")
    pertama.lihat_pesan("TMS diusulkan")
    pertama.periksa("tms-diusulkan")
    koordinator, kepala = panggung.orang("koordinator-pensiun"), panggung.orang("kepala-biro")
    for orang in (koordinator, kepala):
        jalan.buka_dari_antrean(orang, "Semua")
        orang.lihat("TMS menunggu konfirmasi")
    koordinator.page.get_by_text("Tolak usul TMS").first.click()
    koordinator.isi({"Alasan menolak TMS": "Batas usianya 65 tahun."})
    koordinator.periksa("tms-ditolak-koordinator")
    koordinator.tekan("Tolak usul TMS")
    koordinator.lihat_pesan("ditolak; verifikator melanjutkan pemeriksaan")
    kepala.tekan_dan_setuju("Konfirmasi TMS")
    kepala.lihat("muat ulang")
    kepala.periksa("tms-sudah-ditolak-orang-lain")


@panggung_salah("basi")
def test_halaman_basi_tidak_menimpa_isian_yang_lebih_baru(panggung: Panggung, tmp_path: Path) -> None:
    draf(panggung, tmp_path, 3)
    pic = panggung.orang("pic")
    pic.tekan("Surat pengantar")
    pic.lihat_judul("Surat pengantar")
    lain = panggung.jendela_baru("pic")
    lain.ke(pic.page.url)
    lain.isi({"Pejabat penanda tangan": "Sekretaris Utama"})
    lain.tekan("Simpan dan kembali")
    lain.lihat_pesan("Surat pengantar disimpan")
    pic.isi({"Pejabat penanda tangan": "Kepala Biro"})
    pic.lihat("Belum tersimpan: pilih isian yang dipakai.")
    pic.tekan("Simpan dan kembali")
    pic.lihat_galat("menyimpan “Sekretaris Utama”")
    pic.periksa("halaman-basi")
    pic.page.goto(pic.page.url)
    expect(pic.page.get_by_label("Pejabat penanda tangan")).to_have_value("Sekretaris Utama")


@panggung_salah("siasn-mati")
def test_menyusun_draf_berjalan_terus_selagi_siasn_mati(panggung: Panggung, tmp_path: Path) -> None:
    tumpukan = panggung.tumpukan
    tumpukan.sim("gangguan", {"aturan": [{"api": "*", "jenis": "reset"}]})
    try:
        rendah = pegawai(lambda b: b["id_instansi_induk"] == KEMENSETNEG.id and b["gol_ruang_baru"] == "IV/a")
        pic = usulkan(panggung, rendah)
        pic.tekan("Ambil dari SIASN")
        pic.lihat_pesan("Coba lagi beberapa menit lagi.")
        pic.periksa("siasn-tidak-menjawab")
        jalan = draf(panggung, tmp_path, 5)
        with panggung.sekilas():
            jalan.pic_mengisi_data()
            jalan.pic_menjatuhkan_banyak_berkas()
            jalan.pic_mengunggah_satu(jalan.wajib[0])
            jalan.penyetuju_meneken()
        penyetuju = panggung.orang("penyetuju")
        penyetuju.tekan("Buka halaman usulan")
        penyetuju.lihat("Dalam pengiriman; BKN belum memberi kabar")
        penyetuju.periksa("diteken-selagi-siasn-mati")
    finally:
        tumpukan.sim("gangguan", {"aturan": []})
    assert tumpukan.id_siasn(jalan.layanan.nip)
