"""Baseline and targets of a series: current ones, the form selected in the address, former ones."""

from db.vocabulary import Horizon, TargetMode
from indicators.domain.formatting import date_fr, number
from indicators.domain.rights import Action, Person, allowed
from indicators.domain.series import Target
from indicators.domain.statuses import REASON_TEXT
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.domain.wording import label
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.reading.values.target_history import History, TargetVersion, is_judged, read_history
from indicators.ui import store
from indicators.ui.kit import links, signs
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import Html, card, empty, esc, header, html, link, show, table, warnings
from indicators.ui.targets import form
from indicators.ui.targets.list import subject_of

FIELDS = (BASELINE_FIELD, *map(str, Horizon))


def draw(review: Review, judged: Judged, person: Person) -> None:
    """Draw the baseline and targets of the series."""
    crumbs = (("Situations initiales et cibles", links.address("cibles")),)
    show(header(judged.definition.label, esc(_lead(judged)), crumbs, _tools(judged)))
    if not is_judged(judged):
        show(_not_judged(judged))
        return
    history = read_history(store.engine(), judged, review)
    leave = allowed(person, Action.SET_TARGET, subject_of(review, judged))
    field, unknown = links.chosen("champ", FIELDS)
    if unknown:
        show(warnings(unknown))
    if field and leave:
        form.draw(review, judged, history, field)
    elif not leave:
        show(html('<p class="warn">{}</p>', leave.reason))
    show(
        html('<div class="grid2 target-grid">'),
        card(_standing(judged, bool(leave)), "Ce qui est en vigueur", css="admin-table"),
        card(_latest(judged), "Dernière valeur publiée"),
        html("</div>"),
    )
    show(_past(judged, history))


def _lead(judged: Judged) -> str:
    unit = judged.series.unit.symbol or judged.series.unit.label
    return " · ".join((judged.code, judged.perimeter.label, label(judged.definition.direction).lower(), f"en {unit}"))


def _tools(judged: Judged) -> Html:
    return link(links.address("indicateur", serie=judged.code), "Voir la fiche", "chip")


def _not_judged(judged: Judged) -> Html:
    if judged.series.reads_from:
        source = link(links.address("cibles", serie=judged.series.reads_from), esc(judged.series.reads_from))
        return empty("Cette série montre les valeurs d’une autre", html("<p>Ses cibles se fixent avec {}.</p>", source))
    return empty(
        "Un indicateur de contexte n’a ni situation initiale ni cible",
        html("<p>Il décrit la situation et n’est jamais jugé.</p>"),
    )


def _standing(judged: Judged, may: bool) -> Html:
    baseline = judged.facts.baseline
    rows = [
        [
            "Situation initiale",
            _value(judged, baseline.value) if baseline else _missing(),
            date_fr(baseline.date) if baseline else "",
            esc(" ".join(filter(None, (baseline.source, baseline.reason))) if baseline else ""),
            _acts(judged, BASELINE_FIELD, baseline is not None) if may else Html(),
        ]
    ]
    targets = {each.horizon: each for each in judged.facts.targets}
    dates = dict(judged.series.horizons)
    for horizon in Horizon:
        target = targets.get(horizon)
        if target is None and horizon not in dates:
            continue
        rows.append(
            [
                f"Cible {horizon}",
                _value(judged, target.value) + esc(_kind(target)) if target else _missing(),
                date_fr(target.date if target else dates[horizon]),
                esc(_why(target)),
                _acts(judged, horizon, target is not None) if may else Html(),
            ]
        )
    return table(
        "Situation initiale et cibles en vigueur", ["Objet", "Valeur", "Date", "Décision et motif", "Agir"], rows, (1,)
    )


def _kind(target: Target) -> str:
    words = ["maintien"] if target.maintained else []
    words += ["cumul"] if target.mode is TargetMode.CUMULATIVE else []
    return f" ({', '.join(words)})" if words else ""


def _why(target: Target | None) -> str:
    if target is None:
        return ""
    decided = f"Décision du {date_fr(target.decided_on)}." if target.decided_on else ""
    return " ".join(filter(None, (decided, target.reason)))


def _acts(judged: Judged, field: str, is_set: bool) -> Html:
    what = "la situation initiale" if field == BASELINE_FIELD else f"la cible {field}"
    here = {"serie": judged.code, "champ": field}
    verb = "Réviser" if is_set else "Fixer"
    actions = link(links.address("cibles", **here), verb, label=f"{verb} {what}")
    if is_set:
        actions += " · " + link(links.address("cibles", **here, acte="retirer"), "Retirer", label=f"Retirer {what}")
    return html('<span class="target-acts">{}</span>', actions)


def _latest(judged: Judged) -> Html:
    latest = judged.latest
    if latest is None:
        return html('<p class="muted">Aucune valeur n’est encore publiée : rien ne peut être jugé.</p>')
    reason = REASON_TEXT[judged.assessment.reason] if judged.assessment.reason else ""
    return html(
        '<p class="figure">{}</p><p class="note">{}</p><p>{}</p>',
        value_of(judged, latest),
        latest.period.label,
        signs.badge(judged.status, reason),
    )


def _past(judged: Judged, history: History) -> Html:
    if not history.versions:
        awaited = html("<p>Ils sont fixés par le comité, puis enregistrés ici avec la date de la décision.</p>")
        return empty("Ni situation initiale ni cible n’a encore été fixée", awaited)
    rows = [_version(judged, each) for each in history.versions]
    heads = ["Objet", "Version", "Valeur", "Date", "Décision du", "Motif", "Enregistrée", "Statut avec elle"]
    note = "Rien n’est effacé. La dernière colonne dit ce que serait le statut d’aujourd’hui si cette version valait encore."
    content = table("De la plus récente à la plus ancienne", heads, rows, (2,))
    return card(content, "Toutes les versions", css="admin-table", note=note)


def _version(judged: Judged, each: TargetVersion) -> list[str]:
    what = "Situation initiale" if each.field == BASELINE_FIELD else f"Cible {each.field}"
    extra = " (maintien)" if each.maintained else ""
    value = _value(judged, each.value) + esc(extra) if each.value is not None else html("<b>retirée</b>")
    return [
        html("<b>{}</b>", what) if each.stands else esc(what),
        f"{each.version_no}{' · en vigueur' if each.stands else ''}",
        value,
        date_fr(each.day),
        date_fr(each.decided_on) if each.decided_on else "",
        esc(" ".join(filter(None, (each.source, each.reason)))),
        html("{}<br>{}", day_fr(each.recorded_at), each.recorded_by),
        signs.badge(each.status) if each.status else "",
    ]


def _value(judged: Judged, value: object) -> Html:
    return html('<span class="value">{}</span>', number(value, None, judged.series.unit))  # type: ignore[arg-type]


def _missing() -> Html:
    return html('<span class="target-missing">manquante</span>')
