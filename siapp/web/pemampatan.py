"""Pages go out compressed, a fifth of their size, where that betrays nothing of them (keputusan/0060)."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# What the browser says of who made it ask: our own page, or its person (address bar, bookmark).
DARI_KITA = frozenset({"same-origin", "none"})


class PemampatanMiddleware(GZipMiddleware):
    """Compress the HTML that a page of ours, or the person, asked for; Django adds a random length (BREACH).

    Whoever watches the length of an answer learns what else stands in it, if he may choose a part of the request. So
    what another site made the browser ask for goes out as it is, and so does everything of a browser that does not say.
    Files, streams and answers to machines never pass: files are compressed already, machines' answers are short.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return `response`, compressed if it may be."""
        berupa_halaman = not response.streaming and response.get("Content-Type", "").startswith("text/html")
        if not berupa_halaman or request.headers.get("Sec-Fetch-Site") not in DARI_KITA:
            return response
        return super().process_response(request, response)
