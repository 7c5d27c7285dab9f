"""A scripted history: what a store held at a meeting, the forty changes made since, and what must be told of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from db import migrate
from db.engine import Engine
from db.queries import catalogue as stored_catalogue
from db.queries import facts, targets
from db.queries.reference import identifiers
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import EntryMethod, Horizon, TargetMode, ValueState
from indicators.domain.committee.changes import Cause, ChangeKind
from indicators.domain.statuses import Status
from seeds import load_catalogue, load_values, loader
from seeds.demo.definitions import record_definitions
from seeds.report import LoadReport
from tests.factories import add_value

KNOWN = datetime(2025, 1, 15, 9, tzinfo=UTC)
MEETING = datetime(2025, 7, 15, 9, tzinfo=UTC)
SINCE = datetime(2025, 9, 1, 9, tzinfo=UTC)
UNTIL = date(2025, 11, 15)
START = date(2021, 12, 31)
DUE = {Horizon.SHORT: date(2023, 12, 31), Horizon.MEDIUM: date(2026, 12, 31)}
AUTHOR, MOTIVE = "b@example.org", "Motif du changement"

ON, SOON, LATE, DOWN, DONE = Status.ON_TRACK, Status.TO_ACCELERATE, Status.LATE, Status.DECLINE, Status.ACHIEVED
MISSED, NONE = Status.MISSED, Status.NOT_ASSESSABLE

Told = tuple[ChangeKind, str]
Moved = tuple[Status, Status, tuple[Cause, ...], tuple[Cause, ...]]


@dataclass(frozen=True)
class Pen:
    """Writes about one series, at one instant."""

    session: Session
    series_id: int
    indicator: str
    at: datetime
    reason: str = ""

    @property
    def said(self) -> dict[str, Any]:
        return {"recorded_at": self.at, "recorded_by": AUTHOR, "method": EntryMethod.FORM, "reason": self.reason}

    def value(self, value: int | str | None, period: str = "2023", **more: Any) -> None:
        add_value(self.session, value, series_id=self.series_id, period=period, **(self.said | more))

    def withdraw(self, period: str = "2023") -> None:
        self.value(None, period, state=ValueState.WITHDRAWN)

    def baseline(self, value: int | None = 100, **more: Any) -> None:
        state = ValueState.WITHDRAWN if value is None else ValueState.PUBLISHED
        exact = None if value is None else Decimal(value)
        values = {"series_id": self.series_id, "dated": START, "value": exact, "state": state}
        targets.add_baseline_version(self.session, **(values | self.said | more))

    def target(self, value: int | None = 200, horizon: Horizon = Horizon.MEDIUM, **more: Any) -> None:
        state = ValueState.WITHDRAWN if value is None else ValueState.PUBLISHED
        exact = None if value is None else Decimal(value)
        values = {"horizon": horizon, "due": DUE[horizon], "mode": TargetMode.LEVEL, "value": exact, "state": state}
        said = self.said | {"reason": self.reason or "Décision"}
        targets.add_target_version(self.session, series_id=self.series_id, **(values | said | more))

    def define(self, **changed: Any) -> None:
        row = next(one for one in stored_catalogue.definitions(self.session) if one.code == self.indicator)
        left = {"code", "family", "unit_code", "unit_label", "unit_symbol", "is_percent", "retired_on"}
        values = {name: value for name, value in row._asdict().items() if name not in left}
        said = {"version_no": row.version_no + 1, "recorded_at": self.at, "recorded_by": AUTHOR, "reason": self.reason}
        stored_catalogue.add_definition(self.session, **(values | said | changed))


def plan(pen: Pen) -> None:
    """On track at the meeting: 140 in 2023 on the way from 100 in 2021 to 200 in 2026."""
    pen.baseline()
    pen.target()
    pen.value(140)


def without(*left_out: str) -> Callable[[Pen], None]:
    """The same plan without its baseline, its target or its value."""

    def write(pen: Pen) -> None:
        for name in ("baseline", "target", "value"):
            if name not in left_out:
                getattr(pen, name)(*((140,) if name == "value" else ()))

    return write


@dataclass(frozen=True)
class Scene:
    """One series: what it held, what was done (a change a line), what is told, how its status moved."""

    done: tuple[Callable[[Pen], None], ...]
    told: tuple[Told, ...]
    moved: Moved | None = None
    before: Callable[[Pen], None] = plan


def _value(before: Status, after: Status) -> Moved:
    return before, after, (Cause.VALUE,), ()


def _two_values(pen: Pen) -> None:
    plan(pen)
    pen.value(120, "2022")


def _broken(pen: Pen) -> None:
    pen.baseline()
    pen.target()
    pen.value(140, flags=frozenset("B"))


def _pace_96(pen: Pen) -> None:
    pen.baseline()
    pen.target()
    pen.value("138.4")


K = ChangeKind
SCENES: tuple[Scene, ...] = (
    # Values
    Scene((lambda p: p.value(160, "2024"),), ((K.NEW_VALUE, "2024"),)),
    Scene((lambda p: p.value(120, "2024"),), ((K.NEW_VALUE, "2024"),), _value(ON, LATE)),
    Scene((lambda p: p.value(90, "2024"),), ((K.NEW_VALUE, "2024"),), _value(ON, DOWN)),
    Scene((lambda p: p.value(None, "2024", flags=frozenset("L")),), ((K.NEW_VALUE, "2024"),)),
    Scene((lambda p: p.value(180, "2025", flags=frozenset("F")),), ((K.NEW_VALUE, "2025"),)),
    Scene((lambda p: p.value(140),), ((K.NEW_VALUE, "2023"),), _value(NONE, ON), without("value")),
    Scene((lambda p: p.value(120),), ((K.REVISED_VALUE, "2023"),), _value(ON, LATE)),
    Scene((lambda p: p.value(200),), ((K.REVISED_VALUE, "2023"),), _value(ON, DONE)),
    Scene((lambda p: p.value(140, flags=frozenset("P")),), ((K.REVISED_VALUE, "2023"),)),
    Scene((lambda p: p.value(140, source="Autre source"),), ((K.SOURCE, "2023"),)),
    Scene((lambda p: p.withdraw(),), ((K.WITHDRAWN_VALUE, "2023"),), _value(ON, NONE)),
    Scene((lambda p: p.withdraw(),), ((K.WITHDRAWN_VALUE, "2023"),), None, _two_values),
    Scene((lambda p: p.value(140, flags=frozenset("B")),), ((K.BREAK, "2023"),), _value(ON, NONE)),
    Scene((lambda p: p.value(160, "2024", flags=frozenset("B")),), ((K.BREAK, "2024"),), _value(ON, NONE)),
    # Baselines
    Scene((lambda p: p.baseline(),), ((K.BASELINE_SET, ""),), (NONE, ON, (Cause.BASELINE,), ()), without("baseline")),
    Scene((lambda p: p.baseline(130),), ((K.BASELINE_REVISED, ""),), (ON, LATE, (Cause.BASELINE,), ())),
    Scene((lambda p: p.baseline(101),), ((K.BASELINE_REVISED, ""),)),
    Scene((lambda p: p.baseline(None),), ((K.BASELINE_WITHDRAWN, ""),), (ON, NONE, (Cause.BASELINE,), ())),
    Scene(
        (lambda p: p.baseline(100, flags=frozenset("B")),),
        ((K.BASELINE_REVISED, ""),),
        (NONE, ON, (Cause.BASELINE,), ()),
        _broken,
    ),
    # Targets
    Scene((lambda p: p.target(),), ((K.TARGET_SET, "MT"),), (NONE, ON, (Cause.TARGET,), ()), without("target")),
    Scene((lambda p: p.target(300),), ((K.TARGET_REVISED, "MT"),), (ON, LATE, (Cause.TARGET,), ())),
    Scene((lambda p: p.target(201),), ((K.TARGET_REVISED, "MT"),)),
    Scene((lambda p: p.target(None),), ((K.TARGET_WITHDRAWN, "MT"),), (ON, NONE, (Cause.TARGET,), ())),
    Scene((lambda p: p.target(140),), ((K.TARGET_REVISED, "MT"),), (ON, DONE, (Cause.TARGET,), ())),
    Scene(
        (lambda p: p.target(200, due=date(2023, 12, 31)),),
        ((K.TARGET_REVISED, "MT"),),
        (ON, MISSED, (Cause.TARGET,), ()),
    ),
    Scene((lambda p: p.target(180, Horizon.SHORT),), ((K.TARGET_SET, "CT"),), (ON, LATE, (Cause.TARGET,), ())),
    # Two changes: neither is enough; each would be; they cancel out.
    Scene(
        (lambda p: p.value(140, "2024"), lambda p: p.target(220)),
        ((K.NEW_VALUE, "2024"), (K.TARGET_REVISED, "MT")),
        (ON, LATE, (Cause.VALUE, Cause.TARGET), ()),
    ),
    Scene(
        (lambda p: p.value(120, "2024"), lambda p: p.target(300)),
        ((K.NEW_VALUE, "2024"), (K.TARGET_REVISED, "MT")),
        (ON, LATE, (Cause.VALUE,), (Cause.TARGET,)),
    ),
    Scene(
        (lambda p: p.value(120, "2024"), lambda p: p.target(130)),
        ((K.NEW_VALUE, "2024"), (K.TARGET_REVISED, "MT")),
    ),
    # A break and the baseline recomputed for it: the status is that of the new definition.
    Scene(
        (lambda p: p.value(120, "2024", flags=frozenset("B")), lambda p: p.baseline(100, flags=frozenset("B"))),
        ((K.BREAK, "2024"), (K.BASELINE_REVISED, "")),
        (ON, LATE, (Cause.VALUE, Cause.BASELINE), ()),
    ),
    # Definitions
    Scene((lambda p: p.define(direction="baisse"),), ((K.DEFINITION, ""),), (ON, DONE, (Cause.DEFINITION,), ())),
    Scene((lambda p: p.define(label="Un autre libellé"),), ((K.DEFINITION, ""),)),
    # Method: the only change of no series.
    Scene((), (), (ON, SOON, (Cause.PARAMETERS,), ()), _pace_96),
)
OVERDUE = 3
"""Series of which a value fell due in between, the clock being all that changed."""

PARAMETERS = 1
CHANGES = sum(len(scene.done) for scene in SCENES) + OVERDUE + PARAMETERS


def prepare(engine: Engine) -> dict[str, Scene]:
    """The store as it was at the meeting; the scene of each series by code. Series of OVERDUE are under no scene."""
    migrate.upgrade(engine)
    catalogue = loader.read_files()[0]
    with unit_of_work(engine, "essai") as work:
        record_definitions(work.session, catalogue)
        load_catalogue.load(work.session, catalogue, LoadReport())
        load_values.load_parameters(work.session, LoadReport(), "essai")
        chosen = dict(zip(_series(work.session, (3, 4, 6, 12, 18)), SCENES, strict=False))
        for code, scene in chosen.items():
            scene.before(_pen(work.session, code, KNOWN))
        for code in overdue(work.session):
            plan(_pen(work.session, code, KNOWN))
        work.commit()
    return chosen


def overdue(session: Session) -> list[str]:
    """Series whose value of 2024 falls due on 31/10/2025."""
    return _series(session, (10,))[:OVERDUE]


def change(engine: Engine, scenes: dict[str, Scene]) -> None:
    """The changes made since the meeting."""
    with unit_of_work(engine, "essai") as work:
        for code, scene in scenes.items():
            for done in scene.done:
                done(_pen(work.session, code, SINCE, MOTIVE))
        row = facts.method_parameters(work.session)
        values = {name: value for name, value in row._asdict().items() if name != "id"}
        said = {"version_no": 2, "on_track": Decimal("0.97"), "recorded_at": SINCE, "recorded_by": AUTHOR}
        facts.add_method_parameters(work.session, **(values | said))
        work.commit()


def _series(session: Session, delays: tuple[int, ...]) -> list[str]:
    """One series of each indicator that is yearly, wanted to grow and no sum, published after some delay."""
    wanted = {
        row.code
        for row in stored_catalogue.definitions(session)
        if (row.frequency, row.direction) == ("annuelle", "hausse")
        and row.nature != "cumul"
        and row.publication_delay_months in delays
    }
    first: dict[str, str] = {}
    for row in stored_catalogue.series(session):
        if row.indicator in wanted and row.in_matrix and row.reads_from is None and not row.is_context:
            first.setdefault(row.indicator, row.code)
    return list(first.values())


def _pen(session: Session, code: str, at: datetime, reason: str = "") -> Pen:
    indicator = next(row.indicator for row in stored_catalogue.series(session) if row.code == code)
    return Pen(session, identifiers(session, "series", "code")[code], indicator, at, reason)
