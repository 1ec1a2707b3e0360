"""The form check: what is missing on a document, in sentences that name where (# 36-HD/VPTW §II)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import starmap

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.audiences.public import Scope, must_act
from lienthong.kernel.people.public import Role
from lienthong.kernel.text.public import fold
from lienthong.kernel.units.public import COMMITTEES, UnitKind
from lienthong.records.texts.public import (
    Gap,
    every_clause,
    gaps_in,
    last_words,
    profile_on,
    usual_address,
)

from ..models import Authority, Document, Recipient, State
from .around import Around, around
from .cited import out_of_force
from .corrections import OPENS_A_LETTER
from .document import (
    Node,
    body_of,
    content_sha256,
    names_addressees,
    signers_beside,
    text_sha256,
)
from .effects import faults_of_effects
from .known import printed_signers
from .letters import named_clause, strange_letters
from .proposals import EXECUTIVE_COMMITTEE, STANDING_BOARD, is_deputy, is_inspection

AFTER_APPRAISAL = (State.ADOPTION, State.SUBMISSION, State.SIGNING, State.SIGNED)
AFTER_ADOPTION = (State.SUBMISSION, State.SIGNING, State.SIGNED)
# 399-QĐ/TW, 66-QĐ/TW Art. 7 (to be verified): hints, never a block.
NOT_OF_AN_OFFICE = {"resolution", "directive", "conclusion"}
OF_A_BRANCH = {
    "resolution",
    "decision",
    "conclusion",
    "report",
    "plan",
    "submission",
    "official_letter",
    "minutes",
}
MINUTES = "minutes"
LETTER = "official_letter"
_CLOSING = re.compile(r"\./\.$|\.$")
_AS_ABOVE = re.compile(r"nhu (?:tren|kinh gui|kinh trinh)\b")
_FILE_COPY_WITH_COLON = re.compile(r"Lưu\s*:|\bVT\b", re.IGNORECASE)
BY_OWN_ORDER = (Authority.BY_ORDER, Role.SECRETARY)
ONLY_OF_A_STANDING_BOARD = {"directive", "circular", "guidance"}


@dataclass(frozen=True)
class Finding:
    """One thing the check found: an error holds the document up, a warning does not."""

    is_error: bool
    sentence: str
    # The proposal of other words that says the same thing, if there is one.
    key: str = ""


def _wrong(sentence: str, **facts: object) -> Finding:
    return Finding(True, sentence % facts)


def _odd(sentence: str, key: str = "", /, **facts: object) -> Finding:
    return Finding(False, sentence % facts, key)


Findings = Iterator[Finding]


def form_check(document: Document) -> list[Finding]:
    """Everything the check has to say, errors first."""
    ready = around(document)
    found = [
        *_check_head(document, ready),
        *_check_type(document),
        *_check_address(document),
        *_check_text(document),
        *_check_letters(document),
        *_check_recipients(document, ready),
        *_check_reach(document, ready),
        *_check_signer(document, ready),
        *_check_printed_signers(document),
        *_check_marks(document, ready),
        *_check_adoption(document, ready),
        *starmap(Finding, faults_of_effects(document)),
        *_check_cited(document),
    ]
    return sorted(found, key=lambda finding: not finding.is_error)


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_error]


def _check_cited(document: Document) -> Findings:
    for cited, mark in out_of_force(document):
        facts = {"cited": f"{cited.type.word} {cited.notation}", "state": mark.label}
        yield _odd(
            _("The text cites %(cited)s, which is not in force any more: %(state)s."), **facts
        )


def _check_head(document: Document, ready: Around) -> Findings:
    issuer = document.issuer
    if not document.subject.strip():
        yield _wrong(_("The subject (trích yếu) is missing."))
    if document.type_id == LETTER and not OPENS_A_LETTER.match(document.subject.strip()):
        yield _odd(
            _(
                "The subject of an official letter opens with “V/v” or “Về việc”; "
                "it is printed as it is written."
            ),
            "opening",
        )
    if not issuer.symbol:
        yield _wrong(_("%(unit)s has no symbol for its numbers."), unit=issuer)
    if not issuer.place:
        yield _wrong(_("%(unit)s has no place to print before the date."), unit=issuer)
    if not ready.term:
        yield _wrong(
            _("%(unit)s has no term recorded for this day; an administrator must open one first."),
            unit=issuer,
        )


def _check_type(document: Document) -> Findings:
    """The matrix of types and issuers warns and never blocks: committees do issue unusual types."""
    kind, code = document.issuer.kind, document.type_id
    facts = {"type": document.type.word, "unit": document.issuer}
    is_branch = document.issuer.is_branch
    of_an_office = kind == UnitKind.ADVISORY_BODY and not is_inspection(document.issuer)
    unusual = (
        (of_an_office and code in NOT_OF_AN_OFFICE)
        or (is_branch and code not in OF_A_BRANCH)
        or (kind not in _UPPER and not is_branch and code == "directive")
    )
    if unusual:
        yield _odd(_("%(unit)s does not usually issue documents of the type “%(type)s”."), **facts)
    in_the_name_of_all = EXECUTIVE_COMMITTEE in document.signing_body.upper()
    if in_the_name_of_all and code in ONLY_OF_A_STANDING_BOARD and kind in _UPPER:
        yield _odd(
            _("“%(type)s” is usually a document of the standing board, not of the committee."),
            **facts,
        )


_UPPER = {
    UnitKind.CENTRAL_COMMITTEE,
    UnitKind.PROVINCIAL_COMMITTEE,
    UnitKind.CENTRAL_DIRECT_COMMITTEE,
}


def _check_address(document: Document) -> Findings:
    """The usual word is proposed, never put in the place of the one that was written."""
    usual = usual_address(document.type.name, profile_on(timezone.localdate()))
    written = document.address_word
    above = [line.label for line in document.recipients.all() if line.is_above]
    if above and not names_addressees(document.type):
        yield _odd(
            _(
                "“%(name)s” is named above the text; usually only an official letter or a "
                "submission names there whom it is written to."
            ),
            name=above[0],
        )
    elif names_addressees(document.type) and written and written != usual:
        yield _odd(
            _(
                "“%(written)s” is printed as it is written; the usual words of address on this "
                "type are “%(usual)s”. Change them in the particulars if they are meant."
            ),
            "address_word",
            written=written,
            usual=usual,
        )


def _check_text(document: Document) -> Findings:
    body = body_of(document)
    if not any(_says_something(node) for node in every_clause(body)):
        yield _wrong(_("The document has no text yet."))
        return
    for node in every_clause(body):
        if not _says_something(node) and not node.get("children"):
            yield _wrong(_("%(clause)s is empty."), clause=named_clause(node))
    for gap in gaps_in(body):
        yield _odd(_said_of(gap))
    closings = profile_on(timezone.localdate()).closings
    if document.form_file_id is None and (closing := _closing_of(body)) not in (None, *closings):
        marks = {"mark": closings[0], "closing": closing}
        if closing:
            said = _("The text closes with “%(closing)s” instead of “%(mark)s”; it is printed as it is written.")  # fmt: skip
        else:
            said = _("The text does not close with “%(mark)s”; it is printed as it is written.")
        yield _odd(said, "closing", **marks)


def _said_of(gap: Gap) -> str:
    marks = {"before": gap.before, "after": gap.after, "clause": gap.within}
    if gap.within:
        return _("In %(clause)s the numbering jumps from “%(before)s” to “%(after)s”.") % marks
    return _("The numbering jumps from “%(before)s” to “%(after)s”.") % marks


def _says_something(node: Node) -> bool:
    return bool(
        (node.get("text") or "").strip()
        or (node.get("heading") or "").strip()
        or node.get("groups")
        or node.get("rows")
    )


def _check_letters(document: Document) -> Findings:
    for strange in strange_letters(document):
        yield Finding(strange.form is None, strange.sentence, "letters")


def _closing_of(body: list[Node]) -> str | None:
    """The mark the text closes with, empty where there is none; a table closes without one."""
    main = [node for node in body if node.get("kind") != "appendix"]
    last = [node for node in every_clause(main) if _says_something(node)][-1:]
    if not last or last[0].get("groups") or last[0].get("rows"):
        return None
    closing = _CLOSING.search(last_words(last[0].get("text") or last[0].get("heading") or ""))
    return closing[0] if closing else ""


def _check_recipients(document: Document, ready: Around) -> Findings:
    lines = list(document.recipients.all())
    # Somebody outside the system is a recipient too; minutes go to nobody.
    if document.type_id != MINUTES and all(line.kind == Recipient.Kind.FILE for line in lines):
        yield _wrong(_("Nobody receives the document yet."))
    if not any(line.kind == Recipient.Kind.FILE for line in lines):
        yield _wrong(_("The file copy (“Lưu …”) is missing."))
    for line in lines:
        facts = {"name": line.label}
        if line.kind == Recipient.Kind.FILE and _FILE_COPY_WITH_COLON.search(line.label):
            yield _odd(
                _("“%(name)s”: the file copy is printed “Lưu …”, without a colon or “VT”."), **facts
            )
        if line.kind == Recipient.Kind.OUTSIDE and not _AS_ABOVE.match(fold(line.label)):
            yield _odd(_("“%(name)s” is printed only; the system does not deliver to it."), **facts)
        elif line.is_addressed and not ready.is_somebody(line):
            yield _odd(
                _("Nobody in the system stands behind “%(name)s”; it is printed only."), **facts
            )


def _check_reach(document: Document, ready: Around) -> Findings:
    lines = list(document.recipients.all())
    today = timezone.localdate()
    if document.scope != Scope.NONE and not any(ready.forwards_to(line) for line in lines):
        yield _wrong(
            _(
                "The document is to be forwarded below, but no subordinate organisation "
                "is among the recipients."
            )
        )
    if document.due_on is not None and document.due_on < today:
        # What is submitted stays as it is signed, though it is issued after midnight.
        said = _("The day by which it is to be received is past.")
        yield _wrong(said) if document.form_file_id is None else _odd(said)
    if document.due_on is not None and not any(must_act(line.purpose) for line in lines):
        yield _odd(_("There is a deadline, but nobody receives the document to carry it out."))


def _check_signer(document: Document, ready: Around) -> Findings:
    signer = document.signer
    if signer is None:
        yield _wrong(_("It is not said who signs."))
        return
    name = {"name": signer.person.full_name}
    if not signer.is_held_on(timezone.localdate()):
        yield _wrong(_("%(name)s no longer holds the post that signs."), **name)
    if not signer.title.strip():
        yield _wrong(_("The post of %(name)s has no title to print under the text."), **name)
    if not ready.signer_key:
        yield _odd(_("%(name)s has no signing key yet."), **name)
    if document.state == State.SIGNED and not ready.seal:
        yield _wrong(_("%(unit)s has no digital seal yet."), unit=document.issuer)
    yield from _check_authority(document)


def _check_printed_signers(document: Document) -> Findings:
    """Who signs in the file is never replaced without a word."""
    signs = {fold(one.name) for one in signers_beside(document)}
    signs |= {fold(document.signer.person.full_name)} if document.signer else set()
    for name in printed_signers(document):
        if fold(name) not in signs:
            yield _odd(_("The file is signed by “%(name)s”; the document is not."), name=name)


def _check_authority(document: Document) -> Findings:
    # 36-HD/VPTW §II.1.7: T/M for committees; a deputy signs T/M with his own title, no K/T.
    if document.authority and not document.signing_body.strip():
        yield _wrong(_("After “%(authority)s” the body is missing."), authority=document.authority)
    if document.issuer.is_issuing_body:
        yield from _check_authority_of_a_body(document)
    if document.issuer.kind in COMMITTEES and not document.authority:
        yield _wrong(_("A document of a committee is signed “T/M”, in the name of the committee."))
    # How the authority is worded is style: a warning, on every type alike.
    if document.needs_adoption and document.authority not in (Authority.FOR, Authority.OWN):
        yield _odd(_("What a collective adopts is signed “T/M”, in its name."))
    elif document.issuer.kind in COMMITTEES and document.authority == Authority.INSTEAD:
        yield _odd(_("A deputy secretary signs “T/M” with their own title; “K/T” is for offices."))
    signer = document.signer
    if signer is not None and (document.authority, signer.role) == BY_OWN_ORDER:
        yield _odd(_("“T/L” is for who signs by order; the secretary signs “T/M”."))


def _check_authority_of_a_body(document: Document) -> Findings:
    """# 36-HD/VPTW §II.1.7: its head signs directly, a deputy K/T; T/M is for inspection commissions."""
    named, signer = document.signing_body.upper(), document.signer
    facts = {"unit": document.issuer}
    if any(board in named for board in (EXECUTIVE_COMMITTEE, STANDING_BOARD)):
        said = _("%(unit)s issues in its own name: it does not sign for the committee it serves.")
        yield _wrong(said, **facts)
    elif document.authority == Authority.FOR and not is_inspection(document.issuer):
        yield _odd(_("The head of %(unit)s signs directly; “T/M” is for a collective."), **facts)
    if signer is None or is_inspection(document.issuer):
        return
    if is_deputy(signer) and document.authority == Authority.OWN:
        yield _odd(_("A deputy head signs “K/T”, for the head."))
    if document.authority == Authority.INSTEAD and not is_deputy(signer):
        yield _odd(_("“K/T” is for a deputy; the head signs directly."))


