"""Who opens a file attached to a document: whoever reads the document, unless another room holds it back."""

from collections.abc import Callable

from lienthong.kernel.permissions.public import Actor

from ..models import Attachment, Document, State

MayOpen = Callable[[Actor, int], bool]
_answers: list[MayOpen] = []


def opens_held_back(answer: MayOpen) -> MayOpen:
    """Let the room whose files it sends along say who reads them before the document is issued."""
    _answers.append(answer)
    return answer


def opens(actor: Actor, document: Document, attachment: Attachment) -> bool:
    """Whether a reader of the document may open the file now."""
    if not attachment.is_held_back or document.state == State.ISSUED:
        return True
    return opens_all_of(actor, document)


def not_opened(actor: Actor, document: Document) -> set[int]:
    """Which files of the document its reader may not open yet; asked only where one is held back."""
    held_back = {one.pk for one in document.attachments.all() if one.is_held_back}
    if not held_back or document.state == State.ISSUED or opens_all_of(actor, document):
        return set()
    return held_back


def opens_all_of(actor: Actor, document: Document) -> bool:
    return any(answer(actor, document.pk) for answer in _answers)
