"""Around the entry grid: header, filters, effect of saving, closed cells and the list for phones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from indicators.domain.formatting import count_of, date_fr
from indicators.domain.periods import MONTHS, Period
from indicators.domain.statuses import Status
from indicators.domain.values.cell_states import LEGEND, in_words
from indicators.domain.values.cells import CellKey, CellOutcome, Kind
from indicators.domain.wording import label
from indicators.reading.campaigns.calls import Call, is_open
from indicators.reading.values.consequence import Change, consequence
from indicators.ui import store
from indicators.ui.entry.grid import form_address, state_words
from indicators.ui.entry.sheet import EntryGrid, EntryLine, area_word
from indicators.ui.kit import links, signs
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, card, chip, details, esc, html, join, link, table
from indicators.ui.kit.query import Filter, Query

_MOST_ON_PHONE = 40
_AREAS = {"groupe": "Groupe d’aires", "DIS": "DIS entier"}


def due_words(due: date, today: date) -> str:
    """Due date as text: « à rendre pour le 15 décembre 2026, dans 24 jours »."""
    days = (due - today).days
    when = f"{due.day}{'er' if due.day == 1 else ''} {MONTHS[due.month - 1]} {due.year}"
    if days > 1:
        return f"à rendre pour le {when}, dans {days} jours"
    if days >= 0:
        return f"à rendre pour le {when}, {'demain' if days else 'aujourd’hui'}"
    return f"à rendre pour le {when}, en retard de {count_of(-days, 'jour')}"


def lead(sheet: EntryGrid, call: Call | None) -> Html:
    """Campaign, due date, and counts of filled and submitted cells."""
    filled, sent = sum(line.is_filled for line in sheet.lines), sum(line.is_sent for line in sheet.lines)
    if call is None:
        what = f"Hors campagne, valeurs de {Period.parse(sheet.scope.period).label}"
    elif is_open(call):
        what = f"{call.campaign.label} · {due_words(call.due_on, store.today())}"
    else:
        what = f"{call.campaign.label} · campagne {label(call.campaign.state).lower()}, sa liste n’est plus demandée"
    done = f"{filled} sur {count_of(len(sheet.lines), 'case remplie', 'cases remplies')}"
    return esc(f"{what} · {done}" + (f" · {count_of(sent, 'soumise')} ou plus loin" if sent else ""))


def progress(sheet: EntryGrid) -> Html:
    """Progress bar: share of the cells filled, and submitted among them."""
    total = len(sheet.lines) or 1
    filled, sent = sum(line.is_filled for line in sheet.lines), sum(line.is_sent for line in sheet.lines)
    description = f"{filled} cases remplies sur {len(sheet.lines)}, dont {sent} soumises"
    return html(
        '<div class="entry-progress" role="img" aria-label="{}">'
        '<span style="width:{}%"></span>'
        '<span class="saved" style="width:{}%"></span></div>',
        description,
        f"{100 * sent / total:.1f}",
        f"{100 * (filled - sent) / total:.1f}",
    )


def lists(sheet: EntryGrid, calls: tuple[Call, ...]) -> Html:
    """Links to the open campaigns, and to entry by year outside campaigns."""
    scope = sheet.scope
    chips = [
        chip(
            call.campaign.label,
            links.address("saisie", campagne=call.campaign.code),
            call.campaign.code == scope.campaign,
        )
        for call in calls
        if is_open(call) or call.campaign.code == scope.campaign
    ]
    last = store.today().year - 1
    if scope.campaign:
        chips.append(chip("Hors campagne", links.address("saisie", annee=last)))
        return join(chips)
    years = sorted({*range(last - 3, last + 2), int(scope.period[:4])})
    chips += [chip(str(year), links.address("saisie", annee=year), str(year) == scope.period) for year in years]
    return join(chips)


def query(sheet: EntryGrid) -> Query[EntryLine]:
    """The rows filtered by the family and area of the address; chips count the filled ones."""
    catalogue, scope = store.present().catalogue, sheet.scope
    families = {line.row.family: catalogue.families_by_code[line.row.family].short for line in sheet.lines}
    words = sorted({area_word(line.row) for line in sheet.lines}, key=lambda word: (not word.isdigit(), word))
    areas = {word: _AREAS.get(word) or f"{word} {catalogue.area_names[int(word)]}" for word in words}
    return Query(
        sheet.lines,
        (
            Filter("famille", "Famille", families, lambda line, code: line.row.family == code, count=_filled),
            Filter("aire", "Aire", areas, lambda line, word: area_word(line.row) == word, count=_filled),
        ),
        partial(
            links.address, "saisie", **({"campagne": scope.campaign} if scope.campaign else {"annee": scope.period})
        ),
    )


def _filled(lines: Sequence[EntryLine]) -> object:
    return f"{sum(line.is_filled for line in lines)}/{len(lines)}" if lines else 0


def panel(query: Query[EntryLine]) -> Html:
    """Filter chips for family and area, each only when there are several choices."""
    several = [each.name for each in query.filters if len(each.choices) > 1]
    return query.panel(*several) if several else Html()


def after(sheet: EntryGrid, outcomes: Mapping[CellKey, CellOutcome]) -> Html:
    """« Après cette saisie »: changes of status that the values being typed would cause; empty without values."""
    cell_inputs = [
        cell_input for key, cell_input in sheet.typed.items() if outcomes[key].kind not in (Kind.REFUSED, Kind.LOCKED)
    ]
    changes = consequence(store.engine(), cell_inputs, store.today(), store.present())
    if not changes:
        return Html()
    moved = [change for change in changes if change[1] is not change[2]]
    same = len(changes) - len(moved)
    rows = join(html("<li>{}</li>", _change(change)) for change in moved)
    still = count_of(same, "série garde son statut", "séries gardent leur statut") if same else ""
    return card(
        (html('<ul class="plain entry-after">{}</ul>', rows) if rows else Html())
        + (html('<p class="note">{}.</p>', still) if still else Html()),
        "Après cette saisie",
        note="Ce que deviendrait le statut de chaque série si ces valeurs étaient publiées.",
    )


def _change(change: Change) -> Html:
    code, before, now = change
    facts = store.present().judged[code].facts
    name = link(links.address("indicateur", serie=code), esc(facts.label))
    return html('{}<span class="entry-move">{}</span>', name, arrow(before, now))


def arrow(before: Status, now: Status) -> Html:
    """A change of status, with signs: « En bonne voie → Progrès à accélérer »."""
    return html('{} <span aria-label="devient">→</span> {}', signs.badge(before), signs.badge(now))


def returned(lines: Iterable[EntryLine], sheet: EntryGrid) -> Html:
    """Returned values, each with the note that says what to correct."""
    to_correct = [line for line in lines if line.cell.note and line.cell.editable]
    items = join(
        html(
            '<li>{} : {}<br><span>« {} »</span> <span class="note">{}</span></li>',
            link(form_address(sheet, line), esc(line.title)),
            value_words(line.cell.value, line.row.unit),
            line.cell.note,
            line.cell.value.recorded_by if line.cell.value else "",
        )
        for line in to_correct
    )
    note = "Corrigez la valeur dans la grille, ou répondez à la note en la soumettant de nouveau."
    return (
        card(html('<ul class="plain">{}</ul>', items), "Renvoyées pour correction", note=note) if to_correct else Html()
    )


def closed(sheet: EntryGrid, filtered: Iterable[EntryLine]) -> Html:
    """Cells closed to entry: value, state, reason, and a link to each form."""
    lines = [line for line in filtered if not line.cell.editable]
    if not lines:
        return Html()
    rows = [
        [
            link(form_address(sheet, line), esc(line.row.label)),
            esc(line.row.area),
            esc(Period.parse(line.cell.period).label),
            esc(value_words(line.cell.value, line.row.unit)),
            esc(in_words(line.cell.state, line.cell.commented)),
            esc(line.cell.why_not),
        ]
        for line in lines
    ]
    heads = ["Indicateur", "Aire", "Période", "Valeur", "État", "Pourquoi la case est fermée"]
    title = f"Fermées à la saisie : {count_of(len(lines), 'case')}"
    return details(title, table("Cases fermées à la saisie", heads, rows), is_open=len(lines) <= 6)


def exemptions(lines: Iterable[EntryLine]) -> Html:
    """Warning that the period is locked and until when the person's exemption lasts; empty without one."""
    days = {line.cell.exempt_until for line in lines if line.cell.exempt_until is not None}
    return (
        html(
            '<p class="warn">Période verrouillée : une exception vous permet d’y écrire jusqu’au {}.</p>',
            date_fr(min(days)),
        )
        if days
        else Html()
    )


