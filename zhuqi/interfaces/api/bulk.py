"""One verb on many rows by the API: looked at before, asked for once, done as a job.

Rows are chosen, judged and done by the functions of the list's own page of bulk work.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, create_model

from zhuqi.foundation.access import NotNow, NotValid, Person
from zhuqi.foundation.jobs.actions import NewLine
from zhuqi.foundation.jobs.models import Job
from zhuqi.interfaces.api import keyed
from zhuqi.interfaces.api.asked import FieldOut, asked
from zhuqi.interfaces.api.auth import enter
from zhuqi.interfaces.api.bodies import Body, body_of, form_data, judged, no_secrets
from zhuqi.interfaces.api.keyed import Answer, once
from zhuqi.interfaces.api.lists import ApiList, refuse_unknown
from zhuqi.interfaces.api.operations import CHANGES, add
from zhuqi.interfaces.api.rows import PREFIX
from zhuqi.interfaces.api.verbs import Receipt, receipt
from zhuqi.interfaces.shell.bulk import choosing, jobs
from zhuqi.interfaces.shell.bulk.asking import Choice, work_of
from zhuqi.interfaces.shell.bulk.declared import BulkRows, works_on
from zhuqi.interfaces.shell.bulk.preview import Preview, preview

IDS, ROWS, WHERE, FIELDS = "ids", "rows", "where", "fields"


class RowSeen(Body):
    """A row, and its version when it was looked at."""

    id: int
    version: int


class NamedRow(Schema):
    """A row by name."""

    label: str
    about: str


class GroupOut(Schema):
    """Rows that can't be done for the same reason; without one, those that can."""

    reason: str = Field(description="不能办的原因；能办的为空")
    count: int
    rows: list[NamedRow] = Field(description="前几件")


class PreviewOut(Schema):
    """What would become of the chosen rows."""

    total: int = Field(description="选中的")
    possible: int = Field(description="能办的")
    groups: list[GroupOut]
    rows: list[RowSeen] = Field(description="能办的，提交时原样交回")
    fields: list[FieldOut] = Field(description="一次要填的；都不能办时为空")


def serve_bulk(router: Router, listed: ApiList[Any, Any], name: str) -> None:
    """Add the two operations of every verb that is done to many rows of a list: what would become
    of those chosen, and having it done. `name` begins their names."""
    for rows in works_on(listed.listing.name):
        for verb, page in rows.pages.items():
            if page.bulk:
                _Operations(listed, rows, verb, f"{name}_bulk_{verb.value}").serve(router)


