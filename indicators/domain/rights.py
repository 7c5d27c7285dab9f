"""Who may do what: roles, actions, and :func:`allowed`, which decides on one action of one person on one subject.

A right is always checked against the series acted upon, never against what a screen sent. Whether the state of a
value allows the action is checked by ``lifecycle``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from db.vocabulary import Role, ValueState


class Action(StrEnum):
    """Every action subject to a right."""

    READ_PUBLISHED = "lire_publie"
    READ_UNPUBLISHED = "lire_non_publie"
    ENTER_VALUE = "saisir"
    SUBMIT = "soumettre"
    VALIDATE = "valider"
    RETURN = "renvoyer"
    PUBLISH = "publier"
    CORRECT = "corriger"
    WITHDRAW = "retirer"
    RESTORE = "retablir"
    SET_BASELINE = "fixer_situation_initiale"
    SET_TARGET = "fixer_cible"
    DECLARE_BREAK = "declarer_rupture"
    MARK_CONFIDENTIAL = "rendre_confidentiel"
    IMPORT_FILE = "importer"
    UNDO_IMPORT = "annuler_import"
    OPEN_CAMPAIGN = "ouvrir_campagne"
    EDIT_CATALOGUE = "modifier_catalogue"
    EDIT_PARAMETERS = "modifier_parametres"
    MANAGE_PEOPLE = "gerer_personnes"
    FREEZE_EDITION = "figer_edition"
    APPRECIATE = "apprecier"
    COMMENT = "commenter"
    DECIDE = "decider"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType({role: role.label for role in Role})

ACTION_LABELS: Mapping[Action, str] = MappingProxyType(
    {
        Action.READ_PUBLISHED: "consulter les valeurs publiées",
        Action.READ_UNPUBLISHED: "consulter les valeurs non publiées",
        Action.ENTER_VALUE: "saisir une valeur",
        Action.SUBMIT: "soumettre une valeur",
        Action.VALIDATE: "valider une valeur",
        Action.RETURN: "renvoyer une valeur pour correction",
        Action.PUBLISH: "publier une valeur",
        Action.CORRECT: "corriger une valeur publiée",
        Action.WITHDRAW: "retirer une valeur",
        Action.RESTORE: "rétablir une version antérieure",
        Action.SET_BASELINE: "fixer la situation initiale",
        Action.SET_TARGET: "fixer une cible",
        Action.DECLARE_BREAK: "déclarer une rupture de série",
        Action.MARK_CONFIDENTIAL: "rendre une valeur confidentielle",
        Action.IMPORT_FILE: "importer un fichier",
        Action.UNDO_IMPORT: "annuler un import",
        Action.OPEN_CAMPAIGN: "ouvrir une campagne de saisie",
        Action.EDIT_CATALOGUE: "modifier le catalogue",
        Action.EDIT_PARAMETERS: "modifier les paramètres de la méthode",
        Action.MANAGE_PEOPLE: "gérer les personnes et leurs rôles",
        Action.FREEZE_EDITION: "figer une édition",
        Action.APPRECIATE: "porter une appréciation",
        Action.COMMENT: "commenter l’avancement",
        Action.DECIDE: "consigner une décision",
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """A user known by e-mail, with the series assigned to a contributor and the areas assigned to a validator."""

    name: str
    email: str
    roles: frozenset[Role] = frozenset()
    series: frozenset[str] = frozenset()
    areas: frozenset[int] = frozenset()


PUBLIC = Person("Public", "")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is acted upon. ``areas`` are all those of the series; ``author`` and ``submitter`` are e-mails.

    An area itself has no series. For an import, ``author`` is its author. The default is the store as a whole.
    """

    series: str = ""
    areas: frozenset[int] = frozenset()
    author: str = ""
    submitter: str = ""
    state: ValueState | None = None


EVERYTHING = Subject()


@dataclass(frozen=True, slots=True)
class Permission:
    """Answer to a request for a right: granted, or refused with the reason in French. Truthy when granted."""

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


YES = Permission(True)


class _Scope(StrEnum):
    """What a role may apply an action to."""

    ALL = "tout"
    SERIES = "ses séries"
    AREAS = "ses aires"
    AUTHORED = "ce dont la personne est l'auteur"
    UNPUBLISHED = "ses séries, tant que rien n'est publié"


_CONTRIBUTOR: Mapping[Action, _Scope] = {
    Action.READ_UNPUBLISHED: _Scope.SERIES,
    Action.ENTER_VALUE: _Scope.SERIES,
    Action.SUBMIT: _Scope.SERIES,
    Action.CORRECT: _Scope.SERIES,
    Action.RESTORE: _Scope.SERIES,
    Action.WITHDRAW: _Scope.UNPUBLISHED,
    Action.DECLARE_BREAK: _Scope.SERIES,
    Action.MARK_CONFIDENTIAL: _Scope.SERIES,
    # The door only: each row of the file then asks leave to enter its value.
    Action.IMPORT_FILE: _Scope.ALL,
    Action.UNDO_IMPORT: _Scope.AUTHORED,
}

