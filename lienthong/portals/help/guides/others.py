"""What the posts outside the office do, and those who look after the system."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Role

from .nouns import Guide, Task

OTHERS = (
    Guide(
        "body",
        (Role.UNIT_HEAD,),
        _("The day of a head of a body"),
        _("Carry out what was directed, and answer for one's body."),
        (
            Task(
                "task",
                _("Carry out a task"),
                (
                    _("Open it from your desk and receive it, or say why you do not accept it."),
                    _(
                        "Report on your phone; hand in the result with the record that shows it. A line sent twice counts once."
                    ),
                    _(
                        "What you cannot solve yourself you report under Tasks › Difficulties; the organisation above owes an answer."
                    ),
                ),
                opens="commitments:list",
                at=("commitments:list", "commitments:task", "commitments:line"),
            ),
            Task(
                "handle",
                _("Carry out what was given"),
                (
                    _("Open the document from your desk; it says what is asked and until when."),
                    _(
                        "Give it to a person of your body, begin the answering document from here, or return it to the leader with a reason."
                    ),
                    _(
                        "The deadline is too close? “Ask for more time”: name a day and say why; the leader's answer stays beside the direction."
                    ),
                    _("Hand in the result with its files; who leads closes the handling."),
                ),
                opens="correspondence:incoming",
                at=("correspondence:received",),
            ),
            Task(
                "own_name",
                _("Issue in your body's own name"),
                (
                    _(
                        "Press “New document” and choose your office or commission above the form; it is there once two persons have given it a seal."
                    ),
                    _(
                        "Its head signs directly, a deputy for the head (K/T); the committee stands above your name in the head."
                    ),
                    _(
                        "Your own clerk numbers and seals it; the register of your body begins with 01 in each term of the committee."
                    ),
                ),
                opens="documents:documents",
                at=("documents:new",),
            ),
            Task(
                "opinion",
                _("Give the opinion of your body"),
                (
                    _("Open the draft from your desk before the day that stands there."),
                    _(
                        "Write on the whole draft; open a clause to remark on it, to change its words in the box, to add one or to strike it."
                    ),
                    _("“Keep as a draft” keeps it for later, and nobody else sees it."),
                    _("Press “Give the opinion officially”: the drafter reads it at once."),
                ),
                opens="desk:desk",
                at=("documents:opinions",),
            ),
        ),
    ),
    Guide(
        "branch",
        (
            Role.BRANCH_SECRETARY,
            Role.BRANCH_COMMITTEE_MEMBER,
        ),
        _("The branch secretary's day"),
        _("Receive, pass on in the meeting, say who was absent."),
        (
            Task(
                "task",
                _("Carry out a task"),
                (
                    _("Open it from your desk and receive it, or say why you do not accept it."),
                    _(
                        "Report on your phone; hand in the result with the record that shows it. A line sent twice counts once."
                    ),
                    _(
                        "What you cannot solve yourself you report under Tasks › Difficulties; the organisation above owes an answer."
                    ),
                ),
                opens="commitments:list",
                at=("commitments:list", "commitments:task", "commitments:line"),
            ),
            Task(
                "receive",
                _("Confirm a receipt"),
                (
                    _("Open the document on your phone and read it."),
                    _("Press “Confirm receipt”. Pressing twice on a bad line counts once."),
                ),
                opens="correspondence:incoming",
                at=(
                    "correspondence:received",
                    "correspondence:incoming",
                ),
            ),
            Task(
                "brief",
                _("Brief the members"),
                (
                    _("After the meeting open the document and press “Brief the members”."),
                    _("Enter who was absent, or “Nobody was absent”."),
                    _("The organisation above sees that your branch has passed it on."),
                ),
                opens="correspondence:incoming",
            ),
        ),
    ),
    Guide(
        "member",
        (
            Role.MEMBER,
            Role.PROBATIONARY_MEMBER,
            Role.COMMITTEE_MEMBER,
        ),
        _("For every member"),
        _("Read what concerns you, and see who read what concerns you."),
        (
            Task(
                "read",
                _("Read a document"),
                (
                    _("New documents stand on your desk and under the bell."),
                    _(
                        "The text fits your phone; the original with signature and seal is one press away."
                    ),
                ),
                opens="desk:desk",
                at=(
                    "correspondence:received",
                    "correspondence:reading",
                    "documents:reading",
                ),
            ),
            Task(
                "data",
                _("Who has read my data?"),
                (
                    _("Open My account › Who read my data: post, day and page are listed."),
                    _(
                        "Ask the administrator of your organisation about what you do not understand."
                    ),
                ),
                opens="account:readings",
                at=(
                    "account:readings",
                    "account:account",
                ),
            ),
        ),
    ),
    Guide(
        "administrator",
        (Role.ORG_ADMIN,),
        _("The administrator's day"),
        _("Organisations, people, posts and keys; power is never given by one person alone."),
        (
            Task(
                "set-up",
                _("Make a new installation ready"),
                (
                    _(
                        "Open “To look after”, then “First set-up”: the page says which step is next."
                    ),
                    _("Each step leads to the page on which it is done, and from there back."),
                    _("Leave whenever you like: what is done stays, and either of you goes on."),
                ),
                opens="administration:review",
                at=("administration:set_up",),
            ),
            Task(
                "workbook",
                _("Bring an organisation from a workbook"),
                (
                    _(
                        "On the page of an organisation, “Bring organisations, people and posts”: take the template and fill it in."
                    ),
                    _(
                        "Bring it: every row is tried, nothing is written, and each faulty row says what to mend."
                    ),
                    _(
                        "Write the right rows; with posts of power a second person confirms the whole."
                    ),
                    _(
                        "While nothing of it was used, “Take the whole workbook back” removes all of it."
                    ),
                ),
                opens="administration:units",
                at=("administration:bring", "administration:intake"),
            ),
            Task(
                "people",
                _("Add people and posts"),
                (
                    _(
                        "Add one person, or bring a list: it is rehearsed first and shows each faulty row."
                    ),
                    _("Give the post on the decision that gives it: number, day, what it decides."),
                    _("A post with power waits for a second person to confirm it."),
                ),
                opens="administration:people",
                at=(
                    "administration:people",
                    "administration:person",
                    "administration:people_import",
                    "administration:units",
                    "administration:unit",
                ),
            ),
            Task(
                "invite",
                _("Let somebody sign in"),
                (
                    _(
                        "Propose the invitation; where the post has power, two persons each see half of the code."
                    ),
                    _("Hand the code over in person; it works once and for a short time."),
                ),
                opens="administration:people",
            ),
            Task(
                "keys",
                _("Keys: give, suspend, withdraw"),
                (
                    _(
                        "The holder makes the key on their own machine and reads the check number out to you."
                    ),
                    _(
                        "You propose, a second person with another post confirms; nobody confirms what they proposed."
                    ),
                    _(
                        "One person can suspend or withdraw a key at once; to give it back takes two."
                    ),
                ),
                opens="administration:certificates",
                at=(
                    "administration:certificates",
                    "administration:proposals",
                    "administration:proposal",
                ),
            ),
        ),
    ),
    Guide(
        "auditor",
        (
            Role.SYSTEM_ADMIN,
            Role.SECURITY_AUDITOR,
        ),
        _("Watching over the system"),
        _("The history is whole or it says where it is not."),
        (
            Task(
                "history",
                _("Read the history"),
                (
                    _(
                        "The daily check says whether the history is whole; what was found is named."
                    ),
                    _("Follow the proposals of two: who proposed, who confirmed, who was told."),
                ),
                opens="administration:history",
                at=("administration:history",),
            ),
        ),
    ),
)
