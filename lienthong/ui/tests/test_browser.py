"""The gallery in a real browser: readable for everybody, nothing sent twice, asked before what cannot be undone."""

import mimetypes
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django import forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.translation import override

from lienthong.kernel.spreadsheets.public import Remarked, Table, Unreadable
from lienthong.kernel.web.filters import KeptFilter
from lienthong.ui import fields, gallery
from lienthong.ui.lists.page import Tab
from lienthong.ui.sheets import views as sheet_views
from lienthong.ui.sheets.sheet import read

from .branches import record_html
from .chromium import CHROMIUM, PATIENCE, chromium
from .letters import LETTERS, MANY, list_answer
from .test_sheets import AN, HEADS, PEOPLE

AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SPRITE = finders.find("icons.svg")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"
SITE = "http://kit.test"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("lienthong.ui.tests.urls"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
    pytest.mark.skipif(SPRITE is None, reason="needs the front-end packages: script/assets"),
]


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture
def open_page(browser):
    """Opens pages that post to nowhere; `page.sent` lists what has arrived there."""
    contexts = []

    def opened(html, *, width=1280, script=True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.sent, page.fetched = [], []
        page.route("**/*", lambda route: answer(route, html, page))
        page.goto(f"{SITE}/gallery/")
        return page

    yield opened
    for context in contexts:
        context.close()


def answer(route, html, page):
    path = urlsplit(route.request.url).path
    if route.request.method == "POST":
        page.sent.append(path)
        route.fulfill(status=204)
    elif path.startswith(settings.STATIC_URL):
        page.fetched.append(path)
        found = finders.find(path.removeprefix(settings.STATIC_URL))
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")


def arrives(page):
    """Lasts until what is done meanwhile has been posted and answered."""
    return page.expect_response(lambda response: response.request.method == "POST")


def gallery_page(theme="light"):
    context = {**gallery.samples(), "theme": theme, "request": RequestFactory().get("/gallery/")}
    return get_template("ui/gallery.html").template.render(Context(context))


def small_page(content, sheet="css/components.css"):
    body = '{% extends "ui/page.html" %}{% load static ui %}{% block title %}x{% endblock %}'
    style = f'{{% block styles %}}<link rel="stylesheet" href="{{% static "{sheet}" %}}">{{% endblock %}}'
    source = body + style + "{% block content %}" + content + "{% endblock %}"
    context = {"request": RequestFactory().get("/"), "csrf_token": "token"}
    return get_template("ui/page.html").backend.engine.from_string(source).render(Context(context))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_fonts_fetched_ahead_are_those_of_the_first_paint(open_page, language):
    with override(language):
        html = small_page('{% load i18n %}<p>{% translate "Sign in" %}</p>')
    ahead = set(re.findall(r'<link rel="preload" href="([^"]+)" as="font"', html))
    page = open_page(re.sub(r'<link rel="preload"[^>]+>', "", html))
    page.evaluate("document.fonts.ready.then(() => 0)")

    assert ahead
    assert ahead <= set(page.fetched)


def faults_of(page):
    page.add_script_tag(path=str(AXE))
    return page.evaluate(
        f"axe.run({RULES}).then(done => done.violations.map(v => v.id + ' ' + v.nodes[0].html))"
    )


# Each width and each theme once; all together at night.
each_width_and_theme = pytest.mark.parametrize(
    ("width", "theme"),
    [
        (1280, "light"),
        (390, "dark"),
        pytest.param(1280, "dark", marks=pytest.mark.nightly),
        pytest.param(390, "light", marks=pytest.mark.nightly),
    ],
)


@each_width_and_theme
def test_every_component_is_accessible_and_fits(open_page, theme, width):
    page = open_page(gallery_page(theme), width=width)

    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_in_a_row_what_leads_on_is_told_from_what_does_not(open_page):
    rows = """<table class="data">
      <tr><td class="lead"><a href="/1/">leads on</a></td></tr>
      <tr><td class="lead"><span>does not</span></td></tr>
    </table>"""
    page = open_page(small_page(rows))
    line = "one => getComputedStyle(one).textDecorationLine"

    assert page.locator(".lead a").evaluate(line) == "underline"
    assert page.locator(".lead span").evaluate(line) == "none"


def test_a_deadline_is_remarked_while_it_is_typed(open_page):
    remark, asked = "Chủ Nhật, 20/12/2026 là ngày nghỉ.", []

    def said(route):
        asked.append(route.request.url)
        route.fulfill(body=remark if "20%2F12" in route.request.url else "")

    class Form(forms.Form):
        due_on = fields.DeadlineField(label="Hạn xử lý")

    page = open_page(small_page(f"<form>{Form()}</form>", sheet="css/forms.css"))
    page.route("**/day-off/*", said)
    page.wait_for_function("window.htmx")
    box, shown = page.get_by_label("Hạn xử lý"), page.get_by_role("status").filter(has_text=remark)
    for day, is_off in (("20/12/2026", True), ("21/12/2026", False)):
        box.fill(day)
        with page.expect_response("**/day-off/*"):
            box.press("Tab")
        shown.wait_for(state="visible" if is_off else "detached")

    assert len(asked) == 2


def sheet_page(monkeypatch):
    """A rehearsal that has found every kind of fault."""
    request = RequestFactory().get("/people/import/")
    request.actor = SimpleNamespace(person_id=7)
    old = Remarked("Nguyễn Văn Bảo", struck="Bảo", typed="NguyÔn V¨n B¶o")
    faulty = ["", Unreadable("=1+1"), "Chánh tổng", "thừa"]
    rows = [HEADS, AN, AN, faulty, [old, "", "Bí thư"]]
    table = Table(list(enumerate(rows, 1)), frozenset({5}), frozenset({2}))
    rehearsal = read(PEOPLE, table)
    drawn = []
    monkeypatch.setattr(sheet_views, "render", lambda *of, status: drawn.append(of[2]))
    page = {"sheet": PEOPLE, "back": "/people/", "lede": "Chi bộ thôn Đông"}
    sheet_views._shown(request, page, rehearsal, 422)
    template = get_template("ui/sheet.html").template
    return template.render(Context({"request": request, "csrf_token": "token", **drawn[0]}))


@pytest.mark.parametrize("draw", [record_html, sheet_page])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_record_and_a_rehearsal_are_accessible_and_fit(open_page, monkeypatch, draw, width):
    page = open_page(draw(monkeypatch), width=width)

    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_form_sent_twice_is_sent_once(open_page):
    page = open_page(small_page('{% action_button label="Nhận" url="/receive/" %}'))

    with arrives(page):
        page.evaluate("document.querySelector('main form').requestSubmit()")
    page.evaluate("document.querySelector('main form').requestSubmit()")
    with arrives(page):  # whatever the second has sent comes before this
        page.evaluate("fetch('/afterwards/', {method: 'POST'}).then(() => 0)")

    assert page.sent == ["/receive/", "/afterwards/"]
    assert page.get_attribute("main form button", "aria-busy") == "true"


def test_what_cannot_be_undone_is_asked_first(open_page):
    page = open_page(
        small_page('{% action_button label="Xóa" url="/delete/" confirm="Xóa dự thảo?" %}')
    )

    page.click("main form button")
    assert "Xóa dự thảo?" in page.inner_text("#confirm-dialog")
    page.click("#confirm-dialog [data-no]")
    assert page.sent == []

    page.click("main form button")
    with arrives(page):
        page.click("#confirm-dialog [data-yes]")
    assert page.sent == ["/delete/"]


def test_without_a_script_the_button_still_sends(open_page):
    html = small_page('{% action_button label="Xóa" url="/delete/" confirm="Xóa dự thảo?" %}')
    page = open_page(html, script=False)

    with arrives(page):
        page.click("main form button")

    assert page.sent == ["/delete/"]


def test_a_long_list_narrows_without_tone_marks(open_page):
    page = open_page(gallery_page())
    find = page.locator("#right_others_find")

    find.fill("so 11")

    shown = page.locator("#right_others_find >> xpath=ancestor::*[@data-check-list]").locator(
        "label:visible"
    )
    assert [text.strip() for text in shown.all_inner_texts() if text.strip()][-1] == "Phòng số 11"
    assert shown.count() <= 2


def form_to_say(document: int) -> str:
    area = '<textarea name="t" aria-label="t" data-draft="opinion"></textarea>'
    form = f'{{% post_form url="/documents/{document}/say/" %}}{area}{{% button label="Gửi" %}}{{% endpost_form %}}'
    return small_page(form).replace("<body ", '<body data-person="7" ', 1)


def show(page, html, path="/gallery/"):
    """From now on every page is this one."""
    page.unroute("**/*")
    page.route("**/*", lambda route: answer(route, html, page))
    page.goto(f"{SITE}{path}")


def test_half_written_words_are_kept_until_they_are_sent(open_page):
    page = open_page(form_to_say(1))

    page.fill("textarea", "ý kiến")
    page.reload()
    assert page.input_value("textarea") == "ý kiến"

    with arrives(page):
        page.click("main form button")
    page.reload()
    assert page.input_value("textarea") == ""


def test_words_begun_on_one_document_never_appear_on_another(open_page):
    page = open_page(form_to_say(1))
    page.fill("textarea", "ý kiến")

    show(page, form_to_say(2))
    assert page.input_value("textarea") == ""

    show(page, form_to_say(1))
    assert page.input_value("textarea") == "ý kiến"


@pytest.mark.parametrize("page_that_refuses", ["ui/refused.html", "403_csrf.html"])
def test_words_that_were_refused_are_still_there(open_page, page_that_refuses):
    context = {"request": RequestFactory().get("/"), "sentence": "Bước này đã khép lại."}
    refused = get_template(page_that_refuses).template.render(Context(context))
    page = open_page(form_to_say(1))
    page.fill("textarea", "ý kiến")
    with arrives(page):
        page.click("main form button")

    show(page, refused, "/refused/")
    show(page, form_to_say(1))

    assert page.input_value("textarea") == "ý kiến"


CORNERS = """() => [...document.querySelectorAll('.card-flush > .table-scroll')].map(one => {
    const style = getComputedStyle(one)
    return [style.borderTopLeftRadius, style.borderTopRightRadius, style.borderBottomLeftRadius]
})"""


def test_a_table_keeps_inside_the_round_corners_of_its_card(open_page):
    table = '{% data_table caption="Sổ" %}<thead><tr>{% column label="Số" %}</tr></thead>{% enddata_table %}'
    untitled = "{% card flush=True %}" + table + "{% endcard %}"
    titled = '{% card title="Sổ" flush=True %}' + table + "{% endcard %}"
    bare, under_a_head = open_page(small_page(untitled + titled)).evaluate(CORNERS)

    assert "0px" not in bare
    assert under_a_head[:2] == ["0px", "0px"]
    assert under_a_head[2] != "0px"


def test_on_a_phone_the_open_tab_stands_in_sight(open_page):
    others = '{% tab label="Văn bản chờ ý kiến" url="#" %}' * 6
    tabs = '{% tabs label="Lọc" %}' + others + '{% tab label="Tất cả" url="#" current=True %}'
    page = open_page(small_page(tabs + "{% endtabs %}"), width=390)
    row = page.locator(".tabs").bounding_box()
    tab = page.locator(".tabs [aria-current]").bounding_box()

    assert row["x"] <= tab["x"]
    assert tab["x"] + tab["width"] <= row["x"] + row["width"]


def test_on_a_phone_the_menu_of_other_actions_shows_its_dots(open_page):
    menu = '{% more_menu %}{% button label="Lưu hồ sơ" %}{% endmore_menu %}'
    main = '{% button label="Chuyển thực hiện" kind="main" %}'
    bar = "{% action_bar %}" + main + menu + "{% endaction_bar %}"
    opener = open_page(small_page(bar, sheet="css/document.css"), width=390).locator(
        ".bar .more > summary"
    )

    assert opener.locator(".i").is_visible()
    assert opener.bounding_box()["width"] >= 44


def test_a_file_is_chosen_under_our_own_words(open_page):
    page = open_page(gallery_page())
    face = page.locator(".drop-face").first
    assert "no file chosen" in face.inner_text()

    with page.expect_file_chooser() as chooser:
        page.locator(".drop input").first.click(position={"x": 40, "y": 30})
    chooser.value.set_files({"name": "du-thao.docx", "mimeType": "", "buffer": b"x"})

    assert "du-thao.docx" in face.inner_text()
    assert "no file chosen" not in face.inner_text()


def test_without_a_script_the_browsers_own_button_chooses_the_file(open_page):
    page = open_page(gallery_page(), script=False)

    assert page.locator(".drop-face").first.is_hidden()
    assert (
        page.locator(".drop input[type=file]").first.evaluate("e => getComputedStyle(e).opacity")
        == "1"
    )


def list_page(monkeypatch, query="", **given):
    """A list that is narrowed, with filters kept under a name, tabs, and one action over many rows."""
    kept = [KeptFilter(1, "Khẩn trong tháng", "urgency=urgent")]
    tabs = [Tab("all", "Tất cả", 3), Tab("new", "Mới")]
    given = {"shown": MANY, "tabs": tabs, "current": "all", "lede": "Đảng ủy xã"} | given
    name, context = list_answer(monkeypatch, kept=kept)(query, **given)
    return get_template(name).template.render(Context(context | {"csrf_token": "token"}))


@each_width_and_theme
@pytest.mark.parametrize("query", ["q=kinh&urgency=normal&sort=-number", "print=1", "q=nothing"])
def test_a_list_is_accessible_and_fits(open_page, monkeypatch, query, width, theme):
    html = list_page(monkeypatch, query).replace('data-theme="auto"', f'data-theme="{theme}"')
    page = open_page(html, width=width)
    page.evaluate("document.querySelectorAll('.list-tools details').forEach(d => d.open = true)")
    page.add_script_tag(path=str(AXE))

    faults = page.evaluate(
        f"axe.run({RULES}).then(done => done.violations.map(v => v.id + ' ' + v.nodes[0].html))"
    )

    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_rows_are_chosen_one_by_one_in_spans_and_all_together(open_page, monkeypatch):
    page = open_page(list_page(monkeypatch, rows=LETTERS * 4))
    boxes, bar = page.locator("[name=row]"), page.locator(".many")
    assert not bar.is_visible()

    boxes.nth(1).click()
    boxes.nth(4).click(modifiers=["Shift"])
    assert [box.is_checked() for box in boxes.all()] == [False, *[True] * 4, *[False] * 7]
    assert bar.locator("output").inner_text() == "4"

    page.locator("[data-choose-all]").click()
    assert bar.locator("output").inner_text() == "12"
    page.locator("[data-choose-all]").click()
    assert not bar.is_visible()


def test_a_list_is_gone_through_by_keys(open_page, monkeypatch):
    page = open_page(list_page(monkeypatch))
    page.locator(".lead a").first.focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    assert page.locator("[name=row]").nth(1).is_checked()
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/letters/2/"

    page.keyboard.press("/")
    page.keyboard.type("x/")
    assert page.locator("#words").input_value() == "x/"


def test_without_a_script_a_list_is_chosen_from_and_sent_all_the_same(open_page, monkeypatch):
    page = open_page(list_page(monkeypatch), script=False)

    page.locator("[name=row]").first.check()
    with arrives(page):
        page.locator(".many button").click()

    assert page.sent == ["/gallery/"]


def test_paper_begins_to_print_by_itself_and_may_be_printed_again(open_page, monkeypatch):
    page = open_page(list_page(monkeypatch, "print=1").replace("<head>", PRINTING))
    page.click("[data-print-again]")

    assert page.evaluate("printed") == 2


PRINTING = "<head><script>let printed = 0; window.print = () => printed++</script>"
