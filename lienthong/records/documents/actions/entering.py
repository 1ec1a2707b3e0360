"""Entering what was agreed to at the window by somebody who did not come back from there."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lienthong.kernel.people.public import actor_in
from lienthong.kernel.permissions.public import NotAnswered, RuleBroken
from lienthong.records.signing.public import SigningRefused

from ..models import LaidDocument, State
from . import issuing, signature

# The signer keeps what is laid a day longer.
KEPT_FOR = dt.timedelta(days=10)


def enter_what_was_agreed() -> None:
    """In the name of who agreed, and lower numbers first; what cannot be entered now stays as it is."""
    laid = LaidDocument.objects.select_related("document", "certificate__post")
    for one in laid.order_by("number", "pk"):
        assert one.certificate.post is not None, "a person's key belongs to a post"
        act = issuing.issue if one.document.state == State.SIGNED else signature.sign
        try:
            act(one.document_id, actor=actor_in(one.certificate.post))
        except (NotAnswered, SigningRefused):
            _forget_if_old(one)
        except (RuleBroken, PermissionDenied):
            continue


def _forget_if_old(laid: LaidDocument) -> None:
    if laid.laid_at < timezone.now() - KEPT_FOR:
        laid.delete()
