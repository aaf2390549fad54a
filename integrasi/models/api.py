"""What the APIs that we serve keep: rights of a client and its quota."""

from django.db import models


class HakKlien(models.Model):
    """What an OAuth2 client of BKN may ask for; the toolkit's own application knows no scopes of its own."""

    klien = models.OneToOneField("oauth2_provider.Application", models.CASCADE, primary_key=True, related_name="hak")
    lingkup = models.JSONField("lingkup", default=list)

    class Meta:
        verbose_name = "hak klien API"

    def __str__(self) -> str:
        return " ".join(self.lingkup)


class JatahLaju(models.Model):
    """How many calls of the running minute are given out to the web processes, per client or group of addresses."""

    kunci = models.CharField(primary_key=True, max_length=80)
    menit = models.BigIntegerField("menit sejak 1970")
    terpakai = models.PositiveIntegerField()

    class Meta:
        verbose_name = "jatah laju"

    def __str__(self) -> str:
        return self.kunci
