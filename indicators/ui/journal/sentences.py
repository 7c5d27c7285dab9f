"""A fact of the journal as a sentence: who did what to which figure, from what to what, why and how."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from db.vocabulary import CampaignState, ConfStatus, EntryMethod, Horizon, ObsStatus, Role, TargetMode, ValueState
from indicators.domain import wording
from indicators.domain.formatting import count_of, date_fr, number
from indicators.domain.periods import Period
from indicators.domain.quality import describe
from indicators.reading.people.journal import Event, Page, Subject, codes_of
from indicators.ui.store import LOCAL

_DID = {
    "saisir": "a saisi",
    "corriger": "a corrigé",
    "soumettre": "a soumis",
    "valider": "a validé",
    "renvoyer": "a renvoyé pour correction",
    "publier": "a publié",
    "retirer": "a retiré",
    "retablir": "a rétabli une version de",
    "declarer_rupture": "a déclaré une rupture de série pour",
    "rendre_confidentiel": "a changé la confidentialité de",
    "fixer_situation_initiale": "a fixé la situation initiale de",
    "fixer_cible": "a fixé la cible de",
    "creer_campagne": "a préparé",
    "ouvrir_campagne": "a ouvert",
    "cloturer_campagne": "a clôturé",
    "publier_campagne": "a publié",
    "attribuer": "a attribué",
    "transmettre": "a transmis",
    "retirer_de_campagne": "a retiré d’une campagne",
    "verrouiller": "a verrouillé",
    "deverrouiller": "a rouvert",
    "accorder_exception": "a accordé une exception pour",
    "importer": "a importé",
    "annuler_import": "a annulé l’import",
    "chargement": "a chargé",
    "restauration": "a restauré une sauvegarde de",
    "compte créé": "a créé le compte de",
    "compte fermé": "a fermé le compte de",
    "compte rouvert": "a rouvert le compte de",
    "rôles changés": "a changé les rôles de",
    "séries attribuées": "a changé les séries de",
    "aires attribuées": "a changé les aires de",
    "connexion": "s’est connecté",
    "déconnexion": "s’est déconnecté",
    "modifier_catalogue": "a modifié au catalogue",
    "modifier_parametres": "a modifié les paramètres",
}

_FIELDS = {
    "value": "valeur",
    "state": "état",
    "numerator": "numérateur",
    "denominator": "dénominateur",
    "flags": "qualité",
    "conf_status": "confidentialité",
    "source": "source",
    "source_url": "preuve",
    "caveat": "réserve",
    "comment": "commentaire",
    "dated": "date",
    "due": "échéance",
    "decided_on": "décidée le",
    "mode": "mode",
    "on_track": "seuil « en bonne voie »",
    "accelerate": "seuil « à accélérer »",
    "decline": "seuil « recul »",
    "is_active": "en usage",
    "label": "intitulé",
    "definition": "définition",
    "decimals": "décimales",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words. ``about`` is the series it leads to, ``what`` names the thing, ``change`` is « old → new »."""

    who: str
    did: str
    what: str
    about: str
    change: str
    why: str
    how: str

    @property
    def sentence(self) -> str:
        """The whole as one plain sentence."""
        text = " ".join(filter(None, (self.who, self.did, self.what)))
        return f"{text} : {self.change}." if self.change else f"{text}."


def said(event: Event, page: Page) -> Said:
    """A fact in words, with the names and labels of its page."""
    about = next((code for code in codes_of(event.subject) if code in page.series), "")
    subject = page.series.get(about)
    did = _DID.get(event.action)
    return Said(
        who=name_of(event.actor, page.names),
        did=did or f"({event.label})",
        what=_what(event, subject, about, page.names),
        about=about,
        change=_change(event, subject, page.names),
        why=event.motive,
        how=_how(event),
    )


def rows(page: Page) -> Iterator[dict[str, Any]]:
    """The facts of a page as lines of a table, with what the sentences leave out."""
    for event in page.events:
        told = said(event, page)
        when = local(event.when)
        yield {
            "numero": event.number,
            "date": date_fr(when.date()),
            "heure": f"{when:%H:%M:%S}",
            "personne": told.who,
            "adresse": event.actor,
            "action": event.label,
            "objet": event.subject,
            "serie": told.about,
            "changement": told.change,
            "motif": told.why,
            "mode": told.how,
            "import": event.batch,
            "phrase": told.sentence,
        }


def name_of(email: str, names: Mapping[str, str]) -> str:
    """Name of somebody; what acts without an account keeps the name that the journal gave it."""
    return names.get(email) or email or "quelqu’un"


def local(instant: datetime) -> datetime:
    """An instant on the clocks of Wallonia."""
    return instant.astimezone(LOCAL)


