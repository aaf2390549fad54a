"""Takes the place of Django's `{% csrf_token %}`: no form of ours is without its key (`siapp.web.tanda`)."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from siapp.web.tanda import NAMA, kunci_halaman

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: dict[str, Any]) -> str:
    """Write the hidden fields that prove where a form came from and, for who is signed in, which one it was."""
    token = context.get("csrf_token")
    if not token or token == "NOTPROVIDED":  # noqa: S105 - Django's word for a template without a request
        return ""
    isi = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
    kunci = kunci_halaman(context["request"]) if "request" in context else ""
    return SafeString(isi + format_html('<input type="hidden" name="{}" value="{}">', NAMA, kunci) if kunci else isi)
