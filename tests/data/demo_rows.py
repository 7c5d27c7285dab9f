"""Reading a demonstration store whole, for tests that compare or count."""

from datetime import date
from typing import Any

from db.engine import Engine
from db.queries import catalogue, observations, roadmap, targets
from db.unit_of_work import Session, reading

TODAY = date(2026, 11, 1)


def shown(session: Session) -> list[Any]:
    """The published version of each observation, or the latest of those never published."""
    published = observations.observations(session, totals_only=False)
    known = {row.observation_id for row in published}
    latest = observations.observations(session, totals_only=False, published=False)
    return [*published, *(row for row in latest if row.observation_id not in known)]


def all_versions(session: Session) -> list[Any]:
    """Every version of every observation, oldest first within an observation."""
    return [row for one in catalogue.series(session) for row in observations.history(session, one.id)]


def contents(engine: Engine) -> dict[str, list[str]]:
    """All that was said, without identifiers, in an order of its own: equal for stores that say the same."""
    with reading(engine) as session:
        return {
            "observations": sorted(_text(row, "observation_id") for row in all_versions(session)),
            "situations initiales": sorted(_text(row) for row in targets.baselines(session)),
            "cibles": sorted(_text(row) for row in targets.targets(session)),
            "échéances": sorted(_text(row) for row in roadmap.series_horizons(session)),
            "définitions": sorted(_text(row, "indicator_id", "unit_id") for row in catalogue.definitions(session)),
        }


def _text(row: Any, *left_out: str) -> str:
    held = {name: value for name, value in row._asdict().items() if name not in left_out}
    return repr([(name, "".join(sorted(value)) if name == "flags" else value) for name, value in held.items()])
