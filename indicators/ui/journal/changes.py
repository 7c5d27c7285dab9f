"""The change described after the colon in a journal sentence: « 12 → 15 », « 3 valeurs écrites », « Anne → Bob »."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from db.vocabulary import (
    AppreciationLevel,
    AppreciationState,
    CampaignState,
    CommentKind,
    ConfStatus,
    DecisionState,
    ObsStatus,
    Role,
    TargetMode,
    ValueState,
)
from indicators.domain import wording
from indicators.domain.catalogue.definitions import FIELDS
from indicators.domain.events import Tells
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.quality import describe
from indicators.reading.people.journal import Event, JournalSubject
from indicators.ui.store import LOCAL

_FIELDS = {
    **{name: title.lower() for name, title in FIELDS.items()},
    "value": "valeur",
    "state": "état",
    "numerator": "numérateur",
    "denominator": "dénominateur",
    "flags": "qualité",
    "conf_status": "confidentialité",
    "source_url": "preuve",
    "source_published_on": "publication de la source",
    "reliability": "fiabilité",
    "caveat": "réserve",
    "comment": "commentaire",
    "dated": "date",
    "due": "échéance",
    "decided_on": "décidée le",
    "override": "passé outre",
    "on_track": "seuil « en bonne voie »",
    "accelerate": "seuil « à accélérer »",
    "decline": "seuil « recul »",
    "is_active": "en usage",
    "label": "intitulé",
    "severity": "gravité",
    "advice": "conseil",
    "hard_low": "minimum admis",
    "hard_high": "maximum admis",
    "plausible_low": "minimum habituel",
    "plausible_high": "maximum habituel",
    "max_change": "variation habituelle",
    "entiers": "nombres entiers",
    "retire_le": "retrait",
    "text": "texte",
    "in_charge": "responsable",
    "due_on": "échéance",
    "series": "séries",
    "indicators": "indicateurs",
    "operations": "opérations",
    "roles": "rôles",
}


_NUMBERS = frozenset(
    {
        *("numerator", "denominator", "on_track", "accelerate", "decline"),
        *("hard_low", "hard_high", "plausible_low", "plausible_high", "max_change"),
    }
)

_IDENTITY = {"name": "nom", "service": "service"}
"""What an account says of a person: the journal tells that it changed, never what it was."""

_LISTS = (CampaignState, ValueState, Role, DecisionState, AppreciationLevel, AppreciationState, CommentKind)
"""Lists of words that events store; where two have a word in common, its label is the same."""


def change_of(event: Event, tells: Tells, subject: JournalSubject | None, names: Mapping[str, str]) -> str:
    """Text of the change made by an event; empty if there is nothing to add."""
    details = event.details
    match tells:
        case Tells.OWNERS:
            return _arrow(_person(event.old, names), _person(event.new, names))
        case Tells.EXCEPTION:
            until = _day(details.get("until"))
            return f"{_person(details.get('to'), names)}, jusqu’au {until}" if until else ""
        case Tells.APPRECIATION:
            state = details.get("state")
            state_word = "" if state == AppreciationState.WITHDRAWN else _plain(state)  # the verb says it
            return ", ".join(filter(None, (_plain(details.get("level")), state_word)))
        case Tells.COMMENT:
            return _plain(details.get("kind"))
        case Tells.TITLE:
            return str(details.get("label") or "")
        case Tells.PROFILE:
            changed = [word for name, word in _IDENTITY.items() if name in (details.get("champs") or ())]
            return " ; ".join(filter(None, (*changed, _old_and_new(event, subject))))
        case Tells.IMPORTED:
            return _counts(details)
        case Tells.SESSIONS:
            ended = details.get("nombre", details.get("sessions_fermees"))
            return count_of(ended, "session fermée", "sessions fermées") if isinstance(ended, int) and ended else ""
        case Tells.BACKUP:
            return f"sauvegarde du {_instant(details['sauvegarde'])}" if details.get("sauvegarde") else ""
        case Tells.CHANGE:
            return _old_and_new(event, subject)


def _old_and_new(event: Event, subject: JournalSubject | None) -> str:
    old, new = event.old, event.new
    if old is None and new is None:
        old, new = event.details.get("avant"), event.details.get("apres", event.details.get("roles"))
    if old is None and new is None:
        moves = {"ajout": event.details.get("ajoutees"), "retrait": event.details.get("retirees")}
        return " ; ".join(f"{word} : {_plain(codes)}" for word, codes in moves.items() if codes)
    if isinstance(old, Mapping) and new is None and "value" in old:
        return _value(old, subject)
    if isinstance(new, Mapping) or isinstance(old, Mapping):
        return _versions(dict(old or {}), dict(new or {}), subject)
    return _arrow(_plain(old), _plain(new))


def _versions(old: Mapping[str, Any], new: Mapping[str, Any], subject: JournalSubject | None) -> str:
    """Differences between two versions: the value first, then every other field that changed."""
    words = []
    if "value" in old or "value" in new:
        words.append(_arrow(_value(old, subject) if old else "", _value(new, subject)))
    is_absent = "value" in new and new["value"] is None
    # The verb says what became of the state of a value; flags are the value where there is none.
    silent = {"value", "version", "maintained", *(["state"] if words else []), *(["flags"] if is_absent else [])}
    for field in sorted({*old, *new} - silent):
        before, after = old.get(field), new.get(field)
        if (before or None) == (after or None) or isinstance(before, Mapping) or isinstance(after, Mapping):
            continue
        if old or _is_noteworthy(field, after):
            words.append(
                f"{_FIELDS.get(field, field.replace('_', ' '))} : {_arrow(_before(field, before), _field(field, after))}"
            )
    return " ; ".join(filter(None, words))


def _is_noteworthy(field: str, value: Any) -> bool:
    """Whether a field of a first version is worth mentioning: it is set and differs from its default."""
    return bool(value) and (field in ("comment", "flags") or (field == "conf_status" and value != ConfStatus.FREE))


def _value(version: Mapping[str, Any], subject: JournalSubject | None) -> str:
    text = version.get("value")
    if text is None:
        return describe(_flags(version.get("flags"))) or "aucune valeur"
    try:
        return number(Decimal(str(text)), None, subject.unit if subject else "")
    except InvalidOperation:
        return str(text)


def _before(field: str, value: Any) -> str:
    """Former content of a field; empty if it was empty, but a normal value is named when the new one is flagged."""
    return _field(field, value) if value not in (None, "") or field == "flags" else ""


def _field(field: str, value: Any) -> str:
    if field == "flags":
        return describe(_flags(value)) or "valeur normale"
    if field == "conf_status" and value in list(ConfStatus):
        return wording.label(ConfStatus(value)).lower()
    if field == "mode" and value in list(TargetMode):
        return wording.label(TargetMode(value)).lower()
    if field in _NUMBERS:
        return _value({"value": value}, None) if value else "—"
    return _plain(value) or "rien"


def _flags(text: Any) -> frozenset[ObsStatus]:
    return frozenset(ObsStatus(letter) for letter in str(text or "") if letter in list(ObsStatus))


def _plain(value: Any) -> str:
    """A stored code, date or list in readable French."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(_plain(item) for item in value) or "rien"
    text = str(value)
    for words in _LISTS:
        if text in list(words):
            return wording.label(words(text)).lower()
    return _day(text) or text


def _day(text: Any) -> str:
    try:
        return date_fr(date.fromisoformat(str(text)))
    except ValueError:
        return ""


def _instant(text: Any) -> str:
    try:
        return f"{datetime.fromisoformat(str(text)).astimezone(LOCAL):%d/%m/%Y à %H:%M}"
    except ValueError:
        return str(text)


def _person(email: Any, names: Mapping[str, str]) -> str:
    return names.get(str(email), str(email)) if email else "personne"


def _arrow(old: str, new: str) -> str:
    if not old or old == new:
        return new
    return f"{old} → {new or 'rien'}"


def _counts(details: Mapping[str, Any]) -> str:
    words = {"ecrites": "valeur écrite", "inchangees": "valeur inchangée", "laissees": "valeur laissée"}
    return ", ".join(
        count_of(int(details[name]), text, text.replace(" ", "s ") + "s")
        for name, text in words.items()
        if isinstance(details.get(name), int) and details[name]
    )
