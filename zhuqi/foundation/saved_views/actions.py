"""Saving a view, sharing it with one's unit, and giving it up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuqi.foundation.access import NotNow, NotValid, NotYours, Person
from zhuqi.foundation.saved_views.models import LONGEST_NAME, LONGEST_QUERY, SavedView

# As many as tabs can be told apart.
MOST = 12


def save_view(
    *, by: Person, listing: str, name: str, query: str, unit_id: int | None = None
) -> SavedView:
    """Keep a list's address under a name; one's own view of that name shows this from now on.

    With `unit_id` it is shared with the people of that unit. NotValid for a name that is empty or
    longer than `LONGEST_NAME`, an address longer than `LONGEST_QUERY`, a unit one does not work
    in, and for one more than `MOST` of a list.
    """
    name, wrong = " ".join(name.split()), {}
    if not name:
        wrong["name"] = _("请给视图起个名字")
    elif len(name) > LONGEST_NAME:
        wrong["name"] = _("名字最多 %(most)s 个字") % {"most": LONGEST_NAME}
    if len(query) > LONGEST_QUERY:
        wrong["name"] = _("条件太多，存不下，请去掉几个再存")
    if unit_id is not None and unit_id not in by.scope.units():
        wrong["unit"] = _("只能共享给自己所在的单位")
    if wrong:
        raise NotValid(wrong)
    with transaction.atomic():
        own = SavedView.objects.select_for_update().filter(owner=by.scope.user_id, listing=listing)
        kept = {view.name: view for view in own}
        if name not in kept and len(kept) >= MOST:
            words = _("这张表最多存 %(most)s 个视图，请先删掉不用的") % {"most": MOST}
            raise NotValid({"name": words})
        view = kept.get(name) or SavedView(owner_id=by.scope.user_id, listing=listing, name=name)
        view.query, view.unit_id, view.saved_at = query, unit_id, timezone.now()
        view.save()
    return view


def share_view(pk: int, *, by: Person, unit_id: int | None) -> SavedView:
    """Share one's view with a unit one works in, or with nobody any more. NotYours for another's;
    NotNow once it is gone; NotValid for a unit of others."""
    view = _own(pk, by)
    return save_view(by=by, listing=view.listing, name=view.name, query=view.query, unit_id=unit_id)


def drop_view(pk: int, *, by: Person) -> SavedView:
    """Give one's view up; what it showed stays where it is. NotYours for another's; NotNow once it
    is gone."""
    view = _own(pk, by)
    SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(pk: int, by: Person) -> SavedView:
    view = SavedView.objects.visible_to(by.scope).filter(pk=pk).first()
    if view is None:
        raise NotNow(_("这个视图已经不在了"))
    if view.owner_id != by.scope.user_id:
        raise NotYours(_("这是同事共享的视图，只有本人可以改"))
    return view
