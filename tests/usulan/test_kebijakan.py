"""What is possible in which state, with the sentence that says why not (docs/alur.md 2, 4, 5)."""

from contextlib import nullcontext
from itertools import product

import pytest
from django.utils import timezone

from referensi.models import Persyaratan
from siapp.web.galat import GalatPengguna
from tests import dunia as d
from usulan import kebijakan
from usulan.actions import bkn, pertek
from usulan.keadaan import KeadaanPertek
from usulan.kesiapan import alasan_belum_siap, kesiapan
from usulan.models import Dokumen, Usulan
from usulan.tahap import Kerja, Tahap


def _usulan(tahap: Tahap = Tahap.SIAP_KEPPRES, **isi: object) -> Usulan:
    return Usulan(nomor="KP-2026-000001", tahap=tahap, **isi)


@pytest.mark.parametrize(
    ("tahap", "pesan"),
    [
        (Tahap.DRAF, "tahap “Draf”. Sekarang giliran PIC instansi."),
        (Tahap.MENUNGGU_PERTEK, "tahap “Menunggu Pertek”. Sekarang giliran BKN."),
        (Tahap.SELESAI, "tahap “Selesai”. Tidak ada tindakan lagi yang diperlukan."),
        (Tahap.TMS, "tahap “Tidak memenuhi syarat (TMS)”. Tidak ada tindakan lagi yang diperlukan."),
        (Tahap.DIHAPUS, "tahap “Dihapus”. Tidak ada tindakan lagi yang diperlukan."),
    ],
)
def test_yang_tidak_mungkin_dijawab_dengan_tahap_dan_gilirannya(tahap: Tahap, pesan: str) -> None:
    with pytest.raises(kebijakan.TidakMungkin) as galat:
        kebijakan.check_mungkin(_usulan(tahap), Kerja.NILAI)
    assert galat.value.pesan == f"Tindakan ini tidak dapat dilakukan pada {pesan}"


@pytest.mark.parametrize("tahap", Tahap)
def test_hanya_yang_mungkin_tidak_ditolak(tahap: Tahap) -> None:
    usulan = _usulan(tahap)
    mungkin = tahap is Tahap.DIVERIFIKASI
    assert kebijakan.mungkin(usulan, Kerja.NILAI) is mungkin
    with nullcontext() if mungkin else pytest.raises(kebijakan.TidakMungkin):
        kebijakan.check_mungkin(usulan, Kerja.NILAI)


@pytest.mark.parametrize(("versi", "basi"), [(None, False), (7, False), (6, True), (8, True), (0, True)])
def test_halaman_lama_dikenali_dari_versinya(versi: int | None, basi: bool) -> None:
    usulan = _usulan(versi=7)
    if not basi:
        kebijakan.check_versi(usulan, versi)
        return
    with pytest.raises(kebijakan.SudahBerubah) as galat:
        kebijakan.check_versi(usulan, versi)
    assert (galat.value.judul, galat.value.kode) == ("Halaman sudah tidak mutakhir", 409)
    assert "baru saja diubah orang lain" in galat.value.pesan
    assert isinstance(galat.value, GalatPengguna)


def test_pesan_sendiri_menggantikan_pesan_umum() -> None:
    assert kebijakan.SudahBerubah("Sudah dipegang Vino.").pesan == "Sudah dipegang Vino."


@pytest.mark.parametrize(("tahap", "terbuka"), list(product([Tahap.DRAF, Tahap.PERBAIKAN], [True, False])))
def test_baris_terkunci_hanya_dalam_perbaikan(tahap: Tahap, terbuka: bool) -> None:
    dokumen = Dokumen(persyaratan=Persyaratan(nama="SK Pangkat"), terbuka=terbuka)
    if tahap is Tahap.DRAF or terbuka:
        kebijakan.check_dokumen_terbuka(_usulan(tahap), dokumen)
        return
    with pytest.raises(kebijakan.TidakMungkin, match="“SK Pangkat” sudah diterima pada putaran sebelumnya"):
        kebijakan.check_dokumen_terbuka(_usulan(tahap), dokumen)


SIAP = ("APPROVED", "APPROVED", True)


@pytest.mark.parametrize(
    ("biro", "bkn", "pertek"),
    list(product(["APPROVED", "BTL", ""], ["APPROVED", "BTL", "TMS", ""], [True, False])),
)
def test_siap_keppres_butuh_dua_persetujuan_dan_pertek_yang_berlaku(
    dunia: d.Dunia, biro: str, bkn: str, pertek: bool
) -> None:
    usulan = d.buat_draf(dunia)
    if pertek:
        d.terima_pertek(usulan)
    usulan.status_biro, usulan.status_bkn = biro, bkn
    assert kesiapan(usulan).siap is ((biro, bkn, pertek) == SIAP)


@pytest.mark.parametrize("keadaan", [k for k in KeadaanPertek if k is not KeadaanPertek.BERLAKU])
def test_pertek_yang_tidak_berlaku_tidak_cukup(dunia: d.Dunia, keadaan: KeadaanPertek) -> None:
    usulan = d.buat_draf(dunia)
    usulan.status_biro = usulan.status_bkn = "APPROVED"
    d.terima_pertek(usulan)
    batal = {"sebab_batal": "HILANG", "dibatalkan_pada": timezone.now()}
    usulan.pertek.update(keadaan=keadaan, **(batal if keadaan is KeadaanPertek.DIBATALKAN else {}))
    assert not kesiapan(usulan).siap


# Stage → why a usulan may not enter a Keppres draft; "" where the stage itself does not forbid it.
ALASAN = {
    **dict.fromkeys(
        (Tahap.RKP, Tahap.KEPPRES_MAJU, Tahap.KEPPRES_TERBIT, Tahap.SELESAI), "sudah ada dalam Keppres lain."
    ),
    Tahap.SIAP_KEPPRES: "",
    Tahap.DRAF: "masih pada tahap “Draf”.",
    Tahap.DIAJUKAN: "masih pada tahap “Diajukan”.",
    Tahap.DIVERIFIKASI: "masih pada tahap “Diverifikasi”.",
    Tahap.PERBAIKAN: "masih pada tahap “Perbaikan”.",
    Tahap.MENUNGGU_PERTEK: "masih pada tahap “Menunggu Pertek”.",
    Tahap.TMS: "masih pada tahap “Tidak memenuhi syarat (TMS)”.",
    Tahap.DIHAPUS: "masih pada tahap “Dihapus”.",
}


@pytest.mark.parametrize("tahap", Tahap)
def test_hanya_yang_siap_dan_tidak_ditahan_masuk_rancangan(dunia: d.Dunia, tahap: Tahap) -> None:
    usulan = d.siap_keppres(dunia)
    usulan.tahap = tahap
    harap = f"Usulan {usulan.nomor} {ALASAN[tahap]}" if ALASAN[tahap] else ""
    assert alasan_belum_siap(usulan) == harap
    usulan.tahanan.create(sebab="TAHAP", keterangan="BKN berubah.", tanggal=timezone.localdate(), sejak=timezone.now())
    assert alasan_belum_siap(usulan) != ""


def test_alasan_menyebut_semua_yang_kurang(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    bkn.terima_putusan(usulan.pk, status="BTL", tanggal=timezone.localdate(), keterangan="k")
    pertek.terima_daftar_pertek(usulan.pk, [])
    alasan = alasan_belum_siap(d.segar(usulan))
    assert "Putusan BKN sekarang Berkas tidak lengkap (BTL)." in alasan
    assert "tidak lagi didaftar BKN" in alasan
    assert "BKN mengubah putusannya" in alasan
