"""Tickets: a clerk's act, bound to one signed file, one number and one date, redeemed later."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import time
from typing import Any, Final

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer.vault import Vault

VALID_FOR_SECONDS: Final = 72 * 3600
_TERMS: Final = ("seal_key_id", "clerk_key_id", "sha256", "number", "day", "at")


def write_ticket(vault: Vault, terms: dict[str, str]) -> str:
    ticket_id = os.urandom(16).hex()
    expires = int(time.time()) + VALID_FOR_SECONDS
    body = {"id": ticket_id, "expires": expires, **{name: terms[name] for name in _TERMS}}
    _forget_expired(vault)
    vault.state["tickets"][ticket_id] = {
        "expires": expires,
        "number": terms["number"],
        "sha256": terms["sha256"],
    }
    vault.keep_state()
    text = json.dumps(body, ensure_ascii=False, sort_keys=True).encode("utf-8")
    return f"{base64.urlsafe_b64encode(text).decode('ascii')}.{_mac(vault, text)}"


def read_ticket(vault: Vault, ticket: str) -> dict[str, Any]:
    encoded, _dot, mac = ticket.partition(".")
    try:
        text = base64.urlsafe_b64decode(encoded)
    except ValueError:
        raise Refused(_("This permission to seal was not given by the signer.")) from None
    if not hmac.compare_digest(_mac(vault, text), mac):
        raise Refused(_("This permission to seal was not given by the signer."))
    body: dict[str, Any] = json.loads(text)
    if body["expires"] < time.time() or body["id"] not in vault.state["tickets"]:
        raise Refused(
            _("This permission to seal has expired; the clerk must issue the document again.")
        )
    return body


def _mac(vault: Vault, text: bytes) -> str:
    return hmac.new(vault.ticket_key, b"ticket\0" + text, hashlib.sha256).hexdigest()


def _forget_expired(vault: Vault) -> None:
    now = time.time()
    for ticket_id, kept in list(vault.state["tickets"].items()):
        if kept["expires"] < now:
            del vault.state["tickets"][ticket_id]
            vault.forget_sealed(ticket_id)
