"""Journal events as sentences: author, action, subject, change, reason and origin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.vocabulary import AppreciationState, EntryMethod, Horizon
from indicators.domain import wording
from indicators.domain.events import EventWords, Names, Tells, words_of
from indicators.domain.formatting import date_fr
from indicators.domain.periods import Period
from indicators.domain.values.target_checks import BASELINE_FIELD
from indicators.reading.people.journal import Event, JournalSubject, Page, codes_of
from indicators.ui.journal.changes import change_of
from indicators.ui.store import LOCAL

_PROGRAMS = {
    "chargement du catalogue": "L’installation",
    "démonstration": "La démonstration",
    "ligne de commande": "La ligne de commande",
    "connexion": "Une personne non identifiée",
}
"""What acts without an account, by the name that the journal stores."""

_SUBJECTS = {
    "méthode": "les paramètres de la méthode",
    "base": "la base",
    "catalogue": "le catalogue et les valeurs publiées",
    "démonstration": "des valeurs fictives",
}
"""Subjects that are one thing of the whole store."""

_KINDS = {
    "campagne": "la campagne",
    "periode": "la période",
    "édition": "l’édition",
    "décision": "la décision",
    "règle": "la règle",
    "aire": "l’aire",
}
"""Kinds of subjects that are named before a space: « aire 3 », « periode 2024 »."""

_VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüœæ")


@dataclass(frozen=True, slots=True)
class EventSentence:
    """An event in words. ``about`` is the series to link to, ``what`` the subject, ``change`` is « old → new »."""

    who: str
    did: str
    what: str
    about: str
    change: str
    why: str
    how: str

    @property
    def gap(self) -> str:
        """Separator between the verb and the subject: empty after an apostrophe."""
        return " " if self.what and not self.did.endswith("’") else ""

    @property
    def sentence(self) -> str:
        """The event as one sentence of plain text."""
        text = f"{self.who} {self.did}{self.gap}{self.what}"
        return f"{text} : {self.change}." if self.change else f"{text}."


def sentence_of(event: Event, page: Page) -> EventSentence:
    """An event in words, with the names and labels of its page."""
    words = words_of(event.action)
    about = next((code for code in codes_of(event.subject) if code in page.series), "")
    subject = page.series.get(about)
    is_own = bool(words.own) and event.actor == event.subject
    what = "" if is_own else _what(event, words, subject, about, page.names)
    return EventSentence(
        who=author(event.actor, page.names),
        did=words.own if is_own else _joined(_verb(event, words), what),
        what=what,
        about=about,
        change=change_of(event, words.tells, subject, page.names),
        why=event.motive,
        how=_how(event),
    )


def rows(page: Page) -> Iterator[dict[str, Any]]:
    """The events of a page as table rows, including details that the sentences omit."""
    for event in page.events:
        sentence = sentence_of(event, page)
        when = local(event.when)
        yield {
            "numero": event.number,
            "date": date_fr(when.date()),
            "heure": f"{when:%H:%M:%S}",
            "personne": sentence.who,
            "adresse": event.actor,
            "action": event.label,
            "objet": event.subject,
            "serie": sentence.about,
            "changement": sentence.change,
            "motif": sentence.why,
            "mode": sentence.how,
            "import": event.batch,
            "phrase": sentence.sentence,
        }


def name_of(email: str, names: Mapping[str, str]) -> str:
    """Name of an author; an automatic process without an account keeps the name stored in the journal."""
    return names.get(email) or email or "quelqu’un"


def author(actor: str, names: Mapping[str, str]) -> str:
    """Author at the start of a sentence: the name of a person, or a part of the program."""
    return _PROGRAMS.get(actor) or (name_of(actor, names) if actor else "Quelqu’un")


def local(instant: datetime) -> datetime:
    """An instant in Belgian local time."""
    return instant.astimezone(LOCAL)


def _verb(event: Event, words: EventWords) -> str:
    if words.undone and _leaves_nothing(event, words):
        return words.undone
    return words.again if words.again and event.old is not None else words.verb


def _leaves_nothing(event: Event, words: EventWords) -> bool:
    match words.tells:
        case Tells.APPRECIATION:
            return event.details.get("state") == AppreciationState.WITHDRAWN
        case Tells.COMMENT:
            return event.details.get("text") == ""
        case _:
            return event.old is not None and event.new is None


def _joined(verb: str, what: str) -> str:
    """The verb as written before its object: « de » is elided before a vowel."""
    if verb.endswith(" de") and what[:1].lower() in _VOWELS:
        return f"{verb[:-1]}’"
    return verb if what else verb.removesuffix(" sur")


def _what(event: Event, words: EventWords, subject: JournalSubject | None, about: str, names: Mapping[str, str]) -> str:
    if words.names is Names.NOTHING:
        return ""
    if words.names is Names.FILE:
        return str(event.details.get("fichier") or event.subject)
    before, _, after = event.subject.partition("/")
    if before.startswith("campagne ") and after:
        return f"{_series(subject, about) or after} ({before})"
    place, _, horizon = (after or before).partition(" ")
    if place == "échéance" and horizon:
        moved = f"l’échéance à {_period(horizon)}"
        return f"{moved} pour {_series(subject, about) or before}" if after else moved
    if subject is not None:
        return ", ".join(filter(None, (_series(subject, about), _place(after, subject))))
    if words.names is Names.INDICATOR and after:
        return f"les {after} de l’indicateur {before}"
    kind, _, name = event.subject.partition(" ")
    if kind in _KINDS and name:
        return f"{_KINDS[kind]} {_period(name) if kind == 'periode' else name}"
    if words.names is Names.INDICATOR:
        return f"l’indicateur {event.subject}"
    return _SUBJECTS.get(event.subject) or names.get(event.subject) or event.subject


def _series(subject: JournalSubject | None, code: str) -> str:
    return "" if subject is None else f"{subject.label} – {subject.perimeter} ({code})"


def _place(after: str, subject: JournalSubject) -> str:
    """Period, horizon or breakdown item, written after the code of a series."""
    first, _, part = after.partition("/")
    words = [_period(first) if first != BASELINE_FIELD else ""]
    if part:
        code_list, _, item = part.partition(":")
        words.append(subject.items.get((code_list, item), item or part))
    return ", ".join(filter(None, words))


def _period(code: str) -> str:
    if code in list(Horizon):
        return wording.label(Horizon(code)).lower()
    try:
        return Period.parse(code).label
    except ValueError:
        return code.replace("_", " ")


def _how(event: Event) -> str:
    method = event.details.get("method")
    return wording.label(EntryMethod(method)) if method in list(EntryMethod) else ""
