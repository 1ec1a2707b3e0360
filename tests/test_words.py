"""Every sentence of the product is said in Vietnamese."""

import gettext

from django import forms

from config import words
from lienthong.ui.fields import SAID_BY_DJANGO

FILE_TROUBLES = ("invalid", "missing", "empty")


def test_the_vietnamese_catalogue_has_no_gaps() -> None:
    assert words.troubles() == []


def test_the_catalogue_as_a_whole_is_confirmed_so_that_set_up_compiles_it() -> None:
    assert not words.kept().fuzzy
    assert not words.in_the_code().fuzzy


def test_the_compiled_catalogue_is_what_the_pages_read(tmp_path) -> None:
    words.compile_all()
    with words.CATALOGUE.with_suffix(".mo").open("rb") as file:
        said = gettext.GNUTranslations(file)
    assert said.gettext("Saved.") != "Saved."


def test_of_a_file_not_sent_or_empty_the_pages_speak_as_an_office_does() -> None:
    of_files = [forms.FileField.default_error_messages[case] for case in FILE_TROUBLES]

    assert {str(sentence) for sentence in of_files} <= {str(one) for one in SAID_BY_DJANGO}
    for sentence in of_files:
        assert "tập tin" not in words.kept()[sentence].string.lower()
