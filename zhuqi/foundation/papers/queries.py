"""What pages show of papers."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from zhuqi.foundation.access import Scope
from zhuqi.foundation.papers.kinds import PAPER_SOURCES
from zhuqi.foundation.papers.layout.document import Document
from zhuqi.foundation.papers.models import Paper
from zhuqi.foundation.papers.stored import DAY, IS, digest_of, from_data


def papers(scope: Scope) -> QuerySet[Paper]:
    """All one may see, with office and unit; the contents are fetched with one of them."""
    return Paper.objects.visible_to(scope).select_related("office", "unit").defer("content")


def papers_of(scope: Scope, object_type: str, object_id: int) -> QuerySet[Paper]:
    """Those of one row, the newest first."""
    return papers(scope).filter(object_type=object_type, object_id=object_id)


def of_rows(object_type: str, rows: QuerySet[Any, Any]) -> QuerySet[Paper]:
    """Those that went out with these rows, given by their ids, whoever may see them."""
    return Paper.objects.filter(object_type=object_type, object_id__in=rows)


def document_of(paper: Paper, scope: Scope) -> Document | None:
    """What went out, word for word, but for what the person must not know of its row by now. None
    where its contents had to be erased."""
    if not paper.content:
        return None
    cover = PAPER_SOURCES[paper.object_type].cover(scope, paper.object_id)
    document: Document = from_data(_over(paper.content, cover) if cover else paper.content)
    return document


def _over(data: Any, cover: Callable[[str], str]) -> Any:
    if isinstance(data, list):
        return [_over(one, cover) for one in data]
    if isinstance(data, dict):
        if data[IS] == DAY:
            return data
        plain = {name: data[name] for name in (IS, "form") if name in data}
        return {name: _over(value, cover) for name, value in data.items()} | plain
    return cover(data) if isinstance(data, str) else data


def is_whole(paper: Paper) -> bool:
    """Whether the contents are still those the digest was made of."""
    return digest_of(paper.content) == paper.digest


def by_code(code: str) -> Paper | None:
    """The paper of a code, for whoever holds the paper in their hands: what is told of it is what
    its head says and no more."""
    return Paper.objects.select_related("office").filter(code=code).first()
