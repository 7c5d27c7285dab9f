"""Each event of the journal as a sentence: every declared one, whatever its details, and those of a later version."""

from datetime import UTC, datetime
from typing import Any

import pytest

from db.vocabulary import EventCode
from indicators.domain.events import EVENTS
from indicators.domain.series import Unit
from indicators.reading.people.journal import Event, JournalSubject, Page
from indicators.ui.journal.sentences import sentence_of

ADA, ANNE = "ada@example.org", "anne@example.org"
NAMES = {ADA: "Ada", ANNE: "Anne"}
FIGURE, SERIES = "ENT-01-A1/2024", "ENT-01-A1"
SUBJECTS = (FIGURE, SERIES, "ENT-01-A1/2024/taille:PME", "campagne C24", "campagne C24/ENT-01-A1", "aire 3", ANNE, "?")
VALUE = {"version": 1, "value": "12", "state": "brouillon", "flags": ""}


def page() -> Page:
    series = JournalSubject("Emplois", "Aire 1", Unit("nombre", "nombre"), {("taille", "PME"): "PME"})
    return Page((), 0, {SERIES: series}, NAMES)


def sentence(action: str, subject: str, details: dict[str, Any] | None = None, actor: str = ADA) -> str:
    told = details or {}
    event = Event(
        1, datetime(2026, 1, 1, tzinfo=UTC), actor, action, "", subject, "", "", told.get("old"), told.get("new"), told
    )
    return sentence_of(event, page()).sentence.replace("\u202f", " ").replace("\u00a0", " ")


