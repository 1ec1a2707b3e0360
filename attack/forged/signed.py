"""Who signs, when, and in which form."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from asn1crypto import cms as asn1_cms
from asn1crypto import core
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from attack.forged.nature import Class, made
from attack.forged.workshop import Steps, Workshop, in_cms, in_der
from lienthong.records.signing import checks, form
from lienthong.records.signing.exact import ORDER, lowered
from lienthong.records.signing.tests.factories import DAY, FOUNDED, MOMENT, a_document
from lienthong.records.signing.trust import Trust


def people() -> Iterator[Class]:
    def by(check: checks.Check, name: str, steps: Callable[[Workshop], Steps]) -> Class:
        return Class(
            check.__name__.removeprefix("check_"), name, check, lambda shop: shop.make(steps(shop))
        )

    authority, purpose = checks.check_authority, checks.check_purpose
    yield by(
        authority, "a leader of a foreign authority", lambda s: Steps(leader_by=s.stranger.leader)
    )
    yield by(authority, "a seal of a foreign authority", lambda s: Steps(seal_by=s.stranger.seal))
    yield by(
        authority,
        "both of a foreign authority",
        lambda s: Steps(leader_by=s.stranger.leader, seal_by=s.stranger.seal),
    )
    yield by(
        purpose,
        "signed with a seal's key of this name",
        lambda s: Steps(leader_by=s.office.certify("Nguyễn Văn Mẫu", "seal")),
    )
    yield by(purpose, "sealed with the leader's key", lambda s: Steps(seal_by=s.office.leader))
    yield by(
        checks.check_organisation,
        "sealed by another organisation",
        lambda s: Steps(seal_by=s.office.certify("Đảng ủy xã An Thành", "seal", "LT-2")),
    )
    yield by(
        checks.check_organisation,
        "signed by a leader of this name in another organisation",
        lambda s: Steps(leader_by=s.office.certify("Nguyễn Văn Mẫu", "person", "LT-2")),
    )
    yield by(
        checks.check_signer_name,
        "signed by another leader of the organisation",
        lambda s: Steps(leader_by=s.office.certify("Lê Văn Khác", "person", title="Bí thư")),
    )


def printed() -> Iterator[Class]:
    """Signed and sealed as it should be, and printed as somebody else's."""
    names = {
        "another name beneath the signature": {"signer_name": "Lê Thị Khác"},
        "a name more beneath the signature": {"signer_name": "Nguyễn Văn Mẫu\nLê Thị Khác"},
        "no name beneath the signature": {"signer_name": ""},
    }
    titles = {
        "another title above the signature": {"signer_title": "Tổng Bí thư"},
        "a title more above the signature": {"authority": "Tổng Bí thư"},
        "a deputy's title above the signature": {"signer_title": "Phó Bí thư"},
        "the title of somebody else in whose name nobody signs": {
            "authority": "Chủ tịch",
            "signer_title": "Bí thư",
        },
    }
    heads = {
        "another organisation in the head": {"issuer": "Tỉnh ủy Khác Hẳn"},
        "its own name only as that of the superior": {
            "issuer": "Đảng ủy xã An Thành",
            "superior": "Tỉnh ủy Đồng Xuân",
        },
        "more than its own name in the head": {"issuer": "Ban Thường vụ Tỉnh ủy Đồng Xuân"},
    }
    for kind, check, changes in (
        ("printed name", checks.check_signer_name, names),
        ("printed title", checks.check_signer_title, titles),
        ("printed issuer", checks.check_issuer, heads),
    ):
        ways = {name: Steps(document=a_document(**one)) for name, one in changes.items()}
        yield from made(kind, check, ways)


def withdrawals() -> Iterator[Class]:
    def of(who: str, at: timedelta) -> Callable[[Workshop], Trust]:
        def trusting(shop: Workshop) -> Trust:
            chain = getattr(shop.office, who.split()[0]).chain
            serial = chain[1 if "issuer" in who else 0].serial_number
            return replace(shop.office.trust, withdrawn={serial: MOMENT + at})

        return trusting

    for name, who, at in (
        ("the leader's certificate was withdrawn an hour before", "leader", -timedelta(hours=1)),
        ("the seal's certificate was withdrawn an hour before", "seal", -timedelta(hours=1)),
        ("the seal's certificate was withdrawn in the same second", "seal", timedelta(0)),
        ("the certificate of the issuer was withdrawn", "seal issuer", -timedelta(days=1)),
    ):
        yield Class(
            "withdrawal", name, checks.check_withdrawal, lambda shop: shop.good, of(who, at)
        )


