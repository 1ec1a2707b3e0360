"""Outgoing documents, the opinions on them and the comments in their drafting office."""

from .comments import Comment
from .document import (
    NUMBERED,
    Adoption,
    Attachment,
    Authority,
    Document,
    DocumentQuerySet,
    Initial,
    LaidDocument,
    Recipient,
    State,
    Urgency,
)
from .effects import Effect, EffectKind
from .opinions import Opinion, OpinionRequest

__all__ = [
    "NUMBERED",
    "Adoption",
    "Attachment",
    "Authority",
    "Comment",
    "Document",
    "DocumentQuerySet",
    "Effect",
    "EffectKind",
    "Initial",
    "LaidDocument",
    "Opinion",
    "OpinionRequest",
    "Recipient",
    "State",
    "Urgency",
]
