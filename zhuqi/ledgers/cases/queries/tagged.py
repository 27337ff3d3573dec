"""标签 of the ledger's rows: words of the office, read by officials and not by chambers."""

from collections import defaultdict
from collections.abc import Sequence

from zhuqi.foundation.access import Role, Scope
from zhuqi.ledgers.cases.models import Case
from zhuqi.ledgers.cases.models.case import READING_ROLES


def reads_tags(scope: Scope) -> bool:
    """Everyone who reads the ledger from inside: not a firm, nor a chamber for its members."""
    return scope.holds(*READING_ROLES, Role.LIAISON) or bool(scope.liaised)


def tags_of(scope: Scope, cases: Sequence[Case]) -> dict[int, str]:
    """The tags of each of these rows as one text, by case; one query."""
    if not reads_tags(scope):
        return {}
    rows = Case.tags.through._default_manager.filter(case__in=[case.pk for case in cases])  # noqa: SLF001 (Django's public name)
    found: dict[int, list[str]] = defaultdict(list)
    for case, name in rows.order_by("tag__order", "tag").values_list("case", "tag__name"):
        found[case].append(name)
    return {case: "、".join(names) for case, names in found.items()}