SENTENCES: list[tuple[EventCode, str, dict[str, Any], str]] = [
    (EventCode.VALUE_ENTERED, FIGURE, {"new": VALUE}, "Ada a saisi Emplois – Aire 1 (ENT-01-A1), 2024 : 12."),
    (
        EventCode.VALUE_CORRECTED,
        FIGURE,
        {"old": VALUE, "new": VALUE | {"value": "1300"}},
        "Ada a corrigé Emplois – Aire 1 (ENT-01-A1), 2024 : 12 → 1 300.",
    ),
    (EventCode.VALUE_SUBMITTED, "X-9/2024", {}, "Ada a soumis X-9/2024."),
    (EventCode.VALUE_VALIDATED, FIGURE, {}, "Ada a validé Emplois – Aire 1 (ENT-01-A1), 2024."),
    (EventCode.VALUE_RETURNED, FIGURE, {}, "Ada a renvoyé pour correction Emplois – Aire 1 (ENT-01-A1), 2024."),
    (EventCode.VALUE_PUBLISHED, FIGURE, {}, "Ada a publié Emplois – Aire 1 (ENT-01-A1), 2024."),
    (EventCode.VALUE_WITHDRAWN, FIGURE, {}, "Ada a retiré Emplois – Aire 1 (ENT-01-A1), 2024."),
    (EventCode.VALUE_RESTORED, FIGURE, {}, "Ada a rétabli une version d’Emplois – Aire 1 (ENT-01-A1), 2024."),
    (
        EventCode.BREAK_DECLARED,
        FIGURE,
        {},
        "Ada a déclaré une rupture de série pour Emplois – Aire 1 (ENT-01-A1), 2024.",
    ),
    (
        EventCode.CONFIDENTIALITY_CHANGED,
        FIGURE,
        {"old": VALUE | {"conf_status": "F"}, "new": VALUE | {"conf_status": "C"}},
        "Ada a changé la confidentialité d’Emplois – Aire 1 (ENT-01-A1), 2024 : 12 ; "
        "confidentialité : diffusion libre → confidentiel.",
    ),
    (
        EventCode.FILE_IMPORTED,
        "IMP-1",
        {"fichier": "a.csv", "ecrites": 2, "inchangees": 1},
        "Ada a importé a.csv : 2 valeurs écrites, 1 valeur inchangée.",
    ),
    (EventCode.FILE_IMPORTED, "IMP-1", {}, "Ada a importé IMP-1."),
    (EventCode.IMPORT_UNDONE, "IMP-1", {"ecrites": 1}, "Ada a annulé l’import IMP-1 : 1 valeur écrite."),
    (
        EventCode.BASELINE_SET,
        "ENT-01-A1/baseline",
        {"new": {"value": "10"}},
        "Ada a fixé la situation initiale d’Emplois – Aire 1 (ENT-01-A1) : 10.",
    ),
    (
        EventCode.BASELINE_SET,
        "ENT-01-A1/baseline",
        {"old": {"value": "10"}, "new": {"value": "11", "override": ""}},
        "Ada a révisé la situation initiale d’Emplois – Aire 1 (ENT-01-A1) : 10 → 11.",
    ),
    (
        EventCode.TARGET_SET,
        "ENT-01-A1/CT",
        {"new": {"value": "20"}},
        "Ada a fixé la cible d’Emplois – Aire 1 (ENT-01-A1), court terme : 20.",
    ),
    (
        EventCode.TARGET_SET,
        "ENT-01-A1/CT",
        {"old": {"value": "20", "due": "2027-12-31"}, "new": None},
        "Ada a retiré la cible d’Emplois – Aire 1 (ENT-01-A1), court terme : 20.",
    ),
    (EventCode.CAMPAIGN_CREATED, "campagne C24", {}, "Ada a préparé la campagne C24."),
    (
        EventCode.CAMPAIGN_OPENED,
        "campagne C24",
        {"old": "en_preparation", "new": "ouverte"},
        "Ada a ouvert la campagne C24 : en préparation → ouverte.",
    ),
    (EventCode.CAMPAIGN_OPENED, "campagne C24", {"new": {"a": {"b": 1}}}, "Ada a ouvert la campagne C24."),
    (EventCode.CAMPAIGN_CLOSED, "campagne C24", {}, "Ada a clôturé la campagne C24."),
    (EventCode.CAMPAIGN_PUBLISHED, "campagne C24", {}, "Ada a publié la campagne C24."),
    (
        EventCode.SERIES_ASSIGNED,
        "campagne C24/ENT-01-A1",
        {"old": None, "new": ANNE},
        "Ada a attribué Emplois – Aire 1 (ENT-01-A1) (campagne C24) : personne → Anne.",
    ),
    (
        EventCode.SERIES_HANDED_OVER,
        "campagne C24/ENT-01-A1",
        {"old": ADA, "new": ANNE},
        "Ada a transmis Emplois – Aire 1 (ENT-01-A1) (campagne C24) : Ada → Anne.",
    ),
    (
        EventCode.SERIES_RELEASED,
        "campagne C24/X-9",
        {"old": ANNE, "new": None},
        "Ada a cessé de demander X-9 (campagne C24) : Anne → personne.",
    ),
    (EventCode.PERIOD_LOCKED, "periode 2022", {}, "Ada a verrouillé la période 2022."),
    (EventCode.PERIOD_REOPENED, "periode 2022", {}, "Ada a rouvert la période 2022."),
    (
        EventCode.EXCEPTION_GRANTED,
        "periode 2022",
        {"to": ANNE, "until": "2099-01-31"},
        "Ada a accordé une exception pour la période 2022 : Anne, jusqu’au 31/01/2099.",
    ),
    (
        EventCode.APPRECIATION_RECORDED,
        "aire 3",
        {"level": "appuis_necessaires", "state": "proposee"},
        "Ada a porté une appréciation sur l’aire 3 : appuis nécessaires, proposée.",
    ),
    (
        EventCode.APPRECIATION_RECORDED,
        SERIES,
        {"level": "compromis", "state": "retiree"},
        "Ada a retiré l’appréciation portée sur Emplois – Aire 1 (ENT-01-A1) : objectifs compromis.",
    ),
    (
        EventCode.COMMENT_WRITTEN,
        "aire 3",
        {"kind": "risques", "text": "Retard"},
        "Ada a commenté l’aire 3 : risques et obstacles.",
    ),
    (
        EventCode.COMMENT_WRITTEN,
        "aire 3",
        {"kind": "risques", "text": ""},
        "Ada a retiré un commentaire sur l’aire 3 : risques et obstacles.",
    ),
    (EventCode.DECISION_RECORDED, "décision D-2026-01", {}, "Ada a consigné la décision D-2026-01."),
    (
        EventCode.DECISION_RECORDED,
        "décision D-2026-01",
        {"old": {"state": "ouverte", "in_charge": ""}, "new": {"state": "realisee", "in_charge": "SPW"}},
        "Ada a modifié la décision D-2026-01 : responsable : SPW ; état : ouverte → réalisée.",
    ),
    (EventCode.EDITION_FROZEN, "édition E2026-1", {}, "Ada a figé l’édition E2026-1."),
    (EventCode.EDITION_FROZEN, "édition E2026-1", {"label": "Comité"}, "Ada a figé l’édition E2026-1 : Comité."),
    (
        EventCode.CATALOGUE_CHANGED,
        "ENT-01",
        {"old": {"decimals": 0}, "new": {"decimals": 2}},
        "Ada a modifié l’indicateur ENT-01 : décimales : 0 → 2.",
    ),
    (
        EventCode.CATALOGUE_CHANGED,
        "ENT-01/règles de saisie",
        {"old": {"hard_low": None, "entiers": False}, "new": {"hard_low": "0.5", "entiers": True}},
        "Ada a modifié les règles de saisie de l’indicateur ENT-01 : nombres entiers : non → oui ; minimum admis : 0,5.",
    ),
    (EventCode.CATALOGUE_CHANGED, "règle R-1", {"old": None, "new": {}}, "Ada a ajouté la règle R-1."),
    (
        EventCode.CATALOGUE_CHANGED,
        "règle R-1",
        {"old": {"is_active": True}, "new": {"is_active": False}},
        "Ada a modifié la règle R-1 : en usage : oui → non.",
    ),
    (
        EventCode.PARAMETERS_CHANGED,
        "méthode",
        {"old": {"on_track": "0.95"}, "new": {"on_track": "0.9"}},
        "Ada a modifié les paramètres de la méthode : seuil « en bonne voie » : 0,95 → 0,9.",
    ),
    (
        EventCode.PARAMETERS_CHANGED,
        "échéance CT",
        {"old": "2026-12-31", "new": "2027-06-30"},
        "Ada a modifié l’échéance à court terme : 31/12/2026 → 30/06/2027.",
    ),
    (
        EventCode.PARAMETERS_CHANGED,
        "ENT-01-A1/échéance LT",
        {},
        "Ada a modifié l’échéance à long terme pour Emplois – Aire 1 (ENT-01-A1).",
    ),
    (EventCode.ACCOUNT_CREATED, ANNE, {"roles": ["lecteur"]}, "Ada a créé le compte d’Anne : lecture."),
    (
        EventCode.ACCOUNT_CHANGED,
        ANNE,
        {
            "champs": ["name", "roles"],
            "old": {"roles": ["lecteur"], "aires": [1]},
            "new": {"roles": ["lecteur", "validateur"], "aires": [1]},
        },
        "Ada a modifié le compte d’Anne : nom ; rôles : lecture → lecture, validation.",
    ),
    (EventCode.ACCOUNT_CLOSED, ANNE, {"sessions_fermees": 2}, "Ada a fermé le compte d’Anne : 2 sessions fermées."),
    (EventCode.ACCOUNT_REOPENED, ANNE, {}, "Ada a rouvert le compte d’Anne."),
    (EventCode.ACCOUNT_DELETED, "parti@example.org", {}, "Ada a supprimé le compte de parti@example.org."),
    (
        EventCode.ROLES_CHANGED,
        ANNE,
        {"avant": ["lecteur"], "apres": ["validateur"]},
        "Ada a changé les rôles d’Anne : lecture → validation.",
    ),
    (
        EventCode.SERIES_GRANTED,
        ANNE,
        {"ajoutees": ["ENT-01-A1"], "retirees": []},
        "Ada a changé les séries d’Anne : ajout : ENT-01-A1.",
    ),
    (EventCode.AREAS_GRANTED, ANNE, {"avant": [], "apres": [1, 2]}, "Ada a changé les aires d’Anne : rien → 1, 2."),
    (EventCode.SIGNED_IN, ADA, {}, "Ada a ouvert une session."),
    (EventCode.SIGNED_OUT, ADA, {}, "Ada a fermé sa session."),
    (
        EventCode.LAST_ATTEMPT_USED,
        ANNE,
        {},
        "Ada a fait le dernier essai permis pour se connecter au compte d’Anne.",
    ),
    (EventCode.PASSWORD_CHANGED, ADA, {"sessions_fermees": 0}, "Ada a changé son mot de passe."),
    (
        EventCode.PASSWORD_REPLACED,
        ANNE,
        {"sessions_fermees": 1},
        "Ada a remplacé le mot de passe d’Anne : 1 session fermée.",
    ),
    (EventCode.PASSWORD_REPLACED, ADA, {}, "Ada a remplacé son mot de passe."),
    (EventCode.SESSIONS_ENDED, ANNE, {"nombre": 3}, "Ada a fermé les sessions d’Anne : 3 sessions fermées."),
    (EventCode.SESSIONS_ENDED, ADA, {"nombre": 3}, "Ada a fermé toutes ses sessions : 3 sessions fermées."),
    (EventCode.STORE_FILLED, "catalogue", {}, "Ada a chargé le catalogue et les valeurs publiées."),
    (
        EventCode.STORE_RESTORED,
        "base",
        {"sauvegarde": "2026-01-31T23:30:00+00:00"},
        "Ada a restauré la base : sauvegarde du 01/02/2026 à 00:30.",
    ),
]


