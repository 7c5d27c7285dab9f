"""Form that sets, revises or withdraws a baseline or a target, with its effect on the status."""

from decimal import Decimal

import streamlit as st

from db.vocabulary import Horizon, TargetMode
from indicators.domain.formatting import date_fr, number
from indicators.domain.series import Target
from indicators.domain.statuses import Status
from indicators.domain.values.cells import Kind
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.domain.wording import label
from indicators.reading.progress.review import Judged, Review
from indicators.reading.values.target_history import History, status_with, status_without
from indicators.services.refusals import Refused
from indicators.services.values import targets
from indicators.services.values.targets import TargetOutcome
from indicators.ui import store
from indicators.ui.kit import links, signs
from indicators.ui.kit.act import ActAnswer, click, drop_parameters
from indicators.ui.kit.fields import chosen, day_of, key, needed_day, problem, typed
from indicators.ui.kit.html import Html, html, link, show
from indicators.ui.who import current_person

_WRITTEN = (Kind.SAVED, Kind.WARNED, Kind.UNCHANGED)


def draw(review: Review, judged: Judged, history: History, field: str) -> None:
    """Draw the form of the field selected in the address, or of its withdrawal."""
    is_set = bool(judged.facts.baseline) if field == BASELINE_FIELD else _target(judged, field) is not None
    with st.container(border=True, key="card_target"):
        if is_set and links.parameter("acte") == "retirer":
            _withdrawal(review, judged, history, field)
        else:
            _setting(review, judged, history, field, is_set)
        show(html("<p>{}</p>", link(links.address("cibles", serie=judged.code), "Annuler")))


def what(field: str) -> str:
    """« la situation initiale », « la cible CT »."""
    return "la situation initiale" if field == BASELINE_FIELD else f"la cible {field}"


def _setting(review: Review, judged: Judged, history: History, field: str, is_set: bool) -> None:
    form = f"target:{judged.code}:{field}"
    show(html("<h2>{} {}</h2>", "Réviser" if is_set else "Fixer", what(field)))
    unit = judged.series.unit.symbol or judged.series.unit.label
    value, day = _present(review, judged, field)
    left, right = st.columns(2)
    left.text_input(f"Valeur ({unit})", value, key=key(form, "value"), placeholder="12,5", max_chars=100)
    dated = "Date de la situation initiale" if field == BASELINE_FIELD else "Date de l’échéance"
    right.text_input(dated, day, key=key(form, "day"), placeholder="JJ/MM/AAAA", max_chars=40)
    if field != BASELINE_FIELD:
        _target_fields(judged, form, field)
    left, right = st.columns(2)
    left.text_input("Source", _source(judged, field), key=key(form, "source"), max_chars=1000)
    if field != BASELINE_FIELD:
        label_ = "Date de la décision du comité"
        right.text_input(label_, key=key(form, "decided"), placeholder="JJ/MM/AAAA", max_chars=40)
    optional = "" if is_set or history.latest.get(field) else " (facultatif la première fois)"
    st.text_area(f"Motif{optional}", key=key(form, "reason"), max_chars=4000, height=80)
    base_version = history.latest.get(field, 0)
    outcome = _tried(judged, form, field, base_version)
    _answer(review, judged, form, outcome)
    act = click(form, _save, judged.code, form, field, base_version)
    st.button("Enregistrer", type="primary", key=key(form, "save"), **act)


def _present(review: Review, judged: Judged, field: str) -> tuple[str, str]:
    """Initial value and date of the form: the stored ones, otherwise the date of the roadmap."""
    if field == BASELINE_FIELD:
        baseline = judged.facts.baseline
        if baseline is None:
            return "", date_fr(review.catalogue.baseline_date)
        return number(baseline.value, None), date_fr(baseline.date)
    target = _target(judged, field)
    if target is not None:
        return number(target.value, None), date_fr(target.date)
    due = dict(judged.series.horizons).get(Horizon(field))
    return "", date_fr(due) if due else ""


def _target_fields(judged: Judged, form: str, field: str) -> None:
    target = _target(judged, field)
    modes = list(TargetMode)
    left, right = st.columns(2, vertical_alignment="bottom")
    left.selectbox(
        "La cible vise",
        modes,
        modes.index(target.mode) if target else 0,
        format_func=label,
        key=key(form, "mode"),
    )
    right.checkbox(
        "Maintien : garder la situation initiale est la cible",
        bool(target and target.maintained),
        key=key(form, "maintained"),
    )


def _source(judged: Judged, field: str) -> str:
    return judged.facts.baseline.source if field == BASELINE_FIELD and judged.facts.baseline else ""


