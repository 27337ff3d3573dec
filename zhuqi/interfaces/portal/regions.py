"""Where a firm can say it is: every county, and the city itself, that an office serves."""

from itertools import groupby

from django.utils.translation import gettext as _

from zhuqi.foundation.directory.enums import Level
from zhuqi.foundation.directory.models import Region
from zhuqi.foundation.directory.queries import served_regions

Choice = tuple[str, str]


def region_choices() -> list[Choice | tuple[str, list[Choice]]]:
    """Code and name; under the city's name where offices of several cities answer.

    Two queries. What is read grows with what the offices serve, not with the country: where
    they are of one city, a dozen regions of three thousand.
    """
    levels = (Level.CITY, Level.COUNTY)
    found = served_regions().filter(level__in=levels).select_related("parent").order_by("code")
    cities = [(city, list(group)) for city, group in groupby(found, key=_city)]
    if len(cities) == 1:
        return list(map(_choice, cities[0][1]))
    return [(city, list(map(_choice, group))) for city, group in cities]


def _city(region: Region) -> str:
    if region.level == Level.CITY or region.parent is None:
        return region.name
    return region.parent.name


def _choice(region: Region) -> Choice:
    own = region.level == Level.CITY
    return region.code, _("%(city)s（市直企业）") % {"city": region.name} if own else region.name
