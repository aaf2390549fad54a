"""Rules about functional posts: rungs, credit points, places, certificate, age."""

from collections.abc import Iterator, Sequence

from usulan.aturan import batas
from usulan.aturan.batas import Batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.aturan.pangkat import jenjang, rumpun
from usulan.aturan.pensiun import usia_pensiun
from usulan.aturan.waktu import bulan_sesudah, usia
from usulan.bacaan.bentuk import JenisFakta

KE_UTAMA = ("JFKU-KENAIKAN", "JFKU-PENGANGKATAN-KEMBALI", "JFKU-PERPINDAHAN")


def _kurang_kredit(konteks: Konteks, tabel: Sequence[Batas[int]], untuk: str, dasar: str) -> Iterator[Temuan]:
    target = batas.berlaku(tabel, konteks.tanggal("tanggal_pak"))
    angka = konteks.nilai("angka_kredit")
    if angka < target.nilai:
        tulis = f"{angka.normalize():f}".replace(".", ",")
        yield Temuan(
            f"Angka kredit {tulis} kurang dari {target.nilai}, yang disyaratkan untuk {untuk} ({target.sumber}).",
            "angka_kredit",
            terkait=("tanggal_pak", dasar),
        )


@aturan(
    "kredit-pangkat",
    "Angka kredit cukup untuk pangkat yang diusulkan",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN3,
    perlu=("angka_kredit", "tanggal_pak", "golongan_baru"),
    untuk=("KP-FUNGSIONAL",),
)
def kredit_pangkat(konteks: Konteks) -> Iterator[Temuan]:
    ke = konteks.nilai("golongan_baru")
    if ke in batas.KREDIT_PANGKAT:
        yield from _kurang_kredit(konteks, batas.KREDIT_PANGKAT[ke], f"golongan {ke}", "golongan_baru")


@aturan(
    "kredit-jenjang",
    "Angka kredit cukup untuk jenjang yang diusulkan",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN3,
    perlu=("angka_kredit", "tanggal_pak"),
    untuk=("JFKU-KENAIKAN",),
)
def kredit_jenjang(konteks: Konteks) -> Iterator[Temuan]:
    yield from _kurang_kredit(konteks, batas.KREDIT_JENJANG, "jenjang Ahli Utama", "jenjang_baru")


