"""URLs of the tests in this folder: small views of every kind of access, and one page with all components."""

from datetime import UTC, date, datetime

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.views import View
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from siapp.akun import views
from siapp.akun.models import Pengguna, Peran
from siapp.akun.peran import JenisPeran
from siapp.web.akses import akses, akses_masuk, mesin, publik
from siapp.web.formulir import FieldTanggal
from siapp.web.galat import GalatPengguna
from siapp.web.menu import MENU, ButirTampil


@akses_masuk
def beranda(request: HttpRequest) -> HttpResponse:
    return render(request, "uji/beranda.html") if request.GET.get("halaman") else HttpResponse("beranda")


@akses(JenisPeran.VERIFIKATOR, JenisPeran.KOORDINATOR)
def ruang_verifikator(_: HttpRequest) -> HttpResponse:
    return HttpResponse("ruang verifikator")


def lupa_dinyatakan(_: HttpRequest) -> HttpResponse:
    return HttpResponse("terbuka tanpa sengaja")


@publik
def terbuka(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tamu" if isinstance(request.user._wrapped, AnonymousUser) else "terbuka")


@akses(JenisPeran.PIC)
class KelasPic(View):
    def get(self, _: HttpRequest) -> HttpResponse:
        return HttpResponse("kelas pic")


@mesin
class MesinDrf(APIView):
    permission_classes = ()

    def get(self, request: Request) -> Response:
        asli = request._request
        return Response(
            {"sesi": hasattr(asli, "session"), "pengguna": bool(getattr(asli.user, "is_authenticated", False))}
        )

    def post(self, request: Request) -> Response:
        return Response({"diterima": request.data}, status=201)


@mesin
def mesin_gagal(_: HttpRequest) -> HttpResponse:
    raise RuntimeError("rusak")


@publik
def menulis(request: HttpRequest) -> HttpResponse:
    sql = {
        "tambah": "INSERT INTO akun_pengguna (nip) VALUES ('x')",
        "ubah": 'UPDATE "akun_pengguna" SET nama = nama',
        "hapus": "DELETE FROM akun_pengguna",
        "gabung": "MERGE INTO akun_pengguna p USING akun_pengguna q ON p.id = q.id WHEN MATCHED THEN DELETE",
        "dalam": "WITH lama AS (DELETE FROM akun_pengguna RETURNING id) SELECT * FROM lama",
        "cache": "DELETE FROM siapp_cache WHERE cache_key = 'x'",
        "kunci": "SELECT id FROM akun_pengguna LIMIT 0",
    }[request.GET["apa"]]
    with connection.cursor() as kursor:
        kursor.execute(sql)
    return HttpResponse("ditulis")


@publik
def menolak(request: HttpRequest) -> HttpResponse:
    raise GalatPengguna("Usulan sudah dikirim orang lain. Muat ulang halaman.", "Terlambat", 409)


@publik
def melanggar_kendala(request: HttpRequest) -> HttpResponse:
    pengguna = Pengguna.objects.create(nip="190001011925011001", nama="Contoh")
    Peran.objects.create(pengguna=pengguna, jenis=JenisPeran.AUDITOR, boleh_teken=True)
    return HttpResponse("tersimpan")


@publik
def melanggar_tanpa_kata(request: HttpRequest) -> HttpResponse:
    Pengguna.objects.create(nip="190001011925011001", nama="Contoh")
    Pengguna.objects.create(nip="190001011925011001", nama="Contoh")
    return HttpResponse("tersimpan")


class FormContoh(forms.Form):
    nip = forms.CharField(label="NIP", max_length=18, help_text="18 angka, tanpa spasi.")
    tmt = FieldTanggal(label="TMT kenaikan pangkat")
    catatan = forms.CharField(label="Catatan untuk BKN", max_length=255, widget=forms.Textarea, required=False)
    jenis = forms.ChoiceField(
        label="Jenis usulan", choices=[("BARU", "Baru"), ("PERBAIKAN", "Perbaikan")], widget=forms.RadioSelect
    )
    golongan = forms.ChoiceField(label="Golongan", choices=[("", "Pilih golongan"), ("IVC", "IV/c")])
    yakin = forms.BooleanField(label="Data sudah saya periksa dengan dokumen aslinya")


class FormSaring(forms.Form):
    cari = forms.CharField(label="Cari nama, NIP, atau nomor", required=False)
    kategori = forms.ChoiceField(label="Kategori", choices=[("", "Semua"), ("KP", "Kenaikan Pangkat")], required=False)


WAKTU = datetime(2026, 11, 23, 3, 32, tzinfo=UTC)


def konteks_komponen() -> dict[str, object]:
    """What every component is shown with."""
    form = FormContoh({"nip": "1234", "tmt": "31-02-2026", "catatan": "a" * 256, "jenis": "", "golongan": ""})
    form.full_clean()
    return {
        "form": form,
        "form_saring": FormSaring({"kategori": "KP"}),
        "remah": [("Beranda", "/"), ("Usulan", "/usulan/")],
        "tugas": [
            {"judul": "Data usulan", "url": "#a", "keterangan": "NIP, golongan, TMT", "status": "LENGKAP"},
            {"judul": "Dokumen wajib", "url": "#b", "keterangan": "6 dari 9 terunggah", "status": "BELUM_LENGKAP"},
            {"judul": "Pemeriksaan awal", "url": "#c", "keterangan": "", "status": "ADA_GALAT"},
            {"judul": "Teken", "url": "", "keterangan": "Setelah semua lengkap", "status": "BELUM_BISA"},
        ],
        "baris": [
            {"kunci": "Nama", "nilai": "Ratna Contoh, S.Sos."},
            {"kunci": "Golongan lama", "nilai": "IV/b", "url": "#ubah", "berubah": "Data ASN: IV/c"},
            {"kunci": "Tempat lahir", "nilai": ""},
        ],
        "kejadian": [
            {"judul": "Usulan diajukan", "oleh": "Dewi Contoh", "waktu": WAKTU, "isi": "Jenis usulan: Baru."},
            {"judul": "Draf dibuat", "oleh": "Dewi Contoh", "waktu": WAKTU, "isi": ""},
        ],
        "jalur": [
            {
                "nama": "Biro APP",
                "langkah": [
                    {"kata": "Diajukan", "keadaan": "selesai", "keterangan": "20 November 2026"},
                    {"kata": "Diverifikasi", "keadaan": "kini", "keterangan": "Giliran verifikator, 3 hari kerja"},
                    {"kata": "Keppres", "keadaan": "nanti", "keterangan": ""},
                ],
            },
            {
                "nama": "BKN",
                "langkah": [
                    {"kata": "Diterima SIASN", "keadaan": "selesai", "keterangan": ""},
                    {"kata": "Tidak memenuhi syarat (TMS)", "keadaan": "gagal", "keterangan": "Masa kerja kurang"},
                ],
            },
        ],
        "tab": [
            {"label": "Belum dibagi", "url": "?tab=1", "jumlah": 1234, "aktif": True},
            {"label": "Tugas saya", "url": "?tab=2", "jumlah": 0, "aktif": False},
            {"label": "Semua", "url": "?tab=3", "jumlah": None, "aktif": False},
        ],
        "keping": [{"label": "Kenaikan Pangkat", "url_hapus": "?"}],
        "halaman": {"sebelum": "?kursor=a", "berikut": "?kursor=b"},
        "berkas": {"nama": "sk-pangkat-terakhir.pdf", "ukuran": 1_468_006, "url": "#berkas"},
        "hari": date(2026, 11, 23),
        "waktu": WAKTU,
    }


@publik
def komponen(request: HttpRequest) -> HttpResponse:
    return render(request, "uji/komponen.html", konteks_komponen())


@publik
def kerangka(request: HttpRequest) -> HttpResponse:
    """Show the frame as someone sees it who holds every role."""
    menu = [ButirTampil(butir.label, f"/{i}/", butir.ikon, i == 1) for i, butir in enumerate(MENU)]
    pengguna = Pengguna(nama="Ratna Contoh Berpanjang Nama Sekali, S.Sos., M.A.P.", nip="190001011925011001")
    return render(request, "uji/beranda.html", {"menu": menu, "user": pengguna, "url_profil": "/profil/"})


@publik
def unggah(request: HttpRequest, baris: str) -> HttpResponse:
    """Plays the document row: takes PDFs only, and is slow enough for the progress bar to be seen."""
    berkas = request.FILES["berkas"]
    nama = request.GET["nama"]
    konteks: dict[str, object] = {"id": baris, "nama": nama, "wajib": True, "url": request.get_full_path()}
    if not str(berkas.name).endswith(".pdf"):
        galat = "Berkas ini bukan PDF. Pindai atau simpan sebagai PDF, lalu unggah lagi."
        return render(request, "komponen/_unggah.html", konteks | {"keadaan": "KOSONG", "galat": galat}, status=422)
    isi = {"nama": berkas.name, "ukuran": berkas.size, "url": "#"}
    return render(request, "komponen/_unggah.html", konteks | {"keadaan": "DIPERIKSA", "berkas": isi})


@publik
def cocokkan(request: HttpRequest) -> JsonResponse:
    """Plays the matching of names with the two rows."""
    kata = {"dok-1": "pangkat", "dok-2": "prestasi"}
    nama = [satu.lower() for satu in request.POST.getlist("nama")]
    return JsonResponse({"baris": [next((b for b, k in kata.items() if k in satu), "") for satu in nama]})


@publik
def unggah_banyak(request: HttpRequest) -> HttpResponse:
    """Plays the list of files without a row."""
    nama = ", ".join(str(satu.name) for satu in request.FILES.getlist("berkas"))
    return HttpResponse(f'<div id="belum-berbaris">{nama}</div>')


DISIMPAN: list[dict[str, str]] = []


@publik
def simpan(request: HttpRequest) -> HttpResponse:
    """Plays the draft's autosave."""
    DISIMPAN.append(request.POST.dict())
    if request.POST.get("nip") == "putus":
        return HttpResponse(status=503)
    if len(request.POST.get("nip", "")) not in (0, 18):
        return JsonResponse({"galat": {"nip": "NIP terdiri atas tepat 18 angka."}}, status=422)
    return JsonResponse({"versi": "2"})


urlpatterns = [
    path("", beranda, name="beranda"),
    path("verifikator/", ruang_verifikator),
    path("lupa/", lupa_dinyatakan),
    path("terbuka/", terbuka),
    path("pic/", KelasPic.as_view()),
    path("api/mesin", MesinDrf.as_view()),
    path("api/gagal", mesin_gagal),
    path("api/lupa", lupa_dinyatakan),
    path("api/manusia", beranda),
    path("mesin-di-luar/", MesinDrf.as_view()),
    path("menulis/", menulis),
    path("menolak/", menolak),
    path("kendala/", melanggar_kendala),
    path("kendala-tanpa-kata/", melanggar_tanpa_kata),
    path("komponen/", komponen),
    path("kerangka/", kerangka),
    path("unggah/<slug:baris>/", unggah),
    path("cocokkan/", cocokkan),
    path("banyak/", unggah_banyak),
    path("simpan/", simpan),
    path("", include("siapp.web.urls")),
    path("bantuan/narahubung/", include("siapp.narahubung.urls")),
    path("akun/sesi/", views.sesi, name="sesi"),
    path("akun/isian/", views.isian, name="isian"),
    path("akun/", include("allauth.account.urls")),
    path("akun/2fa/", include("allauth.mfa.urls")),
    path("integrasi/", include("integrasi.urls")),  # the banners of that room lead there
]

handler400 = "siapp.web.views.galat_400"
handler403 = "siapp.web.views.galat_403"
handler404 = "siapp.web.views.galat_404"
handler500 = "siapp.web.views.galat_500"
