"""The context of the verification page, shared by the page, its fragments and every refused POST."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from siapp.web.bantuan import PINTASAN
from siapp.web.permintaan import Permintaan
from usulan.dilihat import belum_dilihat
from usulan.forms.antrean import verifikator_untuk
from usulan.forms.verifikasi import FormAlihkan, FormNilai, FormTandai, FormTolakTms, FormVersi
from usulan.izin import hak, kehilangan
from usulan.models import Usulan
from usulan.perbedaan import perbedaan, sidik
from usulan.tahap import Kerja
from usulan.tampilan.antrean import beban_kata, kini, tenggat_kata
from usulan.tampilan.bacaan import panel_bacaan
from usulan.tampilan.kini_verifikasi import susun_kini, tanda_kini
from usulan.tampilan.komposer import form_putusan, isian_putusan, pratinjau, usul_putusan
from usulan.tampilan.konsep import Konsep, konsep
from usulan.tampilan.nilai import label_bidang
from usulan.tampilan.pemeriksaan import temuan_dokumen, temuan_per_versi
from usulan.tampilan.peralihan import pindah_instansi
from usulan.tampilan.verifikasi import (
    BarisPeriksa,
    Boleh,
    baris_periksa,
    boleh_apa,
    data_periksa,
    hasil_lalu,
    pilih_baris,
    putusan_tampil,
    rincian_putusan,
    susun_meja,
    tandai_bidang,
    tms_tak_dilihat,
)


def susun_dasar(
    request: Permintaan, usulan: Usulan, dokumen: int | None = None, form_nilai: FormNilai | None = None
) -> dict[str, Any]:
    """The two left panes: the document `dokumen` (else what the URL asks for) with its pages and its verdict."""
    terbit, tertunda = putusan_tampil(usulan)
    boleh = boleh_apa(usulan, request.user, tertunda)
    baris = baris_periksa(usulan)
    kini = pilih_baris(baris, dokumen or request.GET.get("dokumen", ""))
    meja = susun_meja(usulan, baris, kini, request.GET.get("lihat", ""))
    temuan = temuan_per_versi(usulan)
    for b in baris:
        b.temuan = len(temuan.get(b.versi.pk, [])) if b.versi else 0
    versi = kini.versi.pk if kini and kini.versi else None
    konsep_putusan, konsep_nilai = konsep(usulan, request.user, kini.dokumen.pk if kini else None)
    return meja | {
        "usulan": usulan,
        "bacaan": panel_bacaan(usulan, kini),
        "temuan_dokumen": temuan_dokumen(usulan, versi, temuan.get(versi or 0, [])),
        "boleh": boleh,
        "terbit": terbit,
        "riwayat_putusan": [(p, rincian_putusan(p)) for p in terbit],
        "tertunda": tertunda,
        "hasil_lalu": hasil_lalu(kini) if kini else "",
        "form_nilai": form_nilai or (_form_nilai(kini, konsep_nilai) if kini and boleh.nilai else None),
        "konsep_putusan": konsep_putusan,
        "konsep_nilai": konsep_nilai,
    }


def _form_nilai(kini: BarisPeriksa, konsep_nilai: Konsep) -> FormNilai:
    awal: dict[str, Any] = {"versi_dokumen": kini.versi.pk if kini.versi else None}
    if kini.penilaian:
        awal |= {"alasan": kini.penilaian.alasan_id, "catatan": kini.penilaian.catatan}
    return FormNilai(initial=awal | konsep_nilai.isi, persyaratan=kini.dokumen.persyaratan)


def susun_lengkap(
    request: Permintaan,
    usulan: Usulan,
    dokumen: int | None = None,
    form_nilai: FormNilai | None = None,
    ketikan: QueryDict | None = None,
) -> dict[str, Any]:
    """The whole page. `ketikan` is what was sent along from the composer: it is shown again."""
    konteks = susun_dasar(request, usulan, dokumen, form_nilai)
    boleh: Boleh = konteks["boleh"]
    ringkasan, usul = usul_putusan(usulan)
    isian = isian_putusan(usul, ketikan, konteks["konsep_putusan"].isi)
    beda = perbedaan(usulan)
    return (
        konteks
        | {
            "pindah": pindah_instansi(usulan, request.user),
            "tenggat": tenggat_kata(usulan.tenggat, kini()),
            "remah": [("Antrean", reverse("usulan:antrean"))],
            "ringkasan": ringkasan,
            "beda": beda,
            "sidik_beda": sidik(beda),
            "form_putusan": form_putusan(usulan, isian),
            "pratinjau": pratinjau(str(isian["status"]), str(isian["keterangan"])),
            "hilang": "" if usulan.verifikator_id == request.user.pk else kehilangan(request.user, usulan),
            "belum_dilihat": belum_dilihat(usulan, request.user) if boleh.nilai else [],
            "tms_tak_dilihat": tms_tak_dilihat(usulan) if konteks["tertunda"] else "",
            "pintasan": PINTASAN,
            "bukan_lagi": not boleh.nilai and hak.boleh(request.user, Kerja.NILAI),
            "bidang": tandai_bidang(usulan, data_periksa(usulan), isian),
        }
        | _borang(request, usulan, boleh)
        | susun_kini(usulan.pk, request.user, awal="", tanda=tanda_kini(usulan.pk, request.user) or "")
    )


def _borang(request: Permintaan, usulan: Usulan, boleh: Boleh) -> dict[str, Any]:
    """The forms of what else the person may do here; None for what they may not."""
    return {
        "form_versi": FormVersi(initial={"versi": usulan.versi}),
        "form_tolak": FormTolakTms() if boleh.tolak else None,
        "form_serah": form_serah(request, usulan) if boleh.bagi or boleh.alihkan else None,
        "form_tandai": form_tandai(usulan) if boleh.tandai else None,
    }


def form_serah(request: Permintaan, usulan: Usulan, data: QueryDict | None = None) -> FormAlihkan:
    """The form that gives the usulan to a verifier of its pokja, each with the load."""
    calon = verifikator_untuk(request.user, usulan.kategori).exclude(usulan_diverifikasi=usulan)
    beban = beban_kata(calon, {usulan.kategori})
    # Another form of the page asks for a reason, too: each field has an id of its own.
    return FormAlihkan(data, calon=calon, beban=beban, auto_id="id_serah_%s")


def form_tandai(usulan: Usulan, data: QueryDict | None = None) -> FormTandai:
    """The form that names what stays open; the rows open now are ticked if a person named them before."""
    awal = usulan.dokumen.filter(terbuka=True) if usulan.perbaikan_ditandai else []
    return FormTandai(
        data,
        dokumen=usulan.dokumen.select_related("persyaratan"),
        label=label_bidang(usulan),
        initial={"dokumen": list(awal)},
    )
