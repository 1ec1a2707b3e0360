"""What is done with a workbook of an organisation: brought, tried, written by one or by two, taken back."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.audit.public import AuditEntry, history_of, record
from lienthong.kernel.confirmations.public import Proposal, propose, refuse_lost_posts
from lienthong.kernel.files.public import FileRefused, store
from lienthong.kernel.jobs.public import defer
from lienthong.kernel.people.public import MANAGE as MANAGE_PEOPLE
from lienthong.kernel.people.public import (
    ROLES_WITH_POWER,
    Account,
    Person,
    Post,
    actor_in,
)
from lienthong.kernel.permissions.public import Actor, Agreed, RuleBroken, authorize
from lienthong.kernel.procedures.public import settle
from lienthong.kernel.spreadsheets.public import XLSX, tables_in
from lienthong.kernel.units.public import MANAGE, Unit, UnitPlacement, UnitQuerySet

from .bringing.sheets import MOST_ROWS, Row, Workbook, read, shown
from .bringing.trying import Trial
from .models import Intake
from .notifying import notify_of_lapse, notify_of_taking_back
from .powers import BRING, BringOrganisation

State = Intake.State
ROWS_BETWEEN_WORDS = 50  # after how many rows the page learns how far it has come


@transaction.atomic
def bring(unit_id: int, data: bytes, filename: str, *, actor: Actor) -> Intake:
    """Bring a workbook for an organisation: it is tried in the background, and nothing is written."""
    unit = Unit.objects.get(pk=unit_id)
    _authorize(unit, actor)

    try:
        tables_in(data, filename, most=MOST_ROWS)
    except FileRefused as refused:
        raise RuleBroken(str(refused), field="file") from None

    file = store(data, media_type=XLSX)
    intake = Intake.objects.create(
        unit=unit, brought_by_id=actor.post_id, file=file, filename=filename[-255:]
    )

    record(actor, "administration.brought", intake, unit=unit.pk, sha256=file.sha256)
    defer("administration.try_rows", lock=f"intake-{intake.pk}", intake_id=intake.pk)
    return intake


def try_rows(intake_id: int) -> None:
    """Try every row with the actions themselves, and take everything back."""
    intake = Intake.objects.select_related("unit", "file", "brought_by", "taken_by").get(
        pk=intake_id
    )
    if intake.state != State.READING or not intake.is_marked():
        return

    intake.findings = []
    book = _read_aloud(intake)
    with transaction.atomic():
        trial = None if book.troubles else _run(intake, book)
        transaction.set_rollback(True)

    _note(intake, book, trial)
    intake.state = State.TRIED
    intake.save()


@transaction.atomic
def take_rows(intake_id: int, *, actor: Actor) -> Intake:
    """Agree to the good rows: they are written, or where two are needed, proposed."""
    intake = _taken(intake_id, actor)

    if not may_be_taken(intake):
        raise RuleBroken(_("This workbook has been dealt with already."))
    if intake.troubles or not intake.good:
        raise RuleBroken(_("No row of this workbook can be written."))

    intake.taken_by_id = actor.post_id
    intake.proposal = None
    if intake.needs_two:
        intake.proposal = propose(BRING, BringOrganisation.made_of(intake), actor=actor)
        intake.state = State.PROPOSED
    else:
        intake.state = State.WRITING
        defer("administration.write_rows", lock=f"intake-{intake.pk}", intake_id=intake.pk)
    intake.save()

    record(actor, "administration.taken", intake, two=intake.needs_two)
    return intake


def may_be_taken(intake: Intake) -> bool:
    """It waits for somebody to agree: it was tried, or what was proposed came to nothing."""
    proposal = intake.proposal
    if intake.state == State.PROPOSED and proposal is not None:
        return proposal.state not in (*Proposal.OPEN, Proposal.State.DONE)
    return intake.state in (State.TRIED, State.CHANGED, State.LAPSED)


def may_be_given_up(intake: Intake) -> bool:
    return may_be_taken(intake) or intake.state == State.STOPPED


def write_rows(intake_id: int) -> None:
    """Write what was agreed to: all of it and no more, or nothing.

    What was read as left out stays left out, whatever it has become. Where the rest no longer makes what it made when
    it was tried, nothing is written: it is looked at and agreed to anew.

    One job at a time has its lock; the row of the workbook stays free, so that the page says how far it has come.
    """
    intake = Intake.objects.select_related(
        "unit", "file", "brought_by", "taken_by", "proposal"
    ).get(pk=intake_id)
    # It is written once: a row set back past us is no new warrant.
    is_written = any(entry.verb == WRITTEN for entry in history_of(intake))
    if intake.state != State.WRITING or not intake.is_marked() or is_written:
        return

    if not _is_in_force(intake):
        _write_nothing(intake)
        return

    book, left_out, agreed_to = _read_aloud(intake), _faulty(intake), intake.counts
    with transaction.atomic():
        with transaction.atomic():
            trial = _run(intake, book)
            changed = [row for row in book.every if not row.is_good and _name(row) not in left_out]
            is_as_agreed = _as_kept(trial.counts) == agreed_to
            is_whole = is_as_agreed and not (changed or book.troubles) and _is_in_force(intake)
            transaction.set_rollback(not is_whole)
        _note(intake, book, trial)
        intake.state = State.DONE if is_whole else State.CHANGED
        intake.made = trial.made if is_whole else {}
        intake.save()
        if is_whole:
            written = {name: len(keys) for name, keys in trial.made.items()}
            record(trial.actor, WRITTEN, intake, **written)


def stop(intake_id: int) -> None:
    """The work has failed for the last time: nothing was written, and it can begin again."""
    with transaction.atomic():
        intakes = Intake.objects.select_for_update()
        intake = intakes.filter(pk=intake_id, state__in=(State.READING, State.WRITING)).first()
        if intake is None or not intake.is_marked():
            return
        intake.state = State.STOPPED
        intake.save()


@transaction.atomic
def begin_again(intake_id: int, *, actor: Actor) -> Intake:
    """Try the rows of a workbook again whose work has stopped."""
    intake = _taken(intake_id, actor)

    if intake.state != State.STOPPED:
        raise RuleBroken(_("This workbook has been dealt with already."))

    intake.state = State.READING
    intake.taken_by = intake.proposal = None
    intake.findings = []
    intake.save()

    record(actor, "administration.begun_again", intake)
    defer("administration.try_rows", lock=f"intake-{intake.pk}", intake_id=intake.pk)
    return intake


@transaction.atomic
def give_up(intake_id: int, *, actor: Actor) -> Intake:
    """Nothing of this workbook is to be written."""
    intake = _taken(intake_id, actor)

    if not may_be_given_up(intake):
        raise RuleBroken(_("This workbook has been dealt with already."))

    intake.state = State.GIVEN_UP
    intake.let_go()
    intake.save()

    record(actor, "administration.given_up", intake)
    return intake


@transaction.atomic
def withdraw(intake_id: int, *, actor: Actor) -> Intake:
    """Take back all that a workbook has written, while nothing of it was used; the history keeps both.

    What two agreed to stays: nothing that gives power is removed by one.
    """
    intake = _taken(intake_id, actor)

    if intake.state != State.DONE:
        raise RuleBroken(_("Only what was written is taken back."))
    posts = Post.objects.filter(pk__in=intake.made["posts"])
    persons = Person.objects.filter(pk__in=intake.made["people"])
    units = Unit.objects.filter(pk__in=intake.made["units"])
    _refuse_by_two(intake, units)
    _refuse_used(intake)

    try:
        with transaction.atomic():
            for post in posts:
                settle(post)
            posts.delete()
            persons.delete()
            UnitPlacement.objects.filter(unit__in=units).delete()
            for unit in units.order_by("-path"):
                unit.delete()
    except ProtectedError:
        raise RuleBroken(str(USED)) from None
    intake.state = State.WITHDRAWN
    intake.let_go()
    intake.save()

    gone = {name: len(keys) for name, keys in intake.made.items()}
    record(actor, "administration.withdrawn", intake, **gone)
    notify_of_taking_back(intake, actor=actor)
    return intake


WRITTEN = "administration.written"
BY_TWO = gettext_lazy(
    "What two agreed to, and what has keys, one person does not take back. End single posts and organisations on their pages; a second person confirms it where that is needed."
)
USED = gettext_lazy(
    "Something of it has been used already. End single posts and organisations on their pages instead."
)


def may_be_withdrawn(intake: Intake) -> bool:
    return intake.state == State.DONE and not intake.proposal_id


def _refuse_by_two(intake: Intake, units: UnitQuerySet) -> None:
    """An organisation may have got keys since it was founded without."""
    if intake.proposal_id or any(unit.has_keys for unit in units):
        raise RuleBroken(str(BY_TWO))


def _refuse_used(intake: Intake) -> None:
    made = intake.made
    posts = Post.objects.filter(pk__in=made["posts"])
    has_account = Account.objects.filter(person__in=made["people"]).exists()
    # What two gave is ended by the acts of two, on its own page.
    has_power = posts.filter(role__in=ROLES_WITH_POWER).exists()
    has_acted = AuditEntry.objects.filter(post_id__in=made["posts"]).exists()
    others = Post.objects.filter(unit__in=made["units"]).exclude(pk__in=made["posts"])
    more = Post.objects.filter(person__in=made["people"]).exclude(pk__in=made["posts"])
    if has_account or has_power or has_acted or others.exists() or more.exists():
        raise RuleBroken(str(USED))


def _authorize(unit: Unit, actor: Actor) -> None:
    authorize(actor, MANAGE, unit.path)
    authorize(actor, MANAGE_PEOPLE, unit.path)


def _taken(intake_id: int, actor: Actor) -> Intake:
    whole = ("unit", "proposal", "brought_by__unit", "taken_by__unit")
    intakes = Intake.objects.select_for_update(of=("self",)).select_related(*whole)
    intake = intakes.get(pk=intake_id)
    _authorize(intake.unit, actor)
    for post in filter(None, (intake.brought_by, intake.taken_by)):
        _authorize(post.unit, actor)
    if not intake.is_marked():
        raise RuleBroken(str(_(Intake.UNMARKED)) % {"row": intake.pk})
    return intake


def _read(intake: Intake) -> Workbook:
    if intake.file is None:
        return Workbook()
    try:
        return read(tables_in(intake.file.read(), intake.filename, most=MOST_ROWS))
    except FileRefused as refused:
        return Workbook(troubles=[str(refused)])


def _read_aloud(intake: Intake) -> Workbook:
    """The rows, and how many there are: the page says so while they are tried."""
    book = _read(intake)
    Intake.objects.filter(pk=intake.pk).update(done=0, total=len(book.every))
    return book


def _is_in_force(intake: Intake) -> bool:
    """Whether those by whom it is written still hold the posts in which they agreed."""
    held = Post.objects.held()
    taken_by = held.filter(pk=intake.taken_by_id).first() if intake.taken_by_id else None
    if taken_by is None or not taken_by.is_marked():
        return False
    try:
        if intake.proposal is not None:
            refuse_lost_posts(intake.proposal)
    except RuleBroken:
        return False
    return True


def _write_nothing(intake: Intake) -> None:
    with transaction.atomic():
        intake.state = State.LAPSED
        intake.save()
        record(None, "administration.lapsed", intake)
        notify_of_lapse(intake)


def _run(intake: Intake, book: Workbook) -> Trial:
    """The rows that were found faulty before are left out for the reason they had; those of the first trial have none."""
    _leave_out(book.every, intake)
    actor = actor_in(intake.taken_by or intake.brought_by)
    trial = Trial(intake.unit, book, actor, _agreed(intake, actor), _told(intake.pk))
    trial.run()
    return trial


def _agreed(intake: Intake, actor: Actor) -> Agreed | None:
    """By what two agreed to it; a rehearsal, of which nothing stays, goes as if they had."""
    if intake.state == State.READING:
        return Agreed(0, "", (actor.person_id,), actor)
    proposal = intake.proposal
    if proposal is None:
        return None
    is_agreed = proposal.is_marked() and proposal.state == Proposal.State.DONE
    if not is_agreed or proposal.matter != BringOrganisation.made_of(intake):
        raise RuleBroken(_("Two have not agreed to this workbook."))
    both = (proposal.proposer_id, proposal.confirmer_id)
    persons = tuple(one for one in both if one is not None)
    return Agreed(proposal.pk, proposal.hash, persons, actor)


def _told(intake_id: int) -> Callable[[int], None]:
    """Say how far it has come, beside the transaction in which the rows are tried."""

    def step(done: int) -> None:
        if done % ROWS_BETWEEN_WORDS:
            return
        with closing(connection.copy()) as beside, beside.cursor() as cursor:
            cursor.execute(
                "UPDATE administration_intake SET done = %s WHERE id = %s", [done, intake_id]
            )

    return step


def _note(intake: Intake, book: Workbook, trial: Trial | None) -> None:
    intake.troubles = book.troubles
    intake.findings = [
        {"sheet": row.form.name, "number": row.number, "given": shown(row), "reasons": row.reasons}
        for row in book.every
        if not row.is_good
    ]
    intake.counts = trial.counts if trial else {}
    intake.done = intake.total = len(book.every)


def _faulty(intake: Intake) -> set[tuple[str, int]]:
    return {(one["sheet"], one["number"]) for one in intake.findings}


def _name(row: Row) -> tuple[str, int]:
    return row.form.name, row.number


def _leave_out(rows: list[Row], intake: Intake) -> list[Row]:
    """Those of the rows that were found faulty, each with its reasons."""
    reasons: dict[tuple[str, int], dict[str, Any]] = {
        (one["sheet"], one["number"]): one["reasons"] for one in intake.findings
    }
    left_out = [row for row in rows if _name(row) in reasons]
    for row in left_out:
        row.reasons = dict(reasons[_name(row)])
    return left_out


def _as_kept(counts: dict[str, Any]) -> Any:
    """As a row of the database gives them back."""
    return json.loads(json.dumps(counts))


def faulty_rows_of(intake: Intake) -> list[Row]:
    """The rows that were found faulty, as they came."""
    return _leave_out(_read(intake).every, intake)
