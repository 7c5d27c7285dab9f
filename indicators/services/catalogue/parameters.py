"""Parameters of the method: a new version with its reason; past statuses keep the version of their time."""

from collections.abc import Mapping
from dataclasses import asdict

from db.engine import Engine
from db.errors import StoreError
from db.queries import facts as stored
from db.queries.entries import savepoint
from db.unit_of_work import unit_of_work
from db.vocabulary import EventCode
from indicators.domain import rights
from indicators.domain.catalogue.typed_parameters import PARAMETERS, understand
from indicators.domain.progress.assessment import Parameters
from indicators.domain.rights import Action, Person
from indicators.reading.progress.review import read_parameters
from indicators.services.refusals import Refused

_BEATEN = "Quelqu’un a enregistré d’autres paramètres après ceux que vous avez vus : rechargez la page pour les voir."
_LONGEST = 4000


def set_parameters(
    engine: Engine, person: Person, typed: Mapping[str, str], *, base_version_no: int, reason: str
) -> int:
    """Record the parameters as typed; return the current version, unchanged if nothing differs.

    Raises:
        Refused: the person may not, an entry is invalid, or a concurrent change was first.
    """
    leave = rights.allowed(person, Action.EDIT_PARAMETERS)
    if not leave:
        raise Refused(leave.reason)
    parameters, problems = understand(typed)
    if parameters is None:
        raise Refused(" ".join(f"{PARAMETERS[name].label} : {problem}" for name, problem in problems.items()))
    with unit_of_work(engine, person.email) as work:
        present = read_parameters(work.session)
        if _values(parameters) == _values(present):
            return present.version_no
        if present.version_no != base_version_no:
            raise Refused(_BEATEN)
        if not reason.strip():
            raise Refused("Indiquez le motif du changement : il est montré avec les paramètres.")
        if len(reason) > _LONGEST:
            raise Refused(f"Le motif dépasse {_LONGEST} caractères.")
        values = _values(parameters) | {"version_no": present.version_no + 1}
        try:
            with savepoint(work.session):
                stored.add_method_parameters(work.session, **values, reason=reason.strip(), recorded_by=person.email)
        except StoreError as error:
            raise Refused(str(error)) from error
        work.record(
            EventCode.PARAMETERS_CHANGED,
            "méthode",
            reason=reason.strip(),
            version=present.version_no + 1,
            old={name: str(value) for name, value in _values(present).items()},
            new={name: str(value) for name, value in _values(parameters).items()},
        )
        work.commit()
    return present.version_no + 1


def _values(parameters: Parameters) -> dict[str, object]:
    return {name: value for name, value in asdict(parameters).items() if name != "version_no"}
