"""The margin of the editor, in Node.js: it finds and counts words as the server does."""

import json
import shutil
import subprocess

import pytest
from django.conf import settings

from lienthong.records.texts.clauses.kinds import kinds_as_data
from lienthong.records.texts.clauses.pieces import flat

from ..queries.anchors import place_in, words_by_wid

PLAYER = settings.BASE_DIR / "frontend" / "editor" / "tests" / "comments.mjs"
pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js"),
    pytest.mark.skipif(
        not (settings.BASE_DIR / "node_modules" / "prosemirror-state").exists(),
        reason="needs the front-end packages: script/assets",
    ),
]
CLAUSE, HEADED, ROW = "caaaaaaaaa2", "cbbbbbbbbb2", "crrrrrrrrr2"


def body():
    table = {
        "kind": "table", "wid": "cttttttttt2", "marker": None, "heading": None, "text": "", "children": [],
        "columns": ["Việc", "Cơ quan"], "roles": [],
        "groups": [{"wid": "cggggggggg2", "marker": None, "heading": None, "rows": [
            {"wid": ROW, "marker": None, "cells": ["Rà soát 𝄞 nhu cầu", "Ban Tổ chức\nVăn phòng"]}]}],
    }  # fmt: skip
    return [
        {"kind": "clause", "wid": CLAUSE, "marker": "1.", "heading": None, "children": [],
         "text": "Chương trình 𝄞 số 4, chương trình số 5."},
        {"kind": "section", "wid": HEADED, "marker": "I.", "heading": "MỤC TIÊU", "children": [table],
         "text": "Dòng thứ nhất.\nDòng thứ hai."},
    ]  # fmt: skip


def test_the_margin_counts_letters_as_the_server_does():
    words = words_by_wid({one["wid"]: one for one in flat(body())})
    spoken_of = [
        (CLAUSE, "trình số 5"),
        (HEADED, "thứ hai"),
        (ROW, "nhu cầu"),
        (ROW, "Văn phòng"),
        (CLAUSE, "chữ đã mất"),
    ]
    list_of = [
        {"id": at, "wid": wid, "quote": quote, "begins": place_in(words[wid], quote, 0), "resolved": False}
        for at, (wid, quote) in enumerate(spoken_of)
    ]  # fmt: skip
    given = {"kinds": kinds_as_data(), "pieces": flat(body()), "comments": list_of}

    done = subprocess.run(
        ["node", PLAYER],
        input=json.dumps(given),
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    *found, lost = json.loads(done.stdout)
    assert lost is None
    assert [one["words"] for one in found] == [quote for _wid, quote in spoken_of[:-1]]
    told = [
        (one["chosen"]["wid"], one["chosen"]["begins"], one["chosen"]["quote"]) for one in found
    ]
    assert told == [(one["wid"], one["begins"], one["quote"]) for one in list_of[:-1]]
