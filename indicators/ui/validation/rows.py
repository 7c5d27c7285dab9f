"""A value to validate, as HTML: its change, author, checks and effect on the status."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from db.vocabulary import ConfStatus, ValueState
from indicators.domain import wording
from indicators.domain.formatting import date_fr, number, plural, signed
from indicators.domain.quality import MISSING, describe
from indicators.domain.series import Observation, Unit
from indicators.domain.statuses import SIGNS, Status
from indicators.domain.values.cells import CellKey
from indicators.domain.values.checks import Severity
from indicators.reading.progress.review import Review, is_known
from indicators.reading.values.consequence import if_published
from indicators.reading.values.entry import Waiting
from indicators.ui.kit import links, signs
from indicators.ui.kit.html import Html, esc, html, join, link
from indicators.ui.store import LOCAL

Changes = Mapping[CellKey, tuple[Status, Status]]


@dataclass(frozen=True, slots=True)
class Context:
    """Data shared by the rows: names by email, statuses before and after, and the published review."""

    names: Mapping[str, str]
    changes: Changes
    review: Review


def context_of(review: Review, names: Mapping[str, str], waiting: Sequence[Waiting]) -> Context:
    """Context of the rows, with the effect on the status of publishing each total separately."""
    changes: dict[CellKey, tuple[Status, Status]] = {}
    for submission in waiting:
        if submission.key.item:
            continue
        status_moves = if_published(review, {submission.key.series: [submission.value]})
        mine = next(((before, after) for code, before, after in status_moves if code == submission.key.series), None)
        if mine is not None:
            changes[submission.key] = mine
    return Context(names, changes, review)


def name_of(waiting: Waiting) -> str:
    """Name of a value in a list: code, period and breakdown item."""
    return " · ".join(filter(None, (waiting.key.series, waiting.value.period.label, waiting.part)))


def unmarked(text: str) -> str:
    """Text with Markdown escaped, links and images included, for the label of a widget."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~$:-])", r"\\\1", text)


def row(waiting: Waiting, context: Context) -> Html:
    """The full description of a value."""
    return html(
        '<div class="v-row"><div class="v-what">{}{}</div><div class="v-figures">{}{}</div></div>{}{}',
        _title(waiting),
        _facts(waiting, context),
        change(waiting, context.review),
        _consequence(waiting, context),
        _findings(waiting),
        _closed(waiting),
    )


def change(waiting: Waiting, review: Review) -> Html:
    """Former value → new value and the difference; without a former value, the previous one is the reference."""
    new = _value_text(waiting.value, waiting.unit)
    reference, reference_label = _reference(waiting, review)
    if reference is None:
        return html('<p class="v-change"><b>{}</b></p><p class="note">{}</p>', new, reference_label)
    before = _value_text(reference, waiting.unit)
    return html(
        '<p class="v-change"><span class="v-former">{}</span><span aria-hidden="true">→</span>'
        '<span class="sr">devient</span><b>{}</b></p>'
        '<p class="note">{}</p>',
        before,
        new,
        join(filter(None, (difference(reference, waiting.value, waiting.unit), reference_label)), " · "),
    )


def difference(former: Observation, new: Observation, unit: Unit) -> str:
    """Difference between two values: in %, or in points for percentages; empty if it is not meaningful."""
    if former.value is None or new.value is None:
        return ""
    if former.value == new.value:
        return "valeur inchangée"
    if unit.is_percent:
        points = new.value - former.value
        return f"{signed(points, None)} {plural(points, 'point')}"
    if former.value == 0:
        return f"{signed(new.value - former.value, None, unit)} (depuis zéro)"
    return signed(Fraction(new.value - former.value) / abs(Fraction(former.value)) * 100, 1, "%")


def when(instant: datetime | None) -> str:
    """Date and time in Belgium: « le 05/12/2025 à 14:30 »."""
    if instant is None:
        return ""
    local = instant.astimezone(LOCAL)
    return f"le {date_fr(local.date())} à {local:%H:%M}"


def proof(observation: Observation) -> Html:
    """The source as HTML, with a link to the proof if it is a web address."""
    if not observation.source_url.startswith(("https://", "http://")):
        return esc(" ".join(filter(None, (observation.source, observation.source_url))))
    text = esc(observation.source or observation.source_url)
    return html(
        '<a href="{}" target="_blank" rel="noopener noreferrer">{}<span class="sr"> (nouvel onglet)</span></a>',
        observation.source_url,
        text,
    )


