import tempfile

import pytest

from lienthong.kernel.files.public import FileActs, FileRefused, StoredFile, inspect_upload
from lienthong.kernel.files.tests import hostile
from lienthong.kernel.files.tests.made import MadeText, W, word


def with_field(code):
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return word(f"<w:p>{begin}{instruction}{end}</w:p>").data()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("nghị quyết.docx", hostile.docx(), "docx"),
        ("nghị quyết.odt", MadeText().data(), "odt"),
        ("nghị quyết.PDF", hostile.pdf(), "pdf"),
        ("nghị quyết.txt", "Đồng Xuân, ngày 01 tháng 7".encode(), "text"),
        ("quét.pdf", b"\xef\xbb\xbf\r\n" + hostile.pdf(), "pdf"),
        ("utf16.txt", "Đồng Xuân".encode("utf-16"), "text"),
        ("mẫu.docx", with_field("MACROBUTTON  NoMacro [Bấm vào đây]"), "docx"),
        ("đề cương.docx", with_field("BIDIOUTLINE"), "docx"),
    ],
)
def test_an_honest_file_is_taken_for_what_it_is(name, data, kind):
    assert inspect_upload(data, name).kind == kind


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.pdf", b"", "empty"),
        ("a.exe", b"MZ", "not accepted"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("a.ott", MadeText().data(), "save it as .docx"),
        ("a.odt", hostile.docx(), "not what its name says"),
        ("a.docx", MadeText().data(), "not what its name says"),
        ("a.docm", hostile.docx(), "macros"),
        ("a\u202efdp.docx", hostile.docx(), "nobody sees"),
        ("a.exe\0.pdf", hostile.pdf(), "nobody sees"),
        ("a.docx", hostile.pdf(), "not what its name says"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("a.pdf", hostile.docx(), "not what its name says"),
        ("a.txt", hostile.docx(), "not what its name says"),
        ("a.txt", b"\x00\x01\x02", "not what its name says"),
        ("a.txt", "Đồng Xuân".encode("cp1258", "replace") + b"\xd0\xff", "not in Unicode"),
        ("a.docx", hostile.docx()[:200], "damaged"),
        ("a.docx", b"PK\x03\x04" + bytes(100), "damaged"),
        ("a.docx", hostile.docx(word__vbaProject_dot_bin=b"x"), "macros"),
        ("a.docx", hostile.docx(word__embeddings__o_dot_bin=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "embedded"),
        ("a.docx", hostile.docx(word__bomb_dot_bin=bytes(40 * 2**20)), "unpacks to far more"),
        ("a.docx", hostile.docx(word__big_dot_bin=bytes(170 * 2**20)), "unpacks to far more"),
        ("a.docx", hostile.many_parts(3100), "unpacks to far more"),
        ("a.docx", hostile.docx(word__s_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "damaged"),
        ("a.pdf", b"%PDF-1.7\n" + b"garbage" * 50, "damaged"),
        ("a.pdf", hostile.pdf()[:150], "damaged"),
        ("a.pdf", hostile.pdf(user_password="secret"), "password"),
        ("a.pdf", hostile.pdf(user_password="", owner_password="secret"), "opens without a password, but"),
        ("a.docx", b"{\\rtf1 Ngh\\'1eb quy}", "an .rtf document under another name"),
        ("a.pdf", b"@PJL ENTER LANGUAGE=PDF\r\n" + hostile.pdf(), "begins only after other lines"),
        ("a.docx", with_field("MACROBUTTON NoMacros x"), "acts by itself"),
        ("a.docx", hostile.with_part_to_convert("<!DOCTYPE html><p>Chi 3 tỷ<br></p>"), "another program"),
        ("a.pdf", hostile.pdf(hostile.javascript), "JavaScript"),
        ("a.pdf", hostile.javascript_by_another_spelling(), "JavaScript"),
        ("a.pdf", hostile.pdf(hostile.attachment), "other files inside"),
        ("a.pdf", hostile.pdf(hostile.launch), "starts programs"),
        ("a.pdf", hostile.pdf(hostile.launch_in_a_link), "starts programs"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)  # fmt: skip
@pytest.mark.django_db
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_nothing(
    name, data, word, settings, files_root, tmp_path, monkeypatch
):
    settings.LANGUAGE_CODE = "en"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    with pytest.raises(FileRefused) as refusal:
        inspect_upload(data, name)

    assert word in refusal.value.message
    assert str(refusal.value).endswith(".")
    assert not files_root.exists()
    assert not StoredFile.objects.exists()
    assert not list(temporary.iterdir())


def test_a_file_over_the_limit_is_refused_unread(settings):
    settings.UPLOAD_MAX_BYTES = 2**20

    with pytest.raises(FileRefused, match="1 MB"):
        inspect_upload(b"a" * (2**20 + 1), "a.txt")


def test_vietnamese_in_the_windows_encoding_is_text():
    typed = "Ðảng bộ tỉnh".replace("ả", "a\u0309").replace("ộ", "ô\u0323").replace("ỉ", "i\u0309")

    assert inspect_upload(typed.replace("Ð", "Đ").encode("cp1258"), "a.txt").kind == "text"


def test_what_acts_in_two_ways_is_said_once():
    letter = word()
    merge = (
        f'<w:settings xmlns:w="{W}"><w:mailMerge><w:query w:val="x"/></w:mailMerge></w:settings>'
    )
    letter.part("word/settings.xml", merge, kind="settings")
    source = "file:///D:/ds.xlsx"
    letter.line("mailMergeSource", source, owner="word/settings.xml", mode="External")

    with pytest.raises(FileActs) as acts:
        inspect_upload(letter.data(), "thư.docx")

    assert [str(one) for one in acts.value.found] == ["The file takes data from elsewhere."]
