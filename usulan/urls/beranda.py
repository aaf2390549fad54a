"""The start page: a name without a namespace, since signing in leads there (LOGIN_REDIRECT_URL)."""

from django.urls import path

from usulan.views import beranda

urlpatterns = [path("", beranda.beranda, name="beranda")]