def _tried(judged: Judged, form: str, field: str, base_version: int) -> TargetOutcome | str:
    """Outcome of a dry run of the save; a message if the form is invalid, empty without a value."""
    if not typed(form, "value").strip():
        return ""
    try:
        return _send(judged.code, form, field, base_version, dry_run=True)
    except Refused as refusal:
        return str(refusal)


def _answer(review: Review, judged: Judged, form: str, outcome: TargetOutcome | str) -> None:
    """Draw the interpreted value, the checks, the question or override, and the resulting status."""
    if isinstance(outcome, str):
        if outcome:
            show(problem(outcome))
        return
    # A revision that only lacks its motive or its date is no reproach while it is being written.
    if outcome.kind in (Kind.REFUSED, Kind.CONFLICT, Kind.EXPLAIN, Kind.QUESTION):
        show(html('<p class="warn" role="status">{}</p>', outcome.message))
    if outcome.candidates:
        st.radio(
            "Lire cette valeur comme",
            list(outcome.candidates),
            index=None,
            format_func=lambda value: number(value, None, judged.series.unit),
            key=key(form, "chosen"),
        )
    if outcome.kind is Kind.EXPLAIN or typed(form, "override").strip():
        st.text_input("Motif pour passer outre l’avertissement", key=key(form, "override"), max_chars=1000)
    if outcome.after is not None:
        echo = number(outcome.after.value, judged.definition.decimals, judged.series.unit)
        show(_status_after(judged, status_with(judged.facts, review, outcome.after), f"Compris : {echo}."))


def _status_after(judged: Judged, after: Status, echo: str = "") -> Html:
    if after is judged.status:
        effect = html("Le statut resterait : {}", signs.badge(after))
    else:
        effect = html("Le statut passerait de {} à {}", signs.badge(judged.status), signs.badge(after))
    return html('<div class="admin-effect" role="status"><p>{} {}</p></div>', echo, effect)


def _withdrawal(review: Review, judged: Judged, history: History, field: str) -> None:
    form = f"withdraw:{judged.code}:{field}"
    show(
        html("<h2>Retirer {} ?</h2>", what(field)),
        html(
            "<p>À faire pour ce qui a été fixé par erreur, ou abandonné par le comité. Une version « retirée » s’ajoute ; "
            "rien n’est effacé.</p>"
        ),
        _status_after(judged, status_without(judged.facts, review, field)),
    )
    st.text_area("Motif", key=key(form, "reason"), max_chars=4000, height=80)
    act = click(form, _withdraw, judged.code, form, field, history.latest.get(field, 0))
    st.button(f"Retirer {what(field)}", type="primary", key=key(form, "go"), **act)


def _send(series: str, form: str, field: str, base_version: int, *, dry_run: bool) -> TargetOutcome:
    """Call the service with the content of the form. Raises Refused."""
    engine, me = store.engine(), current_person()
    reading = chosen(form, "chosen")
    common = {
        "base_version_no": base_version,
        "source": typed(form, "source"),
        "reason": typed(form, "reason"),
        "override": typed(form, "override"),
        "dry_run": dry_run,
        "today": store.today(),
        "chosen": reading if isinstance(reading, Decimal) else None,
    }
    if field == BASELINE_FIELD:
        dated = needed_day(form, "day", "la date de la situation initiale")
        return targets.set_baseline(engine, me, series, typed(form, "value"), dated, **common)  # type: ignore[arg-type]
    mode = chosen(form, "mode")
    return targets.set_target(
        engine,
        me,
        series,
        Horizon(field),
        typed(form, "value"),
        due=needed_day(form, "day", "la date de l’échéance"),
        mode=TargetMode(str(mode)) if mode in list(TargetMode) else TargetMode.LEVEL,
        maintained=bool(chosen(form, "maintained")),
        decided_on=day_of(form, "decided"),
        **common,  # type: ignore[arg-type]
    )


def _save(series: str, form: str, field: str, base_version: int) -> ActAnswer:
    return _done(_send(series, form, field, base_version, dry_run=False), field)


def _withdraw(series: str, form: str, field: str, base_version: int) -> ActAnswer:
    engine, me, reason = store.engine(), current_person(), typed(form, "reason")
    if field == BASELINE_FIELD:
        return _done(targets.withdraw_baseline(engine, me, series, reason, base_version_no=base_version), field)
    return _done(
        targets.withdraw_target(engine, me, series, Horizon(field), reason, base_version_no=base_version), field
    )


def _done(outcome: TargetOutcome, field: str) -> ActAnswer:
    """Result to display for an outcome. Raises Refused if nothing was written."""
    if outcome.kind not in _WRITTEN:
        raise Refused(outcome.message)
    name = what(field)
    return ActAnswer(f"{name[0].upper()}{name[1:]}. {outcome.message}", then=drop_parameters("champ", "acte"))


def _target(judged: Judged, field: str) -> Target | None:
    return next((each for each in judged.facts.targets if each.horizon == field), None)
