"""An area before the committee: how its indicators stand, what its pilot says, what the committee judges."""

from indicators.domain.appreciations import Matter, required_for_area
from indicators.domain.formatting import count_of
from indicators.domain.rights import Action, allowed
from indicators.domain.statuses import SIGNS
from indicators.reading.judgements import in_area
from indicators.ui.parts import meeting_forms, meeting_said, signs
from indicators.ui.parts.html import card, empty, esc, header, link, show
from indicators.ui.parts.meeting_plan import Meeting
from indicators.ui.who import current_person


def area(meeting: Meeting, section: str) -> None:
    """Draw the view of an area."""
    number = int(section)
    found = meeting.review.catalogue.areas_by_number[number]
    statuses = [one.status for one in in_area(meeting.review, number)]
    standing = meeting.judgements.of_area(number)
    judged = sum(one.is_assessable for one in in_area(meeting.review, number))
    lead = f"Aire {number} · {count_of(judged, 'indicateur évaluable', 'indicateurs évaluables')} sur {len(statuses)}"
    show(header(found.label, esc(lead)))
    show(card(f'<p class="meeting-counts">{signs.counts(statuses)}</p>{signs.legend()}{_items(meeting, section)}'))
    owed = required_for_area(statuses, standing.level)
    said = meeting_said.comments(standing) or "<p>Aucun commentaire n’est enregistré pour cette aire.</p>"
    decided = meeting.decisions_of_area(number)
    listed = meeting_said.decisions(decided, meeting.day) if decided else "<p>Aucune décision ouverte.</p>"
    show(
        f'<div class="meeting-trio">{card(meeting_said.appreciation(standing, owed), "Appréciation de l’aire")}'
        f"{card(said, 'Commentaires du pilote')}{card(listed, 'Décisions ouvertes')}</div>"
    )
    if allowed(current_person(), Action.DECIDE):
        operations = tuple(each.code for each in found.operations)
        meeting_forms.acts(meeting, Matter(area=number), standing, operations=operations)


def _items(meeting: Meeting, section: str) -> str:
    """What of the area is on the agenda, each a step away."""
    rows = []
    for number, place in enumerate(meeting.places, 1):
        if place.section == section and place.item:
            one = meeting.review.judged[place.item.series]
            title = link(meeting.address(number), esc(one.definition.label), "meeting-go")
            rows.append(f"<li>{signs.mark(one.status, SIGNS[one.status].word)} {title}</li>")
    return f'<ul class="meeting-items">{"".join(rows)}</ul>' if rows else empty("Rien à examiner", "")
