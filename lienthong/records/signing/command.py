"""The verdict on the command line. It needs neither database nor settings; an installation passes its register in."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import read_po

from lienthong.records.signing.sentences import Sentence
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signers import OTHER, TIME_STAMP, SignatureFound
from lienthong.records.signing.trust import Trust
from lienthong.records.signing.verdict import Verdict, verify_file

HOUSE: Final = Path(__file__).resolve().parents[2]
VALID, INVALID, NOT_CHECKED = 0, 1, 2

_VALID: Final = _("Valid: the whole file is as it was signed, numbered, dated and sealed.")
_INVALID: Final = _("Not valid.")
_UNREADABLE: Final = _("The file cannot be opened: %(path)s")
_NO_TRUST: Final = _("There are no trusted root certificates in %(path)s; name them with --trust.")
_ROLES: Final = {
    "leader": _("Leader's signature"),
    "seal": _("Seal of the organisation"),
    OTHER: _("Signature made outside this system"),
    TIME_STAMP: _("Time stamp"),
}
_NUMBER: Final = _("Number")
_DATE: Final = _("Date")
_TRIAL: Final = _("trial certificate")
_DOUBTED: Final = _("NOT VALID")
_UNCHECKED: Final = _("NOT CHECKED")
_REGISTERED: Final = _("Whole, and registered here under %(number)s.")
_NOT_REGISTERED: Final = _("Whole, but not in this register.")
_NOT_ASKED: Final = _("No register was asked whether it knows this file.")

Translate = Callable[[str], str]
# The number a file is registered under, empty if under none, None if no answer came.
AskRegister = Callable[[bytes], str | None]


def verify_command(
    arguments: list[str] | None = None, ask_register: AskRegister | None = None
) -> int:
    """Say what can be said of a file, and what the register knows of it if it is whole."""
    chosen = _parsed(arguments)
    translate = _translator(chosen.language)
    try:
        trust = Trust.load(chosen.trust or chosen.default_trust)
    except (OSError, ValueError):
        return _not_checked(
            Sentence(_NO_TRUST, {"path": chosen.trust or chosen.default_trust}), translate
        )
    try:
        data = chosen.file.read_bytes()
    except OSError:
        return _not_checked(Sentence(_UNREADABLE, {"path": chosen.file}), translate)
    verdict = verify_file(data, trust)
    number = ask_register(data) if ask_register and verdict.valid else None
    if chosen.json:
        said = _as_json(chosen.file, data, verdict, translate)
        said["registered"] = None if number is None else bool(number)
        print(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        _print(verdict, number, translate)
    return VALID if verdict.valid else INVALID


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/verify", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--trust", type=Path, help="trusted roots: a folder as var/keys/trust, or a PEM file"
    )
    parser.add_argument(
        "--default-trust", type=Path, default=Path("var/keys/trust"), help=argparse.SUPPRESS
    )
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    return parser.parse_args(arguments)


def _translator(language: str) -> Translate:
    said: dict[Any, Any] = {}
    for catalogue in HOUSE.rglob(f"locale/{language}/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as file:
            said |= {message.id: message.string for message in read_po(file)}
    return lambda message: str(said.get(message) or message)


def _not_checked(why: Sentence, translate: Translate) -> int:
    print(why.said(translate), file=sys.stderr)
    return NOT_CHECKED


def _print(verdict: Verdict, number: str | None, translate: Translate) -> None:
    print(translate(_VALID if verdict.valid else _INVALID))
    for sentence in [*verdict.reasons, *verdict.notes]:
        print(f"  {sentence.said(translate)}")
    if verdict.valid:
        print(f"  {_of_register(number).said(translate)}")
    if verdict.valid and verdict.date:
        print(f"  {translate(_NUMBER)}: {verdict.number}")
        print(f"  {translate(_DATE)}: {verdict.date:%d/%m/%Y}")
    for found in verdict.signatures:
        print(f"  {_line(found, translate)}")


def _of_register(number: str | None) -> Sentence:
    if number is None:
        return Sentence(_NOT_ASKED)
    return Sentence(_REGISTERED, {"number": number}) if number else Sentence(_NOT_REGISTERED)


def _line(found: SignatureFound, translate: Translate) -> str:
    facts = [
        found.who,
        found.title,
        found.organisation if found.organisation != found.who else "",
        f"{found.when:%d/%m/%Y %H:%M:%S %z}" if found.when else "",
    ]
    facts.append(translate(_TRIAL) if found.trial else "")
    doubt = _UNCHECKED if found.role in (OTHER, TIME_STAMP) else _DOUBTED
    facts.append("" if found.valid else translate(doubt))
    return f"{translate(_ROLES[found.role])}: {', '.join(fact for fact in facts if fact)}"


def _as_json(path: Path, data: bytes, verdict: Verdict, translate: Translate) -> dict[str, Any]:
    return {
        "file": str(path),
        "sha256": hashlib.sha256(data).hexdigest(),
        "valid": verdict.valid,
        "reasons": [sentence.said(translate) for sentence in verdict.reasons],
        "notes": [sentence.said(translate) for sentence in verdict.notes],
        "number": verdict.number,
        "date": verdict.date.isoformat() if verdict.date else None,
        "revisions": verdict.revisions,
        "signatures": [found.as_json() for found in verdict.signatures],
    }
