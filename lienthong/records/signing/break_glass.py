"""At the console of the signer's own user: one of two administrators is lost (docs/adr/0057).

python -m lienthong.records.signing.break_glass --var VAR "NAME", while the signer runs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lienthong.records.signing.client import SignerClient
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.signer.roster import SINGLE


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="break_glass", description=__doc__)
    parser.add_argument("--var", type=Path, required=True, help="the installation's own folder")
    parser.add_argument("--keep", action="store_true", help="end what was begun")
    parser.add_argument("name", nargs="?", default="", help="the administrator who is lost")
    chosen = parser.parse_args(arguments)
    if bool(chosen.name) == chosen.keep:
        parser.error("Name the administrator who is lost, or say --keep.")
    signer = SignerClient(chosen.var)
    try:
        said = signer.keep_glass() if chosen.keep else signer.break_glass(chosen.name)
    except Refused as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - the console
        return 1
    print(_told(said))  # noqa: T201 - the console
    return 0


def _told(said: dict[str, str]) -> str:
    if said["mode"] == SINGLE:
        return "One administrator goes on alone from now on; everything waits 24 hours."
    if "until" not in said:
        return "It is ended; two go on as before."
    return (
        f"Everybody concerned is told every day until {said['until']} (UTC)."
        " Say it once more after that; then the other administrator goes on alone."
    )


if __name__ == "__main__":
    raise SystemExit(main())
