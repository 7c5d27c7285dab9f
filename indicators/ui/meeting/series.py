"""One indicator before the committee: its status, its value, its chart, its horizons, and what was said of it."""

import streamlit as st

from indicators.domain.committee.appreciations import Matter, required_appreciation
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Action, allowed
from indicators.domain.statuses import REASON_TEXT
from indicators.reading.committee.agenda import CONCERN_LABELS, Item
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
from indicators.ui.meeting.plan import Meeting, note_seen
from indicators.ui.who import current_person


def series(meeting: Meeting, section: str, item: Item) -> None:
    """Draw the view of an indicator."""
    one = meeting.review.judged[item.series]
    note_seen(one.code)
    show(header(one.definition.label, _lead(meeting, one, section, item)))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _chart(one)
    with right:
        show(card(_value(meeting, one), css="meeting-value"))
    _said(meeting, one)
    if allowed(current_person(), Action.DECIDE):
        matter = Matter(series=one.code)
        forms.acts(meeting, matter, meeting.judgements.of(matter), about=(one.code,))


def _lead(meeting: Meeting, one: Judged, section: str, item: Item) -> Html:
    where = [meeting.title(section)]
    where += [one.perimeter.label] if not section.isdigit() else []
    why = ", ".join(CONCERN_LABELS[concern].lower() for concern in item.concerns)
    found = [esc(" · ".join(where)), link(links.address("indicateur", serie=one.code), esc(one.code))]
    return join([*found, *([esc(why)] if why else [])], " · ")


def _chart(one: Judged) -> None:
    drawn = store.remembered(chart.figures, one.code, is_dark())
    if drawn is None:
        show(
            card(empty("Aucune valeur n’est encore publiée", html("<p>Source prévue : {}</p>", one.definition.source)))
        )
        return
    with st.container(border=True, key="card_meeting"):
        charts.draw("meeting", f"{one.facts.label} : valeurs et cibles", *drawn, has_files=False)


def _value(meeting: Meeting, one: Judged) -> Html:
    latest = one.latest
    period = f" · {latest.period.label}" if latest else ""
    reserve = html('<p class="reserve">Valeur {}</p>', reserves(latest)) if reserves(latest) else Html()
    unit = (
        Html() if one.series.unit.symbol or latest is None else html('<p class="muted">{}</p>', one.series.unit.label)
    )
    caveat = html('<p class="note">{}</p>', latest.caveat) if latest and latest.caveat else Html()
    return html(
        '<p class="meeting-status">{}</p>{}<p class="note">Dernière valeur{}</p><p class="figure">{}{}</p>{}{}{}{}{}',
        signs.badge(one.status, one.assessment.note),
        _reason(one),
        period,
        value_of(one, latest),
        cumulative_html(one),
        unit,
        reserve,
        _awaited(meeting, one),
        caveat,
        _horizons(meeting, one),
    )


def _reason(one: Judged) -> Html:
    reason = one.assessment.reason
    return html('<p class="muted">{}</p>', REASON_TEXT[reason]) if reason else Html()


def _awaited(meeting: Meeting, one: Judged) -> Html:
    since = awaited_since(one, meeting.review)
    if since is None:
        return Html()
    return html('<p class="reserve">{} attendue depuis le {}</p>', "Suite" if one.latest else "Donnée", date_fr(since))


def _horizons(meeting: Meeting, one: Judged) -> Html:
    rows = join(
        html(
            '<li class="deadline"><b>{}</b><span>{} · {}<br><i class="reserve">{}</i></span></li>',
            each.horizon.value,
            date_fr(each.date),
            words.target_of(one, each),
            words.state_of(one, each),
        )
        for each in words.balances(one, meeting.review)
    )
    return html('<h2>Échéances</h2><ul class="plain">{}</ul>', rows) if rows else Html()


def _said(meeting: Meeting, one: Judged) -> None:
    """Since last time, the committee's judgement beside the computed one, the decisions that are open."""
    standing = meeting.judgements.of_series(one.code)
    owed = required_appreciation(one.status, standing.level)
    decided = meeting.decisions_about(one)
    listed = said.decisions(decided, meeting.day) if decided else html("<p>Aucune décision ouverte.</p>")
    show(
        html(
            '<div class="meeting-trio">{}{}{}</div>',
            card(_changed(meeting, one), "Depuis la dernière réunion"),
            card(said.appreciation(standing, owed) + said.comments(standing), "Appréciation et commentaires"),
            card(listed, "Décisions ouvertes"),
        )
    )


def _changed(meeting: Meeting, one: Judged) -> Html:
    if meeting.changes is None:
        return html("<p>Aucune édition n’est figée : il n’y a rien à comparer.</p>")
    # What shows the values of another series changed there.
    code = one.series.reads_from or one.code
    move = next((each for each in meeting.changes.moves if each.series == one.code), None)
    return said.changed(move, meeting.changes.of_series(code), one.series.unit) or html("<p>Rien n’a changé.</p>")
