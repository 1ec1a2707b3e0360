"""An organisation comes from one workbook: tried first, written by one or by two, never twice, and taken back whole."""

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from lienthong.kernel.audit.public import history_of
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations.comparing import posts_given_by_nobody
from lienthong.kernel.confirmations.public import Proposal
from lienthong.kernel.jobs.public import run_jobs
from lienthong.kernel.people.models import Account, Person, Post
from lienthong.kernel.people.tests.factories import (
    a_post,
    a_unit,
    an_account,
    sign_in_with_factor,
)
from lienthong.kernel.permissions.public import Role
from lienthong.kernel.spreadsheets.public import Field, Sheet, workbook_file
from lienthong.kernel.units.public import NewUnit, Unit, place_unit

from .. import actions
from ..bringing.sheets import FORMS
from ..jobs import write_rows
from ..models import Intake
from .newcomers import page

pytestmark = pytest.mark.django_db
SINCE, DECIDED = "01/12/2025", ("12-QĐ/ĐU", "20/11/2025", "Đảng ủy xã", "Chỉ định")
OFFICE = ("VP", "Văn phòng Đảng ủy", "", "Advisory body", "", "VPĐU", "Tân Phú", "", "Yes", SINCE)
BRANCH = ("CB1", "Chi bộ thôn Một", "", "Grassroots branch", "", "", "", "", "", SINCE)
GROUP = ("", "Tổ đảng số 1", "", "Party group", "CB1", "", "", "", "", SINCE)
AN = ("1", "Nguyễn Văn An", "23/11/1980", "")
BINH = ("2", "Trần Thị Bình", "", "")
OF_AN = ("1", "VP", "Specialist", "Chuyên viên", SINCE, *DECIDED)
OF_BINH = ("2", "CB1", "Party member", "", SINCE)
CLERK = ("1", "", "Clerk", "Văn thư", SINCE, *DECIDED)


@pytest.fixture
def commune(settings, tmp_path) -> Unit:
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    province = a_unit(kind="provincial_committee")
    new = NewUnit(
        "commune_committee", "Đảng bộ xã Tân Phú", "Đảng ủy xã Tân Phú", "ĐU", "Tân Phú", True
    )
    return place_unit(new, parent=province, on=dt.date(2020, 1, 1))


def signed_in(post: Post) -> Client:
    client = Client()
    sign_in_with_factor(client, an_account(post.person))
    return client


@pytest.fixture
def admin(commune) -> Client:
    return signed_in(a_post(commune, Role.ORG_ADMIN))


def workbook(units=(), people=(), posts=()) -> bytes:
    rows = (units, people, posts)
    return workbook_file(
        [
            Sheet(str(form.title), [Field(str(one.label)) for one in form.columns], of)
            for form, of in zip(FORMS, rows, strict=True)
        ]
    )


def brought(client: Client, commune: Unit, *rows: Any, data: bytes = b"") -> Intake:
    file = SimpleUploadedFile("to-chuc.xlsx", data or workbook(*rows))
    sent = client.post(page("intake_bring", commune.pk), {"intake_bring-file": file})
    assert sent.status_code == 302, sent.content.decode()
    run_jobs()
    intake = Intake.objects.latest("pk")
    assert sent["Location"] == page("intake", intake.pk)
    return intake


def taken(client: Client, intake: Intake) -> Intake:
    sent = client.post(page("intake_take", intake.pk))
    assert sent.status_code == 302, sent.content.decode()
    run_jobs()
    return Intake.objects.get(pk=intake.pk)


def reasons(intake: Intake) -> list[tuple[str, int, str, str]]:
    return [
        (one["sheet"], one["number"], column, said)
        for one in intake.findings
        for column, said in one["reasons"].items()
    ]


ABOVE = "Who leads this organisation itself is confirmed from above: propose this post on the page of the organisation."
ALL = ([OFFICE, BRANCH, GROUP], [AN, BINH], [OF_AN, OF_BINH])


