"""Follow-up of the committee's decisions, from edition to edition."""

from collections.abc import Mapping, Sequence
from datetime import date

from db.vocabulary import DecisionState
from indicators.domain.formatting import count_of, number
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.editions import Edition
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, details, empty, esc, html, link, table

_DONE, _DROPPED = DecisionState.DONE, DecisionState.DROPPED


def section(
    editions: Sequence[Edition], then: Mapping[str, Sequence[Decision]], now: Sequence[Decision], today: date
) -> Html:
    """The card. ``then`` holds the decisions as of each edition; editions are sorted oldest first."""
    title = "Que deviennent les décisions ?"
    if not now:
        body = html("<p>Elles se consignent sur la page {}.</p>", link(links.address("decisions"), "Décisions"))
        return card(empty("Le comité n’a encore consigné aucune décision", body), title)
    rows = [_row(edition.label, then[edition.code], edition.held_on) for edition in editions]
    rows.append(_row("Aujourd’hui", now, today))
    heads = [
        "Quand l’édition a été figée",
        "Prises",
        "Réalisées",
        "En cours",
        "Ouvertes",
        "Abandonnées",
        "Dont en retard",
    ]
    counts = table("Suivi des décisions, édition par édition", heads, rows, tuple(range(1, 7)))
    matrix = details("État de chaque décision, édition par édition", _matrix(editions, then, now))
    return card(html("<p>{}</p>{}{}", reading(now, today), counts, matrix), title)


def reading(now: Sequence[Decision], today: date) -> str:
    """The follow-up in one sentence."""
    done, dropped = (sum(decision.state is state for decision in now) for state in (_DONE, _DROPPED))
    still = [decision for decision in now if decision.is_open]
    late = sum(decision.is_overdue(today) for decision in still)
    words = [count_of(done, "est réalisée", "sont réalisées")]
    if dropped:
        words.append(count_of(dropped, "abandonnée"))
    words.append(count_of(len(still), "reste ouverte", "restent ouvertes"))
    under = f", dont {number(late)} en retard" if late else ", aucune en retard" if still else ""
    return f"Sur {count_of(len(now), 'décision prise', 'décisions prises')}, {', '.join(words[:-1])} et {words[-1]}{under}."


def _row(name: str, decisions: Sequence[Decision], day: date) -> list[str]:
    states = (_DONE, DecisionState.UNDER_WAY, DecisionState.OPEN, _DROPPED)
    counts = [len(decisions), *(sum(decision.state is state for decision in decisions) for state in states)]
    late = sum(decision.is_overdue(day) for decision in decisions)
    return [esc(name), *(number(many) for many in counts), number(late)]


def _matrix(editions: Sequence[Edition], then: Mapping[str, Sequence[Decision]], now: Sequence[Decision]) -> Html:
    states = [{decision.code: decision.state for decision in then[edition.code]} for edition in editions]
    heads = ["Décision", *(edition.label for edition in editions), "Aujourd’hui"]
    rows = [
        [
            html("{} {}", link(links.address("decisions", decision=decision.code), esc(decision.code)), decision.text),
            *(_word(at.get(decision.code)) for at in states),
            _word(decision.state),
        ]
        for decision in now
    ]
    return table("État de chaque décision", heads, rows)


def _word(state: DecisionState | None) -> Html:
    return esc(label(state)) if state else html('<span class="muted">pas encore prise</span>')