@aturan(
    "kredit-ada",
    "Angka kredit terisi",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN3,
    perlu=("angka_kredit",),
)
def kredit_ada(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.nilai("angka_kredit") <= 0:
        yield Temuan("Angka kredit tertulis 0. Isi angka kredit kumulatif pada PAK.", "angka_kredit")


@aturan(
    "formasi-cukup",
    "Formasi masih tersedia",
    bagian=Bagian.LAYANAN,
    sumber=batas.BKN3,
    perlu=("formasi_jumlah", "formasi_terisi"),
)
def formasi_cukup(konteks: Konteks) -> Iterator[Temuan]:
    jumlah, terisi, sisa = (konteks.nilai(f"formasi_{k}") for k in ("jumlah", "terisi", "sisa"))
    if terisi > jumlah:
        yield Temuan(f"Formasi terisi ({terisi}) melebihi jumlah formasi ({jumlah}).", "formasi_terisi")
    elif sisa is not None and jumlah - terisi != sisa:
        yield Temuan(f"Sisa formasi seharusnya {jumlah} − {terisi} = {jumlah - terisi}.", "formasi_sisa")
    elif jumlah == terisi:
        yield Temuan("Sisa formasi 0: tidak ada formasi untuk jabatan ini.", "formasi_sisa")


@aturan(
    "sertifikat-berlaku",
    "Sertifikat uji kompetensi masih berlaku",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.TAHUN_SERTIFIKAT[0].sumber,
    perlu=("tanggal_sertifikat_ukom",),
)
def sertifikat_berlaku(konteks: Konteks) -> Iterator[Temuan]:
    # What the certificate itself says of its last day counts, and has a rule of its own.
    if any(b.fakta.satu(JenisFakta.BERLAKU_SAMPAI) for b in konteks.bacaan):
        return
    terbit = konteks.tanggal("tanggal_sertifikat_ukom")
    acuan = konteks.nilai("tanggal_surat_pengantar") or terbit
    tahun = batas.berlaku(batas.TAHUN_SERTIFIKAT, terbit).nilai
    if usia(terbit, acuan) >= tahun and (acuan.month, acuan.day) != (terbit.month, terbit.day):
        yield Temuan(
            f"Sertifikat uji kompetensi bertanggal {terbit:%d-%m-%Y} sudah lebih dari {tahun} tahun pada tanggal surat "
            "pengantar. Pastikan masih berlaku menurut instansi pembina.",
            "tanggal_sertifikat_ukom",
            terkait=("tanggal_surat_pengantar",),
        )


@aturan(
    "jabatan-jenjang",
    "Nama jabatan menyebut jenjangnya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PAN1,
    untuk=("JFKU-KENAIKAN", "JFKU-PEMBERHENTIAN", "JFKU-PENGANGKATAN", "JFKU-PERPINDAHAN"),
)
def jabatan_jenjang(konteks: Konteks) -> Iterator[Temuan]:
    layanan = konteks.usulan.layanan_id
    for bidang, harus in (
        ("jabatan_lama", {"JFKU-KENAIKAN": "Ahli Madya", "JFKU-PEMBERHENTIAN": "Ahli Utama"}.get(layanan)),
        ("jabatan_baru", "Ahli Utama" if layanan in KE_UTAMA else None),
    ):
        nama = konteks.nilai(bidang)
        if harus and nama and jenjang(nama) != harus and not _guru_besar(nama):
            yield Temuan(f"{konteks.label(bidang)} tertulis “{nama}”, padahal layanan ini meminta {harus}.", bidang)


def _guru_besar(nama: str) -> bool:
    return any(kata in nama.lower() for kata in ("guru besar", "profesor", "lektor"))


@aturan(
    "jabatan-serumpun",
    "Jabatan lama dan baru sesuai jenis layanannya",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PAN1,
    perlu=("jabatan_baru",),
    untuk=("JFKU-KENAIKAN", "JFKU-PERPINDAHAN"),
)
def jabatan_serumpun(konteks: Konteks) -> Iterator[Temuan]:
    naik = konteks.usulan.layanan_id == "JFKU-KENAIKAN"
    asal = "jabatan_lama" if naik else "jabatan_asal"
    lama, baru = konteks.nilai(asal), konteks.nilai("jabatan_baru")
    if not lama or (rumpun(lama) == rumpun(baru)) == naik:
        return
    kata = "jabatan yang berbeda; untuk itu pilih layanan Perpindahan" if naik else "jabatan yang sama"
    yield Temuan(f"Dari “{lama}” ke “{baru}” adalah {kata}.", "jabatan_baru", terkait=(asal,))


@aturan(
    "madya-golongan",
    "Golongan ASN sesuai jenjang sekarang",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=batas.PAN1,
    perlu=("jenjang_lama",),
    untuk=("JFKU-KENAIKAN",),
)
def madya_golongan(konteks: Konteks) -> Iterator[Temuan]:
    nama, kini = konteks.nilai("jenjang_lama"), konteks.asn.golongan_baru
    tinggi = batas.GOLONGAN_JENJANG.get(nama, ("", ""))[1]
    if tinggi and kini in batas.GOLONGAN and kini > tinggi:
        yield Temuan(
            f"Jenjang {nama} sampai golongan {tinggi}, sedangkan menurut Data ASN orang ini sudah {kini}. "
            "Pastikan layanannya benar.",
            "jenjang_lama",
        )


@aturan(
    "usia-jabatan",
    "Usia pada TMT belum melampaui batas",
    Tingkat.PERINGATAN,
    bagian=Bagian.LAYANAN,
    sumber=f"{batas.PP11}; {batas.PAN1}",
    perlu=("asn.tanggal_lahir", "tmt_jabatan", "jabatan_baru"),
    untuk=KE_UTAMA,
)
def usia_jabatan(konteks: Konteks) -> Iterator[Temuan]:
    lahir, tmt = konteks.tanggal("asn.tanggal_lahir"), konteks.tanggal("tmt_jabatan")
    batas_pensiun = usia_pensiun(konteks.nilai("jabatan_baru"), tmt)
    umur = usia(lahir, tmt)
    pindah = batas.berlaku(batas.USIA_PINDAH, tmt).nilai
    if batas_pensiun and tmt >= bulan_sesudah(lahir.replace(day=1), 12 * batas_pensiun.nilai + 1):
        kata = f"sudah melewati batas usia pensiun {batas_pensiun.nilai} tahun"
    elif konteks.usulan.layanan_id == "JFKU-PERPINDAHAN" and (umur > pindah):
        kata = f"melewati usia paling tinggi {pindah} tahun untuk perpindahan"
    else:
        return
    yield Temuan(f"Pada TMT yang diusulkan ({tmt:%d-%m-%Y}) orang ini {umur} tahun, {kata}.", "tmt_jabatan")
