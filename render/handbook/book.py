"""What stands in a handbook, in the order of its pages; both printers read this and nothing else.

``None`` where the project doesn't say something that a resident needs: printed as a line to fill in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phone:
    """A number and whom one reaches there."""

    label: str
    number: str | None


@dataclass(frozen=True, slots=True)
class Opening:
    """Opening hours on some days of the week; ``times`` as written, one a period."""

    days: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """A service point of the community."""

    name: str
    address: str | None
    hours: tuple[Opening, ...]
    staff: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A grid: what it covers, who looks after it, who watches."""

    name: str
    area: str | None
    officer: str | None
    monitor: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of service and what it means."""

    name: str
    content: str | None


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to bring. ``facts``: copies, form, source … in words; ``shared``: other offices are asked for it."""

    title: str
    facts: str
    optional: str | None = None
    shared: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows a step. ``label``: the outcome, empty where there is no choice. ``kind``: next, back, done, refused.

    ``to``: the number of the step one goes on with, where it is one.
    """

    label: str
    text: str
    kind: str = "next"
    to: int | None = None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One numbered step. ``kind``: yours (the resident acts), choice (only decides), publish or work."""

    number: int
    title: str
    who: str
    kind: str
    limit: str | None = None
    unverified: bool = False
    details: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, ``width`` × ``height`` mm."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal basis; ``verified``: somebody compared it with the text in force."""

    text: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One service: everything its page says."""

    id: str
    name: str
    code: str | None
    category: str
    role: str
    audience: str | None
    summary: str | None
    fee: str | None
    places: tuple[str, ...]
    hours: str | None
    visits: str | None
    kind: str | None
    online: str | None
    phone: str | None
    conditions: tuple[str, ...]
    prohibitions: tuple[str, ...]
    materials: tuple[Need, ...]
    steps: tuple[StepLine, ...]
    charts: tuple[Picture, ...]
    course: str | None
    limits: str | None
    promised: str | None
    result: str | None
    delivery: str | None
    anytime: tuple[str, ...]
    rights: tuple[str, ...]
    remedy: tuple[str, ...]
    complaints: tuple[Phone, ...]
    reply: str | None
    questions: tuple[tuple[str, str], ...]
    grounds: tuple[Ground, ...]
    provenance: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The services of one category."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OtherPower:
    """A power that is no service: what it is about, who decides, where residents can see it."""

    name: str
    code: str | None
    category: str
    summary: str | None
    body: str | None
    watched: str | None
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post and who is in charge."""

    name: str
    people: str | None
    phone: str | None
    duties: str | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A line of an index: what one looks for, and the entries (ids) it stands in."""

    word: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Lines of an index under one head: a letter, or what a resident wants to do."""

    head: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """The whole handbook. ``when``: year and month of its newest power; None: to be filled in."""

    community: str | None
    street: str | None
    county: str | None
    address: str | None
    summary: str | None
    when: str | None
    site: str | None
    phones: tuple[Phone, ...]
    places: tuple[ServicePlace, ...]
    grid: tuple[GridRow, ...]
    promises: tuple[Promise, ...]
    groups: tuple[Group, ...]
    others: tuple[OtherPower, ...]
    bodies: tuple[PostRow, ...]
    officers: tuple[PostRow, ...]
    above: tuple[PostRow, ...]
    pledge: tuple[str, ...]
    wants: tuple[Shelf, ...]
    letters: tuple[Shelf, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for group in self.groups for entry in group.entries)
