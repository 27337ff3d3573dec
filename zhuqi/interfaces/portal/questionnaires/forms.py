"""The questions as a firm reads them: choices to press with a thumb."""

from typing import ClassVar

from zhuqi.interfaces.shell.questions import QuestionsForm


class AnswerForm(QuestionsForm):
    """One question below the other."""

    choices_css: ClassVar[str] = "p-choices"
