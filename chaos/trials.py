"""How each trial goes: bring the process to its point, let it die, start it again, send again."""

import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from lienthong.kernel.events.tests.crash_points import is_being_heard
from lienthong.kernel.jobs.public import queued_jobs
from lienthong.kernel.jobs.tests.crash_points import jobs
from lienthong.kernel.people.public import Post
from lienthong.kernel.web.public import ActionOutcome
from lienthong.records.signing.demo import demo_code, demo_pin
from lienthong.records.signing.public import certificate_of_post, the_signer

from .browser import NO_ANSWER, Answer, Form, Sending
from .findings import DOUBLED, STUCK, Finding
from .installation import Installation, Running, Stuck, until
from .points import Point, look

SEED = 20260703
REFUSED = (409, 422)
WEB_TRIALS = {
    "web_dies": {},
    "answer_is_lost": {"CHAOS_LOSES_ITS_ANSWER": "1"},
    "database_dies_under_web": {"CHAOS_HOLDS": "1"},
}


@dataclass
class Trial:
    """One point's forms on their way, and what came back."""

    point: Point
    scene: dict[str, Any]
    forms: list[Form]
    signs_as: list[int]
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Trials:
    """The installation under trial: a healthy web server, window, worker and signer, and what befalls them."""

    house: Installation
    signer: Running
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - instants
    retyped: int = 0
    seen: str = ""
    spare: dict[str, Running] = field(default_factory=dict)

    def open(self) -> None:
        self.web = self.house.start_web()
        self.worker = self.house.start_worker()
        self.window = self.house.start_window()
        self.house.until_web_answers(self.web)

    def run(self, point: Point, scene: dict[str, Any], following: Point | None) -> list[Finding]:
        """One trial from the first click to the last look."""
        trial = self._begin(point, scene)
        try:
            getattr(self, point.trial)(trial)
            self._resend(trial)
            self.prepare(following)
            self._settle()
            repeated = self._repeat(trial)
        except Stuck as stuck:
            return [Finding(STUCK, str(stuck))]
        return [*repeated, *point.action.effect(scene), *look()]

    # --- Sending

    def _begin(self, point: Point, scene: dict[str, Any]) -> Trial:
        forms, signs_as = [], []
        for send in scene["sends"]:
            fields = [(name, value) for name, value in send["fields"]]
            proof = _proof(send["signs_as"]) if send["signs_as"] else {}
            form = Form(send["session"], send["path"], fields, proof)
            forms.append(form)
            signs_as.append(send["signs_as"])
        return Trial(point, scene, forms, signs_as)

    def _resend(self, trial: Trial) -> None:
        """What was not answered is sent once more, with the same key, as a browser does."""
        answers = trial.answers or [Answer(NO_ANSWER)] * len(trial.forms)
        self.seen = "saw " + " ".join(str(answer.status or "nothing") for answer in answers)
        trial.answers = [
            answer if answer.is_done else self._send_again(form, signs_as)
            for answer, form, signs_as in zip(answers, trial.forms, trial.signs_as, strict=True)
        ]

    def _send_again(self, form: Form, signs_as: int) -> Answer:
        answer = form.send(self.web.port)
        if answer.is_shown_no_longer:
            form.open_anew(answer, self.web.port)
            answer = form.send(self.web.port)
            self.seen += ", opened anew"
        if answer.status in REFUSED and signs_as:
            # The signer has seen the code and did not come to the agreement: the person types the next.
            self.retyped += 1
            form.proof = _proof(signs_as)
            answer = form.send(self.web.port)
            self.seen += ", new code"
        if not answer.is_done:
            raise Stuck(f"{form.path} sent again is answered with {answer.status}")
        return answer

    def _repeat(self, trial: Trial) -> list[Finding]:
        """Sent a third time, the form gets its first answer and has no second effect."""
        findings = []
        for form, answer in zip(trial.forms, trial.answers, strict=True):
            for again in form.send_each(self.web.port):
                if (again.status, again.location) != (answer.status, answer.location):
                    told = f"{form.path} repeated is answered with {again.status} {again.location}"
                    findings.append(Finding(DOUBLED, told))
        return findings

    def _settle(self) -> None:
        """The worker does all there is to do."""
        until(lambda: not (is_being_heard() or list(jobs())), "the worker finishes")

    # --- Armed processes

    def prepare(self, point: Point | None) -> None:
        """The next trial's web server starts while this one is looked at."""
        if point and point.trial in WEB_TRIALS and point.name not in self.spare:
            at = {} if point.trial == "answer_is_lost" else {"LIENTHONG_CRASH_AT": point.at}
            self.spare[point.name] = self.house.start_web(
                armed=True, **at, **WEB_TRIALS[point.trial]
            )

    def _armed_web(self, point: Point) -> Running:
        self.prepare(point)
        web = self.spare.pop(point.name)
        self.house.until_web_answers(web)
        return web

    def _without_worker(self, trial: Trial) -> None:
        """The action is done and what follows waits, for no worker is there."""
        self.house.kill(self.worker)
        trial.answers = [form.send(self.web.port) for form in trial.forms]

    # --- What befalls them

    def web_dies(self, trial: Trial) -> None:
        web = self._armed_web(trial.point)
        trial.answers = [trial.forms[0].send(web.port)]
        if trial.answers[0].status != NO_ANSWER:
            raise Stuck(f"the point was not met: {trial.answers[0].status}")
        self.house.until_dead(web)

    answer_is_lost = web_dies

    def worker_dies(self, trial: Trial) -> None:
        self._without_worker(trial)
        armed = self.house.start_worker(LIENTHONG_CRASH_AT=trial.point.at)
        self.house.until_dead(armed)
        self.worker = self.house.start_worker()

    def database_dies_under_web(self, trial: Trial) -> None:
        self.house.hold()
        web = self._armed_web(trial.point)
        sending = Sending(lambda: trial.forms[0].send(web.port))
        self.house.until_held()
        self.house.kill_database()
        self.house.release()
        trial.answers = [sending.wait()]
        if trial.answers[0].is_done:
            raise Stuck("an action was answered although the database was dead")
        self.house.start_database()
        self.house.kill(web)

    def database_dies_under_worker(self, trial: Trial) -> None:
        self._without_worker(trial)
        self.house.hold()
        self.worker = self.house.start_worker(hold=True, LIENTHONG_CRASH_AT=trial.point.at)
        self.house.until_held()
        self.house.kill_database()
        self.house.release()
        self.house.start_database()

    def signer_dies(self, trial: Trial) -> None:
        self.signer.pause()
        sending = Sending(lambda: trial.forms[0].send(self.web.port))
        self._kill_the_asked_signer()
        trial.answers = [sending.wait()]
        if trial.answers[0].is_done:
            raise Stuck("a signature was given by a dead signer")

    def signer_dies_under_window(self, trial: Trial) -> None:
        """The person is at the window when the signer dies."""
        form, laid = trial.forms[0], self._laid(trial.forms[0])
        self.signer.pause()
        sending = Sending(lambda: form.agree(laid, self.web.port))
        self._kill_the_asked_signer()
        trial.answers = [sending.wait()]
        if trial.answers[0].is_done:
            raise Stuck("a signature was given by a dead signer")

    def window_is_killed(self, trial: Trial) -> None:
        """At an instant of the person's visit; they make it once more in the window begun anew."""
        for form in trial.forms:
            laid = self._laid(form)
            sending = Sending(lambda form=form, laid=laid: form.agree(laid, self.web.port))
            time.sleep(self.chance.uniform(0.0, 0.3))
            self.house.kill(self.window)
            trial.answers.append(sending.wait())
            self.window = self.house.start_window()

    def _laid(self, form: Form) -> Answer:
        laid = form.lay(self.web.port)
        if not laid.way_back:
            raise Stuck(f"{form.path} does not lead to the window: {laid.status}")
        return laid

    def signer_dies_under_worker(self, trial: Trial) -> None:
        self._without_worker(trial)
        self.signer.pause()
        self.worker = self.house.start_worker()
        self._kill_the_asked_signer()

    def _kill_the_asked_signer(self) -> None:
        until(is_asked, "the signer is asked")
        self.house.kill(self.signer)
        self.signer = self.house.start_signer()

    def web_is_killed(self, trial: Trial) -> None:
        sending = Sending(lambda: trial.forms[0].send(self.web.port))
        acted = lambda: is_in_an_action() or not sending.is_alive()  # noqa: E731
        until(acted, "the web server is in the action", every=0.002)
        time.sleep(self.chance.uniform(0.0, 0.03))
        self.house.kill(self.web)
        trial.answers = [sending.wait()]
        self.web = self.house.start_web()
        self.house.until_web_answers(self.web)

    def worker_is_killed_again_and_again(self, trial: Trial) -> None:
        self._without_worker(trial)
        for _ in range(4):
            worker = self.house.start_worker()
            until(
                lambda: bool(queued_jobs(status="doing")) or not queued_jobs(), "the worker works"
            )
            time.sleep(self.chance.uniform(0.0, 0.5))
            self.house.kill(worker)
        self.worker = self.house.start_worker()


def _proof(post_id: int) -> dict[str, str]:
    certificate = certificate_of_post(Post.objects.get(pk=post_id).pk)
    assert certificate is not None, "the stage gave this post its key"
    return {"pin": demo_pin(certificate.key_id), "code": demo_code(certificate.key_id)}


def is_in_an_action() -> bool:
    """A web process has claimed a key and not yet committed: its row is locked, not to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
            " WHERE relname = %s AND mode = 'RowExclusiveLock' AND granted)",
            [ActionOutcome._meta.db_table],
        )
        return bool(cursor.fetchone()[0])


def is_asked() -> bool:
    """Somebody stands at the signer's socket besides the signer who listens there."""
    path = str(the_signer().socket_path)
    lines = Path("/proc/net/unix").read_text().splitlines()
    return sum(line.endswith(path) for line in lines) > 1