def test_nothing_is_written_before_somebody_agrees_and_then_all_of_it(commune, admin):
    before = Unit.objects.count(), Person.objects.count(), Post.objects.count()

    intake = brought(admin, commune, *ALL)

    assert (intake.state, intake.findings, intake.troubles) == ("tried", [], [])
    assert [intake.counts[one] for one in ("units", "people", "posts", "powers")] == [3, 2, 2, 0]
    assert (Unit.objects.count(), Person.objects.count(), Post.objects.count()) == before
    assert "All rows can be written" in admin.get(page("intake", intake.pk)).content.decode()

    done = taken(admin, intake)

    assert done.state == "done"
    branch = Unit.objects.get(parent=commune, kind="base_branch")
    assert branch.children.get().name == "Tổ đảng số 1"
    office = Unit.objects.get(serves=commune)
    held = Post.objects.get(unit=office)
    assert (held.person.full_name, held.title) == ("Nguyễn Văn An", "Chuyên viên")
    assert [one.verb for one in history_of(done)] == [
        "administration.brought",
        "administration.taken",
        "administration.written",
    ]


def test_what_somebody_above_found_is_read_by_nobody_who_sees_less(commune, admin):
    """What is found names people as far as who brought it sees, in other communes too."""
    above = signed_in(a_post(commune.parent, Role.ORG_ADMIN))
    intake = brought(above, commune, *ALL)

    for name in ("intake", "intake_faults"):
        assert admin.get(page(name, intake.pk)).status_code == 404
        assert above.get(page(name, intake.pk)).status_code == 200
    assert admin.post(page("intake_take", intake.pk)).status_code == 404
    assert "to-chuc.xlsx" not in admin.get(page("bring", commune.pk)).content.decode()


def test_what_is_written_is_written_by_who_agreed_to_it(commune, admin):
    intake = brought(admin, commune, *ALL)
    taker = a_post(commune, Role.ORG_ADMIN)

    done = taken(signed_in(taker), intake)

    assert done.taken_by == taker
    office = Unit.objects.get(serves=commune)
    (founded,) = history_of(office)
    assert founded.post_id == taker.pk
    assert [one.post_id == taker.pk for one in history_of(done)] == [False, True, True]


def test_organisations_come_in_any_order_and_a_ring_is_named(commune, admin):
    def unit(code, above):
        return (code, f"Ban {code}", "", "Advisory body", above, "", "", "", "", SINCE)

    chain = [unit(f"B{n}", f"B{n + 1}") for n in range(6)] + [unit("B6", "")]
    ring = [unit("R1", "R2"), unit("R2", "R1")]
    intake = brought(admin, commune, [*chain, *ring])

    assert intake.counts["units"] == 7
    assert {(sheet, column) for sheet, _row, column, _said in reasons(intake)} == {
        ("units", "above")
    }
    assert len(intake.findings) == 2


def test_a_workbook_is_judged_by_the_table_of_kinds_for_its_days(commune, admin):
    early = ("CB", "Chi bộ thôn Hai", "", "Grassroots branch", "", "", "", "", "", "30/06/2025")
    intake = brought(admin, commune, [early])

    ((_sheet, _row, column, said),) = reasons(intake)
    assert column == "on"
    assert "only from 01/07/2025" in said


def test_a_workbook_brought_twice_writes_nobody_and_nothing_twice(commune, admin):
    taken(admin, brought(admin, commune, *ALL))
    before = Unit.objects.count(), Person.objects.count(), Post.objects.count()

    again = brought(admin, commune, *ALL)

    assert (again.findings, again.counts["known"], again.good) == ([], 7, 0)
    assert admin.post(page("intake_take", again.pk)).status_code == 409
    assert (Unit.objects.count(), Person.objects.count(), Post.objects.count()) == before


