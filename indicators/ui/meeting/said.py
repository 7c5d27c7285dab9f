"""What was said of an area or an indicator, read at a distance: appreciation, comments, decisions, changes."""

from collections.abc import Iterable
from datetime import date

from db.vocabulary import DecisionState
from indicators.domain.committee.changes import CAUSE_LABELS, Change, ChangeKind, Move
from indicators.domain.formatting import date_fr, number
from indicators.domain.periods import Period
from indicators.domain.series import Baseline, Observation, Target, Unit
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.judgements import Appreciation, Standing
from indicators.reading.instants import day_of
from indicators.reading.progress.figures import reserves
from indicators.ui.kit import signs
from indicators.ui.kit.html import esc

_VALUES = {
    ChangeKind.NEW_VALUE: "Valeur nouvelle",
    ChangeKind.REVISED_VALUE: "Valeur révisée",
    ChangeKind.BREAK: "Rupture de série déclarée",
    ChangeKind.SOURCE: "Source précisée",
    ChangeKind.WITHDRAWN_VALUE: "Valeur retirée",
}
_TARGETS = {
    ChangeKind.TARGET_SET: "Cible fixée",
    ChangeKind.TARGET_REVISED: "Cible révisée",
    ChangeKind.TARGET_WITHDRAWN: "Cible retirée",
}
_BASELINES = {
    ChangeKind.BASELINE_SET: "Situation initiale fixée",
    ChangeKind.BASELINE_REVISED: "Situation initiale révisée",
    ChangeKind.BASELINE_WITHDRAWN: "Situation initiale retirée",
}


def decisions(found: Iterable[Decision], today: date) -> str:
    """Decisions as a list: text, who, until when, how far."""
    return f'<ul class="plain">{"".join(_decision(one, today) for one in found)}</ul>'


def _decision(one: Decision, today: date) -> str:
    words = [one.code, one.in_charge, f"pour le {date_fr(one.due_on)}" if one.due_on else "sans échéance"]
    words += [label(one.state).lower()] if one.state is not DecisionState.OPEN else []
    words += ["prise aujourd’hui"] if one.taken_on == today else [f"prise le {date_fr(one.taken_on)}"]
    late = ' <b class="meeting-late">En retard</b>' if one.is_overdue(today) else ""
    note = f'<br><i class="reserve">{esc(one.note)}</i>' if one.note else ""
    under = esc(" · ".join(filter(None, words)))
    return f'<li>{esc(one.text)}<br><span class="muted">{under}</span>{late}{note}</li>'


def appreciation(standing: Standing, owed: str) -> str:
    """The committee's own judgement, a proposal made since, or what is awaited."""
    found = [_appreciation(standing.adopted, "Appréciation du comité")] if standing.adopted else []
    found += [_appreciation(standing.proposal, "Appréciation proposée")] if standing.proposal else []
    if not standing.adopted:
        found.append(
            f'<p class="warn">{esc(owed)}</p>' if owed else "<p>Le comité n’a pas encore porté d’appréciation.</p>"
        )
    return "".join(found)


def _appreciation(one: Appreciation, name: str) -> str:
    when = date_fr(one.meeting or day_of(one.recorded_at))
    motive = f"<p>{esc(one.motive)}</p>" if one.motive else ""
    return f'<p class="note">{esc(name)} · {when}</p><p class="meeting-level">{esc(label(one.level))}</p>{motive}'


def comments(standing: Standing) -> str:
    """Comments that stand, by kind; empty where there are none."""
    return "".join(f"<h3>{esc(label(one.kind))}</h3><p>{esc(one.text)}</p>" for one in standing.texts)


def changed(move: Move | None, found: Iterable[Change], unit: Unit) -> str:
    """What changed of a series since the last meeting, each on its line; empty where nothing did."""
    lines = [_move(move)] if move else []
    lines += [esc(_change(one, unit)) for one in found]
    return f'<ul class="plain">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _move(one: Move) -> str:
    because = ", ".join(CAUSE_LABELS[cause] for cause in one.causes)
    why = f'<br><span class="muted">à cause de : {esc(because)}</span>' if because else ""
    if one.is_reason_only:
        return f"{signs.badge(one.after.status)}, pour une autre raison{why}"
    return f"{signs.badge(one.before.status)} → {signs.badge(one.after.status)}{why}"


def _change(one: Change, unit: Unit) -> str:
    if one.kind in _VALUES:
        where = f"{_VALUES[one.kind]} {Period.parse(one.what).when}"
    elif one.kind in _TARGETS:
        where = f"{_TARGETS[one.kind]} {one.what}"
    else:
        where = _BASELINES.get(one.kind) or _OTHERS.get(one.kind, "Série modifiée")
    figures = _figures(one, unit)
    return f"{where} : {figures}" if figures else where


_OTHERS = {
    ChangeKind.OVERDUE: "Donnée attendue depuis peu",
    ChangeKind.DEFINITION: "Définition modifiée",
    ChangeKind.SERIES_ADDED: "Série ajoutée",
    ChangeKind.SERIES_REMOVED: "Série retirée",
}


def _figures(one: Change, unit: Unit) -> str:
    if isinstance(one.after, date):
        return f"depuis le {date_fr(one.after)}"
    before, after = (_figure(each, unit) for each in (one.before, one.after))
    return f"{before} → {after}" if before and after and before != after else after or before


def _figure(thing: object, unit: Unit) -> str:
    match thing:
        case Observation():
            reserve = reserves(thing)
            return number(thing.value, None, unit) + (f" ({reserve})" if reserve else "")
        case Baseline() | Target():
            return number(thing.value, None, unit)
        case _:
            return ""
