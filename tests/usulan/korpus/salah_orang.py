"""One mistake each, in a usulan that is faultless without it. From sebab-btl and the regulations it names."""

from datetime import date
from typing import Any

from tests import dunia as d
from tests.usulan.korpus.bentuk import Isian, Salah, lalu, t
from usulan.actions import draf
from usulan.models import Usulan, VersiDokumen

STR, FUN = "KP-STRUKTURAL: direktur IV/b ke IV/c", "KP-FUNGSIONAL: madya IV/b ke IV/c"
UTAMA = "KP-FUNGSIONAL: utama IV/d ke IV/e"
ES1 = "KP-STRUKTURAL: deputi IV/d ke IV/e"
LB = "KP-LB-STRUKTURAL: direktur IV/b ke IV/c"
BUP, KPP = "BERHENTI-BUP: pimpinan tinggi 60", "BERHENTI-BUP-KPP: kepala bagian IV/b"
BUP65 = "BERHENTI-BUP: ahli utama 65"
JDA, JDAK = "BERHENTI-JDA: istri dan anak", "BERHENTI-JDA-KPP: berlaku pada tanggal wafat"
TEWAS, UZUR = "BERHENTI-TEWAS: istri dan anak", "BERHENTI-UZUR: uzur, senior"
APS, APS_MUDA = "BERHENTI-APS: berhak pensiun", "BERHENTI-APS: belum berhak pensiun"
TAPS = "BERHENTI-TAPS: berhak pensiun"
NAIK, WI = "JFKU-KENAIKAN: perencana", "JFKU-KENAIKAN: widyaiswara"
LEPAS = "JFKU-PEMBERHENTIAN: menjadi deputi"
KEMBALI = "JFKU-PENGANGKATAN-KEMBALI: deputi kembali"
PINDAH = "JFKU-PERPINDAHAN: dari pimpinan tinggi"
BESOK = lalu(-1)


def satu(nama: str, kelompok: str, dasar: str, di: str | tuple[str, ...], **lain: Any) -> Salah:
    return Salah(nama, kelompok, dasar, (di,) if isinstance(di, str) else di, **lain)


def ketik(nama: str, kelompok: str, dasar: str, di: str | tuple[str, ...] = (), **isian: Any) -> Salah:
    return satu(nama, kelompok, dasar, di or tuple(isian), isian=isian)


def _lain(dunia: d.Dunia, usulan: Usulan, kode: str, *, kirim: bool) -> None:
    """The same person has another usulan, of the service `kode`."""
    lain = d.buat_draf(dunia, kode, usulan.asn)
    if kirim:
        isi: Isian = {"tahap": "DIAJUKAN", "penanda_tangan": dunia.penyetuju, "diajukan_pada": lain.dibuat_pada}
        Usulan.objects.filter(pk=lain.pk).update(**isi)


def _sejenis(dunia: d.Dunia, usulan: Usulan) -> None:
    _lain(dunia, usulan, "KP-FUNGSIONAL", kirim=True)


def _dua_draf(dunia: d.Dunia, usulan: Usulan) -> None:
    _lain(dunia, usulan, "KP-FUNGSIONAL", kirim=False)


def _pangkat_jalan(dunia: d.Dunia, usulan: Usulan) -> None:
    _lain(dunia, usulan, "KP-STRUKTURAL", kirim=True)


def _pensiun_jalan(dunia: d.Dunia, usulan: Usulan) -> None:
    _lain(dunia, usulan, "BERHENTI-BUP", kirim=True)


def _berkas_orang_lain(dunia: d.Dunia, usulan: Usulan) -> None:
    """The last SK pangkat is the very file of a colleague's usulan."""
    baris = usulan.dokumen.get(persyaratan__jenis="sk-kp-terakhir")
    assert baris.versi_kini is not None
    rekan = d.lengkapi(dunia, d.buat_draf(dunia, usulan.layanan_id))
    milik = rekan.dokumen.get(persyaratan__jenis="sk-kp-terakhir").versi_kini
    assert milik is not None
    VersiDokumen.objects.filter(pk=milik.pk).update(berkas=baris.versi_kini.berkas)


