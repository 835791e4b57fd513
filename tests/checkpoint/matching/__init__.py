"""Matching the reserve pool to open slots."""
