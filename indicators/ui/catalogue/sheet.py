"""Definition of an indicator as a form: changes are previewed before a new version is saved."""

from dataclasses import replace

import streamlit as st

from db.vocabulary import Direction, Frequency, IndicatorType
from indicators.domain.catalogue.definitions import FIELDS, SENSITIVE, IndicatorSheet, changed_fields
from indicators.domain.series import SeriesFacts
from indicators.domain.wording import label
from indicators.reading.catalogue.administration import IndicatorFile, Transitions, transitions
from indicators.reading.progress.review import Judged, Review
from indicators.services.catalogue import definitions
from indicators.services.catalogue.definitions import LONGEST_DELAY, LONGEST_LABEL, LONGEST_TEXT, MOST_DECIMALS
from indicators.services.refusals import Refused
from indicators.ui import store
from indicators.ui.kit import moved_statuses
from indicators.ui.kit.act import click
from indicators.ui.kit.fields import chosen, day_of, key, problem, typed
from indicators.ui.kit.html import html, join, show
from indicators.ui.who import current_person


def draw(review: Review, file: IndicatorFile) -> None:
    """Draw the fields, a preview of the changes, and the save button."""
    form, sheet = f"sheet:{file.code}", file.current.sheet
    with st.container(border=True, key="card_catalogue_sheet"):
        show(html("<h2>Fiche</h2>"))
        st.text_input(FIELDS["label"], sheet.label, key=key(form, "label"), max_chars=LONGEST_LABEL)
        _text(form, sheet, "definition", 110)
        _text(form, sheet, "source", 80)
        _text(form, sheet, "caution", 80)
        left, right = st.columns(2)
        frequencies = list(Frequency)
        left.selectbox(
            FIELDS["frequency"],
            frequencies,
            frequencies.index(sheet.frequency),
            format_func=label,
            key=key(form, "frequency"),
        )
        _line(right, form, sheet, "frequency_text")
        left, right = st.columns(2)
        delay = str(sheet.publication_delay_months)
        left.text_input(
            FIELDS["publication_delay_months"], delay, key=key(form, "publication_delay_months"), max_chars=3
        )
        _line(right, form, sheet, "nature_text")
        left, right = st.columns(2)
        left.selectbox(FIELDS["decimals"], list(range(MOST_DECIMALS + 1)), sheet.decimals, key=key(form, "decimals"))
        directions = [each for each in Direction if each is not Direction.NONE or file.type is IndicatorType.CONTEXT]
        right.selectbox(
            FIELDS["direction"],
            directions,
            directions.index(sheet.direction),
            format_func=label,
            key=key(form, "direction"),
        )
        st.checkbox(FIELDS["core"], sheet.core, key=key(form, "core"))
    with st.container(border=True, key="card_catalogue_save"):
        show(html("<h2>Nouvelle version</h2>"))
        changed = _changes(review, file, form)
        left, right = st.columns([2, 1])
        left.text_area("Motif", key=key(form, "reason"), max_chars=LONGEST_TEXT, height=80)
        right.text_input(
            "Date de la décision (facultatif)", key=key(form, "decided"), placeholder="JJ/MM/AAAA", max_chars=40
        )
        if any(name in SENSITIVE for name in changed):
            st.checkbox("Je confirme ce qui change la lecture des valeurs", key=key(form, "confirmed"))
        number = file.current.version_no
        act = click(form, _save, file.code, form, sheet, number)
        st.button(f"Enregistrer la version {number + 1}", type="primary", key=key(form, "save"), **act)


def _text(form: str, sheet: IndicatorSheet, name: str, height: int) -> None:
    st.text_area(FIELDS[name], getattr(sheet, name), key=key(form, name), max_chars=LONGEST_TEXT, height=height)


def _line(place: st.delta_generator.DeltaGenerator, form: str, sheet: IndicatorSheet, name: str) -> None:
    place.text_input(FIELDS[name], getattr(sheet, name), key=key(form, name), max_chars=LONGEST_TEXT)


def _changes(review: Review, file: IndicatorFile, form: str) -> tuple[str, ...]:
    """Draw the changes entered in the form; return the names of the changed fields."""
    try:
        sheet = _read(form, file.current.sheet)
    except Refused as refusal:
        show(problem(str(refusal)))
        return ()
    changed = changed_fields(file.current.sheet, sheet)
    if not changed:
        show(html('<p class="muted">Rien n’est encore changé dans la fiche ci-dessus.</p>'))
        return ()
    show(html("<p>Change : {}.</p>", join((FIELDS[name].lower() for name in changed), ", ")))
    if "direction" in changed:
        warning = "Changer le sens recherché inverse le jugement de toutes les séries de cet indicateur."
        show(html('<p class="warn">{}</p>', warning))
        effect = store.remembered(_reversed, file.code, sheet.direction)
        moved_statuses.show_changes(review, effect, "dès que la version est enregistrée")
    return changed


def _reversed(code: str, direction: Direction) -> Transitions:
    def alter(judged: Judged) -> SeriesFacts:
        return replace(judged.facts, direction=direction) if judged.definition.code == code else judged.facts

    return transitions(store.present(), alter=alter)


def _read(form: str, sheet: IndicatorSheet) -> IndicatorSheet:
    """The definition entered in the form; fields not on screen keep their stored value. Raises Refused."""
    texts = {
        name: typed(form, name).strip() if key(form, name) in st.session_state else getattr(sheet, name)
        for name in ("label", "definition", "nature_text", "source", "frequency_text", "caution")
    }
    frequency, direction, decimals = (chosen(form, name) for name in ("frequency", "direction", "decimals"))
    if frequency not in list(Frequency) or direction not in list(Direction) or decimals not in range(MOST_DECIMALS + 1):
        raise Refused("Choisissez parmi ce qui est proposé.")
    delay = typed(form, "publication_delay_months").strip()
    if not (delay.isascii() and delay.isdigit() and int(delay) <= LONGEST_DELAY):
        raise Refused(f"Le délai de publication est un nombre de mois, de 0 à {LONGEST_DELAY}.")
    return IndicatorSheet(
        **texts,
        frequency=Frequency(str(frequency)),
        direction=Direction(str(direction)),
        decimals=int(str(decimals)),
        publication_delay_months=int(delay),
        core=bool(chosen(form, "core")),
    )


def _save(code: str, form: str, sheet: IndicatorSheet, base_version_no: int) -> str:
    edited = definitions.edit_definition(
        store.engine(),
        current_person(),
        code,
        _read(form, sheet),
        base_version_no=base_version_no,
        reason=typed(form, "reason"),
        decided_on=day_of(form, "decided"),
        confirmed=bool(chosen(form, "confirmed")),
        today=store.today(),
    )
    return f"Fiche {code}, version {edited.version_no} en vigueur." if edited.changed else "Rien n’était à changer."
