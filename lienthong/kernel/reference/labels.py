"""How the pages say what the closed lists hold, in the reader's language."""

from functools import cache

from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.text.public import fold

# Official documents and registers print the Vietnamese name, whoever reads the page.
TYPES = {
    "strategy": pgettext_lazy("document type", "Strategy"),
    "resolution": pgettext_lazy("document type", "Resolution"),
    "decision": pgettext_lazy("document type", "Decision"),
    "directive": pgettext_lazy("document type", "Directive"),
    "conclusion": pgettext_lazy("document type", "Conclusion"),
    "working_rules": pgettext_lazy("document type", "Working rules"),
    "regulation": pgettext_lazy("document type", "Regulation"),
    "circular": pgettext_lazy("document type", "Circular"),
    "guidance": pgettext_lazy("document type", "Guidance"),
    "notice": pgettext_lazy("document type", "Notice"),
    "communique": pgettext_lazy("document type", "Communiqué"),
    "declaration": pgettext_lazy("document type", "Declaration"),
    "appeal": pgettext_lazy("document type", "Appeal"),
    "report": pgettext_lazy("document type", "Report"),
    "plan": pgettext_lazy("document type", "Plan"),
    "planning": pgettext_lazy("document type", "Planning"),
    "programme": pgettext_lazy("document type", "Programme"),
    "scheme": pgettext_lazy("document type", "Scheme"),
    "option_plan": pgettext_lazy("document type", "Option plan"),
    "project": pgettext_lazy("document type", "Project"),
    "submission": pgettext_lazy("document type", "Submission"),
    "official_letter": pgettext_lazy("document type", "Official letter"),
    "minutes": pgettext_lazy("document type", "Minutes"),
}
# Its title is the subject alone, and its subject stands under the number.
UNTITLED = "official_letter"


@cache
def _folded_types(language: str) -> dict[str, str]:
    """Each type with its printed name and its word in a language, folded."""
    words = [(code, [str(word)]) for code, word in TYPES.items()]
    with override("vi"):
        for code, known in words:
            known.append(str(TYPES[code]))
    return {code: fold(" ".join(known)) for code, known in words}


def types_called(word: str) -> list[str]:
    """The types whose name holds a folded word, as it is printed or in the reader's language."""
    types = _folded_types(get_language() or "vi")
    return [code for code, words in types.items() if word in words]


def types_titled(word: str) -> list[str]:
    """The types whose documents show a folded word before their subject in a list."""
    shown = types_called(word)
    is_printed = (get_language() or "vi") == "vi"
    return [code for code in shown if not (is_printed and code == UNTITLED)]


# Days of which the calendar says something.
DAYS = {
    "new_year": _("New Year's Day"),
    "tet": _("Tết, the lunar new year"),
    "hung_kings": _("Commemoration of the Hùng Kings"),
    "victory": _("Victory Day"),
    "labour": _("International Labour Day"),
    "national": _("National Day"),
    "culture": _("Vietnamese Culture Day"),
    "in_lieu": _("Day off in lieu"),
    "free": _("Working day given free"),
    "worked": _("Day of rest that is worked"),
}
