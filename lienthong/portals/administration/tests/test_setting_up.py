"""From an empty database to the first issued document, through the pages."""

import datetime as dt
import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from lienthong.kernel.audit.public import AuditEntry, history_of
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.public import Account, Post, Role
from lienthong.kernel.people.tests.factories import a_person, an_account, sign_in_with_factor
from lienthong.kernel.procedures.public import WorkItem
from lienthong.kernel.units.public import Unit
from lienthong.records.documents.public import Document, State
from lienthong.records.signing.public import verify
from lienthong.records.signing.tests.behind_pages import signer_at

from ..management.commands.found import committee_of, place_of, username_of
from .newcomers import SLIP, Newcomer, invited, page

ORGANISATION = (
    *("--kind", "commune_committee", "--name", "Đảng bộ xã Tân Phú"),
    *("--committee", "Đảng ủy xã Tân Phú", "--symbol", "ĐU", "--place", "Tân Phú"),
    *("--superior", "Đảng bộ tỉnh Đồng Xuân", "--since", "01/07/2025"),
)
MAI, MAN = ("--administrator", "Lê Thị Mai", "mai"), ("--administrator", "Lò Văn Mận", "man")
DECISION = {
    "decision_number": "12-QĐ/TU",
    "decision_on": "20/11/2025",
    "decision_about": "Chỉ định",
    "decision_issuer": "Tỉnh ủy",
}
SINCE = "01/12/2025"


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def emptied(transactional_db, settings, tmp_path):
    """Nothing has been founded; the signer runs and has not been founded either."""
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    settings.VAR, settings.KEYS = tmp_path, tmp_path / "keys"
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE units_unit, people_person CASCADE")
    with signer_at(tmp_path):
        yield


def steps_of(admin: Newcomer) -> dict[str, bool]:
    shown = admin.client.get(page("set_up"))
    return {step.name: step.is_done for step in shown.context["setting_up"].steps}


def appointed(
    admin: Newcomer, second: Newcomer, unit: Unit, name: str, role: str, **changes: Any
) -> Post:
    """Registered with a post of power: proposed by one, confirmed by the other."""
    given = {"full_name": name, "role": role, "on": SINCE, **DECISION, **changes}
    led = admin.sends(page("person_register", unit.pk), **given)
    second.sends(page("proposal_confirm", int(re.findall(r"\d+", led)[-1])))
    return Post.objects.get(person__full_name=name)


