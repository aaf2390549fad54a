"""Documents: from the last upload until all may be used, and the queue page while fifty people upload."""

import io
import json
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from django.urls import reverse
from PIL import Image

from referensi.models import Layanan
from siapp.akun.models import Kategori, Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.berkas.keadaan import KeadaanBerkas
from siapp.berkas.models import Berkas
from siapp.proses import JenisProses, perintah
from tests import dunia as d
from tests.banding.conftest import Banding
from tests.banding.pengunggah import unggah
from tests.banding.ukuran import KALI, ukuran
from tests.kekacauan.arena import Arena, arena, lingkungan, tunggu
from tests.kekacauan.test_web import peramban
from tests.sarana import AKAR, SABAR, port_bebas
from usulan.actions import draf
from usulan.models import Usulan

pytestmark = [pytest.mark.lambat, pytest.mark.django_db(transaction=True)]

DOKUMEN, ORANG, TENANG = ukuran(2, 13), ukuran(3, 50), ukuran(2, 20)


def _pindaian() -> bytes:
    """A scan of some 2 MiB on four pages."""
    acak, keluar = random.Random(7), io.BytesIO()
    halaman = [Image.frombytes("L", (620, 877), acak.randbytes(620 * 877)).resize((1240, 1754)) for _ in range(4)]
    halaman[0].save(keluar, "PDF", save_all=True, append_images=halaman[1:], quality=ukuran(5, 50))
    return keluar.getvalue()


def _orang(dunia: d.Dunia, nomor: int) -> tuple[Pengguna, Usulan]:
    peran = [Peran(jenis=JenisPeran.PIC, instansi=dunia.instansi, kategori=k) for k in Kategori]
    pic = d.buat_pengguna(f"Orang Contoh {nomor}", *peran)
    layanan = Layanan.objects.get(pk="KP-STRUKTURAL")
    return pic, draf.buat_draf(layanan=layanan, asn=d.buat_asn(dunia.instansi), oleh=pic)


def _alamat(url: str, usulan: Usulan) -> list[str]:
    baris = usulan.dokumen.order_by("pk").values_list("pk", flat=True)
    return [url + reverse("usulan:unggah", args=[usulan.pk, satu]) for satu in baris]


def _sesi(pengguna: Pengguna) -> str:
    return str(peramban(pengguna).cookies["sesi"])


def _menyala(tempat: Arena) -> str:
    """Web and worker as they ship; the web's address."""
    env, port = lingkungan(DJANGO_SETTINGS_MODULE="tests.kekacauan.setelan", CELERY_SKIP_CHECKS="1"), port_bebas()
    web = tempat.mulai(*perintah(JenisProses.WEB, port=port), env=env)
    pekerja = tempat.mulai(*perintah(JenisProses.BERKAS), env=env)

    def siap() -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}/api/v1/info", timeout=SABAR).ok
        except requests.RequestException:
            return False

    tunggu(siap, apa=web.tulisan()[-2000:])
    tunggu(lambda: pekerja.proses.poll() is None)
    return f"http://127.0.0.1:{port}"


def _halaman(url: str, sesi: requests.Session) -> float:
    mulai = time.monotonic()
    assert sesi.get(url + reverse("usulan:antrean"), timeout=SABAR).status_code == 200
    return time.monotonic() - mulai


def test_dokumen_segera_tersedia_dan_halaman_tidak_menunggu(dunia: d.Dunia, banding: Banding, tmp_path: Path) -> None:
    isi, orang, lama, nisbah = _pindaian(), [_orang(dunia, n) for n in range(ORANG)], list[float](), list[float]()
    (tmp_path / "isi.pdf").write_bytes(isi)
    with arena(tmp_path) as tempat:
        url = _menyala(tempat)
        pic, usulan = orang[0]
        alamat, sesi, koordinator = _alamat(url, usulan), _sesi(pic), peramban(dunia.koordinator)
        kiriman = [[_alamat(url, milik)[1], _sesi(siapa)] for siapa, milik in orang]
        masukan = json.dumps({"kiriman": kiriman, "berkas": str(tmp_path / "isi.pdf")})
        for kali in range(KALI):
            for n in range(DOKUMEN):
                assert unggah(alamat[n % len(alamat)], sesi, isi + b"\n%%%d-%d" % (kali, n)) == 200
            lama.append(tunggu(lambda: not Berkas.objects.filter(keadaan=KeadaanBerkas.DIPERIKSA).exists()))
            tenang = statistics.median(_halaman(url, koordinator) for _ in range(TENANG))
            ramai = _selama_unggahan(url, koordinator, masukan)
            nisbah.append(ramai / tenang)
    assert not Berkas.objects.filter(keadaan=KeadaanBerkas.DITOLAK).exists()
    banding(f"{DOKUMEN} dokumen 2 MiB: unggahan terakhir → semua tersedia (detik)", "≤ 3", lama)
    banding(f"{ORANG} orang mengunggah: halaman antrean ÷ saat tenang", "≤ 2", nisbah)


def _selama_unggahan(url: str, sesi: requests.Session, masukan: str) -> float:
    """Median seconds of the queue page while all upload."""
    kata, hasil = [sys.executable, "-m", "tests.banding.pengunggah"], list[float]()
    with subprocess.Popen(kata, cwd=AKAR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as proses:
        assert proses.stdin is not None
        assert proses.stdout is not None
        proses.stdin.write(masukan)
        proses.stdin.close()
        while proses.poll() is None:
            hasil.append(_halaman(url, sesi))
        assert set(json.loads(proses.stdout.read())) == {200}
    return statistics.median(hasil)
