"""The door of the room."""

from lienthong.kernel.permissions.public import Role

from .account_matters import BarAccount, InviteHolder, RecoverAccount, RestoreAccount
from .actions.access import (
    change_password,
    enter_with_code,
    invite,
    issue_recovery,
    note_lost_factor,
    note_new_factor,
    show_half,
)
from .actions.barring import restore_account, suspend_account
from .actions.persons import NewPerson, NewPost, correct_person, register_person
from .actions.posts import appoint, end_post, transfer_member
from .attempts import Locked
from .devices import known_device, remember_device
from .events import AccountRecovered, PostEnded, PostGiven
from .factors import (
    PAGE_ASKED_FOR,
    check_code,
    factors_of,
    forget_second_factor,
    has_second_factor,
    pending_seed,
    proves_seed,
    signed_in_with_second_factor,
)
from .models import ROLES_WITH_POWER, Account, DatedQuerySet, Delegation, Person, Post
from .offices import roles_in
from .permissions import MANAGE, VIEW
from .post_matters import EndPost
from .powers import (
    BAR,
    END_POST,
    INVITE,
    RECOVER,
    RESTORE_ACCOUNT,
    power_giving,
)
from .queries import (
    accounts_managed_by,
    actor_for,
    actor_in,
    actors_of,
    current_posts,
    delegations_of,
    has_half_to_show,
    has_power,
    holders,
    members_of,
    needs_second_factor,
    of_the_last_two,
    open_posts_of,
    persons_seen_by,
    posts_of,
    posts_seen_by,
    unit_of_power,
)
from .sessions import end_all_sessions, end_other_sessions, end_session, sessions_of

__all__ = [
    "BAR",
    "BarAccount",
    "END_POST",
    "EndPost",
    "INVITE",
    "RECOVER",
    "RESTORE_ACCOUNT",
    "ROLES_WITH_POWER",
    "AccountRecovered",
    "InviteHolder",
    "RecoverAccount",
    "RestoreAccount",
    "has_half_to_show",
    "has_power",
    "power_giving",
    "show_half",
    "unit_of_power",
    "MANAGE",
    "PAGE_ASKED_FOR",
    "VIEW",
    "Account",
    "DatedQuerySet",
    "Delegation",
    "Locked",
    "NewPerson",
    "NewPost",
    "Person",
    "Post",
    "PostEnded",
    "PostGiven",
    "Role",
    "accounts_managed_by",
    "actor_for",
    "actor_in",
    "actors_of",
    "appoint",
    "change_password",
    "check_code",
    "correct_person",
    "current_posts",
    "delegations_of",
    "end_all_sessions",
    "end_other_sessions",
    "end_post",
    "end_session",
    "enter_with_code",
    "factors_of",
    "forget_second_factor",
    "has_second_factor",
    "holders",
    "known_device",
    "members_of",
    "invite",
    "issue_recovery",
    "needs_second_factor",
    "of_the_last_two",
    "open_posts_of",
    "note_lost_factor",
    "note_new_factor",
    "pending_seed",
    "persons_seen_by",
    "posts_of",
    "posts_seen_by",
    "proves_seed",
    "register_person",
    "remember_device",
    "restore_account",
    "sessions_of",
    "signed_in_with_second_factor",
    "suspend_account",
    "transfer_member",
    "roles_in",
]