def test_a_real_organisation_is_set_up_from_an_empty_database_to_its_first_document(emptied):
    slips = dict(SLIP.findall(said("found", *ORGANISATION, *MAI, *MAN)))
    unit = Unit.objects.get()
    assert sorted(slips) == ["mai", "man"]
    mai, man = (Newcomer(username).enter(code) for username, code in slips.items())

    # The desk leads to the steps, and every page leads back to them.
    assert page("set_up") in mai.reads("/")
    mai.reads(page("set_up"), "The signer", "script/found-signer", "Next step")
    mai.reads(page("unit", unit.pk), f'href="{page("set_up")}"', "Đảng bộ tỉnh Đồng Xuân")
    done = steps_of(mai)
    assert [name for name, is_done in done.items() if is_done] == [
        "organisation",
        "administrators",
        "factors",
    ]

    codes = re.findall(r": ([A-Z0-9-]{23})$", said("found_signer"), re.M)
    for admin, code in zip((mai, man), codes, strict=True):
        admin.makes_key(code)
    for admin in (mai, man):
        admin.uses_passkey()
    with pytest.raises(CommandError, match="founded already"):
        said("found_signer")

    # A body without a register is founded by one.
    body = {"kind": "advisory_body", "name_body": "Văn phòng Đảng ủy", "symbol": "VPĐU"}
    mai.sends(page("unit_found", unit.pk), **body, place="Tân Phú", serves_parent="on", on=SINCE)
    office = Unit.objects.get(parent=unit)

    secretary = appointed(mai, man, unit, "Hoàng Văn Sơn", "secretary", title="Bí thư")
    clerk = appointed(mai, man, unit, "Đỗ Thị Lan", "clerk", title="Văn thư")
    mai.sends(
        page("person_register", office.pk),
        full_name="Trần Đức Minh",
        role="specialist",
        title="Chuyên viên",
        on=SINCE,
        **DECISION,
    )
    assert not steps_of(mai)["factors"]
    son = invited(secretary.person_id, "son", mai, man)
    lan = invited(clerk.person_id, "lan", mai, man)
    specialist = Post.objects.get(role=Role.SPECIALIST)
    shown = mai.client.post(page("person_invite", specialist.person_id), {"username": "minh"})
    code = re.search(r'class="code">([^<]+)<', shown.content.decode())
    minh = Newcomer("minh")
    assert (
        minh.client.post(
            reverse("account:enter"),
            {
                "username": "minh",
                "code": code[1],
                "password": "Mật khẩu của Minh 77",
                "again": "Mật khẩu của Minh 77",
            },
        ).status_code
        == 302
    )
    assert steps_of(mai)["factors"]

    for holder in (son, lan):
        number = holder.makes_key()
        led = mai.agrees(page("post_certify", holder.post_held.pk), number)
        man.agrees(page("proposal_confirm", int(re.findall(r"\d+", led)[-1])), number)
    son.uses_passkey()
    led = mai.agrees(page("seal_certify", unit.pk))
    refused = mai.client.get(page("set_up")).context["setting_up"]
    assert {step.name for step in refused.missing if step.is_needed} == {"seal", "term"}
    son.agrees(page("proposal_confirm", int(re.findall(r"\d+", led)[-1])))

    term = mai.sends(page("unit_term", unit.pk), starts_on="15/09/2025", is_meant="on")
    man.sends(page("proposal_confirm", int(re.findall(r"\d+", term)[-1])))
    numbers = mai.sends(
        page("unit_numbers", unit.pk),
        register="official_letter",
        last_number="123",
        basis="Sổ văn bản đi nhiệm kỳ 2025-2030, Văn thư giữ",
    )
    man.reads(numbers, "123", "124")
    man.sends(page("proposal_confirm", int(re.findall(r"\d+", numbers)[-1])))

    ready = mai.reads(
        page("set_up"), "Ready", "Still missing, and it can wait", "The first document"
    )
    assert page("set_up_end") in ready
    assert f'href="{page("set_up")}"' not in mai.reads(page("unit", unit.pk))

    # The first letter: drafted, signed and issued by those who were just appointed.
    letter = first_letter(minh, lan, son, unit)
    assert letter.notation == "124-CV/ĐU"
    verdict = verify(letter.sealed_file.read())
    assert verdict.valid, verdict.reasons

    assert WorkItem.objects.filter(step="administration.set_up").count() == 2
    mai.sends(page("set_up_end"))
    assert not WorkItem.objects.filter(step="administration.set_up").exists()
    assert "administration.set_up" in [one.verb for one in history_of(unit)]


def first_letter(minh: Newcomer, lan: Newcomer, son: Newcomer, unit: Unit) -> Document:
    """A letter of the committee to an agency outside: drafted, signed and issued on the pages of documents."""
    led = minh.sends(
        reverse("documents:new"),
        issuer=unit.pk,
        type="official_letter",
        subject="cung cấp số liệu lớp học mùa đông",
        urgency="normal",
        authority="T/M",
        signing_body="BAN THƯỜNG VỤ",
        signer=son.post_held.pk,
    )
    letter = Document.objects.get()
    assert led == reverse("documents:write", args=[letter.pk])

    def on(name: str) -> str:
        return reverse(f"documents:{name}", args=[letter.pk])

    text = "Đề nghị cung cấp số liệu các lớp học mùa đông trước ngày 20 tháng 12."
    revision = letter.text.revision
    minh.sends(on("clause_first"), revision=revision, kind="paragraph", text=text)
    for kind, label, purpose in (
        ("outside", "Trường Trung học cơ sở Tân Phú", "carry_out"),
        ("file", "Lưu Văn phòng Đảng ủy", ""),
    ):
        minh.sends(on("recipient_add"), kind=kind, label=label, purpose=purpose)
    for name in ("finalise", "submit"):
        minh.sends(on(name))
    son.agrees(on("sign"))
    lan.agrees(on("issue"))
    run_jobs()
    letter.refresh_from_db()
    assert letter.state == State.ISSUED, letter.trouble
    return letter


