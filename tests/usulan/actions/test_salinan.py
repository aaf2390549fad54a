"""The published Keppres: number, dates, copies, corrections, receipts (docs/alur.md 5; Lampiran APIs 11 and 12)."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from integrasi.enums import Api
from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman
from integrasi.sebab import Kode
from siapp.berkas.models import Berkas, KeadaanBerkas, TautanPendek
from siapp.web.galat import GalatPengguna
from siapp.web.hak import TidakBerwenang
from tests import dunia as d
from tests.usulan.actions.pembantu import besok, ditolak, kejadian, panggilan, tercatat
from usulan.actions import keppres, salinan
from usulan.keadaan import KeadaanKeppres
from usulan.kebijakan import TidakMungkin
from usulan.models import Keppres, KeppresUsulan, RiwayatKeppres, RiwayatSalinan, Usulan
from usulan.peristiwa import Jenis
from usulan.tahap import Tahap

JUDUL = "Kenaikan pangkat PNS"


def hari(geser: int = 0) -> date:
    return timezone.localdate() + timedelta(days=geser)


def _turun(dunia: d.Dunia, *usulan: Usulan) -> Keppres:
    """A Keppres that came down signed today; it went up two days ago."""
    rancangan = d.maju(dunia, d.rkp(dunia, *(usulan or (d.siap_keppres(dunia),))))
    Keppres.objects.filter(pk=rancangan.pk).update(tanggal_maju=hari(-2))
    return keppres.turunkan(rancangan.pk, tanggal=hari(), oleh=dunia.dukungan)


def _berkas(dunia: d.Dunia, keadaan: KeadaanBerkas = KeadaanBerkas.TERSEDIA) -> Berkas:
    berkas = d.berkas_siap(dunia.dukungan, "keppres.pdf")
    isi: dict[str, Any] = {"keadaan": keadaan}
    if keadaan == KeadaanBerkas.DITOLAK:
        isi["sebab_tolak"] = "RUSAK"
    if keadaan == KeadaanBerkas.DIPERIKSA:
        isi["diperiksa_pada"] = None
    Berkas.objects.filter(pk=berkas.pk).update(**isi)
    berkas.refresh_from_db()
    return berkas


def _isi(dunia: d.Dunia, **ubahan: Any) -> dict[str, Any]:
    isi = {"nomor": "7/K/2026", "tanggal": hari(), "judul": JUDUL, "oleh": dunia.dukungan}
    return isi | {"berkas": ubahan.pop("berkas", None) or _berkas(dunia)} | ubahan


def _panggilan(usulan: Usulan) -> dict[str, Any]:
    """What API 11 is to say of it now."""
    return dict(panggilan(usulan, Api.SALINAN_KEPPRES)[-1])


def test_keppres_terbit_dengan_nomor_dan_tanggalnya_untuk_setiap_orang(dunia: d.Dunia) -> None:
    satu, dua = d.siap_keppres(dunia), d.siap_keppres(dunia)
    turun = _turun(dunia, satu, dua)
    isi = _isi(dunia, tanggal=hari(-1))
    terbit = salinan.terbitkan_keppres(turun.pk, **isi)
    terbit.refresh_from_db()
    assert (terbit.keadaan, terbit.nomor, terbit.judul) == (KeadaanKeppres.TERBIT, "7/K/2026", JUDUL)
    assert (terbit.tanggal, terbit.tahun, terbit.berkas) == (hari(-1), hari(-1).year, isi["berkas"])
    for usulan in (satu, dua):
        assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT
        assert usulan.baris_keppres.terbit_pada is not None
        tercatat(usulan, Jenis.KEPPRES_TERBIT, dunia.dukungan, keppres_id=str(turun.pk))
        assert _panggilan(usulan) == {
            "nomor_keppres": "7/K/2026",
            "tanggal_keppres": hari(-1).isoformat(),
            "judul_keppres": JUDUL,
            "berkas_id": str(isi["berkas"].pk),
            "nip": usulan.nip,
        }


@pytest.mark.parametrize(
    ("ubahan", "pesan", "bidang"),
    [
        ({"nomor": ""}, "Isi nomor Keppres, paling banyak 20 karakter (terisi 0).", "nomor"),
        ({"nomor": "   "}, "Isi nomor Keppres", "nomor"),
        ({"nomor": "n" * 21}, "paling banyak 20 karakter (terisi 21).", "nomor"),
        ({"nomor": "é" * 11}, "paling banyak 20 karakter (terisi 22).", "nomor"),
        ({"judul": ""}, "Isi judul Keppres, paling banyak 255 karakter (terisi 0).", "judul"),
        ({"judul": "j" * 256}, "paling banyak 255 karakter (terisi 256).", "judul"),
        ({"tanggal": None}, "Tanggal Keppres harus antara tanggal maju dan hari ini.", "tanggal"),
        ({"tanggal": -3}, "Tanggal Keppres harus antara tanggal maju dan hari ini.", "tanggal"),
    ],
)
@pytest.mark.parametrize("ralat", [False, True])
def test_isi_keppres_yang_tidak_sah_ditolak_di_bidangnya(
    dunia: d.Dunia, ubahan: dict[str, Any], pesan: str, bidang: str, ralat: bool
) -> None:
    ubahan = {k: (hari(v) if v else besok()) if k == "tanggal" else v for k, v in ubahan.items()}
    turun = _turun(dunia)
    if ralat:
        salinan.terbitkan_keppres(turun.pk, **_isi(dunia))
        with ditolak(GalatPengguna, pesan, bidang):
            salinan.ralat_keppres(turun.pk, alasan="x", **_isi(dunia, **ubahan))
    else:
        with ditolak(GalatPengguna, pesan, bidang):
            salinan.terbitkan_keppres(turun.pk, **_isi(dunia, **ubahan))


@pytest.mark.parametrize("ubahan", [{"nomor": "n" * 20}, {"nomor": "é" * 10}, {"judul": "j" * 255}, {"tanggal": -2}])
def test_isi_keppres_sampai_batasnya_diterima(dunia: d.Dunia, ubahan: dict[str, Any]) -> None:
    ubahan = {k: hari(v) if k == "tanggal" else v for k, v in ubahan.items()}
    terbit = salinan.terbitkan_keppres(_turun(dunia).pk, **_isi(dunia, **ubahan))
    assert terbit.keadaan == KeadaanKeppres.TERBIT


@pytest.mark.parametrize(
    ("keadaan", "kelas", "pesan", "bidang"),
    [
        (KeadaanBerkas.DITOLAK, GalatPengguna, "PDF ini rusak atau terpotong.", "berkas"),
        (KeadaanBerkas.DIPERIKSA, TidakMungkin, "Berkas masih diperiksa. Tunggu beberapa detik, lalu ulangi.", ""),
    ],
)
def test_berkas_yang_ditolak_atau_masih_diperiksa_tidak_dipakai(
    dunia: d.Dunia, keadaan: KeadaanBerkas, kelas: type[GalatPengguna], pesan: str, bidang: str
) -> None:
    buruk = _berkas(dunia, keadaan)
    usulan = d.siap_keppres(dunia)
    turun = _turun(dunia, usulan)
    with ditolak(kelas, pesan, bidang):
        salinan.terbitkan_keppres(turun.pk, **_isi(dunia, berkas=buruk))
    salinan.terbitkan_keppres(turun.pk, **_isi(dunia))
    with ditolak(kelas, pesan, bidang):
        salinan.ralat_keppres(turun.pk, alasan="x", **_isi(dunia, berkas=buruk))
    with ditolak(kelas, pesan, bidang):
        salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=buruk, nip=usulan.nip, oleh=dunia.dukungan)
    with ditolak(kelas, pesan, bidang):
        salinan.terima_salinan(usulan.pk, oleh=dunia.pic, berkas=buruk)
    assert d.segar(usulan).tahap == Tahap.KEPPRES_TERBIT


def test_hanya_dukungan_yang_menerbitkan_meralat_dan_mengunggah(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    turun = _turun(dunia, usulan)
    isi = _isi(dunia, oleh=dunia.kepala_biro)
    for tindakan in (
        lambda: salinan.terbitkan_keppres(turun.pk, **isi),
        lambda: salinan.ralat_keppres(turun.pk, alasan="x", **isi),
        lambda: salinan.unggah_salinan(
            usulan.pk, jenis="salinan", berkas=isi["berkas"], nip=usulan.nip, oleh=dunia.kepala_biro
        ),
    ):
        with ditolak(TidakBerwenang, "Hanya Dukungan administrasi yang dapat melakukan ini."):
            tindakan()


def test_yang_belum_turun_tidak_diterbitkan_dan_yang_belum_terbit_tidak_diralat(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    maju = d.maju(dunia, d.rkp(dunia, usulan))
    with ditolak(TidakMungkin, "“Maju ke Presiden”"):
        salinan.terbitkan_keppres(maju.pk, **_isi(dunia))
    with ditolak(TidakMungkin, "“Maju ke Presiden”"):
        salinan.ralat_keppres(maju.pk, alasan="x", **_isi(dunia))
    with ditolak(TidakMungkin, "Keppres untuk usulan ini belum terbit."):
        salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=_berkas(dunia), nip=usulan.nip, oleh=dunia.dukungan)


def test_yang_ditahan_tidak_diterbitkan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    turun = _turun(dunia, usulan)
    d.tahap_bkn(usulan, "24", "Perbaikan Pertek")
    with ditolak(TidakMungkin, f"{usulan.nomor}: BKN membuka kembali usulan ini: Perbaikan Pertek."):
        salinan.terbitkan_keppres(turun.pk, **_isi(dunia))


def test_salinan_perorangan_menggantikan_yang_diketahui_bkn(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    terbit = salinan.terbitkan_keppres(_turun(dunia, usulan, lain).pk, **_isi(dunia))
    sejak, versi = usulan.baris_keppres.terbit_pada, d.segar(usulan).versi
    berkas = _berkas(dunia)
    salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=berkas, nip=usulan.nip, oleh=dunia.dukungan)
    baris = KeppresUsulan.objects.get(usulan=usulan)
    assert (baris.salinan, baris.petikan) == (berkas, None)
    assert baris.terbit_pada is not None
    assert sejak is not None
    assert baris.terbit_pada > sejak
    assert d.segar(usulan).versi == versi + 1
    diunggah, berlaku = kejadian(usulan)[-2:]
    assert (diunggah.jenis, diunggah.data["jenis"], diunggah.data["sha256"]) == (
        Jenis.SALINAN_DIUNGGAH,
        "salinan",
        berkas.sha256,
    )
    assert (berlaku.jenis, berlaku.oleh, berlaku.data["versi"]) == (Jenis.SALINAN_PERORANGAN, dunia.dukungan, 1)
    assert Jenis.KEPPRES_DIRALAT not in {satu.jenis for satu in kejadian(usulan)}
    assert _panggilan(usulan)["berkas_id"] == str(berkas.pk)
    assert _panggilan(lain)["berkas_id"] == str(terbit.berkas_id)


def test_petikan_tidak_diberitahukan_lagi_kepada_bkn(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    salinan.terbitkan_keppres(_turun(dunia, usulan).pk, **_isi(dunia))
    sejak = usulan.baris_keppres.terbit_pada
    berkas = _berkas(dunia)
    salinan.unggah_salinan(usulan.pk, jenis="petikan", berkas=berkas, nip=usulan.nip, oleh=dunia.dukungan)
    baris = KeppresUsulan.objects.get(usulan=usulan)
    assert (baris.salinan, baris.petikan, baris.terbit_pada) == (None, berkas, sejak)
    tercatat(usulan, Jenis.SALINAN_DIUNGGAH, dunia.dukungan, sha256=berkas.sha256)
    assert kejadian(usulan)[-1].data["jenis"] == "petikan"


def test_ralat_menjadi_versi_baru_dan_yang_lama_tersimpan(dunia: d.Dunia) -> None:
    usulan = d.siap_keppres(dunia)
    awal = _isi(dunia)
    terbit = salinan.terbitkan_keppres(_turun(dunia, usulan).pk, **awal)
    sejak, versi = usulan.baris_keppres.terbit_pada, d.segar(usulan).versi
    baru = _isi(dunia, nomor="8/K/2026", judul="Judul baru", tanggal=hari(-1))
    salinan.ralat_keppres(terbit.pk, alasan="Salah ketik", **baru)
    terbit.refresh_from_db()
    assert (terbit.versi, terbit.nomor, terbit.judul, terbit.berkas) == (2, "8/K/2026", "Judul baru", baru["berkas"])
    assert (terbit.tanggal, terbit.tahun) == (hari(-1), hari(-1).year)
    lama = RiwayatKeppres.objects.get(keppres=terbit)
    assert (lama.versi, lama.nomor, lama.judul, lama.tanggal) == (1, "7/K/2026", JUDUL, hari())
    assert (lama.berkas, lama.alasan, lama.digantikan_oleh) == (awal["berkas"], "Salah ketik", dunia.dukungan)
    baris = KeppresUsulan.objects.get(usulan=usulan)
    assert baris.terbit_pada is not None
    assert sejak is not None
    assert baris.terbit_pada > sejak
    assert d.segar(usulan).versi == versi + 1
    tercatat(usulan, Jenis.KEPPRES_DIRALAT, dunia.dukungan, "Salah ketik")
    assert _panggilan(usulan) == {
        "nomor_keppres": "8/K/2026",
        "tanggal_keppres": hari(-1).isoformat(),
        "judul_keppres": "Judul baru",
        "berkas_id": str(baru["berkas"].pk),
        "nip": usulan.nip,
    }


def test_ralat_butuh_alasan(dunia: d.Dunia) -> None:
    terbit = salinan.terbitkan_keppres(_turun(dunia).pk, **_isi(dunia))
    with ditolak(GalatPengguna, "Tulis alasan ralat.", "alasan"):
        salinan.ralat_keppres(terbit.pk, alasan=" ", **_isi(dunia))
    terbit.refresh_from_db()
    assert terbit.versi == 1


@pytest.mark.parametrize("dengan_berkas", [False, True])
def test_tanda_terima_menyelesaikan_usulan(dunia: d.Dunia, dengan_berkas: bool) -> None:
    usulan = d.keppres_terbit(dunia)
    berkas = _berkas(dunia) if dengan_berkas else None
    salinan.terima_salinan(usulan.pk, oleh=dunia.pic, berkas=berkas)
    kini, baris = d.segar(usulan), KeppresUsulan.objects.get(usulan=usulan)
    assert (kini.tahap, kini.tenggat) == (Tahap.SELESAI, None)
    assert (baris.diterima_oleh, baris.berkas_tanda_terima) == (dunia.pic, berkas)
    assert baris.diterima_pada is not None
    tercatat(usulan, Jenis.SELESAI, dunia.pic)


def test_tanda_terima_hanya_dari_instansinya_atau_dukungan(dunia: d.Dunia) -> None:
    usulan = d.keppres_terbit(dunia)
    with ditolak(TidakBerwenang, "Peran Anda tidak mencakup tindakan ini."):
        salinan.terima_salinan(usulan.pk, oleh=dunia.pic_lain)
    salinan.terima_salinan(usulan.pk, oleh=dunia.dukungan)
    with ditolak(TidakMungkin, "Tanda terima untuk versi Keppres ini sudah dicatat."):
        salinan.terima_salinan(usulan.pk, oleh=dunia.dukungan)


# --- what derives from a version ends with it (keputusan/0032) ------------------------------------------------------
def _selesai(dunia: d.Dunia) -> tuple[Usulan, Keppres]:
    """A finished usulan with its own copy, its extract and its receipt."""
    usulan = d.siap_keppres(dunia)
    terbit = salinan.terbitkan_keppres(_turun(dunia, usulan).pk, **_isi(dunia))
    for jenis in ("salinan", "petikan"):
        isi: dict[str, Any] = {"jenis": jenis, "berkas": _berkas(dunia), "nip": usulan.nip}
        salinan.unggah_salinan(usulan.pk, **isi, oleh=dunia.dukungan)
    salinan.terima_salinan(usulan.pk, oleh=dunia.pic, berkas=_berkas(dunia))
    return usulan, terbit


def _ralat(dunia: d.Dunia, keppres: Keppres, **ubahan: Any) -> Keppres:
    return salinan.ralat_keppres(keppres.pk, alasan="Salah nomor", **_isi(dunia, **({"nomor": "8/K/2026"} | ubahan)))


def test_salinan_petikan_dan_tanda_terima_berakhir_bersama_versinya(dunia: d.Dunia) -> None:
    usulan, terbit = _selesai(dunia)
    lama = KeppresUsulan.objects.get(usulan=usulan)
    _ralat(dunia, terbit)
    kini = KeppresUsulan.objects.get(usulan=usulan)
    assert [getattr(kini, bidang) for bidang in salinan.BIDANG_VERSI] == [None] * 5
    riwayat = RiwayatSalinan.objects.get(usulan=usulan)
    assert (riwayat.keppres, riwayat.versi) == (terbit, 1)
    assert [getattr(riwayat, b) for b in salinan.BIDANG_VERSI] == [getattr(lama, b) for b in salinan.BIDANG_VERSI]
    assert lama.salinan is not None


def test_ralat_sesudah_selesai_sampai_di_bkn_dan_ditunggu_tanda_terimanya(dunia: d.Dunia) -> None:
    usulan, terbit = _selesai(dunia)
    baru = _ralat(dunia, terbit)
    assert d.segar(usulan).tahap == Tahap.SELESAI
    assert _panggilan(usulan)["nomor_keppres"] == "8/K/2026"
    assert _panggilan(usulan)["berkas_id"] == str(baru.berkas_id)
    salinan.terima_salinan(usulan.pk, oleh=dunia.pic)
    tercatat(usulan, Jenis.RALAT_DITERIMA, dunia.pic, versi=2)
    assert d.segar(usulan).tahap == Tahap.SELESAI
    assert KeppresUsulan.objects.get(usulan=usulan).diterima_oleh == dunia.pic
    with ditolak(TidakMungkin, "Tanda terima untuk versi Keppres ini sudah dicatat."):
        salinan.terima_salinan(usulan.pk, oleh=dunia.pic)


def test_salinan_perorangan_versi_baru_menyusul_ke_bkn(dunia: d.Dunia) -> None:
    usulan, terbit = _selesai(dunia)
    _ralat(dunia, terbit)
    berkas = _berkas(dunia)
    salinan.unggah_salinan(usulan.pk, jenis="salinan", berkas=berkas, nip=usulan.nip, oleh=dunia.dukungan)
    tercatat(usulan, Jenis.SALINAN_PERORANGAN, dunia.dukungan, versi=2, berkas_id=str(berkas.pk))
    kata = (_panggilan(usulan)["nomor_keppres"], _panggilan(usulan)["berkas_id"])
    assert kata == ("8/K/2026", str(berkas.pk))


def test_berkas_orang_lain_tidak_tertukar(dunia: d.Dunia) -> None:
    usulan, lain = d.siap_keppres(dunia), d.siap_keppres(dunia)
    salinan.terbitkan_keppres(_turun(dunia, usulan, lain).pk, **_isi(dunia))
    for jenis in ("salinan", "petikan"):
        with ditolak(GalatPengguna, f"bukan NIP usulan {usulan.nomor}", "nip"):
            isi: dict[str, Any] = {"jenis": jenis, "berkas": _berkas(dunia), "nip": lain.nip}
            salinan.unggah_salinan(usulan.pk, **isi, oleh=dunia.dukungan)
    assert Jenis.SALINAN_DIUNGGAH not in {satu.jenis for satu in kejadian(usulan)}


def test_yang_belum_sempat_dikirim_tidak_memberi_versi_lama(dunia: d.Dunia) -> None:
    """The correction was faster than the relay: BKN is told of the new version only."""
    usulan = d.siap_keppres(dunia)
    terbit = salinan.terbitkan_keppres(_turun(dunia, usulan).pk, **_isi(dunia))
    lama = terbit.berkas
    _ralat(dunia, terbit)
    assert [isi["nomor_keppres"] for isi in panggilan(usulan, Api.SALINAN_KEPPRES)] == ["8/K/2026"]
    assert lama is not None
    assert not TautanPendek.objects.filter(berkas=lama).exists()


@pytest.mark.parametrize("keadaan", [Keadaan.DITOLAK, Keadaan.MATI])
def test_kiriman_versi_lama_yang_menunggu_orang_tidak_menahan_versi_baru(dunia: d.Dunia, keadaan: Keadaan) -> None:
    usulan = d.siap_keppres(dunia)
    terbit = salinan.terbitkan_keppres(_turun(dunia, usulan).pk, **_isi(dunia))
    panggilan(usulan, Api.SALINAN_KEPPRES)
    pertama = Pengiriman.objects.get(usulan=usulan, api=Api.SALINAN_KEPPRES)
    Pengiriman.objects.filter(usulan=usulan).exclude(pk=pertama.pk).delete()
    Pengiriman.objects.filter(pk=pertama.pk).update(keadaan=keadaan)
    _ralat(dunia, terbit)
    panggilan(usulan, Api.SALINAN_KEPPRES)
    pertama.refresh_from_db()
    assert (pertama.keadaan, pertama.sebab) == (Keadaan.BATAL, Kode.DIGANTIKAN)
    assert pertama.percobaan.get().oleh == dunia.dukungan
    kedua = Pengiriman.objects.get(usulan=usulan, keadaan=Keadaan.BARU)
    assert kedua.giliran


def test_migrasi_memindahkan_yang_milik_versi_lama(dunia: d.Dunia) -> None:
    usulan, terbit = _selesai(dunia)
    _ralat(dunia, terbit)
    lama = RiwayatSalinan.objects.get()
    petikan = _berkas(dunia)
    dahulu = {bidang: getattr(lama, bidang) for bidang in salinan.BIDANG_VERSI} | {"petikan": petikan}
    KeppresUsulan.objects.filter(usulan=usulan).update(**dahulu)
    RiwayatSalinan.objects.all().delete()
    import_module("usulan.migrations.0005_salinan_versi_lama").pindahkan(apps, None)
    kini, riwayat = KeppresUsulan.objects.get(usulan=usulan), RiwayatSalinan.objects.get()
    assert (kini.salinan, kini.petikan, kini.diterima_pada, kini.diterima_oleh) == (None, petikan, None, None)
    assert (riwayat.versi, riwayat.salinan, riwayat.petikan) == (1, dahulu["salinan"], None)
    assert (riwayat.diterima_oleh, riwayat.berkas_tanda_terima) == (dunia.pic, dahulu["berkas_tanda_terima"])


@pytest.mark.parametrize("kode", ["26", "75"])
def test_pertek_yang_ditarik_sesudah_terbit_menahan_keppres_dan_bukan_rancangannya(dunia: d.Dunia, kode: str) -> None:
    usulan, _ = _selesai(dunia)
    d.tahap_bkn(usulan, kode, "Dibatalkan BKN")
    tertulis = dict(d.segar(usulan).tahanan.values_list("sebab", "keterangan"))
    assert set(tertulis) == {"TAHAP", "PERTEK"}
    assert tertulis["PERTEK"].startswith("Keppres bersandar pada Pertek ")
