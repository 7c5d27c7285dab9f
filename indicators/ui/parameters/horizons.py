"""Dates of CT, MT and LT: those of the roadmap, the exceptions of some series, and the form that changes one."""

from dataclasses import replace
from datetime import date

import streamlit as st

from db.vocabulary import Horizon
from indicators.domain.formatting import count_of, date_fr
from indicators.domain.series import SeriesFacts
from indicators.domain.wording import label
from indicators.reading.catalogue.administration import Transitions, read_own_horizons, transitions
from indicators.reading.progress.review import Judged, Review
from indicators.services.catalogue.horizons import set_horizon
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit import links, moved_statuses
from indicators.ui.kit.act import ActAnswer, click, drop_parameters
from indicators.ui.kit.fields import chosen, day_of, key, needed_day, problem, typed
from indicators.ui.kit.html import Html, esc, header, html, join, link, show, table
from indicators.ui.who import current_person

_NEW = "own_horizon"


def draw(review: Review) -> None:
    """Draw the current dates and the exceptions."""
    own = read_own_horizons(store.engine())
    with st.container(border=True, key="card_horizons"):
        rows = [
            [
                html("<b>{}</b> {}", horizon, label(horizon)),
                date_fr(due),
                str(len(_at(review, horizon, due))),
                link(links.address("parametres", echeance=horizon), "Changer", label=f"Changer la date de {horizon}"),
            ]
            for horizon, due in review.catalogue.horizons
        ]
        start = f"Situation initiale de la feuille de route : {date_fr(review.catalogue.baseline_date)}."
        show(
            html('<h2>Échéances</h2><p class="note">{}</p>', start),
            html('<div class="admin-table">'),
            table(review.catalogue.roadmap_label, ["Échéance", "Date", "Cibles à cette date", "Agir"], rows, (2,)),
            html("</div>"),
            html('<div class="admin-next">{}</div>', _exceptions(own)),
        )
        _add(review)


def change(review: Review, horizon: Horizon, series: str) -> None:
    """Draw the form that changes a date, with its consequences."""
    crumbs = (("Paramètres de la méthode", links.address("parametres")),)
    common = dict(review.catalogue.horizons).get(horizon)
    if series and series not in review.judged:
        show(
            header("Cette série n’existe pas", crumbs=crumbs),
            html("<p>{}</p>", f"« {series} » n’est pas au catalogue."),
        )
        return
    own = {code: due for code, each, due, _ in read_own_horizons(store.engine()) if each is horizon}
    present = own.get(series) or common if series else common
    whose = f"de {series}" if series else "de la feuille de route"
    lead = f"Aujourd’hui : {date_fr(present) if present else 'sans date'}."
    show(header(f"À quelle date placer l’échéance {horizon} {whose} ?", esc(lead), crumbs))
    form = f"horizon:{horizon}:{series}"
    following = _following(review, horizon, present, series, set(own))
    with st.container(border=True, key="card_horizon"):
        left, right = st.columns(2)
        left.text_input("Nouvelle date", key=key(form, "due"), placeholder="JJ/MM/AAAA", max_chars=40)
        right.text_input(
            "Date de la décision du comité", key=key(form, "decided"), placeholder="JJ/MM/AAAA", max_chars=40
        )
        st.text_area("Motif", key=key(form, "reason"), max_chars=4000, height=80)
        count = count_of(len(following), "cible", "cibles")
        moves = st.checkbox(
            f"Déplacer aussi {count} dues au {date_fr(present)}" if present else "Déplacer aussi les cibles",
            key=key(form, "move"),
            disabled=not following,
        )
        show(_consequence(review, form, horizon, following, bool(moves)))
        with st.container(horizontal=True):
            day = own.get(series) if series else common
            save = click(form, _save, form, horizon, series, day)
            st.button("Enregistrer la date", type="primary", key=key(form, "save"), **save)
            if series in own:
                back = click(form, _save, form, horizon, series, day, True)
                st.button("Revenir à la date de la feuille de route", key=key(form, "back"), **back)
        show(html("<p>{}</p>", link(links.address("parametres"), "Annuler")))


