"""Run the signer: `python -m lienthong.records.signing.signer --var var`."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socketserver
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import wire
from lienthong.records.signing.signer.desk import Desk

log = logging.getLogger("lienthong.signer")
SECONDS_TO_SPEAK = 20


class Conversation(socketserver.BaseRequestHandler):
    """One question, one answer."""

    server: Signer

    def handle(self) -> None:
        self.request.settimeout(SECONDS_TO_SPEAK)
        try:
            question = wire.receive(self.request)
            wire.send(self.request, self.server.answer(question))
        except (OSError, ValueError) as broken:
            log.warning("conversation broken: %s", broken)


class Signer(socketserver.ThreadingUnixStreamServer):
    """Listens on a socket only its own user may open; acts one at a time."""

    daemon_threads = True

    def __init__(self, path: Path, desk: Desk) -> None:
        self.desk = desk
        self._lock = threading.Lock()
        wire.private_folder(path.parent)
        path.unlink(missing_ok=True)
        before = os.umask(0o177)
        try:
            super().__init__(str(path), Conversation)
        finally:
            os.umask(before)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        act = self.desk.acts.get(str(question.pop("ask", "")))
        if act is None:
            return _no(_("The signer does not know this act."), {})
        with self._lock:
            return _answered(act, question)


def _answered(act: Callable[..., dict[str, Any]], question: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ok": True, **act(**question)}
    except Refused as refused:
        return _no(refused.sentence.message, dict(refused.sentence.facts))
    except Exception:
        log.exception("the signer could not do what was asked")
        failed = _("The signer could not do what was asked; nothing was signed.")
        return _no(failed, {}) | {"fault": True}


def _no(message: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {"ok": False, "message": message, "facts": facts}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="signer", description=__doc__)
    parser.add_argument("--var", type=Path, required=True, help="the installation's own folder")
    parser.add_argument("--fonts", type=Path, help="folder of the official typeface")
    parser.add_argument(
        "--passphrase-file", type=Path, help="file holding the key file's passphrase"
    )
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="signer: %(message)s", stream=sys.stderr)
    passphrase = chosen.passphrase_file.read_text("utf-8").strip() if chosen.passphrase_file else ""
    desk = Desk(chosen.var / "keys", passphrase=passphrase, fonts=chosen.fonts)
    path = wire.socket_path(chosen.var)
    with Signer(path, desk) as server:
        _stop_on(server, signal.SIGTERM, signal.SIGINT)
        log.info(
            "listening on %s as user %d; in production the signer has a user of its own",
            path,
            os.getuid(),
        )
        server.serve_forever()
    path.unlink(missing_ok=True)
    return 0


def _stop_on(server: Signer, *signals: signal.Signals) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    for one in signals:
        signal.signal(one, stop)


if __name__ == "__main__":
    raise SystemExit(main())
