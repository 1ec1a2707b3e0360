"""The window in a real browser, as a process of its own: without scripts, with passkeys, and who can read it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page

from lienthong.portals.window.tests.serving import Served, served
from lienthong.records.signing.signer import factors
from lienthong.records.signing.tests.agreeing import TITLE
from lienthong.records.signing.tests.factories import Passkey, a_document, a_form
from lienthong.records.signing.tests.founding import ADMINISTRATORS, FIRST_TERM, PIN
from lienthong.ui.tests.chromium import CHROMIUM, PATIENCE, chromium

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium: apt-get install chromium"),
]
PHONE = {"width": 390, "height": 844}
WIDTHS = (1440, 390, 320)
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("w")) as place:
        yield place


@pytest.fixture(scope="module")
def browser(place: Served) -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def phone(browser: Browser, *, scripts: bool = False) -> BrowserContext:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    return context


def laid_to_sign(place: Served, key: str) -> tuple[str, str]:
    holder = place.house.client.key(key)
    printed = {"signer_name": holder["name"], "signer_title": holder["title"] or "Bí thư"}
    pdf = a_form(a_document(**printed))
    handle = place.house.client.lay(place.house.to_sign(pdf, key=key), pdf)
    way = place.house.client.way(handle)
    asked = f"back={place.web}/desk/&lang=vi&way={way}"
    return handle, f"{place.window}/answer/{handle}/sign/{key}/?{asked}"


def sign_with_pin(place: Served, page: Page, key: str) -> str:
    handle, address = laid_to_sign(place, key)
    page.goto(address)
    proof = place.house.desk.proof(key)
    page.fill("[name=pin]", proof.pin)
    page.fill("[name=code]", proof.code)
    page.click(".form-actions button")
    page.wait_for_url(f"{place.web}/desk/")
    return handle


def test_on_a_phone_without_scripts_a_leader_reads_signs_and_is_back(
    place: Served, browser: Browser
) -> None:
    context = phone(browser)
    page = context.new_page()
    _handle, address = laid_to_sign(place, "leader")
    page.goto(address)

    assert page.locator("h1").inner_text() == TITLE
    assert page.locator("img.page, .page img").count() == 2
    assert page.locator(".page img").first.bounding_box()["width"] > 350
    shown = page.locator(".page img").first.evaluate(
        "image => image.decode().then(() => image.currentSrc)"
    )
    assert shown.endswith("/1/phone/")
    page.fill("[name=pin]", "000000")
    page.fill("[name=code]", "123456")
    page.click(".form-actions button")
    assert page.locator("#proof .errors").is_visible()
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.evaluate("window.scrollY") > 500
    assert page.input_value("[name=pin]") == page.input_value("[name=code]") == ""

    handle = sign_with_pin(place, page, "leader")
    assert place.house.client.take(handle).was_answered("sign", "leader")
    page.goto(f"{place.window}/")
    assert page.get_by_text(TITLE).first.is_visible()
    context.close()


def with_authenticator(context: BrowserContext) -> Page:
    """A page in a browser whose device holds passkeys."""
    page = context.new_page()
    another_device(page)
    return page


def another_device(page: Page) -> Callable[[], None]:
    """From now on passkeys are made and asked there; the way to take it away again."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", added)


def register(place: Served, page: Page, key: str, pin: str, code: str) -> None:
    page.goto(f"{place.window}/passkey/{key}/?back={place.web}/account/&lang=vi")
    page.fill("[name=pin]", pin)
    page.fill("[name=code]", code)
    page.click("form[data-passkey=add] .form-actions button")


def test_a_passkey_made_in_a_strange_browser_waits_and_is_removed_there(
    place: Served, browser: Browser
) -> None:
    context, house = phone(browser, scripts=True), place.house
    page = with_authenticator(context)
    proof = house.desk.proof("clerk")
    register(place, page, "clerk", proof.pin, proof.code)

    page.wait_for_url(f"{place.window}/key/clerk/**")
    assert page.get_by_text("chưa dùng được trước").first.is_visible()
    page.get_by_role("link", name="Gỡ").click()
    proof = house.desk.proof("clerk")
    page.fill("[name=pin]", proof.pin)
    page.fill("[name=code]", proof.code)
    page.click(".form-actions button")
    page.wait_for_url(f"{place.window}/key/clerk/**")
    assert house.client.key("clerk")["passkeys"] == []
    context.close()


