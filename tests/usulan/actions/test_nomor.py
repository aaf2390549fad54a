"""A number of a memo or a Keppres is given once a year, however it is written (docs/alur.md 5)."""

from datetime import date
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from siapp.web.galat import GalatPengguna, galat_dari_kendala
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak
from usulan.actions import keppres, salinan
from usulan.models import Keppres, Pertek

NOMOR = "B-12/K/2026"
# What a reader takes for NOMOR: case, blanks, NBSP, dashes, full width, signs of no width.
SAMA = (
    "b-12/k/2026",
    "B - 12 / K / 2026",
    "B-12/K/\u00a02026",
    "B\u201312/K/2026",
    "B\u201112/K/2026",
    "B\u221212/K/2026",
    "B-\uff11\uff12/\uff2b/2026",
    "\ufeffB-12\u200b/K/2026\u200d",
)
LAIN = ("B12/K/2026", "B-12/K/2027", "B-1/2K/2026", "B-21/K/2026")


def _turun(dunia: d.Dunia) -> Keppres:
    rancangan = d.maju(dunia, d.rkp(dunia, d.siap_keppres(dunia)))
    return keppres.turunkan(rancangan.pk, tanggal=timezone.localdate(), oleh=dunia.dukungan)


def _terbit(dunia: d.Dunia, turun: Keppres, nomor: str) -> Keppres:
    return salinan.terbitkan_keppres(
        turun.pk,
        nomor=nomor,
        tanggal=timezone.localdate(),
        judul="Kenaikan pangkat PNS",
        berkas=d.berkas_siap(dunia.dukungan, "keppres.pdf"),
        oleh=dunia.dukungan,
    )


def _memo(dunia: d.Dunia, nomor: str, tanggal: date) -> Keppres:
    isi = {"kategori": "KP", "nomor_memo": nomor, "tanggal_memo": tanggal, "perihal": "Kenaikan pangkat"}
    return keppres.buat_keppres(**isi, oleh=dunia.dukungan)


def test_nomor_keppres_yang_terbaca_sama_ditolak_dan_yang_memakainya_disebut(dunia: d.Dunia) -> None:
    pertama = _terbit(dunia, _turun(dunia), NOMOR)
    kedua = _turun(dunia)
    pesan = f"sudah dipakai pada tahun yang sama oleh Keppres {NOMOR} tanggal {pertama.tanggal:%d-%m-%Y} “Kenaikan"
    for tulisan in SAMA:
        with ditolak(GalatPengguna, pesan, "nomor"):
            _terbit(dunia, kedua, tulisan)
    for tulisan in LAIN[:1]:
        assert _terbit(dunia, kedua, tulisan).nomor == tulisan


def test_nomor_keppres_disimpan_tanpa_tanda_yang_tidak_tampak(dunia: d.Dunia) -> None:
    terbit = _terbit(dunia, _turun(dunia), "\ufeff12/K\u00a0TAHUN\u200b 2026")
    assert Keppres.objects.get(pk=terbit.pk).nomor == "12/K TAHUN 2026"


def test_basis_data_sendiri_menolak_nomor_yang_terbaca_sama(dunia: d.Dunia) -> None:
    _terbit(dunia, _turun(dunia), NOMOR)
    lain = _terbit(dunia, _turun(dunia), LAIN[0])
    with pytest.raises(IntegrityError) as galat, transaction.atomic():
        Keppres.objects.filter(pk=lain.pk).update(kunci_nomor=NOMOR.casefold())
    kalimat = galat_dari_kendala(galat.value)
    assert kalimat is not None
    assert "Nomor Keppres ini sudah dipakai pada tahun yang sama" in kalimat.pesan


def test_ralat_boleh_memperbaiki_tulisan_nomornya_sendiri(dunia: d.Dunia) -> None:
    terbit = _terbit(dunia, _turun(dunia), NOMOR)
    isi = {"tanggal": timezone.localdate(), "judul": "Judul", "alasan": "Spasi", "oleh": dunia.dukungan}
    berkas = d.berkas_siap(dunia.dukungan, "ralat.pdf")
    assert salinan.ralat_keppres(terbit.pk, nomor="B-12 / K / 2026", berkas=berkas, **isi).nomor == "B-12 / K / 2026"


