"""An administrator's pages: what they show, change and refuse."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.kernel.audit.public import readings_of
from lienthong.kernel.confirmations.public import confirm
from lienthong.kernel.people.public import ROLES_WITH_POWER, Person, Post, Role, power_giving
from lienthong.kernel.people.tests.factories import (
    a_person,
    a_post,
    a_unit,
    an_account,
    an_actor,
    sign_in_with_factor,
)
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import RuleVersion, add_working_days, marked_days
from lienthong.kernel.spreadsheets.public import Field, xlsx_file
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import Unit, UnitKind
from lienthong.portals.administration import queries
from lienthong.records.signing.public import Certificate

pytestmark = pytest.mark.django_db
DECISION = {
    "decision_number": "12-QĐ/ĐU",
    "decision_on": "20/11/2025",
    "decision_issuer": "Đảng ủy xã",
}


@pytest.fixture
def province() -> Unit:
    return a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)


@pytest.fixture
def admin(client: Client, province: Unit, settings, tmp_path) -> Client:
    """An administrator of the province who has shown a second factor."""
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    sign_in_with_factor(client, an_account(a_post(province, Role.ORG_ADMIN).person))
    return client


def page(name: str, *args: int) -> str:
    return reverse(f"administration:{name}", args=args)


@pytest.mark.parametrize("name", ["units", "people", "certificates", "rules"])
def test_every_list_opens(admin: Client, name: str) -> None:
    assert admin.get(page(name)).status_code == 200


def test_the_calendar_shows_its_days_and_how_certain_they_are(admin: Client) -> None:
    shown = admin.get(page("rules"), {"tab": "days"})
    days = [dt.date.fromisoformat(row.key) for row in shown.context["rows"]]

    assert days == sorted(days)
    assert days[0] >= timezone.localdate()
    on_the_page = queries.days_to_come(timezone.localdate())[: len(days)]
    assert shown.content.decode().count("Not verified") >= sum(
        one.certainty == "verify" for one in on_the_page
    )


# Working days know the lunar new year to 2035 (by UTC+7: 2030 is the trap, 2 February).
def test_the_calendar_shows_every_year_that_is_known_and_says_which_is_the_last(
    admin: Client,
) -> None:
    row = the_row_of(admin, "02/02/2030")
    assert "Lunar New Year" in row or "Tết" in row
    days = queries.days_to_come(timezone.localdate())
    assert days[-1].day.year == 2035
    shown = admin.get(page("rules"), {"tab": "days"}).content.decode()
    assert "known to the end of 2035" in shown


def test_of_two_exchanged_days_the_page_names_the_one_that_still_holds(admin: Client) -> None:
    exchanged = {"free_on": "08/05/2028", "worked_on": "13/05/2028", "basis": "34/TB-BNV"}
    admin.post(page("days_exchange"), exchanged)
    free, worked = RuleVersion.objects.filter(legal_basis="34/TB-BNV").order_by("valid_from")

    first = admin.post(
        page("days_withdraw"), {"entry": free.pk, "reason": "Nhập nhầm"}, follow=True
    )
    assert "13/05/2028, still holds" in first.content.decode()
    second = admin.post(
        page("days_withdraw"), {"entry": worked.pk, "reason": "Nhập nhầm"}, follow=True
    )
    assert "still holds" not in second.content.decode()


def test_holidays_are_decided_and_days_exchanged_on_a_page(admin: Client) -> None:
    decided = {"year": 2028, "tet_days_before": 2, "national_day_from": 2, "basis": "12/TB-BNV"}
    exchanged = {"free_on": "08/05/2028", "worked_on": "13/05/2028", "basis": "34/TB-BNV"}
    assert admin.get(page("holidays_decide")).status_code == 200
    assert admin.post(page("holidays_decide"), decided).status_code == 302
    assert admin.post(page("days_exchange"), exchanged).status_code == 302

    again = admin.post(page("days_exchange"), exchanged)

    assert again.status_code == 409
    assert "08/05/2028" in again.content.decode()
    assert add_working_days(dt.date(2028, 5, 5), 5) == dt.date(2028, 5, 13)
    assert dt.date(2028, 9, 3) in marked_days(2028, 2028)


def test_an_entry_about_days_off_is_withdrawn_with_a_reason_and_kept(admin: Client) -> None:
    holidays = {"year": 2028, "tet_days_before": 2, "national_day_from": 2, "basis": "12/TB-BNV"}
    admin.post(page("holidays_decide"), holidays)
    assert admin.post(page("holidays_decide"), holidays).status_code == 409
    entered = RuleVersion.objects.get(legal_basis="12/TB-BNV")
    assert entered.certainty == "likely"  # nobody has said that it was compared with the decision
    address = page("days_withdraw")
    assert "12/TB-BNV" in admin.get(address).content.decode()

    unsaid = admin.post(address, {"entry": entered.pk, "reason": " "})
    assert unsaid.status_code == 422
    given = {"entry": entered.pk, "reason": "Nhập nhầm năm"}
    assert admin.post(address, given).status_code == 302

    entered.refresh_from_db()
    assert entered.withdrawn_because == "Nhập nhầm năm"
    assert dt.date(2028, 9, 3) not in marked_days(2028, 2028)
    assert admin.post(address, given).status_code == 422
    call_command("seed")
    assert admin.post(page("holidays_decide"), holidays | {"is_checked": "on"}).status_code == 302
    again = RuleVersion.objects.get(legal_basis="12/TB-BNV", withdrawn_at=None)
    assert again.certainty == "sure"


def the_row_of(admin: Client, day: str) -> str:
    """What the list of days says of one day, also of a year that is far off."""
    rows = admin.get(page("rules"), {"tab": "days", "day_from": day, "day_until": day})
    (row,) = rows.context["rows"]
    return str(row.drawn)


def leads_to(row: str, name: str) -> str:
    (address,) = re.findall(rf'href="({page(name)}[^"]*)"', row)
    return address


def test_an_exchanged_day_is_put_right_from_its_row(admin: Client) -> None:
    admin.post(page("days_exchange"), {"free_on": "08/05/2028", "basis": "34/TB-BNV"})
    row = the_row_of(admin, "08/05/2028")
    form = admin.get(leads_to(row, "days_correct")).content.decode()
    entered = RuleVersion.objects.get(legal_basis="34/TB-BNV")

    assert f'value="{entered.pk}" selected' in form
    assert 'value="08/05/2028"' in form
    assert 'value="34/TB-BNV"' in form
    right = {"entry": entered.pk, "day": "09/05/2028", "basis": "34/TB-BNV", "reason": "Ghi nhầm"}
    assert admin.post(page("days_correct"), right).status_code == 302
    entered.refresh_from_db()
    assert entered.withdrawn_because == "Ghi nhầm"
    assert dt.date(2028, 5, 8) not in marked_days(2028, 2028)
    assert marked_days(2028, 2028)[dt.date(2028, 5, 9)].kind == "free"


def test_a_day_that_cannot_be_put_so_leaves_the_former_in_force(admin: Client) -> None:
    admin.post(page("days_exchange"), {"free_on": "08/05/2028", "basis": "34/TB-BNV"})
    entered = RuleVersion.objects.get(legal_basis="34/TB-BNV")
    sunday = {"entry": entered.pk, "day": "07/05/2028", "basis": "34/TB-BNV", "reason": "Ghi nhầm"}

    assert admin.post(page("days_correct"), sunday).status_code == 409
    entered.refresh_from_db()
    assert entered.withdrawn_at is None


def test_the_holidays_of_a_year_are_put_right_or_withdrawn_from_any_of_their_days(
    admin: Client,
) -> None:
    holidays = {"year": 2028, "tet_days_before": 1, "national_day_from": 2, "basis": "12/TB-BNV"}
    admin.post(page("holidays_decide"), holidays)
    row = the_row_of(admin, "03/09/2028")
    form = admin.get(leads_to(row, "holidays_decide")).content.decode()

    assert 'value="2028"' in form
    assert re.search(r'value="2"\s+selected[^>]*>2 and 3 September', form)
    chosen = admin.get(leads_to(row, "days_withdraw")).content.decode()
    entered = RuleVersion.objects.get(legal_basis="12/TB-BNV")
    assert f'value="{entered.pk}" selected' in chosen
    # A day that the law gives every year is nobody's entry.
    assert "<a " not in the_row_of(admin, "01/01/2028")


def test_other_holidays_of_a_year_take_the_place_of_the_former_which_are_kept(
    admin: Client,
) -> None:
    holidays = {"year": 2028, "tet_days_before": 2, "national_day_from": 2, "basis": "12/TB-BNV"}
    for beside in (2, 1):
        admin.post(page("holidays_decide"), holidays | {"national_day_from": beside})
    kept = RuleVersion.objects.filter(legal_basis="12/TB-BNV").order_by("pk")
    assert [bool(one.withdrawn_at) for one in kept] == [True, False]
    assert dt.date(2028, 9, 1) in marked_days(2028, 2028)


def test_who_administers_a_part_of_the_tree_sees_the_calendar_and_does_not_set_it(
    client: Client, province: Unit
) -> None:
    a_post(province, Role.ORG_ADMIN)
    sign_in_with_factor(client, an_account(a_post(a_unit(province), Role.ORG_ADMIN).person))

    assert page("days_exchange") not in client.get(page("rules")).content.decode()
    for name in ("days_exchange", "holidays_decide", "days_correct", "days_withdraw"):
        assert client.get(page(name)).status_code == client.post(page(name)).status_code == 404


def called(name: str, unit: Unit) -> Unit:
    unit.name_body = unit.name_committee = name
    unit.name_folded = fold(name)
    unit.save()
    return unit


def test_somebody_new_is_added_from_the_list_of_people(admin: Client, province: Unit) -> None:
    commune = called("Đảng ủy xã Tân Phú", a_unit(province))
    assert page("person_add") in admin.get(page("people")).content.decode()
    form = admin.get(page("person_add")).content.decode()
    assert "Đảng ủy xã Tân Phú" in form

    given = {"full_name": "Nguyễn Văn Mới", "unit": commune.pk, "on": "01/01/2026", **DECISION}
    assert admin.post(page("person_add"), given | {"role": "branch_secretary"}).status_code == 409
    answer = admin.post(page("person_add"), given | {"role": "committee_member"})

    person = Person.objects.get(full_name="Nguyễn Văn Mới")
    assert answer["Location"] == page("person", person.pk)
    assert person.posts.get().unit == commune


def test_people_are_found_by_where_they_hold_a_post_as_far_as_one_sees(
    admin: Client, province: Unit
) -> None:
    commune = called("Đảng ủy xã Tân Phú", a_unit(province))
    elsewhere = called("Đảng ủy xã Long Sơn", a_unit())
    lan, other = a_person("Đỗ Thị Lan"), a_person("Lê Thị Lan")
    a_post(commune, Role.CLERK, person=lan)
    a_post(commune, Role.COMMITTEE_MEMBER, person=lan)
    a_post(province, Role.COMMITTEE_MEMBER, person=other)
    # A post that the administrator does not see finds nobody.
    a_post(elsewhere, Role.COMMITTEE_MEMBER, person=other)

    def found(**query: str) -> list[str]:
        return [row.name for row in admin.get(page("people"), query).context["rows"]]

    assert found(q="lan tan phu") == found(at="tân phú") == ["Đỗ Thị Lan"]
    assert found(q="lan long son") == found(at="Long Sơn") == []
    assert set(found(q="lan")) == {"Đỗ Thị Lan", "Lê Thị Lan"}


def test_lists_ask_few_questions(
    admin: Client, province: Unit, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        a_post(a_unit(province), Role.SECRETARY)
    for name in ("units", "people", "certificates"):
        with django_assert_max_num_queries(10):
            admin.get(page(name))


def test_an_organisation_is_found_without_marks(admin: Client, province: Unit) -> None:
    Unit.objects.filter(pk=a_unit(province).pk).update(
        name_committee="Đảng ủy xã Tân Phú", name_folded="dang uy xa tan phu"
    )
    assert "Đảng ủy xã Tân Phú" in admin.get(page("units"), {"q": "tan phu"}).content.decode()


def test_organisations_are_narrowed_sorted_and_taken_along(admin: Client, province: Unit) -> None:
    branch = a_unit(a_unit(province), kind=UnitKind.BRANCH)
    found = admin.get(page("units"), {"kind": "branch", "sort": "-since"})
    assert [row.key for row in found.context["rows"]] == [str(branch.pk)]
    assert admin.get(page("units"), {"print": "1"}).status_code == 200
    for name in ("units", "people", "certificates"):
        assert "sheet" in admin.get(page(name), {"as": "xlsx"}).headers["Content-Type"]


def a_seal(unit: Unit, *, withdrawn: bool = False) -> Certificate:
    return Certificate.objects.create(
        key_id=f"seal-{unit.pk}-{withdrawn}",
        purpose=Certificate.Purpose.SEAL,
        unit=unit,
        holder=unit.name_committee,
        valid_from=timezone.now(),
        withdrawn_at=timezone.now() if withdrawn else None,
    )


def test_keys_in_force_stand_before_withdrawn_ones(admin: Client, province: Unit) -> None:
    withdrawn, in_force = a_seal(province, withdrawn=True), a_seal(a_unit(province))
    shown = admin.get(page("certificates")).context["rows"]
    assert [row.key for row in shown] == [str(in_force.pk), str(withdrawn.pk)]


def test_a_key_that_has_run_out_is_not_called_in_force(admin: Client, province: Unit) -> None:
    a_seal(province)
    Certificate.objects.update(valid_to=timezone.now())
    assert "Run out" in admin.get(page("certificates")).content.decode()


def test_organisations_that_ended_stand_last(admin: Client, province: Unit) -> None:
    ended, existing = a_unit(province), a_unit(province)
    Unit.objects.filter(pk=ended.pk).update(valid_to=timezone.localdate())
    shown = admin.get(page("unit", province.pk)).content.decode()
    assert shown.index(page("unit", existing.pk)) < shown.index(page("unit", ended.pk))


def test_a_term_is_proposed_on_its_page_and_opened_by_the_second_person(
    admin: Client, province: Unit
) -> None:
    Unit.objects.filter(pk=province.pk).update(has_register=True)
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    given = {"starts_on": f"{today:%d/%m/%Y}"}
    proposed = admin.post(page("unit_term", province.pk), given)
    assert not province.terms.exists()
    leader = an_actor(province, "secretary")
    confirm(int(proposed["Location"].split("/")[-2]), actor=leader)
    assert province.terms.get().starts_on == today

    given = {"starts_on": f"{yesterday:%d/%m/%Y}"}
    proposed = admin.post(page("unit_term_correct", province.pk), given)
    assert province.terms.get().starts_on == today
    confirm(int(proposed["Location"].split("/")[-2]), actor=leader)
    assert province.terms.get().starts_on == yesterday


def test_founding_renaming_moving_and_ending_an_organisation(admin: Client, province: Unit) -> None:
    commune = a_unit(province)
    founded = {
        "kind": "base_branch",
        "name_body": "Chi bộ thôn Đông",
        "on": "05/03/2026",
    }
    assert admin.post(page("unit_found", commune.pk), founded).status_code == 302
    branch = Unit.objects.get(parent=commune, name_body="Chi bộ thôn Đông")
    admin.post(
        page("unit_rename", branch.pk), {"name_body": "Chi bộ thôn Đoài", "on": "06/03/2026"}
    )
    other = a_unit(province)
    moved = {"to_parent": other.pk, "on": "07/03/2026"}
    proposed = admin.post(page("unit_move", branch.pk), moved)
    branch.refresh_from_db()
    assert branch.parent_id == commune.pk
    confirm(int(proposed["Location"].split("/")[-2]), actor=an_actor(province, "secretary"))
    branch.refresh_from_db()
    assert (branch.name_body, branch.parent_id) == ("Chi bộ thôn Đoài", other.pk)
    admin.post(page("unit_dissolve", branch.pk), {"on": "08/03/2026"})
    branch.refresh_from_db()
    assert branch.valid_to is not None
    assert admin.get(page("unit", branch.pk)).status_code == 200


def test_the_form_of_founding_chooses_nothing_and_offers_what_is_possible(
    admin: Client, province: Unit
) -> None:
    commune = a_unit(province)
    form = admin.get(page("unit_found", commune.pk)).context["one"].form
    offered = [value for value, _label in form.fields["kind"].choices]

    assert offered[0] == ""
    assert "branch" in offered
    assert not {"central_committee", "commune_committee", "historical"} & set(offered)

    given = {"kind": "branch", "name_body": "Chi bộ thôn Đông", "on": "05/03/2026"}
    address = page("unit_found", commune.pk)
    answers = [admin.post(address, given).status_code for _ in range(2)]
    answers.append(admin.post(address, given | {"is_another": "on"}).status_code)
    assert answers == [302, 409, 302]


def test_a_refused_form_keeps_what_was_typed(admin: Client, province: Unit) -> None:
    response = admin.post(
        page("unit_found", province.pk),
        {"kind": "branch", "name_body": "Chi bộ mới", "on": "32/13/2026"},
    )
    assert response.status_code == 422
    assert "Chi bộ mới" in response.content.decode()


def test_what_was_refused_is_in_the_form_again_when_its_page_is_opened(
    admin: Client, province: Unit
) -> None:
    address = page("unit_rename", a_unit(province).pk)
    shown = admin.get(address).content.decode()
    token = re.search(r'name="form_of" value="([^"]+)"', shown)
    assert token is not None
    sent = {"name_body": "Đảng bộ xã Hòa Bình", "on": "32/13/2026", "form_of": token[1]}

    assert admin.post(address, sent).status_code == 422
    assert "Đảng bộ xã Hòa Bình" in admin.get(address).content.decode()


def test_the_pages_of_records_ask_few_questions_whatever_they_show(
    admin: Client, province: Unit, django_assert_max_num_queries
) -> None:
    person = a_post(a_unit(province), Role.SPECIALIST).person
    an_account(person)
    for _ in range(9):
        a_post(a_unit(province), Role.SPECIALIST, person=person)
        a_post(province, Role.SPECIALIST)
    for address in (page("unit", province.pk), page("person", person.pk)):
        with django_assert_max_num_queries(12):
            admin.get(address)


def test_registering_appointing_and_ending_a_post(admin: Client, province: Unit) -> None:
    commune = a_unit(province)
    given = {"full_name": "Nguyễn Văn Mới", "role": "specialist", "on": "05/03/2026", **DECISION}
    assert admin.post(page("person_register", commune.pk), given).status_code == 302
    post = Post.objects.get(person__full_name="Nguyễn Văn Mới")
    appointed = {"unit": commune.pk, "role": "committee_member", "on": "06/03/2026", **DECISION}
    assert admin.post(page("person_appoint", post.person_id), appointed).status_code == 302
    admin.post(page("post_end", post.pk), {"on": "07/03/2026"})
    post.refresh_from_db()
    assert post.valid_to is not None
    assert admin.get(page("person", post.person_id)).status_code == 200


def said_after(client: Client, address: str, given: dict[str, object]) -> str:
    return client.post(address, given, follow=True).content.decode()


def test_what_is_decided_for_a_later_day_is_said_with_its_day(
    admin: Client, province: Unit
) -> None:
    today, later = timezone.localdate(), timezone.localdate() + dt.timedelta(days=9)
    day = f"{later:%d/%m/%Y}"
    post, unit, person = (
        a_post(a_unit(province)),
        a_unit(province, kind="advisory_body"),
        a_person(),
    )
    a_post(province, Role.SPECIALIST, person=person, since=later)

    ended = said_after(admin, page("post_end", post.pk), {"on": day})
    admin.post(page("unit_dissolve", unit.pk), {"on": day})
    above = admin.get(page("unit", province.pk)).content.decode()
    to_come = admin.get(page("person", person.pk)).content.decode()

    assert f"The post ends on {day}" in ended
    assert "rights are withdrawn" not in ended
    assert f"no longer from {day}" in above
    assert f"from {day}; cannot sign in before" in to_come
    assert "Holds no post today" not in to_come
    member, new = a_member_of_a_branch(province)
    given = {"unit": new.pk, "on": day}
    assert f"transferred on {day}" in said_after(admin, page("post_transfer", member.pk), given)
    Unit.objects.filter(pk=unit.pk).update(valid_to=today)
    assert ">ended<" in admin.get(page("unit", province.pk)).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31/02/2026", "There is no such day"),
        ("tomorrow", "day/month/year"),
        ("2026/02/31", "day/month/year"),
    ],
)
def test_a_day_that_no_calendar_has_is_called_so(
    admin: Client, province: Unit, typed: str, said: str
) -> None:
    answer = admin.post(page("unit_dissolve", a_unit(province).pk), {"on": typed})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def roles_offered(answer) -> set[str]:
    first, *roles = [value for value, _label in answer.context["one"].form.fields["role"].choices]
    assert first == ""
    return set(roles)


def test_only_posts_that_an_organisation_has_are_offered(
    client: Client, admin: Client, province: Unit
) -> None:
    commune = a_unit(province)
    branch = a_unit(commune, kind=UnitKind.BRANCH)
    person = a_post(commune).person

    in_commune = roles_offered(admin.get(page("person_register", commune.pk)))
    in_branch = roles_offered(admin.get(page("person_register", branch.pk)))

    assert {"secretary", "clerk"} <= in_commune
    assert not {"branch_secretary", "office_chief", "system_admin"} & in_commune
    assert "branch_secretary" in in_branch
    assert not {"secretary", "clerk", "org_admin"} & in_branch
    assert "system_admin" in roles_offered(admin.get(page("person_register", province.pk)))
    assert "system_admin" in roles_offered(admin.get(page("person_appoint", person.pk)))
    given = {"unit": branch.pk, "role": "committee_member", "on": "06/03/2026"}
    answer = admin.post(page("person_appoint", person.pk), given)
    assert answer.status_code == 409
    assert answer.context["one"].form.has_error("role")


def test_who_administers_a_commune_gives_nobody_the_system(client: Client, province: Unit) -> None:
    commune = a_unit(province)
    sign_in_with_factor(client, an_account(a_post(commune, Role.ORG_ADMIN).person))
    person = a_post(commune).person

    assert "system_admin" not in roles_offered(client.get(page("person_appoint", person.pk)))
    matter = power_giving(Role.SYSTEM_ADMIN).matter(
        unit_id=commune.pk,
        role=Role.SYSTEM_ADMIN,
        title="",
        on="2026-03-05",
        decision_number="12-QĐ/TU",
        decision_on="2026-03-01",
        decision_about="Phân công",
        decision_issuer="Tỉnh ủy",
        person_id=person.pk,
    )
    with pytest.raises(RuleBroken, match="Only the highest organisation"):
        matter.check()


def a_sheet(*people: list[str]) -> SimpleUploadedFile:
    heads = ["Full name", "Born on", "Role", "Title", "From"]
    fields = [Field(head) for head in heads]
    return SimpleUploadedFile("people.xlsx", xlsx_file("people", fields, people))


def test_people_are_registered_by_a_sheet_once(admin: Client, province: Unit) -> None:
    branch = a_unit(a_unit(province), kind=UnitKind.BRANCH)
    address = page("people_import", branch.pk)
    good = ["Trần Thị Hoa", "23/11/1990", "Party member", "", "05/03/2026"]
    faulty = ["Lê Văn Sai", "31/02/1990", "Party member", "", "05/03/2026"]

    assert page("people_import", branch.pk) in admin.get(page("unit", branch.pk)).content.decode()
    assert admin.get(address + "?template").status_code == 200
    refused = admin.post(address, {"file": a_sheet(good, faulty)})
    assert (refused.status_code, Post.objects.filter(unit=branch).count()) == (422, 0)

    shown = refused.content.decode()
    assert shown.index("Rows to correct: not written") < shown.index("Lê Văn Sai")
    assert shown.index("Lê Văn Sai") < shown.index("Rows to be written")
    assert shown.index("Rows to be written") < shown.index("Trần Thị Hoa")
    assert "all of them at once, or none" not in shown

    sent = {"rows": refused.context["signed"], "idempotency_key": "once"}
    answers = [admin.post(address, sent).status_code for _ in range(2)]
    held = Post.objects.filter(unit=branch)
    assert (answers, [one.person.full_name for one in held]) == ([302, 302], ["Trần Thị Hoa"])
    person = held.get().person
    a_post(branch, Role.MEMBER)
    before = timezone.now() - dt.timedelta(days=2)
    Person.objects.exclude(pk=person.pk).update(created_at=before)
    brought = admin.get(admin.post(address, sent).headers["Location"])
    assert [row.key for row in brought.context["rows"]] == [str(person.pk)]

    again = admin.post(address, {"file": a_sheet(good)})
    assert again.status_code == 422
    assert "already holds a post here" in again.content.decode()


@pytest.mark.parametrize("kind", [UnitKind.COMMUNE_COMMITTEE, UnitKind.BRANCH, UnitKind.CELL])
def test_a_sheet_offers_the_posts_that_are_given_by_the_dozen(
    admin: Client, province: Unit, kind: str
) -> None:
    unit = a_unit(province, kind=kind)
    sheet = admin.get(page("people_import", unit.pk)).context["sheet"]
    _empty, *offered = sheet.fields["role"].choices
    assert sheet.example["role"] in [label for _value, label in offered]
    assert not ROLES_WITH_POWER & {value for value, _label in offered}


def test_an_invitation_shows_its_code_once(admin: Client, province: Unit) -> None:
    person = a_post(a_unit(province), Role.SPECIALIST).person
    response = admin.post(page("person_invite", person.pk), {"username": "nguoi.moi"})
    assert response.status_code == 200
    assert response.context["result"].code in response.content.decode()


def test_who_has_an_account_already_is_given_a_new_code(admin: Client, province: Unit) -> None:
    person = a_post(a_unit(province), Role.SPECIALIST).person
    first, again = (page(name, person.pk) for name in ("person_invite", "person_invite_again"))
    before = admin.get(page("person", person.pk)).content.decode()
    assert (first in before, again in before) == (True, False)

    admin.post(first, {"username": "nguoi.moi"})
    after = admin.get(page("person", person.pk)).content.decode()

    assert (first in after, again in after) == (False, True)
    assert 'value="nguoi.moi"' in admin.get(again).content.decode()
    answer = admin.post(again, {"username": "nguoi.moi"})
    assert answer.context["result"].code in answer.content.decode()


def test_a_taken_sign_in_name_comes_back_on_the_form(admin: Client, province: Unit) -> None:
    taken = an_account(a_post(a_unit(province), Role.SPECIALIST).person)
    person = a_post(a_unit(province), Role.SPECIALIST).person

    response = admin.post(page("person_invite", person.pk), {"username": taken.username})

    assert response.status_code == 409
    form = response.context["one"].form
    assert form["username"].value() == taken.username
    assert form.has_error("username")


def test_barring_twice_never_lets_the_person_in_again(admin: Client, province: Unit) -> None:
    """Two administrators with the same page open both press "Bar"."""
    account = an_account(a_post(a_unit(province), Role.SPECIALIST).person)

    answers = [admin.post(page("account_bar", account.pk)).status_code for _ in range(2)]
    account.refresh_from_db()
    assert (answers, account.is_active) == ([302, 409], False)

    shown = admin.get(page("person", account.person_id)).content.decode()
    assert page("account_restore", account.pk) in shown
    assert page("account_bar", account.pk) not in shown
    admin.post(page("account_restore", account.pk))
    account.refresh_from_db()
    assert account.is_active


def test_a_barred_holder_of_power_is_let_in_again_by_the_second_person(
    admin: Client, province: Unit
) -> None:
    account = an_account(a_post(a_unit(province), Role.CLERK).person)
    admin.post(page("account_bar", account.pk))
    shown = admin.get(page("person", account.person_id)).content.decode()
    assert page("account_propose_return", account.pk) in shown
    assert page("account_restore", account.pk) not in shown

    assert admin.post(page("account_restore", account.pk)).status_code == 409
    proposed = admin.post(page("account_propose_return", account.pk))
    account.refresh_from_db()
    assert not account.is_active
    confirm(int(proposed["Location"].split("/")[-2]), actor=an_actor(province, "secretary"))
    account.refresh_from_db()
    assert account.is_active


def test_who_opens_a_persons_page_is_told_to_that_person(admin: Client, province: Unit) -> None:
    person = a_post(a_unit(province), Role.SPECIALIST).person
    administrator = Post.objects.get(role=Role.ORG_ADMIN).person

    admin.get(page("person", person.pk))
    admin.get(page("person", administrator.pk))

    assert [entry.person_id for entry in readings_of(person)] == [administrator.pk]
    assert not readings_of(administrator).exists()


def test_what_lies_outside_the_reach_is_not_found(admin: Client) -> None:
    stranger = a_unit(kind=UnitKind.PROVINCIAL_COMMITTEE)
    person = a_post(stranger, Role.SECRETARY).person
    for address in (
        page("unit", stranger.pk),
        page("person", person.pk),
        page("unit_rename", stranger.pk),
    ):
        assert admin.get(address).status_code == 404
    assert a_person().full_name not in admin.get(page("people")).content.decode()


def test_an_administrator_without_second_factor_is_led_to_set_one_up(
    client: Client, province: Unit
) -> None:
    client.force_login(an_account(a_post(province, Role.ORG_ADMIN).person))
    assert client.get(page("units")).status_code == 302


def a_member_of_a_branch(province: Unit) -> tuple[Post, Unit]:
    commune = a_unit(province)
    old, new = (a_unit(commune, kind=UnitKind.BRANCH) for _ in range(2))
    return a_post(old, Role.MEMBER), new


def day_of_today() -> str:
    return f"{timezone.localdate():%d/%m/%Y}"


def branch_of(member: Post) -> Unit:
    held = Post.objects.valid_on(timezone.localdate()).get(person=member.person)
    return held.unit


def test_a_member_is_transferred_on_one_day(admin: Client, province: Unit) -> None:
    member, new = a_member_of_a_branch(province)
    person = page("person", member.person_id)
    assert page("post_transfer", member.pk) in admin.get(person).content.decode()
    assert admin.get(page("post_transfer", member.pk)).status_code == 200

    given = {"unit": new.pk, "on": day_of_today()}
    answer = admin.post(page("post_transfer", member.pk), given)

    assert answer.headers["Location"] == person
    assert branch_of(member) == new


def test_a_member_whose_membership_ended_today_is_appointed_anew(
    admin: Client, province: Unit
) -> None:
    member, new = a_member_of_a_branch(province)

    ended = admin.post(page("post_end", member.pk), {"on": day_of_today()})
    shown = admin.get(ended.headers["Location"])
    given = {"unit": new.pk, "role": "member", "on": day_of_today()}
    appointed = admin.post(page("person_appoint", member.person_id), given)

    assert (shown.status_code, appointed.status_code) == (200, 302)
    assert page("person_invite", member.person_id) not in shown.content.decode()
    assert branch_of(member) == new


def test_former_holders_are_found_by_name_and_not_listed(admin: Client, province: Unit) -> None:
    former = a_post(a_unit(province), until=timezone.localdate()).person
    assert former.full_name not in admin.get(page("people")).content.decode()
    found = admin.get(page("people"), {"q": former.full_name})
    assert page("person", former.pk) in found.content.decode()


def test_who_keeps_posts_only_out_of_reach_leads_back_to_the_list(
    client: Client, province: Unit, settings, tmp_path
) -> None:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    commune = a_unit(province)
    sign_in_with_factor(client, an_account(a_post(commune, Role.ORG_ADMIN).person))
    here = a_post(commune)
    a_post(province, person=here.person)

    answer = client.post(page("post_end", here.pk), {"on": day_of_today()})

    assert answer.headers["Location"] == page("people")
