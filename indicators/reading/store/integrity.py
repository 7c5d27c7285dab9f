"""Whether a store holds together: what `python -m indicators check` runs."""

from db.engine import Engine
from db.queries import integrity
from db.unit_of_work import reading
from indicators.reading.committee.editions import tampered

_CHECKS = (
    (integrity.observations_without_head, "sans version courante"),
    (integrity.misplaced_heads, "dont la version courante n’est pas la dernière"),
    (integrity.version_gaps, "dont la numérotation des versions a un trou"),
)


def problems(engine: Engine) -> list[str]:
    """One French sentence for each anomaly; an empty list for a sound store."""
    with reading(engine) as session:
        changed = [f"L’édition {code} n’a plus l’empreinte qui lui a été donnée." for code in tampered(session)]
        of_the_committee = changed + [f"Il manque une version à {name}." for name in integrity.committee_gaps(session)]
        return [
            f"Observation {code}, période {period}, {what}."
            for query, what in _CHECKS
            for code, period in query(session)
        ] + of_the_committee
