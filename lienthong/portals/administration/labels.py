"""What the history says of the actions of this room."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.audit.public import describe

describe("administration.set_up", _("Ended the first set-up"))
describe("administration.brought", _("Brought a workbook of an organisation"))
describe("administration.taken", _("Agreed to the right rows of a workbook"))
describe("administration.written", _("The rows of a workbook were written"))
describe("administration.begun_again", _("Began again with a workbook"))
describe("administration.given_up", _("Gave a workbook up"))
describe("administration.withdrawn", _("Took back what a workbook had written"))
describe(
    "administration.lapsed",
    _("Wrote nothing of a workbook: a post in which it was agreed to is no longer held"),
)
