"""Mode réunion: the committee's meeting on a projector, one thing a view, from the opening to the minutes."""

from indicators.ui import links
from indicators.ui.parts import meeting_forms, meeting_plan
from indicators.ui.parts.html import esc, show
from indicators.ui.parts.meeting_area import area
from indicators.ui.parts.meeting_bar import bar, keys
from indicators.ui.parts.meeting_closing import closing
from indicators.ui.parts.meeting_opening import opening
from indicators.ui.parts.meeting_plan import Meeting
from indicators.ui.parts.meeting_series import series


def screen() -> None:
    """Draw the view that the address asks for."""
    meeting_forms.keep()
    meeting = meeting_plan.held()
    number, unknown = _asked(meeting)
    bar(meeting, number)
    if unknown:
        show("".join(f'<p class="warn">{esc(text)}</p>' for text in unknown))
    if number == 0:
        opening(meeting)
    elif number > len(meeting.places):
        closing(meeting)
    else:
        place = meeting.places[number - 1]
        if place.item is None:
            area(meeting, place.section)
        else:
            series(meeting, place.section, place.item)
    keys()


def _asked(meeting: Meeting) -> tuple[int, list[str]]:
    """The number of the view, and what of the address means nothing here."""
    unknown = []
    for name, value in (("aire", meeting.area), ("portee", str(meeting.scope))):
        if links.parameter(name) and not value:
            unknown.append(f"« {links.parameter(name)} » n’est pas un choix de cette réunion : il est ignoré.")
    text = links.parameter("vue")
    if not text:
        return 0, unknown
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return 0, [*unknown, f"La vue « {text} » n’existe pas : voici l’ouverture."]
    return min(int(text), len(meeting.places) + 1), unknown


screen()
