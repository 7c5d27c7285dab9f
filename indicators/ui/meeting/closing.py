"""Closing of a meeting: decisions and appreciations of the day, and the minutes."""

from collections.abc import Iterable
from datetime import UTC, datetime

import streamlit as st

from indicators.domain.committee.appreciations import Matter
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.wording import label
from indicators.reading.committee.judgements import Appreciation
from indicators.reading.instants import day_of
from indicators.reports.minutes import Minutes, minutes_of, minutes_pdf
from indicators.reports.minutes_text import minutes_text
from indicators.ui.kit import links
from indicators.ui.kit.html import Html, card, chip, empty, esc, header, html, join, show
from indicators.ui.meeting import said
from indicators.ui.meeting.plan import CurrentMeeting, viewed_indicators

_SEEN, _ALL = "vus", "tous"


def closing(meeting: CurrentMeeting) -> None:
    """Draw the closing."""
    decided, judged = meeting.decided_today, list(_judged_today(meeting))
    lead = f"{count_of(len(decided), 'décision')} · {count_of(len(judged), 'appréciation')} aujourd’hui"
    show(header("Clôture de la réunion", esc(lead)))
    show(
        html(
            '<div class="meeting-pair">{}{}</div>',
            card(_decisions(meeting), "Décisions prises aujourd’hui"),
            card(_appreciations(meeting, judged), "Appréciations enregistrées aujourd’hui"),
        )
    )
    _minutes(meeting, judged)


def _decisions(meeting: CurrentMeeting) -> Html:
    if not meeting.decided_today:
        return empty(
            "Aucune décision n’a été prise aujourd’hui", html("<p>Elles se consignent à la vue de l’indicateur.</p>")
        )
    return said.decisions(meeting.decided_today, meeting.day)


def _judged_today(meeting: CurrentMeeting) -> Iterable[tuple[Matter, Appreciation]]:
    for matter, standing in meeting.judgements.standing.items():
        last = standing.proposal or standing.adopted
        if last is not None and meeting.day in (last.meeting, day_of(last.recorded_at)):
            yield matter, last


def _appreciations(meeting: CurrentMeeting, judged: list[tuple[Matter, Appreciation]]) -> Html:
    if not judged:
        return empty("Aucune appréciation n’a été enregistrée aujourd’hui")
    rows = join(
        html(
            '<li><b>{}</b><br>{}<br><span class="muted">{}</span></li>',
            label(appreciation.level),
            _name(meeting, matter),
            appreciation.motive,
        )
        for matter, appreciation in judged
    )
    return html('<ul class="plain">{}</ul>', rows)


def _name(meeting: CurrentMeeting, matter: Matter) -> str:
    if matter.area:
        return f"Aire {meeting.title(str(matter.area))}"
    judged = meeting.review.judged.get(matter.series)
    return f"{matter.series} {judged.facts.label}" if judged else matter.series


def _minutes(meeting: CurrentMeeting, judged: list[tuple[Matter, Appreciation]]) -> None:
    everything, looked_at = list(meeting.agenda.series), _looked_at(meeting, judged)
    is_whole = links.parameter("compte_rendu") == _ALL or (not looked_at and not links.parameter("compte_rendu"))
    minutes = minutes_of(
        meeting.review,
        meeting.day,
        everything if is_whole else looked_at,
        meeting.judgements,
        meeting.decisions,
        edition=meeting.frozen,
    )
    last = len(meeting.places) + 1
    choices = chip(
        f"Indicateurs vus dans cette séance ({len(looked_at)})", meeting.address(last, compte_rendu=_SEEN), not is_whole
    ) + chip(f"Tout l’ordre du jour ({len(everything)})", meeting.address(last, compte_rendu=_ALL), is_whole)
    show(
        html(
            '<h2>Compte rendu</h2><div class="chips" role="group" aria-label="Indicateurs du compte rendu">{}</div>',
            choices,
        )
    )
    show(_frozen(meeting))
    _document(meeting, minutes)


def _looked_at(meeting: CurrentMeeting, judged: list[tuple[Matter, Appreciation]]) -> list[str]:
    """Codes of the series viewed in this session, then of those rated or decided upon today without being viewed."""
    fromkeys = dict.fromkeys(viewed_indicators())
    fromkeys |= dict.fromkeys(code for decision in meeting.decided_today for code in decision.series)
    fromkeys |= dict.fromkeys(matter.series for matter, _ in judged if matter.series)
    return [code for code in fromkeys if code in meeting.review.judged]


def _frozen(meeting: CurrentMeeting) -> Html:
    if meeting.frozen is None:
        text = "Aucune édition n’est figée ce jour : le compte rendu porte la date des données, sans empreinte."
    else:
        text = f"Édition figée ce jour : {meeting.frozen.label}, empreinte {meeting.frozen.fingerprint}"
    return html('<p class="note">{}</p>', text)


def _document(meeting: CurrentMeeting, minutes: Minutes) -> None:
    st.download_button(
        "Compte rendu en PDF",
        lambda: minutes_pdf(minutes, datetime.now(UTC), apart=True),
        file_name=f"compte-rendu-{meeting.day.isoformat()}.pdf",
        mime="application/pdf",
        on_click="ignore",
        type="primary",
        key="meeting_minutes",
    )
    show(
        html(
            "<h3>Texte à coller dans un message ou un document</h3>"
            '<p><button type="button" class="meeting-copy">Copier le texte</button> '
            '<span class="meeting-copied muted" role="status"></span></p>'
            '<pre class="meeting-text" tabindex="0" role="region" aria-label="Compte rendu du {}">'
            "{}</pre>",
            date_fr(meeting.day),
            minutes_text(minutes),
        )
    )
