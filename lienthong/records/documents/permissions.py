from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import OWN, SERVED, declare

VIEW = declare("documents.view", _("See the outgoing documents of the committee"), reach=SERVED)
DRAFT = declare("documents.draft", _("Draft outgoing documents"), reach=SERVED)
OPINE = declare("documents.opine", _("Give the official opinion of the body on a draft"), reach=OWN)
APPRAISE = declare(
    "documents.appraise", _("Appraise drafts of the committee and initial them"), reach=SERVED
)
RECORD_ADOPTION = declare(
    "documents.record_adoption", _("Record that the committee has adopted a document"), reach=SERVED
)
SIGN = declare("documents.sign", _("Sign documents of the committee"), reach=OWN)
ISSUE = declare(
    "documents.issue", _("Number, seal and dispatch documents of the committee"), reach=OWN
)
