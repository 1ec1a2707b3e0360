"""Who may see and do what with tasks: written by hand, to be held against the pages."""

from functools import cache
from typing import Any

from attack.oracle import OWN, SERVED, Rule, anybody, covers, held, position
from attack.places import Place
from attack.rules import WORDS, Access, Kind, RouteRule
from attack.stage import Stage
from attack.world import Persona, World
from lienthong.records.documents.tests import routes as documents
from lienthong.records.documents.tests.things import Item

from .things import Given, Planned, Reported, make, make_more

VIEW, PLAN = "commitments.view", "commitments.plan"
ASSIGN, CARRY = "commitments.assign", "commitments.carry"
DRAFT = "documents.draft"


def gave(persona: Persona, task: Given) -> bool:
    return covers(persona, VIEW, task.unit)


def sees(persona: Persona, task: Given) -> bool:
    """Who gave it sees it; once it is assigned, who leads and who coordinates."""
    if gave(persona, task):
        return True
    parts = (task.lead, task.beside_it)
    return task.state != "draft" and any(covers(persona, VIEW, one) for one in parts)


def opens_evidence(persona: Persona, task: Given) -> bool:
    return sees(persona, task) and bool(task.ids["evidence_id"])


@cache
def over(codename: str, part: str) -> Rule:
    """A permission over who gave the task, or who leads it."""
    return lambda persona, thing: covers(persona, codename, getattr(thing, part))


def business_of(persona: Persona) -> Place | None:
    """The committee whose business a post does."""
    return (persona.place.served or persona.place) if persona.place else None


def has_a_board(persona: Persona, _thing: Any) -> bool:
    place = business_of(persona)
    return place is not None and covers(persona, VIEW, place)


def plans_here(persona: Persona, _thing: Any) -> bool:
    place = business_of(persona)
    return place is not None and covers(persona, PLAN, place)


def follows(persona: Persona, task: Given) -> bool:
    """Its lead stands on the board of the persona's committee."""
    if not has_a_board(persona, task) or task.state == "draft":
        return False
    return business_of(persona) is task.unit


def sees_plan(persona: Persona, planned: Planned) -> bool:
    return covers(persona, VIEW, planned.unit)


def sees_line(persona: Persona, line: Reported) -> bool:
    return covers(persona, VIEW, line.unit) or covers(persona, VIEW, line.lead)


def sees_difficulty(persona: Persona, difficulty: Reported) -> bool:
    """Who is asked (its `unit`), and who reports it (its `lead`)."""
    return sees_line(persona, difficulty)


def compiles(persona: Persona, period: Reported) -> bool:
    """Who plans for the committee and drafts its documents."""
    return all(covers(persona, needed, period.unit) for needed in (PLAN, DRAFT))


def reads_issued(persona: Persona, item: Item) -> bool:
    return item.is_issued and documents.reads_document(persona, item)


def reads_task(persona: Persona, task: Given, _route: str, _world: World) -> bool:
    return sees(persona, task)


def reads_plan(persona: Persona, planned: Planned, _route: str, _world: World) -> bool:
    return sees_plan(persona, planned)


def reads_difficulty(persona: Persona, one: Reported, _route: str, _world: World) -> bool:
    return sees_difficulty(persona, one)


def act(name: str, needs: str, part: str) -> RouteRule:
    """What is done with a task, by who may do it over one of its organisations."""
    fields = {f"{name}-reason": WORDS, f"{name}-note": WORDS, "reason": WORDS, "note": WORDS}
    return RouteRule(
        f"commitments:{name}",
        (needs,),
        "task",
        sees,
        over(needs, part),
        reads=name in ALONE,
        sends=fields,
    )


ALONE = {"change", "report", "give_on"}


def on_proposal(name: str, *, alone: bool = False) -> RouteRule:
    return RouteRule(
        f"commitments:{name}",
        (PLAN,),
        "proposal",
        sees_plan,
        over(PLAN, "unit"),
        reads=alone,
        sends={"reason": WORDS, "parts": WORDS, "content": WORDS},
    )


