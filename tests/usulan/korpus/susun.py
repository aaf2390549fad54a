"""Makes the usulan of the corpus through the real door: Data ASN, draft, data, files."""

from datetime import date
from itertools import count

from referensi.models import ASN, Keluarga, Layanan, Periode
from siapp.berkas.models import Berkas
from tests import dunia as d
from tests.usulan.korpus.bentuk import TMT, Bersih, Salah
from tests.usulan.korpus.bersih import MENURUT_NAMA
from usulan.actions import draf
from usulan.models import Usulan, VersiDokumen

_urutan = count(1)
KAPITAL = date(2026, 11, 1), date(2026, 12, 15)


def periode() -> Periode:
    """The one open period."""
    dibuka, ditutup = KAPITAL
    Periode.objects.exclude(tmt=TMT).filter(ditutup__gte=dibuka).update(
        dibuka=date(2020, 1, 1), ditutup=date(2020, 1, 2)
    )
    return Periode.objects.update_or_create(tmt=TMT, defaults={"dibuka": dibuka, "ditutup": ditutup})[0]


def susun(dunia: d.Dunia, bersih: Bersih, salah: Salah | None = None) -> Usulan:
    """Make the draft of `bersih`, with the mistake of `salah` when there is one."""
    asn = d.buat_asn(dunia.instansi, **bersih.orang.data(next(_urutan)))
    _keluarga(asn, bersih)
    layanan = Layanan.objects.get(pk=bersih.layanan)
    ambil = periode() if layanan.kategori == "KP" else None
    usulan = draf.buat_draf(layanan=layanan, asn=asn, oleh=dunia.pic, periode=ambil)
    isian = {**bersih.isian, **(salah.isian if salah else {})}
    usulan = draf.ubah_data(usulan.pk, isian=isian, oleh=dunia.pic)
    _berkas(dunia, usulan, bersih, salah.tanpa if salah else ())
    if salah and salah.ubah:
        salah.ubah(dunia, d.segar(usulan))
    if salah and salah.asn:
        ASN.objects.filter(pk=asn.pk).update(**salah.asn)
        if nip := salah.asn.get("nip"):
            Usulan.objects.filter(pk=usulan.pk).update(nip=nip)
    return d.segar(usulan)


def salahkan(dunia: d.Dunia, salah: Salah) -> Usulan:
    return susun(dunia, MENURUT_NAMA[salah.dasar], salah)


def _keluarga(asn: ASN, bersih: Bersih) -> None:
    asn.keluarga.all().delete()
    for hubungan, nama in (
        (Keluarga.Hubungan.PASANGAN, bersih.orang.pasangan),
        (Keluarga.Hubungan.ANAK, bersih.orang.anak),
    ):
        for urutan, satu in enumerate(nama, start=1):
            Keluarga.objects.create(asn=asn, hubungan=hubungan, urutan=urutan, nama=satu)


def _berkas(dunia: d.Dunia, usulan: Usulan, bersih: Bersih, tanpa: tuple[str, ...]) -> None:
    """A released file of its own for every mandatory row and every optional one that is named."""
    for baris in usulan.dokumen.select_related("persyaratan"):
        jenis = baris.persyaratan.jenis
        if jenis in tanpa or not (baris.persyaratan.wajib or jenis in bersih.pelengkap):
            continue
        nama = f"{jenis}.jpg" if baris.persyaratan.gambar else f"{jenis}.pdf"
        berkas: Berkas = d.berkas_siap(dunia.pic, nama, b"%%PDF-1.4 contoh %d" % next(_urutan))
        baris.versi_kini = VersiDokumen.objects.create(
            dokumen=baris,
            nomor=1,
            putaran=1,
            berkas=berkas,
            diunggah_oleh=dunia.pic,
            diunggah_pada=usulan.dibuat_pada,
        )
        baris.save(update_fields=["versi_kini"])
