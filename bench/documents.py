"""What rendering, signing and sealing one document cost, apart from the fan-out."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.test import override_settings
from django.utils import timezone

from config.founding import founding_codes
from config.signer import a_signer
from lienthong.kernel.people.public import Person, Post, Role, actor_in
from lienthong.kernel.units.public import NewUnit, place_unit
from lienthong.records.signing.demo import (
    answers,
    found_by,
    key_by_two,
    seal_by_two,
)
from lienthong.records.signing.public import (
    Certificate,
    ToSeal,
    ToSign,
    lay_to_seal,
    lay_to_sign,
    prepare_form,
    sealed,
    signed,
    verify,
)
from lienthong.records.texts.public import OfficialDocument, typeset

from .nation import SINCE
from .results import Result, median

ROUNDS = 3  # as many one-time codes as a key may use without waiting for the next minute
PIN = "135790"
SENTENCE = "Các chi bộ phân công đảng viên phụ trách từng phần việc và báo cáo trước ngày 25. " * 3


def one_document() -> list[Result]:
    """Medians over a few documents of two pages, by the real typesetter and the real signer."""
    with tempfile.TemporaryDirectory(prefix="lt") as folder:
        var = Path(folder)
        (var / "keys").mkdir(mode=0o700)
        with override_settings(VAR=var, KEYS=var / "keys"), a_signer(var):
            leader, clerk, organisation_seal = _office()
            times: dict[str, list[float]] = {}
            for number in range(1, ROUNDS + 1):
                _through(number, leader, clerk, organisation_seal, _timer(times))
    return [Result(f"document.{name}", median(taken) * 1000, "ms") for name, taken in times.items()]


def _timer(times: dict[str, list[float]]) -> Callable[..., Any]:
    def timed(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        made = work()
        times.setdefault(name, []).append(time.perf_counter() - began)
        return made

    return timed


def _office() -> tuple[Certificate, Certificate, Certificate]:
    new = NewUnit(
        "provincial_committee", "Đảng bộ thử", "Tỉnh ủy Thử", "TU", "Thử", has_register=True
    )
    unit = place_unit(new, parent=None, on=SINCE)

    def post(role: str, title: str) -> Post:
        person = Person.objects.create(full_name=f"Nguyễn Văn {title}")
        return Post.objects.create(
            person=person, role=role, unit=unit, title=title, valid_from=SINCE
        )

    founders = [post(Role.ORG_ADMIN, title) for title in ("Quản trị", "Quản trị hai")]
    found_by(founders, founding_codes(unit, founders))
    proposer, confirmer = (actor_in(one) for one in founders)
    # The deputy confirms the seal: a key gives three codes at once, and the secretary signs as often.
    deputy = post(Role.DEPUTY_SECRETARY, "Phó Bí thư")
    holders = [deputy, post(Role.SECRETARY, "Bí thư"), post(Role.CLERK, "Văn thư")]
    _, leader, clerk = (
        key_by_two(one, PIN, proposer=proposer, confirmer=confirmer) for one in holders
    )
    return leader, clerk, seal_by_two(unit, proposer=proposer, confirmer=actor_in(deputy))


def _through(
    number: int,
    leader: Certificate,
    clerk: Certificate,
    unit_seal: Certificate,
    timed: Callable[..., Any],
) -> None:
    document = official_document(number)
    form = timed("typesetting", lambda: prepare_form(typeset(document)))
    file = timed("signing", lambda: _signed(form, document.title, leader))
    made = timed("sealing", lambda: _sealed(file, number, clerk, unit_seal))
    verdict = timed("verdict", lambda: verify(made))
    if not verdict.valid:
        raise AssertionError("; ".join(str(reason) for reason in verdict.reasons))


def _signed(form: bytes, title: str, leader: Certificate) -> bytes:
    handle = lay_to_sign(ToSign(token_hex(16), form, "NQ", title, str(SINCE)), leader)
    answers(handle, "sign", leader)
    return signed(handle)


def _sealed(file: bytes, number: int, clerk: Certificate, unit_seal: Certificate) -> bytes:
    day, notation = timezone.localdate(), f"{number:02}-NQ/TU"
    to_seal = ToSeal(token_hex(16), file, "NQ", notation, day, str(SINCE))
    handle = lay_to_seal(to_seal, clerk, unit_seal)
    answers(handle, "seal", clerk)
    return sealed(handle)


def official_document(number: int) -> OfficialDocument:
    clauses = [
        {"kind": "clause", "marker": f"{n}.", "heading": "", "text": SENTENCE, "children": []}
        for n in range(1, 13)
    ]
    return OfficialDocument(
        issuer="Tỉnh ủy Thử",
        symbol="NQ/TU",
        place="Thử",
        type_name="Nghị quyết",
        abstract=f"về việc đo tốc độ lần {number}",
        body=clauses,
        authority="T/M Ban Chấp hành",
        signer_title="Bí thư",
        signer_name="Nguyễn Văn Bí thư",
        recipients=["Các đảng ủy trực thuộc", "Lưu Văn phòng"],
    )
