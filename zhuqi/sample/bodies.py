"""The units of the sample city, and the seats in them."""

from typing import Any

from zhuqi.foundation.access import SYSTEM, Role
from zhuqi.foundation.directory.actions import UNITS
from zhuqi.foundation.directory.enums import Level, UnitKind
from zhuqi.foundation.directory.models import Item, Region, Unit
from zhuqi.ledgers.cases.deadline_schemes.queries import DEADLINES
from zhuqi.sample import names
from zhuqi.sample.plan import CITY, PostPlan, city_plan
from zhuqi.sample.society import Founding, Seat

# Whose sections and bodies there are where the city is not built in full.
STORY_COUNTY = "411025"
_HEADS = (
    ("工商联", "主席"),
    ("委员会", "主任"),
    ("公司", "总经理"),
    ("法院", "院长"),
    ("分行", "行长"),
    ("分局", "局长"),
    ("局", "局长"),
    ("乡人民政府", "乡长"),
    ("镇人民政府", "镇长"),
    ("街道办事处", "主任"),
    ("科", "科长"),
    ("股", "股长"),
    ("庭", "庭长"),
    ("支队", "支队长"),
    ("大队", "大队长"),
    ("站", "站长"),
    ("部", "主任"),
)


class Bodies:
    """Adds unit after unit, noting whose they are and who is to sit there."""

    def __init__(self, founding: Founding) -> None:
        self.founding, self.society = founding, founding.society
        self.rng, self.whole = founding.rng, founding.size.whole
        self.items = {item.code: item for item in Item.objects.all()}
        self.regions = {
            region.code: region for region in Region.objects.filter(code__startswith="41")
        }

    def add_all(self) -> None:
        """The city's, then each county's."""
        plan = city_plan()
        city = self.regions[plan.office["region"]]
        self._office(plan.office, city, Level.CITY, "xuchang-2011")
        for row in plan.departments:
            self._with_those_below(row, UnitKind.DEPARTMENT, city, Level.CITY)
        for row in plan.externals:
            self._with_those_below(row, UnitKind.EXTERNAL, city, Level.CITY)
        self._unit("许昌市工商业联合会", "市工商联", UnitKind.CHAMBER, city, Level.CITY)
        for county in plan.counties:
            self._county(county, plan.county_units)

    def _county(self, county: dict[str, Any], units: tuple[dict[str, Any], ...]) -> None:
        region = self.regions[county["region"]]
        place = region.name.removeprefix("许昌")
        office = self._office(
            {
                "prefix": county["prefix"],
                "name": f"{region.name}助企活动办公室",
                "short": f"{place}活动办",
                "phone": f"0374-29{county['prefix']}1"[:12],
            },
            region,
            Level.COUNTY,
            county["scheme"],
        )
        first = len(self.society.units)
        for row in units:
            if self.whole or not row.get("whole"):
                kind = UnitKind.EXTERNAL if row.get("external") else UnitKind.DEPARTMENT
                named = row | {
                    "name": row["name"].replace("{县}", region.name),
                    "short": row["short"].replace("{县}", place),
                }
                self._with_those_below(named, kind, region, Level.COUNTY)
        chamber = (f"{region.name}工商业联合会", f"{place}工商联")
        self._unit(*chamber, UnitKind.CHAMBER, region, Level.COUNTY)
        for name in county["parks"]:
            park = self._unit(f"{name}管理委员会", name[:14], UnitKind.PARK, region, Level.TOWN)
            self.society.parks[region.code].append(park)
        self._towns(county)
        self.society.below[office.pk] = [
            unit
            for unit in list(self.society.units.values())[first:]
            if unit.parent_id is None and unit.kind != UnitKind.CHAMBER
        ]

    def _towns(self, county: dict[str, Any]) -> None:
        below = [
            region
            for code, region in self.regions.items()
            if code.startswith(county["region"]) and region.level == Level.TOWN
        ]
        self.society.towns[county["region"]] = [town.name for town in below]
        for town in below:
            if self.whole or town.code in county["towns"]:
                suffix = "人民政府" if town.name[-1] in "乡镇" else "办事处"
                self._unit(f"{town.name}{suffix}", town.name, UnitKind.TOWN, town, Level.TOWN)

    def _office(self, row: dict[str, Any], region: Region, level: Level, scheme: str) -> Unit:
        office = UNITS.add(
            name=row["name"], short_name=row["short"], kind=UnitKind.OFFICE, level=level,
            region=region, case_prefix=row["prefix"], phone=row["phone"], is_sample=True, by=SYSTEM,
        )  # fmt: skip
        DEADLINES.adopt(office=office, code=scheme, by=SYSTEM)
        self.society.offices[region.code] = office
        self.society.units[office.short_name] = office
        self._seats(office)
        return office

    def _with_those_below(
        self, row: dict[str, Any], kind: UnitKind, region: Region, level: Level
    ) -> None:
        unit = self._unit(row["name"], row["short"], kind, region, level, items=row["items"])
        if not self.whole and region.code not in {CITY, STORY_COUNTY}:
            return
        for name in row["sections"]:
            section = (f"{row['name']}{name}", f"{row['short']}{name}")
            self._unit(*section, UnitKind.SECTION, region, level, parent=unit)
        for name in row.get("bodies", ()):
            body = (name, name.removeprefix("许昌"))
            self._unit(*body, UnitKind.SUBORDINATE, region, level, parent=unit)

    def _unit(
        self,
        name: str,
        short: str,
        kind: UnitKind,
        region: Region,
        level: Level,
        *,
        items: tuple[str, ...] = (),
        parent: Unit | None = None,
    ) -> Unit:
        unit = UNITS.add(
            name=name, short_name=short, kind=kind, level=level, region=region, parent=parent,
            commandable=kind != UnitKind.EXTERNAL, items=[self.items[code] for code in items],
            phone=f"0374-2{self.rng.randrange(10**6):06d}", is_sample=True, by=SYSTEM,
        )  # fmt: skip
        self.society.units[short] = unit
        for code in items:
            self.society.answering[region.code, code] = unit
        if parent is not None:
            self.society.below[parent.pk].append(unit)
        self._seats(unit)
        return unit

    def _seats(self, unit: Unit) -> None:
        for post in city_plan().posts:
            if post.kind == unit.kind and (self.whole or not post.whole):
                self.founding.seats.append(self._seat(unit, post))

    def _seat(self, unit: Unit, post: PostPlan) -> Seat:
        return Seat(
            names.person(self.rng),
            unit,
            post.title.replace("{正职}", head_title(unit.name)),
            tuple(Role(role) for role in post.roles),
            leads=post.leads,
            contact=post.contact,
        )


def head_title(name: str) -> str:
    """What the head of a unit of this name is called."""
    return next((title for ending, title in _HEADS if name.endswith(ending)), "主任")
