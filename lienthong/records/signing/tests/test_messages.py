import pytest

from lienthong.kernel.confirmations.models import hash_of
from lienthong.records.signing import messages
from lienthong.records.signing.sentences import Refused


def test_a_message_has_one_form() -> None:
    said = {"b": ["Đảng ủy xã", 5, True], "a": {"z": "", "c": 0}}
    written = messages.canonical(said)

    assert written.decode() == '{"a":{"c":0,"z":""},"b":["Đảng ủy xã",5,true]}'
    assert messages.read(written) == said


@pytest.mark.parametrize(
    "other",
    [
        b'{"b":1,"a":2}',
        b'{"a": 2}',
        b'{"a":2,"a":2}',
        b'{"a":2.5}',
        b'{"a":1e2}',
        b'{"\xc3\xa9":1}',
        '{"a":"e\u0301"}'.encode(),
        b'{"a":"\\u0061"}',
        b"[]",
        b"",
        b'{"a":"\xff"}',
        b'{"a":NaN}',
        b"[" * 5000,
        b'{"a":"' + b"x" * messages.LONGEST + b'"}',
    ],
)
def test_the_same_in_other_bytes_is_no_message(other: bytes) -> None:
    with pytest.raises(Refused, match="not written as"):
        messages.read(other)


def test_the_signer_and_the_web_count_the_same_hash_of_a_statement() -> None:
    assert messages.statement_hash(b"{}") == hash_of(b"{}")


def test_statements_and_agreements_never_share_a_handle() -> None:
    agreement = messages.sealing_agreement(
        installation="0" * 32,
        key="clerk",
        seal="seal",
        organisation="LT-1",
        term="2025-2030",
        type="NQ",
        number="05-NQ/TU",
        day="ngày 22 tháng 11 năm 2026",
        signed=b"signed",
    )

    assert messages.handle_of(agreement) == messages.agreement_hash(agreement)
    assert messages.agreement_hash(agreement) != messages.statement_hash(agreement)
    assert messages.read(agreement)["file"] == messages.sha256(b"signed")


def test_a_challenge_is_of_one_message_verb_key_and_moment() -> None:
    asked = ("ab" * 32, b"n" * 16, "sign", "leader")
    others = [
        ("cd" * 32, b"n" * 16, "sign", "leader"),
        ("ab" * 32, b"m" * 16, "sign", "leader"),
        ("ab" * 32, b"n" * 16, "seal", "leader"),
        ("ab" * 32, b"n" * 16, "sign", "deputy"),
    ]
    challenges = {messages.answer_challenge(*one) for one in [asked, *others]}

    assert len(challenges) == 5