_VALIDATOR: Mapping[Action, _Scope] = dict.fromkeys(
    (
        Action.READ_UNPUBLISHED,
        Action.VALIDATE,
        Action.RETURN,
        Action.PUBLISH,
        Action.WITHDRAW,
        Action.SET_BASELINE,
        Action.SET_TARGET,
        Action.DECLARE_BREAK,
        Action.MARK_CONFIDENTIAL,
        # Theirs is a proposal: the committee's secretariat, who may decide, adopts it.
        Action.APPRECIATE,
        Action.COMMENT,
    ),
    _Scope.AREAS,
)

_GRANTS: Mapping[Role, Mapping[Action, _Scope]] = MappingProxyType(
    {
        Role.READER: {},
        Role.CONTRIBUTOR: _CONTRIBUTOR,
        Role.VALIDATOR: _VALIDATOR,
        Role.ADMINISTRATOR: dict.fromkeys(Action, _Scope.ALL),
    }
)

_SETTLED = (ValueState.VALIDATED, ValueState.PUBLISHED)


def allowed(person: Person, action: Action, subject: Subject = EVERYTHING) -> Permission:
    """Whether ``person`` may do ``action`` to ``subject``; the reason of a refusal is a French sentence.

    Published values are public. Nobody validates what they entered or submitted, whatever their roles.
    """
    if action is Action.READ_PUBLISHED:
        return YES
    scopes = [_GRANTS[role][action] for role in _roles(person) if action in _GRANTS[role]]
    if not scopes:
        return Permission(False, _no_role(person, action))
    refusals = [_outside(person, scope, subject) for scope in scopes]
    refusal = refusals[0] if all(refusals) else _second_pair_of_eyes(person, action, subject)
    return Permission(False, refusal) if refusal else YES


def offered(person: Person, action: Action) -> Permission:
    """Whether some role of the person includes the action, on any subject: checked before opening a screen.

    Services then check :func:`allowed` for each row.
    """
    if action is Action.READ_PUBLISHED or any(action in _GRANTS[role] for role in _roles(person)):
        return YES
    return Permission(False, _no_role(person, action))


def is_own_entry(person: Person, subject: Subject) -> bool:
    """Whether the person is the last author or the submitter of the value."""
    mine = _address(person.email)
    return bool(mine) and mine in (_address(subject.author), _address(subject.submitter))


def actions_of(person: Person, subject: Subject = EVERYTHING) -> Iterator[Action]:
    """Actions that the person may do to this subject."""
    return (action for action in Action if allowed(person, action, subject))


def _roles(person: Person) -> Iterator[Role]:
    """Roles of the person, in order; none without an e-mail, since their acts could not be attributed."""
    return (role for role in Role if role in person.roles and _address(person.email))


def _second_pair_of_eyes(person: Person, action: Action, subject: Subject) -> str:
    """Why this person may not validate this value; an unknown author might be the person. Empty if they may."""
    if action is not Action.VALIDATE:
        return ""
    if not _address(subject.author):
        return "On ne sait pas qui a saisi cette valeur : elle ne peut pas être validée."
    if is_own_entry(person, subject):
        return "Vous avez saisi ou soumis cette valeur : une autre personne doit la valider."
    return ""


def _address(email: str) -> str:
    return email.strip().casefold()


def _no_role(person: Person, action: Action) -> str:
    required_roles = " ou ".join(ROLE_LABELS[role].lower() for role in Role if action in _GRANTS[role])
    doing = ACTION_LABELS[action]
    if not any(_roles(person)):
        return f"Identifiez-vous pour {doing} (rôle requis : {required_roles})."
    link = "d'" if doing[0] in "aeiou" else "de "
    return f"Votre rôle ne permet pas {link}{doing} (rôle requis : {required_roles})."


def _outside(person: Person, scope: _Scope, subject: Subject) -> str:
    """Why the subject is outside the scope; empty if it is within."""
    match scope:
        case _Scope.ALL:
            return ""
        case _Scope.SERIES:
            return _not_own_series(person, subject)
        case _Scope.UNPUBLISHED:
            return _not_own_series(person, subject) or _settled(subject)
        case _Scope.AREAS:
            return _not_own_areas(person, subject)
        case _Scope.AUTHORED:
            return "" if is_own_entry(person, subject) else "Cet import a été fait par une autre personne."


def _not_own_series(person: Person, subject: Subject) -> str:
    if subject.series in person.series:
        return ""
    return f"La série {subject.series or 'demandée'} ne vous est pas attribuée."


def _settled(subject: Subject) -> str:
    if subject.state not in _SETTLED:
        return ""
    return "Cette valeur est validée ou publiée : une personne chargée de la validation peut la retirer."


def _not_own_areas(person: Person, subject: Subject) -> str:
    """Why the subject is outside the person's areas: a figure about several areas requires all of them."""
    if not subject.areas:
        return "Aucune aire n'est rattachée à cette série : seule l'administration peut agir."
    foreign = sorted(subject.areas - person.areas)
    if not foreign:
        return ""
    named = ", ".join(map(str, foreign))
    if not subject.series:
        return f"L’aire {named} est hors de votre périmètre de validation."
    whose = f"à l'aire {named}" if len(foreign) == 1 else f"aux aires {named}"
    return f"Cette série se rapporte {whose}, hors de votre périmètre de validation."
