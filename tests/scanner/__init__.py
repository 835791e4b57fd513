"""Tests of scanner, one file for each of its words."""
