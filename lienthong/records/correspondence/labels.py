"""What the actions of this room are called in a history."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe(
    "correspondence.registered", _("Registered under the number of arrival %(number)s/%(year)s")
)
describe(
    "correspondence.entered_behind",
    _("Entered with the earlier day of arrival %(day)s: %(reason)s"),
)
describe("correspondence.scan_brought", _("Brought a scan for the register"))
describe("correspondence.files_enclosed", _("Took in %(files)s files that came with it"))
describe("correspondence.letter_chosen", _("Said which of the files is the letter"))
describe("correspondence.enclosures_ordered", _("Changed the order of the files"))
describe("correspondence.enclosure_taken_out", _("Took a file out"))
describe("correspondence.scan_turned", _("Turned the scan"))
describe("correspondence.scan_marked", _("Removed a scan on which a mark of secrecy was found"))
describe("correspondence.scan_discarded", _("Discarded a scan before it had a number"))
describe("correspondence.refused", _("Refused the document: %(reason)s"))
describe("correspondence.proposed", _("Proposed how it is handled"))
describe("correspondence.proposal_returned", _("Returned the proposal"))
describe("correspondence.filed", _("Filed it away"))
describe("correspondence.directed", _("Directed who handles it"))
describe("correspondence.answered", _("Handed in the result"))
describe("correspondence.answer_begun", _("Began the document that answers it"))
describe("correspondence.answers", _("Began it as the answer to %(notation)s"))
describe("correspondence.time_asked", _("Asked for time until %(until)s: %(reason)s"))
describe("correspondence.time_granted", _("Granted the time asked for, until %(day)s"))
describe("correspondence.time_changed", _("Granted time until %(day)s"))
describe("correspondence.time_declined", _("Declined the time asked for"))
describe("correspondence.returned", _("Returned it to the leader"))
describe("correspondence.more_asked", _("Asked the leading body for more"))
describe("correspondence.ended_recalls", _("Off the desks, since it has been recalled"))
describe("correspondence.ended_replaces", _("Off the desks, since it has been replaced"))
describe("correspondence.closed", _("Closed the handling"))
# What was written before the word changed; the audit is never rewritten.
describe("correspondence.forwarded_on", _("Forwarded it with a note"))
describe("correspondence.forwarded", _("Forwarded it with a note"))
describe("correspondence.letter_started", _("Began the forwarding letter"))
describe("correspondence.reminded", _("Reminded %(units)s units"))
describe("correspondence.urging_begun", _("Began it to urge on %(documents)s documents"))
