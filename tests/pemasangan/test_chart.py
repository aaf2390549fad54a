"""The chart, rendered by Helm's own engine and held against Kubernetes and the product's words (keputusan/0048)."""

import json
from functools import cache
from typing import Any

import helm_python
import kubernetes_validate
import pytest
import yaml
from django.db import connection
from helm_python import Chart
from helm_python.errors import HelmError

from integrasi.pengamatan.layanan import JALAN
from siapp.lokal.postgres import APLIKASI, PEMILIK
from siapp.proses import PORT_BAWAAN, JenisProses
from siapp.web import urls as siapp_web_urls
from tests.dunia import Dunia
from tests.integrasi.keluar.pembantu import pic_didaftarkan
from tests.pemasangan.berkas import CHART, PEMASANGAN, nama_setelan, perintah_citra

# The oldest Kubernetes that Chart.yaml allows whose schema is at hand, and a new one.
VERSI = ("1.27", "1.34")
# Of operators that must be there besides; their schemas are not Kubernetes' own.
OPERATOR = {"Cluster", "PrometheusRule", "ScaledObject", "ServiceMonitor", "TriggerAuthentication"}
PENUH: dict[str, Any] = {
    "proses": {"pekerja": {"skala": {"aktif": True}}, "berkas": {"skala": {"aktif": True}}},
    "basisdata": {"cloudnativepg": {"aktif": True}},
    "berkas": {"klaim": "dokumen"},
    "pantau": {"aktif": True, "papan": {"grafana_dashboard": "1"}},
}
LUAR: dict[str, Any] = {"valkey": {"aktif": False}, "ingress": {"aktif": False}, "jaringan": {"aktif": False}}
RUPA = pytest.mark.parametrize("nilai", [{}, PENUH, LUAR], ids=["bawaan", "penuh", "semua di luar"])


