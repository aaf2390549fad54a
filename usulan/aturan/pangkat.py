"""Rules about rank: grade and name, one at a time, years in rank, service years, echelon and rung."""

import re
from collections.abc import Iterator

from usulan.aturan import batas
from usulan.aturan.batas import GOLONGAN, PANGKAT
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.waktu import selisih_bulan, tahun_bulan

PASANGAN = (
    ("golongan_lama", "pangkat_lama"),
    ("golongan_baru", "pangkat_baru"),
    ("golongan_terakhir", "pangkat_terakhir"),
    ("golongan_pengabdian", "pangkat_pengabdian"),
)


def _rapi(teks: str) -> str:
    """A rank as it is compared: "Pembina Tk. I" is "Pembina Tingkat I"."""
    return re.sub(r"\btk\b\.?", "tingkat", " ".join(teks.lower().replace(".", " ").split()))


def jenjang(jabatan: str) -> str:
    """The rung that the name of a functional post says: Ahli Madya, Ahli Utama, or "" when it says none."""
    cocok = re.search(r"\b(?:ahli )?(madya|utama)$", " ".join(jabatan.lower().split()))
    return f"Ahli {cocok[1].capitalize()}" if cocok else ""


def rumpun(jabatan: str) -> str:
    """The name of a functional post without its rung."""
    return re.sub(r"\s+(ahli )?(pertama|muda|madya|utama)$", "", " ".join(jabatan.lower().split()))


@aturan(
    "pangkat-golongan",
    "Nama pangkat sesuai golongan ruangnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PP99,
)
def pangkat_golongan(konteks: Konteks) -> Iterator[Temuan]:
    for golongan, pangkat in PASANGAN:
        if not (konteks.ada(golongan) and konteks.ada(pangkat)):
            continue
        ruang, nama = konteks.nilai(golongan), konteks.nilai(pangkat)
        benar = PANGKAT.get(ruang or "")
        if nama and benar and _rapi(nama) != _rapi(benar):
            yield Temuan(
                f"{konteks.label(pangkat)} tertulis “{nama}”, sedangkan golongan {ruang} adalah {benar}.",
                pangkat,
                terkait=(golongan,),
            )


def _berikut(golongan: str) -> str:
    """The grade above, "" above the highest and of none that is known here."""
    bawah = GOLONGAN[:-1]
    return GOLONGAN[GOLONGAN.index(golongan) + 1] if golongan in bawah else ""


def _satu_tingkat(konteks: Konteks, lama: str, baru: str) -> Iterator[Temuan]:
    dari, ke = konteks.nilai(lama), konteks.nilai(baru)
    # Right from what Data ASN says: then the present grade is mistyped, and that is told where it stands.
    if dari not in GOLONGAN or ke not in GOLONGAN or _berikut(konteks.asn.golongan_baru) == ke:
        return
    if dari == GOLONGAN[-1]:
        kata = f"Golongan {dari} adalah yang tertinggi; tidak ada kenaikan di atasnya."
    elif ke != (benar := _berikut(dari)):
        kata = f"Golongan {dari} ke {ke} bukan kenaikan satu tingkat; seharusnya {benar}."
    else:
        return
    yield Temuan(kata, baru, terkait=(lama,))


@aturan(
    "golongan-naik",
    "Golongan yang diusulkan satu tingkat di atasnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PP99,
    perlu=("golongan_lama", "golongan_baru"),
)
def golongan_naik(konteks: Konteks) -> Iterator[Temuan]:
    yield from _satu_tingkat(konteks, "golongan_lama", "golongan_baru")


@aturan(
    "golongan-pengabdian",
    "Golongan pengabdian satu tingkat di atasnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP99}, Pasal 27",
    perlu=("golongan_terakhir", "golongan_pengabdian"),
)
def golongan_pengabdian(konteks: Konteks) -> Iterator[Temuan]:
    yield from _satu_tingkat(konteks, "golongan_terakhir", "golongan_pengabdian")


def eselon(konteks: Konteks) -> str:
    """The echelon of the form in the words of the regulation, "" when it is none of I.a to II.b."""
    kode = str(konteks.nilai("eselon") or "")
    return batas.KODE_ESELON.get(kode, kode if kode in batas.PANGKAT_ESELON else "")


def _tahun_harus(konteks: Konteks) -> int:
    """Years that the service asks for in the last rank."""
    tmt = konteks.tanggal("tmt_golongan_baru")
    layanan = konteks.usulan.layanan_id
    satu = next(batas.berlaku(b, tmt) for awal, b in batas.TAHUN_DALAM_PANGKAT.items() if layanan.startswith(awal))
    lama, jabatan = konteks.nilai("golongan_lama"), konteks.nilai("tmt_jabatan")
    terendah = batas.PANGKAT_ESELON.get(eselon(konteks), ("", ""))[0] if layanan == "KP-STRUKTURAL" else ""
    cukup = jabatan and selisih_bulan(jabatan, tmt) >= 12 * batas.TAHUN_DI_BAWAH_JENJANG
    return batas.TAHUN_DI_BAWAH_JENJANG if terendah and _berikut(lama) == terendah and cukup else satu.nilai


