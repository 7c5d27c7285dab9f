"""Indicator dashboard of the DIS « Innovations pour une santé renforcée »."""
