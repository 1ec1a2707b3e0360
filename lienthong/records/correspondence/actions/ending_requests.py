"""A request for more time ends with the part it was made for."""

from lienthong.kernel.procedures.public import settle

from ..models import IncomingDocument, TimeRequest


def end_requests(incoming: IncomingDocument, *, unit_id: int | None = None) -> None:
    """What is answered, returned, given to another body or closed needs no more time."""
    requests = TimeRequest.objects.filter(
        assignment__direction__incoming=incoming, outcome=TimeRequest.Outcome.OPEN
    )
    if unit_id is not None:
        requests = requests.filter(assignment__unit=unit_id)
    for request in requests.order_by("pk"):
        request.outcome = TimeRequest.Outcome.MOOT
        request.save(update_fields=["outcome"])
        settle(request)
