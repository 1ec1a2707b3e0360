"""What must be said, and who says it."""

import pytest

from lienthong.kernel.permissions.public import Actor, RuleBroken, required


@pytest.mark.parametrize("nothing", ["", "  ", "\n"])
def test_saying_nothing_is_refused_at_its_field(nothing: str) -> None:
    with pytest.raises(RuleBroken, match="Say why") as refused:
        required(nothing, "Say why.", field="note")
    assert refused.value.field == "note"


def test_what_is_said_is_taken_in_one_form_without_blanks() -> None:
    assert required(" Thiê\u0301u chữ ký ", "Say why.") == "Thiếu chữ ký"


@pytest.mark.parametrize(
    ("name", "title", "written"),
    [
        ("Lê Thị Mai", "Văn thư", "Lê Thị Mai, Văn thư"),
        ("Lê Thị Mai", "", "Lê Thị Mai"),
        ("", "", ""),
    ],
)
def test_a_signature_is_name_and_title_as_far_as_known(name, title, written) -> None:
    actor = Actor(1, 1, 1, role="clerk", path="00001", name=name, title=title)
    assert actor.signature == written
