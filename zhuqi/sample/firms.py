"""The firms of the sample city, who speaks for them and who looks after them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import cycle

from zhuqi.foundation.access import SYSTEM, SYSTEM_PERSON, Actor, ActorKind, Person, Role, Scope
from zhuqi.foundation.accounts.actions import NewUser, admit_members, create_users
from zhuqi.foundation.directory.actions import (
    ContactDraft,
    EnterpriseDraft,
    LinkDraft,
    add_enterprises,
    join_chamber,
    link_liaisons,
)
from zhuqi.foundation.directory.enums import EnterpriseStatus, LiaisonKind, Sector, UnitKind
from zhuqi.foundation.directory.models import Region
from zhuqi.sample import names
from zhuqi.sample.officials import PASSWORD
from zhuqi.sample.plan import CITY, Trade, city_plan, trades
from zhuqi.sample.society import Firm, Founding, Seat

BATCH = 500
_SECTORS = {"industry": 62, "construction": 8, "agriculture": 8, "commerce": 16, "other": 6}
_TITLES = ("总经理", "副总经理", "办公室主任", "厂长", "财务负责人", "行政主管")
# Of ten firms, those with an account of their own; the others phone, write or are visited.
_WITH_ACCOUNT = 8
# The printed liaison official's share of the city's own firms.
SHOWN = 12


class Firms:
    """Adds the firms ledger by ledger, the city's first."""

    def __init__(self, founding: Founding) -> None:
        self.founding, self.society = founding, founding.society
        self.rng, self.size = founding.rng, founding.size
        self.names = names.FirmNames(founding.rng)
        self.phones = iter(
            names.phones(founding.rng, founding.size.firm_total + len(city_plan().groups))
        )
        self.regions = {
            region.code: region for region in Region.objects.filter(code__in=[*founding.size.firms])
        }
        self.counties = [code for code in founding.size.firms if code != CITY]
        self.groups: dict[str, list[tuple[Trade, EnterpriseDraft]]] = {}
        self.number = 0

    def open_for_business(self, ledgers: Collection[str]) -> None:
        """Firms of these ledgers, their people, their liaison officials and leaders, their
        chambers; the first time the groups as well."""
        self.groups = self.groups or self._groups()
        for ledger in ledgers:
            wanted = self.size.firms[ledger]
            members = self.groups.get(ledger, [])[: wanted // 3]
            ordinary = (self._draft(ledger) for _ in range(wanted - len(members)))
            self._add(ledger, [*ordinary, *members])
        opened = {ledger: self.society.firms[ledger] for ledger in ledgers}
        self._look_after(opened)
        self._chambers(opened)

    def _add(self, ledger: str, drafts: Sequence[tuple[Trade, EnterpriseDraft]]) -> None:
        for start in range(0, len(drafts), BATCH):
            part = drafts[start : start + BATCH]
            rows = add_enterprises([draft for _trade, draft in part], by=SYSTEM)
            firms = []
            for (trade, draft), row in zip(part, rows, strict=True):
                contact = draft.contacts[0]
                firms.append(Firm(row, trade, (contact.name, contact.phone)))
            self._members(firms)
            self.society.firms[ledger].extend(firms)
        self.number += len(drafts)
        self.founding.say(f"企业 {self.number}/{self.size.firm_total} 家")

    # Drafts

    def _draft(self, ledger: str) -> tuple[Trade, EnterpriseDraft]:
        rng = self.rng
        sector = rng.choices(list(_SECTORS), list(_SECTORS.values()))[0]
        choices = [trade for trade in trades().values() if trade.sector == sector]
        trade = rng.choices(choices, [trade.weight for trade in choices])[0]
        county = ledger
        if ledger == CITY:
            sizes = [self.size.firms[code] for code in self.counties]
            county = rng.choices(self.counties, sizes)[0]
        return trade, self._drafted(county, trade, key_firm=ledger == CITY)

    def _drafted(
        self, county: str, trade: Trade, *, key_firm: bool, stem: str = ""
    ) -> EnterpriseDraft:
        rng, region = self.rng, self.regions[county]
        name = self.names.fresh(_place(region), trade.name, trade.form, stem)
        preparing = not stem and rng.random() < 0.025
        staff = int(rng.lognormvariate(5.2 if key_firm else 4.2, 1.0)) + 6
        revenue = Decimal(int(staff * rng.uniform(20, 120)))
        parks = self.society.parks[county]
        in_park = rng.random() < (0.6 if trade.sector == "industry" else 0.1)
        park = rng.choice(parks) if in_park else None
        where = str(park) if park else f"{region.name}{rng.choice(self.society.towns[county])}"
        return EnterpriseDraft(
            name=name + ("（筹）" if preparing else ""),
            region=region,
            uscc="" if preparing else names.credit_code(rng, county),
            status=EnterpriseStatus.PREPARING if preparing else EnterpriseStatus.OPERATING,
            industry=trade.code,
            employees=staff,
            revenue=revenue,
            assets=revenue * Decimal("0.8"),
            park=park,
            office=self.society.offices[CITY if key_firm else county],
            sector=Sector(trade.sector),
            address=f"{where}{rng.choice(names.ROADS)}{rng.randrange(1, 300)}号",
            contacts=(
                ContactDraft(
                    name=names.person(rng), phone=next(self.phones), title=rng.choice(_TITLES)
                ),
            ),
            is_sample=True,
        )

    def _groups(self) -> dict[str, list[tuple[Trade, EnterpriseDraft]]]:
        """Subsidiaries in their counties' ledgers; the group itself is entered at once."""
        found: dict[str, list[tuple[Trade, EnterpriseDraft]]] = defaultdict(list)
        for group in city_plan().groups:
            head = replace(
                self._drafted(
                    group["region"], trades()[group["trade"]], key_firm=True, stem=group["stem"]
                ),
                name=group["name"],
                contacts=(),
            )
            [parent] = add_enterprises([head], by=SYSTEM)
            for county, trade_name in group["members"]:
                trade = trades()[trade_name]
                draft = self._drafted(county, trade, key_firm=False, stem=group["stem"])
                found[county].append((trade, replace(draft, parent_group=parent)))
        return found

    # People

    def _members(self, firms: Sequence[Firm]) -> None:
        """Who signs in for a firm; the very first is the printed one."""
        first = not any(self.society.firms.values())
        rows = [firm for index, firm in enumerate(firms) if index % 10 < _WITH_ACCOUNT]
        users = create_users(
            new=[
                NewUser(
                    username="qiye" if first and index == 0 else firm.contact[1],
                    name=firm.contact[0],
                    phone=firm.contact[1],
                    password=PASSWORD if first and index == 0 else None,
                    must_change_password=False,
                    is_sample=True,
                )
                for index, firm in enumerate(rows)
            ],
            by=SYSTEM_PERSON,
        )
        pairs = [(user, firm.row) for user, firm in zip(users, rows, strict=True)]
        admit_members(pairs, by=SYSTEM_PERSON, now=self.founding.now)
        for firm, user in zip(rows, users, strict=True):
            firm.person = Person(
                Actor(ActorKind.FIRM, user.pk, user.name, firm.row.name),
                Scope(user_id=user.pk, enterprises=frozenset({firm.row.pk})),
            )

    def _look_after(self, opened: Mapping[str, list[Firm]]) -> None:
        """Every firm has a liaison official of its level, every key firm a leader besides.

        The official comes first, so that the firm's named officer is one who can come by.
        """
        links: list[tuple[Firm, Seat]] = []
        for ledger, firms in opened.items():
            links.extend(self._liaison_links(ledger, firms))
            links.extend(self._leader_links(ledger, firms))
        link_liaisons(
            [
                LinkDraft(
                    enterprise=firm.row,
                    official=seat.row,
                    kind=LiaisonKind.LEADER if Role.LEADER in seat.roles else LiaisonKind.OFFICIAL,
                    since=self.founding.since.date(),
                )
                for firm, seat in links
            ],
            by=SYSTEM_PERSON,
        )
        _name_them(links)

    def _liaison_links(self, ledger: str, firms: list[Firm]) -> Iterator[tuple[Firm, Seat]]:
        shown = next(seat for seat in self.founding.seats if Role.LIAISON in seat.roles)
        pool = [
            seat
            for seat in self.founding.seats
            if _ledger_of(seat) == ledger
            and seat is not shown
            and seat.unit.kind not in {UnitKind.OFFICE, UnitKind.CHAMBER, UnitKind.EXTERNAL}
        ]
        self.rng.shuffle(pool)
        rest = firms
        if ledger == CITY:
            yield from ((firm, shown) for firm in firms[:SHOWN])
            rest = firms[SHOWN:] or firms
        # Whichever are more go round once, so no pair comes twice.
        rounds = max(len(rest), len(pool))
        for _turn, firm, seat in zip(range(rounds), cycle(rest), cycle(pool), strict=False):
            yield firm, seat

    def _leader_links(self, ledger: str, firms: list[Firm]) -> Iterator[tuple[Firm, Seat]]:
        leaders = [
            seat
            for seat in self.founding.seats
            if Role.LEADER in seat.roles and _ledger_of(seat) == ledger
        ]
        key_firms = firms if ledger == CITY else firms[::3]
        yield from zip(key_firms, cycle(leaders), strict=False)

    def _chambers(self, opened: Mapping[str, list[Firm]]) -> None:
        """Some of each ledger's firms belong to its 工商联."""
        since = self.founding.since.date()
        chambers = {
            unit.region.code: unit
            for unit in self.society.units.values()
            if unit.kind == UnitKind.CHAMBER
        }
        for ledger, firms in opened.items():
            for firm in firms[:30:3]:
                firm.chamber = chambers[ledger]
                join_chamber(
                    enterprise=firm.row, chamber=firm.chamber, since=since, by=SYSTEM_PERSON
                )


def _name_them(links: Sequence[tuple[Firm, Seat]]) -> None:
    """Tell each firm who it is, and each of them how far they reach by it."""
    reach: dict[int, set[int]] = defaultdict(set)
    for firm, seat in links:
        reach[seat.row.pk].add(firm.row.pk)
    for firm, seat in links:
        if seat.person is None:
            continue
        scope = replace(seat.person.scope, liaised=frozenset(reach[seat.row.pk]))
        person = Person(seat.person.actor, scope)
        if Role.LEADER in seat.roles:
            firm.leader = firm.leader or person
        else:
            firm.liaison = firm.liaison or person


def _ledger_of(seat: Seat) -> str:
    """The division whose ledger the seat's unit works for."""
    return seat.unit.region.code[:6]


def _place(region: Region) -> str:
    """As a firm's name begins: 襄城, 许昌."""
    return "许昌" if region.code == "411071" else region.name.rstrip("市县区")