def phone_list(sheet: EntryGrid, lines: tuple[EntryLine, ...], outcomes: Mapping[CellKey, CellOutcome]) -> Html:
    """The rows as links to their forms, since a grid cannot be filled in on a phone."""
    items = join(
        html(
            "<li>{}<br>{} <span class='note'>{}</span></li>",
            link(form_address(sheet, line), esc(line.title)),
            _what(sheet, line),
            state_words(sheet, line, outcomes.get(line.key)),
        )
        for line in lines[:_MOST_ON_PHONE]
    )
    more = len(lines) - _MOST_ON_PHONE
    if more > 0:
        items += html("<li class='note'>… et {} autres : choisissez une famille ou une aire pour les voir.</li>", more)
    return card(
        html('<ul class="plain">{}</ul>', items), "À remplir", note="Chaque ligne ouvre le formulaire de sa valeur."
    )


def _what(sheet: EntryGrid, line: EntryLine) -> str:
    if line.key in sheet.typed:
        return f"« {sheet.typed[line.key].typed} »"
    return value_words(line.cell.value, line.row.unit)


def help_text() -> Html:
    """Help on keyboard keys, signs and accepted input."""
    legend = join(html("<li>{}</li>", in_words(state)) for state in LEGEND)
    keys = html(
        "<p>Flèches : se déplacer · Entrée : ouvrir la case, puis valider et descendre · Tabulation : case suivante · "
        "Échap : annuler · Suppr : vider · Ctrl+V : coller une colonne depuis un tableur.</p>"
        "<p>Nombres : 1 380,5 ou 1380,5 ; « n.d. » quand la valeur manque ; une lettre après un espace pour la qualité : "
        "p provisoire, e estimée, b rupture, d définition différente, u peu fiable, i imputée, f prévision, "
        "c confidentielle.</p>"
        "<p>Ce que vous tapez est gardé aussitôt comme brouillon, pour vous seul : rien n’est enregistré avant "
        "« Enregistrer ».</p><ul class='legend'>{}</ul>",
        legend,
    )
    return details("Touches, écriture des nombres et signes", keys)
