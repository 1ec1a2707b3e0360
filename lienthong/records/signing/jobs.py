from lienthong.kernel.jobs.public import job

from .actions.comparing import compare_heads, tell_of_the_glass
from .actions.making import let_requests_run_out, take_up_keys
from .actions.withdrawing import list_withdrawn, take_back


@job(name="signing.list_withdrawn", attempts=30, priority=10)
def list_a_withdrawn_certificate(*, certificate_id: int) -> None:
    list_withdrawn(certificate_id)


@job(name="signing.take_back", attempts=30, priority=10)
def take_back_what_came_to_nothing(*, statement_id: str) -> None:
    take_back(statement_id)


@job(name="signing.compare_heads", every="* * * * *")
def show_the_signer_what_is_known() -> None:
    compare_heads()


@job(name="signing.tell_of_the_glass", every="30 7 * * *")
def tell_of_a_broken_glass_each_day() -> None:
    tell_of_the_glass()


@job(name="signing.let_requests_run_out", every="20 0 * * *")
def let_requests_of_last_week_run_out() -> None:
    let_requests_run_out()


@job(name="signing.take_up_keys", every="* * * * *")
def enter_keys_made_on_the_signing_page() -> None:
    take_up_keys()
