"""The short cuts of tests/dunia.py leave what the actions leave."""

from typing import Any

import pytest

from integrasi.peragaan.isian_contoh import isian_contoh
from siapp.audit.models import Peristiwa
from tests import dunia as d
from usulan.actions import draf, verifikasi
from usulan.models import HasilPenilaian, PenilaianDokumen, Usulan, VersiDokumen
from usulan.peristiwa import Jenis, aliran_usulan

# What no two usulan, files or moments have in common.
MILIK_SENDIRI = {"id", "waktu", "aliran", "sidik", "sidik_sebelum", "diunggah_pada", "pada", "sha256", "ukuran"}
DIBANDINGKAN = (Jenis.DOKUMEN_DIUNGGAH, Jenis.DOKUMEN_DINILAI)


def jejak(usulan: Usulan) -> dict[str, list[dict[str, Any]]]:
    """Every row that uploads and verdicts leave, without what differs by nature."""
    milik = Peristiwa.objects.filter(aliran=aliran_usulan(usulan.pk), jenis__in=DIBANDINGKAN)
    peristiwa = milik.order_by("urutan").values()
    versi = VersiDokumen.objects.filter(dokumen__usulan=usulan).order_by("dokumen__persyaratan__urutan")
    penilaian = PenilaianDokumen.objects.filter(dokumen__usulan=usulan).order_by("dokumen__persyaratan__urutan")
    dokumen = usulan.dokumen.values("persyaratan_id", "terbuka", "versi_kini__nomor")
    isi_versi = versi.values("dokumen__persyaratan", "nomor", "putaran", "berkas__jenis", "berkas__nama_asli")
    isi_penilaian = penilaian.values(
        "dokumen__persyaratan", "putaran", "versi__nomor", "hasil", "alasan", "catatan", "oleh"
    )
    semua = {"peristiwa": peristiwa, "dokumen": dokumen, "versi": isi_versi, "penilaian": isi_penilaian}
    return {nama: [_tanpa_milik_sendiri(satu) for satu in baris] for nama, baris in semua.items()}


def _tanpa_milik_sendiri(isi: Any) -> Any:
    if isinstance(isi, dict):
        return {kunci: _tanpa_milik_sendiri(nilai) for kunci, nilai in isi.items() if kunci not in MILIK_SENDIRI}
    return isi


@pytest.mark.parametrize("semua", [False, True])
def test_melengkapi_meninggalkan_yang_sama_dengan_mengunggah_satu_satu(dunia: d.Dunia, semua: bool) -> None:
    sekaligus, satu_satu = d.buat_draf(dunia), d.buat_draf(dunia)
    d.lengkapi(dunia, sekaligus, semua=semua)
    draf.ubah_data(satu_satu.pk, isian=isian_contoh(satu_satu), oleh=dunia.pic)
    for baris in satu_satu.dokumen.select_related("persyaratan"):
        if semua or baris.persyaratan.wajib:
            d.unggah(dunia, satu_satu, baris.pk)
    assert jejak(sekaligus) == jejak(satu_satu)
    assert d.segar(sekaligus).versi == d.segar(satu_satu).versi


def test_menilai_semua_meninggalkan_yang_sama_dengan_menilai_satu_satu(dunia: d.Dunia) -> None:
    sekaligus, satu_satu = d.diverifikasi(dunia), d.diverifikasi(dunia)
    for tolak in (2, 0):
        d.nilai_semua(dunia, sekaligus, tolak=tolak)
        for posisi, baris in enumerate(satu_satu.dokumen.exclude(versi_kini=None).order_by("pk")):
            hasil = HasilPenilaian.TIDAK_SESUAI if posisi < tolak else HasilPenilaian.SESUAI
            alasan = dunia.alasan if posisi < tolak else None
            verifikasi.nilai(satu_satu.pk, dokumen_id=baris.pk, hasil=hasil, alasan=alasan, oleh=dunia.verifikator)
    assert jejak(sekaligus) == jejak(satu_satu)
    assert d.segar(sekaligus).versi == d.segar(satu_satu).versi
