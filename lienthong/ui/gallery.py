"""Every component in its states, drawn for the gallery page; its words are the tags' own docstrings."""

import datetime as dt
import inspect
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone
from django.utils.safestring import SafeString

from lienthong.kernel.web.public import ActionView, OfferedAction, OfferedActions
from lienthong.ui import fields
from lienthong.ui.templatetags.ui import FUNCTIONS

BUTTONS = """
{% button label="Chuyển thực hiện" kind="main" icon="arrow-right" %}
{% button label="Trả lại" icon="corner-up-left" %} {% button label="Để sau" kind="quiet" %}
{% button label="Thu hồi" kind="danger" icon="arrow-back-up" %}
"""
BAND = """
{% indicator_band label="Chỉ số" %}
{% indicator label="Văn bản chờ xử lý" value="7" url="#" alert="1 quá hạn" detail="2 đến hạn hôm nay" %}
{% indicator label="Đã nhận" value="99" unit="/ 103" detail="4 đơn vị chưa nhận" %}
{% indicator label="Đúng hạn trong tháng" value="94,2" unit="%" url="#" %}
{% endindicator_band %}
"""
TABLE = """
{% data_table caption="Văn bản đi" %}
<thead><tr>{% column label="Số, ký hiệu" sort_url="#" sorted="descending" %}{% column label="Trích yếu" %}{% column label="Nơi nhận" numeric=True %}</tr></thead>
<tbody>
<tr><td data-label="Số">12-NQ/TU</td><td class="lead"><a href="#">Nghị quyết về phát triển kinh tế tập thể</a></td><td class="num" data-label="Nơi nhận">103</td></tr>
<tr><td data-label="Số">87-KH/TU</td><td class="lead"><a href="#">Kế hoạch tổ chức hội nghị sơ kết ba năm</a></td><td class="num" data-label="Nơi nhận">14</td></tr>
</tbody>{% enddata_table %}
"""
BOARD = """
{% data_table caption="Theo dõi nhận văn bản" css="tree" %}
<thead><tr>{% column label="Đơn vị" %}{% column label="Đã nhận" %}</tr></thead>
<tbody>
{% tree_row label="Đảng bộ tỉnh Đồng Xuân" url="#" open_url="#" opened=True %}<td>{% progress value=99 of=103 label="Đã nhận" %}</td>{% endtree_row %}
{% tree_row label="Đảng bộ xã Tân Phú" depth=1 open_url="#" %}<td>{% progress value=12 of=27 label="Đã nhận" tone="warn" %}</td>{% endtree_row %}
{% tree_row label="Chi bộ thôn Đông" depth=2 %}<td>{% progress value=0 of=1 label="Đã nhận" tone="bad" %}</td>{% endtree_row %}
</tbody>{% enddata_table %}
"""
STEPS = """
{% steps label="Quá trình xử lý" %}
{% step title="Văn thư tiếp nhận" state="done" by="Lê Thị Mai" at=now %}{% endstep %}
{% step title="Chánh Văn phòng cho ý kiến" state="done" by="Phạm Quốc Anh" at=yesterday %}Chuyển đồng chí Hương chỉ đạo.{% endstep %}
{% step title="Phó Chánh Văn phòng phân công" state="current" by="Nguyễn Thu Hương" %}{% endstep %}
{% step title="Ký nháy" state="returned" by="Trần Đức Minh" %}Bổ sung phụ lục.{% endstep %}
{% step title="Cho ý kiến lần hai" state="cancelled" %}{% endstep %}
{% step title="Kết thúc hồ sơ" at="Dự kiến đến 05/12/2026" %}{% endstep %}
{% endsteps %}
"""
SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Acts",
        (
            ("button", BUTTONS),
            ("link_button", '{% link_button label="Soạn văn bản" url="#" icon="plus" %} {% link_button label="Mở" url="#" kind="main" %}'),
            ("action_button", '{% action_button label="Nhắc" url="#" icon="bell-ringing" %} {% action_button label="Xóa" url="#" kind="danger" confirm="Xóa dự thảo lần 2?" %}'),
            ("dialog_button", '{% dialog_button label="Thu hồi văn bản" dialog="sample-dialog" %}'),
            ("dialog_box", '{% dialog id="sample-dialog" title="Thu hồi 12-NQ/TU" %}<p>Nơi nhận sẽ thấy văn bản đã thu hồi.</p>{% enddialog %}'),
            ("only_on", '{% only_on screen="narrow" %}{% button label="Chỉ trên điện thoại" %}{% endonly_on %}'),
            ("action_bar", '{% action_bar %}{% button label="Ban hành" kind="main" %}{% link_button label="Trả lại" url="#" %}{% endaction_bar %}'),
            ("actions", "{% actions of=actions %}"),
            ("actions_bar", "{% actions_bar of=actions %}"),
            ("action", "{% action of=actions.on_page.remind %}"),
            ("more_menu", '{% more_menu %}{% action_button label="Lưu hồ sơ" url="#" icon="archive" %}{% endmore_menu %}'),
        ),
    ),
    (
        "Marks",
        (
            ("icon", '{% icon name="inbox" %} {% icon name="rubber-stamp" size="l" %} {% icon name="star-filled" size="s" %}'),
            ("tag_mark", '{% tag label="Dự thảo" %} {% tag label="Khẩn" tone="warn" icon="flag" %} {% tag label="Quá hạn" tone="bad" icon="alert-triangle" %} {% tag label="Đã ban hành" tone="ok" icon="check" %} {% tag label="Chờ triển khai" tone="info" %} {% tag label="Bản sao" tone="line" %}'),
            ("due_tag", "{% due_tag due_at=late %} {% due_tag due_at=now %} {% due_tag due_at=soon %} {% due_tag due_at=far %} {% due_tag due_at=late done=True %}"),
            ("when", '{% when at=now %} · {% when at=yesterday %} · {% when at=far style="date" %} · {% when at=now style="time" %} · {% when at=now style="full" %}'),
            ("progress", '{% progress value=23 of=27 label="Có mặt" %} {% progress value=45 label="Tiến độ" tone="warn" %}'),
            ("avatar", '{% avatar name="Nguyễn Thu Hương" %} {% avatar name="Lê Mai" size="s" %} {% avatar name="Trần Đức Minh" size="l" %}'),
        ),
    ),
    (
        "Boxes",
        (
            ("callout", '{% callout title="Đồng chí cần phân công đơn vị thực hiện" tone="warn" %}Hạn 17:00 hôm nay.{% endcallout %}{% callout title="Chữ ký hợp lệ" tone="ok" %}{% endcallout %}{% callout title="Tệp đã bị thay đổi" tone="bad" %}{% endcallout %}{% callout title="Cần biết" %}{% endcallout %}'),
            ("card", '{% card title="Việc cần xử lý" count=12 link_url="#" link_label="Xem tất cả" %}<p>Nội dung.</p>{% endcard %}'),
            ("panel", '{% panel title="Liên quan" link_url="#" link_label="Xem tất cả" %}<p>Nội dung.</p>{% endpanel %}'),
            ("indicator", BAND),
            ("tab", '{% tabs label="Lọc việc" %}{% tab label="Tất cả" url="#" count=12 current=True %}{% tab label="Trình ký" url="#" count=1 %}{% endtabs %}'),
            ("crumb", '{% crumbs %}{% crumb label="Văn bản đến" url="#" %}{% crumb label="87-KH/ĐU" %}{% endcrumbs %}'),
            ("fact", '{% facts %}{% fact label="Số, ký hiệu" %}87-KH/ĐU{% endfact %}{% fact label="Ban hành" %}19/11/2026{% endfact %}{% endfacts %}'),
            ("step", STEPS),
            ("event", '{% timeline label="Lịch sử" %}{% event text="Đã ban hành" at=now by="Lê Thị Mai" icon="rubber-stamp" %}{% endevent %}{% event text="Đã ký" at=yesterday by="Bí thư Tỉnh ủy" %}Ký bằng khóa riêng.{% endevent %}{% endtimeline %}'),
            ("link_item", '{% link_list %}{% link_item label="Đã ban hành Nghị quyết số 12-NQ/TU" url="#" meta="Hôm qua" fresh=True %}{% link_item label="Mẫu báo cáo" url="#" icon="file-text" %}{% endlink_list %}'),
            ("day_item", '{% day_list %}{% day_item starts="08:00" ends="10:30" label="Giao ban" detail="Phòng A" now=True %}{% day_item starts="14:00" label="Thẩm định" url="#" %}{% endday_list %}'),
            ("empty_state", '{% empty_state title="Không còn văn bản chờ xử lý." text="Văn bản mới sẽ hiện ở đây." url="#" action="Soạn văn bản" %}'),
            ("viewer", '{% viewer title="12-NQ/TU" pdf_url="#" pages="6 trang" attachments="2 phụ lục" %}<div class="document" lang="vi"><p>NGHỊ QUYẾT</p></div>{% endviewer %}'),
        ),
    ),
    (
        "Tables",
        (
            ("work_table", '{% work_table work_items=work_items caption="Việc cần xử lý" %}{% work_table work_items=nothing caption="Việc đã xong" %}'),
            ("data_table", TABLE),
            ("tree_row", BOARD),
            ("pagination", '{% pagination page=page total="271 văn bản" %}'),
            ("filter_row", '{% filter_row label="Lọc văn bản" %}{% field bound=form.title optional=False %}{% endfilter_row %}'),
        ),
    ),
    (
        "Forms",
        (
            ("post_form", '{% post_form url="#" form=form %}{{ form }}{% form_actions %}{% button label="Lưu nháp" kind="main" %}{% endform_actions %}{% endpost_form %}'),
            ("error_summary", '{% post_form url="#" form=wrong %}{{ wrong }}{% endpost_form %}'),
            ("field_row", "{% field_row %}{{ form.due_on.as_field_group }}{{ form.at.as_field_group }}{% endfield_row %}"),
        ),
    ),
)  # fmt: skip


