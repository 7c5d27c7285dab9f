"""The baseline and the targets of one series: what stands, the form that the address asks for, what stood before."""

from db.vocabulary import Horizon, TargetMode
from indicators.domain.formatting import date_fr, number
from indicators.domain.rights import Action, Person, allowed
from indicators.domain.series import Target
from indicators.domain.statuses import REASON_TEXT
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.domain.wording import label
from indicators.reading.progress.figures import value_of
from indicators.reading.progress.review import Judged, Review
from indicators.reading.values.target_history import History, Version, is_judged, read_history
from indicators.ui import store
from indicators.ui.kit import links, signs
from indicators.ui.kit.days import day_fr
from indicators.ui.kit.html import Html, card, empty, esc, header, html, link, show, table, warnings
from indicators.ui.targets import form
from indicators.ui.targets.list import subject_of

FIELDS = (BASELINE_FIELD, *map(str, Horizon))


def draw(review: Review, one: Judged, person: Person) -> None:
    """Draw the series."""
    crumbs = (("Situations initiales et cibles", links.address("cibles")),)
    show(header(one.definition.label, esc(_lead(one)), crumbs, _tools(one)))
    if not is_judged(one):
        show(_not_judged(one))
        return
    history = read_history(store.engine(), one, review)
    leave = allowed(person, Action.SET_TARGET, subject_of(review, one))
    field, unknown = links.chosen("champ", FIELDS)
    if unknown:
        show(warnings(unknown))
    if field and leave:
        form.draw(review, one, history, field)
    elif not leave:
        show(html('<p class="warn">{}</p>', leave.reason))
    show(
        html('<div class="grid2 target-grid">'),
        card(_standing(one, bool(leave)), "Ce qui est en vigueur", css="admin-table"),
        card(_latest(one), "Dernière valeur publiée"),
        html("</div>"),
    )
    show(_past(one, history))


def _lead(one: Judged) -> str:
    unit = one.series.unit.symbol or one.series.unit.label
    return " · ".join((one.code, one.perimeter.label, label(one.definition.direction).lower(), f"en {unit}"))


def _tools(one: Judged) -> Html:
    return link(links.address("indicateur", serie=one.code), "Voir la fiche", "chip")


def _not_judged(one: Judged) -> Html:
    if one.series.reads_from:
        source = link(links.address("cibles", serie=one.series.reads_from), esc(one.series.reads_from))
        return empty("Cette série montre les valeurs d’une autre", html("<p>Ses cibles se fixent avec {}.</p>", source))
    return empty(
        "Un indicateur de contexte n’a ni situation initiale ni cible",
        html("<p>Il décrit la situation et n’est jamais jugé.</p>"),
    )


def _standing(one: Judged, may: bool) -> Html:
    baseline = one.facts.baseline
    rows = [
        [
            "Situation initiale",
            _value(one, baseline.value) if baseline else _missing(),
            date_fr(baseline.date) if baseline else "",
            esc(" ".join(filter(None, (baseline.source, baseline.reason))) if baseline else ""),
            _acts(one, BASELINE_FIELD, baseline is not None) if may else Html(),
        ]
    ]
    targets = {each.horizon: each for each in one.facts.targets}
    dates = dict(one.series.horizons)
    for horizon in Horizon:
        target = targets.get(horizon)
        if target is None and horizon not in dates:
            continue
        rows.append(
            [
                f"Cible {horizon}",
                _value(one, target.value) + esc(_kind(target)) if target else _missing(),
                date_fr(target.date if target else dates[horizon]),
                esc(_why(target)),
                _acts(one, horizon, target is not None) if may else Html(),
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


def _acts(one: Judged, field: str, is_set: bool) -> Html:
    what = "la situation initiale" if field == BASELINE_FIELD else f"la cible {field}"
    here = {"serie": one.code, "champ": field}
    verb = "Réviser" if is_set else "Fixer"
    found = link(links.address("cibles", **here), verb, label=f"{verb} {what}")
    if is_set:
        found += " · " + link(links.address("cibles", **here, acte="retirer"), "Retirer", label=f"Retirer {what}")
    return html('<span class="target-acts">{}</span>', found)


def _latest(one: Judged) -> Html:
    latest = one.latest
    if latest is None:
        return html('<p class="muted">Aucune valeur n’est encore publiée : rien ne peut être jugé.</p>')
    reason = REASON_TEXT[one.assessment.reason] if one.assessment.reason else ""
    return html(
        '<p class="figure">{}</p><p class="note">{}</p><p>{}</p>',
        value_of(one, latest),
        latest.period.label,
        signs.badge(one.status, reason),
    )


def _past(one: Judged, history: History) -> Html:
    if not history.versions:
        awaited = html("<p>Ils sont fixés par le comité, puis enregistrés ici avec la date de la décision.</p>")
        return empty("Ni situation initiale ni cible n’a encore été fixée", awaited)
    rows = [_version(one, each) for each in history.versions]
    heads = ["Objet", "Version", "Valeur", "Date", "Décision du", "Motif", "Enregistrée", "Statut avec elle"]
    note = "Rien n’est effacé. La dernière colonne dit ce que serait le statut d’aujourd’hui si cette version valait encore."
    content = table("De la plus récente à la plus ancienne", heads, rows, (2,))
    return card(content, "Toutes les versions", css="admin-table", note=note)


def _version(one: Judged, each: Version) -> list[str]:
    what = "Situation initiale" if each.field == BASELINE_FIELD else f"Cible {each.field}"
    extra = " (maintien)" if each.maintained else ""
    value = _value(one, each.value) + esc(extra) if each.value is not None else html("<b>retirée</b>")
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


def _value(one: Judged, value: object) -> Html:
    return html('<span class="value">{}</span>', number(value, None, one.series.unit))  # type: ignore[arg-type]


def _missing() -> Html:
    return html('<span class="target-missing">manquante</span>')
