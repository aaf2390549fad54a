"""From a Peristiwa to SIASN and back, over HTTP."""

from integrasi.keadaan import Keadaan
from integrasi.models import Pengiriman, UsulanSiasn
from tests.dunia import Dunia
from tests.integrasi.conftest import Siasn, ajukan, jalankan
from usulan.models import VersiDokumen


def test_usulan_yang_diteken_sampai_di_siasn_lengkap_dan_berurutan(siasn: Siasn, selaras: Dunia) -> None:
    usulan = ajukan(selaras)
    dokumen = usulan.dokumen.exclude(versi_kini=None).count()

    ringkasan = jalankan()

    assert ringkasan.dikerjakan == dokumen + 2
    assert set(Pengiriman.objects.values_list("keadaan", flat=True)) == {Keadaan.SELESAI}
    (di_siasn,) = siasn.usulan(usulan)
    assert di_siasn["id"] == UsulanSiasn.objects.get(usulan=usulan).id_usulan
    assert di_siasn["data_usulan"]["referensi_siapp"] == str(usulan.pk)
    sidik = set(VersiDokumen.objects.filter(dokumen__usulan=usulan).values_list("berkas__sha256", flat=True))
    assert {d["sha256"] for d in di_siasn["dokumen"]} == sidik
    assert [a["jenis_usulan"] for a in di_siasn["approval"]] == ["Baru"]
    assert [siasn.hitungan(api)["tak_urut"] for api in (3, 4, 5)] == [0, 0, 0]
