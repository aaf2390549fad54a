"""Biro APP's track: distribution, a verdict per document, the usulan's verdict (docs/alur.md 4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from integrasi.enums import Api
from siapp.akun.models import Pengguna
from siapp.audit.catat import catat_akses
from siapp.audit.models import Akses
from siapp.koneksi import lepas_koneksi
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, panggilan, tak_berubah, tercatat
from usulan.actions import bkn, verifikasi
from usulan.kebijakan import SudahBerubah, TidakMungkin
from usulan.models import BidangDiminta, Dokumen, PenilaianDokumen, Putusan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap


def _terbitkan(dunia: d.Dunia, usulan: Usulan, status: str, **ubahan: Any) -> Usulan:
    isi = {"keterangan": "" if status == "APPROVED" else "Perlu diperbaiki", "oleh": dunia.verifikator}
    return verifikasi.terbitkan(usulan.pk, status=status, **isi | ubahan)


def _dinilai(dunia: d.Dunia, tolak: int = 0) -> Usulan:
    usulan = d.diverifikasi(dunia)
    d.nilai_semua(dunia, usulan, tolak=tolak)
    return d.segar(usulan)


# --- distribution -----------------------------------------------------------------------------------------------------


def test_usulan_dibagi_kepada_verifikator(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator)
    kini = d.segar(usulan)
    assert (kini.tahap, kini.verifikator, kini.versi) == (
        Tahap.DIVERIFIKASI,
        dunia.verifikator_lain,
        usulan.versi + 1,
    )
    assert kini.tenggat is not None
    tercatat(usulan, Jenis.DIBAGI, dunia.koordinator, verifikator=dunia.verifikator_lain.nama)


@pytest.mark.parametrize("siapa", ["koordinator", "dukungan", "pic", "pokja lain", "ditutup"])
def test_hanya_verifikator_pokja_itu_yang_dibagi_dan_dialihi(dunia: d.Dunia, siapa: str) -> None:
    orang = {"pokja lain": dunia.verifikator_lain, "ditutup": dunia.verifikator_lain}.get(siapa) or getattr(
        dunia, siapa
    )
    if siapa == "pokja lain":
        orang.peran.filter(kategori="KP").update(aktif=False)
    if siapa == "ditutup":
        Pengguna.objects.filter(pk=orang.pk).update(is_active=False)
    orang = Pengguna.objects.get(pk=orang.pk)
    usulan = d.diajukan(dunia)
    pesan = f"{orang} bukan verifikator pokja ini. Pilih orang lain."
    with tak_berubah(usulan), ditolak(GalatPengguna, pesan, "verifikator"):
        verifikasi.bagi(usulan.pk, verifikator=orang, oleh=dunia.koordinator)
    verifikasi.bagi(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.koordinator)
    with tak_berubah(usulan), ditolak(GalatPengguna, pesan, "verifikator"):
        verifikasi.alihkan(usulan.pk, verifikator=orang, oleh=dunia.koordinator)


def test_verifikator_mengambil_sendiri_dan_yang_kalah_cepat_tahu_siapa(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    verifikasi.ambil(usulan.pk, oleh=dunia.verifikator)
    assert d.segar(usulan).verifikator == dunia.verifikator
    tercatat(usulan, Jenis.DIBAGI, dunia.verifikator, verifikator=dunia.verifikator.nama)
    pesan = f"{usulan.nomor} sudah dipegang {dunia.verifikator}, jadi tidak Anda ambil."
    with tak_berubah(usulan), ditolak(SudahBerubah, pesan):
        verifikasi.ambil(usulan.pk, oleh=dunia.verifikator_lain)
    with tak_berubah(usulan), ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        verifikasi.ambil(usulan.pk, oleh=dunia.pic)


def test_yang_belum_diajukan_tidak_dapat_diambil(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    with ditolak(TidakMungkin, "pada tahap “Draf”"):
        verifikasi.ambil(usulan.pk, oleh=dunia.verifikator)


def test_yang_diambil_yang_paling_lama_menunggu_dari_pokja_sendiri(dunia: d.Dunia) -> None:
    baru, lama, asing = d.diajukan(dunia), d.diajukan(dunia), d.diajukan(dunia, "JFKU-KENAIKAN")
    kini = timezone.now()
    for usulan, jam in ((baru, 1), (lama, 5), (asing, 9)):
        Usulan.objects.filter(pk=usulan.pk).update(tahap_sejak=kini - timedelta(hours=jam))
    dunia.verifikator.peran.filter(kategori="JFKU").update(aktif=False)
    verifikator = Pengguna.objects.get(pk=dunia.verifikator.pk)
    for harap in (lama, baru):
        hasil = verifikasi.ambil_terlama(oleh=verifikator)
        assert hasil is not None
        assert (hasil.pk, d.segar(harap).verifikator) == (harap.pk, verifikator)
    assert verifikasi.ambil_terlama(oleh=verifikator) is None


@pytest.mark.django_db(transaction=True)
def test_yang_sedang_disentuh_orang_lain_dilewati() -> None:
    dunia = d.bangun_dunia()
    lama, baru = d.diajukan(dunia), d.diajukan(dunia)
    Usulan.objects.filter(pk=lama.pk).update(tahap_sejak=timezone.now() - timedelta(hours=5))

    def ambil() -> Usulan | None:
        try:
            return verifikasi.ambil_terlama(oleh=dunia.verifikator)
        finally:
            lepas_koneksi()

    with ThreadPoolExecutor(1) as kolam, transaction.atomic():
        Usulan.objects.select_for_update().get(pk=lama.pk)
        hasil = kolam.submit(ambil).result()
    assert hasil is not None
    assert hasil.pk == baru.pk


def test_usulan_dialihkan_dan_penilaiannya_tetap(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    jumlah = PenilaianDokumen.objects.filter(dokumen__usulan=usulan).count()
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator_lain, oleh=dunia.koordinator, alasan="Cuti")
    kini = d.segar(usulan)
    assert (kini.verifikator, kini.tahap, kini.versi) == (dunia.verifikator_lain, Tahap.DIVERIFIKASI, usulan.versi + 1)
    assert PenilaianDokumen.objects.filter(dokumen__usulan=usulan).count() == jumlah
    isi = {"lama": str(dunia.verifikator), "baru": dunia.verifikator_lain.nama}
    tercatat(usulan, Jenis.DIALIHKAN, dunia.koordinator, "Cuti", **isi)
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.verifikator)
    verifikasi.alihkan(usulan.pk, verifikator=dunia.verifikator, oleh=dunia.kepala_biro)
    tercatat(usulan, Jenis.DIALIHKAN, dunia.kepala_biro)


# --- a verdict per document -------------------------------------------------------------------------------------------


def _nilai(dunia: d.Dunia, baris: Dokumen, hasil: str, **ubahan: Any) -> PenilaianDokumen:
    isi: dict[str, Any] = {"dokumen_id": baris.pk, "hasil": hasil, "oleh": dunia.verifikator}
    return verifikasi.nilai(baris.usulan_id, **isi | ubahan)


def _terisi(usulan: Usulan) -> Dokumen:
    baris = usulan.dokumen.exclude(versi_kini=None).first()
    assert baris is not None
    return baris


def _kosong(usulan: Usulan) -> Dokumen:
    baris = usulan.dokumen.filter(versi_kini=None, persyaratan__wajib=False).first()
    assert baris is not None
    return baris


def test_penilaian_ditulis_dan_penilaian_ulang_menggantikannya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    baris = _terisi(usulan)
    _nilai(dunia, baris, "SESUAI", versi_dokumen_id=baris.versi_kini_id)
    tercatat(usulan, Jenis.DOKUMEN_DINILAI, dunia.verifikator, dokumen=baris.persyaratan.kode, lama="", baru="SESUAI")
    assert d.segar(usulan).versi == usulan.versi + 1
    _nilai(dunia, baris, "TIDAK_SESUAI", alasan=dunia.alasan, catatan="Buram")
    satu = PenilaianDokumen.objects.get(dokumen=baris)
    assert (satu.hasil, satu.alasan, satu.catatan, satu.putaran) == ("TIDAK_SESUAI", dunia.alasan, "Buram", 1)
    assert (satu.versi_id, satu.oleh) == (baris.versi_kini_id, dunia.verifikator)
    alasan = f"{dunia.alasan}. Buram"
    tercatat(usulan, Jenis.DOKUMEN_DINILAI, dunia.verifikator, alasan, lama="SESUAI", baru="TIDAK_SESUAI")


def test_putaran_baru_dinilai_dari_awal(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    Usulan.objects.filter(pk=usulan.pk).update(putaran=2)
    baris = _terisi(usulan)
    _nilai(dunia, baris, "TIDAK_SESUAI", catatan="Buram")
    tercatat(usulan, Jenis.DOKUMEN_DINILAI, dunia.verifikator, "Buram", lama="", baru="TIDAK_SESUAI")
    assert list(baris.penilaian.order_by("putaran").values_list("hasil", flat=True)) == ["SESUAI", "TIDAK_SESUAI"]


def test_tidak_sesuai_butuh_alasan_atau_catatan(dunia: d.Dunia) -> None:
    baris = _terisi(d.diverifikasi(dunia))
    with ditolak(GalatPengguna, "Pilih alasan atau tulis catatan", "alasan"):
        _nilai(dunia, baris, "TIDAK_SESUAI")
    _nilai(dunia, baris, "TIDAK_SESUAI", catatan="Buram")
    _nilai(dunia, baris, "TIDAK_SESUAI", alasan=dunia.alasan)


def test_sesuai_butuh_berkas_dan_tidak_ada_hanya_untuk_pelengkap_yang_kosong(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    kosong, terisi = _kosong(usulan), _terisi(usulan)
    with ditolak(GalatPengguna, "Tidak ada berkas yang dapat dinyatakan sesuai pada baris ini.", "hasil"):
        _nilai(dunia, kosong, "SESUAI")
    hanya = "“Tidak ada” hanya untuk dokumen pelengkap yang memang tidak diunggah."
    with ditolak(GalatPengguna, hanya, "hasil"):
        _nilai(dunia, terisi, "TIDAK_ADA")
    _nilai(dunia, kosong, "TIDAK_ADA")
    Dokumen.objects.filter(pk=terisi.pk).update(versi_kini=None)
    assert terisi.persyaratan.wajib
    with ditolak(GalatPengguna, hanya, "hasil"):
        _nilai(dunia, terisi, "TIDAK_ADA")


def test_versi_yang_sudah_diganti_tidak_dinilai(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    baris = _terisi(usulan)
    assert baris.versi_kini_id is not None
    with tak_berubah(usulan), ditolak(SudahBerubah, "Berkas ini sudah diganti versi yang lebih baru."):
        _nilai(dunia, baris, "SESUAI", versi_dokumen_id=baris.versi_kini_id + 1)


def test_dokumen_usulan_lain_tidak_dapat_dinilai(dunia: d.Dunia) -> None:
    satu, dua = d.diverifikasi(dunia), d.diverifikasi(dunia)
    with pytest.raises(Dokumen.DoesNotExist):
        verifikasi.nilai(satu.pk, dokumen_id=_terisi(dua).pk, hasil="SESUAI", oleh=dunia.verifikator)


def test_hanya_pemegangnya_yang_menilai(dunia: d.Dunia) -> None:
    baris = _terisi(d.diverifikasi(dunia))
    with ditolak(TidakBerwenang, "sedang diverifikasi oleh Vino"):
        _nilai(dunia, baris, "SESUAI", oleh=dunia.verifikator_lain)


def test_ringkasan_menyebut_yang_belum_dinilai_dan_yang_ditolak(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    berisi = list(usulan.dokumen.exclude(versi_kini=None))
    ringkas = verifikasi.ringkasan_penilaian(usulan)
    assert (ringkas["status"], ringkas["belum"], ringkas["ditolak"]) == ("", berisi, [])
    d.nilai_semua(dunia, usulan)
    ringkas = verifikasi.ringkasan_penilaian(usulan)
    assert (ringkas["status"], ringkas["belum"], ringkas["ditolak"]) == ("APPROVED", [], [])
    d.nilai_semua(dunia, usulan, tolak=1)
    ringkas = verifikasi.ringkasan_penilaian(usulan)
    ditolak_ = PenilaianDokumen.objects.get(dokumen__usulan=usulan, hasil="TIDAK_SESUAI")
    assert (ringkas["status"], ringkas["ditolak"]) == ("BTL", [(ditolak_.dokumen, ditolak_)])
    PenilaianDokumen.objects.filter(dokumen=berisi[-1]).delete()
    ringkas = verifikasi.ringkasan_penilaian(usulan)
    assert (ringkas["status"], ringkas["belum"]) == ("", [berisi[-1]])


def test_ringkasan_hanya_dari_putaran_ini_dan_menagih_yang_wajib(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    baris = _terisi(usulan)
    assert baris.persyaratan.wajib
    Dokumen.objects.filter(pk=baris.pk).update(versi_kini=None)
    PenilaianDokumen.objects.filter(dokumen=baris).delete()
    assert verifikasi.ringkasan_penilaian(usulan)["belum"] == [baris]
    usulan.putaran = 2
    assert len(verifikasi.ringkasan_penilaian(usulan)["belum"]) == usulan.dokumen.exclude(versi_kini=None).count() + 1


# --- what BKN reads ---------------------------------------------------------------------------------------------------


def _ditolak(*teks: str) -> list[tuple[Dokumen, PenilaianDokumen]]:
    """Refused documents whose name and reason together read like `teks` ("name: reason")."""
    from referensi.models import Persyaratan

    hasil = []
    for satu in teks:
        nama, _, alasan = satu.partition(": ")
        dokumen = Dokumen(persyaratan=Persyaratan(nama=nama))
        hasil.append((dokumen, PenilaianDokumen(dokumen=dokumen, catatan=alasan)))
    return hasil


def test_keterangan_menyebut_setiap_dokumen_yang_muat() -> None:
    assert verifikasi.usulkan_keterangan([]) == ""
    assert verifikasi.usulkan_keterangan(_ditolak("SK: Buram")) == "SK: Buram"
    assert verifikasi.usulkan_keterangan(_ditolak("SK: Buram", "PAK: Salah")) == "SK: Buram; PAK: Salah"


@pytest.mark.parametrize(
    ("teks", "harap"),
    [
        (["S: " + "a" * 252], "S: " + "a" * 252),
        (["S: " + "a" * 253], "1 dokumen tidak sesuai"),
        (["S: " + "é" * 126], "S: " + "é" * 126),
        (["S: " + "é" * 127], "1 dokumen tidak sesuai"),
        (["S: " + "a" * 253, "P: b", "Q: c"], "3 dokumen tidak sesuai"),
        # The tail that counts the rest must fit too: "; (+1 dokumen lain)" has 19 characters.
        (["S: " + "a" * 233, "P: " + "b" * 99], "S: " + "a" * 233 + "; (+1 dokumen lain)"),
        (["S: " + "a" * 234, "P: " + "b" * 99], "2 dokumen tidak sesuai"),
        (["S: a", "P: " + "b" * 246], "S: a; P: " + "b" * 246),
        (["S: a", "P: " + "b" * 247], "S: a; (+1 dokumen lain)"),
        (["S: a", "P: " + "b" * 247, "Q: c"], "S: a; (+2 dokumen lain)"),
        (["S: a", "P: " + "b" * 227, "Q: " + "c" * 99], "S: a; P: " + "b" * 227 + "; (+1 dokumen lain)"),
        (["S: a", "P: " + "b" * 228, "Q: " + "c" * 99], "S: a; (+2 dokumen lain)"),
    ],
)
def test_yang_tidak_muat_dihitung_bukan_dipotong(teks: list[str], harap: str) -> None:
    assert verifikasi.usulkan_keterangan(_ditolak(*teks)) == harap
    assert len(harap.encode()) <= verifikasi.PANJANG_KETERANGAN


# --- the usulan's verdict ---------------------------------------------------------------------------------------------


def test_persetujuan_menunggu_pertek_dan_diberitahukan(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    _terbitkan(dunia, usulan, "APPROVED", keterangan="Lengkap", catatan="Terima kasih", versi=usulan.versi)
    kini, putusan = d.segar(usulan), Putusan.objects.get(usulan=usulan)
    assert (kini.tahap, kini.status_biro, kini.versi) == (Tahap.MENUNGGU_PERTEK, "APPROVED", usulan.versi + 1)
    assert (putusan.lembaga, putusan.putaran, putusan.status) == ("BIRO_APP", 1, "APPROVED")
    assert (putusan.tanggal, putusan.keterangan, putusan.catatan) == (
        timezone.localdate(),
        "Lengkap",
        "Terima kasih",
    )
    assert (putusan.oleh, putusan.dikonfirmasi_oleh) == (dunia.verifikator, None)
    assert putusan.terbit_pada is not None
    tercatat(usulan, Jenis.PUTUSAN_BIRO, dunia.verifikator)
    (isi,) = panggilan(usulan, Api.VERIFIKASI_BIRO)
    assert isi == {
        "status": "APPROVED",
        "tanggal_verifikasi": timezone.localdate().isoformat(),
        "keterangan": "Lengkap",
    }


def test_pengembalian_membuka_yang_ditolak_dan_data_yang_diminta(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia, tolak=1)
    _terbitkan(dunia, usulan, "BTL", bidang={"nama_jabatan": "keliru", "periode": "salah"})
    kini = d.segar(usulan)
    assert (kini.tahap, kini.status_biro, kini.perbaikan_ditandai) == (Tahap.PERBAIKAN, "BTL", True)
    ditolak_ = PenilaianDokumen.objects.get(dokumen__usulan=usulan, hasil="TIDAK_SESUAI").dokumen
    assert list(kini.dokumen.filter(terbuka=True)) == [ditolak_]
    diminta = BidangDiminta.objects.filter(usulan=usulan)
    assert set(diminta.values_list("putaran", "bidang", "catatan")) == {
        (1, "nama_jabatan", "keliru"),
        (1, "periode", "salah"),
    }
    assert panggilan(usulan, Api.VERIFIKASI_BIRO)[0]["status"] == "BTL"
    assert Putusan.objects.get(usulan=usulan).catatan == ""


def test_yang_belum_dinilai_menahan_putusan(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    berisi = list(usulan.dokumen.exclude(versi_kini=None))
    pesan = f"{len(berisi)} dokumen belum dinilai, pertama “{berisi[0].persyaratan.nama}”."
    for status in ("APPROVED", "BTL"):
        with tak_berubah(usulan), ditolak(TidakMungkin, pesan):
            _terbitkan(dunia, usulan, status)


def test_yang_ditolak_menghalangi_persetujuan_dan_btl_butuh_sebab(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia, tolak=1)
    with ditolak(TidakMungkin, "Usulan tidak dapat disetujui selama ada dokumen yang tidak sesuai."):
        _terbitkan(dunia, usulan, "APPROVED")
    bersih = _dinilai(dunia)
    with ditolak(TidakMungkin, "Tandai dahulu dokumen yang tidak sesuai atau data yang harus diperbaiki."):
        _terbitkan(dunia, bersih, "BTL")
    _terbitkan(dunia, bersih, "BTL", bidang={"nama_jabatan": "keliru"})
    assert not d.segar(bersih).dokumen.filter(terbuka=True).exists()


@pytest.mark.parametrize(
    "bidang",
    ["nama_jabatan", "nomor_surat_pengantar", "tanggal_surat_pengantar", "pejabat_penanda_tangan", "periode"],
)
def test_data_yang_dapat_diminta(dunia: d.Dunia, bidang: str) -> None:
    usulan = _dinilai(dunia)
    _terbitkan(dunia, usulan, "BTL", bidang={bidang: "x"})
    assert d.segar(usulan).tahap == Tahap.PERBAIKAN


def test_data_yang_tidak_ada_pada_layanan_tidak_dapat_diminta(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    with tak_berubah(usulan), ditolak(GalatPengguna, "Data “formasi_sisa” tidak ada pada layanan ini.", "bidang"):
        _terbitkan(dunia, usulan, "BTL", bidang={"nama_jabatan": "x", "formasi_sisa": "x", "zzz": "x"})


@pytest.mark.parametrize(
    ("status", "keterangan", "pesan"),
    [
        ("BTL", "", "Tulis keterangan: BKN dan PIC perlu tahu sebabnya."),
        ("TMS", "  ", "Tulis keterangan: BKN dan PIC perlu tahu sebabnya."),
        ("BTL", "a" * 256, "Keterangan berisi 256 karakter; BKN menerima paling banyak 255. Persingkat."),
        ("TMS", "é" * 128, "Keterangan berisi 128 karakter (256 bita); BKN menerima paling banyak 255. Persingkat."),
        ("APPROVED", "a" * 256, "Keterangan berisi 256 karakter"),
    ],
)
def test_keterangan_wajib_dan_muat(dunia: d.Dunia, status: str, keterangan: str, pesan: str) -> None:
    usulan = _dinilai(dunia, tolak=int(status == "BTL"))
    with tak_berubah(usulan), ditolak(GalatPengguna, pesan, "keterangan"):
        _terbitkan(dunia, usulan, status, keterangan=keterangan)


def test_keterangan_255_muat(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia, tolak=1)
    pas = "é" * 127 + "a"
    assert len(pas.encode()) == verifikasi.PANJANG_KETERANGAN
    _terbitkan(dunia, usulan, "BTL", keterangan=pas)
    assert panggilan(usulan, Api.VERIFIKASI_BIRO)[0]["keterangan"] == pas


@pytest.mark.parametrize("status", ["APPROVED", "BTL", "TMS"])
def test_putusan_hanya_oleh_pemegang_dari_halaman_terbaru(dunia: d.Dunia, status: str) -> None:
    usulan = _dinilai(dunia, tolak=int(status == "BTL"))
    with tak_berubah(usulan):
        with ditolak(TidakBerwenang, "sedang diverifikasi oleh Vino"):
            _terbitkan(dunia, usulan, status, oleh=dunia.verifikator_lain)
        with ditolak(SudahBerubah, "baru saja diubah orang lain"):
            _terbitkan(dunia, usulan, status, versi=usulan.versi - 1)


# --- TMS needs two people ---------------------------------------------------------------------------------------------


def _tms_diusulkan(dunia: d.Dunia) -> Usulan:
    usulan = d.diverifikasi(dunia)
    _terbitkan(
        dunia, usulan, "TMS", keterangan="Masa jabatan kurang", tak_dilihat="Nyata dari datanya", catatan="Panjang"
    )
    return d.segar(usulan)


def test_tms_diusulkan_dahulu_dan_membekukan_penilaian(dunia: d.Dunia) -> None:
    sebelum = d.diverifikasi(dunia)
    _terbitkan(
        dunia, sebelum, "TMS", keterangan="Masa jabatan kurang", tak_dilihat="Nyata dari datanya", catatan="Panjang"
    )
    usulan = d.segar(sebelum)
    putusan = Putusan.objects.get(usulan=usulan)
    assert (usulan.tahap, usulan.status_biro, usulan.versi) == (Tahap.DIVERIFIKASI, "", sebelum.versi + 1)
    assert (putusan.status, putusan.terbit_pada, putusan.keterangan, putusan.catatan) == (
        "TMS",
        None,
        "Masa jabatan kurang",
        "Panjang",
    )
    tercatat(usulan, Jenis.TMS_DIUSULKAN, dunia.verifikator, "Masa jabatan kurang")
    assert panggilan(usulan, Api.VERIFIKASI_BIRO) == []
    pesan = "TMS sudah diusulkan dan menunggu konfirmasi koordinator atau Kepala Biro."
    with ditolak(TidakMungkin, pesan):
        _nilai(dunia, _terisi(usulan), "SESUAI")
    with ditolak(TidakMungkin, pesan):
        _terbitkan(dunia, usulan, "TMS")


def test_tms_meminta_semua_dokumen_dilihat_atau_alasannya(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    berkas = [b.versi_kini.berkas for b in usulan.dokumen.exclude(versi_kini=None) if b.versi_kini]
    with ditolak(GalatPengguna, f"{len(berkas)} dokumen belum Anda lihat, pertama “", "tak_dilihat"):
        _terbitkan(dunia, usulan, "TMS", tak_dilihat="  ")
    for satu in berkas[1:]:
        catat_akses(Akses.Tindakan.LIHAT, satu.aliran, oleh=dunia.verifikator, halaman=1)
    catat_akses(Akses.Tindakan.LIHAT, berkas[0].aliran, oleh=dunia.koordinator, halaman=1)
    with ditolak(GalatPengguna, "1 dokumen belum Anda lihat", "tak_dilihat"):
        _terbitkan(dunia, usulan, "TMS")
    catat_akses(Akses.Tindakan.UNDUH, berkas[0].aliran, oleh=dunia.verifikator)
    _terbitkan(dunia, usulan, "TMS", tak_dilihat="tidak disimpan, sebab semuanya dilihat")
    assert kejadian(usulan)[-1].data["tak_dilihat"] == ""


def test_yang_dinilai_dianggap_dilihat_dan_alasan_disimpan_bagi_orang_kedua(dunia: d.Dunia) -> None:
    usulan = _dinilai(dunia)
    _terbitkan(dunia, usulan, "TMS", keterangan="Kurang")
    lain = d.diverifikasi(dunia)
    _terbitkan(dunia, lain, "TMS", keterangan="Kurang", tak_dilihat=" Usianya lewat ")
    assert kejadian(lain)[-1].data["tak_dilihat"] == "Usianya lewat"


def test_tms_dikonfirmasi_orang_kedua_lalu_berakhir(dunia: d.Dunia) -> None:
    usulan = _tms_diusulkan(dunia)
    with ditolak(SudahBerubah, "baru saja diubah orang lain"):
        verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.kepala_biro, versi=usulan.versi - 1)
    verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.kepala_biro, versi=usulan.versi)
    kini, putusan = d.segar(usulan), Putusan.objects.get(usulan=usulan)
    assert (kini.tahap, kini.status_biro, kini.tenggat) == (Tahap.TMS, "TMS", None)
    assert putusan.dikonfirmasi_oleh == dunia.kepala_biro
    assert putusan.terbit_pada is not None
    tercatat(usulan, Jenis.PUTUSAN_BIRO, dunia.kepala_biro)
    (isi,) = panggilan(usulan, Api.VERIFIKASI_BIRO)
    assert (isi["status"], isi["keterangan"]) == ("TMS", "Masa jabatan kurang")


def test_pengusul_tms_tidak_mengonfirmasi_sendiri(dunia: d.Dunia) -> None:
    usulan = _tms_diusulkan(dunia)
    Putusan.objects.filter(usulan=usulan).update(oleh=dunia.koordinator)
    with tak_berubah(usulan), ditolak(TidakBerwenang, "TMS harus dikonfirmasi orang lain, bukan pengusulnya."):
        verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)


def test_tanpa_usul_tms_tidak_ada_yang_dikonfirmasi_atau_ditolak(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    pesan = "Tidak ada usul TMS yang menunggu konfirmasi pada usulan ini."
    with tak_berubah(usulan):
        with ditolak(TidakMungkin, pesan):
            verifikasi.konfirmasi_tms(usulan.pk, oleh=dunia.koordinator)
        with ditolak(TidakMungkin, pesan):
            verifikasi.tolak_tms(usulan.pk, oleh=dunia.koordinator, alasan="x")


def test_usul_tms_ditolak_dengan_alasan_dan_verifikasi_berlanjut(dunia: d.Dunia) -> None:
    usulan = _tms_diusulkan(dunia)
    with ditolak(GalatPengguna, "Tulis alasannya, supaya verifikator tahu", "alasan"):
        verifikasi.tolak_tms(usulan.pk, oleh=dunia.koordinator, alasan=" ")
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        verifikasi.tolak_tms(usulan.pk, oleh=dunia.verifikator, alasan="x")
    verifikasi.tolak_tms(usulan.pk, oleh=dunia.koordinator, alasan="Periksa SK terakhir")
    assert (d.segar(usulan).tahap, d.segar(usulan).versi) == (Tahap.DIVERIFIKASI, usulan.versi + 1)
    assert not Putusan.objects.filter(usulan=usulan).exists()
    isi = {"keterangan": "Masa jabatan kurang"}
    tercatat(usulan, Jenis.TMS_DITOLAK, dunia.koordinator, "Periksa SK terakhir", **isi)
    _nilai(dunia, _terisi(usulan), "SESUAI")


# --- what stays open after a BTL of BKN -------------------------------------------------------------------------------


def test_baris_dan_data_yang_ditandai_saja_yang_tetap_terbuka(dunia: d.Dunia) -> None:
    usulan = d.disetujui_biro(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Perbaiki")
    usulan = d.segar(usulan)
    satu, dua = usulan.dokumen.exclude(versi_kini=None)[:2]
    verifikasi.tandai_perbaikan(
        usulan.pk, dokumen=[satu.pk, dua.pk], bidang={"nama_unor": "salah"}, oleh=dunia.koordinator
    )
    kini = d.segar(usulan)
    assert set(kini.dokumen.filter(terbuka=True)) == {satu, dua}
    assert (kini.perbaikan_ditandai, kini.versi) == (True, usulan.versi + 1)
    assert list(kini.bidang_diminta.values_list("bidang", "catatan", "putaran")) == [("nama_unor", "salah", 1)]
    kode = [satu.persyaratan.kode, dua.persyaratan.kode]
    tercatat(usulan, Jenis.PERBAIKAN_DITANDAI, dunia.koordinator, dokumen=kode, bidang={"nama_unor": "salah"})
    verifikasi.tandai_perbaikan(usulan.pk, dokumen=[satu.pk], oleh=dunia.verifikator_lain)
    assert list(usulan.dokumen.filter(terbuka=True)) == [satu]
    assert not usulan.bidang_diminta.exists()
    with ditolak(GalatPengguna, "Tandai sedikitnya satu dokumen atau data yang harus diperbaiki.", "dokumen"):
        verifikasi.tandai_perbaikan(usulan.pk, dokumen=[], oleh=dunia.verifikator)
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        verifikasi.tandai_perbaikan(usulan.pk, dokumen=[satu.pk], oleh=dunia.pic)
    assert kejadian(usulan)[-1].data["dokumen"] == [satu.persyaratan.kode]


def test_menandai_hanya_dalam_perbaikan_dan_hanya_putaran_ini(dunia: d.Dunia) -> None:
    usulan = d.diverifikasi(dunia)
    with ditolak(TidakMungkin, "pada tahap “Diverifikasi”"):
        verifikasi.tandai_perbaikan(usulan.pk, dokumen=[1], oleh=dunia.verifikator)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="Perbaiki")
    BidangDiminta.objects.create(usulan=usulan, putaran=9, bidang="nama_unor")
    verifikasi.tandai_perbaikan(usulan.pk, dokumen=[], bidang={"nama_jabatan": "x"}, oleh=dunia.verifikator)
    assert set(usulan.bidang_diminta.values_list("putaran", "bidang")) == {(9, "nama_unor"), (1, "nama_jabatan")}