def on_line(name: str, needs: str, part: str, *, alone: bool = False) -> RouteRule:
    return RouteRule(
        f"commitments:{name}",
        (needs,),
        "line",
        sees_line,
        over(needs, part),
        reads=alone,
        sends={"result": WORDS, f"{name}-reason": WORDS, "reason": WORDS},
    )


def confirms(persona: Persona, task: Given) -> bool:
    return covers(persona, CARRY, task.beside_it)


def reminds(persona: Persona, task: Given) -> bool:
    return covers(persona, PLAN, task.unit) or covers(persona, ASSIGN, task.unit)


def more(stage: Stage) -> list[tuple[Rule, Given]]:
    return [(sees, make_more(stage))]


ACCESS = Access(
    permissions={
        VIEW: held(
            SERVED,
            "secretary",
            "deputy_secretary",
            "standing_member",
            "committee_member",
            "clerk",
            "office_chief",
            "unit_head",
            "specialist",
            "branch_secretary",
            "branch_committee_member",
        ),
        PLAN: held(
            SERVED,
            "secretary",
            "deputy_secretary",
            "clerk",
            "office_chief",
            "specialist",
            "branch_secretary",
        ),
        ASSIGN: held(OWN, "secretary", "deputy_secretary", "standing_member", "branch_secretary"),
        CARRY: held(
            OWN,
            "secretary",
            "deputy_secretary",
            "clerk",
            "office_chief",
            "unit_head",
            "specialist",
            "branch_secretary",
        ),
    },
    kinds=(
        Kind(
            "task",
            relation=lambda persona, task: (
                f"{position(persona, task.unit)}, {position(persona, task.lead)}, "
                f"{position(persona, task.beside_it)}"
            ),
            state=lambda task: task.state,
        ),
        Kind(
            "difficulty",
            relation=lambda persona, one: (
                f"{position(persona, one.unit)}, {position(persona, one.lead)}"
            ),
        ),
        Kind("plan", relation=lambda persona, one: position(persona, one.unit)),
        Kind("proposal", relation=lambda persona, one: position(persona, one.unit)),
        Kind(
            "period",
            relation=lambda persona, one: (
                f"{position(persona, one.unit)}, {position(persona, one.lead)}"
            ),
        ),
        Kind(
            "line",
            relation=lambda persona, one: (
                f"{position(persona, one.unit)}, {position(persona, one.lead)}"
            ),
        ),
    ),
    readers={
        "commitments.task": reads_task,
        "commitments.plan": reads_plan,
        "commitments.difficulty": reads_difficulty,
    },
    routes=(
        RouteRule(
            "commitments:list", (VIEW,), does=anybody, asks=("tab=given", "tab=drafts", "q=trong")
        ),
        RouteRule("commitments:new", (PLAN,), does=plans_here, sends={"content": WORDS}),
        RouteRule("commitments:board", (VIEW,), sees=has_a_board, asks=("as=xlsx", "print=1")),
        RouteRule("commitments:behind", (VIEW,), sees=has_a_board, asks=("figure=not_begun",)),
        RouteRule(
            "commitments:urge", (DRAFT,), "task", follows, over(DRAFT, "unit"), sends={"x": WORDS}
        ),
        RouteRule("commitments:plans", (VIEW,), does=anybody, asks=("q=chuong",)),
        RouteRule("commitments:new_plan", (PLAN,), does=plans_here, sends={"title": WORDS}),
        RouteRule("commitments:plan", (VIEW,), "plan", sees_plan, sees_plan),
        RouteRule("commitments:letter", (DRAFT,), "plan", sees_plan, over(DRAFT, "unit")),
        RouteRule("commitments:proposal", (VIEW,), "proposal", sees_plan, every=True),
        on_proposal("accept_proposal"),
        on_proposal("edit_proposal", alone=True),
        on_proposal("split_proposal", alone=True),
        on_proposal("merge_proposal", alone=True),
        on_proposal("reject_proposal"),
        on_proposal("reopen_proposal"),
        RouteRule(
            "commitments:document",
            (VIEW,),
            "document",
            reads_issued,
            plans_here,
            sends={"x": WORDS},
        ),
        RouteRule("commitments:import_c1", (PLAN,), "plan", over(PLAN, "unit"), sends={"rows": ""}),
        RouteRule("commitments:c2", (VIEW,), sees=has_a_board, asks=("as=xlsx", "print=1")),
        RouteRule("commitments:c5", (VIEW,), sees=has_a_board, asks=("tab=ahead",)),
        RouteRule("commitments:c6", (VIEW,), "plan", sees_plan, sees_plan),
        RouteRule("commitments:c7", (VIEW,), "task", follows),
        RouteRule("commitments:compile", (PLAN,), "period", sees_line, compiles),
        RouteRule("commitments:late", (VIEW,), sees=has_a_board, asks=("as=xlsx", "print=1")),
        RouteRule("commitments:ranking", (VIEW,), sees=has_a_board, asks=("as=xlsx", "print=1")),
        RouteRule(
            "commitments:difficulties", (VIEW,), does=anybody, asks=("tab=raised", "tab=answered")
        ),
        RouteRule("commitments:new_difficulty", (CARRY,), does=anybody, sends={"difficulty": ""}),
        RouteRule("commitments:difficulty", (VIEW,), "difficulty", sees_difficulty, every=True),
        RouteRule(
            "commitments:answer_difficulty",
            (ASSIGN,),
            "difficulty",
            sees_difficulty,
            over(ASSIGN, "unit"),
            reads=False,
            sends={"answer": WORDS},
        ),
        RouteRule("commitments:periods", (VIEW,), does=anybody, asks=("q=thang",)),
        RouteRule("commitments:new_period", (PLAN,), does=plans_here, sends={"name": WORDS}),
        RouteRule("commitments:period", (VIEW,), "period", sees_line, sees_line),
        RouteRule("commitments:line", (VIEW,), "line", sees_line, every=True),
        on_line("fill_in", CARRY, "lead"),
        on_line("correct", CARRY, "lead", alone=True),
        on_line("accept_line", ASSIGN, "unit"),
        on_line("return_line", ASSIGN, "unit"),
        RouteRule("commitments:task", (VIEW,), "task", sees, every=True),
        RouteRule("commitments:evidence", (VIEW,), "task", opens_evidence),
        RouteRule("commitments:thread", (VIEW,), "task", sees),
        act("assign", ASSIGN, "unit"),
        act("change", PLAN, "unit"),
        act("discard", PLAN, "unit"),
        act("receive", CARRY, "lead"),
        act("refuse", CARRY, "lead"),
        act("answer_refusal", ASSIGN, "unit"),
        act("send_result", CARRY, "lead"),
        act("report", CARRY, "lead"),
        act("accept", ASSIGN, "unit"),
        act("send_back", ASSIGN, "unit"),
        act("find_beyond", ASSIGN, "unit"),
        act("give_on", ASSIGN, "lead"),
        act("name_responsible", CARRY, "lead"),
        act("ask_extension", CARRY, "lead"),
        act("decide_extension", ASSIGN, "unit"),
        RouteRule(
            "commitments:confirm",
            (CARRY,),
            "task",
            sees,
            confirms,
            reads=False,
            sends={"confirm-note": WORDS},
        ),
        RouteRule(
            "commitments:remind",
            (PLAN, ASSIGN),
            "task",
            sees,
            reminds,
            sends={"remind-note": WORDS, "note": WORDS},
        ),
        act("pause", ASSIGN, "unit"),
        act("resume", ASSIGN, "unit"),
        act("withdraw", ASSIGN, "unit"),
    ),
    make=make,
    make_more=more,
)