class _Operations:
    """Those of one verb."""

    def __init__(
        self, listed: ApiList[Any, Any], rows: BulkRows[Any, Any], verb: Any, name: str
    ) -> None:
        self.listed, self.rows, self.verb, self.name = listed, rows, verb, name
        self.path = f"{listed.path}/bulk/{verb.value}"

    def serve(self, router: Router) -> None:
        """Add both."""
        label = _("批量%(verb)s") % {"verb": self.verb.label}
        ids: Any = (list[int] | None, Field(None, max_length=choosing.MOST, description=_(_IDS)))
        where = self.listed.conditions()
        asks = create_model(f"{self.name}_asked", __base__=where, **{IDS: ids})
        body = self._body(where)

        def look(request: HttpRequest, asked: asks = Query(...)) -> Any:  # type: ignore[valid-type, type-arg]  # noqa: ARG001, B008
            return self._told(self._person(request), request.GET)

        def act(request: HttpRequest, sent: body) -> Any:  # type: ignore[valid-type]
            return self._asked_for(request, sent)

        add(
            router, "GET", self.path, look,
            name=f"{self.name}_asks", url_name=self.name, response=PreviewOut, more=(409,),
            summary=_("%(label)s：先看能办多少、要填什么") % {"label": label},
        )  # fmt: skip
        add(
            router, "POST", self.path, act,
            name=self.name, summary=label, response=Receipt, status=202,
            description=str(self.rows.bulk(self.verb).hint),
            parameters=[keyed.PARAMETER], more=CHANGES,
        )  # fmt: skip

    def _body(self, where: type[Schema]) -> type[Body]:
        form = self.rows.page(self.verb).form
        # A condition nobody knows, left out, would mean all there are.
        known = {"model_config": ConfigDict(extra="forbid")}
        strict: Any = type(f"{self.name}_where", (where,), known)
        fields: dict[str, Any] = {
            ROWS: (
                list[RowSeen] | None,
                Field(None, max_length=choosing.MOST, description=_("先看时得到的 rows")),
            ),
            WHERE: (
                strict | None,
                Field(None, description=_("或者条件：找出的全部，按现在的情况办")),
            ),
            FIELDS: (body_of(form, f"{self.name}_fields"), ...),
        }
        made: type[Body] = create_model(f"{self.name}_body", __base__=Body, **fields)
        return made

    def _person(self, request: HttpRequest) -> Person:
        """NotYours for who never does this to many."""
        person = enter(request, self.listed.allowed)
        work_of(person, self.rows.listing.name, self.verb.value)
        return person

    def _told(self, person: Person, query: QueryDict) -> Mapping[str, Any]:
        look = self._look(person, query)
        ids = [one.pk for one in look.possible]
        form = jobs.form_of(self.rows, self.verb, person, ids) if ids else None
        return {
            "total": sum(group.count for group in look.groups),
            "possible": len(look.possible),
            "groups": [
                {
                    "reason": str(group.reason),
                    "count": group.count,
                    "rows": [{"label": one.label, "about": one.about} for one in group.rows],
                }
                for group in look.groups
            ],
            "rows": [{"id": one.pk, "version": one.version} for one in look.possible],
            "fields": asked(form)["fields"] if form else [],
        }

    def _look(self, person: Person, query: QueryDict) -> Preview:
        """Judged as it stands. NotValid for a condition that can't be read."""
        chosen = query.copy()
        ids = chosen.pop(IDS, [])
        refuse_unknown(chosen, self.rows.listing, person)
        if ids:
            chosen.setlist(choosing.PICK, ids)
        else:
            chosen[choosing.WHOLE] = "1"
        return preview(self.rows, self.verb, person, choosing.chosen(chosen, self.rows, person))

    def _asked_for(self, request: HttpRequest, sent: Any) -> HttpResponse:
        person = self._person(request)
        fresh = list[Job]()

        def make(ready: tuple[Choice, jobs.Typed, list[NewLine]]) -> Answer:
            choice, typed, lines = ready
            fresh.append(job := choice.ask(typed, lines))
            return receipt(
                named=job.pk, state=job.state, version=job.version, said=job.title,
                href=f"{PREFIX}/jobs/{job.pk}", status=202,
            )  # fmt: skip

        with no_secrets(person, sent.fields):
            response = once(request, person, make, ahead=lambda: self._ready(person, sent))
            # Few are done while one waits, as on the page; the answer stays that of the asking.
            for job in fresh:
                jobs.do_at_once(job)
        return response

    def _ready(self, person: Person, sent: Any) -> tuple[Choice, jobs.Typed, list[NewLine]]:
        """What is checked before anything is locked. NotValid for what can't be read or is refused
        by all, NotNow where nothing can be done."""
        if (sent.rows is None) == (sent.where is None):
            raise NotValid({ROWS: _("请给出 rows 或者 where，只给一个")})
        query = _query_of(sent.where)
        seen = {one.id: one.version for one in sent.rows or ()}
        if sent.where is not None:
            look = self._look(person, query)
            seen = {one.pk: one.version for one in look.possible}
            if not seen:
                why = look.groups[0].reason if look.groups else _("没有符合条件的")
                raise NotNow(_("没有能办的：%(why)s") % {"why": why})
        data, _files = form_data(sent.fields)
        form = jobs.form_of(self.rows, self.verb, person, list(seen), data)
        judged(form)
        choice = Choice(self.rows, self.verb, person, query, whole=sent.where is not None)
        typed = {name: data.getlist(name) for name in data}
        return choice, typed, choice.lines(form, seen)


_IDS = "只看这几件；不给的，是条件找出的全部"


def _query_of(where: Any) -> QueryDict:
    """Conditions as an address has them."""
    query = QueryDict(mutable=True)
    for name, value in where.model_dump(exclude_none=True).items() if where else ():
        several = value if isinstance(value, list) else [value]
        query.setlist(
            name, [str(one).lower() if one is True or one is False else str(one) for one in several]
        )
    return query
