"""The exception by which a service refuses a whole call."""


class Refused(Exception):
    """The call is refused and nothing was written; the message is a French sentence for people.

    A problem with one cell among others is an outcome of that cell, not an exception.

    >>> str(Refused("Motif."))
    'Motif.'
    """
