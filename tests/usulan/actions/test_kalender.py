"""The calendar corrected by an administrator: what it refuses, what it moves, and what a dying worker leaves behind."""

import threading
from collections.abc import Iterator
from datetime import date
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from siapp.akun.peran import Mesin
from siapp.audit.models import Peristiwa
from siapp.kunci import Kunci
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import ditolak, kejadian, tak_berubah
from usulan import kalender as jam
from usulan.actions import kalender
from usulan.models import HariKalender, JenisHari, Usulan, VersiKalender
from usulan.peristiwa import ALIRAN_KALENDER, Jenis
from usulan.tahap import Tahap
from usulan.tampilan.kalender import Dampak, dampak

KAMIS, JUMAT, SENIN, SELASA = date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
NATAL_BERSAMA = date(2026, 12, 24)


@pytest.fixture(autouse=True)
def hari_kamis() -> Iterator[None]:
    with time_machine.travel("2026-11-19 10:00+07:00", tick=False):
        yield


def _tetapkan(
    dunia: d.Dunia, tanggal: date = JUMAT, jenis: JenisHari = JenisHari.CUTI_BERSAMA, nama: str = "Cuti contoh"
) -> HariKalender:
    return kalender.tetapkan_hari(
        tanggal, jenis=jenis, nama=nama, dasar="SKB 3 Menteri 1/2026", oleh=dunia.administrator
    )


def _tenggat(usulan: Usulan) -> date | None:
    return d.segar(usulan).tenggat


def _jenis_kalender() -> list[str]:
    return list(Peristiwa.objects.filter(aliran=ALIRAN_KALENDER).order_by("urutan").values_list("jenis", flat=True))


# --- writing a day down -------------------------------------------------------------------------------------------


def test_hari_baru_memindahkan_tenggat_dan_pencabutan_mengembalikannya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    assert _tenggat(usulan) == JUMAT
    versi = usulan.versi
    hari = _tetapkan(dunia)
    kalender.hitung_tenggat()
    assert (_tenggat(usulan), d.segar(usulan).versi) == (SENIN, versi)
    terakhir = kejadian(usulan)[-1]
    assert (terakhir.jenis, terakhir.mesin) == (Jenis.TENGGAT_DIHITUNG, Mesin.SISTEM)
    assert (terakhir.data["lama"], terakhir.data["baru"]) == ("2026-11-20", "2026-11-23")
    kalender.cabut_hari(hari.pk, alasan="SKB dicabut", oleh=dunia.administrator)
    kalender.hitung_tenggat()
    assert _tenggat(usulan) == JUMAT
    cabut = Peristiwa.objects.get(jenis=Jenis.HARI_DICABUT)
    assert (cabut.oleh, cabut.alasan, cabut.data["tanggal"]) == (dunia.administrator, "SKB dicabut", "2026-11-20")
    assert cabut.data["dasar"] == "SKB 3 Menteri 1/2026"


def test_tahap_berikutnya_langsung_memakai_kalender_yang_baru(dunia: d.Dunia) -> None:
    _tetapkan(dunia)
    assert _tenggat(d.diajukan(dunia)) == SENIN
    hari = HariKalender.objects.get()
    kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    assert _tenggat(d.diajukan(dunia)) == JUMAT


def test_setiap_tahap_yang_berjam_ikut_dan_yang_berhenti_tidak(dunia: d.Dunia) -> None:
    berjalan = [d.diverifikasi(dunia), d.siap_keppres(dunia), d.keppres_terbit(dunia)]
    berhenti = [d.dikembalikan(dunia), d.disetujui_biro(dunia), d.buat_draf(dunia)]
    lama = {u.pk: _tenggat(u) for u in berjalan}
    _tetapkan(dunia)
    kalender.hitung_tenggat()
    for usulan in berjalan:
        mulai = jam.kalender_kini().tenggat(d.segar(usulan).tahap_kini, KAMIS)
        assert _tenggat(usulan) == mulai != lama[usulan.pk]
    assert {_tenggat(u) for u in berhenti} == {None}


def test_hari_yang_sama_ditetapkan_dua_kali_tercatat_sekali_dan_yang_lain_ditolak(dunia: d.Dunia) -> None:
    hari = _tetapkan(dunia)
    versi = VersiKalender.objects.get().versi
    assert _tetapkan(dunia) == hari
    assert VersiKalender.objects.get().versi == versi
    assert _jenis_kalender() == [Jenis.HARI_DITETAPKAN]
    with ditolak(GalatPengguna, "sudah diatur sebagai “Cuti contoh”", "tanggal"):
        _tetapkan(dunia, nama="Nama lain")
    kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    assert _jenis_kalender() == [Jenis.HARI_DITETAPKAN, Jenis.HARI_DICABUT]


