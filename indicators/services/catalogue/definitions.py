"""Administration of the catalogue: new versions of definitions, retirement and return of indicators and series.

Series, values and past readings are never rewritten: the catalogue can be read as of any instant.
"""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from db.engine import Engine
from db.queries import administration as stored
from db.queries import catalogue as stored_catalogue
from db.unit_of_work import Session, unit_of_work
from db.vocabulary import Direction, EventCode, IndicatorType
from indicators.domain import rights
from indicators.domain.catalogue.definitions import FIELDS, SENSITIVE, IndicatorSheet, changed_fields
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, Person
from indicators.reading.catalogue.administration import sheet_of
from indicators.services.clock import day_or_today
from indicators.services.refusals import Refused

LONGEST_LABEL, LONGEST_TEXT, LONGEST_DELAY, MOST_DECIMALS = 300, 6000, 60, 6

BEATEN = "Quelqu’un a enregistré une autre version après celle que vous avez vue : rechargez la page pour la voir."


@dataclass(frozen=True, slots=True)
class Edited:
    """The current version, and the fields changed by the edit (none: nothing was written)."""

    version_no: int
    changed: tuple[str, ...]


def edit_definition(
    engine: Engine,
    person: Person,
    indicator: str,
    sheet: IndicatorSheet,
    *,
    base_version_no: int,
    reason: str,
    decided_on: dt.date | None = None,
    confirmed: bool = False,
    today: dt.date | None = None,
) -> Edited:
    """Append a version of a definition, over the one that the person saw. Unit, type and series are unchanged.

    A change that affects assessments must be ``confirmed``. Raises Refused, having written nothing.
    """
    _require(person)
    day = day_or_today(today)
    new = _clean(sheet)
    with unit_of_work(engine, person.email) as work:
        subject = _indicator(work.session, indicator)
        current = stored.definition_versions(work.session, subject.id)[-1]
        changed = changed_fields(sheet_of(current), new)
        if not changed:
            return Edited(current.version_no, ())
        if current.version_no != base_version_no:
            raise Refused(BEATEN)
        _check(new, IndicatorType(current.type))
        _check_why(reason, decided_on, day)
        sensitive = [FIELDS[name].lower() for name in changed if name in SENSITIVE]
        if sensitive and not confirmed:
            raise Refused(f"Vous changez {', '.join(sensitive)} : confirmez que c’est voulu.")
        values = {name: getattr(current, name) for name in _UNEDITED} | _columns(new)
        version_no = current.version_no + 1
        # The indicator is held since it was read: nobody else can have made this version meanwhile.
        stored_catalogue.add_definition(
            work.session,
            **values,
            indicator_id=subject.id,
            version_no=version_no,
            reason=reason.strip(),
            decided_on=decided_on,
            recorded_by=person.email,
        )
        old = _columns(sheet_of(current))
        work.record(
            EventCode.CATALOGUE_CHANGED,
            indicator,
            version=version_no,
            reason=reason.strip(),
            old={name: old[name] for name in changed},
            new={name: _columns(new)[name] for name in changed},
        )
        work.commit()
    return Edited(version_no, changed)


def retire(engine: Engine, person: Person, code: str, on: dt.date, reason: str) -> None:
    """Retire an indicator, or one of its series, from a day on; its data stay. Raises Refused."""
    _move(engine, person, code, on, reason)


def reinstate(engine: Engine, person: Person, code: str, reason: str) -> None:
    """Reinstate a retired indicator or series, with its data. Raises Refused."""
    _move(engine, person, code, None, reason)


_UNEDITED = ("unit_id", "type", "nature", "aggregation", "breakdowns_text", "roadmap_anchor", "added")


def _move(engine: Engine, person: Person, code: str, on: dt.date | None, reason: str) -> None:
    _require(person)
    _check_why(reason, None, dt.date.max)
    with unit_of_work(engine, person.email) as work:
        subject, is_series = _subject(work.session, code)
        if on is None and subject.retired_on is None:
            raise Refused(f"« {code} » n’est pas retiré du catalogue.")
        if on is not None and subject.retired_on is not None:
            raise Refused(f"« {code} » est déjà retiré, au {date_fr(subject.retired_on)}.")
        shown_by = stored.readers(work.session, code) if on is not None else []
        if shown_by:
            raise Refused(f"{', '.join(shown_by)} : ces séries montrent ses valeurs. Retirez-les d’abord.")
        stored.retire(work.session, subject, on, is_series=is_series, reason=reason.strip(), recorded_by=person.email)
        old = subject.retired_on.isoformat() if subject.retired_on else None
        new = on.isoformat() if on else None
        work.record(
            EventCode.CATALOGUE_CHANGED, code, reason=reason.strip(), old={"retire_le": old}, new={"retire_le": new}
        )
        work.commit()


def _subject(session: Session, code: str) -> tuple[stored.SubjectRow, bool]:
    """An indicator or a series, and whether it is a series."""
    indicator = stored.indicator(session, code)
    if indicator is not None:
        return indicator, False
    series = stored.series_by_code(session, code)
    if series is None:
        raise Refused(f"« {code} » n’est ni un indicateur ni une série du catalogue.")
    return series, True


def _indicator(session: Session, code: str) -> stored.SubjectRow:
    indicator = stored.indicator(session, code)
    if indicator is None:
        raise Refused(f"L’indicateur « {code} » n’existe pas.")
    return indicator


def _clean(sheet: IndicatorSheet) -> IndicatorSheet:
    # Words of a closed list are texts too: only what was typed is trimmed.
    texts: dict[str, Any] = {name: value.strip() for name, value in asdict(sheet).items() if type(value) is str}
    return replace(sheet, **texts)


def _columns(sheet: IndicatorSheet) -> dict[str, object]:
    return asdict(sheet) | {"frequency": str(sheet.frequency), "direction": str(sheet.direction)}


def _check(sheet: IndicatorSheet, kind: IndicatorType) -> None:
    if not sheet.label or not sheet.definition or not sheet.source:
        raise Refused("Le libellé, la définition et la source sont nécessaires.")
    if len(sheet.label) > LONGEST_LABEL:
        raise Refused(f"Le libellé ne peut pas dépasser {LONGEST_LABEL} caractères.")
    if (
        max(map(len, (sheet.definition, sheet.nature_text, sheet.source, sheet.frequency_text, sheet.caution)))
        > LONGEST_TEXT
    ):
        raise Refused(f"Un texte dépasse {LONGEST_TEXT} caractères.")
    if not 0 <= sheet.decimals <= MOST_DECIMALS:
        raise Refused(f"Le nombre de décimales va de 0 à {MOST_DECIMALS}.")
    if not 0 <= sheet.publication_delay_months <= LONGEST_DELAY:
        raise Refused(f"Le délai de publication va de 0 à {LONGEST_DELAY} mois.")
    if sheet.direction is Direction.NONE and kind is not IndicatorType.CONTEXT:
        raise Refused("Seul un indicateur de contexte peut n’avoir aucun sens d’évolution voulu.")


def _check_why(reason: str, decided_on: dt.date | None, today: dt.date) -> None:
    if not reason.strip():
        raise Refused("Indiquez le motif : il reste avec la version, au journal.")
    if len(reason) > LONGEST_TEXT:
        raise Refused(f"Le motif dépasse {LONGEST_TEXT} caractères.")
    if decided_on is not None and decided_on > today:
        raise Refused(f"La décision est datée du {date_fr(decided_on)}, une date à venir.")


def _require(person: Person) -> None:
    leave = rights.allowed(person, Action.EDIT_CATALOGUE)
    if not leave:
        raise Refused(leave.reason)
