from django.utils.translation import gettext_lazy as _

from lienthong.kernel.permissions.public import SUBTREE, declare

MANAGE_TERMS = declare("reference.terms", _("Open terms of committees"), reach=SUBTREE)
