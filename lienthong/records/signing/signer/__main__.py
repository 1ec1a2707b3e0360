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

from lienthong.kernel.text.public import LineWithoutContents
from lienthong.records.signing.sentences import Refused
from lienthong.records.signing.sentences import gettext_noop as _
from lienthong.records.signing.signer import founding, wire
from lienthong.records.signing.signer.callers import Caller, Callers, Turns
from lienthong.records.signing.signer.desk import Desk
from lienthong.records.signing.signer.limits import ACTS_BY_PASSKEY, ACTS_BY_PIN, Limits

log = logging.getLogger("lienthong.signer")
SECONDS_TO_SPEAK = 20


class Conversation(socketserver.BaseRequestHandler):
    """One question, one answer."""

    server: Signer

    def handle(self) -> None:
        self.request.settimeout(SECONDS_TO_SPEAK)
        try:
            caller = self.server.callers.at(self.request)
            with self.server.turns.taken_by(caller.uid) as is_free:
                answer = self._answered(caller) if is_free else _too_many()
                wire.send(self.request, answer)
        except (OSError, ValueError) as broken:
            log.warning("a conversation broke off: %s", type(broken).__name__)

    def _answered(self, caller: Caller) -> dict[str, Any]:
        question = wire.receive(self.request, wire.LONGEST_QUESTION)
        return self.server.answer(question, caller)


class Signer(socketserver.ThreadingUnixStreamServer):
    """Listens on a socket that only the users named may open; each conversation is a thread."""

    daemon_threads = True
    request_queue_size = wire.MOST_WAITING

    def __init__(self, path: Path, desk: Desk, callers: Callers | None = None) -> None:
        self.desk = desk
        self.callers = callers or Callers.named()
        self.turns = Turns()
        for_group = self.callers.are_other_users
        wire.listen_folder(path.parent, for_group=for_group)
        path.unlink(missing_ok=True)
        before = os.umask(0o117 if for_group else 0o177)
        try:
            super().__init__(str(path), Conversation)
        finally:
            os.umask(before)

    def answer(self, question: dict[str, Any], caller: Caller) -> dict[str, Any]:
        name = str(question.pop("ask", ""))
        act = self.desk.acts.get(name)
        if act is None:
            return _no(_("The signer does not know this act."), {})
        if not caller.may_ask(name):
            log.warning("user %d may not ask for %s", caller.uid, name)
            return _no(_("This is not asked of the signer by this part of the installation."), {})
        self.desk.asking.uid = caller.uid
        return _answered(act, question)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("a conversation failed")


def _answered(act: Callable[..., dict[str, Any]], question: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"ok": True, **act(**question)}
    except Refused as refused:
        return _no(refused.sentence.message, dict(refused.sentence.facts))
    except Exception:
        log.exception("the signer could not do what was asked")
        failed = _("The signer could not do what was asked; nothing was signed.")
        return _no(failed, {}) | {"fault": True}


def _too_many() -> dict[str, Any]:
    return _no(_("The signer has been asked too much at once. Try again shortly."), {}) | {
        "fault": True
    }


def _no(message: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {"ok": False, "message": message, "facts": facts}


def main(arguments: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments[:1] == ["found"]:
        return founding.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="signer", description=__doc__)
    parser.add_argument("--var", type=Path, required=True, help="the installation's own folder")
    parser.add_argument("--fonts", type=Path, help="folder of the official typeface")
    parser.add_argument(
        "--passphrase-file", type=Path, help="file holding the key file's passphrase"
    )
    for proof, most in (("pin", ACTS_BY_PIN), ("passkey", ACTS_BY_PASSKEY)):
        said = f"how often a key answers in a day with a {proof} ({most})"
        parser.add_argument(f"--acts-by-{proof}", type=int, default=most, help=said)
    parser.add_argument("--web-user", help="the OS user of the web server, by name or number")
    parser.add_argument("--worker-user", help="the OS user of the worker, by name or number")
    parser.add_argument("--window-user", help="the OS user of the signing window")
    chosen = parser.parse_args(arguments)
    _log_without_contents()
    callers = Callers.named(chosen.web_user, chosen.worker_user, chosen.window_user)
    passphrase = chosen.passphrase_file.read_text("utf-8").strip() if chosen.passphrase_file else ""
    limits = Limits(chosen.acts_by_pin, chosen.acts_by_passkey)
    desk = Desk(chosen.var / "keys", passphrase=passphrase, fonts=chosen.fonts, limits=limits)
    path = wire.socket_path(chosen.var)
    if callers.are_other_users:
        _refuse_stand_in(path, chosen.var)
        (chosen.var / "keys").chmod(0o711)  # to the folder of trust; nothing else in it is open
    with Signer(path, desk, callers) as server:
        _stop_on(server, signal.SIGTERM, signal.SIGINT)
        log.info("listening on %s as user %d", path, os.getuid())
        if not callers.are_other_users:
            log.info("in production the signer has a user of its own")
        server.serve_forever()
    path.unlink(missing_ok=True)
    return 0


def _log_without_contents() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LineWithoutContents("signer: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    log.setLevel(logging.INFO)
    for library in ("pyhanko", "pyhanko_certvalidator"):  # what they write holds names
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _refuse_stand_in(path: Path, var: Path) -> None:
    if path.parent.parent != var.resolve():
        raise SystemExit(f"{var} is too long a path for a socket that others open.")


def _stop_on(server: Signer, *signals: signal.Signals) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()

    for one in signals:
        signal.signal(one, stop)


if __name__ == "__main__":
    raise SystemExit(main())
