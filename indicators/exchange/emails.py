"""Reminders as e-mails ready to send: a link that opens a mail program, a file each, all of them in one archive.

Nothing is sent from here: there is no mail server to keep.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import quote

from indicators.exchange import writers

MAX_LINK = 1800
"""Characters: mail programs cut longer links short, so that a longer text is left to the file."""


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail to one person."""

    to: str
    name: str
    subject: str
    body: str


def to_link(mail: Mail) -> str:
    """A mailto: address that opens the mail with its text; the text is left out where the link would be too long."""
    start = f"mailto:{quote(mail.to, safe='@')}?subject={quote(_line(mail.subject))}"
    whole = f"{start}&body={quote(mail.body.replace(chr(10), chr(13) + chr(10)))}"
    return whole if len(whole) <= MAX_LINK else start


def to_eml(mail: Mail) -> bytes:
    """The mail as a file that mail programs open as a draft."""
    message = EmailMessage()
    message["To"] = _address(mail)
    message["Subject"] = _line(mail.subject)
    message["X-Unsent"] = "1"  # Outlook opens it for writing, not as a received mail
    message.set_content(mail.body)
    return message.as_bytes()


def to_zip(mails: Sequence[Mail]) -> bytes:
    """All of them: a file each, and the list of addresses as a spreadsheet."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, mail in enumerate(mails, 1):
            archive.writestr(f"{number:02d}-{file_name(mail)}", to_eml(mail))
        archive.writestr("relances.csv", to_list(mails))
    return buffer.getvalue()


def to_list(mails: Sequence[Mail]) -> str:
    """Addresses, names, subjects and texts as CSV for a spreadsheet."""
    return writers.to_spreadsheet_csv(
        [{"adresse": mail.to, "nom": mail.name, "objet": mail.subject, "texte": mail.body} for mail in mails]
    )


def file_name(mail: Mail) -> str:
    """Name of the file of a mail, safe on any system."""
    return f"{re.sub(r'[^a-z0-9.-]+', '-', mail.to.lower()).strip('-.') or 'relance'}.eml"


def _address(mail: Mail) -> Address | str:
    user, _, host = mail.to.rpartition("@")
    try:
        return Address(_line(mail.name), user, host)
    except (ValueError, IndexError):
        return _line(mail.to)  # no valid address: the person who sends it will see it


def _line(text: str) -> str:
    """One line: a header cannot be broken into two."""
    return " ".join(text.split())
