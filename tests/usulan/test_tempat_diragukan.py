"""The mark that tells which usulan to compare with Data ASN is never missing where a person moved (keputusan/0073)."""

import threading

import pytest
from django.db import connection, transaction

from referensi.models import ASN
from tests import dunia as d
from usulan.actions.orang import pastikan_tempat
from usulan.models import PenerusInstansi, PeralihanInstansi, Usulan
from usulan.tempat import asn_pindah, pindah_ke


def _ragu() -> set[object]:
    return set(Usulan.objects.filter(tempat_diragukan=True).values_list("pk", flat=True))


def _pindah() -> set[object]:
    return set(Usulan.objects.filter(asn_pindah()).values_list("pk", flat=True))


def _pindahkan(usulan: Usulan, instansi: str) -> None:
    ASN.objects.filter(pk=usulan.asn_id).update(instansi_kerja_id=instansi, instansi_induk_id=instansi)


def test_usulan_baru_diragukan_sampai_dipastikan(dunia: d.Dunia) -> None:
    usulan = d.buat_draf(dunia)
    assert _ragu() == {usulan.pk}
    assert (pastikan_tempat(), _ragu()) == (1, set())
    assert pastikan_tempat() == 0


def test_orang_yang_pindah_dan_kembali_ditemukan_lalu_tidak(dunia: d.Dunia) -> None:
    usulan, lain = d.diajukan(dunia), d.diajukan(dunia)
    pastikan_tempat()
    asal = usulan.asn.instansi_kerja_id
    _pindahkan(usulan, dunia.instansi_lain.pk)
    assert (_ragu(), _pindah()) == ({usulan.pk}, {usulan.pk})
    assert (pastikan_tempat(), _pindah()) == (0, {usulan.pk}), "who moved stays marked"
    _pindahkan(usulan, asal)
    assert (_pindah(), pastikan_tempat(), _ragu()) == (set(), 1, set())
    assert lain.pk not in _ragu()


def test_perubahan_orang_yang_lain_dari_tempatnya_tidak_meragukan(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    pastikan_tempat()
    ASN.objects.filter(pk=usulan.asn_id).update(nama="Nama Lain", instansi_kerja_id=usulan.asn.instansi_kerja_id)
    assert _ragu() == set()


def _penerus(dunia: d.Dunia, lama: str, baru: str) -> PenerusInstansi:
    peralihan = PeralihanInstansi.objects.create(
        lama_id=lama,
        baru_id=baru,
        tanggal="2026-01-01",
        dasar="x",
        seluruhnya=True,
        jumlah_usulan=0,
        jumlah_pic=0,
        oleh=dunia.administrator,
    )
    return PenerusInstansi.objects.create(lama_id=lama, baru_id=baru, peralihan=peralihan)


def test_penerus_yang_dihapus_meragukan_yang_bersandar_padanya(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    penerus = _penerus(dunia, dunia.instansi_lain.pk, usulan.instansi_id)
    _pindahkan(usulan, dunia.instansi_lain.pk)
    pastikan_tempat()
    assert (_ragu(), _pindah()) == (set(), set()), "the successor acts for people of the old instansi"
    penerus.delete()
    assert (_ragu(), _pindah()) == ({usulan.pk}, {usulan.pk})


def test_usulan_yang_ganti_instansi_diragukan(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)
    pastikan_tempat()
    usulan.instansi = dunia.instansi_lain
    usulan.save(update_fields=["instansi"])
    assert _pindah() == {usulan.pk}
    assert pindah_ke(d.segar(usulan)) is not None


@pytest.mark.django_db(transaction=True)
def test_orang_yang_pindah_selagi_dipastikan_tetap_diragukan(dunia: d.Dunia) -> None:
    usulan = d.diajukan(dunia)

    def tulis() -> None:
        pastikan_tempat()
        connection.close()

    with transaction.atomic():
        _pindahkan(usulan, dunia.instansi_lain.pk)
        utas = threading.Thread(target=tulis)
        utas.start()
        utas.join()
    assert _pindah() == {usulan.pk}


def test_kolom_tempat_pada_data_asn_semuanya_dijaga(db: None) -> None:
    with connection.cursor() as kursor:
        kursor.execute(
            "SELECT attname FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid AND attnum = ANY (tgattr) "
            "WHERE tgname = 'usulan_ragukan_orang'"
        )
        dijaga = {nama for (nama,) in kursor.fetchall()}
    sql = str(Usulan.objects.filter(asn_pindah()).values("pk").query)
    dibaca = {bidang.column for bidang in ASN._meta.concrete_fields if f'"referensi_asn"."{bidang.column}"' in sql}
    assert dibaca - {"id_pns"} == dijaga
