"""Clauses as officials read them on a page."""

import re

from django.template import Context, Template
from django.utils.html import format_html

from .factories import by_eid, document


def shown(body, **notes):
    return Template("{% load texts %}{% clauses body=body notes=notes links=links %}").render(
        Context({"body": body, "notes": notes.get("notes"), "links": notes.get("links")})
    )


def test_every_clause_is_an_anchor_with_its_label():
    html = shown(document("articles").body)
    assert 'id="chp_I__art_2__cl_2__point_a"' in html
    assert "điểm a khoản 2 Điều 2" in html


def test_a_note_and_a_link_stand_beside_their_clause():
    body = document("articles").body
    wid = by_eid(body)["chp_I__art_1"]["wid"]
    html = shown(body, notes={wid: format_html("<b>{}</b>", "2 ý kiến")}, links={wid: "/sua/"})
    assert "<b>2 ý kiến</b>" in html
    assert '<a href="/sua/">Điều 1</a>' in html


def test_a_table_has_heads_groups_and_rows():
    html = shown(document("programme").body)
    assert '<th scope="col">Đơn vị chủ trì</th>' in html
    assert re.search(r'<th scope="rowgroup" colspan="5">\s*II \S', html)
    assert 'id="app_1__table_1__grp_I__row_2"' in html


def test_no_column_of_addresses_is_left_over_where_they_are_not_shown():
    html = shown(document("programme").body)
    table = html[html.index("<table") : html.index("</table>")]
    widths = set()
    for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL):
        cells = re.findall(r"<t[hd]\b[^>]*>", row)
        kept = [cell for cell in cells if "clause-beside" not in cell]
        assert len(kept) == len(cells) - 1
        widths.add(sum(int((re.findall(r'colspan="(\d+)"', cell) or ["1"])[0]) for cell in kept))
    assert widths == {5}


def test_a_heading_that_leads_into_what_follows_reads_as_text_like_in_print():
    body = document("programme").body
    looks = {}
    for heading in ("Rà soát hồ sơ theo các chỉ tiêu sau:", "Rà soát hồ sơ", "QUYẾT NGHỊ:"):
        body[0] |= {"kind": "clause", "marker": "2.", "heading": heading}
        looks[heading] = re.search(r'class="clause clause-(\w+) ', shown(body))[1]
    assert list(looks.values()) == ["lead", "heading", "heading"]


def test_words_of_a_text_are_never_markup():
    body = document("report").body
    body[0]["heading"] = "<script>alert(1)</script>"
    assert "<script>" not in shown(body)
