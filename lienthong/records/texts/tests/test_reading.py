"""What would be read of a file, as `script/read` says it."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from lienthong.records.texts.importing.papers import reading_of
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.importing.saying import GROUNDS, REASONS, account_said, of_one
from lienthong.records.texts.recognition import grounds
from lienthong.records.texts.recognition.source import Reason

from .factories import PAPERS

REPORT = (PAPERS / "report.txt").read_bytes()


def test_the_papers_of_a_file_are_read_with_what_they_rest_on():
    reading = reading_of(REPORT, "report.txt")
    (paper,) = reading["papers"]
    assert (paper["number"], paper["type"]["code"]) == ("05-BC/CB", "BC")
    assert paper["clauses"][0]["eid"]
    assert paper["confidence"]["number"] == "sure"
    assert paper["origin"]["number"] == "read"
    assert {"title", "issuer", "signer"} <= set(paper["origin"])
    assert "urgency" not in paper["origin"]  # nothing is printed
    assert reading["refused"] == []


def test_a_type_that_no_title_names_is_inferred_with_its_reason():
    text = "TỈNH ỦY MẪU\n*\nSố 12-QĐ/TU\n\nĐiều 1. Thành lập tổ giúp việc.\nĐiều 2. Có hiệu lực từ ngày ký."
    (paper,) = reading_of(text.encode(), "a.txt")["papers"]
    assert paper["origin"]["type"] == "inferred"
    assert paper["confidence"]["type"] == "unsure"
    assert paper["reasons"]["type"] == "two_types"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"%PDF-1.7 broken", "a.pdf"), (b" ", "a.txt"), (REPORT, "BÁO CÁO MẬT.txt")],
    ids=["damaged", "empty", "marked secret by its name"],
)
def test_a_file_that_is_refused_says_so_in_a_sentence(data, name):
    reading = reading_of(data, name)
    assert reading["papers"] == []
    (refused,) = reading["refused"]
    assert refused["said"].endswith(".")


def test_every_reason_and_every_ground_has_its_words():
    used = {one.reason for one in vars(grounds).values() if isinstance(one, grounds.Ground)}
    assert set(REASONS) == set(Reason)
    assert set(GROUNDS) == used - {""}


def test_the_account_is_one_sentence_in_the_language_of_the_reader():
    aside = [{"reason": "page_number"}, {"reason": "footnote"}, {"reason": "footnote"}]
    account = {"taken": 214, "set_aside": aside, "refused": []}
    with override("en"):
        assert account_said(account) == (
            "214 lines were read; 3 pieces were set aside: page number (1), note (2)."
        )
    with override("vi"):
        assert (
            account_said(account)
            == "Đã đọc 214 dòng; 3 phần để riêng: số trang (1), chú thích (2)."
        )


def test_the_command_prints_one_object_or_an_outline(tmp_path, capsys):
    path = tmp_path / "bao-cao.txt"
    path.write_bytes(REPORT)
    call_command("read", str(path), "--json")
    assert json.loads(capsys.readouterr().out)["papers"][0]["number"] == "05-BC/CB"
    call_command("read", str(path))
    said = capsys.readouterr().out
    assert said.startswith("Báo cáo 05-BC/CB")
    assert "Đã đọc" in said


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("read", str(tmp_path / "none.txt"))


def test_what_another_document_of_the_file_takes_is_named_and_not_counted():
    second = "ĐỀ ÁN\ntrồng rừng\n\n1. Một.\n2. Hai.\n"
    read = read_plain(
        (
            REPORT.decode() + "\n\nTỈNH ỦY MẪU\n*\nSố 07-ĐA/TU\nĐẢNG CỘNG SẢN VIỆT NAM\n" + second
        ).encode()
    )
    account = of_one(read["account"], read["documents"], 0)
    assert [other["title"] for other in account["others"]] == ["Đề án 07-ĐA/TU trồng rừng"]
    assert account["taken"] == read["account"]["taken"] - account["others"][0]["lines"]
    with override("en"):
        assert "1 other document of the file was not taken: Đề án 07-ĐA/TU" in account_said(account)
