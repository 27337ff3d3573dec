"""Components: what they say, what they escape, what they refuse."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.template import Context, Template, TemplateSyntaxError
from django.utils.datastructures import MultiValueDict

from zhuqi.interfaces.shell.forms import FilesField
from zhuqi.interfaces.shell.markup import unbroken
from zhuqi.interfaces.shell.parts import Action, Fact, Happening, Heading, Light, Step, Table

AT = datetime(2025, 11, 21, 17, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def drawn(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("light", list(Light))
def test_a_light_has_a_shape_and_a_word(light: Light) -> None:
    html = drawn("{% light reading %}", reading=light)
    assert "<svg" in html
    assert light.word in html


def test_a_light_reads_anything_that_has_one() -> None:
    assert "逾期 2 天" in drawn("{% light x %}", x=SimpleNamespace(light="red", word="逾期 2 天"))


def test_a_colour_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="blue"):
        drawn("{% light 'blue' %}")


def test_an_icon_nobody_fetched_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        drawn("{% icon 'no-such-icon' %}")


def test_a_pill_of_unknown_kind_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn("{% pill '已交办' 'green' %}")


def test_a_due_time_stands_beside_its_relative_words() -> None:
    html = drawn("{% due at '还剩 1 个工作日' 'yellow' %}", at=AT)
    assert "还剩 1 个工作日" in html
    assert "2025年11月21日 周五 17:30" in html
    assert "临期" in html


def test_block_parts_keep_markup_and_escape_values() -> None:
    html = drawn("{% notice 'warn' t %}<p>{{ said }}</p>{% endnotice %}", t="<b>", said="<script>")
    assert "<p>&lt;script&gt;</p>" in html
    assert "&lt;b&gt;" in html


def test_what_cannot_be_done_shows_its_reason_and_no_button() -> None:
    html = drawn("{% actions several %}", several=[Action("催办", "/x", reason="已办结")])
    assert "已办结" in html
    assert "z-btn" not in html


def test_a_posting_action_carries_the_token() -> None:
    html = drawn(
        "{% page_header '题' actions=one %}{% endpage_header %}",
        one=Action("签收", "/x", post=True),
        csrf_token="tok",
    )
    assert 'name="csrfmiddlewaretoken" value="tok"' in html
    assert 'method="post"' in html


def test_an_empty_fact_says_so() -> None:
    html = drawn("{% field_list lines %}", lines=[("协办", ""), Fact("件数", 0)])
    assert "未填" in html
    assert ">0<" in "".join(html.split())


def test_a_timeline_keeps_paragraphs_and_marks_what_is_internal() -> None:
    happening = Happening(AT, "赵明", "内部备注", note="一\n\n<二>", internal=True)
    html = drawn("{% timeline several %}", several=[happening])
    assert "<p>一</p>" in html
    assert "&lt;二&gt;" in html
    assert "内部，企业看不到" in html


def test_steps_tell_where_one_is() -> None:
    html = drawn("{% steps several %}", several=[Step("一", "done"), Step("二", "now"), Step("三")])
    assert "第 2 步，共 3 步：二" in html


class Ask(forms.Form):
    """One field of each awkward kind."""

    subject = forms.CharField(label="问题", help_text="一句话")
    kind = forms.ChoiceField(label="种类", choices=[("a", "甲")], widget=forms.RadioSelect)
    story = forms.CharField(label="情况", required=False)

    def clean(self) -> None:
        self.add_error(None, "整张表有误")


def test_errors_stand_at_the_top_and_lead_to_their_fields() -> None:
    html = drawn("{{ form }}", form=Ask({}))
    assert "有 3 处需要改" in html
    assert 'href="#id_subject"' in html
    assert 'href="#id_kind_0"' in html
    assert "整张表有误" in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'id="id_subject_error"' in html


def test_a_form_without_errors_has_no_summary_and_marks_what_is_optional() -> None:
    html = drawn("{{ form }}", form=Ask())
    assert "z-errors" not in html
    assert html.count("选填") == 1


def test_several_files_are_each_checked() -> None:
    class Upload(forms.Form):
        papers = FilesField(required=False)

    two: list[UploadedFile[Any]] = [
        SimpleUploadedFile("甲.txt", b"1"),
        SimpleUploadedFile("乙.txt", b"2"),
    ]
    form = Upload({}, MultiValueDict({"papers": two}))
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["papers"]] == ["甲.txt", "乙.txt"]
    none = Upload({}, MultiValueDict())
    assert none.is_valid()
    assert none.cleaned_data["papers"] == []
    hollow = Upload({}, MultiValueDict({"papers": [two[0], SimpleUploadedFile("空.txt", b"")]}))
    assert not hollow.is_valid()


def test_a_number_with_hyphens_is_not_torn_apart_and_text_stays_escaped() -> None:
    html = unbroken("<b> 吴锋 0374-2159077、037****1-02")
    assert '<span class="z-nowrap">0374-2159077</span>' in html
    assert '<span class="z-nowrap">037****1-02</span>' in html
    assert "&lt;b&gt;" in html


def test_a_table_has_a_caption_and_short_names_for_a_phone() -> None:
    table = Table(
        [Heading("进程"), Heading("最近一次错误", css="z-wide", short="错误")],
        [["甲", "<断线>"]],
        caption="工作进程",
        keys=False,
    )
    html = drawn("{% table table %}", table=table)
    assert "<caption>工作进程</caption>" in html
    assert '<th scope="col">最近一次错误</th>' in html
    assert '<td class="z-wide" data-label="错误">&lt;断线&gt;</td>' in html
