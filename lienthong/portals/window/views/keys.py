"""Taking power away from a key that somebody else has used: its holder alone, at once."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.portals.window.forms import EmptyForm
from lienthong.portals.window.signer import the_signer
from lienthong.portals.window.uses import in_words
from lienthong.records.signing.sentences import Refused

NEWEST_USES = 5


@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, key: str) -> HttpResponse:
    """Asks once more, with what was done lately; then the key is withdrawn and the page says what follows."""
    browser: str = request.browser  # type: ignore[attr-defined]
    signer = the_signer()
    known = {one.id: one for one in signer.known_here(browser)} if browser else {}
    if key not in known:
        raise Http404
    form, status = EmptyForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid() and not known[key].is_withdrawn:
        try:
            signer.not_me(key, browser=browser)
            return render(request, "window/withdrawn.html", {"key": known[key]})
        except Refused as refused:
            form.refuse(refused.sentence.said(_))
            status = 422
    if known[key].is_withdrawn:
        return render(request, "window/withdrawn.html", {"key": known[key]})
    given = {"key": known[key], "form": form, "uses": in_words(signer.used(key)[:NEWEST_USES])}
    return render(request, "window/not_me.html", given, status=status)
