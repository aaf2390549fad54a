"""What is sent after the session is gone, from every form that is pressed or written in: kept for its writer only."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import dunia as d
from tests.akun import test_dua_perangkat, test_sekali
from tests.akun.test_dua_perangkat import Kasus
from tests.akun.test_sekali import _kiriman
from usulan.models import BidangDiminta

ISIAN = "/akun/isian/"


def _data(dunia: d.Dunia) -> Kasus:
    usulan = d.buat_draf(dunia)
    return dunia.pic, reverse("usulan:data", args=[usulan.pk]), {"nama_unor": "Biro Tata Naskah Contoh"}


def _surat(dunia: d.Dunia) -> Kasus:
    usulan = d.buat_draf(dunia)
    return dunia.pic, reverse("usulan:surat", args=[usulan.pk]), {"nomor_surat_pengantar": "B-77/CONTOH/2026"}


def _perbaikan(dunia: d.Dunia) -> Kasus:
    usulan = d.dikembalikan(dunia)
    BidangDiminta.objects.create(usulan=usulan, putaran=1, bidang="nama_unor")
    return dunia.pic, reverse("usulan:perbaikan", args=[usulan.pk]), {"nama_unor": "Biro Tata Naskah Contoh"}


def _keppres_baru(dunia: d.Dunia) -> Kasus:
    isi = {"nomor_memo": "M-1", "tanggal_memo": "23-11-2026", "perihal": "Kenaikan pangkat contoh", "kategori": "KP"}
    return dunia.dukungan, reverse("usulan:keppres_baru"), isi


def _kalender_tetapkan(dunia: d.Dunia) -> Kasus:
    hari = timezone.localdate() + timedelta(days=60)
    isi = {"tanggal": f"{hari:%d-%m-%Y}", "jenis": "CUTI_BERSAMA", "nama": "Cuti contoh", "dasar": "SKB contoh"}
    return dunia.administrator, reverse("usulan:kalender_tetapkan"), isi


def _pengumuman_tulis(dunia: d.Dunia) -> Kasus:
    isi = {"judul": "Pemeliharaan contoh", "isi": "SIAPP tidak dapat dipakai Sabtu malam.", "sifat": "GANGGUAN"}
    return dunia.administrator, reverse("integrasi:pengumuman_tulis"), isi


SENDIRI: tuple[Callable[[d.Dunia], Kasus], ...] = (
    _data,
    _surat,
    _perbaikan,
    _keppres_baru,
    _kalender_tetapkan,
    _pengumuman_tulis,
)
SEMUA = (*test_sekali.TINDAKAN, *test_sekali.DISELESAIKAN, *test_dua_perangkat.TINDAKAN, *SENDIRI)


def _masuk(klien: Client, orang: Any) -> None:
    jawaban = klien.post("/akun/login/", {"login": orang.nip, "password": d.SANDI, "next": ISIAN})
    assert jawaban.status_code == 302, jawaban.text[-2000:]


@pytest.mark.parametrize("siapkan", SEMUA, ids=lambda f: f.__name__.strip("_"))
def test_yang_diketik_sesudah_sesi_dihapus_kembali_kepada_penulisnya_saja(
    dunia: d.Dunia, siapkan: Callable[[d.Dunia], Kasus]
) -> None:
    orang, alamat, isi = siapkan(dunia)
    ditulis = [v for v in isi.values() if isinstance(v, str) and re.search(r"[A-Za-z]\w* \w|/", v)]
    klien = Client()
    _masuk(klien, orang)
    kiriman = _kiriman(klien, "/bantuan/", **isi)
    Session.objects.all().delete()
    assert klien.post(alamat, kiriman)["Location"] == f"/akun/login/?next={ISIAN}"
    simpanan = str(klien.session["titipan"])
    assert not any(kata in simpanan for kata in ditulis)
    _masuk(klien, dunia.auditor)
    halaman = html.unescape(klien.get(ISIAN).text)
    assert "milik orang lain" in halaman
    assert not any(kata in halaman for kata in ditulis)
    klien.post("/akun/logout/")
    _masuk(klien, orang)
    halaman = html.unescape(klien.get(ISIAN).text)
    assert f'action="{alamat}"' in halaman
    assert [kata for kata in ditulis if kata not in halaman] == []
