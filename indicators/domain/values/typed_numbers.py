"""Numbers as people type or paste them in French-speaking Belgium: the single strict parser.

Nothing is guessed: an ambiguous number raises a question, an invalid one is refused with the reason, and the typed
text is always kept. Source: docs/method.md, Numbers as typed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from db.vocabulary import ConfStatus, ObsStatus
from indicators.domain import quality, wording
from indicators.domain.formatting import MINUS, number
from indicators.domain.series import Unit

MAX_DIGITS = 30
MAX_LENGTH = 100

SPACES = " \u00a0\u202f\u2009"
APOSTROPHES = "'\u2019"
MINUSES = f"-{MINUS}\u2013"  # an en dash too: word processors write it in place of a hyphen

FLAG_LETTERS: Mapping[str, ObsStatus] = MappingProxyType(
    {
        "p": ObsStatus.PROVISIONAL,
        "e": ObsStatus.ESTIMATED,
        "b": ObsStatus.BREAK,
        "d": ObsStatus.DEFINITION_DIFFERS,
        "u": ObsStatus.LOW_RELIABILITY,
        "i": ObsStatus.IMPUTED,
        "f": ObsStatus.FORECAST,
    }
)
"""Eurostat's letters, written after a space. « c », confidential, is not a quality flag and is read apart."""

CONFIDENTIAL_LETTER = "c"

ABSENCE_CHOICES = (
    ObsStatus.NOT_COLLECTED,
    ObsStatus.CANNOT_EXIST,
    ObsStatus.SUPPRESSED,
    ObsStatus.IN_ANOTHER_CATEGORY,
    ObsStatus.MISSING,
)
"""Reasons offered to a person who says that there is no value, the most precise first."""

_UNSAID = ("n.d.", "n.d", "nd", "n/d", "n.a.", "n.a", "na", "n/a", "n.c.", "n.c", "nc", "n.r.", "nondisponible")
_SIGNS = (":", "-", "\u2212", "\u2013", "\u2014", "/", "..", "...", "\u2026")
ABSENCE_CODES: Mapping[str, ObsStatus | None] = MappingProxyType(
    dict.fromkeys((*_UNSAID, *_SIGNS))
    | dict.fromkeys(("s.o.", "s.o", "so", "sansobjet", ":m", ":z"), ObsStatus.CANNOT_EXIST)
    | dict.fromkeys((":c", "c", "conf.", "confidentiel"), ObsStatus.SUPPRESSED)
)
"""What stands for « no value », without spaces and in lower case, and the reason it suggests if any."""


@dataclass(frozen=True, slots=True)
class Understood:
    """An unambiguous number. ``value`` keeps the decimals typed."""

    typed: str
    value: Decimal
    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE

    def echo(self, unit: Unit, decimals: int) -> str:
        """The number as understood, in its unit, with its flags: « 12,50 % (valeur provisoire) »."""
        qualifiers = [quality.describe(self.flags)] if self.flags else []
        if self.conf is not ConfStatus.FREE:
            qualifiers.append(wording.label(self.conf))
        value_text = echo(self.value, unit, decimals)
        return f"{value_text} ({', '.join(qualifiers).lower()})" if qualifiers else value_text


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing was typed: not zero, and not a statement that the value is missing."""

    typed: str


@dataclass(frozen=True, slots=True)
class Absent:
    """A code for « no value »; its reason must be chosen. ``hint`` is the one that the code suggests."""

    typed: str
    hint: ObsStatus | None = None

    @property
    def question(self) -> str:
        """The question to ask before saving."""
        excerpt = _shortened(self.typed)
        return f"Vous avez écrit « {excerpt} » : pourquoi n'y a-t-il pas de valeur ? Pour un vrai zéro, écrivez 0."


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A text with two readings; ``candidates`` lists the likelier first, the person decides."""

    typed: str
    candidates: tuple[Decimal, ...]
    flags: frozenset[ObsStatus] = frozenset()
    conf: ConfStatus = ConfStatus.FREE

    @property
    def question(self) -> str:
        """The question, with each candidate as it would be displayed and its kind of number in words."""
        choices = " ou ".join(_in_words(value) for value in self.candidates)
        return f"« {_shortened(self.typed)} » peut se lire de deux façons : voulez-vous dire {choices} ?"

    def choose(self, candidate: Decimal) -> Understood:
        """The reading for the answer given.

        Raises:
            ValueError: in French, when the answer is not one of the candidates.
        """
        if candidate not in self.candidates:
            raise ValueError("Cette réponse ne figure pas parmi les lectures possibles.")
        return Understood(self.typed, candidate, self.flags, self.conf)


