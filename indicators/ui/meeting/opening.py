"""Opening of a meeting: date, agenda, open decisions, changes since the last meeting."""

from collections import Counter

from indicators.domain.committee.changes import ChangeKind, Changes
from indicators.domain.formatting import count_of, date_fr, plural
from indicators.domain.statuses import STATUS_ORDER
from indicators.reading.committee.agenda import BEYOND, AgendaScope, AgendaSection, Concern
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, card, chip, chip_row, empty, esc, header, html, join, link, show
from indicators.ui.meeting import said
from indicators.ui.meeting.plan import CurrentMeeting, counts, sections

SCOPES = {
    AgendaScope.ATTENTION: "Noyau à examiner",
    AgendaScope.CORE: "Tout le noyau",
    AgendaScope.EVERYTHING: "Tout ce qui alerte, hors noyau compris",
}
_SIGNED = {Concern.DECLINE: "recul", Concern.MISSED: "cible_non_atteinte", Concern.LATE: "en_retard"}
_NAMES = {
    Concern.DECLINE: ("recul", "reculs"),
    Concern.MISSED: ("cible non atteinte", "cibles non atteintes"),
    Concern.LATE: ("en retard", "en retard"),
    Concern.DECISION: ("avec décision ouverte", "avec décision ouverte"),
    Concern.APPRECIATION: ("appréciation attendue", "appréciations attendues"),
    Concern.MOVED: ("statut changé", "statuts changés"),
    Concern.AWAITED: ("donnée attendue", "données attendues"),
    Concern.EMPTY: ("jamais renseigné", "jamais renseignés"),
}
_COUNTED_CHANGES = (
    (ChangeKind.NEW_VALUE, "valeur nouvelle", "valeurs nouvelles"),
    (ChangeKind.REVISED_VALUE, "valeur révisée", "valeurs révisées"),
    (ChangeKind.BREAK, "rupture de série déclarée", "ruptures de série déclarées"),
    (ChangeKind.TARGET_REVISED, "cible révisée", "cibles révisées"),
    (ChangeKind.BASELINE_REVISED, "situation initiale révisée", "situations initiales révisées"),
    (ChangeKind.OVERDUE, "donnée attendue depuis peu", "données attendues depuis peu"),
)


def opening(meeting: CurrentMeeting) -> None:
    """Draw the opening."""
    show(header(meeting.name, _lead(meeting)), _choices(meeting))
    show(card(_agenda(meeting), "Ordre du jour"))
    show(
        html(
            '<div class="meeting-pair">{}{}</div>',
            card(_since(meeting), "Depuis la dernière réunion"),
            card(_decisions(meeting), "Décisions encore ouvertes"),
        )
    )


def _lead(meeting: CurrentMeeting) -> Html:
    many = len(meeting.agenda.series)
    newest = meeting.review.newest_period_end
    words = [count_of(many, "indicateur à l’ordre du jour", "indicateurs à l’ordre du jour")]
    words += [f"valeurs jusqu’au {date_fr(newest)}"] if newest else []
    return esc(" · ".join(words))


def _choices(meeting: CurrentMeeting) -> Html:
    """Links that choose the scope of the agenda and its area."""
    totals = counts(meeting)
    scopes = join(
        chip(
            f"{text} ({totals[scope]})",
            links.address("reunion", aire=meeting.area, portee=str(scope)),
            scope is meeting.scope,
        )
        for scope, text in SCOPES.items()
    )
    areas = chip("Toutes", links.address("reunion", portee=str(meeting.scope)), not meeting.area) + join(
        chip(_short(key), links.address("reunion", portee=str(meeting.scope), aire=key), key == meeting.area)
        for key in sections(meeting.review)
    )
    return chip_row("Indicateurs", scopes) + chip_row("Aires", areas)


def _short(key: str) -> str:
    return "DIS et groupes" if key == BEYOND else f"Aire {key}"


