"""The editor's other half, in Node.js: what keys do, and that the server takes whatever comes of them."""

import json
import shutil
import subprocess

import pytest
from django.conf import settings

from lienthong.records.texts.clauses.changes import applied, read_changes
from lienthong.records.texts.clauses.identity import give_wids, pieces
from lienthong.records.texts.clauses.kinds import kinds_as_data
from lienthong.records.texts.clauses.pieces import flat, grown
from lienthong.records.texts.recognition.documents import recognise

from .factories import PAPERS

PLAYER = settings.BASE_DIR / "frontend" / "editor" / "tests" / "presses.mjs"
MODULES = settings.BASE_DIR / "node_modules" / "prosemirror-state"
pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js"),
    pytest.mark.skipif(not MODULES.exists(), reason="needs the front-end packages: script/assets"),
]
WORDS = "I. MỤC TIÊU\n\n1. Một.\n\n2. Hai.\n\na) Hai a.\n\nb) Hai b.\n\n3. Ba."


def body_of(words):
    return give_wids(recognise(words)[0].body)


def played(body, **about):
    given = {"kinds": kinds_as_data(), "pieces": flat(body), **about}
    done = subprocess.run(
        ["node", PLAYER],
        input=json.dumps(given),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def shown(outcome):
    marks = outcome["marks"]
    return [
        f"{'  ' * piece['depth']}{marks.get(piece['wid'], '')} {' / '.join(piece['lines'])}".rstrip()
        for piece in outcome["pieces"]
        if "lines" in piece
    ]


def after(*presses):
    return shown(played(body_of(WORDS), presses=presses))


def test_what_opens_is_what_was_kept():
    body = body_of(WORDS)

    outcome = played(body, presses=[])

    assert outcome["pieces"] == flat(body)
    assert outcome["changes"] == {"puts": [], "drops": []}


def test_enter_begins_the_next_clause_and_those_behind_count_on():
    assert after(["at", 1, -1], ["Enter"], ["type", "Mới."])[1:4] == [
        "  1. Một.",
        "  2. Mới.",
        "  3. Hai.",
    ]


def test_enter_after_a_heading_or_a_clause_with_points_begins_below_it():
    assert after(["at", 0, -1], ["Enter"], ["type", "Đầu."])[1] == "  1. Đầu."
    assert after(["at", 2, -1], ["Enter"], ["type", "Đầu."])[3] == "    a) Đầu."


def test_enter_in_an_empty_clause_goes_one_level_up():
    assert after(["at", 4, -1], ["Enter"], ["Enter"], ["type", "Bốn."])[4:] == [
        "    b) Hai b.",
        "  3. Bốn.",
        "  4. Ba.",
    ]


def test_tab_takes_a_clause_down_with_what_stands_below_and_back():
    down = after(["at", 5, 0], ["Tab"])
    assert down[5] == "    c) Ba."
    assert after(["at", 5, 0], ["Tab"], ["Shift-Tab"]) == after()


def test_backspace_first_takes_the_number_then_joins():
    assert after(["at", 1, 0], ["Backspace"])[1] == "   Một."
    assert after(["at", 1, 0], ["Backspace"], ["Backspace"])[0] == "I. MỤC TIÊUMột."


def test_a_clause_moves_past_its_sister_with_everything_below_it():
    assert after(["at", 2, 0], ["Alt-ArrowUp"])[1:5] == [
        "  1. Hai.",
        "    a) Hai a.",
        "    b) Hai b.",
        "  2. Một.",
    ]


def test_a_clause_is_taken_out_with_everything_below_it():
    assert after(["at", 2, 0], ["remove"]) == ["I. MỤC TIÊU", "  1. Một.", "  2. Ba."]


def test_a_table_is_put_in_below_the_clause():
    outcome = played(body_of(WORDS), presses=[["at", 5, -1], ["table", ["Nội dung", "Đơn vị"]]])

    table, group, row = outcome["pieces"][-3:]
    assert (table["columns"], group["cells"], row["cells"]) == (
        ["Nội dung", "Đơn vị"],
        ["", ""],
        ["", ""],
    )


def test_what_others_wrote_joins_what_was_written_here():
    sent = flat(body_of(WORDS))
    one, two, three = sent[1:4]
    theirs = [
        two | {"lines": ["Của họ."]} if piece is two else piece
        for piece in sent
        if piece is not three
    ]
    fresh = one | {"wid": "caaaaaaaaaa", "lines": ["Mới ở đây."]}
    mine = [one | {"lines": ["Của tôi "]} if piece is one else piece for piece in sent]
    mine.insert(2, fresh)

    merged = played(body_of(WORDS), merge={"theirs": theirs, "mine": mine, "sent": sent})["merged"]

    assert [piece["lines"] for piece in merged[1:5]] == [
        ["Của tôi "],
        ["Mới ở đây."],
        ["Của họ."],
        ["Hai b."],
    ]


def test_what_both_changed_is_asked_about_and_no_word_is_lost_meanwhile():
    sent = flat(body_of(WORDS))
    one, two, three, four = sent[1:5]
    theirs = [
        two | {"lines": ["Của họ."]} if piece is two else piece
        for piece in sent
        if piece is not three
    ]
    mine = [
        piece | {"lines": ["Của tôi."]} if piece in (two, three) else piece
        for piece in sent
        if piece is not four
    ]

    outcome = played(body_of(WORDS), merge={"theirs": theirs, "mine": mine, "sent": sent})

    assert outcome["clash"] == [two["wid"], three["wid"]]
    assert [piece["lines"] for piece in outcome["merged"][1:4]] == [
        one["lines"],
        ["Của tôi."],
        ["Của tôi."],
    ]
    assert four["wid"] not in {piece["wid"] for piece in outcome["merged"]}


def test_what_arrived_without_an_answer_is_no_other_wording():
    base = flat(body_of(WORDS))
    flown = [piece | {"lines": ["Đã gửi."]} if piece is base[1] else piece for piece in base]
    mine = [
        piece | {"lines": ["Đã gửi. Viết tiếp."]} if piece is flown[1] else piece for piece in flown
    ]

    about = {"theirs": flown, "mine": mine, "sent": base, "flown": flown}
    outcome = played(body_of(WORDS), merge=about)

    assert (outcome["clash"], outcome["merged"]) == ([], mine)


@pytest.mark.parametrize("name", ["programme", "articles", "decision", "scheme"])
def test_random_presses_leave_a_text_that_the_server_takes(name):
    """No doubled identity, undo back to the exact beginning, the same marks on both sides."""
    body = give_wids(recognise((PAPERS / f"{name}.txt").read_text())[0].body)

    outcome = played(body, random={"seed": len(name), "count": 250})

    assert outcome["faults"] == []
    assert outcome["undone"]
    changes = read_changes(json.dumps({"revision": 1, **outcome["changes"]}))
    rows = {one["wid"]: one for one in pieces(body) if "cells" in one}
    kept = grown(applied(flat(body), changes), rows)
    assert {one["wid"]: one["marker"] for one in clauses(kept) if one["marker"]} == outcome["marks"]


def clauses(nodes):
    for node in nodes:
        if node["kind"] != "table":
            yield node
        yield from clauses(node["children"])


def test_who_puts_in_a_table_goes_on_in_its_first_row_not_in_the_name_of_a_column():
    outcome = played(
        body_of(WORDS),
        presses=[["at", 1, -1], ["table", ["Nội dung", "Cơ quan"]], ["type", "Rà soát"]],
    )

    (table,) = [piece for piece in outcome["pieces"] if piece["kind"] == "table"]
    (row,) = [piece for piece in outcome["pieces"] if piece["kind"] == "row"]
    assert (table["columns"], row["cells"]) == (["Nội dung", "Cơ quan"], ["Rà soát", ""])
