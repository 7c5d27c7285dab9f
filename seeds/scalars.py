"""Scalars of the seed files: from the text that was typed to exact types, with a French message when it cannot be.

The names below annotate the fields of :mod:`seeds.schema`. No float is ever built.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from indicators.domain.periods import Period


def _clean(text: Any) -> Any:
    # Line ends inside a folded text become spaces; no-break spaces are kept, they were typed on purpose.
    return re.sub(r"[ \r\n]+", " ", text).strip(" ") if isinstance(text, str) else text


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("ce champ ne peut pas être vide.")
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9_+.-]*", text):
        raise ValueError(f"« {text} » n’est pas un code (lettres majuscules sans accent, chiffres, tirets).")
    return text


def _yes_no(text: Any) -> bool:
    if text not in ("oui", "non"):
        raise ValueError(f"« {text} » n’est pas une valeur admise (oui, non).")
    return bool(text == "oui")


def _whole(text: Any) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"« {text} » n’est pas un nombre entier.")
    return int(text)


def at_most(highest: int) -> AfterValidator:
    """Upper bound of a whole number, with a French message."""

    def check(number: int) -> int:
        if number > highest:
            raise ValueError(f"« {number} » dépasse {highest}.")
        return number

    return AfterValidator(check)


def _exact(text: Any) -> Decimal:
    """Exact decimal, with comma or point. A point before three digits could mean thousands: refused."""
    if not isinstance(text, str) or not re.fullmatch(r"-?[0-9]+([.,][0-9]+)?", text):
        raise ValueError(f"« {text} » n’est pas un nombre décimal (ni espace, ni symbole).")
    if re.fullmatch(r"-?[1-9][0-9]{0,2}\.[0-9]{3}", text):
        whole, _, tail = text.partition(".")
        raise ValueError(f"« {text} » est ambigu : écrivez {whole}{tail} ou {whole},{tail}.")
    return Decimal(text.replace(",", "."))


def _day(text: Any) -> date:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(f"« {text} » n’est pas une date (AAAA-MM-JJ).")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"« {text} » n’existe pas dans le calendrier.") from None


def _period(text: str) -> str:
    return Period.parse(text).code


Line = Annotated[str, BeforeValidator(_clean)]
Text = Annotated[Line, AfterValidator(_not_empty)]
Code = Annotated[Text, AfterValidator(_code)]
YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Whole = Annotated[int, BeforeValidator(_whole)]
Exact = Annotated[Decimal, BeforeValidator(_exact)]
Day = Annotated[date, BeforeValidator(_day)]
PeriodCode = Annotated[Text, AfterValidator(_period)]
