"""Where several persons sign, or one by two titles."""

import pytest

from lienthong.records.texts.importing.drafts import signers_beside
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.recognition.documents import recognise
from lienthong.records.texts.typesetting import SignerBeside

from .factories import walk

_MINUTES = "BIÊN BẢN\nbầu cử chi ủy\n\n1. Kết quả như trên.\n\nBiên bản lập thành 02 bản./.\n\n"
_SIGNERS = [
    ("Thư ký", "Lù Thị Chẩn"),
    ("Trưởng ban kiểm phiếu", "Đèo Văn Páo"),
    ("Chủ tọa", "Vì Văn Sơn"),
]
_ROWS = (
    [title for title, _name in _SIGNERS],
    ["(đã ký)"] * 3,
    [name for _title, name in _SIGNERS],
)


def _blanks(cells):
    return "".join(cell.ljust(28) for cell in cells).rstrip()


def _centred(cells):
    return "".join(cell.center(32) for cell in cells).rstrip()


def _tabs(cells):
    return "\t".join(cells)


def _bars(cells):
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("set_out", [_blanks, _centred, _tabs, _bars])
@pytest.mark.parametrize("gap", ["\n", "\n\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("rows", [_ROWS, _ROWS[::2]], ids=["marked as signed", "bare"])
@pytest.mark.parametrize("case", [str, str.upper], ids=["small letters", "capitals"])
def test_three_who_sign_side_by_side_are_three_signers(set_out, gap, rows, case):
    titles, *below = rows
    text = gap.join([set_out([case(title) for title in titles]), *map(set_out, below)])
    (document,) = recognise(_MINUTES + text)
    signed = [(signing["title"], signing["name"]) for signing in document.signings]
    assert signed == [(case(title), name) for title, name in _SIGNERS]
    assert not [node for node in walk(document.body) if node["kind"] == "table"]


def test_who_presides_is_named_in_the_text_before_anybody_signs():
    text = "Chủ tọa\nĐèo Văn Páo\n\nThư ký\nLù Thị Chẩn\n\n2. Chi bộ bầu 03 chi ủy viên.\n"
    (document,) = recognise(_MINUTES + text)
    assert document.signings == []
    assert [node["marker"] for node in document.body if node["marker"]] == ["1.", "2."]


def test_a_second_title_in_small_letters_stands_in_the_column_of_the_signer():
    (document,) = recognise(
        "KẾ HOẠCH\ntập huấn\n\n1. Chi bộ tổ chức tập huấn.\n\n"
        "Nơi nhận:                                    T/M BAN THƯỜNG VỤ\n"
        "- Thường trực Tỉnh ủy (báo cáo),                    BÍ THƯ\n"
        "- Các chi, đảng bộ trực thuộc (biết),        kiêm Tổ trưởng Tổ giúp việc\n"
        "- Lưu Văn phòng.\n\n"
        "                                             Đỗ Thị Ví Dụ\n"
    )
    assert [(r["name"], r["purpose"]) for r in document.recipients] == [
        ("Thường trực Tỉnh ủy", "report"),
        ("Các chi, đảng bộ trực thuộc", "know"),
    ]
    assert document.signings[0]["title"] == "BÍ THƯ kiêm Tổ trưởng Tổ giúp việc"


def test_a_page_number_among_the_recipients_is_none_of_them():
    text = "Nơi nhận:\n- Như trên,\n- Văn phòng Tỉnh ủy,\n2\n\nTRƯỞNG BAN\nBàn Thị Mùi\n"
    (found,) = recognise("BÁO CÁO\nvề nghề cá\n\nĐã báo cáo như trên./.\n\n" + text)
    assert [recipient["name"] for recipient in found.recipients] == [
        "Như trên",
        "Văn phòng Tỉnh ủy",
    ]
    assert (found.signings[0]["name"], [aside.text for aside in found.set_aside]) == (
        "Bàn Thị Mùi",
        ["2"],
    )


_SIDE_BY_SIDE = ["{:40}{}".format(*pair) for pair in (("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ"), ("Lù Thị Chẩn", "Vì Văn Sơn"))]  # fmt: skip
_UNDER_EACH_OTHER = ["NGƯỜI GHI BIÊN BẢN", "Lù Thị Chẩn", "", "CHỦ TRÌ HỘI NGHỊ", "Vì Văn Sơn"]


@pytest.mark.parametrize("rows", [_SIDE_BY_SIDE, _UNDER_EACH_OTHER])
def test_of_minutes_the_one_who_presided_is_the_signer_and_both_are_kept(rows):
    read = read_plain((_MINUTES + "\n\n".join(rows)).encode())

    (document,) = read["documents"]
    assert document["signing"]["name"] == "Vì Văn Sơn"
    assert [one["name"] for one in document["signings"]] == ["Lù Thị Chẩn", "Vì Văn Sơn"]
    assert document["confidence"]["signings"] == "likely"
    assert signers_beside(document) == [SignerBeside("", "NGƯỜI GHI BIÊN BẢN", "Lù Thị Chẩn")]
    assert read["account"]["set_aside"] == []


@pytest.mark.parametrize("words", ["{}", "T/M {}"])
def test_a_joint_paper_has_a_signer_for_each_body(words):
    bodies = words.format("BAN TUYÊN GIÁO"), words.format("BAN TỔ CHỨC")
    rows = [bodies, ("TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), ("Lù Thị Chẩn", "Vì Văn Sơn")]
    text = "HƯỚNG DẪN\nvề đánh giá chi bộ\n\n1. Chi bộ tự đánh giá./.\n\n"
    block, titles, signers = ("{:40}{}".format(*row) for row in rows)
    (document,) = recognise(f"{text}{block}\n{titles}\n\n\n{signers}")

    assert [(one["body"], one["title"], one["name"]) for one in document.signings] == [
        ("BAN TUYÊN GIÁO", "TRƯỞNG BAN", "Lù Thị Chẩn"),
        ("BAN TỔ CHỨC", "PHÓ TRƯỞNG BAN", "Vì Văn Sơn"),
    ]
    assert document.as_json()["signing"]["name"] == "Lù Thị Chẩn"
