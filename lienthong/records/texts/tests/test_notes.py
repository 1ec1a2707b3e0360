"""Notes at the foot stay notes: in their clause, on the page, in print; none is lost."""

import pytest

from lienthong.records.texts.clauses.notes import apart, last_words, raised
from lienthong.records.texts.importing.docx import read_docx
from lienthong.records.texts.typesetting import typeset

from .factories import docx, paragraph, run, walk, xml
from .test_opendocument_files import NOTE, p
from .test_opendocument_files import read as read_as_odt
from .test_typesetting import node, official, pages
from .test_word_files import CLOSING, HEAD, TITLE


def call(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def note(number: int, words: str, kind: str = "footnote") -> str:
    return f'<w:{kind} w:id="{number}">{paragraph(words)}</w:{kind}>'


def in_word(*blocks: str, title: str = TITLE):
    foot = note(2, "Theo Nghị quyết số 05-NQ/TU.") + note(3, "Riêng xã biên giới: 31/12/2027.")
    foot += note(4, "Cây bản địa.") + note(9, "Không ai gọi.")
    return read_docx(
        docx(
            HEAD,
            title,
            *blocks,
            CLOSING,
            word__footnotes_xml=xml("footnotes", foot),
            word__endnotes_xml=xml("endnotes", note(1, "Mẫu kèm theo.", "endnote")),
        )
    )


def cells(*some: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{one}</w:tc>' for one in some)}</w:tr>"


TABLE = "<w:tbl>" + cells(*map(paragraph, ("TT", "Nội dung", "Thời gian"))) + cells(paragraph("1"), paragraph("Trồng rừng", call(4)), paragraph("2027")) + "</w:tbl>"  # fmt: skip


def test_notes_of_a_word_file_hang_below_the_clause_that_calls_them_and_are_printed_at_the_foot():
    read = in_word(
        paragraph("I. NHIỆM VỤ", call(2)),
        paragraph("1. Rà soát 800 m² rừng", call(3), run(", xong trước ngày 30/6/2027.")),
        paragraph("2. Báo cáo.", call(1, "endnote")),
        TABLE,
    )
    body = read["documents"][0]["body"]
    assert [one["text"] for one in walk(body)] == [
        "¹ Theo Nghị quyết số 05-NQ/TU.",
        "Rà soát 800 m² rừng², xong trước ngày 30/6/2027.\n² Riêng xã biên giới: 31/12/2027.",
        "Báo cáo.ⁱ\nⁱ Mẫu kèm theo.",
        "³ Cây bản địa.",
    ]
    asides = [(one["reason"], one["text"]) for one in read["account"]["set_aside"]]
    assert asides == [("footnote", "Không ai gọi.")]

    (page,) = pages(typeset(official(body=body)).pdf)
    text, _, foot = page.partition("Nguyễn Văn Mẫu")
    assert "Rà soát 800 m² rừng 2, xong" in text.replace("rừng2", "rừng 2")
    for mark, words in (("1", "Theo"), ("2", "Riêng xã"), ("i", "Mẫu kèm"), ("3", "Cây bản địa.")):
        assert f"{mark} {words}" in foot.replace(f"{mark}{words}", f"{mark} {words}")


def test_many_notes_are_no_letters_of_an_old_font():
    foot = "".join(note(number, f"Chú thích {number}.") for number in range(2, 60))
    calls = (paragraph(f"{at}. Việc này", call(at + 1), run(" xong.")) for at in range(1, 59))
    read = read_docx(docx(HEAD, TITLE, *calls, CLOSING, word__footnotes_xml=xml("footnotes", foot)))
    assert read["refused"] is None
    assert [one["text"] for one in read["documents"][0]["body"]][-1:] == [
        "Việc này⁵⁸ xong.\n⁵⁸ Chú thích 59."
    ]


def test_a_note_called_in_a_title_is_set_aside():
    read = in_word(
        paragraph("1. Rà soát quỹ rừng."),
        title=paragraph("NGHỊ QUYẾT") + paragraph("về giữ rừng", call(3)),
    )
    asides = [one["text"] for one in read["account"]["set_aside"]]
    assert "¹ Riêng xã biên giới: 31/12/2027." in asides


def test_notes_of_an_opendocument_text_do_the_same():
    read = read_as_odt(p("1. Lập vườn ươm" + NOTE.format(p("Hạn 31/12/2027.")) + " tại xã."))
    (clause,) = read["documents"][0]["body"]
    assert clause["text"] == "Lập vườn ươm¹ tại xã.\n¹ Hạn 31/12/2027."
    assert read["account"]["set_aside"] == []


@pytest.mark.parametrize(
    ("text", "rest", "notes"),
    [
        ("xong¹ sớm.\n¹ Trừ xã A.", "xong¹ sớm.", {"¹": "Trừ xã A."}),
        ("xong sớm.\n¹ Trừ xã A.", "xong sớm.\n¹ Trừ xã A.", {}),
        ("800 m² rừng.\n² Trừ xã A.", "800 m² rừng.\n² Trừ xã A.", {}),
        ("một¹ hai¹²\n¹ A.\n¹ B.", "một¹ hai¹²\n¹ B.", {"¹": "A."}),
    ],
)
def test_a_line_is_a_note_only_where_the_words_call_it(text, rest, notes):
    assert apart({"text": text}) == (rest, notes)


def test_no_word_of_a_note_is_lost_when_its_figure_is():
    body = [node(marker="1.", text="xong sớm.\n¹ Trừ xã Khe Nậm.")]
    (page,) = pages(typeset(official(body=body)).pdf)
    assert "Trừ xã Khe Nậm." in page


def test_figures_count_on_and_the_end_of_the_words_is_seen_before_them():
    assert [raised(one) for one in (1, 12)] == ["¹", "¹²"]
    assert [raised(one, roman=True) for one in (1, 4, 9, 11)] == ["ⁱ", "ⁱᵛ", "ⁱˣ", "ˣⁱ"]
    assert last_words("Xong./.¹\n¹ Trừ xã A") == "Xong./."
