"""Ma saisie: grid of a person's series for a campaign or a year; drafts are kept while typing, then saved."""

import streamlit as st

from db.vocabulary import ValueState
from indicators.domain.formatting import count_of
from indicators.domain.periods import Period
from indicators.domain.rights import Person
from indicators.reading.campaigns.calls import Call, default_call, read_calls
from indicators.ui import store
from indicators.ui.entry import acts, around, attention, grid
from indicators.ui.entry import sheet as entry_sheet
from indicators.ui.entry.sheet import EntryGrid, EntryLine
from indicators.ui.kit import links
from indicators.ui.kit.act import click
from indicators.ui.kit.cell_text import value_words
from indicators.ui.kit.html import Html, empty, esc, header, html, link, show, table, warnings
from indicators.ui.kit.query import Query
from indicators.ui.who import current_person

TITLE = "Que reste-t-il à saisir ?"


def screen() -> None:
    """Draw the grid for the campaign or year of the address."""
    person = current_person()
    calls = read_calls(store.engine(), person)
    call, period, unknown = _campaign_and_period(calls)
    acts.changed()  # its own callback came before, but nothing that was typed may depend on that alone
    sheet = entry_sheet.present(person, period, call.campaign.code if call else "")
    show(
        header(TITLE, around.lead(sheet, call), tools=around.lists(sheet, calls))
        + (around.progress(sheet) if sheet.lines else Html())
    )
    query = around.query(sheet)
    unknown += query.unknown if sheet.lines else []
    if unknown:
        show(warnings(unknown))
    if not sheet.lines:
        _nothing(call)
        return
    show(around.panel(query))
    _fill(sheet, query, person)
    _bar(sheet)
    if sheet.asks_to_submit:
        _ask_to_submit(sheet)


def _campaign_and_period(calls: tuple[Call, ...]) -> tuple[Call | None, str, list[str]]:
    """Campaign and period named by the address, by default the most urgent, and warnings about invalid parameters."""
    unknown = []
    code, year = links.parameter("campagne"), links.parameter("annee")
    campaign_call = next((call for call in calls if call.campaign.code == code), None)
    if code and campaign_call is None:
        unknown.append(f"Aucune campagne ouverte ou passée ne porte le code « {code} ».")
    if campaign_call is None and year:
        if _is_year(year):
            return None, year, unknown
        unknown.append(f"« {year} » n’est pas une année : écrivez par exemple {store.today().year - 1}.")
    campaign_call = campaign_call or default_call(calls)
    return campaign_call, campaign_call.campaign.period if campaign_call else str(store.today().year - 1), unknown


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 4 and 1990 <= int(text) <= store.today().year + 10


def _fill(sheet: EntryGrid, query: Query[EntryLine], person: Person) -> None:
    draw = entry_sheet.draw(sheet, query.values, query.matching)
    outcomes = entry_sheet.outcomes(sheet, person)
    show(around.exemptions(draw.lines), around.returned(query.matching, sheet))
    if draw.lines:
        with st.container(key="wide_entry_grid"):
            grid.grid(sheet, draw, outcomes)
            show(_pasted(sheet), around.help_text())
        with st.container(key="narrow_entry_list"):
            show(around.phone_list(sheet, draw.lines, outcomes))
    else:
        show(_all_sent(sheet))
    attention.attention(sheet, outcomes)
    show(around.after(sheet, outcomes), around.closed(sheet, query.matching))


def _pasted(sheet: EntryGrid) -> Html:
    """How many cells the last paste changed, to compare with what was copied."""
    if not sheet.pasted:
        return Html()
    sentence = f"{count_of(sheet.pasted, 'case changée', 'cases changées')} d’un coup."
    more = "Ce qui dépasse de la colonne à remplir n’est pas lu : pour un bloc plus large, passez par"
    return html(
        '<p class="note" role="status">{} {} {}.</p>',
        sentence,
        more,
        link(links.address("importer"), "Coller ou importer"),
    )