def _agenda(meeting: CurrentMeeting) -> Html:
    if not meeting.places:
        every = link(
            links.address("reunion", portee=str(AgendaScope.CORE), aire=meeting.area), "Passer en revue tout le noyau"
        )
        return empty("Rien ne demande l’attention du comité", html("<p>{}</p>", every))
    first: dict[str, int] = {}
    for number, place in enumerate(meeting.places, 1):
        first.setdefault(place.section, number)
    rows = join(
        _row(meeting, section, first[section.key]) for section in meeting.agenda.sections if section.key in first
    )
    begin = link(meeting.address(1), "Commencer", "meeting-begin meeting-go")
    return html('<ol class="meeting-agenda">{}</ol><p>{}</p>', rows, begin)


def _row(meeting: CurrentMeeting, section: AgendaSection, number: int) -> Html:
    concerns = join(_count(concern, section.count(concern)) for concern in Concern if section.count(concern))
    concerns += _count(Concern.EMPTY, len(section.empty)) if section.empty else Html()
    many = count_of(len(section.items), "indicateur") if section.items else "l’aire dans son ensemble"
    title = link(meeting.address(number), esc(meeting.title(section.key)), "meeting-go")
    return html('<li><b>{}</b> <span class="muted">{}</span><br>{}</li>', title, many, concerns)


def _count(concern: Concern, many: int) -> Html:
    words = plural(many, *_NAMES[concern])
    return html('<span class="meeting-count">{}<b>{}</b> {}</span>', _sign(concern), many, words)


def _sign(concern: Concern) -> Html:
    sign = _SIGNED.get(concern)
    return (
        html('<img class="sg" src="app/static/signs/{}.svg" alt="" width="14" height="14">', sign) if sign else Html()
    )


def _since(meeting: CurrentMeeting) -> Html:
    if meeting.last is None or meeting.changes is None:
        return empty(
            "Aucune édition n’est encore figée",
            html("<p>La première édition servira de point de comparaison à la réunion suivante.</p>"),
        )
    name = html('<p class="note">{}</p>', meeting.last.label)
    if meeting.changes.is_empty:
        return html("{}<p>Rien n’a changé depuis.</p>", name)
    more = link(links.address("depuis"), "Voir le détail")
    return html("{}{}{}<p>{}</p>", name, _moves(meeting.changes), _facts(meeting.changes), more)


def _moves(changes: Changes) -> Html:
    moved = [move for move in changes.moves if not move.is_reason_only]
    if not moved:
        return html("<p>Aucun statut n’a changé.</p>")
    before, after = (
        Counter(each) for each in zip(*((move.before.status, move.after.status) for move in moved), strict=True)
    )
    rows = join(
        html(
            "<tr><th scope='row'>{}</th><td class='num'>{}</td><td class='num'>{}</td></tr>",
            signs.badge(status),
            before[status],
            after[status],
        )
        for status in STATUS_ORDER
        if before[status] or after[status]
    )
    return html(
        "<p><b>{}</b></p>"
        '<table class="data"><caption class="sr">Statuts qui ont changé, avant et après</caption><thead><tr>'
        '<th scope="col">Statut</th><th scope="col" class="num">Quittés</th><th scope="col" class="num">Rejoints</th>'
        "</tr></thead><tbody>{}</tbody></table>",
        count_of(len(moved), "statut a changé", "statuts ont changé"),
        rows,
    )


def _facts(changes: Changes) -> Html:
    tally = Counter(fact.kind for fact in changes.facts)
    lines = [esc(count_of(tally[kind], singular, many)) for kind, singular, many in _COUNTED_CHANGES if tally[kind]]
    return html("<p>{}</p>", join(lines, " · ")) if lines else Html()


def _decisions(meeting: CurrentMeeting) -> Html:
    if not meeting.open_decisions:
        return empty(
            "Aucune décision n’est ouverte", html("<p>Les décisions prises reviennent ici jusqu’à leur clôture.</p>")
        )
    return said.decisions(meeting.open_decisions, meeting.day)
