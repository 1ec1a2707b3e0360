"""Those who set a new installation up, each at a browser: they enter with a slip and do what the pages lead them to."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from lienthong.kernel.people.codes import code_at, step_now
from lienthong.kernel.people.public import Account, Post
from lienthong.records.signing import demo
from lienthong.records.signing.public import certificate_of_post
from lienthong.records.signing.tests.behind_pages import answered_at, back_of, enrolled_at

PASSWORD = "Một mật khẩu khác hẳn 9"
SLIP = re.compile(r"([a-z0-9.]+)\n\s+One-time code:\s+(\S+)")


def page(name: str, *keys: int) -> str:
    return reverse(f"administration:{name}", args=keys)


@dataclass
class Newcomer:
    """One person with a browser of their own."""

    username: str
    client: Client = field(default_factory=Client)

    def enter(self, code: str) -> "Newcomer":
        """With the code of a slip: a password, then an authenticator app."""
        given = {"username": self.username, "code": code, "password": PASSWORD, "again": PASSWORD}
        entered = self.client.post(reverse("account:enter"), given)
        assert entered.status_code == 302, entered.content.decode()
        app = reverse("mfa_activate_totp")
        secret = self.client.get(app).context["form"].secret
        done = self.client.post(app, {"code": code_at(secret, step_now())})
        assert done.status_code == 302, done.content.decode()
        return self

    @property
    def post_held(self) -> Post:
        return Post.objects.get(person__account__username=self.username)

    def reads(self, address: str, *words: str) -> str:
        shown = self.client.get(address)
        assert shown.status_code == 200, (address, shown.status_code)
        text = shown.content.decode()
        for one in words:
            assert one in text, (address, one)
        return text

    def sends(self, address: str, **given: Any) -> str:
        """Send a form; where it leads."""
        answer = self.client.post(address, given)
        assert answer.status_code in (302, 303), (address, _errors(answer))
        return str(answer["Location"])

    def agrees(self, address: str, number: str = "", **given: Any) -> str:
        """What is agreed to at the signing window, and the page it leads back to."""
        return str(self.client.get(answered_at(self.sends(address, **given), number))["Location"])

    def makes_key(self, founding_code: str = "") -> str:
        """At the window: the check number. What it asks later is answered by a passkey."""
        post, pin, browser = self.post_held, demo.new_pin(), demo.new_browser()
        address = self.sends(page("key_make", post.pk))
        made = enrolled_at(address, pin, founding_code, browser=browser)
        assert self.client.get(back_of(address)).status_code == 302
        demo.remember(made.id or made.key, post, made, pin, browser)
        return made.number

    def uses_passkey(self) -> None:
        certificate = certificate_of_post(self.post_held.pk)
        assert certificate is not None
        demo.use_software_passkey(certificate)

    def half_of(self, person_id: int, proposal: int) -> str:
        """What is shown to one of the two who agreed."""
        shown = self.client.post(page("proposal_half", proposal)).content.decode()
        found = re.search(r'class="code">([^<]+)<', shown)
        assert found is not None, (person_id, shown)
        return found[1]


def _errors(answer: Any) -> str:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return f"{answer.status_code}: {text[1200:6000]}"


def invited(person_id: int, username: str, proposer: Newcomer, confirmer: Newcomer) -> Newcomer:
    """Somebody with a post of power: one proposes, the other confirms, each hands over half of the code."""
    led = proposer.sends(page("person_propose_invitation", person_id), username=username)
    proposal = int(re.findall(r"\d+", led)[-1])
    confirmer.sends(page("proposal_confirm", proposal))
    halves = [one.half_of(person_id, proposal) for one in (proposer, confirmer)]
    assert Account.objects.get(person=person_id).username == username
    return Newcomer(username).enter("-".join(halves))
