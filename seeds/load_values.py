"""Published values, normative targets and method parameters of the files, into the store."""

from dataclasses import asdict
from typing import Any

from db.queries import facts, observations, targets
from db.queries.reference import identifiers
from db.unit_of_work import Session
from db.vocabulary import EntryMethod, ValueState
from indicators.domain.periods import Period
from indicators.domain.progress.assessment import Parameters
from seeds.report import LoadReport
from seeds.schema import CatalogueFiles, NormativeTarget, PublishedValue


def load_parameters(session: Session, report: LoadReport, actor: str) -> None:
    """The default thresholds, only where the store has none: later versions are decisions of people."""
    tally = report.tally("Paramètres de la méthode")
    if facts.method_parameters(session) is not None:
        tally.left += 1
        return
    tally.added += 1
    facts.add_method_parameters(
        session, **asdict(Parameters()), reason="Seuils par défaut (Eurostat, Statistique Canada)", recorded_by=actor
    )


def load_targets(session: Session, catalogue: CatalogueFiles, report: LoadReport, actor: str) -> None:
    """The normative values that the roadmap states."""
    series = identifiers(session, "series", "code")
    # Of the files, and not those that somebody gave the horizons since: a target keeps its own date.
    dates = {str(horizon): due for horizon, due in catalogue.version.horizons.items()}
    current = {(row.series, row.horizon): row for row in targets.targets(session)}
    tally = report.tally("Cibles normatives")
    for normative_target in catalogue.targets:
        values = _target_values(normative_target, dates)
        present = current.get((normative_target.series, normative_target.horizon))
        if present is None:
            tally.added += 1
        elif present.method != EntryMethod.SEED:
            tally.kept += 1
            continue
        elif all(getattr(present, name) == value for name, value in values.items() if name != "reason"):
            tally.left += 1
            continue
        else:
            tally.changed += 1
            values["reason"] = f"Cible modifiée dans les fichiers du catalogue. {normative_target.note}".strip()
        targets.add_target_version(
            session,
            series_id=series[normative_target.series],
            horizon=normative_target.horizon,
            **values,
            **_recorded(actor),
        )


def _target_values(normative_target: NormativeTarget, dates: dict[str, Any]) -> dict[str, Any]:
    quoted = normative_target.wording if "«" in normative_target.wording else f"« {normative_target.wording} »"
    return {
        "due": dates[normative_target.horizon],
        "value": normative_target.value,
        "mode": normative_target.mode,
        "source": f"Feuille de route, l. {normative_target.line} : {quoted}.",
        "reason": normative_target.note,
        "to_confirm": normative_target.to_confirm,
    }


def load_published(session: Session, published: list[PublishedValue], report: LoadReport, actor: str) -> None:
    """Published figures: new ones are added; those that a person entered or corrected since are left."""
    series = identifiers(session, "series", "code")
    lists = identifiers(session, "breakdown_list", "code")
    items = identifiers(session, "breakdown_item", "list_id", "code")
    present = {
        (row.series, row.list, row.item, row.period_code): row
        for row in observations.observations(session, totals_only=False, published=False, withdrawn=True)
    }
    tally = report.tally("Valeurs publiées")
    for published_value in published:
        values = _observation_values(published_value)
        current = present.get(
            (published_value.series, published_value.code_list, published_value.item, published_value.period)
        )
        if current is None:
            tally.added += 1
        elif current.method != EntryMethod.SEED:
            tally.kept += 1
            continue
        elif all(getattr(current, name) == value for name, value in values.items()):
            tally.left += 1
            continue
        else:
            tally.changed += 1
            values["reason"] = "Valeur corrigée dans les fichiers de valeurs publiées"
        period = Period.parse(published_value.period)
        observations.add_observation_version(
            session,
            series_id=series[published_value.series],
            item_id=items[(lists[published_value.code_list], published_value.item)]
            if published_value.code_list
            else None,
            period=(period.code, period.kind, period.start, period.end),
            **values,
            **_recorded(actor),
        )


def _observation_values(published_value: PublishedValue) -> dict[str, Any]:
    return {
        "value": published_value.value,
        "flags": published_value.flags,
        "caveat": published_value.caveat,
        "source": published_value.source,
        "source_url": published_value.url,
        "source_published_on": published_value.published_on,
        "reliability": str(published_value.reliability),
    }


def _recorded(actor: str) -> dict[str, Any]:
    return {"state": ValueState.PUBLISHED, "method": EntryMethod.SEED, "recorded_by": actor}
