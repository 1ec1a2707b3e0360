"""An office or a commission issues in its own name: its head signs, its clerk numbers, under its own seal."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Role
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.procedures.public import desk_of
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.actions import adoption, drafting, signature
from lienthong.records.documents.actions.appraisal import finalise
from lienthong.records.documents.comparing import numbers_unlike_the_signers
from lienthong.records.documents.models import Recipient
from lienthong.records.documents.queries import proposals, register
from lienthong.records.documents.queries.bodies import issuers_for, signers_for
from lienthong.records.documents.queries.document import official_document
from lienthong.records.documents.queries.form_check import form_check
from lienthong.records.documents.queries.lost import lost_numbers
from lienthong.records.documents.queries.seen import documents_seen_by
from lienthong.records.signing.public import verify

from .factories import MINUTES


@pytest.fixture
def commission(province) -> Unit:
    """The Organisation Commission, whose seal two have agreed to, with a clerk of its own."""
    body = province.organisation
    Unit.objects.filter(pk=body.pk).update(has_seal=True)
    body.refresh_from_db()
    province.posts["own_clerk"] = province.post(body, Role.CLERK, "Văn thư", "Tô Thị Nga")
    province.posts["own_drafter"] = province.post(body, Role.SPECIALIST, "Chuyên viên", "Hà Vĩ")
    return body


@pytest.fixture
def of_its_own(certified, commission):
    """The province whose commission has a head and a clerk with keys."""
    for who, purpose in (("head", "person"), ("own_clerk", "clerk")):
        certified.signing.certify(who, certified.posts[who], purpose)
    certified.signing.give_seal(commission)
    certified.signing.register_seal(commission)
    return certified


def own(province, body, code="guidance", **changes):
    values = {"issuer": body, "authority": "", "signing_body": "", "signer": province.posts["head"]}
    details = province.details(code, **{**values, **changes})
    lines = [
        Recipient(kind="subordinates", label="Các đảng ủy xã", purpose="carry_out"),
        Recipient(kind="file", label="Lưu Ban Tổ chức Tỉnh ủy"),
    ]
    text = {
        "kind": "paragraph",
        "marker": None,
        "heading": None,
        "text": "Nội dung.",
        "children": [],
    }
    beginning = drafting.Beginning(body=[text], recipients=lines)
    return drafting.start_document(details, beginning, actor=province.actor("own_drafter"))


def issued(province, body):
    document = own(province, body)
    finalise(document.pk, actor=province.actor("own_drafter"))
    signature.submit(document.pk, actor=province.actor("own_drafter"))
    province.sign(document, "head")
    province.issue(document, "own_clerk")
    run_jobs()
    document.refresh_from_db()
    return document


def test_a_body_issues_in_its_own_name_number_and_seal(of_its_own):
    document = issued(of_its_own, of_its_own.organisation)

    assert (document.state, document.notation) == ("issued", "01-HD/BTCTU")
    assert document.term == of_its_own.term
    verdict = verify(document.sealed_file.read())
    assert verdict.valid
    assert {one.organisation for one in verdict.signatures} == {"Ban Tổ chức Tỉnh ủy"}
    assert verdict.number == "01-HD/BTCTU"


def test_its_numbers_are_a_register_of_its_own(of_its_own):
    document = issued(of_its_own, of_its_own.organisation)
    of_its_own.numbered("plan")
    run_jobs()

    books = register.books_of(of_its_own.actor("own_drafter"))
    shown = {
        book.issuer.symbol: [register.notation_of(one) for one in register.numbers_of(book)]
        for book in books
    }

    assert shown == {"TU": ["01-KH/TU"], "BTCTU": [document.notation]}
    (committee,) = register.books_of(of_its_own.actor("clerk"))
    assert committee.issuer == of_its_own.committee


def test_the_signer_and_the_register_agree_on_its_numbers(of_its_own):
    issued(of_its_own, of_its_own.organisation)

    assert list(numbers_unlike_the_signers()) == []
    assert lost_numbers() == []


def test_the_committee_stands_above_it_in_the_head(province, commission):
    official = official_document(own(province, commission))

    assert (official.superior, official.issuer) == ("Tỉnh ủy Đồng Xuân", "Ban Tổ chức")
    assert official.symbol == "HD/BTCTU"


def test_a_body_is_chosen_only_by_its_own_people_and_once_it_has_a_seal(province, commission):
    names = [one.symbol for one in issuers_for(province.actor("own_drafter"))]

    assert names == ["TU", "BTCTU"]
    assert [one.symbol for one in issuers_for(province.actor("specialist"))] == ["TU"]
    assert [one.symbol for one in issuers_for(province.actor("clerk"))] == ["TU"]


def test_only_its_own_head_signs_for_it_and_no_head_for_the_committee(province, commission):
    assert [post.pk for post in signers_for(commission)] == [province.posts["head"].pk]
    assert province.posts["chief"] not in signers_for(province.committee)

    with pytest.raises(RuleBroken, match="may not sign"):
        own(province, commission, signer=province.posts["secretary"])
    with pytest.raises(RuleBroken, match="may not sign"):
        province.draft(signer=province.posts["head"])


@pytest.mark.parametrize("who", ["secretary", "other_head", "clerk"])
def test_nobody_else_signs_or_issues_it(of_its_own, who):
    document = own(of_its_own, of_its_own.organisation)
    finalise(document.pk, actor=of_its_own.actor("own_drafter"))
    signature.submit(document.pk, actor=of_its_own.actor("own_drafter"))

    with pytest.raises(PermissionDenied):
        signature.lay_to_sign(document.pk, actor=of_its_own.actor(who))


def test_the_committees_clerk_does_not_number_it(of_its_own):
    document = own(of_its_own, of_its_own.organisation)
    finalise(document.pk, actor=of_its_own.actor("own_drafter"))
    signature.submit(document.pk, actor=of_its_own.actor("own_drafter"))
    of_its_own.sign(document, "head")

    with pytest.raises(PermissionDenied):
        of_its_own.issue(document, "clerk")


def test_other_bodies_do_not_see_its_drafts(province, commission):
    document = own(province, commission)

    seen = {
        who: documents_seen_by(province.actor(who)).filter(pk=document.pk).exists()
        for who in ("own_drafter", "head", "own_clerk", "specialist", "other_head", "secretary")
    }

    assert seen == {
        "own_drafter": True,
        "head": True,
        "own_clerk": True,
        "specialist": False,
        "other_head": False,
        "secretary": False,
    }


# 36-HD/VPTW §II.1.7: the head of an advisory body signs directly, a deputy K/T; T/M is of collectives.
@pytest.mark.parametrize(
    ("title", "authority", "body", "said"),
    [
        ("Trưởng Ban", "", "", ""),
        ("Trưởng Ban", "K/T", "TRƯỞNG BAN", "“K/T” is for a deputy"),
        ("Trưởng Ban", "T/M", "BAN TỔ CHỨC", "signs directly"),
        ("Trưởng Ban", "T/M", "BAN THƯỜNG VỤ", "does not sign for the committee"),
        ("Phó Trưởng Ban", "K/T", "TRƯỞNG BAN", ""),
        ("Phó Trưởng Ban", "", "", "A deputy head signs “K/T”"),
    ],
)
def test_the_authority_of_a_body_is_checked(province, commission, title, authority, body, said):
    province.posts["head"].title = title
    province.posts["head"].save(update_fields=["title"])
    document = own(province, commission, authority=authority, signing_body=body)

    sentences = [one.sentence for one in form_check(document)]
    about = [one for one in sentences if "K/T" in one or "signs" in one or "sign for" in one]

    assert about == [] if not said else any(said in one for one in about)


def test_what_is_proposed_follows_from_in_whose_name_it_is(province, commission):
    deputy = province.post(commission, Role.UNIT_HEAD, "Phó Trưởng Ban", "Cao Thị An")
    inspection = province._body("Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU")
    chair = province.post(inspection, Role.UNIT_HEAD, "Chủ nhiệm", "Mạc Văn Bảo")

    usual = [
        proposals.usual_authority(unit, signer, board=proposals.STANDING_BOARD)
        for unit, signer in (
            (province.committee, province.posts["secretary"]),
            (commission, province.posts["head"]),
            (commission, deputy),
            (inspection, chair),
        )
    ]

    assert usual == [
        ("T/M", "BAN THƯỜNG VỤ"),
        ("", ""),
        ("K/T", "TRƯỞNG BAN"),
        ("T/M", "ỦY BAN KIỂM TRA"),
    ]
    assert proposals.proposed_signer(commission) == province.posts["head"]
    assert [line.label for line in proposals.usual_lines(commission)] == [
        "Tỉnh ủy Đồng Xuân",
        "Lưu Ban Tổ chức Tỉnh ủy",
    ]


def test_the_chief_who_signs_for_the_office_does_not_appraise_it_first(province):
    office = province.office
    Unit.objects.filter(pk=office.pk).update(has_seal=True)
    office.refresh_from_db()
    details = province.details(
        "notice", issuer=office, authority="", signing_body="", signer=province.posts["chief"]
    )
    beginning = drafting.Beginning(
        body=[
            {
                "kind": "paragraph",
                "marker": None,
                "heading": None,
                "text": "Nội dung.",
                "children": [],
            }
        ],
        recipients=province.lines(),
    )
    document = drafting.start_document(details, beginning, actor=province.actor("specialist"))

    document = finalise(document.pk, actor=province.actor("specialist"))

    assert document.state == "submission"


def test_the_name_is_chosen_at_the_beginning(signed_in, province, commission):
    page = signed_in("own_drafter").get(reverse("documents:new"), {"of": commission.pk})

    html = page.content.decode()
    assert f'?of={province.committee.pk}"' in html
    form = page.context["actions"].main.form
    assert form["issuer"].value() == commission.pk
    assert form["signer"].value() == province.posts["head"].pk
    assert form["authority"].value() == ""


def test_the_clerk_of_a_body_records_no_vote_of_the_committee(province, commission):
    document = province.initialled()

    with pytest.raises(PermissionDenied):
        adoption.record_adoption(
            document.pk, province.vote(), MINUTES, actor=province.actor("own_clerk")
        )
    assert not desk_of(province.actor("own_clerk")).exists()
