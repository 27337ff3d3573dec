"""The questions of a questionnaire as a form: firms fill it in on the portal, and officials on the
desk for those that cannot."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from zhuqi.foundation.typed import from_json
from zhuqi.interfaces.shell.forms import ShellForm
from zhuqi.mechanisms.questionnaires.enums import QuestionKind
from zhuqi.mechanisms.questionnaires.models import Question, QuestionnaireReply, ReplyAnswer
from zhuqi.mechanisms.questionnaires.queries import questions_of
from zhuqi.mechanisms.questionnaires.rules import LONGEST_TEXT, Given, field_of

_CONSENT = _("同意登记为诉求，由有关单位按时限办理")


def consent_of(question: int) -> str:
    """The field by which a firm agrees that a problem is registered."""
    return f"{field_of(question)}-consent"


class QuestionsForm(ShellForm):
    """`answers` by programs as JSON, question id to {"chosen": [0], "number": "3", "text": "",
    "consent": false}; a page asks question by question in its place. `whole`: nothing required may
    be missing."""

    choices_css: ClassVar[str] = ""
    answers = forms.CharField(label=_("答案"), required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, row: QuestionnaireReply, whole: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.questions = questions_of(row.questionnaire)
        self.by_program = "answers" in self.data
        if self.by_program:
            return
        del self.fields["answers"]
        there = {one.question_id: one for one in row.answers.all()} if row.pk else {}
        for question in self.questions:
            for name, field in self._fields(question, there.get(question.pk), whole=whole):
                self.fields[name] = field

    def _fields(
        self, question: Question, answer: ReplyAnswer | None, *, whole: bool
    ) -> Iterator[tuple[str, forms.Field]]:
        kind = QuestionKind(question.kind)
        field = _MADE[kind](question, self.choices_css)
        field.label = str(question)
        field.required = question.required and whole
        missing = _("请选择") if question.options else _("请填写")
        field.error_messages["required"] = str(missing)
        if answer is not None:
            field.initial = _initial(kind, answer)
        if answer is not None and answer.case is not None:
            field.disabled = True
            words = _now("已登记为诉求 %(number)s，内容不再改动") % {"number": answer.case.number}
            field.help_text = words
        yield field_of(question.pk), field
        if kind == QuestionKind.PROBLEM and not (answer and answer.case_id):
            initial = answer.consent if answer else False
            tick = forms.BooleanField(label=_CONSENT, required=False, initial=initial)
            yield consent_of(question.pk), tick

    def clean(self) -> dict[str, Any]:
        """What was given to each question, as the action takes it."""
        typed = super().clean() or self.cleaned_data
        given = self._told() if self.by_program else [self._given(one) for one in self.questions]
        return {**typed, "answers": given}

    def _given(self, question: Question) -> Given:
        value = self.cleaned_data.get(field_of(question.pk))
        match QuestionKind(question.kind):
            case QuestionKind.ONE:
                return Given(question.pk, chosen=(int(value),) if value else ())
            case QuestionKind.SEVERAL:
                return Given(question.pk, chosen=tuple(map(int, value or ())))
            case QuestionKind.NUMBER:
                return Given(question.pk, number=value)
            case _:
                consent = bool(self.cleaned_data.get(consent_of(question.pk)))
                text = str(value or "").strip()
                return Given(question.pk, text=text, consent=consent and bool(text))

    def _told(self) -> list[Given]:
        """What a program sent. ValidationError for what is no such JSON."""
        try:
            told = from_json(self.data["answers"] or "{}")
            return [_read(int(key), one) for key, one in told.items()]
        except (ValueError, TypeError, AttributeError, InvalidOperation) as wrong:
            raise ValidationError({"answers": _now("答案应为以题目编号为键的 JSON")}) from wrong


def _read(question: int, one: Mapping[str, Any]) -> Given:
    number = one.get("number")
    return Given(
        question,
        chosen=tuple(int(place) for place in one.get("chosen", ())),
        number=None if number is None else Decimal(str(number)),
        text=str(one.get("text", "")).strip(),
        consent=bool(one.get("consent")),
    )


def _options(question: Question) -> list[tuple[str, str]]:
    return [(str(place), words) for place, words in enumerate(question.choices)]


def _one(question: Question, css: str) -> forms.Field:
    widget = forms.RadioSelect(attrs={"class": css} if css else {})
    return forms.ChoiceField(choices=_options(question), widget=widget)


def _several(question: Question, css: str) -> forms.Field:
    widget = forms.CheckboxSelectMultiple(attrs={"class": css} if css else {})
    hint = _("可以选多项")
    return forms.MultipleChoiceField(choices=_options(question), widget=widget, help_text=hint)


def _number(question: Question, _css: str) -> forms.Field:
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"})
    hint = _now("单位：%(unit)s") % {"unit": question.unit} if question.unit else ""
    return forms.DecimalField(max_digits=16, decimal_places=2, widget=widget, help_text=hint)


def _text(_question: Question, _css: str) -> forms.Field:
    hint = _now("最多 %(n)s 字") % {"n": LONGEST_TEXT}
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=hint)


def _problem(_question: Question, _css: str) -> forms.Field:
    hint = _("没有可以不填；不同意登记的，只作统计")
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), help_text=hint)


_MADE = {
    QuestionKind.ONE: _one,
    QuestionKind.SEVERAL: _several,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
    QuestionKind.PROBLEM: _problem,
}


def _initial(kind: QuestionKind, answer: ReplyAnswer) -> object:
    if kind == QuestionKind.ONE:
        return str(answer.chosen[0]) if answer.chosen else None
    if kind == QuestionKind.SEVERAL:
        return [str(place) for place in answer.chosen]
    if kind == QuestionKind.NUMBER:
        return None if answer.number is None else f"{answer.number.normalize():f}"
    return answer.text
