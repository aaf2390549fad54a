"""Looking whether a lost call had arrived, for a partner that can be asked by `referensi_siapp` (mode `cari`).

What is asked is how often SIASN has a thing, against how often we know to have delivered it. For a document may rightly
be sent again in a later round, and a correction may be signed twice.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from integrasi.enums import Api, fakta
from integrasi.keadaan import GerakKiriman, Keadaan
from integrasi.keluar.klasifikasi import Hasil, Ragu, berhasil
from integrasi.keluar.susun import Bekal, bekali, id_dokumen, id_usulan
from integrasi.models import Pengiriman
from integrasi.sebab import Kode
from integrasi.siasn.bentuk import baca, daftar, teks
from integrasi.siasn.errors import KirimUlangNanti, TidakDitemukan
from integrasi.siasn.transport import Permintaan, Transport
from siapp.teks import kunci_nomor

Baris = Mapping[str, object]
# What identifies a row's effect in the partner's list of such effects.
Jejak = dict[str, str]


def cari(transport: Transport, referensi: str) -> list[Baris]:
    """What SIASN made for our reference, with the lists of its effects; raises the client's errors."""
    try:
        data = transport.panggil(Permintaan("usulan_cari", "GET", params={"referensi_siapp": referensi}))
    except TidakDitemukan:
        return []
    baris = daftar(data if data is not None else [])
    if baris is None:
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    return baris


def jejak_dokumen(baris: Pengiriman, bekal: Bekal) -> Jejak:
    versi = bekal.versi[baris.muatan["versi"]]
    return {"id_ref_dokumen": id_dokumen(versi), "sha256": versi.berkas.sha256}


def jejak_teken(baris: Pengiriman, _: Bekal) -> Jejak:
    return {"jenis_usulan": baris.muatan["jenis_usulan"]}


def jejak_salinan(baris: Pengiriman, _: Bekal) -> Jejak:
    return {"nomor_keppres": kunci_nomor(baris.muatan["nomor_keppres"]), "nip": baris.muatan["nip"]}


JEJAK: Mapping[int, Callable[[Pengiriman, Bekal], Jejak]] = {
    Api.DOKUMEN: jejak_dokumen,
    Api.APPROVE: jejak_teken,
    Api.SALINAN_KEPPRES: jejak_salinan,
}


def _cocok(baris: Baris, ciri: Mapping[str, str]) -> bool:
    return all(kunci_nomor(teks(baris, kunci)) == kunci_nomor(nilai) for kunci, nilai in ciri.items())


def jumlah_di_mitra(temuan: Iterable[Baris], milik: str, nama: str, jejak: Jejak) -> int:
    """Count the effects like `jejak` in the list `nama` of the usulan `milik`.

    Raises KirimUlangNanti for an answer that is not whole.
    """
    punya = next((satu for satu in temuan if teks(satu, "id_usulan").lower() == milik.lower()), None)
    if punya is None:
        raise KirimUlangNanti(Kode.BENTUK_ASING)  # SIASN made it, so it must be there: this answer is not whole
    isi = daftar(baca(punya, nama))
    if isi is None:
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    return sum(_cocok(satu, jejak) for satu in isi)


def jumlah_kami(baris: Pengiriman, jejak: Jejak) -> int:
    """How many finished rows of ours made the effect `jejak` that `baris` would make."""
    buat = JEJAK[baris.api]
    tuntas = list(Pengiriman.objects.filter(usulan=baris.usulan_id, api=baris.api, keadaan=Keadaan.SELESAI))
    bekal = bekali(tuntas)
    return sum(buat(satu, bekal) == jejak for satu in tuntas)


def siapkan_tinjauan(baris: Pengiriman, bekal: Bekal) -> Callable[[Transport], Hasil | None]:
    """Read what the look needs and return the look: a Hasil when it settles `baris`, None when nothing had arrived.

    Raises what `susun` raises; the look raises the client's errors.
    """
    referensi = str(baris.usulan_id)
    if baris.api == Api.USULAN:
        return lambda transport: _tinjau_usulan(cari(transport, referensi))
    milik, jejak = id_usulan(baris, bekal), JEJAK[baris.api](baris, bekal)
    kami = jumlah_kami(baris, jejak)
    nama = fakta(baris.api).daftar_cari

    def lihat(transport: Transport) -> Hasil | None:
        di_mitra = jumlah_di_mitra(cari(transport, referensi), milik, nama, jejak)
        return berhasil() if di_mitra > kami else None

    return lihat


def _tinjau_usulan(temuan: list[Baris]) -> Hasil | None:
    ids = list(dict.fromkeys(teks(satu, "id_usulan") for satu in temuan))
    if not ids:
        return None
    if not all(ids):
        raise KirimUlangNanti(Kode.BENTUK_ASING)
    if len(ids) == 1:
        return berhasil({"id_usulan": ids[0]})
    pesan = f"SIASN menyimpan usulan ini {len(ids)} kali: {', '.join(ids)}. Pilih satu dan minta BKN menghapus lainnya."
    isi: dict[str, Any] = {"ditemukan": ids}
    return Hasil(GerakKiriman.DITOLAK, Kode.GANDA_DI_MITRA, pesan[:500], gangguan=False, ragu=Ragu.LAMA, isi=isi)
