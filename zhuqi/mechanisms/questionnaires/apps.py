"""Registers the room with Django."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires and problem sweeps: sent to firms, answered, counted; some become cases."""

    name = "zhuqi.mechanisms.questionnaires"
    label = "questionnaires"

    def ready(self) -> None:
        """Register what follows from events, what is searched and what is held on a person."""
        from zhuqi.foundation.contributions.personal_data import PERSONAL_DATA
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.ledgers.cases.contributions import register_moments
        from zhuqi.ledgers.cases.retention.erasure import ERASED_WITH
        from zhuqi.mechanisms.questionnaires import handlers, moments  # noqa: F401 (it registers)
        from zhuqi.mechanisms.questionnaires.actions.replies import erase_about
        from zhuqi.mechanisms.questionnaires.personal_data import reply_sections
        from zhuqi.mechanisms.questionnaires.searching import QUESTIONNAIRE_TEXTS

        ERASED_WITH.register("questionnaires", erase_about)
        QUESTIONNAIRE_TEXTS.register()
        register_moments("questionnaires", moments.KINDS, moments.moments)
        PERSONAL_DATA.register("questionnaires", reply_sections)
        name_tables(
            "questionnaires",
            Questionnaire="问卷",
            Question="题目",
            QuestionnaireReply="问卷回收",
            ReplyAnswer="答案",
        )