@dataclass(frozen=True, slots=True)
class RefusedNumber:
    """Not an acceptable number; ``offer`` is a likely reading, to be confirmed."""

    typed: str
    reason: str
    offer: Decimal | None = None


Reading = Understood | Empty | Absent | Ambiguous | RefusedNumber


def read_number(typed: str, *, is_percent: bool, decimals: int = 0) -> Reading:
    """Parse the text of one cell. Exactly one outcome for any text; never an exception.

    Args:
        typed: the text as typed or pasted.
        is_percent: whether the unit is a percentage; « % » is then allowed, and never divides by 100.
        decimals: decimals of the series; « 1,234 » is ambiguous when they are fewer than three.
    """
    text = typed.strip()
    if not _is_visible(text):
        return Empty(typed)
    if len(text) > MAX_LENGTH:
        return RefusedNumber(typed, f"Ce texte est trop long pour un nombre (plus de {MAX_LENGTH} caractères).")
    code = re.sub(f"[{SPACES}]", "", text).lower()
    if code in ABSENCE_CODES:
        return Absent(typed, ABSENCE_CODES[code])
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        return RefusedNumber(typed, _why_not(text), _exponent_offer(text) or _cleaned_offer(text, is_percent, decimals))
    return _read_shape(typed, shape, is_percent, decimals)


def echo(value: Decimal, unit: Unit, decimals: int) -> str:
    """A value in its unit, with at least the decimals of the series and every decimal that was typed."""
    return number(value, max(decimals, _places(value)), unit)


_SHAPE = re.compile(
    rf"(?P<sign>[{MINUSES}]?)"
    rf"(?P<body>(?:[0-9.,][0-9.,{SPACES}{APOSTROPHES}]*)?[0-9.,])"
    rf"(?P<percent>[{SPACES}]?%)?"
    rf"(?P<letters>(?:[{SPACES}]+[A-Za-z])*)"
)

_SPACED = re.compile(rf"([1-9][0-9]{{0,2}}(?:[{SPACES}][0-9]{{3}})+)(?:[.,]([0-9]+))?")
_SWISS = re.compile(rf"([1-9][0-9]{{0,2}}(?:[{APOSTROPHES}][0-9]{{3}})+)(?:[.,]([0-9]+))?")
_POINTED = re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_COMMAED = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_UNGROUPED = re.compile(r"([0-9]*)[.,]([0-9]+)|([0-9]+)")
# A lone point is likelier a thousands separator here, a lone comma a decimal one: the order of the candidates.
_READERS = (_SPACED, _SWISS, _POINTED, _UNGROUPED, _COMMAED)
_LEADING_ZERO_GROUP = re.compile(r"0+[1-9][0-9]?[.,][0-9]{3}")


def _read_shape(typed: str, shape: re.Match[str], is_percent: bool, decimals: int) -> Reading:
    """Parse a text shaped like a number: sign, digits and separators, perhaps « % », perhaps letters."""
    letters = shape["letters"].lower().split()
    refusal = _shape_refusal(shape, letters, is_percent)
    if refusal:
        return RefusedNumber(typed, refusal)
    candidates = tuple(_candidates(shape["sign"], shape["body"]))
    if not candidates:
        return _refuse_body(typed, shape["sign"], shape["body"])
    flags = frozenset(FLAG_LETTERS[letter] for letter in letters if letter != CONFIDENTIAL_LETTER)
    conf = ConfStatus.CONFIDENTIAL if CONFIDENTIAL_LETTER in letters else ConfStatus.FREE
    if len(candidates) == 1 or ("," in shape["body"] and decimals >= 3):
        return Understood(typed, candidates[0], flags, conf)
    return Ambiguous(typed, candidates, flags, conf)


