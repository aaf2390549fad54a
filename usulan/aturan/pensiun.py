"""Rules about leaving: retirement age, the first of the month after, survivors, promotion on retirement."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from referensi.katalog import untuk_meninggal
from referensi.nip import NipTidakSah, urai_nip
from usulan.aturan import batas
from usulan.aturan.batas import Batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.waktu import bulan_sesudah, selisih_bulan, tahun_bulan, usia
from usulan.tahap import Tahap

BUP = ("BERHENTI-BUP",)
WARIS = ("BERHENTI-JDA", "BERHENTI-TEWAS")
SUKARELA = ("BERHENTI-APS",)
SEMUA_USIA = (58, 60, 65, 70)


def usia_pensiun(jabatan: str, pada: date) -> Batas[int] | None:
    """The retirement age of the post `jabatan` on the day `pada`; None when its name does not say."""
    nama = " ".join((jabatan or "").lower().split())
    tabel = next((t for pola, t in batas.USIA_PENSIUN if pola.search(nama)), None)
    return batas.berlaku(tabel, pada) if tabel else None


@aturan(
    "pensiun-bup",
    "TMT pensiun sesuai batas usia pensiun jabatannya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.UU20}; {batas.PP11}; {batas.BKN2}",
    perlu=("asn.tanggal_lahir", "tmt_pensiun"),
    untuk=BUP,
)
def pensiun_bup(konteks: Konteks) -> Iterator[Temuan]:
    lahir, tmt = konteks.tanggal("asn.tanggal_lahir"), konteks.tanggal("tmt_pensiun")
    jabatan = konteks.asn.nama_jabatan_terakhir
    satu = usia_pensiun(jabatan, tmt)
    mungkin = {bulan_sesudah(lahir, 12 * u + 1) for u in ([satu.nilai] if satu else SEMUA_USIA)}
    if tmt in mungkin:
        return
    if satu is None:
        kata = "bukan awal bulan sesudah usia 58, 60, 65, atau 70 tahun"
    else:
        kata = f"seharusnya {mungkin.pop():%d-%m-%Y}: BUP {jabatan} {satu.nilai} tahun ({satu.sumber})"
    yield Temuan(
        f"TMT pensiun {tmt:%d-%m-%Y} bagi yang lahir {lahir:%d-%m-%Y} {kata}.",
        "tmt_pensiun",
        terkait=("nip", "tmt_berhenti"),
    )


@aturan(
    "bup-lewat",
    "Diusulkan sebelum batas usia pensiun",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN2,
    perlu=("tmt_pensiun",),
    untuk=BUP,
)
def bup_lewat(konteks: Konteks) -> Iterator[Temuan]:
    tmt = konteks.tanggal("tmt_pensiun")
    # Once sent, the days pass at Biro APP and BKN: nothing that the PIC can mend.
    if konteks.usulan.tahap_kini is Tahap.DRAF and tmt <= timezone.localdate():
        yield Temuan(f"TMT pensiun {tmt:%d-%m-%Y} sudah lewat. Jelaskan mengapa baru diusulkan.", "tmt_pensiun")


@aturan(
    "berhenti-pensiun",
    "Berhenti dan pensiun bersambung",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.BKN2}; {batas.UU11}",
    perlu=("tmt_berhenti", "tmt_pensiun"),
)
def berhenti_pensiun(konteks: Konteks) -> Iterator[Temuan]:
    henti, pensiun = konteks.tanggal("tmt_berhenti"), konteks.tanggal("tmt_pensiun")
    boleh = {pensiun, pensiun - timedelta(days=1)}
    if not konteks.usulan.layanan_id.startswith((*BUP, *WARIS)) and bulan_sesudah(henti) == pensiun:
        return
    if henti not in boleh and henti < pensiun:
        yield Temuan(
            f"TMT berhenti ({henti:%d-%m-%Y}) dan TMT pensiun ({pensiun:%d-%m-%Y}) tidak bersambung.",
            "tmt_berhenti",
            terkait=("tmt_pensiun",),
        )


@aturan(
    "pensiun-ahli-waris",
    "Pensiun ahli waris mulai bulan sesudah kematian",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.UU11}, Pasal 16; {batas.BKN2}",
    perlu=("tanggal_meninggal", "tmt_pensiun"),
    untuk=WARIS,
)
def pensiun_ahli_waris(konteks: Konteks) -> Iterator[Temuan]:
    wafat, tmt = konteks.tanggal("tanggal_meninggal"), konteks.tanggal("tmt_pensiun")
    benar = bulan_sesudah(wafat)
    if tmt != benar:
        yield Temuan(
            f"TMT pensiun {tmt:%d-%m-%Y}; yang meninggal pada {wafat:%d-%m-%Y} dipensiunkan mulai {benar:%d-%m-%Y}.",
            "tmt_pensiun",
            terkait=("tanggal_meninggal",),
        )


@aturan(
    "masa-kerja-pensiun",
    "Masa kerja pensiun sesuai masa dinas",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.UU11}; {batas.BKN2}",
    perlu=("masa_kerja_pensiun_tahun", "masa_kerja_pensiun_bulan", "tmt_pensiun"),
)
def masa_kerja_pensiun(konteks: Konteks) -> Iterator[Temuan]:
    try:
        cpns = urai_nip(konteks.usulan.nip).cpns
    except NipTidakSah:
        return
    dinas = selisih_bulan(cpns, konteks.tanggal("tmt_pensiun"))
    kini = 12 * konteks.nilai("masa_kerja_pensiun_tahun") + konteks.nilai("masa_kerja_pensiun_bulan")
    # What the papers of a review of service years or of unpaid leave say is not known here.
    lebih = kini > dinas + 1 and not _ada(konteks, "sk-peninjauan-masa-kerja")
    kurang = kini <= dinas - 120 and not _ada(konteks, "cltn")
    if lebih or kurang:
        yield Temuan(
            f"Masa kerja pensiun {tahun_bulan(kini)}, sedangkan sejak CPNS ({cpns:%m-%Y}) sampai TMT pensiun "
            f"{tahun_bulan(dinas)}. Periksa DPCP, atau unggah SK yang menjelaskannya.",
            "masa_kerja_pensiun_tahun",
            terkait=("tmt_pensiun", "tmt_berhenti"),
        )


def _ada(konteks: Konteks, jenis: str) -> bool:
    return any(d.versi_kini and d.persyaratan.jenis == jenis for d in konteks.dokumen)


@aturan(
    "hak-pensiun",
    "Berhak pensiun bila berhenti atas permintaan sendiri",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PENSIUN_SENDIRI[0].sumber,
    perlu=("asn.tanggal_lahir", "tmt_pensiun", "masa_kerja_pensiun_tahun"),
    untuk=SUKARELA,
)
def hak_pensiun(konteks: Konteks) -> Iterator[Temuan]:
    tmt = konteks.tanggal("tmt_pensiun")
    umur, masa = usia(konteks.tanggal("asn.tanggal_lahir"), tmt), konteks.nilai("masa_kerja_pensiun_tahun")
    harus_umur, harus_masa = batas.berlaku(batas.PENSIUN_SENDIRI, tmt).nilai
    if umur < harus_umur or masa < harus_masa:
        yield Temuan(
            f"Pensiun atas permintaan sendiri mensyaratkan usia {harus_umur} tahun dan masa kerja {harus_masa} tahun; "
            f"orang ini {umur} tahun dengan masa kerja {masa} tahun. Kosongkan TMT pensiun bila tidak berhak.",
            "tmt_pensiun",
            terkait=("masa_kerja_pensiun_tahun",),
        )


@aturan(
    "pengabdian-tmt",
    "Pangkat pengabdian berlaku menjelang pensiun",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP99}, Pasal 27",
    perlu=("tmt_pangkat_pengabdian", "tmt_pensiun"),
)
def pengabdian_tmt(konteks: Konteks) -> Iterator[Temuan]:
    tmt, pensiun = konteks.tanggal("tmt_pangkat_pengabdian"), konteks.tanggal("tmt_pensiun")
    if not bulan_sesudah(pensiun, -1) <= tmt <= pensiun:
        apa = "tanggal meninggal" if untuk_meninggal(konteks.usulan.layanan_id) else "bulan terakhir sebelum pensiun"
        yield Temuan(
            f"TMT pangkat pengabdian {tmt:%d-%m-%Y} tidak pada {apa} (pensiun {pensiun:%d-%m-%Y}).",
            "tmt_pangkat_pengabdian",
            terkait=("tmt_pensiun",),
        )


@aturan(
    "pengabdian-syarat",
    "Masa kerja dan lama pangkat cukup untuk pangkat pengabdian",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP99}, Pasal 27",
    perlu=("tmt_pangkat_pengabdian", "tmt_pensiun", "masa_kerja_pensiun_tahun", "asn.tmt_golongan_baru"),
)
def pengabdian_syarat(konteks: Konteks) -> Iterator[Temuan]:
    lama = selisih_bulan(konteks.tanggal("asn.tmt_golongan_baru"), konteks.tanggal("tmt_pensiun"))
    sampai = selisih_bulan(konteks.tanggal("asn.tmt_golongan_baru"), konteks.tanggal("tmt_pangkat_pengabdian"))
    masa = konteks.nilai("masa_kerja_pensiun_tahun")
    if sampai > 0 and any(masa >= tahun and lama >= bulan for tahun, bulan in batas.LAMA_PENGABDIAN):
        return
    yield Temuan(
        f"Masa kerja {masa} tahun dengan {tahun_bulan(max(lama, 0))} dalam pangkat terakhir belum memenuhi syarat "
        "pangkat pengabdian (30 tahun dan 1 bulan, 20 tahun dan 1 tahun, atau 10 tahun dan 2 tahun).",
        "tmt_pangkat_pengabdian",
        terkait=("masa_kerja_pensiun_tahun", "tmt_pensiun"),
    )