def test_the_founding_is_said_again_only_where_nobody_has_come_in(emptied):
    first = dict(SLIP.findall(said("found", *ORGANISATION, *MAI, *MAN)))
    again = dict(SLIP.findall(said("found", "--unless-founded")))
    assert first.keys() == again.keys()
    assert first["mai"] != again["mai"]

    Newcomer("mai").enter(again["mai"])
    assert "invite others" in said("found", "--unless-founded")
    with pytest.raises(CommandError, match="invite others"):
        said("found", *ORGANISATION, *MAI, *MAN)


def test_what_the_options_do_not_say_is_asked(emptied, monkeypatch):
    kinds = ["9", "5", "Đảng bộ xã Tân Phú", "", "", "", "Đảng bộ tỉnh Đồng Xuân"]
    typed = iter([*kinds, "Lê Thị Mai", "", "Lò Văn Mận", "", "7/2025", "01/07/2025"])
    monkeypatch.setattr("builtins.input", lambda: next(typed))

    slips = dict(SLIP.findall(said("found")))

    unit = Unit.objects.get()
    assert (unit.kind, unit.name) == ("commune_committee", "Đảng ủy xã Tân Phú")
    assert (unit.symbol, unit.place) == ("ĐU", "Tân Phú")
    assert sorted(slips) == ["mailt", "manlv"]


def test_one_administrator_is_said_in_the_settings_and_in_the_history(emptied, settings):
    alone = ("found", *ORGANISATION, *MAI, "--single")
    with pytest.raises(CommandError, match="LIENTHONG_SINGLE_ADMINISTRATOR"):
        said(*alone)
    settings.SINGLE_ADMINISTRATOR = True

    slips = dict(SLIP.findall(said(*alone)))

    person = Account.objects.get(username="mai").person
    assert "people.single_administrator" in [entry.verb for entry in history_of(person)]
    mai = Newcomer("mai").enter(slips["mai"])
    mai.reads(page("set_up"), "Single-administrator mode")


def test_the_set_up_is_not_ended_before_anything_can_be_issued(emptied):
    slips = dict(SLIP.findall(said("found", *ORGANISATION, *MAI, *MAN)))
    mai = Newcomer("mai").enter(slips["mai"])

    refused = mai.client.post(page("set_up_end"))

    assert refused.status_code == 409
    assert (
        "Nothing can be issued yet. Still missing: The administrators, " in refused.content.decode()
    )
    assert not AuditEntry.objects.filter(verb="administration.set_up").exists()


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.CLERK, Role.SECURITY_AUDITOR])
def test_only_who_administers_the_topmost_organisation_sets_it_up(emptied, role):
    said("found", *ORGANISATION, *MAI, *MAN)
    unit, client = Unit.objects.get(), Client()
    post = Post.objects.create(
        person=a_person(), unit=unit, role=role, valid_from=dt.date(2025, 8, 1)
    )
    sign_in_with_factor(client, an_account(post.person))

    assert client.get(page("set_up")).status_code == 404
    assert client.post(page("set_up_end")).status_code == 404


@pytest.mark.parametrize(
    ("name", "committee", "place"),
    [
        ("Đảng bộ xã Tân Phú", "Đảng ủy xã Tân Phú", "Tân Phú"),
        ("Đảng bộ tỉnh Đồng Xuân", "Tỉnh ủy Đồng Xuân", "Đồng Xuân"),
        ("Đảng bộ thành phố Sông Mây", "Thành ủy Sông Mây", "Sông Mây"),
        ("Đảng bộ Công ty Thủy lợi", "Đảng ủy Công ty Thủy lợi", ""),
    ],
)
def test_names_are_proposed_as_they_are_printed(name, committee, place):
    assert (committee_of(name), place_of(name)) == (committee, place)


def test_sign_in_names_are_short_and_differ():
    assert username_of("Nguyễn Văn Án", []) == "annv"
    assert username_of("Nguyễn Văn An", ["annv"]) == "annv2"
    assert username_of("Đỗ K'Brêu", []) == "kbreud"