def test_each_faulty_row_is_named_with_its_column_and_what_to_do(commune, admin):
    intake = brought(
        admin,
        commune,
        [
            OFFICE,
            ("", "Chi bộ Hai", "", "Branch of a province", "", "", "", "", "", SINCE),
            ("", "", "", "Grassroots branch", "", "", "", "", "", "2025"),
            ("", "Tổ đảng Hai", "", "Party group", "", "", "", "", "", SINCE),
            ("", "Tổ đảng", "", "Party group", "CB9", "", "", "", "", SINCE),
        ],
        [AN, ("3", "Nguyễn 12", "", ""), ("4", "Lê Văn Cam", "01/01/2020", ""), BINH],
        [
            OF_AN,
            ("3", "VP", "Specialist", "", SINCE),
            ("4", "VP", "Specialist", "", SINCE),
            ("9", "VP", "Specialist", "", SINCE),
            ("1", "VP", "Secretary", "", SINCE),
        ],
    )

    said = {(sheet, number, column): words for sheet, number, column, words in reasons(intake)}
    assert "cannot be chosen here. Choose one of:" in said["units", 3, "kind"]
    assert said["units", 4, "name_body"] == "This is needed. Fill it in."
    assert said["units", 4, "on"] == "A day is written as 23/11/2025."
    assert "does not belong beneath" in said["units", 5, "kind"]
    assert said["units", 6, "above"] == "No organisation here has this code or name."
    assert "letters only" in said["posts", 3, ""]
    assert "years old" in said["posts", 4, ""]
    assert "has this code" in said["posts", 5, "person"]
    assert "decision" in said["posts", 6, "decision_number"]
    assert said["people", 5, ""] == "This person holds no post in the file that can be written."
    shown = admin.get(page("intake", intake.pk)).content.decode()
    assert "cannot be chosen here" in shown
    assert intake.counts["units"] == 1
    assert intake.counts["people"] == 1


