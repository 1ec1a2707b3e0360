"""Every sentence of the product is said in Vietnamese."""

import gettext

from config import words


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