@pytest.mark.parametrize(("code", "subject", "details", "wanted"), SENTENCES)
def test_an_event_reads_as_a_sentence(code: EventCode, subject: str, details: dict[str, Any], wanted: str) -> None:
    assert sentence(code, subject, details) == wanted


def test_no_event_lacks_its_sentence() -> None:
    assert {code for code, *_ in SENTENCES} == set(EventCode)


@pytest.mark.parametrize("code", EventCode)
def test_a_sentence_has_its_verb_whatever_the_event_tells(code: EventCode) -> None:
    verbs = {EVENTS[code].verb, EVENTS[code].again, EVENTS[code].undone, EVENTS[code].own} - {""}
    for subject in SUBJECTS:
        for details in ({}, {"old": None, "new": None}, {"old": VALUE, "new": None}, {"old": "avant", "new": "après"}):
            text = sentence(code, subject, details)
            assert any(text.startswith(f"Ada {verb.removesuffix('e')}") for verb in verbs), text
            assert text.endswith(".") and "None" not in text and "  " not in text, text


def test_who_has_no_account_is_named_all_the_same() -> None:
    assert sentence(EventCode.STORE_FILLED, "démonstration", actor="démonstration") == (
        "La démonstration a chargé des valeurs fictives."
    )
    assert sentence(EventCode.LAST_ATTEMPT_USED, ANNE, actor="connexion") == (
        "Une personne non identifiée a fait le dernier essai permis pour se connecter au compte d’Anne."
    )
    assert sentence(EventCode.ACCOUNT_CLOSED, ANNE, actor="ligne de commande") == (
        "La ligne de commande a fermé le compte d’Anne."
    )
    assert sentence(EventCode.VALUE_ENTERED, "X-2/2024", {"new": {"value": "pas un nombre"}}, actor="") == (
        "Quelqu’un a saisi X-2/2024 : pas un nombre."
    )


def test_an_event_of_a_later_version_is_quoted() -> None:
    assert sentence("inventer_roue", FIGURE) == (
        "Ada a effectué l’action « inventer roue » sur Emplois – Aire 1 (ENT-01-A1), 2024."
    )
    assert (
        sentence("inventer_roue", "", {"old": "a", "new": "b"}) == "Ada a effectué l’action « inventer roue » : a → b."
    )
