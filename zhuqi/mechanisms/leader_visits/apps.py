"""Registers the room with Django."""

from django.apps import AppConfig


class LeaderVisitsConfig(AppConfig):
    """Leaders go to see firms by a plan that named people read."""

    name = "zhuqi.mechanisms.leader_visits"
    label = "leader_visits"

    def ready(self) -> None:
        """Register what follows from events, what is searched, what whoever plans a visit to the
        same firm is told, and say why nothing is told of a person by this room."""
        from zhuqi.foundation.contributions.personal_data import NOT_TOLD
        from zhuqi.foundation.contributions.unlogged import name_tables
        from zhuqi.mechanisms.leader_visits import handlers  # noqa: F401 (it registers)
        from zhuqi.mechanisms.leader_visits.queries import planned_for
        from zhuqi.mechanisms.leader_visits.searching import LEADER_VISIT_TEXTS
        from zhuqi.mechanisms.liaison.queries import ELSEWHERE

        LEADER_VISIT_TEXTS.register()
        ELSEWHERE.register("leader visits", planned_for)
        NOT_TOLD.register("leader_visits", "plans are read by named people alone; told as deeds")
        name_tables(
            "leader_visits", LeaderVisit="领导调研", LeaderVisit_firms="调研企业",
            LeaderVisit_readers="可看的人", Demand="领导要求",
        )  # fmt: skip
