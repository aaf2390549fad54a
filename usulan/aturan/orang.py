"""Rules about the person, and about what else runs for them."""

from collections.abc import Iterator

from referensi.katalog import untuk_meninggal
from referensi.nip import NipTidakSah, urai_nip
from siapp.akun.models import Kategori
from usulan.actions.draf import GOLONGAN_PRESIDEN, alasan_bukan_untuknya
from usulan.aturan import batas
from usulan.aturan.dasar import Bagian, Konteks, Temuan, Tingkat, aturan
from usulan.calon import kata_di_instansi_lain
from usulan.tahap import Tahap
from usulan.tempat import pindah_ke


@aturan("nip-sah", "NIP sah dan sama dengan Data ASN", bagian=Bagian.ORANG, sumber=batas.SIASN)
def nip_sah(konteks: Konteks) -> Iterator[Temuan]:
    usulan, asn = konteks.usulan, konteks.asn
    try:
        bagian = urai_nip(usulan.nip)
    except NipTidakSah as galat:
        yield Temuan(str(galat), "nip")
        return
    if usulan.nip != asn.nip:
        yield Temuan("NIP pada usulan tidak sama dengan Data ASN. Buat usulan baru dengan NIP yang benar.", "nip")
    elif asn.tanggal_lahir and bagian.tanggal_lahir != asn.tanggal_lahir:
        yield Temuan("Tanggal lahir pada NIP tidak sama dengan Data ASN. Perbaiki Data ASN di SIASN.", "nip")


@aturan("asn-memenuhi", "ASN masih dapat diusulkan", bagian=Bagian.ORANG, sumber=batas.PERJANJIAN)
def asn_memenuhi(konteks: Konteks) -> Iterator[Temuan]:
    asn = konteks.asn
    if asn.diblokir:
        yield Temuan(
            "Data ASN ini sedang diblokir di SIASN (kedudukan hukum 92). Selesaikan pemblokirannya dahulu.", "nip"
        )
    if asn.golongan_baru not in GOLONGAN_PRESIDEN:
        yield Temuan(f"Golongan ASN sekarang {asn.golongan_baru}; SIAPP hanya melayani IV/b ke atas.", "nip")
    # Biro APP has it already: a correction goes back there, with the change confirmed, and the verifier ends it by TMS.
    diperbaiki = konteks.usulan.tahap_kini is Tahap.PERBAIKAN
    if not diperbaiki and (alasan := alasan_bukan_untuknya(asn, konteks.usulan.layanan_id)):
        yield Temuan(alasan, "nip")


@aturan("satu-usulan-aktif", "Tidak ada usulan lain yang berjalan", bagian=Bagian.ORANG, sumber=batas.PERJANJIAN)
def satu_usulan_aktif(konteks: Konteks) -> Iterator[Temuan]:
    usulan = konteks.usulan
    for lain in konteks.usulan_lain:
        if lain.draf or lain.kategori != usulan.kategori:
            continue
        if lain.instansi_id != usulan.instansi_id:
            yield Temuan(kata_di_instansi_lain(usulan.layanan), "nip")
            continue
        yield Temuan(
            f"Orang ini masih mempunyai usulan {lain.nomor} dalam kategori yang sama. Selesaikan dahulu usulan itu, "
            "atau hapus draf ini.",
            "nip",
        )


@aturan(
    "draf-ganda",
    "Tidak ada draf lain yang sejenis",
    Tingkat.PERINGATAN,
    bagian=Bagian.ORANG,
    sumber="Satu orang, satu usulan dalam satu kategori (BKN Kantor Regional I)",
)
def draf_ganda(konteks: Konteks) -> Iterator[Temuan]:
    for lain in konteks.usulan_lain:
        if lain.draf and lain.kategori == konteks.usulan.kategori:
            yield Temuan(
                f"Orang ini juga mempunyai draf {lain.nomor} ({lain.layanan}) dalam kategori yang sama. Hapus salah "
                "satunya.",
                "nip",
            )


