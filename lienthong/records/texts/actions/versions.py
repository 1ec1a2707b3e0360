"""Texts kept as they stood at one moment."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lienthong.kernel.permissions.public import Actor, RuleBroken
from lienthong.records.texts.actions.clauses import tidy
from lienthong.records.texts.clauses.addresses import number_eids
from lienthong.records.texts.clauses.pieces import without_seeds
from lienthong.records.texts.models import Text, TextVersion, sha256_of

Reason = TextVersion.Reason
LONGEST_NAME = 200


@transaction.atomic
def freeze(text: Text | int, *, label: str = "", actor: Actor) -> TextVersion:
    """Keep the text as it stands now, with its addresses, for good."""
    kept = Text.objects.select_for_update().get(pk=text.pk if isinstance(text, Text) else text)

    if not kept.body:
        raise RuleBroken(_("The text is still empty."))

    return kept_version(kept, label=label, written_by=actor.name)


@transaction.atomic
def keep_version(text_id: int, *, name: str, actor: Actor) -> TextVersion:
    """Keep the text as it stands now under a name, to compare with it later."""
    kept = Text.objects.select_for_update().get(pk=text_id)
    name = tidy(name)

    if not name:
        raise RuleBroken(_("Give the version a name, so that it is found again."), field="name")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(
            _("The name may have at most %(count)d characters.") % {"count": LONGEST_NAME},
            field="name",
        )
    if not kept.body:
        raise RuleBroken(_("The text is still empty."))

    return kept_version(kept, label=name, reason=Reason.NAMED, written_by=actor.name)


@transaction.atomic
def send_out(text_id: int, *, actor: Actor) -> TextVersion:
    """Keep the text as it is sent out for opinions: what is said of it is said of these words."""
    kept = Text.objects.select_for_update().get(pk=text_id)

    if not kept.body:
        raise RuleBroken(_("The text is still empty."))

    return kept_version(kept, reason=Reason.ASKED, written_by=actor.name)


def kept_version(
    kept: Text, *, label: str = "", reason: str = Reason.SIGNED, written_by: str = ""
) -> TextVersion:
    """The version of a text that is locked."""
    body = body_to_freeze(kept)
    return TextVersion.objects.create(
        text=kept,
        number=kept.versions.count() + 1,
        body=body,
        label=label,
        reason=reason,
        written_by=written_by,
        sha256=sha256_of(body),
    )


def body_to_freeze(kept: Text) -> list[dict[str, Any]]:
    return number_eids(without_seeds(deepcopy(kept.body)))
