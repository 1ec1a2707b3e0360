"""A mark of secrecy refuses a file wherever it stands, before anything of the file is kept."""

import io

import pypdf
import pytest
import typst
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from lienthong.kernel.files.tests.made import word
from lienthong.records.texts.public import MarkedSecret, read_upload

from .factories import docx, paragraph, xml

BODY = paragraph("KẾ HOẠCH") + "".join(paragraph(f"Việc thứ {at}.") for at in range(60))
BOX = "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>"
BEHIND = (
    '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="TUYỆT MẬT"/>'
    "</v:shape></w:pict></w:r></w:p>"
)


def with_property(kind: str, element: str) -> bytes:
    made = word(BODY)
    made.part("docProps/a.xml", f"<p>{element}</p>", kind=kind, owner="")
    return made.data()


def pdf(change) -> bytes:
    page = "Kế hoạch trồng cây của Đảng bộ tỉnh Đồng Xuân trong năm 2027, giao cho các xã. " * 5
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(typst.compile(page.encode())))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def stamp(writer):
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/FreeText"),
            NameObject("/Contents"): TextStringObject("TỐI MẬT"),
            NameObject("/Rect"): pypdf.generic.RectangleObject((0, 0, 90, 20)),
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


def described(writer):
    writer.xmp_metadata = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>Tối mật</a></x:xmpmeta>".encode()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (docx(BODY, paragraph("TỐI MẬT"), BODY), "docx"),
        (docx(BODY, BOX.format(paragraph("M Ậ T"))), "docx"),
        (docx(BODY, BEHIND), "docx"),
        (docx(BODY, word__header1_xml=xml("hdr", paragraph("MẬT"))), "docx"),
        (docx(BODY, word__footer3_xml=xml("ftr", paragraph("Độ mật: Mật"))), "docx"),
        (docx(BODY, word__footnotes_xml=xml("footnotes", f"<w:footnote>{paragraph('Tuyệt mật')}</w:footnote>")), "docx"),
        (docx(BODY, word__comments_xml=xml("comments", f"<w:comment>{paragraph('[MẬT]')}</w:comment>")), "docx"),
        (with_property("metadata/core-properties", "<keywords>kế hoạch; Mật</keywords>"), "docx"),
        (with_property("custom-properties", "<property><lpwstr>TỐI MẬT</lpwstr></property>"), "docx"),
        (docx(BODY, word__diagramData1_xml="<d><t>TỐI MẬT</t></d>"), "docx"),
        (pdf(stamp), "pdf"),
        (pdf(lambda writer: writer.add_outline_item(title="MẬT", page_number=0)), "pdf"),
        (pdf(described), "pdf"),
        (pdf(lambda writer: writer.add_metadata({"/Subject": "Tuyệt mật"})), "pdf"),
        (("Việc thứ nhất.\n" * 80 + "TUYỆT MẬT\n" + "Việc.\n" * 80).encode(), "text"),
    ],
)  # fmt: skip
def test_a_mark_counts_wherever_it_stands(data, kind):
    with pytest.raises(MarkedSecret):
        read_upload(data, kind, f"a.{kind}")


@pytest.mark.parametrize(
    "name",
    ["MẬT.pdf", "12-CV-TU (Mật).pdf", "12_CV_TU_MAT.pdf", "Quét TỐI MẬT 2027.pdf", "Công văn Mật.pdf",
     "toimat-3.pdf", "a [Tuyệt mật].pdf", "Độ mật A.pdf"],
)  # fmt: skip
def test_a_mark_in_the_name_of_a_scan_counts(name):
    with pytest.raises(MarkedSecret):
        read_upload(typst.compile(b"#rect()"), "pdf", name)


@pytest.mark.parametrize(
    "words",
    [
        "Bảo vệ bí mật nhà nước theo ba độ:\n- Tuyệt mật\n- Tối mật\n- Mật",
        "Giữ bí mật.\nMật độ dân số\nMật ong rừng",
        "Tên\tĐộ mật\nKế hoạch\tMẬT",
    ],
)
def test_a_text_about_secrecy_is_not_secret(words):
    text = "Việc thứ nhất của kế hoạch trong năm.\n" * 60 + words + "\nHết."

    assert read_upload(text.encode(), "text", "Quy chế bảo mật.txt").documents


@pytest.mark.parametrize("name", ["Bảo mật.txt", "mật độ dân số.txt", "Kế hoạch bí mật.txt", "mat-ong.docx".replace("mat", "Mật ong")])  # fmt: skip
def test_a_name_that_speaks_of_secrecy_is_none(name):
    assert read_upload("Việc thứ nhất.\n".encode() * 9, "text", name).documents