def _high(signature: bytes) -> bytes:
    r, s = decode_dss_signature(lowered(signature))
    return encode_dss_signature(r, ORDER - s)


def _high_s(content: Any) -> None:
    content["signer_infos"][0]["signature"] = _high(content["signer_infos"][0]["signature"].native)


def _high_s_of_issuer(content: Any) -> None:
    for one in content["certificates"]:
        if one.chosen.subject.native["common_name"].startswith("Liên Thông"):
            changed = asn1_x509.Certificate.load(one.chosen.dump())
            changed["signature_value"] = core.OctetBitString(_high(one.chosen.signature))
            others = [other for other in content["certificates"] if other is not one]
            content["certificates"] = [*(other.chosen for other in others), changed]
            return


def _unsigned_attribute(content: Any) -> None:
    content["signer_infos"][0]["unsigned_attrs"] = asn1_cms.CMSAttributes(
        [asn1_cms.CMSAttribute({"type": "1.2.3.4", "values": [core.UTF8String("x")]})]
    )


def _third_certificate(content: Any) -> None:
    kept = [one.chosen for one in content["certificates"]]
    changed = asn1_x509.Certificate.load(kept[0].dump())
    content["certificates"] = [*kept, changed]


def _parameters(content: Any) -> None:
    content["signer_infos"][0]["signature_algorithm"] = {
        "algorithm": "sha256_ecdsa",
        "parameters": core.Null(),
    }


def _version(content: Any) -> None:
    content["version"] = "v3"


def _twice_the_algorithm(content: Any) -> None:
    content["digest_algorithms"] = [{"algorithm": "sha256"}, {"algorithm": "sha256"}]


def _long_length(made: bytes) -> bytes:
    assert made[1] == 0x82
    return made[:1] + b"\x83\x00" + made[2:]


def _padded(gap: bytes) -> bytes:
    return gap[:-3] + b"01>"


def encodings() -> Iterator[Class]:
    recodings = {
        "the higher of two numbers in the %s": in_cms(_high_s),
        "the higher number in the issuer's certificate in the %s": in_cms(_high_s_of_issuer),
        "an unsigned attribute in the %s": in_cms(_unsigned_attribute),
        "a certificate more in the %s": in_cms(_third_certificate),
        "parameters where there are none in the %s": in_cms(_parameters),
        "another version of the %s": in_cms(_version),
        "an algorithm named twice in the %s": in_cms(_twice_the_algorithm),
        "a longer length of the %s": in_der(_long_length),
        "small letters in the gap of the %s": lambda gap: gap.lower(),
        "something behind the %s": _padded,
    }
    check = checks.check_encoding
    for name, recoding in recodings.items():
        yield from made(
            "encoding",
            check,
            {
                name % "leader's signature": Steps(leader_recoded=recoding),
                name % "seal": Steps(seal_recoded=recoding),
            },
        )


def times() -> Iterator[Class]:
    hour, four_years = timedelta(hours=1), timedelta(days=4 * 365)
    later, before = MOMENT + four_years, FOUNDED - timedelta(days=2)
    day = form.printed_date
    yield from made(
        "order",
        checks.check_order_of_times,
        {
            "sealed an hour before the leader signed": Steps(leader_at=MOMENT + hour),
            "sealed a second before the leader signed": Steps(
                leader_at=MOMENT + timedelta(seconds=1)
            ),
        },
    )
    yield from made(
        "certificate days",
        checks.check_certificate_days,
        {
            "sealed after the certificate had ended": Steps(seal_at=later, day=day(later.date())),
            "signed and sealed after the certificates had ended": Steps(
                leader_at=later, seal_at=later, day=day(later.date())
            ),
            "signed before the certificate was given": Steps(leader_at=before),
            "signed and sealed before the authority was founded": Steps(
                leader_at=before, seal_at=before, day=day(before.date())
            ),
        },
    )
    night = MOMENT.replace(hour=0, minute=0, second=1)
    eve = MOMENT.replace(hour=23, minute=59, second=59)
    yield from made(
        "day",
        checks.check_day,
        {
            "dated the day before": Steps(day=day(DAY - timedelta(days=1))),
            "dated the day after": Steps(day=day(DAY + timedelta(days=1))),
            "dated a year before": Steps(day=day(DAY.replace(year=2025))),
            "dated the day that ended a second before the seal": Steps(
                day=day(DAY - timedelta(days=1)), leader_at=night, seal_at=night
            ),
            "dated the day that began a second after the seal": Steps(
                day=day(DAY + timedelta(days=1)), leader_at=eve, seal_at=eve
            ),
        },
    )
