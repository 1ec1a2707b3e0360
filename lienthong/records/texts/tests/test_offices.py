"""Documents nobody tuned the rules to by hand: head, closing, tree, and no word lost."""

import unicodedata

import pytest

from lienthong.records.texts.importing.plain import read_plain

from .offices import EXPECTED, OFFICES, printed, words_lost


def _read(name: str) -> str:
    return (OFFICES / f"{name}.txt").read_text()


def _documents(data: bytes):
    read = read_plain(data)
    assert read["refused"] is None
    return read["documents"]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_stands_printed_is_recognised(name):
    assert [printed(document) for document in _documents(_read(name).encode())] == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_every_visible_word_is_kept(name):
    text = _read(name)
    assert not words_lost(text, _documents(text.encode()))


@pytest.mark.parametrize("name", sorted(EXPECTED)[::4])
@pytest.mark.parametrize(
    "changed",
    [
        lambda text: unicodedata.normalize("NFD", text).encode(),
        lambda text: text.replace("Đ", "Ð").encode(),
        lambda text: text.replace(" ", "\u00a0").encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["letters and marks apart", "another capital Đ", "unbreakable blanks", "UTF-16"],
)
def test_the_way_it_is_typed_changes_nothing(name, changed):
    assert [printed(document) for document in _documents(changed(_read(name)))] == EXPECTED[name]
