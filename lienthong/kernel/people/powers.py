"""What no person does alone with posts and accounts."""

from datetime import date

from django.utils.translation import gettext_lazy

from lienthong.kernel.permissions.public import EITHER, Confirmer, Power, Relation, declare_power

from .account_matters import BarAccount, CorrectName, InviteHolder, RecoverAccount, RestoreAccount
from .models import Post
from .permissions import LEND, MANAGE
from .post_matters import (
    LEADING,
    EndPost,
    GiveLeadingPost,
    GivePost,
    LendLeadingPost,
    LendPost,
)

GIVE_POST = declare_power(
    Power(
        kind="people.give_post",
        label=gettext_lazy("Give a post with power"),
        matter=GivePost,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
GIVE_LEADING_POST = declare_power(
    Power(
        kind="people.give_leading_post",
        label=gettext_lazy("Give the post of a leader"),
        matter=GiveLeadingPost,
        proposes=MANAGE,
        confirms=EITHER,
        relation=Relation.ABOVE,
    )
)
RECOVER = declare_power(
    Power(
        kind="people.recover",
        label=gettext_lazy("Recover an account with power"),
        matter=RecoverAccount,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
RESTORE_ACCOUNT = declare_power(
    Power(
        kind="people.restore",
        label=gettext_lazy("Let a barred holder of power sign in again"),
        matter=RestoreAccount,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
END_POST = declare_power(
    Power(
        kind="people.end_post",
        label=gettext_lazy("End the post of one of the last two administrators"),
        matter=EndPost,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
BAR = declare_power(
    Power(
        kind="people.bar",
        label=gettext_lazy("Bar one of the last two administrators"),
        matter=BarAccount,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
INVITE = declare_power(
    Power(
        kind="people.invite",
        label=gettext_lazy("Invite a holder of power to sign in"),
        matter=InviteHolder,
        proposes=MANAGE,
        confirms=EITHER,
    )
)
CORRECT_NAME = declare_power(
    Power(
        kind="people.correct",
        label=gettext_lazy("Correct the name of a holder of power"),
        matter=CorrectName,
        proposes=MANAGE,
        confirms=EITHER,
    )
)


def power_giving(role: str) -> Power:
    """The power by which a post of a role is given."""
    return GIVE_LEADING_POST if role in LEADING else GIVE_POST


LEND_POST = declare_power(
    Power(
        kind="people.lend_post",
        label=gettext_lazy("Let somebody act for a post with power"),
        matter=LendPost,
        proposes=LEND,
        proposed_in=lambda matter: int(matter.post_id),
        confirms=frozenset({Confirmer.LEADER}),
    )
)
LEND_LEADING_POST = declare_power(
    Power(
        kind="people.lend_leading_post",
        label=gettext_lazy("Let somebody act for the post of a leader"),
        matter=LendLeadingPost,
        proposes=LEND,
        proposed_in=lambda matter: int(matter.post_id),
        confirms=frozenset({Confirmer.LEADER, Confirmer.TOP_ADMINISTRATOR}),
        relation=Relation.ABOVE,
    )
)


def power_lending(role: str) -> Power:
    """The power by which somebody acts for a post of a role."""
    return LEND_LEADING_POST if role in LEADING else LEND_POST


def lending_of(
    post: Post, to_person_id: int, *, on: date, until: date | None, basis: str
) -> tuple[Power, LendPost]:
    """What the holder of a post with power proposes, so that somebody acts for it."""
    matter = LendLeadingPost if post.role in LEADING else LendPost
    made = matter.made_for(post, to_person_id, on=on, until=until, basis=basis)
    return power_lending(post.role), made
