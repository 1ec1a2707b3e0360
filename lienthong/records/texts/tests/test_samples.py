"""Two real documents with the noise of scanning, read from the folder beside the checkout."""

import pytest

from lienthong.records.texts.recognition.documents import recognise

from .factories import SAMPLES, by_eid, walk, words_of

pytestmark = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"the sample texts are not in {SAMPLES}"
)
FOUR_RECIPIENTS = [
    ("Ban Bí thư Trung ương Đảng", "report"),
    ("Các đ/c Ủy viên Ban Chấp hành ĐBK", None),
    ("Các đảng ủy trực thuộc", None),
    ("Các ban, đơn vị ĐUK", None),
]


@pytest.fixture(scope="module")
def plan():
    documents = recognise((SAMPLES / "plan.txt").read_text())
    assert len(documents) == 1
    return documents[0]


@pytest.fixture(scope="module")
def letter_and_resolution():
    documents = recognise((SAMPLES / "resolution.txt").read_text())
    assert len(documents) == 2
    return documents


def test_the_head_of_the_plan_is_read_through_the_noise(plan):
    assert plan.number == "68-KH/ĐUK"
    assert (plan.kind.name, plan.kind.code) == ("Kế hoạch", "KH")
    assert (plan.place, plan.date) == ("Hà Nội", "2022-03-31")
    assert plan.issuer["name"] == "Đảng ủy Khối các cơ quan Trung ương"
    assert plan.issuer["body"] == "Ban Thường vụ"
    assert plan.title.startswith(
        "thực hiện Nghị quyết số 05-NQ/ĐUK, ngày 26/10/2021 của Ban Chấp hành"
    )
    assert plan.title.endswith("giai đoạn 2021 - 2025, định hướng đến năm 2030")


def test_the_stamp_of_arrival_is_not_the_date_of_the_plan(plan):
    assert plan.arrival == {"number": "335", "date": "2022-04-05", "office": "Đảng ủy Bộ Tư pháp"}


def test_the_closing_of_the_plan_is_read(plan):
    assert plan.signings == [
        {"authority": "T/M", "body": "BAN THƯỜNG VỤ", "title": "PHÓ BÍ THƯ", "name": "Đỗ Việt Hà"}
    ]
    assert [(r["name"], r["purpose"]) for r in plan.recipients] == FOUR_RECIPIENTS
    assert plan.file_copy == ["Lưu VP"]
    assert plan.secrecy is None


def test_the_plan_has_its_sections_and_clauses(plan):
    assert [n["marker"] for n in plan.body if n["kind"] == "section"] == [
        "I.",
        "II.",
        "III.",
        "IV.",
    ]
    nodes = by_eid(plan.body)
    assert [nodes[f"sec_II__cl_{n}"]["label"] for n in range(1, 7)] == [
        f"mục II.{n}" for n in range(1, 7)
    ]
    assert nodes["sec_II__cl_1"]["heading"].endswith(
        "chuyển đổi số trong các hoạt động công tác đảng"
    )
    stages = [n for n in nodes["sec_III"]["children"] if n["kind"] == "stage"]
    assert [stage["marker"].split(":")[0][:11] for stage in stages] == [
        "Giai đoạn 1",
        "Giai đoạn 2",
    ]
    assert [len(stage["children"]) for stage in stages] == [3, 3]


def test_a_dash_in_italics_heads_what_follows_it(plan):
    dashes = by_eid(plan.body)["sec_II__cl_2"]["children"]
    assert [len(dash["children"]) for dash in dashes] == [4, 3, 1, 1, 0, 0]
    assert dashes[1]["heading"] == "Phát triển, nâng cấp hạ tầng mạng truyền dẫn:"
    assert {child["kind"] for child in dashes[1]["children"]} == {"plus"}


def test_handwriting_is_kept_out_of_the_text(plan):
    assert {"Tham mưu", "Nhân Cụu CNVT", "bđ/ĐH/19A/XL/12/4/X"} <= {
        aside.text for aside in plan.set_aside
    }
    assert plan.body[0]["text"].startswith("Thực hiện Nghị quyết số 05-NQ/ĐUK")


def test_a_sentence_goes_on_after_a_page_break(plan):
    texts = " ".join(node["text"] for node in walk(plan.body))
    assert "nâng cao tính linh hoạt, dự phòng nhưng vẫn phải" in texts
    assert "Ứng dụng hỗ trợ nghiệp vụ công tác đảng" in texts


