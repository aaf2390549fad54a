"""Papers as agencies make them, with what a reader should find. No rule of the product is known here.

A paper is a list of blocks: (kind, …). Writers (penulis.py) turn it into PDF in ways of their own.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.usulan.bacaan.orang import Orang, awal_bulan, buat, hari, panjang, tulis

Blok = tuple[Any, ...]


@dataclass
class Kertas:
    """One paper: its blocks, and the facts that stand in it. `jenis`: code of the catalogue's document kind."""

    jenis: str
    isi: list[Blok] = field(default_factory=list)
    benar: dict[str, Any] = field(default_factory=dict)


def _kop(o: Orang) -> list[Blok]:
    return [
        ("tengah", o.instansi.upper(), True),
        ("tengah", "Jalan Contoh Nomor 12, Jakarta 10110 Telepon (021) 5550199", False),
    ]


def _tanda(acak: random.Random, jabatan: str, saat: date | None, pejabat: Orang, kota: str = "Jakarta") -> Blok:
    baris = [f"{kota}, {panjang(saat)}"] if saat else []
    return ("tanda", [*baris, jabatan, "", "", pejabat.bergelar, f"NIP {pejabat.nip_tertulis}"])


def _sk(acak: random.Random, jenis: str, judul: str, isi: Callable[[Orang, date], list[Blok]], **lain: Any) -> Kertas:
    """A decree: opening, decision, signature."""
    o, pejabat, saat, tmt = buat(acak), buat(acak, "IV/e"), hari(acak), awal_bulan(acak)
    nomor = acak.choice(
        [
            f"{acak.randint(10, 999)}/KEP/{saat.year}",
            f"KP.01.02/{acak.randint(10, 999)}/B.III/{saat.year}",
            f"{acak.randint(1, 99)}/TPA TAHUN {saat.year}",
        ]
    )
    dasar = hari(acak, 2014, 2019)
    k = Kertas(
        jenis,
        benar={"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "penanda_tangan": pejabat.nama} | lain,
    )
    k.isi = [
        *_kop(o), ("tengah", f"KEPUTUSAN {acak.choice(['MENTERI CONTOH', 'KEPALA BADAN REKAAN', 'GUBERNUR UMPAMA'])}", True),
        ("tengah", f"NOMOR {nomor}", False), ("tengah", "TENTANG", False), ("tengah", judul, True),
        ("alinea", "DENGAN RAHMAT TUHAN YANG MAHA ESA"),
        ("pasangan", [("Menimbang", ": bahwa Pegawai Negeri Sipil yang namanya tersebut dalam keputusan ini memenuhi syarat;"),
                      ("Mengingat", f": 1. Undang-Undang Nomor 20 Tahun 2023; 2. Peraturan Pemerintah Nomor 11 Tahun 2017 tanggal {panjang(dasar)};")]),
        ("tengah", "MEMUTUSKAN:", True), *isi(o, tmt),
        ("tanda", ["Ditetapkan di Jakarta", f"pada tanggal {panjang(saat)}", "a.n. MENTERI CONTOH", "SEKRETARIS JENDERAL,", "", pejabat.bergelar, f"NIP {pejabat.nip_tertulis}"]),
    ]  # fmt: skip
    return k


def sk_kp(acak: random.Random) -> Kertas:
    lebih: dict[str, Any] = {}

    def isi(o: Orang, tmt: date) -> list[Blok]:
        lebih.update(golongan=o.golongan, tmt=tmt)
        return [
            ("pasangan", [("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Tanggal lahir", panjang(o.lahir)), ("Jabatan", o.jabatan)]),
            ("alinea", f"terhitung mulai tanggal {tulis(acak, tmt)} dinaikkan pangkatnya menjadi {o.pangkat} dengan masa kerja golongan 24 tahun 3 bulan dan gaji pokok Rp4.957.600,-."),
        ]  # fmt: skip

    k = _sk(acak, "sk-kp-terakhir", "KENAIKAN PANGKAT PEGAWAI NEGERI SIPIL", isi)
    k.benar |= lebih
    return k


def sk_jabatan(acak: random.Random) -> Kertas:
    lebih: dict[str, Any] = {}

    def isi(o: Orang, tmt: date) -> list[Blok]:
        lebih.update(jabatan=o.jabatan, tmt=tmt)
        return [
            ("pasangan", [("KESATU", f": Mengangkat Saudara {o.bergelar}, NIP {o.nip_tertulis}, pangkat {o.pangkat}, dalam jabatan {o.jabatan} pada {o.instansi}, terhitung mulai tanggal {panjang(tmt)}."),
                          ("KEDUA", ": Kepada yang bersangkutan diberikan tunjangan jabatan sesuai ketentuan.")]),
        ]  # fmt: skip

    judul = acak.choice(
        [
            "PENGANGKATAN DALAM JABATAN FUNGSIONAL AHLI UTAMA",
            "PEMBERHENTIAN DAN PENGANGKATAN DALAM JABATAN PIMPINAN TINGGI PRATAMA",
        ]
    )
    k = _sk(acak, "sk-jabatan-terakhir", judul, isi)
    k.benar |= lebih
    return k


def sk_cpns(acak: random.Random) -> Kertas:
    lebih: dict[str, Any] = {}

    def isi(o: Orang, tmt: date) -> list[Blok]:
        mulai = date(int(o.nip[8:12]), int(o.nip[12:14]), 1)
        lebih.update(tmt=mulai)
        return [
            ("pasangan", [("Nama", o.bergelar), ("Nomor Identitas Pegawai", o.nip_tertulis), ("Tempat/tanggal lahir", f"Umpama, {panjang(o.lahir)}")]),
            ("alinea", f"Terhitung mulai tanggal {panjang(mulai)} diangkat sebagai Calon Pegawai Negeri Sipil dalam golongan ruang III/a dan ditempatkan pada {o.instansi}."),
        ]  # fmt: skip

    k = _sk(acak, "sk-cpns", "PENGANGKATAN CALON PEGAWAI NEGERI SIPIL", isi)
    k.benar |= lebih
    return k


def pak(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor, angka = f"{acak.randint(100, 999)}/PAK/{saat.year}", acak.choice([452.75, 867.125, 1050.0, 150.0, 900.5])
    tertulis = f"{angka:,.3f}".rstrip("0").rstrip(".").replace(",", "_").replace(".", ",").replace("_", ".")
    tahun = saat.year - 1
    return Kertas("sk-pak", [
        *_kop(o), ("tengah", "PENETAPAN ANGKA KREDIT", True), ("tengah", f"NOMOR: {nomor}", False),
        ("alinea", f"Masa penilaian: 1 Januari {tahun} sampai dengan 31 Desember {tahun}"),
        ("tabel", [["I", "KETERANGAN PERORANGAN", ""], ["1", "Nama", o.bergelar], ["2", "NIP", o.nip_tertulis],
                   ["3", "Pangkat/Golongan Ruang/TMT", f"{o.pangkat} / {tulis(acak, awal_bulan(acak))}"],
                   ["4", "Jabatan/TMT", f"{o.jabatan}"], ["5", "Unit Kerja", o.instansi],
                   ["II", "HASIL PENILAIAN ANGKA KREDIT", ""], ["1", "Angka Kredit lama", "112,5"], ["2", "Angka Kredit baru", "37,5"],
                   ["", "JUMLAH ANGKA KREDIT KUMULATIF", tertulis]]),
        ("alinea", "Dapat dipertimbangkan untuk kenaikan pangkat setingkat lebih tinggi."),
        ("tanda", ["Ditetapkan di Jakarta", f"pada tanggal {panjang(saat)}", "Pejabat Penilai Kinerja,", "", pejabat.bergelar, f"NIP. {pejabat.nip_tertulis}"]),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "angka_kredit": angka, "golongan": o.golongan, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama})  # fmt: skip


def skp(acak: random.Random) -> Kertas:
    o, atasan, tahun = buat(acak), buat(acak, "IV/e"), acak.randint(2022, 2025)
    saat, predikat = date(tahun + 1, 1, acak.randint(5, 28)), acak.choice(["Baik", "Sangat Baik", "Butuh Perbaikan"])
    mulai = acak.choice(
        [
            f"1 Januari s.d. 31 Desember {tahun}",
            f"01 Januari {tahun} - 31 Desember {tahun}",
            f"Januari sampai dengan Desember {tahun}",
        ]
    )
    return Kertas("skp-tahun-pertama", [
        ("tengah", "EVALUASI KINERJA PEGAWAI", True), ("tengah", "PENDEKATAN HASIL KERJA KUALITATIF", False),
        ("tengah", o.instansi.upper(), False), ("alinea", f"PERIODE PENILAIAN: {mulai}"),
        ("tabel", [["NO", "PEGAWAI YANG DINILAI", "NO", "PEJABAT PENILAI KINERJA"],
                   ["1", f"NAMA {o.bergelar}", "1", f"NAMA {atasan.bergelar}"], ["2", f"NIP {o.nip_tertulis}", "2", f"NIP {atasan.nip_tertulis}"],
                   ["3", f"PANGKAT/GOL. {o.pangkat}", "3", f"PANGKAT/GOL. {atasan.pangkat}"], ["4", f"JABATAN {o.jabatan}", "4", "JABATAN Deputi"]]),
        ("alinea", "CAPAIAN KINERJA ORGANISASI: BAIK"), ("alinea", "RATING HASIL KERJA: sesuai ekspektasi"),
        ("alinea", "RATING PERILAKU KERJA: sesuai ekspektasi"), ("alinea", f"PREDIKAT KINERJA PEGAWAI: {acak.choice([predikat, predikat.upper()])}"),
        ("tanda", [f"Jakarta, {panjang(saat)}", "Pejabat Penilai Kinerja,", "", "", atasan.bergelar, f"NIP {atasan.nip_tertulis}"]),
    ], {"nip": o.nip, "nama": o.nama, "tahun": tahun, "predikat": predikat, "tanggal": saat, "penanda_tangan": atasan.nama})  # fmt: skip


def rencana_skp(acak: random.Random) -> Kertas:
    o, atasan, tahun = buat(acak), buat(acak, "IV/e"), acak.randint(2022, 2025)
    return Kertas("skp-tahun-kedua", [
        ("tengah", "SASARAN KINERJA PEGAWAI", True), ("tengah", o.instansi.upper(), False),
        ("alinea", f"PERIODE PENILAIAN: 1 JANUARI S.D. 31 DESEMBER TAHUN {tahun}"),
        ("pasangan", [("NAMA", o.bergelar), ("NIP", o.nip_tertulis), ("PANGKAT/GOL RUANG", o.pangkat), ("JABATAN", o.jabatan), ("UNIT KERJA", o.instansi)]),
        ("tabel", [["NO", "RENCANA HASIL KERJA", "ASPEK", "TARGET"], ["1", "Tersusunnya rekomendasi", "Kuantitas", "12 dokumen"]]),
        ("tanda", [f"Jakarta, 5 Januari {tahun}", "Pejabat Penilai Kinerja,", "", atasan.bergelar, f"NIP {atasan.nip_tertulis}"]),
    ], {"nip": o.nip, "nama": o.nama, "tahun": tahun, "tanggal": date(tahun, 1, 5), "golongan": o.golongan, "jabatan": o.jabatan, "penanda_tangan": atasan.nama})  # fmt: skip


def surat_pengantar(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor = acak.choice(
        [
            f"B-{acak.randint(100, 9999)}/KP.02/{saat:%m}/{saat.year}",
            f"{acak.randint(100, 999)}/{acak.randint(10, 99)}/BKD",
            f"S-{acak.randint(10, 500)}/MK.1/{saat.year}",
        ]
    )
    return Kertas("surat-pengantar", [
        *_kop(o), ("tanda", [f"{panjang(saat)}"]),
        ("pasangan", [("Nomor", nomor), ("Sifat", "Segera"), ("Lampiran", "1 (satu) berkas"), ("Hal", f"Usul Kenaikan Pangkat a.n. {o.bergelar}")]),
        ("alinea", "Yth. Presiden Republik Indonesia"), ("alinea", "melalui Menteri Sekretaris Negara"), ("alinea", "di Jakarta"),
        ("alinea", f"Bersama ini kami sampaikan dengan hormat usul kenaikan pangkat Pegawai Negeri Sipil atas nama {o.bergelar}, NIP {o.nip_tertulis}, dari {o.pangkat}, jabatan {o.jabatan}, untuk mendapat penetapan."),
        ("alinea", "Atas perhatian Bapak Presiden kami sampaikan terima kasih."),
        ("tanda", ["Menteri Contoh,", "", "", pejabat.bergelar]),
        ("alinea", "Tembusan: Kepala Badan Kepegawaian Negara"),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "tujuan": "Presiden", "penanda_tangan": pejabat.nama})  # fmt: skip


def pernyataan_disiplin(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak), hari(acak)
    jenis, judul = acak.choice([
        ("pernyataan-tidak-pernah-dihukum", "SURAT PERNYATAAN TIDAK PERNAH DIJATUHI HUKUMAN DISIPLIN TINGKAT SEDANG/BERAT"),
        ("pernyataan-proses-pidana", "SURAT PERNYATAAN TIDAK SEDANG MENJALANI PROSES PIDANA ATAU PERNAH DIPIDANA PENJARA"),
        ("pernyataan-tidak-sedang-dihukum", "SURAT PERNYATAAN TIDAK SEDANG DIJATUHI HUKUMAN DISIPLIN TINGKAT SEDANG ATAU BERAT"),
    ])  # fmt: skip
    nomor, akhir = (
        f"{acak.randint(10, 999)}/SP/{saat.year}",
        "dalam 1 (satu) tahun terakhir" if "pernah-" in jenis else "",
    )
    return Kertas(jenis, [
        *_kop(o), ("tengah", judul, True), ("tengah", f"NOMOR : {nomor}", False), ("alinea", "Yang bertanda tangan di bawah ini:"),
        ("pasangan", [("Nama", pejabat.bergelar), ("NIP", pejabat.nip_tertulis), ("Pangkat/golongan ruang", pejabat.pangkat), ("Jabatan", "Kepala Biro Sumber Daya Manusia")]),
        ("alinea", "dengan ini menyatakan dengan sesungguhnya bahwa Pegawai Negeri Sipil:"),
        ("pasangan", [("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Pangkat/golongan ruang", o.pangkat), ("Jabatan", o.jabatan), ("Instansi", o.instansi)]),
        ("alinea", f"{judul.removeprefix('SURAT PERNYATAAN ').lower()} {akhir}. Demikian surat pernyataan ini dibuat dengan sebenarnya."),
        _tanda(acak, "Kepala Biro Sumber Daya Manusia,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "golongan": o.golongan, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama})  # fmt: skip


def pelantikan(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    jenis = acak.choice(["surat-pernyataan-pelantikan", "spmt"])
    nomor, tmt = f"{acak.randint(10, 999)}/{'SPP' if 'lantik' in jenis else 'SPMT'}/{saat.year}", hari(acak)
    judul = "SURAT PERNYATAAN PELANTIKAN" if "lantik" in jenis else "SURAT PERNYATAAN MELAKSANAKAN TUGAS"
    akhir = (
        f"berdasarkan Keputusan Menteri Contoh Nomor 45/KEP/2021 tanggal 3 Februari 2021 telah dilantik pada tanggal {panjang(tmt)} sebagai {o.jabatan}."
        if "lantik" in jenis
        else f"berdasarkan Keputusan Menteri Contoh Nomor 45/KEP/2021 tanggal 3 Februari 2021 telah nyata melaksanakan tugas sebagai {o.jabatan} terhitung mulai tanggal {panjang(tmt)}."
    )
    return Kertas(jenis, [
        *_kop(o), ("tengah", judul, True), ("tengah", f"Nomor: {nomor}", False), ("alinea", "Yang bertanda tangan di bawah ini:"),
        ("pasangan", [("Nama", pejabat.bergelar), ("NIP", pejabat.nip_tertulis), ("Jabatan", "Sekretaris Jenderal")]),
        ("alinea", "menyatakan bahwa:"), ("pasangan", [("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Pangkat/Gol", o.pangkat)]),
        ("alinea", akhir), _tanda(acak, "Sekretaris Jenderal,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "golongan": o.golongan, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama} | ({"tmt": tmt} if jenis == "spmt" else {}))  # fmt: skip


def berita_acara(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor = f"BA-{acak.randint(1, 99)}/SDM/{saat.year}"
    return Kertas("berita-acara-pelantikan", [
        *_kop(o), ("tengah", "BERITA ACARA", True), ("tengah", "PENGAMBILAN SUMPAH/JANJI DAN PELANTIKAN JABATAN", True), ("tengah", f"NOMOR {nomor}", False),
        ("alinea", f"Pada hari ini, Senin, tanggal {panjang(saat)}, bertempat di Jakarta, dengan mengambil tempat di gedung kantor, saya, Menteri Contoh, disaksikan oleh dua orang saksi, telah mengambil sumpah jabatan Pegawai Negeri Sipil:"),
        ("pasangan", [("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Pangkat", o.pangkat), ("Jabatan", o.jabatan)]),
        ("alinea", "Demikian berita acara ini dibuat dengan sebenarnya."), _tanda(acak, "Yang mengambil sumpah,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama})  # fmt: skip


def dpcp(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    return Kertas("dpcp", [
        ("tengah", "DATA PERORANGAN CALON PENERIMA PENSIUN (DPCP)", True), ("tengah", "PEGAWAI NEGERI SIPIL YANG MENCAPAI BATAS USIA PENSIUN", False),
        ("tabel", [["1", "KETERANGAN PRIBADI", ""], ["a", "Nama", o.bergelar], ["b", "NIP", o.nip_tertulis], ["c", "Tempat/tanggal lahir", f"Umpama, {panjang(o.lahir)}"],
                   ["d", "Jabatan/pekerjaan", o.jabatan], ["e", "Pangkat/golongan ruang", o.pangkat], ["f", "Gaji pokok terakhir", "Rp5.901.200"], ["g", "Masa kerja pensiun", "33 tahun 5 bulan"]]),
        _tanda(acak, "Kepala Biro Kepegawaian,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "tanggal": saat, "golongan": o.golongan, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama})  # fmt: skip


def sertifikat(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor = f"{acak.randint(1000, 9999)}/UKOM/{saat.year}"
    return Kertas("sertifikat-uji-kompetensi", [
        *_kop(o), ("tengah", "SERTIFIKAT", True), ("tengah", f"Nomor: {nomor}", False), ("tengah", "diberikan kepada:", False), ("tengah", o.bergelar, True), ("tengah", f"NIP. {o.nip_tertulis}", False),
        ("alinea", f"atas keberhasilannya dinyatakan LULUS Uji Kompetensi Jabatan Fungsional {o.jabatan} yang diselenggarakan pada tanggal 3 sampai dengan 5 Maret {saat.year}."),
        _tanda(acak, "Kepala Pusat Pembinaan,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "penanda_tangan": pejabat.nama})  # fmt: skip


def kematian(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak), hari(acak)
    nomor = f"474.3/{acak.randint(10, 99)}/KEL/{saat.year}"
    return Kertas("keterangan-kematian", [
        ("tengah", "PEMERINTAH KOTA UMPAMA", True), ("tengah", "KELURAHAN REKAAN", True), ("tengah", "SURAT KETERANGAN KEMATIAN", True), ("tengah", f"Nomor : {nomor}", False),
        ("alinea", "Yang bertanda tangan di bawah ini menerangkan bahwa:"), ("pasangan", [("Nama", o.bergelar), ("Tempat, tanggal lahir", f"Umpama, {panjang(o.lahir)}"), ("Pekerjaan", "Pegawai Negeri Sipil"), ("NIP", o.nip_tertulis)]),
        ("alinea", "telah meninggal dunia pada hari Selasa di Rumah Sakit Umum karena sakit."), _tanda(acak, "Lurah Rekaan,", saat, pejabat, "Umpama"),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "penanda_tangan": pejabat.nama})  # fmt: skip


def permohonan(acak: random.Random) -> Kertas:
    o, saat = buat(acak), hari(acak)
    return Kertas("permohonan-berhenti", [
        ("tanda", [f"Umpama, {panjang(saat)}"]), ("pasangan", [("Hal", "Permohonan berhenti atas permintaan sendiri sebagai PNS")]), ("alinea", "Yth. Menteri Contoh"), ("alinea", "di Jakarta"),
        ("alinea", "Yang bertanda tangan di bawah ini:"), ("pasangan", [("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Pangkat/Gol. ruang", o.pangkat), ("Jabatan", o.jabatan)]),
        ("alinea", "dengan ini mengajukan permohonan berhenti dengan hormat sebagai Pegawai Negeri Sipil atas permintaan sendiri."),
        ("tanda", ["Hormat saya,", "", "", o.bergelar]),
    ], {"nip": o.nip, "nama": o.nama, "tanggal": saat, "golongan": o.golongan, "jabatan": o.jabatan, "tujuan": "Menteri Contoh"})  # fmt: skip


def plt(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor = f"SPRIN-{acak.randint(10, 99)}/{saat.year}"
    return Kertas("surat-penunjukan-plt", [
        *_kop(o), ("tengah", "SURAT PERINTAH PELAKSANA TUGAS", True), ("tengah", f"NOMOR {nomor}", False), ("alinea", "Menteri Contoh memerintahkan:"),
        ("pasangan", [("Kepada", ""), ("Nama", o.bergelar), ("NIP", o.nip_tertulis), ("Jabatan", o.jabatan)]), ("alinea", "untuk melaksanakan tugas sebagai Pelaksana Tugas (Plt.) Kepala Biro Umum."),
        _tanda(acak, "Menteri Contoh,", saat, pejabat),
    ], {"nip": o.nip, "nama": o.nama, "nomor": nomor, "tanggal": saat, "jabatan": o.jabatan, "penanda_tangan": pejabat.nama})  # fmt: skip


def formasi(acak: random.Random) -> Kertas:
    o, pejabat, saat = buat(acak), buat(acak, "IV/e"), hari(acak)
    nomor = f"B/{acak.randint(100, 999)}/M.SM.01.00/{saat.year}"
    return Kertas("penetapan-formasi", [
        *_kop(o), ("tanda", [f"Jakarta, {panjang(saat)}"]), ("pasangan", [("Nomor", nomor), ("Sifat", "Biasa"), ("Hal", "Persetujuan Kebutuhan Jabatan Fungsional")]), ("alinea", "Yth. Sekretaris Jenderal Kementerian Contoh"), ("alinea", "di tempat"),
        ("alinea", "Bersama ini kami sampaikan penetapan kebutuhan (formasi) Jabatan Fungsional sebanyak 12 (dua belas) formasi."), ("tanda", ["Menteri Umpama,", "", pejabat.bergelar]),
    ], {"nomor": nomor, "tanggal": saat, "tujuan": "Sekretaris Jenderal Kementerian Contoh", "penanda_tangan": pejabat.nama})  # fmt: skip


def cv(acak: random.Random) -> Kertas:
    o = buat(acak)
    return Kertas("cv", [
        ("tengah", "DAFTAR RIWAYAT HIDUP", True), ("pasangan", [("Nama lengkap", o.bergelar), ("NIP", o.nip_tertulis), ("Pangkat dan golongan ruang", o.pangkat), ("Tempat lahir / tgl. lahir", f"Umpama / {o.lahir:%d-%m-%Y}"), ("Jenis kelamin", "Perempuan")]),
        ("alinea", "RIWAYAT PENDIDIKAN"), ("tabel", [["No", "Tingkat", "Nama sekolah", "Tahun"], ["1", "S1", "Universitas Umpama", "1992"]]),
    ], {"nip": o.nip, "nama": o.nama, "golongan": o.golongan})  # fmt: skip


PEMBUAT: tuple[Callable[[random.Random], Kertas], ...] = (
    sk_kp, sk_jabatan, sk_cpns, pak, skp, rencana_skp, surat_pengantar, pernyataan_disiplin, pelantikan, berita_acara,
    dpcp, sertifikat, kematian, permohonan, plt, formasi, cv,
)  # fmt: skip


def korpus(per_pembuat: int = 4, benih: int = 7) -> list[Kertas]:
    """Return `per_pembuat` papers of each maker, always the same for one `benih`."""
    acak = random.Random(benih)
    return [pembuat(acak) for pembuat in PEMBUAT for _ in range(per_pembuat)]
