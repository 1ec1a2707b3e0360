"""A coming key: its holder chooses a PIN and is shown seed and check number, once and nobody else."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.portals.window.forms import EnrolForm
from lienthong.portals.window.signer import the_signer
from lienthong.records.signing.at_window import Invitation
from lienthong.records.signing.client import SignerUnavailable
from lienthong.records.signing.sentences import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """The form; then, in its answer only, what the holder keeps."""
    invitation = the_signer().show_invitation(token)
    sent = request.POST if request.method == "POST" else None
    form = EnrolForm(sent, is_founding=invitation.is_founding)
    if sent is None:
        return _page(request, invitation, form)
    if not form.is_valid():
        return _page(request, invitation, form, 422)
    browser: str = request.browser  # type: ignore[attr-defined]
    code = form.cleaned_data.get("founding_code", "")
    try:
        enrolment = the_signer().enrol(
            token, form.cleaned_data["pin"], founding_code=code, browser=browser
        )
    except Refused as refused:
        form.refuse(refused.sentence.said(_))
        return _page(request, invitation, form, 503 if _is_away(refused) else 422)
    drawing = segno.make(enrolment.provisioning, error="m").svg_data_uri(
        scale=5, border=2, light="#fff"
    )
    given = {"invitation": invitation, "enrolment": enrolment, "drawing": drawing}
    return render(request, "window/enrolled.html", given)


def _is_away(refused: Refused) -> bool:
    return isinstance(refused, SignerUnavailable)


def _page(
    request: HttpRequest, invitation: Invitation, form: EnrolForm, status: int = 200
) -> HttpResponse:
    return render(
        request, "window/enrol.html", {"invitation": invitation, "form": form}, status=status
    )
