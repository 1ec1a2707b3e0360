"""`python -m tests.seeded [NAME …]`: twenty faults, each put into a copy of the code; the tests of its room must notice.

A fault is a small change of the text, found by what the text says and not by where it stands. If it is
found no more, or in two places, that is said: then the fault is to be written anew.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
LEFT_OUT = (".git", ".venv", "node_modules", "var", "__pycache__", ".*_cache", ".hypothesis")
SHARED = (".venv", "node_modules")
CAUGHT, PASSED = 1, 0  # how pytest ends


@dataclass(frozen=True)
class Fault:
    """One change in a room, and the tests that are asked whether they notice."""

    name: str
    room: str
    written: str  # a regular expression
    instead: str
    files: str = "*.py"
    asked: str = ""  # which tests, if not those of the room

    def put_into(self, root: Path) -> tuple[Path, str]:
        """The changed file, and what it said before."""
        there = [path for path in self._sources(root) if self._found(path.read_text("utf-8"))]
        if len(there) != 1:
            raise LookupError(f"{self.name}: found in {len(there)} files, written anew it must be")
        (path,) = there
        before = path.read_text("utf-8")
        path.write_text(re.sub(self.written, self.instead, before, count=1, flags=re.S), "utf-8")
        return path, before

    def _found(self, text: str) -> bool:
        return len(re.findall(self.written, text, flags=re.S)) == 1

    def _sources(self, root: Path) -> list[Path]:
        own = (root / "lienthong" / self.room).rglob(self.files)
        left_out = {"tests"} if self.files != "*.py" else {"tests", "migrations"}
        return sorted(path for path in own if not left_out & set(path.parts))


FAULTS = [
    Fault(
        "number-without-lock",
        "kernel/numbering",
        r"objects\.select_for_update\(\)\.get\(\*\*",
        "objects.get(**",
    ),
    Fault(
        "scope-reaches-branches",
        "kernel/audiences",
        r"\(rule\.to_branches OR NOT whom\.kind_is_branch\)",
        "TRUE",
        "0005_one_question.py",
    ),
    Fault(
        "post-held-a-day-longer", "kernel/people", r"Q\(valid_to__gt=day\)", "Q(valid_to__gte=day)"
    ),
    Fault(
        "reach-of-the-neighbour",
        "kernel/permissions",
        r"path\.startswith\(top\)",
        "top.startswith(path)",
    ),
    Fault(
        "deadline-a-day-early",
        "kernel/reference",
        r"while count > 0:",
        "while count > 1:",
    ),
    Fault("effect-twice", "kernel/web", r"            if not is_new:\n", "            if False:\n"),
    Fault(
        "form-without-csrf-mark",
        "ui",
        r"\{% csrf_token %\}(?=\s*\{% once %\})",
        "",
        "post_form.html",
    ),
    Fault(
        "event-lost-with-its-hearer",
        "kernel/events",
        r"        return False\n",
        "        return True\n",
    ),
    Fault(
        "search-without-rights",
        "kernel/search",
        r"way\.person_ids @> %s::bigint\[\]",
        "way.person_ids @> %s::bigint[] OR TRUE",
    ),
    Fault(
        "anybodys-notice",
        "kernel/notices",
        r"select_for_update\(\)\.filter\(person_id=actor\.person_id\)",
        "select_for_update()",
    ),
    Fault(
        "join-does-not-wait",
        "kernel/procedures",
        r"    if siblings and not cut_short:\n",
        "    if False:\n",
    ),
    Fault(
        "subtree-left-behind",
        "kernel/units",
        r"WHERE path >= %\(old\)s AND path < %\(old\)s \|\| '~'\n(?=\s*\"\"\")",
        "WHERE path = %(old)s\n",
    ),
    Fault(
        "word-lost-at-import",
        "records/texts",
        r"yield child\.text or \"\"\n",
        'yield (child.text or "").strip()\n',
        "docx.py",
    ),
    Fault(
        "bytes-after-the-seal",
        "records/signing",
        r"    if not file\.signatures\[-1\]\.covers_file:\n.*?\n        \)\n",
        "",
    ),
    Fault(
        "wrong-pin-is-free",
        "records/signing",
        r"        _count_failure\(vault, state\)\n",
        "",
    ),
    Fault(
        "everybodys-drafts",
        "records/documents",
        r"(?<=def own_documents)(.*?return Document\.objects\.)filter\([^\n]*\n",
        r"\1all()\n",
    ),
    Fault(
        "adoption-without-audit",
        "records/documents",
        r"    record\(\n        actor,\n        \"documents\.adopted\",.*?\n    \)\n",
        "",
    ),
    Fault(
        "board-counts-refused",
        "kernel/audiences",
        r"CASE WHEN \{\{receipt\}\}\.\{name\}_at",
        "CASE WHEN {{receipt}}.{name.replace('received', 'opened')}_at",
        asked="lienthong/kernel/audiences lienthong/records/correspondence/tests/test_board.py",
    ),
    Fault(
        "anybody-reminds",
        "records/correspondence",
        r"    authorize\(actor, permissions\.REMIND, [^\n]*\n",
        "",
    ),
    Fault(
        "placeholder-misspelt",
        "records/correspondence",
        r"(msgid \"%\(unit\)s reminds you to confirm %\(notation\)s\.\"\nmsgstr \"[^\"\n]*)%\(notation\)s",
        r"\1%(number)s",
        "django.po",
        asked="tests/test_words.py",
    ),
]


def main(names: Sequence[str]) -> int:
    chosen = [fault for fault in FAULTS if not names or fault.name in names]
    with tempfile.TemporaryDirectory(prefix="lienthong-seeded-") as place:
        root = _copied(Path(place) / "house")
        caught = [_is_caught(fault, root) for fault in chosen]
    print(f"{sum(caught)} of {len(chosen)} seeded faults caught")
    return 0 if chosen and all(caught) else 1


def _copied(root: Path) -> Path:
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for name in SHARED:
        if (BASE / name).exists():
            (root / name).symlink_to((BASE / name).resolve())
    return root


def _is_caught(fault: Fault, root: Path) -> bool:
    began = time.monotonic()
    path, before = fault.put_into(root)
    asked = (fault.asked or f"lienthong/{fault.room}").split()
    var = os.environ.get("LIENTHONG_VAR", str(BASE / "var"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", *asked],
        cwd=root,
        env=os.environ | {"LIENTHONG_VAR": var, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    path.write_text(before, "utf-8")
    if done.returncode not in (CAUGHT, PASSED):
        raise RuntimeError(f"{fault.name}: the tests could not be run\n{done.stdout[-2000:]}")
    by = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, flags=re.M)
    said = f"caught by {by.group(1)}" if by else "NOT CAUGHT"
    print(f"{fault.name:<28}{time.monotonic() - began:7.1f} s  {said}", flush=True)
    return bool(by)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
