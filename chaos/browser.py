"""What a browser sends: a form with its key, and the same form again when no answer came."""

import http.client
import secrets
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

from .installation import HOST

NO_ANSWER = 0
SECONDS = 300


@dataclass(frozen=True)
class Answer:
    """What came back; status 0: nothing, the line was cut."""

    status: int
    location: str = ""
    said: str = ""

    @property
    def is_done(self) -> bool:
        return self.status in (302, 303)


@dataclass
class Form:
    """One filled form of one signed-in person."""

    session: str
    path: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    key: str = field(default_factory=lambda: secrets.token_hex(16))

    def send(self, port: int) -> Answer:
        token = secrets.token_hex(16)
        body = urlencode(
            [*self.fields, ("idempotency_key", self.key), ("csrfmiddlewaretoken", token)]
        )
        headers = {
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        line = http.client.HTTPConnection(HOST, port, timeout=SECONDS)
        try:
            line.request("POST", self.path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(NO_ANSWER)
        finally:
            line.close()
        return Answer(answer.status, answer.headers.get("Location", ""), page)


class Sending(threading.Thread):
    """A form on its way, while something is killed."""

    def __init__(self, form: Form, port: int) -> None:
        super().__init__(daemon=True)
        self.form, self.port = form, port
        self.answer: Answer | None = None
        self.start()

    def run(self) -> None:
        self.answer = self.form.send(self.port)

    def wait(self) -> Answer:
        self.join(SECONDS + 10)
        return self.answer or Answer(NO_ANSWER)
