"""A text written in the editor: changes by identity, two writers, one effect, versions."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.actions.writing import why_kept
from lienthong.records.texts.clauses.changes import Changes, Unreadable, read_changes
from lienthong.records.texts.clauses.identity import new_wid
from lienthong.records.texts.clauses.pieces import flat
from lienthong.records.texts.models import Text, TextVersion, Writing
from lienthong.records.texts.public import (
    Clash,
    HeldByOther,
    edit_clause,
    freeze,
    keep_version,
    new_text,
    write,
)
from lienthong.records.texts.recognition.documents import recognise

pytestmark = pytest.mark.django_db
WORDS = "I. MỤC TIÊU\n\n1. Một.\n\n2. Hai.\n\n3. Ba.\n\nII. GIẢI PHÁP\n\na) A.\n\nb) B."


@pytest.fixture
def text(actor):
    return new_text(recognise(WORDS)[0].body, actor=actor)


@pytest.fixture
def other(actor):
    return replace(actor, person_id=2, post_id=2, name="Lê Văn Sửa")


def row_of(text):
    return flat(Text.objects.get(pk=text.pk).body)


def said(text):
    marks = {}
    body = Text.objects.get(pk=text.pk).body

    def walk(nodes):
        for node in nodes:
            marks[node["wid"]] = node["marker"]
            walk(node["children"])

    walk(body)
    return [f"{marks[piece['wid']]} {' '.join(piece['lines'])}" for piece in flat(body)]


def with_words(piece, words):
    return piece | {"lines": [words]}


def test_a_clause_put_in_is_counted_and_so_are_those_behind_it(text, actor):
    row = row_of(text)
    fresh = row[1] | {"wid": new_wid(), "lines": ["Mới."], "after": row[1]["wid"]}

    written = write(text.pk, Changes(1, puts=(fresh,)), actor=actor)

    assert said(text)[:5] == ["I. MỤC TIÊU", "1. Một.", "2. Mới.", "3. Hai.", "4. Ba."]
    assert (written.text.revision, written.others_wrote) == (2, False)


def test_what_is_dropped_and_moved_is_counted_anew(text, actor):
    row = row_of(text)
    order = [row[0], row[3], row[1], *row[4:]]
    order = tuple(piece["wid"] for piece in order)

    write(text.pk, Changes(1, drops=(row[2]["wid"],), order=order), actor=actor)

    assert said(text)[:4] == ["I. MỤC TIÊU", "1. Ba.", "2. Một.", "II. GIẢI PHÁP"]


def test_two_who_write_different_clauses_both_keep_their_words(text, actor, other):
    row = row_of(text)
    write(text.pk, Changes(1, puts=(with_words(row[1], "Của A."),)), actor=actor)

    written = write(
        text.pk, Changes(1, puts=(with_words(row[2], "Của B."),)), take_over=True, actor=other
    )

    assert written.others_wrote
    assert said(text)[1:3] == ["1. Của A.", "2. Của B."]


def test_an_old_wording_never_wins_unseen(text, actor, other):
    """A changes X; B, on the old reading, changes Y and is told; B's old X does not overwrite A's."""
    row = row_of(text)
    write(text.pk, Changes(1, puts=(with_words(row[1], "Của A."),)), actor=actor)

    with pytest.raises(Clash) as clash:
        write(
            text.pk, Changes(1, puts=(with_words(row[1], "Của B."),)), take_over=True, actor=other
        )

    assert clash.value.wids == {row[1]["wid"]}
    assert said(text)[1] == "1. Của A."


def test_a_clause_changed_by_its_form_clashes_too(text, actor):
    row = row_of(text)
    edit_clause(
        text.pk, row[1]["wid"], heading="", text="Bằng mẫu.", expected_revision=1, actor=actor
    )

    with pytest.raises(Clash):
        write(text.pk, Changes(1, puts=(with_words(row[1], "Bằng trang soạn."),)), actor=actor)


def test_what_others_took_away_clashes_and_is_no_fault_of_the_writer(text, actor):
    row = row_of(text)
    write(text.pk, Changes(1, drops=(row[1]["wid"],)), actor=actor)
    behind = row[2] | {"wid": new_wid(), "lines": ["Mới."], "after": row[1]["wid"]}

    with pytest.raises(Clash) as clash:
        write(text.pk, Changes(1, puts=(behind,)), actor=actor)

    assert clash.value.wids == set()


def test_a_place_that_never_was_is_refused(text, actor):
    behind = row_of(text)[2] | {"wid": new_wid(), "after": new_wid()}

    with pytest.raises(RuleBroken, match="no longer in the text"):
        write(text.pk, Changes(1, puts=(behind,)), actor=actor)


def test_who_writes_holds_the_text_until_they_fall_silent(text, actor, other):
    row = row_of(text)
    write(text.pk, Changes(1, puts=(with_words(row[1], "Của A."),)), actor=actor)
    mine = Changes(2, puts=(with_words(row[2], "Của B."),))

    with pytest.raises(HeldByOther, match="Vũ Thị Soạn"):
        write(text.pk, mine, actor=other)

    Writing.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=6))
    assert not write(text.pk, mine, actor=other).was_taken_over


def test_who_takes_over_is_named_and_a_version_is_kept(text, actor, other):
    row = row_of(text)
    write(text.pk, Changes(1, puts=(with_words(row[1], "Của A."),)), actor=actor)
    opened = TextVersion.objects.get()

    written = write(
        text.pk, Changes(2, puts=(with_words(row[2], "Của B."),)), take_over=True, actor=other
    )

    assert written.was_taken_over
    taken = TextVersion.objects.exclude(pk=opened.pk).get()
    assert (opened.reason, opened.written_by) == ("opened", "")
    assert (taken.reason, taken.written_by) == ("taken_over", "Vũ Thị Soạn")
    assert taken.body[0]["children"][0]["text"] == "Của A."


def test_the_history_hears_of_it_every_ten_minutes(text, actor):
    def later(minutes, words):
        moment = timezone.now() - dt.timedelta(minutes=minutes)
        Writing.objects.update(began_at=moment, noted_at=moment)
        piece = with_words(row_of(text)[1], words)
        return write(text.pk, Changes(Text.objects.get().revision, puts=(piece,)), actor=actor)

    assert write(
        text.pk, Changes(1, puts=(with_words(row_of(text)[1], "A"),)), actor=actor
    ).is_to_be_noted
    assert not later(5, "B").is_to_be_noted
    assert later(11, "C").is_to_be_noted
    assert TextVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("silent", "began", "kept", "reason"),
    [
        (6, 6, None, "opened"),
        (1, 29, 31, ""),
        (1, 31, None, "written"),
        (1, 60, 31, "written"),
        (1, 60, 29, ""),
    ],
)
def test_a_version_is_kept_after_silence_and_each_half_hour(actor, silent, began, kept, reason):
    now = timezone.now()
    ago = [now - dt.timedelta(minutes=minutes) for minutes in (silent, began)]
    writing = Writing(person_id=1, name="A", seen_at=ago[0], began_at=ago[1], noted_at=now)
    last = now - dt.timedelta(minutes=kept) if kept else None

    assert why_kept(writing, actor, now, last) == reason


def test_a_version_by_name_is_kept_without_how_marks_are_counted(text, actor):
    row = row_of(text)
    write(text.pk, Changes(1, puts=(with_words(row[1], "Của A."),)), actor=actor)

    version = keep_version(text.pk, name=" Trước  khi họp ", actor=actor)

    assert (version.label, version.reason, version.written_by) == (
        "Trước khi họp",
        "named",
        "Vũ Thị Soạn",
    )
    assert "seed" not in version.body[0]
    assert freeze(text.pk, actor=actor).sha256 == version.sha256


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_version_needs_a_name(text, actor, name):
    with pytest.raises(RuleBroken):
        keep_version(text.pk, name=name, actor=actor)


def test_marks_set_by_hand_and_letters_of_other_fonts_are_kept_as_printed(text, actor):
    own = row_of(text)[2] | {"seed": "1a.", "fixed": True, "lines": ["  Hai   \uf0b7 "]}

    write(text.pk, Changes(1, puts=(own,)), actor=actor)

    assert said(text)[2] == "1a. Hai •"


def test_a_mark_of_secrecy_is_refused(text, actor):
    with pytest.raises(RuleBroken, match="secrecy"):
        write(text.pk, Changes(1, puts=(with_words(row_of(text)[1], "TUYỆT MẬT"),)), actor=actor)


@pytest.mark.parametrize(
    "message",
    [
        "",
        "[]",
        "{}",
        '{"revision": 1, "puts": [], "drops": ["x"]}',
        '{"revision": "1", "puts": [], "drops": []}',
        '{"revision": true, "puts": [], "drops": []}',
        '{"revision": 1, "puts": [{"kind": "clause"}], "drops": []}',
        '{"revision": 1, "puts": [{"kind": "script", "wid": "caaaaaaaaaa", "depth": 0, "seed": null, "fixed": false, "head": false, "lines": []}], "drops": []}',
        '{"revision": 1, "puts": [{"kind": "clause", "wid": "caaaaaaaaaa", "depth": -1, "seed": null, "fixed": false, "head": false, "lines": []}], "drops": []}',
        '{"revision": 1, "puts": [{"kind": "clause", "wid": "caaaaaaaaaa", "depth": 0, "seed": null, "fixed": false, "head": false, "lines": ["a\\nb"]}], "drops": []}',
        "[" * 100_000,
    ],
)
def test_a_message_no_editor_sends_is_not_read(message):
    with pytest.raises(Unreadable):
        read_changes(message)
