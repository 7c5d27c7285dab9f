"""Services of the committee, for the test of rights: a call, who may, what it needs."""

from datetime import date
from typing import Any

from db.engine import Engine
from db.vocabulary import AppreciationLevel, CommentKind, DecisionState
from indicators.domain.committee.appreciations import Matter
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellKey
from indicators.reading.committee.decisions import read_decisions
from indicators.reading.committee.judgements import read_judgements
from indicators.services.committee import decisions, editions, judgements
from indicators.services.committee.decisions import DecisionLinks
from tests.entry_world import COUNT, TODAY
from tests.services.administration_rights import ONLY_ADMINISTRATORS, VALIDATORS, Call

CODE = "D-2024-01"


def decision(engine: Engine, person: Person) -> None:
    """A decision of another meeting."""
    decisions.decide(engine, person, "Avant", taken_on=date(2024, 5, 1))


def _version(engine: Engine) -> int:
    return next(one.version_no for one in read_decisions(engine) if one.code == CODE)


def _appreciate(series: bool) -> Call:
    def call(engine: Engine, person: Person, key: CellKey) -> Any:
        matter = _matter(key, series)
        seen = read_judgements(engine).of(matter).version_no
        level = AppreciationLevel.SUPPORT_NEEDED
        return judgements.appreciate(engine, person, matter, level, base_version_no=seen, today=TODAY)

    return call


def _comment(series: bool) -> Call:
    return lambda e, p, k: judgements.comment(e, p, _matter(k, series), CommentKind.RISKS, "Texte")


def _matter(key: CellKey, series: bool) -> Matter:
    if series:
        return Matter(series=key.series)
    return Matter(area=1 if key.series == COUNT else 2)


def _revise(engine: Engine, person: Person, _key: CellKey) -> Any:
    said: dict[str, Any] = {"text": "T", "in_charge": "", "due_on": None, "about": DecisionLinks()}
    return decisions.revise(engine, person, CODE, "Note", base_version_no=_version(engine), **said)


def _follow_up(engine: Engine, person: Person, _key: CellKey) -> Any:
    return decisions.follow_up(engine, person, CODE, DecisionState.DONE, "Fait", base_version_no=_version(engine))


CALLS: dict[str, tuple[Call, str, tuple[str, ...]]] = {
    # Of a validator it is a proposal.
    "judgements.appreciate/series": (_appreciate(True), VALIDATORS, ()),
    "judgements.appreciate/area": (_appreciate(False), VALIDATORS, ()),
    "judgements.comment/series": (_comment(True), VALIDATORS, ()),
    "judgements.comment/area": (_comment(False), VALIDATORS, ()),
    "decisions.decide": (lambda e, p, _k: decisions.decide(e, p, "Relancer"), ONLY_ADMINISTRATORS, ()),
    "decisions.revise": (_revise, ONLY_ADMINISTRATORS, ("decision",)),
    "decisions.follow_up": (_follow_up, ONLY_ADMINISTRATORS, ("decision",)),
    "editions.freeze": (lambda e, p, _k: editions.freeze(e, p, "C1", "Comité", TODAY), ONLY_ADMINISTRATORS, ()),
}