def _all_sent(sheet: EntryGrid) -> Html:
    title = "Aucune case n’est ouverte à la saisie ici"
    sent = sum(line.is_sent for line in sheet.lines)
    sentence = f"{count_of(sent, 'valeur est soumise', 'valeurs sont soumises')} ou plus loin." if sent else ""
    follow = link(links.address("campagnes"), "Voir l’avancement des campagnes")
    return empty(title, html("<p>{} Les raisons sont dites ci-dessous.</p><p>{}</p>", sentence, follow))


def _nothing(call: Call | None) -> None:
    """Draw the message shown when nothing is requested of this person: who can change that."""
    what = "dans cette campagne" if call else "pour le moment"
    show(
        empty(
            f"Aucune série ne vous est attribuée {what}",
            html(
                "<p>L’administration attribue les séries, par campagne ou par personne. Elle peut aussi vous transmettre "
                "la liste d’un collègue.</p>"
                "<p>{}</p>",
                link(links.address("campagnes"), "Voir les campagnes"),
            ),
        )
    )


def _bar(sheet: EntryGrid) -> None:
    """Draw the sticky footer: pending counts, and the save and submit buttons."""
    waiting, ready = len(sheet.typed), len(acts.to_submit(sheet))
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="entry_bar"):
        words = count_of(waiting, "case en attente", "cases en attente") if waiting else "Rien en attente"
        under = f"{count_of(ready, 'valeur enregistrée', 'valeurs enregistrées')} à soumettre" if ready else ""
        show(html('<p class="entry-waiting" role="status"><b>{}</b> <span class="note">{}</span></p>', words, under))
        save = click(sheet.form, acts.save, if_refused="Rien n’a été enregistré ; vos saisies sont toujours là.")
        st.button("Enregistrer", key="entry_save", type="primary", **save)
        st.button("Soumettre pour validation", key="entry_submit", on_click=acts.ask_to_submit, disabled=not ready)


@st.dialog("Soumettre pour validation", width="large", dismissible=False)
def _ask_to_submit(sheet: EntryGrid) -> None:
    """Draw the values about to be submitted, for confirmation."""
    lines = acts.to_submit(sheet)
    rows = [
        [
            esc(line.row.label),
            esc(line.row.area),
            esc(Period.parse(line.cell.period).label),
            esc(value_words(line.cell.value, line.row.unit)),
        ]
        for line in lines
    ]
    show(
        html(
            "<p>{} : une autre personne devra les valider. "
            "Vous ne pourrez plus les modifier sans les retirer ou demander leur renvoi.</p>",
            count_of(len(lines), "valeur", "valeurs"),
        )
        + (_unsaved(sheet) if sheet.typed else "")
        + table("Valeurs à soumettre", ["Indicateur", "Aire", "Période", "Valeur"], rows)
    )
    note = "entry_submit_note"
    if any(line.cell.value and line.cell.value.state is ValueState.RETURNED for line in lines):
        st.text_area(
            "Votre réponse aux notes de renvoi",
            key=note,
            placeholder="Dites ce que vous avez vérifié, ou pourquoi la valeur reste la même",
        )
    with st.container(horizontal=True):
        label = "Soumettre cette valeur" if len(lines) == 1 else f"Soumettre ces {len(lines)} valeurs"
        submit = click(sheet.form, acts.submit, note, if_refused="Rien n’a été soumis.")
        if st.button(label, key="entry_submit_now", type="primary", **submit):
            st.rerun()
        if st.button("Pas maintenant", key="entry_not_now", on_click=acts.not_now):
            st.rerun()


def _unsaved(sheet: EntryGrid) -> Html:
    count = count_of(
        len(sheet.typed), "case n’est pas enregistrée et ne sera", "cases ne sont pas enregistrées et ne seront"
    )
    return html('<p class="warn">{} pas soumise{}.</p>', count, "s" if len(sheet.typed) > 1 else "")


screen()
