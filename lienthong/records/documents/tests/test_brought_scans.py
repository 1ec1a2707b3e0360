"""In a scan no mark of secrecy can be read: who brings it says that it bears none, or it does not come in."""

from hashlib import sha256
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.kernel.audit.models import AuditEntry
from lienthong.kernel.audit.public import history_of, sentence
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.tests.made import word
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.texts.tests.factories import paragraph

from ..actions import adoption, drafting
from ..actions.adoption import BroughtFile
from ..actions.importing import start_from_file

pytestmark = pytest.mark.django_db
PNG = typst.compile(b"#square()", format="png")
WORDS = "Báo cáo kết quả trồng cây đầu xuân của các chi bộ trực thuộc trong năm. " * 4


def name_of(data):
    return "tep.pdf" if data.startswith(b"%PDF") else "tep.docx"


def scan(wide=595, high=842):
    """A page as a scanner makes it: one picture, no letters."""
    pdf, saved = pypdfium2.PdfDocument.new(), BytesIO()
    page, picture = pdf.new_page(595, 842), pypdfium2.PdfImage.new(pdf)
    picture.set_bitmap(pypdfium2.PdfBitmap.new_native(60, 84, pypdfium2.raw.FPDFBitmap_BGR))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    page.insert_obj(picture)
    page.gen_content()
    pdf.save(saved)
    return saved.getvalue()


def text():
    return typst.compile(f"#page[{WORDS}]".encode())


def together(*files):
    joined = pypdf.PdfWriter()
    for file in files:
        joined.append(BytesIO(file))
    whole = BytesIO()
    joined.write(whole)
    return whole.getvalue()


def drawn():
    """Letters turned into lines: to be seen, not to be read."""
    return typst.compile(b"#page[#for n in range(30) { line(length: 1cm) }]")


def over(below, above):
    """One page, the other laid over it."""
    page = pypdf.PdfWriter(BytesIO(below))
    page.pages[0].merge_page(pypdf.PdfReader(BytesIO(above)).pages[0])
    whole = BytesIO()
    page.write(whole)
    return whole.getvalue()


def outlined():
    """A short word in outlines, as a drawing program leaves it, beside what can be read."""
    letter = "polygon((0pt, 0pt), (5pt, 14pt), (10pt, 0pt), (8pt, 0pt), (5pt, 9pt), (2pt, 0pt))"
    return typst.compile(f"#page[{WORDS} #for n in range(3) {{ {letter} }}]".encode())


def ruled():
    """Frames, rules and a table: nothing hides in them."""
    rows = "..range(30).map(n => [Chi bộ #n])"
    return typst.compile(f"#page[{WORDS} #line(length: 9cm) #table(columns: 3, {rows})]".encode())


def pictured(name="word/media/image1.png"):
    """A Word file with a picture among its words."""
    made = word(paragraph(WORDS))
    made.part(name, PNG, "image/png", kind="image")
    return made.data()


UNREAD = {
    "a scan": scan,
    "text with a scanned page": lambda: together(text(), scan()),
    "letters as lines": drawn,
    "letters recognised over their picture": lambda: over(scan(), text()),
    "letters recognised beneath their picture": lambda: over(text(), scan()),
    "the picture of a stamp on a page with text": lambda: over(text(), scan(90, 30)),
    "a word in outlines on a page with text": outlined,
    "a picture in a Word file": pictured,
}
READ = {
    "text": text,
    "text on two pages": lambda: together(text(), text()),
    "ruled": ruled,
    "the picture of a Word file itself": lambda: pictured("docProps/thumbnail.png"),
}


# Handbook §2.5, §12.4 no. 5: a scan that may be marked secret does not come in unseen.
@pytest.mark.parametrize("made", UNREAD.values(), ids=UNREAD)
def test_a_scan_travels_along_only_if_somebody_has_looked_for_the_mark(province, made):
    document, data, actor = province.draft(), made(), province.actor("specialist")
    name = name_of(data)

    with pytest.raises(RuleBroken, match="mark of secrecy in a scan") as refused:
        drafting.attach_file(document.pk, BroughtFile(name, data), actor=actor)
    assert refused.value.field == "file"
    assert not document.attachments.exists()

    looked_at = BroughtFile(name, data, bears_no_mark=True)
    drafting.attach_file(document.pk, looked_at, actor=actor)

    entry = history_of(document).get(verb="documents.said_unmarked")
    assert entry.facts == {"file": sha256(data).hexdigest()}
    assert "bears no mark of secrecy" in sentence(entry)


@pytest.mark.parametrize("made", READ.values(), ids=READ)
def test_of_a_file_that_can_be_read_nobody_is_asked(province, made):
    document, file = province.draft(), made()

    brought = BroughtFile(name_of(file), file)
    drafting.attach_file(document.pk, brought, actor=province.actor("specialist"))

    assert document.attachments.exists()
    assert not AuditEntry.objects.filter(verb="documents.said_unmarked").exists()


def test_what_is_marked_is_refused_whatever_somebody_says(province):
    marked = BroughtFile("van-ban.txt", "TUYỆT MẬT\n\nBáo cáo.".encode(), bears_no_mark=True)

    with pytest.raises(RuleBroken, match="bears a mark of secrecy"):
        drafting.attach_file(province.draft().pk, marked, actor=province.actor("specialist"))


def test_minutes_that_are_a_scan_are_looked_at_too(province):
    document, actor = province.initialled(), province.actor("chief")
    vote, file = province.vote(), scan()

    with pytest.raises(RuleBroken, match="mark of secrecy in a scan") as refused:
        adoption.record_adoption(document.pk, vote, BroughtFile("bb.pdf", file), actor=actor)
    assert refused.value.field == "minutes"
    looked_at = BroughtFile("bb.pdf", file, bears_no_mark=True)
    adoption.record_adoption(document.pk, vote, looked_at, actor=actor)

    assert history_of(document).filter(verb="documents.said_unmarked").count() == 1


def test_a_draft_with_a_scanned_page_is_looked_at_too(province):
    actor, file = province.actor("specialist"), together(text(), scan())

    with pytest.raises(RuleBroken, match="mark of secrecy in a scan"):
        start_from_file(province.committee, BroughtFile("du-thao.pdf", file), actor=actor)
    assert not StoredFile.objects.exists()
    looked_at = BroughtFile("du-thao.pdf", file, bears_no_mark=True)
    document = start_from_file(province.committee, looked_at, actor=actor)

    assert history_of(document).filter(verb="documents.said_unmarked").count() == 1


def test_the_page_asks_and_takes_the_answer(province, signed_in):
    document, data = province.draft(), scan()
    client, where = signed_in("specialist"), reverse("documents:attach", args=[document.pk])

    def brought(**more):
        given = {"attach-file": SimpleUploadedFile("quet.pdf", data)} | more
        return client.post(where, given)

    asked = brought()
    assert asked.status_code == 409
    assert 'name="attach-file-unmarked"' in asked.content.decode()

    assert brought(**{"attach-file-unmarked": "1"}).status_code == 302
    assert document.attachments.count() == 1
