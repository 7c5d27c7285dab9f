"""Meeting view of an area: statuses of its indicators, pilot's comments, committee's appreciation."""

from indicators.domain.committee.appreciations import Matter, required_for_area
from indicators.domain.formatting import count_of
from indicators.domain.rights import Action, allowed
from indicators.domain.statuses import SIGNS
from indicators.reading.committee.judgements import in_area
from indicators.reading.progress.review import Judged
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, card, details, esc, header, html, join, link, show, table
from indicators.ui.meeting import forms
from indicators.ui.meeting import said as meeting_said
from indicators.ui.meeting.plan import CurrentMeeting
from indicators.ui.who import current_person


def area(meeting: CurrentMeeting, section: str) -> None:
    """Draw the view of an area."""
    number = int(section)
    strategic_area = meeting.review.catalogue.areas_by_number[number]
    statuses = [judged.status for judged in in_area(meeting.review, number)]
    standing = meeting.judgements.of_area(number)
    judged = sum(judged.is_assessable for judged in in_area(meeting.review, number))
    lead = f"Aire {number} · {count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(statuses)}"
    show(header(strategic_area.label, esc(lead)))
    counts = html('<p class="meeting-counts">{}</p>{}', signs.counts(statuses), signs.legend())
    show(card(counts + _items(meeting, section) + _empty(meeting, section)))
    owed = required_for_area(statuses, standing.level)
    comments = meeting_said.comments(standing) or html("<p>Aucun commentaire n’est enregistré pour cette aire.</p>")
    decided = meeting.decisions_of_area(number)
    listed = meeting_said.decisions(decided, meeting.day) if decided else html("<p>Aucune décision ouverte.</p>")
    show(
        html(
            '<div class="meeting-trio">{}{}{}</div>',
            card(meeting_said.appreciation(standing, owed), "Appréciation de l’aire"),
            card(comments, "Commentaires du pilote"),
            card(listed, "Décisions ouvertes"),
        )
    )
    if allowed(current_person(), Action.DECIDE):
        operations = tuple(each.code for each in strategic_area.operations)
        forms.acts(meeting, Matter(area=number), standing, operations=operations)


def _items(meeting: CurrentMeeting, section: str) -> Html:
    """Links to the agenda items of the area."""
    rows = []
    for number, place in enumerate(meeting.places, 1):
        if place.section == section and place.item:
            judged = meeting.review.judged[place.item.series]
            title = link(meeting.address(number), esc(judged.definition.label), "meeting-go")
            rows.append(html("<li>{} {}</li>", signs.mark(judged.status, SIGNS[judged.status].word), title))
    return html('<ul class="meeting-items">{}</ul>', join(rows)) if rows else Html()


def _empty(meeting: CurrentMeeting, section: str) -> Html:
    """Table of the indicators of the area without any value, with their expected source."""
    codes = next(agenda_section.empty for agenda_section in meeting.agenda.sections if agenda_section.key == section)
    judged_series = [meeting.review.judged[code] for code in codes if code in meeting.review.judged]
    if not judged_series:
        return Html()
    lines = [[esc(judged.definition.label), esc(judged.definition.source), _sheet(judged)] for judged in judged_series]
    count = count_of(
        len(judged_series),
        "indicateur du noyau n’a encore aucune valeur",
        "indicateurs du noyau n’ont encore aucune valeur",
    )
    listed = table("Indicateurs sans valeur", ["Indicateur", "Source prévue", "Fiche"], lines)
    return html(
        '<p class="meeting-empty">{}.</p>{}', count, details("Lesquels, et de quelle source ils sont attendus", listed)
    )


def _sheet(judged: Judged) -> Html:
    """Code of a series as a link to its screen."""
    return link(links.address("indicateur", serie=judged.code), esc(judged.code))
