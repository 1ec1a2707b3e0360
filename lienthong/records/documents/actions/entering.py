"""Entering what was agreed to at the window by somebody who did not come back from there."""

import datetime as dt
import logging

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from lienthong.kernel.audit.public import record
from lienthong.kernel.people.public import actor_in
from lienthong.kernel.permissions.public import NotAnswered, RuleBroken
from lienthong.records.signing.public import SignerDown, SigningRefused

from ..models import LaidDocument, State
from . import issuing, signature

logger = logging.getLogger(__name__)

# The signer keeps what is laid a day longer.
KEPT_FOR = dt.timedelta(days=10)


def enter_what_was_agreed() -> None:
    """In the name of who agreed, and lower numbers first; what cannot be entered now stays as it is.

    One that breaks keeps no other back; while the signer is away all of them wait.
    """
    laid = LaidDocument.objects.select_related("document", "certificate__post")
    for one in laid.order_by("number", "pk"):
        try:
            _enter(one)
        except (NotAnswered, SigningRefused):
            _forget_if_old(one)
        except SignerDown:
            return
        except (RuleBroken, PermissionDenied):
            continue
        except Exception:
            logger.exception("What was laid as %s broke when it was entered.", one.pk)


@transaction.atomic
def _enter(laid: LaidDocument) -> None:
    """The same action as on the return; the history says that the person had not come back."""
    assert laid.certificate.post is not None, "a person's key belongs to a post"
    act = issuing.issue if laid.document.state == State.SIGNED else signature.sign
    document = act(laid.document_id, actor=actor_in(laid.certificate.post))

    record(None, "documents.entered", document, name=laid.certificate.holder)


def _forget_if_old(laid: LaidDocument) -> None:
    if laid.laid_at < timezone.now() - KEPT_FOR:
        laid.delete()