def _check_marks(document: Document, ready: Around) -> Findings:
    initial = document.initials.filter(voided_at=None).select_related("post").first()
    if initial is None:
        if not ready.appraiser:
            yield _odd(
                _("%(unit)s has nobody to appraise; the document goes on without initials."),
                unit=document.issuer,
            )
        elif document.state in AFTER_APPRAISAL:
            yield _wrong(_("The document bears no initials."))
        return
    if initial.content_sha256 != content_sha256(document):
        yield _wrong(_("The document was changed after %(name)s initialled it."), name=initial.name)
    if document.signer is not None and initial.post.person_id == document.signer.person_id:
        yield _odd(_("The person who appraised the document also signs it."))


def _check_adoption(document: Document, ready: Around) -> Findings:
    if not document.needs_adoption or document.state not in AFTER_ADOPTION:
        return
    adoption = document.standing_adoption
    if adoption is None:
        yield _wrong(_("The adoption by the collective is not recorded."))
        return
    if adoption.text_sha256 != text_sha256(document):
        yield _wrong(_("The text was changed after it was adopted."))
    # Điều lệ Đảng, Điều 9: more than half of *all* members, so their number matters.
    known = ready.members_of(adoption.body)
    if known not in (0, adoption.members_count):
        yield _odd(
            _("The vote counts %(members)d members of %(body)s; the register of people has %(n)d."),
            members=adoption.members_count,
            body=adoption.body,
            n=known,
        )
