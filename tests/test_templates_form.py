"""The form of templates: `script/fix` lays them out, and what a page says stays as it was."""

import importlib.util
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from django.template import Context, Template
from hypothesis import example, given
from hypothesis import strategies as st

SCRIPTS = Path(__file__).resolve().parent.parent / "script"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


loaded("_template_atoms")
form = loaded("_templates")


@pytest.mark.parametrize("path", form.templates(), ids=lambda path: path.name)
def test_a_template_has_its_form_and_no_line_over_120_characters(path):
    source = path.read_text()

    assert form.formatted(source) == source, "script/fix lays it out"
    assert form.too_long(source) == [], "split the page, not the tag"


LONG = " ".join(["Kế hoạch kiểm tra, giám sát năm 2026"] * 4)


@pytest.mark.parametrize(
    ("source", "laid_out"),
    [
        ("<div><p>Một</p><p>Hai</p></div>", "<div>\n  <p>Một</p>\n  <p>Hai</p>\n</div>"),
        ("<p>Số {{ a }}<b>{{ b }}</b>.</p>", "<p>Số {{ a }}<b>{{ b }}</b>.</p>"),
        ("{% if a %}<p>Một</p>{% endif %}", "{% if a %}<p>Một</p>{% endif %}"),
        (
            "{% card %}{% field bound=a %}{% field bound=b %}{% endcard %}",
            "{% card %}\n  {% field bound=a %}\n  {% field bound=b %}\n{% endcard %}",
        ),
        (
            "{% url 'a:b' as to %}{% link_button label=x url=to %}",
            "{% url 'a:b' as to %}\n{% link_button label=x url=to %}",
        ),
        ("<pre>  a\n   b</pre>", "<pre>  a\n   b</pre>"),
        (
            "<select>{% for a in b %}<option>{{ a }}</option>{% endfor %}</select>",
            "<select>\n  {% for a in b %}<option>{{ a }}</option>{% endfor %}\n</select>",
        ),
        (
            "<div>Một</div>\n\n\n<div>Hai</div>",
            "<div>Một</div>\n\n<div>Hai</div>",
        ),
    ],
)
def test_one_tag_a_line_where_a_blank_is_not_seen(source, laid_out):
    assert form.formatted(source) == laid_out + "\n"


def test_between_words_nothing_is_parted_however_long_it_is():
    source = f"<p>a{{% if x %}}{'b' * 70}{{% else %}}{'c' * 70}{{% endif %}}d</p>"

    assert "".join(form.formatted(source).split()) == "".join(source.split())
    assert f"a{{% if x %}}{'b' * 70}" in form.formatted(source)


def test_a_long_element_is_broken_between_its_attributes_only():
    source = f'<a class="x y" href="{{% url "a:b" one.pk %}}" title="{"m n " * 20}">Mở</a>'

    lines = form.formatted(source).splitlines()

    assert lines[1].startswith('    title="m n m n')
    assert lines[2:] == ["  Mở", "</a>"]


def test_a_long_sentence_keeps_its_words():
    source = f"<p>{{% blocktranslate %}}{LONG}{{% endblocktranslate %}}</p>"

    laid_out = form.formatted(source)

    assert "{% blocktranslate trimmed %}" in laid_out
    assert not form.too_long(laid_out)
    assert drawn(laid_out, {}) == drawn(source, {})


def test_a_cell_that_may_be_empty_stays_empty():
    source = f'<td data-label="{"m" * 60}">{{% if a %}}<span class="{"n" * 40}">a</span>{{% endif %}}</td>'

    assert (
        re.sub(r"\s", "", Template(form.formatted(source)).render(Context()).split(">")[1][:1])
        == "<"
    )


class Seen(HTMLParser):
    """What a reader sees: boxes, words, and the blanks between words of one line of text."""

    IN_TEXT = frozenset({"b", "i", "span"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.parts.append(f"<{tag} {sorted(attrs)}>")

    def handle_endtag(self, tag):
        self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        self.parts += [" " if part.isspace() else part for part in re.findall(r"\s+|\S+", data)]

    def is_box(self, part: str) -> bool:
        return part.startswith("<") and re.sub(r"\W", " ", part).split()[0] not in self.IN_TEXT

    def without_blanks_unseen(self) -> list[str]:
        kept: list[str] = []
        for order in (1, -1):
            kept, before = [], "box"
            for part in self.parts[::order]:
                if part == " " and before != "word":
                    continue
                if part == " " or not part.startswith("<"):
                    before = "blank" if part == " " else "word"
                elif self.is_box(part):
                    before = "box"
                kept.append(part)
            self.parts = kept[::order]
        return self.parts


def drawn(source: str, given: dict[str, object]) -> str:
    reader = Seen()
    reader.feed(Template("{% load i18n %}" + source).render(Context(given)))
    parts = "\0".join(reader.without_blanks_unseen())
    for _ in range(
        9
    ):  # a blank before or after the mark of an element in the text is the same blank
        parts = re.sub(r" \0(</?(?:b|i|span)\b[^\0]*)", r"\1\0 ", parts)
    return parts


WORDS = st.sampled_from(["a", "bb", " ", " cc ", "{{ x }}", "dd,", "\n", "{# note #}", "e" * 50])
NESTED = st.recursive(
    st.lists(WORDS, max_size=4).map("".join),
    lambda inner: st.lists(
        st.one_of(
            inner,
            st.tuples(st.sampled_from(["p", "div", "b", "span", "li"]), inner).map(
                lambda pair: f'<{pair[0]} class="k">{pair[1]}</{pair[0]}>'
            ),
            st.tuples(st.sampled_from("xyz"), inner, inner).map(
                lambda t: f"{{% if {t[0]} %}}{t[1]}{{% else %}}{t[2]}{{% endif %}}"
            ),
            st.tuples(st.sampled_from("xyz"), inner).map(
                lambda t: f"{{% if {t[0]} %}}{t[1]}{{% endif %}}"
            ),
            inner.map(lambda text: f"{{% for one in many %}}{text}{{% endfor %}}"),
            inner.map(lambda text: f"{{% with w=x %}}{text}{{% endwith %}}"),
        ),
        max_size=5,
    ).map("".join),
    max_leaves=14,
)


@example(source="<div>{% if y %}a{% else %}{% endif %}a</div>", x=True, y=True, many=0)
@example(source="<div>{% for one in many %}a {% endfor %}</div>", x=True, y=True, many=2)
@example(source="<div>a{% if x %} {% endif %}{# note #}a</div>", x=False, y=True, many=0)
@given(
    source=NESTED.map(lambda text: f"<div>{text}</div>"),
    x=st.booleans(),
    y=st.booleans(),
    many=st.integers(0, 2),
)
def test_the_form_never_changes_what_a_page_says(source, x, y, many):
    context = {"x": x and "X", "y": y, "z": not x, "many": range(many)}

    laid_out = form.formatted(source)

    assert form.formatted(laid_out) == laid_out
    assert drawn(laid_out, context) == drawn(source, context)
