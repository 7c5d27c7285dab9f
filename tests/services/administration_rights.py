"""Services of administration, imports and accounts, for the test of rights: a call, who may, what it needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from db.engine import Engine
from db.queries import targets as stored_targets
from db.queries.journal import JournalFilter
from db.unit_of_work import reading
from db.vocabulary import Horizon, Role
from indicators.domain.catalogue.typed_parameters import typed_of
from indicators.domain.progress.assessment import Parameters
from indicators.domain.rights import Person
from indicators.domain.values.cells import CellKey, Kind
from indicators.domain.values.checks import Severity
from indicators.domain.values.cross_checks import Operator
from indicators.exchange.pasted import BlockFrame
from indicators.reading.campaigns import calls, campaigns
from indicators.reading.catalogue.administration import read_file, read_rules
from indicators.reading.people import journal
from indicators.reading.values import entry
from indicators.services.catalogue import definitions, horizons, parameters, rules
from indicators.services.catalogue.rules import RuleInput
from indicators.services.files import imports, templates, undo
from indicators.services.files.batches import history
from indicators.services.files.previews import Preview
from indicators.services.people import accounts
from indicators.services.people.accounts import AccountProfile
from indicators.services.refusals import Refused
from indicators.services.values import drafts, targets
from tests.entry_world import BOB, COUNT, SHARE, TODAY

Call = Callable[[Engine, Person, CellKey], Any]
OTHER = Person("Otto", "otto@example.org", frozenset({Role.ADMINISTRATOR}))
DAY = date(2027, 6, 30)
RULE = RuleInput(SHARE, Operator.AT_MOST, COUNT, Severity.WARNING)
PASSWORD = "une phrase assez longue"


def latest(engine: Engine, series: str, field: str) -> int:
    """Number of the last version of a baseline or of a target."""
    with reading(engine) as session:
        if field == "baseline":
            rows = stored_targets.baselines(session)
        else:
            rows = [row for row in stored_targets.targets(session) if row.horizon == field]
        return max((row.version_no for row in rows if row.series == series), default=0)


def baseline(engine: Engine, key: CellKey) -> None:
    """A baseline that stands, whatever was withdrawn before."""
    seen = latest(engine, key.series, "baseline")
    more: dict[str, Any] = {"base_version_no": seen, "reason": "Essai", "today": TODAY}
    targets.set_baseline(engine, OTHER, key.series, "10", date(2021, 12, 31), **more)


def target(engine: Engine, key: CellKey) -> None:
    """A target that stands."""
    seen = latest(engine, key.series, "CT")
    more: dict[str, Any] = {"base_version_no": seen, "reason": "Essai", "today": TODAY, "decided_on": TODAY}
    targets.set_target(engine, OTHER, key.series, Horizon.SHORT, "20", due=date(2026, 12, 31), **more)


def paste(engine: Engine, person: Person, key: CellKey, text: str = "12") -> Preview:
    """The preview of one pasted cell."""
    frame = BlockFrame(((CellKey(key.series, key.period),),), (key.period,))
    return imports.preview_paste(engine, person, text, frame, today=TODAY)


def shown(preview: Preview) -> Preview:
    """A preview, or its refusal of the cell as a refusal."""
    for cell in preview.of(Kind.REFUSED, Kind.OUTSIDE):
        raise Refused(cell.outcome.message or str(cell.row.problems[0]))
    return preview


def batch(engine: Engine, key: CellKey) -> None:
    """An import by somebody else."""
    imports.confirm(engine, OTHER, paste(engine, OTHER, key), today=TODAY)


def last_batch(engine: Engine) -> str:
    """Code of the last import."""
    return history(engine, OTHER)[0].code


def _edit(engine: Engine, person: Person, _key: CellKey) -> Any:
    found = read_file(engine, "ENT-01")
    assert found is not None
    sheet = found.current.sheet
    wanted = type(sheet)(**{**{name: getattr(sheet, name) for name in sheet.__slots__}, "label": "Autre libellé"})
    return definitions.edit_definition(
        engine, person, "ENT-01", wanted, base_version_no=found.current.version_no, reason="Motif", today=TODAY
    )


def _switch(engine: Engine, person: Person, _key: CellKey) -> Any:
    rule = read_rules(engine)[0]
    return rules.switch_cross_rule(engine, person, rule.code, is_active=not rule.is_active, reason="Motif")


def _parameters(engine: Engine, person: Person, _key: CellKey) -> Any:
    typed = typed_of(Parameters()) | {"on_track": "90"}
    return parameters.set_parameters(engine, person, typed, base_version_no=1, reason="Motif")


def _horizon(engine: Engine, person: Person, key: CellKey) -> Any:
    seen = date(2027, 12, 31) if key.series == COUNT else None
    return horizons.set_horizon(
        engine, person, Horizon.SHORT, DAY, series=key.series, seen=seen, reason="Motif", today=TODAY
    )


ONLY_ADMINISTRATORS = ".. .. .. .. of"
VALIDATORS = ".. .. .. o. of"
CONTRIBUTORS = ".. .. o. .. of"
PROFILE = AccountProfile("Bob", "", frozenset({Role.CONTRIBUTOR}), frozenset({1}))


def _of_bob(call: Callable[[Engine, Person], Any]) -> Call:
    return lambda e, p, _k: call(e, p)


CALLS: dict[str, tuple[Call, str, tuple[str, ...]]] = {
    "targets.withdraw_baseline": (
        lambda e, p, k: targets.withdraw_baseline(
            e, p, k.series, "Erreur", base_version_no=latest(e, k.series, "baseline")
        ),
        VALIDATORS,
        ("baseline",),
    ),
    "targets.withdraw_target": (
        lambda e, p, k: targets.withdraw_target(
            e, p, k.series, Horizon.SHORT, "Erreur", base_version_no=latest(e, k.series, "CT")
        ),
        VALIDATORS,
        ("target",),
    ),
    "catalogue.edit_definition": (_edit, ONLY_ADMINISTRATORS, ()),
    "catalogue.retire": (
        lambda e, p, k: definitions.retire(e, p, SHARE if k.series == COUNT else k.series, DAY, "Motif"),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "catalogue.put_back": (
        lambda e, p, k: definitions.reinstate(e, p, SHARE if k.series == COUNT else k.series, "Motif"),
        ONLY_ADMINISTRATORS,
        ("retired",),
    ),
    "parameters.set_parameters": (_parameters, ONLY_ADMINISTRATORS, ()),
    "horizons.set_horizon": (_horizon, ONLY_ADMINISTRATORS, ()),
    "rules.set_value_rule": (
        lambda e, p, k: rules.set_value_rule(e, p, "ENT-01", {"hard_low": "1"}, is_integer=False, reason="Motif"),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "rules.set_cross_rule": (
        lambda e, p, k: rules.set_cross_rule(e, p, "R9", RULE, seen=None, reason="Motif"),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "rules.switch_cross_rule": (_switch, ONLY_ADMINISTRATORS, ("rule",)),
    "people.add_person": (
        _of_bob(lambda e, p: accounts.add_person(e, p, "new@example.org", "Neuf", password=PASSWORD)),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "people.set_profile": (
        _of_bob(lambda e, p: accounts.set_profile(e, p, BOB.email, PROFILE)),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "people.set_roles": (_of_bob(lambda e, p: accounts.set_roles(e, p, BOB.email, [])), ONLY_ADMINISTRATORS, ()),
    "people.set_series": (_of_bob(lambda e, p: accounts.set_series(e, p, BOB.email, [])), ONLY_ADMINISTRATORS, ()),
    "people.move_series": (
        lambda e, p, k: accounts.move_series(e, p, BOB.email, give=[k.series], take=[]),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "people.set_areas": (_of_bob(lambda e, p: accounts.set_areas(e, p, BOB.email, [])), ONLY_ADMINISTRATORS, ()),
    "people.set_password": (
        _of_bob(lambda e, p: accounts.set_password(e, p, BOB.email, PASSWORD)),
        ONLY_ADMINISTRATORS,
        (),
    ),
    "people.give_password": (_of_bob(lambda e, p: accounts.give_password(e, p, BOB.email)), ONLY_ADMINISTRATORS, ()),
    "people.deactivate": (_of_bob(lambda e, p: accounts.deactivate(e, p, BOB.email)), ONLY_ADMINISTRATORS, ()),
    "people.reactivate": (_of_bob(lambda e, p: accounts.reactivate(e, p, BOB.email)), ONLY_ADMINISTRATORS, ()),
    "people.revoke_all": (_of_bob(lambda e, p: accounts.revoke_all(e, p, BOB.email)), ONLY_ADMINISTRATORS, ()),
    "people.erase": (_of_bob(lambda e, p: accounts.erase(e, p, BOB.email, "Départ")), ONLY_ADMINISTRATORS, ()),
    "people.data_of": (_of_bob(lambda e, p: accounts.data_of(e, p, BOB.email)), ONLY_ADMINISTRATORS, ()),
    "imports.preview_paste": (lambda e, p, k: shown(paste(e, p, k)), CONTRIBUTORS, ()),
    "imports.preview_file": (
        lambda e, p, k: shown(imports.preview_file(e, p, _file(k), "a.csv", today=TODAY)),
        CONTRIBUTORS,
        (),
    ),
    "imports.preview": (
        lambda e, p, k: shown(imports.preview(e, p, imports.read_file(e, _file(k)), today=TODAY)),
        CONTRIBUTORS,
        (),
    ),
    # What is confirmed was shown to somebody with more rights: the service asks again, for who confirms.
    "imports.recheck": (
        lambda e, p, k: shown(imports.recheck(e, p, paste(e, OTHER, k), today=TODAY)),
        CONTRIBUTORS,
        (),
    ),
    "imports.confirm": (
        lambda e, p, k: imports.confirm(e, p, paste(e, OTHER, k), today=TODAY).outcomes,
        CONTRIBUTORS,
        (),
    ),
    "undo.foresee": (lambda e, p, _k: undo.foresee(e, p, last_batch(e), today=TODAY), ONLY_ADMINISTRATORS, ("batch",)),
    "undo.undo": (lambda e, p, _k: undo.undo(e, p, last_batch(e), today=TODAY), ONLY_ADMINISTRATORS, ("batch",)),
    "templates.template": (
        lambda e, p, k: templates.template(e, p, [k.period], today=TODAY),
        ".. .. of .. of",
        (),
    ),
}


def _file(key: CellKey) -> bytes:
    return f"serie;periode;valeur\n{key.series};{key.period};12".encode()


Sees = Callable[[Engine, Person, CellKey], bool]

# Readings refuse nothing: what one may not read is not there.
SEES: dict[str, tuple[Sees, str, tuple[str, ...]]] = {
    "services.batches.history": (
        lambda e, p, _k: OTHER.email in {one.author for one in history(e, p)},
        ONLY_ADMINISTRATORS,
        ("batch",),
    ),
    "services.drafts.drafts_of": (lambda e, p, _k: bool(drafts.drafts_of(e, p)), ".. .. .. .. ..", ("draft",)),
    "services.imports.frame_of": (
        lambda e, p, k: k in {key for row in imports.frame_of(e, p, [k.period]).rows for key in row},
        CONTRIBUTORS,
        (),
    ),
    "services.templates.count_lines": (
        lambda e, p, k: templates.count_lines(e, p, [k.period]) > 0,
        ".. .. of .. of",
        (),
    ),
    "reading.entry.grid": (
        lambda e, p, k: k.series in {row.series for row in entry.grid(e, p, [k.period], TODAY)},
        ".. .. o. o. of",
        (),
    ),
    "reading.entry.sheet": (
        lambda e, p, k: k.series in {row.series for row, _ in entry.sheet(e, p, k.period, TODAY)},
        CONTRIBUTORS,
        (),
    ),
    "reading.entry.sheet_keys": (lambda e, p, k: k in entry.sheet_keys(e, p, k.period), CONTRIBUTORS, ()),
    "reading.entry.form": (lambda e, p, k: entry.form(e, p, k, TODAY) is not None, ".. .. o. o. of", ("saved",)),
    "reading.entry.queue": (
        lambda e, p, k: k in {one.key for one in entry.queue(e, p)},
        ".. .. o. o. of",
        ("saved", "submitted"),
    ),
    "reading.journal.read_journal": (
        lambda e, p, k: str(k) in {one.subject for one in journal.read_journal(e, p)},
        ".. .. o. o. of",
        ("saved",),
    ),
    "reading.journal.read_page": (
        lambda e, p, k: str(k) in {one.subject for one in journal.read_page(e, p, JournalFilter()).events},
        ".. .. o. o. of",
        ("saved",),
    ),
    "reading.journal.read_choices": (
        lambda e, p, _k: OTHER.email in str(journal.read_choices(e, p)),
        ".. .. o. o. of",
        ("saved",),
    ),
    "reading.calls.read_calls": (
        lambda e, p, k: bool(calls.read_calls(e, p)),
        ".. .. of of of",
        ("campaign", "lists", "open"),
    ),
    "reading.campaigns.read_campaigns": (
        lambda e, p, k: bool(campaigns.read_campaigns(e, p)),
        ".. .. of of of",
        ("campaign", "lists", "open"),
    ),
    "reading.campaigns.overviews": (
        lambda e, p, k: bool(campaigns.overviews(e, p, TODAY)),
        ".. .. of of of",
        ("campaign", "lists", "open"),
    ),
    "reading.campaigns.board": (
        lambda e, p, k: (
            (found := campaigns.board(e, p, "C24")) is not None and k.series in {one.series for one in found.asked}
        ),
        ".. .. o. o. of",
        ("campaign", "lists", "open"),
    ),
    "reading.campaigns.candidates": (
        lambda e, p, k: k.series in {one.series for one in campaigns.candidates(e, p, "C24")},
        ONLY_ADMINISTRATORS,
        ("campaign",),
    ),
    "reading.campaigns.colleagues": (lambda e, p, k: bool(campaigns.colleagues(e, p)), ".. .. of of of", ()),
    "reading.campaigns.read_period_locks": (
        lambda e, p, k: bool(campaigns.read_period_locks(e, p)),
        ".. .. of of of",
        ("locked",),
    ),
}
