from lienthong.kernel.jobs.public import job

from .actions import entering, sealing


# A signer that is away is waited for a day; its permission to seal is good for three.
@job(name="documents.seal", attempts=300, on_give_up=sealing.give_up_sealing, priority=10)
def seal_a_numbered_document(*, document_id: int) -> None:
    sealing.seal_and_publish(document_id)


@job(name="documents.enter_agreed", every="* * * * *")
def enter_what_was_agreed() -> None:
    entering.enter_what_was_agreed()
