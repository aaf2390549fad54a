from django.apps import AppConfig


class AkunConfig(AppConfig):
    name = "siapp.akun"
    label = "akun"

    def ready(self) -> None:
        from siapp.akun import dua_langkah, kerahasiaan
        from siapp.akun.adapter import SANDI_DIGANTI
        from siapp.audit.kata import daftarkan_kata
        from siapp.web.spanduk import daftarkan_spanduk

        daftarkan_kata(
            jenis={
                kerahasiaan.DINYATAKAN: "Kewajiban menjaga kerahasiaan dinyatakan",
                "sandi.disandikan_ulang": "Rahasia tersimpan disandikan ulang",
                SANDI_DIGANTI: "Kata sandi diganti",
                dua_langkah.DIPASANG: "Verifikasi dua langkah dipasang",
                dua_langkah.DILEPAS: "Verifikasi dua langkah dilepas",
                dua_langkah.PASSKEY_DIPASANG: "Passkey dipasang",
                dua_langkah.PASSKEY_DILEPAS: "Passkey dilepas",
                dua_langkah.KODE_CADANGAN_DIBUAT: "Kode cadangan dibuat",
            }
        )
        dua_langkah.dengarkan()
        daftarkan_spanduk(dua_langkah.spanduk)
