"""From rows to the chain and back to lines of an export."""

from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from lienthong.kernel.audit.chain import key_from_secret
from lienthong.kernel.audit.models import AuditEntry, SealHead
from lienthong.kernel.database.public import secret_from

_SEALED_FIELDS = [
    "id",
    "verb",
    "is_reading",
    "subject_type",
    "subject_id",
    "person_id",
    "post_id",
    "for_post_id",
    "unit_id",
    "actor_name",
    "actor_title",
    "unit_name",
    "facts",
    "trace",
]


def audit_key() -> Ed25519PrivateKey:
    """The key of this installation; back it up with the others of its folder."""
    return key_from_secret(secret_from(settings.KEYS / "audit-head"))


def audit_public_key() -> str:
    return audit_key().public_key().public_bytes_raw().hex()


def content_of(entry: AuditEntry, seal_number: int) -> dict[str, Any]:
    content = {name: getattr(entry, name) for name in _SEALED_FIELDS}
    return {**content, "at": _moment(entry.at), "seal_number": seal_number}


def head_content(number: int, hash_: str, sealed_at: Any) -> dict[str, Any]:
    return {"number": number, "hash": hash_, "sealed_at": _moment(sealed_at)}


def exported_lines(*, after: int = 0) -> Iterator[dict[str, Any]]:
    """Every sealed entry after a seal number, then every signed head after it."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(seal_number__gt=after)
    for entry in entries.order_by("seal_number").iterator():
        assert entry.seal_number is not None
        yield {"entry": content_of(entry, entry.seal_number), "hash": entry.seal_hash}
    for head in SealHead.objects.filter(number__gt=after).order_by("number"):
        yield {
            "head": head_content(head.number, head.hash, head.sealed_at),
            "public_key": head.public_key,
            "signature": head.signature,
        }


def _moment(at: Any) -> str:
    return str(at.astimezone(timezone.get_default_timezone()).isoformat(timespec="microseconds"))
