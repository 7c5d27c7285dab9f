"""Meeting view of an indicator: status, value, chart, horizons, appreciation and decisions."""

import streamlit as st

from indicators.domain.committee.appreciations import Matter, required_appreciation
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, allowed
from indicators.domain.statuses import REASON_TEXT
from indicators.reading.committee.agenda import CONCERN_LABELS, AgendaItem
from indicators.reading.progress.attention import awaited_since
from indicators.reading.progress.figures import reserves, value_of
from indicators.reading.progress.review import Judged
from indicators.reports import words
from indicators.ui import store
from indicators.ui.frame import is_dark
from indicators.ui.kit import charts, links, signs
from indicators.ui.kit.figures import cumulative_html
from indicators.ui.kit.html import Html, card, empty, esc, header, html, join, link, show
from indicators.ui.meeting import chart, forms, said
from indicators.ui.meeting.plan import CurrentMeeting, record_view
from indicators.ui.who import current_person


def series(meeting: CurrentMeeting, section: str, item: AgendaItem) -> None:
    """Draw the view of an indicator."""
    judged = meeting.review.judged[item.series]
    record_view(judged.code)
    show(header(judged.definition.label, _lead(meeting, judged, section, item)))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _chart(judged)
    with right:
        show(card(_value(meeting, judged), css="meeting-value"))
    _committee_cards(meeting, judged)
    if allowed(current_person(), Action.DECIDE):
        matter = Matter(series=judged.code)
        forms.acts(meeting, matter, meeting.judgements.of(matter), about=(judged.code,))


def _lead(meeting: CurrentMeeting, judged: Judged, section: str, item: AgendaItem) -> Html:
    where = [meeting.title(section)]
    where += [judged.perimeter.label] if not section.isdigit() else []
    why = ", ".join(CONCERN_LABELS[concern].lower() for concern in item.concerns)
    htmls = [esc(" · ".join(where)), link(links.address("indicateur", serie=judged.code), esc(judged.code))]
    return join([*htmls, *([esc(why)] if why else [])], " · ")


def _chart(judged: Judged) -> None:
    drawn = store.remembered(chart.figures, judged.code, is_dark())
    if drawn is None:
        show(
            card(
                empty("Aucune valeur n’est encore publiée", html("<p>Source prévue : {}</p>", judged.definition.source))
            )
        )
        return
    with st.container(border=True, key="card_meeting"):
        charts.draw("meeting", f"{judged.facts.label} : valeurs et cibles", *drawn, has_files=False)


def _value(meeting: CurrentMeeting, judged: Judged) -> Html:
    latest = judged.latest
    period = f" · {latest.period.label}" if latest else ""
    reserve = html('<p class="reserve">Valeur {}</p>', reserves(latest)) if reserves(latest) else Html()
    unit = (
        Html()
        if judged.series.unit.symbol or latest is None
        else html('<p class="muted">{}</p>', judged.series.unit.label)
    )
    caveat = html('<p class="note">{}</p>', latest.caveat) if latest and latest.caveat else Html()
    return html(
        '<p class="meeting-status">{}</p>{}<p class="note">Dernière valeur{}</p><p class="figure">{}{}</p>{}{}{}{}{}',
        signs.badge(judged.status, judged.assessment.note),
        _reason(judged),
        period,
        value_of(judged, latest),
        cumulative_html(judged),
        unit,
        reserve,
        _awaited(meeting, judged),
        caveat,
        _horizons(meeting, judged),
    )


def _reason(judged: Judged) -> Html:
    reason = judged.assessment.reason
    return html('<p class="muted">{}</p>', REASON_TEXT[reason]) if reason else Html()


def _awaited(meeting: CurrentMeeting, judged: Judged) -> Html:
    since = awaited_since(judged, meeting.review)
    if since is None:
        return Html()
    return html(
        '<p class="reserve">{} attendue depuis le {}</p>', "Suite" if judged.latest else "Donnée", date_fr(since)
    )


def _horizons(meeting: CurrentMeeting, judged: Judged) -> Html:
    rows = join(
        html(
            '<li class="deadline"><b>{}</b><span>{} · {}<br><i class="reserve">{}</i></span></li>',
            each.horizon.value,
            date_fr(each.date),
            words.target_of(judged, each),
            words.state_of(judged, each),
        )
        for each in words.balances(judged, meeting.review)
    )
    return html('<h2>Échéances</h2><ul class="plain">{}</ul>', rows) if rows else Html()


def _committee_cards(meeting: CurrentMeeting, judged: Judged) -> None:
    """Draw the changes since the last meeting, the committee's appreciation and the open decisions."""
    standing = meeting.judgements.of_series(judged.code)
    owed = required_appreciation(judged.status, standing.level)
    decided = meeting.decisions_about(judged)
    listed = said.decisions(decided, meeting.day) if decided else html("<p>Aucune décision ouverte.</p>")
    show(
        html(
            '<div class="meeting-trio">{}{}{}</div>',
            card(_changed(meeting, judged), "Depuis la dernière réunion"),
            card(said.appreciation(standing, owed) + said.comments(standing), "Appréciation et commentaires"),
            card(listed, "Décisions ouvertes"),
        )
    )


def _changed(meeting: CurrentMeeting, judged: Judged) -> Html:
    if meeting.changes is None:
        return html("<p>Aucune édition n’est figée : il n’y a rien à comparer.</p>")
    # What shows the values of another series changed there.
    code = judged.series.reads_from or judged.code
    move = next((each for each in meeting.changes.moves if each.series == judged.code), None)
    return said.changed(move, meeting.changes.of_series(code), judged.series.unit) or html("<p>Rien n’a changé.</p>")
