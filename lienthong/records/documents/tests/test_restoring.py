"""After a restore of the database: the signer is right, and two let the installation go on."""

import hashlib

import pytest
from django.core.management import call_command
from django.utils import timezone

from lienthong.kernel.audit.public import last_place
from lienthong.kernel.audit.tests.superuser import as_superuser
from lienthong.kernel.confirmations.models import LaidAnswer, Proposal
from lienthong.kernel.confirmations.public import (
    confirm,
    lay_to_confirm,
    lay_to_propose,
    propose,
)
from lienthong.kernel.numbering.public import TakenNumber, series_for_outgoing, take_number
from lienthong.kernel.people.public import Person, Role, actor_in
from lienthong.kernel.people.tests.factories import a_post, an_account, sign_in_with_factor
from lienthong.kernel.permissions.public import RuleBroken
from lienthong.kernel.reference.public import term_on
from lienthong.records.documents.comparing import numbers_unlike_the_signers
from lienthong.records.documents.powers import RESTORE, Restore
from lienthong.records.documents.queries.lost import lost_numbers
from lienthong.records.signing import form
from lienthong.records.signing.drawing import VIETNAM
from lienthong.records.signing.messages import sealing_agreement, signing_agreement
from lienthong.records.signing.models import Certificate
from lienthong.records.signing.tests.factories import a_document, a_form
from lienthong.records.signing.tests.founding import ADMINISTRATORS

pytestmark = pytest.mark.django_db

TITLE = f"{a_document().type_name} {a_document().abstract}"


class Restored:
    """A signer that has sealed a file of which the database knows nothing any more."""

    def __init__(self, province) -> None:
        self.committee, self.signing = province.committee, province.signing
        self.client, self.founded = self.signing.client, self.signing.founded
        self.term = term_on(self.committee, timezone.localdate())
        self.two = [self._administrator(key) for key in ADMINISTRATORS]

    def _administrator(self, key):
        post = a_post(self.committee, Role.ORG_ADMIN)
        Certificate.objects.create(
            key_id=key,
            purpose="administrator",
            unit=self.committee,
            post=post,
            valid_from=timezone.now(),
        )
        return actor_in(post)

    def answered(self, at: int, handle: str, verb: str) -> None:
        """What an administrator says at the window."""
        key = ADMINISTRATORS[at]
        asked = self.client.ask(handle, verb, key)
        self.client.answer(handle, verb, key, self.founded.passkeys[key].answer(asked))

    def sealed(self, notation: str, *, term: str = "") -> bytes:
        said = {
            "installation": self.founded.installation,
            "type": "NQ Nghị quyết",
            "organisation": f"LT-{self.committee.pk}",
            "term": term or self.term.label,
        }
        holder = self.client.key(self.signing.keys["secretary"])
        recipients = [f"Lưu Văn phòng, hồ sơ {notation[:2]}"]  # no two are alike
        pdf = a_form(a_document(signer_name=holder["name"], recipients=recipients))
        message = signing_agreement(
            **said, key=self.signing.keys["secretary"], abstract=TITLE, form=pdf
        )
        signed = self._made(self.client.lay(message, pdf), "sign", "secretary")
        day = form.printed_date(timezone.now().astimezone(VIETNAM).date())
        keys = {"key": self.signing.keys["clerk"], "seal": f"seal-{self.committee.pk}"}
        message = sealing_agreement(**said, **keys, number=notation, day=day, signed=signed)
        return self._made(self.client.lay(message, signed), "seal", "clerk")

    def _made(self, handle: str, verb: str, who: str) -> bytes:
        key = self.signing.keys[who]
        self.client.answer(handle, verb, key, self.founded.proof(key))
        return self.client.take(handle).pdf

    def proposed(self) -> Proposal:
        matter = Restore.made_for(self.committee)
        lay_to_propose(RESTORE, matter, actor=self.two[0])
        self.answered(0, LaidAnswer.objects.get().hash, "propose")
        return propose(RESTORE, matter, actor=self.two[0])

    def confirmed(self, proposal: Proposal) -> Proposal:
        lay_to_confirm(proposal.pk, actor=self.two[1])
        self.answered(1, proposal.hash, "confirm")
        return confirm(proposal.pk, actor=self.two[1])


