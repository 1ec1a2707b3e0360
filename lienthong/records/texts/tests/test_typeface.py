"""Letters the official typeface has, and those it prints otherwise."""

import unicodedata

import pytest

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.printing import letter_missing, refuse_unprintable
from lienthong.records.texts.public import clause_in, edit_clause, edit_table_row, new_text
from lienthong.records.texts.typeface import letters_of, printed, without_glyph
from lienthong.records.texts.typesetting import LetterMissing, typeset

from .test_typesetting import node, official, pages

VIETNAMESE = "ẲẴẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆỜỞỠỚỢỪỬỮỨỰỲỶỸÝỴĐ"
ASKED = "□■●○►▪•√×→≤≥∞∑°αΩ½…−‑–“”\u00a0\u2003\u200b\u00ad☐☑☒✓◆★①⇒☎\uf0b6\uf8ff😀\u0301"


def test_every_vietnamese_letter_is_there():
    small = VIETNAMESE.lower()
    assert set(VIETNAMESE + small + unicodedata.normalize("NFD", VIETNAMESE)) <= letters_of()


@pytest.mark.parametrize("letter", ASKED)
def test_what_our_table_says_is_what_the_typesetter_finds(monkeypatch, letter):
    known = not without_glyph(letter)
    monkeypatch.setattr("lienthong.records.texts.typesetting.printed", lambda data, fonts: data)
    try:
        typeset(official(body=[node(text=f"a{letter}b")]))
        is_set = True
    except LetterMissing:
        is_set = False

    assert is_set == known


def test_marks_are_printed_in_the_form_nearest_to_them():
    (text,) = pages(typeset(official(body=[node(text="☐ Đạt ☒ Không ✓ ① đầu ❖ cuối")])).pdf)

    assert "□ Đạt [x] Không √ (1) đầu ▪ cuối" in text


def test_a_letter_without_a_form_is_named_by_its_number():
    assert printed("a\uf8ff") == "a\uf8ff"
    assert "U+F8FF" in letter_missing("\uf8ff")
    with pytest.raises(RuleBroken, match="☎"):
        refuse_unprintable("Gọi ☎ 113")


@pytest.mark.django_db
def test_typed_words_are_kept_as_printed_or_refused(actor):
    table = {"kind": "table", "columns": ["Việc"], "groups": [{"rows": [{"cells": ["Một"]}]}]}
    text = new_text([node("clause", "1.", text="Một."), {**node(), **table}], actor=actor)
    wid, row = text.body[0]["wid"], text.body[1]["groups"][0]["rows"][0]["wid"]
    expected = {"expected_revision": text.revision, "actor": actor}

    for letter in ("\uf8ff", "☎"):
        with pytest.raises(RuleBroken, match="has no letter"):
            edit_clause(text.pk, wid, heading="", text=f"Gọi {letter}", **expected)
        with pytest.raises(RuleBroken, match="has no letter"):
            edit_table_row(text.pk, row, cells=[letter], **expected)
    changed = edit_clause(text.pk, wid, heading="", text="\uf0b7 Trồng \uf0a8 ☒", **expected)

    assert clause_in(changed.text, wid)["text"] == "• Trồng ☐ ☒"
