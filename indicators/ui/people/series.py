"""Series of a contributor: a matrix of areas and families with counts, then the series of one cell."""

from collections import defaultdict

import streamlit as st

from db.vocabulary import PerimeterKind, Role
from indicators.domain.formatting import count_of
from indicators.reading.people.who import Account
from indicators.reading.progress.review import Judged, Review
from indicators.reading.progress.selection import DIS, GROUP, area_of
from indicators.services.people import accounts
from indicators.ui import store
from indicators.ui.kit import links
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import chosen, key
from indicators.ui.kit.html import Html, html, join, link, show, warnings
from indicators.ui.who import current_person

Cases = dict[tuple[str, str], list[Judged]]


def draw(account: Account) -> None:
    """Draw the series of a person, and those of the cell selected in the address."""
    if Role.CONTRIBUTOR not in account.person.roles and not account.person.series:
        return
    review = store.present()
    cases = _cases(review)
    with st.container(border=True, key="card_people_series"):
        total = count_of(len(account.person.series), "série attribuée", "séries attribuées")
        show(html('<h2>Séries à remplir</h2><p class="note">{}. Ouvrez une case pour choisir ses séries.</p>', total))
        show(_table(review, cases, account))
        area, unknown_area = links.chosen("aire", dict(_areas(review)))
        family, unknown_family = links.chosen("famille", review.catalogue.families_by_code)
        if unknown_area or unknown_family:
            show(warnings(unknown_area + unknown_family))
        if (area, family) in cases:
            _choose(review, account, cases[area, family], (area, family))


def _cases(review: Review) -> Cases:
    """Series with values of their own, by area and family."""
    cases: Cases = defaultdict(list)
    for judged in review.judged.values():
        if judged.series.reads_from is None:
            cases[(area_of(judged), judged.definition.family)].append(judged)
    return dict(cases)


def _table(review: Review, cases: Cases, account: Account) -> Html:
    heads = join(html('<th scope="col">{}</th>', family.short) for family in review.catalogue.families)
    rows = join(
        html('<tr><th scope="row">{}</th>', name)
        + join(_cell(cases, account, area, family.code, family.short) for family in review.catalogue.families)
        + html("</tr>")
        for area, name in _areas(review)
        if any(place == area for place, _ in cases)
    )
    return html(
        '<table class="matrix people-cases"><caption class="sr">Séries attribuées, par aire et famille</caption>'
        '<thead><tr><th scope="col"><span class="sr">Aire</span></th>{}</tr></thead><tbody>{}</tbody></table>',
        heads,
        rows,
    )


def _areas(review: Review) -> list[tuple[str, str]]:
    areas = [
        (str(area.number), f"{area.number} {review.catalogue.area_names[area.number]}")
        for area in review.catalogue.areas
    ]
    return [*areas, (GROUP, "Groupes d’aires"), (DIS, "DIS entier")]


def _cell(cases: Cases, account: Account, area: str, family: str, family_name: str) -> Html:
    series = cases.get((area, family), [])
    opening = html('<td data-family="{}"', family_name)
    if not series:
        return html(
            '{} class="none"><span class="cell na hatched"><span class="sr">sans objet</span></span></td>', opening
        )
    mine = sum(each.code in account.person.series for each in series)
    href = links.address("personnes", personne=account.person.email, aire=area, famille=family)
    is_open = (links.parameter("aire"), links.parameter("famille")) == (area, family)
    css = "cell people-case" + (" on" if is_open else "") + (" some" if mine else "")
    label = f"{family_name} : {mine} sur {len(series)} attribuées"
    return html("{}>{}</td>", opening, link(href, html("<b>{}</b> sur {}", mine, len(series)), css, label))


def _choose(review: Review, account: Account, series: list[Judged], case: tuple[str, str]) -> None:
    form = f"series:{account.person.email}:{'/'.join(case)}"
    family = review.catalogue.families_by_code[case[1]].label
    with st.form(form, enter_to_submit=False, border=False):
        show(html("<h3>{} · {}</h3>", dict(_areas(review))[case[0]], family))
        for each in series:
            st.checkbox(_name(each), each.code in account.person.series, key=key(form, each.code))
        codes = [each.code for each in series]
        with st.container(horizontal=True):
            email = account.person.email
            st.form_submit_button("Enregistrer ces séries", **click(form, _save, email, form, codes))
            every = "Tout attribuer" if len(codes) > 1 else "Attribuer"
            st.form_submit_button(every, **click(form, _move, email, codes, []))
            none = "Tout retirer" if len(codes) > 1 else "Retirer"
            st.form_submit_button(none, **click(form, _move, email, [], codes))


def _name(judged: Judged) -> str:
    """Code, label, and the perimeter if it is not the area. Labels are Markdown: special characters are escaped."""
    where = "" if judged.perimeter.kind is PerimeterKind.AREA else f" ({judged.perimeter.short})"
    return f"{judged.code} · {_literal(judged.definition.label)}{_literal(where)}"


def _literal(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#+!|~:$" else sign for sign in text)


def _save(email: str, form: str, codes: list[str]) -> str:
    checked = [code for code in codes if chosen(form, code)]
    return _move(email, checked, [code for code in codes if code not in checked])


def _move(email: str, give: list[str], take: list[str]) -> str:
    moved = accounts.move_series(store.engine(), current_person(), email, give=give, take=take)
    return f"{count_of(moved, 'série changée', 'séries changées')}." if moved else "Rien n’était à changer."
