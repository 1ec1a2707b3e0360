"""What a browser may keep of a document that its reader may read (docs/adr/0020)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

MARK_FIELD = "v"


def session_mark(request: HttpRequest, sha256: str) -> str:
    """Belongs in the address (`?v=…`) of a picture made from this file: nobody else's session has it."""
    secret = f"{request.session.session_key}:{sha256}"
    return salted_hmac("lienthong.web.caching", secret, algorithm="sha256").hexdigest()[:32]


def cache_for_session(request: HttpRequest, answer: HttpResponse, sha256: str) -> HttpResponse:
    """Let the browser keep an answer for the session whose own address asked for it; nobody else."""
    if constant_time_compare(request.GET.get(MARK_FIELD, ""), session_mark(request, sha256)):
        age = settings.SESSION_COOKIE_AGE
        answer.headers["Cache-Control"] = f"private, max-age={age}, immutable"
    return answer