def test_the_good_rows_are_taken_and_the_faulty_ones_come_back_with_their_reasons(commune, admin):
    branches = [
        ("", f"Chi bộ thôn {n}", "", "Grassroots branch", "", "", "", "", "", SINCE)
        for n in range(97)
    ]
    bad = [("", f"Chi bộ khu {n}", "", "Cell", "", "", "", "", "", SINCE) for n in range(3)]
    intake = brought(admin, commune, branches + bad)
    assert (len(intake.findings), intake.counts["units"]) == (3, 97)

    taken(admin, intake)
    assert Unit.objects.filter(parent=commune, kind="base_branch").count() == 97

    back = admin.get(page("intake_faults", intake.pk))
    sheet = load_workbook(io.BytesIO(back.content)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == ["Chi bộ khu 0", "Chi bộ khu 1", "Chi bộ khu 2"]
    assert rows[0][-1] == "What is wrong, and how to mend it"
    assert all("Choose one of" in row[-1] for row in rows[1:])

    for row in range(2, 5):
        sheet.cell(row, 4).value = "Grassroots branch"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    again = brought(admin, commune, data=mended.getvalue())
    assert (again.findings, again.counts["units"]) == ([], 3)


def test_what_gives_power_is_written_only_when_a_second_person_has_confirmed_it(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    base = (
        "DB",
        "Đảng bộ Trường học",
        "Đảng ủy Trường học",
        "Grassroots committee",
        "",
        "ĐU",
        "",
        "",
        "",
        SINCE,
        *DECIDED[:3],
    )
    head = ("2", "DB", "Secretary", "Bí thư", SINCE, *DECIDED)
    intake = brought(admin, commune, [base, OFFICE], [AN, BINH], [CLERK, head])
    assert (intake.findings, intake.counts["powers"]) == ([], 3)

    proposed = taken(admin, intake)
    assert proposed.state == "proposed"
    assert not Post.objects.filter(role=Role.CLERK, unit=commune).exists()
    proposal = Proposal.objects.get()
    shown = second.get(page("proposal", proposal.pk)).content.decode()
    assert "Nguyễn Văn An, 23/11/1980, Văn thư, Đảng ủy xã Tân Phú" in shown
    assert admin.post(page("proposal_confirm", proposal.pk)).status_code in (403, 404, 409)

    assert second.post(page("proposal_confirm", proposal.pk)).status_code == 302
    run_jobs()

    assert Intake.objects.get().state == "done"
    clerk = Post.objects.get(role=Role.CLERK, unit=commune)
    assert clerk.is_marked()
    brought_posts = {clerk.pk, *Intake.objects.get().made["posts"]}
    assert not [one for one in posts_given_by_nobody() if one.facts["post"] in brought_posts]
    assert Post.objects.filter(role=Role.SECRETARY, unit__name_body=base[1]).count() == 1


def test_what_was_agreed_to_for_one_goes_to_no_other_of_that_name(commune, admin):
    an = a_post(commune, Role.SPECIALIST, person=Person.objects.create(full_name=AN[1])).person
    other = a_post(commune, Role.SPECIALIST).person
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    known = ("1", AN[1], "", "The one who is here")
    intake = taken(admin, brought(admin, commune, [], [known], [CLERK]))
    assert intake.state == "proposed"
    for person, name in ((an, "Nguyễn Văn Ân"), (other, AN[1])):
        person.full_name = name
        person.save()

    second.post(page("proposal_confirm", Proposal.objects.get().pk))
    run_jobs()

    assert Intake.objects.get().state == "changed"
    assert not Post.objects.filter(unit=commune, role=Role.CLERK).exists()


def test_who_brings_or_confirms_a_workbook_gains_no_power_by_it(commune, admin):
    bringer = Post.objects.get(role=Role.ORG_ADMIN, unit=commune).person
    person = a_post(commune, Role.ORG_ADMIN)
    second = signed_in(person)
    own = ("1", bringer.full_name, "", "The one who is here")
    assert "Nobody appoints themselves" in str(reasons(brought(admin, commune, [], [own], [CLERK])))

    confirmers = ("1", person.person.full_name, "", "The one who is here")
    assert taken(admin, brought(admin, commune, [], [confirmers], [CLERK])).state == "proposed"
    second.post(page("proposal_confirm", Proposal.objects.get().pk))
    run_jobs()

    assert not Post.objects.filter(unit=commune, role=Role.CLERK).exists()


def test_a_workbook_with_power_is_written_once_and_not_taken_back_by_one(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    intake = taken(admin, brought(admin, commune, [], [AN], [CLERK]))
    second.post(page("proposal_confirm", Proposal.objects.get().pk))
    writing = Intake.objects.get()
    assert writing.state == "writing"
    run_jobs()
    clerk = Post.objects.get(role=Role.CLERK, unit=commune)

    assert admin.post(page("intake_withdraw", intake.pk)).status_code == 409
    kept = (writing.mark, "{}", intake.pk)
    as_superuser(
        "UPDATE administration_intake SET state = 'writing', mark = %s, made = %s WHERE id = %s",
        *kept,
    )
    assert Intake.objects.get().is_marked()
    write_rows(intake_id=intake.pk)

    assert list(Post.objects.filter(role=Role.CLERK, unit=commune)) == [clerk]
    assert Intake.objects.get().state == "writing"


def proposed_with_a_row_left_out(admin, commune) -> Intake:
    """A clerk whom the second person reads, and one who is left out: his organisation is not here."""
    left_out = ("2", "Văn phòng Đảng ủy", "Specialist", "", SINCE)
    intake = brought(admin, commune, [], [AN, BINH], [CLERK, left_out])
    assert {one["sheet"] for one in intake.findings} == {"people", "posts"}
    return taken(admin, intake)


def founded_meanwhile(commune) -> Unit:
    new = NewUnit("advisory_body", "Văn phòng Đảng ủy", "", "VPĐU", "Tân Phú", False)
    return place_unit(new, parent=commune, on=dt.date(2025, 12, 1))


def test_a_row_read_as_left_out_is_not_written_whatever_it_has_become(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    proposed_with_a_row_left_out(admin, commune)
    office = founded_meanwhile(commune)

    second.post(page("proposal_confirm", Proposal.objects.get().pk))
    run_jobs()

    assert Intake.objects.get().state == "done"
    assert Post.objects.filter(unit=commune, role=Role.CLERK).exists()
    assert not Post.objects.filter(unit=office).exists()
    assert not Person.objects.filter(full_name="Trần Thị Bình").exists()


def test_where_the_rows_no_longer_make_what_was_agreed_to_nothing_is_written(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    intake = taken(admin, brought(admin, commune, [OFFICE], [AN], [CLERK, OF_AN]))
    founded_meanwhile(commune)

    second.post(page("proposal_confirm", Proposal.objects.get().pk))
    run_jobs()

    changed = Intake.objects.get()
    assert (changed.state, changed.made, changed.counts["units"]) == ("changed", {}, 0)
    assert not Post.objects.filter(unit=commune, role=Role.CLERK).exists()
    shown = admin.get(page("intake", intake.pk)).content.decode()
    assert "something has changed since the rows were tried" in shown
    assert taken(admin, changed).state == "proposed"


@pytest.mark.parametrize("column", ["counts", "findings", "made"])
def test_what_was_agreed_to_is_not_changed_past_us(commune, admin, column):
    intake = brought(admin, commune, *ALL)
    assert Intake.objects.get().is_marked()

    as_superuser(f"UPDATE administration_intake SET {column} = '[1]' WHERE id = %s", intake.pk)

    assert not Intake.objects.get().is_marked()


def test_work_that_a_fault_stops_for_good_says_so_and_begins_again(commune, admin, monkeypatch):
    intake = brought(admin, commune, *ALL)
    with monkeypatch.context() as patch:
        patch.setattr(actions, "_run", broken)
        admin.post(page("intake_take", intake.pk))
        until_given_up()
    assert "A fault has stopped the work" in admin.get(page("intake", intake.pk)).content.decode()

    assert admin.post(page("intake_begin_again", intake.pk)).status_code == 302
    run_jobs()

    assert Intake.objects.get().state == "tried"
    assert taken(admin, intake).state == "done"
    assert admin.post(page("intake_begin_again", intake.pk)).status_code == 409


def broken(*_given: Any) -> None:
    raise OSError("No room is left on the disk")


def until_given_up() -> None:
    for _attempt in range(3):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'"
            )
        with pytest.raises(OSError, match="No room"):
            run_jobs()


def test_the_leader_of_the_organisation_itself_is_not_brought(commune, admin):
    intake = brought(admin, commune, [], [AN], [("1", "", "Secretary", "Bí thư", SINCE, *DECIDED)])

    assert reasons(intake)[-1][:3] == ("posts", 2, "role") or "confirmed from above" in str(
        reasons(intake)
    )


def test_a_proposal_that_came_to_nothing_lets_the_workbook_be_given_up(commune, admin):
    second = signed_in(a_post(commune, Role.ORG_ADMIN))
    intake = taken(admin, brought(admin, commune, [OFFICE], [AN], [CLERK]))
    proposal = Proposal.objects.get()
    assert admin.post(page("intake_give_up", intake.pk)).status_code == 409

    second.post(page("proposal_refuse", proposal.pk), {"proposal_refuse-reason": "Chưa đúng"})

    assert admin.post(page("intake_give_up", intake.pk)).status_code == 302
    assert Intake.objects.get().state == "given_up"


@pytest.mark.parametrize(("answer", "people"), [("The one who is here", 1), ("Another person", 2)])
def test_who_is_called_as_somebody_here_is_asked_about(commune, admin, answer, people):
    here = a_post(commune, Role.SPECIALIST, person=Person.objects.create(full_name="Nguyễn Văn An"))
    office = [OFFICE]

    asked = brought(admin, commune, office, [AN], [OF_AN])
    (sheet, number, column, said), *_more = reasons(asked)
    assert (sheet, number, column) == ("people", 2, "namesake")
    assert "Specialist, Đảng ủy xã Tân Phú" in said

    done = taken(admin, brought(admin, commune, office, [(*AN[:3], answer)], [OF_AN]))
    assert done.state == "done"
    assert Person.objects.filter(full_name="Nguyễn Văn An").count() == people
    assert here.person.posts.count() == 3 - people


def test_a_namesake_out_of_reach_is_not_told(commune, admin):
    elsewhere = a_unit(commune.parent)
    person = Person.objects.create(full_name="Nguyễn Văn An", born_on=dt.date(1980, 11, 23))
    a_post(elsewhere, Role.SPECIALIST, person=person)

    assert brought(admin, commune, [OFFICE], [AN], [OF_AN]).findings == []


def test_all_of_it_is_taken_back_while_nothing_was_used(commune, admin):
    before = Unit.objects.count(), Person.objects.count(), Post.objects.count()
    done = taken(admin, brought(admin, commune, *ALL))

    assert admin.post(page("intake_withdraw", done.pk)).status_code == 302

    assert (Unit.objects.count(), Person.objects.count(), Post.objects.count()) == before
    assert Intake.objects.get().state == "withdrawn"
    assert "administration.withdrawn" in [one.verb for one in history_of(done)]


def test_what_was_used_is_not_taken_back(commune, admin):
    done = taken(admin, brought(admin, commune, *ALL))
    an = Person.objects.get(full_name="Nguyễn Văn An")
    an_account(an)

    refused = admin.post(page("intake_withdraw", done.pk))

    assert refused.status_code == 409
    assert "has been used already" in refused.content.decode()
    assert Account.objects.filter(person=an).exists()


def test_a_workbook_changed_past_us_writes_nothing(commune, admin):
    intake = brought(admin, commune, *ALL)
    as_superuser("UPDATE administration_intake SET state = 'writing' WHERE id = %s", intake.pk)
    before = Unit.objects.count()

    write_rows(intake_id=intake.pk)

    assert Unit.objects.count() == before


def test_a_file_that_is_no_such_workbook_is_refused_with_a_sentence(commune, admin):
    file = SimpleUploadedFile("to-chuc.pdf", b"%PDF-1.7")
    refused = admin.post(page("intake_bring", commune.pk), {"intake_bring-file": file})
    assert refused.status_code == 409
    assert "Save the sheet as .xlsx" in refused.content.decode()

    other = workbook_file([Sheet("Khác", [Field("Cột")], [["1"]])])
    intake = brought(admin, commune, data=other)
    assert "No row was found" in intake.troubles[0]
    assert admin.post(page("intake_take", intake.pk)).status_code == 409


def test_the_template_lists_what_is_possible_beneath_this_organisation(commune, admin):
    answer = admin.get(page("bring_template", commune.pk))
    book = load_workbook(io.BytesIO(answer.content))

    assert book.sheetnames[:4] == ["Organisations", "People", "Posts", "What is possible"]
    possible = {row[0]: row[1:] for row in book["What is possible"].iter_rows(values_only=True)}
    assert "Grassroots branch" in possible["Commune committee"][0]
    assert "Clerk" in possible["Commune committee"][1]
    assert "Clerk" not in possible["Grassroots branch"][1]


@pytest.mark.parametrize("name", ["bring", "bring_template"])
def test_who_administers_elsewhere_finds_no_workbook(commune, admin, name):
    intake = brought(admin, commune, *ALL)
    stranger = signed_in(a_post(a_unit(commune.parent), Role.ORG_ADMIN))

    assert stranger.get(page(name, commune.pk)).status_code == 404
    assert stranger.get(page("intake", intake.pk)).status_code == 404
    assert stranger.post(page("intake_take", intake.pk)).status_code == 404
