"""What a holder reads at the window before agreeing: facts from what the signer holds, nothing the web says."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from lienthong.records.signing import messages
from lienthong.records.signing.signer.agreements import Agreements
from lienthong.records.signing.signer.browsers import Browsers
from lienthong.records.signing.signer.laid import Laid
from lienthong.records.signing.signer.passkeys import usable_sites, waiting
from lienthong.records.signing.signer.restoring import Restoring, state_of
from lienthong.records.signing.signer.roster import NUMBER_TRIES, SINGLE
from lienthong.records.signing.signer.statements import waits_if_confirmed
from lienthong.records.signing.signer.treatment import LAID, WAITS, Holdings, Said
from lienthong.records.signing.signer.wanted import RESTORE, Wanted, wanted_in

_AGREE: Final = ("propose", "confirm")


class Showing:
    """Asked with what the desk has found: what is laid, who wants to answer, and whether they have before."""

    def __init__(self, holdings: Holdings, agreements: Agreements, restoring: Restoring) -> None:
        self._has, self._agreements, self._restoring = holdings, agreements, restoring

    def shown(self, laid: Laid, said: Said, browser: str) -> dict[str, Any]:
        """The facts of `Shown`, in its own names."""
        is_agreement = messages.is_agreement(laid.said)
        facts = self._of_agreement(laid) if is_agreement else self._of_statement(laid, said)
        return {**facts, **self._of_key(said), "locked_until": self._locked_until(said, browser)}

    def file(self, laid: Laid) -> dict[str, Any]:
        """The document itself: what was laid, or what the signer has signed and now is to be sealed."""
        file = self._agreements.file_of(laid) if messages.is_agreement(laid.said) else b""
        return {"file": base64.b64encode(file).decode("ascii")}

    def _of_key(self, said: Said) -> dict[str, Any]:
        key = said.key
        return {
            "name": key.name,
            "signs_as": key.title,
            "has_pin": "pin_hash" in self._has.vault.secrets["keys"][key.id],
            "passkeys": usable_sites(self._has.roster, key.id),
            "waiting": waiting(self._has.roster, key.id),
        }

    def _locked_until(self, said: Said, browser: str) -> str:
        """From when on a PIN may be tried again in this browser."""
        until = Browsers(self._has.vault, said.key.id).locked_until(browser)
        return messages.moment(until) if until else ""

    def _of_agreement(self, laid: Laid) -> dict[str, Any]:
        said = laid.said
        facts = {
            "sort": said["act"],
            "kind": said.get("kind", ""),
            "state": self._agreements.state_of(laid),
            "organisation": self._has.roster.name_of(said["organisation"]),
            "organisation_id": said["organisation"],
            "type": said["type"],
            **self._agreements.terms.as_read(said["organisation"], said["term"], said["type"]),
        }
        return facts | (
            self._to_seal(said) if said["act"] == "seal" else {"title": said["abstract"]}
        )

    def _to_seal(self, said: Mapping[str, Any]) -> dict[str, Any]:
        signing = self._agreements.register.signed_here(said["file"])
        return {
            "kind": signing.facts["kind"],
            "title": signing.facts["abstract"],
            "number": said["number"],
            "day": said["day"],
            "signed_by": self._has.roster.key(signing.facts["key"]).name,
            "signed_at": signing.facts["when"],
        }

    def _of_statement(self, laid: Laid, said: Said) -> dict[str, Any]:
        wanted = wanted_in(laid.message)
        state, proposal = self._proposal(laid)
        facts = {
            "sort": "statement",
            "kind": wanted.kind,
            "state": state,
            "organisation": wanted.path[-1][1],
            "organisation_id": wanted.organisation,
            "title": wanted.title,
            "concerned": wanted.name,
            "purpose": wanted.purpose,
            "leads": wanted.leads,
            "under": wanted.path[-2][1] if len(wanted.path) > 1 else "",
            "named_anew": list(self._named_anew(wanted)),
            "replaces": wanted.replaces,
            "term": wanted.term,
            "proposed_by": self._has.roster.key(proposal["key"]).name if proposal else "",
            "proposed_at": proposal["at"] if proposal else "",
            "until": messages.moment(wanted.until),
            "needs_number": bool(wanted.enrolment) and said.verb in _AGREE,
            "tries_left": self._tries_left(wanted),
            "waits_hours": self._hours(wanted, said),
            **(self._of_suspended(wanted) if wanted.lifts else {}),
        }
        return facts | ({"restored": laid.said["body"]} if wanted.kind == RESTORE else {})

    def _of_suspended(self, wanted: Wanted) -> dict[str, Any]:
        """Post, purpose and state of the key as the roster has them: the statement names no more than the key."""
        key = self._has.roster.key(wanted.key)
        said = {"title": key.title, "purpose": key.purpose, "leads": key.leads}
        return {**said, "suspended_at": key.suspended_at}

    def _proposal(self, laid: Laid) -> tuple[str, Mapping[str, str]]:
        """What it has come to, and the answer of who proposed it, if anybody has."""
        if known := self._has.roster.statements.get(laid.handle):
            return known.state, known.answers[0]
        pending = self._restoring.pending(laid)
        return (state_of(pending), pending) if pending else (LAID, {})

    def _named_anew(self, wanted: Wanted) -> Iterator[dict[str, str]]:
        """Organisations of the path that are new to the signer, or bear another name or stand elsewhere in it."""
        roster, above = self._has.roster, ("", "")
        for organisation, name in wanted.path:
            known = roster.organisations.get(organisation)
            if known is None or (known.name, known.parent) != (name, above[0]):
                before = roster.organisations.get(known.parent) if known else None
                yield {
                    "name": name,
                    "under": above[1],
                    "known_as": known.name if known else "",
                    "known_under": before.name if before else "",
                }
            above = (organisation, name)

    def _tries_left(self, wanted: Wanted) -> int:
        begun = self._has.roster.enrolments.get(wanted.enrolment)
        return NUMBER_TRIES - begun.wrong_numbers if begun else 0

    def _hours(self, wanted: Wanted, said: Said) -> int:
        waits: dict[str, Callable[[], bool]] = {
            "propose": lambda: self._has.roster.mode == SINGLE,
            "confirm": lambda: waits_if_confirmed(self._has.roster, wanted, said.key),
        }
        asked = waits.get(said.verb)
        return int(WAITS.total_seconds() // 3600) if asked and asked() else 0