@aturan(
    "pensiun-dan-pangkat",
    "Pemberhentian tidak berjalan bersama kenaikan pangkat atau jabatan",
    Tingkat.PERINGATAN,
    bagian=Bagian.ORANG,
    sumber=f"{batas.BKN2}: pangkat terakhir menjadi dasar pensiun",
)
def pensiun_dan_pangkat(konteks: Konteks) -> Iterator[Temuan]:
    milik, instansi = konteks.usulan.kategori, konteks.usulan.instansi_id
    for lain in konteks.usulan_lain:
        if lain.draf or (milik == Kategori.PEMBERHENTIAN) == (lain.kategori == Kategori.PEMBERHENTIAN):
            continue
        apa = f"usulan {lain.nomor} ({lain.layanan})" if lain.instansi_id == instansi else "usulan dari instansi lain"
        akibat = "mengubah pangkat atau jabatan terakhirnya" if milik == Kategori.PEMBERHENTIAN else "memberhentikannya"
        yield Temuan(f"Untuk orang ini masih berjalan {apa} yang akan {akibat}. Selesaikan itu dahulu.", "nip")


@aturan(
    "kedudukan-hukum",
    "Kedudukan hukum membuka layanan ini",
    Tingkat.PERINGATAN,
    bagian=Bagian.ORANG,
    sumber=f"{batas.PP94}; {batas.PP99}",
    perlu=("asn.kedudukan_hukum_id",),
)
def kedudukan_hukum(konteks: Konteks) -> Iterator[Temuan]:
    sebutan, tertutup = batas.KEDUDUKAN.get(konteks.asn.kedudukan_hukum_id, ("", ()))
    if tertutup and konteks.usulan.layanan_id.startswith(tertutup):
        yield Temuan(
            f"Menurut Data ASN, orang ini {sebutan} (kedudukan hukum {konteks.asn.kedudukan_hukum_id}), sehingga belum "
            "dapat diusulkan pada layanan ini. Bila sudah berakhir, perbarui dahulu di SIASN.",
            "nip",
        )


@aturan("instansi-asn", "ASN pegawai instansi ini", bagian=Bagian.ORANG, sumber=batas.SIASN)
def instansi_asn(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.usulan.tahap_kini is Tahap.DRAF and (ke := pindah_ke(konteks.usulan)):
        yield Temuan(
            f"Menurut Data ASN, orang ini sekarang pegawai {ke}; instansi itu yang mengusulkannya. Hapus draf ini. "
            "Bila Data ASN keliru, perbaiki di SIASN, lalu ambil lagi datanya.",
            "nip",
        )


@aturan("instansi-asn-pindah", "ASN belum pindah instansi", Tingkat.PERINGATAN, bagian=Bagian.ORANG, sumber=batas.SIASN)
def instansi_asn_pindah(konteks: Konteks) -> Iterator[Temuan]:
    if konteks.usulan.tahap_kini is not Tahap.DRAF and (ke := pindah_ke(konteks.usulan)):
        yield Temuan(
            f"Menurut Data ASN, orang ini sekarang pegawai {ke}. Koordinator pokja dapat menyerahkan usulan ini kepada "
            "instansi itu.",
            "nip",
        )


@aturan("meninggal", "Data ASN mencatat kematian", Tingkat.PERINGATAN, bagian=Bagian.ORANG, sumber=batas.BKN2)
def kematian_tercatat(konteks: Konteks) -> Iterator[Temuan]:
    # The date itself is asked for by "data-wajib" and compared by "beda-data-asn".
    if untuk_meninggal(konteks.usulan.layanan_id) and konteks.asn.tanggal_meninggal is None:
        yield Temuan(
            "Data ASN belum mencatat tanggal meninggal orang ini. Pastikan layanan yang dipilih benar, lalu laporkan "
            "kematiannya di SIASN.",
            "tanggal_meninggal",
        )
