"""Where something dies: every named point of the product, and trouble that comes between them."""

from dataclasses import dataclass

from lienthong.records.correspondence.tests.crash_points import CRASH_POINTS as ARRIVING
from lienthong.records.documents.tests.crash_points import CRASH_POINTS as ISSUING

# The action in which a named point lies, and the process that does it.
ACTIONS = {
    "submit": ("submit", "web"),
    "sign": ("sign", "web"),
    "issue": ("issue", "web"),
    "seal": ("issue", "worker"),
    "publish": ("issue", "worker"),
    "register": ("register", "web"),
    "direct": ("direct", "web"),
    "receive": ("receive", "web"),
    "pass_on": ("pass_on", "web"),
    "forward": ("letter", "worker"),
}


@dataclass(frozen=True)
class Point:
    """One trial: the action, what dies, and at which named point, if it is one."""

    name: str
    action: str
    trial: str
    at: str = ""
    documents: int = 1


def _named(at: str) -> Point:
    action, process = ACTIONS[at.partition(".")[0]]
    return Point(at, action, f"{process}_dies", at)


def _database(at: str) -> Point:
    action, process = ACTIONS[at.partition(".")[0]]
    return Point(f"{at}+database", action, f"database_dies_under_{process}", at)


NAMED = [_named(at) for at in (*ISSUING, *ARRIVING)]
DATABASE = [
    _database("sign.after_signer"),
    _database("issue.after_ticket"),
    _database("register.after_number"),
    _database("direct.before_commit"),
    _database("seal.after_file_stored"),
    _database("publish.after_audience"),
]
SIGNER = [
    Point("signing+signer", "sign", "signer_dies"),
    Point("permitting+signer", "issue", "signer_dies"),
    Point("sealing+signer", "issue", "signer_dies_under_worker"),
]
ANSWERS = [
    Point("signed+answer", "sign", "answer_is_lost"),
    Point("issued+answer", "issue", "answer_is_lost"),
    Point("registered+answer", "register", "answer_is_lost"),
]
BETWEEN = [
    Point("issuing+web", "issue", "web_is_killed"),
    Point("registering+web", "register", "web_is_killed"),
    Point("queue+worker", "issue", "worker_is_killed_again_and_again", documents=3),
]
POINTS = {point.name: point for point in [*NAMED, *DATABASE, *SIGNER, *ANSWERS, *BETWEEN]}
