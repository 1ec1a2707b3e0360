"""Issuer, title and name, as a reader of the page takes them."""

from __future__ import annotations

from typing import Any

import pytest

from lienthong.records.signing.pki import fitted
from lienthong.records.signing.printed import Printed
from lienthong.records.signing.tests.factories import a_document, a_form
from lienthong.records.signing.verdict import printed_on
from lienthong.records.texts.typesetting import SignerBeside

LONG = "Cầm Thị Trần Nguyễn Ngọc Phương Anh Hoàng Minh Châu"


def printed(**changes: Any) -> Printed:
    return printed_on(a_form(a_document(**changes)))


def test_names_of_several_lines_are_read_whole() -> None:
    found = printed(
        superior="Tỉnh ủy Đồng Xuân",
        issuer="Đảng ủy các cơ quan Đảng tỉnh Đồng Xuân",
        authority="T/M Ban Thường vụ",
        signer_name=LONG,
    )

    assert found.head[0] == "TỈNH ỦY ĐỒNG XUÂN"
    assert found.names_issuer("Đảng ủy các cơ quan Đảng tỉnh Đồng Xuân")
    assert found.title_lines == ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")
    assert found.signer_name == LONG


def test_who_signs_by_hand_beside_the_signer_is_not_the_signer() -> None:
    beside = [
        SignerBeside("T/M Ban Kiểm phiếu", "Trưởng ban", "Lò Văn Ọi"),
        SignerBeside("", "Thư ký", "Nguyễn Thị Rất Dài Tên Quá"),
    ]

    found = printed(beside=beside)

    assert found.signer_name == "Nguyễn Văn Mẫu"
    assert found.title_lines[-1] == "BÍ THƯ"


@pytest.mark.parametrize(
    ("head", "organisation", "is_named"),
    [
        (("TỈNH ỦY A",), "Tỉnh ủy  A", True),
        (("TỈNH ỦY A", "ĐẢNG ỦY XÃ B"), "Đảng ủy xã B", True),
        (("TỈNH ỦY A", "BAN TỔ CHỨC"), "Ban Tổ chức Tỉnh ủy", True),
        (("TỈNH ỦY A", "BAN TỔ CHỨC"), "Ban Tổ chức Tỉnh ủy A", True),
        (("TỈNH ỦY A", "BAN TỔ CHỨC"), "Ban Tổ chức Tỉnh ủy B", False),
        (("TỈNH ỦY A", "BAN TỔ CHỨC"), "Tỉnh ủy A", False),
        (("BAN TỔ CHỨC",), "Ban Tổ chức Tỉnh ủy", False),
        ((), "Tỉnh ủy A", False),
    ],
)
def test_a_head_names_its_issuer_in_its_last_lines(
    head: tuple[str, ...], organisation: str, is_named: bool
) -> None:
    assert Printed(head, (), ()).names_issuer(organisation) is is_named


@pytest.mark.parametrize(
    ("lines", "is_allowed"),
    [
        (("PHÓ BÍ THƯ",), True),
        (("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), True),
        (("K/T TRƯỞNG BAN", "PHÓ BÍ THƯ"), True),
        (("KT. TRƯỞNG BAN", "PHÓ", "BÍ THƯ"), True),
        (("T/M BAN CHẤP HÀNH ĐẢNG BỘ", "TỈNH", "PHÓ BÍ THƯ"), True),
        ((), True),
        (("BÍ THƯ",), False),
        (("TỔNG", "PHÓ BÍ THƯ"), False),
        (("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), False),
        (("T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ",), False),
    ],
)
def test_above_ones_own_title_stands_only_in_whose_name_it_signs(  # 36-HD/VPTW §II.1.7
    lines: tuple[str, ...], is_allowed: bool
) -> None:
    assert Printed((), lines, ()).allows_title("Phó Bí thư") is is_allowed
    assert Printed((), lines, ()).allows_title("")


def test_a_name_too_long_for_a_certificate_is_compared_as_far_as_it_has_room() -> None:
    """A certificate has 64 bytes for a name, and a Vietnamese letter takes up to three of them."""
    name = "Đảng ủy các cơ quan Đảng và đoàn thể tỉnh Đồng Xuân"

    assert len(fitted(name).encode()) <= 64 < len(name.encode())
    assert Printed((name.upper(),), (), ()).names_issuer(fitted(name))
    assert not Printed((f"Ban {name}",), (), ()).names_issuer(fitted(name))