def test_the_appendix_is_one_table_of_22_tasks_in_6_groups(plan):
    tables = [node for node in walk(plan.body) if node["kind"] == "table"]
    assert len(tables) == 1
    groups = tables[0]["groups"]
    assert tables[0]["roles"] == ["marker", "content", "lead", "coordinators", "period"]
    assert [group["marker"] for group in groups] == ["I", "II", "III", "IV", "V", "VI"]
    assert [len(group["rows"]) for group in groups] == [2, 5, 4, 6, 2, 3]
    rows = {row["label"]: row["cells"] for group in groups for row in group["rows"]}
    assert rows["Phụ lục, dòng IV.3"][2:] == [
        "Đảng ủy NXB Chính trị quốc gia Sự thật",
        "Đảng ủy Khối, các đảng ủy trực thuộc",
        "2022-2023",
    ]
    yearly = [label for label, cells in rows.items() if cells[4] in {"Hàng năm", "Hằng năm"}]
    assert [label.split()[-1] for label in yearly] == ["I.1", "I.2", "III.4", "VI.1", "VI.2"]
    assert rows["Phụ lục, dòng III.4"][2] == "Đảng ủy Khối và các đảng ủy trực thuộc"


def test_the_letter_comes_before_the_resolution_it_sends_on(letter_and_resolution):
    letter, _resolution = letter_and_resolution
    assert (letter.number, letter.kind.code, letter.date) == ("264-CV/ĐU", "CV", "2021-10-28")
    assert letter.superior["name"] == "Đảng ủy Khối các cơ quan Trung ương"
    assert letter.issuer["name"] == "Đảng ủy Thông tấn xã Việt Nam"
    assert letter.title.startswith("V/v phổ biến, quán triệt nội dung Nghị quyết số 05-NQ/ĐUK")
    assert letter.addressees == ["Các đảng ủy cơ sở", "Các chi bộ trực thuộc"]
    assert [r["name"] for r in letter.recipients] == ["Như trên"]
    assert letter.file_copy == ["Lưu VPĐU"]
    assert letter.signings == []


def test_what_the_resolution_does_not_print_is_not_guessed(letter_and_resolution):
    _letter, resolution = letter_and_resolution
    assert resolution.kind.code == "NQ"
    assert resolution.number is None
    assert resolution.date is None
    assert resolution.place is None
    assert resolution.arrival == {"number": "568", "date": "2021-11-03", "office": None}


def test_the_resolution_names_its_issuer_under_the_title(letter_and_resolution):
    _letter, resolution = letter_and_resolution
    assert resolution.issuer["name"] == "Ban Chấp hành Đảng bộ Khối các cơ quan Trung ương"
    assert resolution.title.startswith("về sự lãnh đạo của các cấp ủy đảng")
    assert resolution.signings == [
        {"authority": "T/M", "body": "BAN CHẤP HÀNH", "title": "BÍ THƯ", "name": "Huỳnh Tấn Việt"}
    ]
    assert [(r["name"], r["purpose"]) for r in resolution.recipients] == FOUR_RECIPIENTS
    assert resolution.dissemination_scope == {"text": "phổ biến đến chi bộ", "reach": "branches"}


def test_the_clauses_of_the_resolution_are_addressed(letter_and_resolution):
    nodes = by_eid(letter_and_resolution[1].body)
    assert nodes["sec_II__cl_2__subcl_2-2"]["heading"] == "Một số mục tiêu cơ bản đến năm 2025"
    assert len(nodes["sec_II__cl_2__subcl_2-2"]["children"]) == 7
    assert len(nodes["sec_III__cl_3"]["children"]) == 5
    assert "vai trò, trách nhiệm trong việc" in nodes["sec_III__cl_2__dash_1"]["text"]
    assert len(nodes["sec_I"]["children"]) == 3


def test_no_word_of_the_samples_is_lost(plan, letter_and_resolution):
    for name, documents in (("plan", [plan]), ("resolution", letter_and_resolution)):
        kept = " ".join(word for document in documents for word in words_of(document))
        bare = "".join(c for c in kept if c.isalnum()).lower()
        lines = [
            line
            for line in (SAMPLES / f"{name}.txt").read_text().splitlines()
            if len(line) > 90 and "\t" not in line
        ]
        for line in lines:
            for sentence in line.replace("*", "").split(". "):
                assert "".join(c for c in sentence if c.isalnum()).lower() in bare
