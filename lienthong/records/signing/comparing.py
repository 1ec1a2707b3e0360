"""What was agreed on before the signer against its receipts, and its journal against itself; each day."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from lienthong.kernel.audit.public import Fault
from lienthong.kernel.confirmations.public import Proposal

from .client import SignerUnavailable
from .powers import WITNESSED_KINDS
from .queries import the_signer, trust_of_this_installation
from .sentences import Refused
from .signer.receipts import receipt_holds
from .signer.roster import CONFIRMED, DONE
from .trust import Trust


def journal_is_not_whole() -> Iterator[Fault]:
    """A signer that is away is reported with the heads of the history."""
    try:
        if the_signer().journal_is_whole():
            return
    except SignerUnavailable:
        return
    except Refused as refused:
        message = _("The signer does not say whether its journal is whole: %(reason)s")
        yield Fault("journal", message, {"reason": str(refused)})
        return
    yield Fault("journal", _("The signer's journal is not whole: it was changed, cut or added to."))


def proposals_without_receipt() -> Iterator[Fault]:
    """What was done by two before the signer has its receipt, and the receipt speaks of this very proposal."""
    done = Proposal.objects.filter(kind__in=WITNESSED_KINDS, state=Proposal.State.DONE)
    trust = trust_of_this_installation() if done.exists() else None
    for proposal in done.order_by("pk").iterator():
        if trust is None or not _is_receipted(proposal, trust):
            message = _("Proposal %(proposal)s was carried out without a receipt of the signer.")
            yield Fault("receipt", message, {"proposal": proposal.pk})


def _is_receipted(proposal: Proposal, trust: Trust) -> bool:
    receipt = proposal.receipt or {}
    speaks_of_it = (receipt.get("statement"), receipt.get("kind")) == (proposal.hash, proposal.kind)
    agreed = receipt.get("outcome") in (CONFIRMED, DONE)
    return speaks_of_it and agreed and receipt_holds(receipt, trust)