@pytest.mark.parametrize(
    ("tanggal", "jenis", "pesan"),
    [
        (date(2026, 11, 21), JenisHari.LIBUR, "Sabtu atau Minggu"),
        (date(2026, 11, 22), JenisHari.KERJA, "Sabtu atau Minggu"),
        (NATAL_BERSAMA, JenisHari.LIBUR, "sudah libur: Cuti Bersama"),
        (NATAL_BERSAMA, JenisHari.CUTI_BERSAMA, "sudah libur: Cuti Bersama"),
        (SENIN, JenisHari.KERJA, "memang hari kerja"),
        (date(2024, 12, 31), JenisHari.LIBUR, "terlalu jauh"),
        (date(2030, 1, 1), JenisHari.LIBUR, "terlalu jauh"),
    ],
)
def test_hari_yang_tidak_mengubah_apa_pun_ditolak(dunia: d.Dunia, tanggal: date, jenis: JenisHari, pesan: str) -> None:
    with ditolak(GalatPengguna, pesan, "tanggal"):
        _tetapkan(dunia, tanggal, jenis)
    assert not HariKalender.objects.exists()


@pytest.mark.parametrize("tanggal", [date(2025, 1, 2), date(2029, 12, 31)])
def test_tahun_lalu_sampai_tiga_tahun_lagi_diterima(dunia: d.Dunia, tanggal: date) -> None:
    assert _tetapkan(dunia, tanggal).tanggal == tanggal


def test_hanya_administrator_mengatur_kalender(dunia: d.Dunia) -> None:
    hari = _tetapkan(dunia)
    for orang in (dunia.pic, dunia.verifikator, dunia.koordinator, dunia.kepala_biro, dunia.dukungan):
        with pytest.raises(TidakBerwenang):
            kalender.tetapkan_hari(SENIN, jenis=JenisHari.LIBUR, nama="x", dasar="x", oleh=orang)
        with pytest.raises(TidakBerwenang):
            kalender.cabut_hari(hari.pk, alasan="x", oleh=orang)
    assert HariKalender.objects.get() == hari


# --- what is written down, who is woken and what is locked ---------------------------------------------------------


def _isi(jenis: Jenis) -> dict[str, object]:
    """What the newest Peristiwa of this kind says of the calendar."""
    return {k: v for k, v in Peristiwa.objects.filter(jenis=jenis).latest("urutan").data.items() if k != "v"}


def _kunci_kalender() -> set[str]:
    """How this transaction holds the calendar: "ExclusiveLock" alone, "ShareLock" beside others."""
    with connection.cursor() as kursor:
        kursor.execute(
            "SELECT mode FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND objid = %s",
            [Kunci.KALENDER.value],
        )
        return {baris[0] for baris in kursor.fetchall()}


def test_peristiwa_hari_menyebut_hari_itu_seutuhnya(dunia: d.Dunia) -> None:
    hari = _tetapkan(dunia)
    utuh = {"tanggal": "2026-11-20", "jenis": "CUTI_BERSAMA", "nama": "Cuti contoh", "dasar": "SKB 3 Menteri 1/2026"}
    assert _isi(Jenis.HARI_DITETAPKAN) == utuh
    with ditolak(GalatPengguna, "20 November 2026 sudah diatur", "tanggal"):
        _tetapkan(dunia, nama="Nama lain")
    with ditolak(GalatPengguna, "23 November 2026 memang hari kerja", "tanggal"):
        _tetapkan(dunia, SENIN, JenisHari.KERJA)
    kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    assert _isi(Jenis.HARI_DICABUT) == utuh


