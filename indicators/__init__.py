"""Indicator dashboard of the DIS « Innovations pour une santé renforcée »."""

__version__ = "0.3.1"
