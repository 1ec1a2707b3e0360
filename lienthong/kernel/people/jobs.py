"""What happens to posts and attempts by the calendar."""

from lienthong.kernel.jobs.public import job

from .actions.posts import withdraw_due_posts
from .attempts import forget_old_attempts
from .sessions import forget_expired_sessions


@job(name="people.withdraw_due_posts", every="*/10 * * * *")
def carry_out_ends() -> None:
    withdraw_due_posts()


@job(name="people.forget_old_attempts", every="17 2 * * *")
def forget_attempts() -> None:
    forget_old_attempts()


@job(name="people.forget_expired_sessions", every="27 2 * * *")
def forget_sessions() -> None:
    forget_expired_sessions()
