"""One hostile file of each nature, every nature; the others have `script/attack files`."""

import pytest

from attack import files
from attack.hostile import nature, ordinary
from lienthong.kernel.files import packages
from lienthong.kernel.files.cleaning import cut_out
from lienthong.kernel.files.packages import Package
from lienthong.kernel.files.public import FileActs, OpenDocument, cleaned_copy, inspect_upload
from lienthong.kernel.files.tests import made


@pytest.mark.parametrize(
    ("one", "data"), list(files.one_of_each()), ids=lambda value: getattr(value, "name", "")
)
def test_a_hostile_file_is_refused_by_the_check_named_for_it(one, data):
    found = files.Findings()

    files.bring(one, data, found)

    assert found.troubles == []


def test_nothing_is_left_over_and_no_child_is_too_large():
    with files.watched() as (folder, peak):
        for one in files.NATURES[:12]:
            files.bring(one, next(one.examples()), files.Findings())
        assert list(folder.iterdir()) == []

    assert 0 < max(peak()) < files.MOST_MEGABYTES * 1024


def test_there_are_as_many_natures_and_programs_as_promised():
    assert len({one.name for one in files.NATURES}) == len(files.NATURES) >= files.FEWEST_NATURES
    assert len(list(ordinary.ordinary_files())) >= files.FEWEST_ORDINARY


def test_an_ordinary_file_of_each_program_is_taken():
    found = files.Findings()
    for one in {file.program: file for file in ordinary.ordinary_files()}.values():
        files.bring_ordinary(one, found)

    assert found.troubles == []


def test_an_accepted_file_and_a_wrong_sentence_are_both_noticed():
    found, harmless = files.Findings(), made.word().data()
    acting = next(iter(files.words.NATURES))

    files.bring(acting, harmless, found)
    files.bring(
        nature.Nature("x", "", packages.BOMB, ".docx", iter, True), next(acting.examples()), found
    )

    assert dict(found.counted) == {"accepted": 1, "other check": 1}


def test_a_cleaned_copy_keeps_every_word():
    body = (
        made.field('DDEAUTO c:\\\\cmd "x"', "mười cây") + "<w:p><w:r><w:t>Điều 1</w:t></w:r></w:p>"
    )
    file = made.word(body)
    file.outside("image", "https://evil.example/a.png")

    with pytest.raises(FileActs) as acts:
        inspect_upload(file.data(), "a.docx")
    copy = cleaned_copy(file.data(), "a.docx")

    before, after = (Package(data).xml("word/document.xml") for data in (file.data(), copy))
    assert [one.text for one in after.iter() if one.tag.endswith("}t")] == ["mười cây", "Điều 1"]
    assert len(list(before.iter())) > len(list(after.iter()))
    assert len(acts.value.found) == 2


def test_a_cleaned_copy_of_an_opendocument_text_keeps_every_word_too():
    file = made.MadeText(
        '<text:p><text:a xlink:href="../a.exe">xem</text:a> <text:execute-macro>bấm</text:execute-macro></text:p>'
    )
    file.part("Configurations2/menubar/m.xml", '<m xmlns="urn:m"><a/></m>')

    copy = OpenDocument(cleaned_copy(file.data(), "a.odt"))

    assert "".join(copy.xml("content.xml").itertext()) == "xem bấm"
    assert copy.names == ["mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml"]
    assert copy.kinds().keys() == {"/", "content.xml", "styles.xml"}


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        ({"element": 1}, "<a x='>' ><c/>z</a>"),
        ({"element": 3}, "<a x='>' ><b r:id=\"1\">y<d/></b>z</a>"),
        ({"element": 2}, "<a x='>' ><b r:id=\"1\">y</b><c/>z</a>"),
        ({"element": 1, "keeps_content": True}, "<a x='>' >y<d/><c/>z</a>"),
        ({"element": 1, "attribute": "id", "value": "1"}, "<a x='>' ><b>y<d/></b><c/>z</a>"),
        ({"element": 0, "attribute": "x", "value": ">"}, '<a ><b r:id="1">y<d/></b><c/>z</a>'),
    ],
)
def test_a_piece_is_cut_out_and_the_rest_stays_byte_for_byte(cut, left):
    part = b"<a x='>' ><b r:id=\"1\">y<d/></b><c/>z</a>"

    assert cut_out(part, [files.words.acting.Cut("p", **cut)]).decode() == left
