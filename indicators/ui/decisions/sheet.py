"""One decision: what was decided, by when, by whom, what it concerns, and every version of it."""

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


def sheet(review: Review, one: Decision) -> Html:
    """The decision as it stands."""
    concerned = words.concerned(review, one)
    about = join(html("<li>{}</li>", each) for each in concerned) or html('<li class="muted">rien de particulier</li>')
    edition = memory.editions().get(one.edition)
    rows = [
        ("Responsable", esc(one.in_charge or "sans personne désignée")),
        ("Échéance", words.due(one, review.today, "")),
        ("État", words.state(one)),
        ("Prise le", esc(date_fr(one.taken_on))),
        ("Édition", esc(edition.label if edition else "aucune édition nommée")),
        ("Concerne", html('<ul class="de-about">{}</ul>', about)),
    ]
    if one.note:
        rows.append(("Dernier suivi", memory.quoted(one.note)))
    items = join(html("<dt>{}</dt><dd>{}</dd>", name, value) for name, value in rows)
    return card(html('<p class="de-whole">{}</p><dl class="sheet de-sheet">{}</dl>', one.text, items), "La décision")


def history(review: Review, versions: Sequence[Decision], person: Person) -> Html:
    """Every version, newest first, with what it changed."""
    first = _version(versions[0], ["Décision consignée"], person)
    later = [_version(after, _changes(before, after), person) for before, after in pairwise(versions)]
    lines = join(reversed([first, *later]))
    return card(html('<ul class="plain ap-history">{}</ul>', lines), "Historique")


def _version(one: Decision, changes: Sequence[str], person: Person) -> Html:
    said = [memory.by(person, one.recorded_by, one.recorded_at)]
    if one.meeting:
        said.append(f"comité du {date_fr(one.meeting)}")
    what = join(html("<p>{}</p>", text) for text in changes)
    return html(
        '<li>{} <span class="muted">version {}</span>{}{}<p class="note">{}</p></li>',
        words.state(one),
        one.version_no,
        what,
        memory.quoted(one.note),
        join(said, " · "),
    )


def _changes(before: Decision, after: Decision) -> list[str]:
    """What differs between two versions, each as a sentence."""
    found = []
    if before.state is not after.state:
        found.append(f"État : {label(before.state)} → {label(after.state)}")
    if before.text != after.text:
        found.append(f"Texte, avant : {before.text}")
    if before.in_charge != after.in_charge:
        found.append(f"Responsable : {before.in_charge or 'personne'} → {after.in_charge or 'personne'}")
    if before.due_on != after.due_on:
        days = (date_fr(one.due_on) if one.due_on else "sans échéance" for one in (before, after))
        found.append(f"Échéance : {' → '.join(days)}")
    was, now = ({*one.series, *one.indicators, *one.operations} for one in (before, after))
    if was != now:
        moved = [*(f"+ {code}" for code in sorted(now - was)), *(f"− {code}" for code in sorted(was - now))]
        found.append(f"Concerne : {', '.join(moved)}")
    return found