def test_nomor_memo_sekali_setahun(dunia: d.Dunia) -> None:
    satu = _memo(dunia, NOMOR, date(2026, 3, 2))
    for tulisan in SAMA:
        with ditolak(GalatPengguna, f"oleh rancangan {NOMOR} tanggal 02-03-2026 “Kenaikan pangkat”.", "nomor_memo"):
            _memo(dunia, tulisan, date(2026, 9, 1))
    _memo(dunia, NOMOR, date(2025, 3, 2))
    lain = [_memo(dunia, tulisan, date(2026, 3, 2)) for tulisan in LAIN]
    isi = {"tanggal_memo": date(2026, 3, 3), "perihal": "Lain", "oleh": dunia.dukungan}
    with ditolak(GalatPengguna, "sudah dipakai", "nomor_memo"):
        keppres.ubah_keppres(lain[0].pk, nomor_memo=SAMA[1], **isi)
    assert keppres.ubah_keppres(satu.pk, nomor_memo=SAMA[1], **isi).nomor_memo == SAMA[1]


def test_memo_yang_dahulu_sudah_kembar_boleh_diperbaiki_kata_katanya(dunia: d.Dunia) -> None:
    _memo(dunia, NOMOR, date(2026, 3, 2))
    _memo(dunia, NOMOR, date(2025, 3, 2))
    kembar = _memo(dunia, LAIN[0], date(2026, 3, 2))
    Keppres.objects.filter(pk=kembar.pk).update(nomor_memo=NOMOR, kunci_memo="")
    isi = {"nomor_memo": SAMA[1], "perihal": "Perihal yang benar", "oleh": dunia.dukungan}
    assert keppres.ubah_keppres(kembar.pk, tanggal_memo=date(2026, 5, 5), **isi).perihal == "Perihal yang benar"
    with ditolak(GalatPengguna, "sudah dipakai", "nomor_memo"):
        keppres.ubah_keppres(kembar.pk, tanggal_memo=date(2025, 5, 5), **isi)


def test_keppres_yang_dahulu_sudah_kembar_boleh_diralat_judulnya(dunia: d.Dunia) -> None:
    _terbit(dunia, _turun(dunia), NOMOR)
    kembar = _terbit(dunia, _turun(dunia), LAIN[0])
    Keppres.objects.filter(pk=kembar.pk).update(nomor=SAMA[0], kunci_nomor="")
    isi = {
        "tanggal": timezone.localdate(),
        "judul": "Judul yang benar",
        "alasan": "Salah tulis",
        "oleh": dunia.dukungan,
    }
    berkas = d.berkas_siap(dunia.dukungan, "ralat.pdf")
    assert salinan.ralat_keppres(kembar.pk, nomor=SAMA[1], berkas=berkas, **isi).judul == "Judul yang benar"


def test_nomor_keppres_tahun_lalu_boleh_dipakai_lagi(dunia: d.Dunia) -> None:
    lalu = _terbit(dunia, _turun(dunia), NOMOR)
    tanggal = lalu.tanggal.replace(year=lalu.tanggal.year - 1, day=1)
    Keppres.objects.filter(pk=lalu.pk).update(tanggal=tanggal, tahun=tanggal.year)
    assert _terbit(dunia, _turun(dunia), NOMOR).nomor == NOMOR