def _consequence(review: Review, form: str, horizon: Horizon, following: list[str], moves: bool) -> Html:
    """Effect on statuses of moving the targets, or a note that they keep their dates."""
    try:
        due = day_of(form, "due")
    except Refused as refusal:
        return problem(str(refusal))
    if due is None:
        return Html()
    if not moves:
        note = "Les cibles déjà fixées gardent leur date ; la nouvelle est proposée aux suivantes."
        return html('<p class="note">{}</p>', note) if following else Html()
    statuses = store.remembered(_moved, horizon, tuple(following), due)
    return moved_statuses.changes(review, statuses, f"les cibles étant dues au {date_fr(due)}")


def _moved(horizon: Horizon, following: tuple[str, ...], due: date) -> Transitions:
    def alter(judged: Judged) -> SeriesFacts:
        if (judged.series.reads_from or judged.code) not in following:
            return judged.facts
        targets = (replace(each, date=due) if each.horizon is horizon else each for each in judged.facts.targets)
        return replace(judged.facts, targets=tuple(sorted(targets, key=lambda each: each.date)))

    return transitions(store.present(), alter=alter)


def _at(review: Review, horizon: Horizon, due: date | None) -> list[str]:
    """Codes of the series whose target at a horizon is due on a given day."""
    return [
        judged.code
        for judged in review.judged.values()
        if judged.series.reads_from is None
        and any(each.horizon is horizon and each.date == due for each in judged.facts.targets)
    ]


def _following(review: Review, horizon: Horizon, due: date | None, series: str, own: set[str]) -> list[str]:
    """Codes of the series whose target would move with the date."""
    return [code for code in _at(review, horizon, due) if (code == series if series else code not in own)]


def _exceptions(own: tuple[tuple[str, Horizon, date, str], ...]) -> Html:
    if not own:
        return html('<p class="muted">Toutes les séries suivent ces dates : aucune n’en a de propre.</p>')
    grouped: dict[tuple[str, str], list[Html]] = {}
    for code, horizon, due, reason in own:
        href = links.address("parametres", serie=code, echeance=horizon)
        dated = link(href, f"{horizon} {date_fr(due)}", label=f"Changer la date de {horizon} pour {code}")
        grouped.setdefault((code, reason), []).append(dated)
    rows = [
        [link(links.address("indicateur", serie=code), esc(code)), join(dates, " · "), esc(reason)]
        for (code, reason), dates in grouped.items()
    ]
    return table("Dates propres à une série (ouvrez une date pour la changer)", ["Série", "Échéances", "Motif"], rows)


def _add(review: Review) -> None:
    with st.form(_NEW, enter_to_submit=False, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Code de la série", key=key(_NEW, "series"), placeholder="ENT-01-A1", max_chars=40, width=200)
        names = [horizon for horizon, _ in review.catalogue.horizons]
        st.selectbox("Échéance", names, key=key(_NEW, "horizon"), width=140)
        st.form_submit_button("Donner une date propre", on_click=_go)


def _go() -> None:
    """Open the form for a series by changing the address."""
    series, horizon = typed(_NEW, "series").strip().upper(), chosen(_NEW, "horizon")
    if horizon in list(Horizon):
        st.query_params.from_dict({"serie": series, "echeance": str(horizon)})


def _save(form: str, horizon: Horizon, series: str, day: date | None, back: bool = False) -> ActAnswer:
    moved = set_horizon(
        store.engine(),
        current_person(),
        horizon,
        None if back else needed_day(form, "due", "la nouvelle date"),
        series=series,
        seen=day,
        reason=typed(form, "reason"),
        decided_on=day_of(form, "decided"),
        move_targets=bool(chosen(form, "move")),
        today=store.today(),
    )
    targets = f" ; {count_of(moved, 'cible déplacée', 'cibles déplacées')}" if moved else ""
    return ActAnswer(f"Échéance {horizon} enregistrée{targets}.", then=drop_parameters("echeance", "serie"))
