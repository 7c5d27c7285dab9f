"""Mode réunion: the committee's meeting on a projector, one thing a view, from the opening to the minutes."""

from indicators.ui.kit import links
from indicators.ui.kit.html import show, warnings
from indicators.ui.meeting import forms, plan
from indicators.ui.meeting.area import area
from indicators.ui.meeting.bar import bar, keys
from indicators.ui.meeting.closing import closing
from indicators.ui.meeting.opening import opening
from indicators.ui.meeting.plan import CurrentMeeting
from indicators.ui.meeting.series import series


def screen() -> None:
    """Draw the view that the address asks for."""
    forms.keep()
    meeting = plan.held()
    number, unknown = _asked(meeting)
    bar(meeting, number)
    if unknown:
        show(warnings(unknown))
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


def _asked(meeting: CurrentMeeting) -> tuple[int, list[str]]:
    """The number of the view, and what of the address means nothing here."""
    unknown = []
    for name, value in (("aire", meeting.area), ("portee", str(meeting.scope))):
        if links.parameter(name) and not value:
            unknown.append(links.ignored(name, links.parameter(name)))
    text = links.parameter("vue")
    if not text:
        return 0, unknown
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        return 0, [*unknown, f"La vue « {text} » n’existe pas : voici l’ouverture."]
    return min(int(text), len(meeting.places) + 1), unknown


screen()
