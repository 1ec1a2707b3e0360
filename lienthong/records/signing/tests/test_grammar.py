"""What offices write stays within what a file may hold; signatures have one form."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from lienthong.records.signing import grammar, pki
from lienthong.records.signing.exact import is_lowered, is_strict_der, lowered
from lienthong.records.signing.kinds import SEALED_DOCUMENT
from lienthong.records.signing.letters import our_letters
from lienthong.records.signing.tests.factories import FOUNDED, MOMENT, Office, a_document, a_form
from lienthong.records.signing.verdict import check_form
from lienthong.records.texts.recognition.documents import recognise

WRITTEN = sorted((Path(__file__).parents[2] / "texts" / "tests").glob("*/*.txt"))
OFTEN = 3


@pytest.mark.parametrize(
    "path",
    [
        *WRITTEN[:OFTEN],
        *(pytest.param(path, marks=pytest.mark.nightly) for path in WRITTEN[OFTEN:]),
    ],
    ids=lambda path: path.stem,
)
def test_what_an_office_writes_stays_within_the_grammar(path: Path) -> None:
    for found in recognise(path.read_text()):
        form = a_form(a_document(body=found.body, abstract=found.title or "về việc"))

        check_form(form, SEALED_DOCUMENT, our_letters())


def test_every_kind_named_in_the_grammar_is_declared() -> None:
    named = {
        word.strip("@[]{}1234567890")
        for kind in grammar.KINDS.values()
        for shapes in kind.shapes.values()
        for shape in shapes
        for word in grammar.alternatives(shape.strip("[]{}1234567890"))
        if "@" in word
    }

    assert {name.lstrip("@") for name in named} <= grammar.KINDS.keys()


def test_certificates_and_lists_come_out_in_the_one_form(office: Office) -> None:
    certificates = [one for _at in range(4) for one in office.certify("A", "seal").chain]
    lists = [
        x509.load_pem_x509_crl(pki.revocation_list(office.intermediate, {7: MOMENT}, FOUNDED))
        for _at in range(8)
    ]

    assert all(is_lowered(one.signature) for one in (*certificates, *lists))
    assert all(is_strict_der(one.public_bytes(Encoding.DER)) for one in (*certificates, *lists))


def test_a_lowered_signature_is_as_good_as_the_other() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    made = [key.sign(b"x", ec.ECDSA(hashes.SHA256())) for _at in range(16)]

    assert {is_lowered(one) for one in made} == {True, False}
    for one in made:
        key.public_key().verify(lowered(one), b"x", ec.ECDSA(hashes.SHA256()))
        assert lowered(lowered(one)) == lowered(one)


@pytest.mark.parametrize(
    "loose",
    [
        b"",
        b"\x02\x01",
        b"\x02\x01\x05\x00",
        b"\x02\x02\x00\x05",
        b"\x02\x02\xff\x85",
        b"\x02\x00",
        b"\x01\x01\x05",
        b"\x04\x81\x01a",
        b"\x30\x80\x00\x00",
        b"\x1f\x01\x00",
        b"\x31\x06\x02\x01\x07\x02\x01\x05",
        b"\x30\x03\x02\x02\x05",
        b"\x30" * 60,
    ],
)
def test_loose_encodings_are_told_from_strict_ones(loose: bytes) -> None:
    assert is_strict_der(b"\x31\x06\x02\x01\x05\x02\x01\x07")
    assert not is_strict_der(loose)


@given(st.binary(max_size=60))
def test_any_bytes_are_judged_without_a_fault(data: bytes) -> None:
    assert is_strict_der(data) in (True, False)
