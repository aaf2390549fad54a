"""What a correction asks of the PIC, item by item, and which of it is answered."""

from dataclasses import dataclass

from usulan.actions.pengajuan import perubahan_data
from usulan.models import BidangDiminta, Usulan
from usulan.tampilan.dokumen import BarisDokumen
from usulan.tampilan.nilai import label_bidang


@dataclass(frozen=True, slots=True)
class BidangPerbaikan:
    """One named field with the verifier's note."""

    kode: str
    label: str
    catatan: str
    dijawab: bool


@dataclass(frozen=True, slots=True)
class Kemajuan:
    """How much is answered; `kurang` says in words what is missing, `boleh_lanjut` whether signing is possible yet.

    Data that the PIC finds right as it stands may stay, with a note at the signing; a refused file may not.
    """

    dijawab: int
    semua: int
    kurang: str
    boleh_lanjut: bool

    @property
    def kata(self) -> str:
        return f"{self.dijawab} dari {self.semua} dijawab"


def bidang_diminta(usulan: Usulan) -> list[BidangPerbaikan]:
    """The fields opened in this round, each with whether its value was changed since."""
    label, berubah = label_bidang(usulan), perubahan_data(usulan)
    diminta = BidangDiminta.objects.filter(usulan=usulan, putaran=usulan.putaran).order_by("pk")
    return [BidangPerbaikan(b.bidang, label.get(b.bidang, b.bidang), b.catatan, b.bidang in berubah) for b in diminta]


def kemajuan(usulan: Usulan, terbuka: list[BarisDokumen], bidang: list[BidangPerbaikan]) -> Kemajuan:
    """Count the answers. A round that nobody marked is answered by any change."""
    dijawab = sum(b.dijawab for b in terbuka) + sum(b.dijawab for b in bidang)
    if not usulan.perbaikan_ditandai:
        ada = bool(dijawab or perubahan_data(usulan))
        return Kemajuan(dijawab, 0, "" if ada else "Belum ada dokumen atau data yang diperbaiki.", ada)
    semua = len(terbuka) + len(bidang)
    dokumen = sum(not b.dijawab for b in terbuka)
    data = sum(not b.dijawab for b in bidang)
    bagian = [f"{dokumen} dokumen belum diganti"] * bool(dokumen) + [f"{data} data belum diperbaiki"] * bool(data)
    return Kemajuan(dijawab, semua, f"{' dan '.join(bagian)}." if bagian else "", not dokumen)