def kembar(dunia: d.Dunia, usulan: Usulan) -> None:
    satu_, dua = usulan.dokumen.exclude(versi_kini=None).order_by("persyaratan__urutan")[1:3]
    assert satu_.versi_kini is not None
    assert dua.versi_kini is not None
    VersiDokumen.objects.filter(pk=dua.versi_kini.pk).update(berkas=satu_.versi_kini.berkas)


def _periode(dunia: d.Dunia, usulan: Usulan) -> None:
    assert usulan.periode is not None
    usulan.periode.ditutup = lalu(1)
    usulan.periode.save()


def _tanpa_periode(dunia: d.Dunia, usulan: Usulan) -> None:
    draf.ubah_data(usulan.pk, isian={"periode": None}, oleh=dunia.pic)


ORANG = [
    satu("golongan di bawah IV/b", "orang", STR, ("nip", "golongan_lama"), asn={"golongan_baru": "IV/a"}),
    satu("diblokir di SIASN", "orang", STR, "nip", asn={"kedudukan_hukum_id": "92"}),
    satu("tidak terdaftar lagi", "orang", STR, "nip", asn={"aktif": False}),
    satu(
        "pindah instansi",
        "orang",
        STR,
        "nip",
        asn={"instansi_induk_id": d.INSTANSI_LAIN, "instansi_kerja_id": d.INSTANSI_LAIN},
    ),
    satu("kenaikan pangkat bagi yang meninggal", "orang", STR, "nip", asn={"tanggal_meninggal": lalu(20)}),
    satu("JFKU bagi yang meninggal", "orang", NAIK, "nip", asn={"tanggal_meninggal": lalu(20)}),
    satu(
        "janda bagi yang hidup",
        "orang",
        JDA,
        ("nip", "tanggal_meninggal"),
        asn={"tanggal_meninggal": None, "aktif": True},
    ),
    satu("lahir menurut NIP lain", "orang", STR, "nip", asn={"tanggal_lahir": date(1971, 3, 13)}),
    satu("sedang menjalani hukuman disiplin", "orang", KPP, "nip", asn={"kedudukan_hukum_id": "15"}),
    satu("sedang cuti di luar tanggungan negara", "orang", STR, "nip", asn={"kedudukan_hukum_id": "02"}),
]
SILANG = [
    satu("dua usulan sejenis", "silang", STR, "nip", ubah=_sejenis),
    satu("dua draf sejenis", "silang", STR, "nip", ubah=_dua_draf),
    satu("pensiun saat kenaikan pangkat berjalan", "silang", BUP, "nip", ubah=_pangkat_jalan),
    satu("kenaikan pangkat saat pensiun berjalan", "silang", STR, "nip", ubah=_pensiun_jalan),
    satu("berkas orang lain", "silang", STR, "dok:sk-kp-terakhir", ubah=_berkas_orang_lain),
]
PANGKAT = [
    ketik("pangkat lama tidak cocok dengan golongan", "pangkat", STR, pangkat_lama="Pembina Utama Muda"),
    ketik("pangkat baru tidak cocok dengan golongan", "pangkat", STR, pangkat_baru="Pembina Utama Madya"),
    ketik("pangkat bukan nama pangkat", "pangkat", FUN, pangkat_baru="Pembina Muda"),
    ketik("naik dua golongan", "pangkat", STR, golongan_baru="IV/d", pangkat_baru="Pembina Utama Madya"),
    ketik("golongan tidak naik", "pangkat", STR, golongan_baru="IV/b", pangkat_baru="Pembina Tingkat I"),
    ketik("golongan turun", "pangkat", ES1, golongan_baru="IV/c", pangkat_baru="Pembina Utama Muda"),
    satu(
        "sudah IV/e",
        "pangkat",
        ES1,
        ("golongan_baru", "golongan_lama"),
        asn={"golongan_baru": "IV/e", "pangkat_baru": "Pembina Utama"},
        isian={"golongan_lama": "IV/e", "pangkat_lama": "Pembina Utama"},
    ),
    satu(
        "ahli madya ke IV/d",
        "pangkat",
        FUN,
        "golongan_baru",
        asn={"golongan_baru": "IV/c", "pangkat_baru": "Pembina Utama Muda"},
        isian={
            "golongan_lama": "IV/c",
            "pangkat_lama": "Pembina Utama Muda",
            "golongan_baru": "IV/d",
            "pangkat_baru": "Pembina Utama Madya",
        },
    ),
    ketik(
        "melebihi puncak eselon II.b",
        "pangkat",
        "KP-STRUKTURAL: sesditjen IV/c ke IV/d",
        ("golongan_baru", "eselon"),
        eselon="22",
    ),
    satu(
        "baru tiga tahun",
        "pangkat",
        "KP-STRUKTURAL: sesditjen IV/c ke IV/d",
        "tmt_golongan_lama",
        isian={"tmt_golongan_lama": t("01-10-2023"), "masa_kerja_tahun": 30},
        asn={"tmt_golongan_baru": t("01-10-2023")},
    ),
    satu(
        "fungsional baru setahun",
        "pangkat",
        FUN,
        "tmt_golongan_lama",
        isian={"tmt_golongan_lama": t("01-04-2025"), "masa_kerja_tahun": 25},
        asn={"tmt_golongan_baru": t("01-04-2025")},
    ),
    satu(
        "prestasi luar biasa, belum setahun",
        "pangkat",
        LB,
        "tmt_golongan_lama",
        isian={"tmt_golongan_lama": t("01-04-2026"), "masa_kerja_tahun": 26},
        asn={"tmt_golongan_baru": t("01-04-2026")},
    ),
    ketik(
        "masa kerja masih pada pangkat terakhir",
        "pangkat",
        STR,
        ("masa_kerja_tahun", "masa_kerja_bulan"),
        masa_kerja_tahun=26,
        masa_kerja_bulan=1,
    ),
    ketik("masa kerja lebih setahun", "pangkat", FUN, ("masa_kerja_tahun", "masa_kerja_bulan"), masa_kerja_tahun=27),
    ketik("bulan masa kerja salah", "pangkat", UTAMA, ("masa_kerja_tahun", "masa_kerja_bulan"), masa_kerja_bulan=1),
]
PERIODE = [
    ketik("TMT bukan periodenya", "periode", STR, tmt_golongan_baru=t("01-04-2027")),
    ketik("TMT bukan tanggal satu", "periode", STR, tmt_golongan_baru=t("02-02-2027")),
    satu("periode ditutup", "periode", STR, "periode", ubah=_periode),
    satu("tanpa periode", "periode", STR, "periode", ubah=_tanpa_periode),
    ketik("TMT golongan sekarang belum tiba", "periode", STR, tmt_golongan_lama=t("01-12-2026")),
    ketik("TMT jabatan sekarang belum tiba", "periode", STR, tmt_jabatan=t("15-06-2027")),
]
SIASN = [
    ketik("golongan lain dari Data ASN", "siasn", ES1, golongan_lama="IV/c", pangkat_lama="Pembina Utama Muda"),
    ketik("TMT golongan lain dari Data ASN", "siasn", STR, tmt_golongan_lama=t("01-10-2022")),
    ketik("jabatan lain dari Data ASN", "siasn", STR, nama_jabatan="Direktur Naskah Contoh"),
    ketik("TMT jabatan lain dari Data ASN", "siasn", STR, tmt_jabatan=t("15-06-2020")),
    ketik("unit lain dari Data ASN", "siasn", FUN, nama_unor="Pusat Lain"),
    ketik("jabatan asal lain dari Data ASN", "siasn", PINDAH, jabatan_asal="Sekretaris Utama"),
    ketik(
        "golongan terakhir lain dari Data ASN",
        "siasn",
        BUP,
        golongan_terakhir="IV/d",
        pangkat_terakhir="Pembina Utama Madya",
    ),
    satu("TMT pensiun lain dari Data ASN", "siasn", BUP65, "tmt_pensiun", asn={"tmt_pensiun": t("01-02-2027")}),
]
