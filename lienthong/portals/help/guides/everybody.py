"""What everybody comes to do, whatever the post."""

from django.utils.translation import gettext_lazy as _

from .nouns import Task

FOR_EVERYBODY = (
    Task(
        "find",
        _("Find a document"),
        (
            _(
                "Press Ctrl+K or the magnifier; marks may be left out: “nghi quyet” finds “nghị quyết”."
            ),
            _("Narrow by type, issuer, day or state; keep a search under a name."),
        ),
        opens="desk:search",
        at=("desk:search",),
    ),
    Task(
        "genuine",
        _("Is a paper genuine?"),
        (
            _(
                "Bring the file to the page of verification: it says who signed, who sealed, and whether it stands in the register."
            ),
        ),
        opens="verification:verify",
        at=("verification:verify",),
    ),
    Task(
        "outside",
        _("See deadlines in your own calendar, or have a mail each morning"),
        (
            _(
                "Open My account › Calendar and mail and press “Make an address”. Copy it at once: it is shown only once."
            ),
            _(
                "In the calendar of your phone or computer, choose to subscribe to a calendar by its address, and paste it. It shows kind, number and deadline, never the subject."
            ),
            _(
                "If somebody else has the address, press “Renew the address”: the old one opens nothing any more."
            ),
            _(
                "Where the installation has a mail server, the same page switches a mail on or off that says each working morning how much waits."
            ),
        ),
        opens="account:outside",
        at=("account:outside",),
    ),
    Task(
        "sign-in",
        _("Sign in, and what to do when it fails"),
        (
            _(
                "Set up a passkey or an authenticator app under My account › Sign-in and security, and keep the recovery codes on paper."
            ),
            _(
                "Lost phone or password? Your administrator proposes a recovery, a second person confirms it, and you are told."
            ),
        ),
        opens="account:security",
        at=(
            "account:security",
            "account:second_factor",
        ),
    ),
)
