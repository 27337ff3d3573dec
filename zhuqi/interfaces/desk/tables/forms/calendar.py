"""The working calendar: a year's notice, or one day by hand."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.directory.queries import calendar
from zhuqi.foundation.typed import from_json
from zhuqi.foundation.workdays import (
    FIRST_DAY,
    LAST_DAY,
    Notice,
    NoticeError,
    parse_notice,
    read_notice_text,
)
from zhuqi.interfaces.desk.forms.base import DeskForm, choose_one, text_area


class NoticeForm(DeskForm):
    """The notice as text or as a JSON file's content; either is read into the same days."""

    year = forms.IntegerField(label=_("年份"), min_value=FIRST_DAY.year, max_value=LAST_DAY.year)
    text = text_area(
        _("放假安排"),
        rows=10,
        max_length=100_000,
        help_text=_(
            "粘贴国务院办公厅通知的全文，或 holiday-cn 格式的 JSON。同一年的第二份是调整。"
        ),
    )
    worked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year + 1

    def clean(self) -> dict[str, Any]:
        """`body` is what will be imported, `notice` what it says."""
        data: dict[str, Any] = self.cleaned_data
        if "year" not in data or "text" not in data:
            return data
        try:
            data["body"] = _body(data["text"].strip(), data["year"])
            data["worked"] = _days(data.get("worked", ""))
            data["notice"] = parse_notice(data["body"], year=data["year"])
        except NoticeError as error:
            self.add_error("text", str(error))
        return data

    @property
    def notice(self) -> Notice:
        """What a valid form says."""
        notice: Notice = self.cleaned_data["notice"]
        return notice


def _days(text: str) -> list[date]:
    """Public holidays somebody has confirmed to become working days."""
    try:
        return [date.fromisoformat(day) for day in text.split(",") if day]
    except ValueError as error:
        raise NoticeError("请重新核对改为上班的日子") from error


def _body(text: str, year: int) -> Any:
    if not text.startswith(("{", "[")):
        return read_notice_text(text, year, calendar())
    try:
        return from_json(text)
    except ValueError as error:
        raise NoticeError("这不是完整的 JSON，请重新复制") from error


class DayForm(DeskForm):
    """A day set by hand, with the reason."""

    day = forms.DateField(
        label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_working = choose_one(_("这一天"), [("", _("休息")), ("1", _("上班"))], required=False)
    name = forms.CharField(
        label=_("原因"), max_length=60, help_text=_("如：高温假、防汛停工、补班。")
    )

    confirmed = forms.BooleanField(label=_("这一天是公众假日，仍改为上班"), required=False)

    def clean_day(self) -> date:
        """Within the years the calendar reaches."""
        day: date = self.cleaned_data["day"]
        if not FIRST_DAY <= day <= LAST_DAY:
            sentence = _("日期须在 %(first)s 至 %(last)s 年之间")
            raise forms.ValidationError(sentence % {"first": FIRST_DAY.year, "last": LAST_DAY.year})
        return day
