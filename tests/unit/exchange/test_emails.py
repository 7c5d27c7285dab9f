"""Reminders as e-mails: what a text cannot do to a header, to a link, to an archive."""

import io
import zipfile
from email import message_from_bytes, policy
from urllib.parse import parse_qs, urlsplit

from indicators.exchange.emails import MAX_LINK, Mail, file_name, to_eml, to_link, to_list, to_zip

PLAIN = Mail("a.b@exemple.be", "Anne Dupré", "Relance : 2 valeurs", "Bonjour Anne,\n\n- « Emplois » & autres\n\nMerci.")
WICKED = Mail("x@exemple.be", "Anne\r\nBcc: tous@exemple.be", "Objet\r\nBcc: tous@exemple.be", "=1+1")


def test_a_file_opens_as_a_draft_with_its_text() -> None:
    read = message_from_bytes(to_eml(PLAIN), policy=policy.default)
    assert (read["To"], read["Subject"], read["X-Unsent"]) == ("Anne Dupré <a.b@exemple.be>", PLAIN.subject, "1")
    assert read.get_content().strip() == PLAIN.body


def test_no_text_adds_a_header() -> None:
    read = message_from_bytes(to_eml(WICKED), policy=policy.default)
    assert read["Bcc"] is None and read["To"].addresses[0].addr_spec == "x@exemple.be"
    assert "%0A" not in to_link(WICKED).partition("&body=")[0]


def test_a_link_carries_the_text_unless_it_is_too_long() -> None:
    parts = urlsplit(to_link(PLAIN))
    assert (parts.scheme, parts.path) == ("mailto", "a.b@exemple.be")
    assert parse_qs(parts.query) == {"subject": [PLAIN.subject], "body": [PLAIN.body.replace("\n", "\r\n")]}
    long = Mail(PLAIN.to, PLAIN.name, PLAIN.subject, "- une ligne\n" * 500)
    assert len(to_link(long)) <= MAX_LINK and "body=" not in to_link(long)


def test_an_address_that_is_none_still_makes_a_file() -> None:
    for address in ("sans-arobase", "", "é@exemple.be", "contributeur@cet-ordinateur"):
        assert b"Subject: s" in to_eml(Mail(address, "", "s", "t"))


def test_the_archive_names_each_file_once_and_the_list_is_harmless() -> None:
    names = zipfile.ZipFile(io.BytesIO(to_zip([PLAIN, PLAIN, WICKED]))).namelist()
    assert names == ["01-a.b-exemple.be.eml", "02-a.b-exemple.be.eml", "03-x-exemple.be.eml", "relances.csv"]
    assert file_name(Mail("../../etc", "", "", "")) == "etc.eml" and file_name(Mail("", "", "", "")) == "relance.eml"
    assert ";'=1+1" in to_list([WICKED])
