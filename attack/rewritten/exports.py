"""What somebody does to an export before it is checked."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from lienthong.kernel.audit.chain import entry_hash, genesis, linked

from .nature import Lines, Nature, table
from .office import Office

Rewrite = Callable[[Office, Lines], Lines]
# What an entry says, and what is written instead.
SAID: dict[str, Any] = {
    "id": 1_000_000,
    "at": "2020-01-01T00:00:00.000000+00:00",
    "verb": "people.read",
    "subject_id": "999999",
    "person_id": 999,
    "actor_name": "Người Không Có",
    "facts": {"number": -1},
    "mark": "0" * 80,
    "more": "something",
}


def natures() -> Iterator[Nature]:
    for name, said in SAID.items():
        rewrite = _changed("entry", {name: said})
        yield Nature("export", f"the {name} of an entry", "link", rewrite=rewrite)
    yield from table("export", NATURES)


def _places(lines: Lines, kind: str) -> list[int]:
    return [at for at, line in enumerate(lines) if kind in json.loads(line)]


def _some(office: Office, lines: Lines, kind: str) -> int:
    """The place of some line of a kind: not the first or the last, and no entry with its head right after."""
    inner = _places(lines, kind)[1:-1]
    return office.random.choice([at for at in inner if '{"head"' not in lines[at + 1]])


def _changed(kind: str, said: dict[str, Any]) -> Rewrite:
    def rewrite(office: Office, lines: Lines) -> Lines:
        at = _some(office, lines, kind)
        line = json.loads(lines[at])
        line[kind] |= said
        return [*lines[:at], json.dumps(line), *lines[at + 1 :]]

    return rewrite


def _spoilt(kind: str, spoil: Callable[[str], str]) -> Rewrite:
    def rewrite(office: Office, lines: Lines) -> Lines:
        at = _some(office, lines, kind)
        return [*lines[:at], spoil(lines[at]), *lines[at + 1 :]]

    return rewrite


def _beside(line: str) -> str:
    return json.dumps(json.loads(line) | {"actor": "Người Không Có"})


def _twice(line: str) -> str:
    """A reader of the first copy sees another name than a reader of the last."""
    return line.replace('"actor_name":', '"actor_name": "Người Không Có", "actor_name":')


def _removed(kind: str) -> Rewrite:
    def rewrite(office: Office, lines: Lines) -> Lines:
        at = _some(office, lines, kind)
        return [*lines[:at], *lines[at + 1 :]]

    return rewrite


def _doubled(kind: str) -> Rewrite:
    def rewrite(office: Office, lines: Lines) -> Lines:
        at = _some(office, lines, kind)
        return [*lines[:at], lines[at], *lines[at:]]

    return rewrite


def swapped(office: Office, lines: Lines) -> Lines:
    entries = _places(lines, "entry")
    at = office.random.randrange(1, len(entries) - 1)
    first, second = entries[at], entries[at + 1]
    moved = list(lines)
    moved[first], moved[second] = lines[second], lines[first]
    return moved


def computed(office: Office, lines: Lines) -> Lines:
    """An entry changed, and every link after it, under the heads that were signed."""
    changed = _changed("entry", {"verb": "x"})(office, lines)
    link, result = genesis(office.keeper.founded.installation).link, []
    for text in changed:
        line = json.loads(text)
        if "entry" in line:
            line["hash"] = link = linked(link, entry_hash(line["entry"]))
        result.append(json.dumps(line))
    return result


def cut(office: Office, lines: Lines) -> Lines:
    return lines[: _some(office, lines, "entry")]


def cut_before_the_end(office: Office, lines: Lines) -> Lines:
    """The tail is gone, the closing head is left."""
    return [*lines[: _some(office, lines, "head") + 1], lines[-1]]


def closed_by_a_head(office: Office, lines: Lines) -> Lines:
    at = _some(office, lines, "head")
    head = json.loads(lines[at])
    closing = {"closing": head["head"], "signature": head["signature"]}
    return [*lines[: at + 1], json.dumps(closing)]


def under_another_root(office: Office, lines: Lines) -> Lines:
    """All of it signed by another installation's signer, with its certificate."""
    certificates = office.stranger.certificates()
    return [lines[0], *(json.dumps({"record_key": one}) for one in certificates), *lines[2:]]


def with_the_end_of_the_older(office: Office, lines: Lines) -> Lines:
    return [*lines[:-1], office.older[-1]]


NATURES: dict[str, dict[str, Any]] = {
    "link": {
        "the link of an entry": _spoilt(
            "entry", lambda line: json.dumps(json.loads(line) | {"hash": "0" * 64})
        ),
        "marks of Vietnamese composed otherwise": _spoilt(
            "entry", lambda line: line.replace("ă", "a\u0306")
        ),
    },
    "order": {
        "an entry removed": _removed("entry"),
        "an entry twice": _doubled("entry"),
        "two entries in each other's place": swapped,
    },
    "chain": {"an entry changed, all links computed anew": computed},
    "previous": {"a head removed": _removed("head"), "a head twice": _doubled("head")},
    "signature": {
        "the hour of a head": _changed("head", {"at": "2020-01-01T00:00:00Z"}),
        "the place of a head": _changed("head", {"n": 3}),
        "a head without its signature": _spoilt(
            "head", lambda line: json.dumps(json.loads(line) | {"signature": ""})
        ),
        "no certificate": (lambda office, lines: [lines[0], *lines[2:]], 1),
    },
    "key": {"a certificate under another root": (under_another_root, 1)},
    "end": {
        "the tail cut off": cut,
        "the tail cut off before the closing head": cut_before_the_end,
        "the closing head removed": (lambda office, lines: lines[:-1], 1),
        "the closing head of an older export": (with_the_end_of_the_older, 1),
        "an empty file": (lambda office, lines: [], 1),
        "something written after the end": lambda office, lines: [
            *lines,
            lines[_some(office, lines, "entry")],
        ],
    },
    "form": {
        "a line that is no JSON": _spoilt("entry", lambda line: line[:-1]),
        "a name twice in an entry": _spoilt("entry", _twice),
        "something beside an entry that nothing covers": _spoilt("entry", _beside),
        "a head that closes the export": closed_by_a_head,
        "an empty line": _spoilt("entry", lambda line: ""),
        "a head that is nothing of the kind": _spoilt("head", lambda line: '{"head": []}'),
    },
    "begin": {"no beginning": (lambda office, lines: lines[1:], 1)},
    "genesis": {
        "another installation named": (
            lambda office, lines: [
                json.dumps({"export": {"v": 1, "installation": "f" * 32}}),
                *lines[1:],
            ],
            1,
        ),
    },
    "noted": {"an older export": (lambda office, lines: office.older, 1)},
}
