from lienthong.kernel.jobs.public import job

from .actions import sealing


# A signer that is away is waited for a day; its permission to seal is good for three.
@job(name="documents.seal", attempts=300, on_give_up=sealing.give_up_sealing, priority=10)
def seal_a_numbered_document(*, document_id: int) -> None:
    sealing.seal_and_publish(document_id)
