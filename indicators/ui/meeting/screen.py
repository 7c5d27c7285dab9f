"""« Mode réunion » screen: the meeting on a projector, one item per view, from the opening to the minutes."""

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
    """Draw the view selected in the address."""
    forms.keep()
    meeting = plan.current_meeting()
    number, unknown = _view_number(meeting)
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


def _view_number(meeting: CurrentMeeting) -> tuple[int, list[str]]:
    """Number of the view, and messages about the invalid parameters of the address."""
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
