"""Polling APIs 7 and 6."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from integrasi.masuk.penerima import giliran
from integrasi.mitra import pemutus
from integrasi.mitra.setelan import buka_transport, host
from integrasi.models import KeadaanMitra, PanggilanBaca, Pengiriman, UsulanSiasn
from integrasi.tanya.pantau import BukanMiliknya, jeda_berikut, pantau, pantau_satu
from siapp.akun.peran import Mesin
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from usulan.models import Pertek, TahapBkn, Usulan


@pytest.fixture
def dikirim(siasn: Siasn, selaras: Dunia) -> Usulan:
    """A usulan that SIASN holds, due to be asked for."""
    usulan = ajukan(selaras)
    jalankan()
    jatuh_tempo()
    return usulan


def jatuh_tempo() -> None:
    UsulanSiasn.objects.filter(pantau_berikut__isnull=False).update(pantau_berikut=timezone.now())


def _id(usulan: Usulan) -> str:
    return UsulanSiasn.objects.get(usulan=usulan).id_usulan


def _tua(menit: int) -> None:
    """Let the stages and signatures have come `menit` minutes earlier."""
    lama = timedelta(minutes=menit)
    for baris in TahapBkn.objects.all():
        TahapBkn.objects.filter(pk=baris.pk).update(diterima_pada=baris.diterima_pada - lama)
    for kiriman in Pengiriman.objects.exclude(selesai_pada=None):
        assert kiriman.selesai_pada is not None
        Pengiriman.objects.filter(pk=kiriman.pk).update(selesai_pada=kiriman.selesai_pada - lama)


def test_tahap_di_bkn_dicatat_sekali_dan_ditanya_lagi_kemudian(siasn: Siasn, dikirim: Usulan) -> None:
    assert pantau() == 1
    assert pantau() == 0
    jatuh_tempo()
    assert pantau() == 1
    (tahap,) = TahapBkn.objects.filter(usulan=dikirim)
    assert tahap.status_tahapan == "12"
    dikirim.refresh_from_db()
    assert dikirim.tahap_bkn == tahap.nama
    milik = UsulanSiasn.objects.get(usulan=dikirim)
    assert milik.pantau_berikut is not None
    assert milik.pantau_berikut > timezone.now()
    hitungan = {h.api: (h.berhasil, h.gagal) for h in PanggilanBaca.objects.filter(api__in=[6, 7])}
    assert hitungan == {6: (2, 0), 7: (2, 0)}


@pytest.mark.parametrize(("pertek", "pernyataan"), [(False, 8), (True, 12)])
def test_pantau_yang_tidak_membawa_kabar_bertanya_sedikit(
    siasn: Siasn, dikirim: Usulan, pertek: bool, pernyataan: int
) -> None:
    """Of what an installation does while nobody works, most is this."""
    if pertek:
        siasn.tahap(_id(dikirim), 16)
        siasn.pertek(_id(dikirim))
    for _ in range(2):
        jatuh_tempo()
        pantau()
    milik = UsulanSiasn.objects.select_related("usulan").get()
    with buka_transport() as transport, CaptureQueriesContext(connection) as tangkapan:
        pantau_satu(transport, milik)
    # Of the usulan: what it notes of the partner besides is written now and then.
    semua = [satu["sql"] for satu in tangkapan if re.search(r'(?:FROM|UPDATE|INTO) "usulan_', satu["sql"])]
    assert len(semua) == pernyataan, "\n".join(satu[:120] for satu in semua)


def test_pertek_diunduh_sekali_dan_ralatnya_menyusul(siasn: Siasn, dikirim: Usulan) -> None:
    siasn.tahap(_id(dikirim), 16)
    nomor = siasn.pertek(_id(dikirim))
    for _ in range(2):
        jatuh_tempo()
        pantau()
    pertek = Pertek.objects.get(usulan=dikirim)
    assert (pertek.nomor, pertek.jenis) == (nomor, "Baru")
    assert pertek.berkas is not None
    assert pertek.berkas.mesin == Mesin.BKN
    siasn.pertek(_id(dikirim), "Perbaikan")
    jatuh_tempo()
    pantau()
    assert set(Pertek.objects.filter(usulan=dikirim).values_list("jenis", flat=True)) == {"Baru", "Perbaikan"}


def test_pertek_yang_terpotong_di_jalan_diambil_lagi(siasn: Siasn, dikirim: Usulan) -> None:
    siasn.tahap(_id(dikirim), 16)
    siasn.pertek(_id(dikirim))
    siasn.gangguan({"api": "6/unduh", "jenis": "reset", "sisa": 1})
    pantau()
    assert Pertek.objects.get().keadaan == "DITUNGGU", "the number is shown at once"
    jatuh_tempo()
    pantau()
    assert Pertek.objects.get().keadaan == "BERLAKU"


@pytest.mark.parametrize(("tahap", "status"), [(16, "APPROVED"), (5, "BTL"), (6, "TMS")])
def test_putusan_yang_pemberitahuannya_hilang_diambil_dari_tahap(
    siasn: Siasn, dikirim: Usulan, settings: Settings, tahap: int, status: str
) -> None:
    settings.SIASN_JEDA_PANTAU = timedelta(minutes=1)
    siasn.tahap(_id(dikirim), tahap, "Menurut tahap")
    pantau()
    dikirim.refresh_from_db()
    assert dikirim.status_bkn == "", "the notice may still be on its way"
    _tua(5)
    jatuh_tempo()
    pantau()
    dikirim.refresh_from_db()
    assert dikirim.status_bkn == status
    assert dikirim.putusan.get(lembaga="BKN").keterangan == "Menurut tahap"


def test_tahap_dari_putaran_lama_tidak_menjadi_putusan(siasn: Siasn, dikirim: Usulan, settings: Settings) -> None:
    settings.SIASN_JEDA_PANTAU = timedelta(minutes=1)
    siasn.tahap(_id(dikirim), 5)
    pantau()
    TahapBkn.objects.update(diterima_pada=timezone.now() - timedelta(minutes=30))
    jatuh_tempo()
    pantau()
    dikirim.refresh_from_db()
    assert dikirim.status_bkn == ""


def test_tahap_yang_tidak_dikenal_disimpan_apa_adanya(siasn: Siasn, dikirim: Usulan) -> None:
    siasn.tahap(_id(dikirim), 77)
    pantau()
    assert TahapBkn.objects.filter(usulan=dikirim, status_tahapan="77").exists()


def test_siasn_yang_mati_dihitung_dan_ditanya_lagi(siasn: Siasn, dikirim: Usulan) -> None:
    siasn.gangguan({"api": "7", "jenis": "503", "sisa": 1})
    assert pantau() == 1
    assert PanggilanBaca.objects.get(api=7).gagal == 1
    assert not TahapBkn.objects.exists()
    jatuh_tempo()
    pantau()
    assert TahapBkn.objects.exists()


def test_selama_pemutus_terbuka_tidak_ada_yang_ditanyakan(siasn: Siasn, dikirim: Usulan) -> None:
    KeadaanMitra.objects.update_or_create(pk=host(), defaults={"terbuka_sejak": timezone.now()})
    assert pemutus.terbuka_sejak(host()) is not None
    assert pantau() == 0
    assert siasn.hitungan(7)["tiba"] == 0


def test_usulan_yang_sudah_selesai_tidak_dipantau_lagi(siasn: Siasn, dikirim: Usulan) -> None:
    Usulan.objects.filter(pk=dikirim.pk).update(tahap="TMS")
    pantau()
    assert UsulanSiasn.objects.get(usulan=dikirim).pantau_berikut is None


def test_jawaban_dengan_id_yang_dikoreksi_sementara_ditanya_dibuang(siasn: Siasn, dikirim: Usulan) -> None:
    lama = UsulanSiasn.objects.get(usulan=dikirim)
    siasn.pertek(lama.id_usulan)
    UsulanSiasn.objects.filter(pk=lama.pk).update(id_usulan="1f0e9d8c-0000-4000-8000-1234567890cd")
    with buka_transport() as transport, pytest.raises(BukanMiliknya):
        pantau_satu(transport, lama)
    assert not TahapBkn.objects.exists()
    assert not Pertek.objects.exists()


def _menunggu_giliran() -> bool:
    with connection.cursor() as kursor:
        kursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
        return bool(kursor.fetchone()[0])


def test_yang_menulis_menunggu_koreksi_id_selesai_lalu_tidak_menulis(siasn: Siasn, dikirim: Usulan) -> None:
    lama = UsulanSiasn.objects.get(usulan=dikirim)

    def tanya() -> None:
        try:
            with buka_transport() as transport:
                pantau_satu(transport, lama)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as kolam:
        with giliran(lama.id_usulan.upper()) as dapat:  # as a correction holds it
            assert dapat
            hasil = kolam.submit(tanya)
            while not _menunggu_giliran():
                assert not hasil.done(), "yang menulis tidak menunggu giliran"
                time.sleep(0.01)
            UsulanSiasn.objects.filter(pk=lama.pk).update(id_usulan="1f0e9d8c-0000-4000-8000-1234567890cd")
        with pytest.raises(BukanMiliknya):
            hasil.result()
    assert not TahapBkn.objects.exists()


def test_id_yang_dikoreksi_sementara_ditanya_ditanya_lagi_dengan_id_yang_benar(
    siasn: Siasn, dikirim: Usulan, monkeypatch: pytest.MonkeyPatch
) -> None:
    kini = timezone.now()

    def dikoreksi(_transport: object, milik: UsulanSiasn) -> None:
        benar = {"id_usulan": "1f0e9d8c-0000-4000-8000-1234567890cd", "pantau_berikut": kini}
        UsulanSiasn.objects.filter(pk=milik.pk).update(**benar)
        raise BukanMiliknya

    monkeypatch.setattr("integrasi.tanya.pantau.pantau_satu", dikoreksi)
    assert pantau() == 1
    assert UsulanSiasn.objects.get(usulan=dikirim).pantau_berikut == kini


def test_jeda_tumbuh_dengan_umur_dan_berhenti_di_enam_jam(settings: Settings) -> None:
    settings.SIASN_JEDA_PANTAU = timedelta(minutes=15)
    umur = [timedelta(0), timedelta(hours=23), timedelta(days=1), timedelta(days=10), timedelta(days=300)]
    menit = [jeda_berikut(u) // timedelta(minutes=1) for u in umur]
    assert menit == [15, 15, 30, 165, 360]


def test_jeda_pantauan_yang_pendek_tumbuh_lebih_cepat(settings: Settings) -> None:
    """Half a minute in make run: who shows it sees what comes, and who leaves it alone does not pay for it all day."""
    settings.SIASN_JEDA_PANTAU = timedelta(seconds=30)
    umur = [timedelta(0), timedelta(minutes=47), timedelta(minutes=48), timedelta(hours=8), timedelta(days=300)]
    assert [jeda_berikut(u).total_seconds() for u in umur] == [30, 30, 60, 330, 6 * 3600]


def test_pantauan_lewat_perintah(siasn: Siasn, dikirim: Usulan, capsys: pytest.CaptureFixture[str]) -> None:
    UsulanSiasn.objects.update(pantau_berikut=timezone.now() + timedelta(hours=1))
    call_command("pantau", semua=True)
    assert "1 usulan ditanyakan" in capsys.readouterr().out
