from lienthong.kernel.events import actions
from lienthong.kernel.jobs.public import job


@job(name="events.relay", attempts=15, on_give_up=lambda outbox_id: actions.give_up(outbox_id))
def relay(outbox_id: int) -> None:
    actions.relay(outbox_id)


@job(name="events.relay_batches", every="* * * * * */5")
def relay_batches() -> None:
    actions.relay_batches()


@job(name="events.forget_old", every="30 3 * * *")
def forget_old() -> None:
    actions.forget_old()
