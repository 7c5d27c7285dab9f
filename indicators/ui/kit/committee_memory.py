"""Appreciations, comments and decisions as of the current view: now, or at the end of a past day."""

from collections.abc import Mapping
from datetime import datetime

from indicators.domain.committee.appreciations import Matter
from indicators.domain.formatting import date_fr
from indicators.domain.rights import Person
from indicators.reading.committee import decisions as decided
from indicators.reading.committee import judgements as judged
from indicators.reading.committee.decisions import Decision
from indicators.reading.committee.editions import Edition, read_editions
from indicators.reading.committee.judgements import Appreciation, Comment, Judgements, Standing
from indicators.reading.people.journal import read_names
from indicators.ui import store
from indicators.ui.kit.html import Html, html
from indicators.ui.who import current_person


def is_past() -> bool:
    """Whether the view is of a past day: it is then read-only."""
    return store.instant() is not None


def standing(matter: Matter) -> Standing:
    """Current appreciation and comments on an area or a series."""
    return store.remembered(_judgements).of(matter)


def ratings_and_comments(matter: Matter) -> tuple[Appreciation | Comment, ...]:
    """Every appreciation and comment on an area or a series, oldest first."""
    return store.remembered(_ratings_and_comments, matter.area, matter.series)


def decisions() -> tuple[Decision, ...]:
    """Latest version of every decision, in the order in which they were taken."""
    return decided.told_to(_is_public(), store.remembered(_decisions))


def versions(code: str) -> tuple[Decision, ...]:
    """Every version of a decision, oldest first."""
    visible = (decision for decision in decided.history(store.engine(), code) if _is_in_view(decision.recorded_at))
    return decided.told_to(_is_public(), visible)


def editions() -> Mapping[str, Edition]:
    """Editions by code, latest instant first."""
    return store.remembered(_editions)


def by(person: Person, email: str, at: datetime) -> str:
    """Signature « Véra, le 05/12/2025 »; the public sees the date only."""
    day = date_fr(at.astimezone(store.LOCAL).date())
    return f"{name_of(email)}, le {day}" if person.email else f"le {day}"


def name_of(email: str) -> str:
    """Name of an account, or its email address if unknown."""
    return store.remembered(_names).get(email) or email


def quoted(text: str) -> Html:
    """Text written by a person as an escaped paragraph; line breaks are preserved."""
    return html('<p class="ap-said">{}</p>', text) if text else Html()


def _is_public() -> bool:
    return not current_person().roles


def _is_in_view(at: datetime) -> bool:
    instant = store.instant()
    return instant is None or at <= instant


def _judgements() -> Judgements:
    return judged.read_judgements(store.engine(), store.instant())


def _ratings_and_comments(area: int, series: str) -> tuple[Appreciation | Comment, ...]:
    history = judged.history(store.engine(), Matter(area, series))
    return tuple(entry for entry in history if _is_in_view(entry.recorded_at))


def _decisions() -> tuple[Decision, ...]:
    return decided.read_decisions(store.engine(), store.instant())


def _editions() -> Mapping[str, Edition]:
    return {edition.code: edition for edition in read_editions(store.engine()) if _is_in_view(edition.frozen_at)}


def _names() -> Mapping[str, str]:
    return read_names(store.engine())