def susun(nilai: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object that the chart makes of these values."""
    with Chart.load(CHART) as chart:
        hasil = chart.render(values=nilai, name="uji")
    return [satu for teks in hasil.values() for satu in yaml.safe_load_all(teks) if satu]


@cache
def wadah() -> dict[str, dict[str, Any]]:
    """Component → its container, of all that may be there."""
    objek = [satu for satu in susun(PENUH) if satu["kind"] in {"Deployment", "Job"}]
    return {
        satu["metadata"]["labels"]["app.kubernetes.io/component"]: satu["spec"]["template"]["spec"] for satu in objek
    }


KAMI = (*JenisProses, "skema")


def test_helm_tidak_menemukan_cacat() -> None:
    hasil = helm_python.lint(str(CHART))
    assert hasil["errors"] == []
    assert [satu for satu in hasil["messages"] if satu["severity"] > 1] == []


@RUPA
@pytest.mark.parametrize("versi", VERSI)
def test_setiap_objek_sah_menurut_kubernetes(nilai: dict[str, Any], versi: str) -> None:
    objek = [satu for satu in susun(nilai) if satu["kind"] not in OPERATOR]
    assert objek
    for satu in objek:
        kubernetes_validate.validate(satu, versi, strict=True)


def test_setiap_jenis_proses_punya_deployment_dengan_katanya() -> None:
    jenis = {nama: isi["containers"][0]["args"] for nama, isi in wadah().items() if nama in set(JenisProses)}
    assert set(jenis) == set(JenisProses)
    assert all(args[:2] == ["jalankan", nama] for nama, args in jenis.items())


@pytest.mark.parametrize("nama", KAMI)
def test_setiap_setelan_dikenal_produk_dan_rahasia_dari_secret(nama: str) -> None:
    satu = wadah()[nama]["containers"][0]
    assert {env["name"] for env in satu["env"]} <= nama_setelan()
    assert satu["envFrom"] == [{"secretRef": {"name": "siapp"}}]


@pytest.mark.parametrize("nama", KAMI)
def test_pod_berjalan_seperti_citranya_tanpa_hak(nama: str) -> None:
    pod = wadah()[nama]
    aman = pod["securityContext"]
    assert f"USER {aman['runAsUser']}:{aman['runAsGroup']}" in perintah_citra()
    assert pod["containers"][0]["securityContext"]["readOnlyRootFilesystem"] is True
    assert pod["automountServiceAccountToken"] is False


def test_pemantau_menanyakan_alamat_dan_port_yang_dilayani() -> None:
    web, metrik = (wadah()[nama]["containers"][0] for nama in (JenisProses.WEB, JenisProses.METRIK))
    jalur = {web[f"{satu}Probe"]["httpGet"]["path"] for satu in ("startup", "readiness", "liveness")}
    assert jalur <= {f"/{satu.pattern}" for satu in siapp_web_urls.urlpatterns}
    assert web["ports"][0]["containerPort"] == PORT_BAWAAN[JenisProses.WEB]
    assert metrik["ports"][0]["containerPort"] == PORT_BAWAAN[JenisProses.METRIK]


def test_skema_mendahului_kode_baru_dan_menunggu_basis_data_buatan_chart() -> None:
    def kait(nilai: dict[str, Any]) -> str:
        (job,) = (satu for satu in susun(nilai) if satu["kind"] == "Job")
        return str(job["metadata"]["annotations"]["helm.sh/hook"])

    assert kait({}) == "pre-install,pre-upgrade"
    assert kait(PENUH) == "post-install,pre-upgrade"


def _basis_data(nama: str) -> dict[str, str]:
    """Where a component's DATABASE_URL comes from."""
    satu = wadah()[nama]["containers"][0]
    (isi,) = (env["valueFrom"]["secretKeyRef"] for env in satu["env"] if env["name"] == "DATABASE_URL")
    return dict(isi)


def test_hanya_skema_yang_memiliki_basis_data_buatan_chart() -> None:
    (gugus,) = (satu["spec"] for satu in susun(PENUH) if satu["kind"] == "Cluster")
    (peran,) = gugus["managed"]["roles"]
    # The operator's own Secret bears the owner; everybody else comes as the role that owns nothing (keputusan/0052).
    assert gugus["bootstrap"]["initdb"]["owner"] == PEMILIK
    assert (peran["name"], peran["ensure"], peran["login"]) == (APLIKASI, "present", True)
    assert not {"superuser", "createrole", "createdb", "inRoles"} & set(peran)
    assert _basis_data("skema") == {"name": "uji-basisdata-app", "key": "uri"}
    rahasia = {"name": peran["passwordSecret"]["name"], "key": "uri"}
    assert [_basis_data(nama) for nama in JenisProses] == [rahasia] * len(JenisProses)
    (keda,) = (satu["spec"]["secretTargetRef"] for satu in susun(PENUH) if satu["kind"] == "TriggerAuthentication")
    assert [{"name": satu["name"], "key": satu["key"]} for satu in keda] == [rahasia]
    perintah = "\n".join(wadah()["skema"]["containers"][0]["args"])
    assert f"peran_basis_data --aplikasi {APLIKASI}\n" in perintah


def test_di_basis_data_sendiri_peran_aplikasi_dari_rahasia_skema() -> None:
    (job,) = (satu for satu in susun({"skema": {"rahasia": "pemilik"}}) if satu["kind"] == "Job")
    satu = job["spec"]["template"]["spec"]["containers"][0]
    assert [sumber["secretRef"]["name"] for sumber in satu["envFrom"]] == ["siapp", "pemilik"]
    assert "peran_basis_data\n" in "\n".join(satu["args"])
    assert not {"DATABASE_URL", "DATABASE_URL_APLIKASI"} & {env["name"] for env in satu["env"]}


def test_chart_membawa_aturan_dan_papan_yang_sama_dengan_berkasnya() -> None:
    objek = susun(PENUH)
    (aturan,) = (satu["spec"] for satu in objek if satu["kind"] == "PrometheusRule")
    assert aturan == yaml.safe_load((PEMASANGAN / "pantau/aturan.yaml").read_text())
    (papan,) = (
        satu["data"] for satu in objek if satu["kind"] == "ConfigMap" and satu["metadata"]["name"].endswith("papan")
    )
    assert json.loads(papan["siapp.json"]) == json.loads((PEMASANGAN / "pantau/papan.json").read_text())
    (pemantau,) = (satu["spec"] for satu in objek if satu["kind"] == "ServiceMonitor")
    assert pemantau["endpoints"][0]["path"] == JALAN
    assert not [satu for satu in susun({}) if satu["kind"] in {"PrometheusRule", "ServiceMonitor", "ConfigMap"}]


def test_mencopot_chart_tidak_membuang_data() -> None:
    (gugus,) = (satu for satu in susun(PENUH) if satu["kind"] == "Cluster")
    assert gugus["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}


@pytest.mark.parametrize(
    "nilai",
    [
        {"setelan": {"SECRET_KEY": "x"}},
        {"setelan": {"LOG_LEVEL": 1}},
        {"domain": "https://siapp.contoh.go.id"},
        {"proses": {"pekerja": {"replika": 0}}},
        {"tidak_dikenal": True},
    ],
)
def test_nilai_yang_salah_ditolak(nilai: dict[str, Any]) -> None:
    with pytest.raises(HelmError):
        susun(nilai)


def _kueri(jenis: str) -> float:
    (satu,) = (s for s in susun(PENUH) if s["kind"] == "ScaledObject" and s["metadata"]["name"] == f"uji-{jenis}")
    with connection.cursor() as kursor:
        kursor.execute(satu["spec"]["triggers"][0]["metadata"]["query"])
        return float(kursor.fetchone()[0])


@pytest.mark.django_db
def test_umur_tertua_yang_menentukan_banyaknya_pengirim_terbaca_dari_basis_data(selaras: Dunia) -> None:
    assert _kueri("pekerja") == 0
    pic_didaftarkan(1)
    with connection.cursor() as kursor:
        kursor.execute("UPDATE integrasi_pengiriman SET jatuh_tempo = now() - interval '90 seconds'")
    assert _kueri("pekerja") >= 90
    assert _kueri("berkas") == 0
