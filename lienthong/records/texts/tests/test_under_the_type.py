""" "NGHỊ QUYẾT / CỦA BAN THƯỜNG VỤ …": the head names the issuer, and the line stays where it stood."""

import datetime as dt

import pytest

from lienthong.records.texts.importing.drafts import draft_of, not_set
from lienthong.records.texts.importing.papers import printed_of, reading_of
from lienthong.records.texts.importing.plain import read_plain
from lienthong.records.texts.typesetting import _as_data

HEAD = "ĐẢNG UỶ XÃ LŨNG VÀI\n*\nSố 09-NQ/ĐU\nĐẢNG CỘNG SẢN VIỆT NAM\nLũng Vài, ngày 03 tháng 9 năm 2026\n\n"
TITLE = "NGHỊ QUYẾT\n{}về phát triển nghề dệt\n\n"
TEXT = "1. Mở lớp dạy dệt tại hai thôn.\n\nNơi nhận:\n- Các chi bộ,\n- Lưu Văn phòng.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nMạ Văn Sùng\n"
BODIES = [("CỦA BAN THƯỜNG VỤ ĐẢNG UỶ\n", "CỦA BAN THƯỜNG VỤ ĐẢNG UỶ")]
BODIES += [("CỦA BAN CHẤP HÀNH ĐẢNG BỘ\nXÃ LŨNG VÀI\n", "CỦA BAN CHẤP HÀNH ĐẢNG BỘ XÃ LŨNG VÀI")]


@pytest.mark.parametrize(("printed", "line"), BODIES)
def test_beside_a_head_the_line_is_kept_and_said(printed, line):
    read = read_plain((HEAD + TITLE.format(printed) + TEXT).encode())
    (document,) = read["documents"]
    assert document["issuer"]["printed"] == "ĐẢNG UỶ XÃ LŨNG VÀI"
    assert (document["issuer"]["under_type"], document["title"]) == (line, "về phát triển nghề dệt")
    assert {one["reason"] for one in read["account"]["set_aside"]} == {"under_type"}
    said = " ".join(one["text"] for one in read["account"]["set_aside"])
    assert said == line


@pytest.mark.parametrize(("printed", "line"), BODIES)
def test_it_is_set_under_the_type_and_not_in_the_head(printed, line):
    (document,) = read_plain((HEAD + TITLE.format(printed) + TEXT).encode())["documents"]
    paper = printed_of(document)
    data = _as_data(draft_of(paper, dt.date(2026, 9, 3)))
    assert data["issuer"] == "ĐẢNG UỶ XÃ LŨNG VÀI"
    assert data["type_name"].split("\n") == ["NGHỊ QUYẾT", line]


def test_without_a_head_it_names_the_issuer_and_is_no_remainder():
    read = read_plain((TITLE.format(BODIES[1][0]) + TEXT).encode())
    (document,) = read["documents"]
    assert document["issuer"]["name"] == "Ban Chấp hành Đảng bộ xã Lũng Vài"
    assert read["account"]["set_aside"] == []
    data = _as_data(draft_of(printed_of(document), dt.date(2026, 9, 3)))
    assert (data["issuer"], data["type_name"]) == ("", f"NGHỊ QUYẾT\n{BODIES[1][1]}")


def test_what_is_not_set_is_said():
    title = TITLE.format(BODIES[0][0]).rstrip() + "(1)\n\n"
    noted = TEXT + "\n(1) Theo Kế hoạch số 7 của xã.\n"
    reading = reading_of((HEAD + title + noted).encode(), "a.txt")
    (said,) = not_set(reading)
    assert said.endswith(": (1) Theo Kế hoạch số 7 của xã.")