@aturan(
    "lama-dalam-pangkat",
    "Cukup lama dalam pangkat terakhir",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP99}; {batas.K12}",
    perlu=("tmt_golongan_lama", "tmt_golongan_baru", "golongan_lama"),
    untuk=tuple(batas.TAHUN_DALAM_PANGKAT),
)
def lama_dalam_pangkat(konteks: Konteks) -> Iterator[Temuan]:
    lama = selisih_bulan(konteks.tanggal("tmt_golongan_lama"), konteks.tanggal("tmt_golongan_baru"))
    tahun = _tahun_harus(konteks)
    if 0 <= lama < 12 * tahun:
        yield Temuan(
            f"Pada TMT yang diusulkan, orang ini baru {tahun_bulan(lama)} dalam golongan terakhir; syaratnya "
            f"{tahun} tahun. Pilih periode yang kemudian, atau periksa TMT golongannya.",
            "tmt_golongan_lama",
            terkait=("tmt_golongan_baru", "golongan_lama"),
        )


@aturan(
    "puncak-eselon",
    "Golongan yang diusulkan dalam jenjang eselonnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber="PP 100/2000 jo. PP 13/2002, lampiran",
    perlu=("eselon", "golongan_baru"),
    untuk=("KP-STRUKTURAL",),
)
def puncak_eselon(konteks: Konteks) -> Iterator[Temuan]:
    nama, ke = eselon(konteks), konteks.nilai("golongan_baru")
    tertinggi = batas.PANGKAT_ESELON.get(nama, ("", ""))[1]
    if tertinggi and ke in GOLONGAN and GOLONGAN.index(ke) > GOLONGAN.index(tertinggi):
        yield Temuan(
            f"Golongan tertinggi bagi eselon {nama} adalah {tertinggi}, sedangkan yang diusulkan {ke}.",
            "golongan_baru",
            terkait=("golongan_lama", "eselon"),
        )


@aturan(
    "jenjang-golongan",
    "Golongan yang diusulkan sesuai jenjang jabatan fungsionalnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PAN1}; {batas.BKN3}",
    perlu=("nama_jabatan", "golongan_baru"),
    untuk=("KP-FUNGSIONAL", "KP-LB-FUNGSIONAL", "KP-PB-FUNGSIONAL"),
)
def jenjang_golongan(konteks: Konteks) -> Iterator[Temuan]:
    nama, ke = jenjang(konteks.nilai("nama_jabatan")), konteks.nilai("golongan_baru")
    rendah, tinggi = batas.GOLONGAN_JENJANG.get(nama, (GOLONGAN[0], GOLONGAN[-1]))
    if ke in GOLONGAN and not GOLONGAN.index(rendah) <= GOLONGAN.index(ke) <= GOLONGAN.index(tinggi):
        yield Temuan(
            f"Jenjang {nama} meliputi golongan {rendah} sampai {tinggi}, sedangkan yang diusulkan {ke}. "
            "Naikkan jenjangnya dahulu, atau periksa jabatannya.",
            "golongan_baru",
            terkait=("golongan_lama", "nama_jabatan"),
        )


@aturan(
    "masa-kerja-golongan",
    "Masa kerja golongan dihitung sampai TMT yang diusulkan",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP99}; {batas.K12}",
    perlu=(
        "masa_kerja_tahun",
        "masa_kerja_bulan",
        "tmt_golongan_baru",
        "asn.tmt_golongan_baru",
        "asn.masa_kerja_tahun_baru",
    ),
)
def masa_kerja_golongan(konteks: Konteks) -> Iterator[Temuan]:
    asn = konteks.asn
    awal = 12 * (asn.masa_kerja_tahun_baru or 0) + (asn.masa_kerja_bulan_baru or 0)
    tambah = selisih_bulan(konteks.tanggal("asn.tmt_golongan_baru"), konteks.tanggal("tmt_golongan_baru"))
    kini = 12 * konteks.nilai("masa_kerja_tahun") + konteks.nilai("masa_kerja_bulan")
    if tambah <= 0 or kini == awal + tambah:
        return
    kata = "masih seperti pada pangkat terakhir" if kini == awal else f"tertulis {tahun_bulan(kini)}"
    yield Temuan(
        f"Masa kerja golongan {kata}; menurut Data ASN ({tahun_bulan(awal)} pada {asn.tmt_golongan_baru:%d-%m-%Y}) "
        f"masa kerja pada {konteks.tanggal('tmt_golongan_baru'):%d-%m-%Y} adalah {tahun_bulan(awal + tambah)}.",
        "masa_kerja_tahun" if kini // 12 != (awal + tambah) // 12 else "masa_kerja_bulan",
        terkait=("tmt_golongan_baru", "tmt_golongan_lama"),
    )
