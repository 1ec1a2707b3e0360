"""Founding: at the console of the signer's own user, once; the founders' keys come into force together."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from lienthong.records.signing import pki
from lienthong.records.signing.messages import moment, moment_of
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import clock
from lienthong.records.signing.signer.browsers import Browsers
from lienthong.records.signing.signer.disk import private_folder, write_whole
from lienthong.records.signing.signer.journal import JOURNAL_FILE
from lienthong.records.signing.signer.lines import FOUNDED
from lienthong.records.signing.signer.roster import SINGLE, TWO
from lienthong.records.signing.signer.treatment import Holdings

FOUNDING_FILE: Final = "founding.json"
GOOD_FOR: Final = timedelta(hours=1)
# Without letters and digits that are taken for one another: 20 of them make 99 bits.
_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH: Final = 20
_ORGANISATION: Final = re.compile(r"([A-Z0-9-]{1,40}):(.{1,300})")


def found(place: Path, organisation: tuple[str, str], names: list[str]) -> list[str]:
    """Prepare the founding: a code for each founder, good for an hour and once. One founder: single mode."""
    if (place / JOURNAL_FILE).exists() and (place / JOURNAL_FILE).stat().st_size:
        raise SystemExit("This signer has been founded already.")
    codes = ["".join(secrets.choice(_LETTERS) for _at in range(_CODE_LENGTH)) for _name in names]
    prepared = {
        "id": os.urandom(16).hex(),
        "organisation": {"id": organisation[0], "name": organisation[1]},
        "mode": SINGLE if len(names) == 1 else TWO,
        "until": moment(clock.now() + GOOD_FOR),
        "founders": [
            {"name": name, "sha256": _hashed(code)} for name, code in zip(names, codes, strict=True)
        ],
    }
    private_folder(place)
    write_whole(place / FOUNDING_FILE, json.dumps(prepared, ensure_ascii=False).encode("utf-8"))
    return ["-".join(code[at : at + 5] for at in range(0, _CODE_LENGTH, 5)) for code in codes]


class Founding:
    """Before the first line of the journal nothing but this works."""

    def __init__(self, holdings: Holdings) -> None:
        self._vault, self._journal = holdings.vault, holdings.journal

    def enrol(
        self, person: str, name: str, code: str, key: str, made: dict[str, str]
    ) -> dict[str, str]:
        """A founder's key; with the last founder's the signer is founded."""
        prepared = self._prepared()
        at = self._place_of(prepared, code, name)
        founders = self._vault.secrets.get("founders", {})
        if founders.get("id") != prepared["id"]:
            founders = {"id": prepared["id"], "keys": {}}
        others = [one for place, one in founders["keys"].items() if place != str(at)]
        if str(at) in founders["keys"] or person in [one["person"] for one in others]:
            raise Refused(
                _("This founding code has been used, or by the same person as the other one.")
            )
        key = key or f"administrator-{person}-{os.urandom(6).hex()}"
        founders["keys"][str(at)] = {**made, "key": key, "person": person, "name": name}
        self._vault.secrets["founders"] = founders
        self._vault.keep_secrets()
        if len(founders["keys"]) == len(prepared["founders"]):
            self._found(prepared, list(founders["keys"].values()))
        return {"enrolment": "", "number": "", "key": key}

    def _found(self, prepared: dict[str, Any], founders: list[dict[str, str]]) -> None:
        for one in founders:
            secret = {
                "pin_hash": one["pin_hash"],
                "seed": one["seed"],
                "key": "",
                "certificate": "",
            }
            self._vault.keep_key(one["key"], secret)
            Browsers(self._vault, one["key"]).begin(one["browser"])
        self._journal.write(
            FOUNDED,
            installation=self._vault.installation,
            root=pki.fingerprint(self._vault.root),
            record=pki.fingerprint(self._vault.record),
            organisation=prepared["organisation"],
            mode=prepared["mode"],
            keys=[{name: one[name] for name in ("key", "person", "name")} for one in founders],
        )
        self.end()

    def end(self) -> None:
        """Never again: even an emptied journal does not open the way to another founding."""
        if not self._vault.secrets.get("is_founded"):
            self._vault.secrets["is_founded"] = True
            self._vault.secrets.pop("founders", None)
            self._vault.keep_secrets()
        (self._vault.place / FOUNDING_FILE).unlink(missing_ok=True)

    def _prepared(self) -> dict[str, Any]:
        path = self._vault.place / FOUNDING_FILE
        if not path.exists():
            raise Refused(_("The signer has not been founded yet: that begins at its console."))
        prepared: dict[str, Any] = json.loads(path.read_bytes())
        if clock.now() > moment_of(prepared["until"]):
            raise Refused(_("The founding codes were good for an hour; founding begins anew."))
        return prepared

    def _place_of(self, prepared: dict[str, Any], code: str, name: str) -> int:
        hashed = _hashed(code)
        for at, founder in enumerate(prepared["founders"]):
            if secrets.compare_digest(founder["sha256"], hashed):
                if founder["name"] != name:
                    raise Refused(_("This founding code was made for somebody else."))
                return at
        raise Refused(_("This is not a founding code of this signer."))


def _hashed(code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).upper()
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="signer found", description=__doc__)
    parser.add_argument("--var", type=Path, required=True, help="the installation's own folder")
    parser.add_argument(
        "--organisation", required=True, help='the topmost organisation: "LT-1:Its name"'
    )
    parser.add_argument("--single", action="store_true", help="one administrator alone")
    parser.add_argument("names", nargs="+", help="the founders, as they are called")
    chosen = parser.parse_args(arguments)
    organisation = _ORGANISATION.fullmatch(chosen.organisation)
    if organisation is None:
        parser.error('--organisation is written "LT-1:Its name".')
    if len(chosen.names) != (1 if chosen.single else 2):
        parser.error("Two persons found a signer; with --single one does.")
    codes = found(chosen.var / "keys", (organisation[1], organisation[2]), chosen.names)
    for name, code in zip(chosen.names, codes, strict=True):
        print(f"{name}: {code}")  # noqa: T201 - what the founders are shown
    return 0
