import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lienthong.kernel.permissions.public import RuleBroken
from lienthong.records.signing.client import PinAndCode
from lienthong.records.signing.restoring import Apart, agree, how_they_stand, who_may


class Command(BaseCommand):
    help = "After a restore: say what signer and database have lost, and let two agree to go on from there."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._ask(how_they_stand())
        except RuleBroken as broken:
            raise CommandError(str(broken.sentence)) from None

    def _ask(self, apart: Apart) -> None:
        if not apart.is_so:
            self.stdout.write("The signer and the database agree; there is nothing to restore.")
            return
        self._say(apart)
        keys = who_may()
        for number, one in enumerate(keys, 1):
            self.stdout.write(f"{number}. {one.holder}, {one.post}")
        chosen = input("Who agrees? The number: ")
        if not chosen.isdecimal() or not 0 < int(chosen) <= len(keys):
            raise CommandError("Nobody was chosen.")
        pin, code = getpass.getpass("Signing PIN: "), input("One-time code: ")
        state = agree(keys[int(chosen) - 1], PinAndCode(pin, code))
        self.stdout.write(SAID.get(state, state))

    def _say(self, apart: Apart) -> None:
        own, known = apart.signer.journal, apart.signer.known
        if known:
            self.stdout.write(
                f"The signer's journal ends at line {own[1]}; line {known[1]} was known."
            )
        history, kept = apart.signers_history, apart.kept
        if history != kept:
            self.stdout.write(f"The history ends at {kept} here, and at {history} at the signer.")
        for one in apart.unknown:
            self.stdout.write(f"The signer has lost the key of {one.holder}; it is made anew.")
        for one in apart.to_withdraw:
            self.stdout.write(f"The key of {one.holder} is withdrawn again.")


SAID = {
    "proposed": "Proposed. A second person runs this and agrees; then signer and history go on.",
    "confirmed": "Agreed by one administrator alone: run this again in a day.",
    "done": "Agreed. Signer and history go on in a new epoch.",
}
