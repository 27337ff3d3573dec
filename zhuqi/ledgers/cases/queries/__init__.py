"""Reads that pages, API and reports share. Every list starts at `visible_to`."""

from zhuqi.ledgers.cases.queries.conditions import (
    OF_OFFICE,
    STUCK,
    Condition,
    conditions_of,
    holding,
)
from zhuqi.ledgers.cases.queries.figures import (
    LIGHTS,
    Figure,
    figures_by_light,
    median_delay,
)
from zhuqi.ledgers.cases.queries.filtering import (
    ORDERS,
    Filters,
    channel_names,
    ledger,
    page_of,
    with_columns,
)
from zhuqi.ledgers.cases.queries.lights import (
    PROMISED,
    Timing,
    first_of,
    light_of,
    running_clocks,
    timing_of,
    with_light,
)
from zhuqi.ledgers.cases.queries.of_firms import (
    cases_of_firm,
    cases_of_firms,
    firms_worked_on,
    live_of_firms,
)
from zhuqi.ledgers.cases.queries.of_topics import (
    cases_in_topic,
    topics,
)
from zhuqi.ledgers.cases.queries.reach import (
    Whose,
    has_ledger,
    live_of_ledger,
    of_ledger,
    timing_in,
)
from zhuqi.ledgers.cases.queries.tagged import reads_tags, tags_of
from zhuqi.ledgers.cases.queries.work_queues import (
    NOTHING_WRITTEN,
    TASK_ROWS,
    Task,
    queue_kinds,
    queues,
    tasks,
    waiting,
)

__all__ = [
    "LIGHTS",
    "NOTHING_WRITTEN",
    "OF_OFFICE",
    "ORDERS",
    "PROMISED",
    "STUCK",
    "TASK_ROWS",
    "Condition",
    "Figure",
    "Filters",
    "Task",
    "Timing",
    "Whose",
    "cases_in_topic",
    "cases_of_firm",
    "cases_of_firms",
    "channel_names",
    "conditions_of",
    "figures_by_light",
    "firms_worked_on",
    "first_of",
    "has_ledger",
    "holding",
    "ledger",
    "light_of",
    "live_of_firms",
    "live_of_ledger",
    "median_delay",
    "of_ledger",
    "page_of",
    "queue_kinds",
    "queues",
    "reads_tags",
    "running_clocks",
    "tags_of",
    "tasks",
    "timing_in",
    "timing_of",
    "topics",
    "waiting",
    "with_columns",
    "with_light",
]
