"""One decision: text, dates, person in charge, subjects and version history."""

from collections.abc import Sequence
from itertools import pairwise

from indicators.domain.formatting import date_fr
from indicators.domain.rights import Person
from indicators.domain.wording import label
from indicators.reading.committee.decisions import Decision
from indicators.reading.progress.review import Review
from indicators.ui.decisions import words
from indicators.ui.kit import committee_memory as memory
from indicators.ui.kit.html import Html, card, esc, html, join


def sheet(review: Review, decision: Decision) -> Html:
    """The current version of a decision."""
    concerned = words.concerned(review, decision)
    about = join(html("<li>{}</li>", each) for each in concerned) or html('<li class="muted">rien de particulier</li>')
    edition = memory.editions().get(decision.edition)
    rows = [
        ("Responsable", esc(decision.in_charge or "sans personne désignée")),
        ("Échéance", words.due(decision, review.today, "")),
        ("État", words.state(decision)),
        ("Prise le", esc(date_fr(decision.taken_on))),
        ("Édition", esc(edition.label if edition else "aucune édition nommée")),
        ("Concerne", html('<ul class="de-about">{}</ul>', about)),
    ]
    if decision.note:
        rows.append(("Dernier suivi", memory.quoted(decision.note)))
    items = join(html("<dt>{}</dt><dd>{}</dd>", name, value) for name, value in rows)
    return card(
        html('<p class="de-whole">{}</p><dl class="sheet de-sheet">{}</dl>', decision.text, items), "La décision"
    )


def history(review: Review, versions: Sequence[Decision], person: Person) -> Html:
    """All versions of a decision, newest first, each with its changes."""
    first = _version(versions[0], ["Décision consignée"], person)
    later = [_version(after, _changes(before, after), person) for before, after in pairwise(versions)]
    lines = join(reversed([first, *later]))
    return card(html('<ul class="plain ap-history">{}</ul>', lines), "Historique")


def _version(decision: Decision, changes: Sequence[str], person: Person) -> Html:
    facts = [memory.by(person, decision.recorded_by, decision.recorded_at)]
    if decision.meeting:
        facts.append(f"comité du {date_fr(decision.meeting)}")
    what = join(html("<p>{}</p>", text) for text in changes)
    return html(
        '<li>{} <span class="muted">version {}</span>{}{}<p class="note">{}</p></li>',
        words.state(decision),
        decision.version_no,
        what,
        memory.quoted(decision.note),
        join(facts, " · "),
    )


def _changes(before: Decision, after: Decision) -> list[str]:
    """Differences between two versions, one sentence each."""
    sentences = []
    if before.state is not after.state:
        sentences.append(f"État : {label(before.state)} → {label(after.state)}")
    if before.text != after.text:
        sentences.append(f"Texte, avant : {before.text}")
    if before.in_charge != after.in_charge:
        sentences.append(f"Responsable : {before.in_charge or 'personne'} → {after.in_charge or 'personne'}")
    if before.due_on != after.due_on:
        days = (date_fr(decision.due_on) if decision.due_on else "sans échéance" for decision in (before, after))
        sentences.append(f"Échéance : {' → '.join(days)}")
    was, now = ({*decision.series, *decision.indicators, *decision.operations} for decision in (before, after))
    if was != now:
        moved = [*(f"+ {code}" for code in sorted(now - was)), *(f"− {code}" for code in sorted(was - now))]
        sentences.append(f"Concerne : {', '.join(moved)}")
    return sentences
