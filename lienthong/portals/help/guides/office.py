"""What the posts of an office do with the pages."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import Role

from .nouns import Guide, Task

OFFICE = (
    Guide(
        "clerk",
        (Role.CLERK,),
        _("The clerk's day"),
        _("What comes in gets its number, what goes out gets its number and seal."),
        (
            Task(
                "arrivals",
                _("Register what has arrived"),
                (
                    _(
                        "Open Incoming documents; what waits for you stands under “To be registered”."
                    ),
                    _("Open the document, look at sender, notation and signatures."),
                    _(
                        "Press “Register”: the next number of arrival is taken and the office can propose who handles it."
                    ),
                    _(
                        "Sent to the wrong place? Press “Refuse” and say why; the sender reads your reason."
                    ),
                ),
                opens="correspondence:incoming",
                at=(
                    "correspondence:incoming",
                    "correspondence:register_of_arrivals",
                ),
            ),
            Task(
                "mail",
                _("Register a mail with its files"),
                (
                    _("Press “Register from outside” and choose all files of the mail at once."),
                    _(
                        "Look whether the right file is shown as the letter; another becomes it by “This is the letter”."
                    ),
                    _(
                        "Compare what was read with the picture, then press “Register”. One file marked secret refuses the whole mail."
                    ),
                ),
                opens="correspondence:outside",
                at=("correspondence:outside", "correspondence:scan"),
            ),
            Task(
                "issue",
                _("Number, seal and issue"),
                (
                    _("Open the signed document from your desk."),
                    _(
                        "Read what is shown before the act: the number to come, the day, every recipient."
                    ),
                    _(
                        "Press “Number, seal and issue” and agree on the signing page with PIN and code, or with a passkey."
                    ),
                    _("A number once taken stays in the register, even when it is cancelled."),
                ),
                opens="documents:documents",
                at=(
                    "documents:documents",
                    "documents:register",
                ),
            ),
            Task(
                "compile",
                _("Compile the report of a period"),
                (
                    _(
                        "Open Tasks › Reporting periods and open the period: each task has one line."
                    ),
                    _(
                        "Once the lines are sent, press “Compile the report”: figures and words with their origin become a draft."
                    ),
                    _(
                        "Read the draft, have it initialled and signed, and issue it like any other."
                    ),
                ),
                opens="commitments:periods",
                at=("commitments:periods", "commitments:period"),
            ),
            Task(
                "tasks",
                _("Enter the tasks of a plan"),
                (
                    _(
                        "Open the document and press “Plan and tasks”: its clauses are read, and you accept, change or reject each."
                    ),
                    _(
                        "An appendix typed elsewhere comes in under “Bring an appendix”; every faulty row is shown before anything is written."
                    ),
                    _("They oblige nobody before a member of the standing board assigns them."),
                ),
                opens="commitments:plans",
                at=("commitments:plans", "commitments:plan"),
            ),
            Task(
                "receipts",
                _("See who has received it"),
                (
                    _("Open Receipts and the document: organisations are counted level by level."),
                    _("Open a level to see who has not received it."),
                    _("Press “Remind”: those who are late read it on their desk."),
                ),
                opens="correspondence:boards",
                at=(
                    "correspondence:boards",
                    "correspondence:board",
                    "correspondence:board_units",
                    "correspondence:whom_to_remind",
                ),
            ),
        ),
    ),
    Guide(
        "leader",
        (
            Role.SECRETARY,
            Role.DEPUTY_SECRETARY,
            Role.STANDING_MEMBER,
        ),
        _("The leader's day"),
        _("Direct what has come in, sign what goes out."),
        (
            Task(
                "direct",
                _("Direct who handles it"),
                (
                    _(
                        "Open the document from your desk; the office's proposal stands above the form."
                    ),
                    _(
                        "Agree, or change the leading body, those who coordinate, the deadline and the words."
                    ),
                    _(
                        "Press “Hand over to be carried out”. Nothing lies on a body's desk before that."
                    ),
                ),
                opens="correspondence:incoming",
                at=("correspondence:received",),
            ),
            Task(
                "together",
                _("Direct many at once"),
                (
                    _(
                        "Tick them in the list “Waiting for direction” and press “Assign together”: the page names those that are left out, and why."
                    ),
                    _(
                        "A body that needs more time asks you: grant it, name another day, or decline with a reason."
                    ),
                ),
                opens="correspondence:incoming",
                at=("correspondence:together",),
            ),
            Task(
                "sign",
                _("Sign a document"),
                (
                    _(
                        "Open the document from your desk and read it; the original is one press away."
                    ),
                    _("Press “Sign”: the signing page shows the very file again."),
                    _("Agree with PIN and one-time code, or with a passkey of your phone."),
                    _(
                        "Under My account › Signed with my key you see everything your key has signed. Something you do not know? Press “That was not me” there, or suspend your key under My account."
                    ),
                ),
                opens="documents:documents",
            ),
            Task(
                "board",
                _("Follow the tasks you have given"),
                (
                    _(
                        "Open the board: every number leads to its tasks; choose a day to see how it was then."
                    ),
                    _(
                        "Assign, accept or send back from the desk; remind from the task, urge by letter from the board."
                    ),
                    _(
                        "Under Difficulties you answer what those beneath report; each answer is owed by a day."
                    ),
                ),
                opens="commitments:board",
                at=("commitments:board", "commitments:behind", "commitments:difficulties"),
            ),
            Task(
                "lend",
                _("Be away for a time"),
                (
                    _("Open My account and press “Delegate this post”."),
                    _(
                        "Name the person, the days and the decision; where the post gives power a second person confirms."
                    ),
                    _("It ends by itself on the last day; you can take it back earlier."),
                ),
                opens="account:account",
                at=("administration:lending",),
            ),
        ),
    ),
    Guide(
        "chief",
        (Role.OFFICE_CHIEF,),
        _("The chief of office's day"),
        _("Propose, appraise, bring to adoption and signature."),
        (
            Task(
                "propose",
                _("Propose who handles a document"),
                (
                    _("Open a registered document from your desk."),
                    _(
                        "Choose who leads, who coordinates, until when, and write the proposed words."
                    ),
                    _(
                        "Press “Submit the proposal”: the leader finds it ready and only agrees or changes."
                    ),
                ),
                opens="correspondence:incoming",
            ),
            Task(
                "appraise",
                _("Appraise and initial"),
                (
                    _("Open the finalised draft; read the form check beside the text."),
                    _("Compare it with an earlier version where you want to see what changed."),
                    _(
                        "Give the initials, or return it with your reason. A later change makes the initials void."
                    ),
                ),
                opens="documents:documents",
                at=("documents:slip",),
            ),
            Task(
                "adopt",
                _("Record the adoption"),
                (
                    _(
                        "Enter day, members, votes for, against and abstained, and attach the minutes."
                    ),
                    _(
                        "More than half of all members must have voted for it, not only of those present."
                    ),
                    _("Then submit it for signature."),
                ),
                opens="documents:documents",
            ),
        ),
    ),
    Guide(
        "specialist",
        (Role.SPECIALIST,),
        _("The specialist's day"),
        _("From a Word file to a document ready for signature."),
        (
            Task(
                "draft",
                _("Begin a draft"),
                (
                    _(
                        "Open Outgoing documents, press “New document” and bring your Word or PDF file."
                    ),
                    _(
                        "Look at what was read: each field says whether it stands in the file, was inferred or was set by the system."
                    ),
                    _("Lines set aside are listed; nothing disappears without a word."),
                ),
                opens="documents:documents",
                at=("documents:source",),
            ),
            Task(
                "write",
                _("Write the text"),
                (
                    _(
                        "Write as on paper: Enter makes a clause, Tab and Shift+Tab change its level, the marks are counted by themselves."
                    ),
                    _(
                        "Everything is saved as you write; what could not be sent yet stays on this machine."
                    ),
                    _("Versions show who changed what and when, and compare any two."),
                    _(
                        "Choose words and press “Comment” to speak about them with your colleagues; the comment follows the words."
                    ),
                ),
                opens="documents:documents",
                at=(
                    "documents:write",
                    "documents:text",
                    "documents:comments",
                    "documents:versions",
                    "documents:compare",
                ),
            ),
            Task(
                "ask",
                _("Ask for opinions and submit"),
                (
                    _("Press “Ask for opinions”, choose the bodies and the day."),
                    _(
                        "“Accept and put into the text” puts proposed words in; else say how the opinion was taken in."
                    ),
                    _("The summary of opinions is made from that, to print or as a spreadsheet."),
                    _(
                        "Enter the recipients, finalise the draft; the office appraises it and it goes for signature."
                    ),
                ),
                opens="documents:documents",
                at=(
                    "documents:opinions",
                    "documents:summary",
                    "documents:recipients",
                ),
            ),
        ),
    ),
)
