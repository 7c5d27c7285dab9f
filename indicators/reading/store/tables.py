"""Tables for people and machines: values, statuses and catalogue as rows with the column names of the exports."""

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from db.engine import Engine
from db.queries import observations as stored
from db.unit_of_work import reading
from db.vocabulary import Direction, StoreKind
from indicators.domain.quality import describe, export_status
from indicators.domain.series import Observation
from indicators.domain.statuses import SIGNS
from indicators.reading.progress.review import Judged, Review, by_series, masked_today

FICTITIOUS = "Données fictives"
PUBLISHED = "Données publiées"
NOT_ONLY_PUBLISHED = "Document de travail : valeurs non publiées comprises"

Row = dict[str, object]


def nature_of(kind: StoreKind, *, published: bool = True) -> str:
    """What every exported line says of its figures."""
    words = [FICTITIOUS] if kind is StoreKind.DEMONSTRATION else []
    words += [] if published else [NOT_ONLY_PUBLISHED]
    return " ; ".join(words) or PUBLISHED


def values(
    engine: Engine, review: Review, as_of: datetime | None = None, *, unpublished: Collection[str] = ()
) -> list[Row]:
    """Every published observation, totals and breakdowns, one a row; confidential ones are masked as for the public.

    Of the series in ``unpublished``, the last version whatever its state.
    """
    with reading(engine) as session:
        hidden = stored.ever_confidential(session)
        today = masked_today(session, hidden) if hidden and as_of is not None else frozenset()
        observations = stored.observations(session, totals_only=False, as_of=as_of)
        rows = [row for row in observations if row.series not in unpublished]
        if unpublished:
            latest = stored.observations(session, totals_only=False, published=False, as_of=as_of)
            rows += [row for row in latest if row.series in unpublished]
    pairs = by_series(rows, confidential=False, also=today)
    found = [
        _value(row, observation, review)
        for each in pairs.values()
        for row, observation in each
        if row.series in review.judged
    ]
    nature = nature_of(review.kind, published=not unpublished)
    return [{**row, "donnees": nature} for row in found]


def _value(row: stored.ObservationRow, observation: Observation, review: Review) -> Row:
    judged = review.judged[row.series]
    code, other_flags = export_status(observation.flags)
    comment = "; ".join(text for text in (observation.caveat, observation.comment) if text)
    return {
        "serie": judged.code,
        "indicateur": judged.definition.code,
        "libelle": judged.definition.label,
        "perimetre": judged.perimeter.code,
        "dimension": row.list or "",
        "modalite": row.item or "",
        "periode": observation.period.code,
        "valeur": observation.value,
        "unite": judged.series.unit.code,
        "numerateur": observation.numerator,
        "denominateur": observation.denominator,
        "obs_status": code,
        "autres_statuts": "".join(other_flags),
        "statuts_en_clair": describe(observation.flags),
        "conf_status": str(observation.conf),
        "version": observation.version_no,
        "enregistre_le": observation.recorded_at.isoformat(timespec="seconds") if observation.recorded_at else "",
        "source": observation.source,
        "source_url": observation.source_url,
        "commentaire": comment,
        "etat": str(observation.state),
    }


def statuses(review: Review, *, published: bool = True) -> list[Row]:
    """Every series with its status and the figures that led to it."""
    nature = nature_of(review.kind, published=published)
    return [{**_status(judged, review), "donnees": nature} for judged in review.judged.values()]


def _status(judged: Judged, review: Review) -> Row:
    assessment, latest, target = judged.assessment, judged.latest, judged.next_target
    return {
        "serie": judged.code,
        "indicateur": judged.definition.code,
        "libelle": judged.definition.label,
        "perimetre": judged.perimeter.code,
        "famille": judged.definition.family,
        "noyau": "oui" if judged.definition.core else "non",
        "type": str(judged.facts.type),
        "statut": str(assessment.status),
        "statut_libelle": SIGNS[assessment.status].word,
        "motif": str(assessment.reason or ""),
        "regle": assessment.rule,
        "provisoire": "oui" if assessment.provisional else "non",
        "valeur": latest.value if latest else None,
        "periode": latest.period.code if latest else "",
        "unite": judged.series.unit.code,
        "attendu": rounded(assessment.expected),
        "avancement_A": rounded(assessment.progress),
        "rythme_R": rounded(assessment.pace),
        "cible": target.value if target else None,
        "cible_echeance": str(target.horizon) if target else "",
        "cible_date": target.date.isoformat() if target else "",
        "attendue_depuis": judged.due.due_since.isoformat() if judged.due.due_since else "",
        "methode": "trajectory",
        "parametres": review.parameters.version_no,
    }


def rounded(value: Fraction | None) -> Decimal | None:
    """A ratio as an exact decimal with six places: nothing passes through a float, and a workbook gets a number."""
    return None if value is None else Decimal(round(value * 1_000_000)).scaleb(-6)


def catalogue(review: Review) -> list[Row]:
    """Every series with its indicator's sheet, one a row."""
    return list(_catalogue(review))


def _catalogue(review: Review) -> Iterator[Row]:
    for judged in review.judged.values():
        card, series = judged.definition, judged.series
        yield {
            "serie": judged.code,
            "indicateur": card.code,
            "libelle": card.label,
            "definition": card.definition,
            "famille": card.family,
            "perimetre": judged.perimeter.code,
            "application": str(series.applicability),
            "precision": series.precision,
            "dans_la_matrice": "oui" if series.in_matrix else "non",
            "lit": series.reads_from or "",
            "unite": series.unit.code,
            "decimales": card.decimals,
            "sens": str(Direction(card.direction)),
            "type": str(judged.facts.type),
            "nature": str(card.nature),
            "frequence": str(card.frequency),
            "delai_publication_mois": card.publication_delay_months,
            "agregation": str(card.aggregation),
            "ventilations": " ".join(each.code for each in series.breakdowns),
            "source": card.source,
            "ancrage": card.roadmap_anchor,
            "attention": card.caution,
            "noyau": "oui" if card.core else "non",
            "ajoute": "oui" if card.added else "non",
            "definition_version": card.version_no,
        }