def test_who_gets_a_key_scans_reads_the_number_out_and_signs_with_what_was_shown(
    place: Served, browser: Browser
) -> None:
    house = place.house
    client, desk = house.client, house.desk
    token = client.invite("p-newest", "Lê Thị Mới")
    context = phone(browser, scripts=True)
    page = context.new_page()
    leave_device = another_device(page)
    page.goto(f"{place.window}/enrol/{token}/?back={place.web}/account/")
    page.fill("[name=pin]", PIN)
    page.fill("[name=pin_again]", PIN)
    page.click(".form-actions button")
    number = page.locator(".check-number").inner_text().replace(" ", "")
    page.locator("summary").click()
    seed = page.locator(".seed").inner_text().replace(" ", "")
    assert page.locator(".qr").evaluate("image => image.naturalWidth > 100")
    assert f"secret={seed}" in page.locator(".on-this-device a").get_attribute("href")
    page.click(".form-actions a")
    page.wait_for_url(f"{place.web}/account/")

    enrolment = client.invited(token).enrolment
    body = {
        "enrolment": enrolment,
        "key": "newest",
        "person": "p-newest",
        "name": "Lê Thị Mới",
        "purpose": "person",
        "leads": True,
        "title": "Phó Bí thư",
        "organisation": desk.top,
        "path": desk.path(desk.top),
        "replaces": False,
    }
    made = client.lay(desk.statement("key.give", body))
    for verb, key in zip(("propose", "confirm"), ADMINISTRATORS, strict=True):
        desk.answer(made, verb, key, number)
    assert client.take(made).state == "done"

    handle, address = laid_to_sign(place, "newest")
    page.goto(address)
    page.fill("[name=pin]", PIN)
    page.fill("[name=code]", factors.code_at(seed, factors.current_step()))
    page.click(".form-actions button")
    page.wait_for_url(f"{place.web}/desk/")
    assert client.take(handle).pdf
    # The browser in which the key was begun is a known one.
    assert client.used("newest")[0].facts["browser"] == "known"
    _makes_a_passkey(place, page, seed)
    _confirms_a_second_passkey_by_the_first(place, page, leave_device)
    context.close()


def _makes_a_passkey(place: Served, page: Page, seed: str) -> None:
    """The first belongs to the making of the key: it signs at once."""
    client = place.house.client
    # The code of the next half minute is taken as well: nobody waits for it.
    register(place, page, "newest", PIN, factors.code_at(seed, factors.current_step() + 1))
    page.wait_for_url(f"{place.web}/account/")
    handle, address = laid_to_sign(place, "newest")
    page.goto(address)
    page.click("[data-passkey-button] button")
    page.wait_for_url(f"{place.web}/desk/")
    assert client.take(handle).pdf
    assert client.used("newest")[0].how == "passkey"
    assert [one.waits_until for one in client.passkeys("newest").passkeys] == [None]


def _confirms_a_second_passkey_by_the_first(
    place: Served, page: Page, leave_device: Callable[[], None]
) -> None:
    """The first device proves it and makes no second one; the other device does, which is good at once."""
    page.goto(f"{place.window}/passkey/newest/?back={place.web}/account/&lang=vi")
    page.click("[data-passkey-button] button")
    page.locator("[data-passkey-trouble]").wait_for()
    assert page.locator("[name=assertion]").input_value()
    leave_device()
    another_device(page)
    page.click("[data-passkey-button] button")
    page.wait_for_url(f"{place.web}/account/")

    made = place.house.client.passkeys("newest").passkeys
    assert [one.waits_until for one in made] == [None, None]
    handle, address = laid_to_sign(place, "newest")
    page.goto(address)
    page.click("[data-passkey-button] button")
    page.wait_for_url(f"{place.web}/desk/")
    assert place.house.client.take(handle).pdf