def test_pertek_bernomor_sama_bagi_pembacanya_satu_pertek(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    pertek = Pertek.objects.get(usulan=usulan)
    Pertek.objects.filter(pk=pertek.pk).update(nomor="PH-1/2026", kunci_nomor="ph-1/2026")
    kembar = Pertek(usulan=usulan, nomor="PH\u20131/2026", kunci_nomor="ph-1/2026", jenis=pertek.jenis)
    kembar.tanggal, kembar.sidik, kembar.diterima_pada = pertek.tanggal, pertek.sidik, timezone.now()
    with pytest.raises(IntegrityError, match="pertek_satu_bagi_pembacanya"), transaction.atomic():
        kembar.save()


def test_yang_sudah_kembar_tidak_menghentikan_migrasi(dunia: d.Dunia) -> None:
    semua = [_terbit(dunia, _turun(dunia), f"{n}/K/2026") for n in (701, 702, 703)]
    Keppres.objects.update(kunci_nomor="", kunci_memo="")
    for terbit, nomor in zip(semua, ("7/K/2026", "7 / k / 2026", "8/K/2026"), strict=True):
        Keppres.objects.filter(pk=terbit.pk).update(nomor=nomor)
    isi = import_module("usulan.migrations.0013_isi_kunci_nomor").isi
    isi(apps, None)
    isi(apps, None)
    kunci = [Keppres.objects.get(pk=satu.pk).kunci_nomor for satu in semua]
    assert kunci == ["7/k/2026", "", "8/k/2026"]


def test_tautan_diganti_bagaimanapun_nomornya_ditulis(dunia: d.Dunia) -> None:
    _terbit(dunia, _turun(dunia), NOMOR)
    with pytest.raises(Exception, match="belum mempunyai tautan"):
        call_command("ganti_tautan", SAMA[3], tahun=timezone.localdate().year, alasan="Jatuh ke tangan lain")


LAMA = ("no.12/k/2026", "12/k/2026.", "12⁄k⁄2026")
"""Keys as they were written while a word before, a full stop behind or another stroke made another number."""


def _empat_nomor(dunia: d.Dunia) -> list[Keppres]:
    """Four published numbers with keys of old: 12 three times, of which one has its key as it is now, and 13 once."""
    semua = [_terbit(dunia, _turun(dunia), f"{n}/K/2026") for n in (701, 702, 703, 704)]
    isi = (("No. 12/K/2026", LAMA[0]), ("12/K/2026.", LAMA[1]), ("12/K/2026", "12/k/2026"), ("No 13/K/2026", "no13/k"))
    for satu, (nomor, kunci) in zip(semua, isi, strict=True):
        Keppres.objects.filter(pk=satu.pk).update(nomor=nomor, kunci_nomor=kunci)
    return semua


def _kunci(semua: list[Keppres]) -> list[str]:
    return [Keppres.objects.get(pk=satu.pk).kunci_nomor for satu in semua]


def test_kunci_lama_dihitung_ulang_dan_yang_kembar_tidak_menghentikan_migrasi(dunia: d.Dunia) -> None:
    semua = _empat_nomor(dunia)
    hitung = import_module("usulan.migrations.0022_hitung_ulang_kunci_nomor").hitung
    for _ in range(2):
        hitung(apps, None)
        assert _kunci(semua) == ["", "", "12/k/2026", "13/k/2026"]
    with ditolak(GalatPengguna, "sudah dipakai", "nomor"):
        _terbit(dunia, _turun(dunia), "13/K/2026")


def test_keadaan_menyebut_pasangan_yang_kembar_dan_kunci_dari_rilis_lama(dunia: d.Dunia) -> None:
    semua = _empat_nomor(dunia)
    assert "✗ 3 kunci nomor ditulis rilis sebelum ini" in _keadaan()
    _perintah("kunci_nomor")
    assert _kunci(semua) == ["", "", "12/k/2026", "13/k/2026"]
    tahun = timezone.localdate().year
    for tertulis in ("No. 12/K/2026", "12/K/2026."):
        assert f"✗ Nomor Keppres “{tertulis}” dan “12/K/2026” ({tahun}) terbaca sama." in _keadaan()
    assert "kunci nomor ditulis" not in _keadaan()


def test_nomor_yang_bebas_lagi_mendapat_kuncinya(dunia: d.Dunia) -> None:
    semua = _empat_nomor(dunia)
    _perintah("kunci_nomor")
    isi = {"tanggal": timezone.localdate(), "judul": "Judul", "alasan": "Nomor salah", "oleh": dunia.dukungan}
    for satu, nomor in ((semua[2], "14/K/2026"), (semua[1], "15/K/2026")):
        salinan.ralat_keppres(satu.pk, nomor=nomor, berkas=d.berkas_siap(dunia.dukungan, f"{nomor[:2]}.pdf"), **isi)
    _perintah("kunci_nomor")
    assert _kunci(semua) == ["12/k/2026", "15/k/2026", "14/k/2026", "13/k/2026"]
    assert "✓ Nomor Keppres dan memo masing-masing satu." in _keadaan()


def _perintah(nama: str) -> str:
    keluaran = StringIO()
    call_command(nama, stdout=keluaran)
    return keluaran.getvalue()


def _keadaan() -> str:
    return _perintah("keadaan")
