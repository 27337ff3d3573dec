"""What of a questionnaire is searched: its name and what it is for, by whoever sees it."""

from zhuqi.foundation.search.declared import Searched, Text
from zhuqi.mechanisms.questionnaires.models import Questionnaire

QUESTIONNAIRE_TEXTS = Searched(
    "survey",
    Questionnaire,
    (Text("ra", ("title",), heading=True), Text("rb", ("purpose",))),
)