def _shape_refusal(shape: re.Match[str], letters: Iterable[str], is_percent: bool) -> str:
    """Why a well-formed number cannot be accepted in this cell; empty if it can."""
    if sum(character in "0123456789" for character in shape["body"]) > MAX_DIGITS:
        return f"Ce nombre a plus de {MAX_DIGITS} chiffres."
    if shape["percent"] and not is_percent:
        return "L'unité de cette série n'est pas un pourcentage : écrivez le nombre sans « % »."
    unknown = [letter for letter in letters if letter not in FLAG_LETTERS and letter != CONFIDENTIAL_LETTER]
    return _unknown_letter(unknown[0]) if unknown else ""


def _unknown_letter(letter: str) -> str:
    if letter in "km":
        return _MULTIPLE
    allowed = ", ".join((*FLAG_LETTERS, CONFIDENTIAL_LETTER))
    return f"« {letter} » n'est pas une lettre de statut. Lettres admises après un espace : {allowed}."


def _candidates(sign: str, body: str) -> Iterator[Decimal]:
    """Every number that these digits and separators may mean, likelier first."""
    if _LEADING_ZERO_GROUP.fullmatch(body):
        return  # « 01.234 »: a thousands group does not begin with zero, a decimal number neither
    for reader in _READERS:
        match = reader.fullmatch(body)
        if match:
            whole, rest, *plain = (part or "" for part in match.groups())
            yield _decimal(sign, whole + "".join(plain), rest)


def _decimal(sign: str, whole: str, rest: str) -> Decimal:
    """Exact decimal from text; arithmetic would round to the precision of the context."""
    digits = re.sub("[^0-9]", "", whole) or "0"
    value = Decimal(f"{'-' if sign else ''}{digits}.{rest}" if rest else f"{'-' if sign else ''}{digits}")
    return value if value else value.copy_abs()


def _refuse_body(typed: str, sign: str, body: str) -> RefusedNumber:
    if re.fullmatch(r"[0-9]+[.,]", body):
        reason = "Il manque les décimales après le séparateur."
        return RefusedNumber(typed, reason, _decimal(sign, body, ""))
    if not any(character.isdigit() for character in body):
        return RefusedNumber(typed, _NOT_A_NUMBER)
    if re.fullmatch(r"[0-9]{1,4}\.[0-9]{1,2}\.[0-9]{1,4}", body):
        return RefusedNumber(typed, _DATE_OR_VERSION)
    return RefusedNumber(typed, _GROUPS)


_NOT_A_NUMBER = "Ce n'est pas un nombre. Écrivez par exemple 1 380,5, ou « n.d. » si la valeur manque."
_MULTIPLE = "Écrivez le nombre en entier, dans l'unité de la série : ni « k », ni « m », ni autre abréviation."
_GROUPS = "Les séparateurs ne forment pas un nombre : les milliers vont par groupes de trois chiffres (1 380,5)."
_DATE_OR_VERSION = "Ce n'est pas un nombre : il y a plusieurs points. Une date ne peut pas être une valeur."
_DATE = "Une date ne peut pas être une valeur."
_EXPONENT = "La notation avec exposant n'est pas admise : écrivez le nombre en entier."
_GLUED = "Aucune lettre ne peut toucher le nombre ; une lettre de statut se met après un espace (12,5 p)."

_CAUSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), reason)
    for pattern, reason in (
        (
            r".*[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029].*",
            "Il y a plusieurs valeurs dans cette case : une seule est admise.",
        ),
        (r"=.*", "Une formule ne peut pas être lue : collez sa valeur."),
        (r"#.*", "C'est une erreur du tableur, pas une valeur."),
        (r"[-+\u2212]?(nan|inf|infinity|infini|\u221e)", "Une valeur doit être un nombre fini."),
        (r"\(.*\)", "Les parenthèses ne sont pas admises : écrivez −12 pour un nombre négatif."),
        (r"\+[^+]*[0-9].*", "Écrivez la valeur elle-même, sans « + » : une variation n'est pas une valeur."),
        (r"[0-9]{1,4}([/.-])[0-9]{1,2}\1[0-9]{1,4}", _DATE),
        (r"[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}", _DATE),
        (rf"[{MINUSES}]?[0-9.,]+e[-+\u2212]?[0-9]+", _EXPONENT),
        (r"[<>\u2264\u2265].*", "Une borne n'est pas une valeur : écrivez le nombre, et la réserve en commentaire."),
        (
            r"[~\u2248].*|(environ|env\.|ca\.?|près de)\b.*",
            "Écrivez le nombre seul, suivi de « e » s'il est estimé (1380 e).",
        ),
        (rf"[{MINUSES}][{SPACES}]+[0-9].*", "Le signe moins doit toucher le premier chiffre."),
        (rf"[{MINUSES}]?[0-9.,{SPACES}]+(k|m|mio|mia|mrd|mds?|millions?|milliards?|mille)\b[^€]*", _MULTIPLE),
        (rf"[{MINUSES}]?[0-9.,]+[a-z]+", _GLUED),
        (
            rf"[0-9.,{SPACES}]+[-/\u2013][0-9.,{SPACES}]+",
            "Une seule valeur est admise, pas un intervalle ni une fraction.",
        ),
        (rf"[{MINUSES}]?[0-9][0-9.,%{SPACES}]*[^\W\d_€$].*|.*[€$].*", "Écrivez le nombre seul, sans unité ni texte."),
    )
)


def _why_not(text: str) -> str:
    """The most specific reason for refusing a text not shaped like a number."""
    if any(unicodedata.category(character) == "Nd" and character not in "0123456789" for character in text):
        return "Écrivez le nombre avec les chiffres 0 à 9 du clavier."
    if any(unicodedata.category(character) == "Cf" for character in text):
        return "Un caractère invisible s'est glissé dans cette case : effacez-la et tapez le nombre."
    return next((reason for pattern, reason in _CAUSES if pattern.fullmatch(text)), _NOT_A_NUMBER)


def _exponent_offer(text: str) -> Decimal | None:
    """The number that « 1e3 » means, in full, when its digits stay within bounds."""
    match = re.fullmatch(rf"([{MINUSES}]?)([0-9]+)(?:[.,]([0-9]+))?[eE]([-+\u2212]?)([0-9]{{1,2}})", text)
    if match is None or int(match[5]) > MAX_DIGITS:
        return None
    power = f"{'-' if match[4] in ('-', MINUS) else ''}{match[5]}"
    written = format(Decimal(f"{'-' if match[1] else ''}{match[2]}.{match[3] or '0'}e{power}"), "f")
    whole, _, rest = written.partition(".")
    if sum(map(str.isdigit, whole + rest.rstrip("0"))) > MAX_DIGITS:
        return None
    return _decimal(match[1], whole, rest.rstrip("0"))


def _cleaned_offer(text: str, is_percent: bool, decimals: int) -> Decimal | None:
    """The text without invisible characters, a leading « + », or a space after the minus sign."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    cleaned = re.sub(rf"^([{MINUSES}])[{SPACES}]+", r"\1", visible.strip().removeprefix("+"))
    if cleaned == text:
        return None
    reading = read_number(cleaned, is_percent=is_percent, decimals=decimals)
    return reading.value if isinstance(reading, Understood) else None


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(character) not in ("Cf", "Cc", "Zs", "Zl", "Zp") for character in text)


def _in_words(value: Decimal) -> str:
    """A candidate in words; in digits, « 1,234 » would look like the typed text."""
    places = _places(value)
    return f"« {number(value, places)} » ({'nombre à virgule' if places else 'nombre entier'})"


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _shortened(typed: str) -> str:
    """The typed text, shortened to fit a sentence."""
    text = " ".join(typed.split())
    return text if len(text) <= 40 else f"{text[:39]}\u2026"
