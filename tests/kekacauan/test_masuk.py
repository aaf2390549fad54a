"""One effect per event, however often, in whatever order and by however many at once it comes (janji.md 2)."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from integrasi.keadaan import KeadaanMasuk
from integrasi.masuk.penerima import olah, simpan_mentah
from integrasi.models import KejadianMasuk, UsulanSiasn
from siapp.koneksi import lepas_koneksi
from tests.dunia import Dunia, bangun_dunia, diajukan
from tests.kekacauan.ladang import salin
from tests.kekacauan.tabel import Janji
from tests.kekacauan.ukuran import ukuran
from usulan.models import Lembaga, Putusan, Usulan
from usulan.tahap import Tahap

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

RIWAYAT = ukuran(15, 10_000)
HARI = date(2026, 11, 20)
Isi = tuple[str, int, str]
KEJADIAN = st.tuples(
    st.sampled_from(("APPROVED", "BTL", "TMS")), st.integers(0, 4), st.sampled_from(("", "lama", "baru"))
)


class Panggung:
    """What all histories share: one usulan to copy, and a pool of eight who bring notices."""

    induk: Usulan
    kolam: ThreadPoolExecutor
    nomor = 0
    tercatat = 0


def _datang(id_usulan: str, satu: Isi) -> str:
    status, mundur, keterangan = satu
    isi = {"id_usulan": id_usulan, "status": status, "tanggal_verifikasi": HARI - timedelta(days=mundur)}
    try:
        tanda, _ = simpan_mentah(b"{}", {**isi, "keterangan": keterangan}, "bkn")
        olah()
        return str(tanda.pk)
    finally:
        lepas_koneksi()


class Penerimaan(RuleBasedStateMachine):
    """One usulan at BKN; what it was told, and what must be true of it whatever the order was."""

    @initialize()
    def mulai(self) -> None:
        Panggung.nomor += 1
        self.usulan: UUID = salin(Panggung.induk, Panggung.nomor)
        # At rest, so that a verdict is kept and judged without moving the usulan; roads have their own tests.
        Usulan.objects.filter(pk=self.usulan).update(tahap=Tahap.TMS)
        self.id_usulan = f"siasn-{Panggung.nomor:08d}"
        self.dikenal = False
        self.diberi: set[Isi] = set()
        self.tanda: dict[Isi, str] = {}

    @rule(kejadian=st.lists(st.tuples(KEJADIAN, st.integers(1, 5)), min_size=1, max_size=5), benih=st.integers(0, 999))
    def datang_bersamaan(self, kejadian: list[tuple[Isi, int]], benih: int) -> None:
        """Each event one to five times, shuffled, eight at once; a repeat gets the first receipt."""
        semua = [satu for satu, kali in kejadian for _ in range(kali)]
        random.Random(benih).shuffle(semua)
        for satu, tanda in zip(semua, Panggung.kolam.map(lambda s: _datang(self.id_usulan, s), semua), strict=True):
            assert self.tanda.setdefault(satu, tanda) == tanda
        self.diberi.update(semua)

    @rule()
    def menjadi_dikenal(self) -> None:
        """The answer of API 3 arrives, perhaps after the first notices."""
        if not self.dikenal:
            UsulanSiasn.objects.create(usulan_id=self.usulan, id_usulan=self.id_usulan.upper())
            KejadianMasuk.objects.filter(id_usulan=self.id_usulan).update(jatuh_tempo=timezone.now())
            self.dikenal = True

    @invariant()
    def satu_baris_per_kejadian(self) -> None:
        assert KejadianMasuk.objects.filter(id_usulan=self.id_usulan).count() == len(self.diberi)

    def teardown(self) -> None:
        if not hasattr(self, "usulan"):
            return
        self.menjadi_dikenal()
        olah()
        Panggung.tercatat += 1
        putusan = Putusan.objects.filter(usulan=self.usulan, lembaga=Lembaga.BKN)
        ada = list(putusan.values_list("status", "tanggal", "keterangan"))
        seharusnya = {(status, HARI - timedelta(days=mundur), kata) for status, mundur, kata in self.diberi}
        assert sorted(ada) == sorted(seharusnya)
        belum = KejadianMasuk.objects.filter(
            id_usulan=self.id_usulan, keadaan__in=[KeadaanMasuk.BARU, KeadaanMasuk.MENUNGGU]
        )
        assert not belum.exists()
        if seharusnya:
            assert putusan.get(berlaku=True).tanggal == max(satu[1] for satu in seharusnya)


def test_satu_akibat_per_kejadian(janji: Janji) -> None:
    dunia: Dunia = bangun_dunia()
    Panggung.induk, Panggung.nomor, Panggung.tercatat = diajukan(dunia, "BERHENTI-BUP"), 0, 0
    atur = settings(
        max_examples=RIWAYAT,
        stateful_step_count=4,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    with (
        janji("API 9: tiap kejadian 1–5 kali, acak, 8 sekaligus", f"keadaan akhir benar di {RIWAYAT} riwayat") as baris,
        ThreadPoolExecutor(8) as Panggung.kolam,
    ):
        run_state_machine_as_test(Penerimaan, settings=atur)
        baris.capai(f"benar di {Panggung.tercatat} riwayat")
        assert Panggung.tercatat >= RIWAYAT