def _title(waiting: Waiting) -> Html:
    key = waiting.key
    href = links.address("valeur", serie=key.series, periode=key.period, ventilation=key.breakdown, modalite=key.item)
    place = " · ".join(filter(None, (waiting.area, waiting.part)))
    tag = html('<span class="v-tag">Correction</span>') if waiting.former is not None else Html()
    return html('<p class="v-title">{}{}</p><p class="muted">{}</p>', link(href, esc(waiting.label)), tag, place)


def _facts(waiting: Waiting, context: Context) -> Html:
    name = context.names.get(waiting.author, waiting.author)
    submitter = context.names.get(waiting.submitted_by, waiting.submitted_by)
    sent = f"soumise {when(waiting.submitted_at)}" if waiting.submitted_at else ""
    if sent and waiting.submitted_by != waiting.author:
        sent += f" par {submitter}"
    flags = describe(waiting.value.flags - MISSING)
    rows = [
        ("Saisie par", esc(f"{name}{', ' + sent if sent else ''}")),
        ("Note", esc(waiting.note)),
        ("Commentaire", esc(waiting.value.comment)),
        ("Réserve", esc(waiting.value.caveat)),
        ("Qualité", esc(flags)),
        ("Rapport", esc(_ratio(waiting))),
        (
            "Confidentialité",
            Html() if waiting.value.conf is ConfStatus.FREE else esc(wording.label(waiting.value.conf)),
        ),
        ("Source", proof(waiting.value)),
    ]
    if waiting.key.item:
        # The parts of a total come from the same hand and the same source as the total beside them.
        rows = [(name, text) for name, text in rows if name not in ("Saisie par", "Source")]
    return html(
        '<dl class="v-facts">{}</dl>', join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in rows if text)
    )


def _ratio(waiting: Waiting) -> str:
    if waiting.value.numerator is None:
        return ""
    return f"{number(waiting.value.numerator)} sur {number(waiting.value.denominator)}"


def _value_text(observation: Observation, unit: Unit) -> Html:
    if observation.value is None:
        return esc(describe(observation.flags) or "retirée")
    return esc(number(observation.value, None, unit))


def _reference(waiting: Waiting, review: Review) -> tuple[Observation | None, str]:
    """Published value of the same period, otherwise the last one before it; and its label."""
    if waiting.former is not None:
        return waiting.former, "valeur publiée pour la même période"
    judged = review.judged.get(waiting.key.series)
    if judged is None or waiting.key.item:
        return None, "première valeur publiée pour cette période"
    past = [
        each
        for each in judged.facts.observations
        if is_known(each)
        and each.period.kind is waiting.value.period.kind
        and each.period.end < waiting.value.period.start
    ]
    if not past:
        return None, "première valeur de la série"
    newest = max(past, key=lambda each: each.period)
    return newest, f"par rapport à {newest.period.label}"


def _consequence(waiting: Waiting, context: Context) -> Html:
    statuses = context.changes.get(waiting.key)
    if statuses is None:
        return Html()
    before, after = statuses
    if before is after:
        return html('<p class="v-status note">Statut inchangé : {} {}</p>', signs.mark(after), SIGNS[after].word)
    return html(
        '<p class="v-status">{} {} <span aria-hidden="true">→</span>'
        '<span class="sr"> deviendrait </span> <b>{} {}</b></p>',
        signs.mark(before),
        SIGNS[before].word,
        signs.mark(after),
        SIGNS[after].word,
    )


_SIGNS = {Severity.BLOCKING: ("✕", "Bloquant"), Severity.WARNING: ("⚠", "À vérifier"), Severity.NOTE: ("i", "À savoir")}


def _findings(waiting: Waiting) -> Html:
    """Findings of the checks, most severe first."""
    order = list(_SIGNS)
    # Several breakdowns of one total often say the same.
    ranked = sorted(dict.fromkeys((order.index(each.severity), each.message) for each in waiting.findings))
    lines = join(
        html(
            '<li class="v-{}"><span class="sign" aria-hidden="true">{}</span> <span><b>{}</b> : {}</span></li>',
            order[rank],
            _SIGNS[order[rank]][0],
            _SIGNS[order[rank]][1],
            message,
        )
        for rank, message in ranked
    )
    return html('<ul class="v-findings">{}</ul>', lines) if lines else Html()


def _closed(waiting: Waiting) -> Html:
    if waiting.may_validate:
        return Html()
    state = "valider" if waiting.value.state is ValueState.SUBMITTED else "publier"
    return html('<p class="v-closed"><b>Vous ne pouvez pas la {}.</b> {}</p>', state, waiting.why_not)
