"""Every sentence of the product is said in Vietnamese."""

import re

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext

from config import floor_plan, words
from config.floor_plan import Room
from lienthong.ui.fields import SAID_BY_DJANGO

# What a guide says one may type.
AN_EXAMPLE = {"nghi quyet", "nghị quyết"}
FILE_TROUBLES = ("invalid", "missing", "empty")


def vietnamese(sentence: str) -> str:
    found = (catalogue.get(sentence) for catalogue in words.kept().values())
    return next(message.string for message in found if message)


def test_the_vietnamese_catalogues_have_no_gaps() -> None:
    assert words.troubles() == []


def test_the_compiled_catalogues_are_what_the_pages_read() -> None:
    words.compile_all()
    with translation.override("vi"):
        assert gettext("Saved.") == vietnamese("Saved.") != "Saved."


@pytest.fixture
def two_rooms(tmp_path, monkeypatch) -> tuple[Room, Room]:
    low, high = Room("low"), Room("high")
    monkeypatch.setattr(floor_plan, "BASE", tmp_path)
    monkeypatch.setattr(words, "rooms", lambda: (low, high))
    for room in (low, high):
        room.folder.mkdir()
        (room.folder / "views.py").write_text('_("Sign")\n')
    return low, high


def test_a_sentence_of_several_rooms_is_kept_by_the_lowest_and_moves_with_it(two_rooms) -> None:
    low, high = two_rooms
    words.update()
    assert words.troubles() == ["low: missing: Sign"]
    assert not words.catalogue_of(high).exists()

    said = words.catalogue_of(low).read_text().replace('msgstr ""\n', 'msgstr "Ký"\n')
    words.catalogue_of(low).write_text(said.replace('msgstr "Ký"\n"Lang', 'msgstr ""\n"Lang'))
    (low.folder / "views.py").unlink()
    assert words.troubles() == [
        "low: not said here (update puts it right): Sign",
        "high: missing: Sign",
    ]

    words.update()

    assert words.troubles() == []
    assert words.kept()[high]["Sign"].string == "Ký"
    assert not words.catalogue_of(low).exists()


def test_of_a_file_not_sent_or_empty_the_pages_speak_as_an_office_does() -> None:
    of_files = [forms.FileField.default_error_messages[case] for case in FILE_TROUBLES]

    assert {str(sentence) for sentence in of_files} <= {str(one) for one in SAID_BY_DJANGO}
    for sentence in of_files:
        assert "tập tin" not in vietnamese(sentence).lower()


def test_a_sentence_in_the_argument_of_a_tag_belongs_to_the_catalogue(tmp_path, monkeypatch):
    monkeypatch.setattr(floor_plan, "BASE", tmp_path)
    monkeypatch.setattr(words, "rooms", lambda: [Room("lienthong.ui")])
    page = tmp_path / "lienthong" / "ui" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        '{% button label=_("Say it, then “go”") icon="x" %}{% card title=_(\'The "big" one\') %}'
    )

    (said,) = words.in_the_code().values()

    assert {message.id for message in said if message.id} == {"Say it, then “go”", 'The "big" one'}


def test_no_other_name_hides_a_sentence(two_rooms) -> None:
    low, _high = two_rooms
    (low.folder / "views.py").write_text(
        "from django.utils.translation import gettext as _g, gettext_lazy as _\n"
    )
    assert "low: views.py calls gettext _g: its sentences are not found" in words.troubles()
    assert not [one for one in words.troubles() if "gettext_lazy" in one]


def quoted(sentence: str) -> set[str]:
    return set(re.findall("“([^”]+)”", sentence)) - AN_EXAMPLE


def test_what_a_guide_tells_to_press_is_written_on_a_page() -> None:
    said, in_guides = {}, {}
    for room, catalogue in words.kept().items():
        kept = in_guides if room.module == "lienthong.portals.help" else said
        kept.update({words.key(one): words.strings(one)[0] for one in catalogue if one.id})

    assert quoted(" ".join(in_guides)) - said.keys() == set()
    assert quoted(" ".join(in_guides.values())) - set(said.values()) == set()
