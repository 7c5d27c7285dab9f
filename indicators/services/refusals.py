"""The one way in which a service says no to a whole call."""


class Refused(Exception):
    """The call is refused and nothing was written; the message is a French sentence for people.

    What is wrong with one cell among others is an outcome of that cell, never this.

    >>> str(Refused("Motif."))
    'Motif.'
    """