class SampleForm(forms.Form):
    title = forms.CharField(label="Trích yếu", help_text="Tóm tắt nội dung trong một câu.")
    kind = forms.ChoiceField(
        label="Loại văn bản",
        choices=[("nq", "Nghị quyết"), ("kh", "Kế hoạch")],
        widget=fields.ChoiceCards(hints={"nq": "Cần tập thể thông qua"}),
    )
    lead = forms.ChoiceField(
        label="Chủ trì",
        choices=[("", "—"), *((str(n), f"Phòng số {n}") for n in range(1, 13))],
        widget=fields.LongSelect,
    )
    others = forms.MultipleChoiceField(
        label="Phối hợp",
        required=False,
        choices=[(str(n), f"Phòng số {n}") for n in range(1, 13)],
        widget=fields.CheckList,
    )
    direction = forms.CharField(
        label="Ý kiến chỉ đạo", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = fields.DeadlineField(label="Hạn xử lý")
    at = fields.DateTimeField(label="Hạn cho ý kiến", required=False)
    document = forms.FileField(label="Tệp văn bản", required=False, widget=fields.FileDrop)
    spread = forms.BooleanField(label="Phổ biến đến chi bộ", required=False)
    code = fields.OneTimeCode()


class OpinionForm(forms.Form):
    opinion = forms.CharField(label="Ý kiến", widget=forms.Textarea(attrs={"rows": 3}))


ACTIONS = (
    ActionView("assign", (), do=print, place="main", label="Chuyển thực hiện", icon="arrow-right", title="Phân công", form=OpinionForm),
    ActionView("hand_back", (), do=print, place="other", label="Trả lại", icon="corner-up-left", title="Trả lại văn bản", form=OpinionForm),
    ActionView("keep", (), do=print, label="Lưu hồ sơ", icon="archive", confirm="Lưu văn bản này?"),
    ActionView("remind", (), do=print, place="page", label="Nhắc", icon="bell-ringing"),
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    name: str
    about: str
    source: str
    drawn: SafeString


def samples() -> dict[str, Any]:
    """The context of `ui/gallery.html`: every component, drawn, with its source."""
    given = _given()
    sections = [(title, [_sample(*pair, given) for pair in pairs]) for title, pairs in SECTIONS]
    return {"sections": sections, "icons": sorted(settings.ICONS)}


def _sample(name: str, source: str, given: dict[str, Any]) -> Sample:
    drawn = Template("{% load ui %}" + source).render(Context(given))
    about = inspect.getdoc(FUNCTIONS[name]) or ""
    return Sample(name, about, source.strip(), drawn)


def _given() -> dict[str, Any]:
    now = timezone.now()
    late, soon = now - dt.timedelta(days=2), now + dt.timedelta(days=2)
    return {
        "now": now,
        "yesterday": now - dt.timedelta(days=1),
        "late": late,
        "soon": soon,
        "far": now + dt.timedelta(days=40),
        "work_items": [
            _work_item("Báo cáo kết quả kiểm tra quy chế dân chủ ở cơ sở", late, "inbox"),
            _work_item(
                "Tờ trình về dự toán kinh phí số hóa tài liệu", timezone.localdate(), "signature"
            ),
            _work_item("Hướng dẫn rà soát hồ sơ đảng viên", soon, "file-text"),
        ],
        "nothing": [],
        "page": Paginator(range(271), 20).get_page(2),
        "form": SampleForm(auto_id="right_%s"),
        "wrong": SampleForm({"due_on": "mai"}, auto_id="wrong_%s"),
        "actions": OfferedActions(
            tuple(
                OfferedAction(
                    one,
                    None,
                    "#",
                    one.form(auto_id="action_%s"),
                    True,
                    came_back=False,
                )
                for one in ACTIONS
            )
        ),
        "csrf_token": "NOTPROVIDED",
    }


def _work_item(title: str, due_at: dt.date, icon: str) -> SimpleNamespace:
    meta, what = "Số 214-BC/TU · Ban Tổ chức", "Cho ý kiến"
    return SimpleNamespace(title=title, meta=meta, what=what, url="#", due_at=due_at, icon=icon)
