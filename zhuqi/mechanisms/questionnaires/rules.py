"""What an answer may be, and how often a firm is asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from zhuqi.mechanisms.questionnaires.enums import CHOSEN, QuestionKind

# 无事不扰: a firm gets no more questionnaires in a calendar month, of all offices together (ours;
# no source gives a number).
MOST_A_MONTH = 2
# Firms that have not answered are reminded so long before the last day, and again when it is near.
FIRST_REMINDER = timedelta(days=5)
MOST_QUESTIONS, MOST_OPTIONS = 30, 20
LONGEST_OPTION, LONGEST_TEXT = 60, 1000
MOST_NUMBER, PLACES = Decimal(10) ** 13, 2


@dataclass(frozen=True, slots=True)
class Given:
    """What was given to a question, by its id."""

    question: int
    chosen: tuple[int, ...] = ()
    number: Decimal | None = None
    text: str = ""
    consent: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was said."""
        return not self.chosen and self.number is None and not self.text


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is judged by."""

    pk: int
    kind: QuestionKind
    options: int
    required: bool


def field_of(question: int) -> str:
    """What the field of a question is called in forms."""
    return f"q{question}"


def faults(
    questions: Sequence[Asked], given: Mapping[int, Given], *, whole: bool
) -> dict[str, str]:
    """What is wrong, by field. `whole`: nothing required may be missing."""
    found = {}
    for one in questions:
        if said := _fault(one, given.get(one.pk), whole=whole):
            found[field_of(one.pk)] = said
    return found


def _fault(question: Asked, given: Given | None, *, whole: bool) -> str:
    if given is None or given.empty:
        chosen = question.kind in CHOSEN
        missing = "请选择" if chosen else "请填写"
        return missing if whole and question.required else ""
    if question.kind in CHOSEN:
        if any(not 0 <= place < question.options for place in given.chosen):
            return "没有这个选项"
        one = question.kind == QuestionKind.ONE
        return "只能选一项" if one and len(given.chosen) > 1 else ""
    if question.kind == QuestionKind.NUMBER:
        return _number_fault(given.number)
    long = len(given.text) > LONGEST_TEXT
    return f"最多 {LONGEST_TEXT} 字，现在 {len(given.text)} 字" if long else ""


def _number_fault(number: Decimal | None) -> str:
    if number is None or not number.is_finite():
        return "请填数字"
    if abs(number) >= MOST_NUMBER:
        return "这个数太大，请核对单位"
    return "" if number == round(number, PLACES) else f"最多 {PLACES} 位小数"


def options_fault(kind: str, options: Sequence[str]) -> str:
    """What is wrong with the options of a question; "" if nothing is."""
    if kind not in CHOSEN:
        return "这种题型不用选项" if options else ""
    if not 2 <= len(options) <= MOST_OPTIONS:  # noqa: PLR2004 (one alone is no choice)
        return f"请填 2 到 {MOST_OPTIONS} 个选项，一行一个"
    if len(set(options)) != len(options):
        return "有重复的选项"
    long = any(len(one) > LONGEST_OPTION for one in options)
    return f"每个选项最多 {LONGEST_OPTION} 字" if long else ""