@pytest.fixture
def restored(certified, settings, tmp_path) -> Restored:
    settings.FILES_ROOT = tmp_path / "files"
    return Restored(certified)


def test_what_the_signer_knows_and_the_register_does_not_is_named(restored):
    restored.sealed("08-NQ/TU", term="1990-01-01")
    restored.sealed("07-NQ/TU")
    series = series_for_outgoing(restored.committee, "resolution", restored.term)
    take_number(series, actor=restored.two[0])
    restored.sealed("01-NQ/TU")

    named = {one.sealed.notation: one.has_a_place for one in lost_numbers()}
    assert named == {"07-NQ/TU": True, "08-NQ/TU": False}


def test_two_let_it_go_on_and_the_lost_number_is_a_record(restored, capsys):
    sealed = restored.sealed("07-NQ/TU")
    assert restored.client.restored()
    done = restored.confirmed(restored.proposed())

    assert done.state == Proposal.State.DONE, done.because
    number = TakenNumber.objects.get(series__unit=restored.committee, number=7)
    assert number.record_lost
    assert number.kept_file.sha256 == hashlib.sha256(sealed).hexdigest()
    call_command("restore")
    assert str(number.kept_file.path) in capsys.readouterr().out
    assert not restored.client.hello().is_behind
    assert last_place().epoch == 2
    series = series_for_outgoing(restored.committee, "resolution", restored.term)
    assert take_number(series, actor=restored.two[0]).number == 8


def test_one_alone_does_not_let_it_go_on(restored):
    restored.client.restored()
    proposal = restored.proposed()

    with pytest.raises(RuleBroken, match="what they have proposed"):
        lay_to_confirm(proposal.pk, actor=restored.two[0])
    assert restored.client.hello().is_behind


def test_without_a_restore_there_is_nothing_to_confirm(restored):
    with pytest.raises(RuleBroken, match="nothing to restore"):
        restored.proposed()


def test_the_console_names_what_was_lost(restored, capsys):
    restored.sealed("07-NQ/TU")
    restored.client.restored()

    call_command("restore")

    said = capsys.readouterr().out
    assert "waits for two persons" in said
    assert "signed, record lost: 07-NQ/TU" in said


def test_who_confirms_reads_what_was_lost(restored, client, settings, tmp_path):
    settings.SECOND_FACTOR_KEYS = tmp_path / "second-factor"
    restored.sealed("07-NQ/TU")
    restored.client.restored()
    proposal = restored.proposed()
    account = an_account(Person.objects.get(pk=restored.two[1].person_id), password=None)
    sign_in_with_factor(client, account)

    page = client.get(f"/administration/proposals/{proposal.pk}/").content.decode()

    assert "Go on after a restore" in page
    assert "07-NQ/TU" in page
    assert f"/administration/proposals/{proposal.pk}/confirm/" in page


def unlike():
    return [(fault.message[:10], fault.facts["notation"]) for fault in numbers_unlike_the_signers()]


def test_each_day_a_number_that_no_register_has_is_named(restored):
    restored.sealed("07-NQ/TU")
    series = series_for_outgoing(restored.committee, "resolution", restored.term)
    taken = take_number(series, actor=restored.two[0])
    restored.sealed("01-NQ/TU")
    assert unlike() == [("The signer", "07-NQ/TU")]

    as_superuser("DELETE FROM numbering_takennumber WHERE id = %s", taken.pk)

    assert sorted(unlike()) == [("The signer", "01-NQ/TU"), ("The signer", "07-NQ/TU")]


def test_each_day_a_document_whose_number_the_signer_never_sealed_is_named(certified):
    document = certified.numbered()
    assert unlike() == []

    as_superuser(
        "UPDATE documents_document SET sealed_file_id = signed_file_id WHERE id = %s", document.pk
    )

    as_superuser("UPDATE numbering_takennumber SET number = 5 WHERE id = %s", document.number_id)

    assert unlike() == [("The signer", "01-NQ/TU"), ("Document %", "01-NQ/TU")]
