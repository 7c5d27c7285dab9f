"""Every role × every action × own and foreign rows, against a matrix written out."""

from itertools import product

import pytest

from db.vocabulary import ValueState
from indicators.domain.rights import (
    ACTION_LABELS,
    PUBLIC,
    ROLE_LABELS,
    Action,
    Permission,
    Person,
    Role,
    Subject,
    actions_of,
    allowed,
)

# Columns: own series and own area (o), foreign ones (f). A letter is a yes, a point is a no.
MATRIX = """
                             public  lecteur  contributeur  validateur  administrateur
    lire_publie                of       of         of           of            of
    lire_non_publie            ..       ..         o.           o.            of
    saisir                     ..       ..         o.           ..            of
    soumettre                  ..       ..         o.           ..            of
    valider                    ..       ..         ..           o.            of
    renvoyer                   ..       ..         ..           o.            of
    publier                    ..       ..         ..           o.            of
    corriger                   ..       ..         o.           ..            of
    retirer                    ..       ..         o.           o.            of
    retablir                   ..       ..         o.           ..            of
    fixer_situation_initiale   ..       ..         ..           o.            of
    fixer_cible                ..       ..         ..           o.            of
    declarer_rupture           ..       ..         o.           o.            of
    rendre_confidentiel        ..       ..         o.           o.            of
    importer                   ..       ..         of           ..            of
    annuler_import             ..       ..         ..           ..            of
    ouvrir_campagne            ..       ..         ..           ..            of
    modifier_catalogue         ..       ..         ..           ..            of
    modifier_parametres        ..       ..         ..           ..            of
    gerer_personnes            ..       ..         ..           ..            of
    figer_edition              ..       ..         ..           ..            of
    apprecier                  ..       ..         ..           o.            of
    commenter                  ..       ..         ..           o.            of
    decider                    ..       ..         ..           ..            of
"""

OWN = Subject("ENT-01@A3", frozenset({3}), author="collegue@example.org", state=ValueState.SUBMITTED)
FOREIGN = Subject("ENT-01@A5", frozenset({5}), author="collegue@example.org", state=ValueState.SUBMITTED)
HEADER, *ROWS = [line.split() for line in MATRIX.strip().splitlines()]
EXPECTED = {(name, role): marks for name, *cells in ROWS for role, marks in zip(HEADER, cells, strict=True)}


def person(*roles: Role, email: str = "agent@example.org") -> Person:
    return Person("Agent", email, frozenset(roles), frozenset({"ENT-01@A3"}), frozenset({1, 3}))


PEOPLE = {"public": PUBLIC} | {str(role): person(role) for role in Role}


def test_the_matrix_names_every_role_and_every_action() -> None:
    assert [name for name, *_ in ROWS] == list(Action)
    assert set(HEADER) == {"public", *Role}
    assert set(ROLE_LABELS) == set(Role)
    assert set(ACTION_LABELS) == set(Action)


@pytest.mark.parametrize(("role", "action"), list(product(PEOPLE, Action)), ids=str)
def test_role_action_own_and_foreign(role: str, action: Action) -> None:
    decisions = allowed(PEOPLE[role], action, OWN), allowed(PEOPLE[role], action, FOREIGN)
    marks = "".join(mark if decision.ok else "." for mark, decision in zip("of", decisions, strict=True))
    assert marks == EXPECTED[action, role]
    for decision in decisions:
        assert bool(decision) == decision.ok == (not decision.reason)
        assert decision.ok or decision.reason.endswith(".")


def test_roles_add_up() -> None:
    both = person(Role.CONTRIBUTOR, Role.VALIDATOR)
    assert allowed(both, Action.ENTER_VALUE, OWN)
    assert allowed(both, Action.VALIDATE, OWN)
    assert "ne vous est pas attribuée" in allowed(both, Action.ENTER_VALUE, FOREIGN).reason


@pytest.mark.parametrize("role", [Role.VALIDATOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize(("author", "submitter"), [("AGENT@example.org ", ""), ("x@example.org", "agent@example.org")])
def test_nobody_validates_their_own_entry(role: Role, author: str, submitter: str) -> None:
    subject = Subject("ENT-01@A3", frozenset({3}), author, submitter, ValueState.SUBMITTED)
    decision = allowed(person(role, Role.CONTRIBUTOR), Action.VALIDATE, subject)
    assert decision == Permission(False, "Vous avez saisi ou soumis cette valeur : une autre personne doit la valider.")
    assert allowed(person(role, email="autre@example.org"), Action.VALIDATE, subject)
    assert allowed(person(role), Action.RETURN, subject)


def test_a_value_of_unknown_author_is_not_validated() -> None:
    subject = Subject("ENT-01@A3", frozenset({3}))
    assert "qui a saisi" in allowed(person(Role.ADMINISTRATOR), Action.VALIDATE, subject).reason


def test_someone_without_address_has_no_role() -> None:
    nameless = person(Role.ADMINISTRATOR, email=" ")
    assert set(actions_of(nameless, OWN)) == {Action.READ_PUBLISHED}
    assert "Identifiez-vous" in allowed(nameless, Action.ENTER_VALUE, OWN).reason


def test_a_figure_about_several_areas_asks_for_all_of_them() -> None:
    validator = person(Role.VALIDATOR)
    group = Subject("ENT-06@MEDTECH", frozenset({3, 4, 5}), "x@example.org")
    assert "aux aires 4, 5" in allowed(validator, Action.VALIDATE, group).reason
    assert "à l'aire 4" in allowed(validator, Action.PUBLISH, Subject("S", frozenset({1, 4}))).reason
    assert allowed(validator, Action.PUBLISH, Subject("S", frozenset({1, 3})))
    assert not allowed(validator, Action.PUBLISH, Subject("S"))


@pytest.mark.parametrize("state", ValueState)
def test_a_contributor_withdraws_only_what_is_not_settled(state: ValueState) -> None:
    subject = Subject("ENT-01@A3", frozenset({3}), "agent@example.org", state=state)
    settled = state in (ValueState.VALIDATED, ValueState.PUBLISHED)
    assert allowed(person(Role.CONTRIBUTOR), Action.WITHDRAW, subject).ok is not settled
    assert allowed(person(Role.VALIDATOR), Action.WITHDRAW, subject)


def test_an_import_is_undone_by_who_made_it() -> None:
    contributor = person(Role.CONTRIBUTOR)
    assert allowed(contributor, Action.UNDO_IMPORT, Subject(author="agent@example.org"))
    assert "autre personne" in allowed(contributor, Action.UNDO_IMPORT, Subject(author="x@example.org")).reason


def test_refusals_name_the_role_that_is_needed() -> None:
    contributor = person(Role.CONTRIBUTOR)
    assert allowed(contributor, Action.OPEN_CAMPAIGN).reason == (
        "Votre rôle ne permet pas d'ouvrir une campagne de saisie (rôle requis : administration)."
    )
    assert "pas de valider" in allowed(contributor, Action.VALIDATE, OWN).reason
