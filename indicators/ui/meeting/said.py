"""Appreciations, comments, decisions and changes as HTML, sized to be read from a distance."""

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
from indicators.ui.kit.html import Html, esc, html, join

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


def decisions(listed_decisions: Iterable[Decision], today: date) -> Html:
    """Decisions as a list: text, person in charge, due date, progress."""
    return html('<ul class="plain">{}</ul>', join(_decision(decision, today) for decision in listed_decisions))


def _decision(decision: Decision, today: date) -> Html:
    words = [
        decision.code,
        decision.in_charge,
        f"pour le {date_fr(decision.due_on)}" if decision.due_on else "sans échéance",
    ]
    words += [label(decision.state).lower()] if decision.state is not DecisionState.OPEN else []
    words += ["prise aujourd’hui"] if decision.taken_on == today else [f"prise le {date_fr(decision.taken_on)}"]
    late = html(' <b class="meeting-late">En retard</b>') if decision.is_overdue(today) else Html()
    note = html('<br><i class="reserve">{}</i>', decision.note) if decision.note else Html()
    under = esc(" · ".join(filter(None, words)))
    return html('<li>{}<br><span class="muted">{}</span>{}{}</li>', decision.text, under, late, note)


def appreciation(standing: Standing, owed: str) -> Html:
    """The committee's appreciation, a later proposal, or what is still required."""
    htmls = [_appreciation(standing.adopted, "Appréciation du comité")] if standing.adopted else []
    htmls += [_appreciation(standing.proposal, "Appréciation proposée")] if standing.proposal else []
    if not standing.adopted:
        htmls.append(
            html('<p class="warn">{}</p>', owed)
            if owed
            else html("<p>Le comité n’a pas encore porté d’appréciation.</p>")
        )
    return join(htmls)


def _appreciation(rating: Appreciation, name: str) -> Html:
    when = date_fr(rating.meeting or day_of(rating.recorded_at))
    motive = html("<p>{}</p>", rating.motive) if rating.motive else Html()
    return html('<p class="note">{} · {}</p><p class="meeting-level">{}</p>{}', name, when, label(rating.level), motive)


def comments(standing: Standing) -> Html:
    """Current comments by kind; empty if there are none."""
    return join(html("<h3>{}</h3><p>{}</p>", label(text.kind), text.text) for text in standing.texts)


def changed(move: Move | None, changes: Iterable[Change], unit: Unit) -> Html:
    """Changes of a series since the last meeting, one per line; empty if there are none."""
    lines = [_move(move)] if move else []
    lines += [esc(_change(change, unit)) for change in changes]
    return html('<ul class="plain">{}</ul>', join(html("<li>{}</li>", line) for line in lines)) if lines else Html()


def _move(move: Move) -> Html:
    because = ", ".join(CAUSE_LABELS[cause] for cause in move.causes)
    why = html('<br><span class="muted">à cause de : {}</span>', because) if because else Html()
    if move.is_reason_only:
        return html("{}, pour une autre raison{}", signs.badge(move.after.status), why)
    return html("{} → {}{}", signs.badge(move.before.status), signs.badge(move.after.status), why)


def _change(change: Change, unit: Unit) -> str:
    if change.kind in _VALUES:
        where = f"{_VALUES[change.kind]} {Period.parse(change.what).when}"
    elif change.kind in _TARGETS:
        where = f"{_TARGETS[change.kind]} {change.what}"
    else:
        where = _BASELINES.get(change.kind) or _SERIES_CHANGES.get(change.kind, "Série modifiée")
    figures = _figures(change, unit)
    return f"{where} : {figures}" if figures else where


_SERIES_CHANGES = {
    ChangeKind.OVERDUE: "Donnée attendue depuis peu",
    ChangeKind.DEFINITION: "Définition modifiée",
    ChangeKind.SERIES_ADDED: "Série ajoutée",
    ChangeKind.SERIES_REMOVED: "Série retirée",
}


def _figures(change: Change, unit: Unit) -> str:
    if isinstance(change.after, date):
        return f"depuis le {date_fr(change.after)}"
    before, after = (_figure(each, unit) for each in (change.before, change.after))
    return f"{before} → {after}" if before and after and before != after else after or before


def _figure(record: object, unit: Unit) -> str:
    match record:
        case Observation():
            reserve = reserves(record)
            return number(record.value, None, unit) + (f" ({reserve})" if reserve else "")
        case Baseline() | Target():
            return number(record.value, None, unit)
        case _:
            return ""