SENT = """() => {
    const form = document.querySelector("form.form");
    let sent = 0;
    form.addEventListener("submit", (event) => {
        if (!event.defaultPrevented) sent += 1;
        event.preventDefault();
    });
    form.requestSubmit();
    form.requestSubmit();
    window.dispatchEvent(new Event("pageshow"));
    form.requestSubmit();
    return sent;
}"""


def test_a_form_is_sent_once_until_somebody_comes_back_to_it(
    place: Served, browser: Browser
) -> None:
    context = phone(browser, scripts=True)
    page = context.new_page()
    page.goto(f"{place.window}/enrol/{place.house.client.invite('p-twice', 'Lê Hai Lần')}/")

    assert page.evaluate(SENT) == 2
    context.close()


def test_not_me_withdraws_the_key_from_the_holders_phone(place: Served, browser: Browser) -> None:
    place.house.desk.give("deputy", "person", "Phạm Phó", leads=True)
    context = phone(browser)
    page = context.new_page()
    sign_with_pin(place, page, "deputy")

    page.goto(f"{place.window}/?lang=vi")
    page.get_by_text("Không phải tôi").click()
    assert "Phạm Phó" in page.locator("h1").inner_text()
    assert not place.house.client.key("deputy")["revoked_at"]
    page.click("form button")

    assert place.house.client.key("deputy")["revoked_at"]
    assert "thu hồi" in page.locator("h1").inner_text()
    context.close()


@pytest.mark.skipif(not AXE.exists(), reason="needs the front-end packages: script/assets")
@pytest.mark.parametrize(
    ("language", "scheme", "widths"),
    [
        # Each language, scheme and width once; all together at night.
        ("vi", "light", (1440,)),
        ("en", "dark", (390,)),
        pytest.param("vi", "dark", WIDTHS, marks=pytest.mark.nightly),
        pytest.param("en", "light", WIDTHS, marks=pytest.mark.nightly),
    ],
)
def test_everybody_can_read_the_pages(
    place: Served, browser: Browser, language: str, scheme: str, widths: tuple[int, ...]
) -> None:
    client, desk = place.house.client, place.house.desk
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    token = client.invite("p-reads", "Trần Quốc Bảo")
    body = {
        "key": f"seal-{scheme}-{language}",
        "name": "Chi bộ thôn Đông",
        "organisation": "LT-9",
        "path": [*desk.path(desk.top), {"id": "LT-9", "name": "Chi bộ thôn Đông"}],
        "replaces": False,
        "term": FIRST_TERM,
    }
    seal = client.lay(desk.statement("seal.give", body))
    signing, way = laid_to_sign(place, "leader")[0], client.way(seal)
    proof = desk.proof("clerk")
    client.add_passkey("clerk", Passkey().registration, proof)
    page.goto(f"{place.window}/key/clerk/")
    proof = desk.proof("clerk")
    page.fill("[name=pin]", proof.pin)
    page.fill("[name=code]", proof.code)
    page.click(".form-actions button")
    passkey = client.passkeys("clerk").passkeys[-1].credential_id
    addresses = [
        "/?",
        f"/answer/{signing}/sign/leader/?way={client.way(signing)}&",
        f"/answer/{signing}/sign/leader/1/?",
        f"/answer/{seal}/propose/{ADMINISTRATORS[0]}/?way={way}&",
        f"/enrol/{token}/?",
        "/passkey/leader/?",
        "/passkey/clerk/?",
        f"/passkey/clerk/{passkey}/?",
        "/key/leader/?",
        "/key/clerk/?",
        "/no-such-page?",
    ]
    faults = []
    for address in addresses:
        page.goto(f"{place.window}{address}lang={language}")
        page.evaluate(Path(AXE).read_text())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if width in widths:
                found = page.evaluate(f"axe.run(document, {RULES})")["violations"]
                faults += [(address, width, fault["id"]) for fault in found]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                faults.append((address, width, "wider than the screen"))
    context.close()

    assert faults == []