def _what(event: Event, subject: Subject | None, about: str, names: Mapping[str, str]) -> str:
    before, _, after = event.subject.partition("/")
    if before.startswith("campagne "):
        campaign = f"la campagne {before.removeprefix('campagne ')}"
        return f"{_series(subject, about) or after} ({campaign})" if after else campaign
    if before.startswith("periode "):
        return f"la période {_period(before.removeprefix('periode '))}"
    if subject is not None:
        return ", ".join(filter(None, (_series(subject, about), _place(after, subject))))
    if event.action in ("connexion", "déconnexion"):
        return ""
    if event.action == "chargement":
        return f"la base ({event.subject})"
    if event.action == "importer":
        return str(event.details.get("fichier") or event.subject)
    return names.get(event.subject) or event.subject


def _series(subject: Subject | None, code: str) -> str:
    return "" if subject is None else f"{subject.label} – {subject.perimeter} ({code})"


def _place(after: str, subject: Subject) -> str:
    """Period, horizon or item of a list that follows the code of a series."""
    first, _, part = after.partition("/")
    words = [_period(first) if first else ""]
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


def _change(event: Event, subject: Subject | None, names: Mapping[str, str]) -> str:
    if event.action == "accorder_exception":
        until = _day(event.details.get("until"))
        return f"{name_of(str(event.details.get('to') or ''), names)}, jusqu’au {until}"
    if event.action in ("importer", "annuler_import"):
        return _counts(event.details)
    if event.action in ("attribuer", "transmettre", "retirer_de_campagne"):
        return _arrow(_person(event.old, names), _person(event.new, names))
    old, new = event.old, event.new
    if old is None and new is None:
        old, new = event.details.get("avant"), event.details.get("apres", event.details.get("roles"))
    if isinstance(new, Mapping) or isinstance(old, Mapping):
        return _versions(dict(old or {}), dict(new or {}), subject)
    return _arrow(_plain(old), _plain(new))


def _versions(old: Mapping[str, Any], new: Mapping[str, Any], subject: Subject | None) -> str:
    """What differs between two versions: the value first, then every other field that changed."""
    words = []
    if "value" in old or "value" in new:
        words.append(_arrow(_value(old, subject) if old else "", _value(new, subject)))
    is_absent = "value" in new and new["value"] is None  # its flags are the value then
    for field in sorted({*old, *new} - {"value", "version", "state", "maintained", *(["flags"] if is_absent else [])}):
        before, after = old.get(field), new.get(field)
        if before == after or isinstance(before, Mapping | list) or isinstance(after, Mapping | list):
            continue
        if old or _is_said(field, after):
            words.append(
                f"{_FIELDS.get(field, field.replace('_', ' '))} : {_arrow(_before(field, before), _field(field, after))}"
            )
    return " ; ".join(filter(None, words))


def _is_said(field: str, value: Any) -> bool:
    """Whether a first version says something there that deserves a word: it is neither free nor normal by default."""
    return bool(value) and (field in ("comment", "flags") or (field == "conf_status" and value != ConfStatus.FREE))


def _value(version: Mapping[str, Any], subject: Subject | None) -> str:
    text = version.get("value")
    if text is None:
        return describe(_flags(version.get("flags"))) or "aucune valeur"
    try:
        return number(Decimal(str(text)), None, subject.unit if subject else "")
    except InvalidOperation:
        return str(text)


def _before(field: str, value: Any) -> str:
    """What a field held; nothing is said of one that was empty, but a normal value is told from a flagged one."""
    return _field(field, value) if value or field == "flags" else ""


def _field(field: str, value: Any) -> str:
    if field == "flags":
        return describe(_flags(value)) or "valeur normale"
    if field == "conf_status" and value in list(ConfStatus):
        return wording.label(ConfStatus(value)).lower()
    if field == "mode" and value in list(TargetMode):
        return wording.label(TargetMode(value)).lower()
    if field in ("numerator", "denominator"):
        return _value({"value": value}, None) if value else "—"
    return _plain(value) or "rien"


def _flags(text: Any) -> frozenset[ObsStatus]:
    return frozenset(ObsStatus(letter) for letter in str(text or "") if letter in list(ObsStatus))


def _plain(value: Any) -> str:
    """A stored word, a day or a list, as people read them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value) or "rien"
    text = str(value)
    for words in (CampaignState, ValueState, Role):
        if text in list(words):
            return wording.label(words(text)).lower()
    return _day(text) or text


def _day(text: Any) -> str:
    try:
        return date_fr(date.fromisoformat(str(text)))
    except ValueError:
        return ""


def _person(email: Any, names: Mapping[str, str]) -> str:
    return name_of(str(email), names) if email else "personne"


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


def _how(event: Event) -> str:
    method = event.details.get("method")
    return wording.label(EntryMethod(method)) if method in list(EntryMethod) else ""