def test_penghitung_dibangunkan_sesudah_kalender_tersimpan(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    bangun: list[str] = []
    monkeypatch.setattr(kalender, "bangunkan", bangun.append)
    with django_capture_on_commit_callbacks(execute=True):
        hari = _tetapkan(dunia)
        assert bangun == []
    assert bangun == ["usulan.tasks.hitung_tenggat"]
    with django_capture_on_commit_callbacks(execute=True):
        kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    assert bangun == ["usulan.tasks.hitung_tenggat"] * 2


def test_versi_baru_mulai_menghitung_dari_nol(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    _tetapkan(dunia)
    kalender.hitung_tenggat()
    assert VersiKalender.objects.get().berubah == 1
    _tetapkan(dunia, date(2026, 12, 15))
    baru = VersiKalender.objects.get()
    assert (baru.berubah, baru.diperiksa, baru.kursor, baru.selesai_pada) == (0, 0, None, None)


def test_hari_diubah_di_bawah_kunci_kalender_sendirian(dunia: d.Dunia) -> None:
    hari = HariKalender.objects.create(
        tanggal=SELASA, jenis="LIBUR", nama="x", dasar="x", oleh=dunia.administrator, pada=timezone.now()
    )
    assert _kunci_kalender() == set()
    kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
    assert _kunci_kalender() == {"ExclusiveLock"}


def test_pustaka_diikuti_di_bawah_kunci_kalender_sendirian(dunia: d.Dunia) -> None:
    kalender.hitung_tenggat()
    assert "ExclusiveLock" in _kunci_kalender()
    assert _isi(Jenis.PUSTAKA_BERGANTI) == {"lama": "", "baru": jam.versi_pustaka()}


def test_tenggat_yang_benar_tidak_disentuh(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    VersiKalender.objects.create(versi=uuid4(), sejak=timezone.now(), pustaka=jam.versi_pustaka())
    with (
        time_machine.travel("2026-11-20 10:00+07:00", tick=False),
        mock.patch.object(kalender, "_ganti_tenggat") as ganti,
    ):
        kalender.hitung_tenggat()
    assert not ganti.called
    assert VersiKalender.objects.get().diperiksa == 1


def test_kemajuan_dicatat_di_samping_yang_lain_yang_memakai_kalender(dunia: d.Dunia) -> None:
    VersiKalender.objects.create(versi=uuid4(), sejak=timezone.now(), pustaka=jam.versi_pustaka())
    kalender.hitung_tenggat()
    assert _kunci_kalender() == {"ShareLock"}


# --- the clock of a process ---------------------------------------------------------------------------------------


def test_hari_dibaca_sekali_per_versi_dan_proses_lain_melihat_versi_baru(
    dunia: d.Dunia, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    _tetapkan(dunia)
    assert not jam.kalender_kini().hari_kerja(JUMAT)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert not jam.kalender_kini().hari_kerja(JUMAT)
    _tetapkan(dunia, SENIN)
    assert not jam.kalender_kini().hari_kerja(SENIN)


def test_kalender_yang_dibatalkan_tidak_tinggal_di_ingatan(dunia: d.Dunia) -> None:
    _tetapkan(dunia, SELASA)
    with transaction.atomic():
        HariKalender.objects.create(
            tanggal=JUMAT, jenis="LIBUR", nama="x", dasar="x", oleh=dunia.administrator, pada="2026-11-19T03:00Z"
        )
        kalender._mulai_hitung()
        assert not jam.kalender_kini().hari_kerja(JUMAT)
        transaction.set_rollback(True)
    assert jam.kalender_kini().hari_kerja(JUMAT)
    assert not jam.kalender_kini().hari_kerja(SELASA)


# --- the recomputing ----------------------------------------------------------------------------------------------


def test_pekerja_yang_mati_di_tengah_dilanjutkan_tanpa_hilang_dan_tanpa_dobel(
    dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kalender, "UKURAN", 2)
    semua = [d.diajukan(dunia) for _ in range(5)]
    _tetapkan(dunia)
    asli, dipanggil = kalender._ganti_tenggat, []

    def mati(usulan_id: object) -> None:
        dipanggil.append(usulan_id)
        if len(dipanggil) == 4:
            raise SystemExit
        asli(usulan_id)  # type: ignore[arg-type]

    with mock.patch.object(kalender, "_ganti_tenggat", mati), pytest.raises(SystemExit):
        kalender.hitung_tenggat()
    setengah = VersiKalender.objects.get()
    assert (setengah.diperiksa, setengah.berubah, setengah.selesai_pada) == (2, 3, None)
    kalender.hitung_tenggat()
    selesai = VersiKalender.objects.get()
    assert (selesai.jumlah, selesai.diperiksa, selesai.berubah) == (5, 5, 5)
    assert selesai.selesai_pada is not None
    for usulan in semua:
        assert _tenggat(usulan) == SENIN
        assert [p.jenis for p in kejadian(usulan)].count(Jenis.TENGGAT_DIHITUNG) == 1
    assert _jenis_kalender() == [Jenis.HARI_DITETAPKAN, Jenis.TENGGAT_SELESAI]
    assert Peristiwa.objects.get(jenis=Jenis.TENGGAT_SELESAI).data | {"v": 2} == {
        "v": 2,
        "diperiksa": 5,
        "berubah": 5,
    }


def test_selesai_lalu_dipanggil_lagi_tidak_menulis_apa_pun(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    _tetapkan(dunia)
    kalender.hitung_tenggat()
    sebelum = VersiKalender.objects.values().get()
    with tak_berubah(usulan):
        kalender.hitung_tenggat()
    assert VersiKalender.objects.values().get() == sebelum


def test_kalender_yang_berubah_di_tengah_dihitung_dari_awal(dunia: d.Dunia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kalender, "UKURAN", 1)
    semua = [d.diajukan(dunia) for _ in range(3)]
    _tetapkan(dunia)
    asli, dipanggil = kalender._catat_kemajuan, []

    def sela(versi: VersiKalender, bagian: list[Usulan]) -> None:
        dipanggil.append(versi.versi)
        if len(dipanggil) == 2:
            _tetapkan(dunia, SENIN)
        asli(versi, bagian)

    with mock.patch.object(kalender, "_catat_kemajuan", sela):
        kalender.hitung_tenggat()
    assert {_tenggat(u) for u in semua} == {SELASA}
    assert VersiKalender.objects.get().diperiksa == 3


def test_pustaka_yang_berganti_menghitung_ulang_sekali(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    kalender.hitung_tenggat()
    assert (_jenis_kalender(), _tenggat(usulan)) == ([Jenis.PUSTAKA_BERGANTI], JUMAT)
    VersiKalender.objects.update(pustaka="0.1")
    Usulan.objects.update(tenggat=SELASA)  # as the old library had it
    kalender.hitung_tenggat()
    assert _tenggat(usulan) == JUMAT
    kalender.hitung_tenggat()
    assert _jenis_kalender() == [Jenis.PUSTAKA_BERGANTI, Jenis.PUSTAKA_BERGANTI, Jenis.TENGGAT_SELESAI]
    assert Peristiwa.objects.filter(jenis=Jenis.PUSTAKA_BERGANTI).latest("urutan").data["lama"] == "0.1"


@pytest.mark.django_db(transaction=True)
def test_hari_baru_menunggu_tahap_yang_sedang_berpindah(dunia: d.Dunia) -> None:
    selesai = threading.Event()

    def tetapkan() -> None:
        try:
            _tetapkan(dunia)
            selesai.set()
        finally:
            connection.close()

    lain = threading.Thread(target=tetapkan)
    with transaction.atomic():
        assert jam.tenggat_tahap(Tahap.DIAJUKAN, timezone.now()) == JUMAT
        lain.start()
        _tunggu_antre()
        assert not selesai.is_set()
    lain.join(30)
    assert selesai.is_set()


def _tunggu_antre() -> None:
    """Until the other session waits for the calendar's lock."""
    batas = threading.Event()
    for _ in range(600):
        with connection.cursor() as kursor:
            kursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if kursor.fetchone()[0]:
                return
        batas.wait(0.05)
    pytest.fail("nobody waits for the calendar")


# --- what is shown before -----------------------------------------------------------------------------------------


def test_dampak_sama_dengan_yang_kemudian_terjadi(dunia: d.Dunia) -> None:
    d.diajukan(dunia)
    d.diajukan(dunia)
    d.diverifikasi(dunia)
    d.dikembalikan(dunia)
    assert dampak(JUMAT, JenisHari.LIBUR) == Dampak(mundur=3)
    assert dampak(SENIN, JenisHari.LIBUR) == Dampak(mundur=1)
    assert dampak(KAMIS, JenisHari.LIBUR) == Dampak()
    hari = _tetapkan(dunia)
    kalender.hitung_tenggat()
    assert VersiKalender.objects.get().berubah == 3
    assert dampak(JUMAT, None) == Dampak(maju=3)
    with time_machine.travel("2026-11-23 10:00+07:00", tick=False):
        assert dampak(JUMAT, None) == Dampak(maju=3, jadi_terlambat=2)
        kalender.cabut_hari(hari.pk, alasan="x", oleh=dunia.administrator)
        kalender.hitung_tenggat()
        assert dampak(JUMAT, JenisHari.LIBUR) == Dampak(mundur=3, tidak_lagi_terlambat=2)
